//! Tiles of where a question reaches, of what changed between two, and of the country's territories.
//!
//! Owns what a tile is named by. Its name changes with whatever changes the tile, so that a tile may be kept for ever
//! under it: the layers in force, what of them is damaged, the country's cells and people, and the way tiles are drawn.
//! Territories are of the country pack alone.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::tile_cache::{TileHoldings, TileKind};
use super::{FigureState, NetworkState, Question, Side, Snapshot, SnapshotError, Tile};
use crate::catalogue::FilingRecord;
use crate::coverage::tiles::{
    EDITION, GROUND_EDITION, GroundTheme, LOCALITIES_EDITION, NETWORKS_EDITION, TERRITORIES_EDITION,
};
use crate::domain::{Level, OperatorId, RoutePhase, TileId, word_list};

impl TileHoldings {
    pub(super) fn named(what: &str) -> Self {
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

impl Snapshot {
    /// Names what pictures of the ground are made of: the pack, and the way they are drawn.
    pub fn ground_holdings(&self) -> TileHoldings {
        TileHoldings::named(&format!("ground {GROUND_EDITION}\0{}", self.country().digest()))
    }

    /// A picture of the ground.
    ///
    /// # Errors
    /// When the pack's outlines cannot be read.
    pub async fn ground_tile(&self, theme: GroundTheme, tile: TileId) -> Result<Arc<Tile>, SnapshotError> {
        self.archive().tiles().ground(self.country(), (self.ground_holdings(), theme, tile)).await
    }

    /// Names what tiles of localities are made of: the pack, and the way they are drawn.
    pub fn locality_holdings(&self) -> TileHoldings {
        TileHoldings::named(&format!("localities {LOCALITIES_EDITION}\0{}", self.country().digest()))
    }

    /// A tile of the country's named localities.
    ///
    /// # Errors
    /// None but that it could not be drawn, which is a fault of ours.
    pub async fn locality_tile(&self, tile: TileId) -> Result<Arc<Tile>, SnapshotError> {
        self.archive().tiles().localities(self.country(), (self.locality_holdings(), tile)).await
    }
}

impl NetworkState {
    /// The filings that state fibre networks in force, of one operator where one is asked for.
    pub fn routes_in_force<'s>(
        &'s self,
        operator: Option<&'s OperatorId>,
    ) -> impl Iterator<Item = &'s Arc<FilingRecord>> {
        self.networks().filter(move |filing| operator.is_none_or(|only| *only == filing.operator))
    }

    /// Names what tiles of fibre networks are made of: the filings in force and what of them is damaged.
    pub fn route_holdings(&self, operator: Option<&OperatorId>, phase: Option<RoutePhase>) -> TileHoldings {
        let filings = self.routes_in_force(operator);
        let filings: Vec<_> = filings.map(|filing| (&filing.id, self.is_damaged(filing))).collect();
        TileHoldings::named(&format!("networks {NETWORKS_EDITION}\0{filings:?}\0{phase:?}"))
    }

    /// A tile of the fibre networks in force, in use or to come where one of them is asked for; none of what is damaged.
    ///
    /// # Errors
    /// When one cannot be loaded from the lake.
    pub async fn route_tile(
        &self,
        operator: Option<&OperatorId>,
        phase: Option<RoutePhase>,
        tile: TileId,
    ) -> Result<Arc<Tile>, SnapshotError> {
        let key = (self.route_holdings(operator, phase), tile);
        let networks = async { Ok(self.networks_of(operator).await?.networks) };
        self.snapshot().archive().tiles().networks(key, phase, networks).await
    }

    /// Names what the tiles of a question are made of.
    pub fn tile_holdings(&self, question: &Question) -> TileHoldings {
        name_of(self, &self.made_of(question))
    }

    /// What a question's tiles change with.
    fn made_of(&self, question: &Question) -> String {
        format!("{}\0{:?}", self.counted(question).standing, self.held(question).key())
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

/// Names tiles by the country they are of, the way they are drawn, and what they are made of.
fn name_of(state: &NetworkState, made_of: &str) -> TileHoldings {
    let country = state.snapshot().country();
    let (surface, digest) = (&country.default_surface().id, country.digest());
    TileHoldings::named(&format!("{EDITION}\0{digest}\0{surface}\0{made_of}"))
}

word_list!(
    /// Which cells of a change.
    Movement, "cells of a change" {
        /// Those reached after and not before.
        Gained => "gained",
        /// Those reached before and not after.
        Lost => "lost",
    }
);

/// The cells that one side of a change reaches and the other does not.
#[derive(Debug, Clone)]
pub struct MovedCells {
    /// The earlier side.
    pub from: Side,
    /// The later side, of the same technology.
    pub to: Side,
    /// Which of both's are meant.
    pub movement: Movement,
}

impl MovedCells {
    /// Names what their tiles are made of.
    pub fn tile_holdings(&self) -> TileHoldings {
        let made_of = |side: &Side| side.state.made_of(&side.question);
        let Self { from, to, movement } = self;
        name_of(&to.state, &format!("{movement}\0{}\0{}", made_of(from), made_of(to)))
    }

    /// A tile of them. Where a side is damaged or a lower bound nothing is shown: what lies between bounds is not
    /// known. Nothing filed reaches nothing, so what is filed first is gained.
    ///
    /// # Errors
    /// When an extent cannot be loaded from the lake.
    pub async fn tile(&self, kind: TileKind, tile: TileId) -> Result<Arc<Tile>, SnapshotError> {
        let key = (self.tile_holdings(), kind, tile);
        let reach = async {
            let sides = [&self.from, &self.to];
            let standings = sides.map(|side| side.state.counted(&side.question).standing);
            if standings.iter().any(|of| !matches!(of, FigureState::Known | FigureState::NoFiling)) {
                return Ok(None);
            }
            let [from, to] = sides.map(|side| side.state.reach(&side.question));
            let (from, to) = (from.await?, to.await?);
            Ok(Some(match self.movement {
                Movement::Gained => to.beyond(&from),
                Movement::Lost => from.beyond(&to),
            }))
        };
        let snapshot = self.to.state.snapshot();
        snapshot.archive().tiles().get(snapshot.country(), key, reach).await
    }
}
