//! Holds a document against the standard's structure, one finding to a place.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::super::report::{Findings, Place};
use super::super::rules::Rule;
use super::standard::{Fields, In, LINK, Others, Shape, Version};
use super::value::Value;

/// Where in the document a value stands: names and positions, written as a JSON pointer when asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root,
    Name(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    /// The whole document.
    pub(super) const ROOT: At<'static> = At { parent: None, step: Step::Root };

    /// A member of what is here.
    pub(super) fn name(&'a self, name: &'a str) -> At<'a> {
        At { parent: Some(self), step: Step::Name(name) }
    }

    /// An item of what is here.
    pub(super) fn item(&'a self, at: usize) -> At<'a> {
        At { parent: Some(self), step: Step::Item(at) }
    }

    /// RFC 6901.
    pub(super) fn pointer(&self) -> String {
        let mut text = self.parent.map_or_else(String::new, At::pointer);
        match self.step {
            Step::Root => {}
            Step::Name(name) => text = text + "/" + &name.replace('~', "~0").replace('/', "~1"),
            Step::Item(at) => text = format!("{text}/{at}"),
        }
        text
    }

    /// The way without positions, which names a field of the standard.
    fn field(&self) -> String {
        let text = self.parent.map_or_else(String::new, At::field);
        match self.step {
            Step::Name(name) => text + "/" + name,
            Step::Root | Step::Item(_) => text,
        }
    }

    /// A place for a finding.
    pub(super) fn place(&self) -> Place {
        Place::pointer(self.pointer())
    }
}

/// A check of the structure: what it found, and the fields outside the standard.
pub(super) struct Structure<'f> {
    pub(super) findings: &'f mut Findings,
    pub(super) version: Version,
    /// Fields outside the standard, in the order met: where first, and how often.
    others: Vec<(String, String, u64)>,
    places: HashMap<String, usize>,
    /// The id of the node or span that is being looked at.
    object: Option<String>,
}

/// Fields outside the standard that are kept apart; the rest go untold.
const OTHERS_KEPT: usize = 200;

impl<'f> Structure<'f> {
    pub(super) fn new(findings: &'f mut Findings) -> Self {
        let (others, places) = (Vec::new(), HashMap::new());
        Self { findings, version: Version::V4, others, places, object: None }
    }

    fn add(&mut self, rule: Rule, at: &At<'_>, value: &dyn std::fmt::Display, expected: &str) {
        let object = self.object.clone();
        self.findings.add(rule, || {
            let place = at.place().value(value).object(object);
            if expected.is_empty() { place } else { place.expected(expected) }
        });
    }

    /// Tells each field outside the standard once.
    pub(super) fn tell_others(self) {
        for (_, pointer, count) in self.others {
            let name = pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
            self.findings
                .add(Rule::OfdsAdditionalField, || Place::pointer(pointer).column(name).value(count));
        }
    }

    /// Checks a value against what it must be.
    pub(super) fn check(&mut self, value: &Value, shape: &Shape, at: &At<'_>) {
        match (shape, value) {
            (Shape::Text, Value::Text(text)) => {
                if text.is_empty() {
                    self.add(Rule::OfdsEmpty, at, &"\"\"", "");
                }
            }
            (Shape::Format(format), Value::Text(text)) => {
                if !format.fits(text) {
                    self.add(Rule::OfdsFormat, at, text, format.in_words());
                }
            }
            (Shape::Code(words), Value::Text(text)) => {
                if !words.contains(&&**text) {
                    let known = if words.len() > 10 { String::new() } else { words.join(", ") };
                    self.add(Rule::OfdsCodelist, at, text, &known);
                }
            }
            (Shape::Constant(wanted), Value::Text(text)) => {
                if **text != **wanted {
                    self.add(Rule::OfdsConstant, at, text, wanted);
                }
            }
            (Shape::Bool, Value::Bool(_)) | (Shape::Number, Value::Number(_)) | (Shape::Geometry, _) => {}
            (Shape::Integer, Value::Number(number)) if number.fract() == 0.0 => {}
            (Shape::Object(fields), Value::Object(members)) => self.object(members, fields, at),
            (Shape::List(item), _) if value.is_array() => self.list(value, item, at),
            (Shape::Links, _) if value.is_array() => self.links(value, at),
            _ => self.add(Rule::OfdsType, at, value, in_words(shape)),
        }
    }

    /// Checks the members of an object.
    pub(super) fn object(&mut self, members: &[(Box<str>, Value)], fields: &Fields, at: &At<'_>) {
        for wanted in fields.required {
            if !members.iter().any(|(name, _)| **name == **wanted) {
                let object = self.object.clone();
                let name = at.name(wanted);
                self.findings.add(Rule::OfdsRequired, || name.place().column(*wanted).object(object));
            }
        }
        if members.is_empty() && !fields.may_be_empty && fields.required.is_empty() {
            self.add(Rule::OfdsEmpty, at, &"{}", "");
        }
        for (name, value) in members {
            let known = fields.members.iter().find(|(known, within, _)| {
                **known == **name
                    && match within {
                        In::Both => true,
                        In::Only(version) => *version == self.version,
                    }
            });
            let own = at.name(name);
            match known {
                Some((_, _, shape)) => self.check(value, shape, &own),
                None if fields.others == Others::RefusedSince4 && self.version == Version::V4 => {
                    self.add(Rule::OfdsUnexpectedField, &own, value, "");
                }
                None => self.other(&own),
            }
        }
    }

    fn other(&mut self, at: &At<'_>) {
        let field = at.field();
        if let Some(place) = self.places.get(&field) {
            self.others[*place].2 += 1;
        } else if self.others.len() < OTHERS_KEPT {
            self.places.insert(field.clone(), self.others.len());
            self.others.push((field, at.pointer(), 1));
        }
    }

    fn list(&mut self, value: &Value, item: &Shape, at: &At<'_>) {
        let Some(items) = value.items() else {
            // Two or three numbers: wrong for every list of the standard, and told one by one.
            for (place, number) in value.numbers().unwrap_or_default().iter().enumerate() {
                self.check(&Value::Number(*number), item, &at.item(place));
            }
            return;
        };
        if items.is_empty() {
            self.add(Rule::OfdsEmpty, at, &"[]", "");
        }
        // Nodes and spans are named in what is found in them.
        let is_top = matches!(at.step, Step::Name("nodes" | "spans"));
        for (place, value) in items.iter().enumerate() {
            if is_top {
                self.object = value.text_of("id").map(ToOwned::to_owned);
            }
            self.check(value, item, &at.item(place));
        }
        if is_top {
            self.object = None;
        }
        self.unique(items, at);
    }

    fn unique(&mut self, items: &[Value], at: &At<'_>) {
        let mut seen: HashSet<u64> = HashSet::with_capacity(items.len());
        if let Some(twin) = items.iter().find(|item| !seen.insert(hash_of(item))) {
            self.add(Rule::OfdsNotUnique, at, twin, "");
        }
    }

    fn links(&mut self, value: &Value, at: &At<'_>) {
        let items = value.items().unwrap_or_default();
        if items.is_empty() {
            self.add(Rule::OfdsEmpty, at, &"[]", "");
        }
        for (place, link) in items.iter().enumerate() {
            let own = at.item(place);
            let Value::Object(members) = link else {
                self.add(Rule::OfdsType, &own, link, "an object");
                continue;
            };
            if place == 0 {
                self.first_link(link, &own);
                continue;
            }
            self.object(members, &LINK, &own);
            if let Some(rel) = link.text_of("rel").filter(|rel| rel.starts_with("describedby")) {
                self.add(Rule::OfdsLinkRelation, &own.name("rel"), &rel, "");
            }
        }
        self.unique(items, at);
    }

    /// The link that names the schema. A sound address of 0.3 is told, and no more.
    fn first_link(&mut self, link: &Value, at: &At<'_>) {
        if let Some(rel) = link.get("rel") {
            self.check(rel, &Shape::Constant("describedby"), &at.name("rel"));
        }
        let Some(href) = link.get("href") else { return };
        let at = at.name("href");
        if self.version == Version::V3 && href.text() == Some(Version::V3.described_by()) {
            self.add(Rule::OfdsVersion, &at, &Version::V3.as_str(), "");
        } else {
            self.check(href, &Shape::Constant(self.version.described_by()), &at);
        }
    }
}

fn in_words(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Code(_) | Shape::Constant(_) | Shape::Format(_) => "a text",
        Shape::Bool => "true or false",
        Shape::Number => "a number",
        Shape::Integer => "a whole number",
        Shape::Object(_) | Shape::Geometry => "an object",
        Shape::List(_) | Shape::Links => "a list",
    }
}

/// A hash that does not care for the order of members: equal ones are taken for equal values.
fn hash_of(value: &Value) -> u64 {
    let mut hash = DefaultHasher::new();
    std::mem::discriminant(value).hash(&mut hash);
    let bits = |number: &f64| (*number + 0.0).to_bits();
    match value {
        Value::Null => {}
        Value::Bool(truth) => truth.hash(&mut hash),
        Value::Number(number) => bits(number).hash(&mut hash),
        Value::Text(text) => text.hash(&mut hash),
        Value::Array(items) => items.iter().for_each(|item| hash_of(item).hash(&mut hash)),
        Value::Pair(pair) => pair.iter().for_each(|number| bits(number).hash(&mut hash)),
        Value::Triple(triple) => triple.iter().for_each(|number| bits(number).hash(&mut hash)),
        Value::Object(members) => {
            let one = |(name, value): &(Box<str>, Value)| {
                let mut hash = DefaultHasher::new();
                (name, hash_of(value)).hash(&mut hash);
                hash.finish()
            };
            members.iter().map(one).fold(0u64, u64::wrapping_add).hash(&mut hash);
        }
    }
    hash.finish()
}
