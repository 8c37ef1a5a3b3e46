//! Keeping what the writer let in: objects of new tests, and one commit.

use super::batch_writer::{BatchWriter, Waiting};
use crate::catalogue::{MeasuredObject, NewBatch};
use crate::desk::error::{DeskError, broken};
use crate::domain::{DamagedKind, Month, causes};
use crate::lake::measurements::{MeasurementHead, MeasurementRow, MeasurementWriter, ROW_GROUP, RowWords};
use crate::lake::test_index::{self, KnownTest, Tests};
use crate::lake::{Key, LakeError};

impl BatchWriter<'_> {
    /// Keeps what waits: one batch of the catalogue.
    pub(super) fn keep(&mut self) -> Result<(), DeskError> {
        let mut rows = std::mem::take(&mut self.waiting);
        let came = rows.len() as u64;
        rows.sort_unstable_by_key(|waiting| (waiting.month, waiting.row.test, waiting.row.at_ms));
        rows.dedup_by_key(|waiting| (waiting.month, waiting.row.test));
        // One writer at a time: the number stays free until this batch is recorded under it.
        let seq = self.handle.block_on(self.desk.catalogue.next_batch())?;
        let words = self.words();
        let mut objects = Vec::new();
        let mut fingerprint = 0u128;
        for months in rows.chunk_by(|a, b| a.month == b.month) {
            let mut new = self.unseen(months)?;
            for row in &mut new {
                fingerprint = fingerprint.rotate_left(1) ^ row.test;
                row.batch = seq;
            }
            if !new.is_empty() {
                objects.push(self.write(months[0].month, &words, new)?);
            }
        }
        self.older.clear();
        let accepted: u64 = objects.iter().map(|object| object.rows).sum();
        self.accepted += accepted;
        self.duplicates += came - accepted;
        let refused = std::mem::take(&mut self.refused_since);
        let months: Vec<Month> = objects.iter().map(|object| object.month).collect();
        if self.batch.is_none() && objects.is_empty() && refused.total() == 0 {
            return Ok(());
        }
        let id = self.batch.clone().unwrap_or_else(|| {
            format!("import/{fingerprint:032x}-{}-{}", self.row, crate::domain::clock::wall().as_nanosecond())
        });
        self.ids.push(seq);
        let receipt = serde_json::to_string(&self.receipt()).map_err(broken("writing a receipt"))?;
        let batch = NewBatch {
            seq,
            id,
            rows: came + refused.total(),
            duplicates: came - accepted,
            actor: self.actor.clone(),
            token: self.token.clone(),
            receipt,
            source: self.gate.source().clone(),
            refused: refused.counts.iter().map(|(rule, count)| (rule.as_str().to_owned(), *count)).collect(),
            objects,
        };
        self.handle.block_on(self.desk.catalogue.insert_measurements(batch))?;
        tracing::info!(
            source = %self.gate.source(), rows = came, accepted, refused = refused.total(), "desk.measurements.accepted"
        );
        // What is committed is published, whatever becomes of the merging that follows.
        self.desk.news.send_modify(|count| *count += 1);
        self.merge_months(&months);
        Ok(())
    }

    fn words(&self) -> RowWords {
        RowWords {
            communes: self.communes.clone(),
            operators: self.gate.operators().to_vec(),
            technologies: self.gate.technologies().to_vec(),
            probes: self.gate.probes().to_vec(),
            namespaces: self.gate.namespace().into_iter().cloned().collect(),
            methods: self.gate.methods().to_vec(),
            bands: self.gate.bands().to_vec(),
        }
    }

    pub(super) fn objects_of(&self, month: Month) -> Result<Vec<MeasuredObject>, DeskError> {
        let source = self.gate.source();
        Ok(self.handle.block_on(self.desk.catalogue.measurement_objects(source, month))?)
    }

    /// The tests of a month that no object holds yet; they come and go sorted by test.
    fn unseen(&self, rows: &[Waiting]) -> Result<Vec<MeasurementRow>, DeskError> {
        let mut new: Vec<MeasurementRow> = rows.iter().map(|waiting| waiting.row).collect();
        for object in self.objects_of(rows[0].month)? {
            // Tests that do not count may come again: they need not be looked up.
            if !self.counted.counts_none(object.first_batch, object.last_batch) {
                self.drop_known(&mut new, &object).map_err(|error| self.unknowable(&object, error))?;
            }
        }
        Ok(new)
    }

    /// Drops the tests that an object holds; they come and go sorted by test.
    fn drop_known(&self, new: &mut Vec<MeasurementRow>, object: &MeasuredObject) -> Result<(), DeskError> {
        let mut tests = self.test_index(object)?;
        let counts = |batch: i64| self.counted.counts(batch);
        drop_seen(new, |row| Ok(tests.batch_of(row.test)?.is_some_and(counts)))?;
        if self.older.is_empty() {
            return Ok(());
        }
        // Tests of before there were namespaces are known by the source's names; those that came later
        // under such names are the source's own, and no token's.
        new.sort_unstable_by_key(|row| self.older.get(&row.test).copied());
        drop_seen(new, |row| {
            let Some(older) = self.older.get(&row.test) else { return Ok(false) };
            let is_older = |batch| batch <= self.older_batches && counts(batch);
            Ok(tests.batch_of(*older)?.is_some_and(is_older))
        })?;
        new.sort_unstable_by_key(|row| row.test);
        Ok(())
    }

    /// What it means that the tests of an object cannot be looked up: where they are damaged, no test of that
    /// month can be told from one that came before.
    fn unknowable(&self, object: &MeasuredObject, error: DeskError) -> DeskError {
        let DeskError::Lake(error) = error else { return error };
        let Some(cause) = error.cause() else { return error.into() };
        self.desk.found_damaged.add(object.damaged(DamagedKind::Tests, cause), causes(&error).to_string());
        DeskError::MonthDamaged { of: object.source.clone(), month: object.month }
    }

    pub(super) fn test_index(&self, object: &MeasuredObject) -> Result<Tests, DeskError> {
        Ok(Tests::open(self.desk.lake.open_local(&key(&object.tests_key)?)?, object.last_batch)?)
    }

    /// Writes the rows of a month, sorted by test, as an object with its tests.
    fn write(
        &self,
        month: Month,
        words: &RowWords,
        mut rows: Vec<MeasurementRow>,
    ) -> Result<MeasuredObject, DeskError> {
        let tests = rows.iter().map(|row| KnownTest { test: row.test, batch: row.batch });
        let tests = test_index::write(self.desk.lake.stage()?, tests).map_err(broken("writing tests"))?;
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

    pub(super) fn head(&self, month: Month) -> MeasurementHead {
        MeasurementHead::new(self.gate.source().clone(), month, self.desk.country.digest())
    }
}

/// Drops the rows that were seen before.
fn drop_seen(
    rows: &mut Vec<MeasurementRow>,
    mut is_seen: impl FnMut(&MeasurementRow) -> Result<bool, LakeError>,
) -> Result<(), LakeError> {
    let mut failed = None;
    rows.retain(|row| match is_seen(row) {
        Ok(seen) => !seen,
        Err(error) => {
            failed.get_or_insert(error);
            true
        }
    });
    failed.map_or(Ok(()), Err)
}

pub(super) fn key(text: &str) -> Result<Key, DeskError> {
    Key::new(text).map_err(broken("naming an object"))
}
