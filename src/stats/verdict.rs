//! What measurements allow to be said: intervals, enough or not, and the verdict on a claim.
//!
//! Owns the statistics. May know domain, country, coverage and engine. Nothing here smooths, weights or
//! guesses: tests are not a sample of the people (whoever tests decides to), so every number stands with
//! its count and its interval, and below [`ENOUGH`] tests nothing is said. A verdict needs tests from
//! [`ENOUGH_CELLS`] places and [`ENOUGH_DAYS`] days besides: many tests of one phone on one day are one
//! observation, however narrow their interval.

use crate::domain::Verdict;

/// Tests below which nothing is said (M-Lab's own guidance: below 30, avoid).
pub const ENOUGH: u64 = 30;
/// Distinct places (H3 cells of resolution 8, about 0.7 km²) below which there is no verdict.
pub const ENOUGH_CELLS: u64 = 10;
/// Distinct civil days below which there is no verdict.
pub const ENOUGH_DAYS: u64 = 5;
/// The two-sided 95 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// The share of tests that must succeed where a tier is claimed: the FCC's claims hold with a probability
/// of 90 % at the edge of a cell (47 CFR 1.7004), so a true claim is met by 90 % of the tests made inside it.
pub const EDGE: f64 = 0.9;

/// A share of tests with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TestShare {
    /// Successes over tests.
    pub share: f64,
    /// Lower end of Wilson's interval.
    pub lower: f64,
    /// Upper end of Wilson's interval.
    pub upper: f64,
}

/// Wilson's score interval (Wilson 1927; NIST/SEMATECH e-Handbook 7.2.4.1): right for small counts and for
/// shares near 0 and 1, where the textbook interval is not. Nothing where there are no tests.
pub fn wilson(met: u64, tests: u64) -> Option<TestShare> {
    if tests == 0 {
        return None;
    }
    let (n, share) = (tests as f64, met.min(tests) as f64 / tests as f64);
    let centre = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    let (lower, upper) = ((centre - half) / scale, (centre + half) / scale);
    Some(TestShare { share, lower: lower.clamp(0.0, share), upper: upper.clamp(share, 1.0) })
}

/// The ranks, as shares of all, between which the true median lies with 95 % confidence, whatever the
/// distribution: order statistics by the normal approximation, which errs outwards. Nothing where there
/// are not enough tests.
pub fn median_ranks(tests: u64) -> Option<(f64, f64)> {
    if tests < ENOUGH {
        return None;
    }
    let n = tests as f64;
    let (low, high) = (((n - Z * n.sqrt()) / 2.0).floor(), (1.0 + f64::midpoint(n, Z * n.sqrt())).ceil());
    Some(((low - 1.0) / (n - 1.0), (high - 1.0) / (n - 1.0)))
}

/// What a verdict on a claim rests on: tests made where and when the claim held, of one tier in one
/// territory. Where and when that is, the caller decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Tests that count.
    pub tests: u64,
    /// Those of them that met the tier.
    pub met: u64,
    /// Distinct H3 cells of resolution 8 they were made in.
    pub cells: u64,
    /// Distinct civil days they were made on.
    pub days: u64,
}

impl Evidence {
    /// Whether there is enough for any verdict but `insufficient`.
    pub const fn is_enough(&self) -> bool {
        self.tests >= ENOUGH && self.cells >= ENOUGH_CELLS && self.days >= ENOUGH_DAYS
    }

    /// The share of the tests that met the tier; nothing where there are none.
    pub fn share(&self) -> Option<TestShare> {
        wilson(self.met, self.tests)
    }

    /// What the tests say of the claim.
    ///
    /// A claim asks for [`EDGE`] of the tests made inside it. It is confirmed when the interval lies at or
    /// above that, contradicted when it lies below, else insufficient: also where there are too few tests,
    /// places or days. No tests are not evidence of no coverage.
    pub fn verdict(&self) -> Verdict {
        match self.share().filter(|_| self.is_enough()) {
            Some(measured) if measured.lower >= EDGE => Verdict::Confirmed,
            Some(measured) if measured.upper < EDGE => Verdict::Contradicted,
            _ => Verdict::Insufficient,
        }
    }
}

/// What all sources together say of a claim, from what each says: sources are not pooled, so two that differ leave
/// it open. Nothing where nobody tested it.
pub fn of_sources(each: impl IntoIterator<Item = Verdict>) -> Option<Verdict> {
    let each: Vec<Verdict> = each.into_iter().collect();
    let says = |verdict| each.contains(&verdict);
    match (says(Verdict::Confirmed), says(Verdict::Contradicted)) {
        _ if each.is_empty() => None,
        (true, false) => Some(Verdict::Confirmed),
        (false, true) => Some(Verdict::Contradicted),
        _ => Some(Verdict::Insufficient),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_that_differ_leave_a_claim_open() {
        use Verdict::{Confirmed, Contradicted, Insufficient};
        assert_eq!(of_sources([]), None);
        for (each, together) in [
            (vec![Confirmed], Confirmed),
            (vec![Confirmed, Insufficient, Confirmed], Confirmed),
            (vec![Insufficient, Contradicted], Contradicted),
            (vec![Confirmed, Contradicted], Insufficient),
            (vec![Insufficient], Insufficient),
        ] {
            assert_eq!(of_sources(each.iter().copied()), Some(together), "{each:?}");
        }
    }

    #[test]
    fn wilson_is_as_published() {
        // The figures of reference/measurements.md, 3.4.
        for (met, tests, lower, upper) in
            [(5, 5, 0.566, 1.0), (27, 30, 0.744, 0.965), (90, 100, 0.826, 0.945), (190, 200, 0.910, 0.973)]
        {
            let found = wilson(met, tests).expect("an interval");
            assert!(
                (found.lower - lower).abs() < 6e-4 && (found.upper - upper).abs() < 6e-4,
                "{met}/{tests} {found:?}"
            );
        }
        assert!(wilson(34, 34).expect("an interval").lower < 0.9);
        assert!(wilson(35, 35).expect("an interval").lower >= 0.9);
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(0, 40).map(|found| found.lower), Some(0.0));
    }

    #[test]
    fn medians_lie_between_order_statistics() {
        for (tests, low, high) in [(100, 40.0, 61.0), (200, 86.0, 115.0), (500, 228.0, 273.0)] {
            let (lower, upper) = median_ranks(tests).expect("ranks");
            let rank = |share: f64| share * (tests - 1) as f64 + 1.0;
            assert!((rank(lower) - low).abs() < 1e-9 && (rank(upper) - high).abs() < 1e-9, "{tests}");
        }
        assert_eq!(median_ranks(29), None);
    }

    #[test]
    fn verdicts_need_tests_places_and_days() {
        let verdict = |met, tests, cells, days| Evidence { tests, met, cells, days }.verdict();
        assert_eq!(verdict(5, 5, 10, 5), Verdict::Insufficient);
        assert_eq!(verdict(0, 29, 10, 5), Verdict::Insufficient);
        assert_eq!(verdict(35, 35, 10, 5), Verdict::Confirmed);
        assert_eq!(verdict(60, 100, 10, 5), Verdict::Contradicted);
        assert_eq!(verdict(0, 30, 10, 5), Verdict::Contradicted);
        assert_eq!(verdict(86, 100, 10, 5), Verdict::Insufficient);
        // One phone in forty seconds: one place, one day, whatever its tests say.
        assert_eq!(verdict(0, 40, 1, 1), Verdict::Insufficient);
        assert_eq!(verdict(0, 4000, 9, 365), Verdict::Insufficient);
        assert_eq!(verdict(0, 4000, 870_000, 4), Verdict::Insufficient);
        assert_eq!(verdict(4000, 4000, 9, 365), Verdict::Insufficient);
        assert_eq!(Evidence::default().verdict(), Verdict::Insufficient);
    }
}
