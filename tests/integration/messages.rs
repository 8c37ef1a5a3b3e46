//! The texts for people: none that is not used, none that is missing, and none beside them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use regex::Regex;

fn files(dir: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, endings, found);
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            found.push(path);
        }
    }
}

fn text_of(dirs: &[&str], endings: &[&str]) -> String {
    let mut found = Vec::new();
    for dir in dirs {
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(dir), endings, &mut found);
    }
    let is_made = |path: &PathBuf| path.ends_with("i18n/keys.ts");
    let read = |path: &PathBuf| std::fs::read_to_string(path).expect("readable");
    found.iter().filter(|path| !is_made(path)).map(read).collect()
}

/// Every message there is in the language of programs.
fn known() -> BTreeSet<String> {
    let text = text_of(&[&format!("data/messages/{}", taghtia::messages::SOURCE)], &["ftl"]);
    let id = Regex::new(r"(?m)^([a-z][A-Za-z0-9_-]*) =").expect("an expression");
    id.captures_iter(&text).map(|found| found[1].to_owned()).collect()
}

/// The ids that the sources name, and the beginnings and ends of those that they put together.
fn named() -> (BTreeSet<String>, Vec<(String, String)>) {
    let text = text_of(&["src", "web/src"], &["rs", "ts"]);
    let whole = Regex::new(r#"["'`]([a-z][A-Za-z0-9_-]*)(?:\.[a-z]+)?["'`]"#).expect("an expression");
    let made =
        Regex::new(r#"["`]([a-z][A-Za-z0-9_-]*-)(?:\$?\{[^{}]*\})(-[a-z-]+)?["`.]"#).expect("an expression");
    let ids = whole.captures_iter(&text).map(|found| found[1].to_owned()).collect();
    let end = |found: &regex::Captures<'_>| found.get(2).map_or(String::new(), |end| end.as_str().to_owned());
    let parts = made.captures_iter(&text).map(|found| (found[1].to_owned(), end(&found))).collect();
    (ids, parts)
}

#[test]
fn every_text_is_used() {
    let (ids, parts) = named();
    let is_made = |id: &str| parts.iter().any(|(start, end)| id.starts_with(start) && id.ends_with(end));
    let unused: Vec<String> = known().into_iter().filter(|id| !ids.contains(id) && !is_made(id)).collect();
    assert!(unused.is_empty(), "texts that nothing says: {unused:?}");
}

#[test]
fn every_text_that_is_said_is_there() {
    let text = text_of(&["src"], &["rs"]);
    let said = Regex::new(r#"(?s)\bsay\(\s*"([^"]+)""#).expect("an expression");
    let known = known();
    let missing: Vec<&str> = said
        .captures_iter(&text)
        .map(|found| found.get(1).expect("the id").as_str())
        .filter(|id| !known.contains(id.split('.').next().unwrap_or_default()))
        .collect();
    assert!(missing.is_empty(), "texts that are said and not there: {missing:?}");
}

#[test]
fn every_rule_of_intake_has_its_words() {
    use taghtia::intake::rules::Rule;
    let known = taghtia::messages::source();
    let given = ["value", "expected", "column"];
    let holes = given.map(|name| format!("{{{name}}}"));
    let arguments: Vec<_> = given.into_iter().zip(holes.iter().map(Into::into)).collect();
    for rule in Rule::ALL {
        let id = format!("rule-{}", rule.id().replace(['.', '_'], "-"));
        let said = |part: &str| known.say(&format!("{id}{part}"), &arguments);
        assert_eq!(
            [said(""), said(".expected"), said(".remedy")],
            [rule.text(), rule.expected(), rule.mend()],
            "{id}"
        );
    }
}
