//! The names of objects, and the folders they lie in.
//!
//! Invariants: a key names nothing outside the lake; the hash in it is that of the content, and of an original, of the
//! file as it arrived.

use crate::domain::{ContentHash, InvalidWord};

pub(super) const ORIGINALS: &str = "originals";
pub(super) const FILINGS: &str = "filings";
pub(super) const MEASUREMENTS: &str = "measurements";
pub(super) const PLACES: &str = "places";
pub(super) const DAMAGED: &str = "damaged";
pub(super) const STAGING: &str = "staging";
pub(super) const TRASH: &str = "trash";
/// The folders of objects.
pub(super) const OBJECTS: [&str; 4] = [ORIGINALS, FILINGS, MEASUREMENTS, PLACES];

/// The name of an object in the lake.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    /// A name as the catalogue keeps it, checked: it can name nothing outside the lake.
    ///
    /// # Errors
    /// When it is no name that this program gives.
    pub fn new(text: &str) -> Result<Self, InvalidWord> {
        let known = text.split_once('/').is_some_and(|(folder, name)| {
            OBJECTS.contains(&folder)
                && name.len() >= 64
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.')
        });
        if known {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidWord::new(
                "lake key",
                text,
                "originals/HASH, filings/HASH, measurements/HASH or places/HASH",
            ))
        }
    }

    pub(super) fn original(hash: &ContentHash, compressed: bool) -> Self {
        Self(format!("{ORIGINALS}/{hash}{}", if compressed { ".zst" } else { "" }))
    }

    pub(super) fn filing(hash: &ContentHash) -> Self {
        Self(format!("{FILINGS}/{hash}.parquet"))
    }

    /// An object of measurements, or what stands beside one.
    pub(super) fn measurements(hash: &ContentHash, suffix: &str) -> Self {
        Self(format!("{MEASUREMENTS}/{hash}.{suffix}"))
    }

    /// The rows of a list of places.
    pub(super) fn places(hash: &ContentHash) -> Self {
        Self(format!("{PLACES}/{hash}.parquet"))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The hash in the name: of the content, and of an original, of the file as it arrived.
    pub(super) fn hash(&self) -> &str {
        self.0.split_once('/').and_then(|(_, name)| name.get(..64)).unwrap_or_default()
    }

    /// How we packed the object, judging by its name's end.
    pub(super) fn packing(&self) -> Packing {
        match self.0.rsplit_once('.') {
            Some((_, "zst")) => Packing::Zstd,
            Some((_, "gz")) => Packing::Gzip,
            _ => Packing::None,
        }
    }
}

/// How an original was packed by us.
pub(super) enum Packing {
    /// It arrived packed.
    None,
    /// By this program.
    Zstd,
    /// By this program before 0.2.
    Gzip,
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
