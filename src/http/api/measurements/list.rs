//! `GET /api/v1/measurements`: what tests say of each territory, operator, technology and source, beside
//! what the operator claims there.

pub(crate) mod bodies;
mod rows;
pub(crate) mod window;

use std::ops::Range;
use std::sync::Arc;

use axum::response::Response;

use crate::country::{PreparedOutlines, TerritoryId};
use crate::domain::{AsOf, Month, SourceId, TerritoryCode};
use crate::http::api::coverage::outlines;
use crate::http::api::openapi::bodies::FeatureCollection;
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::outlines::Outlines;
use crate::http::extract::parameters::{Cursor, Grouping, JsonCsvOrGeoJson, Lang};
use crate::http::extract::query::Format;
use crate::http::extract::question::{LevelOfCommunes, MeasuredInstant, Registered, Technology, Territory};
use crate::http::respond::conditional::called;
use crate::http::respond::envelope::Envelope;
use crate::http::respond::features::NameColumns;
use crate::http::respond::pagination::{with_last_line, with_link};
use crate::http::respond::problem::Problem;
use crate::snapshot::{
    Compared, ENOUGH_CELLS, ENOUGH_DAYS, ENOUGH_TESTS, NetworkState, SelectedWhole, Selection, Snapshot,
};
use bodies::{AggregateBody, MeasuredDefinition, MeasuredHead, MeasuredItem, MeasurementsBody, SourceBody};
use window::{FirstMonth, OutlinedLimit};

query! {
    /// Which measurements are asked for.
    MeasurementsQuery {
        level: LevelOfCommunes = "a level's id, from the whole down to the base unit; default the first below the whole",
        within: Option<Territory> = "code of a territory: only what lies in it",
        technology: Option<Technology> = "id of a technology; default all",
        operator: Option<Registered> = "an operator's id; default all",
        source: Option<SourceId> = "whose tests; default all, each for itself",
        from: FirstMonth = "first month, such as 2025-07; default eleven months before the last",
        to: Option<Month> = "last month; default the last one measured",
        by: Option<Grouping> = "month: each month for itself; default all months together",
        as_of: Option<AsOf> = "date of the network claimed; default the latest filed",
        known_at: MeasuredInstant = "what had been recorded by then, and not withdrawn by then, of claims and of batches of measurements: an instant, or a date",
        geometry: Outlines = "none (default), simplified (default of geojson), full",
        limit: OutlinedLimit = "items per page, 2000 by default, 5000 at most; 100 with geometry=full",
        cursor: Cursor = "`next` of the page before",
        lang: Lang = "language of the definition's sentence",
        f: JsonCsvOrGeoJson = "json, csv, geojson; or by Accept",
    }
}

/// What tests say, beside what operators claim.
///
/// Sources are never added together, and tests are not a sample of the people: every number stands with
/// its count and its interval, and below 30 tests nothing is said.
#[utoipa::path(
    get, path = "/api/v1/measurements", operation_id = "getMeasurements", tag = "measurements",
    params(MeasurementsQuery),
    responses(
        (status = 200, description = "Measurements with their definition", content(
            (MeasurementsBody = "application/json"), (String = "text/csv"), (FeatureCollection = "application/geo+json"),
        )),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(asked: Asked<MeasurementsQuery>) -> Result<Response, Problem> {
    let (query, state, country) = (&asked.query, &asked.state, asked.country());
    let page = query.cursor.page(query.limit);
    let (compared, whole) = query.compare(state, page.range()).await?;
    let source = query.source.as_ref();
    let cut = page.of(compared.iter().collect(), whole.cells);
    let head = MeasuredHead {
        definition: define(&asked, &whole),
        level: country.levels().id(query.level).clone(),
        within: query.within.map(|id| country.tree.get(id).code.clone()),
        aggregates: query.aggregates(state),
        sources: sources_of(state, source),
        envelope: envelope(state, source),
        total: cut.total,
        next: cut.next.clone(),
        part: cut.part.clone(),
    };
    let outlines = outlines(country, query.level, query.geometry).await?;
    let mut items = items(&cut.items, asked.snapshot(), outlines.as_ref());
    if asked.format != Format::Json && state.is_synthetic() {
        // A row of a table, or a feature, stands alone: what it says is claimed is made up too.
        for item in &mut items {
            item.synthetic = true;
        }
    }
    // Outlines are long, however few.
    let written = if outlines.is_some() { usize::MAX } else { items.len() };
    let response = match asked.format {
        Format::Json => asked.tag.json(MeasurementsBody { head, items }, written)?,
        Format::Csv => {
            let technologies = country.meta.technologies.iter();
            let tiers = technologies.map(|technology| technology.tiers.len()).max().unwrap_or(0);
            let (last, names) = (cut.part.clone(), NameColumns::of(country));
            let table =
                move || Ok(with_last_line(rows::csv_of(&head, &items, tiers, &names)?, last.as_ref()));
            called(asked.tag.table(written, table)?, "measurements.csv")
        }
        Format::GeoJson => {
            let meaning = asked.words().measured_feature();
            asked.tag.draft(rows::features(&head, items, &meaning, &country.meta.languages)?)
        }
    };
    Ok(with_link(response, cut.part.as_ref()))
}

/// The measurements of one commune over the usual months, beside the claims of a state.
pub(crate) async fn of_commune(state: &NetworkState, commune: TerritoryId) -> Result<Vec<Compared>, Problem> {
    let Some((from, to)) = state.measured().window() else { return Ok(Vec::new()) };
    let selection = Selection {
        level: state.snapshot().country().levels().base(),
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

impl MeasurementsQuery {
    /// First and last month; none where nothing was measured and no months are named.
    fn months(&self) -> Option<(Month, Month)> {
        self.from
    }

    async fn compare(
        &self,
        state: &NetworkState,
        page: Range<usize>,
    ) -> Result<(Vec<Compared>, SelectedWhole), Problem> {
        let Some((from, to)) = self.months() else { return Ok(Default::default()) };
        let selection = Selection {
            level: self.level,
            within: self.within,
            operator: self.operator.clone(),
            technology: self.technology.clone(),
            source: self.source.clone(),
            from,
            to,
            by_month: self.by.is_some(),
        };
        state.compare_page(&selection, Some(page)).await.map_err(Problem::internal)
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

/// The months asked about of which nothing is counted, with their sources.
fn left_out(asked: &Asked<MeasurementsQuery>, months: Option<(Month, Month)>) -> Vec<(&SourceId, Month)> {
    let Some((from, to)) = months else { return Vec::new() };
    let (measured, asked_for) = (asked.state.measured(), asked.query.source.as_ref());
    let told = measured.sources_beside(asked_for).map(|(source, _)| source);
    let own = told.filter(|source| asked_for.is_none_or(|only| only == *source));
    own.flat_map(|source| measured.damaged_months(source).into_iter().map(move |month| (source, month)))
        .filter(|(_, month)| (from..=to).contains(month))
        .collect()
}

fn define(asked: &Asked<MeasurementsQuery>, whole: &SelectedWhole) -> MeasuredDefinition {
    let sources: Vec<String> = whole.sources.iter().map(ToString::to_string).collect();
    let of = |id| asked.snapshot().operator(id);
    let synthetic = whole.operators.iter().any(|id| of(id).is_some_and(|operator| operator.synthetic));
    let months = asked.query.months();
    let mut sentence = asked.words().measured(months, whole.tests, &sources, synthetic);
    let left_out = left_out(asked, months);
    if !left_out.is_empty() {
        sentence = format!("{sentence} {}", asked.words().left_out(&left_out));
    }
    MeasuredDefinition {
        sentence,
        from: months.map(|(from, _)| from),
        to: months.map(|(_, to)| to),
        enough: ENOUGH_TESTS,
        enough_cells: ENOUGH_CELLS,
        enough_days: ENOUGH_DAYS,
        as_of: asked.state.as_of(),
        known_at: asked.state.known_at(),
    }
}

/// The envelope of measured numbers: the lines of aggregates stand beside the country's.
pub(crate) fn envelope(state: &NetworkState, asked: Option<&SourceId>) -> Envelope {
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

pub(crate) fn sources_of(state: &NetworkState, asked: Option<&SourceId>) -> Vec<SourceBody> {
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
