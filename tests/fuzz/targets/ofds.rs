#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    taghtia_fuzz::check(taghtia::domain::FilingKind::FibreNetwork, "network.json", bytes);
});
