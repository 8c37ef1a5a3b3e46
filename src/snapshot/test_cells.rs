//! Tests by cell of resolution 8: which cells a question may be told of, and their tiles.
//!
//! ```text
//! months of each source, from the first year's January on ──► stats::cells ──► cells told, kept by question ──► tiles
//! ```
//!
//! What may be told is decided in [`crate::stats::cells`]. Sources and operators are never added together: a cell has a
//! feature for each. Of a source with a damaged month among those read nothing is told, for the rest of it makes other
//! periods. A cell has no verdict: a verdict needs tests from ten places, and a cell is one.

use std::collections::HashMap;
use std::sync::Arc;

use h3o::CellIndex;

use super::counting::CountedObject;
use super::measured::Selection;
use super::tile_cache::{Tile, TileHoldings};
use super::{NetworkState, SnapshotError};
use crate::country::Country;
use crate::coverage::tiles::{TESTS_EDITION, TestCell, TestCells};
use crate::domain::{Level, Metric, Month, OperatorId, SourceId, SpeedFloor, TechnologyId, TileId};
use crate::stats::{CellKey, CellsAsked, ToldCell, ToldCells};

/// Cells of a question that are held; of more, those with most tests.
const CELLS_HELD: usize = 150_000;

/// Which tests are asked for.
#[derive(Debug, Clone)]
pub struct TestsAsked {
    /// Of this technology.
    pub technology: TechnologyId,
    /// The tier they are held against.
    pub tier: SpeedFloor,
    /// Of this operator's network alone.
    pub operator: Option<OperatorId>,
    /// Of this source alone.
    pub source: Option<SourceId>,
    /// First and last month; none where nothing was measured.
    pub months: Option<(Month, Month)>,
}

/// The months of one source, in their order, each with what is counted.
type Months = Vec<(Month, Vec<CountedObject>)>;

impl NetworkState {
    /// Names what the cells of a question are made of.
    pub fn test_holdings(&self, asked: &TestsAsked) -> TileHoldings {
        let TestsAsked { technology, tier, operator, source, months } = asked;
        let objects = months.map(|(from, to)| self.measured().name_of(ToldCells::first_month(from), to));
        let hidden = source.as_ref().map(|source| self.measured().is_hidden(source));
        TileHoldings::named(&format!(
            "measurements {TESTS_EDITION}\0{}\0{:?}\0{objects:?}\0{technology}\0{tier}\0{operator:?}\0{source:?}\0{hidden:?}\0{months:?}",
            self.snapshot().country().digest(),
            self.measured().counting().name(),
        ))
    }

    /// A tile of the cells that may be told of.
    ///
    /// # Errors
    /// When measurements cannot be read from the lake.
    pub async fn test_tile(&self, asked: &TestsAsked, tile: TileId) -> Result<Arc<Tile>, SnapshotError> {
        let tiles = self.snapshot().archive().tiles();
        let holdings = self.test_holdings(asked);
        let cells = self.test_cells(asked);
        tiles.tests((holdings, tile), cells).await
    }

    /// The cells that may be told of, counted once.
    async fn test_cells(&self, asked: &TestsAsked) -> Result<Arc<TestCells>, SnapshotError> {
        let archive = self.snapshot().archive();
        let count = Box::pin(async {
            // As with evidence that is not the usual: each is counted on all cores.
            let _place = archive.evidence().recounts.acquire().await.ok();
            self.count_test_cells(asked).await
        });
        archive.tiles().test_cells(self.test_holdings(asked), count).await
    }

    async fn count_test_cells(&self, asked: &TestsAsked) -> Result<TestCells, SnapshotError> {
        let (measured, country) = (self.measured(), self.snapshot().country());
        let counting = Arc::clone(measured.counting());
        let Some((from, to)) = asked.months else { return Ok(TestCells::default()) };
        let operator = asked.operator.as_ref().map(|id| counting.operator_at(id));
        let (Some(technology), false) = (counting.technology_at(&asked.technology), operator == Some(None))
        else {
            return Ok(TestCells::default());
        };
        let tier = counting.place_of(&asked.technology, asked.tier).map(|(_, tier)| tier);
        let of = CellsAsked { technology, operator: operator.flatten() };
        let (mut sources, mut found) = (Vec::new(), Vec::new());
        for (source, months) in self.months_by_source(asked, (from, to)) {
            let mut told = ToldCells::new(from, to);
            for (month, objects) in months {
                let archive = self.snapshot().archive();
                let table = archive.store().inner().cells(objects, Arc::clone(&counting), of);
                told.add(month, archive.store().heed(table.await)?);
            }
            let at = sources.len() as u16;
            sources.push(source.to_string());
            found.extend(told.finish(tier).into_iter().map(|(key, told)| (key, at, told)));
        }
        let operators = counting.words.operators.iter().map(ToString::to_string).collect();
        let country = Arc::clone(country);
        let draw = move || placed(&country, found, sources, operators);
        tokio::task::spawn_blocking(draw).await.map_err(SnapshotError::Computation)
    }

    /// The months that are read, by source; none of a source that has a damaged one among them.
    fn months_by_source(&self, asked: &TestsAsked, (from, to): (Month, Month)) -> Vec<(SourceId, Months)> {
        let (measured, country) = (self.measured(), self.snapshot().country());
        let first = ToldCells::first_month(from);
        let selection = Selection {
            level: country.levels().base(),
            within: None,
            operator: asked.operator.clone(),
            technology: Some(asked.technology.clone()),
            source: asked.source.clone(),
            from: first,
            to,
            by_month: true,
        };
        let mut found: Vec<(SourceId, Months)> = Vec::new();
        for (source, month, partition) in measured.chosen(&selection) {
            if measured.is_damaged(source, first, to) {
                continue;
            }
            let objects = (month, partition.objects.to_vec());
            match found.last_mut().filter(|(last, _)| last == source) {
                Some((_, months)) => months.push(objects),
                None => found.push((source.clone(), vec![objects])),
            }
        }
        found
    }
}

/// The cells as they are drawn, those with most tests first.
fn placed(
    country: &Country,
    mut found: Vec<(CellKey, u16, ToldCell)>,
    sources: Vec<String>,
    operators: Vec<String>,
) -> TestCells {
    found.sort_by(|(a, one, told), (b, other, than)| {
        than.tests.cmp(&told.tests).then_with(|| (a, one).cmp(&(b, other)))
    });
    found.truncate(CELLS_HELD);
    let tree = &country.tree;
    let (mut units, mut known): (Vec<String>, HashMap<u16, u16>) = (Vec::new(), HashMap::new());
    let mut unit_of = |cell: CellIndex| {
        let commune = country.locate(TestCells::middle(cell))?;
        Some(*known.entry(commune.0).or_insert_with(|| {
            units.push(tree.get(tree.commune(commune)).code.to_string());
            (units.len() - 1) as u16
        }))
    };
    let cells = found.into_iter().filter_map(|((index, operator), source, told)| {
        let cell = CellIndex::try_from(index).ok()?;
        let median = |metric: Metric| told.medians[metric.index()];
        Some(TestCell {
            cell: index,
            at: TestCells::middle(cell).into(),
            operator,
            source,
            unit: unit_of(cell).unwrap_or(u16::MAX),
            tests: u32::try_from(told.tests).unwrap_or(u32::MAX),
            medians: [Metric::Download, Metric::Upload, Metric::Latency].map(median),
            met: told.met,
        })
    });
    let cells = cells.collect();
    let unit = base_unit(country);
    TestCells { cells, operators, sources, units, unit }
}

/// What a base unit is called in properties.
fn base_unit(country: &Country) -> String {
    let level: Level = country.levels().base();
    country.levels().id(level).to_string()
}
