//! From a name to the one address that is probed.

use std::io;
use std::net::IpAddr;
use std::time::Instant;

use futures_util::future::BoxFuture;

use super::config::{Check, Family};
use super::outcome::{Findings, Phase, Reason};
use crate::domain::address::is_special;

/// Finds the addresses of a name.
pub trait Resolver: Send + Sync {
    /// The addresses of a name, in the order they are preferred.
    fn resolve(&self, name: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>>;
}

/// The machine's own resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve(&self, name: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
        })
    }
}

/// Resolves a host once and judges the address: the caller connects to this address and no other.
///
/// One address is tried, of the preferred family when there is one: a check that tried several would
/// hide the one that is broken.
pub(super) async fn pick(
    check: &Check,
    host: &str,
    resolver: &dyn Resolver,
    findings: &mut Findings,
) -> Result<IpAddr, Reason> {
    let started = Instant::now();
    let literal = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    let found = match literal {
        Some(address) => Ok(vec![address]),
        None => resolver.resolve(host.to_owned()).await,
    };
    findings.spent(Phase::Resolve, started.elapsed());
    let address = choose(&found.unwrap_or_default(), check.family, check.fallback).ok_or(Reason::Resolve)?;
    findings.address = Some(address);
    if is_special(address) && !check.allows(address) {
        return Err(Reason::SpecialAddress);
    }
    Ok(address)
}

fn choose(found: &[IpAddr], family: Family, fallback: bool) -> Option<IpAddr> {
    let wanted = found.iter().find(|address| address.is_ipv6() == (family == Family::Ip6));
    let other = if fallback { found.first() } else { None };
    wanted.or(other).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_of_the_preferred_family() {
        let (four, six): (IpAddr, IpAddr) = ("8.8.8.8".parse().unwrap(), "2a00::1".parse().unwrap());
        assert_eq!(choose(&[four, six], Family::Ip6, false), Some(six));
        assert_eq!(choose(&[six, four], Family::Ip4, true), Some(four));
        assert_eq!(choose(&[four], Family::Ip6, true), Some(four));
        assert_eq!(choose(&[four], Family::Ip6, false), None);
        assert_eq!(choose(&[], Family::Ip6, true), None);
    }
}
