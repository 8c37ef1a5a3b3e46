//! The state of a collector: no secret, no query of an address. Names of files are for its operator and
//! administrators only: [`CollectorStatus::public`] has none.

use std::sync::Arc;

use serde::Serialize;

use super::config::Collector;
use crate::catalogue::{CollectorRecord, CollectorRun};
use crate::domain::{
    CollectOutcome, CollectReason, CollectorId, CollectorSource, CollectorState, FilingId, FilingKind,
    OperatorId, Recorded,
};

/// A collector and the outcome of its last run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CollectorStatus {
    /// Its id.
    pub id: CollectorId,
    /// What it brings.
    pub kind: FilingKind,
    /// For whom it files.
    pub operator: OperatorId,
    /// What it fetches from.
    pub source: CollectorSource,
    /// Where: host and path, or the folder's own name.
    pub location: String,
    /// How often it runs.
    pub every_seconds: u64,
    /// How it fares.
    pub state: CollectorState,
    /// When its last run began.
    pub last_attempt: Option<Recorded>,
    /// When its last run that did what it is for ended.
    pub last_success: Option<Recorded>,
    /// How its last run ended.
    pub last_outcome: Option<CollectOutcome>,
    /// Why, if not well.
    pub reason: Option<CollectReason>,
    /// The same in words.
    pub problem: Option<String>,
    /// The last filing it brought, or met.
    pub filing: Option<FilingId>,
    /// Bytes its last run received; not told to everyone.
    pub bytes: Option<u64>,
    /// How long its last run took, in milliseconds.
    pub duration_ms: u64,
    /// When it runs next.
    pub next_due: Option<Recorded>,
    /// Runs that failed or were refused since the last that was not.
    pub failures_in_a_row: u64,
}

impl CollectorStatus {
    pub(super) fn of(collector: &Collector, record: Option<&CollectorRecord>) -> Self {
        let state = match record.map(|record| (record.running_since, record.last_outcome)) {
            Some((Some(_), _)) => CollectorState::Running,
            Some((None, Some(outcome))) if outcome.is_success() => CollectorState::Ok,
            Some((None, Some(CollectOutcome::Refused))) => CollectorState::Refused,
            Some((None, Some(_))) => CollectorState::Failing,
            Some((None, None)) | None => CollectorState::Never,
        };
        let running = record.and_then(|record| record.running_since);
        Self {
            id: collector.id.clone(),
            kind: collector.kind,
            operator: collector.operator.clone(),
            source: collector.source(),
            location: collector.location(),
            every_seconds: collector.every.as_secs(),
            state,
            last_attempt: running.or(record.and_then(|record| record.last_attempt)),
            last_success: record.and_then(|record| record.last_success),
            last_outcome: record.and_then(|record| record.last_outcome),
            reason: record.and_then(|record| record.reason),
            problem: record.and_then(|record| record.problem.clone()),
            filing: record.and_then(|record| record.filing.clone()),
            bytes: Some(record.map_or(0, |record| record.bytes)),
            duration_ms: record.map_or(0, |record| record.duration_ms),
            next_due: record.and_then(|record| record.next_due),
            failures_in_a_row: record.map_or(0, |record| record.failures),
        }
    }

    /// As much as anyone may read: nothing that names a file, and no size of a list of homes.
    #[must_use]
    pub fn public(mut self) -> Self {
        if self.source == CollectorSource::Http {
            self.location = self.location.split('/').next().unwrap_or_default().to_owned();
        }
        self.problem = self.problem.filter(|_| !names_files(self.source));
        self.bytes = self.bytes.and_then(|bytes| self.kind.published_size(bytes));
        self
    }
}

/// Whether problems of such a source begin with a file's name.
pub(super) const fn names_files(source: CollectorSource) -> bool {
    matches!(source, CollectorSource::Directory)
}

/// A run as shown to readers of runs other than the operator and administrators.
#[must_use]
pub fn public_run(status: &CollectorStatus, mut run: CollectorRun) -> CollectorRun {
    run.problem = run.problem.filter(|_| !names_files(status.source));
    run.content_hash = run.content_hash.filter(|_| !status.kind.lists_premises());
    run.bytes = run.bytes.and_then(|bytes| status.kind.published_size(bytes));
    run
}

/// How collectors fare, in their order, from what the catalogue has of them.
pub fn statuses(collectors: &[Arc<Collector>], records: &[CollectorRecord]) -> Vec<CollectorStatus> {
    let of = |collector: &Arc<Collector>| {
        CollectorStatus::of(collector, records.iter().find(|record| record.id == collector.id))
    };
    collectors.iter().map(of).collect()
}
