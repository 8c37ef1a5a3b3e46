//! Writing an object so that it is wholly there or not at all, and survives the loss of power.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::error::LakeError;
use super::key::Key;
use crate::domain::ContentHash;

/// How the names begin of files that are being written.
const PREFIX: &str = ".tmp";
/// An object that is there to stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub key: Key,
    /// What was there before.
    pub place: Place,
}

/// What an object found where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nothing.
    Free,
    /// Itself: it stayed.
    Same,
    /// Something that was not what its name says, and was moved aside.
    Damaged,
}

/// An object being written. Dropped before it is kept, it leaves nothing.
#[derive(Debug)]
pub struct Staged {
    file: BufWriter<NamedTempFile>,
    digest: Sha256,
}

impl Staged {
    pub(super) fn new(folder: &Path) -> Result<Self, LakeError> {
        let file = NamedTempFile::with_prefix_in(PREFIX, folder)
            .map_err(LakeError::io("create a file in", folder))?;
        Ok(Self { file: BufWriter::with_capacity(1 << 18, file), digest: Sha256::new() })
    }

    /// The hash of what was written so far.
    pub(super) fn hash(&self) -> Result<ContentHash, LakeError> {
        let text = hex::encode(self.digest.clone().finalize());
        ContentHash::new(&text).map_err(|problem| LakeError::damaged("a hash", problem))
    }

    /// Syncs the file, renames it into place, and syncs every folder from there up to the root.
    ///
    /// An object of that name is the same object, because names are hashes: it stays. Its folders are
    /// synced all the same, for whoever wrote it may have died before.
    pub(super) fn keep_as(self, root: &Path, key: &str) -> Result<(), LakeError> {
        let target = root.join(key);
        let file = self.file.into_inner().map_err(|error| LakeError::Io {
            doing: "write",
            path: target.clone(),
            source: error.into_error(),
        })?;
        if !target.exists() {
            file.as_file().sync_all().map_err(LakeError::io("sync", &target))?;
            file.persist(&target).map_err(|error| LakeError::Io {
                doing: "rename into place",
                path: target.clone(),
                source: error.error,
            })?;
        }
        for folder in target.ancestors().skip(1).take_while(|folder| folder.starts_with(root)) {
            sync_folder(folder)?;
        }
        Ok(())
    }
}

impl Write for Staged {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Makes the names in a folder last.
pub(super) fn sync_folder(folder: &Path) -> Result<(), LakeError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder).and_then(|open| open.sync_all()).map_err(LakeError::io("sync", folder))
}

/// Removes every file of a folder that was being written; returns how many. What is none of ours stays.
pub(super) fn empty_folder(folder: &Path) -> Result<usize, LakeError> {
    let mut removed = 0;
    for entry in std::fs::read_dir(folder).map_err(LakeError::io("list", folder))? {
        let entry = entry.map_err(LakeError::io("list", folder))?;
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_ours {
            std::fs::remove_file(entry.path()).map_err(LakeError::io("remove", &entry.path()))?;
            removed += 1;
        }
    }
    Ok(removed)
}
