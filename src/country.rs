//! The country pack: the territory tree, where every place lies, the cell list, who lives there.
//!
//! Owns everything that is fixed for a country: [`CountryMeta`] (words, operators, targets), the
//! [`Tree`], the [`RegionIndex`] (exact point to commune), the [`CellList`] (every H3 resolution-9
//! cell whose centre is in the country, in H3 order) and the [`Population`] over it.
//!
//! May know `domain` only: no async runtime, no Arrow, no HTTP, so that it can be embedded anywhere.
//! A loaded [`Country`] is immutable and shared; its caches are keyed by the pack's digest.

pub mod cells;
pub mod index;
pub mod meta;
pub mod tree;

use std::path::{Path, PathBuf};

pub use cells::{CELL_RESOLUTION, CellList};
pub use index::RegionIndex;
pub use meta::CountryMeta;
pub use tree::{CensusFigures, Territory, TerritoryId, Tree, UrbanCentre};

/// Why a country pack cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file cannot be read or written.
    #[error("cannot read or write {file}: {source}", file = file.display())]
    Io {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not what a pack needs.
    #[error("{file}: {what}", file = file.display())]
    Malformed {
        /// Which file.
        file: PathBuf,
        /// What is wrong, and what was expected.
        what: String,
    },
}

impl PackError {
    pub(crate) fn io(file: &Path, source: std::io::Error) -> Self {
        Self::Io { file: file.to_owned(), source }
    }
}
