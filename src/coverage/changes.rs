//! What lies between two reaches in one territory: what was gained, what was lost, and which part has which cause.
//!
//! ```text
//! before ──correction──► ──network──► ──definition──► ──denominator──► after
//! ```
//!
//! Owns the arithmetic of a change: it is walked in steps, each of one [`Cause`], and what a step moves is its part.
//! May not know which states the steps lead through; that is of the room that has filings.
//!
//! Amounts are told as whole multiples of 2⁻²⁰ and shares as whole multiples of 2⁻⁴⁰: sums and differences of such
//! numbers are exact in binary floating point. Hence the invariants hold to the last bit of what is published, in
//! whatever order a reader adds:
//!
//! - `after - before = net`, and `net` is the sum of its four parts; likewise for shares;
//! - `gained - lost` is `net` less the part of the denominator, which moves numbers where no cell moved;
//! - where nothing was gained, `gained` is 0, and likewise `lost`.

/// Why a number is another one than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Filings for the earlier date that came, or were withdrawn, between the instants of knowledge.
    Correction,
    /// Another network: that of another date.
    Network,
    /// Another question: tier, environment or scope.
    Definition,
    /// Other people, or people spread otherwise: another census or surface.
    Denominator,
}

/// What one state says of a territory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// People, households, km² or dwellings covered.
    pub covered: f64,
    /// The share of all, cut off at 1; `None` where there is no one to cover.
    pub share: Option<f64>,
}

/// What was reached on one side only, in the unit of what is covered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// After, and not before.
    pub gained: f64,
    /// Before, and not after.
    pub lost: f64,
}

/// A difference by its causes; their sum is the difference, exactly.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Parts {
    /// See [`Cause::Network`].
    pub network: f64,
    /// See [`Cause::Denominator`].
    pub denominator: f64,
    /// See [`Cause::Definition`].
    pub definition: f64,
    /// See [`Cause::Correction`].
    pub correction: f64,
}

impl Parts {
    fn of(first: f64, steps: impl Iterator<Item = (Cause, f64)>) -> Self {
        let (mut parts, mut last) = (Self::default(), first);
        for (cause, next) in steps {
            *parts.part(cause) += next - last;
            last = next;
        }
        parts
    }

    fn part(&mut self, cause: Cause) -> &mut f64 {
        match cause {
            Cause::Correction => &mut self.correction,
            Cause::Network => &mut self.network,
            Cause::Definition => &mut self.definition,
            Cause::Denominator => &mut self.denominator,
        }
    }

    /// All of them.
    pub fn sum(&self) -> f64 {
        self.network + self.denominator + self.definition + self.correction
    }
}

/// A territory's change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Covered before.
    pub before: f64,
    /// Covered after.
    pub after: f64,
    /// Covered after, and not before.
    pub gained: f64,
    /// Covered before, and not after.
    pub lost: f64,
    /// What more is covered.
    pub net: f64,
    /// The same by its causes.
    pub net_by: Parts,
    /// The share before.
    pub share_before: Option<f64>,
    /// The share after.
    pub share_after: Option<f64>,
    /// By how much the share rose; `None` where there is no share on either side.
    pub points: Option<f64>,
    /// The same by its causes; `None` where there is no share at a step.
    pub points_by: Option<Parts>,
}

impl Change {
    /// The change of a territory from what its first state says, step by step.
    pub fn walk(first: Measure, steps: &[(Cause, Measure)], moved: Moved) -> Self {
        let before = amount(first.covered);
        let covered = steps.iter().map(|(cause, measure)| (*cause, amount(measure.covered)));
        let after = steps.last().map_or(before, |(_, last)| amount(last.covered));
        let net_by = Parts::of(before, covered);
        let net = after - before;
        let (gained, lost) = balanced(net - net_by.denominator, moved);
        let share_before = first.share.map(share);
        let share_after = steps.last().map_or(share_before, |(_, last)| last.share.map(share));
        let shares: Option<Vec<(Cause, f64)>> =
            steps.iter().map(|(cause, measure)| Some((*cause, share(measure.share?)))).collect();
        Self {
            before,
            after,
            gained,
            lost,
            net,
            net_by,
            share_before,
            share_after,
            points: share_before.zip(share_after).map(|(before, after)| after - before),
            points_by: share_before.zip(shares).map(|(before, steps)| Parts::of(before, steps.into_iter())),
        }
    }

    /// Whether more is covered than before, or less: by share where there is one, else by amount.
    pub fn direction(&self) -> std::cmp::Ordering {
        self.points.unwrap_or(self.net).total_cmp(&0.0)
    }
}

/// An amount as it is told: the nearest multiple of 2⁻²⁰.
fn amount(exact: f64) -> f64 {
    const ONE: f64 = (1u64 << 20) as f64;
    (exact * ONE).round() / ONE
}

/// A share as it is told: the nearest multiple of 2⁻⁴⁰.
fn share(exact: f64) -> f64 {
    const ONE: f64 = (1u64 << 40) as f64;
    (exact * ONE).round() / ONE
}

/// Gained and lost as they are told, so that their difference is `net` exactly: each was counted for itself, and their
/// rounding may differ from that of both sides by a multiple or two.
fn balanced(net: f64, Moved { gained, lost }: Moved) -> (f64, f64) {
    let is_one_way = gained <= 0.0 || lost <= 0.0;
    let lost = if is_one_way { 0.0 } else { amount(lost) };
    // Not negated: of nothing that would be a negative 0.
    let lost = lost.max(0.0 - net);
    (net + lost, lost)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "to the last bit is what is promised")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CAUSES: [Cause; 4] = [Cause::Correction, Cause::Network, Cause::Definition, Cause::Denominator];

    fn measure(covered: f64, total: f64) -> Measure {
        Measure { covered, share: (total > 0.0).then(|| (covered / total).min(1.0)) }
    }

    fn nothing() -> Moved {
        Moved { gained: 0.0, lost: 0.0 }
    }

    proptest! {
        /// To the last bit, whatever is measured: the parts are the whole, and so are gained and lost.
        #[test]
        fn the_parts_are_the_whole(
            covered in proptest::collection::vec(0.0f64..4e7, 5),
            totals in proptest::collection::vec(0.0f64..4e7, 5),
            (gained, lost) in (0.0f64..1e6, 0.0f64..1e6),
            order in Just(CAUSES).prop_shuffle(),
        ) {
            let mut measures = covered.iter().zip(&totals).map(|(covered, total)| measure(*covered, *total));
            let first = measures.next().expect("five");
            let steps: Vec<_> = order.into_iter().zip(measures).collect();
            let change = Change::walk(first, &steps, Moved { gained, lost });
            prop_assert_eq!(change.net_by.sum(), change.net);
            prop_assert_eq!(change.after - change.before, change.net);
            prop_assert_eq!(change.gained - change.lost, change.net - change.net_by.denominator);
            prop_assert!(change.gained >= 0.0 && change.lost >= 0.0);
            prop_assert!((change.after - covered[4]).abs() < 1e-6);
            let (points, by) = (change.points.expect("people"), change.points_by.expect("people"));
            prop_assert_eq!(by.sum(), points);
            // In whatever order they are added.
            prop_assert_eq!(by.correction + by.definition + by.denominator + by.network, points);
            prop_assert_eq!(change.share_after.expect("people") - change.share_before.expect("people"), points);
        }

        /// What is only gained is gained, and nothing is lost of it by rounding.
        #[test]
        fn what_is_only_gained_loses_nothing(before in 0.0f64..4e7, gained in 0.0f64..1e6, is_loss: bool) {
            let after = before + gained;
            let (first, last, moved) = if is_loss {
                (after, before, Moved { gained: 0.0, lost: gained })
            } else {
                (before, after, Moved { gained, lost: 0.0 })
            };
            let steps = [(Cause::Network, measure(last, 4e7))];
            let change = Change::walk(measure(first, 4e7), &steps, moved);
            let (more, less) = if is_loss { (change.lost, change.gained) } else { (change.gained, change.lost) };
            prop_assert_eq!(less.to_bits(), 0.0f64.to_bits());
            prop_assert!((more - gained).abs() < 1e-5);
        }
    }

    #[test]
    fn a_denominator_moves_shares_while_the_reach_stays() {
        let steps = [
            (Cause::Correction, measure(300.0, 1000.0)),
            (Cause::Network, measure(400.0, 1000.0)),
            (Cause::Definition, measure(400.0, 1000.0)),
            (Cause::Denominator, measure(440.0, 2000.0)),
        ];
        let moved = Moved { gained: 250.0, lost: 50.0 };
        let change = Change::walk(measure(200.0, 1000.0), &steps, moved);
        let by = Parts { correction: 100.0, network: 100.0, definition: 0.0, denominator: 40.0 };
        assert_eq!((change.net, change.net_by), (240.0, by));
        assert_eq!((change.gained, change.lost), (250.0, 50.0));
        let points = change.points_by.expect("people");
        assert!((points.denominator + 0.18).abs() < 1e-9 && points.network > 0.0);
        assert_eq!(change.points, Some(points.sum()));
        assert!(change.direction().is_gt(), "0.20 became 0.22");
    }

    #[test]
    fn where_there_is_no_one_there_is_no_share() {
        let no_one = measure(0.0, 0.0);
        let change = Change::walk(no_one, &[(Cause::Network, no_one)], nothing());
        assert_eq!((change.points, change.points_by, change.net), (None, None, 0.0));
        assert!(change.direction().is_eq());
        let change = Change::walk(measure(5.0, 10.0), &[(Cause::Network, no_one)], nothing());
        assert_eq!((change.share_before, change.points), (Some(0.5), None));
        assert_eq!((change.gained.to_bits(), change.lost), (0, 5.0));
    }
}
