//! Shares of a cell set for every territory of every level, in one pass over the grid.

use std::sync::Arc;

use crate::country::grid::{BLOCK_WORDS, Segment};
use crate::country::{Country, Part, Surface, TerritoryId};
use crate::domain::{Denominator, Share};

use super::CellSet;
use super::set::Block;

/// People, households and area (square metres) of every territory, by a surface: what shares are of.
///
/// A territory's area is its own geodesic area; people are summed from the zones, and
/// are the census by construction.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals([Vec<f64>; 3]);

impl Totals {
    /// The totals of a surface.
    pub fn of(country: &Country, surface: &Surface) -> Self {
        Self(DENOMINATORS.map(|denominator| by_territory(country, surface.amounts.of(denominator))))
    }

    /// One territory's.
    pub fn get(&self, territory: TerritoryId, denominator: Denominator) -> f64 {
        self.0[slot(denominator)][territory.index()]
    }
}

/// What a cell set covers of each territory, by people, households and area (square metres).
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    covered: [Vec<f64>; 3],
    totals: Arc<Totals>,
}

/// In the order of their slots.
const DENOMINATORS: [Denominator; 3] = [Denominator::Population, Denominator::Households, Denominator::Area];

fn slot(denominator: Denominator) -> usize {
    match denominator {
        Denominator::Population => 0,
        Denominator::Households => 1,
        Denominator::Area => 2,
    }
}

impl Shares {
    /// Counts a set for every territory. `surface` says how people are spread, and `totals` are its own; its name
    /// belongs to the result.
    pub fn count(country: &Country, set: &CellSet, surface: &Surface, totals: &Arc<Totals>) -> Self {
        debug_assert_eq!(set.universe(), country.cells().len());
        let (areas, weights) = sums_by_zone(country, set, surface);
        let people = weights.as_ref().map_or(areas.as_slice(), Vec::as_slice);
        let whole_area = country.grid.zone_areas();
        let whole_people = surface.weights.as_ref().map_or(whole_area, |weights| weights.zones.as_slice());
        let part =
            |amount: f64, covered: f64, whole: f64| if whole > 0.0 { amount * covered / whole } else { 0.0 };
        let covered = DENOMINATORS.map(|denominator| {
            let amounts = surface.amounts.of(denominator);
            let (covered, whole) = match denominator {
                Denominator::Area => (areas.as_slice(), whole_area),
                _ => (people, whole_people),
            };
            let by_zone: Vec<f64> =
                (0..amounts.len()).map(|zone| part(amounts[zone], covered[zone], whole[zone])).collect();
            by_territory(country, &by_zone)
        });
        Self { covered, totals: Arc::clone(totals) }
    }

    /// One territory's share.
    pub fn get(&self, territory: TerritoryId, denominator: Denominator) -> Share {
        let covered = self.covered[slot(denominator)][territory.index()];
        Share { covered, total: self.totals.get(territory, denominator) }
    }
}

/// Counts a set for every territory, and what all of them are.
pub fn shares(country: &Country, set: &CellSet, surface: &Surface) -> Shares {
    Shares::count(country, set, surface, &Arc::new(Totals::of(country, surface)))
}

/// Summed area, and summed weight where the surface has weights, of a set's cells in each zone.
fn sums_by_zone(country: &Country, set: &CellSet, surface: &Surface) -> (Vec<f64>, Option<Vec<f64>>) {
    let grid = &country.grid;
    let area_of = |at: usize| grid.segments()[at].area;
    let area_of_piece = |at: usize| grid.pieces()[at].area;
    match &surface.weights {
        None => {
            let sums =
                Sums { cells: [grid.areas()], segment: |at| [area_of(at)], piece: |at| [area_of_piece(at)] };
            (sums.by_zone(country, set).into_iter().map(|[area]| area).collect(), None)
        }
        Some(weights) => {
            let sums = Sums {
                cells: [grid.areas(), &weights.cells],
                segment: |at| [area_of(at), weights.segments[at]],
                piece: |at| [area_of_piece(at), weights.pieces[at]],
            };
            let sums = sums.by_zone(country, set);
            let (areas, weights) = sums.into_iter().map(|[area, weight]| (area, weight)).unzip();
            (areas, Some(weights))
        }
    }
}

/// N values per cell, and their sums over segments and over pieces of blocks: the bits of a set are walked once
/// for all of them.
struct Sums<'a, const N: usize, S, P> {
    cells: [&'a [f32]; N],
    segment: S,
    piece: P,
}

impl<const N: usize, S: Fn(usize) -> [f64; N], P: Fn(usize) -> [f64; N]> Sums<'_, N, S, P> {
    /// Sums over a set, by zone. Empty blocks cost nothing, a full one an addition for each zone in it.
    fn by_zone(&self, country: &Country, set: &CellSet) -> Vec<[f64; N]> {
        let grid = &country.grid;
        let mut sums = vec![[0.0f64; N]; country.zones.len()];
        for (at, block) in set.blocks() {
            match block {
                Block::Full => {
                    for piece in grid.pieces_of(at) {
                        add(&mut sums[grid.pieces()[piece].zone.0 as usize], (self.piece)(piece));
                    }
                }
                Block::Some(words) => {
                    for (word, bits) in (at * BLOCK_WORDS..).zip(words).filter(|(_, bits)| **bits != 0) {
                        for at in grid.segments_of_word(word) {
                            let segment = &grid.segments()[at];
                            let bits = bits & segment.mask;
                            if bits != 0 {
                                add(&mut sums[segment.zone.0 as usize], self.of(at, segment, bits));
                            }
                        }
                    }
                }
            }
        }
        sums
    }

    /// Sums over some cells of a segment.
    #[inline]
    fn of(&self, at: usize, segment: &Segment, bits: u64) -> [f64; N] {
        let missing = segment.mask & !bits;
        let first = segment.word as usize * 64;
        if missing == 0 {
            (self.segment)(at)
        } else if missing.count_ones() < bits.count_ones() {
            let mut sums = (self.segment)(at);
            let missing = self.bits(missing, first);
            sums.iter_mut().zip(&missing).for_each(|(sum, missing)| *sum -= missing);
            sums
        } else {
            self.bits(bits, first)
        }
    }

    /// Sums over the cells of a word that starts at an ordinal. Plain loops: they stay in registers, which closures
    /// over arrays do not.
    #[inline]
    fn bits(&self, mut bits: u64, first: usize) -> [f64; N] {
        let mut sums = [0.0f64; N];
        while bits != 0 {
            let at = first + bits.trailing_zeros() as usize;
            for (sum, cells) in sums.iter_mut().zip(&self.cells) {
                *sum += f64::from(cells[at]);
            }
            bits &= bits - 1;
        }
        sums
    }
}

#[inline]
fn add<const N: usize>(sums: &mut [f64; N], more: [f64; N]) {
    for (sum, more) in sums.iter_mut().zip(&more) {
        *sum += more;
    }
}

/// Sums amounts by zone into every territory: its commune, that commune's containers, and its part.
pub fn by_territory(country: &Country, by_zone: &[f64]) -> Vec<f64> {
    let tree = &country.tree;
    let mut sums = vec![0.0; tree.len()];
    for ((_, zone), amount) in country.zones.iter().zip(by_zone) {
        sums[tree.commune(zone.commune).index()] += amount;
        if let Part::Territory(id) = zone.part {
            sums[id.index()] += amount;
            if let Some(group) = tree.get(id).group {
                sums[group.index()] += amount;
            }
        }
    }
    for level in tree.levels().chain().rev() {
        for id in tree.level(level) {
            if let Some(parent) = tree.get(id).parent {
                sums[parent.index()] += sums[id.index()];
            }
        }
    }
    sums
}
