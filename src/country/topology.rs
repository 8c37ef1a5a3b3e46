//! Outlines as one topology: each line between two neighbours once, in whole steps of a grid, as `TopoJSON` has it.
//!
//! A map needs far fewer bytes so than with each outline whole, and neighbours cannot gape: what two of them share is one
//! line, drawn by both. Owns how outlines are put on a grid, cut where lines meet, and written. May not know who asks,
//! nor how the answer is kept.
//!
//! Invariants: each ring is what the outline's ring is on the grid, without steps of no length and without spikes; a line
//! that two rings share is one arc; a territory of which nothing is left on the grid has a geometry of no type.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::outlines::Boundaries;
use crate::domain::{TerritoryCode, word_list};

word_list!(
    /// How finely a topology is drawn.
    Fineness, "fineness" {
        /// For a picture of the whole, some hundred pixels wide.
        Sketch => "sketch",
        /// For a map that is looked at from near.
        Map => "map",
    }
);

impl Fineness {
    /// Steps of the grid along the longer side of all that is drawn.
    const fn steps(self) -> f64 {
        match self {
            Self::Sketch => 1_000.0,
            Self::Map => 10_000.0,
        }
    }
}

/// A place on the grid.
type Node = [i32; 2];
/// A closed line; its end is not said again.
type Ring = Vec<Node>;
/// The rings of a polygon, the outer one first.
type Rings<T> = Vec<Vec<T>>;

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Shape {
    Polygon(Rings<[f64; 2]>),
    MultiPolygon(Vec<Rings<[f64; 2]>>),
}

#[derive(Serialize)]
struct Topology<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    attribution: &'a str,
    bbox: [f64; 4],
    transform: Transform,
    objects: HashMap<&'a str, Collection<'a>>,
    arcs: Vec<Vec<Node>>,
}

#[derive(Serialize, Clone, Copy)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Serialize)]
struct Collection<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    geometries: Vec<Geometry<'a>>,
}

#[derive(Serialize)]
struct Geometry<'a> {
    #[serde(rename = "type")]
    kind: Option<&'static str>,
    id: &'a TerritoryCode,
    /// Of each ring of each polygon the arcs it runs along; one that it runs along backwards as its complement.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    arcs: Vec<Rings<i64>>,
}

/// The outlines as `TopoJSON`, an object called `name`; each geometry's `id` is its territory's code.
///
/// # Errors
/// When an outline is no polygon in two dimensions.
pub fn topology(
    outlines: &Boundaries,
    name: &str,
    attribution: &str,
    fineness: Fineness,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut shapes = Vec::with_capacity(outlines.len());
    for (code, geometry) in outlines {
        let polygons = match serde_json::from_str(geometry.get())? {
            Shape::Polygon(rings) => vec![rings],
            Shape::MultiPolygon(polygons) => polygons,
        };
        shapes.push((code, polygons));
    }
    let grid = Raster::around(shapes.iter().flat_map(|(_, polygons)| polygons), fineness);
    let snapped: Vec<(&TerritoryCode, Vec<Vec<Ring>>)> = shapes
        .iter()
        .map(|(code, polygons)| (*code, polygons.iter().filter_map(|rings| grid.polygon(rings)).collect()))
        .collect();
    let mut lines = Lines::between(snapped.iter().flat_map(|(_, polygons)| polygons.iter().flatten()));
    let geometries = snapped
        .iter()
        .map(|(id, polygons)| Geometry {
            kind: (!polygons.is_empty()).then_some("MultiPolygon"),
            id,
            arcs: polygons.iter().map(|rings| rings.iter().map(|ring| lines.along(ring)).collect()).collect(),
        })
        .collect();
    let collection = Collection { kind: "GeometryCollection", geometries };
    serde_json::to_vec(&Topology {
        kind: "Topology",
        attribution,
        bbox: grid.bbox,
        transform: grid.transform,
        objects: HashMap::from([(name, collection)]),
        arcs: lines.arcs.iter().map(|arc| steps(arc)).collect(),
    })
}

/// The grid that everything is put on.
struct Raster {
    bbox: [f64; 4],
    transform: Transform,
}

impl Raster {
    fn around<'a>(polygons: impl Iterator<Item = &'a Rings<[f64; 2]>>, fineness: Fineness) -> Self {
        let mut bbox = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        for [x, y] in polygons.flatten().flatten() {
            bbox = [bbox[0].min(*x), bbox[1].min(*y), bbox[2].max(*x), bbox[3].max(*y)];
        }
        let longer = (bbox[2] - bbox[0]).max(bbox[3] - bbox[1]);
        // Of nothing, and of a single place, any grid will do.
        let (bbox, step) = if longer.is_finite() && longer > 0.0 {
            (bbox, longer / fineness.steps())
        } else {
            ([0.0; 4], 1.0)
        };
        Self { bbox, transform: Transform { scale: [step; 2], translate: [bbox[0], bbox[1]] } }
    }

    fn node(&self, [x, y]: [f64; 2]) -> Node {
        let Transform { scale, translate } = self.transform;
        [((x - translate[0]) / scale[0]).round() as i32, ((y - translate[1]) / scale[1]).round() as i32]
    }

    /// A polygon on the grid: without holes that vanish, and none where its outer ring does.
    fn polygon(&self, rings: &[Vec<[f64; 2]>]) -> Option<Vec<Ring>> {
        let mut rings = rings.iter().map(|ring| self.ring(ring));
        let outer = rings.next().flatten()?;
        Some(std::iter::once(outer).chain(rings.flatten()).collect())
    }

    /// A ring on the grid, unless less than a triangle is left of it.
    fn ring(&self, positions: &[[f64; 2]]) -> Option<Ring> {
        let mut ring: Ring = Vec::with_capacity(positions.len());
        for position in positions {
            step_to(&mut ring, self.node(*position));
        }
        // The end and the beginning are one place, and may have made a spike there.
        let mut begins = 0;
        while ring.len() - begins > 1 {
            let (first, last) = (ring[begins], ring[ring.len() - 1]);
            let (second, before) = (ring[begins + 1], ring[ring.len() - 2]);
            if first == last || first == before {
                ring.pop();
            } else if second == last {
                begins += 1;
            } else {
                break;
            }
        }
        ring.drain(..begins);
        (ring.len() > 2).then_some(ring)
    }
}

/// One more node, unless it is where one stands; a step there and back again is none.
fn step_to(ring: &mut Ring, node: Node) {
    match ring[..] {
        [.., last] if last == node => {}
        [.., before, _] if before == node => {
            ring.pop();
        }
        _ => ring.push(node),
    }
}

/// The lines that rings run along, cut where they meet.
struct Lines {
    meetings: HashSet<Node>,
    arcs: Vec<Vec<Node>>,
    known: HashMap<Vec<Node>, usize>,
}

impl Lines {
    /// Finds where lines meet: where not all that passes comes from and goes to the same two places.
    fn between<'a>(rings: impl Iterator<Item = &'a Ring>) -> Self {
        let mut beside: HashMap<Node, (Node, Node)> = HashMap::new();
        let mut meetings = HashSet::new();
        for ring in rings {
            for (at, node) in ring.iter().enumerate() {
                let before = ring[if at == 0 { ring.len() - 1 } else { at - 1 }];
                let after = ring[if at + 1 == ring.len() { 0 } else { at + 1 }];
                let pair = (before.min(after), before.max(after));
                if *beside.entry(*node).or_insert(pair) != pair {
                    meetings.insert(*node);
                }
            }
        }
        Self { meetings, arcs: Vec::new(), known: HashMap::new() }
    }

    /// The arcs that a ring runs along, from where lines meet first; of a line that meets none, from its least node.
    fn along(&mut self, ring: &[Node]) -> Vec<i64> {
        let is_meeting = |node: &Node| self.meetings.contains(node);
        let least = || ring.iter().enumerate().min_by_key(|(_, node)| **node).map(|(at, _)| at);
        let start = ring.iter().position(is_meeting).or_else(least).unwrap_or(0);
        let mut parts = Vec::new();
        let mut part = Vec::new();
        for node in ring[start..].iter().chain(&ring[..=start]) {
            part.push(*node);
            if part.len() > 1 && is_meeting(node) {
                parts.push(std::mem::replace(&mut part, vec![*node]));
            }
        }
        if part.len() > 1 {
            parts.push(part);
        }
        parts.into_iter().map(|part| self.arc(part)).collect()
    }

    fn arc(&mut self, part: Vec<Node>) -> i64 {
        if let Some(at) = self.known.get(&part) {
            return *at as i64;
        }
        let backwards: Vec<Node> = part.iter().rev().copied().collect();
        if let Some(at) = self.known.get(&backwards) {
            return !(*at as i64);
        }
        let at = self.arcs.len();
        self.arcs.push(part.clone());
        self.known.insert(part, at);
        at as i64
    }
}

/// From each node to the next; the first from the grid's corner.
fn steps(arc: &[Node]) -> Vec<Node> {
    let mut last = [0, 0];
    arc.iter()
        .map(|node| {
            let step = [node[0] - last[0], node[1] - last[1]];
            last = *node;
            step
        })
        .collect()
}

#[cfg(test)]
#[path = "topology/tests.rs"]
mod tests;
