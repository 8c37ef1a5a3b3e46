//! `GET /api/v1/boundaries/{level}/topology`: the same outlines as `TopoJSON`, each line between two neighbours once.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use utoipa::openapi::{RefOr, Schema};

use super::boundaries::no_such_outlines;
use crate::country::outlines::packed;
use crate::country::{Detail, Fineness, topology};
use crate::http::App;
use crate::http::api::openapi::bodies::TopologyBody;
use crate::http::extract::asked::{Reader, Word, query};
use crate::http::extract::parameters::{listed, named};
use crate::http::extract::query::{Ask, Format};
use crate::http::respond::conditional::ETag;
use crate::http::respond::preferences::accepts_gzip;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::said::Said;

/// What is made of the pack here: changes with how lines are cut and written.
const CONTENT: &str = "topology";

listed! { Fineness, }

query! {
    /// Which topology is asked for.
    TopologyQuery {
        fineness: Option<Fineness> = "map (default), or sketch: for a picture of the whole, some hundred pixels wide",
        v: Option<String> = "`pack_digest` of the country: the answer may then be kept for ever",
    }
}

/// Outlines of a level as `TopoJSON`: a third of their size as `GeoJSON`, and neighbours cannot gape.
///
/// The one object bears the level's word. Each geometry's `id` is its territory's code; one that vanishes on the grid
/// has a geometry of no type. Names are in `/api/v1/territories`.
#[utoipa::path(
    get, path = "/api/v1/boundaries/{level}/topology", operation_id = "getBoundariesTopology", tag = "territories",
    params(
        ("level" = String, Path, description = "`boundaries` of a level, as `/api/v1/country` lists them"),
        TopologyQuery,
    ),
    responses(
        (status = 200, description = "A topology", body = TopologyBody, content_type = "application/json"),
        (status = 404, description = "No such level", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(
    State(app): State<App>,
    Path(word): Path<String>,
    ask: Ask,
) -> Result<Response, Problem> {
    let asked = ask.asked::<TopologyQuery>(&app).await?;
    let country = Arc::clone(asked.country());
    let level = country.levels().drawn().find(|(_, file)| *file == word).map(|(level, _)| level);
    let level = level.ok_or_else(|| no_such_outlines(&country))?;
    let version = format!("{} {CONTENT}", country.digest());
    let mut tag = ETag::new(&asked.ask.uri, &version, Format::Json.media_type(), "");
    if asked.query.v.as_deref().is_some_and(|digest| digest == country.digest()) {
        tag = tag.forever();
    }
    if let Some(unchanged) = tag.unchanged(&asked.ask.headers) {
        return Ok(unchanged);
    }
    let fineness = asked.query.fineness.unwrap_or(Fineness::Map);
    let plain = !accepts_gzip(&asked.ask.headers);
    let made = tokio::task::spawn_blocking(move || {
        let outlines = country.boundaries(level, Detail::Simplified).map_err(|error| error.to_string())?;
        let attribution = country.meta.attribution.join("; ");
        let text = topology(&outlines, &word, &attribution, fineness).map_err(|error| error.to_string())?;
        if plain { Ok(text) } else { packed(&text).map_err(|error| error.to_string()) }
    });
    let bytes = made.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let mut response = tag.reply(Bytes::from(bytes));
    if !plain {
        // Made once and asked for by everyone: packed as well as can be, and sent as it is.
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}
