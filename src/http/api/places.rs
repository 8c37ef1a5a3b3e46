//! Places that matter: which lists there are, their places and whether these are covered, and how a list comes in.

pub(crate) mod import;
pub(crate) mod items;
pub(crate) mod lists;

use serde::Serialize;

use crate::catalogue::PlaceListRecord;
use crate::domain::{AsOf, Names, PlaceListId, Recorded, ShareOf};
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;
use crate::snapshot::NetworkState;

/// What is said of a list of places.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct PlaceList {
    id: PlaceListId,
    /// What its places are called together.
    names: Names,
    /// Who publishes it.
    source: String,
    /// Under which licence.
    licence: String,
    /// The date whose places it lists.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// When it was imported here.
    recorded: Recorded,
    /// Whether it is made up.
    synthetic: bool,
    /// How many places it has.
    places: u64,
    /// Present where its places cannot be read: then nothing is counted of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    damaged: bool,
}

impl PlaceList {
    /// What is said of a list in force.
    pub(crate) fn of(list: &PlaceListRecord, state: &NetworkState) -> Self {
        let head = list.head.clone();
        Self {
            id: head.id,
            names: head.names,
            source: head.source,
            licence: head.licence,
            as_of: head.as_of,
            recorded: list.recorded,
            synthetic: head.synthetic,
            places: list.places,
            damaged: state.are_places_damaged(list),
        }
    }
}

/// There is no such list; those there are, are said.
fn no_list(state: &NetworkState) -> Problem {
    let known: Vec<&str> = state.place_lists().into_keys().map(PlaceListId::as_str).collect();
    Problem::none_of(if known.is_empty() {
        Said::new("detail-no-place-lists")
    } else {
        Said::new("detail-not-found-places").text("list", known.join(", "))
    })
}

/// Refuses a share of places that are damaged.
pub(crate) fn counted(state: &NetworkState, of: &ShareOf) -> Result<(), Problem> {
    of.places().map_or(Ok(()), |list| intact(state, list))
}

/// Refuses what cannot be answered because a list's places are damaged.
fn intact(state: &NetworkState, list: &PlaceListId) -> Result<(), Problem> {
    let is_damaged = state.place_list(list).is_some_and(|list| state.are_places_damaged(list));
    if is_damaged { Err(Problem::places_damaged(list.as_str())) } else { Ok(()) }
}
