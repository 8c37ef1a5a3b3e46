//! What a number means: a share never travels without its definition.

use serde::{Deserialize, Serialize};

use super::{
    AsOf, Environment, InvalidWord, Mbps, Names, OperatorId, PlaceListId, Recorded, Scope, SpeedFloor,
    TechnologyId, string_id, word_list,
};

word_list!(
    /// What a share is a share of.
    Denominator, "denominator" {
        /// People of the census.
        Population => "population",
        /// Households of the census.
        Households => "households",
        /// Square kilometres.
        Area => "area",
    }
);

/// What a share is a share of: people, households, area, or the places of a list, as `places:schools`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ShareOf {
    /// Something that the census or the map measures.
    Measured(Denominator),
    /// The places of a list.
    Places(PlaceListId),
}

impl ShareOf {
    /// How it begins where it is of places.
    pub const PLACES: &'static str = "places:";

    /// The list, where it is of places.
    pub fn places(&self) -> Option<&PlaceListId> {
        match self {
            Self::Measured(_) => None,
            Self::Places(list) => Some(list),
        }
    }
}

impl std::fmt::Display for ShareOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Measured(denominator) => denominator.fmt(f),
            Self::Places(list) => write!(f, "{}{list}", Self::PLACES),
        }
    }
}

impl std::str::FromStr for ShareOf {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        match text.strip_prefix(Self::PLACES) {
            Some(list) => list.parse().map(Self::Places),
            None => text.parse().map(Self::Measured),
        }
    }
}

impl Serialize for ShareOf {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl From<Denominator> for ShareOf {
    fn from(denominator: Denominator) -> Self {
        Self::Measured(denominator)
    }
}

string_id!(
    /// How people are spread over the cells of a commune: `uniform`, `urban-centre`, `kontur`.
    SurfaceId,
    "surface",
    "1 to 32 lower-case letters, digits or hyphens",
    |text| (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
);

/// Covered and total amounts of one territory: people, households or square metres.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Share {
    /// How much of the denominator is covered.
    pub covered: f64,
    /// The whole denominator.
    pub total: f64,
}

impl Share {
    /// The ratio 0..1, or nothing where the denominator is nothing.
    ///
    /// Sums of many cells may end a rounding error above the total; that is cut off. A true excess
    /// (fibre's units over households) is kept elsewhere, as an uncapped ratio.
    pub fn ratio(self) -> Option<f64> {
        (self.total > 0.0).then(|| (self.covered / self.total).clamp(0.0, 1.0))
    }
}

word_list!(
    /// What is counted above the line.
    Numerator, "numerator" {
        /// People in covered cells.
        Population => "population",
        /// Households in covered cells.
        Households => "households",
        /// Square kilometres of covered cells.
        Area => "area",
        /// Places of a list in covered cells.
        Places => "places",
        /// Residential units passed or connected.
        Dwellings => "dwellings",
        /// Kilometres of fibre route.
        Routes => "routes",
    }
);

/// Which places a share is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceListOf {
    /// The list.
    pub list: PlaceListId,
    /// What its places are called together, by language.
    pub names: Names,
    /// Who publishes it.
    pub source: String,
    /// Under which licence.
    pub licence: String,
    /// The date whose places it lists.
    pub as_of: AsOf,
    /// When it was recorded here.
    pub recorded: Recorded,
    /// Whether it is made up.
    pub synthetic: bool,
}

/// Everything needed to understand, and to compute again, a share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Definition {
    /// The technology counted.
    pub technology: TechnologyId,
    /// The tier as in addresses: `35-3`.
    pub tier: SpeedFloor,
    /// Minimum download speed in Mbit/s.
    pub mindown: Mbps,
    /// Minimum upload speed in Mbit/s.
    pub minup: Mbps,
    /// Where the user is.
    pub environment: Environment,
    /// Whose coverage counts.
    pub scope: Scope,
    /// What is counted above the line; the room that answers words it.
    #[serde(skip)]
    pub numerator: Numerator,
    /// What is counted below the line.
    pub denominator: ShareOf,
    /// Which places, where places are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<PlaceListOf>,
    /// The census vintage of the denominator.
    pub census: String,
    /// The census year.
    pub census_year: i16,
    /// How people are spread within a commune.
    pub surface: SurfaceId,
    /// The state of the network described.
    pub as_of: AsOf,
    /// What had been recorded by then.
    pub known_at: Recorded,
    /// The operators whose filings count.
    pub operators: Vec<OperatorId>,
    /// Operators that the scope asks for and that have filed nothing.
    pub operators_without_filing: Vec<OperatorId>,
    /// The operators counted whose filing is damaged: its numbers are not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operators_damaged: Vec<OperatorId>,
}
