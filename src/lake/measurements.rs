//! Measurements as Parquet: one row per test, each object one month of one source.
//!
//! Rows are sorted by commune, operator and technology within a row group, so that these columns shrink
//! to runs and whoever counts meets the rows of a group side by side. Beside each object stand its
//! [tests](super::test_index): the hashes by which a test is known again.
//!
//! Row format 2, which is what is written, keeps a test's place as the resolution-9 cell of its exact
//! position (about 0.1 km²), never the position; the batch that brought it; and what is known of how it
//! was made. Format 1, which is still read, had the position rounded to a thousandth of a degree: its
//! cells are those of the rounded position, marked by an accuracy of [`ROUNDED_ACCURACY_M`]. Merging
//! objects of either format writes format 2.

mod rows;
mod write;

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float32Type, Int32Type, Int64Type, UInt16Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use h3o::{LatLng, Resolution};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};

use super::error::LakeError;
use super::object::Object;
use crate::domain::{
    BandId, CommuneId, CountedBatches, DevicePseudonym, Environment, MethodId, Metric, Month, OperatorId,
    ProbeId, SourceId, TechnologyId, TestOutcome, TokenId,
};
pub use write::{MeasurementWriter, write};

/// Rows of a row group: what is written, and what one core counts, at a time.
pub const ROW_GROUP: usize = 1 << 20;
/// How far a position rounded to a thousandth of a degree may be from the exact one, in metres: half the
/// diagonal of such a square at the equator.
pub const ROUNDED_ACCURACY_M: f32 = 79.0;
/// Units of a rounded coordinate to a degree, in format 1.
const PER_DEGREE: f64 = 1e3;
/// Key of an object's own description.
const HEAD: &str = "taghtia";
/// The row format that is written.
const FORMAT: u32 = 2;

/// The words that rows point into.
#[derive(Debug, Clone, Default)]
pub struct RowWords {
    /// Codes of the communes, by [`CommuneId`].
    pub communes: Vec<Arc<str>>,
    /// Operators.
    pub operators: Vec<OperatorId>,
    /// Technologies.
    pub technologies: Vec<TechnologyId>,
    /// Probes of ours.
    pub probes: Vec<ProbeId>,
    /// Namespaces: the tokens that tests came with.
    pub namespaces: Vec<TokenId>,
    /// Methods.
    pub methods: Vec<MethodId>,
    /// Radio bands.
    pub bands: Vec<BandId>,
}

/// Words of a kind that an object may have: rows point at them with 16 bits.
pub const WORDS_MOST: usize = u16::MAX as usize;

impl RowWords {
    /// Whether there is no place for another word of some kind.
    pub fn is_full(&self) -> bool {
        let lengths = [self.probes.len(), self.namespaces.len(), self.methods.len(), self.bands.len()];
        lengths
            .into_iter()
            .chain([self.operators.len(), self.technologies.len()])
            .any(|length| length >= WORDS_MOST)
    }
}

/// One test. What is unknown is `None`, or NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasurementRow {
    /// By what it is known again.
    pub test: u128,
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// The civil day of the test, where the country is.
    pub local_day: Date,
    /// The resolution-9 cell of its exact position.
    pub cell: u64,
    /// How far the position may be from the true one, in metres.
    pub accuracy_m: f32,
    /// The batch that brought it.
    pub batch: i64,
    /// The token whose test ids it is named among, a position in the words; none for the source's own.
    pub namespace: Option<u16>,
    /// Where it was made.
    pub commune: CommuneId,
    /// A position in the words.
    pub operator: u16,
    /// A position in the words.
    pub technology: u16,
    /// A position in the words, if a probe of ours made it.
    pub probe: Option<u16>,
    /// How it was made, a position in the words.
    pub method: Option<u16>,
    /// How it ended.
    pub outcome: Option<TestOutcome>,
    /// Which device made it.
    pub device: Option<DevicePseudonym>,
    /// How many tests it stands for.
    pub weight: f32,
    /// Where its user was.
    pub environment: Option<Environment>,
    /// The radio band, a position in the words.
    pub band: Option<u16>,
    /// RSRP in dBm, RSRQ and SINR in dB, RSSI in dBm.
    pub signal: [f32; 4],
    /// By metric; NaN where it was not measured.
    pub values: [f32; 4],
    /// Milliseconds; NaN where it was not measured.
    pub jitter: f32,
}

/// A row of which nothing is known.
impl Default for MeasurementRow {
    fn default() -> Self {
        Self {
            test: 0,
            at_ms: 0,
            local_day: Date::constant(1970, 1, 1),
            cell: 0,
            accuracy_m: f32::NAN,
            batch: 0,
            namespace: None,
            commune: CommuneId(0),
            operator: 0,
            technology: 0,
            probe: None,
            method: None,
            outcome: None,
            device: None,
            weight: f32::NAN,
            environment: None,
            band: None,
            signal: [f32::NAN; 4],
            values: [f32::NAN; 4],
            jitter: f32::NAN,
        }
    }
}

/// What an object says of itself, so that it is readable without the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MeasurementHead {
    /// What it holds.
    kind: String,
    /// Whose measurements.
    pub source: SourceId,
    /// Of which month.
    pub month: Month,
    /// The digest of the pack that placed them.
    pub pack_digest: String,
    /// The row format.
    #[serde(default = "first_format")]
    pub format: u32,
}

/// Objects did not say their format before there was a second one.
const fn first_format() -> u32 {
    1
}

impl MeasurementHead {
    const KIND: &str = "measurements";

    /// The description of a month of a source, in the format that is written.
    pub fn new(source: SourceId, month: Month, pack_digest: &str) -> Self {
        Self {
            kind: Self::KIND.to_owned(),
            source,
            month,
            pack_digest: pack_digest.to_owned(),
            format: FORMAT,
        }
    }
}

/// The names of the metrics' columns, by [`Metric::index`].
pub const METRIC_COLUMNS: [&str; 4] = ["download_mbps", "upload_mbps", "latency_ms", "loss"];
/// The names of the columns of [`MeasurementRow::signal`].
pub const SIGNAL_COLUMNS: [&str; 4] = ["rsrp_dbm", "rsrq_db", "sinr_db", "rssi_dbm"];

/// An object of measurements, its footer read.
#[derive(Debug, Clone)]
pub struct MeasurementObject {
    object: Object,
    metadata: ArrowReaderMetadata,
    /// What the object says of itself.
    pub head: MeasurementHead,
    /// Which batches' rows are counted, where some are not.
    counted: Option<CountedBatches>,
    /// The batch of rows that do not say it.
    older_batch: i64,
}

/// Which columns are read to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// These metrics.
    pub metrics: &'a [Metric],
    /// Cells and local days too.
    pub places: bool,
    /// Devices, and how exact positions are.
    pub origins: bool,
}

/// Columns of some rows, as they are counted. Words are positions in the lists handed in, `MAX` for
/// words that are not in them; a metric that was not asked for, or not measured, is NaN.
#[derive(Debug, Default)]
pub struct CountedRows {
    /// Communes.
    pub commune: Vec<u16>,
    /// Operators.
    pub operator: Vec<u16>,
    /// Technologies.
    pub technology: Vec<u16>,
    /// By metric; empty where it was not asked for.
    pub metrics: [Vec<f32>; 4],
    /// Resolution-9 cells; empty where they were not asked for.
    pub cell: Vec<u64>,
    /// Civil days where the country is, in days since 1970; empty where they were not asked for.
    pub local_day: Vec<i32>,
    /// Devices, where rows tell them; empty where they were not asked for.
    pub device: Vec<Option<u64>>,
    /// How far positions may be from the true ones, in metres, NaN where that is not known; empty where it was not
    /// asked for.
    pub accuracy: Vec<f32>,
}

/// How words become positions.
pub trait Positions: Sync {
    /// A commune's code.
    fn commune(&self, code: &str) -> Option<u16>;
    /// An operator's id.
    fn operator(&self, id: &str) -> Option<u16>;
    /// A technology's id.
    fn technology(&self, id: &str) -> Option<u16>;
    /// Where days begin and end, for rows that do not say their local day.
    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

impl MeasurementObject {
    /// Reads an object's footer.
    ///
    /// # Errors
    /// When it is no object of measurements.
    pub fn open(object: Object) -> Result<Self, LakeError> {
        let metadata =
            ArrowReaderMetadata::load(&object, parquet::arrow::arrow_reader::ArrowReaderOptions::new())
                .map_err(LakeError::parquet(object.key()))?;
        let described = metadata.metadata().file_metadata().key_value_metadata();
        let head = described.and_then(|all| all.iter().find(|pair| pair.key == HEAD)?.value.clone());
        let head: MeasurementHead = head
            .and_then(|text| serde_json::from_str(&text).ok())
            .filter(|head: &MeasurementHead| head.kind == MeasurementHead::KIND)
            .ok_or_else(|| LakeError::damaged(object.key(), "it does not say that it holds measurements"))?;
        Ok(Self { object, metadata, head, counted: None, older_batch: 0 })
    }

    /// Says which batch its rows are of where they do not say so themselves.
    #[must_use]
    pub fn with_older_batch(self, batch: i64) -> Self {
        Self { older_batch: batch, ..self }
    }

    /// Leaves out of what is counted the rows of batches that do not count.
    #[must_use]
    pub fn counting(self, batches: CountedBatches) -> Self {
        Self { counted: Some(batches), ..self }
    }

    /// Whether each row says the batch that brought it; those of format 1 do not.
    pub fn tells_batches(&self) -> bool {
        !self.is_rounded()
    }

    /// Whether its rows are of format 1, which had rounded positions and no batches.
    fn is_rounded(&self) -> bool {
        self.metadata.schema().field_with_name("h3").is_err()
    }

    /// How many row groups there are.
    pub fn groups(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    /// How many rows there are.
    pub fn rows(&self) -> u64 {
        self.metadata.metadata().file_metadata().num_rows().unsigned_abs()
    }

    fn reader(
        &self,
        group: usize,
        columns: &[&str],
    ) -> Result<parquet::arrow::arrow_reader::ParquetRecordBatchReader, LakeError> {
        let builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.object.clone(), self.metadata.clone());
        let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
        builder
            .with_projection(mask)
            .with_row_groups(vec![group])
            .with_batch_size(1 << 16)
            .build()
            .map_err(LakeError::parquet(self.object.key()))
    }

    fn wrong(&self) -> LakeError {
        LakeError::damaged(self.object.key(), "its columns are not those of measurements")
    }

    /// Reads what is counted of one row group, batch by batch.
    ///
    /// # Errors
    /// When the object is damaged or cannot be read.
    pub fn count(
        &self,
        group: usize,
        wanted: Wanted<'_>,
        positions: &dyn Positions,
        mut take: impl FnMut(&CountedRows),
    ) -> Result<(), LakeError> {
        let is_rounded = self.is_rounded();
        let by_batch = self.counted.as_ref().filter(|_| !is_rounded);
        if let Some(counted) = self.counted.as_ref().filter(|_| is_rounded)
            && !counted.counts(self.older_batch)
        {
            return Ok(());
        }
        let mut columns = vec!["commune", "operator", "technology"];
        columns.extend(wanted.metrics.iter().map(|metric| METRIC_COLUMNS[metric.index()]));
        match (wanted.places, is_rounded) {
            (true, true) => columns.extend(["lon_e3", "lat_e3", "at_ms"]),
            (true, false) => columns.extend(["h3", "local_day"]),
            (false, _) => {}
        }
        if wanted.origins && !is_rounded {
            columns.extend(["device", "accuracy_m"]);
        }
        columns.extend(by_batch.map(|_| "batch"));
        let mut rows = CountedRows::default();
        for batch in self.reader(group, &columns)? {
            let batch = batch.map_err(|error| LakeError::damaged(self.object.key(), error))?;
            rows.fill(&batch, wanted, positions).ok_or_else(|| self.wrong())?;
            if let Some(counted) = by_batch {
                rows.keep_counted(&batch, counted).ok_or_else(|| self.wrong())?;
            }
            take(&rows);
        }
        Ok(())
    }

    /// Reads whole rows of one row group; their tests are not in here, and are left 0.
    ///
    /// # Errors
    /// When the object is damaged, or names a commune that `words` does not have, or more other words than
    /// they have place for: see [`RowWords::is_full`].
    pub fn rows_of(
        &self,
        group: usize,
        zone: &TimeZone,
        words: &mut RowWords,
    ) -> Result<Vec<MeasurementRow>, LakeError> {
        let columns: Vec<&str> =
            self.metadata.schema().fields().iter().map(|field| field.name().as_str()).collect();
        let older = rows::Older { batch: self.older_batch, zone };
        let mut rows = Vec::new();
        for batch in self.reader(group, &columns)? {
            let batch = batch.map_err(|error| LakeError::damaged(self.object.key(), error))?;
            rows::whole_rows(&batch, &older, words, &mut rows).ok_or_else(|| self.wrong())?;
        }
        Ok(rows)
    }
}

impl CountedRows {
    fn fill(&mut self, batch: &RecordBatch, wanted: Wanted<'_>, positions: &dyn Positions) -> Option<()> {
        fill_words(&mut self.commune, batch, "commune", &|word| positions.commune(word))?;
        fill_words(&mut self.operator, batch, "operator", &|word| positions.operator(word))?;
        fill_words(&mut self.technology, batch, "technology", &|word| positions.technology(word))?;
        for metric in wanted.metrics {
            let name = METRIC_COLUMNS[metric.index()];
            let values = batch.column_by_name(name)?.as_primitive_opt::<Float32Type>()?;
            let column = &mut self.metrics[metric.index()];
            column.clear();
            if values.null_count() == 0 {
                column.extend_from_slice(values.values());
            } else {
                column.extend(values.iter().map(|value| value.unwrap_or(f32::NAN)));
            }
        }
        if wanted.origins {
            self.fill_origins(batch)?;
        }
        if wanted.places { self.fill_places(batch, positions) } else { Some(()) }
    }

    /// Rows of format 1 had rounded positions and no devices.
    fn fill_origins(&mut self, batch: &RecordBatch) -> Option<()> {
        self.device.clear();
        self.accuracy.clear();
        let Some(devices) = batch.column_by_name("device") else {
            self.device.resize(batch.num_rows(), None);
            self.accuracy.resize(batch.num_rows(), ROUNDED_ACCURACY_M);
            return Some(());
        };
        self.device.extend(devices.as_primitive_opt::<UInt64Type>()?);
        let accuracy = batch.column_by_name("accuracy_m")?.as_primitive_opt::<Float32Type>()?;
        self.accuracy.extend(accuracy.iter().map(|metres| metres.unwrap_or(f32::NAN)));
        Some(())
    }

    fn fill_places(&mut self, batch: &RecordBatch, positions: &dyn Positions) -> Option<()> {
        self.cell.clear();
        self.local_day.clear();
        if let Some(cells) = batch.column_by_name("h3") {
            self.cell.extend_from_slice(cells.as_primitive_opt::<UInt64Type>()?.values());
            let days = batch.column_by_name("local_day")?.as_primitive_opt::<Date32Type>()?;
            self.local_day.extend_from_slice(days.values());
            return Some(());
        }
        let zone = positions.zone();
        let lon = batch.column_by_name("lon_e3")?.as_primitive_opt::<Int32Type>()?;
        let lat = batch.column_by_name("lat_e3")?.as_primitive_opt::<Int32Type>()?;
        let at_ms = batch.column_by_name("at_ms")?.as_primitive_opt::<Int64Type>()?;
        for ((lon, lat), at) in lon.values().iter().zip(lat.values()).zip(at_ms.values()) {
            self.cell.push(rounded_cell(*lon, *lat)?);
            let at = jiff::Timestamp::from_millisecond(*at).ok()?;
            self.local_day.push(days_of(zone.to_datetime(at).date()));
        }
        Some(())
    }

    /// Drops the rows of batches that do not count.
    fn keep_counted(&mut self, batch: &RecordBatch, counted: &CountedBatches) -> Option<()> {
        let batches = batch.column_by_name("batch")?.as_primitive_opt::<Int64Type>()?;
        let kept: Vec<bool> = batches.values().iter().map(|batch| counted.counts(*batch)).collect();
        if kept.iter().all(|kept| *kept) {
            return Some(());
        }
        retain(&mut self.commune, &kept);
        retain(&mut self.operator, &kept);
        retain(&mut self.technology, &kept);
        self.metrics.iter_mut().for_each(|column| retain(column, &kept));
        retain(&mut self.cell, &kept);
        retain(&mut self.local_day, &kept);
        retain(&mut self.device, &kept);
        retain(&mut self.accuracy, &kept);
        Some(())
    }
}

/// Keeps the rows of a column that are kept; a column that was not asked for is empty.
fn retain<T>(column: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    column.retain(|_| kept.next() == Some(&true));
}

/// The resolution-9 cell of a rounded position.
fn rounded_cell(lon_e3: i32, lat_e3: i32) -> Option<u64> {
    let at = LatLng::new(f64::from(lat_e3) / PER_DEGREE, f64::from(lon_e3) / PER_DEGREE).ok()?;
    Some(at.to_cell(Resolution::Nine).into())
}

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970.
fn days_of(day: Date) -> i32 {
    day.duration_since(EPOCH).as_hours().div_euclid(24) as i32
}

/// The day `days` after the first of 1970.
fn date_of(days: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::SignedDuration::from_hours(i64::from(days) * 24)).ok()
}

/// Positions of a column's words, each looked up once per batch; `MAX` for what has none.
fn fill_words(
    out: &mut Vec<u16>,
    batch: &RecordBatch,
    name: &str,
    position: &dyn Fn(&str) -> Option<u16>,
) -> Option<()> {
    let unknown = u16::MAX;
    let column = batch.column_by_name(name)?.as_dictionary_opt::<UInt16Type>()?;
    let words = column.values().as_string_opt::<i32>()?;
    let found: Vec<u16> = words.iter().map(|word| word.and_then(position).unwrap_or(unknown)).collect();
    out.clear();
    out.extend(
        column.keys().values().iter().map(|key| found.get(usize::from(*key)).copied().unwrap_or(unknown)),
    );
    Some(())
}

#[cfg(test)]
mod tests;
