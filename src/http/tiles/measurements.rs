//! `GET /tiles/measurements.json`, `GET /tiles/measurements/{z}/{x}/{y}.mvt`: tests by cell, never as points.
//!
//! What is told of a cell, and of which cells anything, is decided below (`stats::cells`). An address names the months,
//! the tests that were known and the tier they are held against; under it a square never changes.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use url::form_urlencoded::Serializer;

use super::head::{TILEJSON, TileHead, VectorLayer, XYZ, origin};
use super::square::{MVT, TileBytes, forever_of, leads_to, square_of};
use crate::domain::{Month, Recorded, SourceId};
use crate::http::App;
use crate::http::api::measurements::list::bodies::SourceBody;
use crate::http::api::measurements::list::window::FirstMonth;
use crate::http::api::measurements::list::{envelope, sources_of};
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::parameters::Lang;
use crate::http::extract::query::Ask;
use crate::http::extract::question::{CountedTechnology, MeasuredInstant, Registered, Tier};
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::snapshot::{NetworkState, TEST_FIELDS, TESTS_LAYER, TESTS_ZOOMS, TestsAsked};
use crate::stats::cells::{TOLD_DEVICES, TOLD_TESTS};

query! {
    /// Of which tests tiles are asked for.
    MeasurementTilesQuery {
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s that tests are held against, such as 35-3; default the technology's lowest",
        operator: Option<Registered> = "an operator's id; default all, each for itself",
        source: Option<SourceId> = "whose tests; default all, each for itself",
        from: FirstMonth = "first month, such as 2025-07; default eleven months before the last",
        to: Option<Month> = "last month; default the last one measured",
        known_at: MeasuredInstant = "what had been recorded of measurements by then, and not withdrawn by then: an instant, or a date",
        lang: Lang = "language of the texts",
    }
}

query! {
    /// Of which tests a square is asked for.
    MeasurementSquareQuery {
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s that tests are held against, such as 35-3; default the technology's lowest",
        operator: Option<Registered> = "an operator's id; default all, each for itself",
        source: Option<SourceId> = "whose tests; default all, each for itself",
        from: FirstMonth = "first month, such as 2025-07; default eleven months before the last",
        to: Option<Month> = "last month; default the last one measured",
        known_at: MeasuredInstant = "what had been recorded of measurements by then, and not withdrawn by then: an instant, or a date",
        holdings: Option<String> = "the tests that count, as the set of tiles names them; others lead to the present ones",
    }
}

/// What tiles there are of tests, as `TileJSON` 3.0.0 with members of our own.
///
/// One layer, `measurements`: H3 cells of resolution 8, one feature for each operator and source. `tests` is told in
/// whole tens; `download_mbps`, `upload_mbps` and `latency_ms` are medians to two digits, and `met` the share of tests
/// of both directions that met the tier: each absent where too few tests measured it, and `met` for a tier that is none
/// of the pack's. A property named after the base
/// unit's level is the code of the one that the cell's middle lies in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MeasurementTileJson)]
pub(crate) struct MeasurementTileSet {
    #[serde(flatten)]
    head: TileHead,
    /// First month of the tests; null where nothing was measured.
    #[schema(required = true)]
    from: Option<Month>,
    /// Last month of the tests; null likewise.
    #[schema(required = true)]
    to: Option<Month>,
    /// Tests that a cell, an operator and a source must have to be shown: in each of the parts of a year that are told.
    enough_tests: u64,
    /// Devices that they must be made with, where tests tell theirs.
    enough_devices: usize,
    sources: Vec<SourceBody>,
    /// Names the tests that count: tiles of others are other tiles.
    #[schema(pattern = "^[0-9a-f]{32}$")]
    holdings: String,
    #[schema(value_type = String, format = Date, example = "2026-06-30")]
    as_of: jiff::civil::Date,
    known_at: Recorded,
    /// Whether any of it is made up for a demonstration.
    synthetic: bool,
}

impl MeasurementTilesQuery {
    fn tests(&self) -> TestsAsked {
        TestsAsked {
            technology: self.technology.clone(),
            tier: self.tier,
            operator: self.operator.clone(),
            source: self.source.clone(),
            months: self.from,
        }
    }
}

impl MeasurementSquareQuery {
    fn tests(&self) -> TestsAsked {
        TestsAsked {
            technology: self.technology.clone(),
            tier: self.tier,
            operator: self.operator.clone(),
            source: self.source.clone(),
            months: self.from,
        }
    }
}

/// What is asked, with all that it means by default, as the query of an address that never changes.
fn query_of(tests: &TestsAsked, state: &NetworkState) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("technology", tests.technology.as_str()).append_pair("tier", &tests.tier.to_string());
    if let Some(operator) = &tests.operator {
        query.append_pair("operator", operator.as_str());
    }
    if let Some(source) = &tests.source {
        query.append_pair("source", source.as_str());
    }
    if let Some((from, to)) = tests.months {
        query.append_pair("from", &from.to_string()).append_pair("to", &to.to_string());
    }
    query
        .append_pair("known_at", &state.known_at().to_string())
        .append_pair("holdings", &state.test_holdings(tests).to_string())
        .finish()
}

/// Tiles of tests by cell: what there are, and under which address.
///
/// A cell is shown where it holds 10 tests and, where tests tell their device, 5 devices: in each of the parts that a
/// year's months are cut into so that no two answers differ by less. Sources are never added together, nor operators.
/// A cell has no verdict: one needs tests from ten cells.
#[utoipa::path(
    get, path = "/tiles/measurements.json", operation_id = "getMeasurementTiles", tag = "measurements",
    params(MeasurementTilesQuery),
    responses(
        (status = 200, description = "TileJSON 3.0.0", body = MeasurementTileSet, content_type = "application/json"),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<MeasurementTilesQuery>(&app).await?;
    let tests = asked.query.tests();
    let origin = origin(&app, &asked.ask);
    let holdings = asked.state.test_holdings(&tests);
    let asked = asked.made_of(&format!("{origin} {holdings}"));
    if let Some(unchanged) = asked.unchanged() {
        return Ok(unchanged);
    }
    let body = body(&asked, &origin, &tests);
    asked.tag.json(body, 1)
}

fn body(asked: &Asked<MeasurementTilesQuery>, origin: &str, tests: &TestsAsked) -> MeasurementTileSet {
    let (state, country) = (&asked.state, asked.country());
    let told = envelope(state, tests.source.as_ref());
    let mut sources = sources_of(state, tests.source.as_ref());
    sources.retain(|source| tests.source.as_ref().is_none_or(|only| source.is(only)));
    let levels = country.levels();
    let base = levels.id(levels.base());
    let fields: Vec<(&str, &'static str)> =
        TEST_FIELDS.into_iter().chain([(base.as_str(), "String")]).collect();
    let description = asked.words().measurement_tiles(tests.months, TOLD_TESTS, TOLD_DEVICES as u64);
    let layer = VectorLayer::new(TESTS_LAYER, &description, TESTS_ZOOMS, &fields);
    MeasurementTileSet {
        head: TileHead {
            tilejson: TILEJSON,
            name: format!("measurements {} {}", tests.technology, tests.tier),
            description,
            attribution: told.attribution.join("; "),
            scheme: XYZ,
            tiles: [format!("{origin}/tiles/measurements/{{z}}/{{x}}/{{y}}.mvt?{}", query_of(tests, state))],
            minzoom: TESTS_ZOOMS[0],
            maxzoom: TESTS_ZOOMS[1],
            bounds: country.tree.get(country.tree.country()).bbox,
            vector_layers: vec![layer],
        },
        from: tests.months.map(|(from, _)| from),
        to: tests.months.map(|(_, to)| to),
        enough_tests: TOLD_TESTS,
        enough_devices: TOLD_DEVICES,
        sources,
        holdings: state.test_holdings(tests).to_string(),
        as_of: told.as_of,
        known_at: told.known_at,
        synthetic: told.synthetic,
    }
}

/// A square of tests by cell.
///
/// Never changes where `holdings` names the tests that count.
#[utoipa::path(
    get, path = "/tiles/measurements/{z}/{x}/{y}", operation_id = "getMeasurementTile", tag = "measurements",
    params(
        ("z" = u8, Path, description = "zoom: 5 to 12"),
        ("x" = u32, Path, description = "squares to the west"),
        ("y" = String, Path, description = "squares to the north, and `.mvt`"),
        MeasurementSquareQuery,
    ),
    responses(
        (status = 200, description = "The square", content((TileBytes = "application/vnd.mapbox-vector-tile"))),
        (status = 204, description = "No cell there may be told of"),
        (status = 307, description = "The address that names the tests that count"),
        (status = 400, description = "No such square, or a parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such tiles", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn square(
    State(app): State<App>,
    Path((z, x, y)): Path<(String, String, String)>,
    ask: Ask,
) -> Result<Response, Problem> {
    let asked = ask.asked::<MeasurementSquareQuery>(&app).await?;
    let (tile, ()) = square_of(&[z, x, y], &[("mvt", (), TESTS_ZOOMS)])?;
    let tests = asked.query.tests();
    let holdings = asked.state.test_holdings(&tests);
    if asked.query.holdings.as_deref() != Some(&*holdings.to_string()) {
        return leads_to(&asked.ask, &query_of(&tests, &asked.state));
    }
    let make = async { asked.state.test_tile(&tests, tile).await };
    forever_of(&asked.ask, ("measurements", tile), MVT, holdings, make).await
}
