//! What is asked of places in a state of the network: the lists in force, their places, and how many a question reaches.
//!
//! Owns when a list is loaded, once and within a bound, and by what its shares are kept: the holdings and the version of
//! the list. Invariant: a list that was found damaged is not asked for again until it is looked at anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::extent_cache::{ExtentCache, blocking};
use super::places::{PlaceShares, Places, PlacesKey, PlacesReached};
use super::question::Question;
use super::reach::{Held, Reach};
use super::{NetworkState, SnapshotError};
use crate::catalogue::PlaceListRecord;
use crate::domain::{PlaceListId, PlaceListOf};

impl NetworkState {
    /// The lists in force, by id.
    pub fn place_lists(&self) -> BTreeMap<&PlaceListId, &Arc<PlaceListRecord>> {
        self.snapshot().place_lists().at(self.known_at())
    }

    /// A list in force.
    pub fn place_list(&self, id: &PlaceListId) -> Option<&Arc<PlaceListRecord>> {
        self.snapshot().place_lists().get(id, self.known_at())
    }

    /// Whether a list's places are damaged: it stands, and nothing is counted of it.
    pub fn are_places_damaged(&self, list: &PlaceListRecord) -> bool {
        self.snapshot().damage().are_places_damaged(list.version)
    }

    /// What is told of a list beside its numbers.
    pub fn places_of(&self, id: &PlaceListId) -> Option<PlaceListOf> {
        let list = self.place_list(id)?;
        let head = list.head.clone();
        Some(PlaceListOf {
            list: head.id,
            names: head.names,
            source: head.source,
            licence: head.licence,
            as_of: head.as_of,
            recorded: list.recorded,
            synthetic: head.synthetic,
        })
    }

    /// The same state as one question about a list's places sees it: told at the last instant at which an event changed
    /// what it is answered from.
    #[must_use]
    pub fn concerning_places(self, question: &Question, id: &PlaceListId) -> Self {
        let imported = self.place_list(id).map(|list| list.recorded);
        let own = self.concerning(question);
        let known_at = imported.map_or(own.known_at(), |at| at.max(own.known_at()));
        own.told_at(known_at)
    }

    /// The places of a list in force.
    ///
    /// # Errors
    /// When they are damaged, or cannot be loaded from the lake.
    pub async fn places(&self, list: &PlaceListRecord) -> Result<Arc<Places>, SnapshotError> {
        self.snapshot().archive().places(list).await
    }

    /// Which places of a list a question reaches, of a technology filed as areas: of one filed as premises it is not
    /// known of any place.
    ///
    /// # Errors
    /// When the list is damaged, or an extent cannot be loaded from the lake.
    pub async fn places_reached(
        &self,
        question: &Question,
        list: &PlaceListRecord,
    ) -> Result<PlacesReached, SnapshotError> {
        let places = self.places(list).await?;
        let cells = match self.reach(question).await? {
            Reach::Cells(cells) => Some(cells),
            Reach::Units(_) => None,
        };
        Ok(PlacesReached { places, cells, standing: self.counted(question).standing })
    }

    /// How many places of a list a question reaches, by territory.
    pub(super) async fn place_shares(
        &self,
        question: &Question,
        id: &PlaceListId,
    ) -> Result<Arc<PlaceShares>, SnapshotError> {
        let unknown = || SnapshotError::NotOfPlaces(id.clone());
        let list = self.place_list(id).filter(|_| !self.is_premises(&question.technology));
        let list = list.ok_or_else(unknown)?;
        self.snapshot().archive().place_shares(&self.held(question), list).await
    }
}

impl ExtentCache {
    /// The places of a list, loaded once.
    ///
    /// # Errors
    /// When they are damaged, or the store cannot give them.
    pub(super) async fn places(&self, list: &PlaceListRecord) -> Result<Arc<Places>, SnapshotError> {
        self.store().are_places_intact(list)?;
        let load = self.store().inner().load_places(list, self.country());
        self.store().heed(self.kept_places().get(&list.version, Places::bytes, load).await)
    }

    /// Looks at the lists in force, so that it is known which are damaged.
    pub(super) async fn look_at_places<'l>(
        &self,
        lists: impl Iterator<Item = &'l Arc<PlaceListRecord>>,
    ) -> Result<(), SnapshotError> {
        for list in lists {
            match self.places(list).await {
                Ok(_) | Err(SnapshotError::Damaged { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn place_shares(
        &self,
        held: &Held,
        list: &PlaceListRecord,
    ) -> Result<Arc<PlaceShares>, SnapshotError> {
        let key = PlacesKey { holdings: held.key(), version: list.version };
        let count = Box::pin(async {
            let (places, reach) = (self.places(list).await?, self.reach(held).await?);
            let Reach::Cells(cells) = reach else {
                return Err(SnapshotError::NotOfPlaces(list.head.id.clone()));
            };
            let country = Arc::clone(self.country());
            blocking(move || places.count(&cells, &country)).await
        });
        self.kept_place_shares().get(&key, PlaceShares::bytes, count).await
    }
}
