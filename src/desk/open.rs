//! The desk itself: what it works with, its clock, and how much of each kind of work is under way at once.
//!
//! Invariants: turns are taken in the order they were asked for; a closed desk ends what has begun and begins nothing.

use std::sync::Arc;

use jiff::tz::TimeZone;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore, watch};

use super::error::{DeskError, broken};
use super::found::Found;
use crate::catalogue::Catalogue;
use crate::country::Country;
use crate::domain::{AsOf, Clock, causes};
use crate::intake::Limits;
use crate::lake::Lake;

/// The desk of one data directory; cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(super) country: Arc<Country>,
    pub(super) catalogue: Catalogue,
    pub(super) lake: Lake,
    pub(super) limits: Limits,
    pub(super) time_zone: TimeZone,
    pub(super) clock: Clock,
    /// Submissions under way; trials have their own, so that they cannot hold up filers.
    pub(super) submissions: Arc<Semaphore>,
    pub(super) trials: Arc<Semaphore>,
    /// One batch at a time: what came before must not change while it is looked at.
    pub(super) measuring: Arc<Semaphore>,
    /// The number of the last batch whose rows do not say their batch: there come no more of them.
    pub(super) older_batches: Arc<OnceCell<i64>>,
    at_once: u32,
    pub(super) news: watch::Sender<u64>,
    pub(super) found_damaged: Arc<Found>,
}

impl Desk {
    /// Opens the desk: `at_once` submissions, and as many trials, are under way at a time.
    pub fn new(
        country: Arc<Country>,
        catalogue: Catalogue,
        lake: Lake,
        limits: Limits,
        at_once: u32,
    ) -> Self {
        let zone = &country.meta.time_zone;
        let time_zone = TimeZone::get(zone).unwrap_or_else(|error| {
            tracing::warn!(zone, error = %causes(&error), "desk.time_zone.unknown");
            TimeZone::UTC
        });
        let at_once = at_once.max(1);
        Self {
            country,
            catalogue,
            lake,
            limits,
            time_zone,
            clock: Clock::machine(),
            submissions: Arc::new(Semaphore::new(at_once as usize)),
            trials: Arc::new(Semaphore::new(at_once as usize)),
            measuring: Arc::new(Semaphore::new(1)),
            older_batches: Arc::default(),
            at_once,
            news: watch::Sender::new(0),
            found_damaged: Arc::default(),
        }
    }

    /// The same desk by another clock than the machine's.
    #[must_use]
    pub fn by(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Tells of news: the number goes up after every recorded filing.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// Today where the country is.
    pub fn today(&self) -> AsOf {
        self.civil_date(self.clock.now())
    }

    /// The date where the country is.
    pub fn civil_date(&self, at: jiff::Timestamp) -> AsOf {
        self.time_zone.to_datetime(at).date()
    }

    /// Waits for the submissions that wait or are under way, then takes no more.
    pub async fn close(&self) {
        // Turns are taken in order: whoever waits already comes before this.
        let _all = self.submissions.acquire_many(self.at_once).await;
        let _batch = self.measuring.acquire().await;
        self.measuring.close();
        self.submissions.close();
        self.trials.close();
    }
}

/// A turn, once there is one.
pub(super) async fn permit(slots: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, DeskError> {
    Arc::clone(slots).acquire_owned().await.map_err(|_closed| DeskError::Closed)
}

/// Runs what blocks or computes off the threads that serve requests.
pub(super) async fn on_a_thread<T: Send + 'static>(
    doing: &'static str,
    work: impl FnOnce() -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(broken(doing)(error)))
}
