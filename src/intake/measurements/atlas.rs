//! RIPE Atlas ping results: an array or a result a line. One result is one test.
//!
//! Latency is the median of the answers' round trips, loss the share of packets without one; a packet
//! that came twice counts once. Old firmware has numbers as strings, and `min`/`avg`/`max` of -1 where
//! nothing came. Of `from`, `src_addr` and the target nothing is read.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Draft, Given, epoch};
use crate::domain::LonLat;

/// Where each probe of RIPE Atlas stands, by its number: blurred by its host, good for a commune at best.
pub type AtlasPlaces = HashMap<u64, LonLat>;

/// Reads the probes' places from what the API lists as probes: an array, or `{"results": [...]}`.
///
/// # Errors
/// When it is no JSON.
pub fn places(bytes: &[u8]) -> Result<AtlasPlaces, serde_json::Error> {
    let list: Value = serde_json::from_slice(bytes)?;
    let probes = list["results"].as_array().or(list.as_array());
    let place = |probe: &Value| {
        let at = probe["geometry"]["coordinates"].as_array()?;
        Some((probe["id"].as_u64()?, LonLat { lon: at.first()?.as_f64()?, lat: at.get(1)?.as_f64()? }))
    };
    Ok(probes.into_iter().flatten().filter_map(place).collect())
}

/// A result, as far as it is read.
#[derive(Debug, Deserialize)]
pub struct PingResult {
    #[serde(rename = "type")]
    kind: Option<String>,
    msm_id: Value,
    prb_id: Value,
    timestamp: Value,
    #[serde(default)]
    sent: Value,
    #[serde(default)]
    avg: Value,
    #[serde(default)]
    result: Vec<Value>,
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

impl PingResult {
    /// As something to be checked; nothing where it is no ping, or does not say whose.
    pub fn draft<'a>(
        &self,
        operator: &'a str,
        technology: &'a str,
        places: &AtlasPlaces,
        here: Option<LonLat>,
    ) -> Option<Draft<'a>> {
        if self.kind.as_deref().is_some_and(|kind| kind != "ping") {
            return None;
        }
        let (measurement, probe) = (number(&self.msm_id)? as u64, number(&self.prb_id)? as u64);
        let at = number(&self.timestamp)?;
        let (latency, loss, jitter) = self.numbers();
        Some(Draft {
            test_id: Cow::Owned(format!("{measurement}-{probe}-{at}")),
            at: epoch(at),
            position: places.get(&probe).copied().or(here),
            operator: Cow::Borrowed(operator),
            technology: Cow::Borrowed(technology),
            latency: Given::from(latency),
            jitter: Given::from(jitter),
            loss: Given::from(loss),
            method: Some(Cow::Borrowed("ping")),
            ..Draft::default()
        })
    }

    /// Median round trip, loss, and mean difference of neighbouring round trips.
    fn numbers(&self) -> (Option<f64>, Option<f64>, Option<f64>) {
        let answers = self.result.iter().filter(|packet| packet.get("dup").is_none());
        let times: Vec<f64> = answers.filter_map(|packet| number(packet.get("rtt")?)).collect();
        let packets = self.result.iter().filter(|packet| packet.get("dup").is_none()).count() as f64;
        let sent = number(&self.sent).filter(|sent| *sent > 0.0).or((packets > 0.0).then_some(packets));
        let loss = sent.map(|sent| (1.0 - times.len() as f64 / sent).clamp(0.0, 1.0));
        let mut sorted = times.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median = match sorted.len() {
            // No list of packets: very old firmware tells the average only.
            0 => number(&self.avg).filter(|avg| self.result.is_empty() && *avg >= 0.0),
            odd if odd % 2 == 1 => Some(sorted[middle]),
            _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
        };
        let steps: Vec<f64> = times.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        let jitter = (!steps.is_empty()).then(|| steps.iter().sum::<f64>() / steps.len() as f64);
        let loss = if self.result.is_empty() && median.is_some() { None } else { loss };
        (median, loss, jitter)
    }
}
