//! What was accepted, and who may bring it: operators, filings and their layers, withdrawals, tokens and
//! the audit log, in one `SQLite` file.
//!
//! Owns the tables, the clock of `recorded` instants, the identity of filings and the rule of what is
//! *in force*. May know `domain` only. The catalogue decides what is in the lake: an object without a
//! row does not exist, however it came there.
//!
//! Invariants:
//! - `recorded` is strictly increasing over filings and withdrawals together, whatever the wall clock
//!   does, so that "what was known at" has one answer for ever ([`clock`]);
//! - a commit that changes what is published raises the generation, and its mark is written where the
//!   lake is, after the commit: never ahead of it ([`identity`]);
//! - a filing is never changed or deleted; a revision is a new filing, a withdrawal is a row;
//! - whatever is recorded is an event of one append-only sequence, in the same transaction; each event seals the
//!   one before, and the audit log is those that are somebody's act ([`events`]);
//! - a committed row survives the loss of power: WAL with `synchronous=FULL`.
//!
//! The schema lives in `catalogue/migrations/`, one file per step, embedded when this file is compiled:
//! touch it after adding one.

pub mod audit;
pub mod batches;
pub mod clock;
pub mod collectors;
pub mod events;
mod filing;
pub mod filings;
pub mod healings;
mod id;
pub mod identity;
pub mod in_force;
pub mod measurements;
mod objects;
mod operators;
mod schema;
mod scopes;
pub mod sources;
mod state;
pub mod tokens;
mod withdrawals;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Sqlite, Transaction};

use crate::domain::{Clock, OperatorId, OperatorMeta, Recorded, Role, TokenId};
pub use audit::{AuditEntry, AuditPage, AuditRow};
pub use batches::{BatchCut, BatchPage, BatchRecord, BatchesOf, MeasurementsWithdrawn, RowsSent};
use clock::last_recorded;
pub use clock::{ClockRepair, Correction, Corrections};
pub use collectors::{CollectedContent, CollectedFile, CollectorRecord, CollectorRun, EndedRun};
use events::Happening;
pub use events::{ChainFault, Checked, Event, EventKind, TableFault};
pub use filing::{FiledLayer, FilingRecord, Withdrawal};
pub use filings::{FilingPage, FilingQuery, Inserted, NewFiling};
pub use healings::{HealedBy, Healing};
pub use identity::{Found, Marker};
pub use in_force::{InForce, NetworksInForce, in_force, networks_in_force};
pub use measurements::{Aggregate, MeasuredObject, MeasuredState, NewBatch};
pub use sources::SourceRecord;
pub use state::{CatalogueState, ReadUntil};
pub use tokens::{NewToken, Recognised, Revocation, TokenRecord};
pub use withdrawals::Withdrawn;

/// How long a writer waits for another before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);
/// The most rows a page of any list may hold.
pub const MAX_PAGE: usize = 1000;
/// Readers never wait in WAL mode; a few connections are plenty.
const CONNECTIONS: u32 = 4;

/// Why the catalogue could not answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    /// `SQLite` failed.
    #[error("the catalogue failed while {doing}")]
    Database {
        /// What was attempted.
        doing: &'static str,
        /// What `SQLite` said.
        source: sqlx::Error,
    },
    /// A migration failed, or was changed after it had been applied.
    #[error("cannot bring the catalogue {file} up to date", file = file.display())]
    Migration {
        /// The catalogue's file.
        file: PathBuf,
        /// What went wrong.
        source: sqlx::migrate::MigrateError,
    },
    /// The file was written by a newer program.
    #[error(
        "the catalogue {file} has schema {found}, and this program knows schemas up to {known}: \
         use the newer program that wrote it, or another data directory",
        file = file.display()
    )]
    NewerSchema {
        /// The catalogue's file.
        file: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The file is in use by a program of another version.
    #[error(
        "the catalogue {file} has schema {found}, and this program's is {known}: \
         use the program that runs on it, or stop that first",
        file = file.display()
    )]
    OtherSchema {
        /// The catalogue's file.
        file: PathBuf,
        /// Its schema.
        found: i64,
        /// This program's.
        known: i64,
    },
    /// A row says what no program of ours writes.
    #[error("the catalogue holds {what}, which is not valid")]
    Corrupt {
        /// What was found, and where.
        what: String,
    },
    /// A filing names an operator that is not registered.
    #[error("operator {0} is not registered")]
    UnknownOperator(OperatorId),
    /// The registry is full.
    #[error("the registry would hold {found} operators: it holds at most {most}", most = OperatorMeta::MOST)]
    TooManyOperators {
        /// How many there would be.
        found: usize,
    },
    /// A token of role `operator` is one operator's, and no other is.
    #[error("a token of role {role} {}", if *.role == Role::Operator { "needs an operator" } else { "belongs to no operator" })]
    OperatorOfRole {
        /// The role asked for.
        role: Role,
    },
    /// A token of role `probe` may be bound to sources and so on, and no other.
    #[error(
        "a token of role {role} cannot be bound to sources, probes or places: only one of role probe can"
    )]
    ScopeOfRole {
        /// The role asked for.
        role: Role,
    },
    /// A token is to continue one that sends no measurements, or that is not there.
    #[error("there is no token {0} of role probe to continue: see taghtia token list")]
    NothingToContinue(TokenId),
    /// The machine's clock cannot be right.
    #[error(
        "this machine's clock says {present}, which cannot be: nothing is recorded until it is set \
         (between 2020 and 2199)"
    )]
    ImplausibleClock {
        /// What it says.
        present: Recorded,
    },
    /// The last recorded event lies in the future.
    #[error(
        "the last event of this catalogue is recorded at {last}, and this machine's clock says {present}: \
         nothing is recorded that would be known only from {last} on. If the machine's clock is wrong, set \
         it; if it is right, see what `taghtia clock repair` would correct, and correct it with --apply"
    )]
    ClockAhead {
        /// The last event's instant.
        last: Recorded,
        /// What the machine's clock says.
        present: Recorded,
    },
    /// The system gave no random bytes.
    #[error("the system has no randomness to make a secret of: {0}")]
    NoRandomness(String),
    /// A filing of coverage that declares no layer would change nothing.
    #[error("a filing must declare at least one layer")]
    NoLayers,
    /// A filing declares a layer of somebody else, or the same one twice.
    #[error("layer {layer} cannot be declared here: layers are the filing operator's own, each once")]
    ForeignLayer {
        /// The layer, in words.
        layer: String,
    },
}

impl CatalogueError {
    fn database(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Database { doing, source }
    }

    fn corrupt<T: std::fmt::Display>(what: T) -> Self {
        Self::Corrupt { what: what.to_string() }
    }
}

/// The catalogue of one data directory; cheap to clone.
#[derive(Debug, Clone)]
pub struct Catalogue {
    pool: SqlitePool,
    /// Tells this data directory from others; part of what filing ids are made of.
    data_dir: std::sync::Arc<str>,
    clock: Clock,
    marker: Option<std::sync::Arc<Marker>>,
}

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

    /// Begins a transaction that holds the write lock from its first statement, so that what it reads
    /// stays true until it commits.
    async fn write(&self, doing: &'static str) -> Result<Transaction<'static, Sqlite>, CatalogueError> {
        self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(CatalogueError::database(doing))
    }
}

async fn connect(file: &Path, create: bool) -> Result<SqlitePool, CatalogueError> {
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

async fn generation(tx: &mut Transaction<'_, Sqlite>) -> Result<u64, CatalogueError> {
    let generation: i64 = sqlx::query_scalar("SELECT generation FROM meta")
        .fetch_one(&mut **tx)
        .await
        .map_err(CatalogueError::database("reading the generation"))?;
    Ok(generation as u64)
}

async fn advance_generation(tx: &mut Transaction<'_, Sqlite>) -> Result<(), CatalogueError> {
    sqlx::query("UPDATE meta SET generation = generation + 1")
        .execute(&mut **tx)
        .await
        .map(|_| ())
        .map_err(CatalogueError::database("counting a change"))
}

fn recorded(micros: i64) -> Result<Recorded, CatalogueError> {
    Recorded::from_micros(micros)
        .ok_or_else(|| CatalogueError::corrupt(format_args!("an instant of {micros} microseconds")))
}

#[cfg(test)]
mod tests;
