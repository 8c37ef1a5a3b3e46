//! Cell sets and their algebra: what is covered, what changed, what is missing, and for how many.
//!
//! Owns [`CellSet`] (a bit per cell of the country, in blocks), how polygons become one, shares of it by people,
//! households and area for every territory, and what two states of a territory differ in. May know `domain` and `country` only: no
//! async runtime, no Arrow, no HTTP.

pub mod changes;
pub mod paint;
pub mod set;
pub mod shares;
pub mod tiles;

pub use changes::{Cause, Change, Measure, Moved, Parts};
pub use paint::{Canvas, Painted, Painter};
pub use set::{CellSet, CellSetBuilder};
pub use shares::{Shares, Totals, shares};

use crate::country::CellList;

/// A set's cells, ascending, each as its place in the list and by its H3 index: how a layer is kept in files.
pub fn listed<'a>(cells: &'a CellList, set: &'a CellSet) -> impl Iterator<Item = (u32, u64)> + 'a {
    set.iter().zip(cells.indexes(set.iter()))
}
