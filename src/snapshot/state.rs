//! The network as described for one date and known at one instant.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::extent::LayerInForce;
use super::in_force::InForce;
use super::question::{Answer, Contributors, FigureState, Question};
use super::reach::{Held, Reach};
use super::{Measured, Routes, Snapshot, SnapshotError};
use crate::catalogue::FilingRecord;
use crate::country::TechnologyKind;
use crate::domain::{
    AsOf, Definition, Denominator, Layer, Numerator, OperatorId, Recorded, Scope, ShareOf, TechnologyId,
};

/// The layers in force at (as-of, known-at), and what can be asked of them.
///
/// Cheap to make: extents are loaded when a question needs them.
#[derive(Debug, Clone)]
pub struct NetworkState {
    snapshot: Arc<Snapshot>,
    as_of: AsOf,
    known_at: Recorded,
    in_force: Arc<InForce>,
    measured: Arc<Measured>,
}

impl Snapshot {
    /// The network as described for a date and known at an instant; by default, the latest of both.
    ///
    /// The instant of the state is that of the last event up to the one asked for: what was known at both is the
    /// same, and so is all that is made of it.
    pub fn state(self: &Arc<Self>, as_of: Option<AsOf>, known_at: Option<Recorded>) -> NetworkState {
        let known_at = known_at.map_or(self.known_at(), |asked| self.last_event(asked));
        let as_of = as_of.unwrap_or_else(|| self.latest(known_at));
        let in_force = self.in_force(as_of, known_at);
        let measured = Arc::clone(self.measured());
        NetworkState { snapshot: Arc::clone(self), as_of, known_at, in_force, measured }
    }
}

impl NetworkState {
    /// The same, beside what was measured and known at an earlier instant.
    #[must_use]
    pub fn with_measured(self, measured: Arc<Measured>) -> Self {
        Self { measured, ..self }
    }

    /// The same, told as known at an instant between which and its own no filing changed: one at which tests came.
    #[must_use]
    pub fn told_at(self, known_at: Recorded) -> Self {
        Self { known_at, ..self }
    }

    /// What is measured: everything that counts now, unless an earlier instant was asked for.
    pub fn measured(&self) -> &Arc<Measured> {
        &self.measured
    }

    /// Names the data that measurements and claims of this state are answered from.
    pub fn measured_version(&self) -> String {
        format!("{}-{}", self.snapshot.version(), self.measured.version())
    }

    /// The date described.
    pub fn as_of(&self) -> AsOf {
        self.as_of
    }

    /// The instant of knowledge.
    pub fn known_at(&self) -> Recorded {
        self.known_at
    }

    /// The layers in force, each with its filing.
    pub fn in_force(&self) -> impl Iterator<Item = (&Layer, &FilingRecord)> {
        self.in_force.layers.iter().map(|holding| (&holding.layer, &*holding.filing))
    }

    /// Whether any filing in force is made up for a demonstration.
    pub fn is_synthetic(&self) -> bool {
        self.in_force().any(|(_, filing)| filing.synthetic)
            || self.in_force.wholes.iter().any(|filing| filing.synthetic)
    }

    /// The filings whose fibre networks are in force, one to an operator, in order of their ids.
    pub fn networks(&self) -> impl Iterator<Item = &Arc<FilingRecord>> {
        self.in_force.networks()
    }

    /// Whether a filing's rows are damaged: it stands, and its numbers are not known.
    pub fn is_damaged(&self, filing: &FilingRecord) -> bool {
        self.snapshot.damage().is_filing_damaged(&filing.id)
    }

    /// The filings in force that are damaged, each once, in order of operators and dates.
    pub fn damaged(&self) -> Vec<&FilingRecord> {
        let all = self.in_force.layers.iter().map(|holding| &*holding.filing);
        let all = all.chain(self.in_force.wholes.iter().map(|filing| &**filing));
        let mut damaged: Vec<&FilingRecord> = all.filter(|filing| self.is_damaged(filing)).collect();
        damaged.sort_by(|a, b| (&a.operator, a.as_of, &a.id).cmp(&(&b.operator, b.as_of, &b.id)));
        damaged.dedup_by(|a, b| a.id == b.id);
        damaged
    }

    /// A fibre network in force, with its lengths.
    ///
    /// # Errors
    /// When it cannot be loaded from the lake.
    pub async fn routes(&self, filing: &FilingRecord) -> Result<Arc<Routes>, SnapshotError> {
        self.snapshot.archive().routes(filing).await
    }

    /// Whether a technology is counted in premises instead of cells.
    pub fn is_premises(&self, technology: &TechnologyId) -> bool {
        let meta = self.snapshot.country().meta.technology(technology);
        meta.is_some_and(|meta| meta.kind == TechnologyKind::Fixed)
    }

    /// Every tier the pack offers, as it is usually asked for: in the technology's usual environment and by its usual
    /// denominator. The scope is `any`.
    pub fn usual_questions(&self) -> Vec<(Question, Denominator)> {
        let technologies = self.snapshot.country().meta.technologies.iter();
        let usual = technologies.flat_map(|technology| {
            let (environment, denominator) =
                (technology.usual_environment(), technology.kind.usual_denominator());
            technology.tiers.iter().map(move |floor| {
                let technology = technology.id.clone();
                (Question { technology, floor: *floor, environment, scope: Scope::Any }, denominator)
            })
        });
        usual.collect()
    }

    /// Whether a layer counts for a question, whoever is asked about.
    fn counts<'q>(&self, question: &'q Question) -> impl Fn(&Layer) -> bool + use<'q> {
        // A fixed technology is filed whole, as one layer whose premises carry their own speeds.
        let is_premises = self.is_premises(&question.technology);
        move |layer: &Layer| {
            if is_premises {
                layer.technology == question.technology
            } else {
                layer.counts_for(&question.technology, question.floor, question.environment)
            }
        }
    }

    /// The layers that count for a question, by operator.
    pub(super) fn filed(&self, question: &Question) -> BTreeMap<OperatorId, Vec<LayerInForce>> {
        let counts = self.counts(question);
        let mut filed: BTreeMap<OperatorId, Vec<LayerInForce>> = BTreeMap::new();
        for holding in self.in_force.layers.iter().filter(|holding| counts(&holding.layer)) {
            filed.entry(holding.layer.operator.clone()).or_default().push(holding.clone());
        }
        filed
    }

    /// Whether a question is answered from a layer, if anyone files it.
    fn asks<'q>(&self, question: &'q Question) -> impl Fn(&Layer) -> bool + use<'q> {
        let counts = self.counts(question);
        move |layer: &Layer| {
            counts(layer)
                && match &question.scope {
                    Scope::Operator(id) => *id == layer.operator,
                    Scope::Any | Scope::All | Scope::Min2 => true,
                }
        }
    }

    /// The same state as one question sees it: told at the last instant at which an event changed what it is answered
    /// from, so that all instants between two such events are one question.
    #[must_use]
    pub fn concerning(self, question: &Question) -> Self {
        let last = self.snapshot.filings().last_change(self.asks(question), self.as_of, self.known_at);
        let known_at = last.unwrap_or(self.known_at);
        Self { known_at, ..self }
    }

    /// The latest date, not after another, that anything was filed for which a question is answered from.
    pub(super) fn last_date(&self, question: &Question, until: AsOf) -> Option<AsOf> {
        self.snapshot.filings().last_date(self.asks(question), until, self.known_at)
    }

    /// The filings that a question is answered from, each once, in order of operators and dates.
    pub fn filings_of(&self, question: &Question) -> Vec<Arc<FilingRecord>> {
        let operators = self.counted(question).operators;
        let filed = self.filed(question).into_iter().filter(|(operator, _)| operators.contains(operator));
        let mut filings: Vec<_> =
            filed.flat_map(|(_, held)| held.into_iter().map(|held| held.filing)).collect();
        filings.sort_by(|a, b| (&a.operator, a.as_of, &a.id).cmp(&(&b.operator, b.as_of, &b.id)));
        filings.dedup_by(|a, b| a.id == b.id);
        filings
    }

    /// The operators whose filings count for a question, in the order they are counted, each with the layers it is
    /// answered from.
    pub fn contributions(&self, question: &Question) -> Vec<(OperatorId, Vec<LayerInForce>)> {
        let mut filed = self.filed(question);
        let operators = self.counted(question).operators.into_iter();
        operators.filter_map(|operator| filed.remove_entry(&operator)).collect()
    }

    /// Whether any of the filings that a question is answered from, or an operator it names, is made up.
    pub fn is_synthetic_of(&self, question: &Question, filings: &[Arc<FilingRecord>]) -> bool {
        let counted = self.counted(question);
        let is_made_up =
            |id: &OperatorId| self.snapshot.operator(id).is_some_and(|operator| operator.synthetic);
        counted.operators.iter().chain(&counted.without_filing).any(is_made_up)
            || filings.iter().any(|filing| filing.synthetic)
    }

    /// The operators licensed for a technology at the date described, in the registry's order.
    pub fn licensed(&self, technology: &TechnologyId) -> Vec<OperatorId> {
        let registry = self.snapshot.operators().iter();
        registry
            .filter(|operator| operator.is_licensed(technology, self.as_of))
            .map(|operator| operator.id.clone())
            .collect()
    }

    /// Whose filings count for a question.
    pub fn counted(&self, question: &Question) -> Contributors {
        let filed = self.filed(question);
        let asked = match &question.scope {
            Scope::Operator(id) => vec![id.clone()],
            Scope::Any | Scope::All | Scope::Min2 => self.licensed(&question.technology),
        };
        let (mut operators, without_filing): (Vec<_>, Vec<_>) =
            asked.into_iter().partition(|id| filed.contains_key(id));
        if matches!(question.scope, Scope::Any | Scope::Min2) {
            let others = filed.keys().filter(|id| !operators.contains(id)).cloned().collect::<Vec<_>>();
            operators.extend(others);
        }
        let of = |id: &OperatorId| filed.get(id).map_or(&[][..], Vec::as_slice);
        let is_damaged = |holding: &LayerInForce| self.is_damaged(&holding.filing);
        let damaged: Vec<OperatorId> =
            operators.iter().filter(|id| of(id).iter().any(is_damaged)).cloned().collect();
        let is_some_intact = operators.iter().flat_map(of).any(|holding| !is_damaged(holding));
        let standing = if operators.is_empty() {
            FigureState::NoFiling
        } else if damaged.is_empty() {
            FigureState::Known
        } else if question.scope == Scope::Any && is_some_intact {
            // What the others cover is covered by at least one, whatever the damaged filing says.
            FigureState::LowerBound
        } else {
            FigureState::Damaged
        };
        Contributors { operators, without_filing, damaged, standing }
    }

    /// The date of the latest filing that counts for a question, by operator.
    pub(super) fn latest_filings(&self, question: &Question) -> Vec<(OperatorId, AsOf)> {
        let counted = self.counted(question).operators;
        let filed = self.filed(question).into_iter().filter(|(operator, _)| counted.contains(operator));
        filed
            .filter_map(|(operator, holdings)| {
                Some((operator, holdings.iter().map(|holding| holding.filing.as_of).max()?))
            })
            .collect()
    }

    /// Where a question reaches. Whose filings that is of, and what of them is damaged, is in
    /// [`NetworkState::counted`].
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn reach(&self, question: &Question) -> Result<Reach, SnapshotError> {
        self.snapshot.archive().reach(&self.held(question)).await
    }

    /// Every territory's numbers for a question: those of its reach.
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn coverage(&self, question: &Question) -> Result<Arc<Answer>, SnapshotError> {
        self.snapshot.archive().answer(&self.held(question)).await
    }

    /// The layers in force that a question is answered from.
    pub(super) fn held(&self, question: &Question) -> Held {
        let counted = self.counted(question);
        let mut filed = self.filed(question);
        let mut operators: Vec<Vec<LayerInForce>> =
            counted.operators.iter().filter_map(|id| filed.remove(id)).collect();
        match counted.standing {
            FigureState::LowerBound => {
                for held in &mut operators {
                    held.retain(|held| !self.is_damaged(&held.filing));
                }
            }
            // There is no number: none is computed of the rest.
            FigureState::Damaged => operators.clear(),
            FigureState::Known | FigureState::NoFiling => {}
        }
        // The n of "in at least n operators' sets"; more than there are sets gives nothing.
        let at_least = match question.scope {
            Scope::Any | Scope::Operator(_) => 1,
            Scope::Min2 => 2,
            Scope::All => counted.operators.len() + counted.without_filing.len(),
        };
        let premises = self.is_premises(&question.technology).then_some(question.floor);
        Held { operators, at_least: at_least.max(1), premises }
    }

    /// The whole definition of a question's numbers, as data; the room that answers words it.
    pub fn define(&self, question: &Question, of: &ShareOf) -> Definition {
        let country = self.snapshot.country();
        let counted = self.counted(question);
        let census = country.meta.current_census();
        Definition {
            technology: question.technology.clone(),
            tier: question.floor,
            mindown: question.floor.down,
            minup: question.floor.up,
            environment: question.environment,
            scope: question.scope.clone(),
            numerator: numerator(self.is_premises(&question.technology), of),
            denominator: of.clone(),
            places: of.places().and_then(|list| self.places_of(list)),
            census: census.id.clone(),
            census_year: census.year,
            surface: country.default_surface().id.clone(),
            as_of: self.as_of,
            known_at: self.known_at,
            operators: counted.operators,
            operators_without_filing: counted.without_filing,
            operators_damaged: counted.damaged,
        }
    }

    /// The layers in force, with shared filings.
    pub fn holdings(&self) -> &[LayerInForce] {
        &self.in_force.layers
    }

    /// The snapshot this state belongs to.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }
}

fn numerator(premises: bool, of: &ShareOf) -> Numerator {
    match (premises, of) {
        (true, _) => Numerator::Dwellings,
        (false, ShareOf::Measured(Denominator::Population)) => Numerator::Population,
        (false, ShareOf::Measured(Denominator::Households)) => Numerator::Households,
        (false, ShareOf::Measured(Denominator::Area)) => Numerator::Area,
        (false, ShareOf::Places(_)) => Numerator::Places,
    }
}
