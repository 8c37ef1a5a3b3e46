//! The lake: what was filed, as it arrived and as checked rows, in immutable objects.
//!
//! Owns the objects, their names and their Parquet. May know `domain` only; whoever turns H3 indexes
//! into cells of a country hands in how. Reads go through [`object_store`], so that another store can
//! take the place of the local directory.
//!
//! ```text
//! originals/<sha-256>[.zst]      the file as it arrived; `.zst` (once `.gz`) where we compressed it
//! filings/<sha-256>.parquet      checked rows, named by the hash of the Parquet itself
//! measurements/<sha-256>.parquet one month of one source's tests; .tests2 beside it: their hashes
//! staging/                       what is being written; emptied at start
//! trash/<day>/                   objects that no row names, kept aside for a while
//! catalogue.json                 which catalogue names the objects, and how far it had come
//! ```
//!
//! Invariants:
//! - an object that exists is whole, and stays as it is for ever: it is written beside, synced, and
//!   renamed into place; its name is its content's hash, so writing it again is harmless;
//! - when a write returns, the object survives the loss of power. `object_store`'s local store does not
//!   sync what it puts, neither file nor folder, so local writes are done here;
//! - an object that no row of the catalogue names does not exist for anybody: a crash between the two
//!   leaves an orphan and no lie.

pub mod foreign;
pub mod mark;
pub mod measurements;
pub mod mobile;
pub mod network;
mod object;
pub mod premises;
mod staged;
pub mod tests_of;
mod trash;

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::{GetResultPayload, ObjectStore, ObjectStoreExt, local::LocalFileSystem};

use crate::domain::{ContentHash, InvalidWord, Layer, OperatorId};
pub use object::Object;
pub use staged::Staged;
pub use trash::{Stock, StoredObject};

const ORIGINALS: &str = "originals";
const FILINGS: &str = "filings";
const MEASUREMENTS: &str = "measurements";
const STAGING: &str = "staging";
const TRASH: &str = "trash";
/// The folders of objects.
const OBJECTS: [&str; 3] = [ORIGINALS, FILINGS, MEASUREMENTS];

/// Why the lake could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    /// A file or folder cannot be read or written.
    #[error("cannot {doing} {path}: {source}", path = path.display())]
    Io {
        /// What was attempted.
        doing: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store has no such object, or cannot read it.
    #[error("cannot read {key} in the lake: {source}")]
    Store {
        /// Which object.
        key: Key,
        /// What the store said.
        source: object_store::Error,
    },
    /// Parquet cannot be read or written.
    #[error("cannot read or write {what} as parquet: {source}")]
    Parquet {
        /// Which object.
        what: String,
        /// What the parser said.
        source: parquet::errors::ParquetError,
    },
    /// A column of a file of somebody else's is of a kind that is not read.
    #[error("{what}: column {column:?} {is}, which this program does not read: {expected}")]
    Column {
        /// Which file.
        what: String,
        /// Which column.
        column: String,
        /// Of which type, or how packed.
        is: String,
        /// What it should be.
        expected: &'static str,
    },
    /// An object is not what was written.
    #[error("{what} is damaged: {problem}")]
    Damaged {
        /// Which object.
        what: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl LakeError {
    fn io<'a>(doing: &'static str, path: &'a Path) -> impl FnOnce(std::io::Error) -> Self + use<'a> {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }

    fn parquet(what: impl std::fmt::Display) -> impl FnOnce(parquet::errors::ParquetError) -> Self {
        let what = what.to_string();
        move |source| Self::Parquet { what, source }
    }

    fn damaged(what: impl std::fmt::Display, problem: impl std::fmt::Display) -> Self {
        Self::Damaged { what: what.to_string(), problem: problem.to_string() }
    }
}

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
            Err(InvalidWord::new("lake key", text, "originals/HASH, filings/HASH or measurements/HASH"))
        }
    }

    fn original(hash: &ContentHash, compressed: bool) -> Self {
        Self(format!("{ORIGINALS}/{hash}{}", if compressed { ".zst" } else { "" }))
    }

    fn filing(hash: &ContentHash) -> Self {
        Self(format!("{FILINGS}/{hash}.parquet"))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How we packed the object, judging by its name's end.
    fn packing(&self) -> Packing {
        match self.0.rsplit_once('.') {
            Some((_, "zst")) => Packing::Zstd,
            Some((_, "gz")) => Packing::Gzip,
            _ => Packing::None,
        }
    }
}

/// How an original was packed by us.
enum Packing {
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

/// What every Parquet file of the lake says of itself, so that it is readable without the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Whose filing it is.
    pub operator: OperatorId,
    /// The digest of the pack it was checked against.
    pub pack_digest: String,
}

/// What was read, with what could not be placed.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<T> {
    /// What was read.
    pub content: T,
    /// Rows whose cell the country does not have: filed under another pack.
    pub unknown: u64,
}

/// A layer and how many rows it has.
pub type LayerRows = (Layer, u64);

/// An original that is written but not yet kept. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Original {
    key: Key,
    staged: Staged,
}

/// The lake of one data directory; cheap to clone.
#[derive(Debug, Clone)]
pub struct Lake {
    root: Arc<Path>,
    store: Arc<dyn ObjectStore>,
}

impl Lake {
    /// Opens a local lake, creating its folders.
    ///
    /// # Errors
    /// When the folders cannot be made or read.
    pub fn open(root: &Path) -> Result<Self, LakeError> {
        for folder in [ORIGINALS, FILINGS, MEASUREMENTS, STAGING] {
            let folder = root.join(folder);
            std::fs::create_dir_all(&folder).map_err(LakeError::io("create", &folder))?;
        }
        staged::sync_folder(root)?;
        if let Some(parent) = root.parent() {
            staged::sync_folder(parent)?;
        }
        let store = LocalFileSystem::new_with_prefix(root).map_err(|source| LakeError::Io {
            doing: "open",
            path: root.to_owned(),
            source: std::io::Error::other(source),
        })?;
        Ok(Self { root: root.into(), store: Arc::new(store) })
    }

    /// Removes what was being written when a process died; returns how many files.
    ///
    /// Only the owner of the data directory may, and only before it writes.
    ///
    /// # Errors
    /// When the staging folder cannot be read or emptied.
    pub fn sweep(&self) -> Result<usize, LakeError> {
        staged::empty_folder(&self.root.join(STAGING))
    }

    /// Begins an object.
    ///
    /// # Errors
    /// When no file can be made.
    pub fn stage(&self) -> Result<Staged, LakeError> {
        Staged::new(&self.root.join(STAGING))
    }

    /// Makes a written Parquet file an object, named by its hash; when this returns it is there to stay.
    ///
    /// # Errors
    /// When it cannot be synced or renamed.
    pub fn put_filing(&self, staged: Staged) -> Result<Key, LakeError> {
        let key = Key::filing(&staged.hash()?);
        staged.keep_as(&self.root, key.as_str())?;
        Ok(key)
    }

    /// Makes a written object of measurements last, named by its hash.
    ///
    /// # Errors
    /// When it cannot be synced or renamed.
    pub fn put_measurements(&self, staged: Staged) -> Result<Key, LakeError> {
        self.put_in(staged, "parquet")
    }

    /// Makes the tests of an object of measurements last, named by their hash.
    ///
    /// # Errors
    /// When they cannot be synced or renamed.
    pub fn put_tests(&self, staged: Staged) -> Result<Key, LakeError> {
        self.put_in(staged, tests_of::SUFFIX)
    }

    fn put_in(&self, staged: Staged, suffix: &str) -> Result<Key, LakeError> {
        let key = Key(format!("{MEASUREMENTS}/{}.{suffix}", staged.hash()?));
        staged.keep_as(&self.root, key.as_str())?;
        Ok(key)
    }

    /// Opens a local object at once: for threads that may block.
    ///
    /// # Errors
    /// When there is no such object.
    pub fn open_local(&self, key: &Key) -> Result<Object, LakeError> {
        let path = self.root.join(key.as_str());
        let file = File::open(&path).map_err(LakeError::io("open", &path))?;
        Ok(Object::from_file(key.clone(), file))
    }

    /// Stages a file as it arrived, compressed unless it came compressed.
    ///
    /// `hash` must be that of the file.
    ///
    /// # Errors
    /// When the file cannot be read or the object not be written.
    pub fn stage_original(&self, file: &Path, hash: &ContentHash) -> Result<Original, LakeError> {
        let mut source = File::open(file).map_err(LakeError::io("open", file))?;
        let compressed = arrives_compressed(&mut source).map_err(LakeError::io("read", file))?;
        let mut source = BufReader::with_capacity(1 << 18, source);
        let mut staged = self.stage()?;
        if compressed {
            std::io::copy(&mut source, &mut staged).map_err(LakeError::io("copy", file))?;
        } else {
            // Speed matters more than the last tenth of size: this runs while somebody waits.
            let mut encoder =
                zstd::Encoder::new(staged, 1).map_err(LakeError::io("begin to compress", file))?;
            std::io::copy(&mut source, &mut encoder).map_err(LakeError::io("compress", file))?;
            staged = encoder.finish().map_err(LakeError::io("compress", file))?;
        }
        Ok(Original { key: Key::original(hash, !compressed), staged })
    }

    /// Makes a staged original an object; when this returns it is there to stay.
    ///
    /// # Errors
    /// When it cannot be synced or renamed.
    pub fn keep_original(&self, original: Original) -> Result<Key, LakeError> {
        original.staged.keep_as(&self.root, original.key.as_str())?;
        Ok(original.key)
    }

    /// Opens an object.
    ///
    /// # Errors
    /// When there is no such object, or it cannot be read.
    pub async fn get(&self, key: &Key) -> Result<Object, LakeError> {
        let failed = |source| LakeError::Store { key: key.clone(), source };
        let found = self.store.get(&key.as_str().into()).await.map_err(failed)?;
        match found.payload {
            GetResultPayload::File(file, _) => Ok(Object::from_file(key.clone(), file)),
            GetResultPayload::Stream(_) => {
                Ok(Object::from_bytes(key.clone(), found.bytes().await.map_err(failed)?))
            }
        }
    }

    /// Opens an original: reads the bytes as they arrived.
    ///
    /// # Errors
    /// When there is no such object, or it cannot be read.
    pub async fn original(&self, key: &Key) -> Result<Box<dyn Read + Send>, LakeError> {
        let object = self.get(key).await?;
        let reader = object.reader()?;
        Ok(match key.packing() {
            Packing::None => Box::new(reader),
            Packing::Gzip => Box::new(flate2::read::GzDecoder::new(reader)),
            Packing::Zstd => {
                let decoder = zstd::Decoder::new(reader).map_err(|error| LakeError::damaged(key, error))?;
                Box::new(decoder)
            }
        })
    }
}

/// Whether a file begins as gzip, zstd or zip do. Leaves the file at its beginning.
fn arrives_compressed(file: &mut File) -> std::io::Result<bool> {
    const MAGIC: [&[u8]; 3] = [&[0x1f, 0x8b], &[0x28, 0xb5, 0x2f, 0xfd], b"PK"];
    let mut head = Vec::with_capacity(4);
    file.by_ref().take(4).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(MAGIC.iter().any(|magic| head.starts_with(magic)))
}

#[cfg(test)]
mod tests;
