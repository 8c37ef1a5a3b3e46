//! `GET /api/v1/targets`: what was promised, how far it is, and what lacks.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::Serialize;

use super::App;
use super::ask::{Ask, Format};
use super::envelope::{Envelope, json};
use super::error::Problem;
use super::reply::Tag;
use super::select;
use crate::country::TargetMeta;
use crate::domain::{
    AsOf, Denominator, Environment, Names, Recorded, Scope, SpeedFloor, TargetId, TargetScope, TargetStatus,
    TechnologyId,
};
use crate::snapshot::target_sentence::statuses;
use crate::snapshot::{NetworkState, Progress, TargetState};

/// What a status means.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TargetDefinition {
    /// The census goals and gaps are counted on.
    census: String,
    census_year: i16,
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    #[schema(value_type = String, format = DateTime)]
    known_at: Recorded,
    /// All of it as one text.
    sentence: String,
}

/// How far one scope of a target is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ProgressItem {
    /// `any`, `all`, `min2`, or `op:ID` where each operator is bound.
    #[schema(value_type = String, example = "op:iam")]
    scope: Scope,
    /// The operator's names.
    #[schema(value_type = Option<Object>)]
    names: Option<Names>,
    /// The share 0..1 reached; null where nobody counted has filed.
    share: Option<f64>,
    /// People or households it is.
    amount: Option<f64>,
    /// The share when the target was announced; null where nobody counted had filed by then.
    start_share: Option<f64>,
    /// The share expected on `as_of`: the straight line from `start_share`, or 0, to the goal.
    expected_share: Option<f64>,
    /// What lacks to the goal; 0 once it is reached.
    gap_share: Option<f64>,
    /// People or households that lack to the goal; 0 once it is reached.
    gap_amount: Option<f64>,
    /// `met`, `on_track`, `late` or `not_computable`.
    #[schema(value_type = String)]
    status: TargetStatus,
    /// Why it is not computable.
    reason: Option<String>,
}

/// A target of the country pack, and how it stands.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TargetItem {
    #[schema(value_type = String, example = "5g-population-2026-licence")]
    id: TargetId,
    #[schema(value_type = Object)]
    names: Names,
    /// Who promised it, or is bound by it.
    who: String,
    /// What exactly is promised, as far as the source says.
    definition: String,
    #[schema(value_type = String)]
    technology: TechnologyId,
    /// The tier counted: as promised, else the technology's lowest.
    #[schema(value_type = String, example = "7-1")]
    tier: SpeedFloor,
    /// The environment counted: as promised, else the usual one.
    #[schema(value_type = String)]
    environment: Environment,
    /// `any`, `all`, `min2`, or `each`: every licensed operator is held against the goal.
    #[schema(value_type = String)]
    scope: TargetScope,
    /// `population` or `households`.
    #[schema(value_type = String)]
    denominator: Denominator,
    /// The share 0..1 as promised; null where an amount is.
    share: Option<f64>,
    /// The number of people or households as promised; null where a share is.
    amount: Option<f64>,
    /// The goal as a share 0..1 of all people or households.
    goal_share: Option<f64>,
    /// The goal in people or households.
    goal_amount: Option<f64>,
    /// When it is due.
    #[schema(value_type = String, format = Date)]
    date: jiff::civil::Date,
    #[schema(value_type = String, format = Date)]
    announced: jiff::civil::Date,
    /// Where the promise is written.
    source: String,
    /// The target it replaces.
    #[schema(value_type = Option<String>)]
    supersedes: Option<TargetId>,
    /// The target that replaced it: it is kept for the record.
    #[schema(value_type = Option<String>)]
    superseded_by: Option<TargetId>,
    /// `met`, `on_track`, `late` or `not_computable`: the worst of its scopes.
    #[schema(value_type = String)]
    status: TargetStatus,
    /// Why it is not computable, or which operators are missing in it.
    reason: Option<String>,
    progress: Vec<ProgressItem>,
    /// The goal, what is counted, and what replaced it, as one text.
    sentence: String,
}

/// The country's targets.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct TargetsBody {
    definition: TargetDefinition,
    /// In the pack's order.
    items: Vec<TargetItem>,
    #[serde(flatten)]
    envelope: Envelope,
}

fn progress(state: &NetworkState, progress: Progress, language: &str) -> ProgressItem {
    let names = match &progress.scope {
        Scope::Operator(id) => state.snapshot().operator(id).map(|operator| operator.names.clone()),
        _ => None,
    };
    ProgressItem {
        scope: progress.scope,
        names,
        share: progress.share,
        amount: progress.amount,
        start_share: progress.start_share,
        expected_share: progress.expected_share,
        gap_share: progress.gap_share,
        gap_amount: progress.gap_amount,
        status: progress.status,
        reason: progress.obstacle.map(|obstacle| state.say_obstacle(&obstacle, language)),
    }
}

fn item(state: &NetworkState, target: &TargetMeta, stands: TargetState, language: &str) -> TargetItem {
    TargetItem {
        id: target.id.clone(),
        names: target.names.clone(),
        who: target.who.get(language).to_owned(),
        definition: target.definition.get(language).to_owned(),
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
        source: target.source.clone(),
        supersedes: target.supersedes.clone(),
        sentence: state.say_target(target, &stands, language),
        superseded_by: stands.superseded_by,
        status: stands.status,
        reason: stands.obstacle.map(|obstacle| state.say_obstacle(&obstacle, language)),
        progress: stands.progress.into_iter().map(|one| progress(state, one, language)).collect(),
    }
}

/// The country's targets, with how far each is and what lacks.
#[utoipa::path(
    get, path = "/api/v1/targets", tag = "targets",
    params(
        ("as_of" = Option<String>, Query, description = "date of the network described; default the latest filed"),
        ("known_at" = Option<String>, Query, description = "what had been recorded by then: an instant, or a date"),
        ("lang" = Option<String>, Query, description = "language of sentences and reasons"),
        ("f" = Option<String>, Query, description = "json, csv; or by Accept"),
    ),
    responses(
        (status = 200, description = "Targets with their status", body = TargetsBody, content_type = "application/json"),
        (status = 400, description = "A parameter is wrong", body = super::error::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&["as_of", "known_at", "lang", "f"])?;
    let snapshot = app.snapshot();
    let format = ask.format(&[Format::Json, Format::Csv])?;
    let meta = &snapshot.country().meta;
    let language = ask.language(&meta.languages)?;
    let state = select::state(&ask, &snapshot)?;
    let tag = Tag::new(&ask, snapshot.version(), format.media_type(), &language);
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let found = state.targets().await.map_err(Problem::internal)?;
    let census = meta.current_census();
    let body = TargetsBody {
        definition: TargetDefinition {
            census: census.id.clone(),
            census_year: census.year,
            as_of: state.as_of(),
            known_at: state.known_at(),
            sentence: statuses(&language).to_owned(),
        },
        items: meta
            .targets
            .iter()
            .zip(found)
            .map(|(target, stands)| item(&state, target, stands, &language))
            .collect(),
        envelope: Envelope::of(&state),
    };
    if format == Format::Json {
        return Ok(tag.reply(json(&body)?));
    }
    let mut response = tag.reply(csv_of(&body).map_err(Problem::internal)?);
    let name = format!("attachment; filename=\"targets-{}.csv\"", body.envelope.as_of);
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

const COLUMNS: [&str; 34] = [
    "target",
    "name_fr",
    "name_ar",
    "who",
    "technology",
    "tier",
    "environment",
    "scope",
    "denominator",
    "goal_share",
    "goal_amount",
    "announced",
    "date",
    "supersedes",
    "superseded_by",
    "target_status",
    "target_reason",
    "progress_scope",
    "progress_name_fr",
    "progress_name_ar",
    "share",
    "amount",
    "start_share",
    "expected_share",
    "gap_share",
    "gap_amount",
    "status",
    "reason",
    "as_of",
    "known_at",
    "synthetic",
    "definition",
    "source",
    "attribution",
];

/// One row per target and scope; a target that nobody is licensed for has one with an empty scope.
fn csv_of(body: &TargetsBody) -> Result<Vec<u8>, csv::Error> {
    let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    let id = |id: &Option<TargetId>| id.as_ref().map_or_else(String::new, ToString::to_string);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for item in &body.items {
        let head = [
            item.id.to_string(),
            item.names.0.get("fr").cloned().unwrap_or_default(),
            item.names.0.get("ar").cloned().unwrap_or_default(),
            item.who.clone(),
            item.technology.to_string(),
            item.tier.to_string(),
            item.environment.to_string(),
            item.scope.to_string(),
            item.denominator.to_string(),
            number(item.goal_share),
            number(item.goal_amount),
            item.announced.to_string(),
            item.date.to_string(),
            id(&item.supersedes),
            id(&item.superseded_by),
            item.status.to_string(),
            item.reason.clone().unwrap_or_default(),
        ];
        let tail = [
            body.envelope.as_of.to_string(),
            body.envelope.known_at.to_string(),
            body.envelope.synthetic.to_string(),
            item.sentence.clone(),
            item.source.clone(),
            body.envelope.attribution.join("; "),
        ];
        let mut rows: Vec<[String; 11]> = item.progress.iter().map(cells).collect();
        if rows.is_empty() {
            rows.push(std::array::from_fn(|_| String::new()));
        }
        for row in &rows {
            writer.write_record(head.iter().chain(row).chain(&tail))?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn cells(progress: &ProgressItem) -> [String; 11] {
    let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
    let name = |language: &str| {
        let names = progress.names.as_ref();
        names.and_then(|names| names.0.get(language).cloned()).unwrap_or_default()
    };
    [
        progress.scope.to_string(),
        name("fr"),
        name("ar"),
        number(progress.share),
        number(progress.amount),
        number(progress.start_share),
        number(progress.expected_share),
        number(progress.gap_share),
        number(progress.gap_amount),
        progress.status.to_string(),
        progress.reason.clone().unwrap_or_default(),
    ]
}
