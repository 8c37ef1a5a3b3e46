//! The cell list: every H3 resolution-9 cell whose centre lies in the country, in H3 order.
//!
//! A cell's position in the list is its *ordinal*; every coverage layer is a set of ordinals. The list
//! itself is kept as a bitmap per resolution-4 parent with running counts (rank and select), about
//! 2 MB for Morocco: the 15 bits below a resolution-4 index are five child digits, so a cell is found
//! in two memory reads and the children of any parent are one range of ordinals.
//!
//! Invariants: ordinals are dense, ascending with the H3 index, and mean something in one list only, which its
//! digest names. Files therefore keep H3 indexes; where ordinals stand beside them, so does that digest.

mod words;

use std::ops::Range;

use h3o::{CellIndex, Resolution};
use sha2::{Digest, Sha256};

pub use words::{CellWord, WORDS_OF_FIVE};

/// The resolution of the cells coverage is kept on.
pub const CELL_RESOLUTION: Resolution = Resolution::Nine;

const SUFFIX_BITS: u32 = 15;
/// Offset of the resolution-9 digit in an H3 index: unused finer digits follow it.
const UNUSED_BITS: u32 = 18;
const WORDS_PER_ROOT: usize = 1 << (SUFFIX_BITS - 6);

/// The sorted list of the country's cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellList {
    /// Index bits above the suffix, ascending: one entry per resolution-4 parent.
    roots: Vec<u64>,
    /// Ordinal of the first cell of each root; one more entry than roots.
    starts: Vec<u32>,
    /// 512 words per root: which suffixes exist.
    bits: Vec<u64>,
    /// Set bits of the root before each word.
    ranks: Vec<u16>,
    digest: String,
}

fn split(index: u64) -> (u64, usize) {
    (index >> (UNUSED_BITS + SUFFIX_BITS), ((index >> UNUSED_BITS) & ((1 << SUFFIX_BITS) - 1)) as usize)
}

fn join(root: u64, suffix: usize) -> u64 {
    (root << (UNUSED_BITS + SUFFIX_BITS)) | ((suffix as u64) << UNUSED_BITS) | ((1 << UNUSED_BITS) - 1)
}

impl CellList {
    /// Builds the list from resolution-9 cells in ascending order, each once.
    pub fn from_sorted(cells: impl IntoIterator<Item = CellIndex>) -> Self {
        let mut list = Self::begin(Vec::new(), Vec::new());
        let mut count = 0u32;
        for cell in cells {
            debug_assert_eq!(cell.resolution(), CELL_RESOLUTION);
            let (root, suffix) = split(cell.into());
            if list.roots.last() != Some(&root) {
                debug_assert!(list.roots.last().is_none_or(|last| *last < root), "cells must ascend");
                list.roots.push(root);
                list.starts.push(count);
                list.bits.resize(list.roots.len() * WORDS_PER_ROOT, 0);
            }
            let word = (list.roots.len() - 1) * WORDS_PER_ROOT + suffix / 64;
            list.bits[word] |= 1 << (suffix % 64);
            count += 1;
            if let Some(end) = list.starts.last_mut() {
                *end = count;
            }
        }
        list.finish()
    }

    fn begin(roots: Vec<u64>, bits: Vec<u64>) -> Self {
        Self { roots, starts: vec![0], bits, ranks: Vec::new(), digest: String::new() }
    }

    fn finish(mut self) -> Self {
        self.count_ranks();
        let parts = [&self.roots, &self.bits].map(|part| bytemuck::cast_slice::<u64, u8>(part));
        let hash = parts.into_iter().fold(Sha256::new(), Sha256::chain_update);
        self.digest = hex::encode(hash.finalize());
        self
    }

    fn count_ranks(&mut self) {
        self.ranks.clear();
        for root in self.bits.chunks(WORDS_PER_ROOT) {
            let mut rank = 0u32;
            for word in root {
                self.ranks.push(rank as u16);
                rank += word.count_ones();
            }
        }
    }

    /// The list from its stored parts, checked.
    pub(super) fn from_parts(roots: Vec<u64>, bits: Vec<u64>) -> Option<Self> {
        if bits.len() != roots.len() * WORDS_PER_ROOT || !roots.is_sorted_by(|a, b| a < b) {
            return None;
        }
        let mut list = Self::begin(roots, bits);
        let mut count = 0;
        for root in list.bits.chunks(WORDS_PER_ROOT) {
            count += root.iter().map(|word| word.count_ones()).sum::<u32>();
            list.starts.push(count);
        }
        Some(list.finish())
    }

    /// The parts worth storing.
    pub(super) fn parts(&self) -> (&[u64], &[u64]) {
        (&self.roots, &self.bits)
    }

    /// Names this very list: an ordinal means something together with this only.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// How many cells the country has.
    pub fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or(0) as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ordinal of a cell, if it is a resolution-9 cell of the country.
    pub fn ordinal(&self, cell: CellIndex) -> Option<u32> {
        if cell.resolution() != CELL_RESOLUTION {
            return None;
        }
        let (root, suffix) = split(cell.into());
        self.ordinal_in(self.roots.binary_search(&root).ok()?, suffix)
    }

    /// The ordinal of the cell with a suffix in a root.
    fn ordinal_in(&self, root: usize, suffix: usize) -> Option<u32> {
        let word = root * WORDS_PER_ROOT + suffix / 64;
        let bit = 1u64 << (suffix % 64);
        (self.bits[word] & bit != 0).then(|| {
            self.starts[root] + u32::from(self.ranks[word]) + (self.bits[word] & (bit - 1)).count_ones()
        })
    }

    /// The word a cell's bit stands in.
    fn word_of(&self, ordinal: u32) -> Option<usize> {
        if ordinal as usize >= self.len() {
            return None;
        }
        let root = self.starts.partition_point(|start| *start <= ordinal) - 1;
        let within = ordinal - self.starts[root];
        let words = root * WORDS_PER_ROOT..(root + 1) * WORDS_PER_ROOT;
        Some(words.start + self.ranks[words].partition_point(|rank| u32::from(*rank) <= within) - 1)
    }

    /// The cell at an ordinal.
    pub fn cell(&self, ordinal: u32) -> Option<CellIndex> {
        let word = self.word_of(ordinal)?;
        let root = word / WORDS_PER_ROOT;
        let mut rest = self.bits[word];
        for _ in self.starts[root] + u32::from(self.ranks[word])..ordinal {
            rest &= rest - 1;
        }
        let suffix = (word % WORDS_PER_ROOT) * 64 + rest.trailing_zeros() as usize;
        CellIndex::try_from(join(self.roots[root], suffix)).ok()
    }

    /// The H3 indexes of cells, asked for in ascending order: list and question are walked together.
    pub fn indexes<'a>(&'a self, ordinals: impl Iterator<Item = u32> + 'a) -> impl Iterator<Item = u64> + 'a {
        let mut at = Position { list: self, word: 0, rest: self.bits.first().copied().unwrap_or(0), next: 0 };
        ordinals.map_while(move |ordinal| at.index(ordinal))
    }

    /// Finds the ordinals of H3 indexes, in whatever order; quickest where each is the next of the list.
    pub fn finder(&self) -> Finder<'_> {
        Finder { list: self, root: 0, word: usize::MAX, rest: 0, next: 0 }
    }

    /// Every cell, in order.
    pub fn iter(&self) -> impl Iterator<Item = CellIndex> + '_ {
        self.bits
            .iter()
            .enumerate()
            .flat_map(move |(word, bits)| {
                let root = self.roots[word / WORDS_PER_ROOT];
                let base = (word % WORDS_PER_ROOT) * 64;
                let mut rest = *bits;
                std::iter::from_fn(move || {
                    (rest != 0).then(|| {
                        let suffix = base + rest.trailing_zeros() as usize;
                        rest &= rest - 1;
                        join(root, suffix)
                    })
                })
            })
            .filter_map(|index| CellIndex::try_from(index).ok())
    }

    /// The ordinals of a cell's descendants in the country: one range, possibly empty.
    ///
    /// Takes any resolution up to 9.
    pub fn range_of(&self, parent: CellIndex) -> Range<u32> {
        let resolution = u8::from(parent.resolution());
        if resolution > u8::from(CELL_RESOLUTION) {
            return 0..0;
        }
        let raw = u64::from(parent);
        // Descendants share the parent's index with digits 0..=6 put into the finer places.
        let places = u32::from(u8::from(CELL_RESOLUTION) - resolution) * 3;
        let low = raw & !(((1u64 << places) - 1) << UNUSED_BITS);
        let with_resolution = (low & !(0xF << 52)) | (u64::from(u8::from(CELL_RESOLUTION)) << 52);
        let first = self.lower_bound(with_resolution);
        let last = self.lower_bound(with_resolution + (1u64 << (UNUSED_BITS + places)));
        first..last
    }

    /// How many cells of the list come before an index.
    fn lower_bound(&self, index: u64) -> u32 {
        let (root, suffix) = split(index);
        match self.roots.binary_search(&root) {
            Err(at) => self.starts[at],
            Ok(at) => {
                let word = at * WORDS_PER_ROOT + suffix / 64;
                let below = (1u64 << (suffix % 64)) - 1;
                self.starts[at] + u32::from(self.ranks[word]) + (self.bits[word] & below).count_ones()
            }
        }
    }
}

/// Where a walk through the list has come to.
struct Position<'a> {
    list: &'a CellList,
    word: usize,
    /// The bits of the word that are still ahead, and the ordinal of the first of them.
    rest: u64,
    next: u32,
}

impl Position<'_> {
    /// The index of a cell that is not behind; `None` past the end.
    fn index(&mut self, ordinal: u32) -> Option<u64> {
        if !self.reaches(ordinal) {
            self.next += self.rest.count_ones();
            self.word += 1;
            self.rest = *self.list.bits.get(self.word)?;
            if !self.reaches(ordinal) {
                self.leap(ordinal)?;
            }
        }
        while self.next < ordinal {
            self.rest &= self.rest - 1;
            self.next += 1;
        }
        let suffix = (self.word % WORDS_PER_ROOT) * 64 + self.rest.trailing_zeros() as usize;
        Some(join(self.list.roots[self.word / WORDS_PER_ROOT], suffix))
    }

    fn reaches(&self, ordinal: u32) -> bool {
        ordinal < self.next + self.rest.count_ones()
    }

    fn leap(&mut self, ordinal: u32) -> Option<()> {
        self.word = self.list.word_of(ordinal)?;
        let root = self.word / WORDS_PER_ROOT;
        self.rest = self.list.bits[self.word];
        self.next = self.list.starts[root] + u32::from(self.list.ranks[self.word]);
        Some(())
    }
}

/// Finds ordinals, and remembers where it found the last: what follows it in the list is found by looking at one bit.
#[derive(Debug, Clone)]
pub struct Finder<'a> {
    list: &'a CellList,
    root: usize,
    /// The word of the last cell found, its bits after that cell, and the ordinal of the first of them.
    word: usize,
    rest: u64,
    next: u32,
}

impl Finder<'_> {
    /// The ordinal of an H3 index, if it is that of a cell of the country.
    pub fn ordinal(&mut self, index: u64) -> Option<u32> {
        let (root, suffix) = split(index);
        // What is not a resolution-9 cell has other bits in its root or after its suffix.
        if join(root, suffix) != index {
            return None;
        }
        if self.list.roots.get(self.root) != Some(&root) {
            self.root = self.list.roots.binary_search(&root).ok()?;
        }
        let (word, bit) = (self.root * WORDS_PER_ROOT + suffix / 64, 1u64 << (suffix % 64));
        if word != self.word || self.rest & self.rest.wrapping_neg() != bit {
            self.next = self.list.ordinal_in(self.root, suffix)?;
            (self.word, self.rest) = (word, self.list.bits[word] & !(bit - 1));
        }
        self.rest &= self.rest - 1;
        self.next += 1;
        Some(self.next - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use h3o::LatLng;
    use proptest::prelude::*;

    fn cells() -> Vec<CellIndex> {
        let centre = LatLng::new(33.5, -7.6).expect("valid");
        let mut cells: Vec<CellIndex> =
            centre.to_cell(CELL_RESOLUTION).grid_disk::<Vec<_>>(60).into_iter().collect();
        cells.extend(LatLng::new(30.4, -9.6).expect("valid").to_cell(CELL_RESOLUTION).grid_disk::<Vec<_>>(9));
        cells.sort_unstable();
        cells.dedup();
        cells
    }

    #[test]
    fn ordinals_and_cells_are_inverse() {
        let cells = cells();
        let list = CellList::from_sorted(cells.iter().copied());
        assert_eq!(list.len(), cells.len());
        for (ordinal, cell) in cells.iter().enumerate() {
            assert_eq!(list.ordinal(*cell), Some(ordinal as u32));
            assert_eq!(list.cell(ordinal as u32), Some(*cell));
        }
        assert!(list.iter().eq(cells.iter().copied()));
        assert_eq!(list.cell(list.len() as u32), None);
    }

    #[test]
    fn a_walk_finds_the_indexes_of_any_ascending_cells() {
        let cells = cells();
        let list = CellList::from_sorted(cells.iter().copied());
        for step in [1, 2, 7, 63, 64, 65, 500, 3000, cells.len()] {
            for first in [0, 1, step / 2, cells.len() - 1] {
                let found = list.indexes((first as u32..cells.len() as u32).step_by(step));
                assert!(found.eq(cells[first..].iter().step_by(step).map(|cell| u64::from(*cell))), "{step}");
            }
        }
        assert_eq!(list.indexes([0, cells.len() as u32, 1].into_iter()).count(), 1);
    }

    #[test]
    fn a_finder_finds_what_the_list_has_and_nothing_else() {
        let cells = cells();
        let list = CellList::from_sorted(cells.iter().copied());
        let mut finder = list.finder();
        for (ordinal, cell) in cells.iter().enumerate().step_by(3).chain(cells.iter().enumerate().rev()) {
            assert_eq!(finder.ordinal(u64::from(*cell)), Some(ordinal as u32));
        }
        let middle = cells[cells.len() / 2];
        for cell in middle.children(Resolution::Ten).chain(middle.parent(Resolution::Eight)) {
            assert_eq!(finder.ordinal(u64::from(cell)), None);
        }
        let raw = u64::from(middle);
        for nonsense in [0, u64::MAX, raw ^ 1, raw ^ (1 << 17), raw ^ (1 << 59), raw ^ (1 << 40)] {
            assert_eq!(finder.ordinal(nonsense), None, "{nonsense:x}");
        }
    }

    proptest! {
        /// Whatever is asked for in whatever order, the finder says what the list says.
        #[test]
        fn a_finder_is_the_list_that_remembers(asked in asked()) {
            let cells = cells();
            let list = CellList::from_sorted(cells.iter().copied());
            let mut finder = list.finder();
            for (at, nudge) in asked {
                let index = u64::from(cells[at % cells.len()]) ^ nudge;
                let plain = CellIndex::try_from(index).ok().and_then(|cell| list.ordinal(cell));
                prop_assert_eq!(finder.ordinal(index), plain);
            }
        }
    }

    /// Runs of neighbours, and leaps; some of them beside a cell, or no cell.
    fn asked() -> impl Strategy<Value = Vec<(usize, u64)>> {
        let nudge = prop_oneof![8 => Just(0u64), 1 => (0u32..64).prop_map(|bit| 1u64 << bit)];
        let run = (any::<u16>(), 1usize..90, 1usize..3);
        let run = run.prop_map(|(from, count, step)| (0..count).map(move |at| usize::from(from) + at * step));
        proptest::collection::vec((run, nudge), 1..12).prop_map(|runs| {
            runs.into_iter().flat_map(|(run, nudge)| run.map(move |at| (at, nudge))).collect()
        })
    }

    #[test]
    fn descendants_are_one_range() {
        let cells = cells();
        let list = CellList::from_sorted(cells.iter().copied());
        for resolution in [Resolution::Three, Resolution::Five, Resolution::Seven, Resolution::Nine] {
            let parent = cells[cells.len() / 2].parent(resolution).expect("coarser");
            let expected: Vec<u32> = (0..cells.len() as u32)
                .filter(|ordinal| cells[*ordinal as usize].parent(resolution) == Some(parent))
                .collect();
            assert!(list.range_of(parent).eq(expected.iter().copied()), "{resolution:?}");
        }
    }

    #[test]
    fn stored_parts_give_the_same_list() {
        let list = CellList::from_sorted(cells());
        let (roots, bits) = list.parts();
        assert_eq!(CellList::from_parts(roots.to_vec(), bits.to_vec()), Some(list));
    }
}
