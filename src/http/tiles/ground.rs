//! `GET /tiles/ground.json`, `GET /tiles/ground/{z}/{x}/{y}.png`: a quiet picture to lie under other maps, without names.
//!
//! A square is named by the pack, as one of territories is.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::head::{TILEJSON, TileHead, XYZ, origin};
use super::square::{PNG, TileBytes, forever_of, leads_to, square_of};
use crate::http::App;
use crate::http::extract::asked::query;
use crate::http::extract::parameters::Lang;
use crate::http::extract::query::Ask;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::snapshot::{GROUND_ZOOMS, GroundTheme};

query! {
    /// What is asked of the ground as a whole.
    GroundTilesQuery {
        theme: Option<GroundTheme> = "light (default), dark",
        lang: Lang = "language of the texts",
    }
}

query! {
    /// Which ground a square is asked of.
    GroundSquareQuery {
        theme: Option<GroundTheme> = "light (default), dark",
        pack: Option<String> = "the pack, as the set of tiles names it; another one leads to the present one",
    }
}

/// Pictures of the ground, as `TileJSON` 3.0.0 with members of our own.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = GroundTileJson)]
pub(crate) struct GroundTileSet {
    #[serde(flatten)]
    head: TileHead,
    /// Names the pack the pictures are drawn from: those of another one are others.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    pack: String,
    /// Always false: outlines are real, of no filing and no date.
    synthetic: bool,
}

/// Pictures to lie under other maps: what there are, and under which address.
#[utoipa::path(
    get, path = "/tiles/ground.json", operation_id = "getGroundTiles", tag = "territories",
    params(GroundTilesQuery),
    responses(
        (status = 200, description = "TileJSON 3.0.0", body = GroundTileSet, content_type = "application/json"),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<GroundTilesQuery>(&app).await?;
    let (origin, holdings) = (origin(&app, &asked.ask), asked.snapshot().ground_holdings());
    let tag = asked.tag_of(&format!("{origin} {holdings}"));
    if let Some(unchanged) = tag.unchanged(&asked.ask.headers) {
        return Ok(unchanged);
    }
    let (country, theme) = (asked.country(), asked.query.theme.unwrap_or(GroundTheme::Light));
    let land = "Made with Natural Earth".to_owned();
    let attribution: Vec<String> = country.meta.attribution.iter().cloned().chain([land]).collect();
    let body = GroundTileSet {
        head: TileHead {
            tilejson: TILEJSON,
            name: format!("ground {} {theme}", country.meta.id),
            description: asked.words().ground_tiles(),
            attribution: attribution.join("; "),
            scheme: XYZ,
            tiles: [format!("{origin}/tiles/ground/{{z}}/{{x}}/{{y}}.png?theme={theme}&pack={holdings}")],
            minzoom: GROUND_ZOOMS[0],
            maxzoom: GROUND_ZOOMS[1],
            // It does not end with the country.
            bounds: [-180.0, -85.051_129, 180.0, 85.051_129],
            vector_layers: Vec::new(),
        },
        pack: holdings.to_string(),
        synthetic: false,
    };
    tag.json(body, 1)
}

/// A square of the ground: sea, land, the country and its lines, 256 pixels wide.
///
/// Never changes where `pack` names the pack.
#[utoipa::path(
    get, path = "/tiles/ground/{z}/{x}/{y}", operation_id = "getGroundTile", tag = "territories",
    params(
        ("z" = u8, Path, description = "zoom: 0 to 12"),
        ("x" = u32, Path, description = "squares to the west"),
        ("y" = String, Path, description = "squares to the north, and `.png`"),
        GroundSquareQuery,
    ),
    responses(
        (status = 200, description = "The square", content((TileBytes = "image/png"))),
        (status = 307, description = "The address that names the pack"),
        (status = 400, description = "No such square, or a parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such tiles", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn square(
    State(app): State<App>,
    Path((z, x, y)): Path<(String, String, String)>,
    ask: Ask,
) -> Result<Response, Problem> {
    let asked = ask.asked::<GroundSquareQuery>(&app).await?;
    let (tile, ()) = square_of(&[z, x, y], &[("png", (), GROUND_ZOOMS)])?;
    let (theme, holdings) =
        (asked.query.theme.unwrap_or(GroundTheme::Light), asked.snapshot().ground_holdings());
    if asked.query.pack.as_deref() != Some(&*holdings.to_string()) {
        return leads_to(&asked.ask, &format!("theme={theme}&pack={holdings}"));
    }
    let make = asked.snapshot().ground_tile(theme, tile);
    forever_of(&asked.ask, (&format!("ground/{theme}"), tile), PNG, holdings, make).await
}
