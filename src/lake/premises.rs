//! Premises as Parquet: one row per place that can order, or has, a fixed line.
//!
//! Written while the file that lists them is still being read, so that nobody holds them all: a batch
//! becomes a row group, sorted by technology and cell. Read back as sums per cell, which is all that
//! is ever published of them.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use arrow_array::cast::AsArray;
use arrow_array::types::{UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, Int32Array, RecordBatch, StringArray, UInt8Array, UInt16Array,
    UInt32Array, UInt64Array,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;

use super::declared::Head;
use super::error::LakeError;
use super::object::Object;
use super::rows::{LayerRows, Loaded, Provenance};
use crate::domain::{
    CommuneId, FilingKind, Layer, Mbps, PremisesStatus, PremisesUse, SpeedFloor, TechnologyId, TerritoryCode,
};

/// Rows of a row group: what is held in memory of a filing, 40 bytes each.
const ROW_GROUP: usize = 1 << 16;
/// Technologies a file may name: as many as its column has keys for.
const MAX_TECHNOLOGIES: usize = 250;

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PremisesRow<'a> {
    /// What is on offer.
    pub technology: &'a TechnologyId,
    /// Highest advertised speeds.
    pub speeds: SpeedFloor,
    /// Passed or connected.
    pub status: PremisesStatus,
    /// Homes and businesses behind the place.
    pub units: u32,
    /// Who is served.
    pub serves: PremisesUse,
    /// Whether latency stays within 100 ms.
    pub low_latency: bool,
    /// Degrees east, in units of 1e-7 degree.
    pub lon_e7: i32,
    /// Degrees north, in units of 1e-7 degree.
    pub lat_e7: i32,
    /// The cell it counts in.
    pub h3: u64,
    /// The commune it lies in, as a position in the writer's list.
    pub commune: CommuneId,
}

/// A row as it waits to be written.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    h3: u64,
    down_kbit: u32,
    up_kbit: u32,
    units: u32,
    lon_e7: i32,
    lat_e7: i32,
    commune: u16,
    technology: u8,
    status: u8,
    serves: u8,
    low_latency: bool,
}

/// Writes premises as they come: sorts and encodes a group on a thread of its own while the next fills.
pub struct PremisesWriter<W: Write + Send + 'static> {
    communes: usize,
    technologies: Vec<(TechnologyId, u64)>,
    waiting: Vec<Waiting>,
    groups: Option<SyncSender<Group>>,
    encoder: Option<JoinHandle<Result<ArrowWriter<W>, LakeError>>>,
}

impl<W: Write + Send + 'static> Drop for PremisesWriter<W> {
    /// Waits for the encoder, so that what was being written is gone when this returns.
    fn drop(&mut self) {
        drop(self.encoded());
    }
}

/// Rows on their way to the encoder, and the technologies their numbers mean.
struct Group {
    rows: Vec<Waiting>,
    technologies: Vec<TechnologyId>,
}

impl<W: Write + Send + 'static> PremisesWriter<W> {
    /// Begins a file. `communes` are the codes that [`PremisesRow::commune`] points into.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn new<'a>(out: W, communes: impl IntoIterator<Item = &'a TerritoryCode>) -> Result<Self, LakeError> {
        let writer = ArrowWriter::try_new(out, schema(), Some(properties()))
            .map_err(LakeError::parquet("premises"))?;
        let codes: Vec<&str> = communes.into_iter().map(TerritoryCode::as_str).collect();
        let communes = codes.len();
        let encoder = Encoder { writer, schema: schema(), communes: Arc::new(StringArray::from(codes)) };
        // One group waits while one is encoded: memory stays at three of them.
        let (groups, arriving) = sync_channel(1);
        let encoder = std::thread::Builder::new()
            .name("premises".to_owned())
            .spawn(move || encoder.run(&arriving))
            .map_err(LakeError::io("start a thread for", Path::new("premises")))?;
        Ok(Self {
            communes,
            technologies: Vec::new(),
            waiting: Vec::with_capacity(ROW_GROUP),
            groups: Some(groups),
            encoder: Some(encoder),
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the output cannot be written, or the row names a commune that is not in the list.
    pub fn push(&mut self, row: &PremisesRow<'_>) -> Result<(), LakeError> {
        if row.commune.index() >= self.communes {
            return Err(LakeError::damaged(
                "a row of premises",
                format!("there is no commune {}", row.commune.0),
            ));
        }
        let technology = self.technology(row.technology)?;
        self.technologies[technology].1 += 1;
        self.waiting.push(Waiting {
            h3: row.h3,
            down_kbit: row.speeds.down.kbit(),
            up_kbit: row.speeds.up.kbit(),
            units: row.units,
            lon_e7: row.lon_e7,
            lat_e7: row.lat_e7,
            commune: row.commune.0,
            technology: technology as u8,
            status: row.status as u8,
            serves: row.serves as u8,
            low_latency: row.low_latency,
        });
        if self.waiting.len() >= ROW_GROUP { self.hand_on() } else { Ok(()) }
    }

    fn technology(&mut self, wanted: &TechnologyId) -> Result<usize, LakeError> {
        if let Some(known) = self.technologies.iter().position(|(known, _)| known == wanted) {
            return Ok(known);
        }
        if self.technologies.len() == MAX_TECHNOLOGIES {
            return Err(LakeError::damaged("premises", format!("more than {MAX_TECHNOLOGIES} technologies")));
        }
        self.technologies.push((wanted.clone(), 0));
        Ok(self.technologies.len() - 1)
    }

    /// Hands the waiting rows to the encoder.
    fn hand_on(&mut self) -> Result<(), LakeError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let rows = std::mem::replace(&mut self.waiting, Vec::with_capacity(ROW_GROUP));
        let technologies = self.technologies.iter().map(|(id, _)| id.clone()).collect();
        let sent = self.groups.as_ref().map(|groups| groups.send(Group { rows, technologies }));
        // The encoder stops taking groups only when it failed.
        if matches!(sent, Some(Ok(()))) { Ok(()) } else { self.encoded().map(drop) }
    }

    /// Waits for the encoder to end, and says how.
    fn encoded(&mut self) -> Result<ArrowWriter<W>, LakeError> {
        self.groups = None;
        let ended = self.encoder.take().and_then(|encoder| encoder.join().ok());
        ended.unwrap_or_else(|| Err(LakeError::damaged("premises", "the encoder ended early")))
    }

    /// Ends the file: returns the output, and each declared layer with its premises.
    ///
    /// # Errors
    /// When the output cannot be written, or there are premises of a technology not declared.
    pub fn finish(
        mut self,
        provenance: &Provenance,
        declared: &[Layer],
    ) -> Result<(W, Vec<LayerRows>), LakeError> {
        self.hand_on()?;
        let mut writer = self.encoded()?;
        let mut layers: Vec<LayerRows> = declared
            .iter()
            .map(|layer| {
                let rows = self.technologies.iter().find(|(id, _)| *id == layer.technology);
                (layer.clone(), rows.map_or(0, |(_, rows)| *rows))
            })
            .collect();
        layers.sort();
        if let Some((stray, _)) =
            self.technologies.iter().find(|(id, _)| !declared.iter().any(|layer| layer.technology == *id))
        {
            return Err(LakeError::damaged("premises", format!("{stray} is not declared")));
        }
        let head = Head::new(FilingKind::FibreAvailability, provenance, &layers);
        writer.append_key_value_metadata(head.key_value()?);
        let out = writer.into_inner().map_err(LakeError::parquet("premises"))?;
        Ok((out, layers))
    }
}

/// Sorts groups of rows and writes each as a row group.
struct Encoder<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
    communes: Arc<StringArray>,
}

impl<W: Write + Send> Encoder<W> {
    fn run(mut self, groups: &Receiver<Group>) -> Result<ArrowWriter<W>, LakeError> {
        for mut group in groups {
            group.rows.sort_unstable_by_key(|row| (row.technology, row.h3, row.lon_e7, row.lat_e7));
            let batch =
                self.batch(&group).map_err(|error| LakeError::damaged("a batch of premises", error))?;
            drop(group);
            let written = self.writer.write(&batch).and_then(|()| self.writer.flush());
            written.map_err(LakeError::parquet("premises"))?;
        }
        Ok(self.writer)
    }

    fn batch(&self, group: &Group) -> Result<RecordBatch, ArrowError> {
        let rows = &group.rows;
        let technologies: Vec<&str> = group.technologies.iter().map(TechnologyId::as_str).collect();
        let status: Vec<&str> = PremisesStatus::ALL.iter().map(|word| word.as_str()).collect();
        let serves: Vec<&str> = PremisesUse::ALL.iter().map(|word| word.as_str()).collect();
        let words = |values: Vec<&str>, key: fn(&Waiting) -> u8| -> Result<ArrayRef, ArrowError> {
            let keys: UInt8Array = rows.iter().map(|row| Some(key(row))).collect();
            Ok(Arc::new(DictionaryArray::<UInt8Type>::try_new(keys, Arc::new(StringArray::from(values)))?))
        };
        let communes: UInt16Array = rows.iter().map(|row| Some(row.commune)).collect();
        let communes =
            DictionaryArray::<UInt16Type>::try_new(communes, Arc::clone(&self.communes) as ArrayRef)?;
        let columns: Vec<ArrayRef> = vec![
            words(technologies, |row| row.technology)?,
            Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.down_kbit))),
            Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.up_kbit))),
            words(status, |row| row.status)?,
            Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.units))),
            words(serves, |row| row.serves)?,
            Arc::new(rows.iter().map(|row| Some(row.low_latency)).collect::<BooleanArray>()),
            Arc::new(Int32Array::from_iter_values(rows.iter().map(|row| row.lon_e7))),
            Arc::new(Int32Array::from_iter_values(rows.iter().map(|row| row.lat_e7))),
            Arc::new(UInt64Array::from_iter_values(rows.iter().map(|row| row.h3))),
            Arc::new(communes),
        ];
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }
}

/// Units of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellUnits {
    /// The cell's ordinal in the country it was read for.
    pub ordinal: u32,
    /// Homes, those that share their place with a business included.
    pub residential: u32,
    /// Units of places where there are only businesses.
    pub business: u32,
}

/// The units of one offer, cell by cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitsByCell {
    /// What is on offer.
    pub technology: TechnologyId,
    /// At which speeds.
    pub speeds: SpeedFloor,
    /// Passed or connected. The two are disjoint: connected premises are passed too, and counted once.
    pub status: PremisesStatus,
    /// Ascending by ordinal.
    pub cells: Vec<CellUnits>,
}

/// The premises of a filing, summed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FibreUnits {
    /// The layers the filing declares, those without premises included.
    pub layers: Vec<LayerRows>,
    /// One entry per technology, speeds and status that occurs.
    pub offers: Vec<UnitsByCell>,
}

/// Reads a filing's premises as sums per cell.
///
/// `ordinal` places an H3 index in the country's cell list.
///
/// # Errors
/// When the object is damaged or cannot be read.
pub fn read(
    object: &Object,
    mut ordinal: impl FnMut(u64) -> Option<u32>,
) -> Result<Loaded<FibreUnits>, LakeError> {
    let failed = || LakeError::parquet(object.key());
    let builder = ParquetRecordBatchReaderBuilder::try_new(object.clone()).map_err(failed())?;
    let head = Head::read(object, builder.metadata().file_metadata(), FilingKind::FibreAvailability)?;
    let columns = ["technology", "down_kbit", "up_kbit", "status", "units", "use", "h3"];
    let mask = ProjectionMask::columns(builder.parquet_schema(), columns);
    let reader = builder.with_projection(mask).with_batch_size(1 << 14).build().map_err(failed())?;
    let mut sums = Sums::default();
    let mut unknown = 0;
    for batch in reader {
        let batch = batch.map_err(|error| LakeError::damaged(object.key(), error))?;
        unknown += sums
            .add(&batch, &mut ordinal)
            .ok_or_else(|| LakeError::damaged(object.key(), "its columns are not those of premises"))?;
    }
    Ok(Loaded { content: FibreUnits { layers: head.layers(), offers: sums.close() }, unknown })
}

type Offer = (TechnologyId, SpeedFloor, PremisesStatus);

/// Units as they are gathered: rows by offer, summed once all are there.
#[derive(Default)]
struct Sums {
    offers: HashMap<Offer, usize>,
    rows: Vec<(Offer, Vec<CellUnits>)>,
}

impl Sums {
    /// Adds a batch; says how many rows lie in no cell of the country, or nothing if it is no such batch.
    fn add(&mut self, batch: &RecordBatch, ordinal: &mut impl FnMut(u64) -> Option<u32>) -> Option<u64> {
        let technology = Words::<TechnologyId>::of(batch, "technology")?;
        let status = Words::<PremisesStatus>::of(batch, "status")?;
        let serves = Words::<PremisesUse>::of(batch, "use")?;
        let number = |name| batch.column_by_name(name)?.as_primitive_opt::<UInt32Type>();
        let (down, up, units) = (number("down_kbit")?, number("up_kbit")?, number("units")?);
        let h3 = batch.column_by_name("h3")?.as_primitive_opt::<UInt64Type>()?;
        let mut unknown = 0;
        // Neighbouring rows mostly share their offer: look it up only when it changes.
        let mut last = None;
        for row in 0..batch.num_rows() {
            let Some(cell) = ordinal(h3.value(row)) else {
                unknown += 1;
                continue;
            };
            let keys = (technology.key(row), status.key(row), down.value(row), up.value(row));
            let offer = match last {
                Some((known, offer)) if known == keys => offer,
                _ => {
                    let speeds = SpeedFloor { down: Mbps::from_kbit(keys.2), up: Mbps::from_kbit(keys.3) };
                    self.offer((technology.get(row)?.clone(), speeds, *status.get(row)?))
                }
            };
            last = Some((keys, offer));
            let count = units.value(row);
            let (residential, business) =
                if *serves.get(row)? == PremisesUse::Business { (0, count) } else { (count, 0) };
            self.rows[offer].1.push(CellUnits { ordinal: cell, residential, business });
        }
        Some(unknown)
    }

    fn offer(&mut self, offer: Offer) -> usize {
        let next = self.rows.len();
        let place = *self.offers.entry(offer.clone()).or_insert(next);
        if place == next {
            self.rows.push((offer, Vec::new()));
        }
        place
    }

    fn close(mut self) -> Vec<UnitsByCell> {
        self.rows.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        self.rows
            .into_iter()
            .map(|((technology, speeds, status), mut rows)| {
                rows.sort_unstable_by_key(|row| row.ordinal);
                rows.dedup_by(|row, sum| {
                    let same = row.ordinal == sum.ordinal;
                    if same {
                        sum.residential = sum.residential.saturating_add(row.residential);
                        sum.business = sum.business.saturating_add(row.business);
                    }
                    same
                });
                rows.shrink_to_fit();
                UnitsByCell { technology, speeds, status, cells: rows }
            })
            .collect()
    }
}

/// A column of words, each understood once per batch.
struct Words<'a, T> {
    column: &'a DictionaryArray<UInt8Type>,
    words: Vec<T>,
}

impl<'a, T: std::str::FromStr> Words<'a, T> {
    fn of(batch: &'a RecordBatch, name: &str) -> Option<Self> {
        let column = batch.column_by_name(name)?.as_dictionary_opt::<UInt8Type>()?;
        let words = column.values().as_string_opt::<i32>()?;
        let words = words.iter().map(|word| word?.parse().ok()).collect::<Option<Vec<T>>>()?;
        Some(Self { column, words })
    }

    fn key(&self, row: usize) -> u8 {
        self.column.keys().value(row)
    }

    fn get(&self, row: usize) -> Option<&T> {
        self.words.get(usize::from(self.key(row)))
    }
}

fn schema() -> Arc<Schema> {
    let word = |keys| DataType::Dictionary(Box::new(keys), Box::new(DataType::Utf8));
    Arc::new(Schema::new(vec![
        Field::new("technology", word(DataType::UInt8), false),
        Field::new("down_kbit", DataType::UInt32, false),
        Field::new("up_kbit", DataType::UInt32, false),
        Field::new("status", word(DataType::UInt8), false),
        Field::new("units", DataType::UInt32, false),
        Field::new("use", word(DataType::UInt8), false),
        Field::new("low_latency", DataType::Boolean, false),
        Field::new("lon_e7", DataType::Int32, false),
        Field::new("lat_e7", DataType::Int32, false),
        Field::new("h3", DataType::UInt64, false),
        Field::new("commune", word(DataType::UInt16), false),
    ]))
}

fn properties() -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_statistics_enabled(EnabledStatistics::Chunk);
    // Places hardly repeat: a dictionary of them would only be thrown away again.
    for column in ["lon_e7", "lat_e7", "h3"] {
        let column = ColumnPath::from(column);
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, parquet::basic::Encoding::DELTA_BINARY_PACKED);
    }
    properties.build()
}
