//! What intake says of a file: findings, each with its place, and the report they make.
//!
//! Findings are counted without end and kept up to a bound, so that a hostile file cannot fill
//! memory and a bad one still shows every kind of mistake it makes.

use serde::{Deserialize, Serialize, Serializer};

use super::limits::Limits;
use super::rules::{Rule, Severity};
use super::wording;
use crate::domain::{AsOf, Environment, Epsg, FilingKind, Layer, Mbps, OperatorId, TechnologyId};
use crate::messages;

/// Where a finding is, and what was found there.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Place {
    /// Line of the text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Name of the column or property; for JSON syntax, the character's number in the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// JSON pointer into the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Id of the node, span or other object concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// What stands there, cut to a readable length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// What was expected, where the rule's own words are not precise enough.
    #[serde(skip)]
    pub expected: Option<String>,
}

/// Longest value quoted in a finding, in characters.
const QUOTED: usize = 64;

impl Place {
    /// The file as a whole.
    pub fn file() -> Self {
        Self::default()
    }

    /// A line of the text.
    pub fn row(line: u64) -> Self {
        Self { row: Some(line), ..Self::default() }
    }

    /// A place in a JSON document.
    pub fn pointer(pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..Self::default() }
    }

    /// Names the column or property.
    #[must_use]
    pub fn column(mut self, name: impl Into<String>) -> Self {
        self.column = Some(quote(&name.into()));
        self
    }

    /// Names the object concerned by its id, where it has one.
    #[must_use]
    pub fn object(mut self, id: Option<impl AsRef<str>>) -> Self {
        self.object = id.map(|id| quote(id.as_ref()));
        self
    }

    /// Quotes what was found.
    #[must_use]
    pub fn value(mut self, value: impl std::fmt::Display) -> Self {
        self.value = Some(quote(&value.to_string()));
        self
    }

    /// Quotes the bytes that were found.
    #[must_use]
    pub fn bytes(self, value: &[u8]) -> Self {
        let head = value.get(..QUOTED * 4).unwrap_or(value);
        self.value(String::from_utf8_lossy(head))
    }

    /// Says what was expected.
    #[must_use]
    pub fn expected(mut self, expected: impl std::fmt::Display) -> Self {
        self.expected = Some(expected.to_string());
        self
    }

    /// Adds the position on Earth.
    #[must_use]
    pub fn at(mut self, lon: f64, lat: f64) -> Self {
        (self.lon, self.lat) = (Some(lon), Some(lat));
        self
    }
}

/// Cuts a text to a readable length, without control characters.
fn quote(text: &str) -> String {
    let mut quoted: String =
        text.chars().take(QUOTED).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(QUOTED).is_some() {
        quoted.push('…');
    }
    quoted
}

/// One thing intake has to say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule's stable id.
    #[serde(serialize_with = "rule_id")]
    pub rule: Rule,
    /// How much it weighs.
    pub severity: Severity,
    /// Where, and what was found.
    #[serde(flatten)]
    pub place: Place,
    /// What would have been right.
    pub expected: String,
    /// What is the matter, in a sentence.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn rule_id<S: Serializer>(rule: &Rule, output: S) -> Result<S::Ok, S::Error> {
    output.serialize_str(rule.id())
}

impl Finding {
    fn new(rule: Rule, mut place: Place) -> Self {
        let expected = place.expected.take();
        let (value, column) = (place.value.as_deref(), place.column.as_deref());
        let said = wording::finding(messages::source(), rule.id(), value, column, expected.as_deref());
        // Every rule has its words: a test reads them.
        let said = said.unwrap_or_else(|| wording::Said {
            message: rule.id().to_owned(),
            expected: expected.unwrap_or_default(),
            remedy: String::new(),
        });
        let wording::Said { message, expected, remedy } = said;
        Self { rule, severity: rule.severity(), place, expected, message, remedy }
    }
}

/// How often a rule was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// The rule's stable id.
    #[serde(serialize_with = "rule_id")]
    pub rule: Rule,
    /// How much it weighs.
    pub severity: Severity,
    /// How often, kept or not.
    pub count: u64,
}

/// Collects findings: counts all, keeps some.
#[derive(Debug)]
pub struct Findings {
    kept: Vec<Finding>,
    counts: Vec<u64>,
    errors: u64,
    max_kept: usize,
    max_kept_per_rule: u64,
    max_errors: u64,
}

impl Findings {
    /// An empty collection within limits.
    pub fn new(limits: &Limits) -> Self {
        Self {
            kept: Vec::new(),
            counts: vec![0; Rule::ALL.len()],
            errors: 0,
            max_kept: limits.findings,
            max_kept_per_rule: limits.findings_per_rule,
            max_errors: limits.errors,
        }
    }

    /// Takes back what was said by some rules, where another says it better.
    pub(super) fn forget(&mut self, rules: &[Rule]) {
        for rule in rules {
            let count = std::mem::take(&mut self.counts[*rule as usize]);
            if rule.severity() == Severity::Error {
                self.errors -= count;
            }
        }
        self.kept.retain(|finding| !rules.contains(&finding.rule));
    }

    /// Says once for the whole file what holds for many of its rows.
    pub fn once(&mut self, rule: Rule, place: impl FnOnce() -> Place) {
        if self.count(rule) == 0 {
            self.add(rule, place);
        }
    }

    /// Counts a finding, and keeps it while there is room; its place is asked for only then.
    pub fn add(&mut self, rule: Rule, place: impl FnOnce() -> Place) {
        let count = &mut self.counts[rule as usize];
        *count += 1;
        let is_error = rule.severity() == Severity::Error;
        self.errors += u64::from(is_error);
        if *count > self.max_kept_per_rule {
            return;
        }
        if self.kept.len() >= self.max_kept {
            // Errors go before everything else when room is short.
            let Some(lesser) =
                self.kept.iter().rposition(|kept| is_error && kept.severity != Severity::Error)
            else {
                return;
            };
            self.kept.remove(lesser);
        }
        self.kept.push(Finding::new(rule, place()));
    }

    /// How often a rule was met.
    pub fn count(&self, rule: Rule) -> u64 {
        self.counts[rule as usize]
    }

    /// How many errors there are.
    pub fn errors(&self) -> u64 {
        self.errors
    }

    /// How many warnings there are.
    pub fn warnings(&self) -> u64 {
        self.of(Severity::Warning)
    }

    /// Whether there are so many errors that reading on is of no use.
    pub fn is_full(&self) -> bool {
        self.errors >= self.max_errors
    }

    fn of(&self, severity: Severity) -> u64 {
        Rule::ALL.iter().filter(|rule| rule.severity() == severity).map(|rule| self.count(*rule)).sum()
    }

    /// Closes the collection into a report.
    pub fn into_report(self, about: About) -> Report {
        let finding_counts = Rule::ALL
            .iter()
            .filter(|rule| self.count(**rule) > 0)
            .map(|rule| RuleCount { rule: *rule, severity: rule.severity(), count: self.count(*rule) })
            .collect();
        let (warnings, repairs) = (self.of(Severity::Warning), self.of(Severity::Repair));
        let mut findings = self.kept;
        findings.sort_by_key(|finding| finding.severity);
        let accepted = self.errors == 0;
        let counts = [about.rows, self.errors, warnings, repairs];
        let summary = wording::summary(messages::source(), accepted, about.format, counts);
        Report { accepted, about, errors: self.errors, warnings, repairs, finding_counts, findings, summary }
    }
}

/// What was read, and what it holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct About {
    /// What the file was to be.
    pub kind: Option<FilingKind>,
    /// Who files, where known.
    pub operator: Option<OperatorId>,
    /// The date whose network the file describes.
    pub as_of: Option<AsOf>,
    /// The file's name, where known.
    pub file: Option<String>,
    /// `csv`, `geojson` or `ofds`, where it came so far.
    pub format: Option<&'static str>,
    /// `none`, `gzip` or `zip`.
    pub packaging: Option<&'static str>,
    /// The reference system its coordinates were brought from; none where they are degrees on WGS 84.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crs: Option<ReferenceSummary>,
    /// Where coordinates are no degrees and no system was named: those in which they lie in the country.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub crs_guesses: Vec<Epsg>,
    /// Size of the file as given.
    pub bytes: u64,
    /// Rows, or features, read.
    pub rows: u64,
    /// Whether reading stopped before the end.
    pub stopped_early: bool,
    /// The layers the filing declares, with what each holds.
    pub layers: Vec<LayerSummary>,
    /// The parts of a fibre network, with what each holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<NetworkSummary>,
}

/// The reference system a file was read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceSummary {
    /// Which.
    pub code: Epsg,
    /// Whether the sender chose it; else the file names it.
    pub is_chosen: bool,
}

/// A part of a fibre network, and what it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetworkSummary {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The version of the standard it names.
    pub version: String,
    /// Its nodes.
    pub nodes: u64,
    /// Its spans.
    pub spans: u64,
    /// Connected parts that its spans make.
    pub components: u64,
    /// Length of all its routes in kilometres, whatever their status.
    pub route_km: f64,
}

/// A declared layer, and what it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerSummary {
    /// The technology.
    pub technology: TechnologyId,
    /// Minimum download speed in Mbit/s.
    pub mindown: Mbps,
    /// Minimum upload speed in Mbit/s.
    pub minup: Mbps,
    /// Where the user is.
    pub environment: Environment,
    /// Cells covered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells: Option<u64>,
    /// Premises listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premises: Option<u64>,
    /// Homes and businesses behind them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<u64>,
}

impl LayerSummary {
    /// The layer as an operator's.
    pub fn of(&self, operator: &OperatorId) -> Layer {
        Layer {
            operator: operator.clone(),
            technology: self.technology.clone(),
            mindown: self.mindown,
            minup: self.minup,
            environment: self.environment,
        }
    }
}

/// The outcome of a check: one answer, its reasons, and what was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Whether the filing may stand.
    pub accepted: bool,
    /// What was read.
    #[serde(flatten)]
    pub about: About,
    /// How many errors, kept or not.
    pub errors: u64,
    /// How many warnings.
    pub warnings: u64,
    /// How many repairs.
    pub repairs: u64,
    /// Every rule met, with how often.
    pub finding_counts: Vec<RuleCount>,
    /// The findings kept, errors first.
    pub findings: Vec<Finding>,
    /// One line for people.
    pub summary: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_all_and_keeps_some() {
        let limits = Limits { findings: 3, findings_per_rule: 2, errors: 5, ..Limits::default() };
        let mut findings = Findings::new(&limits);
        for line in 0..4 {
            findings.add(Rule::CellForeign, || Place::row(line));
            findings.add(Rule::CellInvalid, || Place::row(line).value("x"));
        }
        assert!(!findings.is_full());
        findings.add(Rule::CsvRagged, || Place::row(9));
        assert!(findings.is_full());
        let report = findings.into_report(About::default());
        assert!(!report.accepted);
        assert_eq!((report.errors, report.warnings), (5, 4));
        assert_eq!(report.findings.len(), 3);
        assert!(report.findings.iter().all(|finding| finding.severity == Severity::Error));
    }

    #[test]
    fn long_and_unprintable_values_are_quoted_safely() {
        let place = Place::file().value("a\n".repeat(100));
        let value = place.value.expect("set");
        assert_eq!(value.chars().count(), QUOTED + 1);
        assert!(!value.contains('\n'));
    }
}
