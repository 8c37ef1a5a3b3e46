//! Measured beside claimed: what a selection of measurements says, and the verdict on each tier.
//!
//! ```text
//! Measured ──► cells of (territory, operator, technology, source, months) ─┐
//! NetworkState ──► share each operator claims at each tier ────────────────┴─► Compared, with verdicts
//! ```
//!
//! Below [`ENOUGH`] tests nothing is said but how many there were. A verdict rests on the tests that count
//! (see [`super::evidence`]), which are fewer than those made; these stand beside it. A claim of no one is no
//! claim: it has no verdict but `insufficient`. Nor has a claim of premises: which of the tests of a cell were made
//! by the dwellings that can order the tier is not known.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::evidence_cache::EvidenceWindow;
use super::measured::{MeasuredKey, Selection};
use super::question::{Answer, FigureState, Question};
use super::selected::{Selected, SelectedWhole};
use super::{NetworkState, SnapshotError};
use crate::domain::{
    Denominator, Environment, Metric, OperatorId, Scope, SourceId, SpeedFloor, TechnologyId, Verdict,
};
use crate::stats::Stats;
use crate::stats::verdict::{self, ENOUGH, Evidence};

/// Tests below which nothing is said.
pub const ENOUGH_TESTS: u64 = ENOUGH;
pub use crate::stats::verdict::{ENOUGH_CELLS, ENOUGH_DAYS};

/// How the values of one metric are spread, in its own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Tests that measured it.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// The 5th percentile.
    pub p5: f64,
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// Lower end of the median's 95 % interval, by order statistics.
    pub p50_low: f64,
    /// Upper end of the median's 95 % interval, by order statistics.
    pub p50_high: f64,
}

impl Spread {
    fn of(cell: &Stats, metric: Metric) -> Option<Self> {
        let tally = cell.tally(metric);
        let (low, high) = verdict::median_ranks(tally.count)?;
        let quantile = |q| cell.quantile(metric, q);
        Some(Self {
            n: tally.count,
            mean: tally.mean()?,
            p5: quantile(0.05)?,
            p50: quantile(0.5)?,
            p95: quantile(0.95)?,
            p50_low: quantile(low)?,
            p50_high: quantile(high)?,
        })
    }
}

/// One tier of the technology: what is claimed, what was met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TierMet {
    /// The speeds.
    pub tier: SpeedFloor,
    /// Tests that measured both directions, and so could meet it.
    pub n: u64,
    /// How many did, and the share of them with its 95 % interval (Wilson); nothing below [`ENOUGH_TESTS`].
    pub met: Option<(u64, verdict::TestShare)>,
    /// Share of people (of households, for fixed technologies) the operator claims; nothing where it filed
    /// nothing.
    pub claimed: Option<f64>,
    /// What the tests that count say of the claim.
    pub verdict: Verdict,
    /// How many these are, and in how many places and on how many days they were made.
    ///
    /// Nothing where a month of the tests, or a filing they would be held against, is damaged.
    pub evidence: Option<Evidence>,
}

/// What the tests of one source say of one operator's technology in one territory.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Of where, whom, what, by whom, when.
    pub key: MeasuredKey,
    /// Tests, whatever they measured.
    pub tests: u64,
    /// Whether a month of them is damaged: then nothing is known of all of them together, and no other field
    /// says anything.
    pub damaged: bool,
    /// By metric; nothing below [`ENOUGH_TESTS`] tests of it.
    pub metrics: [Option<Spread>; 4],
    /// The technology's tiers, lowest first.
    pub tiers: Vec<TierMet>,
    /// Whether the operator, hence the tests, are made up.
    pub synthetic: bool,
}

impl Compared {
    /// Whether there are enough tests to say anything.
    pub fn is_measured(&self) -> bool {
        self.tests >= ENOUGH && !self.damaged
    }

    /// The tests, where it is known how many they are.
    pub fn known_tests(&self) -> Option<u64> {
        (!self.damaged).then_some(self.tests)
    }

    /// The spread of one metric.
    pub fn metric(&self, metric: Metric) -> Option<&Spread> {
        self.metrics[metric.index()].as_ref()
    }
}

/// What the tests of each source say of a claim: of `operator`'s `technology` at `tier` in `environment`.
///
/// Tests are held against claims outdoors, or of dwellings: of vehicles they say nothing.
pub fn of_claim<'c>(
    compared: &'c [Compared],
    (operator, technology): (&'c OperatorId, &'c TechnologyId),
    tier: SpeedFloor,
    environment: Environment,
) -> impl Iterator<Item = (&'c SourceId, &'c TierMet)> {
    let is_of_claim = move |one: &&Compared| {
        environment != Environment::Vehicle
            && one.key.operator == *operator
            && one.key.technology == *technology
    };
    compared.iter().filter(is_of_claim).flat_map(move |one| {
        let at_tier = one.tiers.iter().filter(move |met| met.tier == tier);
        at_tier.map(|met| (&one.key.source, met))
    })
}

/// A claim as numbers of every territory.
struct Claimed {
    answer: Arc<Answer>,
    denominator: Denominator,
    standing: FigureState,
}

type Claims = HashMap<(OperatorId, TechnologyId, SpeedFloor), Claimed>;

impl NetworkState {
    /// The measurements of a selection, each beside what the same operator claims in this state: in the
    /// order of their keys.
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn compare(&self, asked: &Selection) -> Result<Vec<Compared>, SnapshotError> {
        Ok(self.compare_page(asked, None).await?.0)
    }

    /// The same of a page of them, all where none is given, and what there is beside it.
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn compare_page(
        &self,
        asked: &Selection,
        page: Option<Range<usize>>,
    ) -> Result<(Vec<Compared>, SelectedWhole), SnapshotError> {
        let snapshot = self.snapshot();
        let store = snapshot.archive().store();
        let Selected { cells, whole } =
            self.measured().select(snapshot.country(), asked, page, store).await?;
        let networks: BTreeSet<_> = cells.iter().map(|(key, _)| (&key.operator, &key.technology)).collect();
        let claims = self.claims(&networks).await?;
        let evidence = self.evidence(asked).await?;
        let (measured, damaged) = (self.measured(), self.damaged_networks());
        let beside = |(key, cell): (MeasuredKey, Stats)| {
            let is_damaged = measured.is_damaged(&key.source, key.from, key.to);
            // What is left of them is another number: nothing is said of it.
            let cell = if is_damaged { Stats::default() } else { cell };
            let is_unknown = is_damaged
                || (!damaged.is_empty() && damaged.contains(&(key.operator.clone(), key.technology.clone())));
            let evidence = evidence.get(&key.from).map(Arc::as_ref);
            let mut compared = self.beside(key, &cell, &claims, evidence);
            compared.damaged = is_damaged;
            for tier in compared.tiers.iter_mut().filter(|_| is_unknown) {
                (tier.evidence, tier.verdict) = (None, Verdict::Insufficient);
            }
            compared
        };
        Ok((cells.into_iter().map(beside).collect(), whole))
    }

    /// The networks of which any filing is damaged: tests are held against those of earlier dates too.
    fn damaged_networks(&self) -> HashSet<(OperatorId, TechnologyId)> {
        let snapshot = self.snapshot();
        if snapshot.damage().is_empty() {
            return HashSet::new();
        }
        let damaged = snapshot.damage().filings().filter_map(|id| snapshot.filings().get(id));
        let declared = damaged.flat_map(|(filing, _)| {
            let layers = filing.layers.iter();
            layers.map(move |declared| (filing.operator.clone(), declared.layer.technology.clone()))
        });
        declared.collect()
    }

    /// What operators claim of technologies, at every tier.
    async fn claims(
        &self,
        networks: &BTreeSet<(&OperatorId, &TechnologyId)>,
    ) -> Result<Claims, SnapshotError> {
        let (mut claims, usual) = (Claims::new(), self.usual_questions());
        for (operator, technology) in networks {
            for (usual, denominator) in usual.iter().filter(|(usual, _)| usual.technology == **technology) {
                let scope = Scope::Operator((*operator).clone());
                let question = Question { scope, ..usual.clone() };
                let (answer, standing) = (self.coverage(&question).await?, self.counted(&question).standing);
                let claimed = Claimed { answer, denominator: *denominator, standing };
                claims.insert(((*operator).clone(), (*technology).clone(), usual.floor), claimed);
            }
        }
        Ok(claims)
    }

    fn beside(
        &self,
        key: MeasuredKey,
        cell: &Stats,
        claims: &Claims,
        evidence: Option<&EvidenceWindow>,
    ) -> Compared {
        let snapshot = self.snapshot();
        let network = self.measured().network(&key);
        let tiers = self.measured().tiers(&key.technology).iter().enumerate();
        let tiers = tiers.map(|(at, tier)| {
            let met = cell.met(at);
            let claim = claims.get(&(key.operator.clone(), key.technology.clone(), *tier));
            let claimed = claim.and_then(|claim| {
                claim.answer.figure(key.territory, claim.denominator, claim.standing)?.share
            });
            let n = cell.both;
            let evidence = network.zip(evidence).map(|(network, evidence)| evidence.of(network, at));
            let evidence = evidence.unwrap_or_default();
            // Who is in a covered cell is covered; of those in a cell with premises, only some are passed, and
            // whether a test was made by one of them is not known: there is nothing to hold their tests against.
            let is_premises = claim.is_some_and(|claim| claim.denominator == Denominator::Households);
            let is_judged = !is_premises && claimed.is_some_and(|claimed| claimed > 0.0);
            TierMet {
                tier: *tier,
                n,
                met: verdict::wilson(met, n).filter(|_| n >= ENOUGH).map(|share| (met, share)),
                claimed,
                verdict: if is_judged { evidence.verdict() } else { Verdict::Insufficient },
                evidence: Some(evidence),
            }
        });
        Compared {
            damaged: false,
            tests: cell.tests,
            metrics: std::array::from_fn(|at| Spread::of(cell, Metric::ALL[at])),
            tiers: tiers.collect(),
            synthetic: snapshot.operator(&key.operator).is_some_and(|operator| operator.synthetic),
            key,
        }
    }
}
