//! Who may send which measurements, and how they are taken back.

use std::num::NonZeroU32;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};
use taghtia::catalogue::{NewToken, TokenRecord};
use taghtia::domain::{
    Actor, OperatorId, ProbeId, Recorded, Role, SourceId, TerritoryCode, TokenId, TokenScope,
};
use taghtia::http::Rates;

use crate::process::{http, issue, public_id, run};
use crate::service::{Answer, Service, Setup, TOKEN};
use crate::upgrade::Upgrade;

const POST: &str = "/api/v1/measurements";
const WITHDRAW: &str = "/api/v1/measurements/withdrawals";

/// A test in Azilal.
fn test(name: &str, operator: &str) -> Value {
    json!({
        "test_id": name, "at": "2026-06-05T10:00:00Z", "lon": -6.57, "lat": 31.96, "operator": operator,
        "technology": "4g", "download_mbps": 20.0, "upload_mbps": 2.0, "latency_ms": 40.0,
    })
}

fn tests(names: std::ops::Range<u32>) -> Vec<Value> {
    names.map(|name| test(&format!("t{name}"), "atlas")).collect()
}

fn batch(name: &str, source: &str, tests: &[Value]) -> String {
    json!({ "batch": name, "source": source, "measurements": tests }).to_string()
}

fn sources(names: &[&str]) -> TokenScope {
    let sources = names.iter().map(|name| SourceId::new(name).unwrap()).collect();
    TokenScope { sources, ..TokenScope::default() }
}

async fn bound(service: &Service, scope: TokenScope, continues: Option<TokenId>) -> (String, TokenRecord) {
    let expires = Recorded("2099-01-01T00:00:00Z".parse().unwrap());
    let new =
        NewToken { role: Role::Probe, operator: None, name: "a probe".to_owned(), expires, scope, continues };
    service.catalogue.issue_token(&new, &Actor::machine("tests")).await.unwrap()
}

/// Tests of `atlas` in the country, by source.
async fn counted(service: &Service, query: &str) -> u64 {
    let body = service.json(&format!("{POST}?level=country&operator=atlas&{query}")).await;
    body["items"].as_array().unwrap().iter().map(|item| item["tests"].as_u64().unwrap()).sum()
}

async fn get(service: &Service, token: &str, address: &str) -> Answer {
    let request = Request::get(address).header(header::AUTHORIZATION, format!("Bearer {token}"));
    service.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_token_writes_to_the_sources_it_is_bound_to_and_to_no_other() {
    let service = Service::start().await;
    let (token, _) = bound(&service, sources(&["one", "two"]), None).await;
    for source in ["one", "two"] {
        let answer = service.post(POST, Some(&token), batch(source, source, &tests(0..1))).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    let other = service.post(POST, Some(&token), batch("b", "three", &tests(0..1))).await;
    assert_eq!(other.problem(), (403, "source-not-of-token".into(), String::new()));
    let detail = other.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("may write to one, two, not to three"), "{detail}");
    // Without sources: the one it is called after or, where its name is no source's, its id.
    let named = service.issue(Role::Probe, None).await;
    assert_eq!(service.post(POST, Some(&named), batch("b", "probe-a", &tests(0..1))).await.status, 201);
    assert_eq!(service.post(POST, Some(&named), batch("c", "one", &tests(0..1))).await.problem().0, 403);
    let (token, record) = bound(&service, TokenScope::default(), None).await;
    let own = record.id.as_str().to_ascii_lowercase();
    assert_eq!(service.post(POST, Some(&token), batch("b", &own, &tests(0..1))).await.status, 201);
    // Called after its role only, it has no name of its own.
    let expires = Recorded("2099-01-01T00:00:00Z".parse().unwrap());
    let (name, scope) = ("probe".to_owned(), TokenScope::default());
    let new = NewToken { role: Role::Probe, operator: None, name, expires, scope, continues: None };
    let (_, record) = service.catalogue.issue_token(&new, &Actor::machine("tests")).await.unwrap();
    assert_eq!(record.scope.sources[0].as_str(), record.id.as_str().to_ascii_lowercase());
    // However many names a token tries, none of them becomes a source.
    for name in 0..40 {
        let answer =
            service.post(POST, Some(&token), batch("x", &format!("junk-{name}"), &tests(0..1))).await;
        assert_eq!(answer.status, 403);
    }
    let known = service.catalogue.measurement_sources().await.unwrap();
    assert!(known.iter().all(|source| !source.id.as_str().starts_with("junk")), "{known:?}");
    // An administrator's list has no end of its own.
    for name in 0..40 {
        let source = format!("admin-{name}");
        assert_eq!(service.post(POST, Some(TOKEN), batch(&source, &source, &tests(0..1))).await.status, 201);
    }
}

#[tokio::test]
async fn rows_beyond_a_tokens_operators_probes_and_places_are_refused_by_rule() {
    let service = Service::start().await;
    let tree = &service.country.tree;
    let here = taghtia::domain::LonLat { lon: -6.57, lat: 31.96 };
    let path = tree.path(tree.commune(service.country.locate(here).unwrap()));
    let province = tree.get(path[path.len() - 2]).code.clone();
    let scope = TokenScope {
        sources: vec![SourceId::new("mine").unwrap()],
        operators: vec![OperatorId::new("atlas").unwrap()],
        probes: vec![ProbeId::new("p1").unwrap()],
        places: vec![province],
    };
    let (token, _) = bound(&service, scope, None).await;
    let own = |mut test: Value, probe: &str| {
        test["probe"] = json!(probe);
        test
    };
    let mut far = own(test("far", "atlas"), "p1");
    (far["lon"], far["lat"]) = (json!(-7.62), json!(33.57));
    let rows = [
        own(test("good", "atlas"), "p1"),
        own(test("operator", "rif"), "p1"),
        own(test("probe", "atlas"), "p2"),
        test("no-probe", "atlas"),
        far,
    ];
    let answer = service.post(POST, Some(&token), batch("b", "mine", &rows)).await;
    let receipt = answer.json();
    assert_eq!((answer.status.as_u16(), &receipt["accepted"]), (201, &json!(1)), "{receipt}");
    let counts = json!({"operator-not-of-token": 1, "probe-not-of-token": 2, "place-not-of-token": 1});
    assert_eq!(receipt["refused_counts"], counts);
    let nowhere = TokenScope { places: vec![TerritoryCode::new("nowhere").unwrap()], ..sources(&["mine"]) };
    let (token, _) = bound(&service, nowhere, None).await;
    let answer = service.post(POST, Some(&token), batch("b", "mine", &tests(0..2))).await;
    assert_eq!(answer.json()["refused_counts"], json!({"place-not-of-token": 2}));
}

#[tokio::test]
async fn two_tokens_of_a_source_cannot_take_each_others_test_ids() {
    let service = Service::start().await;
    let (stranger, _) = bound(&service, sources(&["shared"]), None).await;
    let (honest, record) = bound(&service, sources(&["shared"]), None).await;
    let send = async |token: &str, name: &str| {
        service.post(POST, Some(token), batch(name, "shared", &tests(0..5))).await.json()["accepted"].clone()
    };
    assert_eq!(send(&stranger, "first").await, json!(5));
    assert_eq!(send(&honest, "b1").await, json!(5), "the ids were taken before they were sent");
    assert_eq!(send(&honest, "b2").await, json!(0));
    // A token that takes another's place goes on with its names.
    let (next, continued) = bound(&service, sources(&["shared"]), Some(record.id.clone())).await;
    assert_eq!((send(&next, "b3").await, continued.namespace), (json!(0), record.namespace));
    assert_eq!(counted(&service, "source=shared").await, 10);
}

#[tokio::test]
async fn a_batch_of_which_nothing_can_be_kept_is_refused_and_written_down() {
    let service = Service::start().await;
    let probe = service.issue(Role::Probe, None).await;
    let bad = [test("a", "nobody"), test("b", "nobody"), json!({"test_id": 7})];
    for _ in 0..2 {
        let answer = service.post(POST, Some(&probe), batch("bad", "probe-a", &bad)).await;
        assert_eq!(answer.problem(), (422, "all-rows-refused".into(), String::new()));
        let body = answer.json();
        assert_eq!(body["refused_counts"], json!({"unknown-operator": 2, "unreadable": 1}));
        let rows: Vec<u64> =
            body["errors"].as_array().unwrap().iter().map(|row| row["row"].as_u64().unwrap()).collect();
        assert_eq!(rows, [1, 2, 3]);
    }
    let some = [tests(0..2), bad.to_vec()].concat();
    assert_eq!(service.post(POST, Some(&probe), batch("some", "probe-a", &some)).await.status, 201);
    let audit = service.catalogue.audit(None, 100).await.unwrap();
    let taken: Vec<&Value> = audit
        .items
        .iter()
        .filter(|row| row.act.as_str() == "measurements-taken")
        .map(|row| {
            assert!(row.actor.who.starts_with("token:"), "{row:?}");
            &row.detail
        })
        .collect();
    let facts = |row: &Value| ["source", "rows", "accepted", "refused"].map(|name| row[name].clone());
    assert_eq!(facts(taken[0]), [json!("probe-a"), json!(5), json!(2), json!(3)]);
    assert_eq!(facts(taken[1]), [json!("probe-a"), json!(3), json!(0), json!(3)]);
    assert_eq!(taken.len(), 2, "a batch that is sent again is no other batch");
}

#[tokio::test]
async fn batches_a_minute_and_rows_a_day_have_an_end() {
    let rates = Rates { rows_per_day: NonZeroU32::new(10).unwrap(), ..Rates::default() };
    let service = Service::with(Setup { rates, ..Setup::default() }).await;
    let probe = service.issue(Role::Probe, None).await;
    assert_eq!(service.post(POST, Some(&probe), batch("a", "probe-a", &tests(0..6))).await.status, 201);
    let much = service.post(POST, Some(&probe), batch("b", "probe-a", &tests(6..12))).await;
    assert_eq!(much.problem().1, "too-many-requests");
    let wait: u64 = much.header(&header::RETRY_AFTER).parse().unwrap();
    assert!((86_000..=86_401).contains(&wait), "{wait}");
    assert_eq!(service.post(POST, Some(&probe), batch("c", "probe-a", &tests(6..10))).await.status, 201);
    let again = service.post(POST, Some(&probe), batch("a", "probe-a", &tests(0..6))).await;
    assert_eq!(again.status, 200, "a batch that is sent again is answered as it was: {}", again.text());
    let other = service.issue(Role::Probe, None).await;
    let both = ["a", "b"].map(|name| service.post(POST, Some(&other), batch(name, "probe-a", &tests(0..6))));
    let [one, two] = both;
    let (one, two) = tokio::join!(one, two);
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 429], "batches sent at once are counted one after the other");

    let rates = Rates { batches_per_minute: NonZeroU32::new(2).unwrap(), ..Rates::default() };
    let service = Service::with(Setup { rates, ..Setup::default() }).await;
    let probe = service.issue(Role::Probe, None).await;
    for name in ["a", "b"] {
        assert_eq!(service.post(POST, Some(&probe), batch(name, "probe-a", &tests(0..1))).await.status, 201);
    }
    let third = service.post(POST, Some(&probe), batch("c", "probe-a", &tests(0..1))).await;
    assert_eq!(third.problem().0, 429);
    let wait: u64 = third.header(&header::RETRY_AFTER).parse().unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
}

#[tokio::test]
async fn what_is_withdrawn_counts_no_more_and_still_counts_at_an_earlier_known_at() {
    let service = Service::start().await;
    let probe = service.issue(Role::Probe, None).await;
    let send = async |name: &str, tests: &[Value]| {
        let answer = service.post(POST, Some(&probe), batch(name, "probe-a", tests)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["ids"][0].as_i64().unwrap()
    };
    let nothing = service.json(&format!("{POST}?level=country")).await["definition"]["known_at"].clone();
    let first = send("first", &tests(0..40)).await;
    let before = service.json(&format!("{POST}?level=country")).await["definition"]["known_at"].clone();
    let second = send("second", &tests(40..60)).await;
    let both = service.json(&format!("{POST}?level=country")).await["definition"]["known_at"].clone();
    assert_eq!(counted(&service, "").await, 60);
    let tag = service.get(POST).await.header(&header::ETAG).to_owned();
    let at = |known_at: &Value| format!("known_at={}", known_at.as_str().unwrap());

    let reason = json!({ "batch": first, "reason": "the antenna was not connected" }).to_string();
    let answer = service.post(WITHDRAW, Some(&probe), reason.clone()).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["tests"]), (201, &json!(40)), "{}", answer.text());
    assert_eq!(counted(&service, "").await, 20);
    assert_ne!(service.get(POST).await.header(&header::ETAG), tag);
    let at_place = async |query: &str| {
        let at = service.json(&format!("/api/v1/at?lon=-6.57&lat=31.96{query}")).await;
        at["measurements"][0]["tests"].clone()
    };
    assert_eq!(at_place("").await, json!(20));
    assert_eq!(at_place(&format!("&{}", at(&both))).await, json!(60), "as it was known then");
    assert_eq!(counted(&service, &at(&both)).await, 60);
    assert_eq!(counted(&service, &at(&before)).await, 40, "what came later was not known");
    assert_eq!(counted(&service, &at(&nothing)).await, 0);
    // Until the next event nothing more was known: the answer tells the last one, and is the same to the byte.
    let instant: jiff::Timestamp = both.as_str().unwrap().parse().expect("an instant");
    let later = instant.checked_add(jiff::SignedDuration::from_micros(1)).expect("an instant");
    let (one, other) = (
        service.get(&format!("{POST}?{}", at(&both))).await,
        service.get(&format!("{POST}?known_at={later}")).await,
    );
    assert_eq!((&one.body, one.header(&header::ETAG)), (&other.body, other.header(&header::ETAG)));
    assert_eq!(other.json()["definition"]["known_at"], both);
    // Once is enough; what was withdrawn by mistake is sent again as another batch.
    assert_eq!(service.post(WITHDRAW, Some(&probe), reason).await.problem().1, "nothing-to-withdraw");
    send("again", &tests(0..40)).await;
    assert_eq!(counted(&service, "").await, 60);
    assert_eq!(counted(&service, &at(&before)).await, 40);

    // Others' batches are not its own, and sources are the administrator's.
    let other = service.issue(Role::Probe, None).await;
    for what in [json!({ "batch": second }), json!({ "source": "probe-a" })] {
        let mut body = what;
        body["reason"] = json!("I do not like it");
        let answer = service.post(WITHDRAW, Some(&other), body.to_string()).await;
        assert_eq!(answer.problem(), (403, "batch-not-of-token".into(), String::new()));
    }
    for bad in ["{}", r#"{"reason":"why not"}"#, r#"{"batch":1,"source":"a","reason":"why"}"#] {
        assert_eq!(
            service.post(WITHDRAW, Some(TOKEN), bad.to_owned()).await.problem().1,
            "bad-body",
            "{bad}"
        );
    }
    let all = json!({ "source": "probe-a", "reason": "made in a laboratory" }).to_string();
    let answer = service.post(WITHDRAW, Some(TOKEN), all).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["batches"]), (201, &json!(2)));
    assert_eq!(counted(&service, "").await, 0);
    assert_eq!(counted(&service, &at(&both)).await, 60);

    let listed = get(&service, &probe, "/api/v1/measurements/batches?limit=2").await.json();
    let facts = |item: &Value| [item["batch"].clone(), item["kept"].clone(), item["reason"].clone()];
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let newest = &listed["items"][0];
    assert!(newest["batch"].as_str().unwrap().ends_with("/again") && newest["withdrawn"].is_string());
    let next = listed["next"].as_i64().unwrap();
    let rest = get(&service, &probe, &format!("/api/v1/measurements/batches?before={next}")).await.json();
    let oldest = facts(&rest["items"][0]);
    assert_eq!(oldest[1..], [json!(40), json!("the antenna was not connected")]);
    let others = get(&service, &other, "/api/v1/measurements/batches").await.json();
    assert_eq!(others["items"], json!([]), "a token sees its own batches");
}

#[tokio::test]
async fn withdrawn_batches_stay_withdrawn_when_small_objects_are_merged() {
    let service = Service::start().await;
    let probe = service.issue(Role::Probe, None).await;
    let mut known = Vec::new();
    for at in 0..20 {
        let body = batch(&format!("b{at}"), "probe-a", &tests(at..at + 1));
        let answer = service.post(POST, Some(&probe), body).await;
        known.push(answer.json()["ids"][0].as_i64().unwrap());
        if at % 5 == 4 {
            let body = json!({ "batch": known.last(), "reason": "every fifth" }).to_string();
            assert_eq!(service.post(WITHDRAW, Some(&probe), body).await.status, 201);
        }
    }
    assert_eq!(counted(&service, "").await, 16);
    // Sent again, the withdrawn ones count, and the others do not count twice.
    let again = service.post(POST, Some(&probe), batch("again", "probe-a", &tests(0..20))).await.json();
    assert_eq!((&again["accepted"], &again["duplicates"]), (&json!(4), &json!(16)));
    assert_eq!(counted(&service, "").await, 20);
}

#[tokio::test]
async fn a_retired_source_takes_no_more_and_can_be_hidden() {
    let service = Service::start().await;
    let probe = service.issue(Role::Probe, None).await;
    let source = SourceId::new("probe-a").unwrap();
    assert_eq!(service.post(POST, Some(&probe), batch("a", "probe-a", &tests(0..3))).await.status, 201);
    let actor = Actor::machine("tests");
    assert!(service.catalogue.retire_source(&source, false, &actor).await.unwrap());
    service.publisher.catch_up().await.unwrap();
    let more = service.post(POST, Some(&probe), batch("b", "probe-a", &tests(3..6))).await;
    assert_eq!(more.problem().1, "source-retired");
    let body = service.json(&format!("{POST}?level=country")).await;
    assert_eq!((&body["sources"][0]["retired"], &body["total"]), (&json!(true), &json!(1)));
    service.catalogue.retire_source(&source, true, &actor).await.unwrap();
    service.publisher.catch_up().await.unwrap();
    let body = service.json(&format!("{POST}?level=country")).await;
    assert_eq!((&body["sources"], &body["total"]), (&json!([]), &json!(0)));
    let named = service.json(&format!("{POST}?level=country&source=probe-a&from=2026-01&to=2026-06")).await;
    assert_eq!(named["total"], json!(1));
    let named = service.json(&format!("{POST}?level=country&source=probe-a")).await;
    assert_eq!((&named["total"], &named["definition"]["to"]), (&json!(1), &json!("2026-06")), "{named}");
    assert_eq!(named["sources"][0]["id"], "probe-a");
    assert!(service.catalogue.register_source(&source, &actor).await.unwrap());
    service.publisher.catch_up().await.unwrap();
    assert_eq!(service.post(POST, Some(&probe), batch("c", "probe-a", &tests(3..6))).await.status, 201);
    assert_eq!(counted(&service, "").await, 6);
}

#[tokio::test]
async fn a_batch_names_a_thousand_methods_at_most() {
    let service = Service::start().await;
    let probe = service.issue(Role::Probe, None).await;
    let mut rows = tests(0..1026);
    for (at, row) in rows.iter_mut().enumerate() {
        row["method"] = json!(format!("m{at}"));
    }
    let receipt = service.post(POST, Some(&probe), batch("a", "probe-a", &rows)).await.json();
    assert_eq!(receipt["refused_counts"], json!({"too-many-names": 2}), "{receipt}");
    assert_eq!(receipt["accepted"], json!(1024));
}

#[tokio::test]
async fn what_a_test_tells_of_its_radio_must_make_sense() {
    let service = Service::start().await;
    let probe = service.issue(Role::Probe, None).await;
    let told = |name: &str, field: &str, value: Value| {
        let mut test = test(name, "atlas");
        test[field] = value;
        test
    };
    let good = [
        ("method", json!("ndt7")),
        ("outcome", json!("ok")),
        ("device", json!("356938035643809")),
        ("accuracy_m", json!(12.5)),
        ("weight", json!(3)),
        ("environment", json!("vehicle")),
        ("band", json!("n78")),
        ("rsrp_dbm", json!(-101)),
        ("rsrq_db", json!(-11.5)),
        ("sinr_db", json!(-1)),
        ("rssi_dbm", json!(-70)),
    ];
    let rows: Vec<Value> = good
        .iter()
        .enumerate()
        .map(|(at, (field, value))| told(&at.to_string(), field, value.clone()))
        .collect();
    let receipt = service.post(POST, Some(&probe), batch("good", "probe-a", &rows)).await.json();
    assert_eq!((&receipt["accepted"], &receipt["refused_counts"]), (&json!(11), &json!({})), "{receipt}");
    let bad = [
        ("method", json!("NDT 7"), "method"),
        ("outcome", json!("fine"), "outcome"),
        ("device", json!("x".repeat(201)), "device"),
        ("accuracy_m", json!(-5), "accuracy-range"),
        ("weight", json!(0), "weight-range"),
        ("environment", json!("space"), "environment"),
        ("band", json!("the long one, somewhere"), "band"),
        ("rsrp_dbm", json!(101), "signal-range"),
        ("sinr_db", json!(-200), "signal-range"),
    ];
    for (field, value, rule) in bad {
        let body = batch(&format!("bad-{field}"), "probe-a", &[told("x", field, value)]);
        let answer = service.post(POST, Some(&probe), body).await;
        assert_eq!(answer.json()["refused_counts"], json!({ rule: 1 }), "{field}");
    }
}

#[test]
fn administrators_bind_tokens_see_batches_and_take_them_back_at_the_command_line() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path();
    let token = issue(dir, &["--role", "probe", "--name", "office", "--source", "one", "--source", "two"]);
    let said = |args: &[&str]| {
        let output = run(dir, args);
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&text).into_owned())
    };
    let (_, listed) = said(&["token", "list"]);
    assert!(listed.contains("one, two"), "{listed}");
    let (code, text) = said(&["token", "issue", "--role", "admin", "--source", "one"]);
    assert!(code == Some(2) && text.contains("cannot be bound"), "{text}");
    let (code, text) = said(&["token", "issue", "--role", "probe", "--place", "nowhere"]);
    assert!(code == Some(2) && text.contains("has no territory nowhere"), "{text}");
    let (code, text) = said(&["token", "issue", "--role", "probe", "--namespace", "aaaaaaaa"]);
    assert!(code == Some(2) && text.contains("to continue"), "{text}");
    let next = ["token", "issue", "--role", "probe", "--source", "one", "--namespace", public_id(&token)];
    assert_eq!(said(&next).0, Some(0));

    let file = dir.join("tests.csv");
    let row = "a,2026-06-01T10:00:00Z,iam,4g,-6.57,31.96,20,356938035643809";
    let header = "test_id,at,operator,technology,lon,lat,download_mbps,device";
    std::fs::write(&file, format!("{header}\n{row}\n")).unwrap();
    let file = file.to_str().unwrap();
    let import = ["import", file, "--format", "csv", "--source", "drive", "--json"];
    assert!(said(&import).1.contains("\"accepted\": 1"));
    let (_, sources) = said(&["measurements", "sources"]);
    assert!(["drive", "one", "two"].iter().all(|source| sources.contains(source)), "{sources}");
    let (_, batches) = said(&["measurements", "list"]);
    assert!(batches.contains("drive") && batches.contains("machine:"), "{batches}");
    // The device is known by a keyed hash, and by nothing else.
    for entry in walk(dir) {
        let bytes = std::fs::read(&entry).unwrap();
        let is_there = bytes.windows(15).any(|part| part == b"356938035643809");
        assert!(!is_there || entry.ends_with("tests.csv"), "{}", entry.display());
    }
    assert!(said(&import).1.contains("\"duplicates\": 1"));
    let (code, text) = said(&["measurements", "withdraw", "--batch", "1", "--reason", "the wrong file"]);
    assert!(code == Some(0) && text.contains("withdrawn: batch 1, 1 tests in 1 batches"), "{text}");
    let (code, text) = said(&["measurements", "withdraw", "--batch", "1", "--reason", "the wrong file"]);
    assert!(code == Some(2) && text.contains("nothing of batch 1 counts"), "{text}");
    assert!(said(&["measurements", "list"]).1.contains("the wrong file"));
    assert!(said(&import).1.contains("\"accepted\": 1"), "what was withdrawn can come again");
    assert_eq!(said(&["measurements", "source", "retire", "drive"]).0, Some(0));
    let (code, text) = said(&import);
    assert!(code == Some(2) && text.contains("drive is retired"), "{text}");
    assert_eq!(said(&["measurements", "source", "add", "drive"]).0, Some(0));
    assert_eq!(said(&import).0, Some(0));
    let (_, audit) = said(&["audit"]);
    for act in ["measurements-taken", "measurements-withdrawn", "source-registered", "source-retired"] {
        assert!(audit.contains(act), "{act}: {audit}");
    }
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}

/// The tests of a batch of the fixture, as its `make.py` made them.
fn of_the_fixture(batch: u32) -> Vec<Value> {
    let operator = if batch % 2 == 1 { "one" } else { "two" };
    let place = |start: f64, step: u32| ((start + 0.003 + f64::from(step) * 0.003) * 1e5).round() / 1e5;
    (0..4)
        .map(|at| {
            json!({
                "test_id": format!("d{batch}-{at}"), "at": format!("2026-06-{:02}T10:{at:02}:00Z", 1 + at),
                "lon": place(-7.63, at), "lat": place(33.50, at), "operator": operator, "technology": "4g",
                "download_mbps": 20.0 + f64::from(at), "upload_mbps": 2.0, "latency_ms": 40.0,
            })
        })
        .collect()
}

#[test]
fn measurements_of_an_earlier_program_are_known_again_and_withdrawn_with_their_source() {
    let upgrade = Upgrade::unpack();
    let server = upgrade.serve();
    let send = |name: &str, source: &str, tests: &[Value]| {
        let body = batch(name, source, tests).into_bytes();
        let address = format!("{}{POST}", server.url);
        let (status, text) = http("POST", &address, Some(&upgrade.token("probe")), Some(body));
        (status, serde_json::from_str::<Value>(&text).unwrap_or_default())
    };
    let counted = |query: &str| -> u64 {
        let address = format!("{POST}?level=country&source=drive&from=2026-01&to=2026-06{query}");
        let body = server.json(&address);
        body["items"].as_array().unwrap().iter().map(|item| item["tests"].as_u64().unwrap()).sum()
    };
    assert_eq!(counted(""), 72);
    // A batch of before, under its name and under another.
    assert_eq!(send("batch-3", "drive", &of_the_fixture(3)).0, 200);
    for at in [0, 3, 17] {
        let (status, receipt) = send(&format!("again-{at}"), "drive", &of_the_fixture(at));
        assert_eq!((status, &receipt["accepted"], &receipt["duplicates"]), (201, &json!(0), &json!(4)));
    }
    // The token wrote to `app` too; now it writes to the source that it is called after.
    assert_eq!(send("other", "app", &of_the_fixture(0)).0, 403);
    let fresh: Vec<Value> = of_the_fixture(1)
        .into_iter()
        .map(|mut test| {
            test["test_id"] = json!(format!("new-{}", test["test_id"].as_str().unwrap()));
            test
        })
        .collect();
    let (_, receipt) = send("fresh", "drive", &fresh);
    assert_eq!((&receipt["accepted"], counted("")), (&json!(4), 76));
    let known_at = server.json(&format!("{POST}?level=country"))["definition"]["known_at"].clone();
    let said = |args: &[&str]| {
        let output = upgrade.command(args).output().expect("runs");
        let text = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&text).into_owned())
    };
    let (code, text) = said(&["measurements", "withdraw", "--batch", "5", "--reason", "a try"]);
    assert!(code == Some(2) && text.contains("withdraw its source"), "{text}");
    let (code, text) = said(&["measurements", "withdraw", "--source", "drive", "--reason", "a laboratory"]);
    assert_eq!(code, Some(0), "{text}");
    let begun = std::time::Instant::now();
    while counted("") > 0 {
        assert!(begun.elapsed() < std::time::Duration::from_secs(20), "the server has not learned of it");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(counted(&format!("&known_at={}", known_at.as_str().unwrap())), 76);
    let (_, receipt) = send("once-more", "drive", &of_the_fixture(3));
    assert_eq!((&receipt["accepted"], counted("")), (&json!(4), 4));
    server.stop();
}
