//! Reference systems of coordinates by their number in the EPSG dataset.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::InvalidWord;

/// A coordinate reference system by its number in the EPSG dataset: `EPSG:26191`.
///
/// Numbers are taken as east and north, longitude before latitude, whatever order the dataset gives the axes: that is how
/// files hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Epsg(pub u16);

impl Epsg {
    /// Longitude and latitude on WGS 84.
    pub const WGS84: Self = Self(4326);
}

impl fmt::Display for Epsg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EPSG:{}", self.0)
    }
}

impl From<Epsg> for String {
    fn from(code: Epsg) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for Epsg {
    type Error = InvalidWord;

    fn try_from(text: String) -> Result<Self, InvalidWord> {
        text.parse()
    }
}

impl FromStr for Epsg {
    type Err = InvalidWord;

    /// Reads the ways in which files and people write it: `EPSG:26191`, `26191`, `urn:ogc:def:crs:EPSG::26191`,
    /// `http://www.opengis.net/def/crs/EPSG/0/26191`, and the names of longitude and latitude on WGS 84, `OGC:CRS84`.
    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        let invalid = || InvalidWord {
            what: "reference system",
            value: text.chars().take(80).collect(),
            expected: "a number of the EPSG dataset, as EPSG:26191".to_owned(),
        };
        let parts: Vec<&str> = text.trim().split([':', '/']).collect();
        let (last, before) = parts.split_last().ok_or_else(invalid)?;
        let named = |word: &str| before.iter().any(|part| part.eq_ignore_ascii_case(word));
        if last.eq_ignore_ascii_case("CRS84") && (before.is_empty() || named("OGC")) {
            return Ok(Self::WGS84);
        }
        if !before.is_empty() && !named("EPSG") {
            return Err(invalid());
        }
        last.parse().map(Self).map_err(|_not_a_number| invalid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_files_and_people_write_it() {
        for text in [
            "EPSG:26191",
            "epsg:26191",
            " 26191 ",
            "urn:ogc:def:crs:EPSG::26191",
            "urn:ogc:def:crs:EPSG:9.6:26191",
            "http://www.opengis.net/def/crs/EPSG/0/26191",
        ] {
            assert_eq!(text.parse(), Ok(Epsg(26191)), "{text}");
        }
        for text in ["OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "CRS84"] {
            assert_eq!(text.parse(), Ok(Epsg::WGS84), "{text}");
        }
        for text in ["", "EPSG:", "ESRI:102191", "EPSG:99999999", "Merchich", "-1", "IAU:CRS84"] {
            assert!(text.parse::<Epsg>().is_err(), "{text}");
        }
        assert_eq!(Epsg(26191).to_string(), "EPSG:26191");
    }
}
