//! Locations and routes: right or wrong as a whole, and taken as positions where they are right.

use super::super::report::Findings;
use super::super::rules::Rule;
use super::structure::At;
use super::value::Value;
use crate::domain::LonLat;
use crate::intake::wording;

/// What a node or a span has of geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    member: &'static str,
    word: &'static str,
    type_rule: Rule,
    coordinates_rule: Rule,
}

/// A node's.
pub(super) const LOCATION: Kind = Kind {
    member: "location",
    word: "Point",
    type_rule: Rule::OfdsNodeLocationTypeIncorrect,
    coordinates_rule: Rule::OfdsNodeLocationCoordinatesIncorrect,
};

/// A span's.
pub(super) const ROUTE: Kind = Kind {
    member: "route",
    word: "LineString",
    type_rule: Rule::OfdsSpanRouteTypeIncorrect,
    coordinates_rule: Rule::OfdsSpanRouteCoordinatesIncorrect,
};

/// The positions of an object's geometry; none where there is none, or it is wrong, which is told.
pub(super) fn read(object: &Value, kind: Kind, at: &At<'_>, findings: &mut Findings) -> Vec<LonLat> {
    let Some(geometry) = object.get(kind.member) else { return Vec::new() };
    let (at, id) = (at.name(kind.member), object.text_of("id"));
    let Value::Object(members) = geometry else {
        // `null` says that there is none, though the standard has another way to say so.
        let rule = if *geometry == Value::Null { Rule::OfdsType } else { kind.type_rule };
        findings.add(rule, || {
            at.place()
                .value(geometry)
                .expected(wording::expectation("finding-expected-object", &[]))
                .object(id)
        });
        return Vec::new();
    };
    for (name, value) in members.iter().filter(|(name, _)| !matches!(&**name, "type" | "coordinates")) {
        findings.add(Rule::OfdsUnexpectedField, || at.name(name).place().value(value).object(id));
    }
    let word = geometry.get("type");
    let is_kind = word.and_then(Value::text) == Some(kind.word);
    if !is_kind {
        findings.add(kind.type_rule, || {
            let place = at.name("type").place().object(id);
            match word {
                Some(other) => place.value(other),
                None => place,
            }
        });
    }
    let coordinates = geometry.get("coordinates");
    let at = at.name("coordinates");
    let positions = match (coordinates, kind.member) {
        (Some(point), "location") => position(point).map(|at| vec![at]),
        (Some(Value::Array(items)), _) if items.len() >= 2 => items.iter().map(position).collect(),
        _ => None,
    };
    let Some(positions) = positions else {
        findings.add(kind.coordinates_rule, || {
            let place = at.place().object(id);
            match coordinates {
                Some(other) => place.value(other),
                None => place,
            }
        });
        return Vec::new();
    };
    let is_on_earth = |at: &LonLat| at.lon.abs() <= 180.0 && at.lat.abs() <= 90.0;
    if let Some(place) = positions.iter().position(|at| !is_on_earth(at)) {
        let LonLat { lon, lat } = positions[place];
        let one = at.item(place);
        let at = if kind.member == "location" { &at } else { &one };
        findings.add(Rule::OfdsPosition, || at.place().value(format!("{lon}, {lat}")).object(id));
        return Vec::new();
    }
    if is_kind { positions } else { Vec::new() }
}

/// A position: two numbers, and perhaps an altitude and more, which are left aside.
fn position(value: &Value) -> Option<LonLat> {
    match value {
        Value::Pair([lon, lat]) | Value::Triple([lon, lat, _]) => Some(LonLat { lon: *lon, lat: *lat }),
        Value::Array(items) => match items.as_slice() {
            [Value::Number(lon), Value::Number(lat), rest @ ..]
                if rest.iter().all(|more| matches!(more, Value::Number(_))) =>
            {
                Some(LonLat { lon: *lon, lat: *lat })
            }
            _ => None,
        },
        _ => None,
    }
}
