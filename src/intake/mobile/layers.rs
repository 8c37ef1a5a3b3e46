//! The layers a mobile filing declares, and their cells as they come in.

use crate::coverage::CellSet;
use crate::domain::{Layer, OperatorId};
use crate::intake::limits::Limits;
use crate::intake::report::{Findings, LayerSummary, Place};
use crate::intake::rules::Rule;
use crate::intake::words::{LayerKey, Words};

/// The declared layers, each with its cells once they are known; few, so they are searched in a row.
pub(in crate::intake) struct Layers {
    cells: usize,
    most: usize,
    all: Vec<(LayerKey, CellSet)>,
}

impl Layers {
    /// No layers yet, over a country of so many cells.
    pub(in crate::intake) fn new(cells: usize, limits: &Limits) -> Self {
        Self { cells, most: limits.layers, all: Vec::new() }
    }

    /// The position of a layer, declared now if it is new; nothing past the limit.
    pub(in crate::intake) fn declare(
        &mut self,
        key: LayerKey,
        words: &Words<'_>,
        findings: &mut Findings,
        place: &dyn Fn() -> Place,
    ) -> Option<usize> {
        if let Some(at) = self.all.iter().position(|(known, _)| *known == key) {
            return Some(at);
        }
        if self.all.len() >= self.most {
            findings.add(Rule::TooManyLayers, || place().expected(self.most));
            return None;
        }
        let new_technology = self.all.iter().all(|(known, _)| known.technology != key.technology);
        words.first_met(&key, new_technology, findings, place);
        self.all.push((key, CellSet::empty(self.cells)));
        Some(self.all.len() - 1)
    }

    /// How many cells the country has.
    pub(in crate::intake) fn universe(&self) -> usize {
        self.cells
    }

    /// Gives a layer its cells.
    pub(in crate::intake) fn put(&mut self, at: usize, cells: CellSet) {
        self.all[at].1 = cells;
    }

    /// Whether nothing is declared.
    pub(in crate::intake) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What each holds.
    pub(in crate::intake) fn summaries(&self) -> Vec<LayerSummary> {
        self.all
            .iter()
            .map(|(key, cells)| LayerSummary {
                technology: key.technology.clone(),
                mindown: key.floor.down,
                minup: key.floor.up,
                environment: key.environment,
                cells: Some(cells.count() as u64),
                premises: None,
                units: None,
            })
            .collect()
    }

    /// The layers as an operator's.
    pub(in crate::intake) fn of(self, operator: &OperatorId) -> Vec<(Layer, CellSet)> {
        self.all.into_iter().map(|(key, cells)| (key.of(operator), cells)).collect()
    }
}
