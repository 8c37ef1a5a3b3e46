//! The registry of operators.
//!
//! Seeded from the country pack, unless the data directory belongs to a demonstration, which brings
//! operators of its own.

use sha2::{Digest, Sha256};
use sqlx::{Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::audit::AuditEntry;
use super::events::Happening;
use super::{Catalogue, CatalogueError};
use crate::domain::{Act, Actor, OperatorId, OperatorMeta};

impl Catalogue {
    /// The registry, in its order.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn operators(&self) -> Result<Vec<OperatorMeta>, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading the operators"))?;
        all(&mut tx).await
    }

    /// Takes over the pack's operators, unless the data directory belongs to a demonstration.
    ///
    /// Those registered before and no longer in the pack stay. Returns whether anything changed.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn seed_operators(&self, pack: &[OperatorMeta]) -> Result<bool, CatalogueError> {
        if self.demo_seed().await?.is_some() {
            return Ok(false);
        }
        self.register(pack, false).await
    }

    /// Makes these the registry. Others leave it, unless they have filed.
    ///
    /// Returns whether anything changed.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn put_operators(&self, operators: &[OperatorMeta]) -> Result<bool, CatalogueError> {
        self.register(operators, true).await
    }

    /// Registers one more operator, after the others. Returns whether it was not there yet.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn add_operator(&self, new: &OperatorMeta, actor: &Actor) -> Result<bool, CatalogueError> {
        let mut tx = self.write("registering an operator").await?;
        let known = all(&mut tx).await?;
        if known.iter().any(|known| known.id == new.id) {
            return Ok(false);
        }
        room_for(known.len() + 1)?;
        let last: Option<i64> = sqlx::query_scalar("SELECT max(position) FROM operators")
            .fetch_one(&mut *tx)
            .await
            .map_err(CatalogueError::database("registering an operator"))?;
        upsert(&mut tx, last.map_or(0, |last| last as usize + 1), new).await?;
        super::advance_generation(&mut tx).await?;
        let detail = serde_json::to_value(new).map_err(CatalogueError::corrupt)?;
        let (actor, subject) = (actor.clone(), Some(new.id.to_string()));
        self.append_to(&mut tx, &AuditEntry { actor, act: Act::OperatorAdded, subject, detail }).await?;
        self.commit(tx, "registering an operator").await?;
        Ok(true)
    }

    async fn register(&self, operators: &[OperatorMeta], only: bool) -> Result<bool, CatalogueError> {
        let mut tx = self.write("registering operators").await?;
        let before = all(&mut tx).await?;
        if only {
            for former in before.iter().filter(|former| !operators.iter().any(|new| new.id == former.id)) {
                remove_unless_filed(&mut tx, &former.id).await?;
            }
        }
        for (position, operator) in operators.iter().enumerate() {
            upsert(&mut tx, position, operator).await?;
        }
        // A restart that changes nothing must not look like news to those who watch the generation.
        let now = all(&mut tx).await?;
        room_for(now.len())?;
        let changed = now != before;
        if changed {
            super::advance_generation(&mut tx).await?;
            // A registry may be long, and an event is short: it seals the registry by its hash.
            let digest = hex::encode(Sha256::digest(json(&now)?));
            let detail = serde_json::json!({ "operators": now.len(), "sha256": digest });
            self.happened(&mut tx, Happening::OperatorsRegistered, None, &detail).await?;
            self.commit(tx, "registering operators").await?;
        }
        Ok(changed)
    }
}

/// Refuses more operators than rows of measurements can tell apart.
fn room_for(found: usize) -> Result<(), CatalogueError> {
    if found > OperatorMeta::MOST { Err(CatalogueError::TooManyOperators { found }) } else { Ok(()) }
}

async fn remove_unless_filed(
    tx: &mut Transaction<'_, Sqlite>,
    id: &OperatorId,
) -> Result<(), CatalogueError> {
    sqlx::query(
        "DELETE FROM operators WHERE id = ? AND id NOT IN (SELECT operator FROM filings)
         AND id NOT IN (SELECT operator FROM tokens WHERE operator IS NOT NULL)",
    )
    .bind(id.as_str())
    .execute(&mut **tx)
    .await
    .map(|_| ())
    .map_err(CatalogueError::database("removing an operator"))
}

async fn upsert(
    tx: &mut Transaction<'_, Sqlite>,
    position: usize,
    operator: &OperatorMeta,
) -> Result<(), CatalogueError> {
    sqlx::query(
        "INSERT INTO operators (id, position, names, colour, networks, licences, synthetic)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET position = excluded.position, names = excluded.names,
             colour = excluded.colour, networks = excluded.networks, licences = excluded.licences,
             synthetic = excluded.synthetic",
    )
    .bind(operator.id.as_str())
    .bind(position as i64)
    .bind(json(&operator.names)?)
    .bind(operator.colour.as_deref())
    .bind(json(&operator.networks)?)
    .bind(json(&operator.licences)?)
    .bind(operator.synthetic)
    .execute(&mut **tx)
    .await
    .map(|_| ())
    .map_err(CatalogueError::database("registering an operator"))
}

pub(super) async fn all(tx: &mut Transaction<'_, Sqlite>) -> Result<Vec<OperatorMeta>, CatalogueError> {
    sqlx::query(
        "SELECT id, names, colour, networks, licences, synthetic FROM operators ORDER BY position, id",
    )
    .fetch_all(&mut **tx)
    .await
    .map_err(CatalogueError::database("reading the operators"))?
    .iter()
    .map(from_row)
    .collect()
}

fn from_row(row: &SqliteRow) -> Result<OperatorMeta, CatalogueError> {
    let text =
        |column| row.try_get::<String, _>(column).map_err(CatalogueError::database("reading an operator"));
    Ok(OperatorMeta {
        id: OperatorId::new(&text("id")?).map_err(CatalogueError::corrupt)?,
        names: parse(&text("names")?)?,
        colour: row.try_get("colour").map_err(CatalogueError::database("reading an operator"))?,
        networks: parse(&text("networks")?)?,
        licences: parse(&text("licences")?)?,
        synthetic: row.try_get("synthetic").map_err(CatalogueError::database("reading an operator"))?,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String, CatalogueError> {
    serde_json::to_string(value).map_err(CatalogueError::corrupt)
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, CatalogueError> {
    serde_json::from_str(text).map_err(CatalogueError::corrupt)
}
