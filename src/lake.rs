//! The lake: what was filed, as it arrived and as checked rows, in immutable objects.
//!
//! Owns the objects, their names and their Parquet. May know `domain` only; whoever turns H3 indexes
//! into cells of a country hands in how. Reads go through [`object_store`], so that another store can
//! take the place of the local directory.
//!
//! ```text
//! originals/<sha-256>[.zst]      the file as it arrived; `.zst` (once `.gz`) where we compressed it
//! filings/<sha-256>.parquet      checked rows, named by the hash of the Parquet itself
//! measurements/<sha-256>.parquet one month of one source's tests; .tests2 beside it: their hashes
//! places/<sha-256>.parquet       the places of a list
//! damaged/                       objects that were not what their names say, moved aside, never deleted
//! staging/                       what is being written; emptied at start
//! trash/<day>/                   objects that no row names, kept aside for a while
//! catalogue.json                 which catalogue names the objects, and how far it had come
//! ```
//!
//! Invariants:
//! - an object that exists is whole, and stays as it is for ever: it is written beside, synced, and
//!   renamed into place; its name is its content's hash, so writing it again is harmless;
//! - disks and people do not keep to that: whatever is opened is compared with its name (`verify`) before
//!   a byte of it is believed, through the very file that is then read;
//! - when a write returns, the object survives the loss of power. `object_store`'s local store does not
//!   sync what it puts, neither file nor folder, so local writes are done here;
//! - an object that no row of the catalogue names does not exist for anybody: a crash between the two
//!   leaves an orphan and no lie.

mod declared;
mod error;
pub mod external_parquet;
mod keep;
mod key;
pub mod mark;
pub mod measurements;
pub mod mobile;
mod object;
mod open;
pub mod places;
pub mod premises;
pub mod routes;
mod rows;
mod staged;
pub mod test_index;
mod trash;
mod verified;
mod verify;

pub use declared::{Declared, FilingFile};
pub use error::LakeError;
pub use keep::Original;
pub use key::Key;
pub use object::Object;
pub use open::Lake;
pub use rows::{LayerRows, Loaded, Provenance};
pub use staged::{Kept, Place, Staged};
pub use trash::{Stock, StoredObject};

#[cfg(test)]
mod tests;
