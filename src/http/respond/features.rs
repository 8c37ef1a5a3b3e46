//! Features of `GeoJSON` that still say what they are once a geographic information system has them.
//!
//! Such a system keeps the flat properties of each feature and drops the rest: the members beside
//! `features`, and what is nested it keeps as text at best. Owns what is therefore repeated in every
//! feature, flat: whether it is made up, of which date, as known when, what it means, which lines must
//! stand beside it, and its names by language. May not know what the features are features of.
//!
//! Invariant: members beside `features` stay what they are; a feature's own properties come first.

use bytes::Bytes;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::country::{Country, Outline};
use crate::domain::{AsOf, LonLat, Names, Recorded};
use crate::http::respond::draft::{Draft, Part};
use crate::http::respond::envelope::Envelope;
use crate::http::respond::problem::Problem;

/// What a feature says of itself beside its own properties.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct FeatureFacts {
    /// Whether it, or what it was computed from, is made up for a demonstration.
    pub(crate) synthetic: bool,
    /// The state of the network described.
    #[schema(value_type = String, format = Date)]
    pub(crate) as_of: AsOf,
    /// What had been recorded by then.
    pub(crate) known_at: Recorded,
    /// What its numbers mean, in a sentence.
    pub(crate) definition: String,
    /// The lines that must stand beside it.
    pub(crate) attribution: String,
}

impl FeatureFacts {
    /// The facts of an answer's features.
    pub(crate) fn new(envelope: &Envelope, definition: &str) -> Self {
        Self {
            synthetic: envelope.synthetic,
            as_of: envelope.as_of,
            known_at: envelope.known_at,
            definition: definition.to_owned(),
            attribution: envelope.attribution.join("; "),
        }
    }
}

/// Names as columns of a table, `name_LANG` for each language that territories have names in.
#[derive(Debug, Clone)]
pub(crate) struct NameColumns(Vec<String>);

impl NameColumns {
    /// The columns of a country.
    pub(crate) fn of(country: &Country) -> Self {
        Self(country.name_languages().cloned().collect())
    }

    /// Their names.
    pub(crate) fn header(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(|language| format!("name_{language}"))
    }

    /// What stands in them; empty in a language there is no name in.
    pub(crate) fn row<'a>(&'a self, names: &'a Names) -> impl Iterator<Item = String> + 'a {
        self.0.iter().map(|language| names.0.get(language).cloned().unwrap_or_default())
    }
}

/// Names as flat properties, `name_fr` and so on: one for each language of the country, always.
#[derive(Debug, Clone)]
pub(crate) struct FlatNames(Vec<(String, Option<String>)>);

impl FlatNames {
    /// Names by language; null in a language they are not known in.
    pub(crate) fn of(names: &Names, languages: &[String]) -> Self {
        Self::each(languages, |language| names.0.get(language).cloned())
    }

    /// A name that is the same in every language, as that of a span is.
    pub(crate) fn same(name: Option<&str>, languages: &[String]) -> Self {
        Self::each(languages, |_| name.map(ToOwned::to_owned))
    }

    fn each(languages: &[String], name: impl Fn(&str) -> Option<String>) -> Self {
        Self(languages.iter().map(|language| (format!("name_{language}"), name(language))).collect())
    }
}

impl Serialize for FlatNames {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let mut map = output.serialize_map(Some(self.0.len()))?;
        for (key, name) in &self.0 {
            map.serialize_entry(key, name)?;
        }
        map.end()
    }
}

/// Properties of a feature, then its names, then what it says of itself.
#[derive(Debug, Serialize)]
pub(crate) struct Properties<P, F> {
    #[serde(flatten)]
    pub(crate) own: P,
    #[serde(flatten)]
    pub(crate) names: FlatNames,
    #[serde(flatten)]
    pub(crate) facts: F,
}

/// The parts of one feature.
pub(crate) fn feature(
    id: &str,
    geometry: Option<Outline>,
    properties: &impl Serialize,
) -> Result<[Part; 3], Problem> {
    let id = serde_json::to_string(id).map_err(Problem::internal)?;
    let properties = serde_json::to_string(properties).map_err(Problem::internal)?;
    let geometry = geometry.map_or(Part::Text(Bytes::from_static(b"null")), Part::Outline);
    let before = format!("{{\"type\":\"Feature\",\"id\":{id},\"geometry\":");
    Ok([Part::Text(before.into()), geometry, Part::Text(format!(",\"properties\":{properties}}}").into())])
}

/// A feature that is a point.
pub(crate) fn point(id: &str, at: LonLat, properties: &impl Serialize) -> Result<[Part; 3], Problem> {
    let [before, _, after] = feature(id, None, properties)?;
    let at = format!("{{\"type\":\"Point\",\"coordinates\":[{},{}]}}", at.lon, at.lat);
    Ok([before, Part::Text(at.into()), after])
}

/// A feature collection, written feature by feature: full outlines are large. The members of `head` stand
/// beside `features`.
pub(crate) fn collection<T: Send + 'static>(
    head: &impl Serialize,
    items: Vec<T>,
    feature: impl Fn(T) -> Result<[Part; 3], Problem> + Send + 'static,
) -> Result<Draft, Problem> {
    let head = serde_json::to_string(head).map_err(Problem::internal)?;
    let members = head.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let opening = format!("{{\"type\":\"FeatureCollection\",{members},\"features\":[\n");
    let text = |text: &'static str| Ok(Part::Text(Bytes::from_static(text.as_bytes())));
    let count = items.len();
    let parts = items.into_iter().enumerate().flat_map(move |(at, item)| {
        let comma = text(if at + 1 < count { ",\n" } else { "\n" });
        match feature(item) {
            Ok(parts) => parts.map(Ok).into_iter().chain([comma]).collect::<Vec<_>>(),
            Err(problem) => vec![Err(problem)],
        }
    });
    let opening = std::iter::once(Ok(Part::Text(Bytes::from(opening))));
    Ok(Draft::new(opening.chain(parts).chain(std::iter::once(text("]}\n")))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_flat_in_the_languages_of_the_country() {
        let names = Names([("fr", "Fès"), ("es", "Fez")].map(|(l, n)| (l.to_owned(), n.to_owned())).into());
        let languages = ["fr", "zgh"].map(str::to_owned);
        let flat = serde_json::to_string(&FlatNames::of(&names, &languages)).expect("JSON");
        assert_eq!(flat, r#"{"name_fr":"Fès","name_zgh":null}"#);
        let same = serde_json::to_string(&FlatNames::same(Some("A1"), &languages)).expect("JSON");
        assert_eq!(same, r#"{"name_fr":"A1","name_zgh":"A1"}"#);
    }
}
