//! How much of a basemap's file may be read at once: the limits of its parts, in bytes unless said otherwise.

/// The header.
pub(super) const HEADER: usize = 127;
/// The header and the root directory together, as the format has it.
pub(super) const FIRST: u64 = 16_384;
/// A directory, packed and unpacked.
pub(super) const DIRECTORY: usize = 16 << 20;
/// The metadata, packed and unpacked.
pub(super) const METADATA: usize = 4 << 20;
/// A tile, packed and unpacked.
pub(super) const TILE: usize = 8 << 20;
/// Entries of one directory.
pub(super) const ENTRIES: usize = 1 << 20;
/// Directories from the root to a tile.
pub(super) const DEPTH: usize = 4;
/// Entries of the directories that are kept.
pub(super) const KEPT_ENTRIES: usize = 1 << 18;
/// Layers of vector tiles.
pub(super) const LAYERS: usize = 256;
