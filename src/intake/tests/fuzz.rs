//! Bytes that nobody meant: no panic, no long wait, and never an accepted filing without data.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

const GEOJSON: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"technology":"4g","mindown":5,"minup":1,"environment":"outdoor"},"geometry":{"type":"Polygon","coordinates":[[[-7.1,32.1],[-6.9,32.1],[-6.9,32.3],[-7.1,32.3],[-7.1,32.1]]]}}]}"#;
const PREMISES: &str = "provider_id,brand_name,longitude,latitude,technology,max_advertised_download_speed,max_advertised_upload_speed,low_latency,business_residential_code,status,units\niam,\"F, O\",-7.01,32.2,50,200,100,1,R,passed,12\n";

fn survives(bytes: &[u8]) {
    for filing in [mobile(), fibre(), super::routes::network()] {
        let begun = Instant::now();
        let (checked, _) = filing.check(bytes);
        assert!(begun.elapsed() < Duration::from_secs(2), "{bytes:?}");
        assert_eq!(checked.report.accepted, checked.data.is_some());
        assert_eq!(checked.report.accepted, checked.report.errors == 0);
    }
}

fn seeds() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(GEOJSON.as_bytes().to_vec()),
        Just(PREMISES.as_bytes().to_vec()),
        Just(super::mobile::rows(0..4).into_bytes()),
        Just(super::routes::SOUND.as_bytes().to_vec()),
    ]
}

/// Values that hardly any member may have.
const WRONG: [&str; 12] = [
    "null",
    "true",
    "-1",
    "1e308",
    "0.5",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "[1,2]",
    "[[1,2],[3,4,5],[\"x\"]]",
    "[{\"id\":{}},null,[{}]]",
];

/// Pointers to every value of a document.
fn pointers_of(value: &serde_json::Value, here: &mut String, all: &mut Vec<String>) {
    use serde_json::Value;
    all.push(here.clone());
    let length = here.len();
    let mut below = |step: &dyn std::fmt::Display, value: &Value| {
        let _ = write!(here, "/{step}");
        pointers_of(value, here, all);
        here.truncate(length);
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| below(&at, item)),
        Value::Object(members) => members.iter().for_each(|(name, member)| below(name, member)),
        _ => {}
    }
}

/// What to do to a file: replace, insert, delete or repeat bytes somewhere.
fn mutated(mut bytes: Vec<u8>, changes: &[(u8, prop::sample::Index, u8)]) -> Vec<u8> {
    const TOKENS: [&[u8]; 12] =
        [b"\"", b"[", b"]", b"{", b"}", b",", b"\n", b"null", b"1e99", b"\xff", b"NaN", b"\r"];
    for (what, place, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let at = place.index(bytes.len());
        match what % 5 {
            0 => bytes[at] = *byte,
            1 => {
                let token = TOKENS[usize::from(*byte) % TOKENS.len()];
                bytes.splice(at..at, token.iter().copied());
            }
            2 => drop(bytes.remove(at)),
            3 => bytes.truncate(at),
            _ => {
                let end = (at + usize::from(*byte)).min(bytes.len());
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        survives(&bytes);
    }

    #[test]
    fn random_bytes_after_an_archive_s_mark_are_survived(
        mark in prop::sample::select(vec![&b"\x1f\x8b\x08\0"[..], b"PK\x03\x04", b"PK\x05\x06", b"\xef\xbb\xbf{"]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        survives(&[mark, &bytes].concat());
    }

    #[test]
    fn mutated_files_are_survived(
        seed in seeds(),
        changes in prop::collection::vec((any::<u8>(), any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        survives(&mutated(seed, &changes));
    }

    #[test]
    fn networks_of_wrong_types_are_survived(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..WRONG.len()), 1..6),
    ) {
        let mut document: serde_json::Value = serde_json::from_str(super::routes::SOUND).expect("JSON");
        for (place, wrong) in changes {
            let mut pointers = Vec::new();
            pointers_of(&document, &mut String::new(), &mut pointers);
            let pointer = place.get(&pointers).clone();
            let wrong = serde_json::from_str(WRONG[wrong]).expect("JSON");
            *document.pointer_mut(&pointer).expect("a place") = wrong;
        }
        survives(document.to_string().as_bytes());
    }

    #[test]
    fn generated_cells_come_back(ordinals in prop::collection::btree_set(0u32..5000, 1..300)) {
        let cells = mobile().cells(super::mobile::rows(ordinals.iter().copied()));
        prop_assert_eq!(cells.iter().collect::<Vec<_>>(), ordinals.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn generated_premises_come_back(
        rows in prop::collection::vec((-7.19f64..-6.81, 32.01f64..32.39, 0u32..2000, 0u32..2000, 1u16..500), 1..60),
    ) {
        let mut text = PREMISES.lines().next().expect("a header").to_owned() + "\n";
        for (lon, lat, down, up, units) in &rows {
            writeln!(text, ",,{lon:.7},{lat:.7},fibre,{down},{up},1,X,connected,{units}").expect("written");
        }
        let (checked, premises) = fibre().check(text.as_bytes());
        prop_assert!(checked.report.accepted);
        prop_assert_eq!(premises.len(), rows.len());
        for (row, kept) in rows.iter().zip(&premises) {
            prop_assert_eq!((kept.down, kept.up, kept.units), (row.2, row.3, row.4));
            prop_assert_eq!(kept.lon_e7, (row.0 * 1e7).round() as i32);
            prop_assert_eq!(kept.lat_e7, (row.1 * 1e7).round() as i32);
        }
    }
}
