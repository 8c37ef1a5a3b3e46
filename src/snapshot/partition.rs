//! One month of one source: which of its batches count, how many rows that is, and its table.
//!
//! Owns how a table follows its objects: what came is folded and merged into a copy of the table before, which
//! readers of that one never see change; where that one is not at hand, or batches stopped to count, the month is
//! folded anew.
//!
//! Invariant: a partition holds no table. Tables are found in `MonthTables` by the name of what they are
//! folded from, so that memory does not grow with the months there are.

use std::collections::HashSet;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::SnapshotError;
use super::counting::{CountedObject, Counting};
use super::month_tables::TableName;
use super::store::WatchedStore;
use crate::catalogue::MeasuredObject;
use crate::domain::CountedBatches;
use crate::stats::KeptStats;

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Partition {
    /// The last batch that is in the table, or would be if it counted.
    pub(super) through: i64,
    /// Rows that count.
    pub(super) rows: u64,
    /// What of its batches does not count.
    pub(super) left_out: LeftOut,
    /// Whether it can be counted: not where an object of the month is damaged, or cannot be divided into batches
    /// that count and those that do not; the rest of it would be another number.
    pub(super) is_known: bool,
    /// What it is counted from, each once.
    pub(super) objects: Arc<[CountedObject]>,
    /// Names its table.
    pub(super) table: TableName,
}

impl Partition {
    /// A month; of one that is damaged, there are as many rows as the catalogue says.
    fn new(
        through: i64,
        left_out: LeftOut,
        table: Option<&KeptStats>,
        objects: Arc<[CountedObject]>,
        name: TableName,
    ) -> Self {
        let rows = match table {
            Some(table) => table.tests(),
            None => objects.iter().map(|object| object.row.rows).sum(),
        };
        Self { through, rows, left_out, is_known: table.is_some(), objects, table: name }
    }

    /// Names its objects, and which of their batches count, and whether that is known.
    pub(super) fn hash(&self, hash: &mut Sha256) {
        hash.update(self.table.0);
        hash.update([u8::from(self.is_known)]);
    }

    /// Bytes it holds, roughly.
    pub(super) fn bytes(&self) -> usize {
        let object = |object: &CountedObject| {
            size_of::<CountedObject>()
                + object.row.source.as_str().len()
                + object.row.data_key.len()
                + object.row.tests_key.len()
        };
        size_of::<Self>() + self.objects.iter().map(object).sum::<usize>()
    }
}

/// Batches of a month of a source that do not count. Equal ones leave out the same rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct LeftOut {
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

/// A month of a source as its objects and batches say; what was folded before is used where it can be. Nothing of
/// it is known where one of the objects is damaged.
pub(super) async fn fold(
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
    let each: Arc<[CountedObject]> = each.map(|object| counted(object, batches)).collect();
    let name = TableName::of(&each, counting);
    if each.iter().any(|object| store.damaged().month(&object.row.data_key).is_some()) {
        return Ok(Partition::new(through, left_out, None, each, name));
    }
    // Nothing of it is new: the number of its rows, and whether they can be counted, is as it was.
    if let Some(before) = before.filter(|before| before.is_known && before.table == name) {
        return Ok(Partition { through, left_out, ..before.clone() });
    }
    // What does not count any more cannot be taken out of a table, and what was left out of one is not in it.
    let before = before.filter(|before| before.is_known && before.left_out == left_out);
    let added = before.and_then(|before| Some((added(objects, &each, before.through)?, before)));
    let folded = match added {
        Some((new, before)) => store.month_after(name, &each, (before.table, new), counting).await,
        None => store.month(name, &each, counting).await,
    };
    let folded = match folded {
        Ok(table) => Some(table),
        // Of one that cannot be divided nothing is known either: neither all of its rows nor none is the number.
        Err(SnapshotError::Damaged { .. } | SnapshotError::Undivided(_)) => None,
        Err(error) => return Err(error),
    };
    Ok(Partition::new(through, left_out, folded.as_deref(), each, name))
}

/// The objects that are not in a table through a batch; `None` where objects were merged, which moves rows that are
/// in the table together with some that are not: then everything is folded anew.
fn added(objects: &[&MeasuredObject], each: &[CountedObject], through: i64) -> Option<Vec<CountedObject>> {
    let is_split = |object: &&MeasuredObject| object.first_batch <= through && object.last_batch > through;
    if objects.iter().any(is_split) {
        return None;
    }
    Some(each.iter().filter(|object| object.row.first_batch > through).cloned().collect())
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

#[cfg(test)]
mod tests;
