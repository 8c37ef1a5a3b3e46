//! What can be asked of a state of the network, and what is answered.

use std::sync::Arc;

use crate::country::TerritoryId;
use crate::coverage::{Shares, Totals};
use crate::domain::{Denominator, Environment, OperatorId, Scope, SpeedFloor, TechnologyId, word_list};

/// A tier, where the user is, and whose coverage counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    /// The technology.
    pub technology: TechnologyId,
    /// The speeds asked for.
    pub floor: SpeedFloor,
    /// Where the user is.
    pub environment: Environment,
    /// Whose coverage counts.
    pub scope: Scope,
}

word_list!(
    /// Whether anything was filed that a number could be made of.
    FigureState, "state of a figure" {
        /// At least one operator counted has filed: a share is known, whether or not it is 0.
        Known => "known",
        /// No operator counted has filed: there is no share, which is not the same as 0.
        NoFiling => "no_filing",
        /// A filing that counts is damaged, and at least what the others cover is covered.
        LowerBound => "lower_bound",
        /// A filing that counts is damaged: there is no share.
        Damaged => "damaged",
    }
);

impl FigureState {
    /// Whether there is a share, if only a lower bound of it.
    pub const fn has_share(self) -> bool {
        matches!(self, FigureState::Known | FigureState::LowerBound)
    }
}

/// Whose filings count, before anything is computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributors {
    /// The operators whose filings count.
    pub operators: Vec<OperatorId>,
    /// Operators that are asked for, or licensed, and have filed nothing that counts.
    pub without_filing: Vec<OperatorId>,
    /// The operators counted whose filing is damaged.
    pub damaged: Vec<OperatorId>,
    /// Whether there is a number at all.
    pub standing: FigureState,
}

/// One territory's number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// 0..1; `None` when no operator filed, a filing is damaged, or there is no one to cover.
    pub share: Option<f64>,
    /// People, households or km² covered; for premises, dwellings passed.
    pub covered: f64,
    /// All people, households or km².
    pub total: f64,
    /// For premises: dwellings per household, which may exceed 1.
    pub ratio: Option<f64>,
}

impl Figure {
    /// Whether the share was cut off at 1.
    pub fn capped(&self) -> bool {
        self.ratio.is_some_and(|ratio| ratio > 1.0)
    }
}

/// The numbers of every territory, for one question about one set of filings.
#[derive(Debug)]
pub enum Answer {
    /// Of a set of cells.
    Cells(Shares),
    /// Of dwellings passed, over the households of the same territory.
    Dwellings {
        /// Dwellings by territory.
        passed: Vec<f64>,
        /// What the households are taken from.
        totals: Arc<Totals>,
    },
}

impl Answer {
    /// One territory's number; nothing for a denominator this answer has none for.
    pub fn figure(
        &self,
        territory: TerritoryId,
        denominator: Denominator,
        standing: FigureState,
    ) -> Option<Figure> {
        let known = standing.has_share();
        match self {
            Answer::Cells(shares) => {
                let share = shares.get(territory, denominator);
                let unit = if denominator == Denominator::Area { 1e-6 } else { 1.0 };
                Some(Figure {
                    share: share.ratio().filter(|_| known),
                    covered: share.covered * unit,
                    total: share.total * unit,
                    ratio: None,
                })
            }
            Answer::Dwellings { passed, totals } => {
                if denominator != Denominator::Households {
                    return None;
                }
                let total = totals.get(territory, denominator);
                let covered = passed[territory.index()];
                let ratio = (known && total > 0.0).then(|| covered / total);
                Some(Figure { share: ratio.map(|ratio| ratio.min(1.0)), covered, total, ratio })
            }
        }
    }

    /// Bytes of memory that are its own, roughly: the totals are those of all answers.
    pub(super) fn bytes(&self, territories: usize) -> usize {
        let columns = match self {
            Answer::Cells(_) => 3,
            Answer::Dwellings { .. } => 1,
        };
        territories * columns * size_of::<f64>()
    }
}
