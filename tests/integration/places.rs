//! Places that matter: imported by file, counted by territory, told one by one, replaced, removed, refused.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use h3o::LatLng;
use proptest::prelude::*;
use serde_json::{Value, json};
use taghtia::country::Country;
use taghtia::domain::{LonLat, Role};
use taghtia::intake::Limits;
use taghtia::intake::places::{PlacesRequest, check};

use crate::http::covered;
use crate::service::{Answer, Service, TOKEN, cells_of};
use crate::support::{level, morocco};

const SCHOOLS: &str = "/api/v1/places/schools?names=%7B%22fr%22%3A%22%C3%89coles%22%2C%22ar%22%3A%22%D8%A7%D9%84%D9%85%D8%AF%D8%A7%D8%B1%D8%B3%22%2C%22en%22%3A%22Schools%22%7D&source=Ministry%20of%20Education&licence=ODbL%201.0&as_of=2026-01-01";

/// Some points of a territory, far from each other.
fn points(country: &Country, code: &str, count: usize) -> Vec<LonLat> {
    let cells = cells_of(country, code);
    let middle = |ordinal: u32| {
        let at = LatLng::from(country.cells().cell(ordinal).unwrap());
        LonLat { lon: at.lng(), lat: at.lat() }
    };
    let is_inside = |at: &LonLat| country.locate(*at).is_some();
    cells.iter().step_by(997).map(middle).filter(is_inside).take(count).collect()
}

fn first_region(service: &Service) -> String {
    let tree = &service.country.tree;
    tree.level(level("region")).next().map(|id| tree.get(id).code.to_string()).unwrap()
}

/// A table of places, with the code of each one's commune.
fn table(country: &Country, places: &[(&str, Vec<LonLat>)]) -> String {
    let mut text = String::from("id,name,lon,lat,commune\n");
    for (prefix, points) in places {
        for (at, point) in points.iter().enumerate() {
            let commune = country.tree.commune(country.locate(*point).unwrap());
            let code = &country.tree.get(commune).code;
            writeln!(text, "{prefix}{at},\"École {prefix}{at}\",{},{},{code}", point.lon, point.lat).unwrap();
        }
    }
    text
}

async fn send(service: &Service, method: Method, address: &str, token: Option<&str>, body: String) -> Answer {
    let mut request = Request::builder().method(method).uri(address);
    if let Some(token) = token {
        let token = if token == TOKEN { &service.token } else { token };
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    service.send(request.body(Body::from(body)).unwrap()).await
}

async fn put(service: &Service, body: &str) -> Answer {
    send(service, Method::PUT, SCHOOLS, Some(TOKEN), body.to_owned()).await
}

fn by_code<'a>(body: &'a Value, code: &str) -> &'a Value {
    body["items"].as_array().unwrap().iter().find(|item| item["code"] == code).unwrap()
}

/// Covered, all, and the share.
fn counts(item: &Value) -> (f64, f64, Option<f64>) {
    (item["covered"].as_f64().unwrap(), item["total"].as_f64().unwrap(), item["share"].as_f64())
}

struct Imported {
    service: Service,
    /// Two covered regions, one that is not, and one without a place.
    regions: [String; 4],
    before: String,
}

/// Three schools in the first region, four in the second, two in the third: the first two are covered.
async fn imported() -> Imported {
    let (service, [first, second]) = covered().await;
    let tree = &service.country.tree;
    let mut others = tree.level(level("region")).map(|id| tree.get(id).code.to_string()).skip(2);
    let (third, fourth) = (others.next().unwrap(), others.next().unwrap());
    let before = service.json("/api/v1/country").await["known_at"].as_str().unwrap().to_owned();
    let of = |code: &str, count| points(&service.country, code, count);
    let file = table(&service.country, &[("a", of(&first, 3)), ("b", of(&second, 4)), ("c", of(&third, 2))]);
    let answer = put(&service, &file).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let receipt = answer.json();
    assert_eq!((&receipt["state"], &receipt["places"]), (&json!("accepted"), &json!(9)));
    assert_eq!(receipt["report"]["finding_counts"], json!([]), "{receipt}");
    let again = put(&service, &file).await;
    assert_eq!((again.status, &again.json()["state"]), (StatusCode::OK, &json!("unchanged")));
    Imported { service, regions: [first, second, third, fourth], before }
}

#[tokio::test]
async fn shares_of_places_are_counted_by_territory() {
    let Imported { service, regions: [first, second, third, fourth], before } = imported().await;
    let schools = "/api/v1/coverage?technology=4g&denominator=places:schools";
    let body = service.json(&format!("{schools}&lang=en")).await;
    assert_eq!(counts(by_code(&body, &first)), (3.0, 3.0, Some(1.0)));
    assert_eq!(counts(by_code(&body, &second)), (4.0, 4.0, Some(1.0)));
    assert_eq!(counts(by_code(&body, &third)), (0.0, 2.0, Some(0.0)));
    assert_eq!(counts(by_code(&body, &fourth)), (0.0, 0.0, None), "no place, no share");
    let definition = &body["definition"];
    assert_eq!(
        (&definition["denominator"], &definition["numerator"]),
        (&json!("places:schools"), &json!("places in covered cells"))
    );
    assert_eq!(definition["places"]["source"], "Ministry of Education");
    assert_eq!(
        definition["sentence"].as_str().unwrap().split(" from ").next().unwrap(),
        "Share of schools with outdoor 4G at 5/1 Mbit/s or better"
    );
    let said = "Schools: list of Ministry of Education, places of 1 January 2026, licence ODbL 1.0 (made up)";
    for (language, words) in [
        ("en", said),
        ("fr", "Part des lieux « écoles » couverts en 4G"),
        ("ar", "نسبة الأماكن «المدارس» المشمولة بتغطية الجيل الرابع 4G"),
    ] {
        let body = service.json(&format!("{schools}&lang={language}")).await;
        let sentence = body["definition"]["sentence"].as_str().unwrap();
        assert!(sentence.to_lowercase().contains(&words.to_lowercase()), "{sentence}");
    }
    let attribution = body["attribution"].as_array().unwrap();
    assert_eq!(attribution.last().unwrap(), "Écoles: Ministry of Education (ODbL 1.0, 2026-01-01)");
    assert_eq!(body["synthetic"], true, "a demonstration's");
    // One operator's; the country; one territory by its own code; a commune.
    let body = service.json(&format!("{schools}&scope=op:rif")).await;
    assert_eq!(counts(by_code(&body, &second)), (0.0, 4.0, Some(0.0)));
    let body = service.json(&format!("{schools}&level=country")).await;
    assert_eq!(counts(&body["items"][0]), (7.0, 9.0, Some(7.0 / 9.0)));
    let body = service.json(&format!("{schools}&level=region&within={third}")).await;
    assert_eq!(body["items"].as_array().unwrap().len(), 1);
    let body = service.json(&format!("{schools}&level=commune&within={second}")).await;
    let all: f64 = body["items"].as_array().unwrap().iter().map(|item| item["total"].as_f64().unwrap()).sum();
    assert_eq!(all.to_bits(), 4.0f64.to_bits());
    // Over the dates and over the operators.
    let asked = format!("territory={second}&technology=4g&denominator=places:schools");
    let body = service.json(&format!("/api/v1/coverage/history?{asked}")).await;
    let shares: Vec<_> =
        body["items"].as_array().unwrap().iter().map(|item| item["share"].as_f64()).collect();
    assert_eq!(shares, [Some(0.0), Some(1.0)]);
    let body = service.json(&format!("/api/v1/coverage/operators?{asked}")).await;
    let atlas = body["items"].as_array().unwrap().iter().find(|item| item["scope"] == "op:atlas").unwrap();
    assert_eq!(counts(atlas), (4.0, 4.0, Some(1.0)));
    let table = service.get(&format!("{schools}&f=csv&lang=en")).await.text();
    assert!(table.lines().nth(1).unwrap().contains("places:schools"), "{table}");
    // Before the import there was no such list, and of fibre nothing is known of a place.
    for (query, code) in [
        (format!("denominator=places:schools&technology=4g&known_at={before}"), "bad-parameter"),
        ("denominator=places:clinics&technology=4g".to_owned(), "bad-parameter"),
        ("denominator=places:schools&technology=fibre".to_owned(), "bad-parameter"),
    ] {
        let answer = service.get(&format!("/api/v1/coverage?{query}")).await;
        assert_eq!(answer.problem(), (400, code.to_owned(), "denominator".to_owned()), "{query}");
    }
    let said =
        service.get("/api/v1/coverage?denominator=places:schools&technology=fibre&lang=en").await.json();
    assert!(
        said["detail"].as_str().unwrap().contains("whether a place itself is served is not known"),
        "{said}"
    );
    // Where places are not counted they are refused by name.
    let answer = service.get("/api/v1/changes?technology=4g&denominator=places:schools").await;
    assert_eq!(answer.problem().2, "denominator");
}

#[tokio::test]
async fn places_are_told_one_by_one_with_whether_they_are_covered() {
    let Imported { service, regions: [first, _, third, fourth], before } = imported().await;
    let body = service.json("/api/v1/places?lang=en").await;
    let list = &body["items"][0];
    assert_eq!(
        (&list["id"], &list["places"], &list["licence"]),
        (&json!("schools"), &json!(9), &json!("ODbL 1.0"))
    );
    assert_eq!(service.json(&format!("/api/v1/places?known_at={before}")).await["items"], json!([]));
    let plain = service.json(&format!("/api/v1/places/schools?within={third}")).await;
    assert_eq!((&plain["total"], &plain["items"][0]["covered"]), (&json!(2), &Value::Null));
    assert_eq!(plain["items"][0]["name"], "École c0");
    let uncovered = service.json("/api/v1/places/schools?technology=4g&covered=false&lang=en").await;
    assert_eq!((&uncovered["total"], &uncovered["state"]), (&json!(2), &json!("known")));
    assert!(uncovered["items"].as_array().unwrap().iter().all(|item| item["covered"] == false));
    let sentence = uncovered["definition"].as_str().unwrap();
    assert!(sentence.contains("Share of schools with outdoor 4G"), "{sentence}");
    let of = async |query: &str| {
        service.json(&format!("/api/v1/places/schools?technology=4g&{query}")).await["total"].clone()
    };
    assert_eq!(of("covered=true").await, 7);
    assert_eq!(of(&format!("covered=false&within={first}")).await, 0);
    assert_eq!(of(&format!("within={fourth}")).await, 0);
    assert_eq!(of("covered=true&scope=op:rif").await, 3);
    assert_eq!(of("covered=true&as_of=2025-12-31").await, 3);
    // Where no one has filed, nothing is known of a place, and none is told as uncovered.
    let body = service.json("/api/v1/places/schools?technology=4g&scope=op:souss&limit=1").await;
    assert_eq!((&body["state"], &body["items"][0]["covered"]), (&json!("no_filing"), &Value::Null));
    assert_eq!(of("covered=false&scope=op:souss").await, 0);
    // Pages, a table, and a layer.
    let page = service.json("/api/v1/places/schools?limit=4").await;
    let next = service.json(page["part"]["next"].as_str().unwrap()).await;
    assert_eq!((page["items"].as_array().unwrap().len(), &next["part"]["from"]), (4, &json!(5)));
    let table = service.get("/api/v1/places/schools?technology=4g&covered=false&f=csv").await.text();
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let header = rows.headers().unwrap().clone();
    let covered = header.iter().position(|name| name == "covered").unwrap();
    assert!(header.iter().any(|name| name == "commune_name_fr"));
    assert_eq!(rows.records().filter(|row| row.as_ref().unwrap().get(covered) == Some("false")).count(), 2);
    let layer = service.get("/api/v1/places/schools?technology=4g&f=geojson&lang=en").await.json();
    let feature = &layer["features"][0];
    assert_eq!(
        (&feature["geometry"]["type"], &feature["properties"]["covered"]),
        (&json!("Point"), &json!(true))
    );
    assert_eq!(
        (&feature["properties"]["list"], layer["features"].as_array().unwrap().len()),
        (&json!("schools"), 9)
    );
    // What only a technology has is not asked without one; premises say nothing of a place.
    for (query, expected) in [
        ("tier=5-1", (400, "missing-parameter", "technology")),
        ("covered=false", (400, "missing-parameter", "technology")),
        ("technology=fibre", (400, "bad-parameter", "technology")),
        ("technology=4g&covered=perhaps", (400, "bad-parameter", "covered")),
        ("near=here", (400, "unknown-parameter", "near")),
    ] {
        let answer = service.get(&format!("/api/v1/places/schools?{query}")).await;
        let (status, code, parameter) = answer.problem();
        assert_eq!((status, code.as_str(), parameter.as_str()), expected, "{query}");
    }
    let missing = service.get("/api/v1/places/clinics?lang=en").await;
    assert_eq!(missing.problem().0, 404);
    assert!(missing.json()["detail"].as_str().unwrap().ends_with("there are schools"));
}

#[tokio::test]
async fn a_list_is_replaced_and_removed_and_what_was_known_stays_known() {
    let Imported { service, regions: [first, _, third, _], before } = imported().await;
    let total = async |query: &str| {
        let address =
            format!("/api/v1/coverage?level=country&technology=4g&denominator=places:schools{query}");
        let answer = service.get(&address).await;
        (answer.status == StatusCode::OK).then(|| answer.json()["items"][0]["total"].as_f64().unwrap())
    };
    let then = service.json("/api/v1/places").await["known_at"].as_str().unwrap().to_owned();
    assert!(then > before);
    let fewer = table(&service.country, &[("c", points(&service.country, &third, 2))]);
    assert_eq!(put(&service, &fewer).await.status, StatusCode::CREATED);
    assert_eq!((total("").await, total(&format!("&known_at={then}")).await), (Some(2.0), Some(9.0)));
    let replaced = service.json("/api/v1/places").await["known_at"].as_str().unwrap().to_owned();
    let remove = async |query: &str, token: Option<&str>| {
        send(&service, Method::DELETE, &format!("/api/v1/places/schools{query}"), token, String::new()).await
    };
    let operator = service.issue(Role::Operator, Some("atlas")).await;
    assert_eq!(remove("?reason=a%20test", None).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(remove("?reason=a%20test", Some(&operator)).await.problem().1, "wrong-role");
    assert_eq!(remove("", Some(TOKEN)).await.problem().2, "reason");
    let removed = remove("?reason=a%20test", Some(TOKEN)).await;
    assert_eq!((removed.status, &removed.json()["reason"]), (StatusCode::OK, &json!("a test")));
    assert_eq!(remove("?reason=a%20test", Some(TOKEN)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(service.json("/api/v1/places").await["items"], json!([]));
    assert_eq!(total("").await, None, "there is no such list");
    for (instant, expected) in [(&before, None), (&then, Some(9.0)), (&replaced, Some(2.0))] {
        assert_eq!(total(&format!("&known_at={instant}")).await, expected, "{instant}");
    }
    assert_eq!(
        service.json(&format!("/api/v1/places/schools?known_at={then}&within={first}")).await["total"],
        3
    );
    // Each is an event of the one sequence, and what it sealed stands.
    let catalogue = &service.catalogue;
    assert_eq!(catalogue.check_events().await.unwrap().fault, None);
    assert_eq!(catalogue.check_tables().await.unwrap(), []);
    let acts: Vec<String> =
        catalogue.audit(None, 3).await.unwrap().items.iter().map(|row| row.act.to_string()).collect();
    assert_eq!(acts.first().map(String::as_str), Some("places-removed"), "{acts:?}");
    // Its objects stay named, so that nothing sweeps them.
    let named = catalogue.named_objects().await.unwrap();
    assert_eq!(named.iter().filter(|name| name.starts_with("places/")).count(), 2, "{named:?}");
}

#[tokio::test]
async fn only_administrators_import_and_say_what_a_list_is() {
    let service = Service::start().await;
    let file = table(&service.country, &[("a", points(&service.country, &first_region(&service), 1))]);
    let send = async |address: &str, token: Option<&str>| {
        send(&service, Method::PUT, address, token, file.clone()).await.problem()
    };
    let operator = service.issue(Role::Operator, Some("atlas")).await;
    assert_eq!(send(SCHOOLS, None).await.0, 401);
    assert_eq!(send(SCHOOLS, Some(&operator)).await.1, "wrong-role");
    let without = |name: &str| {
        let (path, query) = SCHOOLS.split_once('?').unwrap();
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with(name)).collect();
        format!("{path}?{}", kept.join("&"))
    };
    for name in ["names", "source", "licence", "as_of"] {
        let (status, code, parameter) = send(&without(name), Some(TOKEN)).await;
        assert_eq!((status, code.as_str(), parameter.as_str()), (400, "missing-parameter", name));
    }
    for (name, wrong) in [
        ("names", "%7B%22es%22%3A%22Escuelas%22%7D"),
        ("names", "Schools"),
        ("names", "%7B%7D"),
        ("source", "a%0Ab"),
        ("synthetic", "perhaps"),
    ] {
        let (status, code, parameter) = send(&format!("{}&{name}={wrong}", without(name)), Some(TOKEN)).await;
        assert_eq!((status, code.as_str(), parameter.as_str()), (400, "bad-parameter", name), "{wrong}");
    }
    let (_, query) = SCHOOLS.split_once('?').unwrap();
    assert_eq!(send(&format!("/api/v1/places/Schools?{query}"), Some(TOKEN)).await.2, "list");
    assert_eq!(service.json("/api/v1/places").await["items"], json!([]));
}

/// The rule, row or pointer, and value of each finding.
fn findings(answer: &Answer) -> Vec<(String, String, String)> {
    assert_eq!(answer.problem().1, "refused", "{}", answer.text());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place =
        |one: &Value| one["row"].as_u64().map_or_else(|| text(&one["pointer"]), |row| row.to_string());
    let body = answer.json();
    body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(&one["rule"]), place(one), text(&one["value"])))
        .collect()
}

fn has(found: &[(String, String, String)], rule: &str, place: &str, value: &str) {
    let is_it = |(a, b, c): &(String, String, String)| a == rule && b == place && c.contains(value);
    assert!(found.iter().any(is_it), "{rule} at {place}: {found:#?}");
}

#[tokio::test]
async fn a_list_that_is_wrong_is_refused_and_says_where_and_what() {
    let service = Service::start().await;
    let at = points(&service.country, &first_region(&service), 1)[0];
    let (lon, lat) = (at.lon, at.lat);
    let file = format!(
        "code,Nom,LONGITUDE,latitude,commune,opened\n\
         1,A,{lon},{lat},,1999\n,B,{lon},{lat},,\n1,C,{lon},{lat},,\n2,,{lon},{lat},99.,\n\
         3,D,\"-6,8,1\",{lat},,\n4,E,{lon},95,,\n5,Île perdue,-20,30,,\n6,F,{lat},{lon},,\n"
    );
    let found = findings(&put(&service, &file).await);
    has(&found, "places.id.missing", "3", "");
    has(&found, "places.id.twice", "4", "1");
    has(&found, "places.name.missing", "5", "");
    has(&found, "places.commune.unknown", "5", "99.");
    has(&found, "places.longitude", "6", "-6,8,1");
    has(&found, "places.latitude", "7", "95");
    has(&found, "places.outside-country", "8", "Île perdue (-20, 30)");
    has(&found, "places.swapped-axes", "9", "F");
    has(&found, "csv.header.unknown-column", "1", "");
    for (file, rule) in [
        ("id,name,lon\n1,A,-6\n", "csv.header.missing-column"),
        ("id,name,lon,lat\n", "places.none"),
        ("", "file.empty"),
        ("{\"type\":\"FeatureCollection\",\"features\":[]}", "places.none"),
        ("{\"type\":\"Feature\"}", "geo.top-level"),
        ("{\"type\":\"FeatureCollection\",\"features\":[", "json.truncated"),
        (
            "{\"type\":\"FeatureCollection\",\"crs\":{\"properties\":{\"name\":\"EPSG:26191\"}},\"features\":[]}",
            "geo.crs",
        ),
    ] {
        let found = findings(&put(&service, file).await);
        assert!(found.iter().any(|(own, ..)| own == rule), "{rule}: {found:?}");
    }
    let feature = |id: &str, geometry: Value| json!({ "type": "Feature", "id": id, "properties": { "NAME": "A" }, "geometry": geometry });
    let polygon = json!({ "type": "Polygon", "coordinates": [[[lon, lat]]] });
    let document = json!({ "type": "FeatureCollection", "features": [
        feature("1", json!({ "type": "Point", "coordinates": [lon, lat, 12.0] })),
        feature("2", polygon),
        feature("3", json!({ "type": "Point", "coordinates": ["x", lat] })),
        feature("4", Value::Null),
        feature("1", json!({ "type": "Point", "coordinates": [lon, lat] })),
        17,
    ] });
    let found = findings(&put(&service, &document.to_string()).await);
    has(&found, "places.geometry", "/features/1/geometry", "Polygon");
    has(&found, "places.geometry", "/features/2/geometry", "[x, ");
    has(&found, "places.geometry", "/features/3/geometry", "null");
    has(&found, "places.id.twice", "/features/4/properties/id", "1");
    has(&found, "geo.feature.type", "/features/5", "17");
    // In the reader's language, and nothing was recorded.
    let mut request = Request::builder().method(Method::PUT).uri(SCHOOLS);
    request = request.header(header::AUTHORIZATION, format!("Bearer {}", service.token));
    request = request.header(header::ACCEPT_LANGUAGE, "fr");
    let told = service.send(request.body(Body::from("id,name,lon,lat\n1,A,-20,30\n")).unwrap()).await;
    assert_eq!(told.json()["errors"][0]["message"], "A (-20, 30) est hors du pays");
    assert_eq!(service.json("/api/v1/places").await["items"], json!([]));
    // A point counts where it is, whatever code stands beside it.
    let other = service.country.tree.level(level("commune")).next().unwrap();
    let code = &service.country.tree.get(other).code;
    let answer = put(&service, &format!("id,name,lon,lat,commune\n1,A,{lon},{lat},{code}\n")).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let report = &answer.json()["report"];
    assert_eq!(report["finding_counts"][0]["rule"], "places.commune.other", "{report}");
    assert_eq!(
        service.json(&format!("/api/v1/places/schools?within={}", first_region(&service))).await["total"],
        1
    );
}

#[tokio::test]
async fn a_list_may_be_geojson_of_points() {
    let service = Service::start().await;
    let points = points(&service.country, &first_region(&service), 3);
    let features: Vec<Value> = points
        .iter()
        .enumerate()
        .map(|(at, point)| {
            json!({ "geometry": { "coordinates": [point.lon, point.lat], "type": "Point" }, "type": "Feature",
                    "properties": { "code": at, "nom": format!("N{at}"), "other": [1] } })
        })
        .collect();
    let document = json!({ "features": features, "type": "FeatureCollection" });
    let answer = put(&service, &document.to_string()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let body = service.json("/api/v1/places/schools").await;
    let mut names: Vec<&str> =
        body["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["N0", "N1", "N2"]);
}

fn survives(bytes: &[u8]) {
    use std::io::Write;
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let request = PlacesRequest {
        as_of: "2026-01-01".parse().unwrap(),
        today: "2026-11-23".parse().unwrap(),
        file_name: None,
    };
    let limits = Limits {
        row_bytes: 4096,
        text_bytes: 1024,
        places: 20,
        errors: 50,
        findings: 20,
        ..Limits::default()
    };
    let checked = check(&morocco(), &limits, &request, file, &mut |_| {}).unwrap();
    assert_eq!(checked.places.is_some(), checked.report.errors == 0);
    for place in checked.places.iter().flatten() {
        let at = place.position();
        let commune = morocco().tree.commune(morocco().locate(at).expect("in the country"));
        assert_eq!(morocco().tree.get(commune).code, place.commune);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Bytes that no one meant: no panic, and never a place that is not in the country.
    #[test]
    fn no_bytes_bring_the_check_down(
        is_table in any::<bool>(),
        changes in proptest::collection::vec((0u8..4, any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        const TABLE: &str = "id,name,lon,lat,commune\n1,A,-6.5,32.5,\n2,B,-6.6,32.6,\n";
        const DOCUMENT: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"name":"A"},"geometry":{"type":"Point","coordinates":[-6.5,32.5]}}]}"#;
        const TOKENS: [&[u8]; 8] = [b"\"", b"[", b"}", b",", b"\n", b"1e400", b"null", b"\xff"];
        let mut bytes = if is_table { TABLE } else { DOCUMENT }.as_bytes().to_vec();
        for (what, place, byte) in changes {
            let at = place.index(bytes.len());
            match what {
                0 => bytes[at] = byte,
                1 => drop(bytes.splice(at..at, TOKENS[usize::from(byte) % TOKENS.len()].iter().copied())),
                2 if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => bytes.truncate(at.max(1)),
            }
        }
        survives(&bytes);
    }
}
