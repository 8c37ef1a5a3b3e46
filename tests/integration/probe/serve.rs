//! Probing inside the server: `serve --probes`, and a server without.

use taghtia::domain::Month;

use super::servers::Targets;
use super::{PLACE, value};
use crate::process::Server;

#[test]
fn a_server_probes_what_it_is_told_to() {
    let targets = Targets::start();
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("probes.toml");
    let check = format!(
        "[[check]]\nid = \"web\"\nplace = \"here\"\nkind = \"http\"\ninterval = \"1s\"\nmin_interval = \"1s\"\n\
         target = \"http://127.0.0.1:{}/good\"\n",
        targets.http
    );
    std::fs::write(&file, format!("{}{check}", PLACE.replace("atlas", "iam"))).unwrap();
    let server = Server::start(data.path(), &["serve", "--probes", file.to_str().unwrap()]);
    let (status, page) = server.get("/probe?target=web");
    assert_eq!((status, value(&page, "probe_success")), (200, Some(1.0)), "{page}");
    assert_eq!(server.get("/probe?target=http%3A%2F%2F127.0.0.1%2F").0, 400);
    std::thread::sleep(std::time::Duration::from_millis(3500));
    assert!(targets.count("/good") >= 3, "it probes by itself too");
    let (_, metrics) = server.get("/metrics");
    let labels = "kind=\"http\",operator=\"iam\",place=\"here\",target=\"web\",technology=\"fibre\"";
    assert_eq!(value(&metrics, &format!("taghtia_probe_success{{{labels}}}")), Some(1.0));
    if let Some(said) = crate::metrics::promtool(&metrics) {
        assert_eq!(said.trim(), "");
    }
    server.stop();
    let kept = kept(data.path());
    assert!((3..=6).contains(&kept), "what was measured is kept at the end: {kept}");
}

/// Measurements of http checks in a data directory nobody uses.
fn kept(data: &std::path::Path) -> u64 {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let owned = taghtia::desk::DataDir::open(data).unwrap();
        let catalogue = owned.catalogue(&[]).await.unwrap();
        let sources = catalogue.measurement_sources().await.unwrap();
        assert_eq!(sources.iter().map(|source| source.id.as_str()).collect::<Vec<_>>(), ["probe-http"]);
        let month = Month::of(jiff::Timestamp::now());
        let objects = catalogue.measurement_objects(&sources[0].id, month).await.unwrap();
        catalogue.close().await;
        objects.iter().map(|object| object.rows).sum()
    })
}

#[test]
fn a_server_that_was_not_told_to_probe_does_not() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), &["serve"]);
    let (status, body) = server.get("/probe?target=web");
    assert_eq!(status, 404, "{body}");
    assert!(!server.get("/metrics").1.contains("taghtia_probe_"));
}
