//! What the rows of every kind of filing have in common: whose they are, how many, and what was read of them.

use crate::domain::{Layer, OperatorId};

/// What every Parquet file of the lake says of itself, so that it is readable without the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Whose filing it is.
    pub operator: OperatorId,
    /// The digest of the pack it was checked against.
    pub pack_digest: String,
}

/// What was read, with what could not be placed.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<T> {
    /// What was read.
    pub content: T,
    /// Rows whose cell the country does not have: filed under another pack.
    pub unknown: u64,
}

/// A layer and how many rows it has.
pub type LayerRows = (Layer, u64);
