//! Dashboards and rules: what their files say, what a real Prometheus that scrapes the demonstration answers to
//! every query in them, and whether every alert fires and resolves.

mod alerts;
mod board;
mod exceptions;
mod lint;
mod live;
mod prometheus;
mod promql;
mod rules;
mod variables;

use std::path::PathBuf;
use std::process::Command;

use regex::Regex;

use crate::support::{oracle, root};

#[test]
fn dashboards_are_what_their_generator_writes() {
    let python = std::env::var_os("TAGHTIA_TEST_PYTHON").unwrap_or_else(|| "python3".into());
    let script = root("dashboards/grafana/write");
    let output = match Command::new(python).arg(script).arg("--check").output() {
        Ok(output) => output,
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "Python must be there in CI: {error}");
            return println!("skipped: the generator of the dashboards needs Python");
        }
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_field_is_one_that_grafanas_sdk_knows() {
    let boards = root("dashboards/grafana/dashboards");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(boards).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 5);
    let files: Vec<&std::path::Path> = files.iter().map(PathBuf::as_path).collect();
    let _checked = oracle("dashboards.py", &files);
}

#[test]
fn dashboards_keep_to_the_linters_rules_and_the_grid() {
    let exceptions = exceptions::read("lint");
    let findings = lint::findings(&board::all());
    let mut wrong: Vec<String> = findings
        .iter()
        .filter(|one| !exceptions::excuse(&exceptions, one.rule, &one.dashboard, &one.place))
        .map(|one| format!("{}: {} / {}: {}", one.rule, one.dashboard, one.place, one.said))
        .collect();
    wrong.extend(exceptions::unused(&exceptions));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Something done to a dashboard.
type Change = dyn Fn(&mut serde_json::Value);

#[test]
fn the_linter_finds_what_it_should() {
    let found = |change: &Change| {
        let mut boards = board::all();
        change(&mut boards[0].json);
        let rules: Vec<&str> = lint::findings(&boards).iter().map(|one| one.rule).collect();
        rules
    };
    let usual = found(&|_| {});
    let expr = |text: &'static str| {
        move |json: &mut serde_json::Value| {
            json["panels"][0]["targets"][0]["expr"] = text.into();
        }
    };
    let cases: [(&str, &Change); 10] = [
        ("uneditable-dashboard", &|json| json["editable"] = true.into()),
        ("layout-inputs", &|json| json["__inputs"] = serde_json::json!([])),
        ("layout-uid", &|json| json["uid"] = "x".repeat(41).into()),
        ("layout-ids", &|json| json["panels"][1]["id"] = json["panels"][0]["id"].clone()),
        ("layout-grid", &|json| json["panels"][1]["gridPos"] = json["panels"][0]["gridPos"].clone()),
        ("panel-title-description", &|json| json["panels"][0]["description"] = "".into()),
        ("panel-units", &|json| json["panels"][0]["fieldConfig"]["defaults"]["unit"] = "".into()),
        ("panel-no-targets", &|json| json["panels"][0]["targets"] = serde_json::json!([])),
        ("target-counter-agg", &expr("sum(x_total{instance=\"$instance\"})")),
        ("target-instance", &expr("taghtia_synthetic")),
    ];
    for (rule, change) in cases {
        let count = |rules: &[&str]| rules.iter().filter(|one| **one == rule).count();
        assert!(count(&found(change)) > count(&usual), "{rule} was not found");
    }
}

#[test]
fn nothing_asks_a_host_that_is_not_ours() {
    let address = Regex::new(r#"[a-z]*://[^/"]*/?"#).expect("a pattern");
    for board in board::all() {
        for found in address.find_iter(&board.json.to_string()) {
            let ours = found.as_str().trim_end_matches('/') == "http://127.0.0.1:8080";
            assert!(ours, "{}: {}", board.uid, found.as_str());
        }
        for panel in board.panels().into_iter().filter(|panel| panel["type"] == "geomap") {
            let base = &panel["options"]["basemap"];
            let ground = "http://127.0.0.1:8080/tiles/ground/{z}/{x}/{y}.png";
            assert!(base["type"] == "xyz" && base["config"]["url"] == ground, "{base}");
        }
    }
}

#[test]
fn links_lead_to_dashboards_and_variables_that_exist() {
    let boards = board::all();
    let has = |board: &board::Board, name: &str| board.variables().iter().any(|one| one["name"] == name);
    let address = Regex::new(r#""url":"/d/([a-z-]+)\?([^"]*)""#).expect("a pattern");
    let parts = Regex::new(r"var-(\w+)=|\$\{(\w+):queryparam\}").expect("a pattern");
    let mut links = 0;
    for from in &boards {
        for link in address.captures_iter(&from.json.to_string()) {
            let to = boards.iter().find(|board| board.uid == link[1]);
            let to = to.unwrap_or_else(|| panic!("{}: there is no {}", from.uid, &link[1]));
            for part in parts.captures_iter(&link[2]) {
                let name = part.get(1).or_else(|| part.get(2)).expect("a name").as_str();
                assert!(has(to, name), "{}: {} has no variable {name}", from.uid, to.uid);
                assert!(part.get(2).is_none() || has(from, name), "{} has no variable {name}", from.uid);
            }
            links += 1;
        }
    }
    assert!(links >= 6, "{links} links");
}

#[test]
fn grafana_finds_its_dashboards_and_its_data_source() {
    let text = |file: &str| std::fs::read_to_string(root("dashboards").join(file)).unwrap();
    let source = text("grafana/provisioning/datasources/prometheus.yaml");
    let folder = text("grafana/provisioning/dashboards/taghtia.yaml");
    let compose = text("compose.yaml");
    assert!(source.contains("type: prometheus") && source.contains("uid: taghtia-prometheus"), "{source}");
    assert!(folder.contains("allowUiUpdates: false") && folder.contains("path: /etc/taghtia/dashboards"));
    assert!(compose.contains("./grafana/dashboards:/etc/taghtia/dashboards:ro"), "{compose}");
    for image in compose.lines().filter_map(|line| line.trim().strip_prefix("image: ")) {
        let (_, version) = image.split_once(':').expect("an image with a version");
        assert!(version.split('.').count() == 3, "{image} is not pinned");
    }
}
