//! Technologies and their tiers, as the pack lists them.

use serde::{Deserialize, Serialize};

use crate::domain::{Denominator, Environment, Names, SpeedFloor, TechnologyId};

/// Technologies of a pack: rows of premises keep theirs in 8 bits.
pub const TECHNOLOGIES_MOST: usize = 250;

/// Whether a technology serves a moving user or premises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TechnologyKind {
    /// Filed as areas; counted in people.
    Mobile,
    /// Filed as premises; counted in households.
    Fixed,
}

/// A technology that can be filed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TechnologyMeta {
    /// The id in addresses and metrics.
    pub id: TechnologyId,
    /// Mobile or fixed.
    pub kind: TechnologyKind,
    /// The technology's name.
    pub names: Names,
    /// Tiers on offer, lowest first; the first is the default.
    #[serde(default, deserialize_with = "tiers")]
    pub tiers: Vec<SpeedFloor>,
    /// Environments it can be filed for.
    #[serde(default)]
    pub environments: Vec<Environment>,
    /// The FCC's numeric codes of it, unique only within its kind.
    #[serde(default)]
    pub codes: Vec<u32>,
}

fn tiers<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<SpeedFloor>, D::Error> {
    Vec::<String>::deserialize(input)?
        .iter()
        .map(|text| text.parse().map_err(serde::de::Error::custom))
        .collect()
}

impl TechnologyKind {
    /// What its shares can be of, the usual first.
    pub const fn denominators(self) -> &'static [Denominator] {
        match self {
            Self::Mobile => &[Denominator::Population, Denominator::Households, Denominator::Area],
            Self::Fixed => &[Denominator::Households],
        }
    }

    /// What its shares are of unless a request says otherwise.
    pub const fn usual_denominator(self) -> Denominator {
        self.denominators()[0]
    }

    /// Where its user is, of a technology that names no environment.
    const fn environment(self) -> Environment {
        match self {
            Self::Mobile => Environment::Outdoor,
            Self::Fixed => Environment::Indoor,
        }
    }
}

impl TechnologyMeta {
    /// The environments it can be asked for, the usual first; never empty.
    pub fn asked_environments(&self) -> Vec<Environment> {
        if self.environments.is_empty() { vec![self.kind.environment()] } else { self.environments.clone() }
    }

    /// The environment it is asked for unless a request says otherwise.
    pub fn usual_environment(&self) -> Environment {
        self.environments.first().copied().unwrap_or(self.kind.environment())
    }
}
