//! The people of what is not covered, as points.
//!
//! Owns which points a square has and how many people each stands for. People go by groups that grow with the scale:
//! resolution-5 parents to zoom 5, then 6, 7 and 8, then cells from zoom 10 on. Where a group has fewer people than can
//! be told apart at its zoom they are added up in the group around it, so that a tile stays small and no one is lost.
//!
//! Invariants: a person is in one point of a zoom, whatever the square; a point stands where its people do on
//! average, to a pixel of zoom 8, from zoom 9 on in the middle of its group; it is told in whole people, and one of
//! less than half a person is not told.

use h3o::{CellIndex, LatLng, Resolution};

use super::mvt::{EXTENT, Layer};
use super::{GAP_LAYER, PEOPLE};
use crate::country::cells::{CellWord, WORDS_OF_FIVE};
use crate::country::pixels::{Area, PIXEL_BITS, PIXEL_ZOOM};
use crate::country::{Country, Surface};
use crate::coverage::CellSet;
use crate::domain::{LonLat, MapPoint, TileId};

/// Cells of a resolution-5 parent, by their place below it; some places are of none.
const PLACES: usize = WORDS_OF_FIVE * 64;
/// Pixels of zoom 8 that the middle of a group may lie beyond its cells.
const AROUND: i32 = 8;

/// People not covered, at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapPoint {
    /// Where, in units of the plane from the tile's north-western corner.
    pub at: [i64; 2],
    /// How many.
    pub people: f64,
}

/// People of a group, and where they are: sums of people times pixels.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    people: f64,
    at: [f64; 2],
}

impl Group {
    fn add(&mut self, other: Self) {
        self.people += other.people;
        self.at = [self.at[0] + other.at[0], self.at[1] + other.at[1]];
    }
}

/// Which groups a zoom has: their resolution, and from how many people on they are told by themselves.
const fn groups(z: u8) -> (u8, f64) {
    match z {
        0..=5 => (5, 0.0),
        6 | 7 => (6, 0.0),
        8 => (7, 100.0),
        9 => (8, 60.0),
        10 => (9, 25.0),
        11 => (9, 5.0),
        _ => (9, 0.0),
    }
}

/// People of each cell not covered: people of a zone by weight, or by area where the surface has no weights.
struct People<'a> {
    country: &'a Country,
    weights: &'a [f32],
    /// People to a unit of weight, by zone.
    density: Vec<f64>,
}

impl<'a> People<'a> {
    fn of(country: &'a Country, surface: &'a Surface) -> Self {
        let (weights, zones) = match &surface.weights {
            Some(weights) => (&*weights.cells, &*weights.zones),
            None => (country.grid.areas(), country.grid.zone_areas()),
        };
        let part = |(people, zone): (&f64, &f64)| if *zone > 0.0 { people / zone } else { 0.0 };
        let density = surface.amounts.population.iter().zip(zones).map(part).collect();
        Self { country, weights, density }
    }

    /// Calls with the place in its word, the ordinal and the people of each cell of a word that is not covered.
    fn each(&self, word: CellWord, covered: u64, mut with: impl FnMut(u32, u32, f64)) {
        let runs = self.country.grid.runs();
        let mut run = runs.partition_point(|(start, _)| *start <= word.first).max(1) - 1;
        let (mut rest, mut ordinal) = (word.bits, word.first);
        while rest != 0 {
            let bit = rest.trailing_zeros();
            rest &= rest - 1;
            while runs.get(run + 1).is_some_and(|(start, _)| *start <= ordinal) {
                run += 1;
            }
            if covered >> (ordinal - word.first) & 1 == 0 {
                let density = self.density[runs[run].1.0 as usize];
                with(bit, ordinal, f64::from(self.weights[ordinal as usize]) * density);
            }
            ordinal += 1;
        }
    }
}

/// The people of a square that a set does not cover.
pub fn gap(country: &Country, surface: &Surface, covered: &CellSet, tile: TileId) -> Vec<GapPoint> {
    let (resolution, floor) = groups(tile.z());
    let people = People::of(country, surface);
    let pixels = country.cell_pixels();
    let mut points = Vec::new();
    let mut own = vec![Group::default(); PLACES >> (3 * (9 - resolution))];
    for five in pixels.fives(Area::of(tile, AROUND)) {
        own.fill(Group::default());
        gather(country, &people, covered, five, resolution, &mut own);
        let mut around = vec![Group::default(); own.len().div_ceil(8)];
        for (at, group) in own.iter().enumerate().filter(|(_, group)| group.people > 0.0) {
            if group.people >= floor {
                points.extend(point(country, tile, five, (resolution, at), *group));
            } else {
                around[at / 8].add(*group);
            }
        }
        for (at, group) in around.iter().enumerate().filter(|(_, group)| group.people > 0.0) {
            points.extend(point(country, tile, five, (resolution - 1, at), *group));
        }
    }
    points
}

/// Adds up the groups of a resolution-5 parent.
fn gather(
    country: &Country,
    people: &People<'_>,
    covered: &CellSet,
    five: usize,
    resolution: u8,
    own: &mut [Group],
) {
    let (cells, pixels) = (country.cells(), country.cell_pixels());
    for at in five..five + WORDS_OF_FIVE {
        let word = cells.word(at);
        if word.bits == 0 {
            continue;
        }
        let is_covered = covered.window(word.first, word.bits.count_ones());
        people.each(word, is_covered, |bit, ordinal, people| {
            let place = (at - five) * 64 + bit as usize;
            let middle = pixels.pixel(at, ordinal).map(|pixel| (f64::from(pixel) + 0.5) * people);
            own[place >> (3 * (9 - resolution))].add(Group { people, at: middle });
        });
    }
}

/// A group as a point of the square; `None` where it stands in another.
fn point(
    country: &Country,
    tile: TileId,
    five: usize,
    (resolution, at): (u8, usize),
    group: Group,
) -> Option<GapPoint> {
    let [west, north] = tile.corner();
    let at = if tile.z() <= PIXEL_ZOOM {
        group.at.map(|sum| (sum / group.people * (1u64 << PIXEL_BITS) as f64) as i64)
    } else {
        let place = at << (3 * (9 - resolution));
        let index = country.cells().index_in_word(five + place / 64, (place % 64) as u32);
        let middle = LatLng::from(group_of(index, resolution)?);
        let MapPoint { x, y } = LonLat { lon: middle.lng(), lat: middle.lat() }.into();
        [i64::from(x), i64::from(y)]
    };
    let at = [at[0] - west, at[1] - north];
    let is_in = at.iter().all(|units| (0..tile.size()).contains(units));
    is_in.then_some(GapPoint { at, people: group.people })
}

/// The parent of a resolution that a cell index, which need not be of the country, is below.
fn group_of(index: u64, resolution: u8) -> Option<CellIndex> {
    CellIndex::try_from(index).ok()?.parent(Resolution::try_from(resolution).ok()?)
}

/// The vector tile of points; `None` where there is none.
pub fn tile(points: &[GapPoint], tile: TileId) -> Option<Vec<u8>> {
    let mut layer = Layer::new(GAP_LAYER, &[PEOPLE]);
    for GapPoint { at, people } in points {
        let people = people.round() as u64;
        if people > 0 {
            layer.point(at.map(|units| (units * EXTENT / tile.size()) as i32), people);
        }
    }
    layer.tile()
}
