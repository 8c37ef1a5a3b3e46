//! An instance: a data directory and a country pack, opened and wired, and what runs in the background.
//!
//! Owns the order in which rooms are opened and closed, and nothing of what they do. Every command that needs
//! more than the catalogue opens one here; a command adds what only it needs (a listener, probes, a bar).
//!
//! ```text
//! lock ─► lake ─► country ─► catalogue (is it the lake's own? is it as it was written?) ─► desk
//! stop: what runs in the background is told and waited for ─► desk takes no more ─► catalogue closes ─► lock
//! ```
//!
//! Invariants: nothing is written before the lock is held; the lock is held until everything else is closed.

mod tasks;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::catalogue::Catalogue;
use crate::country::{Country, PackError};
use crate::desk::{DataDir, Desk, DirectoryError, Spool, Tidied, Tidying};
use crate::domain::Actor;
use crate::intake::Limits;
use crate::lake::{Lake, LakeError};
pub use tasks::Tasks;

/// How long what runs in the background may take to end once it was told to.
pub const GRACE: Duration = Duration::from_mins(1);

/// What an instance is opened with.
pub struct Settings<'a> {
    /// The data directory.
    pub data_dir: &'a Path,
    /// The country pack.
    pub pack: &'a Path,
    /// Whether the pack's operators join the registry; a demonstration has its own.
    pub registers_operators: bool,
    /// How many filings are checked at a time.
    pub submissions_at_once: u32,
    /// Who takes a catalogue that is not the lake's own, if anyone does.
    pub accepted_by: Option<Actor>,
    /// Told of each step of opening the country.
    pub told: fn(&str),
}

impl<'a> Settings<'a> {
    /// What a command opens that does one thing and ends.
    pub fn of_a_command(data_dir: &'a Path, pack: &'a Path, told: fn(&str)) -> Self {
        Self { data_dir, pack, registers_operators: true, submissions_at_once: 1, accepted_by: None, told }
    }
}

/// Why an instance cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    /// Its data directory cannot be used.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// Its lake cannot be opened.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// The country pack cannot be read.
    #[error(transparent)]
    Country(#[from] PackError),
    /// A step fell over.
    #[error("opening the country pack {pack} fell over", pack = pack.display())]
    FellOver {
        /// The pack.
        pack: PathBuf,
        /// How.
        source: tokio::task::JoinError,
    },
}

impl InstanceError {
    /// Whether another process has the data directory.
    pub fn is_in_use(&self) -> bool {
        matches!(self, Self::Directory(DirectoryError::InUse { .. }))
    }
}

/// An open instance.
pub struct Instance {
    /// The country.
    pub country: Arc<Country>,
    /// The catalogue.
    pub catalogue: Catalogue,
    /// The lake.
    pub lake: Lake,
    /// The desk.
    pub desk: Desk,
    /// What runs in the background.
    pub tasks: Tasks,
    accepted_by: Option<Actor>,
    data_dir: DataDir,
}

impl Instance {
    /// Opens a data directory for this process alone, and the country it is of.
    ///
    /// # Errors
    /// When another process owns the directory, something in it cannot be read, or the catalogue is not the
    /// lake's own; nothing was changed then.
    pub async fn open(settings: Settings<'_>) -> Result<Self, InstanceError> {
        let Settings { data_dir, pack, registers_operators, submissions_at_once, accepted_by, told } =
            settings;
        let data_dir = DataDir::open(data_dir)?;
        let lake = data_dir.lake()?;
        let (pack, cache) = (pack.to_owned(), data_dir.cache());
        let reading = pack.clone();
        let country = tokio::task::spawn_blocking(move || Country::open(&reading, &cache, &told))
            .await
            .map_err(|source| InstanceError::FellOver { pack, source })??;
        let country = Arc::new(country);
        let operators = if registers_operators { country.meta.operators.as_slice() } else { &[] };
        let catalogue = match &accepted_by {
            Some(actor) => data_dir.accept_catalogue(operators, actor).await?,
            None => data_dir.catalogue(operators).await?,
        };
        let (limits, own) = (Limits::default(), Arc::clone(&country));
        let desk = Desk::new(own, catalogue.clone(), lake.clone(), limits, submissions_at_once);
        Ok(Self { country, catalogue, lake, desk, tasks: Tasks::default(), accepted_by, data_dir })
    }

    /// Where uploads wait to be checked.
    pub fn spool(&self) -> Spool {
        self.data_dir.spool()
    }

    /// Tidies the lake: what no row names goes to the trash, what lay there its days goes.
    ///
    /// # Errors
    /// When the catalogue cannot be read or written.
    pub async fn tidy(&self, trash_days: u16) -> Result<Tidied, InstanceError> {
        let how = Tidying { trash_days, accepted_by: self.accepted_by.clone() };
        Ok(self.data_dir.tidy(&self.catalogue, &self.lake, how).await?)
    }

    /// Ends what runs in the background, then closes the desk and the catalogue. What did not end in time is named.
    pub async fn close(self) -> Vec<&'static str> {
        let late = self.tasks.finish(GRACE).await;
        self.desk.close().await;
        self.catalogue.close().await;
        late
    }
}
