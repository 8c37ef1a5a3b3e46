//! Answers that can be asked for again cheaply: entity tags, 304, `Vary`, lifetimes.
//!
//! A tag is a hash of (snapshot, address, media type, language); the frame adds the content encoding
//! once it is known, so every representation has its own strong tag. A tag is computed before the
//! answer is, so an unchanged answer costs nothing.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::http::respond::draft::Draft;
use crate::http::respond::envelope::json;
use crate::http::respond::problem::Problem;

/// Content codings the frame may add to a tag.
pub(crate) const CODINGS: [&str; 3] = ["br", "gzip", "zstd"];

/// Items that are written within a millisecond or so.
const FEW_ITEMS: usize = 100;

/// How long an answer may be used without asking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lifetime {
    /// Ask every time; an unchanged answer is a 304.
    Revalidate,
    /// The address names the version: never ask again.
    Forever,
}

impl Lifetime {
    fn cache_control(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Lifetime::Revalidate => "public, no-cache",
            Lifetime::Forever => "public, max-age=31536000, immutable",
        })
    }
}

/// The identity of one representation of an answer.
#[derive(Debug)]
pub(crate) struct ETag {
    value: String,
    media_type: &'static str,
    lifetime: Lifetime,
}

impl ETag {
    /// The tag of the answer to an address out of the data called `version`.
    pub(crate) fn new(uri: &Uri, version: &str, media_type: &'static str, language: &str) -> Self {
        let mut hash = Sha256::new();
        let address = uri.path_and_query().map_or("", |address| address.as_str());
        for part in [version, address, media_type, language] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        Self { value: hex::encode(&hash.finalize()[..12]), media_type, lifetime: Lifetime::Revalidate }
    }

    /// The same tag for an answer that never changes.
    pub(crate) fn forever(mut self) -> Self {
        self.lifetime = Lifetime::Forever;
        self
    }

    /// The 304 to give if the client already holds this answer.
    pub(crate) fn unchanged(&self, headers: &HeaderMap) -> Option<Response> {
        let held = held_tag(headers, |tag| without_coding(tag) == self.value)?;
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        self.describe(response.headers_mut(), &held);
        Some(response)
    }

    /// The answer itself.
    pub(crate) fn reply(&self, body: impl Into<Body>) -> Response {
        let mut response = Response::new(body.into());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        self.describe(headers, &format!("\"{}\"", self.value));
        response
    }

    /// The answer that there is nothing, which may be kept like any other.
    pub(crate) fn nothing(&self) -> Response {
        let mut response = StatusCode::NO_CONTENT.into_response();
        self.describe(response.headers_mut(), &format!("\"{}\"", self.value));
        response
    }

    /// The answer itself, its body still to be written.
    pub(crate) fn draft(&self, body: Draft) -> Response {
        let mut response = self.reply(Body::empty());
        response.extensions_mut().insert(body);
        response
    }

    /// The answer as JSON of n items: written here where they are few, else when it is sent.
    pub(crate) fn json(
        &self,
        body: impl Serialize + Send + 'static,
        items: usize,
    ) -> Result<Response, Problem> {
        if items > FEW_ITEMS { Ok(self.draft(Draft::json(body))) } else { Ok(self.reply(json(&body)?)) }
    }

    /// The answer as a table of n rows, likewise.
    pub(crate) fn table(
        &self,
        rows: usize,
        write: impl FnOnce() -> Result<Vec<u8>, csv::Error> + Send + 'static,
    ) -> Result<Response, Problem> {
        let write = move || write().map_err(Problem::internal);
        if rows > FEW_ITEMS { Ok(self.draft(Draft::text(write))) } else { Ok(self.reply(write()?)) }
    }

    fn describe(&self, headers: &mut HeaderMap, tag: &str) {
        if let Ok(value) = HeaderValue::from_str(tag) {
            headers.insert(header::ETAG, value);
        }
        headers.insert(header::CACHE_CONTROL, self.lifetime.cache_control());
        headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language, accept-encoding"));
    }
}

/// Says what a download is called.
pub(crate) fn called(mut response: Response, name: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The tag of a request's `If-None-Match` that a condition holds for, quotes and all.
pub(crate) fn held_tag(headers: &HeaderMap, current: impl Fn(&str) -> bool) -> Option<String> {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .find(|tag| current(tag.trim_matches('"')))
        .map(ToOwned::to_owned)
}

fn without_coding(tag: &str) -> &str {
    CODINGS
        .iter()
        .find_map(|coding| tag.strip_suffix(coding).and_then(|rest| rest.strip_suffix('-')))
        .unwrap_or(tag)
}

/// Adds the content encoding, once it is known, to an answer's tag.
pub(crate) fn tag_coding(headers: &mut HeaderMap) {
    let (Some(coding), Some(tag)) = (headers.get(header::CONTENT_ENCODING), headers.get(header::ETAG)) else {
        return;
    };
    let (Ok(coding), Ok(tag)) = (coding.to_str(), tag.to_str()) else { return };
    let coded = format!("\"{}-{coding}\"", tag.trim_start_matches("W/").trim_matches('"'));
    if let Ok(value) = HeaderValue::from_str(&coded) {
        headers.insert(header::ETAG, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_come_and_go() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ETAG, HeaderValue::from_static("\"abc\""));
        tag_coding(&mut headers);
        assert_eq!(headers[header::ETAG], "\"abc\"");
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        tag_coding(&mut headers);
        assert_eq!(headers[header::ETAG], "\"abc-br\"");
        assert_eq!(without_coding("abc-br"), "abc");
        assert_eq!(without_coding("abcbr"), "abcbr");
    }

    #[test]
    fn held_tags_are_found_in_lists() {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"x\", W/\"abc-gzip\""));
        assert_eq!(held_tag(&headers, |tag| tag == "abc-gzip").as_deref(), Some("\"abc-gzip\""));
        assert_eq!(held_tag(&headers, |tag| tag == "y"), None);
    }
}
