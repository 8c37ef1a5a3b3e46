//! `GET /tiles/basemap.json`, `GET /tiles/basemap/{z}/{x}/{y}.mvt|png|jpg|webp`: the map that the operator of this server
//! brought to lie under the country's.
//!
//! Named by its file as other tiles are by what they are made of. Nothing of it is made here: what the file has is sent,
//! unpacked for those who do not take gzip.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;
use serde::Serialize;

use super::head::{TILEJSON, TileHead, VectorLayer, XYZ, origin};
use super::square::{TileBytes, leads_to, whole};
use crate::basemap::{Basemap, BasemapTile};
use crate::domain::TileId;
use crate::http::App;
use crate::http::extract::asked::query;
use crate::http::extract::parameters::Lang;
use crate::http::extract::query::Ask;
use crate::http::respond::conditional::ETag;
use crate::http::respond::preferences::accepts_gzip;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::said::Said;

query! {
    /// What is asked of the basemap as a whole.
    BasemapQuery {
        lang: Lang = "language of the texts",
    }
}

query! {
    /// Which basemap a square is asked of.
    BasemapSquareQuery {
        file: Option<String> = "the basemap, as its set of tiles names it; another one leads to the present one",
    }
}

/// The basemap, as `TileJSON` 3.0.0 with members of our own.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = BasemapTileJson)]
pub(crate) struct BasemapTileSet {
    #[serde(flatten)]
    head: TileHead,
    /// `mvt`, `png`, `jpg` or `webp`.
    format: &'static str,
    /// Names the file the tiles are from.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    file: String,
}

/// The map that lies under the country's, where this server was given one.
#[utoipa::path(
    get, path = "/tiles/basemap.json", operation_id = "getBasemap", tag = "country",
    params(BasemapQuery),
    responses(
        (status = 200, description = "TileJSON 3.0.0", body = BasemapTileSet, content_type = "application/json"),
        (status = 404, description = "This server has none", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<BasemapQuery>(&app).await?;
    let basemap = basemap(&app)?;
    let origin = origin(&app, &asked.ask);
    let tag = asked.tag_of(&format!("{origin} {}", basemap.digest()));
    if let Some(unchanged) = tag.unchanged(&asked.ask.headers) {
        return Ok(unchanged);
    }
    let zooms = basemap.zooms();
    let layers = basemap.layers().iter().map(|layer| VectorLayer::new(&layer.id, "", zooms, &[]));
    let (end, file) = (basemap.form().end(), basemap.digest());
    let body = BasemapTileSet {
        head: TileHead {
            tilejson: TILEJSON,
            name: basemap.name().unwrap_or("basemap").to_owned(),
            description: asked.words().basemap_tiles(),
            attribution: basemap.attribution(),
            scheme: XYZ,
            tiles: [format!("{origin}/tiles/basemap/{{z}}/{{x}}/{{y}}.{end}?file={file}")],
            minzoom: zooms[0],
            maxzoom: zooms[1],
            bounds: basemap.bounds(),
            vector_layers: layers.collect(),
        },
        format: end,
        file: file.to_owned(),
    };
    tag.json(body, 1)
}

/// A square of the map that lies under the country's.
///
/// Never changes where `file` names it.
#[utoipa::path(
    get, path = "/tiles/basemap/{z}/{x}/{y}", operation_id = "getBasemapTile", tag = "country",
    params(
        ("z" = u8, Path, description = "zoom, as the set of tiles has them"),
        ("x" = u32, Path, description = "squares to the west"),
        ("y" = String, Path, description = "squares to the north, and the set's `format` behind a dot"),
        BasemapSquareQuery,
    ),
    responses(
        (status = 200, description = "The square", content(
            (TileBytes = "application/vnd.mapbox-vector-tile"), (TileBytes = "image/png"), (TileBytes = "image/jpeg"),
            (TileBytes = "image/webp"),
        )),
        (status = 204, description = "The file has nothing there"),
        (status = 307, description = "The address that names the file"),
        (status = 400, description = "No such square, or a parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "This server has no basemap, or one of another form", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn square(
    State(app): State<App>,
    Path((z, x, y)): Path<(String, String, String)>,
    ask: Ask,
) -> Result<Response, Problem> {
    let asked = ask.asked::<BasemapSquareQuery>(&app).await?;
    let basemap = basemap(&app)?;
    let tile = tile(basemap, [&z, &x, &y])?;
    if asked.query.file.as_deref() != Some(basemap.digest()) {
        return leads_to(&asked.ask, &format!("file={}", basemap.digest()));
    }
    let name: Uri = format!("/{}/{}/{}", tile.z(), tile.x(), tile.y()).parse().map_err(Problem::internal)?;
    let tag = ETag::new(&name, basemap.digest(), basemap.form().media_type(), "").forever();
    let takes_gzip = accepts_gzip(&asked.ask.headers);
    let mut response = if let Some(unchanged) = tag.unchanged(&asked.ask.headers) {
        unchanged
    } else {
        let own = Arc::clone(basemap);
        let read = move || {
            let Some(tile) = own.tile(tile)? else { return Ok(None) };
            if takes_gzip || !tile.is_packed {
                return Ok(Some(tile));
            }
            tile.unpacked().map(|bytes| Some(BasemapTile { bytes, is_packed: false }))
        };
        let read: Result<_, crate::basemap::BasemapError> =
            tokio::task::spawn_blocking(read).await.map_err(Problem::internal)?;
        match read.map_err(Problem::internal)? {
            None => tag.nothing(),
            Some(BasemapTile { bytes, is_packed }) => {
                let mut response = tag.reply(bytes);
                if is_packed {
                    response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                }
                response
            }
        }
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

fn basemap(app: &App) -> Result<&Arc<Basemap>, Problem> {
    app.basemap().ok_or_else(|| Problem::not_found("detail-not-found-basemap"))
}

/// The square of a place.
fn tile(basemap: &Basemap, [z, x, y]: [&str; 3]) -> Result<TileId, Problem> {
    let end = basemap.form().end();
    let Some(y) = y.strip_suffix(end).and_then(|y| y.strip_suffix('.')) else {
        return Err(Problem::none_of(Said::new("detail-not-found-tile").text("list", end)));
    };
    let [from, to] = basemap.zooms();
    let z = whole("z", z, from.into(), to.into())?;
    let most = (1 << z) - 1;
    let (x, y) = (whole("x", x, 0, most)?, whole("y", y, 0, most)?);
    TileId::new(z as u8, x, y).ok_or_else(|| Problem::internal("a square that is none"))
}
