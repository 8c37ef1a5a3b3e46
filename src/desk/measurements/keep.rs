//! Keeping what the door let in: objects of new tests, one commit, and small objects merged into one.

use std::collections::BTreeMap;

use h3o::{LatLng, Resolution};

use super::CHUNK;
use super::door::{Door, Waiting};
use crate::catalogue::{MeasuredObject, NewBatch};
use crate::desk::{DeskError, broken};
use crate::domain::Month;
use crate::intake::measurements::{Details, Placed};
use crate::lake::measurements::{
    MeasurementHead, MeasurementObject, MeasurementRow, MeasurementWriter, ROW_GROUP, RowWords,
};
use crate::lake::tests_of::{self, KnownTest, Tests};
use crate::lake::{Key, LakeError};

/// Objects of a month of a source from which small ones are merged.
const MANY_OBJECTS: usize = 16;

impl Door<'_> {
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
            namespaces: self.gate.namespace().into_iter().cloned().collect(),
            methods: self.gate.methods().to_vec(),
            bands: self.gate.bands().to_vec(),
        }
    }

    fn objects_of(&self, month: Month) -> Result<Vec<MeasuredObject>, DeskError> {
        let source = self.gate.source();
        Ok(self.handle.block_on(self.desk.catalogue.measurement_objects(source, month))?)
    }

    /// The tests of a month that no object holds yet; they come and go sorted by test.
    fn unseen(&self, rows: &[Waiting]) -> Result<Vec<MeasurementRow>, DeskError> {
        let mut new: Vec<MeasurementRow> = rows.iter().map(|waiting| waiting.row).collect();
        for object in self.objects_of(rows[0].month)? {
            let mut tests = self.tests_of(&object)?;
            let counts = |batch: i64| self.counted.counts(batch);
            drop_seen(&mut new, |row| Ok(tests.batch_of(row.test)?.is_some_and(counts)))?;
            if self.older.is_empty() {
                continue;
            }
            // Tests of before there were namespaces are known by the source's names; those that came later
            // under such names are the source's own, and no token's.
            new.sort_unstable_by_key(|row| self.older.get(&row.test).copied());
            drop_seen(&mut new, |row| {
                let Some(older) = self.older.get(&row.test) else { return Ok(false) };
                let is_older = |batch| batch <= self.older_batches && counts(batch);
                Ok(tests.batch_of(*older)?.is_some_and(is_older))
            })?;
            new.sort_unstable_by_key(|row| row.test);
        }
        Ok(new)
    }

    fn tests_of(&self, object: &MeasuredObject) -> Result<Tests, DeskError> {
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
            let stored = MeasurementObject::open(self.desk.lake.open_local(&key(&object.data_key)?)?)?
                .with_older_batch(object.last_batch);
            for group in 0..stored.groups() {
                rows.extend(stored.rows_of(group, &self.desk.time_zone, &mut words)?);
            }
            tests.extend(self.tests_of(object)?.all()?);
        }
        // Tests of what was withdrawn may come again, so they are not known any more; their rows stay.
        tests.retain(|known| self.counted.counts(known.batch));
        tests.sort_unstable();
        self.check_counts(month, &rows, &tests)?;
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

    /// Refuses to merge what does not belong together: each batch that counts has as many rows as tests.
    fn check_counts(
        &self,
        month: Month,
        rows: &[MeasurementRow],
        tests: &[KnownTest],
    ) -> Result<(), DeskError> {
        let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
        for row in rows.iter().filter(|row| self.counted.counts(row.batch)) {
            *counts.entry(row.batch).or_default() += 1;
        }
        for known in tests {
            *counts.entry(known.batch).or_default() -= 1;
        }
        if counts.values().all(|count| *count == 0) {
            return Ok(());
        }
        let what = format!("{} of {month}", self.gate.source());
        let problem = format!("{} rows and {} tests", rows.len(), tests.len());
        Err(LakeError::Damaged { what, problem }.into())
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

fn key(text: &str) -> Result<Key, DeskError> {
    Key::new(text).map_err(broken("naming an object"))
}

/// A test as it is kept: of its position, only the cell.
pub(super) fn row(
    placed: &Placed,
    namespace: Option<u16>,
    zone: &jiff::tz::TimeZone,
) -> Result<MeasurementRow, DeskError> {
    let Details { method, outcome, device, accuracy_m, weight, environment, band, signal } = placed.details;
    let position =
        LatLng::new(placed.position.lat, placed.position.lon).map_err(broken("finding a test's cell"))?;
    Ok(MeasurementRow {
        test: placed.test,
        at_ms: placed.at.as_millisecond(),
        local_day: zone.to_datetime(placed.at).date(),
        cell: position.to_cell(Resolution::Nine).into(),
        accuracy_m,
        batch: 0,
        namespace,
        commune: placed.commune,
        operator: placed.operator,
        technology: placed.technology,
        probe: placed.probe,
        method,
        outcome,
        device,
        weight,
        environment,
        band,
        signal,
        values: placed.values,
        jitter: placed.jitter,
    })
}
