//! From which zoom each point of a border is drawn: points go one by one, the least noticeable first.
//!
//! How noticeable a point is, is the area of the triangle with its neighbours along the arc (Visvalingam and Whyatt). A
//! point whose triangle holds another point stays until that one is gone: borders come to cross each other at no zoom.
//! Ends of arcs stay for ever. All arcs are thinned at once, so that what is left at any moment is one sound net.
//!
//! Owns the tolerances. Knows points and arcs only.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::RangeInclusive;

use super::PlanePoint;
use crate::domain::tile::PLANE_BITS;

/// The zoom from which every point is drawn.
pub const FULL_ZOOM: u8 = 10;

/// Units along a side of a tile, as a power of two.
const EXTENT_BITS: u32 = 12;
/// The area that is not noticed, in square units of a tile: half a pixel, where a tile has 512 of them.
const UNNOTICED: f64 = 32.0;
/// No point.
const NONE: u32 = u32::MAX;
/// Points to a cell of the search grid, about.
const IN_CELL: f64 = 3.0;

/// Twice the area that is not noticed at a zoom, in square units of the plane.
fn tolerance(zoom: u8) -> f64 {
    let unit = (1u64 << (PLANE_BITS - EXTENT_BITS - u32::from(zoom))) as f64;
    2.0 * UNNOTICED * unit * unit
}

/// Of each point, the lowest zoom that draws it.
pub(super) fn zooms(points: &[PlanePoint], arcs: &[Vec<u32>]) -> Vec<u8> {
    let mut net = Net::of(points, arcs);
    let mut zooms = vec![0; points.len()];
    let (most, mut reached) = (tolerance(0), 0f64);
    while let Some(Reverse((bits, at, version))) = net.heap.pop() {
        if net.versions[at as usize] != version || !net.is_there[at as usize] {
            continue;
        }
        let area = f64::from_bits(bits);
        if area >= most {
            break;
        }
        if net.holds_another(at) {
            // Asked again later: what stands in the way may be gone by then.
            net.push(at, (area * 2.0).max(1.0));
            continue;
        }
        reached = reached.max(area);
        zooms[at as usize] = (0..FULL_ZOOM).find(|zoom| tolerance(*zoom) <= reached).unwrap_or(FULL_ZOOM);
        net.remove(at);
    }
    zooms
}

/// Points that are still there, each between its neighbours along its arc.
struct Net<'a> {
    points: &'a [PlanePoint],
    before: Vec<u32>,
    after: Vec<u32>,
    is_there: Vec<bool>,
    left: usize,
    /// Raised whenever a point's neighbours change: what was queued before counts no more.
    versions: Vec<u32>,
    heap: BinaryHeap<Reverse<(u64, u32, u32)>>,
    /// At least half of its points are there: the wide triangles of the end are not searched among all that are gone.
    grid: Grid,
}

impl<'a> Net<'a> {
    fn of(points: &'a [PlanePoint], arcs: &[Vec<u32>]) -> Self {
        let (mut before, mut after) = (vec![NONE; points.len()], vec![NONE; points.len()]);
        for arc in arcs {
            for line in arc.windows(3) {
                before[line[1] as usize] = line[0];
                after[line[1] as usize] = line[2];
            }
        }
        let mut net = Self {
            points,
            before,
            after,
            is_there: vec![true; points.len()],
            left: points.len(),
            versions: vec![0; points.len()],
            heap: BinaryHeap::with_capacity(points.len() * 2),
            grid: Grid::over(points, &(0..points.len() as u32).collect::<Vec<_>>()),
        };
        for at in 0..points.len() as u32 {
            net.ask(at);
        }
        net
    }

    /// Queues a point by its triangle; the ends of arcs have none.
    fn ask(&mut self, at: u32) {
        if let Some([a, b, c]) = self.triangle(at) {
            self.push(at, side(a, b, c).unsigned_abs() as f64);
        }
    }

    fn push(&mut self, at: u32, area: f64) {
        self.heap.push(Reverse((area.to_bits(), at, self.versions[at as usize])));
    }

    fn triangle(&self, at: u32) -> Option<[PlanePoint; 3]> {
        let (before, after) = (self.before[at as usize], self.after[at as usize]);
        (before != NONE && after != NONE).then(|| [before, at, after].map(|at| self.points[at as usize]))
    }

    /// Whether another point lies in a point's triangle, or on its edge.
    fn holds_another(&self, at: u32) -> bool {
        let Some(corners) = self.triangle(at) else { return false };
        let ends = [0, 1].map(|axis| {
            let along = corners.map(|corner| corner[axis]);
            along.into_iter().fold(u32::MAX, u32::min)..=along.into_iter().fold(0, u32::max)
        });
        self.grid.any(&ends, |other| {
            let point = self.points[other as usize];
            // The box first: it costs nothing and keeps almost all away.
            ends[0].contains(&point[0])
                && ends[1].contains(&point[1])
                && self.is_there[other as usize]
                && !corners.contains(&point)
                && is_inside(corners, point)
        })
    }

    /// Takes a point away, and asks its neighbours anew.
    fn remove(&mut self, at: u32) {
        let (before, after) = (self.before[at as usize], self.after[at as usize]);
        self.is_there[at as usize] = false;
        self.left -= 1;
        if self.left * 2 < self.grid.members.len() {
            let left: Vec<u32> =
                (0u32..).zip(&self.is_there).filter(|(_, there)| **there).map(|(at, _)| at).collect();
            self.grid = Grid::over(self.points, &left);
        }
        // Ends of arcs are in several: they have no neighbours of their own.
        if self.before[before as usize] != NONE {
            self.after[before as usize] = after;
        }
        if self.after[after as usize] != NONE {
            self.before[after as usize] = before;
        }
        for beside in [before, after] {
            self.versions[beside as usize] += 1;
            self.ask(beside);
        }
    }
}

/// Twice the area of a triangle, its sign that of the way it is walked.
fn side(a: PlanePoint, b: PlanePoint, c: PlanePoint) -> i128 {
    let from = |to: PlanePoint| [0, 1].map(|axis| i128::from(to[axis]) - i128::from(a[axis]));
    let (b, c) = (from(b), from(c));
    b[0] * c[1] - b[1] * c[0]
}

fn is_inside([a, b, c]: [PlanePoint; 3], at: PlanePoint) -> bool {
    let sides = [side(a, b, at), side(b, c, at), side(c, a, at)].map(i128::signum);
    if sides == [0; 3] {
        // All on one line: between its ends.
        return (0..2).all(|axis| {
            let along = [a[axis], b[axis], c[axis]];
            (along.iter().min() <= Some(&at[axis])) && (along.iter().max() >= Some(&at[axis]))
        });
    }
    !(sides.contains(&1) && sides.contains(&-1))
}

/// Points by square cells, to find those in a triangle.
struct Grid {
    from: PlanePoint,
    /// Units of a cell, as a power of two.
    bits: u32,
    columns: usize,
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Grid {
    fn over(points: &[PlanePoint], members: &[u32]) -> Self {
        let place = |member: &u32| points[*member as usize];
        let ends = |axis: usize| {
            let along = || members.iter().map(|member| place(member)[axis]);
            (along().min().unwrap_or(0), along().max().unwrap_or(0))
        };
        let ((west, east), (north, south)) = (ends(0), ends(1));
        let (wide, high) = (f64::from(east - west) + 1.0, f64::from(south - north) + 1.0);
        let side = (wide * high * IN_CELL / members.len().max(1) as f64).sqrt();
        // No more cells than four to a point, whatever the box looks like.
        let bits = (side.log2().ceil().max(0.0) as u32).min(PLANE_BITS);
        let columns = (u64::from(east - west) >> bits) as usize + 1;
        let rows = (u64::from(south - north) >> bits) as usize + 1;
        let mut grid = Self {
            from: [west, north],
            bits,
            columns,
            starts: vec![0; columns * rows + 1],
            members: Vec::new(),
        };
        for member in members {
            let cell = grid.cell(place(member));
            grid.starts[cell + 1] += 1;
        }
        for cell in 1..grid.starts.len() {
            grid.starts[cell] += grid.starts[cell - 1];
        }
        let mut next = grid.starts.clone();
        grid.members = vec![0; members.len()];
        for member in members {
            let cell = grid.cell(place(member));
            grid.members[next[cell] as usize] = *member;
            next[cell] += 1;
        }
        grid
    }

    fn place(&self, at: PlanePoint) -> [usize; 2] {
        [0, 1].map(|axis| (u64::from(at[axis] - self.from[axis]) >> self.bits) as usize)
    }

    fn cell(&self, at: PlanePoint) -> usize {
        let [column, row] = self.place(at);
        row * self.columns + column
    }

    /// Whether anything is so of any point in the cells that a box touches; the box's corners are among the points.
    fn any(&self, ends: &[RangeInclusive<u32>; 2], is_so: impl Fn(u32) -> bool) -> bool {
        let [columns, rows] = {
            let [first, last] = [[*ends[0].start(), *ends[1].start()], [*ends[0].end(), *ends[1].end()]]
                .map(|corner| self.place(corner));
            [first[0]..=last[0], first[1]..=last[1]]
        };
        rows.into_iter().any(|row| {
            let first = self.starts[row * self.columns + columns.start()] as usize;
            let end = self.starts[row * self.columns + columns.end() + 1] as usize;
            self.members[first..end].iter().any(|member| is_so(*member))
        })
    }
}
