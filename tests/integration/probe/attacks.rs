//! What a prober can be abused for, tried: as a proxy into private networks, as a reflector, as a leak,
//! as a filler of memory and of Prometheus.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::servers::Targets;
use super::{Page, config, taghtia, value};

const SECRET: &str = "s3cret-7f2c";

fn problem(page: &Page, path: &str) -> (u16, String) {
    let (status, body) = page.get(path);
    let body: serde_json::Value = serde_json::from_str(&body).expect("a problem");
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}

fn state(page: &str, state: &str) -> bool {
    value(page, &format!("taghtia_probe_state{{state=\"{state}\"}}")) == Some(1.0)
}

#[test]
fn no_target_but_a_configured_one_can_be_named() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("http://127.0.0.1:{}/good", targets.http);
    let page =
        Page::taghtia(folder.path(), &config(&[("good", format!("kind = \"http\"\ntarget = \"{url}\""))]));
    let escaped = url.replace(':', "%3A").replace('/', "%2F");
    for target in [
        escaped.as_str(),
        "127.0.0.1",
        "localhost",
        "169.254.169.254",
        "%5B%3A%3Affff%3A127.0.0.1%5D",
        "0177.0.0.1",
        "2130706433",
        "good%00",
        "good%20",
        "Good",
        "..%2Fgood",
        "unix%3A%2F%2F%2Frun%2Fdocker.sock",
    ] {
        let found = problem(&page, &format!("/probe?target={target}"));
        assert_eq!(found, (400, "bad-parameter".to_owned()), "{target}");
    }
    assert_eq!(problem(&page, "/probe"), (400, "missing-parameter".to_owned()));
    assert_eq!(problem(&page, "/probe?target=good&target=good"), (400, "repeated-parameter".to_owned()));
    for more in ["hostname=evil.example", "debug=true", "url=x", "timeout=9"] {
        let found = problem(&page, &format!("/probe?target=good&{more}"));
        assert_eq!(found, (400, "unknown-parameter".to_owned()), "{more}");
    }
    assert_eq!(problem(&page, "/probe?target=good&module=icmp"), (400, "bad-parameter".to_owned()));
    assert_eq!(targets.count("/good"), 0, "nothing was probed for any of it");
    assert_eq!(page.get("/probe?target=good&module=http").0, 200);
    assert_eq!(targets.count("/good"), 1);
}

#[test]
fn a_redirect_leads_neither_into_private_networks_nor_out_of_http() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    let port = targets.other;
    let pivots = [
        ("metadata", "http://169.254.169.254/latest/meta-data/".to_owned(), "refused"),
        ("private", "http://10.0.0.1/".to_owned(), "refused"),
        ("neighbour", format!("http://127.0.0.2:{port}/good"), "refused"),
        ("hexadecimal", format!("http://0x7f.2:{port}/good"), "refused"),
        ("octal", format!("http://0177.0.0.2:{port}/good"), "refused"),
        ("decimal", format!("http://2130706434:{port}/good"), "refused"),
        ("mapped", format!("http://[::ffff:127.0.0.2]:{port}/good"), "refused"),
        ("loopback6", format!("http://[::1]:{port}/good"), "refused"),
        ("nat64", "http://[64:ff9b::a9fe:a9fe]/".to_owned(), "refused"),
        ("sixtofour", "http://[2002:a9fe:a9fe::1]/".to_owned(), "refused"),
        ("file", "file:///etc/passwd".to_owned(), "failure"),
        ("gopher", format!("gopher://127.0.0.1:{port}/"), "failure"),
        ("user", format!("http://root:root@127.0.0.1:{port}/good"), "failure"),
    ];
    let check =
        |to: &String| format!("kind = \"http\"\ntarget = \"http://127.0.0.1:{}/away?{to}\"", targets.http);
    let checks: Vec<(&str, String)> = pivots.iter().map(|(id, to, _)| (*id, check(to))).collect();
    let page = Page::taghtia(folder.path(), &config(&checks));
    for (id, _, expected) in &pivots {
        let found = page.probe(id);
        assert!(state(&found, expected), "{id}: {found}");
        assert_eq!(value(&found, "probe_success"), Some(0.0), "{id}");
        assert_eq!(
            value(&found, "probe_http_redirects"),
            Some(if *expected == "refused" { 1.0 } else { 0.0 }),
            "{id}"
        );
    }
    assert_eq!(targets.count(&format!("{port} GET")), 0, "nobody was led there");
}

#[test]
fn many_askers_make_one_probe() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("http://127.0.0.1:{}/good", targets.http);
    let check = format!("kind = \"http\"\ntarget = \"{url}\"").replace("kind", "timeout = \"5s\"\nkind");
    let config = config(&[("good", check)]).replace("min_interval = \"1s\"", "min_interval = \"30s\"");
    let page = Page::taghtia(folder.path(), &config);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..25).for_each(|_| assert_eq!(page.get("/probe?target=good").0, 200)));
        }
    });
    assert_eq!(targets.count("/good"), 1);
    let held = page.probe("good");
    assert!(value(&held, "taghtia_probe_age_seconds").unwrap() > 0.0, "{held}");
    assert_eq!(value(&held, "probe_success"), Some(1.0));
}

#[test]
fn a_destination_has_a_bucket_for_all_checks_together() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    let ids: Vec<String> = (0..12).map(|number| format!("check-{number}")).collect();
    let check = format!("kind = \"http\"\ntarget = \"http://127.0.0.1:{}/good\"", targets.http);
    let checks: Vec<(&str, String)> = ids.iter().map(|id| (id.as_str(), check.clone())).collect();
    let config = config(&checks).replace("= 200\ndestination_burst = 200", "= 1\ndestination_burst = 5");
    let file = folder.path().join("probes.toml");
    std::fs::write(&file, config).unwrap();
    let output = taghtia(&file).args(["--once", "--json"]).output().unwrap();
    let outcomes: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let with = |state: &str| outcomes.as_array().unwrap().iter().filter(|one| one["state"] == state).count();
    assert!((5..=7).contains(&with("success")), "{outcomes}");
    assert_eq!(with("success") + with("throttled"), 12, "{outcomes}");
    assert_eq!(targets.count("/good"), with("success"));
}

#[test]
fn haste_hurts_nobody_but_the_hasty() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    let slow = format!(
        "timeout = \"3s\"\nkind = \"tcp\"\ntarget = \"127.0.0.1\"\nport = {}\nexpect = \"x\"",
        targets.silent
    );
    let page = Page::taghtia(folder.path(), &config(&[("slow", slow)]));
    let started = Instant::now();
    let header = "X-Prometheus-Scrape-Timeout-Seconds";
    let (status, hasty) = page.get_with("/probe?target=slow", &[(header, "0.7")]);
    assert_eq!(status, 200);
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert_eq!(value(&hasty, "probe_success"), Some(0.0));
    let asked = value(&hasty, "probe_timeout_seconds").unwrap();
    assert!((asked - 0.2).abs() < 1e-9, "{asked}");
    let never = "taghtia_probe_state{kind=\"tcp\",operator=\"atlas\",place=\"here\",state=\"never\",target=\"slow\",technology=\"fibre\"}";
    assert_eq!(value(&page.get("/metrics").1, never), Some(1.0), "an asker's haste is no result");
    let patient = page.probe("slow");
    assert!(started.elapsed() >= Duration::from_millis(2900), "{:?}", started.elapsed());
    assert!(value(&patient, "probe_duration_seconds").unwrap() > 2.9, "the check kept its own time");
    for wrong in ["-1", "0", "NaN", "inf", "soon", "1e300"] {
        assert_eq!(page.get_with("/probe?target=slow", &[(header, wrong)]).0, 400, "{wrong}");
    }
}

#[test]
fn answers_are_bounded_in_size_and_time() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    let check = |path: &str| {
        format!("timeout = \"2s\"\nkind = \"http\"\ntarget = \"http://127.0.0.1:{}{path}\"", targets.http)
    };
    let large = format!("{}\nbody_limit = 67108864", check("/huge").replace("2s", "20s"));
    let page = Page::taghtia(
        folder.path(),
        &config(&[
            ("huge", check("/huge")),
            ("large", large),
            ("drip", check("/drip")),
            ("heads", check("/heads")),
        ]),
    );
    let started = Instant::now();
    for (id, bytes) in [("huge", 1_048_576.0), ("large", 67_108_864.0)] {
        let found = page.probe(id);
        assert!(state(&found, "failure"), "{found}");
        assert_eq!(value(&found, "probe_http_uncompressed_body_length"), Some(bytes));
    }
    assert!(state(&page.probe("heads"), "failure"));
    assert!(started.elapsed() < Duration::from_secs(25), "{:?}", started.elapsed());
    let started = Instant::now();
    let drip = page.probe("drip");
    assert!(state(&drip, "timeout"), "{drip}");
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    assert_eq!(value(&drip, "probe_http_status_code"), Some(200.0), "what was seen before still counts");
    let memory = std::fs::read_to_string(format!("/proc/{}/status", page.child.id())).unwrap();
    let peak = memory.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(peak < 100 << 10, "bodies of 64 MiB took the process to {peak} kB");
}

#[test]
fn secrets_go_to_their_target_and_nowhere_else() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    let header = format!("headers = {{ authorization = \"Bearer {SECRET}\" }}");
    let check = |path: &str| {
        format!("kind = \"http\"\ntarget = \"http://127.0.0.1:{}{path}\"\n{header}", targets.http)
    };
    let away = format!("/away?http://127.0.0.1:{}/good", targets.other);
    let checks = [
        ("own", check(&format!("/good?token={SECRET}"))),
        ("away", check(&away)),
        ("broken", check("/nonsense")),
    ];
    let page = Page::taghtia(folder.path(), &config(&checks));
    let mut told: Vec<String> = checks.iter().map(|(id, _)| page.probe(id)).collect();
    assert_eq!(value(&told[0], "probe_success"), Some(1.0));
    assert_eq!(value(&told[1], "probe_success"), Some(1.0));
    assert_eq!(targets.count(&format!("authorization: Bearer {SECRET}")), 3, "each target got it");
    let led = targets
        .seen
        .lock()
        .unwrap()
        .iter()
        .find(|seen| seen.starts_with(&targets.other.to_string()))
        .cloned();
    assert!(!led.expect("redirected there").contains(SECRET), "a redirect to another origin did not");
    told.push(page.get("/metrics").1);
    told.push(page.get(&format!("/probe?target=own&module={}", "x")).1);
    let file = folder.path().join("probes.toml");
    let output = taghtia(&file).args(["--once", "--json", "--log", "trace"]).output().unwrap();
    told.push(String::from_utf8_lossy(&output.stdout).into_owned());
    // Our own log at its loudest; what hyper traces below us is not ours, so ask for ours alone.
    let output = taghtia(&file).args(["--once", "--log", "taghtia=trace"]).output().unwrap();
    told.push(String::from_utf8_lossy(&output.stderr).into_owned());
    let faulty = format!("[[check]]\nid = \"a\"\n{header}\nkind = \"http\"\ntarget = \"ftp://{SECRET}\"\n");
    std::fs::write(&file, faulty.replace("Bearer ", "\\u0007")).unwrap();
    let output = taghtia(&file).arg("--once").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    told.push(String::from_utf8_lossy(&output.stderr).into_owned());
    std::fs::write(&file, format!("x = \"{SECRET}")).unwrap();
    let output = taghtia(&file).arg("--once").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    told.push(String::from_utf8_lossy(&output.stderr).into_owned());
    drop(page);
    told.push(std::fs::read_to_string(folder.path().join("log")).unwrap());
    for text in told {
        assert!(!text.is_empty());
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[test]
fn labels_come_from_the_configuration_alone() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ca.pem"), &targets.ca_pem).unwrap();
    let dns = |name: &str| {
        format!("kind = \"dns\"\ntarget = \"127.0.0.1\"\nport = {}\nname = \"{name}.test\"", targets.dns)
    };
    let tls = format!(
        "kind = \"http\"\ntls_ca = \"ca.pem\"\ntarget = \"https://127.0.0.1:{}/good\"",
        targets.tls_good
    );
    let page = Page::taghtia(
        folder.path(),
        &config(&[
            ("ask", dns("good")),
            ("forged", dns("spoofed")),
            ("tls", tls),
            ("web", format!("kind = \"http\"\ntarget = \"http://127.0.0.1:{}/nonsense\"", targets.http)),
        ]),
    );
    let spoofed = page.probe("forged");
    assert_eq!(value(&spoofed, "probe_success"), Some(1.0), "a forged answer is not the answer: {spoofed}");
    let mut pages = vec![page.get("/metrics").1];
    let before = series(&pages[0]);
    pages.extend(["ask", "tls", "web"].map(|id| page.probe(id)));
    pages.push(page.get("/metrics").1);
    let known: BTreeSet<&str> = [
        "ask",
        "forged",
        "tls",
        "web",
        "here",
        "atlas",
        "fibre",
        "http",
        "dns",
        "resolve",
        "connect",
        "processing",
        "transfer",
        "request",
        "never",
        "success",
        "failure",
        "timeout",
        "not-permitted",
        "refused",
        "throttled",
        "TLS 1.3",
        "TLS_AES_256_GCM_SHA384",
        "TLS_AES_128_GCM_SHA256",
    ]
    .into();
    for page in &pages {
        for line in page.lines().filter(|line| !line.starts_with('#')) {
            for label in line.split('"').skip(1).step_by(2) {
                assert!(known.contains(label), "{label:?} in {line}");
            }
        }
    }
    let new = series(&pages[4])
        .difference(&before)
        .filter(|series| !series.contains("tls_") && !series.contains("_success"))
        .count();
    assert_eq!(new, 0, "no series appeared by probing but verdicts and certificates");
}

fn series(page: &str) -> BTreeSet<String> {
    let lines = page.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.rsplit_once(' ')).map(|(series, _)| series.to_owned()).collect()
}
