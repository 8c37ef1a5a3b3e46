//! What a destination may be asked to bear: a bucket of tokens for each address.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::outcome::Reason;

/// Destinations remembered before those long unused are forgotten.
const REMEMBERED: usize = 4096;

/// Tokens by destination; a connection or a packet costs one.
#[derive(Debug)]
pub(super) struct Buckets(DefaultKeyedRateLimiter<IpAddr>);

impl Buckets {
    /// Full buckets of `burst` tokens, refilled at `per_second`.
    pub(super) fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)))
    }

    /// Takes tokens of a destination.
    ///
    /// Nobody waits for tokens: a wait would be read as the target's slowness.
    pub(super) fn take(&self, address: IpAddr, tokens: NonZeroU32) -> Result<(), Reason> {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        match self.0.check_key_n(&network(address), tokens) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_too_early)) => Err(Reason::Bucket),
            Err(_more_than_a_bucket_holds) => Err(Reason::Bucket),
        }
    }
}

/// What counts as one destination: an IPv4 address, or the 64 bits of an IPv6 network.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_bears_its_bucket_and_no_more() {
        let one = NonZeroU32::MIN;
        let buckets = Buckets::new(one, NonZeroU32::new(3).unwrap());
        let (here, there) = ("8.8.8.8".parse().unwrap(), "9.9.9.9".parse().unwrap());
        for _ in 0..3 {
            assert_eq!(buckets.take(here, one), Ok(()));
        }
        assert_eq!(buckets.take("::ffff:8.8.8.8".parse().unwrap(), one), Err(Reason::Bucket));
        assert_eq!(buckets.take(there, one), Ok(()));
        assert_eq!(buckets.take(there, NonZeroU32::new(4).unwrap()), Err(Reason::Bucket));
    }

    #[test]
    fn addresses_of_one_ipv6_network_share_a_bucket() {
        let parse = |text: &str| network(text.parse().unwrap());
        assert_eq!(parse("2a00:1:2:3::1"), parse("2a00:1:2:3:ffff::9"));
        assert_ne!(parse("2a00:1:2:3::1"), parse("2a00:1:2:4::1"));
    }
}
