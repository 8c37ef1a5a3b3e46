//! The grid: the cell list with each cell's zone and area, ready to be summed.
//!
//! Cells of a zone come in runs, since H3 order keeps neighbours together. A run is cut at every 64
//! cells into *segments*, one word of a cell set each, with its total area: a fully covered segment is
//! then one comparison and one addition, an empty one a test for zero. That is what makes shares of the
//! whole country a matter of milliseconds.

pub(super) mod build;

use super::cells::CellList;
use super::zones::ZoneId;

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
    zone_areas: Vec<f64>,
    zone_cells: Vec<u32>,
}

impl Grid {
    /// Joins the parts; `runs` ascend from ordinal 0.
    pub(super) fn new(cells: CellList, runs: Vec<(u32, ZoneId)>, areas: Vec<f32>, zones: usize) -> Self {
        let mut grid = Self {
            segments: Vec::new(),
            zone_areas: vec![0.0; zones],
            zone_cells: vec![0; zones],
            cells,
            runs,
            areas,
        };
        grid.cut();
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

    /// The segments, in order of their words.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
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
