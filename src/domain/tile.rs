//! Squares of the map, and the plane they are cut from: Web Mercator, as every map on the web has it.
//!
//! Owns how a place becomes a point of that plane. A point is two whole numbers of 32 bits, from the west and from
//! the north: a unit is a centimetre at most, so what is compared or added up here is exact.

use super::LonLat;

/// The deepest zoom that has squares.
pub const DEEPEST_ZOOM: u8 = 22;
/// Units of the plane from edge to edge, as a power of two.
pub const PLANE_BITS: u32 = 32;
/// The sine of the latitude where the square plane ends.
const SINE_MOST: f64 = 0.996_271_9;

/// A square of the map: its zoom, and how many squares from the west and from the north it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// A square; `None` where there is none such.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let is_there = z <= DEEPEST_ZOOM && x >> z == 0 && y >> z == 0;
        is_there.then_some(Self { z, x, y })
    }

    /// The square of a zoom that a point lies in.
    pub fn of(at: MapPoint, z: u8) -> Self {
        let z = z.min(DEEPEST_ZOOM);
        let square = |units: u32| units.checked_shr(PLANE_BITS - u32::from(z)).unwrap_or(0);
        Self { z, x: square(at.x), y: square(at.y) }
    }

    /// Its zoom.
    pub const fn z(self) -> u8 {
        self.z
    }

    /// Squares to the west of it.
    pub const fn x(self) -> u32 {
        self.x
    }

    /// Squares to the north of it.
    pub const fn y(self) -> u32 {
        self.y
    }

    /// Units of the plane from edge to edge.
    pub const fn size(self) -> i64 {
        1 << (PLANE_BITS - self.z as u32)
    }

    /// Its north-western corner, in units of the plane.
    pub const fn corner(self) -> [i64; 2] {
        [self.x as i64 * self.size(), self.y as i64 * self.size()]
    }
}

/// A point of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MapPoint {
    /// Units from the west.
    pub x: u32,
    /// Units from the north.
    pub y: u32,
}

impl From<LonLat> for MapPoint {
    fn from(at: LonLat) -> Self {
        let whole = (1u64 << PLANE_BITS) as f64;
        let sine = at.lat.to_radians().sin().clamp(-SINE_MOST, SINE_MOST);
        let from_west = at.lon / 360.0 + 0.5;
        let from_north = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI);
        // Round the world from the one side to the other; up and down it ends.
        let x = ((from_west - from_west.floor()) * whole).min(whole - 1.0);
        Self { x: x as u32, y: (from_north * whole).clamp(0.0, whole - 1.0) as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_are_where_every_map_has_them() {
        let rabat = MapPoint::from(LonLat { lon: -6.8416, lat: 34.0209 });
        assert_eq!(TileId::of(rabat, 0), TileId::new(0, 0, 0).expect("the world"));
        assert_eq!(TileId::of(rabat, 8), TileId::new(8, 123, 102).expect("a square"));
        assert_eq!(TileId::of(rabat, 12), TileId::new(12, 1970, 1635).expect("a square"));
        assert_eq!(TileId::new(3, 8, 0), None);
        assert_eq!(TileId::new(3, 0, 8), None);
        assert_eq!(TileId::new(23, 0, 0), None);
        for (lon, lat) in [(-180.0, 90.0), (180.0, -90.0), (179.999_999, 85.06), (0.0, 0.0)] {
            let at = MapPoint::from(LonLat { lon, lat });
            for z in 0..=DEEPEST_ZOOM {
                let square = TileId::of(at, z);
                assert_eq!(TileId::new(z, square.x(), square.y()), Some(square));
            }
        }
    }

    #[test]
    fn a_point_lies_in_its_square() {
        let at = MapPoint::from(LonLat { lon: -9.6, lat: 30.4 });
        for z in 0..=DEEPEST_ZOOM {
            let square = TileId::of(at, z);
            let [west, north] = square.corner();
            assert!((west..west + square.size()).contains(&i64::from(at.x)));
            assert!((north..north + square.size()).contains(&i64::from(at.y)));
        }
    }
}
