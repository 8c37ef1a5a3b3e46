//! The mark of a catalogue: after every commit that changes what is published, never before.

use std::sync::{Arc, Mutex};

use super::*;
use crate::domain::{Actor, CatalogueMark};

#[tokio::test]
async fn every_commit_that_raises_the_generation_is_marked_after_it() {
    let dir = tempfile::tempdir().expect("a directory");
    let marks: Arc<Mutex<Vec<CatalogueMark>>> = Arc::default();
    let told = Arc::clone(&marks);
    let marker = Marker::new(move |mark| {
        told.lock().expect("sound").push(mark.clone());
        Ok(())
    });
    let catalogue = open(&dir).await.marked_by(marker).await.expect("marks");
    let last = || marks.lock().expect("sound").last().cloned().expect("a mark");
    assert_eq!(last(), catalogue.mark().await.expect("reads"), "as it is opened");
    let filed = record(&catalogue, filing("one", "2026-06-30", 'a', &[200])).await;
    assert_eq!(last().generation, catalogue.generation().await.expect("reads"));
    let generation = last().generation;
    catalogue.insert_filing(filing("one", "2026-06-30", 'a', &[200])).await.expect("answers");
    assert_eq!(last().generation, generation, "a repeated filing changes nothing that is published");
    assert_eq!(
        last().event,
        catalogue.check_events().await.expect("reads").last,
        "and is an event, whose tail is marked"
    );
    let made = marks.lock().expect("sound").len();
    catalogue.forget_replaced(&[]).await.expect("writes");
    assert_eq!(marks.lock().expect("sound").len(), made, "what is no event is not marked");
    let actor = Actor::machine("tests");
    catalogue.withdraw(&filed.id, "wrong", "us", &actor).await.expect("withdraws");
    assert_eq!(last(), catalogue.mark().await.expect("reads"));
    catalogue.mark_demo(7).await.expect("marks");
    assert_eq!(last(), catalogue.mark().await.expect("reads"));
    let before = last();
    catalogue.accept(Some(&before), &actor).await.expect("accepts");
    assert_ne!(last().id, before.id, "an accepted catalogue is another one");
    assert!(marks.lock().expect("sound").is_sorted_by_key(|mark| mark.generation));
}

#[tokio::test]
async fn a_mark_that_cannot_be_written_takes_nothing_back() {
    let dir = tempfile::tempdir().expect("a directory");
    let marker = Marker::new(|_| Err(std::io::Error::other("the disk is full")));
    let catalogue = open(&dir).await.marked_by(marker).await.expect("opens");
    record(&catalogue, filing("one", "2026-06-30", 'a', &[200])).await;
    assert_eq!(catalogue.state().await.expect("reads").filings.len(), 1);
}

#[tokio::test]
async fn a_look_tells_what_a_file_is_and_changes_nothing() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("catalogue.sqlite");
    assert_eq!(Catalogue::look(&file, None).await.expect("looks"), Found::Nothing);
    assert!(!file.exists());
    std::fs::write(&file, b"").expect("writes");
    assert_eq!(Catalogue::look(&file, None).await.expect("looks"), Found::Nothing);
    let catalogue = open(&dir).await;
    let mark = catalogue.mark().await.expect("reads");
    assert_eq!(
        Catalogue::look(&file, None).await.expect("looks"),
        Found::Marked { mark, names_objects: false, fault: None }
    );
    record(&catalogue, filing("one", "2026-06-30", 'a', &[200])).await;
    let mark = catalogue.mark().await.expect("reads");
    assert_eq!(
        Catalogue::look(&file, None).await.expect("looks"),
        Found::Marked { mark, names_objects: true, fault: None }
    );
}
