//! Intake: from the bytes an operator sends to typed records and a report.
//!
//! Owns the formats ([`schemas`]), the rule catalogue ([`rules`]) and the [`Report`] of a check. Every
//! way in (command line, HTTP, collectors) ends here, so the same file always gets the same answer,
//! whether it is submitted or only checked.
//!
//! ```text
//! file ─ source ─┬─ table ──┬─ mobile ───────┐
//!        (unpack,│          └─ premises ─────┼─► layers of cells, premises, a network
//!         limit) └─ json ──┬─ geojson ───────┤          + findings ─► report
//!                          └─ routes (OFDS) ─┘
//! ```
//!
//! Lists of places ([`places`]) go the same way, and have a check of their own: they belong to no filing.
//!
//! May know `domain`, `country` and `coverage`. Knows nothing of storage, of HTTP or of async: a check
//! is one synchronous pass over a file.
//!
//! Invariants: memory stays bounded whatever the file's size, because rows and features are handled
//! one at a time, premises leave in batches through a [`PremisesSink`], a network is held whole but
//! bounded in values, and every limit of [`Limits`] is a finding, not a crash. A file with an error yields no data. No input makes intake panic.

mod check;
mod content;
mod crs;
mod error;
mod frame;
mod ground;
mod json;
mod kind;
mod limits;
pub mod measurements;
mod mobile;
mod pass;
pub mod places;
mod plain;
mod premises;
mod public_report;
pub mod report;
mod routes;
pub mod rules;
pub mod schemas;
mod sink;
mod source;
mod table;
#[cfg(test)]
mod tests;
pub mod wording;
mod words;

pub use check::{CheckRequest, Checked, Intake, Progress};
pub use error::IntakeError;
pub use kind::FilingData;
pub use limits::Limits;
pub use public_report::PublicReport;
pub use report::{Finding, ReferenceSummary, Report};
pub use rules::{Rule, Severity};
pub use sink::{Discard, Premises, PremisesBatch, PremisesSink};
