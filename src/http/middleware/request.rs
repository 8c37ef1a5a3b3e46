//! What stands around every request: its id, its log line and metrics, panics, time and crowd limits,
//! cross-origin rules, and the last touch on entity tags.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::http::App;
use crate::http::middleware::response_cache::{self, Kept};
use crate::http::respond::coding::Coding;
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Where a request comes from, written by [`observe`] over whatever the client put there.
const CLIENT: HeaderName = HeaderName::from_static("x-taghtia-client");

/// Bytes of the longest path and query.
const LONGEST_ADDRESS: usize = 8 << 10;
/// Bytes of all headers of a request.
const MOST_HEADERS: usize = 16 << 10;
/// How long a read may take before its answer begins.
const READ_TIME: Duration = Duration::from_secs(30);

/// Gives the request an id, lets it run, then logs it and counts it.
pub(crate) async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let peer =
        request.extensions().get::<ConnectInfo<std::net::SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let seen = Seen::new(&app, request.method(), request.headers(), peer);
    request.headers_mut().insert(REQUEST_ID, seen.id.clone());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| UNMATCHED.to_owned(), |path| app.without_base(path.as_str()).to_owned());
    if let Ok(value) = HeaderValue::from_str(&seen.client) {
        request.headers_mut().insert(CLIENT, value);
    }
    let _running = app.metrics().http_started();
    let span = seen.span();
    let response = tracing::Instrument::instrument(next.run(request), span.clone()).await;
    seen.answered(&app, &route, response, &span)
}

/// Answers from what is kept before anything else is done: for most requests there is nothing else to do.
pub(crate) fn kept<B>(
    app: &App,
    request: &hyper::Request<B>,
    peer: std::net::SocketAddr,
) -> Option<Response> {
    if fault(request.uri(), request.headers()).is_some() {
        return None;
    }
    let coding = Coding::wanted(request.headers());
    let asked = response_cache::question(app, request.method(), request.uri(), request.headers(), coding)?;
    let kept = app.kept().find(&asked)?;
    let Kept::Answer { route, headers, body, .. } = &*kept else { return None };
    let seen = Seen::new(app, request.method(), request.headers(), Some(peer.ip()));
    let response = response_cache::again(request.headers(), headers, body);
    Some(seen.answered(app, route, response, &seen.span()))
}

/// The route of a request that none of ours takes: a file of the front end, or nothing.
pub(crate) const UNMATCHED: &str = "unmatched";

/// What a request is logged and counted by.
struct Seen {
    started: Instant,
    id: HeaderValue,
    method: Method,
    client: String,
}

impl Seen {
    fn new(app: &App, method: &Method, headers: &HeaderMap, peer: Option<std::net::IpAddr>) -> Self {
        let client = app.proxies().client(peer, headers);
        Self {
            started: Instant::now(),
            id: request_id(headers),
            method: method.clone(),
            client: client.map_or_else(|| "-".to_owned(), |address| address.to_string()),
        }
    }

    fn span(&self) -> tracing::Span {
        tracing::info_span!("request", request.id = self.id.to_str().unwrap_or_default())
    }

    fn answered(&self, app: &App, route: &str, mut response: Response, span: &tracing::Span) -> Response {
        let elapsed = self.started.elapsed();
        response.headers_mut().insert(REQUEST_ID, self.id.clone());
        app.metrics().http_finished(self.method.as_str(), route, response.status().as_u16(), elapsed);
        let _entered = span.enter();
        tracing::info!(
            http.method = %self.method,
            http.route = route,
            http.status = response.status().as_u16(),
            duration_ms = elapsed.as_secs_f64() * 1e3,
            client.address = self.client,
            "answered"
        );
        response
    }
}

/// The client's own id for the request if it is a plain one, else a fresh one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let given = headers.get(&REQUEST_ID).filter(|value| {
        let bytes = value.as_bytes();
        (1..=64).contains(&bytes.len())
            && bytes.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b))
    });
    given.cloned().unwrap_or_else(|| {
        let micros = crate::domain::clock::wall().as_microsecond();
        let text = format!("{micros:x}-{:x}", COUNT.fetch_add(1, Ordering::Relaxed));
        HeaderValue::from_str(&text).unwrap_or_else(|_invalid| HeaderValue::from_static("none"))
    })
}

/// The address a request comes from, as [`observe`] found it.
pub(crate) fn client(headers: &HeaderMap) -> Option<std::net::IpAddr> {
    headers.get(CLIENT)?.to_str().ok()?.parse().ok()
}

/// Turns a panic of a handler into an error answer; the server lives on.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands a panic over like this")]
pub(crate) fn caught(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    Problem::internal(format!("panic: {message}")).into_response()
}

/// Lets any site read, and none write: `*` on reads, nothing on anything else.
pub(crate) async fn share_reads(request: Request, next: Next) -> Response {
    let asked = request.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD).cloned();
    if let (&Method::OPTIONS, Some(asked)) = (request.method(), asked) {
        return preflight(&asked);
    }
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = next.run(request).await;
    if read {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("etag, link, x-request-id, content-disposition, retry-after"),
        );
    }
    response
}

fn preflight(asked: &HeaderValue) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if matches!(asked.as_bytes(), b"GET" | b"HEAD") {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD"));
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("accept, accept-language, if-none-match, x-request-id"),
        );
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    }
    response
}

/// Headers that every answer carries.
pub(crate) async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

/// Refuses addresses and headers that no honest request needs, before anything is looked up for them.
pub(crate) async fn bound_heads(request: Request, next: Next) -> Response {
    match fault(request.uri(), request.headers()) {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    }
}

fn fault(uri: &Uri, headers: &HeaderMap) -> Option<Problem> {
    if uri.path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        return Some(Problem::address_too_long(LONGEST_ADDRESS));
    }
    let lines = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    (lines.sum::<usize>() > MOST_HEADERS).then(|| Problem::headers_too_large(MOST_HEADERS))
}

/// Bounds how many reads run at once and how long each may take.
pub(crate) async fn bound_reads(
    State(crowd): State<Arc<Semaphore>>,
    request: Request,
    next: Next,
) -> Response {
    let Ok(_place) = crowd.try_acquire() else {
        return Problem::busy(Said::new("detail-busy-reads")).into_response();
    };
    match tokio::time::timeout(READ_TIME, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => Problem::timeout().into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_clients_are_kept_if_plain() {
        let mut headers = HeaderMap::new();
        assert_ne!(request_id(&headers), request_id(&headers));
        headers.insert(REQUEST_ID, HeaderValue::from_static("abc-1"));
        assert_eq!(request_id(&headers), "abc-1");
        headers.insert(REQUEST_ID, HeaderValue::from_static("a b"));
        assert_ne!(request_id(&headers), "a b");
    }
}
