//! Whom a check trusts to say who a server is.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;

/// What handshakes are calculated with.
pub(super) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A verifier that trusts these authorities, or the public web's; nothing where none of them can be a root.
pub(super) fn verifier(
    authorities: Option<Vec<CertificateDer<'static>>>,
) -> Option<Arc<WebPkiServerVerifier>> {
    let mut store = RootCertStore::empty();
    match authorities {
        None => store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(list) => {
            store.add_parsable_certificates(list);
        }
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider()).build().ok()
}
