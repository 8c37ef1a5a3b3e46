//! Rasters against a count cell by cell, outlines against the cells they go round, squares against their neighbours.

use std::collections::{BTreeMap, BTreeSet};

use h3o::{CellIndex, LatLng, Resolution};
use proptest::prelude::*;

use super::clip::{doubled_area, is_inside};
use super::raster::{LEVELS, SIDE};
use super::*;
use crate::country::pixels::{PIXEL_ZOOM, pixel_of};
use crate::country::{CellList, CellPixels, CentreRows};
use crate::coverage::{CellSet, CellSetBuilder};
use crate::domain::{LonLat, MapPoint, TileId};

/// A made-up country: some cells around a place, with a ragged coast and lakes.
struct Island {
    cells: CellList,
    pixels: CellPixels,
}

fn place(cell: CellIndex) -> LonLat {
    let at = LatLng::from(cell);
    LonLat { lon: at.lng(), lat: at.lat() }
}

impl Island {
    fn at(lat: f64, lon: f64) -> Self {
        let middle = LatLng::new(lat, lon).expect("a place").to_cell(Resolution::Six);
        let mut cells: Vec<CellIndex> = middle
            .grid_disk::<Vec<_>>(2)
            .into_iter()
            .flat_map(|six| six.children(Resolution::Nine))
            .filter(|cell| u64::from(*cell) >> 18 & 0xFF != 0o33)
            .collect();
        cells.sort_unstable();
        let cells = CellList::from_sorted(cells);
        let centre = |cell| {
            let LonLat { lon, lat } = place(cell);
            [(lon * 1e7).round() as i32, (lat * 1e7).round() as i32]
        };
        let rows = CentreRows::over(&cells.iter().map(centre).collect::<Vec<_>>());
        let pixels = CellPixels::over(&cells, &rows);
        Self { cells, pixels }
    }

    /// A few blobs, and single cells.
    fn set(&self, seed: u64) -> CellSet {
        let len = self.cells.len() as u64;
        let mut set = CellSetBuilder::new(len as usize);
        let mut state = seed | 1;
        let mut draw = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        for _ in 0..6 {
            let cell = self.cells.cell(draw(len) as u32).expect("a cell");
            let around: Vec<CellIndex> = cell.grid_disk(draw(14) as u32);
            set.extend(around.into_iter().filter_map(|cell| self.cells.ordinal(cell)));
        }
        set.extend((0..40).map(|_| draw(len) as u32));
        set.finish()
    }

    /// The squares of a zoom with cells in them, and all around those.
    fn tiles(&self, z: u8) -> BTreeMap<(u32, u32), TileId> {
        let own = self.cells.iter().map(|cell| TileId::of(place(cell).into(), z));
        let around = own.flat_map(|tile| {
            let beside = |at: u32| [at.saturating_sub(1), at, at + 1];
            beside(tile.x()).into_iter().flat_map(move |x| beside(tile.y()).map(move |y| (x, y)))
        });
        let around: BTreeSet<(u32, u32)> = around.collect();
        around.into_iter().filter_map(|(x, y)| Some(((x, y), TileId::new(z, x, y)?))).collect()
    }

    fn raster(&self, set: &CellSet, tile: TileId) -> Raster {
        Raster::of(&self.cells, &self.pixels, set, tile)
    }

    fn outlines(&self, set: &CellSet, tile: TileId) -> Outlines {
        Outlines::of(&self.cells, &self.pixels, set, tile)
    }

    /// The pixel of a zoom that the module says a cell is in, found the long way.
    fn pixel(&self, cell: CellIndex, z: u8) -> [u32; 2] {
        let group = match z {
            0..=4 => 6,
            5 => 7,
            6 | 7 => 8,
            _ => 9,
        };
        let parent = cell.parent(Resolution::try_from(group).expect("one")).expect("a parent");
        let first = self.cells.iter().find(|other| other.parent(parent.resolution()) == Some(parent));
        pixel_of(place(first.expect("itself at least"))).map(|at| u32::from(at) >> (PIXEL_ZOOM - z))
    }
}

/// Where a cell lies from a square's corner.
fn from_corner(at: LatLng, tile: TileId) -> [f64; 2] {
    let MapPoint { x, y } = LonLat { lon: at.lng(), lat: at.lat() }.into();
    let [west, north] = tile.corner();
    [f64::from(x.wrapping_sub(west as u32) as i32), f64::from(y) - north as f64]
}

/// The summed area of hexagons, each by itself, in square units of the plane.
fn hexagons(island: &Island, set: &CellSet, tile: TileId) -> f64 {
    let area = |ordinal: u32| {
        let outline = island.cells.cell(ordinal).expect("a cell").boundary();
        let ring: Vec<[f64; 2]> = outline.iter().map(|at| from_corner(*at, tile)).collect();
        doubled_area(&ring).abs() / 2.0
    };
    set.iter().map(area).sum()
}

fn is_covered(outlines: &Outlines, at: [f64; 2]) -> bool {
    outlines
        .polygons
        .iter()
        .any(|polygon| is_inside(&polygon.outer, at) && !polygon.holes.iter().any(|hole| is_inside(hole, at)))
}

#[test]
fn the_counts_of_all_squares_of_a_zoom_are_the_set() {
    for (lat, lon) in [(32.0, -6.0), (-30.02, -20.05), (66.0, 25.0)] {
        let island = Island::at(lat, lon);
        for seed in [3, 88] {
            let set = island.set(seed);
            for z in 0..=RASTER_ZOOM {
                let rasters = island.tiles(z).into_values().map(|tile| island.raster(&set, tile));
                let sums = rasters.fold((0, 0), |(cells, covered), raster| {
                    (cells + raster.cells(), covered + raster.covered())
                });
                assert_eq!(sums, (island.cells.len() as u64, set.count() as u64), "zoom {z} at {lat}, {lon}");
            }
        }
    }
}

#[test]
fn pixels_hold_the_cells_that_lie_in_them() {
    let island = Island::at(32.0, -6.0);
    let set = island.set(7);
    for z in [8, 7, 5, 2] {
        let mut expected: BTreeMap<[u32; 2], (u32, u32)> = BTreeMap::new();
        for (ordinal, cell) in (0u32..).zip(island.cells.iter()).step_by(if z == 8 { 1 } else { 37 }) {
            let counts = expected.entry(island.pixel(cell, z)).or_default();
            counts.0 += 1;
            counts.1 += u32::from(set.contains(ordinal));
        }
        for (pixel, (cells, covered)) in expected {
            let [x, y] = pixel.map(|at| at / SIDE as u32);
            let raster = island.raster(&set, TileId::new(z, x, y).expect("a square"));
            let found = raster.pixel(pixel[0] as usize % SIDE, pixel[1] as usize % SIDE);
            if z == 8 {
                assert_eq!(found, (cells, covered), "{pixel:?}");
            } else {
                assert!(
                    found.0 >= cells && found.1 >= covered && found.0 - cells >= found.1 - covered,
                    "{pixel:?}"
                );
            }
        }
    }
}

#[test]
fn a_picture_has_sixteen_levels_and_is_read_back() {
    let island = Island::at(32.0, -6.0);
    let set = island.set(5);
    let mut seen = BTreeSet::new();
    for z in 0..=RASTER_ZOOM {
        for tile in island.tiles(z).into_values() {
            let raster = island.raster(&set, tile);
            let levels = raster.levels();
            let Some(picture) = raster.png().expect("written") else {
                assert_eq!((raster.covered(), levels.iter().max()), (0, Some(&0)));
                continue;
            };
            let mut reader = png::Decoder::new(std::io::Cursor::new(picture)).read_info().expect("a picture");
            let info = reader.info();
            assert_eq!((info.width, info.height), (SIDE as u32, SIDE as u32));
            assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Indexed, png::BitDepth::Four));
            assert_eq!(info.palette.as_ref().map(|palette| palette.len()), Some(3 * usize::from(LEVELS)));
            let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
            reader.next_frame(&mut bytes).expect("decoded");
            let read: Vec<u8> = bytes.iter().flat_map(|pair| [pair >> 4, pair & 15]).collect();
            assert!(read == levels, "{tile:?}");
            seen.extend(read);
        }
    }
    assert!(seen.contains(&0) && seen.contains(&15) && seen.len() > 6, "{seen:?}");
}

#[test]
fn inside_a_country_every_pixel_shows_something_however_small_pixels_are() {
    // Far from the equator pixels of zoom 8 are smaller than cells.
    for (lat, lon) in [(32.0, -6.0), (66.0, 25.0)] {
        let island = Island::at(lat, lon);
        let all = CellSet::full(island.cells.len());
        for tile in island.tiles(RASTER_ZOOM).into_values() {
            let levels = island.raster(&all, tile).levels();
            for at in (0..levels.len()).filter(|at| levels[*at] == 0) {
                let along = |tile: u32, at: usize| f64::from(tile) * SIDE as f64 + at as f64 + 0.5;
                let whole = f64::from(1u32 << RASTER_ZOOM) * SIDE as f64;
                let angle = (0.5 - along(tile.y(), at / SIDE) / whole) * std::f64::consts::TAU;
                let lon = (along(tile.x(), at % SIDE) / whole - 0.5) * 360.0;
                let cell = LatLng::new(angle.sinh().atan().to_degrees(), lon).expect("a place");
                let cell = cell.to_cell(Resolution::Nine);
                let ring: Vec<CellIndex> = cell.grid_disk(2);
                let is_inland = ring.iter().all(|cell| island.cells.ordinal(*cell).is_some());
                assert!(!is_inland, "{tile:?} {at}");
            }
        }
    }
}

#[test]
fn what_outlines_go_round_is_what_is_covered_to_a_millionth() {
    for (lat, lon) in [(32.0, -6.0), (-30.02, -20.05), (66.0, 25.0)] {
        let island = Island::at(lat, lon);
        let middle = place(island.cells.cell(island.cells.len() as u32 / 2).expect("a cell"));
        // One square with all of it.
        let tile = TileId::of(middle.into(), 1);
        for set in [island.set(3), island.set(1234), CellSet::full(island.cells.len())] {
            let outlines = island.outlines(&set, tile);
            let (found, expected) = (outlines.area(), hexagons(&island, &set, tile));
            assert!((found / expected - 1.0).abs() < 1e-6, "{lat}, {lon}: {found} {expected}");
            for polygon in &outlines.polygons {
                assert!(doubled_area(&polygon.outer) > 0.0);
                assert!(polygon.holes.iter().all(|hole| doubled_area(hole) < 0.0));
                assert!(polygon.holes.iter().all(|hole| is_inside(&polygon.outer, hole[0])));
            }
        }
        assert!(island.outlines(&CellSet::empty(island.cells.len()), tile).polygons.is_empty());
    }
}

#[test]
fn a_place_is_covered_where_its_cell_is() {
    for (lat, lon) in [(32.0, -6.0), (66.0, 25.0), (-17.0, 179.95)] {
        let island = Island::at(lat, lon);
        for (set, z) in [(island.set(3), 9), (island.set(77), 10), (CellSet::full(island.cells.len()), 12)] {
            for tile in island.tiles(z).into_values().step_by(if z == 12 { 3 } else { 1 }) {
                let outlines = island.outlines(&set, tile);
                let size = tile.size() as f64;
                for step in 0..200 {
                    let along = |by: f64| (f64::from(step) * by).fract().mul_add(1.02, -0.01) * size;
                    let at = [along(0.618_034), along(0.754_878)];
                    let [west, north] = tile.corner();
                    let whole = (1u64 << 32) as f64;
                    let angle = (0.5 - (north as f64 + at[1]) / whole) * std::f64::consts::TAU;
                    let lon = ((west as f64 + at[0]) / whole - 0.5) * 360.0;
                    let place = LatLng::new(angle.sinh().atan().to_degrees(), lon).expect("a place");
                    let cell = island.cells.ordinal(place.to_cell(Resolution::Nine));
                    let expected = cell.is_some_and(|ordinal| set.contains(ordinal));
                    assert_eq!(is_covered(&outlines, at), expected, "{tile:?} {at:?}");
                }
            }
        }
    }
}

#[test]
fn squares_agree_on_their_common_edge() {
    let island = Island::at(32.0, -6.0);
    let set = island.set(99);
    let mut compared = 0;
    for z in 9..=VECTOR_ZOOM {
        let tiles = island.tiles(z);
        let unit = |tile: TileId| tile.size() / mvt::EXTENT;
        // Every corner of an outline, in units of the zoom from the world's corner.
        let corners = |tile: TileId| -> BTreeSet<[i64; 2]> {
            let outlines = island.outlines(&set, tile);
            let rings =
                outlines.polygons.into_iter().flat_map(|one| one.holes.into_iter().chain([one.outer]));
            let corner = tile.corner().map(|units| units / unit(tile));
            rings
                .flatten()
                .map(|at| {
                    let units = at.map(|at| (at / unit(tile) as f64 + 0.5).floor() as i64);
                    [units[0] + corner[0], units[1] + corner[1]]
                })
                .collect()
        };
        for ((x, y), tile) in &tiles {
            let Some(east) = tiles.get(&(x + 1, *y)) else { continue };
            let edge = i64::from(x + 1) * mvt::EXTENT;
            let within = |at: &&[i64; 2]| {
                let down = at[1] - i64::from(*y) * mvt::EXTENT;
                (at[0] - edge).abs() < 60 && (0..mvt::EXTENT).contains(&down)
            };
            let (own, other) = (corners(*tile), corners(*east));
            let (own, other): (Vec<_>, Vec<_>) =
                (own.iter().filter(within).collect(), other.iter().filter(within).collect());
            assert_eq!(own, other, "{tile:?} and {east:?}");
            compared += own.len();
        }
    }
    assert!(compared > 50, "{compared}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is covered, a square's outlines go round as much as its cells' hexagons.
    #[test]
    fn outlines_have_the_area_of_their_cells(seed in 1u64..) {
        let island = Island::at(33.5, -7.6);
        let tile = TileId::new(1, 0, 0).expect("a quarter of the world");
        let set = island.set(seed);
        let (found, expected) = (island.outlines(&set, tile).area(), hexagons(&island, &set, tile));
        prop_assert!((found - expected).abs() <= expected * 1e-6, "{} {}", found, expected);
    }
}
