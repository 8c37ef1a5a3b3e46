//! Which proxies are believed when they say for whom they ask.

use std::net::IpAddr;
use std::str::FromStr;

/// An address block of trusted proxies: `127.0.0.1` or `10.0.0.0/8`.
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
    fn contains(self, other: IpAddr) -> bool {
        let (ours, theirs, width) = match (self.address, other) {
            (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()), u128::from(b.to_bits()), 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
            _ => return false,
        };
        let shift = width - self.bits;
        shift >= 128 || ours >> shift == theirs >> shift
    }
}

/// The proxies whose `X-Forwarded-For` is believed.
#[derive(Debug, Clone, Default)]
pub struct Proxies(Vec<Block>);

impl Proxies {
    /// Trusts the given blocks.
    pub fn new(blocks: Vec<Block>) -> Self {
        Self(blocks)
    }

    /// The address a request really comes from.
    ///
    /// Walks `X-Forwarded-For` from its end, where the nearest proxy wrote, as long as the speaker is
    /// trusted; a client can therefore not make an address up.
    pub fn client(&self, peer: Option<IpAddr>, forwarded: Option<&str>) -> Option<IpAddr> {
        let mut speaker = peer?;
        for address in forwarded.unwrap_or_default().rsplit(',') {
            if !self.0.iter().any(|block| block.contains(speaker)) {
                break;
            }
            let Ok(address) = address.trim().parse() else { break };
            speaker = address;
        }
        Some(speaker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = Proxies::new(vec!["127.0.0.1".parse().expect("v4"), "10.0.0.0/8".parse().expect("v4")]);
        let ip = |text: &str| Some(text.parse::<IpAddr>().expect("an address"));
        let client = |peer: &str, header: &str| proxies.client(ip(peer), Some(header));
        assert_eq!(client("127.0.0.1", "1.2.3.4"), ip("1.2.3.4"));
        assert_eq!(client("9.9.9.9", "1.2.3.4"), ip("9.9.9.9"));
        assert_eq!(client("127.0.0.1", "6.6.6.6, 1.2.3.4, 10.1.1.1"), ip("1.2.3.4"));
        assert_eq!(client("127.0.0.1", "junk"), ip("127.0.0.1"));
        assert!("10.0.0.0/33".parse::<Block>().is_err());
    }
}
