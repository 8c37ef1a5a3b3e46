//! The list by its words: a word holds the cells of one resolution-7 parent, a byte of it those of a resolution-8
//! one; eight words are a resolution-6 parent, and [`WORDS_OF_FIVE`] a resolution-5 one.

use h3o::CellIndex;

use super::{CellList, WORDS_PER_ROOT, join};

/// Words of a resolution-5 parent.
pub const WORDS_OF_FIVE: usize = 64;

/// The cells of one resolution-7 parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellWord {
    /// The ordinal of the first of them.
    pub first: u32,
    /// Which there are: a byte for each resolution-8 parent, a bit in it for each cell.
    pub bits: u64,
}

impl CellList {
    /// How many words there are; many hold no cell.
    pub fn words(&self) -> usize {
        self.bits.len()
    }

    /// A word.
    pub fn word(&self, at: usize) -> CellWord {
        let first = self.starts[at / WORDS_PER_ROOT] + u32::from(self.ranks[at]);
        CellWord { first, bits: self.bits[at] }
    }

    /// The ordinal of the first cell of a word or of any after it; of the word behind the last, how many cells there are.
    pub fn first_of_word(&self, at: usize) -> u32 {
        if at < self.bits.len() { self.word(at).first } else { self.len() as u32 }
    }

    /// The H3 index of a bit of a word, which need not be set.
    pub fn index_in_word(&self, at: usize, bit: u32) -> u64 {
        join(self.roots[at / WORDS_PER_ROOT], (at % WORDS_PER_ROOT) * 64 + bit as usize)
    }

    /// The cell of a bit that is set.
    pub fn cell_in_word(&self, at: usize, bit: u32) -> Option<CellIndex> {
        CellIndex::try_from(self.index_in_word(at, bit)).ok()
    }
}
