//! The sources of measurements: a list that administrators keep. A source joins it with a token that may
//! write into it, with an import, or by its own name; tests sent by a token never add to it.

use serde::Serialize;
use serde_json::json;
use sqlx::{Row, Sqlite, Transaction};

use super::audit::AuditEntry;
use super::{Catalogue, CatalogueError};
use crate::domain::{Act, Actor, Recorded, SourceId};

/// A source of measurements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceRecord {
    /// Its id.
    pub id: SourceId,
    /// Since when it is known.
    pub registered: Recorded,
    /// Since when it takes no more.
    pub retired: Option<Recorded>,
    /// Whether it is answered only when it is asked for by name.
    pub hidden: bool,
}

impl Catalogue {
    /// Every source, by id.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn measurement_sources(&self) -> Result<Vec<SourceRecord>, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("listing sources"))?;
        all(&mut tx).await
    }

    /// Registers a source, or takes a retired one into use again. Returns whether anything changed.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn register_source(&self, source: &SourceId, actor: &Actor) -> Result<bool, CatalogueError> {
        let mut tx = self.write("registering a source").await?;
        let changed =
            register(self, &mut tx, source, actor).await? || restore(self, &mut tx, source, actor).await?;
        self.commit(tx, "registering a source").await?;
        Ok(changed)
    }

    /// Whether a source takes measurements: one that is not known yet is registered, a retired one does not.
    ///
    /// # Errors
    /// When the catalogue cannot be read or written.
    pub async fn admit_source(&self, source: &SourceId, actor: &Actor) -> Result<bool, CatalogueError> {
        let known: Option<Option<i64>> =
            sqlx::query_scalar("SELECT retired FROM measurement_sources WHERE id = ?")
                .bind(source.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(CatalogueError::database("looking for a source"))?;
        if let Some(retired) = known {
            return Ok(retired.is_none());
        }
        self.register_source(source, actor).await.map(|_new| true)
    }

    /// Retires a source: it takes no more. Returns whether there is such a source.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn retire_source(
        &self,
        source: &SourceId,
        hidden: bool,
        actor: &Actor,
    ) -> Result<bool, CatalogueError> {
        let failed = || CatalogueError::database("retiring a source");
        let mut tx = self.write("retiring a source").await?;
        let found = sqlx::query(
            "UPDATE measurement_sources SET retired = coalesce(retired, ?), hidden = ? WHERE id = ?",
        )
        .bind(self.now()?.micros())
        .bind(hidden)
        .bind(source.as_str())
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        if found.rows_affected() == 0 {
            return Ok(false);
        }
        super::advance_generation(&mut tx).await?;
        let (actor, subject) = (actor.clone(), Some(source.to_string()));
        let detail = json!({ "hidden": hidden });
        self.append_to(&mut tx, &AuditEntry { actor, act: Act::SourceRetired, subject, detail }).await?;
        self.commit(tx, "retiring a source").await?;
        Ok(true)
    }
}

/// Registers a source unless it is known. Returns whether it is new.
pub(super) async fn register(
    catalogue: &Catalogue,
    tx: &mut Transaction<'_, Sqlite>,
    source: &SourceId,
    actor: &Actor,
) -> Result<bool, CatalogueError> {
    let added = sqlx::query("INSERT OR IGNORE INTO measurement_sources (id, registered) VALUES (?, ?)")
        .bind(source.as_str())
        .bind(catalogue.now()?.micros())
        .execute(&mut **tx)
        .await
        .map_err(CatalogueError::database("registering a source"))?;
    if added.rows_affected() == 0 {
        return Ok(false);
    }
    let (actor, subject) = (actor.clone(), Some(source.to_string()));
    catalogue
        .append_to(tx, &AuditEntry { actor, act: Act::SourceRegistered, subject, detail: json!({}) })
        .await?;
    Ok(true)
}

/// Takes a retired source into use again.
async fn restore(
    catalogue: &Catalogue,
    tx: &mut Transaction<'_, Sqlite>,
    source: &SourceId,
    actor: &Actor,
) -> Result<bool, CatalogueError> {
    let restored = sqlx::query(
        "UPDATE measurement_sources SET retired = NULL, hidden = 0 WHERE id = ? AND retired IS NOT NULL",
    )
    .bind(source.as_str())
    .execute(&mut **tx)
    .await
    .map_err(CatalogueError::database("restoring a source"))?;
    if restored.rows_affected() == 0 {
        return Ok(false);
    }
    super::advance_generation(tx).await?;
    let (actor, subject) = (actor.clone(), Some(source.to_string()));
    catalogue
        .append_to(
            tx,
            &AuditEntry { actor, act: Act::SourceRegistered, subject, detail: json!({ "again": true }) },
        )
        .await?;
    Ok(true)
}

/// Every source, by id.
pub(super) async fn all(tx: &mut Transaction<'_, Sqlite>) -> Result<Vec<SourceRecord>, CatalogueError> {
    let rows = sqlx::query("SELECT id, registered, retired, hidden FROM measurement_sources ORDER BY id")
        .fetch_all(&mut **tx)
        .await
        .map_err(CatalogueError::database("listing sources"))?;
    let record = |row: &sqlx::sqlite::SqliteRow| {
        Ok(SourceRecord {
            id: SourceId::new(row.get("id")).map_err(CatalogueError::corrupt)?,
            registered: super::recorded(row.get("registered"))?,
            retired: row.get::<Option<i64>, _>("retired").map(super::recorded).transpose()?,
            hidden: row.get("hidden"),
        })
    };
    rows.iter().map(record).collect()
}
