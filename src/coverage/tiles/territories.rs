//! Territories as vector tiles: a layer for each level, cut from borders that neighbours share.
//!
//! Knows no question and no number: what is coloured is joined to a territory by its code. Invariants: at any zoom a point
//! of a border is the same point in each territory and each level that has it; a territory too small to be seen at a zoom
//! is left out, and so is the hole that it is in another.

use super::VECTOR_ZOOM;
use super::mvt::{At, EXTENT, Layer, Value};
use super::ring::{BUFFER, doubled_area, ring_in_square};
use crate::country::borders::{Bordered, PlaneBox, PlanePoint};
use crate::country::{Borders, Country, TerritoryId};
use crate::domain::tile::PLANE_BITS;
use crate::domain::{Level, TileId};

/// The property of a territory's code; beside it each feature has those of what contains it, by the ids of their levels.
pub const CODE: &str = "code";

/// A square of one level, or of all that are drawn; `None` where there is nothing.
pub fn territories(
    country: &Country,
    borders: &Borders,
    level: Option<Level>,
    tile: TileId,
) -> Option<Vec<u8>> {
    let levels = country.levels().drawn().map(|(level, _)| level);
    let layers = levels.filter(|own| level.is_none_or(|level| level == *own));
    let layers = layers.filter_map(|level| layer(country, borders, level, tile));
    layers.reduce(|mut tile, layer| {
        tile.extend(layer);
        tile
    })
}

/// What a square shows of the plane.
fn area(tile: TileId) -> PlaneBox {
    let beyond = tile.size() / EXTENT * i64::from(BUFFER + 1);
    let corner = tile.corner();
    [corner.map(|from| from - beyond), corner.map(|from| from + tile.size() + beyond)]
}

/// The levels between the whole and a level, whose territories contain its own.
fn containers(country: &Country, level: Level) -> Vec<Level> {
    let levels = country.levels();
    levels.chain().filter(|above| *above != Level::WHOLE && *above < level).collect()
}

fn layer(country: &Country, borders: &Borders, level: Level, tile: TileId) -> Option<Vec<u8>> {
    let (levels, tree, area) = (country.levels(), &country.tree, area(tile));
    let above = containers(country, level);
    let keys: Vec<&str> =
        std::iter::once(CODE).chain(above.iter().map(|level| levels.id(*level).as_str())).collect();
    let mut layer = Layer::new(levels.id(level).as_str(), &keys);
    for shape in borders.territories() {
        if tree.get(shape.territory).level != level || !meets(shape.bounds(), area) {
            continue;
        }
        let rings = rings(shape, tile, area);
        let code = |id: TerritoryId| Value::Text(tree.get(id).code.to_string());
        let contained = above
            .iter()
            .enumerate()
            .filter_map(|(at, level)| Some((at + 1, code(tree.container(shape.territory, *level)?))));
        let properties = std::iter::once((0, code(shape.territory))).chain(contained);
        layer.polygons(rings.iter().map(Vec::as_slice), Some(shape.territory.0.into()), properties);
    }
    layer.tile()
}

fn meets(own: PlaneBox, area: PlaneBox) -> bool {
    (0..2).all(|axis| own[0][axis] <= area[1][axis] && own[1][axis] >= area[0][axis])
}

/// The rings of a territory in a square, each outer one before its holes.
fn rings(shape: Bordered<'_>, tile: TileId, area: PlaneBox) -> Vec<Vec<At>> {
    let bits = PLANE_BITS - EXTENT.trailing_zeros() - u32::from(tile.z().min(VECTOR_ZOOM));
    let from = [tile.x(), tile.y()].map(|squares| i64::from(squares) * EXTENT);
    // Every square of a zoom rounds to the same grid.
    let rounded = |at: PlanePoint| {
        [0, 1].map(|axis| (((i64::from(at[axis]) + (1 << bits >> 1)) >> bits) - from[axis]) as i32)
    };
    let mut rings = Vec::new();
    for polygon in shape.polygons() {
        for (at, ring) in polygon.enumerate() {
            let mut points = Vec::new();
            shape.walk(ring, tile.z(), area, |point| points.push(rounded(point)));
            let ring = ring_in_square(points);
            let area = doubled_area(&ring);
            if at == 0 && area <= 0 {
                break;
            }
            if at == 0 || area < 0 {
                rings.push(ring);
            }
        }
    }
    rings
}
