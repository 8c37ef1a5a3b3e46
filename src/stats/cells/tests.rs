use proptest::prelude::*;

use super::*;

const ONLY: CellsAsked = CellsAsked { technology: 0, operator: None };

fn month(at: i32) -> Month {
    Month::new(2025, 1).expect("a month").minus(-at)
}

/// A test: month, device, download.
type Test = (i32, Option<u64>, f32);

fn table(tests: &[Test]) -> CellTable {
    let mut fold = CellFold::new(ONLY, &[[5.0, 1.0]], Some);
    let n = tests.len();
    let down: Vec<f32> = tests.iter().map(|test| test.2).collect();
    let device: Vec<Option<u64>> = tests.iter().map(|test| test.1).collect();
    let (one, missing) = (vec![1.0; n], vec![f32::NAN; n]);
    fold.fold(&CellColumns {
        operator: &vec![0; n],
        technology: &vec![0; n],
        cell: &vec![7; n],
        device: &device,
        accuracy: &missing,
        metrics: [&down, &one, &missing, &missing],
    });
    fold.finish()
}

/// What a window tells of tests in one cell.
fn told(tests: &[Test], from: i32, to: i32) -> Option<ToldCell> {
    let mut told = window(tests, from, to).finish(Some(0));
    assert!(told.len() <= 1);
    told.pop().map(|(_, told)| told)
}

/// How many tests that is, before it is told in tens.
fn counted(tests: &[Test], from: i32, to: i32) -> u64 {
    window(tests, from, to).told.values().map(|stats| stats.tests).sum()
}

fn window(tests: &[Test], from: i32, to: i32) -> ToldCells {
    let mut cells = ToldCells::new(month(from), month(to));
    let first = ToldCells::first_month(month(from)).number() - month(0).number();
    for at in first..=to {
        let own: Vec<Test> = tests.iter().filter(|test| test.0 == at).copied().collect();
        cells.add(month(at), table(&own));
    }
    cells
}

fn by(devices: u64, tests: usize, at: i32) -> Vec<Test> {
    (0..tests).map(|test| (at, Some(test as u64 % devices), 10.0)).collect()
}

#[test]
fn nine_tests_and_four_devices_are_not_told_of() {
    assert_eq!(told(&by(9, 9, 0), 0, 0), None);
    assert_eq!(told(&by(4, 100, 0), 0, 0), None);
    let ten = told(&by(5, 10, 0), 0, 0).expect("told");
    assert_eq!((ten.tests, ten.medians, ten.met), (10, [Some(10.0), Some(1.0), None, None], Some(1.0)));
    assert_eq!(told(&by(5, 19, 0), 0, 0).expect("told").tests, 10, "in tens");
    let unknown: Vec<Test> = (0..10).map(|_| (0, None, 3.0)).collect();
    assert_eq!(told(&unknown, 0, 0).expect("of no known device").met, Some(0.0));
    assert_eq!(told(&unknown[1..], 0, 0), None);
    // One that tells its device says that devices are told.
    assert_eq!(told(&[unknown, by(1, 1, 0)].concat(), 0, 0), None);
}

#[test]
fn months_that_hold_too_few_are_told_together_or_not_at_all() {
    let few = [by(5, 6, 0), by(5, 6, 1), by(5, 6, 2)].concat();
    assert_eq!(told(&few, 0, 0), None);
    assert_eq!(told(&few, 0, 1).expect("told").tests, 10);
    // The third month makes no period of its own, and is told in no window.
    assert_eq!(told(&few, 0, 2).expect("told"), told(&few, 0, 1).expect("told"));
    assert_eq!(told(&few, 1, 2), None, "half of a period");
    // A year begins anew.
    let over = [by(5, 6, 11), by(5, 6, 12)].concat();
    assert_eq!(told(&over, 0, 12), None);
}

#[test]
fn a_metric_that_few_measured_is_not_told() {
    let mut tests = by(5, 12, 0);
    tests.iter_mut().skip(9).for_each(|test| test.2 = f32::NAN);
    let found = told(&tests, 0, 0).expect("told");
    assert_eq!((found.tests, found.medians[0], found.medians[1], found.met), (10, None, Some(1.0), None));
    // Ten values of one phone are one phone's.
    let mut one = by(5, 20, 0);
    one.iter_mut().filter(|test| test.1 != Some(0)).for_each(|test| test.2 = f32::NAN);
    one.extend((0..10).map(|_| (0, Some(0), 55.0)));
    assert_eq!(told(&one, 0, 0).expect("told").medians[0], None);
}

#[test]
fn tests_placed_by_an_address_are_of_no_cell() {
    let mut fold = CellFold::new(ONLY, &[], Some);
    let missing = [f32::NAN; 2];
    fold.fold(&CellColumns {
        operator: &[0, 0],
        technology: &[0, 0],
        cell: &[7, 7],
        device: &[None, None],
        accuracy: &[20_000.0, 79.0],
        metrics: [&missing; METRICS],
    });
    assert_eq!(fold.finish().0.values().map(|part| part.all.tests).sum::<u64>(), 1);
}

#[test]
fn two_digits() {
    let told = [0.0, 0.04321, 1.26, 12.6, 126.0, 98_765.0].map(to_two_digits);
    let texts = told.map(|told| told.to_string());
    assert_eq!(texts, ["0", "0.043", "1.3", "13", "130", "99000"]);
}

proptest! {
    /// Whatever was tested: of two windows, one of which may tell nothing, what one tells more than the other is
    /// nothing or at least ten tests; and it is what tests of five devices or of unknown ones make.
    #[test]
    fn windows_differ_by_nothing_or_by_enough(
        tests in proptest::collection::vec(
            (0i32..24, proptest::option::weighted(0.8, 0u64..9), 0.1f32..90.0), 0..160,
        ),
    ) {
        for from in [0, 1, 5, 11, 12, 13] {
            for to in from..24 {
                let found = counted(&tests, from, to);
                prop_assert_eq!(told(&tests, from, to).map_or(0, |told| told.tests), found / 10 * 10);
                // Of windows that lie in each other, the larger tells nothing more, or enough more.
                for less in [(from + 1, to), (from, to - 1)].into_iter().filter(|(from, to)| from <= to) {
                    let less = counted(&tests, less.0, less.1);
                    prop_assert!(found == less || found >= less + TOLD_TESTS, "{} {}", found, less);
                }
            }
        }
    }

    /// Parts of a month in any order make the same.
    #[test]
    fn parts_are_merged_in_any_order(tests in proptest::collection::vec(
        (Just(0i32), proptest::option::weighted(0.9, 0u64..7), 0.1f32..90.0), 0..90,
    ), cut in 0usize..90) {
        let (one, other) = tests.split_at(cut.min(tests.len()));
        let of = |table: CellTable| {
            let mut cells = ToldCells::new(month(0), month(0));
            cells.add(month(0), table);
            cells.finish(Some(0))
        };
        let whole = of(table(&tests));
        prop_assert_eq!(&of(table(one).merge(table(other))), &whole);
        prop_assert_eq!(&of(table(other).merge(table(one))), &whole);
    }
}
