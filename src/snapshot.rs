//! The published state: what every read is answered from.
//!
//! Owns [`Snapshot`], an immutable value made from what the catalogue says is accepted; the
//! [`ExtentCache`] its extents come from; [`NetworkState`], the network at (as-of, known-at), and the
//! numbers and definitions asked of it, as data. The [`Publisher`] swaps a whole new snapshot in when the desk
//! says that something was accepted.
//!
//! ```text
//! catalogue ──► Snapshot ──► NetworkState (as_of, known_at) ──► Reach, Contributors, Answer, Definition
//! lake ───────► ExtentCache ───────┘  (extents and networks in force pinned, history bounded by bytes)
//! ```
//!
//! What is damaged is left out of every number and named in every answer it would have been part of: see
//! [`damage`].
//!
//! May know domain, country, coverage, catalogue, lake, engine and stats; never HTTP. Invariants: a request works on
//! one snapshot from start to end; a snapshot's version names the pack, the catalogue's state and this
//! program, so equal versions give equal answers; an answer is a function of filings, which never
//! change, so answers outlive snapshots.

mod bounded;
mod changes;
mod claims;
pub mod compared;
mod counting;
pub mod damage;
mod error;
pub mod evidence;
mod evidence_cache;
mod extent;
mod extent_cache;
mod filing_index;
mod filing_state;
mod in_force;
mod lake;
pub mod measured;
mod month_tables;
mod networks;
mod partition;
mod place_answers;
mod places;
mod premises;
mod published;
mod publisher;
mod question;
mod reach;
mod routes;
mod selected;
mod series;
mod state;
mod store;
pub mod target_line;
pub mod targets;
mod test_cells;
mod tile_cache;
mod tiles;

pub use crate::coverage::tiles::{
    GROUND_ZOOMS, GroundTheme, LOCALITIES_LAYER, NAME, NODES_LAYER, NODES_ZOOM, ROUTE_FIELDS, SIZE,
    SPANS_LAYER, TEST_FIELDS, TESTS_LAYER, TESTS_ZOOMS, VECTOR_ZOOM,
};
pub use changes::{Changed, Changes, Parts, Side};
pub use claims::ClaimsInForce;
pub use compared::{Compared, ENOUGH_CELLS, ENOUGH_DAYS, ENOUGH_TESTS, Spread, TierMet};
pub use counting::{CountedObject, Counting};
pub use damage::Damage;
pub use error::SnapshotError;
pub use extent::{Extent, Extents, LayerInForce};
pub use extent_cache::ExtentCache;
pub use filing_index::{FilingIndex, Tally};
pub use filing_state::FilingState;
pub use measured::{Measured, MeasuredKey, Selection};
pub use networks::NetworksInForce;
pub use places::{PlaceAt, PlaceLists, PlaceShares, Places, PlacesReached};
pub use premises::{CellOffer, Dwellings, Unit, Units};
pub use published::Snapshot;
pub use publisher::Publisher;
pub use question::{Answer, Contributors, Figure, FigureState, Question};
pub use reach::Reach;
pub use routes::{Lengths, RouteMetres, Routes, measure};
pub use selected::SelectedWhole;
pub use series::Figures;
pub use state::NetworkState;
pub use store::ExtentStore;
pub use target_line::{Corner, Line};
pub use targets::{Filed, Obstacle, Progress, StageOf, TargetState, Today};
pub use test_cells::TestsAsked;
pub use tile_cache::{TERRITORY_ZOOM, Tile, TileHoldings, TileKind};
pub use tiles::{MovedCells, Movement};
