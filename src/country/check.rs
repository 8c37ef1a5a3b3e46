//! Proof of a country pack, from its files alone: `taghtia country check`.
//!
//! Owns the promises a pack makes (`data/README.md`) as tests over any pack, whoever built it. It knows
//! nothing of how packs are built and shares no geometry with the builder: coordinates are whole units of
//! 1e-7 degrees here, and every geometric decision is exact.
//!
//! Invariant: a report without errors means that the pack's communes are a coverage, that every other
//! layer agrees with them, and that people and areas add up. Findings are bounded; counts are not.

mod border;
mod family;
mod inside;
mod mesh;
mod read;
mod rings;

use std::fmt;
use std::path::Path;

use serde::Serialize;

use super::{CountryMeta, PackError, pack};
use crate::domain::causes;
use family::Kinds;
use mesh::Mesh;
use read::Layer;

/// Findings kept of each check; more are only counted.
const KEPT: usize = 25;
/// A map layer must not be larger: it stands between a visitor and the first picture.
const MAP_LAYER_BYTES: u64 = 1_500_000;
/// A pack should not be larger: it is committed.
const PACK_BYTES: u64 = 12_000_000;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The pack breaks a promise.
    Error,
    /// Worth a look; the pack can be used.
    Warning,
}

/// Something found wrong, and where.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// The file, without its ending.
    pub layer: String,
    /// The territory's code; empty where the whole file is meant.
    pub code: String,
    /// Longitude and latitude, where there is a place.
    pub place: Option<[f64; 2]>,
    /// What is wrong.
    pub what: String,
}

/// One check: what it counted, and what it found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckOutcome {
    /// Which check.
    pub check: String,
    /// What was looked at, in numbers.
    pub counted: String,
    /// How many errors, also those not kept.
    pub errors: usize,
    /// How many warnings, also those not kept.
    pub warnings: usize,
    /// The first of them.
    pub findings: Vec<Finding>,
}

/// Everything `country check` has to say of a pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckReport {
    /// The country's code.
    pub country: String,
    /// The pack's digest.
    pub digest: String,
    /// Bytes of all files of the pack.
    pub bytes: u64,
    /// Each check in turn.
    pub checks: Vec<CheckOutcome>,
}

impl CheckReport {
    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.checks.iter().map(|check| check.errors).sum()
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        self.checks.iter().map(|check| check.warnings).sum()
    }

    /// Every finding that was kept.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.checks.iter().flat_map(|check| &check.findings)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.severity == Severity::Error { "error" } else { "warning" };
        write!(f, "{severity}: {}", self.layer)?;
        if !self.code.is_empty() {
            write!(f, " {}", self.code)?;
        }
        if let Some([lon, lat]) = self.place {
            write!(f, " at {lon:.6}, {lat:.6}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            let state = match (check.errors, check.warnings) {
                (0, 0) => "ok   ",
                (0, _) => "warn ",
                _ => "ERROR",
            };
            writeln!(f, "{state}  {:<26} {}", check.check, check.counted)?;
            for finding in &check.findings {
                writeln!(f, "         {finding}")?;
            }
            let more = check.errors + check.warnings - check.findings.len();
            if more > 0 {
                writeln!(f, "         and {more} more")?;
            }
        }
        let (errors, warnings) = (self.errors(), self.warnings());
        write!(f, "Pack {} {}: {errors} errors, {warnings} warnings", self.country, short(&self.digest))
    }
}

fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

/// Collects what one check finds, up to a bound.
#[derive(Debug, Default)]
struct Ledger {
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
}

impl Ledger {
    fn error(&mut self, layer: &str, code: &str, place: Option<[f64; 2]>, what: String) {
        self.errors += 1;
        self.keep(Severity::Error, layer, code, place, what);
    }

    fn warn(&mut self, layer: &str, code: &str, what: String) {
        self.warnings += 1;
        self.keep(Severity::Warning, layer, code, None, what);
    }

    fn keep(&mut self, severity: Severity, layer: &str, code: &str, place: Option<[f64; 2]>, what: String) {
        if self.findings.len() < KEPT {
            let (layer, code) = (layer.to_owned(), code.to_owned());
            self.findings.push(Finding { severity, layer, code, place, what });
        }
    }

    fn errors(&self) -> usize {
        self.errors
    }

    fn outcome(self, check: impl Into<String>, counted: String) -> CheckOutcome {
        let Self { errors, warnings, findings } = self;
        CheckOutcome { check: check.into(), counted, errors, warnings, findings }
    }
}

/// The layers of a pack that are there.
struct Layers(Vec<Layer>);

impl Layers {
    fn get(&self, name: &str) -> Option<&Layer> {
        self.iter().find(|layer| layer.name == name)
    }

    fn iter(&self) -> impl Iterator<Item = &Layer> {
        self.0.iter()
    }
}

/// Checks a pack: every promise it makes, from its files.
///
/// # Errors
/// When the folder or its `country.toml` cannot be read: then it is no pack. All else is a finding.
pub fn check(dir: &Path) -> Result<CheckReport, PackError> {
    let meta = CountryMeta::read(&dir.join("country.toml"))?;
    let digest = pack::digest(dir, &meta.levels)?;
    let kinds = Kinds::of(&meta.levels);
    let mut checks = Vec::new();
    let layers = files(dir, &kinds, &mut checks);
    let mut ledger = Ledger::default();
    let counted = family::tree(&layers, &kinds, &meta.id, &mut ledger);
    checks.push(ledger.outcome("codes, levels, parents", counted));
    checks.push(targets(&meta));
    for kind in &kinds.all {
        if let Some(layer) = layers.get(&kind.file) {
            coverage(layer, !kind.complete, &kinds, &mut checks);
        }
    }
    checks.push(unions(&layers, &kinds, ""));
    checks.push(containment(&layers, &kinds));
    let mut ledger = Ledger::default();
    let counted = family::sums(&layers, &kinds, &mut ledger);
    checks.push(ledger.outcome("people and households", counted));
    let mut ledger = Ledger::default();
    let counted = family::areas(&layers, &mut ledger);
    checks.push(ledger.outcome("areas", counted));
    let mut ledger = Ledger::default();
    let counted = inside::localities(dir, &layers, &kinds.base, &mut ledger);
    checks.push(ledger.outcome("localities", counted));
    map_layers(dir, &layers, &kinds, &mut checks);
    let bytes = size(dir, &mut checks)?;
    Ok(CheckReport { country: meta.id, digest, bytes, checks })
}

/// Targets can be held against what is filed.
fn targets(meta: &CountryMeta) -> CheckOutcome {
    let mut ledger = Ledger::default();
    for (id, what) in meta.target_faults() {
        ledger.error("country.toml target", id.as_str(), None, what);
    }
    for (id, what) in meta.target_path_faults() {
        ledger.error("country.toml target path", id.as_str(), None, what);
    }
    let superseded = meta.targets.iter().filter(|target| meta.superseding(&target.id).is_some()).count();
    let counted = format!("{} targets, {superseded} of them superseded", meta.targets.len());
    ledger.outcome("targets", counted)
}

/// Reads every layer; what divides the country completely no pack can do without.
fn files(dir: &Path, kinds: &Kinds, checks: &mut Vec<CheckOutcome>) -> Layers {
    let mut ledger = Ledger::default();
    let mut layers = Vec::new();
    for kind in &kinds.all {
        let group = kind.group.as_ref().map(|(property, _)| property.as_str());
        match read::layer(dir, &kind.file, group, &mut ledger) {
            Some(layer) => layers.push(layer),
            None if kind.complete => ledger.error(&kind.file, "", None, "the file is missing".to_owned()),
            None => {}
        }
    }
    if let Ok(text) = std::fs::read_to_string(dir.join("report.json"))
        && let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&text)
    {
        ledger.error("report.json", "", None, causes(&error).to_string());
    }
    let vertices: usize = layers.iter().map(Layer::vertices).sum();
    checks.push(ledger.outcome("files", format!("{} layers, {vertices} vertices", layers.len())));
    Layers(layers)
}

/// A layer is a coverage: sound outlines, no overlap, borders shared to the vertex, no gap.
fn coverage(layer: &Layer, gaps_allowed: bool, kinds: &Kinds, checks: &mut Vec<CheckOutcome>) {
    let mut ledger = Ledger::default();
    rings::check(layer, &mut ledger);
    let mesh = Mesh::of(layer);
    let mut counted = format!("{} outlines, {} edges", layer.shapes.len(), mesh.len());
    let matched = mesh.check(&mut ledger);
    if matched {
        let once = mesh.once();
        let found = border::check(layer, &once, gaps_allowed, &mut ledger);
        let shared = mesh.len() - once.len();
        counted = format!(
            "{counted} ({shared} shared), {} parts, {} gaps (largest {:.2} ha)",
            found.parts,
            found.gaps,
            found.largest / 1e4
        );
    }
    if let Some((above, container)) = &kinds.above
        && layer.name == kinds.base.0
        && matched
    {
        let lonely = inside::lonely(layer, &mesh);
        let apart = format!("touches only {} of other {above}", layer.name);
        for (code, touches) in &lonely {
            ledger.warn(&layer.name, code, if *touches { apart.clone() } else { "is an island".to_owned() });
        }
        counted = format!("{counted}, {} apart from their {container}", lonely.len());
    }
    checks.push(ledger.outcome(format!("coverage: {}", layer.name), counted));
}

/// Parents are the unions of their parts; `prefix` names the layers: full, or for the map.
fn unions(layers: &Layers, kinds: &Kinds, prefix: &str) -> CheckOutcome {
    let mut ledger = Ledger::default();
    let layer = |file: &str| layers.get(&format!("{prefix}{file}"));
    let mut compared = 0;
    for family in kinds.families() {
        if let (Some(children), Some(parents)) = (layer(family.children), layer(family.parents)) {
            compared += inside::unions(children, parents, family.of(), &mut ledger);
        }
    }
    let check = if prefix.is_empty() { "parents are unions" } else { "map: parents are unions" };
    ledger.outcome(check, format!("{compared} parents"))
}

/// What lies below base units lies inside the one it is of.
fn containment(layers: &Layers, kinds: &Kinds) -> CheckOutcome {
    let mut ledger = Ledger::default();
    let mut counts = Vec::new();
    let (base, unit) = &kinds.base;
    let below = kinds.all.iter().filter(|kind| kind.parents.as_ref() == Some(base));
    if let Some(parents) = layers.get(base) {
        for parts in below.filter_map(|kind| layers.get(&kind.file)) {
            let count = inside::containment(parts, parents, unit, &mut ledger);
            counts.push(format!("{count} {}", parts.name));
        }
    }
    ledger.outcome(format!("inside their {unit}"), counts.join(", "))
}

/// Simplified layers have the same territories, the same parents, no gap, and are small.
fn map_layers(dir: &Path, layers: &Layers, kinds: &Kinds, checks: &mut Vec<CheckOutcome>) {
    let mut maps = Vec::new();
    for full in layers.iter().filter(|layer| layer.name != pack::URBAN_CENTRES) {
        let group = kinds.all.iter().find(|kind| kind.file == full.name).and_then(|kind| kind.group.as_ref());
        let name = format!("map-{}", full.name);
        let mut ledger = Ledger::default();
        let Some(map) = read::layer(dir, &name, group.map(|(property, _)| property.as_str()), &mut ledger)
        else {
            let what = "the file is missing: the map cannot draw this level".to_owned();
            ledger.error(&name, "", None, what);
            checks.push(ledger.outcome(name, String::new()));
            continue;
        };
        let known = full.positions();
        for shape in &map.shapes {
            let twin = known.get(shape.code.as_str()).map(|at| &full.shapes[*at]);
            if twin.is_none_or(|twin| twin.parent != shape.parent) {
                let what = format!("code or parent is not the one in {}", full.name);
                ledger.error(&name, &shape.code, None, what);
            }
        }
        let drawn = map.positions();
        for missing in known.keys().filter(|code| !drawn.contains_key(*code)) {
            ledger.error(&name, missing, None, "is missing".to_owned());
        }
        let bytes = std::fs::metadata(pack::layer_file(dir, &name)).map_or(0, |file| file.len());
        if bytes > MAP_LAYER_BYTES {
            let what = format!("{bytes} bytes, expected at most {MAP_LAYER_BYTES}");
            ledger.error(&name, "", None, what);
        }
        checks.push(ledger.outcome(name, format!("{} outlines, {bytes} bytes", map.shapes.len())));
        coverage(&map, kinds.may_leave_gaps(&full.name), kinds, checks);
        maps.push(map);
    }
    checks.push(unions(&Layers(maps), kinds, "map-"));
}

fn size(dir: &Path, checks: &mut Vec<CheckOutcome>) -> Result<u64, PackError> {
    let mut ledger = Ledger::default();
    let (mut files, mut bytes) = (0, 0);
    for entry in std::fs::read_dir(dir).map_err(|error| PackError::io(dir, error))? {
        let file = entry.and_then(|entry| entry.metadata()).map_err(|error| PackError::io(dir, error))?;
        if file.is_file() {
            files += 1;
            bytes += file.len();
        }
    }
    if bytes > PACK_BYTES {
        ledger.warn("pack", "", format!("{bytes} bytes, expected at most {PACK_BYTES}"));
    }
    checks.push(ledger.outcome("size", format!("{files} files, {:.1} MB", bytes as f64 / 1e6)));
    Ok(bytes)
}

#[cfg(test)]
mod tests;
