//! The territory tree: every unit of the country, its parent, its people.
//!
//! Territories stand in one list: the country first, then each level in turn, sorted by code within
//! a level. Communes, which are the pack's base units, therefore are one slice, and a [`CommuneId`] is an
//! offset into it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::levels::Levels;
use crate::domain::{CommuneId, Level, LevelId, Names, SquareMetres, TerritoryCode};

/// A territory's position in the tree's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TerritoryId(pub u32);

impl TerritoryId {
    /// The position as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Figures of the censuses by name: `population_2024`, `households_urban_2024`, `internet_2014` ...
///
/// What is unknown is absent, never 0. Years are part of the name, so that a pack of any country and any
/// vintage fits.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CensusFigures(pub BTreeMap<String, f64>);

impl CensusFigures {
    /// Names of counts, which can be summed; other figures are shares, which cannot.
    const COUNTS: [&'static str; 4] = ["population", "households", "establishments", "dwellings"];

    /// A figure by its full name.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.0.get(name).copied()
    }

    /// People in a census year.
    pub fn population(&self, year: i16) -> Option<f64> {
        self.get(&format!("population_{year}"))
    }

    /// Households in a census year.
    pub fn households(&self, year: i16) -> Option<f64> {
        self.get(&format!("households_{year}"))
    }

    /// A count of the urban places only: `population` or `households`.
    pub fn urban(&self, what: &str, year: i16) -> Option<f64> {
        self.get(&format!("{what}_urban_{year}"))
    }

    /// Adds another territory's counts; shares stay as they are.
    pub fn add(&mut self, other: &Self) {
        for (name, amount) in &other.0 {
            if Self::COUNTS.iter().any(|count| name.starts_with(count)) {
                *self.0.entry(name.clone()).or_default() += amount;
            }
        }
    }
}

/// A unit of the country's tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Territory {
    /// The official code.
    pub code: TerritoryCode,
    /// Its level.
    pub level: Level,
    /// Its names.
    pub names: Names,
    /// What contains it; nothing contains the country.
    pub parent: Option<TerritoryId>,
    /// Of a part of a commune: the group of parts it stands in too.
    pub group: Option<TerritoryId>,
    /// What the statisticians call it: `municipality`, `rural`, `province`, `prefecture` ...
    pub kind: Option<String>,
    /// Its people.
    pub census: CensusFigures,
    /// Geodesic area of its outline.
    pub area: SquareMetres,
    /// West, south, east, north in degrees.
    pub bbox: [f64; 4],
    /// What the pack's builder had to say of it: `gap-assigned` ...
    pub flags: Vec<String>,
}

/// The urban centre of a rural commune: a place people are known to live in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UrbanCentre {
    /// Its code.
    pub code: TerritoryCode,
    /// The commune it lies in.
    pub commune: CommuneId,
    /// Its names.
    pub names: Names,
    /// Its people, where the census gives them.
    pub census: CensusFigures,
}

/// The tree. Built by the pack reader; immutable.
#[derive(Debug, Clone)]
pub struct Tree {
    levels: Levels,
    territories: Vec<Territory>,
    ranges: Vec<Range<u32>>,
    by_code: HashMap<TerritoryCode, TerritoryId>,
    children: Vec<Vec<TerritoryId>>,
    languages: BTreeSet<String>,
}

impl Tree {
    /// Indexes a list that is sorted by level, then by code, with the country first.
    pub(super) fn new(levels: Levels, territories: Vec<Territory>) -> Self {
        let mut ranges = vec![0..0; levels.len()];
        let mut by_code = HashMap::with_capacity(territories.len());
        let mut children = vec![Vec::new(); territories.len()];
        for (position, territory) in territories.iter().enumerate() {
            let position = position as u32;
            let range: &mut Range<u32> = &mut ranges[territory.level.index()];
            let start = if range.start == range.end { position } else { range.start };
            *range = start..position + 1;
            by_code.insert(territory.code.clone(), TerritoryId(position));
            for parent in [territory.parent, territory.group].into_iter().flatten() {
                children[parent.index()].push(TerritoryId(position));
            }
        }
        let named = territories.iter().filter(|territory| territory.parent.is_some());
        let languages = named.flat_map(|territory| territory.names.0.keys().cloned()).collect();
        Self { levels, territories, ranges, by_code, children, languages }
    }

    /// The levels of its territories.
    pub fn levels(&self) -> &Levels {
        &self.levels
    }

    /// The word of a territory's level.
    pub fn level_id(&self, id: TerritoryId) -> &LevelId {
        self.levels.id(self.get(id).level)
    }

    /// The territory of a level that a territory is or lies in, along the line of its parents.
    pub fn container(&self, id: TerritoryId, level: Level) -> Option<TerritoryId> {
        let parents = std::iter::successors(Some(id), |id| self.get(*id).parent);
        parents.into_iter().find(|id| self.get(*id).level == level)
    }

    /// The list itself, from which it can be indexed again.
    pub(super) fn territories(&self) -> &[Territory] {
        &self.territories
    }

    /// How many territories there are, of all levels.
    pub fn len(&self) -> usize {
        self.territories.len()
    }

    /// Whether the tree is empty; a loaded one never is.
    pub fn is_empty(&self) -> bool {
        self.territories.is_empty()
    }

    /// The whole country.
    pub fn country(&self) -> TerritoryId {
        TerritoryId(0)
    }

    /// A territory.
    pub fn get(&self, id: TerritoryId) -> &Territory {
        &self.territories[id.index()]
    }

    /// A territory by its code.
    pub fn find(&self, code: &str) -> Option<TerritoryId> {
        self.by_code.get(code).copied()
    }

    /// Every territory of a level, sorted by code.
    pub fn level(&self, level: Level) -> impl ExactSizeIterator<Item = TerritoryId> + use<> {
        self.level_range(level).map(TerritoryId)
    }

    fn level_range(&self, level: Level) -> Range<u32> {
        self.ranges.get(level.index()).map_or(0..0, Range::clone)
    }

    /// How many communes there are.
    pub fn communes(&self) -> usize {
        self.level_range(self.levels.base()).len()
    }

    /// The territory that a commune id stands for.
    pub fn commune(&self, id: CommuneId) -> TerritoryId {
        TerritoryId(self.level_range(self.levels.base()).start + u32::from(id.0))
    }

    /// The commune id of a territory, if it is a commune.
    pub fn commune_id(&self, id: TerritoryId) -> Option<CommuneId> {
        let range = self.level_range(self.levels.base());
        range.contains(&id.0).then(|| CommuneId((id.0 - range.start) as u16))
    }

    /// What lies directly below a territory.
    pub fn children(&self, id: TerritoryId) -> &[TerritoryId] {
        &self.children[id.index()]
    }

    /// A territory's containers, from the country down to itself.
    pub fn path(&self, id: TerritoryId) -> Vec<TerritoryId> {
        let mut path = vec![id];
        let mut at = id;
        while let Some(parent) = self.get(at).parent {
            path.push(parent);
            at = parent;
        }
        path.reverse();
        path
    }

    /// Whether a territory is, or lies in, another.
    pub fn is_within(&self, id: TerritoryId, container: TerritoryId) -> bool {
        id == container
            || self.get(id).group == Some(container)
            || self.get(id).parent.is_some_and(|parent| self.is_within(parent, container))
    }

    /// Whether any territory below the whole has a name in a language.
    pub fn is_named_in(&self, language: &str) -> bool {
        self.languages.contains(language)
    }

    /// Every territory, in the order of the list.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (TerritoryId, &Territory)> {
        self.territories.iter().enumerate().map(|(at, territory)| (TerritoryId(at as u32), territory))
    }
}
