//! What changed between two states of the network: the states it is walked through, and what lies between.
//!
//! ```text
//! from: question, as-of, known-at ──correction──► ──network──► ──definition──► to
//! ```
//!
//! Owns which states a change leads through. The *correction* is what later filings for the same date changed; the
//! *network* is that of the two dates, both as known at the later instant; the *definition* is another tier,
//! environment or scope. (Which operators are licensed is of a date, and so of its network.) What a filing changes is
//! the change from the state it was recorded in to the state it left: its effect has no other kernel. The arithmetic is
//! of `coverage::changes`; where a state reaches, of [`NetworkState::reach`].
//!
//! Invariants: where a side is damaged or a lower bound, nothing is said of the change, for a difference of bounds is no
//! bound; where only a state between them is, nothing is said of its causes. Nothing filed reaches nothing, so what
//! is filed first is gained, and still has no share to have risen from. There is one census and one surface to a
//! country now: the part of the denominator is 0.

use std::sync::Arc;

use super::reach::Reach;
use super::{Answer, FigureState, NetworkState, Question, Snapshot, SnapshotError};
use crate::catalogue::FilingRecord;
use crate::country::TerritoryId;
use crate::coverage::{Cause, Change, Measure, Moved};
use crate::domain::{AsOf, Denominator, Recorded, Scope};

pub use crate::coverage::Parts;

/// One side of a change: a question, and the state of the network that it is asked of.
#[derive(Debug, Clone)]
pub struct Side {
    /// What is asked.
    pub question: Question,
    /// Of which state.
    pub state: NetworkState,
}

/// What lies between two sides, in every territory.
#[derive(Debug)]
pub struct Changes {
    /// Whether there are numbers before.
    pub before: FigureState,
    /// Whether there are numbers after.
    pub after: FigureState,
    /// Whether causes are known.
    pub is_split: bool,
    /// Whether operators' dwellings were combined on either side.
    pub is_estimate: bool,
    walked: Option<Walked>,
}

/// The numbers of each state on the way.
#[derive(Debug)]
struct Walked {
    first: Arc<Answer>,
    steps: Vec<(Cause, Arc<Answer>)>,
    gained: Answer,
    lost: Answer,
}

/// A territory's change, and whether a share of it was cut off at 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Changed {
    /// What changed.
    pub change: Change,
    /// All people, households or km² before.
    pub total_before: f64,
    /// The same after.
    pub total_after: f64,
    /// Whether more dwellings than households made a share that was cut off at 1, on either side.
    pub capped: bool,
}

impl Snapshot {
    /// The state that a filing left: of its date, as known when it was recorded.
    pub fn left_by(self: &Arc<Self>, filing: &FilingRecord) -> NetworkState {
        self.state(Some(filing.as_of), Some(filing.recorded))
    }
}

impl Side {
    /// The state that the date filed before left, as known at the same instant; of a date before the first, where
    /// none was filed.
    #[must_use]
    pub fn of_date_before(&self) -> Self {
        let (state, question) = (&self.state, self.question.clone());
        let Some(latest) = state.last_date(&question, state.as_of()) else { return self.clone() };
        let day_before = latest.yesterday().unwrap_or(latest);
        let as_of = state.last_date(&question, day_before).unwrap_or(day_before);
        Self { state: self.state_at(as_of, state.known_at()), question }
    }

    /// The state that a filing was recorded in, for the date that was in force for its date until then.
    #[must_use]
    pub fn before(&self, filing: &FilingRecord) -> Self {
        let question = self.question.clone();
        let moment_before = Recorded::from_micros(filing.recorded.micros() - 1);
        let known_at = moment_before.unwrap_or(filing.recorded);
        let state = self.state_at(filing.as_of, known_at);
        let as_of = state.last_date(&question, filing.as_of).unwrap_or(filing.as_of);
        Self { state: self.state_at(as_of, state.known_at()), question }
    }

    /// The same question of another date and instant.
    #[must_use]
    pub fn at(&self, as_of: AsOf, known_at: Recorded) -> Self {
        Self { question: self.question.clone(), state: self.state_at(as_of, known_at) }
    }

    fn state_at(&self, as_of: AsOf, known_at: Recorded) -> NetworkState {
        self.state.snapshot().state(Some(as_of), Some(known_at))
    }

    /// The same side, told at the last instant at which an event changed what it is answered from.
    #[must_use]
    pub fn told(self) -> Self {
        Self { state: self.state.concerning(&self.question), question: self.question }
    }

    fn standing(&self) -> FigureState {
        self.state.counted(&self.question).standing
    }

    fn is_combined(&self) -> bool {
        self.state.is_premises(&self.question.technology)
            && !matches!(self.question.scope, Scope::Operator(_))
    }

    /// The states that lead to another side, each with what changes on the way to it. The earlier date is corrected, or
    /// the later one: whichever is known at the earlier instant, so that networks are held against each other as
    /// known at the later.
    fn way_to(&self, to: &Side) -> [(Cause, Side); 3] {
        let (instant, date) = (to.state.known_at(), to.state.as_of());
        let corrected = self.at(self.state.as_of(), instant);
        let grown = self.at(date, self.state.known_at());
        let both = self.at(date, instant);
        if self.state.known_at() <= instant {
            [(Cause::Correction, corrected), (Cause::Network, both), (Cause::Definition, to.clone())]
        } else {
            [(Cause::Network, grown), (Cause::Correction, both), (Cause::Definition, to.clone())]
        }
    }
}

impl Changes {
    /// What lies between two sides, asked about one technology.
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn between(from: &Side, to: &Side) -> Result<Self, SnapshotError> {
        let (before, after) = (from.standing(), to.standing());
        let is_whole = |standing| matches!(standing, FigureState::Known | FigureState::NoFiling);
        let mut changes = Self {
            before,
            after,
            is_split: false,
            is_estimate: from.is_combined() || to.is_combined(),
            walked: None,
        };
        if !is_whole(before) || !is_whole(after) {
            return Ok(changes);
        }
        let mut way = from.way_to(to).to_vec();
        changes.is_split = way.iter().all(|(_, side)| is_whole(side.standing()));
        if !changes.is_split {
            way.drain(..way.len() - 1);
        }
        changes.walked = Some(Walked::along(from, to, &way).await?);
        Ok(changes)
    }

    /// Whether anything is known of the change.
    pub fn is_known(&self) -> bool {
        self.walked.is_some()
    }

    /// One territory's change; `None` where it is not known, or for a denominator that these numbers have none for.
    pub fn of(&self, territory: TerritoryId, denominator: Denominator) -> Option<Changed> {
        let Walked { first, steps, gained, lost } = self.walked.as_ref()?;
        // A share of what nothing was filed for is that of no one covered: the steps still add up.
        let figure = |answer: &Answer| answer.figure(territory, denominator, FigureState::Known);
        let measure = |answer: &Answer| {
            figure(answer).map(|figure| Measure { covered: figure.covered, share: figure.share })
        };
        let walked: Option<Vec<_>> =
            steps.iter().map(|(cause, answer)| Some((*cause, measure(answer)?))).collect();
        let last = steps.last().map_or(first, |(_, last)| last);
        let (first, last) = (figure(first)?, figure(last)?);
        let moved = Moved { gained: figure(gained)?.covered, lost: figure(lost)?.covered };
        let mut change =
            Change::walk(Measure { covered: first.covered, share: first.share }, &walked?, moved);
        change.share_before = change.share_before.filter(|_| self.before.has_share());
        change.share_after = change.share_after.filter(|_| self.after.has_share());
        if change.share_before.is_none() || change.share_after.is_none() {
            (change.points, change.points_by) = (None, None);
        }
        change.points_by = change.points_by.filter(|_| self.is_split);
        let capped = first.capped() || last.capped();
        Some(Changed { change, total_before: first.total, total_after: last.total, capped })
    }
}

impl Walked {
    async fn along(from: &Side, to: &Side, way: &[(Cause, Side)]) -> Result<Self, SnapshotError> {
        let first = from.state.coverage(&from.question).await?;
        let mut steps = Vec::with_capacity(way.len());
        for (cause, side) in way {
            steps.push((*cause, side.state.coverage(&side.question).await?));
        }
        let (before, after): (Reach, Reach) =
            (from.state.reach(&from.question).await?, to.state.reach(&to.question).await?);
        let archive = to.state.snapshot().archive();
        let gained = archive.count_beyond(&after, &before).await?;
        let lost = archive.count_beyond(&before, &after).await?;
        Ok(Self { first, steps, gained, lost })
    }
}
