//! Building the region index: edges, which cells they cross, and the value each cell starts from.

use std::collections::BTreeMap;

use geo::{CoordsIter, LinesIter};
use rayon::prelude::*;

use super::{EDGE, IndexError, OUTSIDE, PER_DEGREE, POINTER, RegionIndex, TILE, TILE_CELLS, UNITS, is_left};

/// How far outside a cell an edge may pass and still be kept with it, in degrees: far above any
/// rounding in placing points, far below a cell. Keeping too many edges is harmless.
const MARGIN: f64 = 1e-9;

/// An edge of the coverage, lower end first, and the XOR of the regions on its sides.
type Edge = [i32; EDGE];

pub(super) fn build(outlines: &[geo::MultiPolygon<f64>]) -> Result<RegionIndex, IndexError> {
    if outlines.len() >= usize::from(OUTSIDE) {
        return Err(IndexError::TooMany(outlines.len()));
    }
    let edges = edges(outlines)?;
    let frame = Frame::around(&edges);
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); frame.tiles_y];
    for (at, edge) in edges.iter().enumerate() {
        let (first, last) = frame.rows(degrees(edge[1]) - MARGIN, degrees(edge[3]) + MARGIN);
        for row in rows.iter_mut().take(last / TILE + 1).skip(first / TILE) {
            row.push(at as u32);
        }
    }
    let strips: Vec<Strip> = rows
        .par_iter()
        .enumerate()
        .map(|(row, members)| Strip::build(&frame, row, members, &edges))
        .collect();
    Ok(join(&frame, strips))
}

fn degrees(units: i32) -> f64 {
    f64::from(units) / UNITS
}

fn units(degrees: f64) -> Result<i32, IndexError> {
    let scaled = (degrees * UNITS).round();
    if !(-1.8e9..=1.8e9).contains(&scaled) {
        return Err(IndexError::NotDegrees(degrees));
    }
    let whole = scaled as i32;
    // Exactly the double that the decimal text denotes, or the look-ups would not be exact.
    if self::degrees(whole).to_bits() == (degrees + 0.0).to_bits() {
        Ok(whole)
    } else {
        Err(IndexError::TooPrecise(degrees))
    }
}

/// Every edge once, with the XOR of its two sides.
fn edges(outlines: &[geo::MultiPolygon<f64>]) -> Result<Vec<Edge>, IndexError> {
    let mut all: Vec<Edge> = Vec::with_capacity(outlines.iter().map(CoordsIter::coords_count).sum());
    for (region, outline) in outlines.iter().enumerate() {
        for line in outline.lines_iter() {
            let (a, b) = (line.start, line.end);
            let (low, high) = if (a.y, a.x) < (b.y, b.x) { (a, b) } else { (b, a) };
            all.push([units(low.x)?, units(low.y)?, units(high.x)?, units(high.y)?, region as i32]);
        }
    }
    all.par_sort_unstable();
    let mut unique: Vec<Edge> = Vec::with_capacity(all.len());
    for group in all.chunk_by(|a, b| a[..4] == b[..4]) {
        let outside = if group.len() % 2 == 0 { 0 } else { i32::from(OUTSIDE) };
        let sides = group.iter().fold(outside, |sides, edge| sides ^ edge[4]);
        if sides != 0 {
            unique.push([group[0][0], group[0][1], group[0][2], group[0][3], sides]);
        }
    }
    Ok(unique)
}

/// The raster's placement.
struct Frame {
    west: f64,
    south: f64,
    tiles_x: usize,
    tiles_y: usize,
}

impl Frame {
    fn around(edges: &[Edge]) -> Self {
        let [mut west, mut south, mut east, mut north] = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        for [x0, y0, x1, y1, _] in edges {
            west = west.min(*x0).min(*x1);
            east = east.max(*x0).max(*x1);
            south = south.min(*y0);
            north = north.max(*y1);
        }
        if edges.is_empty() {
            return Self { west: 0.0, south: 0.0, tiles_x: 0, tiles_y: 0 };
        }
        let side = TILE as f64 / PER_DEGREE;
        let (west, south) = (degrees(west) - side / 3.0, degrees(south) - side / 3.0);
        let count = |from: f64, to: f64| ((to - from) / side).ceil() as usize + 1;
        Self { west, south, tiles_x: count(west, degrees(east)), tiles_y: count(south, degrees(north)) }
    }

    fn cells_x(&self) -> usize {
        self.tiles_x * TILE
    }

    /// Rows of cells that a range of latitudes falls in.
    fn rows(&self, from: f64, to: f64) -> (usize, usize) {
        let row = |lat: f64| (((lat - self.south) * PER_DEGREE) as usize).min(self.tiles_y * TILE - 1);
        (row(from), row(to))
    }

    /// Columns of cells that a range of longitudes falls in.
    fn columns(&self, from: f64, to: f64) -> (usize, usize) {
        let column = |lon: f64| (((lon - self.west) * PER_DEGREE) as usize).min(self.cells_x() - 1);
        (column(from), column(to))
    }

    fn centre(&self, column: usize, row: usize) -> (f64, f64) {
        (self.west + (column as f64 + 0.5) / PER_DEGREE, self.south + (row as f64 + 0.5) / PER_DEGREE)
    }
}

/// One row of tiles, with offsets of its own.
struct Strip {
    tiles: Vec<u32>,
    blocks: Vec<u32>,
    arena: Vec<i32>,
}

impl Strip {
    fn build(frame: &Frame, tile_row: usize, members: &[u32], edges: &[Edge]) -> Self {
        let width = frame.cells_x();
        let mut arena = Vec::new();
        let mut words = vec![0u32; width * TILE];
        let mut crossing: Vec<Vec<u32>> = vec![Vec::new(); width];
        let mut touched: Vec<usize> = Vec::new();
        for (line, words) in words.chunks_mut(width).enumerate() {
            let row = tile_row * TILE + line;
            for at in members {
                for column in columns_crossed(frame, row, &edges[*at as usize]) {
                    if crossing[column].is_empty() {
                        touched.push(column);
                    }
                    crossing[column].push(*at);
                }
            }
            centre_regions(frame, row, members, edges, words);
            for column in touched.drain(..) {
                let own = std::mem::take(&mut crossing[column]);
                let centre = frame.centre(column, row);
                let region = words[column] as u16;
                words[column] = POINTER | arena.len() as u32;
                write_record(&mut arena, frame, row, centre, region, &own, edges);
            }
        }
        let mut strip = Self { tiles: Vec::with_capacity(frame.tiles_x), blocks: Vec::new(), arena };
        for tile in 0..frame.tiles_x {
            let block: Vec<u32> = (0..TILE_CELLS)
                .map(|cell| words[(cell / TILE) * width + tile * TILE + cell % TILE])
                .collect();
            if block[0] & POINTER == 0 && block.iter().all(|word| *word == block[0]) {
                strip.tiles.push(block[0]);
            } else {
                strip.tiles.push(POINTER | (strip.blocks.len() / TILE_CELLS) as u32);
                strip.blocks.extend(block);
            }
        }
        strip
    }
}

/// The cells of a row that an edge passes through, or passes within the margin.
fn columns_crossed(frame: &Frame, row: usize, edge: &Edge) -> std::ops::RangeInclusive<usize> {
    const NONE: std::ops::RangeInclusive<usize> = std::ops::RangeInclusive::new(1, 0);
    let bottom = frame.south + row as f64 / PER_DEGREE - MARGIN;
    let top = frame.south + (row + 1) as f64 / PER_DEGREE + MARGIN;
    let [x0, y0, x1, y1] = [degrees(edge[0]), degrees(edge[1]), degrees(edge[2]), degrees(edge[3])];
    if y1 < bottom || y0 > top {
        return NONE;
    }
    let at = |y: f64| x0 + (x1 - x0) * ((y - y0) / (y1 - y0)).clamp(0.0, 1.0);
    let (a, b) = if edge[1] == edge[3] { (x0, x1) } else { (at(bottom), at(top)) };
    let (first, last) = frame.columns(a.min(b) - MARGIN, a.max(b) + MARGIN);
    first..=last
}

/// The region at the centre of every cell of a row, walking in from the west.
fn centre_regions(frame: &Frame, row: usize, members: &[u32], edges: &[Edge], words: &mut [u32]) {
    let (_, y) = frame.centre(0, row);
    let mut crossings: Vec<(f64, u32)> = Vec::new();
    for at in members {
        let [x0, y0, x1, y1, _] = edges[*at as usize];
        let [x0, y0, x1, y1] = [degrees(x0), degrees(y0), degrees(x1), degrees(y1)];
        if y0 <= y && y < y1 {
            crossings.push((x0 + (x1 - x0) * (y - y0) / (y1 - y0), *at));
        }
    }
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut passed = 0;
    let mut region = OUTSIDE;
    for (column, word) in words.iter_mut().enumerate() {
        let (x, _) = frame.centre(column, row);
        while let Some((crossing, at)) = crossings.get(passed)
            && *crossing < x - MARGIN
        {
            region ^= edges[*at as usize][4] as u16;
            passed += 1;
        }
        // Edges too near to be placed by a rounded crossing are placed exactly, for this cell only.
        let mut own = region;
        for (_, at) in crossings[passed..].iter().take_while(|(crossing, _)| *crossing <= x + MARGIN) {
            own ^= if left(&edges[*at as usize], x, y) { edges[*at as usize][4] as u16 } else { 0 };
        }
        *word = u32::from(own);
    }
}

fn left(edge: &Edge, lon: f64, lat: f64) -> bool {
    is_left(edge, lon, lat, (lon * UNITS) as i32, (lat * UNITS) as i32)
}

/// Writes what a crossed cell needs: `base | breaks << 16`, edge count, breaks, edges.
///
/// A break is a height at which an edge kept here ends at a vertex west of the cell, beyond which other
/// edges take over that do not reach the cell: there the XOR of kept edges jumps though the region does not.
/// Around a vertex inside the cell the sides of all its edges cancel, horizontal ones among them: those are
/// never left of a point, count here, and are kept for lines, which may cross them.
fn write_record(
    arena: &mut Vec<i32>,
    frame: &Frame,
    row: usize,
    centre: (f64, f64),
    region: u16,
    own: &[u32],
    edges: &[Edge],
) {
    let bottom = frame.south + row as f64 / PER_DEGREE - MARGIN;
    let top = frame.south + (row + 1) as f64 / PER_DEGREE + MARGIN;
    let mut jumps: BTreeMap<(i32, i32), u16> = BTreeMap::new();
    let mut base = region;
    for at in own {
        let edge = &edges[*at as usize];
        for end in [(edge[1], edge[0]), (edge[3], edge[2])] {
            let height = degrees(end.0);
            if height >= bottom && height <= top && degrees(end.1) < centre.0 {
                *jumps.entry(end).or_default() ^= edge[4] as u16;
            }
        }
        if left(edge, centre.0, centre.1) {
            base ^= edge[4] as u16;
        }
    }
    jumps.retain(|_, sides| *sides != 0);
    let kept: Vec<&Edge> = own.iter().map(|at| &edges[*at as usize]).collect();
    for ((height, _), sides) in &jumps {
        if centre.1 >= degrees(*height) {
            base ^= sides;
        }
    }
    arena.push((u32::from(base) | (jumps.len() as u32) << 16) as i32);
    arena.push(kept.len() as i32);
    for ((height, _), sides) in jumps {
        arena.extend([height, i32::from(sides)]);
    }
    for edge in kept {
        arena.extend(edge);
    }
}

/// Puts the strips together, moving their offsets.
fn join(frame: &Frame, strips: Vec<Strip>) -> RegionIndex {
    let mut index = RegionIndex {
        west: frame.west,
        south: frame.south,
        tiles_x: frame.tiles_x,
        tiles_y: frame.tiles_y,
        tiles: Vec::with_capacity(frame.tiles_x * frame.tiles_y),
        blocks: Vec::with_capacity(strips.iter().map(|strip| strip.blocks.len()).sum()),
        arena: Vec::with_capacity(strips.iter().map(|strip| strip.arena.len()).sum()),
    };
    let moved = |word: u32, by: u32| if word & POINTER == 0 { word } else { word + by };
    for strip in strips {
        let (blocks, arena) = ((index.blocks.len() / TILE_CELLS) as u32, index.arena.len() as u32);
        index.tiles.extend(strip.tiles.into_iter().map(|word| moved(word, blocks)));
        index.blocks.extend(strip.blocks.into_iter().map(|word| moved(word, arena)));
        index.arena.extend(strip.arena);
    }
    index
}
