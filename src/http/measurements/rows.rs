//! Measurements as CSV and as `GeoJSON`.

use axum::body::Body;
use bytes::Bytes;

use super::{MeasuredHead, MeasuredItem, SpreadBody, TierBody};
use crate::http::error::Problem;

const SPREAD: [&str; 7] = ["n", "mean", "p5", "p50", "p95", "p50_low", "p50_high"];
const TIER: [&str; 8] = ["", "n", "met", "share", "low", "high", "claimed", "verdict"];

fn text(number: Option<impl ToString>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// The columns, with room for so many tiers as the technology with the most of them has.
fn header(tiers: usize) -> Vec<String> {
    let mut columns: Vec<String> = [
        "code",
        "level",
        "name_fr",
        "name_ar",
        "parent",
        "operator",
        "technology",
        "source",
        "from",
        "to",
        "tests",
        "state",
    ]
    .map(str::to_owned)
    .to_vec();
    for metric in ["download_mbps", "upload_mbps", "latency_ms", "loss"] {
        columns.extend(SPREAD.iter().map(|name| format!("{metric}_{name}")));
    }
    for number in 1..=tiers {
        let of = |name: &&str| format!("tier{number}{}{name}", if name.is_empty() { "" } else { "_" });
        columns.extend(TIER.iter().map(of));
    }
    columns.extend(["as_of", "known_at", "synthetic", "definition", "attribution"].map(str::to_owned));
    columns
}

fn spread(body: Option<&SpreadBody>) -> [String; 7] {
    let of = |part: fn(&SpreadBody) -> f64| text(body.map(part));
    [
        text(body.map(|body| body.n)),
        of(|body| body.mean),
        of(|body| body.p5),
        of(|body| body.p50),
        of(|body| body.p95),
        of(|body| body.p50_low),
        of(|body| body.p50_high),
    ]
}

fn tier(body: Option<&TierBody>) -> [String; 8] {
    let of = |part: fn(&TierBody) -> Option<f64>| text(body.and_then(part));
    [
        text(body.map(|body| body.tier)),
        text(body.map(|body| body.n)),
        text(body.and_then(|body| body.met)),
        of(|body| body.share),
        of(|body| body.low),
        of(|body| body.high),
        of(|body| body.claimed),
        text(body.map(|body| body.verdict.as_str())),
    ]
}

/// One header line, one row per item, the definition repeated in columns: a row can be cut out and still
/// says what it means.
///
/// `tiers` is the pack's largest number of tiers of a technology: every page has the same columns.
pub(super) fn csv_of(
    head: &MeasuredHead,
    items: &[MeasuredItem],
    tiers: usize,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header(tiers))?;
    for item in items {
        let territory = &item.territory;
        let name = |language: &str| territory.names.0.get(language).cloned().unwrap_or_default();
        let mut row = vec![
            territory.code.to_string(),
            territory.level.to_string(),
            name("fr"),
            name("ar"),
            text(territory.parent.as_ref()),
            item.operator.to_string(),
            item.technology.to_string(),
            item.source.to_string(),
            item.from.to_string(),
            item.to.to_string(),
            item.tests.to_string(),
            item.state.to_owned(),
        ];
        for metric in [&item.download, &item.upload, &item.latency, &item.loss] {
            row.extend(spread(metric.as_ref()));
        }
        for at in 0..tiers {
            row.extend(tier(item.tiers.get(at)));
        }
        row.extend([
            head.envelope.as_of.to_string(),
            head.envelope.known_at.to_string(),
            item.synthetic.to_string(),
            head.definition.sentence.clone(),
            head.envelope.attribution.join("; "),
        ]);
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A feature collection, sent feature by feature. A territory has a feature per operator, technology and
/// source, so `id` names all of them; `code` is among the properties.
pub(super) fn features(head: &MeasuredHead, items: Vec<MeasuredItem>) -> Result<Body, Problem> {
    let head = serde_json::to_string(head).map_err(Problem::internal)?;
    let members = head.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let opening = format!("{{\"type\":\"FeatureCollection\",{members},\"features\":[\n");
    let count = items.len();
    let parts = items.into_iter().enumerate().map(move |(at, item)| {
        let comma = if at + 1 < count { ",\n" } else { "\n" };
        feature(item).map(|feature| Bytes::from(format!("{feature}{comma}")))
    });
    let opening = std::iter::once(Ok(Bytes::from(opening)));
    let closing = std::iter::once(Ok(Bytes::from_static(b"]}\n")));
    Ok(Body::from_stream(futures_util::stream::iter(opening.chain(parts).chain(closing))))
}

fn feature(mut item: MeasuredItem) -> Result<String, serde_json::Error> {
    let geometry = item.geometry.take();
    let geometry = geometry.as_ref().map_or("null", |geometry| geometry.get());
    let MeasuredItem { territory, operator, technology, source, from, .. } = &item;
    let id = format!("{}/{operator}/{technology}/{source}/{from}", territory.code);
    let (id, properties) = (serde_json::to_string(&id)?, serde_json::to_string(&item)?);
    Ok(format!("{{\"type\":\"Feature\",\"id\":{id},\"geometry\":{geometry},\"properties\":{properties}}}"))
}
