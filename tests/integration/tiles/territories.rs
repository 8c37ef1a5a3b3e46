//! Tiles of territories: that neighbours meet at every zoom, levels lie on each other, and addresses can be kept.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::header;
use serde_json::json;
use taghtia::country::Country;
use taghtia::coverage::tiles::{self, CODE, VECTOR_ZOOM};
use taghtia::domain::{Level, TileId};

use super::mvt::{self, Layer};
use super::{MVT, address, around, doubled, holds, is_forever, squares};
use crate::islands::pack;
use crate::service::Service;
use crate::support::{Draw, level, morocco};

/// The most that a tile of one level may take before it is compressed.
const TILE_MOST: usize = 400_000;

/// The Keel Islands.
fn keel() -> (Country, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("pack");
    std::fs::create_dir(&dir).expect("a folder of the pack");
    pack::write(&dir);
    let country = Country::open(&dir, &folder.path().join("cache"), &|_| {}).expect("the pack opens");
    (country, folder)
}

fn layers(country: &Country, level: Option<Level>, tile: TileId) -> Vec<Layer> {
    let borders = country.borders().expect("borders");
    tiles::territories(country, &borders, level, tile).map_or_else(Vec::new, |bytes| {
        assert!(bytes.len() < TILE_MOST * 3, "{tile:?}: {} bytes", bytes.len());
        mvt::layers(&bytes)
    })
}

/// A ring cut to the square itself, by the book: one side after another.
fn cut(ring: &[[i64; 2]]) -> Vec<[f64; 2]> {
    let mut ring: Vec<[f64; 2]> = ring.iter().map(|at| at.map(|units| units as f64)).collect();
    for (axis, side, sign) in [(0, 0.0, 1.0), (0, 4096.0, -1.0), (1, 0.0, 1.0), (1, 4096.0, -1.0)] {
        let is_in = |at: [f64; 2]| (at[axis] - side) * sign >= 0.0;
        let mut kept = Vec::new();
        for (at, a) in ring.iter().enumerate() {
            let b = ring[(at + 1) % ring.len()];
            if is_in(*a) {
                kept.push(*a);
            }
            if is_in(*a) != is_in(b) {
                let part = (side - a[axis]) / (b[axis] - a[axis]);
                kept.push([0, 1].map(|axis| a[axis] + part * (b[axis] - a[axis])));
            }
        }
        ring = kept;
    }
    ring
}

/// Twice the area that a layer's features have in the square itself, by code.
fn areas(layer: &Layer) -> BTreeMap<String, f64> {
    let of = |lines: &[Vec<[i64; 2]>]| {
        let ring = |ring: &Vec<[i64; 2]>| {
            let ring = cut(ring);
            let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
            pairs.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>()
        };
        lines.iter().map(ring).sum::<f64>()
    };
    layer.features.iter().map(|feature| (feature.texts[CODE].clone(), of(&feature.lines))).collect()
}

/// The levels that divide the country, by their layers.
fn chain(country: &Country) -> Vec<String> {
    let levels = country.levels();
    levels.chain().filter(|level| *level != Level::WHOLE).map(|level| levels.id(level).to_string()).collect()
}

fn add_up(country: &Country, zooms: impl Iterator<Item = u8>, most: f64) {
    let chain = chain(country);
    let mut full = 0.0;
    for z in zooms {
        let mut sums: BTreeMap<String, f64> = BTreeMap::new();
        let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for tile in squares(country, z) {
            for layer in layers(country, None, tile) {
                assert_eq!((layer.extent, layer.version), (4096, 2));
                for (code, area) in areas(&layer) {
                    *sums.entry(layer.name.clone()).or_default() += area / 4f64.powi(z.into());
                    codes.entry(layer.name.clone()).or_default().insert(code);
                }
            }
        }
        let whole = sums[&chain[0]];
        for level in &chain {
            let off = (sums[level] / whole - 1.0).abs();
            assert!(off < most, "zoom {z}: {level} has {} of {whole}", sums[level]);
        }
        full = if full == 0.0 { whole } else { full };
        println!(
            "zoom {z}: {whole:.6}, {:?}",
            codes.iter().map(|(level, all)| (level, all.len())).collect::<Vec<_>>()
        );
    }
}

#[test]
fn the_communes_of_a_zoom_have_the_area_of_the_regions() {
    // Rounding turns a few specks inside out at low zooms: those are left out.
    add_up(&morocco(), 0..=9, 1e-4);
    add_up(&keel().0, 0..=VECTOR_ZOOM, 1e-9);
}

#[test]
fn from_near_a_territory_has_its_own_area() {
    let country = morocco();
    let borders = country.borders().expect("borders");
    assert!(borders.points() > 400_000, "{}", borders.points());
    let z = 10;
    let mut own: BTreeMap<String, f64> = BTreeMap::new();
    let region = country.tree.level(level("region")).next().expect("a region");
    let bbox = country.tree.get(region).bbox;
    for tile in squares(&country, z).filter(|tile| touches(*tile, bbox)) {
        for layer in layers(&country, Some(level("commune")), tile) {
            for (code, area) in areas(&layer) {
                *own.entry(code).or_default() += area / 2.0;
            }
        }
    }
    let mut seen = 0;
    for id in country.tree.level(level("commune")).filter(|id| country.tree.is_within(*id, region)) {
        let territory = country.tree.get(id);
        let middle = f64::midpoint(territory.bbox[1], territory.bbox[3]).to_radians();
        // A unit is this many metres there.
        let unit = 40_075_016.7 / f64::from(4096u32 << z) * middle.cos();
        let area = own[territory.code.as_str()] * unit * unit;
        assert!(
            (area / territory.area.0 - 1.0).abs() < 0.02,
            "{}: {area} {}",
            territory.code,
            territory.area.0
        );
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

/// Whether a square is near a box, all around by one.
fn touches(tile: TileId, [west, south, east, north]: [f64; 4]) -> bool {
    let corner = |lon, lat| TileId::of(taghtia::domain::LonLat { lon, lat }.into(), tile.z());
    let (first, last) = (corner(west, north), corner(east, south));
    (first.x()..=last.x()).contains(&tile.x()) && (first.y()..=last.y()).contains(&tile.y())
}

#[test]
fn a_place_lies_in_as_many_communes_as_regions() {
    for (country, most) in [(&*morocco(), 9u8), (&keel().0, VECTOR_ZOOM)] {
        let (mut draw, chain) = (Draw(17), chain(country));
        let (mut inside, mut asked) = (0, 0);
        for z in 3..=most {
            let all: Vec<TileId> = squares(country, z).collect();
            for _ in 0..all.len().min(12) {
                let tile = all[draw.below(all.len())];
                let layers = layers(country, None, tile);
                for _ in 0..40 {
                    let at = [draw.next() * 4096.0, draw.next() * 4096.0];
                    let count = |name: &String| {
                        let layer = layers.iter().find(|layer| layer.name == *name);
                        let features = layer.into_iter().flat_map(|layer| &layer.features);
                        features
                            .filter(|feature| {
                                feature.lines.iter().filter(|ring| holds(ring, at)).count() % 2 == 1
                            })
                            .count()
                    };
                    let counts: Vec<usize> = chain.iter().map(count).collect();
                    assert!(
                        counts.iter().all(|count| *count == counts[0] && *count <= 1),
                        "{tile:?} {at:?}: {counts:?}"
                    );
                    inside += counts[0];
                    asked += 1;
                }
            }
        }
        assert!(inside * 20 > asked, "{inside} of {asked}");
    }
}

#[test]
fn squares_that_meet_have_the_same_points_on_their_edge() {
    type Edge = BTreeMap<(String, String), BTreeSet<i64>>;
    let on = |country: &Country, tile: TileId, axis: usize, side: i64| {
        let mut edge = Edge::new();
        for layer in layers(country, None, tile) {
            for feature in &layer.features {
                assert!(doubled(&feature.lines[0]) > 0, "an outer ring comes first");
                let points = feature.lines.iter().flatten();
                assert!(points.clone().flatten().all(|units| (-64..=4160).contains(units)), "{tile:?}");
                let own: BTreeSet<i64> = points
                    .filter(|at| at[axis] == side && (0..=4096).contains(&at[1 - axis]))
                    .map(|at| at[1 - axis])
                    .collect();
                if !own.is_empty() {
                    edge.insert((layer.name.clone(), feature.texts[CODE].clone()), own);
                }
            }
        }
        edge
    };
    for (country, zooms) in [(&*morocco(), vec![4u8, 6, 7, 8, 9, 10, 12]), (&keel().0, vec![6, 9, 11, 12])] {
        let mut draw = Draw(23);
        let mut points = 0;
        for z in zooms {
            let all: Vec<TileId> = squares(country, z).collect();
            for _ in 0..all.len().min(14) {
                let tile = all[draw.below(all.len())];
                for (axis, beside) in [(0, (1, 0)), (1, (0, 1))] {
                    let Some(other) = TileId::new(z, tile.x() + beside.0, tile.y() + beside.1) else {
                        continue;
                    };
                    let own = on(country, tile, axis, 4096);
                    assert_eq!(own, on(country, other, axis, 0), "{tile:?} {other:?}");
                    points += own.values().map(BTreeSet::len).sum::<usize>();
                }
            }
        }
        assert!(points > 10, "{points}");
    }
}

#[test]
fn a_feature_says_who_it_is_and_what_contains_it() {
    let country = morocco();
    let tile = around(
        &country,
        country.tree.get(country.tree.level(level("region")).next().unwrap()).code.as_str(),
        8,
    );
    for layer in layers(&country, None, tile) {
        for feature in &layer.features {
            let id = country.tree.find(&feature.texts[CODE]).expect("a code of the tree");
            assert_eq!((feature.kind, feature.id), (3, Some(id.0.into())));
            assert_eq!(country.tree.level_id(id).as_str(), layer.name);
            for (above, code) in feature.texts.iter().filter(|(key, _)| *key != CODE) {
                let container = country.tree.container(id, level(above)).expect("a container");
                assert_eq!(country.tree.get(container).code.as_str(), code);
            }
            let expected = match layer.name.as_str() {
                "region" => 1,
                "province" => 2,
                _ => 3,
            };
            assert_eq!(
                feature.texts.len(),
                if layer.name == "commune" { 3 } else { feature.texts.len().max(expected) }
            );
        }
    }
}

#[tokio::test]
async fn a_tilejson_names_the_levels_and_the_pack() {
    let service = Service::start().await;
    let set = service.json("/tiles/territories.json?lang=en").await;
    assert_eq!(
        (&set["tilejson"], &set["minzoom"], &set["maxzoom"]),
        (&json!("3.0.0"), &json!(0), &json!(12))
    );
    let ids: Vec<&str> =
        set["vector_layers"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["region", "province", "commune", "sector", "arrondissement"]);
    assert_eq!(
        set["vector_layers"][2],
        json!({"id": "commune", "description": "communes", "minzoom": 0, "maxzoom": 12,
            "fields": {"code": "String", "region": "String", "province": "String"}})
    );
    assert_eq!(set["synthetic"], false);
    let region = service
        .country
        .tree
        .get(service.country.tree.level(level("region")).next().unwrap())
        .code
        .to_string();
    let tile = around(&service.country, &region, 7);
    let at = address(&set, tile);
    let answer = service.get(&at).await;
    assert_eq!((answer.status.as_u16(), answer.header(&header::CONTENT_TYPE)), (200, MVT));
    assert!(is_forever(&answer), "{:?}", answer.headers);
    assert!(mvt::layers(&answer.body).len() >= 3);
    let tag = answer.header(&header::ETAG).to_owned();
    let again = service.get_with(&at, &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    let sea = service.get(&address(&set, TileId::new(8, 0, 0).unwrap())).await;
    assert_eq!((sea.status.as_u16(), sea.body.len(), is_forever(&sea)), (204, 0, true));
    // One level alone.
    let one = service.json("/tiles/territories.json?level=province").await;
    assert_eq!(one["vector_layers"].as_array().unwrap().len(), 1);
    let layers = mvt::layers(&service.get(&address(&one, tile)).await.body);
    assert_eq!(layers.iter().map(|layer| layer.name.as_str()).collect::<Vec<_>>(), ["province"]);
    // Filings change nothing of it.
    let (filed, _) = crate::http::covered().await;
    assert_eq!(filed.json("/tiles/territories.json?lang=en").await["pack"], set["pack"]);
    // Another pack's address leads to this one's.
    let plain = format!("/tiles/territories/{}/{}/{}.mvt", tile.z(), tile.x(), tile.y());
    for stale in [plain.clone(), format!("{plain}?pack=0123")] {
        let moved = service.get(&stale).await;
        assert_eq!((moved.status.as_u16(), moved.header(&header::LOCATION)), (307, &*at), "{stale}");
        assert_eq!(moved.header(&header::CACHE_CONTROL), "public, no-cache");
    }
}

#[tokio::test]
async fn mistakes_are_named() {
    let service = Service::start().await;
    for (address, status, parameter) in [
        ("/tiles/territories.json?level=country", 400, "level"),
        ("/tiles/territories.json?level=parish", 400, "level"),
        ("/tiles/territories.json?technology=4g", 400, "technology"),
        ("/tiles/territories/13/0/0.mvt", 400, "z"),
        ("/tiles/territories/3/8/0.mvt", 400, "x"),
        ("/tiles/territories/3/0/+1.mvt", 400, "y"),
        ("/tiles/territories/3/0/0.mvt?holdings=1", 400, "holdings"),
        ("/tiles/territories/3/0/0.png", 404, ""),
        ("/tiles/territories/3/0/0", 404, ""),
    ] {
        let (found, _, named) = service.get(address).await.problem();
        assert_eq!((found, named.as_str()), (status, parameter), "{address}");
    }
}
