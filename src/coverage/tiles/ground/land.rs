//! The world's land, as the file in `data/ground` has it: coastlines, never borders.
//!
//! Owns its reading, once, when the first picture is drawn. A file that cannot be read is no land, and a test fails.

use std::io::Read;
use std::sync::OnceLock;

use serde::Deserialize;

use super::fill::Bounds;
use crate::domain::tile::PLANE_BITS;
use crate::domain::{LonLat, MapPoint};

/// `TopoJSON`, packed.
const FILE: &[u8] = include_bytes!("../../../../data/ground/land-50m.json.gz");
/// Bytes it has at most, unpacked.
const MOST: u64 = 4 << 20;
/// Units of the plane from edge to edge.
const WHOLE: f64 = (1u64 << PLANE_BITS) as f64;

#[derive(Deserialize)]
struct Topology {
    arcs: Vec<Vec<[i64; 2]>>,
    transform: Transform,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    land: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<MultiPolygon>,
}

#[derive(Deserialize)]
struct MultiPolygon {
    arcs: Vec<Vec<Vec<i64>>>,
}

/// A ring in units of the plane.
pub(super) struct Ring {
    points: Vec<[f64; 2]>,
    bounds: Bounds,
}

impl Ring {
    fn of(points: Vec<[f64; 2]>) -> Self {
        let bounds = points.iter().fold([[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]], |[from, to], at| {
            [[from[0].min(at[0]), from[1].min(at[1])], [to[0].max(at[0]), to[1].max(at[1])]]
        });
        Self { points, bounds }
    }

    fn shifted(&self, shift: f64) -> Self {
        Self::of(self.points.iter().map(|at| [at[0] + shift, at[1]]).collect())
    }

    /// Whether any of it lies in the world once it is shifted.
    fn is_seen(&self, shift: f64) -> bool {
        let [from, to] = self.bounds;
        from[0] + shift < WHOLE && to[0] + shift > 0.0
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[f64; 2]> + Clone {
        self.points.iter()
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }
}

/// The rings of the land, holes wound the other way.
pub(super) fn rings() -> &'static [Ring] {
    static RINGS: OnceLock<Vec<Ring>> = OnceLock::new();
    RINGS.get_or_init(|| read().unwrap_or_default())
}

fn read() -> Option<Vec<Ring>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(FILE).take(MOST).read_to_string(&mut text).ok()?;
    let Topology { arcs, transform, objects } = serde_json::from_str(&text).ok()?;
    let arcs: Vec<Vec<[f64; 2]>> = arcs.iter().map(|arc| placed(arc, &transform)).collect();
    let rings = objects.land.geometries.iter().flat_map(|land| land.arcs.iter().flatten());
    let mut all = Vec::new();
    for ring in rings {
        let ring = Ring::of(unrolled(&joined(ring, &arcs)?));
        // What reaches beyond one edge of the world is seen at the other.
        let shifts = [-WHOLE, WHOLE].into_iter().filter(|shift| ring.is_seen(*shift));
        let beyond: Vec<Ring> = shifts.map(|shift| ring.shifted(shift)).collect();
        all.push(ring);
        all.extend(beyond);
    }
    Some(all)
}

/// A ring that goes on beyond the edge of the world where it crosses it, and round the southern pole where that is in it.
fn unrolled(ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut shift = 0.0;
    let mut points: Vec<[f64; 2]> = Vec::with_capacity(ring.len() + 3);
    let mut last = None;
    for at in ring.iter().chain(ring.first()) {
        match last.map(|last: f64| at[0] - last) {
            Some(jump) if jump > WHOLE / 2.0 => shift -= WHOLE,
            Some(jump) if jump < -WHOLE / 2.0 => shift += WHOLE,
            _ => {}
        }
        last = Some(at[0]);
        points.push([at[0] + shift, at[1]]);
    }
    if shift == 0.0 {
        points.pop();
    } else if let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) {
        points.extend([[last[0], WHOLE], [first[0], WHOLE]]);
    }
    points
}

/// The points of an arc, each told from the one before.
fn placed(arc: &[[i64; 2]], Transform { scale, translate }: &Transform) -> Vec<[f64; 2]> {
    let mut at = [0i64; 2];
    arc.iter()
        .map(|step| {
            at = [at[0] + step[0], at[1] + step[1]];
            let [lon, lat] = [0, 1].map(|axis| at[axis] as f64 * scale[axis] + translate[axis]);
            // The eastern end of the world is not its western one.
            let y = MapPoint::from(LonLat { lon: 0.0, lat }).y;
            [(lon / 360.0 + 0.5) * WHOLE, f64::from(y)]
        })
        .collect()
}

/// The points of a ring, an arc walked backwards where its number is below 0.
fn joined(ring: &[i64], arcs: &[Vec<[f64; 2]>]) -> Option<Vec<[f64; 2]>> {
    let mut points: Vec<[f64; 2]> = Vec::new();
    for number in ring {
        let arc = arcs.get(usize::try_from(if *number < 0 { !number } else { *number }).ok()?)?;
        points.pop();
        if *number < 0 { points.extend(arc.iter().rev()) } else { points.extend(arc) }
    }
    points.pop();
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_the_world_s_land() {
        let rings = read().expect("it can be read");
        assert!(rings.len() > 1000, "{}", rings.len());
        for ring in &rings {
            let next = ring.iter().skip(1).chain(ring.iter().take(1));
            let widest = ring.iter().zip(next).map(|(a, b)| (a[0] - b[0]).abs()).fold(0.0, f64::max);
            // None runs across the map from one edge to the other, but along its southern one.
            let [from, to] = ring.bounds;
            assert!(widest < WHOLE / 2.0 || to[1] >= WHOLE, "{from:?} {to:?}");
        }
    }
}
