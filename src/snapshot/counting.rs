//! What rows of measurements are counted by, and the objects they are counted from.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use crate::catalogue::MeasuredObject;
use crate::country::Country;
use crate::domain::{CommuneId, CountedBatches, OperatorId, SpeedFloor, TechnologyId};
use crate::lake::measurements::Positions;
use crate::stats::{Dictionary, Floors};

/// An object of measurements to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedObject {
    /// Its row: what it must be.
    pub row: MeasuredObject,
    /// The batch of rows that do not say theirs.
    pub older_batch: i64,
    /// Which batches count, where some do not.
    pub batches: Option<CountedBatches>,
}

/// What rows are counted by: the same for every table, so that all can be merged.
#[derive(Debug, PartialEq)]
pub struct Counting {
    /// Operators and technologies.
    pub words: Dictionary,
    /// The tiers of each technology.
    pub floors: Floors,
    communes: HashMap<String, u16>,
    operators: HashMap<String, u16>,
    technologies: HashMap<String, u16>,
    zone: TimeZone,
    /// Names words and floors.
    name: [u8; 32],
}

impl Counting {
    /// The words of a country, its operators those of the registry.
    pub(super) fn new(country: &Country, operators: Vec<OperatorId>) -> Self {
        let tree = &country.tree;
        let technologies: Vec<TechnologyId> =
            country.meta.technologies.iter().map(|technology| technology.id.clone()).collect();
        let tiers: HashMap<TechnologyId, Vec<SpeedFloor>> = country
            .meta
            .technologies
            .iter()
            .map(|technology| (technology.id.clone(), technology.tiers.clone()))
            .collect();
        let code = |at: u16| (tree.get(tree.commune(CommuneId(at))).code.to_string(), at);
        let words = Dictionary { communes: tree.communes() as u16, operators, technologies };
        let floors = Floors::new(&words, &tiers);
        Self {
            name: Sha256::digest(format!("{words:?}{floors:?}")).into(),
            communes: (0..words.communes).map(code).collect(),
            operators: words.operators.iter().map(ToString::to_string).zip(0..u16::MAX).collect(),
            technologies: words.technologies.iter().map(ToString::to_string).zip(0..u16::MAX).collect(),
            floors,
            zone: TimeZone::get(&country.meta.time_zone).unwrap_or(TimeZone::UTC),
            words,
        }
    }
}

#[cfg(test)]
impl Counting {
    /// Words and floors alone, for tables that are made of no rows.
    pub(super) fn of(words: Dictionary, floors: Floors) -> Self {
        let name = Sha256::digest(format!("{words:?}{floors:?}")).into();
        let (communes, operators, technologies) = Default::default();
        Self { words, floors, communes, operators, technologies, zone: TimeZone::UTC, name }
    }
}

impl Counting {
    /// Names what rows are counted by: tables of one name can be merged.
    pub(super) fn name(&self) -> &[u8; 32] {
        &self.name
    }

    /// An operator's position.
    pub(super) fn operator_at(&self, id: &OperatorId) -> Option<u16> {
        self.operators.get(id.as_str()).copied()
    }

    /// A technology's position.
    pub(super) fn technology_at(&self, id: &TechnologyId) -> Option<u16> {
        self.technologies.get(id.as_str()).copied()
    }

    /// The position of a technology, and that of a tier among its own.
    pub(super) fn place_of(&self, technology: &TechnologyId, tier: SpeedFloor) -> Option<(u16, usize)> {
        let technology = self.technology_at(technology)?;
        Some((technology, self.floors.of(technology).iter().position(|floor| *floor == tier)?))
    }
}

impl Positions for Counting {
    fn commune(&self, code: &str) -> Option<u16> {
        self.communes.get(code).copied()
    }
    fn operator(&self, id: &str) -> Option<u16> {
        self.operators.get(id).copied()
    }
    fn technology(&self, id: &str) -> Option<u16> {
        self.technologies.get(id).copied()
    }
    fn zone(&self) -> TimeZone {
        self.zone.clone()
    }
}
