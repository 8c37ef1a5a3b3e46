//! What was promised and how it stands, asked from outside: Morocco's targets, made-up operators.

mod today;

use axum::http::{StatusCode, header};
use serde_json::Value;
use taghtia::domain::{Environment, FilingId};

use crate::process::run;
use crate::service::{Service, cells_of, layer};
use crate::support::pack_dir;

const LICENCE_2026: &str = "5g-population-2026-licence";
const STRATEGY_2026: &str = "5g-population-2026-strategy";

fn target<'a>(body: &'a Value, id: &str) -> &'a Value {
    body["items"].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap()
}

fn progress<'a>(target: &'a Value, scope: &str) -> &'a Value {
    let all = target["progress"].as_array().unwrap();
    all.iter().find(|one| one["scope"] == scope).unwrap_or_else(|| panic!("{scope}: {target}"))
}

fn near(found: &Value, wanted: f64) -> bool {
    found.as_f64().is_some_and(|found| (found - wanted).abs() <= wanted.abs().max(1.0) * 1e-9)
}

fn people(service: &Service, code: &str) -> f64 {
    let tree = &service.country.tree;
    tree.get(tree.find(code).unwrap()).census.population(2024).unwrap()
}

/// Files 5G at its lowest tier outdoors for a territory.
async fn file_5g(service: &Service, operator: &str, as_of: &str, code: &str) -> FilingId {
    let cells = cells_of(&service.country, code);
    let outdoor = layer(operator, "5g", "7-1", Environment::Outdoor);
    service.file_mobile(operator, as_of, vec![(outdoor, cells)]).await
}

#[tokio::test]
async fn without_a_filing_nothing_is_computed_and_who_is_missing_is_said() {
    let service = Service::start().await;
    let body = service.json("/api/v1/targets?lang=en").await;
    let items = body["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    for item in items {
        assert_eq!(item["status"], "not_computable", "{item}");
        assert!(item["progress"][0]["share"].is_null() && item["progress"][0]["gap_amount"].is_null());
    }
    let licence = target(&body, LICENCE_2026);
    assert_eq!(licence["scope"], "each");
    assert_eq!(licence["reason"], "No filing from ATLAS and RIF.");
    assert_eq!(progress(licence, "op:rif")["reason"], "No filing from RIF.");
    assert_eq!(licence["progress"].as_array().unwrap().len(), 2, "souss is not licensed for 5G");
    assert_eq!((licence["tier"].as_str(), licence["environment"].as_str()), (Some("7-1"), Some("outdoor")));
    // Before the operators' licences began.
    let body = service.json("/api/v1/targets?lang=en&as_of=2014-01-01").await;
    let reason = target(&body, LICENCE_2026)["reason"].as_str().unwrap();
    assert_eq!(reason, "On 1 January 2014 no operator is licensed for this technology.");
}

#[tokio::test]
async fn each_operator_is_held_against_the_goal_and_the_worst_is_the_targets_own() {
    let service = Service::start().await;
    file_5g(&service, "atlas", "2026-06-30", "MA").await;
    let before = service.json("/api/v1/targets").await["known_at"].as_str().unwrap().to_owned();
    file_5g(&service, "rif", "2026-06-30", "04").await;
    let body = service.json("/api/v1/targets?lang=en").await;
    let (all, region) = (people(&service, "MA"), people(&service, "04"));
    let licence = target(&body, LICENCE_2026);
    assert_eq!((licence["status"].as_str(), licence["reason"].as_str()), (Some("late"), None));
    assert!(near(&licence["goal_amount"], 0.45 * all), "{licence}");
    let (atlas, rif) = (progress(licence, "op:atlas"), progress(licence, "op:rif"));
    assert_eq!((atlas["status"].as_str(), atlas["gap_amount"].as_f64()), (Some("met"), Some(0.0)));
    assert_eq!((rif["status"].as_str(), rif["names"]["fr"].as_str()), (Some("late"), Some("RIF")));
    assert!(near(&rif["share"], region / all) && near(&rif["amount"], region), "{rif}");
    assert!(near(&rif["gap_amount"], 0.45 * all - region), "{rif}");
    // Nothing was filed when it was announced: the line begins at 0. 340 of 524 days are over.
    assert!(rif["start_share"].is_null() && near(&rif["expected_share"], 0.45 * 340.0 / 524.0), "{rif}");
    let strategy = target(&body, STRATEGY_2026);
    assert_eq!(strategy["superseded_by"], LICENCE_2026);
    assert_eq!(
        (strategy["status"].as_str(), strategy["progress"][0]["scope"].as_str()),
        (Some("met"), Some("any"))
    );
    assert_eq!(licence["supersedes"], STRATEGY_2026);
    // As it was known before the second filing.
    let body = service.json(&format!("/api/v1/targets?lang=en&known_at={before}")).await;
    let licence = target(&body, LICENCE_2026);
    assert_eq!(licence["status"], "not_computable", "atlas alone met it");
    assert_eq!(licence["reason"], "No filing from RIF.");
    // On the day it is due, and after.
    for (as_of, wanted) in [("2026-12-31", "late"), ("2031-01-01", "late")] {
        let body = service.json(&format!("/api/v1/targets?as_of={as_of}")).await;
        assert_eq!(progress(target(&body, LICENCE_2026), "op:rif")["status"], wanted);
        assert_eq!(progress(target(&body, LICENCE_2026), "op:atlas")["status"], "met");
    }
}

#[tokio::test]
async fn the_line_begins_at_what_was_in_force_when_it_was_announced() {
    let service = Service::start().await;
    file_5g(&service, "rif", "2025-06-30", "04").await;
    file_5g(&service, "atlas", "2025-06-30", "04").await;
    let (all, region) = (people(&service, "MA"), people(&service, "04"));
    let start = region / all;
    let body = service.json("/api/v1/targets?as_of=2025-10-25").await;
    let rif = progress(target(&body, LICENCE_2026), "op:rif");
    assert!(near(&rif["start_share"], start), "{rif}");
    assert!(near(&rif["expected_share"], start + (0.45 - start) * 92.0 / 524.0), "{rif}");
    assert_eq!(rif["status"], "late");
    // On the day of the announcement nothing more is expected than there is.
    let body = service.json("/api/v1/targets?as_of=2025-07-25").await;
    assert_eq!(target(&body, LICENCE_2026)["status"], "on_track");
    // Before it, there is a share, but nothing to hold it against.
    let body = service.json("/api/v1/targets?as_of=2025-07-24&lang=en").await;
    let licence = target(&body, LICENCE_2026);
    assert_eq!(licence["status"], "not_computable");
    assert_eq!(licence["reason"], "Announced on 25 July 2025, after the state of 24 July 2025.");
    assert!(near(&licence["progress"][0]["share"], start));
}

#[tokio::test]
async fn an_amount_is_households_and_more_dwellings_than_households_do_not_count() {
    let service = Service::start().await;
    let cell = cells_of(&service.country, "04").iter().next().unwrap();
    service.file_fibre("atlas", "2026-06-30", &[(cell, "100-20", 900_000, false)]).await;
    let tree = &service.country.tree;
    let households = tree.get(tree.country()).census.households(2024).unwrap();
    let body = service.json("/api/v1/targets").await;
    let fibre = target(&body, "fibre-households-2030");
    assert_eq!((fibre["amount"].as_f64(), fibre["share"].as_f64()), (Some(5_600_000.0), None));
    assert!(near(&fibre["goal_share"], 5_600_000.0 / households), "{fibre}");
    let any = progress(fibre, "any");
    assert!(near(&any["amount"], 900_000.0) && near(&any["gap_amount"], 4_700_000.0), "{any}");
    assert_eq!(any["status"], "late");
    service.file_fibre("atlas", "2026-06-30", &[(cell, "100-20", 40_000_000, false)]).await;
    let body = service.json("/api/v1/targets").await;
    let any = progress(target(&body, "fibre-households-2030"), "any");
    assert_eq!((any["share"].as_f64(), any["status"].as_str()), (Some(1.0), Some("met")));
    assert!(near(&any["amount"], households), "{any}");
}

#[tokio::test]
async fn what_is_promised_is_said_in_three_languages() {
    let service = Service::start().await;
    file_5g(&service, "atlas", "2026-06-30", "04").await;
    for (language, goal, who, replaced, met) in [
        ("en", "Goal: 25% of people by 31 December 2026.", "at least one operator", "Replaced by", "Met:"),
        (
            "fr",
            "Objectif : 25\u{202f}% de la population au 31 décembre 2026.",
            "au moins un",
            "Remplacé par",
            "Atteint :",
        ),
        ("ar", "الهدف: 25% من السكان بحلول 31 دجنبر 2026.", "متعهد واحد على الأقل", "عُوّض بـ", "محقق:"),
    ] {
        let body = service.json(&format!("/api/v1/targets?lang={language}")).await;
        let sentence = target(&body, STRATEGY_2026)["sentence"].as_str().unwrap();
        for wanted in [goal, who, replaced] {
            assert!(sentence.contains(wanted), "{wanted:?} not in {sentence}");
        }
        let licence = target(&body, LICENCE_2026);
        assert!(!licence["sentence"].as_str().unwrap().contains(replaced), "it stands");
        for word in ["who", "definition", "source"] {
            assert!(!licence[word].as_str().unwrap().is_empty(), "{word}");
        }
        let definition = body["definition"]["sentence"].as_str().unwrap();
        assert!(definition.contains(met), "{definition}");
    }
    let english = service.json("/api/v1/targets?lang=en").await;
    let sentence = target(&english, LICENCE_2026)["sentence"].as_str().unwrap();
    assert_eq!(
        sentence.split(", known on").next().unwrap(),
        "Goal: 45% of people by 31 December 2026. Share of people (2024 census, placed in and around urban \
         centres) with outdoor 5G at 7/1 Mbit/s or better from each licensed operator for itself, as filed for 30 June 2026"
    );
}

#[tokio::test]
async fn the_table_has_a_row_for_every_scope_and_answers_are_kept() {
    let service = Service::start().await;
    file_5g(&service, "atlas", "2026-06-30", "04").await;
    let table = service.get("/api/v1/targets?f=csv&lang=en").await;
    assert!(table.header(&header::CONTENT_TYPE).starts_with("text/csv"));
    assert!(table.header(&header::CONTENT_DISPOSITION).contains("targets-2026-06-30.csv"));
    let mut reader = csv::Reader::from_reader(table.body.as_slice());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 7, "two of them have two operators");
    let cell = |row: &csv::StringRecord, name: &str| {
        row[columns.iter().position(|column| column == name).unwrap()].to_owned()
    };
    let rif = rows.iter().find(|row| cell(row, "progress_scope") == "op:rif").unwrap();
    assert_eq!((cell(rif, "status"), cell(rif, "share")), ("not_computable".into(), String::new()));
    assert_eq!(cell(rif, "reason"), "No filing from RIF.");
    assert_eq!(cell(rif, "synthetic"), "true");
    let answer = service.get("/api/v1/targets").await;
    let held = answer.header(&header::ETAG).to_owned();
    let again = service.get_with("/api/v1/targets", &[(header::IF_NONE_MATCH, held.as_str())]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let wrong = |code: &str, parameter: &str| (400, code.to_owned(), parameter.to_owned());
    let problem = async |query: &str| service.get(&format!("/api/v1/targets?{query}")).await.problem();
    assert_eq!(problem("level=region").await, wrong("unknown-parameter", "level"));
    assert_eq!(problem("as_of=2026-13-01").await, wrong("bad-parameter", "as_of"));
    assert_eq!(problem("f=geojson").await, wrong("bad-parameter", "f"));
}

#[tokio::test]
async fn metrics_say_the_same() {
    let service = Service::start().await;
    file_5g(&service, "atlas", "2026-06-30", "MA").await;
    file_5g(&service, "rif", "2026-06-30", "04").await;
    let text = service.get("/metrics").await.text();
    // As written: numbers are compared as text where they must be exact.
    let value = |series: &str| {
        let line =
            text.lines().find_map(|line| line.strip_prefix(series)).unwrap_or_else(|| panic!("{series}"));
        line.trim().to_owned()
    };
    let (all, region) = (people(&service, "MA"), people(&service, "04"));
    let of = |family: &str, labels: &str| {
        value(&format!("taghtia_target_{family}{{target=\"{LICENCE_2026}\"{labels}}}"))
    };
    assert_eq!(of("goal_ratio", ""), "0.45");
    let number = |text: String| text.parse::<f64>().unwrap();
    assert!((number(of("reached_ratio", ",scope=\"op:rif\"")) - region / all).abs() < 1e-9);
    assert!((number(of("gap_people", ",scope=\"op:rif\"")) - (0.45 * all - region)).abs() < 1e-3);
    assert_eq!(of("gap_people", ",scope=\"op:atlas\""), "0");
    for (scope, now) in [("op:atlas", "met"), ("op:rif", "late"), ("each", "late")] {
        for status in ["met", "on_track", "late", "not_computable"] {
            let labels = format!(",scope=\"{scope}\",status=\"{status}\"");
            assert_eq!(of("status", &labels), u8::from(status == now).to_string(), "{labels}");
        }
    }
    assert_eq!(of("date_timestamp_seconds", ""), "1798675200");
    let replaced = format!(
        "date=\"2026-12-31\",superseded_by=\"{LICENCE_2026}\",path=\"5g-population-strategy\",stage=\"1\",name=\"5G"
    );
    assert!(text.contains(&replaced), "{text}");
    assert!(!text.contains("taghtia_target_gap_households{"), "nobody filed fibre");
}

#[test]
fn a_pack_with_targets_that_cannot_be_held_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(pack_dir()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name() == "country.toml"
            || entry.file_name().to_string_lossy().starts_with("localities")
        {
            std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    let file = folder.path().join("country.toml");
    let sound = std::fs::read_to_string(&file).unwrap();
    let check = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}");
        std::fs::write(&file, sound.replacen(from, to, 1)).unwrap();
        let output = run(folder.path(), &["country", "check", folder.path().to_str().unwrap()]);
        let said = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
        (output.status.code(), said)
    };
    let (_, said) = check("share = 0.45", "share = 0.45");
    assert!(said.contains("ok     targets                    5 targets, 2 of them superseded"), "{said}");
    for (from, to, wanted) in [
        (
            "supersedes = \"5g-population-2026-strategy\"",
            "supersedes = \"nobody\"",
            "supersedes nobody, which is no target",
        ),
        ("share = 0.45", "share = 45.0", "share is 45: expected above 0, at most 1"),
        ("share = 0.45\n", "", "has neither share nor amount"),
        (
            "technology = \"5g\"\nscope = \"each\"",
            "technology = \"6g\"\nscope = \"each\"",
            "technology 6g is none of the pack's",
        ),
    ] {
        let (code, said) = check(from, to);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(&format!("target {LICENCE_2026}: {wanted}")), "{wanted:?} not in {said}");
    }
    // What is no date, scope or id cannot be read at all: it says where it stands.
    for (from, to, wanted) in [
        ("date = \"2026-12-31\"", "date = \"2026-13-31\"", "date = \"2026-13-31\""),
        ("scope = \"each\"", "scope = \"most\"", "one of any, all, min2, each"),
        ("denominator = \"population\"", "denominator = \"goats\"", "one of population, households, area"),
    ] {
        let (code, said) = check(from, to);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(wanted) && said.contains("country.toml"), "{wanted:?} not in {said}");
    }
}
