//! Fibre networks as filed: what there is, where it runs, and how many kilometres of it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;

use crate::catalogue::FilingRecord;
use crate::domain::{AsOf, FilingId, Level, OperatorId, Recorded, TerritoryCode};
use crate::http::App;
use crate::http::api::openapi::words::{JsonOnly, JsonOrCsv};
use crate::http::extract::query::{Ask, Format};
use crate::http::extract::question;
use crate::http::respond::conditional::ETag;
use crate::http::respond::envelope::{Envelope, TerritoryRef, json};
use crate::http::respond::problem::Problem;
use crate::http::respond::words::Words;
use crate::snapshot::{FigureState, NetworkState, RouteMetres, Routes};

/// What kilometres of route mean.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct RouteDefinition {
    /// What is counted.
    numerator: &'static str,
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

/// The networks that are asked for, loaded.
pub(crate) struct Chosen {
    pub(crate) state: NetworkState,
    pub(crate) networks: Vec<(Arc<FilingRecord>, Arc<Routes>)>,
    /// Whose network is asked for, in force and damaged.
    damaged: Vec<OperatorId>,
    operator: Option<OperatorId>,
}

impl Chosen {
    /// Reads `operator`, `as_of` and `known_at`.
    pub(crate) fn read(app: &App, ask: &Ask) -> Result<(NetworkState, Option<OperatorId>), Problem> {
        let snapshot = app.snapshot();
        Ok((question::state(ask, &snapshot)?, question::operator(ask, &snapshot)?))
    }

    /// Loads the networks in force, of one operator where one is asked for.
    pub(crate) async fn load(state: NetworkState, operator: Option<OperatorId>) -> Result<Self, Problem> {
        let (mut networks, mut damaged) = (Vec::new(), Vec::new());
        let is_asked =
            |filing: &&Arc<FilingRecord>| operator.as_ref().is_none_or(|id| filing.operator == *id);
        for filing in state.networks().iter().filter(is_asked) {
            if state.is_damaged(filing) {
                damaged.push(filing.operator.clone());
            } else {
                let routes = state.routes(filing).await.map_err(Problem::internal)?;
                networks.push((Arc::clone(filing), routes));
            }
        }
        Ok(Self { state, networks, damaged, operator })
    }

    /// Whether there are numbers, and of all networks in force.
    fn standing(&self) -> FigureState {
        match (self.networks.is_empty(), self.damaged.is_empty()) {
            (false, true) => FigureState::Known,
            (false, false) => FigureState::LowerBound,
            (true, false) => FigureState::Damaged,
            (true, true) => FigureState::NoFiling,
        }
    }

    fn define(&self, language: &str) -> RouteDefinition {
        let operators: Vec<OperatorId> =
            self.networks.iter().map(|(filing, _)| filing.operator.clone()).collect();
        let snapshot = self.state.snapshot();
        let asked = snapshot.operators().iter().map(|operator| &operator.id);
        let asked = asked.filter(|id| self.operator.as_ref().is_none_or(|only| only == *id));
        RouteDefinition {
            numerator: "kilometres of fibre route",
            operational: ["operational", "no status given"],
            planned: ["proposed", "planned", "underConstruction", "inactive"],
            as_of: self.state.as_of(),
            known_at: self.state.known_at(),
            operators_without_filing: asked
                .filter(|id| !operators.contains(id) && !self.damaged.contains(id))
                .cloned()
                .collect(),
            operators,
            operators_damaged: self.damaged.clone(),
            sentence: Words::new(&self.state, language).routes(self.standing(), &self.damaged),
        }
    }
}

fn items(chosen: &Chosen) -> Vec<NetworkItem> {
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
    chosen.networks.iter().flat_map(|(filing, routes)| of(filing, routes)).collect()
}

/// The fibre networks in force, with their kilometres.
#[utoipa::path(
    get, path = "/api/v1/networks", operation_id = "listNetworks", tag = "networks",
    params(
        ("operator" = Option<OperatorId>, Query, description = "only this operator's"),
        ("as_of" = Option<String>, Query, format = Date, description = "date of the network described; default the latest filed"),
        ("known_at" = Option<String>, Query, description = "what had been recorded by then: an instant, or a date"),
        ("lang" = Option<String>, Query, description = "language of the definition's sentence"), ("f" = Option<JsonOnly>, Query, description = "the one media type there is")),
    responses(
        (status = 200, description = "One item per network; a filing may hold several", body = NetworksBody),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&["operator", "as_of", "known_at", "lang", "f"])?;
    let format = ask.format(&[Format::Json])?;
    let (state, operator) = Chosen::read(&app, &ask)?;
    let language = ask.language(&state.snapshot().country().meta.languages)?;
    let tag = ETag::new(&ask, state.snapshot().version(), format.media_type(), &language);
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let chosen = Chosen::load(state, operator).await?;
    Ok(tag.reply(json(&NetworksBody {
        definition: chosen.define(&language),
        items: items(&chosen),
        envelope: Envelope::of(&chosen.state),
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
    level: Level,
    /// The territory they lie in.
    #[schema(required = true)]
    within: Option<TerritoryCode>,
    /// What counts and lies outside the country: with the country's own it makes up the whole.
    outside_km: RouteKm,
    #[serde(flatten)]
    envelope: Envelope,
    items: Vec<RouteKmItem>,
}

/// Levels that lengths are known for.
const LEVELS: [Level; 4] = [Level::Country, Level::Region, Level::Province, Level::Commune];

/// Kilometres of fibre route of every territory of a level.
#[utoipa::path(
    get, path = "/api/v1/networks/route-km", operation_id = "getRouteKm", tag = "networks",
    params(
        ("level" = Option<Level>, Query, description = "country, region (default), province, commune"),
        ("within" = Option<TerritoryCode>, Query, description = "code of a territory: only what lies in it"),
        ("operator" = Option<OperatorId>, Query, description = "only this operator's network"),
        ("as_of" = Option<String>, Query, format = Date, description = "date of the network described; default the latest filed"),
        ("known_at" = Option<String>, Query, description = "what had been recorded by then: an instant, or a date"),
        ("lang" = Option<String>, Query, description = "language of the definition's sentence"),
        ("f" = Option<JsonOrCsv>, Query, description = "json, csv; or by Accept"),
    ),
    responses(
        (status = 200, description = "Kilometres with their definition", content(
            (RouteKmBody = "application/json"), (String = "text/csv"),
        )),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn route_km(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&["level", "within", "operator", "as_of", "known_at", "lang", "f"])?;
    let format = ask.format(&[Format::Json, Format::Csv])?;
    let (state, operator) = Chosen::read(&app, &ask)?;
    let snapshot = Arc::clone(state.snapshot());
    let tree = &snapshot.country().tree;
    let language = ask.language(&snapshot.country().meta.languages)?;
    let level = ask.word::<Level>("level")?.unwrap_or(Level::Region);
    if !LEVELS.contains(&level) {
        let expected = "one of country, region, province, commune";
        return Err(Problem::bad_parameter("level", level.as_str(), expected));
    }
    let within = question::territory(&ask, "within", &snapshot)?;
    let tag = ETag::new(&ask, snapshot.version(), format.media_type(), &language);
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let chosen = Chosen::load(state, operator).await?;
    let sum = |one: &dyn Fn(&Routes) -> RouteMetres| {
        chosen.networks.iter().map(|(_, routes)| one(routes)).fold(RouteMetres::default(), RouteMetres::plus)
    };
    let (is_known, standing) = (!chosen.networks.is_empty(), chosen.standing());
    let territories = question::territories(&snapshot, level, within);
    let items = territories.into_iter().map(|id| {
        let km = RouteKm::of(sum(&|routes| routes.within(id)));
        RouteKmItem {
            territory: TerritoryRef::of(tree, id),
            operational_km: is_known.then_some(km.operational),
            planned_km: is_known.then_some(km.planned),
            state: standing,
        }
    });
    let outside =
        |routes: &Routes| routes.outside.iter().copied().fold(RouteMetres::default(), RouteMetres::plus);
    let body = RouteKmBody {
        definition: chosen.define(&language),
        level,
        within: within.map(|id| tree.get(id).code.clone()),
        outside_km: RouteKm::of(sum(&outside)),
        envelope: Envelope::of(&chosen.state),
        items: items.collect(),
    };
    if format == Format::Json {
        return Ok(tag.reply(json(&body)?));
    }
    let mut response = tag.reply(csv_of(&body).map_err(Problem::internal)?);
    let name = format!("attachment; filename=\"route-km-{}.csv\"", body.definition.as_of);
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

const COLUMNS: [&str; 16] = [
    "code",
    "level",
    "name_fr",
    "name_ar",
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
fn csv_of(body: &RouteKmBody) -> Result<Vec<u8>, csv::Error> {
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
    writer.write_record(COLUMNS)?;
    for item in &body.items {
        let territory = &item.territory;
        let name = |language: &str| territory.names.0.get(language).cloned().unwrap_or_default();
        let own = [
            territory.code.to_string(),
            territory.level.to_string(),
            name("fr"),
            name("ar"),
            territory.parent.as_ref().map_or_else(String::new, ToString::to_string),
            optional(item.operational_km),
            optional(item.planned_km),
        ];
        writer.write_record(own.iter().chain(&tail).map(String::as_str).chain([item.state.as_str()]))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
