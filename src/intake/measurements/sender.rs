//! Who sends tests, and what they may send: a source, a namespace for test ids, and bounds on operators,
//! probes and places.

use sha2::{Digest, Sha256};

use crate::country::Country;
use crate::domain::{CommuneId, DevicePseudonym, OperatorId, ProbeId, SourceId, TerritoryCode, TokenId};

/// The key that devices' names are hashed with: one per data directory, kept in its catalogue.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceKey(pub [u8; 32]);

/// Never shown.
impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKey(***)")
    }
}

impl DeviceKey {
    /// What a device of a source is known by: two sources know the same device by two pseudonyms.
    pub fn pseudonym(&self, source: &SourceId, device: &str) -> DevicePseudonym {
        // The key comes first and has a fixed length, and a quarter of the hash is kept: a keyed hash.
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(source.as_str());
        hash.update([0]);
        hash.update(device);
        let digest = hash.finalize();
        DevicePseudonym(digest.iter().take(8).fold(0, |all, byte| (all << 8) | u64::from(*byte)))
    }
}

/// What a sender is bound to; an empty list binds to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SendScope {
    /// Only tests of these operators' networks.
    pub operators: Vec<OperatorId>,
    /// Only tests of these probes.
    pub probes: Vec<ProbeId>,
    /// Only tests made in these territories.
    pub places: Vec<TerritoryCode>,
}

impl SendScope {
    /// Whether tests of an operator may be sent.
    pub fn has_operator(&self, operator: &OperatorId) -> bool {
        self.operators.is_empty() || self.operators.contains(operator)
    }

    /// Whether tests of a probe, or of none, may be sent.
    pub fn has_probe(&self, probe: Option<&str>) -> bool {
        self.probes.is_empty()
            || probe.is_some_and(|probe| self.probes.iter().any(|known| known.as_str() == probe))
    }

    /// By commune, whether tests made there may be sent.
    pub(super) fn communes(&self, country: &Country) -> Vec<bool> {
        let tree = &country.tree;
        let is_named = |at: usize| {
            let path = tree.path(tree.commune(CommuneId(at as u16)));
            self.places.is_empty() || path.into_iter().any(|id| self.places.contains(&tree.get(id).code))
        };
        (0..tree.communes()).map(is_named).collect()
    }
}

/// Who sends tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Whose tests they are.
    pub source: SourceId,
    /// The token whose test ids theirs are named among; none for the source's own.
    pub namespace: Option<TokenId>,
    /// What the sender is bound to.
    pub scope: SendScope,
    /// What devices' names are hashed with.
    pub device_key: DeviceKey,
}
