//! The page in a real browser, on the demonstration as `make demo` serves it: Chromium driven by Playwright.

use std::path::Path;
use std::process::Command;

use crate::process::{Server, demonstration, issue, run, taghtia};
use crate::support::root;

/// What the browser tests need and a machine may lack; `make test` sets all of it up.
pub fn missing() -> Option<&'static str> {
    let runs = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !runs("node") {
        Some("node")
    } else if !root("web/node_modules/playwright-core").exists() {
        Some("web/node_modules (npm --prefix web ci)")
    } else if !root("web/dist/index.html").exists() {
        Some("web/dist (make web)")
    } else if !Path::new("/usr/bin/chromium").exists() && std::env::var_os("CHROMIUM").is_none() {
        Some("chromium")
    } else {
        None
    }
}

/// The demonstration's operator that the operators' page is tried as; it holds mobile licences.
const OPERATOR: &str = "zellige";

/// Tokens as the person at the machine issues them, one of them taken back, as the browser tests name them.
fn tokens(data: &Path) -> [(&'static str, String); 3] {
    let operator = ["--role", "operator", "--operator", OPERATOR];
    let revoked = issue(data, &operator);
    let id: String = revoked.chars().skip("tgh_".len()).take(8).collect();
    assert!(run(data, &["token", "revoke", &id]).status.success());
    [
        ("TAGHTIA_TOKEN", issue(data, &operator)),
        ("TAGHTIA_PLANNER_TOKEN", issue(data, &["--role", "planner"])),
        ("TAGHTIA_REVOKED_TOKEN", revoked),
    ]
}

/// What guards every commit.
const GUARDS: [&str; 2] = ["map", "answers"];
/// What takes too long for that: `make browser`, a part of `make nightly`. The operators' page comes last, since it files.
const MORE: [&str; 10] = [
    "tasks",
    "table",
    "filings",
    "compare",
    "about",
    "places",
    "offline",
    "damaged",
    "measured",
    "operators",
];

#[test]
fn the_pages_work_in_a_real_browser() {
    work(&GUARDS);
}

#[test]
#[ignore = "takes long: make browser"]
fn what_planners_do_works_in_a_real_browser() {
    work(&MORE);
}

fn work(pages: &[&str]) {
    if let Some(what) = missing() {
        assert!(std::env::var_os("CI").is_none(), "{what} must be there in CI");
        println!("skipped: the browser tests need {what}");
        return;
    }
    let data = demonstration();
    let server = Server::start(data.path(), &["serve"]);
    for page in pages {
        let output = Command::new("node")
            .args(["--test", &format!("tests/browser/{page}.test.mjs")])
            .current_dir(root(""))
            .env("TAGHTIA_URL", format!("{}/", server.url))
            .envs(tokens(data.path()))
            .output()
            .expect("node starts");
        assert!(output.status.success(), "{page}: {}", String::from_utf8_lossy(&output.stdout));
    }
    // Asking for the demonstration again makes no filing anew: it is served as it is.
    server.kill();
    let again = taghtia(data.path()).args(["demo", "--prepare-only"]).output().expect("starts");
    assert!(again.status.success());
    assert!(!String::from_utf8_lossy(&again.stderr).contains("filings made"));
}
