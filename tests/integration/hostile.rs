//! Files that are wrong by mistake or on purpose: each gets a clear error or a stated repair, the map stays as
//! it was, and memory is bounded.

use std::io::Write;

use crate::process::{Server, collection, disc, feature};

struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    /// What one of the findings must say; `None` where the file is accepted, with a repair reported.
    rule: Result<&'static str, &'static str>,
}

fn square(coordinates: &str) -> Vec<u8> {
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"properties\":{{\"technology\":\"4g\",\
         \"mindown\":5,\"minup\":1,\"environment\":\"outdoor\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{coordinates}}}}}]}}"
    )
    .into_bytes()
}

fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("coverage.geojson", zip::write::SimpleFileOptions::default()).expect("started");
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..600 {
        zip.write_all(&zeros).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// A ring of 100 MB: it must be refused by a limit long before it is in memory.
fn endless_ring() -> Vec<u8> {
    let mut text = String::from("[[");
    let mut at = 0u64;
    while text.len() < 100 << 20 {
        at += 1;
        text.push_str(&format!(
            "[{:.9},{:.9}],",
            -7.0 + (at % 1000) as f64 * 1e-6,
            32.0 + (at / 1000) as f64 * 1e-9
        ));
    }
    text.push_str("[-7.0,32.0]]]");
    square(&text)
}

fn cases() -> Vec<Case> {
    let bow = serde_json::json!([[[-7.0, 32.0], [-6.9, 32.1], [-6.9, 32.0], [-7.0, 32.1], [-7.0, 32.0]]]);
    let clockwise =
        serde_json::json!([[[-7.0, 32.0], [-7.0, 32.1], [-6.9, 32.1], [-6.9, 32.0], [-7.0, 32.0]]]);
    let swapped = serde_json::json!([[[32.0, -7.0], [32.1, -7.0], [32.1, -6.9], [32.0, -6.9], [32.0, -7.0]]]);
    let mut truncated = collection(&[disc("4g", -7.0, 32.0, 5.0)]);
    truncated.truncate(truncated.len() / 2);
    vec![
        Case { name: "self-intersection", bytes: collection(&[feature("4g", &bow)]), rule: Ok("even-odd") },
        Case { name: "wrong winding", bytes: collection(&[feature("4g", &clockwise)]), rule: Ok("") },
        Case { name: "swapped axes", bytes: collection(&[feature("4g", &swapped)]), rule: Err("swapped") },
        Case { name: "at sea", bytes: collection(&[disc("4g", -14.0, 33.0, 5.0)]), rule: Err("country") },
        Case {
            name: "NaN",
            bytes: square("[[[-7.0,32.0],[NaN,32.1],[-6.9,32.0],[-7.0,32.0]]]"),
            rule: Err("line"),
        },
        Case {
            name: "unknown technology",
            bytes: collection(&[disc("6g", -7.0, 32.0, 5.0)]),
            rule: Err("6g"),
        },
        Case { name: "truncated", bytes: truncated, rule: Err("ends") },
        Case { name: "empty", bytes: Vec::new(), rule: Err("empty") },
        Case { name: "zip bomb", bytes: bomb(), rule: Err("") },
        Case { name: "100 MB ring", bytes: endless_ring(), rule: Err("") },
    ]
}

fn peak_memory(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a peak");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("KiB") / 1024
}

#[test]
fn hostile_files_are_refused_clearly_and_change_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &["serve"]);
    // One honest filing first, so that memory the painter needs is not counted against a hostile one.
    let honest = collection(&[disc("4g", -5.0, 34.0, 12.0)]);
    let (status, body) =
        server.post("/api/v1/filings?kind=mobile-coverage&operator=iam&as_of=2026-01-31", honest);
    assert_eq!(status, 201, "{body}");
    let before = server.json("/api/v1/coverage?technology=4g&level=country&lang=en");
    let memory = peak_memory(&server);
    for case in cases() {
        let path = "/api/v1/filings?kind=mobile-coverage&operator=iam&as_of=2026-06-30";
        let path = if case.rule.is_ok() {
            "/api/v1/check?kind=mobile-coverage&operator=iam&as_of=2026-06-30"
        } else {
            path
        };
        let (status, body) = server.post(path, case.bytes);
        println!("{}: {status} {}", case.name, body.chars().take(600).collect::<String>());
        match case.rule {
            Ok(says) => {
                assert_eq!(status, 200, "{}: {body}", case.name);
                assert!(body.contains("\"accepted\":true") && body.contains(says), "{}: {body}", case.name);
            }
            Err(says) => {
                assert!((400..500).contains(&status), "{}: {status} {body}", case.name);
                assert!(body.contains("\"code\"") && body.contains(says), "{}: {body}", case.name);
            }
        }
    }
    let after = server.json("/api/v1/coverage?technology=4g&level=country&lang=en");
    assert_eq!(before["items"], after["items"]);
    assert_eq!(before["known_at"], after["known_at"]);
    let grown = peak_memory(&server).saturating_sub(memory);
    assert!(grown < 150, "memory grew by {grown} MB");
}
