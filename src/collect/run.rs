//! One run of a collector, from its row in the catalogue to the end of it.

mod folder;
mod web;

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::chance::random_share;
use super::collecting::Collecting;
use super::config::{Collector, Source};
use super::fetch::{Failure, bounded};
use super::status::names_files;
use crate::catalogue::{CatalogueError, CollectedContent, CollectorRecord, EndedRun};
use crate::desk::{DeskError, Outcome, Spooled, SubmitRequest};
use crate::domain::{Actor, AsOf, Causes, CollectOutcome, CollectReason, FilingId, Origin, Recorded};
use crate::intake::Report;

/// Findings of a refusal that are kept.
const FINDINGS: usize = 100;
/// After a run that failed, the next comes after so long, twice as long each time, and never later than
/// the collector's own period.
const FIRST_RETRY: Duration = Duration::from_mins(1);
/// The least between a run that took longer than its period and the next.
const REST: Duration = Duration::from_secs(1);

/// How a run went, before it is written down.
#[derive(Debug)]
pub(super) struct RunResult {
    outcome: CollectOutcome,
    reason: Option<CollectReason>,
    problem: Option<String>,
    filing: Option<FilingId>,
    content: Option<CollectedContent>,
    report: Option<String>,
}

impl RunResult {
    fn well(outcome: CollectOutcome) -> Self {
        Self { outcome, reason: None, problem: None, filing: None, content: None, report: None }
    }

    fn failed(failure: Failure) -> Self {
        Self {
            reason: Some(failure.reason),
            problem: Some(failure.problem),
            ..Self::well(CollectOutcome::Failed)
        }
    }

    fn refused(problem: Option<String>) -> Self {
        Self { reason: Some(CollectReason::RefusedByRules), problem, ..Self::well(CollectOutcome::Refused) }
    }

    fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = %Causes::from(error), "collect.run.broken");
        Self::failed(Failure::new(CollectReason::Internal, "this program failed; the log says why"))
    }
}

/// A run under way.
pub(super) struct Run<'a> {
    collecting: &'a Collecting,
    collector: &'a Collector,
    id: i64,
    known: CollectorRecord,
    received: u64,
}

impl Collecting {
    /// Runs a collector once and writes down how it went; one that asks twice waits for the first.
    ///
    /// # Errors
    /// When the catalogue cannot be read or written.
    pub(super) async fn run_one(&self, collector: &Arc<Collector>) -> Result<EndedRun, CatalogueError> {
        let started = Instant::now();
        let (id, known) = self.catalogue.begin_run(&collector.id, &collector.setup()).await?;
        let failures = known.failures;
        let mut run = Run { collecting: self, collector, id, known, received: 0 };
        let gone = run.go().await;
        let bytes = run.received;
        let good = gone.outcome.is_success();
        let next = match gone.reason {
            // Whoever starts next goes on at once.
            Some(CollectReason::Interrupted) => Duration::ZERO,
            _ if good => collector.every.saturating_sub(started.elapsed()).max(REST),
            _ => retry(collector.every, failures),
        };
        let next = next + collector.jitter.min(next).mul_f64(random_share());
        let ended = EndedRun {
            outcome: gone.outcome,
            reason: gone.reason,
            problem: gone.problem,
            filing: gone.filing,
            content: gone.content,
            report: gone.report,
            bytes,
            duration_ms: started.elapsed().as_millis() as u64,
            next_due: in_a_while(next),
        };
        self.catalogue.end_run(&collector.id, id, &ended).await?;
        tell(collector, &ended);
        Ok(ended)
    }
}

/// How long after a failed run the next one comes.
fn retry(every: Duration, failures: u64) -> Duration {
    FIRST_RETRY.saturating_mul(1 << failures.min(20)).min(every)
}

/// An instant to come.
fn in_a_while(wait: Duration) -> Recorded {
    let now = crate::domain::clock::wall();
    Recorded(now.checked_add(wait).unwrap_or(now))
}

fn tell(collector: &Collector, ended: &EndedRun) {
    let (id, outcome) = (&collector.id, ended.outcome);
    // Names of files stay out of logs; `taghtia collect list` has them.
    let problem = ended.problem.as_deref().filter(|_| !names_files(collector.source()));
    match ended.reason {
        None => tracing::info!(
            collector = %id, %outcome, bytes = ended.bytes, duration_ms = ended.duration_ms, "collect.run.ended"
        ),
        Some(reason) => tracing::warn!(
            collector = %id, %outcome, %reason, problem, bytes = ended.bytes,
            duration_ms = ended.duration_ms, "collect.run.ended"
        ),
    }
}

impl Run<'_> {
    async fn go(&mut self) -> RunResult {
        let operators = match self.collecting.catalogue.operators().await {
            Ok(operators) => operators,
            Err(error) => return RunResult::internal(&error),
        };
        let operator = &self.collector.operator;
        if !operators.iter().any(|known| known.id == *operator) {
            let problem = format!("operator {operator} is not registered: taghtia operator add {operator}");
            return RunResult::failed(Failure::new(CollectReason::UnknownOperator, problem));
        }
        match &self.collector.source {
            Source::Http(source) => self.web(source).await,
            Source::Directory(source) => self.folder(source).await,
        }
    }

    /// What was refused before is there again: the report of then says why.
    async fn still_refused(&self) -> RunResult {
        match self.collecting.catalogue.collector_report(&self.collector.id).await {
            Ok(report) => {
                let report = report.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
                RunResult::refused(report.and_then(|report| report["summary"].as_str().map(bounded)))
            }
            Err(error) => RunResult::internal(&error),
        }
    }

    /// Files what was read, as anybody's filing.
    async fn submit(&self, spooled: Spooled, name: Option<String>, as_of: AsOf) -> Submitted {
        let _check = self.collecting.checks.acquire().await;
        let hash = spooled.hash().clone();
        if let Err(error) = self.collecting.catalogue.note_content(self.id, &hash, as_of).await {
            return Submitted::Failed(RunResult::internal(&error));
        }
        let collector = self.collector;
        let request = SubmitRequest {
            kind: collector.kind,
            operator: collector.operator.clone(),
            as_of,
            file_name: name,
            crs: collector.crs,
            origin: Origin::Collector,
        };
        let actor = Actor::collector(&collector.id, collector.location());
        match self.collecting.desk.submit_as(actor, request, spooled, Box::new(|_| {})).await {
            Ok(receipt) if receipt.state == Outcome::Accepted => Submitted::Filed(receipt.id),
            Ok(receipt) => Submitted::Unchanged(receipt.id),
            Err(DeskError::Refused(report)) => Submitted::Refused(bounded(&report.summary), kept(*report)),
            Err(DeskError::Closed) => Submitted::Failed(RunResult::failed(interrupted())),
            Err(error) => Submitted::Failed(RunResult::internal(&error)),
        }
    }
}

/// What the desk made of it.
enum Submitted {
    Filed(FilingId),
    Unchanged(FilingId),
    /// Why in a line, and the report.
    Refused(String, Option<String>),
    Failed(RunResult),
}

fn interrupted() -> Failure {
    Failure::new(CollectReason::Interrupted, "the process was asked to stop; the run is made again")
}

/// The report as it is kept: with so many findings.
fn kept(mut report: Report) -> Option<String> {
    report.findings.truncate(FINDINGS);
    serde_json::to_string(&report).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_runs_come_back_ever_later_and_within_the_period() {
        let day = Duration::from_hours(24);
        let minutes: Vec<u64> = [0, 1, 2, 10, 60].map(|n| retry(day, n).as_secs() / 60).into();
        assert_eq!(minutes, [1, 2, 4, 1024, 1440]);
        assert_eq!(retry(Duration::from_secs(5), 0), Duration::from_secs(5));
    }
}
