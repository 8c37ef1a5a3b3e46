//! The snapshot: an immutable value made from what the catalogue says is accepted.
//!
//! Owns what is published as one whole, and its version. What is asked of all filings is found when it is
//! built: a request looks into an index and walks no list.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::in_force::InForce;
use super::{Damage, ExtentCache, FilingIndex, Measured, PlaceLists, SnapshotError};
use crate::catalogue::{Aggregate, BatchCut, CatalogueState, Corrections, MeasuredObject, ReadUntil};
use crate::country::Country;
use crate::domain::{AsOf, DamagedOf, OperatorId, OperatorMeta, Recorded};

/// Raised with every change of what an answer says, or how, for the same filings: a field more or less, other
/// rounding, another sentence. A version of the program has many such changes, and who holds an answer of before
/// would be told that it is unchanged.
const CONTENT: &str = "content 3";

/// What is published, whole and unchanging.
#[derive(Debug)]
pub struct Snapshot {
    country: Arc<Country>,
    archive: Arc<ExtentCache>,
    zone: TimeZone,
    generation: u64,
    until: ReadUntil,
    built: Timestamp,
    filed: Arc<Filed>,
    measured: Arc<Measured>,
}

/// What is published of filings. It changes with filings, operators and damage; snapshots of which only
/// measurements are new share one.
#[derive(Debug)]
struct Filed {
    operators: Vec<OperatorMeta>,
    filings: FilingIndex,
    places: PlaceLists,
    corrections: Corrections,
    last_recorded: Option<Recorded>,
    known_at: Recorded,
    /// The date described by default, and what is in force for it now.
    usual_as_of: AsOf,
    usual: Arc<InForce>,
    damage: Damage,
    /// Changes of the list of what is damaged that are known here.
    damage_changes: u64,
    version: String,
}

impl Filed {
    /// Puts together what a state says, over what an earlier snapshot said, and loads what is in force now.
    async fn build(
        country: &Country,
        archive: &ExtentCache,
        state: CatalogueState,
        earlier: Option<&Arc<Self>>,
        civil_date: impl Fn(Recorded) -> AsOf,
    ) -> Result<Arc<Self>, SnapshotError> {
        let filings = match earlier.filter(|_| !state.is_whole) {
            Some(earlier) if earlier.is_unchanged_by(&state, archive) => return Ok(Arc::clone(earlier)),
            Some(earlier) => earlier.filings.with(state.filings),
            None => FilingIndex::new(state.filings.into_iter().map(Arc::new).collect()),
        };
        let places = PlaceLists::new(state.places);
        keep_named(archive, &filings, &places, &state.measured.objects);
        let known_at = state.last_recorded.unwrap_or_else(|| Recorded(crate::domain::clock::wall()));
        let usual_as_of = latest(&filings, known_at).unwrap_or_else(|| civil_date(known_at));
        let usual = InForce::of(&filings, usual_as_of, known_at);
        archive.pin(usual.filings()).await?;
        archive.pin_networks(usual.networks()).await?;
        archive.look_at_places(places.at(known_at).into_values()).await?;
        let (objects, damage_changes) = archive.damaged().list();
        let damage = Damage::of(objects);
        Ok(Arc::new(Self {
            version: version(country, &state.operators, &filings, &places, &damage),
            operators: state.operators,
            filings,
            places,
            corrections: state.corrections,
            last_recorded: state.last_recorded,
            known_at,
            usual_as_of,
            usual: Arc::new(usual),
            damage,
            damage_changes,
        }))
    }

    /// Whether a state that was read from here on, and what is known of damage, leaves all of it as it is.
    fn is_unchanged_by(&self, state: &CatalogueState, archive: &ExtentCache) -> bool {
        // Before anything was filed, the present is what is described.
        state.filings.is_empty()
            && state.last_recorded.is_some()
            && state.last_recorded == self.last_recorded
            && state.operators == self.operators
            && state.corrections == self.corrections
            && self.places.are(&state.places)
            && archive.damaged().changes() == self.damage_changes
    }
}

/// The latest date filed for, as known at an instant.
fn latest(filings: &FilingIndex, known_at: Recorded) -> Option<AsOf> {
    filings.dates(known_at).next_back()
}

impl Snapshot {
    /// Makes a snapshot of a catalogue's state, and loads what is in force now: from what an earlier one says
    /// where the state is what is newer than that. What is damaged is named and stops nothing.
    ///
    /// # Errors
    /// When the system is short of something and an extent in force cannot be loaded.
    pub async fn build(
        country: Arc<Country>,
        archive: Arc<ExtentCache>,
        state: CatalogueState,
        earlier: Option<&Self>,
    ) -> Result<Arc<Self>, SnapshotError> {
        let built = crate::domain::clock::wall();
        archive.damaged().hear_of(&state.healings);
        let before = earlier.map(|earlier| &*earlier.measured);
        let measured = Measured::build(&country, &state, archive.store(), before).await?;
        let zone = TimeZone::get(&country.meta.time_zone).unwrap_or(TimeZone::UTC);
        let (generation, until) = (state.generation, state.until.clone());
        let civil_date = |instant: Recorded| zone.to_datetime(instant.0).date();
        let before = earlier.map(|earlier| &earlier.filed);
        let filed = Filed::build(&country, &archive, state, before, civil_date).await?;
        let measured = Arc::new(measured);
        Ok(Arc::new(Self { country, archive, zone, generation, until, built, filed, measured }))
    }

    /// How far the catalogue was read: what is newer makes the next snapshot.
    pub(super) fn until(&self) -> &ReadUntil {
        &self.until
    }

    /// What is damaged, and not published.
    pub fn damage(&self) -> &Damage {
        &self.filed.damage
    }

    /// Whether damage was found that this snapshot does not know of: what is asked again, of a newer one, is
    /// answered.
    pub fn is_behind_damage(&self) -> bool {
        self.archive.damaged().changes() != self.filed.damage_changes
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
        &self.filed.version
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
        format!("{}-{}", self.filed.version, self.measured.version())
    }

    /// The last instant anything was recorded: the default of `known_at`.
    pub fn known_at(&self) -> Recorded {
        self.filed.known_at
    }

    /// The last instant, up to another, at which what is filed changed; that one itself where nothing was filed yet.
    pub fn last_event(&self, known_at: Recorded) -> Recorded {
        if known_at >= self.filed.known_at {
            return self.filed.known_at;
        }
        let (filed, listed) =
            (self.filed.filings.last_event(known_at), self.filed.places.last_event(known_at));
        filed.max(listed).unwrap_or(known_at)
    }

    /// The registry of operators.
    pub fn operators(&self) -> &[OperatorMeta] {
        &self.filed.operators
    }

    /// An operator of the registry.
    pub fn operator(&self, id: &OperatorId) -> Option<&OperatorMeta> {
        self.filed.operators.iter().find(|operator| operator.id == *id)
    }

    /// An operator's name, or its id where it has none.
    pub fn operator_name<'a>(&'a self, id: &'a OperatorId, language: &str) -> &'a str {
        self.operator(id)
            .map(|operator| operator.names.get(language, &self.country().meta.languages))
            .filter(|name| !name.is_empty())
            .unwrap_or(id.as_str())
    }

    /// Every filing, and what is asked of all of them.
    pub fn filings(&self) -> &FilingIndex {
        &self.filed.filings
    }

    /// Lists of places, and what became of them.
    pub fn place_lists(&self) -> &PlaceLists {
        &self.filed.places
    }

    /// The dates filed for, ascending, as known at an instant.
    pub fn dates(&self, known_at: Recorded) -> impl DoubleEndedIterator<Item = AsOf> + '_ {
        self.filed.filings.dates(known_at)
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
        self.filed.corrections.resolve(known_at)
    }

    /// The last instant anything was recorded, measurements included.
    pub fn last_recorded(&self) -> Recorded {
        self.measured.last_recorded().map_or(self.filed.known_at, |last| last.max(self.filed.known_at))
    }

    /// The latest date filed for, as known at an instant; before anything was filed, that day.
    pub(super) fn latest(&self, known_at: Recorded) -> AsOf {
        latest(&self.filed.filings, known_at).unwrap_or_else(|| self.civil_date(known_at))
    }

    /// What is in force for a date, as known at an instant; the usual answer is kept.
    pub(super) fn in_force(&self, as_of: AsOf, known_at: Recorded) -> Arc<InForce> {
        // Nothing was recorded since the snapshot's own instant.
        let is_usual = as_of == self.filed.usual_as_of && known_at >= self.filed.known_at;
        if is_usual {
            Arc::clone(&self.filed.usual)
        } else {
            Arc::new(InForce::of(&self.filed.filings, as_of, known_at))
        }
    }
}

/// Forgets damage of objects that no row names any more.
fn keep_named(
    archive: &ExtentCache,
    filings: &FilingIndex,
    places: &PlaceLists,
    measured: &[MeasuredObject],
) {
    if archive.damaged().is_empty() {
        return;
    }
    let months = measured.iter().flat_map(|month| [month.data_key.as_str(), month.tests_key.as_str()]);
    let months: HashSet<&str> = months.collect();
    archive.damaged().keep_only(|name, object| match &object.of {
        DamagedOf::Filing { filing, .. } => filings
            .get(filing)
            .is_some_and(|(filing, _)| filing.data_key == name || filing.original_key == name),
        DamagedOf::Month { .. } => months.contains(name),
        DamagedOf::Places { version, .. } => places.names(*version, name),
    });
}

/// A hash of everything that answers depend on.
fn version(
    country: &Country,
    operators: &[OperatorMeta],
    filings: &FilingIndex,
    places: &PlaceLists,
    damage: &Damage,
) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: &str| {
        hash.update(part.as_bytes());
        hash.update([0]);
    };
    add(env!("CARGO_PKG_VERSION"));
    add(CONTENT);
    add(country.digest());
    for operator in operators {
        add(&serde_json::to_string(operator).unwrap_or_default());
    }
    add(&filings.fingerprint());
    let places = places.fingerprint();
    if !places.is_empty() {
        add(&places);
    }
    if !damage.is_empty() {
        add(&damage.fingerprint());
    }
    hex::encode(&hash.finalize()[..8])
}
