//! Where: territories of the country's tree, positions and areas.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{string_id, word_list};

string_id!(
    /// The official code of a territory, for instance `06.141.01.`; always text.
    TerritoryCode,
    "territory code",
    "1 to 24 letters, digits, dots or hyphens",
    |text| (1..=24).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
);

string_id!(
    /// The word of a level, as the country pack has it: `region`, `parish`.
    LevelId,
    "level",
    "1 to 24 lower-case letters, digits or hyphens, a letter first",
    |text| (1..=24).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
);

/// A level of the country's tree: its position among the pack's levels, from the whole down. Which levels there
/// are, how they are called and what each is for is the pack's to say: `country::Levels`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Level(pub u8);

impl Level {
    /// The whole country.
    pub const WHOLE: Self = Self(0);

    /// The position as an index into per-level tables.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

word_list!(
    /// What a level is for in the country's tree.
    LevelRole, "role of a level" {
        /// The whole country.
        Whole => "whole",
        /// What contains base units; each level of these divides the one above completely.
        Container => "container",
        /// The base unit, in which people are counted: `commune` in the names of fields and columns.
        BaseUnit => "base_unit",
        /// Groups of parts of a base unit.
        Groups => "groups",
        /// Parts of some base units, with people of their own.
        Parts => "parts",
    }
);

/// A commune's position in the country pack's list of communes, which is sorted by code.
///
/// "Commune" is the word here, in files, columns and answers for the pack's *base unit*: the smallest unit that
/// covers the whole country, in which people are counted, whatever the country calls it.
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
