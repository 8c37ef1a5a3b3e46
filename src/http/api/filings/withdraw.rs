//! Taking a filing back.

use std::time::Duration;

use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::catalogue::{Withdrawal, Withdrawn};
use crate::domain::{FilingId, OperatorId, Role, causes};
use crate::http::App;
use crate::http::api::openapi::bodies::WithdrawnBody;
use crate::http::extract::caller;
use crate::http::extract::query::Ask;
use crate::http::respond::code::Code;
use crate::http::respond::envelope::{fresh, json};
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;

const BODY_MOST: usize = 64 << 10;
const REASON_MOST: usize = 2000;
const PATIENCE: Duration = Duration::from_secs(30);
const EXAMPLE: &str = "{\"reason\": \"why\"}";

/// Why a filing is taken back.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawalRequest {
    /// 3 to 2000 characters; published.
    #[schema(example = "the file was of another quarter")]
    reason: String,
}

/// A filing that was taken back.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct WithdrawalBody {
    id: FilingId,
    #[schema(value_type = WithdrawnBody)]
    withdrawn: Withdrawal,
}

/// Takes a filing back.
///
/// What it had replaced is in force again, and that is published before the answer is sent; what was known
/// before stays as it was, by `known_at`.
#[utoipa::path(
    post, path = "/api/v1/filings/{id}/withdrawal", operation_id = "withdrawFiling", tag = "filings",
    params(("id" = String, Path, description = "the filing's id")),
    request_body(content = WithdrawalRequest, content_type = "application/json"),
    responses(
        (status = 200, description = "Withdrawn", body = WithdrawalBody),
        (status = 400, description = "No reason", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No token in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Another operator's filing, or a token that does not file", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such filing", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It was withdrawn before", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; Retry-After says when", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn post(
    State(app): State<App>,
    Path(id): Path<String>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let caller = caller::require(&app, request.headers(), &[Role::Operator, Role::Admin]).await?;
    ask.only(&[])?;
    let missing = || Problem::not_found("detail-not-found-filing");
    let id = FilingId::new(&id).map_err(|_malformed| missing())?;
    let filing = app.catalogue().filing(&id).await.map_err(Problem::internal)?.ok_or_else(missing)?;
    caller.for_operator(&app, &filing.operator)?;
    caller.counts_filing(&app)?;
    let reason = reason(request).await?;
    let by = caller.operator.as_ref().map_or("admin", OperatorId::as_str);
    let withdrawn = app.catalogue().withdraw(&id, &reason, by, &caller.actor()).await;
    let withdrawn = match withdrawn.map_err(Problem::of_catalogue)? {
        Withdrawn::Done(withdrawal) => withdrawal,
        Withdrawn::Already(earlier) => {
            let detail = Said::new("detail-already-withdrawn")
                .text("at", earlier.at.to_string())
                .text("by", earlier.by)
                .text("reason", earlier.reason);
            return Err(Problem::conflict(Code::AlreadyWithdrawn, detail));
        }
        Withdrawn::Unknown => return Err(missing()),
    };
    tracing::info!(filing = %id, operator = %filing.operator, by, "http.filing.withdrawn");
    if let Err(error) = app.publisher().catch_up().await {
        // It is withdrawn all the same; the follower tries again.
        tracing::error!(error = %causes(&error), "cannot publish; the last snapshot stands");
    }
    Ok((fresh(), json(&WithdrawalBody { id, withdrawn })?).into_response())
}

async fn reason(request: Request) -> Result<String, Problem> {
    let bad = || {
        let detail = Said::new("detail-bad-withdrawal").text("example", EXAMPLE);
        Problem::bad_request(Code::BadBody, detail.text("most", REASON_MOST.to_string()))
    };
    let read = axum::body::to_bytes(request.into_body(), BODY_MOST);
    let read = tokio::time::timeout(PATIENCE, read).await.map_err(|_elapsed| Problem::timeout())?;
    let body = read.map_err(|_broken| Problem::too_large(BODY_MOST as u64))?;
    let given: WithdrawalRequest = serde_json::from_slice(&body).map_err(|_malformed| bad())?;
    let reason = given.reason.trim();
    let is_fine = (3..=REASON_MOST).contains(&reason.chars().count())
        && !reason.chars().any(|letter| letter.is_control() && letter != '\n');
    if is_fine { Ok(reason.to_owned()) } else { Err(bad()) }
}
