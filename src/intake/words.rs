//! Words and numbers that mean the same in every format: technologies, environments, speeds, operators.

use super::report::{Findings, Place};
use super::rules::Rule;
use super::wording;
use crate::country::CountryMeta;
use crate::country::{OperatorMeta, TechnologyKind, TechnologyMeta};
use crate::domain::{AsOf, Environment, FilingKind, Layer, Mbps, OperatorId, SpeedFloor, TechnologyId};
use crate::messages::Value as Given;

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
        let code: Option<u32> = text.parse().ok();
        let by_code = |technology: &&TechnologyMeta| {
            technology.kind == kind && code.is_some_and(|code| technology.codes.contains(&code))
        };
        let found = all
            .iter()
            .find(|technology| technology.id.as_str().eq_ignore_ascii_case(text))
            .or_else(|| all.iter().find(by_code))
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
        let code: Option<u32> = text.parse().ok();
        self.country
            .environments
            .iter()
            .find(|known| {
                known.id.as_str().eq_ignore_ascii_case(text) || (code.is_some() && known.code == code)
            })
            .map(|known| known.id)
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
        let down = speed("mindown", text.mindown, findings, place);
        let up = speed("minup", text.minup, findings, place);
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
    findings: &mut Findings,
    place: &dyn Fn() -> Place,
) -> Option<Mbps> {
    let speed = text.parse::<f64>().ok().and_then(|number| Mbps::new(number).ok());
    if speed.is_none() {
        findings.add(Rule::SpeedInvalid, || place().column(column).value(text));
    }
    speed
}
