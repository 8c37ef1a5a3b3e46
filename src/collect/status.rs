//! How a collector fares, as anybody may read it: no secret, no query of an address.

use std::sync::Arc;

use serde::Serialize;

use super::config::Collector;
use crate::catalogue::CollectorRecord;
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
    /// Bytes its last run received.
    pub bytes: u64,
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
            bytes: record.map_or(0, |record| record.bytes),
            duration_ms: record.map_or(0, |record| record.duration_ms),
            next_due: record.and_then(|record| record.next_due),
            failures_in_a_row: record.map_or(0, |record| record.failures),
        }
    }
}

/// How collectors fare, in their order, from what the catalogue has of them.
pub fn statuses(collectors: &[Arc<Collector>], records: &[CollectorRecord]) -> Vec<CollectorStatus> {
    let of = |collector: &Arc<Collector>| {
        CollectorStatus::of(collector, records.iter().find(|record| record.id == collector.id))
    };
    collectors.iter().map(of).collect()
}
