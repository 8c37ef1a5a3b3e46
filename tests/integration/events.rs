//! The sequence of events as those who run a server meet it: carried over from a catalogue of before, checked at
//! every door, sound after any death.

use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process::{self, Server};
use crate::support::Draw;
use crate::upgrade::Upgrade;

fn run(place: &Upgrade, args: &[&str]) -> Output {
    place.command(args).output().expect("the binary starts")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn of_today() -> Upgrade {
    let place = Upgrade::unpack();
    assert!(run(&place, &["operator", "list"]).status.success());
    place
}

/// What the file says to anyone who opens it with another program.
fn query(data: &Path, statements: &str, rows: &'static str) -> Vec<(i64, String, Vec<u8>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(data.join("catalogue.sqlite"));
        let pool = sqlx::SqlitePool::connect_with(options).await.expect("opens");
        let statements = statements.to_owned();
        sqlx::raw_sql(sqlx::AssertSqlSafe(statements)).execute(&pool).await.expect("runs");
        let found = sqlx::query_as(rows).fetch_all(&pool).await.expect("reads");
        pool.close().await;
        found
    })
}

fn tamper(place: &Upgrade, change: &str) {
    let change = format!(
        "DROP TRIGGER events_never_change; DROP TRIGGER events_never_go; DROP TRIGGER events_have_no_gaps; {change}"
    );
    query(&place.data(), &change, "SELECT 1, '', x'' WHERE 0");
}

fn verified(place: &Upgrade) -> Value {
    let output = run(place, &["audit", "verify", "--json"]);
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_catalogue_of_before_becomes_a_sequence_that_anyone_can_check() {
    use sha2::{Digest, Sha256};
    let place = of_today();
    let rows = query(&place.data(), "SELECT 1", "SELECT number, fields, hash FROM events ORDER BY number");
    // 14 rows of the audit log, 7 filings and a withdrawal among them; 20 batches that no row told of.
    assert_eq!(rows.len(), 34);
    let mut before = vec![0u8; 32];
    let mut instants = Vec::new();
    for (at, (number, fields, hash)) in rows.iter().enumerate() {
        assert_eq!(*number, at as i64 + 1);
        assert_eq!(
            Sha256::digest([before.as_slice(), fields.as_bytes()].concat()).as_slice(),
            hash.as_slice()
        );
        before = hash.clone();
        let fields: Value = serde_json::from_str(fields).expect("JSON");
        assert_eq!(fields["number"], *number);
        instants.push(fields["at"].as_i64().expect("an instant"));
    }
    assert!(instants.windows(2).all(|pair| pair[0] < pair[1]), "in the order recorded");
    let kinds = |kind: &str| {
        rows.iter().filter(|(_, fields, _)| fields.contains(&format!("\"kind\":\"{kind}\""))).count()
    };
    assert_eq!(
        (kinds("filing-recorded"), kinds("filing-withdrawn"), kinds("measurements-taken")),
        (7, 1, 20)
    );
    assert_eq!((kinds("token-issued"), kinds("token-revoked")), (5, 1));
    let answer = verified(&place);
    assert_eq!(
        (&answer["events"], &answer["fault"], &answer["tables"]),
        (&json!(34), &Value::Null, &json!([]))
    );
    assert_eq!(answer["last"], json!({ "number": 34, "sha256": hex::encode(&before) }));
    let mark = std::fs::read(place.data().join("lake/catalogue.json")).expect("readable");
    let mark: Value = serde_json::from_slice(&mark).expect("JSON");
    assert_eq!(mark["event"], answer["last"], "the mark beside the lake knows the last");
    let plain = said(&run(&place, &["audit", "verify"]));
    assert!(plain.contains("34 events") && plain.contains(&hex::encode(&before)), "{plain}");
}

#[test]
fn the_audit_log_is_the_same_by_the_api_and_on_the_command_line() {
    let place = of_today();
    let server = place.serve();
    let added = run(&place, &["operator", "add", "three", "--name", "fr=Trois"]);
    assert!(added.status.success(), "while a server runs: {}", said(&added));
    let address = format!("{}/api/v1/audit?limit=100", server.url);
    let (_, text) = process::http("GET", &address, Some(&place.token("admin")), None);
    let by_api: Value = serde_json::from_str(&text).expect("JSON");
    let output = run(&place, &["audit", "--json", "--limit", "100"]);
    let by_command: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(by_api["items"], by_command["items"]);
    assert_eq!(by_api["items"][0]["act"], "operator-added");
    assert_eq!(by_api["items"][0]["id"], 15, "numbered after the fourteen of before");
    server.stop();
    assert_eq!(verified(&place)["fault"], Value::Null);
}

#[test]
fn a_broken_sequence_is_refused_at_every_door_by_its_row_and_can_be_accepted() {
    for (change, why) in [
        (
            "UPDATE events SET fields = json_set(fields, '$.who', 'machine:other') WHERE number = 5",
            "event 5 is not as it was recorded",
        ),
        ("DELETE FROM events WHERE number = 9", "event 9 is missing"),
        ("DELETE FROM events WHERE number > 30", "ends at event 30, and the lake has seen event 34"),
    ] {
        let place = of_today();
        tamper(&place, change);
        let doors: [&[&str]; 6] = [
            &["serve", "--listen", "127.0.0.1:0"],
            &["token", "list"],
            &["operator", "add", "three", "--name", "fr=Trois"],
            &["audit"],
            &["audit", "verify"],
            &["clock", "repair"],
        ];
        for door in doors {
            let output = run(&place, door);
            let said = said(&output);
            assert_eq!(output.status.code(), Some(2), "{door:?}: {said}");
            assert!(said.contains(why), "{door:?}: {said}");
            assert!(
                said.contains("Put the right catalogue back") && said.contains("--accept-catalogue"),
                "{said}"
            );
        }
        let server = Server::of(place.command(&["serve", "--accept-catalogue"]), String::new());
        assert_eq!(server.json("/readyz")["filings"], 7);
        let seen = run(&place, &["token", "list"]);
        assert!(seen.status.success(), "beside a server: {}", said(&seen));
        server.stop();
        let server = place.serve();
        assert_eq!(server.json("/readyz")["filings"], 7, "and is the lake's from then on");
        server.stop();
        assert!(said(&run(&place, &["audit"])).contains("catalogue-accepted"));
    }
}

#[test]
fn a_row_changed_beside_the_events_is_named_by_a_verification() {
    let place = of_today();
    query(&place.data(), "UPDATE filings SET rows = 7 WHERE operator = 'two'", "SELECT 1, '', x'' WHERE 0");
    let output = run(&place, &["audit", "verify"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("the row is not as it was recorded (event "), "{}", said(&output));
}

/// Whatever moment it dies at, a first start after the upgrade makes the whole sequence or none of it.
#[test]
fn an_upgrade_that_is_killed_is_made_again_and_whole() {
    let mut draw = Draw(11);
    let undisturbed = {
        let begun = Instant::now();
        of_today();
        begun.elapsed()
    };
    let (mut before, mut after) = (0, 0);
    for _ in 0..25 {
        let place = Upgrade::unpack();
        let mut child = place
            .command(&["operator", "list"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("starts");
        std::thread::sleep(undisturbed.mul_f64(1.2 * draw.next()).max(Duration::from_millis(1)));
        let _ = child.kill();
        child.wait().expect("ends");
        let moved = query(
            &place.data(),
            "SELECT 1",
            "SELECT count(*), '', x'' FROM sqlite_schema WHERE type = 'table' AND name = 'audit'",
        )[0]
        .0;
        if moved == 0 {
            after += 1;
        } else {
            before += 1;
        }
        let answer = verified(&place);
        assert_eq!(
            (&answer["events"], &answer["fault"], &answer["tables"]),
            (&json!(34), &Value::Null, &json!([]))
        );
    }
    println!("killed before the upgrade {before} times, after it {after} times");
}

/// Killed while the command line and a server write at a time.
#[test]
fn writers_that_are_killed_leave_a_sound_sequence() {
    let place = of_today();
    let mut draw = Draw(12);
    for round in 0..6 {
        let server = place.serve();
        let mut children: Vec<_> = (0..3)
            .map(|number| {
                let id = format!("o-{round}-{number}");
                let mut command = place.command(&["operator", "add", &id, "--name", "fr=Trois"]);
                command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
                command.spawn().expect("starts")
            })
            .collect();
        let address = format!("{}/api/v1/filings?kind=mobile-coverage&as_of=2025-06-30", server.url);
        let body = std::fs::read(place.filed_file("two-2025-06")).expect("readable");
        process::http("POST", &address, Some(&place.token("two")), Some(body));
        std::thread::sleep(Duration::from_millis(200).mul_f64(draw.next()));
        for child in &mut children {
            let _ = child.kill();
        }
        server.kill();
        for mut child in children {
            child.wait().expect("ends");
        }
        let answer = verified(&place);
        assert_eq!((&answer["fault"], &answer["tables"]), (&Value::Null, &json!([])), "{answer}");
    }
}
