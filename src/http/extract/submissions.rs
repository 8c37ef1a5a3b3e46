//! How far the submissions are that their clients gave an id: for who waits, and who lost the connection.
//!
//! In memory, for an hour, for the token that submits; so many of each token. What lasts is the list of
//! filings: a client that comes back later finds its file there by its content hash.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};

use crate::desk::{Outcome, Receipt, Watcher};
use crate::domain::{FilingId, TokenId};
use crate::http::extract::asked::{Reader, Word};
use crate::http::extract::parameters::text;
use crate::http::respond::code::Code;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::said::Said;

const REMEMBERED: Duration = Duration::from_hours(1);
/// Submissions of one token that are remembered.
const OF_A_TOKEN: usize = 200;
/// Single faults kept of a refusal; the answer itself had all.
const FAULTS_KEPT: usize = 50;

/// The id a client gives a submission.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct SubmissionId(String);

impl SubmissionId {
    /// An id as it is given.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        (plain && (8..=64).contains(&text.len())).then(|| Self(text.to_owned()))
    }
}

impl Word for SubmissionId {
    type Value = Self;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<Self> {
        Self::new(text)
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-submission")
    }
}

/// Where a submission stands: received, in line, checked, then one of the four ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = SubmissionState)]
enum Stage {
    Receiving,
    Waiting,
    Checking,
    Recorded,
    Unchanged,
    Refused,
    Failed,
}

impl Stage {
    const fn is_final(self) -> bool {
        matches!(self, Stage::Recorded | Stage::Unchanged | Stage::Refused | Stage::Failed)
    }
}

/// How far a submission is.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Submission)]
pub(crate) struct ProgressBody {
    state: Stage,
    /// Bytes received, then bytes checked.
    read: u64,
    /// Bytes of the file, as far as is known.
    bytes: u64,
    /// Rows or features checked.
    rows: u64,
    /// The filing it is.
    #[schema(required = true)]
    filing: Option<FilingId>,
    /// Why it is none; its single faults up to a bound.
    #[schema(value_type = Option<ProblemBody>, required = true)]
    problem: Option<Value>,
    #[serde(skip)]
    changed: Instant,
}

type Shared = Arc<Mutex<ProgressBody>>;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Submissions(Mutex<HashMap<(TokenId, SubmissionId), Shared>>);

/// A submission under way. Dropped before it ended, it has failed.
#[derive(Debug)]
pub(crate) struct Tracked(Option<Shared>);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Submissions {
    /// Begins to follow a submission; an id may be used again once its last use has ended.
    pub(crate) fn begin(&self, token: &TokenId, id: Option<SubmissionId>) -> Result<Tracked, Problem> {
        let Some(id) = id else { return Ok(Tracked(None)) };
        let mut known = lock(&self.0);
        known.retain(|_, one| {
            let one = lock(one);
            !one.state.is_final() || one.changed.elapsed() < REMEMBERED
        });
        let key = (token.clone(), id);
        if known.get(&key).is_some_and(|one| !lock(one).state.is_final()) {
            let detail = Said::new("detail-submission-under-way");
            return Err(Problem::conflict(Code::SubmissionUnderWay, detail));
        }
        let own = |key: &(TokenId, SubmissionId)| key.0 == *token;
        if known.keys().filter(|key| own(key)).count() >= OF_A_TOKEN {
            let ended = known.iter().filter(|(key, one)| own(key) && lock(one).state.is_final());
            let oldest = ended.min_by_key(|(_, one)| lock(one).changed).map(|(key, _)| key.clone());
            oldest.map(|key| known.remove(&key));
        }
        let begun = Arc::new(Mutex::new(ProgressBody {
            state: Stage::Receiving,
            read: 0,
            bytes: 0,
            rows: 0,
            filing: None,
            problem: None,
            changed: Instant::now(),
        }));
        known.insert(key, Arc::clone(&begun));
        Ok(Tracked(Some(begun)))
    }

    /// How far a submission of a token is.
    pub(crate) fn get(&self, token: &TokenId, id: SubmissionId) -> Option<ProgressBody> {
        let one = lock(&self.0).get(&(token.clone(), id)).map(Arc::clone)?;
        let now = lock(&one).clone();
        Some(now)
    }
}

/// As much of a report as is told.
#[derive(Deserialize)]
struct Reported {
    rows: u64,
}

/// Notes a change, unless the submission has ended.
fn change(shared: Option<&Shared>, change: impl FnOnce(&mut ProgressBody)) {
    if let Some(shared) = shared {
        let mut now = lock(shared);
        if !now.state.is_final() {
            change(&mut now);
            now.changed = Instant::now();
        }
    }
}

impl Tracked {
    /// Of a submission nobody follows.
    pub(crate) fn nothing() -> Self {
        Self(None)
    }

    fn change(&self, noted: impl FnOnce(&mut ProgressBody)) {
        change(self.0.as_ref(), noted);
    }

    /// So many bytes have come, of how many were announced.
    pub(crate) fn received(&self, read: u64, announced: Option<u64>) {
        self.change(|now| (now.read, now.bytes) = (read, announced.unwrap_or(read).max(read)));
    }

    /// All has come, and waits for its turn at the desk.
    pub(crate) fn waits(&self, bytes: u64) {
        self.change(|now| (now.state, now.read, now.bytes) = (Stage::Waiting, 0, bytes));
    }

    /// What the desk tells while it checks.
    pub(crate) fn watcher(&self) -> Watcher {
        let told = self.0.clone();
        Box::new(move |progress| {
            change(told.as_ref(), |now| {
                (now.state, now.read, now.rows) = (Stage::Checking, progress.read, progress.rows);
            });
        })
    }

    /// It is a filing.
    pub(crate) fn ended(&self, receipt: &Receipt) {
        // The last rows of a check come too fast to be told of; the report has them all.
        let report = serde_json::from_str::<Reported>(receipt.report.get()).ok();
        self.change(|now| {
            now.rows = report.map_or(now.rows, |report| report.rows);
            now.state = match receipt.state {
                Outcome::Accepted => Stage::Recorded,
                Outcome::Unchanged => Stage::Unchanged,
            };
            now.read = now.bytes;
            now.filing = Some(receipt.id.clone());
        });
    }

    /// It is none.
    pub(crate) fn failed(&self, problem: &Problem) {
        self.change(|now| {
            now.state = if problem.code() == Code::Refused { Stage::Refused } else { Stage::Failed };
            now.problem = serde_json::to_value(problem.body(FAULTS_KEPT)).ok();
        });
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        let detail = Said::new("detail-upload-broken");
        self.change(|now| {
            now.state = Stage::Failed;
            now.problem = serde_json::to_value(Problem::bad_request(Code::BrokenUpload, detail).body(0)).ok();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> SubmissionId {
        SubmissionId::new(text).expect("an id")
    }

    #[test]
    fn a_submission_is_followed_to_its_end_by_its_own_token() {
        let submissions = Submissions::default();
        let [one, two] = ["aaaaaaaa", "bbbbbbbb"].map(|token| TokenId::new(token).expect("an id"));
        let tracked = submissions.begin(&one, Some(id("upload-1"))).expect("begins");
        tracked.received(5, Some(10));
        let now = submissions.get(&one, id("upload-1")).expect("known");
        assert_eq!((now.state, now.read, now.bytes), (Stage::Receiving, 5, 10));
        assert!(submissions.get(&two, id("upload-1")).is_none(), "another's");
        let twice = submissions.begin(&one, Some(id("upload-1"))).expect_err("is under way");
        assert_eq!(twice.code(), Code::SubmissionUnderWay);
        tracked.waits(10);
        let mut watcher = tracked.watcher();
        watcher(crate::intake::Progress { read: 7, bytes: 10, rows: 3 });
        drop(watcher);
        let now = submissions.get(&one, id("upload-1")).expect("known");
        assert_eq!((now.state, now.read, now.rows), (Stage::Checking, 7, 3));
        drop(tracked);
        let now = submissions.get(&one, id("upload-1")).expect("known");
        assert_eq!(
            (now.state, now.problem.expect("a reason")["code"].as_str()),
            (Stage::Failed, Some("broken-upload"))
        );
        assert!(submissions.begin(&one, Some(id("upload-1"))).is_ok(), "again, once it ended");
        for number in 0..1000 {
            drop(submissions.begin(&one, Some(id(&format!("upload-{number}")))));
        }
        assert!(lock(&submissions.0).len() <= OF_A_TOKEN);
        assert!(SubmissionId::new("short").is_none() && SubmissionId::new("with blanks in").is_none());
    }
}
