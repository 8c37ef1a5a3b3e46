//! The kernel of measurements: counts, sketches, intervals and verdicts.
//!
//! Owns the one shape of counting, `(region, operator, technology) -> counters, sums, quantile sketch`,
//! by month and source because every object of the lake holds one month of one source:
//!
//! ```text
//! rows ──► Accumulator ──► StatsTable ──┐
//! rows ──► Accumulator ──► StatsTable ──┴─► merge ──► StatsTable    merge(fold a, fold b) = fold (a ++ b)
//! ```
//!
//! [`accumulate`] counts every test; [`judged`] is a second one of the same shape, for the tests that a verdict
//! may count; [`cells`] is a third, for what may be told of a small cell; [`kept`] is how both are held in memory; [`verdict`] says what may be said of them. No I/O, no SQL, no threads. May know domain, country and
//! coverage.
//!
//! Invariants: sums are whole numbers and sketches are counts, so that merging in any order gives the
//! same table to the last bit; a group of at most [`sketch::EXACT`] rows keeps them and answers exactly,
//! a larger one answers within [`sketch::RELATIVE_ERROR`].

pub mod accumulate;
pub mod cells;
pub mod judged;
pub mod kept;
pub mod sketch;
pub mod verdict;

pub use accumulate::{Accumulator, Columns, Dictionary, Floors, Group, Stats, StatsTable};
pub use cells::{CellColumns, CellFold, CellKey, CellTable, CellsAsked, ToldCell, ToldCells};
pub use judged::{Claims, Distinct, Judge, Judged, JudgedTable, PlacedColumns};
pub use kept::{KeptCell, KeptJudged, KeptStats};
pub use sketch::{EXACT, RELATIVE_ERROR, Sketch};
