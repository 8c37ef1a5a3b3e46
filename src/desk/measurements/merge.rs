//! Merging small objects of a month into one: a probe's trickle must not become thousands of files.
//!
//! Invariants: what is merged gets a new name, so all of every input is compared with its own name first,
//! whatever was remembered of it; one that is damaged is told of, and stays as it is. A merge that fails
//! is put off to the next batch, and never undoes or hides the batch that was kept.

use std::collections::BTreeMap;

use super::CHUNK;
use super::batch_writer::BatchWriter;
use super::keep::key;
use crate::catalogue::MeasuredObject;
use crate::desk::error::{DeskError, broken};
use crate::domain::{DamagedKind, Month, causes};
use crate::lake::LakeError;
use crate::lake::measurements::{MeasurementObject, MeasurementRow, MeasurementWriter, ROW_GROUP, RowWords};
use crate::lake::test_index::{self, KnownTest};

/// Objects of a month of a source from which small ones are merged.
const MANY_OBJECTS: usize = 16;

/// What is merged: whole rows, and the tests they are known by.
struct Merging {
    objects: Vec<MeasuredObject>,
    words: RowWords,
    rows: Vec<MeasurementRow>,
    tests: Vec<KnownTest>,
}

impl BatchWriter<'_> {
    /// Merges the small objects of these months where there are many.
    pub(super) fn merge_months(&self, months: &[Month]) {
        for month in months {
            match self.merge_small(*month) {
                Ok(false) => {}
                Ok(true) => self.desk.news.send_modify(|count| *count += 1),
                Err(error) => {
                    let source = self.gate.source();
                    tracing::error!(%source, %month, error = %causes(&error), "desk.measurements.not_merged");
                }
            }
        }
    }

    /// Merges the smallest objects of a month into one once there are many, and tells whether it did. The
    /// old objects stay on disk until they are swept, for those who read them.
    fn merge_small(&self, month: Month) -> Result<bool, DeskError> {
        let mut small = self.objects_of(month)?;
        // Full chunks neither count as many nor are written again.
        small.retain(|object| object.rows < CHUNK as u64);
        if small.len() < MANY_OBJECTS {
            return Ok(false);
        }
        small.sort_by_key(|object| object.rows);
        let mut sum = 0;
        small.retain(|object| {
            // What outweighs all smaller ones waits for its like: a row is written a few times, not every time.
            let fits = sum == 0 || (object.rows <= 2 * sum && sum + object.rows <= ROW_GROUP as u64);
            let fits = fits && self.is_sound(object);
            sum += if fits { object.rows } else { 0 };
            fits
        });
        let merging = self.read_all(small)?;
        if merging.objects.len() < 2 {
            return Ok(false);
        }
        self.check_counts(month, &merging.rows, &merging.tests)?;
        self.write_merged(month, merging)?;
        Ok(true)
    }

    /// Whether the rows and the tests of an object are what their names say, all of them.
    fn is_sound(&self, object: &MeasuredObject) -> bool {
        let verify =
            |name: &str| -> Result<(), DeskError> { Ok(self.desk.lake.verify(&key(name)?, &mut |_| ())?) };
        let all = [(DamagedKind::Measurements, &object.data_key), (DamagedKind::Tests, &object.tests_key)];
        let mut is_sound = true;
        for (kind, name) in all {
            let Err(error) = verify(name) else { continue };
            is_sound = false;
            match &error {
                DeskError::Lake(failed) if failed.cause().is_some() => {
                    let cause = failed.cause().unwrap_or(crate::domain::DamageCause::Altered);
                    self.desk.found_damaged.add(object.damaged(kind, cause), causes(&error).to_string());
                }
                // Short of something for a moment: it is merged another time.
                _ => tracing::warn!(object = name, error = %causes(&error), "desk.measurements.not_compared"),
            }
        }
        is_sound
    }

    /// Reads all of these objects but those whose words do not fit among the others'.
    fn read_all(&self, objects: Vec<MeasuredObject>) -> Result<Merging, DeskError> {
        let words = RowWords {
            communes: self.communes.clone(),
            operators: self.gate.operators().to_vec(),
            technologies: self.gate.technologies().to_vec(),
            ..RowWords::default()
        };
        let mut merging = Merging { objects: Vec::new(), words, rows: Vec::new(), tests: Vec::new() };
        for object in objects {
            let stored = MeasurementObject::open(self.desk.lake.open_local(&key(&object.data_key)?)?)?
                .with_older_batch(object.last_batch);
            let before = (merging.words.clone(), merging.rows.len());
            let mut is_full = false;
            for group in 0..stored.groups() {
                match stored.rows_of(group, &self.desk.time_zone, &mut merging.words) {
                    Ok(rows) => merging.rows.extend(rows),
                    Err(_too_many) if merging.words.is_full() => is_full = true,
                    Err(error) => return Err(error.into()),
                }
            }
            if is_full {
                merging.words = before.0;
                merging.rows.truncate(before.1);
                continue;
            }
            merging.tests.extend(self.test_index(&object)?.all()?);
            merging.objects.push(object);
        }
        // Tests of what was withdrawn may come again, so they are not known any more; their rows stay.
        merging.tests.retain(|known| self.counted.counts(known.batch));
        merging.tests.sort_unstable();
        Ok(merging)
    }

    fn write_merged(&self, month: Month, merging: Merging) -> Result<(), DeskError> {
        let Merging { objects: small, words, mut rows, tests } = merging;
        let staged = test_index::write(self.desk.lake.stage()?, tests.into_iter());
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
