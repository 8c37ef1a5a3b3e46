//! How full each pixel of a square is.
//!
//! Owns which cells a pixel has, its level, and the picture. At zoom 8 a cell is in the pixel its centre lies in;
//! below, cells go by groups (the resolution-8, 7 or 6 parents), each in the pixel of its first cell: the one in its
//! middle, wherever that is in the country. A group is about a pixel wide at most, so the picture is that of the
//! cells to within a pixel.
//!
//! Invariants: level 0 says that not one cell of the pixel is covered, level 15 that all are, so that neither a gap
//! nor a network vanishes by rounding; the counts of all squares of a zoom add up to the set. Where pixels are
//! smaller than cells, which is far from the equator, a pixel without a cell of its own shows the one it lies in.

use h3o::{CellIndex, LatLng, Resolution};

use crate::country::cells::{CELL_RESOLUTION, CellWord, WORDS_OF_FIVE};
use crate::country::pixels::{Area, PIXEL_ZOOM, Pixel};
use crate::country::{CellList, CellPixels};
use crate::coverage::CellSet;
use crate::domain::TileId;

/// Pixels along a side.
pub const SIDE: usize = 256;
/// Levels of fill, and of the picture's palette.
pub const LEVELS: u8 = 16;
/// Words of a resolution-6 parent.
const WORDS_OF_SIX: usize = 8;

/// The equator's length in metres, as maps have it.
const EQUATOR: f64 = 40_075_016.7;
/// How much longer than usual the edges of a cell may be.
const UNEVEN: f64 = 1.2;

/// A bit for each pixel of a row.
type Row = [u64; SIDE / 64];

/// A picture that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the picture of a tile cannot be written")]
pub struct TileError(#[from] png::EncodingError);

/// See the module.
#[derive(Debug, Clone)]
pub struct Raster {
    tile: TileId,
    /// Cells of each pixel, row by row from the north-west.
    cells: Vec<u32>,
    /// Those of them that are covered.
    covered: Vec<u32>,
    /// Levels of pixels that have no cell of their own and lie beside some that have.
    between: Vec<(usize, u8)>,
}

/// The resolution of the groups that pixels of a zoom are filled by.
fn resolution(z: u8) -> Resolution {
    match z {
        0..=4 => Resolution::Six,
        5 => Resolution::Seven,
        6 | 7 => Resolution::Eight,
        _ => CELL_RESOLUTION,
    }
}

/// The level of a pixel: inward from either end.
fn level(covered: u32, cells: u32) -> u8 {
    let most = LEVELS - 1;
    if covered == 0 {
        0
    } else if covered >= cells {
        most
    } else {
        let part = f64::from(covered) / f64::from(cells) * f64::from(most);
        (part.round() as u8).clamp(1, most - 1)
    }
}

/// The pixels of a row that have cells.
fn filled(cells: &[u32]) -> Row {
    let mut row = Row::default();
    for (word, cells) in row.iter_mut().zip(cells.chunks_exact(64)) {
        *word = cells.iter().rev().fold(0, |bits, cells| bits << 1 | u64::from(*cells > 0));
    }
    row
}

/// A row and the pixels to either side of it.
fn widened(row: &Row) -> Row {
    let mut wide = *row;
    for at in 0..row.len() {
        wide[at] |= row[at] << 1 | row[at] >> 1;
        if at > 0 {
            wide[at] |= row[at - 1] >> 63;
        }
        if at + 1 < row.len() {
            wide[at] |= row[at + 1] << 63;
        }
    }
    wide
}

impl Raster {
    /// Counts the cells of a set in each pixel of a square, of zoom 8 at most.
    pub fn of(cells: &CellList, pixels: &CellPixels, set: &CellSet, tile: TileId) -> Self {
        let mut raster =
            Self { tile, cells: vec![0; SIDE * SIDE], covered: vec![0; SIDE * SIDE], between: Vec::new() };
        let area = Area::of(tile, 0);
        match resolution(tile.z()) {
            Resolution::Six => raster.by_six(cells, pixels, set, area),
            Resolution::Seven => raster.by_seven(cells, pixels, set, area),
            Resolution::Eight => raster.by_eight(cells, pixels, set, area),
            _ => raster.by_cell(cells, pixels, set, area),
        }
        raster.fill_between(cells, set);
        raster
    }

    fn by_six(&mut self, cells: &CellList, pixels: &CellPixels, set: &CellSet, area: Area) {
        for five in pixels.fives(area) {
            for six in (five..five + WORDS_OF_FIVE).step_by(WORDS_OF_SIX) {
                let mut words = six..six + WORDS_OF_SIX;
                let Some(word) = words.find(|word| cells.word(*word).bits != 0) else { continue };
                let own = cells.word(word).first..cells.first_of_word(six + WORDS_OF_SIX);
                self.add(pixels.anchor(word), own.len() as u32, set.count_range(own));
            }
        }
    }

    fn by_seven(&mut self, cells: &CellList, pixels: &CellPixels, set: &CellSet, area: Area) {
        for (at, CellWord { first, bits }) in pixels.words(cells, area) {
            let all = bits.count_ones();
            self.add(pixels.anchor(at), all, set.window(first, all).count_ones());
        }
    }

    fn by_eight(&mut self, cells: &CellList, pixels: &CellPixels, set: &CellSet, area: Area) {
        for (at, CellWord { mut first, bits }) in pixels.words(cells, area) {
            let mut covered = set.window(first, bits.count_ones());
            for byte in bits.to_le_bytes() {
                let all = byte.count_ones();
                if all > 0 {
                    let own = covered & ((1 << all) - 1);
                    self.add(pixels.pixel(at, first), all, own.count_ones());
                    covered >>= all;
                    first += all;
                }
            }
        }
    }

    fn by_cell(&mut self, cells: &CellList, pixels: &CellPixels, set: &CellSet, area: Area) {
        for (at, CellWord { first, bits }) in pixels.words(cells, area) {
            let all = bits.count_ones();
            let covered = set.window(first, all);
            for step in 0..all {
                self.add(pixels.pixel(at, first + step), 1, (covered >> step & 1) as u32);
            }
        }
    }

    /// Adds cells to the pixel of this zoom that a pixel of zoom 8 is part of, where that is of this square.
    #[inline]
    fn add(&mut self, [x, y]: Pixel, cells: u32, covered: u32) {
        let finer = u32::from(PIXEL_ZOOM.saturating_sub(self.tile.z()));
        let from = |at: u16, squares: u32| (u32::from(at) >> finer).wrapping_sub(squares * SIDE as u32);
        let (x, y) = (from(x, self.tile.x()), from(y, self.tile.y()));
        if x < SIDE as u32 && y < SIDE as u32 {
            let at = y as usize * SIDE + x as usize;
            self.cells[at] += cells;
            self.covered[at] += covered;
        }
    }

    /// Finds the level of pixels that have no cell and lie beside some that have.
    fn fill_between(&mut self, cells: &CellList, set: &CellSet) {
        if self.has_large_pixels() {
            return;
        }
        let rows: Vec<Row> = self.cells.chunks_exact(SIDE).map(filled).collect();
        let wide: Vec<Row> = rows.iter().map(widened).collect();
        let mut lone = Vec::new();
        for (y, own) in rows.iter().enumerate() {
            let around = &wide[y.saturating_sub(1)..(y + 2).min(SIDE)];
            for (word, own) in own.iter().enumerate() {
                let mut rest = around.iter().fold(0, |any, row| any | row[word]) & !own;
                while rest != 0 {
                    lone.push(y * SIDE + word * 64 + rest.trailing_zeros() as usize);
                    rest &= rest - 1;
                }
            }
        }
        self.between = lone.into_iter().filter_map(|at| Some((at, self.level_at(cells, set, at)?))).collect();
    }

    /// Whether any pixel inside the country has a group's middle: whether a circle in it reaches from the middle of a
    /// group to its corners.
    fn has_large_pixels(&self) -> bool {
        let squares = f64::from(1u32 << self.tile.z());
        // Pixels are smallest at the edge farther from the equator.
        let edges = [self.tile.y(), self.tile.y() + 1].map(|y| (0.5 - f64::from(y) / squares).abs());
        let angle = edges[0].max(edges[1]) * std::f64::consts::TAU;
        let side = EQUATOR / (squares * SIDE as f64 * angle.cosh());
        side / 2.0 > UNEVEN * resolution(self.tile.z()).edge_length_m()
    }

    /// The level of the group whose cell a pixel's middle lies in; `None` outside the country.
    fn level_at(&self, cells: &CellList, set: &CellSet, at: usize) -> Option<u8> {
        let whole = f64::from(1u32 << self.tile.z()) * SIDE as f64;
        let along = |tile: u32, pixel: usize| (f64::from(tile) * SIDE as f64 + pixel as f64 + 0.5) / whole;
        let lon = (along(self.tile.x(), at % SIDE) - 0.5) * 360.0;
        let angle = (0.5 - along(self.tile.y(), at / SIDE)) * std::f64::consts::TAU;
        let cell: CellIndex =
            LatLng::new(angle.sinh().atan().to_degrees(), lon).ok()?.to_cell(CELL_RESOLUTION);
        cells.ordinal(cell)?;
        let group = cells.range_of(cell.parent(resolution(self.tile.z()))?);
        Some(level(set.count_range(group.clone()), group.len() as u32))
    }

    /// Cells of the country in the square.
    pub fn cells(&self) -> u64 {
        self.cells.iter().map(|cells| u64::from(*cells)).sum()
    }

    /// Those of them that are covered.
    pub fn covered(&self) -> u64 {
        self.covered.iter().map(|cells| u64::from(*cells)).sum()
    }

    /// Cells of a pixel, and those of them that are covered.
    pub fn pixel(&self, x: usize, y: usize) -> (u32, u32) {
        (self.cells[y * SIDE + x], self.covered[y * SIDE + x])
    }

    /// The level of every pixel, row by row from the north-west.
    pub fn levels(&self) -> Vec<u8> {
        let counts = self.covered.iter().zip(&self.cells);
        let mut levels: Vec<u8> = counts.map(|(covered, cells)| level(*covered, *cells)).collect();
        for (at, level) in &self.between {
            levels[*at] = *level;
        }
        levels
    }

    /// The picture; `None` where nothing is covered.
    ///
    /// A pixel's number in the palette is its level. Colours are for who looks at it as it is: 0 is clear, and each
    /// other level the opaque grey of 17 times itself, so that a level can be read back from what a browser decodes.
    ///
    /// # Errors
    /// When the picture cannot be encoded, which is a fault of ours.
    pub fn png(&self) -> Result<Option<Vec<u8>>, TileError> {
        let levels = self.levels();
        if levels.iter().all(|level| *level == 0) {
            return Ok(None);
        }
        let packed: Vec<u8> = levels.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        let mut out = Vec::with_capacity(4 << 10);
        let mut encoder = png::Encoder::new(&mut out, SIDE as u32, SIDE as u32);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette((0..LEVELS).flat_map(|level| [level * 17; 3]).collect::<Vec<u8>>());
        encoder.set_trns(&[0][..]);
        encoder.set_deflate_compression(png::DeflateCompression::Level(4));
        encoder.set_filter(png::Filter::NoFilter);
        encoder.write_header()?.write_image_data(&packed)?;
        Ok(Some(out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_round_inward() {
        assert_eq!((level(0, 0), level(0, 9), level(9, 9)), (0, 0, 15));
        for cells in 2..400 {
            let levels: Vec<u8> = (0..=cells).map(|covered| level(covered, cells)).collect();
            assert!(levels.is_sorted());
            assert!(levels[1..cells as usize].iter().all(|level| (1..15).contains(level)), "{cells}");
        }
    }
}
