//! Rings of a square: rounded as every square of the zoom rounds, with a point wherever one crosses the square's edge,
//! and cut to the square and a little beyond.
//!
//! Each ring is cut by itself, side by side, and stays one ring: where it leaves, it goes along the side to where it
//! comes back. That is right of any ring, however often it touches or crosses itself once it is rounded, and its area
//! is that of what lies inside, holes counting against it.
//!
//! Owns nothing but that. Invariants: a line walked either way is cut at the same points; squares that meet have the
//! same points on their common edge.

use super::mvt::{At, EXTENT};

/// Units of a tile that are drawn beyond its edge.
pub(super) const BUFFER: i32 = 64;
/// The far edge of a square.
const FAR: i32 = EXTENT as i32;

/// A ring as a square shows it; none where nothing of it is left.
pub(super) fn ring_in_square(mut ring: Vec<At>) -> Vec<At> {
    tidy(&mut ring);
    let mut ring = with_edges(&ring);
    for axis in 0..2 {
        ring = cut(&ring, axis, -BUFFER, true);
        ring = cut(&ring, axis, FAR + BUFFER, false);
    }
    tidy(&mut ring);
    if ring.len() < 3 { Vec::new() } else { ring }
}

/// Leaves out what stands twice in a row, and ways that go back the way they came.
fn tidy(ring: &mut Vec<At>) {
    loop {
        let before = ring.len();
        ring.dedup();
        while ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        without_spikes(ring);
        if ring.len() == before {
            return;
        }
    }
}

/// Leaves out points between two that are the same.
fn without_spikes(ring: &mut Vec<At>) {
    let mut kept: Vec<At> = Vec::with_capacity(ring.len());
    for at in ring.drain(..) {
        if kept.len() >= 2 && kept[kept.len() - 2] == at {
            kept.pop();
        } else {
            kept.push(at);
        }
    }
    // The same where the ring's end meets its beginning.
    while kept.len() >= 3 && kept[kept.len() - 2] == kept[0] {
        kept.truncate(kept.len() - 2);
    }
    while kept.len() >= 3 && kept[1] == kept[kept.len() - 1] {
        kept.drain(..2);
    }
    *ring = kept;
}

/// Twice the area of a ring in units of a tile, above 0 where it is an outer one.
pub(super) fn doubled_area(ring: &[At]) -> i64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let product = |a: i32, b: i32| i64::from(a) * i64::from(b);
    pairs.map(|(a, b)| product(a[0], b[1]) - product(b[0], a[1])).sum()
}

fn pairs(ring: &[At]) -> impl Iterator<Item = (At, At)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// The point where a line crosses a parallel to an axis, the same whichever way it is walked.
fn crossing(a: At, b: At, axis: usize, side: i32) -> At {
    let (p, q) = if a <= b { (a, b) } else { (b, a) };
    let (way, other) = (i64::from(q[axis]) - i64::from(p[axis]), 1 - axis);
    let (way, ahead) = if way < 0 {
        (-way, i64::from(p[axis]) - i64::from(side))
    } else {
        (way, i64::from(side) - i64::from(p[axis]))
    };
    let across = i64::from(q[other]) - i64::from(p[other]);
    // Rounded half up.
    let moved = (2 * across * ahead + way).div_euclid(2 * way);
    let mut at = [side; 2];
    at[other] = (i64::from(p[other]) + moved) as i32;
    at
}

/// The ring with a point wherever it crosses a line that an edge of the square lies on.
fn with_edges(ring: &[At]) -> Vec<At> {
    let mut all = Vec::with_capacity(ring.len() + 8);
    for (a, b) in pairs(ring) {
        all.push(a);
        let (p, q) = if a <= b { (a, b) } else { (b, a) };
        let mut between: Vec<(f64, At)> = Vec::new();
        for axis in 0..2 {
            let (low, high) = (p[axis].min(q[axis]), p[axis].max(q[axis]));
            for side in [0, FAR].into_iter().filter(|side| low < *side && *side < high) {
                let along = f64::from(side - p[axis]) / f64::from(q[axis] - p[axis]);
                between.push((along, crossing(p, q, axis, side)));
            }
        }
        between.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        if (p, q) != (a, b) {
            between.reverse();
        }
        all.extend(between.into_iter().map(|(_, at)| at));
    }
    all
}

/// Cuts a ring along one side; what is kept lies above it, or below.
fn cut(ring: &[At], axis: usize, side: i32, is_above: bool) -> Vec<At> {
    let is_in = |at: At| if is_above { at[axis] >= side } else { at[axis] <= side };
    if ring.iter().all(|at| is_in(*at)) {
        return ring.to_vec();
    }
    let mut kept = Vec::with_capacity(ring.len());
    for (a, b) in pairs(ring) {
        if is_in(a) {
            kept.push(a);
        }
        if is_in(a) != is_in(b) {
            kept.push(crossing(a, b, axis, side));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points() -> impl Strategy<Value = Vec<At>> {
        proptest::collection::vec((-9000i32..13_000, -9000i32..13_000).prop_map(|(x, y)| [x, y]), 3..20)
    }

    /// The same ring as the square beside it has it.
    fn moved(ring: &[At], by: At) -> Vec<At> {
        ring.iter().map(|at| [at[0] - by[0] * FAR, at[1] - by[1] * FAR]).collect()
    }

    proptest! {
        #[test]
        fn what_is_left_lies_in_the_square(ring in points()) {
            for at in ring_in_square(ring) {
                prop_assert!(at.iter().all(|units| (-BUFFER..=FAR + BUFFER).contains(units)), "{:?}", at);
            }
        }

        /// Neighbours have a border the other way round.
        #[test]
        fn a_ring_walked_backwards_is_the_same_ring(ring in points()) {
            let mut there = ring_in_square(ring.clone());
            let mut back = ring_in_square(ring.into_iter().rev().collect());
            prop_assert_eq!(doubled_area(&there), -doubled_area(&back));
            // What leads along the sides, beyond what is seen, may come and go another way.
            let seen = |ring: &mut Vec<At>| {
                ring.retain(|at| at.iter().all(|units| (1 - BUFFER..FAR + BUFFER).contains(units)));
                ring.sort_unstable();
                ring.dedup();
            };
            seen(&mut there);
            seen(&mut back);
            prop_assert_eq!(there, back);
        }

        /// Whatever the ring does, its squares have all of its area, and nothing twice.
        #[test]
        fn squares_share_out_the_area(ring in points()) {
            let inner = |ring: Vec<At>| {
                let mut ring = with_edges(&ring);
                for axis in 0..2 {
                    ring = cut(&ring, axis, 0, true);
                    ring = cut(&ring, axis, FAR, false);
                }
                doubled_area(&ring)
            };
            let squares = (-3..4).flat_map(|x| (-3..4).map(move |y| [x, y]));
            let sum: i64 = squares.map(|by| inner(moved(&ring, by))).sum();
            // Where a line crosses an edge it is rounded: half a unit over its length at most.
            let rounding: i64 = pairs(&ring).map(|(a, b)| i64::from((a[0] - b[0]).abs().max((a[1] - b[1]).abs()))).sum();
            prop_assert!((sum - doubled_area(&ring)).abs() <= 4 * rounding, "{} {}", sum, doubled_area(&ring));
        }

        #[test]
        fn squares_that_meet_have_the_same_points_on_their_edge(ring in points()) {
            let on = |ring: &[At], axis: usize, side: i32| {
                let mut on: Vec<i32> = with_edges(ring)
                    .into_iter()
                    .filter(|at| at[axis] == side && (0..=FAR).contains(&at[1 - axis]))
                    .map(|at| at[1 - axis])
                    .collect();
                on.sort_unstable();
                on.dedup();
                on
            };
            prop_assert_eq!(on(&ring, 0, FAR), on(&moved(&ring, [1, 0]), 0, 0));
            prop_assert_eq!(on(&ring, 1, FAR), on(&moved(&ring, [0, 1]), 1, 0));
        }
    }

    #[test]
    fn a_spike_is_nothing() {
        assert_eq!(ring_in_square(vec![[5, 5], [9, 9], [5, 5], [1, 2]]), Vec::<At>::new());
        assert_eq!(ring_in_square(vec![[0, 0], [9, 0], [20, 0], [9, 0], [9, 9]]).len(), 3);
    }
}
