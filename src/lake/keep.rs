//! How what is written becomes an object: under its name, whole, to stay.
//!
//! Invariants: an object that is what its name says is never replaced; one that is not is moved aside, never deleted.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use super::error::LakeError;
use super::key::{DAMAGED, Key};
use super::open::Lake;
use super::staged::{self, Kept, Place, Staged};
use super::test_index;
use crate::domain::ContentHash;

/// An original that is written but not yet kept. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Original {
    key: Key,
    staged: Staged,
}

impl Lake {
    /// Makes a written Parquet file an object, named by its hash; when this returns it is there to stay.
    ///
    /// # Errors
    /// When it cannot be synced or renamed.
    pub fn put_filing(&self, staged: Staged) -> Result<Kept, LakeError> {
        let key = Key::filing(&staged.hash()?);
        self.keep(staged, key)
    }

    /// Makes the written rows of a list of places an object, named by its hash; when this returns it is there to stay.
    ///
    /// # Errors
    /// When it cannot be synced or renamed.
    pub fn put_places(&self, staged: Staged) -> Result<Kept, LakeError> {
        let key = Key::places(&staged.hash()?);
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
        let key = Key::measurements(&staged.hash()?, suffix);
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
