#![no_main]
use taghtia::intake::measurements::batch::read;

libfuzzer_sys::fuzz_target!(init: taghtia_fuzz::ready(), |bytes: &[u8]| {
    let mut gate = taghtia_fuzz::gate();
    for lines in [false, true] {
        let Ok(batch) = read(bytes, lines, 1000) else { continue };
        assert!(batch.rows.len() <= 1000, "more rows than a batch may have");
        for sent in batch.rows.iter().flatten() {
            taghtia_fuzz::pass(&mut gate, &sent.draft());
        }
    }
});
