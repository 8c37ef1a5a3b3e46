//! The audit log: who did what, when, from where. Its rows are the events that are somebody's act
//! ([`super::events`]), under numbers of their own. An act and its row are one transaction, so neither is ever
//! there without the other.

use serde::Serialize;
use serde_json::Value;
use sqlx::{Sqlite, Transaction};

use super::events::{self, Draft, EventKind, WrittenAct};
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
        let rows: Vec<String> =
            sqlx::query_scalar("SELECT fields FROM events WHERE log < ? ORDER BY log DESC LIMIT ?")
                .bind(before.unwrap_or(i64::MAX))
                .bind(limit as i64 + 1)
                .fetch_all(&self.pool)
                .await
                .map_err(CatalogueError::database("reading the audit log"))?;
        let mut items: Vec<AuditRow> =
            rows.iter().map(|fields| events::act(fields).map(AuditRow::from)).collect::<Result<_, _>>()?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(|last| last.id) } else { None };
        Ok(AuditPage { items, next })
    }
}

impl From<WrittenAct> for AuditRow {
    fn from(written: WrittenAct) -> Self {
        let WrittenAct { row, at, actor, act, subject, detail } = written;
        Self { id: row, at, actor, act, subject, detail }
    }
}

impl Catalogue {
    /// Records an act within the transaction of what it tells of.
    pub(super) async fn append_to(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        entry: &AuditEntry,
    ) -> Result<(), CatalogueError> {
        self.append_at(tx, entry, None).await
    }

    /// The same, of an act that has an instant already.
    pub(super) async fn append_at(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        entry: &AuditEntry,
        at: Option<Recorded>,
    ) -> Result<(), CatalogueError> {
        let AuditEntry { actor, act, subject, detail } = entry;
        let (kind, subject) = (EventKind::Act(*act), subject.as_deref());
        self.record_event(tx, &Draft { kind, subject, actor: Some(actor), detail, at }).await
    }
}
