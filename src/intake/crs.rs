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

/// How far a document is when it names its system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// Before any of its features.
    Ahead,
    /// Behind some of them: it is read once more.
    Behind,
    /// Among features that stand by themselves, which all have the same one.
    Among,
}

/// Takes the system that a document names, or refuses one that there is no way from, or that contradicts another.
pub(super) fn take_crs(name: Option<String>, named: Named, frame: &mut Frame, findings: &mut Findings) {
    let Some(name) = name else { return };
    let place = || Place::pointer("/crs").value(&name);
    let current = frame.code().unwrap_or(Epsg::WGS84);
    let code = name.parse::<Epsg>().ok();
    match code {
        Some(code) if code == current => {}
        _ if frame.is_chosen => findings.add(Rule::CrsOther, || place().expected(current)),
        None => findings.add(Rule::GeoCrs, place),
        // One document, or one file, has one system.
        Some(_) if frame.is_settled || named == Named::Among => {
            findings.add(Rule::GeoCrs, || place().expected(current));
        }
        Some(code) if named == Named::Behind => frame.named_late = Some(code),
        Some(code) => {
            if frame.set(code).is_err() {
                findings.add(Rule::GeoCrs, place);
            }
        }
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
