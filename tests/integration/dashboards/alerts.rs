//! Every alert on a real Prometheus, with an exporter that is well, then ill in every way, then well again.
//!
//! The rules are the repository's own with time pressed together: they wait for nothing, and where they look
//! back an hour or some minutes they look back ten seconds.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use regex::Regex;

use super::prometheus::{Prometheus, is_there, until};
use crate::support::root;

/// What the exporter shows: whether it is ill, and how often it was looked at while ill.
#[derive(Default)]
struct Patient {
    is_ill: AtomicBool,
    ill_looks: AtomicU64,
    well_looks: AtomicU64,
}

const DAY: f64 = 86400.0;

/// The page of a server that is well or ill. Counters never fall.
async fn page(State(patient): State<Arc<Patient>>) -> String {
    let is_ill = patient.is_ill.load(Ordering::SeqCst);
    let looks = if is_ill { &patient.ill_looks } else { &patient.well_looks };
    looks.fetch_add(1, Ordering::SeqCst);
    let ill = patient.ill_looks.load(Ordering::SeqCst);
    let all = ill + patient.well_looks.load(Ordering::SeqCst);
    let now = jiff::Timestamp::now().as_millisecond() as f64 / 1e3;
    let or = |well: f64, sick: f64| if is_ill { sick } else { well };
    let mut text = String::new();
    let mut say = |series: &str, value: f64| writeln!(text, "{series} {value}").expect("written");
    say("taghtia_snapshot_build_failures_total", ill as f64);
    say("taghtia_clock_ahead_seconds", or(0.0, 7200.0));
    say("taghtia_lake_sweep_refused_objects", or(0.0, 34.0));
    say(r#"taghtia_damaged_objects{kind="filing"}"#, or(0.0, 1.0));
    say(r#"taghtia_http_requests_total{method="GET",route="/",status="200"}"#, (all * 10) as f64);
    say(r#"taghtia_http_requests_total{method="GET",route="/",status="503"}"#, (ill * 5) as f64);
    let share = r#"{code="03",environment="outdoor",level="region",scope="any",technology="4g",tier="5-1"}"#;
    say(&format!("taghtia_coverage_people_ratio{share}"), or(0.91, 0.85));
    // What is expected grows by the day; what is filed does not.
    let target = r#"{target="5g-2026",scope="op:safran"}"#;
    say(&format!("taghtia_target_expected_today_ratio{target}"), or(0.29, 0.42));
    say(&format!("taghtia_target_reached_ratio{target}"), 0.35);
    // Another operator withdraws all it filed.
    let none = r#"{target="5g-2026",scope="op:argan",status="not_computable"}"#;
    say(&format!("taghtia_target_status{none}"), or(0.0, 1.0));
    say(r#"taghtia_target_current{target="5g-2026"}"#, 1.0);
    say(
        r#"taghtia_target_info{target="5g-2026",technology="5g",denominator="population",date="2026-12-31",superseded_by="",path="",stage="1",name="5G"}"#,
        1.0,
    );
    for verdict in ["confirmed", "contradicted", "insufficient"] {
        let is = f64::from(u8::from(verdict == if is_ill { "contradicted" } else { "confirmed" }));
        let of = r#"code="03.231",level="province",operator="safran",technology="4g",source="x",tier="5-1""#;
        say(&format!(r#"taghtia_measurement_verdict{{{of},verdict="{verdict}"}}"#), is);
    }
    let filing = r#"{kind="mobile-coverage",operator="safran"}"#;
    say(&format!("taghtia_filing_as_of_timestamp_seconds{filing}"), now - or(30.0, 300.0) * DAY);
    say(r#"taghtia_measurement_source_last_timestamp_seconds{source="x"}"#, now - or(1.0, 60.0) * DAY);
    say(r#"taghtia_collector_interval_seconds{collector="a"}"#, 60.0);
    say(r#"taghtia_collector_last_success_timestamp_seconds{collector="a"}"#, now - or(10.0, 600.0));
    say(r#"taghtia_submissions_total{kind="mobile-coverage",outcome="accepted"}"#, (all - ill) as f64);
    say(r#"taghtia_submissions_total{kind="mobile-coverage",outcome="refused"}"#, ill as f64);
    for target in ["ping", "web"] {
        let of =
            format!(r#"{{target="{target}",kind="icmp",place="fes",operator="safran",technology="4g"}}"#);
        say(&format!("taghtia_probe_success{of}"), or(1.0, 0.0));
        say(&format!("taghtia_probe_last_run_timestamp_seconds{of}"), now - or(5.0, 3600.0));
    }
    text
}

/// A page that does not answer while its server is ill.
async fn other_page(State(patient): State<Arc<Patient>>) -> StatusCode {
    if patient.is_ill.load(Ordering::SeqCst) { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
}

/// Starts the exporter and returns its address.
fn exporter(runtime: &tokio::runtime::Runtime, patient: &Arc<Patient>) -> std::net::SocketAddr {
    let routes = axum::Router::new()
        .route("/metrics", axum::routing::get(page))
        .route("/metrics/measurements", axum::routing::get(other_page))
        .with_state(Arc::clone(patient));
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
    let address = listener.local_addr().expect("an address");
    runtime.spawn(async move { axum::serve(listener, routes).await });
    address
}

/// The rules with time pressed together.
fn pressed(rules: &str) -> String {
    let waits = Regex::new(r"(?m)^( +)(for|interval): \w+$").expect("a pattern");
    let rules = waits.replace_all(rules, |found: &regex::Captures<'_>| {
        format!("{}{}: {}", &found[1], &found[2], if &found[2] == "for" { "0s" } else { "1s" })
    });
    let rules = rules.replace("[1h]", "[10s]").replace("[15m]", "[10s]").replace("[5m]", "[10s]");
    assert!(!rules.contains("for: 1"), "every alert waits for nothing");
    rules
}

#[test]
fn every_alert_fires_and_resolves() {
    if !is_there() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let patient = Arc::new(Patient::default());
    let address = exporter(&runtime, &patient);
    let config = std::fs::read_to_string(root("dashboards/prometheus/prometheus.yml")).unwrap();
    let config = config
        .replace("127.0.0.1:8080", &address.to_string())
        .replace("interval: 30s", "interval: 1s")
        .replace("interval: 1m", "interval: 1s");
    let prometheus = Prometheus::start(&config, pressed);
    let data = prometheus.ask("rules", &[("type", "alert")]).unwrap();
    let groups = data["groups"].as_array().unwrap();
    let mut alerts: Vec<String> = groups
        .iter()
        .flat_map(|group| group["rules"].as_array().unwrap())
        .map(|rule| rule["name"].as_str().unwrap().to_owned())
        .collect();
    alerts.sort();
    assert!(alerts.len() >= 8, "{alerts:?}");
    let firing = || {
        let mut firing: Vec<String> = prometheus
            .alerts()
            .into_iter()
            .filter(|(_, alert)| alert["state"] == "firing")
            .map(|(name, _)| name)
            .collect();
        firing.sort();
        firing.dedup();
        firing
    };
    let most = Duration::from_mins(1);
    let seen = "count_over_time(taghtia_filing_as_of_timestamp_seconds[1m]) > 6";
    until("some looks at a server that is well", most, || {
        prometheus.now(seen).is_ok_and(|found| !found.is_empty())
    });
    assert_eq!(firing(), Vec::<String>::new(), "nothing fires while all is well");
    patient.is_ill.store(true, Ordering::SeqCst);
    until(&format!("all fire: {alerts:?}"), most, || firing() == alerts);
    for (name, alert) in prometheus.alerts() {
        for (what, text) in alert["annotations"].as_object().unwrap() {
            let text = text.as_str().unwrap();
            assert!(!text.contains("<no value>") && !text.contains("{{"), "{name}: {what}: {text}");
        }
    }
    patient.is_ill.store(false, Ordering::SeqCst);
    until("all resolve", most, || firing().is_empty());
}
