//! The catalogue against a real file.

mod access;
mod clock;
mod collectors;
mod events;
mod identity;
mod state;

use super::database::connect;
use super::*;
use crate::domain::{
    ContentHash, Environment, FilingId, FilingKind, Layer, Mbps, Names, OperatorId, OperatorMeta, Origin,
    Recorded, Role, TechnologyId,
};
use sqlx::migrate::Migrator;

fn operator(id: &str) -> OperatorMeta {
    OperatorMeta {
        id: OperatorId::new(id).expect("valid"),
        names: Names([("fr".to_owned(), id.to_uppercase())].into()),
        colour: Some("#123456".to_owned()),
        networks: vec!["604-01".to_owned()],
        licences: Vec::new(),
        synthetic: false,
    }
}

fn layer(operator: &str, down: u32) -> FiledLayer {
    let layer = Layer {
        operator: OperatorId::new(operator).expect("valid"),
        technology: TechnologyId::new("4g").expect("valid"),
        mindown: Mbps::from_kbit(down),
        minup: Mbps::from_kbit(50),
        environment: Environment::Outdoor,
    };
    FiledLayer { layer, extent: u64::from(down) }
}

fn filing(operator: &str, as_of: &str, content: char, downs: &[u32]) -> NewFiling {
    NewFiling {
        kind: FilingKind::MobileCoverage,
        operator: OperatorId::new(operator).expect("valid"),
        as_of: as_of.parse().expect("a date"),
        content_hash: ContentHash::new(&content.to_string().repeat(64)).expect("valid"),
        original_key: format!("originals/{content}"),
        file_name: Some("réseau.geojson".to_owned()),
        data_key: format!("filings/{content}.parquet"),
        bytes: 10,
        rows: 3,
        layers: downs.iter().map(|down| layer(operator, *down)).collect(),
        report: r#"{"accepted":true}"#.to_owned(),
        synthetic: true,
        origin: Origin::Demo,
    }
}

fn now() -> Recorded {
    Recorded(crate::domain::clock::wall())
}

async fn open(dir: &tempfile::TempDir) -> Catalogue {
    let catalogue = Catalogue::open(&dir.path().join("catalogue.sqlite")).await.expect("opens");
    catalogue.seed_operators(&[operator("one"), operator("two")]).await.expect("seeds");
    catalogue
}

#[tokio::test]
async fn a_registry_that_is_full_takes_no_more_and_says_how_many_it_holds() {
    let dir = tempfile::tempdir().expect("a folder");
    let catalogue = open(&dir).await;
    let many = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})
         INSERT INTO operators (id, position, names, networks, licences, synthetic)
         SELECT 'o' || i, i + 9, '{{}}', '[]', '[]', 0 FROM n",
        OperatorMeta::MOST - 2
    );
    sqlx::query(sqlx::AssertSqlSafe(many)).execute(&catalogue.pool).await.expect("inserted");
    let actor = crate::domain::Actor::machine("test");
    let refused = catalogue.add_operator(&operator("three"), &actor).await.expect_err("it is full");
    assert_eq!(refused.to_string(), "the registry would hold 65536 operators: it holds at most 65535");
    let refused = catalogue.seed_operators(&[operator("four")]).await.expect_err("it is full");
    assert!(refused.to_string().contains("at most 65535"), "{refused}");
    assert_eq!(catalogue.operators().await.expect("read").len(), OperatorMeta::MOST);
}

async fn record(catalogue: &Catalogue, new: NewFiling) -> FilingRecord {
    match catalogue.insert_filing(new).await.expect("is recorded") {
        Inserted::New(record) => record,
        Inserted::Unchanged(record) => panic!("repeats {record:?}"),
    }
}

async fn withdraw(catalogue: &Catalogue, filing: &FilingRecord) -> Recorded {
    let mut tx = catalogue.write("withdrawing").await.expect("begins");
    let at = catalogue.next_recorded(&mut tx).await.expect("ticks");
    sqlx::query("INSERT INTO withdrawals (filing, at, reason, by) VALUES (?, ?, 'a test', 'us')")
        .bind(filing.id.as_str())
        .bind(at.micros())
        .execute(&mut *tx)
        .await
        .expect("inserts");
    tx.commit().await.expect("commits");
    at
}

#[tokio::test]
async fn what_is_recorded_is_read_back_after_reopening() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let before = catalogue.generation().await.expect("reads");
    let recorded = record(&catalogue, filing("one", "2026-06-30", 'a', &[5000, 200])).await;
    catalogue.close().await;

    let catalogue = open(&dir).await;
    assert_eq!(catalogue.filing(&recorded.id).await.expect("reads"), Some(recorded.clone()));
    assert_eq!(recorded.layers, [layer("one", 200), layer("one", 5000)], "sorted");
    let report = catalogue.report(&recorded.id).await.expect("reads");
    assert_eq!(report.as_deref(), Some(r#"{"accepted":true}"#));
    let state = catalogue.state().await.expect("reads");
    assert_eq!(state.generation, before + 1, "seeding the same operators again is no change");
    assert_eq!(state.last_recorded, Some(recorded.recorded));
    assert_eq!(state.operators, [operator("one"), operator("two")]);
    assert_eq!(state.filings, [recorded]);
}

#[tokio::test]
async fn a_repeated_filing_is_the_one_in_force() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let first = record(&catalogue, filing("one", "2026-06-30", 'a', &[200, 5000])).await;
    let again =
        catalogue.insert_filing(filing("one", "2026-06-30", 'a', &[5000, 200])).await.expect("answers");
    assert_eq!(again, Inserted::Unchanged(first.clone()));

    // Another operator, another date, other layers, other content: each is news.
    record(&catalogue, filing("two", "2026-06-30", 'a', &[200, 5000])).await;
    record(&catalogue, filing("one", "2025-12-31", 'a', &[200, 5000])).await;
    let again =
        catalogue.insert_filing(filing("one", "2026-06-30", 'a', &[200, 5000])).await.expect("answers");
    assert_eq!(again, Inserted::Unchanged(first.clone()), "a filing of an older date changes nothing here");
    record(&catalogue, filing("one", "2026-06-30", 'b', &[5000])).await;
    let back = record(&catalogue, filing("one", "2026-06-30", 'a', &[200, 5000])).await;
    assert!(back.recorded > first.recorded, "a return to an earlier state is news");
    withdraw(&catalogue, &back).await;
    record(&catalogue, filing("one", "2026-06-30", 'a', &[200, 5000])).await;
}

#[tokio::test]
async fn many_at_once_are_all_recorded_at_different_instants() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let tasks: Vec<_> = (1..=24u32)
        .map(|down| {
            let catalogue = catalogue.clone();
            let operator = if down % 2 == 0 { "one" } else { "two" };
            tokio::spawn(
                async move { record(&catalogue, filing(operator, "2026-06-30", 'a', &[down])).await },
            )
        })
        .collect();
    let mut instants = Vec::new();
    for task in tasks {
        instants.push(task.await.expect("ends").recorded);
    }
    instants.sort();
    instants.dedup();
    assert_eq!(instants.len(), 24);
}

#[tokio::test]
async fn improper_filings_are_refused_and_leave_nothing() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let unknown = catalogue.insert_filing(filing("none", "2026-06-30", 'a', &[200])).await;
    assert!(matches!(unknown, Err(CatalogueError::UnknownOperator(_))), "{unknown:?}");
    let empty = catalogue.insert_filing(filing("one", "2026-06-30", 'a', &[])).await;
    assert!(matches!(empty, Err(CatalogueError::NoLayers)), "{empty:?}");
    let twice = catalogue.insert_filing(filing("one", "2026-06-30", 'a', &[200, 200])).await;
    assert!(matches!(twice, Err(CatalogueError::ForeignLayer { .. })), "{twice:?}");
    let mut foreign = filing("one", "2026-06-30", 'a', &[200]);
    foreign.layers.push(layer("two", 200));
    let foreign = catalogue.insert_filing(foreign).await;
    assert!(matches!(foreign, Err(CatalogueError::ForeignLayer { .. })), "{foreign:?}");
    assert!(catalogue.state().await.expect("reads").filings.is_empty());
}

#[tokio::test]
async fn lists_are_paged_and_narrowed() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let mut all = Vec::new();
    for down in 1..=7 {
        let operator = if down % 3 == 0 { "two" } else { "one" };
        all.push(record(&catalogue, filing(operator, "2026-06-30", 'a', &[down])).await);
    }
    all.reverse();
    let mut query = FilingQuery { limit: 3, ..FilingQuery::default() };
    let mut seen = Vec::new();
    loop {
        let page = catalogue.filings(&query).await.expect("lists");
        assert_eq!(page.total, 7);
        seen.extend(page.items);
        query.before = page.next;
        if query.before.is_none() {
            break;
        }
    }
    assert_eq!(seen, all);
    let query = FilingQuery { operator: OperatorId::new("two").ok(), limit: 2, ..FilingQuery::default() };
    let page = catalogue.filings(&query).await.expect("lists");
    assert_eq!((page.items.len(), page.total, page.next), (2, 2, None));
    let query = FilingQuery { known_at: Some(all[6].recorded), limit: 9, ..FilingQuery::default() };
    assert_eq!(catalogue.filings(&query).await.expect("lists").items, all[6..]);
}

#[tokio::test]
async fn a_demonstration_keeps_its_own_operators() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    record(&catalogue, filing("two", "2026-06-30", 'a', &[200])).await;
    catalogue.mark_demo(u64::MAX).await.expect("marks");
    catalogue.put_operators(&[operator("made-up")]).await.expect("registers");
    catalogue.seed_operators(&[operator("one")]).await.expect("does nothing");
    let ids: Vec<String> =
        catalogue.operators().await.expect("reads").iter().map(|known| known.id.to_string()).collect();
    assert_eq!(ids, ["made-up", "two"], "who has filed stays");
    assert_eq!(catalogue.demo_seed().await.expect("reads"), Some(u64::MAX));
}

#[tokio::test]
async fn a_catalogue_of_the_first_schema_is_brought_up_to_date() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("catalogue.sqlite");
    let pool = connect(&file, true).await.expect("connects");
    let first: Vec<_> = schema::MIGRATIONS.iter().filter(|step| step.version == 1).cloned().collect();
    Migrator::with_migrations(first).run(&pool).await.expect("migrates");
    sqlx::raw_sql(
        "INSERT INTO meta (id, data_dir, created) VALUES (1, 'old', 0);
         INSERT INTO operators VALUES ('one', 0, '{\"fr\":\"ONE\"}', '#123456', '[\"604-01\"]', '[]', 0);
         INSERT INTO filings VALUES ('01k00000000000000000000000', 'mobile-coverage', 'one', '2026-06-30',
             1700000000000000, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
             'originals/a', NULL, 'filings/a.parquet', 10, 3, '{}', 0);
         INSERT INTO filing_layers VALUES ('01k00000000000000000000000', '4g', 200, 50, 'outdoor', 200);",
    )
    .execute(&pool)
    .await
    .expect("an old catalogue");
    pool.close().await;

    let catalogue = Catalogue::open(&file).await.expect("migrates");
    let state = catalogue.state().await.expect("reads");
    assert_eq!(state.operators, [operator("one")]);
    assert_eq!(state.filings.len(), 1);
    assert_eq!(state.filings[0].origin, Origin::Unknown);
    assert_eq!(state.filings[0].layers, [layer("one", 200)]);
    assert_eq!(state.filings[0].withdrawn, None);
    withdraw(&catalogue, &state.filings[0]).await;
    assert!(catalogue.state().await.expect("reads").filings[0].withdrawn.is_some());
    let again = catalogue.insert_filing(filing("one", "2026-06-30", 'a', &[200])).await.expect("records");
    assert!(matches!(again, Inserted::New(_)), "what was withdrawn is not in force");
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    sqlx::raw_sql(
        "CREATE TABLE of_the_future (x); INSERT INTO _sqlx_migrations
         (version, description, success, checksum, execution_time) VALUES (99, 'future', 1, x'00', 1)",
    )
    .execute(&catalogue.pool)
    .await
    .expect("writes");
    catalogue.close().await;
    let refused = Catalogue::open(&dir.path().join("catalogue.sqlite")).await;
    let error = refused.expect_err("is refused");
    assert!(matches!(error, CatalogueError::NewerSchema { found: 99, .. }), "{error:?}");
    assert!(error.to_string().contains("newer program"), "{error}");
}

#[tokio::test]
async fn commits_are_made_to_last() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let pragma = async |name: &'static str| -> String {
        let row = sqlx::query(name).fetch_one(&catalogue.pool).await.expect("answers");
        sqlx::Row::try_get::<String, _>(&row, 0)
            .or_else(|_| sqlx::Row::try_get::<i64, _>(&row, 0).map(|number| number.to_string()))
            .expect("a value")
    };
    assert_eq!(pragma("PRAGMA journal_mode").await, "wal");
    assert_eq!(pragma("PRAGMA synchronous").await, "2", "FULL");
    assert_eq!(pragma("PRAGMA foreign_keys").await, "1");
}

#[tokio::test]
async fn a_network_declares_no_layers_and_repeats_itself_only() {
    let dir = tempfile::tempdir().expect("a directory");
    let catalogue = open(&dir).await;
    let network =
        |as_of, content| NewFiling { kind: FilingKind::FibreNetwork, ..filing("one", as_of, content, &[]) };
    let first = record(&catalogue, network("2026-06-30", 'a')).await;
    record(&catalogue, filing("one", "2026-06-30", 'a', &[200])).await;
    let again = catalogue.insert_filing(network("2026-06-30", 'a')).await.expect("answers");
    assert_eq!(again, Inserted::Unchanged(first.clone()));
    record(&catalogue, network("2025-12-31", 'a')).await;
    record(&catalogue, network("2026-06-30", 'b')).await;
    let back = record(&catalogue, network("2026-06-30", 'a')).await;
    withdraw(&catalogue, &back).await;
    record(&catalogue, network("2026-06-30", 'a')).await;
    let layered = NewFiling { kind: FilingKind::FibreNetwork, ..filing("one", "2026-06-30", 'c', &[200]) };
    assert!(matches!(catalogue.insert_filing(layered).await, Err(CatalogueError::ForeignLayer { .. })));
    let bare = filing("one", "2026-06-30", 'c', &[]);
    assert!(matches!(catalogue.insert_filing(bare).await, Err(CatalogueError::NoLayers)));
}
