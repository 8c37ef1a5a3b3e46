//! A number that names a set of filings, whatever the order they came in.
//!
//! It is the sum of the hashes of all of them, so that one more, or one that changed, costs one hash.

use sha2::{Digest, Sha256};

use crate::catalogue::FilingRecord;

/// Equal for equal sets of filings, as far as answers depend on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Fingerprint([u128; 2]);

impl Fingerprint {
    fn of(filing: &FilingRecord) -> Self {
        let withdrawn = filing.withdrawn.as_ref().map_or(0, |taken| taken.at.micros());
        let mut hash = Sha256::new();
        hash.update(filing.id.as_str());
        hash.update(filing.recorded.micros().to_le_bytes());
        hash.update(withdrawn.to_le_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        let (mut low, mut high) = ([0; 16], [0; 16]);
        low.copy_from_slice(&digest[..16]);
        high.copy_from_slice(&digest[16..]);
        Self([low, high].map(u128::from_le_bytes))
    }

    /// Adds a filing.
    pub(super) fn add(&mut self, filing: &FilingRecord) {
        let own = Self::of(filing);
        self.0 = std::array::from_fn(|at| self.0[at].wrapping_add(own.0[at]));
    }

    /// Takes a filing away.
    pub(super) fn remove(&mut self, filing: &FilingRecord) {
        let own = Self::of(filing);
        self.0 = std::array::from_fn(|at| self.0[at].wrapping_sub(own.0[at]));
    }

    /// Its text.
    pub(super) fn text(self) -> String {
        format!("{:032x}{:032x}", self.0[1], self.0[0])
    }
}
