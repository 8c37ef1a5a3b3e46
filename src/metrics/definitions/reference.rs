//! The reference page `dashboards/METRICS.md`, written from the catalogue.

use std::fmt::Write;

use super::{Metric, Page, all};

const HEAD: &str = "\
# Metrics

Written from `src/metrics/definitions.rs`; a test fails when it is stale. To write it again:
`INSTA_UPDATE=always cargo test --test integration catalogue`.

Ratios are 0..1. Labels are closed sets, or come from the configuration, the registry or the country pack.
`code` is a territory's official code, `tier` is DOWN-UP in Mbit/s, `scope` is `any`, `all`, `min2` or `op:ID`;
of a target that binds every operator, `each` is the target itself.
`name_LANG` stands for a label for each language that the country pack names territories in: `name_fr`, `name_ar`;
`LEVEL` for one for each of its levels between the whole and the base unit: `province`, `region`.
People and households have metrics of their own: they must not be added to each other. A histogram has series
ending in `_bucket`, `_sum` and `_count`. Where data is withdrawn its series end; nothing is frozen.
";

/// The page, as Markdown.
pub fn reference() -> String {
    let mut text = HEAD.to_owned();
    for (page, what) in PAGES {
        let mut metrics: Vec<&Metric> = all().filter(|metric| metric.pages.contains(page)).collect();
        metrics.sort_by_key(|metric| metric.name);
        let _never_fails = write!(text, "\n## {}\n\n{what}\n\n", page.as_str());
        text.push_str("| metric | type | labels | unit | what it says | absent |\n| --- | --- | --- | --- | --- | --- |\n");
        for metric in metrics {
            text.push_str(&row(metric));
        }
    }
    text
}

const PAGES: &[(Page, &str)] = &[
    (
        Page::Main,
        "The service: the country and its territories down to those that contain base units (in Morocco: country, \
         regions, provinces), three levels at most. The page stays below 3 MB by a rule: where more than 12 operators are \
         counted, one operator alone has its share (`_ratio`) only, of the first two levels; what is by operator in any \
         case, routes and measurements, ends at the second level above 12 operators and at the country above 48. `any`, \
         `all` and `min2` are always whole.",
    ),
    (Page::Communes, "The service's communes (the pack's base units), to be scraped seldom."),
    (Page::Measurements, "The service's measurements beyond medians, to be scraped seldom."),
    (Page::Agent, "An agent: `taghtia probe --config FILE`, at `/metrics`."),
    (
        Page::Probe,
        "One check, `?target=CHECK`, in the words of `blackbox_exporter`. What it has no word for begins with `taghtia_`.",
    ),
];

fn row(metric: &Metric) -> String {
    let labels: Vec<String> = metric.labels.iter().map(|label| format!("`{label}`")).collect();
    format!(
        "| `{}` | {} | {} | {} | {} | {} |\n",
        metric.name,
        metric.kind.as_str(),
        labels.join(" "),
        metric.unit.as_str(),
        metric.help.trim_end_matches('.').replace('|', "\\|"),
        metric.absent.unwrap_or("")
    )
}
