//! `taghtia import` as a person runs it, on made-up files and on M-Lab's own.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use taghtia::intake::measurements::Given;
use taghtia::intake::measurements::ndt7::Ndt7Result;

use crate::process::{Server, run, taghtia, write};
use crate::support::{Draw, root};

/// An address and a device's number that must be nowhere in a data directory.
const PLANTED: [&str; 2] = ["192.0.2.77", "356938035643809"];

/// A file of the corpus beside the checkout, if it is there.
fn corpus(name: &str) -> Option<PathBuf> {
    let file = root("../shared/corpus").join(name);
    if file.exists() {
        return Some(file);
    }
    println!("skipped: there is no {}", file.display());
    None
}

/// So many tests of three months around Azilal, as a table with planted columns.
fn table(rows: usize) -> Vec<u8> {
    let mut draw = Draw(11);
    let mut text = String::from(
        "client_ip,test_id,at,lon,lat,operator,technology,download_mbps,upload_mbps,latency_ms,imei\n",
    );
    for row in 0..rows {
        let (lon, lat) = (-6.6 + 0.1 * draw.next(), 31.9 + 0.1 * draw.next());
        let month = 4 + draw.below(3);
        let _ = writeln!(
            text,
            "{},t{row},2026-{month:02}-11T10:00:00Z,{lon:.6},{lat:.6},iam,4g,{:.2},2.5,41,{}",
            PLANTED[0],
            1.0 + 50.0 * draw.next(),
            PLANTED[1]
        );
    }
    text.into_bytes()
}

fn import(data: &Path, file: &Path, args: &[&str]) -> Output {
    run(data, &[&["import", &file.to_string_lossy()], args].concat())
}

fn receipt(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("a receipt")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

/// Every file of a data directory but the pack's caches.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("an entry").path();
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn nothing_planted(data: &Path) {
    let mut all = Vec::new();
    files(data, &mut all);
    assert!(all.iter().any(|file| file.extension().is_some_and(|end| end == "parquet")), "nothing was kept");
    for file in all {
        let bytes = std::fs::read(&file).expect("readable");
        for planted in PLANTED {
            let found = bytes.windows(planted.len()).any(|part| part == planted.as_bytes());
            assert!(!found, "{planted} is in {}", file.display());
        }
    }
}

#[test]
fn a_table_is_imported_with_its_mapping_and_its_faults_are_named() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let text = "uuid,time,x,y,network,tech,down_kbps,client_ip\n\
        a,2026-06-01 10:00:00,-6.57,31.96,Maroc Telecom,LTE,20000,192.0.2.77\n\
        b,2026-06-01 10:00:00,-6.57,31.96,Maroc Telecom,LTE,fast,192.0.2.77\n\
        c,2026-06-01 10:00:00,-20,31.96,Maroc Telecom,LTE,20000,192.0.2.77\n\
        a,2026-06-01 10:00:00,-6.57,31.96,Maroc Telecom,LTE,20000,192.0.2.77\n\
        d,2026-06-01 10:00:00,-6.57,31.96,Free Mobile,LTE,-1,192.0.2.77\n";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).expect("packed");
    let file = write(folder.path(), "drive.csv.gz", &packed.finish().expect("packed"));
    let mapping = write(
        folder.path(),
        "drive.toml",
        br#"columns = { test_id = "uuid", at = "time", lon = "x", lat = "y", operator = "network", technology = "tech" }
operators = { "Maroc Telecom" = "iam" }
technologies = { LTE = "4g" }
"#,
    );
    let mapping = mapping.to_string_lossy();
    let args = [
        "--format",
        "csv",
        "--source",
        "drive",
        "--mapping",
        &mapping,
        "--column",
        "download_mbps=down_kbps",
        "--factor",
        "download_mbps=0.001",
    ];
    let shown = import(data.path(), &file, &args);
    let text = said(&shown);
    assert!(
        shown.status.success() && text.contains("1 tests kept, 1 were kept before, 3 rows refused"),
        "{text}"
    );
    assert!(text.contains("2 (number), 3 (outside-country), 5 (nothing-measured)"), "{text}");
    let again = receipt(&import(data.path(), &file, &[&args[..], &["--json"]].concat()));
    assert_eq!((&again["accepted"], &again["duplicates"]), (&json!(0), &json!(2)));
    nothing_planted(data.path());
    let server = Server::start(data.path(), &["serve"]);
    let body = server.json("/api/v1/measurements?level=country");
    assert_eq!((&body["items"][0]["source"], &body["items"][0]["tests"]), (&json!("drive"), &json!(1)));
    let (_, metrics) = server.get("/metrics");
    assert!(metrics.contains("# TYPE taghtia_measurements_refused_total counter\n"));
    assert!(
        metrics.contains("taghtia_measurements_refused_total{source=\"drive\",rule=\"outside-country\"} 2\n")
    );
    // A server holds the directory: the command says so, and what to do instead.
    let held = import(data.path(), &file, &args);
    let text = said(&held);
    assert_eq!(held.status.code(), Some(2));
    assert!(text.contains("in use by") && text.contains("POST /api/v1/measurements"), "{text}");
}

#[test]
fn the_file_of_the_tour_is_read() {
    let data = tempfile::tempdir().expect("a folder");
    let shown = import(
        data.path(),
        &root("tests/fixtures/measurements/azilal.csv"),
        &["--format", "csv", "--source", "tour"],
    );
    let text = said(&shown);
    assert!(
        shown.status.success() && text.contains("3 tests kept, 1 were kept before, 1 rows refused"),
        "{text}"
    );
    assert!(text.contains("rows, counted over all files: 4 (outside-country)"), "{text}");
}

#[test]
fn what_cannot_be_read_is_said_before_anything_is_kept() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let csv = write(folder.path(), "a.csv", b"id,when\n1,2\n");
    let bad = write(
        folder.path(),
        "bad.csv",
        b"test_id,at,lon,lat,operator,technology,download_mbps\na,b,c,d,e,f,g\n",
    );
    let cases: [(&Path, &[&str], i32, &[&str]); 7] = [
        (&csv, &["--format", "csv"], 2, &["--source is needed"]),
        (&csv, &["--format", "csv", "--source", "x"], 2, &["no column \"test_id\"", "id, when", "a.csv"]),
        (&csv, &["--format", "ndt7"], 2, &["--operator", "--technology", "--here"]),
        (
            &csv,
            &["--format", "ndt7", "--operator", "free", "--technology", "4g", "--here=-6.8,34"],
            2,
            &["free is not registered", "iam"],
        ),
        (&csv, &["--format", "iqb"], 2, &["--month"]),
        (&csv, &["--format", "csv", "--source", "x", "--column", "speed=x"], 2, &["download_mbps"]),
        (&bad, &["--format", "csv", "--source", "x"], 1, &["0 tests kept", "1 rows refused"]),
    ];
    for (file, args, code, words) in cases {
        let output = import(data.path(), file, args);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {text}");
        for word in words {
            assert!(text.contains(word), "{args:?}: {text}");
        }
    }
    let gone = import(data.path(), &folder.path().join("gone.csv"), &["--format", "csv", "--source", "x"]);
    assert!(said(&gone).contains("gone.csv"));
    let help = said(&run(data.path(), &["import", "--help"]));
    assert!(help.contains("Examples:") && help.contains("--mapping"), "{help}");
}

#[test]
fn the_countrys_aggregates_of_mlab_are_put_right() {
    let Some(file) = corpus("mlab/ma_2025_10.json") else { return };
    let data = tempfile::tempdir().expect("a folder");
    let shown = import(data.path(), &file, &["--format", "iqb"]);
    let text = said(&shown);
    assert!(shown.status.success() && text.contains("4 aggregates read, 4 of them new"), "{text}");
    assert!(text.contains("turned: the file names the worst percentile first"), "{text}");
    if let Some(parquet) = corpus("mlab/iqb_2025_10_downloads_by_country.parquet") {
        let read = receipt(&import(data.path(), &parquet, &["--format", "iqb", "--json"]));
        let latency =
            read["aggregates"].as_array().expect("a list").iter().find(|one| one["metric"] == "latency");
        let p50 = latency.expect("latency")["percentiles"]["p50"].as_f64().expect("a median");
        assert!((p50 - 52.4).abs() < 0.1, "the table says the same: {p50}");
    }
    let server = Server::start(data.path(), &["serve"]);
    let body = server.json("/api/v1/measurements?lang=en");
    let all = body["aggregates"].as_array().expect("a list");
    let of = |metric: &str| all.iter().find(|one| one["metric"] == metric).expect("there");
    let (latency, download) = (of("latency"), of("download"));
    assert_eq!((&latency["month"], &latency["source"]), (&json!("2025-10"), &json!("mlab-iqb")));
    // The median is 52.4 ms, and the worst 5 % wait longer than 114 ms.
    assert!((latency["percentiles"]["p50"].as_f64().expect("a number") - 52.4).abs() < 0.05);
    assert!((latency["percentiles"]["p95"].as_f64().expect("a number") - 114.6).abs() < 0.05);
    assert!(latency["percentiles"]["p5"].as_f64() < latency["percentiles"]["p95"].as_f64());
    assert!((download["percentiles"]["p50"].as_f64().expect("a number") - 12.6).abs() < 0.05);
    assert_eq!(download["samples"], 1_495_140);
    let lines = body["attribution"].as_array().expect("lines");
    assert!(lines.iter().any(|line| line.as_str().is_some_and(|line| line.contains("M-Lab"))));
    assert_eq!(body["items"], json!([]), "an aggregate is no test");
}

#[test]
fn raw_ndt7_results_tell_their_speed_by_the_documented_formula() {
    let data = tempfile::tempdir().expect("a folder");
    // 8 x bytes / microseconds of the last TCPInfo: acknowledged for a download, received for an upload.
    let expected = [
        ("download-2022", 76.656, 2.959),
        ("download-2020", 38.714, 285.804),
        ("upload-2020", 2.685, 173.733),
    ];
    for (name, mbps, latency) in expected {
        let Some(file) = corpus(&format!("ndt7/{name}.json")) else { return };
        let result: Ndt7Result =
            serde_json::from_slice(&std::fs::read(&file).expect("read")).expect("a result");
        let draft = result.draft("iam", "fibre", None).expect("a test");
        let is_download = name.starts_with("download");
        let speed = if is_download { draft.download } else { draft.upload };
        let (Given::Number(speed), Given::Number(rtt)) = (speed, draft.latency) else { panic!("{draft:?}") };
        assert!((speed - mbps).abs() < 1e-3 && (rtt - latency).abs() < 1e-3, "{name}: {speed} {rtt}");
        assert_eq!(matches!(draft.loss, Given::Number(_)), is_download, "uploads have no loss");
        let args = [
            "--format",
            "ndt7",
            "--operator",
            "iam",
            "--technology",
            "fibre",
            "--here=-6.84,34.01",
            "--json",
        ];
        assert_eq!(receipt(&import(data.path(), &file, &args))["accepted"], 1, "{name}");
        assert_eq!(receipt(&import(data.path(), &file, &args))["duplicates"], 1, "{name}");
    }
    let server = Server::start(data.path(), &["serve"]);
    let body = server.json("/api/v1/measurements?level=country&from=2020-01&to=2022-12");
    assert_eq!((&body["items"][0]["source"], &body["items"][0]["tests"]), (&json!("mlab-ndt7"), &json!(3)));
}

#[test]
fn pings_of_ripe_atlas_and_lines_of_our_own_are_read() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let pings = json!([
        {"type": "ping", "msm_id": 1001, "prb_id": 7, "timestamp": 1_780_000_000, "from": PLANTED[0], "sent": 3, "rcvd": 2,
         "result": [{"rtt": 10.0}, {"rtt": 20.0}, {"x": "*"}]},
        {"type": "traceroute", "msm_id": 5001, "prb_id": 7, "timestamp": 1_780_000_000},
    ]);
    let pings = write(folder.path(), "ping.json", pings.to_string().as_bytes());
    let places =
        json!({"results": [{"id": 7, "geometry": {"type": "Point", "coordinates": [-6.84, 34.01]}}]});
    let places = write(folder.path(), "probes.json", places.to_string().as_bytes());
    let places = places.to_string_lossy();
    let args = [
        "--format",
        "ripe-atlas",
        "--operator",
        "iam",
        "--technology",
        "fibre",
        "--places",
        &places,
        "--json",
    ];
    let read = receipt(&import(data.path(), &pings, &args));
    assert_eq!((&read["accepted"], &read["refused_counts"]), (&json!(1), &json!({"unreadable": 1})));
    let line = json!({"test_id": "x", "at": "2026-05-28T20:00:00Z", "lon": -6.84, "lat": 34.01, "operator": "iam",
        "technology": "fibre", "latency_ms": 7.0, "client_ip": PLANTED[0]});
    let lines = write(folder.path(), "own.ndjson", format!("{line}\n\n{line}\n").as_bytes());
    let read = receipt(&import(data.path(), &lines, &["--format", "ndjson", "--source", "own", "--json"]));
    assert_eq!((&read["accepted"], &read["duplicates"]), (&json!(1), &json!(1)));
    nothing_planted(data.path());
}

/// Rounds at least; more where no import was cut short after some of it was kept.
const ROUNDS: u32 = 8;
const MOST_ROUNDS: u32 = 32;
const ROWS: usize = 9000;

/// Tests the server counts.
fn counted(data: &Path) -> u64 {
    let server = Server::start(data, &["serve"]);
    let body = server.json("/api/v1/measurements?level=country");
    server.kill();
    body["items"].as_array().expect("items").iter().map(|item| item["tests"].as_u64().expect("a count")).sum()
}

#[test]
fn an_import_killed_anywhere_loses_and_doubles_nothing() {
    let (data, folder) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let file = write(folder.path(), "tests.csv", &table(ROWS));
    let name = file.to_string_lossy().into_owned();
    let args = ["import", &name, "--format", "csv", "--source", "drive", "--chunk-rows", "500"];
    // An undisturbed one, elsewhere, says how long it takes.
    let other = tempfile::tempdir().expect("a folder");
    let begun = Instant::now();
    assert!(run(other.path(), &args).status.success());
    let (mut undisturbed, mut draw) = (begun.elapsed(), Draw(3));
    let (mut cut_short, mut before) = (0, 0);
    for round in 0..MOST_ROUNDS {
        if round >= ROUNDS && cut_short > 0 && before > 0 {
            break;
        }
        let command = taghtia(data.path()).args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = command.expect("starts");
        // Every round gets a bit further: what is kept needs no keeping again.
        std::thread::sleep(undisturbed.mul_f64(0.25 + 0.5 * draw.next()).max(Duration::from_millis(50)));
        let _ = child.kill();
        cut_short += u32::from(!child.wait().expect("ends").success());
        if round % 4 == 3 {
            let now = counted(data.path());
            assert!(now >= before && now <= ROWS as u64, "{before} tests became {now}");
            // The machine may be busier now than when the first one was timed.
            if now == 0 {
                undisturbed = undisturbed.mul_f64(1.5);
            }
            before = now;
        }
    }
    let last = receipt(&run(data.path(), &[&args[..], &["--json"]].concat()));
    let sum = |name: &str| last[name].as_u64().expect("a count");
    assert_eq!(sum("accepted") + sum("duplicates"), ROWS as u64);
    println!("{cut_short} cut short, {} tests were there before the last", sum("duplicates"));
    assert!(cut_short > 0 && sum("accepted") < ROWS as u64, "the moments of death do not cover the import");
    assert_eq!(counted(data.path()), ROWS as u64);
    let again = receipt(&run(data.path(), &[&args[..], &["--json"]].concat()));
    assert_eq!((&again["accepted"], &again["duplicates"]), (&json!(0), &json!(ROWS)));
    nothing_planted(data.path());
}
