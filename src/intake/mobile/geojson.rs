//! Mobile coverage as GeoJSON, one feature in memory at a time: a FeatureCollection, or features one after the other, each
//! on a line of its own (NDJSON) or after a mark (RFC 8142).
//!
//! Members may come in any order. A feature's geometry is kept as nested lists of positions until its
//! properties are known; limits on positions are checked while it is read, so that no ring, feature or
//! file is held beyond them.

mod coordinates;
mod feature;

use std::collections::HashSet;
use std::io::{BufReader, Read};

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess};

use super::layers::Layers;
use super::shape::Shapes;
use crate::coverage::{Canvas, Painter};
use crate::intake::content::{ESRI_JSON, TOPOJSON};
use crate::intake::crs::{CrsReader, Named, take_crs};
use crate::intake::error::IntakeError;
use crate::intake::json::{self, AsText, Found, Lenient, Reader, TextGuard};
use crate::intake::limits::Limits;
use crate::intake::pass::Pass;
use crate::intake::report::{Findings, Place};
use crate::intake::rules::Rule;
use crate::intake::wording;
use crate::intake::words::Words;
use crate::messages::Value as Given;
use feature::{FeatureReader, Geometry, GeometryReader, Properties, PropertiesReader};

/// Features between two reports of progress.
const STRIDE: u64 = 256;
/// Share of features, in per cent, that may have no area.
const ODD_PER_CENT: u64 = 5;

/// Reads a document into `layers`; says how many features there were.
pub(super) fn read(
    pass: &mut Pass<'_>,
    input: &mut dyn Read,
    layers: &mut Layers,
    findings: &mut Findings,
) -> Result<u64, IntakeError> {
    let (guard, not_a_number) = TextGuard::new(input, pass.limits.text_bytes);
    let mut reading = Reading {
        words: pass.words,
        limits: pass.limits,
        shapes: Shapes {
            frame: pass.frame,
            ground: pass.ground,
            painter: Painter::over(pass.ground.centres.centre_rows()),
            budget: pass.limits.comparisons,
            length_left: pass.limits.outline_degrees,
            longest: pass.limits.outline_degrees,
            area: 0.0,
            outside: 0.0,
            polygons: 0,
            polygons_outside: 0,
        },
        layers,
        canvases: Vec::new(),
        findings,
        progress: pass.progress,
        path: Vec::new(),
        features: 0,
        odd: 0,
        member: None,
        sequence: false,
        positions: 0,
        feature_positions: 0,
        unknown: HashSet::new(),
        stopped: false,
    };
    let mut input = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, guard));
    let mut outcome = DeserializeSeed::deserialize(Reader(DocumentReader(&mut reading)), &mut input);
    // More follows a feature than follows a document; what ends the input is asked before each.
    while outcome.is_ok() {
        match input.end() {
            Ok(()) => break,
            // A fault of the stream is told once, and only to who asks first.
            Err(error) if error.is_io() || !reading.sequence => {
                outcome = Err(error);
                break;
            }
            Err(_more) => {}
        }
        outcome = DeserializeSeed::deserialize(Reader(DocumentReader(&mut reading)), &mut input);
    }
    reading.conclude();
    let (stopped, features) = (reading.stopped, reading.features);
    for (layer, canvas) in std::mem::take(&mut reading.canvases).into_iter().enumerate() {
        reading.layers.put(layer, reading.shapes.painter.cells(&canvas));
    }
    if let Err(error) = outcome
        && !stopped
    {
        json::report(error, &not_a_number, pass.limits, findings)?;
    }
    Ok(features)
}

/// What is known while a document is read.
struct Reading<'r> {
    words: &'r Words<'r>,
    limits: &'r Limits,
    shapes: Shapes<'r>,
    layers: &'r mut Layers,
    /// What is painted of each layer.
    canvases: Vec<Canvas>,
    findings: &'r mut Findings,
    progress: &'r mut dyn FnMut(u64),
    /// Where in the coordinates of the current feature reading is.
    path: Vec<u32>,
    features: u64,
    /// Features that have no area, and are left out.
    odd: u64,
    /// Which geometry of a collection is read.
    member: Option<usize>,
    /// Whether features come one after the other, in no collection.
    sequence: bool,
    positions: u64,
    feature_positions: usize,
    /// Names of properties outside the schema, each told once.
    unknown: HashSet<String>,
    /// Whether reading was given up, with a finding that says why.
    stopped: bool,
}

impl Reading<'_> {
    /// Gives up: the finding has been made, the parser only has to unwind.
    fn stop<E: Error>(&mut self) -> E {
        self.stopped = true;
        E::custom("stopped")
    }

    /// Where the current feature stands; in a sequence, its number in it.
    fn feature_pointer(&self) -> String {
        let number = self.features.saturating_sub(1);
        if self.sequence { format!("/{number}") } else { format!("/features/{number}") }
    }

    /// Counts a feature that is about to be read; an error once there are too many.
    fn begin_feature<E: Error>(&mut self) -> Result<(), E> {
        self.features += 1;
        self.feature_positions = 0;
        self.path.clear();
        if self.features > self.limits.features {
            let limit = self.limits.features;
            self.features = limit;
            self.findings.add(Rule::GeoTooManyFeatures, || Place::pointer("/features").expected(limit));
            return Err(self.stop());
        }
        if self.features.is_multiple_of(STRIDE) {
            (self.progress)(self.features);
        }
        Ok(())
    }

    /// Refuses a file most of which was left out: a few odd features, and a little that lies elsewhere, are not worth
    /// refusing the rest.
    fn conclude(&mut self) {
        if self.findings.count(Rule::FormatOther) > 0 {
            return;
        }
        let features = self.features;
        let few = (features * ODD_PER_CENT / 100).max(1);
        if self.odd > few || (self.odd > 0 && self.odd == features) {
            let (odd, whole) = (self.odd, Place::pointer("/features"));
            self.findings.add(Rule::GeoMostlyLeftOut, || whole.value(format!("{odd} of {features}")));
        }
        let most = self.shapes.ground.meta.outside.area;
        let (outside, all) = (self.shapes.outside, self.shapes.area);
        let is_all = self.shapes.polygons > 0 && self.shapes.polygons_outside == self.shapes.polygons;
        if outside > all * most || is_all {
            let per_cent = if is_all { 100.0 } else { 100.0 * outside / all };
            self.findings.add(Rule::GeoMostlyOutside, || {
                Place::pointer("/features")
                    .value(format!("{per_cent:.1} %"))
                    .expected(format!("{} %", 100.0 * most))
            });
        }
    }

    fn coordinates_pointer(&self) -> String {
        let steps: Vec<String> = self.path.iter().map(u32::to_string).collect();
        let member = self.member.map_or_else(String::new, |at| format!("/geometries/{at}"));
        let base = self.feature_pointer() + "/geometry" + &member + "/coordinates";
        if steps.is_empty() { base } else { format!("{base}/{}", steps.join("/")) }
    }

    /// Counts a position that is kept; an error once a limit is passed.
    fn count_position<E: Error>(&mut self) -> Result<(), E> {
        self.positions += 1;
        self.feature_positions += 1;
        let (rule, limit) = if self.feature_positions > self.limits.feature {
            (
                Rule::GeoFeatureTooLarge,
                wording::expectation(
                    "finding-expected-positions",
                    &[("n", Given::Whole(self.limits.feature as u64))],
                ),
            )
        } else if self.positions > self.limits.positions {
            (Rule::GeoFileTooLarge, self.limits.positions.to_string())
        } else {
            return Ok(());
        };
        let pointer = self.coordinates_pointer();
        self.findings.add(rule, || Place::pointer(pointer).expected(limit));
        Err(self.stop())
    }
}

/// The whole document.
struct DocumentReader<'d, 'r>(&'d mut Reading<'r>);

#[derive(Default)]
struct Document {
    kind: Option<String>,
    has_features: bool,
    /// Whether it has a member that Esri's documents have, and no others.
    is_esri: bool,
    /// Of a feature that stands by itself.
    geometry: Option<Geometry>,
    properties: Option<Properties>,
}

impl<'de> Lenient<'de> for DocumentReader<'_, '_> {
    type Value = ();

    fn plain<E: Error>(self, found: Found<'_>) -> Result<(), E> {
        self.0.findings.add(Rule::GeoTopLevel, || Place::pointer("").value(found));
        Ok(())
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let reading = self.0;
        let (mut document, mut alone) = (Document::default(), false);
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => document.kind = members.next_value_seed(Reader(AsText))?,
                "features" => {
                    document.has_features = true;
                    members.next_value_seed(Reader(FeaturesReader(reading)))?;
                }
                "crs" => {
                    let name = members.next_value_seed(Reader(CrsReader))?;
                    let named = match reading.features {
                        0 => Named::Ahead,
                        _ if reading.sequence => Named::Among,
                        _ => Named::Behind,
                    };
                    take_crs(name, named, reading.shapes.frame, reading.findings);
                    if reading.shapes.frame.named_late.is_some() {
                        return Err(reading.stop());
                    }
                }
                "layers" => members.next_value_seed(Reader(LayersReader(reading)))?,
                "geometry" | "properties" if document.may_be_feature() => {
                    if !alone {
                        alone = true;
                        reading.sequence = true;
                        reading.begin_feature()?;
                    }
                    if name == "geometry" {
                        document.geometry = members.next_value_seed(Reader(GeometryReader(reading)))?;
                    } else {
                        let pointer = reading.feature_pointer() + "/properties";
                        let seed = PropertiesReader { reading: &mut *reading, pointer: &pointer };
                        document.properties = members.next_value_seed(Reader(seed))?;
                    }
                }
                other => {
                    document.is_esri |=
                        matches!(other, "geometryType" | "spatialReference" | "displayFieldName");
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        let is_feature = document.kind.as_deref() == Some("Feature");
        if is_feature && !alone {
            reading.sequence = true;
            reading.begin_feature()?;
        } else if alone && !is_feature {
            reading.features -= 1;
            reading.sequence = reading.features > 0;
        }
        finish(document, reading);
        if reading.stopped || reading.findings.is_full() { Err(reading.stop()) } else { Ok(()) }
    }
}

impl Document {
    /// Whether it can be a feature that stands by itself, as far as it was read: any document may have members of no
    /// standard.
    fn may_be_feature(&self) -> bool {
        !self.has_features && self.kind.as_deref().is_none_or(|kind| kind == "Feature")
    }
}

fn finish(document: Document, reading: &mut Reading<'_>) {
    let kind = document.kind.as_deref();
    if kind == Some("Feature") {
        feature::take(reading, document.geometry, &document.properties.unwrap_or_default());
        return;
    }
    let findings = &mut *reading.findings;
    let other = match kind {
        Some("Topology") => Some(TOPOJSON),
        None if document.is_esri => Some(ESRI_JSON),
        _ => None,
    };
    if let Some(unread) = other {
        let (rule, place) = unread.finding(true);
        findings.forget(&[
            Rule::GeoFeature,
            Rule::GeoGeometryMissing,
            Rule::GeoGeometryType,
            Rule::PropertyMissing,
        ]);
        findings.add(rule, || place);
    } else if kind != Some("FeatureCollection") || !document.has_features {
        let found = match kind {
            Some("FeatureCollection") => "a FeatureCollection without the member features".to_owned(),
            Some(kind) => format!("of type {kind}"),
            None => "an object without the member type".to_owned(),
        };
        let place = if document.has_features { Place::pointer("/type") } else { Place::pointer("") };
        findings.add(Rule::GeoTopLevel, || place.value(found));
    } else if reading.features == 0 && reading.layers.is_empty() && findings.errors() == 0 {
        findings.add(Rule::GeoNoFeatures, || Place::pointer("/features"));
    }
}

/// The list of features.
struct FeaturesReader<'d, 'r>(&'d mut Reading<'r>);

impl<'de> Lenient<'de> for FeaturesReader<'_, '_> {
    type Value = ();

    fn plain<E: Error>(self, found: Found<'_>) -> Result<(), E> {
        self.0.findings.add(Rule::GeoTopLevel, || {
            Place::pointer("/features").value(format!("without a list of features, but {found}"))
        });
        Ok(())
    }

    fn array<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let reading = self.0;
        loop {
            if reading.findings.is_full() {
                return Err(reading.stop());
            }
            reading.begin_feature()?;
            match items.next_element_seed(Reader(FeatureReader(reading))) {
                Ok(Some(())) => {}
                Ok(None) => {
                    reading.features -= 1;
                    return Ok(());
                }
                Err(error) => {
                    reading.features -= 1;
                    return Err(error);
                }
            }
        }
    }
}

/// The member `layers`: layers declared beside, or without, features.
struct LayersReader<'d, 'r>(&'d mut Reading<'r>);

impl<'de> Lenient<'de> for LayersReader<'_, '_> {
    type Value = ();

    fn plain<E: Error>(self, found: Found<'_>) -> Result<(), E> {
        self.0.findings.add(Rule::LayersMember, || Place::pointer("/layers").value(found));
        Ok(())
    }

    fn array<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let reading = self.0;
        let mut at = 0u64;
        loop {
            let pointer = format!("/layers/{at}");
            let seed = PropertiesReader { reading: &mut *reading, pointer: &pointer };
            let Some(properties) = items.next_element_seed(Reader(seed))? else {
                return Ok(());
            };
            match properties {
                Some(properties) => drop(properties.layer(reading, &pointer)),
                None => reading.findings.add(Rule::LayersMember, || Place::pointer(pointer.clone())),
            }
            at += 1;
            if reading.stopped || reading.findings.is_full() {
                return Err(reading.stop());
            }
        }
    }
}

impl Properties {
    /// The position of the layer these properties declare.
    fn layer(&self, reading: &mut Reading<'_>, pointer: &str) -> Option<usize> {
        let place = || Place::pointer(pointer);
        let key = self.key(reading.words, reading.findings, &place)?;
        let at = reading.layers.declare(key, reading.words, reading.findings, &place);
        if at.is_none() {
            // Past the limit nothing more can be taken in; the next check of fullness is far too late.
            reading.stopped = true;
        }
        while at.is_some_and(|at| reading.canvases.len() <= at) {
            reading.canvases.push(reading.shapes.painter.canvas());
        }
        at
    }
}
