//! `GET /api/v1/coverage/basis`: what one number rests on.
//!
//! Who filed what of it, for which date, recorded when and in the place of which filing; who has not filed; how people
//! are placed (census and surface, in the definition); and what tests say of each claim. The number itself, and each
//! operator's own share, stand beside.

use std::sync::Arc;

use axum::response::Response;
use serde::Serialize;

use crate::catalogue::FilingRecord;
use crate::country::TerritoryId;
use crate::domain::{AsOf, FilingId, FilingKind, Layer, Month, Names, OperatorId, Recorded, Scope, SourceId};
use crate::http::api::coverage::Number;
use crate::http::api::filings::list::{FiledLayerItem, FilingRef};
use crate::http::api::measurements::list::bodies::TierBody;
use crate::http::api::openapi::bodies::DefinitionBody;
use crate::http::api::places;
use crate::http::extract::asked::{Asked, query};
use crate::http::extract::parameters::{JsonOnly, Lang};
use crate::http::extract::question::{
    CountedTechnology, Counting, MeasuredInstant, ShareOfAny, TerritoryOrCountry, Tier, Where,
};
use crate::http::respond::envelope::{Envelope, TerritoryRef, json};
use crate::http::respond::problem::Problem;
use crate::http::respond::words::Worded;
use crate::snapshot::compared::of_claim;
use crate::snapshot::{Compared, LayerInForce, NetworkState, Question, Selection};

query! {
    /// Which number is asked about.
    BasisQuery {
        territory: TerritoryOrCountry = "code; default the country",
        technology: CountedTechnology = "4g, 5g, fibre ...; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: Counting = "any (default), all, min2, op:ID",
        denominator: ShareOfAny = "population (default), households, area, places:LIST; fixed technologies: households",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: MeasuredInstant = "what had been recorded by then, of filings and of measurements: an instant, or a date",
        lang: Lang = "language of the definition's sentence",
        f: JsonOnly = "the one media type there is",
    }
}

/// A filing in force that a number is made of.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct BasisFiling {
    id: FilingId,
    kind: FilingKind,
    /// The date whose network it describes.
    #[schema(value_type = String, format = Date)]
    as_of: AsOf,
    /// When it was learned.
    recorded: Recorded,
    /// Present where its rows are damaged: it stands, and no number counts it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    damaged: bool,
    /// Whether it is made up for a demonstration.
    synthetic: bool,
    /// Those of its layers that count for the number.
    layers: Vec<FiledLayerItem>,
    /// The filings that it took the place of.
    replaces: Vec<FilingRef>,
}

/// What the tests of one source say of one operator's claim in the territory.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct BasisTests {
    /// Whose tests; sources are never added together.
    source: SourceId,
    #[serde(flatten)]
    at_tier: TierBody,
}

/// An operator whose filings count.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct BasisOperator {
    operator: OperatorId,
    names: Names,
    /// Its own number.
    #[serde(flatten)]
    number: Number,
    /// Its filings in force, by date.
    filings: Vec<BasisFiling>,
    /// What tests of its network say, by source. Empty where there are none, of a tier that is not the pack's, and in a
    /// vehicle.
    tests: Vec<BasisTests>,
}

/// An operator that is asked for, or licensed, and filed nothing that counts.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SilentOperator {
    operator: OperatorId,
    names: Names,
}

/// What a number rests on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CoverageBasis)]
pub(crate) struct BasisBody {
    /// What the number means: census and surface say how people are placed.
    #[schema(value_type = DefinitionBody)]
    definition: Worded,
    territory: TerritoryRef,
    /// The number itself.
    number: Number,
    /// The operators it is made of.
    operators: Vec<BasisOperator>,
    without_filing: Vec<SilentOperator>,
    /// The first month of the tests; null where none of this territory are counted.
    #[schema(required = true)]
    tests_from: Option<Month>,
    /// The last one.
    #[schema(required = true)]
    tests_to: Option<Month>,
    #[serde(flatten)]
    envelope: Envelope,
}

/// Who filed what a number is made of, when, and what tests say of it.
#[utoipa::path(
    get, path = "/api/v1/coverage/basis", operation_id = "getCoverageBasis", tag = "coverage",
    params(BasisQuery),
    responses(
        (status = 200, description = "What a number rests on", body = BasisBody),
        (status = 400, description = "A parameter is wrong", body = crate::http::respond::problem::ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn get(asked: Asked<BasisQuery>) -> Result<Response, Problem> {
    let question = asked.query.question();
    let (territory, of) = (asked.query.territory, &asked.query.denominator);
    places::counted(&asked.state, of)?;
    let (state, snapshot) = (&asked.state, asked.snapshot());
    let names =
        |id: &OperatorId| snapshot.operator(id).map(|operator| operator.names.clone()).unwrap_or_default();
    let tests = tests(state, territory, &question).await?;
    let measured = tests.as_ref().map_or(&[][..], |(_, measured)| measured);
    let mut operators = Vec::new();
    for (operator, layers) in state.contributions(&question) {
        let own = Question { scope: Scope::Operator(operator.clone()), ..question.clone() };
        let figures = state.figures(&own, of).await.map_err(Problem::internal)?;
        operators.push(BasisOperator {
            names: names(&operator),
            number: Number::of(&figures, territory)?,
            filings: filings(state, &layers),
            tests: tests_of(measured, &operator, &question),
            operator,
        });
    }
    let figures = state.figures(&question, of).await.map_err(Problem::internal)?;
    let silent = state.counted(&question).without_filing.into_iter();
    let mut envelope = asked.envelope_of_share(&question, of);
    envelope.synthetic |= measured.iter().any(|compared| compared.synthetic);
    Ok(asked.tag.reply(json(&BasisBody {
        definition: asked.words().definition(&question, of),
        territory: TerritoryRef::of(&asked.country().tree, territory),
        number: Number::of(&figures, territory)?,
        operators,
        without_filing: silent.map(|id| SilentOperator { names: names(&id), operator: id }).collect(),
        tests_from: tests.as_ref().map(|((from, _), _)| *from),
        tests_to: tests.as_ref().map(|((_, to), _)| *to),
        envelope,
    })?))
}

impl BasisQuery {
    fn question(&self) -> Question {
        Question {
            technology: self.technology.clone(),
            floor: self.tier,
            environment: self.environment,
            scope: self.scope.clone(),
        }
    }
}

/// The filings of layers in force, each once, by date.
fn filings(state: &NetworkState, held: &[LayerInForce]) -> Vec<BasisFiling> {
    let mut filings: Vec<&Arc<FilingRecord>> = held.iter().map(|held| &held.filing).collect();
    filings.sort_by_key(|filing| (filing.as_of, filing.recorded));
    filings.dedup_by(|a, b| a.id == b.id);
    let counts =
        |id: &FilingId, layer: &Layer| held.iter().any(|held| held.filing.id == *id && held.layer == *layer);
    let told = filings.into_iter().map(|filing| BasisFiling {
        id: filing.id.clone(),
        kind: filing.kind,
        as_of: filing.as_of,
        recorded: filing.recorded,
        damaged: state.is_damaged(filing),
        synthetic: filing.synthetic,
        layers: filing
            .layers
            .iter()
            .filter(|declared| counts(&filing.id, &declared.layer))
            .map(FiledLayerItem::from)
            .collect(),
        replaces: FilingRef::of(state.snapshot().filings().replaced_by(filing)),
    });
    told.collect()
}

/// The tests of a technology in a territory over the usual months, beside what is claimed; nothing where none are
/// counted there: nothing was measured, or the territory is a part of a base unit.
async fn tests(
    state: &NetworkState,
    territory: TerritoryId,
    question: &Question,
) -> Result<Option<((Month, Month), Vec<Compared>)>, Problem> {
    let country = state.snapshot().country();
    let level = country.tree.get(territory).level;
    let Some((from, to)) = state.measured().window().filter(|_| level <= country.levels().base()) else {
        return Ok(None);
    };
    let operator = match &question.scope {
        Scope::Operator(id) => Some(id.clone()),
        Scope::Any | Scope::All | Scope::Min2 => None,
    };
    let selection = Selection {
        level,
        within: Some(territory),
        operator,
        technology: Some(question.technology.clone()),
        source: None,
        from,
        to,
        by_month: false,
    };
    let compared = state.compare(&selection).await.map_err(Problem::internal)?;
    Ok(Some(((from, to), compared)))
}

fn tests_of(measured: &[Compared], operator: &OperatorId, question: &Question) -> Vec<BasisTests> {
    let network = (operator, &question.technology);
    let told = measured.iter().flat_map(|compared| {
        let own = std::slice::from_ref(compared);
        let met = of_claim(own, network, question.floor, question.environment);
        met.map(|(source, met)| BasisTests {
            source: source.clone(),
            at_tier: TierBody::of(met, compared.damaged),
        })
    });
    told.collect()
}
