use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// What a name in this unit ends in, before `_total`.
const fn ending(unit: Unit) -> &'static str {
    match unit {
        Unit::Count | Unit::Truth => "",
        Unit::Ratio => "_ratio",
        Unit::People => "_people",
        Unit::Households => "_households",
        Unit::Seconds => "_seconds",
        Unit::Timestamp => "_timestamp_seconds",
        Unit::Bytes => "_bytes",
        Unit::Metres => "_metres",
        Unit::BitsPerSecond => "_bits_per_second",
        Unit::Info => "_info",
    }
}

#[test]
fn every_page_is_in_the_reference_and_every_name_is_once_on_it() {
    let text = reference();
    for page in Page::ALL {
        assert!(text.contains(&format!("\n## {}\n", page.as_str())), "{page:?}");
        let mut seen = BTreeSet::new();
        for metric in all().filter(|metric| metric.pages.contains(&page)) {
            assert!(seen.insert(metric.name), "{} is twice on {}", metric.name, page.as_str());
            assert_eq!(find(page, metric.name), Some(metric));
        }
    }
}

#[test]
fn names_say_kind_and_unit() {
    let mut kinds = BTreeMap::new();
    for metric in all() {
        let name = metric.name;
        assert_eq!(*kinds.entry(name).or_insert(metric.kind), metric.kind, "{name} has two types");
        assert_eq!(name.ends_with("_total"), metric.kind == Kind::Counter, "{name}");
        // blackbox_exporter's and the process collector's names are theirs.
        if name.starts_with("taghtia_") {
            let stem = name.strip_suffix("_total").unwrap_or(name);
            assert!(stem.ends_with(ending(metric.unit)), "{name} is in {}", metric.unit.as_str());
            assert!(!name.contains("percent"), "{name}: ratios are 0..1");
            assert!(metric.help.ends_with('.'), "{name}: a sentence");
        }
        let distinct: BTreeSet<_> = metric.labels.iter().collect();
        assert_eq!(distinct.len(), metric.labels.len(), "{name} has a label twice");
        let reserved = ["le", "job", "instance"];
        assert!(!metric.labels.iter().any(|label| reserved.contains(label)), "{name}");
    }
}

#[test]
fn a_histogram_is_three_series() {
    let of = |name: &str| series().filter(|series| series.name == name).collect::<Vec<_>>();
    let buckets = of("taghtia_http_request_duration_seconds_bucket");
    assert_eq!(buckets.len(), 1);
    assert_eq!(buckets[0].labels, ["method", "route", "le"]);
    assert_eq!(of("taghtia_http_request_duration_seconds_count")[0].labels, ["method", "route"]);
    assert!(of("taghtia_http_request_duration_seconds").is_empty());
    assert_eq!(of("taghtia_probe_state").len(), 2, "of a service, and of one check");
}

#[test]
fn an_entry_makes_only_its_own_kind() {
    assert!(HTTP_REQUESTS.counters().is_ok());
    let error = HTTP_REQUESTS.gauges().expect_err("a counter");
    assert!(error.to_string().contains("taghtia_http_requests_total is a counter, not a gauge"), "{error}");
}
