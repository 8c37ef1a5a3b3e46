//! `GET /api/v1/country`: everything a client needs to know before it asks for numbers.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::country::{TechnologyKind, TechnologyMeta};
use crate::domain::{
    AsOf, Denominator, Environment, LevelId, LevelRole, Mbps, Names, OperatorId, OperatorMeta, SpeedFloor,
    SurfaceId, TechnologyId,
};
use crate::http::App;
use crate::http::api::places::PlaceList;
use crate::http::extract::asked::query;
use crate::http::extract::parameters::{JsonOnly, Lang};
use crate::http::extract::query::Ask;
use crate::http::extract::question::Instant;
use crate::http::respond::envelope::{Envelope, json};
use crate::http::respond::problem::Problem;
use crate::snapshot::NetworkState;

/// A country, its words, and what has been filed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Country)]
pub(crate) struct CountryBody {
    /// The country's code.
    #[schema(example = "MA")]
    id: String,
    /// Its names by language.
    names: Names,
    /// West, south, east, north in degrees.
    #[schema(min_items = 4, max_items = 4)]
    bbox: [f64; 4],
    /// Languages, best first.
    languages: Vec<String>,
    /// IANA name of the time zone civil dates are meant in.
    time_zone: String,
    /// SHA-256 of the country pack.
    pack_digest: String,
    /// How people are spread over cells.
    surface: SurfaceId,
    /// Surfaces the pack has.
    surfaces: Vec<SurfaceId>,
    /// The census shares are computed on.
    census: CensusItem,
    /// Levels, from the whole down.
    levels: Vec<LevelItem>,
    /// Technologies that can be filed.
    technologies: Vec<TechnologyItem>,
    /// Environments that can be filed.
    environments: Vec<EnvironmentItem>,
    /// The registry of operators.
    operators: Vec<OperatorItem>,
    /// Values of `scope`.
    scopes: Vec<String>,
    /// Values of `denominator`.
    denominators: Vec<Denominator>,
    /// Lists of places that shares can be of too, as `places:LIST`; absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<PlaceList>,
    /// Dates filed for, ascending.
    #[schema(value_type = Vec<String>, format = Date)]
    dates: Vec<AsOf>,
    /// Changes whenever an answer may.
    version: String,
    /// Today where the country is: what is judged by the day, such as targets, is another answer tomorrow.
    #[schema(value_type = String, format = Date)]
    today: jiff::civil::Date,
    /// Whether this server has a map to lie under: `/tiles/basemap.json`.
    basemap: bool,
    #[serde(flatten)]
    envelope: Envelope,
}

/// A census.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CensusItem {
    id: String,
    year: i16,
    name: Names,
}

/// A level of the tree.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LevelItem {
    id: LevelId,
    names: Names,
    plural: Names,
    count: usize,
    /// The level that contains it; null of the whole.
    #[schema(required = true)]
    parent: Option<LevelId>,
    /// Its word in `/api/v1/boundaries/{level}`; null of the whole, which is not drawn.
    #[schema(required = true)]
    boundaries: Option<String>,
    role: LevelRole,
}

/// A technology, and whether anybody filed it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TechnologyItem {
    id: TechnologyId,
    names: Names,
    /// `mobile` or `fixed`.
    kind: TechnologyKind,
    default_denominator: Denominator,
    /// What its shares can be of, the default first.
    denominators: Vec<Denominator>,
    tiers: Vec<TierItem>,
    /// Environments it can be asked for, the default first.
    environments: Vec<Environment>,
    /// Whether any operator has a filing in force for it.
    filed: bool,
    /// Environments with a layer in force.
    filed_environments: Vec<Environment>,
}

/// A tier on offer.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TierItem {
    id: SpeedFloor,
    mindown: Mbps,
    minup: Mbps,
}

/// An environment.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct EnvironmentItem {
    id: Environment,
    names: Names,
}

/// An operator of the registry.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OperatorItem {
    id: OperatorId,
    names: Names,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    colour: Option<String>,
    /// Technologies it is licensed for at the date described, or has filed.
    technologies: Vec<TechnologyId>,
    /// Whether it has a filing in force.
    filed: bool,
    /// Whether it is made up for a demonstration.
    synthetic: bool,
}

fn technology(state: &NetworkState, technology: &TechnologyMeta) -> TechnologyItem {
    let mut filed_environments: Vec<Environment> = state
        .in_force()
        .filter(|(layer, _)| layer.technology == technology.id)
        .map(|(layer, _)| layer.environment)
        .collect();
    filed_environments.sort_unstable();
    filed_environments.dedup();
    TechnologyItem {
        id: technology.id.clone(),
        names: technology.names.clone(),
        kind: technology.kind,
        default_denominator: technology.kind.usual_denominator(),
        denominators: technology.kind.denominators().to_vec(),
        tiers: technology
            .tiers
            .iter()
            .map(|floor| TierItem { id: *floor, mindown: floor.down, minup: floor.up })
            .collect(),
        environments: technology.asked_environments(),
        filed: !filed_environments.is_empty(),
        filed_environments,
    }
}

fn operator(state: &NetworkState, operator: &OperatorMeta) -> OperatorItem {
    let filed = |technology: Option<&TechnologyId>| {
        state.in_force().any(|(layer, _)| {
            layer.operator == operator.id
                && technology.is_none_or(|technology| layer.technology == *technology)
        })
    };
    let technologies = state.snapshot().country().meta.technologies.iter().map(|technology| &technology.id);
    OperatorItem {
        id: operator.id.clone(),
        names: operator.names.clone(),
        colour: operator.colour.clone(),
        technologies: technologies
            .filter(|id| operator.is_licensed(id, state.as_of()) || filed(Some(id)))
            .cloned()
            .collect(),
        filed: filed(None),
        synthetic: operator.synthetic,
    }
}

query! {
    /// Which state of the country is asked for.
    CountryQuery {
        lang: Lang = "preferred language",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        f: JsonOnly = "the one media type there is",
    }
}

/// The country: levels, technologies, operators, dates.
#[utoipa::path(
    get, path = "/api/v1/country", operation_id = "getCountry", tag = "country",
    params(CountryQuery),
    responses((status = 200, description = "The country", body = CountryBody))
)]
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let today = app.desk().today();
    let basemap = app.basemap().map_or("", |basemap| basemap.digest());
    let asked = ask.asked::<CountryQuery>(&app).await?.made_of(&format!("{today} {basemap}"));
    if let Some(unchanged) = asked.unchanged() {
        return Ok(unchanged);
    }
    let (state, snapshot, country) = (&asked.state, asked.snapshot(), asked.country());
    let meta = &country.meta;
    let census = meta.current_census();
    let scopes = ["any", "all", "min2"].map(ToOwned::to_owned);
    let operators = snapshot.operators().iter().map(|operator| format!("op:{}", operator.id));
    Ok(asked.tag.reply(json(&CountryBody {
        id: meta.id.clone(),
        names: meta.names.clone(),
        bbox: country.tree.get(country.tree.country()).bbox,
        languages: meta.languages.clone(),
        time_zone: meta.time_zone.clone(),
        pack_digest: country.digest().to_owned(),
        surface: country.default_surface().id.clone(),
        surfaces: country.surfaces().iter().map(|surface| surface.id.clone()).collect(),
        census: CensusItem { id: census.id.clone(), year: census.year, name: census.names.clone() },
        levels: meta
            .levels
            .listed()
            .map(|(level, words)| LevelItem {
                id: words.id.clone(),
                names: words.names.clone(),
                plural: words.plural.clone(),
                count: country.tree.level(level).len(),
                parent: words.parent.clone(),
                boundaries: words.outlines.clone(),
                role: meta.levels.role(level),
            })
            .collect(),
        technologies: meta.technologies.iter().map(|item| technology(state, item)).collect(),
        environments: meta
            .environments
            .iter()
            .map(|environment| EnvironmentItem { id: environment.id, names: environment.names.clone() })
            .collect(),
        operators: snapshot.operators().iter().map(|item| operator(state, item)).collect(),
        scopes: scopes.into_iter().chain(operators).collect(),
        denominators: Denominator::ALL.to_vec(),
        places: state.place_lists().values().map(|list| PlaceList::of(list, state)).collect(),
        dates: snapshot.dates(state.known_at()).collect(),
        version: snapshot.version().to_owned(),
        today,
        basemap: !basemap.is_empty(),
        envelope: asked.envelope(),
    })?))
}
