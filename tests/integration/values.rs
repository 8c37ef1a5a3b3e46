//! Shares by code: the same as those of `/api/v1/coverage`, in a document small enough to colour a map with.

use std::collections::BTreeMap;
use std::io::Read;

use axum::http::header;
use serde_json::Value;

use crate::http::covered;
use crate::service::Service;

/// Bytes, in gzip, that the shares of every commune may take.
const MOST: usize = 12_000;

fn values(body: &Value) -> BTreeMap<String, Option<f64>> {
    serde_json::from_value(body["values"].clone()).expect("values by code")
}

async fn items(service: &Service, query: &str) -> BTreeMap<String, Option<f64>> {
    let body = service.json(&format!("/api/v1/coverage?{query}&limit=5000")).await;
    let items = body["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| (item["code"].as_str().expect("a code").to_owned(), item["share"].as_f64()))
        .collect()
}

#[tokio::test]
async fn values_are_the_shares_of_the_list_to_a_hundred_thousandth() {
    let (service, [first, _]) = covered().await;
    let within = format!("level=commune&technology=4g&within={first}");
    for query in ["level=region&technology=4g", "level=commune&technology=4g&scope=min2", &within] {
        let body = service.json(&format!("/api/v1/coverage/values?{query}")).await;
        let (values, items) = (values(&body), items(&service, query).await);
        assert_eq!(values.keys().collect::<Vec<_>>(), items.keys().collect::<Vec<_>>(), "{query}");
        for (code, share) in &values {
            let (share, exact) = (share.expect("known"), items[code].expect("known"));
            assert!((share - exact).abs() <= 1e-5, "{code}: {share} {exact}");
            assert_eq!((share > 0.0, share < 1.0), (exact > 0.0, exact < 1.0), "{code}: {share} {exact}");
        }
        let list = service.json(&format!("/api/v1/coverage?{query}&limit=1")).await;
        for told in ["definition", "as_of", "known_at", "attribution", "synthetic", "within"] {
            assert_eq!(body[told], list[told], "{told}");
        }
        assert_eq!(body["state"], "known");
    }
}

#[tokio::test]
async fn without_a_filing_every_share_is_null_and_says_why() {
    let (service, _) = covered().await;
    let body = service.json("/api/v1/coverage/values?technology=4g&scope=op:souss").await;
    assert_eq!(body["state"], "no_filing");
    assert!(values(&body).values().all(Option::is_none));
}

#[tokio::test]
async fn the_shares_of_every_commune_are_a_small_document_that_is_asked_for_once() {
    let (service, _) = covered().await;
    let address = "/api/v1/coverage/values?level=commune&technology=4g";
    let answer = service.get_with(address, &[(header::ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(answer.header(&header::CONTENT_ENCODING), "gzip");
    assert!(answer.body.len() < MOST, "{} bytes", answer.body.len());
    let mut text = String::new();
    flate2::read::GzDecoder::new(&answer.body[..]).read_to_string(&mut text).expect("gzip");
    assert_eq!(values(&serde_json::from_str(&text).expect("JSON")).len(), service.country.tree.communes());
    let tag = answer.header(&header::ETAG).to_owned();
    let again =
        service.get_with(address, &[(header::IF_NONE_MATCH, &tag), (header::ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(again.status.as_u16(), 304);
    for (wrong, parameter) in [("level=parish", "level"), ("limit=5", "limit"), ("f=csv", "f")] {
        let (status, _, named) = service.get(&format!("/api/v1/coverage/values?{wrong}")).await.problem();
        assert!(status == 400 || status == 406, "{wrong}: {status}");
        assert!(status == 406 || named == parameter, "{wrong}: {named}");
    }
}
