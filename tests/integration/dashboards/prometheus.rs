//! A real Prometheus on a loopback port, and what its API answers.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::process::http;
use crate::support::root;

/// Whether Prometheus and promtool are there; says so where they are not.
pub fn is_there() -> bool {
    let there = ["prometheus", "promtool"].iter().all(|program| {
        Command::new(program).arg("--version").output().is_ok_and(|said| said.status.success())
    });
    if !there {
        assert!(std::env::var_os("CI").is_none(), "prometheus and promtool must be there in CI");
        println!("skipped: prometheus and promtool are not installed (Debian's package prometheus has both)");
    }
    there
}

/// Runs promtool on files of dashboards/prometheus and returns what it says.
pub fn promtool(args: &[&str]) -> String {
    let output = Command::new("promtool")
        .args(args)
        .current_dir(root("dashboards/prometheus"))
        .output()
        .expect("promtool runs");
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "promtool {}: {said}", args.join(" "));
    said
}

/// Waits until something is so, a while at most.
#[track_caller]
pub fn until(what: &str, most: Duration, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < most, "not in {most:?}: {what}");
        std::thread::sleep(Duration::from_millis(250));
    }
}

/// A series of an answer: its labels, and how many values it has.
#[derive(Debug, Clone)]
pub struct Series {
    pub labels: BTreeMap<String, String>,
    /// The last value.
    pub value: f64,
}

impl Series {
    pub fn label(&self, name: &str) -> &str {
        self.labels.get(name).map_or("", String::as_str)
    }
}

/// A running Prometheus; killed when dropped.
pub struct Prometheus {
    child: Child,
    url: String,
    _folder: tempfile::TempDir,
}

impl Prometheus {
    /// Starts one with a configuration and the repository's rules, each changed by a function.
    pub fn start(config: &str, rules: impl Fn(&str) -> String) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("rules")).expect("a folder");
        std::fs::write(folder.path().join("prometheus.yml"), config).expect("written");
        for file in ["recording.yml", "alerts.yml"] {
            let text =
                std::fs::read_to_string(root("dashboards/prometheus/rules").join(file)).expect("rules");
            std::fs::write(folder.path().join("rules").join(file), rules(&text)).expect("written");
        }
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
        let child = Command::new("prometheus")
            .arg(format!("--config.file={}", folder.path().join("prometheus.yml").display()))
            .arg(format!("--storage.tsdb.path={}", folder.path().join("data").display()))
            .arg(format!("--web.listen-address={port}"))
            .args(["--query.lookback-delta=5m", "--log.level=error"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("prometheus starts");
        let started = Self { child, url: format!("http://{port}"), _folder: folder };
        until("Prometheus is ready", Duration::from_secs(30), || {
            http("GET", &format!("{}/-/ready", started.url), None, None).0 == 200
        });
        started
    }

    /// The data of an answer, or the error Prometheus gives.
    pub fn ask(&self, path: &str, params: &[(&str, &str)]) -> Result<Value, String> {
        let url = url::Url::parse_with_params(&format!("{}/api/v1/{path}", self.url), params).expect("a URL");
        let (_, body) = http("GET", url.as_str(), None, None);
        let answer: Value = serde_json::from_str(&body).map_err(|error| format!("{error}: {body}"))?;
        if answer["status"] == "success" {
            Ok(answer["data"].clone())
        } else {
            Err(format!("{}: {}", answer["errorType"], answer["error"]))
        }
    }

    /// The series of an instant query, now.
    pub fn now(&self, expr: &str) -> Result<Vec<Series>, String> {
        Ok(series(&self.ask("query", &[("query", expr)])?))
    }

    /// The series of a query over the last seconds.
    pub fn over(&self, expr: &str, seconds: f64) -> Result<Vec<Series>, String> {
        let end = jiff::Timestamp::now().as_millisecond() as f64 / 1e3;
        let (start, end) = (format!("{}", end - seconds), format!("{end}"));
        let params = [("query", expr), ("start", &start), ("end", &end), ("step", "2")];
        Ok(series(&self.ask("query_range", &params)?))
    }

    /// Alerts by name, with their state.
    pub fn alerts(&self) -> Vec<(String, Value)> {
        let data = self.ask("alerts", &[]).expect("alerts");
        let alerts = data["alerts"].as_array().cloned().unwrap_or_default();
        let named =
            |alert: Value| (alert["labels"]["alertname"].as_str().unwrap_or_default().to_owned(), alert);
        alerts.into_iter().map(named).collect()
    }
}

fn series(data: &Value) -> Vec<Series> {
    let number = |sample: &Value| sample[1].as_str().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    let one = |found: &Value| Series {
        labels: found["metric"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        value: match found["values"].as_array() {
            Some(values) => values.last().map_or(f64::NAN, number),
            None => number(&found["value"]),
        },
    };
    match data["resultType"].as_str() {
        Some("scalar") => vec![Series { labels: BTreeMap::new(), value: number(&data["result"]) }],
        _ => data["result"].as_array().into_iter().flatten().map(one).collect(),
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
