//! A TCP connection, with TLS if asked, and a text that is sent or expected.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use super::address;
use super::bucket::Buckets;
use super::config::{Check, TcpModule};
use super::context::ProbeContext;
use super::outcome::{Findings, Phase, Reason};
use super::tls;

/// Bytes read in search of an expected text.
const READ_AT_MOST: usize = 64 << 10;

/// Connects to the one address and port that were judged.
pub(super) async fn connect(
    buckets: &Buckets,
    address: IpAddr,
    port: u16,
    findings: &mut Findings,
) -> Result<TcpStream, Reason> {
    buckets.take(address, NonZeroU32::MIN)?;
    let started = Instant::now();
    let connected = TcpStream::connect(SocketAddr::new(address, port)).await;
    findings.spent(Phase::Connect, started.elapsed());
    connected.map_err(|error| match error.kind() {
        std::io::ErrorKind::ConnectionRefused => Reason::ConnectionRefused,
        _ => Reason::Connection,
    })
}

/// Runs the check.
pub(super) async fn run(
    check: &Check,
    module: &TcpModule,
    means: &ProbeContext,
    findings: &mut Findings,
) -> Result<(), Reason> {
    let address = address::pick(check, &module.host, means.resolver.as_ref(), findings).await?;
    let connection = connect(&means.buckets, address, module.port, findings).await?;
    match &module.tls {
        None => talk(module, connection, findings).await,
        Some(settings) => {
            let stream = tls::handshake(settings, &module.host, connection, findings).await?;
            talk(module, stream, findings).await
        }
    }
}

async fn talk(
    module: &TcpModule,
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    findings: &mut Findings,
) -> Result<(), Reason> {
    if let Some(text) = &module.send {
        let sent = async {
            stream.write_all(text.0.as_bytes()).await?;
            stream.flush().await
        };
        sent.await.map_err(|_broken| Reason::Connection)?;
    }
    let Some(expected) = &module.expect else { return Ok(()) };
    let mut read = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = stream.read(&mut piece).await.map_err(|_broken| Reason::Connection)?;
        read.extend_from_slice(&piece[..count]);
        if contains(&read, expected.0.as_bytes()) {
            return Ok(());
        }
        if count == 0 || read.len() >= READ_AT_MOST {
            findings.unexpected = true;
            return Err(Reason::Expect);
        }
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
