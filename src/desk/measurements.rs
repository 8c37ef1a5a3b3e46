//! How the desk takes measurements: check, drop what came before, write objects, commit, signal.
//!
//! ```text
//! drafts ─► Gate ─► chunk (by month, sorted by test) ─► minus tests already kept ─► objects ─► one commit
//! ```
//!
//! Rows are handed to a [`Door`], which keeps at most [`CHUNK`] of them in memory. Each chunk is one batch
//! of the catalogue: its objects are in the lake, synced, before the one transaction that names them. A
//! process killed anywhere has kept a chunk or has not; sending the same file again adds only what is
//! missing, for a test is known again by its source, its id and its month.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::Serialize;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::{Desk, DeskError, broken};
use crate::catalogue::measurements::MOST_SOURCES;
use crate::catalogue::{Aggregate, MeasuredObject, NewBatch};
pub use crate::domain::NewMeasurement;
use crate::domain::{Month, OperatorId, SourceId};
use crate::intake::measurements::{Draft, Gate, MeasurementRule, Placed, Refusals};
use crate::lake::measurements::{
    MeasurementHead, MeasurementObject, MeasurementRow, MeasurementWriter, ROW_GROUP, RowWords,
};
use crate::lake::tests_of::{self, Tests};
use crate::lake::{Key, LakeError};

/// Rows held at a time: 80 bytes each.
pub const CHUNK: usize = 1 << 19;
/// Objects of a month of a source from which small ones are merged.
const MANY_OBJECTS: usize = 16;

/// What became of measurements that were handed in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MeasurementReceipt {
    /// What the sender calls the batch.
    pub batch: String,
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

impl From<Refusals> for RefusalsBody {
    fn from(refusals: Refusals) -> Self {
        Self { refused: refusals.named, refused_counts: refusals.counts }
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

/// Where measurements are handed over, one by one; runs on a thread that may block.
pub struct Door<'a> {
    desk: &'a Desk,
    gate: Gate<'a>,
    synthetic: Vec<bool>,
    communes: Vec<Arc<str>>,
    handle: Handle,
    /// The batch's name; a file has none, and its chunks are named by what is in them.
    batch: Option<String>,
    /// Whether the source may have measurements here.
    is_open: bool,
    waiting: Vec<(Month, MeasurementRow)>,
    /// Rows of a file that wait at most.
    chunk: usize,
    row: u64,
    refusals: Refusals,
    /// What was refused since the last chunk was kept.
    refused_since: Refusals,
    accepted: u64,
    duplicates: u64,
}

impl Desk {
    /// Takes a batch: everything `feed` hands over is kept in one commit, and once.
    ///
    /// A batch of a name that came before is answered as it was then. Once begun it ends, even if nobody
    /// waits for it any more.
    ///
    /// # Errors
    /// When the desk is closed, or keeping fails: then nothing is kept, and it can be sent again.
    pub async fn measure<F>(&self, batch: String, source: SourceId, feed: F) -> Result<Measured, DeskError>
    where
        F: FnOnce(&mut Door<'_>) -> Result<(), DeskError> + Send + 'static,
    {
        let desk = self.clone();
        let task = tokio::spawn(async move {
            let turn = desk.measuring_turn().await?;
            if let Some(receipt) = desk.catalogue.measurement_receipt(&batch).await? {
                return Ok(Measured::Repeated(receipt));
            }
            let known = desk.source_allowed(&source).await?;
            let operators = desk.catalogue.operators().await?;
            let handle = Handle::current();
            super::on_a_thread("taking measurements", move || {
                let _held = turn;
                let mut door = Door::new(&desk, &operators, source, Some(batch), handle);
                door.is_open = known;
                feed(&mut door)?;
                door.finish().map(Measured::New)
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
        for (source, rows) in by_source {
            let name = format!("{batch}/{source}");
            let told = source.clone();
            let feed =
                move |door: &mut Door<'_>| rows.iter().try_for_each(|row| door.take(&Draft::from(row)));
            if let Measured::New(receipt) = self.measure(name, source, feed).await?
                && !receipt.refusals.refused_counts.is_empty()
            {
                let refused = receipt.refusals.refused_counts;
                tracing::warn!(source = %told, ?refused, "desk.measurements.refused");
            }
        }
        Ok(())
    }

    /// Takes a file's measurements in chunks, each a commit of its own. `feed` runs on a thread of its own.
    ///
    /// # Errors
    /// When reading or keeping fails; chunks kept by then stay, and sending the file again is harmless.
    pub async fn import<F>(&self, source: SourceId, feed: F) -> Result<MeasurementReceipt, DeskError>
    where
        F: FnOnce(&mut Door<'_>) -> Result<(), DeskError> + Send + 'static,
    {
        let turn = self.measuring_turn().await?;
        let known = self.source_allowed(&source).await?;
        let operators = self.catalogue.operators().await?;
        let (desk, handle) = (self.clone(), Handle::current());
        super::on_a_thread("importing measurements", move || {
            let _held = turn;
            let mut door = Door::new(&desk, &operators, source, None, handle);
            door.is_open = known;
            feed(&mut door)?;
            door.finish()
        })
        .await
    }

    /// Keeps aggregates of others, and tells how many are news.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub async fn put_aggregates(&self, aggregates: &[Aggregate]) -> Result<usize, DeskError> {
        for aggregate in aggregates {
            if !self.source_allowed(&aggregate.source).await? {
                let problem = format!("there are {MOST_SOURCES} sources already");
                return Err(DeskError::Broken { doing: "recording aggregates", problem });
            }
        }
        let news = self.catalogue.put_aggregates(aggregates).await?;
        if news > 0 {
            self.news.send_modify(|count| *count += 1);
        }
        Ok(news)
    }

    /// Removes objects of measurements that the catalogue does not name: those merged into others, and those
    /// of a process that died before it could name them. For the owner of the data directory as it starts.
    ///
    /// # Errors
    /// When the catalogue or the lake cannot be read, or an object not be removed.
    pub async fn sweep_measurements(&self) -> Result<usize, DeskError> {
        let _turn = self.measuring_turn().await?;
        let objects = self.catalogue.state().await?.measured.objects;
        let named: HashSet<String> =
            objects.into_iter().flat_map(|object| [object.data_key, object.tests_key]).collect();
        let swept = self.lake.sweep_measurements(&named)?;
        if swept > 0 {
            tracing::info!(files = swept, "desk.measurements.swept");
        }
        Ok(swept)
    }

    async fn measuring_turn(&self) -> Result<tokio::sync::OwnedSemaphorePermit, DeskError> {
        super::permit(&self.measuring).await
    }

    /// Whether a source is known, or may still be added.
    async fn source_allowed(&self, source: &SourceId) -> Result<bool, DeskError> {
        let known = self.catalogue.measurement_sources().await?;
        Ok(known.contains(source) || known.len() < MOST_SOURCES)
    }
}

/// One batch at a time: what came before must not change while it is looked at.
pub(super) fn one_at_a_time() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(1))
}

impl<'a> Door<'a> {
    fn new(
        desk: &'a Desk,
        operators: &[crate::domain::OperatorMeta],
        source: SourceId,
        batch: Option<String>,
        handle: Handle,
    ) -> Self {
        let ids: Vec<OperatorId> = operators.iter().map(|operator| operator.id.clone()).collect();
        let tree = &desk.country.tree;
        let commune =
            |at: usize| tree.get(tree.commune(crate::domain::CommuneId(at as u16))).code.as_str().into();
        Self {
            synthetic: operators.iter().map(|operator| operator.synthetic).collect(),
            communes: (0..tree.communes()).map(commune).collect(),
            gate: Gate::new(&desk.country, ids, source, jiff::Timestamp::now()),
            desk,
            handle,
            batch,
            is_open: true,
            waiting: Vec::new(),
            chunk: CHUNK,
            row: 0,
            refusals: Refusals::default(),
            refused_since: Refusals::default(),
            accepted: 0,
            duplicates: 0,
        }
    }

    /// Keeps a file's rows in chunks of so many instead of [`CHUNK`].
    pub fn keep_every(&mut self, rows: usize) {
        self.chunk = rows.clamp(1, CHUNK);
    }

    /// Takes a test, or counts why it is refused.
    ///
    /// # Errors
    /// When a full chunk cannot be kept.
    pub fn take(&mut self, draft: &Draft<'_>) -> Result<(), DeskError> {
        self.row += 1;
        if !self.is_open {
            // Nothing of it is kept, so that its name cannot become a label.
            self.refusals.add(self.row, MeasurementRule::Source);
            return Ok(());
        }
        match self.gate.check(draft) {
            Ok(placed) => self.waiting.push((Month::of(placed.at), row(&placed))),
            Err(rule) => self.count_refused(rule),
        }
        if self.batch.is_none() && self.waiting.len() >= self.chunk { self.keep().map(drop) } else { Ok(()) }
    }

    /// Counts a row that cannot be read.
    pub fn refuse(&mut self, rule: MeasurementRule) {
        self.row += 1;
        self.count_refused(rule);
    }

    fn count_refused(&mut self, rule: MeasurementRule) {
        self.refusals.add(self.row, rule);
        self.refused_since.add(self.row, rule);
    }

    /// How many rows came so far.
    pub fn rows(&self) -> u64 {
        self.row
    }

    fn finish(mut self) -> Result<MeasurementReceipt, DeskError> {
        let has_news = self.batch.is_some() || !self.waiting.is_empty() || self.refused_since.total() > 0;
        if self.is_open && has_news {
            self.keep()?;
        }
        Ok(self.receipt())
    }

    fn receipt(&self) -> MeasurementReceipt {
        MeasurementReceipt {
            batch: self.batch.clone().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned(),
            accepted: self.accepted,
            duplicates: self.duplicates,
            refusals: self.refusals.clone().into(),
        }
    }

    /// Keeps what waits: one batch of the catalogue.
    fn keep(&mut self) -> Result<(), DeskError> {
        let mut rows = std::mem::take(&mut self.waiting);
        let came = rows.len() as u64;
        rows.sort_unstable_by_key(|(month, row)| (*month, row.test, row.at_ms));
        rows.dedup_by_key(|(month, row)| (*month, row.test));
        let words = self.words();
        let mut objects = Vec::new();
        let mut fingerprint = 0u128;
        for months in rows.chunk_by(|a, b| a.0 == b.0) {
            let new = self.unseen(months)?;
            for row in &new {
                fingerprint = fingerprint.rotate_left(1) ^ row.test;
            }
            if !new.is_empty() {
                objects.push(self.write(months[0].0, &words, new)?);
            }
        }
        let accepted: u64 = objects.iter().map(|object| object.rows).sum();
        self.accepted += accepted;
        self.duplicates += came - accepted;
        let refused = std::mem::take(&mut self.refused_since);
        let months: Vec<Month> = objects.iter().map(|object| object.month).collect();
        if self.batch.is_none() && objects.is_empty() && refused.total() == 0 {
            return Ok(());
        }
        let id = self.batch.clone().unwrap_or_else(|| {
            format!("import/{fingerprint:032x}-{}-{}", self.row, jiff::Timestamp::now().as_nanosecond())
        });
        let receipt = serde_json::to_string(&self.receipt()).map_err(broken("writing a receipt"))?;
        let batch = NewBatch {
            id,
            rows: came,
            receipt,
            source: self.gate.source().clone(),
            refused: refused.counts.iter().map(|(rule, count)| (rule.as_str().to_owned(), *count)).collect(),
            objects,
        };
        self.handle.block_on(self.desk.catalogue.insert_measurements(batch))?;
        tracing::info!(
            source = %self.gate.source(), rows = came, accepted, refused = refused.total(), "desk.measurements.accepted"
        );
        for month in months {
            self.merge_small(month, &words)?;
        }
        self.desk.news.send_modify(|count| *count += 1);
        Ok(())
    }

    fn words(&self) -> RowWords {
        RowWords {
            communes: self.communes.clone(),
            operators: self.gate.operators().to_vec(),
            technologies: self.gate.technologies().to_vec(),
            probes: self.gate.probes().to_vec(),
        }
    }

    fn objects_of(&self, month: Month) -> Result<Vec<MeasuredObject>, DeskError> {
        let source = self.gate.source();
        Ok(self.handle.block_on(self.desk.catalogue.measurement_objects(source, month))?)
    }

    /// The tests of a month that no object holds yet; they come and go sorted by test.
    fn unseen(&self, rows: &[(Month, MeasurementRow)]) -> Result<Vec<MeasurementRow>, DeskError> {
        let mut new: Vec<MeasurementRow> = rows.iter().map(|(_, row)| *row).collect();
        for object in self.objects_of(rows[0].0)? {
            let key = key(&object.tests_key)?;
            let mut tests = Tests::open(self.desk.lake.open_local(&key)?)?;
            let mut failed = None;
            new.retain(|row| match tests.contains(row.test) {
                Ok(seen) => !seen,
                Err(error) => {
                    failed.get_or_insert(error);
                    true
                }
            });
            if let Some(error) = failed {
                return Err(error.into());
            }
        }
        Ok(new)
    }

    /// Writes the rows of a month, sorted by test, as an object with its tests.
    fn write(
        &self,
        month: Month,
        words: &RowWords,
        mut rows: Vec<MeasurementRow>,
    ) -> Result<MeasuredObject, DeskError> {
        let tests = rows.iter().map(|row| row.test);
        let tests = tests_of::write(self.desk.lake.stage()?, tests).map_err(broken("writing tests"))?;
        let tests_key = self.desk.lake.put_tests(tests)?.as_str().to_owned();
        let last_at_ms = rows.iter().map(|row| row.at_ms).max().unwrap_or(0);
        let synthetic = rows.iter().any(|row| self.synthetic.get(usize::from(row.operator)) == Some(&true));
        let mut writer = MeasurementWriter::new(self.desk.lake.stage()?, &self.head(month), words)?;
        for group in rows.chunks_mut(ROW_GROUP) {
            writer.group(group)?;
        }
        let data_key = self.desk.lake.put_measurements(writer.finish()?)?.as_str().to_owned();
        Ok(MeasuredObject {
            id: 0,
            source: self.gate.source().clone(),
            month,
            rows: rows.len() as u64,
            first_batch: 0,
            last_batch: 0,
            last_at_ms,
            synthetic,
            data_key,
            tests_key,
        })
    }

    fn head(&self, month: Month) -> MeasurementHead {
        MeasurementHead::new(self.gate.source().clone(), month, self.desk.country.digest())
    }

    /// Merges the smallest objects of a month into one once there are many: a probe's trickle must not
    /// become thousands of files. The old objects stay on disk until they are
    /// swept, for whoever reads them.
    fn merge_small(&self, month: Month, words: &RowWords) -> Result<(), DeskError> {
        let mut small = self.objects_of(month)?;
        // Full chunks neither count as many nor are written again.
        small.retain(|object| object.rows < CHUNK as u64);
        if small.len() < MANY_OBJECTS {
            return Ok(());
        }
        small.sort_by_key(|object| object.rows);
        let mut sum = 0;
        small.retain(|object| {
            // What outweighs all smaller ones waits for its like: a row is written a few times, not every time.
            let fits = sum == 0 || (object.rows <= 2 * sum && sum + object.rows <= ROW_GROUP as u64);
            sum += if fits { object.rows } else { 0 };
            fits
        });
        if small.len() < 2 {
            return Ok(());
        }
        let (mut words, mut rows, mut tests) = (words.clone(), Vec::new(), Vec::new());
        for object in &small {
            let stored = MeasurementObject::open(self.desk.lake.open_local(&key(&object.data_key)?)?)?;
            for group in 0..stored.groups() {
                rows.extend(stored.rows_of(group, &mut words)?);
            }
            tests.extend(Tests::open(self.desk.lake.open_local(&key(&object.tests_key)?)?)?.all()?);
        }
        tests.sort_unstable();
        if rows.len() != tests.len() {
            let what = format!("{} of {}", self.gate.source(), month);
            let problem = format!("{} rows and {} tests", rows.len(), tests.len());
            return Err(LakeError::Damaged { what, problem }.into());
        }
        let staged = tests_of::write(self.desk.lake.stage()?, tests.into_iter());
        let tests_key = self.desk.lake.put_tests(staged.map_err(broken("writing tests"))?)?;
        let mut writer = MeasurementWriter::new(self.desk.lake.stage()?, &self.head(month), &words)?;
        writer.group(&mut rows)?;
        let data_key = self.desk.lake.put_measurements(writer.finish()?)?;
        let merged = MeasuredObject {
            id: 0,
            source: self.gate.source().clone(),
            month,
            rows: rows.len() as u64,
            first_batch: small.iter().map(|object| object.first_batch).min().unwrap_or(0),
            last_batch: small.iter().map(|object| object.last_batch).max().unwrap_or(0),
            last_at_ms: small.iter().map(|object| object.last_at_ms).max().unwrap_or(0),
            synthetic: small.iter().any(|object| object.synthetic),
            data_key: data_key.as_str().to_owned(),
            tests_key: tests_key.as_str().to_owned(),
        };
        self.handle.block_on(self.desk.catalogue.replace_measurements(&small, &merged))?;
        tracing::debug!(source = %self.gate.source(), %month, objects = small.len(), "desk.measurements.merged");
        Ok(())
    }
}

fn key(text: &str) -> Result<Key, DeskError> {
    Key::new(text).map_err(broken("naming an object"))
}

fn row(placed: &Placed) -> MeasurementRow {
    MeasurementRow {
        test: placed.test,
        at_ms: placed.at.as_millisecond(),
        lon: placed.position.lon,
        lat: placed.position.lat,
        commune: placed.commune,
        operator: placed.operator,
        technology: placed.technology,
        probe: placed.probe,
        values: placed.values,
        jitter: placed.jitter,
    }
}
