//! The grid: the cell list with each cell's zone and area, ready to be summed.
//!
//! Cells of a zone come in runs, since H3 order keeps neighbours together. A run is cut at every 64
//! cells into *segments*, one word of a cell set each, with its total area: a fully covered segment is
//! then one comparison and one addition, an empty one a test for zero. Eight words make a *block*; what its
//! segments of one zone sum up to is its *piece*, so that a fully covered block is an addition for each zone
//! in it. That is what makes shares of the whole country a matter of milliseconds.

pub(super) mod build;

use super::cells::CellList;
use std::ops::Range;

use super::zones::ZoneId;

/// Words of a cell set that are kept and summed together: a line of a processor's cache.
pub const BLOCK_WORDS: usize = 8;

/// A piece of a 64-cell word that lies in one zone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// The word of a cell set it lies in.
    pub word: u32,
    /// Its zone.
    pub zone: ZoneId,
    /// Its cells in that word.
    pub mask: u64,
    /// The summed area of its cells, in square metres.
    pub area: f64,
}

/// All cells of a block that lie in one zone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Their zone.
    pub zone: ZoneId,
    /// Their summed area, in square metres.
    pub area: f64,
}

/// The country's cells with zone and area.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The cells.
    pub cells: CellList,
    /// First ordinal and zone of each run.
    runs: Vec<(u32, ZoneId)>,
    /// Geodesic area of each cell on WGS84, in square metres.
    areas: Vec<f32>,
    segments: Vec<Segment>,
    /// First segment of each word, and their number.
    first_segments: Vec<u32>,
    pieces: Vec<Piece>,
    /// First piece of each block, and their number.
    first_pieces: Vec<u32>,
    zone_areas: Vec<f64>,
    zone_cells: Vec<u32>,
}

impl Grid {
    /// Joins the parts; `runs` ascend from ordinal 0.
    pub(super) fn new(cells: CellList, runs: Vec<(u32, ZoneId)>, areas: Vec<f32>, zones: usize) -> Self {
        let mut grid = Self {
            segments: Vec::new(),
            first_segments: Vec::new(),
            pieces: Vec::new(),
            first_pieces: Vec::new(),
            zone_areas: vec![0.0; zones],
            zone_cells: vec![0; zones],
            cells,
            runs,
            areas,
        };
        grid.cut();
        grid.join();
        grid
    }

    fn cut(&mut self) {
        let end = self.cells.len() as u32;
        for (at, (start, zone)) in self.runs.iter().enumerate() {
            let stop = self.runs.get(at + 1).map_or(end, |(next, _)| *next);
            let mut from = *start;
            while from < stop {
                let to = stop.min((from / 64 + 1) * 64);
                let mask = (u64::MAX >> (64 - (to - from))) << (from % 64);
                let area = sum(&self.areas[from as usize..to as usize]);
                self.segments.push(Segment { word: from / 64, zone: *zone, mask, area });
                self.zone_areas[zone.0 as usize] += area;
                self.zone_cells[zone.0 as usize] += to - from;
                from = to;
            }
        }
    }

    /// Finds the segments of each word, and joins those of each block by zone.
    fn join(&mut self) {
        let words = self.cells.len().div_ceil(64);
        let mut next = 0;
        for word in 0..words {
            self.first_segments.push(next as u32);
            let of_word = self.segments[next..].iter().take_while(|segment| segment.word as usize == word);
            next += of_word.count();
        }
        self.first_segments.push(next as u32);
        for block in 0..words.div_ceil(BLOCK_WORDS) {
            let first = self.pieces.len();
            self.first_pieces.push(first as u32);
            for segment in &self.segments[self.segments_of(block)] {
                match self.pieces[first..].iter_mut().find(|piece| piece.zone == segment.zone) {
                    Some(piece) => piece.area += segment.area,
                    None => self.pieces.push(Piece { zone: segment.zone, area: segment.area }),
                }
            }
        }
        self.first_pieces.push(self.pieces.len() as u32);
    }

    /// The segments, in order of their words.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Where a block's segments stand among all.
    fn segments_of(&self, block: usize) -> Range<usize> {
        let words = self.first_segments.len() - 1;
        let end = words.min((block + 1) * BLOCK_WORDS);
        self.first_segments[block * BLOCK_WORDS] as usize..self.first_segments[end] as usize
    }

    /// Where a word's segments stand among all.
    pub fn segments_of_word(&self, word: usize) -> Range<usize> {
        self.first_segments[word] as usize..self.first_segments[word + 1] as usize
    }

    /// The pieces of all blocks, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Where a block's pieces stand among all.
    pub fn pieces_of(&self, block: usize) -> Range<usize> {
        self.first_pieces[block] as usize..self.first_pieces[block + 1] as usize
    }

    /// What the segments' sums make of the pieces.
    pub(super) fn sum_pieces(&self, of_segments: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.pieces.len()];
        for block in 0..self.first_pieces.len() - 1 {
            let pieces = self.pieces_of(block);
            for at in self.segments_of(block) {
                let zone = self.segments[at].zone;
                if let Some(piece) = pieces.clone().find(|piece| self.pieces[*piece].zone == zone) {
                    sums[piece] += of_segments[at];
                }
            }
        }
        sums
    }

    /// Geodesic area of each cell, square metres, not yet scaled to its commune's.
    pub fn areas(&self) -> &[f32] {
        &self.areas
    }

    /// Summed cell areas of each zone.
    pub fn zone_areas(&self) -> &[f64] {
        &self.zone_areas
    }

    /// Number of cells of each zone.
    pub fn zone_cells(&self) -> &[u32] {
        &self.zone_cells
    }

    /// The zone of a cell.
    pub fn zone(&self, ordinal: u32) -> ZoneId {
        let after = self.runs.partition_point(|(start, _)| *start <= ordinal);
        self.runs[after.max(1) - 1].1
    }

    /// The runs of cells that share a zone: first ordinal and zone.
    pub fn runs(&self) -> &[(u32, ZoneId)] {
        &self.runs
    }
}

fn sum(areas: &[f32]) -> f64 {
    areas.iter().map(|area| f64::from(*area)).sum()
}
