//! A run that looks into a watched folder and files what is complete and new.

use std::collections::HashMap;

use super::super::as_of::{self, AsOfRule};
use super::super::config::DirectorySource;
use super::super::directory::{self, Candidate};
use super::super::fetch::{Failure, bounded};
use super::{Run, RunResult, Submitted, interrupted};
use crate::catalogue::{CatalogueError, CollectedFile};
use crate::desk::Spooled;
use crate::domain::{AsOf, CollectOutcome, CollectReason, ContentHash, causes};

/// Files that one run reads; the next reads on.
const FILES: usize = 100;

/// What a run has come to so far.
struct Tally {
    gone: RunResult,
    files: HashMap<String, CollectedFile>,
    read: usize,
}

impl Tally {
    /// Notes what is wrong with a file; a refusal by the rules comes before all else.
    fn wrong(&mut self, outcome: CollectOutcome, reason: CollectReason, problem: &str) {
        let first = self.gone.reason.is_none();
        if first || outcome == CollectOutcome::Refused && self.gone.outcome != CollectOutcome::Refused {
            (self.gone.reason, self.gone.problem) = (Some(reason), Some(bounded(problem)));
            self.gone.outcome = outcome;
        }
    }

    fn refused(&mut self, name: &str, problem: &str) {
        let text = format!("{name}: {problem}");
        self.wrong(CollectOutcome::Refused, CollectReason::RefusedByRules, &text);
    }

    /// A file of the same content that was read before, whatever its name.
    fn same(&self, hash: &ContentHash, as_of: Option<AsOf>) -> Option<&CollectedFile> {
        self.files.values().find(|file| file.hash == *hash && as_of.is_none_or(|date| date == file.as_of))
    }
}

impl Run<'_> {
    pub(super) async fn folder(&mut self, source: &DirectorySource) -> RunResult {
        let scan = match self.look(source).await {
            Ok(scan) => scan,
            Err(failure) => return RunResult::failed(failure),
        };
        let files = match self.collecting.catalogue.collected_files(&self.collector.id).await {
            Ok(files) => files.into_iter().map(|file| (file.name.clone(), file)).collect(),
            Err(error) => return RunResult::internal(&error),
        };
        let mut tally = Tally { gone: RunResult::well(CollectOutcome::Unchanged), files, read: 0 };
        for (reason, problem) in scan.problems {
            tally.wrong(CollectOutcome::Failed, reason, &problem);
        }
        for file in scan.complete {
            if self.collecting.is_stopping() {
                return RunResult { filing: tally.gone.filing, ..RunResult::failed(interrupted()) };
            }
            match self.file(&file, &mut tally).await {
                Ok(()) => {}
                Err(gone) => return RunResult { filing: tally.gone.filing, ..gone },
            }
        }
        tally.gone
    }

    async fn look(&self, source: &DirectorySource) -> Result<directory::Scan, Failure> {
        let seen = self.collecting.seen(&self.collector.id);
        let (path, settle, limit) = (source.path.clone(), source.settle, self.collector.limit);
        blocking(move || {
            let mut seen = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            directory::scan(&path, settle, limit, &mut seen)
        })
        .await
    }

    /// Files one file, unless it was read before. Only what no other file can mend ends the run.
    async fn file(&mut self, file: &Candidate, tally: &mut Tally) -> Result<(), RunResult> {
        if let Some(known) = tally.files.get(&file.name).filter(|known| known.stamp == file.stamp) {
            if known.refused {
                let problem = known.problem.clone().unwrap_or_default();
                tally.refused(&file.name, &problem);
            }
            return Ok(());
        }
        let Some(as_of) = self.folder_date(file) else {
            let problem =
                format!("{}: its name must have one date in it, such as 2026-06-30 or 2026-Q2", file.name);
            tally.wrong(CollectOutcome::Failed, CollectReason::AsOf, &problem);
            return Ok(());
        };
        if tally.read >= FILES {
            return Ok(());
        }
        let (copied, spool, limit) = (file.clone(), self.collecting.spool.clone(), self.collector.limit);
        let copied = blocking(move || directory::copy(&copied, &spool, limit)).await;
        let spooled = match copied {
            Ok(Some(spooled)) => {
                tally.read += 1;
                spooled
            }
            // Somebody writes it again: the next run looks again.
            Ok(None) => return Ok(()),
            Err(failure) if failure.reason == CollectReason::Internal => {
                return Err(RunResult::failed(failure));
            }
            Err(failure) => {
                tally.wrong(CollectOutcome::Failed, failure.reason, &failure.problem);
                return Ok(());
            }
        };
        self.received += spooled.bytes();
        let hash = spooled.hash().clone();
        let any_date = self.collector.as_of == AsOfRule::Today;
        let same = tally.same(&hash, (!any_date).then_some(as_of)).cloned();
        let record = |as_of, problem: Option<String>| CollectedFile {
            name: file.name.clone(),
            stamp: file.stamp.clone(),
            hash: hash.clone(),
            as_of,
            refused: problem.is_some(),
            problem,
        };
        let read = if let Some(same) = same {
            record(same.as_of, same.problem)
        } else {
            let as_of = if any_date { self.first_seen(&hash, as_of).await? } else { as_of };
            let problem = self.submit_file(spooled, file, as_of, tally).await?;
            record(as_of, problem)
        };
        if let Some(problem) = &read.problem {
            tally.refused(&file.name, problem);
        }
        self.remember(read, tally).await.map_err(|error| RunResult::internal(&error))
    }

    /// Files a file; why the rules refuse it, if they do.
    async fn submit_file(
        &self,
        spooled: Spooled,
        file: &Candidate,
        as_of: AsOf,
        tally: &mut Tally,
    ) -> Result<Option<String>, RunResult> {
        match self.submit(spooled, Some(file.name.clone()), as_of).await {
            Submitted::Filed(filing) => {
                tally.gone.filing = Some(filing);
                if tally.gone.outcome == CollectOutcome::Unchanged {
                    tally.gone.outcome = CollectOutcome::Filed;
                }
                Ok(None)
            }
            Submitted::Unchanged(filing) => {
                tally.gone.filing = Some(filing);
                Ok(None)
            }
            Submitted::Refused(problem, report) => {
                tally.gone.report = report;
                Ok(Some(problem))
            }
            Submitted::Failed(gone) => Err(gone),
        }
    }

    async fn first_seen(&self, hash: &ContentHash, today: AsOf) -> Result<AsOf, RunResult> {
        let earlier = self.collecting.catalogue.interrupted_as_of(&self.collector.id, self.id, hash).await;
        earlier.map(|date| date.unwrap_or(today)).map_err(|error| RunResult::internal(&error))
    }

    async fn remember(&self, read: CollectedFile, tally: &mut Tally) -> Result<(), CatalogueError> {
        self.collecting.catalogue.put_collected_file(&self.collector.id, &read).await?;
        tally.files.insert(read.name.clone(), read);
        Ok(())
    }

    /// The date of a file; nothing where its name has none.
    fn folder_date(&self, file: &Candidate) -> Option<AsOf> {
        let desk = &self.collecting.desk;
        let rule = &self.collector.as_of;
        match rule {
            AsOfRule::FileName => as_of::date_in(&file.name),
            AsOfRule::LastModified => {
                Some(desk.civil_date(jiff::Timestamp::try_from(file.modified).unwrap_or_default()))
            }
            _ => Some(rule.by_calendar(desk.today()).unwrap_or_else(|| desk.today())),
        }
    }
}

/// Runs what may block on a thread that may.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(error = %causes(&error), "collect.run.broken");
        Err(Failure::new(CollectReason::Internal, "this program failed; the log says why"))
    })
}
