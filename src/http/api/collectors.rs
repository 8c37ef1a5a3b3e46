//! `GET /api/v1/collectors`: how those fare who fetch filings, and why what they fetched is refused.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use crate::catalogue::CollectorRun;
use crate::collect::{CollectorStatus, public_run};
use crate::domain::{
    CollectOutcome, CollectReason, CollectorId, CollectorSource, CollectorState, ContentHash, FilingId,
    FilingKind, OperatorId, Recorded, Role,
};
use crate::http::App;
use crate::http::extract::asked::query;
use crate::http::extract::caller;
use crate::http::extract::parameters::{JsonOnly, ThingQuery};
use crate::http::extract::query::Ask;
use crate::http::extract::viewer::{Viewer, private};
use crate::http::respond::problem::Problem;
use crate::intake::PublicReport;

/// A collector and the outcome of its last run.
#[derive(utoipa::ToSchema)]
#[schema(as = Collector)]
#[expect(dead_code, reason = "describes collect::CollectorStatus, which knows nothing of HTTP")]
pub(crate) struct CollectorItem {
    id: CollectorId,
    kind: FilingKind,
    operator: OperatorId,
    source: CollectorSource,
    /// Host of an address, or a folder's own name; with the path for its operator and administrators.
    location: String,
    every_seconds: u64,
    state: CollectorState,
    #[schema(required = true)]
    last_attempt: Option<Recorded>,
    #[schema(required = true)]
    last_success: Option<Recorded>,
    #[schema(required = true)]
    last_outcome: Option<CollectOutcome>,
    /// Why, if not well.
    #[schema(required = true)]
    reason: Option<CollectReason>,
    /// The same in words; of a folder, whose files it names, for its operator and administrators only.
    #[schema(required = true)]
    problem: Option<String>,
    /// The last filing it brought, or met.
    #[schema(required = true)]
    filing: Option<FilingId>,
    /// Bytes its last run received; of lists of premises, for its operator and administrators only.
    #[schema(required = true)]
    bytes: Option<u64>,
    duration_ms: u64,
    #[schema(required = true)]
    next_due: Option<Recorded>,
    failures_in_a_row: u64,
}

/// The collectors of this server.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Collectors)]
pub(crate) struct CollectorsBody {
    #[schema(value_type = Vec<CollectorItem>)]
    items: Vec<CollectorStatus>,
}

/// A run of a collector.
#[derive(utoipa::ToSchema)]
#[schema(as = CollectorRun)]
#[expect(dead_code, reason = "describes catalogue::CollectorRun, which knows nothing of HTTP")]
pub(crate) struct CollectorRunItem {
    started: Recorded,
    /// Nothing while it is under way.
    #[schema(required = true)]
    ended: Option<Recorded>,
    #[schema(required = true)]
    outcome: Option<CollectOutcome>,
    #[schema(required = true)]
    reason: Option<CollectReason>,
    #[schema(required = true)]
    problem: Option<String>,
    #[schema(required = true)]
    filing: Option<FilingId>,
    #[schema(format = Date, required = true)]
    as_of: Option<String>,
    /// SHA-256 of what it read.
    #[schema(required = true)]
    content_hash: Option<ContentHash>,
    /// Bytes received; of lists of premises, for its operator and administrators only.
    #[schema(required = true)]
    bytes: Option<u64>,
    duration_ms: u64,
}

/// What a collector did lately.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CollectorRuns)]
pub(crate) struct CollectorRunsBody {
    /// Newest first, 100 at most.
    #[schema(value_type = Vec<CollectorRunItem>)]
    items: Vec<CollectorRun>,
    /// Why the rules refuse what it read last, its first 100 findings; nothing if they do not.
    #[schema(value_type = Option<crate::http::api::openapi::bodies::ReportBody>, required = true)]
    report: Option<Box<serde_json::value::RawValue>>,
}

async fn all(app: &App) -> Result<Vec<CollectorStatus>, Problem> {
    match app.collecting() {
        Some(collecting) => collecting.statuses().await.map_err(Problem::internal),
        None => Ok(Vec::new()),
    }
}

/// How the collectors of this server fare; none where it was started without any.
///
/// What names a file is for the collector's operator, by its token, and for administrators.
#[utoipa::path(
    get, path = "/api/v1/collectors", operation_id = "listCollectors", tag = "filings",
    params(ThingQuery),
    responses(
        (status = 200, description = "Collectors, in their file's order", body = CollectorsBody),
        (status = 401, description = "A token is sent and is not in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security((), ("token" = []))
)]
pub(crate) async fn list(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let viewer = Viewer::of(&app, &ask.headers).await?;
    ask.asked::<ThingQuery>(&app).await?;
    let shown = |status: CollectorStatus| {
        if viewer.sees_all_of(&status.operator) { status } else { status.public() }
    };
    private(&CollectorsBody { items: all(&app).await?.into_iter().map(shown).collect() })
}

query! {
    /// How runs are told.
    RunsQuery {
        f: JsonOnly = "the one media type there is",
    }
}

/// What a collector did lately, and why what it read is refused; for its operator, planners and administrators.
///
/// A refusal quotes what was never published: planners read its counts by rule only.
#[utoipa::path(
    get, path = "/api/v1/collectors/{id}/runs", operation_id = "listCollectorRuns", tag = "filings",
    params(("id" = String, Path, description = "the collector's id"), RunsQuery),
    responses(
        (status = 200, description = "Runs, newest first, and the report", body = CollectorRunsBody),
        (status = 401, description = "No token in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "A token of another role or operator", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such collector", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn runs(
    State(app): State<App>,
    Path(id): Path<String>,
    ask: Ask,
) -> Result<Response, Problem> {
    let caller = caller::require(&app, &ask.headers, &[Role::Operator, Role::Planner, Role::Admin]).await?;
    ask.asked::<RunsQuery>(&app).await?;
    let found = all(&app).await?.into_iter().find(|status| status.id.as_str() == id);
    let status = found.ok_or_else(|| Problem::not_found("detail-not-found-collector"))?;
    if caller.role != Role::Planner {
        caller.for_operator(&app, &status.operator as &OperatorId)?;
    }
    let catalogue = app.catalogue();
    let mut items = catalogue.collector_runs(&status.id).await.map_err(Problem::internal)?;
    let mut report = catalogue.collector_report(&status.id).await.map_err(Problem::internal)?;
    if caller.role == Role::Planner {
        items = items.into_iter().map(|run| public_run(&status, run)).collect();
        let counts = report.as_deref().map(PublicReport::of).transpose().map_err(|_quoted| {
            Problem::internal(format!("the recorded report of collector {} is none", status.id))
        })?;
        report = counts.as_ref().map(serde_json::to_string).transpose().map_err(Problem::internal)?;
    }
    let report =
        report.map(serde_json::value::RawValue::from_string).transpose().map_err(Problem::internal)?;
    private(&CollectorRunsBody { items, report })
}
