//! When and how checks run, in this process: the schedule, the limits, one resolution, both families.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use taghtia::probe::{
    Check, ConfigError, Outcome, Prober, Probes, Reason, Resolver, Sink, State, SystemResolver, measurement,
};

use super::servers::Targets;
use super::{PLACE, config, taghtia};

/// Answers from a list, another each time.
#[derive(Default)]
struct Script {
    answers: Mutex<HashMap<String, Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Script {
    fn new(name: &str, answers: &[&str]) -> Arc<Self> {
        let answers = answers.iter().rev().map(|text| text.parse().unwrap()).collect();
        let answers = Mutex::new(HashMap::from([(name.to_owned(), answers)]));
        Arc::new(Self { answers, asked: AtomicUsize::new(0) })
    }
}

impl Resolver for Script {
    fn resolve(&self, name: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let answer = self.answers.lock().unwrap().get_mut(&name).and_then(Vec::pop);
        Box::pin(async move { Ok(answer.into_iter().collect()) })
    }
}

fn read(text: &str) -> Probes {
    Probes::read("probes.toml", text, Path::new(".")).unwrap_or_else(|error| panic!("{error}"))
}

async fn only(text: &str, resolver: Arc<dyn Resolver>) -> Arc<Outcome> {
    Prober::with_resolver(read(text), Vec::new(), resolver).once().await.remove(0)
}

fn http(url: &str) -> String {
    config(&[("web", format!("kind = \"http\"\ntarget = \"{url}\""))])
}

#[tokio::test]
async fn a_name_is_resolved_once_and_the_address_judged_is_the_one_connected_to() {
    let targets = tokio::task::spawn_blocking(Targets::start).await.unwrap();
    let url = format!("http://rebind.test:{}/good", targets.http);
    // A name may not lead into the machine's own networks by itself.
    let script = Script::new("rebind.test", &["127.0.0.1"]);
    let outcome = only(&http(&url), Arc::clone(&script) as Arc<dyn Resolver>).await;
    assert_eq!((outcome.state, outcome.reason), (State::Refused, Some(Reason::SpecialAddress)));
    assert_eq!((script.asked.load(Ordering::Relaxed), targets.count("/good")), (1, 0));
    // Allowed, the first answer is the one that counts; the second would lead elsewhere.
    let script = Script::new("rebind.test", &["127.0.0.1", "127.0.0.9"]);
    let allowed = http(&url).replace("kind =", "special_use = true\nkind =");
    let outcome = only(&allowed, Arc::clone(&script) as Arc<dyn Resolver>).await;
    assert_eq!(outcome.state, State::Success, "{outcome:?}");
    assert_eq!(outcome.findings.address, Some("127.0.0.1".parse().unwrap()));
    assert_eq!((script.asked.load(Ordering::Relaxed), targets.count("/good")), (1, 1));
    // A redirect to a name is judged by the address it has then.
    let script = Script::new("rebind.test", &["169.254.169.254", "8.8.8.8"]);
    let away = http(&format!("http://127.0.0.1:{}/away?{url}", targets.http));
    let outcome = only(&away, Arc::clone(&script) as Arc<dyn Resolver>).await;
    assert_eq!((outcome.state, script.asked.load(Ordering::Relaxed)), (State::Refused, 1));
    drop_elsewhere(targets).await;
}

/// A runtime must not be dropped within another's thread of tasks.
async fn drop_elsewhere(targets: Targets) {
    tokio::task::spawn_blocking(move || drop(targets)).await.unwrap();
}

#[derive(Default)]
struct Kept(Mutex<Vec<(Instant, Outcome)>>);

impl Sink for Kept {
    fn take(&self, check: &Check, outcome: &Outcome) {
        assert_eq!(check.id, outcome.check);
        self.0.lock().unwrap().push((Instant::now(), outcome.clone()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schedule_keeps_intervals_never_overlaps_and_stops() {
    let targets = tokio::task::spawn_blocking(Targets::start).await.unwrap();
    let text = config(&[
        ("quick", format!("kind = \"tcp\"\ntarget = \"127.0.0.1\"\nport = {}", targets.banner)),
        // As slow as its interval allows.
        (
            "slow",
            format!(
                "timeout = \"1s\"\nkind = \"tcp\"\ntarget = \"127.0.0.1\"\nport = {}\nexpect = \"x\"",
                targets.silent
            ),
        ),
    ]);
    let kept = Arc::new(Kept::default());
    let text = text.replace("interval = \"1h\"", "interval = \"1s\"");
    let prober = Prober::new(read(&text), vec![Arc::clone(&kept) as Arc<dyn Sink>]);
    let stop = tokio_util::sync::CancellationToken::new();
    let schedule = tokio::spawn(Arc::clone(&prober).follow_schedule(stop.clone()));
    tokio::time::sleep(Duration::from_millis(5500)).await;
    stop.cancel();
    let asked = Instant::now();
    schedule.await.unwrap();
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    let results = std::mem::take(&mut *kept.0.lock().unwrap());
    let of = |id: &str| -> Vec<i64> {
        let mine = results.iter().filter(|(_, outcome)| outcome.check.as_str() == id);
        mine.map(|(_, outcome)| outcome.at.as_millisecond()).collect()
    };
    for (id, least) in [("quick", 4), ("slow", 3)] {
        let times = of(id);
        assert!((least..=6).contains(&times.len()), "{id}: {times:?}");
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= 990), "{id}: {times:?}");
    }
    // After the end nothing runs, whoever asks.
    let answer = prober.ask("quick", Duration::from_millis(200)).await.unwrap();
    assert!(!matches!(answer, taghtia::probe::Answer::Fresh(_)), "{answer:?}");
    drop_elsewhere(targets).await;
}

#[tokio::test]
async fn no_more_checks_run_at_once_than_allowed() {
    let targets = tokio::task::spawn_blocking(Targets::start).await.unwrap();
    let slow =
        format!("timeout = \"300ms\"\nkind = \"http\"\ntarget = \"http://127.0.0.1:{}/slow\"", targets.http);
    let ids = ["a", "b", "c", "d", "e", "f"];
    let text = config(&ids.map(|id| (id, slow.clone()))).replace("[limits]", "[limits]\nconcurrency = 2");
    let started = Instant::now();
    let outcomes = Prober::new(read(&text), Vec::new()).once().await;
    assert!(outcomes.iter().all(|outcome| outcome.state == State::Timeout), "{outcomes:?}");
    assert!(started.elapsed() >= Duration::from_millis(890), "{:?}", started.elapsed());
    drop_elsewhere(targets).await;
}

#[tokio::test]
async fn ipv6_is_probed_and_ipv4_where_there_is_no_other() {
    let Ok(listener) = tokio::net::TcpListener::bind("[::1]:0").await else {
        println!("skipped: there is no IPv6 here");
        return;
    };
    let port = listener.local_addr().unwrap().port();
    let tcp = |target: &str| {
        let tcp = format!("kind = \"tcp\"\ntarget = \"{target}\"\nport = {port}\nspecial_use = true");
        config(&[("six", tcp)]).replace("ip = \"ip4\"\n", "")
    };
    let outcome = only(&tcp("::1"), Arc::new(SystemResolver)).await;
    assert_eq!(outcome.state, State::Success, "{outcome:?}");
    assert_eq!(outcome.findings.address, Some("::1".parse().unwrap()));
    let row = measurement(&read(&tcp("::1")).checks[0], &outcome).expect("a row");
    assert_eq!((row.source.as_str(), row.loss), ("probe-tcp", None));
    assert!(row.latency_ms.unwrap() > 0.0);
    let only_four = Script::new("four.test", &["127.0.0.1"]);
    let outcome = only(&tcp("four.test"), Arc::clone(&only_four) as Arc<dyn Resolver>).await;
    assert_eq!(outcome.reason, Some(Reason::ConnectionRefused), "it fell back to IPv4");
    let only_four = Script::new("four.test", &["127.0.0.1"]);
    let strict = tcp("four.test").replace("kind =", "ip_fallback = false\nkind =");
    let outcome = only(&strict, Arc::clone(&only_four) as Arc<dyn Resolver>).await;
    assert_eq!(outcome.reason, Some(Reason::Resolve));
    let ping =
        config(&[("ping", "kind = \"icmp\"\ntarget = \"::1\"\npackets = 3\nspacing = \"10ms\"".to_owned())]);
    let outcome = only(&ping, Arc::new(SystemResolver)).await;
    if outcome.state == State::NotPermitted {
        println!("skipped: ICMP is not permitted here");
        return;
    }
    assert_eq!(outcome.state, State::Success, "{outcome:?}");
    let row = measurement(&read(&ping).checks[0], &outcome).expect("a row");
    assert_eq!((row.source.as_str(), row.loss), ("probe-icmp", Some(0.0)));
    assert!(row.latency_ms.unwrap() > 0.0 && row.jitter_ms.is_some());
}

#[tokio::test]
async fn silence_is_loss_after_the_timeout() {
    // Nobody may have an address of the reserved block.
    let ping = "timeout = \"1s\"\nkind = \"icmp\"\ntarget = \"240.0.0.1\"\npackets = 2\nspacing = \"10ms\"";
    let outcome = only(&config(&[("void", ping.to_owned())]), Arc::new(SystemResolver)).await;
    if outcome.state == State::NotPermitted {
        println!("skipped: ICMP is not permitted here");
        return;
    }
    assert_eq!(outcome.state, State::Failure);
    let found = outcome.findings.icmp.as_ref().unwrap();
    assert_eq!(found.rtts.len(), 0);
    // A machine without a route there sends nothing, which is no loss either.
    let expected = if found.sent == 0 { Reason::Connection } else { Reason::NoReply };
    assert_eq!(outcome.reason, Some(expected));
    assert!(outcome.duration < Duration::from_millis(1100));
}

#[test]
fn a_machine_that_may_not_ping_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("probes.toml");
    std::fs::write(&file, config(&[("ping", "kind = \"icmp\"\ntarget = \"127.0.0.1\"".to_owned())])).unwrap();
    let wanted = taghtia(&file);
    // The same command without any privilege of root's, which the socket would need.
    let output = std::process::Command::new("setpriv")
        .args(["--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"])
        .arg(wanted.get_program())
        .args(wanted.get_args())
        .args(["--once", "--json"])
        .output();
    let Ok(output) = output else {
        println!("skipped: setpriv is not installed");
        return;
    };
    let Ok(outcomes) = serde_json::from_slice::<serde_json::Value>(&output.stdout) else {
        println!("skipped: {}", String::from_utf8_lossy(&output.stderr));
        return;
    };
    if outcomes[0]["state"] == "success" {
        println!("skipped: everybody may ping here");
        return;
    }
    assert_eq!(outcomes[0]["state"], "not-permitted", "{outcomes}");
    assert_eq!(outcomes[0]["reason"], "permission");
    assert_eq!(outcomes[0]["icmp"], serde_json::Value::Null, "nothing sent, nothing lost");
}

#[test]
fn every_fault_of_a_file_is_told_at_once_and_no_value_with_it() {
    let text = format!(
        r#"
extra = 1
[limits]
concurrency = 0
{PLACE}
[[place]]
id = "Nowhere"
lon = 200
lat = "north"
operator = "a b"
[[check]]
id = "web"
place = "there"
kind = "http"
target = "http://user:hunter2@example.org/"
timeout = "1h"
redirects = 9
method = "DELETE"
headers = {{ host = "hunter2" }}
valid_status = [99]
port = 80
[[check]]
id = "tcp"
place = "here"
kind = "tcp"
target = "0177.0.0.1"
[[check]]
id = "tcp"
place = "here"
kind = "dns"
target = "127.0.0.1"
name = "x.test"
record = "ANY"
[[check]]
id = "ping"
place = "here"
kind = "mtr"
target = "127.0.0.1"
"#
    );
    let error = Probes::read("probes.toml", &text, Path::new(".")).unwrap_err();
    let said = error.to_string();
    let ConfigError::Faulty { faults, .. } = error else { panic!("{said}") };
    let found: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.section, fault.key)).collect();
    for expected in [
        "file: extra",
        "limits: concurrency",
        "place 2: id",
        "place 2: lon",
        "place 2: lat",
        "place 2: operator",
        "place 2: technology",
        "check \"web\": place",
        "check \"web\": target",
        "check \"web\": timeout",
        "check \"web\": redirects",
        "check \"web\": method",
        "check \"web\": headers",
        "check \"web\": valid_status",
        "check \"web\": port",
        "check \"tcp\": target",
        "check \"tcp\": port",
        "check \"tcp\": record",
        "check \"ping\": kind",
    ] {
        assert!(found.iter().any(|fault| fault == expected), "{expected} is missing in\n{said}");
    }
    assert!(said.starts_with("probes.toml has "), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
    let many = "[[check]]\nid = \"c\"\n".repeat(501);
    let error = Probes::read("probes.toml", &format!("{PLACE}{many}"), Path::new(".")).unwrap_err();
    assert!(error.to_string().contains("1 to 500 tables [[check]]"), "{error}");
}
