//! How much a page says: at which levels, and of how many operators each.

use crate::domain::Level;
use crate::snapshot::Snapshot;

/// How many levels the main page has at most.
const LEVELS_MOST: usize = 3;
/// Operators up to which each has every series. Where more are counted, those that are for one operator each
/// stop at a higher level, so that a page stays below 3 MB however many there are.
pub(super) const FEW_OPERATORS: usize = 12;
/// Operators up to which each has series of routes and measurements at the first level below the whole.
const SOME_OPERATORS: usize = 48;

/// The levels of the main page: the whole and what contains base units, from the top.
pub(super) fn main_levels(snapshot: &Snapshot) -> Vec<Level> {
    let levels = snapshot.country().levels();
    std::iter::once(Level::WHOLE).chain(levels.containers()).take(LEVELS_MOST).collect()
}

/// The levels of those of the main page at which each of n operators has series of routes and measurements.
pub(super) fn levels_of_operators(levels: &[Level], operators: usize) -> &[Level] {
    let most = if operators <= FEW_OPERATORS {
        LEVELS_MOST
    } else if operators <= SOME_OPERATORS {
        2
    } else {
        1
    };
    &levels[..levels.len().min(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_operators_the_fewer_levels_each_has_series_at() {
        let levels = [Level(0), Level(1), Level(2)];
        assert_eq!(levels_of_operators(&levels, 0), levels);
        assert_eq!(levels_of_operators(&levels, FEW_OPERATORS), levels);
        assert_eq!(levels_of_operators(&levels, FEW_OPERATORS + 1), &levels[..2]);
        assert_eq!(levels_of_operators(&levels, SOME_OPERATORS + 1), &levels[..1]);
        assert_eq!(levels_of_operators(&levels[..1], FEW_OPERATORS + 1), &levels[..1]);
    }
}
