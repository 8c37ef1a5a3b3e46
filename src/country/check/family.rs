//! Who belongs to whom: codes, parents, how many of each, and sums of people against parents.

use std::collections::{BTreeMap, BTreeSet};

use geo::GeodesicArea;
use rayon::prelude::*;

use super::read::{Layer, Shape, Vertex, degrees};
use super::{Layers, Ledger};
use crate::country::levels::Levels;
use crate::country::pack::URBAN_CENTRES;
use crate::country::zones::Zones;
use crate::domain::Level;

/// Census counts may differ from the sum of their parts by this much.
const TOLERANCE: f64 = 0.5;
/// Areas may differ from the outline's own by this share.
const AREA_TOLERANCE: f64 = 1e-6;
/// And by this many square metres, which is how finely they are written.
const AREA_ROUNDING: f64 = 0.1;

/// A layer of the pack: its file, the word for its level, and the file of its parents.
pub(super) struct Kind {
    pub file: String,
    pub level: String,
    /// `None` where the parent is the whole country.
    pub parents: Option<String>,
    /// Every parent must have at least one.
    pub complete: bool,
    /// The property that names a group, and the file of groups.
    pub group: Option<(String, String)>,
}

/// Whose figures and outlines those of a layer add up to.
pub(super) struct Family<'a> {
    pub children: &'a str,
    pub parents: &'a str,
    /// By the group of the children, not by their parent.
    pub by_group: bool,
}

/// The layers of a pack, from the whole down.
pub(super) struct Kinds {
    pub all: Vec<Kind>,
    /// The file of base units, and their level's word.
    pub base: (String, String),
    /// The file of what contains them, and its level's word; `None` where that is the whole country.
    pub above: Option<(String, String)>,
    parts: Option<String>,
}

impl Kinds {
    /// Those of a pack's levels, and its urban centres.
    pub fn of(levels: &Levels) -> Self {
        let file = |level| levels.file(level).map(ToOwned::to_owned);
        let named = |level| Some((file(level)?, levels.id(level).to_string()));
        let kind = |(level, name): (Level, &str)| {
            let group = levels.group_property(level).map(ToOwned::to_owned);
            Kind {
                file: name.to_owned(),
                level: levels.id(level).to_string(),
                parents: levels.parent(level).and_then(file),
                complete: levels.is_complete(level),
                group: group.zip(levels.groups().and_then(file)),
            }
        };
        let base = named(levels.base()).unwrap_or_default();
        let centres = Kind {
            file: URBAN_CENTRES.to_owned(),
            level: "urban-centre".to_owned(),
            parents: Some(base.0.clone()),
            complete: false,
            group: None,
        };
        Self {
            all: levels.drawn().map(kind).chain([centres]).collect(),
            base,
            above: levels.containers().next_back().and_then(named),
            parts: levels.parts().and_then(file),
        }
    }

    /// Who adds up to whom, from the whole down; urban centres add up to nothing.
    pub fn families(&self) -> impl Iterator<Item = Family<'_>> {
        let kinds = self.all.iter().filter(|kind| kind.complete || Some(&kind.file) == self.parts.as_ref());
        kinds.flat_map(|kind| {
            let family = |parents, by_group| Family { children: &kind.file, parents, by_group };
            let own = kind.parents.as_deref().map(|parents| family(parents, false));
            own.into_iter().chain(kind.group.as_ref().map(|(_, groups)| family(groups, true)))
        })
    }

    /// Whether a layer need not fill the country: a commune enclosed by a city of parts has none.
    pub fn may_leave_gaps(&self, file: &str) -> bool {
        self.all.iter().any(|kind| kind.file == file && !kind.complete)
    }
}

/// Codes are sorted, unique in the whole pack; levels are right; parents exist and have children.
pub(super) fn tree(layers: &Layers, kinds: &Kinds, country: &str, ledger: &mut Ledger) -> String {
    // First: a pack that is too large must say so among the few findings that are listed.
    let count = |file: &str| layers.get(file).map_or(0, |layer| layer.shapes.len());
    let (base, parts) = (kinds.base.0.as_str(), kinds.parts.as_deref().unwrap_or("parts"));
    let counts = [(count(base), base), (count(parts), parts), (count(URBAN_CENTRES), "urban centres")];
    if let Some(what) = Zones::too_many(&counts) {
        ledger.error(base, "", None, what);
    }
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut counts = Vec::new();
    for kind in &kinds.all {
        let Some(layer) = layers.get(&kind.file) else { continue };
        counts.push(format!("{} {}", layer.shapes.len(), kind.file));
        codes(layer, ledger);
        for shape in &layer.shapes {
            if let Some(other) = seen.insert(&shape.code, &kind.file) {
                ledger.error(&kind.file, &shape.code, None, format!("the code stands in {other} already"));
            }
            if shape.level.as_deref() != Some(kind.level.as_str()) {
                let is = shape.level.as_deref().unwrap_or("missing");
                ledger.error(
                    &kind.file,
                    &shape.code,
                    None,
                    format!("level is {is}, expected {}", kind.level),
                );
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
    let known: BTreeSet<&str> = match &kind.parents {
        None => BTreeSet::from([country]),
        Some(file) => {
            layers.get(file).map(|layer| layer.positions().into_keys().collect()).unwrap_or_default()
        }
    };
    let groups = kind.group.as_ref().and_then(|(_, file)| layers.get(file));
    let groups: BTreeSet<&str> =
        groups.map(|layer| layer.positions().into_keys().collect()).unwrap_or_default();
    let mut used = BTreeSet::new();
    for shape in &layer.shapes {
        match shape.parent.as_deref() {
            Some(parent) if known.contains(parent) => {
                used.insert(parent);
            }
            Some(parent) => {
                let of = kind.parents.as_deref().unwrap_or("the country");
                let what = format!("the parent {parent} is none of {of}");
                ledger.error(&kind.file, &shape.code, None, what);
            }
            None if kind.parents.is_none() => {
                used.insert(country);
            }
            None => ledger.error(&kind.file, &shape.code, None, "there is no parent".to_owned()),
        }
        if let (Some(code), Some((level, file))) = (shape.group.as_deref(), &kind.group)
            && !groups.contains(code)
        {
            let what = format!("the {level} {code} is not in {file}");
            ledger.error(&kind.file, &shape.code, None, what);
        }
    }
    if kind.complete {
        for childless in known.difference(&used) {
            let layer = kind.parents.as_deref().unwrap_or(&kind.file);
            ledger.error(layer, childless, None, format!("has no {}", kind.file));
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
pub(super) fn sums(layers: &Layers, kinds: &Kinds, ledger: &mut Ledger) -> String {
    let mut compared = 0usize;
    let mut unknown = 0usize;
    for family in kinds.families() {
        let (Some(children), Some(parents)) = (layers.get(family.children), layers.get(family.parents))
        else {
            continue;
        };
        let groups = grouped(children, family.of());
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
    compared += centres(layers, &kinds.base.0, ledger);
    for layer in layers.iter() {
        layer.shapes.iter().for_each(|shape| figures(layer, shape, ledger));
    }
    let also = if unknown > 0 { format!(", {unknown} not: a part is unknown") } else { String::new() };
    format!("{compared} sums compared{also}")
}

impl Family<'_> {
    /// To whom a child belongs.
    pub fn of(&self) -> fn(&Shape) -> Option<&str> {
        if self.by_group { |shape| shape.group.as_deref() } else { parent }
    }
}

fn parent(shape: &Shape) -> Option<&str> {
    shape.parent.as_deref()
}

fn sum(members: &[&Shape], name: &str) -> Option<f64> {
    members.iter().map(|member| member.figures.get(name)).sum()
}

/// Urban centres hold no more people than the urban people of their commune.
fn centres(layers: &Layers, base: &str, ledger: &mut Ledger) -> usize {
    let (Some(centres), Some(communes)) = (layers.get(URBAN_CENTRES), layers.get(base)) else {
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
                ledger.error(base, &shape.code, None, what);
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
