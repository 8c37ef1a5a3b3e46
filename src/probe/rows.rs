//! What of a result is a measurement of the line.

use super::config::Check;
use super::outcome::{Outcome, Phase, State};
use crate::domain::{CheckKind, MethodId, NewMeasurement, SourceId};

/// The measurement in a result; nothing when the result says nothing of the line.
///
/// Sources differ by kind of check (`probe-icmp`, `probe-tcp` ...), because their latencies do: the mean
/// round trip of echoes, the time to connect, the time of a DNS answer.
pub fn measurement(check: &Check, outcome: &Outcome) -> Option<NewMeasurement> {
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
    Some(NewMeasurement {
        test_id: format!("{}-{}", outcome.check, outcome.at.as_millisecond()),
        at: outcome.at,
        position: check.place.position,
        operator: outcome.operator.clone(),
        technology: outcome.technology.clone(),
        source: SourceId::new(&format!("probe-{}", outcome.kind)).ok()?,
        probe: Some(outcome.place.clone()),
        method: MethodId::new(outcome.kind.as_str()).ok(),
        download: None,
        upload: None,
        latency_ms: latency.map(milliseconds),
        jitter_ms: jitter.map(milliseconds),
        loss,
    })
}
