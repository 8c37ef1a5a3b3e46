//! Claims: what operators' layers held on each day, as tests are held against them.
//!
//! Owns how a tier's layers answer "is this cell claimed?", and the name that equal claims share. Which layers
//! those are is asked of a state, by `evidence`.

use std::sync::Arc;

use h3o::{CellIndex, Resolution};
use sha2::{Digest, Sha256};

use super::counting::Counting;
use super::extent::{Extent, Extents};
use crate::country::Country;
use crate::domain::SpeedFloor;
use crate::stats::Claims;

/// Resolution of the cells that distinct places are counted by.
const PLACES: Resolution = Resolution::Eight;

/// The beginning of a hash of what it names.
pub(super) type Name = [u8; 16];

/// The name of a hash.
pub(super) fn name_of(hash: Sha256) -> Name {
    let mut name = [0; 16];
    name.iter_mut().zip(hash.finalize()).for_each(|(own, byte)| *own = byte);
    name
}

/// The layers of one tier of one network, where they reach.
#[derive(Debug, Clone, Default)]
pub(super) struct TierReach(pub(super) Vec<Piece>);

/// One layer of them.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The layers of its filing.
    pub(super) extents: Arc<Extents>,
    /// Which of them.
    pub(super) at: usize,
    /// At which speeds premises count.
    pub(super) floor: SpeedFloor,
}

impl TierReach {
    fn holds(&self, cell: u32) -> bool {
        self.0.iter().any(|piece| match piece.extents.0.get(piece.at) {
            Some((_, Extent::Cells(cells))) => cells.contains(cell),
            Some((_, Extent::Units(units))) => units.passes(cell, piece.floor),
            None => false,
        })
    }
}

/// One tier of one network: what was in force from which day on, and what is judged.
#[derive(Debug, Default)]
pub(super) struct TierClaims {
    /// By first day; nothing where the same was in force then as is judged.
    pub(super) then: Vec<(i32, Option<TierReach>)>,
    /// What this state claims.
    pub(super) judged: TierReach,
}

impl TierClaims {
    fn counts(&self, day: i32, cell: u32) -> bool {
        let at = self.then.partition_point(|(from, _)| *from <= day);
        let then = at.checked_sub(1).and_then(|at| self.then.get(at));
        match then {
            Some((_, Some(then))) => then.holds(cell) && self.judged.holds(cell),
            Some((_, None)) => self.judged.holds(cell),
            None => false,
        }
    }
}

/// The claims that tests of some days are held against.
#[derive(Debug)]
pub struct ClaimsInForce {
    country: Arc<Country>,
    technologies: usize,
    /// By operator, technology and tier; nothing where nothing is judged.
    networks: Vec<Option<Box<[TierClaims]>>>,
    /// Names what they are made of: the same claims, the same name.
    pub(super) name: Name,
}

impl ClaimsInForce {
    fn network(&self, operator: u16, technology: u16) -> Option<&[TierClaims]> {
        let at = usize::from(operator) * self.technologies + usize::from(technology);
        self.networks.get(at)?.as_deref()
    }
}

impl Claims for ClaimsInForce {
    fn knows(&self, operator: u16, technology: u16) -> bool {
        self.network(operator, technology).is_some()
    }

    fn place(&self, h3: u64) -> Option<(u32, u32)> {
        let cell = CellIndex::try_from(h3).ok()?;
        let ordinal = self.country.cells().ordinal(cell)?;
        // The first of the country's cells in a place names the place.
        Some((ordinal, self.country.cells().range_of(cell.parent(PLACES)?).start))
    }

    fn counts(&self, operator: u16, technology: u16, tier: usize, day: i32, cell: u32) -> bool {
        let tiers = self.network(operator, technology);
        tiers.and_then(|tiers| tiers.get(tier)).is_some_and(|claims| claims.counts(day, cell))
    }
}

/// Claims being put together, and a hash of what they are made of.
pub(super) struct Building {
    technologies: usize,
    networks: Vec<Option<Box<[TierClaims]>>>,
    tiers: Vec<usize>,
    hash: Sha256,
}

impl Building {
    /// Nothing yet.
    pub(super) fn new(counting: &Counting) -> Self {
        let words = &counting.words;
        let technologies = words.technologies.len();
        let tiers = (0..technologies).map(|at| counting.floors.of(at as u16).len()).collect();
        let mut networks = Vec::new();
        networks.resize_with(words.operators.len() * technologies, || None);
        let mut hash = Sha256::new();
        // Positions mean something only among these words.
        hash.update(format!("{words:?} {:?}\0", counting.floors));
        Self { technologies, networks, tiers, hash }
    }

    /// Adds to the name.
    pub(super) fn hash(&mut self, part: &str) {
        self.hash.update(part);
        self.hash.update([0]);
    }

    /// Adds the claims of a tier.
    pub(super) fn put(&mut self, operator: u16, technology: u16, tier: usize, claims: TierClaims) {
        let at = usize::from(operator) * self.technologies + usize::from(technology);
        let tiers = self.tiers.get(usize::from(technology)).copied().unwrap_or(0);
        let Some(network) = self.networks.get_mut(at) else { return };
        let network = network.get_or_insert_with(|| (0..tiers).map(|_| TierClaims::default()).collect());
        if let Some(own) = network.get_mut(tier) {
            *own = claims;
        }
    }

    /// The claims, named.
    pub(super) fn finish(self, country: Arc<Country>) -> ClaimsInForce {
        let name = name_of(self.hash);
        ClaimsInForce { country, technologies: self.technologies, networks: self.networks, name }
    }
}
