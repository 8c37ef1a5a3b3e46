//! How answers leave: from what is kept, or made now, in the coding the caller wants.
//!
//! ```text
//! request ─ kept? ─► sent
//!              └─ handler ─ draft or body ─ coding ─ small: here │ large: a thread that may be held ─ kept ─► sent
//! ```
//!
//! Owns where bodies are written and compressed, and what of it is kept. Threads that serve requests write and
//! compress what is small only ([`SMALL`]); the rest is made a step at a time on threads that may be held, so
//! many at once as there are cores but one.
//!
//! Invariants: `/healthz` waits for no body of others; what is made to be kept is made once, whole, and sent with its
//! length; what is too large to be kept is made as it is read, and one who does not read holds one step of it.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::response::Parts as Head;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use tokio::sync::Semaphore;

use crate::http::App;
use crate::http::middleware::request::UNMATCHED;
use crate::http::middleware::response_cache::{self, Digest, Kept};
use crate::http::respond::coding::{Coding, Encoder, Piece};
use crate::http::respond::conditional::tag_coding;
use crate::http::respond::draft::{Draft, Part, Parts};
use crate::http::respond::problem::Problem;
use crate::http::respond::rope::Rope;

/// The largest body a thread that serves requests compresses itself.
const SMALL: u64 = 64 << 10;
/// Bodies smaller than this are not worth compressing.
const SMALLEST_COMPRESSED: u64 = 200;
/// The largest body worth keeping, by bytes that nothing else holds: a third of all that is kept, so that one can
/// always be. The full outlines of communes are 6.7 MB in br.
const LARGEST_KEPT: usize = 6_900_000;
/// The same of bodies that are not compressed: few ask for them so.
const LARGEST_KEPT_PLAIN: usize = 4 << 20;

/// Threads for bodies: a permit for each that may be written at once.
pub(crate) fn writers() -> Arc<Semaphore> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Arc::new(Semaphore::new(cores.saturating_sub(1).max(1)))
}

/// Answers from what is kept, or makes the answer and keeps it.
pub(crate) async fn deliver(State(app): State<App>, request: Request, next: Next) -> Response {
    let coding = Coding::wanted(request.headers());
    let asked = response_cache::question(&app, request.method(), request.uri(), request.headers(), coding);
    if let Some(kept) = asked.as_ref().and_then(|asked| app.kept().find(asked))
        && let Kept::Answer { headers, body, .. } = &*kept
    {
        return response_cache::again(request.headers(), headers, body);
    }
    let is_head = *request.method() == Method::HEAD;
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or(UNMATCHED, |path| app.without_base(path.as_str()));
    let published = app.snapshot();
    let response = next.run(request).await;
    // What a newer snapshot answered, or one that learned of damage meanwhile, is no answer of the one asked.
    let asked = asked.filter(|_| Arc::ptr_eq(&published, &app.snapshot()));
    drop(published);
    let (mut head, body) = response.into_parts();
    let draft = head.extensions.remove::<Draft>().and_then(|draft| draft.take());
    let size = if draft.is_some() { None } else { body.size_hint().exact() };
    let coding = choose(&mut head.headers, size, coding);
    if is_head {
        // Its length is known once it is made: for the head alone it is not.
        let unknown = coding != Coding::Identity || draft.is_some();
        let body = if unknown {
            Body::from_stream(futures_util::stream::empty::<std::io::Result<Bytes>>())
        } else {
            body
        };
        return Response::from_parts(head, body);
    }
    let body = match draft {
        Some(parts) => Source::Parts(parts),
        None if coding == Coding::Identity && asked.is_none() => return Response::from_parts(head, body),
        None if size.is_some() => Source::Whole(body),
        // A body that comes bit by bit from elsewhere is handed on as it is.
        None => return Response::from_parts(head, body),
    };
    match respond(&app, route, &mut head, body, coding, asked).await {
        Ok(body) => Response::from_parts(head, body),
        Err(problem) => problem.into_response(),
    }
}

/// A body to be sent.
enum Source {
    Parts(Parts),
    /// One whose size is known.
    Whole(Body),
}

/// Decides on the coding of an answer, and says so in its headers.
fn choose(headers: &mut HeaderMap, size: Option<u64>, wanted: Coding) -> Coding {
    let text =
        |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let media = text(header::CONTENT_TYPE);
    let is_packed = ["image/", "font/", "application/grpc", "text/event-stream"]
        .iter()
        .any(|start| media.starts_with(start) && !media.starts_with("image/svg+xml"));
    let is_coded =
        headers.contains_key(header::CONTENT_ENCODING) || headers.contains_key(header::CONTENT_RANGE);
    if is_packed || is_coded || size.is_some_and(|size| size < SMALLEST_COMPRESSED) {
        tag_coding(headers);
        return Coding::Identity;
    }
    let varies = headers.get_all(header::VARY).iter().any(|value| {
        value.to_str().is_ok_and(|value| value.to_ascii_lowercase().contains("accept-encoding"))
    });
    if !varies {
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if wanted != Coding::Identity {
        headers.insert(header::CONTENT_ENCODING, wanted.header());
        headers.remove(header::CONTENT_LENGTH);
        headers.remove(header::ACCEPT_RANGES);
    }
    tag_coding(headers);
    wanted
}

/// The body of an answer, from what is kept if another was faster.
async fn respond(
    app: &App,
    route: &str,
    head: &mut Head,
    source: Source,
    coding: Coding,
    asked: Option<Digest>,
) -> Result<Body, Problem> {
    let identity = asked.and_then(|_| response_cache::identity(head.status, &head.headers));
    let (Some(asked), Some(identity)) = (asked, identity) else {
        return send(app, &head.headers, source, coding).await;
    };
    match app.kept().answer(asked, identity).await {
        Ok(kept) => match &*kept {
            Kept::Answer { headers, body, .. } => {
                head.headers.clone_from(headers);
                Ok(body.body())
            }
            Kept::TooLarge => send(app, &head.headers, source, coding).await,
        },
        Err(making) => match make(app, &head.headers, source, coding).await? {
            Made::Whole(rope, own) => {
                let _too_heavy_is_not_kept =
                    making.insert(Arc::new(Kept::new(route, head.headers.clone(), rope.clone(), own)));
                Ok(rope.body())
            }
            Made::Begun(begun, encoder) => {
                let _too_heavy_is_not_kept = making.insert(Arc::new(Kept::TooLarge));
                Ok(rest(app, begun, encoder))
            }
        },
    }
}

enum Made {
    Whole(Rope, usize),
    /// Too large to keep: what is written by now, and how it goes on.
    Begun(Vec<Piece>, Encoder),
}

/// Makes a body that is to be kept.
async fn make(app: &App, headers: &HeaderMap, source: Source, coding: Coding) -> Result<Made, Problem> {
    let most = if coding == Coding::Identity { LARGEST_KEPT_PLAIN } else { LARGEST_KEPT };
    let (encoder, is_small) = begin(headers, source, coding).await?;
    let write = move |mut encoder: Encoder| {
        let (mut pieces, mut own) = (Vec::new(), 0);
        loop {
            let more = encoder.step()?;
            if more.is_empty() {
                return Ok(Made::Whole(Rope::new(pieces.into_iter().map(|piece: Piece| piece.bytes)), own));
            }
            own += more.iter().filter(|piece| !piece.is_shared).map(|piece| piece.bytes.len()).sum::<usize>();
            pieces.extend(more);
            if own > most {
                return Ok(Made::Begun(pieces, encoder));
            }
        }
    };
    if is_small { write(encoder) } else { aside(app, move || write(encoder)).await }
}

/// Sends a body that is not to be kept.
async fn send(app: &App, headers: &HeaderMap, source: Source, coding: Coding) -> Result<Body, Problem> {
    let (mut encoder, is_small) = begin(headers, source, coding).await?;
    if !is_small {
        return Ok(rest(app, Vec::new(), encoder));
    }
    let mut pieces = Vec::new();
    loop {
        let more = encoder.step()?;
        if more.is_empty() {
            return Ok(Rope::new(pieces).body());
        }
        pieces.extend(more.into_iter().map(|piece| piece.bytes));
    }
}

/// How a body is written, and whether that is so little that it may be done here.
async fn begin(headers: &HeaderMap, source: Source, coding: Coding) -> Result<(Encoder, bool), Problem> {
    // What is kept for ever by everyone is worth the time.
    let is_lasting =
        headers.get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().ends_with(b"immutable"));
    match source {
        Source::Parts(parts) => Ok((Encoder::new(parts, coding, !is_lasting)?, false)),
        Source::Whole(body) => {
            // A body of a known size lies in memory already: this only takes it.
            let text = axum::body::to_bytes(body, usize::MAX).await.map_err(Problem::internal)?;
            let is_small = text.len() as u64 <= SMALL;
            let parts: Parts = Box::new(std::iter::once(Ok(Part::Text(text))));
            Ok((
                Encoder::new(parts, coding, !is_small && !is_lasting)?,
                is_small || coding == Coding::Identity,
            ))
        }
    }
}

/// The rest of a body, written as it is read.
fn rest(app: &App, begun: Vec<Piece>, encoder: Encoder) -> Body {
    let begun: VecDeque<Bytes> = begun.into_iter().map(|piece| piece.bytes).collect();
    let state = (app.clone(), begun, Some(encoder));
    Body::from_stream(futures_util::stream::try_unfold(state, |(app, mut begun, mut encoder)| async move {
        while begun.is_empty() {
            let Some(mut writing) = encoder.take() else { return Ok(None) };
            let step = aside(&app, move || writing.step().map(|pieces| (pieces, writing))).await;
            let (pieces, writing) = step.map_err(|problem| std::io::Error::other(format!("{problem:?}")))?;
            if pieces.is_empty() {
                return Ok::<_, std::io::Error>(None);
            }
            begun.extend(pieces.into_iter().map(|piece| piece.bytes));
            encoder = Some(writing);
        }
        let next = begun.pop_front().unwrap_or_default();
        Ok(Some((next, (app, begun, encoder))))
    }))
}

/// Runs what takes a while on a thread that may be held, when its turn has come.
pub(crate) async fn aside<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let permit = Arc::clone(app.writers()).acquire_owned().await.map_err(Problem::internal)?;
    // The permit goes with the work: one who leaves does not make room before it is over.
    let work = move || {
        let _held = permit;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
}
