//! The direction of knowledge: who may use whom, held against what the source really uses.

mod arrows;
mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use arrows::Arrows;

/// What the source uses, read once.
static ARROWS: LazyLock<Arrows> = LazyLock::new(|| Arrows::read(&src()));

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

/// A page of documentation, by its place in the repository.
fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the page is there")
}

fn architecture() -> String {
    read("docs/ARCHITECTURE.md")
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
    let table = page::tables(&architecture(), "## The rooms", "room");
    let mut files = Vec::new();
    sources(&src(), &mut files);
    let mut broken = Vec::new();
    for file in files {
        let own = room(&file);
        if ["lib", "main", "cli"].contains(&own.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("readable");
        let Some(allowed) = table.get(&own) else {
            broken.push(format!("{}: room {own} is not in the table", file.display()));
            continue;
        };
        for used in named(&text) {
            if table.contains_key(&used) && used != own && !allowed.contains(&used) {
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
    let circles = ARROWS.circles();
    assert!(circles.is_empty(), "{}", circles.join("\n\n"));
}

/// Arrows of the source between parts of it: who uses whom, and a pair of files that shows it.
fn between(part: impl Fn(&[String]) -> Option<String>) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for (user, used) in &ARROWS.0 {
        let Some(own) = part(user) else { continue };
        for target in used.keys() {
            if let Some(other) = part(target).filter(|other| *other != own) {
                let shown = format!("{} uses {}", user.join("::"), target.join("::"));
                found.entry((own.clone(), other)).or_insert(shown);
            }
        }
    }
    found
}

#[test]
fn an_answer_is_made_in_one_direction() {
    let table = page::tables(&architecture(), "## The rooms", "part");
    let found = between(|module| (module.first()? == "http").then(|| module.get(1).cloned())?);
    let is_allowed =
        |(own, other): &(String, String)| table.get(own).is_some_and(|uses| uses.contains(other));
    let broken: Vec<String> = found
        .iter()
        .filter(|(arrow, _)| !is_allowed(arrow))
        .map(|((own, other), shown)| format!("{shown}: http::{own} may not use http::{other}"))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_table_allows_no_arrow_that_there_is_not() {
    let found = between(|module| module.first().cloned());
    let table = page::tables(&architecture(), "## The rooms", "room");
    let unused: Vec<String> = table
        .iter()
        .flat_map(|(own, uses)| uses.iter().map(move |other| (own.clone(), other.clone())))
        .filter(|arrow| !found.contains_key(arrow))
        .map(|(own, other)| format!("{own} may use {other}, and does not"))
        .collect();
    assert!(unused.is_empty(), "{}", unused.join("\n"));
}

#[test]
fn the_picture_of_the_rooms_has_each_room_once_above_all_it_uses() {
    let page = architecture();
    let layers = page::layers(page::drawing(&page, "## The rooms"));
    let mut height = BTreeMap::new();
    for (depth, line) in layers.iter().enumerate() {
        for room in line {
            assert!(height.insert((*room).to_owned(), depth).is_none(), "{room} stands twice");
        }
    }
    let mut rooms: BTreeSet<String> = page::tables(&page, "## The rooms", "room").into_keys().collect();
    rooms.extend(["main", "cli"].map(str::to_owned));
    assert_eq!(height.keys().cloned().collect::<BTreeSet<_>>(), rooms);
    for ((own, other), shown) in between(|module| module.first().cloned()) {
        assert!(
            height[&own] < height[&other],
            "{shown}: {own} stands in line {}, {other} not below",
            height[&own]
        );
    }
}

#[test]
fn the_way_of_the_data_is_drawn_as_it_is() {
    let page = architecture();
    let drawing = page::drawing(&page, "## The way of the data");
    assert_eq!(
        page::drawing(&read("README.md"), "## In one picture"),
        drawing,
        "README's picture is the same"
    );
    let rooms = page::tables(&page, "## The rooms", "room");
    let found = between(|module| module.first().cloned());
    let drawn = page::arrows(drawing);
    assert!(drawn.len() > 5, "{drawn:?}");
    for (foot, head) in drawn {
        for (from, to) in foot.iter().flat_map(|from| head.iter().map(move |to| (from, to))) {
            if rooms.contains_key(from) && rooms.contains_key(to) {
                // Data go from the used to the user, questions from the user to the used.
                let one_uses_the_other = found.contains_key(&(from.clone(), to.clone()))
                    || found.contains_key(&(to.clone(), from.clone()));
                assert!(
                    one_uses_the_other,
                    "the picture has an arrow from {from} to {to}; neither uses the other"
                );
            }
        }
    }
}
