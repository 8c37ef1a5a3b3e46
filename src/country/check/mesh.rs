//! The edges of a layer as a mesh: who uses which edge in which direction, and where edges meet.
//!
//! In a coverage every edge is used once (on the outer border, or around a gap) or twice, in opposite
//! directions by two neighbours, and edges meet at their ends only. Both are tested exactly; together
//! with `border` that rules out overlaps, and borders that neighbours do not share to the vertex.

use std::ops::Range;

use rayon::prelude::*;

use super::Ledger;
use super::read::{Layer, Vertex, degrees};

/// Cells of the search grid along the longer side of the layer's box.
const GRID: i64 = 2048;

/// One outline's use of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    low: Vertex,
    high: Vertex,
    owner: u32,
    forward: bool,
}

/// A directed edge of one outline, the outline on its left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub from: Vertex,
    pub to: Vertex,
    pub owner: u32,
}

/// A place where two edges meet elsewhere than at ends of both.
struct Meeting {
    one: u32,
    other: u32,
    /// They pass through each other; else an end of one lies on the other.
    crossing: bool,
    place: Vertex,
}

/// All edges of a layer, each once, with its uses.
pub(super) struct Mesh<'a> {
    layer: &'a Layer,
    uses: Vec<Use>,
    /// Ranges of `uses` that are the same edge.
    edges: Vec<Range<u32>>,
}

impl<'a> Mesh<'a> {
    pub fn of(layer: &'a Layer) -> Self {
        let mut uses: Vec<Use> = layer
            .shapes
            .par_iter()
            .enumerate()
            .flat_map_iter(|(owner, shape)| {
                shape.edges().filter(|(a, b)| a != b).map(move |(a, b)| Use {
                    low: a.min(b),
                    high: a.max(b),
                    owner: owner as u32,
                    forward: a < b,
                })
            })
            .collect();
        uses.par_sort_unstable();
        let mut edges = Vec::new();
        let mut start = 0u32;
        for group in uses.chunk_by(|a, b| (a.low, a.high) == (b.low, b.high)) {
            edges.push(start..start + group.len() as u32);
            start += group.len() as u32;
        }
        Self { layer, uses, edges }
    }

    pub fn len(&self) -> usize {
        self.edges.len()
    }

    fn users(&self, edge: &Range<u32>) -> &[Use] {
        &self.uses[edge.start as usize..edge.end as usize]
    }

    fn code(&self, owner: u32) -> &str {
        &self.layer.shapes[owner as usize].code
    }

    /// Edges used once, in the direction of their use.
    pub fn once(&self) -> Vec<Edge> {
        let once = self.edges.iter().filter(|edge| edge.len() == 1);
        once.map(|edge| self.uses[edge.start as usize])
            .map(|Use { low, high, owner, forward }| {
                let (from, to) = if forward { (low, high) } else { (high, low) };
                Edge { from, to, owner }
            })
            .collect()
    }

    /// Pairs of outlines that share an edge.
    pub fn neighbours(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.edges.iter().filter(|edge| edge.len() == 2).map(|edge| {
            let users = self.users(edge);
            (users[0].owner, users[1].owner)
        })
    }

    /// Checks uses and meetings; whether all is well, so that faces can be told from edges alone.
    pub fn check(&self, ledger: &mut Ledger) -> bool {
        let before = ledger.errors();
        for edge in &self.edges {
            let users = self.users(edge);
            let [one, other, ..] = users else { continue };
            if users.len() == 2 && one.owner != other.owner && one.forward != other.forward {
                continue;
            }
            let place = Some(degrees(one.low));
            let (code, second) = (self.code(one.owner), self.code(other.owner));
            let what = if one.owner == other.owner {
                "an edge is passed twice by the same outline".to_owned()
            } else {
                format!("overlap with {second}: both lie on the same side of an edge")
            };
            ledger.error(&self.layer.name, code, place, what);
        }
        for meeting in self.meetings() {
            self.tell(&meeting, ledger);
        }
        ledger.errors() == before
    }

    fn tell(&self, meeting: &Meeting, ledger: &mut Ledger) {
        let first = self.users(&self.edges[meeting.one as usize]);
        let second = self.users(&self.edges[meeting.other as usize]);
        let same = first.iter().find(|one| second.iter().any(|other| other.owner == one.owner));
        let (owner, what) = match (same, meeting.crossing) {
            (Some(same), true) => (same.owner, "the outline crosses itself".to_owned()),
            (Some(same), false) => (same.owner, "the outline touches one of its own edges".to_owned()),
            (None, true) => {
                (first[0].owner, format!("overlap with {}: borders cross", self.code(second[0].owner)))
            }
            (None, false) => {
                let other = self.code(second[0].owner);
                (
                    first[0].owner,
                    format!(
                        "border with {other} not shared to the vertex: an end of an edge of one lies on an edge of the other"
                    ),
                )
            }
        };
        ledger.error(&self.layer.name, self.code(owner), Some(degrees(meeting.place)), what);
    }

    /// Every pair of edges that meet elsewhere than at common ends.
    fn meetings(&self) -> Vec<Meeting> {
        let ends: Vec<(Vertex, Vertex)> = self
            .edges
            .iter()
            .map(|edge| (self.uses[edge.start as usize].low, self.uses[edge.start as usize].high))
            .collect();
        let grid = SearchGrid::over(&ends);
        let mut places: Vec<(u32, u32)> = ends
            .par_iter()
            .enumerate()
            .flat_map_iter(|(at, (a, b))| grid.cells(*a, *b).map(move |cell| (cell, at as u32)))
            .collect();
        places.par_sort_unstable();
        let groups: Vec<&[(u32, u32)]> = places.chunk_by(|a, b| a.0 == b.0).collect();
        let mut found: Vec<Meeting> = groups
            .par_iter()
            .flat_map_iter(|group| {
                let mut meetings = Vec::new();
                for (at, (_, one)) in group.iter().enumerate() {
                    for (_, other) in &group[at + 1..] {
                        let (p, q) = (ends[*one as usize], ends[*other as usize]);
                        if let Some((crossing, place)) = meet(p, q) {
                            meetings.push(Meeting { one: *one, other: *other, crossing, place });
                        }
                    }
                }
                meetings
            })
            .collect();
        found.sort_unstable_by_key(|meeting| (meeting.one, meeting.other));
        found.dedup_by_key(|meeting| (meeting.one, meeting.other));
        found
    }
}

/// Which side of the line a to b the point lies on: positive to the left, exactly.
pub(super) fn side(a: [i64; 2], b: [i64; 2], p: [i64; 2]) -> i128 {
    i128::from(b[0] - a[0]) * i128::from(p[1] - a[1]) - i128::from(b[1] - a[1]) * i128::from(p[0] - a[0])
}

pub(super) fn wide(at: Vertex) -> [i64; 2] {
    [i64::from(at[0]), i64::from(at[1])]
}

/// Whether two different edges meet elsewhere than at common ends; whether they cross, and where.
pub(super) fn meet(p: (Vertex, Vertex), q: (Vertex, Vertex)) -> Option<(bool, Vertex)> {
    for axis in 0..2 {
        let apart = p.0[axis].max(p.1[axis]) < q.0[axis].min(q.1[axis])
            || q.0[axis].max(q.1[axis]) < p.0[axis].min(p.1[axis]);
        if apart {
            return None;
        }
    }
    let (a, b, c, d) = (wide(p.0), wide(p.1), wide(q.0), wide(q.1));
    let (of_c, of_d) = (side(a, b, c).signum(), side(a, b, d).signum());
    let (of_a, of_b) = (side(c, d, a).signum(), side(c, d, b).signum());
    if of_c * of_d < 0 && of_a * of_b < 0 {
        return Some((true, p.0));
    }
    let on = [(of_c, q.0, p), (of_d, q.1, p), (of_a, p.0, q), (of_b, p.1, q)];
    on.into_iter()
        .find(|(side, point, edge)| *side == 0 && within(*point, *edge))
        .map(|(_, point, _)| (false, point))
}

/// Whether a point on an edge's line lies between its ends.
fn within(point: Vertex, edge: (Vertex, Vertex)) -> bool {
    let between = |axis: usize| {
        let (a, b) = (edge.0[axis], edge.1[axis]);
        (a.min(b)..=a.max(b)).contains(&point[axis])
    };
    point != edge.0 && point != edge.1 && between(0) && between(1)
}

/// Square cells over a layer, to find edges that may meet.
struct SearchGrid {
    west: i64,
    south: i64,
    cell: i64,
    columns: i64,
}

impl SearchGrid {
    fn over(ends: &[(Vertex, Vertex)]) -> Self {
        let points = || ends.iter().flat_map(|(a, b)| [*a, *b]);
        let range = |axis: usize| {
            let (low, high) = (points().map(|p| p[axis]).min(), points().map(|p| p[axis]).max());
            (i64::from(low.unwrap_or(0)), i64::from(high.unwrap_or(0)))
        };
        let ((west, east), (south, north)) = (range(0), range(1));
        let cell = ((east - west).max(north - south) / GRID).max(1);
        Self { west, south, cell, columns: (east - west) / cell + 1 }
    }

    /// The cells an edge passes, and perhaps a few more: row by row, so that long edges stay cheap.
    fn cells(&self, a: Vertex, b: Vertex) -> impl Iterator<Item = u32> + '_ {
        let (low, high) = if a[1] <= b[1] { (a, b) } else { (b, a) };
        let row = |y: i32| (i64::from(y) - self.south) / self.cell;
        let (west, east) = (i64::from(a[0].min(b[0])), i64::from(a[0].max(b[0])));
        let slope =
            (f64::from(high[0]) - f64::from(low[0])) / (f64::from(high[1]) - f64::from(low[1])).max(1.0);
        (row(low[1])..=row(high[1])).flat_map(move |row| {
            let at = |y: i64| {
                let y = y.clamp(i64::from(low[1]), i64::from(high[1]));
                f64::from(low[0]) + slope * (y - i64::from(low[1])) as f64
            };
            let bottom = self.south + row * self.cell;
            let (one, other) = (at(bottom), at(bottom + self.cell));
            let (first, last) = if low[1] == high[1] {
                (west, east)
            } else {
                // Two units of slack swallow the rounding of the slope.
                let (least, most) = (one.min(other) as i64 - 2, one.max(other) as i64 + 2);
                (least.clamp(west, east), most.clamp(west, east))
            };
            let column = |x: i64| (x - self.west) / self.cell;
            (column(first)..=column(last)).map(move |column| (row * self.columns + column) as u32)
        })
    }
}
