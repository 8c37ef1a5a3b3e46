//! The direction of knowledge: who may use whom, held against what the source really uses.

mod arrows;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use arrows::Arrows;

/// Which rooms each room may use; every room may use itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("messages", &["domain"]),
    ("settings", &["domain"]),
    ("country", &["domain"]),
    ("coverage", &["domain", "country"]),
    ("intake", &["domain", "messages", "country", "coverage"]),
    ("catalogue", &["domain"]),
    ("lake", &["domain"]),
    ("engine", &["domain", "country", "lake", "stats"]),
    ("desk", &["domain", "country", "coverage", "intake", "catalogue", "lake"]),
    ("collect", &["domain", "settings", "country", "intake", "desk", "catalogue"]),
    ("probe", &["domain", "settings", "desk"]),
    ("stats", &["domain", "country", "coverage"]),
    ("snapshot", &["domain", "country", "coverage", "catalogue", "lake", "engine", "stats"]),
    (
        "http",
        &[
            "snapshot",
            "desk",
            "catalogue",
            "lake",
            "intake",
            "coverage",
            "country",
            "domain",
            "stats",
            "probe",
            "collect",
            "metrics",
            "messages",
        ],
    ),
    ("metrics", &["snapshot", "probe", "collect", "catalogue", "domain"]),
    ("instance", &["domain", "country", "intake", "catalogue", "lake", "desk"]),
    ("demo", &["domain", "country", "intake", "catalogue", "desk", "probe", "instance"]),
];

/// The same within `http`. Its head lists the routes and holds what they share.
const HTTP_MAY_USE: &[(&str, &[&str])] = &[
    // `extract`: to be cut with the typed queries.
    ("respond", &["extract"]),
    ("middleware", &["respond"]),
    // `api`: how far a submission has come, to be moved.
    ("extract", &["respond", "middleware", "api"]),
    ("server", &["respond", "middleware", "extract"]),
    ("api", &["respond", "middleware", "extract"]),
];

/// Outside crates that the rooms meant to be embedded anywhere must not know.
const EMBEDDABLE: &[&str] = &["domain", "messages", "country", "coverage", "stats", "intake"];
const HEAVY: &[&str] =
    &["tokio", "axum", "sqlx", "arrow_array", "arrow_schema", "parquet", "object_store", "reqwest"];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("src is readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn room(path: &Path) -> String {
    let inside = path.strip_prefix(src()).expect("in src");
    let first = inside.components().next().expect("a file").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Rooms named by `crate::room` or in `crate::{room, ...}` anywhere in a file.
fn named(text: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for after in text.split("crate::").skip(1) {
        let group = after.strip_prefix('{').map(|rest| rest.split('}').next().unwrap_or(""));
        let names: Vec<&str> = match group {
            Some(list) => list.split(',').collect(),
            None => vec![after],
        };
        for name in names {
            let word: String =
                name.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            rooms.insert(word);
        }
    }
    rooms
}

#[test]
fn rooms_know_only_the_rooms_before_them() {
    let table: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut files = Vec::new();
    sources(&src(), &mut files);
    let mut broken = Vec::new();
    for file in files {
        let own = room(&file);
        if ["lib", "main", "cli"].contains(&own.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("readable");
        let Some(allowed) = table.get(own.as_str()) else {
            broken.push(format!("{}: room {own} is not in the table", file.display()));
            continue;
        };
        for used in named(&text) {
            if table.contains_key(used.as_str()) && used != own && !allowed.contains(&used.as_str()) {
                broken.push(format!("{}: {own} may not use {used}", file.display()));
            }
            if used == "cli" {
                broken.push(format!("{}: nothing may use cli", file.display()));
            }
        }
        if EMBEDDABLE.contains(&own.as_str()) {
            for heavy in HEAVY {
                if text.contains(&format!("{heavy}::")) {
                    broken.push(format!("{}: {own} may not use the crate {heavy}", file.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn what_stands_side_by_side_in_a_folder_is_used_one_way() {
    let mut circles = Arrows::read(&src()).circles();
    // Cut with the typed queries: answers look at the request they answer.
    circles.retain(|circle| !circle.starts_with("in http"));
    assert!(circles.is_empty(), "{}", circles.join("\n\n"));
}

#[test]
fn an_answer_is_made_in_one_direction() {
    let table: BTreeMap<&str, &[&str]> = HTTP_MAY_USE.iter().copied().collect();
    let arrows = Arrows::read(&src());
    let part = |module: &[String]| (module.first()? == "http").then(|| module.get(1).cloned())?;
    let mut broken = Vec::new();
    for (user, used) in &arrows.0 {
        let Some(own) = part(user) else { continue };
        let Some(allowed) = table.get(own.as_str()) else {
            broken.push(format!("{}: http::{own} is not in the table", user.join("::")));
            continue;
        };
        for target in used.keys() {
            if let Some(other) =
                part(target).filter(|other| *other != own && !allowed.contains(&other.as_str()))
            {
                let (user, target) = (user.join("::"), target.join("::"));
                broken.push(format!("{user} uses {target}: http::{own} may not use http::{other}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
