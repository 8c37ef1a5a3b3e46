//! The pack's targets: what was promised, by whom, for when.
//!
//! Owns their form and the rules a pack's targets keep among themselves and with the pack's technologies.
//! How they stand is not known here: that takes filings.

use serde::{Deserialize, Deserializer, Serialize};

use super::{CountryMeta, TechnologyKind, TechnologyMeta};
use crate::domain::{
    Denominator, Environment, Names, SpeedFloor, TargetId, TargetPathId, TargetScope, TechnologyId,
};

/// A promised share or amount at a date, with its source.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetMeta {
    /// The target's id.
    pub id: TargetId,
    /// What was promised, in words.
    pub names: Names,
    /// Who promised it, or is bound by it.
    #[serde(default)]
    pub who: Names,
    /// What exactly is counted, as far as the source says.
    #[serde(default)]
    pub definition: Names,
    /// Of which technology.
    pub technology: TechnologyId,
    /// At which tier, where the promise says; else the technology's lowest is taken.
    #[serde(default, deserialize_with = "tier")]
    pub tier: Option<SpeedFloor>,
    /// In which environment, where the promise says; else outdoors, or indoors where it is fixed.
    #[serde(default)]
    pub environment: Option<Environment>,
    /// Whose coverage counts.
    pub scope: TargetScope,
    /// Of what: people or households.
    pub denominator: Denominator,
    /// The promised share, 0..1.
    #[serde(default)]
    pub share: Option<f64>,
    /// The promised number of people or households, where it is no share.
    #[serde(default)]
    pub amount: Option<f64>,
    /// By when.
    pub date: jiff::civil::Date,
    /// When it was announced: progress is expected from then on.
    pub announced: jiff::civil::Date,
    /// Where that is written; a text without a language stands for every one.
    #[serde(deserialize_with = "texts")]
    pub source: Names,
    /// The path it is a stage of, where the promise has several.
    #[serde(default)]
    pub path: Option<TargetPathId>,
    /// The target it replaces.
    #[serde(default)]
    pub supersedes: Option<TargetId>,
}

fn tier<'de, D: Deserializer<'de>>(input: D) -> Result<Option<SpeedFloor>, D::Error> {
    let text = Option::<String>::deserialize(input)?;
    text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
}

/// One text, or one in each language.
fn texts<'de, D: Deserializer<'de>>(input: D) -> Result<Names, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a text, or texts by language such as { fr = \"…\" }")]
    enum Texts {
        One(String),
        By(Names),
    }
    Ok(match Texts::deserialize(input)? {
        Texts::One(text) => Names([("und".to_owned(), text)].into()),
        Texts::By(names) => names,
    })
}

impl TargetMeta {
    /// The tier and environment its coverage is counted in: as promised, else the pack's usual ones.
    pub fn counted_in(&self, technology: &TechnologyMeta) -> (SpeedFloor, Environment) {
        let floor = self.tier.or(technology.tiers.first().copied()).unwrap_or_default();
        (floor, self.environment.unwrap_or(technology.usual_environment()))
    }
}

impl CountryMeta {
    /// The target that replaced another.
    pub fn superseding(&self, id: &TargetId) -> Option<&TargetMeta> {
        self.targets.iter().find(|target| target.supersedes.as_ref() == Some(id))
    }

    /// What is wrong with the targets, each with the id of the one it is wrong with.
    pub(super) fn target_faults(&self) -> Vec<(&TargetId, String)> {
        let mut faults = Vec::new();
        for (at, target) in self.targets.iter().enumerate() {
            let mut wrong = |what: String| faults.push((&target.id, what));
            if self.targets[..at].iter().any(|earlier| earlier.id == target.id) {
                wrong("the id stands twice".to_owned());
            }
            if target.names.0.is_empty() {
                wrong("has no name: expected names = { fr = \"…\" }".to_owned());
            }
            if target.source.0.is_empty() || target.source.0.values().any(|text| text.trim().is_empty()) {
                wrong("has no source: expected where the promise is written".to_owned());
            }
            if target.announced >= target.date {
                let (announced, date) = (target.announced, target.date);
                wrong(format!("is due on {date}, expected after it was announced on {announced}"));
            }
            goal(target, &mut wrong);
            self.stage(at, &mut wrong);
            self.counted(target, &mut wrong);
            self.succession(at, &mut wrong);
        }
        faults
    }

    /// Its technology can be counted as it says.
    fn counted(&self, target: &TargetMeta, wrong: &mut impl FnMut(String)) {
        let Some(technology) = self.technology(&target.technology) else {
            let known: Vec<&str> =
                self.technologies.iter().map(|technology| technology.id.as_str()).collect();
            let (given, known) = (&target.technology, known.join(", "));
            wrong(format!("technology {given} is none of the pack's: expected one of {known}"));
            return;
        };
        match (technology.kind, target.denominator) {
            (_, Denominator::Area) => {
                wrong("denominator is area: expected population or households".to_owned());
            }
            (TechnologyKind::Fixed, Denominator::Population) => {
                let id = &technology.id;
                wrong(format!("denominator is population: expected households, which {id} is counted in"));
            }
            _ => {}
        }
        let environment = target.environment;
        if let Some(environment) = environment.filter(|given| !technology.environments.contains(given)) {
            wrong(format!("environment {environment} is none of {}'s", technology.id));
        }
    }

    /// What it supersedes is there, is another, and is superseded by nobody else.
    fn succession(&self, at: usize, wrong: &mut impl FnMut(String)) {
        let target = &self.targets[at];
        let Some(replaced) = &target.supersedes else { return };
        let Some(other) = self.targets.iter().find(|other| other.id == *replaced) else {
            wrong(format!("supersedes {replaced}, which is no target of the pack"));
            return;
        };
        if other.id == target.id {
            wrong("supersedes itself".to_owned());
        } else if other.announced > target.announced {
            wrong(format!("supersedes {replaced}, which was announced later, on {}", other.announced));
        }
        if let Some(twin) = self.targets[..at].iter().find(|twin| twin.supersedes == target.supersedes) {
            wrong(format!("supersedes {replaced}, which {} supersedes already", twin.id));
        }
        // Targets announced on one day could replace each other in a circle.
        let mut next = Some(other);
        for _ in 0..self.targets.len() {
            next = next
                .and_then(|target| target.supersedes.as_ref())
                .and_then(|id| self.targets.iter().find(|other| other.id == *id));
        }
        if next.is_some() && other.id != target.id {
            wrong(format!("supersedes {replaced} in a circle"));
        }
    }
}

/// Either a share or an amount, and a possible one.
fn goal(target: &TargetMeta, wrong: &mut impl FnMut(String)) {
    match (target.share, target.amount) {
        (None, None) => wrong("has neither share nor amount: expected one of them".to_owned()),
        (Some(_), Some(_)) => wrong("has both share and amount: expected one of them".to_owned()),
        // NaN is in no range.
        (Some(share), None) if !(share > 0.0 && share <= 1.0) => {
            wrong(format!("share is {share}: expected above 0, at most 1"));
        }
        (None, Some(amount)) if !(amount > 0.0 && amount.is_finite()) => {
            wrong(format!("amount is {amount}: expected a number above 0"));
        }
        _ => {}
    }
}
