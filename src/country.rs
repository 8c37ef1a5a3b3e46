//! The country pack: the territory tree, where every place lies, the cell list, who lives there.
//!
//! Owns everything that is fixed for a country: [`CountryMeta`] (words, operators, targets), the
//! [`Tree`], the [`RegionIndex`] (exact point to commune), the [`CellList`] (every H3 resolution-9
//! cell whose centre is in the country, in H3 order) and the [`Surface`] over it.
//!
//! May know `domain` only: no async runtime, no Arrow, no HTTP, so that it can be embedded anywhere.
//! A loaded [`Country`] is immutable and shared; its caches are keyed by the pack's digest.

pub mod borders;
pub mod build;
mod cache;
pub mod cells;
pub mod centres;
pub mod check;
mod error;
pub mod grid;
pub mod index;
mod labels;
pub mod levels;
mod loaded;
pub mod meta;
mod opened;
pub mod outlines;
pub mod pack;
pub mod pixels;
pub mod places;
mod prepared;
pub mod surface;
pub mod target;
mod target_faults;
mod target_path;
pub mod technology;
mod topology;
pub mod tree;
pub mod zones;

pub use borders::{Bordered, Borders};
pub use cells::{CELL_RESOLUTION, CellList};
pub use centres::{CentreRow, CentreRows};
pub use error::PackError;
pub use grid::Grid;
pub use index::RegionIndex;
pub use labels::Labels;
pub use levels::{LevelMeta, Levels};
pub use meta::{CountryMeta, OperatorMeta, OutsideMost};
pub use opened::Country;
pub use outlines::{Boundaries, Detail, MapLayer};
pub use pack::Locality;
pub use pixels::{Area, CellPixels};
pub use places::{Gazetteer, Place};
pub use prepared::{Outline, PreparedOutlines, deflate};
pub use surface::Surface;
pub use target::{TargetMeta, TargetPathMeta};
pub use technology::{TechnologyKind, TechnologyMeta};
pub use topology::{Fineness, topology};
pub use tree::{CensusFigures, Territory, TerritoryId, Tree, UrbanCentre};
pub use zones::{Part, Zone, ZoneId, Zones};
