//! Every metric Taghtia exposes, named once: the words, labels and units its dashboards rely on.
//!
//! Owns the one table of metrics. A family is written from its entry alone, so its name, help, type and
//! labels cannot differ from what stands here; `dashboards/METRICS.md` and the golden list of the tests
//! are made of the same entries. Knows nothing of what the numbers are or where they come from.
//!
//! Invariants: a name has one type wherever it occurs, and is once on a page; `_total` is a counter's and
//! of counters only; the unit is the end of the name; labels are closed sets or come from the
//! configuration, the registry or the country pack, never from who asks.

mod blackbox;
mod collecting;
mod measured;
mod probing;
mod published;
mod reference;
mod running;

use std::fmt;

use prometheus::{
    GaugeVec, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
};

pub use blackbox::*;
pub use collecting::*;
pub use measured::*;
pub use probing::*;
pub use published::*;
pub use reference::reference;
pub use running::*;

/// What kind of series a metric has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A value now.
    Gauge,
    /// Grows until the process ends.
    Counter,
    /// Observations by bucket.
    Histogram,
    /// Quantiles: no other kind may have the label `quantile`.
    Summary,
}

impl Kind {
    /// The word of `# TYPE`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Gauge => "gauge",
            Kind::Counter => "counter",
            Kind::Histogram => "histogram",
            Kind::Summary => "summary",
        }
    }
}

/// What a value is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Things, as the name says which.
    Count,
    /// A share 0..1; dwellings per household may exceed it.
    Ratio,
    /// People of the current census.
    People,
    /// Households of the current census.
    Households,
    /// Seconds.
    Seconds,
    /// Seconds since 1970 in UTC.
    Timestamp,
    /// Bytes.
    Bytes,
    /// Metres.
    Metres,
    /// Bits per second.
    BitsPerSecond,
    /// 1 where it holds, else 0; of a set of states exactly one is 1.
    Truth,
    /// Always 1: the labels are what is told.
    Info,
}

impl Unit {
    /// The unit in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Unit::Count => "count",
            Unit::Ratio => "ratio",
            Unit::People => "people",
            Unit::Households => "households",
            Unit::Seconds => "s",
            Unit::Timestamp => "s since 1970",
            Unit::Bytes => "B",
            Unit::Metres => "m",
            Unit::BitsPerSecond => "bit/s",
            Unit::Truth => "0 or 1",
            Unit::Info => "1",
        }
    }
}

/// Where metrics are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Page {
    /// The service: the whole and what contains communes, and this process.
    Main,
    /// The service's communes, opt-in.
    Communes,
    /// The service's measurements beyond medians, opt-in.
    Measurements,
    /// One check of a service or an agent, as `blackbox_exporter` tells it.
    Probe,
    /// An agent: `taghtia probe`.
    Agent,
}

impl Page {
    /// All pages.
    pub const ALL: [Page; 5] = [Page::Main, Page::Communes, Page::Measurements, Page::Probe, Page::Agent];

    /// The page as a reader finds it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Page::Main => "/metrics",
            Page::Communes => "/metrics/communes",
            Page::Measurements => "/metrics/measurements",
            Page::Probe => "/probe",
            Page::Agent => "taghtia probe",
        }
    }
}

/// One metric.
#[derive(Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// What it says, in a sentence.
    pub help: &'static str,
    /// Its labels, in the order written; [`NAME_LANG`] and [`LEVEL`] stand for several.
    pub labels: &'static [&'static str],
    /// What its values are counted in.
    pub unit: Unit,
    /// Where it is read.
    pub pages: &'static [Page],
    /// When it may be absent; nothing where it always has a series.
    pub absent: Option<&'static str>,
}

/// Declares metrics, each as a constant, and all of them as a list.
macro_rules! metrics {
    ($list:ident: $($name:ident = $kind:ident $text:literal [$($label:ident),*] $unit:ident
        on [$($page:ident),+] $help:literal $(absent $absent:literal)?;)+) => {
        $(
            #[doc = $help]
            pub static $name: $crate::metrics::definitions::Metric = $crate::metrics::definitions::Metric {
                name: $text,
                kind: $crate::metrics::definitions::Kind::$kind,
                help: $help,
                labels: &[$(stringify!($label)),*],
                unit: $crate::metrics::definitions::Unit::$unit,
                pages: &[$($crate::metrics::definitions::Page::$page),+],
                absent: metrics!(@absent $($absent)?),
            };
        )+

        pub(super) static $list: &[&$crate::metrics::definitions::Metric] = &[$(&$name),+];
    };
    (@absent) => { None };
    (@absent $absent:literal) => { Some($absent) };
}
use metrics;

/// Every metric, in the order of the reference.
pub fn all() -> impl Iterator<Item = &'static Metric> {
    [
        published::PUBLISHED,
        published::TARGETS,
        measured::MEASURED,
        collecting::COLLECTING,
        probing::PROBING,
        running::RUNNING,
        running::PROCESS,
        blackbox::BLACKBOX,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The metric of that name on a page.
pub fn find(page: Page, name: &str) -> Option<&'static Metric> {
    all().find(|metric| metric.name == name && metric.pages.contains(&page))
}

/// A series' name and labels as a query meets them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// The name; a histogram has three.
    pub name: String,
    /// Its labels, the one of buckets included; a scrape adds `job` and `instance`.
    pub labels: Vec<&'static str>,
    /// The metric it is of.
    pub metric: &'static Metric,
}

/// Every series name that a query may use, each with its labels.
///
/// What is on several pages occurs once for each set of labels: an agent's and a single check's differ.
pub fn series() -> impl Iterator<Item = Series> {
    all().flat_map(|metric| {
        let plain = metric.labels.to_vec();
        match metric.kind {
            // Summaries are of what is kept elsewhere: they have quantiles, and no sum or count.
            Kind::Gauge | Kind::Counter | Kind::Summary => {
                vec![Series { name: metric.name.to_owned(), labels: plain, metric }]
            }
            Kind::Histogram => {
                let of = |ending: &str, labels| Series {
                    name: format!("{}{ending}", metric.name),
                    labels,
                    metric,
                };
                let by_bucket = plain.iter().copied().chain(["le"]).collect();
                vec![of("_bucket", by_bucket), of("_sum", plain.clone()), of("_count", plain)]
            }
        }
    })
}

/// Stands for a label `name_fr`, `name_ar` ... for each language that territories have names in.
pub const NAME_LANG: &str = "name_LANG";

/// Stands for a label for each level between the whole and the base unit, which holds the code of the territory of
/// that level; the last of a metric's labels.
pub const LEVEL: &str = "LEVEL";

/// A label as Prometheus takes it: hyphens of language tags and levels are underscores.
pub fn label(text: &str) -> String {
    text.replace('-', "_")
}

impl Metric {
    /// Whether a series of it may have these labels, whatever the country pack.
    pub fn admits<'a>(&self, labels: impl Iterator<Item = &'a str>) -> bool {
        let (is_named, is_contained) = (self.labels.contains(&NAME_LANG), self.labels.contains(&LEVEL));
        let mut labels = labels.filter(|label| !(is_named && label.starts_with("name_")));
        let fixed = self.labels.iter().filter(|label| **label != NAME_LANG && **label != LEVEL);
        let is_fixed = fixed.copied().all(|label| labels.next() == Some(label));
        is_fixed && (is_contained || labels.next().is_none())
    }

    /// Its labels in a country whose territories have names in these languages, and whose communes lie in territories
    /// of these levels.
    pub fn labels_in(&self, languages: &[&str], levels: &[&str]) -> Vec<String> {
        fn sorted<'a>(words: &[&'a str]) -> Vec<&'a str> {
            let mut words = words.to_vec();
            words.sort_unstable();
            words
        }
        let in_pack = |placed: &&str| match *placed {
            NAME_LANG => {
                sorted(languages).iter().map(|language| label(&format!("name_{language}"))).collect()
            }
            LEVEL => sorted(levels).into_iter().map(label).collect(),
            fixed => vec![fixed.to_owned()],
        };
        self.labels.iter().flat_map(in_pack).collect()
    }
}

/// Metrics as the registry of a process knows them.
impl Metric {
    fn options(&self, kind: Kind) -> Result<Opts, prometheus::Error> {
        if self.kind == kind {
            return Ok(Opts::new(self.name, self.help));
        }
        let (asked, is) = (kind.as_str(), self.kind.as_str());
        Err(prometheus::Error::Msg(format!("{} is a {is}, not a {asked}", self.name)))
    }

    /// A gauge of this entry.
    pub(super) fn gauges(&self) -> Result<GaugeVec, prometheus::Error> {
        GaugeVec::new(self.options(Kind::Gauge)?, self.labels)
    }

    /// A gauge of whole numbers of this entry.
    pub(super) fn whole_gauges(&self) -> Result<IntGaugeVec, prometheus::Error> {
        IntGaugeVec::new(self.options(Kind::Gauge)?, self.labels)
    }

    /// The one gauge of this entry, which has no labels.
    pub(super) fn gauge(&self) -> Result<IntGauge, prometheus::Error> {
        IntGauge::with_opts(self.options(Kind::Gauge)?)
    }

    /// A counter of this entry.
    pub(super) fn counters(&self) -> Result<IntCounterVec, prometheus::Error> {
        IntCounterVec::new(self.options(Kind::Counter)?, self.labels)
    }

    /// The one counter of this entry, which has no labels.
    pub(super) fn counter(&self) -> Result<IntCounter, prometheus::Error> {
        IntCounter::with_opts(self.options(Kind::Counter)?)
    }

    /// A histogram of this entry.
    pub(super) fn histograms(&self, buckets: Vec<f64>) -> Result<HistogramVec, prometheus::Error> {
        let options = HistogramOpts::from(self.options(Kind::Histogram)?).buckets(buckets);
        HistogramVec::new(options, self.labels)
    }
}

impl fmt::Display for Metric {
    /// One line of the golden list: `name{labels} kind, pages`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pages: Vec<&str> = self.pages.iter().map(|page| page.as_str()).collect();
        let labels = self.labels.join(",");
        write!(f, "{}{{{labels}}} {} on {}", self.name, self.kind.as_str(), pages.join(", "))
    }
}

#[cfg(test)]
mod tests;
