//! The file of the catalogue: its connections, its transactions, its count of changes.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use super::error::CatalogueError;
use super::marker::Marker;
use crate::domain::{Clock, Recorded};

/// How long a writer waits for another before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);
/// Readers never wait in WAL mode; a few connections are plenty.
const CONNECTIONS: u32 = 4;
/// The most rows a page of any list may hold.
pub const MAX_PAGE: usize = 1000;

/// The catalogue of one data directory; cheap to clone.
#[derive(Debug, Clone)]
pub struct Catalogue {
    pub(super) pool: SqlitePool,
    /// Tells this data directory from others; part of what filing ids are made of.
    pub(super) data_dir: Arc<str>,
    pub(super) clock: Clock,
    pub(super) marker: Option<Arc<Marker>>,
}

impl Catalogue {
    /// The same catalogue by another clock than the machine's.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Closes the file, after running transactions end; later calls fail.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// How many changes there have been; goes up with each.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn generation(&self) -> Result<u64, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading the generation"))?;
        generation(&mut tx).await
    }

    /// Begins a transaction that holds the write lock from its first statement, so that what it reads
    /// stays true until it commits.
    pub(super) async fn write(
        &self,
        doing: &'static str,
    ) -> Result<Transaction<'static, Sqlite>, CatalogueError> {
        self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(CatalogueError::database(doing))
    }
}

/// Opens the file.
pub(super) async fn connect(file: &Path, create: bool) -> Result<SqlitePool, CatalogueError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT);
    SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .connect_with(options)
        .await
        .map_err(CatalogueError::database("opening it"))
}

/// How many changes there have been.
pub(super) async fn generation(tx: &mut Transaction<'_, Sqlite>) -> Result<u64, CatalogueError> {
    let generation: i64 = sqlx::query_scalar("SELECT generation FROM meta")
        .fetch_one(&mut **tx)
        .await
        .map_err(CatalogueError::database("reading the generation"))?;
    Ok(generation as u64)
}

/// Counts a change.
pub(super) async fn advance_generation(tx: &mut Transaction<'_, Sqlite>) -> Result<(), CatalogueError> {
    sqlx::query("UPDATE meta SET generation = generation + 1")
        .execute(&mut **tx)
        .await
        .map(|_| ())
        .map_err(CatalogueError::database("counting a change"))
}

/// An instant as it is kept.
pub(super) fn recorded(micros: i64) -> Result<Recorded, CatalogueError> {
    Recorded::from_micros(micros)
        .ok_or_else(|| CatalogueError::corrupt(format_args!("an instant of {micros} microseconds")))
}
