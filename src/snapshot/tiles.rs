//! Tiles of where a question reaches.
//!
//! Owns what a tile is named by. Its name changes with whatever changes the tile, so that a tile may be kept for ever
//! under it: the layers in force, what of them is damaged, the country's cells and people, and the way tiles are drawn.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::tile_cache::{TileHoldings, TileKey, TileKind};
use super::{NetworkState, Question, SnapshotError, Tile};
use crate::coverage::tiles::EDITION;
use crate::domain::TileId;

impl NetworkState {
    /// Names what the tiles of a question are made of.
    pub fn tile_holdings(&self, question: &Question) -> TileHoldings {
        let (country, key) = (self.snapshot().country(), self.held(question).key());
        let standing = self.counted(question).standing;
        let surface = &country.default_surface().id;
        let digest = country.digest();
        let named = format!("{EDITION}\0{digest}\0{surface}\0{standing}\0{key:?}");
        let mut holdings = TileHoldings([0; 16]);
        holdings.0.copy_from_slice(&Sha256::digest(named)[..16]);
        holdings
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
        let key = TileKey { holdings: self.tile_holdings(question), kind, tile };
        let reach = async {
            if !self.counted(question).standing.has_share() {
                return Ok(None);
            }
            self.reach(question).await.map(Some)
        };
        self.snapshot().archive().tiles().get(self.snapshot().country(), &key, reach).await
    }
}
