//! Prometheus families, of the published state and of this process.
//!
//! Two kinds that are kept apart. *Service* families say what is published: they are written anew from
//! each snapshot, so a series whose data went away goes too, and are kept as text until the next one;
//! those of targets until the next civil day too, because what is expected grows by the day.
//! *Process* families say how this process fares: they are counted as things happen, in a registry of
//! their own; nothing is static. Both are written from the [`definitions`] and say nothing that is not
//! among them. Labels are bounded: levels, codes, technologies, tiers, scopes.
//!
//! May know snapshot, probe, collect, catalogue and domain. Ratios are 0..1, units are in the name, `_total` is for
//! counters only; speeds would be bit/s.

pub mod blackbox;
mod collectors;
pub mod definitions;
mod error;
mod family;
mod measurements;
mod pages;
mod probes;
mod routes;
mod scrub;
mod service;
mod targets;
mod volume;

pub use collectors::CollectorMetrics;
pub use error::MetricsError;
pub use pages::{InFlight, Metrics, Outcome};
pub use probes::ProbeMetrics;
pub use scrub::ScrubMetrics;
