//! The families of the scrub: how far it has come, and when the last one ended.

use prometheus::{Gauge, GaugeVec, IntCounter, Registry};

use super::{MetricsError, catalogue};

/// What a scrub tells of itself.
#[derive(Debug)]
pub struct ScrubMetrics {
    progress: Gauge,
    bytes: IntCounter,
    completed: GaugeVec,
}

impl ScrubMetrics {
    /// Families of no scrub yet.
    pub(super) fn new(registry: &Registry) -> Result<Self, MetricsError> {
        let progress = catalogue::SCRUB_PROGRESS.gauges()?;
        let bytes = catalogue::SCRUB_BYTES.counter()?;
        let completed = catalogue::SCRUB_COMPLETED.gauges()?;
        registry.register(Box::new(progress.clone()))?;
        registry.register(Box::new(bytes.clone()))?;
        registry.register(Box::new(completed.clone()))?;
        Ok(Self { progress: progress.with_label_values::<&str>(&[]), bytes, completed })
    }

    /// How far the scrub that runs has come, and how many bytes it read since the last word.
    pub fn advanced(&self, objects: usize, of: usize, bytes: u64) {
        self.progress.set(if objects >= of { 0.0 } else { objects as f64 / of as f64 });
        self.bytes.inc_by(bytes);
    }

    /// A scrub has ended.
    pub fn completed(&self, at: jiff::Timestamp) {
        self.progress.set(0.0);
        self.completed.with_label_values::<&str>(&[]).set(at.as_second() as f64);
    }
}
