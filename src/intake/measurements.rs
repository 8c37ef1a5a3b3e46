//! Measurements as they come in: from many forms to one checked row.
//!
//! ```text
//! table (CSV, Parquet) ─┐
//! API batch ────────────┤
//! RIPE Atlas ping ──────┼─► Draft ─► Gate ─┬─► Placed (commune, operator, technology, numbers)
//! raw ndt7 result ──────┘                  └─► Refusals, by named rule
//! M-Lab IQB percentiles ──────────────────────► Aggregates, never rows
//! ```
//!
//! Owns the rules a test must keep and what is taken from each form. Addresses and device ids are
//! dropped at the door: a [`Draft`] has no field for them, so nothing behind it can keep one. May know
//! domain, country and coverage; Parquet is read elsewhere and handed in row by row.
//!
//! Invariants: a refused row is counted under exactly one rule; -1 means "not measured", as RIPE Atlas
//! and M-Lab have it; what is counted twice is for the desk to see, which knows what came before.

pub mod atlas;
pub mod batch;
pub mod iqb;
pub mod ndt7;
pub mod table;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::country::Country;
use crate::domain::{
    CommuneId, LonLat, NewMeasurement, OperatorId, ProbeId, SourceId, TechnologyId, word_list,
};

/// Speeds from here on are no measurements: 100 Gbit/s, in Mbit/s.
const FASTEST: f64 = 100_000.0;
/// Round trips from here on are no measurements: an hour, in milliseconds.
const SLOWEST: f64 = 3_600_000.0;
/// Letters a test's name may have.
const LONGEST_ID: usize = 200;
/// Tests before this instant come from a clock that was not set: 2005-01-01.
const EARLIEST: i64 = 1_104_537_600;
/// Seconds a sender's clock may be ahead of ours.
const AHEAD: i64 = 300;
/// Refused rows that are named one by one.
const NAMED: usize = 100;

word_list!(
    /// Why a test is refused.
    MeasurementRule, "rule" {
        /// The row cannot be read at all.
        Unreadable => "unreadable",
        /// The test has no name, or too long a one.
        TestId => "test-id",
        /// The time is missing or no instant.
        Time => "time",
        /// The time is yet to come.
        TimeFuture => "time-in-future",
        /// The time is before there were such tests.
        TimePast => "time-before-2005",
        /// The place is missing or not on Earth.
        Position => "position",
        /// The place is not in the country.
        Outside => "outside-country",
        /// Nobody of that name is registered.
        Operator => "unknown-operator",
        /// The country has no such technology.
        Technology => "unknown-technology",
        /// The probe's name is malformed.
        Probe => "probe",
        /// The source's name is malformed, or there are too many sources.
        Source => "source",
        /// A number is not a number.
        Number => "number",
        /// A speed is negative or impossibly fast.
        Speed => "speed-range",
        /// A round trip is negative or impossibly long.
        Latency => "latency-range",
        /// A loss is not a share.
        Loss => "loss-range",
        /// No number at all.
        Empty => "nothing-measured",
    }
);

impl MeasurementRule {
    /// What would have been right.
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Unreadable => "a row that can be read",
            Self::TestId => "a test id of 1 to 200 characters, unique in its source",
            Self::Time => "an instant: RFC 3339, or seconds or milliseconds since 1970",
            Self::TimeFuture => "a time that has passed",
            Self::TimePast => "a time from 2005 on",
            Self::Position => "longitude and latitude in degrees",
            Self::Outside => "a place in the country",
            Self::Operator => "the id of a registered operator",
            Self::Technology => "a technology of the country",
            Self::Probe => "a probe id of lower-case letters, digits and hyphens",
            Self::Source => {
                "a source id of lower-case letters, digits and hyphens; at most 32 sources in all"
            }
            Self::Number => "a number",
            Self::Speed => "0 to 100000 Mbit/s, or -1 for none",
            Self::Latency => "0 to 3600000 ms, or -1 for none",
            Self::Loss => "a share from 0 to 1, or -1 for none",
            Self::Empty => "at least one of download, upload, latency and loss",
        }
    }
}

/// A number of a row: missing, read, or no number.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Given {
    /// Nothing stands there.
    #[default]
    Missing,
    /// A number.
    Number(f64),
    /// Something else.
    Bad,
}

impl From<Option<f64>> for Given {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Missing, Self::Number)
    }
}

/// One test as some form gives it, before it is checked.
#[derive(Debug, Clone, Default)]
pub struct Draft<'a> {
    /// Its name.
    pub test_id: Cow<'a, str>,
    /// When; nothing where that cannot be read.
    pub at: Option<Timestamp>,
    /// Degrees east and north.
    pub position: Option<LonLat>,
    /// Whose network.
    pub operator: Cow<'a, str>,
    /// Which technology.
    pub technology: Cow<'a, str>,
    /// Which probe of ours.
    pub probe: Option<Cow<'a, str>>,
    /// Mbit/s.
    pub download: Given,
    /// Mbit/s.
    pub upload: Given,
    /// Milliseconds.
    pub latency: Given,
    /// Milliseconds.
    pub jitter: Given,
    /// 0..1.
    pub loss: Given,
}

impl<'a> From<&'a NewMeasurement> for Draft<'a> {
    fn from(new: &'a NewMeasurement) -> Self {
        Self {
            test_id: Cow::Borrowed(&new.test_id),
            at: Some(new.at),
            position: Some(new.position),
            operator: Cow::Borrowed(new.operator.as_str()),
            technology: Cow::Borrowed(new.technology.as_str()),
            probe: new.probe.as_ref().map(|probe| Cow::Borrowed(probe.as_str())),
            download: new.download.map(crate::domain::Mbps::get).into(),
            upload: new.upload.map(crate::domain::Mbps::get).into(),
            latency: new.latency_ms.into(),
            jitter: new.jitter_ms.into(),
            loss: new.loss.into(),
        }
    }
}

/// A test that may be kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// The hash of its source and name.
    pub test: u128,
    /// When.
    pub at: Timestamp,
    /// Where.
    pub position: LonLat,
    /// In which commune.
    pub commune: CommuneId,
    /// Whose network, as a position in [`Gate::operators`].
    pub operator: u16,
    /// Which technology, as a position in [`Gate::technologies`].
    pub technology: u16,
    /// Which probe, as a position in [`Gate::probes`].
    pub probe: Option<u16>,
    /// By metric; NaN where it was not measured.
    pub values: [f32; 4],
    /// Milliseconds; NaN where it was not measured.
    pub jitter: f32,
}

/// A refused row, named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refused {
    /// Which row, from 1.
    pub row: u64,
    /// Why.
    pub rule: MeasurementRule,
    /// What would have been right.
    pub expected: &'static str,
}

/// What was refused: counts by rule, and the first rows by name. What stood in them is not kept.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Refusals {
    /// How many rows by rule.
    pub counts: BTreeMap<MeasurementRule, u64>,
    /// The first of them.
    pub named: Vec<Refused>,
}

impl Refusals {
    /// Counts a refused row.
    pub fn add(&mut self, row: u64, rule: MeasurementRule) {
        *self.counts.entry(rule).or_default() += 1;
        if self.named.len() < NAMED {
            self.named.push(Refused { row, rule, expected: rule.expected() });
        }
    }

    /// How many rows were refused.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Adds others.
    pub fn merge(&mut self, other: Self) {
        for (rule, count) in other.counts {
            *self.counts.entry(rule).or_default() += count;
        }
        let room = NAMED.saturating_sub(self.named.len());
        self.named.extend(other.named.into_iter().take(room));
    }
}

/// Checks tests of one source, and places them in the country.
pub struct Gate<'a> {
    country: &'a Country,
    source: SourceId,
    now: Timestamp,
    operators: Vec<OperatorId>,
    technologies: Vec<TechnologyId>,
    probes: Vec<ProbeId>,
    by_operator: HashMap<String, u16>,
    by_technology: HashMap<String, u16>,
}

impl<'a> Gate<'a> {
    /// A gate that knows the registered operators and the country's technologies.
    pub fn new(country: &'a Country, operators: Vec<OperatorId>, source: SourceId, now: Timestamp) -> Self {
        let technologies: Vec<TechnologyId> =
            country.meta.technologies.iter().map(|technology| technology.id.clone()).collect();
        let places = |words: Vec<String>| words.into_iter().zip(0u16..).collect();
        Self {
            country,
            source,
            now,
            by_operator: places(operators.iter().map(ToString::to_string).collect()),
            by_technology: places(technologies.iter().map(ToString::to_string).collect()),
            operators,
            technologies,
            probes: Vec::new(),
        }
    }

    /// Whose tests these are.
    pub fn source(&self) -> &SourceId {
        &self.source
    }

    /// The operators that [`Placed::operator`] points into.
    pub fn operators(&self) -> &[OperatorId] {
        &self.operators
    }

    /// The technologies that [`Placed::technology`] points into.
    pub fn technologies(&self) -> &[TechnologyId] {
        &self.technologies
    }

    /// The probes that [`Placed::probe`] points into.
    pub fn probes(&self) -> &[ProbeId] {
        &self.probes
    }

    /// Checks one test.
    ///
    /// # Errors
    /// The rule that it breaks, the first if there are several.
    pub fn check(&mut self, draft: &Draft<'_>) -> Result<Placed, MeasurementRule> {
        let id = draft.test_id.trim();
        if id.is_empty() || id.len() > LONGEST_ID {
            return Err(MeasurementRule::TestId);
        }
        let at = draft.at.ok_or(MeasurementRule::Time)?;
        if at.as_second() > self.now.as_second() + AHEAD {
            return Err(MeasurementRule::TimeFuture);
        }
        if at.as_second() < EARLIEST {
            return Err(MeasurementRule::TimePast);
        }
        let speed = |given| number(given, FASTEST, false, MeasurementRule::Speed);
        let time = |given| number(given, SLOWEST, true, MeasurementRule::Latency);
        let loss = number(draft.loss, 1.0, true, MeasurementRule::Loss)?;
        let values = [speed(draft.download)?, speed(draft.upload)?, time(draft.latency)?, loss];
        let jitter = time(draft.jitter)?;
        if values.iter().all(|value| value.is_nan()) {
            return Err(MeasurementRule::Empty);
        }
        let operator = self.by_operator.get(draft.operator.trim()).copied();
        let operator = operator.ok_or(MeasurementRule::Operator)?;
        let technology = self.by_technology.get(draft.technology.trim()).copied();
        let technology = technology.ok_or(MeasurementRule::Technology)?;
        let probe = draft.probe.as_deref().map(|probe| self.probe(probe)).transpose()?;
        let position = draft.position.filter(|at| at.lon.abs() <= 180.0 && at.lat.abs() <= 90.0);
        let position = position.ok_or(MeasurementRule::Position)?;
        let commune = self.country.locate(position).ok_or(MeasurementRule::Outside)?;
        let test = test_hash(&self.source, id);
        Ok(Placed { test, at, position, commune, operator, technology, probe, values, jitter })
    }

    fn probe(&mut self, text: &str) -> Result<u16, MeasurementRule> {
        if let Some(at) = self.probes.iter().position(|known| known.as_str() == text) {
            return Ok(at as u16);
        }
        let probe = ProbeId::new(text).map_err(|_malformed| MeasurementRule::Probe)?;
        if self.probes.len() >= usize::from(u16::MAX) {
            return Err(MeasurementRule::Probe);
        }
        self.probes.push(probe);
        Ok((self.probes.len() - 1) as u16)
    }
}

/// A number within bounds, NaN where it is missing or -1. `most` itself is allowed where `closed`.
fn number(given: Given, most: f64, closed: bool, rule: MeasurementRule) -> Result<f32, MeasurementRule> {
    match given {
        Given::Missing => Ok(f32::NAN),
        Given::Bad => Err(MeasurementRule::Number),
        Given::Number(number) if number.to_bits() == (-1.0f64).to_bits() => Ok(f32::NAN),
        Given::Number(number) if number.is_nan() => Err(MeasurementRule::Number),
        Given::Number(number) if number >= 0.0 && (number < most || (closed && number <= most)) => {
            Ok(number as f32)
        }
        Given::Number(_) => Err(rule),
    }
}

/// By what a test is known again: half a SHA-256 of its source and name.
pub fn test_hash(source: &SourceId, test_id: &str) -> u128 {
    let mut hash = Sha256::new();
    hash.update(source.as_str());
    hash.update([0]);
    hash.update(test_id);
    let digest = hash.finalize();
    digest.iter().take(16).fold(0, |all, byte| (all << 8) | u128::from(*byte))
}

/// Reads an instant: RFC 3339, with a space for its T, without a zone (UTC), or seconds or milliseconds
/// since 1970.
pub fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    if let Ok(number) = text.parse::<f64>() {
        return epoch(number);
    }
    let civil: jiff::civil::DateTime = text.trim_end_matches(" UTC").parse().ok()?;
    jiff::tz::TimeZone::UTC.to_timestamp(civil).ok()
}

/// Reads seconds or, where they would lie past the year 5000, milliseconds since 1970.
pub fn epoch(number: f64) -> Option<Timestamp> {
    let milliseconds = if number.abs() < 1e11 { number * 1e3 } else { number };
    Timestamp::from_millisecond(milliseconds.is_finite().then_some(milliseconds as i64)?).ok()
}

#[cfg(test)]
mod tests;
