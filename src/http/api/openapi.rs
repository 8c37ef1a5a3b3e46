//! The description of the API, as `OpenAPI` 3.1: a golden file in the tests, so a change is a visible diff.
//!
//! Owns what is said of the API as a whole, and completes what the routes say of themselves. Knows no route:
//! the one list of them is in [`crate::http`], and the document is made with the router.

pub(crate) mod bodies;
mod common;
pub(crate) mod words;

use axum::extract::State;
use axum::response::Response;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::country::Fineness;
use crate::http::App;
use crate::http::extract::outlines::OutlineDetail;
use crate::http::extract::parameters;
use crate::http::extract::query::{Ask, Format};
use crate::http::extract::tile_form::TileForm;
use crate::http::respond::conditional::ETag;
use crate::http::respond::envelope::json;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::snapshot::{GroundTheme, Movement};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Taghtia",
        description = "Connectivity of a country, place by place: what operators file, who is covered, and what that means. \
            Every answer with numbers carries its definition, its dates, its attribution and whether it is synthetic. \
            An unknown parameter is an error. Reads need no account.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/", description = "where this document is served")),
    // Beside the bodies of the routes: what only parameters are, which are not gathered with them.
    components(schemas(
        ProblemBody,
        parameters::Grouping,
        OutlineDetail,
        Fineness,
        TileForm,
        Movement,
        GroundTheme,
        parameters::GeoJsonOnly,
        parameters::JsonCsvOrGeoJson,
        parameters::JsonOnly,
        parameters::JsonOrCsv,
    )),
    tags(
        (name = "country", description = "What can be asked"),
        (name = "coverage", description = "Shares and claims"),
        (name = "measurements", description = "What tests say, beside what is claimed"),
        (name = "targets", description = "What was promised, and how it stands"),
        (name = "networks", description = "Fibre routes"),
        (name = "places", description = "Places that matter, and which of them are covered"),
        (name = "territories", description = "Where"),
        (name = "access", description = "Tokens, and what was done with them"),
        (name = "filings", description = "What operators filed, and how to file"),
        (name = "service", description = "Health and metrics of the service, and this document"),
    ),
    security(()),
    modifiers(&Token)
)]
struct Description;

struct Token;

impl Modify for Token {
    fn modify(&self, openapi: &mut Document) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "A token issued by the administrator of the server: `Authorization: Bearer TOKEN`.",
        ));
        openapi
            .components
            .get_or_insert_default()
            .add_security_scheme("token", SecurityScheme::Http(scheme.build()));
    }
}

/// What the document says before it has routes.
pub(crate) fn without_routes() -> Document {
    Description::openapi()
}

/// The document, from what its routes say of themselves.
pub(crate) fn completed(mut document: Document) -> Document {
    common::complete(&mut document);
    document
}

/// The description of the API: this document.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "service", operation_id = "getOpenApi",
    responses((status = 200, description = "The document", body = Object, content_type = "application/json"))
)]
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&[])?;
    let tag = ETag::new(&ask.uri, env!("CARGO_PKG_VERSION"), Format::Json.media_type(), "");
    if let Some(unchanged) = tag.unchanged(&ask.headers) {
        return Ok(unchanged);
    }
    let mut document = app.document().clone();
    let config = app.config();
    let address = config.public_url.clone().unwrap_or_else(|| match config.base_path.as_str() {
        "" => "/".to_owned(),
        base => base.to_owned(),
    });
    document.servers = Some(vec![utoipa::openapi::Server::new(address)]);
    Ok(tag.reply(json(&document)?))
}
