//! The data directory: one process owns it, and everything that lasts is in it.
//!
//! Owns the lock, and the rule that a catalogue is opened only beside its own lake: every door opens it here.

mod belonging;
mod tidy;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::spool::Spool;
use crate::catalogue::{Catalogue, CatalogueError, Marker};
use crate::domain::{Actor, OperatorMeta};
use crate::lake::{self, Lake, LakeError};
pub use belonging::Mismatch;
use belonging::{mark_of, mismatch};
pub(super) use tidy::remove_replaced;
pub use tidy::{RefusedSweep, Tidied, Tidying};

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
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
    /// Another process owns it.
    #[error(
        "the data directory {path} is in use by {holder}: stop it, or talk to it over HTTP instead",
        path = path.display()
    )]
    InUse {
        /// The data directory.
        path: PathBuf,
        /// What the owner said of itself.
        holder: String,
    },
    /// The catalogue is not the lake's.
    #[error(
        "{path} and the lake beside it do not belong together: {mismatch}. Nothing was changed. Put the right \
         catalogue back (catalogue.sqlite, with the -wal file that belongs to it, or with neither -wal nor \
         -shm beside it). Or, to go on with this one: `taghtia serve --accept-catalogue` moves what it does \
         not name to lake/trash and deletes nothing",
        path = path.display()
    )]
    NotTheLakes {
        /// The catalogue's file.
        path: PathBuf,
        /// What is wrong.
        mismatch: Mismatch,
    },
    /// Its catalogue cannot be opened.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A step ended in a way it never should.
    #[error("the data directory cannot be tidied")]
    Broken(#[source] tokio::task::JoinError),
}

impl DirectoryError {
    fn io<'a>(doing: &'static str, path: &'a Path) -> impl FnOnce(std::io::Error) -> Self + use<'a> {
        move |source| Self::Io { doing, path: path.to_owned(), source }
    }
}

/// An owned data directory. The lock is held until this is dropped or the process ends, however it ends.
///
/// ```text
/// lock                 who owns it
/// catalogue.sqlite     what was accepted
/// lake/                originals and checked rows
/// lake/catalogue.json  which catalogue names them, and how far it had come
/// lake/trash/DATE/     what no row names, kept aside for some days
/// spool/               uploads under way; emptied at start
/// cache/               what can be built again
/// ```
#[derive(Debug)]
pub struct DataDir {
    root: PathBuf,
    opened: SystemTime,
    _lock: File,
}

impl DataDir {
    /// Creates what is missing, takes the lock, and removes uploads that a dead process left.
    ///
    /// # Errors
    /// When another process owns the directory, or it cannot be written.
    pub fn open(root: &Path) -> Result<Self, DirectoryError> {
        let started = std::time::Instant::now();
        loop {
            match Self::open_now(root) {
                // A visit of the command line is over in a moment.
                Err(DirectoryError::InUse { .. }) if started.elapsed() < VISIT_TIME => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                outcome => return outcome,
            }
        }
    }

    fn open_now(root: &Path) -> Result<Self, DirectoryError> {
        for folder in [root.to_owned(), root.join("lake"), root.join("spool"), root.join("cache")] {
            std::fs::create_dir_all(&folder).map_err(DirectoryError::io("create", &folder))?;
        }
        // The names of new folders must last as long as what will be in them.
        let parent = root.canonicalize().ok().and_then(|root| root.parent().map(Path::to_owned));
        for folder in parent.iter().map(PathBuf::as_path).chain([root]) {
            File::open(folder)
                .and_then(|open| open.sync_all())
                .map_err(DirectoryError::io("sync", folder))?;
        }
        let lock = take_lock(root)?;
        let owned = Self { root: root.to_owned(), opened: SystemTime::now(), _lock: lock };
        owned.sweep()?;
        Ok(owned)
    }

    fn sweep(&self) -> Result<(), DirectoryError> {
        let spool = self.root.join("spool");
        for entry in std::fs::read_dir(&spool).map_err(DirectoryError::io("list", &spool))? {
            let entry = entry.map_err(DirectoryError::io("list", &spool))?;
            let path = entry.path();
            let is_ours = Spool::is_upload(&path) && entry.file_type().is_ok_and(|kind| kind.is_file());
            if !is_ours {
                tracing::warn!(path = %path.display(), "desk.spool.stray: none of ours, left where it is");
                continue;
            }
            std::fs::remove_file(&path).map_err(DirectoryError::io("remove", &path))?;
            tracing::info!(path = %path.display(), "desk.spool.swept");
        }
        Ok(())
    }

    /// The directory itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Opens the catalogue, with the pack's operators unless it belongs to a demonstration.
    ///
    /// # Errors
    /// When it is not the lake's own, cannot be read or written, or was written by a newer program.
    pub async fn catalogue(&self, pack: &[OperatorMeta]) -> Result<Catalogue, DirectoryError> {
        let (file, lake) = (catalogue_file(&self.root), lake_folder(&self.root));
        let mark = mark_of(&lake);
        let found = Catalogue::look(&file, mark.as_ref()).await?;
        if let Some(mismatch) = mismatch(&lake, mark.as_ref(), &found) {
            return Err(DirectoryError::NotTheLakes { path: file, mismatch });
        }
        let catalogue = Catalogue::open(&file).await?.marked_by(marker(&lake)).await?;
        catalogue.seed_operators(pack).await?;
        Ok(catalogue)
    }

    /// The same, and a catalogue that is not the lake's own becomes it, which is written down.
    ///
    /// # Errors
    /// When it cannot be read or written, or was written by a newer program.
    pub async fn accept_catalogue(
        &self,
        pack: &[OperatorMeta],
        actor: &Actor,
    ) -> Result<Catalogue, DirectoryError> {
        let (file, lake) = (catalogue_file(&self.root), lake_folder(&self.root));
        let mark = mark_of(&lake);
        if let Some(mismatch) = mismatch(&lake, mark.as_ref(), &Catalogue::look(&file, mark.as_ref()).await?)
        {
            tracing::warn!(path = %file.display(), "desk.catalogue.accepted: {mismatch}");
            let catalogue = Catalogue::open(&file).await?;
            catalogue.accept(mark.as_ref(), actor).await?;
            catalogue.marked_by(marker(&lake)).await?.close().await;
        }
        self.catalogue(pack).await
    }

    /// Opens the lake, and removes what a dead process was writing in it.
    ///
    /// # Errors
    /// When its folders cannot be made, read or emptied.
    pub fn lake(&self) -> Result<Lake, LakeError> {
        let lake = Lake::open(&lake_folder(&self.root))?;
        let swept = lake.sweep()?;
        if swept > 0 {
            tracing::info!(files = swept, "desk.lake.swept");
        }
        Ok(lake)
    }

    /// The folder of what can be built again.
    pub fn cache(&self) -> PathBuf {
        self.root.join("cache")
    }

    /// Where uploads wait to be checked.
    pub fn spool(&self) -> Spool {
        Spool::in_folder(&self.root.join("spool"))
    }
}

/// A data directory's catalogue for a moment, whoever owns the directory.
///
/// Where nobody does, this is its owner and brings the schema up to date; where a server runs, the
/// catalogue is shared with it, as `SQLite` allows, and left as it is.
#[derive(Debug)]
pub struct Visit {
    /// The catalogue.
    pub catalogue: Catalogue,
    owned: Option<DataDir>,
}

/// How long a command may hold the lock for a moment's work.
const VISIT_TIME: Duration = Duration::from_secs(2);
/// How long a server that has just taken the lock may need to make its catalogue.
const PATIENCE: Duration = Duration::from_secs(10);

impl Visit {
    /// Whether no other process owns the directory.
    pub fn is_owner(&self) -> bool {
        self.owned.is_some()
    }

    /// Opens the catalogue; `pack` are the operators a new one starts with.
    ///
    /// # Errors
    /// When it cannot be read or written, or is of another program's schema.
    pub async fn open(root: &Path, pack: &[OperatorMeta]) -> Result<Self, DirectoryError> {
        match DataDir::open_now(root) {
            Ok(owned) => Ok(Self { catalogue: owned.catalogue(pack).await?, owned: Some(owned) }),
            Err(DirectoryError::InUse { .. }) => {
                let (file, lake) = (catalogue_file(root), lake_folder(root));
                let deadline = std::time::Instant::now() + PATIENCE;
                loop {
                    // Read before the catalogue, which is never behind it.
                    let mark = mark_of(&lake);
                    let error = match Catalogue::visit(&file).await {
                        Ok(catalogue) => {
                            let found = catalogue.found(mark.as_ref()).await?;
                            if let Some(mismatch) = mismatch(&lake, mark.as_ref(), &found) {
                                return Err(DirectoryError::NotTheLakes { path: file, mismatch });
                            }
                            let catalogue = catalogue.marked_by(marker(&lake)).await?;
                            return Ok(Self { catalogue, owned: None });
                        }
                        Err(error) => error,
                    };
                    let may_come = match &error {
                        CatalogueError::OtherSchema { found, known, .. } => found < known,
                        _ => !file.exists(),
                    };
                    if !may_come || std::time::Instant::now() > deadline {
                        return Err(error.into());
                    }
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
            Err(error) => Err(error),
        }
    }
}

fn catalogue_file(root: &Path) -> PathBuf {
    root.join("catalogue.sqlite")
}

fn lake_folder(root: &Path) -> PathBuf {
    root.join("lake")
}

fn marker(lake: &Path) -> Marker {
    let lake = lake.to_owned();
    Marker::new(move |mark| lake::mark::write(&lake, mark).map_err(std::io::Error::other))
}

fn take_lock(root: &Path) -> Result<File, DirectoryError> {
    let path = root.join("lock");
    let opening = || DirectoryError::io("open", &path);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(opening())?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // Whoever holds the lock may not have said yet who it is.
            let _ = file.take(200).read_to_string(&mut holder);
            let holder = if holder.is_empty() { "another process".to_owned() } else { holder };
            return Err(DirectoryError::InUse { path: root.to_owned(), holder });
        }
        Err(TryLockError::Error(source)) => return Err(DirectoryError::io("lock", &path)(source)),
    }
    let holder = format!("process {} since {:.0}", std::process::id(), crate::domain::clock::wall());
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| file.write_all(holder.as_bytes()))
        .map_err(DirectoryError::io("write", &path))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_owns_it() {
        let dir = tempfile::tempdir().expect("a directory");
        let root = dir.path().join("new/data");
        let owned = DataDir::open(&root).expect("opens");
        let refused = DataDir::open(&root).expect_err("is in use");
        let said = refused.to_string();
        assert!(said.contains(&format!("process {}", std::process::id())), "{said}");
        drop(owned);
        DataDir::open(&root).expect("opens again");
    }

    #[test]
    fn uploads_of_a_dead_process_are_removed() {
        let dir = tempfile::tempdir().expect("a directory");
        let owned = DataDir::open(dir.path()).expect("opens");
        let mut upload = owned.spool().begin().expect("begins");
        upload.write_all(b"half").expect("writes");
        // A killed process drops nothing.
        std::mem::forget(upload);
        drop(owned);
        let spool = DataDir::open(dir.path()).expect("opens").root().join("spool");
        assert_eq!(std::fs::read_dir(spool).expect("lists").count(), 0);
    }
}
