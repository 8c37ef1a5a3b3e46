//! What a single outline must be: simple rings, turned the right way, with a connected interior.
//!
//! Crossings and vertices on edges are found for all outlines at once, see `mesh`.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::Ledger;
use super::read::{Layer, Ring, Shape, Vertex, degrees};

/// Checks every outline of a layer by itself.
pub(super) fn check(layer: &Layer, ledger: &mut Ledger) {
    let found: Vec<Vec<(Vertex, String)>> = layer.shapes.par_iter().map(defects).collect();
    for (shape, defects) in layer.shapes.iter().zip(found) {
        if shape.polygons.is_empty() {
            ledger.error(&layer.name, &shape.code, None, "there is no outline".to_owned());
        }
        for (at, what) in defects {
            ledger.error(&layer.name, &shape.code, Some(degrees(at)), what);
        }
    }
}

fn defects(shape: &Shape) -> Vec<(Vertex, String)> {
    let mut found = Vec::new();
    for polygon in &shape.polygons {
        for (at, ring) in polygon.iter().enumerate() {
            let Some(first) = ring.first() else { continue };
            let area = twice_area(ring);
            if area == 0 {
                found.push((*first, "a ring encloses nothing".to_owned()));
            } else if at == 0 && area < 0 {
                found.push((*first, "an exterior ring runs clockwise".to_owned()));
            } else if at > 0 && area > 0 {
                found.push((*first, "a hole runs counter-clockwise".to_owned()));
            }
            found.extend(repeated(ring));
        }
        found.extend(cut_apart(polygon));
    }
    found
}

/// Twice the signed area of a ring in square units; counter-clockwise is positive.
pub(super) fn twice_area(ring: &[Vertex]) -> i128 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1]))
        .sum()
}

/// Points that a ring passes twice: in a row (a repeated point) or later (it touches itself).
fn repeated(ring: &Ring) -> Vec<(Vertex, String)> {
    let mut seen = HashSet::with_capacity(ring.len());
    let mut found = Vec::new();
    for (at, vertex) in ring.iter().enumerate() {
        if !seen.insert(*vertex) {
            let previous = ring[(at + ring.len() - 1) % ring.len()];
            let what = if previous == *vertex { "a point is repeated" } else { "a ring touches itself" };
            found.push((*vertex, what.to_owned()));
        }
    }
    if ring.len() > 1 && ring.first() == ring.last() {
        found.extend(ring.first().map(|vertex| (*vertex, "a point is repeated".to_owned())));
    }
    found
}

/// Rings of one polygon may touch in points, but not so that they close a circle: the interior would
/// fall apart. Rings and points they share form a forest, or the polygon is not valid.
fn cut_apart(polygon: &[Ring]) -> Option<(Vertex, String)> {
    if polygon.len() < 2 {
        return None;
    }
    let mut owner: HashMap<Vertex, usize> = HashMap::new();
    let mut parents: Vec<usize> = (0..polygon.len()).collect();
    for (at, ring) in polygon.iter().enumerate() {
        // A later ring at a known point joins the point's first ring: one branch for each.
        for vertex in ring {
            let first = *owner.entry(*vertex).or_insert(at);
            if first == at {
                continue;
            }
            let (one, other) = (root(&mut parents, first), root(&mut parents, at));
            if one == other {
                return Some((*vertex, "rings of one polygon cut its interior apart".to_owned()));
            }
            parents[other] = one;
        }
    }
    None
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}
