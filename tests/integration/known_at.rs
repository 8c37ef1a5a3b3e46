//! An answer is of the last event up to the instant asked for: all instants between two events are one question.

use axum::http::header;
use taghtia::domain::Environment;

use crate::http::covered;
use crate::service::{cells_of, layer};

#[tokio::test]
async fn all_instants_between_two_events_are_one_answer() {
    let (service, [first, _]) = covered().await;
    let address = |known_at: &str| {
        format!("/api/v1/coverage?technology=4g&scope=op:atlas&level=commune&limit=10&known_at={known_at}")
    };
    let before = service.json("/api/v1/country").await["known_at"].as_str().unwrap().to_owned();
    let then = service.get(&address(&before)).await;
    let outdoor = layer("atlas", "4g", "5-1", Environment::Outdoor);
    let cells = cells_of(&service.country, &first);
    service.file_mobile("atlas", "2026-09-30", vec![(outdoor, cells)]).await;
    // A moment later nothing more was known: the answer says since when, and is the same to the byte.
    let instant: jiff::Timestamp = before.parse().expect("an instant");
    let later = instant.checked_add(jiff::SignedDuration::from_micros(1)).expect("an instant");
    let one = service.get(&address(&before)).await;
    let other = service.get(&address(&later.to_string())).await;
    assert_eq!(one.json()["known_at"], before.as_str());
    assert_eq!(
        (one.body.clone(), one.header(&header::ETAG)),
        (other.body.clone(), other.header(&header::ETAG))
    );
    assert_eq!(then.json()["items"], one.json()["items"]);
    // What lies ahead is what is known now.
    let now = service.get(&address("2999-01-01")).await.json();
    assert_eq!(now["known_at"], service.json("/api/v1/country").await["known_at"]);
    // And the next page is of that instant too.
    let next = one.json()["part"]["next"].as_str().expect("another page").to_owned();
    assert!(next.contains(&before), "{next}");
    assert_eq!(service.json(&next).await["known_at"], before.as_str());
}
