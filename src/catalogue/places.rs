//! Lists of places: each import of a list, and each removal, is a row and an event on the clock of filings.
//!
//! Owns which rows there are and what repeats what is in force. Which list is in force at an instant is the last row of
//! its id up to then, which the publisher finds by itself: there are few.
//!
//! Invariants: no row ever changes; the rows of a list that was replaced or removed stay named, so that what was known
//! before can still be told.

use std::sync::Arc;

use serde_json::json;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite, Transaction};

use super::audit::AuditEntry;
use super::clock::PLACES_AT;
use super::{Catalogue, CatalogueError, advance_generation, recorded};
use crate::domain::{
    Act, Actor, ContentHash, DamageCause, DamagedKind, DamagedObject, DamagedOf, Names, PlaceListHead,
    PlaceListId, Recorded,
};

/// A list that is to be recorded, its object in the lake.
#[derive(Debug, Clone)]
pub struct NewPlaceList {
    /// What is said of it.
    pub head: PlaceListHead,
    /// The hash of the file as it arrived.
    pub content_hash: ContentHash,
    /// What the file was called.
    pub file_name: Option<String>,
    /// Where its rows are.
    pub data_key: String,
    /// Size of the file as it arrived.
    pub bytes: u64,
    /// How many places it has.
    pub places: u64,
    /// The report of its check, as JSON.
    pub report: String,
    /// Whether its object was not what its name says, or missing, before it was written now: then the list is
    /// recorded anew, though it says the same.
    pub was_damaged: bool,
}

/// A list of places as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceListRecord {
    /// Its number among all rows: the version of the list.
    pub version: i64,
    /// What is said of it.
    pub head: PlaceListHead,
    /// When it was recorded.
    pub recorded: Recorded,
    /// The hash of the file as it arrived.
    pub content_hash: ContentHash,
    /// What the file was called.
    pub file_name: Option<String>,
    /// Where its rows are.
    pub data_key: String,
    /// Size of the file as it arrived.
    pub bytes: u64,
    /// How many places it has.
    pub places: u64,
}

impl PlaceListRecord {
    /// Its rows, as a damaged object.
    pub fn damaged(&self, cause: DamageCause) -> DamagedObject {
        DamagedObject {
            kind: DamagedKind::Places,
            of: DamagedOf::Places { list: self.head.id.clone(), version: self.version },
            object: self.data_key.clone(),
            cause,
        }
    }
}

/// What became of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceListChange {
    /// It was imported: this is what it is from then on.
    Imported(Arc<PlaceListRecord>),
    /// It was removed.
    Removed {
        /// Why.
        reason: String,
    },
}

/// An event of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceListEvent {
    /// Its number among all rows.
    pub version: i64,
    /// Which list.
    pub list: PlaceListId,
    /// When, corrected where a clock ran ahead.
    pub at: Recorded,
    /// What became of it.
    pub change: PlaceListChange,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportedPlaces {
    /// It was recorded.
    New(PlaceListRecord),
    /// It repeats the list in force.
    Unchanged(PlaceListRecord),
}

impl Catalogue {
    /// Records a list, unless it repeats the one in force.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn import_places(
        &self,
        new: NewPlaceList,
        actor: &Actor,
    ) -> Result<ImportedPlaces, CatalogueError> {
        let mut tx = self.write("recording a list of places").await?;
        let list = new.head.id.clone();
        if let Some(PlaceListEvent { change: PlaceListChange::Imported(known), .. }) =
            last(&mut tx, &list).await?
            && known.head == new.head
            && known.content_hash == new.content_hash
            && known.data_key == new.data_key
            && !new.was_damaged
        {
            return Ok(ImportedPlaces::Unchanged(Arc::unwrap_or_clone(known)));
        }
        let at = self.next_recorded(&mut tx).await?;
        let version = insert(&mut tx, at, &new).await?;
        advance_generation(&mut tx).await?;
        let NewPlaceList { head, content_hash, file_name, data_key, bytes, places, .. } = new;
        let detail = json!({
            "source": head.source, "licence": head.licence, "as_of": head.as_of, "places": places,
            "content_hash": content_hash,
        });
        let entry = AuditEntry {
            actor: actor.clone(),
            act: Act::PlacesImported,
            subject: Some(list.to_string()),
            detail,
        };
        self.append_to(&mut tx, &entry).await?;
        self.commit(tx, "recording a list of places").await?;
        let recorded = at;
        Ok(ImportedPlaces::New(PlaceListRecord {
            version,
            head,
            recorded,
            content_hash,
            file_name,
            data_key,
            bytes,
            places,
        }))
    }

    /// Removes a list, with a reason: from now on there is none. Returns when; `None` where there was none.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn remove_places(
        &self,
        list: &PlaceListId,
        reason: &str,
        actor: &Actor,
    ) -> Result<Option<Recorded>, CatalogueError> {
        let mut tx = self.write("removing a list of places").await?;
        let known = last(&mut tx, list).await?;
        if !known.is_some_and(|event| matches!(event.change, PlaceListChange::Imported(_))) {
            return Ok(None);
        }
        let at = self.next_recorded(&mut tx).await?;
        sqlx::query("INSERT INTO place_lists (list, recorded, reason) VALUES (?, ?, ?)")
            .bind(list.as_str())
            .bind(at.micros())
            .bind(reason)
            .execute(&mut *tx)
            .await
            .map_err(CatalogueError::database("removing a list of places"))?;
        advance_generation(&mut tx).await?;
        let (actor, subject) = (actor.clone(), Some(list.to_string()));
        let detail = json!({ "reason": reason });
        self.append_to(&mut tx, &AuditEntry { actor, act: Act::PlacesRemoved, subject, detail }).await?;
        self.commit(tx, "removing a list of places").await?;
        Ok(Some(at))
    }

    /// The lists there are now, by id.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn place_lists(&self) -> Result<Vec<Arc<PlaceListRecord>>, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("listing lists of places"))?;
        let mut now = std::collections::BTreeMap::new();
        for event in all(&mut tx).await? {
            match event.change {
                PlaceListChange::Imported(list) => now.insert(event.list, list),
                PlaceListChange::Removed { .. } => now.remove(&event.list),
            };
        }
        Ok(now.into_values().collect())
    }

    /// The report of a version of a list, as it was recorded.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn place_report(&self, version: i64) -> Result<Option<String>, CatalogueError> {
        let report: Option<Option<String>> =
            sqlx::query_scalar("SELECT report FROM place_lists WHERE seq = ?")
                .bind(version)
                .fetch_optional(&self.pool)
                .await
                .map_err(CatalogueError::database("reading a report"))?;
        Ok(report.flatten())
    }
}

async fn insert(
    tx: &mut Transaction<'_, Sqlite>,
    at: Recorded,
    new: &NewPlaceList,
) -> Result<i64, CatalogueError> {
    let head = &new.head;
    let names = serde_json::to_string(&head.names).map_err(CatalogueError::corrupt)?;
    sqlx::query_scalar(
        "INSERT INTO place_lists (list, recorded, names, source, licence, as_of, synthetic, content_hash,
           file_name, data_key, bytes, places, report)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq",
    )
    .bind(head.id.as_str())
    .bind(at.micros())
    .bind(names)
    .bind(&head.source)
    .bind(&head.licence)
    .bind(head.as_of.to_string())
    .bind(head.synthetic)
    .bind(new.content_hash.as_str())
    .bind(new.file_name.as_deref())
    .bind(&new.data_key)
    .bind(new.bytes as i64)
    .bind(new.places as i64)
    .bind(&new.report)
    .fetch_one(&mut **tx)
    .await
    .map_err(CatalogueError::database("recording a list of places"))
}

const COLUMNS: &str = "p.seq, p.list, p.names, p.source, p.licence, p.as_of, p.synthetic, p.content_hash,
    p.file_name, p.data_key, p.bytes, p.places, p.reason";

/// Every event of every list, in the order recorded.
pub(super) async fn all(tx: &mut Transaction<'_, Sqlite>) -> Result<Vec<PlaceListEvent>, CatalogueError> {
    let query = format!("SELECT {COLUMNS}, {PLACES_AT} AS at FROM place_lists p ORDER BY p.seq");
    let rows = sqlx::query(sqlx::AssertSqlSafe(query))
        .fetch_all(&mut **tx)
        .await
        .map_err(CatalogueError::database("listing lists of places"))?;
    rows.iter().map(event).collect()
}

/// The last event of a list.
async fn last(
    tx: &mut Transaction<'_, Sqlite>,
    list: &PlaceListId,
) -> Result<Option<PlaceListEvent>, CatalogueError> {
    let query = format!(
        "SELECT {COLUMNS}, {PLACES_AT} AS at FROM place_lists p WHERE p.list = ? ORDER BY p.seq DESC LIMIT 1"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(list.as_str())
        .fetch_optional(&mut **tx)
        .await
        .map_err(CatalogueError::database("looking for a list of places"))?;
    row.as_ref().map(event).transpose()
}

fn event(row: &SqliteRow) -> Result<PlaceListEvent, CatalogueError> {
    let failed = || CatalogueError::database("reading a list of places");
    let text = |name: &str| row.try_get::<String, _>(name).map_err(failed());
    let number = |name: &str| row.try_get::<i64, _>(name).map_err(failed());
    let (version, list) =
        (number("seq")?, PlaceListId::new(&text("list")?).map_err(CatalogueError::corrupt)?);
    let at = recorded(number("at")?)?;
    if let Some(reason) = row.try_get::<Option<String>, _>("reason").map_err(failed())? {
        return Ok(PlaceListEvent { version, list, at, change: PlaceListChange::Removed { reason } });
    }
    let names: Names = serde_json::from_str(&text("names")?).map_err(CatalogueError::corrupt)?;
    let record = PlaceListRecord {
        version,
        head: PlaceListHead {
            id: list.clone(),
            names,
            source: text("source")?,
            licence: text("licence")?,
            as_of: text("as_of")?.parse().map_err(CatalogueError::corrupt::<jiff::Error>)?,
            synthetic: row.try_get("synthetic").map_err(failed())?,
        },
        recorded: at,
        content_hash: ContentHash::new(&text("content_hash")?).map_err(CatalogueError::corrupt)?,
        file_name: row.try_get("file_name").map_err(failed())?,
        data_key: text("data_key")?,
        bytes: number("bytes")? as u64,
        places: number("places")? as u64,
    };
    Ok(PlaceListEvent { version, list, at, change: PlaceListChange::Imported(Arc::new(record)) })
}
