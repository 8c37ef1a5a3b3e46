//! `GET /tiles/coverage.json`, `GET /tiles/gap.json`: `TileJSON` 3.0.0 of the tiles of a question.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header;
use axum::http::uri::Authority;
use axum::response::Response;
use serde::Serialize;

use super::question::{CoverageTilesQuery, GapTilesQuery, query_of};
use crate::domain::Recorded;
use crate::http::App;
use crate::http::extract::asked::{Asked, FromQuery};
use crate::http::extract::query::Ask;
use crate::http::extract::tile_form::TileForm;
use crate::http::respond::damage::DamagedFiling;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::words::Worded;
use crate::snapshot::{FigureState, Question, TileKind};

/// A layer of vector tiles.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(super) struct VectorLayer {
    pub(super) id: String,
    pub(super) description: String,
    pub(super) minzoom: u8,
    pub(super) maxzoom: u8,
    /// What is said of each feature.
    pub(super) fields: BTreeMap<String, &'static str>,
}

impl VectorLayer {
    /// A layer of which no more is known than what it is called.
    pub(super) fn plain(id: &str, minzoom: u8, maxzoom: u8) -> Self {
        Self { id: id.to_owned(), description: String::new(), minzoom, maxzoom, fields: BTreeMap::new() }
    }
}

/// What tiles there are of a question, as `TileJSON` 3.0.0 with members of our own.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TileJson)]
pub(crate) struct TileSet {
    /// Always `3.0.0`.
    #[schema(example = "3.0.0")]
    tilejson: &'static str,
    name: String,
    /// What the tiles show.
    description: String,
    /// The lines that must stand beside them.
    attribution: String,
    /// Always `xyz`.
    scheme: &'static str,
    /// The address of a square, for `{z}`, `{x}` and `{y}`; what it leads to never changes.
    tiles: [String; 1],
    minzoom: u8,
    maxzoom: u8,
    /// West, south, east, north of the country.
    bounds: [f64; 4],
    vector_layers: Vec<VectorLayer>,
    /// What the numbers of the same question mean.
    #[schema(value_type = crate::http::api::openapi::bodies::DefinitionBody)]
    definition: Worded,
    /// Whether anything is known: without that, no square shows anything.
    state: FigureState,
    /// Names what is in force: tiles of other holdings are other tiles.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    holdings: String,
    #[schema(value_type = String, format = Date, example = "2026-06-30")]
    as_of: jiff::civil::Date,
    known_at: Recorded,
    /// Whether any of it is made up for a demonstration.
    synthetic: bool,
    /// Filings in force whose rows are damaged: no square shows them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    damaged: Vec<DamagedFiling>,
}

/// Tiles of where a question reaches: what there are, and under which address.
#[utoipa::path(
    get, path = "/tiles/coverage.json", operation_id = "getCoverageTiles", tag = "coverage",
    params(CoverageTilesQuery),
    responses(
        (status = 200, description = "TileJSON 3.0.0", body = TileSet, content_type = "application/json"),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn coverage(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<CoverageTilesQuery>(&app).await?;
    let kind = match asked.query.f {
        None | Some(TileForm::Png) => TileKind::Fill,
        Some(TileForm::Mvt) => TileKind::Outlines,
    };
    let question = asked.query.question();
    answer(&app, asked, &question, kind)
}

/// Tiles of the people that a question does not reach.
#[utoipa::path(
    get, path = "/tiles/gap.json", operation_id = "getGapTiles", tag = "coverage",
    params(GapTilesQuery),
    responses(
        (status = 200, description = "TileJSON 3.0.0", body = TileSet, content_type = "application/json"),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn gap(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<GapTilesQuery>(&app).await?;
    let question = asked.query.question();
    answer(&app, asked, &question, TileKind::Gap)
}

fn answer<Q: FromQuery>(
    app: &App,
    asked: Asked<Q>,
    question: &Question,
    kind: TileKind,
) -> Result<Response, Problem> {
    let origin = origin(app, &asked.ask);
    // What is told depends on where it was asked for, and on what is in force.
    let holdings = asked.state.tile_holdings(question);
    let asked = asked.made_of(&format!("{origin} {holdings}")).concerning(question);
    if let Some(unchanged) = asked.unchanged() {
        return Ok(unchanged);
    }
    let (path, end) = match kind {
        TileKind::Fill => ("coverage", "png"),
        TileKind::Outlines => ("coverage", "mvt"),
        TileKind::Gap => ("gap", "mvt"),
    };
    let query = query_of(question, &asked.state, holdings);
    let country = asked.country();
    let envelope = asked.envelope_of(question);
    let usual = country.meta.technology(&question.technology).map(|technology| technology.kind);
    let denominator = usual.ok_or_else(|| Problem::internal("a question without its technology"))?;
    let description = asked.words().tiles(kind, question);
    let [minzoom, maxzoom] = kind.zooms();
    let layer = |fields: BTreeMap<_, _>| VectorLayer {
        id: path.to_owned(),
        description: description.clone(),
        minzoom,
        maxzoom,
        fields,
    };
    let body = TileSet {
        tilejson: "3.0.0",
        name: format!(
            "{path} {} {} {} {}",
            question.technology, question.floor, question.environment, question.scope
        ),
        attribution: envelope.attribution.join("; "),
        scheme: "xyz",
        tiles: [format!("{origin}/tiles/{path}/{{z}}/{{x}}/{{y}}.{end}?{query}")],
        minzoom,
        maxzoom,
        bounds: country.tree.get(country.tree.country()).bbox,
        vector_layers: match kind {
            TileKind::Fill => Vec::new(),
            TileKind::Outlines => vec![layer(BTreeMap::new())],
            TileKind::Gap => vec![layer(BTreeMap::from([("people".to_owned(), "Number")]))],
        },
        definition: asked.words().definition(question, &denominator.usual_denominator().into()),
        state: asked.state.counted(question).standing,
        holdings: holdings.to_string(),
        as_of: envelope.as_of,
        known_at: envelope.known_at,
        synthetic: envelope.synthetic,
        damaged: envelope.damaged,
        description,
    };
    asked.tag.json(body, 1)
}

/// Where the service lies, as the caller reaches it: the configured address, else the one that was asked, in plain HTTP,
/// which is what this server speaks. A scheme in a header is not believed: anyone may write it. Behind a proxy that
/// encrypts, the address is configured.
pub(super) fn origin(app: &App, ask: &Ask) -> String {
    let config = app.config();
    if let Some(public) = &config.public_url {
        return public.clone();
    }
    let host = ask.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = ask.uri.authority().cloned().or_else(|| host?.parse::<Authority>().ok());
    let authority = authority.filter(|authority| !authority.as_str().contains('@'));
    authority.map_or_else(
        || config.base_path.clone(),
        |authority| format!("http://{authority}{}", config.base_path),
    )
}
