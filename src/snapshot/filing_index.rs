//! Every filing, and what is asked of all of them: found once, when a snapshot is built, never by a request.
//!
//! ```text
//! layer, or operator's network ──► days (as-of, ascending) ──► filings of that day (recorded, ascending)
//! ```
//!
//! Owns the order of filings by layer, network and date, what became of each, and the instants at which
//! anything was filed or withdrawn. Knows nothing of extents and measurements.
//!
//! Invariants: what is in force by this index is what the rule of `catalogue::in_force` says of all filings; an
//! index continued with what is newer equals the one made of everything at once; continuing copies the days
//! that change and shares the others.

mod fingerprint;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{FilingState, LayerInForce};
use crate::catalogue::FilingRecord;
use crate::domain::{AsOf, ContentHash, FilingId, FilingKind, Layer, OperatorId, Recorded};
use fingerprint::Fingerprint;
use timeline::{Timeline, instants};

/// How many filings of an operator and a kind there are in each state, and how fresh they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    counts: [u32; FilingState::ALL.len()],
    /// The latest date, and the latest instant recorded, of those that were not withdrawn.
    pub latest: Option<(AsOf, Recorded)>,
}

impl Tally {
    /// How many there are in a state.
    pub fn count(&self, state: FilingState) -> u32 {
        self.counts[state as usize]
    }

    fn see(&mut self, filing: &FilingRecord) {
        let last = self.latest.unwrap_or((filing.as_of, filing.recorded));
        self.latest = Some((last.0.max(filing.as_of), last.1.max(filing.recorded)));
    }
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct FilingIndex {
    /// In the order recorded.
    filings: Vec<Arc<FilingRecord>>,
    /// What became of each, in the same order.
    states: Vec<FilingState>,
    /// Positions in that order, sorted by id.
    by_id: Vec<u32>,
    /// Positions in that order, sorted by the hash of the file, and then themselves.
    by_hash: Vec<u32>,
    /// Positions of an operator's filings of a kind, ascending.
    groups: BTreeMap<(OperatorId, FilingKind), Arc<Vec<u32>>>,
    layers: BTreeMap<Layer, Timeline>,
    wholes: BTreeMap<(OperatorId, FilingKind), Timeline>,
    every: Timeline,
    /// Instants of filings and withdrawals, ascending.
    events: Vec<Recorded>,
    tallies: BTreeMap<(OperatorId, FilingKind), Tally>,
    fingerprint: Fingerprint,
}

/// All there is, whenever it was recorded.
const ALWAYS: Recorded = Recorded(jiff::Timestamp::MAX);

impl FilingIndex {
    /// An index of filings, in whatever order they come.
    pub fn new(mut filings: Vec<Arc<FilingRecord>>) -> Self {
        filings.sort_by_key(|filing| filing.recorded);
        let mut index = Self::default();
        for filing in &filings {
            index.enter(filing);
        }
        index.events = filings.iter().flat_map(|filing| instants(filing)).collect();
        index.events.sort_unstable();
        index.events.dedup();
        let places = || (0..).take(filings.len());
        index.by_id = places().collect();
        index.by_id.sort_by_key(|place| &filings[*place as usize].id);
        index.by_hash = places().collect();
        index.by_hash.sort_by_key(|place| (&filings[*place as usize].content_hash, *place));
        index.states = filings.iter().map(|filing| index.find_state(filing)).collect();
        for ((place, filing), state) in places().zip(&filings).zip(&index.states) {
            let group = (filing.operator.clone(), filing.kind);
            Arc::make_mut(index.groups.entry(group.clone()).or_default()).push(place);
            let tally = index.tallies.entry(group).or_default();
            tally.counts[*state as usize] += 1;
            if *state != FilingState::Withdrawn {
                tally.see(filing);
            }
            index.fingerprint.add(filing);
        }
        index.filings = filings;
        index
    }

    /// This index with filings that were recorded since, and others that were withdrawn or healed.
    #[must_use]
    pub fn with(&self, changes: impl IntoIterator<Item = FilingRecord>) -> Self {
        let mut changes: Vec<Arc<FilingRecord>> = changes.into_iter().map(Arc::new).collect();
        changes.sort_by_key(|filing| filing.recorded);
        if changes.is_empty() {
            return self.clone();
        }
        if !self.is_continued_by(&changes) {
            let changed: BTreeSet<&FilingId> = changes.iter().map(|filing| &filing.id).collect();
            let others = self.filings.iter().filter(|filing| !changed.contains(&filing.id)).cloned();
            let all = others.chain(changes.iter().cloned()).collect();
            return Self::new(all);
        }
        let mut next = self.clone();
        for filing in &changes {
            next.put(filing);
        }
        next
    }

    /// Whether each of these is newer than all, or takes the place of its earlier record where that stood.
    fn is_continued_by(&self, changes: &[Arc<FilingRecord>]) -> bool {
        let last = self.filings.last().map(|filing| filing.recorded);
        changes.iter().all(|filing| match self.place(&filing.id) {
            Some(place) => {
                let before = &self.filings[place];
                before.recorded == filing.recorded
                    && before.as_of == filing.as_of
                    && before.content_hash == filing.content_hash
                    && before.layers == filing.layers
                    && (before.withdrawn.is_none() || before.withdrawn == filing.withdrawn)
            }
            None => last.is_none_or(|last| last < filing.recorded),
        })
    }

    /// Enters a filing into every timeline it belongs to.
    fn enter(&mut self, filing: &Arc<FilingRecord>) {
        self.every.put(filing);
        if !filing.kind.declares_layers() {
            self.wholes.entry((filing.operator.clone(), filing.kind)).or_default().put(filing);
        }
        for declared in &filing.layers {
            match self.layers.get_mut(&declared.layer) {
                Some(timeline) => timeline.put(filing),
                None => self.layers.entry(declared.layer.clone()).or_default().put(filing),
            }
        }
    }

    /// Enters a newer filing, or another record of one that is known, and settles what became of others by it.
    fn put(&mut self, filing: &Arc<FilingRecord>) {
        let mut concerned = self.neighbours(filing);
        if let Some(place) = self.place(&filing.id) {
            let before = std::mem::replace(&mut self.filings[place], Arc::clone(filing));
            self.fingerprint.remove(&before);
            concerned.insert(place);
        } else {
            concerned.insert(self.push(filing));
        }
        self.fingerprint.add(filing);
        self.enter(filing);
        for instant in instants(filing) {
            if let Err(at) = self.events.binary_search(&instant) {
                self.events.insert(at, instant);
            }
        }
        concerned.extend(self.neighbours(filing));
        for place in concerned {
            self.settle(place);
        }
        if filing.withdrawn.is_some() {
            self.count_latest(&filing.operator, filing.kind);
        } else {
            self.tally(filing).see(filing);
        }
    }

    /// Enters a newer filing into the lists of all; it is settled by the caller.
    fn push(&mut self, filing: &Arc<FilingRecord>) -> usize {
        let place = self.filings.len();
        self.filings.push(Arc::clone(filing));
        self.states.push(FilingState::Superseded);
        self.tally(filing).counts[FilingState::Superseded as usize] += 1;
        let filings = &self.filings;
        let at = self.by_id.partition_point(|other| filings[*other as usize].id < filing.id);
        self.by_id.insert(at, place as u32);
        let is_before = |other: &u32| filings[*other as usize].content_hash <= filing.content_hash;
        let at = self.by_hash.partition_point(is_before);
        self.by_hash.insert(at, place as u32);
        let group = self.groups.entry((filing.operator.clone(), filing.kind)).or_default();
        Arc::make_mut(group).push(place as u32);
        place
    }

    fn tally(&mut self, filing: &FilingRecord) -> &mut Tally {
        self.tallies.entry((filing.operator.clone(), filing.kind)).or_default()
    }

    fn settle(&mut self, place: usize) {
        let (filing, before) = (Arc::clone(&self.filings[place]), self.states[place]);
        let state = self.find_state(&filing);
        self.states[place] = state;
        let tally = self.tally(&filing);
        tally.counts[before as usize] -= 1;
        tally.counts[state as usize] += 1;
    }

    /// Finds the latest of an operator and a kind anew, where the one that was may have been withdrawn.
    fn count_latest(&mut self, operator: &OperatorId, kind: FilingKind) {
        let group = (operator.clone(), kind);
        let mut tally = Tally::default();
        for place in self.groups.get(&group).map_or(&[][..], |places| places) {
            let filing = &self.filings[*place as usize];
            if filing.withdrawn.is_none() {
                tally.see(filing);
            }
        }
        if let Some(kept) = self.tallies.get_mut(&group) {
            kept.latest = tally.latest;
        }
    }

    /// The timelines a filing belongs to as a layer's, or as a whole.
    fn timelines<'a>(&'a self, filing: &'a FilingRecord) -> impl Iterator<Item = &'a Timeline> {
        let layers = filing.layers.iter().filter_map(|declared| self.layers.get(&declared.layer));
        let whole = self.wholes.get(&(filing.operator.clone(), filing.kind));
        layers.chain(whole)
    }

    /// The filings whose state may change with this one: those in force where it would be, or on its date.
    fn neighbours(&self, filing: &FilingRecord) -> BTreeSet<usize> {
        let in_force = self.timelines(filing).flat_map(|timeline| {
            [timeline.at(AsOf::MAX, ALWAYS), timeline.on(filing.as_of, ALWAYS)].into_iter().flatten()
        });
        in_force.filter_map(|other| self.place_recorded(other.recorded)).collect()
    }

    fn find_state(&self, filing: &FilingRecord) -> FilingState {
        if filing.withdrawn.is_some() {
            return FilingState::Withdrawn;
        }
        let is_it = |found: Option<&Arc<FilingRecord>>| found.is_some_and(|found| found.id == filing.id);
        let mut state = FilingState::Superseded;
        for timeline in self.timelines(filing) {
            if is_it(timeline.at(AsOf::MAX, ALWAYS)) {
                return FilingState::Current;
            }
            if is_it(timeline.on(filing.as_of, ALWAYS)) {
                state = FilingState::History;
            }
        }
        state
    }

    fn place_recorded(&self, recorded: Recorded) -> Option<usize> {
        self.filings.binary_search_by_key(&recorded, |filing| filing.recorded).ok()
    }

    /// The filings that were in force for a filing's date, among what it states, until it was recorded: what it took the
    /// place of, in the order recorded. They are of its own date, or of the one filed before.
    pub fn replaced_by<'a>(&'a self, filing: &'a FilingRecord) -> Vec<(&'a Arc<FilingRecord>, FilingState)> {
        let before = Recorded::from_micros(filing.recorded.micros() - 1);
        let found = self.timelines(filing).filter_map(|timeline| timeline.at(filing.as_of, before?));
        self.each_once(found)
    }

    /// All filings of a filing's date that state anything of what it states, itself among them, in the order recorded.
    pub fn versions_of<'a>(&'a self, filing: &'a FilingRecord) -> Vec<(&'a Arc<FilingRecord>, FilingState)> {
        self.each_once(self.timelines(filing).flat_map(|timeline| timeline.all_on(filing.as_of)))
    }

    fn each_once<'a>(
        &'a self,
        found: impl Iterator<Item = &'a Arc<FilingRecord>>,
    ) -> Vec<(&'a Arc<FilingRecord>, FilingState)> {
        let places: BTreeSet<usize> =
            found.filter_map(|filing| self.place_recorded(filing.recorded)).collect();
        places.into_iter().filter_map(|place| self.at(place)).collect()
    }

    /// Where a filing stands in the order recorded.
    fn place(&self, id: &FilingId) -> Option<usize> {
        let found = self.by_id.binary_search_by(|place| self.filings[*place as usize].id.cmp(id)).ok()?;
        Some(self.by_id[found] as usize)
    }

    /// How many filings there are, withdrawn ones included.
    pub fn len(&self) -> usize {
        self.filings.len()
    }

    /// Whether nothing was ever filed.
    pub fn is_empty(&self) -> bool {
        self.filings.is_empty()
    }

    /// The filing at a position in the order recorded, and what became of it.
    pub fn at(&self, place: usize) -> Option<(&Arc<FilingRecord>, FilingState)> {
        Some((self.filings.get(place)?, *self.states.get(place)?))
    }

    /// A filing, and what became of it.
    pub fn get(&self, id: &FilingId) -> Option<(&Arc<FilingRecord>, FilingState)> {
        self.at(self.place(id)?)
    }

    /// How many filings there are, and how fresh they are, by operator and kind.
    pub fn tallies(&self) -> &BTreeMap<(OperatorId, FilingKind), Tally> {
        &self.tallies
    }

    /// The layers in force for a date as known at an instant, each with its filing, in order.
    pub fn layers_in_force(&self, as_of: AsOf, known_at: Recorded) -> Vec<LayerInForce> {
        let found = self.layers.iter().filter_map(|(layer, timeline)| {
            let filing = Arc::clone(timeline.at(as_of, known_at)?);
            Some(LayerInForce { layer: layer.clone(), filing })
        });
        found.collect()
    }

    /// The filings in force that state a whole, such as a network, in order of operators and kinds.
    pub fn wholes_in_force(&self, as_of: AsOf, known_at: Recorded) -> Vec<Arc<FilingRecord>> {
        let found = self.wholes.values().filter_map(|timeline| timeline.at(as_of, known_at));
        found.cloned().collect()
    }

    /// The dates filed for, ascending, as known at an instant.
    pub fn dates(&self, known_at: Recorded) -> impl DoubleEndedIterator<Item = AsOf> + '_ {
        self.every.dates(known_at)
    }

    /// Positions in the order recorded, newest first, of the filings of an operator, of a kind, and of a file.
    pub fn places(
        &self,
        operator: Option<&OperatorId>,
        kind: Option<FilingKind>,
        file: Option<&ContentHash>,
    ) -> Vec<usize> {
        let is_meant = |(of, own): (&OperatorId, FilingKind)| {
            operator.is_none_or(|operator| operator == of) && kind.is_none_or(|kind| kind == own)
        };
        let mut places: Vec<u32> = match (file, operator, kind) {
            (Some(file), ..) => {
                let hash = |place: &u32| &self.filings[*place as usize].content_hash;
                let first = self.by_hash.partition_point(|place| hash(place) < file);
                let same = self.by_hash[first..].iter().take_while(|place| hash(place) == file);
                let is_meant = |place: &&u32| {
                    let filing = &self.filings[**place as usize];
                    is_meant((&filing.operator, filing.kind))
                };
                same.filter(is_meant).copied().collect()
            }
            (None, None, None) => return (0..self.filings.len()).rev().collect(),
            (None, ..) => {
                let groups = self.groups.iter().filter(|((of, own), _)| is_meant((of, *own)));
                groups.flat_map(|(_, places)| places.iter().copied()).collect()
            }
        };
        places.sort_unstable_by(|a, b| b.cmp(a));
        places.into_iter().map(|place| place as usize).collect()
    }

    /// Names the filings, whatever the order they came in.
    pub fn fingerprint(&self) -> String {
        self.fingerprint.text()
    }

    /// The last instant, up to another, at which a filing was recorded or withdrawn: what was known then and
    /// what was known since are the same.
    pub fn last_event(&self, known_at: Recorded) -> Option<Recorded> {
        let until = self.events.partition_point(|at| *at <= known_at);
        self.events[..until].last().copied()
    }

    /// The last instant, up to another, at which what is in force for a date may have changed among some layers:
    /// nothing where none of them was filed by then.
    pub fn last_change(
        &self,
        is_asked: impl Fn(&Layer) -> bool,
        as_of: AsOf,
        known_at: Recorded,
    ) -> Option<Recorded> {
        let asked = self.layers.iter().filter(|(layer, _)| is_asked(layer));
        asked.filter_map(|(_, timeline)| timeline.last_change(as_of, known_at)).max()
    }

    /// The latest date, not after another, that some layers were filed for, as known at an instant.
    pub fn last_date(
        &self,
        is_asked: impl Fn(&Layer) -> bool,
        until: AsOf,
        known_at: Recorded,
    ) -> Option<AsOf> {
        let asked = self.layers.iter().filter(|(layer, _)| is_asked(layer));
        asked.filter_map(|(_, timeline)| Some(timeline.at(until, known_at)?.as_of)).max()
    }
}

#[cfg(test)]
mod tests;
