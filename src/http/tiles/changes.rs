//! `GET /tiles/changes.json`, `GET /tiles/changes/{z}/{x}/{y}.png|mvt`: the cells that one side of a change reaches and
//! the other does not, drawn as coverage is.
//!
//! The question is that of `/api/v1/changes`, and `cells` says which of both sides' are shown. The address of a square
//! names both sides with all that they mean by default, and what is in force for them; it never changes.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::head::{TILEJSON, TileHead, VectorLayer, XYZ, origin};
use super::question::{ChangeSquareQuery, ChangeTilesQuery, query_of_change};
use super::square::{TileBytes, forever, leads_to, square as square_of};
use crate::domain::{AsOf, Recorded};
use crate::http::App;
use crate::http::api::changes::SideBody;
use crate::http::extract::query::Ask;
use crate::http::extract::tile_form::TileForm;
use crate::http::respond::damage::DamagedFiling;
use crate::http::respond::envelope::Envelope;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::words::Words;
use crate::snapshot::{MovedCells, Movement, Side, TileKind};

/// What tiles there are of a change, as `TileJSON` 3.0.0 with members of our own.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = ChangeTileJson)]
pub(crate) struct ChangeTileSet {
    #[serde(flatten)]
    head: TileHead,
    /// Which cells are shown.
    cells: Movement,
    /// What gained and lost mean, in a sentence.
    definition: String,
    /// The earlier side.
    from: SideBody,
    /// The later side.
    to: SideBody,
    /// Names what is in force on both sides: tiles of other holdings are other tiles.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    holdings: String,
    /// Of the later side.
    #[schema(value_type = String, format = Date, example = "2026-06-30")]
    as_of: AsOf,
    /// Of the later side.
    known_at: Recorded,
    /// Whether any of it is made up for a demonstration.
    synthetic: bool,
    /// Filings in force on either side whose rows are damaged: then no square shows anything.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    damaged: Vec<DamagedFiling>,
}

/// Tiles of the cells that a change gained, or lost: what there are, and under which address.
#[utoipa::path(
    get, path = "/tiles/changes.json", operation_id = "getChangeTiles", tag = "coverage",
    params(ChangeTilesQuery),
    responses(
        (status = 200, description = "TileJSON 3.0.0", body = ChangeTileSet, content_type = "application/json"),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<ChangeTilesQuery>(&app).await?;
    let origin = origin(&app, &asked.ask);
    let moved = asked.query.moved(&asked.state);
    // What is told depends on where it was asked for, and on what is in force.
    let asked = asked.made_of(&format!("{origin} {}", moved.tile_holdings()));
    if let Some(unchanged) = asked.unchanged() {
        return Ok(unchanged);
    }
    let kind = match asked.query.f {
        None | Some(TileForm::Png) => TileKind::Fill,
        Some(TileForm::Mvt) => TileKind::Outlines,
    };
    asked.tag.json(body(&asked.language, &origin, &moved, kind)?, 1)
}

fn body(language: &str, origin: &str, moved: &MovedCells, kind: TileKind) -> Result<ChangeTileSet, Problem> {
    let MovedCells { from, to, movement } = moved;
    let country = to.state.snapshot().country();
    let technology = country.meta.technology(&to.question.technology);
    let denominator = technology.ok_or_else(|| Problem::internal("a question without its technology"))?.kind;
    let words = Words::new(&to.state, language);
    let description = words.change_tiles(kind, *movement, &to.question);
    let zooms = kind.zooms();
    let end = if kind == TileKind::Fill { "png" } else { "mvt" };
    let side = |side: &Side| SideBody {
        definition: Words::new(&side.state, language)
            .definition(&side.question, &denominator.usual_denominator().into()),
        state: side.state.counted(&side.question).standing,
    };
    let envelope = |side: &Side| Envelope::of_question(&side.state, &side.question);
    let envelope = envelope(to).beside(envelope(from));
    let query = query_of_change(moved);
    let layer = VectorLayer::new("coverage", &description, zooms, &[]);
    Ok(ChangeTileSet {
        head: TileHead {
            tilejson: TILEJSON,
            name: format!(
                "{movement} {} {} {}",
                to.question.technology,
                from.state.as_of(),
                to.state.as_of()
            ),
            description,
            attribution: envelope.attribution.join("; "),
            scheme: XYZ,
            tiles: [format!("{origin}/tiles/changes/{{z}}/{{x}}/{{y}}.{end}?{query}")],
            minzoom: zooms[0],
            maxzoom: zooms[1],
            bounds: country.tree.get(country.tree.country()).bbox,
            vector_layers: if kind == TileKind::Outlines { vec![layer] } else { Vec::new() },
        },
        cells: *movement,
        definition: words.change(&from.state, false),
        from: side(from),
        to: side(to),
        holdings: moved.tile_holdings().to_string(),
        as_of: envelope.as_of,
        known_at: envelope.known_at,
        synthetic: envelope.synthetic,
        damaged: envelope.damaged,
    })
}

/// A square of the cells that a change gained, or lost: a picture of how full each pixel is, or outlines.
///
/// Never changes where `holdings` names what is in force.
#[utoipa::path(
    get, path = "/tiles/changes/{z}/{x}/{y}", operation_id = "getChangeTile", tag = "coverage",
    params(
        ("z" = u8, Path, description = "zoom: 0 to 8 of pictures, 9 to 12 of outlines"),
        ("x" = u32, Path, description = "squares to the west"),
        ("y" = String, Path, description = "squares to the north, and `.png` or `.mvt`"),
        ChangeSquareQuery,
    ),
    responses(
        (status = 200, description = "The square", content((TileBytes = "image/png"), (TileBytes = "application/vnd.mapbox-vector-tile"))),
        (status = 204, description = "Nothing changed there"),
        (status = 307, description = "The address that names what is in force"),
        (status = 400, description = "No such square, or a parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such tiles", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn square(
    State(app): State<App>,
    Path((z, x, y)): Path<(String, String, String)>,
    ask: Ask,
) -> Result<Response, Problem> {
    let asked = ask.asked::<ChangeSquareQuery>(&app).await?;
    let (tile, kind) = square_of(&[z, x, y], &[("png", TileKind::Fill), ("mvt", TileKind::Outlines)])?;
    let moved = asked.query.moved(&asked.state);
    let holdings = moved.tile_holdings();
    if asked.query.holdings.as_deref() != Some(&*holdings.to_string()) {
        return leads_to(&asked.ask, &query_of_change(&moved));
    }
    forever(&asked.ask, (kind, tile), holdings, moved.tile(kind, tile)).await
}
