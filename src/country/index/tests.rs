use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{Coord, LineString, LinesIter, MultiPolygon, Polygon};
use proptest::prelude::*;

use super::*;

fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A coverage of a jittered grid of quadrilaterals, always convex; every third one is cut in two by a bent line.
fn coverage(jitter: &[f64], side: f64) -> Vec<MultiPolygon<f64>> {
    let n = 5;
    let at = |i: usize, j: usize| {
        let k = (i * (n + 1) + j) * 2;
        Coord {
            x: round(-8.0 + side * (i as f64 + 0.2 * jitter[k % jitter.len()])),
            y: round(31.0 + side * (j as f64 + 0.2 * jitter[(k + 1) % jitter.len()])),
        }
    };
    let mut outlines = Vec::new();
    for i in 0..n {
        for j in 0..n {
            let [a, b, c, d] = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
            let middle = Coord { x: round(a.x.midpoint(c.x)), y: round(a.y.midpoint(c.y)) };
            if (i + j) % 3 == 0 {
                for ring in [vec![a, b, c, middle, a], vec![a, middle, c, d, a]] {
                    outlines.push(MultiPolygon(vec![Polygon::new(LineString(ring), vec![])]));
                }
            } else {
                outlines.push(MultiPolygon(vec![Polygon::new(LineString(vec![a, b, c, d, a]), vec![])]));
            }
        }
    }
    outlines
}

/// What the outlines say by themselves: the regions a point is in, and those it is on the border of.
fn oracle(outlines: &[MultiPolygon<f64>], at: LonLat) -> (Vec<u16>, Vec<u16>) {
    let (mut inside, mut border) = (Vec::new(), Vec::new());
    for (region, outline) in outlines.iter().enumerate() {
        match outline.coordinate_position(&Coord { x: at.lon, y: at.lat }) {
            CoordPos::Inside => inside.push(region as u16),
            CoordPos::OnBoundary => border.push(region as u16),
            CoordPos::Outside => {}
        }
    }
    (inside, border)
}

fn assert_right(index: &RegionIndex, outlines: &[MultiPolygon<f64>], at: LonLat) {
    let found = index.region(at);
    let (inside, border) = oracle(outlines, at);
    match inside.as_slice() {
        [one] => assert_eq!(found, *one, "at {at:?}"),
        [] if border.is_empty() => assert_eq!(found, OUTSIDE, "at {at:?}"),
        [] => assert!(found == OUTSIDE || border.contains(&found), "at {at:?}: {found} not of {border:?}"),
        _ => {} // the jitter made them overlap: no coverage, nothing to say
    }
    let mut batch = [0];
    index.locate_batch(&[at.lon], &[at.lat], &mut batch);
    assert_eq!(batch[0], found);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn equals_the_outlines(
        // Many zeros, so that borders are often exactly horizontal or vertical.
        jitter in proptest::collection::vec(prop_oneof![Just(0.0), -1.0f64..1.0], 80),
        side in prop_oneof![Just(0.0021), Just(0.004), Just(0.05)],
        points in proptest::collection::vec((-0.2f64..1.2, -0.2f64..1.2), 200),
    ) {
        let outlines = coverage(&jitter, side);
        let index = RegionIndex::build(&outlines).expect("six decimals");
        for (x, y) in points {
            assert_right(&index, &outlines, LonLat { lon: -8.0 + x * side * 5.0, lat: 31.0 + y * side * 5.0 });
        }
        for outline in &outlines {
            for line in outline.lines_iter() {
                let middle = (line.start + line.end) / 2.0;
                for at in [line.start, middle] {
                    for (dx, dy) in [(0.0, 0.0), (1e-12, 0.0), (-1e-12, 0.0), (0.0, 1e-12), (0.3, 0.0), (1e-7, -1e-7)] {
                        assert_right(&index, &outlines, LonLat { lon: at.x + dx, lat: at.y + dy });
                    }
                }
            }
        }
    }
}

#[test]
fn every_border_point_has_at_most_one_region_and_west_wins() {
    let square = |x: f64, y: f64| MultiPolygon(vec![geo::Rect::new((x, y), (x + 1.0, y + 1.0)).to_polygon()]);
    let outlines = [square(0.0, 0.0), square(1.0, 0.0), square(0.0, 1.0), square(1.0, 1.0)];
    let index = RegionIndex::build(&outlines).expect("whole degrees");
    let region = |lon: f64, lat: f64| index.region(LonLat { lon, lat });
    assert_eq!(region(1.0, 0.5), 0, "west wins");
    assert_eq!(region(0.5, 1.0), 2, "north wins");
    assert_eq!(region(0.0, 0.5), OUTSIDE, "west of everything is outside");
    assert_eq!(region(2.0, 0.5), 1);
    assert_eq!(region(f64::NAN, 0.5), OUTSIDE);
    assert_eq!(region(f64::INFINITY, -1e300), OUTSIDE);
}

#[test]
fn holes_and_islands_are_followed() {
    let outer = geo::Rect::new((0.0, 0.0), (1.0, 1.0)).to_polygon();
    let inner = geo::Rect::new((0.25, 0.25), (0.5, 0.5)).to_polygon();
    let island = geo::Rect::new((2.0, 2.0), (2.1, 2.1)).to_polygon();
    let holed = Polygon::new(outer.exterior().clone(), vec![inner.exterior().clone()]);
    let outlines = [MultiPolygon(vec![holed, island]), MultiPolygon(vec![inner])];
    let index = RegionIndex::build(&outlines).expect("few decimals");
    for (lon, lat, expected) in
        [(0.1, 0.1, 0), (0.3, 0.3, 1), (2.05, 2.05, 0), (1.5, 1.5, OUTSIDE), (0.9, 0.3, 0), (0.1, 0.3, 0)]
    {
        assert_eq!(index.region(LonLat { lon, lat }), expected, "{lon} {lat}");
    }
}

#[test]
fn too_precise_outlines_are_refused() {
    let outlines = [MultiPolygon(vec![geo::Rect::new((0.0, 0.0), (1.0 / 3.0, 1.0)).to_polygon()])];
    assert!(matches!(RegionIndex::build(&outlines), Err(IndexError::TooPrecise(_))));
}
