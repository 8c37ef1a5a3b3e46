//! Those who are turned away: counted by address, slowed down when they guess, and told of in the audit log.
//!
//! A guess must cost us little whatever it is: an address that has used up its failures gets its answer
//! before anything is looked up, until it has waited. Memory is bounded: so many addresses are known at a
//! time, the idle ones are forgotten, and what comes from more is counted together. The disk is bounded:
//! a minute writes a few rows, the loudest addresses one each and the others one between them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use serde_json::json;

use crate::catalogue::AuditEntry;
use crate::domain::{Act, Actor, TokenId};
use crate::http::respond::code::Code;

/// Addresses known at a time.
const ADDRESSES: usize = 10_000;
/// Rows of the audit log a minute.
const ROWS: usize = 20;
/// Tokens named in a row.
const TOKENS_NAMED: usize = 8;
/// After so long an address has all its failures back.
const IDLE: Duration = Duration::from_mins(1);

/// Why somebody was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Denial {
    /// No token of ours.
    Unknown,
    /// A token whose time is over.
    Expired,
    /// A token that was taken back.
    Revoked,
    /// A token that is not for that.
    Role,
    /// A token of another operator.
    Operator,
    /// A token that may not write to that source.
    Source,
    /// A token that did not send that batch.
    Batch,
    /// Too much in too short a time.
    TooMany,
}

impl Denial {
    /// The code of the answer, and the word in the log.
    pub(crate) const fn code(self) -> Code {
        match self {
            Denial::Unknown => Code::Unauthorized,
            Denial::Expired => Code::TokenExpired,
            Denial::Revoked => Code::TokenRevoked,
            Denial::Role => Code::WrongRole,
            Denial::Operator => Code::OtherOperator,
            Denial::Source => Code::SourceNotOfToken,
            Denial::Batch => Code::BatchNotOfToken,
            Denial::TooMany => Code::TooManyRequests,
        }
    }

    /// Whether it was an attempt with a token that is not in force.
    const fn is_failure(self) -> bool {
        matches!(self, Denial::Unknown | Denial::Expired | Denial::Revoked)
    }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Denials {
    quota: Quota,
    clock: DefaultClock,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Known {
    addresses: HashMap<IpAddr, Visitor>,
    /// What came from addresses there was no room for.
    others: Counts,
    since: jiff::Timestamp,
    swept: Instant,
}

#[derive(Debug)]
struct Visitor {
    failures: DefaultDirectRateLimiter,
    shut_until: Option<Instant>,
    last: Instant,
    counts: Counts,
}

#[derive(Debug, Default)]
struct Counts {
    denials: BTreeMap<Denial, u64>,
    tokens: BTreeSet<TokenId>,
}

impl Counts {
    fn add(&mut self, denial: Denial, token: Option<&TokenId>) {
        *self.denials.entry(denial).or_default() += 1;
        if let Some(token) = token.filter(|_| self.tokens.len() < TOKENS_NAMED) {
            self.tokens.insert(token.clone());
        }
    }

    fn total(&self) -> u64 {
        self.denials.values().sum()
    }

    fn merge(&mut self, other: Counts) {
        for (denial, count) in other.denials {
            *self.denials.entry(denial).or_default() += count;
        }
        self.tokens.extend(other.tokens);
        while self.tokens.len() > TOKENS_NAMED {
            self.tokens.pop_last();
        }
    }

    fn deed(self, from: &str, since: jiff::Timestamp) -> AuditEntry {
        let counts: BTreeMap<&str, u64> =
            self.denials.iter().map(|(denial, count)| (denial.code().as_str(), *count)).collect();
        let detail = json!({ "counts": counts, "tokens": self.tokens, "since": since });
        AuditEntry { actor: Actor::nobody(from), act: Act::AccessDenied, subject: None, detail }
    }
}

impl Denials {
    /// Lets so many failures of one address pass a minute before it is made to wait.
    pub(crate) fn new(failures_per_minute: NonZeroU32) -> Self {
        let known = Known {
            addresses: HashMap::new(),
            others: Counts::default(),
            since: crate::domain::clock::wall(),
            swept: Instant::now(),
        };
        Self {
            quota: Quota::per_minute(failures_per_minute),
            clock: DefaultClock::default(),
            known: Mutex::new(known),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long an address has to wait, if it has; its coming is counted then.
    pub(crate) fn wait(&self, from: Option<IpAddr>) -> Option<Duration> {
        let mut known = self.lock();
        let visitor = known.addresses.get_mut(&network(from))?;
        let wait = visitor.shut_until?.checked_duration_since(Instant::now())?;
        visitor.counts.add(Denial::TooMany, None);
        Some(wait)
    }

    /// Counts somebody who is turned away.
    pub(crate) fn turned_away(&self, from: Option<IpAddr>, denial: Denial, token: Option<&TokenId>) {
        let now = Instant::now();
        let mut known = self.lock();
        let Some(visitor) = known.visitor(network(from), self, now) else {
            known.others.add(denial, token);
            return;
        };
        visitor.last = now;
        visitor.counts.add(denial, token);
        if denial.is_failure()
            && let Err(early) = visitor.failures.check()
        {
            visitor.shut_until = Some(now + early.wait_time_from(self.clock.now()));
        }
    }

    /// What there is to write down since the last time; forgets who has been quiet.
    pub(crate) fn told(&self) -> Vec<AuditEntry> {
        let now = Instant::now();
        let mut known = self.lock();
        let since = std::mem::replace(&mut known.since, crate::domain::clock::wall());
        let mut rest = std::mem::take(&mut known.others);
        let mut loud: Vec<(IpAddr, Counts)> = known
            .addresses
            .iter_mut()
            .filter(|(_, visitor)| visitor.counts.total() > 0)
            .map(|(address, visitor)| (*address, std::mem::take(&mut visitor.counts)))
            .collect();
        known.forget(now);
        drop(known);
        loud.sort_by_key(|(address, counts)| (std::cmp::Reverse(counts.total()), *address));
        let quiet = loud.split_off(loud.len().min(ROWS - 1));
        let mut deeds: Vec<AuditEntry> =
            loud.into_iter().map(|(address, counts)| counts.deed(&in_words(address), since)).collect();
        for (_, counts) in quiet {
            rest.merge(counts);
        }
        if rest.total() > 0 {
            deeds.push(rest.deed("other addresses", since));
        }
        deeds
    }
}

impl Known {
    /// The record of an address, if there is one or room for one.
    fn visitor(&mut self, address: IpAddr, denials: &Denials, now: Instant) -> Option<&mut Visitor> {
        if !self.addresses.contains_key(&address) {
            // Looking for the idle ones takes a while: not at every request of a crowd.
            if self.addresses.len() >= ADDRESSES && now.duration_since(self.swept) > Duration::from_secs(1) {
                self.forget(now);
            }
            if self.addresses.len() >= ADDRESSES {
                return None;
            }
        }
        Some(self.addresses.entry(address).or_insert_with(|| Visitor {
            failures: RateLimiter::direct(denials.quota),
            shut_until: None,
            last: now,
            counts: Counts::default(),
        }))
    }

    /// Forgets who has been idle, once what they did is told.
    fn forget(&mut self, now: Instant) {
        self.swept = now;
        self.addresses
            .retain(|_, visitor| visitor.counts.total() > 0 || now.duration_since(visitor.last) < IDLE);
        self.addresses.shrink_to(ADDRESSES / 10);
    }
}

/// An IPv6 customer has a network of 2^64 addresses: they are one.
fn network(address: Option<IpAddr>) -> IpAddr {
    match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        Some(address) => address,
        None => Ipv4Addr::UNSPECIFIED.into(),
    }
}

fn in_words(network: IpAddr) -> String {
    match network {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => "unknown address".to_owned(),
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{address}/64"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denials() -> Denials {
        Denials::new(NonZeroU32::new(20).expect("20"))
    }

    fn address(number: u32) -> IpAddr {
        Ipv4Addr::from_bits(0x0a00_0000 + number).into()
    }

    #[test]
    fn who_guesses_has_to_wait_and_nobody_else() {
        let denials = denials();
        for _ in 0..20 {
            assert_eq!(denials.wait(Some(address(1))), None);
            denials.turned_away(Some(address(1)), Denial::Unknown, None);
        }
        assert_eq!(denials.wait(Some(address(1))), None, "twenty may pass");
        denials.turned_away(Some(address(1)), Denial::Unknown, None);
        let wait = denials.wait(Some(address(1))).expect("has to wait");
        assert!(wait <= Duration::from_secs(3), "{wait:?}");
        assert_eq!(denials.wait(Some(address(2))), None);
        // A token in force that asks for what it may not do is no guess.
        for _ in 0..100 {
            denials.turned_away(Some(address(3)), Denial::Role, None);
        }
        assert_eq!(denials.wait(Some(address(3))), None);
        let deeds = denials.told();
        assert_eq!(deeds.len(), 2);
        let of_guesses = deeds.iter().find(|deed| deed.actor.from == "10.0.0.1").expect("a row");
        assert_eq!(of_guesses.detail["counts"], json!({ "unauthorized": 21, "too-many-requests": 1 }));
        assert!(denials.told().is_empty(), "told once");
    }

    #[test]
    fn a_network_of_version_6_is_one_visitor() {
        let denials = denials();
        for host in 0..30u128 {
            let address = Ipv6Addr::from_bits((0x2001_0db8 << 96) + host);
            denials.turned_away(Some(address.into()), Denial::Unknown, None);
        }
        assert!(denials.wait(Some("2001:db8::ffff".parse().expect("an address"))).is_some());
        assert!(denials.wait(Some("2001:db8:0:1::1".parse().expect("an address"))).is_none());
        assert_eq!(denials.told()[0].actor.from, "2001:db8::/64");
    }

    #[test]
    fn a_crowd_fills_neither_memory_nor_disk() {
        let denials = denials();
        for number in 0..100_000 {
            denials.turned_away(Some(address(number)), Denial::Unknown, None);
        }
        assert_eq!(denials.lock().addresses.len(), ADDRESSES);
        let deeds = denials.told();
        assert_eq!(deeds.len(), ROWS);
        let count = |deed: &AuditEntry| deed.detail["counts"]["unauthorized"].as_u64().expect("a count");
        assert_eq!(deeds.iter().map(count).sum::<u64>(), 100_000, "nobody is left out");
        let mut known = denials.lock();
        known.forget(Instant::now() + 2 * IDLE);
        assert!(known.addresses.is_empty(), "the idle are forgotten");
    }
}
