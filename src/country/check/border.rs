//! The outer border of a mesh whose edges match: gaps in it, and outlines that lie upon others.
//!
//! Edges used by two neighbours cancel, so that only edges used once decide how many outlines cover a
//! place. Right of each of them there must be none: else outlines overlap without their borders
//! crossing. Walking along them with the outside on the right closes a ring around every gap.

use std::cmp::Ordering;

use geo::GeodesicArea;
use rayon::prelude::*;

use super::Ledger;
use super::mesh::{Edge, meet, side, wide};
use super::read::{Layer, Shape, Vertex, degrees};
use super::rings::twice_area;

/// Gaps above this are errors: one hectare.
const GAP: f64 = 10_000.0;

/// What the outer border turned out to be.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Rings around land.
    pub parts: usize,
    /// Rings around nothing.
    pub gaps: usize,
    /// The largest gap, in square metres.
    pub largest: f64,
}

/// Checks the border of a layer; gaps are no errors where a layer need not fill the country.
pub(super) fn check(layer: &Layer, once: &[Edge], gaps_allowed: bool, ledger: &mut Ledger) -> Found {
    overlaps(layer, once, ledger);
    gaps(layer, once, gaps_allowed, ledger)
}

fn overlaps(layer: &Layer, once: &[Edge], ledger: &mut Ledger) {
    let rows = Rows::of(once.iter().map(|edge| (edge.from, edge.to)).collect());
    let wrong: Vec<&Edge> = once
        .par_iter()
        .enumerate()
        .filter(|(at, edge)| {
            let up = edge.to[1] > edge.from[1];
            let middle = [
                i64::from(edge.from[0]) + i64::from(edge.to[0]),
                i64::from(edge.from[1]) + i64::from(edge.to[1]),
            ];
            edge.to[1] != edge.from[1] && rows.cover(middle, Some(*at as u32)) != i32::from(up)
        })
        .map(|(_, edge)| edge)
        .collect();
    let mut told = std::collections::BTreeSet::new();
    for edge in wrong {
        if told.insert(edge.owner) {
            let code = &layer.shapes[edge.owner as usize].code;
            let what = "overlap: the outline lies upon another, or a hole of it lies outside it".to_owned();
            ledger.error(&layer.name, code, Some(degrees(edge.from)), what);
        }
    }
}

fn gaps(layer: &Layer, once: &[Edge], allowed: bool, ledger: &mut Ledger) -> Found {
    let mut edges = once.to_vec();
    edges.par_sort_unstable_by_key(|edge| (edge.from, edge.to));
    let mut found = Found::default();
    let mut passed = vec![false; edges.len()];
    for start in 0..edges.len() {
        if passed[start] {
            continue;
        }
        let walk = walk(&edges, start, &mut passed);
        let ring: Vec<Vertex> = walk.iter().map(|at| edges[*at].from).collect();
        if twice_area(&ring) > 0 {
            found.parts += 1;
            continue;
        }
        found.gaps += 1;
        let area = geodesic_area(&ring);
        found.largest = found.largest.max(area);
        if area > GAP && !allowed {
            let mut codes: Vec<&str> =
                walk.iter().map(|at| layer.shapes[edges[*at].owner as usize].code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            codes.truncate(6);
            let what = format!("a gap of {:.2} ha between {}", area / 1e4, codes.join(", "));
            ledger.error(&layer.name, codes.first().unwrap_or(&""), Some(degrees(ring[0])), what);
        }
    }
    found
}

/// Follows the border from an edge until it closes, always around the same outside.
fn walk(edges: &[Edge], start: usize, passed: &mut [bool]) -> Vec<usize> {
    let mut walk = Vec::new();
    let mut at = start;
    while !passed[at] {
        passed[at] = true;
        walk.push(at);
        let Edge { from, to, .. } = edges[at];
        let first = edges.partition_point(|edge| edge.from < to);
        let leaving = edges[first..].iter().take_while(|edge| edge.from == to).count();
        let next =
            (first..first + leaving).min_by(|a, b| counter_clockwise(to, from, edges[*a].to, edges[*b].to));
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    walk
}

/// Which of two points comes first when turning counter-clockwise at `centre`, starting at `from`.
fn counter_clockwise(centre: Vertex, from: Vertex, a: Vertex, b: Vertex) -> Ordering {
    let (centre, from, a, b) = (wide(centre), wide(from), wide(a), wide(b));
    let half = |point: [i64; 2]| match side(centre, from, point).signum() {
        1 => 0,
        -1 => 2,
        _ => 1,
    };
    half(a).cmp(&half(b)).then_with(|| 0.cmp(&side(centre, a, b)))
}

fn geodesic_area(ring: &[Vertex]) -> f64 {
    let line: Vec<geo::Coord<f64>> =
        ring.iter().map(|at| degrees(*at)).map(|[x, y]| geo::Coord { x, y }).collect();
    geo::Polygon::new(geo::LineString::new(line), Vec::new()).geodesic_area_signed().abs()
}

/// Directed edges by rows of latitude: how many outlines cover a point, exactly.
pub(super) struct Rows {
    edges: Vec<(Vertex, Vertex)>,
    south: i64,
    height: i64,
    buckets: Vec<Vec<u32>>,
}

impl Rows {
    pub fn of(edges: Vec<(Vertex, Vertex)>) -> Self {
        let points = || edges.iter().flat_map(|(a, b)| [i64::from(a[1]), i64::from(b[1])]);
        let (south, north) = (points().min().unwrap_or(0), points().max().unwrap_or(0));
        let wanted = (edges.len() / 4).clamp(1, 8192) as i64;
        let height = ((north - south) / wanted).max(1);
        let mut buckets = vec![Vec::new(); ((north - south) / height + 1) as usize];
        for (at, (a, b)) in edges.iter().enumerate() {
            let row = |y: i32| ((i64::from(y) - south) / height) as usize;
            for row in &mut buckets[row(a[1].min(b[1]))..=row(a[1].max(b[1]))] {
                row.push(at as u32);
            }
        }
        Self { edges, south, height, buckets }
    }

    pub fn around(shape: &Shape) -> Self {
        Self::of(shape.edges().collect())
    }

    fn row(&self, y: i64) -> &[u32] {
        let row = usize::try_from((y - self.south).div_euclid(self.height)).ok();
        row.and_then(|row| self.buckets.get(row)).map_or(&[], Vec::as_slice)
    }

    fn doubled(&self, at: u32) -> ([i64; 2], [i64; 2]) {
        let (a, b) = self.edges[at as usize];
        (wide(a).map(|v| 2 * v), wide(b).map(|v| 2 * v))
    }

    /// How many outlines cover a point, given in half units; of an edge that it lies on, pass the number:
    /// then it is the number of outlines just west of the point.
    pub fn cover(&self, at: [i64; 2], except: Option<u32>) -> i32 {
        let row = self.row(at[1].div_euclid(2)).iter().filter(|edge| Some(**edge) != except);
        row.map(|edge| {
            let (a, b) = self.doubled(*edge);
            if (a[1] <= at[1]) == (b[1] <= at[1]) {
                return 0;
            }
            let side = side(a, b, at);
            // Walking eastwards, an edge that runs down opens an outline, one that runs up closes it.
            if a[1] > b[1] { i32::from(side > 0) } else { -i32::from(side < 0) }
        })
        .sum()
    }

    /// Whether a point, in half units, lies inside or on the border.
    pub fn holds(&self, at: [i64; 2]) -> bool {
        self.on_border(at) || self.cover(at, None) > 0
    }

    /// Whether a point, in half units, lies inside and not on the border.
    pub fn holds_within(&self, at: [i64; 2]) -> bool {
        !self.on_border(at) && self.cover(at, None) > 0
    }

    fn on_border(&self, at: [i64; 2]) -> bool {
        self.row(at[1].div_euclid(2)).iter().any(|edge| {
            let (a, b) = self.doubled(*edge);
            let between = |axis: usize| (a[axis].min(b[axis])..=a[axis].max(b[axis])).contains(&at[axis]);
            between(0) && between(1) && side(a, b, at) == 0
        })
    }

    /// Whether an edge passes through one of these.
    pub fn crossed_by(&self, edge: (Vertex, Vertex)) -> bool {
        let row = |y: i32| (i64::from(y) - self.south).div_euclid(self.height);
        let (low, high) = (row(edge.0[1].min(edge.1[1])).max(0), row(edge.0[1].max(edge.1[1])));
        let rows = (low..=high).map_while(|row| self.buckets.get(usize::try_from(row).ok()?));
        rows.flatten().any(|other| matches!(meet(edge, self.edges[*other as usize]), Some((true, _))))
    }
}
