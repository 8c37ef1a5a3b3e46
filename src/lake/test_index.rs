//! The tests of an object of measurements: sorted 128-bit hashes, by which a test is known again, each with
//! the batch that brought it. Files of before batches were kept (`.tests`) have hashes alone; those that are
//! written (`.tests2`) have 4 bytes more for each.
//!
//! Hashes are spread evenly, so a place in the file can be guessed from the hash itself: a look-up reads
//! one page or two, however long the file. Many look-ups of sorted hashes read each page once.

use std::io::Write;

use parquet::file::reader::{ChunkReader, Length};

use super::error::LakeError;
use super::object::Object;

/// Bytes of a hash.
const HASH: usize = 16;
/// Bytes of a hash and its batch.
const BYTES: usize = 20;
/// How names of files with batches end.
pub(super) const SUFFIX: &str = "tests2";
/// Tests that are read at a time.
const PAGE: u64 = 512;

/// A test that is kept: its hash, and the batch that brought it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownTest {
    /// By what it is known again.
    pub test: u128,
    /// The number of its batch.
    pub batch: i64,
}

/// Writes tests, sorted by hash.
///
/// # Errors
/// When the output cannot be written, or a batch's number has more than 32 bits.
pub fn write<W: Write>(mut out: W, sorted: impl Iterator<Item = KnownTest>) -> std::io::Result<W> {
    for known in sorted {
        let batch = u32::try_from(known.batch).map_err(std::io::Error::other)?;
        out.write_all(&known.test.to_be_bytes())?;
        out.write_all(&batch.to_be_bytes())?;
    }
    Ok(out)
}

/// The tests of one object.
#[derive(Debug)]
pub struct Tests {
    object: Object,
    /// Bytes of a test in this file.
    bytes: usize,
    /// The batch of tests that do not say theirs.
    older_batch: i64,
    count: u64,
    page: Option<(u64, Vec<KnownTest>)>,
}

impl Tests {
    /// Opens the tests of an object; `older_batch` is the batch of those that do not say theirs.
    ///
    /// # Errors
    /// When its size is not that of whole tests.
    pub fn open(object: Object, older_batch: i64) -> Result<Self, LakeError> {
        let bytes = if object.key().as_str().ends_with(SUFFIX) { BYTES } else { HASH };
        let length = object.len();
        if !length.is_multiple_of(bytes as u64) {
            let problem = format!("its size is not a multiple of {bytes}");
            return Err(LakeError::damaged(object.key(), problem));
        }
        Ok(Self { object, bytes, older_batch, count: length / bytes as u64, page: None })
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Every test, by ascending hash.
    ///
    /// # Errors
    /// When the object cannot be read.
    pub fn all(&self) -> Result<Vec<KnownTest>, LakeError> {
        self.read(0, self.count as usize)
    }

    /// The batch of a test, if it is among them; ask in ascending order to read each page once.
    ///
    /// # Errors
    /// When the object cannot be read.
    pub fn batch_of(&mut self, test: u128) -> Result<Option<i64>, LakeError> {
        if self.count == 0 {
            return Ok(None);
        }
        // The half-open range of pages that may hold it shrinks with every page looked at.
        let (mut from, mut to) = (0, self.count.div_ceil(PAGE));
        let share = (test >> 64) as f64 / (u64::MAX as f64);
        let mut guess = ((share * self.count as f64) as u64 / PAGE).min(to - 1);
        while from < to {
            let page = self.page(guess)?;
            let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(None) };
            if test < first.test {
                to = guess;
                guess = guess.saturating_sub(1).max(from + (to - from) / 2).min(to.saturating_sub(1));
            } else if test > last.test {
                from = guess + 1;
                guess = from.min(to.saturating_sub(1));
            } else {
                let found = page.binary_search_by_key(&test, |known| known.test).ok();
                return Ok(found.and_then(|at| page.get(at)).map(|known| known.batch));
            }
        }
        Ok(None)
    }

    fn page(&mut self, number: u64) -> Result<&[KnownTest], LakeError> {
        if self.page.as_ref().is_none_or(|(held, _)| *held != number) {
            let start = number * PAGE;
            let count = PAGE.min(self.count.saturating_sub(start)) as usize;
            self.page = Some((number, self.read(start, count)?));
        }
        Ok(self.page.as_ref().map_or(&[], |(_, page)| page))
    }

    fn read(&self, start: u64, count: usize) -> Result<Vec<KnownTest>, LakeError> {
        let bytes = self.object.get_bytes(start * self.bytes as u64, count * self.bytes);
        let bytes = bytes.map_err(LakeError::parquet(self.object.key()))?;
        let number = |bytes: &[u8]| bytes.iter().fold(0u128, |all, byte| (all << 8) | u128::from(*byte));
        let known = |one: &[u8]| {
            let (test, batch) = one.split_at(HASH);
            let batch = if batch.is_empty() { self.older_batch } else { number(batch) as i64 };
            KnownTest { test: number(test), batch }
        };
        Ok(bytes.chunks_exact(self.bytes).map(known).collect())
    }
}
