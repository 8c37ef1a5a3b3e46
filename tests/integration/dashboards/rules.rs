//! The rules as files: promtool's own checks and tests, and that nothing in them goes without a test or a page.

use crate::support::root;

use super::prometheus::{is_there, promtool};

fn text(file: &str) -> String {
    std::fs::read_to_string(root("dashboards").join(file)).expect("a file")
}

/// The values of a field at the beginning of lines, such as every `alert: NAME`.
fn values<'a>(text: &'a str, field: &str) -> Vec<&'a str> {
    text.lines()
        .filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix(field))
        .map(str::trim)
        .collect()
}

#[test]
fn promtool_takes_configuration_rules_and_tests() {
    if !is_there() {
        return;
    }
    promtool(&["check", "config", "prometheus.yml"]);
    promtool(&["check", "rules", "rules/recording.yml", "rules/alerts.yml"]);
    let said = promtool(&[
        "test",
        "rules",
        "tests/recording_test.yml",
        "tests/alerts_test.yml",
        "tests/days_test.yml",
    ]);
    assert_eq!(said.matches("SUCCESS").count(), 3, "{said}");
}

#[test]
fn jobs_that_are_taken_in_by_hand_are_in_order_too() {
    if !is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prometheus.yml");
    let config = opted_in(&text("prometheus/prometheus.yml"));
    assert!(
        config.contains("\n  - job_name: taghtia-communes\n")
            && config.contains("\n  - job_name: taghtia-probes\n")
    );
    std::fs::write(&file, config.replace("rules/*.yml", "none/*.yml")).unwrap();
    promtool(&["check", "config", file.to_str().unwrap()]);
}

/// The configuration with every job that is commented out.
pub fn opted_in(config: &str) -> String {
    let (before, jobs) = config.split_once("scrape_configs:").expect("jobs");
    let taken = jobs.lines().map(|line| match line.strip_prefix("  # ") {
        Some(rest) if rest.starts_with('-') || rest.starts_with("  ") => format!("  {rest}\n"),
        _ => format!("{line}\n"),
    });
    format!("{before}scrape_configs:{}", taken.collect::<String>())
}

#[test]
fn every_rule_has_a_test_and_every_alert_a_page() {
    let (recording, alerts) = (text("prometheus/rules/recording.yml"), text("prometheus/rules/alerts.yml"));
    let tests = text("prometheus/tests/recording_test.yml");
    for name in values(&recording, "record:") {
        assert!(tests.contains(&format!("expr: {name}")), "{name} has no test");
        let (level, rest) = name.split_once(':').expect("a level");
        let (family, done) = rest.split_once(':').expect("a family and what was done");
        assert!(!level.is_empty() && family.starts_with("taghtia_") && !done.is_empty(), "{name}");
    }
    let tests = text("prometheus/tests/alerts_test.yml") + &text("prometheus/tests/days_test.yml");
    let readme = text("README.md");
    let headings: Vec<String> = values(&readme, "### ").iter().map(|name| name.to_lowercase()).collect();
    let named = values(&alerts, "alert:");
    assert!(named.len() >= 8, "{named:?}");
    for name in &named {
        let asked = tests.matches(&format!("alertname: {name}\n")).count();
        let silent = tests.matches(&format!("alertname: {name}\n        exp_alerts: []")).count();
        assert!(asked > silent, "no test has {name} fire");
        assert!(silent >= 2, "tests must have {name} silent before or after, and where it should not fire");
        assert!(headings.contains(&name.to_lowercase()), "dashboards/README.md has no heading {name}");
        let page = format!("runbook_url: dashboards/README.md#{}", name.to_lowercase());
        assert!(alerts.contains(&page), "{name} has no page");
    }
    for field in ["severity:", "summary:", "description:"] {
        assert_eq!(values(&alerts, field).len(), named.len(), "every alert needs a {field}");
    }
}
