//! Why the desk does not accept what it is brought.
//!
//! Owns the error and nothing else; what is below the desk says its own part within it.

use crate::catalogue::CatalogueError;
use crate::domain::SourceId;
use crate::intake::{IntakeError, Report};
use crate::lake::LakeError;

/// Why the desk did not accept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// The filing has errors; nothing was stored.
    #[error("the filing is refused: {}", .0.summary)]
    Refused(Box<Report>),
    /// The process is about to end and takes no more work.
    #[error("the desk is closed: the server is stopping, try again in a moment")]
    Closed,
    /// The source takes no more measurements.
    #[error("source {0} is retired and takes no more: `taghtia measurements source add {0}` puts it back")]
    RetiredSource(SourceId),
    /// By what the tests of a month are known again is damaged: taking more could count some twice.
    #[error(
        "the list by which tests of {of} of {month} are known again is damaged, so none of them can be told from \
         tests that came before; nothing of this batch was kept. Put the file back that the server's log names \
         as damaged, or withdraw the batches of that month; then send this batch again"
    )]
    MonthDamaged {
        /// Whose tests.
        of: SourceId,
        /// Of when.
        month: crate::domain::Month,
    },
    /// The token may send no more rows for now.
    #[error("a token may send {most} rows in 24 hours, and this one sent {}", .sent.rows)]
    OverQuota {
        /// What it sent.
        sent: crate::catalogue::RowsSent,
        /// What it may send.
        most: u64,
    },
    /// The upload, or where its rows go, cannot be read or written.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The lake failed.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// The catalogue failed.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A step ended in a way it never should.
    #[error("the desk failed while {doing}")]
    Broken {
        /// What was under way.
        doing: &'static str,
        /// What happened.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// An end that no step should come to, with what was under way.
pub(super) fn broken<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
    doing: &'static str,
) -> impl FnOnce(E) -> DeskError {
    move |source| DeskError::Broken { doing, source: source.into() }
}
