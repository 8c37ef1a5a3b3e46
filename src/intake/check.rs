//! The check of one file: from its bytes to a report and, where it is accepted, its data.

use std::cell::Cell;
use std::fs::File;
use std::rc::Rc;

use super::error::IntakeError;
use super::ground::CountryView;
use super::kind::{self, FilingData, Outcome};
use super::limits::Limits;
use super::pass::Pass;
use super::report::{About, Findings, Place, Report};
use super::rules::Rule;
use super::sink::PremisesSink;
use super::source::Source;
use super::words::Words;
use crate::country::{Country, OperatorMeta};
use crate::domain::{AsOf, FilingKind, OperatorId};

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

/// The outcome of a check.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What there is to say.
    pub report: Report,
    /// The data, when the filing is accepted and its operator known.
    pub data: Option<FilingData>,
}

/// Checks files against one country, its operators and some limits.
pub struct Intake<'a> {
    pub(super) ground: CountryView<'a>,
    pub(super) operators: &'a [OperatorMeta],
    pub(super) limits: Limits,
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
        let limits = kind::limits(request.kind, &self.limits);
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
        let outcome = source.open(file, &mut findings, |text, content, findings| {
            kind::read(&mut pass, text, content, findings)
        })?;
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
            format: content.map(|content| kind::format(request.kind, content)),
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
