//! Mobile coverage as Parquet: one row per layer and cell.
//!
//! `technology, mindown_kbit, minup_kbit, environment, h3`: sorted by layer, then by cell, one run of
//! row groups per layer. A layer of no extent has no row, so the layers stand in the file's metadata
//! too, under `taghtia`, in the order of the rows and with their number; a reader of ours decodes only
//! the cells, any other reader finds every column in place.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use arrow_array::types::UInt8Type;
use arrow_array::{
    ArrayRef, DictionaryArray, RecordBatch, StringArray, UInt8Array, UInt32Array, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::reader::ColumnReader;
use parquet::file::metadata::{FileMetaData, KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnPath;
use serde::{Deserialize, Serialize};

use super::error::LakeError;
use super::object::Object;
use super::rows::{LayerRows, Loaded, Provenance};
use crate::domain::{FilingKind, Layer};

/// Rows handed to the encoder, or taken from the decoder, at a time.
const BATCH: usize = 1 << 16;
/// Rows of a row group at most: what a reader must hold of one column.
const ROW_GROUP: usize = 1 << 20;
const METADATA_KEY: &str = "taghtia";
const FORMAT: u32 = 1;
const H3_COLUMN: usize = 4;

/// What a file's metadata says of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    format: u32,
    kind: FilingKind,
    operator: crate::domain::OperatorId,
    pack_digest: String,
    layers: Vec<HeadLayer>,
}

#[derive(Debug, Serialize, Deserialize)]
struct HeadLayer {
    #[serde(flatten)]
    layer: Layer,
    rows: u64,
}

impl Head {
    pub(super) fn new(kind: FilingKind, provenance: &Provenance, layers: &[LayerRows]) -> Self {
        let layers =
            layers.iter().map(|(layer, rows)| HeadLayer { layer: layer.clone(), rows: *rows }).collect();
        Self {
            format: FORMAT,
            kind,
            operator: provenance.operator.clone(),
            pack_digest: provenance.pack_digest.clone(),
            layers,
        }
    }

    pub(super) fn key_value(&self) -> Result<KeyValue, LakeError> {
        let text =
            serde_json::to_string(self).map_err(|error| LakeError::damaged("a file's metadata", error))?;
        Ok(KeyValue::new(METADATA_KEY.to_owned(), text))
    }

    /// Reads the metadata of a file that must hold this kind.
    pub(super) fn read(object: &Object, file: &FileMetaData, kind: FilingKind) -> Result<Self, LakeError> {
        let head = Self::of(object, file)?;
        if head.kind == kind {
            return Ok(head);
        }
        Err(LakeError::damaged(object.key(), format!("it holds {}, not {kind}", head.kind)))
    }

    /// Reads the metadata of a file of any kind.
    pub(super) fn of(object: &Object, file: &FileMetaData) -> Result<Self, LakeError> {
        let text = file
            .key_value_metadata()
            .and_then(|pairs| pairs.iter().find(|pair| pair.key == METADATA_KEY))
            .and_then(|pair| pair.value.as_deref())
            .ok_or_else(|| LakeError::damaged(object.key(), "its metadata is missing"))?;
        let head: Self =
            serde_json::from_str(text).map_err(|error| LakeError::damaged(object.key(), error))?;
        if head.format != FORMAT {
            let problem = format!("it holds {} in format {}", head.kind, head.format);
            return Err(LakeError::damaged(object.key(), problem));
        }
        Ok(head)
    }

    pub(super) fn kind(&self) -> FilingKind {
        self.kind
    }

    pub(super) fn operator(&self) -> &crate::domain::OperatorId {
        &self.operator
    }

    pub(super) fn layers(self) -> Vec<LayerRows> {
        self.layers.into_iter().map(|declared| (declared.layer, declared.rows)).collect()
    }
}

/// Writes layers, each with its H3 indexes in ascending order; returns them with their sizes.
///
/// # Errors
/// When the output cannot be written.
pub fn write<W: Write + Send, C: Iterator<Item = u64>>(
    out: W,
    provenance: &Provenance,
    layers: impl IntoIterator<Item = (Layer, C)>,
) -> Result<(W, Vec<LayerRows>), LakeError> {
    let failed = || LakeError::parquet("mobile coverage");
    // Sorted, and each layer once, whatever the caller's order.
    let layers: BTreeMap<Layer, C> = layers.into_iter().collect();
    let mut writer = ArrowWriter::try_new(out, schema(), Some(properties())).map_err(failed())?;
    let mut written = Vec::with_capacity(layers.len());
    let mut cells = Vec::with_capacity(BATCH);
    for (layer, mut source) in layers {
        let constants = Constants::new(&layer);
        let mut rows = 0;
        loop {
            cells.extend(source.by_ref().take(BATCH));
            if cells.is_empty() {
                break;
            }
            rows += cells.len() as u64;
            let batch = constants.batch(std::mem::replace(&mut cells, Vec::with_capacity(BATCH)));
            writer
                .write(&batch.map_err(|error| LakeError::damaged("a batch of cells", error))?)
                .map_err(failed())?;
        }
        writer.flush().map_err(failed())?;
        written.push((layer, rows));
    }
    let head = Head::new(FilingKind::MobileCoverage, provenance, &written);
    writer.append_key_value_metadata(head.key_value()?);
    Ok((writer.into_inner().map_err(failed())?, written))
}

/// Reads every layer of a filing.
///
/// Layers come one after the other: `begin` makes what one is collected into, `add` adds a cell by its H3
/// index and says whether the country has it, `finish` makes of it what is kept.
///
/// # Errors
/// When the object is damaged or cannot be read.
pub fn read<S, T>(
    object: &Object,
    mut begin: impl FnMut(&Layer) -> S,
    mut add: impl FnMut(&mut S, u64) -> bool,
    mut finish: impl FnMut(S) -> T,
) -> Result<Loaded<Vec<(Layer, T)>>, LakeError> {
    let failed = || LakeError::parquet(object.key());
    let file = SerializedFileReader::new(object.clone()).map_err(failed())?;
    let head = Head::read(object, file.metadata().file_metadata(), FilingKind::MobileCoverage)?;
    let rows = file.metadata().file_metadata().num_rows() as u64;
    let layers = head.layers();
    if layers.iter().map(|(_, rows)| *rows).sum::<u64>() != rows {
        return Err(LakeError::damaged(object.key(), "its layers do not add up to its rows"));
    }
    let mut unknown = 0;
    let mut cells = Cells::new(object, &file);
    let mut content = Vec::with_capacity(layers.len());
    for (layer, mut left) in layers {
        let mut collected = begin(&layer);
        while left > 0 {
            let some = cells.take(left)?;
            left -= some.len() as u64;
            unknown += some.iter().filter(|cell| !add(&mut collected, **cell as u64)).count() as u64;
        }
        content.push((layer, finish(collected)));
    }
    Ok(Loaded { content, unknown })
}

/// The cell column of a file, a piece at a time, over the borders of row groups.
struct Cells<'a> {
    object: &'a Object,
    file: &'a SerializedFileReader<Object>,
    next_group: usize,
    column: Option<ColumnReader>,
    buffer: Vec<i64>,
}

impl<'a> Cells<'a> {
    fn new(object: &'a Object, file: &'a SerializedFileReader<Object>) -> Self {
        Self { object, file, next_group: 0, column: None, buffer: Vec::with_capacity(BATCH) }
    }

    /// Some of the next cells: at least one, at most `limit`.
    fn take(&mut self, limit: u64) -> Result<&[i64], LakeError> {
        let failed = || LakeError::parquet(self.object.key());
        loop {
            if let Some(ColumnReader::Int64ColumnReader(column)) = &mut self.column {
                self.buffer.clear();
                let wanted = limit.min(BATCH as u64) as usize;
                let (records, _, _) =
                    column.read_records(wanted, None, None, &mut self.buffer).map_err(failed())?;
                if records > 0 {
                    return Ok(&self.buffer);
                }
            }
            if self.next_group == self.file.num_row_groups() {
                return Err(LakeError::damaged(self.object.key(), "it ends early"));
            }
            let group = self.file.get_row_group(self.next_group).map_err(failed())?;
            let column = group.get_column_reader(H3_COLUMN).map_err(failed())?;
            if !matches!(column, ColumnReader::Int64ColumnReader(_)) {
                return Err(LakeError::damaged(self.object.key(), "its cells are no 64-bit numbers"));
            }
            self.column = Some(column);
            self.next_group += 1;
        }
    }
}

/// The columns that are the same in every row of a layer.
struct Constants {
    layer: Layer,
}

impl Constants {
    fn new(layer: &Layer) -> Self {
        Self { layer: layer.clone() }
    }

    fn batch(&self, cells: Vec<u64>) -> Result<RecordBatch, arrow_schema::ArrowError> {
        let rows = cells.len();
        let number = |value: u32| -> ArrayRef { Arc::new(UInt32Array::from(vec![value; rows])) };
        RecordBatch::try_new(
            schema(),
            vec![
                word(self.layer.technology.as_str(), rows)?,
                number(self.layer.mindown.kbit()),
                number(self.layer.minup.kbit()),
                word(self.layer.environment.as_str(), rows)?,
                Arc::new(UInt64Array::from(cells)),
            ],
        )
    }
}

/// A column of one word.
fn word(text: &str, rows: usize) -> Result<ArrayRef, arrow_schema::ArrowError> {
    let values = Arc::new(StringArray::from(vec![text]));
    Ok(Arc::new(DictionaryArray::<UInt8Type>::try_new(UInt8Array::from(vec![0; rows]), values)?))
}

fn schema() -> Arc<Schema> {
    let word = || DataType::Dictionary(Box::new(DataType::UInt8), Box::new(DataType::Utf8));
    Arc::new(Schema::new(vec![
        Field::new("technology", word(), false),
        Field::new("mindown_kbit", DataType::UInt32, false),
        Field::new("minup_kbit", DataType::UInt32, false),
        Field::new("environment", word(), false),
        Field::new("h3", DataType::UInt64, false),
    ]))
}

fn properties() -> WriterProperties {
    let h3 = ColumnPath::from("h3");
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_column_dictionary_enabled(h3.clone(), false)
        // Neighbours in H3 order differ by small multiples of one step: a bit or two per cell.
        .set_column_encoding(h3, Encoding::DELTA_BINARY_PACKED)
        .set_sorting_columns(Some(
            (0..=H3_COLUMN as i32)
                .map(|column_idx| SortingColumn { column_idx, descending: false, nulls_first: false })
                .collect(),
        ))
        .build()
}
