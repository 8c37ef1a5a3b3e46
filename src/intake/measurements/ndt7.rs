//! Raw result files of M-Lab's ndt7 (data format v0.3.0): one file is one test in one direction.
//!
//! Mbit/s = 8 x bytes / elapsed µs of the last `TCPInfo` the server saw: bytes acknowledged for a
//! download, bytes received for an upload (a client also counts what still sits in buffers). Latency is
//! `MinRTT`. Loss of a download is `BytesRetrans / BytesSent`, a retransmission ratio; of an upload it is
//! not measured, whatever M-Lab's tables say (they say 0). Addresses, ports and metadata are not read.

use std::borrow::Cow;

use serde::Deserialize;

use super::{Draft, Given, instant};
use crate::domain::LonLat;

/// A result file, as far as it is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Ndt7Result {
    download: Option<Direction>,
    upload: Option<Direction>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Direction {
    #[serde(rename = "UUID")]
    uuid: String,
    start_time: String,
    server_measurements: Option<Vec<Snapshot>>,
}

#[derive(Debug, Deserialize)]
struct Snapshot {
    #[serde(rename = "TCPInfo")]
    tcp_info: Option<TcpInfo>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct TcpInfo {
    bytes_acked: f64,
    bytes_received: f64,
    bytes_sent: f64,
    bytes_retrans: f64,
    elapsed_time: f64,
    #[serde(rename = "MinRTT")]
    min_rtt: f64,
}

impl Ndt7Result {
    /// As something to be checked: the place, the operator and the technology are not in the file.
    pub fn draft<'a>(
        &'a self,
        operator: &'a str,
        technology: &'a str,
        here: Option<LonLat>,
    ) -> Option<Draft<'a>> {
        let direction = self.download.as_ref().or(self.upload.as_ref())?;
        let snapshots = direction.server_measurements.as_deref().unwrap_or_default();
        let last = snapshots.iter().rev().find_map(|snapshot| snapshot.tcp_info);
        let last = last.filter(|info| info.elapsed_time > 0.0)?;
        let mbps = |bytes: f64| Given::Number(8.0 * bytes / last.elapsed_time);
        let is_download = self.download.is_some();
        let loss = is_download && last.bytes_sent > 0.0;
        Some(Draft {
            test_id: Cow::Borrowed(&direction.uuid),
            at: instant(&direction.start_time),
            position: here,
            operator: Cow::Borrowed(operator),
            technology: Cow::Borrowed(technology),
            download: if is_download { mbps(last.bytes_acked) } else { Given::Missing },
            upload: if is_download { Given::Missing } else { mbps(last.bytes_received) },
            latency: if last.min_rtt > 0.0 { Given::Number(last.min_rtt / 1e3) } else { Given::Missing },
            loss: if loss { Given::Number(last.bytes_retrans / last.bytes_sent) } else { Given::Missing },
            method: Some(Cow::Borrowed("ndt7")),
            ..Draft::default()
        })
    }
}
