//! What a check found: a state, the reason for it, and whatever could be measured before it ended.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::config::Check;
use crate::domain::{CheckId, CheckKind, OperatorId, ProbeId, TechnologyId, word_list};

word_list!(
    /// What became of a check. Closed, because it is a label.
    State, "state" {
        /// The target did what was expected.
        Success => "success",
        /// It did not.
        Failure => "failure",
        /// It did not in time.
        Timeout => "timeout",
        /// This machine may not measure so: no permission for ICMP.
        NotPermitted => "not-permitted",
        /// The address is one that must not be probed.
        Refused => "refused",
        /// The destination's bucket of tokens was empty.
        Throttled => "throttled",
    }
);

impl State {
    /// Whether the state says something of the target, and not of this machine or its rules.
    pub const fn is_measured(self) -> bool {
        matches!(self, State::Success | State::Failure | State::Timeout)
    }
}

word_list!(
    /// Why a check did not succeed.
    Reason, "reason" {
        /// The name has no address, or none of the family asked for.
        Resolve => "resolve",
        /// The address is special-use and not allowed.
        SpecialAddress => "special-address",
        /// Nobody listens there.
        ConnectionRefused => "connection-refused",
        /// The connection could not be made, or broke.
        Connection => "connection",
        /// TLS could not be agreed on.
        TlsHandshake => "tls-handshake",
        /// The certificate is expired, of another name, or of nobody trusted.
        Certificate => "certificate",
        /// The answer is none of the protocol.
        Protocol => "protocol",
        /// An HTTP status other than those expected.
        Status => "status",
        /// More redirects than allowed, or one that leads nowhere.
        Redirects => "redirects",
        /// A body larger than allowed.
        BodyTooLarge => "body-too-large",
        /// The text expected did not come.
        Expect => "expect",
        /// Not one reply came.
        NoReply => "no-reply",
        /// A DNS response code other than those expected.
        ResponseCode => "response-code",
        /// The time was over.
        Timeout => "timeout",
        /// The machine does not let us open the socket.
        Permission => "permission",
        /// Probing now would be too much for the destination.
        Bucket => "bucket",
    }
);

impl Reason {
    /// The state that a reason puts a check in.
    pub const fn state(self) -> State {
        match self {
            Reason::Timeout => State::Timeout,
            Reason::Permission => State::NotPermitted,
            Reason::SpecialAddress => State::Refused,
            Reason::Bucket => State::Throttled,
            _ => State::Failure,
        }
    }
}

word_list!(
    /// A part of a check's time; the words are `blackbox_exporter`'s.
    Phase, "phase" {
        /// Finding the address.
        Resolve => "resolve",
        /// Opening a socket.
        Setup => "setup",
        /// Connecting.
        Connect => "connect",
        /// Agreeing on TLS.
        Tls => "tls",
        /// Waiting for the first byte of an answer.
        Processing => "processing",
        /// Reading the rest.
        Transfer => "transfer",
        /// There and back.
        Rtt => "rtt",
        /// Asking and being answered.
        Request => "request",
    }
);

impl Phase {
    /// The phases of a kind of check; all of them are always told, so that no series comes and goes.
    pub const fn of(kind: CheckKind) -> &'static [Phase] {
        match kind {
            CheckKind::Icmp => &[Phase::Resolve, Phase::Setup, Phase::Rtt],
            CheckKind::Tcp => &[Phase::Resolve, Phase::Connect, Phase::Tls],
            CheckKind::Http => {
                &[Phase::Resolve, Phase::Connect, Phase::Tls, Phase::Processing, Phase::Transfer]
            }
            CheckKind::Dns => &[Phase::Resolve, Phase::Connect, Phase::Request],
        }
    }
}

/// What a check writes down while it runs; kept even when its time is over.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Findings {
    /// Time by phase.
    #[serde(serialize_with = "seconds_by_phase")]
    pub phases: BTreeMap<Phase, Duration>,
    /// The address probed last.
    #[serde(skip)]
    pub address: Option<IpAddr>,
    /// What echo requests found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icmp: Option<IcmpFound>,
    /// What the HTTP answer was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http: Option<HttpFound>,
    /// What TLS was agreed on and shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsFound>,
    /// What the DNS server answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dns: Option<DnsFound>,
    /// Whether a text that was expected is not what came; a timeout is not that.
    #[serde(skip)]
    pub unexpected: bool,
}

impl Findings {
    /// Nothing found yet.
    pub fn new(kind: CheckKind) -> Self {
        let phases = Phase::of(kind).iter().map(|phase| (*phase, Duration::ZERO)).collect();
        Self { phases, ..Self::default() }
    }

    /// Adds time to a phase.
    pub fn spent(&mut self, phase: Phase, time: Duration) {
        *self.phases.entry(phase).or_default() += time;
    }

    /// Time spent in a phase.
    pub fn phase(&self, phase: Phase) -> Duration {
        self.phases.get(&phase).copied().unwrap_or_default()
    }
}

fn seconds_by_phase<S: serde::Serializer>(
    phases: &BTreeMap<Phase, Duration>,
    output: S,
) -> Result<S::Ok, S::Error> {
    output.collect_map(phases.iter().map(|(phase, time)| (phase.as_str(), time.as_secs_f64())))
}

/// What echo requests found; times in seconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct IcmpFound {
    /// Requests sent.
    pub sent: u32,
    /// Round-trip times of the replies, in the order of their requests.
    #[serde(rename = "rtt_seconds")]
    pub rtts: Vec<f64>,
    /// Hops a reply could still have made, where the socket tells.
    pub hop_limit: Option<u8>,
}

impl IcmpFound {
    /// Share of requests without a reply; nothing sent is nothing lost.
    pub fn loss(&self) -> Option<f64> {
        (self.sent > 0).then(|| 1.0 - self.rtts.len() as f64 / f64::from(self.sent))
    }

    /// Mean round-trip time.
    pub fn mean(&self) -> Option<f64> {
        (!self.rtts.is_empty()).then(|| self.rtts.iter().sum::<f64>() / self.rtts.len() as f64)
    }

    /// Shortest round-trip time.
    pub fn min(&self) -> Option<f64> {
        self.rtts.iter().copied().reduce(f64::min)
    }

    /// Longest round-trip time.
    pub fn max(&self) -> Option<f64> {
        self.rtts.iter().copied().reduce(f64::max)
    }

    /// Mean difference between one round trip and the next.
    pub fn jitter(&self) -> Option<f64> {
        let steps = self.rtts.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        (self.rtts.len() > 1).then(|| steps.sum::<f64>() / (self.rtts.len() - 1) as f64)
    }
}

/// What the last HTTP answer was.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct HttpFound {
    /// The status; 0 before there is one.
    pub status: u16,
    /// The protocol's version, 1.0 or 1.1; 0 before there is one.
    pub version: f64,
    /// Redirects followed or met.
    pub redirects: u32,
    /// Whether the last request went over TLS.
    pub tls: bool,
    /// The length the server announced; -1 when it announced none.
    pub content_length: i64,
    /// Bytes of the body that were read.
    pub body_bytes: u64,
    /// `Last-Modified`, in seconds since 1970.
    pub last_modified: Option<i64>,
}

/// What TLS was agreed on and which certificates were shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TlsFound {
    /// `TLS 1.2` or `TLS 1.3`.
    pub version: &'static str,
    /// The suite's name.
    pub cipher: &'static str,
    /// The earliest expiry among the certificates shown, in seconds since 1970.
    pub earliest_expiry: i64,
    /// The earliest expiry along the leaf's own chain, when that chain is valid.
    pub chain_expiry: Option<i64>,
    /// Whether the certificate is valid for the name, today, by a root we trust.
    pub valid: bool,
}

/// What a DNS server answered.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DnsFound {
    /// Whether there was an answer at all, good or bad.
    pub answered: bool,
    /// The response code's name.
    pub rcode: Option<String>,
    /// Records of the answer.
    pub answers: usize,
    /// Records of authority.
    pub authorities: usize,
    /// Additional records.
    pub additionals: usize,
    /// The zone's serial, of an SOA record in the answer.
    pub serial: Option<u32>,
}

/// A check's result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Which check.
    pub check: CheckId,
    /// Where it stands.
    pub place: ProbeId,
    /// Whose line it measures.
    pub operator: OperatorId,
    /// Over which technology.
    pub technology: TechnologyId,
    /// What it does.
    pub kind: CheckKind,
    /// When it began.
    pub at: Timestamp,
    /// What became of it.
    pub state: State,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// How long it took.
    #[serde(rename = "duration_seconds", serialize_with = "seconds")]
    pub duration: Duration,
    /// How long it could have taken.
    #[serde(rename = "timeout_seconds", serialize_with = "seconds")]
    pub timeout: Duration,
    /// What was measured.
    #[serde(flatten)]
    pub findings: Findings,
}

impl Outcome {
    /// What an asker is told whose time was over before the check's.
    pub fn unfinished(check: &Check, waited: Duration) -> Self {
        let findings = Findings::new(check.kind());
        Self::new(check, crate::domain::clock::wall(), Some(Reason::Timeout), waited, findings)
    }

    pub(super) fn new(
        check: &Check,
        at: Timestamp,
        reason: Option<Reason>,
        duration: Duration,
        findings: Findings,
    ) -> Self {
        Self {
            check: check.id.clone(),
            place: check.place.id.clone(),
            operator: check.place.operator.clone(),
            technology: check.place.technology.clone(),
            kind: check.kind(),
            at,
            state: reason.map_or(State::Success, Reason::state),
            reason,
            duration,
            timeout: check.timeout,
            findings,
        }
    }
}

fn seconds<S: serde::Serializer>(time: &Duration, output: S) -> Result<S::Ok, S::Error> {
    output.serialize_f64(time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::IcmpFound;

    #[test]
    fn jitter_is_the_mean_step_between_round_trips() {
        let found = IcmpFound { sent: 5, rtts: vec![0.010, 0.014, 0.011, 0.011], hop_limit: None };
        assert!((found.jitter().unwrap() - (0.004 + 0.003) / 3.0).abs() < 1e-12);
        assert!((found.loss().unwrap() - 0.2).abs() < 1e-12);
        assert!((found.mean().unwrap() - 0.0115).abs() < 1e-12);
        assert_eq!((found.min(), found.max()), (Some(0.010), Some(0.014)));
        let lost = IcmpFound { sent: 3, ..IcmpFound::default() };
        assert_eq!((lost.loss(), lost.mean(), lost.jitter()), (Some(1.0), None, None));
        assert_eq!(IcmpFound::default().loss(), None);
    }
}
