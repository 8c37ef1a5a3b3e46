//! Finished answers, kept compressed: a question asked again costs one look-up.
//!
//! The key holds the snapshot's version and the country's civil day, so nothing here ever needs to be thrown
//! out for being old: after midnight every answer is made anew, whether it says anything of today or not.
//! What was used longest ago goes when room is short. Only tagged 200s of bounded size are kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, BodyDataStream};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use super::App;
use super::ask::weighted;
use super::auth::has_token;
use super::reply::{CODINGS, held_tag};

/// The largest answer worth keeping: the communes as `GeoJSON`, not compressed, are 3 MB.
const LARGEST: usize = 4 << 20;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    version: String,
    today: jiff::civil::Date,
    address: String,
    accept: String,
    language: String,
    codings: Vec<String>,
}

#[derive(Debug)]
struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Kept {
    most_bytes: usize,
    shelf: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    answers: HashMap<Key, (Arc<Answer>, u64)>,
    bytes: usize,
    clock: u64,
}

impl Kept {
    /// Keeps at most so many bytes.
    pub(crate) fn new(most_bytes: usize) -> Self {
        Self { most_bytes, shelf: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, key: &Key) -> Option<Arc<Answer>> {
        let mut shelf = self.lock();
        shelf.clock += 1;
        let now = shelf.clock;
        let (answer, used) = shelf.answers.get_mut(key)?;
        *used = now;
        Some(Arc::clone(answer))
    }

    fn put(&self, key: Key, answer: Answer) {
        let mut shelf = self.lock();
        shelf.clock += 1;
        let now = shelf.clock;
        shelf.bytes += answer.body.len();
        if let Some((replaced, _)) = shelf.answers.insert(key, (Arc::new(answer), now)) {
            shelf.bytes -= replaced.body.len();
        }
        while shelf.bytes > self.most_bytes {
            let oldest = shelf.answers.iter().min_by_key(|(_, (_, used))| *used).map(|(key, _)| key.clone());
            let Some((gone, _)) = oldest.and_then(|key| shelf.answers.remove(&key)) else { break };
            shelf.bytes -= gone.body.len();
        }
    }
}

/// Answers from what is kept, or keeps the answer that comes.
pub(crate) async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    // What a token's holder may see is neither kept for others nor answered from what others may see.
    if *request.method() != Method::GET || has_token(request.headers()) {
        return next.run(request).await;
    }
    let key = key(&app, &request);
    if let Some(answer) = app.kept().get(&key) {
        return again(request.headers(), &answer);
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || !response.headers().contains_key(header::ETAG) {
        return response;
    }
    let (parts, body) = response.into_parts();
    match gather(body).await {
        Gathered::Whole(bytes) => {
            app.kept().put(key, Answer { headers: parts.headers.clone(), body: bytes.clone() });
            Response::from_parts(parts, Body::from(bytes))
        }
        Gathered::Part(body) => Response::from_parts(parts, body),
    }
}

fn key(app: &App, request: &Request) -> Key {
    // Every line, as those who choose an answer by them read every line.
    let text = |name| {
        let lines: Vec<_> =
            request.headers().get_all(name).iter().map(header::HeaderValue::as_bytes).collect();
        String::from_utf8_lossy(&lines.join(&b", "[..])).into_owned()
    };
    let mut codings: Vec<String> = weighted(request.headers(), &header::ACCEPT_ENCODING)
        .into_iter()
        .filter(|(coding, weight)| *weight > 0.0 && (CODINGS.contains(&coding.as_str()) || coding == "*"))
        .map(|(coding, weight)| format!("{coding};{weight}"))
        .collect();
    codings.sort_unstable();
    Key {
        version: version(app, request.uri().path()),
        today: app.desk().today(),
        address: request.uri().to_string(),
        accept: text(header::ACCEPT),
        language: text(header::ACCEPT_LANGUAGE),
        codings,
    }
}

/// What an address' answers come from: some from measurements, which come often and change no other answer.
fn version(app: &App, path: &str) -> String {
    let snapshot = app.snapshot();
    let is_measured = ["/api/v1/measurements", "/api/v1/at"].iter().any(|end| path.ends_with(end));
    if is_measured { snapshot.measured_version() } else { snapshot.version().to_owned() }
}

fn again(asked: &HeaderMap, answer: &Answer) -> Response {
    let tag = answer.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    let held = held_tag(asked, |held| held == tag.trim_matches('"'));
    let mut response = if held.is_some() {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(answer.body.clone()))
    };
    *response.headers_mut() = answer.headers.clone();
    if held.is_some() {
        for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::CONTENT_LENGTH] {
            response.headers_mut().remove(name);
        }
    }
    response
}

enum Gathered {
    Whole(Bytes),
    /// Too large, or broken: what came, then the rest.
    Part(Body),
}

async fn gather(body: Body) -> Gathered {
    let mut stream: BodyDataStream = body.into_data_stream();
    let mut bytes = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let failed = chunk.is_err();
        if let Ok(chunk) = &chunk
            && bytes.len() + chunk.len() <= LARGEST
        {
            bytes.extend_from_slice(chunk);
            continue;
        }
        let begun = futures_util::stream::iter([Ok(bytes.freeze()), chunk]);
        if failed {
            return Gathered::Part(Body::from_stream(begun));
        }
        return Gathered::Part(Body::from_stream(begun.chain(stream)));
    }
    Gathered::Whole(bytes.freeze())
}
