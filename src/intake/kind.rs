//! The kinds of filings: which formats each is read from, and what each holds.
//!
//! A kind has one name for its files in every room: `mobile` (mobile-coverage), `premises` (fibre-availability),
//! `routes` (fibre-network). A new kind is a line in each match here, and a reader beside those.

use std::io::Read;

use super::content::Content;
use super::error::IntakeError;
use super::limits::Limits;
use super::mobile::Layers;
use super::pass::Pass;
use super::report::{Findings, LayerSummary, NetworkSummary, Place};
use super::rules::Rule;
use super::{mobile, premises, routes};
use crate::coverage::CellSet;
use crate::domain::{FibreNetwork, FilingKind, Layer, OperatorId};

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

/// What a pass brought.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) content: Option<Content>,
    pub(super) rows: u64,
    pub(super) taken: Taken,
}

/// The data of a pass, whether or not it will be accepted.
#[derive(Default)]
pub(super) enum Taken {
    #[default]
    Nothing,
    Mobile(Layers),
    Fibre(Vec<LayerSummary>),
    Network(routes::Taken),
}

impl Taken {
    pub(super) fn networks(&self) -> Vec<NetworkSummary> {
        match self {
            Taken::Network(taken) => taken.summaries.clone(),
            _ => Vec::new(),
        }
    }

    pub(super) fn summaries(&self) -> Vec<LayerSummary> {
        match self {
            Taken::Nothing | Taken::Network(_) => Vec::new(),
            Taken::Mobile(layers) => layers.summaries(),
            Taken::Fibre(layers) => layers.clone(),
        }
    }

    pub(super) fn of(self, operator: &OperatorId) -> Option<FilingData> {
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

/// How much is taken of a file of a kind: a network is held in memory.
pub(super) fn limits(kind: FilingKind, limits: &Limits) -> Limits {
    let mut own = limits.clone();
    if kind == FilingKind::FibreNetwork {
        own.bytes = own.bytes.min(own.network_bytes);
    }
    own
}

/// What a format is called in a report.
pub(super) const fn format(kind: FilingKind, content: Content) -> &'static str {
    match (content, kind) {
        (Content::Csv, _) => "csv",
        (Content::Json, FilingKind::FibreNetwork) => "ofds",
        (Content::Json, _) => "geojson",
    }
}

/// Reads the text of a file as its kind and format say.
pub(super) fn read(
    pass: &mut Pass<'_>,
    text: &mut dyn Read,
    content: Content,
    findings: &mut Findings,
) -> Result<Outcome, IntakeError> {
    let (rows, taken) = match (pass.words.kind, content) {
        (FilingKind::MobileCoverage, content) => {
            let (rows, layers) = mobile::read(pass, text, content, findings)?;
            (rows, Taken::Mobile(layers))
        }
        (FilingKind::FibreAvailability, Content::Csv) => {
            let (rows, layers) = premises::read(pass, text, findings)?;
            (rows, Taken::Fibre(layers))
        }
        (FilingKind::FibreAvailability, Content::Json) => {
            findings.add(Rule::KindFormat, || Place::file().value("JSON"));
            (0, Taken::Nothing)
        }
        (FilingKind::FibreNetwork, Content::Json) => {
            let (rows, taken) = routes::read(pass, text, findings)?;
            (rows, Taken::Network(taken))
        }
        (FilingKind::FibreNetwork, Content::Csv) => {
            findings.add(Rule::KindFormat, || Place::file().value("CSV").expected("OFDS JSON"));
            (0, Taken::Nothing)
        }
    };
    Ok(Outcome { content: Some(content), rows, taken })
}
