//! Tiles of where a question reaches, and of the country's territories.
//!
//! Owns what a tile is named by. Its name changes with whatever changes the tile, so that a tile may be kept for ever
//! under it: the layers in force, what of them is damaged, the country's cells and people, and the way tiles are drawn.
//! Territories are of the country pack alone.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::tile_cache::{TileHoldings, TileKind};
use super::{NetworkState, Question, Snapshot, SnapshotError, Tile};
use crate::coverage::tiles::{EDITION, TERRITORIES_EDITION};
use crate::domain::{Level, TileId};

impl TileHoldings {
    fn named(what: &str) -> Self {
        let mut holdings = Self([0; 16]);
        holdings.0.copy_from_slice(&Sha256::digest(what)[..16]);
        holdings
    }
}

impl Snapshot {
    /// Names what tiles of territories are made of: the pack, and the way they are drawn.
    pub fn territory_holdings(&self) -> TileHoldings {
        TileHoldings::named(&format!("territories {TERRITORIES_EDITION}\0{}", self.country().digest()))
    }

    /// A tile of the country's territories: of one level, or of all.
    ///
    /// # Errors
    /// When the pack's outlines cannot be read.
    pub async fn territory_tile(
        &self,
        level: Option<Level>,
        tile: TileId,
    ) -> Result<Arc<Tile>, SnapshotError> {
        let key = (self.territory_holdings(), level, tile);
        self.archive().tiles().territories(self.country(), key).await
    }
}

impl NetworkState {
    /// Names what the tiles of a question are made of.
    pub fn tile_holdings(&self, question: &Question) -> TileHoldings {
        let (country, key) = (self.snapshot().country(), self.held(question).key());
        let standing = self.counted(question).standing;
        let surface = &country.default_surface().id;
        let digest = country.digest();
        let named = format!("{EDITION}\0{digest}\0{surface}\0{standing}\0{key:?}");
        TileHoldings::named(&named)
    }

    /// A tile of where a question reaches. Of a fixed technology a cell is covered where a dwelling is passed. Where
    /// nothing is known, because no one filed or a filing is damaged, nothing is shown, neither as covered nor as not.
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn tile(
        &self,
        question: &Question,
        kind: TileKind,
        tile: TileId,
    ) -> Result<Arc<Tile>, SnapshotError> {
        let key = (self.tile_holdings(question), kind, tile);
        let reach = async {
            if !self.counted(question).standing.has_share() {
                return Ok(None);
            }
            self.reach(question).await.map(Some)
        };
        self.snapshot().archive().tiles().get(self.snapshot().country(), key, reach).await
    }
}
