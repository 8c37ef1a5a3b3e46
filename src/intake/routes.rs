//! A fibre network in OFDS JSON: one network, or a package of several, in 0.3 or 0.4.
//!
//! ```text
//! text ─ value ─► structure ─► official ─► take ─► topology ─► FibreNetwork
//!                (standard)   (references) (geometry)            + findings
//! ```
//!
//! Real networks break the standard in small ways: what can still be drawn and counted is a warning, and
//! only what cannot is an error. Everything stands in the report with its JSON pointer, the object's id
//! and how to fix it. Time and memory grow with the document only.

mod codelists;
mod formats;
mod geometry;
mod official;
mod standard;
mod structure;
mod topology;
mod value;

use std::collections::HashSet;
use std::io::Read;

use super::error::IntakeError;
use super::json::{self, TextGuard};
use super::pass::Pass;
use super::report::{Findings, NetworkSummary, Place};
use super::rules::Rule;
use super::source::Stop;
use crate::domain::{FibreNetwork, FibreNode, FibreSpan, LonLat, NetworkHead, RouteStatus};
use crate::intake::wording;
use crate::messages::Value as Given;
use geometry::{LOCATION, ROUTE};
use official::Official;
use standard::{NETWORK, PACKAGE, Version};
use structure::{At, Structure};
use value::{Budget, Value};

/// Of a hundred positions, how many must lie in the country once their axes change places, for a network
/// to be called swapped.
const SWAPPED_PERCENT: usize = 95;

/// What a document held.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) network: FibreNetwork,
    pub(super) summaries: Vec<NetworkSummary>,
}

impl Taken {
    fn rows(&self) -> u64 {
        (self.network.nodes.len() + self.network.spans.len()) as u64
    }
}

/// Reads a document; says how many nodes and spans there were.
pub(super) fn read(
    pass: &mut Pass<'_>,
    input: &mut dyn Read,
    findings: &mut Findings,
) -> Result<(u64, Taken), IntakeError> {
    let (mut guard, not_a_number) = TextGuard::new(input, pass.limits.text_bytes);
    let mut text = Vec::new();
    if let Err(error) = guard.read_to_end(&mut text) {
        Stop::report(error, pass.limits, findings)?;
        return Ok((0, Taken::default()));
    }
    (pass.progress)(0);
    let mut budget = Budget::new(pass.limits.values);
    let document = match value::parse(&text, &mut budget) {
        Ok(document) => document,
        Err(_) if budget.is_spent => {
            findings.add(Rule::OfdsTooLarge, || {
                Place::file().expected(wording::expectation(
                    "finding-expected-values",
                    &[("n", Given::Whole(pass.limits.values))],
                ))
            });
            return Ok((0, Taken::default()));
        }
        Err(error) => {
            json::report(error, &not_a_number, pass.limits, findings)?;
            return Ok((0, Taken::default()));
        }
    };
    drop(text);
    for at in 0..budget.duplicated {
        let name = budget.duplicates.get(at as usize).map_or("", String::as_str);
        findings.add(Rule::OfdsDuplicateMember, || Place::file().column(name).value(name));
    }
    let mut taken = Taken::default();
    networks(&document, pass, &mut taken, findings);
    let rows = taken.rows();
    if rows == 0 && findings.errors() == 0 {
        findings.add(Rule::OfdsNoData, || Place::pointer(""));
    }
    place_in_country(&taken.network, pass, findings);
    (pass.progress)(rows);
    Ok((rows, taken))
}

/// Finds the networks of a document, and takes each.
fn networks(document: &Value, pass: &Pass<'_>, taken: &mut Taken, findings: &mut Findings) {
    let wrong = |pointer: &str, column: &str, value: &dyn std::fmt::Display, findings: &mut Findings| {
        findings.add(Rule::OfdsTopLevel, || Place::pointer(pointer).column(column).value(value));
    };
    let Value::Object(members) = document else {
        return wrong("", "the document", document, findings);
    };
    let root = At::ROOT;
    let Some(list) = document.get("networks") else {
        if ["nodes", "spans", "links"].iter().any(|name| document.get(name).is_some()) {
            let mut check = NetworkCheck { pass, taken, findings, degrees_left: pass.limits.route_degrees };
            return check.take(document, &root);
        }
        return wrong("", "the document", &"neither a network nor a package of networks", findings);
    };
    let beside: Vec<(Box<str>, Value)> =
        members.iter().filter(|(name, _)| &**name != "networks").cloned().collect();
    let mut structure = Structure::new(findings);
    if !beside.is_empty() {
        structure.object(&beside, &PACKAGE, &root);
    }
    structure.tell_others();
    let at = root.name("networks");
    let Some(items) = list.items().filter(|items| !items.is_empty()) else {
        return wrong("/networks", "networks", list, findings);
    };
    let mut ids = HashSet::new();
    let mut check = NetworkCheck { pass, taken, findings, degrees_left: pass.limits.route_degrees };
    for (place, network) in items.iter().enumerate() {
        if check.findings.is_full() {
            return;
        }
        if let Some(id) = network.text_of("id").filter(|id| !ids.insert(*id)) {
            check.findings.add(Rule::OfdsNetworkTwice, || at.item(place).name("id").place().value(id));
        }
        check.take(network, &at.item(place));
    }
}

/// Takes networks one by one.
struct NetworkCheck<'c, 'p> {
    pass: &'c Pass<'p>,
    taken: &'c mut Taken,
    findings: &'c mut Findings,
    /// Degrees of routes that may still come.
    degrees_left: f64,
}

impl NetworkCheck<'_, '_> {
    fn take(&mut self, network: &Value, at: &At<'_>) {
        let Value::Object(members) = network else {
            let what = at.pointer();
            self.findings.add(Rule::OfdsTopLevel, || Place::pointer(&what).column(&what).value(network));
            return;
        };
        let before = self.findings.warnings();
        let links = network.items_of("links").first();
        let named = links.and_then(|link| link.text_of("href")).and_then(Version::named_by);
        let mut structure = Structure::new(self.findings);
        structure.version = named.unwrap_or(Version::V4);
        let version = structure.version;
        structure.object(members, &NETWORK, at);
        structure.tell_others();
        Official::check(network, *at, self.findings);
        let place = self.taken.network.networks.len() as u32;
        let Some(id) = self.id(network, at, "the network") else { return };
        let nodes = self.nodes(network, place, at);
        let spans = self.spans(network, place, at);
        let shape = topology::check(&nodes, &spans, at, self.findings);
        self.tell_missing(network, &nodes, &spans, at);
        let name = text_of(network, "name");
        self.taken.summaries.push(NetworkSummary {
            id: id.clone(),
            name: name.clone(),
            version: version.as_str().to_owned(),
            nodes: nodes.len() as u64,
            spans: spans.len() as u64,
            components: shape.components,
            route_km: shape.metres / 1e3,
        });
        self.taken.network.networks.push(NetworkHead {
            id,
            name,
            version: version.as_str().to_owned(),
            components: shape.components,
            warnings: self.findings.warnings() - before,
        });
        self.taken.network.nodes.extend(nodes);
        self.taken.network.spans.extend(spans.into_iter().map(|(_, span)| span));
    }

    /// The id of an object that must have one.
    fn id(&mut self, object: &Value, at: &At<'_>, what: &str) -> Option<String> {
        let id = text_of(object, "id");
        if id.is_none() {
            self.findings.add(Rule::OfdsIdMissing, || at.name("id").place().column(what));
        }
        id
    }

    fn status(&mut self, object: &Value, at: &At<'_>) -> Option<RouteStatus> {
        let given = object.get("status")?;
        let status = given.text().and_then(|text| text.parse().ok());
        if status.is_none() {
            self.findings.add(Rule::OfdsStatus, || {
                at.name("status").place().value(given).object(object.text_of("id"))
            });
        }
        status
    }

    fn nodes(&mut self, network: &Value, place: u32, at: &At<'_>) -> Vec<FibreNode> {
        let list = at.name("nodes");
        let items = network.items_of("nodes");
        let mut nodes = Vec::with_capacity(items.len());
        for (at, node) in items.iter().enumerate() {
            let at = list.item(at);
            let Some(id) = self.id(node, &at, "the node") else { continue };
            let location = geometry::read(node, LOCATION, &at, self.findings).first().copied();
            if node.get("location").is_none() {
                self.findings.add(Rule::OfdsNoLocation, || at.place().object(Some(&id)));
            }
            nodes.push(FibreNode {
                network: place,
                id,
                name: text_of(node, "name"),
                phase: phase(node),
                status: self.status(node, &at),
                location,
                kinds: texts_of(node, "type"),
                access_point: match node.get("accessPoint") {
                    Some(Value::Bool(truth)) => Some(*truth),
                    _ => None,
                },
            });
        }
        nodes
    }

    fn spans(&mut self, network: &Value, place: u32, at: &At<'_>) -> Vec<(usize, FibreSpan)> {
        let list = at.name("spans");
        let items = network.items_of("spans");
        let mut spans = Vec::with_capacity(items.len());
        for (number, span) in items.iter().enumerate() {
            let at = list.item(number);
            let Some(id) = self.id(span, &at, "the span") else { continue };
            let mut route = geometry::read(span, ROUTE, &at, self.findings);
            self.degrees_left -= degrees(&route);
            if self.degrees_left < 0.0 {
                // Told once; what follows is not looked at, for the filing is refused.
                if route.len() > 1 && self.findings.count(Rule::OfdsRoutesTooLong) == 0 {
                    let most = Given::Decimal(self.pass.limits.route_degrees, 1);
                    let most = wording::expectation("finding-expected-degrees", &[("n", most)]);
                    self.findings
                        .add(Rule::OfdsRoutesTooLong, || at.place().expected(most).object(Some(&id)));
                }
                route = Vec::new();
            }
            spans.push((
                number,
                FibreSpan {
                    network: place,
                    name: text_of(span, "name"),
                    phase: phase(span),
                    status: self.status(span, &at),
                    start: text_of(span, "start"),
                    end: text_of(span, "end"),
                    ready_for_service: span.text_of("readyForServiceDate").and_then(|text| text.parse().ok()),
                    route,
                    media: texts_of(span, "transmissionMedium"),
                    deployment: texts_of(span, "deployment"),
                    capacity: number_of(span, "capacity"),
                    fibre_count: number_of(span, "fibreCount")
                        .filter(|count| (0.0..=1e6).contains(count) && count.fract() == 0.0)
                        .map(|count| count as u64),
                    id,
                },
            ));
        }
        spans
    }

    /// What numbers would be surer with.
    fn tell_missing(
        &mut self,
        network: &Value,
        nodes: &[FibreNode],
        spans: &[(usize, FibreSpan)],
        at: &At<'_>,
    ) {
        let without_status = spans.iter().filter(|(_, span)| span.status.is_none()).count();
        if without_status > 0 {
            self.findings.add(Rule::OfdsNoStatus, || at.name("spans").place().value(without_status));
        }
        let no_fibre = spans.iter().filter(|(_, span)| !span.is_fibre()).count();
        if no_fibre > 0 {
            self.findings.add(Rule::OfdsNotFibre, || at.name("spans").place().value(no_fibre));
        }
        if network.get("publicationDate").is_none() && network.get("collectionDate").is_none() {
            self.findings.add(Rule::OfdsNoDate, || at.place());
        }
        if network.get("crs").is_none() && !(nodes.is_empty() && spans.is_empty()) {
            self.findings.add(Rule::OfdsNoCrs, || at.place());
        }
    }
}

/// Says how much of a network lies in the country.
fn place_in_country(network: &FibreNetwork, pass: &Pass<'_>, findings: &mut Findings) {
    let nodes: Vec<LonLat> = network.nodes.iter().filter_map(|node| node.location).collect();
    let routes = || network.spans.iter().flat_map(|span| &span.route);
    let inside = |positions: &mut dyn Iterator<Item = LonLat>| {
        let (lon, lat): (Vec<f64>, Vec<f64>) = positions.map(|at| (at.lon, at.lat)).unzip();
        let communes = pass.ground.locate(&lon, &lat);
        communes.iter().filter(|commune| **commune != crate::country::index::OUTSIDE).count()
    };
    let nodes_inside = inside(&mut nodes.iter().copied());
    let any_inside = nodes_inside > 0 || inside(&mut routes().copied()) > 0;
    if nodes.is_empty() && routes().next().is_none() {
        return;
    }
    if any_inside {
        if nodes_inside < nodes.len() {
            let outside = format!("{} of {}", nodes.len() - nodes_inside, nodes.len());
            findings.add(Rule::OfdsPartlyOutside, || Place::pointer("").value(outside));
        }
        return;
    }
    let turned = |at: LonLat| LonLat { lon: at.lat, lat: at.lon };
    let turned_inside = inside(&mut nodes.iter().chain(routes()).map(|at| turned(*at)));
    // Nearly all of it: a part of Tanzania, turned round, lies in Morocco by chance.
    let all = nodes.len() + routes().count();
    let is_turned = turned_inside * 100 >= all * SWAPPED_PERCENT;
    let rule = if is_turned { Rule::OfdsSwapped } else { Rule::OfdsOutside };
    findings.add(rule, || Place::pointer(""));
}

fn degrees(route: &[LonLat]) -> f64 {
    route.windows(2).map(|pair| (pair[1].lon - pair[0].lon).hypot(pair[1].lat - pair[0].lat)).sum()
}

fn text_of(object: &Value, name: &str) -> Option<String> {
    object.text_of(name).map(ToOwned::to_owned)
}

fn number_of(object: &Value, name: &str) -> Option<f64> {
    match object.get(name) {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    }
}

/// The texts of a list; a single text is taken as a list of one.
fn texts_of(object: &Value, name: &str) -> Vec<String> {
    match object.get(name) {
        Some(Value::Text(one)) => vec![one.to_string()],
        Some(Value::Array(items)) => items.iter().filter_map(Value::text).map(ToOwned::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The name of an object's phase, else its id.
fn phase(object: &Value) -> Option<String> {
    let phase = object.get("phase")?;
    text_of(phase, "name").or_else(|| text_of(phase, "id"))
}
