//! What is asked: query parameters read strictly, the language, the media type.
//!
//! An unknown parameter is refused by name, so that a mistyped filter never silently widens an answer;
//! a bad value is refused with what was expected. An empty value counts as not given.

use std::fmt::Display;
use std::str::FromStr;

use axum::extract::{FromRequestParts, OriginalUri, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Uri, header};

use crate::domain::AsOf;
use crate::http::respond::problem::Problem;
use crate::http::respond::said::Said;

/// A media type that an address can answer in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// `application/json`.
    Json,
    /// `text/csv`.
    Csv,
    /// `application/geo+json`.
    GeoJson,
}

impl Format {
    const ALL: [Format; 3] = [Format::Json, Format::Csv, Format::GeoJson];

    /// The word of `f=`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
            Format::GeoJson => "geojson",
        }
    }

    /// The media type, with its parameters.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json",
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::GeoJson => "application/geo+json",
        }
    }

    fn accepted_by(self, range: &str) -> bool {
        match self {
            Format::Json => matches!(range, "*/*" | "application/*" | "application/json"),
            Format::Csv => matches!(range, "*/*" | "text/*" | "text/csv"),
            Format::GeoJson => {
                matches!(range, "*/*" | "application/*" | "application/geo+json" | "application/vnd.geo+json")
            }
        }
    }
}

/// A request for data: its address, its parameters, its headers.
#[derive(Debug)]
pub(crate) struct Ask {
    pairs: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) uri: Uri,
}

impl<S: Send + Sync> FromRequestParts<S> for Ask {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or_else(|| parts.uri.clone(), |original| original.0.clone());
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|error| Problem::bad_request("bad-query", error.to_string()))?;
        Ok(Self { pairs, headers: parts.headers.clone(), uri })
    }
}

impl Ask {
    /// Refuses every parameter that is not known, and every repetition.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        for (at, (name, _)) in self.pairs.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(Problem::unknown_parameter(name, known));
            }
            if self.pairs[..at].iter().any(|(earlier, _)| earlier == name) {
                return Err(Problem::repeated_parameter(name));
            }
        }
        Ok(())
    }

    /// A parameter as text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// A parameter as a value of a type that reads itself; `expected` says what would be right.
    pub(crate) fn value<T: FromStr<Err: Display>>(
        &self,
        name: &str,
        expected: &str,
    ) -> Result<Option<T>, Problem> {
        self.text(name)
            .map(|text| text.parse::<T>().map_err(|_refused| Problem::bad_parameter(name, text, expected)))
            .transpose()
    }

    /// A parameter that is one of the field's words; the word's own type says what would be right.
    pub(crate) fn word<T: FromStr<Err = crate::domain::InvalidWord>>(
        &self,
        name: &str,
    ) -> Result<Option<T>, Problem> {
        self.text(name)
            .map(|text| text.parse::<T>().map_err(|word| Problem::of_word(name, &word)))
            .transpose()
    }

    /// A civil date, `2026-06-30` and nothing more: a time of day is part of no date asked about here.
    pub(crate) fn date(&self, name: &str, expected: &str) -> Result<Option<AsOf>, Problem> {
        let date = self.value(name, expected)?;
        match self.text(name).filter(|text| text.len() != "2026-06-30".len()) {
            Some(longer) => Err(Problem::bad_parameter(name, longer, expected)),
            None => Ok(date),
        }
    }

    /// A finite number within bounds.
    pub(crate) fn number(&self, name: &str, from: f64, to: f64) -> Result<Option<f64>, Problem> {
        let expected = format!("a number from {from} to {to}");
        let Some(number) = self.value::<f64>(name, &expected)? else { return Ok(None) };
        if (from..=to).contains(&number) {
            Ok(Some(number))
        } else {
            Err(Problem::bad_parameter(name, self.text(name).unwrap_or_default(), &expected))
        }
    }

    /// Which of the offered media types to answer in: `f=` first, then `Accept`, then the first offered.
    pub(crate) fn format(&self, offered: &[Format]) -> Result<Format, Problem> {
        let words = || offered.iter().map(|format| format.word()).collect::<Vec<_>>().join(", ");
        if let Some(word) = self.text("f") {
            return Format::ALL
                .into_iter()
                .find(|format| format.word() == word && offered.contains(format))
                .ok_or_else(|| Problem::bad_parameter("f", word, format!("one of {}", words())));
        }
        // What there is one representation of is sent whatever a client accepts, as RFC 9110 allows: clients of
        // maps accept `application/json` and read `application/geo+json`.
        let mut ranges = weighted(&self.headers, &header::ACCEPT);
        if ranges.is_empty() || offered.len() == 1 {
            return Ok(offered[0]);
        }
        // Stable: among equal weights the client's order stands, and a range takes the first offer.
        ranges.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranges
            .iter()
            .filter(|(_, weight)| *weight > 0.0)
            .find_map(|(range, _)| offered.iter().copied().find(|format| format.accepted_by(range)))
            .ok_or_else(|| Problem::not_acceptable(&words()))
    }

    /// The language to answer in: `lang=` first, then `Accept-Language`, then the country's first.
    pub(crate) fn language(&self, known: &[String]) -> Result<String, Problem> {
        if let Some(word) = self.text("lang") {
            return known
                .iter()
                .find(|language| *language == word)
                .cloned()
                .ok_or_else(|| Problem::bad_parameter("lang", word, Said::one_of(known)));
        }
        let mut ranges = weighted(&self.headers, &header::ACCEPT_LANGUAGE);
        ranges.sort_by(|a, b| b.1.total_cmp(&a.1));
        let preferred = ranges.iter().filter(|(_, weight)| *weight > 0.0).find_map(|(range, _)| {
            let primary = range.split('-').next().unwrap_or_default();
            known.iter().find(|language| *language == primary)
        });
        Ok(preferred.or(known.first()).cloned().unwrap_or_else(|| "en".to_owned()))
    }
}

/// The items of a header like `Accept`, lower-cased, with their weights, in the order given.
pub(crate) fn weighted(headers: &HeaderMap, name: &HeaderName) -> Vec<(String, f32)> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|item| {
            let mut parts = item.split(';').map(str::trim);
            let range = parts.next().filter(|range| !range.is_empty())?.to_ascii_lowercase();
            let weight = parts
                .find_map(|part| part.strip_prefix("q="))
                .map_or(1.0, |text| text.parse::<f32>().unwrap_or(0.0));
            Some((range, weight))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, StatusCode};

    fn ask(query: &str, accept: Option<&str>, language: Option<&str>) -> Ask {
        let uri: Uri = format!("/api/v1/coverage?{query}").parse().expect("an address");
        let Query(pairs) = Query::try_from_uri(&uri).expect("a query");
        let mut headers = HeaderMap::new();
        if let Some(accept) = accept {
            headers.insert(header::ACCEPT, HeaderValue::from_str(accept).expect("a header"));
        }
        if let Some(language) = language {
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(language).expect("a header"));
        }
        Ask { pairs, headers, uri }
    }

    #[test]
    fn unknown_and_repeated_parameters_are_refused() {
        let given = ask("level=region&levle=commune", None, None);
        assert_eq!(given.only(&["level"]).expect_err("unknown").status(), StatusCode::BAD_REQUEST);
        assert!(ask("a=1&a=2", None, None).only(&["a"]).is_err());
        assert!(ask("a=1&b=", None, None).only(&["a", "b"]).is_ok());
        assert_eq!(ask("b=", None, None).text("b"), None);
    }

    #[test]
    fn numbers_are_finite_and_bounded() {
        for bad in ["nan", "inf", "91", "-91", "x", "1e400"] {
            assert!(ask(&format!("lat={bad}"), None, None).number("lat", -90.0, 90.0).is_err(), "{bad}");
        }
        let fine = ask("lat=33.5", None, None).number("lat", -90.0, 90.0).expect("a number");
        assert_eq!(fine, Some(33.5));
    }

    #[test]
    fn formats_follow_f_then_accept() {
        let all = [Format::Json, Format::Csv, Format::GeoJson];
        let format = |query, accept| ask(query, accept, None).format(&all);
        assert_eq!(format("f=csv", Some("application/json")).expect("csv"), Format::Csv);
        assert_eq!(format("", Some("text/csv")).expect("csv"), Format::Csv);
        let browser = Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assert_eq!(format("", browser).expect("json"), Format::Json);
        assert_eq!(
            format("", Some("application/geo+json;q=0.9, text/csv;q=0.5")).expect("geo"),
            Format::GeoJson
        );
        assert_eq!(format("", None).expect("json"), Format::Json);
        assert!(format("", Some("image/png")).is_err());
        assert!(format("f=xml", None).is_err());
        let only = |query, accept| ask(query, accept, None).format(&[Format::GeoJson]);
        assert_eq!(only("", Some("application/json")).expect("what there is"), Format::GeoJson);
        assert!(only("f=json", Some("application/json")).is_err(), "asked for by name, it must be there");
    }

    #[test]
    fn languages_follow_lang_then_accept_language() {
        let known = ["fr".to_owned(), "ar".to_owned(), "en".to_owned()];
        let language = |query, accept| ask(query, None, accept).language(&known);
        assert_eq!(language("lang=ar", Some("fr")).expect("ar"), "ar");
        assert_eq!(language("", Some("de, ar-MA;q=0.8, en;q=0.9")).expect("en"), "en");
        assert_eq!(language("", Some("de")).expect("fr"), "fr");
        assert!(language("lang=de", None).is_err());
    }
}
