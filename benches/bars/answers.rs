//! How answers are served. G4: `/healthz` while others download full outlines, and what the first of those costs;
//! G5: memory after a hundred thousand distinct requests; G6: `/metrics` in gzip; P6c: kept answers beside nginx
//! with the same bytes (where nginx is installed). The binary itself is asked over loopback, by one loader for all.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Row;
use super::server::{self, Server};

const ADDRESS: &str = "127.0.0.1:18081";
const NGINX: &str = "127.0.0.1:18082";
const OUTLINES: &str = "/api/v1/coverage?level=commune&technology=4g&f=geojson&geometry=full&limit=2000";
const CONNECTIONS: usize = 64;
const LOAD: Duration = Duration::from_secs(4);

/// An answer as it came.
struct Got {
    status: u16,
    head: String,
    body: Vec<u8>,
}

/// A connection that is kept open.
struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("connects");
        stream.set_nodelay(true).expect("set");
        stream.set_read_timeout(Some(Duration::from_mins(2))).expect("set");
        Self { stream, buffer: Vec::new() }
    }

    fn send(&mut self, path: &str, headers: &str) {
        let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n");
        self.stream.write_all(request.as_bytes()).expect("sent");
    }

    fn more(&mut self) {
        let mut chunk = [0; 1 << 14];
        let count = self.stream.read(&mut chunk).expect("an answer");
        assert!(count > 0, "the connection was closed before the answer was whole");
        self.buffer.extend_from_slice(&chunk[..count]);
    }

    fn ask(&mut self, path: &str, headers: &str) -> Got {
        self.send(path, headers);
        let end = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            self.more();
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        self.buffer.drain(..end);
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
        let value = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(':'));
            lines.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
        };
        let length = value("content-length").and_then(|length| length.parse::<usize>().ok());
        let body = match length {
            Some(length) => self.take(length),
            None if value("transfer-encoding").as_deref() == Some("chunked") => self.chunks(),
            None => Vec::new(),
        };
        Got { status, head, body }
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        while self.buffer.len() < length {
            self.more();
        }
        let rest = self.buffer.split_off(length);
        std::mem::replace(&mut self.buffer, rest)
    }

    fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = self.buffer.windows(2).position(|two| two == b"\r\n") {
                    break end;
                }
                self.more();
            };
            let size = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
            let size = usize::from_str_radix(size.split(';').next().expect("a size"), 16).expect("a size");
            self.take(end + 2);
            body.extend(self.take(size));
            self.take(2);
            if size == 0 {
                return body;
            }
        }
    }
}

fn unpacked(got: &Got) -> Vec<u8> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&got.body[..]).read_to_end(&mut text).expect("gzip");
    text
}

pub(super) fn figures(rows: &mut Vec<Row>, work: &Path, wanted: &dyn Fn(&[&str]) -> bool) {
    let data = work.join("demo");
    if !data.join("catalogue.sqlite").exists() {
        let made = server::command(&["demo", "--prepare-only"], &data).status();
        assert!(made.expect("the binary starts").success(), "the demonstration is prepared");
    }
    if wanted(&["G4"]) {
        outlines(rows, &Server::start(&data, ADDRESS));
    }
    if wanted(&["G5"]) {
        addresses(rows, &Server::start(&data, ADDRESS));
    }
    if wanted(&["G6", "P6c"]) {
        let _server = Server::start(&data, ADDRESS);
        if wanted(&["G6"]) {
            metrics(rows);
        }
        if wanted(&["P6c"]) {
            beside_nginx(rows, work);
        }
    }
}

/// What the first full outlines cost, what they cost again, and what `/healthz` feels of more of them.
fn outlines(rows: &mut Vec<Row>, server: &Server) {
    let mut client = Client::open(ADDRESS);
    let plain = client.ask(OUTLINES, "");
    assert_eq!(plain.status, 200);
    let gzip = "Accept-Encoding: gzip\r\n";
    let dated = |at: usize| format!("{OUTLINES}&as_of=2026-{:02}-{:02}", 7 + at / 28 % 5, 1 + at % 28);
    let settle = Duration::from_millis(50);
    let (made, first) = server.cost(settle, || client.ask(OUTLINES, gzip));
    assert!(
        first.head.contains("gzip") && unpacked(&first) == plain.body,
        "the outlines in gzip are the outlines"
    );
    let (again, ()) = server.cost(settle, || {
        for _ in 0..10 {
            assert_eq!(client.ask(OUTLINES, gzip).body.len(), first.body.len());
        }
    });
    rows.push(Row {
        id: "G4",
        what: format!(
            "full outlines of communes, {:.1} MB, in gzip {:.1} MB: server CPU first / kept",
            plain.body.len() as f64 / 1e6,
            first.body.len() as f64 / 1e6
        ),
        figure: format!("{} / {} ms", made.as_millis(), again.as_millis() / 10),
        bar: "<= 200 ms first".into(),
        met: Some(made <= Duration::from_millis(200)),
        peer: String::new(),
    });
    let (over, downloads) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut waits = std::thread::scope(|scope| {
        for number in 0..4 {
            let (over, downloads, dated) = (&over, &downloads, &dated);
            scope.spawn(move || {
                let coding = if number % 2 == 0 { gzip } else { "Accept-Encoding: br\r\n" };
                let mut client = Client::open(ADDRESS);
                for at in 0.. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    // Another date each time: nothing of it is kept.
                    assert_eq!(client.ask(&dated(4 * at + number), coding).status, 200);
                    downloads.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        std::thread::sleep(Duration::from_secs(1));
        let mut health = Client::open(ADDRESS);
        let mut waits = Vec::new();
        let start = Instant::now();
        while start.elapsed() < 3 * LOAD {
            let asked = Instant::now();
            assert_eq!(health.ask("/healthz", "").status, 200);
            waits.push(asked.elapsed());
            std::thread::sleep(Duration::from_millis(10));
        }
        over.store(true, Ordering::Relaxed);
        waits
    });
    waits.sort_unstable();
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    rows.push(Row {
        id: "G4",
        what: format!(
            "/healthz, asked {} times while 4 clients download {} full outlines, gzip and br",
            waits.len(),
            downloads.load(Ordering::Relaxed)
        ),
        figure: format!("p50 {:.1}, p99 {:.1}, most {:.1} ms", at(0.5), at(0.99), at(1.0)),
        bar: "p99 <= 20 ms".into(),
        met: Some(at(0.99) <= 20.0),
        peer: String::new(),
    });
}

/// A hundred thousand requests, each another one, and heads of 60 kB.
fn addresses(rows: &mut Vec<Row>, server: &Server) {
    const REQUESTS: usize = 100_000;
    let long = "z".repeat(60_000);
    let statuses: [AtomicU64; 600] = [const { AtomicU64::new(0) }; 600];
    let load = |from: usize, to: usize| {
        std::thread::scope(|scope| {
            for worker in 0..4 {
                let (statuses, long) = (&statuses, &long);
                scope.spawn(move || {
                    let mut client = Client::open(ADDRESS);
                    for at in (from..to).skip(worker).step_by(4) {
                        let (path, headers) = match at / 4 % 8 {
                            0 => (format!("/api/v1/territories?q=place{at}"), String::new()),
                            1 => (format!("/api/v1/coverage?level=region&limit={at}"), String::new()),
                            2 => ("/api/v1/country".into(), format!("If-None-Match: \"{at}\"\r\n")),
                            3 => ("/api/v1/targets".into(), format!("Accept-Language: x{at}, fr\r\n")),
                            4 => (format!("/?{at}"), "Accept-Encoding: gzip\r\n".into()),
                            5 => (
                                format!("/api/v1/at?lon=-7.{at:06}&lat=33.5"),
                                "Accept-Encoding: br\r\n".into(),
                            ),
                            6 => (
                                format!("/api/v1/nowhere/{at}?{at}"),
                                format!(
                                    "X-Forwarded-For: 10.{}.{}.{}\r\n",
                                    at >> 16,
                                    at >> 8 & 255,
                                    at & 255
                                ),
                            ),
                            _ => ("/api/v1/country".into(), format!("Accept-Language: fr,{long}{at}\r\n")),
                        };
                        let got = client.ask(&path, &headers);
                        statuses[usize::from(got.status).min(599)].fetch_add(1, Ordering::Relaxed);
                        if got.head.to_ascii_lowercase().contains("connection: close") {
                            client = Client::open(ADDRESS);
                        }
                    }
                });
            }
        });
    };
    // What the service needs for the first of each kind is not what it keeps of the others.
    load(0, 256);
    let before = server.memory().0;
    load(256, REQUESTS + 256);
    let grown = server.memory().0 - before;
    let count = |status: usize| statuses[status].load(Ordering::Relaxed);
    assert!(
        count(200) > 40_000 && count(431) > 10_000 && count(404) > 10_000,
        "the requests were answered as meant"
    );
    rows.push(Row {
        id: "G5",
        what: format!(
            "{REQUESTS} distinct requests: {} x 200, {} x 400, {} x 404, {} x 431 (60 kB of headers)",
            count(200),
            count(400),
            count(404),
            count(431)
        ),
        figure: format!("memory {before:.0} MB + {grown:.0} MB"),
        bar: "+ <= 32 MB".into(),
        met: Some(grown <= 32.0),
        peer: String::new(),
    });
}

/// Requests a second of one address over many connections.
fn rate(address: &str, path: &str, headers: &str) -> f64 {
    let (over, done) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
                let connections = (0..CONNECTIONS / 2).map(|_| hammer(address, path, headers, &over, &done));
                runtime.block_on(futures_util::future::join_all(connections));
            });
        }
        std::thread::sleep(LOAD / 4);
        let (from, start) = (done.load(Ordering::Relaxed), Instant::now());
        std::thread::sleep(LOAD);
        let rate = (done.load(Ordering::Relaxed) - from) as f64 / start.elapsed().as_secs_f64();
        over.store(true, Ordering::Relaxed);
        rate
    })
}

fn metrics(rows: &mut Vec<Row>) {
    let gzip = "Accept-Encoding: gzip\r\n";
    let mut client = Client::open(ADDRESS);
    let plain = client.ask("/metrics", "");
    let packed = client.ask("/metrics", gzip);
    let text = String::from_utf8(unpacked(&packed)).expect("text");
    assert!(
        text.contains("taghtia_coverage_people_ratio{") && text.len().abs_diff(plain.body.len()) < 50_000
    );
    let rate = rate(ADDRESS, "/metrics", gzip);
    rows.push(Row {
        id: "G6",
        what: format!(
            "/metrics, {:.2} MB, in gzip {} kB, {CONNECTIONS} connections",
            plain.body.len() as f64 / 1e6,
            packed.body.len() / 1000
        ),
        figure: format!("{rate:.0} requests/s"),
        bar: ">= 5000 requests/s".into(),
        met: Some(rate >= 5000.0),
        peer: String::new(),
    });
}

/// Asks again and again, and reads as much as each answer says it has.
async fn hammer(address: &str, path: &str, headers: &str, over: &AtomicBool, done: &AtomicU64) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n");
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("connects");
    stream.set_nodelay(true).expect("set");
    let mut buffer = vec![0; 256 << 10];
    while !over.load(Ordering::Relaxed) {
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut held = 0;
        let mut left = loop {
            let count = stream.read(&mut buffer[held..]).await.expect("an answer");
            assert!(count > 0, "closed");
            held += count;
            let Some(end) = buffer[..held].windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
            assert!(head.starts_with("http/1.1 200"), "{head}");
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            break length.expect("its length") + end + 4 - held;
        };
        while left > 0 {
            let count = stream.read(&mut buffer).await.expect("an answer");
            assert!(count > 0, "closed");
            left -= count;
        }
        done.fetch_add(1, Ordering::Relaxed);
    }
}

/// The path of a square that a set of tiles gives, as it may be kept for ever.
fn square(client: &mut Client, set: &str, square: &str) -> String {
    let got = client.ask(set, "");
    let told: serde_json::Value = serde_json::from_slice(&got.body).expect("JSON");
    let address = told["tiles"][0].as_str().expect("an address").replace("{z}/{x}/{y}", square);
    let path = address.find("/tiles/").and_then(|at| address.get(at..));
    path.expect("a path").to_owned()
}

/// Kept answers of three sizes, and nginx with the same bytes and headers.
fn beside_nginx(rows: &mut Vec<Row>, work: &Path) {
    let gzip = "Accept-Encoding: gzip\r\n";
    let answers = [
        ("small", "/api/v1/coverage?level=region&technology=4g"),
        ("medium", "/api/v1/coverage?level=commune&technology=4g"),
        ("large", "/api/v1/coverage?level=commune&technology=4g&f=geojson"),
    ];
    let folder = work.join("nginx");
    std::fs::create_dir_all(folder.join("html")).expect("a folder");
    let mut client = Client::open(ADDRESS);
    let answers = answers.map(|(name, path)| (name, path.to_owned())).into_iter();
    // Squares around Marrakech: a picture of coverage, and territories.
    let addresses: Vec<(&str, String)> = answers
        .chain([
            ("picture", square(&mut client, "/tiles/coverage.json?technology=4g", "8/122/104")),
            ("territories", square(&mut client, "/tiles/territories.json", "8/122/104")),
        ])
        .collect();
    let mut heads = String::new();
    let answers: Vec<Got> = addresses.iter().map(|(_, path)| client.ask(path, gzip)).collect();
    for ((name, _), got) in addresses.iter().zip(&answers) {
        assert!(got.status == 200 && !got.body.is_empty(), "{name}: {}", got.status);
        std::fs::write(folder.join("html").join(name), &got.body).expect("written");
        if heads.is_empty() {
            let own = ["content-length", "date", "content-type", "x-request-id"];
            for (header, value) in got.head.lines().filter_map(|line| line.split_once(": ")) {
                if !own.contains(&header) {
                    heads.extend(["add_header ", header, " '", value, "';\n"]);
                }
            }
        }
    }
    let peer = Nginx::start(&folder, &heads);
    for ((name, path), got) in addresses.iter().zip(&answers) {
        let mut ratios: Vec<(f64, f64)> = Vec::new();
        for _ in 0..3 {
            let ours = rate(ADDRESS, path, gzip);
            let theirs = peer.as_ref().map_or(f64::NAN, |_| rate(NGINX, &format!("/{name}"), gzip));
            ratios.push((ours, theirs));
        }
        // The middle one of three: other work on the machine strikes one or the other.
        ratios.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
        let (ours, theirs) = ratios[1];
        rows.push(Row {
            id: "P6c",
            what: format!("{name}, kept: {} bytes, {CONNECTIONS} connections", got.body.len()),
            figure: format!("{ours:.0} requests/s"),
            bar: ">= 0.8 x nginx".into(),
            met: peer.as_ref().map(|_| ours >= 0.8 * theirs),
            peer: if peer.is_some() {
                format!("nginx {theirs:.0}/s: ours {:.2}x", ours / theirs)
            } else {
                "nginx is not installed".into()
            },
        });
    }
}

/// nginx on the same bytes; stopped when dropped.
struct Nginx(Child);

impl Drop for Nginx {
    fn drop(&mut self) {
        // It stops its workers itself when it is asked to.
        let _asked = Command::new("kill").arg(self.0.id().to_string()).status();
        let _gone = self.0.wait();
    }
}

impl Nginx {
    fn start(folder: &Path, heads: &str) -> Option<Self> {
        let place = folder.display();
        let own: Vec<String> = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("{kind}_temp_path {place}/{kind};\n"))
            .collect();
        let own = own.concat();
        let text = format!(
            "worker_processes auto; daemon off; pid {place}/pid; error_log {place}/errors;\n\
             events {{ worker_connections 1024; }}\n\
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;\n\
             default_type application/json; open_file_cache max=100; {own}\n\
             server {{ listen {NGINX}; root {place}/html; etag off; {heads} }} }}\n"
        );
        let file = folder.join("nginx.conf");
        std::fs::write(&file, text).expect("written");
        // Its workers may run as another user, who must get in.
        for folder in [folder.parent()?, folder] {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(folder, mode).expect("set");
        }
        let paths = ["nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx"];
        let start = |program: &&str| {
            Command::new(program)
                .arg("-c")
                .arg(&file)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .ok()
        };
        let mut process = paths.iter().find_map(start)?;
        let begun = Instant::now();
        while TcpStream::connect(NGINX).is_err() {
            if begun.elapsed() > Duration::from_secs(10) || process.try_wait().ok()?.is_some() {
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(Self(process))
    }
}
