//! Both row formats, as they are written, read, counted and merged.

use arrow_array::types::UInt16Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float32Array, Int32Array, Int64Array, RecordBatch, StringArray, UInt16Array,
};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::file::metadata::KeyValue;

use super::*;
use crate::lake::Lake;

struct One;

impl Positions for One {
    fn commune(&self, code: &str) -> Option<u16> {
        code.parse().ok()
    }
    fn operator(&self, _: &str) -> Option<u16> {
        Some(0)
    }
    fn technology(&self, _: &str) -> Option<u16> {
        Some(0)
    }
    fn zone(&self) -> TimeZone {
        TimeZone::fixed(jiff::tz::offset(1))
    }
}

fn words() -> RowWords {
    RowWords {
        communes: ["0", "1"].map(Into::into).to_vec(),
        operators: vec![OperatorId::new("atlas").expect("valid")],
        technologies: vec![TechnologyId::new("4g").expect("valid")],
        probes: vec![ProbeId::new("here").expect("valid")],
        namespaces: vec![TokenId::new("abcd1234").expect("valid")],
        methods: vec![MethodId::new("ndt7").expect("valid")],
        bands: vec![BandId::new("n78").expect("valid")],
    }
}

fn head() -> MeasurementHead {
    MeasurementHead::new(SourceId::new("mine").expect("valid"), "2026-06".parse().expect("a month"), "digest")
}

/// 23:30 UTC on 30 June 2026, which is 1 July an hour east.
const LATE: i64 = 1_782_862_200_000;

fn kept(lake: &Lake, rows: &mut [MeasurementRow]) -> MeasurementObject {
    let staged = write(lake.stage().expect("staged"), &head(), &words(), rows).expect("written");
    let key = lake.put_measurements(staged).expect("kept");
    MeasurementObject::open(lake.open_local(&key).expect("there")).expect("an object")
}

/// An object as the first format had it: one row at 33.517° N 7.623° W.
fn first_format(lake: &Lake) -> MeasurementObject {
    let word = |text: &'static str| -> ArrayRef {
        let words = StringArray::from(vec![text]);
        let keys = UInt16Array::from(vec![0]);
        std::sync::Arc::new(
            DictionaryArray::<UInt16Type>::try_new(keys, std::sync::Arc::new(words)).expect("words"),
        )
    };
    let floats = |value: Option<f32>| -> ArrayRef { std::sync::Arc::new(Float32Array::from(vec![value])) };
    let kind = DataType::Dictionary(Box::new(DataType::UInt16), Box::new(DataType::Utf8));
    let mut fields: Vec<Field> =
        ["commune", "operator", "technology"].map(|name| Field::new(name, kind.clone(), false)).to_vec();
    fields.push(Field::new("at_ms", DataType::Int64, false));
    fields.extend(["lon_e3", "lat_e3"].map(|name| Field::new(name, DataType::Int32, false)));
    fields.push(Field::new("probe", kind, true));
    fields.extend(METRIC_COLUMNS.map(|name| Field::new(name, DataType::Float32, true)));
    fields.push(Field::new("jitter_ms", DataType::Float32, true));
    let schema = std::sync::Arc::new(Schema::new(fields));
    let none = UInt16Array::from(vec![None::<u16>]);
    let columns: Vec<ArrayRef> = vec![
        word("1"),
        word("atlas"),
        word("4g"),
        std::sync::Arc::new(Int64Array::from(vec![LATE])),
        std::sync::Arc::new(Int32Array::from(vec![-7623])),
        std::sync::Arc::new(Int32Array::from(vec![33517])),
        std::sync::Arc::new(
            DictionaryArray::<UInt16Type>::try_new(none, std::sync::Arc::new(StringArray::from(vec![""])))
                .expect("words"),
        ),
        floats(Some(20.0)),
        floats(Some(5.0)),
        floats(None),
        floats(None),
        floats(None),
    ];
    let batch = RecordBatch::try_new(std::sync::Arc::clone(&schema), columns).expect("a batch");
    let mut writer = ArrowWriter::try_new(lake.stage().expect("staged"), schema, None).expect("begun");
    let text = r#"{"kind":"measurements","source":"mine","month":"2026-06","pack_digest":"digest"}"#;
    writer.append_key_value_metadata(KeyValue::new(HEAD.to_owned(), text.to_owned()));
    writer.write(&batch).expect("written");
    let key = lake.put_measurements(writer.into_inner().expect("ended")).expect("kept");
    MeasurementObject::open(lake.open_local(&key).expect("there")).expect("an object")
}

#[test]
fn rows_come_back_as_they_were_written_with_all_that_is_known_of_them() {
    let dir = tempfile::tempdir().expect("a folder");
    let lake = Lake::open(dir.path()).expect("a lake");
    let full = MeasurementRow {
        at_ms: LATE,
        local_day: jiff::civil::date(2026, 7, 1),
        cell: 0x0893_9a5c_2b57_ffff,
        accuracy_m: 12.5,
        batch: 7,
        namespace: Some(0),
        probe: Some(0),
        method: Some(0),
        outcome: Some(TestOutcome::FailedTls),
        device: Some(DevicePseudonym(u64::MAX)),
        weight: 2.0,
        environment: Some(Environment::Vehicle),
        band: Some(0),
        signal: [-101.5, -11.0, -1.0, -70.0],
        values: [20.0, 5.0, 30.0, 0.25],
        jitter: 1.5,
        ..MeasurementRow::default()
    };
    let bare =
        MeasurementRow { at_ms: LATE + 1, batch: 8, commune: CommuneId(1), ..MeasurementRow::default() };
    let object = kept(&lake, &mut [bare, full]);
    let mut read_words = RowWords { communes: words().communes, ..RowWords::default() };
    let rows = object.rows_of(0, &TimeZone::UTC, &mut read_words).expect("rows");
    assert_eq!((rows[0], rows.len()), (full, 2));
    assert_eq!((read_words.bands, read_words.namespaces), (words().bands, words().namespaces));
    let empty =
        (rows[1].probe, rows[1].method, rows[1].outcome, rows[1].device, rows[1].environment, rows[1].band);
    assert_eq!(empty, (None, None, None, None, None, None));
    assert!(rows[1].accuracy_m.is_nan() && rows[1].signal.iter().all(|signal| signal.is_nan()));
    assert_eq!(object.head.format, 2);
}

#[test]
fn rows_of_the_first_format_are_read_with_a_rough_cell_and_merged_as_the_second() {
    let dir = tempfile::tempdir().expect("a folder");
    let lake = Lake::open(dir.path()).expect("a lake");
    let older = first_format(&lake).with_older_batch(3);
    assert_eq!(older.head.format, 1);
    let mut read_words = words();
    let mut rows = older.rows_of(0, &One.zone(), &mut read_words).expect("rows");
    let there = LatLng::new(33.517, -7.623).expect("a place").to_cell(Resolution::Nine);
    assert_eq!((rows[0].cell, rows[0].batch), (there.into(), 3));
    assert_eq!(rows[0].local_day, jiff::civil::date(2026, 7, 1), "the country's day");
    assert!((rows[0].accuracy_m - ROUNDED_ACCURACY_M).abs() < f32::EPSILON, "marked as rounded");
    let merged = kept(&lake, &mut rows);
    let again = merged.rows_of(0, &TimeZone::UTC, &mut words()).expect("rows");
    assert_eq!((again[0].cell, again[0].batch, again[0].local_day), (there.into(), 3, rows[0].local_day));
    // Counted alike, whichever format they are in.
    for object in [&older, &merged] {
        let wanted = Wanted { metrics: Metric::ALL, places: true, origins: true };
        let mut seen = Vec::new();
        let took = |counted: &CountedRows| seen.push((counted.cell.clone(), counted.local_day.clone()));
        object.count(0, wanted, &One, took).expect("counted");
        assert_eq!(seen, [(vec![there.into()], vec![days_of(rows[0].local_day)])]);
    }
}

#[test]
fn rows_of_batches_that_do_not_count_are_left_out() {
    let dir = tempfile::tempdir().expect("a folder");
    let lake = Lake::open(dir.path()).expect("a lake");
    let row = |batch: i64| MeasurementRow {
        at_ms: batch,
        batch,
        values: [batch as f32; 4],
        ..MeasurementRow::default()
    };
    let object = kept(&lake, &mut (1..=6).map(row).collect::<Vec<_>>());
    let wanted = Wanted { metrics: &[Metric::Download], places: true, origins: true };
    let counted = |batches: CountedBatches, object: &MeasurementObject| {
        let mut seen = Vec::new();
        let object = object.clone().counting(batches);
        object
            .count(0, wanted, &One, |rows| seen.extend(rows.metrics[0].iter().map(|value| *value as i64)))
            .expect("counted");
        seen
    };
    let some = CountedBatches { after: 1, through: 5, withdrawn: std::sync::Arc::new([3].into()) };
    assert_eq!(counted(some.clone(), &object), [2, 4, 5]);
    assert_eq!(counted(CountedBatches::default(), &object), [1, 2, 3, 4, 5, 6]);
    // Of the first format, all rows are of one batch.
    let older = first_format(&lake);
    assert_eq!(counted(some.clone(), &older.clone().with_older_batch(3)), [0; 0]);
    assert_eq!(counted(some, &older.with_older_batch(2)), [20]);
}
