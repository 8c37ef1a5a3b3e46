//! One result as `blackbox_exporter` would tell it, so that its dashboards and alerts keep working.
//!
//! A fresh page per probe: names, types and phase labels are `blackbox_exporter`'s. What it tells of a
//! certificate's subject and issuer is left out: a remote server would choose our labels. What it has no
//! word for (packets, state, age) has names of its own beginning with `taghtia_`.

use std::net::IpAddr;
use std::time::Duration;

use super::family::Family;
use crate::domain::CheckKind;
use crate::probe::{DnsFound, HttpFound, IcmpFound, Outcome, Phase, State, TlsFound};

/// What Go prints for a time that was never set: the chain's expiry where no chain is valid.
const NO_CHAIN: f64 = -62_135_596_800.0;

/// The page of a result; `timeout` is the asker's, `age` how long ago the probe began when it is not fresh.
pub fn page(outcome: &Outcome, timeout: Duration, age: Option<Duration>) -> String {
    let mut page = Page::default();
    let success = f64::from(u8::from(outcome.state == State::Success));
    page.one("probe_success", "Displays whether or not the probe was a success", success);
    let duration = outcome.duration.as_secs_f64();
    page.one("probe_duration_seconds", "Returns how long the probe took to complete in seconds", duration);
    let help = "Returns the timeout of the probe in seconds";
    page.one("probe_timeout_seconds", help, timeout.as_secs_f64());
    address(&mut page, outcome);
    match outcome.kind {
        CheckKind::Icmp => icmp(&mut page, outcome),
        CheckKind::Tcp => page.regex(outcome),
        CheckKind::Http => http(&mut page, outcome),
        CheckKind::Dns => dns(&mut page, outcome),
    }
    if let Some(found) = &outcome.findings.tls {
        tls(&mut page, found);
    }
    let mut states = Family::gauge("taghtia_probe_state", "1 for the state of the check, 0 for every other.");
    for state in State::ALL {
        states.add(&[("state", state.as_str())], f64::from(u8::from(*state == outcome.state)));
    }
    page.add(&states);
    let age = age.unwrap_or_default().as_secs_f64();
    page.one("taghtia_probe_age_seconds", "How long ago the probe began, when it is not fresh; else 0.", age);
    page.0
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn add(&mut self, family: &Family) {
        self.0.push_str(family.text());
    }

    fn one(&mut self, name: &'static str, help: &str, value: f64) {
        let mut family = Family::gauge(name, help);
        family.add(&[], value);
        self.add(&family);
    }

    fn phases(&mut self, kind: CheckKind, time: impl Fn(Phase) -> f64) {
        let (name, help) = match kind {
            CheckKind::Icmp => ("probe_icmp_duration_seconds", "Duration of icmp request by phase"),
            CheckKind::Http => (
                "probe_http_duration_seconds",
                "Duration of http request by phase, summed over all redirects",
            ),
            CheckKind::Dns => ("probe_dns_duration_seconds", "Duration of DNS request by phase"),
            CheckKind::Tcp => ("taghtia_probe_tcp_duration_seconds", "Duration of a TCP check by phase."),
        };
        let mut family = Family::gauge(name, help);
        for phase in Phase::of(kind) {
            family.add(&[("phase", phase.as_str())], time(*phase));
        }
        self.add(&family);
    }

    fn regex(&mut self, outcome: &Outcome) {
        if outcome.kind == CheckKind::Tcp {
            self.phases(CheckKind::Tcp, |phase| outcome.findings.phase(phase).as_secs_f64());
        }
        let failed = f64::from(u8::from(outcome.findings.unexpected));
        self.one("probe_failed_due_to_regex", "Indicates if probe failed due to regex", failed);
    }
}

fn address(page: &mut Page, outcome: &Outcome) {
    let lookup = outcome.findings.phase(Phase::Resolve).as_secs_f64();
    let help = "Returns the time taken for probe dns lookup in seconds";
    page.one("probe_dns_lookup_time_seconds", help, lookup);
    let (version, hash) = match outcome.findings.address {
        Some(address @ IpAddr::V4(v4)) => (4.0, fnv32a(&v4.octets(), address)),
        Some(address @ IpAddr::V6(v6)) => (6.0, fnv32a(&v6.octets(), address)),
        None => (0.0, 0.0),
    };
    page.one("probe_ip_protocol", "Specifies whether probe ip protocol is IP4 or IP6", version);
    let help = "Specifies the hash of IP address. It's useful to detect if the IP address changes.";
    page.one("probe_ip_addr_hash", help, hash);
}

/// FNV-1a in 32 bits, as `blackbox_exporter` hashes addresses; mapped ones as the IPv4 address they are.
fn fnv32a(octets: &[u8], address: IpAddr) -> f64 {
    let mapped = match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(_) => octets.to_vec(),
    };
    let step = |hash: u32, octet: &u8| (hash ^ u32::from(*octet)).wrapping_mul(0x0100_0193);
    f64::from(mapped.iter().fold(0x811c_9dc5, step))
}

fn icmp(page: &mut Page, outcome: &Outcome) {
    page.phases(CheckKind::Icmp, |phase| outcome.findings.phase(phase).as_secs_f64());
    let Some(found) = &outcome.findings.icmp else { return };
    if let Some(limit) = found.hop_limit {
        let help = "Replied packet hop limit (TTL for ipv4)";
        page.one("probe_icmp_reply_hop_limit", help, f64::from(limit));
    }
    packets(page, found);
}

fn packets(page: &mut Page, found: &IcmpFound) {
    page.one("taghtia_probe_packets_sent", "Echo requests sent by this check.", f64::from(found.sent));
    let help = "Echo requests of this check that were answered.";
    page.one("taghtia_probe_packets_received", help, found.rtts.len() as f64);
    let statistics =
        [("min", found.min()), ("mean", found.mean()), ("max", found.max()), ("jitter", found.jitter())];
    let mut family = Family::gauge(
        "taghtia_probe_icmp_round_trip_seconds",
        "Round-trip times of this check: shortest, mean, longest, and mean step between neighbours.",
    );
    for (statistic, value) in statistics {
        if let Some(value) = value {
            family.add(&[("statistic", statistic)], value);
        }
    }
    page.add(&family);
}

fn http(page: &mut Page, outcome: &Outcome) {
    page.phases(CheckKind::Http, |phase| outcome.findings.phase(phase).as_secs_f64());
    let none = HttpFound::default();
    let found = outcome.findings.http.as_ref().unwrap_or(&none);
    page.one("probe_http_status_code", "Response HTTP status code", f64::from(found.status));
    page.one("probe_http_version", "Returns the version of HTTP of the probe response", found.version);
    page.one("probe_http_redirects", "The number of redirects", f64::from(found.redirects));
    let tls = f64::from(u8::from(found.tls));
    page.one("probe_http_ssl", "Indicates if SSL was used for the final redirect", tls);
    let length = found.content_length as f64;
    page.one("probe_http_content_length", "Length of http content response", length);
    let bytes = found.body_bytes as f64;
    page.one("probe_http_uncompressed_body_length", "Length of uncompressed response body", bytes);
    page.regex(outcome);
    if let Some(modified) = found.last_modified {
        let help = "Returns the Last-Modified HTTP response header in unixtime";
        page.one("probe_http_last_modified_timestamp_seconds", help, modified as f64);
    }
}

fn tls(page: &mut Page, found: &TlsFound) {
    let help = "Returns last SSL chain expiry in unixtime";
    page.one("probe_ssl_earliest_cert_expiry", help, found.earliest_expiry as f64);
    let chain = found.chain_expiry.map_or(NO_CHAIN, |expiry| expiry as f64);
    let help = "Returns last SSL chain expiry in timestamp";
    page.one("probe_ssl_last_chain_expiry_timestamp_seconds", help, chain);
    let mut version =
        Family::gauge("probe_tls_version_info", "Returns the TLS version used or NaN when unknown");
    version.add(&[("version", found.version)], 1.0);
    page.add(&version);
    let mut cipher =
        Family::gauge("probe_tls_cipher_info", "Returns the TLS cipher negotiated during handshake");
    cipher.add(&[("cipher", found.cipher)], 1.0);
    page.add(&cipher);
    let help = "Whether the certificate is valid for the name, in time and trusted.";
    page.one("taghtia_probe_tls_certificate_valid", help, f64::from(u8::from(found.valid)));
}

fn dns(page: &mut Page, outcome: &Outcome) {
    page.phases(CheckKind::Dns, |phase| outcome.findings.phase(phase).as_secs_f64());
    let none = DnsFound::default();
    let found = outcome.findings.dns.as_ref().unwrap_or(&none);
    let answers = "Returns number of entries in the answer resource record list";
    page.one("probe_dns_answer_rrs", answers, found.answers as f64);
    let authorities = "Returns number of entries in the authority resource record list";
    page.one("probe_dns_authority_rrs", authorities, found.authorities as f64);
    let additionals = "Returns number of entries in the additional resource record list";
    page.one("probe_dns_additional_rrs", additionals, found.additionals as f64);
    let answered = f64::from(u8::from(found.answered));
    let help = "Displays whether or not the query was executed successfully";
    page.one("probe_dns_query_succeeded", help, answered);
    if let Some(serial) = found.serial {
        page.one("probe_dns_serial", "Returns the serial number of the zone", f64::from(serial));
    }
}
