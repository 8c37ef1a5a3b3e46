//! Who calls: the token of a request, what it is for, and what becomes of those who have none.
//!
//! A handler asks [`require`] for the roles it is for and gets a [`Caller`], or the problem to answer
//! with. Nothing else in the room looks at the `Authorization` header.

use std::net::IpAddr;
use std::time::Duration;

use axum::http::HeaderMap;

use crate::catalogue::{Recognised, RowsSent, TokenRecord};
use crate::desk::measurements::QUOTA_PERIOD;
use crate::domain::{Actor, OperatorId, Recorded, Role, SourceId, TokenId, TokenScope, causes};
use crate::http::App;
use crate::http::middleware::bearer::bearer;
use crate::http::middleware::denials::Denial;
use crate::http::middleware::limits::{UPLOADS_AT_ONCE, UploadPlace};
use crate::http::middleware::request;
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;

/// How often the turned-away are written down.
const TELL_EVERY: Duration = Duration::from_mins(1);

/// Whoever holds a token in force.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The token's public id.
    pub(crate) token: TokenId,
    /// What it is for.
    pub(crate) role: Role,
    /// The operator it is bound to.
    pub(crate) operator: Option<OperatorId>,
    /// What it is called.
    pub(crate) name: String,
    /// Until when it is in force.
    pub(crate) expires: Recorded,
    /// When it was last used before.
    pub(crate) last_used: Option<Recorded>,
    /// What it is bound to, of role `probe`.
    pub(crate) scope: TokenScope,
    /// The token whose test ids its own are named among.
    pub(crate) namespace: TokenId,
    from: Option<IpAddr>,
}

impl Caller {
    /// The caller as the audit log names it.
    pub(crate) fn actor(&self) -> Actor {
        let from = self.from.map_or_else(|| "unknown address".to_owned(), |address| address.to_string());
        Actor::token(&self.token, from)
    }

    /// Lets pass who may act for an operator: its own tokens, and administrators'.
    pub(crate) fn for_operator(&self, app: &App, wanted: &OperatorId) -> Result<(), Problem> {
        if self.role == Role::Admin || self.operator.as_ref() == Some(wanted) {
            return Ok(());
        }
        app.denials().turned_away(self.from, Denial::Operator, Some(&self.token));
        let detail = match &self.operator {
            Some(own) => Said::new("detail-token-operator").text("own", own.as_str()),
            None => Said::new("detail-token-operator-none"),
        };
        Err(Problem::forbidden(Denial::Operator.code(), detail.text("wanted", wanted.as_str())))
    }

    /// Counts a filing or a withdrawal against what the token may do in a minute.
    pub(crate) fn counts_filing(&self, app: &App) -> Result<(), Problem> {
        app.limits().filing(&self.token).map_err(|wait| {
            let most = app.config().rates.filings_per_minute;
            self.too_many(app, Said::new("detail-token-filings").whole("most", u64::from(most.get())), wait)
        })
    }

    /// Lets pass who may write to a source: tokens bound to it, and administrators'.
    pub(crate) fn for_source(&self, app: &App, wanted: &SourceId) -> Result<(), Problem> {
        if self.role == Role::Admin || self.scope.sources.contains(wanted) {
            return Ok(());
        }
        let own: Vec<&str> = self.scope.sources.iter().map(SourceId::as_str).collect();
        let detail =
            Said::new("detail-token-source").text("own", own.join(", ")).text("wanted", wanted.as_str());
        Err(self.turned_away(app, Denial::Source, detail))
    }

    /// The answer to a token that may not do what it asks for, which is counted.
    pub(crate) fn turned_away(&self, app: &App, denial: Denial, detail: impl Into<Said>) -> Problem {
        app.denials().turned_away(self.from, denial, Some(&self.token));
        Problem::forbidden(denial.code(), detail)
    }

    /// Counts a batch against what the token may send in a minute.
    pub(crate) fn counts_batch(&self, app: &App) -> Result<(), Problem> {
        app.limits().batch(&self.token).map_err(|wait| {
            let most = app.config().rates.batches_per_minute;
            self.too_many(app, Said::new("detail-token-batches").whole("most", u64::from(most.get())), wait)
        })
    }

    /// The answer to a batch that is more than the token may send in a day.
    pub(crate) fn over_quota(&self, app: &App, sent: RowsSent, detail: impl Into<Said>) -> Problem {
        let now = crate::domain::clock::wall();
        // The earliest of what counts leaves the day first.
        let leaves = sent.first.map_or(now, |first| first.0) + QUOTA_PERIOD;
        let wait = Duration::try_from(leaves.duration_since(now)).unwrap_or_default();
        self.too_many(app, detail, wait)
    }

    /// A place for an upload, given back when the result is dropped.
    pub(crate) fn upload(&self, app: &App) -> Result<UploadPlace, Problem> {
        app.limits().upload(&self.token).ok_or_else(|| {
            let detail = Said::new("detail-token-uploads").whole("most", UPLOADS_AT_ONCE as u64);
            self.too_many(app, detail, Duration::from_secs(4))
        })
    }

    /// The answer to a token that does too much, which is counted.
    pub(crate) fn too_many(&self, app: &App, detail: impl Into<Said>, wait: Duration) -> Problem {
        app.denials().turned_away(self.from, Denial::TooMany, Some(&self.token));
        Problem::too_many(detail, wait)
    }
}

/// The caller, if the request carries a token in force of one of the roles.
///
/// # Errors
/// 401 without a token in force, 403 with one of another role, 429 when the address or the token does
/// too much.
pub(crate) async fn require(app: &App, headers: &HeaderMap, roles: &[Role]) -> Result<Caller, Problem> {
    let from = request::client(headers);
    let Some(given) = bearer(headers) else {
        return Err(Problem::unauthorized(Said::new("detail-token-missing")));
    };
    if let Some(wait) = app.denials().wait(from) {
        return Err(Problem::too_many(Said::new("detail-token-guesses"), wait));
    }
    let recognised = app.catalogue().recognise(given).await.map_err(Problem::of_catalogue)?;
    let token = valid(app, from, recognised)?;
    let caller = Caller {
        token: token.id.clone(),
        role: token.role,
        operator: token.operator.clone(),
        name: token.name.clone(),
        expires: token.expires,
        last_used: token.last_used,
        scope: token.scope.clone(),
        namespace: token.namespace.clone(),
        from,
    };
    app.limits().request(&caller.token).map_err(|wait| {
        let most = app.config().rates.requests_per_minute;
        caller.too_many(app, Said::new("detail-token-uses").whole("most", u64::from(most.get())), wait)
    })?;
    if let Err(error) = app.catalogue().touch_token(&token).await {
        // Good to know, and no reason to turn anybody away.
        tracing::warn!(error = %causes(&error), token = %token.id, "http.token.not_touched");
    }
    if roles.contains(&caller.role) {
        return Ok(caller);
    }
    app.denials().turned_away(from, Denial::Role, Some(&caller.token));
    let wanted: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    let detail =
        Said::new("detail-token-role").text("role", caller.role.as_str()).text("wanted", wanted.join(", "));
    Err(Problem::forbidden(Denial::Role.code(), detail))
}

/// Only tokens in force; the others are counted, and told what is wrong if they once were in force.
fn valid(app: &App, from: Option<IpAddr>, recognised: Recognised) -> Result<TokenRecord, Problem> {
    let (denial, token, detail) = match recognised {
        Recognised::Valid(token) => return Ok(token),
        Recognised::Expired(token) => {
            let detail = Said::new("detail-token-expired").text("at", token.expires.to_string());
            (Denial::Expired, Some(token.id), detail)
        }
        Recognised::Revoked(token) => (Denial::Revoked, Some(token.id), Said::new("detail-token-revoked")),
        Recognised::Unknown => (Denial::Unknown, None, Said::new("detail-token-unknown")),
    };
    app.denials().turned_away(from, denial, token.as_ref());
    Err(Problem::unauthorized_as(denial.code(), detail))
}

/// Writes down who was turned away since the last time.
pub(crate) async fn tell(app: &App) {
    let entries = app.denials().told();
    if entries.is_empty() {
        return;
    }
    if let Err(error) = app.catalogue().append(&entries).await {
        tracing::error!(error = %causes(&error), rows = entries.len(), "http.denials.not_written");
    }
}

/// Writes down who was turned away, minute by minute, and forgets who is idle.
pub async fn keep_books(app: App) {
    loop {
        tokio::time::sleep(TELL_EVERY).await;
        tell(&app).await;
        app.limits().prune();
    }
}
