//! A question's numbers over the dates filed, and the figures of one date that they are made of.
//!
//! Owns which dates a series has, whether a number is an estimate, and how much of a series is computed at a time.
//! Knows nothing of one territory: the numbers of a date are those of all of them, and are kept, so that the series of
//! another territory costs nothing. Invariant: a series says of each date what a question of that date alone is answered.

use std::sync::Arc;

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};

use super::places::PlaceShares;
use super::question::{Answer, Figure, FigureState, Question};
use super::{NetworkState, Snapshot, SnapshotError};
use crate::country::TerritoryId;
use crate::domain::{AsOf, Denominator, Recorded, Scope, ShareOf};

/// Dates that are computed at a time: as many as there may be cores for one caller.
const AT_ONCE: usize = 2;

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
        let is_combined = !matches!(question.scope, Scope::Operator(_));
        let is_estimate = is_combined && matches!(*answer, Answer::Dwellings { .. });
        Ok(Figures { numbers: Numbers::Measured(answer, denominator), standing, is_estimate })
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
        let dated: Vec<_> = self
            .dates(known_at)
            .map(|as_of| async move {
                let state = self.state(Some(as_of), Some(known_at));
                state.figures(question, of).await.map(|figures| (as_of, figures))
            })
            .collect();
        stream::iter(dated).buffered(AT_ONCE).try_collect().await
    }
}
