//! Who belongs to whom: codes, parents, how many of each, and sums of people against parents.

use std::collections::{BTreeMap, BTreeSet};

use geo::GeodesicArea;
use rayon::prelude::*;

use super::read::{Layer, Shape, Vertex, degrees};
use super::{Layers, Ledger};
use crate::country::zones::Zones;

/// Census counts may differ from the sum of their parts by this much.
const TOLERANCE: f64 = 0.5;
/// Areas may differ from the outline's own by this share.
const AREA_TOLERANCE: f64 = 1e-6;
/// And by this many square metres, which is how finely they are written.
const AREA_ROUNDING: f64 = 0.1;

/// A layer of the pack: its file, the word for its level, and the file of its parents.
pub(super) struct Kind {
    pub file: &'static str,
    pub level: &'static str,
    pub parents: Option<&'static str>,
    /// Every parent must have at least one.
    pub complete: bool,
}

/// The layers of a pack, from the whole down.
pub(super) const KINDS: [Kind; 6] = [
    Kind { file: "regions", level: "region", parents: None, complete: true },
    Kind { file: "provinces", level: "province", parents: Some("regions"), complete: true },
    Kind { file: "communes", level: "commune", parents: Some("provinces"), complete: true },
    Kind { file: "sectors", level: "sector", parents: Some("communes"), complete: false },
    Kind { file: "arrondissements", level: "arrondissement", parents: Some("communes"), complete: false },
    Kind { file: "urban-centres", level: "urban-centre", parents: Some("communes"), complete: false },
];

/// Codes are sorted, unique in the whole pack; levels are right; parents exist and have children.
pub(super) fn tree(layers: &Layers, country: &str, ledger: &mut Ledger) -> String {
    // First: a pack that is too large must say so among the few findings that are listed.
    let count = |file| layers.get(file).map_or(0, |layer| layer.shapes.len());
    if let Some(what) = Zones::too_many(count("communes"), count("arrondissements"), count("urban-centres")) {
        ledger.error("communes", "", None, what);
    }
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut counts = Vec::new();
    for kind in &KINDS {
        let Some(layer) = layers.get(kind.file) else { continue };
        counts.push(format!("{} {}", layer.shapes.len(), kind.file));
        codes(layer, ledger);
        for shape in &layer.shapes {
            if let Some(other) = seen.insert(&shape.code, kind.file) {
                ledger.error(kind.file, &shape.code, None, format!("the code stands in {other} already"));
            }
            if shape.level.as_deref() != Some(kind.level) {
                let is = shape.level.as_deref().unwrap_or("missing");
                ledger.error(kind.file, &shape.code, None, format!("level is {is}, expected {}", kind.level));
            }
        }
        parents(layer, kind, layers, country, ledger);
    }
    counts.join(", ")
}

fn codes(layer: &Layer, ledger: &mut Ledger) {
    for pair in layer.shapes.windows(2) {
        if let [before, after] = pair
            && before.code > after.code
        {
            let what = format!("codes are not sorted: {} stands before it", before.code);
            ledger.error(&layer.name, &after.code, None, what);
        }
    }
}

fn parents(layer: &Layer, kind: &Kind, layers: &Layers, country: &str, ledger: &mut Ledger) {
    let known: BTreeSet<&str> = match kind.parents {
        None => BTreeSet::from([country]),
        Some(file) => {
            layers.get(file).map(|layer| layer.positions().into_keys().collect()).unwrap_or_default()
        }
    };
    let mut used = BTreeSet::new();
    for shape in &layer.shapes {
        match shape.parent.as_deref() {
            Some(parent) if known.contains(parent) => {
                used.insert(parent);
            }
            Some(parent) => {
                let of = kind.parents.unwrap_or("the country");
                let what = format!("the parent {parent} is none of {of}");
                ledger.error(kind.file, &shape.code, None, what);
            }
            None if kind.parents.is_none() => {
                used.insert(country);
            }
            None => ledger.error(kind.file, &shape.code, None, "there is no parent".to_owned()),
        }
        if let Some(sector) = shape.sector.as_deref()
            && !layers.get("sectors").is_some_and(|layer| layer.positions().contains_key(sector))
        {
            ledger.error(kind.file, &shape.code, None, format!("the sector {sector} is not in the pack"));
        }
    }
    if kind.complete {
        for childless in known.difference(&used) {
            ledger.error(kind.parents.unwrap_or("regions"), childless, None, format!("has no {}", kind.file));
        }
    }
}

/// Children by their parent's code.
pub(super) fn grouped<'a>(
    layer: &'a Layer,
    parent: impl Fn(&'a Shape) -> Option<&'a str>,
) -> BTreeMap<&'a str, Vec<&'a Shape>> {
    let mut groups: BTreeMap<&str, Vec<&Shape>> = BTreeMap::new();
    for shape in &layer.shapes {
        if let Some(parent) = parent(shape) {
            groups.entry(parent).or_default().push(shape);
        }
    }
    groups
}

fn is_count(name: &str) -> bool {
    name.starts_with("population") || name.starts_with("households")
}

/// People and households of every parent equal the sum of its children, and of its urban and rural parts.
pub(super) fn sums(layers: &Layers, ledger: &mut Ledger) -> String {
    let mut compared = 0usize;
    let mut unknown = 0usize;
    let families = [
        ("provinces", "regions", false),
        ("communes", "provinces", false),
        ("arrondissements", "communes", false),
        ("arrondissements", "sectors", true),
    ];
    for (children, parents, by_sector) in families {
        let (Some(children), Some(parents)) = (layers.get(children), layers.get(parents)) else { continue };
        let of = |shape| if by_sector { sector(shape) } else { parent(shape) };
        let groups = grouped(children, of);
        for shape in &parents.shapes {
            let Some(members) = groups.get(shape.code.as_str()) else { continue };
            for (name, amount) in shape.figures.iter().filter(|(name, _)| is_count(name)) {
                let Some(sum) = sum(members, name) else {
                    unknown += 1;
                    continue;
                };
                compared += 1;
                if (sum - amount).abs() > TOLERANCE {
                    let what = format!("{name} is {amount}, but its {} sum to {sum}", children.name);
                    ledger.error(&parents.name, &shape.code, None, what);
                }
            }
        }
    }
    compared += centres(layers, ledger);
    for layer in layers.iter() {
        layer.shapes.iter().for_each(|shape| figures(layer, shape, ledger));
    }
    let also = if unknown > 0 { format!(", {unknown} not: a part is unknown") } else { String::new() };
    format!("{compared} sums compared{also}")
}

pub(super) fn parent(shape: &Shape) -> Option<&str> {
    shape.parent.as_deref()
}

pub(super) fn sector(shape: &Shape) -> Option<&str> {
    shape.sector.as_deref()
}

fn sum(members: &[&Shape], name: &str) -> Option<f64> {
    members.iter().map(|member| member.figures.get(name)).sum()
}

/// Urban centres hold no more people than the urban people of their commune.
fn centres(layers: &Layers, ledger: &mut Ledger) -> usize {
    let (Some(centres), Some(communes)) = (layers.get("urban-centres"), layers.get("communes")) else {
        return 0;
    };
    let groups = grouped(centres, parent);
    let mut compared = 0;
    for shape in &communes.shapes {
        let Some(members) = groups.get(shape.code.as_str()) else { continue };
        for (name, amount) in
            shape.figures.iter().filter(|(name, _)| is_count(name) && name.contains("_urban_"))
        {
            let Some(sum) = sum(members, name) else { continue };
            compared += 1;
            if sum > amount + TOLERANCE {
                let what = format!("{name} is {amount}, but its urban centres sum to {sum}");
                ledger.error("communes", &shape.code, None, what);
            }
        }
    }
    compared
}

/// Figures of one territory among themselves.
fn figures(layer: &Layer, shape: &Shape, ledger: &mut Ledger) {
    for (name, amount) in &shape.figures {
        let share = name.starts_with("internet") || name.starts_with("mobile");
        if *amount < 0.0 || (share && *amount > 1.0) {
            ledger.error(&layer.name, &shape.code, None, format!("{name} cannot be {amount}"));
        }
        let Some((what, year)) = name.split_once("_urban_").filter(|_| is_count(name)) else { continue };
        let (rural, all) = (format!("{what}_rural_{year}"), format!("{what}_{year}"));
        if let (Some(rural), Some(all)) = (shape.figures.get(&rural), shape.figures.get(&all))
            && (amount + rural - all).abs() > TOLERANCE
        {
            let what = format!("{what} of {year}: {amount} urban and {rural} rural are not {all}");
            ledger.error(&layer.name, &shape.code, None, what);
        }
    }
}

/// Stated areas are those of the outlines on the WGS84 ellipsoid.
pub(super) fn areas(layers: &Layers, ledger: &mut Ledger) -> String {
    let mut compared = 0;
    for layer in layers.iter() {
        let measured: Vec<f64> = layer.shapes.par_iter().map(area).collect();
        for (shape, measured) in layer.shapes.iter().zip(measured) {
            let Some(stated) = shape.area else {
                ledger.error(&layer.name, &shape.code, None, "there is no area_m2".to_owned());
                continue;
            };
            compared += 1;
            if (stated - measured).abs() > AREA_ROUNDING.max(measured.abs() * AREA_TOLERANCE) {
                let what = format!("area_m2 is {stated:.1}, but the outline encloses {measured:.1}");
                ledger.error(&layer.name, &shape.code, None, what);
            }
        }
    }
    format!("{compared} areas measured")
}

fn area(shape: &Shape) -> f64 {
    let ring = |ring: &Vec<Vertex>| {
        let points = ring.iter().map(|at| degrees(*at)).map(|[x, y]| geo::Coord { x, y });
        geo::LineString::new(points.collect())
    };
    let polygons = shape.polygons.iter().filter(|rings| !rings.is_empty());
    polygons
        .map(|rings| geo::Polygon::new(ring(&rings[0]), rings[1..].iter().map(ring).collect()))
        .map(|polygon| polygon.geodesic_area_signed())
        .sum()
}
