//! Building the grid from the region index: which cells, whose, how large.

use std::collections::BTreeSet;

use geo::InteriorPoint;
use h3o::{CellIndex, LatLng, Resolution};
use rayon::prelude::*;

use super::Grid;
use crate::country::cells::{CELL_RESOLUTION, CellList};
use crate::country::index::{OUTSIDE, RegionIndex};
use crate::country::zones::{Part, ZoneId, Zones};
use crate::domain::{CommuneId, LonLat};

/// Cells are found by the children of these.
const PARENT: Resolution = Resolution::Five;
/// WGS84 semi-major axis in metres, and first eccentricity squared.
const WGS84: (f64, f64) = (6_378_137.0, 0.006_694_379_990_141_317);

/// What the builder needs to know of parts of communes: an index over their outlines, and their zones.
pub(in crate::country) struct Parts<'a> {
    pub index: &'a RegionIndex,
    /// Zone of each region of that index.
    pub zones: &'a [ZoneId],
}

/// A freshly built grid with what the build had to decide.
pub(in crate::country) struct Built {
    pub grid: Grid,
    /// Centres by ordinal, in 1e-7 degrees: longitude, latitude.
    pub centres: Vec<[i32; 2]>,
    /// Zones that no cell centre fell in, given the cell that holds a point of them.
    pub given: Vec<ZoneId>,
}

struct Found {
    cell: CellIndex,
    zone: ZoneId,
    area: f32,
    centre: [i32; 2],
}

/// Finds every cell whose centre is in the country.
pub(in crate::country) fn build(
    communes: &RegionIndex,
    outlines: &[geo::MultiPolygon<f64>],
    parts: &Parts<'_>,
    part_outlines: &[geo::MultiPolygon<f64>],
    zones: &Zones,
) -> Built {
    let parents: Vec<CellIndex> = parents(communes).into_iter().collect();
    let found: Vec<Vec<Found>> =
        parents.par_iter().map(|parent| children(*parent, communes, parts, zones)).collect();
    let mut found: Vec<Found> = found.into_iter().flatten().collect();
    let cells = CellList::from_sorted(found.iter().map(|cell| cell.cell));
    let given = give_cells(&mut found, &cells, outlines, parts, part_outlines, zones);
    let mut runs: Vec<(u32, ZoneId)> = Vec::new();
    for (ordinal, cell) in found.iter().enumerate() {
        if runs.last().is_none_or(|(_, zone)| *zone != cell.zone) {
            runs.push((ordinal as u32, cell.zone));
        }
    }
    let areas = found.iter().map(|cell| cell.area).collect();
    let centres = found.iter().map(|cell| cell.centre).collect();
    Built { grid: Grid::new(cells, runs, areas, zones.len()), centres, given }
}

/// Centres of a list's cells in 1e-7 degrees (longitude, latitude), by ordinal.
pub(in crate::country) fn centres(cells: &CellList) -> Vec<[i32; 2]> {
    cells.iter().map(|cell| centre_of(LatLng::from(cell))).collect()
}

fn centre_of(at: LatLng) -> [i32; 2] {
    [(at.lng() * 1e7).round() as i32, (at.lat() * 1e7).round() as i32]
}

/// Resolution-5 cells that may have children in the country.
///
/// Tiles are 2 km apart and such a cell is 17 km wide, so the cells around every tile miss nothing.
fn parents(index: &RegionIndex) -> BTreeSet<CellIndex> {
    let mut seen = BTreeSet::new();
    let mut parents = BTreeSet::new();
    for at in index.occupied_tiles() {
        if let Ok(point) = LatLng::new(at.lat, at.lon) {
            let cell = point.to_cell(PARENT);
            if seen.insert(cell) {
                parents.extend(cell.grid_disk::<Vec<_>>(1));
            }
        }
    }
    parents
}

fn children(parent: CellIndex, communes: &RegionIndex, parts: &Parts<'_>, zones: &Zones) -> Vec<Found> {
    let mut found = Vec::new();
    for cell in parent.children(CELL_RESOLUTION) {
        let centre = LatLng::from(cell);
        let at = LonLat { lon: centre.lng(), lat: centre.lat() };
        let commune = communes.region(at);
        if commune == OUTSIDE {
            continue;
        }
        let zone = match parts.index.region(at) {
            OUTSIDE => None,
            part => Some(parts.zones[part as usize]).filter(|zone| zones.get(*zone).commune.0 == commune),
        };
        found.push(Found {
            cell,
            zone: zone.unwrap_or(Zones::rest_of(CommuneId(commune))),
            area: (cell.area_rads2() * square_metres_per_steradian(at.lat)) as f32,
            centre: centre_of(centre),
        });
    }
    found
}

/// WGS84 square metres to a unit of H3's spherical area at a latitude.
///
/// H3 reads geodetic latitudes as spherical ones, so an area element there is `cos φ dφ dλ`, and on the
/// ellipsoid `M(φ) N(φ) cos φ dφ dλ` with the meridian and normal radii of curvature (Snyder 1987,
/// eq. 4-18, 4-20). Over a cell of 300 m the ratio is constant to better than 1e-7.
fn square_metres_per_steradian(lat: f64) -> f64 {
    let (a, e2) = WGS84;
    let w = 1.0 - e2 * lat.to_radians().sin().powi(2);
    let (meridian, normal) = (a * (1.0 - e2) / w.powf(1.5), a / w.sqrt());
    meridian * normal
}

/// Gives every commune and part without a cell centre the cell that holds a point of it.
fn give_cells(
    found: &mut [Found],
    cells: &CellList,
    outlines: &[geo::MultiPolygon<f64>],
    parts: &Parts<'_>,
    part_outlines: &[geo::MultiPolygon<f64>],
    zones: &Zones,
) -> Vec<ZoneId> {
    let mut in_zone = vec![0u32; zones.len()];
    let mut in_commune = vec![0u32; outlines.len()];
    for cell in found.iter() {
        in_zone[cell.zone.0 as usize] += 1;
        in_commune[zones.get(cell.zone).commune.index()] += 1;
    }
    let mut given = Vec::new();
    let mut give = |zone: ZoneId, outline: &geo::MultiPolygon<f64>, in_zone: &mut Vec<u32>| {
        let taken =
            nearest_cell(outline, cells, |ordinal| in_zone[found[ordinal as usize].zone.0 as usize] > 1);
        if let Some(ordinal) = taken {
            let cell = &mut found[ordinal as usize];
            in_zone[cell.zone.0 as usize] -= 1;
            in_zone[zone.0 as usize] += 1;
            cell.zone = zone;
            given.push(zone);
        }
    };
    for (zone, outline) in parts.zones.iter().zip(part_outlines) {
        let is_territory = matches!(zones.get(*zone).part, Part::Territory(_));
        if is_territory && in_zone[zone.0 as usize] == 0 {
            give(*zone, outline, &mut in_zone);
        }
    }
    for (commune, outline) in outlines.iter().enumerate() {
        if in_commune[commune] == 0 {
            give(Zones::rest_of(CommuneId(commune as u16)), outline, &mut in_zone);
        }
    }
    given
}

/// The cell that holds an inner point of an outline, else the nearest that may be taken.
fn nearest_cell(
    outline: &geo::MultiPolygon<f64>,
    cells: &CellList,
    may_take: impl Fn(u32) -> bool,
) -> Option<u32> {
    let point = outline.interior_point()?;
    let cell = LatLng::new(point.y(), point.x()).ok()?.to_cell(CELL_RESOLUTION);
    let mut near: Vec<(CellIndex, u32)> = cell.grid_disk_distances(8);
    near.sort_by_key(|(cell, distance)| (*distance, *cell));
    near.into_iter().filter_map(|(cell, _)| cells.ordinal(cell)).find(|at| may_take(*at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::GeodesicArea;

    #[test]
    fn areas_are_those_of_the_ellipsoid() {
        for (lat, lon) in [(21.0, -17.0), (29.5, -8.0), (33.6, -7.6), (35.9, -5.3)] {
            let cell = LatLng::new(lat, lon).expect("valid").to_cell(CELL_RESOLUTION);
            let ring: Vec<(f64, f64)> = cell.boundary().iter().map(|at| (at.lng(), at.lat())).collect();
            let outline = geo::Polygon::new(geo::LineString::from(ring), vec![]);
            let exact = outline.geodesic_area_signed().abs();
            let centre = LatLng::from(cell);
            let ours = cell.area_rads2() * square_metres_per_steradian(centre.lat());
            assert!((ours / exact - 1.0).abs() < 2e-6, "{lat} {lon}: {ours} against {exact}");
        }
    }
}
