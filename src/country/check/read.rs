//! Reading a layer for checking: what the file says, exactly, with every defect of form reported.
//!
//! Unlike the pack's reader it does not stop at the first defect, and it keeps coordinates as whole
//! units of 1e-7 degrees, so that every later test is exact arithmetic on integers.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Ledger;
use crate::country::pack;
use crate::domain::causes;

/// A point in units of 1e-7 degrees: east, north.
pub(super) type Vertex = [i32; 2];

/// A ring without its closing point.
pub(super) type Ring = Vec<Vertex>;

const UNITS: f64 = 1e7;

/// A territory as its file has it.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub code: String,
    pub level: Option<String>,
    pub parent: Option<String>,
    pub group: Option<String>,
    pub area: Option<f64>,
    /// Every number of the properties.
    pub figures: BTreeMap<String, f64>,
    /// Polygons, each an exterior ring and its holes.
    pub polygons: Vec<Vec<Ring>>,
}

impl Shape {
    /// The directed edges of all rings.
    pub fn edges(&self) -> impl Iterator<Item = (Vertex, Vertex)> + '_ {
        self.polygons.iter().flatten().flat_map(|ring| {
            ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (*a, *b)).take(ring.len())
        })
    }

    pub fn vertices(&self) -> usize {
        self.polygons.iter().flatten().map(Vec::len).sum()
    }
}

/// A file of territories.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub name: String,
    pub shapes: Vec<Shape>,
}

impl Layer {
    /// A territory's position by code.
    pub fn positions(&self) -> BTreeMap<&str, usize> {
        self.shapes.iter().enumerate().map(|(at, shape)| (shape.code.as_str(), at)).collect()
    }

    pub fn vertices(&self) -> usize {
        self.shapes.iter().map(Shape::vertices).sum()
    }
}

/// Degrees of a point, for people to read.
pub(super) fn degrees(at: Vertex) -> [f64; 2] {
    [f64::from(at[0]) / UNITS, f64::from(at[1]) / UNITS]
}

#[derive(Deserialize)]
struct RawFeature<'a> {
    id: Option<serde_json::Value>,
    #[serde(default)]
    properties: serde_json::Map<String, serde_json::Value>,
    #[serde(borrow)]
    geometry: Option<RawGeometry<'a>>,
}

#[derive(Deserialize)]
struct RawGeometry<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    coordinates: &'a RawValue,
}

type RawPolygon = Vec<Vec<Vec<f64>>>;

/// A defect of form: whose, and what.
type Defect = (String, String);

/// Reads a layer; `None` where the pack has no such file. `group` is the property that names a territory's group,
/// where there is one. Defects go to the ledger.
pub(super) fn layer(dir: &Path, name: &str, group: Option<&str>, ledger: &mut Ledger) -> Option<Layer> {
    let file = pack::layer_file(dir, name);
    if !file.exists() {
        return None;
    }
    let lines = match pack::feature_lines(&file) {
        Ok(lines) => lines,
        Err(error) => {
            ledger.error(name, "", None, causes(&error).to_string());
            return Some(Layer { name: name.to_owned(), shapes: Vec::new() });
        }
    };
    if let Err(error) = whole(&file) {
        ledger.error(name, "", None, error);
    }
    let read: Vec<(Option<Shape>, Vec<Defect>)> = lines.par_iter().map(|line| shape(line, group)).collect();
    let mut shapes = Vec::with_capacity(read.len());
    for (found, defects) in read {
        for (code, what) in defects {
            ledger.error(name, &code, None, what);
        }
        shapes.extend(found);
    }
    Some(Layer { name: name.to_owned(), shapes })
}

/// Whether the file opens and closes as one `FeatureCollection`.
fn whole(file: &Path) -> Result<(), String> {
    let read = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let source = flate2::read::GzDecoder::new(std::fs::File::open(file)?);
        std::io::Read::read_to_end(&mut { source }, &mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| error.to_string())?;
    let collection: Result<Collection, _> = serde_json::from_slice(&bytes);
    match collection {
        Ok(collection) if collection.kind == "FeatureCollection" => Ok(()),
        Ok(collection) => Err(format!("the file is a {}, expected a FeatureCollection", collection.kind)),
        Err(error) => Err(format!("the file is no GeoJSON: {error}")),
    }
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "features")]
    _features: Vec<serde::de::IgnoredAny>,
}

fn shape(line: &str, group: Option<&str>) -> (Option<Shape>, Vec<Defect>) {
    let raw: RawFeature<'_> = match serde_json::from_str(line) {
        Ok(raw) => raw,
        Err(error) => return (None, vec![(String::new(), format!("a feature cannot be read: {error}"))]),
    };
    let text = |name: &str| raw.properties.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let Some(code) = text("code") else {
        return (None, vec![(String::new(), "a feature has no property `code`".to_owned())]);
    };
    let mut defects = Vec::new();
    let mut defect = |what: String| defects.push((code.clone(), what));
    if raw.id.as_ref().and_then(|id| id.as_str()) != Some(&code) {
        defect("the feature's id is not its code".to_owned());
    }
    let polygons = match &raw.geometry {
        None => {
            defect("there is no geometry".to_owned());
            Vec::new()
        }
        Some(geometry) => polygons(geometry, &mut defect),
    };
    let numbers = raw.properties.iter().filter_map(|(name, value)| Some((name.clone(), value.as_f64()?)));
    let mut figures: BTreeMap<String, f64> = numbers.collect();
    let shape = Shape {
        level: text("level"),
        parent: text("parent"),
        group: group.and_then(text),
        area: figures.remove("area_m2"),
        figures,
        polygons,
        code: code.clone(),
    };
    (Some(shape), defects)
}

fn polygons(geometry: &RawGeometry<'_>, defect: &mut impl FnMut(String)) -> Vec<Vec<Ring>> {
    let coordinates = geometry.coordinates.get();
    let read: Result<Vec<RawPolygon>, _> = match geometry.kind.as_str() {
        "Polygon" => serde_json::from_str(coordinates).map(|polygon| vec![polygon]),
        "MultiPolygon" => serde_json::from_str(coordinates),
        other => {
            defect(format!("the geometry is a {other}, expected Polygon or MultiPolygon"));
            return Vec::new();
        }
    };
    match read {
        Ok(raw) => raw
            .iter()
            .map(|polygon| polygon.iter().filter_map(|ring| self::ring(ring, defect)).collect())
            .collect(),
        Err(error) => {
            defect(format!("the coordinates cannot be read: {error}"));
            Vec::new()
        }
    }
}

/// A ring in whole units, without its closing point; `None` where it is none.
fn ring(raw: &[Vec<f64>], defect: &mut impl FnMut(String)) -> Option<Ring> {
    let mut ring = Ring::with_capacity(raw.len());
    for position in raw {
        let [lon, lat] = position[..] else {
            defect(format!("a position has {} numbers, expected 2", position.len()));
            return None;
        };
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            defect(format!("[{lon}, {lat}] is no longitude and latitude"));
            return None;
        }
        for degrees in [lon, lat] {
            // A little slack: not every parser returns the nearest number to a decimal.
            if (degrees * UNITS - (degrees * UNITS).round()).abs() > 1e-3 {
                defect(format!("coordinate {degrees} has more than 7 decimals"));
                return None;
            }
        }
        ring.push([(lon * UNITS).round() as i32, (lat * UNITS).round() as i32]);
    }
    if ring.len() < 4 {
        defect(format!("a ring has {} positions, expected at least 4", ring.len()));
        return None;
    }
    if ring.first() != ring.last() {
        defect("a ring is not closed".to_owned());
        return None;
    }
    ring.pop();
    Some(ring)
}
