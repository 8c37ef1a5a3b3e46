//! The kernel of evidence: from columns of rows to the tests that count for and against claims.
//!
//! A test counts for a tier where the claim held its cell, which [`Claims`] decides; of those that count, how
//! many there are, how many met the tier, and in which areas and on which days they were made. No I/O, no
//! threads; the caller decides what a claim is.
//!
//! Invariants: areas and days are kept as sets, so that merging parts, in any order and any number, counts
//! each once; a row that lacks a direction counts for no tier.

use std::collections::HashMap;

use super::accumulate::{Dictionary, Floors, Group};
use crate::domain::CommuneId;

/// What claims hold, as rows are counted.
pub trait Claims: Sync {
    /// Whether a network claims anything at all: rows of others are passed over unread.
    fn knows(&self, operator: u16, technology: u16) -> bool;
    /// A resolution-9 cell as the country counts it, and the area around it that distinct places are counted
    /// by; nothing for a cell that is not the country's.
    fn place(&self, h3: u64) -> Option<(u32, u32)>;
    /// Whether a test in a cell on a day, in days since 1970, counts for a tier of a network's technology.
    fn counts(&self, operator: u16, technology: u16, tier: usize, day: i32, cell: u32) -> bool;
}

/// Rows as columns of one length; words as positions, as in [`super::Columns`].
#[derive(Debug, Clone, Copy)]
pub struct PlacedColumns<'a> {
    /// Communes.
    pub commune: &'a [u16],
    /// Operators.
    pub operator: &'a [u16],
    /// Technologies.
    pub technology: &'a [u16],
    /// Resolution-9 cells.
    pub cell: &'a [u64],
    /// Civil days where the country is, in days since 1970.
    pub day: &'a [i32],
    /// Mbit/s towards the user; NaN where it was not measured.
    pub down: &'a [f32],
    /// Mbit/s from the user; NaN where it was not measured.
    pub up: &'a [f32],
}

/// Distinct numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Distinct {
    numbers: Vec<u32>,
    /// How many of them are sorted, each once.
    sorted: usize,
}

impl Distinct {
    /// Numbers that may wait to be sorted.
    const WAITING: usize = 256;

    /// Adds a number.
    pub fn insert(&mut self, number: u32) {
        // Neighbouring rows are of one day and often of one place.
        if self.numbers.last() == Some(&number) {
            return;
        }
        self.numbers.push(number);
        if self.numbers.len() - self.sorted > Self::WAITING.max(self.sorted) {
            self.sort();
        }
    }

    /// Adds another's numbers.
    pub fn merge(&mut self, other: &Self) {
        self.extend(&other.numbers);
    }

    #[expect(clippy::stable_sort_primitive, reason = "it finds the runs that are sorted already")]
    fn sort(&mut self) {
        if self.sorted < self.numbers.len() {
            self.numbers.sort();
            self.numbers.dedup();
            self.sorted = self.numbers.len();
        }
    }

    /// Adds numbers that are sorted.
    fn extend(&mut self, numbers: &[u32]) {
        self.numbers.extend_from_slice(numbers);
        if self.numbers.len() - self.sorted > Self::WAITING.max(self.sorted) {
            self.sort();
        }
    }

    /// The numbers, each once and ascending where the set was closed.
    pub(super) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// How many there are; sorts what waits.
    pub fn count(&mut self) -> u64 {
        self.sort();
        self.numbers.len() as u64
    }

    fn close(&mut self) {
        self.sort();
        self.numbers.shrink_to_fit();
    }
}

/// The tests that count for one tier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    /// How many.
    pub tests: u64,
    /// How many met the tier.
    pub met: u64,
    /// In which areas.
    pub areas: Distinct,
    /// On which days, in days since 1970.
    pub days: Distinct,
}

impl Judged {
    /// Adds what another part counted.
    pub fn merge(&mut self, other: &Self) {
        self.tests += other.tests;
        self.met += other.met;
        self.areas.merge(&other.areas);
        self.days.merge(&other.days);
    }

    /// Adds tests and those of them that met the tier, with the areas and the days they were made in.
    pub(super) fn add(&mut self, (tests, met): (u64, u64), areas: &[u32], days: &[u32]) {
        self.tests += tests;
        self.met += met;
        self.areas.extend(areas);
        self.days.extend(days);
    }
}

/// Folds rows into the tests that count.
pub struct Judge<'a> {
    words: &'a Dictionary,
    floors: Vec<Vec<[f32; 2]>>,
    claims: &'a dyn Claims,
    groups: HashMap<Group, Vec<Judged>>,
}

impl<'a> Judge<'a> {
    /// A judge of nothing yet.
    pub fn new(words: &'a Dictionary, floors: &Floors, claims: &'a dyn Claims) -> Self {
        Self { words, floors: floors.speeds(), claims, groups: HashMap::new() }
    }

    /// Adds rows. Neighbours of one group are added together.
    pub fn fold(&mut self, rows: &PlacedColumns<'_>) {
        let (commune, operator, technology) = (rows.commune, rows.operator, rows.technology);
        let mut from = 0;
        while from < commune.len() {
            let key = (commune[from], operator[from], technology[from]);
            let same = |at: &usize| (commune[*at], operator[*at], technology[*at]) == key;
            let to = (from + 1..commune.len()).find(|at| !same(at)).unwrap_or(commune.len());
            let group = Group { commune: CommuneId(key.0), operator: key.1, technology: key.2 };
            if self.words.has(group) && self.claims.knows(key.1, key.2) {
                self.add(group, rows, from, to);
            }
            from = to;
        }
    }

    fn add(&mut self, group: Group, rows: &PlacedColumns<'_>, from: usize, to: usize) {
        let floors = self.floors.get(usize::from(group.technology)).map_or(&[][..], Vec::as_slice);
        let tiers = self.groups.entry(group).or_insert_with(|| vec![Judged::default(); floors.len()]);
        let mut last = None;
        for row in from..to {
            let (down, up, day) = (rows.down[row], rows.up[row], rows.day[row]);
            if down.is_nan() || up.is_nan() {
                continue;
            }
            let place = match last {
                Some((h3, place)) if h3 == rows.cell[row] => place,
                _ => self.claims.place(rows.cell[row]),
            };
            last = Some((rows.cell[row], place));
            let Some((cell, area)) = place else { continue };
            for (tier, (judged, floor)) in tiers.iter_mut().zip(floors).enumerate() {
                if self.claims.counts(group.operator, group.technology, tier, day, cell) {
                    judged.tests += 1;
                    judged.met += u64::from(down >= floor[0] && up >= floor[1]);
                    judged.areas.insert(area);
                    judged.days.insert(day.unsigned_abs());
                }
            }
        }
    }

    /// The table of what was folded.
    pub fn finish(self) -> JudgedTable {
        let counted = self.groups.into_iter().filter(|(_, tiers)| tiers.iter().any(|tier| tier.tests > 0));
        let mut groups: Vec<(Group, Vec<Judged>)> = counted.collect();
        groups.sort_unstable_by_key(|(group, _)| *group);
        JudgedTable(groups).closed()
    }
}

/// Tests that count, by group, ascending; a group has an entry per tier of its technology.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JudgedTable(Vec<(Group, Vec<Judged>)>);

impl JudgedTable {
    /// Every group with its tiers, ascending.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Group, &[Judged])> {
        self.0.iter().map(|(group, tiers)| (*group, tiers.as_slice()))
    }

    /// Adds another table's tests. Both must be of the same words.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        let mut all: HashMap<Group, Vec<Judged>> = self.0.into_iter().collect();
        for (group, tiers) in other.0 {
            match all.entry(group) {
                std::collections::hash_map::Entry::Vacant(new) => drop(new.insert(tiers)),
                std::collections::hash_map::Entry::Occupied(mut own) => {
                    own.get_mut().iter_mut().zip(&tiers).for_each(|(own, theirs)| own.merge(theirs));
                }
            }
        }
        let mut groups: Vec<(Group, Vec<Judged>)> = all.into_iter().collect();
        groups.sort_unstable_by_key(|(group, _)| *group);
        Self(groups).closed()
    }

    /// The same with every set sorted, in as little memory as it takes.
    fn closed(mut self) -> Self {
        for judged in self.0.iter_mut().flat_map(|(_, tiers)| tiers) {
            judged.areas.close();
            judged.days.close();
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::domain::{OperatorId, SpeedFloor, TechnologyId};

    /// Every third cell is claimed, from a day on that rises with the tier.
    struct Thirds;

    impl Claims for Thirds {
        fn knows(&self, operator: u16, _: u16) -> bool {
            operator == 0
        }
        fn place(&self, h3: u64) -> Option<(u32, u32)> {
            (h3 < 90).then_some((h3 as u32, h3 as u32 / 7))
        }
        fn counts(&self, _: u16, _: u16, tier: usize, day: i32, cell: u32) -> bool {
            cell.is_multiple_of(3) && day >= 10 * tier as i32
        }
    }

    /// Tests, met, areas and days.
    type Sets = (u64, u64, BTreeSet<u64>, BTreeSet<i32>);
    type Row = (u16, u16, u64, i32, f32, f32);

    fn words() -> (Dictionary, Floors) {
        let technology = TechnologyId::new("4g").expect("valid");
        let operators = ["one", "two"].map(|id| OperatorId::new(id).expect("valid")).to_vec();
        let words = Dictionary { communes: 3, operators, technologies: vec![technology.clone()] };
        let tiers: Vec<SpeedFloor> = ["5-1", "30-3"].map(|tier| tier.parse().expect("a tier")).to_vec();
        let floors = Floors::new(&words, &HashMap::from([(technology, tiers)]));
        (words, floors)
    }

    fn judge(rows: &[Row]) -> JudgedTable {
        let (words, floors) = words();
        let mut judge = Judge::new(&words, &floors, &Thirds);
        judge.fold(&PlacedColumns {
            commune: &rows.iter().map(|row| row.0).collect::<Vec<_>>(),
            operator: &rows.iter().map(|row| row.1).collect::<Vec<_>>(),
            technology: &vec![0; rows.len()],
            cell: &rows.iter().map(|row| row.2).collect::<Vec<_>>(),
            day: &rows.iter().map(|row| row.3).collect::<Vec<_>>(),
            down: &rows.iter().map(|row| row.4).collect::<Vec<_>>(),
            up: &rows.iter().map(|row| row.5).collect::<Vec<_>>(),
        });
        judge.finish()
    }

    fn row() -> impl Strategy<Value = Row> {
        let speed = || prop_oneof![1 => Just(f32::NAN), 6 => (0u16..60).prop_map(f32::from)];
        (0u16..4, 0u16..3, 0u64..100, 0i32..25, speed(), speed())
    }

    /// Tests, met, areas and days of every group and tier, counted one by one.
    fn one_by_one(rows: &[Row]) -> BTreeMap<(u16, usize), (u64, u64, usize, usize)> {
        let mut found: BTreeMap<(u16, usize), Sets> = BTreeMap::new();
        for (commune, operator, cell, day, down, up) in rows {
            for (tier, floor) in [(5.0, 1.0), (30.0, 3.0)].into_iter().enumerate() {
                let counts = *commune < 3
                    && *operator == 0
                    && *cell < 90
                    && cell.is_multiple_of(3)
                    && *day >= 10 * tier as i32
                    && !down.is_nan()
                    && !up.is_nan();
                if counts {
                    let (tests, met, areas, days) = found.entry((*commune, tier)).or_default();
                    *tests += 1;
                    *met += u64::from(*down >= floor.0 && *up >= floor.1);
                    areas.insert(cell / 7);
                    days.insert(*day);
                }
            }
        }
        found
            .into_iter()
            .map(|(key, (tests, met, areas, days))| (key, (tests, met, areas.len(), days.len())))
            .collect()
    }

    fn counted(table: &JudgedTable) -> BTreeMap<(u16, usize), (u64, u64, usize, usize)> {
        let all = table.iter().flat_map(|(group, tiers)| {
            tiers.iter().enumerate().map(move |(tier, judged)| {
                let mut judged = judged.clone();
                let (areas, days) = (judged.areas.count() as usize, judged.days.count() as usize);
                ((group.commune.0, tier), (judged.tests, judged.met, areas, days))
            })
        });
        all.filter(|(_, (tests, ..))| *tests > 0).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn parts_merged_count_every_place_and_day_once(
            a in proptest::collection::vec(row(), 0..1500),
            b in proptest::collection::vec(row(), 0..1500),
        ) {
            let all: Vec<Row> = a.iter().chain(&b).copied().collect();
            let whole = judge(&all);
            prop_assert_eq!(counted(&whole), one_by_one(&all));
            prop_assert!(judge(&a).merge(judge(&b)) == whole, "one way");
            prop_assert!(judge(&b).merge(judge(&a)) == whole, "the other way");
            // Up the tree: communes merged into one are the union of their places, not their sum.
            let mut country = Judged::default();
            whole.iter().for_each(|(_, tiers)| country.merge(&tiers[0]));
            let known = all.iter().filter(|row| row.0 < 3);
            let of_one: Vec<Row> = known.map(|row| (0, row.1, row.2, row.3, row.4, row.5)).collect();
            let expected = one_by_one(&of_one).get(&(0, 0)).copied().unwrap_or_default();
            prop_assert_eq!((country.areas.count() as usize, country.days.count() as usize), (expected.2, expected.3));
        }
    }
}
