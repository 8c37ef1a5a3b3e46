//! The catalogue of metrics: its golden list, its reference page, and the pages of a running server.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use taghtia::metrics::definitions::{self, Kind, Page};

use crate::process::{Server, collection, disc, write};

#[test]
fn what_dashboards_rely_on_does_not_change_unseen() {
    let list: Vec<String> = definitions::all().map(ToString::to_string).collect();
    insta::assert_snapshot!("metrics", list.join("\n"));
}

#[test]
fn the_reference_page_is_the_catalogue() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("dashboards/METRICS.md");
    let page = definitions::reference();
    if std::env::var("INSTA_UPDATE").is_ok_and(|mode| mode == "always") {
        std::fs::write(&file, &page).expect("written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == page,
        "dashboards/METRICS.md is stale: run INSTA_UPDATE=always cargo test --test integration catalogue"
    );
}

/// A family as a scraper reads it.
#[derive(Debug, Default)]
struct Read {
    help: String,
    kind: String,
    labels: BTreeSet<Vec<String>>,
}

/// The names of a sample's labels; values may hold anything but are quoted.
fn label_names(sample: &str) -> Vec<String> {
    let Some((_, labels)) = sample.split_once('{') else { return Vec::new() };
    let mut names = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for letter in labels.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '}' => break,
            ',' => names.push(String::new()),
            '=' => {}
            letter => names.last_mut().expect("one").push(letter),
        }
    }
    names
}

fn read(exposition: &str) -> BTreeMap<String, Read> {
    let mut families: BTreeMap<String, Read> = BTreeMap::new();
    let mut last = String::new();
    for line in exposition.lines() {
        if let Some((name, help)) = line.strip_prefix("# HELP ").and_then(|rest| rest.split_once(' ')) {
            assert!(!families.contains_key(name), "{name} is there twice");
            name.clone_into(&mut last);
            families.insert(last.clone(), Read { help: help.to_owned(), ..Read::default() });
        } else if let Some((name, kind)) = line.strip_prefix("# TYPE ").and_then(|rest| rest.split_once(' '))
        {
            assert_eq!(name, last, "TYPE follows HELP");
            kind.clone_into(&mut families.get_mut(name).expect("its HELP").kind);
        } else {
            let name = line.split(['{', ' ']).next().unwrap_or_default();
            assert!(name.starts_with(&last), "{name} stands under {last}");
            let mut labels = label_names(line);
            labels.retain(|label| label != "le");
            labels.sort();
            families.entry(last.clone()).or_default().labels.insert(labels);
        }
    }
    families
}

/// Everything on the page is as the catalogue says, and what is never absent is there.
fn hold(page: Page, exposition: &str) {
    let families = read(exposition);
    for (name, family) in &families {
        let metric = definitions::find(page, name);
        let metric = metric.unwrap_or_else(|| panic!("{name} of {} is not in the catalogue", page.as_str()));
        assert_eq!(
            (family.help.as_str(), family.kind.as_str()),
            (metric.help, metric.kind.as_str()),
            "{name}"
        );
        let mut labels: Vec<String> = metric.labels_in(&["fr", "ar"], &["region", "province"]);
        labels.sort();
        for found in &family.labels {
            assert_eq!(*found, labels, "{name}");
        }
    }
    for metric in definitions::all().filter(|metric| metric.pages.contains(&page) && metric.absent.is_none())
    {
        let family = families.get(metric.name);
        assert!(
            family.is_some_and(|family| !family.labels.is_empty()),
            "{} may not be absent from {}",
            metric.name,
            page.as_str()
        );
    }
}

#[test]
fn the_pages_of_a_server_hold_what_the_catalogue_says() {
    let data = tempfile::tempdir().expect("a folder");
    let target = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = target.local_addr().expect("bound").port();
    let probes = format!(
        "[[place]]\nid = \"here\"\nlon = -6.8\nlat = 33.9\noperator = \"iam\"\ntechnology = \"fibre\"\n\n\
         [[check]]\nid = \"tcp\"\nplace = \"here\"\nkind = \"tcp\"\ntarget = \"127.0.0.1\"\nport = {port}\n\n\
         [[check]]\nid = \"ping\"\nplace = \"here\"\nkind = \"icmp\"\ntarget = \"127.0.0.1\"\n"
    );
    let probes = write(data.path(), "probes.toml", probes.as_bytes());
    let server = Server::start(data.path(), &["serve", "--probes", probes.to_str().expect("text")]);
    hold(Page::Main, &server.get("/metrics").1);
    let filing = collection(&[disc("4g", -6.8, 33.9, 20.0)]);
    let (status, body) =
        server.post("/api/v1/filings?kind=mobile-coverage&operator=iam&as_of=2026-01-31", filing);
    assert_eq!(status, 201, "{body}");
    let main = server.get("/metrics").1;
    hold(Page::Main, &main);
    hold(Page::Communes, &server.get("/metrics/communes").1);
    for check in ["tcp", "ping"] {
        let (status, page) = server.get(&format!("/probe?target={check}"));
        assert_eq!(status, 200, "{page}");
        hold(Page::Probe, &page);
    }
    let histogram = definitions::all().find(|metric| metric.kind == Kind::Histogram).expect("one");
    assert!(main.contains(&format!("{}_bucket{{", histogram.name)), "{main}");
}
