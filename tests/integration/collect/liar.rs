//! A server on loopback that tells files, the truth, and every kind of lie.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The server; it is gone when this is dropped.
pub struct Liar {
    runtime: Option<tokio::runtime::Runtime>,
    pub port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    file: Mutex<Vec<u8>>,
    seen: Mutex<Vec<String>>,
}

impl Drop for Liar {
    fn drop(&mut self) {
        // Slow answers are not waited for.
        self.runtime.take().expect("there until now").shutdown_background();
    }
}

impl Liar {
    pub fn start(file: Vec<u8>) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let state = Arc::new(State { file: Mutex::new(file), ..State::default() });
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let own = Arc::clone(&state);
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let own = Arc::clone(&own);
                tokio::spawn(async move { answer(stream, &own).await });
            }
        });
        Self { runtime: Some(runtime), port, state }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Changes what the honest addresses tell.
    pub fn put(&self, file: Vec<u8>) {
        *self.state.file.lock().unwrap() = file;
    }

    /// The heads of requests that had a text in them.
    pub fn seen(&self, text: &str) -> Vec<String> {
        self.state.seen.lock().unwrap().iter().filter(|head| head.contains(text)).cloned().collect()
    }
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn ok(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut all = format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    all.extend_from_slice(body);
    all
}

fn status(line: &str) -> Vec<u8> {
    format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

fn redirect(to: &str) -> Vec<u8> {
    status(&format!("302 Found\r\nLocation: {to}"))
}

async fn answer(mut stream: TcpStream, state: &State) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < 65_536 {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let before = {
        let mut seen = state.seen.lock().unwrap();
        let before = seen.iter().filter(|earlier| earlier.starts_with(&format!("GET {target} "))).count();
        seen.push(head.clone());
        before
    };
    let file = state.file.lock().unwrap().clone();
    let sent = match path {
        "/drip" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n").await?;
            return again(&mut stream, b".", Duration::from_millis(40)).await;
        }
        "/stall" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nsome").await?;
            return silence().await;
        }
        "/silent" => return silence().await,
        "/endless" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await?;
            let mut piece = b"10000\r\n".to_vec();
            piece.extend(vec![b' '; 0x1_0000]);
            piece.extend(b"\r\n");
            return again(&mut stream, &piece, Duration::ZERO).await;
        }
        "/endless-head" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            let line = format!("X: {}\r\n", "x".repeat(8000));
            return again(&mut stream, line.as_bytes(), Duration::ZERO).await;
        }
        _ => lie(path, query, &head, before, &file),
    };
    stream.write_all(&sent).await?;
    stream.shutdown().await
}

async fn again(stream: &mut TcpStream, piece: &[u8], pause: Duration) -> std::io::Result<()> {
    loop {
        stream.write_all(piece).await?;
        tokio::time::sleep(pause).await;
    }
}

async fn silence() -> std::io::Result<()> {
    tokio::time::sleep(Duration::from_mins(2)).await;
    Ok(())
}

fn lie(path: &str, query: &str, head: &str, before: usize, file: &[u8]) -> Vec<u8> {
    let tag = format!("\"{}\"", hex::encode(Sha256::digest(file)));
    match path {
        "/file.geojson" | "/file-2026-06-30.geojson" => {
            if head.to_ascii_lowercase().contains(&format!("if-none-match: {tag}")) {
                return status("304 Not Modified");
            }
            let date = "Last-Modified: Tue, 30 Jun 2026 12:00:00 GMT\r\nX-As-Of: 2026-06-30\r\n";
            ok(&format!("ETag: {tag}\r\n{date}"), file)
        }
        "/always-304" if before == 0 && query == "first" => ok("ETag: \"1\"\r\n", file),
        "/always-304" => status("304 Not Modified"),
        // More is promised than comes, or less.
        "/short" => {
            let mut all =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", file.len() + 10).into_bytes();
            all.extend_from_slice(file);
            all
        }
        "/long" => {
            let mut all =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", file.len() / 2).into_bytes();
            all.extend_from_slice(file);
            all
        }
        "/vast" => b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\nsome".to_vec(),
        "/nonsense-length" => b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nsome".to_vec(),
        "/unmarked" => [b"HTTP/1.1 200 OK\r\n\r\n", file].concat(),
        "/broken-chunks" => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nsome\r\n".to_vec(),
        "/gzip" => ok("Content-Encoding: gzip\r\n", &gzip(file)),
        "/cut-gzip" => {
            let packed = gzip(file);
            ok("Content-Encoding: gzip\r\n", &packed[..packed.len() - 6])
        }
        "/false-gzip" => ok("Content-Encoding: gzip\r\n", file),
        "/damaged-gzip" => {
            let mut packed = gzip(file);
            let middle = packed.len() / 2;
            packed[middle] ^= 0xff;
            ok("Content-Encoding: gzip\r\n", &packed)
        }
        "/bomb" => ok("Content-Encoding: gzip\r\n", &gzip(&vec![b' '; 64 << 20])),
        "/other-coding" => ok("Content-Encoding: br\r\n", file),
        "/to" => redirect(query),
        "/loop" => redirect("/loop"),
        "/hops" => match query.parse::<u32>().unwrap() {
            0 => redirect("/plain.geojson"),
            more => redirect(&format!("/hops?{}", more - 1)),
        },
        "/nowhere" => status("302 Found"),
        "/flaky" if before < 2 => status("500 Internal Server Error"),
        "/grudging" if before < 1 => status("401 Unauthorized"),
        "/down" => status("503 Service Unavailable"),
        "/come-tomorrow" => status("503 Service Unavailable\r\nRetry-After: 86400"),
        "/guarded" if !head.contains("s3cret") => status("401 Unauthorized"),
        "/plain.geojson" | "/flaky" | "/grudging" | "/guarded" => ok("", file),
        "/empty" => status("204 No Content"),
        "/web-page" => ok("Content-Type: text/html\r\n", b"<html>Please sign in</html>"),
        "/ssh" => b"SSH-2.0-nothing of the kind\r\n\r\n".to_vec(),
        "/hang-up" => Vec::new(),
        _ => status("404 Not Found"),
    }
}
