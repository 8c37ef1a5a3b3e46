//! Pages that say something else each time, such as metrics: their compressed bodies are kept for a second.
//!
//! A scraper asks seldom; a crowd of them asks for the same second. Owns those bodies. May not know what is on the
//! pages.
//!
//! Invariants: a page in a coding is written once a second at most, by one, while the others wait; what is sent
//! was written less than [`MOMENT`] ago, but for the time writing it took; a page that is not compressed is
//! written anew each time.

use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::http::App;
use crate::http::middleware::deliver::aside;
use crate::http::respond::coding::{Coding, Encoder};
use crate::http::respond::draft::Part;
use crate::http::respond::problem::Problem;
use crate::http::respond::rope::Rope;

/// How long a page may be sent again.
const MOMENT: Duration = Duration::from_secs(1);
/// The media type of the Prometheus text format.
pub(crate) const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A page that changes all the time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Page {
    Metrics,
    Communes,
    Measurements,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Moments([[Slot; 4]; 3]);

#[derive(Debug, Default)]
struct Slot {
    /// The last body, and when it began to be written.
    last: RwLock<Option<(Instant, Rope)>>,
    writing: tokio::sync::Mutex<()>,
}

impl Slot {
    fn fresh(&self) -> Option<Rope> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|(begun, _)| begun.elapsed() < MOMENT).map(|(_, body)| body.clone())
    }
}

/// A page in a coding, as it was less than a second ago or as `text` writes it now.
pub(crate) async fn page(
    app: &App,
    page: Page,
    coding: Coding,
    text: impl Future<Output = Result<String, Problem>>,
) -> Result<Response, Problem> {
    let body = if coding == Coding::Identity {
        Rope::new([text.await?.into()])
    } else {
        coded(app, &app.moments().0[page as usize][coding as usize], coding, text).await?
    };
    let mut response = body.body().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(EXPOSITION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if coding != Coding::Identity {
        headers.insert(header::CONTENT_ENCODING, coding.header());
    }
    Ok(response)
}

async fn coded(
    app: &App,
    slot: &Slot,
    coding: Coding,
    text: impl Future<Output = Result<String, Problem>>,
) -> Result<Rope, Problem> {
    if let Some(body) = slot.fresh() {
        return Ok(body);
    }
    let _one_at_a_time = slot.writing.lock().await;
    if let Some(body) = slot.fresh() {
        return Ok(body);
    }
    let begun = Instant::now();
    let text = Bytes::from(text.await?);
    let body = aside(app, move || {
        let mut encoder = Encoder::new(Box::new(std::iter::once(Ok(Part::Text(text)))), coding, true)?;
        let mut pieces = Vec::new();
        loop {
            let more = encoder.step()?;
            if more.is_empty() {
                return Ok(Rope::new(pieces));
            }
            pieces.extend(more.into_iter().map(|piece| piece.bytes));
        }
    })
    .await?;
    *slot.last.write().unwrap_or_else(PoisonError::into_inner) = Some((begun, body.clone()));
    Ok(body)
}
