//! Tiles that were made, of reaches and of territories, kept by what they are a function of and bounded by bytes; and whose turn it is to make one.
//!
//! Knows no question: a tile is that of the holdings whose name it is kept by. Invariants: a tile is made once however
//! many ask for it; tiles that are made at once leave a core to those that serve.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::Semaphore;

use super::SnapshotError;
use super::bounded::Bounded;
use super::reach::Reach;
use super::routes::Routes;
use crate::catalogue::FilingRecord;
use crate::country::Country;
use crate::coverage::CellSet;
use crate::coverage::tiles::{self, DrawnNetwork, GroundTheme, Outlines, Raster, TestCells};
use crate::domain::{Level, RoutePhase, TileId};

/// Bytes of tiles kept: some thousands of squares.
const TILE_BYTES: usize = 12 << 20;

/// Bytes kept of the cells of tests that were asked for last.
const TEST_CELL_BYTES: usize = 16 << 20;

/// What a tile shows, and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TileKind {
    /// How full each pixel is, as a PNG.
    Fill,
    /// Outlines of what is covered, as a vector tile.
    Outlines,
    /// People not covered, as a vector tile of points.
    Gap,
}

/// The deepest zoom of territories' tiles.
pub const TERRITORY_ZOOM: u8 = tiles::VECTOR_ZOOM;

impl TileKind {
    /// The zooms there are tiles of, both ends included.
    pub const fn zooms(self) -> [u8; 2] {
        match self {
            Self::Fill => [0, tiles::RASTER_ZOOM],
            Self::Outlines => [tiles::RASTER_ZOOM + 1, tiles::VECTOR_ZOOM],
            Self::Gap => [0, tiles::VECTOR_ZOOM],
        }
    }
}

/// Names what tiles are made of: the layers in force, the cells they are told by, and how they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileHoldings(pub(super) [u8; 16]);

impl std::fmt::Display for TileHoldings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// A tile; `None` where there is nothing to show.
pub type Tile = Option<Bytes>;

/// Networks, each with the filing that states it.
pub(super) type FiledNetworks = Vec<(Arc<FilingRecord>, Arc<Routes>)>;

/// What a tile is kept by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct TileKey {
    pub(super) holdings: TileHoldings,
    pub(super) drawn: Drawn,
    pub(super) tile: TileId,
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Drawn {
    /// Where a question reaches.
    Reach(TileKind),
    /// Territories of a level, or of all.
    Territories(Option<Level>),
    /// What may be told of tests.
    Tests,
    /// Fibre networks.
    Networks,
    /// Named localities.
    Localities,
    /// The ground.
    Ground(GroundTheme),
}

/// See the module.
pub(super) struct TileCache {
    kept: Bounded<TileKey, Tile>,
    /// What tiles of tests are drawn from.
    test_cells: Bounded<TileHoldings, TestCells>,
    turns: Arc<Semaphore>,
}

impl TileCache {
    pub(super) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let turns = Arc::new(Semaphore::new(cores.saturating_sub(1).max(1)));
        Self {
            kept: Bounded::new(TILE_BYTES, |_| 0),
            test_cells: Bounded::new(TEST_CELL_BYTES, |_| 0),
            turns,
        }
    }

    /// A tile of where a question reaches, made once; `reach` is `None` where nothing is known.
    pub(super) async fn get(
        &self,
        country: &Arc<Country>,
        (holdings, kind, tile): (TileHoldings, TileKind, TileId),
        reach: impl Future<Output = Result<Option<Reach>, SnapshotError>>,
    ) -> Result<Arc<Tile>, SnapshotError> {
        let key = TileKey { holdings, drawn: Drawn::Reach(kind), tile };
        let make = Box::pin(async {
            let Some(reach) = reach.await? else { return Ok(None) };
            let country = Arc::clone(country);
            self.in_turn(move || draw(&country, &reach, kind, tile)).await
        });
        self.kept.get(&key, weight, make).await
    }

    /// A tile of the country's territories, made once.
    pub(super) async fn territories(
        &self,
        country: &Arc<Country>,
        (holdings, level, tile): (TileHoldings, Option<Level>, TileId),
    ) -> Result<Arc<Tile>, SnapshotError> {
        let key = TileKey { holdings, drawn: Drawn::Territories(level), tile };
        let make = Box::pin(async {
            let country = Arc::clone(country);
            let draw = move || {
                let borders = country.borders().map_err(SnapshotError::Pack)?;
                Ok(tiles::territories(&country, &borders, level, tile).map(Bytes::from))
            };
            self.in_turn(draw).await
        });
        self.kept.get(&key, weight, make).await
    }

    /// A tile of the country's named localities, made once.
    pub(super) async fn localities(
        &self,
        country: &Arc<Country>,
        (holdings, tile): (TileHoldings, TileId),
    ) -> Result<Arc<Tile>, SnapshotError> {
        let key = TileKey { holdings, drawn: Drawn::Localities, tile };
        let make = Box::pin(async {
            let country = Arc::clone(country);
            self.in_turn(move || Ok(tiles::localities(&country, tile).map(Bytes::from))).await
        });
        self.kept.get(&key, weight, make).await
    }

    /// A picture of the ground, made once.
    pub(super) async fn ground(
        &self,
        country: &Arc<Country>,
        (holdings, theme, tile): (TileHoldings, GroundTheme, TileId),
    ) -> Result<Arc<Tile>, SnapshotError> {
        let key = TileKey { holdings, drawn: Drawn::Ground(theme), tile };
        let make = Box::pin(async {
            let country = Arc::clone(country);
            let draw = move || {
                let borders = country.borders().map_err(SnapshotError::Pack)?;
                let picture = tiles::ground(&country, &borders, theme, tile).map_err(SnapshotError::Tile)?;
                Ok(Some(Bytes::from(picture)))
            };
            self.in_turn(draw).await
        });
        self.kept.get(&key, weight, make).await
    }

    /// A tile of fibre networks, made once.
    pub(super) async fn networks(
        &self,
        (holdings, tile): (TileHoldings, TileId),
        phase: Option<RoutePhase>,
        networks: impl Future<Output = Result<FiledNetworks, SnapshotError>>,
    ) -> Result<Arc<Tile>, SnapshotError> {
        let key = TileKey { holdings, drawn: Drawn::Networks, tile };
        let make = Box::pin(async {
            let filed = networks.await?;
            let draw = move || {
                let drawn: Vec<DrawnNetwork<'_>> = filed
                    .iter()
                    .map(|(filing, routes)| DrawnNetwork {
                        operator: filing.operator.as_str(),
                        network: &routes.network,
                    })
                    .collect();
                Ok(tiles::networks(&drawn, phase, tile).map(Bytes::from))
            };
            self.in_turn(draw).await
        });
        self.kept.get(&key, weight, make).await
    }

    /// The cells that tiles of tests are drawn from, counted once.
    pub(super) async fn test_cells(
        &self,
        holdings: TileHoldings,
        count: impl Future<Output = Result<TestCells, SnapshotError>>,
    ) -> Result<Arc<TestCells>, SnapshotError> {
        self.test_cells.get(&holdings, TestCells::bytes, count).await
    }

    /// A tile of tests by cell, made once.
    pub(super) async fn tests(
        &self,
        (holdings, tile): (TileHoldings, TileId),
        cells: impl Future<Output = Result<Arc<TestCells>, SnapshotError>>,
    ) -> Result<Arc<Tile>, SnapshotError> {
        let key = TileKey { holdings, drawn: Drawn::Tests, tile };
        let make = Box::pin(async {
            let cells = cells.await?;
            self.in_turn(move || Ok(cells.tile(tile).map(Bytes::from))).await
        });
        self.kept.get(&key, weight, make).await
    }

    /// Draws once it is its turn.
    async fn in_turn(
        &self,
        draw: impl FnOnce() -> Result<Tile, SnapshotError> + Send + 'static,
    ) -> Result<Tile, SnapshotError> {
        // A semaphore that is never closed gives a turn to everyone in the end.
        let turn = Arc::clone(&self.turns).acquire_owned().await.ok();
        let draw = move || {
            let _until_it_is_over = turn;
            draw()
        };
        tokio::task::spawn_blocking(draw).await.map_err(SnapshotError::Computation)?
    }
}

fn weight(tile: &Tile) -> usize {
    tile.as_ref().map_or(0, Bytes::len)
}

/// Draws a tile.
fn draw(country: &Country, reach: &Reach, kind: TileKind, tile: TileId) -> Result<Tile, SnapshotError> {
    let passed;
    let set: &CellSet = match reach {
        Reach::Cells(set) => set,
        Reach::Units(units) => {
            passed = units.cells(country.cells().len());
            &passed
        }
    };
    let (cells, pixels) = (country.cells(), country.cell_pixels());
    let bytes = match kind {
        TileKind::Fill => Raster::of(cells, pixels, set, tile).png().map_err(SnapshotError::Tile)?,
        TileKind::Outlines => Outlines::of(cells, pixels, set, tile).tile(),
        TileKind::Gap => {
            let points = tiles::gap(country, country.default_surface(), set, tile);
            tiles::gap_tile(&points, tile)
        }
    };
    Ok(bytes.map(Bytes::from))
}
