//! Squares of the map. Of a set of cells: a raster of how full each pixel is, outlines of what is covered, and the
//! people of what is not, as points. Of the country: its territories.
//!
//! ```text
//! zoom 0 ─ 8    Raster ──► PNG of 16 levels        a pixel holds cells, groups of cells below zoom 8
//! zoom 9 ─ 12   outlines ─► vector tile            edges between covered and uncovered cells, chained and cut
//! zoom 0 ─ 12   gap ─────► vector tile of points   uncovered people, by groups that grow with the scale
//! zoom 0 ─ 12   territories ► vector tile          a layer for each level, from borders that neighbours share
//! zoom 0 ─ 12   ground ──► PNG                     sea, land, the country and its lines, to lie under other maps
//! zoom 0 ─ 12   localities ► vector tile           points with names, the largest of each place of a grid
//! zoom 0 ─ 12   networks ► vector tile             spans as lines, nodes as points
//! zoom 5 ─ 12   tests ───► vector tile             cells of resolution 8 that something may be told of
//! ```
//!
//! May know `domain` and `country` only. Invariants: a cell is in exactly one pixel, and a person in exactly one
//! point, of a zoom; tiles that meet agree on what lies on their edge; equal sets make equal bytes.

mod cells;
mod clip;
mod gap;
mod ground;
mod localities;
mod mvt;
mod networks;
mod outline;
mod raster;
mod ring;
mod territories;

#[cfg(test)]
mod tests;

pub use cells::{TEST_FIELDS, TESTS_LAYER, TESTS_ZOOMS, TestCell, TestCells};
pub use gap::{GapPoint, gap, tile as gap_tile};
pub use ground::{GROUND_ZOOMS, GroundTheme, ground};
pub use localities::{LOCALITIES_LAYER, NAME, SIZE, localities};
pub use networks::{DrawnNetwork, NODES_LAYER, NODES_ZOOM, ROUTE_FIELDS, SPANS_LAYER, networks};
pub use outline::{Outlines, Polygon, Ring};
pub use raster::{Raster, TileError};
pub use territories::{CODE, territories};

/// The deepest zoom that is drawn as a raster: a pixel still holds a cell or more.
pub const RASTER_ZOOM: u8 = crate::country::pixels::PIXEL_ZOOM;
/// The deepest zoom of vector tiles: deeper ones are drawn from these.
pub const VECTOR_ZOOM: u8 = 12;
/// The name of the layer of outlines.
pub const COVERAGE_LAYER: &str = "coverage";
/// The name of the layer of people not covered.
pub const GAP_LAYER: &str = "gap";
/// The property of how many they are.
pub const PEOPLE: &str = "people";
/// Raised whenever the same borders come to make other bytes: addresses of territories' tiles name it.
pub const TERRITORIES_EDITION: u32 = 1;
/// Raised whenever the same ground comes to make other bytes: addresses of its tiles name it.
pub const GROUND_EDITION: u32 = 1;
/// Raised whenever the same networks come to make other bytes: addresses of their tiles name it.
pub const NETWORKS_EDITION: u32 = 1;
/// Raised whenever the same localities come to make other bytes: addresses of their tiles name it.
pub const LOCALITIES_EDITION: u32 = 1;
/// Raised whenever the same tests come to make other bytes: addresses of their tiles name it.
pub const TESTS_EDITION: u32 = 1;
/// Raised whenever the same set comes to make other bytes: addresses of tiles name it.
pub const EDITION: u32 = 1;
