//! How a catalogue is opened, by its owner or by a visitor, and what is said of it as a whole.

use std::path::Path;

use sqlx::sqlite::SqlitePool;

use super::clock::last_recorded;
use super::database::{Catalogue, connect};
use super::error::CatalogueError;
use super::events::Happening;
use super::{events, id, measurements, schema};
use crate::domain::{Clock, Recorded};

impl Catalogue {
    /// Opens a catalogue, creating it or bringing its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be read or written, or was written by a newer program; a newer file is left
    /// as it is.
    pub async fn open(file: &Path) -> Result<Self, CatalogueError> {
        let pool = connect(file, true).await?;
        schema::migrate(&pool, file).await?;
        sqlx::query(
            "INSERT OR IGNORE INTO meta (id, data_dir, created, catalogue_id)
             VALUES (1, ?, ?, lower(hex(randomblob(16))))",
        )
        .bind(id::fresh_directory_id())
        .bind(crate::domain::clock::wall().as_microsecond())
        .execute(&pool)
        .await
        .map_err(CatalogueError::database("naming the data directory"))?;
        measurements::make_device_key(&pool).await?;
        if !events::is_moved(&pool).await? {
            let making = CatalogueError::database("making events of what was recorded before");
            events::move_in(pool.begin_with("BEGIN IMMEDIATE").await.map_err(making)?).await?;
        }
        Self::named(pool).await
    }

    /// Opens a catalogue that another process owns: its schema is left as it is, and must be this
    /// program's.
    ///
    /// # Errors
    /// When the file is not there, cannot be read, or is of another schema.
    pub async fn visit(file: &Path) -> Result<Self, CatalogueError> {
        let pool = connect(file, false).await?;
        let (found, known) = (schema::current(&pool).await?, schema::newest());
        // The owner has applied the last step, and has not come to its end yet.
        let found = if found == known && !events::is_moved(&pool).await? { known - 1 } else { found };
        if found != known {
            return Err(CatalogueError::OtherSchema { file: file.to_owned(), found, known });
        }
        Self::named(pool).await
    }

    async fn named(pool: SqlitePool) -> Result<Self, CatalogueError> {
        let data_dir: String = sqlx::query_scalar("SELECT data_dir FROM meta")
            .fetch_one(&pool)
            .await
            .map_err(CatalogueError::database("reading the data directory's name"))?;
        Ok(Self { pool, data_dir: data_dir.into(), clock: Clock::machine(), marker: None })
    }

    /// The last instant anything was recorded: the default of `known_at`.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn last_recorded(&self) -> Result<Option<Recorded>, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading the clock"))?;
        last_recorded(&mut tx).await
    }

    /// The seed of the demonstration that this data directory was made for, if it was.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn demo_seed(&self) -> Result<Option<u64>, CatalogueError> {
        let seed: Option<i64> = sqlx::query_scalar("SELECT demo_seed FROM meta")
            .fetch_one(&self.pool)
            .await
            .map_err(CatalogueError::database("reading the demonstration's seed"))?;
        Ok(seed.map(|seed| seed as u64))
    }

    /// Marks the data directory as a demonstration's: the pack's operators stay out of it from now on.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn mark_demo(&self, seed: u64) -> Result<(), CatalogueError> {
        let mut tx = self.write("marking a demonstration").await?;
        sqlx::query("UPDATE meta SET demo_seed = ?, generation = generation + 1")
            .bind(seed as i64)
            .execute(&mut *tx)
            .await
            .map_err(CatalogueError::database("marking a demonstration"))?;
        let detail = serde_json::json!({ "seed": seed.to_string() });
        self.happened(&mut tx, Happening::DemonstrationMarked, None, &detail).await?;
        self.commit(tx, "marking a demonstration").await
    }
}
