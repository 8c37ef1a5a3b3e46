//! The pages of metrics: what is published, kept as text until the next snapshot, and how this process fares.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use prometheus::process_collector::ProcessCollector;
use prometheus::{Encoder, HistogramVec, IntCounter, IntCounterVec, IntGauge, Registry, TextEncoder};
use tokio::sync::OnceCell;

use super::{
    CollectorMetrics, MetricsError, ProbeMetrics, ScrubMetrics, definitions, measurements, service, targets,
};
use crate::catalogue::clock::ahead;
use crate::collect::CollectorStatus;
use crate::domain::clock::wall;
use crate::domain::{FilingKind, causes};
use crate::probe::Check;
use crate::snapshot::{Publisher, Snapshot};

/// What became of a file that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Filed, or found unchanged.
    Accepted,
    /// Refused by the rules.
    Refused,
    /// Checked and found in order.
    Checked,
    /// Checked and found wanting.
    CheckedBad,
    /// Not to be read, or stopped by a fault of ours.
    Failed,
}

impl Outcome {
    const ALL: [Outcome; 5] =
        [Outcome::Accepted, Outcome::Refused, Outcome::Checked, Outcome::CheckedBad, Outcome::Failed];

    const fn as_str(self) -> &'static str {
        match self {
            Outcome::Accepted => "accepted",
            Outcome::Refused => "refused",
            Outcome::Checked => "checked_good",
            Outcome::CheckedBad => "checked_bad",
            Outcome::Failed => "failed",
        }
    }
}

/// The service families of one snapshot, written once.
type Written = Arc<OnceCell<Arc<str>>>;

/// What this process measures; see the module.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    running: IntGauge,
    submissions: IntCounterVec,
    failures: IntCounter,
    clock_ahead: IntGauge,
    sweep_refused: IntGauge,
    scrub: ScrubMetrics,
    written: Mutex<(String, Written)>,
    /// Measurements come more often than filings: they are written apart.
    measured: Mutex<(String, Written)>,
    /// What is expected of targets changes at midnight: they are written apart.
    targets: Mutex<(String, Written)>,
}

/// A request in flight, counted until this is dropped.
#[derive(Debug)]
pub struct InFlight(IntGauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    /// Families at zero.
    ///
    /// # Errors
    /// When a family is not well formed, which is a fault of this program.
    pub fn new() -> Result<Arc<Self>, MetricsError> {
        let registry = Registry::new();
        let requests = definitions::HTTP_REQUESTS.counters()?;
        let buckets = vec![0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];
        let durations = definitions::HTTP_REQUEST_DURATION.histograms(buckets)?;
        let running = definitions::HTTP_REQUESTS_IN_FLIGHT.gauge()?;
        let submissions = definitions::SUBMISSIONS.counters()?;
        let failures = definitions::SNAPSHOT_BUILD_FAILURES.counter()?;
        let clock_ahead = definitions::CLOCK_AHEAD.gauge()?;
        let sweep_refused = definitions::SWEEP_REFUSED.gauge()?;
        for kind in FilingKind::ALL {
            for outcome in Outcome::ALL {
                submissions.with_label_values(&[kind.as_str(), outcome.as_str()]);
            }
        }
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(durations.clone()))?;
        registry.register(Box::new(running.clone()))?;
        registry.register(Box::new(submissions.clone()))?;
        registry.register(Box::new(failures.clone()))?;
        registry.register(Box::new(clock_ahead.clone()))?;
        registry.register(Box::new(sweep_refused.clone()))?;
        registry.register(Box::new(ProcessCollector::for_self()))?;
        let scrub = ScrubMetrics::new(&registry)?;
        let (written, measured, targets) = (Mutex::default(), Mutex::default(), Mutex::default());
        Ok(Arc::new(Self {
            registry,
            requests,
            durations,
            running,
            submissions,
            failures,
            clock_ahead,
            sweep_refused,
            scrub,
            written,
            measured,
            targets,
        }))
    }

    /// Adds the families of the probes, with a series for every check.
    ///
    /// # Errors
    /// When they are there already.
    pub fn probes(&self, checks: &[Arc<Check>]) -> Result<Arc<ProbeMetrics>, MetricsError> {
        ProbeMetrics::new(&self.registry, checks)
    }

    /// Adds the families of the collectors, with a series for every one of them.
    ///
    /// # Errors
    /// When they are there already.
    pub fn collectors(&self, statuses: &[CollectorStatus]) -> Result<Arc<CollectorMetrics>, MetricsError> {
        CollectorMetrics::new(&self.registry, statuses)
    }

    /// What scrubs tell of themselves.
    pub fn scrub(&self) -> &ScrubMetrics {
        &self.scrub
    }

    /// Counts a request as running until the result is dropped.
    #[must_use]
    pub fn http_started(&self) -> InFlight {
        self.running.inc();
        InFlight(self.running.clone())
    }

    /// Counts an answered request. `route` is the template, never the address.
    pub fn http_finished(&self, method: &str, route: &str, status: u16, elapsed: Duration) {
        // Anybody can invent methods; a label must not take them.
        let method =
            ["GET", "HEAD", "POST", "OPTIONS"].into_iter().find(|known| *known == method).unwrap_or("other");
        self.requests.with_label_values(&[method, route, &status.to_string()]).inc();
        self.durations.with_label_values(&[method, route]).observe(elapsed.as_secs_f64());
    }

    /// Tells of a sweep that was refused, and of how many objects.
    pub fn sweep_refused(&self, objects: usize) {
        self.sweep_refused.set(objects as i64);
    }

    /// Counts a file that came in.
    pub fn submission(&self, kind: FilingKind, outcome: Outcome) {
        self.submissions.with_label_values(&[kind.as_str(), outcome.as_str()]).inc();
    }

    /// All families in the Prometheus text format, targets as judged today.
    ///
    /// # Errors
    /// When a number cannot be computed.
    pub async fn exposition(&self, publisher: &Publisher, today: Date) -> Result<String, MetricsError> {
        let failures = publisher.failures();
        self.failures.inc_by(failures.saturating_sub(self.failures.get()));
        let snapshot = publisher.current();
        self.clock_ahead.set(ahead(Some(snapshot.last_recorded()), wall()).as_secs());
        let (service, measured) = (self.service(&snapshot).await?, self.measured(&snapshot).await?);
        let targets = self.targets(&snapshot, today).await?;
        let mut text = [service.as_bytes(), targets.as_bytes(), measured.as_bytes()].concat();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        String::from_utf8(text).map_err(|error| prometheus::Error::Msg(error.to_string()).into())
    }

    /// The service families of a snapshot, written at the first call for it.
    ///
    /// # Errors
    /// When a number cannot be computed.
    pub async fn service(&self, snapshot: &Arc<Snapshot>) -> Result<Arc<str>, MetricsError> {
        let cell = cell(&self.written, snapshot.version());
        let text = cell.get_or_try_init(|| async { service::write(snapshot).await.map(Arc::from) }).await?;
        Ok(Arc::clone(text))
    }

    /// The families of targets of a snapshot on a civil day, written at the first call for both.
    ///
    /// # Errors
    /// When a number cannot be computed.
    pub async fn targets(&self, snapshot: &Arc<Snapshot>, today: Date) -> Result<Arc<str>, MetricsError> {
        let cell = cell(&self.targets, &format!("{} {today}", snapshot.version()));
        let state = snapshot.state(None, None);
        let text =
            cell.get_or_try_init(|| async { targets::write(&state, today).await.map(Arc::from) }).await?;
        Ok(Arc::clone(text))
    }

    /// The families of measurements of a snapshot, written at the first call for it.
    ///
    /// # Errors
    /// When a number cannot be computed.
    pub async fn measured(&self, snapshot: &Arc<Snapshot>) -> Result<Arc<str>, MetricsError> {
        // Rows that were refused are told here, and in no answer.
        let refused: Vec<_> = snapshot.measured().refused().collect();
        let cell = cell(&self.measured, &format!("{} {refused:?}", snapshot.measured_version()));
        let text =
            cell.get_or_try_init(|| async { measurements::write(snapshot).await.map(Arc::from) }).await?;
        Ok(Arc::clone(text))
    }

    /// Tiers, verdicts and quantiles of measurements, written at every call: it is scraped seldom.
    ///
    /// # Errors
    /// When a number cannot be computed.
    pub async fn measurements(&self, snapshot: &Arc<Snapshot>) -> Result<String, MetricsError> {
        measurements::write_details(snapshot).await
    }

    /// Shares of every commune, written at every call: it is scraped seldom.
    ///
    /// # Errors
    /// When a number cannot be computed.
    pub async fn communes(&self, snapshot: &Arc<Snapshot>) -> Result<String, MetricsError> {
        service::write_communes(snapshot).await
    }

    /// Writes the service families of every new snapshot before anybody asks for them.
    pub async fn follow(self: Arc<Self>, publisher: Arc<Publisher>) {
        let mut published = publisher.subscribe();
        loop {
            let snapshot = publisher.current();
            let written = self.service(&snapshot).await.and(self.measured(&snapshot).await);
            if let Err(error) = written {
                tracing::error!(error = %causes(&error), "cannot write metrics");
            }
            if published.changed().await.is_err() {
                return;
            }
        }
    }
}

/// Where the text of a version is, or will be.
fn cell(written: &Mutex<(String, Written)>, version: &str) -> Written {
    let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
    if written.0 != version {
        *written = (version.to_owned(), Written::default());
    }
    Arc::clone(&written.1)
}
