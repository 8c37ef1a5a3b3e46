//! Tokens as their holders, and those who have none, meet them.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use taghtia::catalogue::{Recognised, Revocation};
use taghtia::domain::{Actor, Role};
use taghtia::http::Rates;

use crate::service::{Answer, Service, Setup, TOKEN, issue};

const FILE: &str = "/api/v1/filings?kind=mobile-coverage&as_of=2026-06-30";

/// A square degree around a place, as an operator would file it.
fn square(west: f64) -> String {
    let (east, south, north) = (west + 1.0, 31.2, 32.2);
    let ring = json!([[[west, south], [east, south], [east, north], [west, north], [west, south]]]);
    json!({ "type": "FeatureCollection", "features": [crate::process::feature("4g", &ring)] }).to_string()
}

/// A request of somebody at an address.
async fn from(service: &Service, host: &str, address: &str, token: &str) -> Answer {
    let peer: SocketAddr = format!("{host}:4711").parse().unwrap();
    let request = Request::builder()
        .method(Method::GET)
        .uri(address)
        .extension(ConnectInfo(peer))
        // Nobody can say that they are somebody else.
        .header("x-taghtia-client", "192.0.2.99")
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    service.send(request.body(Body::empty()).unwrap()).await
}

async fn get(service: &Service, address: &str, token: &str) -> Answer {
    from(service, "127.0.0.1", address, token).await
}

async fn audit(service: &Service) -> Vec<Value> {
    let answer = get(service, "/api/v1/audit?limit=1000", &service.token).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn each_wrong_token_is_told_what_is_wrong() {
    let service = Service::start().await;
    let expired = issue(&service.catalogue, Role::Operator, Some("atlas"), "2020-01-01T00:00:00Z").await.0;
    let (revoked, record) =
        issue(&service.catalogue, Role::Operator, Some("atlas"), "2099-01-01T00:00:00Z").await;
    let done = service.catalogue.revoke_token(&record.id, &Actor::machine("tests")).await.unwrap();
    assert!(matches!(done, Revocation::Done(_)));
    let others = service.issue(Role::Operator, Some("rif")).await;
    let probe = service.issue(Role::Probe, None).await;
    let planner = service.issue(Role::Planner, None).await;
    let guess = format!("tgh_{}", "x".repeat(43));
    let own = format!("{FILE}&operator=atlas");
    for (token, status, code, says) in [
        (None, 401, "unauthorized", "Authorization: Bearer"),
        (Some("nonsense"), 401, "unauthorized", "no token of this server"),
        (Some(guess.as_str()), 401, "unauthorized", "no token of this server"),
        (Some(expired.as_str()), 401, "token-expired", "expired at 2020-01-01"),
        (Some(revoked.as_str()), 401, "token-revoked", "revoked"),
        (Some(probe.as_str()), 403, "wrong-role", "role probe; this address is for operator, admin"),
        (Some(planner.as_str()), 403, "wrong-role", "role planner"),
        (Some(others.as_str()), 403, "other-operator", "acts for rif, not for atlas"),
    ] {
        let answer = service.post(&own, token, square(-8.5)).await;
        assert_eq!(answer.problem(), (status, code.to_owned(), String::new()), "{}", answer.text());
        assert!(answer.text().contains(says), "{}", answer.text());
        assert_eq!(status == 401, answer.headers.contains_key(header::WWW_AUTHENTICATE));
        println!("{status} {}", answer.json()["detail"]);
    }
    assert_eq!(service.json("/api/v1/filings").await["total"], 0);
    let denied: Vec<Value> =
        audit(&service).await.into_iter().filter(|row| row["act"] == "access-denied").collect();
    assert_eq!(denied.len(), 1, "one row for the address: {denied:?}");
    assert_eq!(
        denied[0]["detail"]["counts"],
        json!({"unauthorized": 2, "token-expired": 1, "token-revoked": 1, "wrong-role": 2, "other-operator": 1})
    );
    assert_eq!(denied[0]["detail"]["tokens"].as_array().unwrap().len(), 5);
    for token in [&expired, &revoked, &others, &probe, &guess, &service.token] {
        let rows = json!(audit(&service).await).to_string();
        assert!(!rows.contains(&token[12..]), "a token is in the audit log");
    }
    assert_eq!(get(&service, "/api/v1/audit", &others).await.problem().1, "wrong-role");
}

#[tokio::test]
async fn ten_thousand_guesses_meet_a_wall_and_others_do_not() {
    let service = Service::start().await;
    let honest = service.issue(Role::Operator, Some("atlas")).await;
    let (mut unauthorized, mut turned_away) = (0, 0);
    for number in 0..10_000 {
        let guess = format!("{}{number:035}", &honest[..12]);
        let answer = from(&service, "203.0.113.7", "/api/v1/session", &guess).await;
        match answer.status.as_u16() {
            401 => unauthorized += 1,
            429 => {
                turned_away += 1;
                let wait: u64 = answer.header(&header::RETRY_AFTER).parse().unwrap();
                assert!((1..=4).contains(&wait), "{wait}");
                assert_eq!(answer.problem().1, "too-many-requests");
            }
            other => panic!("{other}: {}", answer.text()),
        }
        if number % 1000 == 0 {
            let session = from(&service, "198.51.100.1", "/api/v1/session", &honest).await;
            assert_eq!(session.status, StatusCode::OK, "{}", session.text());
        }
    }
    println!("10,000 guesses: {unauthorized} x 401, {turned_away} x 429");
    assert!((21..200).contains(&unauthorized), "{unauthorized}");
    let rows = audit(&service).await;
    let told: Vec<&Value> = rows.iter().filter(|row| row["act"] == "access-denied").collect();
    assert!(told.len() <= 2, "guesses do not fill the log: {told:?}");
    let of_guesses = told.iter().find(|row| row["from"] == "203.0.113.7").unwrap();
    assert_eq!(of_guesses["who"], "nobody");
    let counts = &of_guesses["detail"]["counts"];
    assert_eq!(counts["unauthorized"], unauthorized);
    assert_eq!(counts["too-many-requests"], turned_away);
}

#[tokio::test]
async fn a_token_does_so_much_a_minute() {
    let rates = Rates {
        filings_per_minute: NonZeroU32::new(2).unwrap(),
        requests_per_minute: NonZeroU32::new(5).unwrap(),
        ..Rates::default()
    };
    let service = Service::with(Setup { rates, ..Setup::default() }).await;
    let own = service.issue(Role::Operator, Some("atlas")).await;
    for _ in 0..2 {
        assert_eq!(service.post(FILE, Some(&own), "x").await.problem().1, "refused");
    }
    let third = service.post(FILE, Some(&own), "x").await;
    assert_eq!(third.problem().1, "too-many-requests");
    assert!(third.text().contains("file 2 times a minute"), "{}", third.text());
    assert!((1..=31).contains(&third.header(&header::RETRY_AFTER).parse::<u64>().unwrap()));
    for expected in [200, 200, 429] {
        assert_eq!(get(&service, "/api/v1/session", &own).await.status.as_u16(), expected);
    }
    let other = service.issue(Role::Operator, Some("rif")).await;
    assert_eq!(get(&service, "/api/v1/session", &other).await.status, StatusCode::OK);
    // Reading what is published needs no token and has no such limit.
    for _ in 0..10 {
        service.json("/api/v1/country").await;
    }
}

#[tokio::test]
async fn a_session_says_who_one_is() {
    let service = Service::start().await;
    let own = service.issue(Role::Operator, Some("atlas")).await;
    let session = get(&service, "/api/v1/session", &own).await;
    let body = session.json();
    assert_eq!((&body["token"]["role"], &body["operator"]["id"]), (&json!("operator"), &json!("atlas")));
    assert_eq!(body["operator"]["names"]["fr"], "ATLAS");
    assert_eq!(
        (&body["token"]["id"], &body["limits"]["filings_per_minute"]),
        (&json!(&own[4..12]), &json!(60))
    );
    assert_eq!(session.header(&header::CACHE_CONTROL), "no-store");
    assert_eq!(get(&service, "/api/v1/session", &service.token).await.json()["operator"], Value::Null);
    assert!(get(&service, "/api/v1/session", &own).await.json()["token"]["last_used"].is_string());
}

#[tokio::test]
async fn a_withdrawal_takes_back_and_what_was_known_stays() {
    let service = Service::start().await;
    let own = service.issue(Role::Operator, Some("atlas")).await;
    let others = service.issue(Role::Operator, Some("rif")).await;
    let covered = async |query: &str| {
        let body = service
            .json(&format!("/api/v1/coverage?technology=4g&level=country&scope=op:atlas{query}"))
            .await;
        body["items"][0]["covered"].as_f64()
    };
    let file = async |west: f64| {
        let answer = service.post(FILE, Some(&own), square(west)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    };
    // The operator is the token's where the address names none.
    file(-8.5).await;
    let first = covered("").await;
    let second_id = file(-6.5).await;
    let second = covered("").await;
    assert_ne!(first, second);
    let known_at = service.json("/api/v1/country").await["known_at"].as_str().unwrap().to_owned();

    let address = format!("/api/v1/filings/{second_id}/withdrawal");
    let reason = r#"{"reason": "the file was of another quarter"}"#;
    assert_eq!(service.post(&address, None, reason).await.problem().0, 401);
    assert_eq!(service.post(&address, Some(&others), reason).await.problem().1, "other-operator");
    for bad in
        ["", "{}", r#"{"reason": ""}"#, r#"{"reason": "x", "force": true}"#, r#"{"reason": "a\u0000b"}"#]
    {
        let answer = service.post(&address, Some(&own), bad).await;
        assert_eq!(answer.problem().1, "bad-body", "{bad}");
    }
    let unknown = format!("/api/v1/filings/{}/withdrawal", "0".repeat(26));
    assert_eq!(service.post(&unknown, Some(&own), reason).await.problem().0, 404);
    assert_eq!(covered("").await, second, "nothing has changed yet");

    let done = service.post(&address, Some(&own), reason).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!(done.json()["withdrawn"]["by"], "atlas");
    assert_eq!(covered("").await, first, "what it had replaced is in force again, at once");
    assert_eq!(covered(&format!("&known_at={known_at}")).await, second, "what was known stays");
    let filing = service.json(&format!("/api/v1/filings/{second_id}")).await;
    assert_eq!((&filing["state"], &filing["withdrawn"]["by"]), (&json!("withdrawn"), &json!("atlas")));
    let twice = service.post(&address, Some(TOKEN), reason).await;
    assert_eq!(twice.problem().1, "already-withdrawn");
    assert!(twice.text().contains("another quarter"), "{}", twice.text());
    // The same file again is news now, for it is not in force.
    assert_eq!(service.post(FILE, Some(&own), square(-6.5)).await.status, StatusCode::CREATED);
    assert_eq!(covered("").await, second);
    let acts: Vec<String> = audit(&service)
        .await
        .iter()
        .filter(|row| row["who"] == format!("token:{}", &own[4..12]))
        .map(|row| row["act"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(acts, ["filing-recorded", "filing-withdrawn", "filing-recorded", "filing-recorded"]);
}

#[tokio::test]
async fn a_submission_can_be_followed_and_found_again() {
    let service = Service::start().await;
    let own = service.issue(Role::Operator, Some("atlas")).await;
    let others = service.issue(Role::Operator, Some("rif")).await;
    let filed = service.post(&format!("{FILE}&submission=quarter-2"), Some(&own), square(-8.5)).await;
    assert_eq!(filed.status, StatusCode::CREATED, "{}", filed.text());
    let receipt = filed.json();
    let now = get(&service, "/api/v1/submissions/quarter-2", &own).await.json();
    assert_eq!((&now["state"], &now["filing"]), (&json!("recorded"), &receipt["id"]));
    assert_eq!((&now["read"], &now["rows"]), (&now["bytes"], &json!(1)), "{now}");
    assert_eq!(get(&service, "/api/v1/submissions/quarter-2", &others).await.problem().0, 404);
    assert_eq!(get(&service, "/api/v1/submissions/quarter-9", &own).await.problem().0, 404);
    service.post(&format!("{FILE}&submission=quarter-2"), Some(&own), square(-8.5)).await;
    let again = get(&service, "/api/v1/submissions/quarter-2", &own).await.json();
    assert_eq!((&again["state"], &again["filing"]), (&json!("unchanged"), &receipt["id"]));
    service.post(&format!("{FILE}&submission=quarter-3"), Some(&own), "{").await;
    let refused = get(&service, "/api/v1/submissions/quarter-3", &own).await.json();
    assert_eq!((&refused["state"], &refused["problem"]["code"]), (&json!("refused"), &json!("refused")));
    assert!(refused["problem"]["errors"][0]["message"].is_string(), "{refused}");
    let large = vec![b'x'; (8 << 20) + 1];
    service.post(&format!("{FILE}&submission=quarter-4"), Some(&own), large).await;
    let failed = get(&service, "/api/v1/submissions/quarter-4", &own).await.json();
    assert_eq!((&failed["state"], &failed["problem"]["code"]), (&json!("failed"), &json!("too-large")));
    let bad = service.post(&format!("{FILE}&submission=x"), Some(&own), "{").await;
    assert_eq!(bad.problem().2, "submission");

    let hash = receipt["content_hash"].as_str().unwrap();
    let found = service.json(&format!("/api/v1/filings?content_hash={hash}")).await;
    assert_eq!((&found["total"], &found["items"][0]["id"]), (&json!(1), &receipt["id"]));
    let none = service.json(&format!("/api/v1/filings?content_hash={}", "0".repeat(64))).await;
    assert_eq!(none["total"], 0);
    assert_eq!(service.get("/api/v1/filings?content_hash=abc").await.problem().2, "content_hash");
    let acts: Vec<Value> = audit(&service).await.iter().take(3).map(|row| row["act"].clone()).collect();
    assert_eq!(acts, ["filing-refused", "filing-unchanged", "filing-recorded"]);
}

/// Medians of what a token costs to recognise; run it alone, for the figure.
#[tokio::test]
#[ignore = "a measurement: run it alone, with --ignored --nocapture"]
async fn how_long_a_guess_takes_tells_nothing() {
    let service = Service::start().await;
    let (known, _) = issue(&service.catalogue, Role::Operator, Some("atlas"), "2099-01-01T00:00:00Z").await;
    for _ in 0..200 {
        service.issue(Role::Probe, None).await;
    }
    let wrong = format!("{}{}", &known[..12], "x".repeat(35));
    let unknown = format!("tgh_zzzzzzzz{}", "x".repeat(35));
    let malformed = "x".repeat(47);
    let guesses =
        [("known id, wrong secret", &wrong), ("unknown id", &unknown), ("no token at all", &malformed)];
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..5000 {
        for (at, (_, guess)) in guesses.iter().enumerate() {
            let started = Instant::now();
            let recognised = service.catalogue.recognise(guess).await.unwrap();
            times[at].push(started.elapsed());
            assert_eq!(recognised, Recognised::Unknown);
        }
    }
    for ((name, _), times) in guesses.iter().zip(&mut times) {
        times.sort_unstable();
        let at = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1e6;
        println!("{name}: p25 {:.1} µs, median {:.1} µs, p75 {:.1} µs", at(25), at(50), at(75));
    }
    let median = |at: usize| times[at][2500].as_secs_f64();
    let spread = (times[0][3750] - times[0][1250]).as_secs_f64();
    assert!((median(0) - median(1)).abs() < spread, "the id shows in the time");
}
