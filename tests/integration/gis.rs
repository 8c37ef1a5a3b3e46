//! What a geographic information system keeps of what we serve: everything through GDAL to GeoPackage and back.
//!
//! GDAL, and with it QGIS, keeps the flat properties of a feature and drops the members beside `features`. What a
//! reader must know of made-up data has to survive that.

use std::path::Path;
use std::process::Command;

use axum::http::StatusCode;
use serde_json::{Value, json};
use taghtia::domain::{Environment, LonLat};

use crate::service::{Service, TOKEN, cells_of, layer};
use crate::support::level;

/// Converts a file; nothing, with a line that says so, where GDAL is not installed.
fn ogr2ogr(format: &str, to: &Path, from: &Path) -> Option<()> {
    let run = Command::new("ogr2ogr").args(["-f", format]).arg(to).arg(from).output();
    match run {
        Ok(output) => {
            assert!(output.status.success(), "ogr2ogr: {}", String::from_utf8_lossy(&output.stderr));
            Some(())
        }
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "ogr2ogr must be there in CI: {error}");
            println!("skipped: ogr2ogr (gdal-bin) is not installed");
            None
        }
    }
}

/// The types GDAL gives the columns of a GeoPackage, by name.
fn types(file: &Path) -> Columns {
    let output =
        Command::new("ogrinfo").args(["-ro", "-so", "-al"]).arg(file).output().expect("ogrinfo runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let columns = text.lines().filter_map(|line| line.split_once(": "));
    columns.map(|(name, kind)| (name.to_owned(), kind.to_owned())).collect()
}

/// Columns by name, with their types.
type Columns = Vec<(String, String)>;

/// What a system makes of an answer: the features as they come back, and the columns' types.
fn kept(answer: &Value) -> Option<(Vec<Value>, Columns)> {
    let dir = tempfile::tempdir().expect("a folder");
    let [given, packed, back] =
        ["given.geojson", "packed.gpkg", "back.geojson"].map(|name| dir.path().join(name));
    std::fs::write(&given, answer.to_string()).expect("written");
    ogr2ogr("GPKG", &packed, &given)?;
    ogr2ogr("GeoJSON", &back, &packed)?;
    let text = std::fs::read_to_string(&back).expect("read");
    let back: Value = serde_json::from_str(&text).expect("JSON");
    Some((back["features"].as_array().expect("features").clone(), types(&packed)))
}

/// A service with coverage, tests and a fibre network, all of them made up.
async fn served() -> Service {
    let service = Service::start().await;
    let tree = &service.country.tree;
    let here = LonLat { lon: -6.57, lat: 31.96 };
    let commune = tree.commune(service.country.locate(here).expect("a commune"));
    let region =
        tree.path(commune).into_iter().find(|id| tree.get(*id).level == level("region")).expect("one");
    let cells = cells_of(&service.country, tree.get(region).code.as_str());
    let claim = layer("atlas", "4g", "5-1", Environment::Outdoor);
    service.file_mobile("atlas", "2026-06-30", vec![(claim, cells)]).await;
    let tests: Vec<Value> = (0..60)
        .map(|at| {
            json!({
                "test_id": format!("t{at}"), "at": format!("2026-06-{:02}T10:00:00Z", 1 + at % 28),
                "lon": here.lon, "lat": here.lat, "operator": "atlas", "technology": "4g",
                "download_mbps": 20.0, "upload_mbps": 2.0, "latency_ms": 40.0,
            })
        })
        .collect();
    let batch = json!({ "batch": "gis", "source": "my-drive", "measurements": tests }).to_string();
    let answer = service.post("/api/v1/measurements", Some(TOKEN), batch).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let network: Value = serde_json::from_str(include_str!("../fixtures/ofds/sound.json")).expect("JSON");
    let address = "/api/v1/filings?kind=fibre-network&operator=atlas&as_of=2026-06-30";
    let answer = service.post(address, Some(TOKEN), network.to_string()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    service
}

/// The answers that are GeoJSON, and a number or text that each is there for.
const ANSWERS: [(&str, &str); 5] = [
    ("/api/v1/coverage?f=geojson&level=region&technology=4g&lang=fr", "share"),
    ("/api/v1/coverage?f=geojson&level=commune&technology=4g&lang=en&limit=50", "covered"),
    ("/api/v1/measurements?f=geojson&level=region&lang=ar", "download_mbps_p50"),
    ("/api/v1/networks/spans?lang=en", "length_km"),
    ("/api/v1/networks/nodes?lang=fr", "network"),
];

#[tokio::test]
async fn every_feature_says_flat_that_it_is_made_up_of_when_and_what_it_means() {
    let service = served().await;
    for (address, own) in ANSWERS {
        let answer = service.json(address).await;
        let features = answer["features"].as_array().expect("features");
        assert!(!features.is_empty(), "{address}");
        for feature in features {
            let properties = &feature["properties"];
            for name in ["synthetic", "as_of", "known_at"] {
                assert_eq!(properties[name], answer[name], "{address}: {name} of {}", feature["id"]);
            }
            assert!(properties["synthetic"] == true, "{address}");
            for name in ["definition", "attribution"] {
                let text = properties[name].as_str().expect("a text");
                assert!((20..420).contains(&text.chars().count()), "{address}: {name}: {text}");
            }
            for language in &service.country.meta.languages {
                let name = properties.get(format!("name_{language}"));
                assert!(name.is_some(), "{address}: name_{language} of {}", feature["id"]);
            }
            assert!(properties[own].is_string() || properties[own].is_number(), "{address}: {own}");
        }
        // What stood beside the features stands there still.
        assert!(answer["attribution"].is_array(), "{address}");
    }
}

#[tokio::test]
async fn what_features_say_survives_gdal_to_geopackage_and_back() {
    let service = served().await;
    for (address, own) in ANSWERS {
        let answer = service.json(address).await;
        let Some((back, columns)) = kept(&answer) else { return };
        let features = answer["features"].as_array().expect("features");
        assert_eq!(back.len(), features.len(), "{address}");
        for (sent, kept) in features.iter().zip(&back) {
            let (sent, kept) = (&sent["properties"], &kept["properties"]);
            for name in ["synthetic", "definition", "attribution", "name_fr", "name_ar", own] {
                assert_eq!(kept[name], sent[name], "{address}: {name}");
            }
            let day = sent["as_of"].as_str().expect("a date");
            assert_eq!(kept["as_of"].as_str().map(|text| text.replace('/', "-")).as_deref(), Some(day));
            let instant = |value: &Value| -> jiff::Timestamp {
                let text = value.as_str().expect("an instant").replace('/', "-").replacen(' ', "T", 1);
                let text = text.replace("+00", "Z");
                text.parse().unwrap_or_else(|error| panic!("{address}: {text}: {error}"))
            };
            let apart = instant(&kept["known_at"]).duration_since(instant(&sent["known_at"]));
            assert!(apart.abs() < jiff::SignedDuration::from_secs(1), "{address}: {apart:?}");
        }
        for (name, kind) in [
            ("synthetic", "Integer(Boolean)"),
            ("as_of", "Date"),
            ("known_at", "DateTime"),
            ("definition", "String"),
        ] {
            let found = columns.iter().find(|(column, _)| column == name);
            assert!(found.is_some_and(|(_, found)| found.starts_with(kind)), "{address}: {name}: {found:?}");
        }
    }
}

#[tokio::test]
async fn measured_numbers_and_tiers_are_flat() {
    let service = served().await;
    let answer = service.json("/api/v1/measurements?f=geojson&level=region").await;
    let properties = &answer["features"][0]["properties"];
    assert_eq!(properties["download_mbps_p50"], properties["download"]["p50"]);
    assert_eq!(properties["latency_ms_n"], 60);
    assert_eq!((&properties["loss_p50"], properties.get("loss_p50").is_some()), (&Value::Null, true));
    for (at, tier) in properties["tiers"].as_array().expect("tiers").iter().enumerate() {
        let flat = |name: &str| &properties[format!("tier{}{name}", at + 1)];
        assert_eq!(flat(""), &tier["tier"]);
        for name in ["n", "met", "share", "low", "high", "claimed", "verdict"] {
            assert_eq!(flat(&format!("_{name}")), &tier[name], "{name}");
        }
    }
}

#[tokio::test]
async fn outlines_carry_names_and_are_not_made_up() {
    let service = Service::start().await;
    for (layer, level, count) in [
        ("regions", "region", 12),
        ("provinces", "province", 75),
        ("communes", "commune", 1503),
        ("sectors", "sector", 8),
    ] {
        let answer = service.json(&format!("/api/v1/boundaries/{layer}")).await;
        let features = answer["features"].as_array().expect("features");
        assert_eq!(features.len(), count);
        let tree = &service.country.tree;
        for feature in features {
            let properties = &feature["properties"];
            let territory = tree.get(tree.find(feature["id"].as_str().expect("a code")).expect("known"));
            assert_eq!((&properties["code"], &properties["level"]), (&feature["id"], &json!(level)));
            assert_eq!(properties["synthetic"], false);
            for language in &service.country.meta.languages {
                let name = territory.names.0.get(language);
                assert_eq!(properties[format!("name_{language}")], json!(name), "{}", feature["id"]);
            }
        }
        if layer == "provinces" {
            let Some((back, columns)) = kept(&answer) else { return };
            assert!(back.iter().all(|feature| feature["properties"]["name_ar"].is_string()));
            assert!(
                columns.contains(&("synthetic".to_owned(), "Integer(Boolean) (0.0)".to_owned())),
                "{columns:?}"
            );
        }
    }
}
