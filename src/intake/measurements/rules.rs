//! The rules a test must keep, each with a stable name and what would have been right.

use crate::domain::word_list;
use crate::messages::Language;

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
    /// What would have been right, in a language.
    pub fn expected(self, language: &Language) -> String {
        language.say(&format!("test-rule-{}", self.as_str()), &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages;

    #[test]
    fn every_rule_says_what_would_have_been_right_in_every_language() {
        for language in messages::languages() {
            for rule in MeasurementRule::ALL {
                assert!(!rule.expected(language).is_empty(), "{}: {rule}", language.tag());
            }
        }
    }
}
