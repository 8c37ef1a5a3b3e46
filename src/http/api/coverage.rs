//! `GET /api/v1/coverage`: shares of every territory of a level, with their definition.

pub(crate) mod history;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;

use crate::country::{Country, Detail, Outline, PreparedOutlines, TerritoryId};
use crate::domain::{
    Denominator, Environment, Level, OperatorId, Scope, SpeedFloor, TechnologyId, TerritoryCode,
};
use crate::http::App;
use crate::http::api::openapi::bodies::{FeatureCollection, Geometry};
use crate::http::api::openapi::words::{JsonCsvOrGeoJson, OutlineDetail};
use crate::http::extract::query::{Ask, Format};
use crate::http::extract::question;
use crate::http::respond::conditional::ETag;
use crate::http::respond::draft::Draft;
use crate::http::respond::envelope::{Envelope, TerritoryRef};
use crate::http::respond::features::{self, FeatureFacts, FlatNames, Properties};
use crate::http::respond::pagination::{Cut, Page, Part, with_last_line, with_link};
use crate::http::respond::problem::Problem;
use crate::http::respond::words::{Worded, Words};
use crate::snapshot::{Answer, Figure, FigureState, NetworkState, Question};

/// Items of a page when none are asked for: every commune fits.
const PAGE: usize = 2000;
const PAGE_MOST: usize = 5000;

const PARAMETERS: &[&str] = &[
    "level",
    "within",
    "technology",
    "tier",
    "environment",
    "scope",
    "denominator",
    "as_of",
    "known_at",
    "geometry",
    "limit",
    "cursor",
    "lang",
    "f",
];

/// A share and what it was made of.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Number {
    /// 0..1; null where no operator filed, where a filing is damaged, or where there is no one to cover.
    #[schema(example = 0.814, required = true)]
    pub(crate) share: Option<f64>,
    pub(crate) state: FigureState,
    /// People, households or km² covered; for fixed technologies, dwellings passed. Null where `damaged`.
    #[schema(required = true)]
    pub(crate) covered: Option<f64>,
    /// All people, households or km².
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
    fn new(figure: Figure, standing: FigureState, estimate: bool) -> Self {
        Self {
            share: figure.share,
            state: standing,
            covered: Some(figure.covered).filter(|_| standing != FigureState::Damaged),
            total: figure.total,
            ratio: figure.ratio,
            capped: figure.capped(),
            estimate,
        }
    }
}

/// One question's numbers, ready to be read by territory.
pub(crate) struct Numbers {
    answer: Arc<Answer>,
    standing: FigureState,
    denominator: Denominator,
    estimate: bool,
}

impl Numbers {
    /// Computes, or finds, the numbers of a question.
    pub(crate) async fn of(
        state: &NetworkState,
        question: &Question,
        denominator: Denominator,
    ) -> Result<Self, Problem> {
        let answer = state.coverage(question).await.map_err(Problem::internal)?;
        let is_combined = !matches!(question.scope, Scope::Operator(_));
        let estimate = is_combined && matches!(*answer, Answer::Dwellings { .. });
        Ok(Self { answer, standing: state.counted(question).standing, denominator, estimate })
    }

    /// One territory's.
    pub(crate) fn get(&self, territory: TerritoryId) -> Result<Number, Problem> {
        self.answer
            .figure(territory, self.denominator, self.standing)
            .map(|figure| Number::new(figure, self.standing, self.estimate))
            .ok_or_else(|| Problem::internal("an answer without the denominator asked for"))
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
    level: Level,
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
    params(
        ("level" = Option<Level>, Query, description = "country, region (default), province, sector, commune, arrondissement"),
        ("within" = Option<TerritoryCode>, Query, description = "code of a territory: only what lies in it"),
        ("technology" = Option<TechnologyId>, Query, description = "4g, 5g, fibre ...; default the first filed"),
        ("tier" = Option<SpeedFloor>, Query, description = "DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest"),
        ("environment" = Option<Environment>, Query, description = "outdoor (default), vehicle, indoor"),
        ("scope" = Option<Scope>, Query, description = "any (default), all, min2, op:ID"),
        ("denominator" = Option<Denominator>, Query, description = "population (default), households, area; fixed technologies: households"),
        ("as_of" = Option<String>, Query, format = Date, description = "date of the network described; default the latest filed"),
        ("known_at" = Option<String>, Query, description = "what had been recorded by then: an instant, or a date"),
        ("geometry" = Option<OutlineDetail>, Query, description = "none (default), simplified (default of geojson), full"),
        ("limit" = Option<usize>, Query, minimum = 1, description = "items per page, 2000 by default, 5000 at most"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("lang" = Option<String>, Query, description = "language of the definition's sentence"),
        ("f" = Option<JsonCsvOrGeoJson>, Query, description = "json, csv, geojson; or by Accept"),
    ),
    responses(
        (status = 200, description = "Shares with their definition", content(
            (CoverageBody = "application/json"), (String = "text/csv"), (FeatureCollection = "application/geo+json"),
        )),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(PARAMETERS)?;
    let snapshot = app.snapshot();
    let format = ask.format(&[Format::Json, Format::Csv, Format::GeoJson])?;
    let language = ask.language(&snapshot.country().meta.languages)?;
    let state = question::state(&ask, &snapshot)?;
    let tier = question::tier(&ask, &state)?;
    let question = tier.question(question::scope(&ask, &snapshot)?);
    let denominator = tier.denominator(&ask)?;
    let level = ask.word::<Level>("level")?.unwrap_or(Level::Region);
    let within = question::territory(&ask, "within", &snapshot)?;
    let detail = geometry(&ask, format)?;
    let page = Page::read(&ask, PAGE, PAGE_MOST, snapshot.version())?;
    let tag = ETag::new(&ask, snapshot.version(), format.media_type(), &language);
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let numbers = Numbers::of(&state, &question, denominator).await?;
    let chosen = question::territories(&snapshot, level, within);
    let cut = page.cut(&ask, snapshot.version(), chosen.into_iter());
    let tree = &snapshot.country().tree;
    let head = CoverageHead {
        definition: Words::new(&state, &language).definition(&question, denominator),
        level,
        within: within.map(|id| tree.get(id).code.clone()),
        envelope: Envelope::of(&state),
        total: cut.total,
        next: cut.next.clone(),
        part: cut.part(&ask),
    };
    let outlines = outlines(snapshot.country(), level, detail).await?;
    let items = items(&cut, &numbers, snapshot.country(), outlines.as_ref())?;
    let part = head.part.clone();
    // Outlines are long, however few.
    let written = if outlines.is_some() { usize::MAX } else { items.len() };
    let response = match format {
        Format::Json => tag.json(CoverageBody { head, items }, written)?,
        Format::Csv => {
            let name = format!("attachment; filename=\"coverage-{}.csv\"", head.definition.as_of);
            let last = part.clone();
            let table = move || Ok(with_last_line(csv_of(&head, &items)?, last.as_ref()));
            let mut response = tag.table(written, table)?;
            if let Ok(name) = HeaderValue::from_str(&name) {
                response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
            }
            response
        }
        Format::GeoJson => tag.draft(features(&head, items, &snapshot.country().meta.languages)?),
    };
    Ok(with_link(response, part.as_ref()))
}

/// Reads `geometry`: `GeoJSON` has one unless told otherwise, CSV cannot.
pub(crate) fn geometry(ask: &Ask, format: Format) -> Result<Option<Detail>, Problem> {
    let default = if format == Format::GeoJson { Some(Detail::Simplified) } else { None };
    match ask.text("geometry") {
        None => Ok(default),
        Some("none") => Ok(None),
        Some(other) if format == Format::Csv => {
            Err(Problem::bad_parameter("geometry", other, "none with csv"))
        }
        Some("simplified") => Ok(Some(Detail::Simplified)),
        Some("full") => Ok(Some(Detail::Full)),
        Some(other) => Err(Problem::bad_parameter("geometry", other, "one of none, simplified, full")),
    }
}

/// The outlines of a level; `None` where none are asked for, and of the whole country: the pack draws regions
/// and below, the whole is their union.
pub(crate) async fn outlines(
    country: &Arc<Country>,
    level: Level,
    detail: Option<Detail>,
) -> Result<Option<Arc<PreparedOutlines>>, Problem> {
    let Some(detail) = detail.filter(|_| level != Level::Country) else { return Ok(None) };
    let country = Arc::clone(country);
    let read = tokio::task::spawn_blocking(move || country.prepared(level, detail));
    read.await.map_err(Problem::internal)?.map_err(Problem::internal)
}

fn items(
    cut: &Cut<TerritoryId>,
    numbers: &Numbers,
    country: &Country,
    outlines: Option<&Arc<PreparedOutlines>>,
) -> Result<Vec<CoverageItem>, Problem> {
    cut.items
        .iter()
        .map(|id| {
            let territory = TerritoryRef::of(&country.tree, *id);
            let geometry = outlines.and_then(|outlines| outlines.get(&territory.code));
            Ok(CoverageItem { territory, number: numbers.get(*id)?, geometry })
        })
        .collect()
}

/// What a coverage feature says of its question, flat as in the table.
#[derive(Debug, Serialize)]
struct Asked {
    technology: TechnologyId,
    tier: SpeedFloor,
    environment: Environment,
    scope: Scope,
    denominator: Denominator,
    census_year: i16,
    #[serde(flatten)]
    facts: FeatureFacts,
}

fn features(head: &CoverageHead, items: Vec<CoverageItem>, languages: &[String]) -> Result<Draft, Problem> {
    let definition = &head.definition;
    let asked = Asked {
        technology: definition.technology.clone(),
        tier: definition.tier,
        environment: definition.environment,
        scope: definition.scope.clone(),
        denominator: definition.denominator,
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

const COLUMNS: [&str; 31] = [
    "code",
    "level",
    "name_fr",
    "name_ar",
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
fn csv_of(head: &CoverageHead, items: &[CoverageItem]) -> Result<Vec<u8>, csv::Error> {
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
    writer.write_record(COLUMNS)?;
    for item in items {
        let CoverageItem { territory, number, .. } = item;
        let own = [
            territory.code.to_string(),
            territory.level.to_string(),
            territory.names.0.get("fr").cloned().unwrap_or_default(),
            territory.names.0.get("ar").cloned().unwrap_or_default(),
            territory.parent.as_ref().map_or_else(String::new, ToString::to_string),
            optional(number.share),
            number.state.to_string(),
            optional(number.covered),
            number.total.to_string(),
            optional(number.ratio),
            number.capped.to_string(),
            number.estimate.to_string(),
        ];
        writer.write_record(own.iter().chain(&tail))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
