//! `GET /tiles/coverage/{z}/{x}/{y}.png|mvt`, `GET /tiles/gap/{z}/{x}/{y}.mvt`: a square of the map.

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::question::{SquareQuery, query_of};
use crate::domain::TileId;
use crate::http::App;
use crate::http::extract::asked::Asked;
use crate::http::extract::query::Ask;
use crate::http::respond::conditional::ETag;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::said::Said;
use crate::snapshot::{Question, SnapshotError, Tile, TileHoldings, TileKind};

pub(super) const PNG: &str = "image/png";
pub(super) const MVT: &str = "application/vnd.mapbox-vector-tile";

/// Bytes of a tile.
pub(crate) struct TileBytes;

impl PartialSchema for TileBytes {
    fn schema() -> RefOr<Schema> {
        let form = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(form)).build().into()
    }
}

impl ToSchema for TileBytes {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("TileBytes")
    }
}

/// A square of where a question reaches: a picture of how full each pixel is, or outlines.
///
/// Never changes where `holdings` names what is in force.
#[utoipa::path(
    get, path = "/tiles/coverage/{z}/{x}/{y}", operation_id = "getCoverageTile", tag = "coverage",
    params(
        ("z" = u8, Path, description = "zoom: 0 to 8 of pictures, 9 to 12 of outlines"),
        ("x" = u32, Path, description = "squares to the west"),
        ("y" = String, Path, description = "squares to the north, and `.png` or `.mvt`"),
        SquareQuery,
    ),
    responses(
        (status = 200, description = "The square", content((TileBytes = "image/png"), (TileBytes = "application/vnd.mapbox-vector-tile"))),
        (status = 204, description = "Nothing is covered there"),
        (status = 307, description = "The address that names what is in force"),
        (status = 400, description = "No such square, or a parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such tiles", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn coverage(
    State(app): State<App>,
    Path((z, x, y)): Path<(String, String, String)>,
    ask: Ask,
) -> Result<Response, Problem> {
    let asked = ask.asked::<SquareQuery>(&app).await?;
    answer(asked, &[z, x, y], &[("png", TileKind::Fill), ("mvt", TileKind::Outlines)]).await
}

/// A square of the people that a question does not reach: points with their number.
///
/// Never changes where `holdings` names what is in force.
#[utoipa::path(
    get, path = "/tiles/gap/{z}/{x}/{y}", operation_id = "getGapTile", tag = "coverage",
    params(
        ("z" = u8, Path, description = "zoom: 0 to 12"),
        ("x" = u32, Path, description = "squares to the west"),
        ("y" = String, Path, description = "squares to the north, and `.mvt`"),
        SquareQuery,
    ),
    responses(
        (status = 200, description = "The square", body = TileBytes, content_type = "application/vnd.mapbox-vector-tile"),
        (status = 204, description = "No one is without there"),
        (status = 307, description = "The address that names what is in force"),
        (status = 400, description = "No such square, or a parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such tiles", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn gap(
    State(app): State<App>,
    Path((z, x, y)): Path<(String, String, String)>,
    ask: Ask,
) -> Result<Response, Problem> {
    let asked = ask.asked::<SquareQuery>(&app).await?;
    answer(asked, &[z, x, y], &[("mvt", TileKind::Gap)]).await
}

async fn answer(
    asked: Asked<SquareQuery>,
    place: &[String; 3],
    kinds: &[(&str, TileKind)],
) -> Result<Response, Problem> {
    let (tile, kind) = square(place, kinds)?;
    let question = asked.query.question();
    let holdings = asked.state.tile_holdings(&question);
    if asked.query.holdings.as_deref() != Some(&*holdings.to_string()) {
        return elsewhere(asked, &question);
    }
    let make = asked.state.tile(&question, kind, tile);
    forever(&asked.ask, (kind, tile), holdings, make).await
}

/// A square of cells that never changes.
pub(super) async fn forever(
    ask: &Ask,
    (kind, tile): (TileKind, TileId),
    holdings: TileHoldings,
    make: impl Future<Output = Result<Arc<Tile>, SnapshotError>>,
) -> Result<Response, Problem> {
    let media_type = if kind == TileKind::Fill { PNG } else { MVT };
    forever_of(ask, (&format!("{kind:?}"), tile), media_type, holdings, make).await
}

/// A square that never changes, by what is shown.
pub(super) async fn forever_of(
    ask: &Ask,
    (shown, tile): (&str, TileId),
    media_type: &'static str,
    holdings: TileHoldings,
    make: impl Future<Output = Result<Arc<Tile>, SnapshotError>>,
) -> Result<Response, Problem> {
    // One square is one answer, in whatever words its question is put.
    let name = format!("/{shown}/{}/{}/{}", tile.z(), tile.x(), tile.y());
    let name: Uri = name.parse().map_err(Problem::internal)?;
    let tag = ETag::new(&name, &holdings.to_string(), media_type, "").forever();
    let mut response = if let Some(unchanged) = tag.unchanged(&ask.headers) {
        unchanged
    } else {
        let made = make.await.map_err(Problem::internal)?;
        made.as_ref().as_ref().map_or_else(|| tag.nothing(), |bytes| tag.reply(bytes.clone()))
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

/// Leads to the same square at the address that names what is in force.
fn elsewhere(asked: Asked<SquareQuery>, question: &Question) -> Result<Response, Problem> {
    let asked = asked.concerning(question);
    leads_to(&asked.ask, &query_of(question, &asked.state, asked.state.tile_holdings(question)))
}

/// Leads to the same place with another query.
pub(super) fn leads_to(ask: &Ask, query: &str) -> Result<Response, Problem> {
    let location = format!("{}?{query}", ask.uri.path());
    let location = HeaderValue::from_str(&location).map_err(Problem::internal)?;
    let headers =
        [(header::LOCATION, location), (header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"))];
    Ok((StatusCode::TEMPORARY_REDIRECT, headers).into_response())
}

/// The square of a place, and how it is written.
pub(super) fn square(place: &[String; 3], kinds: &[(&str, TileKind)]) -> Result<(TileId, TileKind), Problem> {
    let kinds: Vec<_> = kinds.iter().map(|(end, kind)| (*end, *kind, kind.zooms())).collect();
    square_of(place, &kinds)
}

/// The square of a place, and what the end of its address means: each with the zooms there are.
pub(super) fn square_of<K: Copy>(
    [z, x, y]: &[String; 3],
    kinds: &[(&str, K, [u8; 2])],
) -> Result<(TileId, K), Problem> {
    let (y, end) = y.rsplit_once('.').unwrap_or((y, ""));
    let found = kinds.iter().find(|(own, ..)| *own == end);
    let (_, kind, [from, to]) = *found.ok_or_else(|| {
        let ends: Vec<&str> = kinds.iter().map(|(end, ..)| *end).collect();
        Problem::none_of(Said::new("detail-not-found-tile").text("list", ends.join(", ")))
    })?;
    let z: u32 = whole("z", z, u32::from(from), u32::from(to))?;
    let most = (1 << z) - 1;
    let (x, y) = (whole("x", x, 0, most)?, whole("y", y, 0, most)?);
    let tile = TileId::new(z as u8, x, y).ok_or_else(|| Problem::internal("a square that is none"))?;
    Ok((tile, kind))
}

/// A whole number, written in digits only.
pub(super) fn whole(name: &str, text: &str, from: u32, to: u32) -> Result<u32, Problem> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| is_plain && (from..=to).contains(number));
    number.ok_or_else(|| {
        let expected = Said::new("expected-whole").text("from", from.to_string()).text("to", to.to_string());
        Problem::bad_parameter(name, text, expected)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_are_read_strictly() {
        let kinds = [("png", TileKind::Fill), ("mvt", TileKind::Outlines)];
        let read = |z: &str, x: &str, y: &str| square(&[z, x, y].map(str::to_owned), &kinds);
        let (tile, kind) = read("8", "123", "102.png").expect("a square");
        assert_eq!((tile.z(), tile.x(), tile.y(), kind), (8, 123, 102, TileKind::Fill));
        assert_eq!(read("9", "0", "511.mvt").expect("a square").1, TileKind::Outlines);
        for (z, x, y, status) in [
            ("9", "0", "0.png", 400),
            ("8", "0", "0.mvt", 400),
            ("13", "0", "0.mvt", 400),
            ("8", "256", "0.png", 400),
            ("8", "0", "256.png", 400),
            ("8", "+1", "0.png", 400),
            ("8", "1.0", "0.png", 400),
            ("-1", "0", "0.png", 400),
            ("", "0", "0.png", 400),
            ("8", "0", "99999999999999999999.png", 400),
            ("8", "0", "0", 404),
            ("8", "0", "0.jpg", 404),
            ("8", "0", "0.png.exe", 404),
        ] {
            let problem = read(z, x, y).expect_err("none");
            assert_eq!(problem.status().as_u16(), status, "{z}/{x}/{y}");
        }
    }
}
