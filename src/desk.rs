//! The desk: accepts filings, whoever brings them.
//!
//! ```text
//! spooled upload ─► check ─┬─ refused: a report, and nothing stored
//!                          └─ original and rows to the lake ─► row to the catalogue ─► rebuild
//! ```
//!
//! Owns the order of these steps, how many run at once, and the data directory. May know everything
//! below it, but not who publishes: it only signals that there is news.
//!
//! Invariants:
//! - objects are in the lake, to stay, before the row that names them: a process killed anywhere leaves
//!   a filing that is wholly recorded or not at all, and at worst objects nobody names;
//! - a submission that has begun ends, even when the client who brought it is gone: asking again then
//!   returns its receipt;
//! - a file filed again puts back what of it was [damaged](care) in the lake.

pub mod care;
mod directory;
pub mod import;
pub mod measurements;
mod row_writer;
mod spool;

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore, watch};

use crate::catalogue::{
    AuditEntry, Catalogue, CatalogueError, FiledLayer, FilingRecord, Inserted, NewFiling,
};
use crate::country::Country;
use crate::domain::{
    Act, Actor, AsOf, Clock, ContentHash, FilingId, FilingKind, OperatorId, OperatorMeta, Origin, Recorded,
    SourceId, causes,
};
use crate::intake::{CheckRequest, Discard, Intake, IntakeError, Limits, Progress, Report};
use crate::lake::{Kept, Lake, LakeError, LayerRows};
pub use directory::{DataDir, DirectoryError, Mismatch, RefusedSweep, Tidied, Tidying, Visit};
use row_writer::RowWriter;
pub use spool::{Spool, Spooled, Upload};

/// Told how far a check has come, from the thread that checks.
pub type Watcher = Box<dyn FnMut(Progress) + Send>;

/// Why the desk did not accept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// The filing has errors; nothing was stored.
    #[error("the filing is refused: {}", .0.summary)]
    Refused(Box<Report>),
    /// The process is about to end and takes no more work.
    #[error("the desk is closed: the server is stopping, try again in a moment")]
    Closed,
    /// The source takes no more measurements.
    #[error("source {0} is retired and takes no more: `taghtia measurements source add {0}` puts it back")]
    RetiredSource(SourceId),
    /// By what the tests of a month are known again is damaged: taking more could count some twice.
    #[error(
        "the list by which tests of {of} of {month} are known again is damaged, so none of them can be told from \
         tests that came before; nothing of this batch was kept. Put the file back that the server's log names \
         as damaged, or withdraw the batches of that month; then send this batch again"
    )]
    MonthDamaged {
        /// Whose tests.
        of: SourceId,
        /// Of when.
        month: crate::domain::Month,
    },
    /// The token may send no more rows for now.
    #[error("a token may send {most} rows in 24 hours, and this one sent {}", .sent.rows)]
    OverQuota {
        /// What it sent.
        sent: crate::catalogue::RowsSent,
        /// What it may send.
        most: u64,
    },
    /// The upload, or where its rows go, cannot be read or written.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The lake failed.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// The catalogue failed.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A step ended in a way it never should.
    #[error("the desk failed while {doing}")]
    Broken {
        /// What was under way.
        doing: &'static str,
        /// What happened.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// What is submitted beside the file.
#[derive(Debug, Clone)]
pub struct SubmitRequest {
    /// What the file holds.
    pub kind: FilingKind,
    /// Who files.
    pub operator: OperatorId,
    /// The date whose network it describes.
    pub as_of: AsOf,
    /// What the file is called.
    pub file_name: Option<String>,
    /// How it reached us.
    pub origin: Origin,
}

/// What is checked, and stored by nobody.
#[derive(Debug, Clone)]
pub struct TrialRequest {
    /// What the file holds.
    pub kind: FilingKind,
    /// Who would file; a file can be checked without.
    pub operator: Option<OperatorId>,
    /// The date whose network it describes; today if not given.
    pub as_of: Option<AsOf>,
    /// What the file is called.
    pub file_name: Option<String>,
}

/// Whether a submission was news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It was recorded.
    Accepted,
    /// It repeats the filing in force, whose receipt this is.
    Unchanged,
}

/// What the filer gets in return.
#[derive(Debug, Clone, Serialize)]
pub struct Receipt {
    /// The filing's id.
    pub id: FilingId,
    /// Whether the submission was news.
    pub state: Outcome,
    /// When the filing was recorded.
    pub recorded: Recorded,
    /// The date it describes.
    pub as_of: AsOf,
    /// What it holds.
    pub kind: FilingKind,
    /// Whose it is.
    pub operator: OperatorId,
    /// The layers it declares.
    pub layers: Vec<FiledLayer>,
    /// The SHA-256 of the file as it arrived.
    pub content_hash: ContentHash,
    /// The report of its checks, when it was recorded.
    pub report: Box<RawValue>,
}

/// The desk of one data directory; cheap to clone.
#[derive(Clone)]
pub struct Desk {
    country: Arc<Country>,
    catalogue: Catalogue,
    lake: Lake,
    limits: Limits,
    time_zone: TimeZone,
    clock: Clock,
    /// Submissions under way; trials have their own, so that they cannot hold up filers.
    submissions: Arc<Semaphore>,
    trials: Arc<Semaphore>,
    measuring: Arc<Semaphore>,
    /// The number of the last batch whose rows do not say their batch: there come no more of them.
    older_batches: Arc<OnceCell<i64>>,
    at_once: u32,
    news: watch::Sender<u64>,
    found_damaged: Arc<care::Found>,
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
            measuring: measurements::one_at_a_time(),
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

    /// Checks a file and stores nothing.
    ///
    /// # Errors
    /// When the desk is closed, or the check cannot be made; never for what the file contains.
    pub async fn check(
        &self,
        request: TrialRequest,
        upload: Spooled,
        mut watcher: Watcher,
    ) -> Result<Report, DeskError> {
        let permit = permit(&self.trials).await?;
        let operators = self.catalogue.operators().await?;
        let desk = self.clone();
        let request = CheckRequest {
            kind: request.kind,
            operator: request.operator,
            as_of: request.as_of,
            today: self.today(),
            file_name: request.file_name,
        };
        on_a_thread("checking a file", move || {
            let _held = permit;
            let intake = Intake::new(&desk.country, &operators, desk.limits.clone());
            let file = upload.open().map_err(IntakeError::Read)?;
            Ok(intake.check(&request, file, &mut Discard, &mut *watcher)?.report)
        })
        .await
    }

    /// Checks a file, and records it as a filing if it is in order.
    ///
    /// Waits for its turn. Once it has begun it ends, even if nobody waits for it any more.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the file has errors; nothing is stored then. Otherwise when the desk
    /// is closed or storing fails: then the filing is not recorded, and can be submitted again.
    pub async fn submit(
        &self,
        request: SubmitRequest,
        upload: Spooled,
        watcher: Watcher,
    ) -> Result<Receipt, DeskError> {
        let actor = Actor::program(request.origin);
        self.submit_as(actor, request, upload, watcher).await
    }

    /// The same, and the audit log says who brought it.
    ///
    /// # Errors
    /// As [`Desk::submit`].
    pub async fn submit_as(
        &self,
        actor: Actor,
        request: SubmitRequest,
        upload: Spooled,
        watcher: Watcher,
    ) -> Result<Receipt, DeskError> {
        let permit = permit(&self.submissions).await?;
        let desk = self.clone();
        let task = tokio::spawn(async move {
            let _held = permit;
            desk.accept(actor, request, upload, watcher).await
        });
        task.await.unwrap_or_else(|error| Err(broken("accepting a filing")(error)))
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

    async fn accept(
        &self,
        actor: Actor,
        request: SubmitRequest,
        upload: Spooled,
        watcher: Watcher,
    ) -> Result<Receipt, DeskError> {
        let operators = self.catalogue.operators().await?;
        let synthetic = operators.iter().any(|known| known.id == request.operator && known.synthetic);
        let desk = self.clone();
        let asked = request.clone();
        let content_hash = upload.hash().clone();
        let checked = on_a_thread("checking a filing", move || {
            desk.check_and_keep(&asked, &operators, &upload, watcher)
        })
        .await;
        if let Err(DeskError::Refused(report)) = &checked {
            self.write_refusal(actor.clone(), &request, &content_hash, report).await;
        }
        let kept = checked?;
        let stored = kept.stored();
        let inserted = self.record_filing(&actor, request, synthetic, kept).await?;
        let (filing, is_known) = match &inserted {
            Inserted::New(filing) => (filing, false),
            Inserted::Unchanged(filing) => (filing, true),
        };
        self.healed_by_filing(filing, is_known, stored, &actor).await?;
        match inserted {
            Inserted::New(filing) => {
                self.news.send_modify(|count| *count += 1);
                tracing::info!(
                    filing = %filing.id, operator = %filing.operator, kind = %filing.kind, as_of = %filing.as_of,
                    rows = filing.rows, bytes = filing.bytes, "desk.filing.accepted"
                );
                self.receipt(filing, Outcome::Accepted).await
            }
            Inserted::Unchanged(filing) => self.receipt(filing, Outcome::Unchanged).await,
        }
    }

    /// Commits the row of a filing whose objects are in the lake.
    async fn record_filing(
        &self,
        actor: &Actor,
        request: SubmitRequest,
        synthetic: bool,
        kept: Checked,
    ) -> Result<Inserted, DeskError> {
        let report = serde_json::to_string(&kept.report).map_err(broken("writing a report"))?;
        let layers = kept.layers.into_iter().map(|(layer, extent)| FiledLayer { layer, extent });
        let new = NewFiling {
            kind: request.kind,
            operator: request.operator,
            as_of: request.as_of,
            content_hash: kept.hash,
            original_key: kept.original.key.as_str().to_owned(),
            file_name: request.file_name,
            data_key: kept.rows.key.as_str().to_owned(),
            bytes: kept.report.about.bytes,
            rows: kept.report.about.rows,
            layers: layers.collect(),
            report,
            synthetic,
            origin: request.origin,
        };
        Ok(self.catalogue.insert_filing_of(new, actor).await?)
    }

    /// Tells the audit log of a refusal; the filer gets theirs in any case.
    async fn write_refusal(
        &self,
        actor: Actor,
        request: &SubmitRequest,
        content_hash: &ContentHash,
        report: &Report,
    ) {
        let detail = serde_json::json!({
            "kind": request.kind, "operator": request.operator, "as_of": request.as_of,
            "content_hash": content_hash, "origin": request.origin, "errors": report.errors,
        });
        let entry = AuditEntry { actor, act: Act::FilingRefused, subject: None, detail };
        if let Err(error) = self.catalogue.append(&[entry]).await {
            tracing::error!(error = %causes(&error), "desk.audit.not_written");
        }
    }

    async fn receipt(&self, filing: FilingRecord, state: Outcome) -> Result<Receipt, DeskError> {
        let report = self.catalogue.report(&filing.id).await?.unwrap_or_else(|| "null".to_owned());
        Ok(Receipt {
            id: filing.id,
            state,
            recorded: filing.receipt_recorded.unwrap_or(filing.recorded),
            as_of: filing.as_of,
            kind: filing.kind,
            operator: filing.operator,
            layers: filing.layers,
            content_hash: filing.content_hash,
            report: RawValue::from_string(report).map_err(broken("reading a report"))?,
        })
    }

    /// Checks a filing and puts it into the lake; runs on a thread that may block.
    fn check_and_keep(
        &self,
        request: &SubmitRequest,
        operators: &[OperatorMeta],
        upload: &Spooled,
        mut watcher: Watcher,
    ) -> Result<Checked, DeskError> {
        let asked = CheckRequest {
            kind: request.kind,
            operator: Some(request.operator.clone()),
            as_of: Some(request.as_of),
            today: self.today(),
            file_name: request.file_name.clone(),
        };
        // The original is packed while it is checked, and thrown away again if it is refused.
        std::thread::scope(|threads| {
            let original = threads.spawn(|| self.lake.stage_original(upload.path(), upload.hash()));
            let mut shelf = RowWriter::new(&self.country, &self.lake, request.kind, &request.operator)?;
            let intake = Intake::new(&self.country, operators, self.limits.clone());
            let file = upload.open().map_err(IntakeError::Read)?;
            let checked = intake.check(&asked, file, &mut shelf, &mut *watcher)?;
            let Some(data) = checked.data.filter(|_| checked.report.accepted) else {
                tracing::info!(
                    operator = %request.operator, kind = %request.kind, errors = checked.report.errors,
                    "desk.filing.refused"
                );
                return Err(DeskError::Refused(Box::new(checked.report)));
            };
            let (rows, layers) = shelf.keep(data)?;
            let original = original
                .join()
                .map_err(|_panic| broken("packing the original")("its thread ended early"))??;
            let original = self.lake.keep_original(original)?;
            let hash = upload.hash().clone();
            Ok(Checked { report: checked.report, hash, original, rows, layers })
        })
    }
}

/// A checked filing, its objects in the lake.
struct Checked {
    report: Report,
    hash: ContentHash,
    original: Kept,
    rows: Kept,
    layers: Vec<LayerRows>,
}

impl Checked {
    /// What of it is in the lake, apart from its report.
    fn stored(&self) -> care::Stored {
        care::Stored {
            original: self.original.clone(),
            rows: self.rows.clone(),
            count: self.report.about.rows,
            layers: self.layers.clone(),
        }
    }
}

async fn permit(slots: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, DeskError> {
    Arc::clone(slots).acquire_owned().await.map_err(|_closed| DeskError::Closed)
}

/// Runs what blocks or computes off the threads that serve requests.
async fn on_a_thread<T: Send + 'static>(
    doing: &'static str,
    work: impl FnOnce() -> Result<T, DeskError> + Send + 'static,
) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(broken(doing)(error)))
}

fn broken<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
    doing: &'static str,
) -> impl FnOnce(E) -> DeskError {
    move |source| DeskError::Broken { doing, source: source.into() }
}

#[cfg(test)]
mod tests;
