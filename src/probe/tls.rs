//! TLS that looks before it judges: a certificate is measured even when it is invalid.
//!
//! The verifier writes down the chain and what is wrong with it, and lets the handshake go on; the check
//! then decides, before a byte of a request is sent.

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::config::TlsSettings;
use super::outcome::{Findings, Phase, Reason, TlsFound};
use super::roots;

/// What a server showed.
#[derive(Debug, Clone)]
struct Shown {
    chain: Vec<CertificateDer<'static>>,
    valid: bool,
}

/// Lets every certificate pass and remembers it.
#[derive(Debug)]
struct Recorder {
    inner: Arc<WebPkiServerVerifier>,
    shown: Mutex<Option<Shown>>,
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verdict =
            self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        let chain = std::iter::once(end_entity).chain(intermediates);
        let chain = chain.map(|certificate| certificate.clone().into_owned()).collect();
        let shown = Shown { chain, valid: verdict.is_ok() };
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(shown);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// Speaks TLS over a connection to `host`, writes down what was shown, and judges it.
pub(super) async fn handshake(
    settings: &TlsSettings,
    host: &str,
    connection: TcpStream,
    findings: &mut Findings,
) -> Result<TlsStream<TcpStream>, Reason> {
    let started = Instant::now();
    let recorder = Arc::new(Recorder { inner: Arc::clone(&settings.roots), shown: Mutex::default() });
    let agreed = agree(settings, host, connection, Arc::clone(&recorder)).await;
    findings.spent(Phase::Tls, started.elapsed());
    let shown = recorder.shown.lock().unwrap_or_else(PoisonError::into_inner).take();
    // TLS 1.3 may break off after the certificate was shown; what was seen still counts.
    let session = agreed.as_ref().ok().map(|stream| stream.get_ref().1);
    let valid = shown.as_ref().is_some_and(|shown| shown.valid);
    findings.tls = shown.and_then(|shown| found(&shown, session));
    let stream = agreed.map_err(|_broken| Reason::TlsHandshake)?;
    if settings.verify && !valid { Err(Reason::Certificate) } else { Ok(stream) }
}

async fn agree(
    settings: &TlsSettings,
    host: &str,
    connection: TcpStream,
    recorder: Arc<Recorder>,
) -> io::Result<TlsStream<TcpStream>> {
    let config = ClientConfig::builder_with_provider(roots::provider())
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(recorder)
        .with_no_client_auth();
    let name = settings.server_name.as_deref().unwrap_or(host);
    let name = match name.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => ServerName::IpAddress(address.into()),
        Err(_) => ServerName::try_from(name.trim_end_matches('.').to_owned()).map_err(io::Error::other)?,
    };
    TlsConnector::from(Arc::new(config)).connect(name, connection).await
}

fn found(shown: &Shown, session: Option<&rustls::ClientConnection>) -> Option<TlsFound> {
    let version = match session.and_then(|session| session.protocol_version()) {
        Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2",
        Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3",
        _ => "unknown",
    };
    let suite = session.and_then(|session| session.negotiated_cipher_suite());
    let cipher = suite.and_then(|suite| suite.suite().as_str()).unwrap_or("unknown");
    let read: Vec<Read> = shown.chain.iter().filter_map(Read::new).collect();
    let earliest_expiry = read.iter().map(|certificate| certificate.expiry).min()?;
    let chain_expiry = shown.valid.then(|| along_the_chain(&read)).flatten();
    // TLS 1.3 suites are called so by Go, whose names dashboards know.
    let cipher = cipher.strip_prefix("TLS13_").map_or(cipher, |_| tls13(cipher));
    Some(TlsFound { version, cipher, earliest_expiry, chain_expiry, valid: shown.valid })
}

fn tls13(cipher: &'static str) -> &'static str {
    match cipher {
        "TLS13_AES_128_GCM_SHA256" => "TLS_AES_128_GCM_SHA256",
        "TLS13_AES_256_GCM_SHA384" => "TLS_AES_256_GCM_SHA384",
        "TLS13_CHACHA20_POLY1305_SHA256" => "TLS_CHACHA20_POLY1305_SHA256",
        other => other,
    }
}

/// What we need of a certificate.
struct Read {
    subject: Vec<u8>,
    issuer: Vec<u8>,
    expiry: i64,
}

impl Read {
    fn new(der: &CertificateDer<'static>) -> Option<Self> {
        let (_rest, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
        Some(Self {
            subject: certificate.subject().as_raw().to_vec(),
            issuer: certificate.issuer().as_raw().to_vec(),
            expiry: certificate.validity().not_after.timestamp(),
        })
    }
}

/// The earliest expiry from the leaf up through its issuers: a certificate that was only sent along,
/// such as an old cross-signed root, does not end the chain.
fn along_the_chain(shown: &[Read]) -> Option<i64> {
    let (leaf, mut left) = shown.split_first().map(|(leaf, rest)| (leaf, rest.iter().collect::<Vec<_>>()))?;
    let (mut at, mut earliest) = (leaf, leaf.expiry);
    while let Some(next) = left.iter().position(|candidate| candidate.subject == at.issuer) {
        at = left.swap_remove(next);
        earliest = earliest.min(at.expiry);
    }
    Some(earliest)
}
