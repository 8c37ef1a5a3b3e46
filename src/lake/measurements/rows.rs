//! Whole rows of an object, of either row format, as merging needs them.
//!
//! Rows of format 1 have a position rounded to a thousandth of a degree in place of a cell, and no batch:
//! they get the cell of that position with its accuracy, the local day of their instant, and the batch
//! their object says.

use std::collections::HashMap;
use std::hash::Hash;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float32Type, Int32Type, Int64Type, UInt16Type, UInt64Type};
use arrow_array::{Float32Array, PrimitiveArray, RecordBatch, UInt16Array};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{
    METRIC_COLUMNS, MeasurementRow, ROUNDED_ACCURACY_M, RowWords, SIGNAL_COLUMNS, WORDS_MOST, date_of,
    rounded_cell,
};
use crate::domain::{
    BandId, CommuneId, DevicePseudonym, Environment, MethodId, OperatorId, ProbeId, TechnologyId,
    TestOutcome, TokenId,
};

/// What rows of format 1 do not say themselves.
pub(super) struct Older<'a> {
    pub(super) batch: i64,
    pub(super) zone: &'a TimeZone,
}

/// Adds the rows of a batch of columns. Nothing where they are not those of measurements.
pub(super) fn whole_rows(
    batch: &RecordBatch,
    older: &Older<'_>,
    words: &mut RowWords,
    rows: &mut Vec<MeasurementRow>,
) -> Option<()> {
    let first = rows.len();
    rows.resize(first + batch.num_rows(), MeasurementRow::default());
    let rows = rows.get_mut(first..)?;
    groups(batch, words, rows)?;
    let at_ms = batch.column_by_name("at_ms")?.as_primitive_opt::<Int64Type>()?;
    set(rows, at_ms, |row, at| row.at_ms = at);
    if batch.column_by_name("h3").is_some() {
        newer(batch, words, rows)?;
    } else {
        rounded(batch, older, rows)?;
    }
    let probe = positions(batch, "probe", &mut words.probes, ProbeId::new)?;
    rows.iter_mut().zip(probe).for_each(|(row, probe)| row.probe = probe);
    for (at, name) in METRIC_COLUMNS.into_iter().enumerate() {
        set_floats(batch, name, rows, |row, value| row.values[at] = value)?;
    }
    set_floats(batch, "jitter_ms", rows, |row, value| row.jitter = value)
}

/// Commune, operator and technology, which every row has.
fn groups(batch: &RecordBatch, words: &mut RowWords, rows: &mut [MeasurementRow]) -> Option<()> {
    let (communes, codes) = keys(batch, "commune")?;
    let by_code: HashMap<&str, u16> =
        words.communes.iter().enumerate().map(|(at, code)| (&**code, at as u16)).collect();
    let places: Vec<Option<u16>> = codes.iter().map(|code| by_code.get(code).copied()).collect();
    let operators = positions(batch, "operator", &mut words.operators, OperatorId::new)?;
    let technologies = positions(batch, "technology", &mut words.technologies, TechnologyId::new)?;
    for (at, row) in rows.iter_mut().enumerate() {
        row.commune = CommuneId((*places.get(usize::from(communes.value(at)))?)?);
        row.operator = operators[at]?;
        row.technology = technologies[at]?;
    }
    Some(())
}

/// What format 2 adds.
fn newer(batch: &RecordBatch, words: &mut RowWords, rows: &mut [MeasurementRow]) -> Option<()> {
    set(rows, batch.column_by_name("h3")?.as_primitive_opt::<UInt64Type>()?, |row, cell| row.cell = cell);
    set(rows, batch.column_by_name("batch")?.as_primitive_opt::<Int64Type>()?, |row, of| row.batch = of);
    let days = batch.column_by_name("local_day")?.as_primitive_opt::<Date32Type>()?;
    for (row, days) in rows.iter_mut().zip(days.values()) {
        row.local_day = date_of(*days)?;
    }
    let devices = batch.column_by_name("device")?.as_primitive_opt::<UInt64Type>()?;
    rows.iter_mut().zip(devices).for_each(|(row, device)| row.device = device.map(DevicePseudonym));
    let namespaces = positions(batch, "namespace", &mut words.namespaces, TokenId::new)?;
    let methods = positions(batch, "method", &mut words.methods, MethodId::new)?;
    let bands = positions(batch, "band", &mut words.bands, BandId::new)?;
    let outcomes = closed(batch, "outcome", |word| word.parse::<TestOutcome>().ok())?;
    let environments = closed(batch, "environment", |word| word.parse::<Environment>().ok())?;
    for (at, row) in rows.iter_mut().enumerate() {
        (row.namespace, row.method, row.band) = (namespaces[at], methods[at], bands[at]);
        (row.outcome, row.environment) = (outcomes[at], environments[at]);
    }
    set_floats(batch, "accuracy_m", rows, |row, value| row.accuracy_m = value)?;
    set_floats(batch, "weight", rows, |row, value| row.weight = value)?;
    for (at, name) in SIGNAL_COLUMNS.into_iter().enumerate() {
        set_floats(batch, name, rows, |row, value| row.signal[at] = value)?;
    }
    Some(())
}

/// What format 1 has instead.
fn rounded(batch: &RecordBatch, older: &Older<'_>, rows: &mut [MeasurementRow]) -> Option<()> {
    let lon = batch.column_by_name("lon_e3")?.as_primitive_opt::<Int32Type>()?;
    let lat = batch.column_by_name("lat_e3")?.as_primitive_opt::<Int32Type>()?;
    for (at, row) in rows.iter_mut().enumerate() {
        row.cell = rounded_cell(lon.value(at), lat.value(at))?;
        row.accuracy_m = ROUNDED_ACCURACY_M;
        row.batch = older.batch;
        row.local_day = older.zone.to_datetime(Timestamp::from_millisecond(row.at_ms).ok()?).date();
    }
    Some(())
}

fn set<T: arrow_array::ArrowPrimitiveType>(
    rows: &mut [MeasurementRow],
    values: &PrimitiveArray<T>,
    put: impl Fn(&mut MeasurementRow, T::Native),
) {
    rows.iter_mut().zip(values.values().iter()).for_each(|(row, value)| put(row, *value));
}

fn set_floats(
    batch: &RecordBatch,
    name: &str,
    rows: &mut [MeasurementRow],
    put: impl Fn(&mut MeasurementRow, f32),
) -> Option<()> {
    let column: &Float32Array = batch.column_by_name(name)?.as_primitive_opt::<Float32Type>()?;
    rows.iter_mut().zip(column).for_each(|(row, value)| put(row, value.unwrap_or(f32::NAN)));
    Some(())
}

fn keys<'a>(batch: &'a RecordBatch, name: &str) -> Option<(&'a UInt16Array, Vec<&'a str>)> {
    let column = batch.column_by_name(name)?.as_dictionary_opt::<UInt16Type>()?;
    let words = column.values().as_string_opt::<i32>()?;
    Some((column.keys(), words.iter().map(Option::unwrap_or_default).collect()))
}

/// Each row's position in a list of words, which gets those it lacks.
fn positions<T: Clone + Eq + Hash, E>(
    batch: &RecordBatch,
    name: &str,
    list: &mut Vec<T>,
    read: impl Fn(&str) -> Result<T, E>,
) -> Option<Vec<Option<u16>>> {
    let (keys, words) = keys(batch, name)?;
    // Only words that are used: a dictionary may have others.
    let mut used = vec![false; words.len()];
    for key in keys.iter().flatten() {
        *used.get_mut(usize::from(key))? = true;
    }
    let mut known: HashMap<T, u16> = list.iter().cloned().zip(0..).collect();
    let mut places = vec![None; words.len()];
    for (at, word) in words.iter().enumerate().filter(|(at, _)| used[*at]) {
        let id = read(word).ok()?;
        let place = match known.get(&id) {
            Some(place) => *place,
            None if list.len() >= WORDS_MOST => return None,
            None => {
                let place = u16::try_from(list.len()).ok()?;
                known.insert(id.clone(), place);
                list.push(id);
                place
            }
        };
        places[at] = Some(place);
    }
    Some(keys.iter().map(|key| places.get(usize::from(key?)).copied().flatten()).collect())
}

/// Each row's word of a closed list; one that the list does not have is damage.
fn closed<T: Copy>(
    batch: &RecordBatch,
    name: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<Vec<Option<T>>> {
    let (keys, words) = keys(batch, name)?;
    let words: Vec<Option<T>> = words.iter().map(|word| read(word)).collect();
    keys.iter()
        .map(|key| match key {
            None => Some(None),
            Some(key) => words.get(usize::from(key)).copied().flatten().map(Some),
        })
        .collect()
}
