//! What this process compared with its name before, so that months are hashed once.

use std::collections::HashMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::sync::{Mutex, PoisonError};

use super::key::Key;

/// Objects remembered as compared; beyond it all are compared anew.
const MOST_REMEMBERED: usize = 1 << 16;

/// What the system says of a file: it changes when the file is written to or is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp([i128; 5]);

impl Stamp {
    pub(super) fn of(file: &Metadata) -> Self {
        let nanos = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self([
            i128::from(file.dev()),
            i128::from(file.ino()),
            i128::from(file.size()),
            nanos(file.mtime(), file.mtime_nsec()),
            nanos(file.ctime(), file.ctime_nsec()),
        ])
    }
}

/// What this process compared with its name.
#[derive(Debug, Default)]
pub(super) struct Verified(Mutex<HashMap<Key, Stamp>>);

impl Verified {
    pub(super) fn knows(&self, key: &Key, stamp: Stamp) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key) == Some(&stamp)
    }

    pub(super) fn remember(&self, key: &Key, stamp: Stamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(key.clone(), stamp);
    }

    pub(super) fn forget(&self, key: &Key) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}
