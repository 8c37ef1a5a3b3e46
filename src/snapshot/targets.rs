//! How the pack's targets stand at (as-of, known-at).
//!
//! Owns the straight line from the announcement to the goal, the judgement of a share against it, and the
//! asking of shares for a target's scope. Shares are those of the whole country, computed as for any other
//! question; nothing is kept.
//!
//! Invariants: where nobody counted has filed, nothing is judged (that is not the same as 0); a gap is never
//! below 0; a target with several operators stands as the worst of them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::question::{Question, Standing};
use super::{NetworkState, SnapshotError};
use crate::country::TargetMeta;
use crate::domain::{
    AsOf, Denominator, Environment, OperatorId, Scope, SpeedFloor, TargetId, TargetScope, TargetStatus,
};

/// The straight line from what was reached when a target was announced to its goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// When it was announced.
    pub announced: Date,
    /// The share 0..1 reached then; 0 where nothing had been filed.
    pub start: f64,
    /// When it is due.
    pub date: Date,
    /// The share 0..1 promised.
    pub goal: f64,
}

impl Line {
    /// The share expected on a date: nothing before the announcement, the goal once it is due.
    ///
    /// Where the goal was reached when it was announced, the line is level at the goal.
    pub fn expected(&self, on: Date) -> Option<f64> {
        if on < self.announced {
            return None;
        }
        let days = |from: Date, to: Date| f64::from(from.until(to).map_or(0, |span| span.get_days()));
        let all = days(self.announced, self.date);
        if on >= self.date || all <= 0.0 {
            return Some(self.goal);
        }
        let start = self.start.min(self.goal);
        Some(start + (self.goal - start) * days(self.announced, on) / all)
    }

    /// How a share reached on a date stands.
    pub fn judge(&self, on: Date, share: f64) -> TargetStatus {
        // A goal stated as a number comes back from a division: a hair below it is reached.
        let reaches = |wanted: f64| share >= wanted - 1e-12;
        match self.expected(on) {
            None => TargetStatus::NotComputable,
            Some(_) if reaches(self.goal) => TargetStatus::Met,
            Some(expected) if on < self.date && reaches(expected) => TargetStatus::OnTrack,
            Some(_) => TargetStatus::Late,
        }
    }
}

/// Why a status cannot be computed, or is of fewer operators than are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// It is announced later than the date asked about.
    NotAnnounced(Date),
    /// These operators have filed nothing for it.
    NoFiling(Vec<OperatorId>),
    /// No operator is licensed for the technology on the date asked about.
    NobodyLicensed,
    /// The census has nobody to count, or the pack does not say how to.
    NothingToCount,
}

/// How one scope of a target stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Whose coverage counts.
    pub scope: Scope,
    /// The share 0..1 reached; nothing where nobody counted has filed.
    pub share: Option<f64>,
    /// People or households it is.
    pub amount: Option<f64>,
    /// The share reached when the target was announced; nothing where nobody counted had filed by then.
    pub start_share: Option<f64>,
    /// The share expected by now.
    pub expected_share: Option<f64>,
    /// What lacks to the goal, 0 once it is reached.
    pub gap_share: Option<f64>,
    /// What lacks to the goal in people or households, 0 once it is reached.
    pub gap_amount: Option<f64>,
    /// How it stands.
    pub status: TargetStatus,
    /// Why it cannot be said.
    pub obstacle: Option<Obstacle>,
}

/// How a target stands.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetState {
    /// Which target.
    pub id: TargetId,
    /// The tier counted.
    pub floor: SpeedFloor,
    /// The environment counted.
    pub environment: Environment,
    /// The promised share of all people or households, 0..1.
    pub goal_share: Option<f64>,
    /// The promised number of people or households.
    pub goal_amount: Option<f64>,
    /// The target that replaced it.
    pub superseded_by: Option<TargetId>,
    /// The worst status of its scopes.
    pub status: TargetStatus,
    /// Why it cannot be said, or who is missing.
    pub obstacle: Option<Obstacle>,
    /// Each scope it counts: one, or one for each operator.
    pub progress: Vec<Progress>,
}

/// What a target asks of every scope: its goal in numbers.
#[derive(Debug, Clone, Copy)]
struct Goal {
    share: f64,
    announced: Date,
    date: Date,
    total: f64,
}

impl Goal {
    fn progress(
        &self,
        on: AsOf,
        scope: Scope,
        start: Option<f64>,
        share: Option<f64>,
        silent: Obstacle,
    ) -> Progress {
        let line = Line {
            announced: self.announced,
            start: start.unwrap_or(0.0),
            date: self.date,
            goal: self.share,
        };
        let obstacle = match share {
            None => Some(silent),
            Some(_) if on < self.announced => Some(Obstacle::NotAnnounced(self.announced)),
            // Without them nothing counts as covered by all: the 0 has a reason.
            Some(_) if scope == Scope::All && silent != Obstacle::NoFiling(Vec::new()) => Some(silent),
            Some(_) => None,
        };
        let gap = share.map(|share| (self.share - share).max(0.0));
        Progress {
            scope,
            share,
            amount: share.map(|share| share * self.total),
            start_share: start,
            expected_share: share.and(line.expected(on)),
            gap_share: gap,
            gap_amount: gap.map(|gap| gap * self.total),
            status: share.map_or(TargetStatus::NotComputable, |share| line.judge(on, share)),
            obstacle,
        }
    }
}

impl NetworkState {
    /// How every target of the pack stands, in the pack's order, superseded ones too.
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn targets(&self) -> Result<Vec<TargetState>, SnapshotError> {
        let meta = &self.snapshot().country().meta;
        // What was in force when a target was announced, as known now: few distinct days.
        let mut starts: BTreeMap<Date, NetworkState> = BTreeMap::new();
        let mut states = Vec::with_capacity(meta.targets.len());
        for target in &meta.targets {
            let start = starts
                .entry(target.announced)
                .or_insert_with(|| self.snapshot().state(Some(target.announced), Some(self.known_at())));
            states.push(self.target(target, start).await?);
        }
        Ok(states)
    }

    async fn target(&self, target: &TargetMeta, start: &NetworkState) -> Result<TargetState, SnapshotError> {
        let country = self.snapshot().country();
        let technology = country.meta.technology(&target.technology);
        let (floor, environment) = technology
            .map_or((SpeedFloor::default(), Environment::Outdoor), |technology| {
                target.counted_in(technology)
            });
        let question = |scope| Question { technology: target.technology.clone(), floor, environment, scope };
        let total = self.people(target.denominator).filter(|total| *total > 0.0 && technology.is_some());
        let goal_share = match (target.share, target.amount, total) {
            (Some(share), _, _) => Some(share),
            (None, Some(amount), Some(total)) => Some(amount / total),
            _ => None,
        };
        let mut state = TargetState {
            id: target.id.clone(),
            floor,
            environment,
            goal_share,
            goal_amount: target.amount.or_else(|| Some(target.share? * total?)),
            superseded_by: country.meta.superseding(&target.id).map(|other| other.id.clone()),
            status: TargetStatus::NotComputable,
            obstacle: Some(Obstacle::NothingToCount),
            progress: Vec::new(),
        };
        let (Some(total), Some(share)) = (total, goal_share) else { return Ok(state) };
        let goal = Goal { share, announced: target.announced, date: target.date, total };
        for scope in self.scopes(target) {
            let question = question(scope);
            let reached = self.reached(&question, target.denominator).await?;
            let began = start.reached(&question, target.denominator).await?;
            let silent = Obstacle::NoFiling(self.counted(&question).without_filing);
            state.progress.push(goal.progress(self.as_of(), question.scope, began, reached, silent));
        }
        state.status = worst(&state.progress);
        state.obstacle = obstacle(&state.progress);
        Ok(state)
    }

    /// The scopes a target is judged for.
    fn scopes(&self, target: &TargetMeta) -> Vec<Scope> {
        match target.scope {
            TargetScope::Any => vec![Scope::Any],
            TargetScope::All => vec![Scope::All],
            TargetScope::Min2 => vec![Scope::Min2],
            TargetScope::Each => self.licensed(&target.technology).into_iter().map(Scope::Operator).collect(),
        }
    }

    /// All people or households of the country, by the current census.
    fn people(&self, denominator: Denominator) -> Option<f64> {
        let country = self.snapshot().country();
        let year = country.meta.current_census().year;
        let census = &country.tree.get(country.tree.country()).census;
        match denominator {
            Denominator::Population => census.population(year),
            Denominator::Households => census.households(year),
            Denominator::Area => None,
        }
    }

    /// The country's share for a question; nothing where nobody counted has filed.
    async fn reached(
        &self,
        question: &Question,
        denominator: Denominator,
    ) -> Result<Option<f64>, SnapshotError> {
        let standing = self.counted(question).standing;
        if standing == Standing::NoFiling {
            return Ok(None);
        }
        let answer = self.coverage(question).await?;
        let whole = self.snapshot().country().tree.country();
        Ok(answer.figure(whole, denominator, standing).and_then(|figure| figure.share))
    }
}

/// The worst status; of nobody, nothing can be said.
fn worst(progress: &[Progress]) -> TargetStatus {
    progress.iter().map(|one| one.status).max().unwrap_or(TargetStatus::NotComputable)
}

/// What stands in the way of a target: that it is not yet announced, or all who have not filed.
fn obstacle(progress: &[Progress]) -> Option<Obstacle> {
    let obstacles = || progress.iter().filter_map(|one| one.obstacle.as_ref());
    if progress.is_empty() {
        return Some(Obstacle::NobodyLicensed);
    }
    let mut silent = Vec::new();
    for found in obstacles() {
        match found {
            Obstacle::NoFiling(operators) => silent.extend(operators.iter().cloned()),
            _ => return Some(found.clone()),
        }
    }
    let any = obstacles().next().is_some();
    any.then_some(if silent.is_empty() { Obstacle::NobodyLicensed } else { Obstacle::NoFiling(silent) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const ANNOUNCED: Date = date(2025, 1, 1);
    const DUE: Date = date(2026, 1, 1);

    fn line(start: f64, goal: f64) -> Line {
        Line { announced: ANNOUNCED, start, date: DUE, goal }
    }

    fn goal() -> Goal {
        Goal { share: 0.5, announced: ANNOUNCED, date: DUE, total: 1000.0 }
    }

    fn silent(ids: &[&str]) -> Obstacle {
        Obstacle::NoFiling(ids.iter().map(|id| OperatorId::new(id).expect("an id")).collect())
    }

    fn of(id: &str, on: Date, share: Option<f64>) -> Progress {
        let scope = Scope::Operator(OperatorId::new(id).expect("an id"));
        goal().progress(on, scope, None, share, silent(&[id]))
    }

    #[test]
    fn a_straight_line_leads_from_the_announcement_to_the_goal() {
        let line = line(0.1, 0.465);
        assert_eq!(line.expected(date(2024, 12, 31)), None);
        assert_eq!(line.expected(ANNOUNCED), Some(0.1));
        let after_100_days = line.expected(date(2025, 4, 11)).expect("announced");
        assert!((after_100_days - 0.2).abs() < 1e-12, "{after_100_days}");
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
    fn gaps_are_in_people_and_end_at_the_goal() {
        let behind = of("a", date(2025, 7, 1), Some(0.2));
        assert_eq!((behind.amount, behind.gap_amount), (Some(200.0), Some(300.0)));
        assert_eq!((behind.status, behind.obstacle), (TargetStatus::Late, None));
        let beyond = of("a", date(2025, 7, 1), Some(0.7));
        assert_eq!((beyond.gap_share, beyond.gap_amount), (Some(0.0), Some(0.0)));
        assert_eq!(beyond.status, TargetStatus::Met);
    }

    #[test]
    fn nothing_filed_is_not_zero() {
        let progress = of("a", date(2025, 7, 1), None);
        assert_eq!(progress.status, TargetStatus::NotComputable);
        assert_eq!((progress.share, progress.gap_amount, progress.expected_share), (None, None, None));
        assert_eq!(progress.obstacle, Some(silent(&["a"])));
        let early = of("a", date(2024, 7, 1), Some(0.2));
        assert_eq!(early.obstacle, Some(Obstacle::NotAnnounced(ANNOUNCED)));
        assert_eq!((early.status, early.expected_share), (TargetStatus::NotComputable, None));
    }

    #[test]
    fn the_worst_operator_is_the_targets_own() {
        let day = date(2025, 3, 1);
        let [met, track, late, none] =
            [Some(0.6), Some(0.3), Some(0.01), None].map(|share| of("x", day, share));
        let status = |all: &[&Progress]| worst(&all.iter().map(|one| (*one).clone()).collect::<Vec<_>>());
        assert_eq!(status(&[&met, &track]), TargetStatus::OnTrack);
        assert_eq!(status(&[&met, &none]), TargetStatus::NotComputable);
        assert_eq!(status(&[&met, &none, &late]), TargetStatus::Late);
        assert_eq!(status(&[]), TargetStatus::NotComputable);
        let all = [met, of("y", day, None), of("z", day, None)];
        assert_eq!(obstacle(&all), Some(silent(&["y", "z"])));
        assert_eq!(obstacle(&all[..1]), None);
        assert_eq!(obstacle(&[]), Some(Obstacle::NobodyLicensed));
    }
}
