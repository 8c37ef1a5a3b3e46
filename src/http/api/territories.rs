//! Territories of the country's tree, and search by name or position.

pub(crate) mod boundaries;
pub(crate) mod topology;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use utoipa::openapi::{RefOr, Schema};

use crate::country::places::fold;
use crate::country::{Country, Labels, Place, TerritoryId, Tree};
use crate::domain::{Level, LevelId, LonLat, Names};
use crate::http::extract::asked::{Asked, Needed, Reader, Word, query};
use crate::http::extract::parameters::{Cursor, JsonOnly, Lang, Limit, ThingQuery, text};
use crate::http::extract::question::Territory;
use crate::http::respond::envelope::{Envelope, TerritoryRef, json};
use crate::http::respond::pagination::{Part, with_link};
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;

/// Longer queries name no place.
const QUERY_MOST: usize = 200;

/// A territory with its people.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TerritoryItem {
    #[serde(flatten)]
    territory: TerritoryRef,
    /// What the statisticians call it.
    #[schema(required = true)]
    kind: Option<String>,
    /// People by census year; null where unknown.
    population: BTreeMap<String, Option<f64>>,
    /// Households by census year.
    households: BTreeMap<String, Option<f64>>,
    /// People in urban places by census year.
    urban: BTreeMap<String, Option<f64>>,
    /// Geodesic area in km².
    area_km2: f64,
    /// West, south, east, north in degrees.
    #[schema(min_items = 4, max_items = 4)]
    bbox: [f64; 4],
    /// Longitude and latitude of a place well inside its largest part, where its name can stand; null of the whole.
    #[schema(required = true, value_type = Option<[f64; 2]>, min_items = 2, max_items = 2)]
    label: Option<[f64; 2]>,
}

impl TerritoryItem {
    fn of(country: &Country, id: TerritoryId, labels: &Labels) -> Self {
        let territory = country.tree.get(id);
        let years: Vec<i16> = country.meta.census.iter().map(|census| census.year).collect();
        let by_year = |figure: &dyn Fn(i16) -> Option<f64>| {
            years.iter().map(|year| (year.to_string(), figure(*year))).collect::<BTreeMap<_, _>>()
        };
        Self {
            territory: TerritoryRef::of(&country.tree, id),
            kind: territory.kind.clone(),
            population: by_year(&|year| territory.census.population(year)),
            households: by_year(&|year| territory.census.households(year)),
            urban: by_year(&|year| territory.census.urban("population", year)),
            area_km2: territory.area.km2(),
            bbox: territory.bbox,
            label: labels.get(id.index()).copied().flatten().map(|LonLat { lon, lat }| [lon, lat]),
        }
    }
}

/// Territories.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Territories)]
pub(crate) struct TerritoriesBody {
    items: Vec<TerritoryItem>,
    /// Items on all pages.
    total: usize,
    /// The cursor of the next page, if there is one.
    #[schema(required = true)]
    next: Option<String>,
    /// Present where these are not all items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    part: Option<Part>,
    #[serde(flatten)]
    envelope: Envelope,
}

/// What lies directly below a territory.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Children {
    /// Their level; null where nothing lies below.
    #[schema(required = true)]
    level: Option<LevelId>,
    count: usize,
}

/// One territory.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Territory)]
pub(crate) struct TerritoryBody {
    #[serde(flatten)]
    item: TerritoryItem,
    /// From the country down to itself.
    path: Vec<TerritoryRef>,
    children: Children,
    /// Every figure of the censuses, by name.
    census: BTreeMap<String, f64>,
    /// What the pack's builder had to say of it.
    flags: Vec<String>,
    #[serde(flatten)]
    envelope: Envelope,
}

query! {
    /// Which territories are asked for.
    TerritoriesQuery {
        level: Option<Level> = "only this level",
        within: Option<Territory> = "code: only what lies in it",
        q: Option<String> = "part of a name in any language, without regard to case and accents",
        limit: Limit<2000, 5000> = "2000 by default, 5000 at most",
        cursor: Cursor = "`next` of the page before",
        lang: Lang = "preferred language",
        f: JsonOnly = "the one media type there is",
    }
}

/// Territories of a level, in a territory, by name.
#[utoipa::path(
    get, path = "/api/v1/territories", operation_id = "listTerritories", tag = "territories",
    params(TerritoriesQuery),
    responses((status = 200, description = "Territories", body = TerritoriesBody))
)]
pub(crate) async fn list(asked: Asked<TerritoriesQuery>) -> Result<Response, Problem> {
    let country = asked.country();
    let TerritoriesQuery { level, within, q, limit, cursor, .. } = &asked.query;
    let query = q.as_deref().map(fold);
    let tree = &country.tree;
    let chosen: Vec<TerritoryId> = tree
        .iter()
        .filter(|(_, territory)| level.is_none_or(|level| territory.level == level))
        .filter(|(id, _)| within.is_none_or(|container| tree.is_within(*id, container)))
        .filter(|(_, territory)| query.as_deref().is_none_or(|query| is_called(&territory.names, query)))
        .map(|(id, _)| id)
        .collect();
    let cut = cursor.page(*limit).cut(chosen.into_iter());
    let part = cut.part.clone();
    let labels = labels(country).await?;
    let items: Vec<TerritoryItem> =
        cut.items.iter().map(|id| TerritoryItem::of(country, *id, &labels)).collect();
    let written = items.len();
    let envelope = asked.envelope();
    let body = TerritoriesBody { part: part.clone(), items, total: cut.total, next: cut.next, envelope };
    Ok(with_link(asked.tag.json(body, written)?, part.as_ref()))
}

/// Where names can stand. The first who asks waits for borders to be read.
async fn labels(country: &Arc<Country>) -> Result<Labels, Problem> {
    let country = Arc::clone(country);
    let read = tokio::task::spawn_blocking(move || country.labels());
    read.await.map_err(Problem::internal)?.map_err(Problem::internal)
}

fn is_called(names: &Names, folded_query: &str) -> bool {
    names.0.values().any(|name| fold(name).contains(folded_query))
}

/// One territory: its people, what contains it, what lies below.
#[utoipa::path(
    get, path = "/api/v1/territories/{code}", operation_id = "getTerritory", tag = "territories",
    params(("code" = String, Path, description = "official code"), ThingQuery),
    responses(
        (status = 200, description = "The territory", body = TerritoryBody),
        (status = 404, description = "No such territory", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(Path(code): Path<String>, asked: Asked<ThingQuery>) -> Result<Response, Problem> {
    let country = asked.country();
    let tree = &country.tree;
    let id = tree.find(&code).ok_or_else(|| Problem::not_found("detail-not-found-territory"))?;
    let below = tree.children(id);
    let territory = tree.get(id);
    Ok(asked.tag.reply(json(&TerritoryBody {
        item: TerritoryItem::of(country, id, &labels(country).await?),
        path: tree.path(id).into_iter().map(|id| TerritoryRef::of(tree, id)).collect(),
        children: Children {
            level: below.first().map(|child| tree.level_id(*child).clone()),
            count: below.len(),
        },
        census: territory.census.0.clone(),
        flags: territory.flags.clone(),
        envelope: asked.envelope(),
    })?))
}

/// What was found.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum HitType {
    /// A territory of the country, by its code.
    Territory,
    /// A named place.
    Locality,
    /// The coordinates asked for.
    Coordinates,
}

/// A hit of a search.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Hit {
    #[serde(rename = "type")]
    kind: HitType,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    code: Option<crate::domain::TerritoryCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    level: Option<LevelId>,
    names: Names,
    lon: f64,
    lat: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_items = 4, max_items = 4)]
    bbox: Option<[f64; 4]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    /// The base unit it lies in, whatever the country calls it.
    commune: Option<TerritoryRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    /// What contains that, below the whole country.
    province: Option<TerritoryRef>,
}

/// Hits, best first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SearchHits)]
pub(crate) struct SearchBody {
    items: Vec<Hit>,
    #[serde(flatten)]
    envelope: Envelope,
}

query! {
    /// Which place is looked for.
    SearchQuery {
        q: Needed<SearchText> = "a name, a code, or `lat, lon` in degrees",
        limit: Limit<10, 50> = "10 by default, 50 at most",
        lang: Lang = "preferred language",
        f: JsonOnly = "the one media type there is",
    }
}

/// What is looked for, no longer than what names a place.
pub(crate) struct SearchText;

impl Word for SearchText {
    type Value = String;

    fn schema() -> RefOr<Schema> {
        text()
    }

    fn read(text: &str, _reader: &Reader<'_>) -> Option<String> {
        (text.len() <= QUERY_MOST).then(|| text.to_owned())
    }

    fn expected(_reader: &Reader<'_>) -> Said {
        Said::new("expected-search").text("most", QUERY_MOST.to_string())
    }
}

/// Places by name in any language, or by coordinates.
#[utoipa::path(
    get, path = "/api/v1/search", operation_id = "searchPlaces", tag = "territories",
    params(SearchQuery),
    responses((status = 200, description = "Hits, best first", body = SearchBody))
)]
pub(crate) async fn search(asked: Asked<SearchQuery>) -> Result<Response, Problem> {
    let country = asked.country();
    let SearchQuery { q, limit, .. } = &asked.query;
    let items = match coordinates(q) {
        Some(at) => vec![at_coordinates(country, at)],
        None => {
            country.places.search(q, *limit).into_iter().filter_map(|place| hit(country, &place)).collect()
        }
    };
    Ok(asked.tag.reply(json(&SearchBody { items, envelope: asked.envelope() })?))
}

/// `33.57, -7.59`, as maps write it: latitude first.
fn coordinates(query: &str) -> Option<LonLat> {
    let numbers: Vec<f64> = query
        .split([',', ' ', ';'])
        .filter(|part| !part.is_empty())
        .map(|part| part.trim_end_matches('°').parse::<f64>())
        .collect::<Result<_, _>>()
        .ok()?;
    let [lat, lon] = numbers.as_slice() else { return None };
    let on_earth = (-90.0..=90.0).contains(lat) && (-180.0..=180.0).contains(lon);
    on_earth.then_some(LonLat { lon: *lon, lat: *lat })
}

fn surroundings(country: &Country, at: LonLat) -> (Option<TerritoryRef>, Option<TerritoryRef>) {
    let tree = &country.tree;
    let Some(commune) = country.locate(at).map(|commune| tree.commune(commune)) else { return (None, None) };
    (Some(TerritoryRef::of(tree, commune)), province(tree, commune))
}

/// The base unit that a territory lies in and is not.
fn commune(tree: &Tree, id: TerritoryId) -> Option<TerritoryRef> {
    ancestor(tree, id, tree.levels().base())
}

/// The territory of the level above base units that a territory lies in and is not.
fn province(tree: &Tree, id: TerritoryId) -> Option<TerritoryRef> {
    ancestor(tree, id, tree.levels().containers().next_back()?)
}

fn ancestor(tree: &Tree, id: TerritoryId, level: Level) -> Option<TerritoryRef> {
    let container = tree.container(id, level).filter(|container| *container != id);
    container.map(|id| TerritoryRef::of(tree, id))
}

fn at_coordinates(country: &Country, at: LonLat) -> Hit {
    let (commune, province) = surroundings(country, at);
    let label = format!("{}, {}", at.lat, at.lon);
    let names = country.meta.languages.iter().map(|language| (language.clone(), label.clone())).collect();
    Hit {
        kind: HitType::Coordinates,
        code: None,
        level: None,
        names: Names(names),
        lon: at.lon,
        lat: at.lat,
        bbox: None,
        commune,
        province,
    }
}

fn hit(country: &Country, place: &Place) -> Option<Hit> {
    let tree = &country.tree;
    match place {
        Place::Territory(id) => {
            let territory = tree.get(*id);
            let [west, south, east, north] = territory.bbox;
            Some(Hit {
                kind: HitType::Territory,
                code: Some(territory.code.clone()),
                level: Some(tree.level_id(*id).clone()),
                names: territory.names.clone(),
                lon: f64::midpoint(west, east),
                lat: f64::midpoint(south, north),
                bbox: Some(territory.bbox),
                commune: commune(tree, *id),
                province: province(tree, *id),
            })
        }
        Place::Locality(at) => {
            let locality = country.places.locality(*at)?;
            let position = locality.position();
            let (commune, province) = surroundings(country, position);
            Some(Hit {
                kind: HitType::Locality,
                code: None,
                level: None,
                names: locality.names(&country.meta.languages),
                lon: position.lon,
                lat: position.lat,
                bbox: None,
                commune,
                province,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_latitude_first() {
        assert_eq!(coordinates("33.57, -7.59"), Some(LonLat { lon: -7.59, lat: 33.57 }));
        assert_eq!(coordinates("33.57 -7.59"), Some(LonLat { lon: -7.59, lat: 33.57 }));
        for other in ["33.57", "Rabat", "95, 0", "1, 2, 3", "nan, 0"] {
            assert_eq!(coordinates(other), None, "{other}");
        }
    }
}
