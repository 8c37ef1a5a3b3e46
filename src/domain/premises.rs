//! Premises: places that can order, or have, a fixed line; and what may be published of them.
//!
//! That a line passes some dwellings is infrastructure and is published exactly. That a dwelling *has* a line is
//! known of the people in it: such counts are published in whole tens only, whatever they are counts of. Two
//! published counts therefore differ by nothing or by ten at least, and no subtraction tells of fewer. Ten at
//! least of the dwellings passed are always left out, so that no count says that all of them, or all but a few,
//! have a line.
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
    /// A count of connected dwellings.
    pub const fn new(dwellings: u32) -> Self {
        Self(dwellings)
    }

    /// Both counts together. Add up first and publish then: tens of parts are not the tens of the whole.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The count as it may be published beside the dwellings `passed`, these among them: the whole tens of it
    /// that leave ten dwellings at least; none below ten.
    pub const fn published(self, passed: u32) -> Option<PublishedConnected> {
        let most = passed.saturating_sub(PublishedConnected::STEP);
        let told = whole_tens(if self.0 < most { self.0 } else { most });
        if told == 0 { None } else { Some(PublishedConnected(told)) }
    }
}

impl std::fmt::Debug for Connected {
    /// Without the number: what is printed for debugging ends in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match whole_tens(self.0) {
            0 => write!(f, "Connected(below {})", PublishedConnected::STEP),
            tens => write!(f, "Connected(from {tens} on)"),
        }
    }
}

const fn whole_tens(count: u32) -> u32 {
    count - count % PublishedConnected::STEP
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
        fn two_published_counts_differ_by_nothing_or_by_ten_at_least(
            a in (0u32..200, 0u32..60), b in (0u32..200, 0u32..60)
        ) {
            let told = |(connected, without): (u32, u32)| {
                let published = Connected::new(connected).published(connected + without);
                published.map_or(0, PublishedConnected::dwellings)
            };
            let apart = told(a).abs_diff(told(b));
            prop_assert!(apart == 0 || apart >= 10, "{a:?} {b:?}: {apart}");
            let (connected, passed) = (a.0, a.0 + a.1);
            prop_assert!(told(a) == 0 || passed - told(a) >= 10, "{a:?}: all but a few are connected");
            prop_assert!(told(a) <= connected && (connected - told(a) < 10 || passed - told(a) < 20));
        }

        /// Whatever is told leaves eleven numbers of dwellings without a line at least, or says that there are more
        /// than ten of them.
        #[test]
        fn what_is_told_does_not_tell_how_many_have_no_line(passed in 1u32..200, connected in 0u32..200) {
            let connected = connected.min(passed);
            let told = |connected| Connected::new(connected).published(passed);
            let alike: Vec<u32> = (0..=passed).filter(|other| told(*other) == told(connected)).collect();
            let without = alike.iter().map(|connected| passed - connected);
            let fewest = without.clone().min().unwrap_or_default();
            prop_assert!(alike.len() >= 10.min(passed as usize + 1) && (fewest == 0 || fewest > 10), "{alike:?}");
        }
    }

    #[test]
    fn a_count_leaves_ten_of_the_dwellings_passed() {
        let told = |connected, passed| {
            Connected::new(connected).published(passed).map(PublishedConnected::dwellings)
        };
        assert_eq!([told(10, 10), told(11, 11), told(10, 19), told(9, 90)], [None; 4]);
        assert_eq!([told(20, 20), told(29, 29), told(10, 20), told(12, 90)], [Some(10); 4]);
        assert_eq!(told(30, 30), Some(20));
    }

    #[test]
    fn an_exact_count_is_not_printed() {
        assert_eq!(format!("{:?}", Connected::new(17)), "Connected(from 10 on)");
        assert_eq!(format!("{:?}", Connected::new(9).plus(Connected::default())), "Connected(below 10)");
        assert_eq!(
            Connected::new(u32::MAX)
                .plus(Connected::new(1))
                .published(u32::MAX)
                .map(PublishedConnected::dwellings),
            Some(4_294_967_280)
        );
    }
}
