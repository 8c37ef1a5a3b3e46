//! Filings as published: who filed what, when it was learned, and its report.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::App;
use super::ask::{Ask, Format};
use super::envelope::{Envelope, json};
use super::error::Problem;
use super::page::Page;
use super::reply::Tag;
use crate::catalogue::{FilingRecord, Withdrawal};
use crate::domain::{
    AsOf, ContentHash, Environment, FilingId, FilingKind, Mbps, OperatorId, Recorded, TechnologyId,
};
use crate::snapshot::{FilingStanding, Snapshot};

const PAGE: usize = 100;
const PAGE_MOST: usize = 1000;

/// A filing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FilingItem {
    #[schema(value_type = String)]
    id: FilingId,
    #[schema(value_type = String, example = "mobile-coverage")]
    kind: FilingKind,
    #[schema(value_type = String)]
    operator: OperatorId,
    /// The date whose network it describes.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// When it was learned.
    #[schema(value_type = String, format = DateTime)]
    recorded: Recorded,
    /// `current`, `history` (stands for its date), `superseded` or `withdrawn`.
    state: &'static str,
    /// SHA-256 of the file as it arrived.
    #[schema(value_type = String)]
    content_hash: ContentHash,
    file_name: Option<String>,
    /// Size of the file as it arrived.
    bytes: u64,
    /// Rows or features read.
    rows: u64,
    layers: Vec<FiledLayerItem>,
    /// Whether it is made up for a demonstration.
    synthetic: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    withdrawn: Option<Withdrawal>,
}

/// A layer that a filing declares.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FiledLayerItem {
    #[schema(value_type = String)]
    technology: TechnologyId,
    /// Mbit/s.
    #[schema(value_type = f64)]
    mindown: Mbps,
    /// Mbit/s.
    #[schema(value_type = f64)]
    minup: Mbps,
    #[schema(value_type = String)]
    environment: Environment,
    /// Cells, or premises.
    extent: u64,
}

/// Filings, newest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FilingsBody {
    items: Vec<FilingItem>,
    /// Items on all pages.
    total: usize,
    /// The cursor of the next page, if there is one.
    next: Option<String>,
    #[serde(flatten)]
    envelope: Envelope,
}

/// One filing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FilingBody {
    #[serde(flatten)]
    item: FilingItem,
    /// What was known of it by then.
    #[schema(value_type = String, format = DateTime)]
    known_at: Recorded,
    attribution: Vec<String>,
}

fn item(filing: &FilingRecord, standing: FilingStanding) -> FilingItem {
    FilingItem {
        id: filing.id.clone(),
        kind: filing.kind,
        operator: filing.operator.clone(),
        as_of: filing.as_of,
        recorded: filing.recorded,
        state: standing.as_str(),
        content_hash: filing.content_hash.clone(),
        file_name: filing.file_name.clone(),
        bytes: filing.bytes,
        rows: filing.rows,
        layers: filing
            .layers
            .iter()
            .map(|declared| FiledLayerItem {
                technology: declared.layer.technology.clone(),
                mindown: declared.layer.mindown,
                minup: declared.layer.minup,
                environment: declared.layer.environment,
                extent: declared.extent,
            })
            .collect(),
        synthetic: filing.synthetic,
        withdrawn: filing.withdrawn.clone(),
    }
}

/// Filings, newest first.
#[utoipa::path(
    get, path = "/api/v1/filings", tag = "filings",
    params(
        ("operator" = Option<String>, Query, description = "only this operator's"),
        ("kind" = Option<String>, Query, description = "mobile-coverage or fibre-availability"),
        ("content_hash" = Option<String>, Query, description = "only of the file of this SHA-256"),
        ("limit" = Option<usize>, Query, description = "100 by default, 1000 at most"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("lang" = Option<String>, Query, description = "preferred language"),
    ),
    responses((status = 200, description = "Filings", body = FilingsBody))
)]
pub(crate) async fn list(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&["operator", "kind", "content_hash", "limit", "cursor", "lang", "f"])?;
    let snapshot = app.snapshot();
    let format = ask.format(&[Format::Json])?;
    let operator = ask.word::<OperatorId>("operator")?;
    if let Some(id) = operator.as_ref().filter(|id| snapshot.operator(id).is_none()) {
        let known: Vec<&str> = snapshot.operators().iter().map(|operator| operator.id.as_str()).collect();
        return Err(Problem::bad_parameter("operator", id.as_str(), &format!("one of {}", known.join(", "))));
    }
    let kind = ask.word::<FilingKind>("kind")?;
    let content = ask.word::<ContentHash>("content_hash")?;
    let page = Page::read(&ask, PAGE, PAGE_MOST, snapshot.version())?;
    let tag = Tag::new(&ask, snapshot.version(), format.media_type(), "");
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let standings = snapshot.standings();
    let chosen: Vec<FilingItem> = snapshot
        .filings()
        .iter()
        .zip(standings)
        .rev()
        .filter(|(filing, _)| operator.as_ref().is_none_or(|id| filing.operator == *id))
        .filter(|(filing, _)| kind.is_none_or(|kind| filing.kind == kind))
        .filter(|(filing, _)| content.as_ref().is_none_or(|hash| filing.content_hash == *hash))
        .map(|(filing, standing)| item(filing, standing))
        .collect();
    let cut = page.cut(&ask, snapshot.version(), chosen.into_iter());
    Ok(tag.reply(json(&FilingsBody {
        items: cut.items,
        total: cut.total,
        next: cut.next,
        envelope: Envelope::of(&snapshot.state(None, None)),
    })?))
}

fn found(snapshot: &Snapshot, id: &str) -> Result<usize, Problem> {
    let place = snapshot.filings().iter().position(|filing| filing.id.as_str() == id);
    place.ok_or_else(|| Problem::not_found("filing of that id"))
}

/// One filing.
#[utoipa::path(
    get, path = "/api/v1/filings/{id}", tag = "filings",
    params(("id" = String, Path, description = "the filing's id")),
    responses(
        (status = 200, description = "The filing", body = FilingBody),
        (status = 404, description = "No such filing", body = super::error::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    State(app): State<App>,
    Path(id): Path<String>,
    ask: Ask,
) -> Result<Response, Problem> {
    ask.only(&["lang", "f"])?;
    let snapshot = app.snapshot();
    let format = ask.format(&[Format::Json])?;
    let place = found(&snapshot, &id)?;
    let tag = Tag::new(&ask, snapshot.version(), format.media_type(), "");
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let standing = snapshot.standings()[place];
    Ok(tag.reply(json(&FilingBody {
        item: item(&snapshot.filings()[place], standing),
        known_at: snapshot.known_at(),
        attribution: snapshot.country().meta.attribution.clone(),
    })?))
}

/// The report of a filing's checks.
#[utoipa::path(
    get, path = "/api/v1/filings/{id}/report", tag = "filings",
    params(("id" = String, Path, description = "the filing's id")),
    responses(
        (status = 200, description = "The report", body = super::openapi::ReportBody),
        (status = 404, description = "No such filing", body = super::error::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn report(
    State(app): State<App>,
    Path(id): Path<String>,
    ask: Ask,
) -> Result<Response, Problem> {
    ask.only(&["lang", "f"])?;
    let snapshot = app.snapshot();
    let format = ask.format(&[Format::Json])?;
    let place = found(&snapshot, &id)?;
    let id = &snapshot.filings()[place].id;
    let tag = Tag::new(&ask, id.as_str(), format.media_type(), "");
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let report = app.catalogue().report(id).await.map_err(Problem::internal)?;
    Ok(tag.reply(report.ok_or_else(|| Problem::not_found("report of that filing"))?))
}
