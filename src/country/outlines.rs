//! Outlines for maps, with the names of what they outline.
//!
//! The pack keeps the simplified outlines of a level under their codes alone. A geographic information
//! system that is given those has shapes without names, so names, level and sources are put in here,
//! flat, once for each level and process; what results is kept compressed, as it is sent.

use std::io::{Read, Write};
use std::path::Path;

use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::value::RawValue;

use super::{CountryMeta, PackError, Tree};
use crate::domain::{LevelId, Names, TerritoryCode};

/// How finely outlines are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// As the pack has them.
    Full,
    /// Simplified for a map, without gaps.
    Simplified,
}

/// Outlines of a level as raw GeoJSON geometries, by code.
pub type Boundaries = Vec<(TerritoryCode, Box<RawValue>)>;

/// Simplified outlines of a level as gzipped GeoJSON, shared.
pub type MapLayer = std::sync::Arc<[u8]>;

#[derive(Serialize)]
struct Feature<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a TerritoryCode,
    properties: Properties<'a>,
    geometry: &'a RawValue,
}

#[derive(Serialize)]
struct Properties<'a> {
    code: &'a TerritoryCode,
    parent: Option<&'a TerritoryCode>,
    level: &'a LevelId,
    #[serde(flatten)]
    names: FlatNames<'a>,
    /// Outlines are real, whatever is made up about what lies in them.
    synthetic: bool,
    attribution: &'a str,
}

/// `name_LANG` in every language of the country.
struct FlatNames<'a> {
    names: &'a Names,
    languages: &'a [String],
}

impl Serialize for FlatNames<'_> {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let mut map = output.serialize_map(Some(self.languages.len()))?;
        for language in self.languages {
            map.serialize_entry(&format!("name_{language}"), &self.names.0.get(language))?;
        }
        map.end()
    }
}

/// Names and packs the simplified outlines of a level; `dir` is the pack's, for an error.
pub(super) fn named(
    outlines: &Boundaries,
    tree: &Tree,
    meta: &CountryMeta,
    dir: &Path,
) -> Result<MapLayer, PackError> {
    let attribution = meta.attribution.join("; ");
    let packed = || -> std::io::Result<Vec<u8>> {
        let mut output = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        output.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n")?;
        let mut first = true;
        for (code, geometry) in outlines {
            let Some(id) = tree.find(code.as_str()) else { continue };
            if !std::mem::take(&mut first) {
                output.write_all(b",\n")?;
            }
            let territory = tree.get(id);
            let properties = Properties {
                code,
                parent: territory.parent.map(|parent| &tree.get(parent).code),
                level: tree.level_id(id),
                names: FlatNames { names: &territory.names, languages: &meta.languages },
                synthetic: false,
                attribution: &attribution,
            };
            serde_json::to_writer(&mut output, &Feature { kind: "Feature", id: code, properties, geometry })?;
        }
        output.write_all(b"\n]}\n")?;
        output.finish()
    };
    Ok(packed().map_err(|error| PackError::io(dir, error))?.into())
}

/// A text packed as well as can be, for what is made seldom and sent often.
///
/// # Errors
/// When there is no room for it.
pub fn packed(text: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut output = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    output.write_all(text)?;
    output.finish()
}

/// The text of a packed layer, for who cannot take it packed.
///
/// # Errors
/// When the bytes are not gzip.
pub fn unpacked(layer: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(layer).read_to_end(&mut text)?;
    Ok(text)
}
