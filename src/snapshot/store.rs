//! Where the extents and measurements of a snapshot are kept, the list of what of it was found damaged, and the months
//! that were counted last.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::claims::ClaimsInForce;
use super::counting::{CountedObject, Counting};
use super::damage::Ledger;
use super::extent::Extents;
use super::month_tables::{MonthTables, TableName};
use super::{Places, Routes, SnapshotError};
use crate::catalogue::{FilingRecord, PlaceListRecord};
use crate::country::Country;
use crate::stats::{CellTable, CellsAsked, JudgedTable, KeptStats, StatsTable};

/// Where the extents of filings are kept: the lake, or a test's memory.
pub trait ExtentStore: Send + Sync + 'static {
    /// Loads what a filing declares: [`SnapshotError::Damaged`] where it is not what it should be.
    fn load<'a>(
        &'a self,
        filing: &'a FilingRecord,
        country: &'a Arc<Country>,
    ) -> BoxFuture<'a, Result<Extents, SnapshotError>>;

    /// Loads and measures a filed network.
    fn load_network<'a>(
        &'a self,
        filing: &'a FilingRecord,
        country: &'a Arc<Country>,
    ) -> BoxFuture<'a, Result<Routes, SnapshotError>>;

    /// Loads the places of a list; a store without lists has none.
    fn load_places<'a>(
        &'a self,
        _list: &'a PlaceListRecord,
        _country: &'a Arc<Country>,
    ) -> BoxFuture<'a, Result<Places, SnapshotError>> {
        Box::pin(std::future::ready(Ok(Places::default())))
    }

    /// Counts the rows of some objects of measurements; a shelf without measurements has none.
    fn count(
        &self,
        _objects: Vec<CountedObject>,
        _counting: Arc<Counting>,
    ) -> BoxFuture<'_, Result<StatsTable, SnapshotError>> {
        Box::pin(std::future::ready(Ok(StatsTable::default())))
    }

    /// Counts the rows of the objects of a month by cells of resolution 8.
    fn cells(
        &self,
        _objects: Vec<CountedObject>,
        _counting: Arc<Counting>,
        _asked: CellsAsked,
    ) -> BoxFuture<'_, Result<CellTable, SnapshotError>> {
        Box::pin(std::future::ready(Ok(CellTable::default())))
    }

    /// Counts the rows of an object of measurements that count for and against claims.
    fn judge(
        &self,
        _object: CountedObject,
        _counting: Arc<Counting>,
        _claims: Arc<ClaimsInForce>,
    ) -> BoxFuture<'_, Result<JudgedTable, SnapshotError>> {
        Box::pin(std::future::ready(Ok(JudgedTable::default())))
    }
}

/// A store, what of it was found damaged so far, and the months of it that are kept counted.
pub(super) struct WatchedStore {
    store: Box<dyn ExtentStore>,
    damaged: Ledger,
    months: MonthTables,
}

impl WatchedStore {
    /// A store of which nothing is known to be damaged.
    pub(super) fn new(store: impl ExtentStore) -> Self {
        Self { store: Box::new(store), damaged: Ledger::new(), months: MonthTables::new() }
    }

    /// The same, which keeps another number of bytes of months.
    #[cfg(test)]
    pub(super) fn keeping(store: impl ExtentStore, month_bytes: usize) -> Self {
        Self { months: MonthTables::of(month_bytes), ..Self::new(store) }
    }

    /// The store itself.
    pub(super) fn inner(&self) -> &dyn ExtentStore {
        &*self.store
    }

    /// What was found damaged.
    pub(super) fn damaged(&self) -> &Ledger {
        &self.damaged
    }

    /// Enters what a load found damaged.
    pub(super) fn heed<T>(&self, loaded: Result<T, SnapshotError>) -> Result<T, SnapshotError> {
        if let Err(SnapshotError::Damaged { object, problem }) = &loaded {
            self.damaged.note((**object).clone(), problem);
        }
        loaded
    }

    /// Refuses a filing that was found damaged before.
    pub(super) fn is_intact(&self, filing: &FilingRecord) -> Result<(), SnapshotError> {
        match self.damaged.filing(&filing.id) {
            None => Ok(()),
            Some(object) => {
                let problem = "it was found damaged before".to_owned();
                Err(SnapshotError::Damaged { object: Box::new(object), problem })
            }
        }
    }

    /// Refuses a list of places that was found damaged before.
    pub(super) fn are_places_intact(&self, list: &PlaceListRecord) -> Result<(), SnapshotError> {
        self.damaged.places(list.version).map_or(Ok(()), |object| {
            let problem = "it was found damaged before".to_owned();
            Err(SnapshotError::Damaged { object: Box::new(object), problem })
        })
    }

    /// The table of the objects of a month. Damage that is met is entered.
    ///
    /// # Errors
    /// When an object is damaged, cannot be divided into the batches that count, or cannot be read.
    pub(super) async fn month(
        &self,
        name: TableName,
        objects: &[CountedObject],
        counting: &Arc<Counting>,
    ) -> Result<Arc<KeptStats>, SnapshotError> {
        let count = self.inner().count(objects.to_vec(), Arc::clone(counting));
        let count = async { count.await.map(KeptStats::from) };
        self.heed(self.months.get(&name, count).await)
    }

    /// The same, where all but some objects are in a table that may be kept still.
    pub(super) async fn month_after(
        &self,
        name: TableName,
        objects: &[CountedObject],
        (before, added): (TableName, Vec<CountedObject>),
        counting: &Arc<Counting>,
    ) -> Result<Arc<KeptStats>, SnapshotError> {
        let Some(before) = self.months.kept(&before) else {
            return self.month(name, objects, counting).await;
        };
        let merge = async {
            if added.is_empty() {
                return Ok((*before).clone());
            }
            let added = self.inner().count(added, Arc::clone(counting)).await?;
            Ok(KeptStats::from(before.unpack(&counting.floors).merge(added)))
        };
        self.heed(self.months.get(&name, merge).await)
    }
}
