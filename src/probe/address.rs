//! From a name to the one address that is probed, and which addresses must not be.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Instant;

use futures_util::future::BoxFuture;

use super::config::{Check, Family};
use super::outcome::{Findings, Phase, Reason};

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

/// Whether an address is none of the public network's: loopback, private, link-local (where clouds keep
/// their secrets), multicast, reserved, or an IPv6 form that carries such an IPv4 address.
pub(super) fn is_special(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_special_v4(address),
        IpAddr::V6(address) => is_special_v6(address),
    }
}

fn is_special_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113)
}

fn is_special_v6(address: Ipv6Addr) -> bool {
    let part = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_special_v4(Ipv4Addr::new(a, b, c, d))
    };
    // Only 2000::/3 is the public network; NAT64 is the one door into IPv4 outside it.
    if part[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        return embedded(part[6], part[7]);
    }
    match part {
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo and the rest of the protocol assignments, benchmarks, ORCHID; documentation.
        [0x2001, second, ..] => second < 0x200 || second == 0xdb8,
        [0x3fff, second, ..] => second < 0x1000,
        [first, ..] => !(0x2000..0x4000).contains(&first),
    }
}

/// A host as the configuration may name it: an address, or a name that no resolver reads as one.
pub(super) fn is_host(text: &str) -> bool {
    if text.parse::<IpAddr>().is_ok() {
        return true;
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let name = text.strip_suffix('.').unwrap_or(text);
    // 0177.1, 0x7f.1 and 2130706433 are addresses to getaddrinfo: a last label of digits is none of a name.
    let last = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let number = |text: &str, digit: fn(&u8) -> bool| text.as_bytes().iter().all(digit);
    let numeric = number(&last, u8::is_ascii_digit)
        || last.strip_prefix("0x").is_some_and(|rest| number(rest, u8::is_ascii_hexdigit));
    name.len() <= 253 && name.split('.').all(label) && !numeric
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_known_in_every_disguise() {
        let special = [
            "127.0.0.1",
            "127.8.8.8",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::",
            "2001::1",
            "2001:db8::1",
            "100::1",
            "3fff::1",
            "5f00::1",
            "fec0::1",
        ];
        for text in special {
            assert!(is_special(text.parse().unwrap()), "{text}");
        }
        for text in [
            "8.8.8.8",
            "196.200.160.1",
            "2a00:1450::1",
            "2001:4860::8888",
            "64:ff9b::808:808",
            "2002:808:808::",
        ] {
            assert!(!is_special(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn names_that_are_addresses_in_disguise_are_no_hosts() {
        for text in ["localhost", "example.org", "example.org.", "a_b.example", "127.0.0.1", "::1", "x1"] {
            assert!(is_host(text), "{text}");
        }
        for text in [
            "",
            "0177.0.0.1",
            "0x7f.0.0.1",
            "0x7f000001",
            "2130706433",
            "127.1",
            "127.0.0.1.",
            "a..b",
            "-a",
            "a b",
            "a/b",
            "user@host",
            "host:80",
            "[::1]",
            "a\n.org",
            "é.org",
            "example.0x1f",
        ] {
            assert!(!is_host(text), "{text}");
        }
    }

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
