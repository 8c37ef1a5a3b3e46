//! `country.toml`: what the pack says of its country beside outlines and people.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::PackError;
use super::levels::Levels;
use super::target::{TargetMeta, TargetPathMeta};
use super::technology::{TECHNOLOGIES_MOST, TechnologyMeta};
use crate::domain::{Environment, Epsg, Names, SurfaceId, TechnologyId};
pub use crate::domain::{Licence, OperatorMeta};

/// The pack format: levels say how they belong together.
pub const FORMAT: u32 = 2;
/// The older format that it reads too: levels are named, and are those of [`Levels`]' format 1.
const FORMAT_OF_FIXED_LEVELS: u32 = 1;

/// The identity, words and promises of a country.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryMeta {
    /// Version of the pack format.
    pub format: u32,
    /// The code of the country itself, for instance `MA`.
    pub id: String,
    /// The country's name.
    pub names: Names,
    /// IANA name of the time zone in which civil dates are meant.
    pub time_zone: String,
    /// Languages the pack has names in, best first.
    pub languages: Vec<String>,
    /// How people are spread over cells unless a request says otherwise.
    pub surface: SurfaceId,
    /// Lines that must stand beside every product of this pack.
    pub attribution: Vec<String>,
    /// Census vintages, newest first.
    pub census: Vec<CensusMeta>,
    /// The levels of its territories.
    pub levels: Levels,
    /// Technologies that can be filed.
    pub technologies: Vec<TechnologyMeta>,
    /// Environments that can be filed.
    pub environments: Vec<EnvironmentMeta>,
    /// Operators licensed in the country.
    pub operators: Vec<OperatorMeta>,
    /// Reference systems that maps of the country are usually in: where a file names none and its numbers are no
    /// degrees, those are tried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reference_systems: Vec<Epsg>,
    /// How much of a filing may lie outside the country: it is left out, and more refuses the filing.
    #[serde(default)]
    pub outside: OutsideMost,
    /// What was promised, by whom, for when.
    #[serde(default)]
    pub targets: Vec<TargetMeta>,
    /// Promises of several stages: a target names the path it is a stage of.
    #[serde(default)]
    pub target_paths: Vec<TargetPathMeta>,
    /// Where the pack's data come from.
    #[serde(default)]
    pub sources: Vec<SourceMeta>,
}

/// How much of a filing may lie outside the country, as shares of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutsideMost {
    /// Of the area of outlines: of those that lie outside as a whole. What spills over a border or the coast is cut off.
    pub area: f64,
    /// Of premises.
    pub premises: f64,
}

impl Default for OutsideMost {
    fn default() -> Self {
        Self { area: 0.05, premises: 0.01 }
    }
}

/// A census vintage.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CensusMeta {
    /// For instance `rgph-2024`.
    pub id: String,
    /// The year people were counted.
    pub year: i16,
    /// The census' name.
    pub names: Names,
}

/// An environment that can be filed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentMeta {
    /// Which environment.
    pub id: Environment,
    /// Its name.
    pub names: Names,
    /// The FCC's `environmnt` code, where it has one.
    #[serde(default)]
    pub code: Option<u32>,
}

/// A source of the pack's data.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceMeta {
    /// What it is called.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// Its terms.
    pub licence: String,
    /// Where it is described.
    #[serde(default)]
    pub url: Option<String>,
    /// Anything a user must know.
    #[serde(default)]
    pub note: Option<String>,
}

impl CountryMeta {
    /// Reads and checks `country.toml`.
    ///
    /// # Errors
    /// When the file is missing, is no such file, or is of another format.
    pub fn read(path: &Path) -> Result<Self, PackError> {
        let text = std::fs::read_to_string(path).map_err(|source| PackError::io(path, source))?;
        let meta: Self = toml::from_str(&text)
            .map_err(|error| PackError::Malformed { file: path.to_owned(), what: error.to_string() })?;
        let wrong = |what: String| Err(PackError::Malformed { file: path.to_owned(), what });
        match (meta.format, meta.levels.is_stated()) {
            (FORMAT, true) | (FORMAT_OF_FIXED_LEVELS, false) => {}
            (FORMAT, false) => {
                return wrong(
                    "format 2, but no level says its parent, its outlines or that it is the base_unit".into(),
                );
            }
            (FORMAT_OF_FIXED_LEVELS, true) => {
                return wrong(
                    "format 1 has levels of its own: write format = 2 where levels say their parent".into(),
                );
            }
            (other, _) => {
                return wrong(format!(
                    "pack format {other} where this program reads {FORMAT_OF_FIXED_LEVELS} and {FORMAT}"
                ));
            }
        }
        if meta.census.is_empty() {
            return wrong("no census: at least one [[census]] is needed".into());
        }
        for (what, count, most) in [
            ("operators", meta.operators.len(), OperatorMeta::MOST),
            ("technologies", meta.technologies.len(), TECHNOLOGIES_MOST),
        ] {
            if count > most {
                return wrong(format!("{count} {what}: expected at most {most}"));
            }
        }
        for technology in &meta.technologies {
            if technology.tiers.is_empty() {
                return wrong(format!("technology {} has no tiers", technology.id));
            }
        }
        Ok(meta)
    }

    /// The census vintage that shares are computed on.
    pub fn current_census(&self) -> &CensusMeta {
        &self.census[0]
    }

    /// A technology by id.
    pub fn technology(&self, id: &TechnologyId) -> Option<&TechnologyMeta> {
        self.technologies.iter().find(|technology| technology.id == *id)
    }
}
