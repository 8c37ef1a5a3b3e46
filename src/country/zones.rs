//! Zones: the smallest pieces people are known for, and which territories each one counts towards.
//!
//! A zone is a commune, or a part of one: a territory below it, the urban centre of a rural commune, or
//! what is left beside those. Every cell lies in exactly one zone; a territory is a set of zones.

use serde::{Deserialize, Serialize};

use super::tree::{TerritoryId, Tree, UrbanCentre};
use crate::domain::{CommuneId, Denominator};

/// A zone's position in the list of zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ZoneId(pub u16);

/// Which part of its commune a zone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// The commune, or what is left of it beside its parts.
    Rest,
    /// A territory below it.
    Territory(TerritoryId),
    /// An urban centre, by its position in the pack's list.
    UrbanCentre(u16),
}

/// The smallest piece people are known for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// The commune it lies in.
    pub commune: CommuneId,
    /// Which part of it.
    pub part: Part,
}

/// All zones of the country: first one rest per commune, in order of [`CommuneId`], then the parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zones(Vec<Zone>);

impl Zones {
    /// How many communes and parts of communes a country has at most: a position among them is 16 bits wide
    /// in the cells' list and in rows of the lake, and the last of these positions says "outside".
    pub const MOST: usize = u16::MAX as usize;

    /// What is wrong with a country of these numbers of communes, parts of them and urban centres, each with what they
    /// are called, if they are too many.
    pub fn too_many(counts: &[(usize, &str); 3]) -> Option<String> {
        let all: usize = counts.iter().map(|(count, _)| count).sum();
        let [one, two, three] = counts.map(|(count, what)| format!("{count} {what}"));
        (all > Self::MOST).then(|| {
            format!(
                "{one}, {two} and {three} are {all} territories that hold cells: expected at most {}",
                Self::MOST
            )
        })
    }

    /// Lists the zones of a tree.
    pub(super) fn of(tree: &Tree, parts: &[TerritoryId], centres: &[UrbanCentre]) -> Self {
        let mut zones: Vec<Zone> = (0..tree.communes() as u16)
            .map(|commune| Zone { commune: CommuneId(commune), part: Part::Rest })
            .collect();
        for id in parts {
            if let Some(commune) = tree.get(*id).parent.and_then(|parent| tree.commune_id(parent)) {
                zones.push(Zone { commune, part: Part::Territory(*id) });
            }
        }
        for (at, centre) in centres.iter().enumerate() {
            zones.push(Zone { commune: centre.commune, part: Part::UrbanCentre(at as u16) });
        }
        Self(zones)
    }

    /// How many zones there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A zone.
    pub fn get(&self, id: ZoneId) -> Zone {
        self.0[id.0 as usize]
    }

    /// The zone that is a commune's rest.
    pub const fn rest_of(commune: CommuneId) -> ZoneId {
        ZoneId(commune.0)
    }

    /// Every zone in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (ZoneId, Zone)> + '_ {
        self.0.iter().enumerate().map(|(at, zone)| (ZoneId(at as u16), *zone))
    }
}

/// People, households and square metres of every zone, as one surface spreads them.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneAmounts {
    /// People by zone.
    pub population: Vec<f64>,
    /// Households by zone.
    pub households: Vec<f64>,
    /// Square metres by zone.
    pub area: Vec<f64>,
}

impl ZoneAmounts {
    /// The amounts of one denominator.
    pub fn of(&self, denominator: Denominator) -> &[f64] {
        match denominator {
            Denominator::Population => &self.population,
            Denominator::Households => &self.households,
            Denominator::Area => &self.area,
        }
    }
}
