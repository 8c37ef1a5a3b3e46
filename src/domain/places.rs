//! Places that matter: schools, health centres, administrations, in lists that somebody publishes.
//!
//! A *place list* has an id, names, where it comes from, under which licence, of which date, and whether it is made
//! up; its places have an id, a name and a point. Owns these words and which texts they may be.

use serde::{Deserialize, Serialize};

use super::{AsOf, InvalidWord, LonLat, Names, TerritoryCode, string_id};

string_id!(
    /// The id of a place list: `schools`.
    PlaceListId,
    "place list",
    "1 to 32 lower-case letters, digits or hyphens, a letter first",
    |text| (1..=32).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
);

/// The longest name, source or licence, in characters.
pub const LINE_MOST: usize = 200;

/// Degrees to a whole number of the seven decimals that are kept.
const E7: f64 = 1e7;

/// What is said of a place list as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceListHead {
    /// Its id.
    pub id: PlaceListId,
    /// What its places are called together, by language: `Schools`.
    pub names: Names,
    /// Who publishes it.
    pub source: String,
    /// Under which licence.
    pub licence: String,
    /// The date whose places it lists.
    pub as_of: AsOf,
    /// Whether it is made up.
    pub synthetic: bool,
}

/// A place of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPlace {
    /// Its id, which no other place of the list has.
    pub id: String,
    /// Its name; empty where it has none.
    pub name: String,
    /// Degrees east, in units of 1e-7 degree.
    pub lon_e7: i32,
    /// Degrees north, in units of 1e-7 degree.
    pub lat_e7: i32,
    /// The H3 cell it counts in.
    pub h3: u64,
    /// The commune it lies in.
    pub commune: TerritoryCode,
}

impl ListedPlace {
    /// Where it is.
    pub fn position(&self) -> LonLat {
        LonLat { lon: f64::from(self.lon_e7) / E7, lat: f64::from(self.lat_e7) / E7 }
    }
}

/// Degrees as they are kept.
pub fn to_e7(degrees: f64) -> i32 {
    (degrees * E7).round() as i32
}

/// Whether a text is one line of 1 to [`LINE_MOST`] characters that are seen.
pub fn is_line(text: &str) -> bool {
    (1..=LINE_MOST).contains(&text.chars().count())
        && text.trim() == text
        && !text.chars().any(|letter| letter.is_control() || is_turn(letter))
}

/// Marks that turn the direction of the text after them.
fn is_turn(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl PlaceListHead {
    /// Holds its texts against what they may be; `languages` are the country's.
    ///
    /// # Errors
    /// With the first that is something else.
    pub fn check(&self, languages: &[String]) -> Result<(), InvalidWord> {
        let line = || format!("one line of 1 to {LINE_MOST} characters");
        if self.names.0.is_empty() {
            return Err(InvalidWord::new("names", "", "a name in at least one language"));
        }
        for (language, name) in &self.names.0 {
            if !languages.contains(language) {
                let known = format!("a language of the country: {}", languages.join(", "));
                return Err(InvalidWord::new("language of a name", language, known));
            }
            if !is_line(name) {
                return Err(InvalidWord::new("name", name, line()));
            }
        }
        for (what, text) in [("source", &self.source), ("licence", &self.licence)] {
            if !is_line(text) {
                return Err(InvalidWord::new(what, text, line()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(names: &[(&str, &str)], source: &str) -> PlaceListHead {
        PlaceListHead {
            id: PlaceListId::new("schools").expect("an id"),
            names: Names(names.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect()),
            source: source.to_owned(),
            licence: "CC BY 4.0".to_owned(),
            as_of: "2026-01-01".parse().expect("a date"),
            synthetic: false,
        }
    }

    #[test]
    fn a_list_is_named_in_the_country_s_languages_and_says_where_it_comes_from() {
        let languages = ["fr", "ar"].map(str::to_owned);
        assert_eq!(head(&[("fr", "Écoles"), ("ar", "المدارس")], "Ministère").check(&languages), Ok(()));
        for (wrong, what) in [
            (head(&[], "M"), "names"),
            (head(&[("es", "Escuelas")], "M"), "language of a name"),
            (head(&[("fr", "")], "M"), "name"),
            (head(&[("fr", "a\nb")], "M"), "name"),
            (head(&[("fr", "a\u{202e}b")], "M"), "name"),
            (head(&[("fr", "Écoles")], ""), "source"),
            (head(&[("fr", "Écoles")], &"x".repeat(201)), "source"),
        ] {
            assert_eq!(wrong.check(&languages).expect_err("refused").what, what);
        }
        for wrong in ["", "Schools", "1st", "a b", "places:schools"] {
            assert!(PlaceListId::new(wrong).is_err(), "{wrong}");
        }
    }
}
