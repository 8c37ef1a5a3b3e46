//! Cutting lines at borders.
//!
//! A straight segment is walked through the raster; in cells that borders cross, the places where it
//! meets an edge are noted, and the region between two such places is that of the point halfway. So a
//! place too many does no harm, and the region of every piece is decided as exactly as a point's is.

use super::{EDGE, PER_DEGREE, POINTER, RegionIndex, Spot, TILE, UNITS};
use crate::domain::LonLat;

/// How far beside the segment, in degrees, cells are looked at too: far above any rounding.
const MARGIN: f64 = 1e-9;
/// How far beyond its ends an edge still counts as met, in its own lengths.
const BEYOND: f64 = 1e-9;

/// A part of a segment that lies in one region, or in none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// The region, or [`OUTSIDE`](super::OUTSIDE).
    pub region: u16,
    /// Where it begins.
    pub from: LonLat,
    /// Where it ends.
    pub to: LonLat,
}

/// The point at a share of the way, straight in longitude and latitude.
fn along(a: LonLat, b: LonLat, share: f64) -> LonLat {
    if share >= 1.0 {
        return b;
    }
    LonLat { lon: a.lon + (b.lon - a.lon) * share, lat: a.lat + (b.lat - a.lat) * share }
}

impl RegionIndex {
    /// Cuts a segment where the region changes; pieces come in order and join up to the whole.
    ///
    /// Straight means straight in longitude and latitude, as in GeoJSON.
    pub fn cut(&self, a: LonLat, b: LonLat, mut take: impl FnMut(Piece)) {
        let mut cuts = Vec::new();
        self.meetings(a, b, &mut cuts);
        if cuts.is_empty() {
            let region = self.region(along(a, b, 0.5));
            return take(Piece { region, from: a, to: b });
        }
        cuts.push(1.0);
        cuts.sort_unstable_by(f64::total_cmp);
        cuts.dedup();
        let mut open: Option<Piece> = None;
        let mut last = 0.0;
        for cut in cuts {
            let region = self.region(along(a, b, f64::midpoint(last, cut)));
            let to = along(a, b, cut);
            match &mut open {
                Some(piece) if piece.region == region => piece.to = to,
                _ => {
                    let from = along(a, b, last);
                    if let Some(done) = open.replace(Piece { region, from, to }) {
                        take(done);
                    }
                }
            }
            last = cut;
        }
        if let Some(done) = open {
            take(done);
        }
    }

    /// The shares of the way, within 0..1, at which a segment meets edges.
    fn meetings(&self, a: LonLat, b: LonLat, cuts: &mut Vec<f64>) {
        let [west, south, east, north] = self.bbox();
        let Some((begin, end)) = within(a, b, [west, south, east, north]) else { return };
        let (rows, columns) = (self.tiles_y * TILE, self.tiles_x * TILE);
        let row_of = |lat: f64| (((lat - south) * PER_DEGREE).max(0.0) as usize).min(rows - 1);
        let column_of = |lon: f64| (((lon - west) * PER_DEGREE).max(0.0) as usize).min(columns - 1);
        let (first, last) = (along(a, b, begin), along(a, b, end));
        let (low, high) = (first.lat.min(last.lat), first.lat.max(last.lat));
        for row in row_of(low - MARGIN)..=row_of(high + MARGIN) {
            let bottom = south + row as f64 / PER_DEGREE - MARGIN;
            let top = bottom + 1.0 / PER_DEGREE + 2.0 * MARGIN;
            let share = |lat: f64| ((lat - a.lat) / (b.lat - a.lat)).clamp(begin, end);
            // A segment that keeps its height stays in the row from end to end.
            let (enter, leave) =
                if high - low <= MARGIN { (begin, end) } else { (share(bottom), share(top)) };
            let (x0, x1) = (along(a, b, enter).lon, along(a, b, leave).lon);
            let stop = column_of(x0.max(x1) + MARGIN);
            let mut column = column_of(x0.min(x1) - MARGIN);
            while column <= stop {
                let tile = (row / TILE * self.tiles_x + column / TILE) as u32;
                if self.tiles[tile as usize] & POINTER == 0 {
                    column = (column / TILE + 1) * TILE;
                    continue;
                }
                let cell = (row % TILE * TILE + column % TILE) as u32;
                let word = self.word(Spot { tile, cell });
                if word & POINTER != 0 {
                    self.met_in(word & !POINTER, a, b, cuts);
                }
                column += 1;
            }
        }
    }

    /// Notes where a segment meets the edges of a cell.
    fn met_in(&self, offset: u32, a: LonLat, b: LonLat, cuts: &mut Vec<f64>) {
        let record = &self.arena[offset as usize..];
        let breaks = (record[0] as u32 >> 16) as usize;
        let start = 2 + breaks * 2;
        let (dx, dy) = (b.lon - a.lon, b.lat - a.lat);
        for edge in record[start..start + record[1] as usize * EDGE].chunks_exact(EDGE) {
            let [x0, y0, x1, y1] = [edge[0], edge[1], edge[2], edge[3]].map(|at| f64::from(at) / UNITS);
            let (rx, ry) = (x1 - x0, y1 - y0);
            let turn = dx * ry - dy * rx;
            // Along an edge nothing changes; where the border turns away, the next edge is met.
            if turn == 0.0 {
                continue;
            }
            let (px, py) = (x0 - a.lon, y0 - a.lat);
            let (way, across) = ((px * ry - py * rx) / turn, (px * dy - py * dx) / turn);
            if way > 0.0 && way < 1.0 && (-BEYOND..=1.0 + BEYOND).contains(&across) {
                cuts.push(way);
            }
        }
    }
}

/// The shares of the way between which a segment lies in a box (Liang and Barsky 1984).
fn within(a: LonLat, b: LonLat, [west, south, east, north]: [f64; 4]) -> Option<(f64, f64)> {
    let (dx, dy) = (b.lon - a.lon, b.lat - a.lat);
    let (mut begin, mut end) = (0.0f64, 1.0f64);
    for (slope, room) in [(-dx, a.lon - west), (dx, east - a.lon), (-dy, a.lat - south), (dy, north - a.lat)]
    {
        if slope == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if slope < 0.0 {
            begin = begin.max(room / slope);
        } else {
            end = end.min(room / slope);
        }
    }
    (begin <= end).then_some((begin, end))
}

#[cfg(test)]
mod tests {
    use super::super::OUTSIDE;
    use super::*;
    use geo::{MultiPolygon, polygon};
    use proptest::prelude::*;

    fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
        let (e, n) = (((x + side) * 1e7).round() / 1e7, ((y + side) * 1e7).round() / 1e7);
        MultiPolygon(vec![polygon![(x: x, y: y), (x: e, y: y), (x: e, y: n), (x: x, y: n)]])
    }

    /// Four squares of a tenth of a degree around the place 1, 1.
    fn four() -> RegionIndex {
        let squares =
            [square(0.9, 0.9, 0.1), square(1.0, 0.9, 0.1), square(0.9, 1.0, 0.1), square(1.0, 1.0, 0.1)];
        RegionIndex::build(&squares).expect("an index")
    }

    fn cut(a: (f64, f64), b: (f64, f64)) -> Vec<(u16, f64)> {
        let at = |(lon, lat): (f64, f64)| LonLat { lon, lat };
        let mut pieces = Vec::new();
        let length = |from: LonLat, to: LonLat| (to.lon - from.lon).hypot(to.lat - from.lat);
        four().cut(at(a), at(b), |piece| pieces.push((piece.region, length(piece.from, piece.to))));
        pieces
    }

    fn rounded(pieces: Vec<(u16, f64)>) -> Vec<(u16, f64)> {
        pieces.into_iter().map(|(region, length)| (region, (length * 1e6).round() / 1e6)).collect()
    }

    #[test]
    fn lines_are_cut_where_regions_meet() {
        let across = rounded(cut((0.85, 0.95), (1.15, 0.95)));
        assert_eq!(across, [(OUTSIDE, 0.05), (0, 0.1), (1, 0.1), (OUTSIDE, 0.05)]);
        // Borders that run east and west are met too.
        let up = rounded(cut((0.95, 1.15), (0.95, 0.85)));
        assert_eq!(up, [(OUTSIDE, 0.05), (2, 0.1), (0, 0.1), (OUTSIDE, 0.05)]);
        let corner = rounded(cut((0.95, 0.95), (1.05, 1.05)));
        let long: Vec<_> = corner.into_iter().filter(|(_, length)| *length > 1e-9).collect();
        assert_eq!(long, [(0, 0.070711), (3, 0.070711)]);
        assert_eq!(rounded(cut((0.95, 0.95), (0.96, 0.97))), [(0, 0.022361)]);
        assert_eq!(rounded(cut((-100.0, 60.0), (100.0, 61.0)))[0].0, OUTSIDE);
        assert_eq!(cut((0.95, 0.95), (0.95, 0.95)), [(0, 0.0)]);
        // Along a border: all of it somewhere, none of it lost.
        let along: f64 = cut((1.0, 0.8), (1.0, 1.2)).iter().map(|(_, length)| length).sum();
        assert!((along - 0.4).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn pieces_join_up_and_hold_their_region(
            a in (0.8f64..1.2, 0.8f64..1.2), b in (0.8f64..1.2, 0.8f64..1.2),
        ) {
            let index = four();
            let at = |(lon, lat): (f64, f64)| LonLat { lon, lat };
            let mut last = at(a);
            index.cut(at(a), at(b), |piece| {
                assert_eq!(piece.from, last);
                last = piece.to;
                let length = (piece.to.lon - piece.from.lon).hypot(piece.to.lat - piece.from.lat);
                for share in [0.1, 0.5, 0.9] {
                    let within = along(piece.from, piece.to, share);
                    assert!(length < 1e-9 || index.region(within) == piece.region);
                }
            });
            prop_assert_eq!(last, at(b));
        }
    }
}
