//! Which day a promise is judged on: today, never the date of the last filing.
//!
//! Holds the answers to an oracle of its own: a straight line in whole days, counted without the program's
//! calendar.

use std::sync::{Arc, Mutex};

use axum::http::{StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};
use taghtia::domain::{Clock, Environment};

use super::{LICENCE_2026, file_5g, near, people, progress, target};
use crate::service::{Service, Setup, cells_of, layer};

const LICENCE_2030: &str = "5g-population-2030-licence";

/// A clock that a test moves.
#[derive(Clone)]
struct Hands(Arc<Mutex<Timestamp>>);

impl Hands {
    fn at(instant: &str) -> Self {
        Self(Arc::new(Mutex::new(instant.parse().unwrap())))
    }

    fn turn(&self, instant: &str) {
        *self.0.lock().unwrap() = instant.parse().unwrap();
    }

    fn clock(&self) -> Clock {
        let now = Arc::clone(&self.0);
        Clock::new(move || *now.lock().unwrap())
    }
}

async fn service_at(instant: &str) -> (Service, Hands) {
    let hands = Hands::at(instant);
    (Service::with(Setup { clock: hands.clock(), ..Setup::default() }).await, hands)
}

/// Days since 1 March of year 0, by counting (Howard Hinnant's algorithm).
fn day_number(date: &str) -> i64 {
    let parts: Vec<i64> = date.split('-').map(|part| part.parse().unwrap()).collect();
    let [year, month, day] = parts[..] else { panic!("{date}") };
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
}

/// The share on a day of a line through corners.
fn expected(corners: &[(&str, f64)], on: &str) -> f64 {
    let on = day_number(on);
    for leg in corners.windows(2) {
        let [(from, low), (to, high)] = [leg[0], leg[1]];
        let (from, to) = (day_number(from), day_number(to));
        if (from..=to).contains(&on) {
            return low + (high - low) * (on - from) as f64 / (to - from) as f64;
        }
    }
    corners.last().unwrap().1
}

/// The licence obligation: from nothing on the day it was decided, through 45 % to 85 %.
const OBLIGATION: [(&str, f64); 3] = [("2025-07-25", 0.0), ("2026-12-31", 0.45), ("2030-12-31", 0.85)];

/// Files 5G for Casablanca-Settat and Rabat-Salé-Kénitra: more than was expected in June, less than in
/// November.
async fn file_a_third(service: &Service, operator: &str, as_of: &str) -> f64 {
    let cells = cells_of(&service.country, "06").union(&cells_of(&service.country, "04"));
    let outdoor = layer(operator, "5g", "7-1", Environment::Outdoor);
    service.file_mobile(operator, as_of, vec![(outdoor, cells)]).await;
    (people(service, "06") + people(service, "04")) / people(service, "MA")
}

#[tokio::test]
async fn an_operator_on_track_in_june_is_late_in_november_and_both_lines_are_told() {
    let (service, hands) = service_at("2026-07-15T12:00:00Z").await;
    let share = file_a_third(&service, "atlas", "2026-06-30").await;
    let [june, july, november] =
        ["2026-06-30", "2026-07-15", "2026-11-28"].map(|day| expected(&OBLIGATION, day));
    assert!((june - 0.292).abs() < 5e-4 && (november - 0.42).abs() < 5e-3, "{june} {november}");
    assert!(june < share && july < share && share < november, "{share}");
    let atlas = async || {
        let body = service.json("/api/v1/targets?lang=en").await;
        let atlas = progress(target(&body, LICENCE_2026), "op:atlas").clone();
        (body, atlas)
    };
    let (body, before) = atlas().await;
    assert_eq!(body["definition"]["today"], "2026-07-15");
    assert_eq!((before["status"].as_str(), before["filing_age_days"].as_i64()), (Some("on_track"), Some(15)));
    hands.turn("2026-11-28T12:00:00Z");
    let (body, now) = atlas().await;
    assert_eq!(
        (body["as_of"].as_str(), body["definition"]["today"].as_str()),
        (Some("2026-06-30"), Some("2026-11-28"))
    );
    assert_eq!(body["definition"]["today_from"], "clock");
    let sentence = body["definition"]["sentence"].as_str().unwrap();
    assert!(sentence.starts_with("Statuses as on 28 November 2026, today."), "{sentence}");
    assert_eq!(now["status"], "late", "{now}");
    assert!(near(&now["share"], share) && near(&now["expected_today_share"], november), "{now}");
    assert!(near(&now["expected_share"], june) && near(&now["expected_at_filing_share"], june), "{now}");
    assert_eq!(
        (now["filing_as_of"].as_str(), now["filing_age_days"].as_i64()),
        (Some("2026-06-30"), Some(151))
    );
    assert_eq!(now["filings"], json!([{ "operator": "atlas", "as_of": "2026-06-30", "age_days": 151 }]));
}

#[tokio::test]
async fn each_operator_has_the_age_of_its_own_filing() {
    let (service, _) = service_at("2026-11-28T12:00:00Z").await;
    file_a_third(&service, "atlas", "2025-12-31").await;
    file_a_third(&service, "rif", "2026-06-30").await;
    let body = service.json("/api/v1/targets").await;
    for (scope, as_of, age) in [("op:atlas", "2025-12-31", 332), ("op:rif", "2026-06-30", 151)] {
        let one = progress(target(&body, LICENCE_2026), scope);
        assert_eq!((one["filing_as_of"].as_str(), one["filing_age_days"].as_i64()), (Some(as_of), Some(age)));
        assert!(near(&one["expected_at_filing_share"], expected(&OBLIGATION, as_of)), "{one}");
        assert!(near(&one["expected_share"], expected(&OBLIGATION, "2026-06-30")), "{one}");
    }
    let any = progress(target(&body, super::STRATEGY_2026), "any");
    assert_eq!(any["filing_as_of"], "2026-06-30", "the latest of both");
    assert_eq!(any["filings"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_answer_is_another_one_after_midnight_where_the_country_is() {
    // Morocco is an hour ahead of UTC.
    let (service, hands) = service_at("2027-06-15T22:59:59Z").await;
    file_a_third(&service, "atlas", "2026-06-30").await;
    for address in ["/api/v1/targets", "/api/v1/targets?f=csv", "/api/v1/targets?known_at=2099-01-01"] {
        hands.turn("2027-06-15T22:59:59Z");
        let before = service.get(address).await;
        assert!(before.text().contains("2027-06-15"), "{}", before.text());
        assert_eq!(before.header(&header::CACHE_CONTROL), "public, no-cache");
        let held = before.header(&header::ETAG).to_owned();
        let again = service.get_with(address, &[(header::IF_NONE_MATCH, held.as_str())]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        hands.turn("2027-06-15T23:00:00Z");
        let after = service.get_with(address, &[(header::IF_NONE_MATCH, held.as_str())]).await;
        assert_eq!(after.status, StatusCode::OK, "{address}");
        assert_ne!(after.header(&header::ETAG), held);
        assert!(after.text().contains("2027-06-16") && !after.text().contains("2027-06-15"), "{address}");
    }
    // What was today is the past, for another reason.
    hands.turn("2027-06-15T22:59:59Z");
    let address = "/api/v1/targets?known_at=2027-06-15";
    let before = service.get(address).await;
    assert_eq!(before.json()["definition"]["today_from"], "clock");
    hands.turn("2027-06-15T23:00:00Z");
    let after = service.get_with(address, &[(header::IF_NONE_MATCH, before.header(&header::ETAG))]).await;
    assert_eq!(after.status, StatusCode::OK, "the reason is part of the answer");
    assert_eq!(after.json()["definition"]["today_from"], "known_at");
    assert_eq!(after.json()["definition"]["today"], "2027-06-15");
    // Pages learn from the country that a day has begun.
    assert_eq!(service.json("/api/v1/country").await["today"], "2027-06-16");
    // What is asked of a day is of that day, whatever the clock says.
    let address = "/api/v1/targets?as_of=2026-06-30";
    let before = service.get(address).await;
    hands.turn("2027-12-24T12:00:00Z");
    let after = service.get_with(address, &[(header::IF_NONE_MATCH, before.header(&header::ETAG))]).await;
    assert_eq!(after.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn the_past_is_judged_on_its_own_day() {
    let (service, hands) = service_at("2026-11-28T12:00:00Z").await;
    file_a_third(&service, "atlas", "2026-06-30").await;
    let asked = async |query: &str| {
        let body = service.json(&format!("/api/v1/targets?{query}")).await;
        let atlas = progress(target(&body, LICENCE_2026), "op:atlas").clone();
        let definition = &body["definition"];
        (definition["today"].clone(), definition["today_from"].clone(), atlas)
    };
    let (today, from, atlas) = asked("as_of=2026-06-30").await;
    assert_eq!((today, from, &atlas["status"]), (json!("2026-06-30"), json!("as_of"), &json!("on_track")));
    assert!(near(&atlas["expected_today_share"], expected(&OBLIGATION, "2026-06-30")), "{atlas}");
    assert_eq!(atlas["filing_age_days"], 0);
    // The filing was recorded by the machine's clock: a year later, its day is past.
    let recorded = service.json("/api/v1/targets").await["known_at"].as_str().unwrap().to_owned();
    let day = service
        .publisher
        .current()
        .civil_date(recorded.parse::<Timestamp>().map(taghtia::domain::Recorded).unwrap());
    hands.turn("2099-01-01T12:00:00Z");
    let (today, from, atlas) = asked(&format!("known_at={recorded}")).await;
    assert_eq!((today, from), (json!(day.to_string()), json!("known_at")));
    assert!(near(&atlas["expected_today_share"], expected(&OBLIGATION, &day.to_string())), "{atlas}");
    let (today, from, _) = asked(&format!("known_at={recorded}&as_of=2026-06-30")).await;
    assert_eq!((today, from), (json!("2026-06-30"), json!("as_of")));
    let (today, from, _) = asked("").await;
    assert_eq!((today, from), (json!("2099-01-01"), json!("clock")));
    // No target is judged on a day that has not come.
    let (today, from, _) = asked("as_of=2099-01-02").await;
    assert_eq!((today, from), (json!("2099-01-01"), json!("clock")));
    assert_eq!(service.get("/api/v1/targets?as_of=yesterday").await.problem().0, 400);
    // A copied link names the day: whatever comes later, it says the same.
    let link = format!("known_at={recorded}&as_of=2026-06-30&today=2026-11-28");
    let (today, from, atlas) = asked(&link).await;
    assert_eq!((today, from, &atlas["status"]), (json!("2026-11-28"), json!("asked"), &json!("late")));
    for wrong in ["2099-01-02", "tomorrow", "2026-11-28T00"] {
        let problem = service.get(&format!("/api/v1/targets?today={wrong}")).await.problem();
        assert_eq!(problem.0, 400, "{wrong}");
    }
}

#[tokio::test]
async fn stages_of_one_obligation_are_one_path() {
    let (service, hands) = service_at("2026-11-28T12:00:00Z").await;
    file_a_third(&service, "atlas", "2026-06-30").await;
    let body = service.json("/api/v1/targets?lang=en").await;
    // Until the first stage is due, the second asks for what the first does; each keeps its own goal.
    let [first, second] = [LICENCE_2026, LICENCE_2030].map(|id| target(&body, id));
    for (stage, item) in [(1, first), (2, second)] {
        assert_eq!(
            (item["path"].as_str(), item["stage"].as_i64()),
            (Some("5g-population-licence"), Some(stage))
        );
        assert_eq!((item["stages"].as_i64(), item["is_current"].as_bool()), (Some(2), Some(stage == 1)));
        let atlas = progress(item, "op:atlas");
        assert!(near(&atlas["expected_today_share"], expected(&OBLIGATION, "2026-11-28")), "{atlas}");
        assert_eq!(atlas["status"], "late");
    }
    assert!(second["sentence"].as_str().unwrap().contains("Stage 2 of 2 of one promise"), "{second}");
    let path = |body: &Value| {
        let paths = body["paths"].as_array().unwrap();
        assert_eq!(paths.len(), 3, "two of two stages, and fibre");
        paths.iter().find(|path| path["id"] == "5g-population-licence").unwrap().clone()
    };
    let found = path(&body);
    assert_eq!((found["current"].as_str(), found["status"].as_str()), (Some(LICENCE_2026), Some("late")));
    assert_eq!(
        (found["superseded"].as_bool(), found["names"]["fr"].as_str()),
        (Some(false), Some("5G : obligation de licence"))
    );
    let stages: Vec<&str> =
        found["stages"].as_array().unwrap().iter().map(|stage| stage["target"].as_str().unwrap()).collect();
    assert_eq!(stages, [LICENCE_2026, LICENCE_2030]);
    let line = found["lines"].as_array().unwrap().iter().find(|line| line["scope"] == "op:atlas").unwrap();
    let corners: Vec<Value> =
        OBLIGATION.iter().map(|(date, share)| json!({ "date": date, "share": share })).collect();
    assert_eq!(line["line"], Value::from(corners));
    // Between the stages the line goes on from the first goal, for both.
    hands.turn("2028-07-01T12:00:00Z");
    let body = service.json("/api/v1/targets").await;
    let atlas = progress(target(&body, LICENCE_2030), "op:atlas");
    assert!(near(&atlas["expected_today_share"], expected(&OBLIGATION, "2028-07-01")), "{atlas}");
    let atlas = progress(target(&body, LICENCE_2026), "op:atlas");
    assert!(near(&atlas["expected_today_share"], 0.45) && atlas["status"] == "late", "{atlas}");
    assert_eq!(path(&body)["current"], LICENCE_2030);
}

#[tokio::test]
async fn sources_are_in_the_language_asked_for() {
    let (service, _) = service_at("2026-11-28T12:00:00Z").await;
    file_5g(&service, "atlas", "2026-06-30", "04").await;
    for (language, wanted) in [
        ("fr", "Conseil d'administration de l'ANRT"),
        ("ar", "المجلس الإداري"),
        ("en", "ANRT board of 25 July 2025"),
    ] {
        let body = service.json(&format!("/api/v1/targets?lang={language}")).await;
        let source = target(&body, LICENCE_2026)["source"].as_str().unwrap();
        assert!(source.starts_with(wanted), "{source}");
    }
    // The table names targets in every language of the pack.
    let table = service.get("/api/v1/targets?f=csv").await.text();
    let head = table.lines().next().unwrap();
    assert!(head.starts_with("target,name_fr,name_ar,name_en,who,"), "{head}");
    assert!(
        head.ends_with("today,filing_as_of,filing_age_days,expected_at_filing_share,expected_today_share"),
        "{head}"
    );
    assert!(table.contains("5G: 45 % of people by the end of 2026"), "{table}");
}

#[tokio::test]
async fn metrics_tell_both_lines_and_the_gap_of_each_operator() {
    let (service, hands) = service_at("2026-11-28T12:00:00Z").await;
    let share = file_a_third(&service, "atlas", "2026-06-30").await;
    file_a_third(&service, "rif", "2025-12-31").await;
    let value = async |family: &str, labels: &str| {
        let text = service.get("/metrics").await.text();
        let series = format!("taghtia_target_{family}{labels} ");
        let line = text.lines().find_map(|line| line.strip_prefix(series.as_str()));
        line.unwrap_or_else(|| panic!("{series}: {text}")).trim().parse::<f64>().unwrap()
    };
    let close = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
    let of = |target: &str, operator: &str| format!("{{target=\"{target}\",scope=\"op:{operator}\"}}");
    let atlas = of(LICENCE_2026, "atlas");
    close(value("reached_ratio", &atlas).await, share);
    close(value("expected_today_ratio", &atlas).await, expected(&OBLIGATION, "2026-11-28"));
    close(value("expected_at_filing_ratio", &atlas).await, expected(&OBLIGATION, "2026-06-30"));
    let rif = of(LICENCE_2026, "rif");
    close(value("expected_at_filing_ratio", &rif).await, expected(&OBLIGATION, "2025-12-31"));
    let midnight = |day: &str| (day_number(day) - day_number("1970-01-01")) as f64 * 86_400.0;
    close(value("filing_as_of_timestamp_seconds", &rif).await, midnight("2025-12-31"));
    close(value("today_timestamp_seconds", "").await, midnight("2026-11-28"));
    close(value("current", &format!("{{target=\"{LICENCE_2026}\"}}")).await, 1.0);
    close(value("current", &format!("{{target=\"{LICENCE_2030}\"}}")).await, 0.0);
    let all = people(&service, "MA");
    for (target, goal) in [(LICENCE_2026, 0.45), (LICENCE_2030, 0.85)] {
        for operator in ["atlas", "rif"] {
            let gap = value("gap_people", &of(target, operator)).await;
            assert!((gap - (goal - share) * all).abs() < 1e-3, "{target} {operator}: {gap}");
        }
    }
    // No filing comes, the day does: the same page says another line.
    hands.turn("2026-12-31T12:00:00Z");
    close(value("expected_today_ratio", &atlas).await, 0.45);
    close(value("today_timestamp_seconds", "").await, midnight("2026-12-31"));
    let late = format!("{{target=\"{LICENCE_2026}\",scope=\"op:atlas\",status=\"late\"}}");
    close(value("status", &late).await, 1.0);
}
