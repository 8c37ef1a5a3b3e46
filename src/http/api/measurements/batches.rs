//! Batches of measurements: who sent what, and taking it back.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::catalogue::{BatchPage, BatchesOf, MeasurementsWithdrawn};
use crate::domain::{Recorded, Role, SourceId, TokenId, causes};
use crate::http::App;
use crate::http::extract::asked::query;
use crate::http::extract::caller::{self, Caller};
use crate::http::extract::parameters::{Before, Limit};
use crate::http::extract::query::Ask;
use crate::http::middleware::denials::Denial;
use crate::http::respond::code::Code;
use crate::http::respond::envelope::{fresh, json};
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;

const BODY_MOST: usize = 64 << 10;
const REASON_MOST: usize = 2000;
const PATIENCE: Duration = Duration::from_secs(30);
const EXAMPLE: &str = "{\"batch\": 12, \"reason\": \"why\"}";

/// A batch as it is listed.
#[derive(utoipa::ToSchema)]
#[schema(as = MeasurementBatch)]
#[expect(dead_code, reason = "describes catalogue::BatchRecord, which knows nothing of HTTP")]
pub(crate) struct BatchBody {
    /// Its number, by which it can be withdrawn.
    id: i64,
    /// What the sender calls it.
    batch: String,
    /// When it was recorded.
    recorded: Recorded,
    /// Whose tests; null of batches from before sources were kept with them.
    #[schema(required = true)]
    source: Option<String>,
    /// Who brought it: `token:ID`, `machine:USER` and so on.
    #[schema(required = true)]
    who: Option<String>,
    /// Tests that were kept.
    #[schema(required = true)]
    kept: Option<u64>,
    /// Rows that it had, those refused included.
    rows: u64,
    /// Rows that were refused.
    #[schema(required = true)]
    refused: Option<u64>,
    /// When it was withdrawn.
    #[schema(required = true)]
    withdrawn: Option<Recorded>,
    /// Why it was withdrawn.
    #[schema(required = true)]
    reason: Option<String>,
}

/// Batches, newest first.
#[derive(utoipa::ToSchema)]
#[schema(as = MeasurementBatches)]
#[expect(dead_code, reason = "describes catalogue::BatchPage, which knows nothing of HTTP")]
pub(crate) struct BatchesBody {
    /// The batches.
    items: Vec<BatchBody>,
    /// The `before` of the next page, if there is one.
    #[schema(required = true)]
    next: Option<i64>,
}

query! {
    /// Which batches are asked for.
    BatchesQuery {
        token: Option<TokenId> = "only those of a token, by its id; for administrators",
        before: Option<Before> = "only batches before this number: `next` of the page before",
        limit: Limit<100, 1000> = "batches per page, 100 by default, 1000 at most",
    }
}

/// Lists batches of measurements, newest first: administrators see all, a probe's token its own.
#[utoipa::path(
    get, path = "/api/v1/measurements/batches", operation_id = "listMeasurementBatches", tag = "measurements",
    params(BatchesQuery),
    responses(
        (status = 200, description = "The batches", body = BatchesBody, content_type = "application/json"),
        (status = 401, description = "No token in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "A token that does not measure", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn list(State(app): State<App>, ask: Ask, request: Request) -> Result<Response, Problem> {
    let caller = caller::require(&app, request.headers(), &[Role::Probe, Role::Admin]).await?;
    let BatchesQuery { token, before, limit } = ask.asked::<BatchesQuery>(&app).await?.query;
    let token = if caller.role == Role::Admin { token } else { Some(caller.token) };
    let page: BatchPage =
        app.catalogue().batches(token.as_ref(), before, limit).await.map_err(Problem::internal)?;
    Ok((fresh(), json(&page)?).into_response())
}

/// What is taken back, and why.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[schema(as = MeasurementWithdrawalRequest)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawalRequest {
    /// A batch, by its number.
    #[schema(required = true)]
    batch: Option<i64>,
    /// Everything a token sent until now, by its id.
    #[schema(required = true)]
    token: Option<String>,
    /// Everything of a source until now.
    #[schema(required = true)]
    source: Option<String>,
    /// 3 to 2000 characters.
    #[schema(example = "the antenna was not connected")]
    reason: String,
}

/// Measurements that were taken back.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MeasurementWithdrawal)]
pub(crate) struct WithdrawalBody {
    /// When.
    at: Recorded,
    /// Batches that counted until then.
    batches: u64,
    /// Tests that came with them; those of before rows said their batch are not among these.
    tests: u64,
}

/// Takes measurements back: a batch, all of a token, or a source.
///
/// From then on they count in no answer, and that is published before the answer is sent; what was known
/// before stays as it was, by `known_at`. A probe's token takes back its own batches, an administrator's
/// everything. What was withdrawn by mistake is sent again, as a batch of another name.
#[utoipa::path(
    post, path = "/api/v1/measurements/withdrawals", operation_id = "withdrawMeasurements", tag = "measurements",
    request_body(content = WithdrawalRequest, content_type = "application/json"),
    responses(
        (status = 201, description = "Withdrawn", body = WithdrawalBody),
        (status = 400, description = "Not one of batch, token and source, or no reason", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No token in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Another token's batch, or a token that does not measure", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Nothing of it counts, or its rows do not say their batch", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; Retry-After says when", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn withdraw(
    State(app): State<App>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let caller = caller::require(&app, request.headers(), &[Role::Probe, Role::Admin]).await?;
    ask.only(&[])?;
    caller.counts_filing(&app)?;
    let (what, reason) = read(request).await?;
    own(&app, &caller, &what).await?;
    let withdrawn = app.catalogue().withdraw_measurements(&what, &reason, &caller.actor()).await;
    let body = match withdrawn.map_err(Problem::internal)? {
        MeasurementsWithdrawn::Done { at, batches, tests } => WithdrawalBody { at, batches, tests },
        MeasurementsWithdrawn::Nothing => {
            let detail = Said::new("detail-nothing-to-withdraw");
            return Err(Problem::conflict(Code::NothingToWithdraw, detail));
        }
        MeasurementsWithdrawn::TooOld => {
            return Err(Problem::conflict(Code::BatchTooOld, Said::new("detail-batch-too-old")));
        }
    };
    tracing::info!(token = %caller.token, ?what, batches = body.batches, "http.measurements.withdrawn");
    if let Err(error) = app.publisher().catch_up().await {
        // They are withdrawn all the same; the follower tries again.
        tracing::error!(error = %causes(&error), "cannot publish; the last snapshot stands");
    }
    Ok((StatusCode::CREATED, fresh(), json(&body)?).into_response())
}

/// Lets a probe's token take back its own batches only.
async fn own(app: &App, caller: &Caller, what: &BatchesOf) -> Result<(), Problem> {
    let is_own = match what {
        _ if caller.role == Role::Admin => true,
        BatchesOf::Batch(number) => {
            let sender = app.catalogue().token_of_batch(*number).await.map_err(Problem::internal)?;
            sender.as_ref() == Some(&caller.token)
        }
        BatchesOf::Token(token) => *token == caller.token,
        BatchesOf::Source(_) => false,
    };
    if is_own {
        return Ok(());
    }
    Err(caller.turned_away(app, Denial::Batch, Said::new("detail-batch-not-own")))
}

async fn read(request: Request) -> Result<(BatchesOf, String), Problem> {
    let bad = || {
        let detail = Said::new("detail-bad-measurement-withdrawal").text("example", EXAMPLE);
        Problem::bad_request(Code::BadBody, detail.text("most", REASON_MOST.to_string()))
    };
    let read = axum::body::to_bytes(request.into_body(), BODY_MOST);
    let read = tokio::time::timeout(PATIENCE, read).await.map_err(|_elapsed| Problem::timeout())?;
    let body = read.map_err(|_broken| Problem::too_large(BODY_MOST as u64))?;
    let given: WithdrawalRequest = serde_json::from_slice(&body).map_err(|_malformed| bad())?;
    let what = match (given.batch, given.token, given.source) {
        (Some(number), None, None) => BatchesOf::Batch(number),
        (None, Some(token), None) => BatchesOf::Token(TokenId::new(&token).map_err(|_malformed| bad())?),
        (None, None, Some(source)) => BatchesOf::Source(SourceId::new(&source).map_err(|_malformed| bad())?),
        _ => return Err(bad()),
    };
    let reason = given.reason.trim();
    let is_fine = (3..=REASON_MOST).contains(&reason.chars().count())
        && !reason.chars().any(|letter| letter.is_control() && letter != '\n');
    if is_fine { Ok((what, reason.to_owned())) } else { Err(bad()) }
}
