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
    let text = text_of(&["src", "web/src"], &["rs", "ts", "tsx"]);
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
    let said = Regex::new(r#"(?s)\b(?:say|Said::new|not_found)\(\s*"([^"]+)""#).expect("an expression");
    let known = known();
    let missing: Vec<&str> = said
        .captures_iter(&text)
        .map(|found| found.get(1).expect("the id").as_str())
        .filter(|id| !known.contains(id.split('.').next().unwrap_or_default()))
        .collect();
    assert!(missing.is_empty(), "texts that are said and not there: {missing:?}");
}

#[tokio::test]
async fn a_problem_is_told_in_the_language_asked_for() {
    use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE};
    let service = crate::service::Service::start().await;
    let address = "/api/v1/coverage?levle=region";
    let english = service.get(address).await;
    assert_eq!(english.json()["title"], "Bad Request");
    assert!(
        english.json()["detail"].as_str().unwrap().starts_with("unknown parameter \"levle\"; known are ")
    );
    let french = service.get_with(address, &[(ACCEPT_LANGUAGE, "de, fr-MA;q=0.9, en;q=0.5")]).await;
    let body = french.json();
    assert_eq!(
        (body["title"].as_str(), body["code"].as_str()),
        (Some("Requête incorrecte"), Some("unknown-parameter"))
    );
    assert!(
        body["detail"]
            .as_str()
            .unwrap()
            .starts_with("paramètre \"levle\" inconnu ; les paramètres connus sont ")
    );
    assert_eq!((french.header(&CONTENT_LANGUAGE), french.problem().0), ("fr", 400));
    // What the address says goes before what the browser says.
    let arabic = service.get_with("/api/v1/territories/99?lang=ar", &[(ACCEPT_LANGUAGE, "fr")]).await.json();
    assert_eq!(arabic["detail"], "لا توجد وحدة ترابية بهذا الرمز");
    let unknown = service.get_with(address, &[(ACCEPT_LANGUAGE, "de")]).await.json();
    assert_eq!(unknown, english.json());
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_in_each_language() {
    let service = crate::service::Service::start().await;
    let address = "/api/v1/coverage?levle=a&tier=fast&scope=op:nobody&limit=0&limit=1&as_of=soon&f=xml&lang=";
    let mut told = BTreeSet::new();
    for language in ["en", "fr", "ar"] {
        let answer = service.get(&format!("{address}{language}")).await;
        assert_eq!(answer.problem(), (400, "unknown-parameter".into(), "levle".into()));
        let body = answer.json();
        let errors = body["errors"].as_array().expect("errors");
        let of = |member: &str| -> Vec<&str> {
            errors.iter().map(|fault| fault[member].as_str().unwrap_or_default()).collect()
        };
        assert_eq!(of("parameter"), ["levle", "limit", "tier", "scope", "as_of", "limit", "f"]);
        assert_eq!(
            of("code"),
            [&["unknown-parameter", "repeated-parameter"][..], &["bad-parameter"; 5]].concat()
        );
        assert_eq!(of("value"), ["", "", "fast", "op:nobody", "soon", "0", "xml"]);
        for fault in errors {
            // Only what is no word of people may be the same in two languages.
            for member in ["detail", "remedy"] {
                let text = fault[member].as_str().expect("a text").to_owned();
                assert!(told.insert(text.clone()), "{language}: {text}");
            }
        }
    }
    // A question that is whole but for one thing is told of that alone.
    let one = service.get("/api/v1/coverage?tier=fast").await.json();
    assert!(one.get("errors").is_none(), "{one}");
}

#[tokio::test]
async fn a_report_is_told_in_the_language_asked_for() {
    let service = crate::service::Service::start().await;
    let check = async |lang: &str| {
        let address = format!("/api/v1/check?kind=mobile-coverage{lang}");
        service.post(&address, None, "technology,mindown\n4g,5\n").await.json()
    };
    let (english, french) = (check("").await, check("&lang=fr").await);
    let first = |report: &serde_json::Value, name: &str| report["findings"][0][name].clone();
    assert_eq!(first(&english, "rule"), first(&french, "rule"));
    assert!(english["summary"].as_str().unwrap().starts_with("refused: "), "{english}");
    assert!(french["summary"].as_str().unwrap().starts_with("refusé : "), "{french}");
    assert_ne!(first(&english, "message"), first(&french, "message"));
}
