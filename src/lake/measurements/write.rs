//! Objects of measurements as they are written: the columns of row format 2.
//!
//! Owns the schema and how each column is packed. Columns that are constant or empty in most objects
//! (batch, namespace, method and all that phones tell of the radio) are dictionaries or nulls, which
//! shrink to a few bytes a row group.

use std::io::Write;
use std::sync::Arc;

use arrow_array::types::UInt16Type;
use arrow_array::{
    ArrayRef, Date32Array, DictionaryArray, Float32Array, Int64Array, RecordBatch, StringArray, UInt16Array,
    UInt64Array, new_null_array,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::{
    HEAD, METRIC_COLUMNS, MeasurementHead, MeasurementRow, ROW_GROUP, RowWords, SIGNAL_COLUMNS, days_of,
};
use crate::domain::{
    BandId, DevicePseudonym, Environment, MethodId, Metric, OperatorId, ProbeId, TechnologyId, TestOutcome,
    TokenId,
};
use crate::lake::LakeError;

/// Rows up to which columns are not compressed: setting up a compressor, and a decompressor, for each of thirty columns
/// costs more than so few rows take. Merging packs them.
const PLAIN_MOST: usize = 200;

/// Writes rows, sorted as the module says, and returns the output.
///
/// # Errors
/// When the output cannot be written.
pub fn write<W: Write + Send>(
    out: W,
    head: &MeasurementHead,
    words: &RowWords,
    rows: &mut [MeasurementRow],
) -> Result<W, LakeError> {
    let packing = if rows.len() <= PLAIN_MOST { Compression::UNCOMPRESSED } else { packed() };
    let mut writer = MeasurementWriter::begin(out, head, words, packing)?;
    for group in rows.chunks_mut(ROW_GROUP) {
        writer.group(group)?;
    }
    writer.finish()
}

/// Writes an object row group by row group.
pub struct MeasurementWriter<'a, W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
    words: &'a RowWords,
}

impl<'a, W: Write + Send> MeasurementWriter<'a, W> {
    /// Begins an object.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn new(out: W, head: &MeasurementHead, words: &'a RowWords) -> Result<Self, LakeError> {
        Self::begin(out, head, words, packed())
    }

    fn begin(
        out: W,
        head: &MeasurementHead,
        words: &'a RowWords,
        packing: Compression,
    ) -> Result<Self, LakeError> {
        let schema = schema();
        let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties(packing)))
            .map_err(LakeError::parquet("measurements"))?;
        let text = serde_json::to_string(head).map_err(|error| LakeError::damaged("measurements", error))?;
        writer.append_key_value_metadata(KeyValue::new(HEAD.to_owned(), text));
        Ok(Self { writer, schema, words })
    }

    /// Sorts and writes the rows of one row group.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn group(&mut self, rows: &mut [MeasurementRow]) -> Result<(), LakeError> {
        rows.sort_unstable_by_key(|row| (row.commune, row.operator, row.technology, row.at_ms, row.test));
        let batch = self.batch(rows).map_err(|error| LakeError::damaged("a batch of measurements", error))?;
        self.writer
            .write(&batch)
            .and_then(|()| self.writer.flush())
            .map_err(LakeError::parquet("measurements"))
    }

    /// Ends the object.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn finish(self) -> Result<W, LakeError> {
        self.writer.into_inner().map_err(LakeError::parquet("measurements"))
    }

    fn batch(&self, rows: &[MeasurementRow]) -> Result<RecordBatch, ArrowError> {
        let words = self.words;
        let all = |key: fn(&MeasurementRow) -> u16| rows.iter().map(|row| Some(key(row))).collect();
        let some = |key: fn(&MeasurementRow) -> Option<u16>| rows.iter().map(key).collect();
        let mut columns: Vec<ArrayRef> = vec![
            column(all(|row| row.commune.0), words.communes.iter().map(|code| &**code).collect())?,
            column(all(|row| row.operator), words.operators.iter().map(OperatorId::as_str).collect())?,
            column(all(|row| row.technology), words.technologies.iter().map(TechnologyId::as_str).collect())?,
            Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.at_ms))),
            Arc::new(Date32Array::from_iter_values(rows.iter().map(|row| days_of(row.local_day)))),
            Arc::new(UInt64Array::from_iter_values(rows.iter().map(|row| row.cell))),
            floats(rows, |row| row.accuracy_m),
            Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.batch))),
            column(some(|row| row.namespace), words.namespaces.iter().map(TokenId::as_str).collect())?,
            column(some(|row| row.probe), words.probes.iter().map(ProbeId::as_str).collect())?,
            column(some(|row| row.method), words.methods.iter().map(MethodId::as_str).collect())?,
            column(
                some(|row| row.outcome.map(|outcome| outcome as u16)),
                TestOutcome::ALL.iter().map(|outcome| outcome.as_str()).collect(),
            )?,
            devices(rows),
            floats(rows, |row| row.weight),
            column(
                some(|row| row.environment.map(|environment| environment as u16)),
                Environment::ALL.iter().map(|environment| environment.as_str()).collect(),
            )?,
            column(some(|row| row.band), words.bands.iter().map(BandId::as_str).collect())?,
        ];
        columns.extend((0..SIGNAL_COLUMNS.len()).map(|at| floats(rows, |row| row.signal[at])));
        columns.extend(Metric::ALL.iter().map(|metric| floats(rows, |row| row.values[metric.index()])));
        columns.push(floats(rows, |row| row.jitter));
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }
}

/// Positions in a list of words.
fn column(keys: UInt16Array, words: Vec<&str>) -> Result<ArrayRef, ArrowError> {
    Ok(Arc::new(DictionaryArray::<UInt16Type>::try_new(keys, Arc::new(StringArray::from(words)))?))
}

/// Numbers, null where they are NaN.
fn floats(rows: &[MeasurementRow], of: impl Fn(&MeasurementRow) -> f32) -> ArrayRef {
    if rows.iter().all(|row| of(row).is_nan()) {
        return new_null_array(&DataType::Float32, rows.len());
    }
    let measured = rows.iter().map(|row| Some(of(row)).filter(|value| !value.is_nan()));
    Arc::new(measured.collect::<Float32Array>())
}

fn devices(rows: &[MeasurementRow]) -> ArrayRef {
    if rows.iter().all(|row| row.device.is_none()) {
        return new_null_array(&DataType::UInt64, rows.len());
    }
    let known = rows.iter().map(|row| row.device.map(|DevicePseudonym(device)| device));
    Arc::new(known.collect::<UInt64Array>())
}

pub(super) fn schema() -> Arc<Schema> {
    let word = DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8));
    let mut fields = vec![
        Field::new("commune", word.clone(), false),
        Field::new("operator", word.clone(), false),
        Field::new("technology", word.clone(), false),
        Field::new("at_ms", DataType::Int64, false),
        Field::new("local_day", DataType::Date32, false),
        Field::new("h3", DataType::UInt64, false),
        Field::new("accuracy_m", DataType::Float32, true),
        Field::new("batch", DataType::Int64, false),
        Field::new("namespace", word.clone(), true),
        Field::new("probe", word.clone(), true),
        Field::new("method", word.clone(), true),
        Field::new("outcome", word.clone(), true),
        Field::new("device", DataType::UInt64, true),
        Field::new("weight", DataType::Float32, true),
        Field::new("environment", word.clone(), true),
        Field::new("band", word, true),
    ];
    fields.extend(SIGNAL_COLUMNS.iter().map(|name| Field::new(*name, DataType::Float32, true)));
    fields.extend(METRIC_COLUMNS.iter().map(|name| Field::new(*name, DataType::Float32, true)));
    fields.push(Field::new("jitter_ms", DataType::Float32, true));
    Arc::new(Schema::new(fields))
}

/// How columns are packed that are worth it.
fn packed() -> Compression {
    Compression::ZSTD(ZstdLevel::default())
}

fn properties(packing: Compression) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(packing)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_statistics_enabled(EnabledStatistics::Chunk);
    // Measured values hardly repeat: a dictionary of them would only be thrown away again.
    for column in METRIC_COLUMNS.into_iter().chain(["jitter_ms"]) {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(column), false);
    }
    let at = ColumnPath::from("at_ms");
    properties
        .set_column_dictionary_enabled(at.clone(), false)
        .set_column_encoding(at, parquet::basic::Encoding::DELTA_BINARY_PACKED)
        .build()
}
