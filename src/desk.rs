//! The desk: accepts filings, whoever brings them.
//!
//! ```text
//! spooled upload ─► check ─┬─ refused: a report, and nothing stored
//!                          └─ original and rows to the lake ─► row to the catalogue ─► rebuild
//! ```
//!
//! Owns the order of these steps, how many run at once, and the data directory. May know everything
//! below it, but not who publishes: it only signals that there is news.
//!
//! Invariants:
//! - objects are in the lake, to stay, before the row that names them: a process killed anywhere leaves
//!   a filing that is wholly recorded or not at all, and at worst objects nobody names;
//! - a submission that has begun ends, even when the client who brought it is gone: asking again then
//!   returns its receipt;
//! - a file filed again puts back what of it was [damaged](care) in the lake.

pub mod care;
mod directory;
mod error;
mod filings;
mod found;
pub mod import;
pub mod measurements;
mod open;
pub mod places;
mod request;
mod row_writer;
mod spool;

pub use directory::{DataDir, DirectoryError, Mismatch, RefusedSweep, Tidied, Tidying, Visit};
pub use error::DeskError;
pub use open::Desk;
pub use request::{Outcome, Receipt, SubmitRequest, TrialRequest, Watcher};
pub use spool::{Spool, Spooled, Upload};

#[cfg(test)]
mod tests;
