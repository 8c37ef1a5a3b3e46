//! What Prometheus' own tool says of the metrics of a running server.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::process::{Server, collection, disc};

/// Speeds of networks are told in bit/s everywhere; promtool would have them in bytes.
fn is_of_bits(line: &str) -> bool {
    line.contains("_bits_per_second ")
        && line.trim_end().ends_with("use base unit \"bytes\" instead of \"bits\"")
}

pub fn promtool(exposition: &str) -> Option<String> {
    let spawned = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = spawned else {
        assert!(std::env::var_os("CI").is_none(), "promtool must be there in CI");
        println!("skipped: promtool is not installed");
        return None;
    };
    child.stdin.take().expect("piped").write_all(exposition.as_bytes()).expect("taken");
    let output = child.wait_with_output().expect("ends");
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let said: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty() && !is_of_bits(line)).collect();
    let said = said.join("\n");
    assert!(output.status.success() || said.is_empty(), "promtool: {said}");
    Some(said)
}

#[test]
fn promtool_finds_nothing_to_say_of_the_metrics() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &["serve"]);
    let filing = collection(&[disc("4g", -6.8, 33.9, 20.0)]);
    let (status, body) =
        server.post("/api/v1/filings?kind=mobile-coverage&operator=iam&as_of=2026-01-31", filing);
    assert_eq!(status, 201, "{body}");
    for page in ["/metrics", "/metrics/communes"] {
        let (status, exposition) = server.get(page);
        assert_eq!(status, 200, "{exposition}");
        assert!(exposition.contains("taghtia_coverage_people_ratio"), "{page} has no shares");
        if let Some(said) = promtool(&exposition) {
            assert_eq!(said.trim(), "", "{page}");
        }
    }
}
