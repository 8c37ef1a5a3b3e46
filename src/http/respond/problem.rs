//! What goes wrong, as seen from outside and from inside.
//!
//! The only place that knows status codes. A [`Problem`] carries a status, a stable code for programs,
//! a sentence for the caller, the parameter at fault, and, apart from all of that, an internal message
//! that only the log sees. Rooms below have their own enums and never name a status; handlers turn
//! them into problems with `From` or by hand.

use std::sync::Arc;

use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::code::Code;
use super::fault::Fault;
use super::preferences::weighted;
use super::said::Said;
use crate::catalogue::CatalogueError;
use crate::domain::Causes;
use crate::intake::wording;
use crate::messages::{self, Language};

/// The media type of every error.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// An error answer: RFC 9457 with a stable `code`. Boxed, because every result in this room may hold one.
#[derive(Debug)]
pub struct Problem(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    status: StatusCode,
    code: Code,
    detail: Said,
    parameter: Option<String>,
    errors: Vec<serde_json::Value>,
    /// What is wrong with the parameters, where that is more than one thing.
    faults: Vec<Fault>,
    /// The format and the counts of a refused filing's report, which its detail is the line of.
    report: Option<(Option<&'static str>, [u64; 4])>,
    refused_counts: Option<serde_json::Value>,
    internal: Option<String>,
    header: Option<(HeaderName, HeaderValue)>,
}

/// The body of every error answer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Always `about:blank`: `code` says which problem it is.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    kind: &'static str,
    /// The status in words.
    #[schema(example = "Bad Request")]
    title: String,
    /// The HTTP status.
    #[schema(example = 400)]
    status: u16,
    /// Stable, for programs.
    #[schema(example = "bad-parameter")]
    code: Code,
    /// What is wrong and what was expected, for people.
    detail: String,
    /// The parameter at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parameter: Option<String>,
    /// Single faults, where there are several: findings of a file, refused rows of a batch, parameters (`code`,
    /// `parameter`, `value`, `expected`, `detail`, `remedy`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    errors: Vec<serde_json::Value>,
    /// How many rows of a batch were refused, by rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, u64>>, nullable = false)]
    refused_counts: Option<serde_json::Value>,
}

impl Problem {
    fn new(status: StatusCode, code: Code, detail: impl Into<Said>) -> Self {
        Self(Box::new(Parts {
            status,
            code,
            detail: detail.into(),
            parameter: None,
            errors: Vec::new(),
            faults: Vec::new(),
            report: None,
            refused_counts: None,
            internal: None,
            header: None,
        }))
    }

    /// A parameter whose value cannot be used.
    pub(crate) fn bad_parameter(name: &str, value: &str, expected: impl Into<Said>) -> Self {
        Self::of_fault(Fault::bad(name, value, expected))
    }

    /// A parameter that must be given.
    pub(crate) fn missing_parameter(name: &str, expected: impl Into<Said>) -> Self {
        Self::of_fault(Fault::missing(name, expected))
    }

    fn of_fault(fault: Fault) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, fault.code, fault.detail);
        problem.0.parameter = Some(fault.parameter);
        problem
    }

    /// What is wrong with the parameters: the first fault, and where there are several, each.
    pub(super) fn of_faults(first: Fault, all: Vec<Fault>) -> Self {
        let more = all.len().saturating_sub(1) as u64;
        if more == 0 {
            return Self::of_fault(first);
        }
        let detail =
            Said::new("detail-several-faults").said("first", first.detail.clone()).whole("more", more);
        let mut problem = Self::of_fault(first);
        problem.0.detail = detail;
        problem.0.faults = all;
        problem
    }

    /// A request that cannot be read at all.
    pub(crate) fn bad_request(code: Code, detail: impl Into<Said>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// A path and query longer than any that means something.
    pub(crate) fn address_too_long(most: usize) -> Self {
        let detail = Said::new("detail-address-too-long").text("most", most.to_string());
        Self::new(StatusCode::URI_TOO_LONG, Code::AddressTooLong, detail)
    }

    /// More headers than any honest request has.
    pub(crate) fn headers_too_large(most: usize) -> Self {
        let detail = Said::new("detail-headers-too-large").text("most", most.to_string());
        Self::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, Code::HeadersTooLarge, detail)
    }

    /// Something that is not there.
    pub(crate) fn not_found(message: &'static str) -> Self {
        Self::none_of(Said::new(message))
    }

    /// Something that is none of those there are, which are said.
    pub(crate) fn none_of(detail: Said) -> Self {
        Self::new(StatusCode::NOT_FOUND, Code::NotFound, detail)
    }

    /// A method the address does not have.
    pub(crate) fn method_not_allowed() -> Self {
        let detail = Said::new("detail-method-not-allowed");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowed, detail)
    }

    /// No media type that the client accepts.
    pub(crate) fn not_acceptable(offered: &str) -> Self {
        let detail = Said::new("detail-not-acceptable").text("offered", offered);
        Self::new(StatusCode::NOT_ACCEPTABLE, Code::NotAcceptable, detail)
    }

    /// No token, or not the right one.
    pub(crate) fn unauthorized(detail: impl Into<Said>) -> Self {
        Self::unauthorized_as(Code::Unauthorized, detail)
    }

    /// A token that is not in force, and why.
    pub(crate) fn unauthorized_as(code: Code, detail: impl Into<Said>) -> Self {
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, code, detail);
        problem.0.header =
            Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"taghtia\"")));
        problem
    }

    /// Something this server does not do.
    pub(crate) fn forbidden(code: Code, detail: impl Into<Said>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// More bytes than are taken.
    pub(crate) fn too_large(limit: u64) -> Self {
        let detail = Said::new("detail-too-large").text("limit", limit.to_string());
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge, detail)
    }

    /// More rows than are taken at once.
    pub(crate) fn too_many_rows(detail: impl Into<Said>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, Code::TooManyRows, detail)
    }

    /// Data read well and refused by the rules.
    pub(crate) fn refused(report: &crate::intake::Report, errors: Vec<serde_json::Value>) -> Self {
        let detail = report.summary.as_str();
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, Code::Refused, detail);
        problem.0.errors = errors;
        let (errors, warnings, repairs) = (report.errors, report.warnings, report.repairs);
        problem.0.report = Some((report.about.format, [report.about.rows, errors, warnings, repairs]));
        problem
    }

    /// A batch of which not one row could be kept: the first rows, and all of them by rule.
    pub(crate) fn all_refused(detail: Said, rows: Vec<serde_json::Value>, counts: serde_json::Value) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, Code::AllRowsRefused, detail);
        problem.0.errors = rows;
        problem.0.refused_counts = Some(counts);
        problem
    }

    /// Too many such requests at once.
    pub(crate) fn busy(detail: impl Into<Said>) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::Busy, detail);
        problem.0.header = Some((header::RETRY_AFTER, HeaderValue::from_static("5")));
        problem
    }

    /// A month that takes no more tests until what is damaged of it is put right.
    pub(crate) fn month_damaged(detail: Said) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::MonthDamaged, detail);
        problem.0.header = Some((header::RETRY_AFTER, HeaderValue::from_static("3600")));
        problem
    }

    /// A list of places that nothing is told of until what is damaged of it is put right.
    pub(crate) fn places_damaged(list: &str) -> Self {
        let detail = Said::new("detail-places-damaged").text("list", list);
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::PlacesDamaged, detail);
        problem.0.header = Some((header::RETRY_AFTER, HeaderValue::from_static("3600")));
        problem
    }

    /// Too much in too short a time; `wait` is when to come back.
    pub(crate) fn too_many(detail: impl Into<Said>, wait: std::time::Duration) -> Self {
        let seconds = wait.as_secs() + 1;
        let detail = Said::new("detail-wait").said("why", detail).whole("seconds", seconds);
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, Code::TooManyRequests, detail);
        problem.0.header = Some((header::RETRY_AFTER, HeaderValue::from(seconds)));
        problem
    }

    /// A request that contradicts what is already so.
    pub(crate) fn conflict(code: Code, detail: impl Into<Said>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// A request that took too long to arrive or to answer.
    pub(crate) fn timeout() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, Code::Timeout, Said::new("detail-timeout"))
    }

    /// A fault of ours; the caller learns no more than that.
    pub(crate) fn internal(fault: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let detail = Said::new("detail-internal");
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, detail);
        let fault: Box<dyn std::error::Error> = fault.into();
        problem.0.internal = Some(Causes::from(&*fault).to_string());
        problem
    }

    /// A fault of the catalogue; a clock that keeps everything out is said, for the operator can tell
    /// the operator of this server.
    pub(crate) fn of_catalogue(error: CatalogueError) -> Self {
        let detail = match &error {
            CatalogueError::ClockAhead { last, present } => Said::new("detail-clock-ahead")
                .text("last", last.to_string())
                .text("present", present.to_string()),
            CatalogueError::ImplausibleClock { present } => {
                Said::new("detail-clock-implausible").text("present", present.to_string())
            }
            _ => return Self::internal(error),
        };
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, Code::Clock, detail);
        problem.0.header = Some((header::RETRY_AFTER, HeaderValue::from_static("600")));
        problem.0.internal = Some(error.to_string());
        problem
    }

    /// The stable code.
    pub(crate) fn code(&self) -> Code {
        self.0.code
    }

    /// The body of the answer in the language of programs, with at most `errors` single faults.
    pub(crate) fn body(&self, errors: usize) -> ProblemBody {
        self.0.body(messages::source(), errors)
    }

    /// The HTTP status of the problem.
    #[cfg(test)]
    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }
}

impl Parts {
    fn body(&self, language: &Language, errors: usize) -> ProblemBody {
        let status = self.status.as_u16();
        let plain = || self.status.canonical_reason().unwrap_or("Error").to_owned();
        let is_told_again = language.tag() != messages::SOURCE;
        let detail = match self.report.filter(|_| is_told_again) {
            Some((format, counts)) => wording::summary(language, false, format, counts),
            None => self.detail.in_language(language),
        };
        let mut errors: Vec<serde_json::Value> = self.errors.iter().take(errors).cloned().collect();
        if is_told_again {
            for finding in &mut errors {
                wording::reword_finding(finding, language);
            }
        }
        errors.extend(self.faults.iter().map(|fault| fault.told(language)));
        ProblemBody {
            kind: "about:blank",
            title: language.try_say(&format!("status-{status}"), &[]).unwrap_or_else(plain),
            status,
            code: self.code,
            detail,
            parameter: self.parameter.clone(),
            errors,
            refused_counts: self.refused_counts.clone(),
        }
    }
}

/// Tells problems in the language asked for by `lang=` or `Accept-Language`; in that of programs to anyone who asks for none.
pub(crate) async fn tell(request: Request, next: Next) -> Response {
    let language = language_of(request.uri().query(), request.headers());
    let response = next.run(request).await;
    let Some(language) = language.filter(|language| language.tag() != messages::SOURCE) else {
        return response;
    };
    let Some(Told(parts)) = response.extensions().get::<Told>().cloned() else { return response };
    let mut again = Json(parts.body(language, usize::MAX)).into_response();
    let (mut head, _body) = response.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    if let Ok(tag) = HeaderValue::from_str(language.tag()) {
        head.headers.insert(header::CONTENT_LANGUAGE, tag);
    }
    *again.headers_mut() = head.headers;
    *again.status_mut() = head.status;
    again
}

/// What a problem was, beside its answer: for [`tell`].
#[derive(Debug, Clone)]
struct Told(Arc<Parts>);

/// The language a request asks for, if there are texts in it.
pub(crate) fn language_of(query: Option<&str>, headers: &HeaderMap) -> Option<&'static Language> {
    let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let asked = pairs.filter(|(name, _)| name == "lang").find_map(|(_, tag)| messages::language(&tag));
    asked.or_else(|| {
        let mut ranges = weighted(headers, &header::ACCEPT_LANGUAGE);
        ranges.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut wanted = ranges.iter().filter(|(_, weight)| *weight > 0.0);
        wanted.find_map(|(range, _)| messages::language(range.split('-').next().unwrap_or_default()))
    })
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.body(usize::MAX);
        let parts = *self.0;
        if let Some(internal) = &parts.internal {
            tracing::error!(http.code = parts.code.as_str(), error = internal, "request failed");
        } else {
            // Without the detail, which quotes what was asked: a place, or the name of one, may be a home.
            tracing::debug!(http.code = parts.code.as_str(), parameter = parts.parameter, "request refused");
        }
        let mut response = (parts.status, Json(body)).into_response();
        response.extensions_mut().insert(Told(Arc::new(parts.clone())));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some((name, value)) = parts.header {
            headers.insert(name, value);
        }
        response
    }
}

/// What a request's faults are answered with; `None` where there is none.
pub(crate) fn refusal(faults: Vec<Fault>) -> Option<Problem> {
    let first = faults.first()?.clone();
    Some(Problem::of_faults(first, faults))
}
