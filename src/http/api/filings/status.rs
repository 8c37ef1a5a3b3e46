//! `GET /api/v1/submissions/ID`: how far a submission is that its client gave an id.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use crate::domain::Role;
use crate::http::App;
use crate::http::extract::caller;
use crate::http::extract::query::Ask;
use crate::http::extract::submissions::{ProgressBody, SubmissionId};
use crate::http::respond::envelope::{fresh, json};
use crate::http::respond::problem::Problem;

/// How far a submission is.
#[utoipa::path(
    get, path = "/api/v1/submissions/{id}", operation_id = "getSubmission", tag = "filings",
    params(("id" = String, Path, description = "the id given as `submission` when the file was handed in")),
    responses(
        (status = 200, description = "How far it is", body = ProgressBody),
        (status = 401, description = "No token in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "A token that does not file", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "None of this token in the last hour", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn get(
    State(app): State<App>,
    Path(id): Path<String>,
    ask: Ask,
) -> Result<Response, Problem> {
    let caller = caller::require(&app, &ask.headers, &[Role::Operator, Role::Admin]).await?;
    ask.only(&[])?;
    let progress = SubmissionId::new(&id).and_then(|id| app.submissions().get(&caller.token, id));
    let progress = progress.ok_or_else(|| Problem::not_found("detail-not-found-submission"))?;
    Ok((fresh(), json(&progress)?).into_response())
}
