//! How a file becomes a filing: checked, its objects in the lake, then its row.
//!
//! Owns the order of these steps. A file that repeats the filing in force is answered with its receipt, and puts back
//! what of it was damaged.

use serde_json::value::RawValue;

use super::care::Stored;
use super::error::{DeskError, broken};
use super::open::{Desk, on_a_thread, permit};
use super::request::{Outcome, Receipt, SubmitRequest, TrialRequest, Watcher};
use super::row_writer::RowWriter;
use super::spool::Spooled;
use crate::catalogue::{AuditEntry, FiledLayer, FilingRecord, Inserted, NewFiling};
use crate::domain::{Act, Actor, ContentHash, OperatorMeta, causes};
use crate::intake::{CheckRequest, Discard, Intake, IntakeError, Report};
use crate::lake::{Kept, LayerRows};

impl Desk {
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
            crs: request.crs,
        };
        on_a_thread("checking a file", move || {
            let _held = permit;
            let intake = Intake::new(&desk.country, &operators, desk.limits.clone());
            let file = upload.open().map_err(IntakeError::Read)?;
            Ok(intake.check(&request, &file, &mut Discard, &mut *watcher)?.report)
        })
        .await
    }

    /// Checks a file, and records it as a filing if it is in order.
    ///
    /// Waits for its turn. Once it has begun it ends, even if no one waits for it any more.
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
    pub(super) async fn record_filing(
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
    pub(super) fn check_and_keep(
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
            crs: request.crs,
        };
        // The original is packed while it is checked, and thrown away again if it is refused.
        std::thread::scope(|threads| {
            let original = threads.spawn(|| self.lake.stage_original(upload.path(), upload.hash()));
            let mut shelf = RowWriter::new(&self.country, &self.lake, request.kind, &request.operator)?;
            let intake = Intake::new(&self.country, operators, self.limits.clone());
            let file = upload.open().map_err(IntakeError::Read)?;
            let checked = intake.check(&asked, &file, &mut shelf, &mut *watcher)?;
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
pub(super) struct Checked {
    report: Report,
    hash: ContentHash,
    original: Kept,
    rows: Kept,
    layers: Vec<LayerRows>,
}

impl Checked {
    /// What of it is in the lake, apart from its report.
    pub(super) fn stored(&self) -> Stored {
        Stored {
            original: self.original.clone(),
            rows: self.rows.clone(),
            count: self.report.about.rows,
            layers: self.layers.clone(),
        }
    }
}
