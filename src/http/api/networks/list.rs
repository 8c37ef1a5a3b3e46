//! Fibre networks as filed: what there is, where it runs, and how many kilometres of it.

use axum::response::Response;
use serde::Serialize;

use crate::catalogue::FilingRecord;
use crate::domain::{AsOf, FilingId, LevelId, Numerator, OperatorId, Recorded, TerritoryCode};
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::parameters::{JsonOnly, JsonOrCsv, Lang};
use crate::http::extract::query::Format;
use crate::http::extract::question::{self, Instant, LevelOfCommunes, Registered, Territory};
use crate::http::respond::conditional::called;
use crate::http::respond::envelope::{Envelope, TerritoryRef, json};
use crate::http::respond::features::NameColumns;
use crate::http::respond::problem::Problem;
use crate::snapshot::{FigureState, NetworksInForce, RouteMetres, Routes};

/// What kilometres of route mean.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RouteDefinition {
    /// What is counted.
    numerator: String,
    /// Statuses that count as operational.
    operational: [&'static str; 2],
    /// Statuses that count as planned; `decommissioned` counts as neither.
    planned: [&'static str; 4],
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    known_at: Recorded,
    /// The operators whose networks count.
    operators: Vec<OperatorId>,
    /// Operators that filed no network.
    operators_without_filing: Vec<OperatorId>,
    /// Operators whose network is damaged and not counted; absent where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    operators_damaged: Vec<OperatorId>,
    /// All of it as one sentence.
    sentence: String,
}

/// Kilometres of fibre route.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct RouteKm {
    /// In use.
    operational: f64,
    /// To come.
    planned: f64,
}

impl RouteKm {
    fn of(metres: RouteMetres) -> Self {
        Self { operational: metres.operational / 1e3, planned: metres.planned / 1e3 }
    }
}

/// How many findings its check had.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FindingCounts {
    errors: u64,
    warnings: u64,
}

/// A fibre network in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct NetworkItem {
    /// Its id as filed.
    id: String,
    #[schema(required = true)]
    name: Option<String>,
    operator: OperatorId,
    /// The filing that states it.
    filing: FilingId,
    /// The date that filing describes.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// The version of the Open Fibre Data Standard it follows.
    version: String,
    nodes: usize,
    spans: usize,
    /// Everywhere.
    route_km: RouteKm,
    /// The part of it outside the country.
    outside_km: RouteKm,
    /// Connected parts that its spans make.
    components: u64,
    findings: FindingCounts,
}

/// The fibre networks in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Networks)]
pub(crate) struct NetworksBody {
    definition: RouteDefinition,
    items: Vec<NetworkItem>,
    #[serde(flatten)]
    envelope: Envelope,
}

fn define<Q>(asked: &Asked<Q>, found: &NetworksInForce) -> RouteDefinition {
    let words = asked.words();
    RouteDefinition {
        numerator: words.numerator(Numerator::Routes),
        operational: ["operational", "no status given"],
        planned: ["proposed", "planned", "underConstruction", "inactive"],
        as_of: asked.state.as_of(),
        known_at: asked.state.known_at(),
        operators: found.operators(),
        operators_without_filing: found.without_filing.clone(),
        operators_damaged: found.damaged.clone(),
        sentence: words.routes(found.standing(), &found.damaged),
    }
}

fn items(found: &NetworksInForce) -> Vec<NetworkItem> {
    let of = |filing: &FilingRecord, routes: &Routes| {
        let (mut nodes, mut spans) =
            (vec![0; routes.network.networks.len()], vec![0; routes.network.networks.len()]);
        routes.network.nodes.iter().for_each(|node| nodes[node.network as usize] += 1);
        routes.network.spans.iter().for_each(|span| spans[span.network as usize] += 1);
        let heads = routes.network.networks.iter().enumerate();
        heads
            .map(|(at, head)| NetworkItem {
                id: head.id.clone(),
                name: head.name.clone(),
                operator: filing.operator.clone(),
                filing: filing.id.clone(),
                as_of: filing.as_of,
                version: head.version.clone(),
                nodes: nodes[at],
                spans: spans[at],
                route_km: RouteKm::of(routes.parts[at]),
                outside_km: RouteKm::of(routes.outside[at]),
                components: head.components,
                findings: FindingCounts { errors: 0, warnings: head.warnings },
            })
            .collect::<Vec<_>>()
    };
    found.networks.iter().flat_map(|(filing, routes)| of(filing, routes)).collect()
}

query! {
    /// Whose networks are asked for.
    NetworksQuery {
        operator: Option<Registered> = "only this operator's",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        lang: Lang = "language of the definition's sentence",
        f: JsonOnly = "the one media type there is",
    }
}

/// The fibre networks in force, with their kilometres.
#[utoipa::path(
    get, path = "/api/v1/networks", operation_id = "listNetworks", tag = "networks",
    params(NetworksQuery),
    responses(
        (status = 200, description = "One item per network; a filing may hold several", body = NetworksBody),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(asked: Asked<NetworksQuery>) -> Result<Response, Problem> {
    let found = asked.state.networks_of(asked.query.operator.as_ref()).await.map_err(Problem::internal)?;
    Ok(asked.tag.reply(json(&NetworksBody {
        definition: define(&asked, &found),
        items: items(&found),
        envelope: asked.envelope(),
    })?))
}

/// A territory with its kilometres of route.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RouteKmItem {
    #[serde(flatten)]
    territory: TerritoryRef,
    /// In use; null where no operator counted has filed a network, which is not the same as 0, and where all that
    /// was filed is damaged.
    #[schema(required = true)]
    operational_km: Option<f64>,
    /// To come; null as above.
    #[schema(required = true)]
    planned_km: Option<f64>,
    /// `lower_bound` where a network is damaged and not in the sum.
    state: FigureState,
}

/// Kilometres of route by territory.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = RouteKmByTerritory)]
pub(crate) struct RouteKmBody {
    definition: RouteDefinition,
    /// The level of the items.
    level: LevelId,
    /// The territory they lie in.
    #[schema(required = true)]
    within: Option<TerritoryCode>,
    /// What counts and lies outside the country: with the country's own it makes up the whole.
    outside_km: RouteKm,
    #[serde(flatten)]
    envelope: Envelope,
    items: Vec<RouteKmItem>,
}

query! {
    /// Whose kilometres are asked for.
    RouteKmQuery {
        level: LevelOfCommunes = "a level's id, from the whole down to the base unit; default the first below the whole",
        within: Option<Territory> = "code of a territory: only what lies in it",
        operator: Option<Registered> = "only this operator's network",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        lang: Lang = "language of the definition's sentence",
        f: JsonOrCsv = "json, csv; or by Accept",
    }
}

/// Kilometres of fibre route of every territory of a level.
#[utoipa::path(
    get, path = "/api/v1/networks/route-km", operation_id = "getRouteKm", tag = "networks",
    params(RouteKmQuery),
    responses(
        (status = 200, description = "Kilometres with their definition", content(
            (RouteKmBody = "application/json"), (String = "text/csv"),
        )),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn route_km(asked: Asked<RouteKmQuery>) -> Result<Response, Problem> {
    let RouteKmQuery { level, within, .. } = asked.query;
    let tree = &asked.country().tree;
    let found = asked.state.networks_of(asked.query.operator.as_ref()).await.map_err(Problem::internal)?;
    let (is_known, standing) = (!found.networks.is_empty(), found.standing());
    let territories = question::territories(asked.snapshot(), level, within);
    let items = territories.into_iter().map(|id| {
        let km = RouteKm::of(found.sum(|routes| routes.within(id)));
        RouteKmItem {
            territory: TerritoryRef::of(tree, id),
            operational_km: is_known.then_some(km.operational),
            planned_km: is_known.then_some(km.planned),
            state: standing,
        }
    });
    let body = RouteKmBody {
        definition: define(&asked, &found),
        level: tree.levels().id(level).clone(),
        within: within.map(|id| tree.get(id).code.clone()),
        outside_km: RouteKm::of(found.outside()),
        envelope: asked.envelope(),
        items: items.collect(),
    };
    if asked.format == Format::Json {
        return Ok(asked.tag.reply(json(&body)?));
    }
    let names = NameColumns::of(asked.country());
    let table = asked.tag.reply(csv_of(&body, &names).map_err(Problem::internal)?);
    Ok(called(table, &format!("route-km-{}.csv", body.definition.as_of)))
}

/// The columns after the names.
const COLUMNS: [&str; 12] = [
    "parent",
    "operational_km",
    "planned_km",
    "as_of",
    "known_at",
    "operators",
    "operators_without_filing",
    "synthetic",
    "definition",
    "attribution",
    "operators_damaged",
    "state",
];

/// One header line, one row per territory, the definition repeated in columns.
fn csv_of(body: &RouteKmBody, names: &NameColumns) -> Result<Vec<u8>, csv::Error> {
    let ids = |ids: &[OperatorId]| ids.iter().map(OperatorId::as_str).collect::<Vec<_>>().join(" ");
    let optional = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    let definition = &body.definition;
    let tail = [
        definition.as_of.to_string(),
        definition.known_at.to_string(),
        ids(&definition.operators),
        ids(&definition.operators_without_filing),
        body.envelope.synthetic.to_string(),
        definition.sentence.clone(),
        body.envelope.attribution.join("; "),
        ids(&definition.operators_damaged),
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = COLUMNS.map(ToOwned::to_owned);
    writer.write_record(
        ["code", "level"].map(ToOwned::to_owned).into_iter().chain(names.header()).chain(columns),
    )?;
    for item in &body.items {
        let territory = &item.territory;
        let first = [territory.code.to_string(), territory.level.to_string()];
        let own = [
            territory.parent.as_ref().map_or_else(String::new, ToString::to_string),
            optional(item.operational_km),
            optional(item.planned_km),
        ];
        let first = first.into_iter().chain(names.row(&territory.names));
        writer.write_record(first.chain(own).chain(tail.iter().cloned()).chain([item.state.to_string()]))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
