//! The API's document: that it is one, that tools which read it agree, and that it is true of every route.
//!
//! What single answers say is held against it by [`crate::described`], wherever a test meets one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::Value;

use crate::described::DOCUMENT;
use crate::process::{Server, demonstration, run};
use crate::service::Service;
use crate::support::{oracle, root};

/// The document in a file, as `taghtia openapi` prints it.
fn printed(folder: &Path) -> PathBuf {
    let output = run(folder, &["openapi"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let file = folder.join("openapi.json");
    std::fs::write(&file, output.stdout).expect("written");
    file
}

/// A tool of `tests/tools`; `None`, with a line that says so, where `make test` has not set them up.
fn tool(arguments: &[&std::ffi::OsStr]) -> Option<std::process::Output> {
    if !root("tests/tools/node_modules").exists() {
        assert!(std::env::var_os("CI").is_none(), "tests/tools/node_modules must be there in CI");
        println!("skipped: this needs tests/tools/node_modules (npm --prefix tests/tools ci)");
        return None;
    }
    Some(Command::new("node").current_dir(root("tests/tools")).args(arguments).output().expect("node runs"))
}

/// Every operation: method, path, what the document says of it.
fn operations() -> impl Iterator<Item = (&'static str, &'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().expect("paths").iter();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object().expect("methods").iter();
        methods.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    })
}

#[test]
fn the_document_is_openapi_and_a_linter_finds_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = printed(folder.path());
    let told: Value = serde_json::from_slice(&std::fs::read(&file).expect("readable")).expect("JSON");
    assert_eq!(told, *DOCUMENT, "what is printed is what is served");
    oracle("openapi.py", &[&file]);
    if let Some(output) = tool(&["lint.mjs".as_ref(), file.as_os_str()]) {
        let problems = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && problems.is_empty(), "{problems}{errors}");
    }
}

#[test]
fn the_pages_types_are_those_of_the_document() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = printed(folder.path());
    let Some(output) = tool(&["types.mjs".as_ref(), file.as_os_str()]) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let committed = std::fs::read_to_string(root("web/src/api.gen.ts")).unwrap_or_default();
    let made = String::from_utf8(output.stdout).expect("text");
    assert!(
        made == committed,
        "web/src/api.gen.ts is not what the document makes; make it again: make api-types"
    );
}

#[test]
fn a_client_made_from_the_document_compiles_and_works() {
    if std::env::var_os("TAGHTIA_TEST_PYTHON").is_none() {
        oracle("api_client.py", &[]);
        return;
    }
    let data = demonstration();
    let server = Server::start(data.path(), &["serve"]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = printed(folder.path());
    let python = std::env::var_os("TAGHTIA_TEST_PYTHON").expect("set");
    let output = Command::new(python)
        .arg(root("tests/oracle/api_client.py"))
        .args([&file, folder.path()])
        .envs([("TAGHTIA_URL", &server.url), ("TAGHTIA_TOKEN", &server.token)])
        .output()
        .expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn the_address_of_the_api_is_a_page_for_people_that_names_every_route() {
    let service = Service::start().await;
    for (language, direction, word) in
        [("fr", "ltr", "Couverture"), ("ar", "rtl", "التغطية"), ("en", "ltr", "Coverage")]
    {
        let answer = service.get_with("/api/v1", &[(header::ACCEPT_LANGUAGE, language)]).await;
        assert_eq!(answer.header(&header::CONTENT_TYPE), "text/html; charset=utf-8");
        let page = answer.text();
        assert!(page.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")), "{page}");
        assert!(page.contains(word), "{page}");
        for (method, path, _) in operations() {
            assert!(
                page.contains(&format!("<code>{} {path}</code>", method.to_uppercase())),
                "{method} {path}"
            );
        }
        assert!(!page.contains("http://") && !page.contains("https://"), "no other host is named");
        assert!(answer.header(&header::CONTENT_SECURITY_POLICY).starts_with("default-src 'none'"));
    }
    let page = service.get("/api/v1").await.text();
    let links = regex::Regex::new("href=\"([^\"]+)\"").expect("an expression");
    let mut found = 0;
    for link in links.captures_iter(&page).map(|link| link[1].to_owned()) {
        let status = service.get(&link).await.status;
        assert_eq!(status, 200, "{link}");
        found += 1;
    }
    assert!(found > 10, "{found} links");
    let nothing = service.get_with("/api/v1/nothing", &[(header::ACCEPT, "text/html")]).await;
    assert_eq!(nothing.problem().0, 404, "programs get problems");
}

#[test]
fn operations_are_called_by_what_they_do() {
    let verbs = ["get", "list", "search", "submit", "check", "withdraw", "import", "remove"];
    let mut seen = BTreeSet::new();
    for (method, path, operation) in operations() {
        let id = operation["operationId"].as_str().unwrap_or_default();
        let is_speaking = verbs.iter().any(|verb| {
            id.strip_prefix(verb)
                .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_uppercase()))
        });
        assert!(
            is_speaking && id.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "{method} {path}: {id:?}"
        );
        assert!(seen.insert(id), "{id} is twice");
        let tags = operation["tags"].as_array().expect("a tag");
        assert_eq!(tags.len(), 1, "{id}");
        let responses = operation["responses"].as_object().expect("responses");
        assert!(responses.contains_key("500"), "{id}: what a fault of ours looks like");
    }
}

#[test]
fn no_two_types_are_called_the_same_in_the_document() {
    let mut files = Vec::new();
    sources(&root("src/http"), &mut files);
    let mut named: BTreeMap<String, PathBuf> = BTreeMap::new();
    let derive = regex::Regex::new(
        r"(?s)#\[derive\([^\]]*ToSchema[^\]]*\)\]\s*((?:#\[[^\]]*\]\s*|///[^\n]*\n\s*)*)(?:pub(?:\([a-z ]+\))? )?(?:struct|enum) (\w+)",
    )
    .expect("an expression");
    let renamed = regex::Regex::new(r"schema\([^)]*as = (\w+)").expect("an expression");
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        for found in derive.captures_iter(&text) {
            let name =
                renamed.captures(&found[1]).map_or_else(|| found[2].to_owned(), |name| name[1].to_owned());
            if let Some(other) = named.insert(name.clone(), file.clone()) {
                panic!("{name} is a type of {} and of {}", other.display(), file.display());
            }
        }
    }
    assert!(named.len() > 40, "types are found: {}", named.len());
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The names of an operation's parameters of a place.
fn parameters(operation: &Value, place: &str) -> BTreeSet<String> {
    let declared = operation["parameters"].as_array().into_iter().flatten();
    let here = declared.filter(|parameter| parameter["in"] == place);
    here.map(|parameter| parameter["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn every_route_takes_the_parameters_of_the_document_and_no_others() {
    let service = Service::start().await;
    let commune = service.json("/api/v1/territories?level=commune&limit=1").await["items"][0]["code"]
        .as_str()
        .expect("a code")
        .to_owned();
    for (method, path, operation) in operations() {
        if path == "/healthz" || path == "/readyz" || path == "/probe" {
            continue;
        }
        let address = path
            .replace("{level}", "communes")
            .replace("{code}", &commune)
            .replace("{z}", "5")
            .replace("{x}", "15")
            .replace("{y}", "12.mvt")
            .replace("{name}", "fibre-availability.csv.json")
            .replace("{list}", "schools")
            .replace("{id}", "01kb3x1r6y8k3c9d2f4g5h6j7k");
        let request = Request::builder()
            .method(method.to_uppercase().as_str())
            .uri(format!("{address}?surely_unknown=1"))
            .header(header::AUTHORIZATION, format!("Bearer {}", service.token))
            .body(Body::empty())
            .expect("a request");
        let answer = service.send(request).await;
        assert_eq!(answer.problem(), (400, "unknown-parameter".into(), "surely_unknown".into()), "{path}");
        let body = answer.json();
        // Where something is missing too, this fault is the first of several.
        let fault = if body["errors"].is_array() { &body["errors"][0] } else { &body };
        let detail = fault["detail"].as_str().expect("a detail").to_owned();
        let known: BTreeSet<String> = match detail.split_once("known are ") {
            Some((_, list)) => list.split(", ").map(ToOwned::to_owned).collect(),
            None => BTreeSet::new(),
        };
        assert_eq!(parameters(operation, "query"), known, "{method} {path}");
    }
}
