//! The places of a list as `GeoParquet`: one row per place, in the order of its list.
//!
//! Written and read whole: a list is bounded when it comes in. What the file says of itself (`taghtia.places`: which
//! list, how many places) is held against the catalogue's row by its reader.

use std::io::Write;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, BinaryArray, Int32Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde::{Deserialize, Serialize};

use super::error::LakeError;
use super::object::Object;
use crate::domain::{ListedPlace, LonLat, PlaceListId, TerritoryCode};

const FORMAT: u32 = 1;
const HEAD_KEY: &str = "taghtia.places";
/// What makes it `GeoParquet` 1.1; without `crs` positions are longitude and latitude of CRS84.
const GEO: &str = r#"{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point"]}}}"#;

/// What a file says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: u32,
    list: PlaceListId,
    places: u64,
    pack_digest: String,
}

/// The places of a list, and which list the file says it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacesRead {
    /// The list.
    pub list: PlaceListId,
    /// Its places, in order.
    pub places: Vec<ListedPlace>,
}

/// Writes the places of a list; the pack they were located by goes with them.
///
/// # Errors
/// When the output cannot be written.
pub fn write<W: Write + Send>(
    out: W,
    list: &PlaceListId,
    pack_digest: &str,
    places: &[ListedPlace],
) -> Result<W, LakeError> {
    let failed = || LakeError::parquet("a list of places");
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        // The same rows are the same bytes, independent of who wrote them.
        .set_created_by("taghtia".to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(out, schema(), Some(properties)).map_err(failed())?;
    let batch = batch(places).map_err(|error| LakeError::damaged("a list of places", error))?;
    writer.write(&batch).map_err(failed())?;
    let head = Head {
        format: FORMAT,
        list: list.clone(),
        places: places.len() as u64,
        pack_digest: pack_digest.to_owned(),
    };
    let head =
        serde_json::to_string(&head).map_err(|error| LakeError::damaged("a file's metadata", error))?;
    writer.append_key_value_metadata(KeyValue::new(HEAD_KEY.to_owned(), head));
    writer.append_key_value_metadata(KeyValue::new("geo".to_owned(), GEO.to_owned()));
    writer.into_inner().map_err(failed())
}

/// Reads the places of a list.
///
/// # Errors
/// When the object holds something else, or cannot be read.
pub fn read(object: &Object) -> Result<PlacesRead, LakeError> {
    let failed = || LakeError::parquet(object.key());
    let damaged = |problem: &dyn std::fmt::Display| LakeError::damaged(object.key(), problem);
    let builder = ParquetRecordBatchReaderBuilder::try_new(object.clone()).map_err(failed())?;
    let pairs = builder.metadata().file_metadata().key_value_metadata();
    let head = pairs
        .and_then(|pairs| pairs.iter().find(|pair| pair.key == HEAD_KEY))
        .and_then(|pair| pair.value.as_deref())
        .ok_or_else(|| damaged(&"it holds no list of places"))?;
    let head: Head = serde_json::from_str(head).map_err(|error| damaged(&error))?;
    if head.format != FORMAT {
        return Err(damaged(&format_args!("it holds a list of places in format {}", head.format)));
    }
    let mut places = Vec::new();
    for batch in builder.build().map_err(failed())? {
        let batch = batch.map_err(|error| damaged(&error))?;
        add(&batch, &mut places).ok_or_else(|| damaged(&"its columns are not those of a list of places"))?;
    }
    if places.len() as u64 != head.places {
        return Err(damaged(&format_args!("it holds {} places and says {}", places.len(), head.places)));
    }
    Ok(PlacesRead { list: head.list, places })
}

fn schema() -> Arc<Schema> {
    let column = |name: &str, kind| Field::new(name, kind, false);
    Arc::new(Schema::new(vec![
        column("id", DataType::Utf8),
        column("name", DataType::Utf8),
        column("lon_e7", DataType::Int32),
        column("lat_e7", DataType::Int32),
        column("h3", DataType::UInt64),
        column("commune", DataType::Utf8),
        column("geometry", DataType::Binary),
    ]))
}

fn batch(places: &[ListedPlace]) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let text = |of: fn(&ListedPlace) -> &str| StringArray::from_iter_values(places.iter().map(of));
    let points: Vec<[u8; 21]> = places.iter().map(|place| point(place.position())).collect();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(text(|place| &place.id)),
        Arc::new(text(|place| &place.name)),
        Arc::new(Int32Array::from_iter_values(places.iter().map(|place| place.lon_e7))),
        Arc::new(Int32Array::from_iter_values(places.iter().map(|place| place.lat_e7))),
        Arc::new(UInt64Array::from_iter_values(places.iter().map(|place| place.h3))),
        Arc::new(text(|place| place.commune.as_str())),
        Arc::new(BinaryArray::from_iter_values(points)),
    ];
    RecordBatch::try_new(schema(), columns)
}

/// A point as little-endian WKB.
fn point(at: LonLat) -> [u8; 21] {
    let mut bytes = [0; 21];
    (bytes[0], bytes[1]) = (1, 1);
    bytes[5..13].copy_from_slice(&at.lon.to_le_bytes());
    bytes[13..].copy_from_slice(&at.lat.to_le_bytes());
    bytes
}

/// Adds the rows of a batch; `None` where it has other columns.
fn add(batch: &RecordBatch, places: &mut Vec<ListedPlace>) -> Option<()> {
    let column = |name: &str| batch.column_by_name(name).filter(|column| column.null_count() == 0);
    let text = |name: &str| column(name)?.as_string_opt::<i32>();
    let number = |name: &str| column(name)?.as_primitive_opt::<Int32Type>();
    let (ids, names, communes) = (text("id")?, text("name")?, text("commune")?);
    let (lons, lats) = (number("lon_e7")?, number("lat_e7")?);
    let cells = column("h3")?.as_primitive_opt::<UInt64Type>()?;
    for row in 0..batch.num_rows() {
        places.push(ListedPlace {
            id: ids.value(row).to_owned(),
            name: names.value(row).to_owned(),
            lon_e7: lons.value(row),
            lat_e7: lats.value(row),
            h3: cells.value(row),
            commune: TerritoryCode::new(communes.value(row)).ok()?,
        });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::Lake;

    fn place(id: &str, lon_e7: i32) -> ListedPlace {
        let commune = TerritoryCode::new("06.141.01.").expect("a code");
        let h3 = 0x0893_9a64_d2c3_ffff;
        ListedPlace { id: id.to_owned(), name: "École".to_owned(), lon_e7, lat_e7: 320_000_000, h3, commune }
    }

    #[test]
    fn places_are_read_as_they_were_written_and_the_same_rows_are_the_same_object() {
        let dir = tempfile::tempdir().expect("a folder");
        let lake = Lake::open(dir.path()).expect("opens");
        let list = PlaceListId::new("schools").expect("an id");
        let places = vec![place("a", -70_000_000), place("b", -70_000_001)];
        let put = || {
            let staged = write(lake.stage().expect("stages"), &list, "a pack", &places).expect("writes");
            lake.put_places(staged).expect("kept").key
        };
        let key = put();
        assert_eq!(key, put());
        assert!(key.as_str().starts_with("places/"));
        let read = read(&lake.get_local(&key).expect("opens")).expect("reads");
        assert_eq!(read, PlacesRead { list, places });
    }
}
