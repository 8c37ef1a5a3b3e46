//! The words of the field as types: who files, what is filed, where, and what a number means.
//!
//! Owns ids, units and definitions that travel between rooms. Knows nothing of files, databases or
//! HTTP, and does no I/O. Every id is a checked string (codes are never numbers: leading zeros and
//! dots matter); every unit is a type, so that kilometres never meet square metres.

pub mod access;
pub mod address;
mod causes;
pub mod clock;
pub mod collector;
pub mod damage;
pub mod epsg;
pub mod filing;
pub mod layer;
pub mod mark;
pub mod measurement;
pub mod operator;
pub mod place;
pub mod places;
pub mod premises;
pub mod probe;
pub mod routes;
pub mod share;
pub mod target;
pub mod tile;

pub use access::{Act, Actor, Role, TokenId, TokenScope};
pub use address::{Block, InvalidBlock};
pub use causes::{Causes, causes};
pub use clock::Clock;
pub use collector::{CollectOutcome, CollectReason, CollectorId, CollectorSource, CollectorState};
pub use damage::{DamageCause, DamagedKind, DamagedObject, DamagedOf};
pub use epsg::Epsg;
pub use filing::{AsOf, ContentHash, FilingId, FilingKind, Origin, Recorded};
pub use layer::{Environment, Layer, Mbps, OperatorId, Scope, SpeedFloor, TechnologyId};
pub use mark::{CatalogueId, CatalogueMark, LastEvent};
pub use measurement::{
    BandId, CountedBatches, DevicePseudonym, MeasuredState, MethodId, Metric, Month, NewMeasurement, ProbeId,
    SourceId, TestOutcome, Verdict,
};
pub use operator::{Licence, OperatorMeta};
pub use place::{CommuneId, Level, LevelId, LevelRole, LonLat, Names, SquareMetres, TerritoryCode};
pub use places::{ListedPlace, PlaceListHead, PlaceListId};
pub use premises::{Connected, PremisesStatus, PremisesUse, PublishedConnected};
pub use probe::{CheckId, CheckKind};
pub use routes::{FibreNetwork, FibreNode, FibreSpan, NetworkHead, RoutePhase, RouteStatus};
pub use share::{Definition, Denominator, Numerator, PlaceListOf, Share, ShareOf, SurfaceId};
pub use target::{TargetId, TargetPathId, TargetScope, TargetStatus, TodayFrom};
pub use tile::{MapPoint, TileId};

/// A word that is none of the known ones, or is malformed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {value:?} is not valid: expected {expected}")]
pub struct InvalidWord {
    /// Which kind of word: "operator id", "level" and so on.
    pub what: &'static str,
    /// What was given.
    pub value: String,
    /// What would have been valid.
    pub expected: String,
}

impl InvalidWord {
    /// Says that `value` is no valid `what`.
    pub fn new(what: &'static str, value: &str, expected: impl Into<String>) -> Self {
        Self { what, value: value.chars().take(64).collect(), expected: expected.into() }
    }
}

/// Declares an id kept as a shared string, checked by a function of its characters.
macro_rules! string_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $expected:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// Checks and keeps an id.
            ///
            /// # Errors
            /// When the text does not have the form of such an id.
            pub fn new(text: &str) -> Result<Self, $crate::domain::InvalidWord> {
                let check: fn(&str) -> bool = $check;
                if check(text) {
                    Ok(Self(text.into()))
                } else {
                    Err($crate::domain::InvalidWord::new($what, text, $expected))
                }
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::InvalidWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(input)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use string_id;

/// Declares a closed word list: an enum with one stable text per variant.
macro_rules! word_list {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every word of the list, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word itself, as it stands in files, addresses and metrics.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::InvalidWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $name::ALL.iter().copied().find(|word| word.as_str() == text).ok_or_else(|| {
                    let known: Vec<&str> = $name::ALL.iter().map(|word| word.as_str()).collect();
                    $crate::domain::InvalidWord::new($what, text, format!("one of {}", known.join(", ")))
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                output.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(input)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use word_list;
