//! How a list of places comes in, and goes: by an administrator's token.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tracing::Instrument;
use utoipa::openapi::{RefOr, Schema};

use super::no_list;
use crate::desk::Outcome;
use crate::domain::places::is_line;
use crate::domain::{AsOf, Names, PlaceListHead, PlaceListId, Recorded, Role, causes};
use crate::http::App;
use crate::http::api::filings::submit::{place, refusal};
use crate::http::api::openapi::bodies::{ReceiptState, ReportBody};
use crate::http::extract::asked::{Asked, Needed, Reader, Word, query};
use crate::http::extract::caller;
use crate::http::extract::parameters::text;
use crate::http::extract::query::Ask;
use crate::http::extract::upload::receive;
use crate::http::respond::envelope::{fresh, json};
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::said::Said;
use crate::intake::Limits;

/// The longest reason, in characters.
const REASON_MOST: usize = 2000;

/// One line of text that is seen.
pub(crate) struct Line;

impl Word for Line {
    type Value = String;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<String> {
        Some(text.trim().to_owned()).filter(|text| is_line(text))
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-line")
    }
}

/// Names by language, as JSON.
pub(crate) struct NamesGiven;

impl Word for NamesGiven {
    type Value = Names;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(text: &str, reader: &Reader<'_>) -> Option<Names> {
        let names: Names = serde_json::from_str(text).ok()?;
        let known = &reader.snapshot().country().meta.languages;
        let is_fine = |(language, name): (&String, &String)| known.contains(language) && is_line(name);
        (!names.0.is_empty() && names.0.iter().all(is_fine)).then_some(names)
    }

    fn expected(reader: &Reader<'_>) -> Said {
        let known = &reader.snapshot().country().meta.languages;
        Said::new("expected-names").text("example", r#"{"fr":"Écoles"}"#).text("list", known.join(", "))
    }
}

/// Why something is done.
pub(crate) struct Reason;

impl Word for Reason {
    type Value = String;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<String> {
        let reason = text.trim();
        let is_fine = (3..=REASON_MOST).contains(&reason.chars().count())
            && !reason.chars().any(|letter| letter.is_control() && letter != '\n');
        is_fine.then(|| reason.to_owned())
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-reason").text("most", REASON_MOST.to_string())
    }
}

query! {
    /// What a list is.
    ImportPlacesQuery {
        names: Needed<NamesGiven> = "what its places are called together, as JSON by language: {\"fr\":\"Écoles\"}",
        source: Needed<Line> = "who publishes the list",
        licence: Needed<Line> = "under which licence",
        as_of: Needed<AsOf> = "the date whose places it lists",
        synthetic: Option<bool> = "true where it is made up; in a demonstration every list is",
    }
}

query! {
    /// Why a list is removed.
    RemovePlacesQuery {
        reason: Needed<Reason> = "3 to 2000 characters; kept in the audit log",
    }
}

/// What became of a list that was imported.
#[derive(utoipa::ToSchema)]
#[schema(as = PlacesReceipt)]
#[expect(dead_code, reason = "describes a type of a room that knows nothing of HTTP")]
struct PlacesReceiptBody {
    list: PlaceListId,
    state: ReceiptState,
    recorded: Recorded,
    /// How many places it has.
    places: u64,
    /// Whether it is made up.
    synthetic: bool,
    report: ReportBody,
}

/// A list that was removed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct PlacesRemoved {
    list: PlaceListId,
    /// From when on there is none.
    removed: Recorded,
    reason: String,
}

fn list_of(id: &str) -> Result<PlaceListId, Problem> {
    PlaceListId::new(id)
        .map_err(|_malformed| Problem::bad_parameter("list", id, Said::new("expected-place-list")))
}

/// Imports a list of places: it replaces the one of that id, which stays known by `known_at`.
///
/// The body is the file itself, CSV (`id,name,lon,lat` and, if known, `commune`) or GeoJSON of points, plain, gzip or
/// zip; or a form with one field `file`. The list is published before the answer is sent.
#[utoipa::path(
    put, path = "/api/v1/places/{list}", operation_id = "importPlaces", tag = "places",
    params(("list" = PlaceListId, Path, description = "the list's id, such as schools"), ImportPlacesQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the file; its name in Content-Disposition"),
    responses(
        (status = 201, description = "Recorded", body = PlacesReceiptBody),
        (status = 200, description = "The same as the list in force", body = PlacesReceiptBody),
        (status = 400, description = "A parameter or the body is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No token in force", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not an administrator's token", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Refused by the rules; nothing changed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; Retry-After says when", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn put(
    State(app): State<App>,
    Path(id): Path<String>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let caller = caller::require(&app, request.headers(), &[Role::Admin]).await?;
    let id = list_of(&id)?;
    let ImportPlacesQuery { names, source, licence, as_of, synthetic } =
        ask.asked::<ImportPlacesQuery>(&app).await?.query;
    caller.counts_filing(&app)?;
    let places = (caller.upload(&app)?, place(&app.0.filings)?);
    let most = app.config().filing_bytes.min(Limits::default().place_bytes);
    let upload = receive(&app, request, most).await?;
    let head = PlaceListHead { id, names, source, licence, as_of, synthetic: synthetic.unwrap_or_default() };
    // From here on it ends, published, even if the client is gone.
    let task = tokio::spawn(
        async move {
            let _held = places;
            let imported =
                app.desk().import_places(caller.actor(), head, upload.name, upload.file, Box::new(|_| {}));
            let receipt = imported.await.map_err(refusal)?;
            publish(&app).await;
            let is_new = receipt.state == Outcome::Accepted;
            let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
            Ok((status, fresh(), json(&receipt)?).into_response())
        }
        .in_current_span(),
    );
    task.await.unwrap_or_else(|error| Err(Problem::internal(error)))
}

/// Removes a list of places: from now on there is none; what was known before stays known by `known_at`.
#[utoipa::path(
    delete, path = "/api/v1/places/{list}", operation_id = "removePlaces", tag = "places",
    params(("list" = PlaceListId, Path, description = "the list's id"), RemovePlacesQuery),
    responses(
        (status = 200, description = "Removed", body = PlacesRemoved),
        (status = 400, description = "No reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No token in force", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not an administrator's token", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such list", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; Retry-After says when", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn delete(
    State(app): State<App>,
    Path(id): Path<String>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let caller = caller::require(&app, request.headers(), &[Role::Admin]).await?;
    let list = list_of(&id)?;
    let Asked { query, state, .. } = ask.asked::<RemovePlacesQuery>(&app).await?;
    caller.counts_filing(&app)?;
    let removed = app.desk().remove_places(&list, &query.reason, &caller.actor()).await.map_err(refusal)?;
    let removed = removed.ok_or_else(|| no_list(&state))?;
    publish(&app).await;
    Ok((fresh(), json(&PlacesRemoved { list, removed, reason: query.reason })?).into_response())
}

async fn publish(app: &App) {
    if let Err(error) = app.publisher().catch_up().await {
        // It is recorded all the same; the follower tries again.
        tracing::error!(error = %causes(&error), "cannot publish; the last snapshot stands");
    }
}
