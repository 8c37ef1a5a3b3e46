//! Outlines cut to a rectangle, so that what comes out are polygons again.
//!
//! An outline has what is covered on its left (x to the east, y to the south). What of it lies in the rectangle is a
//! piece from one side to another; where a piece leaves, the rectangle's own border goes on, what is covered on the
//! left again, to where the next piece enters.
//!
//! Owns nothing but that. Points are whole numbers, the rectangle's sides stand half-way between them, and places on
//! the border are compared as fractions: no rounding decides which piece comes next. Invariants: every outline comes
//! closed or begins and ends outside; outlines do not cross each other.

use std::cmp::Ordering;

/// A point, in units from the rectangle's corner.
pub(super) type Point = [i64; 2];
/// A place where something was cut, or a point: no longer whole.
pub(super) type Place = [f64; 2];

/// A line of points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chain {
    pub(super) points: Vec<Point>,
    /// Whether the last point is followed by the first.
    pub(super) is_closed: bool,
}

/// What is left of outlines.
#[derive(Debug, Default)]
pub(super) struct Cut {
    /// Closed lines, what is covered on their left.
    pub(super) rings: Vec<Vec<Place>>,
    /// Whether any of them runs along the border.
    pub(super) is_on_border: bool,
}

/// A rectangle: the points from one corner to the other, both in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rectangle {
    pub(super) from: Point,
    pub(super) to: Point,
}

/// A fraction whose denominator is above 0.
#[derive(Debug, Clone, Copy)]
struct Fraction(i128, i128);

impl Fraction {
    fn compare(self, other: Self) -> Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }
}

/// A place on the border: which side, how far along it, and where.
#[derive(Debug, Clone, Copy)]
struct Crossing {
    /// 0 north, 1 east, 2 south, 3 west: the way the border runs.
    side: u8,
    along: Fraction,
    at: Place,
}

impl Crossing {
    fn compare(&self, other: &Self) -> Ordering {
        self.side.cmp(&other.side).then(self.along.compare(other.along))
    }
}

/// Where a line enters, and where it leaves.
type Crossings = (Option<Crossing>, Option<Crossing>);
/// When a line passes a side: which, and how far along the line.
type Passing = Option<(u8, Fraction)>;

/// What of an outline lies in the rectangle, from where it enters to where it leaves.
struct Piece {
    enters: Crossing,
    points: Vec<Place>,
    leaves: Crossing,
}

/// A piece that has not left yet.
struct Open {
    enters: Option<Crossing>,
    points: Vec<Place>,
}

fn place(point: Point) -> Place {
    point.map(|units| units as f64)
}

impl Rectangle {
    /// The sides, in half units.
    fn sides(self) -> ([i64; 2], [i64; 2]) {
        (self.from.map(|from| 2 * from - 1), self.to.map(|to| 2 * to + 1))
    }

    fn holds(self, point: Point) -> bool {
        (0..2).all(|axis| (self.from[axis]..=self.to[axis]).contains(&point[axis]))
    }

    /// The corner that a side ends with.
    fn corner(self, side: u8) -> Place {
        let (low, high) = self.sides();
        let [x, y] = match side {
            0 => [high[0], low[1]],
            1 => high,
            2 => [low[0], high[1]],
            _ => low,
        };
        [x as f64 / 2.0, y as f64 / 2.0]
    }

    /// Where a line enters and where it leaves: a point of it in the rectangle is neither.
    fn crossings(self, a: Point, b: Point) -> Crossings {
        let (low, high) = self.sides();
        let (a, b) = (a.map(|units| 2 * units), b.map(|units| 2 * units));
        let way = [b[0] - a[0], b[1] - a[1]];
        // Towards each side: how fast, and how far.
        let sides = [
            (-way[1], a[1] - low[1]),
            (way[0], high[0] - a[0]),
            (way[1], high[1] - a[1]),
            (-way[0], a[0] - low[0]),
        ];
        let (mut enters, mut leaves): (Passing, Passing) = (None, None);
        for (side, (speed, distance)) in (0u8..).zip(sides) {
            let when = match speed.cmp(&0) {
                Ordering::Equal if distance < 0 => return (None, None),
                Ordering::Equal => continue,
                Ordering::Less => Fraction(i128::from(-distance), i128::from(-speed)),
                Ordering::Greater => Fraction(i128::from(distance), i128::from(speed)),
            };
            if speed < 0 {
                // From beyond the side, inward.
                if when.0 > when.1 {
                    return (None, None);
                }
                if when.0 > 0 && enters.is_none_or(|(_, other)| when.compare(other).is_gt()) {
                    enters = Some((side, when));
                }
            } else {
                if when.0 < 0 {
                    return (None, None);
                }
                if when.0 < when.1 && leaves.is_none_or(|(_, other)| when.compare(other).is_lt()) {
                    leaves = Some((side, when));
                }
            }
        }
        if let (Some((_, enters)), Some((_, leaves))) = (enters, leaves)
            && enters.compare(leaves).is_ge()
        {
            return (None, None);
        }
        let crossing = |(side, when): (u8, Fraction)| {
            let at = |axis: usize| i128::from(a[axis]) * when.1 + i128::from(way[axis]) * when.0;
            let place = |axis: usize| at(axis) as f64 / when.1 as f64 / 2.0;
            let along = match side {
                0 => at(0),
                1 => at(1),
                2 => -at(0),
                _ => -at(1),
            };
            Crossing { side, along: Fraction(along, when.1), at: [place(0), place(1)] }
        };
        (enters.map(crossing), leaves.map(crossing))
    }
}

/// Cuts outlines to a rectangle.
pub(super) fn cut(chains: &[Chain], rectangle: Rectangle) -> Cut {
    let (mut cut, mut pieces) = (Cut::default(), Vec::new());
    for chain in chains {
        follow(chain, rectangle, &mut cut.rings, &mut pieces);
    }
    cut.is_on_border = !pieces.is_empty();
    join(&pieces, rectangle, &mut cut.rings);
    cut
}

/// Cuts one outline into pieces; one that never leaves is a ring as it is.
fn follow(chain: &Chain, rectangle: Rectangle, rings: &mut Vec<Vec<Place>>, pieces: &mut Vec<Piece>) {
    let points = &chain.points;
    let Some(first) = points.first() else { return };
    let mut open = rectangle.holds(*first).then(|| Open { enters: None, points: vec![place(*first)] });
    // A closed outline that begins inside: what came before it first left.
    let mut begun: Option<(Vec<Place>, Crossing)> = None;
    let steps = if chain.is_closed { points.len() } else { points.len() - 1 };
    for at in 0..steps {
        let (a, b) = (points[at], points[(at + 1) % points.len()]);
        let is_in = rectangle.holds(b);
        if open.is_some() && is_in {
            if let Some(open) = &mut open {
                open.points.push(place(b));
            }
            continue;
        }
        let (enters, leaves) = rectangle.crossings(a, b);
        if let Some(enters) = enters.filter(|_| open.is_none()) {
            open = Some(Open { enters: Some(enters), points: vec![enters.at] });
        }
        if is_in {
            if let Some(open) = &mut open {
                open.points.push(place(b));
            }
        } else if let (Some(leaves), Some(Open { enters, mut points })) = (leaves, open.take()) {
            points.push(leaves.at);
            match enters {
                Some(enters) => pieces.push(Piece { enters, points, leaves }),
                None => begun = Some((points, leaves)),
            }
        }
    }
    match (open, begun) {
        // Back where it began, which the last point repeats.
        (Some(Open { enters: Some(enters), mut points }), Some((more, leaves))) if chain.is_closed => {
            points.extend(more.into_iter().skip(1));
            pieces.push(Piece { enters, points, leaves });
        }
        (Some(Open { enters: None, mut points }), None) if chain.is_closed => {
            points.pop();
            rings.push(points);
        }
        _ => {}
    }
}

/// Joins pieces along the border into rings.
fn join(pieces: &[Piece], rectangle: Rectangle, rings: &mut Vec<Vec<Place>>) {
    let mut entries: Vec<usize> = (0..pieces.len()).collect();
    entries.sort_by(|a, b| pieces[*a].enters.compare(&pieces[*b].enters));
    let next = |leaves: &Crossing| {
        let after = entries.partition_point(|piece| pieces[*piece].enters.compare(leaves).is_lt());
        entries[after % entries.len()]
    };
    let mut is_taken = vec![false; pieces.len()];
    for first in 0..pieces.len() {
        let (mut ring, mut at) = (Vec::new(), first);
        while !is_taken[at] {
            is_taken[at] = true;
            let piece = &pieces[at];
            ring.extend_from_slice(&piece.points);
            at = next(&piece.leaves);
            let enters = &pieces[at].enters;
            let mut side = piece.leaves.side;
            let mut is_round = side == enters.side && enters.compare(&piece.leaves).is_lt();
            while side != enters.side || is_round {
                ring.push(rectangle.corner(side));
                side = (side + 1) % 4;
                is_round = false;
            }
        }
        if !ring.is_empty() {
            rings.push(ring);
        }
    }
}

/// Twice the area of a ring, above 0 where what is covered lies inside.
pub(super) fn doubled_area(ring: &[Place]) -> f64 {
    let Some([x0, y0]) = ring.first().copied() else { return 0.0 };
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0)).sum()
}

/// Whether a point lies in a ring.
pub(super) fn is_inside(ring: &[Place], [x, y]: Place) -> bool {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossed = pairs
        .filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]);
    crossed.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RECTANGLE: Rectangle = Rectangle { from: [0, 0], to: [9, 9] };

    fn closed(points: &[Point]) -> Chain {
        Chain { points: points.to_vec(), is_closed: true }
    }

    fn area(cut: &Cut) -> f64 {
        cut.rings.iter().map(|ring| doubled_area(ring) / 2.0).sum()
    }

    #[test]
    fn what_is_inside_stays_and_what_is_outside_goes() {
        let inside = cut(&[closed(&[[1, 1], [4, 1], [4, 4]])], RECTANGLE);
        assert_eq!((inside.rings.len(), inside.is_on_border, area(&inside)), (1, false, 4.5));
        let outside = cut(&[closed(&[[11, 1], [14, 1], [14, 4]])], RECTANGLE);
        assert_eq!((outside.rings.len(), outside.is_on_border), (0, false));
    }

    #[test]
    fn an_outline_around_a_corner_takes_the_corner() {
        let corner = cut(&[closed(&[[5, 5], [20, 5], [20, 20], [5, 20]])], RECTANGLE);
        assert!(corner.is_on_border);
        assert!((area(&corner) - 4.5 * 4.5).abs() < 1e-9, "{:?}", corner.rings);
    }

    #[test]
    fn a_hole_over_the_border_leaves_the_rest_of_the_rectangle() {
        // Covered on the left, so outside of what is drawn the other way round.
        let notch = cut(&[closed(&[[20, 4], [5, 4], [5, 6], [20, 6]])], RECTANGLE);
        assert!((area(&notch) - (100.0 - 9.0)).abs() < 1e-9, "{:?}", notch.rings);
    }

    #[test]
    fn a_band_across_is_cut_at_both_ends_and_open_ends_outside_do_not_matter() {
        let south = Chain { points: vec![[-5, 3], [20, 3]], is_closed: false };
        let north = Chain { points: vec![[20, 7], [-5, 7]], is_closed: false };
        let band = cut(&[south, north], RECTANGLE);
        assert!((area(&band) - 40.0).abs() < 1e-9, "{:?}", band.rings);
    }

    #[test]
    fn a_line_past_a_corner_is_cut_twice_or_not_at_all() {
        let past = Chain { points: vec![[-2, 3], [3, -2]], is_closed: false };
        let (enters, leaves) = RECTANGLE.crossings(past.points[0], past.points[1]);
        assert_eq!((enters.expect("enters").side, leaves.expect("leaves").side), (3, 0));
        let (enters, leaves) = RECTANGLE.crossings([-3, 1], [1, -3]);
        assert!(enters.is_none() && leaves.is_none(), "beyond the corner");
        let (enters, leaves) = RECTANGLE.crossings([-3, 2], [2, -3]);
        assert!(enters.is_none() && leaves.is_none(), "through the very corner");
    }

    proptest! {
        /// A star around a middle, cut: its area is that of what lies in the rectangle, counted in small squares.
        #[test]
        fn what_is_left_has_the_area_of_what_lies_inside(
            middle in (-40i64..240, -40i64..240),
            radii in proptest::collection::vec(10i64..180, 3..24),
        ) {
            let rectangle = Rectangle { from: [0, 0], to: [199, 199] };
            let turn = std::f64::consts::TAU / radii.len() as f64;
            let star: Vec<Point> = radii.iter().enumerate().map(|(at, radius)| {
                let angle = turn * at as f64;
                [
                    middle.0 + (angle.cos() * *radius as f64).round() as i64,
                    middle.1 + (angle.sin() * *radius as f64).round() as i64,
                ]
            }).collect();
            let whole: Vec<Place> = star.iter().map(|point| place(*point)).collect();
            prop_assume!(doubled_area(&whole) > 0.0);
            let cut = cut(&[closed(&star)], rectangle);
            let inside = (0..200).flat_map(|x| (0..200).map(move |y| [x as f64 + 0.013, y as f64 + 0.017]));
            let count = inside.filter(|at| is_inside(&whole, *at)).count() as f64;
            let perimeter = 4.0 * 200.0 + 24.0 * 180.0;
            prop_assert!((area(&cut) - count).abs() < perimeter, "{} {count}", area(&cut));
            for ring in &cut.rings {
                prop_assert!(ring.iter().flatten().all(|units| (-0.5..=199.5).contains(units)));
            }
        }
    }
}
