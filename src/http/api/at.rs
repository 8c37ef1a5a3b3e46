//! `GET /api/v1/at`: what is claimed of one place, and what was measured in its commune.

use axum::response::Response;
use h3o::{CellIndex, LatLng};
use serde::Serialize;

use crate::country::{CELL_RESOLUTION, Country, Part};
use crate::domain::{
    AsOf, Environment, FilingId, LonLat, Mbps, OperatorId, PublishedConnected, SourceId, SpeedFloor,
    TechnologyId, Verdict,
};
use crate::http::api::measurements::list::bodies::MeasuredItem;
use crate::http::api::measurements::list::of_commune;
use crate::http::extract::asked::{Asked, Needed, query};
use crate::http::extract::parameters::{Degrees, JsonOnly, Lang};
use crate::http::extract::question::MeasuredInstant;
use crate::http::respond::envelope::{Envelope, TerritoryRef, json};
use crate::http::respond::problem::Problem;
use crate::snapshot::compared::of_claim;
use crate::snapshot::{CellOffer, Compared, Extent, LayerInForce, NetworkState};
use crate::stats::verdict::of_sources;

/// What a filing says of the place.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Claim {
    operator: OperatorId,
    technology: TechnologyId,
    /// Mbit/s.
    mindown: Mbps,
    /// Mbit/s.
    minup: Mbps,
    environment: Environment,
    /// The filing that says so.
    filing: FilingId,
    /// The date it describes.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// Fixed technologies: dwellings passed in this cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    units_passed: Option<u32>,
    /// Fixed technologies: dwellings connected in this cell, as the largest multiple of ten that is neither above
    /// their number nor above `units_passed` less ten; absent below ten.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>, multiple_of = 10, minimum = 10, nullable = false)]
    units_connected: Option<PublishedConnected>,
    /// What the tests in the commune say of what the operator claims of the commune at this tier:
    /// `confirmed` or `contradicted` where the sources that tell agree, else `insufficient`; null where nobody
    /// tested it.
    #[schema(required = true)]
    verdict: Option<Verdict>,
    /// What the verdict rests on, by source.
    evidence: Vec<ClaimEvidence>,
}

/// What the tests of one source say of a claim, and how many they are.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ClaimEvidence {
    source: SourceId,
    /// What they say: never more than `insufficient` below 30 tests, 10 cells or 5 days.
    verdict: Verdict,
    /// Tests in the commune's cells that were claimed on the day of the test and still are.
    /// Null, as the counts below, where a filing or a month they rest on is damaged.
    #[schema(required = true)]
    tests: Option<u64>,
    /// How many of them met the tier.
    #[schema(required = true)]
    tests_met: Option<u64>,
    /// Their distinct H3 resolution-8 cells.
    #[schema(required = true)]
    cells: Option<u64>,
    /// Their distinct civil days.
    #[schema(required = true)]
    days: Option<u64>,
}

/// A place and what is claimed of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = PlaceClaims)]
pub(crate) struct AtBody {
    lon: f64,
    lat: f64,
    /// Whether the place lies outside the country.
    outside: bool,
    /// What contains the place, from the country down.
    territory: Vec<TerritoryRef>,
    /// The H3 resolution-9 cell the place lies in.
    #[schema(example = "89392d6e2a3ffff")]
    cell: String,
    /// That cell's corners, counterclockwise, the first once more at the end: degrees east and north.
    outline: Vec<[f64; 2]>,
    claims: Vec<Claim>,
    /// What was measured in the commune in the twelve months to the last one measured, by operator,
    /// technology and source.
    measurements: Vec<MeasuredItem>,
    /// What a claim and its verdict mean here.
    definition: String,
    #[serde(flatten)]
    envelope: Envelope,
}

query! {
    /// Which place is asked about.
    PlaceQuery {
        lon: Needed<Degrees<180>> = "degrees east",
        lat: Needed<Degrees<90>> = "degrees north",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: MeasuredInstant = "what had been recorded by then, of claims and of measurements: an instant, or a date",
        lang: Lang = "preferred language",
        f: JsonOnly = "the one media type there is",
    }
}

/// A cell's corners as a ring of GeoJSON, to 7 decimals: a centimetre.
fn outline(cell: CellIndex) -> Vec<[f64; 2]> {
    let rounded = |degrees: f64| (degrees * 1e7).round() / 1e7;
    let mut ring: Vec<[f64; 2]> =
        cell.boundary().iter().map(|at| [rounded(at.lng()), rounded(at.lat())]).collect();
    ring.extend(ring.first().copied());
    ring
}

/// The commune of a place, every claim on the place, and what was measured in the commune.
#[utoipa::path(
    get, path = "/api/v1/at", operation_id = "getPlace", tag = "coverage",
    params(PlaceQuery),
    responses(
        (status = 200, description = "The place", body = AtBody),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(asked: Asked<PlaceQuery>) -> Result<Response, Problem> {
    let at = LonLat { lon: asked.query.lon, lat: asked.query.lat };
    let (state, snapshot, country) = (&asked.state, asked.snapshot(), asked.country());
    let cell = LatLng::new(at.lat, at.lon).map_err(Problem::internal)?.to_cell(CELL_RESOLUTION);
    let territory = containers(country, at);
    let mut claims = match country.cells().ordinal(cell) {
        Some(ordinal) => claims(state, ordinal).await?,
        None => Vec::new(),
    };
    let measured = match country.locate(at) {
        Some(commune) => of_commune(state, country.tree.commune(commune)).await?,
        None => Vec::new(),
    };
    for claim in &mut claims {
        claim.evidence = evidence(claim, &measured);
        claim.verdict = of_sources(claim.evidence.iter().map(|source| source.verdict));
    }
    let mut envelope = asked.envelope();
    envelope.synthetic |= measured.iter().any(|compared| compared.synthetic);
    Ok(asked.tag.reply(json(&AtBody {
        lon: at.lon,
        lat: at.lat,
        outside: territory.is_empty(),
        territory,
        cell: cell.to_string(),
        outline: outline(cell),
        claims,
        measurements: measured.iter().map(|compared| MeasuredItem::of(compared, snapshot)).collect(),
        definition: asked.words().point(),
        envelope,
    })?))
}

fn containers(country: &Country, at: LonLat) -> Vec<TerritoryRef> {
    let tree = &country.tree;
    let Some(commune) = country.locate(at) else { return Vec::new() };
    let mut path = tree.path(tree.commune(commune));
    if let Some(Part::Territory(part)) = country.locate_part(at) {
        path.push(part);
    }
    path.into_iter().map(|id| TerritoryRef::of(tree, id)).collect()
}

async fn claims(state: &NetworkState, cell: u32) -> Result<Vec<Claim>, Problem> {
    let archive = state.snapshot().archive();
    let mut claims = Vec::new();
    // What damaged filings say of the place is not known: the envelope names them.
    for holding in state.holdings().iter().filter(|holding| !state.is_damaged(&holding.filing)) {
        let extents = archive.extents(&holding.filing).await.map_err(Problem::internal)?;
        let layer = &holding.layer;
        match extents.get(layer) {
            Some(Extent::Cells(cells)) if cells.contains(cell) => {
                claims.push(claim(holding, layer.floor(), None));
            }
            Some(Extent::Units(units)) => {
                let offers = units.published_in(cell).into_iter();
                claims.extend(offers.map(|offer| claim(holding, offer.speeds, Some(offer))));
            }
            _ => {}
        }
    }
    Ok(claims)
}

fn claim(holding: &LayerInForce, speeds: SpeedFloor, units: Option<CellOffer>) -> Claim {
    let LayerInForce { layer, filing } = holding;
    Claim {
        operator: layer.operator.clone(),
        technology: layer.technology.clone(),
        mindown: speeds.down,
        minup: speeds.up,
        environment: layer.environment,
        filing: filing.id.clone(),
        as_of: filing.as_of,
        units_passed: units.map(|offer| offer.passed),
        units_connected: units.and_then(|offer| offer.connected),
        verdict: None,
        evidence: Vec::new(),
    }
}

/// What the tests of each source say of a claim.
fn evidence(claim: &Claim, measured: &[Compared]) -> Vec<ClaimEvidence> {
    let tier = SpeedFloor { down: claim.mindown, up: claim.minup };
    let found = of_claim(measured, (&claim.operator, &claim.technology), tier, claim.environment);
    found
        .map(|(source, met)| ClaimEvidence {
            source: source.clone(),
            verdict: met.verdict,
            tests: met.evidence.map(|evidence| evidence.tests),
            tests_met: met.evidence.map(|evidence| evidence.met),
            cells: met.evidence.map(|evidence| evidence.cells),
            days: met.evidence.map(|evidence| evidence.days),
        })
        .collect()
}
