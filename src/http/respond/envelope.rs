//! What every answer carries beside its own content.

use axum::http::header;
use serde::Serialize;

use crate::catalogue::PlaceListRecord;
use crate::country::{TerritoryId, Tree};
use crate::domain::{LevelId, Names, Recorded, TerritoryCode};
use crate::http::respond::damage::DamagedFiling;
use crate::snapshot::{NetworkState, Question};

/// The dates, the honesty and the sources of an answer.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Envelope {
    /// The state of the network described: a civil date of the country.
    #[schema(value_type = String, format = Date, example = "2026-06-30")]
    pub(crate) as_of: jiff::civil::Date,
    /// What had been recorded by then: an instant in UTC.
    pub(crate) known_at: Recorded,
    /// Whether any of it is made up for a demonstration.
    pub(crate) synthetic: bool,
    /// Lines that must stand beside every product of this data.
    pub(crate) attribution: Vec<String>,
    /// Filings in force whose rows are damaged: what they declare is not known, and no number counts it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) damaged: Vec<DamagedFiling>,
}

impl Envelope {
    /// The envelope of an answer from a state of the network.
    pub(crate) fn of(state: &NetworkState) -> Self {
        Self {
            as_of: state.as_of(),
            known_at: state.known_at(),
            synthetic: state.is_synthetic(),
            attribution: state.snapshot().country().meta.attribution.clone(),
            damaged: state.damaged().into_iter().map(DamagedFiling::from).collect(),
        }
    }

    /// The envelope of an answer to one question: it says of the filings that the answer is made of what [`Self::of`]
    /// says of all.
    pub(crate) fn of_question(state: &NetworkState, question: &Question) -> Self {
        let filings = state.filings_of(question);
        let damaged = filings.iter().filter(|filing| state.is_damaged(filing));
        Self {
            as_of: state.as_of(),
            known_at: state.known_at(),
            synthetic: state.is_synthetic_of(question, &filings),
            attribution: state.snapshot().country().meta.attribution.clone(),
            damaged: damaged.map(|filing| DamagedFiling::from(&**filing)).collect(),
        }
    }

    /// The envelope of lists of places: they are of no filing, and each wants to be named.
    pub(crate) fn of_places<'l>(
        state: &NetworkState,
        lists: impl Iterator<Item = &'l PlaceListRecord>,
    ) -> Self {
        let meta = &state.snapshot().country().meta;
        let mut attribution = meta.attribution.clone();
        let mut synthetic = false;
        for list in lists {
            let head = &list.head;
            synthetic |= head.synthetic;
            let name = head.names.best(&meta.languages);
            attribution.push(format!("{name}: {} ({}, {})", head.source, head.licence, head.as_of));
        }
        let (as_of, known_at) = (state.as_of(), state.known_at());
        Self { as_of, known_at, synthetic, attribution, damaged: Vec::new() }
    }

    /// The same of an answer that is made of something else too.
    #[must_use]
    pub(crate) fn beside(mut self, other: Self) -> Self {
        self.synthetic |= other.synthetic;
        for line in other.attribution {
            if !self.attribution.contains(&line) {
                self.attribution.push(line);
            }
        }
        for filing in other.damaged {
            if !self.damaged.contains(&filing) {
                self.damaged.push(filing);
            }
        }
        self
    }
}

/// Enough of a territory to name it and to go there.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct TerritoryRef {
    /// Its official code.
    pub(crate) code: TerritoryCode,
    /// Its level.
    pub(crate) level: LevelId,
    /// Its names by language.
    pub(crate) names: Names,
    /// The code of what contains it.
    #[schema(required = true)]
    pub(crate) parent: Option<TerritoryCode>,
}

impl TerritoryRef {
    /// Names a territory.
    pub(crate) fn of(tree: &Tree, id: TerritoryId) -> Self {
        let territory = tree.get(id);
        Self {
            code: territory.code.clone(),
            level: tree.level_id(id).clone(),
            names: territory.names.clone(),
            parent: territory.parent.map(|parent| tree.get(parent).code.clone()),
        }
    }
}

/// The headers of JSON that is for one caller and one moment.
pub(crate) fn fresh() -> [(header::HeaderName, &'static str); 2] {
    [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")]
}

/// JSON bytes of an answer.
pub(crate) fn json(value: &impl Serialize) -> Result<Vec<u8>, crate::http::respond::problem::Problem> {
    serde_json::to_vec(value).map_err(crate::http::respond::problem::Problem::internal)
}
