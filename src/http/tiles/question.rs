//! What is asked of tiles, and how it stands in their addresses.

use url::form_urlencoded::Serializer;

use crate::domain::{AsOf, Environment, Recorded, Scope, SpeedFloor, TechnologyId};
use crate::http::extract::asked::{Needed, query};
use crate::http::extract::parameters::Lang;
use crate::http::extract::question::{CountedTechnology, Counting, Instant, Tier, Where};
use crate::http::extract::sides::{CountingFiler, Differing, Earlier, LeftBy, sides};
use crate::http::extract::tile_form::TileForm;
use crate::snapshot::{MovedCells, Movement, NetworkState, Question, Side, TileHoldings};

query! {
    /// Of which coverage tiles are asked for, and how they are written.
    CoverageTilesQuery {
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: Counting = "any (default), all, min2, op:ID",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        lang: Lang = "language of the texts",
        f: Option<TileForm> = "png (default): how full each pixel is, zooms 0 to 8; mvt: outlines, zooms 9 to 12",
    }
}

query! {
    /// Of whose gap tiles are asked for.
    GapTilesQuery {
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: Counting = "any (default), all, min2, op:ID",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        lang: Lang = "language of the texts",
    }
}

query! {
    /// Of which coverage a square is asked for.
    SquareQuery {
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: Counting = "any (default), all, min2, op:ID",
        as_of: Option<AsOf> = "date of the network described; default the latest filed",
        known_at: Option<Instant> = "what had been recorded by then: an instant, or a date",
        holdings: Option<String> = "what is in force, as the set of tiles names it; another one leads to the present one",
    }
}

query! {
    /// Of which change tiles are asked for, and how they are written.
    ChangeTilesQuery {
        cells: Needed<Movement> = "gained: reached after and not before; lost: reached before and not after",
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default that of the filing, else the first filed",
        tier: Tier = "DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: CountingFiler = "any (default), all, min2, op:ID; with a filing, its operator",
        as_of: Option<AsOf> = "date of the later side; default the latest filed",
        known_at: Option<Instant> = "what had been recorded of the later side by then: an instant, or a date",
        filing: LeftBy = "id of a filing, instead of `as_of` and `known_at`: the later side is the state it left",
        from_tier: Differing<Tier> = "tier of the earlier side; default the same",
        from_environment: Differing<Where> = "environment of the earlier side; default the same",
        from_scope: Differing<Counting> = "scope of the earlier side; default the same",
        from_as_of: Option<AsOf> = "date of the earlier side; default the date filed before, the same where another from_ is given",
        from_known_at: Option<Instant> = "what had been recorded of the earlier side by then; default as for the later side",
        from_filing: LeftBy = "id of a filing, instead of `from_as_of` and `from_known_at`; default, with filing, what was in force before it",
        lang: Lang = "language of the texts",
        f: Option<TileForm> = "png (default): how full each pixel is, zooms 0 to 8; mvt: outlines, zooms 9 to 12",
    }
}

query! {
    /// Of which change a square is asked for.
    ChangeSquareQuery {
        cells: Needed<Movement> = "gained: reached after and not before; lost: reached before and not after",
        technology: CountedTechnology = "id of a technology that `/api/v1/country` lists; default the first filed",
        tier: Tier = "DOWN-UP in Mbit/s, such as 35-3; default the technology's lowest",
        environment: Where = "outdoor (default), vehicle, indoor",
        scope: Counting = "any (default), all, min2, op:ID",
        as_of: Option<AsOf> = "date of the later side; default the latest filed",
        known_at: Option<Instant> = "what had been recorded of the later side by then: an instant, or a date",
        from_tier: Differing<Tier> = "tier of the earlier side; default the same",
        from_environment: Differing<Where> = "environment of the earlier side; default the same",
        from_scope: Differing<Counting> = "scope of the earlier side; default the same",
        from_as_of: Option<AsOf> = "date of the earlier side; default the date filed before, the same where another from_ is given",
        from_known_at: Option<Instant> = "what had been recorded of the earlier side by then; default as for the later side",
        holdings: Option<String> = "what is in force, as the set of tiles names it; another one leads to the present one",
    }
}

/// The parameters that make a question.
fn question(
    technology: &TechnologyId,
    floor: SpeedFloor,
    environment: Environment,
    scope: &Scope,
) -> Question {
    Question { technology: technology.clone(), floor, environment, scope: scope.clone() }
}

impl CoverageTilesQuery {
    pub(super) fn question(&self) -> Question {
        question(&self.technology, self.tier, self.environment, &self.scope)
    }
}

impl GapTilesQuery {
    pub(super) fn question(&self) -> Question {
        question(&self.technology, self.tier, self.environment, &self.scope)
    }
}

impl SquareQuery {
    pub(super) fn question(&self) -> Question {
        question(&self.technology, self.tier, self.environment, &self.scope)
    }
}

impl ChangeTilesQuery {
    /// The cells asked for, of the sides told at the events that concern them.
    pub(super) fn moved(&self, state: &NetworkState) -> MovedCells {
        let question = question(&self.technology, self.tier, self.environment, &self.scope);
        let earlier = Earlier {
            tier: self.from_tier,
            environment: self.from_environment,
            scope: self.from_scope.as_ref(),
            as_of: self.from_as_of,
            known_at: self.from_known_at,
            filing: self.from_filing.as_deref(),
        };
        moved(self.cells, sides(state, &question, self.filing.as_deref(), &earlier))
    }
}

impl ChangeSquareQuery {
    /// See [`ChangeTilesQuery::moved`].
    pub(super) fn moved(&self, state: &NetworkState) -> MovedCells {
        let question = question(&self.technology, self.tier, self.environment, &self.scope);
        let earlier = Earlier {
            tier: self.from_tier,
            environment: self.from_environment,
            scope: self.from_scope.as_ref(),
            as_of: self.from_as_of,
            known_at: self.from_known_at,
            filing: None,
        };
        moved(self.cells, sides(state, &question, None, &earlier))
    }
}

fn moved(movement: Movement, (from, to): (Side, Side)) -> MovedCells {
    MovedCells { from: from.told(), to: to.told(), movement }
}

/// A question as the query of an address, with all that it means by default, and what is in force for it.
pub(super) fn query_of(question: &Question, state: &NetworkState, holdings: TileHoldings) -> String {
    let mut query = Serializer::new(String::new());
    append(&mut query, "", question, state);
    query.append_pair("holdings", &holdings.to_string()).finish()
}

/// Both sides of a change as the query of an address; `from_…` tells the earlier.
pub(super) fn query_of_change(moved: &MovedCells) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("cells", moved.movement.as_str());
    append(&mut query, "", &moved.to.question, &moved.to.state);
    append(&mut query, "from_", &moved.from.question, &moved.from.state);
    query.append_pair("holdings", &moved.tile_holdings().to_string()).finish()
}

/// A question, its date and its instant, under names that begin as said; both sides are of one technology.
fn append(query: &mut Serializer<'_, String>, side: &str, question: &Question, state: &NetworkState) {
    if side.is_empty() {
        query.append_pair("technology", question.technology.as_str());
    }
    let known_at: Recorded = state.known_at();
    query
        .append_pair(&format!("{side}tier"), &question.floor.to_string())
        .append_pair(&format!("{side}environment"), question.environment.as_str())
        .append_pair(&format!("{side}scope"), &question.scope.to_string())
        .append_pair(&format!("{side}as_of"), &state.as_of().to_string())
        .append_pair(&format!("{side}known_at"), &known_at.to_string());
}
