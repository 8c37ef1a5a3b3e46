//! The API as its users meet it.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::Value;
use taghtia::coverage::CellSet;
use taghtia::domain::Environment;

use crate::service::{Service, Setup, TOKEN, cells_of, layer};
use crate::support::level;

/// A region's and another region's code.
fn two_regions(service: &Service) -> [String; 2] {
    let tree = &service.country.tree;
    let mut codes = tree.level(level("region")).map(|id| tree.get(id).code.to_string());
    [codes.next().unwrap(), codes.next().unwrap()]
}

fn by_code<'a>(body: &'a Value, code: &str) -> &'a Value {
    body["items"].as_array().unwrap().iter().find(|item| item["code"] == code).unwrap()
}

pub async fn covered() -> (Service, [String; 2]) {
    let service = Service::start().await;
    let regions = two_regions(&service);
    let outdoor = |operator| layer(operator, "4g", "5-1", Environment::Outdoor);
    let first = cells_of(&service.country, &regions[0]);
    let second = cells_of(&service.country, &regions[1]);
    service.file_mobile("atlas", "2025-12-31", vec![(outdoor("atlas"), first.clone())]).await;
    service.file_mobile("atlas", "2026-06-30", vec![(outdoor("atlas"), first.clone().union(&second))]).await;
    // In a vehicle: counts outdoors too. Faster than asked: counts too.
    let vehicle = layer("rif", "4g", "10-2", Environment::Vehicle);
    service.file_mobile("rif", "2026-06-30", vec![(vehicle, first)]).await;
    (service, regions)
}

#[tokio::test]
async fn scopes_count_whose_coverage_they_say() {
    let (service, [first, second]) = covered().await;
    let share = async |scope: &str, code: &str| {
        let body = service.json(&format!("/api/v1/coverage?technology=4g&scope={scope}&lang=en")).await;
        (by_code(&body, code)["share"].as_f64(), body)
    };
    assert_eq!(share("any", &first).await.0, Some(1.0));
    assert_eq!(share("any", &second).await.0, Some(1.0));
    assert_eq!(share("min2", &first).await.0, Some(1.0));
    assert_eq!(share("min2", &second).await.0, Some(0.0));
    assert_eq!(share("op:rif", &second).await.0, Some(0.0));
    let (nothing, body) = share("op:souss", &first).await;
    assert_eq!((nothing, by_code(&body, &first)["state"].as_str()), (None, Some("no_filing")));
    // Souss is licensed for 4G and has filed nothing: nobody can be covered by all, and it says so.
    let (all, body) = share("all", &first).await;
    assert_eq!((all, by_code(&body, &first)["state"].as_str()), (Some(0.0), Some("known")));
    assert_eq!(body["definition"]["operators_without_filing"], serde_json::json!(["souss"]));
    let sentence = body["definition"]["sentence"].as_str().unwrap();
    assert!(sentence.contains("every licensed operator"), "{sentence}");
    assert!(
        sentence.ends_with("Nothing counts as covered by all: SOUSS filed nothing for it."),
        "{sentence}"
    );
}

#[tokio::test]
async fn numbers_are_those_of_the_census() {
    let (service, [first, _]) = covered().await;
    let tree = &service.country.tree;
    let region = tree.get(tree.find(&first).unwrap());
    for (denominator, expected) in [
        ("population", region.census.population(2024).unwrap()),
        ("households", region.census.households(2024).unwrap()),
        ("area", region.area.km2()),
    ] {
        let address = format!("/api/v1/coverage?technology=4g&scope=op:rif&denominator={denominator}");
        let item = by_code(&service.json(&address).await, &first).clone();
        let (covered, total) = (item["covered"].as_f64().unwrap(), item["total"].as_f64().unwrap());
        assert!((covered - expected).abs() <= expected * 1e-9, "{denominator}: {covered} {expected}");
        assert!((total - expected).abs() <= expected * 1e-9, "{denominator}: {total} {expected}");
    }
}

#[tokio::test]
async fn both_clocks_work_on_every_read() {
    let (service, [first, second]) = covered().await;
    let before = service.json("/api/v1/country").await["known_at"].as_str().unwrap().to_owned();
    let share = async |query: String, code: &str| {
        let body = service.json(&format!("/api/v1/coverage?technology=4g&scope=op:atlas&{query}")).await;
        by_code(&body, code)["share"].as_f64()
    };
    assert_eq!(share("as_of=2025-12-31".into(), &second).await, Some(0.0));
    assert_eq!(share("as_of=2026-06-30".into(), &second).await, Some(1.0));
    assert_eq!(share("as_of=2025-06-30".into(), &first).await, None, "nothing filed by then");
    // A correction of the latest date: atlas never reached the second region.
    let outdoor = layer("atlas", "4g", "5-1", Environment::Outdoor);
    let cells = cells_of(&service.country, &first);
    let corrected = service.file_mobile("atlas", "2026-06-30", vec![(outdoor, cells)]).await;
    assert_eq!(share(String::new(), &second).await, Some(0.0));
    assert_eq!(share(format!("known_at={before}"), &second).await, Some(1.0), "as it was known");
    assert_eq!(share("known_at=2020-01-01".into(), &first).await, None);
    let filings = service.json("/api/v1/filings?operator=atlas").await;
    let states: Vec<&str> =
        filings["items"].as_array().unwrap().iter().map(|item| item["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["current", "superseded", "history"]);
    assert_eq!(filings["items"][0]["id"], corrected.as_str());
    let history = service
        .json(&format!("/api/v1/coverage/history?territory={second}&technology=4g&scope=op:atlas"))
        .await;
    let shares: Vec<f64> =
        history["items"].as_array().unwrap().iter().map(|item| item["share"].as_f64().unwrap()).collect();
    assert_eq!(shares, [0.0, 0.0]);
    let history = service
        .json(&format!(
            "/api/v1/coverage/history?territory={second}&technology=4g&scope=any&known_at={before}"
        ))
        .await;
    assert_eq!(history["items"][1]["share"], 1.0);
    assert_eq!(history["items"][1]["as_of"], "2026-06-30");
}

#[tokio::test]
async fn a_series_says_of_each_date_what_that_date_says_alone() {
    let (service, territories) = covered().await;
    for scope in ["any", "all", "min2", "op:atlas", "op:rif"] {
        for territory in &territories {
            let question = format!("technology=4g&denominator=area&scope={scope}");
            let address = format!("/api/v1/coverage/history?territory={territory}&{question}");
            let series = service.json(&address).await;
            for item in series["items"].as_array().unwrap() {
                let as_of = item["as_of"].as_str().unwrap();
                let all = service.json(&format!("/api/v1/coverage?{question}&as_of={as_of}")).await;
                let alone = by_code(&all, territory);
                for field in ["share", "state", "covered", "total"] {
                    assert_eq!(item[field], alone[field], "{field} of {territory}, {scope}, {as_of}");
                }
            }
        }
    }
}

#[tokio::test]
async fn fibre_is_dwellings_per_household() {
    let service = Service::start().await;
    let [first, _] = two_regions(&service);
    let cells: Vec<u32> = cells_of(&service.country, &first).iter().take(2).collect();
    let (a, b) = (cells[0], cells[1]);
    service.file_fibre("atlas", "2026-06-30", &[(a, "100-20", 30, false), (a, "1000-200", 12, true)]).await;
    service.file_fibre("rif", "2026-06-30", &[(a, "100-20", 20, false), (b, "100-20", 7, true)]).await;
    let covered = async |query: &str| {
        let body = service.json(&format!("/api/v1/coverage?technology=fibre&{query}")).await;
        let item = by_code(&body, &first).clone();
        (item["covered"].as_f64().unwrap(), item["estimate"].as_bool().unwrap_or(false))
    };
    assert_eq!(covered("scope=op:atlas").await, (42.0, false));
    assert_eq!(covered("scope=op:rif").await, (27.0, false));
    assert_eq!(covered("scope=any").await, (49.0, true));
    assert_eq!(covered("scope=all").await, (20.0, true));
    assert_eq!(covered("scope=min2").await, (20.0, true));
    assert_eq!(covered("scope=any&tier=1000-200").await, (12.0, true));
    let body = service.json("/api/v1/coverage?technology=fibre").await;
    assert_eq!(body["definition"]["denominator"], "households");
    let wrong = service.get("/api/v1/coverage?technology=fibre&denominator=population").await;
    assert_eq!(wrong.problem(), (400, "bad-parameter".into(), "denominator".into()));
    // More dwellings than households: the ratio says so, the share is cut off.
    service.file_fibre("atlas", "2026-06-30", &[(a, "100-20", 40_000_000, false)]).await;
    let body = service.json("/api/v1/coverage?technology=fibre&scope=op:atlas&level=country").await;
    let country = &body["items"][0];
    assert_eq!((country["share"].as_f64(), country["capped"].as_bool()), (Some(1.0), Some(true)));
    assert!(country["ratio"].as_f64().unwrap() > 1.0);
    // The place itself: connected dwellings in whole tens.
    let centre = h3o::LatLng::from(service.country.cells().cell(a).unwrap());
    let at = service
        .json(&format!("/api/v1/at?lon={}&lat={}&known_at=2099-01-01", centre.lng(), centre.lat()))
        .await;
    let rif = at["claims"].as_array().unwrap().iter().find(|claim| claim["operator"] == "rif").unwrap();
    assert_eq!((rif["units_passed"].as_u64(), rif["units_connected"].as_u64()), (Some(20), None));
}

#[tokio::test]
async fn a_place_says_what_is_claimed_of_it() {
    let (service, [first, _]) = covered().await;
    let cell = cells_of(&service.country, &first).iter().nth(1000).unwrap();
    let cell = service.country.cells().cell(cell).unwrap();
    let centre = h3o::LatLng::from(cell);
    let at = service.json(&format!("/api/v1/at?lon={}&lat={}", centre.lng(), centre.lat())).await;
    assert_eq!(at["cell"], cell.to_string());
    let corners: Vec<[f64; 2]> = serde_json::from_value(at["outline"].clone()).expect("a ring");
    assert_eq!((corners.len(), corners.first()), (7, corners.last()));
    // Around the middle, counterclockwise: each corner lies to the left of the one before.
    let turns = corners.windows(2).map(|pair| {
        let [[x, y], [to_x, to_y]] =
            [pair[0], pair[1]].map(|[lon, lat]| [lon - centre.lng(), lat - centre.lat()]);
        x * to_y - y * to_x
    });
    assert!(turns.into_iter().all(|turn| turn > 0.0), "{corners:?}");
    assert_eq!(at["territory"][1]["code"], first.as_str());
    assert_eq!(at["claims"].as_array().unwrap().len(), 2);
    let sea = service.json("/api/v1/at?lon=-20&lat=30").await;
    assert_eq!((sea["outside"].as_bool(), sea["territory"].as_array().unwrap().len()), (Some(true), 0));
    for (query, parameter) in [("lat=30", "lon"), ("lon=nan&lat=30", "lon"), ("lon=0&lat=91", "lat")] {
        let answer = service.get(&format!("/api/v1/at?{query}")).await;
        assert_eq!((answer.problem().0, answer.problem().2), (400, parameter.to_owned()), "{query}");
    }
}

#[tokio::test]
async fn mistakes_are_named() {
    let (service, _) = covered().await;
    for (address, parameter) in [
        ("/api/v1/coverage?levle=commune", "levle"),
        ("/api/v1/coverage?level=planet", "level"),
        ("/api/v1/coverage?level=region&level=commune", "level"),
        ("/api/v1/coverage?within=99.99", "within"),
        ("/api/v1/coverage?technology=6g", "technology"),
        ("/api/v1/coverage?tier=fast", "tier"),
        ("/api/v1/coverage?environment=underwater", "environment"),
        ("/api/v1/coverage?technology=fibre&environment=outdoor", "environment"),
        ("/api/v1/coverage?scope=op:nobody", "scope"),
        ("/api/v1/coverage?scope=some", "scope"),
        ("/api/v1/coverage?denominator=goats", "denominator"),
        ("/api/v1/coverage?as_of=yesterday", "as_of"),
        ("/api/v1/coverage?known_at=soon", "known_at"),
        ("/api/v1/coverage?geometry=fine", "geometry"),
        ("/api/v1/coverage?f=csv&geometry=full", "geometry"),
        ("/api/v1/coverage?limit=0", "limit"),
        ("/api/v1/coverage?cursor=x", "cursor"),
        ("/api/v1/coverage?f=xml", "f"),
        ("/api/v1/coverage?lang=de", "lang"),
        ("/api/v1/country?x=1", "x"),
        ("/api/v1/territories?q=a&page=2", "page"),
        ("/api/v1/search", "q"),
        ("/api/v1/filings?operator=nobody", "operator"),
        ("/api/v1/coverage/history?as_of=2026-06-30", "as_of"),
        ("/metrics?x=1", "x"),
    ] {
        let (status, _, named) = service.get(address).await.problem();
        assert_eq!((status, named.as_str()), (400, parameter), "{address}");
    }
    assert_eq!(service.get("/api/v1/nothing").await.problem().0, 404);
    assert_eq!(service.get("/api/v1/territories/99").await.problem().0, 404);
    assert_eq!(service.get("/api/v1/filings/00000000000000000000000000").await.problem().0, 404);
    assert_eq!(service.post("/api/v1/coverage", None, "").await.problem().0, 405);
}

#[tokio::test]
async fn answers_carry_what_they_mean_in_every_format() {
    let (service, [first, _]) = covered().await;
    let csv =
        service.get_with("/api/v1/coverage?technology=4g&lang=fr", &[(header::ACCEPT, "text/csv")]).await;
    assert!(csv.header(&header::CONTENT_TYPE).starts_with("text/csv"));
    let mut reader = csv::Reader::from_reader(csv.body.as_slice());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 12);
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let row = rows.iter().find(|row| &row[column("code")] == first.as_str()).unwrap();
    assert_eq!(
        (&row[column("share")], &row[column("tier")], &row[column("synthetic")]),
        ("1", "5-1", "true")
    );
    assert!(row[column("definition")].starts_with(
        "Part de la population (recensement 2024, répartition par centre urbain) couverte en 4G"
    ));

    let geo =
        service.json("/api/v1/coverage?technology=4g&level=commune&geometry=full&f=geojson&limit=2").await;
    assert_eq!(geo["type"], "FeatureCollection");
    assert_eq!(geo["total"], 1503);
    assert_eq!(geo["features"].as_array().unwrap().len(), 2);
    for feature in geo["features"].as_array().unwrap() {
        assert_eq!(feature["id"], feature["properties"]["code"]);
        assert!(feature["geometry"]["coordinates"].is_array());
    }
    for member in ["definition", "as_of", "known_at", "attribution", "synthetic"] {
        assert!(!geo[member].is_null(), "{member}");
    }
    let none = service.json("/api/v1/coverage?technology=4g&geometry=none&f=geojson&limit=1").await;
    assert!(none["features"][0]["geometry"].is_null());
    let refused = service.get_with("/api/v1/coverage", &[(header::ACCEPT, "image/png")]).await;
    assert_eq!(refused.problem().0, 406);
}

#[tokio::test]
async fn pages_cover_everything_once() {
    let (service, _) = covered().await;
    let mut codes = Vec::new();
    let mut address = "/api/v1/coverage?technology=4g&level=commune&limit=700".to_owned();
    let base = address.clone();
    loop {
        let body = service.json(&address).await;
        codes.extend(
            body["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap().to_owned()),
        );
        let Some(next) = body["next"].as_str() else { break };
        address = format!("{base}&cursor={next}");
    }
    assert_eq!(codes.len(), 1503);
    assert!(codes.is_sorted() && codes.windows(2).all(|pair| pair[0] != pair[1]));
    let page = service.get("/api/v1/coverage?technology=4g&level=commune&limit=700").await;
    assert!(page.header(&header::LINK).ends_with("; rel=\"next\""));
}

#[tokio::test]
async fn unchanged_answers_are_not_sent_again() {
    let (service, [first, _]) = covered().await;
    let address = "/api/v1/coverage?technology=4g&level=province";
    let mut tags = Vec::new();
    for (accept, coding) in [("gzip", "gzip"), ("br", "br"), ("zstd", "zstd"), ("identity", "")] {
        for _ in 0..2 {
            let answer = service.get_with(address, &[(header::ACCEPT_ENCODING, accept)]).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert_eq!(answer.header(&header::CONTENT_ENCODING), coding);
            let vary = answer.header(&header::VARY).to_ascii_lowercase();
            assert!(vary.contains("accept-encoding") && vary.contains("accept-language"), "{vary}");
            let tag = answer.header(&header::ETAG).to_owned();
            let again = service
                .get_with(address, &[(header::ACCEPT_ENCODING, accept), (header::IF_NONE_MATCH, &tag)])
                .await;
            assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
            assert_eq!(again.header(&header::ETAG), tag);
            tags.push(tag);
        }
    }
    tags.dedup();
    assert_eq!(tags.len(), 4, "one tag per coding, the same when asked again: {tags:?}");
    let csv = service.get(&format!("{address}&f=csv")).await;
    assert!(!tags.contains(&csv.header(&header::ETAG).to_owned()));
    let outdoor = layer("rif", "4g", "5-1", Environment::Outdoor);
    service.file_mobile("rif", "2026-07-31", vec![(outdoor, cells_of(&service.country, &first))]).await;
    let news = service.get_with(address, &[(header::IF_NONE_MATCH, &tags[3])]).await;
    assert_eq!(news.status, StatusCode::OK);
}

#[tokio::test]
async fn anybody_reads_and_nobody_else_writes_across_origins() {
    let service = Service::start().await;
    let origin = (header::ORIGIN, "https://example.org");
    let read = service.get_with("/api/v1/country", std::slice::from_ref(&origin)).await;
    assert_eq!(read.header(&header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    let preflight = async |method: &str| {
        let request = Request::builder()
            .method(Method::OPTIONS)
            .uri("/api/v1/filings")
            .header(header::ORIGIN, "https://example.org")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, method);
        service.send(request.body(Body::empty()).unwrap()).await
    };
    assert_eq!(preflight("GET").await.header(&header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    assert_eq!(preflight("POST").await.header(&header::ACCESS_CONTROL_ALLOW_ORIGIN), "");
    let write = service.post("/api/v1/filings?kind=mobile-coverage", Some("wrong"), "").await;
    assert_eq!(write.header(&header::ACCESS_CONTROL_ALLOW_ORIGIN), "");
    assert_eq!(write.header(&header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(!write.headers["x-request-id"].is_empty());
}

#[tokio::test]
async fn only_a_token_files() {
    let service = Service::start().await;
    let address = "/api/v1/filings?kind=mobile-coverage&operator=atlas&as_of=2026-06-30";
    assert_eq!(service.post(address, None, "x").await.problem().0, 401);
    let wrong = service.post(address, Some("another"), "x").await;
    assert_eq!(wrong.problem().0, 401);
    assert!(wrong.header(&header::WWW_AUTHENTICATE).starts_with("Bearer"));
    for (query, parameter) in [
        ("operator=atlas&as_of=2026-06-30", "kind"),
        ("kind=mobile-coverage&as_of=2026-06-30", "operator"),
        ("kind=mobile-coverage&operator=atlas", "as_of"),
        ("kind=mobile-coverage&operator=nobody&as_of=2026-06-30", "operator"),
        ("kind=sites&operator=atlas&as_of=2026-06-30", "kind"),
        ("kind=mobile-coverage&operator=atlas&as_of=2026-06-30&dry=1", "dry"),
    ] {
        let answer = service.post(&format!("/api/v1/filings?{query}"), Some(TOKEN), "x").await;
        assert_eq!((answer.problem().0, answer.problem().2), (400, parameter.to_owned()), "{query}");
    }
    let large = service.post(address, Some(TOKEN), vec![b'x'; (8 << 20) + 1]).await;
    assert_eq!(large.problem(), (413, "too-large".into(), String::new()));
    let check = service.post("/api/v1/check?kind=mobile-coverage", None, vec![b'x'; (1 << 20) + 1]).await;
    assert_eq!(check.problem().0, 413);
}

#[tokio::test]
async fn everything_lies_under_the_base_path() {
    let service = Service::with(Setup { base_path: "/couverture", ..Setup::default() }).await;
    assert_eq!(service.get("/couverture/api/v1/country").await.status, StatusCode::OK);
    assert_eq!(service.get("/couverture/").await.status, StatusCode::OK);
    let bare = service.get("/couverture").await;
    assert_eq!(
        (bare.status, bare.header(&header::LOCATION)),
        (StatusCode::PERMANENT_REDIRECT, "/couverture/")
    );
    assert_eq!(service.get("/api/v1/country").await.problem().0, 404);
    assert_eq!(service.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(service.get("/couverture/readyz").await.status, StatusCode::OK);
    let wrong = service.get("/couverture/api/v1/coverage?x=1").await;
    assert_eq!(wrong.problem().2, "x");
    let metrics = service.get("/couverture/metrics").await.text();
    assert!(metrics.contains("route=\"/api/v1/country\""), "{metrics}");
}

#[tokio::test]
async fn an_empty_service_says_that_it_is() {
    let service = Service::start().await;
    let country = service.json("/api/v1/country").await;
    assert_eq!(country["dates"], serde_json::json!([]));
    assert_eq!(country["synthetic"], false);
    assert_eq!(country["levels"].as_array().unwrap().len(), 6);
    let body = service.json("/api/v1/coverage?technology=4g").await;
    assert!(
        body["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|item| item["state"] == "no_filing" && item["share"].is_null())
    );
    assert_eq!(service.get("/").await.status, StatusCode::OK);
    assert_eq!(service.get("/metrics").await.status, StatusCode::OK);
}

#[tokio::test]
async fn territories_are_found_by_level_place_and_name() {
    let service = Service::start().await;
    let regions = service.json("/api/v1/territories?level=region").await;
    assert_eq!(regions["total"], 12);
    let [first, _] = two_regions(&service);
    let region = service.json(&format!("/api/v1/territories/{first}")).await;
    assert_eq!(region["path"][0]["level"], "country");
    assert_eq!(region["children"]["level"], "province");
    let within = service.json(&format!("/api/v1/territories?level=province&within={first}")).await;
    assert_eq!(within["total"], region["children"]["count"]);
    for query in [
        "casablanca",
        "CASABLANCA",
        "%D8%A7%D9%84%D8%AF%D8%A7%D8%B1%20%D8%A7%D9%84%D8%A8%D9%8A%D8%B6%D8%A7%D8%A1",
    ] {
        let hits = service.json(&format!("/api/v1/search?q={query}")).await;
        assert!(!hits["items"].as_array().unwrap().is_empty(), "{query}");
    }
    let point = service.json("/api/v1/search?q=33.57,-7.59").await;
    assert_eq!(point["items"][0]["type"], "coordinates");
    assert!(!point["items"][0]["commune"]["code"].is_null());
}

#[tokio::test]
async fn outlines_may_be_kept_for_ever_when_they_name_the_pack() {
    let service = Service::start().await;
    let digest = service.json("/api/v1/country").await["pack_digest"].as_str().unwrap().to_owned();
    let plain = service.get("/api/v1/boundaries/communes").await;
    assert_eq!(plain.json()["features"].as_array().unwrap().len(), 1503);
    assert_eq!(plain.header(&header::CACHE_CONTROL), "public, no-cache");
    let zipped = service
        .get_with(
            &format!("/api/v1/boundaries/communes?v={digest}"),
            &[(header::ACCEPT_ENCODING, "gzip, br")],
        )
        .await;
    assert_eq!(zipped.header(&header::CONTENT_ENCODING), "gzip");
    assert!(zipped.header(&header::CACHE_CONTROL).contains("immutable"));
    assert!(zipped.body.len() < 1_500_000);
    assert_eq!(service.get("/api/v1/boundaries/planets").await.problem().0, 404);
}

#[tokio::test]
async fn outlines_are_a_topology_of_a_third_of_their_size() {
    let service = Service::start().await;
    let digest = service.json("/api/v1/country").await["pack_digest"].as_str().unwrap().to_owned();
    let told = service.json("/api/v1/boundaries/communes/topology").await;
    let geometries = told["objects"]["communes"]["geometries"].as_array().unwrap();
    assert_eq!(geometries.len(), 1503);
    assert!(geometries.iter().all(|one| one["type"] == "MultiPolygon"), "none vanishes on the grid of a map");
    let zip = [(header::ACCEPT_ENCODING, "gzip")];
    let address = format!("/api/v1/boundaries/communes/topology?v={digest}");
    let zipped = service.get_with(&address, &zip).await;
    assert!(zipped.header(&header::CACHE_CONTROL).contains("immutable"));
    assert!(zipped.body.len() < 150_000, "{}", zipped.body.len());
    let sketch = service.get_with("/api/v1/boundaries/regions/topology?fineness=sketch", &zip).await;
    assert_eq!(sketch.header(&header::CACHE_CONTROL), "public, no-cache");
    assert!(sketch.body.len() < 8_000, "{}", sketch.body.len());
    assert_eq!(service.get("/api/v1/boundaries/planets/topology").await.problem().0, 404);
    let (status, _, parameter) =
        service.get("/api/v1/boundaries/regions/topology?fineness=fine").await.problem();
    assert_eq!((status, parameter.as_str()), (400, "fineness"));
}

#[tokio::test]
async fn metrics_tell_what_is_published() {
    let (service, [first, _]) = covered().await;
    let text = service.get("/metrics").await.text();
    let line = format!(
        "taghtia_coverage_people_ratio{{code=\"{first}\",environment=\"outdoor\",level=\"region\",scope=\"op:rif\",\
         technology=\"4g\",tier=\"5-1\"}} 1\n"
    );
    assert!(text.contains(&line), "{line}\n{text}");
    assert!(text.contains("level=\"province\",scope=\"op:rif\""), "operators are compared down to provinces");
    assert!(text.contains("taghtia_synthetic 1\n"));
    assert!(
        text.contains("taghtia_filings{kind=\"mobile-coverage\",operator=\"atlas\",state=\"history\"} 1\n")
    );
    assert!(
        text.contains("taghtia_filings{kind=\"mobile-coverage\",operator=\"souss\",state=\"current\"} 0\n")
    );
    assert!(text.contains("process_resident_memory_bytes"));
    assert!(text.len() < 3 << 20);
    let communes = service.get("/metrics/communes").await.text();
    assert!(communes.contains("level=\"commune\",scope=\"any\""));
    for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let (name, kind) = line.split_once(' ').unwrap();
        assert_eq!(name.ends_with("_total"), kind == "counter", "{line}");
        assert!(!name.contains("percent"), "{line}");
    }
}

#[tokio::test]
async fn the_api_is_the_one_described() {
    let description = serde_json::to_value(taghtia::http::openapi_document()).unwrap();
    assert_eq!(description["openapi"], "3.1.0");
    insta::assert_json_snapshot!("openapi", description);
    let service = Service::start().await;
    assert_eq!(service.json("/api/v1/openapi.json").await["servers"][0]["url"], "/");
    for path in description["paths"]
        .as_object()
        .unwrap()
        .keys()
        // What a server has only if it was started with it.
        .filter(|path| !path.contains('{') && !["/probe", "/tiles/basemap.json"].contains(&path.as_str()))
    {
        let answer = service.get(path).await;
        assert!(![404, 500].contains(&answer.status.as_u16()), "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn what_is_withdrawn_goes() {
    let (service, [first, _]) = covered().await;
    let empty = layer("rif", "4g", "10-2", Environment::Vehicle);
    // The same layer, declared empty: rif covers nobody now, and that is known.
    let nothing = CellSet::empty(service.country.cells().len());
    service.file_mobile("rif", "2026-07-31", vec![(empty, nothing)]).await;
    let body = service.json("/api/v1/coverage?technology=4g&scope=op:rif").await;
    assert_eq!(
        (by_code(&body, &first)["share"].as_f64(), &body["as_of"]),
        (Some(0.0), &Value::from("2026-07-31"))
    );
    let operators =
        service.json(&format!("/api/v1/coverage/operators?technology=4g&territory={first}")).await;
    let scopes: Vec<&str> =
        operators["items"].as_array().unwrap().iter().map(|item| item["scope"].as_str().unwrap()).collect();
    assert_eq!(scopes, ["op:atlas", "op:rif", "op:souss", "any", "all", "min2"]);
}

/// A square degree of 4G around Marrakech, as an operator would file it.
fn square(minup: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature",
        "properties":{{"technology":"4g","mindown":5,"minup":{minup},"environment":"outdoor"}},
        "geometry":{{"type":"Polygon","coordinates":[[[-8.5,31.2],[-7.5,31.2],[-7.5,32.2],[-8.5,32.2],[-8.5,31.2]]]}}}}]}}"#
    )
}

#[tokio::test]
async fn what_is_filed_is_published_before_the_answer() {
    let service = Service::start().await;
    let address = "/api/v1/filings?kind=mobile-coverage&operator=atlas&as_of=2026-06-30";
    let tag = service.get("/api/v1/coverage").await.header(&header::ETAG).to_owned();
    let filed = service.post(address, Some(TOKEN), square("1")).await;
    assert_eq!(filed.status, StatusCode::CREATED, "{}", filed.text());
    let receipt = filed.json();
    assert_eq!((&receipt["state"], &receipt["operator"]), (&Value::from("accepted"), &Value::from("atlas")));
    let id = receipt["id"].as_str().unwrap();
    assert_eq!(filed.header(&header::LOCATION), format!("/api/v1/filings/{id}"));
    let body = service.json("/api/v1/coverage?technology=4g&level=country").await;
    let covered = body["items"][0]["covered"].as_f64().unwrap();
    assert!((1e6..6e6).contains(&covered), "{covered} people");
    assert_eq!(body["synthetic"], true);
    assert_ne!(service.get("/api/v1/coverage").await.header(&header::ETAG), tag);
    assert_eq!(service.json(&format!("/api/v1/filings/{id}")).await["state"], "current");
    assert_eq!(service.json(&format!("/api/v1/filings/{id}/report")).await["accepted"], true);
    // The same again is no news.
    let again = service.post(address, Some(TOKEN), square("1")).await;
    assert_eq!((again.status, &again.json()["state"]), (StatusCode::OK, &Value::from("unchanged")));
    assert_eq!(again.json()["id"], id);
    let metrics = service.get("/metrics").await.text();
    let counted = "taghtia_submissions_total{kind=\"mobile-coverage\",outcome=\"accepted\"} 2\n";
    assert!(metrics.contains(counted), "{metrics}");
}

#[tokio::test]
async fn a_form_is_read_like_a_plain_body() {
    let service = Service::start().await;
    let form = |name: &str| {
        format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.geojson\"\r\n\r\n{}\r\n--frontier--\r\n",
            square("1")
        )
    };
    let send = async |address: &str, form: String| {
        let request = Request::post(address)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=frontier")
            .header(header::AUTHORIZATION, format!("Bearer {}", service.token));
        service.send(request.body(Body::from(form)).unwrap()).await
    };
    let address = "/api/v1/filings?kind=mobile-coverage&operator=atlas&as_of=2026-06-30";
    let filed = send(address, form("file")).await;
    assert_eq!(filed.status, StatusCode::CREATED, "{}", filed.text());
    let id = filed.json()["id"].as_str().unwrap().to_owned();
    let address = format!("/api/v1/filings/{id}");
    let whole =
        service.get_with(&address, &[(header::AUTHORIZATION, &format!("Bearer {}", service.token))]).await;
    assert_eq!(whole.json()["file_name"], "a.geojson");
    assert_eq!(service.json(&address).await["file_name"], Value::Null, "a name may be a person's");
    let address = "/api/v1/filings?kind=mobile-coverage&operator=atlas&as_of=2026-06-30";
    assert_eq!(send(address, form("upload")).await.problem().1, "bad-form");
    assert_eq!(send(address, "junk".to_owned()).await.problem().1, "bad-form");
}

#[tokio::test]
async fn what_is_refused_changes_nothing_and_says_why() {
    let service = Service::start().await;
    let before = service.json("/api/v1/country").await["version"].clone();
    let address = "/api/v1/filings?kind=mobile-coverage&operator=atlas&as_of=2026-06-30";
    for body in [square("-1"), square("1").replace("4g", "6g"), "{".to_owned(), String::new()] {
        let refused = service.post(address, Some(TOKEN), body.clone()).await;
        assert_eq!(refused.problem(), (422, "refused".into(), String::new()), "{body}");
        let errors = refused.json()["errors"].as_array().unwrap().clone();
        assert!(!errors.is_empty() && errors.iter().all(|error| error["message"].is_string()), "{body}");
        let checked = service.post("/api/v1/check?kind=mobile-coverage", None, body).await;
        assert_eq!((checked.status, &checked.json()["accepted"]), (StatusCode::OK, &Value::from(false)));
    }
    let checked = service.post("/api/v1/check?kind=mobile-coverage&operator=atlas", None, square("1")).await;
    assert_eq!(checked.json()["accepted"], true, "{}", checked.text());
    assert_eq!(service.json("/api/v1/country").await["version"], before);
    assert_eq!(service.json("/api/v1/filings").await["total"], 0);
    let schemas = service.json("/api/v1/schemas").await;
    for schema in schemas["items"].as_array().unwrap() {
        service.json(&format!("/api/v1/{}", schema["href"].as_str().unwrap())).await;
    }
}
