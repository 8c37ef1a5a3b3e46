//! What is quarantined: damaged objects, and the numbers that are not published for it.
//!
//! A [`Damage`] is the immutable list of one snapshot; its `Ledger` grows as objects are met between
//! two snapshots, and tells the publisher, so that answers are always those of one list. Nothing takes
//! the place of what is damaged: not the filing before it, and not 0.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{PoisonError, RwLock};

use tokio::sync::watch;

use crate::domain::{DamageCause, DamagedKind, DamagedObject, DamagedOf, FilingId};

/// Everything damaged, as of one snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Damage {
    objects: BTreeSet<DamagedObject>,
    filings: BTreeSet<FilingId>,
    /// Versions of lists of places.
    places: BTreeSet<i64>,
}

impl Damage {
    /// A list of objects.
    pub fn of(objects: impl IntoIterator<Item = DamagedObject>) -> Self {
        let mut list = Self::default();
        for object in objects {
            // Months are kept by what was measured; nothing published comes from originals, or from what tests are
            // known again by.
            if let (DamagedOf::Filing { filing, .. }, DamagedKind::Filing) = (&object.of, object.kind) {
                list.filings.insert(filing.clone());
            }
            if let DamagedOf::Places { version, .. } = &object.of {
                list.places.insert(*version);
            }
            list.objects.insert(object);
        }
        list
    }

    /// Whether a filing's numbers cannot be published.
    pub fn is_filing_damaged(&self, filing: &FilingId) -> bool {
        self.filings.contains(filing)
    }

    /// Whether the places of a version of a list cannot be counted.
    pub fn are_places_damaged(&self, version: i64) -> bool {
        self.places.contains(&version)
    }

    /// The filings whose numbers cannot be published, in order.
    pub fn filings(&self) -> impl Iterator<Item = &FilingId> {
        self.filings.iter()
    }

    /// Every damaged object, in order.
    pub fn objects(&self) -> impl ExactSizeIterator<Item = &DamagedObject> {
        self.objects.iter()
    }

    /// How many objects of a kind.
    pub fn count(&self, kind: DamagedKind) -> usize {
        self.objects.iter().filter(|object| object.kind == kind).count()
    }

    /// Whether nothing is damaged.
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    /// A text that is another for another list.
    pub(super) fn fingerprint(&self) -> String {
        let name = |object: &DamagedObject| format!("{} {} {:?}\0", object.object, object.cause, object.of);
        self.objects.iter().map(name).collect()
    }
}

/// Which object of whom: two filings may share one.
type Place = (String, DamagedOf);

#[derive(Debug, Default)]
struct Entries {
    /// Goes up with every change.
    changes: u64,
    objects: BTreeMap<Place, DamagedObject>,
    /// The last healing that was heard of.
    healing: i64,
}

/// What was found damaged so far; see the module.
#[derive(Debug)]
pub(super) struct Ledger {
    entries: RwLock<Entries>,
    changed: watch::Sender<u64>,
}

impl Ledger {
    pub(super) fn new() -> Self {
        Self { entries: RwLock::default(), changed: watch::Sender::new(0) }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Entries) -> (bool, T)) -> T {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        let (is_changed, outcome) = change(&mut entries);
        if is_changed {
            entries.changes += 1;
            self.changed.send_replace(entries.changes);
        }
        outcome
    }

    /// Enters an object; `problem` is for the log, once.
    pub(super) fn note(&self, object: DamagedObject, problem: &str) {
        self.change(|entries| {
            let place = (object.object.clone(), object.of.clone());
            if entries.objects.get(&place) == Some(&object) {
                return (false, ());
            }
            tracing::error!(
                object = object.object, kind = %object.kind, cause = %object.cause, of = ?object.of, problem,
                "damaged: quarantined, its numbers are not published"
            );
            entries.objects.insert(place, object);
            (true, ())
        });
    }

    /// Forgets objects that are what their names say, so that they are looked at anew. An intact object that is
    /// not what its row says stays what it is.
    pub(super) fn forget(&self, names: &BTreeSet<&str>) {
        self.retain(|name, object| object.cause == DamageCause::Mismatched || !names.contains(name));
    }

    fn retain(&self, is_kept: impl Fn(&str, &DamagedObject) -> bool) {
        self.change(|entries| {
            let before = entries.objects.len();
            entries.objects.retain(|(name, _), object| is_kept(name, object));
            (entries.objects.len() != before, ())
        });
    }

    /// Keeps only objects that a row still names: what was merged, or healed under another name, is no longer
    /// anybody's damage.
    pub(super) fn keep_only(&self, is_named: impl Fn(&str, &DamagedObject) -> bool) {
        self.retain(is_named);
    }

    /// Whether nothing is entered.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).objects.is_empty()
    }

    /// Forgets what the catalogue says was healed since it last said so.
    pub(super) fn hear_of(&self, healings: &[(i64, String)]) {
        let last = self.entries.read().unwrap_or_else(PoisonError::into_inner).healing;
        let new = healings.iter().filter(|(number, _)| *number > last);
        let healed: BTreeSet<&str> = new.map(|(_, object)| object.as_str()).collect();
        self.retain(|name, _| !healed.contains(name));
        if let Some((number, _)) = healings.last() {
            self.entries.write().unwrap_or_else(PoisonError::into_inner).healing = *number;
        }
    }

    /// What is known of a filing's rows.
    pub(super) fn filing(&self, filing: &FilingId) -> Option<DamagedObject> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let is_its = |object: &&DamagedObject| {
            object.kind == DamagedKind::Filing
                && matches!(&object.of, DamagedOf::Filing { filing: of, .. } if of == filing)
        };
        if entries.objects.is_empty() { None } else { entries.objects.values().find(is_its).cloned() }
    }

    /// What is known of one object of a month.
    pub(super) fn month(&self, name: &str) -> Option<DamagedObject> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let is_it =
            |object: &&DamagedObject| object.kind == DamagedKind::Measurements && object.object == name;
        entries.objects.values().find(is_it).cloned()
    }

    /// What is known of a version of a list of places.
    pub(super) fn places(&self, version: i64) -> Option<DamagedObject> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let is_its = |object: &&DamagedObject| matches!(&object.of, DamagedOf::Places { version: of, .. } if *of == version);
        entries.objects.values().find(is_its).cloned()
    }

    /// All of it, and the number of changes that made it.
    pub(super) fn list(&self) -> (Vec<DamagedObject>, u64) {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        (entries.objects.values().cloned().collect(), entries.changes)
    }

    /// How often it changed.
    pub(super) fn changes(&self) -> u64 {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).changes
    }

    /// Tells of changes.
    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }
}
