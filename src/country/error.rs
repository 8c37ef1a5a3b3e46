//! Why a country pack cannot be read: which file, and what of it.

use std::path::{Path, PathBuf};

/// Why a country pack cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// A file cannot be read or written.
    #[error("cannot read or write {file}", file = file.display())]
    Io {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not what a pack needs.
    #[error("{file}: {what}", file = file.display())]
    Malformed {
        /// Which file.
        file: PathBuf,
        /// What is wrong, and what was expected.
        what: String,
    },
}

impl PackError {
    pub(crate) fn io(file: &Path, source: std::io::Error) -> Self {
        Self::Io { file: file.to_owned(), source }
    }
}
