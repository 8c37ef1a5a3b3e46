//! The same targets probed by us and by Debian's prometheus-blackbox-exporter: the same verdicts, the
//! same names.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::servers::Targets;
use super::{Page, config, fetch, value};

/// What one says and the other does not, and why. A name that is in neither list fails the test.
const THEIRS_ONLY: &[(&str, &str)] =
    &[("probe_ssl_last_chain_info", "a remote server would choose our labels: subject, issuer, names")];
const OURS_ONLY: &[(&str, &str)] = &[
    ("probe_timeout_seconds", "newer than Debian's 0.23; 0.28 has it"),
    ("probe_tls_cipher_info", "newer than Debian's 0.23; 0.28 has it"),
];
/// Names that appear for some checks only on one side, and why.
const EXCEPT: &[(&[&str], &[&str], &str)] = &[
    (
        &["tls-expired", "tls-unknown", "tcp-tls-expired"],
        &[
            "probe_ssl_earliest_cert_expiry",
            "probe_ssl_last_chain_expiry_timestamp_seconds",
            "probe_tls_version_info",
        ],
        "they break off the handshake at an invalid certificate; we measure it, then fail the check",
    ),
    (&["ping"], &["probe_icmp_reply_hop_limit"], "ours tells it on raw IPv4 sockets only"),
];

/// A check of ours beside a module and a target of theirs.
struct Pair {
    id: &'static str,
    ours: String,
    module: &'static str,
    theirs: String,
    /// The expected verdict, so that two wrongs make no right.
    success: f64,
}

fn pairs(targets: &Targets) -> Vec<Pair> {
    let Targets { http, tls_good, tls_expired, dns, refused, banner, .. } = targets;
    let mut pairs = Vec::new();
    let mut add = |id, ours: String, module, theirs: String, success: bool| {
        let success = f64::from(u8::from(success));
        pairs.push(Pair { id, ours: format!("timeout = \"2s\"\n{ours}"), module, theirs, success });
    };
    let web = |port: &u16, path: &str| format!("http://127.0.0.1:{port}{path}");
    let tls = |port: &u16| format!("https://127.0.0.1:{port}/good");
    let http_check = |url: &str, more: &str| format!("kind = \"http\"\ntarget = \"{url}\"\n{more}");
    for (id, path, success) in [
        ("good", "/good", true),
        ("moved", "/moved", true),
        ("slow", "/slow", false),
        ("drip", "/drip", false),
        ("error", "/error", false),
        ("loop", "/loop", false),
        ("nonsense", "/nonsense", false),
    ] {
        add(id, http_check(&web(http, path), ""), "http", web(http, path), success);
    }
    add(
        "unfollowed",
        http_check(&web(http, "/moved"), "redirects = 0"),
        "http_here",
        web(http, "/moved"),
        false,
    );
    add(
        "huge",
        http_check(&web(http, "/huge"), "body_limit = 1048576"),
        "http_small",
        web(http, "/huge"),
        false,
    );
    add("refused", http_check(&web(refused, "/"), ""), "http", web(refused, "/"), false);
    add("tls-good", http_check(&tls(tls_good), "tls_ca = \"ca.pem\""), "https", tls(tls_good), true);
    add(
        "tls-expired",
        http_check(&tls(tls_expired), "tls_ca = \"ca.pem\""),
        "https",
        tls(tls_expired),
        false,
    );
    add("tls-unknown", http_check(&tls(tls_good), ""), "http", tls(tls_good), false);
    add("tls-any", http_check(&tls(tls_expired), "tls_verify = false"), "https_any", tls(tls_expired), true);
    add("tls-none", http_check(&tls(http), "tls_ca = \"ca.pem\""), "https", tls(http), false);
    let tcp =
        |port: &u16, more: &str| format!("kind = \"tcp\"\ntarget = \"127.0.0.1\"\nport = {port}\n{more}");
    let at = |port: &u16| format!("127.0.0.1:{port}");
    add("tcp-good", tcp(http, ""), "tcp", at(http), true);
    add("tcp-refused", tcp(refused, ""), "tcp", at(refused), false);
    add("tcp-banner", tcp(banner, "expect = \"220 \""), "tcp_banner", at(banner), true);
    add("tcp-silent", tcp(&targets.silent, "expect = \"220 \""), "tcp_banner", at(&targets.silent), false);
    add("tcp-tls-good", tcp(tls_good, "tls = true\ntls_ca = \"ca.pem\""), "tcp_tls", at(tls_good), true);
    add(
        "tcp-tls-expired",
        tcp(tls_expired, "tls = true\ntls_ca = \"ca.pem\""),
        "tcp_tls",
        at(tls_expired),
        false,
    );
    let ask = |more: &str| format!("kind = \"dns\"\ntarget = \"127.0.0.1\"\nport = {dns}\n{more}");
    add("dns-good", ask("name = \"good.test\""), "dns_good", at(dns), true);
    add("dns-tcp", ask("name = \"good.test\"\ntransport = \"tcp\""), "dns_tcp", at(dns), true);
    add("dns-zone", ask("name = \"zone.test\"\nrecord = \"SOA\""), "dns_zone", at(dns), true);
    add("dns-servfail", ask("name = \"servfail.test\""), "dns_servfail", at(dns), false);
    add("dns-silent", ask("name = \"silent.test\""), "dns_silent", at(dns), false);
    let ping = "kind = \"icmp\"\ntarget = \"127.0.0.1\"\npackets = 3\nspacing = \"10ms\"";
    add("ping", ping.to_owned(), "icmp", "127.0.0.1".to_owned(), true);
    pairs
}

fn modules(ca: &Path) -> String {
    let ca = ca.display();
    let mut text = "modules:\n".to_owned();
    let mut add = |name: &str, prober: &str, options: &str| {
        let family = format!("{{preferred_ip_protocol: ip4{options}}}");
        let line = format!("  {name}: {{prober: {prober}, timeout: 2s, {prober}: {family}}}\n");
        text.push_str(&line);
    };
    add("http", "http", "");
    add("http_here", "http", ", follow_redirects: false");
    add("http_small", "http", ", body_size_limit: 1MB");
    add("https", "http", &format!(", tls_config: {{ca_file: \"{ca}\"}}"));
    add("https_any", "http", ", tls_config: {insecure_skip_verify: true}");
    add("tcp", "tcp", "");
    add("tcp_banner", "tcp", ", query_response: [{expect: \"^220 \"}]");
    add("tcp_tls", "tcp", &format!(", tls: true, tls_config: {{ca_file: \"{ca}\"}}"));
    for (name, asked, record, transport) in [
        ("dns_good", "good", "A", "udp"),
        ("dns_tcp", "good", "A", "tcp"),
        ("dns_zone", "zone", "SOA", "udp"),
        ("dns_servfail", "servfail", "A", "udp"),
        ("dns_silent", "silent", "A", "udp"),
    ] {
        let options =
            format!(", query_name: {asked}.test, query_type: {record}, transport_protocol: {transport}");
        add(name, "dns", &options);
    }
    add("icmp", "icmp", "");
    text
}

/// Starts the exporter; nothing, with a line that says so, where it is not installed.
fn exporter(folder: &Path) -> Option<Page> {
    let file = folder.join("blackbox.yml");
    std::fs::write(&file, modules(&folder.join("ca.pem"))).unwrap();
    // The port may be taken between our choice and its start: try another then.
    (0..5).find_map(|_| start(&file)).or_else(|| {
        assert!(std::env::var_os("CI").is_none(), "prometheus-blackbox-exporter must run in CI");
        println!("skipped: prometheus-blackbox-exporter is not installed");
        None
    })
}

fn start(file: &Path) -> Option<Page> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = Command::new("prometheus-blackbox-exporter")
        .arg(format!("--config.file={}", file.display()))
        .arg(format!("--web.listen-address=127.0.0.1:{port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut page = Page { child, url: format!("http://127.0.0.1:{port}") };
    let until = Instant::now() + Duration::from_secs(20);
    while Instant::now() < until && page.child.try_wait().is_ok_and(|ended| ended.is_none()) {
        if page.get("/-/healthy").0 == 200 {
            return Some(page);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    None
}

/// Series of a page without their values, except words of a certificate; and their types.
fn names(page: &str) -> BTreeSet<String> {
    let series = page.lines().filter(|line| !line.starts_with('#') && !line.starts_with("taghtia_"));
    let plain = |line: &str| match line.split_once('{') {
        Some((name, rest)) if rest.starts_with("phase=") => {
            format!("{name}{{{}}}", rest.split('}').next().unwrap_or_default())
        }
        Some((name, _)) => name.to_owned(),
        None => line.split(' ').next().unwrap_or_default().to_owned(),
    };
    let types = page.lines().filter(|line| line.starts_with("# TYPE probe_")).map(ToOwned::to_owned);
    series.map(plain).chain(types).collect()
}

fn explained(id: &str, series: &str, list: &[(&str, &str)]) -> bool {
    let named = |name: &str| series == name || series == format!("# TYPE {name} gauge");
    let excepted =
        EXCEPT.iter().any(|(ids, names, _)| ids.contains(&id) && names.iter().any(|name| named(name)));
    list.iter().any(|(name, _)| named(name)) || excepted
}

#[test]
fn verdicts_and_names_are_blackbox_exporters() {
    let targets = Targets::start();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ca.pem"), &targets.ca_pem).unwrap();
    let pairs = pairs(&targets);
    let checks: Vec<(&str, String)> = pairs.iter().map(|pair| (pair.id, pair.ours.clone())).collect();
    let ours = Page::taghtia(folder.path(), &config(&checks));
    let Some(theirs) = exporter(folder.path()) else { return };
    let mut wrong = Vec::new();
    for pair in &pairs {
        let own = ours.probe(pair.id);
        let (status, peer) =
            fetch(&format!("{}/probe?module={}&target={}", theirs.url, pair.module, pair.theirs), &[]);
        assert_eq!(status, 200, "{}: {peer}", pair.id);
        if pair.id == "ping" && value(&own, "taghtia_probe_state{state=\"not-permitted\"}") == Some(1.0) {
            println!("skipped: ICMP is not permitted here");
            continue;
        }
        if pair.id == "tls-expired" {
            let expiry = value(&own, "probe_ssl_earliest_cert_expiry");
            assert_eq!(expiry, Some(targets.expired_at as f64), "an expired certificate is measured");
            assert_eq!(value(&own, "taghtia_probe_tls_certificate_valid"), Some(0.0));
        }
        wrong.extend(compare(pair, &own, &peer));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} targets, the same verdicts and names", pairs.len());
}

fn compare(pair: &Pair, own: &str, peer: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let id = pair.id;
    for (who, page) in [("ours", own), ("theirs", peer)] {
        if value(page, "probe_success") != Some(pair.success) {
            wrong.push(format!("{id}: {who} is not {}:\n{page}", pair.success));
        }
    }
    let (mine, other) = (names(own), names(peer));
    for series in mine.difference(&other).filter(|series| !explained(id, series, OURS_ONLY)) {
        wrong.push(format!("{id}: only ours has {series}"));
    }
    for series in other.difference(&mine).filter(|series| !explained(id, series, THEIRS_ONLY)) {
        wrong.push(format!("{id}: only theirs has {series}"));
    }
    for series in [
        "probe_ip_protocol",
        "probe_ip_addr_hash",
        "probe_http_status_code",
        "probe_http_version",
        "probe_http_ssl",
        "probe_http_content_length",
        "probe_http_uncompressed_body_length",
        "probe_http_last_modified_timestamp_seconds",
        "probe_ssl_earliest_cert_expiry",
        "probe_ssl_last_chain_expiry_timestamp_seconds",
        "probe_failed_due_to_regex",
        "probe_dns_answer_rrs",
        "probe_dns_authority_rrs",
        "probe_dns_additional_rrs",
        "probe_dns_query_succeeded",
        "probe_dns_serial",
    ] {
        // How much dripped in two seconds is anybody's luck.
        let luck = id == "drip" && series == "probe_http_uncompressed_body_length";
        if let (Some(mine), Some(other), false) = (value(own, series), value(peer, series), luck)
            && mine.to_bits() != other.to_bits()
        {
            wrong.push(format!("{id}: {series} is {mine} for us and {other} for them"));
        }
    }
    wrong
}
