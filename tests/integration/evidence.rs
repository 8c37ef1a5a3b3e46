//! What a verdict may rest on: tests made where and when the claim held, enough of them, in enough places, on
//! enough days.

use serde_json::{Value, json};
use taghtia::coverage::{CellSet, CellSetBuilder};
use taghtia::domain::{Environment, LonLat};

use crate::service::{Service, TOKEN, cells_of, layer, places_around};
use crate::support::morocco;

/// A place in Azilal.
const HERE: LonLat = LonLat { lon: -6.57, lat: 31.96 };
const MEASUREMENTS: &str = "/api/v1/measurements";

/// One test that fails 5/1, or meets it.
fn test(name: &str, at: &str, place: LonLat, met: bool) -> Value {
    json!({
        "test_id": name, "at": at, "lon": place.lon, "lat": place.lat, "operator": "atlas", "technology": "4g",
        "download_mbps": if met { 20.0 } else { 0.5 }, "upload_mbps": if met { 3.0 } else { 0.1 },
    })
}

/// Failing tests, spread over places and days from a first of July on.
fn failing(tests: usize, places: usize, days: usize) -> Vec<Value> {
    let around = places_around(&morocco(), HERE, places);
    let one = |at: usize| {
        let when = format!("2026-07-{:02}T10:00:{:02}Z", 1 + at % days, at % 60);
        test(&format!("{tests}-{places}-{days}-{at}"), &when, around[at % places], false)
    };
    (0..tests).map(one).collect()
}

async fn send(service: &Service, tests: &[Value]) {
    send_as(service, "phone", tests).await;
}

async fn send_as(service: &Service, source: &str, tests: &[Value]) {
    let name = tests[0]["test_id"].clone();
    let body = json!({ "batch": name, "source": source, "measurements": tests }).to_string();
    let answer = service.post(MEASUREMENTS, Some(TOKEN), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

/// A service in which `atlas` claims 4G of the whole country from a date on.
async fn claimed(as_of: &str) -> Service {
    let service = Service::start().await;
    file(&service, as_of, cells_of(&service.country, "MA")).await;
    service
}

async fn file(service: &Service, as_of: &str, cells: CellSet) {
    service
        .file_mobile("atlas", as_of, vec![(layer("atlas", "4g", "5-1", Environment::Outdoor), cells)])
        .await;
}

/// The tier of the first item of an answer.
async fn tier(service: &Service, query: &str) -> Value {
    let body = service.json(&format!("{MEASUREMENTS}?technology=4g&{query}")).await;
    body["items"][0]["tiers"][0].clone()
}

/// Verdict, tests, cells and days.
fn evidence(tier: &Value) -> (&str, u64, u64, u64) {
    let number = |name: &str| tier[name].as_u64().expect("a number");
    (tier["verdict"].as_str().expect("a verdict"), number("tests"), number("cells"), number("days"))
}

#[tokio::test]
async fn one_phone_in_forty_seconds_judges_nobody() {
    let service = claimed("2026-06-30").await;
    send(&service, &failing(40, 1, 1)).await;
    for level in ["country", "region", "province", "commune"] {
        let tier = tier(&service, &format!("level={level}")).await;
        assert_eq!(evidence(&tier), ("insufficient", 40, 1, 1), "{level}");
        // What was measured is still told.
        assert_eq!((&tier["n"], &tier["met"], &tier["share"]), (&json!(40), &json!(0), &json!(0.0)));
    }
}

#[tokio::test]
async fn what_a_number_rests_on_is_told_with_the_tests_of_its_claims() {
    let service = claimed("2026-06-30").await;
    send(&service, &failing(30, 10, 5)).await;
    let commune = {
        let tree = &service.country.tree;
        tree.get(tree.commune(service.country.locate(HERE).unwrap())).code.to_string()
    };
    let basis =
        async |query: &str| service.json(&format!("/api/v1/coverage/basis?technology=4g&{query}")).await;
    for territory in [&*commune, "MA"] {
        let told = basis(&format!("territory={territory}")).await;
        let tests = &told["operators"][0]["tests"][0];
        assert_eq!(
            (evidence(tests), &tests["source"]),
            (("contradicted", 30, 10, 5), &json!("phone")),
            "{told}"
        );
        assert_eq!((&told["tests_to"], told["operators"].as_array().unwrap().len()), (&json!("2026-07"), 1));
    }
    // Of a vehicle, and of a tier that is none of the pack's, tests say nothing; nor does one of another operator.
    for query in ["environment=vehicle", "tier=6-1", "scope=op:rif"] {
        let told = basis(query).await;
        let none = told["operators"].as_array().unwrap().iter().all(|one| one["tests"] == json!([]));
        assert!(none, "{query}: {told}");
    }
    // As it was known before the tests came.
    let filed = service.json("/api/v1/filings").await["items"][0]["recorded"].as_str().unwrap().to_owned();
    let told = basis(&format!("known_at={filed}")).await;
    assert_eq!((&told["operators"][0]["tests"], &told["number"]["share"]), (&json!([]), &json!(1.0)));
    // The kept answer of before is no answer once more tests came.
    let more = failing(31, 10, 5);
    send(&service, &more[..1]).await;
    assert_eq!(basis("territory=MA").await["operators"][0]["tests"][0]["tests"], 31);
}

#[tokio::test]
async fn a_verdict_needs_thirty_tests_ten_places_and_five_days() {
    let cases = [
        ("few-tests", 29, 10, 5, "insufficient"),
        ("few-places", 40, 9, 5, "insufficient"),
        ("few-days", 40, 10, 4, "insufficient"),
        ("enough", 30, 10, 5, "contradicted"),
    ];
    let service = claimed("2026-06-30").await;
    for (source, tests, places, days, verdict) in cases {
        send_as(&service, source, &failing(tests, places, days)).await;
        let tier = tier(&service, &format!("level=province&source={source}")).await;
        let expected = (verdict, tests as u64, places as u64, days as u64);
        assert_eq!(evidence(&tier), expected);
    }
}

#[tokio::test]
async fn tests_from_before_a_network_was_filed_do_not_count_against_it() {
    let service = claimed("2026-07-03").await;
    let places = places_around(&service.country, HERE, 12);
    let all: Vec<Value> = (0..60)
        .map(|at| {
            let when = format!("2026-{:02}-{:02}T10:00:00Z", 1 + at % 6, 1 + at % 28);
            test(&format!("t{at}"), &when, places[at % 12], false)
        })
        .collect();
    send(&service, &all).await;
    let before = tier(&service, "level=province").await;
    assert_eq!((evidence(&before), &before["n"]), (("insufficient", 0, 0, 0), &json!(60)));
    // A day is the country's: an hour before midnight in Greenwich, it has begun in Casablanca.
    send(&service, &[test("early", "2026-07-02T22:59:59Z", places[0], false)]).await;
    assert_eq!(tier(&service, "level=province").await["tests"], 0);
    send(&service, &[test("late", "2026-07-02T23:00:00Z", places[0], false)]).await;
    assert_eq!(evidence(&tier(&service, "level=province").await), ("insufficient", 1, 1, 1));
}

#[tokio::test]
async fn a_test_counts_where_it_was_claimed_on_its_date_and_still_is() {
    let service = Service::start().await;
    let places = places_around(&service.country, HERE, 3);
    let cell = |at: usize| {
        let (lat, lon) = (places[at].lat, places[at].lon);
        let cell = h3o::LatLng::new(lat, lon).unwrap().to_cell(h3o::Resolution::Nine);
        service.country.cells().ordinal(cell).unwrap()
    };
    let holding = |cells: &[usize]| {
        let mut set = CellSetBuilder::new(service.country.cells().len());
        set.extend(cells.iter().map(|at| cell(*at)));
        set.finish()
    };
    // First 0 and 1, then 1 and 2.
    file(&service, "2025-12-31", holding(&[0, 1])).await;
    let of = |month: u32| {
        let made = (0..3).flat_map(move |at| (0..=at).map(move |more| (at, more)));
        let test = |(at, more)| {
            test(
                &format!("{month}-{at}-{more}"),
                &format!("2026-{month:02}-1{more}T10:00:00Z"),
                places[at],
                true,
            )
        };
        made.map(test).collect::<Vec<_>>()
    };
    // One test in 0, two in 1, three in 2; in March and in July.
    send(&service, &[of(3), of(7)].concat()).await;
    // Measurements are known from when they came, claims too: these came before the second filing.
    let known_at = jiff::Timestamp::now();
    file(&service, "2026-06-30", holding(&[1, 2])).await;
    let asked = async |query: &str| {
        let tier = tier(&service, &format!("level=province&from=2026-01&to=2026-07&{query}")).await;
        (tier["tests"].as_u64().unwrap(), tier["cells"].as_u64().unwrap(), tier["days"].as_u64().unwrap())
    };
    // March: only 1 was claimed and is. July: 1 and 2.
    assert_eq!(asked("").await, (2 + 2 + 3, 2, 2 + 3));
    // Judged as filed for December: March counts in 0 and 1, July only where the filing of June held them too.
    assert_eq!(asked("as_of=2025-12-31").await, (1 + 2 + 2, 2, 2 + 2));
    // Before the second filing was known, the first was in force in July too.
    assert_eq!(asked(&format!("known_at={known_at}")).await, (1 + 2 + 1 + 2, 2, 2 + 2));
    // A month for itself.
    let july = tier(&service, "level=province&from=2026-07&to=2026-07&by=month").await;
    assert_eq!(evidence(&july), ("insufficient", 5, 2, 3));
    let whole = tier(&service, "level=country&from=2026-01&to=2026-07").await;
    assert_eq!(evidence(&whole), ("insufficient", 7, 2, 5), "up the tree the same");
}

#[tokio::test]
async fn places_and_days_are_counted_once_over_months_and_up_the_tree() {
    let service = claimed("2026-01-01").await;
    let places = places_around(&service.country, HERE, 4);
    let all: Vec<Value> = (0..4 * 6 * 3)
        .map(|at| {
            let (place, month, day) = (at % 4, 2 + (at / 4) % 6, 1 + at / 24);
            test(&format!("t{at}"), &format!("2026-{month:02}-0{day}T10:00:00Z"), places[place], true)
        })
        .collect();
    send(&service, &all).await;
    for level in ["country", "region", "province", "commune"] {
        let whole = tier(&service, &format!("level={level}")).await;
        assert_eq!(evidence(&whole), ("insufficient", 72, 4, 18), "{level}");
    }
    let body = service.json(&format!("{MEASUREMENTS}?technology=4g&by=month")).await;
    let months = body["items"].as_array().unwrap();
    assert_eq!(months.len(), 6);
    for month in months {
        assert_eq!(evidence(&month["tiers"][0]), ("insufficient", 12, 4, 3));
    }
}

#[tokio::test]
async fn tests_of_fixed_lines_count_where_premises_are_passed_and_have_no_verdict() {
    let service = Service::start().await;
    let places = places_around(&service.country, HERE, 12);
    let cells: Vec<u32> = places
        .iter()
        .map(|place| h3o::LatLng::new(place.lat, place.lon).unwrap().to_cell(h3o::Resolution::Nine))
        .map(|cell| service.country.cells().ordinal(cell).unwrap())
        .collect();
    // Ten cells of the twelve are passed, and only the first with the faster tier.
    let rows: Vec<(u32, &str, u32, bool)> = cells
        .iter()
        .take(10)
        .enumerate()
        .map(|(at, cell)| (*cell, if at == 0 { "1000-200" } else { "200-100" }, 5000, false))
        .collect();
    service.file_fibre("atlas", "2026-05-31", &rows).await;
    let tests: Vec<Value> = (0..120)
        .map(|at| {
            let when = format!("2026-06-{:02}T10:00:00Z", 1 + at % 10);
            let mut test = test(&format!("f{at}"), &when, places[at % 12], true);
            (test["technology"], test["download_mbps"], test["upload_mbps"]) =
                (json!("fibre"), json!(if at % 3 == 0 { 150.0 } else { 1.0 }), json!(50.0));
            test
        })
        .collect();
    send(&service, &tests).await;
    let body = service.json(&format!("{MEASUREMENTS}?level=commune&technology=fibre")).await;
    let tiers = &body["items"][0]["tiers"];
    // A share of the commune's households is claimed, and two tests of three fail: who made them, whether in
    // one of the dwellings passed, is not known.
    assert!(tiers[0]["claimed"].as_f64().unwrap() > 0.0);
    assert_eq!((evidence(&tiers[0]), &tiers[0]["n"]), (("insufficient", 100, 10, 10), &json!(120)));
    assert_eq!(evidence(&tiers[1]), ("insufficient", 10, 1, 5));
}

#[tokio::test]
async fn the_counts_stand_beside_the_verdict_wherever_it_stands() {
    let service = claimed("2026-06-30").await;
    send(&service, &failing(60, 12, 6)).await;
    let csv = service.get(&format!("{MEASUREMENTS}?technology=4g&f=csv")).await.text();
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let header = rows.headers().unwrap().clone();
    let row = rows.records().next().unwrap().unwrap();
    let column = |name: &str| row.get(header.iter().position(|own| own == name).unwrap()).unwrap().to_owned();
    let found =
        ["verdict", "tests", "tests_met", "cells", "days"].map(|name| column(&format!("tier1_{name}")));
    assert_eq!(found, ["contradicted", "60", "0", "12", "6"]);
    let map = service.get(&format!("{MEASUREMENTS}?technology=4g&f=geojson")).await.json();
    let properties = &map["features"][0]["properties"];
    assert_eq!(evidence(&properties["tiers"][0]), ("contradicted", 60, 12, 6));
    // Flat too: programs that read maps drop lists.
    let flat =
        ["verdict", "tests", "tests_met", "cells", "days"].map(|name| &properties[format!("tier1_{name}")]);
    assert_eq!(flat, [&json!("contradicted"), &json!(60), &json!(0), &json!(12), &json!(6)]);
    let at = service.json(&format!("/api/v1/at?lon={}&lat={}", HERE.lon, HERE.lat)).await;
    let claim = &at["claims"][0];
    assert_eq!(claim["verdict"], "contradicted");
    let stands = json!([{ "source": "phone", "verdict": "contradicted", "tests": 60, "tests_met": 0, "cells": 12, "days": 6 }]);
    assert_eq!(claim["evidence"], stands);
    let body = service.json(&format!("{MEASUREMENTS}?lang=en")).await;
    let definition = &body["definition"];
    let needed = ["enough", "enough_cells", "enough_days"].map(|name| definition[name].as_u64().unwrap());
    assert_eq!(needed, [30, 10, 5]);
    let sentence = definition["sentence"].as_str().unwrap();
    assert!(sentence.contains("30 of them, in 10 cells") && sentence.contains("on 5 days"), "{sentence}");
    let page = service.get("/metrics/measurements").await.text();
    for (name, value) in [("tests", 60), ("cells", 12), ("dates", 6)] {
        let series = format!(
            "taghtia_measurement_verdict_{name}{{code=\"MA\",level=\"country\",operator=\"atlas\",\
             technology=\"4g\",source=\"phone\",tier=\"5-1\"}} {value}\n"
        );
        assert!(page.contains(&series), "{series}");
    }
}
