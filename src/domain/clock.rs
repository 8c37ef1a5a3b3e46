//! What time it is.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

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
        Self::new(Timestamp::now)
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
