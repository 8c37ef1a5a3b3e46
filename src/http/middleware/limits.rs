//! How much one token may do: requests, filings and batches of measurements a minute, uploads at a time. How
//! many rows it may send a day is counted in the catalogue, which outlives this process.
//!
//! Only tokens in force get here, so what is kept is bounded by how many were issued; what is idle is
//! dropped all the same.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use serde::Serialize;

use crate::domain::TokenId;

/// Uploads of one token at a time; its others wait at the client.
pub(crate) const UPLOADS_AT_ONCE: u32 = 4;

/// How often what may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rates {
    /// Requests with one token, a minute.
    pub requests_per_minute: NonZeroU32,
    /// Filings and withdrawals with one token, a minute.
    pub filings_per_minute: NonZeroU32,
    /// Requests with a token that is not in force from one address, a minute.
    pub failures_per_minute: NonZeroU32,
    /// Batches of measurements with one token, a minute.
    pub batches_per_minute: NonZeroU32,
    /// Rows of measurements with one token, in any 24 hours.
    pub rows_per_day: NonZeroU32,
}

impl Rates {
    /// Requests a minute, unless told otherwise.
    pub const REQUESTS: NonZeroU32 = NonZeroU32::new(600).unwrap();
    /// Filings a minute, unless told otherwise.
    pub const FILINGS: NonZeroU32 = NonZeroU32::new(60).unwrap();
    /// Batches of measurements a minute, unless told otherwise.
    pub const BATCHES: NonZeroU32 = NonZeroU32::new(60).unwrap();
    /// Rows of measurements a day, unless told otherwise.
    pub const ROWS: NonZeroU32 = NonZeroU32::new(1_000_000).unwrap();
    /// Failures a minute, unless told otherwise.
    pub const FAILURES: NonZeroU32 = NonZeroU32::new(20).unwrap();
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            requests_per_minute: Self::REQUESTS,
            filings_per_minute: Self::FILINGS,
            failures_per_minute: Self::FAILURES,
            batches_per_minute: Self::BATCHES,
            rows_per_day: Self::ROWS,
        }
    }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Limits {
    requests: DefaultKeyedRateLimiter<TokenId>,
    filings: DefaultKeyedRateLimiter<TokenId>,
    batches: DefaultKeyedRateLimiter<TokenId>,
    uploads: Arc<Mutex<HashMap<TokenId, u32>>>,
}

/// An upload under way, counted until this is dropped.
#[derive(Debug)]
pub(crate) struct UploadPlace {
    token: TokenId,
    uploads: Arc<Mutex<HashMap<TokenId, u32>>>,
}

impl Drop for UploadPlace {
    fn drop(&mut self) {
        let mut uploads = self.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = uploads.get_mut(&self.token) {
            *count -= 1;
            if *count == 0 {
                uploads.remove(&self.token);
            }
        }
    }
}

impl Limits {
    pub(crate) fn new(rates: &Rates) -> Self {
        Self {
            requests: RateLimiter::keyed(Quota::per_minute(rates.requests_per_minute)),
            filings: RateLimiter::keyed(Quota::per_minute(rates.filings_per_minute)),
            batches: RateLimiter::keyed(Quota::per_minute(rates.batches_per_minute)),
            uploads: Arc::default(),
        }
    }

    /// Counts a request, or says how long to wait.
    pub(crate) fn request(&self, token: &TokenId) -> Result<(), Duration> {
        count(&self.requests, token)
    }

    /// Counts a filing, or says how long to wait.
    pub(crate) fn filing(&self, token: &TokenId) -> Result<(), Duration> {
        count(&self.filings, token)
    }

    /// Counts a batch of measurements, or says how long to wait.
    pub(crate) fn batch(&self, token: &TokenId) -> Result<(), Duration> {
        count(&self.batches, token)
    }

    /// A place for an upload, unless the token holds as many as it may.
    pub(crate) fn upload(&self, token: &TokenId) -> Option<UploadPlace> {
        let mut uploads = self.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        let count = uploads.entry(token.clone()).or_default();
        if *count >= UPLOADS_AT_ONCE {
            return None;
        }
        *count += 1;
        Some(UploadPlace { token: token.clone(), uploads: Arc::clone(&self.uploads) })
    }

    /// Forgets tokens that were not used for a while.
    pub(crate) fn prune(&self) {
        for limiter in [&self.requests, &self.filings, &self.batches] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn count(limiter: &DefaultKeyedRateLimiter<TokenId>, token: &TokenId) -> Result<(), Duration> {
    limiter.check_key(token).map_err(|early| early.wait_time_from(limiter.clock().now()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_has_its_own_share() {
        let rates = Rates { filings_per_minute: NonZeroU32::new(2).expect("2"), ..Rates::default() };
        let limits = Limits::new(&rates);
        let [one, two] = ["aaaaaaaa", "bbbbbbbb"].map(|id| TokenId::new(id).expect("an id"));
        assert!(limits.filing(&one).is_ok() && limits.filing(&one).is_ok());
        let wait = limits.filing(&one).expect_err("the third in a minute");
        assert!(wait > Duration::from_secs(20) && wait <= Duration::from_secs(30), "{wait:?}");
        assert!(limits.filing(&two).is_ok() && limits.request(&one).is_ok());
        let places: Vec<_> = (0..UPLOADS_AT_ONCE).map(|_| limits.upload(&one).expect("a place")).collect();
        assert!(limits.upload(&one).is_none() && limits.upload(&two).is_some());
        drop(places);
        assert!(limits.upload(&one).is_some());
        assert!(limits.uploads.lock().expect("sound").is_empty(), "nothing is kept of those who are gone");
    }
}
