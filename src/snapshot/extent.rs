//! Where filed layers reach.

use std::sync::Arc;

use super::premises::Units;
use crate::catalogue::FilingRecord;
use crate::coverage::CellSet;
use crate::domain::Layer;

/// Where one layer reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// The cells a mobile layer covers.
    Cells(CellSet),
    /// The dwellings a fixed layer passes.
    Units(Units),
}

impl Extent {
    pub(super) fn bytes(&self) -> usize {
        match self {
            Extent::Cells(set) => set.bytes(),
            Extent::Units(units) => units.bytes(),
        }
    }
}

/// Every layer a filing declares, with where it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extents(pub Vec<(Layer, Extent)>);

impl Extents {
    /// Where one layer reaches.
    pub fn get(&self, layer: &Layer) -> Option<&Extent> {
        self.0.iter().find(|(declared, _)| declared == layer).map(|(_, extent)| extent)
    }

    /// Bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.0.iter().map(|(_, extent)| extent.bytes()).sum()
    }
}

/// A layer, and the filing in force for it.
#[derive(Debug, Clone)]
pub struct LayerInForce {
    /// The layer.
    pub layer: Layer,
    /// The filing its extent comes from.
    pub filing: Arc<FilingRecord>,
}
