//! What was accepted, and who may bring it: operators, filings and their layers, withdrawals, lists of places, tokens
//! and the audit log, in one `SQLite` file.
//!
//! Owns the tables, the clock of `recorded` instants, the identity of filings and the rule of what is
//! *in force*. May know `domain` only. The catalogue decides what is in the lake: an object without a
//! row does not exist, however it came there.
//!
//! Invariants:
//! - `recorded` is strictly increasing over filings, withdrawals and lists of places together, whatever the wall clock
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
mod database;
mod error;
pub mod events;
mod filing;
pub mod filings;
pub mod healings;
mod id;
pub mod identity;
pub mod in_force;
mod marker;
pub mod measurements;
mod objects;
mod open;
mod operators;
pub mod places;
mod schema;
mod scopes;
pub mod sources;
mod state;
pub mod tokens;
mod withdrawals;

pub use audit::{AuditEntry, AuditPage, AuditRow};
pub use batches::{BatchCut, BatchPage, BatchRecord, BatchesOf, MeasurementsWithdrawn, RowsSent};
pub use clock::{ClockRepair, Correction, Corrections};
pub use collectors::{CollectedContent, CollectedFile, CollectorRecord, CollectorRun, EndedRun};
pub use database::{Catalogue, MAX_PAGE};
use database::{advance_generation, generation, recorded};
pub use error::CatalogueError;
pub use events::{ChainFault, Checked, EventKind, TableFault};
pub use filing::{FiledLayer, FilingRecord, Withdrawal};
pub use filings::{FilingPage, FilingQuery, Inserted, NewFiling};
pub use healings::{HealedBy, Healing};
pub use identity::Found;
pub use in_force::{InForce, WholesInForce, in_force, wholes_in_force};
pub use marker::Marker;
pub use measurements::{Aggregate, MeasuredObject, MeasuredState, NewBatch};
pub use places::{ImportedPlaces, NewPlaceList, PlaceListChange, PlaceListEvent, PlaceListRecord};
pub use sources::SourceRecord;
pub use state::{CatalogueState, ReadUntil};
pub use tokens::{NewToken, Recognised, Revocation, TokenRecord};
pub use withdrawals::Withdrawn;

#[cfg(test)]
mod tests;
