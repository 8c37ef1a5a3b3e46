//! A clock that once ran ahead, as those who run a server and those who file meet it.

use serde_json::{Value, json};

use crate::process::{Server, http};
use crate::upgrade::Upgrade;

const SHARES: &str = "/api/v1/coverage?technology=4g&level=commune&as_of=2026-06-30&scope=op:two";

/// As if the machine's clock had been in 2031 when the last filings were recorded.
fn place_ahead() -> (Upgrade, Vec<String>) {
    let place = Upgrade::unpack();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let instants = runtime.block_on(async {
        let file = place.data().join("catalogue.sqlite");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        let pool = sqlx::SqlitePool::connect_with(options).await.expect("opens");
        let shift = "SELECT recorded FROM filings ORDER BY recorded LIMIT 1 OFFSET 2";
        let from: i64 = sqlx::query_scalar(shift).fetch_one(&pool).await.expect("reads");
        for change in [
            "UPDATE filings SET recorded = recorded + 150000000000000 WHERE recorded >= ?",
            "UPDATE withdrawals SET at = at + 150000000000000 WHERE at >= ?",
        ] {
            sqlx::query(change).bind(from).execute(&pool).await.expect("writes");
        }
        let ahead: Vec<i64> =
            sqlx::query_scalar("SELECT recorded FROM filings ORDER BY recorded DESC LIMIT 3")
                .fetch_all(&pool)
                .await
                .expect("reads");
        pool.close().await;
        ahead
    });
    let text = |micros: i64| jiff::Timestamp::from_microsecond(micros).expect("in range").to_string();
    (place, instants.into_iter().map(text).collect())
}

fn file(server: &Server, place: &Upgrade, as_of: &str) -> (u16, Value) {
    let address = format!("{}/api/v1/filings?kind=mobile-coverage&as_of={as_of}", server.url);
    let body = std::fs::read(place.filed_file("two-2025-06")).expect("readable");
    let (status, text) = http("POST", &address, Some(&place.token("two")), Some(body));
    (status, serde_json::from_str(&text).expect("JSON"))
}

fn shares(server: &Server, known_at: Option<&str>) -> Value {
    let known_at = known_at.map_or_else(String::new, |instant| format!("&known_at={instant}"));
    let answer = server.json(&format!("{SHARES}{known_at}"));
    answer["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| json!([item["code"], item["share"]]))
        .collect()
}

#[test]
fn a_clock_that_ran_ahead_is_said_refused_and_put_right_and_old_answers_stay() {
    let (place, ahead) = place_ahead();
    let server = place.serve();
    let ready = server.json("/readyz");
    assert_eq!(ready["remarks"][0]["code"], "clock-ahead", "{ready}");
    assert!(
        ready["remarks"][0]["detail"].as_str().expect("a text").contains("taghtia clock repair"),
        "{ready}"
    );
    let distance = |server: &Server| -> f64 {
        let (_, metrics) = server.get("/metrics");
        let line = metrics.lines().find_map(|line| line.strip_prefix("taghtia_clock_ahead_seconds "));
        line.expect("a series").parse().expect("a number")
    };
    assert!(distance(&server) > 1e8);
    let (status, problem) = file(&server, &place, "2026-09-30");
    assert_eq!((status, &problem["code"]), (503, &json!("clock")), "{problem}");
    assert!(problem["detail"].as_str().expect("a text").contains("taghtia clock repair"), "{problem}");
    let before: Vec<Value> = ahead.iter().map(|instant| shares(&server, Some(instant))).collect();
    let past = shares(&server, Some("2026-11-28T19:00:00Z"));
    let (latest, future) = (shares(&server, None), shares(&server, Some("2050-01-01")));
    let listed = server.json("/api/v1/filings")["items"].clone();
    let ids = |listed: &Value| -> Vec<Value> {
        listed.as_array().expect("items").iter().map(|item| item["id"].clone()).collect()
    };

    // What would be done is shown first, and nothing is changed; the server may run.
    let dry = place.command(&["clock", "repair", "--json"]).output().expect("runs");
    let plan: Value = serde_json::from_slice(&dry.stdout).expect("JSON");
    assert_eq!(
        plan["corrections"].as_array().map(Vec::len),
        Some(6),
        "five filings and a withdrawal: {plan}"
    );
    assert!(distance(&server) > 1e8);
    let done = place.command(&["clock", "repair", "--apply"]).output().expect("runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for _ in 0..100 {
        if server.json("/readyz")["remarks"] == json!([]) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(server.json("/readyz")["remarks"], json!([]));
    assert!(distance(&server) < 1.0);
    let after = server.json("/api/v1/filings")["items"].clone();
    assert_eq!(ids(&after), ids(&listed), "ids and their order stay");
    for (instant, expected) in ahead.iter().zip(&before) {
        assert_eq!(shares(&server, Some(instant)), *expected, "known at {instant}");
    }
    assert_eq!((shares(&server, None), shares(&server, Some("2050-01-01"))), (latest.clone(), future));
    assert_eq!(shares(&server, Some("2026-11-28T19:00:00Z")), past);

    let (status, receipt) = file(&server, &place, "2026-06-30");
    assert_eq!(status, 201, "{receipt}");
    assert!(receipt["recorded"].as_str().expect("an instant") < "2030", "{receipt}");
    assert_ne!(receipt["id"], after[0]["id"]);
    assert_eq!(server.json("/api/v1/filings")["items"][0]["id"], receipt["id"], "the newest is first");
    assert_ne!(shares(&server, None), latest);
    assert_eq!(shares(&server, Some(&ahead[0])), before[0], "what came after the repair was not known then");
    let (_, audit) = http("GET", &format!("{}/api/v1/audit", server.url), Some(&place.token("admin")), None);
    assert!(audit.contains("clock-repaired"), "{audit}");
    server.stop();
}
