//! What the demonstration's tests say of its claims: one does not hold, at a glance; the others do.

use serde_json::{Value, json};
use taghtia::demo::{OVERCLAIM, SOURCE};

use crate::metrics::promtool;
use crate::process::{Server, demonstration, run};

const LABELS: &str = "level=\"province\",operator=\"zellige\",technology=\"4g\",source=\"demo-drive\"";

/// (territory, operator) of every item whose tier has a verdict.
fn with_verdict(body: &Value, tier: &str, verdict: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let items = body["items"].as_array().expect("items").iter();
    let said = items.filter(|item| {
        let tiers = item["tiers"].as_array().expect("tiers");
        tiers.iter().any(|met| met["tier"] == tier && met["verdict"] == verdict)
    });
    said.map(|item| (text(&item["code"]), text(&item["operator"]))).collect()
}

#[test]
fn one_claim_is_contradicted_and_the_others_hold() {
    let data = demonstration();
    let server = Server::start(data.path(), &["serve"]);
    let of = |technology: &str| {
        server
            .json(&format!("/api/v1/measurements?level=province&technology={technology}&limit=5000&lang=en"))
    };
    let body = of(OVERCLAIM.technology);
    let wrong = with_verdict(&body, OVERCLAIM.tier, "contradicted");
    assert_eq!(wrong, [(OVERCLAIM.province.to_owned(), OVERCLAIM.operator.to_owned())]);
    let all = body["items"].as_array().expect("items");
    let held = with_verdict(&body, OVERCLAIM.tier, "confirmed").len();
    println!("4g: {} of {} operator and province pairs confirmed", held, all.len());
    assert!(all.len() >= 220 && held * 10 >= all.len() * 9, "{held} of {}", all.len());
    assert!(all.iter().all(|item| item["synthetic"] == true && item["source"] == SOURCE));
    assert!(all.iter().all(|item| item["state"] == "measured"), "every pair has tests enough");
    let sentence = body["definition"]["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("synthetic tests from demo-drive, from July 2025 to June 2026."), "{sentence}");
    for (technology, tiers) in [("5g", ["7-1", "35-3"]), ("fibre", ["100-20", "1000-200"])] {
        let body = of(technology);
        for tier in tiers {
            let (held, wrong) =
                (with_verdict(&body, tier, "confirmed").len(), with_verdict(&body, tier, "contradicted"));
            println!("{technology} {tier}: {held} of {} confirmed", body["total"]);
            assert_eq!(wrong, [], "{technology} {tier}");
        }
    }
    // The same on the pages of metrics, which Prometheus' own tool finds in order.
    let (_, details) = server.get("/metrics/measurements");
    for (verdict, is_so) in [("contradicted", 1), ("confirmed", 0), ("insufficient", 0)] {
        let (code, tier) = (OVERCLAIM.province, OVERCLAIM.tier);
        let series = format!(
            "taghtia_measurement_verdict{{code=\"{code}\",{LABELS},tier=\"{tier}\",verdict=\"{verdict}\"}} {is_so}\n"
        );
        assert!(details.contains(&series), "{series}");
    }
    let (_, page) = server.get("/metrics");
    let begun = std::time::Instant::now();
    let (_, again) = server.get("/metrics");
    println!("/metrics: {} bytes in {:?}", again.len(), begun.elapsed());
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert!(
        page.contains("taghtia_measurement_download_median_bits_per_second{code=\"MA\",level=\"country\"")
    );
    assert!(page.contains(&format!("taghtia_measurement_source_tests{{source=\"{SOURCE}\"}} ")));
    for exposition in [&page, &details] {
        if let Some(said) = promtool(exposition) {
            assert_eq!(said.trim(), "");
        }
    }
    server.kill();
    // Asking for it again makes nothing anew.
    let again = run(data.path(), &["demo", "--prepare-only"]);
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(again.status.success() && !said.contains("filings made"), "{said}");
    let server = Server::start(data.path(), &["serve"]);
    let sources = &server.json("/api/v1/measurements?level=country")["sources"];
    assert_eq!(
        (&sources[0]["id"], &sources[1], &sources[0]["synthetic"]),
        (&json!(SOURCE), &Value::Null, &json!(true))
    );
}
