//! Why the lake could not do what it was asked, and what that says of the object.

use std::io;
use std::path::{Path, PathBuf};

use super::key::Key;
use crate::domain::DamageCause;

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
    pub(super) fn io<'a>(
        doing: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(std::io::Error) -> Self + use<'a> {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }

    pub(super) fn parquet(
        what: impl std::fmt::Display,
    ) -> impl FnOnce(parquet::errors::ParquetError) -> Self {
        let what = what.to_string();
        move |source| Self::Parquet { what, source }
    }

    pub(super) fn damaged(what: impl std::fmt::Display, problem: impl std::fmt::Display) -> Self {
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
