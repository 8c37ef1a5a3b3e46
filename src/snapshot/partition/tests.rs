//! A month that is followed step by step is the month counted from the beginning, whatever is kept of its tables.

use std::collections::{BTreeSet, HashMap};

use futures_util::future::BoxFuture;
use proptest::prelude::*;

use super::super::Routes;
use super::super::extent::Extents;
use super::super::store::ExtentStore;
use super::*;
use crate::catalogue::FilingRecord;
use crate::country::Country;
use crate::domain::Metric;
use crate::stats::{Accumulator, Columns, Dictionary, Floors, StatsTable};

/// A store in which every batch brought one test.
struct OneTestABatch;

/// The table of some batches.
fn table_of(batches: impl Iterator<Item = i64>, counting: &Counting) -> StatsTable {
    let batches: Vec<i64> = batches.collect();
    let communes: Vec<u16> = batches.iter().map(|batch| (batch % 3) as u16).collect();
    let zeros = vec![0; batches.len()];
    let values: Vec<f32> = batches.iter().map(|batch| *batch as f32).collect();
    let metrics = std::array::from_fn(|at| (at == Metric::Download.index()).then_some(&values[..]));
    let columns = Columns { commune: &communes, operator: &zeros, technology: &zeros, metrics };
    let mut folded = Accumulator::new(&counting.words, &counting.floors);
    folded.fold(&columns);
    folded.finish()
}

/// The batches of an object that count.
fn batches_of(object: &CountedObject) -> impl Iterator<Item = i64> {
    let counts = object.batches.clone().unwrap_or_default();
    (object.row.first_batch..=object.row.last_batch).filter(move |batch| counts.counts(*batch))
}

impl ExtentStore for OneTestABatch {
    fn load<'a>(
        &'a self,
        _: &'a FilingRecord,
        _: &'a Arc<Country>,
    ) -> BoxFuture<'a, Result<Extents, SnapshotError>> {
        Box::pin(std::future::ready(Ok(Extents::default())))
    }

    fn load_network<'a>(
        &'a self,
        _: &'a FilingRecord,
        _: &'a Arc<Country>,
    ) -> BoxFuture<'a, Result<Routes, SnapshotError>> {
        unreachable!("no network is asked for")
    }

    fn count(
        &self,
        objects: Vec<CountedObject>,
        counting: Arc<Counting>,
    ) -> BoxFuture<'_, Result<StatsTable, SnapshotError>> {
        let table = table_of(objects.iter().flat_map(batches_of), &counting);
        Box::pin(std::future::ready(Ok(table)))
    }
}

/// What may happen to a month.
#[derive(Debug, Clone)]
enum Step {
    /// A batch comes.
    Came,
    /// The last objects are merged into one.
    Merged(usize),
    /// A batch is withdrawn.
    Withdrawn(usize),
}

fn some_steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => Just(Step::Came),
        1 => (2usize..5).prop_map(Step::Merged),
        1 => (0usize..20).prop_map(Step::Withdrawn),
    ];
    proptest::collection::vec(step, 1..24)
}

fn object(first: i64, last: i64) -> MeasuredObject {
    MeasuredObject {
        id: 1,
        source: "one".parse().expect("a source"),
        month: "2026-06".parse().expect("a month"),
        rows: (last - first + 1) as u64,
        first_batch: first,
        last_batch: last,
        last_at_ms: 0,
        synthetic: false,
        data_key: format!("{first}-{last}"),
        tests_key: String::new(),
    }
}

proptest! {
    #[test]
    fn a_month_followed_is_the_month_counted(steps in some_steps(), kept_bytes in prop_oneof![Just(0), Just(1 << 20)]) {
        let words = Dictionary {
            communes: 3,
            operators: vec!["one".parse().expect("an operator")],
            technologies: vec!["4g".parse().expect("a technology")],
        };
        let floors = Floors::new(&words, &HashMap::new());
        let counting = Arc::new(Counting::of(words, floors));
        let store = WatchedStore::keeping(OneTestABatch, kept_bytes);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let (mut objects, mut withdrawn) = (Vec::<MeasuredObject>::new(), BTreeSet::new());
        let (mut last, mut before) = (0, None::<Partition>);
        for step in steps {
            match step {
                Step::Came => {
                    last += 1;
                    objects.push(object(last, last));
                }
                Step::Merged(some) if some <= objects.len() => {
                    let merged = objects.split_off(objects.len() - some);
                    objects.push(object(merged[0].first_batch, last));
                }
                Step::Withdrawn(batch) if (batch as i64) < last => drop(withdrawn.insert(batch as i64 + 1)),
                Step::Merged(_) | Step::Withdrawn(_) => continue,
            }
            let batches = CountedBatches { withdrawn: Arc::new(withdrawn.clone()), ..CountedBatches::default() };
            let named: Vec<&MeasuredObject> = objects.iter().collect();
            let now = runtime.block_on(fold(&named, before.as_ref(), &batches, &store, &counting)).expect("folds");
            let counts: Vec<i64> = (1..=last).filter(|batch| !withdrawn.contains(batch)).collect();
            prop_assert_eq!(now.rows, counts.len() as u64);
            let table = runtime.block_on(store.month(now.table, &now.objects, &counting)).expect("counts");
            prop_assert_eq!(table.unpack(&counting.floors), table_of(counts.into_iter(), &counting));
            before = Some(now);
        }
    }
}
