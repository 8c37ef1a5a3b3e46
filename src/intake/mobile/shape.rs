//! One polygon of a filing: is it sound, is it in the country, and which cells are in it.
//!
//! Rings that cross or touch themselves are read under the even-odd rule: inside is what an odd number
//! of outlines surrounds. That is what simple polygons mean too, and what GEOS' `make_valid` makes of
//! the linework of one polygon, so nothing has to be rebuilt: it is reported as a repair, the cells
//! follow. Overlapping polygons, be it of one MultiPolygon or of several features, are united.

use geo::{Area, Coord, LineString, Polygon};

use super::crossings::{self, Crossings};
use crate::country::index::OUTSIDE;
use crate::coverage::{Canvas, Painter};
use crate::intake::frame::Frame;
use crate::intake::ground::CountryView;
use crate::intake::report::{Findings, Place};
use crate::intake::rules::Rule;
use crate::intake::wording;
use crate::messages::Value as Given;

/// Rings told to lie nowhere on Earth, of a file whose reference system is not known.
const OFF_EARTH_TOLD: u64 = 100;
/// How far a polygon may reach beyond the country without remark, in metres.
const TOLERANCE: f64 = 1500.0;
const METRES_PER_DEGREE: f64 = 111_320.0;
/// Positions looked at to tell where a polygon without cells lies.
const SAMPLE: usize = 256;

/// A polygon's rings as filed, and where they stand in the document.
pub(super) struct Outline<'o> {
    pub(super) rings: Vec<Vec<Coord<f64>>>,
    pub(super) pointer: &'o dyn Fn() -> String,
}

/// Checks polygons and paints them.
pub(super) struct Shapes<'s> {
    pub(super) frame: &'s mut Frame,
    pub(super) ground: &'s CountryView<'s>,
    pub(super) painter: Painter<'s>,
    /// Comparisons left for finding crossings.
    pub(super) budget: u64,
    /// Degrees of outline that may still come.
    pub(super) length_left: f64,
    /// Degrees of outline that a file may have.
    pub(super) longest: f64,
    /// Area of all polygons, in square degrees narrowed as parallels are: what overlaps counts twice.
    pub(super) area: f64,
    /// The same of those that lie outside the country as a whole.
    pub(super) outside: f64,
    /// How many polygons there are, and how many of them lie outside as a whole.
    pub(super) polygons: u64,
    pub(super) polygons_outside: u64,
}

impl Shapes<'_> {
    /// Adds a polygon's cells to a canvas, or says why not.
    pub(super) fn take(&mut self, outline: Outline<'_>, onto: &mut Canvas, findings: &mut Findings) {
        let Some(polygon) = self.sound(outline.rings, outline.pointer, findings) else {
            return;
        };
        let area = area(&polygon);
        self.area += area;
        self.polygons += 1;
        if self.painter.paint(&polygon, onto).cells == 0 {
            self.explain_emptiness(&polygon, outline.pointer, findings);
        } else {
            self.look_beyond(&polygon, outline.pointer, findings);
        }
    }

    fn sound(
        &mut self,
        rings: Vec<Vec<Coord<f64>>>,
        pointer: &dyn Fn() -> String,
        findings: &mut Findings,
    ) -> Option<Polygon<f64>> {
        if rings.is_empty() {
            findings.add(Rule::GeoNoRings, || Place::pointer(pointer()));
            return None;
        }
        let mut sound = true;
        let mut lines = Vec::with_capacity(rings.len());
        for (at, ring) in rings.into_iter().enumerate() {
            let place = || Place::pointer(format!("{}/{at}", pointer()));
            match self.frame.ring(ring).map(|ring| sound_ring(ring, &place, findings)) {
                Ok(Some(line)) => lines.push(line),
                Ok(None) => sound = false,
                Err((position, at)) => {
                    sound = false;
                    // Of a file in metres all are: what names its system may stand behind them.
                    if self.frame.code().is_some() || findings.count(Rule::GeoRange) < OFF_EARTH_TOLD {
                        findings.add(Rule::GeoRange, || off_earth(place(), position, at));
                    }
                }
            }
        }
        if !sound {
            return None;
        }
        self.length_left -= lines.iter().map(length).sum::<f64>();
        if self.length_left < 0.0 {
            let longest = Given::Decimal(self.longest, 1);
            let limit = wording::expectation("finding-expected-degrees", &[("n", longest)]);
            findings.add(Rule::GeoOutlinesTooLong, || Place::pointer(pointer()).expected(limit));
            return None;
        }
        check_winding(&lines, pointer, findings);
        match crossings::find(&lines, &mut self.budget) {
            Crossings::None => {}
            Crossings::At(at) => {
                findings.add(Rule::GeoSelfIntersection, || Place::pointer(pointer()).at(at.x, at.y));
            }
            Crossings::Unknown => findings.add(Rule::GeoSelfUnchecked, || Place::pointer(pointer())),
        }
        let mut lines = lines.into_iter();
        let exterior = lines.next()?;
        Some(Polygon::new(exterior, lines.collect()))
    }

    /// Tells a swapped polygon from one elsewhere and from one too small.
    fn explain_emptiness(
        &mut self,
        polygon: &Polygon<f64>,
        pointer: &dyn Fn() -> String,
        findings: &mut Findings,
    ) {
        let first = polygon.exterior().0.first().copied().unwrap_or_default();
        let place = || Place::pointer(pointer()).at(first.x, first.y);
        let ring = &polygon.exterior().0;
        let step = ring.len().div_ceil(SAMPLE).max(1);
        let sample = || ring.iter().step_by(step);
        // Just off the coast is where coverage of the coast spills over: no reason to refuse a filing.
        let near = || sample().step_by(8).any(|at| self.ground.holds_any(around(*at)));
        if self.ground.holds_any(sample().map(|at| (at.x, at.y))) || near() {
            findings.add(Rule::GeoTooSmall, place);
        } else if self.ground.holds_any(sample().map(|at| (at.y, at.x))) {
            findings.add(Rule::GeoSwapped, || {
                let example = format!("[{}, {}]", first.y, first.x);
                place().expected(wording::expectation(
                    "finding-expected-longitude-first",
                    &[("example", Given::Text(&example))],
                ))
            });
        } else {
            self.outside += area(polygon);
            self.polygons_outside += 1;
            findings.add(Rule::GeoOutside, place);
        }
    }

    /// Remarks on a polygon that reaches well beyond the country.
    fn look_beyond(&self, polygon: &Polygon<f64>, pointer: &dyn Fn() -> String, findings: &mut Findings) {
        let ring = &polygon.exterior().0;
        let (lon, lat): (Vec<f64>, Vec<f64>) = ring.iter().map(|at| (at.x, at.y)).unzip();
        let communes = self.ground.locate(&lon, &lat);
        let beyond = ring.iter().zip(&communes).filter(|(_, commune)| **commune == OUTSIDE);
        // Only some are looked at closely: one far point is enough, and near ones are near together.
        let outside: Vec<&Coord<f64>> = beyond.map(|(at, _)| at).collect();
        let step = outside.len().div_ceil(32).max(1);
        let far = outside.iter().step_by(step).find(|at| !self.ground.holds_any(around(***at)));
        if let Some(at) = far {
            findings.add(Rule::GeoPartlyOutside, || Place::pointer(pointer()).at(at.x, at.y));
        }
    }
}

/// Sixteen points on two circles around a point, of the tolerance and half of it.
fn around(at: Coord<f64>) -> impl Iterator<Item = (f64, f64)> {
    let squeeze = at.y.to_radians().cos().max(0.01);
    (0..16).map(move |step| {
        let angle = f64::from(step / 2) * std::f64::consts::FRAC_PI_4;
        let radius = TOLERANCE / METRES_PER_DEGREE / f64::from(1 + step % 2);
        (at.x + radius * angle.cos() / squeeze, at.y + radius * angle.sin())
    })
}

/// The area of a polygon in square degrees, narrowed as its parallel is.
fn area(polygon: &Polygon<f64>) -> f64 {
    let south = polygon.exterior().0.first().map_or(0.0, |at| at.y);
    polygon.unsigned_area() * south.to_radians().cos()
}

/// A position that is nowhere on Earth.
fn off_earth(mut place: Place, position: usize, at: Coord<f64>) -> Place {
    place.pointer = place.pointer.map(|pointer| format!("{pointer}/{position}"));
    place.value(format!("{}, {}", at.x, at.y))
}

fn sound_ring(
    mut ring: Vec<Coord<f64>>,
    place: &dyn Fn() -> Place,
    findings: &mut Findings,
) -> Option<LineString<f64>> {
    ring.dedup();
    let closed = ring.len() > 1 && ring.first() == ring.last();
    let different = different_positions(&ring);
    if different < 3 {
        findings.add(Rule::GeoFewPoints, || place().value(different));
        return None;
    }
    if !closed && let Some(first) = ring.first().copied() {
        findings.add(Rule::GeoUnclosed, || place().at(first.x, first.y));
        ring.push(first);
    }
    Some(LineString(ring))
}

/// Length of a ring in degrees, whatever way they run.
fn length(ring: &LineString<f64>) -> f64 {
    ring.lines().map(|line| line.dx().hypot(line.dy())).sum()
}

/// How many different positions a ring has, counted no further than three.
fn different_positions(ring: &[Coord<f64>]) -> usize {
    let mut different: Vec<Coord<f64>> = Vec::with_capacity(3);
    for at in ring {
        if !different.contains(at) {
            different.push(*at);
            if different.len() == 3 {
                break;
            }
        }
    }
    different.len()
}

fn check_winding(lines: &[LineString<f64>], pointer: &dyn Fn() -> String, findings: &mut Findings) {
    let against = |at: usize, line: &LineString<f64>| {
        let area = Polygon::new(line.clone(), Vec::new()).signed_area();
        if at == 0 { area < 0.0 } else { area > 0.0 }
    };
    if lines.iter().enumerate().any(|(at, line)| against(at, line)) {
        findings.add(Rule::GeoWinding, || Place::pointer(pointer()));
    }
}
