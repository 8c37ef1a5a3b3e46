//! Which proxies are believed when they say for whom they ask, and how what they write is read.
//!
//! Owns the one setting that names the header, and the reading of `X-Forwarded-For` and of RFC 7239's
//! `Forwarded`. Knows nothing of requests but their headers.
//!
//! Invariants:
//! - one header is read, the one the proxy writes; the other is the client's to invent and is ignored;
//! - all lines of it count, in order, as one list: a proxy may add a line or lengthen the last one;
//! - the list is read from its end, where the nearest proxy wrote, and each entry only as long as the
//!   one who wrote it is trusted. What a client wrote before that is neither believed nor able to change
//!   how the proxy's own entry is read: not by an open quote, not by bytes that are no text;
//! - what is no address (`unknown`, a name that hides one) ends the walk: the speaker before it counts.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::{HeaderMap, HeaderName, header};

use crate::domain::{Block, word_list};

word_list!(
    /// The header in which the proxy says for whom it asks.
    ProxyHeader, "proxy header" {
        /// `X-Forwarded-For`: addresses, the nearest last.
        XForwardedFor => "x-forwarded-for",
        /// `Forwarded`, RFC 7239: `for=` of each element, the nearest last.
        Forwarded => "forwarded",
    }
);

impl ProxyHeader {
    fn name(self) -> HeaderName {
        match self {
            Self::XForwardedFor => HeaderName::from_static("x-forwarded-for"),
            Self::Forwarded => header::FORWARDED,
        }
    }
}

/// The proxies that are believed, and where they say for whom they ask.
#[derive(Debug, Clone)]
pub struct Proxies {
    trusted: Vec<Block>,
    header: ProxyHeader,
}

impl Default for Proxies {
    fn default() -> Self {
        Self::new(Vec::new(), ProxyHeader::XForwardedFor)
    }
}

impl Proxies {
    /// Trusts the given blocks, and reads that header of theirs.
    pub fn new(trusted: Vec<Block>, header: ProxyHeader) -> Self {
        Self { trusted, header }
    }

    /// The address a request really comes from: the last one that is not a trusted proxy's.
    ///
    /// `None` when the peer is unknown.
    pub fn client(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
        // A socket that takes both families writes 127.0.0.1 as ::ffff:127.0.0.1.
        let mut speaker = peer?.to_canonical();
        let lines = headers.get_all(self.header.name());
        for line in lines.iter().rev() {
            let line = String::from_utf8_lossy(line.as_bytes());
            let mut rest = Some(line.as_ref());
            while let Some(list) = rest {
                if !self.trusts(speaker) {
                    return Some(speaker);
                }
                let (before, entry) = self.last_entry(list);
                let Some(address) = entry else { return Some(speaker) };
                speaker = address;
                rest = before;
            }
        }
        Some(speaker)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|block| block.contains(address))
    }

    /// What stands before the last entry of a list, and the address in that entry.
    fn last_entry<'a>(&self, list: &'a str) -> (Option<&'a str>, Option<IpAddr>) {
        let (before, entry) = match self.header {
            ProxyHeader::XForwardedFor => list.rsplit_once(',').map_or((None, list), some_before),
            ProxyHeader::Forwarded => split_last(list, b',').map_or((None, list), some_before),
        };
        let address = match self.header {
            ProxyHeader::XForwardedFor => node(entry),
            ProxyHeader::Forwarded => forwarded_for(entry),
        };
        (before, address)
    }
}

fn some_before<'a>((before, entry): (&'a str, &'a str)) -> (Option<&'a str>, &'a str) {
    (Some(before), entry)
}

/// Splits at the last mark that stands in no quoted string, the text read from its end.
///
/// A proxy's own element is well formed, so an open quote in what stood before it changes nothing.
fn split_last(text: &str, mark: u8) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let mut quoted = false;
    for at in (0..bytes.len()).rev() {
        match bytes[at] {
            b'"' if quoted => {
                let slashes = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
                quoted = slashes % 2 == 1;
            }
            b'"' => quoted = true,
            byte if byte == mark && !quoted => return Some((text.get(..at)?, text.get(at + 1..)?)),
            _ => {}
        }
    }
    None
}

/// The address in the one `for=` of a `Forwarded` element.
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let (mut rest, mut found) = (Some(element), None);
    while let Some(pairs) = rest {
        let (before, pair) = split_last(pairs, b';').map_or((None, pairs), some_before);
        let (name, value) = pair.trim().split_once('=')?;
        if name.eq_ignore_ascii_case("for") {
            // Twice in one element: which one the proxy means is unknown.
            if found.is_some() {
                return None;
            }
            found = Some(unquoted(value)?);
        }
        rest = before;
    }
    node(&found?)
}

/// A token as it is, a quoted string without its quotes and backslashes.
fn unquoted(value: &str) -> Option<String> {
    let Some(inside) = value.strip_prefix('"') else {
        return (!value.contains(['"', '\\'])).then(|| value.to_owned());
    };
    let inside = inside.strip_suffix('"')?;
    let (mut text, mut escaped) = (String::new(), false);
    for letter in inside.chars() {
        match letter {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return None,
            _ => {
                text.push(letter);
                escaped = false;
            }
        }
    }
    (!escaped).then_some(text)
}

/// The address of `ip`, `ip:port`, `[v6]` or `[v6]:port`; `None` for anything else.
fn node(text: &str) -> Option<IpAddr> {
    let text = text.trim_matches([' ', '\t']);
    if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let is_sound = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        let address: Ipv6Addr = address.parse().ok()?;
        return is_sound.then(|| IpAddr::V6(address).to_canonical());
    }
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(address.to_canonical());
    }
    let (address, port) = text.split_once(':')?;
    let address: Ipv4Addr = address.parse().ok()?;
    is_port(port).then_some(IpAddr::V4(address))
}

/// A port, or RFC 7239's name that hides one.
fn is_port(text: &str) -> bool {
    let hidden = text.strip_prefix('_').is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    });
    hidden || ((1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    fn proxies(header: ProxyHeader) -> Proxies {
        let trusted = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"].map(|block| block.parse().expect("a block"));
        Proxies::new(trusted.to_vec(), header)
    }

    fn headers(name: &'static str, lines: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(name, HeaderValue::from_bytes(line).expect("a value"));
        }
        headers
    }

    #[track_caller]
    fn x_forwarded_for(lines: &[&str], expected: &str) {
        let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
        let headers = headers("x-forwarded-for", &lines);
        let found = proxies(ProxyHeader::XForwardedFor).client("127.0.0.1".parse().ok(), &headers);
        assert_eq!(found, expected.parse().ok(), "{lines:?}");
    }

    #[track_caller]
    fn forwarded(lines: &[&str], expected: &str) {
        let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
        let headers = headers("forwarded", &lines);
        let found = proxies(ProxyHeader::Forwarded).client("127.0.0.1".parse().ok(), &headers);
        assert_eq!(found, expected.parse().ok(), "{:?}", String::from_utf8_lossy(&lines.concat()));
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let one = headers("x-forwarded-for", &[b"1.2.3.4"]);
        let client = |peer: &str| proxies(ProxyHeader::XForwardedFor).client(peer.parse().ok(), &one);
        assert_eq!(client("127.0.0.1"), "1.2.3.4".parse().ok());
        assert_eq!(client("::ffff:127.0.0.1"), "1.2.3.4".parse().ok(), "a socket of both families");
        assert_eq!(client("9.9.9.9"), "9.9.9.9".parse().ok());
        assert_eq!(proxies(ProxyHeader::XForwardedFor).client(None, &one), None);
        assert_eq!(Proxies::default().client("127.0.0.1".parse().ok(), &one), "127.0.0.1".parse().ok());
    }

    #[test]
    fn the_rightmost_untrusted_address_counts_over_all_lines() {
        x_forwarded_for(&[], "127.0.0.1");
        x_forwarded_for(&["6.6.6.6, 1.2.3.4, 10.1.1.1"], "1.2.3.4");
        x_forwarded_for(&["6.6.6.6", "1.2.3.4"], "1.2.3.4");
        x_forwarded_for(&["6.6.6.6,1.2.3.4", "10.1.1.1 , 10.2.2.2"], "1.2.3.4");
        x_forwarded_for(&["10.1.1.1", "10.2.2.2"], "10.1.1.1");
    }

    #[test]
    fn ports_and_brackets_are_read() {
        x_forwarded_for(&["203.0.113.9:4711"], "203.0.113.9");
        x_forwarded_for(&["[2001:db8::1]:4711"], "2001:db8::1");
        x_forwarded_for(&["[2001:db8::1]"], "2001:db8::1");
        x_forwarded_for(&["2001:db8::1"], "2001:db8::1");
        x_forwarded_for(&["1.2.3.4, [fd00::7]:80"], "1.2.3.4");
        x_forwarded_for(&["1.2.3.4, ::ffff:10.0.0.1"], "1.2.3.4");
    }

    #[test]
    fn what_is_no_address_ends_the_walk() {
        for entry in [
            "junk",
            "",
            "unknown",
            "_hidden",
            "1.2.3.4:",
            "1.2.3.4:123456",
            "[1.2.3.4]",
            "[::1",
            "fe80::1%eth0",
        ] {
            x_forwarded_for(&[&format!("6.6.6.6, {entry}")], "127.0.0.1");
        }
        x_forwarded_for(&["6.6.6.6, unknown, 10.1.1.1"], "10.1.1.1");
    }

    #[test]
    fn what_a_client_wrote_before_cannot_spoil_what_the_proxy_wrote() {
        let spoilt = headers("x-forwarded-for", &[b"\xff\xfe, 203.0.113.9"]);
        let found = proxies(ProxyHeader::XForwardedFor).client("127.0.0.1".parse().ok(), &spoilt);
        assert_eq!(found, "203.0.113.9".parse().ok());
        forwarded(&["for=\"6.6.6.6, for=203.0.113.9"], "203.0.113.9");
        forwarded(&["for=\", for=\"[2001:db8::1]:4711\""], "2001:db8::1");
        forwarded(&["for=\"6.6.6.6\\\", for=\"203.0.113.9:80\""], "203.0.113.9");
    }

    #[test]
    fn forwarded_is_read_as_its_standard_says() {
        forwarded(&["for=192.0.2.60;proto=http;by=203.0.113.43"], "192.0.2.60");
        forwarded(&["For=\"[2001:db8:cafe::17]:4711\""], "2001:db8:cafe::17");
        forwarded(&["for=192.0.2.43, for=198.51.100.17"], "198.51.100.17");
        forwarded(&["for=192.0.2.43", "for=198.51.100.17;by=10.0.0.1, for=10.3.3.3"], "198.51.100.17");
        forwarded(&["by=\"a;for=6.6.6.6,b\"; for=\"198.51.100.17:_hidden\""], "198.51.100.17");
        forwarded(&["for=6.6.6.6, for=unknown"], "127.0.0.1");
        forwarded(&["for=6.6.6.6, for=\"_mystery\""], "127.0.0.1");
        forwarded(&["for=6.6.6.6, proto=https"], "127.0.0.1");
        forwarded(&["for=6.6.6.6;for=7.7.7.7"], "127.0.0.1");
        forwarded(&["for=6.6.6.6, nonsense"], "127.0.0.1");
    }

    #[test]
    fn the_header_that_is_not_named_is_ignored() {
        let mut both = headers("forwarded", &[b"for=6.6.6.6"]);
        both.append("x-forwarded-for", HeaderValue::from_static("1.2.3.4"));
        let client = |header| proxies(header).client("127.0.0.1".parse().ok(), &both);
        assert_eq!(client(ProxyHeader::XForwardedFor), "1.2.3.4".parse().ok());
        assert_eq!(client(ProxyHeader::Forwarded), "6.6.6.6".parse().ok());
    }

    proptest! {
        #[test]
        fn a_proxy_s_own_entry_is_always_read(
            forged in proptest::collection::vec(proptest::collection::vec(32u8..=255, 0..40), 0..4),
            same_line: bool, quoted: bool, is_forwarded: bool,
        ) {
            let own = match (is_forwarded, quoted) {
                (false, _) => "203.0.113.9",
                (true, false) => "for=203.0.113.9",
                (true, true) => "for=\"203.0.113.9:80\";proto=https",
            };
            let mut lines: Vec<Vec<u8>> = forged.into_iter()
                .map(|line| line.into_iter().filter(|byte| *byte != 127).collect()).collect();
            match lines.last_mut().filter(|_| same_line) {
                Some(last) => last.extend([b", ", own.as_bytes()].concat()),
                None => lines.push(own.as_bytes().to_vec()),
            }
            let lines: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
            let (header, name) = if is_forwarded {
                (ProxyHeader::Forwarded, "forwarded")
            } else {
                (ProxyHeader::XForwardedFor, "x-forwarded-for")
            };
            let found = proxies(header).client("127.0.0.1".parse().ok(), &headers(name, &lines));
            prop_assert_eq!(found, "203.0.113.9".parse().ok());
        }
    }
}
