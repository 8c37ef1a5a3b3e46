//! What published state is built from, read in one transaction: everything, or what is newer than a reader has.
//!
//! Filings, withdrawals and healings only ever become more, so what is newer of them is what lies beyond the
//! last row that was read. What is small, or changes in its rows, is read each time: the registry, corrections
//! of the clock, lists of places, measurements.
//!
//! Invariants: what [`Catalogue::state_since`] returns, put over what was read before, is what
//! [`Catalogue::state`] returns; where that cannot be, because this is another catalogue or an older one or
//! because the clock was put right, it returns everything and says so.

use sqlx::{Row, Sqlite, Transaction};

use super::clock::{self, last_recorded};
use super::{
    Catalogue, CatalogueError, Corrections, FilingRecord, MeasuredState, PlaceListEvent, filings, healings,
    measurements, operators, places,
};
use crate::domain::{OperatorMeta, Recorded};

/// How far a reader of the catalogue has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadUntil {
    /// Which catalogue, and how far it had come.
    catalogue: String,
    generation: i64,
    /// The last rows there were.
    filing: i64,
    withdrawal: i64,
    healing: i64,
    /// How many instants had been put right.
    corrections: i64,
}

impl ReadUntil {
    async fn now(tx: &mut Transaction<'_, Sqlite>) -> Result<Self, CatalogueError> {
        let failed = || CatalogueError::database("reading how far it has come");
        let row = sqlx::query(
            "SELECT catalogue_id, generation,
               (SELECT coalesce(max(rowid), 0) FROM filings) AS filing,
               (SELECT coalesce(max(rowid), 0) FROM withdrawals) AS withdrawal,
               (SELECT coalesce(max(id), 0) FROM healings) AS healing,
               (SELECT count(*) FROM clock_corrections) AS corrections
             FROM meta",
        )
        .fetch_one(&mut **tx)
        .await
        .map_err(failed())?;
        let number = |name: &str| row.try_get::<i64, _>(name).map_err(failed());
        Ok(Self {
            catalogue: row.try_get("catalogue_id").map_err(failed())?,
            generation: number("generation")?,
            filing: number("filing")?,
            withdrawal: number("withdrawal")?,
            healing: number("healing")?,
            corrections: number("corrections")?,
        })
    }

    /// Whether this is where a reader comes to who goes on from there, and every row read then is as it was.
    fn continues(&self, before: &Self) -> bool {
        self.catalogue == before.catalogue
            && self.corrections == before.corrections
            && self.generation >= before.generation
            && self.filing >= before.filing
            && self.withdrawal >= before.withdrawal
            && self.healing >= before.healing
    }
}

/// What a snapshot is built from, as of one moment.
#[derive(Debug, Clone)]
pub struct CatalogueState {
    /// How far it was read.
    pub until: ReadUntil,
    /// The number of changes so far.
    pub generation: u64,
    /// The last instant anything was recorded, if anything was.
    pub last_recorded: Option<Recorded>,
    /// What instants mean that a clock gave which ran ahead.
    pub corrections: Corrections,
    /// The registry, in its order.
    pub operators: Vec<OperatorMeta>,
    /// Whether `filings` are all there are, and not only those that are new or changed.
    pub is_whole: bool,
    /// Filings in the order recorded, withdrawn ones included.
    pub filings: Vec<FilingRecord>,
    /// What became of lists of places, in the order recorded.
    pub places: Vec<PlaceListEvent>,
    /// Everything measured.
    pub measured: MeasuredState,
    /// The last healings, ascending: their numbers, and the objects that had been damaged.
    pub healings: Vec<(i64, String)>,
}

impl Catalogue {
    /// Everything published state depends on, as of one moment.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn state(&self) -> Result<CatalogueState, CatalogueError> {
        self.read(None).await
    }

    /// The same, of filings only what is new, withdrawn or healed since a reader came so far; all of them where
    /// that cannot be told.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn state_since(&self, before: &ReadUntil) -> Result<CatalogueState, CatalogueError> {
        self.read(Some(before)).await
    }

    async fn read(&self, before: Option<&ReadUntil>) -> Result<CatalogueState, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading the state"))?;
        let until = ReadUntil::now(&mut tx).await?;
        let before = before.filter(|before| until.continues(before));
        let filings = match before {
            None => filings::all(&mut tx).await?,
            Some(before) => {
                filings::changed(&mut tx, before.filing, before.withdrawal, before.healing).await?
            }
        };
        Ok(CatalogueState {
            generation: until.generation as u64,
            is_whole: before.is_none(),
            until,
            last_recorded: last_recorded(&mut tx).await?,
            corrections: clock::corrections(&mut tx).await?,
            operators: operators::all(&mut tx).await?,
            filings,
            places: places::all(&mut tx).await?,
            measured: measurements::state(&mut tx).await?,
            healings: healings::recent(&mut tx).await?,
        })
    }
}
