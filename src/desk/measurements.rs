//! How the desk takes measurements: check, drop what came before, write objects, commit, signal.
//!
//! ```text
//! drafts ─► Gate ─► chunk (by month, sorted by test) ─► minus tests already kept ─► objects ─► one commit
//! ```
//!
//! Rows are handed to a [`BatchWriter`], which keeps at most [`CHUNK`] of them in memory. Each chunk is one batch
//! of the catalogue: its objects are in the lake, synced, before the one transaction that names them. A
//! process killed anywhere has kept a chunk or has not; sending the same file again adds only what is
//! missing, for a test is known again by its source, its id and its month.

mod batch_writer;
mod keep;
mod merge;

use std::collections::BTreeMap;

use serde::Serialize;
use tokio::runtime::Handle;

use super::error::{DeskError, broken};
use super::open::{Desk, on_a_thread, permit};
use crate::catalogue::Aggregate;
pub use crate::domain::NewMeasurement;
use crate::domain::{Actor, SourceId, TokenId, causes};
use crate::intake::measurements::{DeviceKey, Draft, MeasurementRule, Refusals, SendScope, Sender};
pub use batch_writer::BatchWriter;
use batch_writer::Opening;

/// Rows held at a time: 176 bytes each.
pub const CHUNK: usize = 1 << 19;

/// What became of measurements that were handed in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MeasurementReceipt {
    /// What the sender calls the batch.
    pub batch: String,
    /// The numbers it is known by here, by which it can be withdrawn; a file of many rows has several.
    pub ids: Vec<i64>,
    /// Tests that are kept now and were not before.
    pub accepted: u64,
    /// Tests that were kept before, or stand twice in the batch.
    pub duplicates: u64,
    /// Rows that were refused, the first hundred by name.
    #[serde(flatten)]
    pub refusals: RefusalsBody,
}

/// Refusals as a receipt shows them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RefusalsBody {
    /// The first hundred.
    pub refused: Vec<crate::intake::measurements::Refused>,
    /// All of them by rule.
    pub refused_counts: BTreeMap<MeasurementRule, u64>,
}

impl MeasurementReceipt {
    /// Whether there were rows, and not one of them could be kept.
    pub fn is_refused(&self) -> bool {
        self.accepted + self.duplicates == 0 && !self.refusals.refused_counts.is_empty()
    }
}

impl From<Refusals> for RefusalsBody {
    fn from(refusals: Refusals) -> Self {
        Self { refused: refusals.named, refused_counts: refusals.counts }
    }
}

/// Who sends a batch, and what they may send.
#[derive(Debug, Clone)]
pub struct SentBy {
    /// Whose tests they are.
    pub source: SourceId,
    /// The token whose test ids theirs are named among; none for the source's own.
    pub namespace: Option<TokenId>,
    /// What they are bound to.
    pub scope: SendScope,
    /// Who they are, for the audit log.
    pub actor: Actor,
    /// The token they hold.
    pub token: Option<TokenId>,
    /// How many rows that token may send in 24 hours, this batch included; none for no end.
    pub rows_per_day: Option<u64>,
}

/// Over how long rows are counted against what a token may send.
pub const QUOTA_PERIOD: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

impl SentBy {
    /// The source itself: our own probes, and administrators who import files.
    pub fn own(source: SourceId, actor: Actor) -> Self {
        Self { source, namespace: None, scope: SendScope::default(), actor, token: None, rows_per_day: None }
    }
}

/// What a receipt was: new, or given before as this JSON.
#[derive(Debug, Clone)]
pub enum Measured {
    /// The batch was news.
    New(MeasurementReceipt),
    /// The batch came before; this was the answer.
    Repeated(String),
}

impl Desk {
    /// Takes a batch: everything `feed` hands over is kept in one commit, and once.
    ///
    /// A batch of a name that came before is answered as it was then. Once begun it ends, even if nobody
    /// waits for it any more. It is of `rows` rows, which count against what its token may send in a day.
    ///
    /// # Errors
    /// When the desk is closed, or keeping fails: then nothing is kept, and it can be sent again.
    pub async fn measure<F>(
        &self,
        batch: String,
        sent: SentBy,
        rows: usize,
        feed: F,
    ) -> Result<Measured, DeskError>
    where
        F: FnOnce(&mut BatchWriter<'_>) -> Result<(), DeskError> + Send + 'static,
    {
        let desk = self.clone();
        let task = tokio::spawn(async move {
            let turn = desk.measuring_turn().await?;
            if let Some(receipt) = desk.catalogue.measurement_receipt(&batch).await? {
                return Ok(Measured::Repeated(receipt));
            }
            // In its turn, so that batches sent at once are counted one after the other.
            desk.admit_rows(&sent, rows as u64).await?;
            let opening = desk.opening(sent, Some(batch)).await?;
            let handle = Handle::current();
            on_a_thread("taking measurements", move || {
                let _held = turn;
                let mut writer = BatchWriter::new(&desk, opening, handle);
                feed(&mut writer)?;
                writer.finish().map(Measured::New)
            })
            .await
        });
        task.await.unwrap_or_else(|error| Err(broken("taking measurements")(error)))
    }

    /// Takes the measurements of probes, batch by batch and source by source.
    ///
    /// # Errors
    /// As [`Desk::measure`].
    pub async fn measure_all(&self, batch: &str, rows: Vec<NewMeasurement>) -> Result<(), DeskError> {
        let mut by_source: BTreeMap<SourceId, Vec<NewMeasurement>> = BTreeMap::new();
        for row in rows {
            by_source.entry(row.source.clone()).or_default().push(row);
        }
        let mut failed = None;
        for (source, rows) in by_source {
            let name = format!("{batch}/{source}");
            let (told, count) = (source.clone(), rows.len());
            let feed = move |writer: &mut BatchWriter<'_>| {
                rows.iter().try_for_each(|row| writer.take(&Draft::from(row)))
            };
            let sent = SentBy::own(source, Actor::program("probes"));
            match self.measure(name, sent, count, feed).await {
                Ok(Measured::New(receipt)) if !receipt.refusals.refused_counts.is_empty() => {
                    let refused = receipt.refusals.refused_counts;
                    tracing::warn!(source = %told, ?refused, "desk.measurements.refused");
                }
                Ok(_taken) => {}
                Err(DeskError::Closed) => return Err(DeskError::Closed),
                // It takes no more, and would not next time: these rows are not wanted.
                Err(error @ DeskError::RetiredSource(_)) => {
                    tracing::warn!(error = %causes(&error), "desk.measurements.retired");
                }
                // Other sources are not to wait for this one; what came is known again when it is handed in again.
                Err(error) => drop(failed.get_or_insert(error)),
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// Takes a file's measurements in chunks, each a commit of its own. `feed` runs on a thread of its own.
    ///
    /// # Errors
    /// When reading or keeping fails; chunks kept by then stay, and sending the file again is harmless.
    pub async fn import<F>(&self, sent: SentBy, feed: F) -> Result<MeasurementReceipt, DeskError>
    where
        F: FnOnce(&mut BatchWriter<'_>) -> Result<(), DeskError> + Send + 'static,
    {
        let turn = self.measuring_turn().await?;
        let opening = self.opening(sent, None).await?;
        let (desk, handle) = (self.clone(), Handle::current());
        on_a_thread("importing measurements", move || {
            let _held = turn;
            let mut writer = BatchWriter::new(&desk, opening, handle);
            feed(&mut writer)?;
            writer.finish()
        })
        .await
    }

    /// Keeps aggregates of others, and tells how many are news.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub async fn put_aggregates(&self, aggregates: &[Aggregate], actor: &Actor) -> Result<usize, DeskError> {
        for aggregate in aggregates {
            self.admit(&aggregate.source, actor).await?;
        }
        let news = self.catalogue.put_aggregates(aggregates, actor).await?;
        if news > 0 {
            self.news.send_modify(|count| *count += 1);
        }
        Ok(news)
    }

    /// Removes objects whose rows others hold since a while; readers of that moment are done with them. While
    /// one of those others is damaged none is removed.
    /// For the owner of the data directory.
    ///
    /// # Errors
    /// When the catalogue cannot be read or written.
    pub async fn remove_replaced(&self, since: std::time::Duration) -> Result<usize, DeskError> {
        let _turn = self.measuring_turn().await?;
        let by = crate::domain::clock::wall().checked_sub(since).unwrap_or(jiff::Timestamp::MIN);
        let replaced = self.catalogue.replaced_objects(crate::domain::Recorded(by)).await?;
        if replaced.is_empty() {
            return Ok(0);
        }
        let holders = self.catalogue.all_measurement_objects().await?;
        let lake = self.lake.clone();
        let gone = on_a_thread("removing replaced objects", move || {
            Ok(super::directory::remove_replaced(&lake, &replaced, &holders))
        })
        .await?;
        self.catalogue.forget_replaced(&gone).await?;
        tracing::info!(files = gone.len(), "desk.measurements.replaced_removed");
        Ok(gone.len())
    }

    /// Everything a writer needs to know of before it opens.
    async fn opening(&self, sent: SentBy, batch: Option<String>) -> Result<Opening, DeskError> {
        let SentBy { source, namespace, scope, actor, token, rows_per_day: _ } = sent;
        self.admit(&source, &actor).await?;
        Ok(Opening {
            counted: self.catalogue.batch_cut_now().await?.of(&source),
            actor,
            token,
            operators: self.catalogue.operators().await?,
            older_batches: *self.older_batches.get_or_try_init(|| self.catalogue.older_batches()).await?,
            sender: Sender {
                source,
                namespace,
                scope,
                device_key: DeviceKey(self.catalogue.device_key().await?),
            },
            batch,
        })
    }

    /// Refuses rows beyond what the sender's token may send in a day.
    async fn admit_rows(&self, by: &SentBy, rows: u64) -> Result<(), DeskError> {
        let (Some(token), Some(most)) = (&by.token, by.rows_per_day) else { return Ok(()) };
        let since = crate::domain::Recorded(crate::domain::clock::wall() - QUOTA_PERIOD);
        let sent = self.catalogue.rows_sent(token, since).await?;
        if sent.rows + rows <= most { Ok(()) } else { Err(DeskError::OverQuota { sent, most }) }
    }

    async fn measuring_turn(&self) -> Result<tokio::sync::OwnedSemaphorePermit, DeskError> {
        permit(&self.measuring).await
    }

    /// Refuses a retired source, and registers one that is not known yet: whether its sender may write to
    /// it was asked before.
    async fn admit(&self, source: &SourceId, actor: &Actor) -> Result<(), DeskError> {
        let is_admitted = self.catalogue.admit_source(source, actor).await?;
        if is_admitted { Ok(()) } else { Err(DeskError::RetiredSource(source.clone())) }
    }
}
