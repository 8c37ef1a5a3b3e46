//! Fibre networks: what is taken, what is found, and that nothing makes them panic or wait.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::*;
use crate::domain::{RoutePhase, RouteStatus};

pub(super) const SOUND: &str = include_str!("../../../tests/fixtures/ofds/sound.json");

pub(super) fn network() -> Filing {
    let mut filing = mobile();
    filing.request.kind = FilingKind::FibreNetwork;
    filing
}

/// The sound network, changed.
fn changed(change: impl FnOnce(&mut Value)) -> Report {
    let mut document: Value = serde_json::from_str(SOUND).expect("JSON");
    change(&mut document["networks"][0]);
    network().report(document.to_string())
}

#[track_caller]
fn met(report: &Report, expected: &[&str]) {
    assert_eq!(rules(report), expected, "{:#?}", report.findings);
}

#[test]
fn a_sound_network_is_taken_whole() {
    let (checked, _) = network().check(SOUND.as_bytes());
    met(&checked.report, &[]);
    assert_eq!(checked.report.summary, "in order: 5 nodes and spans");
    let Some(FilingData::Network(taken)) = checked.data else { panic!("no network") };
    assert_eq!((taken.networks.len(), taken.nodes.len(), taken.spans.len()), (1, 3, 2));
    let span = &taken.spans[0];
    assert_eq!((span.start.as_deref(), span.end.as_deref(), span.route.len()), (Some("a"), Some("b"), 3));
    assert_eq!(
        (span.status, span.standing()),
        (Some(RouteStatus::Operational), Some(RoutePhase::Operational))
    );
    assert_eq!((span.fibre_count, span.capacity, span.phase.as_deref()), (Some(48), Some(100.0), Some("p1")));
    assert_eq!(span.ready_for_service, Some(jiff::civil::date(2019, 5, 1)));
    assert_eq!(taken.spans[1].standing(), Some(RoutePhase::Planned));
    assert_eq!(taken.nodes[0].kinds, ["pop"]);
    let summary = &checked.report.about.networks[0];
    assert_eq!((summary.components, summary.version.as_str()), (1, "0.4"));
    assert!((summary.route_km - 52.0).abs() < 1.0, "{}", summary.route_km);
    // The network by itself, without a package around it, is the same.
    let document: Value = serde_json::from_str(SOUND).expect("JSON");
    let (alone, _) = network().check(document["networks"][0].to_string().as_bytes());
    assert_eq!(alone.data, Some(FilingData::Network(taken)));
}

#[test]
fn what_cannot_be_used_is_refused() {
    for (text, rule) in [
        ("[]", "ofds.top-level"),
        ("{}", "ofds.top-level"),
        ("{\"networks\": {}}", "ofds.top-level"),
        ("{\"networks\": []}", "ofds.top-level"),
        ("{\"networks\": [1]}", "ofds.top-level"),
        ("{\"nodes\": [{\"id\": \"a\"}]}", "ofds.id-missing"),
        ("{\"networks\": [{", "json.truncated"),
        ("{\"networks\": nonsense}", "json.syntax"),
        ("{\"networks\": NaN}", "json.not-a-number"),
        ("{\"networks\": 1e999}", "json.number-out-of-range"),
        ("a,b\n1,2\n", "filing.format.not-for-kind"),
    ] {
        let report = network().report(text);
        assert!(!report.accepted && rules(&report).contains(&rule), "{text}: {:?}", rules(&report));
    }
    let deep = network().report("{\"networks\":".to_owned() + &"[".repeat(10_000));
    assert!(!deep.accepted && rules(&deep) == ["json.too-deep"]);
    let mut small = network();
    small.limits.values = 50;
    assert_eq!(rules(&small.report(SOUND)), ["ofds.too-many-values"]);
    let mut short = network();
    short.limits.route_degrees = 0.3;
    assert_eq!(rules(&short.report(SOUND))[0], "ofds.routes-too-long");
    let mut narrow = network();
    narrow.limits.network_bytes = 100;
    assert_eq!(rules(&narrow.report(SOUND)), ["filing.too-large"]);
    let document: Value = serde_json::from_str(SOUND).expect("JSON");
    let one = &document["networks"][0];
    let twice = json!({"networks": [one, one]}).to_string();
    assert!(rules(&network().report(twice)).contains(&"ofds.network-id-twice"));
}

#[test]
fn ids_places_and_statuses_must_be_usable() {
    for (what, rule, pointer) in [
        ("span status", "ofds.status-unknown", "/networks/0/spans/0/status"),
        ("span id", "ofds.id-missing", "/networks/0/spans/0/id"),
        ("node id", "ofds.id-missing", "/networks/0/nodes/0/id"),
        ("off Earth", "ofds.position-range", "/networks/0/spans/0/route/coordinates/1"),
        ("line as point", "ofds.node_location_type_incorrect", "/networks/0/nodes/0/location/type"),
        ("texts", "ofds.node_location_coordinates_incorrect", "/networks/0/nodes/0/location/coordinates"),
        ("no type", "ofds.span_route_type_incorrect", "/networks/0/spans/0/route/type"),
        ("one position", "ofds.span_route_coordinates_incorrect", "/networks/0/spans/0/route/coordinates"),
    ] {
        let report = changed(|n| match what {
            "span status" => n["spans"][0]["status"] = json!("built"),
            "span id" => n["spans"][0]["id"] = json!(""),
            "node id" => n["nodes"][0]["id"] = json!(7),
            "off Earth" => n["spans"][0]["route"]["coordinates"][1] = json!([700.0, 3.0]),
            "line as point" => n["nodes"][0]["location"]["type"] = json!("LineString"),
            "texts" => n["nodes"][0]["location"]["coordinates"] = json!(["-7.1", "32.1"]),
            "no type" => n["spans"][0]["route"] = json!({"coordinates": [[-7.1, 32.1], [-6.9, 32.3]]}),
            _ => n["spans"][0]["route"]["coordinates"] = json!([[-7.1, 32.1]]),
        });
        assert!(!report.accepted, "{what}");
        assert_eq!(finding(&report, rule).place.pointer.as_deref(), Some(pointer), "{what}");
    }
}

#[test]
fn an_altitude_is_no_error() {
    let report = changed(|n| {
        n["nodes"][0]["location"]["coordinates"] = json!([-7.1, 32.1, 431.5]);
        n["spans"][1]["route"]["coordinates"] = json!([[-6.9, 32.3, 1], [-6.9, 32.1, 2, 3]]);
    });
    met(&report, &[]);
}

#[test]
fn the_structure_is_the_standard_s() {
    let report = changed(|n| {
        n["id"] = json!("ATLAS");
        n["links"][0]["href"] = json!("https://example.org/0__4__0/schema.json");
        let links = n["links"].as_array_mut().expect("links");
        links.push(json!({"rel": "describedby", "href": "not an address"}));
        n["accuracy"] = json!("good");
        n["organisations"][1]["name"] = json!("");
        n["organisations"][0]["country"] = json!("Morocco");
        n["nodes"][0]["networkProviders"] = json!([{"id": "o1", "role": "x"}, {"name": "Org"}]);
        n["nodes"][1]["type"] = json!(["pop", "pop"]);
        n["nodes"][1]["colour"] = json!("red");
        n["nodes"][2]["colour"] = json!("red");
        n["spans"][0]["physicalInfrastructureProvider"] = json!({"id": "o1"});
    });
    assert!(report.accepted, "{report:#?}");
    let at = |rule: &str| {
        let places = report.findings.iter().filter(|finding| finding.rule.id() == rule);
        places.map(|finding| finding.place.pointer.clone().expect("a pointer")).collect::<Vec<_>>()
    };
    assert_eq!(at("ofds.structure.format"), ["/networks/0/id", "/networks/0/links/1/href"]);
    assert_eq!(at("ofds.structure.constant"), ["/networks/0/links/0/href"]);
    assert_eq!(at("ofds.structure.link-relation"), ["/networks/0/links/1/rel"]);
    assert_eq!(at("ofds.structure.type"), ["/networks/0/accuracy"]);
    assert_eq!(at("ofds.structure.empty"), ["/networks/0/organisations/1/name"]);
    assert_eq!(at("ofds.structure.codelist"), ["/networks/0/organisations/0/country"]);
    assert_eq!(at("ofds.structure.unexpected-field"), ["/networks/0/nodes/0/networkProviders/0/role"]);
    assert_eq!(at("ofds.structure.required"), ["/networks/0/nodes/0/networkProviders/1/id"]);
    assert_eq!(at("ofds.structure.not-unique"), ["/networks/0/nodes/1/type"]);
    let colour = finding(&report, "ofds.additional_fields");
    assert_eq!((colour.place.column.as_deref(), colour.place.value.as_deref()), (Some("colour"), Some("2")));
    assert_eq!(at("ofds.additional_fields").len(), 2);
    assert_eq!(finding(&report, "ofds.structure.not-unique").place.object.as_deref(), Some("b"));
}

#[test]
fn version_0_3_is_read_as_such() {
    let report = changed(|n| {
        n["links"][0]["href"] = json!(
            "https://raw.githubusercontent.com/Open-Telecoms-Data/open-fibre-data-standard/0__3__0/schema/network-schema.json"
        );
        for name in ["identifier", "wayleaves"] {
            n.as_object_mut().expect("an object").remove(name);
        }
        let span = n["spans"][0].as_object_mut().expect("an object");
        for name in ["transmissionMediumOwner", "wayleaves"] {
            span.remove(name);
        }
        span.insert("physicalInfrastructureProvider".to_owned(), json!({"id": "o1", "note": "x"}));
        span.insert("deploymentDetails".to_owned(), json!({"description": "ducts"}));
    });
    met(&report, &["ofds.structure.version", "ofds.additional_fields"]);
    assert_eq!(report.about.networks[0].version, "0.3");
}

#[test]
fn topology_is_looked_at() {
    let report = changed(|n| {
        // 3.3 km north of its node; 220 m east of it; the other way round; to itself; nowhere.
        n["spans"][0]["route"]["coordinates"] = json!([[-7.1, 32.13], [-6.9023, 32.3]]);
        n["spans"][1]["route"]["coordinates"] = json!([[-6.9, 32.1], [-6.9, 32.3]]);
        let spans = n["spans"].as_array_mut().expect("spans");
        spans.push(json!({"id": "aa", "start": "a", "end": "a", "status": "operational"}));
        spans.push(json!({"id": "x", "start": "a", "status": "operational",
            "route": {"type": "LineString", "coordinates": [[-7.1, 32.1], [-7.0, 32.1], [-7.09, 32.1]]}}));
        n["nodes"][1]["name"] = json!("A");
        n["nodes"][2].as_object_mut().expect("a node").remove("location");
    });
    met(
        &report,
        &[
            "ofds.topology.end-far",
            "ofds.topology.end-off",
            "ofds.topology.without-ends",
            "ofds.topology.self-loop",
            "ofds.topology.detour",
            "ofds.topology.node-name-twice",
            "ofds.span-without-route",
            "ofds.node-without-location",
        ],
    );
    assert!(report.accepted);
    assert_eq!(finding(&report, "ofds.topology.end-far").place.object.as_deref(), Some("ab"));
    let turned = changed(|n| n["spans"][1]["route"]["coordinates"] = json!([[-6.9, 32.1], [-6.9, 32.3]]));
    met(&turned, &["ofds.topology.ends-swapped"]);
    let parts = changed(|n| {
        let spans = n["spans"].as_array_mut().expect("spans");
        spans[1] = json!({"id": "cc", "status": "operational", "route": spans[1]["route"], "start": "c"});
    });
    assert_eq!(finding(&parts, "ofds.topology.components").place.value.as_deref(), Some("2"));
}

#[test]
fn what_numbers_need_is_told() {
    let report = changed(|n| {
        let network = n.as_object_mut().expect("an object");
        network.remove("crs");
        network.remove("publicationDate");
        n["spans"][0].as_object_mut().expect("a span").remove("status");
        n["spans"][1]["transmissionMedium"] = json!(["microwave"]);
        n["nodes"][0]["location"]["coordinates"] = json!([-9.1, 32.1]);
    });
    let told = [
        "ofds.partly-outside",
        "ofds.status-not-given",
        "ofds.date-not-given",
        "ofds.crs-not-given",
        "ofds.not-fibre",
    ];
    assert!(told.iter().all(|rule| rules(&report).contains(rule)), "{:?}", rules(&report));
    let moved = |by: &dyn Fn(f64, f64) -> [f64; 2]| {
        changed(|n| {
            let turn =
                |at: &mut Value| *at = json!(by(at[0].as_f64().expect("x"), at[1].as_f64().expect("y")));
            n["nodes"]
                .as_array_mut()
                .expect("nodes")
                .iter_mut()
                .for_each(|node| turn(&mut node["location"]["coordinates"]));
            for span in n["spans"].as_array_mut().expect("spans") {
                span["route"]["coordinates"].as_array_mut().expect("a route").iter_mut().for_each(turn);
            }
        })
    };
    let abroad = moved(&|x, y| [x + 20.0, y]);
    met(&abroad, &["ofds.outside-country"]);
    assert!(abroad.accepted);
    let swapped = moved(&|x, y| [y, x]);
    met(&swapped, &["ofds.swapped-axes"]);
    assert!(!swapped.accepted);
}

#[test]
fn members_given_twice_are_told_and_the_last_one_counts() {
    let text = SOUND.replacen("\"name\": \"Atlas\"", "\"name\": \"Rif\", \"name\": \"Atlas\"", 1);
    let report = network().report(text);
    met(&report, &["ofds.structure.duplicate-member"]);
    assert_eq!(report.about.networks[0].name.as_deref(), Some("Atlas"));
}

#[test]
fn packed_networks_are_unpacked() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, SOUND.as_bytes()).expect("packed");
    let (checked, _) = network().check(&packed.finish().expect("packed"));
    assert!(checked.report.accepted && checked.data.is_some());
}

#[test]
fn large_networks_take_time_in_proportion() {
    // A chain, each span's ends at its nodes: 20,000 of them, ids long and alike.
    let many = 20_000;
    let node = |at: usize| {
        let x = -7.19 + 0.38 * at as f64 / many as f64;
        json!({"id": format!("node-with-a-long-name-{at}"), "location": {"type": "Point", "coordinates": [x, 32.2]}})
    };
    let nodes: Vec<Value> = (0..=many).map(node).collect();
    let span = |at: usize| {
        let ends = [&nodes[at], &nodes[at + 1]];
        json!({"id": at.to_string(), "start": ends[0]["id"], "end": ends[1]["id"], "status": "operational",
            "route": {"type": "LineString", "coordinates": ends.map(|end| end["location"]["coordinates"].clone())}})
    };
    let spans: Vec<Value> = (0..many).map(span).collect();
    let begun = Instant::now();
    let report = changed(|n| (n["nodes"], n["spans"]) = (json!(nodes), json!(spans)));
    assert!(report.accepted && report.about.rows == 2 * many as u64 + 1, "{report:#?}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}
