//! A catalogue and a lake that do not belong together: refused at every door, and nothing is lost.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::upgrade::Upgrade;

/// A data directory of today: the fixture, started once.
fn of_today() -> Upgrade {
    let place = Upgrade::unpack();
    serves(&place);
    place
}

fn run(place: &Upgrade, args: &[&str]) -> Output {
    place.command(args).output().expect("the binary starts")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Every file of the lake, but for what is written anew at each start.
fn lake(place: &Upgrade) -> BTreeSet<PathBuf> {
    fn walk(folder: &Path, found: &mut BTreeSet<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("lists") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { walk(&path, found) } else { assert!(found.insert(path)) }
        }
    }
    let mut found = BTreeSet::new();
    walk(&place.data().join("lake"), &mut found);
    found
}

fn objects(place: &Upgrade) -> usize {
    lake(place).iter().filter(|path| !path.ends_with("catalogue.json")).count()
}

fn in_trash(place: &Upgrade) -> usize {
    let trash = place.data().join("lake/trash");
    lake(place).iter().filter(|path| path.starts_with(&trash)).count()
}

fn take_catalogue(place: &Upgrade) -> Vec<u8> {
    let file = place.data().join("catalogue.sqlite");
    let kept = std::fs::read(&file).expect("readable");
    take_catalogue_away(place);
    kept
}

fn put_catalogue(place: &Upgrade, bytes: &[u8]) {
    take_catalogue_away(place);
    std::fs::write(place.data().join("catalogue.sqlite"), bytes).expect("writes");
}

fn take_catalogue_away(place: &Upgrade) {
    for name in ["catalogue.sqlite", "catalogue.sqlite-wal", "catalogue.sqlite-shm"] {
        let _not_there = std::fs::remove_file(place.data().join(name));
    }
}

/// Every command that opens a catalogue refuses, says both ways out, and changes nothing.
#[track_caller]
fn all_doors_are_shut(place: &Upgrade, why: &str) {
    let before = lake(place);
    let file = place.data().join("catalogue.sqlite");
    let catalogue = std::fs::read(&file).ok();
    let filing = place.filed_file("one-2025-12");
    let table = place.filed_file("import.csv");
    let doors: [&[&str]; 8] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["demo", "--listen", "127.0.0.1:0", "--prepare-only"],
        &[
            "submit",
            &filing,
            "--kind",
            "mobile-coverage",
            "--operator",
            "one",
            "--as-of",
            "2026-09-30",
            "--offline",
        ],
        &["import", &table, "--format", "csv", "--source", "imported"],
        &["token", "list"],
        &["operator", "list"],
        &["audit"],
        &["clock", "repair"],
    ];
    for door in doors {
        let output = run(place, door);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{door:?}: {said}");
        assert!(said.contains(why), "{door:?}: {said}");
        assert!(
            said.contains("Put the right catalogue back") && said.contains("--accept-catalogue"),
            "{said}"
        );
        assert_eq!(lake(place), before, "{door:?}");
        assert_eq!(std::fs::read(&file).ok(), catalogue, "{door:?}");
    }
}

fn serves(place: &Upgrade) -> Value {
    let server = place.serve();
    let ready = server.json("/readyz");
    server.stop();
    ready
}

#[test]
fn a_missing_or_empty_catalogue_is_refused_and_the_right_one_put_back_serves() {
    let place = of_today();
    let before = objects(&place);
    let right = take_catalogue(&place);
    all_doors_are_shut(&place, "missing or empty");
    std::fs::write(place.data().join("catalogue.sqlite"), b"").expect("writes");
    all_doors_are_shut(&place, "missing or empty");
    // Not even the mark is needed to see that something is missing.
    std::fs::remove_file(place.data().join("lake/catalogue.json")).expect("removes");
    all_doors_are_shut(&place, "missing or empty");
    put_catalogue(&place, &right);
    assert_eq!(serves(&place)["filings"], 7);
    assert_eq!(objects(&place), before);
}

#[test]
fn an_older_and_another_catalogue_are_refused() {
    let place = of_today();
    let older = take_catalogue(&place);
    put_catalogue(&place, &older);
    let added = run(&place, &["operator", "add", "three", "--name", "fr=Trois"]);
    assert!(added.status.success(), "{}", said(&added));
    let right = take_catalogue(&place);
    put_catalogue(&place, &older);
    all_doors_are_shut(&place, "an older state");
    let another = of_today();
    put_catalogue(&place, &take_catalogue(&another));
    all_doors_are_shut(&place, "another catalogue");
    // One from before catalogues had ids.
    put_catalogue(&place, &take_catalogue(&Upgrade::unpack()));
    all_doors_are_shut(&place, "another catalogue");
    put_catalogue(&place, &right);
    assert_eq!(serves(&place)["filings"], 7);
}

#[test]
fn an_accepted_catalogue_moves_what_it_does_not_name_and_the_right_one_finds_it_again() {
    let place = of_today();
    let (before, orphans) = (objects(&place), in_trash(&place));
    let right = take_catalogue(&place);
    let server = crate::process::Server::of(place.command(&["serve", "--accept-catalogue"]), String::new());
    assert_eq!(server.json("/readyz")["filings"], 0);
    server.stop();
    assert_eq!((in_trash(&place), objects(&place)), (before, before), "everything moved, nothing gone");
    let audit = said(&run(&place, &["audit", "--json"]));
    assert!(audit.contains("catalogue-accepted") && audit.contains("moved_to_trash"), "{audit}");
    assert_eq!(serves(&place)["filings"], 0, "the accepted one is the lake's now");

    put_catalogue(&place, &right);
    all_doors_are_shut(&place, "another catalogue");
    let server = crate::process::Server::of(place.command(&["serve", "--accept-catalogue"]), String::new());
    let share = server.json("/api/v1/coverage?technology=4g&level=country&as_of=2025-12-31&scope=op:one");
    assert!(share["items"][0]["share"].as_f64().expect("a share") > 0.4, "{share}");
    assert_eq!(server.json("/readyz")["filings"], 7);
    server.stop();
    assert_eq!(in_trash(&place), orphans, "what rows name came back");
}

#[test]
fn orphans_of_filings_and_measurements_go_to_the_trash_and_from_there_after_their_days() {
    let place = of_today();
    let old = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    let orphan = |folder: &str, letter: &str, suffix: &str| {
        let path = place.data().join("lake").join(folder).join(format!("{}{suffix}", letter.repeat(64)));
        std::fs::write(&path, letter).expect("writes");
        std::fs::File::open(&path).expect("opens").set_modified(old).expect("sets");
        path
    };
    let orphans = [
        orphan("filings", "a", ".parquet"),
        orphan("originals", "b", ".zst"),
        orphan("measurements", "c", ".tests"),
    ];
    let young = place.data().join("lake/filings").join(format!("{}.parquet", "d".repeat(64)));
    std::fs::write(&young, "d").expect("writes");
    let later = std::time::SystemTime::now() + std::time::Duration::from_hours(1);
    std::fs::File::open(&young).expect("opens").set_modified(later).expect("sets");
    serves(&place);
    let trash = place.data().join("lake/trash");
    let day = std::fs::read_dir(&trash).expect("lists").next().expect("a day").expect("an entry").path();
    for orphan in &orphans {
        assert!(!orphan.exists());
        assert!(
            day.join(orphan.strip_prefix(place.data().join("lake")).expect("inside")).is_file(),
            "{orphan:?}"
        );
    }
    assert!(young.is_file(), "younger than the process: it may be on its way to a row");
    std::fs::remove_file(&young).expect("removes");
    std::fs::rename(&day, trash.join("2026-01-01")).expect("renames");
    std::fs::write(trash.join("note.txt"), "mine").expect("writes");
    let server =
        crate::process::Server::of(place.command(&["serve", "--trash-days", "30000"]), String::new());
    server.json("/readyz");
    server.stop();
    assert!(trash.join("2026-01-01").is_dir(), "its days are not over");
    serves(&place);
    assert!(!trash.join("2026-01-01").exists() && trash.join("note.txt").is_file());
}

#[test]
fn a_sweep_of_much_is_refused_and_said() {
    let place = of_today();
    let old = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    for at in 0..21 {
        let path = place.data().join("lake/filings").join(format!("{at:064x}.parquet"));
        std::fs::write(&path, "orphan").expect("writes");
        std::fs::File::open(&path).expect("opens").set_modified(old).expect("sets");
    }
    let before = objects(&place);
    let server = place.serve();
    let ready = server.json("/readyz");
    assert_eq!(ready["remarks"][0]["code"], "sweep-refused", "{ready}");
    assert!(
        ready["remarks"][0]["detail"].as_str().expect("a text").contains("--accept-catalogue"),
        "{ready}"
    );
    let (_, metrics) = server.get("/metrics");
    assert!(metrics.contains("\ntaghtia_lake_sweep_refused_objects 21\n"), "{metrics}");
    server.stop();
    assert_eq!(objects(&place), before);
    let server = crate::process::Server::of(place.command(&["serve", "--accept-catalogue"]), String::new());
    assert_eq!(server.json("/readyz")["remarks"], serde_json::json!([]));
    assert_eq!(server.json("/readyz")["filings"], 7);
    server.stop();
    assert_eq!(objects(&place), before, "moved, not deleted");
}

#[test]
fn folders_and_files_of_others_stop_no_start_and_stay() {
    let place = of_today();
    let data = place.data();
    let mut strays = Vec::new();
    for folder in [
        "",
        "lake",
        "spool",
        "lake/staging",
        "lake/filings",
        "lake/originals",
        "lake/measurements",
        "lake/trash",
    ] {
        let inside = data.join(folder).join("lost+found");
        std::fs::create_dir_all(&inside).expect("creates");
        std::fs::write(inside.join("#1"), "x").expect("writes");
        let note = data.join(folder).join("NOTE.txt");
        std::fs::write(&note, "mine").expect("writes");
        let link = data.join(folder).join(format!("{}.parquet", "e".repeat(64)));
        std::os::unix::fs::symlink("/nowhere", &link).expect("links");
        strays.extend([inside.join("#1"), note, link]);
    }
    let object = data.join("lake/filings").join(format!("{}.parquet", "f".repeat(64)));
    std::fs::create_dir(&object).expect("a folder named as an object");
    assert_eq!(serves(&place)["filings"], 7);
    for stray in strays {
        assert!(stray.symlink_metadata().is_ok(), "{stray:?}");
    }
    assert!(object.is_dir());
}

#[test]
fn objects_that_merging_replaced_are_recorded_and_removed() {
    let place = of_today();
    let server = crate::process::Server::of(place.command(&["serve"]), place.token("admin"));
    for batch in 0..20 {
        let test = serde_json::json!({
            "test_id": format!("m{batch}"), "at": format!("2026-03-{:02}T10:00:00Z", 1 + batch), "lon": -7.61,
            "lat": 33.51, "operator": "one", "technology": "4g", "download_mbps": 20.0, "upload_mbps": 2.0,
            "latency_ms": 40.0,
        });
        let body =
            serde_json::json!({ "batch": format!("m{batch}"), "source": "drive", "measurements": [test] });
        let address = format!("{}/api/v1/measurements", server.url);
        let (status, text) = crate::process::http(
            "POST",
            &address,
            Some(&place.token("probe")),
            Some(body.to_string().into_bytes()),
        );
        assert_eq!(status, 201, "{text}");
    }
    let (merged, aside) = (objects(&place), in_trash(&place));
    server.kill();
    let server = place.serve();
    assert_eq!(server.json("/readyz")["remarks"], serde_json::json!([]), "none of them counts as unnamed");
    // In the background, once the first snapshot is published.
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while objects(&place) + 30 > merged && std::time::Instant::now() < deadline {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    server.stop();
    assert!(objects(&place) + 30 <= merged, "{} of {merged} left", objects(&place));
    assert_eq!(in_trash(&place), aside);
}
