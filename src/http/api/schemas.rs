//! `GET /api/v1/schemas`: what each kind of filing must look like, as intake checks it.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use crate::http::App;
use crate::http::extract::query::{Ask, Format};
use crate::http::respond::conditional::ETag;
use crate::http::respond::envelope::json;
use crate::http::respond::problem::Problem;
use crate::intake::schemas::{schema, schemas};

/// The schemas there are.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Schemas)]
pub(crate) struct SchemasBody {
    items: Vec<SchemaItem>,
}

/// A schema's address.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SchemaItem {
    name: &'static str,
    title: &'static str,
    media_type: &'static str,
    href: String,
}

/// The schemas of filings.
#[utoipa::path(
    get, path = "/api/v1/schemas", operation_id = "listSchemas", tag = "filings",
    responses((status = 200, description = "Names and addresses", body = SchemasBody))
)]
pub(crate) async fn list(State(_app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&[])?;
    let tag = ETag::new(&ask.uri, env!("CARGO_PKG_VERSION"), Format::Json.media_type(), "");
    if let Some(unchanged) = tag.unchanged(&ask.headers) {
        return Ok(unchanged);
    }
    let item = |schema: &crate::intake::schemas::Schema| SchemaItem {
        name: schema.name,
        title: schema.title,
        media_type: schema.media_type,
        href: format!("schemas/{}", schema.name),
    };
    let items = schemas().iter().map(item).collect();
    Ok(tag.reply(json(&SchemasBody { items })?))
}

/// One schema.
#[utoipa::path(
    get, path = "/api/v1/schemas/{name}", operation_id = "getSchema", tag = "filings",
    params(("name" = String, Path, description = "a name of the list")),
    responses(
        (status = 200, description = "The schema", content(
            (Object = "application/schema+json"), (Object = "application/json"),
        )),
        (status = 404, description = "No such schema", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    State(_app): State<App>,
    Path(name): Path<String>,
    ask: Ask,
) -> Result<Response, Problem> {
    ask.only(&[])?;
    let schema = schema(&name).ok_or_else(|| Problem::not_found("detail-not-found-schema"))?;
    let tag = ETag::new(&ask.uri, env!("CARGO_PKG_VERSION"), schema.media_type, "");
    Ok(tag.unchanged(&ask.headers).unwrap_or_else(|| tag.reply(schema.text)))
}
