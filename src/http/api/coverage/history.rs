//! One territory's numbers side by side: over the dates filed, and over the operators.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::country::TerritoryId;
use crate::domain::{AsOf, Denominator, Environment, Names, Scope, SpeedFloor, TechnologyId, TerritoryCode};
use crate::http::App;
use crate::http::api::coverage::{Number, Numbers};
use crate::http::api::openapi::words::JsonOnly;
use crate::http::extract::query::{Ask, Format};
use crate::http::extract::question;
use crate::http::respond::conditional::ETag;
use crate::http::respond::envelope::{Envelope, TerritoryRef, json};
use crate::http::respond::problem::Problem;
use crate::http::respond::words::{Worded, Words};
use crate::snapshot::Snapshot;

/// A share at one date.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct HistoryItem {
    /// The date of the network described.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    #[serde(flatten)]
    number: Number,
}

/// A territory's share over the dates filed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CoverageHistory)]
pub(crate) struct HistoryBody {
    /// What the last number means; the others differ in their date only.
    #[schema(value_type = crate::http::api::openapi::bodies::DefinitionBody)]
    definition: Worded,
    /// The territory.
    territory: TerritoryRef,
    #[serde(flatten)]
    envelope: Envelope,
    /// One item per date filed, ascending.
    items: Vec<HistoryItem>,
}

/// A share of one scope.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OperatorShare {
    /// `op:ID`, `any`, `all` or `min2`.
    scope: Scope,
    /// The operator's names.
    #[schema(required = true)]
    names: Option<Names>,
    #[serde(flatten)]
    number: Number,
}

/// A territory's share by operator.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CoverageByOperator)]
pub(crate) struct OperatorsBody {
    /// What the numbers mean; the scope of each item stands with it.
    #[schema(value_type = crate::http::api::openapi::bodies::DefinitionBody)]
    definition: Worded,
    /// The territory.
    territory: TerritoryRef,
    #[serde(flatten)]
    envelope: Envelope,
    /// Each operator of the registry that is licensed or has filed, then any, all and min2.
    items: Vec<OperatorShare>,
}

fn territory(ask: &Ask, snapshot: &Snapshot) -> Result<TerritoryId, Problem> {
    Ok(question::territory(ask, "territory", snapshot)?.unwrap_or_else(|| snapshot.country().tree.country()))
}

/// One territory's share at every date filed.
#[utoipa::path(
    get, path = "/api/v1/coverage/history", operation_id = "getCoverageHistory", tag = "coverage",
    params(
        ("territory" = Option<TerritoryCode>, Query, description = "code; default the country"),
        ("technology" = Option<TechnologyId>, Query, description = "4g, 5g, fibre ..."),
        ("tier" = Option<SpeedFloor>, Query, description = "DOWN-UP in Mbit/s"),
        ("environment" = Option<Environment>, Query, description = "outdoor, vehicle, indoor"),
        ("scope" = Option<Scope>, Query, description = "any, all, min2, op:ID"),
        ("denominator" = Option<Denominator>, Query, description = "population, households, area"),
        ("known_at" = Option<String>, Query, description = "what had been recorded by then"),
        ("lang" = Option<String>, Query, description = "language of the definition's sentence"), ("f" = Option<JsonOnly>, Query, description = "the one media type there is")),
    responses(
        (status = 200, description = "A share per date", body = HistoryBody),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn history(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&[
        "territory",
        "technology",
        "tier",
        "environment",
        "scope",
        "denominator",
        "known_at",
        "lang",
        "f",
    ])?;
    let snapshot = app.snapshot();
    let format = ask.format(&[Format::Json])?;
    let language = ask.language(&snapshot.country().meta.languages)?;
    let latest = question::state(&ask, &snapshot)?;
    let tier = question::tier(&ask, &latest)?;
    let question = tier.question(question::scope(&ask, &snapshot)?);
    let denominator = tier.denominator(&ask)?;
    let territory = territory(&ask, &snapshot)?;
    let tag = ETag::new(&ask, snapshot.version(), format.media_type(), &language);
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let known_at = latest.known_at();
    let mut items = Vec::new();
    for as_of in snapshot.dates(known_at) {
        let state = snapshot.state(Some(as_of), Some(known_at));
        let number = Numbers::of(&state, &question, denominator).await?.get(territory)?;
        items.push(HistoryItem { as_of, number });
    }
    Ok(tag.reply(json(&HistoryBody {
        definition: Words::new(&latest, &language).definition(&question, denominator),
        territory: TerritoryRef::of(&snapshot.country().tree, territory),
        envelope: Envelope::of(&latest),
        items,
    })?))
}

/// One territory's share for each operator, and for them together.
#[utoipa::path(
    get, path = "/api/v1/coverage/operators", operation_id = "getCoverageByOperator", tag = "coverage",
    params(
        ("territory" = Option<TerritoryCode>, Query, description = "code; default the country"),
        ("technology" = Option<TechnologyId>, Query, description = "4g, 5g, fibre ..."),
        ("tier" = Option<SpeedFloor>, Query, description = "DOWN-UP in Mbit/s"),
        ("environment" = Option<Environment>, Query, description = "outdoor, vehicle, indoor"),
        ("denominator" = Option<Denominator>, Query, description = "population, households, area"),
        ("as_of" = Option<String>, Query, format = Date, description = "date of the network described"),
        ("known_at" = Option<String>, Query, description = "what had been recorded by then"),
        ("lang" = Option<String>, Query, description = "language of the definition's sentence"), ("f" = Option<JsonOnly>, Query, description = "the one media type there is")),
    responses(
        (status = 200, description = "A share per scope", body = OperatorsBody),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn operators(State(app): State<App>, ask: Ask) -> Result<Response, Problem> {
    ask.only(&[
        "territory",
        "technology",
        "tier",
        "environment",
        "denominator",
        "as_of",
        "known_at",
        "lang",
        "f",
    ])?;
    let snapshot = app.snapshot();
    let format = ask.format(&[Format::Json])?;
    let language = ask.language(&snapshot.country().meta.languages)?;
    let state = question::state(&ask, &snapshot)?;
    let tier = question::tier(&ask, &state)?;
    let denominator = tier.denominator(&ask)?;
    let territory = territory(&ask, &snapshot)?;
    let tag = ETag::new(&ask, snapshot.version(), format.media_type(), &language);
    if let Some(unchanged) = tag.unchanged(&ask) {
        return Ok(unchanged);
    }
    let any = tier.question(Scope::Any);
    let counted = state.counted(&any);
    let concerned = snapshot.operators().iter().filter(|operator| {
        counted.operators.contains(&operator.id) || counted.without_filing.contains(&operator.id)
    });
    let scopes = concerned
        .map(|operator| (Scope::Operator(operator.id.clone()), Some(operator.names.clone())))
        .chain([Scope::Any, Scope::All, Scope::Min2].map(|scope| (scope, None)));
    let mut items = Vec::new();
    for (scope, names) in scopes {
        let question = tier.question(scope.clone());
        let number = Numbers::of(&state, &question, denominator).await?.get(territory)?;
        items.push(OperatorShare { scope, names, number });
    }
    Ok(tag.reply(json(&OperatorsBody {
        definition: Words::new(&state, &language).definition(&any, denominator),
        territory: TerritoryRef::of(&snapshot.country().tree, territory),
        envelope: Envelope::of(&state),
        items,
    })?))
}
