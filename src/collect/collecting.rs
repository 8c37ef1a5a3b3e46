//! The collectors of one data directory: their turns, and what a run tells.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::config::{Collector, Collectors};
use super::directory::Seen;
use super::status::{CollectorStatus, statuses};
use crate::catalogue::{Catalogue, CatalogueError, CollectorRecord, EndedRun};
use crate::desk::{Desk, Spool};
use crate::domain::CollectorId;

/// Runs at once: most of them wait for somebody else's server.
const RUNS_AT_ONCE: usize = 8;
/// Checks at once of what they brought: operators come first.
const CHECKS_AT_ONCE: usize = 2;

/// Takes note of runs that ended.
pub trait Sink: Send + Sync {
    /// A run of a collector ended.
    fn take(&self, collector: &Collector, ended: &EndedRun, status: &CollectorStatus);
}

/// Why a run was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// There is no such collector.
    #[error("there is no collector {0}")]
    Unknown(CollectorId),
    /// The process is about to end.
    #[error("the process was asked to stop")]
    Stopping,
    /// The catalogue failed.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

/// The collectors of one data directory.
pub struct Collecting {
    pub(super) collectors: Collectors,
    pub(super) desk: Desk,
    pub(super) catalogue: Catalogue,
    pub(super) spool: Spool,
    pub(super) sinks: Vec<Arc<dyn Sink>>,
    pub(super) turns: Semaphore,
    pub(super) checks: Semaphore,
    /// One run of a collector at a time.
    pub(super) own_turns: HashMap<CollectorId, tokio::sync::Mutex<()>>,
    pub(super) seen: HashMap<CollectorId, Arc<Mutex<Seen>>>,
    pub(super) stop: CancellationToken,
}

impl std::fmt::Debug for Collecting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Collecting({} collectors)", self.collectors.0.len())
    }
}

impl Collecting {
    /// Puts collectors to a desk, and says of runs that died with an earlier process that they did. Once `stop` is
    /// given, no more runs begin, and what is being fetched ends.
    ///
    /// Only for the owner of the data directory.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn open(
        collectors: Collectors,
        desk: Desk,
        catalogue: Catalogue,
        spool: Spool,
        sinks: Vec<Arc<dyn Sink>>,
        stop: CancellationToken,
    ) -> Result<Arc<Self>, CatalogueError> {
        let interrupted = catalogue.end_interrupted_runs().await?;
        if interrupted > 0 {
            tracing::warn!(runs = interrupted, "collect.runs.interrupted");
        }
        let ids = || collectors.0.iter().map(|collector| collector.id.clone());
        let own_turns = ids().map(|id| (id, tokio::sync::Mutex::default())).collect();
        let seen = ids().map(|id| (id, Arc::default())).collect();
        Ok(Arc::new(Self {
            collectors,
            desk,
            catalogue,
            spool,
            sinks,
            turns: Semaphore::new(RUNS_AT_ONCE),
            checks: Semaphore::new(CHECKS_AT_ONCE),
            own_turns,
            seen,
            stop,
        }))
    }

    /// The collectors, in their file's order.
    pub fn collectors(&self) -> &[Arc<Collector>] {
        self.collectors.all()
    }

    /// How they fare.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn statuses(&self) -> Result<Vec<CollectorStatus>, CatalogueError> {
        Ok(statuses(self.collectors(), &self.catalogue.collectors().await?))
    }

    /// Runs a collector now; a second one to ask waits for the first.
    ///
    /// # Errors
    /// When there is none of that id, or the catalogue fails; never for how the run ends.
    pub async fn run(self: Arc<Self>, id: CollectorId) -> Result<CollectorStatus, RunError> {
        let unknown = || RunError::Unknown(id.clone());
        let collector = self.collectors().iter().find(|collector| collector.id == id).ok_or_else(unknown)?;
        let _own = self.own_turns.get(&id).ok_or_else(unknown)?.lock().await;
        let _turn = self.turns.acquire().await;
        if self.is_stopping() {
            return Err(RunError::Stopping);
        }
        let ended = self.run_one(collector).await?;
        let record = self.record(&id).await?;
        let status = CollectorStatus::of(collector, record.as_ref());
        for sink in &self.sinks {
            sink.take(collector, &ended, &status);
        }
        Ok(status)
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }

    pub(super) async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    pub(super) async fn record(&self, id: &CollectorId) -> Result<Option<CollectorRecord>, CatalogueError> {
        Ok(self.catalogue.collectors().await?.into_iter().find(|record| record.id == *id))
    }

    pub(super) fn seen(&self, id: &CollectorId) -> Arc<Mutex<Seen>> {
        self.seen.get(id).map(Arc::clone).unwrap_or_default()
    }
}
