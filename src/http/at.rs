//! `GET /api/v1/at`: what is claimed of one place.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use h3o::LatLng;
use serde::Serialize;

use super::App;
use super::ask::{Ask, Format};
use super::envelope::{Envelope, TerritoryRef, json};
use super::error::Problem;
use super::reply::Tag;
use super::select;
use crate::country::{CELL_RESOLUTION, Country, Part};
use crate::domain::{AsOf, Environment, FilingId, LonLat, Mbps, OperatorId, SpeedFloor, TechnologyId};
use crate::snapshot::{Extent, Holding, NetworkState};

/// Fewer connected dwellings than this are not published: they would tell of single homes.
const FEWEST_CONNECTED: u32 = 10;

/// What a filing says of the place.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Claim {
    #[schema(value_type = String)]
    operator: OperatorId,
    #[schema(value_type = String)]
    technology: TechnologyId,
    /// Mbit/s.
    #[schema(value_type = f64)]
    mindown: Mbps,
    /// Mbit/s.
    #[schema(value_type = f64)]
    minup: Mbps,
    #[schema(value_type = String)]
    environment: Environment,
    /// The filing that says so.
    #[schema(value_type = String)]
    filing: FilingId,
    /// The date it describes.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// Fixed technologies: dwellings passed in this cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    units_passed: Option<u32>,
    /// Fixed technologies: dwellings connected in this cell, unless they are fewer than ten.
    #[serde(skip_serializing_if = "Option::is_none")]
    units_connected: Option<u32>,
}

/// A place and what is claimed of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
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
    claims: Vec<Claim>,
    /// Always empty for now: measurements are not taken in yet.
    #[schema(value_type = Vec<Object>)]
    measurements: Vec<serde_json::Value>,
    /// Always null for now.
    #[schema(value_type = Option<String>)]
    verdict: Option<&'static str>,
    /// What a claim means here.
    definition: &'static str,
    #[serde(flatten)]
    envelope: Envelope,
}

const DEFINITION: &str = "A claim is a layer in force whose extent holds the H3 resolution-9 cell of the place; \
     units are dwellings filed in that cell, connected ones shown from ten on.";

/// The commune of a place, and every claim on it.
#[utoipa::path(
    get, path = "/api/v1/at", tag = "coverage",
    params(
        ("lon" = f64, Query, description = "degrees east"),
        ("lat" = f64, Query, description = "degrees north"),
        ("as_of" = Option<String>, Query, description = "date of the network described"),
        ("known_at" = Option<String>, Query, description = "what had been recorded by then"),
        ("lang" = Option<String>, Query, description = "preferred language"),
    ),
    responses(
        (status = 200, description = "The place", body = AtBody),
        (status = 400, description = "A parameter is wrong", body = super::error::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&["lon", "lat", "as_of", "known_at", "lang", "f"])?;
    let snapshot = app.snapshot();
    let format = ask.format(&[Format::Json])?;
    let language = ask.language(&snapshot.country().meta.languages)?;
    let degrees = |name: &str, most: f64| {
        ask.number(name, -most, most)?
            .ok_or_else(|| Problem::missing_parameter(name, &format!("degrees from -{most} to {most}")))
    };
    let at = LonLat { lon: degrees("lon", 180.0)?, lat: degrees("lat", 90.0)? };
    let state = select::state(&ask, &snapshot)?;
    let tag = Tag::new(&ask, snapshot.version(), format.media_type(), &language);
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let cell = LatLng::new(at.lat, at.lon).map_err(Problem::internal)?.to_cell(CELL_RESOLUTION);
    let country = snapshot.country();
    let territory = containers(country, at);
    let claims = match country.cells().ordinal(cell) {
        Some(ordinal) => claims(&state, ordinal).await?,
        None => Vec::new(),
    };
    Ok(tag.reply(json(&AtBody {
        lon: at.lon,
        lat: at.lat,
        outside: territory.is_empty(),
        territory,
        cell: cell.to_string(),
        claims,
        measurements: Vec::new(),
        verdict: None,
        definition: DEFINITION,
        envelope: Envelope::of(&state),
    })?))
}

fn containers(country: &Country, at: LonLat) -> Vec<TerritoryRef> {
    let tree = &country.tree;
    let Some(commune) = country.locate(at) else { return Vec::new() };
    let mut path = tree.path(tree.commune(commune));
    if let Some(Part::Arrondissement(part)) = country.locate_part(at) {
        path.push(part);
    }
    path.into_iter().map(|id| TerritoryRef::of(tree, id)).collect()
}

async fn claims(state: &NetworkState, cell: u32) -> Result<Vec<Claim>, Problem> {
    let archive = state.snapshot().archive();
    let mut claims = Vec::new();
    for holding in state.holdings() {
        let extents = archive.extents(&holding.filing).await.map_err(Problem::internal)?;
        let layer = &holding.layer;
        match extents.get(layer) {
            Some(Extent::Cells(cells)) if cells.contains(cell) => {
                claims.push(claim(holding, layer.floor(), None));
            }
            Some(Extent::Units(units)) => {
                let mut by_speeds: BTreeMap<SpeedFloor, (u32, u32)> = BTreeMap::new();
                for unit in units.in_cell(cell) {
                    let (passed, connected) = by_speeds.entry(unit.speeds).or_default();
                    *passed = passed.saturating_add(unit.passed);
                    *connected = connected.saturating_add(unit.connected);
                }
                claims
                    .extend(by_speeds.into_iter().map(|(speeds, units)| claim(holding, speeds, Some(units))));
            }
            _ => {}
        }
    }
    Ok(claims)
}

fn claim(holding: &Holding, speeds: SpeedFloor, units: Option<(u32, u32)>) -> Claim {
    let Holding { layer, filing } = holding;
    Claim {
        operator: layer.operator.clone(),
        technology: layer.technology.clone(),
        mindown: speeds.down,
        minup: speeds.up,
        environment: layer.environment,
        filing: filing.id.clone(),
        as_of: filing.as_of,
        units_passed: units.map(|(passed, _)| passed),
        units_connected: units
            .map(|(_, connected)| connected)
            .filter(|connected| *connected >= FEWEST_CONNECTED),
    }
}
