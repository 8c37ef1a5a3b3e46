//! What is published after any acts: continued from the snapshot before, and made of everything at once.

use std::sync::Arc;

use serde_json::json;
use taghtia::catalogue::{FilingRecord, HealedBy, Healing};
use taghtia::coverage::{CellSet, CellSetBuilder};
use taghtia::domain::{Actor, AsOf, Environment, FilingId, Recorded, Role, TechnologyId};
use taghtia::snapshot::{FilingState, NetworkState, Publisher, Question, Reach, Snapshot};

use crate::service::{Service, Setup, layer};
use crate::support::Draw;

/// Everything a snapshot says of filings and measurements, as far as it is small.
#[derive(Debug, PartialEq)]
struct Said {
    versions: (String, String),
    known_at: Recorded,
    filings: Vec<(FilingRecord, FilingState)>,
    tallies: Vec<String>,
    dates: Vec<Vec<AsOf>>,
    in_force: Vec<Vec<(String, FilingId)>>,
    networks: Vec<Vec<FilingId>>,
    operators: Vec<String>,
    sources: Vec<String>,
}

fn said(snapshot: &Arc<Snapshot>) -> Said {
    let filings = snapshot.filings();
    let all = (0..filings.len()).map(|place| filings.at(place).unwrap());
    let all: Vec<(FilingRecord, FilingState)> =
        all.map(|(filing, state)| ((**filing).clone(), state)).collect();
    let withdrawn = all.iter().filter_map(|(filing, _)| Some(filing.withdrawn.as_ref()?.at));
    let mut instants: Vec<Recorded> =
        all.iter().map(|(filing, _)| filing.recorded).chain(withdrawn).collect();
    instants.push(snapshot.known_at());
    let dates = instants.iter().map(|known_at| snapshot.dates(*known_at).collect()).collect();
    let mut states = vec![snapshot.state(None, None)];
    for known_at in &instants {
        states.push(snapshot.state(None, Some(*known_at)));
        for as_of in snapshot.dates(*known_at) {
            states.push(snapshot.state(Some(as_of), Some(*known_at)));
        }
    }
    let in_force = states.iter().map(|state| {
        state.in_force().map(|(layer, filing)| (format!("{layer:?}"), filing.id.clone())).collect()
    });
    Said {
        versions: (snapshot.version().to_owned(), snapshot.measured_version()),
        known_at: snapshot.known_at(),
        in_force: in_force.collect(),
        networks: states.iter().map(|state| state.networks().map(|one| one.id.clone()).collect()).collect(),
        dates,
        tallies: filings.tallies().iter().map(|(group, tally)| format!("{group:?} {tally:?}")).collect(),
        operators: snapshot.operators().iter().map(|operator| operator.id.to_string()).collect(),
        sources: snapshot.measured().sources().map(|(id, facts)| format!("{id} {facts:?}")).collect(),
        filings: all,
    }
}

/// What a snapshot says that is made of everything there is now.
async fn made_anew(service: &Service) -> Said {
    let (country, catalogue) = (Arc::clone(&service.country), service.catalogue.clone());
    let publisher = Publisher::open(country, catalogue, service.lake.clone(), 8 << 20).await.unwrap();
    said(&publisher.current())
}

async fn file(service: &Service, draw: &mut Draw) {
    let operator = ["atlas", "rif", "souss"][draw.below(3)];
    let as_of = ["2024-12-31", "2025-06-30", "2025-12-31", "2026-06-30"][draw.below(4)];
    let first = draw.below(5_000_000) as u32;
    if draw.below(4) == 0 {
        let homes = [(first, "1000-200", 40, true), (first + 7, "100-20", 12, false)];
        service.file_fibre(operator, as_of, &homes).await;
        return;
    }
    let mut set = CellSetBuilder::new(service.country.cells().len());
    set.insert_range(first..first + 50);
    let technology = ["4g", "5g"][draw.below(2)];
    let floor = if technology == "4g" { "5-1" } else { "7-1" };
    let layers = vec![(layer(operator, technology, floor, Environment::Outdoor), set.finish())];
    service.file_mobile(operator, as_of, layers).await;
}

/// One batch of a test, or two.
async fn measure(service: &Service, probe: &str, number: usize) {
    let test = |at: usize| {
        json!({ "test_id": format!("t{number}-{at}"), "at": "2026-06-01T10:00:00Z", "lon": -6.84, "lat": 34.02,
            "operator": "atlas", "technology": "4g", "download_mbps": 20.0, "upload_mbps": 3.0 })
    };
    let batch =
        json!({ "batch": format!("b{number}"), "source": "probe-a", "measurements": [test(0), test(1)] });
    let answer = service.post("/api/v1/measurements", Some(probe), batch.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
}

/// Acts of every kind, drawn: what is published by continuing is what would be made of everything.
#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_continued_act_by_act_says_what_one_made_of_everything_says() {
    let service = Service::with(Setup::default()).await;
    let probe = service.issue(Role::Probe, None).await;
    let (mut draw, actor) = (Draw(11), Actor::machine("tests"));
    for turn in 0..24 {
        let filings: Vec<FilingId> = {
            let snapshot = service.publisher.current();
            (0..snapshot.filings().len()).map(|at| snapshot.filings().at(at).unwrap().0.id.clone()).collect()
        };
        let some = (!filings.is_empty()).then(|| filings[draw.below(filings.len())].clone());
        match (draw.below(8), some) {
            (0 | 1, Some(id)) => {
                service.catalogue.withdraw(&id, "a test", "us", &actor).await.unwrap();
            }
            (2, Some(id)) => {
                let filing = service.catalogue.filing(&id).await.unwrap().unwrap();
                let means = HealedBy::FiledAgain;
                let healing = Healing { object: filing.data_key, filing: id, data_key: None, means };
                service.catalogue.record_healing(&healing, &actor).await.unwrap();
            }
            (3 | 4, _) => measure(&service, &probe, turn).await,
            _ => file(&service, &mut draw).await,
        }
        // Sometimes several acts come before the next snapshot.
        if draw.below(3) > 0 {
            service.publisher.catch_up().await.unwrap();
            let (continued, anew) = (said(&service.publisher.current()), made_anew(&service).await);
            // Before the first filing, the present is what is known.
            if !continued.filings.is_empty() {
                assert_eq!(continued, anew, "turn {turn}");
            }
        }
    }
}

/// Tests come often and change no coverage: what is published of filings is not made again for them.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_tests_leaves_what_is_filed_as_it_is() {
    let service = Service::start().await;
    let mut draw = Draw(3);
    file(&service, &mut draw).await;
    let probe = service.issue(Role::Probe, None).await;
    let before = service.publisher.current();
    measure(&service, &probe, 1).await;
    let after = service.publisher.current();
    assert_ne!(before.generation(), after.generation());
    assert!(std::ptr::eq(before.filings(), after.filings()), "the index is shared");
    assert_eq!(before.version(), after.version());
    assert_ne!(before.measured_version(), after.measured_version());
    file(&service, &mut draw).await;
    let last = service.publisher.current();
    assert_eq!(last.filings().len(), 2);
    assert_ne!(after.version(), last.version());
}

/// Where a question reaches, as cells.
async fn cells(state: &NetworkState, scope: &str) -> Arc<CellSet> {
    let question = Question {
        technology: TechnologyId::new("4g").unwrap(),
        floor: "5-1".parse().unwrap(),
        environment: Environment::Outdoor,
        scope: scope.parse().unwrap(),
    };
    match state.reach(&question).await.unwrap() {
        Reach::Cells(cells) => cells,
        Reach::Units(units) => panic!("4g is not of dwellings: {units:?}"),
    }
}

/// From one event that concerns a question to the next, whenever it is asked is one and the same reach.
#[tokio::test(flavor = "multi_thread")]
async fn where_a_question_reaches_is_kept_by_what_is_in_force_not_by_when_it_is_asked() {
    let service = Service::start().await;
    let file = async |operator, technology, floor, cells: std::ops::Range<u32>| {
        let mut set = CellSetBuilder::new(service.country.cells().len());
        set.insert_range(cells);
        let layers = vec![(layer(operator, technology, floor, Environment::Outdoor), set.finish())];
        service.file_mobile(operator, "2026-06-30", layers).await
    };
    file("atlas", "4g", "5-1", 100..200).await;
    let rif = file("rif", "4g", "5-1", 150..250).await;
    let both = service.publisher.current().known_at();
    let state = service.publisher.current().state(None, None);
    // Souss is licensed and has filed nothing: nowhere is covered by all.
    let reaches =
        [("any", 100..250), ("min2", 150..200), ("all", 0..0), ("op:atlas", 100..200), ("op:souss", 0..0)];
    for (scope, wanted) in reaches {
        assert_eq!(
            cells(&state, scope).await.iter().collect::<Vec<_>>(),
            wanted.collect::<Vec<_>>(),
            "{scope}"
        );
    }
    let any = cells(&state, "any").await;
    // What concerns another technology changes nothing of it.
    file("atlas", "5g", "7-1", 0..50).await;
    let snapshot = service.publisher.current();
    assert!(snapshot.known_at() > both);
    for known_at in [None, Some(both)] {
        assert!(Arc::ptr_eq(&any, &cells(&snapshot.state(None, known_at), "any").await), "{known_at:?}");
    }
    service.catalogue.withdraw(&rif, "a test", "us", &Actor::machine("tests")).await.unwrap();
    service.publisher.catch_up().await.unwrap();
    let snapshot = service.publisher.current();
    assert_eq!(cells(&snapshot.state(None, None), "any").await.count(), 100);
    assert!(Arc::ptr_eq(&any, &cells(&snapshot.state(None, Some(both)), "any").await), "as it was known");
}
