//! Dwellings of a fixed technology, by cell.
//!
//! A filing lists all premises of its technology, each with its speeds, so a tier is a choice of its
//! rows. Operators' premises share no ids, so those of two operators meet per cell only: `any` counts
//! the larger, `all` the smallest, `min2` the second largest. These are estimates and are called so.
//! Dwellings count where the households of their cell are counted, so that both sides of a ratio lie
//! in the same place.

use std::cmp::Reverse;

use crate::country::Country;
use crate::coverage::shares::by_territory;
use crate::coverage::{CellSet, CellSetBuilder};
use crate::domain::{Connected, PublishedConnected, SpeedFloor};

/// Dwellings of one operator at one speed in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// The cell's ordinal.
    pub cell: u32,
    /// The speeds they can order.
    pub speeds: SpeedFloor,
    /// Dwellings passed: they can order, or are connected.
    pub passed: u32,
    /// Those of them that are connected.
    pub connected: Connected,
}

/// What is published of the dwellings of one cell at one speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellOffer {
    /// The speeds they can order.
    pub speeds: SpeedFloor,
    /// Dwellings passed.
    pub passed: u32,
    /// Those of them that are connected, in whole tens that leave ten passed at least; none below ten.
    pub connected: Option<PublishedConnected>,
}

/// Dwellings by (cell, speeds), ascending, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Units(Vec<Unit>);

impl Units {
    /// Sums premises that share cell and speeds.
    pub fn sum(mut premises: Vec<Unit>) -> Self {
        let key = |unit: &Unit| (unit.cell, unit.speeds);
        premises.sort_unstable_by_key(key);
        premises.dedup_by(|next, kept| {
            let same = key(next) == key(kept);
            if same {
                kept.passed = kept.passed.saturating_add(next.passed);
                kept.connected = kept.connected.plus(next.connected);
            }
            same
        });
        premises.shrink_to_fit();
        Self(premises)
    }

    /// All entries, ascending.
    pub fn iter(&self) -> impl Iterator<Item = Unit> + '_ {
        self.0.iter().copied()
    }

    /// What may be published of one cell: an entry for each of its speeds, ascending.
    pub fn published_in(&self, cell: u32) -> Vec<CellOffer> {
        let start = self.0.partition_point(|unit| unit.cell < cell);
        let end = self.0.partition_point(|unit| unit.cell <= cell);
        self.0[start..end]
            .iter()
            .map(|unit| CellOffer {
                speeds: unit.speeds,
                passed: unit.passed,
                connected: unit.connected.published(unit.passed),
            })
            .collect()
    }

    /// Whether any dwelling in a cell can order at least these speeds.
    pub(super) fn passes(&self, cell: u32, floor: SpeedFloor) -> bool {
        let start = self.0.partition_point(|unit| unit.cell < cell);
        let mut own = self.0.iter().skip(start).take_while(|unit| unit.cell == cell);
        own.any(|unit| unit.passed > 0 && unit.speeds.meets(floor))
    }

    /// Dwellings that can order at least these speeds.
    pub fn at(&self, floor: SpeedFloor) -> Dwellings {
        let mut found: Vec<Entry> = Vec::new();
        for unit in self.0.iter().filter(|unit| unit.speeds.meets(floor)) {
            match found.last_mut() {
                Some(last) if last.cell == unit.cell => last.passed = last.passed.saturating_add(unit.passed),
                _ => found.push(Entry { cell: unit.cell, passed: unit.passed }),
            }
        }
        Dwellings(found)
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<Unit>()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    cell: u32,
    passed: u32,
}

/// Dwellings passed at a tier, by cell, ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dwellings(Vec<Entry>);

impl Dwellings {
    /// In each cell the `n`-th largest of several operators' dwellings, `n` from 1.
    ///
    /// An operator that has nothing in a cell counts as 0, so `n` = their number is the smallest.
    pub fn nth_largest(n: usize, operators: &[Self]) -> Self {
        if let ([only], 1) = (operators, n) {
            return only.clone();
        }
        let mut all: Vec<Entry> =
            operators.iter().flat_map(|dwellings| dwellings.0.iter().copied()).collect();
        // Largest first within a cell: the n-th of its run is the answer.
        all.sort_unstable_by_key(|entry| (entry.cell, Reverse(entry.passed)));
        let runs = all.chunk_by(|a, b| a.cell == b.cell);
        Self(runs.filter_map(|run| run.get(n.checked_sub(1)?)).copied().collect())
    }

    /// In each cell the dwellings beyond those that others are there.
    pub(super) fn beyond(&self, others: &Self) -> Self {
        let mut others = others.0.iter().peekable();
        let beyond = self.0.iter().filter_map(|entry| {
            while others.next_if(|other| other.cell < entry.cell).is_some() {}
            let there = others.next_if(|other| other.cell == entry.cell).map_or(0, |other| other.passed);
            let passed = entry.passed.saturating_sub(there);
            (passed > 0).then_some(Entry { cell: entry.cell, passed })
        });
        Self(beyond.collect())
    }

    /// The cells of a list of `len` with a dwelling at least.
    pub fn cells(&self, len: usize) -> CellSet {
        let mut set = CellSetBuilder::new(len);
        set.extend(self.0.iter().filter(|entry| entry.passed > 0).map(|entry| entry.cell));
        set.finish()
    }

    /// Bytes of memory.
    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<Entry>()
    }

    /// Dwellings passed in every territory of the tree, by [`TerritoryId`].
    ///
    /// [`TerritoryId`]: crate::country::TerritoryId
    pub fn by_territory(&self, country: &Country) -> Vec<f64> {
        let mut by_zone = vec![0.0; country.zones.len()];
        for entry in &self.0 {
            by_zone[country.grid.zone(entry.cell).0 as usize] += f64::from(entry.passed);
        }
        by_territory(country, &by_zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(cell: u32, passed: u32) -> Unit {
        let speeds = "100-20".parse().expect("a tier");
        Unit { cell, speeds, passed, connected: Connected::new(passed / 2) }
    }

    fn at(units: Vec<Unit>, tier: &str) -> Dwellings {
        Units::sum(units).at(tier.parse().expect("a tier"))
    }

    fn passed(dwellings: &Dwellings) -> Vec<(u32, u32)> {
        dwellings.0.iter().map(|entry| (entry.cell, entry.passed)).collect()
    }

    #[test]
    fn premises_are_summed_by_cell() {
        let premises = vec![unit(7, 4), unit(3, 1), unit(7, 2)];
        assert_eq!(Units::sum(premises.clone()).published_in(7).len(), 1);
        assert!(Units::sum(premises.clone()).published_in(4).is_empty());
        assert_eq!(passed(&at(premises, "100-20")), [(3, 1), (7, 6)]);
    }

    #[test]
    fn a_tier_takes_what_is_at_least_as_fast() {
        let fast = Unit { speeds: "1000-200".parse().expect("a tier"), ..unit(1, 3) };
        let premises = vec![fast, unit(1, 4)];
        assert_eq!(Units::sum(premises.clone()).published_in(1).len(), 2);
        assert_eq!(passed(&at(premises.clone(), "100-20")), [(1, 7)]);
        assert_eq!(passed(&at(premises.clone(), "1000-200")), [(1, 3)]);
        assert_eq!(passed(&at(premises, "2000-200")), []);
    }

    #[test]
    fn connected_dwellings_are_added_up_first_and_published_in_tens() {
        let premises = vec![unit(1, 18), unit(1, 14), unit(2, 18)];
        let units = Units::sum(premises);
        let told = |cell| units.published_in(cell)[0].connected.map(PublishedConnected::dwellings);
        assert_eq!((told(1), told(2)), (Some(10), None), "9 and 7 are 16; 9 alone is not published");
        assert_eq!(units.published_in(1)[0].passed, 32);
    }

    #[test]
    fn what_is_beyond_others_is_counted_cell_by_cell() {
        let now = at(vec![unit(1, 10), unit(2, 4), unit(5, 3), unit(9, 1)], "100-20");
        let then = at(vec![unit(0, 9), unit(2, 7), unit(5, 1), unit(7, 2)], "100-20");
        assert_eq!(passed(&now.beyond(&then)), [(1, 10), (5, 2), (9, 1)]);
        assert_eq!(passed(&then.beyond(&now)), [(0, 9), (2, 3), (7, 2)]);
        assert_eq!(passed(&now.beyond(&now)), []);
        assert_eq!(now.beyond(&Dwellings::default()), now);
    }

    #[test]
    fn operators_meet_per_cell() {
        let all = [
            at(vec![unit(1, 10), unit(2, 4)], "100-20"),
            at(vec![unit(1, 6), unit(3, 2)], "100-20"),
            at(vec![unit(1, 8)], "100-20"),
        ];
        assert_eq!(passed(&Dwellings::nth_largest(1, &all)), [(1, 10), (2, 4), (3, 2)]);
        assert_eq!(passed(&Dwellings::nth_largest(2, &all)), [(1, 8)]);
        assert_eq!(passed(&Dwellings::nth_largest(3, &all)), [(1, 6)]);
        assert_eq!(passed(&Dwellings::nth_largest(4, &all)), []);
        assert!(Dwellings::nth_largest(1, &all).cells(9).iter().eq([1, 2, 3]));
    }
}
