//! Every answer of the API that passes through the tests is the one its document describes.
//!
//! Owns the comparison: an address is found among the document's paths, its status among that operation's
//! responses, its media type among those of the response, its JSON against the schema. What the document
//! does not name may not be sent: undeclared statuses, media types, members of bodies and parameters that
//! were understood fail the test that met them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// The document, as the program prints it.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(taghtia::http::openapi_document()).expect("a document"));

/// The components, closed: see [`closed`].
static COMPONENTS: LazyLock<Value> = LazyLock::new(|| {
    let mut components = DOCUMENT["components"].clone();
    let schemas = components["schemas"].as_object_mut().expect("schemas");
    for schema in schemas.values_mut() {
        close(schema, Place::Open);
    }
    json!({ "schemas": schemas })
});

type Validators = Mutex<HashMap<String, Arc<Validator>>>;
static VALIDATORS: LazyLock<Validators> = LazyLock::new(Validators::default);

/// An answer as it came: what was asked, and what was said.
pub struct Told<'a> {
    pub method: &'a str,
    /// Path and query, without scheme, host and base path.
    pub address: &'a str,
    pub status: u16,
    /// `Content-Type`; empty without one.
    pub media_type: &'a str,
    pub body: &'a [u8],
}

/// Panics unless the document describes this answer.
pub fn check(told: &Told<'_>) {
    if let Err(fault) = verdict(told) {
        let Told { method, address, status, media_type, body } = told;
        let shown: String = String::from_utf8_lossy(body).chars().take(600).collect();
        panic!(
            "{method} {address} answered {status} ({media_type}), not as its document says: {fault}\n{shown}"
        );
    }
}

fn verdict(told: &Told<'_>) -> Result<(), String> {
    let (path, query) = told.address.split_once('?').unwrap_or((told.address, ""));
    if !matches!(told.method, "GET" | "POST" | "PUT" | "DELETE")
        || !(path.starts_with("/api/") || path.starts_with("/tiles/"))
    {
        return Ok(());
    }
    let Some((template, operations)) = described_path(path) else {
        let is_problem = told.status == 404 && told.media_type == "application/problem+json";
        return if is_problem { Ok(()) } else { Err("no such path".to_owned()) };
    };
    let Some(operation) = operations.get(told.method.to_lowercase()) else {
        return if told.status == 405 { Ok(()) } else { Err("no such method".to_owned()) };
    };
    if told.status < 400 {
        understood(operation, query)?;
    }
    let response = resolved(&operation["responses"][told.status.to_string()]);
    if response.is_null() {
        return Err("the status is not declared".to_owned());
    }
    let media_type = told.media_type.split(';').next().unwrap_or_default().trim();
    let contents = response["content"].as_object();
    let Some(content) = contents.and_then(|contents| contents.get(media_type)) else {
        let is_empty = told.body.is_empty() && contents.is_none_or(Map::is_empty);
        return if is_empty { Ok(()) } else { Err("the media type is not declared".to_owned()) };
    };
    if media_type.ends_with("json") {
        let key = format!("{} {template} {} {media_type}", told.method, told.status);
        valid(&key, &content["schema"], told.body)?;
    }
    Ok(())
}

/// The path of the document that an address is of, the more literal one first.
fn described_path(path: &str) -> Option<(&'static str, &'static Value)> {
    let given: Vec<&str> = path.split('/').collect();
    let paths = DOCUMENT["paths"].as_object().expect("paths").iter();
    let fits = |template: &str| {
        let parts: Vec<&str> = template.split('/').collect();
        parts.len() == given.len()
            && parts
                .iter()
                .zip(&given)
                .all(|(part, given)| part == given || (part.starts_with('{') && !given.is_empty()))
    };
    let found = paths.filter(|(template, _)| fits(template));
    found.min_by_key(|(template, _)| template.matches('{').count()).map(|(path, item)| (path.as_str(), item))
}

/// Whether every parameter that an answer took is declared.
fn understood(operation: &Value, query: &str) -> Result<(), String> {
    let declared = operation["parameters"].as_array().cloned().unwrap_or_default();
    let is_declared =
        |name: &str| declared.iter().map(resolved).any(|one| one["in"] == "query" && one["name"] == name);
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if !value.is_empty() && !is_declared(&name) {
            return Err(format!("parameter {name} was taken and is not declared"));
        }
    }
    Ok(())
}

fn valid(key: &str, schema: &Value, body: &[u8]) -> Result<(), String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let validator = {
        let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
        let made = validators.entry(key.to_owned()).or_insert_with(|| Arc::new(validator(schema)));
        Arc::clone(made)
    };
    let faults: Vec<String> = validator
        .iter_errors(&body)
        .take(5)
        .map(|fault| format!("{}: {}", fault.instance_path(), short(&fault.to_string())))
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

fn short(text: &str) -> String {
    let length = text.chars().count();
    text.chars().skip(length.saturating_sub(200)).collect()
}

fn validator(schema: &Value) -> Validator {
    assert!(!schema.is_null(), "a JSON answer without a schema");
    let mut schema = schema.clone();
    close(&mut schema, Place::Whole);
    let whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [schema],
        "components": *COMPONENTS,
    });
    jsonschema::options().should_validate_formats(true).build(&whole).expect("the schema is one")
}

/// What `$ref` leads to, where there is one.
fn resolved(value: &Value) -> &Value {
    match value["$ref"].as_str() {
        Some(reference) => DOCUMENT.pointer(reference.trim_start_matches('#')).expect("a component"),
        None => value,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// The schema describes a whole value.
    Whole,
    /// It describes a part of an object that is described elsewhere too: `allOf`, or a component that may be one.
    Open,
}

/// Closes every object of a schema to members it does not name: JSON Schema lets them pass otherwise.
fn close(schema: &mut Value, place: Place) {
    let Some(object) = schema.as_object_mut() else { return };
    for name in ["allOf", "oneOf", "anyOf"] {
        let inner = if name == "allOf" { Place::Open } else { place };
        for part in object.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten() {
            close(part, inner);
        }
    }
    for part in object.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        close(part.1, Place::Whole);
    }
    for name in ["items", "additionalProperties"] {
        if let Some(part) = object.get_mut(name) {
            close(part, Place::Whole);
        }
    }
    let names_members = |schema: &Map<String, Value>| {
        schema.contains_key("properties") && !schema.contains_key("additionalProperties")
            || schema.contains_key("allOf")
    };
    let refers = object.get("$ref").and_then(Value::as_str).and_then(|reference| {
        let found = DOCUMENT.pointer(reference.trim_start_matches('#'))?.as_object()?;
        Some(names_members(found))
    });
    if place == Place::Whole && refers.unwrap_or_else(|| names_members(object)) {
        object.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
}

#[test]
fn what_is_not_described_is_found() {
    let told = |address, status, media_type, body| {
        verdict(&Told { method: "GET", address, status, media_type, body })
    };
    let json = "application/json";
    let schemas = "/api/v1/schemas";
    assert_eq!(told(schemas, 200, json, br#"{"items":[]}"#), Ok(()));
    assert!(told("/api/v1/nothing", 200, json, b"{}").is_err(), "no such path");
    assert!(told(schemas, 418, json, b"{}").is_err(), "status");
    assert!(told(schemas, 200, "text/html", b"<p>").is_err(), "media type");
    assert!(told(schemas, 200, json, b"{}").is_err(), "a member is missing");
    assert!(told(schemas, 200, json, br#"{"items":[],"more":1}"#).is_err(), "a member too many");
    assert!(told("/api/v1/schemas?x=1", 200, json, br#"{"items":[]}"#).is_err(), "a parameter");
}
