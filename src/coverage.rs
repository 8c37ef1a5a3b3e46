//! Cell sets and their algebra: what is covered, what changed, what is missing, and for how many.
//!
//! Owns [`CellSet`] (a bit per cell of the country, in blocks), how polygons and H3 lists become one, and shares
//! of it by people, households and area for every territory. May know `domain` and `country` only: no
//! async runtime, no Arrow, no HTTP.

pub mod paint;
pub mod set;
pub mod shares;

pub use paint::{Canvas, Painted, Painter};
pub use set::{CellSet, CellSetBuilder};
pub use shares::{Shares, shares};

use crate::country::{CellList, Country};
use h3o::CellIndex;

/// The H3 indexes of a set's cells, ascending: how a layer is kept in files.
pub fn to_h3<'a>(cells: &'a CellList, set: &'a CellSet) -> impl Iterator<Item = u64> + 'a {
    cells.indexes(set.iter())
}

/// The set of H3 resolution-9 cells, and how many of them are not in the country's list.
pub fn from_h3(country: &Country, cells: impl IntoIterator<Item = u64>) -> (CellSet, usize) {
    let mut set = CellSetBuilder::new(country.cells().len());
    let mut finder = country.cells().finder();
    let mut foreign = 0;
    for raw in cells {
        match finder.ordinal(raw) {
            Some(ordinal) => set.insert(ordinal),
            None => foreign += 1,
        }
    }
    (set.finish(), foreign)
}

/// How much of a parent cell a set fills, 0..1 of its cells in the country; nothing where it has none.
pub fn fill_ratio(country: &Country, set: &CellSet, parent: CellIndex) -> Option<f64> {
    let range = country.cells().range_of(parent);
    let cells = range.end - range.start;
    (cells > 0).then(|| f64::from(set.count_range(range)) / f64::from(cells))
}
