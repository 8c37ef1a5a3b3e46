//! Healings: a damaged object that was put back, or whose rows were written anew, is a row more.

use serde::Serialize;
use serde_json::json;
use sqlx::{Row, Sqlite, Transaction};

use super::audit::AuditEntry;
use super::{Catalogue, CatalogueError};
use crate::domain::{Act, Actor, FilingId, word_list};

/// Healings that a state tells of: older ones concern no process that runs.
const RECENT: i64 = 1000;

word_list!(
    /// What an object was healed by.
    HealedBy, "means" {
        /// The same file was filed again.
        FiledAgain => "filed-again",
        /// The rows were made again of the original.
        Original => "original",
    }
);

/// What became of a damaged object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Healing {
    /// The damaged object.
    pub object: String,
    /// The filing it was healed for; others may share the object.
    pub filing: FilingId,
    /// Where the filing's rows are from now on, if not under the object's own name.
    pub data_key: Option<String>,
    /// By what.
    pub means: HealedBy,
}

impl Catalogue {
    /// Records that an object was healed, and tells the audit log.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn record_healing(&self, healing: &Healing, actor: &Actor) -> Result<(), CatalogueError> {
        let failed = || CatalogueError::database("recording a healing");
        let at = self.now()?;
        let mut tx = self.write("recording a healing").await?;
        sqlx::query("INSERT INTO healings (at, object, filing, data_key, means) VALUES (?, ?, ?, ?, ?)")
            .bind(at.micros())
            .bind(&healing.object)
            .bind(healing.filing.as_str())
            .bind(healing.data_key.as_deref())
            .bind(healing.means.as_str())
            .execute(&mut *tx)
            .await
            .map_err(failed())?;
        super::advance_generation(&mut tx).await?;
        let detail =
            json!({ "object": healing.object, "data_key": healing.data_key, "means": healing.means });
        let (actor, subject) = (actor.clone(), Some(healing.filing.to_string()));
        self.append_to(&mut tx, &AuditEntry { actor, act: Act::ObjectHealed, subject, detail }).await?;
        self.commit(tx, "recording a healing").await
    }
}

/// The last healings: their numbers, ascending, and the objects that had been damaged.
pub(super) async fn recent(tx: &mut Transaction<'_, Sqlite>) -> Result<Vec<(i64, String)>, CatalogueError> {
    let rows = sqlx::query("SELECT id, object FROM healings ORDER BY id DESC LIMIT ?")
        .bind(RECENT)
        .fetch_all(&mut **tx)
        .await
        .map_err(CatalogueError::database("reading healings"))?;
    Ok(rows.iter().rev().map(|row| (row.get("id"), row.get("object"))).collect())
}
