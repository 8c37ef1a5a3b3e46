//! `GET /api/v1/coverage`: shares of every territory of a level, with their definition.

pub(crate) mod history;
pub(crate) mod values;

use std::sync::Arc;

use axum::response::Response;
use serde::Serialize;

use crate::country::{Country, Detail, Outline, PreparedOutlines, TerritoryId};
use crate::domain::{
    AsOf, Environment, Level, LevelId, OperatorId, Scope, ShareOf, SpeedFloor, TechnologyId, TerritoryCode,
};
use crate::http::api::openapi::bodies::{FeatureCollection, Geometry};
use crate::http::api::places;
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::outlines::Outlines;
use crate::http::extract::parameters::{Cursor, JsonCsvOrGeoJson, Lang, Limit};
use crate::http::extract::query::Format;
use crate::http::extract::question::{
    self, CountedTechnology, Counting, Instant, ItemLevel, ShareOfAny, Territory, Tier, Where,
};
use crate::http::respond::conditional::called;
use crate::http::respond::draft::Draft;
use crate::http::respond::envelope::{Envelope, TerritoryRef};
use crate::http::respond::features::{self, FeatureFacts, FlatNames, NameColumns, Properties};
use crate::http::respond::pagination::{Cut, Part, with_last_line, with_link};
use crate::http::respond::problem::Problem;
use crate::http::respond::words::Worded;
use crate::snapshot::{FigureState, Figures, Question};

query! {
    /// Whose shares are asked for.
    CoverageQuery {
        level: ItemLevel = "id of one of the levels that `/api/v1/country` lists; default the first below the whole",
        within: Option<Territory> = "code of a territory: only what lies in it",
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: Counting = "any (default), all, min2, op:ID",
        denominator: ShareOfAny = "population (default), households, area, places:LIST; fixed technologies: households",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        geometry: Outlines = "none (default), simplified (default of geojson), full",
        // Every commune fits.
        limit: Limit<2000, 5000> = "items per page, 2000 by default, 5000 at most",
        cursor: Cursor = "`next` of the page before",
        lang: Lang = "language of the definition's sentence",
        f: JsonCsvOrGeoJson = "json, csv, geojson; or by Accept",
    }
}

/// A share and what it was made of.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Number {
    /// 0..1; null where no operator filed, where a filing is damaged, or where there is no one to cover.
    #[schema(example = 0.814, required = true)]
    pub(crate) share: Option<f64>,
    pub(crate) state: FigureState,
    /// People, households, km² or places covered; for fixed technologies, dwellings passed. Null where `damaged`.
    #[schema(required = true)]
    pub(crate) covered: Option<f64>,
    /// All people, households, km² or places.
    pub(crate) total: f64,
    /// Fixed technologies: dwellings passed per household, which may exceed 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) ratio: Option<f64>,
    /// Present where the share was cut off at 1.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) capped: bool,
    /// Present where operators' dwellings were combined by an estimate.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) estimate: bool,
}

impl Number {
    /// One territory's, of a question's.
    pub(crate) fn of(figures: &Figures, territory: TerritoryId) -> Result<Self, Problem> {
        let figure = figures
            .get(territory)
            .ok_or_else(|| Problem::internal("an answer without the denominator asked for"))?;
        Ok(Self {
            share: figure.share,
            state: figures.standing,
            covered: Some(figure.covered).filter(|_| figures.standing != FigureState::Damaged),
            total: figure.total,
            ratio: figure.ratio,
            capped: figure.capped(),
            estimate: figures.is_estimate,
        })
    }
}

/// A territory with its share.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CoverageItem {
    #[serde(flatten)]
    territory: TerritoryRef,
    #[serde(flatten)]
    number: Number,
    /// `GeoJSON` geometry, where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Geometry>, nullable = false)]
    geometry: Option<Outline>,
}

/// Everything beside the items.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CoverageHead {
    /// What the numbers mean.
    #[schema(value_type = crate::http::api::openapi::bodies::DefinitionBody)]
    definition: Worded,
    /// The level of the items.
    level: LevelId,
    /// The territory they lie in.
    #[schema(required = true)]
    within: Option<TerritoryCode>,
    #[serde(flatten)]
    envelope: Envelope,
    /// Items on all pages.
    total: usize,
    /// The cursor of the next page, if there is one.
    #[schema(required = true)]
    next: Option<String>,
    /// Present where these are not all items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    part: Option<Part>,
}

/// Shares of territories.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Coverage)]
pub(crate) struct CoverageBody {
    #[serde(flatten)]
    head: CoverageHead,
    /// One item per territory, in order of their codes.
    items: Vec<CoverageItem>,
}

/// Shares of people, households or area covered, for every territory of a level.
#[utoipa::path(
    get, path = "/api/v1/coverage", operation_id = "getCoverage", tag = "coverage",
    params(CoverageQuery),
    responses(
        (status = 200, description = "Shares with their definition", content(
            (CoverageBody = "application/json"), (String = "text/csv"), (FeatureCollection = "application/geo+json"),
        )),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(asked: Asked<CoverageQuery>) -> Result<Response, Problem> {
    let (question, of) = (asked.query.question(), asked.query.denominator.clone());
    let asked = asked.concerning_share(&question, &of);
    if let Some(unchanged) = asked.unchanged() {
        return Ok(unchanged);
    }
    places::counted(&asked.state, &of)?;
    let CoverageQuery { level, within, geometry, .. } = asked.query;
    let (snapshot, country) = (asked.snapshot(), asked.country());
    let figures = asked.state.figures(&question, &of).await.map_err(Problem::internal)?;
    let chosen = question::territories(snapshot, level, within);
    let place = asked.place(&asked.query.cursor);
    let cut = place.page(asked.query.limit).cut(chosen.into_iter());
    let head = CoverageHead {
        definition: asked.words().definition(&question, &of),
        level: country.levels().id(level).clone(),
        within: within.map(|id| country.tree.get(id).code.clone()),
        envelope: asked.envelope_of_share(&question, &of),
        total: cut.total,
        next: cut.next.clone(),
        part: cut.part.clone(),
    };
    let outlines = outlines(country, level, geometry).await?;
    let items = items(&cut, &figures, country, outlines.as_ref())?;
    // Outlines are long, however few.
    let written = if outlines.is_some() { usize::MAX } else { items.len() };
    let response = match asked.format {
        Format::Json => asked.tag.json(CoverageBody { head, items }, written)?,
        Format::Csv => {
            let name = format!("coverage-{}.csv", head.definition.as_of);
            let (last, names) = (cut.part.clone(), NameColumns::of(country));
            let table = move || Ok(with_last_line(csv_of(&head, &items, &names)?, last.as_ref()));
            called(asked.tag.table(written, table)?, &name)
        }
        Format::GeoJson => asked.tag.draft(features(&head, items, &country.meta.languages)?),
    };
    Ok(with_link(response, cut.part.as_ref()))
}

impl CoverageQuery {
    fn question(&self) -> Question {
        Question {
            technology: self.technology.clone(),
            floor: self.tier,
            environment: self.environment,
            scope: self.scope.clone(),
        }
    }
}

/// The outlines of a level; `None` where none are asked for, and of the whole country: the pack draws what is
/// below it, the whole is the union of that.
pub(crate) async fn outlines(
    country: &Arc<Country>,
    level: Level,
    detail: Option<Detail>,
) -> Result<Option<Arc<PreparedOutlines>>, Problem> {
    let Some(detail) = detail.filter(|_| level != Level::WHOLE) else { return Ok(None) };
    let country = Arc::clone(country);
    let read = tokio::task::spawn_blocking(move || country.prepared(level, detail));
    read.await.map_err(Problem::internal)?.map_err(Problem::internal)
}

fn items(
    cut: &Cut<TerritoryId>,
    figures: &Figures,
    country: &Country,
    outlines: Option<&Arc<PreparedOutlines>>,
) -> Result<Vec<CoverageItem>, Problem> {
    cut.items
        .iter()
        .map(|id| {
            let territory = TerritoryRef::of(&country.tree, *id);
            let geometry = outlines.and_then(|outlines| outlines.get(&territory.code));
            Ok(CoverageItem { territory, number: Number::of(figures, *id)?, geometry })
        })
        .collect()
}

/// What a coverage feature says of its question, flat as in the table.
#[derive(Debug, Serialize)]
struct QuestionFacts {
    technology: TechnologyId,
    tier: SpeedFloor,
    environment: Environment,
    scope: Scope,
    denominator: ShareOf,
    census_year: i16,
    #[serde(flatten)]
    facts: FeatureFacts,
}

fn features(head: &CoverageHead, items: Vec<CoverageItem>, languages: &[String]) -> Result<Draft, Problem> {
    let definition = &head.definition;
    let asked = QuestionFacts {
        technology: definition.technology.clone(),
        tier: definition.tier,
        environment: definition.environment,
        scope: definition.scope.clone(),
        denominator: definition.denominator.clone(),
        census_year: definition.census_year,
        facts: FeatureFacts::new(&head.envelope, &definition.sentence),
    };
    let languages = languages.to_vec();
    features::collection(head, items, move |mut item| {
        let geometry = item.geometry.take();
        let names = FlatNames::of(&item.territory.names, &languages);
        let code = item.territory.code.to_string();
        features::feature(&code, geometry, &Properties { own: item, names, facts: &asked })
    })
}

/// The columns after the names.
const COLUMNS: [&str; 27] = [
    "parent",
    "share",
    "state",
    "covered",
    "total",
    "ratio",
    "capped",
    "estimate",
    "technology",
    "tier",
    "mindown",
    "minup",
    "environment",
    "scope",
    "numerator",
    "denominator",
    "census",
    "census_year",
    "surface",
    "as_of",
    "known_at",
    "operators",
    "operators_without_filing",
    "synthetic",
    "definition",
    "attribution",
    "operators_damaged",
];

/// One header line, one row per territory, the definition repeated in columns: a row can be cut out
/// and still says what it means.
fn csv_of(head: &CoverageHead, items: &[CoverageItem], names: &NameColumns) -> Result<Vec<u8>, csv::Error> {
    let definition = &head.definition;
    let ids = |ids: &[OperatorId]| ids.iter().map(OperatorId::as_str).collect::<Vec<_>>().join(" ");
    let optional = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    let tail = [
        definition.technology.to_string(),
        definition.tier.to_string(),
        definition.mindown.to_string(),
        definition.minup.to_string(),
        definition.environment.to_string(),
        definition.scope.to_string(),
        definition.numerator.clone(),
        definition.denominator.to_string(),
        definition.census.clone(),
        definition.census_year.to_string(),
        definition.surface.to_string(),
        definition.as_of.to_string(),
        definition.known_at.to_string(),
        ids(&definition.operators),
        ids(&definition.operators_without_filing),
        head.envelope.synthetic.to_string(),
        definition.sentence.clone(),
        head.envelope.attribution.join("; "),
        ids(&definition.operators_damaged),
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = COLUMNS.map(ToOwned::to_owned);
    writer.write_record(
        ["code", "level"].map(ToOwned::to_owned).into_iter().chain(names.header()).chain(columns),
    )?;
    for item in items {
        let CoverageItem { territory, number, .. } = item;
        let own = [
            territory.parent.as_ref().map_or_else(String::new, ToString::to_string),
            optional(number.share),
            number.state.to_string(),
            optional(number.covered),
            number.total.to_string(),
            optional(number.ratio),
            number.capped.to_string(),
            number.estimate.to_string(),
        ];
        let first = [territory.code.to_string(), territory.level.to_string()];
        let first = first.into_iter().chain(names.row(&territory.names));
        writer.write_record(first.chain(own).chain(tail.iter().cloned()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
