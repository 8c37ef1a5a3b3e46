//! Filings and checks as they come in.
//!
//! A filing needs its operator's token, or an administrator's, and is kept; a check needs none, keeps
//! nothing and has tighter limits.
//! Both are spooled to disk before anything reads them, and few run at once.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tracing::Instrument;

use crate::desk::{self, DeskError, Receipt, Spooled, SubmitRequest, TrialRequest, Watcher};
use crate::domain::{Actor, AsOf, Epsg, FilingKind, OperatorId, Origin, Role, causes};
use crate::http::App;
use crate::http::extract::asked::{Asked, Needed, query};
use crate::http::extract::caller;
use crate::http::extract::parameters::ReportLang;
use crate::http::extract::query::Ask;
use crate::http::extract::question::one_of_registry;
use crate::http::extract::submissions::SubmissionId;
use crate::http::extract::upload::{receive, receive_told};
use crate::http::respond::envelope::{fresh, json};
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;
use crate::http::respond::words;
use crate::metrics::Outcome;

/// How long the file of an anonymous check may take to arrive.
const CHECK_TIME: Duration = Duration::from_mins(5);

query! {
    /// What a filing is of.
    FileQuery {
        kind: Needed<FilingKind> = "mobile-coverage, fibre-availability or fibre-network",
        operator: Option<OperatorId> = "who files; by default the token's operator",
        as_of: Needed<AsOf> = "the date whose network the file describes",
        crs: Option<Epsg> = "the reference system of its coordinates, as EPSG:26191; by default the one it names, else degrees on WGS 84",
        submission: Option<SubmissionId> = "an id of the client's choice, to ask for the progress under: 8 to 64 letters, digits, _ or -",
    }
}

/// Hands in a filing.
///
/// The body is the file itself, or a form with one field `file`. An accepted filing is published before
/// the answer is sent.
#[utoipa::path(
    post, path = "/api/v1/filings", operation_id = "submitFiling", tag = "filings",
    params(FileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the file; its name in Content-Disposition"),
    responses(
        (status = 201, description = "Recorded: the receipt", body = crate::http::api::openapi::bodies::ReceiptBody),
        (status = 200, description = "The same as the filing in force, whose receipt this is", body = crate::http::api::openapi::bodies::ReceiptBody),
        (status = 400, description = "A parameter or the body is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No token in force: `unauthorized`, `token-expired`, `token-revoked`", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`wrong-role`, or `other-operator`", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "A submission of that id is under way", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many filings with one token; Retry-After says when", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Refused by the rules; nothing changed", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn file(State(app): State<App>, ask: Ask, request: Request) -> Result<Response, Problem> {
    let caller = caller::require(&app, request.headers(), &[Role::Operator, Role::Admin]).await?;
    let Asked { query, state, .. } = ask.asked::<FileQuery>(&app).await?;
    let FileQuery { kind, operator, as_of, crs, submission } = query;
    let operator = operator
        .or_else(|| caller.operator.clone())
        .ok_or_else(|| Problem::missing_parameter("operator", Said::new("expected-operator")))?;
    caller.for_operator(&app, &operator)?;
    if state.snapshot().operator(&operator).is_none() {
        let expected = one_of_registry(state.snapshot());
        return Err(Problem::bad_parameter("operator", operator.as_str(), expected));
    }
    caller.counts_filing(&app)?;
    let places = (caller.upload(&app)?, place(&app.0.filings)?);
    let tracked = app.submissions().begin(&caller.token, submission)?;
    let received = receive_told(&app, request, app.config().filing_bytes, &tracked).await;
    let upload = received.inspect_err(|problem| tracked.failed(problem))?;
    tracked.waits(upload.file.bytes());
    let submission =
        SubmitRequest { kind, operator, as_of, file_name: upload.name, crs, origin: Origin::Api };
    // From here on it ends, published and told of, even if the client is gone.
    let task = tokio::spawn(
        async move {
            let _held = places;
            let filed = hand_in(&app, caller.actor(), submission, upload.file, tracked.watcher()).await;
            match &filed {
                Ok(receipt) => tracked.ended(receipt),
                Err(problem) => tracked.failed(problem),
            }
            created(&app, &filed?)
        }
        .in_current_span(),
    );
    task.await.unwrap_or_else(|error| Err(Problem::internal(error)))
}

/// Brings a file to the desk, and what becomes of it to the snapshot and the metrics.
async fn hand_in(
    app: &App,
    actor: Actor,
    submission: SubmitRequest,
    file: Spooled,
    watcher: Watcher,
) -> Result<Receipt, Problem> {
    let kind = submission.kind;
    let filed = app.desk().submit_as(actor, submission, file, watcher).await;
    let receipt = filed.map_err(|error| {
        let refused = matches!(error, DeskError::Refused(_));
        app.metrics().submission(kind, if refused { Outcome::Refused } else { Outcome::Failed });
        refusal(error)
    })?;
    app.metrics().submission(kind, Outcome::Accepted);
    if let Err(error) = app.publisher().catch_up().await {
        // The filing is recorded all the same; the follower tries again.
        tracing::error!(error = %causes(&error), "cannot publish; the last snapshot stands");
    }
    Ok(receipt)
}

fn created(app: &App, receipt: &Receipt) -> Result<Response, Problem> {
    let is_new = receipt.state == desk::Outcome::Accepted;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = (status, fresh(), json(receipt)?).into_response();
    if let Ok(location) =
        HeaderValue::from_str(&format!("{}/api/v1/filings/{}", app.config().base_path, receipt.id))
    {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

query! {
    /// What a file that is checked would be of.
    CheckQuery {
        kind: Needed<FilingKind> = "mobile-coverage, fibre-availability or fibre-network",
        operator: Option<OperatorId> = "who would file",
        as_of: Option<AsOf> = "the date whose network the file describes",
        crs: Option<Epsg> = "the reference system of its coordinates, as EPSG:26191; by default the one it names, else degrees on WGS 84",
        lang: ReportLang = "language of the findings; default English, as it is recorded",
    }
}

/// Checks a file as a filing would be checked, and keeps nothing.
#[utoipa::path(
    post, path = "/api/v1/check", operation_id = "checkFile", tag = "filings",
    params(CheckQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "the file; its name in Content-Disposition"),
    responses(
        (status = 200, description = "The report, whether the file is in order or not", body = crate::http::api::openapi::bodies::ReportBody),
        (status = 400, description = "A parameter or the body is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Too many checks at once", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn check(State(app): State<App>, ask: Ask, request: Request) -> Result<Response, Problem> {
    let CheckQuery { kind, operator, as_of, crs, lang: told_in } = ask.asked::<CheckQuery>(&app).await?.query;
    let _place = place(&app.0.checks)?;
    // Whoever files is known; of others, a few slow ones must not hold every place.
    let upload = tokio::time::timeout(CHECK_TIME, receive(&app, request, app.config().check_bytes))
        .await
        .map_err(|_elapsed| Problem::timeout())??;
    let trial = TrialRequest { kind, operator, as_of, file_name: upload.name, crs };
    let report = app.desk().check(trial, upload.file, Box::new(|_| {})).await.map_err(|error| {
        app.metrics().submission(kind, Outcome::Failed);
        refusal(error)
    })?;
    app.metrics().submission(kind, if report.accepted { Outcome::Checked } else { Outcome::CheckedBad });
    let body = match told_in {
        None => json(&report)?,
        Some(language) => json(&words::told(&report, language)?)?,
    };
    Ok((fresh(), body).into_response())
}

/// One of a bounded number of places, given back when the result is dropped.
pub(crate) fn place(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Problem> {
    Arc::clone(places).try_acquire_owned().map_err(|_full| Problem::busy(Said::new("detail-busy-files")))
}

/// What the desk's refusal is answered with.
pub(crate) fn refusal(error: DeskError) -> Problem {
    match error {
        DeskError::Refused(report) => {
            let findings =
                report.findings.iter().filter_map(|finding| serde_json::to_value(finding).ok()).collect();
            Problem::refused(&report, findings)
        }
        DeskError::Closed => Problem::busy(Said::new("detail-busy-stopping")),
        DeskError::Catalogue(error) => Problem::of_catalogue(error),
        error => Problem::internal(error),
    }
}
