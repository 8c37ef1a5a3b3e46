//! Why metrics cannot be written.

use crate::snapshot::SnapshotError;

/// Why metrics cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum MetricsError {
    /// A family is not well formed.
    #[error("metrics cannot be written")]
    Prometheus(#[from] prometheus::Error),
    /// A number cannot be computed.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
}
