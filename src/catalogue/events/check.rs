//! Whether the sequence is as it was written, and whether the tables beside it say what it sealed.
//!
//! The first is asked at every door, before anything is written: the whole chain, in pages. The second reads every
//! row that an event tells of, and is asked by those who want to know (`taghtia audit verify`).
//!
//! A chain that an administrator accepted as it was is judged from there on: the acceptance seals all that lay
//! before it, so that a fault from before it is told once, and a later one again.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use sqlx::{Row, Sqlite, Transaction};

use super::super::{Catalogue, CatalogueError};
use super::chain::{ChainFault, Judge, Sealed};
use super::records::ORIGINS;
use super::{Fields, as_hash, raw};
use crate::domain::{Act, LastEvent};

/// Rows read at a time.
const PAGE: i64 = 4096;
/// Faults of tables that are named.
const NAMED: usize = 100;
/// How the record of an acceptance begins, where it sealed a chain with a fault.
const ANCHOR: &str = r#""record":{"accepts":""#;

/// What a check of the sequence found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// How many events there are.
    pub events: u64,
    /// The last of them.
    pub last: Option<LastEvent>,
    /// Events that are recorded before the event before them: a clock that ran ahead was set back there.
    pub clock_set_back_at: Vec<i64>,
    /// The event that accepted a faulty sequence as it was, if one did.
    pub accepted_by: Option<i64>,
    /// What is wrong, if anything is: the first of it.
    pub fault: Option<ChainFault>,
}

/// A table that does not say what an event sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableFault {
    /// The table.
    pub table: String,
    /// The row's key.
    pub key: String,
    /// The event that sealed it; `None` when there is none.
    pub event: Option<i64>,
    /// What is wrong, in words.
    pub problem: &'static str,
}

impl std::fmt::Display for TableFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { table, key, event, problem } = self;
        write!(f, "{table} {key}: {problem}")?;
        event.map_or(Ok(()), |event| write!(f, " (event {event})"))
    }
}

impl Catalogue {
    /// Checks the whole sequence of events.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn check_events(&self) -> Result<Checked, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("checking the events"))?;
        sequence(&mut tx, None).await
    }

    /// Checks that the tables beside the sequence say what it sealed. The first hundred faults.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn check_tables(&self) -> Result<Vec<TableFault>, CatalogueError> {
        let mut tx =
            self.pool.begin().await.map_err(CatalogueError::database("checking what events tell of"))?;
        tables(&mut tx).await
    }
}

/// Checks the sequence; `seen` is the event that the lake has seen last.
pub(in super::super) async fn sequence(
    tx: &mut Transaction<'_, Sqlite>,
    seen: Option<&LastEvent>,
) -> Result<Checked, CatalogueError> {
    let (mut judge, mut events) = (Judge::default(), 0);
    let (mut first, mut latest, mut anchor) = (None, 0, None);
    let mut is_another = false;
    let mut pages = Pages::default();
    while let Some(page) = pages.next(tx).await? {
        for row in &page {
            events += 1;
            if let Some(fault) = judge.next(row) {
                first = first.or(Some(fault));
                latest = row.number;
            } else if first.is_some() && row.fields.contains(ANCHOR) {
                anchor = Some(row.clone());
            }
            is_another |= seen.is_some_and(|seen| {
                i64::try_from(seen.number) == Ok(row.number) && seen.sha256 != hex::encode(row.hash)
            });
        }
    }
    let (last, hash) = judge.last();
    let accepted = match anchor.filter(|anchor| anchor.number > latest) {
        Some(anchor) => {
            let is_as_it_was =
                anchor.fields.contains(&format!("{ANCHOR}{}\"", digest(tx, anchor.number).await?));
            first = (!is_as_it_was).then_some(ChainFault::ChangedSinceAccepted { event: anchor.number });
            Some(anchor.number)
        }
        None => None,
    };
    let seen_number = seen.map_or(0, |seen| i64::try_from(seen.number).unwrap_or(i64::MAX));
    if first.is_none() && is_another {
        first = Some(ChainFault::Rewritten { event: seen_number });
    }
    if first.is_none() && last < seen_number {
        first = Some(ChainFault::Cut { event: last, seen: seen_number });
    }
    Ok(Checked {
        events,
        last: (events > 0).then(|| LastEvent { number: last.unsigned_abs(), sha256: hex::encode(hash) }),
        clock_set_back_at: judge.set_back().to_vec(),
        accepted_by: accepted,
        fault: first,
    })
}

/// What an acceptance seals where the sequence has a fault: all rows as they are, and the fault.
pub(super) async fn acceptance(
    tx: &mut Transaction<'_, Sqlite>,
) -> Result<Option<Box<RawValue>>, CatalogueError> {
    let Some(fault) = sequence(tx, None).await?.fault else { return Ok(None) };
    let fault = serde_json::Value::from(fault.to_string());
    raw(format!(r#"{{"accepts":"{}","fault":{fault}}}"#, digest(tx, i64::MAX).await?)).map(Some)
}

/// The SHA-256 of all rows before one, as they are.
async fn digest(tx: &mut Transaction<'_, Sqlite>, before: i64) -> Result<String, CatalogueError> {
    let mut digest = Sha256::new();
    let mut pages = Pages::default();
    while let Some(page) = pages.next(tx).await? {
        for row in page.iter().filter(|row| row.number < before) {
            digest.update(row.number.to_be_bytes());
            digest.update((row.fields.len() as u64).to_be_bytes());
            digest.update(&row.fields);
            digest.update(row.hash);
        }
    }
    Ok(hex::encode(digest.finalize()))
}

/// Reads the rows of the sequence in pages.
#[derive(Default)]
struct Pages {
    after: Option<i64>,
}

impl Pages {
    async fn next(
        &mut self,
        tx: &mut Transaction<'_, Sqlite>,
    ) -> Result<Option<Vec<Sealed>>, CatalogueError> {
        let failed = || CatalogueError::database("checking the events");
        let rows =
            sqlx::query("SELECT number, fields, hash FROM events WHERE number > ? ORDER BY number LIMIT ?")
                .bind(self.after.unwrap_or(i64::MIN))
                .bind(PAGE)
                .fetch_all(&mut **tx)
                .await
                .map_err(failed())?;
        let sealed = |row: &sqlx::sqlite::SqliteRow| {
            Ok(Sealed {
                number: row.try_get(0).map_err(failed())?,
                fields: row.try_get(1).map_err(failed())?,
                hash: as_hash(row.try_get(2).map_err(failed())?)?,
            })
        };
        let page = rows.iter().map(sealed).collect::<Result<Vec<_>, CatalogueError>>()?;
        self.after = page.last().map(|last| last.number).or(self.after);
        Ok((!page.is_empty()).then_some(page))
    }
}

async fn tables(tx: &mut Transaction<'_, Sqlite>) -> Result<Vec<TableFault>, CatalogueError> {
    let mut rows = HashMap::new();
    for origin in ORIGINS {
        for record in origin.all(tx).await? {
            rows.insert((origin.act, record.key.clone()), (origin.name(), record.sealed));
        }
    }
    let mut faults = Vec::new();
    let mut pages = Pages::default();
    while let Some(page) = pages.next(tx).await? {
        for row in &page {
            let Ok(fields) = serde_json::from_str::<Fields<'_>>(&row.fields) else { continue };
            let (Some(record), Ok(act)) = (fields.record, fields.kind.parse::<Act>()) else { continue };
            let Some(said) = key(record) else { continue };
            let problem = match rows.remove(&(act, said.key.clone())) {
                Some((_, found)) if found == record.get() => continue,
                Some(_) => "the row is not as it was recorded",
                None => "the row is gone",
            };
            faults.push(TableFault { table: said.table, key: said.key, event: Some(row.number), problem });
        }
    }
    let unsaid = rows.into_iter().map(|((_, key), (table, _))| TableFault {
        table: table.to_owned(),
        key,
        event: None,
        problem: "no event recorded the row",
    });
    faults.extend(unsaid);
    faults.sort_by(|a, b| (a.event, &a.table, &a.key).cmp(&(b.event, &b.table, &b.key)));
    faults.truncate(NAMED);
    Ok(faults)
}

/// Which row a record is of.
#[derive(serde::Deserialize)]
struct RecordKey {
    table: String,
    key: String,
}

/// Nothing for an acceptance, which is of no row.
fn key(record: &RawValue) -> Option<RecordKey> {
    serde_json::from_str(record.get()).ok()
}
