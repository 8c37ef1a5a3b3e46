//! Polygons to cells by their centre: the FCC's rule, which gives each cell to exactly one of two neighbours.
//!
//! Centres stand in rows of latitude ([`CentreRows`]). In each row only the edges that pass through it matter.
//! Whether a centre is inside is counted along two straight ways: along the row's floor from the far west to
//! below the centre (each edge that crosses the floor turns over all places east of it, once, whatever their
//! number), then up to the centre (each edge crosses the way up to the few places over or under it). So an edge
//! costs what it is long, not what the polygon is large, and rows are independent: large polygons are painted
//! on all cores.
//!
//! **Inside** is by the even-odd rule over all rings of the polygon, whatever their winding; a centre exactly
//! on an edge belongs to the polygon east of it. Rings that cross themselves therefore mean what
//! GEOS' `make_valid` makes of their linework.
//!
//! **Ties.** A centre (x, y) is asked about as if it stood at (x − ε, y + ε²), with ε as small as need be: then
//! no edge passes through it and no vertex lies beside it, and every way there crosses the same number of edges,
//! odd or even. All comparisons below are those of that point, with exact predicates; hence a floor is crossed
//! where `south <= y < north`, the way up where `west < x <= east`.

use geo::{Coord, LineString, Polygon};
use rayon::prelude::*;

use super::{CellSet, CellSetBuilder};
use crate::country::{CentreRow, CentreRows, Country};

/// How far a computed place of an edge may be off in degrees: much more than rounding, less than two centres.
const MARGIN: f64 = 1e-9;
/// The same in heights of rows.
const HEIGHT_MARGIN: f64 = 1e-6;
/// Edges of a polygon from which on all cores paint it.
const FEW: usize = 4096;
/// Strips of rows for each core: some have more edges than others.
const STRIPS_PER_CORE: usize = 8;

/// An edge, lower end first.
#[derive(Debug, Clone, Copy)]
struct Edge {
    low: Coord<f64>,
    high: Coord<f64>,
}

/// Above 0 where a point lies left of the line from `a` to `b`, exactly.
fn side(a: Coord<f64>, b: Coord<f64>, x: f64, y: f64) -> f64 {
    let coord = |at: Coord<f64>| robust::Coord { x: at.x, y: at.y };
    robust::orient2d(coord(a), coord(b), robust::Coord { x, y })
}

impl Edge {
    /// Whether a height is spanned (half-open, so that a vertex counts once).
    fn spans(&self, y: f64) -> bool {
        self.low.y <= y && y < self.high.y
    }

    /// Whether the edge lies strictly west of a point whose height it spans.
    fn is_west_of(&self, x: f64, y: f64) -> bool {
        side(self.low, self.high, x, y) < 0.0
    }

    /// About where the edge crosses a height.
    fn lon_at(&self, y: f64) -> f64 {
        let along = ((y - self.low.y) / (self.high.y - self.low.y)).clamp(0.0, 1.0);
        self.low.x + (self.high.x - self.low.x) * along
    }

    /// The longitudes the edge has between two heights, generously; nothing where it runs along a meridian,
    /// since no way up crosses it then.
    fn stretch(&self, floor: f64, ceiling: f64) -> Option<(f64, f64)> {
        let (low, high) = (self.low, self.high);
        // Exactly: an edge a hair off the meridian is crossed.
        #[expect(
            clippy::float_cmp,
            reason = "corners are compared with each other, not with what was computed"
        )]
        let is_upright = low.x == high.x;
        if is_upright || high.y < floor || low.y > ceiling {
            return None;
        }
        let (west, east) = (low.x.min(high.x), low.x.max(high.x));
        if low.y >= floor && high.y <= ceiling {
            return Some((west, east));
        }
        let a = if low.y < floor { self.lon_at(floor) } else { low.x };
        let b = if high.y > ceiling { self.lon_at(ceiling) } else { high.x };
        Some((west.max(a.min(b) - MARGIN), east.min(a.max(b) + MARGIN)))
    }

    /// Whether the edge passes below a point whose longitude it spans.
    fn is_below(&self, x: f64, y: f64) -> bool {
        let (west, east) =
            if self.low.x < self.high.x { (self.low, self.high) } else { (self.high, self.low) };
        let side = side(west, east, x, y);
        // A point on the edge stands west of it, so over one that rises to the east, and over a level one.
        side > 0.0 || (side == 0.0 && east.y >= west.y)
    }
}

/// Cells on their way to a set: a bit for each place of the rows.
#[derive(Debug, Clone)]
pub struct Canvas(Vec<u64>);

/// What a polygon painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Painted {
    /// Cells in the polygon.
    pub cells: usize,
    /// Those of them that were not on the canvas.
    pub new: usize,
}

impl std::ops::Add for Painted {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { cells: self.cells + other.cells, new: self.new + other.new }
    }
}

/// Turns polygons into cell sets, one polygon after the other; keeps what it needs for the next.
#[derive(Debug)]
pub struct Painter<'a> {
    rows: &'a CentreRows,
    outline: Outline,
    strip: Strip,
}

impl<'a> Painter<'a> {
    /// A painter of a country's cells: the rows of their centres are kept with the country.
    pub fn new(country: &'a Country) -> Self {
        Self::over(country.centre_rows())
    }

    /// A painter over given rows of centres.
    pub fn over(rows: &'a CentreRows) -> Self {
        Self { rows, outline: Outline::default(), strip: Strip::default() }
    }

    /// An empty canvas.
    pub fn canvas(&self) -> Canvas {
        Canvas(vec![0; self.rows.canvas_words()])
    }

    /// Adds the cells whose centre lies in a polygon.
    pub fn paint(&mut self, polygon: &Polygon<f64>, onto: &mut Canvas) -> Painted {
        debug_assert_eq!(onto.0.len(), self.rows.canvas_words());
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let Some(rows) = self.outline.of(rings, self.rows) else {
            return Painted::default();
        };
        let canvas = &mut onto.0[self.rows.words_of(rows.clone())];
        if self.outline.edges.len() < FEW {
            return self.strip.paint(self.rows, &self.outline, 0..rows.len(), canvas);
        }
        let painted = paint_on_all_cores(self.rows, &self.outline, canvas);
        // One such polygon must not cost its memory for as long as a file is read.
        self.outline = Outline::default();
        painted
    }

    /// The cells on a canvas.
    pub fn cells(&self, canvas: &Canvas) -> CellSet {
        let mut cells = CellSetBuilder::new(self.rows.cells());
        for at in 0..self.rows.rows() {
            let row = self.rows.row(at);
            for (word, bits) in canvas.0[self.rows.words_of(at..at + 1)].iter().enumerate() {
                let mut rest = *bits;
                while rest != 0 {
                    cells.insert(row.ordinal(word * 64 + rest.trailing_zeros() as usize));
                    rest &= rest - 1;
                }
            }
        }
        cells.finish()
    }
}

fn paint_on_all_cores(rows: &CentreRows, outline: &Outline, mut canvas: &mut [u64]) -> Painted {
    let strips = outline.strips(rayon::current_num_threads() * STRIPS_PER_CORE);
    let mut jobs = Vec::with_capacity(strips.len());
    for strip in strips {
        let words = rows.words_of(outline.first_row + strip.start..outline.first_row + strip.end).len();
        let (own, rest) = canvas.split_at_mut(words);
        jobs.push((strip, own));
        canvas = rest;
    }
    jobs.into_par_iter()
        .map(|(strip, canvas)| Strip::default().paint(rows, outline, strip, canvas))
        .reduce(Painted::default, std::ops::Add::add)
}

/// The edges of a polygon that matter to the rows, by the first row they pass through.
#[derive(Debug, Default)]
struct Outline {
    edges: Vec<Edge>,
    /// First and last row of each edge, counted from `first_row`.
    spans: Vec<(u32, u32)>,
    first_row: usize,
    /// Positions of edges, by first row.
    order: Vec<u32>,
    /// Where the edges that begin in each row end in `order`.
    ends: Vec<u32>,
}

impl Outline {
    /// Takes the edges of some rings; says which rows they pass through, if any.
    fn of<'r>(
        &mut self,
        rings: impl Iterator<Item = &'r LineString<f64>>,
        rows: &CentreRows,
    ) -> Option<std::ops::Range<usize>> {
        self.edges.clear();
        self.spans.clear();
        if rows.rows() == 0 {
            return None;
        }
        let last_row = rows.rows() as f64 - 1.0;
        let (mut first_row, mut end_row) = (usize::MAX, 0);
        for ring in rings {
            for line in ring.lines() {
                let (a, b) = (line.start, line.end);
                let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
                let first = rows.height_of(low.y) - HEIGHT_MARGIN;
                let last = rows.height_of(high.y) + HEIGHT_MARGIN;
                if last >= 0.0 && first < last_row + 1.0 {
                    let (first, last) = (first.max(0.0) as usize, last.min(last_row) as usize);
                    (first_row, end_row) = (first_row.min(first), end_row.max(last + 1));
                    self.edges.push(Edge { low, high });
                    self.spans.push((first as u32, last as u32));
                }
            }
        }
        if self.edges.is_empty() {
            return None;
        }
        self.first_row = first_row;
        self.sort(end_row - first_row);
        Some(first_row..end_row)
    }

    /// Sorts the edges by their first row, by counting.
    fn sort(&mut self, rows: usize) {
        for (first, last) in &mut self.spans {
            *first -= self.first_row as u32;
            *last -= self.first_row as u32;
        }
        self.ends.clear();
        self.ends.resize(rows + 1, 0);
        for (first, _) in &self.spans {
            self.ends[*first as usize + 1] += 1;
        }
        for row in 0..rows {
            self.ends[row + 1] += self.ends[row];
        }
        self.order.clear();
        self.order.resize(self.edges.len(), 0);
        for (at, (first, _)) in self.spans.iter().enumerate() {
            // Where a row's edges begin becomes, one by one, where they end.
            let next = &mut self.ends[*first as usize];
            self.order[*next as usize] = at as u32;
            *next += 1;
        }
        self.ends.pop();
    }

    fn rows(&self) -> usize {
        self.ends.len()
    }

    /// Cuts the rows into at most n strips in which about as many edges begin.
    fn strips(&self, most: usize) -> Vec<std::ops::Range<usize>> {
        let mut strips = Vec::with_capacity(most);
        let mut from = 0;
        for strip in 1..=most {
            let to = if strip == most {
                self.rows()
            } else {
                let wanted = (self.edges.len() * strip / most) as u32;
                self.ends.partition_point(|end| *end < wanted)
            };
            if to > from {
                strips.push(from..to);
                from = to;
            }
        }
        strips
    }
}

/// Rows on their way, one after the other.
#[derive(Debug, Default)]
struct Strip {
    /// The edges that pass through the row.
    open: Vec<u32>,
    /// Places from which on everything east is turned over.
    turns: Vec<u64>,
    /// Places turned over by themselves.
    single: Vec<u64>,
}

impl Strip {
    /// Paints some rows of an outline; the canvas is theirs.
    fn paint(
        &mut self,
        rows: &CentreRows,
        outline: &Outline,
        strip: std::ops::Range<usize>,
        mut canvas: &mut [u64],
    ) -> Painted {
        let mut begun = strip.start.checked_sub(1).map_or(0, |before| outline.ends[before] as usize);
        let last_of = |at: &u32| outline.spans[*at as usize].1 as usize;
        self.open.clear();
        self.open.extend(outline.order[..begun].iter().filter(|at| last_of(at) >= strip.start));
        let mut painted = Painted::default();
        for row in strip {
            let end = outline.ends[row] as usize;
            self.open.extend_from_slice(&outline.order[begun..end]);
            begun = end;
            let at = outline.first_row + row;
            let (own, rest) = canvas.split_at_mut(rows.words_of(at..at + 1).len());
            canvas = rest;
            painted = painted + self.row(rows.row(at), &outline.edges, own);
            self.open.retain(|at| last_of(at) > row);
        }
        painted
    }

    /// Paints one row.
    fn row(&mut self, row: CentreRow<'_>, edges: &[Edge], canvas: &mut [u64]) -> Painted {
        if row.places() == 0 {
            return Painted::default();
        }
        // One word more: an edge east of all places turns over none of them.
        self.turns.resize(canvas.len() + 1, 0);
        self.single.resize(canvas.len() + 1, 0);
        let (floor, ceiling) = (row.floor(), row.ceiling());
        let (mut first, mut last) = (usize::MAX, 0);
        for at in &self.open {
            let edge = &edges[*at as usize];
            if edge.spans(floor) {
                let mut place = row.up_to(edge.lon_at(floor) - MARGIN);
                while place < row.places() && !edge.is_west_of(row.lon(place), floor) {
                    place += 1;
                }
                self.turns[place / 64] ^= 1 << (place % 64);
                (first, last) = (first.min(place / 64), last.max(place / 64));
            }
            let Some((west, east)) = edge.stretch(floor, ceiling) else { continue };
            let reaches_down = edge.low.y <= floor;
            for place in row.up_to(west)..row.up_to(east) {
                let (x, y) = (row.lon(place), row.lat(place));
                if edge.is_below(x, y) && !(reaches_down && edge.is_below(x, floor)) {
                    self.single[place / 64] ^= 1 << (place % 64);
                    (first, last) = (first.min(place / 64), last.max(place / 64));
                }
            }
        }
        self.settle(first, last, row.places(), canvas)
    }

    /// Puts what was turned over onto the canvas, and leaves nothing turned over.
    fn settle(&mut self, first: usize, last: usize, places: usize, canvas: &mut [u64]) -> Painted {
        let mut painted = Painted::default();
        let mut carried = 0u64;
        for at in first..=last {
            let mut bits = std::mem::take(&mut self.turns[at]);
            for shift in [1, 2, 4, 8, 16, 32] {
                bits ^= bits << shift;
            }
            bits ^= carried;
            carried = if bits >> 63 == 1 { u64::MAX } else { 0 };
            bits ^= std::mem::take(&mut self.single[at]);
            let Some(word) = canvas.get_mut(at) else { break };
            if (at + 1) * 64 > places {
                bits &= (1 << (places % 64)) - 1;
            }
            painted.cells += bits.count_ones() as usize;
            painted.new += (bits & !*word).count_ones() as usize;
            *word |= bits;
        }
        painted
    }
}

#[cfg(test)]
mod tests;
