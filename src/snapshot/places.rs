//! Places that matter: which lists there are at an instant, their places, and how many of them a reach covers.
//!
//! ```text
//! events of lists ──► PlaceLists (known_at) ──► Places ──► PlaceShares, of a reach
//! ```
//!
//! A place is in the commune that holds its point exactly, and is covered where its cell is. Owns both; knows nothing
//! of how a list came in, nor of how long it is kept (`place_answers`). Invariants: a list that is damaged has no number, and is named; a list is in force from its
//! import until the next event of its id.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::question::{Figure, FigureState};
use super::reach::HoldingsKey;
use crate::catalogue::{PlaceListChange, PlaceListEvent, PlaceListRecord};
use crate::country::{Country, Part, TerritoryId, ZoneId, Zones};
use crate::coverage::CellSet;
use crate::coverage::shares::by_territory;
use crate::domain::{CommuneId, ListedPlace, LonLat, PlaceListId, Recorded};

/// Every event of every list, in the order recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceLists(Vec<PlaceListEvent>);

impl PlaceLists {
    pub(super) fn new(events: Vec<PlaceListEvent>) -> Self {
        Self(events)
    }

    /// Whether these are the events.
    pub(super) fn are(&self, events: &[PlaceListEvent]) -> bool {
        self.0 == events
    }

    /// The lists in force as known at an instant, by id.
    pub fn at(&self, known_at: Recorded) -> BTreeMap<&PlaceListId, &Arc<PlaceListRecord>> {
        let mut lists = BTreeMap::new();
        for event in self.0.iter().take_while(|event| event.at <= known_at) {
            match &event.change {
                PlaceListChange::Imported(list) => lists.insert(&event.list, list),
                PlaceListChange::Removed { .. } => lists.remove(&event.list),
            };
        }
        lists
    }

    /// A list in force as known at an instant.
    pub fn get(&self, id: &PlaceListId, known_at: Recorded) -> Option<&Arc<PlaceListRecord>> {
        let last = self.0.iter().take_while(|event| event.at <= known_at).filter(|event| event.list == *id);
        match &last.last()?.change {
            PlaceListChange::Imported(list) => Some(list),
            PlaceListChange::Removed { .. } => None,
        }
    }

    /// Whether a version of a list has an object of this name.
    pub(super) fn names(&self, version: i64, object: &str) -> bool {
        self.0.iter().any(|event| match &event.change {
            PlaceListChange::Imported(list) => list.version == version && list.data_key == object,
            PlaceListChange::Removed { .. } => false,
        })
    }

    /// The last instant, up to another, at which a list was imported or removed.
    pub(super) fn last_event(&self, known_at: Recorded) -> Option<Recorded> {
        self.0.iter().take_while(|event| event.at <= known_at).last().map(|event| event.at)
    }

    /// A text that is another for other events; empty where there are none.
    pub(super) fn fingerprint(&self) -> String {
        if self.0.is_empty() { String::new() } else { format!("{:?}", self.0) }
    }
}

/// A place of a list, in this country.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceAt {
    /// Its id, which no other place of the list has.
    pub id: Box<str>,
    /// Its name; empty where it has none.
    pub name: Box<str>,
    /// Where it is.
    pub at: LonLat,
    /// The commune it lies in.
    pub commune: CommuneId,
    /// The ordinal of the cell it counts in.
    cell: u32,
    /// Its commune, or the part of it that it lies in.
    zone: ZoneId,
}

impl PlaceAt {
    /// Whether it lies in a territory of any level.
    pub fn is_within(&self, country: &Country, container: TerritoryId) -> bool {
        let tree = &country.tree;
        if tree.is_within(tree.commune(self.commune), container) {
            return true;
        }
        match country.zones.get(self.zone).part {
            Part::Territory(part) => part == container || tree.get(part).group == Some(container),
            Part::Rest | Part::UrbanCentre(_) => false,
        }
    }
}

/// The places of a list, in order of communes and ids.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    places: Vec<PlaceAt>,
    /// How many there are, by territory.
    totals: Arc<Vec<f64>>,
}

impl Places {
    /// The places of a list that lie in this country, and how many do not: the list was made by another pack.
    pub(super) fn of(listed: Vec<ListedPlace>, country: &Country) -> (Self, u64) {
        let parts: BTreeMap<TerritoryId, ZoneId> = country
            .zones
            .iter()
            .filter_map(|(id, zone)| match zone.part {
                Part::Territory(territory) => Some((territory, id)),
                Part::Rest | Part::UrbanCentre(_) => None,
            })
            .collect();
        let mut finder = country.cells().finder();
        let (mut places, mut unknown) = (Vec::new(), 0);
        for place in listed {
            let at = place.position();
            let (Some(commune), Some(cell)) = (country.locate(at), finder.ordinal(place.h3)) else {
                unknown += 1;
                continue;
            };
            let part = match country.locate_part(at) {
                Some(Part::Territory(id)) => parts.get(&id).copied(),
                Some(Part::Rest | Part::UrbanCentre(_)) | None => None,
            };
            // The commune is the place's own, whatever a part's outline says on their common border.
            let part = part.filter(|zone| country.zones.get(*zone).commune == commune);
            let zone = part.unwrap_or(Zones::rest_of(commune));
            places.push(PlaceAt { id: place.id.into(), name: place.name.into(), at, commune, cell, zone });
        }
        let totals = Arc::new(by_territory(country, &by_zone(country, places.iter())));
        (Self { places, totals }, unknown)
    }

    /// All places, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &PlaceAt> {
        self.places.iter()
    }

    /// How many places a set of cells covers, of how many, by territory.
    pub(super) fn count(&self, set: &CellSet, country: &Country) -> PlaceShares {
        let covered = self.places.iter().filter(|place| set.contains(place.cell));
        let covered = by_zone(country, covered);
        PlaceShares { covered: by_territory(country, &covered), totals: Arc::clone(&self.totals) }
    }

    /// Bytes of memory.
    pub(super) fn bytes(&self) -> usize {
        let texts: usize = self.places.iter().map(|place| place.id.len() + place.name.len()).sum();
        size_of_val(&*self.places) + size_of_val(self.totals.as_slice()) + texts
    }
}

/// How many places lie in each zone.
fn by_zone<'p>(country: &Country, places: impl Iterator<Item = &'p PlaceAt>) -> Vec<f64> {
    let mut sums = vec![0.0; country.zones.len()];
    for place in places {
        sums[usize::from(place.zone.0)] += 1.0;
    }
    sums
}

/// How many places of a list a reach covers, of how many, by territory.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceShares {
    covered: Vec<f64>,
    totals: Arc<Vec<f64>>,
}

impl PlaceShares {
    /// One territory's number; no share where it has no place.
    pub fn figure(&self, territory: TerritoryId, standing: FigureState) -> Figure {
        let (covered, total) = (self.covered[territory.index()], self.totals[territory.index()]);
        let share = (standing.has_share() && total > 0.0).then(|| covered / total);
        Figure { share, covered, total, ratio: None }
    }

    /// Bytes of memory that are its own.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.covered)
    }
}

/// What shares of places are a function of: the filings, and the version of the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PlacesKey {
    pub(super) holdings: HoldingsKey,
    pub(super) version: i64,
}

impl PlacesKey {
    pub(super) fn bytes(&self) -> usize {
        self.holdings.bytes()
    }
}

/// Which places of a list a question reaches.
#[derive(Debug, Clone)]
pub struct PlacesReached {
    /// The places.
    pub places: Arc<Places>,
    pub(super) cells: Option<Arc<CellSet>>,
    pub(super) standing: FigureState,
}

impl PlacesReached {
    /// Whether a place is covered; `None` where that is not known.
    pub fn is_covered(&self, place: &PlaceAt) -> Option<bool> {
        let is_reached = self.cells.as_ref()?.contains(place.cell);
        match self.standing {
            FigureState::Known => Some(is_reached),
            // What the others cover is covered; what they do not, the damaged filing may.
            FigureState::LowerBound => is_reached.then_some(true),
            FigureState::NoFiling | FigureState::Damaged => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ContentHash, Names, PlaceListHead};

    fn at(micros: i64) -> Recorded {
        Recorded::from_micros(micros).expect("in range")
    }

    fn event(version: i64, list: &str, micros: i64, is_import: bool) -> PlaceListEvent {
        let id = PlaceListId::new(list).expect("an id");
        let record = PlaceListRecord {
            version,
            head: PlaceListHead {
                id: id.clone(),
                names: Names::default(),
                source: "s".to_owned(),
                licence: "l".to_owned(),
                as_of: "2026-01-01".parse().expect("a date"),
                synthetic: true,
            },
            recorded: at(micros),
            content_hash: ContentHash::new(&"a".repeat(64)).expect("a hash"),
            file_name: None,
            data_key: String::new(),
            bytes: 1,
            places: 1,
        };
        let change = if is_import {
            PlaceListChange::Imported(Arc::new(record))
        } else {
            PlaceListChange::Removed { reason: "why".to_owned() }
        };
        PlaceListEvent { version, list: id, at: at(micros), change }
    }

    #[test]
    fn a_list_is_what_its_last_event_by_then_made_it() {
        let lists = PlaceLists::new(vec![
            event(1, "schools", 10, true),
            event(2, "clinics", 20, true),
            event(3, "schools", 30, true),
            event(4, "schools", 40, false),
        ]);
        let versions = |known_at| -> Vec<i64> {
            lists.at(at(known_at)).into_values().map(|list| list.version).collect()
        };
        assert!(versions(9).is_empty());
        assert_eq!(versions(10), [1]);
        assert_eq!(versions(39), [2, 3], "by id");
        assert_eq!(versions(40), [2]);
        let schools = PlaceListId::new("schools").expect("an id");
        for (known_at, expected) in [(9, None), (29, Some(1)), (30, Some(3)), (41, None)] {
            assert_eq!(lists.get(&schools, at(known_at)).map(|list| list.version), expected);
        }
        assert_eq!((lists.last_event(at(35)), lists.last_event(at(5))), (Some(at(30)), None));
        assert_ne!(lists.fingerprint(), PlaceLists::default().fingerprint());
    }
}
