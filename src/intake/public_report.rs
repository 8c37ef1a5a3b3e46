//! As much of a recorded report as anyone may read.
//!
//! A report is written for who files: its findings quote rows, values and coordinates of single homes, and the
//! file's name may be a person's. The public reads what was read of the file and counts by rule. This type is
//! the only way from a recorded report to the public; it names what is let through, so that what a report
//! comes to say tomorrow stays private until it is added here.

use serde::{Deserialize, Serialize};

use super::report::{LayerSummary, NetworkSummary};
use super::rules::Severity;
use crate::domain::{AsOf, FilingKind, OperatorId};

/// What a public report leaves out, by the names of its members.
const WITHHELD: [&str; 2] = ["file", "findings"];
/// What it leaves out besides of a list of premises.
const SIZE: &str = "bytes";

/// How often a rule was met. A rule of an older program is known by its id alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PublicCount {
    rule: String,
    severity: Severity,
    count: u64,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicReport {
    accepted: bool,
    kind: Option<FilingKind>,
    operator: Option<OperatorId>,
    as_of: Option<AsOf>,
    format: Option<String>,
    packaging: Option<String>,
    /// Null of a list of premises.
    bytes: Option<u64>,
    rows: u64,
    stopped_early: bool,
    layers: Vec<LayerSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    networks: Vec<NetworkSummary>,
    errors: u64,
    warnings: u64,
    repairs: u64,
    finding_counts: Vec<PublicCount>,
    /// Always empty: clients that list findings list none.
    #[serde(skip_deserializing)]
    findings: [(); 0],
    summary: String,
    #[serde(skip_deserializing)]
    withheld: Vec<&'static str>,
}

impl Default for PublicReport {
    fn default() -> Self {
        Self {
            accepted: false,
            kind: None,
            operator: None,
            as_of: None,
            format: None,
            packaging: None,
            bytes: None,
            rows: 0,
            stopped_early: false,
            layers: Vec::new(),
            networks: Vec::new(),
            errors: 0,
            warnings: 0,
            repairs: 0,
            finding_counts: Vec::new(),
            findings: [],
            summary: String::new(),
            withheld: WITHHELD.to_vec(),
        }
    }
}

impl PublicReport {
    /// The public part of a report as it was recorded.
    ///
    /// # Errors
    /// When the text is no report.
    pub fn of(recorded: &str) -> Result<Self, serde_json::Error> {
        let mut report: Self = serde_json::from_str(recorded)?;
        let kind = report.kind.unwrap_or(FilingKind::FibreAvailability);
        report.bytes = report.bytes.and_then(|bytes| kind.published_size(bytes));
        if kind.lists_premises() {
            report.withheld.push(SIZE);
        }
        Ok(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::report::{About, Findings, Place};
    use crate::intake::{Limits, Rule};

    #[test]
    fn the_public_reads_counts_and_no_place_value_or_name() {
        let mut findings = Findings::new(&Limits::default());
        findings
            .add(Rule::PremisesOutside, || Place::row(7).value("-6.8412345, 34.0198765").at(-6.841, 34.019));
        findings.add(Rule::PremisesDuplicate, || Place::row(8).object(Some("Mme Alaoui")));
        let about = About {
            kind: Some(FilingKind::FibreAvailability),
            file: Some("maison-alaoui.csv".to_owned()),
            bytes: 21_567,
            rows: 9,
            ..About::default()
        };
        let recorded = serde_json::to_string(&findings.into_report(about)).expect("JSON");
        let public = PublicReport::of(&recorded).expect("a report");
        let text = serde_json::to_string(&public).expect("JSON");
        for private in ["6.84", "34.01", "laoui", "\"row\"", "\"lon\"", "21567"] {
            assert!(recorded.contains(private) && !text.contains(private), "{private}: {text}");
        }
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(
            (&value["accepted"], &value["rows"], &value["warnings"]),
            (&true.into(), &9.into(), &2.into())
        );
        assert_eq!(value["finding_counts"][0]["count"], 1);
        assert_eq!(
            (&value["findings"], &value["withheld"]),
            (&serde_json::json!([]), &serde_json::json!(["file", "findings", "bytes"]))
        );
        assert_eq!(value["bytes"], serde_json::Value::Null);
        let network = recorded.replace("fibre-availability", "fibre-network");
        let network = serde_json::to_value(PublicReport::of(&network).expect("a report")).expect("JSON");
        assert_eq!((&network["bytes"], &network["withheld"]), (&21_567.into(), &serde_json::json!(WITHHELD)));
    }

    #[test]
    fn older_and_shorter_reports_are_read() {
        let public =
            PublicReport::of(r#"{"accepted":true,"summary":"in order","secret":1}"#).expect("a report");
        assert!(public.accepted && public.summary == "in order");
        assert!(PublicReport::of("null").is_err());
    }
}
