//! What time it is.
//!
//! A machine's clock can be anything: years ahead, at 1970 because a battery is empty, beyond what a calendar
//! can say. Reading it therefore never fails; what an instant is used for decides whether it can be believed
//! ([`is_plausible`]).

use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

/// Earlier than this, no machine ran this program: a clock that says so was never set.
pub const EARLIEST: Timestamp = Timestamp::constant(1_577_836_800, 0);
/// Later than this, a clock that says so was set wrong.
pub const LATEST: Timestamp = Timestamp::constant(7_258_118_400, 0);

/// How far ahead of the machine's clock an event may be recorded: clocks that are set back a little.
pub const MOST_AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// Whether an instant can be the present: from 2020 to 2199.
pub fn is_plausible(instant: Timestamp) -> bool {
    (EARLIEST..LATEST).contains(&instant)
}

/// Now, by the machine's clock; the nearest instant a calendar can say where it is beyond.
pub fn wall() -> Timestamp {
    let now = std::time::SystemTime::now();
    let beyond = if now < std::time::UNIX_EPOCH { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::try_from(now).unwrap_or(beyond)
}

/// Tells the time: the machine's, or one that a test moves.
///
/// Whatever depends on "now" or "today" asks one of these, so that what happens at midnight, and what a
/// date in the past would have said, can be tried.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that is read by `now`.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The machine's own.
    pub fn machine() -> Self {
        Self::new(wall)
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::machine()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_lies_between_2020_and_2199() {
        for (text, expected) in [
            ("1969-12-31T23:59:59Z", false),
            ("2019-12-31T23:59:59Z", false),
            ("2020-01-01T00:00:00Z", true),
            ("2199-12-31T23:59:59Z", true),
            ("2200-01-01T00:00:00Z", false),
            ("9999-12-30T22:00:00Z", false),
        ] {
            assert_eq!(is_plausible(text.parse().expect("an instant")), expected, "{text}");
        }
        assert!(is_plausible(wall()));
    }
}
