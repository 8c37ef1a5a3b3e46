//! `GET /api/v1/coverage/values`: shares by code and nothing beside, to be joined to outlines that are there already.
//!
//! A map that has its territories from `/tiles/territories.json` needs of an answer what colours them: this is that, a
//! twentieth of what `/api/v1/coverage` says of each.

use std::collections::BTreeMap;

use axum::response::Response;
use serde::Serialize;

use crate::domain::{AsOf, LevelId, TerritoryCode};
use crate::http::api::places;
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::parameters::{JsonOnly, Lang};
use crate::http::extract::question::{
    self, CountedTechnology, Counting, Instant, ItemLevel, ShareOfAny, Territory, Tier, Where,
};
use crate::http::respond::envelope::Envelope;
use crate::http::respond::problem::{Problem, ProblemBody};
use crate::http::respond::words::Worded;
use crate::snapshot::{FigureState, Question};

/// Shares are told in steps of this many parts.
const STEPS: f64 = 1e5;

query! {
    /// Whose shares are asked for.
    ValuesQuery {
        level: ItemLevel = "id of one of the levels that `/api/v1/country` lists; default the first below the whole",
        within: Option<Territory> = "code of a territory: only what lies in it",
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: Counting = "any (default), all, min2, op:ID",
        denominator: ShareOfAny = "population (default), households, area, places:LIST; fixed technologies: households",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        lang: Lang = "language of the definition's sentence",
        f: JsonOnly = "the one media type there is",
    }
}

/// Shares by code.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CoverageValues)]
pub(crate) struct ValuesBody {
    /// What the numbers mean.
    #[schema(value_type = crate::http::api::openapi::bodies::DefinitionBody)]
    definition: Worded,
    /// The level of the territories.
    level: LevelId,
    /// The territory they lie in.
    #[schema(required = true)]
    within: Option<TerritoryCode>,
    #[serde(flatten)]
    envelope: Envelope,
    /// Whether the question has an answer: without that, every share is null.
    state: FigureState,
    /// 0..1 by code, in steps of 0.00001: 0 only where nothing is covered, 1 only where all is. Null where no operator filed,
    /// where a filing is damaged, or where there is no one to cover. The exact numbers are those of `/api/v1/coverage`.
    #[schema(value_type = BTreeMap<String, Option<f64>>)]
    values: BTreeMap<TerritoryCode, Option<f64>>,
}

/// Shares of every territory of a level by code, and nothing beside: to colour outlines that are there already.
#[utoipa::path(
    get, path = "/api/v1/coverage/values", operation_id = "getCoverageValues", tag = "coverage",
    params(ValuesQuery),
    responses(
        (status = 200, description = "Shares by code, with their definition", body = ValuesBody),
        (status = 400, description = "A parameter is wrong", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(asked: Asked<ValuesQuery>) -> Result<Response, Problem> {
    let ValuesQuery { technology, tier, environment, scope, .. } = &asked.query;
    let question = Question {
        technology: technology.clone(),
        floor: *tier,
        environment: *environment,
        scope: scope.clone(),
    };
    let of = asked.query.denominator.clone();
    let asked = asked.concerning_share(&question, &of);
    if let Some(unchanged) = asked.unchanged() {
        return Ok(unchanged);
    }
    places::counted(&asked.state, &of)?;
    let ValuesQuery { level, within, .. } = asked.query;
    let (snapshot, country) = (asked.snapshot(), asked.country());
    let figures = asked.state.figures(&question, &of).await.map_err(Problem::internal)?;
    let chosen = question::territories(snapshot, level, within);
    let value = |id| {
        let share = figures.get(id).and_then(|figure| figure.share).map(stepped);
        (country.tree.get(id).code.clone(), share)
    };
    let body = ValuesBody {
        definition: asked.words().definition(&question, &of),
        level: country.levels().id(level).clone(),
        within: within.map(|id| country.tree.get(id).code.clone()),
        envelope: asked.envelope_of_share(&question, &of),
        state: figures.standing,
        values: chosen.into_iter().map(value).collect(),
    };
    let written = body.values.len();
    asked.tag.json(body, written)
}

/// A share in steps; none but 0 becomes 0, and none but 1 becomes 1.
fn stepped(share: f64) -> f64 {
    let steps = (share * STEPS).round();
    let steps = if share > 0.0 { steps.max(1.0) } else { steps };
    (if share < 1.0 { steps.min(STEPS - 1.0) } else { steps }) / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_gap_looks_full_and_no_share_looks_like_none() {
        let told = [0.0, 1e-12, 0.123_456, 0.999_999_9, 1.0].map(stepped);
        assert_eq!(format!("{told:?}"), "[0.0, 1e-5, 0.12346, 0.99999, 1.0]");
    }
}
