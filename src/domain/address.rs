//! Network addresses: blocks of them, which are none of the public network's, and what may be a host.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use url::{Host, Url};

/// A block of addresses: `127.0.0.1` or `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    address: IpAddr,
    bits: u32,
}

/// A text that is no address block.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0:?} is no address or address block such as 127.0.0.1 or 10.0.0.0/8")]
pub struct InvalidBlock(String);

impl FromStr for Block {
    type Err = InvalidBlock;

    fn from_str(text: &str) -> Result<Self, InvalidBlock> {
        let invalid = || InvalidBlock(text.to_owned());
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_unreadable| invalid())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse::<u32>().map_err(|_unreadable| invalid()))?;
        if bits > most {
            return Err(invalid());
        }
        Ok(Self { address, bits })
    }
}

impl Block {
    /// Whether an address lies in it.
    pub fn contains(self, other: IpAddr) -> bool {
        let (ours, theirs, width) = match (self.address, other) {
            (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()), u128::from(b.to_bits()), 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
            _ => return false,
        };
        let shift = width - self.bits;
        shift >= 128 || ours >> shift == theirs >> shift
    }
}

/// Whether an address is none of the public network's: loopback, private, link-local (where clouds keep
/// their secrets), multicast, reserved, or an IPv6 form that carries such an IPv4 address.
pub fn is_special(address: IpAddr) -> bool {
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
pub fn is_host(text: &str) -> bool {
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

/// An address of the web that this program asks, or may be redirected to: no user, no fragment, no host
/// in disguise.
pub fn is_plain(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none()
        && url.port_or_known_default().is_some_and(|port| port > 0)
        && match url.host() {
            Some(Host::Domain(name)) => is_host(name),
            host => host.is_some(),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_hold_their_own_family() {
        let block: Block = "10.0.0.0/8".parse().expect("a block");
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert!(block.contains(address("10.9.8.7")) && !block.contains(address("11.0.0.1")));
        assert!(!block.contains(address("::a00:1")));
        let all: Block = "::/0".parse().expect("a block");
        assert!(all.contains(address("2a00::1")) && !all.contains(address("10.0.0.1")));
        assert!("10.0.0.0/33".parse::<Block>().is_err() && "x".parse::<Block>().is_err());
    }

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
}
