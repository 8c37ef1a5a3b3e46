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
mod family;
mod measurements;
mod probes;
mod routes;
mod scrub;
mod service;
mod targets;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use prometheus::process_collector::ProcessCollector;
use prometheus::{Encoder, HistogramVec, IntCounter, IntCounterVec, IntGauge, Registry, TextEncoder};
use tokio::sync::OnceCell;

pub use collectors::CollectorMetrics;
pub use probes::ProbeMetrics;
pub use scrub::ScrubMetrics;

use crate::catalogue::clock::ahead;
use crate::collect::CollectorStatus;
use crate::domain::clock::wall;
use crate::domain::{FilingKind, Level, causes};
use crate::probe::Check;
use crate::snapshot::{Publisher, Snapshot, SnapshotError};

/// How many levels the main page has at most.
const LEVELS_MOST: usize = 3;
/// Operators up to which each has every series. Where more are counted, those that are for one operator each
/// stop at a higher level, so that a page stays below 3 MB however many there are.
const FEW_OPERATORS: usize = 12;
/// Operators up to which each has series of routes and measurements at the first level below the whole.
const SOME_OPERATORS: usize = 48;

/// The levels of the main page: the whole and what contains base units, from the top.
fn main_levels(snapshot: &Snapshot) -> Vec<Level> {
    let levels = snapshot.country().levels();
    std::iter::once(Level::WHOLE).chain(levels.containers()).take(LEVELS_MOST).collect()
}

/// The levels of those of the main page at which each of n operators has series of routes and measurements.
fn levels_of_operators(levels: &[Level], operators: usize) -> &[Level] {
    let most = if operators <= FEW_OPERATORS {
        LEVELS_MOST
    } else if operators <= SOME_OPERATORS {
        2
    } else {
        1
    };
    &levels[..levels.len().min(most)]
}

/// Why metrics cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum MetricsError {
    /// A family is not well formed.
    #[error("metrics cannot be written")]
    Prometheus(#[from] prometheus::Error),
    /// A number cannot be computed.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_operators_the_fewer_levels_each_has_series_at() {
        let levels = [Level(0), Level(1), Level(2)];
        assert_eq!(levels_of_operators(&levels, 0), levels);
        assert_eq!(levels_of_operators(&levels, FEW_OPERATORS), levels);
        assert_eq!(levels_of_operators(&levels, FEW_OPERATORS + 1), &levels[..2]);
        assert_eq!(levels_of_operators(&levels, SOME_OPERATORS + 1), &levels[..1]);
        assert_eq!(levels_of_operators(&levels[..1], FEW_OPERATORS + 1), &levels[..1]);
    }
}
