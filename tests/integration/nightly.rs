//! What takes too long to guard each commit: hundreds of kills, hours among slow readers. `make nightly`.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process::{Server, collection, disc, http, issue, run, taghtia};
use crate::support::Draw;

/// A number from the environment, for runs that are longer or shorter than usual.
fn asked(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

const OPERATORS: [&str; 3] = ["night-a", "night-b", "night-c"];
const TESTS_OF_A_BATCH: u64 = 5;

/// What a killed server had said yes to, and what it was asked at most.
#[derive(Default)]
struct Told {
    /// Filings accepted, and whether their withdrawal was too.
    filings: BTreeMap<String, bool>,
    /// Withdrawals asked for: one that was not answered may have happened.
    asked_back: Vec<String>,
    batches: u64,
    batches_sent: u64,
    tokens: Vec<String>,
}

/// The data directory, who writes to it and what they were told.
struct Night<'a> {
    data: &'a Path,
    admin: String,
    probe: String,
    operators: Vec<String>,
    told: Mutex<Told>,
    /// Numbers that are never used twice: for as-of dates and batches.
    next: AtomicU64,
}

impl<'a> Night<'a> {
    fn begin(data: &'a Path) -> Self {
        let operators = OPERATORS
            .iter()
            .map(|id| {
                let added =
                    run(data, &["operator", "add", id, "--name", id, "--licence", "4g", "--synthetic"]);
                assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
                issue(data, &["--role", "operator", "--operator", id, "--expires", "1d"])
            })
            .collect();
        Self {
            data,
            admin: issue(data, &["--role", "admin", "--name", "night", "--expires", "1d"]),
            probe: issue(data, &["--role", "probe", "--name", "night", "--expires", "1d"]),
            operators,
            told: Mutex::default(),
            next: AtomicU64::new(0),
        }
    }

    fn serve(&self) -> Server {
        let mut command = taghtia(self.data);
        let limits = ["--requests-per-minute", "100000", "--filings-per-minute", "100000"];
        command.arg("serve").args(limits).args(["--batches-per-minute", "100000"]);
        Server::of(command, self.admin.clone())
    }

    fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn told(&self) -> std::sync::MutexGuard<'_, Told> {
        self.told.lock().expect("no writer panics with it")
    }

    /// One small filing, at a date of its own.
    fn file(&self, url: &str, operator: usize) {
        let number = self.number();
        let as_of =
            format!("{}-{:02}-{:02}", 1990 + number / 336 % 34, number / 28 % 12 + 1, number % 28 + 1);
        let lon = -7.5 + (number % 200) as f64 / 100.0;
        let body = collection(&[disc("4g", lon, 32.0, 3.0)]);
        let url = format!("{url}/api/v1/filings?kind=mobile-coverage&as_of={as_of}");
        if let (201, text) = http("POST", &url, Some(&self.operators[operator]), Some(body)) {
            let answer: Value = serde_json::from_str(&text).expect("JSON");
            self.told().filings.insert(answer["id"].as_str().expect("an id").to_owned(), false);
        }
    }

    /// Takes one filing back, of those that stand.
    fn withdraw(&self, url: &str) {
        let Some(id) = self.told().filings.iter().find(|(_, gone)| !**gone).map(|(id, _)| id.clone()) else {
            return;
        };
        self.told().asked_back.push(id.clone());
        let url = format!("{url}/api/v1/filings/{id}/withdrawal");
        let reason = json!({"reason": "it was night"}).to_string().into_bytes();
        if http("POST", &url, Some(&self.admin), Some(reason)).0 == 200 {
            self.told().filings.insert(id, true);
        }
    }

    /// One batch of tests.
    fn measure(&self, url: &str) {
        let number = self.number();
        let tests: Vec<Value> = (0..TESTS_OF_A_BATCH)
            .map(|at| {
                json!({"test_id": format!("{number}-{at}"), "at": "2026-06-05T10:00:00Z", "lon": -6.57, "lat": 31.96,
                    "operator": OPERATORS[0], "technology": "4g", "download_mbps": 20.0})
            })
            .collect();
        let body = json!({"batch": format!("night-{number}"), "source": "night", "measurements": tests});
        self.told().batches_sent += 1;
        let body = body.to_string().into_bytes();
        if http("POST", &format!("{url}/api/v1/measurements"), Some(&self.probe), Some(body)).0 == 201 {
            self.told().batches += 1;
        }
    }

    /// A token issued beside the running server, by a command that is killed half the time.
    fn issue(&self, draw: f64) {
        let name = format!("night-{}", self.number());
        let mut command = taghtia(self.data);
        command.args(["token", "issue", "--role", "planner", "--name", &name]);
        let mut child = command.stdout(std::process::Stdio::null()).spawn().expect("starts");
        if draw < 0.5 {
            std::thread::sleep(Duration::from_secs_f64(0.2 * draw));
            let _it_may_have_ended = child.kill();
        }
        if child.wait().expect("ends").success() {
            self.told().tokens.push(name);
        }
    }

    /// What was said yes to is there, and nothing is there by halves.
    fn hold(&self, server: &Server, all: bool) {
        let told = self.told();
        let skip = if all { 0 } else { told.filings.len().saturating_sub(40) };
        for (id, gone) in told.filings.iter().skip(skip) {
            let filing = server.json(&format!("/api/v1/filings/{id}"));
            let withdrawn = filing["state"] == "withdrawn";
            assert!(withdrawn || !gone, "{id}: a withdrawal that was acknowledged is lost");
            assert!(!withdrawn || told.asked_back.contains(id), "{id}: withdrawn, and no one asked for it");
        }
        let counted =
            server.json("/api/v1/measurements?level=country&operator=night-a&technology=4g&to=2026-06");
        let tests: u64 = counted["items"]
            .as_array()
            .expect("items")
            .iter()
            .filter_map(|item| item["tests"].as_u64())
            .sum();
        assert_eq!(tests % TESTS_OF_A_BATCH, 0, "a batch is there by halves");
        let (least, most) = (told.batches * TESTS_OF_A_BATCH, told.batches_sent * TESTS_OF_A_BATCH);
        assert!(
            (least..=most).contains(&tests),
            "{tests} tests are counted, {least} were acknowledged, {most} sent"
        );
        let (status, ready) = server.get("/readyz");
        assert!(status == 200 && !ready.contains("degraded"), "{ready}");
        let listed = run(self.data, &["token", "list", "--json"]);
        let listed = String::from_utf8_lossy(&listed.stdout);
        assert!(
            told.tokens
                .iter()
                .skip(if all { 0 } else { told.tokens.len().saturating_sub(20) })
                .all(|name| listed.contains(name.as_str()))
        );
    }
}

/// `TAGHTIA_KILL_ROUNDS` times: people file, take back, measure and issue tokens; the server is killed at a
/// moment that is drawn; the next one knows all that the last one acknowledged.
#[test]
#[ignore = "takes minutes: make kills"]
fn rounds_of_kills_lose_nothing_that_was_acknowledged() {
    let data = tempfile::tempdir().expect("a folder");
    let rounds = asked("TAGHTIA_KILL_ROUNDS", 200);
    let seed = asked("TAGHTIA_KILL_SEED", 5);
    let night = Night::begin(data.path());
    let mut draw = Draw(seed.max(1));
    for round in 0..rounds {
        let server = night.serve();
        night.hold(&server, round % 20 == 0);
        let (url, stop) = (server.url.clone(), AtomicBool::new(false));
        let (life, of_a_token) = (Duration::from_secs_f64(0.05 + 1.2 * draw.next()), draw.next());
        std::thread::scope(|scope| {
            let (night, url, stop) = (&night, url.as_str(), &stop);
            let on = move |work: &dyn Fn()| {
                while !stop.load(Ordering::Relaxed) {
                    work();
                }
            };
            for operator in 0..OPERATORS.len() {
                scope.spawn(move || on(&|| night.file(url, operator)));
            }
            scope.spawn(move || on(&|| night.measure(url)));
            scope.spawn(move || {
                std::thread::sleep(life.mul_f64(0.6));
                night.withdraw(url);
            });
            scope.spawn(move || night.issue(of_a_token));
            std::thread::sleep(life);
            server.kill();
            stop.store(true, Ordering::Relaxed);
        });
        if round % 20 == 19 {
            let told = night.told();
            let back = told.filings.values().filter(|gone| **gone).count();
            println!(
                "{} rounds: {} filings, {back} withdrawals, {} batches, {} tokens acknowledged, none lost",
                round + 1,
                told.filings.len(),
                told.batches,
                told.tokens.len()
            );
        }
    }
    night.hold(&night.serve(), true);
    let told = night.told();
    assert!(told.filings.len() as u64 > rounds / 2 && told.batches > 0, "hardly anything was written");
}

/// Resident memory of a process in MB.
fn resident(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
    line.trim().trim_end_matches("kB").trim().parse::<u64>().expect("kB") / 1024
}

/// Asks for much and takes a few bytes a second of it, until told to stop or cut off.
fn read_slowly(url: &str, path: &str, stop: &AtomicBool) {
    let host = url.trim_start_matches("http://");
    while !stop.load(Ordering::Relaxed) {
        let Ok(mut peer) = TcpStream::connect(host) else { continue };
        let _ends_on_its_own = peer.set_read_timeout(Some(Duration::from_secs(5)));
        let asked = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: identity\r\n\r\n");
        if peer.write_all(asked.as_bytes()).is_err() {
            continue;
        }
        let mut few = [0u8; 16];
        while !stop.load(Ordering::Relaxed) && peer.read(&mut few).is_ok_and(|read| read > 0) {
            std::thread::sleep(Duration::from_millis(500));
        }
    }
}

const SLOW_READERS: usize = 24;
/// What a day of reading may add to the memory of the first minute: allocators keep some of what they free.
const GROWTH_MB: u64 = 96;
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// `TAGHTIA_SOAK_SECONDS` long: readers of every kind of answer, filers, and two dozen peers that take a few bytes
/// a second of large downloads. Everyone else is answered at once, and memory stays where it was.
#[test]
#[ignore = "takes as long as it is told to: make soak"]
fn a_soak_among_slow_readers_costs_no_one_else_anything() {
    let data = tempfile::tempdir().expect("a folder");
    let night = Night::begin(data.path());
    let server = night.serve();
    for _ in 0..20 {
        night.file(&server.url, 0);
        night.measure(&server.url);
    }
    let last = Duration::from_secs(asked("TAGHTIA_SOAK_SECONDS", 1200));
    let stop = AtomicBool::new(false);
    let answered = AtomicU64::new(0);
    let (mut slowest, mut settled, mut most) = (Duration::ZERO, None, 0);
    std::thread::scope(|scope| {
        let (night, url, stop, answered) = (&night, server.url.as_str(), &stop, &answered);
        for at in 0..SLOW_READERS {
            let path = [
                "/api/v1/coverage?technology=4g&level=commune&f=geojson&geometry=full",
                "/api/v1/boundaries/communes",
            ][at % 2];
            scope.spawn(move || read_slowly(url, path, stop));
        }
        let readers = [
            "/api/v1/coverage?technology=4g&level=commune",
            "/api/v1/territories?level=commune&limit=500",
            "/metrics",
            "/api/v1/coverage/history?technology=4g",
            "/api/v1/at?lon=-7.6&lat=33.58",
            "/api/v1/targets",
            "/",
        ];
        for path in readers {
            scope.spawn(move || {
                let mut turn = 0u64;
                while !stop.load(Ordering::Relaxed) {
                    turn += 1;
                    let joint = if path.contains('?') {
                        format!("&as_of=2024-{:02}-01", turn % 12 + 1)
                    } else {
                        String::new()
                    };
                    let asked =
                        if path.contains("coverage?") { format!("{path}{joint}") } else { path.to_owned() };
                    let (status, body) = http("GET", &format!("{url}{asked}"), None, None);
                    assert_eq!(status, 200, "{asked}: {body}");
                    answered.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(50));
                }
            });
        }
        scope.spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                night.file(url, 1);
                night.measure(url);
                std::thread::sleep(Duration::from_secs(5));
            }
        });
        let begun = Instant::now();
        while begun.elapsed() < last {
            let asked = Instant::now();
            assert_eq!(http("GET", &format!("{url}/healthz"), None, None).0, 200);
            slowest = slowest.max(asked.elapsed());
            let now = resident(&server);
            if begun.elapsed() > last / 4 {
                most = most.max(now);
                settled.get_or_insert(now);
            }
            std::thread::sleep(Duration::from_millis(250));
        }
        stop.store(true, Ordering::Relaxed);
    });
    let settled = settled.expect("it lasted");
    println!(
        "{} answers, slowest /healthz {slowest:?}, memory {settled} MB after a quarter, {most} MB at most",
        answered.load(Ordering::Relaxed)
    );
    assert!(slowest < ANSWERS_WITHIN, "someone waited {slowest:?} for /healthz");
    assert!(most < settled + GROWTH_MB, "memory went from {settled} to {most} MB");
    night.hold(&server, true);
}
