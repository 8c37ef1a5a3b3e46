//! The line a promise is expected on: straight from stage to stage.
//!
//! Owns the arithmetic of lines and the judgement of a share on a day. Knows no filings and no targets:
//! days and shares only.
//!
//! Invariants: a line never falls; before the announcement nothing is expected; from the last day on, the
//! goal is.

use jiff::civil::Date;

use crate::domain::TargetStatus;

/// One stage of a promise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// When it was announced.
    pub announced: Date,
    /// When it is due.
    pub date: Date,
    /// The share 0..1 promised.
    pub goal: f64,
}

/// The line from what was reached when a promise was announced, through its stages, to the goal of the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The share 0..1 reached at the announcement; 0 where nothing had been filed.
    pub start: f64,
    /// The stages in the order they are due; the last is the one judged.
    pub stages: Vec<Stage>,
}

/// A day and the share expected on it.
pub type Corner = (Date, f64);

impl Line {
    /// When the first of its stages was announced.
    pub fn announced(&self) -> Option<Date> {
        self.stages.iter().map(|stage| stage.announced).min()
    }

    /// The corners of the line as announced by a day; empty before the stage judged was announced.
    ///
    /// Where a goal was reached when it was announced, the line is level. A stage announced after the one
    /// before it was due begins where that one ended, on the day it was announced.
    pub fn corners(&self, by: Date) -> Vec<Corner> {
        if self.stages.last().is_none_or(|own| own.announced > by) {
            return Vec::new();
        }
        let mut corners: Vec<Corner> = Vec::with_capacity(self.stages.len() + 1);
        for stage in self.stages.iter().filter(|stage| stage.announced <= by) {
            let from = match corners.last() {
                None => Some((self.announced().unwrap_or(stage.announced), self.start.min(stage.goal))),
                Some((day, share)) if stage.announced > *day => Some((stage.announced, *share)),
                Some(_) => None,
            };
            corners.extend(from);
            let before = corners.last().map_or(0.0, |corner| corner.1);
            corners.push((stage.date, stage.goal.max(before)));
        }
        corners
    }

    /// The share expected on a day: nothing before the announcement, the goal once it is due.
    pub fn expected(&self, on: Date) -> Option<f64> {
        let corners = self.corners(on);
        let after = corners.iter().position(|corner| on < corner.0);
        let Some(after) = after else { return corners.last().map(|corner| corner.1) };
        let (from, to) = (corners.get(after.checked_sub(1)?)?, corners.get(after)?);
        Some(from.1 + (to.1 - from.1) * days(from.0, on) / days(from.0, to.0))
    }

    /// How a share stands on a day.
    pub fn judge(&self, on: Date, share: f64) -> TargetStatus {
        // A goal stated as a number comes back from a division: a hair below it is reached.
        let reaches = |wanted: f64| share >= wanted - 1e-12;
        let Some((own, expected)) = self.stages.last().zip(self.expected(on)) else {
            return TargetStatus::NotComputable;
        };
        if reaches(own.goal) {
            TargetStatus::Met
        } else if on < own.date && reaches(expected) {
            TargetStatus::OnTrack
        } else {
            TargetStatus::Late
        }
    }
}

/// Whole days from one day to another.
pub(super) fn days(from: Date, to: Date) -> f64 {
    f64::from(from.until(to).map_or(0, |span| span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const ANNOUNCED: Date = date(2025, 1, 1);
    const DUE: Date = date(2026, 1, 1);

    fn line(start: f64, goal: f64) -> Line {
        Line { start, stages: vec![Stage { announced: ANNOUNCED, date: DUE, goal }] }
    }

    fn near(found: Option<f64>, wanted: f64) {
        let found = found.expect("announced");
        assert!((found - wanted).abs() < 1e-12, "{found}, not {wanted}");
    }

    #[test]
    fn a_straight_line_leads_from_the_announcement_to_the_goal() {
        let line = line(0.1, 0.465);
        assert_eq!(line.expected(date(2024, 12, 31)), None);
        assert_eq!(line.expected(ANNOUNCED), Some(0.1));
        near(line.expected(date(2025, 4, 11)), 0.2);
        assert_eq!(line.expected(DUE), Some(0.465));
        assert_eq!(line.expected(date(2031, 1, 1)), Some(0.465));
    }

    #[test]
    fn a_share_is_held_against_the_line_until_it_is_due() {
        let line = line(0.1, 0.465);
        let day = date(2025, 4, 11);
        assert_eq!(line.judge(day, 0.21), TargetStatus::OnTrack);
        assert_eq!(line.judge(day, 0.19), TargetStatus::Late);
        assert_eq!(line.judge(day, 0.465), TargetStatus::Met);
        assert_eq!(line.judge(ANNOUNCED, 0.1), TargetStatus::OnTrack);
        assert_eq!(line.judge(DUE, 0.464), TargetStatus::Late);
        assert_eq!(line.judge(date(2027, 1, 1), 0.464), TargetStatus::Late);
        assert_eq!(line.judge(date(2027, 1, 1), 0.465), TargetStatus::Met);
        assert_eq!(line.judge(date(2024, 1, 1), 0.9), TargetStatus::NotComputable);
    }

    #[test]
    fn a_goal_that_was_passed_when_announced_keeps_the_line_level() {
        let line = line(0.8, 0.5);
        assert_eq!(line.expected(date(2025, 6, 1)), Some(0.5));
        assert_eq!(line.judge(date(2025, 6, 1), 0.4), TargetStatus::Late);
        assert_eq!(line.judge(date(2025, 6, 1), 0.6), TargetStatus::Met);
    }

    #[test]
    fn a_path_goes_straight_from_stage_to_stage() {
        let stage = |announced, date, goal| Stage { announced, date, goal };
        let last = date(2027, 1, 1);
        let path =
            Line { start: 0.0, stages: vec![stage(ANNOUNCED, DUE, 0.365), stage(ANNOUNCED, last, 0.73)] };
        // Until the first stage is due, the later one asks for what that one does, and no more.
        near(path.expected(date(2025, 4, 11)), 0.1);
        near(path.expected(DUE), 0.365);
        near(path.expected(date(2026, 4, 11)), 0.465);
        near(path.expected(last), 0.73);
        assert_eq!(path.judge(date(2025, 4, 11), 0.09), TargetStatus::Late);
        assert_eq!(path.judge(DUE, 0.365), TargetStatus::OnTrack);
        assert_eq!(path.judge(DUE, 0.364), TargetStatus::Late);
        // Announced later, it is not expected before, and begins where the first one ended.
        let later = date(2026, 7, 2);
        let path = Line { start: 0.0, stages: vec![stage(ANNOUNCED, DUE, 0.4), stage(later, last, 0.8)] };
        assert_eq!(path.expected(date(2026, 7, 1)), None);
        near(path.expected(later), 0.4);
        near(path.expected(last), 0.8);
        assert_eq!(path.corners(last), [(ANNOUNCED, 0.0), (DUE, 0.4), (later, 0.4), (last, 0.8)]);
    }
}
