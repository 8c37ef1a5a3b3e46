//! Everything measured, folded: what questions about measurements are answered from.
//!
//! ```text
//! objects of (source, month) ──► engine ──► table of communes ──► merged over months and up the tree
//! ```
//!
//! A month of a source is folded once. When more comes, only the objects that came are folded and merged
//! into a copy of its table; readers of the earlier value never see it change.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::{CountedObject, Shelf, SnapshotError};
use crate::catalogue::{Aggregate, CatalogueState, MeasuredObject};
use crate::country::{Country, TerritoryId};
use crate::domain::{CommuneId, Level, Month, OperatorId, SourceId, SpeedFloor, TechnologyId};
use crate::engine::{Cell, Floors, Table, Words};
use crate::lake::measurements::Positions;

/// Months that are looked back over when nobody says otherwise.
pub const WINDOW: i32 = 12;

/// What rows are counted by: the same for every table, so that all can be merged.
#[derive(Debug, PartialEq)]
pub struct Counting {
    /// Operators and technologies.
    pub words: Words,
    /// The tiers of each technology.
    pub floors: Floors,
    communes: HashMap<String, u16>,
    operators: HashMap<String, u16>,
    technologies: HashMap<String, u16>,
    zone: TimeZone,
}

impl Counting {
    fn new(country: &Country, operators: Vec<OperatorId>) -> Self {
        let tree = &country.tree;
        let technologies: Vec<TechnologyId> =
            country.meta.technologies.iter().map(|technology| technology.id.clone()).collect();
        let tiers: HashMap<TechnologyId, Vec<SpeedFloor>> = country
            .meta
            .technologies
            .iter()
            .map(|technology| (technology.id.clone(), technology.tiers.clone()))
            .collect();
        let code = |at: u16| (tree.get(tree.commune(CommuneId(at))).code.to_string(), at);
        let words = Words { communes: tree.communes() as u16, operators, technologies };
        Self {
            communes: (0..words.communes).map(code).collect(),
            operators: words.operators.iter().map(ToString::to_string).zip(0..u16::MAX).collect(),
            technologies: words.technologies.iter().map(ToString::to_string).zip(0..u16::MAX).collect(),
            floors: Floors::new(&words, &tiers),
            zone: TimeZone::get(&country.meta.time_zone).unwrap_or(TimeZone::UTC),
            words,
        }
    }
}

impl Positions for Counting {
    fn commune(&self, code: &str) -> Option<u16> {
        self.communes.get(code).copied()
    }
    fn operator(&self, id: &str) -> Option<u16> {
        self.operators.get(id).copied()
    }
    fn technology(&self, id: &str) -> Option<u16> {
        self.technologies.get(id).copied()
    }
    fn zone(&self) -> TimeZone {
        self.zone.clone()
    }
}

/// One month of one source.
#[derive(Debug, Clone)]
struct Partition {
    /// The last batch that is in the table.
    through: i64,
    rows: u64,
    table: Arc<Table>,
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
}

/// What is asked of measurements.
#[derive(Debug, Clone)]
pub struct Selection {
    /// Of which level, from the country down to communes.
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
}

impl Measured {
    /// Folds what the catalogue names, using what was folded before.
    pub(super) async fn build(
        country: &Country,
        state: &CatalogueState,
        shelf: &dyn Shelf,
        earlier: Option<&Self>,
    ) -> Result<Self, SnapshotError> {
        let operators = state.operators.iter().map(|operator| operator.id.clone()).collect();
        let mut counting = Arc::new(Counting::new(country, operators));
        let earlier = earlier.filter(|earlier| *earlier.counting == *counting);
        if let Some(earlier) = earlier {
            counting = Arc::clone(&earlier.counting);
        }
        let mut objects: BTreeMap<(SourceId, Month), Vec<&MeasuredObject>> = BTreeMap::new();
        let mut sources: BTreeMap<SourceId, SourceFacts> = BTreeMap::new();
        for object in &state.measured.objects {
            objects.entry((object.source.clone(), object.month)).or_default().push(object);
            let facts = sources.entry(object.source.clone()).or_default();
            facts.tests += object.rows;
            facts.last_at_ms = facts.last_at_ms.max(object.last_at_ms);
            facts.synthetic |= object.synthetic;
        }
        let mut partitions = BTreeMap::new();
        for (key, objects) in objects {
            let before = earlier.and_then(|earlier| earlier.partitions.get(&key));
            let partition = fold(&objects, before, shelf, &counting).await?;
            partitions.insert(key, partition);
        }
        let measured = &state.measured;
        Ok(Self {
            version: version(&partitions, &measured.aggregates, &measured.refused),
            counting,
            partitions,
            sources,
            aggregates: measured.aggregates.clone(),
            refused: measured.refused.clone(),
        })
    }

    /// Names this state of the measurements: equal versions give equal answers.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What is known of each source of single tests.
    pub fn sources(&self) -> &BTreeMap<SourceId, SourceFacts> {
        &self.sources
    }

    /// Percentiles that others computed.
    pub fn aggregates(&self) -> &[Aggregate] {
        &self.aggregates
    }

    /// Rows that were refused, by source and rule.
    pub fn refused(&self) -> &[(SourceId, String, u64)] {
        &self.refused
    }

    /// Whether any test is made up.
    pub fn is_synthetic(&self) -> bool {
        self.sources.values().any(|facts| facts.synthetic)
    }

    /// The last month anything was measured in, aggregates included.
    pub fn last_month(&self) -> Option<Month> {
        let rows = self.partitions.keys().map(|(_, month)| *month);
        rows.chain(self.aggregates.iter().map(|aggregate| aggregate.month)).max()
    }

    /// The months looked back over when nobody says otherwise: twelve to the last one measured.
    pub fn window(&self) -> Option<(Month, Month)> {
        self.last_month().map(|last| (last.minus(WINDOW - 1), last))
    }

    /// The tiers that [`Cell::met`] counts for a technology.
    pub fn tiers(&self, technology: &TechnologyId) -> &[SpeedFloor] {
        let at = self.counting.words.technologies.iter().position(|known| known == technology);
        at.map_or(&[], |at| self.counting.floors.of(at as u16))
    }

    /// The cells of a selection, by territory, operator, technology, source and month.
    pub fn select(&self, country: &Country, asked: &Selection) -> BTreeMap<MeasuredKey, Cell> {
        let up = containers(country, asked.level, asked.within);
        let words = &self.counting.words;
        let is_operator = |at: u16| {
            asked.operator.as_ref().is_none_or(|wanted| words.operators.get(usize::from(at)) == Some(wanted))
        };
        let is_technology = |at: u16| {
            let own = words.technologies.get(usize::from(at));
            asked.technology.as_ref().is_none_or(|wanted| own == Some(wanted))
        };
        let mut sums: BTreeMap<(TerritoryId, u16, u16, &SourceId, Month), Cell> = BTreeMap::new();
        for ((source, month), partition) in &self.partitions {
            let is_asked = (asked.from..=asked.to).contains(month)
                && asked.source.as_ref().is_none_or(|wanted| wanted == source);
            if !is_asked {
                continue;
            }
            let period = if asked.by_month { *month } else { asked.from };
            for (group, cell) in partition.table.iter() {
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
fn containers(country: &Country, level: Level, within: Option<TerritoryId>) -> Vec<Option<TerritoryId>> {
    let tree = &country.tree;
    let communes = (0..tree.communes()).map(|at| tree.commune(CommuneId(at as u16)));
    communes
        .map(|commune| {
            let path = tree.path(commune);
            // The territory answered must lie within, as in coverage: a part's tests are not the whole's.
            let is_inside = |id: &TerritoryId| within.is_none_or(|container| tree.is_within(*id, container));
            path.into_iter().find(|id| tree.get(*id).level == level).filter(is_inside)
        })
        .collect()
}

/// Folds the objects of a month of a source that were not folded before.
async fn fold(
    objects: &[&MeasuredObject],
    before: Option<&Partition>,
    shelf: &dyn Shelf,
    counting: &Arc<Counting>,
) -> Result<Partition, SnapshotError> {
    let through = objects.iter().map(|object| object.last_batch).max().unwrap_or(0);
    let rows = objects.iter().map(|object| object.rows).sum();
    if let Some(before) = before {
        // Merging objects moves rows that are in the table already together with some that are not:
        // then everything is folded anew.
        let is_split = |object: &&&MeasuredObject| {
            object.first_batch <= before.through && object.last_batch > before.through
        };
        if !objects.iter().any(|object| is_split(&object)) {
            let new = objects.iter().filter(|object| object.first_batch > before.through);
            let new: Vec<CountedObject> = new.map(|object| counted(object)).collect();
            let table = if new.is_empty() {
                Arc::clone(&before.table)
            } else {
                Arc::new((*before.table).clone().merge(shelf.count(new, Arc::clone(counting)).await?))
            };
            return Ok(Partition { through, rows, table });
        }
    }
    // An object is one, however many batches it holds.
    let mut seen = HashSet::new();
    let new = objects.iter().filter(|object| seen.insert(&object.data_key));
    let new: Vec<CountedObject> = new.map(|object| counted(object)).collect();
    let table = shelf.count(new, Arc::clone(counting)).await?;
    Ok(Partition { through, rows, table: Arc::new(table) })
}

fn counted(object: &MeasuredObject) -> CountedObject {
    CountedObject { data_key: object.data_key.clone(), older_batch: object.last_batch, batches: None }
}

fn version(
    partitions: &BTreeMap<(SourceId, Month), Partition>,
    aggregates: &[Aggregate],
    refused: &[(SourceId, String, u64)],
) -> String {
    let mut hash = Sha256::new();
    for ((source, month), partition) in partitions {
        hash.update(format!("{source} {month} {} {}\0", partition.through, partition.rows));
    }
    hash.update(format!("{aggregates:?}\0{refused:?}"));
    hex::encode(&hash.finalize()[..8])
}
