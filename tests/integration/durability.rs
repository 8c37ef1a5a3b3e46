//! kill -9 at any moment: what was accepted is there, what was not is not, and the next start is clean.

use std::time::{Duration, Instant};

use crate::process::{Server, collection, disc, run, taghtia, write};
use crate::support::Draw;

/// Rounds at least, or as many as `TAGHTIA_KILL_ROUNDS` says; more where the moments of death do not yet cover
/// the submission.
fn rounds() -> u64 {
    std::env::var("TAGHTIA_KILL_ROUNDS").map_or(20, |text| text.parse().expect("a number of rounds"))
}

#[test]
fn a_killed_submission_is_wholly_there_or_wholly_not() {
    let data = tempfile::tempdir().expect("a folder");
    let files = tempfile::tempdir().expect("a folder");
    let mut draw = Draw(5);
    let (mut kept, mut lost, mut undisturbed) = (0, 0, Duration::ZERO);
    let least = rounds();
    for round in 0..3 * least {
        if round >= least && kept > 1 && lost > 0 {
            break;
        }
        let features: Vec<serde_json::Value> =
            (0..2000).map(|_| disc("4g", -7.5 + 2.5 * draw.next(), 31.8 + 1.2 * draw.next(), 3.0)).collect();
        let file = write(files.path(), &format!("{round}.geojson"), &collection(&features));
        let as_of = format!("{}-{:02}-{:02}", 2025 - round / 336, round / 28 % 12 + 1, round % 28 + 1);
        let mut child = taghtia(data.path())
            .args([
                "submit",
                &file.to_string_lossy(),
                "--kind",
                "mobile-coverage",
                "--operator",
                "iam",
                "--as-of",
                &as_of,
                "--offline",
            ])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("starts");
        // The first runs to its end and says how long that takes; the others die somewhere on the way.
        let begun = Instant::now();
        if round > 0 {
            std::thread::sleep(undisturbed.mul_f64(1.5 * draw.next()));
            let _ = child.kill();
        }
        let ended = child.wait().expect("ends");
        if round == 0 {
            assert!(ended.success(), "an undisturbed submission is accepted");
            undisturbed = begun.elapsed();
        }
        let server = Server::start(data.path(), &["serve"]);
        let filings = server.json("/api/v1/filings?limit=100");
        let there = filings["items"]
            .as_array()
            .expect("items")
            .iter()
            .any(|filing| filing["as_of"] == as_of.as_str());
        // An accepted one answers with its numbers; a lost one leaves no trace in them.
        let coverage =
            server.json(&format!("/api/v1/coverage?technology=4g&level=country&as_of={as_of}&scope=op:iam"));
        // How busy the machine is changes under the test: death comes later while all are lost, and sooner
        // while none is.
        if round > 0 && (kept <= 1 || lost == 0) {
            undisturbed = undisturbed.mul_f64(if there { 0.8 } else { 1.2 });
        }
        if there {
            kept += 1;
            assert!(coverage["items"][0]["share"].as_f64().expect("a share") > 0.0);
        } else {
            lost += 1;
            assert!(!ended.success(), "the command said it was done, and nothing is there");
        }
        server.kill();
    }
    println!("{kept} wholly there, {lost} wholly not, an undisturbed one takes {undisturbed:?}");
    assert!(kept > 1 && lost > 0, "the moments of death do not cover the submission");
    let list = run(
        data.path(),
        &[
            "check",
            &write(files.path(), "last.geojson", &collection(&[disc("4g", -7.0, 32.0, 5.0)]))
                .to_string_lossy(),
            "--kind",
            "mobile-coverage",
        ],
    );
    assert!(list.status.success());
}
