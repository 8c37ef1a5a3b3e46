//! Where a question reaches: what shares, changes, gaps and tiles are asked of.
//!
//! ```text
//! Question ──► layers in force, operator by operator ──► Reach (cells, or dwellings) ──► shares of territories
//! ```
//!
//! Owns how operators' layers become one reach, and the [`HoldingsKey`] that it and all counted from it are kept
//! by. Knows nothing of dates and instants: what is in force is all a reach depends on.
//!
//! Invariants: equal keys, equal reaches; a damaged filing is in none.

use std::borrow::Cow;
use std::sync::Arc;

use super::Answer;
use super::extent::{Extent, Extents, LayerInForce};
use super::premises::Dwellings;
use crate::country::Country;
use crate::coverage::{CellSet, Shares, Totals};
use crate::domain::{FilingId, Layer, SpeedFloor};

/// Where a question reaches; cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// The cells covered.
    Cells(Arc<CellSet>),
    /// The dwellings passed, by cell.
    Units(Arc<Dwellings>),
}

/// The layers in force that a question is answered from.
#[derive(Debug, Clone)]
pub(super) struct Held {
    /// Operator by operator.
    pub(super) operators: Vec<Vec<LayerInForce>>,
    /// In how many operators' reach a place must be.
    pub(super) at_least: usize,
    /// Of premises, at which speeds.
    pub(super) premises: Option<SpeedFloor>,
}

/// What a reach is a function of, in a country.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct HoldingsKey {
    operators: Vec<Vec<(FilingId, Layer)>>,
    at_least: usize,
    premises: Option<SpeedFloor>,
}

impl Held {
    pub(super) fn key(&self) -> HoldingsKey {
        let identify = |held: &LayerInForce| (held.filing.id.clone(), held.layer.clone());
        HoldingsKey {
            operators: self.operators.iter().map(|held| held.iter().map(identify).collect()).collect(),
            at_least: self.at_least,
            premises: self.premises,
        }
    }
}

impl HoldingsKey {
    /// Bytes it points to.
    pub(super) fn bytes(&self) -> usize {
        let layer = |(id, layer): &(FilingId, Layer)| {
            let words = id.as_str().len() + layer.operator.as_str().len() + layer.technology.as_str().len();
            size_of::<(FilingId, Layer)>() + words
        };
        let operator = |layers: &Vec<_>| size_of_val(layers) + layers.iter().map(layer).sum::<usize>();
        self.operators.iter().map(operator).sum()
    }
}

impl Reach {
    /// What at least n of the operators reach; of premises, at these speeds.
    pub(super) fn unite(
        operators: &[Vec<(Layer, Arc<Extents>)>],
        at_least: usize,
        premises: Option<SpeedFloor>,
        cells_of_country: usize,
    ) -> Self {
        if let Some(floor) = premises {
            let each: Vec<Dwellings> = operators.iter().map(|layers| dwellings(layers, floor)).collect();
            return Self::Units(Arc::new(Dwellings::nth_largest(at_least, &each)));
        }
        let each: Vec<Cow<'_, CellSet>> =
            operators.iter().map(|layers| cells(layers, cells_of_country)).collect();
        let sets: Vec<&CellSet> = each.iter().map(AsRef::as_ref).collect();
        Self::Cells(Arc::new(CellSet::at_least(at_least, &sets, cells_of_country)))
    }

    /// What is reached here and not by another reach of the same technology: cells, or of each cell the dwellings
    /// beyond the other's.
    pub(super) fn beyond(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Cells(own), Self::Cells(other)) => Self::Cells(Arc::new(own.difference(other))),
            (Self::Units(own), Self::Units(other)) => Self::Units(Arc::new(own.beyond(other))),
            // What is counted in dwellings has no cells, and the other way round: there is nothing to take away.
            (own, _) => own.clone(),
        }
    }

    /// The numbers of every territory, of these totals of the usual surface.
    pub(super) fn count(&self, country: &Country, totals: &Arc<Totals>) -> Answer {
        let mut counted = Self::count_each(std::slice::from_ref(self), country, totals);
        counted.swap_remove(0)
    }

    /// The same of each of several: sets of cells are counted together, which costs less than one by one.
    pub(super) fn count_each(reaches: &[Self], country: &Country, totals: &Arc<Totals>) -> Vec<Answer> {
        let sets: Vec<&CellSet> = reaches
            .iter()
            .filter_map(|reach| match reach {
                Self::Cells(set) => Some(&**set),
                Self::Units(_) => None,
            })
            .collect();
        let mut shares = Shares::count(country, &sets, country.default_surface(), totals).into_iter();
        let answer = |reach: &Self| match reach {
            Self::Cells(_) => shares.next().map(Answer::Cells),
            Self::Units(units) => {
                let passed = units.by_territory(country);
                Some(Answer::Dwellings { passed, totals: Arc::clone(totals) })
            }
        };
        reaches.iter().filter_map(answer).collect()
    }

    /// Bytes of memory.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Cells(set) => set.bytes(),
            Self::Units(units) => units.bytes(),
        }
    }
}

/// The cells one operator's layers reach together.
fn cells(layers: &[(Layer, Arc<Extents>)], len: usize) -> Cow<'_, CellSet> {
    let sets = layers.iter().filter_map(|(layer, extents)| match extents.get(layer) {
        Some(Extent::Cells(set)) => Some(set),
        _ => None,
    });
    match &*sets.collect::<Vec<_>>() {
        [only] => Cow::Borrowed(*only),
        sets => Cow::Owned(CellSet::at_least(1, sets, len)),
    }
}

/// The dwellings one operator's layers pass together at a tier.
///
/// A filing lists all premises of a technology as one layer, so there is one; were there several, a
/// dwelling they share must not count twice, so the larger count of a cell stands.
fn dwellings(layers: &[(Layer, Arc<Extents>)], floor: SpeedFloor) -> Dwellings {
    let filed = layers.iter().filter_map(|(layer, extents)| match extents.get(layer) {
        Some(Extent::Units(units)) => Some(units.at(floor)),
        _ => None,
    });
    Dwellings::nth_largest(1, &filed.collect::<Vec<_>>())
}
