//! One result as `blackbox_exporter` would tell it, so that its dashboards and alerts keep working.
//!
//! A fresh page per probe: names, types and phase labels are `blackbox_exporter`'s. What it tells of a
//! certificate's subject and issuer is left out: a remote server would choose our labels. What it has no
//! word for (packets, state, age) has names of its own beginning with `taghtia_`.

use std::net::IpAddr;
use std::time::Duration;

use super::definitions::{self, Metric};
use super::family::Family;
use crate::domain::CheckKind;
use crate::probe::{DnsFound, HttpFound, IcmpFound, Outcome, Phase, State, TlsFound};

/// What Go prints for a time that was never set: the chain's expiry where no chain is valid.
const NO_CHAIN: f64 = -62_135_596_800.0;

/// The page of a result; `timeout` is the asker's, `age` how long ago the probe began when it is not fresh.
pub fn page(outcome: &Outcome, timeout: Duration, age: Option<Duration>) -> String {
    let mut page = Page::default();
    let success = f64::from(u8::from(outcome.state == State::Success));
    page.one(&definitions::BLACKBOX_SUCCESS, success);
    let duration = outcome.duration.as_secs_f64();
    page.one(&definitions::BLACKBOX_DURATION, duration);
    page.one(&definitions::BLACKBOX_TIMEOUT, timeout.as_secs_f64());
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
    let mut states = Family::of(&definitions::CHECK_STATE);
    for state in State::ALL {
        states.add(&[("state", state.as_str())], f64::from(u8::from(*state == outcome.state)));
    }
    page.add(&states);
    let age = age.unwrap_or_default().as_secs_f64();
    page.one(&definitions::CHECK_AGE, age);
    page.0
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn add(&mut self, family: &Family) {
        self.0.push_str(family.text());
    }

    fn one(&mut self, metric: &'static Metric, value: f64) {
        let mut family = Family::of(metric);
        family.add(&[], value);
        self.add(&family);
    }

    fn phases(&mut self, kind: CheckKind, time: impl Fn(Phase) -> f64) {
        let metric = match kind {
            CheckKind::Icmp => &definitions::BLACKBOX_ICMP_DURATION,
            CheckKind::Http => &definitions::BLACKBOX_HTTP_DURATION,
            CheckKind::Dns => &definitions::BLACKBOX_DNS_DURATION,
            CheckKind::Tcp => &definitions::CHECK_TCP_DURATION,
        };
        let mut family = Family::of(metric);
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
        self.one(&definitions::BLACKBOX_REGEX, failed);
    }
}

fn address(page: &mut Page, outcome: &Outcome) {
    let lookup = outcome.findings.phase(Phase::Resolve).as_secs_f64();
    page.one(&definitions::BLACKBOX_DNS_LOOKUP, lookup);
    let (version, hash) = match outcome.findings.address {
        Some(address @ IpAddr::V4(v4)) => (4.0, fnv32a(&v4.octets(), address)),
        Some(address @ IpAddr::V6(v6)) => (6.0, fnv32a(&v6.octets(), address)),
        None => (0.0, 0.0),
    };
    page.one(&definitions::BLACKBOX_IP_PROTOCOL, version);
    page.one(&definitions::BLACKBOX_IP_HASH, hash);
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
        page.one(&definitions::BLACKBOX_ICMP_HOP_LIMIT, f64::from(limit));
    }
    packets(page, found);
}

fn packets(page: &mut Page, found: &IcmpFound) {
    page.one(&definitions::CHECK_PACKETS_SENT, f64::from(found.sent));
    page.one(&definitions::CHECK_PACKETS_RECEIVED, found.rtts.len() as f64);
    let statistics =
        [("min", found.min()), ("mean", found.mean()), ("max", found.max()), ("jitter", found.jitter())];
    let mut family = Family::of(&definitions::CHECK_ROUND_TRIP);
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
    page.one(&definitions::BLACKBOX_HTTP_STATUS, f64::from(found.status));
    page.one(&definitions::BLACKBOX_HTTP_VERSION, found.version);
    page.one(&definitions::BLACKBOX_HTTP_REDIRECTS, f64::from(found.redirects));
    let tls = f64::from(u8::from(found.tls));
    page.one(&definitions::BLACKBOX_HTTP_SSL, tls);
    let length = found.content_length as f64;
    page.one(&definitions::BLACKBOX_HTTP_LENGTH, length);
    let bytes = found.body_bytes as f64;
    page.one(&definitions::BLACKBOX_HTTP_BODY, bytes);
    page.regex(outcome);
    if let Some(modified) = found.last_modified {
        page.one(&definitions::BLACKBOX_HTTP_MODIFIED, modified as f64);
    }
}

fn tls(page: &mut Page, found: &TlsFound) {
    page.one(&definitions::BLACKBOX_TLS_EXPIRY, found.earliest_expiry as f64);
    let chain = found.chain_expiry.map_or(NO_CHAIN, |expiry| expiry as f64);
    page.one(&definitions::BLACKBOX_TLS_CHAIN_EXPIRY, chain);
    let mut version = Family::of(&definitions::BLACKBOX_TLS_VERSION);
    version.add(&[("version", found.version)], 1.0);
    page.add(&version);
    let mut cipher = Family::of(&definitions::BLACKBOX_TLS_CIPHER);
    cipher.add(&[("cipher", found.cipher)], 1.0);
    page.add(&cipher);
    page.one(&definitions::CHECK_TLS_VALID, f64::from(u8::from(found.valid)));
}

fn dns(page: &mut Page, outcome: &Outcome) {
    page.phases(CheckKind::Dns, |phase| outcome.findings.phase(phase).as_secs_f64());
    let none = DnsFound::default();
    let found = outcome.findings.dns.as_ref().unwrap_or(&none);
    page.one(&definitions::BLACKBOX_DNS_ANSWERS, found.answers as f64);
    page.one(&definitions::BLACKBOX_DNS_AUTHORITIES, found.authorities as f64);
    page.one(&definitions::BLACKBOX_DNS_ADDITIONALS, found.additionals as f64);
    let answered = f64::from(u8::from(found.answered));
    page.one(&definitions::BLACKBOX_DNS_SUCCEEDED, answered);
    if let Some(serial) = found.serial {
        page.one(&definitions::BLACKBOX_DNS_SERIAL, f64::from(serial));
    }
}
