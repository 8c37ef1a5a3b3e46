//! From a request's body to a file on disk: bounded, hashed on the way, never whole in memory.

use std::io::Write;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use crate::desk::Spooled;
use crate::http::App;
use crate::http::extract::submissions::Tracked;
use crate::http::respond::code::Code;
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;

/// How long the next piece of an upload may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest file name taken over.
const NAME_MOST: usize = 200;

/// A body on disk; the file goes when this does.
#[derive(Debug)]
pub(crate) struct Received {
    /// The file.
    pub(crate) file: Spooled,
    /// What the client calls it.
    pub(crate) name: Option<String>,
}

/// Receives a body, raw or as the one file of a multipart form.
pub(crate) async fn receive(app: &App, request: Request, most_bytes: u64) -> Result<Received, Problem> {
    receive_told(app, request, most_bytes, &Tracked::nothing()).await
}

/// The same, and whoever follows the submission is told how much has come.
pub(crate) async fn receive_told(
    app: &App,
    request: Request,
    most_bytes: u64,
    tracked: &Tracked,
) -> Result<Received, Problem> {
    let headers = request.headers();
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    // A form has some bytes around its file; what really comes is counted in any case.
    if announced.is_some_and(|bytes| bytes > most_bytes.saturating_add(1 << 16)) {
        return Err(Problem::too_large(most_bytes));
    }
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media_type.starts_with("multipart/form-data") {
        return from_form(app, request, most_bytes, tracked).await;
    }
    if headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Problem::bad_request(Code::ContentEncoding, Said::new("detail-file-encoded")));
    }
    let name = file_name(headers);
    let body: Body = request.into_body();
    spool(
        app,
        body.into_data_stream().map(|chunk| chunk.map_err(|error| error.to_string())),
        name,
        most_bytes,
        |bytes| tracked.received(bytes, announced),
    )
    .await
}

async fn from_form(
    app: &App,
    request: Request,
    most_bytes: u64,
    tracked: &Tracked,
) -> Result<Received, Problem> {
    let broken = |error: axum::extract::multipart::MultipartError| {
        Problem::bad_request(Code::BadForm, error.to_string())
    };
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|error| Problem::bad_request(Code::BadForm, error.body_text()))?;
    let mut upload = None;
    loop {
        let next = tokio::time::timeout(PATIENCE, form.next_field()).await;
        let Some(field) = next.map_err(|_elapsed| Problem::timeout())?.map_err(broken)? else { break };
        if field.name() != Some("file") || upload.is_some() {
            return Err(Problem::bad_request(Code::BadForm, Said::new("detail-form-fields")));
        }
        let name = field.file_name().and_then(plain_name);
        let chunks = field.map(|chunk| chunk.map_err(|error| error.to_string()));
        upload = Some(spool(app, chunks, name, most_bytes, |bytes| tracked.received(bytes, None)).await?);
    }
    upload.ok_or_else(|| Problem::bad_request(Code::BadForm, Said::new("detail-form-without-file")))
}

async fn spool(
    app: &App,
    mut chunks: impl Stream<Item = Result<Bytes, String>> + Unpin,
    name: Option<String>,
    most_bytes: u64,
    told: impl Fn(u64),
) -> Result<Received, Problem> {
    let mut upload = app.spool().begin().map_err(Problem::internal)?;
    loop {
        let next = tokio::time::timeout(PATIENCE, chunks.next()).await;
        let Some(chunk) = next.map_err(|_elapsed| Problem::timeout())? else { break };
        let chunk = chunk.map_err(|error| Problem::bad_request(Code::BrokenUpload, error))?;
        if upload.bytes() + chunk.len() as u64 > most_bytes {
            return Err(Problem::too_large(most_bytes));
        }
        // Into a buffer and, now and then, to the page cache: shorter than a hop to another thread.
        upload.write_all(&chunk).map_err(Problem::internal)?;
        told(upload.bytes());
    }
    let file = upload.finish().map_err(Problem::internal)?;
    Ok(Received { file, name })
}

/// The name in `Content-Disposition: attachment; filename="..."`.
fn file_name(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_DISPOSITION)?.to_str().ok()?;
    let (_, name) = value.split_once("filename=")?;
    plain_name(name.split(';').next().unwrap_or_default().trim().trim_matches('"'))
}

/// The last part of a path, without anything that does not belong in a name.
fn plain_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|letter| !letter.is_control()).take(NAME_MOST).collect();
    (!plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn names_are_plain() {
        let mut headers = HeaderMap::new();
        assert_eq!(file_name(&headers), None);
        let given = HeaderValue::from_static("attachment; filename=\"../../etc/cov.geojson\"; size=3");
        headers.insert(header::CONTENT_DISPOSITION, given);
        assert_eq!(file_name(&headers).as_deref(), Some("cov.geojson"));
        assert_eq!(plain_name("C:\\a\\b.csv").as_deref(), Some("b.csv"));
        assert_eq!(plain_name(""), None);
    }
}
