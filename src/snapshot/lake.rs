//! The lake as the place extents come from.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use h3o::CellIndex;

use super::evidence::ClaimsInForce;
use super::measured::Counting;
use super::{CountedObject, Extent, Extents, Routes, Shelf, SnapshotError, Unit, Units};
use crate::catalogue::FilingRecord;
use crate::country::Country;
use crate::coverage::CellSet;
use crate::domain::{Connected, FilingKind, Layer, Metric, PremisesStatus};
use crate::engine::{JudgedTable, Table, fold_objects, judge_objects};
use crate::lake::measurements::MeasurementObject;
use crate::lake::premises::FibreUnits;
use crate::lake::{Key, Lake, LakeError, Object, mobile, network, premises};

impl Shelf for Lake {
    fn load<'a>(
        &'a self,
        filing: &'a FilingRecord,
        country: &'a Arc<Country>,
    ) -> BoxFuture<'a, Result<Extents, SnapshotError>> {
        async move {
            let failed = |what: String| SnapshotError::Extents { filing: filing.id.clone(), what };
            let key = Key::new(&filing.data_key).map_err(|error| failed(error.to_string()))?;
            let object = self.get(&key).await.map_err(|error| failed(error.to_string()))?;
            let (kind, country) = (filing.kind, Arc::clone(country));
            let read = tokio::task::spawn_blocking(move || read(kind, &object, &country));
            let (extents, unknown) =
                read.await.map_err(|error| SnapshotError::Computation(error.to_string()))?.map_err(failed)?;
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
        async move {
            let failed = |what: String| SnapshotError::Extents { filing: filing.id.clone(), what };
            let key = Key::new(&filing.data_key).map_err(|error| failed(error.to_string()))?;
            let object = self.get(&key).await.map_err(|error| failed(error.to_string()))?;
            let country = Arc::clone(country);
            let read = tokio::task::spawn_blocking(move || {
                network::read(&object).map(|network| Routes::of(network, &country))
            });
            let read = read.await.map_err(|error| SnapshotError::Computation(error.to_string()))?;
            read.map_err(|error| failed(error.to_string()))
        }
        .boxed()
    }

    fn count(
        &self,
        objects: Vec<CountedObject>,
        counting: Arc<Counting>,
    ) -> BoxFuture<'_, Result<Table, SnapshotError>> {
        async move {
            let failed = |error: &dyn std::fmt::Display| SnapshotError::Measurements(error.to_string());
            let mut opened = Vec::with_capacity(objects.len());
            for counted in objects {
                let key = Key::new(&counted.data_key).map_err(|error| failed(&error))?;
                opened.push((self.get(&key).await.map_err(|error| failed(&error))?, counted));
            }
            let count = move || {
                let opened = opened.into_iter().map(|(object, counted)| open(object, counted));
                let opened: Result<Vec<_>, LakeError> = opened.collect();
                fold_objects(&opened?, Metric::ALL, &counting.words, &*counting, &counting.floors)
            };
            let counted = tokio::task::spawn_blocking(count).await;
            let table = counted.map_err(|error| SnapshotError::Computation(error.to_string()))?;
            let table = table.map_err(|error| failed(&error))?;
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
            let failed = |error: &dyn std::fmt::Display| SnapshotError::Measurements(error.to_string());
            let key = Key::new(&counted.data_key).map_err(|error| failed(&error))?;
            let object = self.get(&key).await.map_err(|error| failed(&error))?;
            let judge = move || {
                let opened = [open(object, counted)?];
                judge_objects(&opened, &counting.words, &*counting, &counting.floors, &*claims)
            };
            let judged = tokio::task::spawn_blocking(judge).await;
            let judged = judged.map_err(|error| SnapshotError::Computation(error.to_string()))?;
            judged.map_err(|error| failed(&error))
        }
        .boxed()
    }
}

/// Opens an object of measurements, to be counted.
fn open(object: Object, counted: CountedObject) -> Result<MeasurementObject, LakeError> {
    let object = MeasurementObject::open(object)?.with_older_batch(counted.older_batch);
    Ok(counted.batches.into_iter().fold(object, MeasurementObject::counting))
}

/// Reads an object, and counts the rows whose cell the country does not have.
fn read(kind: FilingKind, object: &Object, country: &Country) -> Result<(Extents, u64), String> {
    let cells = country.cells();
    let ordinal = |h3: u64| CellIndex::try_from(h3).ok().and_then(|cell| cells.ordinal(cell));
    match kind {
        FilingKind::MobileCoverage => {
            let begin = |_: &Layer| CellSet::empty(cells.len());
            let add = |set: &mut CellSet, h3: u64| match ordinal(h3) {
                Some(ordinal) => {
                    set.insert(ordinal);
                    true
                }
                None => false,
            };
            let loaded = mobile::read(object, begin, add).map_err(|error| error.to_string())?;
            let layers = loaded.content.into_iter().map(|(layer, set)| (layer, Extent::Cells(set)));
            Ok((Extents(layers.collect()), loaded.unknown))
        }
        // A network declares no layers: see `load_network`.
        FilingKind::FibreNetwork => Ok((Extents::default(), 0)),
        FilingKind::FibreAvailability => {
            let loaded = premises::read(object, ordinal).map_err(|error| error.to_string())?;
            Ok((units(&loaded.content), loaded.unknown))
        }
    }
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
