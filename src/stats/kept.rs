//! Tables as they are kept in memory: a few large pieces instead of some small ones a cell.
//!
//! Owns how tables are packed. A cell of few rows is kept as these rows alone: how many there are, their sums and what
//! tiers they met follows from them. A table of one test a cell takes a twelfth of what [`StatsTable`] takes.
//!
//! Invariant: what a packed table adds to a cell is, to the last bit, what the table it was packed from adds.

use std::collections::HashMap;
use std::hash::Hash;

use super::accumulate::{Floors, Group, METRICS, Stats, StatsTable};
use super::judged::{Judged, JudgedTable};

/// A [`StatsTable`], packed.
#[derive(Debug, Clone, Default)]
pub struct KeptStats {
    /// Groups of few rows, ascending, each with the end of its rows.
    few: Vec<(Group, u32)>,
    rows: Vec<[f32; METRICS]>,
    /// The others, ascending.
    many: Vec<(Group, Stats)>,
    unknown: u64,
}

/// A cell of a packed table.
#[derive(Debug, Clone, Copy)]
pub enum KeptCell<'a> {
    /// All its rows.
    Rows(&'a [[f32; METRICS]]),
    /// What was counted of them.
    Counted(&'a Stats),
}

impl KeptCell<'_> {
    /// How many rows it has.
    pub fn tests(&self) -> u64 {
        match self {
            Self::Rows(rows) => rows.len() as u64,
            Self::Counted(cell) => cell.tests,
        }
    }

    /// Adds its rows to a cell; `tiers` are the floors of its technology, down and up as rows have them.
    pub(crate) fn add_to(&self, cell: &mut Stats, tiers: &[[f32; 2]]) {
        match self {
            Self::Rows(rows) => cell.add_rows(rows, tiers),
            Self::Counted(own) => cell.merge(own),
        }
    }
}

impl From<StatsTable> for KeptStats {
    fn from(table: StatsTable) -> Self {
        let mut kept = Self { unknown: table.unknown, ..Self::default() };
        for (group, cell) in table.into_cells() {
            match cell.all_rows() {
                Some(rows) => {
                    kept.rows.extend_from_slice(rows);
                    kept.few.push((group, kept.rows.len() as u32));
                }
                None => kept.many.push((group, cell)),
            }
        }
        kept.few.shrink_to_fit();
        kept.rows.shrink_to_fit();
        kept.many.shrink_to_fit();
        kept
    }
}

impl KeptStats {
    /// Every group with its cell: first those of few rows, then the others.
    pub fn iter(&self) -> impl Iterator<Item = (Group, KeptCell<'_>)> {
        let mut start = 0;
        let few = self.few.iter().map(move |(group, end)| {
            let rows = start..*end as usize;
            start = rows.end;
            (*group, KeptCell::Rows(&self.rows[rows]))
        });
        few.chain(self.many.iter().map(|(group, cell)| (*group, KeptCell::Counted(cell))))
    }

    /// Rows, those of no known group included.
    pub fn tests(&self) -> u64 {
        self.unknown + self.iter().map(|(_, cell)| cell.tests()).sum::<u64>()
    }

    /// The table it was packed from.
    pub fn unpack(&self, floors: &Floors) -> StatsTable {
        let speeds = floors.speeds();
        let cells = self.iter().map(|(group, kept)| {
            let mut cell = Stats::default();
            kept.add_to(&mut cell, speeds.get(usize::from(group.technology)).map_or(&[], Vec::as_slice));
            (group, cell)
        });
        StatsTable::of(cells.collect(), self.unknown)
    }

    /// Bytes it holds, roughly.
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.few)
            + size_of_val(&*self.rows)
            + self.many.iter().map(|(_, cell)| size_of::<Group>() + cell.bytes()).sum::<usize>()
    }
}

/// A [`JudgedTable`], packed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptJudged {
    /// Groups, ascending, each with the end of its tiers.
    groups: Vec<(Group, u32)>,
    tiers: Vec<KeptTier>,
    /// The areas of each tier, then its days.
    numbers: Vec<u32>,
}

/// The tests that count for one tier: its numbers are those from the end of the tier before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct KeptTier {
    tests: u64,
    met: u64,
    areas_end: u32,
    days_end: u32,
}

impl From<JudgedTable> for KeptJudged {
    fn from(table: JudgedTable) -> Self {
        let mut kept = Self::default();
        for (group, tiers) in table.iter() {
            for judged in tiers {
                kept.numbers.extend_from_slice(judged.areas.numbers());
                let areas_end = kept.numbers.len() as u32;
                kept.numbers.extend_from_slice(judged.days.numbers());
                let (tests, met, days_end) = (judged.tests, judged.met, kept.numbers.len() as u32);
                kept.tiers.push(KeptTier { tests, met, areas_end, days_end });
            }
            kept.groups.push((group, kept.tiers.len() as u32));
        }
        kept.groups.shrink_to_fit();
        kept.tiers.shrink_to_fit();
        kept.numbers.shrink_to_fit();
        kept
    }
}

impl KeptJudged {
    /// Adds every group's tests to those that are united under its key; groups without one are left out.
    pub fn add_to<K: Hash + Eq>(
        &self,
        united: &mut HashMap<K, Vec<Judged>>,
        key: impl Fn(Group) -> Option<K>,
    ) {
        let (mut first, mut number) = (0, 0);
        for (group, end) in &self.groups {
            let tiers = &self.tiers[first..*end as usize];
            first = *end as usize;
            let mut start = number;
            number = tiers.last().map_or(number, |tier| tier.days_end as usize);
            let Some(key) = key(*group) else { continue };
            let own = united.entry(key).or_default();
            own.resize(own.len().max(tiers.len()), Judged::default());
            for (own, tier) in own.iter_mut().zip(tiers) {
                let (areas_end, days_end) = (tier.areas_end as usize, tier.days_end as usize);
                let (areas, days) = (&self.numbers[start..areas_end], &self.numbers[areas_end..days_end]);
                own.add((tier.tests, tier.met), areas, days);
                start = days_end;
            }
        }
    }

    /// Bytes it holds, roughly.
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + size_of_val(&*self.groups)
            + size_of_val(&*self.tiers)
            + size_of_val(&*self.numbers)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Accumulator, Claims, Columns, Dictionary, EXACT, Judge, PlacedColumns};
    use super::*;
    use crate::domain::{OperatorId, SpeedFloor, TechnologyId};

    /// Counts every test, in areas of seven cells.
    struct Everything;

    impl Claims for Everything {
        fn knows(&self, _: u16, _: u16) -> bool {
            true
        }
        fn place(&self, h3: u64) -> Option<(u32, u32)> {
            Some((h3 as u32, h3 as u32 / 7))
        }
        fn counts(&self, _: u16, _: u16, tier: usize, day: i32, _: u32) -> bool {
            day >= 3 * tier as i32
        }
    }

    fn words() -> (Dictionary, Floors) {
        let technology = TechnologyId::new("4g").expect("valid");
        let words = Dictionary {
            communes: 4,
            operators: vec![OperatorId::new("one").expect("valid"), OperatorId::new("two").expect("valid")],
            technologies: vec![technology.clone()],
        };
        let tiers: Vec<SpeedFloor> = ["5-1", "30-3"].map(|tier| tier.parse().expect("a tier")).to_vec();
        let floors = Floors::new(&words, &HashMap::from([(technology, tiers)]));
        (words, floors)
    }

    /// Commune, operator, cell, day, down and up.
    type Row = (u16, u16, u64, i32, f32, f32);

    fn some_rows() -> impl Strategy<Value = Vec<Row>> {
        let speed = || prop_oneof![1 => Just(f32::NAN), 6 => 0.1f32..90.0];
        let row = (0u16..5, 0u16..3, 0u64..60, 0i32..9, speed(), speed());
        // Some cells have more rows than are kept one by one.
        let many = (0u16..5, 0u16..2, 0..2 * EXACT).prop_map(|(commune, operator, count)| {
            (0..count)
                .map(|at| (commune, operator, at as u64 % 50, at as i32 % 9, at as f32, 2.0))
                .collect::<Vec<_>>()
        });
        (proptest::collection::vec(row, 0..60), many).prop_map(|(rows, many)| [rows, many].concat())
    }

    proptest! {
        #[test]
        fn what_is_packed_is_what_was_counted(rows in some_rows(), later in some_rows()) {
            let (words, floors) = words();
            let table = |rows: &[Row]| {
                let column = |of: fn(&Row) -> f32| rows.iter().map(of).collect::<Vec<f32>>();
                let (down, up) = (column(|row| row.4), column(|row| row.5));
                let missing = vec![f32::NAN; rows.len()];
                let commune: Vec<u16> = rows.iter().map(|row| row.0).collect();
                let operator: Vec<u16> = rows.iter().map(|row| row.1).collect();
                let metrics = [Some(&down[..]), Some(&up[..]), Some(&missing[..]), Some(&missing[..])];
                let technology = vec![0; rows.len()];
                let mut folded = Accumulator::new(&words, &floors);
                folded.fold(&Columns { commune: &commune, operator: &operator, technology: &technology, metrics });
                folded.finish()
            };
            let (one, other) = (table(&rows), table(&later));
            let kept = KeptStats::from(one.clone());
            prop_assert_eq!(kept.tests(), rows.len() as u64);
            prop_assert_eq!(&kept.unpack(&floors), &one);
            // And what is added to a cell is what the table adds.
            let mut added: HashMap<Group, Stats> = other.iter().map(|(group, cell)| (group, cell.clone())).collect();
            let speeds = floors.speeds();
            for (group, cell) in kept.iter() {
                cell.add_to(added.entry(group).or_default(), &speeds[0]);
            }
            let merged = one.merge(other);
            prop_assert_eq!(added.len(), merged.len());
            for (group, cell) in merged.iter() {
                prop_assert_eq!(&added[&group], cell);
            }
        }

        #[test]
        fn what_is_packed_is_what_was_judged(rows in some_rows(), later in some_rows()) {
            let (words, floors) = words();
            let table = |rows: &[Row]| {
                let commune: Vec<u16> = rows.iter().map(|row| row.0).collect();
                let operator: Vec<u16> = rows.iter().map(|row| row.1).collect();
                let cell: Vec<u64> = rows.iter().map(|row| row.2).collect();
                let day: Vec<i32> = rows.iter().map(|row| row.3).collect();
                let down: Vec<f32> = rows.iter().map(|row| row.4).collect();
                let up: Vec<f32> = rows.iter().map(|row| row.5).collect();
                let technology = vec![0; rows.len()];
                let mut judge = Judge::new(&words, &floors, &Everything);
                judge.fold(&PlacedColumns {
                    commune: &commune, operator: &operator, technology: &technology,
                    cell: &cell, day: &day, down: &down, up: &up,
                });
                judge.finish()
            };
            let (one, other) = (table(&rows), table(&later));
            let mut united: HashMap<Group, Vec<Judged>> = HashMap::new();
            // Groups of the first commune are left out.
            let key = |group: Group| (group.commune.0 > 0).then_some(group);
            KeptJudged::from(one.clone()).add_to(&mut united, key);
            KeptJudged::from(other.clone()).add_to(&mut united, key);
            let merged = one.merge(other);
            let expected: Vec<_> = merged.iter().filter(|(group, _)| key(*group).is_some()).collect();
            prop_assert_eq!(united.len(), expected.len());
            for (group, tiers) in expected {
                let own = united.get_mut(&group).expect("united");
                for (own, tier) in own.iter_mut().zip(tiers) {
                    prop_assert_eq!((own.tests, own.met), (tier.tests, tier.met));
                    let (mut areas, mut days) = (tier.areas.clone(), tier.days.clone());
                    prop_assert_eq!((own.areas.count(), own.days.count()), (areas.count(), days.count()));
                }
            }
        }
    }
}
