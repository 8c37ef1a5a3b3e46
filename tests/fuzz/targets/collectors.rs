#![no_main]
libfuzzer_sys::fuzz_target!(|text: &str| {
    // Whatever a file says, reading it ends, in collectors or in faults that repeat no value.
    match taghtia::collect::Collectors::read("collectors.toml", text, std::path::Path::new("/nonexistent")) {
        Ok(collectors) => assert!(!collectors.all().is_empty()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
