//! How measured numbers are named in answers.

use super::*;

#[test]
fn percentiles_are_named_as_people_name_them() {
    let aggregate = Aggregate {
        source: SourceId::new("mlab-iqb").expect("a source"),
        territory: TerritoryCode::new("MA").expect("a code"),
        month: "2025-10".parse().expect("a month"),
        metric: Metric::Latency,
        samples: 3,
        percentiles: vec![(1.0, 14.0), (50.0, 52.4), (99.9, 400.0)],
        attribution: String::new(),
    };
    let body = AggregateBody::from(&aggregate);
    assert_eq!(body.percentiles.keys().collect::<Vec<_>>(), ["p1", "p50", "p99.9"]);
}
