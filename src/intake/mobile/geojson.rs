//! Mobile coverage as a GeoJSON FeatureCollection, one feature in memory at a time.
//!
//! Members may come in any order. A feature's geometry is kept as nested lists of positions until its
//! properties are known; limits on positions are checked while it is read, so that no ring, feature or
//! file is held beyond them.

mod coordinates;
mod feature;

use std::collections::HashSet;
use std::io::{BufReader, Read};

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess};

use super::layers::Layers;
use super::shape::Shapes;
use crate::coverage::{Canvas, Painter};
use crate::intake::crs::{CrsReader, check_crs};
use crate::intake::error::IntakeError;
use crate::intake::json::{self, AsText, Found, Lenient, Reader, TextGuard};
use crate::intake::limits::Limits;
use crate::intake::pass::Pass;
use crate::intake::report::{Findings, Place};
use crate::intake::rules::Rule;
use crate::intake::wording;
use crate::intake::words::Words;
use crate::messages::Value as Given;
use feature::{FeatureReader, Properties, PropertiesReader};

/// Features between two reports of progress.
const STRIDE: u64 = 256;

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
            ground: pass.ground,
            painter: Painter::over(pass.ground.centres.centre_rows()),
            budget: pass.limits.comparisons,
            length_left: pass.limits.outline_degrees,
            longest: pass.limits.outline_degrees,
        },
        layers,
        canvases: Vec::new(),
        findings,
        progress: pass.progress,
        path: Vec::new(),
        features: 0,
        positions: 0,
        feature_positions: 0,
        unknown: HashSet::new(),
        stopped: false,
    };
    let mut input = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, guard));
    let outcome = serde::de::DeserializeSeed::deserialize(Reader(DocumentReader(&mut reading)), &mut input)
        .and_then(|()| input.end());
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

    fn feature_pointer(&self) -> String {
        format!("/features/{}", self.features - 1)
    }

    fn coordinates_pointer(&self) -> String {
        let steps: Vec<String> = self.path.iter().map(u32::to_string).collect();
        let base = self.feature_pointer() + "/geometry/coordinates";
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
    has_geometry: bool,
}

impl<'de> Lenient<'de> for DocumentReader<'_, '_> {
    type Value = ();

    fn plain<E: Error>(self, found: Found<'_>) -> Result<(), E> {
        self.0.findings.add(Rule::GeoTopLevel, || Place::pointer("").value(found));
        Ok(())
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let reading = self.0;
        let mut document = Document::default();
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => document.kind = members.next_value_seed(Reader(AsText))?,
                "features" => {
                    document.has_features = true;
                    members.next_value_seed(Reader(FeaturesReader(reading)))?;
                }
                "crs" => {
                    let name = members.next_value_seed(Reader(CrsReader))?;
                    check_crs(name, reading.findings);
                }
                "layers" => members.next_value_seed(Reader(LayersReader(reading)))?,
                _ => {
                    document.has_geometry |=
                        matches!(name.as_str(), "geometry" | "coordinates" | "geometries");
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        finish(&document, reading);
        Ok(())
    }
}

fn finish(document: &Document, reading: &mut Reading<'_>) {
    let findings = &mut *reading.findings;
    let kind = document.kind.as_deref();
    if kind != Some("FeatureCollection") || !document.has_features {
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
            reading.features += 1;
            reading.feature_positions = 0;
            reading.path.clear();
            if reading.features > reading.limits.features {
                let limit = reading.limits.features;
                reading.features = limit;
                reading
                    .findings
                    .add(Rule::GeoTooManyFeatures, || Place::pointer("/features").expected(limit));
                return Err(reading.stop());
            }
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
            if reading.features.is_multiple_of(STRIDE) {
                (reading.progress)(reading.features);
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
