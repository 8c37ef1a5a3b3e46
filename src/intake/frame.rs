//! Where on Earth the numbers of a file are: its reference system, and the way from there to longitude and latitude.
//!
//! A file names its system, or its sender does; without either, numbers are degrees on WGS 84. Numbers that cannot
//! be degrees are kept, a few, so that it can be told in which of the country's usual systems they lie in the country: that
//! is shown to the sender, and never assumed without confirmation.
//!
//! Projections and datum shifts are `proj4rs`' (PROJ 4 in Rust), definitions those of the EPSG dataset as `crs-definitions`
//! has them. Every Merchich system is shifted to WGS 84 by the same three translations, 31, 146 and 47 m: PROJ from 9 on
//! leaves the shift out of EPSG:26194 and 26195, which moves them by 240 m against their neighbours in the north.

use geo::Coord;
use proj4rs::Proj;
use proj4rs::transform::transform;

use super::ground::CountryView;
use crate::country::index::OUTSIDE;
use crate::domain::Epsg;

/// Longitude and latitude on WGS 84.
const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";
/// Web Mercator: no country's own, and in many files.
const WEB_MERCATOR: Epsg = Epsg(3857);
/// Numbers kept of those that are no degrees.
const KEPT: usize = 64;
/// Share of kept numbers, in per cent, that must lie in the country for a guess: outlines reach over borders and the sea.
const INSIDE_PER_CENT: usize = 60;
/// Metres after which an edge is parted before it is led from one plane to another, where it would be no straight line: of
/// a piece, nothing is farther off than a metre.
const LONGEST_EDGE: f64 = 5_000.0;
/// Points that may come in between, over the whole file.
const MOST_BETWEEN: usize = 5_000_000;

/// A reference system that is not degrees on WGS 84.
struct System {
    code: Epsg,
    from: Proj,
    to: Proj,
    /// Metres in a unit; none where units are degrees.
    metres: Option<f64>,
}

/// See the module.
pub(super) struct Frame {
    system: Option<System>,
    kept: Vec<Coord<f64>>,
    between: usize,
    /// A system that the file names when its numbers have been read as of another.
    pub(super) named_late: Option<Epsg>,
    /// Whether the file was read before and is known to name this system.
    pub(super) is_settled: bool,
    /// Whether any number was placed.
    pub(super) is_used: bool,
    /// Whether the sender chose the system, whatever the file names.
    pub(super) is_chosen: bool,
}

/// A system that there is no way from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UnknownSystem(pub(super) Epsg);

impl Frame {
    /// Degrees on WGS 84.
    pub(super) fn degrees() -> Self {
        Self {
            system: None,
            kept: Vec::new(),
            between: MOST_BETWEEN,
            named_late: None,
            is_settled: false,
            is_used: false,
            is_chosen: false,
        }
    }

    /// Takes another system from here on.
    pub(super) fn set(&mut self, code: Epsg) -> Result<(), UnknownSystem> {
        self.system = System::of(code)?;
        Ok(())
    }

    /// The system, unless numbers are degrees on WGS 84.
    pub(super) fn code(&self) -> Option<Epsg> {
        self.system.as_ref().map(|system| system.code)
    }

    /// Whether numbers are lengths, which people write with marks between thousands: `386,347` is one of two.
    pub(super) fn is_in_lengths(&self) -> bool {
        self.system.as_ref().is_some_and(|system| system.metres.is_some())
    }

    /// A position in degrees; nothing where its numbers are none of the system.
    pub(super) fn place(&mut self, at: Coord<f64>) -> Option<Coord<f64>> {
        self.is_used = true;
        let placed = match &self.system {
            None => Some(at),
            Some(system) => system.place(at),
        };
        let placed = placed.filter(|at| at.x.abs() <= 180.0 && at.y.abs() <= 90.0);
        if placed.is_none()
            && self.system.is_none()
            && self.kept.len() < KEPT
            && at.x.is_finite()
            && at.y.is_finite()
        {
            self.kept.push(at);
        }
        placed
    }

    /// A ring in degrees, long edges parted; the first position that is none, and its number.
    pub(super) fn ring(&mut self, ring: Vec<Coord<f64>>) -> Result<Vec<Coord<f64>>, (usize, Coord<f64>)> {
        if self.system.is_none() {
            // Degrees stay what they are.
            let wrong = ring.iter().enumerate().find(|(_, own)| self.place(**own).is_none());
            return match wrong {
                None => Ok(ring),
                Some((number, own)) => Err((number, *own)),
            };
        }
        let metres = self.system.as_ref().and_then(|system| system.metres);
        let parted = metres.and_then(|metres| self.parted(&ring, metres));
        let mut placed = Vec::with_capacity(parted.as_ref().unwrap_or(&ring).len());
        for at in parted.as_ref().unwrap_or(&ring) {
            let Some(at) = self.place(*at) else {
                // Of those that the file has: what was put between has no number there.
                let wrong = ring.iter().enumerate().find(|(_, own)| self.place(**own).is_none());
                return Err(wrong.map_or((0, *at), |(number, own)| (number, *own)));
            };
            placed.push(at);
        }
        Ok(placed)
    }

    /// The ring with points on its long edges; nothing where it has none.
    fn parted(&mut self, ring: &[Coord<f64>], metres: f64) -> Option<Vec<Coord<f64>>> {
        let long = |a: &Coord<f64>, b: &Coord<f64>| (b.x - a.x).hypot(b.y - a.y) * metres > LONGEST_EDGE;
        if !ring.windows(2).any(|edge| long(&edge[0], &edge[1])) {
            return None;
        }
        let mut parted = Vec::with_capacity(ring.len() * 2);
        for (at, start) in ring.iter().enumerate() {
            parted.push(*start);
            let Some(end) = ring.get(at + 1) else { break };
            let length = (end.x - start.x).hypot(end.y - start.y) * metres;
            let pieces = (length / LONGEST_EDGE).ceil();
            // Longer than the Earth is wide: there is nothing to be exact about.
            if !(2.0..10_000.0).contains(&pieces) || pieces as usize > self.between {
                continue;
            }
            self.between -= pieces as usize;
            for piece in 1..pieces as usize {
                parted.push(*start + (*end - *start) * (piece as f64 / pieces));
            }
        }
        Some(parted)
    }

    /// The systems in which numbers that are no degrees lie in the country.
    pub(super) fn guesses(&self, ground: &CountryView<'_>) -> Vec<Epsg> {
        if self.kept.is_empty() {
            return Vec::new();
        }
        let usual = ground.meta.reference_systems.iter().copied().chain([WEB_MERCATOR]);
        let mut found: Vec<Epsg> = usual.filter(|code| self.lies_inside(*code, ground)).collect();
        found.dedup();
        found
    }

    /// What was kept of numbers that are no degrees: the first.
    pub(super) fn first_kept(&self) -> Option<Coord<f64>> {
        self.kept.first().copied()
    }

    fn lies_inside(&self, code: Epsg, ground: &CountryView<'_>) -> bool {
        let Ok(Some(system)) = System::of(code) else { return false };
        let (lon, lat): (Vec<f64>, Vec<f64>) =
            self.kept.iter().filter_map(|at| system.place(*at)).map(|at| (at.x, at.y)).unzip();
        let inside = ground.locate(&lon, &lat).iter().filter(|commune| **commune != OUTSIDE).count();
        inside * 100 >= self.kept.len() * INSIDE_PER_CENT
    }
}

impl System {
    /// Nothing for degrees on WGS 84.
    fn of(code: Epsg) -> Result<Option<Self>, UnknownSystem> {
        if code == Epsg::WGS84 {
            return Ok(None);
        }
        let unknown = || UnknownSystem(code);
        let definition = crs_definitions::from_code(code.0).ok_or_else(unknown)?;
        let from = Proj::from_proj_string(definition.proj4).map_err(|_error| unknown())?;
        let to = Proj::from_proj_string(WGS84).map_err(|_error| unknown())?;
        if from.is_geocent() || !(from.is_latlong() || from.has_inverse()) {
            return Err(unknown());
        }
        let metres = (!from.is_latlong()).then(|| from.to_meter());
        Ok(Some(Self { code, from, to, metres }))
    }

    fn place(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        let (x, y) =
            if self.metres.is_some() { (at.x, at.y) } else { (at.x.to_radians(), at.y.to_radians()) };
        if !(x.is_finite() && y.is_finite()) {
            return None;
        }
        let mut point = (x, y, 0.0);
        transform(&self.from, &self.to, &mut point).ok()?;
        let placed = Coord { x: point.0.to_degrees(), y: point.1.to_degrees() };
        (placed.x.is_finite() && placed.y.is_finite()).then_some(placed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: u16) -> Result<Frame, UnknownSystem> {
        let mut frame = Frame::degrees();
        frame.set(Epsg(code)).map(|()| frame)
    }

    /// Positions, and what PROJ 9.5.1 makes of them; of EPSG:26194 and 26195 with the shift that it leaves out.
    const PROJ: [(u16, f64, f64, f64, f64); 10] = [
        (26191, 386347.699, 145728.290, -6.600000011, 31.900000024),
        (26191, 500000.0, 300000.0, -5.398408087, 33.297381179),
        (26192, 200000.0, 350000.0, -8.512687869, 30.112384208),
        (26194, 700000.0, 420000.0, -10.403870426, 26.191697687),
        (26195, 1200000.0, 500000.0, -8.333831709, 23.374857989),
        (32629, 550000.0, 3500000.0, -8.472735863, 31.634097512),
        (32630, 300000.0, 3800000.0, -5.173770762, 34.322005052),
        (3857, -734708.639, 3750191.219, -6.599999998, 31.899999998),
        (2154, 652000.0, 6862000.0, 2.345811959, 48.856248141),
        (4261, -6.6, 31.9, -6.598429205, 31.897469112),
    ];

    #[test]
    fn positions_are_where_proj_has_them() {
        for (code, x, y, lon, lat) in PROJ {
            let mut frame = of(code).expect("known");
            let at = frame.place(Coord { x, y }).expect("on Earth");
            assert!(
                (at.x - lon).abs() < 2e-7 && (at.y - lat).abs() < 2e-7,
                "{code}: {at:?}, not {lon} {lat}"
            );
        }
    }

    #[test]
    fn systems_without_a_way_are_unknown() {
        for code in [0, 1, 4978, 5773, 65535] {
            assert_eq!(of(code).err(), Some(UnknownSystem(Epsg(code))));
        }
        assert_eq!(of(4326).expect("known").code(), None);
    }

    #[test]
    fn numbers_without_sense_have_no_place() {
        let mut frame = of(26191).expect("known");
        for (x, y) in [(f64::NAN, 0.0), (f64::INFINITY, 1.0), (0.0, f64::NEG_INFINITY)] {
            assert_eq!(frame.place(Coord { x, y }), None, "{x} {y}");
        }
        let mut frame = Frame::degrees();
        assert_eq!(frame.place(Coord { x: 386_347.0, y: 145_728.0 }), None);
        assert!(frame.first_kept().is_some());
    }

    /// A straight edge of 300 km on the Lambert plane: its points between are on it, and those of a ring of short edges
    /// are left as they are.
    #[test]
    fn long_edges_are_parted() {
        let mut frame = of(26191).expect("known");
        let ends = [(300_000.0, 150_000.0), (600_000.0, 150_000.0), (600_000.0, 150_100.0)];
        let ring: Vec<Coord<f64>> = ends.map(Coord::from).to_vec();
        let placed = frame.ring(ring).expect("on Earth");
        assert_eq!(placed.len(), 62);
        let middle = frame.place(Coord { x: 450_000.0, y: 150_000.0 }).expect("on Earth");
        assert!((placed[30].x - middle.x).abs() < 1e-12 && (placed[30].y - middle.y).abs() < 1e-12);
    }
}
