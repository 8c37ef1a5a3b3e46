//! What is kept of evidence: judged tests by object, and what was counted of them by question.

use std::collections::HashMap;

use tokio::sync::Semaphore;

use super::bounded::Bounded;
use super::claims::Name;
use crate::country::TerritoryId;
use crate::domain::{AsOf, Level, Month, Recorded, SourceId};
use crate::stats::KeptJudged;
use crate::stats::verdict::Evidence;

/// Bytes kept of what was read.
const TABLE_BYTES: usize = 16 << 20;
/// Bytes kept of what was counted.
const WINDOW_BYTES: usize = 8 << 20;
/// How many questions beside the usual ones are counted at once; further ones wait, as long as they may.
const RECOUNTS: usize = 2;

/// What is kept of evidence: of the objects it was read from, and of the questions it was counted for.
pub(super) struct EvidenceCache {
    pub(super) tables: Bounded<TableKey, KeptJudged>,
    pub(super) windows: Bounded<WindowKey, EvidenceWindow>,
    /// Questions that are not the usual ones: each is counted on all cores.
    pub(super) recounts: Semaphore,
}

impl EvidenceCache {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            tables: Bounded::new(TABLE_BYTES, |_| 0),
            windows: Bounded::new(WINDOW_BYTES, |key: &WindowKey| key.network.len()),
            recounts: Semaphore::new(RECOUNTS),
        }
    }
}

/// What a table of judged tests is a function of: an object, which of its batches count, and claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TableKey {
    pub(super) object: Name,
    pub(super) claims: Name,
}

/// What counted evidence is a function of. Dates and instants are those of the filings that they come down
/// to, so that questions which mean the same are one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct WindowKey {
    /// The filings, operators and damage that claims are made of.
    pub(super) network: String,
    /// The objects of the months, and which of their batches count.
    pub(super) objects: [u8; 32],
    pub(super) as_of: Option<AsOf>,
    pub(super) known_at: Option<Recorded>,
    pub(super) level: Level,
    pub(super) from: Month,
    pub(super) to: Month,
}

/// Whose tests, of whose network.
pub(super) type Network<'a> = (TerritoryId, &'a SourceId, u16, u16);

/// The evidence of every territory of a level, over some months.
#[derive(Debug, Default)]
pub(super) struct EvidenceWindow(pub(super) HashMap<(TerritoryId, SourceId, u16, u16), Box<[Evidence]>>);

impl EvidenceWindow {
    /// Bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let entry = size_of::<(TerritoryId, SourceId, u16, u16)>() + size_of::<Box<[Evidence]>>() + 24;
        self.0.values().map(|tiers| entry + size_of_val(&**tiers)).sum()
    }

    /// The evidence of a network's tier, by its place among the technology's.
    pub(super) fn of(&self, network: Network<'_>, tier: usize) -> Evidence {
        let (territory, source, operator, technology) = network;
        let tiers = self.0.get(&(territory, source.clone(), operator, technology));
        tiers.and_then(|tiers| tiers.get(tier)).copied().unwrap_or_default()
    }
}
