//! Shares of a cell set for every territory of every level, in one pass over the grid.

use crate::country::{Country, Part, Surface, TerritoryId};
use crate::domain::{Denominator, Level, Share};

use super::CellSet;

/// What a cell set covers of each territory, by people, households and area (square metres).
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    covered: [Vec<f64>; 3],
    totals: [Vec<f64>; 3],
}

fn slot(denominator: Denominator) -> usize {
    match denominator {
        Denominator::Population => 0,
        Denominator::Households => 1,
        Denominator::Area => 2,
    }
}

impl Shares {
    /// One territory's share.
    pub fn get(&self, territory: TerritoryId, denominator: Denominator) -> Share {
        let slot = slot(denominator);
        Share { covered: self.covered[slot][territory.index()], total: self.totals[slot][territory.index()] }
    }
}

/// Counts a set for every territory. `surface` says how people are spread; its name belongs to the result.
pub fn shares(country: &Country, set: &CellSet, surface: &Surface) -> Shares {
    debug_assert_eq!(set.universe(), country.cells().len());
    let (areas, weights) = sums_by_zone(country, set, surface);
    let people = weights.as_ref().map_or(areas.as_slice(), Vec::as_slice);
    let whole_area = country.grid.zone_areas();
    let whole_people = surface.weights.as_ref().map_or(whole_area, |weights| weights.zones.as_slice());
    let part =
        |amount: f64, covered: f64, whole: f64| if whole > 0.0 { amount * covered / whole } else { 0.0 };
    let covered = Denominator::ALL.iter().map(|denominator| {
        let amounts = surface.amounts.of(*denominator);
        let (covered, whole) = match denominator {
            Denominator::Area => (areas.as_slice(), whole_area),
            _ => (people, whole_people),
        };
        let by_zone: Vec<f64> =
            (0..amounts.len()).map(|zone| part(amounts[zone], covered[zone], whole[zone])).collect();
        by_territory(country, &by_zone)
    });
    let [a, b, c] = collect3(covered);
    Shares { covered: [a, b, c], totals: totals(country, surface) }
}

/// The denominators themselves, for every territory.
///
/// An arrondissement's or commune's area is its own geodesic area; people are summed from the zones, and
/// are the census by construction.
pub fn totals(country: &Country, surface: &Surface) -> [Vec<f64>; 3] {
    collect3(
        Denominator::ALL.iter().map(|denominator| by_territory(country, surface.amounts.of(*denominator))),
    )
}

fn collect3(mut items: impl Iterator<Item = Vec<f64>>) -> [Vec<f64>; 3] {
    [(); 3].map(|()| items.next().unwrap_or_default())
}

/// Summed area, and summed weight where the surface has weights, of a set's cells in each zone.
fn sums_by_zone(country: &Country, set: &CellSet, surface: &Surface) -> (Vec<f64>, Option<Vec<f64>>) {
    let grid = &country.grid;
    let zones = country.zones.len();
    let areas = sum_segments(country, set, grid.areas(), zones, |at| grid.segments()[at].area);
    let weights = surface
        .weights
        .as_ref()
        .map(|weights| sum_segments(country, set, &weights.cells, zones, |at| weights.segments[at]));
    (areas, weights)
}

/// Sums a value per cell over a set, by zone. Full and empty segments cost one comparison.
fn sum_segments(
    country: &Country,
    set: &CellSet,
    cells: &[f32],
    zones: usize,
    whole: impl Fn(usize) -> f64,
) -> Vec<f64> {
    let mut sums = vec![0.0f64; zones];
    let words = set.words();
    for (at, segment) in country.grid.segments().iter().enumerate() {
        let bits = words[segment.word as usize] & segment.mask;
        if bits == 0 {
            continue;
        }
        let sum = if bits == segment.mask {
            whole(at)
        } else {
            let base = segment.word as usize * 64;
            let missing = segment.mask & !bits;
            if missing.count_ones() < bits.count_ones() {
                whole(at) - sum_bits(missing, &cells[base..])
            } else {
                sum_bits(bits, &cells[base..])
            }
        };
        sums[segment.zone.0 as usize] += sum;
    }
    sums
}

#[inline]
fn sum_bits(mut bits: u64, cells: &[f32]) -> f64 {
    let mut sum = 0.0;
    while bits != 0 {
        sum += f64::from(cells[bits.trailing_zeros() as usize]);
        bits &= bits - 1;
    }
    sum
}

/// Sums amounts by zone into every territory: its commune, that commune's containers, and its part.
pub fn by_territory(country: &Country, by_zone: &[f64]) -> Vec<f64> {
    let tree = &country.tree;
    let mut sums = vec![0.0; tree.len()];
    for ((_, zone), amount) in country.zones.iter().zip(by_zone) {
        sums[tree.commune(zone.commune).index()] += amount;
        if let Part::Arrondissement(id) = zone.part {
            sums[id.index()] += amount;
            if let Some(sector) = tree.get(id).sector {
                sums[sector.index()] += amount;
            }
        }
    }
    for level in [Level::Commune, Level::Province, Level::Region] {
        for id in tree.level(level) {
            if let Some(parent) = tree.get(id).parent {
                sums[parent.index()] += sums[id.index()];
            }
        }
    }
    sums
}
