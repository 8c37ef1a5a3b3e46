//! The algebra against sets of numbers; lists that end within a block, at its end, and within a word.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

const LENGTHS: [u32; 5] = [1, 300, BLOCK, 2 * BLOCK + 64, 70 * BLOCK + 77];

fn of(len: u32, cells: &BTreeSet<u32>) -> CellSet {
    let mut set = CellSetBuilder::new(len as usize);
    set.extend(cells.iter().copied());
    set.finish()
}

/// Cells one by one, and runs that fill blocks and words.
fn cells(len: u32) -> impl Strategy<Value = BTreeSet<u32>> {
    let alone = proptest::collection::vec(0..len, 0..60);
    let runs = proptest::collection::vec((0..len, 0..3 * BLOCK), 0..6);
    (alone, runs).prop_map(move |(alone, runs)| {
        let runs = runs.into_iter().flat_map(|(start, length)| start..(start + length).min(len));
        runs.chain(alone).collect()
    })
}

fn two() -> impl Strategy<Value = (u32, BTreeSet<u32>, BTreeSet<u32>)> {
    proptest::sample::select(&LENGTHS[..]).prop_flat_map(|len| (Just(len), cells(len), cells(len)))
}

fn many() -> impl Strategy<Value = (u32, Vec<BTreeSet<u32>>)> {
    let sets = |len| (Just(len), proptest::collection::vec(cells(len), 1..6));
    proptest::sample::select(&LENGTHS[..]).prop_flat_map(sets)
}

proptest! {
    #[test]
    fn algebra_is_that_of_sets((len, a, b) in two()) {
        let (x, y) = (of(len, &a), of(len, &b));
        prop_assert!(x.iter().eq(a.iter().copied()));
        prop_assert_eq!((x.count(), x.is_empty()), (a.len(), a.is_empty()));
        prop_assert_eq!(x.union(&y), of(len, &(&a | &b)));
        prop_assert_eq!(x.intersection(&y), of(len, &(&a & &b)));
        prop_assert_eq!(x.difference(&y), of(len, &(&a - &b)));
        prop_assert_eq!(x.symmetric_difference(&y), of(len, &(&a ^ &b)));
        let every: BTreeSet<u32> = (0..len).collect();
        prop_assert_eq!(x.complement(), of(len, &(&every - &a)));
        prop_assert_eq!(x.complement().complement(), x);
        prop_assert_eq!(CellSet::full(len as usize), of(len, &every));
        prop_assert_eq!(CellSet::empty(len as usize), of(len, &BTreeSet::new()));
    }

    #[test]
    fn at_least_counts((len, sets) in many(), n in 0usize..7) {
        let every: Vec<CellSet> = sets.iter().map(|set| of(len, set)).collect();
        let holds = |cell: &u32| sets.iter().filter(|set| set.contains(cell)).count() >= n;
        let expected: BTreeSet<u32> = (0..len).filter(holds).collect();
        let found = CellSet::at_least(n, &every.iter().collect::<Vec<_>>(), len as usize);
        prop_assert_eq!(found, of(len, &expected));
    }

    #[test]
    fn runs_and_cells_are_found((len, a, _) in two(), at in any::<(u32, u32)>()) {
        let set = of(len, &a);
        let (start, end) = (at.0 % len, at.0 % len + at.1 % (3 * BLOCK));
        prop_assert_eq!(set.count_range(start..end) as usize, a.range(start..end).count());
        for ordinal in [start, end, len - 1, len] {
            prop_assert_eq!(set.contains(ordinal), a.contains(&ordinal));
        }
        let mut run = CellSetBuilder::new(len as usize);
        run.insert_range(start..end.min(len));
        prop_assert!(run.finish().iter().eq(start..end.min(len)));
    }

    #[test]
    fn a_window_is_what_the_set_holds_there((len, a, _) in two(), at in any::<(u32, u32)>()) {
        let set = of(len, &a);
        let first = at.0 % len;
        let cells = (at.1 % 65).min(len - first);
        let window = set.window(first, cells);
        for step in 0..64 {
            let is_there = step < cells && a.contains(&(first + step));
            prop_assert_eq!(window >> step & 1 == 1, is_there, "{} + {}", first, step);
        }
    }

    #[test]
    fn ascending_runs_are_the_cells_in_them((len, a, _) in two()) {
        let mut runs: Vec<Range<u32>> = Vec::new();
        for cell in &a {
            match runs.last_mut() {
                Some(run) if run.end == *cell => run.end += 1,
                _ => runs.push(*cell..cell + 1),
            }
        }
        let set = of(len, &a);
        prop_assert_eq!(CellSet::from_runs(len as usize, runs.clone()), Some(set.clone()));
        // Cut anywhere they are the same cells; in another order, or beyond the list, they are refused.
        let cut = |run: Range<u32>| [run.start..run.start.midpoint(run.end), run.start.midpoint(run.end)..run.end];
        let pieces = runs.iter().cloned().flat_map(cut).filter(|run| !run.is_empty());
        prop_assert_eq!(CellSet::from_runs(len as usize, pieces), Some(set));
        let last = runs.last().map_or(len, |run| run.end);
        prop_assert_eq!(CellSet::from_runs(last as usize - 1, runs.clone()).is_some(), runs.is_empty());
        if runs.len() > 1 {
            prop_assert_eq!(CellSet::from_runs(len as usize, runs.into_iter().rev()), None);
        }
    }

    #[test]
    fn what_a_set_weighs_is_what_it_holds((len, a, _) in two()) {
        let set = of(len, &a);
        let blocks = (0..len.div_ceil(BLOCK)).map(|at| a.range(at * BLOCK..(at + 1) * BLOCK).count() as u32);
        let whole = |at: u32| (len - at * BLOCK).min(BLOCK);
        let some = blocks.enumerate().filter(|(at, count)| *count > 0 && *count < whole(*at as u32)).count();
        let of_list = len.div_ceil(BLOCK).div_ceil(64) as usize * 20;
        prop_assert_eq!(set.bytes(), some * 64 + of_list);
    }
}

#[test]
fn a_cell_added_twice_is_new_once() {
    let mut set = CellSetBuilder::new(100);
    assert!(set.insert_new(7));
    assert!(!set.insert_new(7));
    assert_eq!(set.finish().count(), 1);
}

#[test]
fn an_empty_country_has_empty_sets() {
    assert_eq!(CellSet::empty(0), CellSet::full(0));
    assert_eq!(CellSetBuilder::new(0).finish().complement().count(), 0);
    assert_eq!(CellSet::at_least(1, &[], 0).count_range(0..7), 0);
}
