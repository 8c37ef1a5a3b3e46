//! `GET /tiles/coverage.json`, `GET /tiles/gap.json`: `TileJSON` 3.0.0 of the tiles of a question.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::head::{TILEJSON, TileHead, VectorLayer, XYZ, origin};
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

/// What tiles there are of a question, as `TileJSON` 3.0.0 with members of our own.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TileJson)]
pub(crate) struct TileSet {
    #[serde(flatten)]
    head: TileHead,
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
    let zooms = kind.zooms();
    let layer = |fields| VectorLayer::new(path, &description, zooms, fields);
    let vector_layers = match kind {
        TileKind::Fill => Vec::new(),
        TileKind::Outlines => vec![layer(&[])],
        TileKind::Gap => vec![layer(&[("people", "Number")])],
    };
    let body = TileSet {
        head: TileHead {
            tilejson: TILEJSON,
            name: format!(
                "{path} {} {} {} {}",
                question.technology, question.floor, question.environment, question.scope
            ),
            description,
            attribution: envelope.attribution.join("; "),
            scheme: XYZ,
            tiles: [format!("{origin}/tiles/{path}/{{z}}/{{x}}/{{y}}.{end}?{query}")],
            minzoom: zooms[0],
            maxzoom: zooms[1],
            bounds: country.tree.get(country.tree.country()).bbox,
            vector_layers,
        },
        definition: asked.words().definition(question, &denominator.usual_denominator().into()),
        state: asked.state.counted(question).standing,
        holdings: holdings.to_string(),
        as_of: envelope.as_of,
        known_at: envelope.known_at,
        synthetic: envelope.synthetic,
        damaged: envelope.damaged,
    };
    asked.tag.json(body, 1)
}
