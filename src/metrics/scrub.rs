//! The families of the scrub: how far it has come, and when the last one ended.
//!
//! In objects, never in bytes: how many bytes an object has tells of the homes on a list of premises.

use prometheus::{Gauge, GaugeVec, Registry};

use super::{MetricsError, definitions};

/// What a scrub tells of itself.
#[derive(Debug)]
pub struct ScrubMetrics {
    progress: Gauge,
    completed: GaugeVec,
}

impl ScrubMetrics {
    /// Families of no scrub yet.
    pub(super) fn new(registry: &Registry) -> Result<Self, MetricsError> {
        let progress = definitions::SCRUB_PROGRESS.gauges()?;
        let completed = definitions::SCRUB_COMPLETED.gauges()?;
        registry.register(Box::new(progress.clone()))?;
        registry.register(Box::new(completed.clone()))?;
        Ok(Self { progress: progress.with_label_values::<&str>(&[]), completed })
    }

    /// How many objects the scrub that runs has compared, of how many.
    pub fn advanced(&self, objects: usize, of: usize) {
        self.progress.set(if objects >= of { 0.0 } else { objects as f64 / of as f64 });
    }

    /// A scrub has ended.
    pub fn completed(&self, at: jiff::Timestamp) {
        self.progress.set(0.0);
        self.completed.with_label_values::<&str>(&[]).set(at.as_second() as f64);
    }
}
