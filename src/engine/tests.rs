//! Laws of the fold.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::domain::{CommuneId, Metric, Month, OperatorId, SourceId, SpeedFloor, TechnologyId};
use crate::lake::Lake;
use crate::lake::measurements::{
    MeasurementHead, MeasurementObject, MeasurementRow, MeasurementWriter, Positions, RowWords,
};
use crate::stats::accumulate::{METRICS, MISSING};
use crate::stats::*;

fn words() -> Dictionary {
    Dictionary {
        communes: 3,
        operators: ["one", "two"].map(|id| OperatorId::new(id).expect("valid")).to_vec(),
        technologies: ["4g", "fibre"].map(|id| TechnologyId::new(id).expect("valid")).to_vec(),
    }
}

fn floors(words: &Dictionary) -> Floors {
    let tiers =
        |texts: &[&str]| texts.iter().map(|text| text.parse().expect("a tier")).collect::<Vec<SpeedFloor>>();
    let of = HashMap::from([
        (words.technologies[0].clone(), tiers(&["5-1"])),
        (words.technologies[1].clone(), tiers(&["100-20", "1000-200"])),
    ]);
    Floors::new(words, &of)
}

#[derive(Debug, Clone)]
struct Row {
    commune: u16,
    operator: u16,
    technology: u16,
    values: [f32; METRICS],
}

fn row() -> impl Strategy<Value = Row> {
    let value = |most: u32| prop_oneof![1 => Just(MISSING), 1 => Just(0.0), 8 => (1u32..most).prop_map(|thousandths| thousandths as f32 / 1e3)];
    let values = (value(2_000_000), value(500_000), value(900_000), value(1000));
    (0u16..4, 0u16..3, 0u16..2, values).prop_map(|(commune, operator, technology, (a, b, c, d))| Row {
        commune,
        operator,
        technology,
        values: [a, b, c, d],
    })
}

fn fold(words: &Dictionary, floors: &Floors, rows: &[Row]) -> StatsTable {
    let mut folder = Accumulator::new(words, floors);
    let commune: Vec<u16> = rows.iter().map(|row| row.commune).collect();
    let operator: Vec<u16> = rows.iter().map(|row| row.operator).collect();
    let technology: Vec<u16> = rows.iter().map(|row| row.technology).collect();
    let metrics: [Vec<f32>; METRICS] =
        std::array::from_fn(|metric| rows.iter().map(|row| row.values[metric]).collect());
    folder.fold(&Columns {
        commune: &commune,
        operator: &operator,
        technology: &technology,
        metrics: std::array::from_fn(|metric| Some(metrics[metric].as_slice())),
    });
    folder.finish()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn merging_tables_is_folding_all_rows(
        a in proptest::collection::vec(row(), 0..900),
        b in proptest::collection::vec(row(), 0..900),
    ) {
        let words = words();
        let floors = floors(&words);
        let all: Vec<Row> = a.iter().chain(&b).cloned().collect();
        let (left, right) = (fold(&words, &floors, &a), fold(&words, &floors, &b));
        let whole = fold(&words, &floors, &all);
        prop_assert!(left.clone().merge(right.clone()) == whole, "one way");
        prop_assert!(right.merge(left) == whole, "the other way");
        let mut sorted = all;
        sorted.sort_by_key(|row| (row.commune, row.operator, row.technology));
        prop_assert!(fold(&words, &floors, &sorted) == whole, "in another order");
    }

    #[test]
    fn cells_count_what_they_are_given(rows in proptest::collection::vec(row(), 1..600)) {
        let words = words();
        let floors = floors(&words);
        let table = fold(&words, &floors, &rows);
        let known = rows.iter().filter(|row| row.commune < 3 && row.operator < 2);
        prop_assert_eq!(table.iter().map(|(_, cell)| cell.tests).sum::<u64>(), known.count() as u64);
        prop_assert_eq!(table.unknown + table.iter().map(|(_, cell)| cell.tests).sum::<u64>(), rows.len() as u64);
        for (group, cell) in table.iter() {
            let own: Vec<&Row> = rows.iter().filter(|row| {
                (row.commune, row.operator, row.technology) == (group.commune.0, group.operator, group.technology)
            }).collect();
            for metric in Metric::ALL {
                let mut values: Vec<f32> = own.iter().map(|row| row.values[metric.index()]).filter(|v| !v.is_nan()).collect();
                values.sort_by(f32::total_cmp);
                prop_assert_eq!(cell.tally(*metric).count, values.len() as u64);
                if values.is_empty() {
                    prop_assert_eq!(cell.quantile(*metric, 0.5), None);
                    continue;
                }
                let mean = values.iter().map(|v| f64::from(*v)).sum::<f64>() / values.len() as f64;
                prop_assert!((cell.tally(*metric).mean().expect("a mean") - mean).abs() < 1e-6);
                for q in [0.0, 0.05, 0.5, 0.95, 1.0] {
                    let exact = f64::from(values[(q * (values.len() - 1) as f64).floor() as usize]);
                    let told = cell.quantile(*metric, q).expect("a quantile");
                    let bound = if cell.tests <= EXACT as u64 { 0.0 } else { exact * RELATIVE_ERROR };
                    prop_assert!((told - exact).abs() <= bound, "{metric} {q}: {told} {exact}");
                }
            }
            let both: Vec<&&Row> = own.iter().filter(|row| !row.values[0].is_nan() && !row.values[1].is_nan()).collect();
            prop_assert_eq!(cell.both, both.len() as u64);
            for (at, floor) in floors.of(group.technology).iter().enumerate() {
                let met = both.iter().filter(|row| {
                    f64::from(row.values[0]) >= floor.down.get() && f64::from(row.values[1]) >= floor.up.get()
                });
                prop_assert_eq!(cell.met(at), met.count() as u64);
            }
        }
    }
}

#[test]
fn every_tier_of_a_technology_and_every_operator_is_counted() {
    let tiers: Vec<SpeedFloor> =
        (1..=6).map(|tier| format!("{}-{tier}", tier * 10).parse().expect("a tier")).collect();
    let operators: Vec<OperatorId> =
        (0..700).map(|at| OperatorId::new(&format!("o{at}")).expect("valid")).collect();
    let technology = TechnologyId::new("fibre").expect("valid");
    let words = Dictionary { communes: 3, operators, technologies: vec![technology.clone()] };
    let floors = Floors::new(&words, &HashMap::from([(technology, tiers)]));
    // Each meets the first five tiers, and the seven hundredth operator is one of them.
    let row = |operator| Row { commune: 2, operator, technology: 0, values: [50.5, 5.5, MISSING, MISSING] };
    let table = fold(&words, &floors, &[row(255), row(256), row(699), row(700)]);
    let found: Vec<u16> = table.iter().map(|(group, _)| group.operator).collect();
    assert_eq!((found, table.unknown), (vec![255, 256, 699], 1));
    for (_, cell) in table.iter() {
        assert_eq!((0..7).map(|tier| cell.met(tier)).collect::<Vec<_>>(), [1, 1, 1, 1, 1, 0, 0]);
    }
    let mut all = Stats::default();
    table.iter().for_each(|(_, cell)| all.merge(cell));
    assert_eq!((all.met(4), all.met(5)), (3, 0));
}

#[test]
fn a_sketch_answers_within_its_error_over_all_that_can_be_measured() {
    let mut sketch = Sketch::default();
    let mut values = Vec::new();
    let mut value = 1.1e-6f32;
    while value < 1.2e5 {
        sketch.add(value);
        values.push(value);
        value *= 1.0007;
    }
    for step in 0..=1000 {
        let q = f64::from(step) / 1000.0;
        let exact = f64::from(values[(q * (values.len() - 1) as f64).floor() as usize]);
        let told = sketch.quantile(q).expect("a quantile");
        assert!((told - exact).abs() <= exact * RELATIVE_ERROR, "{q}: {told} {exact}");
    }
    assert!(sketch.bytes() < 20_000, "{} bytes for 36 doublings", sketch.bytes());
    assert_eq!(Sketch::default().quantile(0.5), None);
}

/// The words of the tests above, as an object of the lake has them.
struct Known;

impl Positions for Known {
    fn commune(&self, code: &str) -> Option<u16> {
        code.parse().ok()
    }
    fn operator(&self, id: &str) -> Option<u16> {
        ["one", "two"].iter().position(|known| *known == id).map(|at| at as u16)
    }
    fn technology(&self, id: &str) -> Option<u16> {
        ["4g", "fibre"].iter().position(|known| *known == id).map(|at| at as u16)
    }
}

#[test]
fn threads_that_read_one_object_do_not_disturb_each_other() {
    const GROUPS: usize = 48;
    let dir = tempfile::tempdir().expect("a folder");
    let lake = Lake::open(dir.path()).expect("a lake");
    let words = words();
    let row_words = RowWords {
        communes: ["0", "1", "2"].map(Into::into).to_vec(),
        operators: words.operators.clone(),
        technologies: words.technologies.clone(),
        ..RowWords::default()
    };
    let head = MeasurementHead::new(
        SourceId::new("tests").expect("valid"),
        "2026-06".parse::<Month>().expect("a month"),
        "digest",
    );
    let mut writer = MeasurementWriter::new(lake.stage().expect("staged"), &head, &row_words).expect("begun");
    let mut rows = Vec::new();
    for group in 0..GROUPS {
        let row = |at: usize| MeasurementRow {
            test: (group * 1000 + at) as u128,
            at_ms: 1_780_000_000_000,
            cell: 0x0893_9a5c_2b57_ffff,
            commune: CommuneId((at % 3) as u16),
            operator: (at % 2) as u16,
            technology: 0,
            values: [(group * 7 + at) as f32 / 3.0, 1.5, 20.0, 0.0],
            ..MeasurementRow::default()
        };
        let mut own: Vec<MeasurementRow> = (0..997).map(row).collect();
        rows.extend(own.iter().map(|row| Row {
            commune: row.commune.0,
            operator: row.operator,
            technology: row.technology,
            values: row.values,
        }));
        writer.group(&mut own).expect("written");
    }
    let key = lake.put_measurements(writer.finish().expect("ended")).expect("kept");
    let object = MeasurementObject::open(lake.open_local(&key).expect("there")).expect("an object");
    assert_eq!(object.groups(), GROUPS);
    let floors = floors(&words);
    let expected = fold(&words, &floors, &rows);
    // More threads than this machine may have cores: they must meet in the file.
    let threads = rayon::ThreadPoolBuilder::new().num_threads(8).build().expect("threads");
    for _ in 0..20 {
        let read = threads
            .install(|| fold_objects(std::slice::from_ref(&object), Metric::ALL, &words, &Known, &floors))
            .expect("is read");
        assert!(read == expected, "the same as one thread reads");
    }
}
