//! The pack's targets: what was promised, by whom, for when.
//!
//! Owns their form. How they stand is not known here: that takes filings.

use serde::{Deserialize, Deserializer, Serialize};

use super::technology::TechnologyMeta;
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

/// A promise of several stages.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetPathMeta {
    /// What its stages name it by.
    pub id: TargetPathId,
    /// The whole promise, in words.
    pub names: Names,
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

    /// Whether both are stages of one path.
    pub(super) fn shares_path(&self, other: &TargetMeta) -> bool {
        self.path.is_some() && self.path == other.path
    }
}
