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
//! damaged/                       objects that were not what their names say, moved aside, never deleted
//! staging/                       what is being written; emptied at start
//! trash/<day>/                   objects that no row names, kept aside for a while
//! catalogue.json                 which catalogue names the objects, and how far it had come
//! ```
//!
//! Invariants:
//! - an object that exists is whole, and stays as it is for ever: it is written beside, synced, and
//!   renamed into place; its name is its content's hash, so writing it again is harmless;
//! - disks and people do not keep to that: whatever is opened is compared with its name (`verify`) before
//!   a byte of it is believed, through the very file that is then read;
//! - when a write returns, the object survives the loss of power. `object_store`'s local store does not
//!   sync what it puts, neither file nor folder, so local writes are done here;
//! - an object that no row of the catalogue names does not exist for anybody: a crash between the two
//!   leaves an orphan and no lie.

mod declared;
pub mod external_parquet;
pub mod mark;
pub mod measurements;
pub mod mobile;
mod object;
pub mod premises;
pub mod routes;
mod staged;
pub mod test_index;
mod trash;
mod verify;

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::{ObjectStore, local::LocalFileSystem};

use crate::domain::{ContentHash, DamageCause, InvalidWord, Layer, OperatorId};
pub use declared::{Declared, declared};
pub use object::Object;
pub use staged::{Kept, Place, Staged};
pub use trash::{Stock, StoredObject};

const ORIGINALS: &str = "originals";
const FILINGS: &str = "filings";
const MEASUREMENTS: &str = "measurements";
const DAMAGED: &str = "damaged";
const STAGING: &str = "staging";
const TRASH: &str = "trash";
/// The folders of objects.
const OBJECTS: [&str; 3] = [ORIGINALS, FILINGS, MEASUREMENTS];
/// Objects up to this size are read whole: what is then understood is what was compared with the name.
const READ_WHOLE: u64 = 16 << 20;

/// Why the lake could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    /// A file or folder cannot be read or written.
    #[error("cannot {doing} {path}", path = path.display())]
    Io {
        /// What was attempted.
        doing: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store has no such object, or cannot read it.
    #[error("cannot read {key} in the lake")]
    Store {
        /// Which object.
        key: Key,
        /// What the store said.
        source: object_store::Error,
    },
    /// Parquet cannot be read or written.
    #[error("cannot read or write {what} as parquet")]
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

    /// What is wrong with the object that could not be read; nothing where the system is only short of
    /// something for a moment (open files, memory) and the object may well be sound.
    pub fn cause(&self) -> Option<DamageCause> {
        let system = match self {
            Self::Io { source, .. } => Some(source),
            Self::Store { source, .. } => io_within(source),
            Self::Damaged { .. } | Self::Parquet { .. } | Self::Column { .. } => {
                return Some(DamageCause::Altered);
            }
        };
        match system {
            Some(error) if error.kind() == io::ErrorKind::NotFound => Some(DamageCause::Missing),
            Some(error) if is_passing(error) => None,
            _ if matches!(self, Self::Store { source: object_store::Error::NotFound { .. }, .. }) => {
                Some(DamageCause::Missing)
            }
            _ => Some(DamageCause::Unreadable),
        }
    }
}

/// What the system said, within an error of the store.
fn io_within<'e>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e io::Error> {
    let mut inner = Some(error);
    while let Some(error) = inner {
        if let Some(found) = error.downcast_ref::<io::Error>() {
            return Some(found);
        }
        inner = error.source();
    }
    None
}

/// Whether an error says nothing about the object: too many open files, no memory, an interruption.
fn is_passing(error: &io::Error) -> bool {
    const EINTR: i32 = 4;
    const EAGAIN: i32 = 11;
    const ENOMEM: i32 = 12;
    const ENFILE: i32 = 23;
    const EMFILE: i32 = 24;
    error.raw_os_error().is_some_and(|code| [EINTR, EAGAIN, ENOMEM, ENFILE, EMFILE].contains(&code))
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

    /// The hash in the name: of the content, and of an original, of the file as it arrived.
    fn hash(&self) -> &str {
        self.0.split_once('/').and_then(|(_, name)| name.get(..64)).unwrap_or_default()
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
    /// What this process compared with its name before.
    verified: Arc<verify::Verified>,
}

impl Lake {
    /// Opens a local lake, creating its folders.
    ///
    /// # Errors
    /// When the folders cannot be made or read.
    pub fn open(root: &Path) -> Result<Self, LakeError> {
        for folder in [ORIGINALS, FILINGS, MEASUREMENTS, DAMAGED, STAGING] {
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
        Ok(Self { root: root.into(), store: Arc::new(store), verified: Arc::default() })
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
    pub fn put_filing(&self, staged: Staged) -> Result<Kept, LakeError> {
        let key = Key::filing(&staged.hash()?);
        self.keep(staged, key)
    }

    /// Makes a staged file an object. One of that name stays, if it is what its name says; else it is
    /// moved aside, and the staged one takes its place.
    fn keep(&self, staged: Staged, key: Key) -> Result<Kept, LakeError> {
        let place = if self.root.join(key.as_str()).symlink_metadata().is_err() {
            Place::Free
        } else if let Err(error) = self.verify(&key, &mut |_| ()) {
            error.cause().ok_or(error)?;
            self.set_aside(&key)?;
            Place::Damaged
        } else {
            Place::Same
        };
        staged.keep_as(&self.root, key.as_str())?;
        Ok(Kept { key, place })
    }

    /// Moves an object that is not what its name says to `damaged/`, whatever it is: nothing is deleted.
    /// Returns whether there was anything.
    ///
    /// # Errors
    /// When it cannot be moved.
    pub fn set_aside(&self, key: &Key) -> Result<bool, LakeError> {
        let object = self.root.join(key.as_str());
        let name = format!("{}.{}", key.as_str().replace('/', "-"), jiff::Timestamp::now().as_microsecond());
        let aside = self.root.join(DAMAGED).join(name);
        match std::fs::rename(&object, &aside) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(LakeError::io("move aside", &object)(error)),
        }
        tracing::warn!(object = %key, to = %aside.display(), "lake.object.set_aside");
        staged::sync_folder(&self.root.join(DAMAGED))?;
        if let Some(folder) = object.parent() {
            staged::sync_folder(folder)?;
        }
        Ok(true)
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
        self.put_in(staged, test_index::SUFFIX)
    }

    fn put_in(&self, staged: Staged, suffix: &str) -> Result<Key, LakeError> {
        let key = Key(format!("{MEASUREMENTS}/{}.{suffix}", staged.hash()?));
        Ok(self.keep(staged, key)?.key)
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
    pub fn keep_original(&self, original: Original) -> Result<Kept, LakeError> {
        self.keep(original.staged, original.key)
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
