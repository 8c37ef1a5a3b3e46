//! Extents of filings and answers computed from them: pinned while in force, else bounded by bytes.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::bounded::Bounded;
use super::damage::Ledger;
use super::evidence_cache::EvidenceCache;
use super::extent::{Extents, LayerInForce};
use super::measured::Measured;
use super::places::{PlaceShares, Places, PlacesKey};
use super::reach::{Held, HoldingsKey, Reach};
use super::store::{ExtentStore, WatchedStore};
use super::tile_cache::TileCache;
use super::{Answer, Routes, SnapshotError};
use crate::catalogue::{Aggregate, BatchCut, FilingRecord};
use crate::country::Country;
use crate::coverage::Totals;
use crate::domain::{FilingId, Layer};
use sha2::{Digest, Sha256};

/// Bytes kept for networks that are not in force.
const ROUTE_BYTES: usize = 64 << 20;
/// Bytes kept for lists of places.
const PLACE_BYTES: usize = 48 << 20;
/// Bytes kept for shares of places: one takes about 13 kB.
const PLACE_SHARE_BYTES: usize = 8 << 20;
/// Bytes kept for where questions reach that were asked last.
const REACH_BYTES: usize = 16 << 20;
/// Bytes kept for answers: a share of every territory takes about 40 kB, so that 365 dates of a question fit.
const ANSWER_BYTES: usize = 24 << 20;
/// Bytes kept for which months were measured and known earlier; their tables are kept among all others.
const MEASURED_BYTES: usize = 4 << 20;

/// What measurements of an earlier instant are a function of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct MeasuredThen {
    /// What they are counted from.
    counted_from: [u8; 32],
    /// Which batches count, and the aggregates known then.
    then: [u8; 32],
}

/// Bytes a filing's id points to.
fn id_bytes(id: &FilingId) -> usize {
    id.as_str().len()
}

/// See the module.
pub struct ExtentCache {
    country: Arc<Country>,
    /// What every share is of.
    totals: Arc<Totals>,
    store: WatchedStore,
    pinned: RwLock<Arc<HashMap<FilingId, Arc<Extents>>>>,
    history: Bounded<FilingId, Extents>,
    pinned_routes: RwLock<Arc<HashMap<FilingId, Arc<Routes>>>>,
    route_history: Bounded<FilingId, Routes>,
    reaches: Bounded<HoldingsKey, Reach>,
    answers: Bounded<HoldingsKey, Answer>,
    /// What was measured and known earlier.
    measured: Bounded<MeasuredThen, Measured>,
    /// One such is counted at a time: a caller who asks for many waits.
    counting: tokio::sync::Mutex<()>,
    evidence: EvidenceCache,
    tiles: TileCache,
    places: Bounded<i64, Places>,
    place_shares: Bounded<PlacesKey, PlaceShares>,
}

impl std::fmt::Debug for ExtentCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ExtentCache({} bytes of history)", self.history.bytes())
    }
}

impl ExtentCache {
    /// An archive that keeps at most so many bytes of extents beside those in force.
    pub fn new(country: Arc<Country>, store: impl ExtentStore, history_bytes: usize) -> Self {
        Self {
            totals: Arc::new(Totals::of(&country, country.default_surface())),
            country,
            store: WatchedStore::new(store),
            pinned: RwLock::default(),
            history: Bounded::new(history_bytes, id_bytes),
            pinned_routes: RwLock::default(),
            route_history: Bounded::new(ROUTE_BYTES, id_bytes),
            reaches: Bounded::new(REACH_BYTES, HoldingsKey::bytes),
            answers: Bounded::new(ANSWER_BYTES, HoldingsKey::bytes),
            measured: Bounded::new(MEASURED_BYTES, |_| 0),
            counting: tokio::sync::Mutex::new(()),
            evidence: EvidenceCache::new(),
            tiles: TileCache::new(),
            places: Bounded::new(PLACE_BYTES, |_| 0),
            place_shares: Bounded::new(PLACE_SHARE_BYTES, PlacesKey::bytes),
        }
    }

    /// The country all is of.
    pub(super) fn country(&self) -> &Arc<Country> {
        &self.country
    }

    /// What is kept of lists of places.
    pub(super) fn kept_places(&self) -> &Bounded<i64, Places> {
        &self.places
    }

    /// What is kept of shares of places.
    pub(super) fn kept_place_shares(&self) -> &Bounded<PlacesKey, PlaceShares> {
        &self.place_shares
    }

    /// The store beneath, and what of it was found damaged.
    pub(super) fn store(&self) -> &WatchedStore {
        &self.store
    }

    /// What was found damaged.
    pub(super) fn damaged(&self) -> &Ledger {
        self.store.damaged()
    }

    /// What was measured and known when other batches counted, counted once.
    pub(super) async fn measured(
        &self,
        now: &Measured,
        cut: BatchCut,
        aggregates: Vec<Aggregate>,
    ) -> Result<Arc<Measured>, SnapshotError> {
        let key = MeasuredThen {
            counted_from: *now.counted_from(),
            then: Sha256::digest(format!("{cut:?}\0{aggregates:?}")).into(),
        };
        let count = async {
            let _one_at_a_time = self.counting.lock().await;
            now.counting_batches(&cut, aggregates, &self.store).await
        };
        self.measured.get(&key, Measured::bytes, count).await
    }

    /// What is kept of evidence.
    pub(super) fn evidence(&self) -> &EvidenceCache {
        &self.evidence
    }

    /// What is kept of tiles.
    pub(super) fn tiles(&self) -> &TileCache {
        &self.tiles
    }

    fn pinned(&self) -> Arc<HashMap<FilingId, Arc<Extents>>> {
        Arc::clone(&self.pinned.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Holds the extents of these filings, and of no others, for as long as they are in force. Those that are
    /// damaged are entered as such, and stop nothing.
    pub(super) async fn pin(&self, filings: Vec<Arc<FilingRecord>>) -> Result<(), SnapshotError> {
        let mut pinned = HashMap::new();
        for filing in filings {
            match self.extents(&filing).await {
                Ok(extents) => drop(pinned.insert(filing.id.clone(), extents)),
                Err(SnapshotError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        *self.pinned.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(pinned);
        Ok(())
    }

    /// Holds these networks, and no others, for as long as they are in force; damaged ones as above.
    pub(super) async fn pin_networks(
        &self,
        filings: impl Iterator<Item = &Arc<FilingRecord>>,
    ) -> Result<(), SnapshotError> {
        let mut pinned = HashMap::new();
        for filing in filings {
            match self.routes(filing).await {
                Ok(routes) => drop(pinned.insert(filing.id.clone(), routes)),
                Err(SnapshotError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        *self.pinned_routes.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(pinned);
        Ok(())
    }

    /// A filed network, loaded and measured once.
    ///
    /// # Errors
    /// When the store cannot give it.
    pub async fn routes(&self, filing: &FilingRecord) -> Result<Arc<Routes>, SnapshotError> {
        self.store.is_intact(filing)?;
        let pinned = Arc::clone(&self.pinned_routes.read().unwrap_or_else(PoisonError::into_inner));
        if let Some(routes) = pinned.get(&filing.id) {
            return Ok(Arc::clone(routes));
        }
        let load = self.store.inner().load_network(filing, &self.country);
        self.store.heed(self.route_history.get(&filing.id, Routes::bytes, load).await)
    }

    /// What a filing declares, loaded once.
    ///
    /// # Errors
    /// When the store cannot give it.
    pub async fn extents(&self, filing: &FilingRecord) -> Result<Arc<Extents>, SnapshotError> {
        self.store.is_intact(filing)?;
        if let Some(extents) = self.pinned().get(&filing.id) {
            return Ok(Arc::clone(extents));
        }
        let load = self.store.inner().load(filing, &self.country);
        self.store.heed(self.history.get(&filing.id, Extents::bytes, load).await)
    }

    /// Where the operators of a question reach.
    ///
    /// # Errors
    /// When an extent cannot be loaded.
    pub(super) async fn reach(&self, held: &Held) -> Result<Reach, SnapshotError> {
        // On the heap, here and below: what waits inside what waits would make every caller's future large.
        let unite = Box::pin(self.unite(held));
        let reach = self.reaches.get(&held.key(), Reach::bytes, unite).await?;
        Ok((*reach).clone())
    }

    /// The numbers of every territory for where the operators of a question reach.
    ///
    /// # Errors
    /// When an extent cannot be loaded.
    pub(super) async fn answer(&self, held: &Held) -> Result<Arc<Answer>, SnapshotError> {
        let territories = self.country.tree.len();
        let count = Box::pin(async {
            let reach = self.reach(held).await?;
            let (country, totals) = (Arc::clone(&self.country), Arc::clone(&self.totals));
            blocking(move || reach.count(&country, &totals)).await
        });
        self.answers.get(&held.key(), |answer| answer.bytes(territories), count).await
    }

    /// The numbers of every territory for what one reach has and another has not; not kept, as what both reach is.
    ///
    /// # Errors
    /// When the computation does not end.
    pub(super) async fn count_beyond(&self, reach: &Reach, other: &Reach) -> Result<Answer, SnapshotError> {
        let (reach, other) = (reach.clone(), other.clone());
        let (country, totals) = (Arc::clone(&self.country), Arc::clone(&self.totals));
        blocking(move || reach.beyond(&other).count(&country, &totals)).await
    }

    async fn unite(&self, held: &Held) -> Result<Reach, SnapshotError> {
        let mut loaded: Vec<Vec<(Layer, Arc<Extents>)>> = Vec::with_capacity(held.operators.len());
        for held in &held.operators {
            let mut layers = Vec::with_capacity(held.len());
            for LayerInForce { layer, filing } in held {
                layers.push((layer.clone(), self.extents(filing).await?));
            }
            loaded.push(layers);
        }
        let (at_least, premises, cells) = (held.at_least, held.premises, self.country.cells().len());
        blocking(move || Reach::unite(&loaded, at_least, premises, cells)).await
    }
}

/// Runs what computes off the threads that serve requests.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, SnapshotError> {
    tokio::task::spawn_blocking(work).await.map_err(SnapshotError::Computation)
}
