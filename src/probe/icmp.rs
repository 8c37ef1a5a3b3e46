//! Several echo requests at a steady pace: loss, round-trip times, jitter.
//!
//! The unprivileged socket is tried first, the raw one next; where the machine allows neither, nothing
//! is sent and nothing is lost. Requests keep their pace whether or not replies come.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use surge_ping::{Client, Config, ICMP, IcmpPacket, PingIdentifier, PingSequence};

use super::address;
use super::config::{Check, IcmpModule};
use super::context::ProbeContext;
use super::outcome::{Findings, IcmpFound, Phase, Reason};

/// The types of an echo reply, over IPv4 and over IPv6.
const ECHO_REPLY_V4: u8 = 0;
const ECHO_REPLY_V6: u8 = 129;

/// Runs the check. `until` is when replies are no longer waited for.
pub(super) async fn run(
    check: &Check,
    module: &IcmpModule,
    means: &ProbeContext,
    until: Instant,
    findings: &mut Findings,
) -> Result<(), Reason> {
    let address = address::pick(check, &module.host, means.resolver.as_ref(), findings).await?;
    let started = Instant::now();
    let client = open(address, module.ttl)?;
    findings.spent(Phase::Setup, started.elapsed());
    means.buckets.take(address, NonZeroU32::new(module.packets).unwrap_or(NonZeroU32::MIN))?;
    findings.icmp = Some(IcmpFound::default());
    let payload = payload(module.size);
    let identifier = PingIdentifier(random_u16());
    let requests = (0..module.packets).map(|number| {
        let after = module.spacing * number;
        request(&client, address, identifier, number as u16, &payload, after, until)
    });
    let mut found = IcmpFound::default();
    for answer in join_all(requests).await {
        found.sent += u32::from(answer.sent);
        found.rtts.extend(answer.rtt.map(|rtt| rtt.as_secs_f64()));
        found.hop_limit = found.hop_limit.or(answer.hop_limit);
    }
    let mean = found.mean();
    let replied = !found.rtts.is_empty();
    let sent = found.sent;
    findings.icmp = Some(found);
    findings.spent(Phase::Rtt, Duration::from_secs_f64(mean.unwrap_or(0.0)));
    match (replied, sent) {
        (true, _) => Ok(()),
        (false, 0) => Err(Reason::Connection),
        (false, _) => Err(Reason::NoReply),
    }
}

fn open(address: IpAddr, ttl: u32) -> Result<Client, Reason> {
    let kind = if address.is_ipv4() { ICMP::V4 } else { ICMP::V6 };
    Client::new(&Config::builder().kind(kind).ttl(ttl).build()).map_err(|error| match error.kind() {
        std::io::ErrorKind::PermissionDenied => Reason::Permission,
        _ => Reason::Connection,
    })
}

#[derive(Debug, Default)]
struct Reply {
    sent: bool,
    rtt: Option<Duration>,
    hop_limit: Option<u8>,
}

async fn request(
    client: &Client,
    address: IpAddr,
    identifier: PingIdentifier,
    number: u16,
    payload: &[u8],
    after: Duration,
    until: Instant,
) -> Reply {
    tokio::time::sleep(after).await;
    let mut pinger = client.pinger(address, identifier).await;
    pinger.timeout(until.saturating_duration_since(Instant::now()));
    match pinger.ping(PingSequence(number), payload).await {
        Ok((packet, rtt)) => {
            let (is_reply, hop_limit) = match &packet {
                IcmpPacket::V4(packet) => (packet.get_icmp_type().0 == ECHO_REPLY_V4, packet.get_ttl()),
                IcmpPacket::V6(packet) => (packet.get_icmpv6_type().0 == ECHO_REPLY_V6, None),
            };
            Reply { sent: true, rtt: is_reply.then_some(rtt), hop_limit: hop_limit.filter(|_| is_reply) }
        }
        // A request that the machine itself would not send is not lost on the way.
        Err(surge_ping::SurgeError::IOError(_)) => Reply::default(),
        Err(_) => Reply { sent: true, ..Reply::default() },
    }
}

/// Something that does not compress away on the way.
fn payload(size: usize) -> Vec<u8> {
    let mut payload = vec![0; size];
    // Zeros would do as well; randomness is no promise here.
    let _filled = getrandom::fill(&mut payload);
    payload
}

pub(super) fn random_u16() -> u16 {
    let mut bytes = [0; 2];
    let _filled = getrandom::fill(&mut bytes);
    u16::from_be_bytes(bytes)
}
