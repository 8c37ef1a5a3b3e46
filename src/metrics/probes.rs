//! What the probes found, as families on `/metrics`: labels come from the configuration alone.
//!
//! Every series exists from the start, so that none appears with the first failure: a check that has
//! not run yet has the state `never`. A check that could not measure (no permission, a refused
//! address) has a state and no verdict: its `taghtia_probe_success` is left out, and nothing is lost.

use std::sync::Arc;

use prometheus::{GaugeVec, HistogramVec, IntCounterVec, IntGaugeVec, Registry};

use super::{MetricsError, definitions};
use crate::domain::CheckKind;
use crate::probe::{Check, Outcome, Phase, Sink, State};

/// The state of a check that has not run.
const NEVER: &str = "never";

/// Families of the probes.
#[derive(Debug)]
pub struct ProbeMetrics {
    success: IntGaugeVec,
    state: IntGaugeVec,
    runs: IntCounterVec,
    durations: GaugeVec,
    rtt: HistogramVec,
    sent: IntCounterVec,
    received: IntCounterVec,
    jitter: GaugeVec,
    last_run: GaugeVec,
    expiry: GaugeVec,
    valid: IntGaugeVec,
}

/// `smokeping_prober`'s buckets: 50 µs, doubling, to 26 s.
fn buckets() -> Vec<f64> {
    (0..20).map(|power| 50e-6 * f64::from(1 << power)).collect()
}

impl ProbeMetrics {
    /// Families with a series for every check, registered.
    ///
    /// # Errors
    /// When a family is not well formed, which is a fault of this program.
    pub fn new(registry: &Registry, checks: &[Arc<Check>]) -> Result<Arc<Self>, MetricsError> {
        let families = Self::families()?;
        families.register(registry)?;
        for check in checks {
            families.expect(check);
        }
        Ok(Arc::new(families))
    }

    fn families() -> Result<Self, prometheus::Error> {
        Ok(Self {
            success: definitions::PROBE_SUCCESS.whole_gauges()?,
            state: definitions::PROBE_STATE.whole_gauges()?,
            runs: definitions::PROBE_RUNS.counters()?,
            durations: definitions::PROBE_DURATION.gauges()?,
            rtt: definitions::PROBE_ICMP_RTT.histograms(buckets())?,
            sent: definitions::PROBE_PACKETS_SENT.counters()?,
            received: definitions::PROBE_PACKETS_RECEIVED.counters()?,
            jitter: definitions::PROBE_ICMP_JITTER.gauges()?,
            last_run: definitions::PROBE_LAST_RUN.gauges()?,
            expiry: definitions::PROBE_TLS_EXPIRY.gauges()?,
            valid: definitions::PROBE_TLS_VALID.whole_gauges()?,
        })
    }

    fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.success.clone()))?;
        registry.register(Box::new(self.state.clone()))?;
        registry.register(Box::new(self.runs.clone()))?;
        registry.register(Box::new(self.durations.clone()))?;
        registry.register(Box::new(self.rtt.clone()))?;
        registry.register(Box::new(self.sent.clone()))?;
        registry.register(Box::new(self.received.clone()))?;
        registry.register(Box::new(self.jitter.clone()))?;
        registry.register(Box::new(self.last_run.clone()))?;
        registry.register(Box::new(self.expiry.clone()))?;
        registry.register(Box::new(self.valid.clone()))
    }

    /// Makes the series of a check that has not run.
    fn expect(&self, check: &Check) {
        let kind = check.kind();
        let labels = labels(check, kind);
        self.show_state(&labels, NEVER);
        for state in State::ALL {
            self.runs.with_label_values(&[&labels[..], &[state.as_str()]].concat());
        }
        for phase in Phase::of(kind) {
            self.durations.with_label_values(&[&labels[..], &[phase.as_str()]].concat());
        }
        self.last_run.with_label_values(&labels);
        if kind == CheckKind::Icmp {
            self.rtt.with_label_values(&labels);
            self.sent.with_label_values(&labels);
            self.received.with_label_values(&labels);
        }
    }

    fn show_state(&self, labels: &[&str], now: &str) {
        for state in State::ALL.iter().map(|state| state.as_str()).chain([NEVER]) {
            let labels = [labels, &[state]].concat();
            self.state.with_label_values(&labels).set(i64::from(state == now));
        }
    }
}

fn labels(check: &Check, kind: CheckKind) -> [&str; 5] {
    let place = &check.place;
    [check.id.as_str(), kind.as_str(), place.id.as_str(), place.operator.as_str(), place.technology.as_str()]
}

impl Sink for ProbeMetrics {
    fn take(&self, check: &Check, outcome: &Outcome) {
        let labels = labels(check, outcome.kind);
        self.show_state(&labels, outcome.state.as_str());
        self.runs.with_label_values(&[&labels[..], &[outcome.state.as_str()]].concat()).inc();
        self.last_run.with_label_values(&labels).set(outcome.at.as_millisecond() as f64 / 1e3);
        if !outcome.state.is_measured() {
            // An absent verdict stays absent; there may be none to remove.
            let _absent = self.success.remove_label_values(&labels);
            return;
        }
        self.success.with_label_values(&labels).set(i64::from(outcome.state == State::Success));
        for phase in Phase::of(outcome.kind) {
            let time = outcome.findings.phase(*phase).as_secs_f64();
            self.durations.with_label_values(&[&labels[..], &[phase.as_str()]].concat()).set(time);
        }
        if let Some(found) = &outcome.findings.icmp {
            self.sent.with_label_values(&labels).inc_by(u64::from(found.sent));
            self.received.with_label_values(&labels).inc_by(found.rtts.len() as u64);
            let histogram = self.rtt.with_label_values(&labels);
            found.rtts.iter().for_each(|rtt| histogram.observe(*rtt));
            if let Some(jitter) = found.jitter() {
                self.jitter.with_label_values(&labels).set(jitter);
            }
        }
        if let Some(found) = &outcome.findings.tls {
            self.expiry.with_label_values(&labels).set(found.earliest_expiry as f64);
            self.valid.with_label_values(&labels).set(i64::from(found.valid));
        }
    }
}
