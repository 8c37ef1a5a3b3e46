//! Filings that replace each other, by date and then by the instant recorded.

use std::sync::Arc;

use crate::catalogue::FilingRecord;
use crate::domain::{AsOf, Recorded};

/// When a filing was recorded, and withdrawn if it was.
pub(super) fn instants(filing: &FilingRecord) -> impl Iterator<Item = Recorded> {
    std::iter::once(filing.recorded).chain(filing.withdrawn.as_ref().map(|taken| taken.at))
}

/// The filings of one date, in the order recorded.
#[derive(Debug, Clone, PartialEq)]
struct Day {
    as_of: AsOf,
    filings: Vec<Arc<FilingRecord>>,
}

impl Day {
    /// The filing in force among those of this date: the last one known that was not withdrawn by then.
    fn in_force(&self, known_at: Recorded) -> Option<&Arc<FilingRecord>> {
        let known = self.filings.partition_point(|filing| filing.recorded <= known_at);
        let is_withdrawn =
            |filing: &FilingRecord| filing.withdrawn.as_ref().is_some_and(|taken| taken.at <= known_at);
        self.filings[..known].iter().rev().find(|filing| !is_withdrawn(filing))
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
    pub(super) fn at(&self, as_of: AsOf, known_at: Recorded) -> Option<&Arc<FilingRecord>> {
        let days = self.0.partition_point(|day| day.as_of <= as_of);
        self.0[..days].iter().rev().find_map(|day| day.in_force(known_at))
    }

    /// The last instant, up to another, at which the filing in force for a date may have changed.
    ///
    /// From then on until that instant the same was in force: filings of earlier days stand behind the one that is,
    /// and of its day and of later ones nothing came and nothing was withdrawn.
    pub(super) fn last_change(&self, as_of: AsOf, known_at: Recorded) -> Option<Recorded> {
        let days = self.0.partition_point(|day| day.as_of <= as_of);
        let mut last = None;
        for day in self.0[..days].iter().rev() {
            last = last.max(
                day.filings.iter().flat_map(|filing| instants(filing)).filter(|at| *at <= known_at).max(),
            );
            if day.in_force(known_at).is_some() {
                break;
            }
        }
        last
    }

    /// The filing in force for one date alone.
    pub(super) fn on(&self, as_of: AsOf, known_at: Recorded) -> Option<&Arc<FilingRecord>> {
        let at = self.0.binary_search_by_key(&as_of, |day| day.as_of).ok()?;
        self.0[at].in_force(known_at)
    }

    /// All filings of one date, in the order recorded.
    pub(super) fn all_on(&self, as_of: AsOf) -> &[Arc<FilingRecord>] {
        let at = self.0.binary_search_by_key(&as_of, |day| day.as_of);
        at.ok().and_then(|at| self.0.get(at)).map_or(&[], |day| &day.filings)
    }

    /// The dates of which any filing is known at an instant, ascending.
    pub(super) fn dates(&self, known_at: Recorded) -> impl DoubleEndedIterator<Item = AsOf> + '_ {
        self.0.iter().filter(move |day| day.in_force(known_at).is_some()).map(|day| day.as_of)
    }
}
