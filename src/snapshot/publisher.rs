//! Swaps snapshots in.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::{Mutex, watch};

use std::collections::BTreeSet;

use super::{ExtentCache, ExtentStore, Snapshot, SnapshotError};
use crate::catalogue::Catalogue;
use crate::country::Country;
use crate::domain::{DamagedObject, causes};

/// Holds the snapshot that reads are answered from, and replaces it when the catalogue changed.
///
/// Readers take a shared pointer under a lock that is held for nothing else; a replacement is built
/// beside them and swapped in whole. If it cannot be built the old one stays, and is called stale.
#[derive(Debug)]
pub struct Publisher {
    current: RwLock<Arc<Snapshot>>,
    catalogue: Catalogue,
    country: Arc<Country>,
    archive: Arc<ExtentCache>,
    building: Mutex<()>,
    published: watch::Sender<u64>,
    failures: AtomicU64,
    is_stale: std::sync::atomic::AtomicBool,
}

impl Publisher {
    /// Publishes the first snapshot.
    ///
    /// # Errors
    /// When the catalogue cannot be read, or the system is short of something.
    pub async fn open(
        country: Arc<Country>,
        catalogue: Catalogue,
        shelf: impl ExtentStore,
        history_bytes: usize,
    ) -> Result<Arc<Self>, SnapshotError> {
        let archive = Arc::new(ExtentCache::new(Arc::clone(&country), shelf, history_bytes));
        let state = catalogue.state().await?;
        let first = Snapshot::build(Arc::clone(&country), Arc::clone(&archive), state, None).await?;
        let published = watch::Sender::new(first.generation());
        Ok(Arc::new(Self {
            current: RwLock::new(first),
            catalogue,
            country,
            archive,
            building: Mutex::new(()),
            published,
            failures: AtomicU64::new(0),
            is_stale: std::sync::atomic::AtomicBool::new(false),
        }))
    }

    /// The snapshot now published.
    pub fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells of every new snapshot.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.published.subscribe()
    }

    /// How often a snapshot could not be built.
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// Whether the catalogue has news that could not be published.
    pub fn is_stale(&self) -> bool {
        self.is_stale.load(Ordering::Relaxed)
    }

    /// Publishes what the catalogue holds now, unless that is published already.
    ///
    /// # Errors
    /// When the catalogue or an extent cannot be read; the published snapshot then stands.
    pub async fn catch_up(&self) -> Result<(), SnapshotError> {
        let _one_at_a_time = self.building.lock().await;
        let outcome = self.rebuild().await;
        self.is_stale.store(outcome.is_err(), Ordering::Relaxed);
        if outcome.is_err() {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
        outcome
    }

    async fn rebuild(&self) -> Result<(), SnapshotError> {
        let current = self.current();
        // The number alone tells most who come here that nothing is newer.
        let is_known = self.catalogue.generation().await? == current.generation();
        if is_known && !current.is_behind_damage() {
            return Ok(());
        }
        let started = std::time::Instant::now();
        let state = self.catalogue.state_since(current.until()).await?;
        let (country, archive) = (Arc::clone(&self.country), Arc::clone(&self.archive));
        let next = Snapshot::build(country, archive, state, Some(&current)).await?;
        tracing::info!(
            snapshot.version = next.version(),
            snapshot.generation = next.generation(),
            duration_ms = started.elapsed().as_secs_f64() * 1e3,
            "snapshot published"
        );
        let generation = next.generation();
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
        self.published.send_replace(generation);
        Ok(())
    }

    /// Enters what was found damaged elsewhere, with what is wrong for the log; the next snapshot knows of it.
    pub fn note_damaged(&self, objects: impl IntoIterator<Item = (DamagedObject, String)>) {
        for (object, problem) in objects {
            self.archive.damaged().note(object, &problem);
        }
    }

    /// Forgets that these objects were damaged, so that the next snapshot looks at them anew.
    pub fn forget_damaged(&self, objects: &BTreeSet<&str>) {
        self.archive.damaged().forget(objects);
    }

    /// Catches up whenever the desk signals or damage is found, until the desk is gone.
    pub async fn follow(self: Arc<Self>, mut signal: watch::Receiver<u64>) {
        let mut damaged = self.archive.damaged().subscribe();
        loop {
            let is_open = tokio::select! {
                signalled = signal.changed() => signalled.is_ok(),
                found = damaged.changed() => found.is_ok(),
            };
            if !is_open {
                return;
            }
            if let Err(error) = self.catch_up().await {
                tracing::error!(error = %causes(&error), "cannot publish; the last snapshot stands");
            }
        }
    }

    /// Catches up with what other processes write into the catalogue, looking every `period`.
    pub async fn watch(self: Arc<Self>, period: std::time::Duration) {
        loop {
            tokio::time::sleep(period).await;
            let outcome = match self.catalogue.generation().await {
                Ok(generation) if generation == self.current().generation() => Ok(()),
                Ok(_news) => self.catch_up().await,
                Err(error) => Err(error.into()),
            };
            if let Err(error) = outcome {
                tracing::error!(error = %causes(&error), "cannot publish; the last snapshot stands");
            }
        }
    }
}
