//! Where: territories of the country's tree, positions and areas.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{string_id, word_list};

string_id!(
    /// The official code of a territory (HCP's in Morocco), for instance `06.141.01.`; always text.
    TerritoryCode,
    "territory code",
    "1 to 24 letters, digits, dots or hyphens",
    |text| (1..=24).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
);

word_list!(
    /// The level of a territory in the country's tree, from the whole down.
    Level, "level" {
        /// The whole country.
        Country => "country",
        /// A region.
        Region => "region",
        /// A province or prefecture.
        Province => "province",
        /// A commune: the unit every place belongs to.
        Commune => "commune",
        /// A part of a commune that groups arrondissements; never summed with provinces.
        Sector => "sector",
        /// A part of a large commune.
        Arrondissement => "arrondissement",
    }
);

/// A commune's position in the country pack's list of communes, which is sorted by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommuneId(pub u16);

impl CommuneId {
    /// The position as an index into per-commune tables.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A position in degrees, WGS84 longitude and latitude.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

/// An area in square metres on the WGS84 ellipsoid.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SquareMetres(pub f64);

impl SquareMetres {
    /// The same area in square kilometres.
    pub fn km2(self) -> f64 {
        self.0 / 1e6
    }
}

/// A name in each language it is known in, by language tag (`fr`, `ar`, `en`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(pub BTreeMap<String, String>);

impl Names {
    /// The name in a language, else in the first of `languages` it is known in, else in any; empty when there
    /// is none.
    pub fn get(&self, language: &str, languages: &[String]) -> &str {
        self.0
            .get(language)
            .or_else(|| languages.iter().find_map(|language| self.0.get(language)))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The name in the first of some languages it is known in, else in any; empty when there is none.
    pub fn best(&self, languages: &[String]) -> &str {
        self.get(languages.first().map_or("", String::as_str), languages)
    }
}
