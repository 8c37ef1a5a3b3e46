//! A set on its way: a bit for every cell, so that cells may come in any order.

use std::ops::Range;

use super::{Assembly, CellSet};
use crate::country::grid::BLOCK_WORDS;

/// Collects cells; [`CellSetBuilder::finish`] makes a set of them.
#[derive(Debug, Clone)]
pub struct CellSetBuilder {
    words: Vec<u64>,
    len: u32,
}

impl CellSetBuilder {
    /// No cells yet, of a list of `len`.
    pub fn new(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len: len as u32 }
    }

    /// Adds a cell.
    pub fn insert(&mut self, ordinal: u32) {
        debug_assert!(ordinal < self.len);
        self.words[(ordinal / 64) as usize] |= 1 << (ordinal % 64);
    }

    /// Adds a cell, and says whether it was new.
    pub fn insert_new(&mut self, ordinal: u32) -> bool {
        let word = &mut self.words[(ordinal / 64) as usize];
        let bit = 1 << (ordinal % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Adds a run of cells.
    pub fn insert_range(&mut self, range: Range<u32>) {
        debug_assert!(range.is_empty() || range.end <= self.len);
        if range.is_empty() {
            return;
        }
        let (first, last) = ((range.start / 64) as usize, ((range.end - 1) / 64) as usize);
        let head = u64::MAX << (range.start % 64);
        let tail = u64::MAX >> (63 - (range.end - 1) % 64);
        if first == last {
            self.words[first] |= head & tail;
        } else {
            self.words[first] |= head;
            self.words[first + 1..last].fill(u64::MAX);
            self.words[last] |= tail;
        }
    }

    /// The set of what was added.
    pub fn finish(self) -> CellSet {
        let mut set = Assembly::new(self.len);
        let blocks = self.words.chunks(BLOCK_WORDS).enumerate();
        // Most blocks of most sets are empty.
        for (at, words) in blocks.filter(|(_, words)| words.iter().any(|word| *word != 0)) {
            let mut bits = [0; BLOCK_WORDS];
            bits[..words.len()].copy_from_slice(words);
            set.put(at, bits);
        }
        set.finish()
    }
}

impl Extend<u32> for CellSetBuilder {
    fn extend<T: IntoIterator<Item = u32>>(&mut self, cells: T) {
        cells.into_iter().for_each(|ordinal| self.insert(ordinal));
    }
}
