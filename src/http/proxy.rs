//! Which proxies are believed when they say for whom they ask.

use std::net::IpAddr;

use crate::domain::Block;

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
    }
}
