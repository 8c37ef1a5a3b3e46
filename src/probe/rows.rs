//! What of a result is a measurement of the line.

use jiff::Timestamp;

use super::config::Check;
use super::outcome::{Outcome, Phase, State};
use crate::domain::{CheckKind, LonLat, OperatorId, ProbeId, SourceId, TechnologyId};

/// A measurement as a row. Sources differ by kind of check, because their latencies mean different things.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The check's id and when it began: counted once however often it is handed over.
    pub test_id: String,
    /// When it began.
    pub at: Timestamp,
    /// Where.
    pub position: LonLat,
    /// Whose line.
    pub operator: OperatorId,
    /// Over which technology.
    pub technology: TechnologyId,
    /// `probe-icmp`, `probe-tcp`, `probe-http` or `probe-dns`.
    pub source: SourceId,
    /// Which probe.
    pub probe: ProbeId,
    /// Mean round trip of echoes, the time to connect, or the time of a DNS answer.
    pub latency_ms: Option<f64>,
    /// Mean difference between one echo's round trip and the next.
    pub jitter_ms: Option<f64>,
    /// Share of echo requests without reply.
    pub loss: Option<f64>,
}

/// The measurement in a result; nothing when the result says nothing of the line.
pub fn reading(check: &Check, outcome: &Outcome) -> Option<Reading> {
    if !outcome.state.is_measured() {
        return None;
    }
    let milliseconds = |seconds: f64| seconds * 1e3;
    let phase = |phase| Some(outcome.findings.phase(phase).as_secs_f64()).filter(|time| *time > 0.0);
    let succeeded = outcome.state == State::Success;
    let (latency, jitter, loss) = match (outcome.kind, &outcome.findings.icmp) {
        (CheckKind::Icmp, Some(found)) => (found.mean(), found.jitter(), found.loss()),
        (CheckKind::Icmp, None) => (None, None, None),
        (CheckKind::Tcp, _) => (phase(Phase::Connect).filter(|_| succeeded), None, None),
        // Over redirects phases are sums, which are nobody's latency.
        (CheckKind::Http, _) => {
            let direct = outcome.findings.http.as_ref().is_some_and(|found| found.redirects == 0);
            (phase(Phase::Connect).filter(|_| succeeded && direct), None, None)
        }
        (CheckKind::Dns, _) => (phase(Phase::Request).filter(|_| succeeded), None, None),
    };
    if latency.is_none() && loss.is_none() {
        return None;
    }
    Some(Reading {
        test_id: format!("{}-{}", outcome.check, outcome.at.as_millisecond()),
        at: outcome.at,
        position: check.place.position,
        operator: outcome.operator.clone(),
        technology: outcome.technology.clone(),
        source: SourceId::new(&format!("probe-{}", outcome.kind)).ok()?,
        probe: outcome.place.clone(),
        latency_ms: latency.map(milliseconds),
        jitter_ms: jitter.map(milliseconds),
        loss,
    })
}
