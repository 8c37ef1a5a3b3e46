//! What the catalogue remembers of collectors.

use super::super::collectors::{CollectedContent, CollectedFile, EndedRun};
use super::*;
use crate::domain::{CollectOutcome, CollectReason, CollectorId};

fn id() -> CollectorId {
    CollectorId::new("drop").expect("valid")
}

fn hash(content: char) -> ContentHash {
    ContentHash::new(&content.to_string().repeat(64)).expect("valid")
}

fn ended(outcome: CollectOutcome) -> EndedRun {
    let reason = (!outcome.is_success()).then_some(CollectReason::Status);
    EndedRun {
        outcome,
        reason,
        problem: reason.map(|reason| reason.to_string()),
        filing: None,
        content: None,
        report: None,
        bytes: 7,
        duration_ms: 5,
        next_due: now(),
    }
}

fn content(refused: bool) -> CollectedContent {
    CollectedContent {
        etag: Some("\"1\"".to_owned()),
        last_modified: None,
        hash: hash('a'),
        as_of: "2026-06-30".parse().expect("a date"),
        refused,
    }
}

#[tokio::test]
async fn runs_are_kept_up_to_a_bound_and_what_was_read_until_the_set_up_changes() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    for number in 0..105 {
        let (run, known) = catalogue.begin_run(&id(), "one").await.expect("begins");
        assert_eq!(known.failures, number);
        assert_eq!(known.running_since, None, "it is told what was before");
        let running = catalogue.collectors().await.expect("reads");
        assert!(running[0].running_since.is_some());
        catalogue.end_run(&id(), run, &ended(CollectOutcome::Failed)).await.expect("ends");
    }
    assert_eq!(catalogue.collector_runs(&id()).await.expect("reads").len(), 100);
    let (run, _) = catalogue.begin_run(&id(), "one").await.expect("begins");
    let refusal = EndedRun {
        content: Some(content(true)),
        report: Some("{}".to_owned()),
        ..ended(CollectOutcome::Refused)
    };
    catalogue.end_run(&id(), run, &refusal).await.expect("ends");
    let (run, known) = catalogue.begin_run(&id(), "one").await.expect("begins");
    assert_eq!((known.content, known.failures), (Some(content(true)), 106));
    catalogue.end_run(&id(), run, &ended(CollectOutcome::Failed)).await.expect("ends");
    assert!(catalogue.collector_report(&id()).await.expect("reads").is_some(), "a failure mends nothing");
    let (run, _) = catalogue.begin_run(&id(), "one").await.expect("begins");
    let good = EndedRun { content: Some(content(false)), ..ended(CollectOutcome::Filed) };
    catalogue.end_run(&id(), run, &good).await.expect("ends");
    assert_eq!(catalogue.collector_report(&id()).await.expect("reads"), None);
    let file = |name: &str, refused| CollectedFile {
        name: name.to_owned(),
        stamp: "1".to_owned(),
        hash: hash('b'),
        as_of: "2026-06-30".parse().expect("a date"),
        refused,
        problem: None,
    };
    for (name, refused) in [("good", false), ("bad", true)] {
        catalogue.put_collected_file(&id(), &file(name, refused)).await.expect("is kept");
    }
    catalogue.forget_collected(&id()).await.expect("forgets");
    assert_eq!(catalogue.collected_files(&id()).await.expect("reads"), [file("good", false)]);
    let (_, known) = catalogue.begin_run(&id(), "two").await.expect("begins");
    assert_eq!((known.content, known.failures, known.setup.as_str()), (None, 0, "two"));
    assert!(catalogue.collected_files(&id()).await.expect("reads").is_empty());
}

#[tokio::test]
async fn a_run_without_an_end_is_called_interrupted_and_what_it_was_about_to_file_is_known() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let (run, _) = catalogue.begin_run(&id(), "one").await.expect("begins");
    let date = "2026-06-30".parse().expect("a date");
    catalogue.note_content(run, &hash('a'), date).await.expect("notes");
    drop(catalogue);
    let catalogue = open(&dir).await;
    assert_eq!(catalogue.end_interrupted_runs().await.expect("ends"), 1);
    assert_eq!(catalogue.end_interrupted_runs().await.expect("ends"), 0);
    let known = catalogue.collectors().await.expect("reads").remove(0);
    assert_eq!((known.reason, known.failures), (Some(CollectReason::Interrupted), 1));
    assert!(known.running_since.is_none() && known.next_due.is_some_and(|due| due <= now()));
    let (next, _) = catalogue.begin_run(&id(), "one").await.expect("begins");
    let of = async |content| catalogue.interrupted_as_of(&id(), next, &hash(content)).await.expect("reads");
    assert_eq!((of('a').await, of('b').await), (Some(date), None));
    catalogue.end_run(&id(), next, &ended(CollectOutcome::Unchanged)).await.expect("ends");
    let (later, _) = catalogue.begin_run(&id(), "one").await.expect("begins");
    let of = catalogue.interrupted_as_of(&id(), later, &hash('a')).await.expect("reads");
    assert_eq!(of, None, "only what was interrupted goes on");
}
