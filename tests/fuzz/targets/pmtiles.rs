#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    taghtia_fuzz::basemap(bytes);
});
