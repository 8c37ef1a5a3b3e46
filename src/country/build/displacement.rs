//! Moves the outlines back to where they belong.
//!
//! The source's latitudes were Web Mercator metres (EPSG:3857, a sphere) turned into degrees as if they
//! were World Mercator metres (EPSG:3395, the ellipsoid), which shifts Morocco some 19 km north.
//! Longitudes are the same in both. Reading the latitude forward through the ellipsoid's formula gives
//! the metres back, and the sphere's inverse formula then gives the true latitude.

use std::f64::consts::FRAC_PI_2;

/// Eccentricity of the WGS84 ellipsoid.
const ECCENTRICITY: f64 = 0.081_819_190_842_621_5;

/// The true latitude, in degrees, of a displaced one.
pub(super) fn undo(latitude: f64) -> f64 {
    let phi = latitude.to_radians();
    let e_sin = ECCENTRICITY * phi.sin();
    let ellipsoid = ((1.0 - e_sin) / (1.0 + e_sin)).powf(ECCENTRICITY / 2.0);
    let northing = ((FRAC_PI_2 / 2.0 + phi / 2.0).tan() * ellipsoid).ln();
    (2.0 * northing.exp().atan() - FRAC_PI_2).to_degrees()
}

/// Rounds degrees to the 1e-7 grid outlines are handed to the cleaner on (about a centimetre).
pub(super) fn round(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_morocco_nineteen_kilometres_south() {
        for (latitude, kilometres) in [(21.0, 14.3), (28.0, 17.7), (34.0, 19.8), (36.0, 20.3)] {
            let moved = (latitude - undo(latitude)) * 111.0;
            assert!((moved - kilometres).abs() < 0.3, "{latitude}: {moved} km");
        }
        assert!(undo(0.0).abs() < 1e-12, "nothing moves on the equator");
    }

    #[test]
    fn is_the_inverse_of_the_mistake() {
        // The mistake, written forwards: sphere to metres, ellipsoid's inverse by iteration.
        let mistake = |latitude: f64| {
            let phi = latitude.to_radians();
            let northing = (FRAC_PI_2 / 2.0 + phi / 2.0).tan().ln();
            let mut wrong = phi;
            for _ in 0..30 {
                let e_sin = ECCENTRICITY * wrong.sin();
                let factor = ((1.0 - e_sin) / (1.0 + e_sin)).powf(ECCENTRICITY / 2.0);
                wrong = FRAC_PI_2 - 2.0 * ((-northing).exp() * factor).atan();
            }
            wrong.to_degrees()
        };
        for latitude in [21.3, 27.1, 31.6, 33.97, 35.8] {
            assert!((undo(mistake(latitude)) - latitude).abs() < 1e-11);
        }
    }
}
