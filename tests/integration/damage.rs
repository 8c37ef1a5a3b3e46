//! Damage and swaps: what is not what its name says is named, left out of every number, and healed.

mod flips;
mod honest;
mod house;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use taghtia::desk::care::Healed;
use taghtia::domain::FilingKind;

use honest::Answers;
use house::{House, Started};

/// The object of the filing of an operator's mobile coverage at a date.
async fn object(house: &House, operator: &str, as_of: &str) -> PathBuf {
    let state = house.catalogue.state().await.unwrap();
    let filing = state.filings.iter().find(|filing| {
        filing.operator.as_str() == operator
            && filing.as_of.to_string() == as_of
            && filing.kind == FilingKind::MobileCoverage
    });
    house.data().join("lake").join(&filing.unwrap().data_key)
}

fn flip(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(path, bytes).unwrap();
}

const COUNTRY_4G: &str = "/api/v1/coverage?level=country&technology=4g&lang=en";

async fn share(started: &Started, scope: &str) -> (Value, Value) {
    let body = started.json(&format!("{COUNTRY_4G}&scope={scope}")).await;
    (body["items"][0]["share"].clone(), body["items"][0]["state"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn another_operators_object_in_the_place_of_one_is_no_number_of_either() {
    let house = House::furnished().await;
    let before = Answers::of(&house.start().await).await;
    let (one, two) = (object(&house, "one", "2026-06-30").await, object(&house, "two", "2026-06-30").await);
    let intact = house.start().await;
    let (alone, _) = share(&intact, "op:one").await;
    std::fs::copy(&one, &two).unwrap();

    let started = house.start().await;
    for scope in ["op:two", "all", "min2"] {
        assert_eq!(share(&started, scope).await, (Value::Null, json!("damaged")), "{scope}");
    }
    assert_eq!(share(&started, "op:one").await, (alone.clone(), json!("known")));
    assert_eq!(share(&started, "any").await, (alone, json!("lower_bound")));
    let body = started.json(&format!("{COUNTRY_4G}&scope=op:two")).await;
    assert_eq!(body["items"][0]["covered"], Value::Null, "nothing is not 0");
    assert_eq!(body["definition"]["operators_damaged"], json!(["two"]));
    let sentence = body["definition"]["sentence"].as_str().unwrap();
    assert!(sentence.ends_with("The share is not known: the filing of Two is damaged."), "{sentence}");
    let body = started.json(&format!("{COUNTRY_4G}&scope=any")).await;
    let sentence = body["definition"]["sentence"].as_str().unwrap();
    assert!(
        sentence.ends_with("At least this share: the filing of Two is damaged and not counted."),
        "{sentence}"
    );
    assert_eq!(body["damaged"][0]["operator"], "two");
    assert_eq!(body["damaged"][0]["as_of"], "2026-06-30");
    for (language, word) in [("fr", "endommagée"), ("ar", "تالف")] {
        let said = started.json(&format!("/api/v1/coverage?technology=4g&scope=any&lang={language}")).await;
        assert!(said["definition"]["sentence"].as_str().unwrap().contains(word), "{said}");
    }
    before.stands_beside(&Answers::of(&started).await, &["two"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_correction_takes_the_causes_of_a_change_and_not_the_change() {
    let house = House::furnished().await;
    let before = house.catalogue.state().await.unwrap().last_recorded.unwrap();
    let correction = house.file(FilingKind::MobileCoverage, "two", "2025-12-31", &house.mobile(4)).await;
    let address = |known_at: &str| {
        format!("/api/v1/changes?technology=4g&scope=op:two&lang=en&from_as_of=2025-12-31{known_at}")
    };
    let then = address(&format!("&from_known_at={before}"));
    let intact = house.start().await.json(&then).await;
    let change = &intact["items"][0];
    assert!(change["net_correction"].as_f64().unwrap() > 0.0, "{change}");
    let state = house.catalogue.state().await.unwrap();
    let filing = state.filings.iter().find(|filing| filing.id == correction.id).unwrap();
    flip(&house.data().join("lake").join(&filing.data_key));
    let started = house.start().await;
    // A read of the past finds the damage, and is run again.
    let told = started.json(&then).await;
    for name in ["covered_before", "covered_after", "gained", "lost", "net", "change", "share_after"] {
        assert_eq!(told["items"][0][name], change[name], "{name}");
    }
    for name in ["net_network", "net_correction", "change_network", "change_correction"] {
        assert_eq!(told["items"][0][name], Value::Null, "{name}");
    }
    let said = told["definition"].as_str().unwrap();
    assert!(said.ends_with("a filing that they rest on is damaged."), "{said}");
    let now = started.json(&address("")).await;
    assert_eq!((&now["from"]["state"], &now["items"][0]["net"]), (&json!("damaged"), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_is_named_wherever_somebody_looks() {
    let house = House::furnished().await;
    flip(&object(&house, "two", "2026-06-30").await);
    let started = house.start().await;
    let ready = started.json("/readyz").await;
    assert_eq!((&ready["status"], &ready["damaged"][0]["operator"]), (&json!("degraded"), &json!("two")));
    assert_eq!(ready["damaged"][0]["as_of"], "2026-06-30");
    assert_eq!(ready["damaged"][0]["cause"], "altered");
    let metrics = started.text("/metrics").await;
    assert!(metrics.contains("taghtia_damaged_objects{kind=\"filing\"} 1"), "{metrics}");
    assert!(metrics.contains("taghtia_damaged_objects{kind=\"original\"} 0"));
    for scope in ["op:two", "any", "all", "min2"] {
        let series = format!("level=\"country\",scope=\"{scope}\",technology=\"4g\"");
        assert!(!metrics.contains(&series), "{scope} has a series");
    }
    let filings = started.json("/api/v1/filings?operator=two&kind=mobile-coverage").await;
    let (current, earlier) = (&filings["items"][0], &filings["items"][1]);
    assert_eq!((&current["damaged"], &current["state"]), (&json!(true), &json!("current")));
    assert_eq!(earlier["damaged"], Value::Null);
    let one = started.json(&format!("/api/v1/filings/{}", current["id"].as_str().unwrap())).await;
    assert_eq!(one["damaged"], true);
    let history = started.json("/api/v1/coverage/history?technology=4g&scope=op:two").await;
    assert_eq!(history["items"][0]["state"], "known", "an earlier date stands");
    assert_eq!(history["items"][1]["state"], "damaged", "and is never taken for a later one");
    for (query, known) in [("op:two", false), ("any", false), ("op:one", true)] {
        let changes = started.json(&format!("/api/v1/changes?technology=4g&scope={query}&lang=en")).await;
        let told = &changes["items"][0];
        assert_eq!(told["net"].is_number() && told["net_network"].is_number(), known, "{query}: {told}");
        assert_eq!(changes["territories"]["up"].is_number(), known, "{query}");
        assert_eq!(changes["damaged"][0]["operator"] == "two", !known, "{query}: {changes}");
    }
    let between = "from_as_of=2025-12-31&as_of=2026-12-31";
    let changes = started.json(&format!("/api/v1/changes?technology=4g&scope=op:two&{between}")).await;
    assert_eq!((&changes["from"]["state"], &changes["to"]["state"]), (&json!("known"), &json!("damaged")));
    let targets = started.json("/api/v1/targets?lang=en").await;
    let progress = targets["items"][0]["progress"].as_array().unwrap();
    let of = |id: &str| progress.iter().find(|one| one["scope"] == format!("op:{id}")).unwrap();
    assert_eq!((&of("two")["status"], &of("two")["share"]), (&json!("not_computable"), &Value::Null));
    assert_eq!(of("two")["reason"], "The filing of Two is damaged.");
    assert!(of("one")["share"].as_f64().is_some());
    let at = started.json("/api/v1/at?lon=-7.6&lat=33.515").await;
    assert!(
        at["claims"]
            .as_array()
            .unwrap()
            .iter()
            .all(|claim| claim["operator"] != "two" || claim["technology"] != "4g")
    );
    assert_eq!(at["damaged"][0]["operator"], "two");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_earlier_date_is_met_by_the_read_that_asks_for_it() {
    let house = House::furnished().await;
    let started = house.start().await;
    let address = "/api/v1/coverage?level=country&technology=4g&scope=op:two&as_of=2025-12-31";
    let (_, tag, before) = house.start().await.get(address).await;
    flip(&object(&house, "two", "2025-12-31").await);
    assert_eq!(started.json("/readyz").await["status"], "ready", "nobody has read it");
    let (status, other, after) = started.get(address).await;
    assert_eq!(status, 200, "{after}");
    assert_ne!(tag, other, "the tag of another answer");
    assert!(before.contains("\"state\":\"known\"") && after.contains("\"state\":\"damaged\""), "{after}");
    assert_eq!(started.json("/readyz").await["status"], "degraded");
    assert_eq!(share(&started, "op:two").await.1, "known", "the latest date is intact");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_with_an_object_the_country_starts() {
    let house = House::furnished().await;
    let before = Answers::of(&house.start().await).await;
    let path = object(&house, "two", "2026-06-30").await;
    let sound = std::fs::read(&path).unwrap();
    let cut = sound.len() / 2;
    let cases: [(&str, &dyn Fn()); 6] = [
        ("truncated", &|| std::fs::write(&path, &sound[..cut]).unwrap()),
        ("empty", &|| std::fs::write(&path, b"").unwrap()),
        ("another file", &|| std::fs::write(&path, b"PAR1 nothing of the kind PAR1").unwrap()),
        ("missing", &|| std::fs::remove_file(&path).unwrap()),
        ("a folder", &|| std::fs::create_dir(&path).unwrap()),
        ("a link to nothing", &|| std::os::unix::fs::symlink("/nowhere/at/all", &path).unwrap()),
    ];
    for (name, damage) in cases {
        if ["a folder", "a link to nothing"].contains(&name) {
            std::fs::remove_file(&path).unwrap();
        }
        damage();
        let started = house.start().await;
        let ready = started.json("/readyz").await;
        assert_eq!(ready["status"], "degraded", "{name}");
        assert_eq!(ready["damaged"][0]["operator"], "two", "{name}");
        before.stands_beside(&Answers::of(&started).await, &["two"]);
        let _ = std::fs::remove_dir(&path);
        let _ = std::fs::remove_file(&path);
        std::fs::write(&path, &sound).unwrap();
        before.is(&Answers::of(&house.start().await).await, name);
    }
    // Root reads what no one else may: then there is nothing to see.
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::File::open(&path).is_err() {
        let ready = house.start().await.json("/readyz").await;
        assert_eq!(ready["damaged"][0]["cause"], "unreadable");
    }
    // Strays stop nothing either.
    for folder in ["filings", "originals", "measurements", "staging", "damaged"] {
        std::fs::create_dir_all(house.data().join("lake").join(folder).join("stray/inner")).unwrap();
    }
    house.start().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_month_leaves_the_other_sources_and_says_so() {
    let house = House::furnished().await;
    let before = Answers::of(&house.start().await).await;
    let state = house.catalogue.state().await.unwrap();
    let month = state.measured.objects.iter().find(|object| object.source.as_str() == "walk").unwrap();
    let path = house.data().join("lake").join(&month.data_key);
    let sound = std::fs::read(&path).unwrap();
    flip(&path);
    let started = house.start().await;
    let ready = started.json("/readyz").await;
    assert_eq!(
        (&ready["damaged"][0]["kind"], &ready["damaged"][0]["source"]),
        (&json!("measurements"), &json!("walk"))
    );
    let body = started.json("/api/v1/measurements?level=country").await;
    let sources: Vec<&str> =
        body["items"].as_array().unwrap().iter().map(|item| item["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["drive", "drive"], "the one damaged month was all of walk's");
    let walk = body["sources"].as_array().unwrap().iter().find(|source| source["id"] == "walk").unwrap();
    assert_eq!(walk["damaged"], json!(["2026-06"]));
    before.stands_beside(&Answers::of(&started).await, &[]);
    std::fs::write(&path, sound).unwrap();

    // Of a source of two months, one is damaged: what takes in that month is not known, the other is.
    let state = house.catalogue.state().await.unwrap();
    let month = state
        .measured
        .objects
        .iter()
        .find(|object| object.source.as_str() == "drive" && object.month.to_string() == "2026-06")
        .unwrap();
    flip(&house.data().join("lake").join(&month.data_key));
    let started = house.start().await;
    let body = started.json("/api/v1/measurements?level=country&source=drive").await;
    for item in body["items"].as_array().unwrap() {
        assert_eq!((&item["state"], &item["tests"]), (&json!("damaged"), &Value::Null), "{item}");
        assert!(item["tiers"].as_array().unwrap().iter().all(|tier| tier["verdict"] == "insufficient"));
    }
    let body = started.json("/api/v1/measurements?level=country&source=drive&from=2026-05&to=2026-05").await;
    assert!(body["items"].as_array().unwrap().iter().all(|item| item["tests"] == 70), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_list_of_tests_takes_no_more_tests_and_no_number_changes() {
    let house = House::furnished().await;
    let before = Answers::of(&house.start().await).await;
    let state = house.catalogue.state().await.unwrap();
    let walk = state.measured.objects.iter().find(|object| object.source.as_str() == "walk").unwrap();
    // Another process: what this one compared before is remembered.
    flip(&house.data().join("lake").join(&walk.tests_key));
    let scrubbed = house.desk.scrub(0, Arc::new(|_| ())).await.unwrap();
    assert_eq!(scrubbed.damaged.len(), 1);
    assert_eq!(scrubbed.damaged[0].0.kind.as_str(), "tests");
    before.is(&Answers::of(&house.start().await).await, "tests of a month");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_object_is_never_merged_and_the_batches_after_it_are_kept() {
    let house = House::furnished().await;
    let all = house::tests("trickle", 7);
    let mut damaged = String::new();
    for (at, test) in all.into_iter().take(24).enumerate() {
        house.desk.measure_all(&format!("small-{at}"), vec![test]).await.unwrap();
        if at == 8 {
            let state = house.catalogue.state().await.unwrap();
            let object = state.measured.objects.iter().rfind(|object| object.source.as_str() == "trickle");
            damaged = object.unwrap().data_key.clone();
            flip(&house.data().join("lake").join(&damaged));
        }
    }
    let state = house.catalogue.state().await.unwrap();
    let objects: Vec<_> =
        state.measured.objects.iter().filter(|object| object.source.as_str() == "trickle").collect();
    assert!(objects.len() < 16, "{} objects: the others were merged", objects.len());
    assert!(objects.iter().any(|object| object.data_key == damaged && object.rows == 1), "it is as it was");
    assert_eq!(objects.iter().map(|object| object.rows).sum::<u64>(), 24);
    let found = house.desk.take_damaged();
    assert_eq!((found.len(), found[0].0.object.as_str()), (1, damaged.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_whose_list_of_tests_is_damaged_takes_no_more_and_the_other_sources_do() {
    let house = House::furnished().await;
    let state = house.catalogue.state().await.unwrap();
    let walk = state.measured.objects.iter().find(|object| object.source.as_str() == "drive").unwrap();
    let month = walk.month.to_string();
    flip(&house.data().join("lake").join(&walk.tests_key));
    let number = if month == "2026-05" { 5 } else { 6 };
    let rows = [house::tests("drive", number), house::tests("walk", 7)].concat();
    let error = house.desk.measure_all("more", rows).await.unwrap_err().to_string();
    assert!(
        error.contains(&format!("tests of drive of {month}")) && error.contains("send this batch again"),
        "{error}"
    );
    let state = house.catalogue.state().await.unwrap();
    let is_kept = |object: &&taghtia::catalogue::MeasuredObject| {
        object.source.as_str() == "walk" && object.month.to_string() == "2026-07"
    };
    assert_eq!(state.measured.objects.iter().filter(is_kept).count(), 1);
    assert_eq!(house.desk.take_damaged()[0].0.kind.as_str(), "tests");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_decays_after_it_was_counted_stops_no_publication() {
    let house = House::furnished().await;
    let started = house.start().await;
    let state = house.catalogue.state().await.unwrap();
    let month = state.measured.objects.iter().find(|object| object.source.as_str() == "walk").unwrap();
    flip(&house.data().join("lake").join(&month.data_key));
    // Another batch of the month, withdrawn again: the month is counted anew.
    house.desk.measure_all("more", house::tests("walk", 6)).await.unwrap();
    house.file(FilingKind::MobileCoverage, "one", "2026-09-30", &house.mobile(1)).await;
    let what = taghtia::catalogue::BatchesOf::Batch(month.first_batch);
    let actor = taghtia::domain::Actor::machine("tests");
    let taken = house.catalogue.withdraw_measurements(&what, "a test", &actor).await;
    taken.unwrap();
    started.publisher.catch_up().await.unwrap();
    let filings = started.json("/api/v1/filings?operator=one&kind=mobile-coverage").await;
    assert_eq!(filings["items"][0]["as_of"], "2026-09-30", "the publication goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undamaged_original_heals_its_filing_and_the_quarantine_lifts_without_a_restart() {
    let house = House::furnished().await;
    let before = Answers::of(&house.start().await).await;
    let path = object(&house, "two", "2026-06-30").await;
    let sound = std::fs::read(&path).unwrap();
    flip(&path);
    let started = house.start().await;
    let filing = damaged_filing(&house, &started).await;
    assert_eq!(house.desk.heal(&filing, &house.spool).await.unwrap(), Healed::Yes);
    started.publisher.catch_up().await.unwrap();
    before.is(&Answers::of(&started).await, "healed of its original");
    assert_eq!(std::fs::read(&path).unwrap(), sound, "byte for byte");
    let aside: Vec<_> = std::fs::read_dir(house.data().join("lake/damaged")).unwrap().collect();
    assert_eq!(aside.len(), 1, "the damaged object is kept aside");
    let audit = house.catalogue.audit(None, 1).await.unwrap();
    assert_eq!(audit.items[0].act.as_str(), "object-healed");
    assert_eq!(audit.items[0].detail["means"], "original");

    // With the original damaged too, nothing is made up: the same file filed again heals both.
    flip(&path);
    flip(&house.data().join("lake").join(&filing.original_key));
    let started = house.start().await;
    let healed = house.desk.heal(&filing, &house.spool).await.unwrap();
    assert!(matches!(healed, Healed::No(_)), "{healed:?}");
    let receipt = house.file(FilingKind::MobileCoverage, "two", "2026-06-30", &house.mobile(1)).await;
    assert_eq!(receipt.id, filing.id, "it is no new filing");
    started.publisher.catch_up().await.unwrap();
    before.is(&Answers::of(&started).await, "healed by filing again");
    assert!(house.desk.scrub(0, Arc::new(|_| ())).await.unwrap().damaged.is_empty());
}

async fn damaged_filing(house: &House, started: &Started) -> taghtia::catalogue::FilingRecord {
    let ready = started.json("/readyz").await;
    let id = ready["damaged"][0]["filing"].as_str().unwrap().to_owned();
    let state = house.catalogue.state().await.unwrap();
    state.filings.into_iter().find(|filing| filing.id.as_str() == id).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_a_newer_program_writes_as_other_bytes_heal_too_and_it_is_recorded() {
    let house = House::furnished().await;
    let before = Answers::of(&house.start().await).await;
    // The same rows as another writer would have written them: the object has another name.
    let state = house.catalogue.state().await.unwrap();
    let filing =
        state.filings.iter().find(|filing| filing.kind == FilingKind::MobileCoverage).unwrap().clone();
    let lake = house.data().join("lake");
    let other = format!("filings/{}.parquet", "ab".repeat(32));
    sqlx_rename(&house, filing.id.as_str(), &other).await;
    std::fs::rename(lake.join(&filing.data_key), lake.join(&other)).unwrap();
    let started = house.start().await;
    assert_eq!(
        started.json("/api/v1/coverage/history?technology=4g&scope=op:one").await["items"][0]["state"],
        "damaged"
    );
    let state = house.catalogue.state().await.unwrap();
    let filing = state.filings.iter().find(|known| known.id == filing.id).unwrap().clone();
    assert_eq!(house.desk.heal(&filing, &house.spool).await.unwrap(), Healed::Yes);
    started.publisher.catch_up().await.unwrap();
    before.is(&Answers::of(&started).await, "healed under another name");
    let state = house.catalogue.state().await.unwrap();
    let healed = state.filings.iter().find(|known| known.id == filing.id).unwrap();
    assert_ne!(healed.data_key, other);
}

/// Names another object in a filing's row, as no program of ours would.
async fn sqlx_rename(house: &House, filing: &str, object: &str) {
    let file = house.data().join("catalogue.sqlite");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let pool = sqlx::sqlite::SqlitePool::connect_with(options).await.unwrap();
    sqlx::query("UPDATE filings SET data_key = ? WHERE id = ?")
        .bind(object)
        .bind(filing)
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_places_are_named_and_none_of_them_is_counted() {
    let house = House::furnished().await;
    let file = "id,name,lon,lat\n1,A,-7.61,33.51\n2,B,-7.59,33.52\n";
    house.places("schools", file).await;
    house.places("clinics", "id,name,lon,lat\n1,C,-7.61,33.51\n").await;
    let schools = "/api/v1/coverage?level=country&technology=4g&denominator=places:schools";
    let intact = house.start().await.json(schools).await;
    assert_eq!(intact["items"][0]["total"], 2.0);
    let lists = house.catalogue.place_lists().await.unwrap();
    let list = lists.iter().find(|list| list.head.id.as_str() == "schools").unwrap();
    let path = house.data().join("lake").join(&list.data_key);
    for harm in ["flipped", "swapped", "gone"] {
        match harm {
            "flipped" => flip(&path),
            "swapped" => {
                let other = lists.iter().find(|list| list.head.id.as_str() == "clinics").unwrap();
                std::fs::copy(house.data().join("lake").join(&other.data_key), &path).unwrap();
            }
            _ => std::fs::remove_file(&path).unwrap(),
        }
        let started = house.start().await;
        for address in [schools.to_owned(), "/api/v1/places/schools".to_owned()] {
            let (status, _, body) = started.get(&address).await;
            assert_eq!(status.as_u16(), 503, "{harm}: {body}");
            assert!(body.contains("\"places-damaged\""), "{harm}: {body}");
        }
        let lists = started.json("/api/v1/places").await;
        let damaged = |id: &str| {
            let all = lists["items"].as_array().unwrap();
            all.iter().find(|list| list["id"] == id).unwrap()["damaged"].clone()
        };
        assert_eq!((damaged("schools"), damaged("clinics")), (json!(true), Value::Null), "{harm}");
        // People are counted as before.
        assert_eq!(share(&started, "op:one").await.1, "known");
        // Importing the list again puts it back.
        house.places("schools", file).await;
        assert_eq!(house.start().await.json(schools).await["items"], intact["items"], "{harm}");
    }
}
