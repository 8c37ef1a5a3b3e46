//! Uploads on their way in: on disk, so that memory does not grow with them, and hashed as they come.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};

use crate::domain::ContentHash;

/// How the names of uploads begin.
const PREFIX: &str = ".tmp";

/// Where uploads wait to be checked; cheap to clone.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: Arc<Path>,
}

impl Spool {
    /// A spool in a folder that exists.
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.into() }
    }

    /// Whether a file has the name of an upload.
    pub(super) fn is_upload(path: &Path) -> bool {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))
    }

    /// Begins an upload.
    ///
    /// # Errors
    /// When no file can be made.
    pub fn begin(&self) -> std::io::Result<Upload> {
        let file = BufWriter::with_capacity(1 << 18, NamedTempFile::with_prefix_in(PREFIX, &self.folder)?);
        Ok(Upload { file, digest: Sha256::new(), bytes: 0 })
    }

    /// Spools a copy of a file: it may change while it is checked, the copy does not.
    ///
    /// # Errors
    /// When the file cannot be read, or the copy not be written.
    pub fn copy(&self, file: &Path) -> std::io::Result<Spooled> {
        let mut upload = self.begin()?;
        std::io::copy(&mut File::open(file)?, &mut upload)?;
        upload.finish()
    }
}

/// An upload under way. Dropped before it is finished, it leaves nothing.
#[derive(Debug)]
pub struct Upload {
    file: BufWriter<NamedTempFile>,
    digest: Sha256,
    bytes: u64,
}

impl Upload {
    /// How many bytes have come.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Ends the upload.
    ///
    /// # Errors
    /// When the last bytes cannot be written.
    pub fn finish(self) -> std::io::Result<Spooled> {
        let path = self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?.into_temp_path();
        let hash = ContentHash::new(&hex::encode(self.digest.finalize())).map_err(std::io::Error::other)?;
        Ok(Spooled { path, hash, bytes: self.bytes })
    }
}

impl Write for Upload {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// A whole upload, on disk until it is dropped.
#[derive(Debug)]
pub struct Spooled {
    path: TempPath,
    hash: ContentHash,
    bytes: u64,
}

impl Spooled {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The hash of its bytes.
    pub fn hash(&self) -> &ContentHash {
        &self.hash
    }

    /// Its size.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn open(&self) -> std::io::Result<File> {
        File::open(&self.path)
    }
}
