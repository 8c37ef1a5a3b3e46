//! Lists that come in parts, and what clients that cannot read headers are told of it; media types on offer.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::service::Service;

#[tokio::test]
async fn a_list_that_is_cut_says_so_in_its_body() {
    let service = Service::start().await;
    let address = "/api/v1/coverage?level=commune&limit=1000&technology=4g";
    let first = service.get(address).await;
    let body = first.json();
    let next = body["part"]["next"].as_str().expect("a next page").to_owned();
    assert_eq!(
        (&body["part"]["from"], &body["part"]["to"], &body["part"]["of"]),
        (&json!(1), &json!(1000), &body["total"])
    );
    assert!(next.starts_with("/api/v1/coverage?level=commune&limit=1000&technology=4g&cursor="), "{next}");
    assert_eq!(first.header(&header::LINK), format!("<{next}>; rel=\"next\""));
    let last = service.json(&next).await;
    assert_eq!(
        (&last["part"]["from"], &last["part"]["to"], &last["part"]["next"]),
        (&json!(1001), &body["total"], &Value::Null)
    );
    let whole = service.json("/api/v1/coverage?level=region&technology=4g").await;
    assert!(whole.get("part").is_none(), "what is whole has no part");
    for address in ["/api/v1/territories?limit=2", "/api/v1/coverage?f=geojson&limit=2"] {
        let part = service.json(address).await["part"].clone();
        assert_eq!((&part["from"], &part["to"]), (&json!(1), &json!(2)), "{address}");
    }
}

#[tokio::test]
async fn a_table_that_is_cut_says_so_in_its_last_line() {
    let service = Service::start().await;
    let address = "/api/v1/coverage?level=region&technology=4g&f=csv";
    let whole = service.get(address).await.text();
    assert!(!whole.contains('#'), "{whole}");
    let cut = service.get(&format!("{address}&limit=5")).await;
    let text = cut.text();
    let last = text.lines().last().expect("a line");
    assert!(last.starts_with("\"# rows 1 to 5 of 12; next: /api/v1/coverage?"), "{last}");
    let next = last.split("next: ").nth(1).expect("an address").trim_end_matches('"');
    assert_eq!(cut.header(&header::LINK), format!("<{next}>; rel=\"next\""));
    let mut rows: Vec<String> = text.lines().skip(1).take(5).map(ToOwned::to_owned).collect();
    for address in [next.to_owned(), format!("{address}&limit=5&cursor={}", cursor_of(&service, next).await)]
    {
        let page = service.get(&address).await.text();
        rows.extend(page.lines().skip(1).filter(|line| !line.starts_with("\"#")).map(ToOwned::to_owned));
    }
    assert_eq!(rows.join("\n"), whole.lines().skip(1).collect::<Vec<_>>().join("\n"));
    let end =
        service.get(&format!("{address}&limit=5&cursor={}", cursor_of(&service, next).await)).await.text();
    assert!(end.trim_end().ends_with("\"# rows 11 to 12 of 12; the last part\""), "{end}");
}

/// The cursor of the page after an address of a table.
async fn cursor_of(service: &Service, address: &str) -> String {
    let text = service.get(address).await.text();
    text.rsplit("cursor=").next().expect("a cursor").trim_end().trim_end_matches('"').to_owned()
}

#[tokio::test]
async fn what_there_is_one_representation_of_is_sent_whatever_is_accepted() {
    let service = Service::start().await;
    // What GDAL's GeoJSON driver says.
    let accept = "text/plain, application/json";
    for (address, media_type) in [
        ("/api/v1/networks/spans", "application/geo+json"),
        ("/api/v1/networks/nodes", "application/geo+json"),
        ("/api/v1/boundaries/regions", "application/geo+json"),
        ("/api/v1/country", "application/json"),
    ] {
        for accept in [accept, "text/html", "image/png", "application/geo+json"] {
            let answer = service.get_with(address, &[(header::ACCEPT, accept)]).await;
            assert_eq!(answer.status, StatusCode::OK, "{address} {accept}: {}", answer.text());
            assert_eq!(answer.header(&header::CONTENT_TYPE), media_type);
        }
    }
    let several = service.get_with("/api/v1/coverage", &[(header::ACCEPT, "image/png")]).await;
    assert_eq!(several.problem().0, 406, "where there is a choice, it is the client's");
    assert_eq!(service.get("/api/v1/networks/spans?f=csv").await.problem().2, "f");
}

#[tokio::test]
async fn other_sites_may_read_where_the_next_page_is() {
    let service = Service::start().await;
    let answer = service.get("/api/v1/territories?limit=1").await;
    let exposed = answer.header(&header::ACCESS_CONTROL_EXPOSE_HEADERS);
    for name in ["link", "etag", "x-request-id", "content-disposition", "retry-after"] {
        assert!(exposed.split(", ").any(|one| one == name), "{name} of {exposed}");
    }
    assert!(answer.header(&header::LINK).contains("rel=\"next\""));
}
