//! The lake as the place extents come from.
//!
//! Nothing is read that was not compared with its name and with its row of the catalogue: another
//! operator's object, intact, in the place of one is as much a swap as a flipped bit.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rayon::prelude::*;

use super::claims::ClaimsInForce;
use super::counting::{CountedObject, Counting};
use super::extent::{Extent, Extents};
use super::store::ExtentStore;
use super::{Routes, SnapshotError, Unit, Units};
use crate::catalogue::{FilingRecord, MeasuredObject};
use crate::country::Country;
use crate::coverage::CellSetBuilder;
use crate::domain::{Connected, DamageCause, DamagedKind, FilingKind, Layer, Metric, PremisesStatus, causes};
use crate::engine::{fold_objects, judge_objects};
use crate::lake::measurements::MeasurementObject;
use crate::lake::premises::FibreUnits;
use crate::lake::{Declared, Key, Lake, LakeError, Object, declared, mobile, premises, routes};
use crate::stats::{JudgedTable, StatsTable};

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
                open_agreed(self, filing, move |object| read(kind, object, &country)).await?;
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
        let read = move |object: &Object| routes::read(object).map(|filed| Routes::of(filed, &country));
        open_agreed(self, filing, read).boxed()
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
    read: impl FnOnce(&Object) -> Result<T, LakeError> + Send + 'static,
) -> Result<T, SnapshotError> {
    let opened = match Key::new(&filing.data_key) {
        Ok(key) => lake.get(&key).await.map_err(|error| failed(filing, error))?,
        Err(error) => return Err(damaged(filing, DamageCause::Mismatched, error.to_string())),
    };
    let expected = Declared {
        kind: filing.kind,
        operator: filing.operator.clone(),
        layers: filing.layers.iter().map(|filed| (filed.layer.clone(), filed.extent)).collect(),
    };
    let read = tokio::task::spawn_blocking(move || {
        let found = declared(&opened)?;
        if found != expected {
            return Ok(Err(format!("it declares {found:?}, and its filing {expected:?}")));
        }
        read(&opened).map(Ok)
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

/// Reads an object, and counts the rows whose cell the country does not have.
fn read(kind: FilingKind, object: &Object, country: &Country) -> Result<(Extents, u64), LakeError> {
    // A whole, such as a network, declares no layers: see `load_network`.
    if !kind.declares_layers() {
        return Ok((Extents::default(), 0));
    }
    let cells = country.cells();
    let mut finder = cells.finder();
    if kind.lists_premises() {
        let loaded = premises::read(object, |h3| finder.ordinal(h3))?;
        return Ok((units(&loaded.content), loaded.unknown));
    }
    let begin = |_: &Layer| CellSetBuilder::new(cells.len());
    let add = |set: &mut CellSetBuilder, h3: u64| {
        let ordinal = finder.ordinal(h3);
        if let Some(ordinal) = ordinal {
            set.insert(ordinal);
        }
        ordinal.is_some()
    };
    let loaded = mobile::read(object, begin, add, CellSetBuilder::finish)?;
    let layers = loaded.content.into_iter().map(|(layer, set)| (layer, Extent::Cells(set)));
    Ok((Extents(layers.collect()), loaded.unknown))
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
