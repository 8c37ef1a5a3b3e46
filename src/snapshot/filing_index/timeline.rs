//! Filings that replace each other, by date and then by the instant recorded.

use std::sync::Arc;

use crate::catalogue::FilingRecord;
use crate::domain::{AsOf, Recorded};

/// The filings of one date, in the order recorded.
#[derive(Debug, Clone, PartialEq)]
struct Day {
    as_of: AsOf,
    filings: Vec<Arc<FilingRecord>>,
}

/// What a timeline says of one date and one instant.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found<'a> {
    /// The filing in force.
    pub(super) filing: Option<&'a Arc<FilingRecord>>,
    /// The last instant at which that became so: when it was recorded, or what had replaced it was withdrawn.
    pub(super) since: Option<Recorded>,
}

impl Day {
    /// Looks for the filing in force among those of this date; `found` keeps the withdrawals met on the way.
    fn look<'a>(&'a self, known_at: Recorded, found: &mut Found<'a>) {
        let known = self.filings.partition_point(|filing| filing.recorded <= known_at);
        for filing in self.filings[..known].iter().rev() {
            let Some(taken) = filing.withdrawn.as_ref().filter(|taken| taken.at <= known_at) else {
                found.since = found.since.max(Some(filing.recorded));
                found.filing = Some(filing);
                return;
            };
            found.since = found.since.max(Some(taken.at));
        }
    }
}

/// The filings that replace each other: of one layer, of one operator's network, or simply all.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Timeline(Arc<Vec<Arc<Day>>>);

impl Timeline {
    /// Enters a filing, or puts it in the place of its earlier record.
    pub(super) fn put(&mut self, filing: &Arc<FilingRecord>) {
        let days = Arc::make_mut(&mut self.0);
        let at = days.binary_search_by_key(&filing.as_of, |day| day.as_of).unwrap_or_else(|at| {
            days.insert(at, Arc::new(Day { as_of: filing.as_of, filings: Vec::new() }));
            at
        });
        let day = Arc::make_mut(&mut days[at]);
        match day.filings.binary_search_by_key(&filing.recorded, |other| other.recorded) {
            Ok(at) => day.filings[at] = Arc::clone(filing),
            Err(at) => day.filings.insert(at, Arc::clone(filing)),
        }
    }

    /// The filing in force for a date as known at an instant: of the last day not after it that has one known.
    pub(super) fn at(&self, as_of: AsOf, known_at: Recorded) -> Found<'_> {
        let mut found = Found::default();
        let days = self.0.partition_point(|day| day.as_of <= as_of);
        for day in self.0[..days].iter().rev() {
            day.look(known_at, &mut found);
            if found.filing.is_some() {
                break;
            }
        }
        found
    }

    /// The filing in force for one date alone.
    pub(super) fn on(&self, as_of: AsOf, known_at: Recorded) -> Option<&Arc<FilingRecord>> {
        let at = self.0.binary_search_by_key(&as_of, |day| day.as_of).ok()?;
        let mut found = Found::default();
        self.0[at].look(known_at, &mut found);
        found.filing
    }

    /// The dates of which any filing is known at an instant, ascending.
    pub(super) fn dates(&self, known_at: Recorded) -> impl DoubleEndedIterator<Item = AsOf> + '_ {
        let is_known = move |day: &&Arc<Day>| {
            let mut found = Found::default();
            day.look(known_at, &mut found);
            found.filing.is_some()
        };
        self.0.iter().filter(is_known).map(|day| day.as_of)
    }
}
