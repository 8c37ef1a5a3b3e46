//! `GET /tiles/territories.json`, `GET /tiles/territories/{z}/{x}/{y}.mvt`: the country's territories.
//!
//! A square is named by the pack it is cut from, as one of coverage is by what is in force: under that name it never
//! changes, and under any other it leads there.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use url::form_urlencoded::Serializer;
use utoipa::openapi::{RefOr, Schema};

use super::head::{TILEJSON, TileHead, VectorLayer, XYZ, origin};
use super::square::{MVT, TileBytes, forever_of, leads_to, square_of};
use crate::country::Country;
use crate::domain::{Level, LevelId};
use crate::http::App;
use crate::http::extract::asked::{Reader, Word, query};
use crate::http::extract::parameters::{Lang, named};
use crate::http::extract::query::Ask;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::said::Said;
use crate::snapshot::{TERRITORY_ZOOM, TileHoldings};

/// A level that has outlines: any but the whole.
pub(crate) struct DrawnLevel;

impl Word for DrawnLevel {
    type Value = Level;

    fn schema() -> RefOr<Schema> {
        named::<LevelId>()
    }

    fn read(text: &str, reader: &Reader<'_>) -> Option<Level> {
        let levels = reader.snapshot().country().levels();
        levels.find(text).filter(|level| levels.file(*level).is_some())
    }

    fn expected(reader: &Reader<'_>) -> Said {
        let levels = reader.snapshot().country().levels();
        let drawn: Vec<&str> = levels.drawn().map(|(level, _)| levels.id(level).as_str()).collect();
        Said::one_of(&drawn)
    }
}

query! {
    /// Which territories tiles are asked of.
    TerritoryTilesQuery {
        level: Option<DrawnLevel> = "only this level; default every level that has outlines, a layer for each",
        lang: Lang = "language of the texts",
    }
}

query! {
    /// Which territories a square is asked of.
    TerritorySquareQuery {
        level: Option<DrawnLevel> = "only this level; default every level that has outlines, a layer for each",
        pack: Option<String> = "the pack, as the set of tiles names it; another one leads to the present one",
    }
}

/// What tiles there are of territories, as `TileJSON` 3.0.0 with members of our own: a layer for each level. A feature's
/// `code` is its own, those named after levels are of what contains it; its id is its position in the pack.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = TerritoriesTileJson)]
pub(crate) struct TerritoryTileSet {
    #[serde(flatten)]
    head: TileHead,
    /// Names the pack the tiles are cut from: tiles of another one are other tiles.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    pack: String,
    /// Always false: outlines are real, of no filing and no date.
    synthetic: bool,
}

/// Tiles of the country's territories: what there are, and under which address.
///
/// Without gaps at any zoom: what is left out of a border is left out for both neighbours, and for every level.
#[utoipa::path(
    get, path = "/tiles/territories.json", operation_id = "getTerritoryTiles", tag = "territories",
    params(TerritoryTilesQuery),
    responses(
        (status = 200, description = "TileJSON 3.0.0", body = TerritoryTileSet, content_type = "application/json"),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<TerritoryTilesQuery>(&app).await?;
    let (origin, holdings) = (origin(&app, &asked.ask), asked.snapshot().territory_holdings());
    let tag = asked.tag_of(&format!("{origin} {holdings}"));
    if let Some(unchanged) = tag.unchanged(&asked.ask.headers) {
        return Ok(unchanged);
    }
    let (country, level) = (asked.country(), asked.query.level);
    let drawn = country.levels().drawn().map(|(level, _)| level);
    let layers = drawn.filter(|own| level.is_none_or(|level| level == *own));
    let body = TerritoryTileSet {
        head: TileHead {
            tilejson: TILEJSON,
            name: format!("territories {}", country.meta.id),
            description: asked.words().territory_tiles(),
            attribution: country.meta.attribution.join("; "),
            scheme: XYZ,
            tiles: [format!(
                "{origin}/tiles/territories/{{z}}/{{x}}/{{y}}.mvt?{}",
                query_of(country, level, holdings)
            )],
            minzoom: 0,
            maxzoom: TERRITORY_ZOOM,
            bounds: country.tree.get(country.tree.country()).bbox,
            vector_layers: layers.map(|level| layer(country, level, &asked.language)).collect(),
        },
        pack: holdings.to_string(),
        synthetic: false,
    };
    tag.json(body, 1)
}

/// What is said of a level's layer.
fn layer(country: &Country, level: Level, language: &str) -> VectorLayer {
    let levels = country.levels();
    let meta = levels.get(level);
    let names = if meta.plural.0.is_empty() { &meta.names } else { &meta.plural };
    let above = levels.chain().filter(|above| *above != Level::WHOLE && *above < level);
    let fields = above.map(|level| levels.id(level).as_str()).chain(["code"]);
    let fields: Vec<(&str, &'static str)> = fields.map(|field| (field, "String")).collect();
    let description = names.get(language, &country.meta.languages);
    VectorLayer::new(meta.id.as_str(), description, [0, TERRITORY_ZOOM], &fields)
}

/// The query of an address that never changes.
fn query_of(country: &Country, level: Option<Level>, holdings: TileHoldings) -> String {
    let mut query = Serializer::new(String::new());
    if let Some(level) = level {
        query.append_pair("level", country.levels().id(level).as_str());
    }
    query.append_pair("pack", &holdings.to_string()).finish()
}

/// A square of the country's territories: a layer for each level.
///
/// Never changes where `pack` names the pack.
#[utoipa::path(
    get, path = "/tiles/territories/{z}/{x}/{y}", operation_id = "getTerritoryTile", tag = "territories",
    params(
        ("z" = u8, Path, description = "zoom: 0 to 12"),
        ("x" = u32, Path, description = "squares to the west"),
        ("y" = String, Path, description = "squares to the north, and `.mvt`"),
        TerritorySquareQuery,
    ),
    responses(
        (status = 200, description = "The square", content((TileBytes = "application/vnd.mapbox-vector-tile"))),
        (status = 204, description = "Nothing of the country lies there"),
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
    let asked = ask.asked::<TerritorySquareQuery>(&app).await?;
    let (tile, ()) = square_of(&[z, x, y], &[("mvt", (), [0, TERRITORY_ZOOM])])?;
    let (level, holdings) = (asked.query.level, asked.snapshot().territory_holdings());
    if asked.query.pack.as_deref() != Some(&*holdings.to_string()) {
        return leads_to(&asked.ask, &query_of(asked.country(), asked.query.level, holdings));
    }
    // One square is one answer, however its question is put.
    let word = level.map_or("", |level| asked.country().levels().id(level).as_str());
    let make = asked.snapshot().territory_tile(level, tile);
    forever_of(&asked.ask, (&format!("territories/{word}"), tile), MVT, holdings, make).await
}
