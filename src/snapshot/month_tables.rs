//! The tables of months that were asked for last, as many as fit.
//!
//! Owns how many bytes of tables are kept. A month that is not kept is counted again from its objects, so that ten
//! years of measurements take no more memory than one.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::SnapshotError;
use super::bounded::Bounded;
use super::counting::{CountedObject, Counting};
use crate::stats::KeptStats;

/// Bytes of tables kept.
const TABLE_BYTES: usize = 24 << 20;

/// What a table is a function of: objects, which of their batches count, and what rows are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TableName(pub(super) [u8; 32]);

impl TableName {
    pub(super) fn of(objects: &[CountedObject], counting: &Counting) -> Self {
        let hash = Sha256::new_with_prefix(counting.name());
        Self(hash.chain_update(format!("{objects:?}")).finalize().into())
    }
}

/// See the module.
pub(super) struct MonthTables(Bounded<TableName, KeptStats>);

impl MonthTables {
    /// None yet.
    pub(super) fn new() -> Self {
        Self::of(TABLE_BYTES)
    }

    /// None yet; at most `bytes` of them are kept.
    pub(super) fn of(bytes: usize) -> Self {
        Self(Bounded::new(bytes, |_| 0))
    }

    /// A table, counted where it is not kept.
    ///
    /// # Errors
    /// Those of counting it.
    pub(super) async fn get(
        &self,
        name: &TableName,
        count: impl Future<Output = Result<KeptStats, SnapshotError>>,
    ) -> Result<Arc<KeptStats>, SnapshotError> {
        self.0.get(name, KeptStats::bytes, count).await
    }

    /// A table that is kept.
    pub(super) fn kept(&self, name: &TableName) -> Option<Arc<KeptStats>> {
        self.0.kept(name)
    }
}
