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
    let told = then.json()["known_at"].as_str().expect("an instant").to_owned();
    assert_eq!(one.json()["known_at"], told.as_str());
    assert_eq!(
        (one.body.clone(), one.header(&header::ETAG)),
        (other.body.clone(), other.header(&header::ETAG))
    );
    assert_eq!(then.json()["items"], one.json()["items"]);
    // What lies ahead is what is known now.
    let now = service.get(&address("2999-01-01")).await.json();
    assert_ne!(now["known_at"], told.as_str());
    assert_eq!(now["known_at"], service.json("/api/v1/country").await["known_at"]);
    // And the next page is of that instant too.
    let next = one.json()["part"]["next"].as_str().expect("another page").to_owned();
    assert!(next.contains(&told), "{next}");
    assert_eq!(service.json(&next).await["known_at"], told.as_str());
}

#[tokio::test]
async fn an_event_of_another_technology_is_none_of_a_question() {
    let (service, [first, _]) = covered().await;
    let question = "/api/v1/coverage?technology=4g&scope=op:atlas&level=commune&limit=10";
    let known_at = async || service.json("/api/v1/country").await["known_at"].as_str().unwrap().to_owned();
    let (before, told) = (known_at().await, service.json(question).await);
    let outdoor = layer("atlas", "5g", "7-1", Environment::Outdoor);
    // Dated later: it is of another date, too, that the usual question would be.
    let cells = cells_of(&service.country, &first);
    service.file_mobile("atlas", "2026-09-30", vec![(outdoor, cells)]).await;
    let after = known_at().await;
    assert_ne!(before, after);
    let now = service.json(question).await;
    assert_eq!(now["known_at"], told["known_at"], "the last event of 4G is the one before");
    assert_eq!(now["as_of"], "2026-09-30", "the date is the latest anyone filed for");
    // Of one date, what was known before and after is one answer, with one tag and one next page.
    let at = |known_at: &str| format!("{question}&as_of=2026-06-30&known_at={known_at}");
    let (one, other) = (service.get(&at(&before)).await, service.get(&at(&after)).await);
    assert_eq!(one.body, other.body);
    assert_eq!(one.header(&header::ETAG), other.header(&header::ETAG));
    let next = other.json()["part"]["next"].as_str().expect("another page").to_owned();
    assert_eq!(service.json(&next).await["part"]["from"], 11);
    // Without a date, each is of the latest that was known then.
    let dates = [&before, &after].map(|known_at| format!("{question}&known_at={known_at}"));
    let (one, other) = (service.get(&dates[0]).await, service.get(&dates[1]).await);
    assert_ne!(one.header(&header::ETAG), other.header(&header::ETAG));
    assert_eq!([&one, &other].map(|answer| answer.json()["as_of"].clone()), ["2026-06-30", "2026-09-30"]);
    let next = other.json()["part"]["next"].as_str().expect("another page").to_owned();
    let page = service.json(&next).await;
    assert_eq!((page["as_of"].as_str(), page["part"]["from"].as_u64()), (Some("2026-09-30"), Some(11)));
}
