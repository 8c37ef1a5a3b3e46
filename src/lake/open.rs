//! The lake of a data directory: its folders, and where objects begin.

use std::path::Path;
use std::sync::Arc;

use object_store::{ObjectStore, local::LocalFileSystem};

use super::error::LakeError;
use super::key::{DAMAGED, OBJECTS, STAGING};
use super::staged::{self, Staged};
use super::verified::Verified;

/// The lake of one data directory; cheap to clone.
#[derive(Debug, Clone)]
pub struct Lake {
    pub(super) root: Arc<Path>,
    pub(super) store: Arc<dyn ObjectStore>,
    /// What this process compared with its name before.
    pub(super) verified: Arc<Verified>,
}

impl Lake {
    /// Opens a local lake, creating its folders.
    ///
    /// # Errors
    /// When the folders cannot be made or read.
    pub fn open(root: &Path) -> Result<Self, LakeError> {
        for folder in OBJECTS.into_iter().chain([DAMAGED, STAGING]) {
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
}
