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
//! Owns the rules a test must keep and what is taken from each form. Addresses are dropped at the door: a
//! [`Draft`] has no field for them, so nothing behind it can keep one. A device's name ends at the gate,
//! where a keyed hash takes its place. May know domain, country and coverage; Parquet is read elsewhere
//! and handed in row by row.
//!
//! Invariants: a refused row is counted under exactly one rule; -1 means "not measured", as RIPE Atlas
//! and M-Lab have it; what is counted twice is for the desk to see, which knows what came before.

pub mod atlas;
pub mod batch;
mod details;
pub mod iqb;
pub mod ndt7;
mod rules;
mod sender;
pub mod table;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::country::Country;
use crate::domain::{
    BandId, CommuneId, DevicePseudonym, Environment, LonLat, MethodId, NewMeasurement, OperatorId, ProbeId,
    SourceId, TechnologyId, TestOutcome, TokenId,
};
use crate::messages;
pub use rules::MeasurementRule;
pub use sender::{DeviceKey, SendScope, Sender};

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
/// Methods, and bands, of a batch or a file.
const MOST_WORDS: usize = 1024;
/// Probes of a batch or a file.
const MOST_PROBES: usize = 16_384;
/// Refused rows that are named one by one.
const NAMED: usize = 100;

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
    /// How it was made.
    pub method: Option<Cow<'a, str>>,
    /// How it ended.
    pub outcome: Option<Cow<'a, str>>,
    /// Which device made it; only a keyed hash of this is kept.
    pub device: Option<Cow<'a, str>>,
    /// How far the position may be from the true one, in metres.
    pub accuracy: Given,
    /// How many tests it stands for.
    pub weight: Given,
    /// Where its user was.
    pub environment: Option<Cow<'a, str>>,
    /// The radio band.
    pub band: Option<Cow<'a, str>>,
    /// RSRP in dBm, RSRQ and SINR in dB, RSSI in dBm.
    pub signal: [Given; 4],
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
            method: new.method.as_ref().map(|method| Cow::Borrowed(method.as_str())),
            ..Self::default()
        }
    }
}

/// A test that may be kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// The hash of its source, namespace and name.
    pub test: u128,
    /// The hash of its source and name: what it was known by before there were namespaces.
    pub older_test: u128,
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
    /// What is told of how it was made.
    pub details: Details,
}

/// How a test was made, as far as it is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Details {
    /// The method, as a position in [`Gate::methods`].
    pub method: Option<u16>,
    /// How it ended.
    pub outcome: Option<TestOutcome>,
    /// Which device made it.
    pub device: Option<DevicePseudonym>,
    /// How far the position may be from the true one, in metres; NaN where it is unknown.
    pub accuracy_m: f32,
    /// How many tests it stands for; NaN where it is unknown.
    pub weight: f32,
    /// Where its user was.
    pub environment: Option<Environment>,
    /// The radio band, as a position in [`Gate::bands`].
    pub band: Option<u16>,
    /// RSRP, RSRQ, SINR, RSSI; NaN where they are unknown.
    pub signal: [f32; 4],
}

/// A refused row, named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refused {
    /// Which row, from 1.
    pub row: u64,
    /// Why.
    pub rule: MeasurementRule,
    /// What would have been right.
    pub expected: String,
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
            // As it is recorded, in the language of programs; a reader in another is told again.
            let expected = rule.expected(messages::source());
            self.named.push(Refused { row, rule, expected });
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

/// Checks tests of one sender, and places them in the country.
pub struct Gate<'a> {
    country: &'a Country,
    sender: Sender,
    now: Timestamp,
    operators: Vec<OperatorId>,
    technologies: Vec<TechnologyId>,
    probes: Words<ProbeId>,
    methods: Words<MethodId>,
    bands: Words<BandId>,
    by_operator: HashMap<String, u16>,
    by_technology: HashMap<String, u16>,
    /// By operator, whether the sender may send tests of it.
    operator_allowed: Vec<bool>,
    /// By commune, whether the sender may send tests made there.
    commune_allowed: Vec<bool>,
}

impl<'a> Gate<'a> {
    /// A gate that knows the registered operators and the country's technologies.
    pub fn new(country: &'a Country, operators: Vec<OperatorId>, sender: Sender, now: Timestamp) -> Self {
        let technologies: Vec<TechnologyId> =
            country.meta.technologies.iter().map(|technology| technology.id.clone()).collect();
        let places = |words: Vec<String>| words.into_iter().zip(0u16..).collect();
        Self {
            by_operator: places(operators.iter().map(ToString::to_string).collect()),
            by_technology: places(technologies.iter().map(ToString::to_string).collect()),
            operator_allowed: operators.iter().map(|operator| sender.scope.has_operator(operator)).collect(),
            commune_allowed: sender.scope.communes(country),
            country,
            sender,
            now,
            operators,
            technologies,
            probes: Words::new(MOST_PROBES),
            methods: Words::new(MOST_WORDS),
            bands: Words::new(MOST_WORDS),
        }
    }

    /// Whose tests these are.
    pub fn source(&self) -> &SourceId {
        &self.sender.source
    }

    /// The token whose test ids theirs are named among; none where they are the source's own.
    pub fn namespace(&self) -> Option<&TokenId> {
        self.sender.namespace.as_ref()
    }

    /// The methods that [`Details::method`] points into.
    pub fn methods(&self) -> &[MethodId] {
        &self.methods.list
    }

    /// The bands that [`Details::band`] points into.
    pub fn bands(&self) -> &[BandId] {
        &self.bands.list
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
        &self.probes.list
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
        if self.operator_allowed.get(usize::from(operator)) != Some(&true) {
            return Err(MeasurementRule::TokenOperator);
        }
        if !self.sender.scope.has_probe(draft.probe.as_deref()) {
            return Err(MeasurementRule::TokenProbe);
        }
        let probe = draft.probe.as_deref().map(|probe| self.probe(probe)).transpose()?;
        let position = draft.position.filter(|at| at.lon.abs() <= 180.0 && at.lat.abs() <= 90.0);
        let position = position.ok_or(MeasurementRule::Position)?;
        let commune = self.country.locate(position).ok_or(MeasurementRule::Outside)?;
        if self.commune_allowed.get(commune.index()) != Some(&true) {
            return Err(MeasurementRule::TokenPlace);
        }
        let details = self.details(draft)?;
        let older_test = test_hash(&self.sender.source, None, id);
        let namespace = self.sender.namespace.as_ref();
        let test = namespace.map_or(older_test, |own| test_hash(&self.sender.source, Some(own), id));
        Ok(Placed {
            test,
            older_test,
            at,
            position,
            commune,
            operator,
            technology,
            probe,
            values,
            jitter,
            details,
        })
    }

    fn probe(&mut self, text: &str) -> Result<u16, MeasurementRule> {
        self.probes.place(text, ProbeId::new, MeasurementRule::Probe)
    }
}

/// Words in the order they came, each once.
struct Words<T> {
    list: Vec<T>,
    places: HashMap<String, u16>,
    most: usize,
}

impl<T> Words<T> {
    fn new(most: usize) -> Self {
        Self { list: Vec::new(), places: HashMap::new(), most }
    }

    /// A word's position in the list, which gets it if it lacks it; `malformed` where it is no such word.
    fn place<E>(
        &mut self,
        text: &str,
        read: impl Fn(&str) -> Result<T, E>,
        malformed: MeasurementRule,
    ) -> Result<u16, MeasurementRule> {
        if let Some(at) = self.places.get(text) {
            return Ok(*at);
        }
        let word = read(text).map_err(|_malformed| malformed)?;
        let at = u16::try_from(self.list.len()).map_err(|_full| MeasurementRule::Names)?;
        if self.list.len() >= self.most {
            return Err(MeasurementRule::Names);
        }
        self.list.push(word);
        self.places.insert(text.to_owned(), at);
        Ok(at)
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

/// By what a test is known again: half a SHA-256 of its source, the namespace of the token it came with,
/// and its name. Two tokens of one source can so never take each other's names. Tests that a source's
/// administrator imports have no namespace but the source's, and are known as they were before there
/// were namespaces.
pub fn test_hash(source: &SourceId, namespace: Option<&TokenId>, test_id: &str) -> u128 {
    let mut hash = Sha256::new();
    if let Some(namespace) = namespace {
        // No source begins like this, so no id of one form is ever read as the other.
        hash.update([2]);
        hash.update(namespace.as_str());
        hash.update([0]);
    }
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
