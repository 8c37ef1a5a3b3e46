//! The sequence of events: written with everything, and what becomes of a catalogue that somebody edits.

use std::collections::BTreeSet;

use super::*;
use crate::catalogue::{BatchesOf, HealedBy, Healing, MeasurementsWithdrawn, NewBatch, Withdrawn};
use crate::domain::{Act, Actor, CatalogueMark, LastEvent, Month, SourceId, TokenScope};

fn machine() -> Actor {
    Actor::machine("tests")
}

async fn fault(catalogue: &Catalogue) -> Option<ChainFault> {
    catalogue.check_events().await.expect("reads").fault
}

/// An event, as its row says it.
struct Event {
    number: i64,
    at: Recorded,
    kind: String,
    subject: Option<String>,
}

/// Events after a number, in their order.
async fn events_since(catalogue: &Catalogue, number: i64) -> Vec<Event> {
    let query = "SELECT number, at, kind, subject FROM events WHERE number > ? ORDER BY number";
    let rows: Vec<(i64, i64, String, Option<String>)> =
        sqlx::query_as(query).bind(number).fetch_all(&catalogue.pool).await.expect("reads");
    let event = |(number, at, kind, subject)| Event {
        number,
        at: Recorded::from_micros(at).expect("an instant"),
        kind,
        subject,
    };
    rows.into_iter().map(event).collect()
}

async fn last_event(catalogue: &Catalogue) -> Option<LastEvent> {
    catalogue.mark().await.expect("reads").event
}

async fn kinds(catalogue: &Catalogue) -> Vec<String> {
    events_since(catalogue, 0).await.into_iter().map(|event| event.kind).collect()
}

/// As somebody does who has the file and an editor for it.
async fn tamper(catalogue: &Catalogue, change: &str) {
    let triggers = ["events_never_change", "events_never_go", "events_have_no_gaps"];
    for trigger in triggers {
        let drop = format!("DROP TRIGGER IF EXISTS {trigger}");
        sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&catalogue.pool).await.expect("drops");
    }
    sqlx::raw_sql(sqlx::AssertSqlSafe(change.to_owned())).execute(&catalogue.pool).await.expect(change);
}

fn batch(seq: i64, id: &str) -> NewBatch {
    let source = SourceId::new("drive").expect("valid");
    let month = Month::new(2026, 3).expect("valid");
    let object = MeasuredObject {
        id: 0,
        source: source.clone(),
        month,
        rows: 3,
        first_batch: 0,
        last_batch: 0,
        last_at_ms: 1,
        synthetic: false,
        data_key: format!("measurements/{id}.parquet"),
        tests_key: format!("measurements/{id}.tests"),
    };
    NewBatch {
        seq,
        id: id.to_owned(),
        rows: 4,
        duplicates: 0,
        actor: machine(),
        token: None,
        receipt: "{}".to_owned(),
        source,
        refused: vec![("unreadable".to_owned(), 1)],
        objects: vec![object],
    }
}

/// One of everything that is recorded.
async fn busy(dir: &tempfile::TempDir) -> Catalogue {
    let catalogue = open(dir).await;
    let filed = record(&catalogue, filing("one", "2026-06-30", 'a', &[5000, 200])).await;
    record(&catalogue, filing("two", "2026-06-30", 'b', &[200])).await;
    catalogue.insert_filing(filing("one", "2026-06-30", 'a', &[5000, 200])).await.expect("answers");
    let healing = Healing {
        object: filed.data_key.clone(),
        filing: filed.id.clone(),
        data_key: Some("filings/healed.parquet".to_owned()),
        means: HealedBy::Original,
    };
    catalogue.record_healing(&healing, &machine()).await.expect("heals");
    catalogue.withdraw(&filed.id, "wrong", "one", &machine()).await.expect("withdraws");
    let new = NewToken {
        role: Role::Probe,
        operator: None,
        name: "drive".to_owned(),
        expires: Recorded(now().0 + jiff::SignedDuration::from_hours(1)),
        scope: TokenScope::default(),
        continues: None,
    };
    let (_, token) = catalogue.issue_token(&new, &machine()).await.expect("issues");
    catalogue.revoke_token(&token.id, &machine()).await.expect("revokes");
    assert!(catalogue.insert_measurements(batch(1, "first")).await.expect("records"));
    assert!(catalogue.insert_measurements(batch(2, "second")).await.expect("records"));
    let withdrawn = catalogue.withdraw_measurements(&BatchesOf::Batch(1), "wrong", &machine()).await;
    assert!(matches!(withdrawn, Ok(MeasurementsWithdrawn::Done { .. })), "{withdrawn:?}");
    catalogue.add_operator(&operator("three"), &machine()).await.expect("adds");
    catalogue
}

#[tokio::test]
async fn everything_that_is_recorded_is_one_event_in_its_place() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = busy(&dir).await;
    let expected = [
        "operators-registered",
        "filing-recorded",
        "filing-recorded",
        "filing-unchanged",
        "object-healed",
        "filing-withdrawn",
        "source-registered",
        "token-issued",
        "token-revoked",
        "measurements-taken",
        "measurements-taken",
        "measurements-withdrawn",
        "operator-added",
    ];
    assert_eq!(kinds(&catalogue).await, expected);
    let events = events_since(&catalogue, 0).await;
    assert!(events.windows(2).all(|pair| pair[0].at < pair[1].at && pair[0].number + 1 == pair[1].number));
    let state = catalogue.state().await.expect("reads");
    let recorded: Vec<Recorded> = state.filings.iter().map(|filing| filing.recorded).collect();
    assert_eq!(recorded, [events[1].at, events[2].at], "a recorded instant is its event's");
    assert_eq!(state.filings[0].withdrawn.as_ref().map(|taken| taken.at), Some(events[5].at));
    let later: Vec<i64> = events_since(&catalogue, 11).await.iter().map(|event| event.number).collect();
    assert_eq!(later, [12, 13], "what is new is what comes after");
    let acts: Vec<i64> =
        catalogue.audit(None, 100).await.expect("reads").items.iter().map(|row| row.id).collect();
    assert_eq!(acts, (1..=12).rev().collect::<Vec<i64>>(), "rows of the log are numbered by themselves");
    let checked = catalogue.check_events().await.expect("reads");
    assert_eq!((checked.events, checked.fault, checked.accepted_by), (13, None, None));
    assert_eq!(checked.last, last_event(&catalogue).await);
    assert_eq!(catalogue.check_tables().await.expect("reads"), []);
}

#[tokio::test]
async fn a_long_registry_is_a_short_event() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let many: Vec<OperatorMeta> = (0..9000).map(|number| operator(&format!("o-{number}"))).collect();
    assert!(catalogue.put_operators(&many).await.expect("registers"));
    assert_eq!(kinds(&catalogue).await, ["operators-registered", "operators-registered"]);
    let longest: i64 = sqlx::query_scalar("SELECT max(length(fields)) FROM events")
        .fetch_one(&catalogue.pool)
        .await
        .expect("reads");
    assert!(longest < 1000, "{longest}");
}

#[tokio::test]
async fn what_fails_is_no_event_and_what_changes_nothing_is_none() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = busy(&dir).await;
    let before = last_event(&catalogue).await;
    assert!(catalogue.insert_filing(filing("nobody", "2026-06-30", 'f', &[200])).await.is_err());
    assert!(!catalogue.insert_measurements(batch(3, "second")).await.expect("answers"));
    catalogue.seed_operators(&[operator("one"), operator("two")]).await.expect("seeds");
    let filed = catalogue.state().await.expect("reads").filings.remove(0);
    let again = catalogue.withdraw(&filed.id, "again", "us", &machine()).await.expect("answers");
    assert!(matches!(again, Withdrawn::Already(_)));
    assert_eq!(last_event(&catalogue).await, before);
}

#[tokio::test]
async fn every_change_by_hand_is_found_and_named() {
    let swap =
        "UPDATE events SET number = 1000, fields = json_set(fields, '$.number', 1000) WHERE number = 4;
        UPDATE events SET number = 4, fields = json_set(fields, '$.number', 4) WHERE number = 5;
        UPDATE events SET number = 5, fields = json_set(fields, '$.number', 5) WHERE number = 1000";
    for (change, expected) in [
        (
            "UPDATE events SET fields = json_set(fields, '$.who', 'machine:other') WHERE number = 3",
            ChainFault::Changed { event: 3 },
        ),
        (
            "UPDATE events SET fields = json_set(fields, '$.at', at + 1) WHERE number = 7",
            ChainFault::Changed { event: 7 },
        ),
        ("UPDATE events SET hash = zeroblob(32) WHERE number = 13", ChainFault::Changed { event: 13 }),
        ("DELETE FROM events WHERE number = 6", ChainFault::Missing { event: 6 }),
        ("DELETE FROM events WHERE number = 1", ChainFault::Missing { event: 1 }),
        (swap, ChainFault::Changed { event: 4 }),
        (
            "INSERT INTO events (number, fields, hash) SELECT 14, json_set(fields, '$.number', 14), hash FROM events WHERE number = 1",
            ChainFault::Changed { event: 14 },
        ),
        (
            "INSERT INTO events (number, fields, hash) SELECT 15, json_set(fields, '$.number', 15), hash FROM events WHERE number = 1",
            ChainFault::Missing { event: 14 },
        ),
    ] {
        let dir = tempfile::tempdir().expect("a directory");
        let catalogue = busy(&dir).await;
        tamper(&catalogue, change).await;
        let found = fault(&catalogue).await.expect(change);
        assert_eq!(found, expected, "{change}");
        let named = match expected {
            ChainFault::Changed { event } | ChainFault::Missing { event } => format!("event {event} is "),
            other => panic!("{other:?}"),
        };
        assert!(found.to_string().starts_with(&named), "{found}");
    }
}

#[tokio::test]
async fn a_tail_that_was_cut_or_written_anew_is_found_by_the_mark() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = busy(&dir).await;
    let mark = catalogue.mark().await.expect("reads");
    let seen = |mark: &CatalogueMark| mark.event.clone().expect("an event");
    assert_eq!(seen(&mark).number, 13);
    let catalogue = &catalogue;
    let found = |marked: CatalogueMark| async move {
        match catalogue.found(Some(&marked)).await.expect("reads") {
            Found::Marked { fault, .. } => fault,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(found(mark.clone()).await, None);
    let other = LastEvent { sha256: "0".repeat(64), ..seen(&mark) };
    let rewritten = CatalogueMark { event: Some(other), ..mark.clone() };
    assert_eq!(found(rewritten).await, Some(ChainFault::Rewritten { event: 13 }));
    tamper(catalogue, "DELETE FROM events WHERE number > 11").await;
    assert_eq!(fault(catalogue).await, None, "by itself it is sound");
    assert_eq!(found(mark.clone()).await, Some(ChainFault::Cut { event: 11, seen: 13 }));
    let old = CatalogueMark { event: None, ..mark };
    assert_eq!(found(old).await, None, "a mark of before says nothing of events");
}

#[tokio::test]
async fn an_accepted_sequence_is_judged_from_there_on_and_what_was_accepted_is_sealed() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = busy(&dir).await;
    tamper(&catalogue, "DELETE FROM events WHERE number = 6").await;
    let mark = catalogue.mark().await.expect("reads");
    catalogue.accept(Some(&mark), &machine()).await.expect("accepts");
    record(&catalogue, filing("one", "2026-09-30", 'c', &[200])).await;
    let checked = catalogue.check_events().await.expect("reads");
    assert_eq!((checked.fault, checked.accepted_by), (None, Some(14)));
    assert_eq!(checked.last.expect("one").number, 15);
    tamper(&catalogue, "UPDATE events SET hash = zeroblob(32) WHERE number = 2").await;
    assert_eq!(fault(&catalogue).await, Some(ChainFault::ChangedSinceAccepted { event: 14 }));
    tamper(&catalogue, "DELETE FROM events WHERE number = 15; DELETE FROM events WHERE number = 14").await;
    assert!(fault(&catalogue).await.is_some(), "without its acceptance it is what it was");
}

#[tokio::test]
async fn a_row_of_a_table_that_does_not_say_what_was_recorded_is_named() {
    for (change, table, problem) in [
        (
            "UPDATE filings SET data_key = 'filings/mine.parquet' WHERE operator = 'two'",
            "filings",
            "not as it was recorded",
        ),
        ("UPDATE filings SET report = '{}' WHERE operator = 'two'", "filings", "not as it was recorded"),
        ("UPDATE filing_layers SET extent = 1 WHERE extent = 5000", "filings", "not as it was recorded"),
        ("DELETE FROM withdrawals", "withdrawals", "gone"),
        (
            "UPDATE measurement_batches SET kept = 900 WHERE seq = 2",
            "measurement_batches",
            "not as it was recorded",
        ),
        ("UPDATE tokens SET role = 'admin'", "tokens", "not as it was recorded"),
        ("UPDATE tokens SET revoked = NULL", "tokens", "gone"),
        ("UPDATE healings SET data_key = 'filings/mine.parquet'", "healings", "not as it was recorded"),
        (
            "INSERT INTO measurement_withdrawals (at, kind, subject, through, reason, by) VALUES (7, 'source', 'drive', 9, 'mine', 'me')",
            "measurement_withdrawals",
            "no event recorded",
        ),
        (
            "INSERT INTO clock_corrections (event, subject, recorded, corrected, at) VALUES ('filing', 'x', 9, 8, 7)",
            "clock_corrections",
            "no event recorded",
        ),
    ] {
        let dir = tempfile::tempdir().expect("a directory");
        let catalogue = busy(&dir).await;
        tamper(&catalogue, change).await;
        let faults = catalogue.check_tables().await.expect("reads");
        assert!(!faults.is_empty(), "{change}");
        for fault in &faults {
            assert!(fault.table == table && fault.problem.contains(problem), "{change}: {fault}");
        }
        assert_eq!(fault(&catalogue).await, None);
    }
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = busy(&dir).await;
    tamper(&catalogue, "UPDATE tokens SET last_used = 7, expires = expires").await;
    assert_eq!(catalogue.check_tables().await.expect("reads"), [], "the last use of a token may change");
}

#[tokio::test]
async fn writers_at_a_time_make_one_sequence() {
    let dir = tempfile::tempdir().expect("a directory");
    let server = open(&dir).await;
    let visitor = Catalogue::visit(&dir.path().join("catalogue.sqlite")).await.expect("visits");
    let mut writers = tokio::task::JoinSet::new();
    for (writer, catalogue) in [server.clone(), visitor, server.clone()].into_iter().enumerate() {
        writers.spawn(async move {
            for step in 0..20 {
                let id = format!("o-{writer}-{step}");
                assert!(catalogue.add_operator(&operator(&id), &machine()).await.expect("adds"));
            }
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended.expect("ends well");
    }
    let checked = server.check_events().await.expect("reads");
    assert_eq!((checked.events, checked.fault), (61, None));
    let events = events_since(&server, 1).await;
    let subjects: BTreeSet<_> = events.iter().map(|event| event.subject.clone()).collect();
    assert_eq!(subjects.len(), 60);
    assert!(events.iter().all(|event| event.kind == "operator-added"));
}

#[tokio::test]
async fn a_clock_that_was_set_back_far_stops_no_event_and_is_told() {
    let dir = tempfile::tempdir().expect("a directory");
    let at = |text: &str| {
        let instant: jiff::Timestamp = text.parse().expect("an instant");
        crate::domain::Clock::new(move || instant)
    };
    let catalogue = open(&dir).await;
    let ahead = catalogue.clone().with_clock(at("2031-03-01T00:00:00Z"));
    record(&ahead, filing("one", "2026-06-30", 'a', &[200])).await;
    let back = catalogue.with_clock(at("2027-01-01T00:00:00Z"));
    back.add_operator(&operator("three"), &machine()).await.expect("adds");
    back.repair_clock(&machine()).await.expect("repairs");
    record(&back, filing("one", "2026-06-30", 'b', &[200])).await;
    let checked = back.check_events().await.expect("reads");
    assert_eq!((checked.events, checked.clock_set_back_at, checked.fault), (5, vec![3], None));
    assert_eq!(back.check_tables().await.expect("reads"), []);
}

#[tokio::test]
async fn twenty_thousand_events_are_checked_in_a_moment() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let entry = |number: usize| AuditEntry {
        actor: Actor::nobody("192.0.2.7"),
        act: Act::AccessDenied,
        subject: Some(format!("{number:026}")),
        detail: serde_json::json!({ "why": "x".repeat(500) }),
    };
    let entries: Vec<AuditEntry> = (0..20_000).map(entry).collect();
    catalogue.append(&entries).await.expect("writes");
    let started = std::time::Instant::now();
    let checked = catalogue.check_events().await.expect("reads");
    println!("{} events checked in {:?}", checked.events, started.elapsed());
    assert_eq!((checked.events, checked.fault), (20_001, None));
}
