//! Cell sets and their algebra: what is covered, what changed, what is missing, and for how many.
//!
//! Owns [`CellSet`] (a bit per cell of the country), how polygons and H3 lists become one, and shares
//! of it by people, households and area for every territory. May know `domain` and `country` only: no
//! async runtime, no Arrow, no HTTP.

pub mod paint;
pub mod set;
pub mod shares;

pub use paint::Painter;
pub use set::CellSet;
pub use shares::{Shares, shares};

use crate::country::Country;
use h3o::CellIndex;

/// The H3 indexes of a set's cells, ascending: how a layer is kept in files.
pub fn to_h3(country: &Country, set: &CellSet) -> Vec<u64> {
    // Walks list and set together: selecting cell by cell would search the list each time.
    country
        .cells()
        .iter()
        .enumerate()
        .filter(|(ordinal, _)| set.contains(*ordinal as u32))
        .map(|(_, cell)| u64::from(cell))
        .collect()
}

/// The set of H3 resolution-9 cells, and how many of them are not in the country's list.
pub fn from_h3(country: &Country, cells: impl IntoIterator<Item = u64>) -> (CellSet, usize) {
    let mut set = CellSet::empty(country.cells().len());
    let mut foreign = 0;
    for raw in cells {
        match CellIndex::try_from(raw).ok().and_then(|cell| country.cells().ordinal(cell)) {
            Some(ordinal) => set.insert(ordinal),
            None => foreign += 1,
        }
    }
    (set, foreign)
}

/// How much of a parent cell a set fills, 0..1 of its cells in the country; nothing where it has none.
pub fn fill_ratio(country: &Country, set: &CellSet, parent: CellIndex) -> Option<f64> {
    let range = country.cells().range_of(parent);
    let cells = range.end - range.start;
    (cells > 0).then(|| f64::from(set.count_range(range)) / f64::from(cells))
}
