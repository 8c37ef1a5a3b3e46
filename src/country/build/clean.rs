//! Runs the cleaner, a Python script on shapely, as a child process.
//!
//! Nothing in Rust cleans or simplifies a coverage yet. The script knows shapes only; its protocol, one
//! JSON object a line each way, stands at its top.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::census::{Census, Unit};
use super::features::Geometry;
use super::matching::{Decision, DecisionKind, Matches};
use super::outlines::ProvinceOutline;
use super::{BuildError, BuildOptions};

/// How far the map's borders may lie from the true ones: degrees, as GEOS `coverage_simplify` takes it.
const MAP_TOLERANCE: f64 = 0.003;
/// 4 decimals are 11 m, finer than a screen shows at the map's zooms.
const MAP_DECIMALS: u32 = 4;

/// A gap wider than a sliver, and who got it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Its area, good to a percent.
    pub km2: f64,
    /// A place inside it.
    pub at: [f64; 2],
    /// The province whose own outline covers most of it.
    pub province: Option<String>,
    /// The commune it was given to.
    pub owner: String,
    /// `hand`, `longest-border-in-province` or `longest-border`.
    pub how: String,
    /// Why, in words.
    #[serde(default)]
    pub why: String,
    /// The longest common borders: unit and hundredths of a degree.
    pub neighbours: Vec<(String, f64)>,
}

/// What the cleaner found and did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cleaning {
    /// The library's version.
    pub shapely: String,
    /// The version of GEOS below it.
    pub geos: String,
    /// Pairs of drawn outlines that overlap, and by how much.
    pub overlaps: Amount,
    /// Gaps between drawn outlines.
    pub gaps: Amount,
    /// How many of them are larger than a hectare; slivers included.
    pub gaps_over_1_ha: u64,
    /// Parts below a hectare that went to the neighbour which cut them off.
    pub specks_moved: u64,
    /// Whether GEOS takes units for a coverage.
    pub coverage_valid: bool,
    /// Whether GEOS takes communes for a coverage.
    pub communes_valid: bool,
    /// Units of which nothing is left.
    pub empty_units: Vec<String>,
}

/// How many and how much.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// How many.
    #[serde(alias = "pairs")]
    pub count: u64,
    /// How much, good to a percent.
    pub km2: f64,
}

/// The cleaned shapes, by layer and code.
#[derive(Default)]
pub(super) struct Cleaned {
    layers: BTreeMap<String, BTreeMap<String, Geometry>>,
    pub(super) gaps: Vec<Gap>,
    pub(super) report: Cleaning,
}

impl Cleaned {
    /// A layer's shapes.
    pub(super) fn layer(&self, name: &str) -> impl Iterator<Item = (&String, &Geometry)> {
        self.layers.get(name).into_iter().flatten()
    }

    /// One shape.
    pub(super) fn shape(&self, layer: &str, code: &str) -> Option<&Geometry> {
        self.layers.get(layer)?.get(code)
    }
}

/// Cleans what was matched.
pub(super) fn run(
    options: &BuildOptions,
    census: &Census,
    matches: &Matches<'_>,
    provinces: &[ProvinceOutline],
    decisions: &[Decision],
) -> Result<Cleaned, BuildError> {
    let folder =
        tempfile::tempdir().map_err(|source| BuildError::io(Path::new("temporary folder"), source))?;
    let (input, output) = (folder.path().join("drawn.jsonl"), folder.path().join("clean.jsonl"));
    write_input(&input, census, matches, provinces, decisions)
        .map_err(|source| BuildError::io(&input, source))?;
    let ended = Command::new(&options.python)
        .arg("-B")
        .arg(&options.cleaner)
        .args([&input, &output])
        .output()
        .map_err(|source| BuildError::io(&options.python, source))?;
    if !ended.status.success() {
        let said = String::from_utf8_lossy(&ended.stderr);
        let last = said.trim_end().lines().last().unwrap_or("no word").to_owned();
        return Err(BuildError::Cleaner { status: ended.status.to_string(), said: last });
    }
    let mut cleaned = read_output(&output)?;
    explain(&mut cleaned.gaps, decisions);
    Ok(cleaned)
}

fn write_input(
    path: &Path,
    census: &Census,
    matches: &Matches<'_>,
    provinces: &[ProvinceOutline],
    decisions: &[Decision],
) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut put = |record: Value| writeln!(out, "{record}");
    let commune_of: HashMap<&str, &str> = census
        .arrondissements
        .iter()
        .chain(&census.centres)
        .map(|unit| (unit.code.as_str(), unit.parent.as_str()))
        .collect();
    for (code, outline) in matches.units.iter().chain(&matches.centres) {
        let commune = commune_of.get(code.as_str()).copied().unwrap_or(code);
        put(json!({"kind": "unit", "id": code, "commune": commune,
            "geometry": {"type": "Polygon", "coordinates": [outline.ring]}}))?;
    }
    let communes = |is_in: &dyn Fn(&Unit) -> bool| -> Vec<&str> {
        census.communes.iter().filter(|unit| is_in(unit)).map(|unit| unit.code.as_str()).collect()
    };
    for province in &census.provinces {
        let members = communes(&|unit| unit.parent == province.code);
        let number = province.code.split('.').nth(1).and_then(|number| number.parse().ok());
        for drawn in provinces.iter().filter(|drawn| Some(drawn.number) == number) {
            put(json!({"kind": "province", "id": province.code, "communes": members,
                "geometry": {"type": "Polygon", "coordinates": [drawn.ring]}}))?;
        }
        put(json!({"kind": "group", "layer": "province", "id": province.code, "communes": members}))?;
    }
    for region in &census.regions {
        let inside: Vec<&str> =
            census.provinces.iter().filter(|p| p.parent == region.code).map(|p| p.code.as_str()).collect();
        let members = communes(&|unit| inside.contains(&unit.parent.as_str()));
        put(json!({"kind": "group", "layer": "region", "id": region.code, "communes": members}))?;
    }
    for sector in &census.sectors {
        let is_in = |unit: &&Unit| unit.sector.as_ref() == Some(&sector.code);
        let members: Vec<&str> =
            census.arrondissements.iter().filter(is_in).map(|unit| unit.code.as_str()).collect();
        put(json!({"kind": "group", "layer": "sector", "id": sector.code, "units": members}))?;
    }
    for line in decisions.iter().filter(|line| line.kind == DecisionKind::Gap) {
        put(json!({"kind": "gap", "at": position(&line.source), "owner": line.code}))?;
    }
    put(json!({"kind": "map", "tolerance": MAP_TOLERANCE, "decimals": MAP_DECIMALS}))?;
    out.flush()
}

/// "longitude latitude" as numbers; what is none lies nowhere.
fn position(text: &str) -> [f64; 2] {
    let mut numbers = text.split_whitespace().map(|number| number.parse().unwrap_or(0.0));
    [numbers.next().unwrap_or(0.0), numbers.next().unwrap_or(0.0)]
}

#[derive(Deserialize)]
struct Shape {
    layer: String,
    id: String,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Kind {
    layer: String,
}

fn read_output(path: &Path) -> Result<Cleaned, BuildError> {
    let file = File::open(path).map_err(|source| BuildError::io(path, source))?;
    let mut cleaned = Cleaned::default();
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|source| BuildError::io(path, source))?;
        let wrong = |error: serde_json::Error| BuildError::source(path, error.to_string());
        let kind: Kind = serde_json::from_str(&line).map_err(wrong)?;
        match kind.layer.as_str() {
            "gap" => cleaned.gaps.push(serde_json::from_str(&line).map_err(wrong)?),
            "report" => cleaned.report = serde_json::from_str(&line).map_err(wrong)?,
            _ => {
                let shape: Shape = serde_json::from_str(&line).map_err(wrong)?;
                cleaned.layers.entry(shape.layer).or_default().insert(shape.id, shape.geometry);
            }
        }
    }
    cleaned.gaps.sort_by(|a, b| b.km2.total_cmp(&a.km2));
    Ok(cleaned)
}

fn explain(gaps: &mut [Gap], decisions: &[Decision]) {
    for gap in gaps {
        let by_hand = decisions
            .iter()
            .find(|line| gap.how == "hand" && line.kind == DecisionKind::Gap && line.code == gap.owner);
        gap.why = match by_hand {
            Some(line) => line.why.clone(),
            None if gap.how == "longest-border-in-province" => format!(
                "no outline beside it is suspiciously small; the longest common border among communes of {}",
                gap.province.as_deref().unwrap_or("its province")
            ),
            None => "no outline beside it is suspiciously small; the longest common border".to_owned(),
        };
    }
}
