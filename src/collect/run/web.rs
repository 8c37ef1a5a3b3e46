//! A run that fetches one file from an address.

use super::super::as_of::{self, AsOfRule};
use super::super::config::HttpSource;
use super::super::fetch::{self, Failure, Fetched, FetchedFile};
use super::{Run, RunResult, Submitted, interrupted};
use crate::catalogue::CollectedContent;
use crate::domain::{AsOf, CollectOutcome, CollectReason};

impl Run<'_> {
    pub(super) async fn web(&mut self, source: &HttpSource) -> RunResult {
        let rule = &self.collector.as_of;
        let due = rule.by_calendar(self.collecting.desk.today());
        let known = self.known.content.clone();
        // The same bytes say something new where they are of another date: then all of them are needed.
        let asked = known.as_ref().filter(|known| due.is_none_or(|date| date == known.as_of));
        let fetching =
            fetch::fetch(source, asked, &self.collecting.spool, self.collector.limit, &mut self.received);
        let fetched = tokio::select! {
            biased;
            fetched = fetching => fetched,
            () = self.collecting.stopped() => Err(interrupted()),
        };
        match fetched {
            Err(failure) => RunResult::failed(failure),
            Ok(Fetched::NotModified) if known.is_some_and(|known| known.refused) => {
                self.still_refused().await
            }
            Ok(Fetched::NotModified) => RunResult::well(CollectOutcome::NotModified),
            Ok(Fetched::File(file)) => self.fetched(*file, due).await,
        }
    }

    async fn fetched(&self, file: FetchedFile, due: Option<AsOf>) -> RunResult {
        let hash = file.spooled.hash().clone();
        let known = self.known.content.as_ref();
        let same = known.filter(|known| known.hash == hash);
        let as_of = match due {
            Some(date) => Ok(date),
            None => self.date(&file, same).await,
        };
        let as_of = match as_of {
            Ok(date) => date,
            Err(gone) => return gone,
        };
        let content = |refused| CollectedContent {
            etag: file.etag.clone(),
            last_modified: file.last_modified.clone(),
            hash: hash.clone(),
            as_of,
            refused,
        };
        if let Some(same) = same.filter(|same| same.as_of == as_of) {
            let gone = if same.refused {
                self.still_refused().await
            } else {
                RunResult::well(CollectOutcome::Unchanged)
            };
            return RunResult { content: Some(content(same.refused)), ..gone };
        }
        match self.submit(file.spooled, file.name.clone(), as_of).await {
            Submitted::Filed(filing) => RunResult {
                filing: Some(filing),
                content: Some(content(false)),
                ..RunResult::well(CollectOutcome::Filed)
            },
            Submitted::Unchanged(filing) => RunResult {
                filing: Some(filing),
                content: Some(content(false)),
                ..RunResult::well(CollectOutcome::Unchanged)
            },
            Submitted::Refused(problem, report) => {
                RunResult { content: Some(content(true)), report, ..RunResult::refused(Some(problem)) }
            }
            Submitted::Failed(gone) => gone,
        }
    }

    /// The date of what came, where the calendar does not say it.
    async fn date(&self, file: &FetchedFile, same: Option<&CollectedContent>) -> Result<AsOf, RunResult> {
        let desk = &self.collecting.desk;
        let header = |name: &reqwest::header::HeaderName| {
            file.headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
        };
        let (found, mend) = match &self.collector.as_of {
            AsOfRule::Today => {
                if let Some(same) = same {
                    return Ok(same.as_of);
                }
                let earlier = self.collecting.catalogue.interrupted_as_of(
                    &self.collector.id,
                    self.id,
                    file.spooled.hash(),
                );
                let earlier = earlier.await.map_err(|error| RunResult::internal(&error))?;
                (Some(earlier.unwrap_or_else(|| desk.today())), "")
            }
            AsOfRule::FileName => (
                file.name.as_deref().and_then(as_of::date_in),
                "the file's name must have one date in it, such as 2026-06-30 or 2026-Q2",
            ),
            AsOfRule::LastModified => (
                header(&reqwest::header::LAST_MODIFIED)
                    .and_then(as_of::http_instant)
                    .map(|instant| desk.civil_date(instant)),
                "the answer must have a Last-Modified header",
            ),
            AsOfRule::Header(name) => (
                header(name).and_then(|text| {
                    as_of::whole_date(text)
                        .or_else(|| as_of::http_instant(text).map(|instant| desk.civil_date(instant)))
                }),
                "the answer must have the header of as_of, with a date such as 2026-06-30",
            ),
            _ => (None, "as_of must be another rule"),
        };
        found.ok_or_else(|| {
            let problem = format!("the date it describes cannot be told: {mend}");
            RunResult::failed(Failure::new(CollectReason::AsOf, problem))
        })
    }
}
