//! Batches of the API: JSON `{"batch", "source", "measurements": [...]}`, or NDJSON, a test a line.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Draft, Given, MeasurementRule, instant};
use crate::domain::LonLat;

/// A test as a probe sends it. What it does not list (addresses) is not read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    test_id: String,
    at: String,
    lon: Option<f64>,
    lat: Option<f64>,
    operator: String,
    technology: String,
    probe: Option<String>,
    download_mbps: Option<f64>,
    upload_mbps: Option<f64>,
    latency_ms: Option<f64>,
    jitter_ms: Option<f64>,
    loss: Option<f64>,
    method: Option<String>,
    outcome: Option<String>,
    device: Option<String>,
    accuracy_m: Option<f64>,
    weight: Option<f64>,
    environment: Option<String>,
    band: Option<String>,
    rsrp_dbm: Option<f64>,
    rsrq_db: Option<f64>,
    sinr_db: Option<f64>,
    rssi_dbm: Option<f64>,
}

#[derive(Deserialize)]
struct Whole<'a> {
    #[serde(default)]
    batch: Option<String>,
    #[serde(default)]
    source: Option<String>,
    /// Left as text until they are counted: a small row must not become a large tree.
    #[serde(borrow)]
    measurements: Vec<&'a RawValue>,
}

/// A batch, read: rows that cannot be read are there too, so that each keeps its number.
#[derive(Debug, Default)]
pub struct Batch {
    /// What the sender calls it.
    pub batch: Option<String>,
    /// Whose tests they are.
    pub source: Option<String>,
    /// The tests, in order.
    pub rows: Vec<Result<Sent, MeasurementRule>>,
}

/// Why a batch is none.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The document is no such JSON.
    #[error("the batch cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// More rows than a batch may have.
    #[error("a batch may have {0} measurements at most")]
    TooMany(usize),
}

/// Reads a batch: NDJSON where `lines`, else one JSON document.
///
/// # Errors
/// When the document is no batch, or has more than `most` tests.
pub fn read(bytes: &[u8], lines: bool, most: usize) -> Result<Batch, BatchError> {
    let unreadable = |_: serde_json::Error| MeasurementRule::Unreadable;
    let batch = if lines {
        let rows = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        let rows = rows.take(most + 1).map(|line| serde_json::from_slice(line).map_err(unreadable)).collect();
        Batch { rows, ..Batch::default() }
    } else {
        let Whole { batch, source, measurements } = serde_json::from_slice(bytes)?;
        let rows = measurements.into_iter().take(most + 1);
        let rows = rows.map(|row| serde_json::from_str(row.get()).map_err(unreadable)).collect();
        Batch { batch, source, rows }
    };
    if batch.rows.len() > most { Err(BatchError::TooMany(most)) } else { Ok(batch) }
}

impl Sent {
    /// As something to be checked.
    pub fn draft(&self) -> Draft<'_> {
        Draft {
            test_id: Cow::Borrowed(&self.test_id),
            at: instant(&self.at),
            position: self.lon.zip(self.lat).map(|(lon, lat)| LonLat { lon, lat }),
            operator: Cow::Borrowed(&self.operator),
            technology: Cow::Borrowed(&self.technology),
            probe: self.probe.as_deref().map(Cow::Borrowed),
            download: Given::from(self.download_mbps),
            upload: Given::from(self.upload_mbps),
            latency: Given::from(self.latency_ms),
            jitter: Given::from(self.jitter_ms),
            loss: Given::from(self.loss),
            method: self.method.as_deref().map(Cow::Borrowed),
            outcome: self.outcome.as_deref().map(Cow::Borrowed),
            device: self.device.as_deref().map(Cow::Borrowed),
            accuracy: Given::from(self.accuracy_m),
            weight: Given::from(self.weight),
            environment: self.environment.as_deref().map(Cow::Borrowed),
            band: self.band.as_deref().map(Cow::Borrowed),
            signal: [self.rsrp_dbm, self.rsrq_db, self.sinr_db, self.rssi_dbm].map(Given::from),
        }
    }
}
