//! The same content in other forms: reference systems, sequences, archives; odd features; and what is not read.

use std::io::Write as _;

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use super::geojson::{collection, feature, square};
use super::*;
use crate::domain::Epsg;

/// The square of [`square`] in Merchich / Nord Maroc, as PROJ 9.5.1 has its corners.
const NORTH_MOROCCO: [[f64; 2]; 5] = [
    [339419.1505, 168557.3511],
    [358292.1830, 168267.9654],
    [358610.8970, 190439.6528],
    [339780.3548, 190728.3855],
    [339419.1505, 168557.3511],
];

fn metres() -> Value {
    feature(&json!([NORTH_MOROCCO]))
}

fn named(features: &[Value], name: &str, is_first: bool) -> String {
    let crs = json!({"type": "name", "properties": {"name": name}});
    let features = json!(features);
    if is_first {
        format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":{features}}}"#)
    } else {
        format!(r#"{{"type":"FeatureCollection","features":{features},"crs":{crs}}}"#)
    }
}

/// How many cells two sets differ by.
fn differ(a: &CellSet, b: &CellSet) -> usize {
    a.symmetric_difference(b).count()
}

#[test]
fn coordinates_of_other_systems_give_the_same_cells() {
    let wanted = mobile().cells(collection(&[feature(&square())]));
    // Edges that are straight on one plane are not on the other: along eighty kilometres some cells' centres lie between.
    let most = wanted.count() / 200;
    for is_first in [true, false] {
        for name in ["urn:ogc:def:crs:EPSG::26191", "EPSG:26191"] {
            let filing = mobile();
            let report = filing.report(named(&[metres()], name, is_first));
            assert!(report.accepted && report.findings.is_empty(), "{report:#?}");
            let crs = report.about.crs.expect("a system");
            assert_eq!((crs.code, crs.is_chosen), (Epsg(26191), false));
            assert!(differ(&filing.cells(named(&[metres()], name, is_first)), &wanted) <= most);
        }
        for name in ["EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "urn:ogc:def:crs:OGC:1.3:CRS84"] {
            let text = named(&[feature(&square())], name, is_first);
            assert_eq!(mobile().cells(&text), wanted);
            assert_eq!(mobile().report(&text).about.crs, None);
        }
    }
    let mut chosen = mobile();
    chosen.request.crs = Some(Epsg(26191));
    let text = collection(&[metres()]);
    assert!(differ(&chosen.cells(&text), &wanted) <= most);
    assert!(chosen.report(&text).about.crs.is_some_and(|crs| crs.is_chosen));
    // What was chosen stands, whatever the file names; and that is said.
    for is_first in [true, false] {
        let text = named(&[metres()], "EPSG:32629", is_first);
        assert_eq!(rules(&chosen.report(&text)), ["crs.other-chosen"]);
        assert!(differ(&chosen.cells(&text), &wanted) <= most);
    }
}

#[test]
fn metres_without_a_system_are_refused_with_the_one_they_lie_in() {
    let report = mobile().report(collection(&[metres()]));
    assert!(!report.accepted);
    assert_eq!(rules(&report), ["crs.missing"]);
    assert_eq!(report.about.crs_guesses, [Epsg(26191)]);
    assert_eq!(finding(&report, "crs.missing").expected, "EPSG:26191");
    // Numbers that are nowhere stay what they are.
    let nowhere = feature(&json!([[[9e6, 9e6], [9.1e6, 9e6], [9e6, 9.1e6], [9e6, 9e6]]]));
    assert_eq!(rules(&mobile().report(collection(&[nowhere]))), ["geo.position.range"]);
    for name in ["EPSG:99", "EPSG:5773", "ESRI:102191", "my own"] {
        let report = mobile().report(named(&[metres()], name, true));
        assert_eq!(
            (rules(&report), report.about.crs_guesses),
            (vec!["geo.crs"], vec![Epsg(26191)]),
            "{name}"
        );
    }
}

#[test]
fn premises_in_metres_are_placed_likewise() {
    let header = "provider_id;brand_name;x;y;technology;max_advertised_download_speed;max_advertised_upload_speed;\
                  low_latency;business_residential_code;status;units\n";
    let row = |[x, y]: [f64; 2]| format!(";;{x:.3};{y:.3};50;200;100;1;R;passed;2\n").replace('.', ",");
    let text: String = header.to_owned() + &NORTH_MOROCCO[..4].iter().copied().map(row).collect::<String>();
    let report = fibre().report(&text);
    assert_eq!(rules(&report), ["csv.delimiter", "crs.missing", "number.decimal-comma"]);
    let mut chosen = fibre();
    chosen.request.crs = Some(Epsg(26191));
    let (checked, premises) = chosen.check(text.as_bytes());
    assert!(checked.report.accepted, "{:#?}", checked.report);
    for (premises, corner) in premises.iter().zip(square()[0].as_array().expect("a ring")) {
        let at = premises.position();
        let off = |a: f64, b: &Value| (a - b.as_f64().expect("a number")).abs();
        assert!(off(at.lon, &corner[0]) < 2e-7 && off(at.lat, &corner[1]) < 2e-7, "{at:?} {corner}");
    }
}

#[test]
fn features_one_after_the_other_are_a_file_too() {
    let (one, two) =
        (feature(&square()), feature(&json!([[[-7.2, 32.0], [-7.1, 32.0], [-7.1, 32.1], [-7.2, 32.0]]])));
    let wanted = mobile().cells(collection(&[one.clone(), two.clone()]));
    for text in
        [format!("{one}\n{two}\n"), format!("\n{one}\r\n\r\n{two}"), format!("\u{1e}{one}\n\u{1e}{two}\n")]
    {
        let report = mobile().report(&text);
        assert!(report.accepted && report.findings.is_empty() && report.about.rows == 2, "{report:#?}");
        assert_eq!(mobile().cells(&text), wanted);
    }
    assert_eq!(mobile().report(one.to_string()).about.rows, 1);
    let mut wrong = two.clone();
    wrong["properties"]["technology"] = json!("6g");
    let report = mobile().report(format!("{one}\n{wrong}\n"));
    assert_eq!(finding(&report, "technology.unknown").place.pointer.as_deref(), Some("/1/properties"));
    let report = mobile().report(format!("{one}\n{{\"type\":\"Feature\",\"prop"));
    assert_eq!(finding(&report, "json.truncated").place.row, Some(2));
    let report = mobile().report(format!("{one}\nand so on"));
    assert!(!report.accepted && rules(&report).contains(&"json.syntax"), "{:?}", rules(&report));
    assert!(!mobile().report(format!("{}{one}", collection(&[two]))).accepted);
}

#[test]
fn a_few_odd_features_are_left_out() {
    let wanted = mobile().cells(collection(&[feature(&square())]));
    let with = |geometry: Value| {
        let mut odd = feature(&square());
        odd["geometry"] = geometry;
        odd
    };
    let polygon = feature(&square())["geometry"].clone();
    let point = json!({"type": "Point", "coordinates": [-7.0, 32.2]});
    let collected = with(json!({"type": "GeometryCollection", "geometries": [polygon, point]}));
    assert_eq!(mobile().cells(collection(std::slice::from_ref(&collected))), wanted);
    assert_eq!(rules(&mobile().report(collection(&[collected]))), ["geo.geometry.type"]);
    let speck = json!([[[-9.1, 34.1], [-9.09, 34.1], [-9.09, 34.11], [-9.1, 34.1]]]);
    for (odd, rule) in [
        (with(Value::Null), "geo.geometry.missing"),
        (with(point.clone()), "geo.geometry.type"),
        (with(json!({"type": "GeometryCollection", "geometries": []})), "geo.geometry.type"),
        (json!(17), "geo.feature.type"),
        (feature(&speck), "geo.outside-country"),
    ] {
        let text = collection(&[feature(&square()), odd.clone(), feature(&square())]);
        assert_eq!(rules(&mobile().report(&text)), [rule]);
        assert_eq!(mobile().cells(&text), wanted);
        // Nothing but that is refused.
        assert!(!mobile().report(collection(&[odd])).accepted, "{rule}");
    }
    let many: Vec<Value> = (0..3).map(|_| with(point.clone())).chain([feature(&square())]).collect();
    assert!(rules(&mobile().report(collection(&many))).contains(&"geo.features.left-out"));
    let abroad = json!([[[-9.1, 34.1], [-9.0, 34.1], [-9.0, 34.2], [-9.1, 34.1]]]);
    let report = mobile().report(collection(&[feature(&square()), feature(&abroad)]));
    assert!(!report.accepted && rules(&report).contains(&"geo.mostly-outside"), "{report:#?}");
}

#[test]
fn names_of_properties_are_read_as_programs_leave_them() {
    let wanted = mobile().cells(collection(&[feature(&square())]));
    for properties in [
        json!({"TECHNOLOGY": "4G", "MINDOWN": 5, "MINUP": 1, "ENVIRONMNT": 0}),
        json!({"technology": "LTE", "mindown": 5.0, "minup": 1.0, "environmen": "extérieur"}),
        json!({"Techno": 400.0, "min_down": "5,0", "min_up": "1", "Environnement": "Outdoor"}),
    ] {
        let mut odd = feature(&square());
        odd["properties"] = properties.clone();
        assert_eq!(mobile().cells(collection(&[odd])), wanted, "{properties}");
    }
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).expect("begun");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

#[test]
fn what_stands_beside_data_in_an_archive_is_passed_over() {
    let text = collection(&[feature(&square())]);
    let wanted = mobile().cells(&text);
    for beside in [
        &[("LISEZMOI.txt", &b"Bonjour"[..]), ("cov.prj", b"GEOGCS"), ("Thumbs.db", b"x")][..],
        &[
            ("cov.csvt", b"Integer"),
            ("README", b"x"),
            ("styles/cov.qml", b"<qgis/>"),
            ("__MACOSX/._cov", b"x"),
        ],
    ] {
        let mut entries = beside.to_vec();
        entries.push(("cov/cov.geojson", text.as_bytes()));
        assert_eq!(mobile().cells(zipped(&entries)), wanted);
    }
    // A table that is called a text is one where it stands alone.
    let rows = super::mobile::rows(0..9);
    assert_eq!(mobile().cells(zipped(&[("cov.txt", rows.as_bytes())])).count(), 9);
    let packed = zstd::encode_all(text.as_bytes(), 3).expect("packed");
    assert_eq!(mobile().cells(packed), wanted);
    let several = zipped(&[("4g.geojson", text.as_bytes()), ("3g.geojson", text.as_bytes())]);
    assert_eq!(rules(&mobile().report(several)), ["archive.several-files"]);
}

#[test]
fn what_is_not_read_is_named_with_the_way_to_what_is() {
    let workbook = zipped(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]);
    let sheet = zipped(&[("mimetype", b"application/vnd"), ("content.xml", b"<x/>")]);
    let shapes = zipped(&[("c.shp", b"\x00\x00\x27\x0a"), ("c.dbf", b"x"), ("c.shx", b"x"), ("c.prj", b"x")]);
    let folder = zipped(&[("c.gdb/a00000001.gdbtable", b"x")]);
    let esri = r#"{"geometryType":"esriGeometryPolygon","features":[{"attributes":{"a":1},"geometry":{"rings":[]}}]}"#;
    let cases: [(&[u8], &str, &str); 20] = [
        (b"SQLite format 3\0...", "GeoPackage", "ogr2ogr"),
        (b"PAR1....", "Parquet", "ogr2ogr"),
        (b"fgb\x03fgb\x01..", "FlatGeobuf", "ogr2ogr"),
        (b"\x00\x00\x27\x0a....", "Shapefile", "ogr2ogr"),
        (&shapes, "Shapefile", "ogr2ogr"),
        (&folder, "file geodatabase", "ogr2ogr"),
        (b"II*\x00....", "GeoTIFF", "gdal_polygonize"),
        (b"ncols 3\nnrows 2\n", "ESRI ASCII grid", "gdal_polygonize"),
        (b"!table\n!version 300\n", "TAB", "ogr2ogr"),
        (b"Version 300\nCharset \"Neutral\"\n", "MIF", "ogr2ogr"),
        (b"<?xml version=\"1.0\"?>\n<kml xmlns=\"x\">", "KML", "ogr2ogr"),
        (b"<?xml version=\"1.0\"?><x xmlns:gml=\"http://www.opengis.net/gml/3.2\">", "GML", "ogr2ogr"),
        (br#"{"type":"Topology","objects":{},"arcs":[]}"#, "TopoJSON", "ogr2ogr"),
        (esri.as_bytes(), "Esri JSON", "ogr2ogr"),
        (&workbook, "spreadsheet", "CSV UTF-8"),
        (&sheet, "spreadsheet", "CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel", "CSV UTF-8"),
        (b"<!DOCTYPE html><html><head><title>403</title>", "web page", ""),
        (b"%PDF-1.7", "PDF", ""),
        (b"\x89PNG\r\n\x1a\n", "picture", ""),
    ];
    for (bytes, what, way) in cases {
        let report = mobile().report(bytes);
        let told = report.findings.first().expect("a finding");
        assert!(!report.accepted && report.findings.len() == 1, "{what}: {report:#?}");
        assert!(told.message.contains(what), "{what}: {}", told.message);
        assert!(told.expected.contains(way), "{what}: {}", told.expected);
    }
    let mut lock = mobile();
    lock.request.file_name = Some("~$couverture.xlsx".into());
    assert_eq!(rules(&lock.report(b"\x07salma  ")), ["file.no-data"]);
}

#[test]
fn a_file_that_contradicts_itself_is_refused() {
    let one = |name: &str| {
        let mut feature = metres();
        feature["crs"] = json!({"type": "name", "properties": {"name": name}});
        feature
    };
    let features = format!("{}\n{}\n{}\n", one("EPSG:26191"), one("EPSG:26192"), metres());
    assert!(rules(&mobile().report(&features)).contains(&"geo.crs"));
    assert!(mobile().report(format!("{}\n{}\n", one("EPSG:26191"), metres())).accepted);
    let once = named(&[metres()], "EPSG:26191", true);
    let once = once.strip_suffix('}').expect("an object");
    let twice = format!("{once},\"crs\":{{\"properties\":{{\"name\":\"EPSG:32629\"}}}}}}");
    assert!(twice.contains("32629") && rules(&mobile().report(&twice)).contains(&"geo.crs"), "{twice}");
    // What is chosen goes before a name that no one can read, too.
    let mut chosen = mobile();
    chosen.request.crs = Some(Epsg(26191));
    assert_eq!(
        rules(&chosen.report(named(&[metres()], "Merchich / Nord Maroc", true))),
        ["crs.other-chosen"]
    );
}

#[test]
fn what_was_chosen_is_recorded_where_it_was_used() {
    let mut chosen = mobile();
    chosen.request.crs = Some(Epsg::WGS84);
    let report = chosen.report(named(&[feature(&square())], "EPSG:26191", true));
    assert!(report.accepted, "{report:#?}");
    assert!(report.about.crs.is_some_and(|crs| crs.code == Epsg::WGS84 && crs.is_chosen));
    chosen.request.crs = Some(Epsg(26191));
    let report = chosen.report(super::mobile::rows(0..5));
    assert_eq!((rules(&report), report.about.crs), (vec!["crs.not-used"], None));
}

#[test]
fn a_system_named_behind_many_features_is_reached() {
    let features: Vec<Value> = (0..400).map(|_| metres()).collect();
    let filing = Filing { limits: Limits { errors: 150, ..Limits::default() }, ..mobile() };
    assert!(filing.report(named(&features, "EPSG:26191", false)).accepted);
}

#[test]
fn members_of_no_standard_make_no_feature() {
    let plain = collection(&[feature(&square())]);
    let wanted = mobile().cells(&plain);
    for more in ["\"properties\":{\"a\":1}", "\"geometry\":null"] {
        for text in [
            plain.replacen('{', &format!("{{{more},"), 1),
            format!("{},{more}}}", plain.strip_suffix('}').expect("an object")),
        ] {
            let report = mobile().report(&text);
            assert!(report.accepted && report.about.rows == 1, "{text}: {report:#?}");
            assert_eq!(mobile().cells(&text), wanted);
        }
    }
    let empty = r#"{"type":"FeatureCollection","properties":{},"features":[]}"#;
    assert_eq!(rules(&mobile().report(empty)), ["geo.no-features"]);
    let bare = format!("{}\n{{\"type\":\"Feature\"}}\n", feature(&square()));
    assert!(rules(&mobile().report(bare)).contains(&"geo.geometry.missing"));
}

#[test]
fn a_damaged_archive_of_a_document_is_told() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let features: Vec<Value> = (0..200).map(|_| feature(&square())).collect();
    packed.write_all(collection(&features).as_bytes()).expect("written");
    let mut packed = packed.finish().expect("finished");
    let sum = packed.len() - 6;
    packed[sum] ^= 0x55;
    assert_eq!(rules(&mobile().report(packed)), ["archive.corrupt"]);
}

#[test]
fn the_schema_s_own_names_go_before_other_words() {
    let mut odd = feature(&square());
    for (name, value) in [("tech", json!("5G")), ("download", json!(42.7)), ("DOWN", Value::Null)] {
        odd["properties"][name] = value;
    }
    let report = mobile().report(collection(&[odd]));
    assert!(report.accepted, "{report:#?}");
    let layer = &report.about.layers[0];
    assert_eq!((layer.technology.as_str(), layer.mindown.to_string()), ("4g", "5".to_owned()));
    // A program's number is none with thousands.
    let mut exact = feature(&square());
    exact["properties"]["mindown"] = json!(7.168);
    assert!(mobile().report(collection(&[exact])).accepted);
}
