//! `GET /api/v1/places`: the lists of places there are.

use axum::response::Response;
use serde::Serialize;

use super::PlaceList;
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::parameters::{JsonOnly, Lang};
use crate::http::extract::question::Instant;
use crate::http::respond::envelope::Envelope;
use crate::http::respond::problem::{Problem, ProblemBody};

query! {
    /// Which lists are asked for.
    PlaceListsQuery {
        known_at: Option<Instant> = "what had been imported by then: an instant, or a date",
        lang: Lang = "language of the definition",
        f: JsonOnly = "the one media type there is",
    }
}

/// The lists of places there are.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = PlaceLists)]
struct PlaceListsBody {
    /// What a list is.
    definition: String,
    #[serde(flatten)]
    envelope: Envelope,
    /// In order of their ids.
    items: Vec<PlaceList>,
}

/// Lists of places that matter: schools, health centres, whatever was imported; with source, licence and date.
#[utoipa::path(
    get, path = "/api/v1/places", operation_id = "listPlaceLists", tag = "places",
    params(PlaceListsQuery),
    responses(
        (status = 200, description = "The lists there are", body = PlaceListsBody),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(asked: Asked<PlaceListsQuery>) -> Result<Response, Problem> {
    let lists = asked.state.place_lists();
    let body = PlaceListsBody {
        definition: asked.words().place_lists(),
        envelope: Envelope::of_places(&asked.state, lists.values().map(|list| &***list)),
        items: lists.values().map(|list| PlaceList::of(list, &asked.state)).collect(),
    };
    let count = body.items.len();
    asked.tag.json(body, count)
}
