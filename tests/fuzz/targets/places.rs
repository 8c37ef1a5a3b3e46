#![no_main]
libfuzzer_sys::fuzz_target!(init: taghtia_fuzz::ready(), |bytes: &[u8]| {
    taghtia_fuzz::places(bytes);
});
