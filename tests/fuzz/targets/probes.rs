#![no_main]
libfuzzer_sys::fuzz_target!(|text: &str| {
    // Whatever a file says, reading it ends, in checks or in faults that repeat no value.
    match taghtia::probe::Probes::read("probes.toml", text, std::path::Path::new("/nonexistent")) {
        Ok(probes) => assert!(!probes.checks.is_empty()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
