//! A request as it is sent: the pairs of its query, and what its headers prefer.
//!
//! An unknown parameter is refused by name, so that a mistyped filter never silently widens an answer. An empty value
//! counts as not given. What the pairs mean is read in `asked`.

use axum::extract::{FromRequestParts, OriginalUri, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};

use crate::http::respond::code::Code;
use crate::http::respond::fault::Fault;
use crate::http::respond::preferences::weighted;
use crate::http::respond::problem::{Problem, refusal};

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
            .map_err(|error| Problem::bad_request(Code::BadQuery, error.to_string()))?;
        Ok(Self { pairs, headers: parts.headers.clone(), uri })
    }
}

impl Ask {
    /// Refuses every parameter that is not known, and every repetition.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        refusal(self.strays(known)).map_or(Ok(()), Err)
    }

    /// Every parameter that is not known, and every repetition.
    pub(crate) fn strays(&self, known: &[&str]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (at, (name, _)) in self.pairs.iter().enumerate() {
            let earlier = self.pairs[..at].iter().filter(|(earlier, _)| earlier == name).count();
            match (known.contains(&name.as_str()), earlier) {
                (false, 0) => faults.push(Fault::unknown(name, known)),
                (true, 1) => faults.push(Fault::repeated(name)),
                _ => {}
            }
        }
        faults
    }

    /// A parameter as text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Gives a parameter of the address another value, where it has one; what was read of it stays.
    pub(crate) fn readdress(&mut self, name: &str, value: &str) {
        let Some(query) = self.uri.query() else { return };
        let settled = query.split('&').map(|pair| match pair.split_once('=') {
            Some((key, given)) if key == name && !given.is_empty() => format!("{name}={value}"),
            _ => pair.to_owned(),
        });
        self.lead_to(&format!("{}?{}", self.uri.path(), settled.collect::<Vec<_>>().join("&")));
    }

    /// Gives a parameter of the address another value, or this one where it had none.
    pub(crate) fn address(&mut self, name: &str, value: &str) {
        if self.text(name).is_some() {
            return self.readdress(name, value);
        }
        let query = self.uri.query().filter(|query| !query.is_empty());
        let query = query.map_or_else(String::new, |query| format!("{query}&"));
        self.lead_to(&format!("{}?{query}{name}={value}", self.uri.path()));
    }

    fn lead_to(&mut self, address: &str) {
        let mut parts = std::mem::take(&mut self.uri).into_parts();
        parts.path_and_query = address.parse().ok().or(parts.path_and_query);
        self.uri = Uri::from_parts(parts).unwrap_or_default();
    }

    /// Which of the offered media types to answer in: `Accept`, then the first offered; `None` where none is acceptable.
    pub(crate) fn accepted(&self, offered: &[Format]) -> Option<Format> {
        // What there is one representation of is sent whatever a client accepts, as RFC 9110 allows: clients of
        // maps accept `application/json` and read `application/geo+json`.
        let mut ranges = weighted(&self.headers, &header::ACCEPT);
        if ranges.is_empty() || offered.len() == 1 {
            return offered.first().copied();
        }
        // Stable: among equal weights the client's order stands, and a range takes the first offer.
        ranges.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranges
            .iter()
            .filter(|(_, weight)| *weight > 0.0)
            .find_map(|(range, _)| offered.iter().copied().find(|format| format.accepted_by(range)))
    }

    /// Which of some languages to answer in: `Accept-Language`, then the first of them.
    pub(crate) fn preferred(&self, known: &[String]) -> String {
        let mut ranges = weighted(&self.headers, &header::ACCEPT_LANGUAGE);
        ranges.sort_by(|a, b| b.1.total_cmp(&a.1));
        let preferred = ranges.iter().filter(|(_, weight)| *weight > 0.0).find_map(|(range, _)| {
            let primary = range.split('-').next().unwrap_or_default();
            known.iter().find(|language| *language == primary)
        });
        preferred.or(known.first()).cloned().unwrap_or_else(|| "en".to_owned())
    }
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
    fn every_stray_is_told_once() {
        let given = ask("levle=a&level=b&level=c&level=d&levle=e&limit=", None, None);
        let told = serde_json::to_value(
            refusal(given.strays(&["level", "limit"])).expect("faults").body(usize::MAX),
        );
        let told = told.expect("JSON");
        let named: Vec<&str> = told["errors"]
            .as_array()
            .expect("several")
            .iter()
            .filter_map(|one| one["parameter"].as_str())
            .collect();
        assert_eq!(named, ["levle", "level"]);
    }

    #[test]
    fn formats_follow_accept() {
        let all = [Format::Json, Format::Csv, Format::GeoJson];
        let format = |accept| ask("", accept, None).accepted(&all);
        assert_eq!(format(Some("text/csv")), Some(Format::Csv));
        let browser = Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assert_eq!(format(browser), Some(Format::Json));
        assert_eq!(format(Some("application/geo+json;q=0.9, text/csv;q=0.5")), Some(Format::GeoJson));
        assert_eq!(format(None), Some(Format::Json));
        assert_eq!(format(Some("image/png")), None);
        let only = ask("", Some("application/json"), None).accepted(&[Format::GeoJson]);
        assert_eq!(only, Some(Format::GeoJson), "what there is");
    }

    #[test]
    fn languages_follow_accept_language() {
        let known = ["fr".to_owned(), "ar".to_owned(), "en".to_owned()];
        let language = |accept| ask("", None, accept).preferred(&known);
        assert_eq!(language(Some("de, ar-MA;q=0.8, en;q=0.9")), "en");
        assert_eq!(language(Some("de")), "fr");
        assert_eq!(language(None), "fr");
    }
}
