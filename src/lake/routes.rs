//! A fibre network as `GeoParquet`: one row per node or span, its place as WKB.
//!
//! The members of the standard (OFDS) that are published, under their names; all else stands in the
//! original, which is kept too. What describes the parts of the network stands in the file's metadata
//! under `taghtia.networks`, so that a part of no rows is there as well.

use std::io::Write;
use std::sync::Arc;

use arrow_array::builder::{
    BinaryBuilder, BooleanBuilder, Date32Builder, Float64Builder, ListBuilder, StringBuilder, UInt32Builder,
    UInt64Builder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use jiff::civil::Date;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::declared::Head;
use super::error::LakeError;
use super::object::Object;
use super::rows::Provenance;
use crate::domain::{FibreNetwork, FibreNode, FibreSpan, FilingKind, LonLat, NetworkHead, RouteStatus};

/// Rows of a row group.
const ROW_GROUP: usize = 1 << 14;
const NETWORKS_KEY: &str = "taghtia.networks";
/// What makes it `GeoParquet` 1.1; without `crs` positions are longitude and latitude of CRS84.
const GEO: &str = r#"{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point","LineString"]}}}"#;
/// The day that Arrow counts from.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Writes a network.
///
/// # Errors
/// When the output cannot be written.
pub fn write<W: Write + Send>(
    out: W,
    provenance: &Provenance,
    network: &FibreNetwork,
) -> Result<W, LakeError> {
    let failed = || LakeError::parquet("a network");
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .build();
    let mut writer = ArrowWriter::try_new(out, schema(), Some(properties)).map_err(failed())?;
    let arrow = |error: arrow_schema::ArrowError| LakeError::damaged("a network", error);
    let head = |place: u32| network.networks.get(place as usize).map_or("", |head| head.id.as_str());
    for nodes in network.nodes.chunks(ROW_GROUP) {
        let mut columns = Columns::default();
        for node in nodes {
            columns.node(node, head(node.network));
        }
        writer.write(&columns.finish().map_err(arrow)?).map_err(failed())?;
    }
    for spans in network.spans.chunks(ROW_GROUP) {
        let mut columns = Columns::default();
        for span in spans {
            columns.span(span, head(span.network));
        }
        writer.write(&columns.finish().map_err(arrow)?).map_err(failed())?;
    }
    writer.append_key_value_metadata(Head::new(FilingKind::FibreNetwork, provenance, &[]).key_value()?);
    let heads = serde_json::to_string(&network.networks)
        .map_err(|error| LakeError::damaged("a network's metadata", error))?;
    writer.append_key_value_metadata(KeyValue::new(NETWORKS_KEY.to_owned(), heads));
    writer.append_key_value_metadata(KeyValue::new("geo".to_owned(), GEO.to_owned()));
    writer.into_inner().map_err(failed())
}

/// Reads a network.
///
/// # Errors
/// When the object is damaged or cannot be read.
pub fn read(object: &Object) -> Result<FibreNetwork, LakeError> {
    let failed = || LakeError::parquet(object.key());
    let builder = ParquetRecordBatchReaderBuilder::try_new(object.clone()).map_err(failed())?;
    let file = builder.metadata().file_metadata();
    Head::read(object, file, FilingKind::FibreNetwork)?;
    let heads = file
        .key_value_metadata()
        .and_then(|pairs| pairs.iter().find(|pair| pair.key == NETWORKS_KEY))
        .and_then(|pair| pair.value.as_deref())
        .ok_or_else(|| LakeError::damaged(object.key(), "its networks are missing"))?;
    let networks: Vec<NetworkHead> =
        serde_json::from_str(heads).map_err(|error| LakeError::damaged(object.key(), error))?;
    let mut network = FibreNetwork { networks, ..FibreNetwork::default() };
    for batch in builder.build().map_err(failed())? {
        let batch = batch.map_err(|error| LakeError::damaged(object.key(), error))?;
        add(&batch, &mut network)
            .ok_or_else(|| LakeError::damaged(object.key(), "its columns are not those of a network"))?;
    }
    Ok(network)
}

fn list() -> ListBuilder<StringBuilder> {
    ListBuilder::new(StringBuilder::new()).with_field(Field::new("item", DataType::Utf8, false))
}

/// The columns of one row group.
struct Columns {
    feature: StringBuilder,
    network: UInt32Builder,
    network_id: StringBuilder,
    id: StringBuilder,
    name: StringBuilder,
    phase: StringBuilder,
    status: StringBuilder,
    kinds: ListBuilder<StringBuilder>,
    access_point: BooleanBuilder,
    start: StringBuilder,
    end: StringBuilder,
    ready: Date32Builder,
    media: ListBuilder<StringBuilder>,
    deployment: ListBuilder<StringBuilder>,
    capacity: Float64Builder,
    fibre_count: UInt64Builder,
    geometry: BinaryBuilder,
}

impl Default for Columns {
    fn default() -> Self {
        let text = StringBuilder::new;
        Self {
            feature: text(),
            network: UInt32Builder::new(),
            network_id: text(),
            id: text(),
            name: text(),
            phase: text(),
            status: text(),
            kinds: list(),
            access_point: BooleanBuilder::new(),
            start: text(),
            end: text(),
            ready: Date32Builder::new(),
            media: list(),
            deployment: list(),
            capacity: Float64Builder::new(),
            fibre_count: UInt64Builder::new(),
            geometry: BinaryBuilder::new(),
        }
    }
}

impl Columns {
    fn node(&mut self, node: &FibreNode, network_id: &str) {
        self.feature.append_value("node");
        self.network.append_value(node.network);
        self.network_id.append_value(network_id);
        self.id.append_value(&node.id);
        self.name.append_option(node.name.as_deref());
        self.phase.append_option(node.phase.as_deref());
        self.status.append_option(node.status.map(RouteStatus::as_str));
        self.kinds.append_value(node.kinds.iter().map(Some));
        self.access_point.append_option(node.access_point);
        self.start.append_null();
        self.end.append_null();
        self.ready.append_null();
        self.media.append_value(std::iter::empty::<Option<&str>>());
        self.deployment.append_value(std::iter::empty::<Option<&str>>());
        self.capacity.append_null();
        self.fibre_count.append_null();
        self.geometry.append_option(node.location.map(point));
    }

    fn span(&mut self, span: &FibreSpan, network_id: &str) {
        self.feature.append_value("span");
        self.network.append_value(span.network);
        self.network_id.append_value(network_id);
        self.id.append_value(&span.id);
        self.name.append_option(span.name.as_deref());
        self.phase.append_option(span.phase.as_deref());
        self.status.append_option(span.status.map(RouteStatus::as_str));
        self.kinds.append_value(std::iter::empty::<Option<&str>>());
        self.access_point.append_null();
        self.start.append_option(span.start.as_deref());
        self.end.append_option(span.end.as_deref());
        let days = |date: Date| (date - EPOCH).get_days();
        self.ready.append_option(span.ready_for_service.map(days));
        self.media.append_value(span.media.iter().map(Some));
        self.deployment.append_value(span.deployment.iter().map(Some));
        self.capacity.append_option(span.capacity);
        self.fibre_count.append_option(span.fibre_count);
        self.geometry.append_option((!span.route.is_empty()).then(|| line(&span.route)));
    }

    fn finish(mut self) -> Result<RecordBatch, arrow_schema::ArrowError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.feature.finish()),
            Arc::new(self.network.finish()),
            Arc::new(self.network_id.finish()),
            Arc::new(self.id.finish()),
            Arc::new(self.name.finish()),
            Arc::new(self.phase.finish()),
            Arc::new(self.status.finish()),
            Arc::new(self.kinds.finish()),
            Arc::new(self.access_point.finish()),
            Arc::new(self.start.finish()),
            Arc::new(self.end.finish()),
            Arc::new(self.ready.finish()),
            Arc::new(self.media.finish()),
            Arc::new(self.deployment.finish()),
            Arc::new(self.capacity.finish()),
            Arc::new(self.fibre_count.finish()),
            Arc::new(self.geometry.finish()),
        ];
        RecordBatch::try_new(schema(), columns)
    }
}

fn schema() -> Arc<Schema> {
    let texts = || DataType::List(Arc::new(Field::new("item", DataType::Utf8, false)));
    let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
    Arc::new(Schema::new(vec![
        text("feature", false),
        Field::new("network", DataType::UInt32, false),
        text("network_id", false),
        text("id", false),
        text("name", true),
        text("phase", true),
        text("status", true),
        Field::new("type", texts(), false),
        Field::new("accessPoint", DataType::Boolean, true),
        text("start", true),
        text("end", true),
        Field::new("readyForServiceDate", DataType::Date32, true),
        Field::new("transmissionMedium", texts(), false),
        Field::new("deployment", texts(), false),
        Field::new("capacity", DataType::Float64, true),
        Field::new("fibreCount", DataType::UInt64, true),
        Field::new("geometry", DataType::Binary, true),
    ]))
}

/// Adds a batch's rows; nothing if it is no such batch.
fn add(batch: &RecordBatch, network: &mut FibreNetwork) -> Option<()> {
    let text = |name| batch.column_by_name(name)?.as_string_opt::<i32>();
    let (feature, id, name) = (text("feature")?, text("id")?, text("name")?);
    let (phase, status) = (text("phase")?, text("status")?);
    let (start, end) = (text("start")?, text("end")?);
    let texts = |name: &str, row: usize| {
        let list = batch.column_by_name(name)?.as_list_opt::<i32>()?.value(row);
        let words = list.as_string_opt::<i32>()?;
        Some(words.iter().flatten().map(ToOwned::to_owned).collect::<Vec<String>>())
    };
    let part = batch.column_by_name("network")?.as_primitive_opt::<UInt32Type>()?;
    let access = batch.column_by_name("accessPoint")?.as_boolean_opt()?;
    let ready = batch.column_by_name("readyForServiceDate")?.as_primitive_opt::<Date32Type>()?;
    let capacity = batch.column_by_name("capacity")?.as_primitive_opt::<Float64Type>()?;
    let fibres = batch.column_by_name("fibreCount")?.as_primitive_opt::<UInt64Type>()?;
    let geometry = batch.column_by_name("geometry")?.as_binary_opt::<i32>()?;
    let option = |column: &arrow_array::StringArray, row: usize| {
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    for row in 0..batch.num_rows() {
        let status = match option(status, row) {
            Some(word) => Some(word.parse().ok()?),
            None => None,
        };
        let positions = if geometry.is_valid(row) { positions(geometry.value(row))? } else { Vec::new() };
        let (own, id) = (part.value(row), id.value(row).to_owned());
        let (name, phase) = (option(name, row), option(phase, row));
        if feature.value(row) == "node" {
            network.nodes.push(FibreNode {
                network: own,
                id,
                name,
                phase,
                status,
                location: positions.first().copied(),
                kinds: texts("type", row)?,
                access_point: access.is_valid(row).then(|| access.value(row)),
            });
            continue;
        }
        let day = |days: i32| EPOCH.checked_add(jiff::Span::new().try_days(days).ok()?).ok();
        network.spans.push(FibreSpan {
            network: own,
            id,
            name,
            phase,
            status,
            start: option(start, row),
            end: option(end, row),
            ready_for_service: ready.is_valid(row).then(|| ready.value(row)).and_then(day),
            route: positions,
            media: texts("transmissionMedium", row)?,
            deployment: texts("deployment", row)?,
            capacity: capacity.is_valid(row).then(|| capacity.value(row)),
            fibre_count: fibres.is_valid(row).then(|| fibres.value(row)),
        });
    }
    Some(())
}

/// Well-known binary, little-endian, of a point.
fn point(at: LonLat) -> Vec<u8> {
    let mut bytes = vec![1, 1, 0, 0, 0];
    bytes.extend(at.lon.to_le_bytes());
    bytes.extend(at.lat.to_le_bytes());
    bytes
}

/// Well-known binary, little-endian, of a line.
fn line(route: &[LonLat]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(9 + route.len() * 16);
    bytes.extend([1, 2, 0, 0, 0]);
    bytes.extend((route.len() as u32).to_le_bytes());
    for at in route {
        bytes.extend(at.lon.to_le_bytes());
        bytes.extend(at.lat.to_le_bytes());
    }
    bytes
}

/// The positions of well-known binary as written here.
fn positions(bytes: &[u8]) -> Option<Vec<LonLat>> {
    let (pairs, count) = match bytes {
        [1, 1, 0, 0, 0, rest @ ..] => (rest, 1),
        [1, 2, 0, 0, 0, a, b, c, d, rest @ ..] => (rest, u32::from_le_bytes([*a, *b, *c, *d]) as usize),
        _ => return None,
    };
    let (pairs, left) = pairs.as_chunks::<16>();
    let number = |bytes: &[u8]| bytes.try_into().ok().map(f64::from_le_bytes);
    (left.is_empty() && pairs.len() == count).then_some(())?;
    pairs.iter().map(|pair| Some(LonLat { lon: number(&pair[..8])?, lat: number(&pair[8..])? })).collect()
}
