#![no_main]
use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue};
use taghtia::http::{Proxies, ProxyHeader};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // Whatever a client writes before it, a proxy's own entry is read, in the same line and in one of its own.
    let clean: Vec<u8> = bytes.iter().copied().filter(|byte| *byte >= 32 && *byte != 127).collect();
    let peer: IpAddr = [127, 0, 0, 1].into();
    for (header, name, own) in [
        (ProxyHeader::XForwardedFor, "x-forwarded-for", "203.0.113.9:80"),
        (ProxyHeader::Forwarded, "forwarded", "for=\"203.0.113.9:80\";proto=https"),
    ] {
        let proxies = Proxies::new(vec!["127.0.0.1".parse().unwrap(), "10.0.0.0/8".parse().unwrap()], header);
        let line = |bytes: &[u8]| HeaderValue::from_bytes(bytes).unwrap();
        let mut headers = HeaderMap::new();
        headers.append(name, line(&clean));
        assert!(proxies.client(Some(peer), &headers).is_some());
        headers.append(name, line(own.as_bytes()));
        assert_eq!(proxies.client(Some(peer), &headers), Some([203, 0, 113, 9].into()));
        headers.insert(name, line(&[&clean, b", ".as_slice(), own.as_bytes()].concat()));
        assert_eq!(proxies.client(Some(peer), &headers), Some([203, 0, 113, 9].into()));
    }
});
