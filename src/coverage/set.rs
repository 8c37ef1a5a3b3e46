//! A set of the country's cells: one bit per ordinal.

/// A set of ordinals of one cell list, with the algebra of coverage.
///
/// Sets of different cell lists must never meet; the length is asserted in debug builds.
#[derive(Clone, PartialEq, Eq)]
pub struct CellSet {
    words: Vec<u64>,
    len: u32,
}

impl std::fmt::Debug for CellSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CellSet({} of {})", self.count(), self.len)
    }
}

impl CellSet {
    /// The empty set over a list of `len` cells.
    pub fn empty(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len: len as u32 }
    }

    /// Every cell of a list of `len`.
    pub fn full(len: usize) -> Self {
        let mut set = Self { words: vec![u64::MAX; len.div_ceil(64)], len: len as u32 };
        set.clear_tail();
        set
    }

    fn clear_tail(&mut self) {
        let used = self.len % 64;
        if used != 0
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << used) - 1;
        }
    }

    /// How many cells the list has.
    pub fn universe(&self) -> usize {
        self.len as usize
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
    pub fn insert_range(&mut self, range: std::ops::Range<u32>) {
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

    /// Whether a cell is in the set.
    pub fn contains(&self, ordinal: u32) -> bool {
        ordinal < self.len && self.words[(ordinal / 64) as usize] & (1 << (ordinal % 64)) != 0
    }

    /// How many cells are in the set.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// How many cells of a run are in the set.
    pub fn count_range(&self, range: std::ops::Range<u32>) -> u32 {
        if range.is_empty() {
            return 0;
        }
        let (first, last) = ((range.start / 64) as usize, ((range.end - 1) / 64) as usize);
        let head = u64::MAX << (range.start % 64);
        let tail = u64::MAX >> (63 - (range.end - 1) % 64);
        if first == last {
            return (self.words[first] & head & tail).count_ones();
        }
        (self.words[first] & head).count_ones()
            + self.words[first + 1..last].iter().map(|word| word.count_ones()).sum::<u32>()
            + (self.words[last] & tail).count_ones()
    }

    /// Whether the set has no cell.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The cells, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    at as u32 * 64 + bit
                })
            })
        })
    }

    /// The bits, 64 cells to a word, lowest ordinal in the lowest bit.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The bits, to be filled by whoever paints whole words; bits past the last cell must stay 0.
    pub(crate) fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }

    fn zip(mut self, other: &Self, op: impl Fn(u64, u64) -> u64) -> Self {
        debug_assert_eq!(self.len, other.len, "sets of different cell lists");
        for (word, with) in self.words.iter_mut().zip(&other.words) {
            *word = op(*word, *with);
        }
        self
    }

    /// Cells in either set.
    #[must_use]
    pub fn union(self, other: &Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// Cells in both sets.
    #[must_use]
    pub fn intersection(self, other: &Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// Cells of this set that are not in the other.
    #[must_use]
    pub fn difference(self, other: &Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    /// Cells in exactly one of the two: what changed between two states.
    #[must_use]
    pub fn symmetric_difference(self, other: &Self) -> Self {
        self.zip(other, |a, b| a ^ b)
    }

    /// Cells not in the set: the gap.
    #[must_use]
    pub fn complement(mut self) -> Self {
        for word in &mut self.words {
            *word = !*word;
        }
        self.clear_tail();
        self
    }

    /// Cells that at least `n` of the sets hold, counted 64 at a time in vertical counters.
    ///
    /// `n` = 1 is their union, `n` = their number their intersection; `n` = 0 is everything.
    pub fn at_least(n: usize, sets: &[&Self], len: usize) -> Self {
        match n {
            0 => return Self::full(len),
            1 => {
                return sets.iter().fold(Self::empty(len), |all, set| all.union(set));
            }
            _ if n > sets.len() => return Self::empty(len),
            _ => {}
        }
        // `reached[k]` holds the cells that at least k + 1 of the sets seen so far hold.
        let mut result = Self::empty(len);
        let mut reached = vec![0u64; n];
        for (at, word) in result.words.iter_mut().enumerate() {
            reached.fill(0);
            for set in sets {
                let mut carry = set.words[at];
                for level in &mut reached {
                    let both = *level & carry;
                    *level |= carry;
                    carry = both;
                    if carry == 0 {
                        break;
                    }
                }
            }
            *word = reached[n - 1];
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    const LEN: usize = 300;

    fn of(cells: &BTreeSet<u32>) -> CellSet {
        let mut set = CellSet::empty(LEN);
        for cell in cells {
            set.insert(*cell);
        }
        set
    }

    fn some_cells() -> impl Strategy<Value = BTreeSet<u32>> {
        proptest::collection::btree_set(0..LEN as u32, 0..200)
    }

    proptest! {
        #[test]
        fn algebra_is_that_of_sets(a in some_cells(), b in some_cells()) {
            let (x, y) = (of(&a), of(&b));
            prop_assert!(x.clone().union(&y).iter().eq(a.union(&b).copied()));
            prop_assert!(x.clone().intersection(&y).iter().eq(a.intersection(&b).copied()));
            prop_assert!(x.clone().difference(&y).iter().eq(a.difference(&b).copied()));
            prop_assert!(x.clone().symmetric_difference(&y).iter().eq(a.symmetric_difference(&b).copied()));
            prop_assert_eq!(x.clone().complement().count(), LEN - a.len());
            prop_assert_eq!(x.clone().complement().complement(), x);
        }

        #[test]
        fn at_least_counts(sets in proptest::collection::vec(some_cells(), 1..6), n in 0usize..7) {
            let bits: Vec<CellSet> = sets.iter().map(of).collect();
            let expected: Vec<u32> = (0..LEN as u32)
                .filter(|cell| sets.iter().filter(|set| set.contains(cell)).count() >= n)
                .collect();
            let found = CellSet::at_least(n, &bits.iter().collect::<Vec<_>>(), LEN);
            prop_assert!(found.iter().eq(expected));
        }

        #[test]
        fn ranges_are_their_cells(a in some_cells(), start in 0u32..300, length in 0u32..300) {
            let end = (start + length).min(LEN as u32);
            let set = of(&a);
            prop_assert_eq!(set.count_range(start..end) as usize, a.range(start..end.max(start)).count());
            let mut run = CellSet::empty(LEN);
            run.insert_range(start..end);
            prop_assert!(run.iter().eq(start..end.max(start)));
        }
    }
}
