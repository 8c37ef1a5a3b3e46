//! The coordinate reference system that a GeoJSON document names: the standard has one, and writers name theirs still.

use serde::de::{Error, IgnoredAny, MapAccess};

use super::frame::Frame;
use super::json::{AsText, Found, Lenient, Reader};
use super::report::{Findings, Place};
use super::rules::Rule;
use crate::domain::Epsg;

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

/// Takes the system that a document names, or refuses one that there is no way from.
///
/// Documents may name it behind their features: then it is said in the frame, and the document is read once more.
pub(super) fn take_crs(name: Option<String>, has_begun: bool, frame: &mut Frame, findings: &mut Findings) {
    let Some(name) = name else { return };
    let place = || Place::pointer("/crs").value(&name);
    let Ok(code) = name.parse::<Epsg>() else {
        findings.add(Rule::GeoCrs, place);
        return;
    };
    let current = frame.code().unwrap_or(Epsg::WGS84);
    if frame.is_chosen {
        if current != code {
            findings.add(Rule::CrsOther, || place().expected(current));
        }
    } else if current != code && has_begun {
        frame.named_late = Some(code);
    } else if current != code && frame.set(code).is_err() {
        findings.add(Rule::GeoCrs, place);
    }
}

/// Refuses another system than degrees on WGS 84, where no other is read.
pub(super) fn check_crs(name: Option<String>, findings: &mut Findings) {
    if let Some(name) = name
        && name.parse() != Ok(Epsg::WGS84)
    {
        findings.add(Rule::GeoCrs, || Place::pointer("/crs").value(name));
    }
}
