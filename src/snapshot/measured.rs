//! Everything measured: what questions about measurements are answered from.
//!
//! ```text
//! objects of (source, month) ──► engine ──► table of communes ──► merged over months and up the tree
//! ```
//!
//! Owns which months of which sources there are, and what is known of them; how one is counted is in `partition`,
//! and which tables are kept, in `month_tables`.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::SnapshotError;
use super::counting::{CountedObject, Counting};
use super::partition::{self, Partition};
use super::store::WatchedStore;
use crate::catalogue::{Aggregate, BatchCut, CatalogueState, MeasuredObject, SourceRecord};
use crate::country::{Country, TerritoryId};
use crate::domain::{CommuneId, Level, Month, OperatorId, Recorded, SourceId, SpeedFloor, TechnologyId};

/// Months that are looked back over when nobody says otherwise.
pub const WINDOW: i32 = 12;

/// What is known of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SourceFacts {
    /// Tests kept.
    pub tests: u64,
    /// The latest test, in milliseconds since 1970.
    pub last_at_ms: i64,
    /// Whether any of them are made up.
    pub synthetic: bool,
    /// Whether it takes no more.
    pub retired: bool,
}

/// What is asked of measurements.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Of which level, from the whole down to communes.
    pub level: Level,
    /// Only within this territory.
    pub within: Option<TerritoryId>,
    /// Only this operator's network.
    pub operator: Option<OperatorId>,
    /// Only this technology.
    pub technology: Option<TechnologyId>,
    /// Only this source.
    pub source: Option<SourceId>,
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
    /// Whether each month stands for itself.
    pub by_month: bool,
}

/// Whose tests a cell of an answer counts. Sources are never pooled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeasuredKey {
    /// Where.
    pub territory: TerritoryId,
    /// Whose network.
    pub operator: OperatorId,
    /// Which technology.
    pub technology: TechnologyId,
    /// Whose tests.
    pub source: SourceId,
    /// First month.
    pub from: Month,
    /// Last month.
    pub to: Month,
}

/// See the module.
#[derive(Debug)]
pub struct Measured {
    counting: Arc<Counting>,
    partitions: BTreeMap<(SourceId, Month), Partition>,
    sources: BTreeMap<SourceId, SourceFacts>,
    aggregates: Vec<Aggregate>,
    refused: Vec<(SourceId, String, u64)>,
    version: String,
    counted_from: [u8; 32],
    /// What it was folded from, for questions about what was known earlier.
    objects: Arc<Vec<MeasuredObject>>,
    registry: Arc<Vec<SourceRecord>>,
    /// The last instant measurements were recorded or withdrawn.
    last_recorded: Option<Recorded>,
}

impl Measured {
    /// Folds what the catalogue names, using what was folded before.
    pub(super) async fn build(
        country: &Country,
        state: &CatalogueState,
        store: &WatchedStore,
        earlier: Option<&Self>,
    ) -> Result<Self, SnapshotError> {
        let operators = state.operators.iter().map(|operator| operator.id.clone()).collect();
        let mut counting = Arc::new(Counting::new(country, operators));
        let earlier = earlier.filter(|earlier| *earlier.counting == *counting);
        if let Some(earlier) = earlier {
            counting = Arc::clone(&earlier.counting);
        }
        let measured = &state.measured;
        let parts = Parts {
            counting,
            objects: Arc::new(measured.objects.clone()),
            registry: Arc::new(measured.sources.clone()),
            aggregates: measured.aggregates.clone(),
            refused: measured.refused.clone(),
            last_recorded: measured.last_recorded,
        };
        Self::fold(parts, &measured.cut, store, earlier).await
    }

    /// What was known when other batches counted, from the same objects: months whose batches count as
    /// they do here are not folded again.
    pub(super) async fn counting_batches(
        &self,
        cut: &BatchCut,
        aggregates: Vec<Aggregate>,
        store: &WatchedStore,
    ) -> Result<Self, SnapshotError> {
        let parts = Parts {
            counting: Arc::clone(&self.counting),
            objects: Arc::clone(&self.objects),
            registry: Arc::clone(&self.registry),
            aggregates,
            refused: self.refused.clone(),
            last_recorded: self.last_recorded,
        };
        Self::fold(parts, cut, store, Some(self)).await
    }

    async fn fold(
        parts: Parts,
        cut: &BatchCut,
        store: &WatchedStore,
        earlier: Option<&Self>,
    ) -> Result<Self, SnapshotError> {
        let mut objects: BTreeMap<(SourceId, Month), Vec<&MeasuredObject>> = BTreeMap::new();
        let mut sources: BTreeMap<SourceId, SourceFacts> = BTreeMap::new();
        for object in parts.objects.iter() {
            objects.entry((object.source.clone(), object.month)).or_default().push(object);
            if cut.of(&object.source).counts_none(object.first_batch, object.last_batch) {
                continue;
            }
            let facts = sources.entry(object.source.clone()).or_default();
            facts.last_at_ms = facts.last_at_ms.max(object.last_at_ms);
            facts.synthetic |= object.synthetic;
        }
        let mut partitions = BTreeMap::new();
        for (key, objects) in objects {
            let before = earlier.and_then(|earlier| earlier.partitions.get(&key));
            let partition =
                partition::fold(&objects, before, &cut.of(&key.0), store, &parts.counting).await?;
            if partition.rows > 0 {
                sources.entry(key.0.clone()).or_default().tests += partition.rows;
                partitions.insert(key, partition);
            }
        }
        sources.retain(|_, facts| facts.tests > 0);
        for source in parts.registry.iter().filter(|source| source.retired.is_some()) {
            if let Some(facts) = sources.get_mut(&source.id) {
                facts.retired = true;
            }
        }
        Ok(Self {
            version: version(&partitions, cut, &parts),
            counted_from: counted_from(&partitions, &parts),
            counting: parts.counting,
            partitions,
            sources,
            aggregates: parts.aggregates,
            refused: parts.refused,
            objects: parts.objects,
            registry: parts.registry,
            last_recorded: parts.last_recorded,
        })
    }

    /// The last instant measurements were recorded or withdrawn, if there are any.
    pub fn last_recorded(&self) -> Option<Recorded> {
        self.last_recorded
    }

    /// Whether a source is answered only when it is asked for by name.
    pub fn is_hidden(&self, source: &SourceId) -> bool {
        self.registry.iter().any(|known| known.hidden && known.id == *source)
    }

    /// Bytes it takes, roughly; tables are kept elsewhere.
    pub(super) fn bytes(&self) -> usize {
        self.partitions.values().map(Partition::bytes).sum::<usize>() + size_of::<Self>()
    }

    /// Names this state of the measurements: equal versions give equal answers. Rows that were refused are in
    /// no answer, and change no version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Names everything there is to count, whichever batches count, and nothing else: not when it came.
    pub(super) fn counted_from(&self) -> &[u8; 32] {
        &self.counted_from
    }

    /// Names the objects of some months, of all sources, and which of their batches count.
    pub(super) fn name_of(&self, from: Month, to: Month) -> [u8; 32] {
        let mut hash = Sha256::new();
        let own = self.partitions.iter().filter(|((_, month), _)| (from..=to).contains(month));
        for ((source, month), partition) in own {
            hash.update(format!("{source} {month}\0"));
            partition.hash(&mut hash);
        }
        hash.finalize().into()
    }

    /// Whether a source is answered where this one, or none by name, is asked for.
    fn is_told(&self, source: &SourceId, asked: Option<&SourceId>) -> bool {
        asked == Some(source) || !self.is_hidden(source)
    }

    /// What is known of each source of single tests that is not hidden.
    pub fn sources(&self) -> impl Iterator<Item = (&SourceId, &SourceFacts)> {
        self.sources_beside(None)
    }

    /// The same, and of the source asked for by name.
    pub fn sources_beside<'a>(
        &'a self,
        asked: Option<&'a SourceId>,
    ) -> impl Iterator<Item = (&'a SourceId, &'a SourceFacts)> {
        self.sources.iter().filter(move |(source, _)| self.is_told(source, asked))
    }

    /// Percentiles that others computed, of sources that are not hidden.
    pub fn aggregates(&self) -> impl Iterator<Item = &Aggregate> {
        self.aggregates_beside(None)
    }

    /// The same, and of the source asked for by name.
    pub fn aggregates_beside<'a>(
        &'a self,
        asked: Option<&'a SourceId>,
    ) -> impl Iterator<Item = &'a Aggregate> {
        self.aggregates.iter().filter(move |aggregate| self.is_told(&aggregate.source, asked))
    }

    /// Rows that were refused, by source and rule.
    pub fn refused(&self) -> impl Iterator<Item = &(SourceId, String, u64)> {
        self.refused.iter().filter(|(source, ..)| !self.is_hidden(source))
    }

    /// Whether any test is made up.
    pub fn is_synthetic(&self) -> bool {
        self.sources().any(|(_, facts)| facts.synthetic)
    }

    /// The months of a source of which nothing is counted: damaged ones, and those that an earlier program merged
    /// from batches of which only some count.
    pub fn damaged_months(&self, source: &SourceId) -> Vec<Month> {
        let months =
            self.partitions.iter().filter(|((of, _), partition)| of == source && !partition.is_known);
        months.map(|((_, month), _)| *month).collect()
    }

    /// Whether a month of a source from one to another is damaged: then nothing is known of all of them.
    pub fn is_damaged(&self, source: &SourceId, from: Month, to: Month) -> bool {
        let months = self.partitions.range((source.clone(), from)..=(source.clone(), to));
        months.into_iter().any(|(_, partition)| !partition.is_known)
    }

    /// The last month anything was measured in, aggregates included.
    pub fn last_month(&self) -> Option<Month> {
        self.last_month_beside(None)
    }

    /// The same, and of a hidden source that is asked for by name: of it alone.
    pub fn last_month_beside(&self, asked: Option<&SourceId>) -> Option<Month> {
        let hidden = asked.filter(|asked| self.is_hidden(asked));
        let is_its = |source: &SourceId| match hidden {
            Some(hidden) => hidden == source,
            None => !self.is_hidden(source),
        };
        let rows = self.partitions.keys().filter(|(source, _)| is_its(source)).map(|(_, month)| *month);
        let others = self.aggregates.iter().filter(|aggregate| is_its(&aggregate.source));
        rows.chain(others.map(|aggregate| aggregate.month)).max()
    }

    /// The months looked back over when nobody says otherwise: twelve to the last one measured.
    pub fn window(&self) -> Option<(Month, Month)> {
        self.last_month().map(|last| (last.minus(WINDOW - 1), last))
    }

    /// The months of sources that a selection asks for and that are known, in order.
    pub(super) fn chosen<'a>(
        &'a self,
        asked: &'a Selection,
    ) -> impl Iterator<Item = (&'a SourceId, Month, &'a Partition)> {
        let is_asked = |source: &SourceId, month: Month| {
            (asked.from..=asked.to).contains(&month)
                && asked.source.as_ref().map_or_else(|| !self.is_hidden(source), |wanted| wanted == source)
        };
        let all = self.partitions.iter().map(|((source, month), partition)| (source, *month, partition));
        all.filter(move |(source, month, partition)| partition.is_known && is_asked(source, *month))
    }

    /// What rows are counted by.
    pub(super) fn counting(&self) -> &Arc<Counting> {
        &self.counting
    }

    /// The months of a range in which anything was measured, ascending.
    pub(super) fn months(&self, from: Month, to: Month) -> Vec<Month> {
        let mut months: Vec<Month> = self
            .partitions
            .keys()
            .map(|(_, month)| *month)
            .filter(|month| (from..=to).contains(month))
            .collect();
        months.sort_unstable();
        months.dedup();
        months
    }

    /// The objects of a month, each with its source; none of a source whose month is damaged.
    pub(super) fn objects(&self, month: Month) -> Vec<(SourceId, CountedObject)> {
        let own = self.partitions.iter().filter(|((_, of), own)| *of == month && own.is_known);
        let objects = own.flat_map(|((source, _), partition)| {
            partition.objects.iter().map(move |object| (source.clone(), object.clone()))
        });
        objects.collect()
    }

    /// The tiers that [`crate::stats::Stats::met`] counts for a technology.
    pub fn tiers(&self, technology: &TechnologyId) -> &[SpeedFloor] {
        let at = self.counting.words.technologies.iter().position(|known| known == technology);
        at.map_or(&[], |at| self.counting.floors.of(at as u16))
    }

    /// Where the tests of a key are counted: its territory and source, and positions for its words.
    pub(super) fn network<'k>(&self, key: &'k MeasuredKey) -> Option<(TerritoryId, &'k SourceId, u16, u16)> {
        let technology = self.counting.technology_at(&key.technology)?;
        Some((key.territory, &key.source, self.counting.operator_at(&key.operator)?, technology))
    }
}

/// For each commune, the territory of a level that holds it, where that is asked for.
pub(super) fn containers(
    country: &Country,
    level: Level,
    within: Option<TerritoryId>,
) -> Vec<Option<TerritoryId>> {
    let tree = &country.tree;
    let communes = (0..tree.communes()).map(|at| tree.commune(CommuneId(at as u16)));
    communes
        .map(|commune| {
            // The territory answered must lie within, as in coverage: a part's tests are not the whole's.
            let is_inside = |id: &TerritoryId| within.is_none_or(|container| tree.is_within(*id, container));
            tree.container(commune, level).filter(is_inside)
        })
        .collect()
}

/// What measurements are folded from, beside which batches count.
struct Parts {
    counting: Arc<Counting>,
    objects: Arc<Vec<MeasuredObject>>,
    registry: Arc<Vec<SourceRecord>>,
    aggregates: Vec<Aggregate>,
    refused: Vec<(SourceId, String, u64)>,
    last_recorded: Option<Recorded>,
}

fn version(partitions: &BTreeMap<(SourceId, Month), Partition>, cut: &BatchCut, parts: &Parts) -> String {
    let Parts { aggregates, registry, last_recorded, .. } = parts;
    // The usual answer says when the last of it was recorded; an earlier one says what was asked.
    let last_recorded = last_recorded.filter(|_| cut.through.is_none());
    let mut hash = Sha256::new();
    for ((source, month), partition) in partitions {
        let Partition { through, rows, left_out, is_known, .. } = partition;
        let damaged = if *is_known { "" } else { " damaged" };
        hash.update(format!("{source} {month} {through} {rows} {left_out:?}{damaged}\0"));
    }
    hash.update(retired(registry));
    hash.update(format!("{aggregates:?}\0{last_recorded:?}"));
    hex::encode(&hash.finalize()[..8])
}

fn retired(registry: &[SourceRecord]) -> String {
    let retired = registry.iter().filter(|source| source.retired.is_some());
    format!("{:?}\0", retired.map(|source| (&source.id, source.hidden)).collect::<Vec<_>>())
}

fn counted_from(partitions: &BTreeMap<(SourceId, Month), Partition>, parts: &Parts) -> [u8; 32] {
    let Counting { words, floors, .. } = &*parts.counting;
    let mut hash = Sha256::new();
    hash.update(format!("{words:?}{floors:?}\0"));
    for object in parts.objects.iter() {
        hash.update(format!("{object:?}\0"));
    }
    for ((source, month), _) in partitions.iter().filter(|(_, partition)| !partition.is_known) {
        hash.update(format!("{source} {month} damaged\0"));
    }
    hash.update(retired(&parts.registry));
    hash.finalize().into()
}
