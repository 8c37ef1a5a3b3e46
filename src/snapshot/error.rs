//! Why a snapshot cannot be built, or a question not be answered.

use crate::catalogue::CatalogueError;
use crate::country::PackError;
use crate::coverage::tiles::TileError;
use crate::domain::{DamagedObject, FilingId, PlaceListId};
use crate::lake::LakeError;

/// Why a snapshot cannot be built, or a question not be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The catalogue cannot be read.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The extents of a filing cannot be loaded.
    #[error("cannot load filing {filing}")]
    Extents {
        /// Which filing.
        filing: FilingId,
        /// What went wrong.
        source: LakeError,
    },
    /// An object of the lake is not what it should be: it is quarantined, and asking again answers without it.
    #[error("{} is damaged: {problem}", .object.object)]
    Damaged {
        /// Which object, and whose.
        object: Box<DamagedObject>,
        /// What is wrong, for the log.
        problem: String,
    },
    /// Some batches of an object count and its rows do not say theirs: an earlier program merged it.
    #[error("rows of {0} do not say which batch brought them")]
    Undivided(String),
    /// Measurements cannot be counted.
    #[error("cannot count measurements")]
    Measurements(#[source] LakeError),
    /// There is no such list of places, or the question is of a technology that is not filed as areas.
    #[error("nothing is known of places {0} for this question")]
    NotOfPlaces(PlaceListId),
    /// The places of a list cannot be loaded.
    #[error("cannot load the places {list}")]
    Places {
        /// Which list.
        list: PlaceListId,
        /// What went wrong.
        source: LakeError,
    },
    /// A tile cannot be written.
    #[error(transparent)]
    Tile(TileError),
    /// The country's borders cannot be read.
    #[error(transparent)]
    Pack(PackError),
    /// A computation was stopped.
    #[error("a computation did not end")]
    Computation(#[source] tokio::task::JoinError),
}
