//! Sets on their way: of cells in any order, with a bit for every cell; and of runs that ascend, block by block.

use std::ops::Range;

use super::{Assembly, BLOCK, CellSet};
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
        if !range.is_empty() {
            fill(&mut self.words, range);
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

impl CellSet {
    /// The cells of some runs of a list of `len`; `None` where the runs do not ascend, or leave the list.
    pub fn from_runs(len: usize, runs: impl IntoIterator<Item = Range<u32>>) -> Option<Self> {
        let len = len as u32;
        let mut set = Assembly::new(len);
        // The block that is being filled.
        let (mut block, mut bits) = (0, [0; BLOCK_WORDS]);
        let mut end = 0;
        for run in runs {
            if run.is_empty() || run.start < end || run.end > len {
                return None;
            }
            end = run.end;
            let mut from = run.start;
            while from < run.end {
                let at = from / BLOCK;
                let (first, after) = (at * BLOCK, (at + 1).saturating_mul(BLOCK).min(len));
                let to = run.end.min(after);
                if from == first && to == after {
                    set.put_full(at as usize);
                } else {
                    if at != block {
                        set.put(block as usize, std::mem::take(&mut bits));
                        block = at;
                    }
                    fill(&mut bits, from - first..to - first);
                }
                from = to;
            }
        }
        if bits != [0; BLOCK_WORDS] {
            set.put(block as usize, bits);
        }
        Some(set.finish())
    }
}

/// Sets the bits of a run within a list of words; the run is not empty.
fn fill(words: &mut [u64], run: Range<u32>) {
    let (first, last) = ((run.start / 64) as usize, ((run.end - 1) / 64) as usize);
    let head = u64::MAX << (run.start % 64);
    let tail = u64::MAX >> (63 - (run.end - 1) % 64);
    if first == last {
        words[first] |= head & tail;
    } else {
        words[first] |= head;
        words[first + 1..last].fill(u64::MAX);
        words[last] |= tail;
    }
}

impl Extend<u32> for CellSetBuilder {
    fn extend<T: IntoIterator<Item = u32>>(&mut self, cells: T) {
        cells.into_iter().for_each(|ordinal| self.insert(ordinal));
    }
}
