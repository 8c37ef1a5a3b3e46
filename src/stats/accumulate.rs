//! The kernel: from columns of rows to a table of cells.

use std::collections::HashMap;

use super::sketch::{EXACT, Sketch, rank};
use crate::domain::{CommuneId, Metric, OperatorId, SpeedFloor, TechnologyId};

/// Metrics of a row.
pub const METRICS: usize = Metric::ALL.len();
/// A number that was not measured.
pub const MISSING: f32 = f32::NAN;

/// What a cell is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group {
    /// Where.
    pub commune: CommuneId,
    /// Whose network, as a position in [`Dictionary::operators`].
    pub operator: u16,
    /// Which technology, as a position in [`Dictionary::technologies`].
    pub technology: u16,
}

/// The words that groups point into, the same for all tables that are ever merged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dictionary {
    /// How many communes the country has.
    pub communes: u16,
    /// Operators.
    pub operators: Vec<OperatorId>,
    /// Technologies.
    pub technologies: Vec<TechnologyId>,
}

impl Dictionary {
    /// Whether the words have this group.
    pub(crate) fn has(&self, group: Group) -> bool {
        group.commune.0 < self.communes
            && usize::from(group.operator) < self.operators.len()
            && usize::from(group.technology) < self.technologies.len()
    }
}

/// The tiers tests are held against, by technology as in [`Dictionary::technologies`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Floors(Vec<Vec<SpeedFloor>>);

impl Floors {
    /// The floors of each technology; of a technology without any nothing is counted.
    pub fn new(words: &Dictionary, tiers: &HashMap<TechnologyId, Vec<SpeedFloor>>) -> Self {
        Self(words.technologies.iter().map(|id| tiers.get(id).cloned().unwrap_or_default()).collect())
    }

    /// Down and up as rows have them, by technology and tier.
    pub(crate) fn speeds(&self) -> Vec<Vec<[f32; 2]>> {
        let speeds = |floor: &SpeedFloor| [floor.down.get() as f32, floor.up.get() as f32];
        self.0.iter().map(|tiers| tiers.iter().map(speeds).collect()).collect()
    }

    /// The floors of one technology, in the order of [`Stats::met`].
    pub fn of(&self, technology: u16) -> &[SpeedFloor] {
        self.0.get(usize::from(technology)).map_or(&[], Vec::as_slice)
    }
}

/// Rows as columns of one length; a metric that is not asked for has no column.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// Each row's commune; [`u16::MAX`] for one the country does not have.
    pub commune: &'a [u16],
    /// Each row's operator, as a position in the words; [`u16::MAX`] for an unknown one.
    pub operator: &'a [u16],
    /// Each row's technology, likewise.
    pub technology: &'a [u16],
    /// Values by metric; [`MISSING`] where a row has none.
    pub metrics: [Option<&'a [f32]>; METRICS],
}

/// How often and how much of one metric was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Rows that have the metric.
    pub count: u64,
    /// Their sum in millionths: whole, so that any order of adding gives the same.
    sum: u128,
}

impl Tally {
    const PARTS: f64 = 1e6;

    /// A value in whole parts.
    fn parts(value: f32) -> u64 {
        (f64::from(value) * Self::PARTS + 0.5) as u64
    }

    /// Adds a value, where there is one.
    fn add(&mut self, value: f32) {
        if !value.is_nan() {
            self.count += 1;
            self.sum += u128::from(Self::parts(value));
        }
    }

    /// The mean of what was measured.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / Self::PARTS / self.count as f64)
    }
}

/// What is known of the rows of one group.
#[derive(Debug, Clone, Default)]
pub struct Stats {
    /// Rows.
    pub tests: u64,
    /// Of each metric, how often and how much.
    pub tallies: [Tally; METRICS],
    /// Rows that measured both directions, and so can meet a tier.
    pub both: u64,
    /// Of those, how many met each tier of the technology: as many numbers as it has tiers, or none yet.
    met: Vec<u64>,
    /// Every row's values, while there are at most [`EXACT`].
    few: Vec<[f32; METRICS]>,
    /// The values counted in buckets, from then on.
    many: Option<Box<[Sketch; METRICS]>>,
}

impl PartialEq for Stats {
    /// The same rows, in whatever order they came.
    fn eq(&self, other: &Self) -> bool {
        let counted = self.tests == other.tests
            && self.tallies == other.tallies
            && self.both == other.both
            && self.met == other.met;
        counted && self.many == other.many && sorted(&self.few) == sorted(&other.few)
    }
}

fn sorted(rows: &[[f32; METRICS]]) -> Vec<[u32; METRICS]> {
    let mut bits: Vec<_> = rows.iter().map(|row| row.map(f32::to_bits)).collect();
    bits.sort_unstable();
    bits
}

impl Stats {
    /// The quantile of a metric: exactly where there are few rows, else within the sketch's error.
    ///
    /// Both answer with the value of rank `floor(q (n-1))`.
    pub fn quantile(&self, metric: Metric, q: f64) -> Option<f64> {
        if let Some(sketches) = &self.many {
            return sketches[metric.index()].quantile(q);
        }
        let values = self.few.iter().map(|row| row[metric.index()]);
        let mut values: Vec<f32> = values.filter(|value| !value.is_nan()).collect();
        values.sort_unstable_by(f32::total_cmp);
        let rank = rank(q, values.len() as u64)?;
        values.get(rank as usize).map(|value| f64::from(*value))
    }

    /// How many of the rows that measured both directions met a tier, by its place among the technology's.
    pub fn met(&self, tier: usize) -> u64 {
        self.met.get(tier).copied().unwrap_or(0)
    }

    /// What was measured of a metric.
    pub fn tally(&self, metric: Metric) -> Tally {
        self.tallies[metric.index()]
    }

    /// Adds the rows that another cell counted.
    pub fn merge(&mut self, other: &Self) {
        self.tests += other.tests;
        self.both += other.both;
        for (own, theirs) in self.tallies.iter_mut().zip(&other.tallies) {
            own.count += theirs.count;
            own.sum += theirs.sum;
        }
        self.met.resize(self.met.len().max(other.met.len()), 0);
        for (own, theirs) in self.met.iter_mut().zip(&other.met) {
            *own += theirs;
        }
        match &other.many {
            None => self.keep(other.few.iter().copied(), other.few.len()),
            Some(theirs) => {
                for (own, theirs) in self.sketches().iter_mut().zip(theirs.iter()) {
                    own.merge(theirs);
                }
            }
        }
    }

    /// Leaves out what was measured of a metric, by its position.
    pub(super) fn forget(&mut self, metric: usize) {
        self.tallies[metric] = Tally::default();
        self.few.iter_mut().for_each(|row| row[metric] = MISSING);
        if let Some(sketches) = &mut self.many {
            sketches[metric] = Sketch::default();
        }
    }

    /// Leaves out which rows met a tier.
    pub(super) fn forget_tiers(&mut self) {
        self.both = 0;
        self.met.clear();
    }

    /// Whether so many more rows can still be kept one by one.
    fn stays_few(&self, more: usize) -> bool {
        self.many.is_none() && self.few.len() + more <= EXACT
    }

    /// Keeps values, one by one or in buckets.
    fn keep(&mut self, rows: impl Iterator<Item = [f32; METRICS]>, count: usize) {
        if self.stays_few(count) {
            self.few.extend(rows);
        } else {
            let sketches = self.sketches();
            rows.for_each(|row| add_row(sketches, row));
        }
    }

    /// The cell's sketches, made of its few rows where it had none yet.
    fn sketches(&mut self) -> &mut [Sketch; METRICS] {
        let few = std::mem::take(&mut self.few);
        self.many.get_or_insert_with(|| {
            let mut sketches = Box::default();
            for row in few {
                add_row(&mut sketches, row);
            }
            sketches
        })
    }

    /// Adds rows that are whole, a value a metric; `floors` are those of their technology.
    pub(super) fn add_rows(&mut self, rows: &[[f32; METRICS]], floors: &[[f32; 2]]) {
        self.tests += rows.len() as u64;
        for row in rows {
            for (tally, value) in self.tallies.iter_mut().zip(row) {
                tally.add(*value);
            }
        }
        let both = |row: &&[f32; METRICS]| !row[0].is_nan() && !row[1].is_nan();
        self.met.resize(self.met.len().max(floors.len()), 0);
        for [down, up, ..] in rows.iter().filter(both) {
            self.both += 1;
            for (met, floor) in self.met.iter_mut().zip(floors) {
                *met += u64::from(*down >= floor[0] && *up >= floor[1]);
            }
        }
        self.keep(rows.iter().copied(), rows.len());
    }

    /// All its rows, while they are few.
    pub(super) fn all_rows(&self) -> Option<&[[f32; METRICS]]> {
        self.many.is_none().then_some(&self.few)
    }

    /// Adds rows `from..to` of columns.
    fn add(&mut self, columns: &Columns<'_>, from: usize, to: usize, floors: &[[f32; 2]]) {
        let rows = to - from;
        self.tests += rows as u64;
        for (tally, column) in self.tallies.iter_mut().zip(columns.metrics) {
            let Some(values) = column else { continue };
            let (mut count, mut sum) = (0u64, 0u64);
            for value in &values[from..to] {
                if !value.is_nan() {
                    count += 1;
                    sum += Tally::parts(*value);
                }
            }
            tally.count += count;
            tally.sum += u128::from(sum);
        }
        self.add_tiers(columns, from, to, floors);
        if self.stays_few(rows) {
            let row = |at: usize| columns.metrics.map(|column| column.map_or(MISSING, |values| values[at]));
            self.keep((from..to).map(row), rows);
            return;
        }
        for (sketch, column) in self.sketches().iter_mut().zip(columns.metrics) {
            let Some(values) = column else { continue };
            for value in &values[from..to] {
                if !value.is_nan() {
                    sketch.add(*value);
                }
            }
        }
    }

    fn add_tiers(&mut self, columns: &Columns<'_>, from: usize, to: usize, floors: &[[f32; 2]]) {
        let [Some(down), Some(up), ..] = columns.metrics else { return };
        self.met.resize(floors.len(), 0);
        for (down, up) in down[from..to].iter().zip(&up[from..to]) {
            if down.is_nan() || up.is_nan() {
                continue;
            }
            self.both += 1;
            for (met, floor) in self.met.iter_mut().zip(floors) {
                *met += u64::from(*down >= floor[0] && *up >= floor[1]);
            }
        }
    }

    /// Bytes the cell holds, roughly.
    pub fn bytes(&self) -> usize {
        let many = self.many.as_ref().map_or(0, |sketches| {
            size_of::<[Sketch; METRICS]>() + sketches.iter().map(Sketch::bytes).sum::<usize>()
        });
        let few = self.few.capacity() * size_of::<[f32; METRICS]>();
        size_of::<Self>() + few + self.met.capacity() * size_of::<u64>() + many
    }
}

fn add_row(sketches: &mut [Sketch; METRICS], row: [f32; METRICS]) {
    for (sketch, value) in sketches.iter_mut().zip(row) {
        if !value.is_nan() {
            sketch.add(value);
        }
    }
}

/// Folds rows into cells. Memory grows with the groups that are met, not with those there could be.
#[derive(Debug)]
pub struct Accumulator<'a> {
    words: &'a Dictionary,
    /// Down and up by technology and tier.
    floors: Vec<Vec<[f32; 2]>>,
    cells: HashMap<Group, Stats>,
    /// Rows of no known group.
    unknown: u64,
}

impl<'a> Accumulator<'a> {
    /// A folder of nothing yet.
    pub fn new(words: &'a Dictionary, floors: &Floors) -> Self {
        Self { words, floors: floors.speeds(), cells: HashMap::new(), unknown: 0 }
    }

    /// Adds rows. Neighbours of one group are added together, so sorted rows are the fastest.
    pub fn fold(&mut self, columns: &Columns<'_>) {
        let (commune, operator, technology) = (columns.commune, columns.operator, columns.technology);
        let rows = commune.len();
        let mut from = 0;
        while from < rows {
            let key = (commune[from], operator[from], technology[from]);
            let same = |at: &usize| (commune[*at], operator[*at], technology[*at]) == key;
            let to = (from + 1..rows).find(|at| !same(at)).unwrap_or(rows);
            let group = Group { commune: CommuneId(key.0), operator: key.1, technology: key.2 };
            if self.words.has(group) {
                let floors = self.floors.get(usize::from(key.2)).map_or(&[][..], Vec::as_slice);
                self.cells.entry(group).or_default().add(columns, from, to, floors);
            } else {
                self.unknown += (to - from) as u64;
            }
            from = to;
        }
    }

    /// The table of what was folded.
    pub fn finish(self) -> StatsTable {
        StatsTable::of(self.cells.into_iter().collect(), self.unknown)
    }
}

/// Cells by group, ascending.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatsTable {
    cells: Vec<(Group, Stats)>,
    /// Rows of a commune, an operator or a technology that the words do not have.
    pub unknown: u64,
}

impl StatsTable {
    /// A table of cells, in whatever order.
    pub(super) fn of(mut cells: Vec<(Group, Stats)>, unknown: u64) -> Self {
        cells.sort_unstable_by_key(|(group, _)| *group);
        Self { cells, unknown }
    }

    /// Its cells.
    pub(super) fn into_cells(self) -> Vec<(Group, Stats)> {
        self.cells
    }

    /// Every group with its cell, ascending.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Group, &Stats)> {
        self.cells.iter().map(|(group, cell)| (*group, cell))
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The cells of one commune.
    pub fn commune(&self, commune: CommuneId) -> &[(Group, Stats)] {
        let from = self.cells.partition_point(|(group, _)| group.commune < commune);
        let to = self.cells.partition_point(|(group, _)| group.commune <= commune);
        &self.cells[from..to]
    }

    /// Adds another table's rows. Both must be of the same words.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        let unknown = self.unknown + other.unknown;
        let mut cells: Vec<(Group, Stats)> = Vec::with_capacity(self.cells.len().max(other.cells.len()));
        let (mut ours, mut theirs) = (self.cells.into_iter().peekable(), other.cells.into_iter().peekable());
        while let (Some((a, _)), Some((b, _))) = (ours.peek(), theirs.peek()) {
            let order = a.cmp(b);
            let own = if order.is_le() { ours.next() } else { None };
            let their = if order.is_ge() { theirs.next() } else { None };
            match (own, their) {
                (Some((group, mut cell)), Some((_, other))) => {
                    cell.merge(&other);
                    cells.push((group, cell));
                }
                (one, None) | (None, one) => cells.extend(one),
            }
        }
        cells.extend(ours);
        cells.extend(theirs);
        Self { cells, unknown }
    }
}
