//! One territory's numbers side by side: over the dates filed, and over the operators.

use axum::response::Response;
use serde::Serialize;

use crate::domain::{AsOf, Names, Scope};
use crate::http::api::coverage::Number;
use crate::http::api::places;
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::parameters::{JsonOnly, Lang};
use crate::http::extract::question::{
    CountedTechnology, Counting, Instant, ShareOfAny, TerritoryOrCountry, Tier, Where,
};
use crate::http::respond::envelope::{Envelope, TerritoryRef, json};
use crate::http::respond::problem::Problem;
use crate::http::respond::words::Worded;
use crate::snapshot::{Figures, Question};

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

query! {
    /// Which territory's shares over the dates are asked for.
    HistoryQuery {
        territory: TerritoryOrCountry = "code; default the country",
        technology: CountedTechnology = "4g, 5g, fibre ...; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: Counting = "any (default), all, min2, op:ID",
        denominator: ShareOfAny = "population (default), households, area, places:LIST; fixed technologies: households",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        lang: Lang = "language of the definition's sentence",
        f: JsonOnly = "the one media type there is",
    }
}

query! {
    /// Which territory's shares by operator are asked for.
    OperatorsQuery {
        territory: TerritoryOrCountry = "code; default the country",
        technology: CountedTechnology = "4g, 5g, fibre ...; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        denominator: ShareOfAny = "population (default), households, area, places:LIST; fixed technologies: households",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        lang: Lang = "language of the definition's sentence",
        f: JsonOnly = "the one media type there is",
    }
}

/// One territory's share at every date filed.
#[utoipa::path(
    get, path = "/api/v1/coverage/history", operation_id = "getCoverageHistory", tag = "coverage",
    params(HistoryQuery),
    responses(
        (status = 200, description = "A share per date", body = HistoryBody),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn history(asked: Asked<HistoryQuery>) -> Result<Response, Problem> {
    let (territory, of) = (asked.query.territory, asked.query.denominator.clone());
    places::counted(&asked.state, &of)?;
    let question = Question {
        technology: asked.query.technology.clone(),
        floor: asked.query.tier,
        environment: asked.query.environment,
        scope: asked.query.scope.clone(),
    };
    let series = asked.snapshot().series(&question, &of, asked.state.known_at());
    let series = series.await.map_err(Problem::internal)?;
    let item = |(as_of, figures): &(AsOf, Figures)| {
        Number::of(figures, territory).map(|number| HistoryItem { as_of: *as_of, number })
    };
    let items = series.iter().map(item).collect::<Result<_, _>>()?;
    Ok(asked.tag.reply(json(&HistoryBody {
        definition: asked.words().definition(&question, &of),
        territory: TerritoryRef::of(&asked.country().tree, territory),
        envelope: asked.envelope_with(&of),
        items,
    })?))
}

/// One territory's share for each operator, and for them together.
#[utoipa::path(
    get, path = "/api/v1/coverage/operators", operation_id = "getCoverageByOperator", tag = "coverage",
    params(OperatorsQuery),
    responses(
        (status = 200, description = "A share per scope", body = OperatorsBody),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn operators(asked: Asked<OperatorsQuery>) -> Result<Response, Problem> {
    let any = asked.query.question(Scope::Any);
    let of = asked.query.denominator.clone();
    let asked = asked.concerning_share(&any, &of);
    if let Some(unchanged) = asked.unchanged() {
        return Ok(unchanged);
    }
    places::counted(&asked.state, &of)?;
    let territory = asked.query.territory;
    let counted = asked.state.counted(&any);
    let concerned = asked.snapshot().operators().iter().filter(|operator| {
        counted.operators.contains(&operator.id) || counted.without_filing.contains(&operator.id)
    });
    let scopes = concerned
        .map(|operator| (Scope::Operator(operator.id.clone()), Some(operator.names.clone())))
        .chain([Scope::Any, Scope::All, Scope::Min2].map(|scope| (scope, None)));
    let mut items = Vec::new();
    for (scope, names) in scopes {
        let figures = asked.state.figures(&asked.query.question(scope.clone()), &of).await;
        let number = Number::of(&figures.map_err(Problem::internal)?, territory)?;
        items.push(OperatorShare { scope, names, number });
    }
    Ok(asked.tag.reply(json(&OperatorsBody {
        definition: asked.words().definition(&any, &of),
        territory: TerritoryRef::of(&asked.country().tree, territory),
        envelope: asked.envelope_of_share(&any, &of),
        items,
    })?))
}

impl OperatorsQuery {
    fn question(&self, scope: Scope) -> Question {
        Question {
            technology: self.technology.clone(),
            floor: self.tier,
            environment: self.environment,
            scope,
        }
    }
}
