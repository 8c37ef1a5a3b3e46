//! Where names of territories can stand: places well inside of what is drawn.
//!
//! Knows borders only. The best of a coarse raster over a territory's largest part is good enough to stand a name on.

use rayon::prelude::*;

use super::Borders;
use super::borders::{Bordered, PlaneBox};
use crate::domain::LonLat;
use crate::domain::tile::PLANE_BITS;

/// Borders are looked at as this zoom draws them.
const ZOOM: u8 = 7;
/// Columns and rows of the raster.
const RASTER: i32 = 16;
/// All of the plane.
const EVERYWHERE: PlaneBox = [[0; 2], [1 << PLANE_BITS; 2]];

/// Places for names, by the position of territories in the tree; none where nothing is drawn.
pub type Labels = std::sync::Arc<[Option<LonLat>]>;

type Place = [f64; 2];
type Ring = Vec<Place>;

/// A place of each territory that has borders, by its position in the tree.
pub(super) fn of(borders: &Borders, territories: usize) -> Labels {
    let shapes: Vec<Bordered<'_>> = borders.territories().collect();
    let found: Vec<Option<LonLat>> = shapes.par_iter().map(|shape| inside(*shape).map(degrees)).collect();
    let mut labels = vec![None; territories];
    for (shape, place) in shapes.iter().zip(found) {
        labels[shape.territory.index()] = place;
    }
    labels.into()
}

/// The point of the raster that is farthest from the rings of the largest part; a point of its border where none is in it.
fn inside(shape: Bordered<'_>) -> Option<Place> {
    let ring = |at: usize, zoom: u8| {
        let mut ring: Ring = Vec::new();
        shape.walk(at, zoom, EVERYWHERE, |point| ring.push(point.map(f64::from)));
        ring
    };
    // A part that the zoom does not show is looked at from near.
    let rings = |zoom: u8| {
        let parts = shape.polygons().map(|polygon| polygon.map(|at| ring(at, zoom)).collect::<Vec<Ring>>());
        parts.max_by(|a, b| area(&a[0]).total_cmp(&area(&b[0]))).filter(|part| area(&part[0]) > 0.0)
    };
    let rings = rings(ZOOM).or_else(|| rings(super::borders::FULL_ZOOM))?;
    let outer = &rings[0];
    let range = |axis: usize| {
        let along = outer.iter().map(|at| at[axis]);
        (along.clone().fold(f64::INFINITY, f64::min), along.fold(f64::NEG_INFINITY, f64::max))
    };
    let (across, along) = (range(0), range(1));
    let part = |(from, to): (f64, f64), at: i32| from + (to - from) * f64::from(at) / f64::from(RASTER);
    let raster = (1..RASTER).flat_map(|x| (1..RASTER).map(move |y| [part(across, x), part(along, y)]));
    let rooms = raster.filter(|at| is_inside(&rings, *at)).map(|at| (distance(&rings, at), at));
    rooms.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, at)| at).or_else(|| outer.first().copied())
}

fn pairs(ring: &Ring) -> impl Iterator<Item = (Place, Place)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn area(ring: &Ring) -> f64 {
    let Some([x, y]) = ring.first().copied() else { return 0.0 };
    pairs(ring).map(|(a, b)| (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y)).sum()
}

fn is_inside(rings: &[Ring], [x, y]: Place) -> bool {
    let crossed = rings
        .iter()
        .flat_map(pairs)
        .filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]);
    crossed.count() % 2 == 1
}

/// How far a place is from the nearest line, squared.
fn distance(rings: &[Ring], [x, y]: Place) -> f64 {
    let to_line = |(a, b): (Place, Place)| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx * dx + dy * dy;
        let part =
            if length > 0.0 { (((x - a[0]) * dx + (y - a[1]) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        (x - a[0] - part * dx).powi(2) + (y - a[1] - part * dy).powi(2)
    };
    rings.iter().flat_map(pairs).map(to_line).fold(f64::INFINITY, f64::min)
}

/// A place of the plane in degrees, to the metre.
fn degrees([x, y]: Place) -> LonLat {
    let whole = (1u64 << PLANE_BITS) as f64;
    let angle = (0.5 - y / whole) * std::f64::consts::TAU;
    let short = |degrees: f64| (degrees * 1e5).round() / 1e5;
    LonLat { lon: short((x / whole - 0.5) * 360.0), lat: short(angle.sinh().atan().to_degrees()) }
}

#[cfg(test)]
mod tests {
    use geo::{LineString, MultiPolygon, Polygon};

    use super::*;
    use crate::country::TerritoryId;

    #[test]
    fn a_name_stands_in_the_wide_part_beside_the_hole() {
        let line = |points: &[(f64, f64)]| LineString::from(points.to_vec());
        let outer = line(&[(1.0, 1.0), (2.0, 1.0), (2.0, 1.9), (3.0, 1.9), (3.0, 2.0), (1.0, 2.0)]);
        let hole = line(&[(1.1, 1.1), (1.4, 1.1), (1.4, 1.9), (1.1, 1.9)]);
        let speck = line(&[(5.0, 5.0), (5.1, 5.0), (5.0, 5.1)]);
        let outline = MultiPolygon(vec![Polygon::new(speck, vec![]), Polygon::new(outer, vec![hole])]);
        let labels = of(&Borders::of(&[(TerritoryId(1), outline)]), 3);
        let LonLat { lon, lat } = labels[1].expect("a place");
        assert!((1.6..1.8).contains(&lon) && (1.2..1.7).contains(&lat), "{lon} {lat}");
        assert_eq!((labels[0], labels[2]), (None, None));
    }
}
