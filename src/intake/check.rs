//! The check of one file: from its bytes to a report and, where it is accepted, its data.

use std::cell::Cell;
use std::fs::File;
use std::rc::Rc;

use super::error::IntakeError;
use super::frame::{Frame, UnknownSystem};
use super::ground::CountryView;
use super::kind::{self, FilingData, Outcome};
use super::limits::Limits;
use super::pass::Pass;
use super::report::{About, Findings, Place, ReferenceSummary, Report};
use super::rules::Rule;
use super::sink::PremisesSink;
use super::source::Source;
use super::words::Words;
use crate::country::{Country, OperatorMeta};
use crate::domain::{AsOf, Epsg, FilingKind, OperatorId};

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
    /// The reference system of its coordinates, where the sender says one; else the one it names.
    pub crs: Option<Epsg>,
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

/// A file that was read, before it is concluded what that means.
struct Read<'a> {
    operator: Option<&'a OperatorMeta>,
    packaging: Option<&'static str>,
    bytes: u64,
    outcome: Outcome,
    frame: Frame,
    findings: Findings,
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
        file: &File,
        premises: &mut dyn PremisesSink,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Checked, IntakeError> {
        let mut named = None;
        loop {
            let read = self.read(request, named, file, premises, progress)?;
            match read.frame.named_late {
                // Numbers were read as of another system than the file names behind them: once more, of that one.
                Some(code) if named.is_none() => named = Some(code),
                _ => return Ok(self.conclude(request, read)),
            }
        }
    }

    /// Reads a file once, its numbers as of the system chosen, or else of the one it was seen to name.
    fn read(
        &self,
        request: &CheckRequest,
        named: Option<Epsg>,
        file: &File,
        premises: &mut dyn PremisesSink,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Read<'a>, IntakeError> {
        let mut findings = Findings::new(&self.limits);
        let operator = self.check_request(request, &mut findings);
        let mut frame = Frame::degrees();
        if let Some(code) = request.crs.or(named)
            && let Err(UnknownSystem(code)) = frame.set(code)
        {
            findings.add(Rule::GeoCrs, || Place::file().value(code));
        }
        frame.is_chosen = request.crs.is_some();
        frame.is_settled = named.is_some();
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
        let mut pass = Pass {
            words: &words,
            ground: &self.ground,
            limits: &limits,
            frame: &mut frame,
            premises,
            progress: &mut told,
        };
        let file = file.try_clone().map_err(IntakeError::Read)?;
        let outcome = source.open(file, &mut findings, |text, content, findings| {
            kind::read(&mut pass, text, content, findings)
        })?;
        let (packaging, outcome) = (source.packaging, outcome.unwrap_or_default());
        Ok(Read { operator, packaging, bytes, outcome, frame, findings })
    }

    /// Numbers that are no degrees: said once, with the systems in which they lie in the country.
    fn say_where(&self, frame: &Frame, findings: &mut Findings) -> Vec<Epsg> {
        let guesses = frame.guesses(&self.ground);
        if let Some(at) = frame.first_kept().filter(|_| !guesses.is_empty()) {
            // What was said of single numbers follows from that.
            findings.forget(&[Rule::GeoRange, Rule::LongitudeInvalid, Rule::LatitudeInvalid]);
            // One that was named, or chosen, and cannot be read was said already.
            if findings.count(Rule::GeoCrs) == 0 {
                let known: Vec<String> = guesses.iter().map(Epsg::to_string).collect();
                findings.add(Rule::CrsMissing, || {
                    Place::file().value(format!("{}, {}", at.x, at.y)).expected(known.join(", "))
                });
            }
        }
        guesses
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

    fn conclude(&self, request: &CheckRequest, read: Read<'a>) -> Checked {
        let Read { operator, packaging, bytes, outcome, frame, mut findings } = read;
        let stopped_early = findings.is_full();
        if stopped_early {
            findings.add(Rule::TooManyErrors, || Place::file().value(self.limits.errors));
        }
        let guesses = self.say_where(&frame, &mut findings);
        if let Some(code) = request.crs.filter(|_| !frame.is_used) {
            findings.add(Rule::CrsUnused, || Place::file().value(code));
        }
        // Degrees that were chosen against what the file names are told too: its rows can only be made again so.
        let code = frame.code().or_else(|| frame.is_chosen.then_some(Epsg::WGS84)).filter(|_| frame.is_used);
        let content = outcome.content;
        let report = findings.into_report(About {
            kind: Some(request.kind),
            operator: request.operator.clone(),
            as_of: request.as_of,
            file: request.file_name.clone(),
            format: content.map(|content| kind::format(request.kind, content)),
            packaging,
            crs: code.map(|code| ReferenceSummary { code, is_chosen: frame.is_chosen }),
            crs_guesses: guesses,
            bytes,
            rows: outcome.rows,
            stopped_early,
            layers: outcome.taken.summaries(),
            networks: outcome.taken.networks(),
        });
        let data = operator.filter(|_| report.accepted).and_then(|operator| outcome.taken.of(&operator.id));
        Checked { report, data }
    }
}
