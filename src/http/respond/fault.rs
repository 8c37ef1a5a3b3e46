//! What is wrong with the parameters of a request: each fault by itself, and all of them as one problem.
//!
//! Owns what a fault says: which parameter, what was given, what was expected, how to mend it. A request with one
//! fault is answered with that; one with several with the first, and with each in `errors`.

use serde::Serialize;

use super::code::Code;
use super::said::Said;
use crate::messages::Language;

/// Letters of what was given that are told again.
const SHOWN: usize = 64;

/// One thing that is wrong with a parameter.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(super) code: Code,
    pub(super) parameter: String,
    pub(super) detail: Said,
    value: Option<String>,
    expected: Option<Said>,
    remedy: Said,
}

/// One thing that is wrong with a parameter, as it is told.
#[derive(Debug, Serialize)]
struct FaultBody {
    code: Code,
    parameter: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    detail: String,
    remedy: String,
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

impl Fault {
    /// A parameter whose value cannot be used.
    pub(crate) fn bad(name: &str, value: &str, expected: impl Into<Said>) -> Self {
        let (value, expected) = (shown(value), expected.into());
        let detail = Said::new("detail-bad-parameter").text("name", name).text("value", format!("{value:?}"));
        Self {
            code: Code::BadParameter,
            parameter: name.to_owned(),
            detail: detail.said("expected", expected.clone()),
            value: Some(value),
            remedy: Said::new("remedy-bad-parameter").text("name", name).said("expected", expected.clone()),
            expected: Some(expected),
        }
    }

    /// A parameter this route does not have.
    pub(crate) fn unknown(name: &str, known: &[&str]) -> Self {
        let shown = shown(name);
        let quoted = format!("{shown:?}");
        let detail = if known.is_empty() {
            Said::new("detail-unknown-parameter-of-none").text("name", &quoted)
        } else {
            Said::new("detail-unknown-parameter").text("name", &quoted).text("known", known.join(", "))
        };
        Self {
            code: Code::UnknownParameter,
            parameter: shown,
            detail,
            value: None,
            expected: (!known.is_empty()).then(|| Said::one_of(known)),
            remedy: Said::new("remedy-unknown-parameter").text("name", quoted),
        }
    }

    /// A parameter given more than once.
    pub(crate) fn repeated(name: &str) -> Self {
        Self {
            code: Code::RepeatedParameter,
            parameter: name.to_owned(),
            detail: Said::new("detail-repeated-parameter").text("name", name),
            value: None,
            expected: None,
            remedy: Said::new("remedy-repeated-parameter").text("name", name),
        }
    }

    /// A parameter that must be given.
    pub(crate) fn missing(name: &str, expected: impl Into<Said>) -> Self {
        let expected = expected.into();
        Self {
            code: Code::MissingParameter,
            parameter: name.to_owned(),
            detail: Said::new("detail-missing-parameter")
                .text("name", name)
                .said("expected", expected.clone()),
            value: None,
            remedy: Said::new("remedy-missing-parameter")
                .text("name", name)
                .said("expected", expected.clone()),
            expected: Some(expected),
        }
    }

    /// The fault as a member of a body, in a language.
    pub(super) fn told(&self, language: &Language) -> serde_json::Value {
        let body = FaultBody {
            code: self.code,
            parameter: self.parameter.clone(),
            value: self.value.clone(),
            expected: self.expected.as_ref().map(|expected| expected.in_language(language)),
            detail: self.detail.in_language(language),
            remedy: self.remedy.in_language(language),
        };
        serde_json::to_value(body).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::respond::problem::refusal;
    use crate::messages;

    #[test]
    fn one_fault_is_told_by_itself_and_several_each() {
        let bad = || Fault::bad("level", "planet", Said::one_of(&["region", "commune"]));
        let body = |faults| {
            let problem = refusal(faults).expect("faults");
            serde_json::to_value(problem.body(usize::MAX)).expect("JSON")
        };
        assert!(refusal(Vec::new()).is_none());
        let one = body(vec![bad()]);
        assert_eq!((one["code"].as_str(), one["parameter"].as_str()), (Some("bad-parameter"), Some("level")));
        assert_eq!(
            one["detail"],
            "parameter level: \"planet\" is not valid; expected one of region, commune"
        );
        assert_eq!(one["errors"], serde_json::Value::Null);
        let three = body(vec![bad(), Fault::unknown("levle", &["level"]), Fault::repeated("lang")]);
        assert_eq!(three["code"], "bad-parameter");
        let detail = three["detail"].as_str().expect("a detail");
        assert!(detail.starts_with(one["detail"].as_str().expect("a detail")), "{detail}");
        let of = |member: &str| -> Vec<String> {
            let errors = three["errors"].as_array().expect("errors").iter();
            errors.map(|fault| fault[member].as_str().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(of("parameter"), ["level", "levle", "lang"]);
        assert_eq!(of("code"), ["bad-parameter", "unknown-parameter", "repeated-parameter"]);
        assert_eq!(of("value"), ["planet", "", ""]);
        assert!(of("remedy").iter().all(|remedy| !remedy.is_empty()));
    }

    #[test]
    fn a_fault_is_told_in_each_language() {
        let fault = Fault::missing("kind", Said::one_of(&["a", "b"]));
        let french = fault.told(messages::language("fr").expect("a language"));
        assert_eq!(french["detail"], "le paramètre kind manque ; attendu : l’un de a, b");
        assert_eq!(french["expected"], "l’un de a, b");
    }
}
