//! What each kind of check can be told.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::{Name, RecordType};
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use toml::Value;
use url::{Host, Url};

use super::Limits;
use crate::domain::CheckKind;
use crate::domain::address::{is_host, is_plain};
use crate::probe::roots;
use crate::settings::{Secret, Section};

const MIB: u64 = 1 << 20;

/// What a check does, by its kind.
#[derive(Debug, Clone)]
pub(in crate::probe) enum Module {
    Icmp(IcmpModule),
    Tcp(TcpModule),
    Http(Box<HttpModule>),
    Dns(DnsModule),
}

#[derive(Debug, Clone)]
pub(in crate::probe) struct IcmpModule {
    pub(in crate::probe) host: String,
    pub(in crate::probe) packets: u32,
    pub(in crate::probe) spacing: Duration,
    pub(in crate::probe) size: usize,
    pub(in crate::probe) ttl: u32,
}

#[derive(Debug, Clone)]
pub(in crate::probe) struct TcpModule {
    pub(in crate::probe) host: String,
    pub(in crate::probe) port: u16,
    pub(in crate::probe) tls: Option<TlsSettings>,
    pub(in crate::probe) send: Option<Secret<String>>,
    pub(in crate::probe) expect: Option<Secret<String>>,
}

#[derive(Debug, Clone)]
pub(in crate::probe) struct HttpModule {
    /// May hold a token in its query.
    pub(in crate::probe) url: Secret<Url>,
    pub(in crate::probe) method: hyper::Method,
    pub(in crate::probe) valid_status: Vec<(u16, u16)>,
    pub(in crate::probe) headers: Secret<HeaderMap>,
    pub(in crate::probe) body_limit: u64,
    pub(in crate::probe) redirects: u32,
    pub(in crate::probe) tls: TlsSettings,
}

#[derive(Debug, Clone)]
pub(in crate::probe) struct DnsModule {
    pub(in crate::probe) host: String,
    pub(in crate::probe) port: u16,
    pub(in crate::probe) name: Name,
    pub(in crate::probe) record: RecordType,
    pub(in crate::probe) valid_rcodes: Vec<ResponseCode>,
    pub(in crate::probe) tcp: bool,
    pub(in crate::probe) recursion: bool,
}

/// Whom TLS trusts.
#[derive(Debug, Clone)]
pub(in crate::probe) struct TlsSettings {
    /// Whether an invalid certificate fails the check; it is measured either way.
    pub(in crate::probe) verify: bool,
    pub(in crate::probe) server_name: Option<String>,
    pub(in crate::probe) roots: Arc<WebPkiServerVerifier>,
}

impl Module {
    /// The address the configuration names as the target, where it names one.
    pub(super) fn own_address(&self) -> Option<IpAddr> {
        let host = match self {
            Module::Icmp(module) => &module.host,
            Module::Tcp(module) => &module.host,
            Module::Dns(module) => &module.host,
            Module::Http(module) => {
                return match module.url.0.host()? {
                    Host::Ipv4(address) => Some(address.into()),
                    Host::Ipv6(address) => Some(address.into()),
                    Host::Domain(_) => None,
                };
            }
        };
        host.parse().ok()
    }
}

/// Reads the options of a kind.
pub(super) fn read(
    kind: CheckKind,
    section: &mut Section<'_>,
    timeout: Duration,
    limits: &Limits,
    folder: &Path,
) -> Option<Module> {
    match kind {
        CheckKind::Icmp => icmp(section, timeout, limits).map(Module::Icmp),
        CheckKind::Tcp => tcp(section, folder).map(Module::Tcp),
        CheckKind::Http => http(section, folder).map(|module| Module::Http(Box::new(module))),
        CheckKind::Dns => dns(section).map(Module::Dns),
    }
}

fn host(section: &mut Section<'_>) -> Option<String> {
    section.required("target", "an address, or a name of letters, digits, hyphens and dots", |value| {
        let text = value.as_str()?;
        is_host(text).then(|| text.to_owned())
    })
}

fn port(section: &mut Section<'_>, usual: Option<u16>) -> Option<u16> {
    let read = |value: &Value| u16::try_from(value.as_integer()?).ok().filter(|port| *port > 0);
    match usual {
        Some(usual) => Some(section.or("port", usual, "a port from 1 to 65535", read)),
        None => section.required("port", "a port from 1 to 65535", read),
    }
}

fn icmp(section: &mut Section<'_>, timeout: Duration, limits: &Limits) -> Option<IcmpModule> {
    let most = u64::from(limits.burst.get()).min(100);
    let packets = section.number("packets", 5.min(most), 1..=most) as u32;
    let spacing = section.time("spacing", Duration::from_millis(200), Duration::from_millis(10)..=timeout);
    let size = section.number("size", 56, 0..=1400) as usize;
    let ttl = section.number("ttl", 64, 1..=255) as u32;
    if spacing * (packets - 1) >= timeout {
        section.fault("spacing", "packets that are all sent before the timeout");
    }
    Some(IcmpModule { host: host(section)?, packets, spacing, size, ttl })
}

fn tcp(section: &mut Section<'_>, folder: &Path) -> Option<TcpModule> {
    let (host, port) = (host(section), port(section, None));
    let encrypted = section.flag("tls", false);
    let text = |value: &Value| {
        value.as_str().filter(|text| (1..=1024).contains(&text.len())).map(|text| Secret(text.to_owned()))
    };
    let send = section.optional("send", "a text of 1 to 1024 bytes", text);
    let expect = section.optional("expect", "a text of 1 to 1024 bytes", text);
    let tls = if encrypted { Some(tls_settings(section, folder)?) } else { None };
    Some(TcpModule { host: host?, port: port?, tls, send, expect })
}

fn http(section: &mut Section<'_>, folder: &Path) -> Option<HttpModule> {
    let url =
        section.required("target", "an http:// or https:// address without user or fragment", |value| {
            let url = value.as_str().filter(|text| text.len() <= 2048)?.parse::<Url>().ok()?;
            is_plain(&url).then_some(Secret(url))
        });
    let method = section.or("method", hyper::Method::GET, "GET or HEAD", |value| match value.as_str()? {
        "GET" => Some(hyper::Method::GET),
        "HEAD" => Some(hyper::Method::HEAD),
        _ => None,
    });
    let expected = "statuses from 100 to 599, or ranges of them: [200, \"300-399\"]";
    let valid_status = section.or("valid_status", vec![(200, 299)], expected, |value| {
        let list = value.as_array()?.iter().map(statuses).collect::<Option<Vec<_>>>()?;
        (!list.is_empty()).then_some(list)
    });
    let headers = section.or(
        "headers",
        Secret(HeaderMap::new()),
        "a table of headers that a client may set",
        |value| headers(value).map(Secret),
    );
    let body_limit = section.number("body_limit", MIB, 0..=64 * MIB);
    let redirects = section.number("redirects", 3, 0..=3) as u32;
    let tls = tls_settings(section, folder);
    Some(HttpModule { url: url?, method, valid_status, headers, body_limit, redirects, tls: tls? })
}

fn statuses(value: &Value) -> Option<(u16, u16)> {
    let (low, high) = match value {
        Value::Integer(status) => (u16::try_from(*status).ok()?, u16::try_from(*status).ok()?),
        Value::String(range) => {
            let (low, high) = range.split_once('-')?;
            (low.parse().ok()?, high.parse().ok()?)
        }
        _ => return None,
    };
    (100 <= low && low <= high && high <= 599).then_some((low, high))
}

fn headers(value: &Value) -> Option<HeaderMap> {
    // These say where the request goes and how long it is: ours to write.
    const OURS: [&str; 6] = ["host", "content-length", "transfer-encoding", "connection", "upgrade", "te"];
    let table = value.as_table().filter(|table| table.len() <= 32)?;
    let mut headers = HeaderMap::new();
    for (name, value) in table {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let mut value = HeaderValue::from_str(value.as_str().filter(|text| text.len() <= 4096)?).ok()?;
        value.set_sensitive(true);
        if OURS.contains(&name.as_str()) {
            return None;
        }
        headers.insert(name, value);
    }
    Some(headers)
}

fn dns(section: &mut Section<'_>) -> Option<DnsModule> {
    let (host, port) = (host(section), port(section, Some(53)));
    let name =
        section.required("name", "the name to ask for", |value| Name::from_ascii(value.as_str()?).ok());
    let record =
        section.or("record", RecordType::A, "a type of record, such as A, AAAA, SOA or MX", |value| {
            let record = value.as_str()?.parse().ok()?;
            // Zone transfers and "anything" are what reflectors are made of.
            (!matches!(record, RecordType::ANY | RecordType::AXFR | RecordType::IXFR)).then_some(record)
        });
    let expected = "response codes: [\"NOERROR\", \"NXDOMAIN\"]";
    let valid_rcodes = section.or("valid_rcodes", vec![ResponseCode::NoError], expected, |value| {
        let codes = value.as_array()?.iter().map(|code| rcode(code.as_str()?)).collect::<Option<Vec<_>>>()?;
        (!codes.is_empty()).then_some(codes)
    });
    let tcp = section.or("transport", false, "udp or tcp", |value| match value.as_str()? {
        "udp" => Some(false),
        "tcp" => Some(true),
        _ => None,
    });
    let recursion = section.flag("recursion", true);
    let mut name = name?;
    name.set_fqdn(true);
    Some(DnsModule { host: host?, port: port?, name, record, valid_rcodes, tcp, recursion })
}

const RCODES: [(ResponseCode, &str); 6] = [
    (ResponseCode::NoError, "NOERROR"),
    (ResponseCode::FormErr, "FORMERR"),
    (ResponseCode::ServFail, "SERVFAIL"),
    (ResponseCode::NXDomain, "NXDOMAIN"),
    (ResponseCode::NotImp, "NOTIMP"),
    (ResponseCode::Refused, "REFUSED"),
];

fn rcode(text: &str) -> Option<ResponseCode> {
    RCODES.iter().find(|(_, name)| *name == text).map(|(code, _)| *code)
}

/// A response code as DNS people write it.
pub(in crate::probe) fn rcode_name(code: ResponseCode) -> String {
    let known = RCODES.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| format!("RCODE{}", u16::from(code)), |(_, name)| (*name).to_owned())
}

fn tls_settings(section: &mut Section<'_>, folder: &Path) -> Option<TlsSettings> {
    let verify = section.flag("tls_verify", true);
    let server_name = section.optional("tls_server_name", "the name on the certificate", |value| {
        let text = value.as_str()?;
        rustls::pki_types::ServerName::try_from(text).ok().map(|_| text.to_owned())
    });
    let authorities = section.optional("tls_ca", "a readable PEM file of certificate authorities", |value| {
        let pem = std::fs::read(folder.join(value.as_str()?)).ok()?;
        let list = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>().ok()?;
        (!list.is_empty()).then_some(list)
    });
    let Some(roots) = roots::verifier(authorities) else {
        section.fault("tls_ca", "certificates that can be roots of trust");
        return None;
    };
    Some(TlsSettings { verify, server_name, roots })
}
