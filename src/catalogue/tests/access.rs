//! Tokens, withdrawals and the audit log.

use super::*;
use crate::catalogue::{NewToken, Recognised, Revocation, Withdrawn};
use crate::domain::{Act, Actor, TokenId, TokenScope};

fn new_token(role: Role, operator: Option<&str>, hours: i64) -> NewToken {
    let expires = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(hours);
    let operator = operator.map(|id| OperatorId::new(id).expect("valid"));
    let (name, scope) = ("a test".to_owned(), TokenScope::default());
    NewToken { role, operator, name, expires: Recorded(expires), scope, continues: None }
}

fn person() -> Actor {
    Actor::machine("tester")
}

async fn acts(catalogue: &Catalogue) -> Vec<Act> {
    catalogue.audit(None, 100).await.expect("reads").items.iter().map(|row| row.act).collect()
}

#[tokio::test]
async fn a_token_opens_until_it_is_over_and_is_kept_nowhere() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let (text, token) =
        catalogue.issue_token(&new_token(Role::Operator, Some("one"), 1), &person()).await.expect("issues");
    assert_eq!((text.len(), text.starts_with("tgh_")), (47, true));
    assert_eq!(catalogue.recognise(&text).await.expect("reads"), Recognised::Valid(token.clone()));
    let mut wrong = text.clone();
    let last = wrong.pop().expect("a letter");
    wrong.push(if last == 'a' { 'b' } else { 'a' });
    for unknown in
        [wrong.as_str(), "", "tgh_", text.split_at(46).0, &text.to_lowercase(), &"x".repeat(100_000), "é"]
    {
        assert_eq!(catalogue.recognise(unknown).await.expect("reads"), Recognised::Unknown, "{unknown:.60}");
    }
    catalogue.touch_token(&token).await.expect("writes");
    let listed = catalogue.tokens().await.expect("lists");
    assert!(listed[0].last_used.is_some(), "the last use is remembered");

    let (over, _) =
        catalogue.issue_token(&new_token(Role::Admin, None, -1), &person()).await.expect("issues");
    assert!(matches!(catalogue.recognise(&over).await.expect("reads"), Recognised::Expired(_)));
    let revoked = catalogue.revoke_token(&token.id, &person()).await.expect("revokes");
    assert!(matches!(revoked, Revocation::Done(_)));
    assert!(matches!(catalogue.recognise(&text).await.expect("reads"), Recognised::Revoked(_)));
    let again = catalogue.revoke_token(&token.id, &person()).await.expect("answers");
    assert!(matches!(again, Revocation::Already(_)));
    let nobody = TokenId::new("zzzzzzzz").expect("valid");
    assert_eq!(catalogue.revoke_token(&nobody, &person()).await.expect("answers"), Revocation::Unknown);
    assert_eq!(acts(&catalogue).await, [Act::TokenRevoked, Act::TokenIssued, Act::TokenIssued]);

    catalogue.close().await;
    for file in ["catalogue.sqlite", "catalogue.sqlite-wal"] {
        let bytes = std::fs::read(dir.path().join(file)).unwrap_or_default();
        let secret = &text.as_bytes()[12..];
        assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{file} holds the token");
    }
}

#[tokio::test]
async fn a_token_of_an_operator_needs_one() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    for (role, operator) in [(Role::Operator, None), (Role::Admin, Some("one"))] {
        let refused = catalogue.issue_token(&new_token(role, operator, 1), &person()).await;
        assert!(matches!(refused, Err(CatalogueError::OperatorOfRole { .. })), "{refused:?}");
    }
    let refused = catalogue.issue_token(&new_token(Role::Operator, Some("nobody"), 1), &person()).await;
    assert!(matches!(refused, Err(CatalogueError::UnknownOperator(_))), "{refused:?}");
    assert!(acts(&catalogue).await.is_empty(), "what failed leaves no row");
}

#[tokio::test]
async fn the_audit_log_only_grows() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    for number in 0..5 {
        assert!(catalogue.add_operator(&operator(&format!("new-{number}")), &person()).await.expect("adds"));
    }
    assert!(!catalogue.add_operator(&operator("new-1"), &person()).await.expect("answers"));
    for tampering in [
        "UPDATE events SET fields = json_set(fields, '$.who', 'nobody')",
        "UPDATE events SET hash = zeroblob(32)",
        "DELETE FROM events",
        "DELETE FROM events WHERE number = 1",
        "INSERT OR REPLACE INTO events (number, fields, hash) VALUES (1, '{\"number\":1}', zeroblob(32))",
        "INSERT INTO events (number, fields, hash) VALUES (99, '{\"number\":99}', zeroblob(32))",
        "REPLACE INTO events (number, fields, hash) SELECT number, fields, zeroblob(32) FROM events",
    ] {
        let refused = sqlx::raw_sql(tampering).execute(&catalogue.pool).await;
        let error = refused.expect_err(tampering).to_string();
        assert!(error.contains("append-only"), "{tampering}: {error}");
    }
    let first = catalogue.audit(None, 3).await.expect("reads");
    let second = catalogue.audit(first.next, 3).await.expect("reads");
    let ids: Vec<i64> = first.items.iter().chain(&second.items).map(|row| row.id).collect();
    assert_eq!((ids, second.next), (vec![5, 4, 3, 2, 1], None));
    let row = &first.items[0];
    assert_eq!((row.actor.who.as_str(), row.subject.as_deref()), ("machine:tester", Some("new-4")));
}

#[tokio::test]
async fn a_withdrawal_ticks_the_clock_and_is_written_down() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let filed = record(&catalogue, filing("one", "2026-06-30", 'a', &[200])).await;
    let before = catalogue.generation().await.expect("reads");
    let done = catalogue.withdraw(&filed.id, "wrong file", "one", &person()).await.expect("withdraws");
    let Withdrawn::Done(withdrawal) = done else { panic!("{done:?}") };
    assert!(withdrawal.at > filed.recorded);
    let state = catalogue.state().await.expect("reads");
    assert_eq!((state.generation, state.last_recorded), (before + 1, Some(withdrawal.at)));
    assert_eq!(state.filings[0].withdrawn, Some(withdrawal.clone()));
    let again = catalogue.withdraw(&filed.id, "twice", "one", &person()).await.expect("answers");
    assert_eq!(again, Withdrawn::Already(withdrawal));
    let nothing = FilingId::new(&"0".repeat(26)).expect("valid");
    assert_eq!(
        catalogue.withdraw(&nothing, "x", "one", &person()).await.expect("answers"),
        Withdrawn::Unknown
    );
    assert_eq!(acts(&catalogue).await, [Act::FilingWithdrawn, Act::FilingRecorded]);
}

#[tokio::test]
async fn a_visitor_leaves_the_schema_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("catalogue.sqlite");
    assert!(Catalogue::visit(&file).await.is_err() && !file.exists(), "nothing is made");
    let owner = open(&dir).await;
    let visitor = Catalogue::visit(&file).await.expect("opens beside it");
    let (text, _) = visitor.issue_token(&new_token(Role::Probe, None, 1), &person()).await.expect("issues");
    assert!(matches!(owner.recognise(&text).await.expect("reads"), Recognised::Valid(_)), "seen at once");
    visitor.close().await;
    let older = sqlx::query(
        "DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)",
    )
    .execute(&owner.pool)
    .await;
    assert_eq!(older.expect("deletes").rows_affected(), 1);
    let refused = Catalogue::visit(&file).await.expect_err("another schema");
    assert!(matches!(refused, CatalogueError::OtherSchema { .. }), "{refused}");
}
