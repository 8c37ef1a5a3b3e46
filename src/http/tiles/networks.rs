//! `GET /tiles/networks.json`, `GET /tiles/networks/{z}/{x}/{y}.mvt`: fibre networks in force, spans and nodes.
//!
//! The question is that of `/api/v1/networks/spans`. An address names the filings that state the networks; under it a
//! square never changes.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use url::form_urlencoded::Serializer;

use super::head::{TILEJSON, TileHead, VectorLayer, XYZ, origin};
use super::square::{MVT, TileBytes, forever_of, leads_to, square_of};
use crate::domain::{AsOf, OperatorId, Recorded, RoutePhase};
use crate::http::App;
use crate::http::extract::asked::query;
use crate::http::extract::parameters::Lang;
use crate::http::extract::query::Ask;
use crate::http::extract::question::{Instant, Registered};
use crate::http::respond::damage::DamagedFiling;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::snapshot::{NODES_LAYER, NODES_ZOOM, NetworkState, ROUTE_FIELDS, SPANS_LAYER, VECTOR_ZOOM};

query! {
    /// Of whose networks tiles are asked for.
    NetworkTilesQuery {
        operator: Option<Registered> = "only this operator's",
        status: Option<RoutePhase> = "operational or planned",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        lang: Lang = "language of the texts",
    }
}

query! {
    /// Of whose networks a square is asked for.
    NetworkSquareQuery {
        operator: Option<Registered> = "only this operator's",
        status: Option<RoutePhase> = "operational or planned",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        holdings: Option<String> = "the filings in force, as the set of tiles names them; others lead to the present ones",
    }
}

/// What tiles there are of networks, as `TileJSON` 3.0.0 with members of our own: layers `spans` and `nodes`.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = NetworkTileJson)]
pub(crate) struct NetworkTileSet {
    #[serde(flatten)]
    head: TileHead,
    /// Operators whose networks are shown.
    operators: Vec<OperatorId>,
    /// Names the filings in force: tiles of others are other tiles.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    holdings: String,
    #[schema(value_type = String, format = Date, example = "2026-06-30")]
    as_of: AsOf,
    known_at: Recorded,
    /// Whether any of it is made up for a demonstration.
    synthetic: bool,
    /// Filings in force whose rows are damaged: no square shows them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    damaged: Vec<DamagedFiling>,
}

/// What is asked, with all that it means by default, as the query of an address that never changes.
fn query_of(state: &NetworkState, operator: Option<&OperatorId>, phase: Option<RoutePhase>) -> String {
    let mut query = Serializer::new(String::new());
    if let Some(operator) = operator {
        query.append_pair("operator", operator.as_str());
    }
    if let Some(phase) = phase {
        query.append_pair("status", phase.as_str());
    }
    query
        .append_pair("as_of", &state.as_of().to_string())
        .append_pair("known_at", &state.known_at().to_string())
        .append_pair("holdings", &state.route_holdings(operator, phase).to_string())
        .finish()
}

/// Tiles of the fibre networks in force: what there are, and under which address.
#[utoipa::path(
    get, path = "/tiles/networks.json", operation_id = "getNetworkTiles", tag = "networks",
    params(NetworkTilesQuery),
    responses(
        (status = 200, description = "TileJSON 3.0.0", body = NetworkTileSet, content_type = "application/json"),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<NetworkTilesQuery>(&app).await?;
    let origin = origin(&app, &asked.ask);
    let NetworkTilesQuery { operator, status, .. } = &asked.query;
    let query = query_of(&asked.state, operator.as_ref(), *status);
    let tag = asked.tag_of(&format!("{origin} {} {query}", asked.snapshot().version()));
    if let Some(unchanged) = tag.unchanged(&asked.ask.headers) {
        return Ok(unchanged);
    }
    let (state, country) = (&asked.state, asked.country());
    let in_force: Vec<_> = state.routes_in_force(operator.as_ref()).collect();
    let description = asked.words().network_feature();
    let fields = ROUTE_FIELDS.map(|name| (name, "String"));
    let layer = |id, from| VectorLayer::new(id, &description, [from, VECTOR_ZOOM], &fields);
    let damaged = in_force.iter().filter(|filing| state.is_damaged(filing));
    let body = NetworkTileSet {
        operators: in_force.iter().map(|filing| filing.operator.clone()).collect(),
        synthetic: in_force.iter().any(|filing| filing.synthetic),
        damaged: damaged.map(|filing| DamagedFiling::from(&***filing)).collect(),
        holdings: state.route_holdings(operator.as_ref(), *status).to_string(),
        as_of: state.as_of(),
        known_at: state.known_at(),
        head: TileHead {
            tilejson: TILEJSON,
            name: format!("networks {}", operator.as_ref().map_or("any", OperatorId::as_str)),
            attribution: country.meta.attribution.join("; "),
            scheme: XYZ,
            tiles: [format!("{origin}/tiles/networks/{{z}}/{{x}}/{{y}}.mvt?{query}")],
            minzoom: 0,
            maxzoom: VECTOR_ZOOM,
            bounds: country.tree.get(country.tree.country()).bbox,
            vector_layers: vec![layer(SPANS_LAYER, 0), layer(NODES_LAYER, NODES_ZOOM)],
            description,
        },
    };
    tag.json(body, 1)
}

/// A square of the fibre networks in force: spans as lines, nodes as points from zoom 7 on.
///
/// Never changes where `holdings` names the filings in force.
#[utoipa::path(
    get, path = "/tiles/networks/{z}/{x}/{y}", operation_id = "getNetworkTile", tag = "networks",
    params(
        ("z" = u8, Path, description = "zoom: 0 to 12"),
        ("x" = u32, Path, description = "squares to the west"),
        ("y" = String, Path, description = "squares to the north, and `.mvt`"),
        NetworkSquareQuery,
    ),
    responses(
        (status = 200, description = "The square", content((TileBytes = "application/vnd.mapbox-vector-tile"))),
        (status = 204, description = "No network lies there"),
        (status = 307, description = "The address that names the filings in force"),
        (status = 400, description = "No such square, or a parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such tiles", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn square(
    State(app): State<App>,
    Path((z, x, y)): Path<(String, String, String)>,
    ask: Ask,
) -> Result<Response, Problem> {
    let asked = ask.asked::<NetworkSquareQuery>(&app).await?;
    let (tile, ()) = square_of(&[z, x, y], &[("mvt", (), [0, VECTOR_ZOOM])])?;
    let NetworkSquareQuery { operator, status, .. } = &asked.query;
    let holdings = asked.state.route_holdings(operator.as_ref(), *status);
    if asked.query.holdings.as_deref() != Some(&*holdings.to_string()) {
        return leads_to(&asked.ask, &query_of(&asked.state, operator.as_ref(), *status));
    }
    let make = asked.state.route_tile(operator.as_ref(), *status, tile);
    forever_of(&asked.ask, ("networks", tile), MVT, holdings, make).await
}
