//! Connections: accepted, served, and not kept open for those who say nothing.
//!
//! `axum::serve` waits for a request's head for ever, and a few thousand silent clients are all the open
//! files there are. Here a connection has so long for its first request, and for the head of each one
//! after it; a body has its own patience where it is received.

use crate::domain::causes;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::response::Response;
use futures_util::future::{Either, ready};
use hyper::body::Incoming;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What answers a request before the router sees it, or leaves it to that.
pub(crate) trait Early:
    Fn(&hyper::Request<Incoming>, SocketAddr) -> Option<Response> + Clone + Send + 'static
{
}

impl<F> Early for F where
    F: Fn(&hyper::Request<Incoming>, SocketAddr) -> Option<Response> + Clone + Send + 'static
{
}

/// How long after a failed accept, such as for want of open files, the next is tried.
const ACCEPT_AGAIN: Duration = Duration::from_secs(1);

/// Bytes of a head that are read at all: those above a much smaller bound are answered with what is wrong, those
/// above this one with the bare status.
const LONGEST_HEAD: usize = 128 << 10;

/// Serves until `stop` ends, then takes no more connections and lets running requests end. `early` answers what
/// needs no router.
pub(crate) async fn serve(
    early: impl Early,
    router: Router,
    listener: TcpListener,
    head_time: Duration,
    stop: impl Future<Output = ()>,
) {
    let (stopping, stopped) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            Some(_ended) = open.join_next(), if !open.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    open.spawn(connection(early.clone(), router.clone(), stream, peer, head_time, stopped.clone()));
                }
                Err(error) => {
                    tracing::warn!(error = %causes(&error), "http.accept.failed");
                    tokio::time::sleep(ACCEPT_AGAIN).await;
                }
            },
        }
    }
    drop(listener);
    stopping.send_replace(true);
    while open.join_next().await.is_some() {}
}

async fn connection(
    early: impl Early,
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
    head_time: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    let has_asked = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&has_asked);
    // An answer is written in one piece or in large ones: waiting for more to send only delays its end.
    let _left_as_it_is = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        if let Some(answer) = early(&request, peer) {
            return Either::Left(ready(Ok(answer)));
        }
        request.extensions_mut().insert(ConnectInfo(peer));
        Either::Right(router.call(request))
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(head_time).max_buf_size(LONGEST_HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(head_time)
        .keep_alive_timeout(head_time)
        .max_header_list_size(LONGEST_HEAD as u32);
    let mut served = pin!(builder.serve_connection_with_upgrades(TokioIo::new(stream), service));
    let mut silence = pin!(tokio::time::sleep(head_time));
    let (mut is_young, mut is_stopping) = (true, false);
    loop {
        tokio::select! {
            ended = served.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(%error, client.address = %peer, "http.connection.broken");
                }
                return;
            }
            () = &mut silence, if is_young => {
                is_young = false;
                if !has_asked.load(Ordering::Relaxed) {
                    tracing::debug!(client.address = %peer, "http.connection.silent");
                    return;
                }
            }
            _ = stopped.wait_for(|stopped| *stopped), if !is_stopping => {
                is_stopping = true;
                served.as_mut().graceful_shutdown();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    const HEAD_TIME: Duration = Duration::from_millis(300);
    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n";

    async fn slow() -> &'static str {
        tokio::time::sleep(HEAD_TIME * 3).await;
        "done"
    }

    /// A server; it stops when the sender goes.
    async fn start() -> (SocketAddr, tokio::sync::oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("listens");
        let address = listener.local_addr().expect("bound");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let router = Router::new().route("/", get(slow));
        let stopped = async move { drop(stopped.await) };
        (address, stop, tokio::spawn(serve(|_: &_, _| None, router, listener, HEAD_TIME, stopped)))
    }

    /// What comes back for some bytes until the connection is closed, and after how long.
    async fn talk(address: SocketAddr, bytes: &[u8]) -> (String, Duration) {
        let started = std::time::Instant::now();
        let mut stream = TcpStream::connect(address).await.expect("connects");
        stream.write_all(bytes).await.expect("takes");
        let mut answer = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer)).await;
        let _reset = read.expect("the connection is closed");
        (String::from_utf8_lossy(&answer).into_owned(), started.elapsed())
    }

    #[tokio::test]
    async fn who_says_nothing_is_not_waited_for() {
        let (address, _stop, _serving) = start().await;
        // Nothing, the beginning of HTTP/2's preface, half a head.
        for silence in [&b""[..], b"PRI * HT", b"GET / HTTP/1.1\r\nHost: he"] {
            let (answer, took) = talk(address, silence).await;
            assert!(!answer.contains("done") && took >= HEAD_TIME, "{answer} {took:?}");
        }
        // A slow answer is no silence; the idle connection after it is closed too.
        let (answer, took) = talk(address, REQUEST).await;
        assert!(answer.ends_with("done") && took >= HEAD_TIME * 3, "{answer} {took:?}");
    }

    #[tokio::test]
    async fn running_requests_end_before_the_server_does() {
        let (address, stop, serving) = start().await;
        let running = tokio::spawn(async move { talk(address, REQUEST).await });
        tokio::time::sleep(HEAD_TIME / 2).await;
        drop(stop);
        assert!(running.await.expect("ends").0.ends_with("done"));
        serving.await.expect("ends");
        assert!(TcpStream::connect(address).await.is_err());
    }
}
