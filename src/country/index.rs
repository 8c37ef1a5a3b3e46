//! The region index: exact point to region, for tens of millions of points a second.
//!
//! A raster over the country's box, in two levels: 0.02° tiles, and 8 x 8 cells of 0.0025° (about
//! 280 m) in the tiles that a border crosses. Most cells lie inside one region and answer at once. A
//! cell that borders cross keeps the few edges that do; walking from the far left, every edge passed
//! changes the region, so
//!
//! ```text
//! region(p) = base ^ XOR over edges left of p at p's height of (region on one side ^ region on the other)
//! ```
//!
//! which needs no order and no parity per region: only exact orientation tests (Shewchuk 1997, by the
//! `robust` crate, behind a filter on integers). The idea of true hits in a raster is that of ACT
//! (Kipf et al., EDBT 2020); the reference value per cell that of S2's shape index.
//!
//! **Tie rule.** A point on a shared border belongs to the region west of it; on an exactly horizontal
//! border, to the region north of it. So every point has at most one region, and points on the outer
//! border may have none.
//!
//! Invariant: outlines are a coverage (no overlap) with coordinates of at most 7 decimals.

mod build;
mod cut;

pub use cut::Piece;

use crate::domain::LonLat;

/// What a look-up answers outside every region.
pub const OUTSIDE: u16 = u16::MAX;

/// Cells to a degree.
const PER_DEGREE: f64 = 400.0;
/// Cells along a tile's side.
const TILE: usize = 8;
const TILE_CELLS: usize = TILE * TILE;
/// Set in a word that points on instead of naming a region.
const POINTER: u32 = 1 << 31;
/// Integer coordinates to a degree.
const UNITS: f64 = 1e7;
/// Numbers an edge takes in the arena: both ends, and the XOR of its sides.
const EDGE: usize = 5;

/// Why outlines cannot be indexed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum IndexError {
    /// A coordinate has more decimals than the index keeps.
    #[error("coordinate {0} has more than 7 decimals: round the outlines first")]
    TooPrecise(f64),
    /// A coordinate is not on Earth.
    #[error("coordinate {0} is not a longitude or latitude in degrees")]
    NotDegrees(f64),
    /// Too many regions for 16-bit ids.
    #[error("{0} regions are more than the index can hold (65,534)")]
    TooMany(usize),
}

/// Exact point location in a coverage. Immutable, shared between threads, no allocation per point.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionIndex {
    west: f64,
    south: f64,
    tiles_x: usize,
    tiles_y: usize,
    /// A region, or a pointer to a block.
    tiles: Vec<u32>,
    /// `TILE_CELLS` words each: a region, or a pointer into the arena.
    blocks: Vec<u32>,
    /// Cells that borders cross: base, counts, breaks, edges.
    arena: Vec<i32>,
}

/// Where in the raster a point falls.
#[derive(Clone, Copy)]
struct Spot {
    tile: u32,
    cell: u32,
}

const NOWHERE: Spot = Spot { tile: u32::MAX, cell: 0 };

impl RegionIndex {
    /// Indexes region outlines; region `i` of the answers is `outlines[i]`.
    ///
    /// # Errors
    /// When a coordinate is not a degree of at most 7 decimals, or there are too many regions.
    pub fn build(outlines: &[geo::MultiPolygon<f64>]) -> Result<Self, IndexError> {
        build::build(outlines)
    }

    #[inline]
    fn spot(&self, lon: f64, lat: f64) -> Spot {
        let x = (lon - self.west) * PER_DEGREE;
        let y = (lat - self.south) * PER_DEGREE;
        let inside =
            x >= 0.0 && y >= 0.0 && x < (self.tiles_x * TILE) as f64 && y < (self.tiles_y * TILE) as f64;
        if !inside {
            return NOWHERE;
        }
        let (x, y) = (x as u32, y as u32);
        let tile = (y / TILE as u32) * self.tiles_x as u32 + x / TILE as u32;
        Spot { tile, cell: (y % TILE as u32) * TILE as u32 + x % TILE as u32 }
    }

    /// The word of a spot: a region, or a pointer into the arena.
    #[inline]
    fn word(&self, spot: Spot) -> u32 {
        match self.tiles.get(spot.tile as usize) {
            None => u32::from(OUTSIDE),
            Some(word) if word & POINTER == 0 => *word,
            Some(word) => self.blocks[(word & !POINTER) as usize * TILE_CELLS + spot.cell as usize],
        }
    }

    /// The region at a point, or [`OUTSIDE`].
    #[inline]
    pub fn region(&self, at: LonLat) -> u16 {
        let word = self.word(self.spot(at.lon, at.lat));
        if word & POINTER == 0 { word as u16 } else { self.refine(word & !POINTER, at.lon, at.lat) }
    }

    /// The region at each of many points, [`OUTSIDE`] for none.
    ///
    /// Works in passes over small chunks (places, gather, refine), so that the memory reads of many
    /// points overlap. The slices must have one length; extra elements are ignored.
    pub fn locate_batch(&self, lon: &[f64], lat: &[f64], out: &mut [u16]) {
        const CHUNK: usize = 256;
        let mut spots = [NOWHERE; CHUNK];
        let mut words = [0u32; CHUNK];
        for ((lon, lat), out) in lon.chunks(CHUNK).zip(lat.chunks(CHUNK)).zip(out.chunks_mut(CHUNK)) {
            for ((spot, x), y) in spots.iter_mut().zip(lon).zip(lat) {
                *spot = self.spot(*x, *y);
            }
            for (word, spot) in words.iter_mut().zip(&spots[..out.len()]) {
                *word = self.tiles.get(spot.tile as usize).copied().unwrap_or(u32::from(OUTSIDE));
            }
            for (word, spot) in words.iter_mut().zip(&spots[..out.len()]) {
                if *word & POINTER != 0 {
                    *word = self.blocks[(*word & !POINTER) as usize * TILE_CELLS + spot.cell as usize];
                }
            }
            for (at, found) in out.iter_mut().enumerate() {
                let word = words[at];
                *found = if word & POINTER == 0 {
                    word as u16
                } else {
                    self.refine(word & !POINTER, lon[at], lat[at])
                };
            }
        }
    }

    /// Decides a point in a cell that borders cross.
    #[inline]
    fn refine(&self, offset: u32, lon: f64, lat: f64) -> u16 {
        let record = &self.arena[offset as usize..];
        let mut region = record[0] as u16;
        let breaks = (record[0] as u32 >> 16) as usize;
        let edges = record[1] as usize;
        let (breaks, edges) = record[2..2 + breaks * 2 + edges * EDGE].split_at(breaks * 2);
        for at in breaks.chunks_exact(2) {
            if lat >= f64::from(at[0]) / UNITS {
                region ^= at[1] as u16;
            }
        }
        // Rounded outwards: comparisons with these that succeed are certain.
        let (x, y) = ((lon * UNITS) as i32, (lat * UNITS) as i32);
        for edge in edges.chunks_exact(EDGE) {
            if is_left(edge, lon, lat, x, y) {
                region ^= edge[4] as u16;
            }
        }
        region
    }
}

/// Whether an edge (lower end first) spans a point's height and lies strictly left of it.
///
/// `x`, `y` are the point in integer units, within one unit: what they leave open is decided exactly.
#[inline]
fn is_left(edge: &[i32], lon: f64, lat: f64, x: i32, y: i32) -> bool {
    let [x0, y0, x1, y1] = [edge[0], edge[1], edge[2], edge[3]];
    if y + 1 < y0 || y - 1 > y1 {
        return false;
    }
    let (low, high) = (f64::from(y0) / UNITS, f64::from(y1) / UNITS);
    if lat < low || lat >= high {
        return false;
    }
    let (least, most) = if x0 < x1 { (x0, x1) } else { (x1, x0) };
    if x + 1 < least {
        return false;
    }
    if x - 1 > most {
        return true;
    }
    let (x0, x1) = (f64::from(x0) / UNITS, f64::from(x1) / UNITS);
    robust::orient2d(
        robust::Coord { x: x0, y: low },
        robust::Coord { x: x1, y: high },
        robust::Coord { x: lon, y: lat },
    ) < 0.0
}

impl RegionIndex {
    /// The box of the raster: west, south, east, north.
    pub fn bbox(&self) -> [f64; 4] {
        let side = TILE as f64 / PER_DEGREE;
        [
            self.west,
            self.south,
            self.west + self.tiles_x as f64 * side,
            self.south + self.tiles_y as f64 * side,
        ]
    }

    /// Centres of the tiles that hold any region: a coarse sampling of the country (0.02°).
    pub fn occupied_tiles(&self) -> impl Iterator<Item = LonLat> + '_ {
        let side = TILE as f64 / PER_DEGREE;
        self.tiles.iter().enumerate().filter(|(_, word)| **word != u32::from(OUTSIDE)).map(move |(at, _)| {
            LonLat {
                lon: self.west + ((at % self.tiles_x) as f64 + 0.5) * side,
                lat: self.south + ((at / self.tiles_x) as f64 + 0.5) * side,
            }
        })
    }

    /// Bytes of memory the index takes.
    pub fn bytes(&self) -> usize {
        (self.tiles.len() + self.blocks.len() + self.arena.len()) * 4
    }

    pub(super) fn parts(&self) -> ([f64; 4], [&[u32]; 2], &[i32]) {
        let head = [self.west, self.south, self.tiles_x as f64, self.tiles_y as f64];
        (head, [&self.tiles, &self.blocks], &self.arena)
    }

    pub(super) fn from_parts(
        head: [f64; 4],
        tiles: Vec<u32>,
        blocks: Vec<u32>,
        arena: Vec<i32>,
    ) -> Option<Self> {
        let [west, south, tiles_x, tiles_y] = head;
        let (tiles_x, tiles_y) = (tiles_x as usize, tiles_y as usize);
        (tiles.len() == tiles_x * tiles_y && blocks.len().is_multiple_of(TILE_CELLS)).then_some(Self {
            west,
            south,
            tiles_x,
            tiles_y,
            tiles,
            blocks,
            arena,
        })
    }
}

#[cfg(test)]
mod tests;
