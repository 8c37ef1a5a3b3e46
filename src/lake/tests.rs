//! Objects that last, and Parquet that reads back.

use std::io::{Read, Write};
use std::path::Path;

use super::*;
use crate::domain::{
    CommuneId, ContentHash, DamageCause, Environment, Layer, Mbps, OperatorId, PremisesStatus, PremisesUse,
    SpeedFloor, TechnologyId, TerritoryCode,
};
use crate::lake::key::{DAMAGED, ORIGINALS, STAGING};
use crate::lake::premises::{CellUnits, PremisesRow, PremisesWriter};
use flate2::read::GzDecoder;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn layer(technology: &str, down: u32, environment: Environment) -> Layer {
    Layer {
        operator: OperatorId::new("one").expect("valid"),
        technology: TechnologyId::new(technology).expect("valid"),
        mindown: Mbps::from_kbit(down),
        minup: Mbps::from_kbit(50),
        environment,
    }
}

fn provenance() -> Provenance {
    Provenance { operator: OperatorId::new("one").expect("valid"), pack_digest: "d1".to_owned() }
}

fn hash(bytes: &[u8]) -> ContentHash {
    ContentHash::new(&hex::encode(Sha256::digest(bytes))).expect("valid")
}

fn object(bytes: Vec<u8>) -> Object {
    let key = Key::filing(&hash(&bytes));
    Object::from_bytes(key, bytes.into())
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("lists")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
        .collect();
    names.sort();
    names
}

/// Cells in ascending order, with long runs as coverage has them.
fn cells(count: u64, from: u64) -> Vec<u64> {
    (0..count).map(|at| 0x0890_0000_0003_ffff + ((from + at + at / 100 * 7) << 18)).collect()
}

/// The list that places are of.
const LIST: &str = "a list";

/// Cells with their places in a list that has one more before every hundredth of them.
fn placed(cells: &[u64]) -> impl Iterator<Item = (u32, u64)> + '_ {
    (0..).zip(cells).map(|(at, cell)| (at + at / 100, *cell))
}

#[tokio::test]
async fn layers_read_back_even_empty_ones() {
    let dir = tempfile::tempdir().expect("a directory");
    let lake = Lake::open(dir.path()).expect("opens");
    let written = vec![
        (layer("5g", 7000, Environment::Outdoor), cells(3, 9)),
        (layer("4g", 5000, Environment::Vehicle), Vec::new()),
        // More than a row group, so that reading crosses its border.
        (layer("4g", 5000, Environment::Outdoor), cells((1 << 20) + 12345, 0)),
    ];
    let sources = written.iter().map(|(layer, cells)| (layer.clone(), placed(cells)));
    let (staged, sizes) =
        mobile::write(lake.stage().expect("stages"), &provenance(), LIST, sources).expect("writes");
    assert_eq!(sizes.iter().map(|(_, rows)| *rows).collect::<Vec<_>>(), [(1 << 20) + 12345, 0, 3]);
    let key = lake.put_filing(staged).expect("keeps").key;
    assert!(files(&dir.path().join(STAGING)).is_empty());

    let stored = lake.get(&Key::new(key.as_str()).expect("a key")).await.expect("opens");
    let loaded = mobile::read(
        &FilingFile::open(stored).expect("a filing's"),
        |_| Vec::new(),
        |cells, cell| {
            cells.push(cell);
            cell != written[2].1[77]
        },
        |cells| cells,
    )
    .expect("reads");
    assert_eq!(loaded.unknown, 1);
    let mut expected = written.clone();
    expected.sort();
    assert_eq!(loaded.content, expected);
    let size = std::fs::metadata(dir.path().join(key.as_str())).expect("exists").len();
    assert!(size < 1 << 20, "{size} bytes for a million cells in runs");
}

#[test]
fn the_same_layers_make_the_same_object() {
    let bytes = |order: [usize; 2]| {
        let layers = [layer("4g", 5000, Environment::Outdoor), layer("5g", 7000, Environment::Outdoor)];
        let cells = order.map(|at| (layers[at].clone(), cells(1000, at as u64)));
        let sources = cells.iter().map(|(layer, cells)| (layer.clone(), placed(cells)));
        mobile::write(Vec::new(), &provenance(), LIST, sources).expect("writes").0
    };
    assert!(bytes([0, 1]) == bytes([1, 0]));
}

#[test]
fn runs_say_where_each_layer_is_in_its_list_and_in_no_other() {
    let written = [
        (layer("4g", 5000, Environment::Outdoor), cells(1050, 0)),
        (layer("4g", 5000, Environment::Vehicle), Vec::new()),
        (layer("5g", 7000, Environment::Outdoor), cells(3, 9)),
    ];
    let sources = written.iter().map(|(layer, cells)| (layer.clone(), placed(cells)));
    let (bytes, _) = mobile::write(Vec::new(), &provenance(), LIST, sources).expect("writes");
    let file = FilingFile::open(object(bytes.clone())).expect("a filing's");
    assert_eq!(mobile::runs(&file, "another list").expect("reads"), None);
    let found = mobile::runs(&file, LIST).expect("reads").expect("of that list");
    for ((layer, runs), (declared, cells)) in found.iter().zip(&written) {
        assert_eq!(layer, declared);
        assert!(runs.iter().cloned().flatten().eq(placed(cells).map(|(place, _)| place)));
    }
    assert_eq!(found.iter().map(|(_, runs)| runs.len()).collect::<Vec<_>>(), [11, 0, 1]);
    // Other readers find rows, and nothing else.
    let rows = mobile::read(
        &file,
        |_| 0,
        |count, _| {
            *count += 1;
            true
        },
        |count| count,
    )
    .expect("reads");
    assert!(rows.content.iter().map(|(_, count)| *count).eq([1050, 0, 3]));
    // Gaps and lengths: those of no layer are passed over where one of them is not that of its rows.
    let kept = [&[0, 100][..], &[1, 100].repeat(9), &[1, 50], &[0, 3]].concat();
    let begin = bytes.windows(kept.len()).position(|bytes| *bytes == *kept).expect("two bytes a run");
    let mut flawed = bytes;
    flawed[begin + 1] += 1;
    let file = FilingFile::open(object(flawed)).expect("a filing's");
    assert_eq!(mobile::runs(&file, LIST).expect("reads"), None);
}

#[test]
fn damaged_objects_are_refused() {
    let cells = cells(5000, 0);
    let sources = [(layer("4g", 5000, Environment::Outdoor), placed(&cells))];
    let (bytes, _) = mobile::write(Vec::new(), &provenance(), LIST, sources).expect("writes");
    let read = |bytes: Vec<u8>| {
        let file = FilingFile::open(object(bytes))?;
        mobile::read(&file, |_| (), |(), _| true, |()| ()).map(|loaded| loaded.unknown)
    };
    assert!(read(bytes.clone()).is_ok());
    for cut in [0, 3, bytes.len() / 2, bytes.len() - 1] {
        assert!(read(bytes[..cut].to_vec()).is_err(), "cut at {cut}");
    }
    let premises = premises::read(&object(bytes), |_| Some(0));
    assert!(matches!(premises, Err(LakeError::Damaged { .. })), "another kind");
}

#[derive(Debug, Clone)]
struct Drawn {
    technology: usize,
    down: u32,
    status: usize,
    serves: usize,
    units: u32,
    cell: u32,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (0usize..2, 1u32..3, 0usize..2, 0usize..3, 1u32..500, 0u32..40).prop_map(
        |(technology, down, status, serves, units, cell)| Drawn {
            technology,
            down,
            status,
            serves,
            units,
            cell,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn premises_sum_by_offer_and_cell(rows in proptest::collection::vec(drawn(), 0..400)) {
        let technologies = ["fibre", "dsl"].map(|id| TechnologyId::new(id).expect("valid"));
        let codes = ["01.1", "02.1"].map(|code| TerritoryCode::new(code).expect("valid"));
        let mut writer = PremisesWriter::new(Vec::new(), &codes).expect("begins");
        for row in &rows {
            writer.push(&PremisesRow {
                technology: &technologies[row.technology],
                speeds: SpeedFloor { down: Mbps::from_kbit(row.down), up: Mbps::from_kbit(1) },
                status: PremisesStatus::ALL[row.status],
                units: row.units,
                serves: PremisesUse::ALL[row.serves],
                low_latency: true,
                lon_e7: -76_000_000,
                lat_e7: 335_000_000,
                h3: u64::from(row.cell),
                commune: CommuneId(1),
            }).expect("takes");
        }
        let declared = [layer("fibre", 0, Environment::Indoor), layer("dsl", 0, Environment::Indoor)];
        let (bytes, layers) = writer.finish(&provenance(), &declared).expect("ends");
        prop_assert_eq!(layers.iter().map(|(_, rows)| *rows).sum::<u64>(), rows.len() as u64);

        // Cell 7 is not of this country; ordinals are cells plus one.
        let loaded = premises::read(&object(bytes), |h3| (h3 != 7).then_some(h3 as u32 + 1)).expect("reads");
        prop_assert_eq!(loaded.unknown as usize, rows.iter().filter(|row| row.cell == 7).count());
        prop_assert_eq!(loaded.content.layers, layers);
        let mut sums = std::collections::BTreeMap::new();
        for row in rows.iter().filter(|row| row.cell != 7) {
            let sum = sums.entry((row.technology, row.down, row.status, row.cell)).or_insert((0, 0));
            if row.serves == 1 { sum.1 += row.units } else { sum.0 += row.units }
        }
        let mut found = std::collections::BTreeMap::new();
        for offer in &loaded.content.offers {
            prop_assert!(offer.cells.is_sorted_by(|a, b| a.ordinal < b.ordinal));
            for CellUnits { ordinal, residential, business } in &offer.cells {
                let technology = technologies.iter().position(|id| *id == offer.technology).expect("known");
                let status = PremisesStatus::ALL.iter().position(|word| *word == offer.status).expect("known");
                let key = (technology, offer.speeds.down.kbit(), status, ordinal - 1);
                prop_assert!(found.insert(key, (*residential, *business)).is_none());
            }
        }
        prop_assert_eq!(found, sums);
    }
}

#[test]
fn premises_of_many_row_groups_read_back() {
    let fibre = TechnologyId::new("fibre").expect("valid");
    let code = TerritoryCode::new("01.1").expect("valid");
    let mut writer = PremisesWriter::new(Vec::new(), [&code]).expect("begins");
    let mut row = PremisesRow {
        technology: &fibre,
        speeds: SpeedFloor { down: Mbps::from_kbit(100_000), up: Mbps::from_kbit(20_000) },
        status: PremisesStatus::Passed,
        units: 2,
        serves: PremisesUse::Both,
        low_latency: true,
        lon_e7: 0,
        lat_e7: 0,
        h3: 0,
        commune: CommuneId(0),
    };
    for at in 0..300_000u64 {
        row.h3 = at % 1000;
        writer.push(&row).expect("takes");
    }
    row.commune = CommuneId(1);
    assert!(writer.push(&row).is_err(), "an unknown commune");
    let (bytes, _) = writer.finish(&provenance(), &[layer("fibre", 0, Environment::Indoor)]).expect("ends");
    let loaded = premises::read(&object(bytes), |h3| Some(h3 as u32)).expect("reads").content;
    assert_eq!(loaded.offers.len(), 1);
    assert_eq!(loaded.offers[0].cells.len(), 1000);
    assert!(loaded.offers[0].cells.iter().all(|cell| cell.residential == 600 && cell.business == 0));
}

#[tokio::test]
async fn originals_read_back_as_they_arrived() {
    let dir = tempfile::tempdir().expect("a directory");
    let lake = Lake::open(&dir.path().join("lake")).expect("opens");
    let text = "a,b\n1,2\n".repeat(10_000).into_bytes();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&text).expect("packs");
    let packed = packed.finish().expect("packs");
    for (bytes, ours) in [(text.clone(), true), (packed.clone(), false), (Vec::new(), true)] {
        let file = dir.path().join("upload");
        std::fs::write(&file, &bytes).expect("writes");
        let keep = || {
            let staged = lake.stage_original(&file, &hash(&bytes)).expect("stages");
            lake.keep_original(staged).expect("keeps").key
        };
        let key = keep();
        assert_eq!(key.as_str().rsplit_once('.').is_some_and(|(_, end)| end == "zst"), ours);
        assert_eq!(keep(), key, "again is harmless");
        let mut read = Vec::new();
        lake.original(&key).await.expect("opens").read_to_end(&mut read).expect("reads");
        assert!(read == bytes);
    }
    assert_eq!(files(&dir.path().join("lake").join(ORIGINALS)).len(), 3);
    // Version 0.1 packed with gzip: what it kept stays readable.
    let old = format!("{ORIGINALS}/{}.gz", hash(&text));
    std::fs::write(dir.path().join("lake").join(&old), &packed).expect("writes");
    let mut read = Vec::new();
    let old = lake.original(&Key::new(&old).expect("a key")).await.expect("opens");
    { old }.read_to_end(&mut read).expect("reads");
    assert!(read == text);
    let mut text_again = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut text_again).expect("unpacks");
    assert!(text_again == text);
}

#[test]
fn what_a_dead_process_was_writing_is_swept_and_what_it_kept_is_not() {
    let dir = tempfile::tempdir().expect("a directory");
    let lake = Lake::open(dir.path()).expect("opens");
    let mut kept = lake.stage().expect("stages");
    kept.write_all(b"whole").expect("writes");
    let key = lake.put_filing(kept).expect("keeps").key;
    let mut dropped = lake.stage().expect("stages");
    dropped.write_all(b"half").expect("writes");
    // A killed process drops nothing.
    std::mem::forget(dropped);
    let lake = Lake::open(dir.path()).expect("opens again");
    assert_eq!(lake.sweep().expect("sweeps"), 1);
    assert_eq!(lake.sweep().expect("sweeps"), 0);
    assert_eq!(std::fs::read(dir.path().join(key.as_str())).expect("reads"), b"whole");
}

#[tokio::test]
async fn keys_stay_in_the_lake() {
    let zeros = "0".repeat(64);
    for text in ["", "originals", "../catalogue.sqlite", "originals/../x", "staging/x", &zeros] {
        assert!(Key::new(text).is_err(), "{text}");
    }
    assert!(Key::new(&format!("originals/../{zeros}")).is_err());
    let dir = tempfile::tempdir().expect("a directory");
    let lake = Lake::open(dir.path()).expect("opens");
    let missing = lake.get(&Key::new(&format!("filings/{zeros}.parquet")).expect("a key")).await;
    assert!(matches!(missing, Err(LakeError::Store { .. })), "{missing:?}");
}

#[test]
fn networks_read_back_whole() {
    use crate::domain::{FibreNetwork, FibreNode, FibreSpan, LonLat, NetworkHead, RouteStatus};
    let at = |lon: f64, lat: f64| LonLat { lon, lat };
    let head = |id: &str| NetworkHead { id: id.to_owned(), warnings: 3, ..NetworkHead::default() };
    let node = |number: u32| FibreNode {
        network: number % 2,
        id: format!("n{number}"),
        name: number.is_multiple_of(3).then(|| "é".to_owned()),
        status: number.is_multiple_of(2).then_some(RouteStatus::UnderConstruction),
        location: (!number.is_multiple_of(5)).then(|| at(f64::from(number) / 1e5 - 7.0, 32.123_456_7)),
        kinds: vec!["pop".to_owned(); number as usize % 3],
        access_point: number.is_multiple_of(7).then_some(true),
        ..FibreNode::default()
    };
    let span = |number: u32| FibreSpan {
        id: format!("s{number}"),
        phase: Some("p".to_owned()),
        start: Some("n1".to_owned()),
        ready_for_service: Some(jiff::civil::date(1969 + (number % 60) as i16, 2, 28)),
        route: (0..number % 4 * 2).map(|step| at(f64::from(step) * 0.1, -1.5)).collect(),
        media: vec!["fibre".to_owned()],
        capacity: Some(0.1),
        fibre_count: number.is_multiple_of(2).then_some(96),
        ..FibreSpan::default()
    };
    // More than a row group of each, and a part without rows.
    let written = FibreNetwork {
        networks: vec![head("a"), head("b"), head("c")],
        nodes: (0..20_000).map(node).collect(),
        spans: (0..17_000).map(span).collect(),
    };
    let bytes = routes::write(Vec::new(), &provenance(), &written).expect("writes");
    assert_eq!(routes::read(&object(bytes.clone())).expect("reads"), written);
    let empty = routes::write(Vec::new(), &provenance(), &FibreNetwork::default()).expect("writes");
    assert_eq!(routes::read(&object(empty)).expect("reads"), FibreNetwork::default());
    assert!(routes::read(&object(bytes[..bytes.len() - 9].to_vec())).is_err());
}

#[tokio::test]
async fn an_object_that_is_not_what_its_name_says_is_not_opened() {
    let dir = tempfile::tempdir().expect("a directory");
    let lake = Lake::open(dir.path()).expect("opens");
    let put = |bytes: &[u8]| {
        let mut staged = lake.stage().expect("stages");
        staged.write_all(bytes).expect("writes");
        lake.put_filing(staged).expect("keeps")
    };
    let kept = put(b"whole");
    let (key, path) = (kept.key.clone(), dir.path().join(kept.key.as_str()));
    assert_eq!((kept.place, put(b"whole").place), (Place::Free, Place::Same));
    assert!(lake.get(&key).await.is_ok() && lake.open_local(&key).is_ok());
    let other = put(b"another's").key;

    std::fs::write(&path, b"whOle").expect("writes");
    for failed in [lake.get(&key).await, lake.get_local(&key), lake.open_local(&key)] {
        assert_eq!(failed.expect_err("is another").cause(), Some(DamageCause::Altered));
    }
    std::fs::copy(dir.path().join(other.as_str()), &path).expect("copies");
    assert_eq!(lake.get(&key).await.expect_err("is another's").cause(), Some(DamageCause::Altered));
    std::fs::write(&path, b"").expect("writes");
    assert_eq!(lake.get(&key).await.expect_err("is empty").cause(), Some(DamageCause::Altered));
    std::fs::remove_file(&path).expect("removes");
    for failed in [lake.get(&key).await, lake.get_local(&key), lake.open_local(&key)] {
        assert_eq!(failed.expect_err("is gone").cause(), Some(DamageCause::Missing));
    }
    std::fs::create_dir(&path).expect("creates");
    for failed in [lake.get(&key).await, lake.get_local(&key), lake.open_local(&key)] {
        assert_eq!(failed.expect_err("is a folder").cause(), Some(DamageCause::Unreadable));
    }
    // Written again, it takes the folder's place, which is kept aside.
    assert_eq!(put(b"whole").place, Place::Damaged);
    assert!(lake.get(&key).await.is_ok());
    assert_eq!(files(&dir.path().join(DAMAGED)).len(), 1);
}

#[tokio::test]
async fn a_packed_original_is_what_comes_out_of_it() {
    let dir = tempfile::tempdir().expect("a directory");
    let lake = Lake::open(&dir.path().join("lake")).expect("opens");
    let text = "a,b\n1,2\n".repeat(1000).into_bytes();
    let file = dir.path().join("upload");
    std::fs::write(&file, &text).expect("writes");
    let keep = || {
        let staged = lake.stage_original(&file, &hash(&text)).expect("stages");
        lake.keep_original(staged).expect("keeps")
    };
    let key = keep().key;
    let path = dir.path().join("lake").join(key.as_str());
    let sound = std::fs::read(&path).expect("reads");
    for at in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&path, &bytes).expect("writes");
        match lake.original(&key).await {
            Err(error) => assert_eq!(error.cause(), Some(DamageCause::Altered), "byte {at}: {error}"),
            Ok(mut original) => {
                let mut read = Vec::new();
                original.read_to_end(&mut read).expect("reads");
                assert!(read == text, "byte {at}: another file comes out");
            }
        }
    }
    assert_eq!(keep().place, Place::Damaged);
    assert_eq!(std::fs::read(&path).expect("reads"), sound);
}
