//! The families of measurements, written from one snapshot: medians and counts for everybody, tiers,
//! verdicts and quantiles for those who ask for them.
//!
//! Over the twelve months to the last one measured; what has fewer than 30 tests has no series but its
//! count. Labels are closed: territories, operators, technologies, and the few sources there may be.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::MetricsError;
use super::definitions;
use super::family::Family;
use super::volume::{levels_of_operators, main_levels};
use crate::domain::{Metric, OperatorId};
use crate::snapshot::{Compared, NetworkState, Selection, Snapshot};

/// Bits per second of a Mbit/s.
const BITS: f64 = 1e6;
/// Seconds of a millisecond.
const SECONDS: f64 = 1e-3;
const VERDICTS: [&str; 3] = ["confirmed", "contradicted", "insufficient"];

/// What is measured at the levels of the pages, beside the claims now in force.
async fn all(state: &NetworkState) -> Result<Vec<Compared>, MetricsError> {
    let Some((from, to)) = state.measured().window() else { return Ok(Vec::new()) };
    let mut all: Vec<Compared> = Vec::new();
    let levels = main_levels(state.snapshot());
    for level in levels.iter().copied() {
        // Counted at the first level, the whole.
        let operators: BTreeSet<&OperatorId> = all.iter().map(|compared| &compared.key.operator).collect();
        if !levels_of_operators(&levels, operators.len()).contains(&level) {
            break;
        }
        let selection = Selection {
            level,
            within: None,
            operator: None,
            technology: None,
            source: None,
            from,
            to,
            by_month: false,
        };
        // What is damaged has no series at all: a count of the rest would be another number.
        all.extend(state.compare(&selection).await?.into_iter().filter(|compared| !compared.damaged));
    }
    Ok(all)
}

fn labels<'a>(snapshot: &'a Snapshot, compared: &'a Compared) -> [(&'static str, &'a str); 5] {
    let tree = &snapshot.country().tree;
    let territory = tree.get(compared.key.territory);
    [
        ("code", territory.code.as_str()),
        ("level", tree.levels().id(territory.level).as_str()),
        ("operator", compared.key.operator.as_str()),
        ("technology", compared.key.technology.as_str()),
        ("source", compared.key.source.as_str()),
    ]
}

/// Tests and medians, and how far each source came.
pub(super) async fn write(snapshot: &Arc<Snapshot>) -> Result<String, MetricsError> {
    let state = snapshot.state(None, None);
    let mut tests = Family::of(&definitions::MEASUREMENT_TESTS);
    let mut download = Family::of(&definitions::MEASUREMENT_DOWNLOAD_MEDIAN);
    let mut upload = Family::of(&definitions::MEASUREMENT_UPLOAD_MEDIAN);
    let mut latency = Family::of(&definitions::MEASUREMENT_LATENCY_MEDIAN);
    for compared in &all(&state).await? {
        let labels = labels(snapshot, compared);
        tests.add(&labels, compared.tests as f64);
        let enter = |family: &mut Family, metric, unit: f64| {
            if let Some(spread) = compared.metric(metric) {
                family.add(&labels, spread.p50 * unit);
            }
        };
        enter(&mut download, Metric::Download, BITS);
        enter(&mut upload, Metric::Upload, BITS);
        enter(&mut latency, Metric::Latency, SECONDS);
    }
    Ok([tests.text(), download.text(), upload.text(), latency.text(), sources(snapshot).as_str()].concat())
}

fn sources(snapshot: &Snapshot) -> String {
    let mut tests = Family::of(&definitions::MEASUREMENT_SOURCE_TESTS);
    let mut last = Family::of(&definitions::MEASUREMENT_SOURCE_LAST);
    let mut refused = Family::of(&definitions::MEASUREMENTS_REFUSED);
    let measured = snapshot.measured();
    for (source, facts) in measured.sources() {
        let label = [("source", source.as_str())];
        tests.add(&label, facts.tests as f64);
        last.add(&label, facts.last_at_ms as f64 * SECONDS);
    }
    for (source, rule, rows) in measured.refused() {
        refused.add(&[("source", source.as_str()), ("rule", rule.as_str())], *rows as f64);
    }
    [tests.text(), last.text(), refused.text()].concat()
}

/// Tiers with their intervals, verdicts, and quantiles.
pub(super) async fn write_details(snapshot: &Arc<Snapshot>) -> Result<String, MetricsError> {
    let state = snapshot.state(None, None);
    let mut met = Family::of(&definitions::MEASUREMENT_TIER_MET_RATIO);
    let mut verdict = Family::of(&definitions::MEASUREMENT_VERDICT);
    let mut tests = Family::of(&definitions::MEASUREMENT_VERDICT_TESTS);
    let mut cells = Family::of(&definitions::MEASUREMENT_VERDICT_CELLS);
    let mut days = Family::of(&definitions::MEASUREMENT_VERDICT_DATES);
    let mut download = Family::of(&definitions::MEASUREMENT_DOWNLOAD);
    let mut latency = Family::of(&definitions::MEASUREMENT_LATENCY);
    for compared in &all(&state).await? {
        let labels = labels(snapshot, compared);
        for tier in &compared.tiers {
            let name = tier.tier.to_string();
            if let Some((_, share)) = tier.met {
                let bounds = [("estimate", share.share), ("lower", share.lower), ("upper", share.upper)];
                for (bound, value) in bounds {
                    met.add(&[&labels[..], &[("tier", name.as_str()), ("bound", bound)]].concat(), value);
                }
            }
            let of_tier = [&labels[..], &[("tier", name.as_str())]].concat();
            if let Some(evidence) = tier.evidence {
                tests.add(&of_tier, evidence.tests as f64);
                cells.add(&of_tier, evidence.cells as f64);
                days.add(&of_tier, evidence.days as f64);
            }
            for word in VERDICTS {
                let is_so = f64::from(u8::from(tier.verdict.as_str() == word));
                verdict.add(&[&labels[..], &[("tier", name.as_str()), ("verdict", word)]].concat(), is_so);
            }
        }
        let enter = |family: &mut Family, metric, unit: f64| {
            let Some(spread) = compared.metric(metric) else { return };
            for (quantile, value) in [("0.05", spread.p5), ("0.5", spread.p50), ("0.95", spread.p95)] {
                family.add(&[&labels[..], &[("quantile", quantile)]].concat(), value * unit);
            }
        };
        enter(&mut download, Metric::Download, BITS);
        enter(&mut latency, Metric::Latency, SECONDS);
    }
    let families = [met, verdict, tests, cells, days, download, latency];
    Ok(families.iter().map(Family::text).collect::<String>())
}
