//! Who may file: an operator, and what it is licensed for.
//!
//! The country pack lists the real ones, a demonstration brings made-up ones, and the catalogue keeps
//! the registry of those in use; so the type belongs to none of them.

use serde::{Deserialize, Serialize};

use super::{Names, OperatorId, TechnologyId};

/// An operator of the country.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorMeta {
    /// The operator's id.
    pub id: OperatorId,
    /// Its name.
    pub names: Names,
    /// A colour to draw it in, `#rrggbb`.
    #[serde(default)]
    pub colour: Option<String>,
    /// MCC-MNC codes of its mobile networks.
    #[serde(default)]
    pub networks: Vec<String>,
    /// What it is licensed for.
    #[serde(default)]
    pub licences: Vec<Licence>,
    /// Whether the operator is made up for a demonstration.
    #[serde(default)]
    pub synthetic: bool,
}

impl OperatorMeta {
    /// How many operators a registry holds at most: a position among them is 16 bits wide wherever rows are
    /// kept and counted, and the last of these positions says "unknown".
    pub const MOST: usize = u16::MAX as usize;

    /// Whether the operator is licensed for a technology on a date.
    pub fn is_licensed(&self, technology: &TechnologyId, on: jiff::civil::Date) -> bool {
        self.licences.iter().any(|licence| {
            licence.technology == *technology
                && licence.from <= on
                && licence.until.is_none_or(|until| on < until)
        })
    }
}

/// A licence for a technology, from a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// What may be operated.
    pub technology: TechnologyId,
    /// First day.
    pub from: jiff::civil::Date,
    /// First day no longer, where the licence ended.
    #[serde(default)]
    pub until: Option<jiff::civil::Date>,
}
