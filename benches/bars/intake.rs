//! P5: intake of a mobile filing by cells and of a fibre filing by premises, beside `DuckDB`.
//!
//! What is timed is what a filer waits for: the file is unpacked, read, checked by every rule and stored as
//! Parquet with its original, the row is committed and the report made. Memory is the highest the whole
//! process ever had, of `taghtia submit --offline`, which does the same on a file and on one four times as large.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use h3o::LatLng;
use taghtia::country::Country;
use taghtia::desk::{DataDir, Desk, Outcome, SubmitRequest};
use taghtia::domain::{FilingKind, OperatorId, Origin};
use taghtia::intake::Limits;

use super::{Draw, Row, copy_folder, peer};

const H3_ROWS: usize = 2_000_000;
const PREMISES_ROWS: usize = 1_000_000;
const MEMORY_BAR: f64 = 300.0;

pub(super) fn figures(rows: &mut Vec<Row>, country: &Arc<Country>, pack_dir: &Path, work: &Path) {
    let cells = work.join("cells.txt");
    let mut list = BufWriter::new(File::create(&cells).expect("created"));
    for cell in country.cells().iter() {
        writeln!(list, "{cell}").expect("written");
    }
    list.into_inner().expect("flushed");
    let mobile = work.join("mobile.csv");
    write_mobile(country, H3_ROWS, &mobile);
    let fibre = work.join("premises.csv");
    write_premises(country, PREMISES_ROWS, &fibre);
    let fibre_large = work.join("premises4.csv");
    write_premises(country, PREMISES_ROWS * 4, &fibre_large);

    let communes = pack_dir.join("communes.geojson.gz");
    for (kind, file, count, large) in [
        (FilingKind::MobileCoverage, &mobile, H3_ROWS, None),
        (FilingKind::FibreAvailability, &fibre, PREMISES_ROWS, Some(&fibre_large)),
    ] {
        let (wall, cpu) = submit(country, kind, file, count, work);
        let rate = count as f64 / wall.as_secs_f64() / 1e6;
        let memory = memory_of(kind, file, work);
        let larger = large
            .map_or(String::new(), |file| format!("; 4x the rows {:.0} MB", memory_of(kind, file, work)));
        let bytes = std::fs::metadata(file).expect("a file").len();
        let theirs =
            peer(work, "intake.py", &[kind.as_str().into(), file.clone(), cells.clone(), communes.clone()]);
        let (ratio, peer_text) = theirs.map_or((f64::NAN, "peer not run".to_owned()), |answer| {
            assert_eq!(answer["rows"], count, "the peer accepts the same rows");
            let seconds = answer["seconds"].as_f64().expect("seconds");
            let ratio = seconds / wall.as_secs_f64();
            (
                ratio,
                format!(
                    "DuckDB {:.2} M rows/s, {:.1} CPU s; ours {ratio:.1}x",
                    count as f64 / seconds / 1e6,
                    answer["cpu"].as_f64().unwrap_or(f64::NAN)
                ),
            )
        });
        rows.push(Row {
            id: "P5",
            what: format!("{kind}: {count} rows, {:.0} MB, checked, stored", bytes as f64 / 1e6),
            figure: format!("{rate:.2} M rows/s, {cpu:.1} CPU s, {memory:.0} MB{larger}"),
            bar: ">= 1 M rows/s, <= 300 MB, >= DuckDB".into(),
            met: Some(rate >= 1.0 && memory <= MEMORY_BAR && (ratio.is_nan() || ratio >= 1.0)),
            peer: peer_text,
        });
    }
}

/// Submits a file to a desk three times, each to a new data directory: the shortest time, and its CPU time.
fn submit(
    country: &Arc<Country>,
    kind: FilingKind,
    file: &Path,
    count: usize,
    work: &Path,
) -> (Duration, f64) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut best = (Duration::MAX, f64::NAN);
    for run in 0..3 {
        let dir = work.join(format!("p5-{kind}-{run}"));
        let owned = DataDir::open(&dir).expect("a data directory");
        runtime.block_on(async {
            let catalogue = owned.catalogue(&country.meta.operators).await.expect("a catalogue");
            let desk = Desk::new(
                Arc::clone(country),
                catalogue,
                owned.lake().expect("a lake"),
                Limits::default(),
                1,
            );
            // What arrives over HTTP is hashed while it arrives.
            let upload = owned.spool().copy(file).expect("copied");
            let request = SubmitRequest {
                crs: None,
                kind,
                operator: OperatorId::new("iam").expect("valid"),
                as_of: "2026-06-30".parse().expect("a date"),
                file_name: None,
                origin: Origin::Api,
            };
            let (start, cpu) = (Instant::now(), cpu_seconds());
            let receipt = desk.submit(request, upload, Box::new(|_| {})).await.expect("accepted");
            let took = (start.elapsed(), cpu_seconds() - cpu);
            assert_eq!(receipt.state, Outcome::Accepted);
            let filed: u64 = receipt.layers.iter().map(|layer| layer.extent).sum();
            assert_eq!(filed, count as u64, "every row is kept");
            if took.0 < best.0 {
                best = took;
            }
        });
        drop(owned);
        std::fs::remove_dir_all(&dir).expect("removed");
    }
    best
}

/// CPU seconds of this process so far, all threads.
pub(super) fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// The most memory `taghtia submit --offline` ever had, in MB.
fn memory_of(kind: FilingKind, file: &Path, work: &Path) -> f64 {
    let dir = work.join("p5-memory");
    // The pack's caches are built beforehand: they are not part of an intake.
    let caches = dir.join("cache");
    copy_folder(&work.join("cache"), &caches);
    let mut child = Command::new(env!("CARGO_BIN_EXE_taghtia"))
        .args([
            "submit",
            "--offline",
            "--operator",
            "iam",
            "--as-of",
            "2026-06-30",
            "--kind",
            kind.as_str(),
            "--pack",
        ])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/morocco"))
        .arg("--data-dir")
        .arg(&dir)
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    let mut most = 0f64;
    let status = loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let high = status.lines().find_map(|line| {
            line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok()
        });
        most = most.max(high.unwrap_or(0.0) / 1024.0);
        if let Some(status) = child.try_wait().expect("waits") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    assert!(status.success(), "submitting offline");
    std::fs::remove_dir_all(&dir).expect("removed");
    most
}

/// Three layers of 4G and 5G, a row a cell, as the FCC publishes them.
fn write_mobile(country: &Country, rows: usize, file: &Path) {
    let mut out = BufWriter::new(File::create(file).expect("created"));
    writeln!(out, "technology,mindown,minup,environmnt,h3_res9_id").expect("written");
    let step = country.cells().len() * 3 / rows;
    let mut left = rows;
    for (layer, shift) in [("400,5,1,1", 0), ("500,7,1,0", 1), ("500,35,3,0", 0)] {
        for cell in country.cells().iter().skip(shift).step_by(step).take(left.min(rows / 3 + 1)) {
            writeln!(out, "{layer},{cell}").expect("written");
            left -= 1;
        }
    }
    assert_eq!(left, 0);
    out.into_inner().expect("flushed");
}

/// Premises near the centres of cells, each place once.
fn write_premises(country: &Country, rows: usize, file: &Path) {
    let mut out = BufWriter::new(File::create(file).expect("created"));
    writeln!(
        out,
        "provider_id,brand_name,longitude,latitude,technology,max_advertised_download_speed,\
         max_advertised_upload_speed,low_latency,business_residential_code,status,units"
    )
    .expect("written");
    let mut draw = Draw(99);
    let cells = country.cells().len();
    // Towns: a few thousand places, each with premises all around, in the order streets are listed in.
    let mut written = 0;
    while written < rows {
        let centre = LatLng::from(country.cells().cell(draw.below(cells) as u32).expect("a cell"));
        for _ in 0..200.min(rows - written) {
            let (lon, lat) = loop {
                let (lon, lat) =
                    (centre.lng() + (draw.next() - 0.5) * 0.02, centre.lat() + (draw.next() - 0.5) * 0.02);
                let mut commune = [0];
                country.index.locate_batch(&[lon], &[lat], &mut commune);
                if commune[0] != taghtia::country::index::OUTSIDE {
                    break (lon, lat);
                }
            };
            let (down, up) = [(100, 20), (200, 100), (1000, 500)][draw.below(3)];
            let used = ["R", "B", "X"][draw.below(20).saturating_sub(17)];
            let status = if draw.next() < 0.4 { "connected" } else { "passed" };
            let units = 1 + draw.below(12);
            writeln!(out, "iam,Fibre IAM,{lon:.7},{lat:.7},50,{down},{up},1,{used},{status},{units}")
                .expect("written");
            written += 1;
        }
    }
    out.into_inner().expect("flushed");
}
