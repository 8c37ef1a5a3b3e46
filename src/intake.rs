//! Intake: from the bytes an operator sends to typed records and a report.
//!
//! Owns the formats ([`schemas`]), the rule catalogue ([`rules`]) and the [`Report`] of a check. Every
//! way in (command line, HTTP, collectors) ends here, so the same file always gets the same answer,
//! whether it is submitted or only checked.
//!
//! ```text
//! file ─ source ─┬─ table ──┬─ mobile ───────┐
//!        (unpack,│          └─ premises ─────┼─► layers of cells, premises, a network
//!         limit) └─ json ──┬─ geojson ───────┤          + findings ─► report
//!                          └─ routes (OFDS) ─┘
//! ```
//!
//! May know `domain`, `country` and `coverage`. Knows nothing of storage, of HTTP or of async: a check
//! is one synchronous pass over a file.
//!
//! Invariants: memory stays bounded whatever the file's size, because rows and features are handled
//! one at a time, premises leave in batches through a [`PremisesSink`], a network is held whole but
//! bounded in values, and every limit of [`Limits`] is a finding, not a crash. A file with an error yields no data. No input makes intake panic.

mod crossings;
mod geojson;
mod json;
mod layers;
pub mod measurements;
mod mobile;
mod premises;
mod public_report;
pub mod report;
mod routes;
pub mod rules;
pub mod schemas;
mod shape;
mod source;
mod table;
#[cfg(test)]
mod tests;
pub mod wording;
mod words;

use std::cell::Cell;
use std::fs::File;
use std::io::Read;
use std::rc::Rc;

use h3o::CellIndex;

use crate::country::index::OUTSIDE;
use crate::country::meta::OperatorMeta;
use crate::country::{CellList, CentreRows, Country, CountryMeta, RegionIndex};
use crate::coverage::CellSet;
use crate::domain::{
    AsOf, CommuneId, FibreNetwork, FilingKind, Layer, LonLat, OperatorId, PremisesStatus, PremisesUse,
    TechnologyId,
};
use layers::Layers;
pub use public_report::PublicReport;
use report::{About, Findings, LayerSummary, NetworkSummary, Place};
pub use report::{Finding, Report};
pub use rules::{Rule, Severity};
use source::{Content, Source};
use words::Words;

/// Why a check could not be made; what is wrong with the file itself stands in the report.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file cannot be read.
    #[error("cannot read the file: {0}")]
    Read(#[source] std::io::Error),
    /// Premises cannot be handed on.
    #[error("cannot store premises: {0}")]
    Sink(#[source] std::io::Error),
}

/// What a check is asked.
#[derive(Debug, Clone)]
pub struct CheckRequest {
    /// What the file holds.
    pub kind: FilingKind,
    /// Who files. Without it nothing can be accepted into the record, but a file can be checked.
    pub operator: Option<OperatorId>,
    /// The date whose network the file describes; today if not given.
    pub as_of: Option<AsOf>,
    /// Today, in the country's time zone.
    pub today: AsOf,
    /// The file's name, a hint only.
    pub file_name: Option<String>,
}

/// How much intake takes of a file.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of text, unpacked.
    pub bytes: u64,
    /// Times the packed size that the text may have.
    pub ratio: u64,
    /// Bytes of text below which the ratio does not matter.
    pub ratio_grace: u64,
    /// Entries of a zip archive.
    pub zip_entries: u64,
    /// Bytes of a CSV row.
    pub row_bytes: u64,
    /// Bytes of a text in JSON.
    pub text_bytes: u64,
    /// Layers of a filing.
    pub layers: usize,
    /// Features of a file.
    pub features: u64,
    /// Positions of a ring.
    pub ring: usize,
    /// Positions of a feature.
    pub feature: usize,
    /// Positions of a file.
    pub positions: u64,
    /// Length of all outlines of a file in degrees: what painting costs grows with it.
    pub outline_degrees: f64,
    /// Pairs of segments compared in search of crossings, over the whole file.
    pub comparisons: u64,
    /// Bytes of text, unpacked, of a network: it is held in memory.
    pub network_bytes: u64,
    /// Values of a network's document.
    pub values: u64,
    /// Length of all routes of a network in degrees: what cutting costs grows with it.
    pub route_degrees: f64,
    /// Rows among which duplicate premises are looked for.
    pub duplicates: usize,
    /// Errors after which reading stops.
    pub errors: u64,
    /// Findings kept.
    pub findings: usize,
    /// Findings kept of one rule.
    pub findings_per_rule: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 4 << 30,
            ratio: 200,
            ratio_grace: 64 << 20,
            zip_entries: 64,
            row_bytes: 1 << 20,
            text_bytes: 1 << 16,
            layers: 64,
            features: 1_000_000,
            ring: 1_000_000,
            feature: 4_000_000,
            positions: 50_000_000,
            outline_degrees: 200_000.0,
            comparisons: 1_000_000_000,
            network_bytes: 256 << 20,
            values: 6_000_000,
            route_degrees: 20_000.0,
            duplicates: 4_000_000,
            errors: 10_000,
            findings: 200,
            findings_per_rule: 25,
        }
    }
}

/// How far a check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file read.
    pub read: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows or features taken in.
    pub rows: u64,
}

/// Premises as filed, and where they are: 32 bytes, so that a batch stays in cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Premises {
    /// Degrees east, in units of 1e-7 degree.
    pub lon_e7: i32,
    /// Degrees north, in units of 1e-7 degree.
    pub lat_e7: i32,
    /// The country's cell they count in: their own, or the nearest one on the border. Every row that
    /// leaves intake has one.
    pub cell: Option<CellIndex>,
    /// Highest advertised download speed in Mbit/s.
    pub down: u32,
    /// Highest advertised upload speed in Mbit/s.
    pub up: u32,
    /// The commune they lie in, exactly.
    pub commune: CommuneId,
    /// Homes and businesses behind the place.
    pub units: u16,
    /// Position of the technology in [`PremisesBatch::technologies`].
    pub technology: u8,
    /// Passed or connected.
    pub status: PremisesStatus,
    /// Who is served.
    pub serves: PremisesUse,
    /// Whether latency stays within 100 ms.
    pub low_latency: bool,
}

impl Premises {
    /// The position in degrees.
    pub fn position(&self) -> LonLat {
        LonLat { lon: f64::from(self.lon_e7) / 1e7, lat: f64::from(self.lat_e7) / 1e7 }
    }
}

/// Some premises, in the order of the file.
#[derive(Debug, Clone, Copy)]
pub struct PremisesBatch<'a> {
    /// Technologies met so far; rows point into it.
    pub technologies: &'a [TechnologyId],
    /// The rows.
    pub rows: &'a [Premises],
}

/// Takes premises while the file is still being read, so that nobody holds them all.
///
/// What was taken means nothing until the report accepts the filing: a sink must be able to throw
/// everything away.
pub trait PremisesSink {
    /// Takes a batch.
    ///
    /// # Errors
    /// When it cannot be kept; the check then ends with [`IntakeError::Sink`].
    fn take(&mut self, batch: PremisesBatch<'_>) -> std::io::Result<()>;
}

/// Keeps nothing: for checks.
#[derive(Debug, Default)]
pub struct Discard;

impl PremisesSink for Discard {
    fn take(&mut self, _: PremisesBatch<'_>) -> std::io::Result<()> {
        Ok(())
    }
}

impl PremisesSink for Vec<Premises> {
    fn take(&mut self, batch: PremisesBatch<'_>) -> std::io::Result<()> {
        self.extend_from_slice(batch.rows);
        Ok(())
    }
}

/// What an accepted filing holds.
#[derive(Debug, Clone, PartialEq)]
pub enum FilingData {
    /// The cells of each declared layer, empty ones included.
    Mobile {
        /// Layers in the order of the file.
        layers: Vec<(Layer, CellSet)>,
    },
    /// The layers declared: one per technology, whatever the speeds of single premises, since a filing
    /// lists all premises of its technologies. The rows went through the sink.
    Fibre {
        /// Layers in the order of the file, with speeds 0/0 and environment `indoor`.
        layers: Vec<Layer>,
        /// How many rows.
        premises: u64,
        /// How many units behind them.
        units: u64,
    },
    /// The operator's whole network; it declares no layers.
    Network(FibreNetwork),
}

/// The outcome of a check.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What there is to say.
    pub report: Report,
    /// The data, when the filing is accepted and its operator known.
    pub data: Option<FilingData>,
}

/// What intake asks of a country, apart so that tests can make a small one.
pub(crate) struct CountryView<'a> {
    /// The words of the country.
    pub(crate) meta: &'a CountryMeta,
    /// Its cells.
    pub(crate) cells: &'a CellList,
    /// Point to commune.
    pub(crate) index: &'a RegionIndex,
    /// Centres of the cells; asked for by polygons only.
    pub(crate) centres: &'a dyn CellCentres,
}

/// Where the centres of cells come from: a country, which reads them when they are first asked for.
pub(crate) trait CellCentres: Sync {
    /// The centres by rows of latitude.
    fn centre_rows(&self) -> &CentreRows;
}

impl CellCentres for Country {
    fn centre_rows(&self) -> &CentreRows {
        self.centre_rows()
    }
}

impl<'a> CountryView<'a> {
    fn of(country: &'a Country) -> Self {
        Self { meta: &country.meta, cells: country.cells(), index: &country.index, centres: country }
    }

    /// The commune of each point, or [`OUTSIDE`].
    fn locate(&self, lon: &[f64], lat: &[f64]) -> Vec<u16> {
        let mut communes = vec![OUTSIDE; lon.len()];
        self.index.locate_batch(lon, lat, &mut communes);
        communes
    }

    /// Whether any of some points lies in the country.
    fn holds_any(&self, points: impl Iterator<Item = (f64, f64)>) -> bool {
        let (lon, lat): (Vec<f64>, Vec<f64>) = points.unzip();
        self.locate(&lon, &lat).iter().any(|commune| *commune != OUTSIDE)
    }
}

/// Checks files against one country, its operators and some limits.
pub struct Intake<'a> {
    ground: CountryView<'a>,
    operators: &'a [OperatorMeta],
    limits: Limits,
}

impl<'a> Intake<'a> {
    /// An intake for a country. The operators are those registered now, made-up ones included.
    pub fn new(country: &'a Country, operators: &'a [OperatorMeta], limits: Limits) -> Self {
        Self { ground: CountryView::of(country), operators, limits }
    }

    /// Reads a file from its beginning and says what it holds, or why it is refused.
    ///
    /// Premises go to `premises` as they are read, before it is known whether the filing stands;
    /// throw them away unless the outcome has data.
    ///
    /// # Errors
    /// When the disk or the sink fails; never for what the file contains.
    pub fn check(
        &self,
        request: &CheckRequest,
        file: File,
        premises: &mut dyn PremisesSink,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Checked, IntakeError> {
        let mut findings = Findings::new(&self.limits);
        let operator = self.check_request(request, &mut findings);
        let words = Words {
            kind: request.kind,
            country: self.ground.meta,
            operator,
            as_of: request.as_of.unwrap_or(request.today),
        };
        let read = Rc::new(Cell::new(0));
        let mut limits = self.limits.clone();
        if request.kind == FilingKind::FibreNetwork {
            limits.bytes = limits.bytes.min(limits.network_bytes);
        }
        let mut source = Source {
            limits: &limits,
            file_name: request.file_name.as_deref(),
            read: Rc::clone(&read),
            packaging: None,
            bytes: file.metadata().map_err(IntakeError::Read)?.len(),
        };
        let bytes = source.bytes;
        let mut told = |rows| progress(Progress { read: read.get(), bytes, rows });
        let mut pass =
            Pass { words: &words, ground: &self.ground, limits: &limits, premises, progress: &mut told };
        let outcome =
            source.open(file, &mut findings, |text, content, findings| pass.run(text, content, findings))?;
        Ok(self.conclude(request, operator, &source, outcome.unwrap_or_default(), findings))
    }

    fn check_request(&self, request: &CheckRequest, findings: &mut Findings) -> Option<&'a OperatorMeta> {
        if let Some(as_of) = request.as_of.filter(|as_of| *as_of > request.today) {
            findings.add(Rule::AsOfFuture, || {
                Place::file().value(as_of).expected(format!("{} or earlier", request.today))
            });
        }
        let Some(id) = &request.operator else {
            findings.add(Rule::LicenceUnchecked, Place::file);
            return None;
        };
        let operator = self.operators.iter().find(|operator| operator.id == *id);
        if operator.is_none() {
            findings.add(Rule::OperatorUnknown, || {
                let known: Vec<&str> = self.operators.iter().map(|known| known.id.as_str()).collect();
                Place::file().value(id).expected(known.join(", "))
            });
        }
        operator
    }

    fn conclude(
        &self,
        request: &CheckRequest,
        operator: Option<&OperatorMeta>,
        source: &Source<'_>,
        outcome: Outcome,
        mut findings: Findings,
    ) -> Checked {
        let stopped_early = findings.is_full();
        if stopped_early {
            findings.add(Rule::TooManyErrors, || Place::file().value(self.limits.errors));
        }
        let content = outcome.content;
        let report = findings.into_report(About {
            kind: Some(request.kind),
            operator: request.operator.clone(),
            as_of: request.as_of,
            file: request.file_name.clone(),
            format: content.map(|content| match (content, request.kind) {
                (Content::Csv, _) => "csv",
                (Content::Json, FilingKind::FibreNetwork) => "ofds",
                (Content::Json, _) => "geojson",
            }),
            packaging: source.packaging,
            bytes: source.bytes,
            rows: outcome.rows,
            stopped_early,
            layers: outcome.taken.summaries(),
            networks: outcome.taken.networks(),
        });
        let data = operator.filter(|_| report.accepted).and_then(|operator| outcome.taken.of(&operator.id));
        Checked { report, data }
    }
}

/// One pass over the text of a file.
struct Pass<'p> {
    words: &'p Words<'p>,
    ground: &'p CountryView<'p>,
    limits: &'p Limits,
    premises: &'p mut dyn PremisesSink,
    progress: &'p mut dyn FnMut(u64),
}

/// What a pass brought.
#[derive(Default)]
struct Outcome {
    content: Option<Content>,
    rows: u64,
    taken: Taken,
}

/// The data of a pass, whether or not it will be accepted.
#[derive(Default)]
enum Taken {
    #[default]
    Nothing,
    Mobile(Layers),
    Fibre(Vec<LayerSummary>),
    Network(routes::Taken),
}

impl Taken {
    fn networks(&self) -> Vec<NetworkSummary> {
        match self {
            Taken::Network(taken) => taken.summaries.clone(),
            _ => Vec::new(),
        }
    }

    fn summaries(&self) -> Vec<LayerSummary> {
        match self {
            Taken::Nothing | Taken::Network(_) => Vec::new(),
            Taken::Mobile(layers) => layers.summaries(),
            Taken::Fibre(layers) => layers.clone(),
        }
    }

    fn of(self, operator: &OperatorId) -> Option<FilingData> {
        match self {
            Taken::Nothing => None,
            Taken::Network(taken) => Some(FilingData::Network(taken.network)),
            Taken::Mobile(layers) => Some(FilingData::Mobile { layers: layers.of(operator) }),
            Taken::Fibre(layers) => Some(FilingData::Fibre {
                premises: layers.iter().filter_map(|layer| layer.premises).sum(),
                units: layers.iter().filter_map(|layer| layer.units).sum(),
                layers: layers.into_iter().map(|layer| layer.of(operator)).collect(),
            }),
        }
    }
}

impl Pass<'_> {
    fn run(
        &mut self,
        text: &mut dyn Read,
        content: Content,
        findings: &mut Findings,
    ) -> Result<Outcome, IntakeError> {
        let (rows, taken) = match (self.words.kind, content) {
            (FilingKind::MobileCoverage, Content::Csv) => {
                let mut layers = Layers::new(self.ground.cells.len(), self.limits);
                let rows = mobile::read(self, text, &mut layers, findings)?;
                (rows, Taken::Mobile(layers))
            }
            (FilingKind::MobileCoverage, Content::Json) => {
                let mut layers = Layers::new(self.ground.cells.len(), self.limits);
                let rows = geojson::read(self, text, &mut layers, findings)?;
                (rows, Taken::Mobile(layers))
            }
            (FilingKind::FibreAvailability, Content::Csv) => {
                let (rows, layers) = premises::read(self, text, findings)?;
                (rows, Taken::Fibre(layers))
            }
            (FilingKind::FibreAvailability, Content::Json) => {
                findings.add(Rule::KindFormat, || Place::file().value("JSON"));
                (0, Taken::Nothing)
            }
            (FilingKind::FibreNetwork, Content::Json) => {
                let (rows, taken) = routes::read(self, text, findings)?;
                (rows, Taken::Network(taken))
            }
            (FilingKind::FibreNetwork, Content::Csv) => {
                findings.add(Rule::KindFormat, || Place::file().value("CSV").expected("OFDS JSON"));
                (0, Taken::Nothing)
            }
        };
        Ok(Outcome { content: Some(content), rows, taken })
    }
}
