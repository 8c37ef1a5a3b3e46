//! The lake as the place extents come from.
//!
//! Nothing is read that was not compared with its name and with its row of the catalogue: another
//! operator's object, intact, in the place of one is as much a swap as a flipped bit.

use std::ops::Range;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rayon::prelude::*;

use super::claims::ClaimsInForce;
use super::counting::{CountedObject, Counting};
use super::extent::{Extent, Extents};
use super::store::ExtentStore;
use super::{Places, Routes, SnapshotError, Unit, Units};
use crate::catalogue::{FilingRecord, MeasuredObject, PlaceListRecord};
use crate::country::{CellList, Country};
use crate::coverage::{CellSet, CellSetBuilder};
use crate::domain::{Connected, DamageCause, DamagedKind, FilingKind, Layer, Metric, PremisesStatus, causes};
use crate::engine::{cell_objects, fold_objects, judge_objects};
use crate::lake::measurements::MeasurementObject;
use crate::lake::premises::FibreUnits;
use crate::lake::{Declared, FilingFile, Key, Lake, LakeError, mobile, places, premises, routes};
use crate::stats::{CellTable, CellsAsked, JudgedTable, StatsTable};

impl ExtentStore for Lake {
    fn load<'a>(
        &'a self,
        filing: &'a FilingRecord,
        country: &'a Arc<Country>,
    ) -> BoxFuture<'a, Result<Extents, SnapshotError>> {
        async move {
            let country = Arc::clone(country);
            let kind = filing.kind;
            let (extents, unknown) =
                open_agreed(self, filing, move |file| read(kind, file, &country)).await?;
            if unknown > 0 {
                tracing::warn!(filing.id = %filing.id, cells = unknown, "filed under another pack: cells left out");
            }
            Ok(extents)
        }
        .boxed()
    }

    fn load_network<'a>(
        &'a self,
        filing: &'a FilingRecord,
        country: &'a Arc<Country>,
    ) -> BoxFuture<'a, Result<Routes, SnapshotError>> {
        let country = Arc::clone(country);
        let read =
            move |file: &FilingFile| routes::read(file.object()).map(|filed| Routes::of(filed, &country));
        open_agreed(self, filing, read).boxed()
    }

    fn load_places<'a>(
        &'a self,
        list: &'a PlaceListRecord,
        country: &'a Arc<Country>,
    ) -> BoxFuture<'a, Result<Places, SnapshotError>> {
        let (lake, country) = (self.clone(), Arc::clone(country));
        async move {
            let (own, named) = (list.clone(), list.head.id.clone());
            let read = tokio::task::spawn_blocking(move || read_places(&lake, &own, &country)).await;
            let (places, unknown) = match read {
                Ok(read) => read?,
                // A reader that falls over the content says as much of it as one that refuses it.
                Err(error) if error.is_panic() => {
                    return Err(damaged_places(list, DamageCause::Mismatched, error.to_string()));
                }
                Err(error) => return Err(SnapshotError::Computation(error)),
            };
            if unknown > 0 {
                tracing::warn!(list = %named, places = unknown, "listed under another pack: places left out");
            }
            Ok(places)
        }
        .boxed()
    }

    fn count(
        &self,
        objects: Vec<CountedObject>,
        counting: Arc<Counting>,
    ) -> BoxFuture<'_, Result<StatsTable, SnapshotError>> {
        async move {
            let lake = self.clone();
            let count = move || {
                let rows: Vec<MeasuredObject> = objects.iter().map(|counted| counted.row.clone()).collect();
                let opened: Result<Vec<_>, _> =
                    objects.into_par_iter().map(|counted| open_month(&lake, counted)).collect();
                fold_objects(&opened?, Metric::ALL, &counting.words, &*counting, &counting.floors)
                    .map_err(|error| unread(&lake, &rows, error))
            };
            let counted = tokio::task::spawn_blocking(count).await;
            let table = counted.map_err(SnapshotError::Computation)??;
            if table.unknown > 0 {
                tracing::warn!(
                    rows = table.unknown,
                    "measured under another pack or registry: rows left out"
                );
            }
            Ok(table)
        }
        .boxed()
    }

    fn cells(
        &self,
        objects: Vec<CountedObject>,
        counting: Arc<Counting>,
        asked: CellsAsked,
    ) -> BoxFuture<'_, Result<CellTable, SnapshotError>> {
        async move {
            let lake = self.clone();
            let count = move || {
                let rows: Vec<MeasuredObject> = objects.iter().map(|counted| counted.row.clone()).collect();
                let opened: Result<Vec<_>, _> =
                    objects.into_par_iter().map(|counted| open_month(&lake, counted)).collect();
                cell_objects(&opened?, asked, &*counting, &counting.floors)
                    .map_err(|error| unread(&lake, &rows, error))
            };
            tokio::task::spawn_blocking(count).await.map_err(SnapshotError::Computation)?
        }
        .boxed()
    }

    fn judge(
        &self,
        counted: CountedObject,
        counting: Arc<Counting>,
        claims: Arc<ClaimsInForce>,
    ) -> BoxFuture<'_, Result<JudgedTable, SnapshotError>> {
        async move {
            let lake = self.clone();
            let judge = move || {
                let row = [counted.row.clone()];
                let opened = [open_month(&lake, counted)?];
                judge_objects(&opened, &counting.words, &*counting, &counting.floors, &*claims)
                    .map_err(|error| unread(&lake, &row, error))
            };
            let judged = tokio::task::spawn_blocking(judge).await;
            judged.map_err(SnapshotError::Computation)?
        }
        .boxed()
    }
}

/// Opens a filing's object, compared with its name and with the filing's row, and reads it.
async fn open_agreed<T: Send + 'static>(
    lake: &Lake,
    filing: &FilingRecord,
    read: impl FnOnce(&FilingFile) -> Result<T, LakeError> + Send + 'static,
) -> Result<T, SnapshotError> {
    let key = Key::new(&filing.data_key)
        .map_err(|error| damaged(filing, DamageCause::Mismatched, error.to_string()))?;
    let lake = lake.clone();
    let expected = Declared {
        kind: filing.kind,
        operator: filing.operator.clone(),
        layers: filing.layers.iter().map(|filed| (filed.layer.clone(), filed.extent)).collect(),
    };
    // All at one go: a history opens hundreds, and going from thread to thread costs more than reading them.
    let read = tokio::task::spawn_blocking(move || {
        let file = FilingFile::open(lake.get_local(&key)?)?;
        let found = file.declared();
        if found != expected {
            return Ok(Err(format!("it declares {found:?}, and its filing {expected:?}")));
        }
        read(&file).map(Ok)
    });
    match read.await {
        Ok(Ok(Ok(read))) => Ok(read),
        Ok(Ok(Err(problem))) => Err(damaged(filing, DamageCause::Mismatched, problem)),
        Ok(Err(error)) => Err(failed(filing, error)),
        // A reader that falls over the content says as much of it as one that refuses it.
        Err(error) if error.is_panic() => Err(damaged(filing, DamageCause::Mismatched, error.to_string())),
        Err(error) => Err(SnapshotError::Computation(error)),
    }
}

fn failed(filing: &FilingRecord, error: LakeError) -> SnapshotError {
    match error.cause() {
        Some(cause) => damaged(filing, cause, causes(&error).to_string()),
        None => SnapshotError::Extents { filing: filing.id.clone(), source: error },
    }
}

fn damaged(filing: &FilingRecord, cause: DamageCause, problem: String) -> SnapshotError {
    let object = filing.damaged_rows(cause);
    SnapshotError::Damaged { object: Box::new(object), problem }
}

/// Opens a list's object, compared with its name and with the list's row, and reads it; and how many of its places do
/// not lie in this country.
fn read_places(
    lake: &Lake,
    list: &PlaceListRecord,
    country: &Country,
) -> Result<(Places, u64), SnapshotError> {
    let failed = |error: LakeError| match error.cause() {
        Some(cause) => damaged_places(list, cause, causes(&error).to_string()),
        None => SnapshotError::Places { list: list.head.id.clone(), source: error },
    };
    let key = Key::new(&list.data_key)
        .map_err(|error| damaged_places(list, DamageCause::Mismatched, error.to_string()))?;
    let read = places::read(&lake.get_local(&key).map_err(failed)?).map_err(failed)?;
    if (&read.list, read.places.len() as u64) != (&list.head.id, list.places) {
        let problem = format!(
            "it holds {} places of {}, and its row says {} of {}",
            read.places.len(),
            read.list,
            list.places,
            list.head.id
        );
        return Err(damaged_places(list, DamageCause::Mismatched, problem));
    }
    Ok(Places::of(read.places, country))
}

fn damaged_places(list: &PlaceListRecord, cause: DamageCause, problem: String) -> SnapshotError {
    SnapshotError::Damaged { object: Box::new(list.damaged(cause)), problem }
}

/// What it means that objects which were opened cannot be read: one of them decayed after this process had
/// compared it. All are compared anew, whatever is remembered of them; where each is what its name says,
/// the one that the error names holds something else than measurements.
fn unread(lake: &Lake, rows: &[MeasuredObject], error: LakeError) -> SnapshotError {
    let problem = causes(&error).to_string();
    let damaged = |row: &MeasuredObject, cause| SnapshotError::Damaged {
        object: Box::new(row.damaged(DamagedKind::Measurements, cause)),
        problem: problem.clone(),
    };
    let Some(read) = error.cause() else { return SnapshotError::Measurements(error) };
    let compare = |row: &MeasuredObject| {
        let key = Key::new(&row.data_key).ok()?;
        lake.verify(&key, &mut |_| ()).err()?.cause()
    };
    if let Some((row, cause)) = rows.iter().find_map(|row| Some((row, compare(row)?))) {
        return damaged(row, cause);
    }
    let cause = if read == DamageCause::Altered { DamageCause::Mismatched } else { read };
    match rows.iter().find(|row| problem.contains(&row.data_key)) {
        Some(row) => damaged(row, cause),
        None => SnapshotError::Measurements(error),
    }
}

/// Opens an object of measurements, compared with its name and with its row.
fn open_month(lake: &Lake, counted: CountedObject) -> Result<MeasurementObject, SnapshotError> {
    let CountedObject { row, older_batch, batches } = counted;
    let damaged = |cause, problem: String| SnapshotError::Damaged {
        object: Box::new(row.damaged(DamagedKind::Measurements, cause)),
        problem,
    };
    let failed = |error: LakeError| match error.cause() {
        Some(cause) => damaged(cause, causes(&error).to_string()),
        None => SnapshotError::Measurements(error),
    };
    let key = Key::new(&row.data_key).map_err(|error| damaged(DamageCause::Mismatched, error.to_string()))?;
    let object = lake.open_local(&key).map_err(failed)?;
    let object = MeasurementObject::open(object).map_err(failed)?;
    if batches.is_some() && !object.tells_batches() && row.first_batch < row.last_batch {
        return Err(SnapshotError::Undivided(row.data_key));
    }
    let (source, month, rows) = (&object.head.source, object.head.month, object.rows());
    if (source, month, rows) == (&row.source, row.month, row.rows) {
        let object = object.with_older_batch(older_batch);
        return Ok(batches.into_iter().fold(object, MeasurementObject::counting));
    }
    let problem = format!(
        "it holds {rows} rows of {source} of {month}, and its row says {} of {} of {}",
        row.rows, row.source, row.month
    );
    Err(damaged(DamageCause::Mismatched, problem))
}

/// Reads a filing, and counts the rows whose cell the country does not have.
fn read(kind: FilingKind, file: &FilingFile, country: &Country) -> Result<(Extents, u64), LakeError> {
    // A whole, such as a network, declares no layers: see `load_network`.
    if !kind.declares_layers() {
        return Ok((Extents::default(), 0));
    }
    let cells = country.cells();
    if kind.lists_premises() {
        let mut finder = cells.finder();
        let loaded = premises::read(file.object(), |h3| finder.ordinal(h3))?;
        return Ok((units(&loaded.content), loaded.unknown));
    }
    // Where a filing says which runs of this very list it covers, each of its cells has a place.
    match read_runs(file, cells)? {
        Some(extents) => Ok((extents, 0)),
        None => read_rows(file, cells),
    }
}

/// The layers of a filing by their runs; `None` where it has none, or none that are runs of this list.
fn read_runs(file: &FilingFile, cells: &CellList) -> Result<Option<Extents>, LakeError> {
    let Some(layers) = mobile::runs(file, cells.digest())? else { return Ok(None) };
    let layers = layers.into_iter().map(|(layer, runs)| {
        let set = CellSet::from_runs(cells.len(), runs)?;
        Some((layer, Extent::Cells(set)))
    });
    Ok(layers.collect::<Option<_>>().map(Extents))
}

/// The layers of a filing cell by cell, and how many cells the list does not have.
fn read_rows(file: &FilingFile, cells: &CellList) -> Result<(Extents, u64), LakeError> {
    let mut finder = cells.finder();
    let begin = |_: &Layer| (CellSetBuilder::new(cells.len()), 0..0);
    // Neighbours go in together: a file has them in order.
    let add = |(set, run): &mut (CellSetBuilder, Range<u32>), h3: u64| {
        let Some(ordinal) = finder.ordinal(h3) else { return false };
        if ordinal == run.end {
            run.end += 1;
        } else {
            set.insert_range(std::mem::replace(run, ordinal..ordinal + 1));
        }
        true
    };
    let finish = |(mut set, run): (CellSetBuilder, Range<u32>)| {
        set.insert_range(run);
        Extent::Cells(set.finish())
    };
    let loaded = mobile::read(file, begin, add, finish)?;
    Ok((Extents(loaded.content), loaded.unknown))
}

/// Dwellings of each declared layer: business-only premises are counted apart, connected ones are passed too.
fn units(filed: &FibreUnits) -> Extents {
    let of = |layer: &Layer| {
        let offers = filed.offers.iter().filter(|offer| offer.technology == layer.technology);
        let units = offers.flat_map(|offer| {
            let is_connected = offer.status == PremisesStatus::Connected;
            offer.cells.iter().filter(|cell| cell.residential > 0).map(move |cell| Unit {
                cell: cell.ordinal,
                speeds: offer.speeds,
                passed: cell.residential,
                connected: Connected::new(if is_connected { cell.residential } else { 0 }),
            })
        });
        (layer.clone(), Extent::Units(Units::sum(units.collect())))
    };
    Extents(filed.layers.iter().map(|(layer, _)| of(layer)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::CELL_RESOLUTION;
    use crate::coverage::listed;
    use crate::lake::Provenance;
    use h3o::LatLng;
    use proptest::prelude::*;

    /// Cells around a point, all but every n-th.
    fn list(without: usize) -> CellList {
        let centre = LatLng::new(31.6, -8.0).expect("valid").to_cell(CELL_RESOLUTION);
        let mut cells: Vec<_> = centre.grid_disk::<Vec<_>>(40);
        cells.sort_unstable();
        let kept = cells.into_iter().enumerate().filter(|(at, _)| at % without != 1);
        CellList::from_sorted(kept.map(|(_, cell)| cell))
    }

    fn layer(technology: &str) -> Layer {
        serde_json::from_value(serde_json::json!({
            "operator": "one", "technology": technology, "mindown": 5, "minup": 1, "environment": "outdoor",
        }))
        .expect("a layer")
    }

    fn filed(cells: &CellList, layers: &[(Layer, CellSet)]) -> FilingFile {
        let lake_dir = tempfile::tempdir().expect("a directory");
        let lake = Lake::open(lake_dir.path()).expect("opens");
        let operator = layers[0].0.operator.clone();
        let provenance = Provenance { operator, pack_digest: "a pack".to_owned() };
        let sources = layers.iter().map(|(layer, set)| (layer.clone(), listed(cells, set)));
        let staged = lake.stage().expect("stages");
        let (staged, _) = mobile::write(staged, &provenance, cells.digest(), sources).expect("writes");
        let key = lake.put_filing(staged).expect("kept").key;
        FilingFile::open(lake.open_local(&key).expect("opens")).expect("a filing's")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// By runs or by rows, a filing reaches the same cells; another list knows its rows only.
        #[test]
        fn runs_reach_what_rows_reach(
            layers in proptest::collection::vec(proptest::collection::vec((0u32..4900, 0u32..400), 0..12), 2..3),
        ) {
            let cells = list(usize::MAX);
            let set = |runs: &Vec<(u32, u32)>| {
                let mut set = CellSetBuilder::new(cells.len());
                let end = |at: u32| at.min(cells.len() as u32);
                for (start, length) in runs {
                    set.insert_range(*start..end(start + length));
                }
                set.finish()
            };
            let layers: Vec<_> = [layer("4g"), layer("5g")].into_iter().zip(layers.iter().map(set)).collect();
            let file = filed(&cells, &layers);
            let expected = layers.iter().map(|(layer, set)| (layer.clone(), Extent::Cells(set.clone())));
            let expected = Extents(expected.collect());
            prop_assert_eq!(read_runs(&file, &cells).expect("reads"), Some(expected.clone()));
            prop_assert_eq!(read_rows(&file, &cells).expect("reads"), (expected, 0));

            let fewer = list(50);
            prop_assert_eq!(read_runs(&file, &fewer).expect("reads"), None);
            let (extents, unknown) = read_rows(&file, &fewer).expect("reads");
            let reached: usize = extents.0.iter().map(|(_, extent)| match extent {
                Extent::Cells(set) => set.count(),
                Extent::Units(_) => 0,
            }).sum();
            let all: usize = layers.iter().map(|(_, set)| set.count()).sum();
            prop_assert_eq!(reached + unknown as usize, all);
        }
    }
}
