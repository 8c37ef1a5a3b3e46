//! Polygons to cells by their centre: the FCC's rule, which gives each cell to exactly one of two neighbours.
//!
//! The country's cell centres stand in H3 order, so 64 neighbours in the list are neighbours on the ground.
//! A packed tree of boxes over those words (16 to a node) is walked down with the polygon's edges: a node no
//! edge comes near is inside or outside as a whole; a word some edge passes through has its centres tested.
//!
//! **Inside** is by the even-odd rule over all rings of the polygon, whatever their winding; a centre exactly
//! on an edge belongs to the polygon east of it. Rings that cross themselves therefore mean what
//! GEOS' `make_valid` makes of their linework.

use geo::{CoordsIter, LinesIter, Polygon};
use rayon::prelude::*;

use super::CellSet;
use crate::country::{Country, PackError};

const FANOUT: usize = 16;
const UNITS: f64 = 1e7;

/// An axis-parallel box in degrees.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

const NOWHERE: Bounds =
    Bounds { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };

impl Bounds {
    fn with(self, x: f64, y: f64) -> Self {
        Self {
            west: self.west.min(x),
            south: self.south.min(y),
            east: self.east.max(x),
            north: self.north.max(y),
        }
    }

    fn join(self, other: Self) -> Self {
        self.with(other.west, other.south).with(other.east, other.north)
    }

    fn misses(&self, other: &Self) -> bool {
        self.west > other.east
            || self.east < other.west
            || self.south > other.north
            || self.north < other.south
    }
}

/// An edge, lower end first. Horizontal edges are never crossed and not kept.
#[derive(Debug, Clone, Copy)]
struct Edge {
    x0: f64,
    y0: f64,
    x1: f64,
    y1: f64,
}

impl Edge {
    /// Whether a height is spanned (half-open, so that a vertex counts once).
    fn spans(&self, y: f64) -> bool {
        self.y0 <= y && y < self.y1
    }

    /// Whether the edge lies strictly west of a point at whose height it is.
    fn is_west_of(&self, x: f64, y: f64) -> bool {
        (self.x1 - self.x0) * (y - self.y0) - (self.y1 - self.y0) * (x - self.x0) < 0.0
    }
}

/// Turns polygons into cell sets. Built once per country, shared between threads.
#[derive(Debug)]
pub struct Painter<'a> {
    centres: &'a [[i32; 2]],
    /// Boxes of words, then of 16 words, and so on up to one box.
    levels: Vec<Vec<Bounds>>,
}

impl<'a> Painter<'a> {
    /// Builds the tree of boxes (some 30 ms for Morocco).
    ///
    /// # Errors
    /// When the pack's cell centres cannot be read.
    pub fn new(country: &'a Country) -> Result<Self, PackError> {
        Ok(Self::over(country.cell_centres()?))
    }

    /// A painter over given centres, in 1e-7 degrees.
    pub fn over(centres: &'a [[i32; 2]]) -> Self {
        let words: Vec<Bounds> = centres
            .chunks(64)
            .map(|word| {
                word.iter()
                    .fold(NOWHERE, |bounds, centre| bounds.with(degrees(centre[0]), degrees(centre[1])))
            })
            .collect();
        let mut levels = vec![words];
        while let Some(last) = levels.last()
            && last.len() > 1
        {
            let next =
                last.chunks(FANOUT).map(|group| group.iter().copied().fold(NOWHERE, Bounds::join)).collect();
            levels.push(next);
        }
        Self { centres, levels }
    }

    /// How many cells the painter's list has: the universe of the sets it paints into.
    pub fn cells(&self) -> usize {
        self.centres.len()
    }

    /// The cells whose centre lies in any of many polygons, painted on all cores.
    pub fn paint_all(&self, polygons: &[Polygon<f64>]) -> CellSet {
        polygons
            .par_chunks(256)
            .fold(
                || CellSet::empty(self.cells()),
                |mut set, chunk| {
                    for polygon in chunk {
                        self.paint(polygon, &mut set);
                    }
                    set
                },
            )
            .reduce_with(|a, b| a.union(&b))
            .unwrap_or_else(|| CellSet::empty(self.cells()))
    }

    /// Adds the cells whose centre lies in a polygon; returns how many were new to the set.
    pub fn paint(&self, polygon: &Polygon<f64>, into: &mut CellSet) -> usize {
        debug_assert_eq!(into.universe(), self.centres.len());
        let bounds = polygon.coords_iter().fold(NOWHERE, |bounds, at| bounds.with(at.x, at.y));
        let mut edges: Vec<Edge> = Vec::with_capacity(polygon.coords_count());
        for line in polygon.lines_iter() {
            let (a, b) = (line.start, line.end);
            let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
            if low.y < high.y {
                edges.push(Edge { x0: low.x, y0: low.y, x1: high.x, y1: high.y });
            }
        }
        let top = self.levels.len().saturating_sub(1);
        if self.levels[top].is_empty() {
            return 0;
        }
        let all = edges.len();
        let mut walk = Walk { painter: self, bounds, into, new: 0, edges };
        walk.node(top, 0, 0..all, false);
        walk.new
    }
}

fn degrees(units: i32) -> f64 {
    f64::from(units) / UNITS
}

struct Walk<'w, 'a> {
    painter: &'w Painter<'a>,
    bounds: Bounds,
    into: &'w mut CellSet,
    new: usize,
    /// The edges that matter to the nodes on the way down, one run per level: a stack, so that no node
    /// allocates.
    edges: Vec<Edge>,
}

impl Walk<'_, '_> {
    /// Visits a node. `from` are the edges on the stack that may matter to it; `inside` is the parity of
    /// edges that lie west of it and span it wholly.
    fn node(&mut self, level: usize, at: usize, from: std::ops::Range<usize>, mut inside: bool) {
        let own = self.painter.levels[level][at];
        if own.misses(&self.bounds) {
            return;
        }
        let first = self.edges.len();
        let mut near = false;
        for position in from {
            let edge = self.edges[position];
            if edge.x0.min(edge.x1) > own.east || edge.y1 <= own.south || edge.y0 > own.north {
                continue;
            }
            if edge.x0.max(edge.x1) < own.west {
                if edge.y0 <= own.south && edge.y1 > own.north {
                    inside = !inside;
                } else {
                    self.edges.push(edge);
                }
            } else {
                near = true;
                self.edges.push(edge);
            }
        }
        let kept = first..self.edges.len();
        if !near && kept.is_empty() {
            if inside {
                self.fill(level, at);
            }
        } else if level == 0 {
            self.word(at, kept, inside);
        } else {
            let last = ((at + 1) * FANOUT).min(self.painter.levels[level - 1].len());
            for child in at * FANOUT..last {
                self.node(level - 1, child, kept.clone(), inside);
            }
        }
        self.edges.truncate(first);
    }

    /// Takes a whole node.
    fn fill(&mut self, level: usize, at: usize) {
        let words = FANOUT.pow(level as u32);
        let first = at * words;
        let total = self.painter.centres.len();
        for word in first..((at + 1) * words).min(total.div_ceil(64)) {
            let bits = if (word + 1) * 64 > total { (1u64 << (total % 64)) - 1 } else { u64::MAX };
            self.add(word, bits);
        }
    }

    /// Tests the centres of one word.
    fn word(&mut self, word: usize, edges: std::ops::Range<usize>, inside: bool) {
        let first = word * 64;
        let last = (first + 64).min(self.painter.centres.len());
        let mut bits = 0u64;
        for (bit, centre) in self.painter.centres[first..last].iter().enumerate() {
            let (x, y) = (degrees(centre[0]), degrees(centre[1]));
            let mut own = inside;
            for edge in &self.edges[edges.clone()] {
                own ^= edge.spans(y) && edge.is_west_of(x, y);
            }
            bits |= u64::from(own) << bit;
        }
        self.add(word, bits);
    }

    fn add(&mut self, word: usize, bits: u64) {
        let there = &mut self.into.words_mut()[word];
        self.new += (bits & !*there).count_ones() as usize;
        *there |= bits;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Contains, LineString, MultiPolygon, Point, point};
    use proptest::prelude::*;

    /// A jittered lattice in snake order: any order will do, the tree only needs neighbours to be near.
    fn centres() -> Vec<[i32; 2]> {
        let mut centres = Vec::new();
        for row in 0..70i32 {
            for column in 0..70i32 {
                let jitter = (row * 31 + column * 17) % 97;
                centres
                    .push([-80_000_000 + column * 30_011 + jitter, 310_000_000 + row * 30_007 + jitter * 3]);
            }
        }
        centres
    }

    fn ring(points: &[(f64, f64)]) -> LineString<f64> {
        let mut ring: Vec<(f64, f64)> =
            points.iter().map(|(x, y)| (-8.0 + x * 0.21, 31.0 + y * 0.21)).collect();
        ring.push(ring[0]);
        LineString::from(ring)
    }

    fn star(radii: &[f64], centre: (f64, f64)) -> LineString<f64> {
        let step = std::f64::consts::TAU / radii.len() as f64;
        let points: Vec<(f64, f64)> = radii
            .iter()
            .enumerate()
            .map(|(at, radius)| {
                let angle = step * at as f64;
                (centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin())
            })
            .collect();
        ring(&points)
    }

    proptest! {
        #[test]
        fn equals_geo_for_holes_and_any_winding(
            outer in proptest::collection::vec(0.3f64..0.8, 5..60),
            // Small enough to lie within any such shell.
            inner in proptest::collection::vec(0.02f64..0.12, 3..9),
            centre in (0.2f64..0.8, 0.2f64..0.8),
            reverse in any::<(bool, bool)>(),
        ) {
            let (mut shell, mut hole) = (star(&outer, centre), star(&inner, centre));
            let wanted = Polygon::new(shell.clone(), vec![hole.clone()]);
            if reverse.0 { shell.0.reverse(); }
            if reverse.1 { hole.0.reverse(); }
            let centres = centres();
            let painter = Painter::over(&centres);
            let mut set = CellSet::empty(centres.len());
            let new = painter.paint(&Polygon::new(shell, vec![hole]), &mut set);
            prop_assert_eq!(new, set.count());
            for (ordinal, at) in centres.iter().enumerate() {
                let point: Point<f64> = point!(x: degrees(at[0]), y: degrees(at[1]));
                prop_assert_eq!(set.contains(ordinal as u32), wanted.contains(&point), "{:?}", point);
            }
        }
    }

    #[test]
    fn neighbours_share_no_cell_and_miss_none() {
        let centres = centres();
        let painter = Painter::over(&centres);
        // A border that passes exactly through cell centres.
        let on = |at: usize| (degrees(centres[at][0]), degrees(centres[at][1]));
        let (a, b) = (on(10), on(69 * 70 + 20));
        let west = Polygon::new(LineString::from(vec![a, b, (-9.0, 34.0), (-9.0, 30.0), a]), vec![]);
        let east = Polygon::new(LineString::from(vec![a, (-5.0, 30.0), (-5.0, 34.0), b, a]), vec![]);
        let (mut first, mut second) = (CellSet::empty(centres.len()), CellSet::empty(centres.len()));
        painter.paint(&west, &mut first);
        painter.paint(&east, &mut second);
        assert!(first.clone().intersection(&second).is_empty());
        let both = MultiPolygon(vec![west, east]);
        let expected = centres.iter().filter(|at| {
            let point = point!(x: degrees(at[0]), y: degrees(at[1]));
            both.0.iter().any(|polygon| geo::Intersects::intersects(polygon, &point))
        });
        assert_eq!(first.union(&second).count(), expected.count());
    }

    #[test]
    fn nothing_and_nonsense_paint_nothing() {
        let centres = centres();
        let painter = Painter::over(&centres);
        let mut set = CellSet::empty(centres.len());
        for ring in [vec![], vec![(-8.0, 31.0)], vec![(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)]] {
            assert_eq!(painter.paint(&Polygon::new(LineString::from(ring), vec![]), &mut set), 0);
        }
        let none: [[i32; 2]; 0] = [];
        let mut empty = CellSet::empty(0);
        assert_eq!(
            Painter::over(&none).paint(&Polygon::new(star(&[0.5; 8], (0.5, 0.5)), vec![]), &mut empty),
            0
        );
    }
}
