//! The audit log: who did what, when, from where. Rows are added and never touched; the schema refuses
//! anything else. An act and its row are one transaction, so neither is ever there without the other.

use serde::Serialize;
use serde_json::Value;
use sqlx::{QueryBuilder, Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::{Catalogue, CatalogueError, MAX_PAGE};
use crate::domain::{Act, Actor, Recorded};

/// Something that was done.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// Who did it.
    pub actor: Actor,
    /// What it was.
    pub act: Act,
    /// What it was done to.
    pub subject: Option<String>,
    /// What else there is to say; never a secret.
    pub detail: Value,
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditRow {
    /// Its number, ascending.
    pub id: i64,
    /// When.
    pub at: Recorded,
    /// Who, and from where.
    #[serde(flatten)]
    pub actor: Actor,
    /// What.
    pub act: Act,
    /// To what.
    pub subject: Option<String>,
    /// What else there is to say.
    pub detail: Value,
}

/// Rows of the log, newest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditPage {
    /// The rows.
    pub items: Vec<AuditRow>,
    /// Where the next page starts, if there is one.
    pub next: Option<i64>,
}

impl Catalogue {
    /// Writes down entries that change nothing else.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn append(&self, entries: &[AuditEntry]) -> Result<(), CatalogueError> {
        let mut tx = self.write("writing the audit log").await?;
        for entry in entries {
            self.append_to(&mut tx, entry).await?;
        }
        self.commit(tx, "writing the audit log").await
    }

    /// A page of the log, newest first, of rows before `before`.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn audit(&self, before: Option<i64>, limit: usize) -> Result<AuditPage, CatalogueError> {
        let limit = limit.clamp(1, MAX_PAGE);
        let mut query = QueryBuilder::<Sqlite>::new(
            "SELECT id, at, who, origin, act, subject, detail FROM audit WHERE id < ",
        );
        query.push_bind(before.unwrap_or(i64::MAX));
        query.push(" ORDER BY id DESC LIMIT ").push_bind(limit as i64 + 1);
        let rows = query.build().fetch_all(&self.pool).await;
        let rows = rows.map_err(CatalogueError::database("reading the audit log"))?;
        let mut items: Vec<AuditRow> = rows.iter().map(from_row).collect::<Result<_, _>>()?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(|last| last.id) } else { None };
        Ok(AuditPage { items, next })
    }
}

impl Catalogue {
    /// Adds a row within the transaction of what it tells of.
    pub(super) async fn append_to(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        entry: &AuditEntry,
    ) -> Result<(), CatalogueError> {
        append_at(tx, entry, self.now()?).await
    }
}

async fn append_at(
    tx: &mut Transaction<'_, Sqlite>,
    entry: &AuditEntry,
    at: Recorded,
) -> Result<(), CatalogueError> {
    sqlx::query("INSERT INTO audit (at, who, origin, act, subject, detail) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(at.micros())
        .bind(&entry.actor.who)
        .bind(&entry.actor.from)
        .bind(entry.act.as_str())
        .bind(entry.subject.as_deref())
        .bind(entry.detail.to_string())
        .execute(&mut **tx)
        .await
        .map(|_| ())
        .map_err(CatalogueError::database("writing the audit log"))
}

fn from_row(row: &SqliteRow) -> Result<AuditRow, CatalogueError> {
    let reading = || CatalogueError::database("reading the audit log");
    let text = |name| row.try_get::<String, _>(name).map_err(reading());
    Ok(AuditRow {
        id: row.try_get("id").map_err(reading())?,
        at: super::recorded(row.try_get("at").map_err(reading())?)?,
        actor: Actor { who: text("who")?, from: text("origin")? },
        act: text("act")?.parse().map_err(CatalogueError::corrupt::<crate::domain::InvalidWord>)?,
        subject: row.try_get("subject").map_err(reading())?,
        detail: serde_json::from_str(&text("detail")?)
            .map_err(CatalogueError::corrupt::<serde_json::Error>)?,
    })
}
