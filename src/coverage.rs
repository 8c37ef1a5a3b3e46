//! Cell sets and their algebra: what is covered, what changed, what is missing, and for how many.
//!
//! Owns [`CellSet`] (a bit per cell of the country), how polygons and H3 lists become one, and shares
//! of it by people, households and area for every territory. May know `domain` and `country` only: no
//! async runtime, no Arrow, no HTTP.

pub mod set;

pub use set::CellSet;
