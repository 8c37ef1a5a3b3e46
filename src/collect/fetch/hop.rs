//! One request after the other, until an answer is no redirect.

use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use url::{Host, Url};

use super::super::config::{Auth, HttpSource};
use super::{Failure, bounded};
use crate::catalogue::CollectedContent;
use crate::domain::CollectReason;
use crate::domain::address::{is_plain, is_special};

const AGENT: &str = concat!("Taghtia/", env!("CARGO_PKG_VERSION"), " (collector)");
/// Addresses of a name that are tried.
const ADDRESSES: usize = 8;

/// Connects wherever it was told to, whatever the name.
struct Pinned(Vec<SocketAddr>);

impl Resolve for Pinned {
    fn resolve(&self, _name: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// Asks, and follows where it is sent; the answer that is no redirect.
pub(super) async fn follow(
    source: &HttpSource,
    known: Option<&CollectedContent>,
) -> Result<Response, Failure> {
    let mut url = source.url.0.clone();
    for _ in 0..=source.redirects {
        let addresses = judged(source, &url).await?;
        let response = ask(source, known, &url, addresses).await?;
        match next(&url, &response)? {
            None => return Ok(response),
            Some(next) => url = next,
        }
    }
    let problem = format!("more than redirects = {}: url must be where the file is", source.redirects);
    Err(Failure::new(CollectReason::Redirect, problem))
}

/// The addresses of a host, every one of which may be asked.
async fn judged(source: &HttpSource, url: &Url) -> Result<Vec<SocketAddr>, Failure> {
    let port = url.port_or_known_default().unwrap_or(0);
    let found: Vec<IpAddr> = match url.host() {
        Some(Host::Ipv4(address)) => vec![address.into()],
        Some(Host::Ipv6(address)) => vec![address.into()],
        Some(Host::Domain(name)) => {
            let looked_up = tokio::time::timeout(source.connect_timeout, tokio::net::lookup_host((name, 0)));
            match looked_up.await {
                Ok(Ok(addresses)) => addresses.map(|address| address.ip()).take(ADDRESSES).collect(),
                Ok(Err(_)) => Vec::new(),
                Err(_elapsed) => {
                    return Err(Failure::passing(CollectReason::Dns, "the name server does not answer"));
                }
            }
        }
        None => Vec::new(),
    };
    if found.is_empty() {
        return Err(Failure::passing(CollectReason::Dns, "the host's name has no address"));
    }
    let refused = found.iter().find(|address| {
        let plain = address.to_canonical();
        is_special(plain) && !source.allowed.iter().any(|block| block.contains(plain))
    });
    if let Some(address) = refused {
        tracing::warn!(host = url.host_str(), %address, "collect.address.refused");
        let problem = "the host has a special-use address (loopback, private, link-local or such); \
             name it in allow_addresses if it is meant";
        return Err(Failure::new(CollectReason::AddressRefused, problem));
    }
    Ok(found.into_iter().map(|address| SocketAddr::new(address, port)).collect())
}

async fn ask(
    source: &HttpSource,
    known: Option<&CollectedContent>,
    url: &Url,
    addresses: Vec<SocketAddr>,
) -> Result<Response, Failure> {
    let is_told = source.auth.is_some() && url.origin() == source.url.0.origin();
    let own =
        |address: &SocketAddr| source.allowed.iter().any(|block| block.contains(address.ip().to_canonical()));
    if is_told && url.scheme() == "http" && !addresses.iter().all(own) {
        let problem = "auth over http:// goes to addresses of allow_addresses only; use https://";
        return Err(Failure::new(CollectReason::AddressRefused, problem));
    }
    let mut builder = Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .referer(false)
        .user_agent(AGENT)
        .connect_timeout(source.connect_timeout)
        .pool_max_idle_per_host(0)
        .dns_resolver(Arc::new(Pinned(addresses)));
    if let Some(authorities) = &source.authorities {
        builder = builder.tls_built_in_root_certs(false);
        builder = authorities.iter().fold(builder, |builder, one| builder.add_root_certificate(one.clone()));
    }
    let client = builder.build().map_err(|error| failure(&error))?;
    let mut request = client
        .get(url.clone())
        .header(header::ACCEPT, "*/*")
        .header(header::ACCEPT_ENCODING, "gzip, identity;q=0.5")
        .headers(validators(known));
    // A secret is meant for the server the configuration names, and for no other.
    if url.origin() == source.url.0.origin() {
        request = match &source.auth {
            Some(Auth::Header(name, value)) => request.header(name, value.0.clone()),
            Some(Auth::Basic { user, password }) => request.basic_auth(user, Some(&password.0)),
            None => request,
        };
    }
    // The head too must come: neither a silent server nor one that drips it holds a run.
    match tokio::time::timeout(source.connect_timeout + source.idle_timeout, request.send()).await {
        Ok(sent) => sent.map_err(|error| failure(&error)),
        Err(_elapsed) => {
            let problem = format!("no answer within idle_timeout = {:?}", source.idle_timeout);
            Err(Failure::passing(CollectReason::Slow, problem))
        }
    }
}

/// How to ask for news only.
fn validators(known: Option<&CollectedContent>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let Some(known) = known else { return headers };
    for (name, text) in
        [(header::IF_NONE_MATCH, &known.etag), (header::IF_MODIFIED_SINCE, &known.last_modified)]
    {
        if let Some(value) = text.as_deref().and_then(|text| HeaderValue::from_str(text).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

/// Where an answer leads, if it is a redirect.
fn next(url: &Url, response: &Response) -> Result<Option<Url>, Failure> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let refused = |problem| Failure::new(CollectReason::Redirect, problem);
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let mut next = location
        .and_then(|text| url.join(text).ok())
        .ok_or_else(|| refused("a redirect to no address: url must be where the file is"))?;
    next.set_fragment(None);
    // file:, user names, addresses in disguise: a server does not choose these for us.
    if !is_plain(&next) {
        return Err(refused("a redirect to an address that is not followed: url must be where the file is"));
    }
    if url.scheme() == "https" && next.scheme() != "https" {
        return Err(refused("a redirect from https:// to http://: what comes then could be anybody's"));
    }
    Ok(Some(next))
}

/// Why a request failed, without the address, which may hold a secret.
pub(super) fn failure(error: &reqwest::Error) -> Failure {
    let mut causes: Vec<String> = Vec::new();
    let mut encrypted = false;
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = cause {
        encrypted |= is_of_tls(error);
        let text = error.to_string();
        if causes.last() != Some(&text) {
            causes.push(text);
        }
        cause = error.source();
    }
    let said = bounded(&causes.join(": "));
    if encrypted {
        return Failure::new(CollectReason::Tls, format!("TLS: {said}"));
    }
    if error.is_connect() {
        let said = if said.is_empty() || error.is_timeout() { "not within connect_timeout" } else { &said };
        return Failure::passing(CollectReason::Connect, format!("no connection: {said}"));
    }
    if error.is_timeout() {
        return Failure::passing(CollectReason::Timeout, format!("no answer in time: {said}"));
    }
    if error.is_builder() {
        return Failure::new(CollectReason::Internal, format!("the request cannot be made: {said}"));
    }
    Failure::passing(CollectReason::Body, format!("the answer broke off or is no HTTP: {said}"))
}

/// Whether an error, or what an I/O error is made of, is one of TLS.
fn is_of_tls(error: &(dyn Error + 'static)) -> bool {
    let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || inner.is_some_and(|inner| is_of_tls(inner))
}
