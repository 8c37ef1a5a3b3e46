//! A directory: which tiles, or which further directories, lie where.

use super::error::BasemapError;
use super::limits;

const PART: &str = "directory";

/// One entry: a run of equal tiles, or a further directory where the run is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// The number of the first tile.
    pub tile: u64,
    /// Where its bytes lie.
    pub offset: u64,
    pub length: u32,
    pub run: u32,
}

/// Entries, ascending by tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directory(Vec<Entry>);

/// Numbers of as many bytes as they need, behind one another.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn next(&mut self) -> Result<u64, BasemapError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self
                .0
                .split_first()
                .ok_or_else(|| BasemapError::malformed(PART, "it ends within a number"))?;
            self.0 = rest;
            let bits = u64::from(first & 0x7F);
            if shift == 63 && bits > 1 {
                break;
            }
            value |= bits << shift;
            if first & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(BasemapError::malformed(PART, "a number exceeds 64 bits"))
    }

    fn small(&mut self) -> Result<u32, BasemapError> {
        u32::try_from(self.next()?)
            .map_err(|_beyond| BasemapError::malformed(PART, "a length exceeds 32 bits"))
    }
}

impl Directory {
    /// Reads a directory that is not packed any more.
    pub fn read(bytes: &[u8]) -> Result<Self, BasemapError> {
        let mut numbers = Numbers(bytes);
        let count = usize::try_from(numbers.next()?).unwrap_or(usize::MAX);
        // Each entry takes four numbers of a byte at least.
        if count == 0 || count > limits::ENTRIES || count > numbers.0.len() / 4 {
            return Err(BasemapError::malformed(PART, format!("{count} entries in {} bytes", bytes.len())));
        }
        let mut entries = vec![Entry { tile: 0, offset: 0, length: 0, run: 0 }; count];
        let mut tile = 0u64;
        for (at, entry) in entries.iter_mut().enumerate() {
            let step = numbers.next()?;
            if at > 0 && step == 0 {
                return Err(BasemapError::malformed(PART, "a tile stands twice"));
            }
            tile = tile
                .checked_add(step)
                .ok_or_else(|| BasemapError::malformed(PART, "a tile's number exceeds 64 bits"))?;
            entry.tile = tile;
        }
        for entry in &mut entries {
            entry.run = numbers.small()?;
        }
        for entry in &mut entries {
            entry.length = numbers.small()?;
            if entry.length == 0 {
                return Err(BasemapError::malformed(PART, "an entry of no bytes"));
            }
        }
        let mut end = None;
        for entry in &mut entries {
            entry.offset = match (numbers.next()?, end) {
                (0, Some(end)) => end,
                (0, None) => return Err(BasemapError::malformed(PART, "the first entry lies behind none")),
                (offset, _) => offset - 1,
            };
            end = entry.offset.checked_add(entry.length.into());
            if end.is_none() {
                return Err(BasemapError::malformed(PART, "an entry ends beyond 64 bits"));
            }
        }
        if !numbers.0.is_empty() {
            return Err(BasemapError::malformed(PART, format!("{} bytes behind its end", numbers.0.len())));
        }
        Ok(Self(entries))
    }

    /// The entry that has a tile, or the further directory that may have it.
    pub fn find(&self, tile: u64) -> Option<Entry> {
        let at = self.0.partition_point(|entry| entry.tile <= tile).checked_sub(1)?;
        let entry = self.0[at];
        (entry.run == 0 || tile - entry.tile < u64::from(entry.run)).then_some(entry)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}
