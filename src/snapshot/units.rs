//! Dwellings of a fixed technology, by cell and commune.
//!
//! Operators' premises share no ids, so those of two operators meet per cell only: `any` counts the
//! larger, `all` the smallest, `min2` the second largest. These are estimates and are called so. The
//! commune of premises is exact (they were located by their position), so a cell that two communes
//! share is kept as two entries.

use crate::country::{Country, TerritoryId};
use crate::domain::{CommuneId, Level};

/// The dwellings of one operator (or of a combination of operators) in one cell of one commune.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// The cell's ordinal, or `u32::MAX` for premises in no cell of the country.
    pub cell: u32,
    /// The commune the premises lie in.
    pub commune: CommuneId,
    /// Dwellings passed: they can order, or are connected.
    pub passed: u32,
    /// Those of them that are connected.
    pub connected: u32,
}

impl Unit {
    fn key(self) -> (u32, CommuneId) {
        (self.cell, self.commune)
    }
}

/// Dwellings by (cell, commune), ascending, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Units(Vec<Unit>);

impl Units {
    /// Sums premises that share cell and commune.
    pub fn sum(mut premises: Vec<Unit>) -> Self {
        premises.sort_unstable_by_key(|unit| unit.key());
        premises.dedup_by(|next, kept| {
            let same = next.key() == kept.key();
            if same {
                kept.passed = kept.passed.saturating_add(next.passed);
                kept.connected = kept.connected.saturating_add(next.connected);
            }
            same
        });
        premises.shrink_to_fit();
        Self(premises)
    }

    /// In each cell the `n`-th largest of several operators' dwellings, `n` from 1.
    ///
    /// An operator that has nothing in a cell counts as 0, so `n` = their number is the smallest.
    pub fn nth_largest(n: usize, operators: &[&Self]) -> Self {
        let mut all: Vec<Unit> = operators.iter().flat_map(|units| units.0.iter().copied()).collect();
        // Largest first within a cell: the n-th of its run is the answer.
        all.sort_unstable_by_key(|unit| (unit.key(), std::cmp::Reverse((unit.passed, unit.connected))));
        let picked = all.chunk_by(|a, b| a.key() == b.key()).filter_map(|run| run.get(n.wrapping_sub(1)));
        Self(picked.copied().collect())
    }

    /// All entries, ascending.
    pub fn iter(&self) -> impl Iterator<Item = Unit> + '_ {
        self.0.iter().copied()
    }

    /// The entries of one cell.
    pub fn in_cell(&self, cell: u32) -> &[Unit] {
        let start = self.0.partition_point(|unit| unit.cell < cell);
        let end = self.0.partition_point(|unit| unit.cell <= cell);
        &self.0[start..end]
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<Unit>()
    }

    /// Dwellings passed in every territory of the tree, by [`TerritoryId`].
    ///
    /// Communes and what contains them are exact; arrondissements (and sectors of them) take the
    /// cell's, because that is where its households are counted too.
    pub fn by_territory(&self, country: &Country) -> Vec<f64> {
        let tree = &country.tree;
        let mut sums = vec![0.0; tree.len()];
        for unit in &self.0 {
            let passed = f64::from(unit.passed);
            sums[tree.commune(unit.commune).index()] += passed;
            if let Some(part) = country.arrondissement_of_cell(unit.cell) {
                sums[part.index()] += passed;
            }
        }
        for (child, parent_of) in [(Level::Commune, Level::Province), (Level::Province, Level::Region), (Level::Region, Level::Country)] {
            for id in tree.level(child) {
                if let Some(parent) = tree.get(id).parent.filter(|parent| tree.get(*parent).level == parent_of) {
                    sums[parent.index()] += sums[id.index()];
                }
            }
        }
        for id in tree.level(Level::Arrondissement) {
            if let Some(sector) = tree.get(id).sector {
                sums[sector.index()] += sums[id.index()];
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(cell: u32, commune: u16, passed: u32) -> Unit {
        Unit { cell, commune: CommuneId(commune), passed, connected: passed / 2 }
    }

    fn passed(units: &Units) -> Vec<(u32, u16, u32)> {
        units.iter().map(|unit| (unit.cell, unit.commune.0, unit.passed)).collect()
    }

    #[test]
    fn premises_are_summed_by_cell_and_commune() {
        let units = Units::sum(vec![unit(7, 1, 4), unit(3, 1, 1), unit(7, 1, 2), unit(7, 2, 5)]);
        assert_eq!(passed(&units), [(3, 1, 1), (7, 1, 6), (7, 2, 5)]);
        assert_eq!(units.in_cell(7).len(), 2);
        assert!(units.in_cell(4).is_empty());
    }

    #[test]
    fn operators_meet_per_cell() {
        let a = Units::sum(vec![unit(1, 0, 10), unit(2, 0, 4)]);
        let b = Units::sum(vec![unit(1, 0, 6), unit(3, 0, 2)]);
        let c = Units::sum(vec![unit(1, 0, 8)]);
        let all = [&a, &b, &c];
        assert_eq!(passed(&Units::nth_largest(1, &all)), [(1, 0, 10), (2, 0, 4), (3, 0, 2)]);
        assert_eq!(passed(&Units::nth_largest(2, &all)), [(1, 0, 8)]);
        assert_eq!(passed(&Units::nth_largest(3, &all)), [(1, 0, 6)]);
    }
}
