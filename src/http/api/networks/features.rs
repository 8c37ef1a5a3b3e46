//! Spans and nodes as GeoJSON features.

use axum::response::Response;
use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};

use crate::catalogue::FilingRecord;
use crate::country::{TerritoryId, Tree};
use crate::domain::{AsOf, CommuneId, FibreNode, FibreSpan, LonLat, OperatorId, RoutePhase, RouteStatus};
use crate::http::api::openapi::bodies::{
    CollectionType, FeatureType, Geometry as GeoJsonGeometry, feature_properties, feature_properties_need,
};
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::parameters::{Cursor, GeoJsonOnly, Lang, Limit};
use crate::http::extract::question::{Instant, Registered, Territory};
use crate::http::respond::envelope::{Envelope, json};
use crate::http::respond::features::{FeatureFacts, FlatNames, Properties};
use crate::http::respond::pagination::{Page, Part, with_link};
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::snapshot::Routes;

query! {
    /// Which spans are asked for.
    SpansQuery {
        operator: Option<Registered> = "only this operator's",
        within: Option<Territory> = "code of a territory: only spans that touch it, whole",
        status: Option<RoutePhase> = "operational or planned",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        limit: Limit<1000, 5000> = "features per page, 1000 by default, 5000 at most",
        cursor: Cursor = "`next` of the page before",
        lang: Lang = "preferred language",
        f: GeoJsonOnly = "the one media type there is",
    }
}

query! {
    /// Which nodes are asked for.
    NodesQuery {
        operator: Option<Registered> = "only this operator's",
        within: Option<Territory> = "code of a territory: only nodes in it",
        status: Option<RoutePhase> = "operational or planned",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        limit: Limit<1000, 5000> = "features per page, 1000 by default, 5000 at most",
        cursor: Cursor = "`next` of the page before",
        lang: Lang = "preferred language",
        f: GeoJsonOnly = "the one media type there is",
    }
}

/// A page of features; the members beside `features` are foreign to `GeoJSON`, as it allows.
#[derive(Debug, Serialize)]
struct Collection<F> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    envelope: Envelope,
    total: usize,
    next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
    features: Vec<Feature<F>>,
}

#[derive(Debug, Serialize)]
struct Feature<P> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    geometry: Option<Geometry>,
    properties: Properties<P, FeatureFacts>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point([f64; 2]),
    LineString(Vec<[f64; 2]>),
}

/// A span's properties.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SpanProperties {
    network: String,
    operator: OperatorId,
    #[schema(required = true)]
    name: Option<String>,
    #[schema(required = true)]
    status: Option<RouteStatus>,
    standing: RoutePhase,
    #[schema(required = true)]
    phase: Option<String>,
    deployment: Vec<String>,
    transmission_medium: Vec<String>,
    #[schema(required = true)]
    start: Option<String>,
    #[schema(required = true)]
    end: Option<String>,
    length_km: f64,
    #[schema(value_type = Option<String>, format = Date, required = true)]
    ready_for_service_date: Option<AsOf>,
    #[schema(required = true)]
    capacity: Option<f64>,
    #[schema(required = true)]
    fibre_count: Option<u64>,
}

/// A node's properties.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct NodeProperties {
    network: String,
    operator: OperatorId,
    #[schema(required = true)]
    name: Option<String>,
    #[schema(required = true)]
    status: Option<RouteStatus>,
    standing: RoutePhase,
    #[schema(required = true)]
    phase: Option<String>,
    #[serde(rename = "type")]
    kinds: Vec<String>,
    #[schema(required = true)]
    access_point: Option<bool>,
}

/// The properties of a span's feature.
struct SpanOfFeature;

impl utoipa::PartialSchema for SpanOfFeature {
    fn schema() -> RefOr<Schema> {
        feature_properties::<SpanProperties>()
    }
}

impl utoipa::ToSchema for SpanOfFeature {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        feature_properties_need::<SpanProperties>(schemas);
    }
}

/// A page of spans.
#[derive(utoipa::ToSchema)]
#[schema(as = Spans)]
#[expect(dead_code, reason = "describes a generic type")]
struct SpansBody {
    r#type: CollectionType,
    #[serde(flatten)]
    envelope: Envelope,
    /// Features on all pages.
    total: usize,
    /// The cursor of the next page, if there is one.
    #[schema(required = true)]
    next: Option<String>,
    /// Present where these are not all items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    part: Option<Part>,
    features: Vec<SpanFeature>,
}

/// A span.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes a generic type")]
struct SpanFeature {
    r#type: FeatureType,
    /// Its id as filed.
    id: String,
    /// Its route; null where none is filed.
    #[schema(required = true)]
    geometry: Option<GeoJsonGeometry>,
    properties: SpanOfFeature,
}

/// The properties of a node's feature.
struct NodeOfFeature;

impl utoipa::PartialSchema for NodeOfFeature {
    fn schema() -> RefOr<Schema> {
        feature_properties::<NodeProperties>()
    }
}

impl utoipa::ToSchema for NodeOfFeature {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        feature_properties_need::<NodeProperties>(schemas);
    }
}

/// A page of nodes.
#[derive(utoipa::ToSchema)]
#[schema(as = Nodes)]
#[expect(dead_code, reason = "describes a generic type")]
struct NodesBody {
    r#type: CollectionType,
    #[serde(flatten)]
    envelope: Envelope,
    /// Features on all pages.
    total: usize,
    /// The cursor of the next page, if there is one.
    #[schema(required = true)]
    next: Option<String>,
    /// Present where these are not all items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    part: Option<Part>,
    features: Vec<NodeFeature>,
}

/// A node.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes a generic type")]
struct NodeFeature {
    r#type: FeatureType,
    /// Its id as filed.
    id: String,
    /// Where it is; null where that is not filed.
    #[schema(required = true)]
    geometry: Option<GeoJsonGeometry>,
    properties: NodeOfFeature,
}

fn pair(at: LonLat) -> [f64; 2] {
    [at.lon, at.lat]
}

/// What of a network is asked for.
struct Filter<'f> {
    operator: Option<&'f OperatorId>,
    within: Option<TerritoryId>,
    standing: Option<RoutePhase>,
}

impl Filter<'_> {
    fn takes(&self, tree: &Tree, status: Option<RouteStatus>, communes: &[Option<CommuneId>]) -> bool {
        let Some(standing) = RoutePhase::of(status) else { return false };
        self.standing.is_none_or(|wanted| wanted == standing)
            && self.within.is_none_or(|container| {
                communes.iter().flatten().any(|commune| tree.is_within(tree.commune(*commune), container))
            })
    }
}

/// Where a feature comes from.
type Source<'s, T> = (&'s FilingRecord, &'s Routes, usize, &'s T);

/// What is the same for all features of an answer.
struct Common<'c> {
    facts: FeatureFacts,
    languages: &'c [String],
}

impl Common<'_> {
    /// A feature's properties with what it says of itself. It is made up where its own filing is; its name
    /// is the one filed, which is in no language.
    fn with<P>(&self, filing: &FilingRecord, name: Option<&str>, own: P) -> Properties<P, FeatureFacts> {
        let facts = FeatureFacts { synthetic: filing.synthetic, ..self.facts.clone() };
        Properties { own, names: FlatNames::same(name, self.languages), facts }
    }
}

fn network_of(routes: &Routes, at: u32) -> String {
    routes.network.networks.get(at as usize).map_or_else(String::new, |head| head.id.clone())
}

fn span_feature(
    (filing, routes, at, span): Source<'_, FibreSpan>,
    common: &Common<'_>,
) -> Feature<SpanProperties> {
    let line = || Geometry::LineString(span.route.iter().map(|at| pair(*at)).collect());
    let own = SpanProperties {
        network: network_of(routes, span.network),
        operator: filing.operator.clone(),
        name: span.name.clone(),
        status: span.status,
        standing: span.standing().unwrap_or(RoutePhase::Planned),
        phase: span.phase.clone(),
        deployment: span.deployment.clone(),
        transmission_medium: span.media.clone(),
        start: span.start.clone(),
        end: span.end.clone(),
        length_km: routes.spans.get(at).map_or(0.0, |measured| measured.metres / 1e3),
        ready_for_service_date: span.ready_for_service,
        capacity: span.capacity,
        fibre_count: span.fibre_count,
    };
    Feature {
        kind: "Feature",
        id: span.id.clone(),
        geometry: (!span.route.is_empty()).then(line),
        properties: common.with(filing, span.name.as_deref(), own),
    }
}

fn node_feature(
    (filing, routes, _, node): Source<'_, FibreNode>,
    common: &Common<'_>,
) -> Feature<NodeProperties> {
    let own = NodeProperties {
        network: network_of(routes, node.network),
        operator: filing.operator.clone(),
        name: node.name.clone(),
        status: node.status,
        standing: RoutePhase::of(node.status).unwrap_or(RoutePhase::Planned),
        phase: node.phase.clone(),
        kinds: node.kinds.clone(),
        access_point: node.access_point,
    };
    Feature {
        kind: "Feature",
        id: node.id.clone(),
        geometry: node.location.map(|at| Geometry::Point(pair(at))),
        properties: common.with(filing, node.name.as_deref(), own),
    }
}

fn spans_of<'s>(routes: &'s Routes, filter: &Filter<'_>, tree: &Tree) -> Vec<(usize, &'s FibreSpan)> {
    let taken = |at: usize, span: &FibreSpan| {
        let pieces = routes.spans.get(at).map_or(&[][..], |measured| &measured.pieces);
        let communes: Vec<Option<CommuneId>> = pieces.iter().map(|(commune, _)| *commune).collect();
        filter.takes(tree, span.status, &communes)
    };
    routes.network.spans.iter().enumerate().filter(|(at, span)| taken(*at, span)).collect()
}

fn nodes_of<'s>(routes: &'s Routes, filter: &Filter<'_>, tree: &Tree) -> Vec<(usize, &'s FibreNode)> {
    let commune = |at: usize| routes.nodes.get(at).copied().flatten();
    let taken = |at: usize, node: &FibreNode| filter.takes(tree, node.status, &[commune(at)]);
    routes.network.nodes.iter().enumerate().filter(|(at, node)| taken(*at, node)).collect()
}

/// Answers with a page of what `list` finds in each network, made features by `feature`.
async fn answer<Q, T, F: Serialize>(
    asked: &Asked<Q>,
    filter: Filter<'_>,
    page: Page<'_>,
    list: for<'s> fn(&'s Routes, &Filter<'_>, &Tree) -> Vec<(usize, &'s T)>,
    feature: for<'s> fn(Source<'s, T>, &Common<'_>) -> Feature<F>,
) -> Result<Response, Problem> {
    let networks = asked.state.networks_of(filter.operator).await.map_err(Problem::internal)?;
    let tree = &asked.country().tree;
    let mut found: Vec<Source<'_, T>> = Vec::new();
    for (filing, routes) in &networks.networks {
        found
            .extend(list(routes, &filter, tree).into_iter().map(|(at, one)| (&**filing, &**routes, at, one)));
    }
    let cut = page.cut(found.into_iter());
    let envelope = asked.envelope();
    let facts = FeatureFacts::new(&envelope, &asked.words().network_feature());
    let common = Common { facts, languages: &asked.country().meta.languages };
    let collection = Collection {
        kind: "FeatureCollection",
        envelope,
        total: cut.total,
        next: cut.next,
        part: cut.part.clone(),
        features: cut.items.into_iter().map(|source| feature(source, &common)).collect(),
    };
    Ok(with_link(asked.tag.reply(json(&collection)?), cut.part.as_ref()))
}

/// Spans of the networks in force, as filed; those out of use are left out.
#[utoipa::path(
    get, path = "/api/v1/networks/spans", operation_id = "listSpans", tag = "networks",
    params(SpansQuery),
    responses(
        (status = 200, description = "A feature collection; feature.id is the span's id", body = SpansBody, content_type = "application/geo+json"),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn spans(asked: Asked<SpansQuery>) -> Result<Response, Problem> {
    let SpansQuery { operator, within, status, cursor, limit, .. } = &asked.query;
    let filter = Filter { operator: operator.as_ref(), within: *within, standing: *status };
    answer(&asked, filter, cursor.page(*limit), spans_of, span_feature).await
}

/// Nodes of the networks in force, as filed; those out of use are left out.
#[utoipa::path(
    get, path = "/api/v1/networks/nodes", operation_id = "listNodes", tag = "networks",
    params(NodesQuery),
    responses(
        (status = 200, description = "A feature collection; feature.id is the node's id", body = NodesBody, content_type = "application/geo+json"),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn nodes(asked: Asked<NodesQuery>) -> Result<Response, Problem> {
    let NodesQuery { operator, within, status, cursor, limit, .. } = &asked.query;
    let filter = Filter { operator: operator.as_ref(), within: *within, standing: *status };
    answer(&asked, filter, cursor.page(*limit), nodes_of, node_feature).await
}
