//! A country with more operators, and a technology with more tiers, than anybody has today: all are counted.

use std::sync::Arc;

use serde_json::{Value, json};
use taghtia::country::Country;
use taghtia::domain::Environment;

use crate::service::{Service, Setup, TOKEN, cells_of, layer, operator};
use crate::support::{cache_dir, pack_dir};

const POST: &str = "/api/v1/measurements";

/// Tests of one operator in Azilal, one a day.
fn tests(operator: &str, down: f64) -> Vec<Value> {
    let test = |at: u32| {
        json!({
            "test_id": format!("{operator}-{at}"), "at": format!("2026-06-{:02}T10:00:00Z", 1 + at % 28),
            "lon": -6.57, "lat": 31.96, "operator": operator, "technology": "4g",
            "download_mbps": down, "upload_mbps": 2.0,
        })
    };
    (0..40).map(test).collect()
}

async fn send(service: &Service, tests: &[Value]) {
    let body = json!({ "batch": "b", "source": "many", "measurements": tests }).to_string();
    let answer = service.post(POST, Some(TOKEN), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

#[tokio::test]
async fn tests_of_the_three_hundredth_operator_are_counted() {
    let service = Service::start().await;
    let operators: Vec<_> = (1..=300).map(|at| operator(&format!("o{at}"), &["4g"])).collect();
    service.catalogue.put_operators(&operators).await.unwrap();
    service.publisher.catch_up().await.unwrap();
    send(&service, &[tests("o1", 20.0), tests("o256", 20.0), tests("o300", 20.0)].concat()).await;
    let body = service.json("/api/v1/measurements?level=country").await;
    let found: Vec<_> =
        body["items"].as_array().unwrap().iter().map(|item| (&item["operator"], &item["tests"])).collect();
    let forty = &json!(40);
    assert_eq!(found, [(&json!("o1"), forty), (&json!("o256"), forty), (&json!("o300"), forty)]);
}

#[tokio::test]
async fn the_sixth_tier_of_a_technology_stands_in_every_answer() {
    let mut country = Country::open(&pack_dir(), &cache_dir(), &|_| {}).unwrap();
    let tiers = ["5-1", "10-1", "20-1", "30-1", "50-2", "100-2"];
    let four = country.meta.technologies.iter_mut().find(|known| known.id.as_str() == "4g").unwrap();
    four.tiers = tiers.iter().map(|tier| tier.parse().unwrap()).collect();
    let service = Service::with(Setup { country: Some(Arc::new(country)), ..Setup::default() }).await;
    let whole = cells_of(&service.country, "MA");
    let claim = layer("atlas", "4g", "50-2", Environment::Outdoor);
    service.file_mobile("atlas", "2026-05-31", vec![(claim, whole)]).await;
    send(&service, &tests("atlas", 60.0)).await;
    let body = service.json("/api/v1/measurements?level=country&technology=4g").await;
    let found = body["items"][0]["tiers"].as_array().unwrap();
    let told: Vec<_> = found.iter().map(|tier| (tier["tier"].as_str().unwrap(), &tier["met"])).collect();
    let (all, none) = (&json!(40), &json!(0));
    let met = tiers.map(|tier| (tier, if tier == "100-2" { none } else { all }));
    assert_eq!(told, met);
    assert_eq!((&found[4]["claimed"], &found[5]["claimed"]), (&json!(1.0), &Value::Null));
    // The table has a column for each of them, the sixth too.
    let csv = service.get("/api/v1/measurements?level=country&f=csv").await.text();
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let sixth = header.iter().position(|column| *column == "tier6").expect("a sixth tier");
    assert_eq!(lines.next().unwrap().split(',').nth(sixth), Some("100-2"));
}
