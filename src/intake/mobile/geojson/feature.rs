//! One feature: its geometry, its properties, and the cells they make.

use geo::Coord;
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess};

use super::Reading;
use super::coordinates::{Node, NodeReader};
use crate::intake::json::{AsPlain, AsText, Found, Lenient, Plain, Reader};
use crate::intake::mobile::csv::{MINDOWN_COLUMN, MINUP_COLUMN, OPERATOR_COLUMN, TECHNOLOGY_COLUMN};
use crate::intake::mobile::shape::Outline;
use crate::intake::report::{Findings, Place};
use crate::intake::rules::Rule;
use crate::intake::table::{Column, column_of};
use crate::intake::wording;
use crate::intake::words::{LayerKey, LayerText, Words};
use crate::messages::Value as Given;

type Rings = Vec<Vec<Coord<f64>>>;

/// Reads a feature and takes it in.
pub(super) struct FeatureReader<'d, 'r>(pub(super) &'d mut Reading<'r>);

impl<'de> Lenient<'de> for FeatureReader<'_, '_> {
    type Value = ();

    fn plain<E: Error>(self, found: Found<'_>) -> Result<(), E> {
        let pointer = self.0.feature_pointer();
        self.0.odd += 1;
        self.0.findings.add(Rule::GeoFeature, || Place::pointer(pointer).value(found));
        Ok(())
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let reading = self.0;
        let pointer = reading.feature_pointer();
        let (mut kind, mut geometry, mut properties) = (None, None, None);
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => kind = members.next_value_seed(Reader(AsText))?,
                "geometry" => geometry = members.next_value_seed(Reader(GeometryReader(reading)))?,
                "properties" => {
                    let pointer = format!("{pointer}/properties");
                    let seed = PropertiesReader { reading, pointer: &pointer };
                    properties = members.next_value_seed(Reader(seed))?;
                }
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        if kind.as_deref() != Some("Feature") {
            reading.odd += 1;
            reading.findings.add(Rule::GeoFeature, || {
                let kind = kind.unwrap_or_else(|| "an object without the member type".to_owned());
                Place::pointer(pointer).value(kind)
            });
            return Ok(());
        }
        take(reading, geometry, &properties.unwrap_or_default());
        if reading.stopped { Err(reading.stop()) } else { Ok(()) }
    }
}

/// Takes in a feature: what is no area is left out and counted.
pub(super) fn take(reading: &mut Reading<'_>, geometry: Option<Geometry>, properties: &Properties) {
    let pointer = reading.feature_pointer();
    let layer = properties.layer(reading, &format!("{pointer}/properties"));
    let Some(geometry) = geometry else {
        let place = || Place::pointer(format!("{pointer}/geometry"));
        reading.odd += 1;
        reading.findings.add(Rule::GeoGeometryMissing, place);
        return;
    };
    let errors = reading.findings.errors();
    let parts = geometry.into_parts(&pointer, reading.findings);
    if parts.is_empty() && reading.findings.errors() == errors {
        reading.odd += 1;
    }
    // Without a layer the outlines are looked at all the same, so that one check tells everything.
    let mut nowhere = None;
    for part in parts {
        let here = || part.place.pointer(&pointer);
        let onto = match layer.and_then(|layer| reading.canvases.get_mut(layer)) {
            Some(canvas) => canvas,
            None => nowhere.get_or_insert_with(|| reading.shapes.painter.canvas()),
        };
        reading.shapes.take(Outline { rings: part.rings, pointer: &here }, onto, reading.findings);
        if reading.findings.is_full() {
            return;
        }
    }
}

/// Where a polygon stands in its feature's geometry: of a collection, of a `MultiPolygon`.
#[derive(Debug, Clone, Copy, Default)]
struct PartPlace {
    geometry: Option<usize>,
    polygon: Option<usize>,
}

impl PartPlace {
    fn pointer(self, feature: &str) -> String {
        let base = self.geometry.map_or_else(
            || format!("{feature}/geometry/coordinates"),
            |at| format!("{feature}/geometry/geometries/{at}/coordinates"),
        );
        self.polygon.map_or_else(|| base.clone(), |at| format!("{base}/{at}"))
    }
}

/// A polygon of a feature.
struct Part {
    rings: Rings,
    place: PartPlace,
}

/// A geometry as filed.
#[derive(Default)]
pub(super) struct Geometry {
    kind: Option<String>,
    coordinates: Option<Node>,
    /// Of a collection.
    members: Vec<Geometry>,
}

impl Geometry {
    /// The polygons, those of a collection among them; what else there is is said.
    fn into_parts(self, feature: &str, findings: &mut Findings) -> Vec<Part> {
        let mut parts = Vec::new();
        if self.kind.as_deref() == Some("GeometryCollection") && !self.members.is_empty() {
            for (at, member) in self.members.into_iter().enumerate() {
                member.add_parts(feature, Some(at), &mut parts, findings);
            }
        } else {
            self.add_parts(feature, None, &mut parts, findings);
        }
        parts
    }

    fn add_parts(
        self,
        feature: &str,
        geometry: Option<usize>,
        parts: &mut Vec<Part>,
        findings: &mut Findings,
    ) {
        let own = PartPlace { geometry, polygon: None };
        let kind = self.kind.unwrap_or_else(|| "without a type".to_owned());
        let multi = match kind.as_str() {
            "Polygon" => false,
            "MultiPolygon" => true,
            _ => {
                findings.add(Rule::GeoGeometryType, || {
                    let pointer = own.pointer(feature).replace("/coordinates", "/type");
                    Place::pointer(pointer).value(&kind)
                });
                return;
            }
        };
        let place = || Place::pointer(own.pointer(feature));
        match (multi, self.coordinates) {
            (false, Some(Node::Polygon(rings))) => parts.push(Part { rings, place: own }),
            (true, Some(Node::Multi(polygons))) => {
                let numbered = polygons.into_iter().enumerate();
                parts.extend(
                    numbered
                        .map(|(at, rings)| Part { rings, place: PartPlace { geometry, polygon: Some(at) } }),
                );
            }
            (_, Some(Node::Bad)) => {}
            (_, Some(Node::Empty)) => findings.add(Rule::GeoNoRings, place),
            (_, None) => findings.add(Rule::GeoGeometryMissing, place),
            (_, Some(other)) => {
                let depth = match other {
                    Node::Bad | Node::Empty | Node::Number(_) => 0,
                    Node::Position(_) => 1,
                    Node::Line(_) => 2,
                    Node::Polygon(_) => 3,
                    Node::Multi(_) => 4,
                };
                findings.add(Rule::GeoNesting, || {
                    let (levels, kind) = (if multi { 4_u64 } else { 3 }, kind.clone());
                    let expected = [("n", levels.into()), ("kind", Given::Text(&kind))];
                    place()
                        .value(format!("{depth} levels of arrays"))
                        .expected(wording::expectation("finding-expected-levels", &expected))
                });
            }
        }
    }
}

/// Geometries of a collection that are read.
const MEMBERS: usize = 10_000;

/// Reads a geometry; nothing where it is null or no object.
pub(super) struct GeometryReader<'d, 'r>(pub(super) &'d mut Reading<'r>);

impl<'de> Lenient<'de> for GeometryReader<'_, '_> {
    type Value = Option<Geometry>;

    fn plain<E: Error>(self, _: Found<'_>) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let reading = self.0;
        let mut geometry = Geometry::default();
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => geometry.kind = members.next_value_seed(Reader(AsText))?,
                "coordinates" => {
                    reading.path.clear();
                    let read = members.next_value_seed(Reader(NodeReader(reading)))?;
                    geometry.coordinates = Some(read);
                }
                "geometries" if reading.member.is_none() => {
                    let read = members.next_value_seed(Reader(MembersReader(reading)));
                    reading.member = None;
                    geometry.members = read?;
                }
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(geometry))
    }
}

/// Reads the geometries of a collection.
struct MembersReader<'d, 'r>(&'d mut Reading<'r>);

impl<'de> Lenient<'de> for MembersReader<'_, '_> {
    type Value = Vec<Geometry>;

    fn plain<E: Error>(self, _: Found<'_>) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn array<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let reading = self.0;
        let mut all = Vec::new();
        loop {
            reading.member = Some(all.len());
            let Some(geometry) = items.next_element_seed(Reader(GeometryReader(reading)))? else {
                return Ok(all);
            };
            if all.len() == MEMBERS {
                let pointer = reading.feature_pointer();
                reading.findings.add(Rule::GeoFeatureTooLarge, || Place::pointer(pointer).expected(MEMBERS));
                return Err(reading.stop());
            }
            all.push(geometry.unwrap_or_default());
        }
    }
}

/// The properties the schema asks for; their names as tables have them.
const PROPERTIES: &[Column] = &[
    TECHNOLOGY_COLUMN,
    MINDOWN_COLUMN,
    MINUP_COLUMN,
    Column::required("environment").or(&["environmnt", "environnement", "milieu"]),
    Column::optional("minsignal"),
    OPERATOR_COLUMN,
];

const TECHNOLOGY: usize = 0;
const MINDOWN: usize = 1;
const MINUP: usize = 2;
const ENVIRONMENT: usize = 3;
const MINSIGNAL: usize = 4;
const OPERATOR: usize = 5;

/// The properties the schema asks for, as text.
#[derive(Debug, Default)]
pub(super) struct Properties {
    told: [Told; PROPERTIES.len()],
}

/// A property as it was told.
#[derive(Debug, Default)]
struct Told {
    value: Option<Plain>,
    /// How near its name is to the schema's: 0 while there is none.
    nearness: u8,
}

/// How near a name is to the schema's own: the same letters, but for their case, or another word for it.
fn nearness(property: usize, name: &str) -> u8 {
    let own = PROPERTIES[property].name;
    match name {
        _ if name == own || (own == "environment" && name == "environmnt") => 3,
        _ if name.eq_ignore_ascii_case(own) => 2,
        _ => 1,
    }
}

impl Properties {
    /// Takes a value under a name that stands for a property; false where a nearer name has told it, or one as near
    /// something else.
    fn take(&mut self, property: usize, name: &str, value: Option<Plain>) -> bool {
        let told = &mut self.told[property];
        let nearness = nearness(property, name);
        let same = told.value.as_ref().map(|plain| &plain.text) == value.as_ref().map(|plain| &plain.text);
        if nearness > told.nearness && (value.is_some() || told.value.is_none()) {
            *told = Told { value, nearness };
            return true;
        }
        same
    }

    fn text(&self, property: usize) -> Option<&str> {
        self.told[property].value.as_ref().map(|plain| plain.text.as_str())
    }

    fn is_number(&self, property: usize) -> bool {
        self.told[property].value.as_ref().is_some_and(|plain| plain.is_number)
    }

    /// The layer these properties name, or what is wrong with them.
    pub(super) fn key(
        &self,
        words: &Words<'_>,
        findings: &mut Findings,
        place: &dyn Fn() -> Place,
    ) -> Option<LayerKey> {
        if let Some(signal) = self.text(MINSIGNAL)
            && !signal.parse::<f64>().is_ok_and(|dbm| (-120.0..=-50.0).contains(&dbm))
        {
            findings.add(Rule::SignalInvalid, || place().column("minsignal").value(signal));
        }
        if let Some(name) = self.text(OPERATOR).filter(|name| !words.is_own(name)) {
            let own = words.operator.map_or("", |operator| operator.id.as_str());
            findings.add(Rule::OperatorForeign, || place().column("operator").value(name).expected(own));
        }
        for (property, column) in PROPERTIES.iter().enumerate().filter(|(_, column)| column.required) {
            if self.text(property).is_none() {
                findings.add(Rule::PropertyMissing, || place().column(column.name));
            }
        }
        let text = LayerText {
            technology: self.text(TECHNOLOGY)?,
            mindown: self.text(MINDOWN)?,
            minup: self.text(MINUP)?,
            environment: self.text(ENVIRONMENT)?,
            are_numbers: self.is_number(MINDOWN) && self.is_number(MINUP),
        };
        words.layer(text, findings, place)
    }
}

/// Names of properties that are common, harmless and not read.
const PASSED_OVER: [&str; 5] = ["id", "fid", "frn", "brandname", "brand_name"];
/// Unknown names remembered, so that each is told once.
const NAMES_REMEMBERED: usize = 64;

/// Reads properties; nothing where they are null or no object.
pub(super) struct PropertiesReader<'d, 'r> {
    pub(super) reading: &'d mut Reading<'r>,
    pub(super) pointer: &'d str,
}

impl<'de> Lenient<'de> for PropertiesReader<'_, '_> {
    type Value = Option<Properties>;

    fn plain<E: Error>(self, _: Found<'_>) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut properties = Properties::default();
        while let Some(name) = members.next_key::<String>()? {
            if let Some(property) = column_of(PROPERTIES, &name) {
                let value = members.next_value_seed(Reader(AsPlain))?;
                if properties.take(property, &name, value) {
                    continue;
                }
            } else {
                members.next_value::<IgnoredAny>()?;
            }
            let unknown = &mut self.reading.unknown;
            if !PASSED_OVER.contains(&name.as_str())
                && unknown.len() < NAMES_REMEMBERED
                && unknown.insert(name.clone())
            {
                let place = || Place::pointer(self.pointer).column(name);
                self.reading.findings.add(Rule::PropertyUnknown, place);
            }
        }
        Ok(Some(properties))
    }
}
