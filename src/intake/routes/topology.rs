//! Whether the lines make a network: what the official checks cannot see.
//!
//! Distances are geodesic. A span whose ends only fit the other way round is told as swapped, not as
//! far; ends up to [`NEAR`] are nobody's concern, beyond [`FAR`] they are told apart.

use std::collections::{HashMap, HashSet};

use geo::{Distance, Geodesic, Point};

use super::super::report::Findings;
use super::super::rules::Rule;
use super::structure::At;
use crate::domain::{FibreNode, FibreSpan, LonLat};

/// Metres from a node that a route's end may lie.
const NEAR: f64 = 100.0;
/// Metres from a node beyond which a route's end hardly belongs to it.
const FAR: f64 = 1000.0;
/// Times the straight line that a route may take.
const DETOUR: f64 = 5.0;

/// Geodesic metres between two positions.
pub(super) fn metres(a: LonLat, b: LonLat) -> f64 {
    Geodesic.distance(Point::new(a.lon, a.lat), Point::new(b.lon, b.lat))
}

/// Geodesic length of a route.
pub(super) fn length(route: &[LonLat]) -> f64 {
    route.windows(2).map(|pair| metres(pair[0], pair[1])).sum()
}

/// What the spans of a network come to.
pub(super) struct Shape {
    /// Parts that are not connected with each other.
    pub(super) components: u64,
    /// Length of all routes in metres.
    pub(super) metres: f64,
}

/// Looks at one network's nodes and spans; `spans` come with their places in the document.
pub(super) fn check(
    nodes: &[FibreNode],
    spans: &[(usize, FibreSpan)],
    at: &At<'_>,
    findings: &mut Findings,
) -> Shape {
    let places: HashMap<&str, Option<LonLat>> =
        nodes.iter().map(|node| (node.id.as_str(), node.location)).collect();
    let list = at.name("spans");
    let mut all = 0.0;
    for (place, span) in spans {
        let at = list.item(*place);
        all += one(span, &places, &at, findings);
    }
    names(nodes, at, findings);
    let components = components(spans.iter().map(|(_, span)| span));
    if components > 1 {
        findings.add(Rule::OfdsComponents, || at.place().value(components));
    }
    Shape { components, metres: all }
}

/// Checks a span; returns its length.
fn one(
    span: &FibreSpan,
    places: &HashMap<&str, Option<LonLat>>,
    at: &At<'_>,
    findings: &mut Findings,
) -> f64 {
    let id = Some(span.id.as_str());
    for (end, node) in [("start", &span.start), ("end", &span.end)] {
        if node.is_none() {
            findings.add(Rule::OfdsWithoutEnds, || at.place().column(end).object(id));
        }
    }
    if let Some(node) = span.start.as_deref().filter(|start| span.end.as_deref() == Some(*start)) {
        findings.add(Rule::OfdsSelfLoop, || at.place().value(node).object(id));
    }
    let (Some(first), Some(last)) = (span.route.first(), span.route.last()) else {
        findings.add(Rule::OfdsNoRoute, || at.place().object(id));
        return 0.0;
    };
    let node = |id: &Option<String>| id.as_deref().and_then(|id| places.get(id).copied().flatten());
    ends([(*first, node(&span.start)), (*last, node(&span.end))], at, id, findings);
    let (way, straight) = (length(&span.route), metres(*first, *last));
    if straight > NEAR && way > DETOUR * straight {
        findings.add(Rule::OfdsDetour, || {
            at.name("route")
                .place()
                .value(format!("{:.1}", way / straight))
                .at(first.lon, first.lat)
                .object(id)
        });
    }
    way
}

/// Checks where a route ends: each end, and the node it should lie at.
fn ends(ends: [(LonLat, Option<LonLat>); 2], at: &At<'_>, id: Option<&str>, findings: &mut Findings) {
    let [(first, start), (last, end)] = ends;
    if let (Some(start), Some(end)) = (start, end) {
        let straight = [metres(first, start), metres(last, end)];
        let turned = [metres(last, start), metres(first, end)];
        let worse = |pair: &[f64; 2]| pair[0].max(pair[1]);
        if worse(&straight) > NEAR && worse(&turned) <= FAR && worse(&turned) < worse(&straight) {
            findings.add(Rule::OfdsEndsSwapped, || at.place().at(first.lon, first.lat).object(id));
            return;
        }
    }
    for (name, (route, node)) in [("start", (first, start)), ("end", (last, end))] {
        let Some(away) = node.map(|node| metres(route, node)).filter(|away| *away > NEAR) else { continue };
        let rule = if away > FAR { Rule::OfdsEndFar } else { Rule::OfdsEndOff };
        let words = if away > FAR { format!("{:.1} km", away / 1e3) } else { format!("{away:.0} m") };
        findings.add(rule, || {
            at.name("route").place().column(name).value(words).at(route.lon, route.lat).object(id)
        });
    }
}

/// Names that several nodes have.
fn names(nodes: &[FibreNode], at: &At<'_>, findings: &mut Findings) {
    let mut seen: HashSet<&str> = HashSet::with_capacity(nodes.len());
    let mut told: HashSet<&str> = HashSet::new();
    for node in nodes {
        let Some(name) = node.name.as_deref() else { continue };
        if !seen.insert(name) && told.insert(name) {
            findings.add(Rule::OfdsNameTwice, || {
                at.name("nodes").place().value(name).object(Some(node.id.as_str()))
            });
        }
    }
}

/// How many connected parts spans make; a span without ends is a part of its own.
fn components<'s>(spans: impl Iterator<Item = &'s FibreSpan>) -> u64 {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut parents: Vec<usize> = Vec::new();
    let mut alone = 0;
    for span in spans {
        let mut end = |id: &'s Option<String>| {
            let id = id.as_deref()?;
            Some(*places.entry(id).or_insert_with(|| {
                parents.push(parents.len());
                parents.len() - 1
            }))
        };
        match (end(&span.start), end(&span.end)) {
            (Some(a), Some(b)) => {
                let (a, b) = (root(&mut parents, a), root(&mut parents, b));
                parents[a] = b;
            }
            (None, None) => alone += 1,
            _ => {}
        }
    }
    alone + parents.iter().enumerate().filter(|(at, parent)| at == *parent).count() as u64
}

/// The root of a tree, its way there halved (Tarjan, van Leeuwen 1984).
fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}
