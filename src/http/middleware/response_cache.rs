//! Finished answers, kept compressed: a question asked again costs one look-up.
//!
//! The key holds the snapshot's version and the country's civil day, so nothing here ever needs to be thrown
//! out for being old: after midnight every answer is made anew, whether it says anything of today or not.
//! What was used longest ago goes when room is short, counted with what it is kept by. Only tagged 200s of
//! bounded size, asked for in few words, are kept.
//!
//! Who asks with a token is answered from here only where no handler reads tokens ([`FOR_EVERYONE`]).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, BodyDataStream};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::http::App;
use crate::http::extract::caller::has_token;
use crate::http::extract::query::weighted;
use crate::http::respond::conditional::{CODINGS, held_tag};

/// The largest answer worth keeping: the communes as `GeoJSON`, not compressed, are 3 MB.
const LARGEST: usize = 4 << 20;
/// The longest key worth keeping, in bytes: addresses and headers can be many times as long, and are then
/// another one for each answer.
const LONGEST_KEY: usize = 2 << 10;
/// Addresses, and those below them, whose answers are the same for everyone: their handlers read no token. What is
/// not listed is neither kept for a token nor answered to one from what others may see.
const FOR_EVERYONE: [&str; 9] = [
    "/api/v1/country",
    "/api/v1/coverage",
    "/api/v1/targets",
    "/api/v1/territories",
    "/api/v1/search",
    "/api/v1/at",
    "/api/v1/networks",
    "/api/v1/boundaries",
    "/api/v1/schemas",
];

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    version: String,
    today: jiff::civil::Date,
    address: String,
    accept: String,
    language: String,
    codings: Vec<String>,
}

impl Key {
    /// The bytes of its texts.
    fn bytes(&self) -> usize {
        let Self { version, today: _, address, accept, language, codings } = self;
        let texts = [version, address, accept, language].into_iter().chain(codings);
        texts.map(String::len).sum()
    }
}

#[derive(Debug)]
struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

/// What an answer costs to keep.
fn cost(key: &Key, answer: &Answer) -> usize {
    let headers: usize = answer.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    key.bytes() + headers + answer.body.len()
}

/// See the module.
#[derive(Debug)]
pub(crate) struct ResponseCache {
    most_bytes: usize,
    shelf: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    answers: HashMap<Key, (Arc<Answer>, u64)>,
    bytes: usize,
    clock: u64,
}

impl ResponseCache {
    /// Keeps at most so many bytes.
    pub(crate) fn new(most_bytes: usize) -> Self {
        Self { most_bytes, shelf: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
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
        if let Some((replaced, _)) = shelf.answers.remove(&key) {
            shelf.bytes -= cost(&key, &replaced);
        }
        shelf.bytes += cost(&key, &answer);
        shelf.answers.insert(key, (Arc::new(answer), now));
        while shelf.bytes > self.most_bytes {
            let oldest = shelf.answers.iter().min_by_key(|(_, (_, used))| *used).map(|(key, _)| key.clone());
            let Some((key, (gone, _))) = oldest.and_then(|key| shelf.answers.remove_entry(&key)) else {
                break;
            };
            shelf.bytes -= cost(&key, &gone);
        }
    }
}

/// Answers from what is kept, or keeps the answer that comes.
pub(crate) async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    // What a token's holder may see is neither kept for others nor answered from what others may see.
    let path = app.without_base(request.uri().path());
    if *request.method() != Method::GET || (has_token(request.headers()) && !is_for_everyone(path)) {
        return next.run(request).await;
    }
    let key = key(&app, &request);
    if key.bytes() > LONGEST_KEY {
        return next.run(request).await;
    }
    if let Some(answer) = app.kept().get(&key) {
        return again(request.headers(), &answer);
    }
    let response = next.run(request).await;
    let is_tagged = response.headers().contains_key(header::ETAG);
    if response.status() != StatusCode::OK || !is_tagged || is_for_one(response.headers()) {
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

/// Whether an address says the same to everyone, whatever token they send.
fn is_for_everyone(path: &str) -> bool {
    let is_below = |rest: &str| rest.is_empty() || rest.starts_with('/');
    // Below measurements lie batches, which are for those who sent them.
    path == "/api/v1/measurements"
        || FOR_EVERYONE.iter().any(|start| path.strip_prefix(start).is_some_and(is_below))
}

/// Whether an answer says of itself that it depends on the token.
fn is_for_one(headers: &HeaderMap) -> bool {
    let says = |name, word: &str| {
        headers.get_all(name).iter().any(|value| {
            value.to_str().is_ok_and(|text| text.split(',').any(|one| one.trim().eq_ignore_ascii_case(word)))
        })
    };
    says(header::VARY, "authorization") || says(header::CACHE_CONTROL, "private")
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

#[cfg(test)]
mod tests {
    use super::*;

    fn key(address: &str) -> Key {
        Key {
            version: "v".to_owned(),
            today: jiff::civil::date(2026, 11, 28),
            address: address.to_owned(),
            accept: String::new(),
            language: String::new(),
            codings: Vec::new(),
        }
    }

    #[test]
    fn what_an_answer_is_kept_by_counts_as_much_as_its_body() {
        let kept = ResponseCache::new(10_000);
        for number in 0..1_000 {
            let answer = Answer { headers: HeaderMap::new(), body: Bytes::from_static(b"{}") };
            kept.put(key(&format!("{number}{}", "x".repeat(1_000))), answer);
        }
        let shelf = kept.lock();
        let held: usize = shelf.answers.iter().map(|(key, (answer, _))| cost(key, answer)).sum();
        assert_eq!((shelf.bytes, shelf.answers.len()), (held, 9));
        assert!(held <= 10_000, "{held}");
    }

    #[test]
    fn the_same_answer_again_is_counted_once() {
        let kept = ResponseCache::new(10_000);
        for size in [100, 10, 1_000] {
            kept.put(key("/a"), Answer { headers: HeaderMap::new(), body: Bytes::from(vec![0; size]) });
        }
        assert_eq!(kept.lock().bytes, 1_003);
    }

    #[test]
    fn tokens_matter_wherever_it_is_not_known_that_they_do_not() {
        for path in
            ["/api/v1/coverage", "/api/v1/coverage/history", "/api/v1/targets", "/api/v1/measurements"]
        {
            assert!(is_for_everyone(path), "{path}");
        }
        for path in [
            "/api/v1/filings",
            "/api/v1/filings/1/report",
            "/api/v1/collectors",
            "/api/v1/session",
            "/api/v1/audit",
            "/api/v1/submissions/1",
            "/api/v1/measurements/batches",
            "/api/v1/attic",
            "/",
        ] {
            assert!(!is_for_everyone(path), "{path}");
        }
    }
}
