//! What the tests share: the country, peers in other languages, temporary data folders.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use taghtia::country::Country;
use taghtia::domain::Level;

/// The checkout's own path of a file.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The pack of Morocco.
pub fn pack_dir() -> PathBuf {
    root("data/morocco")
}

/// Where the tests keep the pack's caches, between tests and runs.
pub fn cache_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")
}

/// Morocco, opened once for all tests of this process.
pub fn morocco() -> Arc<Country> {
    static COUNTRY: OnceLock<Arc<Country>> = OnceLock::new();
    let open = || Arc::new(Country::open(&pack_dir(), &cache_dir(), &|_| {}).expect("the pack opens"));
    Arc::clone(COUNTRY.get_or_init(open))
}

/// A level of Morocco's.
pub fn level(word: &str) -> Level {
    morocco().levels().find(word).expect("a level of the pack")
}

/// Runs an oracle in Python; `None`, with a line that says so, where `make test` has not set it up.
pub fn oracle(script: &str, args: &[&Path]) -> Option<()> {
    let Some(python) = std::env::var_os("TAGHTIA_TEST_PYTHON") else {
        assert!(std::env::var_os("CI").is_none(), "TAGHTIA_TEST_PYTHON must be set in CI");
        println!("skipped: {script} needs TAGHTIA_TEST_PYTHON (make test sets it)");
        return None;
    };
    let output =
        Command::new(python).arg(root("tests/oracle").join(script)).args(args).output().expect("python runs");
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

/// Deterministic numbers in 0..1 (xorshift64*).
pub struct Draw(pub u64);

impl Draw {
    pub fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() * n as f64) as usize).min(n - 1)
    }
}
