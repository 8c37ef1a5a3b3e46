//! Ids of filings: ULIDs in lower case, so that they sort by the instant they were recorded.
//!
//! 48 bits of milliseconds, as every ULID has; then 10 bits of microseconds within the millisecond, so
//! that ids sort exactly as the clock does; then 70 bits of a hash. The clock never repeats within a
//! data directory, so the hash only has to tell directories apart.

use std::hash::{BuildHasher, Hasher, RandomState};

use sha2::{Digest, Sha256};

use super::CatalogueError;
use crate::domain::{ContentHash, FilingId, Recorded};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const HASH_BITS: u32 = 70;

/// The id of a filing.
pub(super) fn mint(
    recorded: Recorded,
    data_dir: &str,
    content: &ContentHash,
) -> Result<FilingId, CatalogueError> {
    let micros = u128::try_from(recorded.micros())
        .map_err(|negative| CatalogueError::corrupt(format_args!("the instant {recorded}: {negative}")))?;
    let time = ((micros / 1000) << 10) | (micros % 1000);
    let digest = Sha256::new()
        .chain_update(data_dir)
        .chain_update(micros.to_be_bytes())
        .chain_update(content.as_str());
    let tail = digest.finalize().iter().take(16).fold(0u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let value = (time << HASH_BITS) | (tail >> (128 - HASH_BITS));
    // 26 letters of 5 bits are 130; the two highest are 0, as in every ULID.
    let text: String =
        (0..26).rev().map(|place| char::from(ALPHABET[(value >> (5 * place)) as usize & 31])).collect();
    FilingId::new(&text).map_err(CatalogueError::corrupt)
}

/// A new data directory's name: 32 hexadecimal digits nobody else has.
pub(super) fn fresh_directory_id() -> String {
    // The standard library seeds each RandomState from the system's source of randomness.
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_sort_as_the_clock_does(a in 0i64..4_000_000_000_000_000, step in 1i64..10_000_000) {
            let content = ContentHash::new(&"0".repeat(64)).expect("valid");
            let id = |micros| {
                mint(Recorded::from_micros(micros).expect("in range"), "here", &content).expect("after 1970")
            };
            prop_assert!(id(a) < id(a + step));
        }
    }

    #[test]
    fn directories_have_different_names() {
        assert_ne!(fresh_directory_id(), fresh_directory_id());
        assert_eq!(fresh_directory_id().len(), 32);
    }
}
