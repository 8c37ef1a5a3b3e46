//! `GET /api/v1/targets`: what was promised, how far it is, and what is missing.
//!
//! Owns the form of the answer; [`paths`] groups targets into promises, [`table`] writes CSV. What is
//! reached is as filed; how it stands is of a day, which is part of the answer, of its tag and of the key
//! it is kept by: after midnight another answer is due.

mod paths;
mod table;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::country::TargetMeta;
use crate::domain::{
    AsOf, Denominator, Environment, Names, OperatorId, Recorded, Scope, SpeedFloor, TargetId, TargetPathId,
    TargetScope, TargetStatus, TechnologyId, TodayFrom,
};
use crate::http::App;
use crate::http::extract::asked::query;
use crate::http::extract::parameters::{JsonOrCsv, Lang};
use crate::http::extract::query::{Ask, Format};
use crate::http::extract::question::{Instant, JudgedOn};
use crate::http::respond::conditional::called;
use crate::http::respond::envelope::{Envelope, json};
use crate::http::respond::problem::Problem;
use crate::http::respond::words::Words;
use crate::snapshot::{Filed, NetworkState, Progress, TargetState};
use paths::PathItem;

/// What a status means.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TargetDefinition {
    /// The census goals and gaps are counted on.
    census: String,
    census_year: i16,
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    known_at: Recorded,
    /// The day statuses and `expected_today_share` are of.
    #[schema(value_type = String, format = Date, example = "2026-11-28")]
    today: jiff::civil::Date,
    /// What `today` was taken from: `clock`, the country's civil day; `asked`, an `as_of` that has come or a
    /// past `known_at` where the question has one.
    today_from: TodayFrom,
    /// All of it as one text.
    sentence: String,
}

/// The latest filing of an operator that counts.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct FiledItem {
    operator: OperatorId,
    /// The date whose network it describes.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// Days from then to `today`.
    age_days: i32,
}

impl From<Filed> for FiledItem {
    fn from(filed: Filed) -> Self {
        Self { operator: filed.operator, as_of: filed.as_of, age_days: filed.age_days }
    }
}

/// How far one scope of a target is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ProgressItem {
    /// `any`, `all`, `min2`, or `op:ID` where each operator is bound.
    scope: Scope,
    /// The operator's names.
    #[schema(required = true)]
    names: Option<Names>,
    /// The share 0..1 reached; null where no operator counted has filed.
    #[schema(required = true)]
    share: Option<f64>,
    /// People or households it is.
    #[schema(required = true)]
    amount: Option<f64>,
    /// The share when the target was announced; null where no operator counted had filed by then.
    #[schema(required = true)]
    start_share: Option<f64>,
    /// The share expected on `as_of`: the straight line from `start_share`, or 0, to the goal, through the
    /// stages of its path.
    #[schema(required = true)]
    expected_share: Option<f64>,
    /// The date of the latest filing that counts; null where there is none.
    #[schema(value_type = Option<String>, format = Date, required = true)]
    filing_as_of: Option<AsOf>,
    /// Days from that date to `today`.
    #[schema(required = true)]
    filing_age_days: Option<i32>,
    /// The latest filing of each operator that counts.
    filings: Vec<FiledItem>,
    /// The share expected on `filing_as_of`.
    #[schema(required = true)]
    expected_at_filing_share: Option<f64>,
    /// The share expected on `today`: the status is by this one.
    #[schema(required = true)]
    expected_today_share: Option<f64>,
    /// What is missing to the goal; 0 once it is reached.
    #[schema(required = true)]
    gap_share: Option<f64>,
    /// People or households missing to the goal; 0 once it is reached.
    #[schema(required = true)]
    gap_amount: Option<f64>,
    /// `met`, `on_track`, `late` or `not_computable`, on `today`.
    status: TargetStatus,
    /// Why it is not computable.
    #[schema(required = true)]
    reason: Option<String>,
}

/// A target of the country pack, and how it stands.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TargetItem {
    id: TargetId,
    names: Names,
    /// Who promised it, or is bound by it.
    who: String,
    /// What exactly is promised, as far as the source says.
    definition: String,
    technology: TechnologyId,
    /// The tier counted: as promised, else the technology's lowest.
    tier: SpeedFloor,
    /// The environment counted: as promised, else the usual one.
    environment: Environment,
    /// `any`, `all`, `min2`, or `each`: every licensed operator is held against the goal.
    scope: TargetScope,
    /// `population` or `households`.
    denominator: Denominator,
    /// The share 0..1 as promised; null where an amount is.
    #[schema(required = true)]
    share: Option<f64>,
    /// The number of people or households as promised; null where a share is.
    #[schema(required = true)]
    amount: Option<f64>,
    /// The goal as a share 0..1 of all people or households.
    #[schema(required = true)]
    goal_share: Option<f64>,
    /// The goal in people or households.
    #[schema(required = true)]
    goal_amount: Option<f64>,
    /// When it is due.
    #[schema(value_type = String, format = Date)]
    date: jiff::civil::Date,
    #[schema(value_type = String, format = Date)]
    announced: jiff::civil::Date,
    /// Where the promise is written.
    source: String,
    /// The path it is a stage of, where the promise has several.
    #[schema(required = true)]
    path: Option<TargetPathId>,
    /// Which stage of its path it is, from 1 on.
    stage: usize,
    /// How many stages the path has.
    stages: usize,
    /// Whether it is the stage to work for on `today`: the next one due, or the last.
    is_current: bool,
    /// The target it replaces.
    #[schema(required = true)]
    supersedes: Option<TargetId>,
    /// The target that replaced it: it is kept for the record.
    #[schema(required = true)]
    superseded_by: Option<TargetId>,
    /// `met`, `on_track`, `late` or `not_computable`: the worst of its scopes.
    status: TargetStatus,
    /// Why it is not computable, or which operators are missing in it.
    #[schema(required = true)]
    reason: Option<String>,
    progress: Vec<ProgressItem>,
    /// The goal, what is counted, and what replaced it, as one text.
    sentence: String,
}

/// The country's targets.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Targets)]
pub(crate) struct TargetsBody {
    definition: TargetDefinition,
    /// In the pack's order.
    items: Vec<TargetItem>,
    /// The same as promises: targets that are stages of one path are one.
    paths: Vec<PathItem>,
    #[serde(flatten)]
    envelope: Envelope,
}

fn progress(state: &NetworkState, progress: Progress, language: &str) -> ProgressItem {
    let names = match &progress.scope {
        Scope::Operator(id) => state.snapshot().operator(id).map(|operator| operator.names.clone()),
        _ => None,
    };
    let latest = progress.latest();
    ProgressItem {
        scope: progress.scope,
        names,
        share: progress.share,
        amount: progress.amount,
        start_share: progress.start_share,
        expected_share: progress.expected_share,
        filing_as_of: latest.map(|(as_of, _)| as_of),
        filing_age_days: latest.map(|(_, age)| age),
        expected_at_filing_share: progress.expected_at_filing,
        expected_today_share: progress.expected_today,
        gap_share: progress.gap_share,
        gap_amount: progress.gap_amount,
        status: progress.status,
        reason: progress.obstacle.map(|obstacle| Words::new(state, language).obstacle(&obstacle)),
        filings: progress.filed.into_iter().map(FiledItem::from).collect(),
    }
}

fn item(state: &NetworkState, target: &TargetMeta, stands: TargetState, language: &str) -> TargetItem {
    let languages = &state.snapshot().country().meta.languages;
    TargetItem {
        id: target.id.clone(),
        names: target.names.clone(),
        who: target.who.get(language, languages).to_owned(),
        definition: target.definition.get(language, languages).to_owned(),
        technology: target.technology.clone(),
        tier: stands.floor,
        environment: stands.environment,
        scope: target.scope,
        denominator: target.denominator,
        share: target.share,
        amount: target.amount,
        goal_share: stands.goal_share,
        goal_amount: stands.goal_amount,
        date: target.date,
        announced: target.announced,
        source: target.source.get(language, languages).to_owned(),
        path: target.path.clone(),
        stage: stands.stage.stage,
        stages: stands.stage.stages,
        is_current: stands.stage.is_current,
        supersedes: target.supersedes.clone(),
        sentence: Words::new(state, language).target(target, &stands),
        superseded_by: stands.superseded_by,
        status: stands.status,
        reason: stands.obstacle.map(|obstacle| Words::new(state, language).obstacle(&obstacle)),
        progress: stands.progress.into_iter().map(|one| progress(state, one, language)).collect(),
    }
}

query! {
    /// On which day and from which filings targets are asked for.
    TargetsQuery {
        as_of: Option<AsOf> = "date of the network described, which then stands for today unless it has not come; default the latest filed, judged today",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date; judged on that day where it is past and no `as_of` is given",
        today: JudgedOn = "day targets are judged on, today at the latest; default as `as_of` and `known_at` say",
        lang: Lang = "language of sentences, reasons and sources",
        f: JsonOrCsv = "json, csv; or by Accept",
    }
}

/// The country's targets, with how far each is and what is missing.
///
/// Two lines, each with its date: what was expected when the operators last filed, and what is expected on
/// `today`, by which a target is on track or late. With an `as_of` that has come, that date stands for today;
/// with a past `known_at` alone, its civil day in the country. A `today` asked for goes before both.
#[utoipa::path(
    get, path = "/api/v1/targets", operation_id = "listTargets", tag = "targets",
    params(TargetsQuery),
    responses(
        (status = 200, description = "Targets with their status", content(
            (TargetsBody = "application/json"), (String = "text/csv"),
        )),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    let asked = ask.asked::<TargetsQuery>(&app).await?;
    let today = asked.query.today;
    // The same day has another reason after midnight.
    let asked = asked.made_of(&format_args!("{} {}", today.date, today.from));
    if let Some(unchanged) = asked.unchanged() {
        return Ok(unchanged);
    }
    let (state, language, meta) = (&asked.state, asked.language.as_str(), &asked.country().meta);
    let found = state.targets(today.date).await.map_err(Problem::internal)?;
    let census = meta.current_census();
    let body = TargetsBody {
        definition: TargetDefinition {
            census: census.id.clone(),
            census_year: census.year,
            as_of: state.as_of(),
            known_at: state.known_at(),
            today: today.date,
            today_from: today.from,
            sentence: asked.words().statuses(today),
        },
        paths: paths::of(state, &found, language),
        items: meta
            .targets
            .iter()
            .zip(found)
            .map(|(target, stands)| item(state, target, stands, language))
            .collect(),
        envelope: asked.envelope(),
    };
    if asked.format == Format::Json {
        return Ok(asked.tag.reply(json(&body)?));
    }
    let table = asked.tag.reply(table::of(&body, &meta.languages).map_err(Problem::internal)?);
    Ok(called(table, &format!("targets-{}.csv", body.envelope.as_of)))
}
