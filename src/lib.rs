//! Taghtia: a national connectivity observatory in one binary.
//!
//! **The country is one sorted list of cells, and every coverage layer is a bit set over it.**
//! [`country`] fixes the list, [`coverage`] does the algebra, and everything else brings data in
//! ([`intake`], [`desk`], kept by [`catalogue`] and [`lake`]) or publishes it ([`snapshot`], [`http`],
//! [`metrics`]). Knowledge flows one way; `docs/ARCHITECTURE.md` holds the table.

// Tests tell a story from beginning to end.
#![cfg_attr(test, allow(clippy::too_many_lines))]

pub mod basemap;
pub mod catalogue;
pub mod cli;
pub mod collect;
pub mod country;
pub mod coverage;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod engine;
pub mod http;
pub mod instance;
pub mod intake;
pub mod lake;
pub mod messages;
pub mod metrics;
pub mod probe;
pub mod settings;
pub mod snapshot;
pub mod stats;
