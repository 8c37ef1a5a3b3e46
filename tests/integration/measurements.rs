//! Measurements as their users meet them: sent by probes, read beside claims.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use taghtia::domain::{Environment, LonLat, Role};

use crate::service::{Answer, Service, TOKEN, cells_of, layer, places_around};
use crate::support::{level, morocco};

/// A place in Azilal, and one in the sea.
const HERE: (f64, f64) = (-6.57, 31.96);
const ADDRESS: &str = "192.0.2.77";

fn test(name: &str, operator: &str, down: f64, day: u32) -> Value {
    json!({
        "test_id": name, "at": format!("2026-06-{day:02}T10:00:00Z"), "lon": HERE.0, "lat": HERE.1,
        "operator": operator, "technology": "4g", "download_mbps": down, "upload_mbps": 2.0,
        "latency_ms": 40.0 + down, "client_ip": ADDRESS, "imei": "356938035643809",
    })
}

/// Tests all over a commune, of which some meet 5/1.
fn tests(operator: &str, all: u32, met: u32) -> Vec<Value> {
    let places = places_around(&morocco(), LonLat { lon: HERE.0, lat: HERE.1 }, 12);
    (0..all)
        .map(|at| {
            let down = if at < met { 20.0 } else { 1.0 };
            let mut test = test(&format!("{operator}-{at}"), operator, down, 1 + at % 28);
            let place = places[at as usize % places.len()];
            (test["lon"], test["lat"]) = (json!(place.lon), json!(place.lat));
            test
        })
        .collect()
}

fn batch(name: &str, source: &str, tests: &[Value]) -> String {
    json!({ "batch": name, "source": source, "measurements": tests }).to_string()
}

async fn send(service: &Service, token: &str, address: &str, kind: &str, body: String) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(address)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, kind);
    service.send(request.body(Body::from(body)).unwrap()).await
}

const POST: &str = "/api/v1/measurements";

/// `atlas` claims all of a region and holds it; `rif` claims it and does not.
async fn measured() -> (Service, String) {
    let service = Service::start().await;
    let tree = &service.country.tree;
    let here = taghtia::domain::LonLat { lon: HERE.0, lat: HERE.1 };
    let commune = tree.commune(service.country.locate(here).unwrap());
    let region = tree.path(commune).into_iter().find(|id| tree.get(*id).level == level("region")).unwrap();
    let region = tree.get(region).code.to_string();
    let cells = cells_of(&service.country, &region);
    for operator in ["atlas", "rif"] {
        let claim = layer(operator, "4g", "5-1", Environment::Outdoor);
        service.file_mobile(operator, "2026-05-31", vec![(claim, cells.clone())]).await;
    }
    let all = [tests("atlas", 100, 99), tests("rif", 100, 40), tests("souss", 20, 20)].concat();
    let answer = service.post(POST, Some(TOKEN), batch("first", "my-drive", &all)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    (service, region)
}

fn of<'a>(body: &'a Value, operator: &str) -> &'a Value {
    body["items"].as_array().unwrap().iter().find(|item| item["operator"] == operator).unwrap()
}

#[tokio::test]
async fn measured_stands_beside_claimed_with_a_verdict() {
    let (service, region) = measured().await;
    let body = service.json("/api/v1/measurements?lang=en").await;
    assert_eq!(
        (&body["total"], &body["level"], &body["synthetic"]),
        (&json!(3), &json!("region"), &json!(true))
    );
    let honest = of(&body, "atlas");
    assert_eq!(
        (&honest["code"], &honest["tests"], &honest["state"]),
        (&json!(region), &json!(100), &json!("measured"))
    );
    assert_eq!((&honest["from"], &honest["to"]), (&json!("2025-07"), &json!("2026-06")));
    let tier = &honest["tiers"][0];
    assert_eq!((&tier["tier"], &tier["n"], &tier["met"]), (&json!("5-1"), &json!(100), &json!(99)));
    assert_eq!((&tier["claimed"], &tier["verdict"]), (&json!(1.0), &json!("confirmed")));
    assert_eq!((&tier["tests"], &tier["tests_met"]), (&json!(100), &json!(99)));
    assert_eq!((&tier["cells"], &tier["days"]), (&json!(12), &json!(28)));
    assert!(tier["low"].as_f64().unwrap() < 0.99 && tier["high"].as_f64().unwrap() > 0.99);
    assert_eq!(of(&body, "rif")["tiers"][0]["verdict"], "contradicted");
    let download = &honest["download"];
    assert_eq!((&download["n"], &download["p50"]), (&json!(100), &download["p50_low"]));
    assert!(honest["loss"].is_null(), "nobody measured it");
    // Twenty tests say nothing but that there were twenty.
    let few = of(&body, "souss");
    assert_eq!((&few["state"], &few["tests"]), (&json!("insufficient"), &json!(20)));
    assert!(
        few["download"].is_null() && few["tiers"][0]["met"].is_null() && few["tiers"][0]["share"].is_null()
    );
    assert_eq!(
        (&few["tiers"][0]["verdict"], &few["tiers"][0]["claimed"]),
        (&json!("insufficient"), &Value::Null)
    );
    let definition = &body["definition"];
    assert_eq!((&definition["enough"], &definition["as_of"]), (&json!(30), &json!("2026-05-31")));
    let sentence = definition["sentence"].as_str().unwrap();
    assert!(
        sentence.starts_with("220 synthetic tests from my-drive, from July 2025 to June 2026."),
        "{sentence}"
    );
    assert_eq!(
        body["sources"],
        json!([{"id": "my-drive", "tests": 220, "last_at": "2026-06-28T10:00:00Z", "synthetic": true,
            "retired": false}])
    );
    // Before any of it was recorded nothing was measured.
    let before = service.json("/api/v1/measurements?known_at=2020-01-01").await;
    assert_eq!((&before["items"], &before["sources"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn the_place_shows_its_communes_tests_and_a_verdict_per_claim() {
    let (service, _) = measured().await;
    let at = service.json(&format!("/api/v1/at?lon={}&lat={}", HERE.0, HERE.1)).await;
    let verdict = |operator: &str| {
        let claims = at["claims"].as_array().unwrap();
        claims.iter().find(|claim| claim["operator"] == operator).unwrap()["verdict"].clone()
    };
    assert_eq!((verdict("atlas"), verdict("rif")), (json!("confirmed"), json!("contradicted")));
    let items = at["measurements"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    assert!(items.iter().all(|item| item["level"] == "commune" && item["source"] == "my-drive"));
    let sea = service.json("/api/v1/at?lon=-20&lat=30").await;
    assert_eq!(sea["measurements"], json!([]));
}

#[tokio::test]
async fn batches_are_taken_once_and_bad_rows_are_named() {
    let service = Service::start().await;
    let probe = service.issue(Role::Probe, None).await;
    let bad = [
        json!({ "test_id": "x", "at": "2026-06-01T00:00:00Z", "lon": -20.0, "lat": 30.0, "operator": "atlas", "technology": "4g", "download_mbps": 1.0 }),
        test("y", "nobody", 1.0, 1),
        json!({ "test_id": 7 }),
    ];
    let rows = [tests("atlas", 3, 3), bad.to_vec(), tests("atlas", 1, 1)].concat();
    let first = service.post(POST, Some(&probe), batch("b1", "probe-a", &rows)).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let receipt = first.json();
    assert_eq!(
        (&receipt["batch"], &receipt["accepted"], &receipt["duplicates"]),
        (&json!("b1"), &json!(3), &json!(1))
    );
    assert_eq!(
        receipt["refused_counts"],
        json!({"outside-country": 1, "unknown-operator": 1, "unreadable": 1})
    );
    let named: Vec<u64> =
        receipt["refused"].as_array().unwrap().iter().map(|row| row["row"].as_u64().unwrap()).collect();
    assert_eq!(named, [4, 5, 6]);
    let again = service.post(POST, Some(&probe), batch("b1", "probe-a", &tests("atlas", 30, 3))).await;
    assert_eq!((again.status.as_u16(), again.json()), (200, receipt), "the same name is the same batch");
    // The same tests in another batch, as lines: they count once.
    let lines = tests("atlas", 5, 5).iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let address = format!("{POST}?batch=b2&source=probe-a");
    let other = send(&service, &probe, &address, "application/x-ndjson", format!("{lines}\nno JSON\n")).await;
    let receipt = other.json();
    assert_eq!((&receipt["accepted"], &receipt["duplicates"]), (&json!(2), &json!(3)), "{receipt}");
    assert_eq!(receipt["refused_counts"], json!({"unreadable": 1}));
    let body = service.json("/api/v1/measurements?level=country").await;
    assert_eq!(of(&body, "atlas")["tests"], 5);
}

#[tokio::test]
async fn who_may_send_and_what() {
    let service = Service::start().await;
    let probe = service.issue(Role::Probe, None).await;
    let good = || batch("b", "probe-a", &tests("atlas", 1, 1));
    assert_eq!(service.post(POST, None, good()).await.problem().0, 401);
    let operator = service.issue(Role::Operator, Some("atlas")).await;
    assert_eq!(service.post(POST, Some(&operator), good()).await.problem().0, 403);
    for (body, code, parameter) in [
        ("{".to_owned(), "bad-batch", ""),
        (json!({"batch": "b", "source": "a"}).to_string(), "bad-batch", ""),
        (batch("a b", "probe-a", &[]), "bad-parameter", "batch"),
        (batch("b", "Probe A", &[]), "bad-parameter", "source"),
        (json!({"measurements": []}).to_string(), "missing-parameter", "batch"),
        (json!({"batch": "b", "measurements": []}).to_string(), "missing-parameter", "source"),
    ] {
        let answer = service.post(POST, Some(&probe), body).await;
        assert_eq!(answer.problem(), (400, code.to_owned(), parameter.to_owned()));
    }
    let differs = service.post(&format!("{POST}?batch=other"), Some(&probe), good()).await;
    assert_eq!(differs.problem(), (400, "bad-parameter".into(), "batch".into()));
    let unknown = service.post(&format!("{POST}?sauce=a"), Some(&probe), good()).await;
    assert_eq!(unknown.problem().1, "unknown-parameter");
    let kind = send(&service, &probe, POST, "text/csv", good()).await;
    assert_eq!(kind.problem().1, "bad-media-type");
    let many = vec![json!({}); 20_001];
    assert_eq!(service.post(POST, Some(&probe), batch("b", "a", &many)).await.problem().1, "too-many-rows");
    let large = format!("{{\"measurements\":[],\"x\":\"{}\"}}", "x".repeat(9 << 20));
    assert_eq!(service.post(POST, Some(&probe), large).await.problem().1, "too-large");
}

#[tokio::test]
async fn measurements_are_asked_for_as_coverage_is() {
    let (service, region) = measured().await;
    for (query, parameter) in [
        ("level=sector", "level"),
        ("technology=6g", "technology"),
        ("operator=nobody", "operator"),
        ("source=Nobody!", "source"),
        ("from=2025", "from"),
        ("to=2025-13", "to"),
        ("from=2026-07&to=2026-06", "from"),
        ("from=1990-01&to=2026-06", "from"),
        ("by=day", "by"),
        ("within=nowhere", "within"),
        ("geometry=full&f=csv", "geometry"),
        ("lang=de", "lang"),
        ("cursor=x", "cursor"),
    ] {
        let answer = service.get(&format!("/api/v1/measurements?{query}")).await;
        assert_eq!(answer.problem(), (400, "bad-parameter".into(), parameter.into()), "{query}");
    }
    assert_eq!(service.get("/api/v1/measurements?tier=5-1").await.problem().1, "unknown-parameter");
    let months = service.json("/api/v1/measurements?operator=rif&by=month&from=2026-05").await;
    assert_eq!(
        (&months["total"], &months["items"][0]["from"], &months["items"][0]["to"]),
        (&json!(1), &json!("2026-06"), &json!("2026-06"))
    );
    // What is answered lies within: a part's tests are not held against the whole's claim.
    let part = service
        .json("/api/v1/measurements?level=country&within={region}".replace("{region}", &region).as_str())
        .await;
    assert_eq!((&part["total"], &part["items"]), (&json!(0), &json!([])));
    let long = service.get("/api/v1/measurements?level=commune&by=month&from=2024-01&to=2026-06").await;
    assert_eq!(long.problem(), (400, "bad-parameter".into(), "from".into()));
    let outlined = service.get("/api/v1/measurements?geometry=full&limit=101").await;
    assert_eq!(outlined.problem(), (400, "bad-parameter".into(), "limit".into()));
    let other = service.json("/api/v1/measurements?source=another").await;
    assert_eq!(other["items"], json!([]));
    let csv = service.get("/api/v1/measurements?f=csv&technology=4g").await;
    let text = csv.text();
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with(
        "code,level,name_fr,name_ar,parent,operator,technology,source,from,to,tests,state,download_mbps_n,"
    ));
    assert_eq!(lines.count(), 3);
    let map = service.get("/api/v1/measurements?f=geojson&operator=rif").await.json();
    let feature = &map["features"][0];
    assert_eq!(feature["id"], format!("{region}/rif/4g/my-drive/2025-07"));
    assert!(feature["geometry"]["type"].is_string() && feature["properties"]["tests"] == 100);
    // An answer is known again, until more is measured.
    let first = service.get("/api/v1/measurements").await;
    let tag = first.header(&header::ETAG).to_owned();
    let held = [(header::IF_NONE_MATCH, tag.as_str())];
    assert_eq!(service.get_with("/api/v1/measurements", &held).await.status, 304);
    let coverage = service.get("/api/v1/coverage?technology=4g").await;
    let more = batch("second", "my-drive", &[test("more", "atlas", 9.0, 2)]);
    assert_eq!(service.post(POST, Some(TOKEN), more).await.status, 201);
    let then = service.get_with("/api/v1/measurements", &held).await;
    assert_eq!((then.status.as_u16(), &of(&then.json(), "atlas")["tests"]), (200, &json!(101)));
    let again = service.get("/api/v1/coverage?technology=4g").await;
    assert_eq!(coverage.header(&header::ETAG), again.header(&header::ETAG), "coverage did not change");
    let page = service.json("/api/v1/measurements?limit=2").await;
    let next = page["next"].as_str().unwrap();
    let rest = service.json(&format!("/api/v1/measurements?limit=2&cursor={next}")).await;
    assert_eq!((page["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (2, 1));
}
