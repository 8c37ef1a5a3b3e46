//! Collectors against a server that lies, watched folders, and a process that is killed.

mod folder;
mod liar;
mod served;

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use taghtia::catalogue::{Catalogue, FilingQuery, FilingRecord};
use taghtia::collect::{Collecting, CollectorStatus, Collectors};
use taghtia::desk::{DataDir, Desk};
use taghtia::domain::{CollectOutcome, CollectReason, CollectorId, CollectorState, Origin};
use taghtia::intake::Limits;

use crate::probe::servers::Targets;
use crate::process::{collection, disc};
use crate::service::operator;
use crate::support::morocco;
use liar::Liar;

/// A file of a disc of 4G around a place.
pub fn file(lon: f64) -> Vec<u8> {
    collection(&[disc("4g", lon, 31.8, 8.0)])
}

/// A desk in a temporary folder, for operator `atlas`.
pub struct Ground {
    pub catalogue: Catalogue,
    desk: Desk,
    owned: DataDir,
    pub dir: tempfile::TempDir,
}

impl Ground {
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let owned = DataDir::open(dir.path()).unwrap();
        let catalogue = owned.catalogue(&[operator("atlas", &["4g", "5g", "fibre"])]).await.unwrap();
        let desk = Desk::new(morocco(), catalogue.clone(), owned.lake().unwrap(), Limits::default(), 2);
        Self { catalogue, desk, owned, dir }
    }

    pub async fn collecting(&self, text: &str) -> Arc<Collecting> {
        let collectors = Collectors::read("collectors.toml", text, self.dir.path())
            .unwrap_or_else(|error| panic!("{error}"));
        let (desk, spool) = (self.desk.clone(), self.owned.spool());
        let stop = tokio_util::sync::CancellationToken::new();
        Collecting::open(collectors, desk, self.catalogue.clone(), spool, Vec::new(), stop).await.unwrap()
    }

    pub async fn filings(&self) -> Vec<FilingRecord> {
        self.catalogue.filings(&FilingQuery { limit: 100, ..FilingQuery::default() }).await.unwrap().items
    }

    /// Nothing was filed, and nothing lies about.
    pub async fn assert_nothing_published(&self) {
        assert_eq!(self.filings().await.len(), 0);
        let spool = std::fs::read_dir(self.dir.path().join("spool")).unwrap().count();
        assert_eq!(spool, 0, "uploads are gone");
    }
}

/// A collector of `atlas` on loopback, with more keys.
pub fn web(id: &str, url: &str, more: &str) -> String {
    format!(
        "[[collector]]\nid = \"{id}\"\nkind = \"mobile-coverage\"\noperator = \"atlas\"\nurl = \"{url}\"\n\
         allow_addresses = [\"127.0.0.1\"]\nevery = \"5s\"\njitter = \"0s\"\nretry_wait = \"10ms\"\n{more}\n"
    )
}

const FIXED: &str = "as_of = \"2026-06-30\"";

pub async fn run(collecting: &Arc<Collecting>, id: &str) -> CollectorStatus {
    Arc::clone(collecting).run(CollectorId::new(id).unwrap()).await.unwrap()
}

/// Every lie by its address, what the collector is told beside it, and what it must call it.
const LIES: &[(&str, &str, CollectReason)] = &[
    ("/always-304", "", CollectReason::Status),
    ("/short", "retries = 1", CollectReason::Body),
    ("/long", "", CollectReason::RefusedByRules),
    ("/vast", "", CollectReason::TooLarge),
    ("/nonsense-length", "retries = 0", CollectReason::Body),
    ("/endless", "limit_mib = 2", CollectReason::TooLarge),
    ("/endless-head", "retries = 0", CollectReason::Body),
    ("/unmarked", "", CollectReason::Body),
    ("/broken-chunks", "retries = 0", CollectReason::Body),
    ("/cut-gzip", "retries = 0", CollectReason::Decode),
    ("/false-gzip", "retries = 0", CollectReason::Decode),
    ("/damaged-gzip", "retries = 0", CollectReason::Decode),
    ("/bomb", "limit_mib = 2", CollectReason::TooLarge),
    ("/other-coding", "", CollectReason::Decode),
    ("/drip", "retries = 0\nidle_timeout = \"400ms\"", CollectReason::Slow),
    ("/stall", "retries = 0\nidle_timeout = \"400ms\"", CollectReason::Slow),
    ("/silent", "retries = 1\ntimeout = \"400ms\"", CollectReason::Timeout),
    ("/loop", "", CollectReason::Redirect),
    ("/hops?3", "", CollectReason::Redirect),
    ("/to?/plain.geojson", "redirects = 0", CollectReason::Redirect),
    ("/nowhere", "", CollectReason::Redirect),
    ("/to?file:///etc/passwd", "", CollectReason::Redirect),
    ("/to?http://u:p@127.0.0.1/", "", CollectReason::Redirect),
    ("/to?http://169.254.169.254/latest/meta-data", "", CollectReason::AddressRefused),
    ("/to?http://[::ffff:169.254.169.254]/", "", CollectReason::AddressRefused),
    ("/to?http://2852039166/", "", CollectReason::AddressRefused),
    ("/to?http://no-such-name.invalid/", "retries = 0", CollectReason::Dns),
    ("/to?http://127.0.0.1:1/", "retries = 0", CollectReason::Connect),
    ("/down", "retries = 1", CollectReason::Status),
    ("/come-tomorrow", "", CollectReason::Status),
    ("/guarded", "", CollectReason::Status),
    ("/empty", "", CollectReason::Status),
    ("/no-such-path", "", CollectReason::Status),
    ("/web-page", "", CollectReason::RefusedByRules),
    ("/ssh", "retries = 0", CollectReason::Body),
    ("/hang-up", "retries = 0", CollectReason::Body),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_lie_has_a_clear_state_in_bounded_time_and_nothing_is_published() {
    let (ground, liar) = (Ground::start().await, Liar::start(file(-6.6)));
    let mut text = String::new();
    for (at, (path, more, _)) in LIES.iter().enumerate() {
        text += &web(&format!("lie-{at}"), &liar.url(path), &format!("{FIXED}\n{more}"));
    }
    // Without leave, the server's own address is not asked either, by number or by name.
    for (id, host) in [("number", "127.0.0.1"), ("name", "localhost")] {
        let url = format!("http://{host}:{}/plain.geojson", liar.port);
        text += &web(id, &url, FIXED).replace("allow_addresses", "#");
    }
    let collecting = ground.collecting(&text).await;
    for (at, (path, _, reason)) in LIES.iter().enumerate() {
        let started = Instant::now();
        let status = run(&collecting, &format!("lie-{at}")).await;
        let took = started.elapsed();
        println!("{path}: {reason} in {took:.2?}, {:?} bytes: {:?}", status.bytes, status.problem);
        assert_eq!(status.reason, Some(*reason), "{path}: {status:?}");
        let refused = *reason == CollectReason::RefusedByRules;
        let state = if refused { CollectorState::Refused } else { CollectorState::Failing };
        assert_eq!((status.state, status.failures_in_a_row), (state, 1), "{path}");
        assert!(status.problem.is_some_and(|problem| problem.len() > 10), "{path} says why");
        assert!(took < Duration::from_secs(5), "{path}: {took:?}");
        assert!(status.bytes <= Some((2 << 20) + (1 << 17)), "{path}: {:?} bytes", status.bytes);
    }
    for id in ["number", "name"] {
        assert_eq!(run(&collecting, id).await.reason, Some(CollectReason::AddressRefused), "{id}");
    }
    assert!(liar.seen("localhost").is_empty());
    assert_eq!(liar.seen("GET /come-tomorrow").len(), 1, "who says tomorrow is not asked at once");
    assert_eq!(liar.seen("GET /down").len(), 2);
    ground.assert_nothing_published().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_are_checked_and_https_stays_https() {
    let ground = Ground::start().await;
    let targets = tokio::task::spawn_blocking(Targets::start).await.unwrap();
    std::fs::write(ground.dir.path().join("ca.pem"), &targets.ca_pem).unwrap();
    let own = "tls_ca = \"ca.pem\"";
    let away = format!("/away?http://127.0.0.1:{}/good", targets.http);
    for (id, port, path, more, reason) in [
        // What is there is no filing: that it is read shows that it was trusted.
        ("own", targets.tls_good, "/good", own, CollectReason::RefusedByRules),
        ("unknown", targets.tls_good, "/good", "", CollectReason::Tls),
        ("expired", targets.tls_expired, "/good", own, CollectReason::Tls),
        ("no-tls", targets.banner, "/good", own, CollectReason::Tls),
        ("downgrade", targets.tls_good, &away, own, CollectReason::Redirect),
    ] {
        let url = format!("https://127.0.0.1:{port}{path}");
        let more = format!("{FIXED}\n{more}\nretries = 0");
        let status = run(&ground.collecting(&web(id, &url, &more)).await, id).await;
        assert_eq!(status.reason, Some(reason), "{id}: {status:?}");
    }
    ground.assert_nothing_published().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changes_is_filed_and_what_does_not_is_not() {
    let (ground, liar) = (Ground::start().await, Liar::start(file(-6.6)));
    let text = web("tagged", &liar.url("/file.geojson"), FIXED)
        + &web("plain", &liar.url("/plain.geojson"), "as_of = \"2026-05-31\"")
        + &web("stuck", &liar.url("/always-304?first"), "as_of = \"2026-04-30\"");
    let collecting = ground.collecting(&text).await;
    let outcomes = async |id: &str| {
        let status = run(&collecting, id).await;
        assert_eq!(status.state, CollectorState::Ok, "{status:?}");
        (status.last_outcome.unwrap(), status.filing.unwrap())
    };
    let (first, filing) = outcomes("tagged").await;
    assert_eq!(first, CollectOutcome::Filed);
    assert_eq!(outcomes("tagged").await, (CollectOutcome::NotModified, filing.clone()));
    assert_eq!(outcomes("plain").await.0, CollectOutcome::Filed);
    assert_eq!(outcomes("plain").await.0, CollectOutcome::Unchanged);
    assert_eq!(outcomes("stuck").await.0, CollectOutcome::Filed);
    liar.put(file(-7.0));
    assert_eq!(outcomes("stuck").await.0, CollectOutcome::NotModified, "it believes what it is told");
    let (again, second) = outcomes("tagged").await;
    assert_eq!(again, CollectOutcome::Filed);
    assert_ne!(second, filing);
    // A return to what was is news as well.
    liar.put(file(-6.6));
    assert_eq!(outcomes("tagged").await.0, CollectOutcome::Filed);
    assert_eq!(ground.filings().await.len(), 5);
    assert!(ground.filings().await.iter().all(|filing| filing.origin == Origin::Collector));
    let audit = ground.catalogue.audit(None, 100).await.unwrap().items;
    let who: Vec<&str> = audit.iter().map(|row| row.actor.who.as_str()).collect();
    assert!(who.contains(&"collector:tagged") && who.contains(&"collector:plain"), "{who:?}");
    assert!(audit.iter().any(|row| row.actor.from == format!("127.0.0.1:{}/file.geojson", liar.port)));
    // A later start knows as much.
    let later = ground.collecting(&text).await;
    assert_eq!(run(&later, "tagged").await.last_outcome, Some(CollectOutcome::NotModified));
    // Another set-up knows nothing.
    let other = text.replace("2026-06-30", "2026-07-31");
    let moved = run(&ground.collecting(&other).await, "tagged").await;
    assert_eq!(moved.last_outcome, Some(CollectOutcome::Filed));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_stays_until_it_is_mended() {
    let (ground, liar) = (Ground::start().await, Liar::start(b"{\"type\": \"Nonsense\"}".to_vec()));
    let text = web("tagged", &liar.url("/file.geojson"), FIXED);
    let collecting = ground.collecting(&text).await;
    let first = run(&collecting, "tagged").await;
    assert_eq!((first.state, first.reason), (CollectorState::Refused, Some(CollectReason::RefusedByRules)));
    let id = CollectorId::new("tagged").unwrap();
    let report = ground.catalogue.collector_report(&id).await.unwrap().expect("a report");
    assert!(report.contains("remedy") && report.len() < 1 << 18, "{report}");
    let again = run(&collecting, "tagged").await;
    assert_eq!((again.state, again.failures_in_a_row), (CollectorState::Refused, 2));
    assert_eq!(again.problem, first.problem);
    assert_eq!(liar.seen("if-none-match").len(), 1, "it is not sent twice");
    let refusals = async || {
        let rows = ground.catalogue.audit(None, 100).await.unwrap().items;
        rows.iter().filter(|row| row.act == taghtia::domain::Act::FilingRefused).count()
    };
    assert_eq!(refusals().await, 1, "nor checked twice");
    ground.catalogue.forget_collected(&id).await.unwrap();
    run(&collecting, "tagged").await;
    assert_eq!(refusals().await, 2, "unless it is asked for");
    ground.assert_nothing_published().await;
    liar.put(file(-6.6));
    let mended = run(&collecting, "tagged").await;
    assert_eq!((mended.state, mended.failures_in_a_row, mended.reason), (CollectorState::Ok, 0, None));
    assert_eq!(ground.catalogue.collector_report(&id).await.unwrap(), None);
    let runs = ground.catalogue.collector_runs(&id).await.unwrap();
    assert_eq!(runs.len(), 4);
    assert!(runs.iter().all(|run| run.ended.is_some()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passing_failures_pass_and_packed_and_moved_files_arrive() {
    let (ground, liar) = (Ground::start().await, Liar::start(file(-6.6)));
    let mut text = String::new();
    for (id, path, date) in [
        ("flaky", "/flaky", "2026-01-31"),
        ("grudging", "/grudging", "2026-02-28"),
        ("packed", "/gzip", "2026-03-31"),
        ("moved", "/hops?2", "2026-04-30"),
    ] {
        text += &web(id, &liar.url(path), &format!("as_of = \"{date}\""));
    }
    let collecting = ground.collecting(&text).await;
    for id in ["flaky", "packed", "moved"] {
        let status = run(&collecting, id).await;
        assert_eq!(status.last_outcome, Some(CollectOutcome::Filed), "{status:?}");
    }
    let first = run(&collecting, "grudging").await;
    assert_eq!(first.reason, Some(CollectReason::Status), "what is forbidden is not asked again at once");
    assert_eq!(liar.seen("GET /grudging").len(), 1);
    assert_eq!(run(&collecting, "grudging").await.last_outcome, Some(CollectOutcome::Filed));
    let hashes: std::collections::BTreeSet<_> =
        ground.filings().await.into_iter().map(|filing| filing.content_hash).collect();
    assert_eq!(hashes.len(), 1, "packed on the way or not, it is the same file");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_date_comes_from_where_it_is_said_to() {
    let (ground, liar) = (Ground::start().await, Liar::start(file(-6.6)));
    let mut text = String::new();
    let dated = "/file-2026-06-30.geojson";
    for (id, path, rule) in [
        ("name", dated, "file-name"),
        ("no-name", "/plain.geojson", "file-name"),
        ("modified", "/file.geojson", "last-modified"),
        ("not-modified", "/plain.geojson", "last-modified"),
        ("header", "/file.geojson", "header:x-as-of"),
        ("today", "/plain.geojson", "today"),
        ("month", "/file.geojson", "previous-month"),
    ] {
        text += &web(id, &liar.url(path), &format!("as_of = \"{rule}\""));
    }
    let collecting = ground.collecting(&text).await;
    let today =
        jiff::tz::TimeZone::get("Africa/Casablanca").unwrap().to_datetime(jiff::Timestamp::now()).date();
    let month = today.first_of_month().yesterday().unwrap().to_string();
    for (id, date) in [
        ("name", "2026-06-30"),
        ("modified", "2026-06-30"),
        ("header", "2026-06-30"),
        ("today", &today.to_string()),
        ("month", &month),
    ] {
        let status = run(&collecting, id).await;
        let filing = status.filing.unwrap_or_else(|| panic!("{id}: {:?}", status.problem));
        let found = ground.filings().await.into_iter().find(|record| record.id == filing).unwrap();
        assert_eq!(found.as_of.to_string(), date, "{id}");
        let again = run(&collecting, id).await.last_outcome.unwrap();
        assert!(matches!(again, CollectOutcome::Unchanged | CollectOutcome::NotModified), "{id}: {again}");
    }
    for id in ["no-name", "not-modified"] {
        assert_eq!(run(&collecting, id).await.reason, Some(CollectReason::AsOf), "{id}");
    }
    assert_eq!(ground.filings().await.len(), 3, "the same network of a date is one filing");
    let nobody = text.replace("\"atlas\"", "\"nobody\"");
    let status = run(&ground.collecting(&nobody).await, "name").await;
    assert_eq!(status.reason, Some(CollectReason::UnknownOperator));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secrets_go_to_whom_they_are_meant_for_and_nowhere_else() {
    let (ground, liar, other) = (Ground::start().await, Liar::start(file(-6.6)), Liar::start(file(-6.6)));
    std::fs::write(ground.dir.path().join("token"), "s3cret-token\n").unwrap();
    let mut text = String::new();
    for (id, auth) in [
        ("bearer", "{ type = \"bearer\", file = \"token\" }"),
        ("header", "{ type = \"header\", name = \"X-Api-Key\", file = \"token\" }"),
    ] {
        text += &web(id, &liar.url("/guarded?key=s3cret-query"), &format!("{FIXED}\nauth = {auth}"));
    }
    let basic = "auth = { type = \"basic\", user = \"u\", file = \"token\" }";
    let away = format!("/to?{}", other.url("/plain.geojson"));
    write!(text, "{}", web("away", &liar.url(&away), &format!("{FIXED}\n{basic}"))).unwrap();
    let collecting = ground.collecting(&text).await;
    for id in ["bearer", "header", "away"] {
        let status = run(&collecting, id).await;
        assert_eq!(status.state, CollectorState::Ok, "{id}: {status:?}");
        assert!(!serde_json::to_string(&status).unwrap().contains("s3cret"), "{status:?}");
    }
    assert_eq!(liar.seen("authorization: Bearer s3cret-token").len(), 1);
    assert_eq!(liar.seen("x-api-key: s3cret-token").len(), 1);
    assert_eq!(liar.seen("authorization: Basic dTpzM2NyZXQtdG9rZW4=").len(), 1);
    assert_eq!(other.seen("GET /plain.geojson").len(), 1);
    assert!(other.seen("authorization").is_empty(), "another server does not learn it");
    let audit = ground.catalogue.audit(None, 100).await.unwrap();
    assert!(!serde_json::to_string(&audit).unwrap().contains("s3cret"));
}
