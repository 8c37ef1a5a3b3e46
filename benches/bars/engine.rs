//! P9: measurements of the lake to count, mean and quantiles by commune, operator and technology, beside
//! `DuckDB` and `ClickHouse` (chdb) on the same files; P10: how that grows from a hundredth of the rows.
//!
//! The objects are what the desk writes: a month each, rows sorted within row groups. What is timed is from
//! the opened footers to the finished table. `TAGHTIA_BENCH_MROWS` says how many million rows (100).

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use taghtia::country::Country;
use taghtia::domain::{CommuneId, Metric, Month, OperatorId, SourceId, SpeedFloor, TechnologyId};
use taghtia::engine::fold_objects;
use taghtia::lake::measurements::{
    MeasurementHead, MeasurementObject, MeasurementRow, MeasurementWriter, Positions, ROW_GROUP, RowWords,
};
use taghtia::lake::{Key, Lake};
use taghtia::stats::{Dictionary, Floors, RELATIVE_ERROR, StatsTable};

use super::{Draw, Row, best, peer};

const OPERATORS: [&str; 3] = ["argane", "safran", "zellige"];
const TECHNOLOGIES: [&str; 3] = ["4g", "5g", "fibre"];
const MONTHS: i32 = 12;
const MILLION: usize = 1_000_000;

/// Dictionary of objects as positions: those of the bench itself.
struct Known(HashMap<String, u16>);

impl Positions for Known {
    fn commune(&self, code: &str) -> Option<u16> {
        self.0.get(code).copied()
    }
    fn operator(&self, id: &str) -> Option<u16> {
        OPERATORS.iter().position(|known| *known == id).map(|at| at as u16)
    }
    fn technology(&self, id: &str) -> Option<u16> {
        TECHNOLOGIES.iter().position(|known| *known == id).map(|at| at as u16)
    }
}

pub(super) fn figures(rows: &mut Vec<Row>, country: &Country, work: &Path) {
    let millions = std::env::var("TAGHTIA_BENCH_MROWS").ok().and_then(|text| text.parse().ok());
    let all = millions.unwrap_or(100usize).max(1) * MILLION;
    let mut times: Vec<(usize, Duration)> = Vec::new();
    for count in [all / 100, all / 10, all] {
        let folder = work.join(format!("measurements-{count}"));
        let objects = write(country, count, &folder);
        let (words, floors, known) = counting(country);
        let fold = || {
            fold_objects(&objects, &[Metric::Download], &words, &known, &floors).expect("objects are folded")
        };
        let (time, table) = best(if count == all { 3 } else { 5 }, fold);
        let counted: u64 = table.iter().map(|(_, cell)| cell.tests).sum();
        assert_eq!((counted, table.unknown), (count as u64, 0), "every row is counted");
        times.push((count, time));
        if count == all {
            rows.push(beside_peers(country, work, &folder, &table, time, count));
        }
        std::fs::remove_dir_all(&folder).expect("removed");
    }
    let told: Vec<String> = times
        .iter()
        .map(|(count, time)| format!("{} M {:.2} s", *count as f64 / 1e6, time.as_secs_f64()))
        .collect();
    let per_row = |at: usize| times[at].1.as_secs_f64() / times[at].0 as f64;
    rows.push(Row {
        id: "P10",
        what: "the same for a hundredth, a tenth and all of the rows".into(),
        figure: told.join(", "),
        bar: "linear: no dearer per row at the end".into(),
        met: Some(per_row(2) <= per_row(1) * 1.2),
        peer: String::new(),
    });
}

fn beside_peers(
    country: &Country,
    work: &Path,
    folder: &Path,
    table: &StatsTable,
    time: Duration,
    count: usize,
) -> Row {
    let bytes: u64 = files(folder).iter().map(|file| file.metadata().expect("a file").len()).sum();
    let mut texts = Vec::new();
    let mut slowest_ratio = f64::INFINITY;
    for name in ["duckdb", "chdb"] {
        let Some(answer) = peer(work, "engine.py", &[name.into(), folder.to_owned()]) else {
            texts.push(format!("{name} not run"));
            continue;
        };
        check(country, table, &answer, name == "duckdb");
        let seconds = answer["seconds"].as_f64().expect("seconds");
        slowest_ratio = slowest_ratio.min(seconds / time.as_secs_f64());
        texts.push(format!(
            "{name} {seconds:.1} s ({}): ours {:.1}x",
            answer["quantiles"].as_str().unwrap_or_default(),
            seconds / time.as_secs_f64()
        ));
    }
    let millions = count as f64 / 1e6;
    Row {
        id: "P9",
        what: format!(
            "{millions} M measurements, {:.0} MB Parquet: n, mean, p5, p50, p95 of {} groups",
            bytes as f64 / 1e6,
            table.len()
        ),
        figure: format!("{:.2} s, {:.0} M rows/s", time.as_secs_f64(), millions / time.as_secs_f64()),
        bar: format!("<= {:.1} s, faster than DuckDB", 5.0 * millions / 100.0),
        met: Some(time.as_secs_f64() <= 5.0 * millions / 100.0 && slowest_ratio > 1.0),
        peer: texts.join("; "),
    }
}

/// Holds the table against a peer's: counts exactly, means to rounding, quantiles within the sketch's error.
fn check(country: &Country, table: &StatsTable, answer: &serde_json::Value, exact: bool) {
    let tree = &country.tree;
    let groups = answer["groups"].as_object().expect("groups");
    assert_eq!(groups.len(), table.len(), "the peer has the same groups");
    for (group, cell) in table.iter() {
        let commune = tree.get(tree.commune(group.commune)).code.to_string();
        let operator = OPERATORS[usize::from(group.operator)];
        let technology = TECHNOLOGIES[usize::from(group.technology)];
        let theirs = &groups[&format!("{commune} {operator} {technology}")];
        let number = |at: usize| theirs[at].as_f64().expect("a number");
        let tally = cell.tally(Metric::Download);
        assert!((tally.count as f64 - number(0)).abs() < 0.5, "{commune}: counts");
        let mean = tally.mean().expect("a mean");
        assert!((mean - number(1)).abs() <= number(1) * 1e-5, "{commune}: means {mean} {}", number(1));
        // DDSketch counts ranks another way, which a few rows can feel; DuckDB's are of our very ranks.
        let room = if exact { RELATIVE_ERROR } else { 0.1 };
        for (at, q) in [(2, 0.05), (3, 0.5), (4, 0.95)].into_iter().filter(|_| exact || tally.count > 5000) {
            let ours = cell.quantile(Metric::Download, q).expect("a quantile");
            assert!((ours - number(at)).abs() <= number(at) * room, "{commune} {q}: {ours} {}", number(at));
        }
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "parquet") {
            found.push(path);
        }
    }
    found
}

fn counting(country: &Country) -> (Dictionary, Floors, Known) {
    let tree = &country.tree;
    let code = |at: u16| (tree.get(tree.commune(CommuneId(at))).code.to_string(), at);
    let words = Dictionary {
        communes: tree.communes() as u16,
        operators: OPERATORS.map(|id| OperatorId::new(id).expect("valid")).to_vec(),
        technologies: TECHNOLOGIES.map(|id| TechnologyId::new(id).expect("valid")).to_vec(),
    };
    let tiers: HashMap<TechnologyId, Vec<SpeedFloor>> = HashMap::new();
    let floors = Floors::new(&words, &tiers);
    (words, floors, Known((0..tree.communes() as u16).map(code).collect()))
}

/// Writes rows as the desk would: an object a month; every group of a commune, an operator and a technology
/// occurs, towns more often.
fn write(country: &Country, count: usize, folder: &Path) -> Vec<MeasurementObject> {
    let lake = Lake::open(folder).expect("a lake");
    let tree = &country.tree;
    let communes = tree.communes();
    let words = RowWords {
        communes: (0..communes)
            .map(|at| tree.get(tree.commune(CommuneId(at as u16))).code.as_str().into())
            .collect(),
        operators: OPERATORS.map(|id| OperatorId::new(id).expect("valid")).to_vec(),
        technologies: TECHNOLOGIES.map(|id| TechnologyId::new(id).expect("valid")).to_vec(),
        ..RowWords::default()
    };
    let mut draw = Draw(41);
    let first: Month = "2025-10".parse().expect("a month");
    let mut keys: Vec<Key> = Vec::new();
    let mut test = 0u128;
    for at in 0..MONTHS {
        let month = first.minus(-at);
        let head = MeasurementHead::new(SourceId::new("bench").expect("valid"), month, "bench");
        let mut writer = MeasurementWriter::new(lake.stage().expect("staged"), &head, &words).expect("begun");
        let mut left = count / MONTHS as usize + usize::from((at as usize) < count % MONTHS as usize);
        while left > 0 {
            let mut group: Vec<MeasurementRow> =
                (0..left.min(ROW_GROUP)).map(|_| row(&mut draw, communes, &mut test)).collect();
            left -= group.len();
            writer.group(&mut group).expect("written");
        }
        keys.push(lake.put_measurements(writer.finish().expect("ended")).expect("kept"));
    }
    let open = |key: &Key| MeasurementObject::open(lake.open_local(key).expect("there")).expect("an object");
    keys.iter().map(open).collect()
}

fn row(draw: &mut Draw, communes: usize, test: &mut u128) -> MeasurementRow {
    // Half of the tests come from a tenth of the communes.
    let span = if draw.next() < 0.5 { communes / 10 } else { communes };
    *test += 1;
    // A product of uniform numbers spreads over decades, as speeds do.
    let speed = 0.2 + 300.0 * draw.next() * draw.next() * draw.next();
    MeasurementRow {
        test: *test,
        at_ms: 1_759_276_800_000 + (draw.next() * 2.6e9) as i64,
        cell: cell(draw),
        commune: CommuneId(draw.below(span) as u16),
        operator: draw.below(OPERATORS.len()) as u16,
        technology: draw.below(TECHNOLOGIES.len()) as u16,
        local_day: jiff::civil::date(2025, 10, 1 + (draw.next() * 30.0) as i8),
        batch: 1,
        values: [speed as f32, f32::NAN, f32::NAN, f32::NAN],
        ..MeasurementRow::default()
    }
}

/// One of some hundred thousand cells, as many as there are people's tests in.
fn cell(draw: &mut Draw) -> u64 {
    0x0893_9a00_0003_ffff | ((draw.below(1 << 17) as u64) << 18)
}
