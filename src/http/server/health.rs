//! Health, metrics, and the running of the service itself.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::catalogue::clock::{MOST_AHEAD, ahead};
use crate::domain::Recorded;
use crate::domain::clock::wall;
use crate::http::App;
use crate::http::extract::query::Ask;
use crate::http::middleware::request;
use crate::http::respond::coding::Coding;
use crate::http::respond::problem::Problem;
use crate::http::server::moments::{self, Page};

/// How long a connection may take for the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(30);

/// Whether the process lives.
#[utoipa::path(
    get, path = "/healthz", tag = "service", operation_id = "getHealth",
    responses((status = 200, description = "It does", body = String, content_type = "text/plain"))
)]
pub(crate) async fn healthz() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

/// Whether reads can be answered, from what, and what of it is damaged.
///
/// Always 200 once the service answers: what is damaged is damaged on this disk, and an orchestrator that
/// took the service out or started it again would only take the undamaged numbers away too.
#[utoipa::path(
    get, path = "/readyz", tag = "service", operation_id = "getReadiness",
    responses((status = 200, description = "What is published, and what of it is damaged", body = Object, content_type = "application/json"))
)]
pub(crate) async fn readyz(State(app): State<App>) -> Response {
    let snapshot = app.snapshot();
    let status = if app.publisher().is_stale() {
        // A stale snapshot is still better than none.
        "stale"
    } else if snapshot.damage().is_empty() {
        "ready"
    } else {
        "degraded"
    };
    let body = json!({
        "status": status,
        "version": snapshot.version(),
        "known_at": snapshot.known_at(),
        "filings": snapshot.filings().len(),
        "remarks": remarks(&app, snapshot.last_recorded()),
        "damaged": snapshot.damage().objects().collect::<Vec<_>>(),
    });
    (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// What a person should see to, though reads are answered.
fn remarks(app: &App, last: Recorded) -> Vec<Value> {
    let mut remarks = Vec::new();
    let ahead = ahead(Some(last), wall());
    if ahead > MOST_AHEAD {
        let detail = format!(
            "the last event is recorded at {last}, {} s ahead of this machine's clock: nothing more is recorded. Set \
             the clock if it is wrong; else see `taghtia clock repair`",
            ahead.as_secs()
        );
        remarks.push(json!({ "code": "clock-ahead", "detail": detail }));
    }
    if let Some(refused) = app.refused_sweep() {
        remarks.push(json!({ "code": "sweep-refused", "detail": refused.to_string() }));
    }
    remarks
}

/// Shares and counts for Prometheus: country, regions, provinces; and this process.
#[utoipa::path(
    get, path = "/metrics", tag = "service", operation_id = "getMetrics",
    responses((status = 200, description = "Prometheus' text format", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&[])?;
    let text = Box::pin(async {
        let text = app.metrics().exposition(app.publisher(), app.desk().today()).await;
        text.map_err(Problem::internal)
    });
    moments::page(&app, Page::Metrics, Coding::wanted(&ask.headers), text).await
}

/// Shares of every commune for Prometheus: large, to be scraped seldom.
#[utoipa::path(
    get, path = "/metrics/communes", tag = "service", operation_id = "getCommuneMetrics",
    responses((status = 200, description = "Prometheus' text format", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics_communes(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&[])?;
    let (metrics, snapshot) = (Arc::clone(app.metrics()), app.snapshot());
    let text = async move { metrics.communes(&snapshot).await.map_err(Problem::internal) };
    let text = aside(Box::pin(text));
    moments::page(&app, Page::Communes, Coding::wanted(&ask.headers), text).await
}

/// Tiers, verdicts and quantiles of measurements for Prometheus: to be scraped by those who want them.
#[utoipa::path(
    get, path = "/metrics/measurements", tag = "service", operation_id = "getMeasurementMetrics",
    responses((status = 200, description = "Prometheus' text format", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics_measurements(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&[])?;
    let (metrics, snapshot) = (Arc::clone(app.metrics()), app.snapshot());
    let text = async move { metrics.measurements(&snapshot).await.map_err(Problem::internal) };
    let text = aside(Box::pin(text));
    moments::page(&app, Page::Measurements, Coding::wanted(&ask.headers), text).await
}

/// Runs what computes for long between its waits on a thread that may be held.
async fn aside<T: Send + 'static>(
    work: impl Future<Output = Result<T, Problem>> + Send + 'static,
) -> Result<T, Problem> {
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(work)).await.map_err(Problem::internal)?
}

/// Serves until `stop` ends, then takes no more connections and lets running requests end.
pub async fn serve(app: &App, listener: TcpListener, stop: impl Future<Output = ()>) {
    let kept = {
        let app = app.clone();
        move |request: &_, peer| request::kept(&app, request, peer)
    };
    crate::http::server::connections::serve(kept, crate::http::router(app), listener, HEAD_TIME, stop).await;
    crate::http::extract::caller::tell(app).await;
}
