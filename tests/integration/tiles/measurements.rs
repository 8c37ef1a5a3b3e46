//! Tiles of tests: that a cell is shown only where it may be told of, at every zoom and in every pair of answers, and
//! never a test's own place.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::header;
use h3o::{CellIndex, LatLng, Resolution};
use proptest::prelude::*;
use serde_json::{Value, json};
use taghtia::domain::{LonLat, TileId};

use super::mvt::{self, Feature};
use super::{MVT, address, is_forever};
use crate::service::{Service, TOKEN};

/// A place in Azilal, and another one some cells away.
const HERE: (f64, f64) = (-6.57, 31.96);
const THERE: (f64, f64) = (-6.60, 31.99);
const SET: &str = "/tiles/measurements.json?technology=4g";

/// A test: its month, its device where that is known, where it was made.
fn test(name: &str, month: u32, device: Option<u32>, (lon, lat): (f64, f64)) -> Value {
    let mut test = json!({
        "test_id": name, "at": format!("2026-{month:02}-10T10:00:00Z"), "lon": lon, "lat": lat,
        "operator": "atlas", "technology": "4g", "download_mbps": 12.3456, "upload_mbps": 2.0, "latency_ms": 43.21,
    });
    if let Some(device) = device {
        test["device"] = json!(format!("phone-{device}"));
    }
    test
}

/// `n` tests of a month, dealt out to devices.
fn tests(name: &str, month: u32, number: u32, devices: u32, at: (f64, f64)) -> Vec<Value> {
    let device = |n: u32| n.checked_rem(devices);
    (0..number).map(|n| test(&format!("{name}-{month}-{n}"), month, device(n), at)).collect()
}

async fn send(service: &Service, batch: &str, source: &str, tests: &[Value]) {
    let body = json!({ "batch": batch, "source": source, "measurements": tests }).to_string();
    let answer = service.post("/api/v1/measurements", Some(TOKEN), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json()["accepted"], tests.len(), "{}", answer.text());
}

/// The cells that a set shows in the square of a zoom around a place.
async fn shown(service: &Service, set: &Value, z: u8, (lon, lat): (f64, f64)) -> Vec<Feature> {
    let tile = TileId::of(LonLat { lon, lat }.into(), z);
    let answer = service.get(&address(set, tile)).await;
    assert!(is_forever(&answer), "{:?}", answer.headers);
    if answer.status.as_u16() == 204 {
        return Vec::new();
    }
    assert_eq!((answer.status.as_u16(), answer.header(&header::CONTENT_TYPE)), (200, MVT));
    let mut layers = mvt::layers(&answer.body);
    assert_eq!((layers.len(), &*layers[0].name), (1, "measurements"));
    layers.pop().expect("a layer").features
}

fn eight((lon, lat): (f64, f64)) -> String {
    let at = LatLng::new(lat, lon).expect("a place");
    format!("{:x}", u64::from(at.to_cell(Resolution::Eight)))
}

#[tokio::test]
async fn a_cell_is_told_of_in_its_hexagon_with_medians_and_no_more() {
    let service = Service::start().await;
    send(&service, "one", "drive", &tests("t", 6, 23, 7, HERE)).await;
    let set = service.json(&format!("{SET}&lang=en")).await;
    assert_eq!((&set["minzoom"], &set["maxzoom"], &set["synthetic"]), (&json!(5), &json!(12), &json!(true)));
    assert_eq!((&set["from"], &set["to"]), (&json!("2025-07"), &json!("2026-06")));
    assert_eq!((&set["enough_tests"], &set["enough_devices"]), (&json!(10), &json!(5)));
    assert_eq!(set["sources"][0]["id"], "drive");
    let description = set["description"].as_str().unwrap();
    assert!(description.starts_with("Tests from July 2025 to June 2026 by H3"), "{description}");
    let fields = set["vector_layers"][0]["fields"].as_object().unwrap();
    let at = address(&set, TileId::new(5, 15, 12).unwrap());
    for part in ["technology=4g", "tier=5-1", "from=2025-07", "to=2026-06", "known_at=2", "holdings="] {
        assert!(at.contains(part), "{at} {part}");
    }
    for z in 5..=12 {
        let found = shown(&service, &set, z, HERE).await;
        let [cell] = &found[..] else { panic!("zoom {z}: {found:?}") };
        assert_eq!((cell.kind, cell.property.clone()), (3, Some(("tests".to_owned(), 20))), "in tens");
        assert_eq!(
            (&*cell.texts["cell"], &*cell.texts["operator"], &*cell.texts["source"]),
            (&*eight(HERE), "atlas", "drive")
        );
        let numbers: Vec<(&str, f64)> =
            cell.numbers.iter().map(|(name, number)| (&**name, *number)).collect();
        let expected = [("download_mbps", 12.0), ("latency_ms", 43.0), ("met", 1.0), ("upload_mbps", 2.0)];
        assert_eq!(numbers, expected, "to two digits");
        let told: BTreeSet<&String> = cell.texts.keys().chain(cell.numbers.keys()).collect();
        assert!(told.iter().all(|name| fields.contains_key(*name)), "{told:?}");
        let tree = &service.country.tree;
        assert!(tree.find(&cell.texts["commune"]).is_some());
        assert_eq!(cell.lines[0].len(), if z > 5 { 6 } else { cell.lines[0].len() });
    }
    // None of another operator, source, technology or month, nor before it was known.
    for other in ["&operator=rif", "&source=walk", "&to=2026-05", "&known_at=2020-01-01"] {
        let set = service.json(&format!("{SET}{other}")).await;
        assert!(shown(&service, &set, 9, HERE).await.is_empty(), "{other}");
    }
    let other = service.json("/tiles/measurements.json?technology=5g").await;
    assert!(shown(&service, &other, 9, HERE).await.is_empty());
    // A tier that is none of the pack's is met by no number.
    let fast = service.json(&format!("{SET}&tier=30-3")).await;
    assert!(!shown(&service, &fast, 9, HERE).await[0].numbers.contains_key("met"));
}

#[tokio::test]
async fn nine_tests_or_four_devices_never_appear() {
    for (number, devices, is_told) in
        [(9, 9, false), (9, 0, false), (200, 4, false), (10, 5, true), (10, 0, true)]
    {
        let service = Service::start().await;
        send(&service, "one", "drive", &tests("t", 6, number, devices, HERE)).await;
        // Beside it a cell that may be told of, so that there is something to see.
        send(&service, "two", "drive", &tests("other", 6, 30, 9, THERE)).await;
        let set = service.json(SET).await;
        for z in 5..=12 {
            let mut cells = BTreeSet::new();
            for at in [HERE, THERE] {
                let found = shown(&service, &set, z, at).await;
                cells.extend(found.into_iter().map(|feature| feature.texts["cell"].clone()));
            }
            assert!(cells.remove(&eight(THERE)), "zoom {z}");
            assert_eq!(cells.contains(&eight(HERE)), is_told, "{number} by {devices} at zoom {z}");
            assert_eq!(cells.len(), usize::from(is_told));
        }
    }
}

#[tokio::test]
async fn sources_and_operators_stand_for_themselves() {
    let service = Service::start().await;
    send(&service, "one", "drive", &tests("t", 6, 6, 0, HERE)).await;
    send(&service, "two", "walk", &tests("t", 6, 6, 0, HERE)).await;
    let set = service.json(SET).await;
    assert!(shown(&service, &set, 10, HERE).await.is_empty(), "two sources are not added up");
    send(&service, "three", "walk", &tests("more", 6, 6, 0, HERE)).await;
    let mut rif = tests("rif", 6, 12, 0, HERE);
    for test in &mut rif {
        test["operator"] = json!("rif");
    }
    send(&service, "four", "walk", &rif).await;
    let set = service.json(SET).await;
    let found = shown(&service, &set, 10, HERE).await;
    let whose: BTreeSet<(&str, &str)> =
        found.iter().map(|cell| (&*cell.texts["operator"], &*cell.texts["source"])).collect();
    assert_eq!(whose, BTreeSet::from([("atlas", "walk"), ("rif", "walk")]));
}

#[tokio::test]
async fn an_address_of_other_tests_leads_to_the_present_ones() {
    let service = Service::start().await;
    send(&service, "one", "drive", &tests("t", 6, 20, 5, HERE)).await;
    let before = service.json(SET).await;
    let tile = TileId::of(LonLat { lon: HERE.0, lat: HERE.1 }.into(), 9);
    let known = address(&before, tile);
    let plain = format!("/tiles/measurements/9/{}/{}.mvt?technology=4g", tile.x(), tile.y());
    for stale in [plain.clone(), format!("{plain}&holdings=00000000000000000000000000000000")] {
        let moved = service.get(&stale).await;
        assert_eq!((moved.status.as_u16(), moved.header(&header::LOCATION)), (307, &*known), "{stale}");
    }
    let first = service.get(&known).await;
    send(&service, "two", "drive", &tests("more", 6, 20, 5, HERE)).await;
    let after = service.json(SET).await;
    assert_ne!(before["holdings"], after["holdings"]);
    let moved = service.get(&plain).await;
    assert_eq!(moved.header(&header::LOCATION), address(&after, tile), "no kept answer leads astray");
    // What was known then is what it was.
    let then = service.get(&known).await;
    assert_eq!((then.status.as_u16(), &then.body), (200, &first.body));
    assert_eq!(shown(&service, &after, 9, HERE).await[0].property, Some(("tests".to_owned(), 40)));
    // Another host's addresses are its own.
    let at = |host: &str| {
        let request = axum::http::Request::get(SET).header(header::HOST, host.to_owned());
        service.send(request.body(axum::body::Body::empty()).unwrap())
    };
    for host in ["one.example", "two.example"] {
        let told = at(host).await.json();
        assert!(told["tiles"][0].as_str().unwrap().starts_with(&format!("http://{host}/tiles/")), "{told}");
    }
}

#[tokio::test]
async fn mistakes_are_named() {
    let service = Service::start().await;
    for (address, status, parameter) in [
        ("/tiles/measurements.json?technology=6g", 400, "technology"),
        ("/tiles/measurements.json?operator=unknown", 400, "operator"),
        ("/tiles/measurements.json?from=2026-07&to=2026-06", 400, "from"),
        ("/tiles/measurements.json?scope=any", 400, "scope"),
        ("/tiles/measurements/4/0/0.mvt", 400, "z"),
        ("/tiles/measurements/13/0/0.mvt", 400, "z"),
        ("/tiles/measurements/5/32/0.mvt", 400, "x"),
        ("/tiles/measurements/5/0/0.png", 404, ""),
    ] {
        let (found, _, named) = service.get(address).await.problem();
        assert_eq!((found, named.as_str()), (status, parameter), "{address}");
    }
    // Nothing measured: nothing to show, and that is said.
    let set = service.json("/tiles/measurements.json?lang=en").await;
    assert_eq!((&set["from"], &set["description"]), (&Value::Null, &json!("Nothing was measured yet.")));
    assert!(shown(&service, &set, 6, HERE).await.is_empty());
}

/// What every window of half a year tells of each cell, by instants of knowledge.
async fn told(service: &Service, known_at: &[String]) -> BTreeMap<CellIndex, BTreeSet<u64>> {
    let mut found: BTreeMap<CellIndex, BTreeSet<u64>> = BTreeMap::new();
    for known_at in known_at {
        for from in 1..=4 {
            for to in from..=4 {
                let window = format!("{SET}&from=2026-{from:02}&to=2026-{to:02}&known_at={known_at}");
                let set = service.json(&window).await;
                for feature in shown(service, &set, 8, HERE).await {
                    let cell = feature.texts["cell"].parse().expect("a cell");
                    found.entry(cell).or_default().insert(feature.property.expect("a number").1);
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, max_shrink_iters: 0, ..ProptestConfig::default() })]

    /// Over windows of months and instants: of every two numbers of tests told of a cell, one included where none is
    /// told, the difference is nothing or ten at least.
    #[test]
    fn two_answers_never_tell_of_fewer_than_ten_tests(
        batches in proptest::collection::vec(
            proptest::collection::vec((1u32..=4, 1u32..14, 1u32..9, proptest::bool::ANY), 1..5), 1..3,
        ),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let service = Service::start().await;
            let mut instants = Vec::new();
            for (name, batch) in batches.iter().enumerate() {
                let all = batch.iter().enumerate().flat_map(|(at, (month, number, devices, is_here))| {
                    tests(&format!("{name}-{at}"), *month, *number, *devices, if *is_here { HERE } else { THERE })
                });
                send(&service, &name.to_string(), "drive", &all.collect::<Vec<_>>()).await;
                let known_at = service.json(SET).await["known_at"].as_str().expect("an instant").to_owned();
                instants.push(known_at);
            }
            for (cell, mut counts) in told(&service, &instants).await {
                counts.insert(0);
                let counts: Vec<u64> = counts.into_iter().collect();
                for pair in counts.windows(2) {
                    assert!(pair[1] - pair[0] >= 10, "{cell}: {counts:?}");
                }
            }
        });
    }
}
