//! One file from an address: attempts, hops, and a body that is bounded in size, time and speed.
//!
//! Every hop, the first and each redirect, is resolved here, judged, and connected to at that very
//! address; nothing of the environment's proxies is used. What the answer's coding packs is unpacked on
//! the way to the disk, so that a broken one is found before anything is filed.

mod body;
mod hop;

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use reqwest::header::{self, HeaderMap};

use super::as_of;
use super::config::HttpSource;
use crate::catalogue::CollectedContent;
use crate::desk::{Spool, Spooled};
use crate::domain::CollectReason;

/// The longest a server may have us wait before the next attempt of a run.
const LONGEST_WAIT: Duration = Duration::from_mins(5);
/// Characters of a problem.
const PROBLEM: usize = 300;
/// Characters of a validator that is kept.
const VALIDATOR: usize = 512;
/// Characters of a file's name.
const NAME: usize = 200;

/// Why an attempt gave nothing.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) reason: CollectReason,
    pub(super) problem: String,
    /// Whether the next attempt may fare better, and how long to wait at least.
    again: Option<Duration>,
}

impl Failure {
    /// A failure that stays.
    pub(super) fn new(reason: CollectReason, problem: impl Into<String>) -> Self {
        Self { reason, problem: bounded(&problem.into()), again: None }
    }

    /// A failure that may pass.
    fn passing(reason: CollectReason, problem: impl Into<String>) -> Self {
        Self { again: Some(Duration::ZERO), ..Self::new(reason, problem) }
    }
}

/// Words from elsewhere in one line of a bearable length.
pub(super) fn bounded(text: &str) -> String {
    text.chars().take(PROBLEM).map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// What an address had to give.
#[derive(Debug)]
pub(super) enum Fetched {
    /// What was read before, the server says.
    NotModified,
    /// A file.
    File(Box<FetchedFile>),
}

/// A file, and what the server says of it.
#[derive(Debug)]
pub(super) struct FetchedFile {
    pub(super) spooled: Spooled,
    pub(super) name: Option<String>,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) headers: HeaderMap,
}

/// A run's attempts: the last outcome, and how many bytes came in all of them.
pub(super) async fn fetch(
    source: &HttpSource,
    known: Option<&CollectedContent>,
    spool: &Spool,
    limit: u64,
    received: &mut u64,
) -> Result<Fetched, Failure> {
    let mut attempt = 0;
    loop {
        let one = tokio::time::timeout(source.timeout, once(source, known, spool, limit, received));
        let failure = match one.await {
            Ok(Ok(fetched)) => return Ok(fetched),
            Ok(Err(failure)) => failure,
            Err(_elapsed) => {
                let problem = format!("not done within timeout = {:?}", source.timeout);
                Failure::passing(CollectReason::Timeout, problem)
            }
        };
        let Some(least) = failure.again.filter(|least| *least <= LONGEST_WAIT) else { return Err(failure) };
        if attempt >= source.retries {
            let attempts = if attempt == 0 { String::new() } else { format!(" ({} attempts)", attempt + 1) };
            return Err(Failure { problem: bounded(&(failure.problem + &attempts)), ..failure });
        }
        let wait = backoff(source.retry_wait, attempt).max(least);
        tracing::debug!(reason = %failure.reason, problem = failure.problem, ?wait, "collect.attempt.failed");
        tokio::time::sleep(wait).await;
        attempt += 1;
    }
}

/// Twice as long each time, with up to a quarter more, so that collectors do not come in step.
fn backoff(first: Duration, attempt: u32) -> Duration {
    let wait = first.saturating_mul(1 << attempt.min(16)).min(LONGEST_WAIT);
    wait + wait.mul_f64(super::chance::random_share() / 4.0)
}

async fn once(
    source: &HttpSource,
    known: Option<&CollectedContent>,
    spool: &Spool,
    limit: u64,
    received: &mut u64,
) -> Result<Fetched, Failure> {
    let response = hop::follow(source, known).await?;
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED {
        let asked = known.is_some_and(|known| known.etag.is_some() || known.last_modified.is_some());
        return if asked {
            Ok(Fetched::NotModified)
        } else {
            let problem = "the server answered 304 Not Modified to a request for the whole file";
            Err(Failure::new(CollectReason::Status, problem))
        };
    }
    if status != StatusCode::OK {
        return Err(refused(status, response.headers()));
    }
    let headers = response.headers().clone();
    let url = response.url().clone();
    let spooled = body::receive(source, response, spool, limit, received).await?;
    let validator = |name| {
        let text = headers.get(name).and_then(|value| value.to_str().ok());
        text.filter(|text| !text.is_empty() && text.len() <= VALIDATOR).map(str::to_owned)
    };
    Ok(Fetched::File(Box::new(FetchedFile {
        spooled,
        name: disposition(&headers)
            .or_else(|| last_part(url.path()))
            .or_else(|| last_part(source.url.0.path())),
        etag: validator(header::ETAG),
        last_modified: validator(header::LAST_MODIFIED),
        headers,
    })))
}

/// A status that is no file.
fn refused(status: StatusCode, headers: &HeaderMap) -> Failure {
    let reason = status.canonical_reason().unwrap_or("a status nobody registered");
    let mend = match status.as_u16() {
        401 | 403 => ": auth must be what this server wants",
        404 | 410 => ": url must be where the file is now",
        _ => "",
    };
    let problem = format!("the server answered {} {reason}{mend}", status.as_u16());
    let passes = matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504);
    if !passes {
        return Failure::new(CollectReason::Status, problem);
    }
    let told = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let least = told.and_then(retry_after).unwrap_or(Duration::ZERO);
    Failure { again: Some(least), ..Failure::new(CollectReason::Status, problem) }
}

/// `Retry-After`, in seconds or as an instant.
fn retry_after(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = as_of::http_instant(text)?.duration_since(crate::domain::clock::wall());
    Some(Duration::try_from(until).unwrap_or(Duration::ZERO))
}

/// The name in `Content-Disposition: attachment; filename="..."`.
fn disposition(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_DISPOSITION)?.to_str().ok()?;
    let (_, name) = value.split_once("filename=")?;
    last_part(name.split(';').next()?.trim().trim_matches('"'))
}

/// The last part of a path, without anything that does not belong in a name.
fn last_part(path: &str) -> Option<String> {
    let last = path.rsplit(['/', '\\']).next()?;
    let plain: String = last.chars().filter(|letter| !letter.is_control()).take(NAME).collect();
    (!plain.is_empty()).then_some(plain)
}

/// Bytes within time: an answer that drips is given up.
struct Pace {
    least: u64,
    window: Duration,
    began: Instant,
    came: u64,
}

impl Pace {
    fn new(source: &HttpSource) -> Self {
        let window = source.idle_timeout;
        let least = (source.slowest as f64 * window.as_secs_f64()) as u64;
        Self { least, window, began: Instant::now(), came: 0 }
    }

    /// Counts bytes; whether they come fast enough.
    fn came(&mut self, bytes: u64) -> bool {
        self.came += bytes;
        if self.began.elapsed() < self.window {
            return true;
        }
        let enough = self.came >= self.least;
        (self.began, self.came) = (Instant::now(), 0);
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn names_and_waits_are_read() {
        let mut headers = HeaderMap::new();
        let given = HeaderValue::from_static("attachment; filename=\"../../etc/4g-2026-06.csv\"; size=3");
        headers.insert(header::CONTENT_DISPOSITION, given);
        assert_eq!(disposition(&headers).as_deref(), Some("4g-2026-06.csv"));
        assert_eq!((last_part("/a/b.csv").as_deref(), last_part("/a/")), (Some("b.csv"), None));
        assert_eq!(retry_after("120"), Some(Duration::from_mins(2)));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(retry_after("soon"), None);
    }

    #[test]
    fn waits_double_and_end() {
        let second = Duration::from_secs(1);
        for (attempt, least) in [(0, 1), (1, 2), (3, 8), (40, 300)] {
            let wait = backoff(second, attempt);
            assert!(wait >= second * least && wait <= second * least * 5 / 4, "{attempt}: {wait:?}");
        }
    }
}
