//! The cells of a selection of measurements: how many there are, and what is in those of a page.
//!
//! ```text
//! tables of the months asked for ──► every cell, with its tests ──► the cells of the page, whole
//! ```
//!
//! Owns how much of an answer is in memory. A whole cell takes some hundred bytes, and there may be as many as there
//! are communes, operators, technologies and sources, all multiplied: of more than [`WHOLE_MOST`] only the number of
//! tests is held, and the tables are gone through once more for the page. Nothing is merged on the threads that answer
//! requests.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::SnapshotError;
use super::counting::Counting;
use super::measured::{Measured, MeasuredKey, Selection, containers};
use super::store::WatchedStore;
use crate::country::{Country, TerritoryId};
use crate::domain::{Month, OperatorId, SourceId, TechnologyId};
use crate::stats::{KeptStats, Stats};

/// Cells that are held whole while it is not known how many there are.
const WHOLE_MOST: usize = 20_000;
/// Bytes of tables that are held at a time.
const HELD_BYTES: usize = 8 << 20;

/// The cells of a page, in the order of their keys, and what there is beside them.
#[derive(Debug)]
pub(super) struct Selected {
    pub(super) cells: Vec<(MeasuredKey, Stats)>,
    pub(super) whole: SelectedWhole,
}

/// What is told of all cells of a selection, on whichever page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SelectedWhole {
    /// How many cells there are.
    pub cells: usize,
    /// Tests in those whose months are all known.
    pub tests: u64,
    /// Whose tests they are.
    pub sources: BTreeSet<SourceId>,
    /// Of whose networks.
    pub operators: BTreeSet<OperatorId>,
}

/// A cell by the places of its words in their order, so that places are ordered as keys are.
type Place = (TerritoryId, u16, u16, u16, Month);

/// The words that places point into.
struct Words<'a> {
    operators: Vec<&'a OperatorId>,
    technologies: Vec<&'a TechnologyId>,
    sources: Vec<&'a SourceId>,
}

impl Measured {
    /// The cells of a page of a selection, all where none is given, by territory, operator, technology, source and
    /// month.
    ///
    /// # Errors
    /// When a month cannot be counted.
    pub(super) async fn select(
        &self,
        country: &Country,
        asked: &Selection,
        page: Option<Range<usize>>,
        store: &WatchedStore,
    ) -> Result<Selected, SnapshotError> {
        let counting = self.counting();
        let mut sources: Vec<&SourceId> = self.chosen(asked).map(|(source, ..)| source).collect();
        sources.dedup();
        let words = Words {
            operators: sorted(&counting.words.operators),
            technologies: sorted(&counting.words.technologies),
            sources,
        };
        let mut sums = Sums::of(counting, country, asked, &words);
        sums.most = if page.is_some() { WHOLE_MOST } else { usize::MAX };
        let mut sums = self.add_all(sums, asked, store).await?;
        let whole = self.whole(&sums.tests, asked, &words);
        let page = page.map_or(0..whole.cells, |page| page.start.min(whole.cells)..page.end.min(whole.cells));
        let places: Vec<Place> = sums.tests.keys().skip(page.start).take(page.len()).copied().collect();
        let places = places.into_iter();
        let cells: BTreeMap<Place, Stats> = if let Some(mut cells) = sums.cells.take() {
            places.filter_map(|place| Some((place, cells.remove(&place)?))).collect()
        } else {
            let cells = places.map(|place| (place, Stats::default())).collect();
            let again = Sums { cells: Some(cells), tests: BTreeMap::new(), is_again: true, ..sums };
            self.add_all(again, asked, store).await?.cells.unwrap_or_default()
        };
        let named = cells.into_iter().filter_map(|(place, cell)| Some((key(&place, asked, &words)?, cell)));
        Ok(Selected { cells: named.collect(), whole })
    }

    async fn add_all(
        &self,
        mut sums: Sums,
        asked: &Selection,
        store: &WatchedStore,
    ) -> Result<Sums, SnapshotError> {
        let (mut held, mut bytes) = (Vec::new(), 0);
        let (mut at, mut last) = (0, None);
        for (source, month, partition) in self.chosen(asked) {
            at += u16::from(last.is_some_and(|last| last != source));
            last = Some(source);
            let table = store.month(partition.table, &partition.objects, self.counting()).await?;
            bytes += table.bytes();
            held.push((at, if asked.by_month { month } else { asked.from }, table));
            if bytes > HELD_BYTES {
                sums = sums.with(std::mem::take(&mut held)).await?;
                bytes = 0;
            }
        }
        sums.with(held).await
    }

    fn whole(&self, tests: &BTreeMap<Place, u64>, asked: &Selection, words: &Words<'_>) -> SelectedWhole {
        let mut whole = SelectedWhole { cells: tests.len(), ..SelectedWhole::default() };
        let (mut known, mut sources, mut operators) = (HashMap::new(), BTreeSet::new(), BTreeSet::new());
        for (&(_, operator, _, source, from), tests) in tests {
            let is_known = *known.entry((source, from)).or_insert_with(|| {
                let to = if asked.by_month { from } else { asked.to };
                let source = words.sources.get(usize::from(source));
                source.is_some_and(|source| !self.is_damaged(source, from, to))
            });
            whole.tests += if is_known { *tests } else { 0 };
            sources.insert(source);
            operators.insert(operator);
        }
        let named = |at: u16| words.sources.get(usize::from(at)).copied().cloned();
        whole.sources = sources.into_iter().filter_map(named).collect();
        let named = |at: u16| words.operators.get(usize::from(at)).copied().cloned();
        whole.operators = operators.into_iter().filter_map(named).collect();
        whole
    }
}

/// Words in their order.
fn sorted<W: Ord>(words: &[W]) -> Vec<&W> {
    let mut sorted: Vec<&W> = words.iter().collect();
    sorted.sort();
    sorted
}

/// For each word, its place in their order.
fn places<W: Ord>(words: &[W], sorted: &[&W]) -> Vec<u16> {
    words.iter().map(|word| sorted.partition_point(|other| *other < word) as u16).collect()
}

fn key(
    &(territory, operator, technology, source, from): &Place,
    asked: &Selection,
    words: &Words<'_>,
) -> Option<MeasuredKey> {
    Some(MeasuredKey {
        territory,
        operator: (*words.operators.get(usize::from(operator))?).clone(),
        technology: (*words.technologies.get(usize::from(technology))?).clone(),
        source: (*words.sources.get(usize::from(source))?).clone(),
        from,
        to: if asked.by_month { from } else { asked.to },
    })
}

/// The cells of a selection while months are added.
struct Sums {
    /// For each commune, where it is counted.
    up: Vec<Option<TerritoryId>>,
    /// Positions of the operators and technologies asked for.
    asked: (Range<u16>, Range<u16>),
    /// The place of each operator and technology in the order of their words.
    places: (Vec<u16>, Vec<u16>),
    /// Down and up by technology and tier.
    floors: Vec<Vec<[f32; 2]>>,
    /// Cells that are held whole at most.
    most: usize,
    /// Tests of every cell.
    tests: BTreeMap<Place, u64>,
    /// The cells whole, unless they are too many.
    cells: Option<BTreeMap<Place, Stats>>,
    /// Whether only cells that are there already are added to.
    is_again: bool,
}

impl Sums {
    fn of(counting: &Counting, country: &Country, asked: &Selection, words: &Words<'_>) -> Self {
        // One that is asked for and not known is at no position.
        let only = |at: Option<u16>| at.map_or(0..0, |at| at..at + 1);
        let operators = asked.operator.as_ref().map_or(0..u16::MAX, |id| only(counting.operator_at(id)));
        let technologies = asked.technology.as_ref();
        let technologies = technologies.map_or(0..u16::MAX, |id| only(counting.technology_at(id)));
        Self {
            up: containers(country, asked.level, asked.within),
            asked: (operators, technologies),
            places: (
                places(&counting.words.operators, &words.operators),
                places(&counting.words.technologies, &words.technologies),
            ),
            floors: counting.floors.speeds(),
            most: usize::MAX,
            tests: BTreeMap::new(),
            cells: Some(BTreeMap::new()),
            is_again: false,
        }
    }

    /// Adds tables, each of a source and a month.
    async fn with(mut self, tables: Vec<(u16, Month, Arc<KeptStats>)>) -> Result<Self, SnapshotError> {
        if tables.is_empty() {
            return Ok(self);
        }
        let add = move || {
            for (source, period, table) in &tables {
                self.add(*source, *period, table);
            }
            self
        };
        tokio::task::spawn_blocking(add).await.map_err(SnapshotError::Computation)
    }

    fn add(&mut self, source: u16, period: Month, table: &KeptStats) {
        for (group, cell) in table.iter() {
            let Some(Some(territory)) = self.up.get(group.commune.index()).copied() else { continue };
            if !self.asked.0.contains(&group.operator) || !self.asked.1.contains(&group.technology) {
                continue;
            }
            let operator = self.places.0.get(usize::from(group.operator));
            let Some((operator, technology)) = operator.zip(self.places.1.get(usize::from(group.technology)))
            else {
                continue;
            };
            let place = (territory, *operator, *technology, source, period);
            let tiers = self.floors.get(usize::from(group.technology)).map_or(&[][..], Vec::as_slice);
            if self.is_again {
                if let Some(own) = self.cells.as_mut().and_then(|cells| cells.get_mut(&place)) {
                    cell.add_to(own, tiers);
                }
                continue;
            }
            *self.tests.entry(place).or_default() += cell.tests();
            if let Some(cells) = &mut self.cells {
                cell.add_to(cells.entry(place).or_default(), tiers);
            }
        }
        if self.tests.len() > self.most && !self.is_again {
            self.cells = None;
        }
    }
}
