//! A map to lie under the country's: one `PMTiles` file that the operator of a server brings.
//!
//! Owns how such a file is read: its header, its directories and its tiles, each by its position, never the whole.
//! May know `domain` only, and nothing of who asks. The file is not believed: what it says of itself is held against
//! its size and against limits before anything of it is read or unpacked.
//!
//! The format is version 3 of its public specification. It is read here by a few hundred lines because what there is
//! for it maps files into memory or brings an async runtime and a second set of decompressors along.
//!
//! Invariants: no more than `limits` of a file is ever in memory; a file that changes under the server gives
//! wrong tiles or errors, never a fall.

mod directory;
mod error;
mod header;
mod hilbert;
mod limits;
mod open;

pub use error::BasemapError;
pub use header::{Form, Header};
pub use hilbert::tile_number;
pub use open::{Basemap, BasemapTile, Layer};

/// Reads what the first bytes of a file say of it and of its directory: for tests that try bytes no one meant.
///
/// # Errors
/// When they are no header, or no directory follows.
pub fn inspect(bytes: &[u8]) -> Result<usize, BasemapError> {
    let header = Header::read(bytes, bytes.len() as u64)?;
    let root = header.root.of(bytes).ok_or(BasemapError::Torn("root directory"))?;
    let root = header.unpacked(root, limits::DIRECTORY)?;
    directory::Directory::read(&root).map(|directory| directory.len())
}
