//! M-Lab's IQB aggregates: percentiles of a country and a month, as JSON or as rows of a table.
//!
//! **Their latency and loss are labelled upside down**: `p1` is the worst. Nobody's prose is believed:
//! the polarity is read off the numbers. Whatever falls from `p1` to `p99` is labelled the other way
//! round and is turned, so that here a low percentile is always a low value. Loss of uploads, which
//! M-Lab sets to 0, is not in these files.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::table::Field;
use crate::domain::{Metric, Month};

/// Percentiles of one metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Percentiles {
    /// Of what.
    pub metric: Metric,
    /// From how many tests.
    pub samples: u64,
    /// Percentile and value, both ascending.
    pub values: Vec<(f64, f64)>,
    /// Whether they came labelled upside down.
    pub turned: bool,
}

/// Why an aggregate is not taken.
#[derive(Debug, thiserror::Error)]
pub enum IqbError {
    /// It is no such JSON.
    #[error("the aggregate cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// Percentiles go up and down.
    #[error("percentiles of {0} neither rise nor fall from the first to the last")]
    Crooked(Metric),
    /// A value that nobody can measure.
    #[error("percentiles of {0} hold {1}, which cannot be measured")]
    Impossible(Metric, f64),
    /// The file says nothing of the country.
    #[error("the table has no row with country_code {0}")]
    NoCountry(String),
    /// The table is another one.
    #[error("the table has no column {0}")]
    NoColumn(&'static str),
}

#[derive(Deserialize)]
struct Document {
    sample_counts: BTreeMap<String, u64>,
    metrics: BTreeMap<String, BTreeMap<String, f64>>,
}

/// Reads the JSON of one country and month.
///
/// # Errors
/// When it is no such document, or its percentiles make no sense.
pub fn read_json(bytes: &[u8]) -> Result<Vec<Percentiles>, IqbError> {
    const NAMES: [(&str, Metric, &str); 4] = [
        ("download_throughput_mbps", Metric::Download, "downloads"),
        ("upload_throughput_mbps", Metric::Upload, "uploads"),
        ("latency_ms", Metric::Latency, "downloads"),
        ("packet_loss", Metric::Loss, "downloads"),
    ];
    let document: Document = serde_json::from_slice(bytes)?;
    let mut all = Vec::new();
    for (name, metric, samples) in NAMES {
        let Some(percentiles) = document.metrics.get(name) else { continue };
        let pairs = percentiles.iter().filter_map(|(label, value)| Some((percentile(label)?, *value)));
        let samples = document.sample_counts.get(samples).copied().unwrap_or(0);
        all.push(put_right(metric, samples, pairs.collect())?);
    }
    Ok(all)
}

/// Reads the rows of a table of countries, and keeps those of one.
#[derive(Debug)]
pub struct CountryRows {
    country: String,
    code: usize,
    samples: usize,
    places: Vec<(Metric, f64, usize)>,
}

impl CountryRows {
    /// Finds the columns: `country_code`, `sample_count`, and `download_p1` and its like.
    ///
    /// # Errors
    /// When one of the first two is missing.
    pub fn new(country: &str, columns: &[String]) -> Result<Self, IqbError> {
        let find = |name: &'static str| {
            columns.iter().position(|column| column == name).ok_or(IqbError::NoColumn(name))
        };
        let place = |(at, column): (usize, &String)| {
            let (metric, label) = column.rsplit_once('_')?;
            Some((metric.parse::<Metric>().ok()?, percentile(label)?, at))
        };
        let places = columns.iter().enumerate().filter_map(place).collect();
        Ok(Self {
            country: country.to_owned(),
            code: find("country_code")?,
            samples: find("sample_count")?,
            places,
        })
    }

    /// The columns that are read.
    pub fn used(&self) -> Vec<usize> {
        let percentiles = self.places.iter().map(|(_, _, at)| *at);
        let mut used: Vec<usize> = percentiles.chain([self.code, self.samples]).collect();
        used.sort_unstable();
        used.dedup();
        used
    }

    /// The country's percentiles, where the row is the country's.
    ///
    /// # Errors
    /// When they make no sense.
    pub fn row(&self, row: &[Field<'_>]) -> Result<Option<Vec<Percentiles>>, IqbError> {
        let is_ours = matches!(row.get(self.code), Some(Field::Text(code)) if **code == *self.country);
        if !is_ours {
            return Ok(None);
        }
        let number = |at: usize| match row.get(at) {
            Some(Field::Number(number)) => Some(*number),
            Some(Field::Text(text)) => text.parse().ok(),
            _ => None,
        };
        let samples = number(self.samples).unwrap_or(0.0) as u64;
        let mut all = Vec::new();
        for metric in Metric::ALL {
            let own = self.places.iter().filter(|(of, ..)| of == metric);
            let pairs: Vec<(f64, f64)> = own.filter_map(|(_, p, at)| Some((*p, number(*at)?))).collect();
            if !pairs.is_empty() {
                all.push(put_right(*metric, samples, pairs)?);
            }
        }
        Ok(Some(all))
    }

    /// That no row was the country's.
    pub fn missing(&self) -> IqbError {
        IqbError::NoCountry(self.country.clone())
    }
}

fn percentile(label: &str) -> Option<f64> {
    label.strip_prefix('p')?.parse().ok().filter(|p| (0.0..=100.0).contains(p))
}

/// Sorts percentiles, and turns those that fall.
fn put_right(metric: Metric, samples: u64, mut pairs: Vec<(f64, f64)>) -> Result<Percentiles, IqbError> {
    if let Some((_, bad)) = pairs.iter().find(|(_, value)| !value.is_finite() || *value < 0.0) {
        return Err(IqbError::Impossible(metric, *bad));
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let turned = !pairs.is_sorted_by(|a, b| a.1 <= b.1);
    if turned {
        for pair in &mut pairs {
            pair.0 = 100.0 - pair.0;
        }
        pairs.reverse();
    }
    if !pairs.is_sorted_by(|a, b| a.1 <= b.1) {
        return Err(IqbError::Crooked(metric));
    }
    Ok(Percentiles { metric, samples, values: pairs, turned })
}

/// The month in the name of a file: `iqb_2025_10`, `ma_2025_10`, or a path's `20251001T000000Z`.
pub fn month_in(name: &str) -> Option<Month> {
    let digits: Vec<&str> =
        name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let of = |year: &str, month: &str| Month::new(year.parse().ok()?, month.parse().ok()?).ok();
    let pair = digits
        .windows(2)
        .find_map(|pair| (pair[0].len() == 4 && pair[1].len() == 2).then(|| of(pair[0], pair[1])).flatten());
    pair.or_else(|| {
        digits.iter().find(|part| part.len() == 8).and_then(|part| of(part.get(..4)?, part.get(4..6)?))
    })
}
