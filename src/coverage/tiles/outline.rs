//! Outlines of what is covered: the edges between covered and uncovered cells, chained, and cut to a square.
//!
//! Three cells meet at each corner of a hexagon, so there an outline comes in once and goes out once, or not at all:
//! chaining needs no choice. A cell whose neighbours are all covered has no edge of an outline; which neighbours are
//! in its own word is known beforehand, so most cells inside are passed over by one comparison.
//!
//! Owns polygons in units of the plane, and the tile of them. Invariants: an outer ring has what is covered inside
//! and goes before its holes, which go the other way; corners that two cells compute are one corner, and the same in
//! every tile.

use std::collections::HashMap;
use std::sync::LazyLock;

use h3o::{CellIndex, LatLng, Resolution};

use super::COVERAGE_LAYER;
use super::clip::{self, Chain, Place, Point, Rectangle};
use super::mvt::{At, EXTENT, Layer};
use crate::country::cells::{CELL_RESOLUTION, CellWord};
use crate::country::pixels::Area;
use crate::country::{CellList, CellPixels};
use crate::coverage::CellSet;
use crate::domain::{LonLat, MapPoint, TileId};

/// Units of a tile that are drawn beyond its edge, so that lines do not end in sight.
const BUFFER: i64 = 64;
/// Pixels of zoom 8 around a square whose cells may reach into it.
const AROUND: i32 = 4;
/// Corners nearer to each other than this are one: units of the plane as a power of two, a few metres.
const CORNER_BITS: u32 = 8;
/// How far two computations of a corner may differ, with much to spare.
const CORNER_NOISE: i64 = 16;
/// No corner.
const NONE: u32 = u32::MAX;

/// A closed line, in units of the plane from a tile's north-western corner; the first point is not repeated.
pub type Ring = Vec<[f64; 2]>;

/// What is covered in one piece.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    /// Its outer ring.
    pub outer: Ring,
    /// What is not covered in it.
    pub holes: Vec<Ring>,
}

/// Outlines of a set in a square.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlines {
    tile: TileId,
    /// What is covered, piece by piece.
    pub polygons: Vec<Polygon>,
}

/// Of each bit of a word, the bits of its six neighbours, where all are of the same word; else none.
static NEIGHBOURS: LazyLock<[u64; 64]> = LazyLock::new(|| {
    let mut known = [0; 64];
    // Any parent that is no pentagon: its children lie to each other as everywhere.
    let Ok(place) = LatLng::new(0.5, 0.5) else { return known };
    let parent = place.to_cell(Resolution::Seven);
    let bit = |cell: CellIndex| (u64::from(cell) >> 18 & 63) as usize;
    for cell in parent.children(CELL_RESOLUTION) {
        let ring: Vec<CellIndex> = cell.grid_ring(1);
        if ring.iter().all(|other| other.parent(Resolution::Seven) == Some(parent)) {
            known[bit(cell)] = ring.iter().fold(0, |bits, other| bits | 1 << bit(*other));
        }
    }
    known
});

/// The bits of a word that a window of its cells stands for.
fn spread(mut window: u64, bits: u64) -> u64 {
    if window == 0 {
        return 0;
    }
    let (mut rest, mut spread) = (bits, 0);
    while rest != 0 {
        let lowest = rest & rest.wrapping_neg();
        if window & 1 == 1 {
            spread |= lowest;
        }
        window >>= 1;
        rest ^= lowest;
    }
    spread
}

/// Edges on their way to chains: each corner once, and which follows it.
struct Edges {
    /// The tile's corner, which points are told from.
    corner: [i64; 2],
    points: Vec<Point>,
    next: Vec<u32>,
    /// Whether an edge leads to the corner.
    is_reached: Vec<bool>,
    by_place: HashMap<Point, u32>,
}

impl Edges {
    fn new(corner: [i64; 2]) -> Self {
        let (points, next, is_reached) = (Vec::new(), Vec::new(), Vec::new());
        Self { corner, points, next, is_reached, by_place: HashMap::new() }
    }

    /// A place as seen from the tile's corner; round the world, where that is shorter.
    fn point(&self, at: LatLng) -> Point {
        let MapPoint { x, y } = LonLat { lon: at.lng(), lat: at.lat() }.into();
        let from = |at: u32, corner: i64| i64::from(at.wrapping_sub(corner as u32) as i32);
        [from(x, self.corner[0]), i64::from(y) - self.corner[1]]
    }

    /// The corner at a place, which another cell may have computed a little otherwise.
    fn corner_at(&mut self, point: Point) -> u32 {
        let key = point.map(|units| units >> CORNER_BITS);
        let beside = |axis: usize| {
            let within = point[axis] & ((1 << CORNER_BITS) - 1);
            if within < CORNER_NOISE { -1 } else { i64::from(within >= (1 << CORNER_BITS) - CORNER_NOISE) }
        };
        let (across, along) = (beside(0), beside(1));
        for (x, y) in [(0, 0), (across, 0), (0, along), (across, along)] {
            if let Some(known) = self.by_place.get(&[key[0] + x, key[1] + y]) {
                return *known;
            }
        }
        let corner = self.points.len() as u32;
        self.by_place.insert(key, corner);
        self.points.push(point);
        self.next.push(NONE);
        self.is_reached.push(false);
        corner
    }

    /// Adds a line that has what is covered on its left as it is given on the globe, hence on its right on the map.
    fn add(&mut self, line: &[LatLng]) {
        let mut last = None;
        for at in line.iter().rev() {
            let point = self.point(*at);
            let corner = self.corner_at(point);
            if let Some(last) = last.filter(|last| *last != corner) {
                self.next[last as usize] = corner;
                self.is_reached[corner as usize] = true;
            }
            last = Some(corner);
        }
    }

    /// The chains: first those with ends, then those without.
    fn chains(mut self) -> Vec<Chain> {
        let mut chains = Vec::new();
        let count = self.points.len() as u32;
        let open: Vec<u32> = (0..count).filter(|corner| !self.is_reached[*corner as usize]).collect();
        for (first, is_closed) in
            open.into_iter().map(|first| (first, false)).chain((0..count).map(|at| (at, true)))
        {
            let (mut points, mut at) = (Vec::new(), first);
            while at != NONE && self.next[at as usize] != NONE {
                points.push(self.points[at as usize]);
                at = std::mem::replace(&mut self.next[at as usize], NONE);
            }
            if points.is_empty() {
                continue;
            }
            if !is_closed {
                points.push(self.points[at as usize]);
            }
            chains.push(Chain { points, is_closed });
        }
        chains
    }
}

/// The edges between covered and uncovered cells around an area.
fn edges(cells: &CellList, pixels: &CellPixels, set: &CellSet, area: Area, corner: [i64; 2]) -> Edges {
    let mut edges = Edges::new(corner);
    let mut finder = cells.finder();
    for (at, CellWord { first, bits }) in pixels.words(cells, area) {
        let covered = spread(set.window(first, bits.count_ones()), bits);
        let mut rest = covered;
        while rest != 0 {
            let bit = rest.trailing_zeros();
            rest &= rest - 1;
            let own = NEIGHBOURS[bit as usize];
            if own != 0 && covered & own == own && !is_pentagon(cells, at, bit) {
                continue;
            }
            let ordinal = first + (bits & ((1 << bit) - 1)).count_ones();
            if !area.holds(pixels.pixel(at, ordinal)) {
                continue;
            }
            let Some(cell) = cells.cell_in_word(at, bit) else { continue };
            for edge in cell.edges() {
                let neighbour = finder.ordinal(edge.destination().into());
                if !neighbour.is_some_and(|ordinal| set.contains(ordinal)) {
                    edges.add(&edge.boundary());
                }
            }
        }
    }
    edges
}

/// Whether the parent of a word is a pentagon, whose children lie to each other as no others do.
fn is_pentagon(cells: &CellList, word: usize, bit: u32) -> bool {
    // Twelve base cells have one, and it is their first child at every resolution.
    let index = cells.index_in_word(word, bit);
    (index >> 24).trailing_zeros() >= 21
        && cells
            .cell_in_word(word, bit)
            .and_then(|cell| cell.parent(Resolution::Seven))
            .is_none_or(CellIndex::is_pentagon)
}

impl Outlines {
    /// The outlines of a set in a square and a little beyond.
    pub fn of(cells: &CellList, pixels: &CellPixels, set: &CellSet, tile: TileId) -> Self {
        let beyond = tile.size() * BUFFER / EXTENT;
        let rectangle = Rectangle { from: [-beyond; 2], to: [tile.size() - 1 + beyond; 2] };
        let around = (beyond >> crate::country::pixels::PIXEL_BITS) as i32 + AROUND;
        let area = Area::of(tile, around);
        let chains = edges(cells, pixels, set, area, tile.corner()).chains();
        let cut = clip::cut(&chains, rectangle);
        let mut rings = cut.rings;
        if !cut.is_on_border && is_border_covered(cells, pixels, set, tile, &rings) {
            let [[west, north], [east, south]] =
                [rectangle.from, rectangle.to].map(|at| at.map(|units| units as f64));
            let (west, north, east, south) = (west - 0.5, north - 0.5, east + 0.5, south + 0.5);
            rings.push(vec![[west, north], [east, north], [east, south], [west, south]]);
        }
        Self { tile, polygons: nested(rings) }
    }

    /// The area of what is covered, in square units of the plane.
    pub fn area(&self) -> f64 {
        let rings = |polygon: &Polygon| {
            let holes: f64 = polygon.holes.iter().map(|hole| clip::doubled_area(hole)).sum();
            clip::doubled_area(&polygon.outer) + holes
        };
        self.polygons.iter().map(rings).sum::<f64>() / 2.0
    }

    /// The vector tile; `None` where nothing is covered.
    pub fn tile(&self) -> Option<Vec<u8>> {
        let unit = self.tile.size() as f64 / EXTENT as f64;
        let mut rings: Vec<Vec<At>> = Vec::new();
        for polygon in &self.polygons {
            let outer = rounded(&polygon.outer, unit);
            if doubled(&outer) <= 0 {
                continue;
            }
            rings.push(outer);
            let holes = polygon.holes.iter().map(|hole| rounded(hole, unit));
            rings.extend(holes.filter(|hole| doubled(hole) < 0));
        }
        let mut layer = Layer::new(COVERAGE_LAYER, &[]);
        layer.polygons(rings.iter().map(Vec::as_slice), None, std::iter::empty());
        layer.tile()
    }
}

/// Whether the rectangle's border lies in what is covered, where no outline crosses it: as any cell in the square
/// is, but for the rings between it and the border.
fn is_border_covered(
    cells: &CellList,
    pixels: &CellPixels,
    set: &CellSet,
    tile: TileId,
    rings: &[Ring],
) -> bool {
    let area = Area::of(tile, 0);
    let mut found = pixels.words(cells, area).flat_map(|(at, CellWord { first, bits })| {
        (first..first + bits.count_ones()).filter(move |ordinal| area.holds(pixels.pixel(at, *ordinal)))
    });
    let Some((ordinal, cell)) = found.next().and_then(|ordinal| Some((ordinal, cells.cell(ordinal)?))) else {
        return false;
    };
    let [x, y] = Edges::new(tile.corner()).point(LatLng::from(cell));
    let around = rings.iter().filter(|ring| clip::is_inside(ring, [x as f64, y as f64])).count();
    set.contains(ordinal) == (around % 2 == 0)
}

/// Puts each hole into the smallest ring around it.
fn nested(rings: Vec<Ring>) -> Vec<Polygon> {
    let (mut outer, mut holes) = (Vec::new(), Vec::new());
    for ring in rings {
        let area = clip::doubled_area(&ring);
        if area > 0.0 {
            outer.push((area, bounds(&ring), Polygon { outer: ring, holes: Vec::new() }));
        } else if area < 0.0 {
            holes.push(ring);
        }
    }
    outer.sort_by(|(a, ..), (b, ..)| a.total_cmp(b));
    for hole in holes {
        let at = hole[0];
        let may = |[[west, north], [east, south]]: [Place; 2]| {
            west <= at[0] && at[0] <= east && north <= at[1] && at[1] <= south
        };
        let mut around: Vec<usize> = (0..outer.len()).filter(|ring| may(outer[*ring].1)).collect();
        // It lies in one of them: the last need not be looked at.
        let last = around.pop();
        let found = around.into_iter().find(|ring| clip::is_inside(&outer[*ring].2.outer, at)).or(last);
        if let Some(found) = found {
            outer[found].2.holes.push(hole);
        }
    }
    outer.into_iter().map(|(.., polygon)| polygon).collect()
}

fn bounds(ring: &[Place]) -> [Place; 2] {
    ring.iter().fold([[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]], |[from, to], at| {
        [[from[0].min(at[0]), from[1].min(at[1])], [to[0].max(at[0]), to[1].max(at[1])]]
    })
}

/// A ring in units of a tile, none twice in a row.
fn rounded(ring: &[Place], unit: f64) -> Vec<At> {
    let mut points: Vec<At> =
        ring.iter().map(|at| at.map(|units| (units / unit + 0.5).floor() as i32)).collect();
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

/// Twice the area of a ring in units of a tile.
fn doubled(ring: &[At]) -> i64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let product = |a: i32, b: i32| i64::from(a) * i64::from(b);
    pairs.map(|(a, b)| product(a[0], b[1]) - product(b[0], a[1])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places over all of the world.
    fn somewhere(count: u32) -> impl Iterator<Item = CellIndex> {
        (0..count).filter_map(|at| {
            let lat = f64::from(at).mul_add(0.618_034, 0.1).fract() * 170.0 - 85.0;
            let lon = f64::from(at).mul_add(0.414_214, 0.2).fract() * 360.0 - 180.0;
            Some(LatLng::new(lat, lon).ok()?.to_cell(CELL_RESOLUTION))
        })
    }

    #[test]
    fn neighbours_in_a_word_are_neighbours_everywhere_but_at_pentagons() {
        let mut checked = 0;
        for cell in somewhere(3000) {
            let parent = cell.parent(Resolution::Seven).expect("a parent");
            for child in parent.children(CELL_RESOLUTION).filter(|_| !parent.is_pentagon()) {
                let own = NEIGHBOURS[(u64::from(child) >> 18 & 63) as usize];
                if own != 0 {
                    let ring: Vec<CellIndex> = child.grid_ring(1);
                    let bits =
                        ring.iter().fold(0u64, |bits, other| bits | 1 << (u64::from(*other) >> 18 & 63));
                    assert_eq!(bits, own, "{child}");
                    assert!(ring.iter().all(|other| other.parent(Resolution::Seven) == Some(parent)));
                    checked += 1;
                }
            }
        }
        assert!(checked > 30_000, "{checked}");
    }

    #[test]
    fn a_window_is_spread_over_the_bits_that_are_there() {
        assert_eq!(spread(0b1011, 0b1110_0100), 0b1010_0100);
        assert_eq!(spread(0, u64::MAX), 0);
        assert_eq!(spread(u64::MAX, u64::MAX), u64::MAX);
    }

    #[test]
    fn edges_of_a_cell_have_it_on_their_left() {
        for cell in somewhere(2000) {
            let centre = LatLng::from(cell);
            for edge in cell.edges() {
                let line = edge.boundary();
                let (a, b) = (line[0], line[line.len() - 1]);
                let away = |at: LatLng| {
                    let lon = (at.lng() - centre.lng() + 540.0).rem_euclid(360.0) - 180.0;
                    [lon * centre.lat().to_radians().cos(), at.lat() - centre.lat()]
                };
                let (a, b) = (away(a), away(b));
                assert!(a[0] * b[1] - b[0] * a[1] > 0.0, "{edge}");
            }
        }
    }
}
