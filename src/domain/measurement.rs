//! Measurements: one test of a line at a place and a time, and the units it is told in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{InvalidWord, LonLat, Mbps, OperatorId, TechnologyId, string_id, word_list};

string_id!(
    /// Whose measurements they are: `probe`, `mlab-ndt7`, `ripe-atlas` and so on.
    SourceId,
    "source",
    "1 to 32 lower-case letters, digits or hyphens",
    is_slug
);

string_id!(
    /// A configured probe: a place of ours that measures. Never the device of a person.
    ProbeId,
    "probe id",
    "1 to 32 lower-case letters, digits or hyphens",
    is_slug
);

string_id!(
    /// How a test was made: `ndt7`, `ping`, `icmp` and so on.
    MethodId,
    "method",
    "1 to 32 lower-case letters, digits or hyphens",
    is_slug
);

string_id!(
    /// The radio band a test was made on, as its phone names it: `B20`, `n78`.
    BandId,
    "band",
    "1 to 16 letters, digits, dots, hyphens or underscores, such as B20 or n78",
    |text| (1..=16).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
);

/// What a device is known by here: a keyed hash of its name within its source. The key never leaves the
/// data directory, so a pseudonym tells who knows the device's name nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DevicePseudonym(pub u64);

/// Never shown: a pseudonym in a log would follow its device.
impl std::fmt::Debug for DevicePseudonym {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DevicePseudonym(***)")
    }
}

word_list!(
    /// How an attempt to test ended.
    TestOutcome, "outcome" {
        /// It measured what it was to measure.
        Ok => "ok",
        /// It failed, and nothing says where.
        Failed => "failed",
        /// The name of the server could not be looked up.
        FailedName => "failed-name",
        /// No connection came about.
        FailedConnect => "failed-connect",
        /// The connection could not be secured.
        FailedTls => "failed-tls",
        /// It took too long.
        FailedTimeout => "failed-timeout",
        /// The server answered that it would not.
        FailedStatus => "failed-status",
        /// The device had no service.
        FailedNoService => "failed-no-service",
        /// It was not begun.
        Skipped => "skipped",
    }
);

fn is_slug(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

word_list!(
    /// What a measurement tells.
    Metric, "metric" {
        /// Speed towards the user, in Mbit/s.
        Download => "download",
        /// Speed from the user, in Mbit/s.
        Upload => "upload",
        /// Round-trip time, in milliseconds.
        Latency => "latency",
        /// Lost, or retransmitted, share 0..1.
        Loss => "loss",
    }
);

impl Metric {
    /// Its place in tables of one number per metric.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its unit, as it stands in answers.
    pub const fn unit(self) -> &'static str {
        match self {
            Metric::Download | Metric::Upload => "Mbit/s",
            Metric::Latency => "ms",
            Metric::Loss => "ratio",
        }
    }
}

word_list!(
    /// Claimed against measured.
    Verdict, "verdict" {
        /// What was measured bears the claim out.
        Confirmed => "confirmed",
        /// What was measured rules the claim out.
        Contradicted => "contradicted",
        /// Too few measurements to say either.
        Insufficient => "insufficient",
    }
);

word_list!(
    /// Whether tests say anything.
    MeasuredState, "state" {
        /// There are enough tests.
        Measured => "measured",
        /// There are fewer than 30: nothing else is said.
        Insufficient => "insufficient",
        /// A month of the source cannot be read: nothing is known of all months together.
        Damaged => "damaged",
    }
);

/// A month of the calendar, in UTC: what measurements are gathered by.
///
/// Its text form is `2025-10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month(i32);

impl Month {
    /// The month an instant falls in.
    pub fn of(at: Timestamp) -> Self {
        let date = jiff::tz::TimeZone::UTC.to_datetime(at).date();
        Self(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// A month by year and number.
    ///
    /// # Errors
    /// When the number is not 1 to 12, or the year not 1900 to 2999.
    pub fn new(year: i16, month: i8) -> Result<Self, InvalidWord> {
        if (1900..3000).contains(&year) && (1..=12).contains(&month) {
            Ok(Self(i32::from(year) * 12 + i32::from(month) - 1))
        } else {
            Err(InvalidWord::new("month", &format!("{year}-{month}"), "YYYY-MM, for instance 2025-10"))
        }
    }

    /// Months since the year 0: a number that counts on over years.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The first day of the month.
    pub const fn first_day(self) -> jiff::civil::Date {
        // Years are those of `new` or of an instant: never out of range.
        jiff::civil::date(self.0.div_euclid(12) as i16, self.0.rem_euclid(12) as i8 + 1, 1)
    }

    /// So many months earlier.
    #[must_use]
    pub const fn minus(self, months: i32) -> Self {
        Self(self.0 - months)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

impl std::str::FromStr for Month {
    type Err = InvalidWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || InvalidWord::new("month", text, "YYYY-MM, for instance 2025-10");
        let (year, month) = text.split_once('-').ok_or_else(bad)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(bad());
        }
        let (year, month) = (year.parse().map_err(|_not| bad())?, month.parse().map_err(|_not| bad())?);
        Month::new(year, month)
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as Deserialize>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Which batches of a source an answer counts: those recorded by an instant and not withdrawn by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedBatches {
    /// Batches up to this number were withdrawn with their source.
    pub after: i64,
    /// Batches beyond this number were not recorded yet.
    pub through: i64,
    /// Batches that were withdrawn one by one.
    pub withdrawn: std::sync::Arc<std::collections::BTreeSet<i64>>,
}

impl Default for CountedBatches {
    fn default() -> Self {
        Self { after: 0, through: i64::MAX, withdrawn: std::sync::Arc::default() }
    }
}

impl CountedBatches {
    /// Whether a batch counts.
    pub fn counts(&self, batch: i64) -> bool {
        self.after < batch && batch <= self.through && !self.withdrawn.contains(&batch)
    }

    /// Whether every batch from one to another counts, both included.
    pub fn counts_all(&self, first: i64, last: i64) -> bool {
        self.after < first && last <= self.through && self.withdrawn.range(first..=last).next().is_none()
    }

    /// Whether it is sure that no batch from one to another counts.
    pub fn counts_none(&self, first: i64, last: i64) -> bool {
        last <= self.after || self.through < first || (first == last && self.withdrawn.contains(&first))
    }
}

/// One test result of a probe of ours. It carries no address and no device: there is no field for one.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMeasurement {
    /// The test's name within its source; the same name again is the same test.
    pub test_id: String,
    /// When it was made.
    pub at: Timestamp,
    /// Where.
    pub position: LonLat,
    /// Whose network was tested.
    pub operator: OperatorId,
    /// Over which technology.
    pub technology: TechnologyId,
    /// Whose measurement it is.
    pub source: SourceId,
    /// Which probe of ours made it, if one did.
    pub probe: Option<ProbeId>,
    /// How it was made.
    pub method: Option<MethodId>,
    /// Speed towards the user.
    pub download: Option<Mbps>,
    /// Speed from the user.
    pub upload: Option<Mbps>,
    /// Round-trip time in milliseconds.
    pub latency_ms: Option<f64>,
    /// Mean difference of neighbouring round-trip times, in milliseconds.
    pub jitter_ms: Option<f64>,
    /// Lost share of packets, 0..1.
    pub loss: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_write_and_count() {
        let month: Month = "2025-10".parse().expect("a month");
        assert_eq!(month.to_string(), "2025-10");
        assert_eq!(month.minus(10).to_string(), "2024-12");
        let last = "2025-12-31T23:59:59.999Z".parse().expect("an instant");
        assert_eq!(Month::of(last).to_string(), "2025-12");
        for bad in ["2025-13", "2025-0", "2025", "25-10", "2025-1", "x"] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }
}
