//! What the targets share: the country pack, opened once, a check of some bytes as a filing, and the gate of
//! measurements.

use std::io::Write;
use std::path::PathBuf;
use std::sync::LazyLock;

use taghtia::basemap::Basemap;
use taghtia::country::Country;
use taghtia::domain::{FilingKind, OperatorId, SourceId, TileId};
use taghtia::intake::measurements::{DeviceKey, Draft, Gate, SendScope, Sender};
use taghtia::intake::places::{PlacesRequest, check as check_places};
use taghtia::intake::{CheckRequest, Discard, Intake, Limits};

static COUNTRY: LazyLock<Country> = LazyLock::new(|| {
    let pack = std::env::var_os("TAGHTIA_PACK").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/morocco")),
        PathBuf::from,
    );
    let cache = std::env::temp_dir().join("taghtia-fuzz-cache");
    Country::open(&pack, &cache, &|_| {}).expect("the pack opens")
});

/// Opens the pack before the first input, whose time it would else be counted as.
pub fn ready() {
    LazyLock::force(&COUNTRY);
}

/// The country every target checks against.
pub fn country() -> &'static Country {
    &COUNTRY
}

/// Limits small enough that reaching them takes a fuzzer's inputs.
pub fn limits() -> Limits {
    Limits {
        bytes: 1 << 20,
        ratio: 50,
        ratio_grace: 1 << 16,
        row_bytes: 1 << 12,
        text_bytes: 1 << 10,
        layers: 4,
        features: 100,
        ring: 1000,
        feature: 2000,
        positions: 5000,
        outline_degrees: 50.0,
        comparisons: 1_000_000,
        duplicates: 100,
        errors: 50,
        findings: 20,
        findings_per_rule: 5,
        ..Limits::default()
    }
}

/// Checks bytes as a filing of an operator. Whatever they are, the check must end, and in a report.
pub fn check(kind: FilingKind, file_name: &str, bytes: &[u8]) {
    let mut file = tempfile::tempfile_in("/dev/shm").or_else(|_| tempfile::tempfile()).expect("a file");
    file.write_all(bytes).expect("written");
    let country = country();
    let request = CheckRequest {
        crs: None,
        kind,
        operator: OperatorId::new("iam").ok(),
        as_of: "2026-06-30".parse().ok(),
        today: "2026-11-23".parse().expect("a date"),
        file_name: Some(file_name.to_owned()),
    };
    let intake = Intake::new(country, &country.meta.operators, limits());
    let checked = intake.check(&request, &file, &mut Discard, &mut |_| {}).expect("only disks fail");
    assert!(checked.data.is_none() || checked.report.accepted, "data of a refused filing");
    assert_eq!(checked.report.accepted, checked.report.errors == 0);
    assert!(checked.report.findings.len() <= limits().findings, "findings are bounded");
}

/// Checks bytes as a list of places. Whatever they are, the check must end, and a place must lie in the country.
pub fn places(bytes: &[u8]) {
    let mut file = tempfile::tempfile_in("/dev/shm").or_else(|_| tempfile::tempfile()).expect("a file");
    file.write_all(bytes).expect("written");
    let request = PlacesRequest {
        as_of: "2026-06-30".parse().expect("a date"),
        today: "2026-11-23".parse().expect("a date"),
        file_name: None,
    };
    let limits = Limits { places: 100, ..limits() };
    let checked = check_places(country(), &limits, &request, file, &mut |_| {}).expect("only disks fail");
    assert_eq!(checked.places.is_some(), checked.report.errors == 0);
    assert!(checked.report.findings.len() <= limits.findings, "findings are bounded");
    for place in checked.places.iter().flatten() {
        assert!(country().locate(place.position()).is_some(), "a place that lies elsewhere");
    }
}

/// Opens bytes as a basemap, and asks for its first tiles and one far away. Whatever they are, that must end.
pub fn basemap(bytes: &[u8]) {
    let mut file = tempfile::NamedTempFile::new_in("/dev/shm")
        .or_else(|_| tempfile::NamedTempFile::new())
        .expect("a file");
    file.write_all(bytes).expect("written");
    let Ok(basemap) = Basemap::open(file.path()) else { return };
    let zooms = basemap.zooms();
    assert!(zooms[0] <= zooms[1], "zooms in their order");
    assert!(basemap.bounds().iter().all(|degrees| degrees.is_finite()));
    let near = (0..3u8).flat_map(|zoom| {
        let side = 1u32 << zoom;
        (0..side).flat_map(move |x| (0..side).map(move |y| (zoom, x, y)))
    });
    for (zoom, x, y) in near.chain([(14, 7813, 6562)]) {
        let Some(tile) = TileId::new(zoom, x, y) else { continue };
        if let Ok(Some(tile)) = basemap.tile(tile) {
            drop(tile.unpacked());
        }
    }
}

/// A gate as the desk has one.
pub fn gate() -> Gate<'static> {
    let country = country();
    let operators = country.meta.operators.iter().map(|operator| operator.id.clone()).collect();
    let source = SourceId::new("fuzz").expect("a source");
    let sender = Sender {
        source,
        namespace: None,
        scope: SendScope::default(),
        device_key: DeviceKey([7; 32]),
    };
    Gate::new(country, operators, sender, "2026-11-23T00:00:00Z".parse().expect("an instant"))
}

/// Checks a test. Whatever stands in it, what is let through can be counted.
pub fn pass(gate: &mut Gate<'_>, draft: &Draft<'_>) {
    let Ok(placed) = gate.check(draft) else { return };
    let bounds = [1e5, 1e5, 3.6e6, 1.0];
    assert!(placed.values.iter().any(|value| !value.is_nan()), "nothing was measured");
    for (value, most) in placed.values.iter().zip(bounds) {
        assert!(value.is_nan() || (0.0..=most).contains(value), "{value} was let through");
    }
    assert!(usize::from(placed.operator) < gate.operators().len());
    assert!(usize::from(placed.technology) < gate.technologies().len());
    assert!(placed.commune.index() < country().tree.communes());
}
