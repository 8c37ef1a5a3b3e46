//! An HTTP request in its phases, made by hand so that each can be timed and the address stays the one
//! that was judged.
//!
//! Every hop, the first and each redirect, resolves once, is judged, takes a token, and connects to that
//! address. Configured headers go to the configured origin only. HTTP/1.1 is spoken; bodies are counted
//! as they come, up to a limit, and kept by nobody.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Instant;

use hyper::body::{Body, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::{Request, Response, StatusCode, Version};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use url::Url;

use super::config::{Check, HttpModule};
use super::context::ProbeContext;
use super::outcome::{Findings, HttpFound, Phase, Reason};
use super::{address, tcp, tls};
use crate::domain::address::is_plain;

/// Bytes of an answer's head.
const HEAD_BYTES: usize = 64 << 10;
const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("Taghtia/", env!("CARGO_PKG_VERSION"), " (network probe)"));

/// Runs the check.
pub(super) async fn run(
    check: &Check,
    module: &HttpModule,
    means: &ProbeContext,
    findings: &mut Findings,
) -> Result<(), Reason> {
    findings.http = Some(HttpFound::default());
    let mut url = module.url.0.clone();
    let mut redirects = 0;
    loop {
        let next = hop(check, module, means, &url, findings).await?;
        let Some(location) = next else { break };
        redirects += 1;
        note(findings, |found| found.redirects = redirects);
        if redirects > module.redirects {
            return Err(Reason::Redirects);
        }
        url = location;
    }
    let status = findings.http.as_ref().map_or(0, |found| found.status);
    let valid = module.valid_status.iter().any(|(low, high)| (*low..=*high).contains(&status));
    if valid { Ok(()) } else { Err(Reason::Status) }
}

fn note(findings: &mut Findings, write: impl FnOnce(&mut HttpFound)) {
    write(findings.http.get_or_insert_default());
}

/// One request; the address it is redirected to, where that is followed.
async fn hop(
    check: &Check,
    module: &HttpModule,
    means: &ProbeContext,
    url: &Url,
    findings: &mut Findings,
) -> Result<Option<Url>, Reason> {
    let host = url.host_str().ok_or(Reason::Redirects)?;
    let port = url.port_or_known_default().ok_or(Reason::Redirects)?;
    let encrypted = url.scheme() == "https";
    if !encrypted {
        findings.tls = None;
    }
    let address = address::pick(check, host, means.resolver.as_ref(), findings).await?;
    let connection = tcp::connect(&means.buckets, address, port, findings).await?;
    let request = request(module, url)?;
    if encrypted {
        let stream = tls::handshake(&module.tls, host, connection, findings).await?;
        exchange(module, url, stream, request, findings).await
    } else {
        exchange(module, url, connection, request, findings).await
    }
}

fn request(module: &HttpModule, url: &Url) -> Result<Request<String>, Reason> {
    // A valid address, hence a valid host; the default port is left out as browsers do.
    let host = url.host_str().unwrap_or_default();
    let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let mut request = Request::builder()
        .method(module.method.clone())
        .uri(path)
        .header(header::HOST, authority)
        .header(header::USER_AGENT, AGENT)
        .header(header::ACCEPT, "*/*")
        .header(header::CONNECTION, "close")
        .body(String::new())
        .map_err(|_malformed| Reason::Redirects)?;
    // What the configuration sends may be a secret, meant for the server it names and for no other.
    if url.origin() == module.url.0.origin() {
        request.headers_mut().extend(module.headers.0.clone());
    }
    Ok(request)
}

async fn exchange<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    module: &HttpModule,
    url: &Url,
    stream: S,
    request: Request<String>,
    findings: &mut Findings,
) -> Result<Option<Url>, Reason> {
    let started = Instant::now();
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(HEAD_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_broken| Reason::Connection)?;
    // Polled beside the request, not spawned: nothing outlives the check.
    let talk = async {
        let response = match sender.send_request(request).await {
            Ok(response) => response,
            Err(error) => {
                findings.spent(Phase::Processing, started.elapsed());
                return Err(if error.is_parse() { Reason::Protocol } else { Reason::Connection });
            }
        };
        findings.spent(Phase::Processing, started.elapsed());
        head(url, &response, findings);
        if let Some(next) = redirect(module, url, &response)? {
            return Ok(Some(next));
        }
        let started = Instant::now();
        let read = body(response.into_body(), module.body_limit, findings).await;
        findings.spent(Phase::Transfer, started.elapsed());
        read.map(|()| None)
    };
    tokio::pin!(talk, connection);
    tokio::select! {
        biased;
        outcome = &mut talk => outcome,
        // The connection ends first when the server closes it; the answer may still be in hand.
        _ended = &mut connection => talk.await,
    }
}

fn head(url: &Url, response: &Response<Incoming>, findings: &mut Findings) {
    let text = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let length = text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or(-1);
    let modified = text(header::LAST_MODIFIED).and_then(|date| {
        let parsed = jiff::fmt::rfc2822::parse(date).ok()?;
        Some(parsed.timestamp().as_second())
    });
    note(findings, |found| {
        found.status = response.status().as_u16();
        found.version = if response.version() == Version::HTTP_10 { 1.0 } else { 1.1 };
        found.content_length = length;
        found.last_modified = modified;
        found.body_bytes = 0;
        found.tls = url.scheme() == "https";
    });
}

/// Where an answer leads, if it is a redirect and redirects are followed at all.
fn redirect(module: &HttpModule, url: &Url, response: &Response<Incoming>) -> Result<Option<Url>, Reason> {
    let follows = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    if module.redirects == 0 || !follows {
        return Ok(None);
    }
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let mut next = location.and_then(|text| url.join(text).ok()).ok_or(Reason::Redirects)?;
    next.set_fragment(None);
    // file:, gopher:, user names, addresses in disguise: a server does not choose these for us.
    if is_plain(&next) { Ok(Some(next)) } else { Err(Reason::Redirects) }
}

async fn body(mut body: Incoming, limit: u64, findings: &mut Findings) -> Result<(), Reason> {
    let mut read = 0;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_broken| Reason::Connection)?;
        read += frame.data_ref().map_or(0, |bytes| bytes.len() as u64);
        note(findings, |found| found.body_bytes = read.min(limit));
        if read > limit {
            return Err(Reason::BodyTooLarge);
        }
    }
    Ok(())
}
