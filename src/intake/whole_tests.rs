//! Whole checks against a small square country of the pack's own words: every hostile shape of file gets
//! the rule meant for it, sound files give exactly the data they state, and nothing makes intake panic.

use std::fmt::Write as _;
use std::io::{Seek, Write};
use std::sync::OnceLock;

use geo::{LineString, MultiPolygon, Polygon};
use h3o::LatLng;
use h3o::geom::{ContainmentMode, TilerBuilder};
use proptest::prelude::*;

use super::*;
use crate::country::CELL_RESOLUTION;
use crate::domain::Environment;

/// West, south, east and north of the country.
const BOX: [f64; 4] = [-7.6, 31.5, -7.4, 31.7];
const MIDDLE: (f64, f64) = (-7.5, 31.6);

struct World {
    meta: CountryMeta,
    cells: CellList,
    index: RegionIndex,
    centres: Vec<[i32; 2]>,
}

fn rectangle([west, south, east, north]: [f64; 4]) -> Polygon<f64> {
    let ring = vec![(west, south), (east, south), (east, north), (west, north), (west, south)];
    Polygon::new(LineString::from(ring), Vec::new())
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let land = rectangle(BOX);
        let mut tiler =
            TilerBuilder::new(CELL_RESOLUTION).containment_mode(ContainmentMode::ContainsCentroid).build();
        tiler.add(land.clone()).expect("a sound polygon");
        let mut cells: Vec<_> = tiler.into_coverage().collect();
        cells.sort_unstable();
        let centres = cells
            .iter()
            .map(|cell| {
                let at = LatLng::from(*cell);
                [(at.lng() * 1e7).round() as i32, (at.lat() * 1e7).round() as i32]
            })
            .collect();
        World {
            meta: toml::from_str(include_str!("../../data/morocco/country.toml")).expect("the pack's words"),
            cells: CellList::from_sorted(cells),
            index: RegionIndex::build(&[MultiPolygon(vec![land])]).expect("one region"),
            centres,
        }
    })
}

fn small_limits() -> Limits {
    Limits {
        ring: 2000,
        feature: 3000,
        positions: 5000,
        features: 500,
        layers: 4,
        row_bytes: 4096,
        text_bytes: 4096,
        bytes: 4 << 20,
        ratio: 100,
        ratio_grace: 1 << 16,
        duplicates: 1000,
        errors: 100,
        ..Limits::default()
    }
}

fn check_with(
    kind: FilingKind,
    limits: Limits,
    name: Option<&str>,
    bytes: &[u8],
) -> (Checked, Vec<Premises>) {
    let world = world();
    let intake = Intake {
        ground: Ground {
            meta: &world.meta,
            cells: &world.cells,
            index: &world.index,
            centres: Centres::Given(&world.centres),
        },
        operators: &world.meta.operators,
        limits,
    };
    let request = CheckRequest {
        kind,
        operator: Some(OperatorId::new("iam").expect("an id")),
        as_of: Some(jiff::civil::date(2026, 6, 30)),
        today: jiff::civil::date(2026, 11, 24),
        file_name: name.map(str::to_owned),
    };
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(bytes).expect("written");
    file.rewind().expect("rewound");
    let mut premises = Vec::new();
    let checked = intake.check(&request, file, &mut premises, &mut |_| {}).expect("disk and pack are sound");
    (checked, premises)
}

fn mobile(bytes: &[u8]) -> Checked {
    check_with(FilingKind::MobileCoverage, small_limits(), None, bytes).0
}

fn fibre(bytes: &[u8]) -> (Checked, Vec<Premises>) {
    check_with(FilingKind::FibreAvailability, small_limits(), None, bytes)
}

fn rules_of(checked: &Checked) -> Vec<&'static str> {
    checked.report.finding_counts.iter().map(|count| count.rule.id()).collect()
}

fn cells_of(checked: &Checked, layer: usize) -> usize {
    match &checked.data {
        Some(FilingData::Mobile { layers }) => layers[layer].1.count(),
        other => panic!("no mobile data but {other:?}: {:#?}", checked.report),
    }
}

const PROPERTIES: &str = r#"{"technology":"4g","mindown":5,"minup":1,"environment":"outdoor"}"#;
const SQUARE: &str = "[[-7.52,31.58],[-7.48,31.58],[-7.48,31.62],[-7.52,31.62],[-7.52,31.58]]";

fn feature(kind: &str, coordinates: &str, properties: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn polygon(rings: &str) -> String {
    collection(&[feature("Polygon", rings, PROPERTIES)])
}

/// What GEOS would say: cells whose centre an odd number of rings surrounds.
fn centres_in(inside: impl Fn(f64, f64) -> bool) -> usize {
    world().centres.iter().filter(|at| inside(f64::from(at[0]) / 1e7, f64::from(at[1]) / 1e7)).count()
}

fn in_square(x: f64, y: f64) -> bool {
    (-7.52..-7.48).contains(&x) && (31.58..31.62).contains(&y)
}

#[test]
fn a_sound_polygon_gives_exactly_its_cells() {
    let expected = centres_in(in_square);
    assert!(expected > 100);
    let checked = mobile(polygon(&format!("[{SQUARE}]")).as_bytes());
    assert!(rules_of(&checked).is_empty(), "{:#?}", checked.report);
    assert_eq!(cells_of(&checked, 0), expected);
    assert_eq!((checked.report.about.rows, checked.report.about.format), (1, Some("geojson")));
    assert_eq!(checked.report.about.layers[0].cells, Some(expected as u64));
    // Geometry before properties before type, and the FCC's own words.
    let other_order = format!(
        r#"{{"features":[{{"geometry":{{"coordinates":[[{SQUARE}]],"type":"MultiPolygon"}},"properties":{{"environmnt":0,"minup":1.0,"technology":400,"mindown":"5","minsignal":-100}},"type":"Feature"}}],"type":"FeatureCollection"}}"#
    );
    let same = mobile(other_order.as_bytes());
    assert_eq!(same.data, checked.data);
}

#[test]
fn holes_winding_overlap_and_altitudes_are_understood() {
    let hole = "[[-7.51,31.59],[-7.51,31.61],[-7.49,31.61],[-7.49,31.59],[-7.51,31.59]]";
    let in_hole = |x: f64, y: f64| (-7.51..-7.49).contains(&x) && (31.59..31.61).contains(&y);
    let ring = centres_in(|x, y| in_square(x, y) && !in_hole(x, y));
    let checked = mobile(polygon(&format!("[{SQUARE},{hole}]")).as_bytes());
    assert_eq!((rules_of(&checked), cells_of(&checked, 0)), (vec![], ring));
    let backwards = "[[-7.52,31.58,7],[-7.52,31.62,7],[-7.48,31.62,7],[-7.48,31.58,7],[-7.52,31.58,7]]";
    let checked = mobile(polygon(&format!("[{backwards}]")).as_bytes());
    assert_eq!((rules_of(&checked), cells_of(&checked, 0)), (vec!["geo.winding"], centres_in(in_square)));
    let twice = collection(&[
        feature("Polygon", &format!("[{SQUARE}]"), PROPERTIES),
        feature("MultiPolygon", &format!("[[{SQUARE}],[{hole}]]"), PROPERTIES),
    ]);
    let checked = mobile(twice.as_bytes());
    assert_eq!((rules_of(&checked), cells_of(&checked, 0)), (vec!["geo.winding"], centres_in(in_square)));
}

#[test]
fn repairs_do_what_they_say() {
    let open = SQUARE.replace(",[-7.52,31.58]]", "]");
    let checked = mobile(polygon(&format!("[{open}]")).as_bytes());
    assert_eq!(
        (rules_of(&checked), cells_of(&checked, 0)),
        (vec!["geo.ring.unclosed"], centres_in(in_square))
    );
    // A bow tie: GEOS' make_valid makes two triangles of it.
    let bow = "[[-7.52,31.58],[-7.48,31.62],[-7.48,31.58],[-7.52,31.62],[-7.52,31.58]]";
    let in_bow = |x: f64, y: f64| in_square(x, y) && (x + 7.5).abs() > (y - 31.6).abs();
    let checked = mobile(polygon(&format!("[{bow}]")).as_bytes());
    assert!(rules_of(&checked).contains(&"geo.self-intersection"));
    assert_eq!(cells_of(&checked, 0), centres_in(in_bow));
    // A "hole" that reaches out of its shell: inside is what one of the two surrounds, not both.
    let reaching = "[[-7.5,31.59],[-7.45,31.59],[-7.45,31.61],[-7.5,31.61],[-7.5,31.59]]";
    let in_reaching = |x: f64, y: f64| (-7.5..-7.45).contains(&x) && (31.59..31.61).contains(&y);
    let checked = mobile(polygon(&format!("[{SQUARE},{reaching}]")).as_bytes());
    assert!(rules_of(&checked).contains(&"geo.self-intersection"));
    assert_eq!(cells_of(&checked, 0), centres_in(|x, y| in_square(x, y) != in_reaching(x, y)));
}

#[test]
fn hostile_outlines_get_the_rule_meant_for_them() {
    let cases = [
        ("[[[31.58,-7.52],[31.62,-7.48],[31.58,-7.48],[31.58,-7.52]]]", "geo.swapped-axes"),
        ("[[[-14,33],[-13.9,33],[-13.9,33.1],[-14,33]]]", "geo.outside-country"),
        ("[[[-7.52,31.58],[-7.48,231.58],[-7.48,31.62],[-7.52,31.58]]]", "geo.position.range"),
        ("[[[-7.52,31.58],[-7.48,31.58],[-7.52,31.58]]]", "geo.ring.too-few-points"),
        ("[[]]", "geo.coordinates.nesting"),
        ("[]", "geo.polygon.empty"),
        ("[[[-7.52,31.58],[-7.48,null],[-7.48,31.62],[-7.52,31.58]]]", "geo.position"),
        ("[[[-7.52,31.58],[-7.48,\"31,5\"],[-7.48,31.62],[-7.52,31.58]]]", "geo.position"),
        ("[[[-7.52,31.58],[-7.48],[-7.48,31.62],[-7.52,31.58]]]", "geo.position"),
        ("[[[-7.52,31.58],[-7.48,1e999],[-7.48,31.62],[-7.52,31.58]]]", "geo.position"),
        ("[[[-7.52,31.58],[NaN,31.58],[-7.48,31.62],[-7.52,31.58]]]", "json.not-a-number"),
        ("[[[-7.52,31.58],[-Infinity,31.58],[-7.48,31.62],[-7.52,31.58]]]", "json.not-a-number"),
        ("[[-7.52,31.58],[-7.48,31.58],[-7.48,31.62],[-7.52,31.58]]", "geo.coordinates.nesting"),
        ("[[[[[[-7.52,31.58]]]]]]", "geo.coordinates.nesting"),
        ("[[[-7.52,31.58],[[1,2]],[-7.48,31.62],[-7.52,31.58]]]", "geo.coordinates.nesting"),
        ("null", "geo.coordinates.nesting"),
        ("{\"a\":1}", "geo.coordinates.nesting"),
    ];
    for (coordinates, rule) in cases {
        let checked = mobile(polygon(coordinates).as_bytes());
        assert!(!checked.report.accepted && checked.data.is_none(), "{coordinates}");
        assert_eq!(rules_of(&checked), [rule], "{coordinates}");
    }
    let dust = mobile(polygon("[[[-7.5,31.6],[-7.49999,31.6],[-7.49999,31.60001],[-7.5,31.6]]]").as_bytes());
    assert_eq!((rules_of(&dust), cells_of(&dust, 0)), (vec!["geo.polygon.no-cell-centre"], 0));
    let coast = polygon("[[[-7.5,31.6],[-7.2,31.6],[-7.2,31.65],[-7.5,31.65],[-7.5,31.6]]]");
    let coast = mobile(coast.as_bytes());
    assert_eq!(rules_of(&coast), ["geo.partly-outside"]);
    assert!(cells_of(&coast, 0) > 100);
}

#[test]
fn hostile_documents_get_the_rule_meant_for_them() {
    let sound = polygon(&format!("[{SQUARE}]"));
    let with = |from: &str, to: &str| sound.replace(from, to);
    let deep = format!(r#"{{"type":"FeatureCollection","crs":{}"#, r#"{"properties":"#.repeat(500));
    let cases = [
        (String::new(), "file.empty"),
        (" \n ".into(), "file.empty"),
        (sound.chars().take(sound.len() / 2).collect(), "json.truncated"),
        (format!("{sound}]"), "json.trailing"),
        (with("4g", "6g"), "technology.unknown"),
        (with("4g", "fibre"), "technology.not-for-kind"),
        (with("outdoor", "roof"), "environment.unknown"),
        (with("\"mindown\":5", "\"mindown\":4.9"), "speed.below-lowest-tier"),
        (with("\"mindown\":5", "\"mindown\":-5"), "speed.invalid"),
        (with("\"mindown\":5", "\"mindown\":[5]"), "speed.invalid"),
        (with("\"mindown\":5,", ""), "geo.property.missing"),
        (with("\"mindown\":5", "\"mindown\":5,\"minsignal\":-130"), "signal.invalid"),
        (with("\"mindown\":5", "\"mindown\":5,\"operator\":\"inwi\""), "filing.operator.foreign"),
        (with("\"Polygon\"", "\"Point\""), "geo.geometry.type"),
        (with("\"Polygon\"", "\"GeometryCollection\""), "geo.geometry.type"),
        (with("\"type\":\"Feature\",", ""), "geo.feature.type"),
        (with("FeatureCollection", "GeometryCollection"), "geo.top-level"),
        (feature("Polygon", &format!("[{SQUARE}]"), PROPERTIES), "geo.top-level"),
        ("[1,2]".into(), "geo.top-level"),
        (r#"{"type":"FeatureCollection","features":{}}"#.into(), "geo.top-level"),
        (r#"{"type":"FeatureCollection","features":[]}"#.into(), "geo.no-features"),
        (r#"{"type":"FeatureCollection","features":[7]}"#.into(), "geo.feature.type"),
        (
            collection(&[r#"{"type":"Feature","geometry":null,"properties":null}"#.into()]),
            "geo.geometry.missing",
        ),
        (
            with(
                "{\"type\":\"FeatureC",
                "{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:26191\"}},\"type\":\"FeatureC",
            ),
            "geo.crs",
        ),
        (with("\"features\"", "\"layers\":[3],\"features\""), "geo.layers.invalid"),
        (deep, "json.too-deep"),
        (format!(r#"{{"type":"FeatureCollection","a":"{}"#, "x".repeat(9000)), "json.text.too-long"),
        (with("\"features\"", "'features'"), "json.syntax"),
    ];
    for (text, rule) in cases {
        let checked = mobile(text.as_bytes());
        let shown: String = text.chars().take(120).collect();
        assert!(!checked.report.accepted && checked.data.is_none(), "{shown}");
        assert!(
            rules_of(&checked).contains(&rule),
            "{shown}: {:?} where {rule} was meant",
            rules_of(&checked)
        );
    }
}

#[test]
fn limits_are_findings() {
    let mut ring = String::from("[[");
    for at in 0..100_000 {
        let _ = write!(ring, "[-7.5,31.{at:06}],");
    }
    ring.push_str("[-7.5,31.6]]]");
    assert_eq!(rules_of(&mobile(polygon(&ring).as_bytes())), ["geo.ring.too-long"]);
    let many = collection(&vec![feature("Polygon", &format!("[{SQUARE}]"), PROPERTIES); 501]);
    assert_eq!(rules_of(&mobile(many.as_bytes())), ["geo.features.too-many"]);
    let layers: Vec<String> = (5..12)
        .map(|down| {
            feature("Polygon", &format!("[{SQUARE}]"), &PROPERTIES.replace(":5", &format!(":{down}")))
        })
        .collect();
    assert!(rules_of(&mobile(collection(&layers).as_bytes())).contains(&"filing.layers.too-many"));
    let bad = collection(&vec![feature("Point", "[1,2]", PROPERTIES); 400]);
    let checked = mobile(bad.as_bytes());
    assert_eq!(rules_of(&checked), ["filing.too-many-errors", "geo.geometry.type"]);
    assert!(checked.report.about.stopped_early && checked.report.findings.len() <= 26);
}

#[test]
fn layers_can_be_declared_empty() {
    let text = format!(r#"{{"type":"FeatureCollection","layers":[{PROPERTIES}],"features":[]}}"#);
    let checked = mobile(text.as_bytes());
    assert_eq!((rules_of(&checked), cells_of(&checked, 0)), (vec![], 0));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packed = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        packed.start_file(*name, ::zip::write::SimpleFileOptions::default()).expect("started");
        packed.write_all(bytes).expect("written");
    }
    packed.finish().expect("finished").into_inner()
}

#[test]
fn packed_files_read_as_plain_ones_and_bombs_do_not() {
    let text = polygon(&format!("[{SQUARE}]"));
    let plain = mobile(text.as_bytes());
    let with_bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let in_zip = zip(&[("__MACOSX/._a.json", b"x"), ("a/b.geojson", text.as_bytes())]);
    for bytes in [gzip(text.as_bytes()), in_zip.clone(), with_bom] {
        assert_eq!(mobile(&bytes).data, plain.data);
    }
    let spaces = vec![b' '; 3 << 20];
    let bomb = [text.as_bytes(), &spaces].concat();
    let half = gzip(text.as_bytes());
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (gzip(&bomb), "archive.ratio"),
        (zip(&[("a.json", &bomb)]), "archive.ratio"),
        (half[..half.len() / 2].to_vec(), "archive.corrupt"),
        (in_zip[..in_zip.len() - 30].to_vec(), "archive.corrupt"),
        (zip(&[]), "archive.no-data-file"),
        (zip(&[("a.json", b"{}"), ("b.json", b"{}")]), "archive.several-files"),
        (gzip(&gzip(text.as_bytes())), "archive.nested"),
        (b"BZh91AY&SY".to_vec(), "archive.method"),
        (b"SQLite format 3\0".to_vec(), "file.format.unknown"),
        (b"\xff\xfet\0e\0".to_vec(), "file.encoding.utf16"),
        (b"a\0b".to_vec(), "file.format.unknown"),
        ([b"{".as_slice(), &[b' '; 5 << 20]].concat(), "filing.too-large"),
    ];
    for (bytes, rule) in cases {
        let checked = mobile(&bytes);
        assert!(rules_of(&checked).contains(&rule), "{:?} where {rule} was meant", rules_of(&checked));
        assert!(!checked.report.accepted && checked.data.is_none());
    }
    let archive = zip(&(0..200)
        .map(|_| "x")
        .enumerate()
        .map(|(at, _)| at.to_string())
        .collect::<Vec<_>>()
        .iter()
        .map(|name| (name.as_str(), &b"1"[..]))
        .collect::<Vec<_>>());
    assert_eq!(rules_of(&mobile(&archive)), ["archive.several-files"]);
}

fn h3_rows(rows: &[(&str, String)]) -> Vec<u8> {
    let mut text = String::from("technology,mindown,minup,environmnt,h3_res9_id\n");
    for (layer, cell) in rows {
        let _ = writeln!(text, "{layer},{cell}");
    }
    text.into_bytes()
}

#[test]
fn h3_rows_become_the_cells_they_name() {
    let cells: Vec<String> = world().cells.iter().step_by(7).map(|cell| cell.to_string()).collect();
    let rows: Vec<(&str, String)> = cells.iter().map(|cell| ("400,5,1,0", cell.clone())).collect();
    let checked = mobile(&h3_rows(&rows));
    assert_eq!((rules_of(&checked), cells_of(&checked, 0)), (vec![], cells.len()));
    assert_eq!(checked.report.about.rows, cells.len() as u64);
    let parent = LatLng::new(MIDDLE.1, MIDDLE.0).expect("valid").to_cell(h3o::Resolution::Seven);
    let inside = world().cells.range_of(parent);
    let mixed = h3_rows(&[
        ("5g,35,3,vehicle", parent.to_string()),
        ("4g,5,1,outdoor", cells[0].to_uppercase()),
        ("4g,5,1,outdoor", cells[0].clone()),
        ("4g,5,1,outdoor", LatLng::new(40.0, 3.0).expect("valid").to_cell(CELL_RESOLUTION).to_string()),
    ]);
    let checked = mobile(&mixed);
    assert_eq!(rules_of(&checked), ["cell.expanded", "cell.foreign", "cell.duplicate"]);
    assert_eq!((cells_of(&checked, 0), cells_of(&checked, 1)), (inside.len(), 1));
}

#[test]
fn hostile_h3_rows_are_named_by_line_and_column() {
    let cell = world().cells.cell(0).expect("a cell");
    let good = cell.to_string();
    let finer = cell.center_child(h3o::Resolution::Ten).expect("finer").to_string();
    let abroad = LatLng::new(40.0, 3.0).expect("valid").to_cell(CELL_RESOLUTION).to_string();
    for (layer, cell, rule) in [
        ("4g,5,1,0", "8.9e+17".to_owned(), "cell.invalid"),
        ("4g,5,1,0", "ffffffffffffffff".to_owned(), "cell.invalid"),
        ("4g,5,1,0", finer, "cell.too-fine"),
        ("4g,5,1,0", abroad, "cell.all-foreign"),
        ("9g,5,1,0", good.clone(), "technology.unknown"),
        ("4g,5,1,7", good.clone(), "environment.unknown"),
        ("4g,0.2,0.05,0", good.clone(), "speed.below-lowest-tier"),
        ("4g,inf,1,0", good.clone(), "speed.invalid"),
        ("50,5,1,0", good.clone(), "technology.unknown"),
    ] {
        let checked = mobile(&h3_rows(&[(layer, cell)]));
        assert!(rules_of(&checked).contains(&rule), "{layer}: {:?}", rules_of(&checked));
        assert!(checked.data.is_none());
    }
    let checked = mobile(&h3_rows(&[("4g,5,1,0", good), ("4g,5,1,0", "nonsense".into())]));
    let found = &checked.report.findings[0];
    assert_eq!((found.place.row, found.place.column.as_deref()), (Some(3), Some("h3_res9_id")));
    assert_eq!(found.place.value.as_deref(), Some("nonsense"));
}

const FIBRE_HEADER: &str = "provider_id,brand_name,longitude,latitude,technology,max_advertised_download_speed,\
max_advertised_upload_speed,low_latency,business_residential_code,status,units\n";

fn fibre_rows(rows: &[&str]) -> Vec<u8> {
    format!("{FIBRE_HEADER}{}\n", rows.join("\n")).into_bytes()
}

#[test]
fn premises_are_located_and_counted() {
    let (checked, premises) = fibre(&fibre_rows(&[
        "iam,\"Fibre, chez nous\",-7.5,31.6,fibre,200,100,1,R,passed,12",
        ",,-7.5000001,31.6,50,1000,200,1,X,connected,1",
        ",,-7.59999,31.50001,fibre,100,20,0,B,passed,3",
        ",,-7.5,31.6,fibre,200,100,1,R,connected,2",
    ]));
    assert_eq!(rules_of(&checked), ["premises.duplicate"]);
    let Some(FilingData::Fibre { layers, premises: 4, units: 18 }) = &checked.data else {
        panic!("{checked:#?}");
    };
    assert_eq!(layers.len(), 1);
    assert_eq!(
        (layers[0].mindown, layers[0].environment),
        (crate::domain::Mbps::default(), Environment::Indoor)
    );
    assert_eq!((premises[1].lon_e7, premises[1].lat_e7), (-75_000_001, 316_000_000));
    assert!(premises.iter().all(|row| row.commune == CommuneId(0) && row.technology == 0));
    let at = LatLng::new(31.6, -7.5).expect("valid").to_cell(CELL_RESOLUTION);
    assert_eq!(Some(premises[0].cell), world().cells.ordinal(at));
    assert!(std::mem::size_of::<Premises>() <= 40);
}

#[test]
fn hostile_premises_are_named_by_line_and_column() {
    let row = "iam,x,-7.5,31.6,fibre,200,100,1,R,passed,1";
    for (from, to, rule, column) in [
        ("iam", "inwi", "filing.operator.foreign", "operator"),
        ("-7.5", "NaN", "premises.longitude", "longitude"),
        ("-7.5", "181", "premises.longitude", "longitude"),
        ("31.6", "", "premises.latitude", "latitude"),
        ("fibre", "4g", "technology.not-for-kind", "technology"),
        ("fibre", "400", "technology.unknown", "technology"),
        ("200", "200.5", "speed.not-whole", "max_advertised_download_speed"),
        ("200", "fast", "speed.invalid", "max_advertised_download_speed"),
        ("1,R", "yes,R", "premises.low-latency", "low_latency"),
        (",R,", ",r,", "premises.use", "business_residential_code"),
        ("passed", "planned", "premises.status", "status"),
        ("passed,1", "passed,0", "premises.units", "units"),
        ("passed,1", "passed,70000", "premises.units", "units"),
        ("-7.5,31.6", "31.6,-7.5", "premises.swapped-axes", "longitude"),
    ] {
        let (checked, premises) = fibre(&fibre_rows(&[row, &row.replace(from, to)]));
        let found = checked.report.findings.first().expect("a finding");
        assert!(checked.data.is_none() && premises.is_empty(), "{to}");
        assert_eq!((found.rule.id(), found.place.row), (rule, Some(3)), "{to}");
        assert_eq!(found.place.column.as_deref(), Some(column), "{to}");
    }
    let abroad = row.replace("-7.5", "-9.5");
    let mut rows = vec![row; 150];
    rows.push(&abroad);
    let (checked, premises) = fibre(&fibre_rows(&rows));
    assert!(checked.report.accepted && rules_of(&checked).contains(&"premises.outside-country"));
    assert_eq!(premises.len(), 150);
    let (checked, _) = fibre(&fibre_rows(&[row, &abroad]));
    assert!(rules_of(&checked).contains(&"premises.mostly-outside"));
    assert_eq!(rules_of(&fibre(FIBRE_HEADER.as_bytes()).0), ["csv.no-rows"]);
    assert_eq!(rules_of(&fibre(polygon("[]").as_bytes()).0), ["filing.format.not-for-kind"]);
}

#[test]
fn the_request_itself_is_checked() {
    let text = polygon(&format!("[{SQUARE}]"));
    let world = world();
    let ask = |operator: Option<&str>, as_of: jiff::civil::Date| {
        let intake = Intake {
            ground: Ground {
                meta: &world.meta,
                cells: &world.cells,
                index: &world.index,
                centres: Centres::Given(&world.centres),
            },
            operators: &world.meta.operators,
            limits: small_limits(),
        };
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        let request = CheckRequest {
            kind: FilingKind::MobileCoverage,
            operator: operator.map(|id| OperatorId::new(id).expect("an id")),
            as_of: Some(as_of),
            today: jiff::civil::date(2026, 11, 24),
            file_name: None,
        };
        intake.check(&request, file, &mut Discard, &mut |_| {}).expect("disk and pack are sound")
    };
    let day = jiff::civil::date(2026, 6, 30);
    let anonymous = ask(None, day);
    assert_eq!(rules_of(&anonymous), ["filing.licence.unchecked"]);
    assert!(anonymous.report.accepted && anonymous.data.is_none());
    assert_eq!(rules_of(&ask(Some("nobody"), day)), ["filing.operator.unknown"]);
    assert_eq!(rules_of(&ask(Some("iam"), jiff::civil::date(2026, 11, 25))), ["filing.as-of.future"]);
    assert_eq!(rules_of(&ask(Some("iam"), jiff::civil::date(1995, 1, 1))), ["filing.licence.missing"]);
}

#[test]
fn a_report_reads_like_this() {
    let rows = fibre_rows(&[
        "iam,x,-7.5,31.6,fibre,200,100,1,R,passed,1",
        "inwi,x,31.6,-7.5,4g,99.5,100,1,R,passed,0",
        "iam,x,-9.5,31.6,fibre,200,100,1,R,passed,1",
        "iam,x,-7.5",
    ]);
    insta::assert_json_snapshot!("report", fibre(&rows).0.report);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_intake_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        mobile(&bytes);
        fibre(&bytes);
    }

    #[test]
    fn no_change_to_a_sound_file_makes_intake_panic(
        which in 0usize..5,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let document = polygon(&format!("[{SQUARE}]")).into_bytes();
        let cell = world().cells.cell(1).expect("a cell").to_string();
        let mut bytes = match which {
            0 => document,
            1 => h3_rows(&[("4g,5,1,0", cell.clone()), ("5g,7,1,1", cell)]),
            2 => fibre_rows(&["iam,x,-7.5,31.6,fibre,200,100,1,R,passed,1"]),
            3 => gzip(&document),
            _ => zip(&[("a.geojson", &document)]),
        };
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        bytes.truncate(cut.index(bytes.len() * 4).max(1));
        let checked = mobile(&bytes);
        prop_assert_eq!(checked.data.is_some(), checked.report.accepted);
        let (checked, _) = fibre(&bytes);
        prop_assert_eq!(checked.data.is_some(), checked.report.accepted);
    }

    #[test]
    fn premises_arrive_as_they_were_filed(
        rows in proptest::collection::vec(
            (-75_999_999i32..-74_000_001, 315_000_001i32..316_999_999, 100u32..10_000, 1u16..500), 1..60
        ),
    ) {
        let text: Vec<String> = rows
            .iter()
            .map(|(lon, lat, down, units)| {
                format!(",,{:.7},{:.7},fibre,{down},{down},1,X,passed,{units}", f64::from(*lon) / 1e7, f64::from(*lat) / 1e7)
            })
            .collect();
        let (checked, premises) = fibre(&fibre_rows(&text.iter().map(String::as_str).collect::<Vec<_>>()));
        prop_assert!(checked.report.accepted, "{:#?}", checked.report);
        let back: Vec<_> = premises.iter().map(|row| (row.lon_e7, row.lat_e7, row.down, row.units)).collect();
        prop_assert_eq!(back, rows);
    }
}
