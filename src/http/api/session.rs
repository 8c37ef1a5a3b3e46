//! Who a token is, and what was done with all of them.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::catalogue::AuditRow;
use crate::domain::{Act, Names, OperatorId, Recorded, Role, TokenId};
use crate::http::App;
use crate::http::extract::asked::query;
use crate::http::extract::caller;
use crate::http::extract::parameters::{BeforeRow, Limit};
use crate::http::extract::query::Ask;
use crate::http::middleware::limits::{Rates, UPLOADS_AT_ONCE};
use crate::http::respond::envelope::{fresh, json};
use crate::http::respond::problem::Problem;

/// The token of a request.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TokenItem {
    /// Its public part.
    id: TokenId,
    name: String,
    role: Role,
    expires: Recorded,
    /// Before this request, to the minute.
    #[schema(required = true)]
    last_used: Option<Recorded>,
}

/// The operator that a token acts for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OperatorRef {
    id: OperatorId,
    names: Names,
}

/// How much may be done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LimitsItem {
    requests_per_minute: u32,
    filings_per_minute: u32,
    uploads_at_once: u32,
    /// Largest file of a filing, in bytes.
    filing_bytes: u64,
    /// Largest file of a check, in bytes.
    check_bytes: u64,
}

/// Who calls, and what they may do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Session)]
pub(crate) struct SessionBody {
    token: TokenItem,
    #[schema(required = true)]
    operator: Option<OperatorRef>,
    limits: LimitsItem,
    /// Today where the country is: the latest date that can be filed for.
    #[schema(value_type = String, format = Date)]
    today: jiff::civil::Date,
    /// Whether what is published is made up for a demonstration.
    synthetic: bool,
}

/// Who calls, and what they may do.
#[utoipa::path(
    get, path = "/api/v1/session", operation_id = "getSession", tag = "access",
    responses(
        (status = 200, description = "The token in force", body = SessionBody),
        (status = 401, description = "No token in force: `unauthorized`, `token-expired`, `token-revoked`", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests; Retry-After says when", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let caller = caller::require(&app, &ask.headers, Role::ALL).await?;
    ask.only(&[])?;
    let snapshot = app.snapshot();
    let operator = caller.operator.as_ref().map(|id| OperatorRef {
        id: id.clone(),
        names: snapshot.operator(id).map(|operator| operator.names.clone()).unwrap_or_default(),
    });
    let config = app.config();
    let Rates { requests_per_minute, filings_per_minute, .. } = config.rates;
    let body = SessionBody {
        token: TokenItem {
            id: caller.token,
            name: caller.name,
            role: caller.role,
            expires: caller.expires,
            last_used: caller.last_used,
        },
        operator,
        limits: LimitsItem {
            requests_per_minute: requests_per_minute.get(),
            filings_per_minute: filings_per_minute.get(),
            uploads_at_once: UPLOADS_AT_ONCE,
            filing_bytes: config.filing_bytes,
            check_bytes: config.check_bytes,
        },
        today: app.desk().today(),
        synthetic: snapshot.state(None, None).is_synthetic(),
    };
    Ok((fresh(), json(&body)?).into_response())
}

/// A row of the audit log.
#[derive(utoipa::ToSchema)]
#[schema(as = AuditRow)]
#[expect(dead_code, reason = "describes catalogue::AuditRow, which knows nothing of HTTP")]
pub(crate) struct AuditItem {
    id: i64,
    at: Recorded,
    /// `token:ID`, `machine:USER`, `collector:ID`, or a part of the program.
    who: String,
    /// The address, or how else they came.
    from: String,
    act: Act,
    /// The id of what it was done to.
    #[schema(required = true)]
    subject: Option<String>,
    detail: serde_json::Value,
}

/// Rows of the audit log, newest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AuditPage)]
pub(crate) struct AuditBody {
    #[schema(value_type = Vec<AuditItem>)]
    items: Vec<AuditRow>,
    /// The cursor of the next page, if there is one.
    #[schema(required = true)]
    next: Option<String>,
}

query! {
    /// Which rows of the audit log are asked for.
    AuditQuery {
        limit: Limit<100, 1000> = "100 by default, 1000 at most",
        cursor: Option<BeforeRow> = "`next` of the page before",
    }
}

/// Who did what, when, from where; for administrators.
#[utoipa::path(
    get, path = "/api/v1/audit", operation_id = "listAudit", tag = "access",
    params(AuditQuery),
    responses(
        (status = 200, description = "Rows, newest first", body = AuditBody),
        (status = 401, description = "No token in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not an administrator's token", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn audit(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    caller::require(&app, &ask.headers, &[Role::Admin]).await?;
    let AuditQuery { limit, cursor } = ask.asked::<AuditQuery>(&app).await?.query;
    // Whoever looks wants to see who is at the door now.
    caller::tell(&app).await;
    let page = app.catalogue().audit(cursor, limit).await.map_err(Problem::internal)?;
    let body = AuditBody { items: page.items, next: page.next.map(|row| row.to_string()) };
    Ok((fresh(), json(&body)?).into_response())
}
