//! Where cells lie on the map: of each, the pixel of zoom 8 that its centre is in.
//!
//! Tiles ask for the cells of a square, and for the pixel each falls into, at every zoom: a pixel of a lower zoom is
//! that of zoom 8 without its last bits, exactly. So 16 bits to either side are enough, and since a word of the cell
//! list holds neighbours, eight of an offset from its first cell: 2 bytes a cell, 12 MB for 6 million, where exact
//! positions take 48. What is drawn finer than that comes from the H3 library.
//!
//! Invariants: every cell has an offset; a word's anchor is the pixel of its first cell; the box of a resolution-5
//! parent holds the pixels of all its cells.

use rayon::prelude::*;

use super::cells::{CellList, CellWord, WORDS_OF_FIVE};
use super::centres::CentreRows;
use crate::domain::tile::PLANE_BITS;
use crate::domain::{LonLat, MapPoint, TileId};

/// The zoom whose pixels, 256 to a tile, are kept.
pub const PIXEL_ZOOM: u8 = 8;
/// Units of the plane in such a pixel, as a power of two.
pub const PIXEL_BITS: u32 = PLANE_BITS - PIXEL_ZOOM as u32 - 8;

/// A pixel of zoom 8: from the west, from the north.
pub type Pixel = [u16; 2];

/// Pixels from edge to edge of the world.
const AROUND: i32 = 1 << 16;

/// A rectangle of pixels, its ends included; it may reach round the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// The pixel of the north-western corner.
    pub from: [i32; 2],
    /// The pixel of the south-eastern one.
    pub to: [i32; 2],
}

impl Area {
    /// The pixels of a tile, and `around` more on every side.
    pub fn of(tile: TileId, around: i32) -> Self {
        let [west, north] = tile.corner();
        let pixel = |units: i64| (units >> PIXEL_BITS) as i32;
        let size = tile.size();
        Self {
            from: [pixel(west) - around, pixel(north) - around],
            to: [pixel(west + size - 1) + around, pixel(north + size - 1) + around],
        }
    }

    /// Whether a pixel is in it.
    #[inline]
    pub fn holds(&self, [x, y]: Pixel) -> bool {
        let from_west = (i32::from(x) - self.from[0]) & (AROUND - 1);
        from_west <= self.to[0] - self.from[0] && (self.from[1]..=self.to[1]).contains(&i32::from(y))
    }

    fn widened(self, by: i32) -> Self {
        Self { from: self.from.map(|from| from - by), to: self.to.map(|to| to + by) }
    }

    fn meets(&self, [from, to]: [Pixel; 2]) -> bool {
        let spans = |axis: usize, shift: i32| {
            i32::from(from[axis]) + shift <= self.to[axis] && i32::from(to[axis]) + shift >= self.from[axis]
        };
        spans(1, 0) && [0, -AROUND, AROUND].into_iter().any(|shift| spans(0, shift))
    }
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellPixels {
    /// The pixel of each word's first cell.
    anchors: Vec<Pixel>,
    /// Of each cell, by ordinal, its pixel as seen from its word's anchor.
    offsets: Vec<[i8; 2]>,
    /// The first and the last pixel of each resolution-5 parent; `None` where it has no cell.
    boxes: Vec<Option<[Pixel; 2]>>,
    /// How far a cell lies from its word's anchor at most.
    reach: i32,
}

/// The pixel of a place.
pub fn pixel_of(at: LonLat) -> Pixel {
    let MapPoint { x, y } = at.into();
    [(x >> PIXEL_BITS) as u16, (y >> PIXEL_BITS) as u16]
}

fn pixel_at([lon, lat]: [i32; 2]) -> Pixel {
    pixel_of(LonLat { lon: f64::from(lon) / 1e7, lat: f64::from(lat) / 1e7 })
}

/// A pixel as seen from an anchor; round the world, where that is shorter.
fn offset([x, y]: Pixel, anchor: Pixel) -> [i8; 2] {
    let short = |away: i16| away.clamp(i8::MIN.into(), i8::MAX.into()) as i8;
    [short(x.wrapping_sub(anchor[0]) as i16), short(y.wrapping_sub(anchor[1]) as i16)]
}

fn seen_from(anchor: Pixel, [x, y]: [i8; 2]) -> Pixel {
    [anchor[0].wrapping_add_signed(x.into()), anchor[1].wrapping_add_signed(y.into())]
}

impl CellPixels {
    /// Finds the pixel of every cell from rows of centres.
    pub fn over(cells: &CellList, rows: &CentreRows) -> Self {
        let places = rows.centres();
        let pixels: Vec<Pixel> = places.into_par_iter().with_min_len(4096).map(pixel_at).collect();
        let anchors: Vec<Pixel> = (0..cells.words())
            .map(|at| {
                let CellWord { first, bits } = cells.word(at);
                if bits == 0 { [0; 2] } else { pixels[first as usize] }
            })
            .collect();
        let mut offsets = vec![[0; 2]; pixels.len()];
        for (at, anchor) in anchors.iter().enumerate() {
            let CellWord { first, bits } = cells.word(at);
            let own = first as usize..first as usize + bits.count_ones() as usize;
            for (offset_of, pixel) in offsets[own.clone()].iter_mut().zip(&pixels[own]) {
                *offset_of = offset(*pixel, *anchor);
            }
        }
        Self { anchors, offsets, boxes: Vec::new(), reach: 0 }.indexed(cells)
    }

    /// Derives boxes and reach.
    fn indexed(mut self, cells: &CellList) -> Self {
        let far = |[x, y]: &[i8; 2]| i32::from(x.unsigned_abs().max(y.unsigned_abs()));
        self.reach = self.offsets.iter().map(far).max().unwrap_or(0);
        let of_five = |first: usize| {
            let words = first..(first + WORDS_OF_FIVE).min(cells.words());
            words.flat_map(|at| self.in_word(at, cells.word(at))).fold(None, |bounds, at| {
                let [from, to] = bounds.unwrap_or([at, at]);
                Some([[from[0].min(at[0]), from[1].min(at[1])], [to[0].max(at[0]), to[1].max(at[1])]])
            })
        };
        self.boxes = (0..cells.words()).step_by(WORDS_OF_FIVE).map(of_five).collect();
        self
    }

    /// The parts worth storing.
    pub(super) fn parts(&self) -> (&[Pixel], &[[i8; 2]]) {
        (&self.anchors, &self.offsets)
    }

    /// The pixels from their stored parts, checked.
    pub(super) fn from_parts(cells: &CellList, anchors: Vec<Pixel>, offsets: Vec<[i8; 2]>) -> Option<Self> {
        let is_sound = anchors.len() == cells.words() && offsets.len() == cells.len();
        is_sound.then(|| Self { anchors, offsets, boxes: Vec::new(), reach: 0 }.indexed(cells))
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.anchors) + size_of_val(&*self.offsets) + size_of_val(&*self.boxes)
    }

    /// The pixel of a word's first cell.
    pub fn anchor(&self, word: usize) -> Pixel {
        self.anchors[word]
    }

    /// The pixel of a cell of a word.
    #[inline]
    pub fn pixel(&self, word: usize, ordinal: u32) -> Pixel {
        seen_from(self.anchors[word], self.offsets[ordinal as usize])
    }

    /// The pixels of a word's cells, in order.
    fn in_word(&self, at: usize, word: CellWord) -> impl Iterator<Item = Pixel> + '_ {
        (word.first..word.first + word.bits.count_ones()).map(move |ordinal| self.pixel(at, ordinal))
    }

    /// The first words of the resolution-5 parents that may have cells in an area.
    pub fn fives(&self, area: Area) -> impl Iterator<Item = usize> + '_ {
        let found = self
            .boxes
            .iter()
            .enumerate()
            .filter(move |(_, bounds)| bounds.is_some_and(|bounds| area.meets(bounds)));
        found.map(|(at, _)| at * WORDS_OF_FIVE)
    }

    /// The words that may have cells in an area.
    pub fn words<'a>(
        &'a self,
        cells: &'a CellList,
        area: Area,
    ) -> impl Iterator<Item = (usize, CellWord)> + 'a {
        let near = area.widened(self.reach);
        self.fives(area).flat_map(move |first| {
            (first..first + WORDS_OF_FIVE)
                .map(|at| (at, cells.word(at)))
                .filter(move |(at, word)| word.bits != 0 && near.holds(self.anchors[*at]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use h3o::{CellIndex, LatLng, Resolution};

    fn island(lat: f64, lon: f64) -> CellList {
        let middle = LatLng::new(lat, lon).expect("a place").to_cell(Resolution::Five);
        let mut cells: Vec<CellIndex> = middle
            .grid_disk::<Vec<_>>(1)
            .into_iter()
            .flat_map(|five| five.children(Resolution::Nine))
            .filter(|cell| u64::from(*cell) % 11 != 0)
            .collect();
        cells.sort_unstable();
        CellList::from_sorted(cells)
    }

    fn place(cell: CellIndex) -> LonLat {
        let at = LatLng::from(cell);
        LonLat { lon: at.lng(), lat: at.lat() }
    }

    #[test]
    fn every_cell_has_the_pixel_its_centre_lies_in_even_at_the_end_of_the_world() {
        for (lat, lon) in [(32.0, -6.0), (-17.0, 179.99), (64.0, -20.0), (78.0, 15.0)] {
            let cells = island(lat, lon);
            let rows = CentreRows::over(&super::super::grid::build::centres(&cells));
            let pixels = CellPixels::over(&cells, &rows);
            let mut seen = 0;
            for at in 0..cells.words() {
                let word = cells.word(at);
                for ordinal in word.first..word.first + word.bits.count_ones() {
                    let cell = cells.cell(ordinal).expect("a cell");
                    let exact = pixel_of(place(cell));
                    let own = pixels.pixel(at, ordinal);
                    // Centres are kept to a centimetre.
                    assert!(offset(exact, own).iter().all(|away| away.abs() <= 1), "{own:?} {exact:?}");
                    seen += 1;
                }
            }
            assert_eq!(seen, cells.len());
            let (anchors, offsets) = pixels.parts();
            let again = CellPixels::from_parts(&cells, anchors.to_vec(), offsets.to_vec());
            assert_eq!(again.as_ref(), Some(&pixels));
        }
    }

    #[test]
    fn an_area_finds_every_word_with_cells_in_it() {
        let cells = island(32.0, -6.0);
        let pixels = CellPixels::over(&cells, &CentreRows::over(&super::super::grid::build::centres(&cells)));
        let middle = pixel_of(place(cells.cell(cells.len() as u32 / 2).expect("a cell")));
        let at = [i32::from(middle[0]), i32::from(middle[1])];
        for size in [0, 1, 5, 40] {
            let area = Area { from: at, to: at.map(|at| at + size) };
            let found: Vec<usize> = pixels.words(&cells, area).map(|(at, _)| at).collect();
            for at in 0..cells.words() {
                let word = cells.word(at);
                let is_in = (word.first..word.first + word.bits.count_ones())
                    .any(|ordinal| area.holds(pixels.pixel(at, ordinal)));
                assert!(!is_in || found.contains(&at), "{size}: {at}");
            }
            assert!(!found.is_empty());
        }
    }
}
