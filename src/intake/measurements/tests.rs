//! Forms of measurements, each as its makers write it.

use super::iqb::month_in;
use super::ndt7::Ndt7Result;
use super::table::{Field, Layout, Mapping};
use super::*;
use crate::domain::Metric;

fn draft(json: &str) -> Option<(f64, f64, f64)> {
    let result: atlas::PingResult = serde_json::from_str(json).expect("a result");
    let draft = result.draft("iam", "fibre", &atlas::AtlasPlaces::new(), None)?;
    let number = |given| match given {
        Given::Number(number) => number,
        _ => f64::NAN,
    };
    Some((number(draft.latency), number(draft.loss), number(draft.jitter)))
}

#[test]
fn atlas_counts_packets_as_they_came() {
    let head = r#""type":"ping","msm_id":1001,"prb_id":7,"timestamp":1700000000,"from":"192.0.2.7","src_addr":"10.0.0.2""#;
    let full = format!(
        r#"{{{head},"sent":3,"rcvd":3,"min":10,"avg":12,"max":14,"result":[{{"rtt":10}},{{"rtt":14}},{{"rtt":12}}]}}"#
    );
    assert_eq!(draft(&full), Some((12.0, 0.0, 3.0)));
    // One packet came twice: it counts once. Another never came.
    let twice = format!(
        r#"{{{head},"sent":3,"rcvd":2,"dup":1,"result":[{{"rtt":10}},{{"dup":1,"rtt":11}},{{"rtt":20}},{{"x":"*"}}]}}"#
    );
    let (latency, loss, _) = draft(&twice).expect("a draft");
    assert!((latency - 15.0).abs() < 1e-9 && (loss - 1.0 / 3.0).abs() < 1e-9);
    // Nothing came: -1 is no time, and the loss is whole.
    let lost = format!(
        r#"{{{head},"sent":3,"rcvd":0,"min":-1,"avg":-1,"max":-1,"result":[{{"x":"*"}},{{"error":"x"}},{{"x":"*"}}]}}"#
    );
    let (latency, loss, _) = draft(&lost).expect("a draft");
    assert!(latency.is_nan() && (loss - 1.0).abs() < f64::EPSILON);
    // The oldest firmware writes numbers as strings.
    let old =
        r#"{"type":"ping","msm_id":"1001","prb_id":"7","timestamp":"1300000000","avg":"31.5","sent":"3"}"#;
    assert!((draft(old).expect("a draft").0 - 31.5).abs() < 1e-9);
    assert_eq!(draft(r#"{"type":"traceroute","msm_id":1,"prb_id":7,"timestamp":1}"#), None);
}

#[test]
fn uploads_of_ndt7_have_no_loss() {
    let of = |direction: &str| {
        let text = format!(
            r#"{{"ClientIP":"192.0.2.9","{direction}":{{"UUID":"u","StartTime":"2025-10-01T00:00:00Z","ServerMeasurements":[
              {{"TCPInfo":{{"BytesAcked":1,"ElapsedTime":1}}}},
              {{"TCPInfo":{{"BytesAcked":2500000,"BytesReceived":1250000,"BytesSent":100,"BytesRetrans":5,"ElapsedTime":1000000,"MinRTT":20000}}}},
              {{"AppInfo":{{}}}}]}}}}"#
        );
        serde_json::from_str::<Ndt7Result>(&text).expect("a result")
    };
    let (down, up) = (of("Download"), of("Upload"));
    let (down, up) =
        (down.draft("a", "4g", None).expect("a draft"), up.draft("a", "4g", None).expect("a draft"));
    assert_eq!((down.download, down.upload), (Given::Number(20.0), Given::Missing));
    assert_eq!((down.loss, down.latency), (Given::Number(0.05), Given::Number(20.0)));
    assert_eq!((up.download, up.upload, up.loss), (Given::Missing, Given::Number(10.0), Given::Missing));
}

#[test]
fn percentiles_are_turned_by_what_they_are_not_by_what_they_are_called() {
    let text = r#"{"sample_counts":{"downloads":100,"uploads":50},"metrics":{
        "download_throughput_mbps":{"p1":1,"p50":10,"p99":90},
        "upload_throughput_mbps":{"p1":1,"p50":2,"p99":9},
        "latency_ms":{"p1":400,"p5":114,"p50":52,"p99":14},"packet_loss":{"p1":0.4,"p50":0.03,"p99":0}}}"#;
    let all = iqb::read_json(text.as_bytes()).expect("read");
    let of = |metric| all.iter().find(|percentiles| percentiles.metric == metric).expect("there");
    assert_eq!((of(Metric::Download).turned, of(Metric::Upload).samples), (false, 50));
    assert_eq!(of(Metric::Latency).values, [(1.0, 14.0), (50.0, 52.0), (95.0, 114.0), (99.0, 400.0)]);
    assert!(of(Metric::Loss).turned);
    let right = text.replace(r#""p1":400,"p5":114,"p50":52,"p99":14"#, r#""p1":14,"p50":52,"p99":400"#);
    let all = iqb::read_json(right.as_bytes()).expect("read");
    assert!(
        !all.iter().find(|one| one.metric == Metric::Latency).expect("there").turned,
        "if they ever mend it"
    );
    let crooked = text.replace(r#""p5":114"#, r#""p5":7"#);
    assert!(iqb::read_json(crooked.as_bytes()).is_err());
    assert_eq!(month_in("iqb_2025_10_downloads_by_country.parquet"), "2025-10".parse().ok());
    assert_eq!(month_in("v1/20241001T000000Z/data.parquet"), "2024-10".parse().ok());
    assert_eq!(month_in("data.parquet"), None);
}

#[test]
fn mappings_turn_columns_units_and_words() {
    let mapping: Mapping = toml::from_str(
        r#"
        columns = { test_id = "uuid", at = "when", download_mbps = "down_kbps", lon = "x", lat = "y" }
        factors = { download_mbps = 0.001 }
        operators = { "Maroc Telecom" = "iam" }
        technologies = { LTE = "4g" }
        defaults = { technology = "LTE" }
        "#,
    )
    .expect("a mapping");
    let columns = ["uuid", "when", "x", "y", "operator", "down_kbps", "client_ip"].map(str::to_owned);
    let layout = Layout::new(&mapping, &columns).expect("a layout");
    assert_eq!(layout.used(), [0, 1, 2, 3, 4, 5], "an address is not even read");
    let text = |text: &'static str| Field::Text(Cow::Borrowed(text));
    let row =
        [text("u1"), text("1700000000"), text("-1"), Field::Number(33.5), text("Maroc Telecom"), text("-1")];
    let draft = layout.draft(&row);
    assert_eq!((&*draft.operator, &*draft.technology), ("iam", "4g"));
    assert_eq!(draft.position, Some(LonLat { lon: -1.0, lat: 33.5 }));
    assert_eq!(
        (draft.download, draft.at.map(jiff::Timestamp::as_second)),
        (Given::Missing, Some(1_700_000_000))
    );
    let missing = Layout::new(&Mapping::default(), &columns).expect_err("no column").to_string();
    assert!(missing.contains("test_id") && missing.contains("client_ip"), "{missing}");
}

#[test]
fn instants_are_read_as_people_write_them() {
    for text in [
        "2023-11-14T22:13:20Z",
        "2023-11-14 22:13:20",
        "1700000000",
        "1700000000000",
        "2023-11-14 22:13:20 UTC",
    ] {
        assert_eq!(instant(text).map(jiff::Timestamp::as_second), Some(1_700_000_000), "{text}");
    }
    assert_eq!(instant("yesterday"), None);
    assert_eq!(epoch(f64::NAN), None);
}

#[test]
fn batches_keep_their_rows_numbers_and_their_bounds() {
    let text =
        r#"{"batch":"b","measurements":[{"test_id":"a"},7,{"test_id":"c","client_ip":"192.0.2.1","lon":1}]}"#;
    let read = batch::read(text.as_bytes(), false, 3).expect("a batch");
    assert_eq!((read.batch.as_deref(), read.source.as_deref(), read.rows.len()), (Some("b"), None, 3));
    assert_eq!(read.rows[1].as_ref().err(), Some(&MeasurementRule::Unreadable));
    let third = read.rows[2].as_ref().expect("a row").draft();
    assert_eq!((&*third.test_id, third.position), ("c", None), "half a place is none");
    assert!(matches!(batch::read(text.as_bytes(), false, 2), Err(batch::BatchError::TooMany(2))));
    let lines = batch::read(b"{\"test_id\":\"a\"}\n\n{\n", true, 2).expect("lines");
    assert_eq!((lines.rows.len(), lines.rows[1].is_err()), (2, true));
    assert!(matches!(batch::read(b"{}\n{}\n{}", true, 2), Err(batch::BatchError::TooMany(2))));
    assert!(batch::read(b"{\"batch\":\"b\"}", false, 2).is_err());
}
