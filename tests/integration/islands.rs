//! Another country from end to end: the Keel Islands, whose pack has other levels, languages and technologies than
//! Morocco's. Nothing of Morocco may be in the way, and no word of it in an answer or on a page.

pub mod pack;

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::process::{Server, collection, taghtia};
use crate::support::root;

/// The islands, their data directory, and a server of both.
struct Islands {
    server: Server,
    _folder: tempfile::TempDir,
}

/// The built command with the pack of the islands and caches of its own.
fn command(folder: &Path) -> Command {
    let mut command = taghtia(folder);
    command.env("TAGHTIA_PACK", folder.join("pack")).env("TAGHTIA_DATA_DIR", folder.join("data"));
    command
}

impl Islands {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let pack = folder.path().join("pack");
        std::fs::create_dir(&pack).expect("a folder of the pack");
        pack::write(&pack);
        let issued =
            command(folder.path()).args(["token", "issue", "--role", "admin"]).output().expect("starts");
        assert!(issued.status.success(), "{}", String::from_utf8_lossy(&issued.stderr));
        let token = String::from_utf8(issued.stdout).expect("a token").trim().to_owned();
        let mut serve = command(folder.path());
        serve.arg("serve");
        Self { server: Server::of(serve, token), _folder: folder }
    }

    fn file(&self, query: &str, body: Vec<u8>) {
        let (status, said) = self.server.post(&format!("/api/v1/filings?{query}"), body);
        assert_eq!(status, 201, "{query}: {said}");
    }

    /// Both operators' networks, and tests that confirm one and contradict the other.
    fn filed() -> Self {
        let islands = Self::start();
        let great = rectangle([-20.11, -30.06], [-19.99, -29.99]);
        let little = rectangle([-19.91, -30.06], [-19.849, -29.99]);
        let swell = |corners: &Value| feature("swell", 4, 1, corners);
        islands.file(
            "kind=mobile-coverage&operator=gull&as_of=2026-05-31",
            collection(&[swell(&great), swell(&little), feature("surge", 60, 6, &great)]),
        );
        islands.file("kind=mobile-coverage&operator=tern&as_of=2026-05-31", collection(&[swell(&great)]));
        islands.file("kind=fibre-availability&operator=gull&as_of=2026-05-31", premises().into_bytes());
        islands.file("kind=fibre-network&operator=gull&as_of=2026-05-31", network());
        let all = [tests("gull", 60, 60), tests("tern", 60, 10)].concat();
        let batch = json!({"batch": "first", "source": "keel-drive", "measurements": all}).to_string();
        let (status, said) = islands.server.post("/api/v1/measurements", batch.into_bytes());
        assert_eq!(status, 201, "{said}");
        islands
    }

    /// JSON of an address, none of whose words is Morocco's.
    fn json(&self, address: &str) -> Value {
        let body = self.server.json(address);
        let found = moroccan(&body);
        assert!(found.is_empty(), "{address} says {found:?}");
        body
    }

    /// The problem that an address must be.
    fn problem(&self, status: u16, address: &str) -> String {
        let (found, body) = self.server.get(address);
        assert_eq!(found, status, "{address}: {body}");
        let body: Value = serde_json::from_str(&body).expect("a problem");
        body["detail"].as_str().expect("a detail").to_owned()
    }
}

/// What is said of Morocco in texts of an answer; names of members are an interface and stay as they are.
fn moroccan(body: &Value) -> Vec<String> {
    match body {
        Value::String(text) => {
            let lower = text.to_lowercase();
            let words =
                ["commune", "province", "region", "région", "arrondissement", "maroc", "morocc", "hcp"];
            words.iter().filter(|word| lower.contains(**word)).map(|_| text.clone()).collect()
        }
        Value::Array(all) => all.iter().flat_map(moroccan).collect(),
        Value::Object(all) => all.values().flat_map(moroccan).collect(),
        _ => Vec::new(),
    }
}

fn rectangle([west, south]: [f64; 2], [east, north]: [f64; 2]) -> Value {
    json!([[[west, south], [east, south], [east, north], [west, north], [west, south]]])
}

fn feature(technology: &str, down: u32, up: u32, coordinates: &Value) -> Value {
    json!({
        "type": "Feature",
        "properties": {"technology": technology, "mindown": down, "minup": up, "environment": "outdoor"},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    })
}

/// Dwellings all over the harbour.
fn premises() -> String {
    let rows = places().map(|(lon, lat)| format!("gull,Gull,,{lon},{lat},reef,50,10,0,R,passed,15\n"));
    let head = "provider_id,brand_name,location_id,longitude,latitude,technology,max_advertised_download_speed,\
        max_advertised_upload_speed,low_latency,business_residential_code,status,units\n";
    std::iter::once(head.to_owned()).chain(rows).collect()
}

/// Twenty-five places in the parish of the harbour, a kilometre apart.
fn places() -> impl Iterator<Item = (f64, f64)> {
    let step = |at: i32| f64::from(at) * 0.009;
    (0..25).map(move |at| (-20.043 + step(at % 5), -30.043 + step(at / 5)))
}

/// A cable from parish to parish of the great island.
fn network() -> Vec<u8> {
    let id = "2ee5d2ea-7c8f-4a0b-9c3b-0a5f1b3c7d11";
    json!({"networks": [{
        "id": id,
        "name": "Great Keel cable",
        "links": [{"rel": "describedby", "href": "https://standard.ofds.info/en/0__4__0/network-schema.json"}],
        "nodes": [
            {"id": "a", "name": "West", "status": "operational", "location": {"type": "Point", "coordinates": [-20.08, -30.02]}},
            {"id": "b", "name": "East", "status": "operational", "location": {"type": "Point", "coordinates": [-20.02, -30.02]}},
        ],
        "spans": [{
            "id": "a-b", "name": "West to East", "status": "operational", "start": "a", "end": "b",
            "route": {"type": "LineString", "coordinates": [[-20.08, -30.02], [-20.02, -30.02]]},
            "transmissionMedium": ["fibre"],
        }],
        "organisations": [{"id": "gull", "name": "Gull", "roles": ["networkProvider"]}],
        "publicationDate": "2026-05-31",
        "collectionDate": "2026-05-31",
        "crs": {"name": "urn:ogc:def:crs:OGC::CRS84", "uri": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
    }]})
    .to_string()
    .into_bytes()
}

/// Tests all over the harbour, of which some meet 4/1.
fn tests(operator: &str, all: usize, met: usize) -> Vec<Value> {
    let places: Vec<(f64, f64)> = places().collect();
    (0..all)
        .map(|at| {
            let (lon, lat) = places[at % places.len()];
            json!({
                "test_id": format!("{operator}-{at}"), "at": format!("2026-06-{:02}T10:00:00Z", 1 + at % 28),
                "lon": lon, "lat": lat, "operator": operator, "technology": "swell",
                "download_mbps": if at < met { 20.0 } else { 1.0 }, "upload_mbps": 2.0, "latency_ms": 40.0,
            })
        })
        .collect()
}

/// One member of every item, by the items' codes.
fn by_code<'a>(body: &'a Value, member: &str) -> Vec<(&'a str, &'a Value)> {
    let items = body["items"].as_array().expect("items");
    items.iter().map(|item| (item["code"].as_str().expect("a code"), &item[member])).collect()
}

#[test]
fn the_pack_of_another_country_is_proved() {
    let folder = tempfile::tempdir().expect("a folder");
    pack::write(folder.path());
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_taghtia")).args(args).arg(folder.path()).output();
        let output = output.expect("taghtia runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), format!("{said}{}", String::from_utf8_lossy(&output.stderr)))
    };
    let (status, report) = run(&["country", "check"]);
    assert_eq!(status, Some(0), "{report}");
    for counted in
        ["2 islands, 4 parishes, 2 wards", "3 parents", "inside their parish", "0 errors, 0 warnings"]
    {
        assert!(report.contains(counted), "{counted} not in:\n{report}");
    }
    // The levels of format 2 are its own: what cannot be is said before anything is read.
    let file = folder.path().join("country.toml");
    let text = std::fs::read_to_string(&file).expect("the file");
    std::fs::write(&file, text.replace("base_unit = true", "")).expect("written");
    let (status, report) = run(&["country", "check"]);
    assert_ne!(status, Some(0));
    assert!(report.contains("0 levels are the base_unit"), "{report}");
}

#[test]
fn another_country_is_served_in_its_own_words() {
    let islands = Islands::filed();
    levels_are_the_packs(&islands);
    shares_are_of_each_level(&islands);
    measurements_stand_beside_claims(&islands);
    tables_and_metrics_are_labelled_by_the_pack(&islands);
    places_are_found(&islands);
}

fn levels_are_the_packs(islands: &Islands) {
    let country = islands.json("/api/v1/country");
    let levels = country["levels"].as_array().expect("levels");
    let told: Vec<[&Value; 5]> = levels
        .iter()
        .map(|one| ["id", "parent", "boundaries", "role", "count"].map(|member| &one[member]))
        .collect();
    assert_eq!(
        json!(told),
        json!([
            ["ward", "parish", "wards", "parts", 2],
            ["realm", null, null, "whole", 1],
            ["island", "realm", "islands", "container", 2],
            ["parish", "island", "parishes", "base_unit", 4],
        ])
    );
    assert_eq!((&country["languages"], &country["census"]["year"]), (&json!(["en", "es"]), &json!(2031)));
    assert_eq!(country["bbox"], json!([-20.1, -30.05, -19.8, -30.0]));
    let expected = islands.problem(400, "/api/v1/coverage?level=commune&lang=en");
    assert!(expected.contains("one of realm, island, parish, ward"), "{expected}");
    let expected = islands.problem(400, "/api/v1/measurements?level=ward&lang=en");
    assert!(expected.ends_with("one of realm, island, parish"), "{expected}");
    let expected = islands.problem(404, "/api/v1/boundaries/communes");
    assert!(expected.contains("islands, parishes, wards"), "{expected}");
    for (file, level, count) in [("islands", "island", 2), ("parishes", "parish", 4), ("wards", "ward", 2)] {
        let outlines = islands.json(&format!("/api/v1/boundaries/{file}"));
        assert_eq!(outlines["features"].as_array().map(Vec::len), Some(count), "{file}");
        assert_eq!(outlines["features"][0]["properties"]["level"], level);
        assert!(outlines["features"][0]["properties"]["name_es"].is_string());
        for fineness in ["sketch", "map"] {
            let topology = islands.json(&format!("/api/v1/boundaries/{file}/topology?fineness={fineness}"));
            let geometries = topology["objects"][file]["geometries"].as_array().expect("geometries");
            assert_eq!(geometries.len(), count, "{file} {fineness}");
            assert!(geometries.iter().all(|one| one["type"] == "MultiPolygon"), "{file} {fineness}");
        }
    }
    let parish = islands.json("/api/v1/territories/1.1");
    assert_eq!((&parish["level"], &parish["children"]["level"]), (&json!("parish"), &json!("ward")));
    assert_eq!(parish["population"], json!({"2031": 1000.0}));
}

fn shares_are_of_each_level(islands: &Islands) {
    let usual = islands.json("/api/v1/coverage?lang=es");
    assert_eq!((&usual["level"], &usual["definition"]["technology"]), (&json!("island"), &json!("swell")));
    assert_eq!(usual["definition"]["census_year"], 2031);
    let shares = |level: &str, more: &str| {
        let body = islands.json(&format!("/api/v1/coverage?level={level}&technology=swell{more}"));
        let shares = by_code(&body, "share").into_iter();
        shares.map(|(code, share)| (code.to_owned(), share.as_f64().expect("a share"))).collect::<Vec<_>>()
    };
    let near = |found: &[(String, f64)], wanted: &[(&str, f64)]| {
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        for ((code, share), (of, expected)) in found.iter().zip(wanted) {
            assert!(code == of && (share - expected).abs() < 0.02, "{found:?} is not {wanted:?}");
        }
    };
    near(&shares("realm", ""), &[("KL", 0.9)]);
    near(&shares("island", ""), &[("1", 1.0), ("2", 0.6)]);
    near(&shares("parish", ""), &[("1.1", 1.0), ("1.2", 1.0), ("2.1", 1.0), ("2.2", 0.0)]);
    near(&shares("ward", ""), &[("1.1.1", 1.0), ("1.1.2", 1.0)]);
    near(&shares("island", "&scope=min2"), &[("1", 1.0), ("2", 0.0)]);
    near(&shares("parish", "&within=2"), &[("2.1", 1.0), ("2.2", 0.0)]);
    // 25 buildings of 15 dwellings, in a parish of 600 households.
    let cable = islands.json("/api/v1/coverage?level=parish&technology=reef&within=1.2");
    assert_eq!((&cable["items"][0]["covered"], &cable["items"][0]["total"]), (&json!(375.0), &json!(600.0)));
    let routes = islands.json("/api/v1/networks/route-km?level=parish&lang=en");
    let lengths: Vec<f64> =
        by_code(&routes, "operational_km").iter().map(|(_, km)| km.as_f64().expect("a length")).collect();
    assert!(lengths[0] > 2.8 && lengths[1] > 2.8 && lengths[2] == 0.0, "{lengths:?}");
    let sentence = routes["definition"]["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("each span cut where parishes meet"), "{sentence}");
    let targets = islands.json("/api/v1/targets?lang=es");
    assert_eq!(targets["items"][0]["names"]["es"], "Oleaje para nueve de cada diez personas");
}

fn measurements_stand_beside_claims(islands: &Islands) {
    for level in ["realm", "island", "parish"] {
        let body = islands.json(&format!("/api/v1/measurements?level={level}&technology=swell"));
        let items = body["items"].as_array().expect("items");
        let told: Vec<(&Value, &Value)> =
            items.iter().map(|item| (&item["operator"], &item["tiers"][0]["verdict"])).collect();
        assert_eq!(json!(told), json!([["gull", "confirmed"], ["tern", "contradicted"]]), "{level}: {body}");
    }
    let at = islands.json("/api/v1/at?lon=-20.025&lat=-30.025&lang=es");
    let path: Vec<&Value> =
        at["territory"].as_array().expect("a path").iter().map(|one| &one["level"]).collect();
    assert_eq!(json!(path), json!(["realm", "island", "parish"]));
    let sentence = at["definition"].as_str().expect("a definition");
    assert!(sentence.contains("those of the whole parish"), "{sentence}");
    let part = islands.json("/api/v1/at?lon=-20.075&lat=-30.04");
    assert_eq!(part["territory"][3]["level"], "ward");
}

fn tables_and_metrics_are_labelled_by_the_pack(islands: &Islands) {
    let (_, table) = islands.server.get("/api/v1/coverage?level=parish&f=csv");
    assert!(table.starts_with("code,level,name_en,name_es,parent,share,"), "{table}");
    assert!(table.contains("\n1.2,parish,Harbour,El Puerto,1,"), "{table}");
    let (_, page) = islands.server.get("/metrics");
    let info = "taghtia_territory_info{code=\"1\",level=\"island\",name_en=\"Great Keel\",name_es=\"Gran Quilla\",island=\"1\"} 1";
    assert!(page.contains(info), "{page}");
    assert!(page.contains("level=\"realm\"") && !page.contains("level=\"parish\""), "{page}");
    let (_, page) = islands.server.get("/metrics/communes");
    let info = "taghtia_territory_info{code=\"2.2\",level=\"parish\",name_en=\"Outer Bay\",name_es=\"Bahía Exterior\",island=\"2\"} 1";
    assert!(page.contains(info), "{page}");
    for word in ["region=", "province=", "commune="] {
        assert!(!page.contains(word), "{word}");
    }
}

fn places_are_found(islands: &Islands) {
    let found = islands.json("/api/v1/search?q=bahia+interior&lang=es");
    let hit = &found["items"][0];
    assert_eq!(
        (&hit["code"], &hit["level"], &hit["province"]["code"]),
        (&json!("2.1"), &json!("parish"), &json!("2"))
    );
    let found = islands.json("/api/v1/search?q=port+keel");
    let hit = &found["items"][0];
    assert_eq!((&hit["type"], &hit["commune"]["code"]), (&json!("locality"), &json!("1.2")));
}

#[test]
fn the_page_of_another_country_speaks_its_words() {
    if let Some(what) = crate::browser::missing() {
        assert!(std::env::var_os("CI").is_none(), "{what} must be there in CI");
        println!("skipped: the browser tests need {what}");
        return;
    }
    let islands = Islands::filed();
    let output = Command::new("node")
        .args(["--test", "tests/browser/islands.test.mjs"])
        .current_dir(root(""))
        .env("TAGHTIA_URL", format!("{}/", islands.server.url))
        .output()
        .expect("node starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
