//! The bodies of measurements: what is said of each territory, operator, technology and source.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::catalogue::Aggregate;
use crate::country::Outline;
use crate::domain::{
    LevelId, MeasuredState, Metric, Month, OperatorId, Recorded, SourceId, SpeedFloor, TechnologyId,
    TerritoryCode, Verdict,
};
use crate::http::api::openapi::bodies::Geometry;
use crate::http::respond::envelope::{Envelope, TerritoryRef};
use crate::http::respond::pagination::Part;
use crate::snapshot::{Compared, Snapshot, Spread, TierMet};

/// What the numbers mean.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MeasuredDefinition {
    /// Whose tests, of when, how many, what they are not, and what a verdict compares.
    pub(crate) sentence: String,
    /// First month; null where nothing was measured.
    #[schema(required = true)]
    pub(super) from: Option<Month>,
    /// Last month.
    #[schema(required = true)]
    pub(super) to: Option<Month>,
    /// Tests below which nothing is said, and there is no verdict.
    #[schema(example = 30)]
    pub(super) enough: u64,
    /// Distinct H3 resolution-8 cells below which there is no verdict.
    #[schema(example = 10)]
    pub(super) enough_cells: u64,
    /// Distinct civil days below which there is no verdict.
    #[schema(example = 5)]
    pub(super) enough_days: u64,
    /// The state of the network that is claimed.
    #[schema(value_type = String, format = Date)]
    pub(super) as_of: Date,
    /// What had been recorded by then.
    pub(super) known_at: Recorded,
}

/// How the values of one metric are spread: Mbit/s, milliseconds, or a share 0..1.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[schema(as = Spread)]
pub(crate) struct SpreadBody {
    /// Tests that measured it.
    pub(super) n: u64,
    pub(super) mean: f64,
    pub(super) p5: f64,
    /// The median.
    pub(super) p50: f64,
    pub(super) p95: f64,
    /// Lower end of the median's 95 % interval.
    pub(super) p50_low: f64,
    /// Upper end of the median's 95 % interval.
    pub(super) p50_high: f64,
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
    pub(super) tier: SpeedFloor,
    /// Tests that measured both directions; null where a month of the source is damaged.
    #[schema(required = true)]
    pub(super) n: Option<u64>,
    /// How many met the tier; null, as the share, below 30.
    #[schema(required = true)]
    pub(super) met: Option<u64>,
    #[schema(required = true)]
    pub(super) share: Option<f64>,
    /// Lower end of the share's 95 % interval (Wilson).
    #[schema(required = true)]
    pub(super) low: Option<f64>,
    /// Upper end of the share's 95 % interval (Wilson).
    #[schema(required = true)]
    pub(super) high: Option<f64>,
    /// Share of people (fixed technologies: of households) the same operator claims at this tier, outdoors
    /// where it is mobile; null where it filed nothing.
    #[schema(required = true)]
    pub(super) claimed: Option<f64>,
    /// `confirmed`, `contradicted` or `insufficient`: what the tests that count say of the claim.
    pub(super) verdict: Verdict,
    /// The tests the verdict counts, of `n`: those in cells that the filing in force on the day of the test
    /// claimed, and that the filing judged still claims. Below 30 the verdict is `insufficient`.
    /// Null, as the counts below, where a filing or a month they rest on is damaged.
    #[schema(required = true)]
    pub(super) tests: Option<u64>,
    /// How many of these met the tier.
    #[schema(required = true)]
    pub(super) tests_met: Option<u64>,
    /// Distinct H3 resolution-8 cells of these tests; below 10 the verdict is `insufficient`.
    #[schema(required = true)]
    pub(super) cells: Option<u64>,
    /// Distinct civil days of these tests; below 5 the verdict is `insufficient`.
    #[schema(required = true)]
    pub(super) days: Option<u64>,
}

impl TierBody {
    /// A tier, of tests a month of which may be damaged.
    pub(crate) fn of(met: &TierMet, is_damaged: bool) -> Self {
        let share = met.met.map(|(_, share)| share);
        Self {
            tier: met.tier,
            n: Some(met.n).filter(|_| !is_damaged),
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

/// What the tests of one source say of one operator's technology in one territory.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MeasuredItem {
    #[serde(flatten)]
    pub(super) territory: TerritoryRef,
    pub(crate) operator: OperatorId,
    pub(crate) technology: TechnologyId,
    /// Whose tests; sources are never added together.
    pub(super) source: SourceId,
    /// First month.
    pub(super) from: Month,
    /// Last month.
    pub(super) to: Month,
    /// Tests, whatever they measured; null where `damaged`.
    #[schema(required = true)]
    pub(super) tests: Option<u64>,
    pub(super) state: MeasuredState,
    /// Mbit/s towards the user; null below 30 tests of it.
    #[schema(required = true)]
    pub(super) download: Option<SpreadBody>,
    /// Mbit/s from the user.
    #[schema(required = true)]
    pub(super) upload: Option<SpreadBody>,
    /// Milliseconds.
    #[schema(required = true)]
    pub(super) latency: Option<SpreadBody>,
    /// Share 0..1.
    #[schema(required = true)]
    pub(super) loss: Option<SpreadBody>,
    /// The technology's tiers, lowest first.
    pub(super) tiers: Vec<TierBody>,
    /// Whether the tests are made up.
    pub(super) synthetic: bool,
    /// `GeoJSON` geometry, where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Geometry>, nullable = false)]
    pub(super) geometry: Option<Outline>,
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
            tiers: compared.tiers.iter().map(|tier| TierBody::of(tier, compared.damaged)).collect(),
            synthetic: compared.synthetic,
            geometry: None,
        }
    }
}

/// Percentiles that somebody else computed, of all operators and technologies together.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Aggregate)]
pub(crate) struct AggregateBody {
    pub(super) source: SourceId,
    pub(super) code: TerritoryCode,
    pub(super) month: Month,
    /// `download`, `upload` (Mbit/s), `latency` (ms) or `loss` (share).
    pub(super) metric: Metric,
    /// Tests behind them.
    pub(super) samples: u64,
    /// `p1`, `p5`, `p50` and so on: a low percentile is a low value, whatever its source calls it.
    pub(super) percentiles: BTreeMap<String, f64>,
    pub(super) attribution: String,
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
    pub(super) id: SourceId,
    pub(super) tests: u64,
    /// The latest test.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    pub(super) last_at: Option<jiff::Timestamp>,
    pub(super) synthetic: bool,
    /// Whether it takes no more.
    pub(super) retired: bool,
    /// Months whose tests are not counted: damaged ones, and, at a `known_at` between two batches, those that a
    /// program before row format 2 merged from both; absent where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) damaged: Vec<Month>,
}

impl SourceBody {
    /// Whether it is this source.
    pub(crate) fn is(&self, source: &SourceId) -> bool {
        self.id == *source
    }
}

/// Everything beside the items.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MeasuredHead {
    pub(super) definition: MeasuredDefinition,
    /// The level of the items.
    pub(super) level: LevelId,
    /// The territory they lie in.
    #[schema(required = true)]
    pub(super) within: Option<TerritoryCode>,
    /// Of the months asked for, and of what contains or is contained in `within`; they know no operators.
    pub(super) aggregates: Vec<AggregateBody>,
    /// Every source there is.
    pub(super) sources: Vec<SourceBody>,
    #[serde(flatten)]
    pub(super) envelope: Envelope,
    /// Items on all pages.
    pub(super) total: usize,
    /// The cursor of the next page, if there is one.
    #[schema(required = true)]
    pub(super) next: Option<String>,
    /// Present where these are not all items.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) part: Option<Part>,
}

/// Measurements beside claims.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Measurements)]
pub(crate) struct MeasurementsBody {
    #[serde(flatten)]
    pub(super) head: MeasuredHead,
    /// By territory, operator, technology, source and month.
    pub(super) items: Vec<MeasuredItem>,
}

#[cfg(test)]
mod tests;
