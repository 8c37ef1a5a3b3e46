//! A list of places as a GeoJSON FeatureCollection of points, one feature in memory at a time.
//!
//! Members may come in any order, and none is believed to be of its type. Properties are found by the names that
//! columns of a table have, in capitals or not; a feature's own id counts where its properties have none.

use std::io::{BufReader, Read};

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess};

use super::{At, Drafts, Raw, degrees};
use crate::intake::crs::{CrsReader, check_crs};
use crate::intake::error::IntakeError;
use crate::intake::json::{self, AsText, Found, Lenient, Reader, TextGuard};
use crate::intake::report::{Findings, Place};
use crate::intake::rules::Rule;

/// Features between two reports of progress.
const STRIDE: u64 = 1 << 12;

/// Reads the features into `drafts`.
pub(super) fn read(
    drafts: &mut Drafts<'_>,
    input: &mut dyn Read,
    findings: &mut Findings,
    told: &mut dyn FnMut(u64),
) -> Result<(), IntakeError> {
    let limits = drafts.limits;
    let (guard, not_a_number) = TextGuard::new(input, limits.text_bytes);
    let mut reading = Reading { drafts, findings, told, features: 0, stopped: false };
    let mut input = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, guard));
    let outcome = Reader(Document(&mut reading)).deserialize(&mut input).and_then(|()| input.end());
    let stopped = reading.stopped;
    if let Err(error) = outcome
        && !stopped
    {
        json::report(error, &not_a_number, limits, findings)?;
    }
    Ok(())
}

/// What is known while a document is read.
struct Reading<'r, 'd> {
    drafts: &'r mut Drafts<'d>,
    findings: &'r mut Findings,
    told: &'r mut dyn FnMut(u64),
    features: u64,
    /// Whether reading was given up, with a finding that says why.
    stopped: bool,
}

impl Reading<'_, '_> {
    /// Gives up: the finding has been made, the parser only has to unwind.
    fn stop<E: Error>(&mut self) -> E {
        self.stopped = true;
        E::custom("stopped")
    }

    fn top_level(&mut self, found: &dyn std::fmt::Display) {
        self.findings.add(Rule::GeoTopLevel, || Place::pointer("").value(found));
    }
}

/// The whole document.
struct Document<'v, 'r, 'd>(&'v mut Reading<'r, 'd>);

impl<'de> Lenient<'de> for Document<'_, '_, '_> {
    type Value = ();

    fn plain<E: Error>(self, found: Found<'_>) -> Result<(), E> {
        self.0.top_level(&found);
        Ok(())
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let (reading, mut kind, mut has_features) = (self.0, None, false);
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => kind = members.next_value_seed(Reader(AsText))?,
                "features" => {
                    has_features = true;
                    members.next_value_seed(Reader(Features(reading)))?;
                }
                "crs" => {
                    let name = members.next_value_seed(Reader(CrsReader))?;
                    check_crs(name, reading.findings);
                }
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        match kind.as_deref() {
            Some("FeatureCollection") if has_features => {}
            Some("FeatureCollection") => {
                reading.top_level(&"a FeatureCollection without the member features");
            }
            Some(kind) => reading.top_level(&format_args!("of type {kind}")),
            None => reading.top_level(&"an object without the member type"),
        }
        Ok(())
    }
}

/// The list of features.
struct Features<'v, 'r, 'd>(&'v mut Reading<'r, 'd>);

impl<'de> Lenient<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn plain<E: Error>(self, found: Found<'_>) -> Result<(), E> {
        self.0.top_level(&format_args!("without a list of features, but {found}"));
        Ok(())
    }

    fn array<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let reading = self.0;
        loop {
            if reading.findings.is_full() {
                return Err(reading.stop());
            }
            let Some(feature) = items.next_element_seed(Reader(Feature))? else { return Ok(()) };
            let number = reading.features;
            reading.features += 1;
            if reading.features.is_multiple_of(STRIDE) {
                (reading.told)(reading.features);
            }
            if !take(reading, number, feature) {
                return Err(reading.stop());
            }
        }
    }
}

/// Takes a feature in; false once there are too many places.
fn take(reading: &mut Reading<'_, '_>, number: u64, feature: Result<Taken, String>) -> bool {
    let (at, findings) = (At::Feature(number), &mut *reading.findings);
    let taken = match feature {
        Ok(taken) if taken.kind.as_deref() == Some("Feature") => taken,
        Ok(taken) => {
            let kind = taken.kind.unwrap_or_else(|| "an object without the member type".to_owned());
            findings.add(Rule::GeoFeature, || at.place().value(kind));
            return true;
        }
        Err(found) => {
            findings.add(Rule::GeoFeature, || at.place().value(found));
            return true;
        }
    };
    let properties = taken.properties.unwrap_or_default();
    let position = taken.geometry.unwrap_or_else(|| Err("null".to_owned()));
    let position = position.map_err(|found| {
        findings
            .add(Rule::PlaceGeometry, || Place::pointer(format!("/features/{number}/geometry")).value(found));
    });
    let id = properties.id.or(taken.id).unwrap_or_default();
    let raw = Raw {
        id: id.trim(),
        name: properties.name.as_deref().unwrap_or_default().trim(),
        position: position.ok(),
        commune: properties.commune.as_deref().unwrap_or_default().trim(),
    };
    reading.drafts.take(at, &raw, findings)
}

/// A feature as it was read.
#[derive(Default)]
struct Taken {
    kind: Option<String>,
    id: Option<String>,
    geometry: Option<Result<(f64, f64), String>>,
    properties: Option<Properties>,
}

/// Reads a feature; what it is where it is no object.
struct Feature;

impl<'de> Lenient<'de> for Feature {
    type Value = Result<Taken, String>;

    fn plain<E: Error>(self, found: Found<'_>) -> Result<Self::Value, E> {
        Ok(Err(found.to_string()))
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut taken = Taken::default();
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => taken.kind = members.next_value_seed(Reader(AsText))?,
                "id" => taken.id = members.next_value_seed(Reader(AsText))?,
                "geometry" => taken.geometry = Some(members.next_value_seed(Reader(Point))?),
                "properties" => taken.properties = members.next_value_seed(Reader(PropertiesOf))?,
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Ok(taken))
    }
}

/// Reads a point; what stands there where it is none.
struct Point;

impl<'de> Lenient<'de> for Point {
    type Value = Result<(f64, f64), String>;

    fn plain<E: Error>(self, found: Found<'_>) -> Result<Self::Value, E> {
        Ok(Err(found.to_string()))
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let (mut kind, mut position) = (None, None);
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => kind = members.next_value_seed(Reader(AsText))?,
                "coordinates" => position = Some(members.next_value_seed(Reader(Position))?),
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(match (kind.as_deref(), position) {
            (Some("Point"), Some(position)) => position,
            (Some("Point"), None) => Err("a Point without coordinates".to_owned()),
            (Some(kind), _) => Err(kind.to_owned()),
            (None, _) => Err("an object without the member type".to_owned()),
        })
    }
}

/// Reads longitude, latitude, and at most a height.
struct Position;

impl<'de> Lenient<'de> for Position {
    type Value = Result<(f64, f64), String>;

    fn plain<E: Error>(self, found: Found<'_>) -> Result<Self::Value, E> {
        Ok(Err(found.to_string()))
    }

    fn array<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let (mut numbers, mut count) = ([None, None], 0usize);
        while let Some(found) = items.next_element_seed(Reader(AsText))? {
            if let Some(number) = numbers.get_mut(count) {
                *number = found;
            }
            count += 1;
        }
        let [lon, lat] = numbers;
        let said = |number: &Option<String>| number.clone().unwrap_or_else(|| "null".to_owned());
        let written = format!("[{}, {}]", said(&lon), said(&lat));
        let lon = lon.and_then(|text| degrees(&text, 180.0));
        let lat = lat.and_then(|text| degrees(&text, 90.0));
        Ok(lon.zip(lat).filter(|_| (2..=3).contains(&count)).ok_or(written))
    }
}

/// The properties that are read.
#[derive(Default)]
struct Properties {
    id: Option<String>,
    name: Option<String>,
    commune: Option<String>,
}

/// Reads properties; `None` where they are null or no object.
struct PropertiesOf;

impl<'de> Lenient<'de> for PropertiesOf {
    type Value = Option<Properties>;

    fn plain<E: Error>(self, _: Found<'_>) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut properties = Properties::default();
        while let Some(name) = members.next_key::<String>()? {
            let member = match name.to_ascii_lowercase().as_str() {
                "id" | "code" => &mut properties.id,
                "name" | "nom" => &mut properties.name,
                "commune" | "commune_code" => &mut properties.commune,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *member = members.next_value_seed(Reader(AsText))?;
        }
        Ok(Some(properties))
    }
}
