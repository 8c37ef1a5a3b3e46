//! How answers are served: in the coding that is wanted, whole and with the right tags; heads that are too large are
//! refused by name.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use http_body_util::{BodyExt as _, Empty};
use hyper_util::rt::{TokioExecutor, TokioIo};

use crate::process::{Server, collection, disc};

const OUTLINES: &str = "/api/v1/coverage?level=province&technology=4g&f=geojson&geometry=full";

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn decoded(&self) -> Vec<u8> {
        let mut text = Vec::new();
        match self.header("content-encoding") {
            None => text.clone_from(&self.body),
            Some("gzip") => {
                flate2::read::GzDecoder::new(&self.body[..]).read_to_end(&mut text).map(drop).expect("gzip");
            }
            Some("br") => {
                brotli::Decompressor::new(&self.body[..], 4096).read_to_end(&mut text).map(drop).expect("br");
            }
            Some("zstd") => text = zstd::decode_all(&self.body[..]).expect("zstd"),
            Some(other) => panic!("{other} is none of ours"),
        }
        text
    }
}

/// Asks by the older protocol: its answers come in one piece.
fn ask(server: &Server, method: &str, path: &str, headers: &str) -> Answer {
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).expect("connects");
    write!(stream, "{method} {path} HTTP/1.0\r\nHost: here\r\n{headers}\r\n").expect("sent");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..end].to_vec()).expect("text");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}

fn started() -> (tempfile::TempDir, Server) {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &["serve"]);
    let honest = collection(&[disc("4g", -5.0, 34.0, 12.0)]);
    let (status, body) =
        server.post("/api/v1/filings?kind=mobile-coverage&operator=iam&as_of=2026-01-31", honest);
    assert_eq!(status, 201, "{body}");
    (data, server)
}

#[test]
fn every_coding_of_an_answer_is_the_same_answer_with_a_tag_of_its_own() {
    let (_data, server) = started();
    let paths = [
        OUTLINES,
        "/api/v1/coverage?level=commune&technology=4g&f=geojson",
        "/api/v1/coverage?level=province&technology=4g&geometry=full",
        "/api/v1/coverage?level=commune&technology=4g&f=csv",
        "/api/v1/territories",
        "/api/v1/country",
        "/",
    ];
    for path in paths {
        let plain = ask(&server, "GET", path, "");
        assert_eq!((plain.status, plain.header("content-encoding")), (200, None), "{path}");
        let mut tags = vec![plain.header("etag").expect("a tag").to_owned()];
        for coding in ["gzip", "br", "zstd"] {
            // Made, then kept.
            for turn in 0..2 {
                let accept = format!("Accept-Encoding: {coding}\r\n");
                let coded = ask(&server, "GET", path, &accept);
                let told = format!("{path} {coding} {turn}: {}", coded.head);
                assert_eq!((coded.status, coded.header("content-encoding")), (200, Some(coding)), "{told}");
                assert!(coded.decoded() == plain.body, "{told}");
                assert_eq!(coded.header("content-length"), Some(&*coded.body.len().to_string()), "{told}");
                assert!(coded.header("vary").is_some_and(|vary| vary.contains("accept-encoding")), "{told}");
                let tag = coded.header("etag").expect("a tag").to_owned();
                let held = ask(&server, "GET", path, &format!("{accept}If-None-Match: {tag}\r\n"));
                assert_eq!((held.status, held.body.len()), (304, 0), "{told}");
                let head = ask(&server, "HEAD", path, &accept);
                assert_eq!((head.status, head.body.len()), (200, 0), "{told}");
                for name in ["etag", "content-type", "content-encoding", "cache-control", "vary"] {
                    assert_eq!(head.header(name), coded.header(name), "{told}");
                }
                if turn == 0 {
                    tags.push(tag);
                }
            }
        }
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 4, "{path}: {tags:?}");
    }
}

#[test]
fn what_is_kept_goes_with_a_filing_and_errors_are_not_kept() {
    let (_data, server) = started();
    let path = "/api/v1/coverage?level=country&technology=4g";
    let gzip = "Accept-Encoding: gzip\r\n";
    let before = [ask(&server, "GET", path, gzip), ask(&server, "GET", path, gzip)];
    assert_eq!(before[0].body, before[1].body);
    assert_eq!(ask(&server, "GET", "/api/v1/coverage?level=moon", gzip).status, 400);
    let more = collection(&[disc("4g", -5.0, 34.0, 12.0), disc("4g", -7.0, 32.0, 12.0)]);
    let (status, body) =
        server.post("/api/v1/filings?kind=mobile-coverage&operator=iam&as_of=2026-02-28", more);
    assert_eq!(status, 201, "{body}");
    let after = ask(&server, "GET", path, gzip);
    assert_ne!(before[0].header("etag"), after.header("etag"));
    assert_ne!(before[0].decoded(), after.decoded());
}

#[test]
fn many_who_ask_for_the_same_at_once_get_the_same() {
    let (_data, server) = started();
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let ask = |_| scope.spawn(|| ask(&server, "GET", OUTLINES, "Accept-Encoding: br\r\n"));
        let asked: Vec<_> = (0..16).map(ask).collect();
        asked.into_iter().map(|one| one.join().expect("ends")).collect()
    });
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body));
}

#[test]
fn metrics_in_a_coding_are_of_this_second_and_plain_ones_of_this_moment() {
    let (_data, server) = started();
    let counted = |answer: &Answer| {
        let text = String::from_utf8(answer.decoded()).expect("text");
        let line = text
            .lines()
            .find(|line| line.starts_with("taghtia_http_requests_total{method=\"GET\",route=\"/healthz\""));
        line.and_then(|line| line.rsplit(' ').next()?.parse::<f64>().ok()).unwrap_or(0.0)
    };
    let gzip = "Accept-Encoding: gzip\r\n";
    let first = counted(&ask(&server, "GET", "/metrics", gzip));
    for _ in 0..3 {
        ask(&server, "GET", "/healthz", "");
    }
    let plain = counted(&ask(&server, "GET", "/metrics", ""));
    assert!(plain >= first + 3.0, "{first} {plain}");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let packed = ask(&server, "GET", "/metrics", gzip);
    assert!(counted(&packed) >= plain, "a second is over");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(packed.header("vary"), Some("accept-encoding"));
    for path in ["/metrics/communes", "/metrics/measurements"] {
        let plain = ask(&server, "GET", path, "");
        assert!(ask(&server, "GET", path, gzip).decoded() == plain.body, "{path}");
    }
}

#[test]
fn heads_that_are_too_large_are_refused_by_name() {
    let (_data, server) = started();
    let code = |answer: &Answer| {
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.head);
        let body: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        (answer.status, body["code"].as_str().expect("a code").to_owned())
    };
    let large = (431, "headers-too-large".to_owned());
    for size in [17_000, 60_000] {
        let one = format!("X-Much: {}\r\n", "z".repeat(size));
        assert_eq!(code(&ask(&server, "GET", "/api/v1/country", &one)), large, "{size}");
        let many: Vec<String> = (0..50).map(|at| format!("X-{at}: {}\r\n", "z".repeat(size / 50))).collect();
        let many = many.concat();
        assert_eq!(code(&ask(&server, "GET", "/favicon.svg", &many)), large, "{size}");
    }
    let fair = format!("Accept-Language: fr,{}\r\n", "z".repeat(12_000));
    assert_eq!(ask(&server, "GET", "/api/v1/country", &fair).status, 200);
    let long = format!("/api/v1/search?q={}", "z".repeat(9_000));
    assert_eq!(code(&ask(&server, "GET", &long, "")), (414, "address-too-long".to_owned()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (status, body) = runtime.block_on(by_http_2(&server, 60_000));
    let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!((status, body["code"].as_str()), (431, Some("headers-too-large")));
}

async fn by_http_2(server: &Server, size: usize) -> (u16, Vec<u8>) {
    let stream = tokio::net::TcpStream::connect(server.url.trim_start_matches("http://")).await;
    let io = TokioIo::new(stream.expect("connects"));
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.expect("HTTP/2");
    tokio::spawn(connection);
    let request = hyper::Request::get(format!("{}/api/v1/country", server.url))
        .header("x-much", "z".repeat(size))
        .body(Empty::<bytes::Bytes>::new())
        .expect("a request");
    let response = sender.send_request(request).await.expect("an answer");
    let status = response.status().as_u16();
    (status, response.into_body().collect().await.expect("whole").to_bytes().to_vec())
}
