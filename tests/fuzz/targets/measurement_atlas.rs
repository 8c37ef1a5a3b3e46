#![no_main]
use taghtia::domain::LonLat;
use taghtia::intake::measurements::atlas::{AtlasPlaces, PingResult, places};

libfuzzer_sys::fuzz_target!(init: taghtia_fuzz::ready(), |bytes: &[u8]| {
    let places = places(bytes).unwrap_or_else(|_| AtlasPlaces::new());
    let here = Some(LonLat { lon: -6.84, lat: 34.01 });
    let mut gate = taghtia_fuzz::gate();
    let lines = bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
    let array: Vec<PingResult> = serde_json::from_slice(bytes).unwrap_or_default();
    for result in array.into_iter().chain(lines) {
        if let Some(draft) = result.draft("iam", "fibre", &places, here) {
            taghtia_fuzz::pass(&mut gate, &draft);
        }
    }
});
