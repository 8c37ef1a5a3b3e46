//! The standard's additional checks, under their official names.
//!
//! References are looked up in maps, so that a network of a hundred thousand spans takes no longer per
//! span than one of ten. Where links lead to more nodes or spans than the document holds, references
//! between the two are not checked: nobody follows the links.

use std::collections::{HashMap, HashSet};

use super::super::report::{Findings, Place};
use super::super::rules::Rule;
use super::structure::At;
use super::value::Value;

/// The rules of one kind of reference: not found, another name, a name that the original lacks.
type Rules = [Rule; 3];

const NODE_PHASE: Rules = [
    Rule::OfdsNodePhaseReferenceIdNotFound,
    Rule::OfdsNodePhaseReferenceNameDoesNotMatch,
    Rule::OfdsNodePhaseReferenceNameSetButNotInOriginal,
];
const SPAN_PHASE: Rules = [
    Rule::OfdsSpanPhaseReferenceIdNotFound,
    Rule::OfdsSpanPhaseReferenceNameDoesNotMatch,
    Rule::OfdsSpanPhaseReferenceNameSetButNotInOriginal,
];
const CONTRACT_PHASE: Rules = [
    Rule::OfdsContractRelatedPhaseReferenceIdNotFound,
    Rule::OfdsContractRelatedPhaseReferenceNameDoesNotMatch,
    Rule::OfdsContractRelatedPhaseReferenceNameSetButNotInOriginal,
];
const NODE_ORGANISATION: Rules = [
    Rule::OfdsNodeOrganisationReferenceIdNotFound,
    Rule::OfdsNodeOrganisationReferenceNameDoesNotMatch,
    Rule::OfdsNodeOrganisationReferenceNameSetButNotInOriginal,
];
const SPAN_ORGANISATION: Rules = [
    Rule::OfdsSpanOrganisationReferenceIdNotFound,
    Rule::OfdsSpanOrganisationReferenceNameDoesNotMatch,
    Rule::OfdsSpanOrganisationReferenceNameSetButNotInOriginal,
];
const PHASE_ORGANISATION: Rules = [
    Rule::OfdsPhaseOrganisationReferenceIdNotFound,
    Rule::OfdsPhaseOrganisationReferenceNameDoesNotMatch,
    Rule::OfdsPhaseOrganisationReferenceNameSetButNotInOriginal,
];
const WAYLEAVE_ORGANISATION: Rules = [Rule::OfdsReference; 3];

/// Members that refer to one organisation, of nodes and of spans, in both versions.
const OWNERS: [&str; 3] = ["transmissionMediumOwner", "physicalInfrastructureProvider", "supplier"];

/// Objects by id, with their names.
type Originals<'n> = HashMap<&'n str, Option<&'n str>>;

fn originals(items: &[Value]) -> Originals<'_> {
    let mut known = Originals::with_capacity(items.len());
    for item in items {
        if let Some(id) = item.text_of("id") {
            known.entry(id).or_insert_with(|| item.text_of("name"));
        }
    }
    known
}

/// One network under the additional checks.
pub(super) struct Official<'c, 'n> {
    findings: &'c mut Findings,
    network: &'n Value,
    at: At<'c>,
    phases: Originals<'n>,
    organisations: Originals<'n>,
}

impl<'c, 'n> Official<'c, 'n> {
    /// Runs every check.
    pub(super) fn check(network: &'n Value, at: At<'c>, findings: &'c mut Findings) {
        let phases = originals(network.items_of("phases"));
        let organisations = originals(network.items_of("organisations"));
        let mut checks = Self { findings, network, at, phases, organisations };
        let is_whole = checks.links();
        checks.ids();
        checks.nodes();
        checks.spans();
        if is_whole {
            checks.ends();
        }
        checks.lesser();
    }

    /// Whether everything is in the document.
    fn links(&mut self) -> bool {
        let rels: HashSet<&str> =
            self.network.items_of("links").iter().filter_map(|link| link.text_of("rel")).collect();
        let leads = |what: &str| {
            ["API", "File"]
                .iter()
                .any(|form| rels.contains(format!("tag:opentelecomdata.net,2022:{what}{form}").as_str()))
        };
        let (nodes, spans) = (leads("nodes"), leads("spans"));
        if nodes {
            self.findings.add(Rule::OfdsHasLinksWithExternalNodeData, || self.at.place());
        }
        if spans {
            self.findings.add(Rule::OfdsHasLinksWithExternalSpanData, || self.at.place());
        }
        !nodes && !spans
    }

    /// Ids that stand more than once are told at each place.
    fn ids(&mut self) {
        for (list, rule) in [
            ("nodes", Rule::OfdsDuplicateNodeId),
            ("spans", Rule::OfdsDuplicateSpanId),
            ("phases", Rule::OfdsDuplicatePhaseId),
            ("organisations", Rule::OfdsDuplicateOrganisationId),
            ("contracts", Rule::OfdsDuplicateContractId),
            ("wayleaves", Rule::OfdsDuplicateWayleave),
        ] {
            let items = self.network.items_of(list);
            let mut times: HashMap<&str, u32> = HashMap::with_capacity(items.len());
            for id in items.iter().filter_map(|item| item.text_of("id")) {
                *times.entry(id).or_default() += 1;
            }
            if times.len() == items.len() {
                continue;
            }
            let at = self.at.name(list);
            for (place, item) in items.iter().enumerate() {
                let twice = item.text_of("id").filter(|id| times.get(id).is_some_and(|times| *times > 1));
                if let Some(id) = twice {
                    self.findings.add(rule, || at.item(place).name("id").place().value(id).object(Some(id)));
                }
            }
        }
    }

    fn nodes(&mut self) {
        let at = self.at;
        let at = at.name("nodes");
        for (place, node) in self.network.items_of("nodes").iter().enumerate() {
            let (at, id) = (at.item(place), node.text_of("id"));
            self.of_phase(node.get("phase"), NODE_PHASE, &at.name("phase"), id);
            self.of_organisations(node, NODE_ORGANISATION, &at, id);
            let connections = at.name("internationalConnections");
            for (place, connection) in node.items_of("internationalConnections").iter().enumerate() {
                if matches!(connection, Value::Object(_)) && connection.get("country").is_none() {
                    self.findings.add(Rule::OfdsNodeInternationalConnectionsCountryNotSet, || {
                        connections.item(place).place().object(id)
                    });
                }
            }
        }
    }

    fn spans(&mut self) {
        let at = self.at;
        let at = at.name("spans");
        let wayleaves = originals(self.network.items_of("wayleaves"));
        for (place, span) in self.network.items_of("spans").iter().enumerate() {
            let (at, id) = (at.item(place), span.text_of("id"));
            self.of_phase(span.get("phase"), SPAN_PHASE, &at.name("phase"), id);
            self.of_organisations(span, SPAN_ORGANISATION, &at, id);
            let list = at.name("wayleaves");
            for (place, wayleave) in span.items_of("wayleaves").iter().enumerate() {
                if let Some(unknown) = wayleave.text().filter(|text| !wayleaves.contains_key(text)) {
                    self.findings.add(Rule::OfdsReference, || {
                        list.item(place).place().column("wayleaves").value(unknown).object(id)
                    });
                }
            }
        }
    }

    /// Whether every span's ends are nodes, and every node some span's end.
    fn ends(&mut self) {
        let nodes: HashSet<&str> =
            self.network.items_of("nodes").iter().filter_map(|node| node.text_of("id")).collect();
        let mut used: HashSet<&str> = HashSet::with_capacity(nodes.len());
        let at = self.at.name("spans");
        for (place, span) in self.network.items_of("spans").iter().enumerate() {
            for (end, rule) in
                [("start", Rule::OfdsSpanStartNodeNotFound), ("end", Rule::OfdsSpanEndNodeNotFound)]
            {
                let Some(node) = span.text_of(end) else { continue };
                used.insert(node);
                if !nodes.contains(node) {
                    self.findings.add(rule, || {
                        at.item(place).name(end).place().value(node).object(span.text_of("id"))
                    });
                }
            }
        }
        let at = self.at.name("nodes");
        for (place, node) in self.network.items_of("nodes").iter().enumerate() {
            if let Some(id) = node.text_of("id").filter(|id| !used.contains(id)) {
                self.findings
                    .add(Rule::OfdsNodeNotUsedInAnySpans, || at.item(place).place().object(Some(id)));
            }
        }
    }

    /// References of phases, contracts and wayleaves.
    fn lesser(&mut self) {
        let at = self.at;
        let lists =
            [("phases", "funders", PHASE_ORGANISATION), ("contracts", "relatedPhases", CONTRACT_PHASE)];
        for (list, member, rules) in lists {
            let at = at.name(list);
            for (place, item) in self.network.items_of(list).iter().enumerate() {
                let (at, id) = (at.item(place), item.text_of("id"));
                let at = at.name(member);
                for (place, reference) in item.items_of(member).iter().enumerate() {
                    if list == "phases" {
                        self.of_organisation(Some(reference), rules, &at.item(place), id);
                    } else {
                        self.of_phase(Some(reference), rules, &at.item(place), id);
                    }
                }
            }
        }
        let at = at.name("wayleaves");
        for (place, wayleave) in self.network.items_of("wayleaves").iter().enumerate() {
            let at = at.item(place);
            let id = wayleave.text_of("id");
            self.of_organisation(wayleave.get("grantor"), WAYLEAVE_ORGANISATION, &at.name("grantor"), id);
        }
    }

    fn of_organisations(&mut self, item: &Value, rules: Rules, at: &At<'_>, id: Option<&str>) {
        for owner in OWNERS {
            self.of_organisation(item.get(owner), rules, &at.name(owner), id);
        }
        if let Some(infrastructure) = item.get("supportingInfrastructure") {
            let at = at.name("supportingInfrastructure");
            self.of_organisation(infrastructure.get("owner"), rules, &at.name("owner"), id);
        }
        let at = at.name("networkProviders");
        for (place, provider) in item.items_of("networkProviders").iter().enumerate() {
            self.of_organisation(Some(provider), rules, &at.item(place), id);
        }
    }

    fn of_phase(&mut self, reference: Option<&Value>, rules: Rules, at: &At<'_>, id: Option<&str>) {
        refer(self.findings, reference, &self.phases, rules, at, id);
    }

    fn of_organisation(&mut self, reference: Option<&Value>, rules: Rules, at: &At<'_>, id: Option<&str>) {
        refer(self.findings, reference, &self.organisations, rules, at, id);
    }
}

/// Checks that a reference leads to an object, and calls it as the object calls itself.
fn refer(
    findings: &mut Findings,
    reference: Option<&Value>,
    known: &Originals<'_>,
    [not_found, another, unnamed]: Rules,
    at: &At<'_>,
    object: Option<&str>,
) {
    let Some(reference) = reference else { return };
    let Some(id) = reference.text_of("id") else { return };
    let place = |member: &str, value: &str| -> Place {
        at.name(member).place().column(member).value(value).object(object)
    };
    match (known.get(id), reference.text_of("name")) {
        (None, _) => findings.add(not_found, || place("id", id)),
        (Some(Some(own)), Some(name)) if *own != name => {
            findings.add(another, || place("name", name).expected(own));
        }
        (Some(None), Some(name)) => findings.add(unnamed, || place("name", name)),
        _ => {}
    }
}
