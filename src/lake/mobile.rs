//! Mobile coverage as Parquet: one row per layer and cell.
//!
//! `technology, mindown_kbit, minup_kbit, environment, h3`: sorted by layer, then by cell, one run of
//! row groups per layer. A layer of no extent has no row, so the layers stand in the file's metadata
//! too, under `taghtia`, in the order of the rows and with their number; a reader of ours decodes only
//! the cells, any other reader finds every column in place. A reader that has the list of cells that the
//! filing was checked against decodes no row at all: see `runs`.

mod runs;

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use arrow_array::types::UInt8Type;
use arrow_array::{
    ArrayRef, DictionaryArray, RecordBatch, StringArray, UInt8Array, UInt32Array, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::reader::ColumnReader;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::FileReader;
use parquet::schema::types::ColumnPath;

use super::declared::{FilingFile, Head};
use super::error::LakeError;
use super::rows::{LayerRows, Loaded, Provenance};
use crate::domain::{FilingKind, Layer};

/// Rows handed to the encoder, or taken from the decoder, at a time.
const BATCH: usize = 1 << 16;
/// Rows of a row group at most: what a reader must hold of one column.
const ROW_GROUP: usize = 1 << 20;
const H3_COLUMN: usize = 4;

/// A layer, and where its cells stand in a list of cells.
pub type LayerRuns = (Layer, Vec<Range<u32>>);

/// Writes layers, each with its cells in ascending order, as places in a list of cells and as H3 indexes; returns
/// them with their sizes. `list` names the list by its hash.
///
/// # Errors
/// When the output cannot be written.
pub fn write<W: Write + Send, C: Iterator<Item = (u32, u64)>>(
    out: W,
    provenance: &Provenance,
    list: &str,
    layers: impl IntoIterator<Item = (Layer, C)>,
) -> Result<(W, Vec<LayerRows>), LakeError> {
    let failed = || LakeError::parquet("mobile coverage");
    // Sorted, and each layer once, whatever the caller's order.
    let layers: BTreeMap<Layer, C> = layers.into_iter().collect();
    let mut writer = ArrowWriter::try_new(out, schema(), Some(properties())).map_err(failed())?;
    let mut written = Vec::with_capacity(layers.len());
    let mut cells = Vec::with_capacity(BATCH);
    let mut runs = runs::Writer::default();
    for (layer, mut source) in layers {
        let constants = Constants::new(&layer);
        let mut rows = 0;
        loop {
            cells.extend(source.by_ref().take(BATCH).map(|(place, h3)| {
                runs.push(place);
                h3
            }));
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
        runs.close();
        written.push((layer, rows));
    }
    if let Some((content, entry)) = runs.finish(list, writer.bytes_written())? {
        writer.write_all(&content).map_err(LakeError::io("write", Path::new("mobile coverage")))?;
        writer.append_key_value_metadata(entry);
    }
    let head = Head::new(FilingKind::MobileCoverage, provenance, &written);
    writer.append_key_value_metadata(head.key_value()?);
    Ok((writer.into_inner().map_err(failed())?, written))
}

/// Where the cells of each layer of a filing stand in a list of cells, as runs in ascending order; `None` where the
/// filing does not say so of that very list.
///
/// # Errors
/// When the object is damaged or cannot be read.
pub fn runs(file: &FilingFile, list: &str) -> Result<Option<Vec<LayerRuns>>, LakeError> {
    let layers = layers(file)?;
    let Some(index) = runs::Index::of(file.parquet.metadata().file_metadata(), list) else { return Ok(None) };
    let runs = index.read(file.object(), layers.iter().map(|(_, rows)| *rows))?;
    Ok(runs.map(|runs| layers.into_iter().map(|(layer, _)| layer).zip(runs).collect()))
}

/// Reads every layer of a filing, row by row.
///
/// Layers come one after the other: `begin` makes what one is collected into, `add` adds a cell by its H3
/// index and says whether the country has it, `finish` makes of it what is kept.
///
/// # Errors
/// When the object is damaged or cannot be read.
pub fn read<S, T>(
    file: &FilingFile,
    mut begin: impl FnMut(&Layer) -> S,
    mut add: impl FnMut(&mut S, u64) -> bool,
    mut finish: impl FnMut(S) -> T,
) -> Result<Loaded<Vec<(Layer, T)>>, LakeError> {
    let layers = layers(file)?;
    let mut unknown = 0;
    let mut cells = Cells::new(file);
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

/// The layers of a filing of mobile coverage, which add up to its rows.
fn layers(file: &FilingFile) -> Result<Vec<LayerRows>, LakeError> {
    let (object, head) = (file.object(), &file.head);
    head.must_be(object, FilingKind::MobileCoverage)?;
    let layers = head.layers();
    let rows = file.parquet.metadata().file_metadata().num_rows() as u64;
    if layers.iter().map(|(_, rows)| *rows).sum::<u64>() != rows {
        return Err(LakeError::damaged(object.key(), "its layers do not add up to its rows"));
    }
    Ok(layers)
}

/// The cell column of a file, a piece at a time, over the borders of row groups.
struct Cells<'a> {
    file: &'a FilingFile,
    next_group: usize,
    column: Option<ColumnReader>,
    buffer: Vec<i64>,
}

impl<'a> Cells<'a> {
    fn new(file: &'a FilingFile) -> Self {
        Self { file, next_group: 0, column: None, buffer: Vec::with_capacity(BATCH) }
    }

    /// Some of the next cells: at least one, at most `limit`.
    fn take(&mut self, limit: u64) -> Result<&[i64], LakeError> {
        let failed = || LakeError::parquet(self.file.object().key());
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
            if self.next_group == self.file.parquet.num_row_groups() {
                return Err(LakeError::damaged(self.file.object().key(), "it ends early"));
            }
            let group = self.file.parquet.get_row_group(self.next_group).map_err(failed())?;
            let column = group.get_column_reader(H3_COLUMN).map_err(failed())?;
            if !matches!(column, ColumnReader::Int64ColumnReader(_)) {
                return Err(LakeError::damaged(self.file.object().key(), "its cells are no 64-bit numbers"));
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
