//! The desk over a country of two communes, with deaths between its steps.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;

use std::sync::Arc;

use super::*;
use crate::catalogue::{FilingQuery, FilingRecord, in_force};
use crate::country::Country;
use crate::coverage::{CellSet, CellSetBuilder};
use crate::domain::{Actor, FilingKind, OperatorId, Origin, PremisesStatus, TechnologyId};
use crate::intake::Limits;
use crate::lake::{FilingFile, Key, mobile, premises};
use flate2::{Compression, write::GzEncoder};
use h3o::CellIndex;

const COUNTRY: &str = r#"
format = 1
id = "XX"
time_zone = "UTC"
languages = ["fr"]
surface = "uniform"
attribution = ["nobody"]
names = { fr = "Essai" }
census = [{ id = "c-2024", year = 2024, names = { fr = "Recensement" } }]
levels = [{ id = "commune", names = { fr = "commune" } }]
environments = [{ id = "outdoor", names = { fr = "dehors" }, code = 0 }]

[[technologies]]
id = "4g"
kind = "mobile"
names = { fr = "4G" }
tiers = ["5-1"]
environments = ["outdoor"]
codes = [400]

[[technologies]]
id = "fibre"
kind = "fixed"
names = { fr = "fibre" }
tiers = ["100-20"]
environments = ["indoor"]
codes = [50]

[[operators]]
id = "one"
names = { fr = "Un" }
synthetic = true
licences = [{ technology = "4g", from = "2015-01-01" }, { technology = "fibre", from = "2015-01-01" }]
"#;

/// Writes a pack of one province with two square communes side by side.
fn write_pack(dir: &Path) {
    let feature = |code: &str, parent: &str, west: f64, east: f64| {
        let ring = [[west, 33.50], [east, 33.50], [east, 33.53], [west, 33.53], [west, 33.50]];
        serde_json::json!({
            "type": "Feature", "id": code,
            "properties": {
                "code": code, "name_fr": code, "parent": parent, "area_m2": 7.0e6,
                "population_2024": 1000, "households_2024": 250,
            },
            "geometry": { "type": "Polygon", "coordinates": [ring] },
        })
    };
    let layer = |name: &str, features: &[serde_json::Value]| {
        let file = std::fs::File::create(dir.join(format!("{name}.geojson.gz"))).expect("creates");
        let mut out = GzEncoder::new(file, Compression::fast());
        for feature in features {
            // One feature to a line, and its type first, as the pack's reader wants them.
            let text = feature.to_string().replacen('{', "{\"type\":\"Feature\",", 1);
            let text = text.replacen(",\"type\":\"Feature\"}", "}", 1);
            writeln!(out, "{text}").expect("writes");
        }
        out.finish().expect("ends");
    };
    std::fs::write(dir.join("country.toml"), COUNTRY).expect("writes");
    layer("regions", &[feature("01.", "XX", -7.63, -7.57)]);
    layer("provinces", &[feature("01.1.", "01.", -7.63, -7.57)]);
    layer(
        "communes",
        &[feature("01.1.1.", "01.1.", -7.63, -7.60), feature("01.1.2.", "01.1.", -7.60, -7.57)],
    );
}

struct Place {
    dir: tempfile::TempDir,
    country: Arc<Country>,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let pack = dir.path().join("pack");
        std::fs::create_dir(&pack).expect("creates");
        write_pack(&pack);
        let country = Country::open(&pack, &dir.path().join("cache"), &|_| ()).expect("a country");
        Self { dir, country: Arc::new(country) }
    }

    /// Starts as a server does.
    async fn start(&self) -> Running {
        let owned = DataDir::open(&self.dir.path().join("data")).expect("opens");
        let lake = owned.lake().expect("opens");
        let catalogue = owned.catalogue(&self.country.meta.operators).await.expect("opens");
        let desk = Desk::new(Arc::clone(&self.country), catalogue, lake, Limits::default(), 2);
        Running { owned, desk }
    }

    /// A filing of every `step`th cell.
    fn mobile(&self, step: usize) -> Vec<u8> {
        let mut text = String::from("technology,mindown,minup,environmnt,h3_res9_id\n");
        for cell in self.country.cells().iter().step_by(step) {
            let _ = writeln!(text, "400,5,1,0,{cell}");
        }
        text.into_bytes()
    }

    fn objects(&self) -> usize {
        let lake = self.dir.path().join("data/lake");
        ["originals", "filings", "staging"]
            .iter()
            .map(|folder| std::fs::read_dir(lake.join(folder)).expect("lists").count())
            .sum()
    }
}

struct Running {
    owned: DataDir,
    desk: Desk,
}

fn request(kind: FilingKind, as_of: &str) -> SubmitRequest {
    SubmitRequest {
        crs: None,
        kind,
        operator: OperatorId::new("one").expect("valid"),
        as_of: as_of.parse().expect("a date"),
        file_name: Some("filing.csv".to_owned()),
        origin: Origin::Api,
    }
}

/// The moments of a submission after which a process may die.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    /// Its original is packed beside the lake's objects, and nothing is in its place.
    Staged,
    /// Original and rows are in the lake.
    Kept,
    /// The row is committed; no one knows yet.
    Recorded,
}

impl Running {
    /// Takes the steps of a submission, and none after this one.
    async fn die_after(&self, step: Step, as_of: &str, bytes: &[u8]) {
        let (request, upload) = (request(FilingKind::MobileCoverage, as_of), self.upload(bytes));
        if step == Step::Staged {
            // A dead process removes nothing.
            std::mem::forget(self.desk.lake.stage_original(upload.path(), upload.hash()).expect("stages"));
            return;
        }
        let operators = self.desk.catalogue.operators().await.expect("reads");
        let kept =
            self.desk.check_and_keep(&request, &operators, &upload, Box::new(|_| ())).expect("is in order");
        if step == Step::Recorded {
            let actor = Actor::machine("tests");
            self.desk.record_filing(&actor, request, true, kept).await.expect("records");
        }
    }

    fn upload(&self, bytes: &[u8]) -> Spooled {
        let mut upload = self.owned.spool().begin().expect("begins");
        upload.write_all(bytes).expect("writes");
        upload.finish().expect("ends")
    }

    async fn submit(&self, kind: FilingKind, as_of: &str, bytes: &[u8]) -> Result<Receipt, DeskError> {
        let request = request(kind, as_of);
        self.desk.submit(request, self.upload(bytes), Box::new(|_| ())).await
    }

    async fn submit_mobile(&self, as_of: &str, bytes: &[u8]) -> Result<Receipt, DeskError> {
        self.submit(FilingKind::MobileCoverage, as_of, bytes).await
    }

    async fn filings(&self) -> Vec<FilingRecord> {
        let query = FilingQuery { limit: 100, ..FilingQuery::default() };
        self.desk.catalogue.filings(&query).await.expect("lists").items
    }

    /// What a snapshot would read back of a filing.
    async fn read_mobile(&self, filing: &FilingRecord) -> Vec<(crate::domain::Layer, CellSet)> {
        let object = self.desk.lake.get(&Key::new(&filing.data_key).expect("a key")).await.expect("opens");
        let cells = self.desk.country.cells();
        let file = FilingFile::open(object).expect("a filing's");
        let loaded = mobile::read(
            &file,
            |_| CellSetBuilder::new(cells.len()),
            |set, h3| match CellIndex::try_from(h3).ok().and_then(|cell| cells.ordinal(cell)) {
                Some(ordinal) => {
                    set.insert(ordinal);
                    true
                }
                None => false,
            },
            CellSetBuilder::finish,
        )
        .expect("reads");
        assert_eq!(loaded.unknown, 0);
        let runs =
            mobile::runs(&file, cells.digest()).expect("reads").expect("it says where its cells stand");
        let of_runs = runs.into_iter().map(|(layer, runs)| (layer, CellSet::from_runs(cells.len(), runs)));
        let of_rows = loaded.content.iter().map(|(layer, set)| (layer.clone(), Some(set.clone())));
        assert!(of_runs.eq(of_rows), "runs say the same as rows");
        loaded.content
    }

    async fn original(&self, filing: &FilingRecord) -> Vec<u8> {
        let key = Key::new(&filing.original_key).expect("a key");
        let mut bytes = Vec::new();
        self.desk.lake.original(&key).await.expect("opens").read_to_end(&mut bytes).expect("reads");
        bytes
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_filing_is_kept_whole_and_repeated_is_unchanged() {
    let place = Place::new();
    let running = place.start().await;
    let mut news = running.desk.news();
    let bytes = place.mobile(2);
    let receipt = running.submit_mobile("2026-06-30", &bytes).await.expect("accepts");
    assert_eq!(receipt.state, Outcome::Accepted);
    assert!(receipt.report.get().contains("\"accepted\":true"), "{}", receipt.report);
    assert!(news.has_changed().expect("open"));
    news.mark_unchanged();

    let filings = running.filings().await;
    assert_eq!(filings.len(), 1);
    assert_eq!((filings[0].id.clone(), filings[0].synthetic), (receipt.id.clone(), true));
    assert!(running.original(&filings[0]).await == bytes);
    let layers = running.read_mobile(&filings[0]).await;
    let expected = place.country.cells().len().div_ceil(2);
    assert_eq!(layers.len(), 1);
    assert_eq!(layers[0].1.count(), expected);
    assert_eq!(receipt.layers[0].extent, expected as u64);

    let again = running.submit_mobile("2026-06-30", &bytes).await.expect("answers");
    assert_eq!((again.state, again.id), (Outcome::Unchanged, receipt.id));
    assert!(!news.has_changed().expect("open"), "no news");
    let later = running.submit_mobile("2026-09-30", &bytes).await.expect("accepts");
    assert_eq!(later.state, Outcome::Accepted, "the same network at another date is news");
    assert_eq!(place.objects(), 2, "of the same content");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_filing_stores_nothing() {
    let place = Place::new();
    let running = place.start().await;
    let mut bytes = place.mobile(1);
    bytes.extend_from_slice(b"400,5,1,0,not-a-cell\n");
    let refused = running.submit_mobile("2026-06-30", &bytes).await;
    assert!(matches!(&refused, Err(DeskError::Refused(report)) if report.errors > 0), "{refused:?}");
    assert_eq!(place.objects(), 0);
    assert!(running.filings().await.is_empty());
    assert!(!running.desk.news().has_changed().expect("open"));

    let fibre = running.submit(FilingKind::FibreAvailability, "2026-06-30", &bytes).await;
    assert!(matches!(fibre, Err(DeskError::Refused(_))), "{fibre:?}");
    assert_eq!(place.objects(), 0, "not even what was staged");
    let spool = std::fs::read_dir(running.owned.root().join("spool")).expect("lists").count();
    assert_eq!(spool, 0, "uploads go when they are done with");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_stores_nothing() {
    let place = Place::new();
    let running = place.start().await;
    let request = TrialRequest {
        crs: None,
        kind: FilingKind::MobileCoverage,
        operator: OperatorId::new("one").ok(),
        as_of: None,
        file_name: None,
    };
    let upload = running.upload(&place.mobile(1));
    let report = running.desk.check(request, upload, Box::new(|_| ())).await.expect("checks");
    assert!(report.accepted, "{}", report.summary);
    assert_eq!(place.objects(), 0);
    assert!(running.filings().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn premises_are_summed_by_cell() {
    let place = Place::new();
    let running = place.start().await;
    let mut text = String::from(
        "provider_id,brand_name,longitude,latitude,technology,max_advertised_download_speed,\
         max_advertised_upload_speed,low_latency,business_residential_code,status,units\n",
    );
    let mut expected: BTreeMap<PremisesStatus, (u32, u32)> = BTreeMap::new();
    for at in 0..500u32 {
        let (lon, lat) = (-7.629 + f64::from(at % 50) * 0.001, 33.501 + f64::from(at / 50) * 0.002);
        let (code, status) = (["R", "B", "X"][at as usize % 3], PremisesStatus::ALL[at as usize % 2]);
        let units = at % 7 + 1;
        let _ = writeln!(text, ",Un,{lon:.4},{lat:.4},50,1000,200,1,{code},{status},{units}");
        let sum = expected.entry(status).or_default();
        if code == "B" { sum.1 += units } else { sum.0 += units }
    }
    let receipt = running.submit(FilingKind::FibreAvailability, "2026-06-30", text.as_bytes()).await;
    let receipt = match receipt {
        Err(DeskError::Refused(report)) => panic!("{:#?}", report.findings),
        receipt => receipt.expect("accepts"),
    };
    assert_eq!(receipt.layers.iter().map(|layer| layer.extent).sum::<u64>(), 500);
    let filing = &running.filings().await[0];
    let object = running.desk.lake.get(&Key::new(&filing.data_key).expect("a key")).await.expect("opens");
    let cells = place.country.cells();
    let place_cell = |h3| CellIndex::try_from(h3).ok().and_then(|cell| cells.ordinal(cell));
    let loaded = premises::read(&object, place_cell).expect("reads");
    assert_eq!(loaded.unknown, 0);
    let mut found: BTreeMap<PremisesStatus, (u32, u32)> = BTreeMap::new();
    for offer in &loaded.content.offers {
        assert_eq!(offer.technology, TechnologyId::new("fibre").expect("valid"));
        assert_eq!(offer.speeds.to_string(), "1000-200");
        for cell in &offer.cells {
            let sum = found.entry(offer.status).or_default();
            *sum = (sum.0 + cell.residential, sum.1 + cell.business);
        }
    }
    assert_eq!(found, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_between_any_two_steps_leaves_a_state_that_is_true() {
    for step in [Step::Staged, Step::Kept, Step::Recorded] {
        let place = Place::new();
        let running = place.start().await;
        let first = running.submit_mobile("2025-12-31", &place.mobile(3)).await.expect("accepts");
        let bytes = place.mobile(1);
        running.die_after(step, "2026-06-30", &bytes).await;
        running.desk.catalogue.close().await;
        drop(running);

        let running = place.start().await;
        let filings = running.filings().await;
        let recorded = step == Step::Recorded;
        assert_eq!(filings.len(), 1 + usize::from(recorded), "{step:?}");
        for filing in &filings {
            assert!(!running.read_mobile(filing).await.is_empty(), "every row's objects are there");
            assert!(!running.original(filing).await.is_empty());
        }
        assert_eq!(filings.last().map(|filing| &filing.id), Some(&first.id));

        let again = running.submit_mobile("2026-06-30", &bytes).await.expect("answers");
        let expected = if recorded { Outcome::Unchanged } else { Outcome::Accepted };
        assert_eq!(again.state, expected, "{step:?}: the client learns what happened by asking again");
        let state = running.desk.catalogue.state().await.expect("reads");
        let known_at = state.last_recorded.expect("something");
        let in_force = in_force(&state.filings, "2026-06-30".parse().expect("a date"), known_at);
        assert!(in_force.values().all(|filing| filing.id == again.id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submission_ends_though_nobody_waits_for_it() {
    let place = Place::new();
    let running = place.start().await;
    let bytes = place.mobile(1);
    {
        let submission = running.submit_mobile("2026-06-30", &bytes);
        tokio::pin!(submission);
        // Long enough to begin, then the client goes away.
        while running.desk.submissions.available_permits() == 2 {
            let wait = tokio::time::sleep(std::time::Duration::from_micros(50));
            tokio::select! {
                _ = &mut submission => break,
                () = wait => {}
            }
        }
    }
    running.desk.close().await;
    assert_eq!(running.filings().await.len(), 1);
    let late = running.submit_mobile("2026-06-30", &bytes).await;
    assert!(matches!(late, Err(DeskError::Closed)), "{late:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_all_recorded() {
    let place = Arc::new(Place::new());
    let running = Arc::new(place.start().await);
    let tasks: Vec<_> = (1..=12)
        .map(|step| {
            let (place, running) = (Arc::clone(&place), Arc::clone(&running));
            tokio::spawn(async move { running.submit_mobile("2026-06-30", &place.mobile(step)).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.expect("ends").expect("accepts").state, Outcome::Accepted);
    }
    assert_eq!(running.filings().await.len(), 12);
    assert_eq!(*running.desk.news().borrow(), 12);
}
