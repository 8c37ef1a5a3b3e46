//! Small packs, sound and broken in one way each.

use std::io::Write;
use std::path::Path;

use geo::GeodesicArea;
use serde_json::json;

use super::{CheckReport, Ledger, Severity, check, read};
use crate::country::Country;
use crate::country::zones::Zones;

type Ring = Vec<[f64; 2]>;

struct Unit {
    code: &'static str,
    parent: &'static str,
    rings: Vec<Ring>,
    people: f64,
}

/// Two communes side by side in one province of one region, each a hundredth of a degree wide.
struct Pack {
    region: Vec<Unit>,
    provinces: Vec<Unit>,
    communes: Vec<Unit>,
    centres: Vec<Unit>,
}

/// A box between corners in hundredths of a degree, counter-clockwise.
fn rect(west: f64, south: f64, east: f64, north: f64) -> Ring {
    corners(&[[west, south], [east, south], [east, north], [west, north]])
}

/// A closed ring through corners in hundredths of a degree.
fn corners(at: &[[f64; 2]]) -> Ring {
    let mut ring: Ring = at.iter().map(|at| at.map(|v| (v * 1e4).round() / 1e6)).collect();
    ring.push(ring[0]);
    ring
}

fn unit(code: &'static str, parent: &'static str, rings: Vec<Ring>, people: f64) -> Unit {
    Unit { code, parent, rings, people }
}

/// West and east meet at x = 1, sharing the vertex at its middle.
fn sound() -> Pack {
    let west = corners(&[[0.0, 0.0], [1.0, 0.0], [1.0, 0.5], [1.0, 1.0], [0.0, 1.0]]);
    let east = corners(&[[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.0, 0.5]]);
    let whole = corners(&[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [0.0, 1.0]]);
    Pack {
        region: vec![unit("1", "XX", vec![whole.clone()], 30.0)],
        provinces: vec![unit("1.1", "1", vec![whole], 30.0)],
        communes: vec![unit("1.1.1", "1.1", vec![west], 10.0), unit("1.1.2", "1.1", vec![east], 20.0)],
        centres: vec![unit("1.1.2.3", "1.1.2", vec![rect(1.2, 0.2, 1.5, 0.5)], 5.0)],
    }
}

const META: &str = r#"
format = 1
id = "XX"
names = { en = "Nowhere" }
time_zone = "UTC"
languages = ["en"]
surface = "uniform"
attribution = []
technologies = []
environments = []
operators = []
levels = []
[[census]]
id = "census-2024"
year = 2024
names = { en = "Census" }
"#;

fn write_layer(dir: &Path, name: &str, level: &str, units: &[Unit]) {
    let line = |unit: &Unit| {
        let ring = |ring: &Ring| geo::LineString::from(ring.clone());
        let polygon = geo::Polygon::new(ring(&unit.rings[0]), unit.rings[1..].iter().map(ring).collect());
        let properties = json!({
            "code": unit.code, "level": level, "parent": unit.parent, "population_2024": unit.people,
            "area_m2": polygon.geodesic_area_signed(), "flags": [],
        });
        let feature = json!({"id": unit.code, "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": unit.rings}});
        let body = feature.to_string();
        format!("{{\"type\":\"Feature\",{}", body.strip_prefix('{').unwrap())
    };
    let lines: Vec<String> = units.iter().map(line).collect();
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"));
    let file = std::fs::File::create(dir.join(format!("{name}.geojson.gz"))).unwrap();
    let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap();
}

impl Pack {
    fn write(&self, dir: &Path) {
        std::fs::write(dir.join("country.toml"), META).unwrap();
        for prefix in ["", "map-"] {
            write_layer(dir, &format!("{prefix}regions"), "region", &self.region);
            write_layer(dir, &format!("{prefix}provinces"), "province", &self.provinces);
            write_layer(dir, &format!("{prefix}communes"), "commune", &self.communes);
        }
        write_layer(dir, "urban-centres", "urban-centre", &self.centres);
    }

    fn check(&self) -> CheckReport {
        let dir = tempfile::tempdir().unwrap();
        self.write(dir.path());
        check(dir.path()).unwrap()
    }

    /// What is found wrong with a layer, as one text.
    fn wrong(&self, layer: &str) -> String {
        let report = self.check();
        assert!(report.errors() > 0, "{report}");
        let of_layer = report.findings().filter(|found| found.layer == layer);
        of_layer.map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }
}

#[track_caller]
fn says(text: &str, wanted: &str) {
    assert!(text.contains(wanted), "{wanted:?} not in:\n{text}");
}

#[test]
fn a_sound_pack_passes() {
    let report = sound().check();
    assert_eq!((report.errors(), report.warnings()), (0, 0), "{report}");
    says(&report.to_string(), "2 communes");
    says(&report.to_string(), "0 errors");
}

#[test]
fn more_territories_than_can_be_told_apart_are_refused_by_their_number() {
    let counts = |centres| [(65_000, "communes"), (400, "arrondissements"), (centres, "urban centres")];
    assert_eq!(Zones::too_many(&counts(135)), None);
    let what = Zones::too_many(&counts(136)).expect("too many");
    says(&what, "65000 communes, 400 arrondissements and 136 urban centres are 65536 territories");
    says(&what, "at most 65535");
    // The same at the door that opens a pack and at the one that checks it.
    let dir = tempfile::tempdir().unwrap();
    let pack = sound();
    pack.write(dir.path());
    let square = |at: usize| {
        let west = (at % 300) as f64 * 0.1;
        unit("", "1.1", vec![rect(west, 2.0 + (at / 300) as f64 * 0.1, west + 0.1, 2.1)], 0.0)
    };
    let code = |at: usize| &*format!("1.1.{at:05}").leak();
    let many: Vec<Unit> = (0..=Zones::MOST).map(|at| Unit { code: code(at), ..square(at) }).collect();
    write_layer(dir.path(), "communes", "commune", &many);
    std::fs::remove_file(dir.path().join("urban-centres.geojson.gz")).unwrap();
    let caches = tempfile::tempdir().unwrap();
    let refused = Country::open(dir.path(), caches.path(), &|_| {}).expect_err("it is refused");
    says(&refused.to_string(), "65536 communes");
    says(&refused.to_string(), "at most 65535");
    let layer = read::layer(dir.path(), "communes", None, &mut Ledger::default()).expect("a layer");
    let mut ledger = Ledger::default();
    let levels = crate::country::Levels::try_from(Vec::new()).unwrap();
    let kinds = super::family::Kinds::of(&levels);
    super::family::tree(&super::Layers(vec![layer]), &kinds, "XX", &mut ledger);
    let found: Vec<String> = ledger.findings.iter().map(ToString::to_string).collect();
    assert!(found.iter().any(|found| found.contains("65536 communes")), "{found:?}");
}

#[test]
fn a_country_file_with_too_many_operators_or_technologies_is_refused_by_their_number() {
    let dir = tempfile::tempdir().unwrap();
    sound().write(dir.path());
    let operator = |at: usize| format!("{{ id = \"o{at}\", names = {{ en = \"O\" }} }}");
    let operators: Vec<String> = (0..=crate::domain::OperatorMeta::MOST).map(operator).collect();
    let technology = |at: usize| {
        format!("{{ id = \"t{at}\", kind = \"mobile\", names = {{ en = \"T\" }}, tiers = [\"1-1\"] }}")
    };
    let technologies: Vec<String> = (0..=250).map(technology).collect();
    for (what, list) in [("operators", operators), ("technologies", technologies)] {
        let meta = META.replace(&format!("{what} = []"), &format!("{what} = [{}]", list.join(", ")));
        std::fs::write(dir.path().join("country.toml"), meta).unwrap();
        let refused = check(dir.path()).expect_err("it is refused").to_string();
        says(&refused, &format!("{} {what}: expected at most {}", list.len(), list.len() - 1));
        let caches = tempfile::tempdir().unwrap();
        let opened = Country::open(dir.path(), caches.path(), &|_| {}).expect_err("it is refused");
        assert_eq!(opened.to_string(), refused);
    }
}

#[test]
fn crossing_borders_are_an_overlap() {
    let mut pack = sound();
    pack.communes[1].rings[0] = rect(0.8, 0.2, 2.0, 1.2);
    says(&pack.wrong("communes"), "overlap with 1.1.2: borders cross");
}

#[test]
fn a_commune_upon_another_is_an_overlap_though_no_borders_cross() {
    let mut pack = sound();
    pack.communes.push(unit("1.1.3", "1.1", vec![rect(0.2, 0.2, 0.6, 0.6)], 0.0));
    says(&pack.wrong("communes"), "communes 1.1.3 at");
    says(&pack.wrong("communes"), "lies upon another");
}

#[test]
fn an_overlap_between_two_borders_that_meet_in_a_point_is_found() {
    let mut pack = sound();
    let wedge = corners(&[[0.0, 0.0], [0.6, 0.3], [0.3, 0.6]]);
    pack.communes.push(unit("1.1.3", "1.1", vec![wedge], 0.0));
    says(&pack.wrong("communes"), "lies upon another");
}

#[test]
fn a_gap_above_a_hectare_is_an_error_and_a_smaller_one_is_counted() {
    let ring_of = |size: f64| {
        let mut pack = sound();
        let mut hole = rect(0.2, 0.2, 0.2 + size, 0.2 + size);
        hole.reverse();
        for unit in [&mut pack.communes[0], &mut pack.provinces[0], &mut pack.region[0]] {
            unit.rings.push(hole.clone());
        }
        pack
    };
    says(&ring_of(0.2).wrong("communes"), "a gap of 4.9");
    let small = ring_of(0.05).check();
    assert_eq!(small.errors(), 0, "{small}");
    says(&small.to_string(), "1 gaps (largest 0.3");
}

#[test]
fn a_vertex_on_a_neighbours_edge_is_an_error() {
    let mut pack = sound();
    pack.communes[1].rings[0] = rect(1.0, 0.0, 2.0, 1.0);
    let wrong = pack.wrong("communes");
    says(&wrong, "not shared to the vertex");
    says(&wrong, "at 0.010000, 0.005000");
}

#[test]
fn outlines_that_are_not_simple_or_turn_the_wrong_way_are_errors() {
    let wrong = |ring: Ring| {
        let mut pack = sound();
        pack.communes[1].rings = vec![ring];
        pack.wrong("communes")
    };
    let bow = corners(&[[1.0, 0.0], [2.0, 1.0], [2.0, 0.0], [1.0, 1.0], [1.0, 0.5]]);
    says(&wrong(bow), "crosses itself");
    let mut clockwise = rect(1.0, 0.0, 2.0, 1.0);
    clockwise.reverse();
    says(&wrong(clockwise), "runs clockwise");
    let repeated = corners(&[[1.0, 0.0], [2.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0], [1.0, 0.5]]);
    says(&wrong(repeated), "a point is repeated");
    let eight =
        corners(&[[1.0, 0.0], [1.5, 0.5], [2.0, 0.0], [2.0, 1.0], [1.5, 0.5], [1.0, 1.0], [1.0, 0.5]]);
    says(&wrong(eight), "touches itself");
    let mut open = rect(1.0, 0.0, 2.0, 1.0);
    open.pop();
    says(&wrong(open), "not closed");
    let mut precise = rect(1.0, 0.0, 2.0, 1.0);
    precise[1][0] += 0.000_000_05;
    says(&wrong(precise), "more than 7 decimals");
}

#[test]
fn holes_that_cut_a_polygon_apart_are_errors() {
    let mut pack = sound();
    let hole = corners(&[[0.0, 0.0], [0.5, 0.6], [1.0, 0.5], [0.5, 0.2]]);
    pack.communes[0].rings.push(hole);
    says(&pack.wrong("communes"), "cut its interior apart");
}

#[test]
fn codes_and_parents_must_agree() {
    let mut pack = sound();
    pack.communes[1].parent = "1.9";
    says(&pack.wrong("communes"), "the parent 1.9 is none of provinces");
    let mut pack = sound();
    pack.communes.swap(0, 1);
    says(&pack.wrong("communes"), "not sorted");
    let mut pack = sound();
    pack.communes[0].code = "1.1.2";
    says(&pack.wrong("communes"), "stands in communes already");
    let mut pack = sound();
    let far = rect(5.0, 0.0, 6.0, 1.0);
    pack.provinces.push(unit("1.2", "1", vec![far], 0.0));
    says(&pack.wrong("provinces"), "1.2: has no communes");
}

#[test]
fn people_must_add_up() {
    let mut pack = sound();
    pack.communes[0].people = 11.0;
    says(&pack.wrong("provinces"), "population_2024 is 30, but its communes sum to 31");
    pack.communes[0].people = 10.4;
    assert_eq!(pack.check().errors(), 0);
}

#[test]
fn a_province_must_be_the_union_of_its_communes() {
    let mut pack = sound();
    pack.provinces[0].rings[0] = rect(0.0, 0.0, 2.0, 1.5);
    says(&pack.wrong("provinces"), "is not the union of its communes");
}

#[test]
fn an_urban_centre_must_lie_in_its_commune() {
    let mut pack = sound();
    pack.centres[0].rings[0] = rect(0.8, 0.2, 1.5, 0.5);
    says(&pack.wrong("urban-centres"), "reaches out of its commune 1.1.2");
    let mut pack = sound();
    pack.centres[0].rings[0] = rect(1.0, 0.0, 1.4, 0.5);
    assert_eq!(pack.check().errors(), 0, "along the border is inside");
}

#[test]
fn an_island_is_listed_and_no_error() {
    let mut pack = sound();
    let island = rect(4.0, 0.0, 5.0, 1.0);
    pack.communes.push(unit("1.1.3", "1.1", vec![island], 0.0));
    let report = pack.check();
    let told = report.findings().find(|found| found.code == "1.1.3").unwrap();
    assert_eq!(told.severity, Severity::Warning, "{report}");
    says(&told.what, "is an island");
}

#[test]
fn files_that_are_missing_or_torn_are_findings() {
    let dir = tempfile::tempdir().unwrap();
    sound().write(dir.path());
    std::fs::remove_file(dir.path().join("map-regions.geojson.gz")).unwrap();
    let file = dir.path().join("provinces.geojson.gz");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let report = check(dir.path()).unwrap();
    assert!(report.findings().any(|found| found.layer == "map-regions"), "{report}");
    assert!(report.findings().any(|found| found.layer == "provinces"), "{report}");
    assert!(check(&dir.path().join("nowhere")).is_err());
}

/// A pack of one fixed and one mobile technology, with these targets.
fn with_technologies(targets: &str) -> String {
    let technologies = r#"
technologies = [
  { id = "5g", kind = "mobile", names = { en = "5G" }, tiers = ["7-1"], environments = ["outdoor"] },
  { id = "fibre", kind = "fixed", names = { en = "fibre" }, tiers = ["100-20"], environments = ["indoor"] },
]"#;
    META.replace("technologies = []", technologies.trim()) + targets
}

/// What is found wrong with the targets of such a pack.
fn target_faults(targets: &str) -> String {
    let meta: crate::country::CountryMeta = toml::from_str(&with_technologies(targets)).unwrap();
    let faults = meta.target_faults();
    faults.iter().map(|(id, what)| format!("{id}: {what}")).collect::<Vec<_>>().join("\n")
}

/// A sound target with some lines of its own.
fn target(id: &str, lines: &str) -> String {
    let mut text = format!("\n[[targets]]\nid = \"{id}\"\n");
    for (key, value) in [
        ("names", "{ en = \"A goal\" }"),
        ("technology", "\"5g\""),
        ("scope", "\"any\""),
        ("denominator", "\"population\""),
        ("date", "\"2030-12-31\""),
        ("announced", "\"2024-12-23\""),
        ("source", "\"the minister\""),
    ] {
        if !lines.lines().any(|line| line.starts_with(key)) {
            text.extend([key, " = ", value, "\n"]);
        }
    }
    text + lines
}

#[test]
fn targets_that_cannot_be_held_are_named() {
    assert_eq!(target_faults(&target("a", "share = 0.5")), "");
    for (lines, wanted) in [
        ("", "has neither share nor amount"),
        ("share = 0.5\namount = 3.0", "has both share and amount"),
        ("share = 0.0", "share is 0: expected above 0"),
        ("share = nan", "share is NaN: expected above 0"),
        ("amount = -1.0", "amount is -1: expected a number above 0"),
        ("amount = inf", "amount is inf: expected a number above 0"),
        ("share = 0.5\ntechnology = \"6g\"", "expected one of 5g, fibre"),
        ("share = 0.5\ntechnology = \"fibre\"", "expected households, which fibre is counted in"),
        ("share = 0.5\ndenominator = \"area\"", "expected population or households"),
        ("share = 0.5\nenvironment = \"indoor\"", "environment indoor is none of 5g's"),
        ("share = 0.5\nannounced = \"2030-12-31\"", "expected after it was announced on 2030-12-31"),
        ("share = 0.5\nsource = \" \"", "has no source"),
        ("share = 0.5\nnames = {}", "has no name"),
        ("share = 0.5\nsupersedes = \"b\"", "supersedes b, which is no target of the pack"),
        ("share = 0.5\nsupersedes = \"a\"", "supersedes itself"),
    ] {
        let found = target_faults(&target("a", lines));
        assert!(found.starts_with("a: ") && found.lines().count() == 1, "{found}");
        says(&found, wanted);
    }
}

#[test]
fn targets_replace_each_other_in_a_line() {
    let sound = |id: &str, lines: &str| target(id, &format!("share = 0.5\n{lines}"));
    assert_eq!(target_faults(&(sound("a", "") + &sound("b", "supersedes = \"a\""))), "");
    says(&target_faults(&(sound("a", "") + &sound("a", ""))), "a: the id stands twice");
    let late = sound("a", "announced = \"2025-01-01\"");
    let early = sound("b", "supersedes = \"a\"");
    says(&target_faults(&(late + &early)), "b: supersedes a, which was announced later, on 2025-01-01");
    let two = sound("a", "") + &sound("b", "supersedes = \"a\"") + &sound("c", "supersedes = \"a\"");
    says(&target_faults(&two), "c: supersedes a, which b supersedes already");
    let circle = sound("a", "supersedes = \"b\"") + &sound("b", "supersedes = \"a\"");
    says(&target_faults(&circle), "a: supersedes b in a circle");
}

#[test]
fn stages_of_one_path_count_the_same_and_never_ask_for_less() {
    let path = "\n[[target_paths]]\nid = \"p\"\nnames = { en = \"A promise\" }\n";
    let stage = |id: &str, lines: &str| target(id, &format!("path = \"p\"\n{lines}"));
    let first = stage("a", "share = 0.4\ndate = \"2026-12-31\"");
    assert_eq!(target_faults(&(first.clone() + &stage("b", "share = 0.8") + path)), "");
    says(&target_faults(&first), "a: is a stage of p, expected the id of one of the pack's [[target_paths]]");
    for (lines, wanted) in [
        ("share = 0.3", "b: asks for less than a, the stage of p before it"),
        ("share = 0.8\nscope = \"each\"", "b: is a stage of p as a is, expected the same technology"),
        ("share = 0.8\ntier = \"7-1\"", "b: is a stage of p as a is, expected the same technology"),
        ("share = 0.8\ndate = \"2026-12-31\"", "b: is due on 2026-12-31 as a is, expected stages of p"),
    ] {
        says(&target_faults(&(first.clone() + &stage("b", lines) + path)), wanted);
    }
    // A stage that was lowered takes the place of the one before it on the path.
    let lowered = stage("c", "share = 0.3\nsupersedes = \"a\"\ndate = \"2026-12-31\"");
    let text = first + &stage("b", "share = 0.8") + &lowered + path;
    assert_eq!(target_faults(&text), "");
    let meta: crate::country::CountryMeta = toml::from_str(&with_technologies(&text)).unwrap();
    let promises: Vec<Vec<&str>> = meta
        .promises()
        .into_iter()
        .map(|stages| stages.into_iter().map(|stage| stage.id.as_str()).collect())
        .collect();
    assert_eq!(promises, [vec!["a"], vec!["c", "b"]]);
}

#[test]
fn a_source_is_one_text_or_one_in_each_language() {
    let read = |source: &str| {
        let text = with_technologies(&target("a", &format!("share = 0.5\nsource = {source}")));
        let meta: crate::country::CountryMeta = toml::from_str(&text).unwrap();
        ["fr", "en"].map(|language| meta.targets[0].source.get(language, &meta.languages).to_owned())
    };
    assert_eq!(read("\"the minister\""), ["the minister", "the minister"]);
    assert_eq!(read("{ fr = \"le ministre\", en = \"the minister\" }"), ["le ministre", "the minister"]);
}
