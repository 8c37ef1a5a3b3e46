//! Named localities as vector tiles: points with their names, the larger ones from afar.
//!
//! Which are drawn at a zoom hangs on a grid that holds for the whole zoom: of each of its places the largest, so that
//! names have room and squares that meet agree. How many people live there is known only for ranking: it is told as
//! one of five sizes.

use std::collections::HashMap;

use super::mvt::{EXTENT, Layer, Value};
use crate::country::{Country, Locality};
use crate::domain::{MapPoint, TileId};

/// The name of the layer.
pub const LOCALITIES_LAYER: &str = "localities";
/// The property of the best known name.
pub const NAME: &str = "name";
/// The property of the size: 5 the largest cities, 1 the smallest places and those of which nothing is known.
pub const SIZE: &str = "size";

/// People from which on a locality has a size above 1.
const SIZES: [f64; 4] = [5_000.0, 20_000.0, 100_000.0, 500_000.0];

/// The size of a locality.
pub fn size_of(locality: &Locality) -> u8 {
    let people = locality.population.unwrap_or(0.0);
    1 + SIZES.iter().filter(|from| people >= **from).count() as u8
}

/// Units of a tile between places of the grid.
const fn step(z: u8) -> i64 {
    match z {
        0..=9 => 512,
        10 | 11 => 128,
        _ => 16,
    }
}

/// A square of the country's localities; `None` where there is none.
pub fn localities(country: &Country, tile: TileId) -> Option<Vec<u8>> {
    let languages = &country.meta.languages;
    let keys: Vec<String> = [NAME, SIZE]
        .map(str::to_owned)
        .into_iter()
        .chain(languages.iter().map(|tag| format!("name_{tag}")))
        .collect();
    let mut layer = Layer::new(LOCALITIES_LAYER, &keys.iter().map(String::as_str).collect::<Vec<_>>());
    let (unit, corner, step) = (tile.size() / EXTENT, tile.corner(), step(tile.z()));
    let mut largest: HashMap<[i64; 2], (&Locality, [i64; 2])> = HashMap::new();
    for locality in country.places.localities() {
        let MapPoint { x, y } = locality.position().into();
        let at = [(i64::from(x) - corner[0]).div_euclid(unit), (i64::from(y) - corner[1]).div_euclid(unit)];
        if !at.iter().all(|units| (0..EXTENT).contains(units)) {
            continue;
        }
        let own = largest.entry(at.map(|units| units / step)).or_insert((locality, at));
        // The first of equals: the order of the pack.
        if locality.population.unwrap_or(0.0) > own.0.population.unwrap_or(0.0) {
            *own = (locality, at);
        }
    }
    let mut drawn: Vec<_> = largest.into_values().collect();
    drawn.sort_by(|(a, at), (b, other)| {
        let people = |one: &Locality| one.population.unwrap_or(0.0);
        people(b).total_cmp(&people(a)).then_with(|| at.cmp(other))
    });
    for (locality, at) in drawn {
        let own = [(0, Value::Text(locality.name.clone())), (1, Value::Whole(size_of(locality).into()))];
        let names = languages
            .iter()
            .enumerate()
            .filter_map(|(number, tag)| Some((2 + number, Value::Text(locality.names.0.get(tag)?.clone()))));
        layer.point_with(at.map(|units| units as i32), own.into_iter().chain(names));
    }
    layer.tile()
}
