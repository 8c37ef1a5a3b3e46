//! What a command tells its person: standard output for results, standard error for the rest.

use crate::domain::Causes;
use std::io::Write;

use super::language;
use crate::intake::wording::reword;
use crate::messages::{Language, SOURCE};

/// Writes a line to standard output; a closed pipe is nobody's error.
pub(super) fn line(text: &str) {
    let _closed = writeln!(std::io::stdout().lock(), "{text}");
}

/// Writes a line to standard error.
pub(super) fn note(text: &str) {
    let _closed = writeln!(std::io::stderr().lock(), "{text}");
}

/// Says what went wrong, with its causes.
pub(super) fn error(error: &anyhow::Error) {
    let causes: Causes<'_> = (error.as_ref() as &(dyn std::error::Error + 'static)).into();
    note(&format!("taghtia: {causes}"));
}

/// Prints a report: its one line, what was read, then the findings as a table, in the person's language.
///
/// Takes JSON, because a report comes from here or from a server and must look the same.
pub(super) fn report(report: &serde_json::Value) {
    let language = language::spoken();
    let mut report = report.clone();
    if language.tag() != SOURCE {
        reword(&mut report, language);
    }
    let text = |value: &serde_json::Value, name: &str| match &value[name] {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    line(&text(&report, "summary"));
    for layer in report["layers"].as_array().into_iter().flatten() {
        let counted = [("cells", "console-cells"), ("premises", "console-premises")];
        let counted = counted.iter().find_map(|(name, message)| Some((layer[*name].as_u64()?, *message)));
        let extent = match counted {
            Some((count, message)) => format!(": {}", language.say(message, &[("n", count.into())])),
            None if layer["extent"].is_null() => String::new(),
            None => format!(": {} extent", text(layer, "extent")),
        };
        let (technology, environment) = (text(layer, "technology"), text(layer, "environment"));
        line(&format!(
            "  {technology} {}/{} {environment}{extent}",
            text(layer, "mindown"),
            text(layer, "minup")
        ));
    }
    let findings = report["findings"].as_array().into_iter().flatten();
    let findings: Vec<[String; 4]> = findings.map(|finding| row(finding, language)).collect();
    let heading = ["console-severity", "console-where", "console-rule", "console-what"];
    let heading = heading.map(|message| language.say(message, &[]));
    table(&heading.each_ref().map(String::as_str), &findings);
    let shown = findings.len() as u64;
    let all: u64 = report["finding_counts"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|rule| rule["count"].as_u64())
        .sum();
    if all > shown {
        line(&format!("  {}", language.say("console-more", &[("n", (all - shown).into())])));
    }
}

fn row(finding: &serde_json::Value, language: &Language) -> [String; 4] {
    let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    let mut place = Vec::new();
    if let Some(row) = finding["row"].as_u64() {
        // A line of a file is looked for by its digits.
        place.push(language.say("console-row", &[("n", row.to_string().as_str().into())]));
    }
    for name in ["column", "pointer"] {
        if let Some(word) = finding[name].as_str() {
            place.push(word.to_owned());
        }
    }
    let remedy = text("remedy");
    let what = if remedy.is_empty() { text("message") } else { format!("{} ({remedy})", text("message")) };
    let severity = text("severity");
    let severity = language.try_say(&format!("console-severity-{severity}"), &[]).unwrap_or(severity);
    [severity, place.join(", "), text("rule"), what]
}

/// Prints rows under a heading, columns aligned; the last column runs free.
pub(super) fn table<const N: usize>(heading: &[&str; N], rows: &[[String; N]]) {
    if rows.is_empty() {
        return;
    }
    let width = |at: usize| {
        let longest = rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
        longest.max(heading[at].chars().count())
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    let print = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<String> =
            cells
                .enumerate()
                .map(|(at, cell)| {
                    if at + 1 == N { cell.to_owned() } else { format!("{cell:<width$}", width = widths[at]) }
                })
                .collect();
        line(&format!("  {}", cells.join("  ")));
    };
    print(&mut heading.iter().copied());
    for row in rows {
        print(&mut row.iter().map(String::as_str));
    }
}
