//! Measurements as CSV and as `GeoJSON`.

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::domain::Recorded;
use crate::http::api::measurements::list::bodies::{MeasuredHead, MeasuredItem, SpreadBody, TierBody};
use crate::http::respond::draft::Draft;
use crate::http::respond::features::{self, FeatureFacts, FlatNames, NameColumns, Properties};
use crate::http::respond::problem::Problem;

/// Metrics as columns are called, with their unit.
const METRICS: [&str; 4] = ["download_mbps", "upload_mbps", "latency_ms", "loss"];
const SPREAD: [&str; 7] = ["n", "mean", "p5", "p50", "p95", "p50_low", "p50_high"];
const TIER: [&str; 12] =
    ["", "n", "met", "share", "low", "high", "claimed", "verdict", "tests", "tests_met", "cells", "days"];

fn text(number: Option<impl ToString>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// The columns, with room for as many tiers as the technology with the most of them has.
fn header(tiers: usize, names: &NameColumns) -> Vec<String> {
    let mut columns = ["code", "level"].map(str::to_owned).to_vec();
    columns.extend(names.header());
    columns.extend(
        ["parent", "operator", "technology", "source", "from", "to", "tests", "state"].map(str::to_owned),
    );
    for metric in METRICS {
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

fn tier(body: Option<&TierBody>) -> [String; 12] {
    let of = |part: fn(&TierBody) -> Option<f64>| text(body.and_then(part));
    [
        text(body.map(|body| body.tier)),
        text(body.and_then(|body| body.n)),
        text(body.and_then(|body| body.met)),
        of(|body| body.share),
        of(|body| body.low),
        of(|body| body.high),
        of(|body| body.claimed),
        text(body.map(|body| body.verdict.as_str())),
        text(body.and_then(|body| body.tests)),
        text(body.and_then(|body| body.tests_met)),
        text(body.and_then(|body| body.cells)),
        text(body.and_then(|body| body.days)),
    ]
}

/// One header line, one row per item, the definition repeated in columns: a row can be cut out and still
/// says what it means.
///
/// `tiers` is the pack's largest number of tiers of a technology: every page has the same columns.
pub(crate) fn csv_of(
    head: &MeasuredHead,
    items: &[MeasuredItem],
    tiers: usize,
    names: &NameColumns,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header(tiers, names))?;
    for item in items {
        let territory = &item.territory;
        let mut row = vec![territory.code.to_string(), territory.level.to_string()];
        row.extend(names.row(&territory.names));
        row.extend([
            text(territory.parent.as_ref()),
            item.operator.to_string(),
            item.technology.to_string(),
            item.source.to_string(),
            item.from.to_string(),
            item.to.to_string(),
            text(item.tests),
            item.state.to_string(),
        ]);
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

/// The spreads and tiers of an item as flat properties, under the names they have in the table.
struct Flat<'a>(&'a MeasuredItem);

impl Serialize for Flat<'_> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let item = self.0;
        let mut map = output.serialize_map(None)?;
        let metrics = [&item.download, &item.upload, &item.latency, &item.loss];
        for (metric, body) in METRICS.iter().zip(metrics) {
            let body = body.as_ref();
            map.serialize_entry(&format!("{metric}_n"), &body.map(|body| body.n))?;
            let parts: [fn(&SpreadBody) -> f64; 6] = [
                |body| body.mean,
                |body| body.p5,
                |body| body.p50,
                |body| body.p95,
                |body| body.p50_low,
                |body| body.p50_high,
            ];
            for (name, part) in SPREAD.iter().skip(1).zip(parts) {
                map.serialize_entry(&format!("{metric}_{name}"), &body.map(part))?;
            }
        }
        for (at, tier) in item.tiers.iter().enumerate() {
            let key = format!("tier{}", at + 1);
            map.serialize_entry(&key, &tier.tier)?;
            map.serialize_entry(&format!("{key}_n"), &tier.n)?;
            map.serialize_entry(&format!("{key}_met"), &tier.met)?;
            for (name, share) in
                [("share", tier.share), ("low", tier.low), ("high", tier.high), ("claimed", tier.claimed)]
            {
                map.serialize_entry(&format!("{key}_{name}"), &share)?;
            }
            map.serialize_entry(&format!("{key}_verdict"), &tier.verdict)?;
            let evidence = [tier.tests, tier.tests_met, tier.cells, tier.days];
            for (name, count) in ["tests", "tests_met", "cells", "days"].into_iter().zip(evidence) {
                map.serialize_entry(&format!("{key}_{name}"), &count)?;
            }
        }
        map.end()
    }
}

/// An item as the properties of a feature: as it is, and flat.
#[derive(Serialize)]
struct Measured<'a> {
    #[serde(flatten)]
    item: &'a MeasuredItem,
    #[serde(flatten)]
    flat: Flat<'a>,
}

/// What a measured feature says of itself; whether its tests are made up, its item says.
#[derive(Clone, Serialize)]
struct Facts {
    as_of: Date,
    known_at: Recorded,
    definition: String,
    attribution: String,
}

/// A feature collection. A territory has a feature per operator, technology and source, so `id` names all of
/// them; `code` is among the properties.
pub(crate) fn features(
    head: &MeasuredHead,
    items: Vec<MeasuredItem>,
    definition: &str,
    languages: &[String],
) -> Result<Draft, Problem> {
    let FeatureFacts { as_of, known_at, definition, attribution, .. } =
        FeatureFacts::new(&head.envelope, definition);
    let facts = Facts { as_of, known_at, definition, attribution };
    let languages = languages.to_vec();
    features::collection(head, items, move |mut item| {
        let geometry = item.geometry.take();
        let MeasuredItem { territory, operator, technology, source, from, .. } = &item;
        let id = format!("{}/{operator}/{technology}/{source}/{from}", territory.code);
        let names = FlatNames::of(&territory.names, &languages);
        let own = Measured { item: &item, flat: Flat(&item) };
        features::feature(&id, geometry, &Properties { own, names, facts: &facts })
    })
}
