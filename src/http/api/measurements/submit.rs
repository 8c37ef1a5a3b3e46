//! `POST /api/v1/measurements`: batches of probes as they come in, each taken once.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::desk::DeskError;
use crate::desk::measurements::{Measured, SentBy};
use crate::domain::{Role, SourceId, causes};
use crate::http::App;
use crate::http::api::filings::submit::place;
use crate::http::api::openapi::bodies::{BatchBody, RefusedRowBody};
use crate::http::extract::asked::query;
use crate::http::extract::caller::{self, Caller};
use crate::http::extract::query::Ask;
use crate::http::respond::code::Code;
use crate::http::respond::envelope::{fresh, json};
use crate::http::respond::problem::{Problem, language_of};
use crate::http::respond::said::Said;
use crate::intake::measurements::SendScope;
use crate::intake::measurements::batch::{self, Batch, BatchError};
use crate::intake::wording;
use crate::messages::{self, Language};

/// Tests a batch may have.
const TESTS_MOST: usize = 20_000;
/// Bytes a batch may have.
const BYTES_MOST: usize = 8 << 20;
/// What a batch looks like.
const EXAMPLE: &str = "{\"batch\": \"…\", \"source\": \"…\", \"measurements\": [{\"test_id\": …, \"at\": …, \
                       \"lon\": …, \"lat\": …, \"operator\": …, \"technology\": …, \"download_mbps\": …}]}";
/// How long a batch may take to arrive.
const PATIENCE: std::time::Duration = std::time::Duration::from_mins(1);

/// What became of a batch.
#[derive(utoipa::ToSchema)]
#[schema(as = MeasurementReceipt)]
#[expect(dead_code, reason = "describes desk::MeasurementReceipt, which knows nothing of HTTP")]
pub(crate) struct ReceiptBody {
    /// What the sender calls the batch.
    batch: String,
    /// Its number here, by which it can be withdrawn; absent from receipts of before batches had one.
    ids: Option<Vec<i64>>,
    /// Tests that are kept now and were not before.
    accepted: u64,
    /// Tests that were kept before, or stand twice in the batch.
    duplicates: u64,
    /// The first hundred refused rows: row, rule, expected.
    refused: Vec<RefusedRowBody>,
    /// How many were refused, by rule.
    refused_counts: std::collections::BTreeMap<String, u64>,
}

query! {
    /// What the address says of a batch.
    BatchQuery {
        batch: Option<String> = "the batch's name, where the body does not say",
        source: Option<SourceId> = "whose tests, where the body does not say",
    }
}

/// Hands in a batch of tests.
///
/// JSON `{"batch", "source", "measurements": [...]}`, or a test a line as `application/x-ndjson` with
/// `batch` and `source` in the address. A batch sent again is answered as it was the first time; a test
/// sent again in another batch counts once. A token writes to the sources it is bound to, and names its
/// tests among its own: two tokens cannot take each other's test ids. Addresses are not read; of a device's
/// name only a keyed hash is kept. Rows that break a rule are named in the receipt; the others are kept, and
/// published before the answer is sent. A batch of which not one row can be kept is answered with 422.
#[utoipa::path(
    post, path = "/api/v1/measurements", operation_id = "submitMeasurements", tag = "measurements",
    params(BatchQuery),
    request_body(description = "at most 20,000 tests, 8 MiB", content(
        (BatchBody = "application/json"), (String = "application/x-ndjson"),
    )),
    responses(
        (status = 201, description = "Taken: the receipt", body = ReceiptBody),
        (status = 200, description = "The batch came before: its receipt", body = ReceiptBody),
        (status = 400, description = "The batch cannot be read, or has no name or source", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No token in force", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "A token that does not measure, or not for that source; or the source is retired", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Too large, or too many tests", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Not one row can be kept: counts by rule, and the first rows", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests, batches or rows; Retry-After says when", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Too many batches at once (busy), or tests of that month cannot be told from those that came before (month-damaged)", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    ),
    security(("token" = []))
)]
pub(crate) async fn post(State(app): State<App>, ask: Ask, request: Request) -> Result<Response, Problem> {
    let caller = caller::require(&app, request.headers(), &[Role::Probe, Role::Admin]).await?;
    let language = language_of(ask.uri.query(), &ask.headers);
    let BatchQuery { batch: name, source } = ask.asked::<BatchQuery>(&app).await?.query;
    let is_lines = is_lines(request.headers())?;
    caller.counts_batch(&app)?;
    let places = (caller.upload(&app)?, place(&app.0.filings)?);
    let body = body(request).await?;
    let read = tokio::task::spawn_blocking(move || batch::read(&body, is_lines, TESTS_MOST));
    let mut batch = read.await.map_err(Problem::internal)?.map_err(unreadable)?;
    let batch_name = || Said::new("expected-batch");
    let name = named("batch", name, batch.batch.take(), batch_name)?;
    if !is_name(&name) {
        return Err(Problem::bad_parameter("batch", &name, batch_name()));
    }
    let source = source.map(|source| source.to_string());
    let source = named("source", source, batch.source.take(), || Said::new("expected-source"))?;
    let source = SourceId::new(&source)
        .map_err(|_no_source| Problem::bad_parameter("source", &source, Said::new("expected-id")))?;
    caller.for_source(&app, &source)?;
    // Whoever else calls a batch the same means another one.
    let name = format!("api/{}/{name}", caller.token);
    // From here on it ends, published, even if the client is gone.
    let task = tokio::spawn(
        async move {
            let _held = places;
            let sent = SentBy {
                source,
                actor: caller.actor(),
                namespace: Some(caller.namespace.clone()),
                scope: SendScope {
                    operators: caller.scope.operators.clone(),
                    probes: caller.scope.probes.clone(),
                    places: caller.scope.places.clone(),
                },
                token: Some(caller.token.clone()),
                rows_per_day: Some(u64::from(app.config().rates.rows_per_day.get())),
            };
            take(&app, &caller, name, sent, batch).await.and_then(|taken| taken.told(language))
        }
        .in_current_span(),
    );
    task.await.unwrap_or_else(|error| Err(Problem::internal(error)))
}

async fn take(
    app: &App,
    caller: &Caller,
    name: String,
    sent: SentBy,
    batch: Batch,
) -> Result<Taken, Problem> {
    let rows = batch.rows.len();
    let feed = move |writer: &mut crate::desk::measurements::BatchWriter<'_>| {
        for row in &batch.rows {
            match row {
                Ok(sent) => writer.take(&sent.draft())?,
                Err(rule) => writer.refuse(*rule),
            }
        }
        Ok(())
    };
    let taken = app.desk().measure(name, sent, rows, feed).await.map_err(|error| match error {
        DeskError::OverQuota { sent, most } => {
            let detail = Said::new("detail-over-quota").text("most", most.to_string());
            caller.over_quota(app, sent, detail.text("sent", sent.rows.to_string()))
        }
        DeskError::Closed => Problem::busy(Said::new("detail-busy-stopping")),
        DeskError::RetiredSource(source) => {
            let detail = Said::new("detail-source-retired").text("source", source.as_str());
            Problem::forbidden(Code::SourceRetired, detail)
        }
        DeskError::MonthDamaged { of, month } => {
            let detail = Said::new("detail-month-damaged").text("source", of.as_str());
            Problem::month_damaged(detail.text("month", month.to_string()))
        }
        DeskError::Catalogue(error) => Problem::of_catalogue(error),
        error => Problem::internal(error),
    })?;
    match taken {
        Measured::Repeated(receipt) => match refusal_of(&receipt) {
            Some(refusal) => Err(refusal),
            None => Ok(Taken { status: StatusCode::OK, receipt }),
        },
        Measured::New(receipt) => {
            app.publisher().note_damaged(app.desk().take_damaged());
            if let Err(error) = app.publisher().catch_up().await {
                // The batch is kept all the same; the follower tries again.
                tracing::error!(error = %causes(&error), "cannot publish; the last snapshot stands");
            }
            let is_refused = receipt.is_refused();
            let receipt = serde_json::to_string(&receipt).map_err(Problem::internal)?;
            if is_refused {
                return Err(refusal_of(&receipt).unwrap_or_else(|| Problem::internal("a receipt of no form")));
            }
            Ok(Taken { status: StatusCode::CREATED, receipt })
        }
    }
}

/// A batch that was taken, now or before, and its receipt as it is recorded.
struct Taken {
    status: StatusCode,
    receipt: String,
}

impl Taken {
    /// The answer, its rules told in the language asked for.
    fn told(self, language: Option<&'static Language>) -> Result<Response, Problem> {
        let Some(language) = language.filter(|language| language.tag() != messages::SOURCE) else {
            return Ok((self.status, fresh(), self.receipt).into_response());
        };
        let mut receipt: serde_json::Value =
            serde_json::from_str(&self.receipt).map_err(Problem::internal)?;
        for row in receipt["refused"].as_array_mut().into_iter().flatten() {
            wording::reword_finding(row, language);
        }
        let told = [(header::CONTENT_LANGUAGE, language.tag())];
        Ok((self.status, fresh(), told, json(&receipt)?).into_response())
    }
}

/// The answer to a batch of which not one row was kept; nothing where one was.
fn refusal_of(receipt: &str) -> Option<Problem> {
    let receipt: serde_json::Value = serde_json::from_str(receipt).ok()?;
    let counts = receipt["refused_counts"].as_object().filter(|counts| !counts.is_empty())?;
    if receipt["accepted"].as_u64()? + receipt["duplicates"].as_u64()? > 0 {
        return None;
    }
    let rows: u64 = counts.values().filter_map(serde_json::Value::as_u64).sum();
    let rules: Vec<String> = counts.iter().map(|(rule, count)| format!("{rule} ({count})")).collect();
    let detail = Said::new("detail-all-refused").whole("rows", rows).text("rules", rules.join(", "));
    let named = receipt["refused"].as_array().cloned().unwrap_or_default();
    Some(Problem::all_refused(detail, named, receipt["refused_counts"].clone()))
}

/// Whether the body is NDJSON; what is neither that nor JSON is refused.
fn is_lines(headers: &HeaderMap) -> Result<bool, Problem> {
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::bad_request(Code::ContentEncoding, Said::new("detail-batch-encoded")));
    }
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match given.split(';').next().unwrap_or_default().trim() {
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => Ok(true),
        "" | "application/json" => Ok(false),
        other => {
            let shown: String = other.chars().take(64).collect();
            let detail = Said::new("detail-bad-media-type").text("given", format!("{shown:?}"));
            Err(Problem::bad_request(Code::BadMediaType, detail))
        }
    }
}

async fn body(request: Request) -> Result<bytes::Bytes, Problem> {
    let body: Body = request.into_body();
    let read = tokio::time::timeout(PATIENCE, axum::body::to_bytes(body, BYTES_MOST)).await;
    read.map_err(|_elapsed| Problem::timeout())?.map_err(|_broken| Problem::too_large(BYTES_MOST as u64))
}

fn unreadable(error: BatchError) -> Problem {
    match error {
        BatchError::TooMany(most) => {
            Problem::too_many_rows(Said::new("detail-too-many-tests").text("most", most.to_string()))
        }
        BatchError::Json(error) => {
            let detail = Said::new("detail-bad-batch").text("why", error.to_string());
            Problem::bad_request(Code::BadBatch, detail.text("example", EXAMPLE))
        }
    }
}

/// What the body or the address says; they may both, if they say the same.
fn named(
    name: &str,
    in_address: Option<String>,
    in_body: Option<String>,
    expected: impl Fn() -> Said,
) -> Result<String, Problem> {
    match (in_address, in_body) {
        (Some(asked), Some(given)) if asked != given => {
            Err(Problem::bad_parameter(name, &asked, Said::new("expected-as-in-body")))
        }
        (_, Some(given)) => Ok(given),
        (Some(asked), None) => Ok(asked),
        (None, None) => Err(Problem::missing_parameter(name, expected())),
    }
}

fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}
