//! Who filed what, and the two clocks of every filing.
//!
//! `as_of` is the civil date a filing describes; `recorded` is the instant we learned it. Recorded
//! instants are strictly increasing, so that "what was known at" always has one answer.

use serde::{Deserialize, Serialize};

use super::{string_id, word_list};

string_id!(
    /// A filing's id: 26 characters that sort by the instant it was recorded.
    FilingId,
    "filing id",
    "26 lower-case letters and digits",
    |text| text.len() == 26 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
);

string_id!(
    /// The SHA-256 of some bytes, as 64 hexadecimal digits.
    ContentHash,
    "content hash",
    "64 lower-case hexadecimal digits",
    |text| text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
);

word_list!(
    /// What a filing holds.
    FilingKind, "kind" {
        /// Mobile coverage by technology, speed and environment.
        MobileCoverage => "mobile-coverage",
        /// Premises that can order, or have, a fibre line.
        FibreAvailability => "fibre-availability",
        /// A whole fibre network: nodes and spans (OFDS).
        FibreNetwork => "fibre-network",
    }
);

impl FilingKind {
    /// Whether such a filing declares coverage layers, and replaces those; a network replaces the
    /// operator's network.
    pub const fn declares_layers(self) -> bool {
        !matches!(self, Self::FibreNetwork)
    }

    /// Whether such a file lists single homes: its size and hash tell of them too.
    pub const fn lists_premises(self) -> bool {
        matches!(self, Self::FibreAvailability)
    }

    /// The size of such a file as it may be published; none of a list of premises.
    ///
    /// `passed` and `connected` are words of different length, so a size tells of connected homes. Rounding does
    /// not help: one home moves a size across whatever it is rounded to.
    pub const fn published_size(self, bytes: u64) -> Option<u64> {
        if self.lists_premises() { None } else { Some(bytes) }
    }
}

word_list!(
    /// How a filing reached us.
    Origin, "origin" {
        /// Over the HTTP interface, whoever called it.
        Api => "api",
        /// Fetched by a collector.
        Collector => "collector",
        /// Written by `submit --offline` on the machine itself.
        Offline => "offline",
        /// Made by the demonstration.
        Demo => "demo",
        /// Recorded before origins were kept.
        Unknown => "unknown",
    }
);

/// The civil date, in the country's time zone, whose network a filing describes.
pub type AsOf = jiff::civil::Date;

/// The instant a filing was recorded, in whole microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Recorded(pub jiff::Timestamp);

impl Recorded {
    /// From microseconds since the Unix epoch, as the catalogue keeps it.
    pub fn from_micros(micros: i64) -> Option<Self> {
        jiff::Timestamp::from_microsecond(micros).ok().map(Self)
    }

    /// Microseconds since the Unix epoch.
    pub fn micros(self) -> i64 {
        self.0.as_microsecond()
    }
}

impl std::fmt::Display for Recorded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
