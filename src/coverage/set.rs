//! A set of the country's cells, in blocks: nothing is kept of a block that is empty or full.
//!
//! A block is 512 neighbours of the cell list, 64 bytes of bits: small enough that the edge of a network costs
//! little beside its inside, large enough that the list of blocks costs less than the bits. (A layer of 1.5
//! million of Morocco's 6 million cells takes 0.29 MB, a new technology in a few towns 20 kB, an empty one
//! 3 kB; a bit for every cell takes 0.76 MB.) Algebra goes block by block: where both sets are empty or full
//! no bit is read.
//!
//! Invariants: a block is in `full` when it holds all its cells, in `some` when it holds some but not all, and
//! then its bits stand in `bits`, in order of blocks. So equal sets are equal in every part, and what a set
//! weighs follows from what it holds. Sets of different cell lists must never meet; the length is asserted in
//! debug builds.

mod builder;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::country::grid::BLOCK_WORDS;

pub use builder::CellSetBuilder;

/// Cells of a block.
const BLOCK: u32 = BLOCK_WORDS as u32 * 64;

/// The bits of a block, lowest ordinal in the lowest bit of the first word.
pub type Bits = [u64; BLOCK_WORDS];

/// A block that is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block<'a> {
    /// All its cells are in the set.
    Full,
    /// Some are.
    Some(&'a Bits),
}

/// See the module.
#[derive(Clone, PartialEq, Eq)]
pub struct CellSet {
    /// How many cells the list has.
    len: u32,
    /// A bit for each block with all its cells.
    full: Vec<u64>,
    /// A bit for each block with some of its cells.
    some: Vec<u64>,
    /// How many blocks with some cells come before each word of `some`.
    ranks: Vec<u32>,
    bits: Vec<Bits>,
}

impl std::fmt::Debug for CellSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CellSet({} of {})", self.count(), self.len)
    }
}

/// How many blocks a list of `len` cells has.
fn blocks_of(len: u32) -> usize {
    len.div_ceil(BLOCK) as usize
}

/// The cells a block of a list has: all but in the last.
fn cells_of(len: u32, block: usize) -> Bits {
    let left = len - block as u32 * BLOCK;
    let mut bits = [u64::MAX; BLOCK_WORDS];
    if left < BLOCK {
        let (word, bit) = ((left / 64) as usize, left % 64);
        bits[word] = (1 << bit) - 1;
        bits[word + 1..].fill(0);
    }
    bits
}

fn ones(bits: &Bits) -> u32 {
    bits.iter().map(|word| word.count_ones()).sum()
}

impl CellSet {
    /// The empty set over a list of `len` cells.
    pub fn empty(len: usize) -> Self {
        let words = blocks_of(len as u32).div_ceil(64);
        Self {
            len: len as u32,
            full: vec![0; words],
            some: vec![0; words],
            ranks: vec![0; words],
            bits: Vec::new(),
        }
    }

    /// Every cell of a list of `len`.
    pub fn full(len: usize) -> Self {
        let mut set = Self::empty(len);
        for block in 0..blocks_of(len as u32) {
            set.full[block / 64] |= 1 << (block % 64);
        }
        set
    }

    /// How many cells the list has.
    pub fn universe(&self) -> usize {
        self.len as usize
    }

    /// Bytes the set takes.
    pub fn bytes(&self) -> usize {
        let words = self.full.capacity() + self.some.capacity();
        words * size_of::<u64>()
            + self.ranks.capacity() * size_of::<u32>()
            + self.bits.capacity() * size_of::<Bits>()
    }

    /// A block; `None` where it is empty.
    fn block(&self, at: usize) -> Option<Block<'_>> {
        let (word, bit) = (at / 64, 1u64 << (at % 64));
        if *self.full.get(word)? & bit != 0 {
            return Some(Block::Full);
        }
        let before = || self.ranks[word] as usize + (self.some[word] & (bit - 1)).count_ones() as usize;
        (self.some[word] & bit != 0).then(|| Block::Some(&self.bits[before()]))
    }

    /// The blocks that are not empty, ascending, with their positions.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, Block<'_>)> {
        (0..self.stripes()).flat_map(|stripe| self.blocks_in(stripe))
    }

    /// How many stripes the list has: 64 blocks each, whose cells' numbers fit a processor's nearer cache.
    pub fn stripes(&self) -> usize {
        self.full.len()
    }

    /// The blocks of a stripe that are not empty, ascending, with their positions.
    pub fn blocks_in(&self, stripe: usize) -> impl Iterator<Item = (usize, Block<'_>)> {
        let (full, some) = (self.full[stripe], self.some[stripe]);
        let mut bits = self.bits[self.ranks[stripe] as usize..].iter();
        set_bits(full | some).filter_map(move |bit| {
            let block = if full >> bit & 1 == 1 { Block::Full } else { Block::Some(bits.next()?) };
            Some((stripe * 64 + bit, block))
        })
    }

    /// Whether a cell is in the set.
    pub fn contains(&self, ordinal: u32) -> bool {
        let word = (ordinal % BLOCK / 64) as usize;
        match self.block((ordinal / BLOCK) as usize) {
            None => false,
            Some(Block::Full) => ordinal < self.len,
            Some(Block::Some(bits)) => bits[word] >> (ordinal % 64) & 1 == 1,
        }
    }

    /// Which of up to 64 cells from an ordinal on are in the set, the first in the lowest bit.
    pub fn window(&self, first: u32, cells: u32) -> u64 {
        debug_assert!(cells <= 64 && first + cells <= self.len);
        let (at, shift) = ((first / 64) as usize, first % 64);
        let word = |block: Option<Block<'_>>, at: usize| match block {
            None => 0,
            Some(Block::Full) => u64::MAX,
            Some(Block::Some(bits)) => bits[at % BLOCK_WORDS],
        };
        let own = self.block(at / BLOCK_WORDS);
        let low = word(own, at) >> shift;
        let high = if shift + cells > 64 {
            // Seldom of another block.
            let next = if (at + 1) % BLOCK_WORDS == 0 { self.block((at + 1) / BLOCK_WORDS) } else { own };
            word(next, at + 1) << (64 - shift)
        } else {
            0
        };
        let asked = if cells == 64 { u64::MAX } else { (1 << cells) - 1 };
        (low | high) & asked
    }

    /// How many cells are in the set.
    pub fn count(&self) -> usize {
        let whole = |at: usize| (self.len - at as u32 * BLOCK).min(BLOCK);
        let count = |(at, block)| match block {
            Block::Full => whole(at),
            Block::Some(bits) => ones(bits),
        };
        self.blocks().map(|block| count(block) as usize).sum()
    }

    /// How many cells of a run are in the set.
    pub fn count_range(&self, range: Range<u32>) -> u32 {
        let range = range.start..range.end.min(self.len);
        if range.is_empty() {
            return 0;
        }
        let blocks = range.start / BLOCK..=(range.end - 1) / BLOCK;
        let count = |at: u32| {
            let (from, to) = (range.start.max(at * BLOCK), range.end.min((at + 1) * BLOCK));
            match self.block(at as usize) {
                None => 0,
                Some(Block::Full) => to - from,
                Some(Block::Some(bits)) => count_bits(bits, from - at * BLOCK..to - at * BLOCK),
            }
        };
        blocks.map(count).sum()
    }

    /// Whether the set has no cell.
    pub fn is_empty(&self) -> bool {
        self.bits.is_empty() && self.full.iter().all(|word| *word == 0)
    }

    /// The cells, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.blocks().flat_map(|(at, block)| {
            let bits = match block {
                Block::Full => cells_of(self.len, at),
                Block::Some(bits) => *bits,
            };
            let first = at as u32 * BLOCK;
            bits.into_iter()
                .zip((first..).step_by(64))
                .flat_map(|(word, first)| set_bits(word).map(move |bit| first + bit as u32))
        })
    }

    /// What holds of each pair of bits; `op` of two bits that are not set must be none.
    fn zip(&self, other: &Self, op: impl Fn(u64, u64) -> u64) -> Self {
        debug_assert_eq!(self.len, other.len, "sets of different cell lists");
        let mut result = Assembly::new(self.len);
        let (mut left, mut right) = (self.bits.iter(), other.bits.iter());
        let some = |at: usize| self.full[at] | self.some[at] | other.full[at] | other.some[at];
        for word in 0..self.full.len() {
            for bit in set_bits(some(word)) {
                let side = |set: &Self, bits: &mut std::slice::Iter<'_, Bits>| {
                    let is_in = |words: &[u64]| words[word] >> bit & 1 == 1;
                    let own = if is_in(&set.some) { bits.next().copied() } else { None };
                    own.ok_or(if is_in(&set.full) { u64::MAX } else { 0 })
                };
                let at = word * 64 + bit;
                match (side(self, &mut left), side(other, &mut right)) {
                    (Err(a), Err(b)) => {
                        if op(a, b) != 0 {
                            result.put_full(at);
                        }
                    }
                    (a, b) => {
                        let (a, b) = (
                            a.unwrap_or_else(|all| [all; BLOCK_WORDS]),
                            b.unwrap_or_else(|all| [all; BLOCK_WORDS]),
                        );
                        let mut bits = cells_of(self.len, at);
                        for (bits, (a, b)) in bits.iter_mut().zip(a.iter().zip(&b)) {
                            *bits &= op(*a, *b);
                        }
                        result.put(at, bits);
                    }
                }
            }
        }
        result.finish()
    }

    /// Cells in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// Cells in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// Cells of this set that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    /// Cells in exactly one of the two: what changed between two states.
    #[must_use]
    pub fn symmetric_difference(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a ^ b)
    }

    /// Cells not in the set: the gap.
    #[must_use]
    pub fn complement(&self) -> Self {
        Self::full(self.universe()).difference(self)
    }

    /// Cells that at least `n` of the sets hold, counted 64 at a time in vertical counters.
    ///
    /// `n` = 1 is their union, `n` = their number their intersection; `n` = 0 is everything.
    pub fn at_least(n: usize, sets: &[&Self], len: usize) -> Self {
        if n == 0 {
            return Self::full(len);
        }
        let mut result = Assembly::new(len as u32);
        let mut cursors: Vec<_> = sets.iter().map(|set| set.bits.iter()).collect();
        let mut reached = vec![[0u64; BLOCK_WORDS]; n];
        for word in 0..blocks_of(len as u32).div_ceil(64) {
            let any = sets.iter().fold(0, |any, set| any | set.full[word] | set.some[word]);
            for bit in set_bits(any) {
                let full = sets.iter().filter(|set| set.full[word] >> bit & 1 == 1).count();
                let holding = sets.iter().zip(&mut cursors).filter(|(set, _)| set.some[word] >> bit & 1 == 1);
                let some = holding.filter_map(|(_, bits)| bits.next());
                let at = word * 64 + bit;
                if full >= n {
                    some.for_each(drop);
                    result.put_full(at);
                } else {
                    result.put(at, at_least_bits(&mut reached[..n - full], some));
                }
            }
        }
        result.finish()
    }
}

/// The bits that are set in as many blocks as there are counters: `reached[k]` counts those in k + 1.
fn at_least_bits<'a>(reached: &mut [Bits], blocks: impl Iterator<Item = &'a Bits>) -> Bits {
    reached.fill([0; BLOCK_WORDS]);
    for block in blocks {
        let mut carry = *block;
        for level in &mut *reached {
            for (level, carry) in level.iter_mut().zip(&mut carry) {
                (*level, *carry) = (*level | *carry, *level & *carry);
            }
        }
    }
    reached.last().copied().unwrap_or_default()
}

/// The positions of the bits set in a word, ascending.
fn set_bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (word != 0).then(|| {
            let bit = word.trailing_zeros() as usize;
            word &= word - 1;
            bit
        })
    })
}

/// How many bits of a run within a block are set; the run is not empty.
fn count_bits(bits: &Bits, run: Range<u32>) -> u32 {
    let (first, last) = ((run.start / 64) as usize, ((run.end - 1) / 64) as usize);
    let count = |at: usize| {
        let head = if at == first { u64::MAX << (run.start % 64) } else { u64::MAX };
        let tail = if at == last { u64::MAX >> (63 - (run.end - 1) % 64) } else { u64::MAX };
        (bits[at] & head & tail).count_ones()
    };
    (first..=last).map(count).sum()
}

/// A set on its way, block by block in ascending order.
struct Assembly(CellSet);

impl Assembly {
    fn new(len: u32) -> Self {
        Self(CellSet::empty(len as usize))
    }

    fn put_full(&mut self, at: usize) {
        self.0.full[at / 64] |= 1 << (at % 64);
    }

    /// Puts a block's bits, which are of its cells only.
    fn put(&mut self, at: usize, bits: Bits) {
        if bits == cells_of(self.0.len, at) {
            self.put_full(at);
        } else if bits != [0; BLOCK_WORDS] {
            self.0.some[at / 64] |= 1 << (at % 64);
            self.0.bits.push(bits);
        }
    }

    fn finish(mut self) -> CellSet {
        let mut rank = 0;
        for (some, before) in self.0.some.iter().zip(&mut self.0.ranks) {
            *before = rank;
            rank += some.count_ones();
        }
        self.0.bits.shrink_to_fit();
        self.0
    }
}
