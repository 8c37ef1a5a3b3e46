//! What is in force: which filing each layer's extent comes from, at two clocks.
//!
//! A layer's extent comes from the filing with the greatest as-of not after `as_of`; among those of one
//! as-of, from the one recorded last, by `known_at`; filings recorded after `known_at`, and those
//! withdrawn by then, do not exist. A filing replaces exactly the layers it declares, those of no extent
//! included, and never merges with what it replaces.
//!
//! A filing whose kind declares no layers, such as a network, states the whole: by the same two clocks it
//! replaces its operator's filing of that kind, and nothing else.
//!
//! Pure: a function of filings. The recognition of a repeated filing asks it; what is published asks the
//! snapshot's index of all filings, whose laws hold it against this rule.

use std::collections::BTreeMap;

use super::filing::FilingRecord;
use crate::domain::{AsOf, FilingKind, Layer, OperatorId, Recorded};

/// Each declared layer and the filing that states its extent.
pub type InForce<'a> = BTreeMap<&'a Layer, &'a FilingRecord>;

/// The filing in force of every layer, for a date, as known at an instant.
///
/// The order of the filings does not matter: no two share a recorded instant.
pub fn in_force<'a>(
    filings: impl IntoIterator<Item = &'a FilingRecord>,
    as_of: AsOf,
    known_at: Recorded,
) -> InForce<'a> {
    let mut found = InForce::new();
    for filing in filings.into_iter().filter(|filing| counts(filing, as_of, known_at)) {
        for declared in &filing.layers {
            found.entry(&declared.layer).and_modify(|best| *best = later(best, filing)).or_insert(filing);
        }
    }
    found
}

/// What operators filed as a whole, by operator and kind, and the filing that states it.
pub type WholesInForce<'a> = BTreeMap<(&'a OperatorId, FilingKind), &'a FilingRecord>;

/// What is in force of what operators filed as a whole, for a date, as known at an instant.
pub fn wholes_in_force<'a>(
    filings: impl IntoIterator<Item = &'a FilingRecord>,
    as_of: AsOf,
    known_at: Recorded,
) -> WholesInForce<'a> {
    let mut found = WholesInForce::new();
    let wholes = filings.into_iter().filter(|filing| !filing.kind.declares_layers());
    for filing in wholes.filter(|filing| counts(filing, as_of, known_at)) {
        found
            .entry((&filing.operator, filing.kind))
            .and_modify(|best| *best = later(best, filing))
            .or_insert(filing);
    }
    found
}

fn counts(filing: &FilingRecord, as_of: AsOf, known_at: Recorded) -> bool {
    filing.as_of <= as_of && filing.recorded <= known_at && !is_withdrawn(filing, known_at)
}

/// The one of two filings that replaces the other.
fn later<'a>(one: &'a FilingRecord, other: &'a FilingRecord) -> &'a FilingRecord {
    if (one.as_of, one.recorded) < (other.as_of, other.recorded) { other } else { one }
}

fn is_withdrawn(filing: &FilingRecord, known_at: Recorded) -> bool {
    filing.withdrawn.as_ref().is_some_and(|withdrawal| withdrawal.at <= known_at)
}

#[cfg(test)]
mod tests {
    use super::super::{FiledLayer, Withdrawal};
    use super::*;
    use crate::domain::{ContentHash, Environment, FilingId, Mbps, Origin, TechnologyId};
    use proptest::prelude::*;

    fn layer(number: u32) -> Layer {
        Layer {
            operator: OperatorId::new("one").expect("valid"),
            technology: TechnologyId::new("4g").expect("valid"),
            mindown: Mbps::from_kbit(number * 1000),
            minup: Mbps::from_kbit(1000),
            environment: Environment::Outdoor,
        }
    }

    fn day(number: i16) -> AsOf {
        AsOf::constant(2020 + number, 6, 30)
    }

    fn instant(number: i64) -> Recorded {
        Recorded::from_micros(1_700_000_000_000_000 + number).expect("in range")
    }

    fn filing(order: usize, as_of: i16, layers: &[u32], withdrawn_after: Option<i64>) -> FilingRecord {
        // Even instants record, odd ones withdraw, so that none is shared.
        let recorded = instant(order as i64 * 2);
        FilingRecord {
            id: FilingId::new(&format!("{order:026}")).expect("valid"),
            kind: FilingKind::MobileCoverage,
            operator: OperatorId::new("one").expect("valid"),
            as_of: day(as_of),
            recorded,
            receipt_recorded: None,
            content_hash: ContentHash::new(&"0".repeat(64)).expect("valid"),
            original_key: String::new(),
            file_name: None,
            data_key: String::new(),
            bytes: 0,
            rows: 0,
            layers: layers.iter().map(|number| FiledLayer { layer: layer(*number), extent: 0 }).collect(),
            synthetic: false,
            origin: Origin::Api,
            withdrawn: withdrawn_after.map(|after| Withdrawal {
                at: instant(order as i64 * 2 + 1 + after * 2),
                reason: String::new(),
                by: String::new(),
            }),
        }
    }

    /// The rule word by word, one layer at a time, with no cleverness to share a mistake with.
    fn oracle(filings: &[FilingRecord], wanted: &Layer, as_of: AsOf, known_at: Recorded) -> Option<FilingId> {
        let mut standing: Vec<&FilingRecord> = filings
            .iter()
            .filter(|filing| filing.layers.iter().any(|declared| declared.layer == *wanted))
            .filter(|filing| filing.recorded <= known_at)
            .filter(|filing| filing.withdrawn.as_ref().is_none_or(|taken| taken.at > known_at))
            .filter(|filing| filing.as_of <= as_of)
            .collect();
        let latest = standing.iter().map(|filing| filing.as_of).max()?;
        standing.retain(|filing| filing.as_of == latest);
        standing.sort_by_key(|filing| filing.recorded);
        standing.last().map(|filing| filing.id.clone())
    }

    fn some_filings() -> impl Strategy<Value = Vec<FilingRecord>> {
        let one = (
            0i16..5,
            proptest::collection::btree_set(1u32..5, 1..4),
            proptest::option::weighted(0.3, 0i64..6),
        );
        proptest::collection::vec(one, 0..14).prop_map(|drawn| {
            drawn
                .into_iter()
                .enumerate()
                .map(|(order, (as_of, layers, withdrawn))| {
                    filing(order, as_of, &layers.into_iter().collect::<Vec<_>>(), withdrawn)
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn the_rule_is_the_rule(filings in some_filings(), as_of in -1i16..6, known in -1i64..44) {
            let (as_of, known_at) = (day(as_of), instant(known));
            let found = in_force(&filings, as_of, known_at);
            for number in 1..5 {
                let wanted = layer(number);
                prop_assert_eq!(
                    found.get(&wanted).map(|filing| filing.id.clone()),
                    oracle(&filings, &wanted, as_of, known_at)
                );
            }
        }

        #[test]
        fn order_does_not_matter(filings in some_filings(), as_of in 0i16..5, known in 0i64..44) {
            let reversed: Vec<FilingRecord> = filings.iter().rev().cloned().collect();
            prop_assert_eq!(
                in_force(&filings, day(as_of), instant(known)),
                in_force(&reversed, day(as_of), instant(known))
            );
        }

        #[test]
        fn what_was_known_never_changes(filings in some_filings(), as_of in 0i16..5, later in 1usize..8) {
            // What is recorded or withdrawn afterwards cannot be seen from an earlier instant.
            let seen = filings.len().saturating_sub(later);
            let known_at = instant(seen as i64 * 2 - 1);
            let mut before: Vec<FilingRecord> = filings.iter().take(seen).cloned().collect();
            for filing in &mut before {
                filing.withdrawn.take_if(|withdrawal| withdrawal.at > known_at);
            }
            let ids = |found: InForce<'_>| -> Vec<(Layer, FilingId)> {
                found.into_iter().map(|(layer, filing)| (layer.clone(), filing.id.clone())).collect()
            };
            prop_assert_eq!(
                ids(in_force(&filings, day(as_of), known_at)),
                ids(in_force(&before, day(as_of), known_at))
            );
        }
    }

    #[test]
    fn a_correction_of_an_old_date_leaves_the_new_one() {
        let filings = [filing(0, 0, &[1], None), filing(1, 1, &[1], None), filing(2, 0, &[1], None)];
        let at = |as_of, known| in_force(&filings, day(as_of), instant(known))[&layer(1)].id.clone();
        assert_eq!(at(0, 3), filings[0].id, "before the correction");
        assert_eq!(at(0, 4), filings[2].id, "corrected");
        assert_eq!(at(1, 4), filings[1].id, "the later date stands");
    }

    #[test]
    fn a_network_replaces_the_operator_s_network_and_no_layer() {
        let network = |order, as_of, withdrawn| FilingRecord {
            kind: FilingKind::FibreNetwork,
            ..filing(order, as_of, &[], withdrawn)
        };
        let filings =
            [network(1, 1, None), filing(2, 2, &[7], None), network(3, 2, Some(5)), network(4, 1, None)];
        let at = |as_of, known: i64| {
            let found = wholes_in_force(&filings, day(as_of), instant(known));
            found.values().next().map(|filing| filing.recorded.micros() - instant(0).micros())
        };
        assert_eq!(at(0, 100), None, "nothing filed for that date");
        assert_eq!(
            (at(2, 1), at(2, 2), at(2, 6), at(1, 6), at(1, 8)),
            (None, Some(2), Some(6), Some(2), Some(8))
        );
        assert_eq!(at(2, 100), Some(8), "withdrawn: the one before stands");
        assert_eq!(in_force(&filings, day(2), instant(100)).len(), 1);
    }
}
