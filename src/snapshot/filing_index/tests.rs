use proptest::prelude::*;

use super::*;
use crate::catalogue::{FiledLayer, Withdrawal, in_force, wholes_in_force};
use crate::domain::{ContentHash, Environment, Mbps, Origin, TechnologyId};

/// What is drawn of a filing: its operator, kind, year and layers, and how long after it is withdrawn.
type Drawn = (u8, bool, i16, BTreeSet<u32>, Option<i64>);

fn operator(number: u8) -> OperatorId {
    OperatorId::new(["one", "two"][usize::from(number % 2)]).expect("valid")
}

fn layer(operator: &OperatorId, number: u32) -> Layer {
    Layer {
        operator: operator.clone(),
        technology: TechnologyId::new("4g").expect("valid"),
        mindown: Mbps::from_kbit(number * 1000),
        minup: Mbps::from_kbit(1000),
        environment: Environment::Outdoor,
    }
}

fn day(number: i16) -> AsOf {
    AsOf::constant(2020 + number, 6, 30)
}

/// Even instants record, odd ones withdraw, so that none is shared.
fn instant(number: i64) -> Recorded {
    Recorded::from_micros(1_700_000_000_000_000 + number).expect("in range")
}

fn filing(order: usize, drawn: &Drawn) -> FilingRecord {
    let (number, is_network, as_of, layers, withdrawn_after) = drawn;
    let operator = operator(*number);
    let declared = layers.iter().filter(|_| !is_network);
    let layers = declared.map(|at| FiledLayer { layer: layer(&operator, *at), extent: 0 }).collect();
    FilingRecord {
        // Ids do not sort as filings were recorded where a clock ran ahead.
        id: FilingId::new(&format!("{:02}{order:024}", order * 7 % 10)).expect("valid"),
        kind: if *is_network { FilingKind::FibreNetwork } else { FilingKind::MobileCoverage },
        operator,
        as_of: day(*as_of),
        recorded: instant(order as i64 * 2),
        receipt_recorded: None,
        content_hash: ContentHash::new(&format!("{:064}", order % 3)).expect("valid"),
        original_key: String::new(),
        file_name: None,
        data_key: String::new(),
        bytes: 0,
        rows: 0,
        layers,
        synthetic: false,
        origin: Origin::Api,
        withdrawn: withdrawn_after.map(|after| Withdrawal {
            at: instant((order as i64 + after) * 2 + 1),
            reason: String::new(),
            by: String::new(),
        }),
    }
}

fn some_filings() -> impl Strategy<Value = Vec<FilingRecord>> {
    let layers = proptest::collection::btree_set(1u32..5, 1..4);
    let one =
        (0u8..2, proptest::bool::weighted(0.2), 0i16..5, layers, proptest::option::weighted(0.4, 0i64..6));
    proptest::collection::vec(one, 0..16)
        .prop_map(|drawn| drawn.iter().enumerate().map(|(order, drawn)| filing(order, drawn)).collect())
}

fn shared(filings: &[FilingRecord]) -> Vec<Arc<FilingRecord>> {
    filings.iter().cloned().map(Arc::new).collect()
}

/// What became of a filing, word by word.
fn state_of(filings: &[FilingRecord], wanted: &FilingRecord) -> FilingState {
    let stands_on = |date: AsOf| {
        in_force(filings, date, ALWAYS).into_values().any(|found| found.id == wanted.id)
            || wholes_in_force(filings, date, ALWAYS).into_values().any(|found| found.id == wanted.id)
    };
    if wanted.withdrawn.is_some() {
        FilingState::Withdrawn
    } else if stands_on(AsOf::MAX) {
        FilingState::Current
    } else if stands_on(wanted.as_of) {
        FilingState::History
    } else {
        FilingState::Superseded
    }
}

/// The acts that made filings, in the order of their instants: each as it was known from then on.
fn acts(filings: &[FilingRecord]) -> Vec<FilingRecord> {
    let recorded =
        filings.iter().map(|filing| (filing.recorded, FilingRecord { withdrawn: None, ..filing.clone() }));
    let withdrawn = filings.iter().filter_map(|filing| Some((filing.withdrawn.as_ref()?.at, filing.clone())));
    let mut acts: Vec<(Recorded, FilingRecord)> = recorded.chain(withdrawn).collect();
    acts.sort_by_key(|(at, _)| *at);
    acts.into_iter().map(|(_, filing)| filing).collect()
}

fn assert_same(one: &FilingIndex, other: &FilingIndex) -> Result<(), TestCaseError> {
    prop_assert_eq!(&one.filings, &other.filings);
    prop_assert_eq!(&one.states, &other.states);
    prop_assert_eq!(&one.by_id, &other.by_id);
    prop_assert_eq!(&one.layers, &other.layers);
    prop_assert_eq!(&one.wholes, &other.wholes);
    prop_assert_eq!(&one.every, &other.every);
    prop_assert_eq!(&one.events, &other.events);
    prop_assert_eq!(&one.tallies, &other.tallies);
    prop_assert_eq!(&one.by_hash, &other.by_hash);
    prop_assert_eq!(&one.groups, &other.groups);
    prop_assert_eq!(one.fingerprint, other.fingerprint);
    Ok(())
}

proptest! {
    #[test]
    fn what_is_in_force_by_the_index_is_what_the_rule_says(
        filings in some_filings(), as_of in -1i16..6, known in -1i64..50,
    ) {
        let (as_of, known_at) = (day(as_of), instant(known));
        let index = FilingIndex::new(shared(&filings));
        let found: Vec<_> = index.layers_in_force(as_of, known_at);
        let found: Vec<_> = found.iter().map(|found| (&found.layer, &*found.filing)).collect();
        prop_assert_eq!(found, in_force(&filings, as_of, known_at).into_iter().collect::<Vec<_>>());
        let wholes: Vec<FilingId> =
            index.wholes_in_force(as_of, known_at).iter().map(|filing| filing.id.clone()).collect();
        let told = wholes_in_force(&filings, as_of, known_at);
        prop_assert_eq!(wholes, told.values().map(|filing| filing.id.clone()).collect::<Vec<_>>());
    }

    /// What one layer, or all, are answered from is the same at every instant from the last change on.
    #[test]
    fn from_the_last_change_on_the_same_is_in_force(
        filings in some_filings(), as_of in -1i16..6, known in -1i64..50, of in 0usize..8,
    ) {
        let (as_of, known_at) = (day(as_of), instant(known));
        let index = FilingIndex::new(shared(&filings));
        let layers: Vec<Layer> = index.layers.keys().cloned().collect();
        let is_asked = |layer: &Layer| layers.get(of).is_none_or(|only| only == layer);
        let asked_in_force = |known_at| {
            let found = index.layers_in_force(as_of, known_at).into_iter().filter(|found| is_asked(&found.layer));
            found.map(|found| (found.layer, found.filing.id.clone())).collect::<Vec<_>>()
        };
        let now = asked_in_force(known_at);
        match index.last_change(is_asked, as_of, known_at) {
            None => prop_assert_eq!(now, []),
            Some(last) => {
                prop_assert!(last <= known_at);
                let instants = filings.iter().flat_map(instants).filter(|at| (last..=known_at).contains(at));
                for at in instants.chain([last]) {
                    prop_assert_eq!(&asked_in_force(at), &now);
                }
                // And nothing later would have been of another instant.
                prop_assert_eq!(index.last_change(is_asked, as_of, last), Some(last));
            }
        }
    }

    /// What a filing took the place of, its versions and the last date of layers are those of a walk over all filings.
    #[test]
    fn what_a_filing_stands_among_is_what_the_rule_says(
        filings in some_filings(), until in -1i16..6, known in -1i64..50, of in 0usize..8,
    ) {
        let (until, known_at) = (day(until), instant(known));
        let index = FilingIndex::new(shared(&filings));
        let layers: Vec<Layer> = index.layers.keys().cloned().collect();
        let is_asked = |layer: &Layer| layers.get(of).is_none_or(|only| only == layer);
        let dates = in_force(&filings, until, known_at).into_iter().filter(|(layer, _)| is_asked(layer));
        let last = dates.map(|(_, filing)| filing.as_of).max();
        prop_assert_eq!(index.last_date(is_asked, until, known_at), last);
        for (place, filing) in filings.iter().enumerate() {
            let states_any = |other: &FilingRecord| {
                let is_layer = |declared: &FiledLayer| filing.layers.contains(declared);
                other.operator == filing.operator
                    && other.kind == filing.kind
                    && (other.layers.iter().any(is_layer) || !filing.kind.declares_layers())
            };
            let ids = |found: Vec<(&Arc<FilingRecord>, FilingState)>| {
                found.iter().map(|(found, _)| found.id.clone()).collect::<Vec<_>>()
            };
            let versions = filings.iter().filter(|other| other.as_of == filing.as_of && states_any(other));
            let versions: Vec<FilingId> = versions.map(|other| other.id.clone()).collect();
            prop_assert_eq!(ids(index.versions_of(filing)), versions);
            let before = instant(place as i64 * 2 - 1);
            let states = |layer: &Layer| filing.layers.iter().any(|declared| declared.layer == *layer);
            let mut replaced: BTreeSet<Recorded> = in_force(&filings, filing.as_of, before)
                .into_iter()
                .filter_map(|(layer, other)| states(layer).then_some(other.recorded))
                .collect();
            replaced.extend(
                wholes_in_force(&filings, filing.as_of, before)
                    .into_values()
                    .filter(|other| !filing.kind.declares_layers() && other.operator == filing.operator)
                    .map(|other| other.recorded),
            );
            let replaced: Vec<FilingId> =
                filings.iter().filter(|other| replaced.contains(&other.recorded)).map(|other| other.id.clone()).collect();
            prop_assert_eq!(ids(index.replaced_by(filing)), replaced);
        }
    }

    #[test]
    fn dates_events_and_states_are_those_of_a_walk_over_all_filings(
        filings in some_filings(), known in -1i64..50,
    ) {
        let known_at = instant(known);
        let index = FilingIndex::new(shared(&filings));
        let is_known = |filing: &&FilingRecord| {
            filing.recorded <= known_at && filing.withdrawn.as_ref().is_none_or(|taken| known_at < taken.at)
        };
        let dates: BTreeSet<AsOf> = filings.iter().filter(is_known).map(|filing| filing.as_of).collect();
        prop_assert_eq!(index.dates(known_at).collect::<Vec<_>>(), dates.into_iter().collect::<Vec<_>>());
        let events = filings.iter().flat_map(instants).filter(|at| *at <= known_at).max();
        prop_assert_eq!(index.last_event(known_at), events);
        for filing in &filings {
            let (found, state) = index.get(&filing.id).expect("there");
            prop_assert_eq!((&**found, state), (filing, state_of(&filings, filing)));
        }
        let file = ContentHash::new(&format!("{:064}", 1)).expect("valid");
        for of in [None, Some(operator(0))] {
            for kind in [None, Some(FilingKind::FibreNetwork)] {
                for file in [None, Some(&file)] {
                    let meant = filings.iter().enumerate().rev().filter(|(_, filing)| {
                        of.as_ref().is_none_or(|of| filing.operator == *of)
                            && kind.is_none_or(|kind| filing.kind == kind)
                            && file.is_none_or(|file| filing.content_hash == *file)
                    });
                    let meant: Vec<usize> = meant.map(|(place, _)| place).collect();
                    prop_assert_eq!(index.places(of.as_ref(), kind, file), meant);
                }
            }
        }
        for ((operator, kind), tally) in index.tallies() {
            let own = || filings.iter().filter(|filing| filing.operator == *operator && filing.kind == *kind);
            for state in FilingState::ALL {
                let count = own().filter(|filing| state_of(&filings, filing) == state).count();
                prop_assert_eq!(tally.count(state) as usize, count);
            }
            let standing = || own().filter(|filing| filing.withdrawn.is_none());
            let latest = standing().map(|filing| filing.as_of).max().zip(standing().map(|filing| filing.recorded).max());
            prop_assert_eq!(tally.latest, latest);
        }
    }

    #[test]
    fn an_index_continued_act_by_act_is_the_one_made_of_everything(
        filings in some_filings(), together in 1usize..5,
    ) {
        let mut continued = FilingIndex::default();
        for some in acts(&filings).chunks(together) {
            // Of two records of one filing that came together, the catalogue tells the last.
            let last: BTreeMap<FilingId, FilingRecord> =
                some.iter().map(|filing| (filing.id.clone(), filing.clone())).collect();
            continued = continued.with(last.into_values());
        }
        assert_same(&continued, &FilingIndex::new(shared(&filings)))?;
    }

    #[test]
    fn records_that_changed_otherwise_make_a_new_index(filings in some_filings(), moved in 0usize..16) {
        let before = FilingIndex::new(shared(&filings));
        let Some(filing) = filings.get(moved) else { return Ok(()) };
        // A repair of the clock moves an instant; healing moves rows.
        let moved = FilingRecord { recorded: instant(-3), data_key: "elsewhere".into(), ..filing.clone() };
        let all: Vec<_> = filings.iter().map(|other| if other.id == moved.id { &moved } else { other }).cloned().collect();
        assert_same(&before.with([moved.clone()]), &FilingIndex::new(shared(&all)))?;
        let healed = FilingRecord { data_key: "elsewhere".into(), ..filing.clone() };
        let all: Vec<_> = filings.iter().map(|other| if other.id == healed.id { &healed } else { other }).cloned().collect();
        assert_same(&before.with([healed.clone()]), &FilingIndex::new(shared(&all)))?;
    }
}
