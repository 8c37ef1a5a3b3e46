//! What changed between two dates, two operators, two filings or two instants, and why: to the last bit.

#![expect(clippy::float_cmp, reason = "to the last bit is what is promised")]

use axum::http::header;
use serde_json::{Value, json};
use taghtia::coverage::{Cause, CellSetBuilder, Change, Measure, Moved, Shares, shares};
use taghtia::domain::{Denominator, Environment};

use crate::http::covered;
use crate::service::{Service, cells_of, layer};
use crate::support::{Draw, level, morocco};

const PARTS: [&str; 4] = ["network", "denominator", "definition", "correction"];

fn number(item: &Value, name: &str) -> f64 {
    item[name].as_f64().unwrap_or_else(|| panic!("{name} of {item}"))
}

/// To the last bit: what is published adds up.
fn adds_up(item: &Value) {
    let parts = |of: &str| PARTS.iter().map(|part| number(item, &format!("{of}_{part}"))).sum::<f64>();
    let of = |name| number(item, name);
    assert_eq!(parts("net"), of("net"), "{item}");
    assert_eq!(of("covered_after") - of("covered_before"), of("net"), "{item}");
    assert_eq!(of("gained") - of("lost"), of("net") - of("net_denominator"), "{item}");
    assert!(of("gained") >= 0.0 && of("lost") >= 0.0 && of("net_denominator") == 0.0, "{item}");
    if item["change"].is_number() {
        assert_eq!(parts("change"), of("change"), "{item}");
        assert_eq!(of("share_after") - of("share_before"), of("change"), "{item}");
    }
}

fn items(body: &Value) -> &[Value] {
    body["items"].as_array().expect("items")
}

fn by_code<'a>(body: &'a Value, code: &str) -> &'a Value {
    items(body).iter().find(|item| item["code"] == code).expect("a territory")
}

fn people(service: &Service, code: &str) -> f64 {
    let tree = &service.country.tree;
    tree.get(tree.find(code).unwrap()).census.population(2024).unwrap()
}

fn is_near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= expected.abs() * 1e-6 + 1e-3
}

#[tokio::test]
async fn by_default_a_change_is_that_since_the_date_filed_before() {
    let (service, [first, second]) = covered().await;
    let body = service.json("/api/v1/changes?technology=4g&scope=op:atlas&lang=en").await;
    assert_eq!(
        (&body["from"]["definition"]["as_of"], &body["as_of"]),
        (&json!("2025-12-31"), &json!("2026-06-30"))
    );
    let (stays, grows) = (by_code(&body, &first), by_code(&body, &second));
    assert_eq!((number(stays, "net"), number(stays, "change"), number(stays, "lost")), (0.0, 0.0, 0.0));
    assert_eq!(
        (number(grows, "share_before"), number(grows, "share_after"), number(grows, "change")),
        (0.0, 1.0, 1.0)
    );
    assert_eq!((number(grows, "change_network"), number(grows, "net_correction")), (1.0, 0.0));
    assert!(is_near(number(grows, "gained"), people(&service, &second)), "{grows}");
    items(&body).iter().for_each(adds_up);
    let tree = &service.country.tree;
    let communes = tree.level(level("commune")).filter(|id| tree.is_within(*id, tree.find(&second).unwrap()));
    let up = communes.filter(|id| tree.get(*id).census.population(2024).unwrap() > 0.0).count();
    let territories = &body["territories"];
    assert_eq!((territories["level"].as_str(), territories["down"].as_u64()), (Some("commune"), Some(0)));
    assert_eq!(territories["up"].as_u64(), Some(up as u64), "{territories}");
    let totals = body["totals"].as_array().unwrap();
    let names: Vec<&str> = totals.iter().map(|total| total["denominator"].as_str().unwrap()).collect();
    assert_eq!(names, ["population", "households", "area"]);
    totals.iter().for_each(adds_up);
    assert!(is_near(number(&totals[0], "gained"), people(&service, &second)));
    assert_eq!(number(&totals[2], "lost"), 0.0);
    let said = body["definition"].as_str().unwrap();
    assert!(said.starts_with("Change from the state filed for 31 December 2025"), "{said}");
    assert_eq!(
        (&body["synthetic"], body["attribution"].as_array().unwrap().is_empty()),
        (&json!(true), false)
    );
    // Before the first date nothing was filed: all of it is gained, and there is no share it could have risen from.
    let body = service.json("/api/v1/changes?technology=4g&scope=op:atlas&as_of=2025-12-31").await;
    let grown = by_code(&body, &first);
    assert_eq!((&body["from"]["state"], &body["to"]["state"]), (&json!("no_filing"), &json!("known")));
    assert!(is_near(number(grown, "gained"), people(&service, &first)), "{grown}");
    assert_eq!(
        (&grown["share_before"], &grown["change"], number(grown, "share_after")),
        (&Value::Null, &Value::Null, 1.0)
    );
    // Where nothing is filed at all, nothing changed.
    let body = service.json("/api/v1/changes?technology=5g").await;
    assert_eq!((&body["from"]["state"], number(&items(&body)[0], "net")), (&json!("no_filing"), 0.0));
}

#[tokio::test]
async fn every_cause_has_its_part() {
    let (service, [first, second]) = covered().await;
    let before = service.json("/api/v1/country").await["known_at"].as_str().unwrap().to_owned();
    // The earlier date is corrected: atlas had covered the second region alone.
    let outdoor = layer("atlas", "4g", "5-1", Environment::Outdoor);
    let second_cells = cells_of(&service.country, &second);
    let correction = service.file_mobile("atlas", "2025-12-31", vec![(outdoor, second_cells)]).await;
    let ask = async |query: &str| {
        let body = service.json(&format!("/api/v1/changes?technology=4g&{query}")).await;
        items(&body).iter().for_each(adds_up);
        let parts = |code: &str| {
            let item = by_code(&body, code).clone();
            PARTS.map(|part| number(&item, &format!("change_{part}")))
        };
        (parts(&first), parts(&second))
    };
    let (nothing, come) = ([0.0; 4], [1.0, 0.0, 0.0, 0.0]);
    // As known now: the first region came.
    assert_eq!(ask("scope=op:atlas").await, (come, nothing));
    // From what was known before: a correction took the first and gave the second, then the network gave the first.
    let query = format!("scope=op:atlas&from_as_of=2025-12-31&from_known_at={before}");
    assert_eq!(ask(&query).await, ([1.0, 0.0, 0.0, -1.0], [0.0, 0.0, 0.0, 1.0]));
    // The other way round is the same, less.
    let back = format!(
        "scope=op:atlas&as_of=2025-12-31&known_at={before}&from_as_of=2026-06-30&from_known_at=2099-01-01"
    );
    assert_eq!(ask(&back).await, ([-1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, -1.0]));
    // The same date at two instants is nothing but correction.
    let known = format!("scope=op:atlas&as_of=2025-12-31&from_known_at={before}");
    assert_eq!(ask(&known).await, ([0.0, 0.0, 0.0, -1.0], [0.0, 0.0, 0.0, 1.0]));
    // Two operators of one date are another definition, and so are two tiers.
    assert_eq!(ask("scope=op:rif&from_scope=op:atlas").await, (nothing, [0.0, 0.0, -1.0, 0.0]));
    assert_eq!(ask("scope=any&from_tier=10-2").await, (nothing, [0.0, 0.0, 1.0, 0.0]));
    assert_eq!(ask("scope=op:rif&from_environment=vehicle").await, (nothing, nothing));
    // Two operators at two dates: the network of the one, then the definition.
    let both = "scope=op:rif&from_scope=op:atlas&from_as_of=2025-12-31";
    assert_eq!(ask(both).await, (come, [0.0, 0.0, -1.0, 0.0]));
    // A filing's effect: by itself, and beside what any other covers.
    assert_eq!(ask(&format!("filing={correction}")).await, ([0.0, 0.0, 0.0, -1.0], [0.0, 0.0, 0.0, 1.0]));
    assert_eq!(
        ask(&format!("filing={correction}&scope=any")).await,
        ([0.0, 0.0, 0.0, -1.0], [0.0, 0.0, 0.0, 1.0])
    );
}

/// Networks drawn cell by cell, filed, corrected and withdrawn: whatever is held against whatever, it adds up.
#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_filed_the_parts_of_every_commune_add_up() {
    let service = Service::start().await;
    let (mut draw, all) = (Draw(23), service.country.cells().len());
    let mut instants = Vec::new();
    for turn in 0..12 {
        let operator = ["atlas", "rif", "souss"][draw.below(3)];
        let as_of = ["2025-06-30", "2025-12-31", "2026-06-30"][draw.below(3)];
        let mut set = CellSetBuilder::new(all);
        for _ in 0..200 {
            let start = draw.below(all) as u32;
            set.insert_range(start..(start + 1 + draw.below(3000) as u32).min(all as u32));
        }
        let floor = ["5-1", "10-2"][draw.below(2)];
        let layers = vec![(layer(operator, "4g", floor, Environment::Outdoor), set.finish())];
        let filing = service.file_mobile(operator, as_of, layers).await;
        if turn % 5 == 4 {
            let actor = taghtia::domain::Actor::machine("tests");
            service.catalogue.withdraw(&filing, "a test", "us", &actor).await.unwrap();
            service.publisher.catch_up().await.unwrap();
        }
        instants.push(service.publisher.current().known_at());
    }
    let mut moved = 0;
    for _ in 0..16 {
        let mut side = |prefix: &str| {
            let as_of = ["2025-06-30", "2025-12-31", "2026-06-30"][draw.below(3)];
            let known_at = instants[draw.below(instants.len())];
            let scope = ["any", "all", "min2", "op:atlas", "op:rif"][draw.below(5)];
            let tier = ["5-1", "10-2"][draw.below(2)];
            format!(
                "{prefix}as_of={as_of}&{prefix}known_at={known_at}&{prefix}scope={scope}&{prefix}tier={tier}"
            )
        };
        let (from, to) = (side("from_"), side(""));
        let denominator = ["population", "households", "area"][draw.below(3)];
        let address =
            format!("/api/v1/changes?technology=4g&level=commune&denominator={denominator}&{from}&{to}");
        let body = service.json(&address).await;
        assert_eq!(items(&body).len(), 1503);
        items(&body).iter().chain(body["totals"].as_array().unwrap()).for_each(adds_up);
        moved += items(&body)
            .iter()
            .filter(|item| number(item, "gained") > 0.0 && number(item, "lost") > 0.0)
            .count();
        let directions = ["up", "down", "unchanged"].map(|name| body["territories"][name].as_u64().unwrap());
        assert_eq!(directions.iter().sum::<u64>(), 1503);
        // Each side is what it says alone, within what amounts are rounded to.
        let alone = service
            .json(&format!("/api/v1/coverage?technology=4g&level=commune&denominator={denominator}&{to}"))
            .await;
        for (item, alone) in items(&body).iter().zip(items(&alone)) {
            let near = |name, own| match (alone[own].as_f64(), item[name].as_f64()) {
                (Some(own), Some(told)) => (own - told).abs() < 1e-6,
                (own, told) => own == told,
            };
            assert!(near("covered_after", "covered") && near("share_after", "share"), "{item} {alone}");
        }
    }
    assert!(moved > 100, "{moved} communes gained and lost");
}

#[tokio::test]
async fn fibre_changes_in_dwellings_cell_by_cell() {
    let service = Service::start().await;
    let code = {
        let tree = &service.country.tree;
        tree.get(tree.level(level("region")).next().unwrap()).code.to_string()
    };
    let cells: Vec<u32> = cells_of(&service.country, &code).iter().take(3).collect();
    let (a, b, c) = (cells[0], cells[1], cells[2]);
    service.file_fibre("atlas", "2025-12-31", &[(a, "100-20", 30, false), (b, "100-20", 12, true)]).await;
    let last = service
        .file_fibre("atlas", "2026-06-30", &[(a, "100-20", 25, true), (c, "1000-200", 40, false)])
        .await;
    for query in ["scope=op:atlas", "scope=any"] {
        let body = service.json(&format!("/api/v1/changes?technology=fibre&{query}")).await;
        let item = by_code(&body, &code);
        adds_up(item);
        assert_eq!(
            ["gained", "lost", "net", "net_network"].map(|name| number(item, name)),
            [40.0, 17.0, 23.0, 23.0]
        );
        assert_eq!(body["totals"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&body["denominator"], body["estimate"].as_bool()),
            (&json!("households"), (query == "scope=any").then_some(true))
        );
    }
    // The technology is the filing's.
    let body = service.json(&format!("/api/v1/changes?filing={last}")).await;
    assert_eq!(
        (&body["to"]["definition"]["technology"], number(by_code(&body, &code), "net")),
        (&json!("fibre"), 23.0)
    );
}

#[tokio::test]
async fn two_filings_are_two_sides_and_one_alone_is_its_effect() {
    let (service, [first, second]) = covered().await;
    let filings = service.json("/api/v1/filings?operator=atlas").await;
    let id = |at: usize| filings["items"][at]["id"].as_str().unwrap().to_owned();
    let (last, before) = (id(0), id(1));
    let effect = service.json(&format!("/api/v1/changes?filing={last}&lang=en")).await;
    assert_eq!(effect["from"]["definition"]["as_of"], "2025-12-31", "what was in force until then");
    assert_eq!(effect["to"]["definition"]["scope"], "op:atlas");
    assert_eq!(number(by_code(&effect, &second), "change_network"), 1.0);
    let pair = service.json(&format!("/api/v1/changes?filing={last}&from_filing={before}&lang=en")).await;
    assert_eq!(items(&pair), items(&effect));
    let back = service.json(&format!("/api/v1/changes?filing={before}&from_filing={last}")).await;
    assert_eq!(number(by_code(&back, &second), "change_network"), -1.0);
    assert_eq!(number(by_code(&back, &first), "net"), 0.0);
    // The first filing of all was recorded where nothing was filed.
    let first_of_all = service.json(&format!("/api/v1/changes?filing={before}")).await;
    assert_eq!(first_of_all["from"]["state"], "no_filing");
    assert!(number(by_code(&first_of_all, &first), "gained") > 0.0);
    // What came since a filing.
    let since = service.json(&format!("/api/v1/changes?from_filing={before}")).await;
    assert_eq!(number(by_code(&since, &second), "change_network"), 1.0);
}

#[tokio::test]
async fn what_is_wrong_with_a_change_is_named() {
    let (service, _) = covered().await;
    let id = service.json("/api/v1/filings").await["items"][0]["id"].as_str().unwrap().to_owned();
    for (query, parameter) in [
        ("from_as_of=yesterday", "from_as_of"),
        ("from_known_at=soon", "from_known_at"),
        ("from_scope=op:nobody", "from_scope"),
        ("from_tier=fast", "from_tier"),
        ("from_environment=underwater", "from_environment"),
        ("to_as_of=2026-06-30", "to_as_of"),
        ("filing=1", "filing"),
        ("from_filing=00000000000000000000000000", "from_filing"),
        ("f=csv&geometry=full", "geometry"),
    ] {
        let (status, _, named) = service.get(&format!("/api/v1/changes?{query}")).await.problem();
        assert_eq!((status, named.as_str()), (400, parameter), "{query}");
    }
    for (query, parameter) in [("filing", "known_at"), ("from_filing", "from_as_of")] {
        let address = format!("/api/v1/changes?lang=en&{query}={id}&{parameter}=2026-06-30");
        let answer = service.get(&address).await;
        assert_eq!(answer.problem().2, parameter, "{address}");
        let said = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(said.ends_with(&format!("expected nothing beside {query}, which says it")), "{said}");
    }
}

#[tokio::test]
async fn a_change_is_the_same_in_every_form() {
    let (service, [_, second]) = covered().await;
    let address = "/api/v1/changes?technology=4g&scope=op:atlas&lang=en";
    let json = service.json(address).await;
    let geo = service.json(&format!("{address}&f=geojson")).await;
    let csv = service.get_with(address, &[(header::ACCEPT, "text/csv")]).await;
    let mut reader = csv::Reader::from_reader(csv.body.as_slice());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), items(&json).len());
    let cell = |row: &csv::StringRecord, name: &str| {
        row[heads.iter().position(|head| head == name).unwrap()].to_owned()
    };
    for (at, item) in items(&json).iter().enumerate() {
        let properties = &geo["features"][at]["properties"];
        for (name, value) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "names") {
            assert_eq!(&properties[name], value, "{name}");
            let told = cell(&rows[at], name);
            match value {
                Value::Number(number) => {
                    assert_eq!(told.parse::<f64>().unwrap(), number.as_f64().unwrap(), "{name}");
                }
                Value::String(text) => assert_eq!(&told, text, "{name}"),
                _ => assert_eq!(told, "", "{name}"),
            }
        }
    }
    let row = rows.iter().find(|row| cell(row, "code") == second).unwrap();
    let told =
        ["change", "from_as_of", "as_of", "from_scope", "scope", "state", "synthetic", "operators_damaged"];
    assert_eq!(
        told.map(|name| cell(row, name)),
        ["1", "2025-12-31", "2026-06-30", "op:atlas", "op:atlas", "known", "true", ""]
    );
    assert!(
        cell(row, "definition").starts_with("Change from")
            && cell(row, "from_definition").starts_with("Share of")
    );
    // Pages follow each other, and an unchanged answer is told so.
    let page = service.json(&format!("{address}&limit=5")).await;
    let next = service.json(page["part"]["next"].as_str().unwrap()).await;
    assert_eq!((items(&page), items(&next)), (&items(&json)[..5], &items(&json)[5..10]));
    let tag = service.get(address).await.header(&header::ETAG).to_owned();
    assert_eq!(service.get_with(address, &[(header::IF_NONE_MATCH, &tag)]).await.status, 304);
}

/// A made-up second census: the same cells, other people. The share moves while the reach stays, and that part is the
/// denominator's.
#[test]
fn two_vintages_of_a_census_move_shares_by_the_denominator_alone() {
    let country = morocco();
    let older = country.default_surface().clone();
    let mut newer = older.clone();
    for (zone, (people, households)) in
        newer.amounts.population.iter_mut().zip(&mut newer.amounts.households).enumerate()
    {
        // Some grew, some shrank.
        *people *= 0.8 + 0.1 * (zone % 7) as f64;
        *households *= 1.3 - 0.1 * (zone % 5) as f64;
    }
    let [before, after] = [(0u32, 2_500_000u32), (400_000, 3_000_000)].map(|(from, to)| {
        let mut set = CellSetBuilder::new(country.cells().len());
        set.insert_range(from..to);
        set.finish()
    });
    let count = |set, surface| shares(&country, set, surface);
    let (first, grown, recounted) = (count(&before, &older), count(&after, &older), count(&after, &newer));
    let (gained, lost) =
        (count(&after.difference(&before), &older), count(&before.difference(&after), &older));
    let mut by_denominator = 0;
    for territory in [level("country"), level("region"), level("commune")]
        .into_iter()
        .flat_map(|of| country.tree.level(of))
    {
        for denominator in [Denominator::Population, Denominator::Households, Denominator::Area] {
            let measure = |shares: &Shares| {
                let share = shares.get(territory, denominator);
                Measure { covered: share.covered, share: share.ratio() }
            };
            let moved = Moved {
                gained: gained.get(territory, denominator).covered,
                lost: lost.get(territory, denominator).covered,
            };
            let steps = [
                (Cause::Correction, measure(&first)),
                (Cause::Network, measure(&grown)),
                (Cause::Definition, measure(&grown)),
                (Cause::Denominator, measure(&recounted)),
            ];
            let change = Change::walk(measure(&first), &steps, moved);
            assert_eq!(change.net_by.sum(), change.net);
            assert_eq!(change.gained - change.lost, change.net_by.network);
            assert_eq!((change.net_by.correction, change.net_by.definition), (0.0, 0.0));
            let Some((points, by)) = change.points.zip(change.points_by) else { continue };
            assert_eq!(by.sum(), points);
            assert_eq!(change.share_after.unwrap() - change.share_before.unwrap(), points);
            if denominator == Denominator::Area {
                assert_eq!(
                    (by.denominator, change.net_by.denominator),
                    (0.0, 0.0),
                    "no one lives in an area"
                );
            }
            by_denominator +=
                usize::from(by.denominator != 0.0 && change.gained == 0.0 && change.lost == 0.0);
        }
    }
    assert!(by_denominator > 3, "{by_denominator} shares moved where no cell did");
}

#[tokio::test]
async fn a_number_says_who_filed_it_when_and_in_the_place_of_what() {
    let (service, [first, second]) = covered().await;
    let address = format!("/api/v1/coverage/basis?technology=4g&territory={second}&lang=en");
    let basis = service.json(&address).await;
    assert_eq!((&basis["number"]["share"], &basis["territory"]["code"]), (&json!(1.0), &json!(second)));
    assert_eq!(
        (&basis["definition"]["surface"], &basis["definition"]["census_year"]),
        (&json!("urban-centre"), &json!(2024))
    );
    let operators = basis["operators"].as_array().unwrap();
    let own: Vec<_> =
        operators.iter().map(|one| (one["operator"].as_str().unwrap(), one["share"].as_f64())).collect();
    assert_eq!(own, [("atlas", Some(1.0)), ("rif", Some(0.0))]);
    let silent = basis["without_filing"].as_array().unwrap();
    assert_eq!(
        (silent.len(), &silent[0]["operator"], silent[0]["names"]["fr"].as_str()),
        (1, &json!("souss"), Some("SOUSS"))
    );
    let filing = &operators[0]["filings"][0];
    assert_eq!(
        (&filing["as_of"], &filing["kind"], &filing["synthetic"]),
        (&json!("2026-06-30"), &json!("mobile-coverage"), &json!(true))
    );
    assert_eq!(filing["replaces"][0]["as_of"], "2025-12-31");
    assert_eq!(filing["layers"][0]["mindown"], 5);
    assert_eq!(operators[1]["filings"][0]["replaces"], json!([]), "rif filed once");
    assert_eq!((&operators[0]["tests"], &basis["tests_from"]), (&json!([]), &Value::Null));
    // As it was known, and of one operator alone.
    let then = service.json(&format!("{address}&scope=op:atlas&as_of=2025-12-31")).await;
    assert_eq!((then["operators"].as_array().unwrap().len(), &then["number"]["share"]), (1, &json!(0.0)));
    assert_eq!(then["operators"][0]["filings"][0]["state"], Value::Null);
    let wrong = service.get("/api/v1/coverage/basis?territory=99.99").await;
    assert_eq!(wrong.problem(), (400, "bad-parameter".into(), "territory".into()));
    // The filing itself, and its versions.
    let outdoor = layer("atlas", "4g", "5-1", Environment::Outdoor);
    let cells = cells_of(&service.country, &first);
    let corrected = service.file_mobile("atlas", "2026-06-30", vec![(outdoor, cells)]).await;
    let one = service.json(&format!("/api/v1/filings/{corrected}")).await;
    let states: Vec<&str> = one["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| version["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["superseded", "current"]);
    assert_eq!(
        (&one["replaces"][0]["id"], one["replaces"].as_array().unwrap().len()),
        (&one["versions"][0]["id"], 1)
    );
    let basis = service.json(&address).await;
    assert_eq!(basis["number"]["share"], 0.0);
    assert_eq!(basis["operators"][0]["filings"][0]["replaces"][0]["state"], "superseded");
}
