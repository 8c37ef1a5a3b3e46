//! Which catalogue this is, and how far it has come: told to who keeps the objects, after each commit.
//!
//! The catalogue decides what is in the lake, so a lake must not meet another catalogue, an older one or an
//! empty one unnoticed: all it holds would look unnamed. Each catalogue has a random id; after every
//! commit that raised the generation both are handed to a [`Marker`], which writes them beside the objects.
//! The mark is written after the commit: a process that dies between the two leaves a lower mark, which
//! refuses nothing. A mark is never lowered by this process.

use std::path::Path;

use sqlx::{Sqlite, Transaction};

use super::audit::AuditEntry;
use super::database::connect;
use super::marker::Marker;
use super::{Catalogue, CatalogueError, ChainFault, events, generation, schema};
use crate::domain::{Act, Actor, CatalogueId, CatalogueMark};

/// What a catalogue's file is, before anything is done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// There is no such file, or it is empty.
    Nothing,
    /// A catalogue from before catalogues had ids. Whether it names any object.
    Unmarked {
        /// Whether a filing or a measurement is recorded in it.
        names_objects: bool,
    },
    /// A catalogue with an id. Whether it names any object.
    Marked {
        /// Which one, and how far it has come.
        mark: CatalogueMark,
        /// Whether a filing or a measurement is recorded in it.
        names_objects: bool,
        /// What is wrong with its sequence of events, if anything is.
        fault: Option<ChainFault>,
    },
}

impl Catalogue {
    /// Looks at a catalogue's file and changes nothing in it. `marked` is what the lake says of its catalogue.
    ///
    /// # Errors
    /// When it cannot be read as a catalogue.
    pub async fn look(file: &Path, marked: Option<&CatalogueMark>) -> Result<Found, CatalogueError> {
        let failed = || CatalogueError::database("looking at it");
        if std::fs::metadata(file).is_ok_and(|found| found.len() == 0) || !file.exists() {
            return Ok(Found::Nothing);
        }
        let pool = connect(file, false).await?;
        let found = async {
            let schema = schema::current(&pool).await?;
            let mut tx = pool.begin().await.map_err(failed())?;
            if schema == 0 || is_empty(&mut tx, "SELECT 1 FROM meta").await? {
                return Ok(Found::Nothing);
            }
            let measured = "SELECT 1 FROM measurement_objects";
            let names_objects = !is_empty(&mut tx, "SELECT 1 FROM filings").await?
                || (schema >= 5 && !is_empty(&mut tx, measured).await?);
            // Told by its column, not by the schema's number: steps may be applied out of order.
            if is_empty(&mut tx, "SELECT 1 FROM pragma_table_info('meta') WHERE name = 'catalogue_id'")
                .await?
            {
                return Ok(Found::Unmarked { names_objects });
            }
            look_marked(&mut tx, marked, names_objects).await
        };
        let found = found.await;
        pool.close().await;
        found
    }

    /// What this catalogue is, as [`Catalogue::look`] says it of a file.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn found(&self, marked: Option<&CatalogueMark>) -> Result<Found, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("looking at it"))?;
        look_marked(&mut tx, marked, true).await
    }

    /// This catalogue by a marker: what it is and how far it has come is written there now, and after each
    /// commit that raises its generation.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn marked_by(self, marker: Marker) -> Result<Self, CatalogueError> {
        let marked = Self { marker: Some(std::sync::Arc::new(marker)), ..self };
        let mark = marked.mark().await?;
        if let Some(marker) = &marked.marker {
            marker.write(mark).await;
        }
        Ok(marked)
    }

    /// Which catalogue this is, and how far it has come.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn mark(&self) -> Result<CatalogueMark, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading which one it is"))?;
        mark(&mut tx).await
    }

    /// Makes this the catalogue of a lake that another one, or a later state of this one, had marked: under
    /// an id of its own, so that neither takes the other's place unnoticed.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn accept(&self, before: Option<&CatalogueMark>, actor: &Actor) -> Result<(), CatalogueError> {
        let failed = || CatalogueError::database("accepting it");
        let mut tx = self.write("accepting it").await?;
        let own = mark(&mut tx).await?;
        sqlx::query("UPDATE meta SET catalogue_id = lower(hex(randomblob(16))), generation = generation + 1")
            .execute(&mut *tx)
            .await
            .map_err(failed())?;
        let now = mark(&mut tx).await?;
        let detail = serde_json::json!({ "lake_was_of": before, "catalogue_was": own, "is_now": now });
        let entry = AuditEntry { actor: actor.clone(), act: Act::CatalogueAccepted, subject: None, detail };
        self.append_to(&mut tx, &entry).await?;
        self.commit(tx, "accepting it").await
    }

    /// Commits; where the generation was raised, its mark is written.
    pub(super) async fn commit(
        &self,
        mut tx: Transaction<'_, Sqlite>,
        doing: &'static str,
    ) -> Result<(), CatalogueError> {
        let mark = match &self.marker {
            Some(_) => Some(mark(&mut tx).await?),
            None => None,
        };
        tx.commit().await.map_err(CatalogueError::database(doing))?;
        if let (Some(marker), Some(mark)) = (&self.marker, mark) {
            marker.write(mark).await;
        }
        Ok(())
    }
}

/// What a catalogue with an id is, its events checked where it has any.
async fn look_marked(
    tx: &mut Transaction<'_, Sqlite>,
    marked: Option<&CatalogueMark>,
    names_objects: bool,
) -> Result<Found, CatalogueError> {
    if is_empty(tx, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'events'").await? {
        let mark = CatalogueMark { id: own_id(tx).await?, generation: generation(tx).await?, event: None };
        return Ok(Found::Marked { mark, names_objects, fault: None });
    }
    let mark = mark(tx).await?;
    let is_new = is_empty(tx, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit'").await?;
    let seen = marked.filter(|marked| marked.id == mark.id).and_then(|marked| marked.event.as_ref());
    let fault = if is_new { events::sequence(tx, seen).await?.fault } else { None };
    Ok(Found::Marked { mark, names_objects, fault })
}

async fn own_id(tx: &mut Transaction<'_, Sqlite>) -> Result<CatalogueId, CatalogueError> {
    let id: String = sqlx::query_scalar("SELECT catalogue_id FROM meta")
        .fetch_one(&mut **tx)
        .await
        .map_err(CatalogueError::database("reading which one it is"))?;
    CatalogueId::new(&id).map_err(CatalogueError::corrupt)
}

async fn mark(tx: &mut Transaction<'_, Sqlite>) -> Result<CatalogueMark, CatalogueError> {
    let id = own_id(tx).await?;
    Ok(CatalogueMark { id, generation: generation(tx).await?, event: events::last(tx).await? })
}

async fn is_empty(tx: &mut Transaction<'_, Sqlite>, rows: &'static str) -> Result<bool, CatalogueError> {
    let first: Option<i64> = sqlx::query_scalar(rows)
        .fetch_optional(&mut **tx)
        .await
        .map_err(CatalogueError::database("looking at it"))?;
    Ok(first.is_none())
}
