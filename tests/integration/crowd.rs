//! Twenty operators at once, on a running server, with a reader on the map; and the power goes.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::process::{Server, collection, disc, http, issue, run};

const OPERATORS: usize = 20;
const NOBODY_YET: &str = "the server has not learned of it";

fn name(number: usize) -> String {
    format!("crowd-{number:02}")
}

/// Registers the operators and issues their tokens, beside the running server.
fn tokens(data: &Path) -> Vec<String> {
    (0..OPERATORS)
        .map(|number| {
            let id = name(number);
            let added = run(data, &["operator", "add", &id, "--name", &id, "--licence", "4g", "--synthetic"]);
            assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
            issue(data, &["--role", "operator", "--operator", &id, "--expires", "1d"])
        })
        .collect()
}

fn wait_for(server: &Server, operator: &str) {
    let begun = Instant::now();
    while server.get(&format!("/api/v1/filings?operator={operator}")).0 != 200 {
        assert!(begun.elapsed() < Duration::from_secs(20), "{NOBODY_YET}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Discs of one operator, apart from everybody else's.
fn file(number: usize, discs: usize) -> Vec<u8> {
    let (column, row) = (number % 5, number / 5);
    let features: Vec<Value> = (0..discs)
        .map(|at| disc("4g", -7.6 + 0.2 * column as f64 + 1e-4 * at as f64, 31.9 + 0.2 * row as f64, 4.0))
        .collect();
    collection(&features)
}

fn submit(server: &str, token: &str, as_of: &str, body: Vec<u8>) -> (u16, Value) {
    let address = format!("{server}/api/v1/filings?kind=mobile-coverage&as_of={as_of}");
    let (status, text) = http("POST", &address, Some(token), Some(body));
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// Who is counted in an answer, and how much is covered, by everybody together.
fn read(server: &Server) -> (Vec<String>, f64) {
    let body = server
        .json("/api/v1/coverage?technology=4g&level=country&scope=any&denominator=area&as_of=2026-03-31");
    let operators = body["definition"]["operators"].as_array().expect("operators");
    let operators = operators.iter().map(|id| id.as_str().expect("an id").to_owned()).collect();
    (operators, body["items"][0]["covered"].as_f64().unwrap_or(0.0))
}

#[test]
fn twenty_file_at_once_and_every_answer_is_of_one_version() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &["serve"]);
    let tokens = tokens(data.path());
    wait_for(&server, &name(OPERATORS - 1));
    let (done, answers) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let answer = read(&server);
                    answers.lock().expect("sound").push(answer);
                }
            });
        }
        let filers: Vec<_> = tokens
            .iter()
            .enumerate()
            .map(|(number, token)| {
                let url = &server.url;
                scope.spawn(move || submit(url, token, "2026-03-31", file(number, 40)))
            })
            .collect();
        for filer in filers {
            let (status, answer) = filer.join().expect("ends");
            assert_eq!(status, 201, "{answer}");
        }
        done.store(true, Ordering::Relaxed);
    });
    let alone = |id: &str| {
        let address = format!("/api/v1/coverage?technology=4g&level=country&scope=op:{id}&denominator=area");
        server.json(&address)["items"][0]["covered"].as_f64().expect("covered")
    };
    let each: std::collections::BTreeMap<String, f64> =
        (0..OPERATORS).map(name).map(|id| (id.clone(), alone(&id))).collect();
    let mut seen = std::collections::BTreeSet::new();
    let answers = answers.into_inner().expect("sound");
    for (operators, covered) in answers.iter().chain([&read(&server)]) {
        let sum: f64 = operators.iter().map(|id| each[id]).sum();
        assert!(
            (covered - sum).abs() < 1e-6 * sum.max(1.0),
            "{} operators: {covered} {sum}",
            operators.len()
        );
        seen.insert(operators.len());
    }
    println!("{} answers while 20 filed, of {} versions: {seen:?}", answers.len(), seen.len());
    assert!(seen.contains(&OPERATORS) && answers.len() > 2);
    let audit = run(data.path(), &["audit", "--limit", "1000", "--json"]);
    let audit: Value = serde_json::from_slice(&audit.stdout).expect("JSON");
    let count =
        |act: &str| audit["items"].as_array().expect("items").iter().filter(|row| row["act"] == act).count();
    assert_eq!((count("operator-added"), count("filing-recorded")), (OPERATORS, OPERATORS));
    assert_eq!(count("token-issued"), OPERATORS + 1);
    // A revocation by the command line holds from the next request on.
    assert!(run(data.path(), &["token", "revoke", &tokens[0][4..12]]).status.success());
    let (status, answer) = submit(&server.url, &tokens[0], "2026-03-31", file(0, 1));
    assert_eq!((status, &answer["code"]), (401, &Value::from("token-revoked")));
}

#[test]
fn the_power_goes_while_twenty_file_and_each_learns_what_happened() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &["serve"]);
    let tokens = tokens(data.path());
    wait_for(&server, &name(OPERATORS - 1));
    let url = server.url.clone();
    let accepted = AtomicUsize::new(0);
    let server = Mutex::new(Some(server));
    let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let filers: Vec<_> = tokens
            .iter()
            .enumerate()
            .map(|(number, token)| {
                let (url, accepted, server) = (&url, &accepted, &server);
                scope.spawn(move || {
                    let answer = submit(url, token, "2026-03-31", file(number, 400));
                    if answer.0 == 201 && accepted.fetch_add(1, Ordering::Relaxed) == 4 {
                        server.lock().expect("sound").take().expect("runs").kill();
                    }
                    answer
                })
            })
            .collect();
        filers.into_iter().map(|filer| filer.join().expect("ends")).collect()
    });
    let told = answers.iter().filter(|(status, _)| *status == 201).count();
    assert!((5..OPERATORS).contains(&told), "{told} were told before the end");
    let server = Server::start(data.path(), &["serve"]);
    let (mut recorded_untold, mut lost) = (0, 0);
    for (number, (status, answer)) in answers.iter().enumerate() {
        let bytes = file(number, 400);
        let hash = hex::encode(Sha256::digest(&bytes));
        let found = server.json(&format!("/api/v1/filings?content_hash={hash}"));
        let id = found["items"][0]["id"].clone();
        if *status == 201 {
            assert_eq!(id, answer["id"], "what was accepted is there");
        }
        let (status, again) = submit(&server.url, &tokens[number], "2026-03-31", bytes);
        if id.is_null() {
            lost += 1;
            assert_eq!(status, 201, "{again}");
        } else {
            recorded_untold += usize::from(answers[number].0 != 201);
            assert_eq!((status, &again["id"]), (200, &id), "the same receipt: {again}");
        }
    }
    println!("{told} told, {recorded_untold} recorded and not told, {lost} not recorded: filed again");
    let all = server.json("/api/v1/filings?limit=1000");
    assert_eq!(all["total"], OPERATORS);
    let (operators, _) = read(&server);
    assert_eq!(operators.len(), OPERATORS);
}
