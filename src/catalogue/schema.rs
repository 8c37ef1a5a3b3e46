//! The schema's steps, and the refusal of steps nobody here knows.

use std::path::Path;
use std::sync::LazyLock;

use sqlx::SqlSafeStr;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::SqlitePool;

use super::CatalogueError;

/// A step by its number and name, its text compiled in.
macro_rules! steps {
    ($(($version:literal, $name:literal, $file:literal)),* $(,)?) => {
        vec![$(Migration::new(
            $version,
            $name.into(),
            MigrationType::Simple,
            include_str!(concat!("migrations/", $file)).into_sql_str(),
            false,
        )),*]
    };
}

/// The steps, named one by one: sqlx's macro, which would read the folder, brings a second `SQLite` for the compiler
/// to run, built at full optimisation in every first build. What it makes of the files is the same to the byte of
/// the checksums, which stand in catalogues that exist.
pub(super) static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    Migrator::with_migrations(steps![
        (1, "first", "0001_first.sql"),
        (2, "withdrawals", "0002_withdrawals.sql"),
        (3, "access", "0003_access.sql"),
        (5, "measurements", "0005_measurements.sql"),
        (6, "collectors", "0006_collectors.sql"),
        (7, "identity and clock", "0007_identity_and_clock.sql"),
        (8, "healings", "0008_healings.sql"),
        (9, "row format", "0009_row_format.sql"),
        (10, "senders", "0010_senders.sql"),
        (11, "events", "0011_events.sql"),
        (12, "places", "0012_places.sql"),
    ])
});

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
