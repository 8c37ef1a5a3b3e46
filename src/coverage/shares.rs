//! Shares of a cell set for every territory of every level, in one pass over the grid.

use std::sync::Arc;

use crate::country::grid::{BLOCK_WORDS, Grid, Segment};
use crate::country::surface::Weights;
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
    /// Counts sets for every territory, all of them in one pass over the grid: what is read of a cell, which costs more
    /// than to add it, is read once for all. `surface` says how people are spread, and `totals` are its own; its name
    /// belongs to the result.
    pub fn count(country: &Country, sets: &[&CellSet], surface: &Surface, totals: &Arc<Totals>) -> Vec<Self> {
        let whole_area = country.grid.zone_areas();
        let whole_people = surface.weights.as_ref().map_or(whole_area, |weights| weights.zones.as_slice());
        let part =
            |amount: f64, covered: f64, whole: f64| if whole > 0.0 { amount * covered / whole } else { 0.0 };
        let shares = |sums: Vec<Sum>| {
            let covered = DENOMINATORS.map(|denominator| {
                let zones = surface.amounts.of(denominator).iter().zip(&sums);
                let by_zone: Vec<f64> = match denominator {
                    Denominator::Area => {
                        zones.zip(whole_area).map(|((of, sum), whole)| part(*of, sum.area, *whole)).collect()
                    }
                    _ => zones
                        .zip(whole_people)
                        .map(|((of, sum), whole)| part(*of, sum.weight, *whole))
                        .collect(),
                };
                by_territory(country, &by_zone)
            });
            Self { covered, totals: Arc::clone(totals) }
        };
        Kernel { grid: &country.grid, surface }
            .sums(country.zones.len(), sets)
            .into_iter()
            .map(shares)
            .collect()
    }

    /// One territory's share.
    pub fn get(&self, territory: TerritoryId, denominator: Denominator) -> Share {
        let covered = self.covered[slot(denominator)][territory.index()];
        Share { covered, total: self.totals.get(territory, denominator) }
    }
}

/// Counts a set for every territory, and what all of them are.
pub fn shares(country: &Country, set: &CellSet, surface: &Surface) -> Shares {
    let mut counted = Shares::count(country, &[set], surface, &Arc::new(Totals::of(country, surface)));
    counted.swap_remove(0)
}

/// Of some cells of a zone.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    /// In square metres.
    area: f64,
    /// By which people are shared out; the area again where a surface has no weights of its own.
    weight: f64,
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, more: Self) {
        self.area += more.area;
        self.weight += more.weight;
    }
}

impl std::ops::Sub for Sum {
    type Output = Self;

    fn sub(self, less: Self) -> Self {
        Self { area: self.area - less.area, weight: self.weight - less.weight }
    }
}

/// What the bits of sets are summed by: each is walked once for area and weight.
struct Kernel<'a> {
    grid: &'a Grid,
    surface: &'a Surface,
}

impl Kernel<'_> {
    /// Sums over sets, by zone. Stripe by stripe, so that what one set has read of it is near for the next. Empty blocks
    /// cost nothing, a full one an addition for each zone in it.
    fn sums(&self, zones: usize, sets: &[&CellSet]) -> Vec<Vec<Sum>> {
        debug_assert!(sets.iter().all(|set| set.universe() == self.grid.cells.len()), "sets of other lists");
        let mut sums = vec![vec![Sum::default(); zones]; sets.len()];
        for stripe in 0..sets.first().map_or(0, |set| set.stripes()) {
            for (set, sums) in sets.iter().zip(&mut sums) {
                for (at, block) in set.blocks_in(stripe) {
                    self.add(at, block, sums);
                }
            }
        }
        sums
    }

    fn add(&self, at: usize, block: Block<'_>, sums: &mut [Sum]) {
        match block {
            Block::Full => {
                for at in self.grid.pieces_of(at) {
                    let piece = &self.grid.pieces()[at];
                    sums[piece.zone.0 as usize] += self.whole(piece.area, at, |weights| &weights.pieces);
                }
            }
            Block::Some(words) => {
                for (word, bits) in (at * BLOCK_WORDS..).zip(words).filter(|(_, bits)| **bits != 0) {
                    for at in self.grid.segments_of_word(word) {
                        let segment = &self.grid.segments()[at];
                        let bits = bits & segment.mask;
                        if bits != 0 {
                            sums[segment.zone.0 as usize] += self.part(at, segment, bits);
                        }
                    }
                }
            }
        }
    }

    /// All of a segment or piece.
    fn whole(&self, area: f64, at: usize, of: impl Fn(&Weights) -> &Vec<f64>) -> Sum {
        Sum { area, weight: self.surface.weights.as_ref().map_or(area, |weights| of(weights)[at]) }
    }

    /// Some cells of a segment.
    fn part(&self, at: usize, segment: &Segment, bits: u64) -> Sum {
        let missing = segment.mask & !bits;
        let first = segment.word as usize * 64;
        if missing == 0 {
            return self.whole(segment.area, at, |weights| &weights.segments);
        }
        if missing.count_ones() < bits.count_ones() {
            let whole = self.whole(segment.area, at, |weights| &weights.segments);
            return whole - self.cells(missing, first);
        }
        self.cells(bits, first)
    }

    /// The cells of a word that starts at an ordinal. A plain loop: its sums stay in registers.
    fn cells(&self, mut bits: u64, first: usize) -> Sum {
        let areas = self.grid.areas();
        let weights = self.surface.weights.as_ref().map_or(areas, |weights| &weights.cells);
        let (mut area, mut weight) = (0.0, 0.0);
        while bits != 0 {
            let at = first + bits.trailing_zeros() as usize;
            area += f64::from(areas[at]);
            weight += f64::from(weights[at]);
            bits &= bits - 1;
        }
        Sum { area, weight }
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
