//! Fibre networks, end to end: beside the standard's own validator, beside GEOS and PROJ, and over HTTP.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use taghtia::country::RegionIndex;
use taghtia::domain::{FibreNetwork, FilingKind, LonLat, RoutePhase};
use taghtia::intake::{CheckRequest, Discard, FilingData, Intake, Limits, Report};
use taghtia::snapshot::{RouteMetres, Routes, measure};

use crate::service::{Service, TOKEN};
use crate::support::{self, Draw, level, morocco};

const SOUND: &str = include_str!("../fixtures/ofds/sound.json");

/// The real networks, where they are: they carry no licence and are never part of the project.
fn corpus() -> Vec<PathBuf> {
    let root =
        std::env::var_os("TAGHTIA_CORPUS").map_or_else(|| support::root("../shared/corpus"), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(root.join("ofds")) else {
        println!("skipped: no networks in {} (TAGHTIA_CORPUS)", root.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

fn check(bytes: &[u8]) -> (Report, Option<FibreNetwork>) {
    let country = morocco();
    let limits = Limits { findings: 1 << 20, findings_per_rule: 1 << 20, ..Limits::default() };
    let intake = Intake::new(&country, &country.meta.operators, limits);
    let request = CheckRequest {
        crs: None,
        kind: FilingKind::FibreNetwork,
        operator: Some("iam".parse().expect("an id")),
        as_of: Some("2026-01-31".parse().expect("a date")),
        today: "2026-07-01".parse().expect("a date"),
        file_name: None,
    };
    let mut file = tempfile::tempfile().expect("a file");
    std::io::Write::write_all(&mut file, bytes).expect("written");
    let checked = intake.check(&request, &file, &mut Discard, &mut |_| {}).expect("no fault of ours");
    let network = match checked.data {
        Some(FilingData::Network(network)) => Some(network),
        _ => None,
    };
    (checked.report, network)
}

/// A rule's name and a place, as both validators have them.
type Told = BTreeSet<(String, String)>;

fn told(report: &Report, wanted: impl Fn(&str) -> bool) -> Told {
    let findings = report.findings.iter().filter(|finding| wanted(finding.rule.id()));
    findings
        .map(|finding| {
            let rule = finding.rule.id().trim_start_matches("ofds.").to_owned();
            (rule, finding.place.pointer.clone().unwrap_or_default())
        })
        .collect()
}

/// Ours under the additional checks' official names.
fn our_official(report: &Report) -> Told {
    told(report, |rule| rule.starts_with("ofds.") && rule.contains('_') && rule != "ofds.additional_fields")
}

/// Ours of the structure, at the places where JSON Schema sees them.
fn our_structure(report: &Report) -> Told {
    let own =
        told(report, |rule| rule.starts_with("ofds.structure.") && rule != "ofds.structure.duplicate-member");
    let parent = |pointer: &str| pointer.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
    own.into_iter()
        .map(|(rule, pointer)| match rule.as_str() {
            // The schema points at the object, we at the member that is missing or should not be there.
            "structure.required" | "structure.unexpected-field" => (rule, parent(&pointer)),
            // The validator knows 0.4 only; we read 0.3 as what it is, and say so in that place.
            "structure.version" => ("structure.constant".to_owned(), pointer),
            _ => (rule, pointer),
        })
        .collect()
}

/// Theirs of the structure: geometry apart (told by the additional checks of both), and one to a place
/// where the type is wrong already.
fn their_structure(found: &Value) -> Told {
    let all: Vec<(&str, &str)> = found["structure"]
        .as_array()
        .unwrap_or_else(|| panic!("{found}"))
        .iter()
        .map(|error| (error[0].as_str().expect("text"), error[1].as_str().expect("text")))
        .collect();
    let is_geometry = |place: &str| {
        ["/location/type", "/route/type"].iter().any(|end| place.ends_with(end))
            || place.contains("/location/coordinates")
            || place.contains("/route/coordinates")
    };
    let twin = |place: &str, rule: &str| all.contains(&(rule, place));
    all.iter()
        .filter(|(rule, place)| {
            !(is_geometry(place)
                || *rule != "type" && twin(place, "type")
                || *rule == "minLength" && twin(place, "enum")
                || *rule == "minProperties" && twin(place, "required"))
        })
        .map(|(rule, place)| {
            let own = match *rule {
                "minLength" | "minItems" | "minProperties" => "empty",
                "enum" => "codelist",
                "const" => "constant",
                "pattern" => "link-relation",
                "uniqueItems" => "not-unique",
                "additionalProperties" => "unexpected-field",
                other => other,
            };
            (format!("structure.{own}"), (*place).to_owned())
        })
        .collect()
}

fn their_official(found: &Value) -> Told {
    let all = found["official"].as_array().unwrap_or_else(|| panic!("{found}"));
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    all.iter().map(|result| (text(&result[0]), text(&result[1]))).collect()
}

/// Fields outside the standard: (object, field). Theirs go on below such a field; ours stop there.
fn their_additional(found: &Value) -> BTreeSet<String> {
    let all: BTreeSet<String> = found["additional"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|field| format!("{}/{}", field[0].as_str().expect("text"), field[1].as_str().expect("text")))
        .collect();
    let below = |path: &String| all.iter().any(|other| path.starts_with(&format!("{other}/")));
    all.iter().filter(|path| !below(path)).cloned().collect()
}

fn our_additional(report: &Report) -> BTreeSet<String> {
    let field = |pointer: &str| {
        let steps = pointer.split('/').filter(|step| step.parse::<u32>().is_err());
        steps.collect::<Vec<_>>().join("/")
    };
    // What a reference must not hold is an additional field to them as well.
    let rules = ["ofds.additional_fields", "ofds.structure.unexpected-field"];
    told(report, |rule| rules.contains(&rule)).iter().map(|(_, place)| field(place)).collect()
}

fn libcoveofds(files: &[PathBuf]) -> Option<Vec<Value>> {
    let dir = tempfile::tempdir().expect("a folder");
    let answer = dir.path().join("answer.json");
    let args: Vec<&Path> =
        std::iter::once(answer.as_path()).chain(files.iter().map(PathBuf::as_path)).collect();
    support::oracle("ofds.py", &args)?;
    Some(serde_json::from_slice(&std::fs::read(&answer).expect("an answer")).expect("JSON"))
}

#[test]
fn real_networks_are_found_as_the_official_validator_finds_them() {
    let files = corpus();
    let Some(theirs) = (!files.is_empty()).then(|| libcoveofds(&files)).flatten() else { return };
    for (file, theirs) in files.iter().zip(&theirs) {
        let name = file.file_stem().expect("a name").to_string_lossy();
        let (report, network) = check(&std::fs::read(file).expect("read"));
        // All are taken in, though each lies outside the country and says so.
        assert!(report.accepted && network.is_some(), "{name}: {}", report.summary);
        assert!(report.findings.iter().any(|finding| finding.rule.id() == "ofds.outside-country"), "{name}");
        assert_eq!(our_structure(&report), their_structure(theirs), "{name}");
        assert_eq!(our_official(&report), their_official(theirs), "{name}");
        // A field of 0.3 is one of the standard's to us in a network of 0.3, and foreign to them.
        let old = |path: &String| !path.ends_with("/physicalInfrastructureProvider");
        let theirs = their_additional(theirs).into_iter().filter(old).collect::<BTreeSet<_>>();
        assert_eq!(our_additional(&report), theirs, "{name}");
    }
}

/// Networks broken in every way the additional checks know, and in many the structure knows.
fn broken() -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    let mut add = |name, change: &dyn Fn(&mut Value)| {
        let mut document: Value = serde_json::from_str(SOUND).expect("JSON");
        change(&mut document["networks"][0]);
        all.push((name, document));
    };
    let push = |list: &mut Value, item: Value| list.as_array_mut().expect("a list").push(item);
    let references =
        json!([{"id": "o1"}, {"id": "zz"}, {"id": "o2", "name": "x"}, {"id": "o1", "name": "x"}]);
    let phases = [json!({"id": "zz"}), json!({"id": "p1", "name": "x"}), json!({"id": "p2", "name": "x"})];
    add("sound", &|_| {});
    add("start", &|n| n["spans"][0]["start"] = json!("zz"));
    add("end", &|n| n["spans"][0]["end"] = json!("zz"));
    add("location type", &|n| n["nodes"][0]["location"]["type"] = json!("LineString"));
    add("location one number", &|n| n["nodes"][0]["location"]["coordinates"] = json!([1]));
    add("location texts", &|n| n["nodes"][0]["location"]["coordinates"] = json!(["1", "2"]));
    add("route type", &|n| n["spans"][0]["route"] = json!({"type": "Point", "coordinates": [1, 2]}));
    add("route one number", &|n| n["spans"][0]["route"]["coordinates"] = json!([[1, 2], [3]]));
    for phase in &phases {
        add("node phase", &|n| n["nodes"][0]["phase"] = phase.clone());
        add("span phase", &|n| n["spans"][0]["phase"] = phase.clone());
    }
    add("contract phases", &|n| n["contracts"][0]["relatedPhases"] = json!(phases));
    add("node organisations", &|n| n["nodes"][0]["networkProviders"] = references.clone());
    add("span organisations", &|n| n["spans"][0]["networkProviders"] = references.clone());
    add("span supplier", &|n| n["spans"][0]["supplier"] = json!({"id": "zz"}));
    add("phase organisations", &|n| n["phases"][0]["funders"] = references.clone());
    add("connection", &|n| {
        n["nodes"][0]["internationalConnections"] = json!([{"region": "x"}, {"country": "ES"}]);
    });
    add("unused node", &|n| push(&mut n["nodes"], json!({"id": "d"})));
    for list in ["nodes", "spans", "phases", "organisations", "contracts"] {
        add("twice", &|n| {
            let mut twin = n[list][0].clone();
            twin["description"] = json!("another");
            push(&mut n[list], twin);
        });
    }
    for rel in ["nodesAPI", "nodesFile", "spansAPI", "spansFile"] {
        add("external", &|n| {
            push(
                &mut n["links"],
                json!({"rel": format!("tag:opentelecomdata.net,2022:{rel}"), "href": "https://a.org/"}),
            );
            n["spans"][0]["start"] = json!("zz");
            push(&mut n["nodes"], json!({"id": "d"}));
        });
    }
    add("structure", &|n| {
        n["id"] = json!("ATLAS");
        n["website"] = json!("not an address");
        n["publicationDate"] = json!("2026-13-01");
        n["crs"] = json!({"name": "EPSG:4326"});
        n["accuracy"] = json!("good");
        n["name"] = json!("");
        n["publisher"] = json!({});
        n["links"][0]["rel"] = json!("self");
        push(&mut n["links"], json!({"rel": "describedby"}));
        n["organisations"][0]["country"] = json!("Morocco");
        n["organisations"][0]["roles"] = json!(["a", "a"]);
        n["phases"][0]["funders"] = json!([]);
        n["wayleaves"][0]["term"] = json!({"years": 1.5, "indefinite": 1});
        n["nodes"][0]["networkProviders"] = json!([{"id": "o1", "role": "x"}, {"name": "Org"}, 7]);
        n["nodes"][0]["type"] = json!("pop");
        n["nodes"][1]["accessPoint"] = json!("yes");
        n["nodes"][1]["location"]["crs"] = json!("x");
        n["spans"][0]["transmissionMedium"] = json!(["air"]);
        n["spans"][0]["fibreType"] = json!("G.999");
        n["spans"][0]["darkFibre"] = Value::Null;
        n["spans"][0]["capacity"] = json!("100");
        n["spans"][0]["colour"] = json!("red");
        n["contracts"][0]["value"] = json!({"currency": "XYZ"});
        n["contracts"][0]["documents"] = json!([{}]);
    });
    all
}

#[test]
fn broken_networks_are_found_as_the_official_validator_finds_them() {
    let dir = tempfile::tempdir().expect("a folder");
    let cases = broken();
    let files: Vec<PathBuf> = (0..cases.len()).map(|at| dir.path().join(format!("{at}.json"))).collect();
    for (file, (_, document)) in files.iter().zip(&cases) {
        std::fs::write(file, document.to_string()).expect("written");
    }
    let ours: Vec<Report> =
        cases.iter().map(|(_, document)| check(document.to_string().as_bytes()).0).collect();
    // Every official check is met by one of them at least, with or without the validator.
    let met: BTreeSet<String> = ours.iter().flat_map(our_official).map(|(rule, _)| rule).collect();
    assert_eq!(met.len(), 33, "{met:#?}");
    let Some(theirs) = libcoveofds(&files) else { return };
    for ((ours, theirs), (name, document)) in ours.iter().zip(&theirs).zip(&cases) {
        assert_eq!(our_official(ours), their_official(theirs), "{name}: {document}");
        assert_eq!(our_structure(ours), their_structure(theirs), "{name}: {document}");
        assert_eq!(our_additional(ours), their_additional(theirs), "{name}");
    }
}

/// Where libcoveofds 0.10.0 is wrong or silent, and we are not. If this fails they changed: good.
#[test]
fn where_the_official_validator_is_wrong_we_are_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, change: &dyn Fn(&mut Value)| {
        let mut document: Value = serde_json::from_str(SOUND).expect("JSON");
        change(&mut document["networks"][0]);
        let file = dir.path().join(name);
        std::fs::write(&file, document.to_string()).expect("written");
        (file, check(document.to_string().as_bytes()).0)
    };
    let (altitude, ours) =
        write("altitude.json", &|n| n["nodes"][0]["location"]["coordinates"] = json!([-7.1, 32.1, 400]));
    assert!(our_official(&ours).is_empty(), "an altitude is legal since 0.4");
    let (owners, ours) = write("owners.json", &|n| {
        n["nodes"][0]["transmissionMediumOwner"] = json!({"id": "zz"});
        n["spans"][0]["supportingInfrastructure"] = json!({"owner": {"id": "zz"}});
        n["spans"][0]["wayleaves"] = json!(["zz"]);
        let wayleaves = n["wayleaves"].as_array_mut().expect("a list");
        wayleaves.push(json!({"id": "w1", "yearSigned": 2020}));
    });
    let rules: Vec<&str> = ours.finding_counts.iter().map(|count| count.rule.id()).collect();
    let expected = [
        "ofds.node_organisation_reference_id_not_found",
        "ofds.span_organisation_reference_id_not_found",
        "ofds.reference-not-found",
        "ofds.duplicate-wayleave-id",
    ];
    assert_eq!(rules, expected);
    let Some(theirs) = libcoveofds(&[altitude, owners]) else { return };
    assert_eq!(their_official(&theirs[0]).len(), 1, "they demand two numbers");
    assert_eq!(their_official(&theirs[1]).len(), 0, "they check none of these");
}

/// Lines that wander over a box, most of them fibre, of every status.
fn wandering(west: f64, south: f64, east: f64, north: f64) -> Value {
    let mut draw = Draw(2030);
    let statuses =
        ["operational", "operational", "planned", "underConstruction", "inactive", "decommissioned"];
    let mut at = |from: f64, to: f64| from + draw.next() * (to - from);
    let nodes: Vec<[f64; 2]> = (0..60).map(|_| [at(west, east), at(south, north)]).collect();
    let mut draw = Draw(7);
    let spans: Vec<Value> = (0..90)
        .map(|number| {
            let (a, b) = (nodes[draw.below(60)], nodes[draw.below(60)]);
            let steps = 2 + draw.below(60);
            let route: Vec<[f64; 2]> = (0..=steps)
                .map(|step| {
                    let share = step as f64 / steps as f64;
                    let mut jitter = || if step == 0 || step == steps { 0.0 } else { (draw.next() - 0.5) * 0.1 };
                    [a[0] + (b[0] - a[0]) * share + jitter(), a[1] + (b[1] - a[1]) * share + jitter()]
                })
                .collect();
            json!({"id": format!("s{number}"), "status": statuses[number % statuses.len()],
                "transmissionMedium": if number % 11 == 3 { json!(["microwave"]) } else { json!(["fibre", "microwave"]) },
                "route": {"type": "LineString", "coordinates": route}})
        })
        .collect();
    json!({"networks": [{"id": "3f1d2c4e-9a57-4b8e-8a59-0d6c1a2b3c4d", "spans": spans,
        "links": [{"rel": "describedby", "href": "https://standard.ofds.info/en/0__4__0/network-schema.json"}]}]})
}

fn near(ours: f64, theirs: f64, what: &str) {
    let fits = (ours - theirs).abs() <= 0.001 * theirs.max(1.0);
    assert!(fits, "{what}: {ours} m against {theirs} m");
}

#[test]
fn kilometres_in_morocco_are_those_of_geos_and_proj() {
    let country = morocco();
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("network.json");
    // Over the country's borders and the sea too.
    std::fs::write(&file, wandering(-17.0, 21.5, -1.5, 35.8).to_string()).expect("written");
    let (report, network) = check(&std::fs::read(&file).expect("read"));
    let network = network.unwrap_or_else(|| panic!("{report:#?}"));
    let routes = Routes::of(network, &country);
    // The sums check: the country and the rest make up the whole.
    let (inside, outside) = (routes.within(country.tree.country()), routes.outside[0]);
    for standing in RoutePhase::ALL {
        let sum = inside.plus(outside).of(*standing);
        assert!((sum - routes.parts[0].of(*standing)).abs() < 1e-3, "{standing}");
        assert!(inside.of(*standing) > 1e6 && outside.of(*standing) > 1e5, "{standing}: a real test");
    }
    for level in [level("region"), level("province"), level("commune")] {
        let all = country.tree.level(level).map(|id| routes.within(id));
        let sum = all.fold(RouteMetres::default(), RouteMetres::plus);
        assert!((sum.operational - inside.operational).abs() < 1e-3, "{level:?}");
    }
    let answer = dir.path().join("answer.json");
    let communes = support::pack_dir().join("communes.geojson.gz");
    let Some(()) = support::oracle("route_km.py", &[&communes, &file, &answer]) else { return };
    let theirs: Value = serde_json::from_slice(&std::fs::read(&answer).expect("an answer")).expect("JSON");
    for (at, standing) in RoutePhase::ALL.iter().enumerate() {
        near(routes.parts[0].of(*standing), theirs["all"][at].as_f64().expect("metres"), "all");
        let mut sums: BTreeMap<_, f64> = BTreeMap::new();
        for (code, metres) in theirs["communes"].as_object().expect("communes") {
            for id in country.tree.path(country.tree.find(code).expect("a commune")) {
                *sums.entry(id).or_default() += metres[at].as_f64().expect("metres");
            }
        }
        let levels = [level("country"), level("region"), level("province"), level("commune")];
        for id in levels.iter().flat_map(|level| country.tree.level(*level)) {
            let theirs = sums.get(&id).copied().unwrap_or(0.0);
            near(routes.within(id).of(*standing), theirs, country.tree.get(id).code.as_str());
        }
    }
}

/// Squares of a quarter of a degree over the middle of a box, as outlines and as a file for the oracle.
fn squares(network: &FibreNetwork, file: &Path) -> RegionIndex {
    let all = || network.spans.iter().flat_map(|span| &span.route);
    let middle = |of: fn(&LonLat) -> f64| {
        let mut sorted: Vec<f64> = all().map(of).collect();
        sorted.sort_by(f64::total_cmp);
        (sorted[sorted.len() / 2] * 4.0).floor() / 4.0
    };
    let (x0, y0) = (middle(|at| at.lon) - 1.5, middle(|at| at.lat) - 1.5);
    let (mut outlines, mut features) = (Vec::new(), Vec::new());
    for at in 0..144 {
        let (x, y) = (x0 + f64::from(at % 12) * 0.25, y0 + f64::from(at / 12) * 0.25);
        let ring = [[x, y], [x + 0.25, y], [x + 0.25, y + 0.25], [x, y + 0.25], [x, y]];
        let ring_of_geo = geo::LineString::from(ring.map(|[x, y]| (x, y)).to_vec());
        outlines.push(geo::MultiPolygon(vec![geo::Polygon::new(ring_of_geo, Vec::new())]));
        features.push(json!({"type": "Feature", "properties": {"code": at.to_string()},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}));
    }
    std::fs::write(file, json!({"type": "FeatureCollection", "features": features}).to_string())
        .expect("written");
    RegionIndex::build(&outlines).expect("an index")
}

#[test]
fn kilometres_of_real_networks_are_those_of_geos_and_proj() {
    for file in corpus() {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let dir = tempfile::tempdir().expect("a folder");
        let (report, network) = check(&std::fs::read(&file).expect("read"));
        let network = network.expect("taken");
        let (outlines, answer) = (dir.path().join("squares.json"), dir.path().join("answer.json"));
        let index = squares(&network, &outlines);
        let Some(()) = support::oracle("route_km.py", &[&outlines, &file, &answer]) else { return };
        let theirs: Value =
            serde_json::from_slice(&std::fs::read(&answer).expect("an answer")).expect("JSON");
        let (mut squares, mut all) = ([0.0; 144], 0.0);
        for span in &network.spans {
            let measured = measure(span, &index);
            all += measured.metres;
            for (square, metres) in measured.pieces {
                if let Some(square) = square {
                    squares[square.index()] += metres;
                }
            }
        }
        near(all, theirs["all"][0].as_f64().expect("metres"), &name);
        assert!((report.about.networks[0].route_km - all / 1e3).abs() < 0.001 * all / 1e3, "{name}");
        let mut met = 0;
        for (at, ours) in squares.iter().enumerate() {
            let theirs = theirs["communes"][at.to_string()][0].as_f64().unwrap_or(0.0);
            met += u32::from(theirs > 1e3);
            near(*ours, theirs, &format!("{name}, square {at}"));
        }
        assert!(met >= 10, "{name}: only {met} squares hold routes");
        let count = |rule: &str| {
            let counts = report.finding_counts.iter().filter(|count| count.rule.id() == rule);
            counts.map(|count| count.count).sum::<u64>()
        };
        let ends = ["end-far", "end-off", "ends-swapped"].map(|rule| count(&format!("ofds.topology.{rule}")));
        let known: Vec<u64> = theirs["ends"]
            .as_array()
            .expect("counts")
            .iter()
            .map(|count| count.as_u64().expect("a count"))
            .collect();
        assert_eq!(ends.as_slice(), known, "{name}: ends far, ends off, swapped");
        println!(
            "{name}: {:.0} km, {} parts, {ends:?} ends far, off, swapped; {} without ends, {} detours, {} names twice",
            all / 1e3,
            report.about.networks[0].components,
            count("ofds.topology.without-ends"),
            count("ofds.topology.detour"),
            count("ofds.topology.node-name-twice"),
        );
    }
}

async fn filed(service: &Service, operator: &str, as_of: &str, document: &Value) -> Value {
    let address = format!("/api/v1/filings?kind=fibre-network&operator={operator}&as_of={as_of}");
    let answer = service.post(&address, Some(TOKEN), document.to_string()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    service.publisher.catch_up().await.expect("published");
    answer.json()
}

/// A service with the sound network of 2025, and a second one of 2026: a span built, another out of use.
pub async fn served() -> (Service, Value) {
    let service = Service::start().await;
    let first: Value = serde_json::from_str(SOUND).expect("JSON");
    filed(&service, "atlas", "2025-12-31", &first).await;
    filed(&service, "atlas", "2026-06-30", &second()).await;
    (service, first)
}

fn second() -> Value {
    let mut second: Value = serde_json::from_str(SOUND).expect("JSON");
    second["networks"][0]["spans"][1]["status"] = json!("operational");
    second["networks"][0]["spans"].as_array_mut().expect("spans").push(json!(
        {"id": "old", "start": "a", "end": "c", "status": "decommissioned",
         "route": {"type": "LineString", "coordinates": [[-7.1, 32.1], [-6.9, 32.1]]}}
    ));
    second
}

#[tokio::test]
async fn networks_are_filed_served_and_replaced() {
    let service = Service::start().await;
    let empty = service.json("/api/v1/networks/route-km?level=country").await;
    assert_eq!(empty["items"][0]["operational_km"], Value::Null, "nobody filed: not the same as 0");
    let first: Value = serde_json::from_str(SOUND).expect("JSON");
    let receipt = filed(&service, "atlas", "2025-12-31", &first).await;
    assert_eq!(
        (receipt["kind"].as_str(), receipt["layers"].as_array().map(Vec::len)),
        (Some("fibre-network"), Some(0))
    );
    let second = second();
    filed(&service, "atlas", "2026-06-30", &second).await;
    let address = "/api/v1/filings?kind=fibre-network&operator=atlas&as_of=2026-06-30";
    let again = service.post(address, Some(TOKEN), second.to_string()).await;
    assert_eq!(again.json()["state"], "unchanged");

    let list = service.json("/api/v1/networks?lang=en").await;
    let item = &list["items"][0];
    assert_eq!(
        (item["operator"].as_str(), item["nodes"].as_u64(), item["spans"].as_u64()),
        (Some("atlas"), Some(3), Some(3))
    );
    assert_eq!((item["components"].as_u64(), item["findings"]["warnings"].as_u64()), (Some(1), Some(0)));
    assert_eq!((list["synthetic"].as_bool(), list["as_of"].as_str()), (Some(true), Some("2026-06-30")));
    assert!(list["definition"]["sentence"].as_str().expect("a sentence").contains("30 June 2026"));
    assert_eq!(list["definition"]["operators_without_filing"], json!(["rif", "souss"]));
    let km = |body: &Value, name: &str| body["items"][0][name].as_f64().expect("kilometres");
    let now = service.json("/api/v1/networks/route-km?level=country").await;
    assert!(
        (km(&now, "operational_km") - item["route_km"]["operational"].as_f64().expect("km")).abs() < 1e-9
    );
    assert_eq!((km(&now, "planned_km"), item["outside_km"]["operational"].as_f64()), (0.0, Some(0.0)));
    let before = service.json("/api/v1/networks/route-km?level=country&as_of=2025-12-31").await;
    assert!((km(&before, "planned_km") - 22.177).abs() < 0.01, "{before}");
    assert!(
        (km(&before, "operational_km") + km(&before, "planned_km") - km(&now, "operational_km")).abs() < 1e-9
    );
    let provinces = service.json("/api/v1/networks/route-km?level=province").await;
    let sum: f64 = provinces["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["operational_km"].as_f64().expect("km"))
        .sum();
    assert!((sum - km(&now, "operational_km")).abs() < 1e-9);
}

#[tokio::test]
async fn spans_and_nodes_are_features() {
    let (service, first) = served().await;
    let spans = service.get("/api/v1/networks/spans").await;
    assert_eq!(spans.header(&header::CONTENT_TYPE), "application/geo+json");
    let tag = spans.header(&header::ETAG).to_owned();
    let same = service.get_with("/api/v1/networks/spans", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    let spans = spans.json();
    assert_eq!(
        (spans["type"].as_str(), spans["total"].as_u64()),
        (Some("FeatureCollection"), Some(2)),
        "out of use is left out"
    );
    let span = &spans["features"][0];
    assert_eq!(
        (span["id"].as_str(), span["properties"]["standing"].as_str()),
        (Some("ab"), Some("operational"))
    );
    assert_eq!(span["geometry"], first["networks"][0]["spans"][0]["route"]);
    assert_eq!(span["properties"]["ready_for_service_date"], "2019-05-01");
    let planned = service.json("/api/v1/networks/spans?status=planned&as_of=2025-12-31").await;
    assert_eq!((planned["total"].as_u64(), planned["features"][0]["id"].as_str()), (Some(1), Some("bc")));
    let page = service.json("/api/v1/networks/spans?limit=1").await;
    let next = page["next"].as_str().expect("another page");
    let page = service.json(&format!("/api/v1/networks/spans?limit=1&cursor={next}")).await;
    assert_eq!((page["features"][0]["id"].as_str(), page["next"].as_str()), (Some("bc"), None));
    let nodes = service.json("/api/v1/networks/nodes?operator=atlas").await;
    assert_eq!(
        (nodes["total"].as_u64(), &nodes["features"][0]["properties"]["type"]),
        (Some(3), &json!(["pop"]))
    );
    // Only what touches the territory: none of it lies in the first region of the list.
    let tree = &service.country.tree;
    let at = service.country.locate(LonLat { lon: -7.1, lat: 32.1 }).expect("a commune");
    let region = tree
        .path(tree.commune(at))
        .into_iter()
        .find(|id| tree.get(*id).level == level("region"))
        .expect("a region");
    for id in tree.level(level("region")) {
        let body = service.json(&format!("/api/v1/networks/nodes?within={}", tree.get(id).code)).await;
        assert_eq!(body["total"].as_u64() > Some(0), id == region, "{}", tree.get(id).code);
    }
    assert_eq!(service.json("/api/v1/networks?operator=rif").await["items"], json!([]));
}

#[tokio::test]
async fn networks_stand_in_tables_metrics_and_the_list_of_filings() {
    let (service, _) = served().await;
    let csv = service.get("/api/v1/networks/route-km?f=csv").await.text();
    assert!(csv.starts_with("code,level,name_fr,name_ar,parent,operational_km,planned_km,as_of"), "{csv}");
    assert_eq!(csv.lines().count(), 13);
    for (address, parameter) in [
        ("/api/v1/networks?operator=nobody", "operator"),
        ("/api/v1/networks/route-km?level=sector", "level"),
        ("/api/v1/networks/route-km?within=99.99", "within"),
        ("/api/v1/networks/spans?status=proposed", "status"),
        ("/api/v1/networks/spans?page=2", "page"),
        ("/api/v1/networks/nodes?limit=0", "limit"),
    ] {
        let answer = service.get(address).await;
        assert_eq!((answer.problem().0, answer.problem().2), (400, parameter.to_owned()), "{address}");
    }
    let states: Vec<Value> = service.json("/api/v1/filings?kind=fibre-network").await["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["state"].clone())
        .collect();
    assert_eq!(states, ["current", "history"]);
    let metrics = service.get("/metrics").await.text();
    for series in [
        "taghtia_network_spans{operator=\"atlas\"} 3",
        "taghtia_network_nodes{operator=\"atlas\"} 3",
        "level=\"country\",operator=\"atlas\",standing=\"operational\"}",
    ] {
        assert!(metrics.contains(series), "{series}");
    }
    assert_eq!(service.get("/api/v1/networks").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_broken_network_is_refused_with_its_places() {
    let service = Service::start().await;
    let mut document: Value = serde_json::from_str(SOUND).expect("JSON");
    document["networks"][0]["spans"][0]["route"]["coordinates"] = json!([[1, 2], "x"]);
    let answer = service.post("/api/v1/check?kind=fibre-network", None, document.to_string()).await;
    let report = answer.json();
    assert_eq!((answer.status, report["accepted"].as_bool()), (StatusCode::OK, Some(false)), "{report}");
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "ofds.span_route_coordinates_incorrect");
    assert_eq!(
        (finding["object"].as_str(), finding["pointer"].as_str()),
        (Some("ab"), Some("/networks/0/spans/0/route/coordinates"))
    );
}
