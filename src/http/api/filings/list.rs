//! Filings as published: who filed what, when it was learned, and its report.
//!
//! Everyone reads that there is a filing, what it declares and the counts of its report; its file's name, and of
//! a list of homes exact size and hash, and the findings, only its filer and administrators.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::catalogue::{FiledLayer, FilingRecord, Withdrawal};
use crate::domain::{
    AsOf, ContentHash, Environment, FilingId, FilingKind, Mbps, OperatorId, Recorded, TechnologyId,
};
use crate::http::App;
use crate::http::api::openapi::bodies::WithdrawnBody;
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::parameters::{Cursor, JsonOnly, Lang, Limit, ReportLang, ThingQuery};
use crate::http::extract::query::Ask;
use crate::http::extract::question::Registered;
use crate::http::extract::viewer::{Viewer, private, varies};
use crate::http::respond::envelope::{Envelope, json};
use crate::http::respond::pagination::{Part, with_link};
use crate::http::respond::problem::Problem;
use crate::http::respond::words;
use crate::intake::PublicReport;
use crate::snapshot::{FilingState, Snapshot};

/// A filing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FilingItem {
    id: FilingId,
    kind: FilingKind,
    operator: OperatorId,
    /// The date whose network it describes.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// When it was learned.
    recorded: Recorded,
    state: FilingState,
    /// Present where its rows are damaged: it stands, and its numbers are not published.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    damaged: bool,
    /// SHA-256 of the file as it arrived; of a list of premises, for its filer and administrators only.
    #[schema(required = true)]
    content_hash: Option<ContentHash>,
    /// What the file was called; for its filer and administrators only.
    #[schema(required = true)]
    file_name: Option<String>,
    /// Size of the file as it arrived; of a list of premises, for its filer and administrators only.
    #[schema(required = true)]
    bytes: Option<u64>,
    /// Rows or features read.
    rows: u64,
    layers: Vec<FiledLayerItem>,
    /// Whether it is made up for a demonstration.
    synthetic: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<WithdrawnBody>, nullable = false)]
    withdrawn: Option<Withdrawal>,
}

/// A layer that a filing declares.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FiledLayerItem {
    technology: TechnologyId,
    /// Mbit/s.
    mindown: Mbps,
    /// Mbit/s.
    minup: Mbps,
    environment: Environment,
    /// Cells, or premises.
    extent: u64,
}

impl From<&FiledLayer> for FiledLayerItem {
    fn from(declared: &FiledLayer) -> Self {
        Self {
            technology: declared.layer.technology.clone(),
            mindown: declared.layer.mindown,
            minup: declared.layer.minup,
            environment: declared.layer.environment,
            extent: declared.extent,
        }
    }
}

/// Filings, newest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Filings)]
pub(crate) struct FilingsBody {
    items: Vec<FilingItem>,
    /// Items on all pages.
    total: usize,
    /// The cursor of the next page, if there is one.
    #[schema(required = true)]
    next: Option<String>,
    /// Present where these are not all items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    part: Option<Part>,
    #[serde(flatten)]
    envelope: Envelope,
}

/// A filing beside another.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FilingRef {
    id: FilingId,
    /// The date whose network it describes.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// When it was learned.
    recorded: Recorded,
    state: FilingState,
}

impl FilingRef {
    /// Names filings, in the order recorded.
    pub(crate) fn of(filings: Vec<(&Arc<FilingRecord>, FilingState)>) -> Vec<Self> {
        let named = filings.into_iter().map(|(filing, state)| Self {
            id: filing.id.clone(),
            as_of: filing.as_of,
            recorded: filing.recorded,
            state,
        });
        named.collect()
    }
}

/// One filing.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Filing)]
pub(crate) struct FilingBody {
    #[serde(flatten)]
    item: FilingItem,
    /// The filings that were in force for its date, among what it states, until it was recorded: what
    /// `/api/v1/changes?filing=` holds it against. Of its own date, or of one filed before.
    replaces: Vec<FilingRef>,
    /// All filings of its date that state anything of what it states, itself among them, in the order recorded.
    versions: Vec<FilingRef>,
    /// What was known of it by then.
    known_at: Recorded,
    attribution: Vec<String>,
}

fn item(filing: &FilingRecord, standing: FilingState, snapshot: &Snapshot, viewer: &Viewer) -> FilingItem {
    let sees_all = viewer.sees_all_of(&filing.operator);
    FilingItem {
        id: filing.id.clone(),
        kind: filing.kind,
        operator: filing.operator.clone(),
        as_of: filing.as_of,
        recorded: filing.recorded,
        state: standing,
        damaged: snapshot.damage().is_filing_damaged(&filing.id),
        content_hash: shown_hash(filing, viewer).cloned(),
        file_name: filing.file_name.clone().filter(|_| sees_all),
        bytes: if sees_all { Some(filing.bytes) } else { filing.kind.published_size(filing.bytes) },
        rows: filing.rows,
        layers: filing.layers.iter().map(FiledLayerItem::from).collect(),
        synthetic: filing.synthetic,
        withdrawn: filing.withdrawn.clone(),
    }
}

/// The hash of a file, where it may be seen: from that of a list of a few homes, trying out all places of a cell
/// finds where they are.
fn shown_hash<'f>(filing: &'f FilingRecord, viewer: &Viewer) -> Option<&'f ContentHash> {
    let shown = !filing.kind.lists_premises() || viewer.sees_all_of(&filing.operator);
    shown.then_some(&filing.content_hash)
}

query! {
    /// Which filings are asked for.
    FilingsQuery {
        operator: Option<Registered> = "only this operator's",
        kind: Option<FilingKind> = "mobile-coverage, fibre-availability or fibre-network",
        content_hash: Option<ContentHash> = "only of the file of this SHA-256, where that may be seen",
        limit: Limit<100, 1000> = "100 by default, 1000 at most",
        cursor: Cursor = "`next` of the page before",
        lang: Lang = "preferred language",
        f: JsonOnly = "the one media type there is",
    }
}

/// Filings, newest first.
///
/// With the token of an operator, its own filings are told whole; with an administrator's, all.
#[utoipa::path(
    get, path = "/api/v1/filings", operation_id = "listFilings", tag = "filings",
    params(FilingsQuery),
    responses(
        (status = 200, description = "Filings", body = FilingsBody),
        (status = 401, description = "A token is sent and is not in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security((), ("token" = []))
)]
pub(crate) async fn list(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let viewer = Viewer::of(&app, &ask.headers).await?;
    let asked = ask.asked::<FilingsQuery>(&app).await?.made_of(&PUBLIC);
    if let Some(unchanged) = unchanged(&asked, &viewer) {
        return Ok(unchanged);
    }
    let (snapshot, filings) = (asked.snapshot(), asked.snapshot().filings());
    let FilingsQuery { operator, kind, content_hash, limit, cursor, .. } = &asked.query;
    let mut chosen = filings.places(operator.as_ref(), *kind, content_hash.as_ref());
    if content_hash.is_some() {
        // Who may not see a file's hash does not find it by that.
        chosen.retain(|place| {
            filings.at(*place).is_some_and(|(filing, _)| shown_hash(filing, &viewer).is_some())
        });
    }
    let cut = cursor.page(*limit).cut(chosen.into_iter());
    let part = cut.part.clone();
    let items = cut.items.into_iter().filter_map(|place| filings.at(place));
    let items = items.map(|(filing, state)| item(filing, state, snapshot, &viewer)).collect();
    let body = FilingsBody {
        part: part.clone(),
        items,
        total: cut.total,
        next: cut.next,
        envelope: asked.envelope(),
    };
    Ok(with_link(answer(&asked, &viewer, &body)?, part.as_ref()))
}

/// The rule by which filings are published: an answer of before it is another.
const PUBLIC: &str = "public, without sizes";

/// The 304 to give if a reader without a token already holds this answer.
fn unchanged<Q>(asked: &Asked<Q>, viewer: &Viewer) -> Option<Response> {
    asked.unchanged().filter(|_| viewer.is_public()).map(varies)
}

/// The answer for everyone, or for the holder of a token.
fn answer<Q>(asked: &Asked<Q>, viewer: &Viewer, body: &impl Serialize) -> Result<Response, Problem> {
    if viewer.is_public() { Ok(varies(asked.tag.reply(json(body)?))) } else { private(body) }
}

fn found<'s>(snapshot: &'s Snapshot, id: &str) -> Result<(&'s FilingRecord, FilingState), Problem> {
    let found = FilingId::new(id).ok().and_then(|id| snapshot.filings().get(&id));
    let (filing, state) = found.ok_or_else(|| Problem::not_found("detail-not-found-filing"))?;
    Ok((filing, state))
}

/// One filing.
///
/// With the token of its operator, or an administrator's, it is told whole.
#[utoipa::path(
    get, path = "/api/v1/filings/{id}", operation_id = "getFiling", tag = "filings",
    params(("id" = String, Path, description = "the filing's id"), ThingQuery),
    responses(
        (status = 200, description = "The filing", body = FilingBody),
        (status = 401, description = "A token is sent and is not in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such filing", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security((), ("token" = []))
)]
pub(crate) async fn one(
    State(app): State<App>,
    Path(id): Path<String>,
    ask: Ask,
) -> Result<Response, Problem> {
    let viewer = Viewer::of(&app, &ask.headers).await?;
    let asked = ask.asked::<ThingQuery>(&app).await?.made_of(&PUBLIC);
    let (filing, state) = found(asked.snapshot(), &id)?;
    if let Some(unchanged) = unchanged(&asked, &viewer) {
        return Ok(unchanged);
    }
    let body = FilingBody {
        item: item(filing, state, asked.snapshot(), &viewer),
        replaces: FilingRef::of(asked.snapshot().filings().replaced_by(filing)),
        versions: FilingRef::of(asked.snapshot().filings().versions_of(filing)),
        known_at: asked.snapshot().known_at(),
        attribution: asked.country().meta.attribution.clone(),
    };
    answer(&asked, &viewer, &body)
}

query! {
    /// How a report is told.
    ReportQuery {
        lang: ReportLang = "language of the findings; default English, as it is recorded",
        f: JsonOnly = "the one media type there is",
    }
}

/// The report of a filing's checks: counts by rule.
///
/// With the token of the operator that filed, or an administrator's, the whole report with every finding's row,
/// place and value, and the file's name. Others read what was read and how often each rule was met; `withheld`
/// names what is left out.
#[utoipa::path(
    get, path = "/api/v1/filings/{id}/report", operation_id = "getFilingReport", tag = "filings",
    params(("id" = String, Path, description = "the filing's id"), ReportQuery),
    responses(
        (status = 200, description = "The report, whole or its counts", body = crate::http::api::openapi::bodies::ReportBody),
        (status = 401, description = "A token is sent and is not in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such filing", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security((), ("token" = []))
)]
pub(crate) async fn report(
    State(app): State<App>,
    Path(id): Path<String>,
    ask: Ask,
) -> Result<Response, Problem> {
    let viewer = Viewer::of(&app, &ask.headers).await?;
    let asked = ask.asked::<ReportQuery>(&app).await?;
    let (filing, _) = found(asked.snapshot(), &id)?;
    // A report never changes; what is public of it is another answer than the whole once was.
    let tag = asked.tag_of(&format!("{} {PUBLIC}", filing.id));
    if let Some(unchanged) = tag.unchanged(&asked.ask.headers).filter(|_| viewer.is_public()) {
        return Ok(varies(unchanged));
    }
    let told_in = asked.query.lang;
    let recorded = app.catalogue().report(&filing.id).await.map_err(Problem::internal)?;
    let recorded = recorded.ok_or_else(|| Problem::not_found("detail-not-found-report"))?;
    if viewer.sees_all_of(&filing.operator) {
        let recorded = RawValue::from_string(recorded).map_err(Problem::internal)?;
        return match told_in {
            None => private(&recorded),
            Some(language) => private(&words::told(&recorded, language)?),
        };
    }
    // What is wrong with a report is not said in its own words: the fault goes to the log.
    let unreadable = |_quoted| Problem::internal(format!("the recorded report of {} is none", filing.id));
    let public = PublicReport::of(&recorded).map_err(unreadable)?;
    let public = match told_in {
        None => serde_json::value::to_raw_value(&public),
        Some(language) => serde_json::value::to_raw_value(&words::told(&public, language)?),
    };
    let public = public.map_err(Problem::internal)?;
    if viewer.is_public() { Ok(varies(tag.reply(json(&public)?))) } else { private(&public) }
}
