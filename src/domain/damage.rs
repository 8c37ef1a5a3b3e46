//! What is damaged: an object that is not what its name, or the catalogue, says it is.

use serde::Serialize;

use super::{AsOf, FilingId, FilingKind, Month, OperatorId, PlaceListId, SourceId, word_list};

word_list!(
    /// What a damaged object holds.
    DamagedKind, "kind of object" {
        /// The checked rows of a filing: its numbers are not published.
        Filing => "filing",
        /// A file as it arrived: nothing published comes from it, but the rows can no longer be made of it.
        Original => "original",
        /// A month of measurements of one source: it is not counted.
        Measurements => "measurements",
        /// By what the tests of a month are known again: no more tests are taken for it.
        Tests => "tests",
        /// The places of a list: none of them is counted.
        Places => "places",
    }
);

word_list!(
    /// What is wrong with an object.
    DamageCause, "cause of damage" {
        /// It is not there.
        Missing => "missing",
        /// It cannot be read, or is not a file.
        Unreadable => "unreadable",
        /// Its bytes are not those its name (their SHA-256) was made of.
        Altered => "altered",
        /// It is intact, and holds something other than the catalogue says.
        Mismatched => "mismatched",
    }
);

/// Whose data an object holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum DamagedOf {
    /// A filing's.
    Filing {
        /// Which filing.
        filing: FilingId,
        /// Whose.
        operator: OperatorId,
        /// The date it describes.
        as_of: AsOf,
        /// What it declares.
        filing_kind: FilingKind,
    },
    /// A month of a source.
    Month {
        /// Whose tests.
        source: SourceId,
        /// Of when.
        month: Month,
    },
    /// A list of places, as it was imported once.
    Places {
        /// Which list.
        list: PlaceListId,
        /// Which of its versions.
        version: i64,
    },
}

/// An object that is damaged, and whose data is therefore not published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DamagedObject {
    /// What it holds.
    pub kind: DamagedKind,
    /// Whose data.
    #[serde(flatten)]
    pub of: DamagedOf,
    /// Its name in the lake. For the log only: it is a hash of what was filed, and who has a list of homes could
    /// tell by it whether the list is the one filed.
    #[serde(skip)]
    pub object: String,
    /// What is wrong with it.
    pub cause: DamageCause,
}
