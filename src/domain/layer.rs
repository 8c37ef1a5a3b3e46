//! What is filed: operators, technologies, speeds, environments and the layers they make.

use serde::{Deserialize, Serialize};

use super::{InvalidWord, string_id, word_list};

string_id!(
    /// An operator's id in the country pack, for instance `iam`.
    OperatorId,
    "operator id",
    "1 to 32 lower-case letters, digits or hyphens",
    is_slug
);

string_id!(
    /// A technology's id in the country pack: `fibre`, `4g`, `5g` and so on.
    TechnologyId,
    "technology",
    "1 to 32 lower-case letters, digits or hyphens",
    is_slug
);

fn is_slug(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

word_list!(
    /// Where the user of a mobile network is.
    Environment, "environment" {
        /// Standing outdoors.
        Outdoor => "outdoor",
        /// In a moving vehicle; whoever claims it claims outdoor too.
        Vehicle => "vehicle",
        /// Indoors.
        Indoor => "indoor",
    }
);

/// A speed in Mbit/s, kept exactly in kbit/s so that it can be compared and hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Mbps(u32);

impl Mbps {
    /// The highest speed that can be filed: 1 Tbit/s.
    pub const MAX: Mbps = Mbps(1_000_000_000);

    /// A speed from a number of Mbit/s, rounded to 1 kbit/s.
    ///
    /// # Errors
    /// When the number is not finite, negative or above [`Mbps::MAX`].
    pub fn new(mbit_per_second: f64) -> Result<Self, InvalidWord> {
        let kbit = (mbit_per_second * 1000.0).round();
        if (0.0..=f64::from(Self::MAX.0)).contains(&kbit) {
            Ok(Self(kbit as u32))
        } else {
            Err(InvalidWord::new(
                "speed",
                &mbit_per_second.to_string(),
                "a number of Mbit/s from 0 to 1000000",
            ))
        }
    }

    /// A speed from whole kbit/s.
    pub const fn from_kbit(kbit_per_second: u32) -> Self {
        Self(kbit_per_second)
    }

    /// The speed in kbit/s.
    pub const fn kbit(self) -> u32 {
        self.0
    }

    /// The speed in Mbit/s.
    pub fn get(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

impl std::fmt::Display for Mbps {
    /// The shortest decimal: `5`, `0.05`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.get())
    }
}

impl Serialize for Mbps {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(1000) {
            output.serialize_u32(self.0 / 1000)
        } else {
            output.serialize_f64(self.get())
        }
    }
}

impl<'de> Deserialize<'de> for Mbps {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Mbps::new(f64::deserialize(input)?).map_err(serde::de::Error::custom)
    }
}

/// A pair of minimum speeds, download and upload: what makes a technology a *tier*.
///
/// Its text form is `35-3`, as in addresses and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SpeedFloor {
    /// Minimum download speed.
    pub down: Mbps,
    /// Minimum upload speed.
    pub up: Mbps,
}

impl SpeedFloor {
    /// Whether this floor promises at least what `other` asks for, in both directions.
    pub fn meets(self, other: SpeedFloor) -> bool {
        self.down >= other.down && self.up >= other.up
    }
}

impl std::fmt::Display for SpeedFloor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.down, self.up)
    }
}

impl std::str::FromStr for SpeedFloor {
    type Err = InvalidWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || InvalidWord::new("tier", text, "DOWN-UP in Mbit/s, for instance 35-3");
        let (down, up) = text.split_once('-').ok_or_else(bad)?;
        let speed =
            |part: &str| part.parse::<f64>().ok().and_then(|number| Mbps::new(number).ok()).ok_or_else(bad);
        Ok(Self { down: speed(down)?, up: speed(up)? })
    }
}

impl Serialize for SpeedFloor {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

/// What a filing states the extent of: one operator's technology at a speed in an environment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Layer {
    /// Whose network.
    pub operator: OperatorId,
    /// Which technology.
    pub technology: TechnologyId,
    /// Minimum download speed.
    pub mindown: Mbps,
    /// Minimum upload speed.
    pub minup: Mbps,
    /// Where the user is. Fixed technologies file `indoor`.
    pub environment: Environment,
}

impl Layer {
    /// Both speeds of the layer.
    pub fn floor(&self) -> SpeedFloor {
        SpeedFloor { down: self.mindown, up: self.minup }
    }

    /// Whether this layer counts towards a tier of `technology` in `environment`.
    ///
    /// A tier is the union of the layers at or above both speeds, and `outdoor` includes
    /// `vehicle` (the FCC's `environmnt` 1 sets both).
    pub fn counts_for(&self, technology: &TechnologyId, floor: SpeedFloor, environment: Environment) -> bool {
        let place = self.environment == environment
            || (environment == Environment::Outdoor && self.environment == Environment::Vehicle);
        place && self.technology == *technology && self.floor().meets(floor)
    }
}

/// Whose coverage a number counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// At least one operator.
    Any,
    /// Every operator the pack licenses for the technology at that date.
    All,
    /// At least two operators.
    Min2,
    /// One operator.
    Operator(OperatorId),
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scope::Any => f.write_str("any"),
            Scope::All => f.write_str("all"),
            Scope::Min2 => f.write_str("min2"),
            Scope::Operator(id) => write!(f, "op:{id}"),
        }
    }
}

impl std::str::FromStr for Scope {
    type Err = InvalidWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "any" => Ok(Scope::Any),
            "all" => Ok(Scope::All),
            "min2" => Ok(Scope::Min2),
            _ => text
                .strip_prefix("op:")
                .and_then(|id| OperatorId::new(id).ok())
                .map(Scope::Operator)
                .ok_or_else(|| InvalidWord::new("scope", text, "any, all, min2 or op:OPERATOR")),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}
