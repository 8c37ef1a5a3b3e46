//! Everything measured, folded: what questions about measurements are answered from.
//!
//! ```text
//! objects of (source, month) ──► engine ──► table of communes ──► merged over months and up the tree
//! ```
//!
//! A month of a source is folded once. When more comes, only the objects that came are folded and merged
//! into a copy of its table; readers of the earlier value never see it change.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::SnapshotError;
use super::counting::{CountedObject, Counting};
use super::store::{ExtentStore, WatchedStore};
use crate::catalogue::{Aggregate, BatchCut, CatalogueState, MeasuredObject, SourceRecord};
use crate::country::{Country, TerritoryId};
use crate::domain::{
    CommuneId, CountedBatches, Level, Month, OperatorId, Recorded, SourceId, SpeedFloor, TechnologyId,
};
use crate::stats::{Stats, StatsTable};

/// Months that are looked back over when nobody says otherwise.
pub const WINDOW: i32 = 12;

/// One month of one source.
#[derive(Debug, Clone)]
struct Partition {
    /// The last batch that is in the table, or would be if it counted.
    through: i64,
    /// Rows that count.
    rows: u64,
    /// What of its batches does not count.
    left_out: LeftOut,
    /// Nothing where an object of the month is damaged, or cannot be divided into batches that count and those
    /// that do not: the rest of it would be another number.
    table: Option<Arc<StatsTable>>,
    /// What it was counted from, each once.
    objects: Vec<CountedObject>,
    /// Names these objects, and which of their batches count.
    name: [u8; 32],
}

impl Partition {
    /// A month; of one that is damaged, there are as many rows as the catalogue says.
    fn new(
        through: i64,
        left_out: LeftOut,
        table: Option<Arc<StatsTable>>,
        objects: Vec<CountedObject>,
    ) -> Self {
        let rows = match &table {
            Some(table) => table.unknown + table.iter().map(|(_, cell)| cell.tests).sum::<u64>(),
            None => objects.iter().map(|object| object.row.rows).sum(),
        };
        let name = Sha256::digest(format!("{objects:?}{}", table.is_none())).into();
        Self { through, rows, left_out, table, objects, name }
    }
}

/// Batches of a month of a source that do not count. Equal ones leave out the same rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct LeftOut {
    /// Those up to this number, with their source.
    through: i64,
    /// Those beyond this number, which came later.
    beyond: Option<i64>,
    /// These.
    single: Vec<i64>,
}

impl LeftOut {
    fn of(batches: &CountedBatches, first: i64, last: i64) -> Self {
        Self {
            through: if batches.after < first { 0 } else { batches.after },
            beyond: Some(batches.through).filter(|through| *through < last),
            single: batches.withdrawn.range(first..=last).copied().collect(),
        }
    }
}

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
            let partition = fold(&objects, before, &cut.of(&key.0), store, &parts.counting).await?;
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

    /// Bytes the tables hold, roughly.
    pub(super) fn bytes(&self) -> usize {
        let tables = self.partitions.values().filter_map(|partition| Some(partition.table.as_ref()?.bytes()));
        tables.sum::<usize>() + size_of::<Self>()
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
            hash.update(partition.name);
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
            self.partitions.iter().filter(|((of, _), partition)| of == source && partition.table.is_none());
        months.map(|((_, month), _)| *month).collect()
    }

    /// Whether a month of a source from one to another is damaged: then nothing is known of all of them.
    pub fn is_damaged(&self, source: &SourceId, from: Month, to: Month) -> bool {
        let months = self.partitions.range((source.clone(), from)..=(source.clone(), to));
        months.into_iter().any(|(_, partition)| partition.table.is_none())
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
        let own = self.partitions.iter().filter(|((_, of), own)| *of == month && own.table.is_some());
        let objects = own.flat_map(|((source, _), partition)| {
            partition.objects.iter().map(move |object| (source.clone(), object.clone()))
        });
        objects.collect()
    }

    /// The tiers that [`Stats::met`] counts for a technology.
    pub fn tiers(&self, technology: &TechnologyId) -> &[SpeedFloor] {
        let at = self.counting.words.technologies.iter().position(|known| known == technology);
        at.map_or(&[], |at| self.counting.floors.of(at as u16))
    }

    /// Where the tests of a key are counted: its territory and source, and positions for its words.
    pub(super) fn network<'k>(&self, key: &'k MeasuredKey) -> Option<(TerritoryId, &'k SourceId, u16, u16)> {
        let technology = self.counting.technology_at(&key.technology)?;
        Some((key.territory, &key.source, self.counting.operator_at(&key.operator)?, technology))
    }

    /// The cells of a selection, by territory, operator, technology, source and month.
    pub fn select(&self, country: &Country, asked: &Selection) -> BTreeMap<MeasuredKey, Stats> {
        let up = containers(country, asked.level, asked.within);
        let words = &self.counting.words;
        let is_operator = |at: u16| {
            asked.operator.as_ref().is_none_or(|wanted| words.operators.get(usize::from(at)) == Some(wanted))
        };
        let is_technology = |at: u16| {
            let own = words.technologies.get(usize::from(at));
            asked.technology.as_ref().is_none_or(|wanted| own == Some(wanted))
        };
        let mut sums: BTreeMap<(TerritoryId, u16, u16, &SourceId, Month), Stats> = BTreeMap::new();
        for ((source, month), partition) in &self.partitions {
            let is_asked = (asked.from..=asked.to).contains(month)
                && match &asked.source {
                    Some(wanted) => wanted == source,
                    None => !self.is_hidden(source),
                };
            if !is_asked {
                continue;
            }
            let period = if asked.by_month { *month } else { asked.from };
            for (group, cell) in partition.table.iter().flat_map(|table| table.iter()) {
                let Some(territory) = up[group.commune.index()] else { continue };
                if is_operator(group.operator) && is_technology(group.technology) {
                    let key = (territory, group.operator, group.technology, source, period);
                    sums.entry(key).or_default().merge(cell);
                }
            }
        }
        let named = sums.into_iter().filter_map(|((territory, operator, technology, source, from), cell)| {
            let key = MeasuredKey {
                territory,
                operator: words.operators.get(usize::from(operator))?.clone(),
                technology: words.technologies.get(usize::from(technology))?.clone(),
                source: source.clone(),
                from,
                to: if asked.by_month { from } else { asked.to },
            };
            Some((key, cell))
        });
        named.collect()
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

/// Folds the objects of a month of a source that were not folded before; nothing of it where one of them
/// is damaged.
async fn fold(
    objects: &[&MeasuredObject],
    before: Option<&Partition>,
    batches: &CountedBatches,
    store: &WatchedStore,
    counting: &Arc<Counting>,
) -> Result<Partition, SnapshotError> {
    let through = objects.iter().map(|object| object.last_batch).max().unwrap_or(0);
    let first = objects.iter().map(|object| object.first_batch).min().unwrap_or(0);
    // Of all batches there are, counted or not: a table is right for others only if the same are left out.
    let left_out = LeftOut::of(batches, first, through);
    let is_counted = |object: &&&MeasuredObject| !batches.counts_none(object.first_batch, object.last_batch);
    // An object is one, however many batches it holds.
    let mut seen = HashSet::new();
    let each = objects.iter().filter(is_counted).filter(|object| seen.insert(&object.data_key));
    let each: Vec<CountedObject> = each.map(|object| counted(object, batches)).collect();
    let damaged = store.damaged();
    let folded = if each.iter().any(|object| damaged.month(&object.row.data_key).is_some()) {
        None
    } else {
        // What does not count any more cannot be taken out of a table, and what was left out of one is not in it.
        let before = before.filter(|before| before.left_out == left_out);
        let before = before.and_then(|before| Some((before.through, before.table.as_ref()?)));
        match table(objects, &each, before, store.inner(), counting).await {
            Err(SnapshotError::Damaged { object, problem }) => {
                damaged.note(*object, &problem);
                None
            }
            // Nothing is damaged, and nothing is known either: neither all of its rows nor none is the number.
            Err(SnapshotError::Undivided(_)) => None,
            folded => Some(folded?),
        }
    };
    Ok(Partition::new(through, left_out, folded, each))
}

async fn table(
    objects: &[&MeasuredObject],
    each: &[CountedObject],
    before: Option<(i64, &Arc<StatsTable>)>,
    store: &dyn ExtentStore,
    counting: &Arc<Counting>,
) -> Result<Arc<StatsTable>, SnapshotError> {
    if let Some((through, table)) = before {
        // Merging objects moves rows that are in the table already together with some that are not:
        // then everything is folded anew.
        let is_split =
            |object: &&&MeasuredObject| object.first_batch <= through && object.last_batch > through;
        if !objects.iter().any(|object| is_split(&object)) {
            let new = each.iter().filter(|object| object.row.first_batch > through);
            let new: Vec<CountedObject> = new.cloned().collect();
            if new.is_empty() {
                return Ok(Arc::clone(table));
            }
            return Ok(Arc::new((**table).clone().merge(store.count(new, Arc::clone(counting)).await?)));
        }
    }
    Ok(Arc::new(store.count(each.to_vec(), Arc::clone(counting)).await?))
}

/// An object, and which of its batches count.
fn counted(object: &MeasuredObject, batches: &CountedBatches) -> CountedObject {
    let is_whole = batches.counts_all(object.first_batch, object.last_batch);
    CountedObject {
        row: object.clone(),
        older_batch: object.last_batch,
        batches: if is_whole { None } else { Some(batches.clone()) },
    }
}

fn version(partitions: &BTreeMap<(SourceId, Month), Partition>, cut: &BatchCut, parts: &Parts) -> String {
    let Parts { aggregates, registry, last_recorded, .. } = parts;
    // The usual answer says when the last of it was recorded; an earlier one says what was asked.
    let last_recorded = last_recorded.filter(|_| cut.through.is_none());
    let mut hash = Sha256::new();
    for ((source, month), partition) in partitions {
        let Partition { through, rows, left_out, table, .. } = partition;
        let damaged = if table.is_none() { " damaged" } else { "" };
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
    for ((source, month), _) in partitions.iter().filter(|(_, partition)| partition.table.is_none()) {
        hash.update(format!("{source} {month} damaged\0"));
    }
    hash.update(retired(&parts.registry));
    hash.finalize().into()
}
