//! What is in force for a date, as known at an instant.

use std::sync::Arc;

use super::FilingIndex;
use super::extent::LayerInForce;
use crate::catalogue::FilingRecord;
use crate::domain::{AsOf, FilingKind, Recorded};

/// What is in force for a date, as known at an instant.
#[derive(Debug, Default)]
pub(super) struct InForce {
    pub(super) layers: Vec<LayerInForce>,
    pub(super) wholes: Vec<Arc<FilingRecord>>,
}

impl InForce {
    pub(super) fn of(filings: &FilingIndex, as_of: AsOf, known_at: Recorded) -> Self {
        Self {
            layers: filings.layers_in_force(as_of, known_at),
            wholes: filings.wholes_in_force(as_of, known_at),
        }
    }

    /// The filings of the layers, each once.
    pub(super) fn filings(&self) -> Vec<Arc<FilingRecord>> {
        let mut filings: Vec<_> = self.layers.iter().map(|held| Arc::clone(&held.filing)).collect();
        filings.sort_by(|a, b| a.id.cmp(&b.id));
        filings.dedup_by(|a, b| a.id == b.id);
        filings
    }

    /// The filings of the networks, in order of their operators.
    pub(super) fn networks(&self) -> impl Iterator<Item = &Arc<FilingRecord>> {
        self.wholes.iter().filter(|filing| filing.kind == FilingKind::FibreNetwork)
    }
}
