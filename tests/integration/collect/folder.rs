//! Watched folders.

use std::path::Path;
use std::time::{Duration, SystemTime};

use taghtia::domain::{CollectOutcome, CollectReason, CollectorState};

use super::{Ground, file, run};

fn watch(folder: &Path, rule: &str) -> String {
    format!(
        "[[collector]]\nid = \"drop\"\nkind = \"mobile-coverage\"\noperator = \"atlas\"\n\
         directory = \"{}\"\nevery = \"1s\"\nsettle = \"1h\"\nas_of = \"{rule}\"\n",
        folder.display()
    )
}

/// A file that was complete so many minutes ago.
fn put(folder: &Path, name: &str, bytes: &[u8], age: u64) {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    let time = SystemTime::now() - Duration::from_mins(age);
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_complete_file_is_filed_once_and_stays() {
    let (ground, drop) = (Ground::start().await, tempfile::tempdir().unwrap());
    let text = watch(drop.path(), "file-name");
    let collecting = ground.collecting(&text).await;
    let outcome = async || run(&collecting, "drop").await.last_outcome.unwrap();
    assert_eq!(outcome().await, CollectOutcome::Unchanged, "an empty folder is in order");
    put(drop.path(), "4g-2026-03-31.geojson", &file(-6.6), 120);
    put(drop.path(), "4g-2026-06-30.geojson", &file(-6.6), 110);
    put(drop.path(), "4g-2026-07-31.geojson.part", &file(-6.6), 110);
    put(drop.path(), ".4g-2026-07-31.geojson", &file(-6.6), 110);
    put(drop.path(), "4g-2026-08-31.geojson", &file(-6.6), 0);
    let first = run(&collecting, "drop").await;
    assert_eq!(first.last_outcome, Some(CollectOutcome::Filed), "{first:?}");
    assert_eq!((ground.filings().await.len(), first.location), (2, name(drop.path())));
    assert_eq!(outcome().await, CollectOutcome::Unchanged);
    // The same content under another name, or after a restart, is nothing new.
    put(drop.path(), "copy-2026-06-30.geojson", &file(-6.6), 100);
    assert_eq!(outcome().await, CollectOutcome::Unchanged);
    let later = ground.collecting(&text).await;
    assert_eq!(run(&later, "drop").await.last_outcome, Some(CollectOutcome::Unchanged));
    assert_eq!(ground.filings().await.len(), 2);
    // A finished upload is renamed; a changed file is news.
    std::fs::rename(
        drop.path().join("4g-2026-07-31.geojson.part"),
        drop.path().join("4g-2026-07-31.geojson"),
    )
    .unwrap();
    put(drop.path(), "4g-2026-06-30.geojson", &file(-7.0), 90);
    assert_eq!(outcome().await, CollectOutcome::Filed);
    assert_eq!(ground.filings().await.len(), 4);
    put(drop.path(), "4g-2026-08-31.geojson", &file(-6.6), 70);
    assert_eq!(outcome().await, CollectOutcome::Filed, "the young file has stood still by now");
    let mut left: Vec<String> =
        std::fs::read_dir(drop.path()).unwrap().map(|entry| name(&entry.unwrap().path())).collect();
    left.sort();
    assert_eq!(left.len(), 6, "nothing is taken away: {left:?}");
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_in_a_folder_is_said_and_the_rest_is_filed() {
    let (ground, drop) = (Ground::start().await, tempfile::tempdir().unwrap());
    let collecting = ground.collecting(&watch(drop.path(), "file-name")).await;
    std::os::unix::fs::symlink("/etc/passwd", drop.path().join("2026-01-31.geojson")).unwrap();
    put(drop.path(), "2026-06-30.geojson", &file(-6.6), 120);
    let status = run(&collecting, "drop").await;
    assert_eq!((status.state, status.reason), (CollectorState::Failing, Some(CollectReason::LinkRefused)));
    assert_eq!(ground.filings().await.len(), 1, "{status:?}");
    std::fs::remove_file(drop.path().join("2026-01-31.geojson")).unwrap();
    put(drop.path(), "2026-07-31.geojson", b"{\"type\": \"Nonsense\"}", 120);
    put(drop.path(), "undated.geojson", &file(-6.6), 120);
    for failures in [2, 3] {
        let status = run(&collecting, "drop").await;
        let expected = (CollectorState::Refused, Some(CollectReason::RefusedByRules), failures);
        assert_eq!((status.state, status.reason, status.failures_in_a_row), expected);
        assert!(status.problem.unwrap().starts_with("2026-07-31.geojson: "));
        assert!(ground.catalogue.collector_report(&status.id).await.unwrap().is_some());
    }
    let refusals = ground.catalogue.audit(None, 100).await.unwrap().items;
    assert_eq!(refusals.iter().filter(|row| row.act == taghtia::domain::Act::FilingRefused).count(), 1);
    std::fs::remove_file(drop.path().join("2026-07-31.geojson")).unwrap();
    assert_eq!(run(&collecting, "drop").await.reason, Some(CollectReason::AsOf));
    std::fs::remove_file(drop.path().join("undated.geojson")).unwrap();
    assert_eq!(run(&collecting, "drop").await.state, CollectorState::Ok);
    std::fs::remove_dir_all(drop.path()).unwrap();
    assert_eq!(run(&collecting, "drop").await.reason, Some(CollectReason::Directory));
    assert_eq!(ground.filings().await.len(), 1);
}
