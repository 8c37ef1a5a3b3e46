//! G7: what ten years of measurements take in memory, of ten sources and a hundred operators.
//!
//! The binary serves the same filings twice, without measurements and with them: the difference is what they take.
//! The tests are drawn from fixed seeds, imported by the binary as anyone's are, and kept below the target directory.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use taghtia::country::Country;

use super::growth::{copy, json};
use super::made::{self, OPERATORS};
use super::server::{Server, command};
use super::{Draw, Row, copy_folder, ms};

const ADDRESS: &str = "127.0.0.1:18087";
/// The edition of what is made: to be raised whenever this file makes something else.
const MADE: u32 = 1;
const MONTHS: usize = 120;
const SOURCES: usize = 10;
/// Tests of an operator that a source made in a month.
const TESTS: usize = 20;
const TESTS_TOLD: f64 = (MONTHS * SOURCES * OPERATORS * TESTS) as f64 / 1e6;

pub(super) fn figures(rows: &mut Vec<Row>, country: &Arc<Country>, work: &Path) {
    let (bare, measured) = (made::few_layers(country), many_months(country));
    println!("G7: {TESTS_TOLD} M tests of {MONTHS} months, {SOURCES} sources, {OPERATORS} operators");
    let without = {
        let server = Server::start(&copy(&bare, "g7-bare", work), ADDRESS);
        ask(&server);
        server.memory().0
    };
    let server = Server::start(&copy(&measured, "g7", work), ADDRESS);
    let start = server.memory().0;
    let told = json(&server.get("/api/v1/measurements?level=country&limit=1"));
    let sources = told["sources"].as_array().expect("sources").iter();
    let tests: u64 = sources.map(|source| source["tests"].as_u64().expect("a number")).sum();
    // A few at the border lie outside once their place is rounded to a metre, and are refused.
    let made = (MONTHS * SOURCES * OPERATORS * TESTS) as u64;
    assert!(tests <= made && made - tests <= made / 100_000, "the tests were imported: {tests} of {made}");
    ask(&server);
    let (now, most) = server.memory();
    rows.push(Row {
        id: "G7",
        what: format!(
            "{TESTS_TOLD} M tests, {MONTHS} months x {SOURCES} sources x {OPERATORS} operators: memory"
        ),
        figure: format!(
            "+{:.0} MB at the start, +{:.0} after questions (+{:.0} while they were answered); ready in {}",
            start - without,
            now - without,
            most - without,
            ms(server.ready.0)
        ),
        bar: "<= +64 MB".into(),
        met: Some(now - without <= 64.0),
        peer: String::new(),
    });
}

/// What is asked, each at several addresses: of the last year, of all ten, month by month, and as known before.
fn ask(server: &Server) {
    let mut paths: Vec<String> = ["country", "region", "province", "commune"]
        .into_iter()
        .map(|level| format!("/api/v1/measurements?level={level}"))
        .collect();
    for operator in 0..10 {
        let operator = made::operator_id(operator * 7);
        paths.push(format!("/api/v1/measurements?level=commune&operator={operator}"));
        paths.push(format!(
            "/api/v1/measurements?level=region&operator={operator}&from=2016-07&to=2026-06&by=month"
        ));
    }
    paths.push("/api/v1/measurements?level=region&from=2016-07&to=2026-06".into());
    paths.push("/api/v1/at?lon=-7.6&lat=33.5".into());
    paths.push("/metrics".into());
    for path in paths {
        let (start, (cost, body)) = (Instant::now(), server.cost(Duration::ZERO, || server.get(&path)));
        let (wall, now) = (start.elapsed(), server.memory().0);
        println!(
            "G7   {path:<90} {:>10} ({} CPU), {} kB; {now:.0} MB",
            ms(wall),
            ms(cost),
            body.len() / 1000
        );
    }
}

/// The data directory with all tests in it, made if it was not yet.
fn many_months(country: &Arc<Country>) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bars-months-{MADE}"));
    if root.join("catalogue.sqlite").exists() {
        return root;
    }
    let unfinished = root.with_extension("unfinished");
    let _ = std::fs::remove_dir_all(&unfinished);
    let start = Instant::now();
    copy_folder(&made::few_layers(country), &unfinished);
    let _ = std::fs::remove_file(unfinished.join("lock"));
    for source in 0..SOURCES {
        let file = unfinished.with_extension("csv");
        std::fs::write(&file, tests(country, source)).expect("written");
        let name = file.display().to_string();
        let id = format!("made-{source}");
        let ended = command(&["import", &name, "--format", "csv", "--source", &id], &unfinished).status();
        assert!(ended.expect("ends").success(), "the tests of {id} are imported");
        std::fs::remove_file(&file).expect("removed");
    }
    std::fs::rename(&unfinished, &root).expect("renamed");
    println!("made in {:.0} s; kept in {}", start.elapsed().as_secs_f64(), root.display());
    root
}

/// A source's tests of ten years, a row a test.
fn tests(country: &Country, source: usize) -> String {
    let mut draw = Draw(0x9E37_79B9 + source as u64);
    let mut text =
        String::from("test_id,at,lon,lat,operator,technology,download_mbps,upload_mbps,latency_ms,loss\n");
    let all = country.cells();
    for month in 0..MONTHS {
        let (year, month) = (2016 + (month + 6) / 12, 1 + (month + 6) % 12);
        for operator in 0..OPERATORS {
            let id = made::operator_id(operator);
            for test in 0..TESTS {
                let cell = all.cell(draw.below(all.len()) as u32).expect("a cell");
                let centre = h3o::LatLng::from(cell);
                let (day, hour) = (1 + draw.below(28), draw.below(24));
                let (down, up) = (1.0 + 80.0 * draw.next() * draw.next(), 0.5 + 20.0 * draw.next());
                writeln!(
                    text,
                    "{source}-{year}-{month}-{operator}-{test},{year}-{month:02}-{day:02}T{hour:02}:00:00Z,\
                     {:.5},{:.5},{id},4g,{down:.2},{up:.2},{},0",
                    centre.lng(),
                    centre.lat(),
                    10 + draw.below(90)
                )
                .expect("written");
            }
        }
    }
    text
}
