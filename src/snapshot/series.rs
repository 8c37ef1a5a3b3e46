//! A question's numbers over the dates filed, and the figures of one date that they are made of.
//!
//! Owns which dates a series has, whether a number is an estimate, and how much of a series is computed at a time.
//! Knows nothing of one territory: the numbers of a date are those of all of them, and are kept, so that the series of
//! another territory costs nothing. Invariant: a series says of each date what a question of that date alone is answered.

use std::sync::Arc;

use super::places::PlaceShares;
use super::question::{Answer, Figure, FigureState, Question};
use super::reach::Held;
use super::{NetworkState, Snapshot, SnapshotError};
use crate::country::TerritoryId;
use crate::domain::{AsOf, Denominator, Recorded, Scope, ShareOf};

/// Dates that are counted together: their sets stand in memory meanwhile, a megabyte each at most.
const TOGETHER: usize = 64;

/// One question's numbers, ready to be read by territory.
#[derive(Debug, Clone)]
pub struct Figures {
    numbers: Numbers,
    /// Whether there are numbers at all.
    pub standing: FigureState,
    /// Whether operators' dwellings were combined: whose two of a cell are the same is not known.
    pub is_estimate: bool,
}

/// What the numbers are of.
#[derive(Debug, Clone)]
enum Numbers {
    Measured(Arc<Answer>, Denominator),
    Places(Arc<PlaceShares>),
}

impl Figures {
    /// One territory's number; nothing for a denominator that the question's answer has none for.
    pub fn get(&self, territory: TerritoryId) -> Option<Figure> {
        match &self.numbers {
            Numbers::Measured(answer, denominator) => answer.figure(territory, *denominator, self.standing),
            Numbers::Places(shares) => Some(shares.figure(territory, self.standing)),
        }
    }
}

impl NetworkState {
    /// A question's numbers, by one denominator.
    ///
    /// # Errors
    /// When there is no such list of places, or something cannot be loaded from the lake.
    pub async fn figures(&self, question: &Question, of: &ShareOf) -> Result<Figures, SnapshotError> {
        let standing = self.counted(question).standing;
        let denominator = match of {
            ShareOf::Measured(denominator) => *denominator,
            ShareOf::Places(list) => {
                let numbers = Numbers::Places(self.place_shares(question, list).await?);
                return Ok(Figures { numbers, standing, is_estimate: false });
            }
        };
        let answer = self.coverage(question).await?;
        Ok(self.figures_of(question, denominator, answer))
    }

    fn figures_of(&self, question: &Question, denominator: Denominator, answer: Arc<Answer>) -> Figures {
        let is_combined = !matches!(question.scope, Scope::Operator(_));
        let is_estimate = is_combined && matches!(*answer, Answer::Dwellings { .. });
        Figures {
            numbers: Numbers::Measured(answer, denominator),
            standing: self.counted(question).standing,
            is_estimate,
        }
    }
}

impl Snapshot {
    /// A question's numbers at every date filed for by an instant, ascending, all as known at that instant.
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn series(
        self: &Arc<Self>,
        question: &Question,
        of: &ShareOf,
        known_at: Recorded,
    ) -> Result<Vec<(AsOf, Figures)>, SnapshotError> {
        let dates: Vec<AsOf> = self.dates(known_at).collect();
        let mut series = Vec::with_capacity(dates.len());
        for dates in dates.chunks(TOGETHER) {
            let states: Vec<NetworkState> =
                dates.iter().map(|as_of| self.state(Some(*as_of), Some(known_at))).collect();
            if let ShareOf::Measured(denominator) = of {
                let held: Vec<Held> = states.iter().map(|state| state.held(question)).collect();
                let answers = self.archive().answers(&held).await?;
                for (as_of, (state, answer)) in dates.iter().zip(states.iter().zip(answers)) {
                    series.push((*as_of, state.figures_of(question, *denominator, answer)));
                }
            } else {
                for (as_of, state) in dates.iter().zip(&states) {
                    series.push((*as_of, state.figures(question, of).await?));
                }
            }
        }
        Ok(series)
    }
}
