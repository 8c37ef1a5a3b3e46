//! The rules a test must keep, each with a stable name and what would have been right.

use crate::domain::word_list;

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
        /// No operator of that name is registered.
        Operator => "unknown-operator",
        /// The country has no such technology.
        Technology => "unknown-technology",
        /// The probe's name is malformed.
        Probe => "probe",
        /// The source's name is malformed.
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
        /// How it was made is malformed.
        Method => "method",
        /// How it ended is none of the known words.
        Outcome => "outcome",
        /// The device's name is too long.
        Device => "device",
        /// The accuracy of the place is no distance.
        Accuracy => "accuracy-range",
        /// It cannot stand for that many tests.
        Weight => "weight-range",
        /// Where the user was is none of the known words.
        Environment => "environment",
        /// The radio band's name is malformed.
        Band => "band",
        /// A signal is none that a radio receives.
        Signal => "signal-range",
        /// The batch or file names more methods, bands or probes than one may.
        Names => "too-many-names",
        /// The token may not send tests of that operator.
        TokenOperator => "operator-not-of-token",
        /// The token may not send tests of that probe.
        TokenProbe => "probe-not-of-token",
        /// The token may not send tests made there.
        TokenPlace => "place-not-of-token",
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
            Self::Source => "a source id of lower-case letters, digits and hyphens",
            Self::Number => "a number",
            Self::Speed => "0 to 100000 Mbit/s, or -1 for none",
            Self::Latency => "0 to 3600000 ms, or -1 for none",
            Self::Loss => "a share from 0 to 1, or -1 for none",
            Self::Empty => "at least one of download, upload, latency and loss",
            Self::Method => "a method of lower-case letters, digits and hyphens, such as ndt7",
            Self::Outcome => {
                "ok, failed, failed-name, failed-connect, failed-tls, failed-timeout, failed-status, \
                 failed-no-service or skipped"
            }
            Self::Device => "a device's name of 1 to 200 characters; only a keyed hash of it is kept",
            Self::Accuracy => "0 to 1000000 m, or -1 for none",
            Self::Weight => "more than 0 and at most 1000000000 tests, or -1 for none",
            Self::Environment => "outdoor, vehicle or indoor",
            Self::Band => {
                "a band of 1 to 16 letters, digits, dots, hyphens or underscores, such as B20 or n78"
            }
            Self::Signal => "RSRP -160 to -30 dBm, RSRQ -45 to 25 dB, SINR -30 to 60 dB, RSSI -130 to 0 dBm",
            Self::Names => {
                "at most 1024 methods, 1024 bands and 16384 probes in a batch or a file; send several"
            }
            Self::TokenOperator => "an operator that the token is bound to",
            Self::TokenProbe => "a probe that the token is bound to",
            Self::TokenPlace => "a place in a territory that the token is bound to",
        }
    }
}
