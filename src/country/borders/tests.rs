//! Made-up coverages: that common borders stay common at every zoom, and come to cross none.

use std::collections::BTreeMap;

use geo::{Coord, LineString, Polygon};
use proptest::prelude::*;

use super::*;
use crate::domain::tile::PLANE_BITS;

/// All of the plane and around it.
const EVERYWHERE: PlaneBox = [[-(1 << PLANE_BITS); 2], [1 << (PLANE_BITS + 1); 2]];

/// Squares of a board whose sides are bent, each a territory; every second one also of a larger one that is dissolved
/// below. `bends` are taken round and round.
fn board(side: usize, bends: &[(f64, f64)]) -> Vec<(TerritoryId, MultiPolygon<f64>)> {
    const STEPS: usize = 6;
    let place = |x: usize, y: usize| {
        let bend = bends[(x * 131 + y * 17) % bends.len()];
        let size = 0.02;
        // The bends are small beside the steps: sides never meet.
        Coord {
            x: -8.0 + (x as f64 + 0.3 * bend.0) * size / STEPS as f64,
            y: 31.0 + (y as f64 + 0.3 * bend.1) * size / STEPS as f64,
        }
    };
    let mut outlines = Vec::new();
    for column in 0..side {
        for row in 0..side {
            let (west, south) = (column * STEPS, row * STEPS);
            let (east, north) = (west + STEPS, south + STEPS);
            let ring: Vec<Coord<f64>> = (west..east)
                .map(|x| place(x, south))
                .chain((south..north).map(|y| place(east, y)))
                .chain((west + 1..=east).rev().map(|x| place(x, north)))
                .chain((south + 1..=north).rev().map(|y| place(west, y)))
                .collect();
            // Turned either way, as packs may be.
            let ring = if (column + row) % 2 == 0 { ring } else { ring.into_iter().rev().collect() };
            let polygon = Polygon::new(LineString(ring), Vec::new());
            outlines.push((TerritoryId((outlines.len() + 1) as u32), MultiPolygon(vec![polygon])));
        }
    }
    outlines
}

fn ring_of(shape: Bordered<'_>, ring: usize, zoom: u8) -> Vec<PlanePoint> {
    let mut points = Vec::new();
    shape.walk(ring, zoom, EVERYWHERE, |at| points.push(at));
    points.dedup();
    points
}

/// Every edge that a zoom draws, with how often it is walked each way.
fn edges(borders: &Borders, zoom: u8) -> BTreeMap<[PlanePoint; 2], [u32; 2]> {
    let mut edges = BTreeMap::new();
    for shape in borders.territories() {
        for ring in shape.polygons().flatten() {
            let points = ring_of(shape, ring, zoom);
            for (a, b) in points.iter().zip(points.iter().cycle().skip(1)).filter(|(a, b)| a != b) {
                let uses: &mut [u32; 2] = edges.entry([*a.min(b), *a.max(b)]).or_default();
                uses[usize::from(a > b)] += 1;
            }
        }
    }
    edges
}

fn side(a: PlanePoint, b: PlanePoint, c: PlanePoint) -> i128 {
    let from = |to: PlanePoint| [0, 1].map(|axis| i128::from(to[axis]) - i128::from(a[axis]));
    let (b, c) = (from(b), from(c));
    (b[0] * c[1] - b[1] * c[0]).signum()
}

fn area(ring: &[PlanePoint]) -> i128 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let wide = |at: &PlanePoint| at.map(i128::from);
    pairs.map(|(a, b)| (wide(a), wide(b))).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

fn areas(borders: &Borders, zoom: u8) -> Vec<i128> {
    let of =
        |shape: Bordered<'_>| shape.polygons().flatten().map(|ring| area(&ring_of(shape, ring, zoom))).sum();
    borders.territories().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn neighbours_share_their_border_at_every_zoom(
        bends in prop::collection::vec((-1.0..1.0f64, -1.0..1.0f64), 7..60),
        side_of in 1usize..5,
    ) {
        let borders = Borders::of(&board(side_of, &bends));
        prop_assert_eq!(borders.territories().len(), side_of * side_of);
        let whole: i128 = areas(&borders, FULL_ZOOM).iter().sum();
        for zoom in 0..=FULL_ZOOM {
            let edges = edges(&borders, zoom);
            // Of those walked once the country's own border is made: it is closed, so it ends nowhere.
            let mut ends: BTreeMap<PlanePoint, i32> = BTreeMap::new();
            for ([a, b], uses) in &edges {
                prop_assert!(uses[0] == uses[1] || uses.iter().sum::<u32>() == 1, "zoom {}: {:?}", zoom, uses);
                let more = uses[0] as i32 - uses[1] as i32;
                *ends.entry(*a).or_default() += more;
                *ends.entry(*b).or_default() -= more;
            }
            prop_assert!(ends.values().all(|more| *more == 0));
            // None crosses another.
            let all: Vec<[PlanePoint; 2]> = edges.into_keys().collect();
            for (at, [a, b]) in all.iter().enumerate() {
                for [c, d] in &all[at + 1..] {
                    let apart = side(*a, *b, *c) * side(*a, *b, *d) >= 0 || side(*c, *d, *a) * side(*c, *d, *b) >= 0;
                    prop_assert!(apart, "zoom {}: {:?} {:?}", zoom, [a, b], [c, d]);
                }
            }
            let areas = areas(&borders, zoom);
            prop_assert!(areas.iter().all(|area| *area >= 0));
            if zoom == FULL_ZOOM {
                prop_assert_eq!(areas.iter().sum::<i128>(), whole);
            }
        }
    }

    #[test]
    fn what_a_cache_keeps_is_all_of_it(bends in prop::collection::vec((-1.0..1.0f64, -1.0..1.0f64), 7..20)) {
        let borders = Borders::of(&board(3, &bends));
        let again = Borders::from_parts(borders.parts(), 10).expect("fits");
        prop_assert_eq!(&again, &borders);
        prop_assert!(Borders::from_parts(borders.parts(), 9).is_none(), "a territory too many");
        for spoil in [
            |parts: &mut Parts| parts.steps[0] = 9999,
            |parts: &mut Parts| parts.points.truncate(9),
            |parts: &mut Parts| parts.rings.truncate(2),
            |parts: &mut Parts| parts.arcs[1] = 0,
            |parts: &mut Parts| parts.polygons.clear(),
            |parts: &mut Parts| parts.shapes[0][1] = 99,
        ] {
            let mut parts = borders.parts();
            spoil(&mut parts);
            prop_assert!(Borders::from_parts(parts, 10).is_none());
        }
    }
}

#[test]
fn a_town_in_a_commune_is_one_arc_of_both() {
    let square = |west: f64, south: f64, size: f64| {
        LineString::from(vec![
            (west, south),
            (west + size, south),
            (west + size, south + size),
            (west, south + size),
        ])
    };
    let around = MultiPolygon(vec![Polygon::new(square(1.0, 1.0, 1.0), vec![square(1.4, 1.4, 0.2)])]);
    let town = MultiPolygon(vec![Polygon::new(square(1.4, 1.4, 0.2), Vec::new())]);
    let borders = Borders::of(&[(TerritoryId(1), around), (TerritoryId(2), town)]);
    assert_eq!((borders.arc_boxes.len(), borders.points()), (2, 10));
    let areas = areas(&borders, FULL_ZOOM);
    assert!((areas[0] as f64 / areas[1] as f64 - 24.0).abs() < 0.05, "{areas:?}");
}

#[test]
fn a_country_without_outlines_has_no_borders() {
    let borders = Borders::of(&[]);
    assert_eq!((borders.territories().len(), borders.points()), (0, 0));
    assert_eq!(Borders::from_parts(borders.parts(), 1), Some(borders));
}
