//! A histogram of positive numbers with logarithmic buckets: 64 to each doubling.
//!
//! The bucket of a number is the top of its `f32`: the exponent and the first six bits of the fraction,
//! so finding it is one shift and two sketches always have the same buckets. A bucket is at most 1/64 of
//! its numbers wide; its middle is told, which is off by at most [`RELATIVE_ERROR`] of the true value.
//!
//! Why not a library's sketch: `sketches-ddsketch` takes a logarithm per value and keeps at least 1 kB
//! of 64-bit bins per sketch; a month of a country has a hundred thousand sketches, most of a few
//! values. The guarantee is the same (`DDSketch`, Masson et al., VLDB 2019); the mapping is the one it
//! calls linearly interpolated.

/// Rows up to which a cell keeps every value.
pub const EXACT: usize = 64;
/// How far a quantile may be from the true value, as a part of it: half of 1/64.
pub const RELATIVE_ERROR: f64 = 1.0 / 128.0;

/// Fraction bits below those that count.
const SHIFT: u32 = 17;
/// Bucket of everything below about a millionth: nothing measured is smaller, but zero is often measured.
const ZERO: u16 = 0;
/// The smallest number that is told from zero.
const SMALLEST: f32 = 1e-6;
/// Buckets added at once when a window grows.
const SLACK: u16 = 16;

/// Counts per bucket, in a window that spans the buckets in use.
#[derive(Debug, Clone, Default)]
pub struct Sketch {
    zeros: u32,
    first: u16,
    counts: Vec<u32>,
}

impl Sketch {
    /// Adds a number that is not negative.
    #[inline]
    pub fn add(&mut self, value: f32) {
        let bucket = bucket(value);
        if bucket == ZERO {
            self.zeros = self.zeros.saturating_add(1);
            return;
        }
        let at = usize::from(bucket.wrapping_sub(self.first));
        match self.counts.get_mut(at) {
            Some(count) => *count = count.saturating_add(1),
            None => self.add_outside(bucket, 1),
        }
    }

    #[cold]
    fn add_outside(&mut self, bucket: u16, count: u32) {
        self.cover(bucket.saturating_sub(SLACK), bucket.saturating_add(SLACK));
        let at = usize::from(bucket - self.first);
        self.counts[at] = self.counts[at].saturating_add(count);
    }

    /// Widens the window to hold buckets `from..=to` too.
    fn cover(&mut self, from: u16, to: u16) {
        if self.counts.is_empty() {
            self.first = from;
            self.counts = vec![0; usize::from(to - from) + 1];
            return;
        }
        if from < self.first {
            let missing = usize::from(self.first - from);
            self.counts.splice(0..0, std::iter::repeat_n(0, missing));
            self.first = from;
        }
        let needed = usize::from(to.saturating_sub(self.first)) + 1;
        if needed > self.counts.len() {
            self.counts.resize(needed, 0);
        }
    }

    /// Adds what another sketch counted.
    pub fn merge(&mut self, other: &Self) {
        self.zeros = self.zeros.saturating_add(other.zeros);
        if other.counts.is_empty() {
            return;
        }
        self.cover(other.first, other.first.saturating_add(other.counts.len() as u16 - 1));
        let start = usize::from(other.first - self.first);
        for (own, count) in self.counts[start..].iter_mut().zip(&other.counts) {
            *own = own.saturating_add(*count);
        }
    }

    /// How many numbers were added.
    pub fn count(&self) -> u64 {
        u64::from(self.zeros) + self.counts.iter().map(|count| u64::from(*count)).sum::<u64>()
    }

    /// The number that a share `q` of the others does not exceed: the one of rank `floor(q (n-1))`.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        let count = self.count();
        let rank = rank(q, count)?;
        let mut below = u64::from(self.zeros);
        if rank < below {
            return Some(0.0);
        }
        for (at, count) in self.counts.iter().enumerate() {
            below += u64::from(*count);
            if rank < below {
                return Some(middle(self.first + at as u16));
            }
        }
        None
    }

    /// Buckets in use, with their counts, ascending.
    fn used(&self) -> impl Iterator<Item = (u16, u32)> + '_ {
        let counts = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        counts.map(|(at, count)| (self.first + at as u16, *count))
    }

    /// Bytes held beside the sketch itself.
    pub fn bytes(&self) -> usize {
        self.counts.capacity() * size_of::<u32>()
    }
}

impl PartialEq for Sketch {
    /// Equal counts, however far the windows reach.
    fn eq(&self, other: &Self) -> bool {
        self.zeros == other.zeros && self.used().eq(other.used())
    }
}

/// The rank of a quantile among `count` numbers; nothing where there are none.
pub(crate) fn rank(q: f64, count: u64) -> Option<u64> {
    (count > 0).then(|| {
        let at = q.clamp(0.0, 1.0) * (count - 1) as f64;
        // A rank that was made a share comes back a hair beside itself.
        let whole = at.round();
        if (at - whole).abs() < 1e-6 { whole as u64 } else { at.floor() as u64 }
    })
}

#[inline]
fn bucket(value: f32) -> u16 {
    if value < SMALLEST { ZERO } else { (value.to_bits() >> SHIFT) as u16 }
}

fn middle(bucket: u16) -> f64 {
    f64::from(f32::from_bits((u32::from(bucket) << SHIFT) | (1 << (SHIFT - 1))))
}
