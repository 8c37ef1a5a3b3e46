//! Every answer of a service, and what it means that two services tell no different numbers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::house::Started;

/// What is asked: every address that gives numbers, in the forms it gives them.
pub const ADDRESSES: &[&str] = &[
    "/api/v1/coverage?technology=4g&level=commune&scope=any&lang=en",
    "/api/v1/coverage?technology=4g&level=commune&scope=op:one&lang=en",
    "/api/v1/coverage?technology=4g&level=commune&scope=op:two&lang=en",
    "/api/v1/coverage?technology=4g&level=commune&scope=all&lang=en",
    "/api/v1/coverage?technology=4g&level=commune&scope=min2&denominator=area",
    "/api/v1/coverage?technology=fibre&level=commune&scope=any",
    "/api/v1/coverage?technology=fibre&level=commune&scope=op:one",
    "/api/v1/coverage?technology=fibre&level=commune&scope=min2",
    "/api/v1/coverage?technology=4g&level=commune&as_of=2025-12-31&scope=op:two",
    "/api/v1/coverage/history?technology=4g&scope=any",
    "/api/v1/coverage/history?technology=4g&scope=op:one",
    "/api/v1/coverage/history?technology=4g&scope=op:two",
    "/api/v1/coverage/operators?technology=4g",
    "/api/v1/coverage/operators?technology=fibre",
    "/api/v1/changes?technology=4g&level=commune&scope=op:one&lang=en",
    "/api/v1/changes?technology=4g&level=commune&scope=any&denominator=area",
    "/api/v1/changes?technology=4g&scope=op:two&from_scope=op:one",
    "/api/v1/changes?technology=fibre&level=commune&scope=op:two",
    "/api/v1/coverage/basis?technology=4g&territory=01.1.1.",
    "/api/v1/coverage/basis?technology=4g&scope=op:two",
    "/api/v1/targets?lang=en",
    "/api/v1/at?lon=-7.6&lat=33.515",
    "/api/v1/at?lon=-7.61&lat=33.51",
    "/api/v1/networks",
    "/api/v1/networks/route-km?level=commune",
    "/api/v1/networks/spans",
    "/api/v1/networks/nodes",
    "/api/v1/measurements?level=commune&lang=en",
    "/api/v1/measurements?level=country&by=month",
    "/api/v1/filings",
    "/api/v1/territories?level=commune",
    "/api/v1/country",
];
const METRICS: [&str; 3] = ["/metrics", "/metrics/communes", "/metrics/measurements"];

/// What a service answers.
pub struct Answers {
    bodies: BTreeMap<&'static str, String>,
    series: BTreeSet<String>,
    pub status: String,
    pub damaged: Vec<Value>,
    /// The names of the damaged objects, which the log has and no answer.
    pub objects: Vec<String>,
}

impl Answers {
    pub async fn of(started: &Started) -> Self {
        // Reads of the past may find what the first ones did not: all are asked twice.
        for address in ADDRESSES {
            started.text(address).await;
        }
        let mut bodies = BTreeMap::new();
        for address in ADDRESSES {
            bodies.insert(*address, started.text(address).await);
        }
        let mut series = BTreeSet::new();
        for page in METRICS {
            let text = started.text(page).await;
            let numbers =
                text.lines().filter(|line| line.starts_with("taghtia_") && !is_of_the_process(line));
            series.extend(numbers.map(ToOwned::to_owned));
        }
        let ready = started.json("/readyz").await;
        Self {
            bodies,
            series,
            status: ready["status"].as_str().unwrap().to_owned(),
            damaged: ready["damaged"].as_array().unwrap().clone(),
            objects: started
                .publisher
                .current()
                .damage()
                .objects()
                .map(|object| object.object.clone())
                .collect(),
        }
    }

    /// Whether two services answer the same, byte for byte.
    pub fn is(&self, other: &Self, what: &str) {
        for (address, body) in &self.bodies {
            assert_eq!(body, &other.bodies[address], "{what}: {address}");
        }
        assert_eq!(self.series, other.series, "{what}");
        assert!(other.status == "ready" && other.damaged.is_empty(), "{what}: {:?}", other.damaged);
    }

    /// Whether another service, over damaged objects, tells no other number without a word: what it tells is
    /// what this one tells, or is said to be damaged, and of others than these operators nothing is lacking.
    pub fn stands_beside(&self, other: &Self, operators: &[&str]) {
        for (address, body) in &self.bodies {
            let (ours, theirs): (Value, Value) =
                (serde_json::from_str(body).unwrap(), serde_json::from_str(&other.bodies[address]).unwrap());
            if body == &other.bodies[address] {
                continue;
            }
            assert_eq!(other.status, "degraded", "{address}: another answer, and nothing is named");
            compare(address, &ours, &theirs, operators);
        }
        for line in &other.series {
            assert!(
                self.series.contains(line) || line.starts_with("taghtia_damaged_objects") || is_status(line),
                "{line}: another number, without a word"
            );
        }
    }
}

/// Series of the state of the process, and of when it was.
fn is_of_the_process(line: &str) -> bool {
    ["taghtia_snapshot_built", "taghtia_http_", "taghtia_scrub", "taghtia_submissions"]
        .iter()
        .any(|name| line.starts_with(name))
}

/// A status or a verdict that cannot be told any more is told as such.
fn is_status(line: &str) -> bool {
    let says = |word: &str| line.contains(word);
    (line.starts_with("taghtia_target_status") && (says("\"not_computable\"} 1") || line.ends_with(" 0")))
        || (line.starts_with("taghtia_measurement_verdict")
            && (says("verdict=\"insufficient\"} 1") || line.ends_with(" 0")))
}

fn items(body: &Value) -> Vec<&Value> {
    let list = body.get("items").or_else(|| body.get("features")).or_else(|| body.get("claims"));
    list.and_then(Value::as_array).map(|list| list.iter().collect()).unwrap_or_default()
}

/// By what an item is known in both answers.
fn name(item: &Value) -> String {
    let keys = [
        "code",
        "scope",
        "as_of",
        "id",
        "operator",
        "technology",
        "source",
        "from",
        "network",
        "filing",
        "mindown",
    ];
    let part = |key: &&str| {
        let value = item.get(*key).or_else(|| item.get("properties").and_then(|own| own.get(*key)));
        value.map(ToString::to_string).unwrap_or_default()
    };
    keys.iter().map(part).collect::<Vec<_>>().join("|")
}

fn compare(address: &str, ours: &Value, theirs: &Value, operators: &[&str]) {
    let before: BTreeMap<String, &Value> = items(ours).into_iter().map(|item| (name(item), item)).collect();
    let after: BTreeMap<String, &Value> = items(theirs).into_iter().map(|item| (name(item), item)).collect();
    for (name, item) in &after {
        let known = before.get(name).unwrap_or_else(|| panic!("{address}: {name} is new"));
        numbers(address, name, known, item);
    }
    for (name, item) in &before {
        let is_theirs =
            operators.is_empty() || item["operator"].as_str().is_none_or(|id| operators.contains(&id));
        assert!(after.contains_key(name) || is_theirs, "{address}: {name} is gone");
    }
}

/// What may stand in the place of a number: itself, nothing, and where it is said to be so, a lower bound.
fn numbers(address: &str, name: &str, known: &Value, now: &Value) {
    let is_bound = now["state"] == "lower_bound";
    match (known, now) {
        (Value::Object(known), Value::Object(now)) => {
            for (key, value) in now {
                let was = known.get(key).unwrap_or(&Value::Null);
                if is_bound
                    && ["share", "covered", "ratio", "operational_km", "planned_km"].contains(&key.as_str())
                {
                    assert!(value.as_f64() <= was.as_f64(), "{address}: {name}: {key} {was} {value}");
                } else {
                    numbers(address, &format!("{name} {key}"), was, value);
                }
            }
        }
        (Value::Array(known), Value::Array(now)) if known.len() == now.len() => {
            known.iter().zip(now).for_each(|(known, now)| numbers(address, name, known, now));
        }
        (known, now) if known.is_number() && now.is_number() => {
            assert_eq!(known, now, "{address}: {name}: another number");
        }
        (known, now) => {
            assert!(!(known.is_null() && now.is_number()), "{address}: {name}: {now} out of nothing");
        }
    }
}
