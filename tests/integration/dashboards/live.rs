//! Every query of the dashboards and every rule, asked of a real Prometheus that scrapes the demonstration.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::Duration;

use regex::Regex;
use serde_json::Value;
use taghtia::demo::OVERCLAIM;
use taghtia::metrics::definitions;

use super::board::{self, Board, Query, list, text_of};
use super::exceptions::{Exception, excuse, read, unused};
use super::prometheus::{Prometheus, Series, is_there, until};
use super::promql;
use super::rules::opted_in;
use super::variables::{Values, choose, settle};
use crate::process::{Server, demonstration};
use crate::support::root;

/// How much of the past the range queries see, in seconds.
const WINDOW: f64 = 600.0;

/// The demonstration, and a Prometheus that scrapes all of its pages.
struct Scene {
    server: Server,
    prometheus: Prometheus,
    /// Every metric there is, with its labels.
    families: BTreeMap<String, BTreeSet<String>>,
    /// Where the collectors look.
    drops: tempfile::TempDir,
    _data: tempfile::TempDir,
}

impl Scene {
    fn open() -> Self {
        let data = demonstration();
        let drops = tempfile::tempdir().expect("a folder");
        let collectors = collectors(drops.path());
        let server = Server::start(data.path(), &["demo", "--collectors", &collectors]);
        let address = server.url.strip_prefix("http://").expect("plain HTTP");
        let config = std::fs::read_to_string(root("dashboards/prometheus/prometheus.yml")).expect("a file");
        let (config, _probes) = opted_in(&config).split_once("  - job_name: taghtia-probes").map_or_else(
            || panic!("the job of lone probes comes last"),
            |(config, rest)| (config.to_owned(), rest.to_owned()),
        );
        let prometheus = Prometheus::start(&quick(&config).replace("127.0.0.1:8080", address), quick);
        Self { server, prometheus, families: families(), drops, _data: data }
    }

    /// What people and operators do while Prometheus watches: read, ask wrongly, check, hand in what is refused.
    fn live(&self) {
        for path in ["/api/v1/country", "/api/v1/coverage", "/api/v1/at?lon=-7.6&lat=33.58"] {
            self.server.get(path);
        }
        let (status, body) = self.server.post("/api/v1/check?kind=mobile-coverage", b"{}".to_vec());
        assert_eq!(status, 200, "{body}");
        let path = "/api/v1/filings?kind=mobile-coverage&operator=zellige&as_of=2026-06-30";
        let (status, body) = self.server.post(path, b"{}".to_vec());
        assert_eq!(status, 422, "{body}");
        std::fs::copy(
            root("tests/fixtures/tour/azilal-4g.geojson"),
            self.drops.path().join("good/4g.geojson"),
        )
        .expect("copied");
        std::fs::write(self.drops.path().join("bad/4g.geojson"), "{}").expect("written");
        // Such series begin with the first refusal: only one more is seen to be more.
        for batch in ["first", "second"] {
            self.server.get("/nowhere");
            let test = r#"{"test_id": "x", "at": "2026-06-01T00:00:00Z", "lon": -20.0, "lat": 30.0, "operator": "safran", "technology": "4g", "download_mbps": 1.0}"#;
            // A source is one of which something is kept.
            let kept = test.replace("-20.0", "-6.57").replace("\"x\"", "\"y\"").replace("30.0", "31.96");
            let body =
                format!(r#"{{"batch": "{batch}", "source": "my-drive", "measurements": [{test}, {kept}]}}"#);
            let (status, body) = self.server.post("/api/v1/measurements", body.into_bytes());
            assert!(status < 500 && body.contains("outside-country"), "{status} {body}");
            let refused = "taghtia_measurements_refused_total{source=\"my-drive\"} and on() taghtia_http_requests_total{status=\"404\"}";
            until("refusals are scraped", Duration::from_mins(3), || {
                self.prometheus.now(refused).is_ok_and(|found| !found.is_empty())
            });
        }
    }
}

/// Two collectors of folders that are still empty: one will find a filing, one a file that is none.
fn collectors(drops: &std::path::Path) -> String {
    let mut text = String::new();
    for (folder, operator) in [("good", "safran"), ("bad", "argane")] {
        let path = drops.join(folder);
        std::fs::create_dir(&path).expect("a folder");
        writeln!(
            text,
            "[[collector]]\nid = \"{folder}-drop\"\nkind = \"mobile-coverage\"\noperator = \"{operator}\"\n\
             directory = \"{}\"\nas_of = \"2023-12-31\"\nevery = \"2s\"\nsettle = \"0s\"",
            path.display()
        )
        .expect("written");
    }
    let file = drops.join("collectors.toml");
    std::fs::write(&file, text).expect("written");
    file.display().to_string()
}

/// A configuration or rules that wait two seconds where they wait half a minute or more.
fn quick(text: &str) -> String {
    let waits = Regex::new(r"((?:scrape_|evaluation_|)interval): (?:30s|1m)\b").expect("a pattern");
    let text =
        text.replace("interval: 5m", "interval: 20s").replace("scrape_timeout: 30s", "scrape_timeout: 20s");
    waits.replace_all(&text, "$1: 2s").into_owned()
}

/// Every series name that a query may use, with its labels, as the catalogue has them.
fn families() -> BTreeMap<String, BTreeSet<String>> {
    let mut families: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for series in definitions::series() {
        let labels = families.entry(series.name).or_default();
        labels.extend(series.labels.into_iter().map(str::to_owned));
        labels.extend(series.metric.labels_in(&["fr", "ar"], &["region", "province"]));
    }
    families
}

#[test]
fn every_panel_variable_and_rule_answers_on_the_demonstration() {
    if !is_there() {
        return;
    }
    let scene = Scene::open();
    let prometheus = &scene.prometheus;
    let first = "min(max_over_time(up{job!=\"taghtia-communes\"}[1m])) > 0";
    until("the first scrape", Duration::from_mins(3), || {
        prometheus.now(first).is_ok_and(|found| !found.is_empty())
    });
    scene.live();
    let enough = "min(count_over_time(taghtia_synthetic[1m])) > 10 and count(max_over_time(up{job=\"taghtia-communes\"}[1m]) == 1)";
    until("enough scrapes, communes too", Duration::from_mins(4), || {
        prometheus.now(enough).is_ok_and(|found| !found.is_empty())
    });
    // What verdicts rest on is counted anew after the batches above; unoptimised and beside other tests that takes a while.
    until("verdicts on the last batches", Duration::from_mins(5), || {
        prometheus.now("taghtia_measurement_verdict").is_ok_and(|found| !found.is_empty())
    });
    let (boards, exceptions) = (board::all(), read("empty"));
    let mut wrong = Vec::new();
    for board in &boards {
        evaluate(&scene, board, &exceptions, &mut wrong);
        names(&scene, board, &mut wrong);
    }
    evaluate_rules(&scene, &mut wrong);
    maps(&scene, &boards, &mut wrong);
    overclaimed(&scene, &boards, &mut wrong);
    wrong.extend(unused(&exceptions));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Asks every query at the variables' defaults, where it must find something, and at every other value of each
/// variable, where it must not fail.
fn evaluate(scene: &Scene, board: &Board, exceptions: &[Exception], wrong: &mut Vec<String>) {
    let (options, values) = match choose(board, &scene.prometheus, &Values::new()) {
        Ok(chosen) => chosen,
        Err(error) => return wrong.push(format!("{}: variables: {error}", board.uid)),
    };
    for panel in board.panels() {
        let queries: Vec<Query> =
            list(panel, "targets").iter().map(|json| Query { board, panel, json }).collect();
        let mut labels = BTreeSet::new();
        let mut empty = false;
        for query in &queries {
            match answer(scene, query, &values) {
                Err(error) => wrong.push(format!("{}: {error}", query.place())),
                Ok(found) if found.is_empty() => {
                    empty = true;
                    if !excuse(exceptions, "", &board.uid, query.title()) {
                        wrong.push(format!(
                            "{}: no series: {}",
                            query.place(),
                            settle(query.expr(), &values)
                        ));
                    }
                }
                Ok(found) => {
                    legend(query, &found, wrong);
                    labels.extend(found.iter().flat_map(|one| one.labels.keys().cloned()));
                }
            }
        }
        if !empty {
            fields(board, panel, &labels, wrong);
        }
    }
    for (name, others) in &options {
        for other in others.iter().skip(1).step_by(others.len().div_ceil(6).max(1)) {
            let fixed = Values::from([(name.clone(), other.clone())]);
            let Ok((_, values)) = choose(board, &scene.prometheus, &fixed) else {
                wrong.push(format!("{}: {name} = {other} leaves a variable without values", board.uid));
                continue;
            };
            for query in board.queries().iter().filter(|query| query.expr().contains('$')) {
                if let Err(error) = answer(scene, query, &values) {
                    wrong.push(format!("{}: {name} = {other}: {error}", query.place()));
                }
            }
        }
    }
}

fn answer(scene: &Scene, query: &Query<'_>, values: &Values) -> Result<Vec<Series>, String> {
    let expr = settle(query.expr(), values);
    if query.is_instant() { scene.prometheus.now(&expr) } else { scene.prometheus.over(&expr, WINDOW) }
}

/// Every label that a legend names is there, in every series.
fn legend(query: &Query<'_>, found: &[Series], wrong: &mut Vec<String>) {
    let pattern = Regex::new(r"\{\{(\w+)\}\}").expect("a pattern");
    for label in pattern.captures_iter(text_of(query.json, "legendFormat")) {
        if let Some(without) = found.iter().find(|one| one.label(&label[1]).is_empty()) {
            wrong.push(format!("{}: no {} in {:?}", query.place(), &label[1], without.labels));
        }
    }
}

/// Every field that a table shows, a link takes or a map joins by is there.
fn fields(board: &Board, panel: &Value, labels: &BTreeSet<String>, wrong: &mut Vec<String>) {
    let mut named: Vec<String> = list(panel, "transformations")
        .iter()
        .flat_map(|one| list(&one["options"]["include"], "names").iter().filter_map(Value::as_str))
        .map(str::to_owned)
        .collect();
    let pattern = Regex::new(r"\$\{__data\.fields\.(\w+)\}").expect("a pattern");
    named.extend(pattern.captures_iter(&panel.to_string()).map(|found| found[1].to_owned()));
    named.extend(
        list(&panel["options"], "layers").iter().map(|layer| text_of(&layer["config"], "idField").to_owned()),
    );
    let queries = list(panel, "targets");
    for name in named {
        let there = match name.strip_prefix("Value") {
            Some("") => queries.len() == 1,
            Some(other) => queries.iter().any(|query| other == format!(" #{}", text_of(query, "refId"))),
            None => labels.contains(&name),
        };
        if !there {
            wrong.push(format!("{} / {}: no field {name}", board.uid, text_of(panel, "title")));
        }
    }
}

/// Every metric is one the program exports or the rules record; every label joined in is one that exists.
fn names(scene: &Scene, board: &Board, wrong: &mut Vec<String>) {
    let variables = board.variables().iter().map(|one| text_of(&one["query"], "query"));
    let variables =
        variables.filter_map(|query| query.split_once('(')).map(|(_, rest)| rest.trim_end_matches(')'));
    let exprs = board.queries().iter().map(|query| query.expr().to_owned()).collect::<Vec<_>>();
    for expr in exprs.into_iter().chain(variables.map(str::to_owned)) {
        wrong
            .extend(unknown(scene, &expr).into_iter().map(|what| format!("{}: {what} in {expr}", board.uid)));
    }
}

/// Names of an expression that nothing has.
fn unknown(scene: &Scene, expr: &str) -> Vec<String> {
    const OF_PROMETHEUS: [&str; 4] = ["up", "ALERTS", "scrape_duration_seconds", "scrape_samples_scraped"];
    let (said, mut found) = (promql::read(expr), Vec::new());
    let matches = |name: &str, pattern: &str| {
        Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|pattern| pattern.is_match(name))
    };
    for selector in &said.selectors {
        let by_name = selector.matchers.iter().find(|(label, _, _)| label == "__name__");
        let name = selector.metric.as_str();
        let known = if let Some((_, _, pattern)) = by_name {
            scene.families.keys().any(|name| matches(name, pattern))
        } else {
            // What label_values asks for stands after a comma, as a metric would.
            scene.families.contains_key(name)
                || OF_PROMETHEUS.contains(&name)
                || recorded(name)
                || (selector.matchers.is_empty() && is_label(scene, name))
        };
        if !known {
            found.push(format!("nothing is called {:?}", selector.metric));
        }
    }
    let made = |label: &String| said.made.contains(label);
    found.extend(
        said.joined
            .iter()
            .filter(|label| !is_label(scene, label) && !made(label))
            .map(|label| format!("no series has the label {label:?}")),
    );
    found
}

fn recorded(name: &str) -> bool {
    let rules = include_str!("../../../dashboards/prometheus/rules/recording.yml");
    name.contains(':') && rules.lines().any(|line| line.trim() == format!("- record: {name}"))
}

fn is_label(scene: &Scene, label: &str) -> bool {
    label == "instance" || scene.families.values().any(|labels| labels.contains(label))
}

/// No rule fails, every recorded series is there unless nothing happened to record, every name exists.
fn evaluate_rules(scene: &Scene, wrong: &mut Vec<String>) {
    let data = scene.prometheus.ask("rules", &[]).expect("rules");
    let rules = list(&data, "groups").iter().flat_map(|group| list(group, "rules"));
    let mut count = 0;
    for rule in rules {
        let (name, expr) = (text_of(rule, "name"), text_of(rule, "query"));
        if rule["health"] != "ok" {
            wrong.push(format!("{name}: {} {}", rule["health"], rule["lastError"]));
        }
        wrong.extend(unknown(scene, expr).into_iter().map(|what| format!("{name}: {what}")));
        if rule["type"] == "recording" && scene.prometheus.now(name).is_ok_and(|found| found.is_empty()) {
            wrong.push(format!("{name} records nothing"));
        }
        count += 1;
    }
    assert!(count > 20, "only {count} rules");
    let renamed = unknown(scene, "rate(taghtia_http_request_total[5m]) * on (code) group_left (nom) up");
    assert_eq!(renamed.len(), 2, "a renamed metric and a label are found: {renamed:?}");
}

/// Features of every map are found by their ids, and come from a server that lets Grafana's page read them.
fn maps(scene: &Scene, boards: &[Board], wrong: &mut Vec<String>) {
    for (board, panel) in
        boards.iter().flat_map(|board| board.panels().into_iter().map(move |panel| (board, panel)))
    {
        for layer in list(&panel["options"], "layers") {
            let place = format!("{} / {}", board.uid, text_of(panel, "title"));
            let path =
                text_of(&layer["config"], "src").strip_prefix("http://127.0.0.1:8080").expect("our server");
            let (allowed, collection) = fetch(&format!("{}{path}", scene.server.url));
            if allowed != "*" {
                wrong.push(format!("{place}: {path} may not be read from another site: {allowed:?}"));
            }
            let ids: BTreeSet<String> =
                list(&collection, "features").iter().map(|one| text_of(one, "id").to_owned()).collect();
            let (_, values) = choose(board, &scene.prometheus, &Values::new()).expect("variables");
            let query = Query { board, panel, json: &panel["targets"][0] };
            let found = answer(scene, &query, &values).unwrap_or_default();
            let codes: BTreeSet<String> =
                found.iter().map(|one| one.label(text_of(&layer["config"], "idField")).to_owned()).collect();
            // Verdicts are of measured provinces only; shares are of all.
            let all = board.uid != "taghtia-claimed-and-measured";
            if codes.len() != found.len()
                || !codes.is_subset(&ids)
                || (all && codes != ids)
                || ids.contains("")
            {
                let (lone, bare): (Vec<_>, Vec<_>) =
                    (codes.difference(&ids).collect(), ids.difference(&codes).collect());
                wrong.push(format!(
                    "{place}: series without a feature {lone:?}, features without a series {bare:?}"
                ));
            }
        }
    }
}

/// The claim of the demonstration that no test supports stands out, alone.
fn overclaimed(scene: &Scene, boards: &[Board], wrong: &mut Vec<String>) {
    let board =
        boards.iter().find(|board| board.uid == "taghtia-claimed-and-measured").expect("the dashboard");
    let (_, values) = choose(board, &scene.prometheus, &Values::new()).expect("variables");
    for query in board.queries() {
        let found = || answer(scene, &query, &values).unwrap_or_default();
        match query.title() {
            "Contradicted" if found().first().is_none_or(|one| (one.value - 1.0).abs() > 0.1) => {
                wrong.push(format!("{}: not one claim: {:?}", query.place(), found()));
            }
            "Most overclaimed" => {
                let first = found().into_iter().next();
                let is_it = first.as_ref().is_some_and(|one| {
                    one.label("operator") == OVERCLAIM.operator
                        && one.label("tier") == OVERCLAIM.tier
                        && one.label("code") == OVERCLAIM.province
                });
                if !is_it {
                    wrong.push(format!("{}: {first:?} is most overclaimed", query.place()));
                }
            }
            _ => {}
        }
    }
}

/// Who may read an answer, and its JSON.
fn fetch(url: &str) -> (String, Value) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let request = client.get(url).header("origin", "http://grafana.example:3000");
        let response = request.send().await.expect("an answer");
        let allowed = response.headers().get("access-control-allow-origin");
        let allowed = allowed.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        (allowed, response.json().await.expect("JSON"))
    })
}
