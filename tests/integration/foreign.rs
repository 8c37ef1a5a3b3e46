//! Parquet that somebody else wrote, imported: every column is read as it is, or refused by its name.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, RecordBatch,
    StringArray, StructArray, Time64MicrosecondArray, TimestampMicrosecondArray, TimestampMillisecondArray,
    UInt64Array,
};
use arrow_schema::{DataType, Field};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::{ParquetMetaDataReader, ParquetMetaDataWriter};
use serde_json::{Value, json};

use crate::process::{Server, run};

/// 2026-06-01 10:00:00 UTC, in seconds.
const AT: i64 = 1_780_308_000;

fn texts(all: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(all.to_vec()))
}

fn decimals(all: Vec<i128>, precision: u8, scale: i8) -> ArrayRef {
    Arc::new(Decimal128Array::from(all).with_precision_and_scale(precision, scale).expect("a decimal"))
}

/// Three tests in Azilal, a column of each of our fields.
fn columns() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("test_id", texts(&["a", "b", "c"])),
        ("at", Arc::new(TimestampMillisecondArray::from(vec![AT * 1000; 3]).with_timezone("UTC"))),
        ("lon", Arc::new(Float64Array::from(vec![-6.57; 3]))),
        ("lat", Arc::new(Float64Array::from(vec![31.96; 3]))),
        ("operator", texts(&["iam"; 3])),
        ("technology", texts(&["4g"; 3])),
        ("download_mbps", Arc::new(Float64Array::from(vec![20.0, 21.0, 22.0]))),
    ]
}

/// The same with some columns replaced, or added.
fn with(others: Vec<(&'static str, ArrayRef)>) -> Vec<(&'static str, ArrayRef)> {
    let mut all = columns();
    for (name, array) in others {
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some(column) => column.1 = array,
            None => all.push((name, array)),
        }
    }
    all
}

fn parquet(folder: &Path, name: &str, columns: Vec<(&'static str, ArrayRef)>) -> PathBuf {
    let path = folder.join(name);
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let file = File::create(&path).expect("created");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    path
}

fn import(data: &Path, file: &Path, source: &str) -> Output {
    let file = file.to_string_lossy();
    run(data, &["import", &*file, "--format", "parquet", "--source", source, "--json"])
}

fn receipt(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a receipt")
}

/// The country's one item of what was imported.
fn measured(data: &Path) -> Value {
    let server = Server::start(data, &["serve"]);
    let body = server.json("/api/v1/measurements?level=country");
    body["items"][0].clone()
}

#[test]
fn decimal_columns_are_read_to_their_last_digit() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let rows = 40;
    let ids: Vec<i128> = (0..rows).map(|row| 90_071_992_547_409_930_000 + row).collect();
    let speeds: Vec<i128> = (0..rows).map(|row| 12_345 + row).collect();
    let file = parquet(
        folder.path(),
        "decimals.parquet",
        vec![
            // Twenty digits: as floats they would all be one test.
            ("test_id", decimals(ids, 20, 0)),
            ("at", decimals(vec![i128::from(AT) * 1000; 40], 16, 3)),
            ("lon", decimals(vec![-657; 40], 9, 2)),
            ("lat", decimals(vec![31_960_000_000_000_000; 40], 38, 15)),
            ("operator", texts(&["iam"; 40])),
            ("technology", texts(&["4g"; 40])),
            ("download_mbps", decimals(speeds, 9, 3)),
            ("upload_mbps", decimals(vec![250; 40], 18, 2)),
        ],
    );
    let read = receipt(&import(data.path(), &file, "app"));
    assert_eq!((&read["accepted"], &read["duplicates"]), (&json!(40), &json!(0)), "{read}");
    let item = measured(data.path());
    let p50 = item["download"]["p50"].as_f64().expect("a median");
    assert!((p50 - 12.364).abs() < 1e-5, "{item}");
    assert_eq!(item["upload"]["p50"], 2.5);
}

#[test]
fn large_ids_days_and_instants_of_every_unit_are_read() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let near = i64::MAX - 2;
    let days = vec![(AT / 86_400) as i32; 3];
    let cases: [(&str, Vec<(&'static str, ArrayRef)>); 5] = [
        ("int64", vec![("test_id", Arc::new(Int64Array::from(vec![near, near + 1, near + 2])))]),
        ("uint64", vec![("test_id", Arc::new(UInt64Array::from(vec![u64::MAX - 1, u64::MAX, 7])))]),
        ("local", vec![("at", Arc::new(TimestampMicrosecondArray::from(vec![AT * 1_000_000; 3])))]),
        ("days", vec![("at", Arc::new(Date32Array::from(days)))]),
        ("long-ago", vec![("at", Arc::new(TimestampMillisecondArray::from(vec![AT; 3])))]),
    ];
    for (name, replaced) in cases {
        let file = parquet(folder.path(), &format!("{name}.parquet"), with(replaced));
        let output = import(data.path(), &file, name);
        let read: Value = serde_json::from_slice(&output.stdout).expect("a receipt");
        // Some twenty days after 1970, in milliseconds: not seconds of 2026.
        let kept = if name == "long-ago" { 0 } else { 3 };
        assert_eq!(read["accepted"], kept, "{name}: {read}");
        if name == "long-ago" {
            assert_eq!(read["refused_counts"], json!({ "time-before-2005": 3 }));
        }
    }
}

#[test]
fn columns_that_are_not_read_are_refused_by_name_before_anything_is_kept() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let inner: ArrayRef = Arc::new(Float64Array::from(vec![1.0; 3]));
    let nested = StructArray::from(vec![(Arc::new(Field::new("x", DataType::Float64, true)), inner)]);
    let cases: [(&'static str, ArrayRef, &str, &str); 4] = [
        ("download_mbps", Arc::new(BooleanArray::from(vec![true; 3])), "Boolean", "a number"),
        ("test_id", Arc::new(BinaryArray::from(vec![&b"a"[..], b"b", b"c"])), "Binary", "text (UTF-8)"),
        ("at", Arc::new(Time64MicrosecondArray::from(vec![1; 3])), "Time64", "date and time"),
        ("download_mbps", Arc::new(nested), "Struct", "flat column"),
    ];
    for (name, array, kind, expected) in cases {
        let file = parquet(folder.path(), "refused.parquet", with(vec![(name, array)]));
        let output = import(data.path(), &file, "app");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        for word in ["refused.parquet", &format!("column {name:?}"), kind, expected] {
            assert!(said.contains(word), "{word}: {said}");
        }
        // Where the column is not asked for, it does no harm.
        let file = parquet(folder.path(), "beside.parquet", with(vec![("note", texts(&["x"; 3]))]));
        let other = import(data.path(), &file, "beside");
        assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stderr));
    }
}

#[test]
fn a_compression_that_is_not_compiled_in_is_named_with_those_that_are() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let file = parquet(folder.path(), "brotli.parquet", columns());
    // The footer says Brotli: what stands in the pages does not matter, it is refused before they are read.
    let bytes = std::fs::read(&file).expect("read");
    let metadata = ParquetMetaDataReader::new().parse_and_finish(&File::open(&file).expect("opened"));
    let metadata = metadata.expect("a footer");
    let packed = metadata.row_groups().iter().map(|group| {
        let chunks = group.columns().iter().map(|chunk| {
            let brotli = Compression::BROTLI(parquet::basic::BrotliLevel::default());
            chunk.clone().into_builder().set_compression(brotli).build().expect("a chunk")
        });
        group.clone().into_builder().set_column_metadata(chunks.collect()).build().expect("a group")
    });
    let packed = metadata.clone().into_builder().set_row_groups(packed.collect()).build();
    let footer = u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().expect("four"));
    let mut changed = bytes[..bytes.len() - 8 - footer as usize].to_vec();
    ParquetMetaDataWriter::new(&mut changed, &packed).finish().expect("a footer");
    std::fs::write(&file, changed).expect("written");
    let output = import(data.path(), &file, "app");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    for word in ["brotli.parquet", "BROTLI", "does not read", "zstd, snappy, gzip or lz4"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!said.contains("damaged"), "{said}");
}

#[test]
fn a_mapping_that_would_have_no_effect_is_refused() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let plain = "test_id,lon,lat,operator,technology,download_mbps,lon\na,-6.57,31.96,iam,4g,20,0\n";
    let table = folder.path().join("t.csv");
    std::fs::write(&table, plain).expect("written");
    let mapping = |text: &str| {
        let file = folder.path().join("m.toml");
        std::fs::write(&file, text).expect("written");
        let (table, file) = (table.to_string_lossy(), file.to_string_lossy());
        run(
            data.path(),
            &["import", &table, "--format", "csv", "--source", "x", "--mapping", &file, "--json"],
        )
    };
    let cases = [
        ("defaults = { at = \"yesterday\" }", "defaults.at"),
        ("defaults = { at = \"2026-06-01T10:00:00Z\", upload_mbps = \"2,5\" }", "defaults.upload_mbps"),
        ("defaults = { test_id = \"x\" }", "defaults.test_id"),
        ("factors = { at = 0.001 }", "factors.at"),
        ("defaults = { at = \"2026-06-01T10:00:00Z\" }", "2 columns called \"lon\""),
    ];
    for (text, word) in cases {
        let output = mapping(text);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(word), "{text}: {said}");
    }
    // A default instant is used: the table needs no such column.
    std::fs::write(&table, plain.replace(",lon\n", ",note\n")).expect("written");
    let kept = mapping("defaults = { at = \"2026-06-01T10:00:00Z\" }");
    let read: Value = serde_json::from_slice(&kept.stdout).expect("a receipt");
    assert_eq!(read["accepted"], 1, "{read}");
    // A place that is no number is no place: the default is for rows that give none.
    std::fs::write(&table, "test_id,lon,lat,operator,technology,download_mbps\nb,west,31.96,iam,4g,20\n")
        .expect("written");
    let kept = mapping("defaults = { at = \"2026-06-01T10:00:00Z\", lon = \"-6.57\" }");
    let read: Value = serde_json::from_slice(&kept.stdout).expect("a receipt");
    assert_eq!(read["refused_counts"], json!({ "position": 1 }), "{read}");
}
