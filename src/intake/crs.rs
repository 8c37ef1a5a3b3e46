//! The coordinate reference system that a GeoJSON document names: there is one, and older writers name it still.

use serde::de::{Error, IgnoredAny, MapAccess};

use super::json::{AsText, Found, Lenient, Reader};
use super::report::{Findings, Place};
use super::rules::Rule;

/// The names of the one there is.
const KNOWN: [&str; 4] = [
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:OGC::CRS84",
    "OGC:CRS84",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
];

/// The name of a coordinate reference system: `Ok(None)` where the member is null.
pub(super) struct CrsReader;

impl<'de> Lenient<'de> for CrsReader {
    type Value = Option<String>;

    fn plain<E: Error>(self, found: Found<'_>) -> Result<Self::Value, E> {
        AsText.plain(found)
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut name = Some("not named".to_owned());
        while let Some(key) = members.next_key::<String>()? {
            match key.as_str() {
                "properties" => name = members.next_value_seed(Reader(CrsReader))?,
                "name" => name = members.next_value_seed(Reader(AsText))?,
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(name)
    }
}

/// Refuses another one.
pub(super) fn check_crs(name: Option<String>, findings: &mut Findings) {
    if let Some(name) = name
        && !KNOWN.contains(&name.as_str())
    {
        findings.add(Rule::GeoCrs, || Place::pointer("/crs").value(name));
    }
}
