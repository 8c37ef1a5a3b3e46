//! The schema's steps, and the refusal of steps nobody here knows.

use std::path::Path;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::SqlitePool;

use super::CatalogueError;

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("src/catalogue/migrations");

/// The newest schema this program knows.
pub(super) fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Applies what is missing; each step is a transaction of its own.
pub(super) async fn migrate(pool: &SqlitePool, file: &Path) -> Result<(), CatalogueError> {
    let found = current(pool).await?;
    if found > newest() {
        return Err(CatalogueError::NewerSchema { file: file.to_owned(), found, known: newest() });
    }
    MIGRATIONS.run(pool).await.map_err(|source| match source {
        MigrateError::VersionMissing(found) => {
            CatalogueError::NewerSchema { file: file.to_owned(), found, known: newest() }
        }
        source => CatalogueError::Migration { file: file.to_owned(), source },
    })
}

/// The schema of a file, 0 when it is new.
pub(super) async fn current(pool: &SqlitePool) -> Result<i64, CatalogueError> {
    let reading = || CatalogueError::database("reading its schema version");
    let known: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
        .fetch_one(pool)
        .await
        .map_err(reading())?;
    if known == 0 {
        return Ok(0);
    }
    let version: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(pool)
        .await
        .map_err(reading())?;
    Ok(version.unwrap_or(0))
}
