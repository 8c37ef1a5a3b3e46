#![no_main]
use taghtia::domain::LonLat;
use taghtia::intake::measurements::ndt7::Ndt7Result;

libfuzzer_sys::fuzz_target!(init: taghtia_fuzz::ready(), |bytes: &[u8]| {
    let Ok(result) = serde_json::from_slice::<Ndt7Result>(bytes) else { return };
    let here = Some(LonLat { lon: -6.84, lat: 34.01 });
    if let Some(draft) = result.draft("iam", "fibre", here) {
        taghtia_fuzz::pass(&mut taghtia_fuzz::gate(), &draft);
    }
});
