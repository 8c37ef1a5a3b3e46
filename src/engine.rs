//! The engine: counts rows of the lake with the kernel of [`crate::stats`].
//!
//! Owns the drivers, one ([`local`]) for all cores of one machine; the kernel is the same on one core, on all of
//! them or on many machines. May know domain, country, lake and stats.

pub mod local;

pub use local::{cell_objects, fold_objects, judge_objects};

#[cfg(test)]
mod tests;
