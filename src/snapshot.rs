//! The published state: what every read is answered from.
//!
//! Owns [`Snapshot`], an immutable value made from what the catalogue says is accepted; the
//! [`ExtentCache`] its extents come from; [`NetworkState`], the network at (as-of, known-at), and the
//! numbers and definitions asked of it. The [`Publisher`] swaps a whole new snapshot in when the desk
//! says that something was accepted.
//!
//! ```text
//! catalogue ──► Snapshot ──► NetworkState (as_of, known_at) ──► Contributors, Answer, Definition
//! lake ───────► ExtentCache ───────┘  (extents and networks in force pinned, history bounded by bytes)
//! ```
//!
//! What is damaged is left out of every number and named in every answer it would have been part of: see
//! [`damage`].
//!
//! May know domain, country, coverage, catalogue, lake, engine and stats; never HTTP. Invariants: a request works on
//! one snapshot from start to end; a snapshot's version names the pack, the catalogue's state and this
//! program, so equal versions give equal answers; an answer is a function of filings, which never
//! change, so answers outlive snapshots.

mod bounded;
pub mod compared;
pub mod damage;
mod damage_sentence;
pub mod evidence;
mod extent_cache;
pub mod feature_sentence;
mod lake;
pub mod measured;
pub mod measured_sentence;
mod premises;
mod publisher;
mod question;
pub mod route_sentence;
mod routes;
pub mod sentence;
mod state;
pub mod target_line;
pub mod target_sentence;
pub mod targets;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

pub use compared::{Compared, ENOUGH_CELLS, ENOUGH_DAYS, ENOUGH_TESTS, Spread, TierMet};
pub use damage::Damage;
pub use extent_cache::{CountedObject, Extent, ExtentCache, ExtentStore, Extents, LayerInForce};
pub use measured::{Measured, MeasuredKey, Selection};
pub use premises::{CellOffer, Unit, Units};
pub use publisher::Publisher;
pub use question::{Answer, Contributors, Figure, FigureState, Question};
pub use routes::{Lengths, RouteMetres, Routes, measure};
pub use state::NetworkState;
pub use target_line::{Corner, Line};
pub use targets::{Filed, Obstacle, Progress, StageOf, TargetState, Today};

use crate::catalogue::{
    Aggregate, BatchCut, CatalogueError, CatalogueState, Corrections, FilingRecord, InForce, in_force,
    networks_in_force,
};
use crate::country::Country;
use crate::domain::{AsOf, DamagedObject, FilingId, OperatorId, OperatorMeta, Recorded};

/// Raised with every change of what an answer says, or how, for the same filings: a field more or less, other
/// rounding, another sentence. A version of the program has many such changes, and who holds an answer of before
/// would be told that it is unchanged.
const CONTENT: &str = "content 2";

/// Why a snapshot cannot be built, or a question not be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The catalogue cannot be read.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The extents of a filing cannot be loaded.
    #[error("cannot load filing {filing}: {what}")]
    Extents {
        /// Which filing.
        filing: FilingId,
        /// What went wrong.
        what: String,
    },
    /// An object of the lake is not what it should be: it is quarantined, and asking again answers without it.
    #[error("{} is damaged: {problem}", .object.object)]
    Damaged {
        /// Which object, and whose.
        object: Box<DamagedObject>,
        /// What is wrong, for the log.
        problem: String,
    },
    /// Measurements cannot be counted.
    #[error("cannot count measurements: {0}")]
    Measurements(String),
    /// A computation was stopped.
    #[error("a computation did not end: {0}")]
    Computation(String),
}

/// What became of a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilingState {
    /// At least one of its layers is in force now, or the network it states.
    Current,
    /// Later dates have been filed; it stands for its own.
    History,
    /// A later filing for the same date replaced it.
    Superseded,
    /// It was taken back.
    Withdrawn,
}

impl FilingState {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [Self::Current, Self::History, Self::Superseded, Self::Withdrawn];

    /// The word in answers and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::History => "history",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What is published, whole and unchanging.
#[derive(Debug)]
pub struct Snapshot {
    country: Arc<Country>,
    archive: Arc<ExtentCache>,
    generation: u64,
    operators: Vec<OperatorMeta>,
    filings: Vec<Arc<FilingRecord>>,
    version: String,
    known_at: Recorded,
    corrections: Corrections,
    zone: TimeZone,
    built: Timestamp,
    measured: Arc<Measured>,
    damage: Damage,
    /// Changes of the list of what is damaged that this snapshot knows of.
    damage_changes: u64,
}

impl Snapshot {
    /// Makes a snapshot of a catalogue's state, and loads what is in force now. What is damaged is named and
    /// stops nothing.
    ///
    /// # Errors
    /// When the system is short of something and an extent in force cannot be loaded.
    pub async fn build(
        country: Arc<Country>,
        archive: Arc<ExtentCache>,
        state: CatalogueState,
        earlier: Option<&Measured>,
    ) -> Result<Arc<Self>, SnapshotError> {
        let built = crate::domain::clock::wall();
        archive.damaged().hear_of(&state.healings);
        keep_named(&archive, &state);
        let measured = Measured::build(&country, &state, &archive, earlier).await?;
        let zone = TimeZone::get(&country.meta.time_zone).unwrap_or(TimeZone::UTC);
        let mut snapshot = Self {
            version: String::new(),
            generation: state.generation,
            known_at: state.last_recorded.unwrap_or(Recorded(built)),
            corrections: state.corrections.clone(),
            filings: state.filings.iter().cloned().map(Arc::new).collect(),
            operators: state.operators.clone(),
            country,
            archive,
            zone,
            built,
            measured: Arc::new(measured),
            damage: Damage::default(),
            damage_changes: 0,
        };
        let as_of = snapshot.latest(snapshot.known_at);
        let holdings = snapshot.holdings(as_of, snapshot.known_at);
        snapshot.archive.pin(once_each(&holdings)).await?;
        snapshot.archive.pin_networks(&snapshot.networks(as_of, snapshot.known_at)).await?;
        let (objects, changes) = snapshot.archive.damaged().list();
        (snapshot.damage, snapshot.damage_changes) = (Damage::of(objects), changes);
        snapshot.version = version(&snapshot.country, &state, &snapshot.damage);
        Ok(Arc::new(snapshot))
    }

    /// What is damaged, and not published.
    pub fn damage(&self) -> &Damage {
        &self.damage
    }

    /// Whether damage was found that this snapshot does not know of: what is asked again, of a newer one, is
    /// answered.
    pub fn is_behind_damage(&self) -> bool {
        self.archive.damaged().changes() != self.damage_changes
    }

    /// The country.
    pub fn country(&self) -> &Arc<Country> {
        &self.country
    }

    /// Where extents and answers come from.
    pub fn archive(&self) -> &Arc<ExtentCache> {
        &self.archive
    }

    /// Names this snapshot's data: equal versions give equal answers.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The catalogue's count of changes this snapshot was made at.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// When this snapshot was made.
    pub fn built(&self) -> Timestamp {
        self.built
    }

    /// Everything measured.
    pub fn measured(&self) -> &Arc<Measured> {
        &self.measured
    }

    /// What was measured and known when other batches counted than now: `cut` says which, and `aggregates`
    /// are those known then.
    ///
    /// # Errors
    /// When a month whose batches count otherwise than now cannot be counted anew.
    pub async fn measured_then(
        &self,
        cut: BatchCut,
        aggregates: Vec<Aggregate>,
    ) -> Result<Arc<Measured>, SnapshotError> {
        self.archive.measured(&self.measured, cut, aggregates).await
    }

    /// Names this snapshot's data, measurements included: these come often and change no coverage.
    pub fn measured_version(&self) -> String {
        format!("{}-{}", self.version, self.measured.version())
    }

    /// The last instant anything was recorded: the default of `known_at`.
    pub fn known_at(&self) -> Recorded {
        self.known_at
    }

    /// The registry of operators.
    pub fn operators(&self) -> &[OperatorMeta] {
        &self.operators
    }

    /// An operator of the registry.
    pub fn operator(&self, id: &OperatorId) -> Option<&OperatorMeta> {
        self.operators.iter().find(|operator| operator.id == *id)
    }

    /// An operator's name, or its id where it has none.
    pub fn operator_name<'a>(&'a self, id: &'a OperatorId, language: &str) -> &'a str {
        self.operator(id)
            .map(|operator| operator.names.get(language))
            .filter(|name| !name.is_empty())
            .unwrap_or(id.as_str())
    }

    /// Every filing, in the order recorded, withdrawn ones included.
    pub fn filings(&self) -> &[Arc<FilingRecord>] {
        &self.filings
    }

    /// The dates filed for, ascending, as known at an instant.
    pub fn dates(&self, known_at: Recorded) -> Vec<AsOf> {
        let mut dates: Vec<AsOf> = self
            .filings
            .iter()
            .filter(|filing| is_known(filing, known_at))
            .map(|filing| filing.as_of)
            .collect();
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    /// The last instant, up to another, at which a filing was recorded or withdrawn: what was known then and
    /// what was known since are the same.
    pub(super) fn last_event(&self, known_at: Recorded) -> Option<Recorded> {
        let withdrawn = |filing: &Arc<FilingRecord>| filing.withdrawn.as_ref().map(|taken| taken.at);
        let events = self.filings.iter().flat_map(|filing| [Some(filing.recorded), withdrawn(filing)]);
        events.flatten().filter(|at| *at <= known_at).max()
    }

    /// The civil date of an instant, in the country's time zone.
    pub fn civil_date(&self, instant: Recorded) -> AsOf {
        self.zone.to_datetime(instant.0).date()
    }

    /// The last instant of a civil date in the country's time zone, to the microsecond.
    pub fn end_of(&self, date: AsOf) -> Option<Recorded> {
        let next = date.tomorrow().ok()?.at(0, 0, 0, 0);
        let midnight = self.zone.to_timestamp(next).ok()?;
        Recorded::from_micros(midnight.as_microsecond() - 1)
    }

    /// The instant that shows what this one showed before a clock that ran ahead was put right.
    pub fn resolve(&self, known_at: Recorded) -> Recorded {
        self.corrections.resolve(known_at)
    }

    /// The last instant anything was recorded, measurements included.
    pub fn last_recorded(&self) -> Recorded {
        self.measured.last_recorded().map_or(self.known_at, |last| last.max(self.known_at))
    }

    /// The latest date filed for, as known at an instant; before anything was filed, that day.
    fn latest(&self, known_at: Recorded) -> AsOf {
        self.dates(known_at).last().copied().unwrap_or_else(|| self.civil_date(known_at))
    }

    /// The network as described for a date and known at an instant; by default, the latest of both.
    pub fn state(self: &Arc<Self>, as_of: Option<AsOf>, known_at: Option<Recorded>) -> NetworkState {
        let known_at = known_at.unwrap_or(self.known_at);
        let as_of = as_of.unwrap_or_else(|| self.latest(known_at));
        NetworkState::new(Arc::clone(self), as_of, known_at)
    }

    /// What became of each filing, in the order of [`Snapshot::filings`].
    pub fn standings(&self) -> Vec<FilingState> {
        let in_force_at = |as_of| InForceIds::at(&self.filings, as_of, self.known_at);
        let dates = self.dates(self.known_at);
        let now = dates.last().copied().map(in_force_at).unwrap_or_default();
        let at_dates: BTreeMap<AsOf, InForceIds> =
            dates.into_iter().map(|date| (date, in_force_at(date))).collect();
        let standing = |filing: &Arc<FilingRecord>| {
            if filing.withdrawn.is_some() {
                FilingState::Withdrawn
            } else if now.0.contains(&filing.id) {
                FilingState::Current
            } else if at_dates.get(&filing.as_of).is_some_and(|found| found.0.contains(&filing.id)) {
                FilingState::History
            } else {
                FilingState::Superseded
            }
        };
        self.filings.iter().map(standing).collect()
    }

    fn networks(&self, as_of: AsOf, known_at: Recorded) -> Vec<Arc<FilingRecord>> {
        let found = networks_in_force(self.filings.iter().map(|filing| &**filing), as_of, known_at);
        let stands = |filing: &&Arc<FilingRecord>| {
            found.get(&filing.operator).is_some_and(|other| other.id == filing.id)
        };
        let mut networks: Vec<_> = self.filings.iter().filter(stands).map(Arc::clone).collect();
        networks.sort_by(|a, b| a.operator.cmp(&b.operator));
        networks
    }

    fn holdings(&self, as_of: AsOf, known_at: Recorded) -> Vec<LayerInForce> {
        let found = in_force(self.filings.iter().map(|filing| &**filing), as_of, known_at);
        let shared =
            |wanted: &FilingRecord| self.filings.iter().find(|filing| filing.id == wanted.id).map(Arc::clone);
        found
            .into_iter()
            .filter_map(|(layer, filing)| {
                Some(LayerInForce { layer: layer.clone(), filing: shared(filing)? })
            })
            .collect()
    }
}

/// The filings of holdings, each once.
fn once_each(holdings: &[LayerInForce]) -> Vec<Arc<FilingRecord>> {
    let mut filings: Vec<Arc<FilingRecord>> =
        holdings.iter().map(|holding| Arc::clone(&holding.filing)).collect();
    filings.sort_by(|a, b| a.id.cmp(&b.id));
    filings.dedup_by(|a, b| a.id == b.id);
    filings
}

/// The filings in force at a date, for a layer or as a network.
#[derive(Default)]
struct InForceIds(BTreeSet<FilingId>);

impl InForceIds {
    fn at(filings: &[Arc<FilingRecord>], as_of: AsOf, known_at: Recorded) -> Self {
        let all = || filings.iter().map(|filing| &**filing);
        let layers: InForce<'_> = in_force(all(), as_of, known_at);
        let networks = networks_in_force(all(), as_of, known_at);
        Self(layers.into_values().chain(networks.into_values()).map(|filing| filing.id.clone()).collect())
    }
}

fn is_known(filing: &FilingRecord, known_at: Recorded) -> bool {
    filing.recorded <= known_at && filing.withdrawn.as_ref().is_none_or(|taken| known_at < taken.at)
}

/// Forgets damage of objects that the state no longer names.
fn keep_named(archive: &ExtentCache, state: &CatalogueState) {
    if archive.damaged().is_empty() {
        return;
    }
    let filings = state.filings.iter().flat_map(|filing| [&filing.data_key, &filing.original_key]);
    let months = state.measured.objects.iter().flat_map(|month| [&month.data_key, &month.tests_key]);
    archive.damaged().keep_only(&filings.chain(months).map(String::as_str).collect());
}

/// A hash of everything that answers depend on.
fn version(country: &Country, state: &CatalogueState, damage: &Damage) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        hash.update(part.as_bytes());
        hash.update([0]);
    };
    add(env!("CARGO_PKG_VERSION"));
    add(CONTENT);
    add(country.digest());
    for operator in &state.operators {
        add(&serde_json::to_string(operator).unwrap_or_default());
    }
    for filing in &state.filings {
        add(filing.id.as_str());
        let withdrawn = filing.withdrawn.as_ref().map_or(0, |taken| taken.at.micros());
        add(&format!("{} {withdrawn}", filing.recorded.micros()));
    }
    if !damage.is_empty() {
        add(&damage.fingerprint());
    }
    hex::encode(&hash.finalize()[..8])
}
