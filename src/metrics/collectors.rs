//! How collectors fare, as families on `/metrics`: labels come from the configuration and closed lists.
//!
//! Every series exists from the start; when a collector was last tried and last succeeded comes from the
//! catalogue, so that a restart does not look like a failure. A collector that never succeeded has 0.

use std::sync::Arc;

use prometheus::{GaugeVec, IntCounterVec, IntGaugeVec, Registry};

use super::{MetricsError, definitions};
use crate::catalogue::EndedRun;
use crate::collect::{Collector, CollectorStatus, Sink};
use crate::domain::{CollectOutcome, CollectReason, Recorded};

/// Families of the collectors.
#[derive(Debug)]
pub struct CollectorMetrics {
    info: IntGaugeVec,
    interval: GaugeVec,
    attempt: GaugeVec,
    success: GaugeVec,
    duration: GaugeVec,
    runs: IntCounterVec,
    failures: IntCounterVec,
    received: IntCounterVec,
}

impl CollectorMetrics {
    /// Families with a series for every collector, registered.
    ///
    /// # Errors
    /// When a family is not well formed, which is a fault of this program.
    pub fn new(registry: &Registry, statuses: &[CollectorStatus]) -> Result<Arc<Self>, MetricsError> {
        let families = Self::families()?;
        families.register(registry)?;
        for status in statuses {
            families.expect(status);
        }
        Ok(Arc::new(families))
    }

    fn families() -> Result<Self, prometheus::Error> {
        Ok(Self {
            info: definitions::COLLECTOR_INFO.whole_gauges()?,
            interval: definitions::COLLECTOR_INTERVAL.gauges()?,
            attempt: definitions::COLLECTOR_LAST_ATTEMPT.gauges()?,
            success: definitions::COLLECTOR_LAST_SUCCESS.gauges()?,
            duration: definitions::COLLECTOR_LAST_DURATION.gauges()?,
            runs: definitions::COLLECTOR_RUNS.counters()?,
            failures: definitions::COLLECTOR_FAILURES.counters()?,
            received: definitions::COLLECTOR_RECEIVED.counters()?,
        })
    }

    fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.info.clone()))?;
        registry.register(Box::new(self.interval.clone()))?;
        registry.register(Box::new(self.attempt.clone()))?;
        registry.register(Box::new(self.success.clone()))?;
        registry.register(Box::new(self.duration.clone()))?;
        registry.register(Box::new(self.runs.clone()))?;
        registry.register(Box::new(self.failures.clone()))?;
        registry.register(Box::new(self.received.clone()))
    }

    /// Makes the series of a collector, with what is known of it.
    fn expect(&self, status: &CollectorStatus) {
        let id = status.id.as_str();
        let (kind, operator) = (status.kind.as_str(), status.operator.as_str());
        self.info.with_label_values(&[id, kind, operator, status.source.as_str()]).set(1);
        self.interval.with_label_values(&[id]).set(status.every_seconds as f64);
        for outcome in CollectOutcome::ALL {
            self.runs.with_label_values(&[id, outcome.as_str()]);
        }
        for reason in CollectReason::ALL {
            self.failures.with_label_values(&[id, reason.as_str()]);
        }
        // Of lists of premises there is no series: no size of theirs is published.
        if status.kind.published_size(0).is_some() {
            self.received.with_label_values(&[id]);
        }
        self.show(status);
    }

    fn show(&self, status: &CollectorStatus) {
        let id = [status.id.as_str()];
        let seconds = |at: Option<Recorded>| at.map_or(0.0, |at| at.micros() as f64 / 1e6);
        self.attempt.with_label_values(&id).set(seconds(status.last_attempt));
        self.success.with_label_values(&id).set(seconds(status.last_success));
        self.duration.with_label_values(&id).set(status.duration_ms as f64 / 1e3);
    }
}

impl Sink for CollectorMetrics {
    fn take(&self, collector: &Collector, ended: &EndedRun, status: &CollectorStatus) {
        let id = collector.id.as_str();
        self.runs.with_label_values(&[id, ended.outcome.as_str()]).inc();
        if let Some(reason) = ended.reason {
            self.failures.with_label_values(&[id, reason.as_str()]).inc();
        }
        if let Some(bytes) = collector.kind.published_size(ended.bytes) {
            self.received.with_label_values(&[id]).inc_by(bytes);
        }
        self.show(status);
    }
}
