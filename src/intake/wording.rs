//! Findings and reports in words: in the language of programs when they are recorded, in the reader's when they are read.
//!
//! A report is recorded as it was told when the filing was judged. A reader in another language is told
//! again, from the rule's id and what the finding names; a rule of another program keeps its recorded words.
//! Invariant: what was found (row, column, value) is never changed.

use serde_json::Value;

use super::measurements::MeasurementRule;
use crate::messages::{self, Language, Value as Given};

/// What a finding may have expected more exactly than its rule, by the arguments it has.
const EXPECTATIONS: [(&str, &[&str]); 9] = [
    ("finding-expected-fields", &["n"]),
    ("finding-expected-longitude-first", &["example"]),
    ("finding-expected-levels", &["n", "kind"]),
    ("finding-expected-at-least", &["least"]),
    ("finding-expected-one-of", &["list"]),
    ("finding-expected-object", &[]),
    ("finding-expected-positions", &["n"]),
    ("finding-expected-values", &["n"]),
    ("finding-expected-degrees", &["n"]),
];
/// Stands for an argument while a sentence is taken apart: of no language, and in no file that is read here.
const HOLES: [&str; 2] = ["\u{f8f0}", "\u{f8f1}"];

/// The message of a rule: `rule-cell-invalid`.
fn message_of(rule: &str) -> String {
    format!("rule-{}", rule.replace(['.', '_'], "-"))
}

/// What a finding says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) message: String,
    pub(super) expected: String,
    pub(super) remedy: String,
}

/// Words a finding; `None` where the rule is not known in this language.
pub(super) fn finding(
    language: &Language,
    rule: &str,
    value: Option<&str>,
    column: Option<&str>,
    expected: Option<&str>,
) -> Option<Said> {
    let id = message_of(rule);
    // One rule expects what only its findings know: without one, its words have a hole.
    let general = || language.try_say(&format!("{id}.expected"), &[("expected", "…".into())]);
    let expected = expected.map(str::to_owned).or_else(general)?;
    let nothing = language.say("finding-nothing", &[]);
    let value = match value {
        None => &nothing,
        Some("") => "\"\"",
        Some(value) => value,
    };
    let the_column = language.say("finding-the-column", &[]);
    let column = column.unwrap_or(&the_column);
    let arguments =
        [("value", value.into()), ("expected", Given::Text(&expected)), ("column", column.into())];
    let message = language.try_say(&id, &arguments)?;
    let remedy = language.try_say(&format!("{id}.remedy"), &[])?;
    Some(Said { message, expected, remedy })
}

/// An expectation in the language of programs.
pub(super) fn expectation(message: &str, arguments: &[(&'static str, Given<'_>)]) -> String {
    messages::source().say(message, arguments)
}

/// One line for a report: `in order: 12 rows, 1 warning`.
pub fn summary(language: &Language, accepted: bool, format: Option<&str>, counts: [u64; 4]) -> String {
    let [rows, errors, warnings, repairs] = counts;
    let read = match format {
        Some("geojson") => "summary-read-features",
        Some("ofds") => "summary-read-network",
        _ => "summary-read-rows",
    };
    let all = [
        (rows, read),
        (errors, "summary-count-errors"),
        (warnings, "summary-count-warnings"),
        (repairs, "summary-count-repairs"),
    ];
    let told = all.iter().enumerate().filter(|(at, (count, _))| *at == 0 || *count > 0);
    let parts: Vec<String> =
        told.map(|(_, (count, message))| language.say(message, &[("n", (*count).into())])).collect();
    let verdict = if accepted { "summary-in-order" } else { "summary-refused" };
    language.say(verdict, &[("read", Given::Text(&language.row(&parts)))])
}

/// Tells a report again in another language: its line and every finding.
pub fn reword(report: &mut Value, language: &Language) {
    let count = |name: &str| report[name].as_u64();
    let counts = [count("rows"), count("errors"), count("warnings"), count("repairs")];
    if let ([Some(rows), Some(errors), Some(warnings), Some(repairs)], Some(accepted)) =
        (counts, report["accepted"].as_bool())
    {
        let counts = [rows, errors, warnings, repairs];
        report["summary"] = summary(language, accepted, report["format"].as_str(), counts).into();
    }
    if let Some(findings) = report["findings"].as_array_mut() {
        for finding in findings {
            reword_finding(finding, language);
        }
    }
}

/// Tells one finding again in another language.
pub fn reword_finding(told: &mut Value, language: &Language) {
    let Some(rule) = told["rule"].as_str() else { return };
    if let Ok(rule) = rule.parse::<MeasurementRule>() {
        told["expected"] = rule.expected(language).into();
        return;
    }
    let recorded = told["expected"].as_str().unwrap_or_default();
    let usual = messages::source().try_say(&format!("{}.expected", message_of(rule)), &[]);
    let expected = (usual.as_deref() != Some(recorded)).then(|| told_again(recorded, language));
    let (value, column) = (told["value"].as_str(), told["column"].as_str());
    let Some(said) = finding(language, rule, value, column, expected.as_deref()) else { return };
    let remedy = if told["remedy"].is_null() { "how_to_mend" } else { "remedy" };
    told["expected"] = said.expected.into();
    told["message"] = said.message.into();
    told[remedy] = said.remedy.into();
}

/// An expectation as it was recorded, told in another language where it is one of the known sentences.
fn told_again(recorded: &str, language: &Language) -> String {
    let source = messages::source();
    for (message, names) in EXPECTATIONS {
        let with_holes: Vec<_> = names.iter().copied().zip(HOLES.map(Given::Text)).collect();
        if let Some(found) = taken_apart(&source.say(message, &with_holes), recorded) {
            let given = |text: &'static str, found: &str| (text, number(found));
            let numbers: Vec<_> = names.iter().zip(&found).map(|(name, text)| given(name, text)).collect();
            let arguments: Vec<_> = numbers
                .iter()
                .zip(&found)
                .map(|((name, number), text)| (*name, number.map_or(Given::Text(text), Given::Whole)))
                .collect();
            return language.say(message, &arguments);
        }
        if *names == ["n"] && source.say(message, &[("n", Given::Whole(1))]) == recorded {
            return language.say(message, &[("n", Given::Whole(1))]);
        }
    }
    recorded.to_owned()
}

/// A whole number as the language of programs writes it.
fn number(text: &str) -> Option<u64> {
    text.replace(',', "").parse().ok()
}

/// What stands in a text where a sentence has holes, in order; `None` when the text is another sentence.
fn taken_apart<'a>(sentence: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = sentence.split(|letter: char| HOLES.iter().any(|hole| hole.starts_with(letter)));
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut pieces = pieces.peekable();
    let mut found = Vec::new();
    while let Some(piece) = pieces.next() {
        let (filling, after) =
            if pieces.peek().is_none() { (rest.strip_suffix(piece)?, "") } else { rest.split_once(piece)? };
        if filling.is_empty() {
            return None;
        }
        found.push(filling);
        rest = after;
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Rule;

    fn language(tag: &str) -> &'static Language {
        messages::language(tag).expect("a language")
    }

    #[test]
    fn every_rule_has_its_words_in_every_language() {
        for language in messages::languages() {
            for rule in Rule::ALL {
                let said = finding(language, rule.id(), Some("x"), None, None).expect("words");
                assert!(!said.message.is_empty() && !said.expected.is_empty() && !said.remedy.is_empty());
            }
        }
    }

    #[test]
    fn a_finding_is_told_again_with_what_was_found() {
        let mut told = serde_json::json!({
            "rule": "csv.row.length", "value": "4", "expected": "6 fields", "message": "the row has 4 fields",
            "how_to_mend": "look"
        });
        reword_finding(&mut told, language("fr"));
        assert_eq!((told["expected"].as_str(), told["value"].as_str()), (Some("6 champs"), Some("4")));
        assert_eq!(told["message"], "la ligne a 4 champs");
        assert_ne!(told["how_to_mend"], "look");
        let mut unknown = serde_json::json!({ "rule": "new.rule", "expected": "e", "message": "m" });
        let before = unknown.clone();
        reword_finding(&mut unknown, language("ar"));
        assert_eq!(unknown, before);
    }

    #[test]
    fn expectations_are_told_again() {
        let fr = language("fr");
        for (recorded, told) in [
            ("1 field", "1 champ"),
            ("3 levels for a Polygon", "3 niveaux pour un Polygon"),
            ("at least 5/1", "au moins 5/1"),
            ("5,000,000 values", "5\u{202f}000\u{202f}000 valeurs"),
            ("an object", "un objet"),
            ("h3_res9_id,technology", "h3_res9_id,technology"),
        ] {
            assert_eq!(told_again(recorded, fr), told);
        }
    }

    #[test]
    fn a_report_is_one_line_in_every_language() {
        let counts = [1204, 1, 2, 0];
        assert_eq!(
            summary(language("en"), false, Some("csv"), counts),
            "refused: 1,204 rows, 1 error, 2 warnings"
        );
        assert_eq!(
            summary(language("fr"), false, Some("csv"), counts),
            "refusé : 1\u{202f}204 lignes, 1 erreur, 2 avertissements"
        );
        assert_eq!(summary(language("ar"), true, Some("geojson"), [2, 0, 3, 0]), "سليم: عنصران، 3 تنبيهات");
        assert_eq!(summary(language("en"), true, Some("ofds"), [5, 0, 0, 0]), "in order: 5 nodes and spans");
    }
}
