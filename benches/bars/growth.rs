//! G1: what a server costs whose catalogue holds ten years of filings; G2: one with a hundred operators.
//!
//! The binary serves a copy of what [`super::made`] made. Costs are CPU times of the server's process, not of the
//! client's, and medians: the daily hashing of objects runs beside the first of them. A read that is not kept is
//! one whose address was never asked before; what it needs from the lake may be in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use taghtia::country::Country;

use super::made::{self, DATES, FILERS, FILINGS, LAST, OPERATORS};
use super::server::{Server, command};
use super::{Row, copy_folder, ms};

const ADDRESS: &str = "127.0.0.1:18081";
/// How often each read is asked, at as many addresses.
const TURNS: usize = 9;
const LANGUAGES: [&str; 3] = ["fr", "ar", "en"];
/// What a server may go on doing after an answer to a submission, and is counted.
const SETTLE: Duration = Duration::from_millis(300);

/// What is read, at how many addresses, and each of them.
type Read<'a> = (&'a str, usize, &'a dyn Fn(usize) -> String);

pub(super) fn figures(
    rows: &mut Vec<Row>,
    country: &Arc<Country>,
    work: &Path,
    wanted: &dyn Fn(&[&str]) -> bool,
) {
    if wanted(&["G1"]) {
        many_filings(rows, country, work);
    }
    if wanted(&["G2"]) {
        many_operators(rows, country, work);
    }
}

/// A copy that a server may change, with the pack's caches, which are no part of a start.
pub(super) fn copy(made: &Path, name: &str, work: &Path) -> PathBuf {
    let data = work.join(name);
    copy_folder(made, &data);
    let _ = std::fs::remove_file(data.join("lock"));
    copy_folder(&work.join("cache"), &data.join("cache"));
    data
}

fn many_filings(rows: &mut Vec<Row>, country: &Arc<Country>, work: &Path) {
    let data = copy(&made::many_filings(country), "g1", work);
    let operator = token(&data, &["--role", "operator", "--operator", &made::operator_id(0)]);
    let probe = token(&data, &["--role", "probe", "--source", "bars"]);
    let server = Server::start(&data, ADDRESS);
    let total = json(&server.get("/api/v1/filings?limit=1"))["total"].as_u64();
    assert_eq!(total, Some(FILINGS as u64), "every filing was made");
    let memory = server.memory().0;
    println!("G1: {FILINGS} filings, {DATES} dates, {FILERS} operators");
    let row = |of: &str, figure: String, bar: &str, met: bool| Row {
        id: "G1",
        what: format!("10,000 filings: {of}"),
        figure,
        bar: bar.into(),
        met: Some(met),
        peer: String::new(),
    };
    let (wall, cpu) = server.ready;
    rows.push(row(
        "start, memory",
        format!("{} ({} CPU), {memory:.0} MB", ms(wall), ms(cpu)),
        "<= 1 s, <= 350 MB",
        wall <= Duration::from_secs(1) && memory <= 350.0,
    ));
    history(rows, &server, &row);
    reads(rows, &server, country, &row);
    sent(rows, &server, country, (&operator, &probe), &row);
    let (now, most) = server.memory();
    rows.push(row(
        "memory after all that",
        format!("{now:.0} MB, most {most:.0} MB"),
        "<= 350 MB",
        now <= 350.0,
    ));
}

/// The history of a territory: the first, the same of another territory, and the first again.
fn history(rows: &mut Vec<Row>, server: &Server, row: &dyn Fn(&str, String, &str, bool) -> Row) {
    let ask = |territory: &str| {
        let path = format!("/api/v1/coverage/history?technology=4g&territory={territory}");
        let (cost, body) = server.cost(Duration::ZERO, || server.get(&path));
        let points = json(&body)["items"].as_array().map_or(0, Vec::len);
        assert!(points >= DATES, "a point a date: {points}");
        cost
    };
    let (first, other, again) = (ask("MA"), ask("01"), ask("MA"));
    rows.push(row(
        "history first, elsewhere, again",
        format!("{}, {}, {} CPU", ms(first), ms(other), ms(again)),
        "<= 250 ms, <= 5 ms, <= 5 ms",
        first <= Duration::from_millis(250) && other.max(again) <= Duration::from_millis(5),
    ));
}

/// Every address that counts one date, at several addresses each.
fn reads(
    rows: &mut Vec<Row>,
    server: &Server,
    country: &Country,
    row: &dyn Fn(&str, String, &str, bool) -> Row,
) {
    let bar = Duration::from_millis(5 + 2);
    let code = |id| country.tree.get(id).code.to_string();
    let province = country.levels().find("province").expect("a level");
    let provinces: Vec<String> = country.tree.level(province).map(code).collect();
    let filings = json(&server.get(&format!("/api/v1/filings?limit={TURNS}")));
    let filing = |n: usize| filings["items"][n]["id"].as_str().expect("an id");
    let paths: [Read; 14] = [
        ("country", LANGUAGES.len(), &|n| format!("country?lang={}", LANGUAGES[n])),
        ("coverage by region", TURNS, &|n| format!("coverage?level=region&technology=4g&limit={}", 20 + n)),
        ("coverage by commune", TURNS, &|n| {
            format!("coverage?level=commune&technology=5g&tier=35-3&limit={}", 1600 + n)
        }),
        ("coverage of fibre", TURNS, &|n| {
            format!("coverage?level=commune&technology=fibre&limit={}", 1600 + n)
        }),
        ("coverage of all operators", TURNS, &|n| {
            format!("coverage?scope=all&technology=4g&limit={}", 20 + n)
        }),
        ("coverage by an operator", TURNS, &|n| {
            format!("coverage?scope=op:{}&technology=4g&limit={}", made::operator_id(n % FILERS), 20 + n)
        }),
        ("coverage/operators", TURNS, &|n| {
            format!("coverage/operators?technology=4g&territory={}", provinces[n])
        }),
        ("targets", TURNS, &|n| format!("targets?today=2026-07-{:02}", 1 + n)),
        ("at", TURNS, &|n| format!("at?lon=-7.{n}&lat=33.1")),
        ("filings", TURNS, &|n| format!("filings?limit={}", 20 + n)),
        ("filings of an operator", TURNS, &|n| {
            format!("filings?operator={}&limit={}", made::operator_id(1), 20 + n)
        }),
        ("a filing", TURNS, &|n| format!("filings/{}", filing(n))),
        ("a filing's report", TURNS, &|n| format!("filings/{}/report", filing(n))),
        ("networks", FILERS, &|n| format!("networks?operator={}", made::operator_id(n))),
    ];
    let mut worst = (Duration::ZERO, "");
    for (name, turns, path) in paths {
        let mut costs: Vec<Duration> = (0..turns)
            .map(|n| server.cost(Duration::ZERO, || server.get(&format!("/api/v1/{}", path(n)))).0)
            .collect();
        let first = costs[0];
        costs.sort();
        let median = costs[turns / 2];
        println!("G1   {name:<28} {:>10} CPU (the first {})", ms(median), ms(first));
        worst = worst.max((median, name));
    }
    let metrics = || {
        std::thread::sleep(Duration::from_millis(1100));
        server.cost(Duration::ZERO, || server.get("/metrics")).0
    };
    println!("G1   {:<28} {:>10} CPU", "/metrics", ms(metrics().min(metrics())));
    rows.push(row(
        &format!("of {} reads not kept the costliest: {}", paths.len(), worst.1),
        format!("{} CPU", ms(worst.0)),
        "<= 5 ms + 2 ms a date counted",
        worst.0 <= bar,
    ));
}

/// A small file filed, and ten tests sent, five times each.
fn sent(
    rows: &mut Vec<Row>,
    server: &Server,
    country: &Country,
    (operator, probe): (&str, &str),
    row: &dyn Fn(&str, String, &str, bool) -> Row,
) {
    let median = |send: &dyn Fn(usize)| {
        let mut costs: Vec<Duration> = (0..5).map(|n| server.cost(SETTLE, || send(n)).0).collect();
        costs.sort();
        costs[2]
    };
    let created = |path: &str, token: &str, body: &[u8]| {
        let answer = server.ask("POST", path, Some(token), body).expect("an answer");
        assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
    };
    let filing = median(&|n| {
        let file = made::cells(country, 900_000 + n as u64, &[("400,5,1,0", 2_000)]);
        created(&format!("/api/v1/filings?kind=mobile-coverage&as_of={LAST}"), operator, file.as_bytes());
    });
    let tests = median(&|n| {
        let test = |at: usize| {
            serde_json::json!({
                "test_id": format!("{n}-{at}"), "at": format!("2026-06-{:02}T10:00:00Z", 1 + at), "lon": -6.571,
                "lat": 31.9 + at as f64 / 100.0, "operator": made::operator_id(at % FILERS), "technology": "4g",
                "download_mbps": 10 + at, "upload_mbps": 2, "latency_ms": 40, "loss": 0.0,
            })
        };
        let tests: Vec<_> = (0..10).map(test).collect();
        let batch =
            serde_json::json!({"batch": format!("bars-{n}"), "source": "bars", "measurements": tests});
        created("/api/v1/measurements", probe, batch.to_string().as_bytes());
    });
    rows.push(row(
        "2,000 cells filed; ten tests sent",
        format!("{}, {} CPU", ms(filing), ms(tests)),
        "<= 60 ms, <= 15 ms",
        filing <= Duration::from_millis(60) && tests <= Duration::from_millis(15),
    ));
}

fn many_operators(rows: &mut Vec<Row>, country: &Arc<Country>, work: &Path) {
    let data = copy(&made::many_operators(country), "g2", work);
    let server = Server::start(&data, ADDRESS);
    let total = json(&server.get("/api/v1/filings?limit=1"))["total"].as_u64();
    assert_eq!(total, Some(2 * OPERATORS as u64), "every filing was made");
    let page = server.get("/metrics").len() as f64 / 1e6;
    for path in
        ["coverage?technology=4g&scope=min2", "coverage?technology=fibre", "coverage/operators?territory=MA"]
    {
        server.get(&format!("/api/v1/{path}"));
    }
    let (now, most) = server.memory();
    rows.push(Row {
        id: "G2",
        what: format!("{OPERATORS} operators, 5 layers each: memory, /metrics"),
        figure: format!("{now:.0} MB (most {most:.0}), {page:.1} MB; ready in {}", ms(server.ready.0)),
        bar: "<= 400 MB, <= 3 MB".into(),
        met: Some(now <= 400.0 && page <= 3.0),
        peer: String::new(),
    });
}

pub(super) fn json(body: &[u8]) -> serde_json::Value {
    serde_json::from_slice(body).expect("JSON")
}

/// The text of a new token.
fn token(data: &Path, role: &[&str]) -> String {
    let mut issue = command(&["token", "issue", "--name", "bars"], data);
    let said = issue.args(role).stdout(std::process::Stdio::piped()).output().expect("ends");
    assert!(said.status.success(), "a token is issued");
    String::from_utf8(said.stdout).expect("text").trim().to_owned()
}
