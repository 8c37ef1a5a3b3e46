//! The local driver: row groups of objects, on all cores.

use h3o::{CellIndex, Resolution};
use rayon::prelude::*;

use crate::domain::Metric;
use crate::lake::LakeError;
use crate::lake::measurements::{CountedRows, MeasurementObject, Positions, Wanted};
use crate::stats::accumulate::{Accumulator, Columns, Dictionary, Floors, METRICS, StatsTable};
use crate::stats::{CellColumns, CellFold, CellTable, CellsAsked, Claims, Judge, JudgedTable, PlacedColumns};

/// Folds the rows of some objects, as many row groups at a time as there are cores.
///
/// Only the columns of `metrics` are read; the tiers need download and upload.
///
/// # Errors
/// When an object is damaged or cannot be read.
pub fn fold_objects(
    objects: &[MeasurementObject],
    metrics: &[Metric],
    words: &Dictionary,
    positions: &dyn Positions,
    floors: &Floors,
) -> Result<StatsTable, LakeError> {
    let parts: Vec<(&MeasurementObject, usize)> =
        objects.iter().flat_map(|object| (0..object.groups()).map(move |group| (object, group))).collect();
    let threads = rayon::current_num_threads().min(parts.len()).max(1);
    let wanted = Wanted { metrics, places: false, origins: false };
    let tables: Vec<Result<StatsTable, LakeError>> = (0..threads)
        .into_par_iter()
        .map(|thread| {
            // Dealt out like cards: neighbouring row groups are alike in size.
            let mut folder = Accumulator::new(words, floors);
            for (object, group) in parts.iter().skip(thread).step_by(threads) {
                object.count(*group, wanted, positions, |rows| folder.fold(&columns(rows, metrics)))?;
            }
            Ok(folder.finish())
        })
        .collect();
    tables.into_iter().try_fold(StatsTable::default(), |all, table| Ok(all.merge(table?)))
}

/// Counts the rows of some objects that count for and against claims, in the same manner.
///
/// # Errors
/// When an object is damaged or cannot be read.
pub fn judge_objects(
    objects: &[MeasurementObject],
    words: &Dictionary,
    positions: &dyn Positions,
    floors: &Floors,
    claims: &dyn Claims,
) -> Result<JudgedTable, LakeError> {
    let parts: Vec<(&MeasurementObject, usize)> =
        objects.iter().flat_map(|object| (0..object.groups()).map(move |group| (object, group))).collect();
    let threads = rayon::current_num_threads().min(parts.len()).max(1);
    let wanted = Wanted { metrics: &[Metric::Download, Metric::Upload], places: true, origins: false };
    let tables: Vec<Result<JudgedTable, LakeError>> = (0..threads)
        .into_par_iter()
        .map(|thread| {
            let mut judge = Judge::new(words, floors, claims);
            for (object, group) in parts.iter().skip(thread).step_by(threads) {
                object.count(*group, wanted, positions, |rows| judge.fold(&placed(rows)))?;
            }
            Ok(judge.finish())
        })
        .collect();
    tables.into_iter().try_fold(JudgedTable::default(), |all, table| Ok(all.merge(table?)))
}

/// Counts the rows of some objects by the resolution-8 cells they were made in, in the same manner.
///
/// # Errors
/// When an object is damaged or cannot be read.
pub fn cell_objects(
    objects: &[MeasurementObject],
    asked: CellsAsked,
    positions: &dyn Positions,
    floors: &Floors,
) -> Result<CellTable, LakeError> {
    let parts: Vec<(&MeasurementObject, usize)> =
        objects.iter().flat_map(|object| (0..object.groups()).map(move |group| (object, group))).collect();
    let threads = rayon::current_num_threads().min(parts.len()).max(1);
    let wanted = Wanted { metrics: Metric::ALL, places: true, origins: true };
    let speeds = floors.speeds();
    let tiers = speeds.get(usize::from(asked.technology)).map_or(&[][..], Vec::as_slice);
    let tables: Vec<Result<CellTable, LakeError>> = (0..threads)
        .into_par_iter()
        .map(|thread| {
            let mut fold = CellFold::new(asked, tiers, around);
            for (object, group) in parts.iter().skip(thread).step_by(threads) {
                object.count(*group, wanted, positions, |rows| fold.fold(&by_cell(rows)))?;
            }
            Ok(fold.finish())
        })
        .collect();
    tables.into_iter().try_fold(CellTable::default(), |all, table| Ok(all.merge(table?)))
}

/// The cell of resolution 8 that a smaller one lies in.
fn around(cell: u64) -> Option<u64> {
    CellIndex::try_from(cell).ok()?.parent(Resolution::Eight).map(u64::from)
}

fn by_cell(rows: &CountedRows) -> CellColumns<'_> {
    CellColumns {
        operator: &rows.operator,
        technology: &rows.technology,
        cell: &rows.cell,
        device: &rows.device,
        accuracy: &rows.accuracy,
        metrics: [&rows.metrics[0], &rows.metrics[1], &rows.metrics[2], &rows.metrics[3]],
    }
}

fn placed(rows: &CountedRows) -> PlacedColumns<'_> {
    PlacedColumns {
        commune: &rows.commune,
        operator: &rows.operator,
        technology: &rows.technology,
        cell: &rows.cell,
        day: &rows.local_day,
        down: &rows.metrics[Metric::Download.index()],
        up: &rows.metrics[Metric::Upload.index()],
    }
}

fn columns<'a>(rows: &'a CountedRows, metrics: &[Metric]) -> Columns<'a> {
    let mut values: [Option<&[f32]>; METRICS] = [None; METRICS];
    for metric in metrics {
        values[metric.index()] = Some(&rows.metrics[metric.index()]);
    }
    Columns {
        commune: &rows.commune,
        operator: &rows.operator,
        technology: &rows.technology,
        metrics: values,
    }
}
