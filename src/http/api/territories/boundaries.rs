//! `GET /api/v1/boundaries/{level}`: simplified, gap-free outlines for maps.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;

use crate::country::Country;
use crate::country::outlines::unpacked;
use crate::http::App;
use crate::http::api::openapi::bodies::FeatureCollection;
use crate::http::extract::asked::query;
use crate::http::extract::query::{Ask, Format};
use crate::http::respond::conditional::ETag;
use crate::http::respond::preferences::accepts_gzip;
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;

/// What is made of the pack here: changes with the properties of the features.
const CONTENT: &str = "named";

query! {
    /// Which version of outlines is asked for.
    BoundariesQuery {
        v: Option<String> = "`pack_digest` of the country: the answer may then be kept for ever",
    }
}

/// Outlines of a level, simplified without gaps; never changes where `v` names the pack.
///
/// Each feature carries `code`, `parent`, `level`, its name as `name_LANG` in every language of the country,
/// `attribution`, and `synthetic`, which is always false: outlines are real, and of no filing and no date.
#[utoipa::path(
    get, path = "/api/v1/boundaries/{level}", operation_id = "getBoundaries", tag = "territories",
    params(
        ("level" = String, Path, description = "`boundaries` of a level, as `/api/v1/country` lists them"),
        BoundariesQuery,
    ),
    responses(
        (status = 200, description = "A feature collection; feature.id is the code", body = FeatureCollection, content_type = "application/geo+json"),
        (status = 404, description = "No such level", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(
    State(app): State<App>,
    Path(word): Path<String>,
    ask: Ask,
) -> Result<Response, Problem> {
    let asked = ask.asked::<BoundariesQuery>(&app).await?;
    let country = Arc::clone(asked.country());
    let level = country.levels().drawn().find(|(_, file)| *file == word).map(|(level, _)| level);
    let level = level.ok_or_else(|| no_such_outlines(&country))?;
    let version = format!("{} {CONTENT}", country.digest());
    let mut tag = ETag::new(&asked.ask.uri, &version, Format::GeoJson.media_type(), "");
    if asked.query.v.as_deref().is_some_and(|digest| digest == country.digest()) {
        tag = tag.forever();
    }
    if let Some(unchanged) = tag.unchanged(&asked.ask.headers) {
        return Ok(unchanged);
    }
    let plain = !accepts_gzip(&asked.ask.headers);
    let read = tokio::task::spawn_blocking(move || {
        let packed = country.map_layer(level).map_err(|error| error.to_string())?;
        if plain {
            let text = unpacked(&packed).map_err(|error| error.to_string())?;
            return Ok::<_, String>(Bytes::from(text));
        }
        Ok(Bytes::from_owner(packed))
    });
    let bytes = read.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let mut response = tag.reply(bytes);
    if !plain {
        // Kept compressed as well as can be: sent as it is.
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

/// Which outlines there are.
pub(super) fn no_such_outlines(country: &Country) -> Problem {
    let known: Vec<&str> = country.levels().drawn().map(|(_, file)| file).collect();
    Problem::none_of(Said::new("detail-not-found-outlines").text("list", known.join(", ")))
}
