//! Outlines as arcs: which borders they have in common, found by the points they share.
//!
//! A point is a node where more or fewer than two different points stand beside it in all rings together; between
//! nodes every ring that has an edge has all of the arc. Nothing is assumed of the outlines: where they overlap or
//! gape, arcs are shorter, and each territory is still drawn as it is.

use std::collections::HashMap;

use geo::{LineString, MultiPolygon};

use super::{PlanePoint, plane};
use crate::country::tree::TerritoryId;

/// No point.
const NONE: u32 = u32::MAX;

/// Arcs, and the rings made of them, as [`super::Borders`] keeps them.
#[derive(Debug, Default)]
pub(super) struct Mesh {
    /// Every point once.
    pub points: Vec<PlanePoint>,
    /// Positions of points along each arc; both ends are in it.
    pub arcs: Vec<Vec<u32>>,
    pub steps: Vec<u32>,
    pub rings: Vec<u32>,
    pub polygons: Vec<u32>,
    pub shapes: Vec<[u32; 2]>,
}

/// Rings as they come, by positions of points.
#[derive(Debug, Default)]
struct Outlines {
    points: Vec<PlanePoint>,
    known: HashMap<PlanePoint, u32>,
    rings: Vec<Vec<u32>>,
}

impl Outlines {
    fn position(&mut self, at: PlanePoint) -> u32 {
        let next = self.points.len() as u32;
        let position = *self.known.entry(at).or_insert(next);
        if position == next {
            self.points.push(at);
        }
        position
    }

    /// Adds a ring, turned as it must be; one without area is left out.
    fn add(&mut self, line: &LineString<f64>, is_hole: bool) -> bool {
        let mut ring: Vec<PlanePoint> = line.0.iter().map(|at| plane(*at)).collect();
        ring.dedup();
        while ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let area = doubled_area(&ring);
        if area == 0 {
            return false;
        }
        if (area > 0) == is_hole {
            ring.reverse();
        }
        let ring = ring.into_iter().map(|at| self.position(at)).collect();
        self.rings.push(ring);
        true
    }
}

/// Twice the area of a ring; above 0 where it is walked clockwise as it is seen, y to the south.
fn doubled_area(ring: &[PlanePoint]) -> i128 {
    let Some(origin) = ring.first() else { return 0 };
    let from = |at: &PlanePoint| [0, 1].map(|axis| i128::from(at[axis]) - i128::from(origin[axis]));
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| (from(a), from(b))).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

impl Mesh {
    pub fn of(outlines: &[(TerritoryId, MultiPolygon<f64>)]) -> Self {
        let mut mesh = Self::default();
        let mut all = Outlines::default();
        mesh.polygons.push(0);
        for (territory, outline) in outlines {
            mesh.shapes.push([territory.0, mesh.polygons.len() as u32 - 1]);
            for polygon in &outline.0 {
                // Without its outer ring a polygon is nothing.
                if !all.add(polygon.exterior(), false) {
                    continue;
                }
                for hole in polygon.interiors() {
                    all.add(hole, true);
                }
                mesh.polygons.push(all.rings.len() as u32);
            }
        }
        let is_node = nodes(&all);
        let mut known = HashMap::new();
        mesh.rings.push(0);
        for ring in &all.rings {
            mesh.lead(ring, &is_node, &mut known);
            mesh.rings.push(mesh.steps.len() as u32);
        }
        mesh.points = all.points;
        mesh
    }

    /// Leads a ring along arcs, those that are known and new ones; `known` has the arcs by their first edge either way.
    fn lead(&mut self, ring: &[u32], is_node: &[bool], known: &mut HashMap<[u32; 2], u32>) {
        let first = ring.iter().position(|at| is_node[*at as usize]);
        let mut line = ring.to_vec();
        if let Some(first) = first {
            line.rotate_left(first);
        } else if let Some(least) = (0..ring.len()).min_by_key(|at| ring[*at]) {
            // A ring without a node is one arc: every walk of it begins at the same point.
            line.rotate_left(least);
        }
        line.push(line[0]);
        let mut start = 0;
        for end in 1..line.len() {
            if end + 1 < line.len() && !is_node[line[end] as usize] {
                continue;
            }
            let arc = &line[start..=end];
            start = end;
            let step = known.get(&[arc[0], arc[1]]).copied().unwrap_or_else(|| {
                let step = (self.arcs.len() as u32) << 1;
                known.insert([arc[0], arc[1]], step);
                known.entry([arc[arc.len() - 1], arc[arc.len() - 2]]).or_insert(step | 1);
                self.arcs.push(arc.to_vec());
                step
            });
            self.steps.push(step);
        }
    }
}

/// Which points are nodes.
fn nodes(outlines: &Outlines) -> Vec<bool> {
    let mut beside = vec![[NONE; 2]; outlines.points.len()];
    let mut has_more = vec![false; outlines.points.len()];
    for ring in &outlines.rings {
        for at in 0..ring.len() {
            let own = ring[at] as usize;
            for other in [ring[(at + ring.len() - 1) % ring.len()], ring[(at + 1) % ring.len()]] {
                match beside[own].iter_mut().find(|known| **known == other || **known == NONE) {
                    Some(known) => *known = other,
                    None => has_more[own] = true,
                }
            }
        }
    }
    beside.into_iter().zip(has_more).map(|(beside, has_more)| has_more || beside.contains(&NONE)).collect()
}
