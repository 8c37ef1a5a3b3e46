//! Reading a country pack: gzipped GeoJSON files into a tree, outlines and names.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use geo::{BoundingRect, MultiPolygon};
use rayon::prelude::*;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::levels::Levels;
use super::tree::{CensusFigures, Territory, TerritoryId, Tree, UrbanCentre};
use super::zones::Zones;
use super::{CountryMeta, PackError};
use crate::domain::{Level, Names, SquareMetres, TerritoryCode};

/// The file of the urban centres of rural communes.
pub const URBAN_CENTRES: &str = "urban-centres";

/// What the pack says of a territory.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Properties {
    pub code: TerritoryCode,
    pub parent: Option<TerritoryCode>,
    pub kind: Option<String>,
    pub area_m2: Option<f64>,
    #[serde(default)]
    pub flags: Vec<String>,
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

/// What the name of a property or column that holds a name begins with; the language follows.
const NAME: &str = "name_";

impl Properties {
    /// `name_LANG` of every language it is there in.
    fn names(&self) -> Names {
        let name = |(property, value): (&String, &serde_json::Value)| {
            Some((property.strip_prefix(NAME)?.to_owned(), value.as_str()?.to_owned()))
        };
        Names(self.rest.iter().filter_map(name).collect())
    }

    /// The code of its group, where its level has one.
    fn group(&self, property: &str) -> Option<&str> {
        self.rest.get(property)?.as_str()
    }

    /// Every other number is a figure of a census.
    fn census(&self) -> CensusFigures {
        let number = |(name, value): (&String, &serde_json::Value)| Some((name.clone(), value.as_f64()?));
        CensusFigures(self.rest.iter().filter_map(number).collect())
    }
}

/// A territory with its outline.
pub(super) struct Outlined {
    pub properties: Properties,
    pub outline: MultiPolygon<f64>,
}

/// Everything a pack holds, read into memory; outlines are dropped once the caches are built.
pub(super) struct Pack {
    pub tree: Tree,
    /// By `CommuneId`.
    pub communes: Vec<MultiPolygon<f64>>,
    /// Parts of communes that have people of their own.
    pub parts: Vec<(TerritoryId, MultiPolygon<f64>)>,
    pub urban_centres: Vec<(UrbanCentre, MultiPolygon<f64>)>,
}

/// The path of a pack's gzipped GeoJSON file.
pub fn layer_file(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!("{name}.geojson.gz"))
}

/// The SHA-256 of a pack: of the names and bytes of the files that decide cells, people and names.
///
/// # Errors
/// When a file cannot be read.
pub fn digest(dir: &Path, levels: &Levels) -> Result<String, PackError> {
    let mut hash = Sha256::new();
    let layers = levels.drawn().map(|(_, name)| name).chain([URBAN_CENTRES]);
    let files = layers
        .map(|name| layer_file(dir, name))
        .chain([dir.join("country.toml"), dir.join("localities.csv")]);
    for file in files {
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(PackError::io(&file, error)),
        };
        hash.update(file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    Ok(hex::encode(hash.finalize()))
}

/// The features of a layer: one to a line, as `country build` writes them, or one collection.
pub(super) fn read_layer(dir: &Path, name: &str) -> Result<Vec<Outlined>, PackError> {
    let file = layer_file(dir, name);
    if !file.exists() {
        return Ok(Vec::new());
    }
    let lines = feature_lines(&file)?;
    lines
        .into_par_iter()
        .map(|line| {
            let malformed = |what: String| PackError::Malformed { file: file.clone(), what };
            let feature: geojson::Feature =
                serde_json::from_str(&line).map_err(|e| malformed(e.to_string()))?;
            let properties = serde_json::Value::Object(feature.properties.unwrap_or_default());
            let properties: Properties =
                serde_json::from_value(properties).map_err(|e| malformed(e.to_string()))?;
            let code = properties.code.clone();
            let geometry = feature.geometry.ok_or_else(|| malformed(format!("{code} has no geometry")))?;
            let outline = match geo::Geometry::<f64>::try_from(geometry) {
                Ok(geo::Geometry::Polygon(polygon)) => MultiPolygon(vec![polygon]),
                Ok(geo::Geometry::MultiPolygon(many)) => many,
                _ => return Err(malformed(format!("{code} is no Polygon or MultiPolygon"))),
            };
            Ok(Outlined { properties, outline })
        })
        .collect()
}

/// Outlines of a level by code, in order of code, as the index is built from them.
///
/// # Errors
/// When the pack's file is missing or malformed.
pub fn outlines(
    dir: &Path,
    levels: &Levels,
    level: Level,
) -> Result<Vec<(TerritoryCode, MultiPolygon<f64>)>, PackError> {
    let Some(name) = levels.file(level) else { return Ok(Vec::new()) };
    let mut layer = read_layer(dir, name)?;
    layer.sort_by(|a, b| a.properties.code.cmp(&b.properties.code));
    Ok(layer.into_iter().map(|feature| (feature.properties.code, feature.outline)).collect())
}

/// The lines of a layer file that hold a feature each, without the comma that ends them.
///
/// # Errors
/// When the file cannot be read or is not laid out one feature to a line.
pub(super) fn feature_lines(file: &Path) -> Result<Vec<String>, PackError> {
    let source = std::fs::File::open(file).map_err(|error| PackError::io(file, error))?;
    let mut lines = Vec::new();
    for line in BufReader::with_capacity(1 << 18, GzDecoder::new(source)).lines() {
        let line = line.map_err(|error| PackError::io(file, error))?;
        let feature = line.trim().trim_end_matches(',');
        if feature.starts_with("{\"type\":\"Feature\",") || feature.starts_with("{\"type\": \"Feature\",") {
            lines.push(feature.to_owned());
        }
    }
    if lines.is_empty() {
        let what = "no features, or not one feature to a line as `taghtia country build` writes them".into();
        return Err(PackError::Malformed { file: file.to_owned(), what });
    }
    Ok(lines)
}

/// Reads the whole pack.
pub(super) fn read(dir: &Path, meta: &CountryMeta) -> Result<Pack, PackError> {
    let levels = &meta.levels;
    let mut builder = TreeBuilder::new(meta);
    let (mut communes, mut parts) = (Vec::new(), Vec::new());
    for (level, name) in levels.drawn() {
        let file = layer_file(dir, name);
        let mut layer = read_layer(dir, name)?;
        layer.sort_by(|a, b| a.properties.code.cmp(&b.properties.code));
        for Outlined { properties, outline } in layer {
            let id = builder.add(&file, level, properties, &outline)?;
            if level == levels.base() {
                communes.push(outline);
            } else if Some(level) == levels.parts() {
                parts.push((id, outline));
            }
        }
    }
    let base = levels.file(levels.base()).unwrap_or_default();
    if communes.is_empty() {
        let what = format!("the pack has no {base}");
        return Err(PackError::Malformed { file: layer_file(dir, base), what });
    }
    let tree = builder.finish();
    let urban_centres = read_urban_centres(dir, &tree)?;
    let of_parts = levels.parts().and_then(|level| levels.file(level)).unwrap_or("parts");
    let counts = [(communes.len(), base), (parts.len(), of_parts), (urban_centres.len(), "urban centres")];
    if let Some(what) = Zones::too_many(&counts) {
        return Err(PackError::Malformed { file: dir.to_owned(), what });
    }
    Ok(Pack { tree, communes, parts, urban_centres })
}

/// The urban centres of rural communes, by code; a pack may have none.
fn read_urban_centres(dir: &Path, tree: &Tree) -> Result<Vec<(UrbanCentre, MultiPolygon<f64>)>, PackError> {
    let file = layer_file(dir, URBAN_CENTRES);
    let mut urban_centres = Vec::new();
    for Outlined { properties, outline } in read_layer(dir, URBAN_CENTRES)? {
        let commune = properties
            .parent
            .as_ref()
            .and_then(|parent| tree.find(parent.as_str()))
            .and_then(|parent| tree.commune_id(parent))
            .ok_or_else(|| PackError::Malformed {
                file: file.clone(),
                what: format!(
                    "urban centre {} names no {} as its parent",
                    properties.code,
                    tree.levels().id(tree.levels().base())
                ),
            })?;
        let (names, census) = (properties.names(), properties.census());
        let centre = UrbanCentre { code: properties.code, commune, names, census };
        urban_centres.push((centre, outline));
    }
    urban_centres.sort_by(|a, b| a.0.code.cmp(&b.0.code));
    Ok(urban_centres)
}

/// Collects territories from the whole down, finding each one's parent among those before.
struct TreeBuilder<'a> {
    levels: &'a Levels,
    territories: Vec<Territory>,
    by_code: HashMap<TerritoryCode, TerritoryId>,
}

impl<'a> TreeBuilder<'a> {
    fn new(meta: &'a CountryMeta) -> Self {
        let mut builder = Self { levels: &meta.levels, territories: Vec::new(), by_code: HashMap::new() };
        if let Ok(code) = TerritoryCode::new(&meta.id) {
            builder.push(Territory {
                code,
                level: Level::WHOLE,
                names: meta.names.clone(),
                parent: None,
                group: None,
                kind: None,
                census: CensusFigures::default(),
                area: SquareMetres(0.0),
                bbox: [180.0, 90.0, -180.0, -90.0],
                flags: Vec::new(),
            });
        }
        builder
    }

    fn push(&mut self, territory: Territory) -> TerritoryId {
        let id = TerritoryId(self.territories.len() as u32);
        self.by_code.insert(territory.code.clone(), id);
        self.territories.push(territory);
        id
    }

    fn add(
        &mut self,
        file: &Path,
        level: Level,
        properties: Properties,
        outline: &MultiPolygon<f64>,
    ) -> Result<TerritoryId, PackError> {
        let malformed = |what: String| PackError::Malformed { file: file.to_owned(), what };
        let code = &properties.code;
        if self.by_code.contains_key(code) {
            return Err(malformed(format!("code {code} stands twice")));
        }
        let find = |code: &TerritoryCode| self.by_code.get(code).copied();
        let parent = match (&properties.parent, level) {
            (Some(parent), _) => find(parent).ok_or_else(|| {
                malformed(format!("{code} has the parent {parent}, which is not in the pack"))
            })?,
            (None, level) if self.levels.parent(level) == Some(Level::WHOLE) => TerritoryId(0),
            (None, _) => return Err(malformed(format!("{code} has no parent"))),
        };
        let group = self.levels.group_property(level).and_then(|property| properties.group(property));
        let group = group.and_then(|code| self.by_code.get(code).copied());
        let area = properties.area_m2.ok_or_else(|| malformed(format!("{code} has no area_m2")))?;
        let (names, census) = (properties.names(), properties.census());
        Ok(self.push(Territory {
            code: properties.code,
            level,
            names,
            parent: Some(parent),
            group,
            kind: properties.kind,
            census,
            area: SquareMetres(area),
            bbox: bbox(outline),
            flags: properties.flags,
        }))
    }

    /// Sums the country from its communes.
    fn finish(mut self) -> Tree {
        let base = self.levels.base();
        let communes = self.territories.iter().filter(|territory| territory.level == base);
        let mut whole = CensusFigures::default();
        let mut area = 0.0;
        let mut bounds = [180.0f64, 90.0, -180.0, -90.0];
        for commune in communes {
            area += commune.area.0;
            bounds = [
                bounds[0].min(commune.bbox[0]),
                bounds[1].min(commune.bbox[1]),
                bounds[2].max(commune.bbox[2]),
                bounds[3].max(commune.bbox[3]),
            ];
            whole.add(&commune.census);
        }
        if let Some(country) = self.territories.first_mut() {
            country.census = whole;
            country.area = SquareMetres(area);
            country.bbox = bounds;
        }
        Tree::new(self.levels.clone(), self.territories)
    }
}

fn bbox(outline: &MultiPolygon<f64>) -> [f64; 4] {
    outline.bounding_rect().map_or([0.0; 4], |rect| [rect.min().x, rect.min().y, rect.max().x, rect.max().y])
}

/// A named place from the pack's `localities.csv`.
#[derive(Debug, Clone, Deserialize, serde::Serialize)]
pub struct Locality {
    /// Best known name.
    pub name: String,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// People, where known: only for ranking.
    pub population: Option<f64>,
    /// The commune it lies in.
    pub commune: Option<TerritoryCode>,
    /// Its names in the languages it has one in: columns `name_LANG`.
    #[serde(skip)]
    pub names: Names,
}

/// Reads `localities.csv`; a pack may have none.
pub(super) fn read_localities(dir: &Path) -> Result<Vec<Locality>, PackError> {
    let file = dir.join("localities.csv");
    let mut text = String::new();
    match std::fs::File::open(&file).and_then(|mut source| source.read_to_string(&mut text)) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(PackError::io(&file, error)),
    }
    localities(&text).map_err(|error| PackError::Malformed { file, what: error.to_string() })
}

fn localities(text: &str) -> Result<Vec<Locality>, csv::Error> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let header = rows.headers()?.clone();
    let read = |row: csv::StringRecord| {
        let mut locality: Locality = row.deserialize(Some(&header))?;
        let named = header.iter().zip(&row).filter(|(_, name)| !name.is_empty());
        let name =
            |(column, name): (&str, &str)| Some((column.strip_prefix(NAME)?.to_owned(), name.to_owned()));
        locality.names = Names(named.filter_map(name).collect());
        Ok(locality)
    };
    rows.records().map(|row| row.and_then(read)).collect()
}
