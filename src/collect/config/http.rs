//! What a collector that fetches from the web can be told.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use reqwest::Certificate;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use toml::Value;
use url::Url;

use crate::domain::Block;
use crate::domain::address::is_plain;
use crate::settings::{Secret, Section, secret_file, secret_variable};

/// Bytes of a file of certificates.
const CERTIFICATE_BYTES: u64 = 1 << 20;

/// What shows a server who asks.
#[derive(Debug, Clone)]
pub(in crate::collect) enum Auth {
    Header(HeaderName, Secret<HeaderValue>),
    Basic { user: String, password: Secret<String> },
}

/// Where and how to fetch.
#[derive(Clone)]
pub(in crate::collect) struct HttpSource {
    /// May hold a token in its query.
    pub(in crate::collect) url: Secret<Url>,
    /// Sent to the address's own origin only.
    pub(in crate::collect) auth: Option<Auth>,
    pub(in crate::collect) connect_timeout: Duration,
    /// Of one attempt, from the name's resolution to the last byte.
    pub(in crate::collect) timeout: Duration,
    pub(in crate::collect) idle_timeout: Duration,
    /// Bytes a second below which an answer is given up, over each `idle_timeout`.
    pub(in crate::collect) slowest: u64,
    pub(in crate::collect) retries: u32,
    pub(in crate::collect) retry_wait: Duration,
    pub(in crate::collect) redirects: u32,
    /// Special-use addresses that may be asked all the same.
    pub(in crate::collect) allowed: Vec<Block>,
    /// Whom TLS trusts instead of the public web's authorities.
    pub(in crate::collect) authorities: Option<Vec<Certificate>>,
}

impl fmt::Debug for HttpSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpSource({})", self.location())
    }
}

impl HttpSource {
    /// Host, port and path; never a query, which may be a secret.
    pub(super) fn location(&self) -> String {
        let url = &self.url.0;
        let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
        format!("{}{port}{}", url.host_str().unwrap_or_default(), url.path())
    }
}

/// Reads the keys of an address.
pub(super) fn read(section: &mut Section<'_>, folder: &Path) -> Option<HttpSource> {
    let url = section.required("url", "an http:// or https:// address without user or fragment", |value| {
        let url = value.as_str().filter(|text| text.len() <= 2048)?.parse::<Url>().ok()?;
        is_plain(&url).then_some(Secret(url))
    });
    let auth = auth(section, folder);
    let second = Duration::from_secs(1);
    let connect_timeout =
        section.time("connect_timeout", Duration::from_secs(10), second / 10..=Duration::from_mins(2));
    let timeout = section.time("timeout", Duration::from_mins(15), second / 10..=Duration::from_hours(12));
    let idle = Duration::from_secs(30).min(timeout);
    let idle_timeout =
        section.time("idle_timeout", idle, second / 10..=timeout.clamp(second / 10, Duration::from_mins(10)));
    let slowest = section.number("slowest_kib", 1, 0..=1024) << 10;
    let retries = section.number("retries", 3, 0..=10) as u32;
    let retry_wait =
        section.time("retry_wait", Duration::from_secs(5), second / 100..=Duration::from_mins(5));
    let redirects = section.number("redirects", 3, 0..=3) as u32;
    let allowed =
        section.or("allow_addresses", Vec::new(), "addresses or blocks: [\"10.0.0.0/8\"]", |value| {
            value.as_array()?.iter().map(|one| one.as_str()?.parse().ok()).collect()
        });
    let authorities = section.optional("tls_ca", "a readable PEM file of certificate authorities", |value| {
        certificates(&folder.join(value.as_str()?))
    });
    let url = url?;
    if auth.is_some() && url.0.scheme() == "http" && allowed.is_empty() {
        section.fault("auth", "an https:// url: over http:// anybody on the way reads the secret");
    }
    Some(HttpSource {
        url,
        auth,
        connect_timeout,
        timeout,
        idle_timeout,
        slowest,
        retries,
        retry_wait,
        redirects,
        allowed,
        authorities,
    })
}

fn certificates(file: &Path) -> Option<Vec<Certificate>> {
    // Of a device or a pipe there may be no end.
    let meta = std::fs::metadata(file).ok()?;
    let pem = if meta.is_file() && meta.len() <= CERTIFICATE_BYTES {
        std::fs::read(file).ok()?
    } else {
        return None;
    };
    let list = Certificate::from_pem_bundle(&pem).ok()?;
    (!list.is_empty()).then_some(list)
}

/// `auth = { type = "bearer", env = "TOKEN" }`.
fn auth(section: &mut Section<'_>, folder: &Path) -> Option<Auth> {
    const EXPECTED: &str = "{ type = \"none\" }, or \"bearer\", \"basic\" with user, \"header\" with name; \
         the secret itself from env = \"VARIABLE\" or file = \"PATH\", set and not empty, and never here";
    section.optional("auth", EXPECTED, |value| read_auth(value, folder))?.0
}

/// What a sound `auth` says to send, which may be nothing.
struct Given(Option<Auth>);

fn read_auth(value: &Value, folder: &Path) -> Option<Given> {
    let table = value.as_table()?;
    let text = |key: &str| table.get(key).and_then(Value::as_str);
    let of = |known: &[&str]| table.keys().all(|key| known.contains(&key.as_str()));
    let secret = || match (text("env"), text("file")) {
        (Some(name), None) => secret_variable(name),
        (None, Some(file)) => secret_file(&folder.join(file)),
        _ => None,
    };
    let header = |name: HeaderName, line: &str| {
        let mut value = HeaderValue::from_str(line).ok()?;
        value.set_sensitive(true);
        Some(Auth::Header(name, Secret(value)))
    };
    match text("type")? {
        "none" if of(&["type"]) => return Some(Given(None)),
        "bearer" if of(&["type", "env", "file"]) => header(AUTHORIZATION, &format!("Bearer {}", secret()?.0)),
        "basic" if of(&["type", "user", "env", "file"]) => {
            let user = text("user").filter(|user| !user.contains(':') && user.len() <= 256)?;
            Some(Auth::Basic { user: user.to_owned(), password: secret()? })
        }
        "header" if of(&["type", "name", "env", "file"]) => {
            let name = HeaderName::from_bytes(text("name")?.as_bytes()).ok().filter(may_be_set)?;
            header(name, &secret()?.0)
        }
        _ => None,
    }
    .map(|auth| Given(Some(auth)))
}

/// Headers that say where a request goes, how long it is and what it asks for are ours to write.
fn may_be_set(name: &HeaderName) -> bool {
    const OURS: [&str; 11] = [
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "upgrade",
        "te",
        "range",
        "if-none-match",
        "if-modified-since",
        "accept-encoding",
        "proxy-authorization",
    ];
    !OURS.contains(&name.as_str())
}
