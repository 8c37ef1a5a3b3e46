//! A layer of a pack on disk: gzipped GeoJSON, one feature a line, sorted by code.
//!
//! Owns the shape of these files ([`Feature`], [`Properties`], [`Geometry`]) and writes them so that the
//! same features give the same bytes: typed properties in a fixed order, no time stamp in the gzip
//! header. Knows nothing of what the layers mean.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use flate2::{Compression, GzBuilder};
use geo::{Coord, GeodesicArea, LineString, Polygon};
use serde::{Deserialize, Serialize};

use crate::country::PackError;
use crate::domain::SquareMetres;

/// A closed line of longitude and latitude in degrees; the last position repeats the first.
pub type Ring = Vec<[f64; 2]>;

/// A GeoJSON geometry of a territory: exterior rings run counter-clockwise, holes clockwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub enum Geometry {
    /// One part.
    Polygon(Vec<Ring>),
    /// Several parts.
    MultiPolygon(Vec<Vec<Ring>>),
}

impl Geometry {
    /// The parts, each an exterior ring followed by its holes.
    pub fn parts(&self) -> &[Vec<Ring>] {
        match self {
            Self::Polygon(rings) => std::slice::from_ref(rings),
            Self::MultiPolygon(parts) => parts,
        }
    }

    /// Every ring of every part.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.parts().iter().flatten()
    }

    /// The area on the WGS84 ellipsoid (Karney 2013), whichever way the rings run.
    pub fn area(&self) -> SquareMetres {
        let part = |rings: &Vec<Ring>| {
            let mut areas = rings.iter().map(|ring| ring_area(ring));
            areas.next().unwrap_or(0.0) - areas.sum::<f64>()
        };
        SquareMetres(self.parts().iter().map(part).sum())
    }

    /// Whether a position lies inside, by the even-odd rule; positions on the border may fall either way.
    pub fn contains(&self, at: [f64; 2]) -> bool {
        let crossings = self.rings().flat_map(|ring| ring.windows(2)).filter(|edge| {
            let ([x1, y1], [x2, y2]) = (edge[0], edge[1]);
            (y1 > at[1]) != (y2 > at[1]) && at[0] < x1 + (at[1] - y1) / (y2 - y1) * (x2 - x1)
        });
        crossings.count() % 2 == 1
    }
}

/// The geodesic area a ring encloses, positive for either winding.
///
/// The signed form is used because the unsigned one takes a clockwise ring for the rest of the Earth.
pub fn ring_area(ring: &[[f64; 2]]) -> f64 {
    let line: LineString<f64> = ring.iter().map(|&[x, y]| Coord { x, y }).collect();
    Polygon::new(line, Vec::new()).geodesic_area_signed().abs()
}

/// A feature with its geometry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feature<P> {
    /// Always `Feature`.
    #[serde(rename = "type")]
    pub kind: FeatureTag,
    /// The territory's code.
    pub id: String,
    /// What is known of it.
    pub properties: P,
    /// Where it lies.
    pub geometry: Geometry,
}

/// The word `Feature`, as GeoJSON wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FeatureTag {
    /// The only one.
    Feature,
}

impl<P> Feature<P> {
    /// A feature of a territory.
    pub fn new(id: String, properties: P, geometry: Geometry) -> Self {
        Self { kind: FeatureTag::Feature, id, properties, geometry }
    }
}

/// What a pack knows of a territory; nothing where unknown, never 0 for unknown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Properties {
    /// The official code, the same as the feature's id.
    pub code: String,
    /// `region`, `province`, `sector`, `commune`, `arrondissement` or `urban-centre`.
    pub level: String,
    /// Name in French.
    pub name_fr: Option<String>,
    /// Name in Arabic.
    pub name_ar: Option<String>,
    /// The code of what contains it.
    pub parent: String,
    /// The sector an arrondissement stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// What the statisticians call it.
    pub kind: Option<String>,
    /// People, households and the rest.
    #[serde(flatten)]
    pub figures: Figures,
    /// Geodesic area of the outline.
    pub area_m2: f64,
    /// What the builder had to say of it.
    #[serde(default)]
    pub flags: Vec<String>,
}

/// Figures of the censuses and surveys a pack carries.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Figures {
    pub population_2014: Option<u64>,
    pub population_2024: Option<u64>,
    pub households_2014: Option<u64>,
    pub households_2024: Option<u64>,
    pub population_urban_2024: Option<u64>,
    pub population_rural_2024: Option<u64>,
    pub households_urban_2024: Option<u64>,
    pub households_rural_2024: Option<u64>,
    #[serde(default)]
    pub households_urban_2014: Option<u64>,
    #[serde(default)]
    pub households_rural_2014: Option<u64>,
    #[serde(default)]
    pub population_urban_2014: Option<u64>,
    #[serde(default)]
    pub population_rural_2014: Option<u64>,
    pub internet_2014: Option<f64>,
    pub mobile_2014: Option<f64>,
    pub establishments: Option<u64>,
    pub dwellings_urban: Option<u64>,
}

/// What the drawn map needs: the values come by code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapProperties {
    /// The commune's code.
    pub code: String,
    /// The province's code.
    pub parent: String,
}

/// Writes a layer sorted by code; the same features always give the same bytes.
///
/// # Errors
/// When the file cannot be written.
pub fn write<P: Serialize>(path: &Path, features: &mut [Feature<P>]) -> Result<(), PackError> {
    features.sort_by(|a, b| a.id.cmp(&b.id));
    let lines: Result<Vec<String>, _> = features.iter().map(serde_json::to_string).collect();
    let lines =
        lines.map_err(|error| PackError::Malformed { file: path.to_owned(), what: error.to_string() })?;
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"));
    let save = || -> std::io::Result<()> {
        let file = BufWriter::new(File::create(path)?);
        let mut gzip = GzBuilder::new().mtime(0).write(file, Compression::best());
        gzip.write_all(text.as_bytes())?;
        gzip.finish()?.flush()
    };
    save().map_err(|source| PackError::io(path, source))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    fn square(clockwise: bool) -> Geometry {
        let mut ring = vec![[-7.0, 33.0], [-6.0, 33.0], [-6.0, 34.0], [-7.0, 34.0], [-7.0, 33.0]];
        if clockwise {
            ring.reverse();
        }
        Geometry::Polygon(vec![ring])
    }

    #[test]
    fn area_does_not_depend_on_winding() {
        let (one, other) = (square(false).area().0, square(true).area().0);
        assert!((one - other).abs() < 1.0);
        assert!((one / 1e6 - 10_300.0).abs() < 100.0, "{one}");
    }

    #[test]
    fn what_is_written_twice_is_the_same_and_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let feature = |id: &str| {
            let properties = MapProperties { code: id.into(), parent: "p".into() };
            Feature::new(id.to_owned(), properties, square(false))
        };
        let (first, second) = (folder.path().join("a.gz"), folder.path().join("b.gz"));
        write(&first, &mut [feature("2"), feature("1")]).unwrap();
        write(&second, &mut [feature("1"), feature("2")]).unwrap();
        assert_eq!(std::fs::read(&first).unwrap(), std::fs::read(&second).unwrap());
        let mut text = String::new();
        GzDecoder::new(File::open(&first).unwrap()).read_to_string(&mut text).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4, "one feature to a line");
        let back: Feature<MapProperties> = serde_json::from_str(lines[1].trim_end_matches(',')).unwrap();
        assert_eq!(back, feature("1"), "sorted by code");
    }

    #[test]
    fn holes_are_outside() {
        let hole = vec![[-6.6, 33.4], [-6.6, 33.6], [-6.4, 33.6], [-6.4, 33.4], [-6.6, 33.4]];
        let Geometry::Polygon(mut rings) = square(false) else { unreachable!() };
        rings.push(hole);
        let ring = Geometry::Polygon(rings);
        assert!(ring.contains([-6.9, 33.1]) && !ring.contains([-6.5, 33.5]));
        assert!(ring.area().0 < square(false).area().0);
    }
}
