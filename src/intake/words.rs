//! Words and numbers that mean the same in every format: technologies, environments, speeds, operators.
//!
//! Owns what the field calls them beside the country's own words, in the languages of the product: `LTE`, `raccordable`,
//! `extérieur`. Words are compared in folded letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::plain::{self, Written};
use super::report::{Findings, Place};
use super::rules::Rule;
use super::wording;
use crate::country::CountryMeta;
use crate::country::{OperatorMeta, TechnologyKind, TechnologyMeta};
use crate::domain::{AsOf, Environment, FilingKind, Layer, Mbps, OperatorId, SpeedFloor, TechnologyId};
use crate::messages::Value as Given;

/// What technologies are called, in folded letters; each only where the country has the technology.
const TECHNOLOGIES: [(&str, &str); 22] = [
    ("lte", "4g"),
    ("lte_a", "4g"),
    ("lte_advanced", "4g"),
    ("4g_lte", "4g"),
    ("4g+", "4g"),
    ("nr", "5g"),
    ("5g_nr", "5g"),
    ("5gnr", "5g"),
    ("5g_nsa", "5g"),
    ("5g_sa", "5g"),
    ("umts", "3g"),
    ("wcdma", "3g"),
    ("hspa", "3g"),
    ("hspa+", "3g"),
    ("3g_umts", "3g"),
    ("gsm", "2g"),
    ("ftth", "fibre"),
    ("fttp", "fibre"),
    ("fiber", "fibre"),
    ("fibre_optique", "fibre"),
    ("fiber_to_the_home", "fibre"),
    ("الالياف_البصرية", "fibre"),
];
/// What environments are called.
const ENVIRONMENTS: [(&str, Environment); 18] = [
    ("exterieur", Environment::Outdoor),
    ("en_exterieur", Environment::Outdoor),
    ("a_l_exterieur", Environment::Outdoor),
    ("outdoors", Environment::Outdoor),
    ("outdoor_stationary", Environment::Outdoor),
    ("خارج_المباني", Environment::Outdoor),
    ("interieur", Environment::Indoor),
    ("en_interieur", Environment::Indoor),
    ("a_l_interieur", Environment::Indoor),
    ("indoors", Environment::Indoor),
    ("داخل_المباني", Environment::Indoor),
    ("vehicule", Environment::Vehicle),
    ("en_vehicule", Environment::Vehicle),
    ("en_voiture", Environment::Vehicle),
    ("in_vehicle", Environment::Vehicle),
    ("in_car", Environment::Vehicle),
    ("داخل_المركبات", Environment::Vehicle),
    ("داخل_المركبة", Environment::Vehicle),
];

/// A word in folded letters: small, without accents and marks of reading, whatever parts its words one line below, and
/// without what stands in brackets behind it, where a unit often does.
pub(super) fn fold(word: &str) -> String {
    let head = word.find(['(', '[']).filter(|at| *at > 0).and_then(|at| word.get(..at)).unwrap_or(word);
    let mut folded = String::with_capacity(head.len());
    for letter in head.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        let letter = if matches!(letter, 'أ' | 'إ' | 'آ' | 'ٱ') { 'ا' } else { letter };
        if letter.is_alphanumeric() || letter == '+' {
            folded.extend(letter.to_lowercase());
        } else if !folded.is_empty()
            && !folded.ends_with('_')
            && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{feff}')
        {
            folded.push('_');
        }
    }
    folded.truncate(folded.trim_end_matches('_').len());
    folded
}

/// A code as programs write it, that of a column of numbers with fractions too: `400.0`.
fn code(text: &str) -> Option<u32> {
    plain::digits(text.strip_suffix(".0").unwrap_or(text).as_bytes())
}

/// A layer without its operator, who is the same for the whole filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LayerKey {
    pub(super) technology: TechnologyId,
    pub(super) floor: SpeedFloor,
    pub(super) environment: Environment,
}

impl LayerKey {
    /// The layer of an operator.
    pub(super) fn of(&self, operator: &OperatorId) -> Layer {
        Layer {
            operator: operator.clone(),
            technology: self.technology.clone(),
            mindown: self.floor.down,
            minup: self.floor.up,
            environment: self.environment,
        }
    }
}

/// A layer as the file writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct LayerText<'a> {
    pub(super) technology: &'a str,
    pub(super) mindown: &'a str,
    pub(super) minup: &'a str,
    pub(super) environment: &'a str,
    /// Whether speeds are numbers of a program's, no text that a person wrote.
    pub(super) are_numbers: bool,
}

/// The words a filing may use.
pub(super) struct Words<'a> {
    pub(super) kind: FilingKind,
    pub(super) country: &'a CountryMeta,
    pub(super) operator: Option<&'a OperatorMeta>,
    pub(super) as_of: AsOf,
}

impl<'a> Words<'a> {
    fn technology_kind(&self) -> TechnologyKind {
        if self.kind == FilingKind::MobileCoverage { TechnologyKind::Mobile } else { TechnologyKind::Fixed }
    }

    /// A technology by id, or by its code within the kind of this filing.
    pub(super) fn technology(&self, text: &str) -> Result<&'a TechnologyMeta, Rule> {
        let kind = self.technology_kind();
        let all = &self.country.technologies;
        let code = code(text);
        let by_code = |technology: &&TechnologyMeta| {
            technology.kind == kind && code.is_some_and(|code| technology.codes.contains(&code))
        };
        let by_id = |id: &str| all.iter().find(|known| known.id.as_str().eq_ignore_ascii_case(id));
        let by_word = || {
            let folded = fold(text);
            let id = TECHNOLOGIES.iter().find(|(word, _)| *word == folded).map_or(&*folded, |(_, id)| *id);
            by_id(id)
        };
        let found = by_id(text)
            .or_else(|| all.iter().find(by_code))
            .or_else(by_word)
            .ok_or(Rule::TechnologyUnknown)?;
        if found.kind == kind { Ok(found) } else { Err(Rule::TechnologyKind) }
    }

    /// The technologies that may be filed, for a finding.
    pub(super) fn technologies_in_words(&self) -> String {
        let kind = self.technology_kind();
        let known = self.country.technologies.iter().filter(|technology| technology.kind == kind);
        known
            .map(|technology| match technology.codes.first() {
                Some(code) => format!("{} ({code})", technology.id),
                None => technology.id.to_string(),
            })
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn environment(&self, text: &str) -> Option<Environment> {
        let code = code(text);
        let known = self.country.environments.iter().find(|known| {
            known.id.as_str().eq_ignore_ascii_case(text) || (code.is_some() && known.code == code)
        });
        known.map(|known| known.id).or_else(|| {
            let folded = fold(text);
            let meant = ENVIRONMENTS.iter().find(|(word, _)| *word == folded)?.1;
            self.country.environments.iter().any(|known| known.id == meant).then_some(meant)
        })
    }

    /// Checks a layer as written; says everything that is wrong with it.
    pub(super) fn layer(
        &self,
        text: LayerText<'_>,
        findings: &mut Findings,
        place: &dyn Fn() -> Place,
    ) -> Option<LayerKey> {
        let technology = self.technology(text.technology).map_err(|rule| {
            findings.add(rule, || {
                place().column("technology").value(text.technology).expected(self.technologies_in_words())
            });
        });
        let down = speed("mindown", text.mindown, text.are_numbers, findings, place);
        let up = speed("minup", text.minup, text.are_numbers, findings, place);
        let environment = self.environment(text.environment);
        if environment.is_none() {
            findings.add(Rule::EnvironmentUnknown, || {
                let known: Vec<&str> =
                    self.country.environments.iter().map(|known| known.id.as_str()).collect();
                place().column("environment").value(text.environment).expected(known.join(", "))
            });
        }
        let (technology, environment) = (technology.ok()?, environment?);
        if !technology.environments.contains(&environment) {
            findings.add(Rule::EnvironmentNotFiled, || {
                let known: Vec<&str> = technology.environments.iter().map(|known| known.as_str()).collect();
                place().column("environment").value(environment).expected(known.join(", "))
            });
            return None;
        }
        let floor = SpeedFloor { down: down?, up: up? };
        let lowest = technology.tiers.first().copied()?;
        if !floor.meets(lowest) {
            findings.add(Rule::SpeedBelowTier, || {
                let least = format!("{}/{}", lowest.down, lowest.up);
                let (column, expected) = (
                    "mindown",
                    wording::expectation("finding-expected-at-least", &[("least", Given::Text(&least))]),
                );
                place().column(column).value(format!("{}/{}", floor.down, floor.up)).expected(expected)
            });
            return None;
        }
        Some(LayerKey { technology: technology.id.clone(), floor, environment })
    }

    /// What is said once of a technology or tier, when it is first met.
    pub(super) fn first_met(
        &self,
        key: &LayerKey,
        new_technology: bool,
        findings: &mut Findings,
        place: &dyn Fn() -> Place,
    ) {
        if new_technology
            && let Some(operator) = self.operator
            && !operator.is_licensed(&key.technology, self.as_of)
        {
            findings.add(Rule::LicenceMissing, || place().column("technology").value(&key.technology));
        }
        let known = self.country.technology(&key.technology);
        if self.kind == FilingKind::MobileCoverage
            && known.is_some_and(|technology| !technology.tiers.contains(&key.floor))
        {
            findings.add(Rule::SpeedNoTier, || {
                place().column("mindown").value(format!("{}/{}", key.floor.down, key.floor.up))
            });
        }
    }

    /// Whether a column that names an operator names the one who files, or nobody.
    pub(super) fn is_own(&self, name: &str) -> bool {
        name.is_empty() || self.operator.is_none_or(|operator| operator.id.as_str() == name)
    }
}

fn speed(
    column: &'static str,
    text: &str,
    is_number: bool,
    findings: &mut Findings,
    place: &dyn Fn() -> Place,
) -> Option<Mbps> {
    let number = plain::number(text, !is_number);
    let speed = number.and_then(|(number, _)| Mbps::new(number).ok());
    match number {
        _ if speed.is_none() => findings.add(Rule::SpeedInvalid, || place().column(column).value(text)),
        Some((_, Written::WithComma)) => {
            findings.once(Rule::NumberComma, || place().column(column).value(text));
        }
        Some((_, Written::InGroups)) => {
            findings.once(Rule::NumberGroups, || place().column(column).value(text));
        }
        _ => {}
    }
    speed
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn words_are_folded() {
        for (word, folded) in [
            ("Extérieur", "exterieur"),
            ("à l’extérieur", "a_l_exterieur"),
            ("4G LTE", "4g_lte"),
            ("4G+", "4g+"),
            ("In-Vehicle", "in_vehicle"),
            ("mindown (Mbit/s)", "mindown"),
            ("  Débit  descendant ", "debit_descendant"),
            ("خارج المباني", "خارج_المباني"),
            ("الأَلياف البصرية", "الالياف_البصرية"),
            ("(x)", "x"),
            ("", ""),
        ] {
            assert_eq!(fold(word), folded, "{word}");
        }
    }
}
