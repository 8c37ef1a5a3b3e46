//! Why a check could not be made.

/// Why a check could not be made; what is wrong with the file itself stands in the report.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file cannot be read.
    #[error("cannot read the file: {0}")]
    Read(#[source] std::io::Error),
    /// Premises cannot be handed on.
    #[error("cannot store premises: {0}")]
    Sink(#[source] std::io::Error),
}
