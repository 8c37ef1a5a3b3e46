//! The engine: counts rows of the lake by region.
//!
//! Owns the one shape of counting, `(region, operator, technology) -> counters, sums, quantile sketch`,
//! by month and source because every object of the lake holds one month of one source:
//!
//! ```text
//! rows ──► Folder ──► Table ──┐
//! rows ──► Folder ──► Table ──┴─► merge ──► Table       merge(fold a, fold b) = fold (a ++ b)
//! ```
//!
//! [`fold`] is the kernel: no I/O, no SQL, no threads; the same code runs on one core, on all of them
//! ([`local`]) or, some day, on many machines. [`judged`] is a second one of the same shape, for the tests
//! that a verdict may count. May know domain, country and lake.
//!
//! Invariants: sums are whole numbers and sketches are counts, so that merging in any order gives the
//! same table to the last bit; a cell of at most [`sketch::EXACT`] rows keeps them and answers exactly,
//! a larger one answers within [`sketch::RELATIVE_ERROR`].

pub mod fold;
pub mod judged;
pub mod local;
pub mod sketch;

pub use fold::{Cell, Columns, Floors, Folder, Group, Table, Words};
pub use judged::{Claims, Distinct, Judge, Judged, JudgedTable, PlacedColumns};
pub use local::{fold_objects, judge_objects};
pub use sketch::{EXACT, RELATIVE_ERROR, Sketch};

#[cfg(test)]
mod tests;
