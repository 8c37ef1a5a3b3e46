//! The pack of the Keel Islands, drawn: two islands of two parishes, one of which has wards.
//!
//! ```text
//!  -20.10    -20.05    -20.00   -19.90   -19.85   -19.80
//!     ┌─────────┬─────────┐        ┌────────┬────────┐ -30.000
//!     │  1.1.1  │         │        │        │        │
//!     ├─────────┤   1.2   │        │  2.1   │  2.2   │ -30.025
//!     │  1.1.2  │         │        │        │        │
//!     └─────────┴─────────┘        └────────┴────────┘ -30.050
//! ```

use std::io::Write;
use std::path::Path;

use geo::GeodesicArea;
use serde_json::json;

use crate::support::root;

type Ring = Vec<[f64; 2]>;

/// A territory: its code, what contains it, its names, its people and households, its outline.
struct Unit {
    code: &'static str,
    parent: &'static str,
    names: [&'static str; 2],
    people: [u32; 2],
    ring: Ring,
}

/// A closed ring, counter-clockwise, through longitudes and latitudes.
fn ring(corners: &[[f64; 2]]) -> Ring {
    corners.iter().chain(&corners[..1]).copied().collect()
}

const NORTH: f64 = -30.0;
const MIDDLE: f64 = -30.025;
const SOUTH: f64 = -30.05;

fn islands() -> Vec<Unit> {
    let great = ring(&[
        [-20.1, SOUTH],
        [-20.05, SOUTH],
        [-20.0, SOUTH],
        [-20.0, NORTH],
        [-20.05, NORTH],
        [-20.1, NORTH],
        [-20.1, MIDDLE],
    ]);
    let little = ring(&[
        [-19.9, SOUTH],
        [-19.85, SOUTH],
        [-19.8, SOUTH],
        [-19.8, NORTH],
        [-19.85, NORTH],
        [-19.9, NORTH],
    ]);
    vec![
        Unit {
            code: "1",
            parent: "KL",
            names: ["Great Keel", "Gran Quilla"],
            people: [3000, 900],
            ring: great,
        },
        Unit {
            code: "2",
            parent: "KL",
            names: ["Little Keel", "Quilla Chica"],
            people: [1000, 300],
            ring: little,
        },
    ]
}

fn parishes() -> Vec<Unit> {
    let west = ring(&[
        [-20.1, SOUTH],
        [-20.05, SOUTH],
        [-20.05, MIDDLE],
        [-20.05, NORTH],
        [-20.1, NORTH],
        [-20.1, MIDDLE],
    ]);
    let east = ring(&[[-20.05, SOUTH], [-20.0, SOUTH], [-20.0, NORTH], [-20.05, NORTH], [-20.05, MIDDLE]]);
    let square = |west: f64, east: f64| ring(&[[west, SOUTH], [east, SOUTH], [east, NORTH], [west, NORTH]]);
    let unit = |code, parent, names, people, ring| Unit { code, parent, names, people, ring };
    vec![
        unit("1.1", "1", ["West Head", "Cabo Oeste"], [1000, 300], west),
        unit("1.2", "1", ["Harbour", "El Puerto"], [2000, 600], east),
        unit("2.1", "2", ["Inner Bay", "Bahía Interior"], [600, 180], square(-19.9, -19.85)),
        unit("2.2", "2", ["Outer Bay", "Bahía Exterior"], [400, 120], square(-19.85, -19.8)),
    ]
}

fn wards() -> Vec<Unit> {
    let half = |south, north| ring(&[[-20.1, south], [-20.05, south], [-20.05, north], [-20.1, north]]);
    let unit = |code, names, people, ring| Unit { code, parent: "1.1", names, people, ring };
    vec![
        unit("1.1.1", ["Upper Ward", "Barrio Alto"], [700, 200], half(MIDDLE, NORTH)),
        unit("1.1.2", ["Lower Ward", "Barrio Bajo"], [300, 100], half(SOUTH, MIDDLE)),
    ]
}

/// Writes the whole pack into a folder.
pub fn write(dir: &Path) {
    for file in ["country.toml", "localities.csv"] {
        std::fs::copy(root("tests/fixtures/keel").join(file), dir.join(file)).expect("copied");
    }
    for (file, level, units) in
        [("islands", "island", islands()), ("parishes", "parish", parishes()), ("wards", "ward", wards())]
    {
        write_layer(dir, file, level, &units);
        write_layer(dir, &format!("map-{file}"), level, &units);
    }
}

fn write_layer(dir: &Path, file: &str, level: &str, units: &[Unit]) {
    let lines: Vec<String> = units.iter().map(|unit| line(level, unit)).collect();
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"));
    let file = std::fs::File::create(dir.join(format!("{file}.geojson.gz"))).expect("created");
    let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    out.write_all(text.as_bytes()).expect("written");
    out.finish().expect("written");
}

/// One feature to a line, its type first, as packs are laid out.
fn line(level: &str, unit: &Unit) -> String {
    let outline = geo::Polygon::new(geo::LineString::from(unit.ring.clone()), Vec::new());
    let [en, es] = unit.names;
    let [people, households] = unit.people;
    let feature = json!({
        "id": unit.code,
        "properties": {
            "code": unit.code, "level": level, "parent": unit.parent, "name_en": en, "name_es": es,
            "population_2031": people, "households_2031": households,
            "area_m2": outline.geodesic_area_signed(), "flags": [],
        },
        "geometry": {"type": "Polygon", "coordinates": [unit.ring]},
    });
    let body = feature.to_string();
    format!("{{\"type\":\"Feature\",{}", body.strip_prefix('{').expect("an object"))
}
