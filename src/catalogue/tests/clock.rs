//! The clock of recorded instants beside a machine's clock that can be anything.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use super::*;
use crate::catalogue::clock::MOST_AHEAD;
use crate::domain::{Act, Actor, AsOf, Clock, Role, TokenScope};

/// A machine's clock that a test sets.
#[derive(Clone)]
struct Set(Arc<AtomicI64>);

impl Set {
    fn at(text: &str) -> Self {
        let set = Self(Arc::default());
        set.to(text);
        set
    }

    fn to(&self, text: &str) {
        let instant: Timestamp = text.parse().expect("an instant");
        self.0.store(instant.as_microsecond(), Ordering::SeqCst);
    }

    fn clock(&self) -> Clock {
        let own = self.clone();
        Clock::new(move || Timestamp::from_microsecond(own.0.load(Ordering::SeqCst)).expect("in range"))
    }
}

async fn open_by(dir: &tempfile::TempDir, set: &Set) -> Catalogue {
    open(dir).await.with_clock(set.clock())
}

fn at(text: &str) -> Recorded {
    Recorded(text.parse().expect("an instant"))
}

fn machine() -> Actor {
    Actor::machine("tests")
}

/// The filings in force as a reader is told, by a `known_at`.
async fn known(catalogue: &Catalogue, known_at: Recorded) -> Vec<FilingId> {
    let state = catalogue.state().await.expect("reads");
    let known_at = state.corrections.resolve(known_at);
    let found = crate::catalogue::in_force(&state.filings, AsOf::constant(2030, 1, 1), known_at);
    found.into_values().map(|filing| filing.id.clone()).collect()
}

#[tokio::test]
async fn instants_ascend_while_the_machine_s_clock_is_set_back_a_little() {
    let dir = tempfile::tempdir().expect("a directory");
    let set = Set::at("2026-11-28T12:00:00Z");
    let catalogue = open_by(&dir, &set).await;
    let first = record(&catalogue, filing("one", "2026-06-30", 'a', &[200])).await;
    set.to("2026-11-28T11:56:00Z");
    let second = record(&catalogue, filing("one", "2026-06-30", 'b', &[200])).await;
    assert_eq!(second.recorded.micros(), first.recorded.micros() + 1);
    assert!(second.id > first.id);
    let withdrawn = withdraw(&catalogue, &second).await;
    assert_eq!(withdrawn.micros(), first.recorded.micros() + 2, "withdrawals tick the same clock");
}

#[tokio::test]
async fn nothing_is_recorded_more_than_five_minutes_ahead() {
    let dir = tempfile::tempdir().expect("a directory");
    let set = Set::at("2031-03-01T00:00:00Z");
    let catalogue = open_by(&dir, &set).await;
    let wrong = record(&catalogue, filing("one", "2026-06-30", 'a', &[200])).await;
    set.to("2026-11-28T12:00:00Z");
    let before = catalogue.state().await.expect("reads");
    let refused = catalogue.insert_filing(filing("one", "2026-06-30", 'b', &[200])).await;
    let error = refused.expect_err("is refused");
    assert!(matches!(error, CatalogueError::ClockAhead { .. }), "{error:?}");
    assert!(error.to_string().contains("taghtia clock repair"), "{error}");
    let refused = catalogue.withdraw(&wrong.id, "wrong", "us", &machine()).await;
    assert!(matches!(refused, Err(CatalogueError::ClockAhead { .. })), "{refused:?}");
    assert_eq!(catalogue.state().await.expect("reads").filings, before.filings);
    assert!(catalogue.clock_ahead().await.expect("reads") > MOST_AHEAD);
}

#[tokio::test]
async fn a_clock_that_cannot_be_right_records_nothing_and_panics_nowhere() {
    for wrong in
        ["1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2200-01-01T00:00:00Z", "9999-12-30T22:00:00Z"]
    {
        let dir = tempfile::tempdir().expect("a directory");
        let set = Set::at(wrong);
        let catalogue = open_by(&dir, &set).await;
        let refused = catalogue.insert_filing(filing("one", "2026-06-30", 'a', &[200])).await;
        let error = refused.expect_err("is refused");
        assert!(matches!(error, CatalogueError::ImplausibleClock { .. }), "{wrong}: {error:?}");
        let new = NewToken {
            role: Role::Probe,
            scope: TokenScope::default(),
            continues: None,
            operator: None,
            name: "p".to_owned(),
            expires: at("2027-01-01T00:00:00Z"),
        };
        assert!(catalogue.issue_token(&new, &machine()).await.is_err(), "{wrong}");
        assert!(catalogue.recognise("tgh_nonsense").await.is_ok(), "{wrong}: nothing of ours is nothing");
        assert!(catalogue.plan_clock_repair().await.is_err(), "{wrong}");
        let state = catalogue.state().await.expect("reads");
        assert!(state.filings.is_empty() && catalogue.tokens().await.expect("reads").is_empty(), "{wrong}");
        assert!(catalogue.audit(None, 10).await.expect("reads").items.is_empty(), "{wrong}");
    }
}

#[tokio::test]
async fn a_repair_puts_what_lies_ahead_just_before_it_and_changes_no_id_receipt_or_answer() {
    let dir = tempfile::tempdir().expect("a directory");
    let set = Set::at("2026-10-01T00:00:00Z");
    let catalogue = open_by(&dir, &set).await;
    let right = record(&catalogue, filing("one", "2026-06-30", 'a', &[200])).await;
    set.to("2031-03-01T00:00:00Z");
    let wrong = record(&catalogue, filing("one", "2026-06-30", 'b', &[200])).await;
    let taken = withdraw(&catalogue, &right).await;
    let later = record(&catalogue, filing("two", "2026-06-30", 'c', &[200])).await;
    let instants = [
        right.recorded,
        wrong.recorded,
        taken,
        later.recorded,
        at("2026-10-15T00:00:00Z"),
        at("2040-01-01T00:00:00Z"),
    ];
    let mut before = Vec::new();
    for instant in instants {
        before.push(known(&catalogue, instant).await);
    }

    set.to("2026-11-28T12:00:00Z");
    let plan = catalogue.plan_clock_repair().await.expect("plans");
    assert_eq!(plan.corrections.len(), 3, "{plan:?}");
    assert_eq!(
        catalogue.state().await.expect("reads").filings[1].recorded,
        wrong.recorded,
        "a plan changes nothing"
    );
    let done = catalogue.repair_clock(&machine()).await.expect("repairs");
    assert_eq!(done, plan);
    let corrected: Vec<Recorded> = done.corrections.iter().map(|one| one.corrected).collect();
    assert!(
        corrected.is_sorted() && corrected[0] > right.recorded && corrected[2] < done.present,
        "{done:?}"
    );

    let filings = catalogue.state().await.expect("reads").filings;
    let ids: Vec<&FilingId> = filings.iter().map(|filing| &filing.id).collect();
    assert_eq!(ids, [&right.id, &wrong.id, &later.id], "ids and order stay");
    assert_eq!(filings[1].receipt_recorded, Some(wrong.recorded), "and what the receipt says");
    for (instant, expected) in instants.into_iter().zip(&before) {
        assert_eq!(known(&catalogue, instant).await, *expected, "known at {instant}");
    }
    let again = catalogue.insert_filing(filing("one", "2026-06-30", 'b', &[200])).await.expect("answers");
    assert!(
        matches!(again, Inserted::Unchanged(same) if same.id == wrong.id && same.receipt_recorded.is_some())
    );

    // The repair, and the repetition, are events with instants of their own.
    set.to("2026-11-28T12:00:01Z");
    let next = record(&catalogue, filing("one", "2026-06-30", 'd', &[200])).await;
    assert_eq!(next.recorded, at("2026-11-28T12:00:01Z"));
    assert_eq!(known(&catalogue, wrong.recorded).await, before[1], "new filings were not known then");
    assert_eq!(known(&catalogue, next.recorded).await, [next.id.clone(), later.id.clone()]);
    let page = catalogue.filings(&FilingQuery { limit: 2, ..FilingQuery::default() }).await.expect("lists");
    assert_eq!(
        page.items.iter().map(|item| &item.id).collect::<Vec<_>>(),
        [&next.id, &later.id],
        "newest first"
    );
    let query = FilingQuery { limit: 2, before: page.next, ..FilingQuery::default() };
    let rest = catalogue.filings(&query).await.expect("lists").items;
    assert_eq!(rest.iter().map(|item| &item.id).collect::<Vec<_>>(), [&wrong.id, &right.id]);

    let acts: Vec<Act> =
        catalogue.audit(None, 3).await.expect("reads").items.iter().map(|row| row.act).collect();
    assert!(acts.contains(&Act::ClockRepaired), "{acts:?}");
    assert!(
        catalogue.repair_clock(&machine()).await.expect("repairs").corrections.is_empty(),
        "once is enough"
    );
}

#[tokio::test]
async fn a_token_of_a_clock_that_ran_ahead_lasts_as_long_as_it_was_meant_to() {
    let dir = tempfile::tempdir().expect("a directory");
    let set = Set::at("2031-01-01T00:00:00Z");
    let catalogue = open_by(&dir, &set).await;
    let new = NewToken {
        role: Role::Probe,
        scope: TokenScope::default(),
        continues: None,
        operator: None,
        name: "p".to_owned(),
        expires: at("2031-01-31T00:00:00Z"),
    };
    let (text, _) = catalogue.issue_token(&new, &machine()).await.expect("issues");
    set.to("2026-11-01T00:00:00Z");
    let Recognised::Valid(token) = catalogue.recognise(&text).await.expect("answers") else {
        panic!("not valid")
    };
    catalogue.touch_token(&token).await.expect("touches");
    catalogue.repair_clock(&machine()).await.expect("repairs");
    let Recognised::Valid(token) = catalogue.recognise(&text).await.expect("answers") else {
        panic!("not valid")
    };
    assert!(
        token.issued < at("2026-11-01T00:00:00Z") && token.expires < at("2026-12-01T00:00:01Z"),
        "{token:?}"
    );
    assert_eq!(token.last_used, Some(at("2026-11-01T00:00:00Z")));
    set.to("2026-12-02T00:00:00Z");
    assert!(matches!(catalogue.recognise(&text).await.expect("answers"), Recognised::Expired(_)));
}

#[tokio::test]
async fn corrections_are_never_changed() {
    let dir = tempfile::tempdir().expect("a directory");
    let set = Set::at("2031-01-01T00:00:00Z");
    let catalogue = open_by(&dir, &set).await;
    record(&catalogue, filing("one", "2026-06-30", 'a', &[200])).await;
    set.to("2026-11-01T00:00:00Z");
    catalogue.repair_clock(&machine()).await.expect("repairs");
    for change in ["UPDATE clock_corrections SET corrected = 1", "DELETE FROM clock_corrections"] {
        let refused = sqlx::query(change).execute(&catalogue.pool).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("append-only")), "{change}");
    }
}
