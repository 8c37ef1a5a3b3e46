//! The kernel of tests by cell: what may be told of the tests made in one small cell, and what is.
//!
//! ```text
//! rows of a month ──► CellFold ──► CellTable ──┐   by (cell of resolution 8, operator)
//! rows of a month ──► CellFold ──► CellTable ──┴─► ToldCells: periods of enough tests ──► what a window tells
//! ```
//!
//! A cell is told of where it holds [`TOLD_TESTS`] tests and, where tests say their device, [`TOLD_DEVICES`] devices.
//! That of one answer is not enough: of two windows that differ in a month, the difference is what was tested in that
//! month, maybe by one. So a year's months are cut, from its first on, into *periods* that hold enough by themselves,
//! whatever is asked; a window tells of the periods that lie in it, whole. What any two windows differ in is a number of
//! periods, each of which may be told by itself. Months at a year's end that do not make a period are not told.
//!
//! The same holds of each metric and of the tests that measured both directions: a period has it where enough of its
//! tests, by enough devices, measured it. Counts are told in tens and values to two digits, so that a batch which
//! comes late, and is added to a period, cannot be read off the answers before and after.
//!
//! No I/O, no threads. Invariants: months of a source are added in their order; nothing of a row is kept but its values
//! and, until its period is closed, which devices there are, of which no more than are needed.

use std::collections::HashMap;

use super::accumulate::{METRICS, Stats};
use crate::domain::{Metric, Month};

/// Tests below which nothing is told of a cell.
pub const TOLD_TESTS: u64 = 10;
/// Devices below which nothing is told of a cell, where tests say theirs.
pub const TOLD_DEVICES: usize = 5;
/// How far a position may be from the true one, in metres: about the edge of a cell of resolution 8. Tests that are
/// placed worse, by the address of a line say, are of no such cell.
pub const PLACED_WITHIN_M: f32 = 531.0;

/// A cell of resolution 8, and the position of an operator among the words.
pub type CellKey = (u64, u16);

/// Rows as columns of one length; words as positions, as in [`super::Columns`].
#[derive(Debug, Clone, Copy)]
pub struct CellColumns<'a> {
    /// Operators.
    pub operator: &'a [u16],
    /// Technologies.
    pub technology: &'a [u16],
    /// Cells of resolution 9.
    pub cell: &'a [u64],
    /// Devices, where a row tells its own.
    pub device: &'a [Option<u64>],
    /// How far positions may be from the true ones, in metres; NaN where that is not known.
    pub accuracy: &'a [f32],
    /// Values by metric; NaN where a row has none.
    pub metrics: [&'a [f32]; METRICS],
}

/// Which rows are folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellsAsked {
    /// Of this technology, a position in the words.
    pub technology: u16,
    /// Of this operator alone.
    pub operator: Option<u16>,
}

/// How many tests, by how many devices.
#[derive(Debug, Clone, Default, PartialEq)]
struct Crowd {
    tests: u64,
    /// The first devices, as many as are needed.
    devices: Vec<u64>,
    /// Whether any test tells its device.
    tells_devices: bool,
}

impl Crowd {
    fn add(&mut self, device: Option<u64>) {
        self.tests += 1;
        if let Some(device) = device {
            self.tells_devices = true;
            self.note(device);
        }
    }

    fn note(&mut self, device: u64) {
        if self.devices.len() < TOLD_DEVICES && !self.devices.contains(&device) {
            self.devices.push(device);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.tests += other.tests;
        self.tells_devices |= other.tells_devices;
        other.devices.iter().for_each(|device| self.note(*device));
    }

    fn is_enough(&self) -> bool {
        self.tests >= TOLD_TESTS && (!self.tells_devices || self.devices.len() >= TOLD_DEVICES)
    }
}

/// The tests of a cell and an operator over some months.
#[derive(Debug, Clone, Default)]
struct CellPart {
    all: Crowd,
    /// Those that measured each metric.
    measured: [Crowd; METRICS],
    /// Those that measured both directions.
    both: Crowd,
    stats: Stats,
}

impl CellPart {
    fn add(&mut self, row: [f32; METRICS], device: Option<u64>, tiers: &[[f32; 2]]) {
        self.all.add(device);
        for (crowd, value) in self.measured.iter_mut().zip(row) {
            if !value.is_nan() {
                crowd.add(device);
            }
        }
        if !row[Metric::Download.index()].is_nan() && !row[Metric::Upload.index()].is_nan() {
            self.both.add(device);
        }
        self.stats.add_rows(&[row], tiers);
    }

    fn merge(&mut self, other: &Self) {
        self.all.merge(&other.all);
        for (own, theirs) in self.measured.iter_mut().zip(&other.measured) {
            own.merge(theirs);
        }
        self.both.merge(&other.both);
        self.stats.merge(&other.stats);
    }

    /// What may be told of it, once it is enough.
    fn told(self) -> Stats {
        let mut stats = self.stats;
        for (at, _) in self.measured.iter().enumerate().filter(|(_, crowd)| !crowd.is_enough()) {
            stats.forget(at);
        }
        if !self.both.is_enough() {
            stats.forget_tiers();
        }
        stats
    }
}

/// The tests of each cell and operator, of some rows.
#[derive(Debug, Clone, Default)]
pub struct CellTable(HashMap<CellKey, CellPart>);

impl CellTable {
    /// Both together.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        if self.0.len() < other.0.len() {
            return other.merge(self);
        }
        for (key, part) in other.0 {
            self.0.entry(key).or_default().merge(&part);
        }
        self
    }
}

/// Folds rows by the cell of resolution 8 they lie in.
pub struct CellFold<'a> {
    asked: CellsAsked,
    /// Down and up of each tier of the technology.
    tiers: &'a [[f32; 2]],
    /// The cell of resolution 8 around one of resolution 9.
    around: fn(u64) -> Option<u64>,
    table: CellTable,
}

impl<'a> CellFold<'a> {
    /// Nothing yet.
    pub fn new(asked: CellsAsked, tiers: &'a [[f32; 2]], around: fn(u64) -> Option<u64>) -> Self {
        Self { asked, tiers, around, table: CellTable::default() }
    }

    /// Adds rows.
    pub fn fold(&mut self, rows: &CellColumns<'_>) {
        for at in 0..rows.cell.len() {
            let is_asked = rows.technology[at] == self.asked.technology
                && rows.operator[at] != u16::MAX
                && self.asked.operator.is_none_or(|only| only == rows.operator[at]);
            if !is_asked || rows.accuracy[at] > PLACED_WITHIN_M {
                continue;
            }
            let Some(cell) = (self.around)(rows.cell[at]) else { continue };
            let row = rows.metrics.map(|column| column[at]);
            let part = self.table.0.entry((cell, rows.operator[at])).or_default();
            part.add(row, rows.device[at], self.tiers);
        }
    }

    /// The table of what was folded.
    pub fn finish(self) -> CellTable {
        self.table
    }
}

/// What a window tells of one source, while months are added.
#[derive(Debug)]
pub struct ToldCells {
    from: Month,
    to: Month,
    /// Periods that are not closed yet, with the first month that has tests of theirs.
    open: HashMap<CellKey, (Month, CellPart)>,
    told: HashMap<CellKey, Stats>,
}

impl ToldCells {
    /// Of a window; nothing yet.
    pub fn new(from: Month, to: Month) -> Self {
        Self { from, to, open: HashMap::new(), told: HashMap::new() }
    }

    /// The first month that must be added, so that periods are what they are for every window.
    pub fn first_month(from: Month) -> Month {
        from.minus(from.number().rem_euclid(12))
    }

    /// Adds a month, later than those before.
    pub fn add(&mut self, month: Month, table: CellTable) {
        let year = Self::first_month(month);
        self.open.retain(|_, (first, _)| *first >= year);
        for (key, part) in table.0 {
            let (first, open) = self.open.entry(key).or_insert_with(|| (month, CellPart::default()));
            open.merge(&part);
            if !open.all.is_enough() {
                continue;
            }
            let is_in = self.from <= *first && month <= self.to;
            let Some((_, closed)) = self.open.remove(&key) else { continue };
            if is_in {
                self.told.entry(key).or_default().merge(&closed.told());
            }
        }
    }

    /// What is told of each cell and operator, in their order; `tier` is a position among the technology's.
    pub fn finish(self, tier: Option<usize>) -> Vec<(CellKey, ToldCell)> {
        let mut told: Vec<_> =
            self.told.into_iter().map(|(key, stats)| (key, ToldCell::of(&stats, tier))).collect();
        told.sort_unstable_by_key(|(key, _)| *key);
        told
    }
}

/// What is told of the tests of one cell and operator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToldCell {
    /// How many there are, in whole tens.
    pub tests: u64,
    /// The median of each metric that enough of them measured, to two digits.
    pub medians: [Option<f64>; METRICS],
    /// The share that met the tier of those that measured both directions, in whole hundredths.
    pub met: Option<f64>,
}

impl ToldCell {
    fn of(stats: &Stats, tier: Option<usize>) -> Self {
        let median = |metric: &Metric| {
            let is_told = stats.tally(*metric).count >= TOLD_TESTS;
            stats.quantile(*metric, 0.5).filter(|_| is_told).map(to_two_digits)
        };
        let mut medians = [None; METRICS];
        for metric in Metric::ALL {
            medians[metric.index()] = median(metric);
        }
        let met = tier.filter(|_| stats.both >= TOLD_TESTS).map(|tier| {
            let share = stats.met(tier) as f64 / stats.both as f64;
            (share * 100.0).round() / 100.0
        });
        Self { tests: stats.tests / TOLD_TESTS * TOLD_TESTS, medians, met }
    }
}

/// A number that is not negative, to two digits.
fn to_two_digits(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let power = 1 - value.log10().floor() as i32;
    // Divided where the power is of a fraction: what is written then has two digits too.
    let scale = 10f64.powi(power.abs());
    if power >= 0 { (value * scale).round() / scale } else { (value / scale).round() * scale }
}

#[cfg(test)]
mod tests;
