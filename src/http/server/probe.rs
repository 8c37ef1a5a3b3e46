//! `/probe`: one configured check as `blackbox_exporter` would tell it.
//!
//! A target is a check's id; there is no way to name anything else. Asking often does not probe often:
//! within a check's minimum interval the last result is told again, with its age.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus::{Encoder, Registry, TextEncoder};
use tokio::sync::Semaphore;

use crate::http::App;
use crate::http::extract::query::Ask;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::said::Said;
use crate::http::server::health::healthz;
use crate::http::server::moments::EXPOSITION;
use crate::metrics::blackbox;
use crate::probe::{Answer, Check, Outcome, Prober};

const SCRAPE_TIMEOUT: &str = "x-prometheus-scrape-timeout-seconds";
/// What a scrape needs beside the probe; `blackbox_exporter`'s own figure.
const SCRAPE_MARGIN: Duration = Duration::from_millis(500);
/// What a check may wait for its turn, for an asker who does not say how long it waits.
const QUEUE: Duration = Duration::from_secs(2);
/// Requests that wait for a probe at once: they must not keep readers of the map out.
const ASKERS_AT_ONCE: usize = 32;

/// The prober and how many may wait for it.
pub(crate) struct Probing {
    prober: Arc<Prober>,
    askers: Semaphore,
}

impl Probing {
    pub(crate) fn new(prober: Arc<Prober>) -> Self {
        Self { prober, askers: Semaphore::new(ASKERS_AT_ONCE) }
    }
}

/// The last or a fresh result of a configured check.
#[utoipa::path(
    get, path = "/probe", tag = "service", operation_id = "getProbe",
    params(
        ("target" = String, Query, description = "the id of a configured check"),
        ("module" = Option<String>, Query, description = "the check's own kind or id, or nothing"),
    ),
    responses(
        (status = 200, description = "Prometheus' text format, as blackbox_exporter tells it", body = String, content_type = "text/plain"),
        (status = 404, description = "The server was started without checks: `not-found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get_probe(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    match app.probing() {
        Some(probing) => answer(probing, &ask).await,
        None => Err(Problem::not_found("detail-not-found-probe")),
    }
}

async fn answer(probing: &Probing, ask: &Ask) -> Result<Response, Problem> {
    ask.only(&["target", "module"])?;
    let prober = &probing.prober;
    let expected = || Said::new("expected-check");
    let target = ask.text("target").ok_or_else(|| Problem::missing_parameter("target", expected()))?;
    let check =
        prober.check(target).map_err(|_unknown| Problem::bad_parameter("target", target, expected()))?;
    module(ask, check)?;
    let scrape = patience(&ask.headers)?;
    let timeout = scrape.map_or(check.timeout, |scrape| scrape.min(check.timeout));
    let _asker =
        probing.askers.try_acquire().map_err(|_full| Problem::busy(Said::new("detail-busy-probes")))?;
    let answer = prober.ask(target, scrape.unwrap_or(check.timeout + QUEUE)).await;
    let answer = answer.map_err(|_unknown| Problem::bad_parameter("target", target, expected()))?;
    Ok(exposition(match answer {
        Answer::Fresh(outcome) => blackbox::page(&outcome, timeout, None),
        Answer::Held(outcome, age) => blackbox::page(&outcome, timeout, Some(age)),
        Answer::NotYet => blackbox::page(&Outcome::unfinished(check, timeout), timeout, None),
    }))
}

/// A module says nothing that the check does not say; naming another is a mistake somebody should see.
fn module(ask: &Ask, check: &Check) -> Result<(), Problem> {
    let kind = check.kind().as_str();
    match ask.text("module") {
        Some(module) if module != kind && module != check.id.as_str() => {
            Err(Problem::bad_parameter("module", module, Said::new("expected-or-nothing").text("word", kind)))
        }
        _ => Ok(()),
    }
}

/// How long the scraper waits, less what it needs itself.
fn patience(headers: &HeaderMap) -> Result<Option<Duration>, Problem> {
    let Some(value) = headers.get(SCRAPE_TIMEOUT) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let wrong = || Problem::bad_parameter(SCRAPE_TIMEOUT, text, Said::new("expected-seconds"));
    let seconds: f64 = text.parse().map_err(|_no_number| wrong())?;
    if !(seconds > 0.0 && seconds < 1e6) {
        return Err(wrong());
    }
    let whole = Duration::from_secs_f64(seconds);
    Ok(Some(whole.checked_sub(SCRAPE_MARGIN).filter(|left| !left.is_zero()).unwrap_or(whole)))
}

fn exposition(text: String) -> Response {
    ([(header::CONTENT_TYPE, EXPOSITION), (header::CACHE_CONTROL, "no-store")], text).into_response()
}

/// The addresses of a process that only probes: `/probe`, `/metrics`, `/healthz`.
pub fn probe_router(prober: Arc<Prober>, registry: Registry) -> Router {
    let probing = Arc::new(Probing::new(prober));
    let metrics = move |ask: Ask| async move {
        ask.only(&[])?;
        let mut text = Vec::new();
        TextEncoder::new().encode(&registry.gather(), &mut text).map_err(Problem::internal)?;
        String::from_utf8(text).map(exposition).map_err(Problem::internal)
    };
    Router::new()
        .route("/probe", get(move |ask: Ask| async move { answer(&probing, &ask).await }))
        .route("/metrics", get(metrics))
        .route("/healthz", get(healthz))
        .fallback(|| async { Problem::not_found("detail-not-found-probe-address") })
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
}
