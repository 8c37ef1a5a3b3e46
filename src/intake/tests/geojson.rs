use geo::Contains as _;
use serde_json::{Value, json};

use super::*;

pub(super) fn feature(coordinates: &Value) -> Value {
    json!({
        "type": "Feature",
        "properties": {"technology": "4g", "mindown": 5, "minup": 1, "environment": "outdoor"},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    })
}

fn multi(coordinates: &Value) -> Value {
    let mut feature = feature(coordinates);
    feature["geometry"]["type"] = json!("MultiPolygon");
    feature
}

pub(super) fn collection(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

pub(super) fn square() -> Value {
    json!([[[-7.1, 32.1], [-6.9, 32.1], [-6.9, 32.3], [-7.1, 32.3], [-7.1, 32.1]]])
}

/// A document with the property or member at a pointer set to something else.
fn with(pointer: &str, value: Value) -> String {
    let mut document: Value = serde_json::from_str(&collection(&[feature(&square())])).expect("JSON");
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    document.pointer_mut(parent).expect("there")[name] = value;
    document.to_string()
}

fn points(ring: &[[f64; 2]]) -> Polygon<f64> {
    Polygon::new(ring.iter().map(|[x, y]| (*x, *y)).collect(), Vec::new())
}

#[test]
fn a_square_covers_the_cells_whose_centre_it_holds() {
    let wanted = points(&[[-7.1, 32.1], [-6.9, 32.1], [-6.9, 32.3], [-7.1, 32.3]]);
    let text = collection(&[feature(&square())]);
    let cells = mobile().cells(&text);
    assert!(cells.count() > 1000);
    for (ordinal, [lon, lat]) in Square::get().centres.centres().iter().enumerate() {
        let at = geo::Point::new(f64::from(*lon) / 1e7, f64::from(*lat) / 1e7);
        assert_eq!(cells.contains(ordinal as u32), wanted.contains(&at));
    }
    let report = mobile().report(&text);
    assert!(report.accepted && report.findings.is_empty(), "{report:#?}");
    assert_eq!((report.about.rows, report.about.format), (1, Some("geojson")));
    assert_eq!(report.about.layers[0].cells, Some(cells.count() as u64));
    // Winding, an unclosed ring, a byte order mark and the order of members change nothing.
    let mut ring = square()[0].as_array().expect("a ring").clone();
    ring.reverse();
    assert_eq!(mobile().cells(collection(&[feature(&json!([ring]))])), cells);
    ring.pop();
    let unclosed = collection(&[feature(&json!([ring]))]);
    assert_eq!(mobile().cells(&unclosed), cells);
    assert_eq!(rules(&mobile().report(&unclosed)), ["geo.ring.unclosed", "geo.winding"]);
    assert_eq!(mobile().cells(format!("\u{feff}{text}")), cells);
    let turned = format!(
        "{{\"features\":[{{\"geometry\":{{\"coordinates\":{},\"type\":\"Polygon\"}},\"properties\":{{\"environmnt\":0,\
         \"technology\":400,\"minup\":1,\"mindown\":\"5\"}},\"type\":\"Feature\"}}],\"type\":\"FeatureCollection\"}}",
        square()
    );
    assert_eq!(mobile().cells(turned), cells);
}

#[test]
fn crossing_outlines_mean_what_geos_makes_of_them() {
    let pretzels: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/fixtures/pretzels.json")).expect("JSON");
    assert_eq!(pretzels.len(), 16);
    for pretzel in pretzels {
        let filed = collection(&[feature(&pretzel["filed"])]);
        assert!(rules(&mobile().report(&filed)).contains(&"geo.self-intersection"), "{pretzel}");
        let (filed, valid) = (mobile().cells(filed), mobile().cells(collection(&[multi(&pretzel["valid"])])));
        assert!(filed.count() > 100);
        // GEOS rounds the corners it adds, so that a centre within 1e-9 degree of one could differ; none does.
        assert_eq!(filed.symmetric_difference(&valid).count(), 0, "{pretzel}");
    }
}

#[test]
fn layers_can_be_declared_without_features() {
    let layer = json!({"technology": "4g", "mindown": 5, "minup": 1, "environment": "outdoor"});
    let text = json!({"type": "FeatureCollection", "features": [], "layers": [layer]}).to_string();
    assert!(mobile().cells(text).is_empty());
}

/// Each document, the rule it breaks, and where.
fn refusals() -> Vec<(String, &'static str, &'static str)> {
    let ring = |points: Value| with("/features/0/geometry/coordinates", json!([points]));
    let first = "/features/0";
    let properties = "/features/0/properties";
    let coordinates = "/features/0/geometry/coordinates";
    vec![
        ("{}".into(), "geo.top-level", ""),
        ("[1]".into(), "geo.top-level", ""),
        (collection(&[]), "geo.no-features", "/features"),
        (with("/crs", json!({"type": "name", "properties": {"name": "ESRI:102191"}})), "geo.crs", "/crs"),
        (with("/features/0/type", json!("Thing")), "geo.feature.type", first),
        (with("/features/0/geometry", json!(null)), "geo.geometry.missing", "/features/0/geometry"),
        (with("/features/0/geometry/type", json!("Point")), "geo.geometry.type", "/features/0/geometry/type"),
        (
            with("/features/0/geometry", json!({"type": "GeometryCollection", "geometries": []})),
            "geo.geometry.type",
            "/features/0/geometry/type",
        ),
        (with("/features/0/geometry/type", json!("MultiPolygon")), "geo.coordinates.nesting", coordinates),
        (
            with(coordinates, json!([[[[[1]]]]])),
            "geo.coordinates.nesting",
            "/features/0/geometry/coordinates/0/0/0/0",
        ),
        (with(coordinates, json!([])), "geo.polygon.empty", coordinates),
        (
            ring(json!([[-7.0, 32.1], [-7.0], [-6.9, 32.2]])),
            "geo.position",
            "/features/0/geometry/coordinates/0/1",
        ),
        (
            ring(json!([[-7.0, 32.1], [-7.0, "x"], [-6.9, 32.2]])),
            "geo.position",
            "/features/0/geometry/coordinates/0/1/1",
        ),
        (
            ring(json!([[-7.0, 32.1], [-7.0, 92.0], [-6.9, 32.2]])),
            "geo.position.range",
            "/features/0/geometry/coordinates/0/1",
        ),
        (
            ring(json!([[-7.0, 32.1], [-6.9, 32.2], [-7.0, 32.1]])),
            "geo.ring.too-few-points",
            "/features/0/geometry/coordinates/0",
        ),
        (
            ring(json!([[32.1, -7.1], [32.3, -7.1], [32.3, -6.9], [32.1, -7.1]])),
            "geo.swapped-axes",
            coordinates,
        ),
        (
            ring(json!([[-9.1, 34.1], [-9.0, 34.1], [-9.0, 34.2], [-9.1, 34.1]])),
            "geo.outside-country",
            coordinates,
        ),
        (with("/features/0/properties/technology", json!("6g")), "technology.unknown", properties),
        (with("/features/0/properties/technology", json!("fibre")), "technology.not-for-kind", properties),
        (with("/features/0/properties/environment", json!("space")), "environment.unknown", properties),
        (with("/features/0/properties/mindown", json!(-5)), "speed.invalid", properties),
        (with("/features/0/properties/mindown", json!(2)), "speed.below-lowest-tier", properties),
        (with("/features/0/properties/minup", json!(null)), "geo.property.missing", properties),
        (with("/features/0/properties/minsignal", json!(90)), "signal.invalid", properties),
        (with("/features/0/properties/operator", json!("inwi")), "filing.operator.foreign", properties),
        (with("/layers", json!({"a": 1})), "geo.layers.invalid", "/layers"),
    ]
}

#[test]
fn refusals_name_the_rule_and_the_place() {
    for (text, rule, pointer) in refusals() {
        let report = mobile().report(&text);
        assert!(!report.accepted, "{text}");
        assert_eq!(finding(&report, rule).place.pointer.as_deref(), Some(pointer), "{text}");
    }
}

#[test]
fn broken_documents_name_their_line() {
    let good = collection(&[feature(&square())]);
    let lines = good.replace("{\"geometry", "\n{\"geometry").replace("\"properties", "\n\"properties");
    for (text, rule, line) in [
        (lines.replace("32.3", "NaN"), "json.not-a-number", 2),
        (lines.replace("32.3", "-Infinity"), "json.not-a-number", 2),
        (lines.replace("32.3", "1e999"), "json.number-out-of-range", 2),
        (lines.replace("32.3", "32,,3"), "json.syntax", 2),
        (lines.chars().take(lines.len() - 9).collect(), "json.truncated", 3),
        (lines.clone() + "{}", "json.trailing", 3),
        (lines.replace("\"outdoor\"", &"[".repeat(1000)), "json.too-deep", 3),
        (lines.replace("outdoor", &"x".repeat(100_000)), "json.text.too-long", 3),
    ] {
        let report = mobile().report(&text);
        assert!(!report.accepted);
        assert_eq!(finding(&report, rule).place.row, Some(line), "{rule}");
    }
}

#[test]
fn limits_are_findings() {
    let text = collection(&[feature(&square()), feature(&square())]);
    let all = Limits::default();
    for (limits, rule) in [
        (Limits { features: 1, ..all.clone() }, "geo.features.too-many"),
        (Limits { ring: 3, ..all.clone() }, "geo.ring.too-long"),
        (Limits { feature: 4, ..all.clone() }, "geo.feature.too-large"),
        (Limits { positions: 7, ..all.clone() }, "geo.file.too-many-positions"),
        (Limits { outline_degrees: 1.0, ..all.clone() }, "geo.file.outlines-too-long"),
        (Limits { layers: 0, ..all.clone() }, "filing.layers.too-many"),
        (Limits { bytes: 100, ..all.clone() }, "filing.too-large"),
    ] {
        let filing = Filing { limits, ..mobile() };
        let report = filing.report(&text);
        assert!(!report.accepted && rules(&report).contains(&rule), "{rule}: {:?}", rules(&report));
    }
    let filing = Filing { limits: Limits { comparisons: 1, ..all }, ..mobile() };
    assert_eq!(rules(&filing.report(&text)), ["geo.self-intersection.unchecked"]);
}

#[test]
fn small_and_spilling_polygons_are_remarked_on_only() {
    let ring = |west: f64, south: f64, size: f64| {
        json!([[
            [west, south],
            [west + size, south],
            [west + size, south + size],
            [west, south + size],
            [west, south]
        ]])
    };
    // Within a cell; off the coast, but near; over the border by ten kilometres.
    for (outline, rule) in [
        (ring(-7.0, 32.2, 1e-5), "geo.polygon.no-cell-centre"),
        (ring(-6.79, 32.2, 0.005), "geo.polygon.no-cell-centre"),
        (ring(-6.9, 32.2, 0.2), "geo.partly-outside"),
    ] {
        let report = mobile().report(collection(&[feature(&outline)]));
        assert!(report.accepted, "{report:#?}");
        assert_eq!(rules(&report), [rule]);
    }
}

#[test]
fn an_intricate_outline_is_refused_before_it_is_painted() {
    let ring: Vec<[f64; 2]> =
        (0..400_000).map(|at| [-7.2 + 1e-6 * f64::from(at), if at % 2 == 0 { 20.0 } else { 36.0 }]).collect();
    let report = mobile().report(collection(&[feature(&json!([ring]))]));
    assert!(rules(&report).contains(&"geo.file.outlines-too-long"), "{:?}", rules(&report));
}

#[test]
fn the_filing_itself_is_checked() {
    let text = with(
        "/features/0/properties",
        json!({"technology": "5g", "mindown": 7, "minup": 1, "environment": "outdoor"}),
    );
    let mut filing = mobile();
    assert!(filing.report(&text).accepted);
    filing.request.as_of = Some("2020-01-01".parse().expect("a date"));
    assert_eq!(rules(&filing.report(&text)), ["filing.licence.missing"]);
    filing.request.as_of = Some("2026-07-16".parse().expect("a date"));
    assert_eq!(rules(&filing.report(&text)), ["filing.as-of.future"]);
    filing = mobile();
    filing.request.operator = Some("nobody".parse().expect("an id"));
    assert_eq!(rules(&filing.report(&text)), ["filing.operator.unknown"]);
    filing.request.operator = None;
    let (checked, _) = filing.check(text.as_bytes());
    assert!(checked.report.accepted && checked.data.is_none());
    assert_eq!(rules(&checked.report), ["filing.licence.unchecked"]);
}

#[test]
fn a_report_reads_like_this() {
    let bow = json!([[[-7.0, 32.1], [-6.9, 32.2], [-6.9, 32.1], [-7.0, 32.2], [-7.0, 32.1]]]);
    let swapped = json!([[[32.1, -7.1], [32.3, -7.1], [32.3, -6.9], [32.1, -7.1]]]);
    let mut unknown = feature(&square());
    unknown["properties"]["technology"] = json!("6g");
    unknown["properties"]["vendor"] = json!("x");
    let report = mobile().report(collection(&[feature(&bow), feature(&swapped), unknown]));
    insta::assert_json_snapshot!(report);
}
