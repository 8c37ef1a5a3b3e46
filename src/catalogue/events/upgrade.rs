//! How a catalogue of before gets its sequence: once, at its first start, in one transaction.
//!
//! Every row of the audit log, and every filing, withdrawal, batch and token that no such row tells of, becomes an
//! event, in the order of their instants. Rows of the log keep their numbers and what they say. That it is still to
//! be done is told by the table `audit`, which goes with the same transaction: a process that dies on the way has
//! changed nothing.

use std::collections::{BTreeMap, HashMap};

use serde_json::value::RawValue;
use sqlx::sqlite::SqlitePool;
use sqlx::{Row, Sqlite, Transaction};

use super::super::CatalogueError;
use super::records::{ORIGINS, Record};
use super::{Fields, LogRow, Tail, raw, tail};
use crate::domain::Act;

/// An event of before.
struct Old {
    act: Act,
    subject: Option<String>,
    who: Option<String>,
    from: Option<String>,
    log: Option<LogRow>,
    detail: String,
    record: Option<Record>,
}

impl Old {
    fn at(&self) -> i64 {
        let recorded = self.record.as_ref().and_then(|record| record.at);
        recorded.or(self.log.map(|log| log.at)).unwrap_or(0)
    }
}

/// Whether the audit log of before has become events.
pub(in super::super) async fn is_moved(pool: &SqlitePool) -> Result<bool, CatalogueError> {
    sqlx::query_scalar(
        "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit')",
    )
    .fetch_one(pool)
    .await
    .map_err(CatalogueError::database("looking for the audit log of before"))
}

/// Makes events of what was recorded before there were any.
pub(in super::super) async fn move_in(mut tx: Transaction<'static, Sqlite>) -> Result<(), CatalogueError> {
    let failed = || CatalogueError::database("making events of what was recorded before");
    if tail(&mut tx).await?.number != 0 {
        return Err(CatalogueError::corrupt("events beside an audit log of before there were events"));
    }
    let mut all = acts(&mut tx).await?;
    for origin in ORIGINS {
        let mut unsaid = origin.all(&mut tx).await?;
        let said = all.iter_mut().filter(|old| old.act == origin.act);
        if origin.is_subject {
            let mut by_key: BTreeMap<String, Record> =
                unsaid.into_iter().map(|record| (record.key.clone(), record)).collect();
            for old in said {
                old.record = old.subject.as_deref().and_then(|subject| by_key.remove(subject));
            }
            unsaid = by_key.into_values().collect();
        } else {
            // Each was made with its row of the log: the n-th with the n-th.
            let mut records = unsaid.into_iter();
            for old in said {
                old.record = records.next();
            }
            unsaid = records.collect();
        }
        all.extend(unsaid.into_iter().map(|record| unlogged(origin.act, origin.is_subject, record)));
    }
    // What has an instant of its own on the clock comes before what was written down at the same.
    all.sort_by_key(|old| (old.at(), old.log.map(|log| log.row)));
    let mut end = Tail::EMPTY;
    for old in &all {
        end = push(&mut tx, end, old).await?;
    }
    sqlx::raw_sql("DROP TABLE audit").execute(&mut *tx).await.map_err(failed())?;
    tx.commit().await.map_err(failed())?;
    tracing::info!(events = all.len(), "catalogue.events.made: of what was recorded before there were any");
    Ok(())
}

async fn push(tx: &mut Transaction<'_, Sqlite>, end: Tail, old: &Old) -> Result<Tail, CatalogueError> {
    let detail = raw(old.detail.clone())?;
    let record = old.record.as_ref().map(|record| raw(record.sealed.clone())).transpose()?;
    let fields = Fields {
        number: end.number + 1,
        // Sorted, so that only neighbours can have the same instant.
        at: end.at.map_or(old.at(), |last| old.at().max(last + 1)),
        kind: old.act.as_str().into(),
        subject: old.subject.as_deref().map(Into::into),
        who: old.who.as_deref().map(Into::into),
        from: old.from.as_deref().map(Into::into),
        log: old.log,
        detail: &detail,
        record: record.as_deref() as Option<&RawValue>,
    };
    end.push(tx, &fields).await
}

/// A row that the audit log of its day did not tell of: who made it is not known.
fn unlogged(act: Act, is_subject: bool, record: Record) -> Old {
    let subject = is_subject.then(|| record.key.clone());
    Old { act, subject, who: None, from: None, log: None, detail: "{}".to_owned(), record: Some(record) }
}

/// The audit log of before.
async fn acts(tx: &mut Transaction<'_, Sqlite>) -> Result<Vec<Old>, CatalogueError> {
    let failed = || CatalogueError::database("reading the audit log of before");
    let rows = sqlx::query("SELECT id, at, who, origin, act, subject, detail FROM audit ORDER BY id")
        .fetch_all(&mut **tx)
        .await
        .map_err(failed())?;
    let words: HashMap<&str, Act> = Act::ALL.iter().map(|act| (act.as_str(), *act)).collect();
    let old = |row: &sqlx::sqlite::SqliteRow| {
        let text = |name| row.try_get::<String, _>(name).map_err(failed());
        let act = text("act")?;
        let act = words.get(act.as_str()).copied();
        let (id, at) = (row.try_get("id").map_err(failed())?, row.try_get("at").map_err(failed())?);
        Ok(Old {
            act: act.ok_or_else(|| {
                CatalogueError::corrupt(format_args!("the act of row {id} of the audit log"))
            })?,
            subject: row.try_get("subject").map_err(failed())?,
            who: Some(text("who")?),
            from: Some(text("origin")?),
            log: Some(LogRow { row: id, at }),
            detail: text("detail")?,
            record: None,
        })
    };
    rows.iter().map(old).collect()
}
