//! What goes wrong, as seen from outside and from inside.
//!
//! The only place that knows status codes. A [`Problem`] carries a status, a stable code for programs,
//! a sentence for the caller, the parameter at fault, and, apart from all of that, an internal message
//! that only the log sees. Rooms below have their own enums and never name a status; handlers turn
//! them into problems with `From` or by hand.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::catalogue::CatalogueError;
use crate::domain::{Causes, InvalidWord};

/// The media type of every error.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// An error answer: RFC 9457 with a stable `code`. Boxed, because every result in this room may hold one.
#[derive(Debug)]
pub struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    status: StatusCode,
    code: &'static str,
    detail: String,
    parameter: Option<String>,
    errors: Vec<serde_json::Value>,
    refused_counts: Option<serde_json::Value>,
    internal: Option<String>,
    header: Option<(HeaderName, HeaderValue)>,
}

/// The body of every error answer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
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
    code: &'static str,
    /// What is wrong and what was expected, for people.
    detail: String,
    /// The parameter at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// Single faults, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    errors: Vec<serde_json::Value>,
    /// How many rows of a batch were refused, by rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    refused_counts: Option<serde_json::Value>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            status,
            code,
            detail: detail.into(),
            parameter: None,
            errors: Vec::new(),
            refused_counts: None,
            internal: None,
            header: None,
        }))
    }

    /// A parameter whose value cannot be used.
    pub(crate) fn bad_parameter(name: &str, value: &str, expected: &str) -> Self {
        let shown: String = value.chars().take(64).collect();
        let detail = format!("parameter {name}: {shown:?} is not valid; expected {expected}");
        Self::new(StatusCode::BAD_REQUEST, "bad-parameter", detail).of_parameter(name)
    }

    /// A parameter this route does not have.
    pub(crate) fn unknown_parameter(name: &str, known: &[&str]) -> Self {
        let shown: String = name.chars().take(64).collect();
        let detail = if known.is_empty() {
            format!("unknown parameter {shown:?}; this address takes none")
        } else {
            format!("unknown parameter {shown:?}; known are {}", known.join(", "))
        };
        Self::new(StatusCode::BAD_REQUEST, "unknown-parameter", detail).of_parameter(&shown)
    }

    /// A parameter given more than once.
    pub(crate) fn repeated_parameter(name: &str) -> Self {
        let detail = format!("parameter {name} is given more than once");
        Self::new(StatusCode::BAD_REQUEST, "repeated-parameter", detail).of_parameter(name)
    }

    /// A parameter that must be given.
    pub(crate) fn missing_parameter(name: &str, expected: &str) -> Self {
        let detail = format!("parameter {name} is missing; expected {expected}");
        Self::new(StatusCode::BAD_REQUEST, "missing-parameter", detail).of_parameter(name)
    }

    /// A request that cannot be read at all.
    pub(crate) fn bad_request(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// Something that is not there.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", format!("there is no {what}"))
    }

    /// A method the address does not have.
    pub(crate) fn method_not_allowed() -> Self {
        let detail = "this address does not take that method";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail)
    }

    /// No media type that the client accepts.
    pub(crate) fn not_acceptable(offered: &str) -> Self {
        let detail = format!("no acceptable media type; offered are {offered}");
        Self::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", detail)
    }

    /// No token, or not the right one.
    pub(crate) fn unauthorized(detail: &str) -> Self {
        Self::unauthorized_as("unauthorized", detail)
    }

    /// A token that is not in force, and why.
    pub(crate) fn unauthorized_as(code: &'static str, detail: &str) -> Self {
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, code, detail);
        problem.0.header =
            Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"taghtia\"")));
        problem
    }

    /// Something this server does not do.
    pub(crate) fn forbidden(code: &'static str, detail: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, detail)
    }

    /// More bytes than are taken.
    pub(crate) fn too_large(limit: u64) -> Self {
        let detail = format!("the body is larger than the {limit} bytes this address takes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail)
    }

    /// More rows than are taken at once.
    pub(crate) fn too_many_rows(detail: &str) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-many-rows", detail)
    }

    /// Data read well and refused by the rules.
    pub(crate) fn refused(detail: String, errors: Vec<serde_json::Value>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", detail);
        problem.0.errors = errors;
        problem
    }

    /// A batch of which not one row could be kept: the first rows, and all of them by rule.
    pub(crate) fn all_refused(
        detail: String,
        rows: Vec<serde_json::Value>,
        counts: serde_json::Value,
    ) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "all-rows-refused", detail);
        problem.0.errors = rows;
        problem.0.refused_counts = Some(counts);
        problem
    }

    /// Too many such requests at once.
    pub(crate) fn busy(detail: &str) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail);
        problem.0.header = Some((header::RETRY_AFTER, HeaderValue::from_static("5")));
        problem
    }

    /// A month that takes no more tests until what is damaged of it is put right.
    pub(crate) fn month_damaged(detail: String) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "month-damaged", detail);
        problem.0.header = Some((header::RETRY_AFTER, HeaderValue::from_static("3600")));
        problem
    }

    /// Too much in too short a time; `wait` is when to come back.
    pub(crate) fn too_many(detail: &str, wait: std::time::Duration) -> Self {
        let seconds = wait.as_secs() + 1;
        let detail = format!("{detail}; wait {seconds} s");
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", detail);
        problem.0.header = Some((header::RETRY_AFTER, HeaderValue::from(seconds)));
        problem
    }

    /// A request that contradicts what is already so.
    pub(crate) fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// A request that took too long to arrive or to answer.
    pub(crate) fn timeout() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "timeout", "the request took too long")
    }

    /// A fault of ours; the caller learns no more than that.
    pub(crate) fn internal(fault: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let detail = "the server could not answer; the fault is in its log under this request's id";
        let mut problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail);
        let fault: Box<dyn std::error::Error> = fault.into();
        problem.0.internal = Some(Causes::from(&*fault).to_string());
        problem
    }

    /// A fault of the catalogue; a clock that keeps everything out is said, for the operator can tell
    /// the operator of this server.
    pub(crate) fn of_catalogue(error: CatalogueError) -> Self {
        match error {
            CatalogueError::ClockAhead { .. } | CatalogueError::ImplausibleClock { .. } => {
                let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "clock", error.to_string());
                problem.0.header = Some((header::RETRY_AFTER, HeaderValue::from_static("600")));
                problem.0.internal = Some(error.to_string());
                problem
            }
            error => Self::internal(error),
        }
    }

    /// The stable code.
    pub(crate) fn code(&self) -> &'static str {
        self.0.code
    }

    /// The body of the answer, with so many single faults at most.
    pub(crate) fn body(&self, errors: usize) -> ProblemBody {
        let parts = &self.0;
        ProblemBody {
            kind: "about:blank",
            title: parts.status.canonical_reason().unwrap_or("Error").to_owned(),
            status: parts.status.as_u16(),
            code: parts.code,
            detail: parts.detail.clone(),
            parameter: parts.parameter.clone(),
            errors: parts.errors.iter().take(errors).cloned().collect(),
            refused_counts: parts.refused_counts.clone(),
        }
    }

    fn of_parameter(mut self, name: &str) -> Self {
        self.0.parameter = Some(name.to_owned());
        self
    }

    /// The HTTP status of the problem.
    #[cfg(test)]
    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Says which parameter an invalid word came from.
    pub(crate) fn of_word(name: &str, word: &InvalidWord) -> Self {
        Self::bad_parameter(name, &word.value, &word.expected)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.body(usize::MAX);
        let parts = *self.0;
        if let Some(internal) = &parts.internal {
            tracing::error!(http.code = parts.code, error = internal, "request failed");
        } else {
            // Without the detail, which quotes what was asked: a place, or the name of one, may be a home.
            tracing::debug!(http.code = parts.code, parameter = parts.parameter, "request refused");
        }
        let mut response = (parts.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some((name, value)) = parts.header {
            headers.insert(name, value);
        }
        response
    }
}
