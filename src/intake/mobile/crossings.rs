//! Whether the rings of a polygon cross or touch themselves or each other.
//!
//! Segments are swept in order of their west end against those still open, so that ordinary outlines
//! cost little more than sorting. Pairs compared are counted against a budget, because an outline can
//! be made to defeat any sweep; what is asked here is only reported, the cells do not depend on it.

use geo::algorithm::kernels::{Kernel, Orientation, RobustKernel};
use geo::{Coord, LineString};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Crossings {
    /// Rings are simple and do not cross.
    None,
    /// The first contact met.
    At(Coord<f64>),
    /// The budget ran out.
    Unknown,
}

#[derive(Debug, Clone, Copy)]
struct Segment {
    ring: u32,
    /// Position in the ring, and whether it is the ring's last.
    at: u32,
    last: bool,
    a: Coord<f64>,
    b: Coord<f64>,
}

impl Segment {
    fn west(&self) -> f64 {
        self.a.x.min(self.b.x)
    }

    fn east(&self) -> f64 {
        self.a.x.max(self.b.x)
    }

    fn apart_in_height(&self, other: &Self) -> bool {
        self.a.y.max(self.b.y) < other.a.y.min(other.b.y) || other.a.y.max(other.b.y) < self.a.y.min(self.b.y)
    }
}

/// Finds a contact of closed rings, spending at most `budget` comparisons.
///
/// Within a ring any contact counts except the vertex two neighbours share; between rings a contact in
/// single points is allowed, as the rules of simple features have it.
pub(super) fn find(rings: &[LineString<f64>], budget: &mut u64) -> Crossings {
    let mut segments = segments(rings);
    segments.sort_unstable_by(|a, b| a.west().total_cmp(&b.west()));
    let mut open: Vec<Segment> = Vec::new();
    for segment in segments {
        let cost = open.len() as u64 + 1;
        if *budget < cost {
            *budget = 0;
            return Crossings::Unknown;
        }
        *budget -= cost;
        open.retain(|other| other.east() >= segment.west());
        let met = open.iter().find_map(|other| contact(other, &segment));
        if let Some(at) = met {
            return Crossings::At(at);
        }
        open.push(segment);
    }
    Crossings::None
}

fn segments(rings: &[LineString<f64>]) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(rings.iter().map(|ring| ring.0.len()).sum());
    for (ring, line) in rings.iter().enumerate() {
        let first = segments.len();
        // Repeated positions make no segment: neighbours are counted without them.
        for line in line.lines().filter(|line| line.start != line.end) {
            let at = (segments.len() - first) as u32;
            segments.push(Segment { ring: ring as u32, at, last: false, a: line.start, b: line.end });
        }
        if segments.len() > first
            && let Some(last) = segments.last_mut()
        {
            last.last = true;
        }
    }
    segments
}

fn side(a: Coord<f64>, b: Coord<f64>, point: Coord<f64>) -> Orientation {
    RobustKernel::orient2d(a, b, point)
}

fn contact(first: &Segment, second: &Segment) -> Option<Coord<f64>> {
    if first.apart_in_height(second) {
        return None;
    }
    if first.ring == second.ring {
        if let Some((from, shared, to)) = neighbours(first, second) {
            return spike(from, shared, to).then_some(shared);
        }
        return touches(first, second);
    }
    crosses(first, second)
}

/// The corner two neighbouring segments of a ring make, if that is what they are.
fn neighbours(first: &Segment, second: &Segment) -> Option<(Coord<f64>, Coord<f64>, Coord<f64>)> {
    let follows = |a: &Segment, b: &Segment| (b.at == a.at + 1) || (a.last && b.at == 0);
    if follows(first, second) {
        Some((first.a, first.b, second.b))
    } else if follows(second, first) {
        Some((second.a, second.b, first.b))
    } else {
        None
    }
}

/// Whether an outline turns back on itself.
fn spike(from: Coord<f64>, corner: Coord<f64>, to: Coord<f64>) -> bool {
    let (back, on) = (from - corner, to - corner);
    side(from, corner, to) == Orientation::Collinear && back.x * on.x + back.y * on.y > 0.0
}

/// Any point two segments share.
fn touches(first: &Segment, second: &Segment) -> Option<Coord<f64>> {
    let (c, d) = (side(first.a, first.b, second.a), side(first.a, first.b, second.b));
    let (a, b) = (side(second.a, second.b, first.a), side(second.a, second.b, first.b));
    if a != b && c != d {
        // Collinear ends are on the line, hence on the other segment, as the other two differ.
        return Some(midpoint(first, second));
    }
    if a == Orientation::Collinear && b == Orientation::Collinear {
        return overlap(first, second);
    }
    None
}

/// A crossing in the inside of both segments, or a stretch they share.
fn crosses(first: &Segment, second: &Segment) -> Option<Coord<f64>> {
    let (c, d) = (side(first.a, first.b, second.a), side(first.a, first.b, second.b));
    let (a, b) = (side(second.a, second.b, first.a), side(second.a, second.b, first.b));
    let ends = [a, b, c, d];
    if ends.iter().all(|end| *end == Orientation::Collinear) {
        let shared = overlap(first, second)?;
        let single = [first.a, first.b].contains(&shared)
            && [second.a, second.b].contains(&shared)
            && !covers_more(first, second);
        return (!single).then_some(shared);
    }
    (a != b && c != d && !ends.contains(&Orientation::Collinear)).then(|| midpoint(first, second))
}

/// Whether two collinear segments share more than one point.
fn covers_more(first: &Segment, second: &Segment) -> bool {
    let by_x = (first.a.x - first.b.x).abs() >= (first.a.y - first.b.y).abs();
    let along = |at: Coord<f64>| if by_x { at.x } else { at.y };
    let (low, high) = (along(first.a).min(along(first.b)), along(first.a).max(along(first.b)));
    let (from, to) = (along(second.a).min(along(second.b)), along(second.a).max(along(second.b)));
    low.max(from) < high.min(to)
}

/// A point two collinear segments share.
fn overlap(first: &Segment, second: &Segment) -> Option<Coord<f64>> {
    let within = |at: Coord<f64>, of: &Segment| {
        at.x >= of.west() && at.x <= of.east() && at.y >= of.a.y.min(of.b.y) && at.y <= of.a.y.max(of.b.y)
    };
    [(second.a, first), (second.b, first), (first.a, second), (first.b, second)]
        .into_iter()
        .find_map(|(at, of)| within(at, of).then_some(at))
}

/// Where two segments that are known to meet do so, for people to look at.
fn midpoint(first: &Segment, second: &Segment) -> Coord<f64> {
    let (d1, d2) = (first.b - first.a, second.b - second.a);
    let cross = d1.x * d2.y - d1.y * d2.x;
    if cross == 0.0 {
        return second.a;
    }
    let gap = second.a - first.a;
    let along = (gap.x * d2.y - gap.y * d2.x) / cross;
    first.a + d1 * along
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rings: &[&[(f64, f64)]]) -> bool {
        let rings: Vec<LineString<f64>> = rings.iter().map(|ring| LineString::from(ring.to_vec())).collect();
        match find(&rings, &mut 10_000) {
            Crossings::None => false,
            Crossings::At(_) => true,
            Crossings::Unknown => panic!("within the budget"),
        }
    }

    const SQUARE: &[(f64, f64)] = &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)];

    #[test]
    fn simple_rings_are_simple() {
        assert!(!found(&[SQUARE]));
        assert!(!found(&[SQUARE, &[(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)]]));
        // A hole may touch the shell in a point; repeated positions and collinear ones are fine.
        assert!(!found(&[SQUARE, &[(0.0, 2.0), (2.0, 1.0), (2.0, 2.0), (0.0, 2.0)]]));
        assert!(!found(&[&[
            (0.0, 0.0),
            (2.0, 0.0),
            (2.0, 0.0),
            (4.0, 0.0),
            (4.0, 4.0),
            (0.0, 0.0),
            (0.0, 0.0)
        ]]));
    }

    #[test]
    fn every_kind_of_contact_is_found() {
        let bow_tie: &[(f64, f64)] = &[(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0), (0.0, 0.0)];
        let spike: &[(f64, f64)] = &[(0.0, 0.0), (4.0, 0.0), (2.0, 0.0), (2.0, 3.0), (0.0, 0.0)];
        let eight: &[(f64, f64)] =
            &[(0.0, 0.0), (2.0, 2.0), (4.0, 0.0), (4.0, 4.0), (2.0, 2.0), (0.0, 4.0), (0.0, 0.0)];
        let touching: &[(f64, f64)] =
            &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 0.0), (0.0, 4.0), (0.0, 0.0)];
        for ring in [bow_tie, spike, eight, touching] {
            assert!(found(&[ring]), "{ring:?}");
        }
        assert!(found(&[SQUARE, &[(3.0, 1.0), (6.0, 1.5), (3.0, 2.0), (3.0, 1.0)]]));
        assert!(found(&[SQUARE, &[(0.0, 1.0), (0.0, 2.0), (2.0, 2.0), (0.0, 1.0)]]));
    }

    #[test]
    fn the_budget_holds() {
        let comb: Vec<(f64, f64)> =
            (0..2001).map(|at| (if at % 2 == 0 { 0.0 } else { 1e6 }, f64::from(at))).collect();
        let mut closed = comb.clone();
        closed.extend([(-1.0, 3000.0), (-1.0, -1.0)]);
        closed.push(comb[0]);
        let mut budget = 1000;
        assert_eq!(find(&[LineString::from(closed)], &mut budget), Crossings::Unknown);
        assert_eq!(budget, 0);
    }
}
