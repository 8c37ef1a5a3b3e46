//! How the pack's targets stand at (as-of, known-at), judged on a day.
//!
//! Owns which day that is, whose filings count and how old they are, and the asking of shares for a target's
//! scope; the line itself is of [`super::target_line`]. Shares are those of the whole country, computed as
//! for any other question; nothing is kept.
//!
//! Invariants: what is reached is what was filed, what is expected is of the day judged: the date of the
//! last filing never stands for today, so who stops filing falls behind. Where no operator counted has
//! filed, nothing is judged (that is not the same as 0); a gap is never below 0; a target with several
//! operators stands as the worst of them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::question::{FigureState, Question};
use super::target_line::{Corner, Line, Stage, days};
use super::{NetworkState, SnapshotError};
use crate::country::TargetMeta;
use crate::domain::{
    AsOf, Denominator, Environment, OperatorId, Scope, SpeedFloor, TargetId, TargetScope, TargetStatus,
    TodayFrom,
};

/// The day a target is judged on, and why that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// The civil day, in the country.
    pub date: Date,
    /// What it was taken from.
    pub from: TodayFrom,
}

impl Today {
    /// The day for a question: the one `asked` for, else its `as_of` where that has come, else the day of its `known_at` where that is
    /// past, else the civil day of the country. Nothing is judged on a day that has not come.
    pub fn of(civil_day: Date, asked: Option<Date>, as_of: Option<Date>, known_on: Option<Date>) -> Self {
        if let Some(date) = asked {
            return Self { date, from: TodayFrom::Asked };
        }
        let as_of = as_of.filter(|day| *day <= civil_day);
        match (as_of, known_on.filter(|day| *day < civil_day)) {
            (Some(date), _) => Self { date, from: TodayFrom::AsOf },
            (None, Some(date)) => Self { date, from: TodayFrom::KnownAt },
            (None, None) => Self { date: civil_day, from: TodayFrom::Clock },
        }
    }
}

/// The latest filing of an operator that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Whose.
    pub operator: OperatorId,
    /// The date whose network it describes.
    pub as_of: AsOf,
    /// Days from then to the day judged.
    pub age_days: i32,
}

/// Why a status cannot be computed, or is of fewer operators than are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// It is announced later than the day it would be judged on.
    NotAnnounced {
        /// When it is announced.
        announced: Date,
        /// The day judged.
        today: Date,
    },
    /// These operators have filed nothing for it.
    NoFiling(Vec<OperatorId>),
    /// The filings of these operators are damaged, on the date asked about or on that of the announcement.
    Damaged(Vec<OperatorId>),
    /// No operator is licensed for the technology on the day judged.
    NoneLicensed(Date),
    /// The census has nobody to count, or the pack does not say how to.
    NothingToCount,
}

/// How one scope of a target stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Whose coverage counts.
    pub scope: Scope,
    /// The share 0..1 reached; `None` when no operator counted has filed.
    pub share: Option<f64>,
    /// People or households it is.
    pub amount: Option<f64>,
    /// The share reached when the target was announced; `None` where no operator counted had filed by then.
    pub start_share: Option<f64>,
    /// The latest filing of each operator that counts.
    pub filed: Vec<Filed>,
    /// The share expected on the date described.
    pub expected_share: Option<f64>,
    /// The share expected on the date of the latest filing that counts.
    pub expected_at_filing: Option<f64>,
    /// The share expected on the day judged.
    pub expected_today: Option<f64>,
    /// The corners of the line it is held against.
    pub line: Vec<Corner>,
    /// What lacks to the goal, 0 once it is reached.
    pub gap_share: Option<f64>,
    /// What lacks to the goal in people or households, 0 once it is reached.
    pub gap_amount: Option<f64>,
    /// How it stands on the day judged.
    pub status: TargetStatus,
    /// Why it cannot be said.
    pub obstacle: Option<Obstacle>,
}

impl Progress {
    /// The date of the latest filing that counts, and its age in days.
    pub fn latest(&self) -> Option<(AsOf, i32)> {
        self.filed.iter().map(|filed| (filed.as_of, filed.age_days)).max()
    }
}

/// Where a target stands among the stages of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageOf {
    /// Which stage it is, from 1 on.
    pub stage: usize,
    /// How many there are.
    pub stages: usize,
    /// Whether it is the one to work for now: the next due, or the last.
    pub is_current: bool,
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
    /// Which stage of its path it is.
    pub stage: StageOf,
    /// The target that replaced it.
    pub superseded_by: Option<TargetId>,
    /// The worst status of its scopes.
    pub status: TargetStatus,
    /// Why it cannot be said, or who is missing.
    pub obstacle: Option<Obstacle>,
    /// Each scope it counts: one, or one for each operator.
    pub progress: Vec<Progress>,
}

/// What a target asks of every scope: its goal in numbers, and the line to it.
#[derive(Debug)]
struct Goal<'a> {
    share: f64,
    stages: &'a [Stage],
    total: f64,
    today: Date,
}

/// What is known of one scope.
#[derive(Debug)]
struct Known {
    scope: Scope,
    start: Option<f64>,
    share: Option<f64>,
    filed: Vec<Filed>,
    silent: Obstacle,
}

impl Goal<'_> {
    fn progress(&self, as_of: AsOf, known: Known) -> Progress {
        let Known { scope, start, share, filed, silent } = known;
        let line = Line { start: start.unwrap_or(0.0), stages: self.stages.to_vec() };
        let announced = self.stages.last().map(|own| own.announced).filter(|on| self.today < *on);
        let obstacle = match (share, announced) {
            (None, _) => Some(silent),
            (Some(_), Some(announced)) => Some(Obstacle::NotAnnounced { announced, today: self.today }),
            // Without them nothing counts as covered by all: the 0 has a reason.
            _ if scope == Scope::All && silent != Obstacle::NoFiling(Vec::new()) => Some(silent),
            _ => None,
        };
        let gap = share.map(|share| (self.share - share).max(0.0));
        let latest = filed.iter().map(|filed| filed.as_of).max();
        Progress {
            scope,
            share,
            amount: share.map(|share| share * self.total),
            start_share: start,
            expected_share: share.and(line.expected(as_of)),
            expected_at_filing: share.and(latest).and_then(|day| line.expected(day)),
            expected_today: share.and(line.expected(self.today)),
            line: line.corners(self.today),
            gap_share: gap,
            gap_amount: gap.map(|gap| gap * self.total),
            status: share.map_or(TargetStatus::NotComputable, |share| line.judge(self.today, share)),
            filed,
            obstacle,
        }
    }
}

impl NetworkState {
    /// How every target of the pack stands on a day, in the pack's order, superseded ones too.
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn targets(&self, today: Date) -> Result<Vec<TargetState>, SnapshotError> {
        let meta = &self.snapshot().country().meta;
        // What was in force when a target was announced, as known now: few distinct days.
        let mut starts: BTreeMap<Date, NetworkState> = BTreeMap::new();
        let mut states = Vec::with_capacity(meta.targets.len());
        for target in &meta.targets {
            let own = |stage: &&&TargetMeta| stage.date <= target.date;
            let announced = meta.stages(target).iter().filter(own).map(|stage| stage.announced).min();
            let announced = announced.unwrap_or(target.announced);
            let start = starts
                .entry(announced)
                .or_insert_with(|| self.snapshot().state(Some(announced), Some(self.known_at())));
            states.push(self.target(target, start, today).await?);
        }
        Ok(states)
    }

    async fn target(
        &self,
        target: &TargetMeta,
        start: &NetworkState,
        today: Date,
    ) -> Result<TargetState, SnapshotError> {
        let meta = &self.snapshot().country().meta;
        let technology = meta.technology(&target.technology);
        let (floor, environment) = technology
            .map_or((SpeedFloor::default(), Environment::Outdoor), |technology| {
                target.counted_in(technology)
            });
        let question = |scope| Question { technology: target.technology.clone(), floor, environment, scope };
        let total = self.people(target.denominator).filter(|total| *total > 0.0 && technology.is_some());
        let share_of = |target: &TargetMeta| match (target.share, target.amount, total) {
            (Some(share), _, _) => Some(share),
            (None, Some(amount), Some(total)) => Some(amount / total),
            _ => None,
        };
        let goal_share = share_of(target);
        let path = meta.stages(target);
        let mut state = TargetState {
            id: target.id.clone(),
            floor,
            environment,
            goal_share,
            goal_amount: target.amount.or_else(|| Some(target.share? * total?)),
            stage: stage_of(&path, target, today),
            superseded_by: meta.superseding(&target.id).map(|other| other.id.clone()),
            status: TargetStatus::NotComputable,
            obstacle: Some(Obstacle::NothingToCount),
            progress: Vec::new(),
        };
        let (Some(total), Some(share)) = (total, goal_share) else { return Ok(state) };
        let stages: Vec<Stage> = path
            .iter()
            .filter(|stage| stage.date <= target.date)
            .filter_map(|stage| {
                let goal = share_of(stage)?;
                Some(Stage { announced: stage.announced, date: stage.date, goal })
            })
            .collect();
        let goal = Goal { share, stages: &stages, total, today };
        for scope in self.scopes(target, today) {
            let progress = self.progress(&question(scope), target.denominator, start, &goal).await?;
            state.progress.push(progress);
        }
        state.status = worst(&state.progress);
        state.obstacle = obstacle(&state.progress, today);
        Ok(state)
    }

    /// How far a question is on the way to a goal, since a start.
    async fn progress(
        &self,
        question: &Question,
        denominator: Denominator,
        start: &NetworkState,
        goal: &Goal<'_>,
    ) -> Result<Progress, SnapshotError> {
        let (filed, scope) = (self.filed_until(question, goal.today), question.scope.clone());
        let damaged = self.damaged_of(question, start);
        if !damaged.is_empty() {
            // Neither the share nor the line it is held against would be the filed one.
            let known = Known { start: None, share: None, filed, silent: Obstacle::Damaged(damaged), scope };
            return Ok(Progress { line: Vec::new(), ..goal.progress(self.as_of(), known) });
        }
        let known = Known {
            start: start.reached(question, denominator).await?,
            share: self.reached(question, denominator).await?,
            filed,
            silent: Obstacle::NoFiling(self.counted(question).without_filing),
            scope,
        };
        Ok(goal.progress(self.as_of(), known))
    }

    /// The operators whose filing counts for a question, now or at a start, and is damaged.
    fn damaged_of(&self, question: &Question, start: &NetworkState) -> Vec<OperatorId> {
        let mut damaged = self.counted(question).damaged;
        damaged.extend(start.counted(question).damaged);
        damaged.sort();
        damaged.dedup();
        damaged
    }

    /// The latest filing of each operator that counts for a question, and how old it is.
    fn filed_until(&self, question: &Question, today: Date) -> Vec<Filed> {
        let latest = self.latest_filings(question).into_iter();
        latest
            .map(|(operator, as_of)| Filed { operator, as_of, age_days: days(as_of, today).max(0.0) as i32 })
            .collect()
    }

    /// The scopes a target is judged for; where each operator is bound, who is licensed on the day judged.
    fn scopes(&self, target: &TargetMeta, today: Date) -> Vec<Scope> {
        match target.scope {
            TargetScope::Any => vec![Scope::Any],
            TargetScope::All => vec![Scope::All],
            TargetScope::Min2 => vec![Scope::Min2],
            TargetScope::Each => {
                let registry = self.snapshot().operators().iter();
                let bound = registry.filter(|operator| operator.is_licensed(&target.technology, today));
                bound.map(|operator| Scope::Operator(operator.id.clone())).collect()
            }
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

    /// The country's share for a question; `None` when no operator counted has filed.
    async fn reached(
        &self,
        question: &Question,
        denominator: Denominator,
    ) -> Result<Option<f64>, SnapshotError> {
        let standing = self.counted(question).standing;
        if standing == FigureState::NoFiling {
            return Ok(None);
        }
        let answer = self.coverage(question).await?;
        let whole = self.snapshot().country().tree.country();
        Ok(answer.figure(whole, denominator, standing).and_then(|figure| figure.share))
    }
}

/// Which stage of its path a target is, and whether it is the one to work for on a day.
fn stage_of(path: &[&TargetMeta], target: &TargetMeta, today: Date) -> StageOf {
    let own = path.iter().position(|stage| stage.id == target.id).unwrap_or_default();
    let next = path.iter().position(|stage| today <= stage.date).unwrap_or(path.len().saturating_sub(1));
    StageOf { stage: own + 1, stages: path.len(), is_current: own == next }
}

/// The worst status; of no scope, nothing can be said.
fn worst(progress: &[Progress]) -> TargetStatus {
    progress.iter().map(|one| one.status).max().unwrap_or(TargetStatus::NotComputable)
}

/// What stands in the way of a target: that it is not yet announced, or all who have not filed.
fn obstacle(progress: &[Progress], today: Date) -> Option<Obstacle> {
    let obstacles = || progress.iter().filter_map(|one| one.obstacle.as_ref());
    if progress.is_empty() {
        return Some(Obstacle::NoneLicensed(today));
    }
    let (mut silent, mut damaged) = (Vec::new(), Vec::new());
    for found in obstacles() {
        match found {
            Obstacle::NoFiling(operators) => silent.extend(operators.iter().cloned()),
            Obstacle::Damaged(operators) => damaged.extend(operators.iter().cloned()),
            _ => return Some(found.clone()),
        }
    }
    if !damaged.is_empty() {
        return Some(Obstacle::Damaged(damaged));
    }
    let any = obstacles().next().is_some();
    any.then_some(if silent.is_empty() { Obstacle::NoneLicensed(today) } else { Obstacle::NoFiling(silent) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const ANNOUNCED: Date = date(2025, 1, 1);
    const FILED: Date = date(2025, 4, 1);
    const DUE: Date = date(2026, 1, 1);

    fn silent(ids: &[&str]) -> Obstacle {
        Obstacle::NoFiling(ids.iter().map(|id| OperatorId::new(id).expect("an id")).collect())
    }

    fn of(id: &str, today: Date, share: Option<f64>) -> Progress {
        let operator = OperatorId::new(id).expect("an id");
        let filed = Filed { operator: operator.clone(), as_of: FILED, age_days: days(FILED, today) as i32 };
        let stages = [Stage { announced: ANNOUNCED, date: DUE, goal: 0.5 }];
        let goal = Goal { share: 0.5, stages: &stages, total: 1000.0, today };
        let scope = Scope::Operator(operator);
        let filed = share.map(|_| filed).into_iter().collect();
        goal.progress(FILED, Known { scope, start: None, share, filed, silent: silent(&[id]) })
    }

    #[test]
    fn who_files_no_more_falls_behind_the_line_of_today() {
        let expected_at_filing = 0.5 * 90.0 / 365.0;
        for (today, status, age) in
            [(date(2025, 4, 30), TargetStatus::OnTrack, 29), (date(2025, 11, 28), TargetStatus::Late, 241)]
        {
            let stands = of("a", today, Some(0.2));
            assert_eq!((stands.status, stands.latest()), (status, Some((FILED, age))));
            for then in [stands.expected_share, stands.expected_at_filing] {
                assert!((then.expect("announced") - expected_at_filing).abs() < 1e-12, "{then:?}");
            }
            let since = f64::from(ANNOUNCED.until(today).expect("days").get_days());
            assert!((stands.expected_today.expect("announced") - 0.5 * since / 365.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_day_asked_about_stands_for_today() {
        let [day, past, later] = [date(2026, 11, 28), date(2026, 6, 30), date(2027, 1, 1)];
        let of = |as_of, known_on| {
            let today = Today::of(day, None, as_of, known_on);
            (today.date, today.from)
        };
        assert_eq!(of(None, None), (day, TodayFrom::Clock));
        assert_eq!(of(Some(past), None), (past, TodayFrom::AsOf));
        assert_eq!(of(Some(past), Some(later)), (past, TodayFrom::AsOf));
        assert_eq!(of(None, Some(past)), (past, TodayFrom::KnownAt));
        // What will be known is not known yet, and what will be has not come: both are judged by today.
        assert_eq!(of(None, Some(later)), (day, TodayFrom::Clock));
        assert_eq!(of(Some(later), None), (day, TodayFrom::Clock));
        assert_eq!(of(Some(later), Some(past)), (past, TodayFrom::KnownAt));
        assert_eq!(of(Some(day), None), (day, TodayFrom::AsOf));
        let asked = Today::of(day, Some(day), Some(past), Some(past));
        assert_eq!((asked.date, asked.from), (day, TodayFrom::Asked));
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
        let today = date(2024, 7, 1);
        assert_eq!(early.obstacle, Some(Obstacle::NotAnnounced { announced: ANNOUNCED, today }));
        assert_eq!((early.status, early.expected_today), (TargetStatus::NotComputable, None));
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
        assert_eq!(obstacle(&all, day), Some(silent(&["y", "z"])));
        assert_eq!(obstacle(&all[..1], day), None);
        assert_eq!(obstacle(&[], day), Some(Obstacle::NoneLicensed(day)));
    }
}
