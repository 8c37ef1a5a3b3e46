//! What lies in what: parents are unions of their parts, parts lie inside their parents, places too.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::border::Rows;
use super::family::grouped;
use super::mesh::Mesh;
use super::read::{Layer, Shape, Vertex, degrees};
use super::{Layers, Ledger};
use crate::country::pack;
use crate::domain::causes;

type Directed = (Vertex, Vertex);

/// Every parent's border is made of exactly the edges that its parts do not share with each other.
pub(super) fn unions<'a>(
    children: &'a Layer,
    parents: &Layer,
    parent: impl Fn(&'a Shape) -> Option<&'a str>,
    ledger: &mut Ledger,
) -> usize {
    let groups = grouped(children, parent);
    let compared: Vec<(&Shape, &Vec<&Shape>)> =
        parents.shapes.iter().filter_map(|shape| Some((shape, groups.get(shape.code.as_str())?))).collect();
    let wrong: Vec<(&str, usize, Vertex)> = compared
        .par_iter()
        .filter_map(|(shape, members)| {
            let mut border = dissolved(members);
            border.sort_unstable();
            let mut own: Vec<Directed> = shape.edges().collect();
            own.sort_unstable();
            let (count, place) = difference(&border, &own)?;
            Some((shape.code.as_str(), count, place))
        })
        .collect();
    for (code, count, place) in wrong {
        let what = format!("is not the union of its {}: {count} edges differ", children.name);
        ledger.error(&parents.name, code, Some(degrees(place)), what);
    }
    compared.len()
}

/// Edges of the members without those that two of them use in opposite directions.
fn dissolved(members: &[&Shape]) -> Vec<Directed> {
    let mut edges: Vec<(Vertex, Vertex, bool)> = members
        .iter()
        .flat_map(|shape| shape.edges())
        .map(|(from, to)| (from.min(to), from.max(to), from < to))
        .collect();
    edges.sort_unstable();
    let same = |a: &(Vertex, Vertex, bool), b: &(Vertex, Vertex, bool)| (a.0, a.1) == (b.0, b.1);
    let mut left = Vec::new();
    for group in edges.chunk_by(same) {
        if let [(low, high, forward)] = group {
            left.push(if *forward { (*low, *high) } else { (*high, *low) });
        }
    }
    left
}

/// How many elements two sorted lists do not share, and where the first one is.
fn difference(one: &[Directed], other: &[Directed]) -> Option<(usize, Vertex)> {
    let (mut i, mut j, mut count, mut first) = (0, 0, 0, None);
    while i < one.len() || j < other.len() {
        let (a, b) = (one.get(i), other.get(j));
        if a == b {
            i += 1;
            j += 1;
            continue;
        }
        let take_one = match (a, b) {
            (Some(a), Some(b)) => a < b,
            (a, _) => a.is_some(),
        };
        let edge = if take_one { a } else { b };
        first = first.or(edge.map(|edge| edge.0));
        count += 1;
        i += usize::from(take_one);
        j += usize::from(!take_one);
    }
    first.map(|place| (count, place))
}

/// Every part lies inside its parent, a territory of the level `of`, its border included.
pub(super) fn containment(parts: &Layer, parents: &Layer, of: &str, ledger: &mut Ledger) -> usize {
    let positions = parents.positions();
    let groups = grouped(parts, |shape| shape.parent.as_deref());
    let families: Vec<(&Shape, &Vec<&Shape>)> = groups
        .iter()
        .filter_map(|(parent, members)| Some((&parents.shapes[*positions.get(parent)?], members)))
        .collect();
    let wrong: Vec<(&str, &str, Vertex)> = families
        .par_iter()
        .flat_map_iter(|(parent, members)| {
            let rows = Rows::around(parent);
            members
                .iter()
                .filter_map(|part| {
                    Some((part.code.as_str(), parent.code.as_str(), outside(part, parent, &rows)?))
                })
                .collect::<Vec<_>>()
        })
        .collect();
    for (code, parent, place) in wrong {
        ledger.error(&parts.name, code, Some(degrees(place)), format!("reaches out of its {of} {parent}"));
    }
    families.iter().map(|(_, members)| members.len()).sum()
}

/// A point of a part that is not in its parent: at a vertex, along an edge, or at a hole of the parent.
fn outside(part: &Shape, parent: &Shape, rows: &Rows) -> Option<Vertex> {
    let double = |at: Vertex| at.map(|v| 2 * i64::from(v));
    let middle = |a: Vertex, b: Vertex| [0, 1].map(|axis| i64::from(a[axis]) + i64::from(b[axis]));
    let reaching = part
        .edges()
        .find(|(a, b)| !rows.holds(double(*a)) || !rows.holds(middle(*a, *b)) || rows.crossed_by((*a, *b)));
    if let Some((at, _)) = reaching {
        return Some(at);
    }
    let own = Rows::around(part);
    let holes = parent.polygons.iter().flat_map(|rings| rings.iter().skip(1));
    holes.filter_map(|hole| hole.first()).find(|at| own.holds_within(double(**at))).copied()
}

/// Communes that share no edge with another of their province, though it has others.
pub(super) fn lonely(communes: &Layer, mesh: &Mesh<'_>) -> Vec<(String, bool)> {
    let parent = |at: usize| communes.shapes[at].parent.as_deref();
    let mut members: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for shape in &communes.shapes {
        *members.entry(shape.parent.as_deref()).or_default() += 1;
    }
    let mut near = vec![false; communes.shapes.len()];
    let mut any = vec![false; communes.shapes.len()];
    for (one, other) in mesh.neighbours() {
        let (one, other) = (one as usize, other as usize);
        let same = parent(one) == parent(other);
        for at in [one, other] {
            near[at] |= same;
            any[at] = true;
        }
    }
    let alone = |at: &usize| !near[*at] && members.get(&parent(*at)).is_some_and(|count| *count > 1);
    (0..near.len()).filter(alone).map(|at| (communes.shapes[at].code.clone(), any[at])).collect()
}

/// Localities can be read, and lie in the commune they name.
pub(super) fn localities(
    dir: &Path,
    layers: &Layers,
    base: &(String, String),
    ledger: &mut Ledger,
) -> String {
    let (file, unit) = base;
    let places = match pack::read_localities(dir) {
        Ok(places) => places,
        Err(error) => {
            ledger.error("localities", "", None, causes(&error).to_string());
            return String::new();
        }
    };
    let Some(communes) = layers.get(file) else { return format!("{} localities", places.len()) };
    let positions = communes.positions();
    let mut by_commune: BTreeMap<&str, Vec<&pack::Locality>> = BTreeMap::new();
    for place in &places {
        if let Some(commune) = &place.commune {
            by_commune.entry(commune.as_str()).or_default().push(place);
        }
    }
    let mut named = 0;
    for (code, members) in by_commune {
        let rows = positions.get(code).map(|at| Rows::around(&communes.shapes[*at]));
        named += members.len();
        for place in members {
            let at = [place.lon, place.lat];
            // In half units, as near as such a point needs to be.
            let inside = rows.as_ref().map(|rows| rows.holds(at.map(|v| (v * 2e7).round() as i64)));
            let what = match inside {
                Some(true) => continue,
                Some(false) => format!("{} does not lie in the {unit} {code}", place.name),
                None => format!("{} names the {unit} {code}, which is not in the pack", place.name),
            };
            ledger.error("localities", code, Some(at), what);
        }
    }
    format!("{} localities, {named} of them in the {unit} they name", places.len())
}
