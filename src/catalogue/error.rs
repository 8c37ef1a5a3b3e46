//! Why the catalogue could not answer.

use std::path::PathBuf;

use crate::domain::{OperatorId, OperatorMeta, Recorded, Role, TokenId};

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
    pub(super) fn database(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Database { doing, source }
    }

    pub(super) fn corrupt<T: std::fmt::Display>(what: T) -> Self {
        Self::Corrupt { what: what.to_string() }
    }
}
