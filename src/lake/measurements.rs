//! Measurements as Parquet: one row per test, each object one month of one source.
//!
//! Rows are sorted by commune, operator and technology within a row group, so that these columns shrink
//! to runs and whoever counts meets the rows of a group side by side. Beside each object stand its
//! [tests](super::tests_of): the hashes by which a test is known again. Positions are kept to
//! a thousandth of a degree (about 100 m): the commune was found from the exact one, and nobody's home is
//! to be found in here.

use std::io::Write;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int32Type, Int64Type, UInt16Type};
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Float32Array, Int32Array, Int64Array, RecordBatch, StringArray,
    UInt16Array,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::{LakeError, Object};
use crate::domain::{CommuneId, Metric, Month, OperatorId, ProbeId, SourceId, TechnologyId};

/// Rows of a row group: what is written, and what one core counts, at a time.
pub const ROW_GROUP: usize = 1 << 20;
/// Units of a kept coordinate to a degree.
const PER_DEGREE: f64 = 1e3;
/// Key of an object's own description.
const HEAD: &str = "taghtia";

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
}

/// One test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasurementRow {
    /// By what it is known again.
    pub test: u128,
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Where it was made.
    pub commune: CommuneId,
    /// A position in the words.
    pub operator: u16,
    /// A position in the words.
    pub technology: u16,
    /// A position in the words, if a probe of ours made it.
    pub probe: Option<u16>,
    /// By metric; NaN where it was not measured.
    pub values: [f32; 4],
    /// Milliseconds; NaN where it was not measured.
    pub jitter: f32,
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
}

impl MeasurementHead {
    const KIND: &str = "measurements";

    /// The description of a month of a source.
    pub fn new(source: SourceId, month: Month, pack_digest: &str) -> Self {
        Self { kind: Self::KIND.to_owned(), source, month, pack_digest: pack_digest.to_owned() }
    }
}

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
    let mut writer = MeasurementWriter::new(out, head, words)?;
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
        let schema = schema();
        let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties()))
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
        let words = |keys: UInt16Array, words: Vec<&str>| -> Result<ArrayRef, ArrowError> {
            Ok(Arc::new(DictionaryArray::<UInt16Type>::try_new(keys, Arc::new(StringArray::from(words)))?))
        };
        let all = |key: fn(&MeasurementRow) -> u16| rows.iter().map(|row| Some(key(row))).collect();
        let floats = |of: &dyn Fn(&MeasurementRow) -> f32| -> ArrayRef {
            let measured = rows.iter().map(|row| Some(of(row)).filter(|value| !value.is_nan()));
            Arc::new(measured.collect::<Float32Array>())
        };
        let degrees = |of: fn(&MeasurementRow) -> f64| -> ArrayRef {
            let units = rows.iter().map(|row| (of(row) * PER_DEGREE).round() as i32);
            Arc::new(Int32Array::from_iter_values(units))
        };
        let mut columns: Vec<ArrayRef> = vec![
            words(all(|row| row.commune.0), self.words.communes.iter().map(|code| &**code).collect())?,
            words(all(|row| row.operator), self.words.operators.iter().map(OperatorId::as_str).collect())?,
            words(
                all(|row| row.technology),
                self.words.technologies.iter().map(TechnologyId::as_str).collect(),
            )?,
            Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.at_ms))),
            degrees(|row| row.lon),
            degrees(|row| row.lat),
            words(
                rows.iter().map(|row| row.probe).collect(),
                self.words.probes.iter().map(ProbeId::as_str).collect(),
            )?,
        ];
        columns.extend(Metric::ALL.iter().map(|metric| floats(&|row| row.values[metric.index()])));
        columns.push(floats(&|row| row.jitter));
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }
}

/// The names of the metrics' columns, by [`Metric::index`].
pub const METRIC_COLUMNS: [&str; 4] = ["download_mbps", "upload_mbps", "latency_ms", "loss"];

fn schema() -> Arc<Schema> {
    let word = DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8));
    let mut fields = vec![
        Field::new("commune", word.clone(), false),
        Field::new("operator", word.clone(), false),
        Field::new("technology", word.clone(), false),
        Field::new("at_ms", DataType::Int64, false),
        Field::new("lon_e3", DataType::Int32, false),
        Field::new("lat_e3", DataType::Int32, false),
        Field::new("probe", word, true),
    ];
    fields.extend(METRIC_COLUMNS.iter().map(|name| Field::new(*name, DataType::Float32, true)));
    fields.push(Field::new("jitter_ms", DataType::Float32, true));
    Arc::new(Schema::new(fields))
}

fn properties() -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
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

/// An object of measurements, its footer read.
#[derive(Debug, Clone)]
pub struct MeasurementObject {
    object: Object,
    metadata: ArrowReaderMetadata,
    /// What the object says of itself.
    pub head: MeasurementHead,
}

/// Columns of some rows, as they are counted. Words are positions in the lists handed in, `MAX` for
/// words that are not in them; a metric that was not asked for, or not measured, is NaN.
#[derive(Debug, Default)]
pub struct CountedRows {
    /// Communes.
    pub commune: Vec<u16>,
    /// Operators.
    pub operator: Vec<u8>,
    /// Technologies.
    pub technology: Vec<u8>,
    /// By metric; empty where it was not asked for.
    pub metrics: [Vec<f32>; 4],
}

/// How words become positions.
pub trait Positions: Sync {
    /// A commune's code.
    fn commune(&self, code: &str) -> Option<u16>;
    /// An operator's id.
    fn operator(&self, id: &str) -> Option<u8>;
    /// A technology's id.
    fn technology(&self, id: &str) -> Option<u8>;
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
        Ok(Self { object, metadata, head })
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
        metrics: &[Metric],
        positions: &dyn Positions,
        mut take: impl FnMut(&CountedRows),
    ) -> Result<(), LakeError> {
        let mut columns = vec!["commune", "operator", "technology"];
        columns.extend(metrics.iter().map(|metric| METRIC_COLUMNS[metric.index()]));
        let mut rows = CountedRows::default();
        for batch in self.reader(group, &columns)? {
            let batch = batch.map_err(|error| LakeError::damaged(self.object.key(), error))?;
            rows.fill(&batch, metrics, positions).ok_or_else(|| self.wrong())?;
            take(&rows);
        }
        Ok(())
    }

    /// Reads whole rows of one row group; their tests are not in here, and are left 0.
    ///
    /// # Errors
    /// When the object is damaged, or names a word that `words` does not have.
    pub fn rows_of(&self, group: usize, words: &mut RowWords) -> Result<Vec<MeasurementRow>, LakeError> {
        let schema = schema();
        let columns: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        let mut rows = Vec::new();
        for batch in self.reader(group, &columns)? {
            let batch = batch.map_err(|error| LakeError::damaged(self.object.key(), error))?;
            whole_rows(&batch, words, &mut rows).ok_or_else(|| self.wrong())?;
        }
        Ok(rows)
    }
}

impl CountedRows {
    fn fill(&mut self, batch: &RecordBatch, metrics: &[Metric], positions: &dyn Positions) -> Option<()> {
        fill_words(&mut self.commune, batch, "commune", u16::MAX, &|word| positions.commune(word))?;
        fill_words(&mut self.operator, batch, "operator", u8::MAX, &|word| positions.operator(word))?;
        fill_words(&mut self.technology, batch, "technology", u8::MAX, &|word| positions.technology(word))?;
        for metric in metrics {
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
        Some(())
    }
}

/// Positions of a column's words, each looked up once per batch.
fn fill_words<T: Copy>(
    out: &mut Vec<T>,
    batch: &RecordBatch,
    name: &str,
    unknown: T,
    position: &dyn Fn(&str) -> Option<T>,
) -> Option<()> {
    let column = batch.column_by_name(name)?.as_dictionary_opt::<UInt16Type>()?;
    let words = column.values().as_string_opt::<i32>()?;
    let found: Vec<T> = words.iter().map(|word| word.and_then(position).unwrap_or(unknown)).collect();
    out.clear();
    out.extend(
        column.keys().values().iter().map(|key| found.get(usize::from(*key)).copied().unwrap_or(unknown)),
    );
    Some(())
}

fn whole_rows(batch: &RecordBatch, words: &mut RowWords, rows: &mut Vec<MeasurementRow>) -> Option<()> {
    fn keys<'a>(batch: &'a RecordBatch, name: &str) -> Option<(&'a UInt16Array, Vec<&'a str>)> {
        let column = batch.column_by_name(name)?.as_dictionary_opt::<UInt16Type>()?;
        let words = column.values().as_string_opt::<i32>()?;
        Some((column.keys(), words.iter().map(Option::unwrap_or_default).collect()))
    }
    let integers = |name: &str| batch.column_by_name(name)?.as_primitive_opt::<Int32Type>();
    let floats = |name: &str| batch.column_by_name(name)?.as_primitive_opt::<Float32Type>();
    let (communes, codes) = keys(batch, "commune")?;
    let by_code: std::collections::HashMap<&str, u16> =
        words.communes.iter().enumerate().map(|(at, code)| (&**code, at as u16)).collect();
    let places: Vec<u16> = codes.iter().map(|code| by_code.get(code).copied().unwrap_or(u16::MAX)).collect();
    let (operators, operator_words) = keys(batch, "operator")?;
    let (technologies, technology_words) = keys(batch, "technology")?;
    let (probes, probe_words) = keys(batch, "probe")?;
    let operator_at = merge_words(&mut words.operators, &operator_words, OperatorId::new)?;
    let technology_at = merge_words(&mut words.technologies, &technology_words, TechnologyId::new)?;
    let probe_at = merge_words(&mut words.probes, &probe_words, ProbeId::new)?;
    let at_ms = batch.column_by_name("at_ms")?.as_primitive_opt::<Int64Type>()?;
    let (lon, lat) = (integers("lon_e3")?, integers("lat_e3")?);
    let mut metrics = Vec::with_capacity(4);
    for name in METRIC_COLUMNS {
        metrics.push(floats(name)?);
    }
    let jitter = floats("jitter_ms")?;
    let value =
        |column: &Float32Array, row: usize| if column.is_null(row) { f32::NAN } else { column.value(row) };
    for row in 0..batch.num_rows() {
        let commune = *places.get(usize::from(communes.value(row)))?;
        rows.push(MeasurementRow {
            test: 0,
            at_ms: at_ms.value(row),
            lon: f64::from(lon.value(row)) / PER_DEGREE,
            lat: f64::from(lat.value(row)) / PER_DEGREE,
            commune: CommuneId(commune).known()?,
            operator: *operator_at.get(usize::from(operators.value(row)))?,
            technology: *technology_at.get(usize::from(technologies.value(row)))?,
            probe: if probes.is_null(row) {
                None
            } else {
                Some(*probe_at.get(usize::from(probes.value(row)))?)
            },
            values: std::array::from_fn(|metric| value(metrics[metric], row)),
            jitter: value(jitter, row),
        });
    }
    Some(())
}

impl CommuneId {
    fn known(self) -> Option<Self> {
        (self.0 != u16::MAX).then_some(self)
    }
}

/// Positions of some words in a list, which gets those it lacks.
fn merge_words<T: PartialEq, E>(
    list: &mut Vec<T>,
    words: &[&str],
    read: impl Fn(&str) -> Result<T, E>,
) -> Option<Vec<u16>> {
    words
        .iter()
        .map(|word| {
            let id = read(word).ok()?;
            let at = list.iter().position(|known| *known == id).unwrap_or_else(|| {
                list.push(id);
                list.len() - 1
            });
            u16::try_from(at).ok()
        })
        .collect()
}
