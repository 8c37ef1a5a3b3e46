//! Borders of all territories as one net of arcs, so that neighbours draw their common border alike at every zoom.
//!
//! ```text
//!   outlines of every level ─► mesh: arcs between nodes, each once ─► thin: from which zoom each point is drawn
//! ```
//!
//! A border is kept once however many territories have it: a commune's edge that is also a province's and a region's is one
//! arc, walked by all of them. What is left out at a zoom is left out of the arc, hence of all of them: there is no
//! gap between neighbours and no overlap, and borders of different levels lie on each other.
//!
//! Owns that form, in units of the map's plane, and its copy in the caches. May not know what is drawn with it.
//!
//! Invariants: an arc begins and ends at nodes, or is a ring by itself; its ends are drawn at every zoom; no two arcs have an
//! edge in common; outer rings have a positive area with x to the east and y to the south, holes a negative one.

mod mesh;
mod thin;

use geo::MultiPolygon;

use super::tree::TerritoryId;
use crate::domain::tile::PLANE_BITS;
use crate::domain::{LonLat, MapPoint};

pub use thin::FULL_ZOOM;

/// A point of the map's plane: units from the west, units from the north.
pub type PlanePoint = [u32; 2];

/// A rectangle of the plane that may reach beyond it, its ends included: north-west, then south-east.
pub type PlaneBox = [[i64; 2]; 2];

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Borders {
    /// Points of all arcs, behind one another.
    points: Vec<PlanePoint>,
    /// Of each point, the lowest zoom that draws it.
    zooms: Vec<u8>,
    /// Where the points of each arc begin, and the end of the last.
    arcs: Vec<u32>,
    /// Arcs along rings: twice the arc, and one more where it is walked backwards.
    steps: Vec<u32>,
    /// Where the steps of each ring begin, and the end of the last.
    rings: Vec<u32>,
    /// Where the rings of each polygon begin, the outer one first, and the end of the last.
    polygons: Vec<u32>,
    /// Territories in the order of the tree, each with its first polygon.
    shapes: Vec<[u32; 2]>,
    arc_boxes: Vec<[PlanePoint; 2]>,
    /// By shape.
    boxes: Vec<[PlanePoint; 2]>,
}

/// What a cache keeps of borders.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    pub points: Vec<PlanePoint>,
    pub zooms: Vec<u8>,
    pub arcs: Vec<u32>,
    pub steps: Vec<u32>,
    pub rings: Vec<u32>,
    pub polygons: Vec<u32>,
    pub shapes: Vec<[u32; 2]>,
}

/// One territory's borders.
#[derive(Debug, Clone, Copy)]
pub struct Bordered<'a> {
    /// Whose they are.
    pub territory: TerritoryId,
    of: &'a Borders,
    at: usize,
}

/// A place of the plane. Longitudes are not led round the world: what ends at its eastern edge ends there.
fn plane(at: geo::Coord<f64>) -> PlanePoint {
    let y = MapPoint::from(LonLat { lon: at.x, lat: at.y }).y;
    let whole = (1u64 << PLANE_BITS) as f64;
    [((at.x / 360.0 + 0.5) * whole).round() as u32, y]
}

impl Borders {
    /// The borders of territories, in the order of the tree.
    pub(super) fn of(outlines: &[(TerritoryId, MultiPolygon<f64>)]) -> Self {
        let mesh = mesh::Mesh::of(outlines);
        let zooms = thin::zooms(&mesh.points, &mesh.arcs);
        let mut parts = Parts { arcs: vec![0], ..Parts::default() };
        for arc in &mesh.arcs {
            parts.points.extend(arc.iter().map(|at| mesh.points[*at as usize]));
            parts.zooms.extend(arc.iter().map(|at| zooms[*at as usize]));
            parts.arcs.push(parts.points.len() as u32);
        }
        let mesh::Mesh { steps, rings, polygons, shapes, .. } = mesh;
        Self::indexed(Parts { steps, rings, polygons, shapes, ..parts })
    }

    /// Derives boxes.
    fn indexed(parts: Parts) -> Self {
        let Parts { points, zooms, arcs, steps, rings, polygons, shapes } = parts;
        let arc_boxes: Vec<[PlanePoint; 2]> = arcs
            .windows(2)
            .map(|ends| bounds(points[ends[0] as usize..ends[1] as usize].iter().map(|at| [*at; 2])))
            .collect();
        let mut borders =
            Self { points, zooms, arcs, steps, rings, polygons, shapes, arc_boxes, boxes: Vec::new() };
        let of_shape = |shape: Bordered<'_>| {
            let rings = shape.polygons().flatten();
            bounds(
                rings.flat_map(|ring| borders.steps(ring)).map(|step| borders.arc_boxes[*step as usize >> 1]),
            )
        };
        borders.boxes = borders.territories().map(of_shape).collect();
        borders
    }

    /// What a cache keeps.
    pub(super) fn parts(&self) -> Parts {
        let Self { points, zooms, arcs, steps, rings, polygons, shapes, .. } = self.clone();
        Parts { points, zooms, arcs, steps, rings, polygons, shapes }
    }

    /// From what a cache kept, of a country with n territories; `None` where the parts do not fit one another.
    pub(super) fn from_parts(parts: Parts, territories: usize) -> Option<Self> {
        let rises_to = |list: &[u32], end: usize| {
            list.first() == Some(&0)
                && list.is_sorted()
                && list.last().is_some_and(|last| *last as usize == end)
        };
        let arcs = parts.arcs.len().checked_sub(1)?;
        let polygons = parts.polygons.len().checked_sub(1)?;
        let fit = parts.zooms.len() == parts.points.len()
            && rises_to(&parts.arcs, parts.points.len())
            && parts.arcs.windows(2).all(|ends| ends[0] < ends[1])
            && parts.steps.iter().all(|step| (*step as usize >> 1) < arcs)
            && rises_to(&parts.rings, parts.steps.len())
            && rises_to(&parts.polygons, parts.rings.len() - 1)
            && parts
                .shapes
                .iter()
                .all(|[id, first]| (*id as usize) < territories && *first as usize <= polygons)
            && parts.shapes.is_sorted_by(|a, b| a[0] < b[0] && a[1] <= b[1]);
        fit.then(|| Self::indexed(parts))
    }

    /// Every territory that has borders, in the order of the tree.
    pub fn territories(&self) -> impl ExactSizeIterator<Item = Bordered<'_>> {
        self.shapes.iter().enumerate().map(|(at, [id, _])| Bordered {
            territory: TerritoryId(*id),
            of: self,
            at,
        })
    }

    fn steps(&self, ring: usize) -> &[u32] {
        &self.steps[self.rings[ring] as usize..self.rings[ring + 1] as usize]
    }

    /// How many points are kept, those of common borders once.
    pub fn points(&self) -> usize {
        self.points.len()
    }
}

impl<'a> Bordered<'a> {
    /// The rectangle they lie in.
    pub fn bounds(self) -> PlaneBox {
        self.of.boxes[self.at].map(|corner| corner.map(i64::from))
    }

    /// Rings by polygon, the outer one first.
    pub fn polygons(self) -> impl Iterator<Item = std::ops::Range<usize>> + use<'a> {
        let of = self.of;
        let first = of.shapes[self.at][1] as usize;
        let end = of.shapes.get(self.at + 1).map_or(of.polygons.len() - 1, |next| next[1] as usize);
        (first..end).map(|polygon| of.polygons[polygon] as usize..of.polygons[polygon + 1] as usize)
    }

    /// The points of a ring that a zoom draws, the first not repeated. Of an arc that lies beyond one side of an area only
    /// the ends are told: nothing of it is seen there.
    pub fn walk(self, ring: usize, zoom: u8, area: PlaneBox, mut visit: impl FnMut(PlanePoint)) {
        for step in self.of.steps(ring) {
            let (arc, is_backward) = (*step as usize >> 1, step & 1 == 1);
            let own = self.of.arcs[arc] as usize..self.of.arcs[arc + 1] as usize;
            let (points, zooms) = (&self.of.points[own.clone()], &self.of.zooms[own]);
            let last = points.len() - 1;
            if is_beyond(self.of.arc_boxes[arc], area) {
                visit(points[if is_backward { last } else { 0 }]);
                continue;
            }
            // The last point of an arc is the first of the next.
            for at in 0..last {
                let at = if is_backward { last - at } else { at };
                if zooms[at] <= zoom {
                    visit(points[at]);
                }
            }
        }
    }
}

/// Whether a box lies wholly beyond one side of an area.
fn is_beyond([from, to]: [PlanePoint; 2], area: PlaneBox) -> bool {
    (0..2).any(|axis| i64::from(to[axis]) < area[0][axis] || i64::from(from[axis]) > area[1][axis])
}

fn bounds(boxes: impl Iterator<Item = [PlanePoint; 2]>) -> [PlanePoint; 2] {
    boxes.fold([[u32::MAX; 2], [0; 2]], |[from, to], own| {
        [[from[0].min(own[0][0]), from[1].min(own[0][1])], [to[0].max(own[1][0]), to[1].max(own[1][1])]]
    })
}

#[cfg(test)]
mod tests;
