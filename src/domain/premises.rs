//! Premises: places that can order, or have, a fixed line; and what may be published of them.
//!
//! That a line passes some dwellings is infrastructure and is published exactly. That a dwelling *has* a line is
//! known of the people in it: such counts are published in whole tens only, whatever they are counts of. Two
//! published counts therefore differ by nothing or by ten at least, and no subtraction tells of fewer.
//!
//! Invariant: an exact count of connected dwellings ([`Connected`]) can be added to another and published
//! ([`Connected::published`]); it can neither be read, written nor printed.

use serde::Serialize;

use super::word_list;

word_list!(
    /// How far a fixed network has come to some premises.
    PremisesStatus, "status" {
        /// A line can be ordered.
        Passed => "passed",
        /// A line is in use; connected premises are passed too.
        Connected => "connected",
    }
);

word_list!(
    /// Who is served at some premises.
    PremisesUse, "use" {
        /// Homes only.
        Residential => "residential",
        /// Businesses only; counted apart.
        Business => "business",
        /// Both; counted with the homes.
        Both => "both",
    }
);

/// Connected dwellings, counted exactly. Only their published count leaves this type.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Connected(u32);

impl Connected {
    /// So many connected dwellings.
    pub const fn new(dwellings: u32) -> Self {
        Self(dwellings)
    }

    /// Both counts together. Add up first and publish then: tens of parts are not the tens of the whole.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The count as it may be published; none below ten.
    pub const fn published(self) -> Option<PublishedConnected> {
        let tens = self.0 - self.0 % PublishedConnected::STEP;
        if tens == 0 { None } else { Some(PublishedConnected(tens)) }
    }
}

impl std::fmt::Debug for Connected {
    /// Without the number: what is printed for debugging ends in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.published() {
            Some(published) => write!(f, "Connected(from {} on)", published.dwellings()),
            None => write!(f, "Connected(below {})", PublishedConnected::STEP),
        }
    }
}

/// Connected dwellings as they may be published: a multiple of ten, rounded down, ten or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct PublishedConnected(u32);

impl PublishedConnected {
    /// What published counts are multiples of.
    pub const STEP: u32 = 10;

    /// The number.
    pub const fn dwellings(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn two_published_counts_differ_by_nothing_or_by_ten_at_least(a in 0u32..10_000, b in 0u32..10_000) {
            let told = |n: u32| Connected::new(n).published().map_or(0, PublishedConnected::dwellings);
            let apart = told(a).abs_diff(told(b));
            prop_assert!(apart == 0 || apart >= 10, "{a} {b}: {apart}");
            prop_assert!(told(a) <= a && a - told(a) < 10);
        }
    }

    #[test]
    fn an_exact_count_is_not_printed() {
        assert_eq!(format!("{:?}", Connected::new(17)), "Connected(from 10 on)");
        assert_eq!(format!("{:?}", Connected::new(9).plus(Connected::default())), "Connected(below 10)");
        assert_eq!(
            Connected::new(u32::MAX).plus(Connected::new(1)).published().map(PublishedConnected::dwellings),
            Some(4_294_967_290)
        );
    }
}
