//! Collectors as a person meets them: `serve --collectors`, `taghtia collect`, and a killed process.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::liar::Liar;
use super::{FIXED, file, web};
use crate::process::{Server, http, issue, run, taghtia};
use crate::support::root;

/// Writes a configuration for the pack's operator.
fn configure(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("collectors.toml");
    std::fs::write(&path, text.replace("\"atlas\"", "\"iam\"")).unwrap();
    path
}

fn of(items: &Value, id: &str) -> Value {
    let items = items["items"].as_array().unwrap().iter();
    items.clone().find(|item| item["id"] == id).unwrap_or_else(|| panic!("{id}")).clone()
}

fn wait(server: &Server, what: &str, limit: Duration, is_so: impl Fn(&Value) -> bool) -> Value {
    let started = Instant::now();
    loop {
        let now = server.json("/api/v1/collectors");
        if is_so(&now) {
            println!("{what}: after {:.1?}", started.elapsed());
            return now;
        }
        assert!(started.elapsed() < limit, "{what}: {now}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_change_is_a_filing_within_a_period_and_a_restart_goes_on() {
    let (data, liar) = (tempfile::tempdir().unwrap(), Liar::start(file(-6.6)));
    let text = web("tagged", &liar.url("/file.geojson?key=s3cret-query"), FIXED)
        + &web("page", &liar.url("/web-page"), &FIXED.replace("06-30", "05-31"));
    let config = configure(data.path(), &text);
    let args = ["serve", "--collectors", config.to_str().unwrap()];
    let server = Server::start(data.path(), &args);
    let limit = Duration::from_secs(15);
    wait(&server, "the first filing", limit, |now| of(now, "tagged")["last_outcome"] == "filed");
    let first = wait(&server, "a refusal", limit, |now| of(now, "page")["state"] == "refused");
    assert!(!first.to_string().contains("s3cret"), "{first}");
    assert_eq!(of(&first, "tagged")["location"], format!("127.0.0.1:{}", liar.port), "no file is named");
    let (_, whole) = http("GET", &format!("{}/api/v1/collectors", server.url), Some(&server.token), None);
    let whole: Value = serde_json::from_str(&whole).unwrap();
    assert_eq!(of(&whole, "tagged")["location"], format!("127.0.0.1:{}/file.geojson", liar.port));
    assert_eq!(server.json("/api/v1/filings")["total"], 1);
    wait(&server, "nothing new", limit, |now| of(now, "tagged")["last_outcome"] == "not_modified");
    liar.put(file(-7.0));
    wait(&server, "a change", Duration::from_secs(8), |now| of(now, "tagged")["last_outcome"] == "filed");

    let (_, metrics) = server.get("/metrics");
    for line in [
        "taghtia_collector_info{collector=\"tagged\",kind=\"mobile-coverage\",operator=\"iam\",source=\"http\"} 1",
        "taghtia_collector_interval_seconds{collector=\"tagged\"} 5",
        "taghtia_collector_runs_total{collector=\"tagged\",outcome=\"filed\"} 2",
        "taghtia_collector_failures_total{collector=\"tagged\",reason=\"timeout\"} 0",
        "taghtia_collector_last_success_timestamp_seconds{collector=\"page\"} 0",
    ] {
        assert!(metrics.contains(line), "{line}");
    }
    assert!(!metrics.contains("s3cret"));
    if let Some(said) = crate::metrics::promtool(&metrics) {
        assert_eq!(said.trim(), "");
    }
    // Why a file is refused is for those whom it concerns.
    let address = format!("{}/api/v1/collectors/page/runs", server.url);
    assert_eq!(http("GET", &address, None, None).0, 401);
    let (status, body) = http("GET", &address, Some(&server.token), None);
    assert_eq!(status, 200, "{body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (&body["items"][0]["outcome"], body["report"]["accepted"].as_bool()),
        (&"refused".into(), Some(false))
    );
    let other = issue(data.path(), &["--role", "operator", "--operator", "inwi"]);
    assert_eq!(http("GET", &address, Some(&other), None).0, 403);
    assert_eq!(server.get("/api/v1/collectors?x=1").0, 400);

    let said = |args: &[&str]| {
        let output = run(data.path(), &[args, &["--collectors", config.to_str().unwrap()]].concat());
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(text).unwrap())
    };
    let (code, list) = said(&["collect", "list"]);
    assert!(code == Some(0) && list.contains("tagged") && list.contains("refused-by-rules"), "{list}");
    let (code, report) = said(&["collect", "list", "--report", "page"]);
    assert!(code == Some(0) && report.contains("error"), "{report}");
    let (code, busy) = said(&["collect", "run"]);
    assert!(code == Some(2) && busy.contains("--collectors") && busy.contains("in use"), "{busy}");
    assert!(said(&["collect", "run", "nobody"]).1.contains("known are tagged, page"));

    server.stop();
    let before = liar.seen("GET /file.geojson").len();
    let server = Server::start(data.path(), &args);
    let after = server.json("/api/v1/collectors");
    assert!(of(&after, "tagged")["last_success"].is_string(), "{after}");
    let (_, metrics) = server.get("/metrics");
    assert!(!metrics.contains("taghtia_collector_last_success_timestamp_seconds{collector=\"tagged\"} 0"));
    wait(&server, "the next run", limit, |_| liar.seen("GET /file.geojson").len() > before);
    assert!(liar.seen("GET /file.geojson").last().unwrap().contains("if-none-match"), "it knows its tag");
    assert_eq!(server.json("/api/v1/filings")["total"], 2);
}

#[test]
fn a_run_that_dies_is_seen_and_made_again() {
    let (data, liar) = (tempfile::tempdir().unwrap(), Liar::start(file(-6.6)));
    let config = configure(data.path(), &web("silent", &liar.url("/silent"), FIXED));
    let args = ["serve", "--collectors", config.to_str().unwrap()];
    let server = Server::start(data.path(), &args);
    let limit = Duration::from_secs(10);
    wait(&server, "a run", limit, |now| of(now, "silent")["state"] == "running");
    wait(&server, "a request", limit, |_| !liar.seen("GET /silent").is_empty());
    server.kill();
    let list = run(data.path(), &["collect", "list", "--json", "--collectors", config.to_str().unwrap()]);
    let list: Value = serde_json::from_slice(&list.stdout).unwrap();
    let item = of(&list, "silent");
    assert_eq!((&item["state"], &item["reason"]), (&"failing".into(), &"interrupted".into()), "{item}");
    // The next start makes it again, and a stop in good order does not wait for the server.
    let server = Server::start(data.path(), &args);
    wait(&server, "the run again", limit, |_| liar.seen("GET /silent").len() > 1);
    let started = Instant::now();
    server.stop();
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    // It is due at once, with another address or the same.
    let mended = web("silent", &liar.url("/plain.geojson"), FIXED);
    configure(data.path(), &mended);
    let done = run(data.path(), &["collect", "run", "--json", "--collectors", config.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let done: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(of(&done, "silent")["last_outcome"], "filed", "{done}");
}

#[test]
fn no_log_line_or_error_has_a_secret() {
    let (data, liar) = (tempfile::tempdir().unwrap(), Liar::start(file(-6.6)));
    let auth = "auth = { type = \"bearer\", env = \"COLLECT_TEST_SECRET\" }";
    let mut text = String::new();
    for (at, path) in ["/guarded", "/down", "/to?http://169.254.169.254/s3cret", "/ssh", "/hang-up", "/loop"]
        .iter()
        .enumerate()
    {
        let path = if path.contains('?') { (*path).to_owned() } else { format!("{path}?key=s3cret-query") };
        let more = format!("{}\n{auth}\nretries = 1", FIXED.replace("06-30", &format!("0{}-28", at + 1)));
        text += &web(&format!("c{at}"), &liar.url(&path), &more);
    }
    let closed =
        web("closed", "http://127.0.0.1:1/?key=s3cret-query", &format!("{FIXED}\n{auth}\nretries = 0"));
    let config = configure(data.path(), &(text + &closed));
    let output = taghtia(data.path())
        .args(["collect", "run", "--log", "trace", "--collectors", config.to_str().unwrap()])
        .env("COLLECT_TEST_SECRET", "s3cret-token")
        .output()
        .unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("collect.run.ended") && said.contains("address-refused"), "{said}");
    let leaks: Vec<&str> = said.lines().filter(|line| line.contains("s3cret")).take(5).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
    assert!(!liar.seen("authorization: Bearer s3cret-token").is_empty(), "it was sent");
    // Without the secret there is no run, and the fault says where.
    let without = run(data.path(), &["collect", "run", "--collectors", config.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&without.stderr).into_owned();
    assert!(
        without.status.code() == Some(2) && said.contains("has 7 faults") && said.contains("auth"),
        "{said}"
    );
}

#[test]
fn the_tour_collects_what_it_says() {
    let data = tempfile::tempdir().unwrap();
    let operator =
        ["operator", "add", "zellige", "--name", "Zellige", "--licence", "4g:2015-01-01", "--synthetic"];
    assert!(run(data.path(), &operator).status.success());
    let config = root("tests/fixtures/collectors.toml");
    let collect =
        || run(data.path(), &["collect", "run", "--json", "--collectors", config.to_str().unwrap()]);
    for outcome in ["filed", "unchanged"] {
        let done = collect();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let done: Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(of(&done, "tour")["last_outcome"], outcome, "{done}");
    }
}
