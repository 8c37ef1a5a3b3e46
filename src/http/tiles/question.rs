//! What is asked of tiles, and how it stands in their addresses.

use url::form_urlencoded::Serializer;

use crate::domain::{AsOf, Environment, Recorded, Scope, SpeedFloor, TechnologyId};
use crate::http::extract::asked::query;
use crate::http::extract::parameters::Lang;
use crate::http::extract::question::{CountedTechnology, Counting, Instant, Tier, Where};
use crate::http::extract::tile_form::TileForm;
use crate::snapshot::{NetworkState, Question, TileHoldings};

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

/// A question as the query of an address, with all that it means by default, and what is in force for it.
pub(super) fn query_of(question: &Question, state: &NetworkState, holdings: TileHoldings) -> String {
    let known_at: Recorded = state.known_at();
    Serializer::new(String::new())
        .append_pair("technology", question.technology.as_str())
        .append_pair("tier", &question.floor.to_string())
        .append_pair("environment", question.environment.as_str())
        .append_pair("scope", &question.scope.to_string())
        .append_pair("as_of", &state.as_of().to_string())
        .append_pair("known_at", &known_at.to_string())
        .append_pair("holdings", &holdings.to_string())
        .finish()
}
