//! `GET /tiles/localities.json`, `GET /tiles/localities/{z}/{x}/{y}.mvt`: the country's named localities.
//!
//! A square is named by the pack, as one of territories is.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;

use super::head::{TILEJSON, TileHead, VectorLayer, XYZ, origin};
use super::square::{MVT, TileBytes, forever_of, leads_to, square_of};
use crate::http::App;
use crate::http::extract::asked::query;
use crate::http::extract::parameters::Lang;
use crate::http::extract::query::Ask;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::snapshot::{LOCALITIES_LAYER, NAME, SIZE, VECTOR_ZOOM};

query! {
    /// What is asked of localities as a whole.
    LocalityTilesQuery {
        lang: Lang = "language of the texts",
    }
}

query! {
    /// Which localities a square is asked of.
    LocalitySquareQuery {
        pack: Option<String> = "the pack, as the set of tiles names it; another one leads to the present one",
    }
}

/// What tiles there are of localities, as `TileJSON` 3.0.0 with members of our own: points with `name`, `name_LANG` of
/// each language that they have one in, and `size`, from 5 of the largest cities to 1.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = LocalityTileJson)]
pub(crate) struct LocalityTileSet {
    #[serde(flatten)]
    head: TileHead,
    /// Names the pack the tiles are made from: tiles of another one are other tiles.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    pack: String,
    /// Always false: places are real, of no filing and no date.
    synthetic: bool,
}

/// Tiles of the country's named localities: what there are, and under which address.
#[utoipa::path(
    get, path = "/tiles/localities.json", operation_id = "getLocalityTiles", tag = "territories",
    params(LocalityTilesQuery),
    responses((status = 200, description = "TileJSON 3.0.0", body = LocalityTileSet, content_type = "application/json"))
)]
pub(crate) async fn set(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<LocalityTilesQuery>(&app).await?;
    let (origin, holdings) = (origin(&app, &asked.ask), asked.snapshot().locality_holdings());
    let tag = asked.tag_of(&format!("{origin} {holdings}"));
    if let Some(unchanged) = tag.unchanged(&asked.ask.headers) {
        return Ok(unchanged);
    }
    let country = asked.country();
    let names: Vec<String> = country.meta.languages.iter().map(|tag| format!("name_{tag}")).collect();
    let fields: Vec<(&str, &'static str)> = [(NAME, "String"), (SIZE, "Number")]
        .into_iter()
        .chain(names.iter().map(|name| (name.as_str(), "String")))
        .collect();
    let description = asked.words().locality_tiles();
    let layer = VectorLayer::new(LOCALITIES_LAYER, &description, [0, VECTOR_ZOOM], &fields);
    let body = LocalityTileSet {
        head: TileHead {
            tilejson: TILEJSON,
            name: format!("localities {}", country.meta.id),
            description,
            attribution: country.meta.attribution.join("; "),
            scheme: XYZ,
            tiles: [format!("{origin}/tiles/localities/{{z}}/{{x}}/{{y}}.mvt?pack={holdings}")],
            minzoom: 0,
            maxzoom: VECTOR_ZOOM,
            bounds: country.tree.get(country.tree.country()).bbox,
            vector_layers: vec![layer],
        },
        pack: holdings.to_string(),
        synthetic: false,
    };
    tag.json(body, 1)
}

/// A square of the country's named localities.
///
/// Never changes where `pack` names the pack.
#[utoipa::path(
    get, path = "/tiles/localities/{z}/{x}/{y}", operation_id = "getLocalityTile", tag = "territories",
    params(
        ("z" = u8, Path, description = "zoom: 0 to 12"),
        ("x" = u32, Path, description = "squares to the west"),
        ("y" = String, Path, description = "squares to the north, and `.mvt`"),
        LocalitySquareQuery,
    ),
    responses(
        (status = 200, description = "The square", content((TileBytes = "application/vnd.mapbox-vector-tile"))),
        (status = 204, description = "No locality lies there"),
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
    let asked = ask.asked::<LocalitySquareQuery>(&app).await?;
    let (tile, ()) = square_of(&[z, x, y], &[("mvt", (), [0, VECTOR_ZOOM])])?;
    let holdings = asked.snapshot().locality_holdings();
    if asked.query.pack.as_deref() != Some(&*holdings.to_string()) {
        return leads_to(&asked.ask, &format!("pack={holdings}"));
    }
    let make = asked.snapshot().locality_tile(tile);
    forever_of(&asked.ask, ("localities", tile), MVT, holdings, make).await
}
