//! `GET /api/v1/measurements`: what tests say of each territory, operator, technology and source, beside
//! what the operator claims there.

mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;

use crate::catalogue::Aggregate;
use crate::country::{Detail, Outline, PreparedOutlines, TerritoryId};
use crate::domain::{
    Level, Metric, Month, OperatorId, Recorded, SourceId, SpeedFloor, TechnologyId, TerritoryCode, Verdict,
    word_list,
};
use crate::http::App;
use crate::http::api::coverage::{geometry, outlines};
use crate::http::api::openapi::bodies::{FeatureCollection, Geometry};
use crate::http::api::openapi::words::{Grouping, JsonCsvOrGeoJson, OutlineDetail};
use crate::http::extract::query::{Ask, Format};
use crate::http::extract::question;
use crate::http::respond::conditional::ETag;
use crate::http::respond::envelope::{Envelope, TerritoryRef};
use crate::http::respond::pagination::{Page, Part, with_last_line, with_link};
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;
use crate::http::respond::words::Words;
use crate::snapshot::{
    Compared, ENOUGH_CELLS, ENOUGH_DAYS, ENOUGH_TESTS, NetworkState, Selection, Snapshot, Spread, TierMet,
};

/// Items of a page when none are asked for.
const PAGE: usize = 2000;
const PAGE_MOST: usize = 5000;
/// The same where full outlines are asked for: each item carries its own.
const PAGE_OUTLINED: usize = 100;
/// Months that may be asked for at once.
const MONTHS_MOST: i32 = 120;
/// Months looked back over when nobody says otherwise.
const WINDOW: i32 = crate::snapshot::measured::WINDOW;
const MONTH: &str = "a month such as 2025-10";

const PARAMETERS: &[&str] = &[
    "level",
    "within",
    "technology",
    "operator",
    "source",
    "from",
    "to",
    "by",
    "as_of",
    "known_at",
    "geometry",
    "limit",
    "cursor",
    "lang",
    "f",
];

/// What the numbers mean.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MeasuredDefinition {
    /// Whose tests, of when, how many, what they are not, and what a verdict compares.
    pub(crate) sentence: String,
    /// First month; null where nothing was measured.
    #[schema(required = true)]
    from: Option<Month>,
    /// Last month.
    #[schema(required = true)]
    to: Option<Month>,
    /// Tests below which nothing is said, and there is no verdict.
    #[schema(example = 30)]
    enough: u64,
    /// Distinct H3 resolution-8 cells below which there is no verdict.
    #[schema(example = 10)]
    enough_cells: u64,
    /// Distinct civil days below which there is no verdict.
    #[schema(example = 5)]
    enough_days: u64,
    /// The state of the network that is claimed.
    #[schema(value_type = String, format = Date)]
    as_of: Date,
    /// What had been recorded by then.
    known_at: Recorded,
}

/// How the values of one metric are spread: Mbit/s, milliseconds, or a share 0..1.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[schema(as = Spread)]
pub(crate) struct SpreadBody {
    /// Tests that measured it.
    n: u64,
    mean: f64,
    p5: f64,
    /// The median.
    p50: f64,
    p95: f64,
    /// Lower end of the median's 95 % interval.
    p50_low: f64,
    /// Upper end of the median's 95 % interval.
    p50_high: f64,
}

impl From<&Spread> for SpreadBody {
    fn from(spread: &Spread) -> Self {
        let Spread { n, mean, p5, p50, p95, p50_low, p50_high } = *spread;
        Self { n, mean, p5, p50, p95, p50_low, p50_high }
    }
}

/// A tier: what is claimed, what was met.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = TierMet)]
pub(crate) struct TierBody {
    /// DOWN-UP in Mbit/s.
    tier: SpeedFloor,
    /// Tests that measured both directions; null where a month of the source is damaged.
    #[schema(required = true)]
    n: Option<u64>,
    /// How many met the tier; null, as the share, below 30.
    #[schema(required = true)]
    met: Option<u64>,
    #[schema(required = true)]
    share: Option<f64>,
    /// Lower end of the share's 95 % interval (Wilson).
    #[schema(required = true)]
    low: Option<f64>,
    /// Upper end of the share's 95 % interval (Wilson).
    #[schema(required = true)]
    high: Option<f64>,
    /// Share of people (fixed technologies: of households) the same operator claims at this tier, outdoors
    /// where it is mobile; null where it filed nothing.
    #[schema(required = true)]
    claimed: Option<f64>,
    /// `confirmed`, `contradicted` or `insufficient`: what the tests that count say of the claim.
    verdict: Verdict,
    /// The tests the verdict counts, of `n`: those in cells that the filing in force on the day of the test
    /// claimed, and that the filing judged still claims. Below 30 the verdict is `insufficient`.
    /// Null, as the counts below, where a filing or a month they rest on is damaged.
    #[schema(required = true)]
    tests: Option<u64>,
    /// How many of these met the tier.
    #[schema(required = true)]
    tests_met: Option<u64>,
    /// Distinct H3 resolution-8 cells of these tests; below 10 the verdict is `insufficient`.
    #[schema(required = true)]
    cells: Option<u64>,
    /// Distinct civil days of these tests; below 5 the verdict is `insufficient`.
    #[schema(required = true)]
    days: Option<u64>,
}

impl From<&TierMet> for TierBody {
    fn from(met: &TierMet) -> Self {
        let share = met.met.map(|(_, share)| share);
        Self {
            tier: met.tier,
            n: Some(met.n),
            met: met.met.map(|(met, _)| met),
            share: share.map(|share| share.share),
            low: share.map(|share| share.lower),
            high: share.map(|share| share.upper),
            claimed: met.claimed,
            verdict: met.verdict,
            tests: met.evidence.map(|evidence| evidence.tests),
            tests_met: met.evidence.map(|evidence| evidence.met),
            cells: met.evidence.map(|evidence| evidence.cells),
            days: met.evidence.map(|evidence| evidence.days),
        }
    }
}

word_list!(
    /// Whether tests say anything.
    MeasuredState, "state" {
        /// There are enough tests.
        Measured => "measured",
        /// There are fewer than 30: nothing else is said.
        Insufficient => "insufficient",
        /// A month of the source cannot be read: nothing is known of all months together.
        Damaged => "damaged",
    }
);

/// What the tests of one source say of one operator's technology in one territory.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MeasuredItem {
    #[serde(flatten)]
    territory: TerritoryRef,
    pub(crate) operator: OperatorId,
    pub(crate) technology: TechnologyId,
    /// Whose tests; sources are never added together.
    source: SourceId,
    /// First month.
    from: Month,
    /// Last month.
    to: Month,
    /// Tests, whatever they measured; null where `damaged`.
    #[schema(required = true)]
    tests: Option<u64>,
    state: MeasuredState,
    /// Mbit/s towards the user; null below 30 tests of it.
    #[schema(required = true)]
    download: Option<SpreadBody>,
    /// Mbit/s from the user.
    #[schema(required = true)]
    upload: Option<SpreadBody>,
    /// Milliseconds.
    #[schema(required = true)]
    latency: Option<SpreadBody>,
    /// Share 0..1.
    #[schema(required = true)]
    loss: Option<SpreadBody>,
    /// The technology's tiers, lowest first.
    tiers: Vec<TierBody>,
    /// Whether the tests are made up.
    synthetic: bool,
    /// `GeoJSON` geometry, where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Geometry>, nullable = false)]
    geometry: Option<Outline>,
}

impl MeasuredItem {
    pub(crate) fn of(compared: &Compared, snapshot: &Snapshot) -> Self {
        let spread = |metric| compared.metric(metric).map(SpreadBody::from);
        let key = &compared.key;
        Self {
            territory: TerritoryRef::of(&snapshot.country().tree, key.territory),
            operator: key.operator.clone(),
            technology: key.technology.clone(),
            source: key.source.clone(),
            from: key.from,
            to: key.to,
            tests: compared.known_tests(),
            state: match (compared.damaged, compared.is_measured()) {
                (true, _) => MeasuredState::Damaged,
                (false, true) => MeasuredState::Measured,
                (false, false) => MeasuredState::Insufficient,
            },
            download: spread(Metric::Download),
            upload: spread(Metric::Upload),
            latency: spread(Metric::Latency),
            loss: spread(Metric::Loss),
            tiers: compared
                .tiers
                .iter()
                .map(TierBody::from)
                .map(|tier| TierBody { n: tier.n.filter(|_| !compared.damaged), ..tier })
                .collect(),
            synthetic: compared.synthetic,
            geometry: None,
        }
    }
}

/// Percentiles that somebody else computed, of all operators and technologies together.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Aggregate)]
pub(crate) struct AggregateBody {
    source: SourceId,
    code: TerritoryCode,
    month: Month,
    /// `download`, `upload` (Mbit/s), `latency` (ms) or `loss` (share).
    metric: Metric,
    /// Tests behind them.
    samples: u64,
    /// `p1`, `p5`, `p50` and so on: a low percentile is a low value, whatever its source calls it.
    percentiles: BTreeMap<String, f64>,
    attribution: String,
}

impl From<&Aggregate> for AggregateBody {
    fn from(aggregate: &Aggregate) -> Self {
        Self {
            source: aggregate.source.clone(),
            code: aggregate.territory.clone(),
            month: aggregate.month,
            metric: aggregate.metric,
            samples: aggregate.samples,
            percentiles: aggregate.percentiles.iter().map(|(p, value)| (format!("p{p}"), *value)).collect(),
            attribution: aggregate.attribution.clone(),
        }
    }
}

/// What is known of one source of single tests, over all months.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = MeasurementSource)]
pub(crate) struct SourceBody {
    id: SourceId,
    tests: u64,
    /// The latest test.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    last_at: Option<jiff::Timestamp>,
    synthetic: bool,
    /// Whether it takes no more.
    retired: bool,
    /// Months whose tests are damaged and not counted; absent where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    damaged: Vec<Month>,
}

/// Everything beside the items.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MeasuredHead {
    definition: MeasuredDefinition,
    /// The level of the items.
    level: Level,
    /// The territory they lie in.
    #[schema(required = true)]
    within: Option<TerritoryCode>,
    /// Of the months asked for, and of what contains or is contained in `within`; they know no operators.
    aggregates: Vec<AggregateBody>,
    /// Every source there is.
    sources: Vec<SourceBody>,
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

/// Measurements beside claims.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Measurements)]
pub(crate) struct MeasurementsBody {
    #[serde(flatten)]
    head: MeasuredHead,
    /// By territory, operator, technology, source and month.
    items: Vec<MeasuredItem>,
}

/// What tests say, beside what operators claim.
///
/// Sources are never added together, and tests are not a sample of the people: every number stands with
/// its count and its interval, and below 30 tests nothing is said.
#[utoipa::path(
    get, path = "/api/v1/measurements", operation_id = "getMeasurements", tag = "measurements",
    params(
        ("level" = Option<Level>, Query, description = "country, region (default), province, commune"),
        ("within" = Option<TerritoryCode>, Query, description = "code of a territory: only what lies in it"),
        ("technology" = Option<TechnologyId>, Query, description = "4g, 5g, fibre ...; default all"),
        ("operator" = Option<OperatorId>, Query, description = "an operator's id; default all"),
        ("source" = Option<SourceId>, Query, description = "whose tests; default all, each for itself"),
        ("from" = Option<Month>, Query, description = "first month, such as 2025-07; default eleven months before the last"),
        ("to" = Option<Month>, Query, description = "last month; default the last one measured"),
        ("by" = Option<Grouping>, Query, description = "month: each month for itself; default all months together"),
        ("as_of" = Option<String>, Query, format = Date, description = "date of the network claimed; default the latest filed"),
        ("known_at" = Option<String>, Query, description = "what had been recorded by then, and not withdrawn by then, of claims and of batches of measurements: an instant, or a date"),
        ("geometry" = Option<OutlineDetail>, Query, description = "none (default), simplified (default of geojson), full"),
        ("limit" = Option<usize>, Query, minimum = 1, description = "items per page, 2000 by default, 5000 at most; 100 with geometry=full"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before"),
        ("lang" = Option<String>, Query, description = "language of the definition's sentence"),
        ("f" = Option<JsonCsvOrGeoJson>, Query, description = "json, csv, geojson; or by Accept"),
    ),
    responses(
        (status = 200, description = "Measurements with their definition", content(
            (MeasurementsBody = "application/json"), (String = "text/csv"), (FeatureCollection = "application/geo+json"),
        )),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(PARAMETERS)?;
    let snapshot = app.snapshot();
    let format = ask.format(&[Format::Json, Format::Csv, Format::GeoJson])?;
    let language = ask.language(&snapshot.country().meta.languages)?;
    let state = question::measured(&app, &ask, &snapshot).await?;
    let version = state.measured_version();
    let asked = Asked::read(&ask, &state)?;
    let detail = geometry(&ask, format)?;
    let most = if matches!(detail, Some(Detail::Full)) { PAGE_OUTLINED } else { PAGE_MOST };
    let page = Page::read(&ask, PAGE.min(most), most, &version)?;
    let tag = ETag::new(&ask, &version, format.media_type(), &language);
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let compared = asked.compare(&state).await?;
    let tests = compared.iter().map(|compared| compared.tests).sum();
    let sources: BTreeSet<String> = compared.iter().map(|compared| compared.key.source.to_string()).collect();
    let synthetic = compared.iter().any(|compared| compared.synthetic);
    let cut = page.cut(&ask, &version, compared.iter());
    let head = MeasuredHead {
        definition: define(&state, asked.months(), tests, &sources, synthetic, &language),
        level: asked.level,
        within: asked.within.map(|id| snapshot.country().tree.get(id).code.clone()),
        aggregates: asked.aggregates(&state),
        sources: sources_of(&state, asked.source.as_ref()),
        envelope: envelope(&state, asked.source.as_ref()),
        total: cut.total,
        next: cut.next.clone(),
        part: cut.part(&ask),
    };
    let outlines = outlines(snapshot.country(), asked.level, detail).await?;
    let mut items = items(&cut.items, &snapshot, outlines.as_ref());
    if format != Format::Json && state.is_synthetic() {
        // A row of a table, or a feature, stands alone: what it says is claimed is made up too.
        for item in &mut items {
            item.synthetic = true;
        }
    }
    let part = head.part.clone();
    // Outlines are long, however few.
    let written = if outlines.is_some() { usize::MAX } else { items.len() };
    let response = match format {
        Format::Json => tag.json(MeasurementsBody { head, items }, written)?,
        Format::Csv => {
            let technologies = snapshot.country().meta.technologies.iter();
            let tiers = technologies.map(|technology| technology.tiers.len()).max().unwrap_or(0);
            let last = part.clone();
            let table = move || Ok(with_last_line(rows::csv_of(&head, &items, tiers)?, last.as_ref()));
            let mut response = tag.table(written, table)?;
            let name = HeaderValue::from_static("attachment; filename=\"measurements.csv\"");
            response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
            response
        }
        Format::GeoJson => {
            let meaning = Words::new(&state, &language).measured_feature();
            tag.draft(rows::features(&head, items, &meaning, &snapshot.country().meta.languages)?)
        }
    };
    Ok(with_link(response, part.as_ref()))
}

/// The measurements of one commune over the usual months, beside the claims of a state.
pub(crate) async fn of_commune(state: &NetworkState, commune: TerritoryId) -> Result<Vec<Compared>, Problem> {
    let Some((from, to)) = state.measured().window() else { return Ok(Vec::new()) };
    let selection = Selection {
        level: Level::Commune,
        within: Some(commune),
        operator: None,
        technology: None,
        source: None,
        from,
        to,
        by_month: false,
    };
    state.compare(&selection).await.map_err(Problem::internal)
}

/// What is asked for.
struct Asked {
    level: Level,
    within: Option<TerritoryId>,
    /// Nothing where nothing was measured and no months are named.
    selection: Option<Selection>,
    source: Option<SourceId>,
}

impl Asked {
    fn read(ask: &Ask, state: &NetworkState) -> Result<Self, Problem> {
        let snapshot = state.snapshot();
        let level = ask.word::<Level>("level")?.unwrap_or(Level::Region);
        if !matches!(level, Level::Country | Level::Region | Level::Province | Level::Commune) {
            let expected = "one of country, region, province, commune";
            return Err(Problem::bad_parameter("level", level.as_str(), expected));
        }
        let within = question::territory(ask, "within", snapshot)?;
        let source = ask.word::<SourceId>("source")?;
        let by_month = match ask.text("by") {
            None => false,
            Some("month") => true,
            Some(other) => return Err(Problem::bad_parameter("by", other, "month, or nothing")),
        };
        let (operator, technology) = (question::operator(ask, snapshot)?, technology(ask, snapshot)?);
        let months = months(ask, state, source.as_ref())?;
        if let Some((from, to)) = months
            && by_month
            && level == Level::Commune
            && within.is_none()
            && to.number() - from.number() >= WINDOW
        {
            let expected = "at most twelve months of communes by month, unless within= names a territory";
            return Err(Problem::bad_parameter("from", &from.to_string(), expected));
        }
        let selection = months.map(|(from, to)| Selection {
            level,
            within,
            operator,
            technology,
            source: source.clone(),
            from,
            to,
            by_month,
        });
        Ok(Self { level, within, selection, source })
    }

    fn months(&self) -> Option<(Month, Month)> {
        self.selection.as_ref().map(|selection| (selection.from, selection.to))
    }

    async fn compare(&self, state: &NetworkState) -> Result<Vec<Compared>, Problem> {
        match &self.selection {
            Some(selection) => state.compare(selection).await.map_err(Problem::internal),
            None => Ok(Vec::new()),
        }
    }

    fn aggregates(&self, state: &NetworkState) -> Vec<AggregateBody> {
        let tree = &state.snapshot().country().tree;
        let Some((from, to)) = self.months() else { return Vec::new() };
        let is_near = |code: &TerritoryCode| {
            let found = tree.find(code.as_str());
            found.is_some_and(|id| {
                self.within.is_none_or(|within| tree.is_within(within, id) || tree.is_within(id, within))
            })
        };
        let all = state.measured().aggregates_beside(self.source.as_ref()).filter(|aggregate| {
            (from..=to).contains(&aggregate.month)
                && self.source.as_ref().is_none_or(|source| *source == aggregate.source)
                && is_near(&aggregate.territory)
        });
        all.map(AggregateBody::from).collect()
    }
}

fn technology(ask: &Ask, snapshot: &Snapshot) -> Result<Option<TechnologyId>, Problem> {
    let Some(text) = ask.text("technology") else { return Ok(None) };
    let technologies = &snapshot.country().meta.technologies;
    let found = technologies.iter().find(|technology| technology.id.as_str() == text);
    found.map(|technology| Some(technology.id.clone())).ok_or_else(|| {
        let known: Vec<&str> = technologies.iter().map(|technology| technology.id.as_str()).collect();
        Problem::bad_parameter("technology", text, Said::one_of(&known))
    })
}

/// Reads `from` and `to`; by default, the twelve months to the last one measured.
fn months(
    ask: &Ask,
    state: &NetworkState,
    asked: Option<&SourceId>,
) -> Result<Option<(Month, Month)>, Problem> {
    let (from, to) = (ask.value::<Month>("from", MONTH)?, ask.value::<Month>("to", MONTH)?);
    let last = to.or(state.measured().last_month_beside(asked)).or(from.map(|from| from.minus(1 - WINDOW)));
    let Some(to) = last else { return Ok(None) };
    let from = from.unwrap_or(to.minus(WINDOW - 1));
    let length = to.number() - from.number() + 1;
    if !(1..=MONTHS_MOST).contains(&length) {
        let expected = format!("at most {to}, and at most {MONTHS_MOST} months before it");
        return Err(Problem::bad_parameter("from", &from.to_string(), &expected));
    }
    Ok(Some((from, to)))
}

fn define(
    state: &NetworkState,
    months: Option<(Month, Month)>,
    tests: u64,
    sources: &BTreeSet<String>,
    synthetic: bool,
    language: &str,
) -> MeasuredDefinition {
    let sources: Vec<String> = sources.iter().cloned().collect();
    MeasuredDefinition {
        sentence: Words::new(state, language).measured(months, tests, &sources, synthetic),
        from: months.map(|(from, _)| from),
        to: months.map(|(_, to)| to),
        enough: ENOUGH_TESTS,
        enough_cells: ENOUGH_CELLS,
        enough_days: ENOUGH_DAYS,
        as_of: state.as_of(),
        known_at: state.known_at(),
    }
}

/// The envelope of measured numbers: the lines of aggregates stand beside the country's.
fn envelope(state: &NetworkState, asked: Option<&SourceId>) -> Envelope {
    let mut envelope = Envelope::of(state);
    let measured = state.measured();
    envelope.synthetic |= measured.sources_beside(asked).any(|(_, facts)| facts.synthetic);
    for aggregate in measured.aggregates_beside(asked) {
        if !aggregate.attribution.is_empty() && !envelope.attribution.contains(&aggregate.attribution) {
            envelope.attribution.push(aggregate.attribution.clone());
        }
    }
    envelope
}

fn sources_of(state: &NetworkState, asked: Option<&SourceId>) -> Vec<SourceBody> {
    let all = state.measured().sources_beside(asked);
    all.map(|(id, facts)| SourceBody {
        id: id.clone(),
        tests: facts.tests,
        last_at: jiff::Timestamp::from_millisecond(facts.last_at_ms).ok(),
        synthetic: facts.synthetic,
        retired: facts.retired,
        damaged: state.measured().damaged_months(id),
    })
    .collect()
}

fn items(
    cut: &[&Compared],
    snapshot: &Arc<Snapshot>,
    outlines: Option<&Arc<PreparedOutlines>>,
) -> Vec<MeasuredItem> {
    let item = |compared: &&Compared| {
        let mut item = MeasuredItem::of(compared, snapshot);
        item.geometry = outlines.and_then(|outlines| outlines.get(&item.territory.code));
        item
    };
    cut.iter().map(item).collect()
}

#[cfg(test)]
mod tests;
