//! How a file becomes a list of places: checked, its rows in the lake, then its row.
//!
//! Owns the order of these steps. A list replaces the one of its id; one that repeats what is in force is answered with
//! what was recorded of that, and puts its rows back where they were damaged. In a demonstration's data directory every
//! list is made up, whatever is said of it.

use serde::Serialize;
use serde_json::value::RawValue;

use super::error::{DeskError, broken};
use super::open::{Desk, on_a_thread, permit};
use super::request::{Outcome, Watcher};
use super::spool::Spooled;
use crate::catalogue::{ImportedPlaces, NewPlaceList};
use crate::domain::{Actor, ListedPlace, PlaceListHead, PlaceListId, Recorded};
use crate::intake::places::{CheckedPlaces, PlacesRequest, check};
use crate::intake::{IntakeError, Report};
use crate::lake::{Kept, Place, places};

/// What becomes of a list that was imported.
#[derive(Debug, Clone, Serialize)]
pub struct PlacesReceipt {
    /// The list.
    pub list: PlaceListId,
    /// Whether it was news.
    pub state: Outcome,
    /// When it was recorded.
    pub recorded: Recorded,
    /// How many places it has.
    pub places: u64,
    /// Whether it is made up.
    pub synthetic: bool,
    /// The report of its check, when it was recorded.
    pub report: Box<RawValue>,
}

impl Desk {
    /// Checks a list of places and stores nothing.
    ///
    /// # Errors
    /// When the desk is closed, or the check cannot be made; never for what the file contains.
    pub async fn check_places(
        &self,
        head: &PlaceListHead,
        file_name: Option<String>,
        upload: Spooled,
        mut watcher: Watcher,
    ) -> Result<Report, DeskError> {
        let permit = permit(&self.trials).await?;
        let (desk, request) = (self.clone(), self.places_request(head, file_name));
        on_a_thread("checking a list of places", move || {
            let _held = permit;
            Ok(desk.read_places(&request, &upload, &mut watcher)?.report)
        })
        .await
    }

    /// Checks a list of places, and records it if it is in order: it replaces the one of its id.
    ///
    /// Waits for its turn. Once it has begun it ends, even if no one waits for it any more.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the file has errors; nothing is stored then. Otherwise when the desk is closed or
    /// storing fails: then the list is not recorded, and can be imported again.
    pub async fn import_places(
        &self,
        actor: Actor,
        head: PlaceListHead,
        file_name: Option<String>,
        upload: Spooled,
        watcher: Watcher,
    ) -> Result<PlacesReceipt, DeskError> {
        let permit = permit(&self.submissions).await?;
        let desk = self.clone();
        let task = tokio::spawn(async move {
            let _held = permit;
            desk.accept_places(actor, head, file_name, upload, watcher).await
        });
        task.await.unwrap_or_else(|error| Err(broken("importing a list of places")(error)))
    }

    /// Removes a list of places, with a reason. Returns when; `None` where there was none.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn remove_places(
        &self,
        list: &PlaceListId,
        reason: &str,
        actor: &Actor,
    ) -> Result<Option<Recorded>, DeskError> {
        let removed = self.catalogue.remove_places(list, reason, actor).await?;
        if removed.is_some() {
            tracing::info!(%list, "desk.places.removed");
            self.news.send_modify(|count| *count += 1);
        }
        Ok(removed)
    }

    async fn accept_places(
        &self,
        actor: Actor,
        mut head: PlaceListHead,
        file_name: Option<String>,
        upload: Spooled,
        mut watcher: Watcher,
    ) -> Result<PlacesReceipt, DeskError> {
        // A demonstration has nothing in it that is not made up.
        head.synthetic |= self.catalogue.demo_seed().await?.is_some();
        let content_hash = upload.hash().clone();
        let (desk, request, id) =
            (self.clone(), self.places_request(&head, file_name.clone()), head.id.clone());
        let (report, kept, count) = on_a_thread("checking a list of places", move || {
            let CheckedPlaces { report, places } = desk.read_places(&request, &upload, &mut watcher)?;
            let Some(places) = places else {
                tracing::info!(list = %id, errors = report.errors, "desk.places.refused");
                return Err(DeskError::Refused(Box::new(report)));
            };
            let kept = desk.keep_places(&id, &places)?;
            Ok((report, kept, places.len() as u64))
        })
        .await?;
        let new = NewPlaceList {
            content_hash,
            file_name,
            data_key: kept.key.as_str().to_owned(),
            bytes: report.about.bytes,
            places: count,
            report: serde_json::to_string(&report).map_err(broken("writing a report"))?,
            was_damaged: kept.place != Place::Same,
            head,
        };
        let (list, state) = match self.catalogue.import_places(new, &actor).await? {
            ImportedPlaces::New(list) => (list, Outcome::Accepted),
            ImportedPlaces::Unchanged(list) => (list, Outcome::Unchanged),
        };
        if state == Outcome::Accepted {
            tracing::info!(list = %list.head.id, places = list.places, "desk.places.imported");
            self.news.send_modify(|count| *count += 1);
        }
        let report = self.catalogue.place_report(list.version).await?.unwrap_or_else(|| "null".to_owned());
        Ok(PlacesReceipt {
            list: list.head.id,
            state,
            recorded: list.recorded,
            places: list.places,
            synthetic: list.head.synthetic,
            report: RawValue::from_string(report).map_err(broken("reading a report"))?,
        })
    }

    fn places_request(&self, head: &PlaceListHead, file_name: Option<String>) -> PlacesRequest {
        PlacesRequest { as_of: head.as_of, today: self.today(), file_name }
    }

    fn read_places(
        &self,
        request: &PlacesRequest,
        upload: &Spooled,
        watcher: &mut Watcher,
    ) -> Result<CheckedPlaces, DeskError> {
        let file = upload.open().map_err(IntakeError::Read)?;
        Ok(check(&self.country, &self.limits, request, file, &mut **watcher)?)
    }

    fn keep_places(&self, list: &PlaceListId, places: &[ListedPlace]) -> Result<Kept, DeskError> {
        let staged = places::write(self.lake.stage()?, list, self.country.digest(), places)?;
        Ok(self.lake.put_places(staged)?)
    }
}
