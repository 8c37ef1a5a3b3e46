//! Finished answers, kept as they are sent: a question asked again costs two look-ups.
//!
//! ```text
//! asked: digest of version, day, route, query, Accept*, coding ──► identity: digest of the answer's headers
//! answers: identity ──► headers and coded body
//! ```
//!
//! An answer is known by its entity tag and what stands beside it, so questions that differ in words and not in
//! what they ask come to one answer, made once however many ask at the same time. The first table only saves
//! running the handler; it holds the snapshot's version and the country's civil day, so nothing here
//! ever needs to be thrown out for being old: after midnight every question is asked anew.
//!
//! Invariants: a key is a digest, whatever was asked in however many words; an entry counts with its
//! key and its slot, and the bound holds at every moment; only tagged 200s are kept, and those of a token's
//! holder only where no handler reads tokens ([`FOR_EVERYONE`]).

use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use quick_cache::sync::{Cache, DefaultLifecycle, PlaceholderGuard};
use quick_cache::{OptionsBuilder, Weighter};
use sha2::{Digest as _, Sha256};

use crate::http::App;
use crate::http::middleware::bearer::has_token;
use crate::http::respond::coding::Coding;
use crate::http::respond::conditional::held_tag;
use crate::http::respond::rope::Rope;

/// Questions whose answer is known by name: 64 bytes and a slot each.
const QUESTIONS: usize = 16 << 10;
/// Bytes of an entry beside its headers and its body, about: key, slot, the words of its parts.
const ENTRY: usize = 256;
/// Addresses, and those below them, whose answers are the same for everyone: their handlers read no token. What is
/// not listed is neither kept for a token nor answered to one from what others may see.
const FOR_EVERYONE: [&str; 11] = [
    "/api/v1/country",
    "/api/v1/coverage",
    "/api/v1/changes",
    "/api/v1/targets",
    "/api/v1/territories",
    "/api/v1/search",
    "/api/v1/at",
    "/api/v1/networks",
    "/api/v1/boundaries",
    "/api/v1/schemas",
    "/tiles",
];

/// Addresses whose answers change with measurements too.
const MEASURED: [&str; 3] = ["/api/v1/measurements", "/api/v1/at", "/api/v1/coverage/basis"];

/// The SHA-256 of what a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digest([u8; 32]);

impl Hash for Digest {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Any eight bytes of a SHA-256 are as good a hash as there is.
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        state.write_u64(u64::from_le_bytes([a, b, c, d, e, f, g, h]));
    }
}

/// Takes the hash a [`Digest`] is.
#[derive(Debug, Default)]
pub(crate) struct Taken(u64);

impl Hasher for Taken {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

type Hashes = BuildHasherDefault<Taken>;

/// An answer that is kept, or that one was too large to be.
#[derive(Debug)]
pub(crate) enum Kept {
    Answer { route: Arc<str>, headers: HeaderMap, body: Rope, bytes: usize },
    TooLarge,
}

impl Kept {
    /// An answer whose body has `own` bytes that nothing else holds.
    pub(crate) fn new(route: &str, headers: HeaderMap, body: Rope, own: usize) -> Self {
        let words: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 64).sum();
        // A piece is a pointer, a length and what counts its holders.
        let bytes = own + words + body.pieces() * 64;
        Self::Answer { route: route.into(), headers, body, bytes }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Weight;

impl Weighter<Digest, Arc<Kept>> for Weight {
    fn weight(&self, _: &Digest, kept: &Arc<Kept>) -> u64 {
        let own = match &**kept {
            Kept::Answer { bytes, .. } => *bytes,
            Kept::TooLarge => 0,
        };
        (ENTRY + own) as u64
    }
}

type Answers = Cache<Digest, Arc<Kept>, Weight, Hashes>;
/// The right, and the duty, to make an answer others may wait for.
pub(crate) type Making<'a> =
    PlaceholderGuard<'a, Digest, Arc<Kept>, Weight, Hashes, DefaultLifecycle<Digest, Arc<Kept>>>;

/// See the module.
#[derive(Debug)]
pub(crate) struct ResponseCache {
    asked: Cache<Digest, Digest, quick_cache::UnitWeighter, Hashes>,
    answers: Answers,
}

impl ResponseCache {
    /// Keeps at most `most_bytes` bytes of answers.
    pub(crate) fn new(most_bytes: usize) -> Self {
        // One shard: an answer may be as large as a good part of the whole bound.
        let options = OptionsBuilder::new()
            .shards(1)
            .estimated_items_capacity(most_bytes / (16 << 10))
            .weight_capacity(most_bytes as u64)
            .build();
        let (hashes, life) = (Hashes::default(), DefaultLifecycle::default());
        let answers = match options {
            Ok(options) => Cache::with_options(options, Weight, hashes, life),
            Err(_unset) => Cache::with(1 << 10, most_bytes as u64, Weight, hashes, life),
        };
        let unit = quick_cache::UnitWeighter;
        let asked =
            Cache::with(QUESTIONS, QUESTIONS as u64, unit, Hashes::default(), DefaultLifecycle::default());
        Self { asked, answers }
    }

    /// The answer to a question that was asked before.
    pub(crate) fn find(&self, asked: &Digest) -> Option<Arc<Kept>> {
        self.answers.get(&self.asked.get(asked)?)
    }

    /// The answer of an identity, or the right to make it, once no one else is at it.
    pub(crate) async fn answer(&self, asked: Digest, identity: Digest) -> Result<Arc<Kept>, Making<'_>> {
        self.asked.insert(asked, identity);
        self.answers.get_value_or_guard_async(&identity).await
    }

    /// Bytes kept, as they are counted.
    #[cfg(test)]
    fn bytes(&self) -> u64 {
        self.answers.weight()
    }
}

/// What a question is known by, unless its answer is for the caller alone.
pub(crate) fn question(
    app: &App,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    coding: Coding,
) -> Option<Digest> {
    let path = app.without_base(uri.path());
    // What a token's holder may see is neither kept for others nor answered from what others may see.
    if *method != Method::GET || (has_token(headers) && !is_for_everyone(path)) {
        return None;
    }
    // What tells addresses of tiles tells them of the host that was asked.
    if path.strip_prefix("/tiles/").is_some_and(|set| !set.contains('/')) {
        return None;
    }
    let mut hash = Sha256::new();
    hash.update(coding.as_str());
    // The front end's files know no parameters, no languages and no other forms.
    if ["/api/", "/metrics", "/tiles/"].iter().any(|start| path.starts_with(start)) {
        let snapshot = app.snapshot();
        hash.update(snapshot.version());
        // Measurements come often and change no other answer.
        if MEASURED.contains(&path) || path.starts_with("/tiles/measurements/") {
            hash.update(snapshot.measured().version());
        }
        let today = app.desk().today();
        hash.update([0]);
        hash.update(today.year().to_le_bytes());
        hash.update(today.day_of_year().to_le_bytes());
        // Every line, as those who choose an answer by them read every line.
        for name in [header::ACCEPT, header::ACCEPT_LANGUAGE] {
            for line in headers.get_all(name) {
                hash.update(line.as_bytes());
                hash.update([0]);
            }
            hash.update([1]);
        }
        hash.update(uri.query().unwrap_or_default());
    }
    hash.update([2]);
    // Whole: the base path without its slash leads to the one with it.
    hash.update(uri.path());
    Some(Digest(hash.finalize().into()))
}

/// What an answer is known by: all it says before its body. `None` where it may not be kept.
pub(crate) fn identity(status: StatusCode, headers: &HeaderMap) -> Option<Digest> {
    if status != StatusCode::OK || !headers.contains_key(header::ETAG) || is_for_one(headers) {
        return None;
    }
    let mut hash = Sha256::new();
    for (name, value) in headers {
        hash.update(name.as_str());
        hash.update([0]);
        hash.update((value.len() as u64).to_le_bytes());
        hash.update(value.as_bytes());
    }
    Some(Digest(hash.finalize().into()))
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
    let says = |name: HeaderName, word: &str| {
        headers.get_all(name).iter().any(|value| {
            value.to_str().is_ok_and(|text| text.split(',').any(|one| one.trim().eq_ignore_ascii_case(word)))
        })
    };
    says(header::VARY, "authorization") || says(header::CACHE_CONTROL, "private")
}

/// A kept answer, or a 304 to one who holds it already.
pub(crate) fn again(if_none_match: &HeaderMap, headers: &HeaderMap, body: &Rope) -> Response {
    let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    let is_held = held_tag(if_none_match, |held| held == tag.trim_matches('"')).is_some();
    let mut response =
        if is_held { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(body.body()) };
    *response.headers_mut() = headers.clone();
    if is_held {
        for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::CONTENT_LENGTH] {
            response.headers_mut().remove(name);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn digest(number: u32) -> Digest {
        Digest(Sha256::digest(number.to_le_bytes()).into())
    }

    fn answer(size: usize) -> Arc<Kept> {
        let body = Rope::new([bytes::Bytes::from(vec![0; size])]);
        Arc::new(Kept::new("/", HeaderMap::new(), body, size))
    }

    #[tokio::test]
    async fn what_is_kept_never_exceeds_its_bound_and_what_is_asked_often_stays() {
        let cache = ResponseCache::new(1 << 20);
        for number in 0..100_000 {
            if let Err(making) = cache.answer(digest(number), digest(number)).await {
                making.insert(answer(if number == 7 { 100_000 } else { 1_000 })).expect("kept");
            }
            assert!(cache.bytes() <= 1 << 20, "{}", cache.bytes());
            if number >= 7 {
                assert!(cache.find(&digest(7)).is_some(), "asked for each time: {number}");
            }
        }
        assert!(cache.asked.len() <= QUESTIONS && cache.answers.len() < 1_000, "{}", cache.answers.len());
    }

    #[tokio::test]
    async fn an_answer_of_a_third_of_all_that_is_kept_is_kept_the_second_time_at_the_latest() {
        let cache = ResponseCache::new(1 << 20);
        for number in 0..9 {
            for _twice in 0..2 {
                if let Err(making) = cache.answer(digest(number), digest(number)).await {
                    let _kept_or_seen = making.insert(answer(340 << 10));
                }
            }
            assert!(cache.find(&digest(number)).is_some(), "{number}");
        }
    }

    #[tokio::test]
    async fn an_answer_is_made_once_however_many_ask() {
        let cache = Arc::new(ResponseCache::new(1 << 20));
        let made = Arc::new(AtomicUsize::new(0));
        let ask = |words: u32| {
            let (cache, made) = (Arc::clone(&cache), Arc::clone(&made));
            async move {
                match cache.answer(digest(words), digest(0)).await {
                    Ok(kept) => kept,
                    Err(making) => {
                        made.fetch_add(1, Ordering::SeqCst);
                        tokio::task::yield_now().await;
                        let kept = answer(10);
                        making.insert(Arc::clone(&kept)).expect("kept");
                        kept
                    }
                }
            }
        };
        futures_util::future::join_all((0..64).map(ask)).await;
        assert_eq!(made.load(Ordering::SeqCst), 1);
        assert!((0..64).all(|words| cache.find(&digest(words)).is_some()));
    }

    #[tokio::test]
    async fn one_who_leaves_lets_the_next_make_it() {
        let cache = ResponseCache::new(1 << 20);
        drop(cache.answer(digest(1), digest(0)).await.expect_err("new"));
        let making = cache.answer(digest(2), digest(0)).await.expect_err("still to be made");
        making.insert(answer(1)).expect("kept");
        assert!(cache.find(&digest(1)).is_some());
    }

    #[test]
    fn tokens_matter_wherever_it_is_not_known_that_they_do_not() {
        for path in
            ["/api/v1/coverage", "/api/v1/coverage/history", "/api/v1/changes", "/api/v1/measurements"]
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
