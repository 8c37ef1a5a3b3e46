//! The tests of an object of measurements: sorted 128-bit hashes, by which a test is known again.
//!
//! Hashes are spread evenly, so a place in the file can be guessed from the hash itself: a look-up reads
//! one page or two, however long the file. Many look-ups of sorted hashes read each page once.

use std::io::Write;

use parquet::file::reader::{ChunkReader, Length};

use super::{LakeError, Object};

/// Bytes of a hash.
const BYTES: usize = 16;
/// Hashes that are read at a time.
const PAGE: u64 = 512;

/// Writes sorted hashes.
///
/// # Errors
/// When the output cannot be written.
pub fn write<W: Write>(mut out: W, sorted: impl Iterator<Item = u128>) -> std::io::Result<W> {
    for test in sorted {
        out.write_all(&test.to_be_bytes())?;
    }
    Ok(out)
}

/// The hashes of one object.
#[derive(Debug)]
pub struct Tests {
    object: Object,
    count: u64,
    page: Option<(u64, Vec<u128>)>,
}

impl Tests {
    /// Opens the hashes of an object.
    ///
    /// # Errors
    /// When its size is not that of whole hashes.
    pub fn open(object: Object) -> Result<Self, LakeError> {
        let bytes = object.len();
        if !bytes.is_multiple_of(BYTES as u64) {
            return Err(LakeError::damaged(object.key(), "its size is not a multiple of 16"));
        }
        Ok(Self { object, count: bytes / BYTES as u64, page: None })
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Every hash, ascending.
    ///
    /// # Errors
    /// When the object cannot be read.
    pub fn all(&mut self) -> Result<Vec<u128>, LakeError> {
        let bytes = self.object.get_bytes(0, self.count as usize * BYTES);
        let bytes = bytes.map_err(LakeError::parquet(self.object.key()))?;
        Ok(bytes.as_chunks::<BYTES>().0.iter().map(|chunk| u128::from_be_bytes(*chunk)).collect())
    }

    /// Whether a hash is among them; ask in ascending order to read each page once.
    ///
    /// # Errors
    /// When the object cannot be read.
    pub fn contains(&mut self, test: u128) -> Result<bool, LakeError> {
        if self.count == 0 {
            return Ok(false);
        }
        // The half-open range of pages that may hold it shrinks with every page looked at.
        let (mut from, mut to) = (0, self.count.div_ceil(PAGE));
        let share = (test >> 64) as f64 / (u64::MAX as f64);
        let mut guess = ((share * self.count as f64) as u64 / PAGE).min(to - 1);
        while from < to {
            let page = self.page(guess)?;
            let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(false) };
            if test < *first {
                to = guess;
                guess = guess.saturating_sub(1).max(from + (to - from) / 2).min(to.saturating_sub(1));
            } else if test > *last {
                from = guess + 1;
                guess = from.min(to.saturating_sub(1));
            } else {
                return Ok(page.binary_search(&test).is_ok());
            }
        }
        Ok(false)
    }

    fn page(&mut self, number: u64) -> Result<&[u128], LakeError> {
        if self.page.as_ref().is_none_or(|(held, _)| *held != number) {
            let start = number * PAGE;
            let count = PAGE.min(self.count.saturating_sub(start)) as usize;
            let bytes = self.object.get_bytes(start * BYTES as u64, count * BYTES);
            let bytes = bytes.map_err(LakeError::parquet(self.object.key()))?;
            let page = bytes.as_chunks::<BYTES>().0.iter().map(|chunk| u128::from_be_bytes(*chunk)).collect();
            self.page = Some((number, page));
        }
        Ok(self.page.as_ref().map_or(&[], |(_, page)| page))
    }
}
