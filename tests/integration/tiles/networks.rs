//! Tiles of fibre networks, of localities and of the ground: that they show what there is, stay small, and can be kept.

use std::collections::BTreeSet;

use axum::http::header;
use serde_json::{Value, json};
use taghtia::coverage::tiles;
use taghtia::domain::{LonLat, MapPoint, TileId};

use super::mvt::{self, Feature, Layer};
use super::{MVT, PNG, address, is_forever, squares};
use crate::networks::served;
use crate::service::{Answer, Service};

fn features<'l>(layers: &'l [Layer], name: &str) -> &'l [Feature] {
    layers.iter().find(|layer| layer.name == name).map_or(&[], |layer| &layer.features)
}

/// The squares of a zoom that a box of degrees touches.
fn squares_of(z: u8, [west, south, east, north]: [f64; 4]) -> Vec<TileId> {
    let corner = |lon, lat| TileId::of(LonLat { lon, lat }.into(), z);
    let (first, last) = (corner(west, north), corner(east, south));
    let rows = first.y()..=last.y();
    (first.x()..=last.x()).flat_map(|x| rows.clone().filter_map(move |y| TileId::new(z, x, y))).collect()
}

async fn layers(service: &Service, set: &Value, tile: TileId) -> Vec<Layer> {
    let answer = service.get(&address(set, tile)).await;
    assert!(is_forever(&answer), "{:?}", answer.headers);
    if answer.status.as_u16() == 204 {
        return Vec::new();
    }
    assert_eq!((answer.status.as_u16(), answer.header(&header::CONTENT_TYPE)), (200, MVT));
    mvt::layers(&answer.body)
}

async fn leads(service: &Service, stale: &str, goal: &str) {
    let moved = service.get(stale).await;
    assert_eq!((moved.status.as_u16(), moved.header(&header::LOCATION)), (307, goal), "{stale}");
    assert_eq!(moved.header(&header::CACHE_CONTROL), "public, no-cache");
}

#[tokio::test]
async fn spans_and_nodes_in_force_are_drawn_at_every_zoom_they_can_be_seen_at() {
    let (service, _) = served().await;
    let spans = service.json("/api/v1/networks/spans").await;
    let with_place = |body: &Value| -> BTreeSet<String> {
        let all = body["features"].as_array().unwrap().iter();
        all.filter(|one| !one["geometry"].is_null())
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let nodes = service.json("/api/v1/networks/nodes").await;
    let (of_spans, of_nodes) = (with_place(&spans), with_place(&nodes));
    assert!(of_spans.len() > 1 && of_nodes.len() > 1, "{spans}");
    let set = service.json("/tiles/networks.json?lang=en").await;
    assert_eq!((&set["minzoom"], &set["maxzoom"], &set["synthetic"]), (&json!(0), &json!(12), &json!(true)));
    assert_eq!((&set["operators"], &set["as_of"]), (&json!(["atlas"]), &json!("2026-06-30")));
    let ids: Vec<&Value> = set["vector_layers"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, ["spans", "nodes"]);
    for z in [7, 9, 12] {
        let (mut found, mut points) = (BTreeSet::new(), BTreeSet::new());
        for tile in squares_of(z, [-8.0, 31.0, -6.0, 33.0]).into_iter().take(900) {
            let layers = layers(&service, &set, tile).await;
            for span in features(&layers, "spans") {
                assert_eq!((span.kind, &*span.texts["operator"]), (2, "atlas"));
                assert!(span.lines.iter().flatten().flatten().all(|units| (-64..=4160).contains(units)));
                assert_eq!(span.texts["standing"], "operational");
                found.insert(span.texts["id"].clone());
            }
            for node in features(&layers, "nodes") {
                assert_eq!((node.kind, node.lines.len()), (1, 1));
                points.insert(node.texts["id"].clone());
            }
        }
        if z < 12 {
            assert_eq!(found, of_spans, "zoom {z}");
        }
        assert!(found.is_subset(&of_spans) && !found.contains("old"), "out of use");
        assert!(!points.is_empty() && points.is_subset(&of_nodes), "zoom {z}: {points:?}");
    }
    // As it was, by another's, and what is to come.
    let before = service.json("/tiles/networks.json?as_of=2025-12-31").await;
    assert_ne!(before["holdings"], set["holdings"]);
    let planned = service.json("/tiles/networks.json?as_of=2025-12-31&status=planned").await;
    let square = squares_of(5, [-7.0, 32.0, -7.0, 32.0])[0];
    let ids = |layers: &[Layer]| -> Vec<String> {
        features(layers, "spans").iter().map(|span| span.texts["standing"].clone()).collect()
    };
    assert_eq!(ids(&layers(&service, &planned, square).await), ["planned"]);
    let other = service.json("/tiles/networks.json?operator=rif").await;
    assert_eq!((&other["operators"], layers(&service, &other, square).await.len()), (&json!([]), 0));
    let plain = format!("/tiles/networks/5/{}/{}.mvt", square.x(), square.y());
    let goal = address(&set, square);
    leads(&service, &plain, &goal).await;
    leads(&service, &format!("{plain}?holdings=0123"), &goal).await;
}

#[tokio::test]
async fn localities_thin_out_from_afar_and_all_are_there_from_near() {
    let service = Service::start().await;
    let country = &service.country;
    let set = service.json("/tiles/localities.json?lang=en").await;
    let fields = &set["vector_layers"][0]["fields"];
    let texts = ["name", "name_ar", "name_en", "name_fr"].map(|name| (name.to_owned(), json!("String")));
    let expected: serde_json::Map<String, Value> =
        texts.into_iter().chain([("size".to_owned(), json!("Number"))]).collect();
    assert_eq!(fields, &Value::Object(expected));
    let mut counts = Vec::new();
    for z in 0..=12 {
        let (mut names, mut sizes) = (Vec::new(), BTreeSet::new());
        for tile in squares(country, z) {
            let Some(bytes) = tiles::localities(country, tile) else { continue };
            assert!(bytes.len() < 60_000, "{tile:?}: {} bytes", bytes.len());
            for feature in features(&mvt::layers(&bytes), "localities") {
                assert!(feature.lines[0][0].iter().all(|at| (0..4096).contains(at)));
                let (name, size) = feature.property.clone().expect("a size");
                assert_eq!(name, "size");
                assert!((1..=5).contains(&size));
                sizes.insert(size);
                names.push(feature.texts["name"].clone());
            }
        }
        assert!(sizes.contains(&5), "the largest are seen from everywhere");
        counts.push(names.len());
    }
    assert!(counts.is_sorted(), "{counts:?}");
    let all = country.places.localities().len();
    assert!(counts[0] < 20 && counts[12] * 100 >= all * 99, "{counts:?} of {all}");
    let largest = country.places.localities().iter();
    let largest = largest.max_by(|a, b| a.population.unwrap_or(0.0).total_cmp(&b.population.unwrap_or(0.0)));
    let largest = largest.expect("a locality");
    let tile = TileId::of(MapPoint::from(largest.position()), 4);
    let layers = layers(&service, &set, tile).await;
    let found = features(&layers, "localities").iter().find(|one| one.texts["name"] == largest.name);
    assert_eq!(found.expect("the largest").texts["name_ar"], largest.names.0["ar"]);
    let plain = format!("/tiles/localities/4/{}/{}.mvt", tile.x(), tile.y());
    leads(&service, &plain, &address(&set, tile)).await;
}

/// The pixels of a picture, red, green and blue.
fn pixels(answer: &Answer) -> Vec<[u8; 3]> {
    assert_eq!((answer.status.as_u16(), answer.header(&header::CONTENT_TYPE)), (200, PNG));
    let mut reader = png::Decoder::new(std::io::Cursor::new(&answer.body)).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    assert_eq!(bytes.len(), 256 * 256 * 3);
    bytes.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

#[tokio::test]
async fn the_ground_is_sea_land_and_country_in_two_themes() {
    let service = Service::start().await;
    let set = service.json("/tiles/ground.json?lang=en").await;
    assert_eq!((&set["minzoom"], &set["maxzoom"], &set["synthetic"]), (&json!(0), &json!(12), &json!(false)));
    assert!(set["attribution"].as_str().unwrap().ends_with("Made with Natural Earth"));
    let dark = service.json("/tiles/ground.json?theme=dark").await;
    let themes = [
        (&set, [0xe2, 0xea, 0xed], [0xbf, 0xc6, 0xc6], [0xfb, 0xfa, 0xf7]),
        (&dark, [0x1a, 0x25, 0x30], [0x30, 0x36, 0x3c], [0x14, 0x18, 0x1c]),
    ];
    // Off Agadir, in the middle of Spain, and in the middle of the country.
    for (set, sea, land, country) in themes {
        for (lon, lat, colour) in [(-12.5, 31.0, sea), (-4.0, 40.0, land), (-6.57, 31.96, country)] {
            for z in [5u8, 8, 12] {
                let at = MapPoint::from(LonLat { lon, lat });
                let tile = TileId::of(at, z);
                let answer = service.get(&address(set, tile)).await;
                assert!(is_forever(&answer) && answer.body.len() < 30_000, "{} bytes", answer.body.len());
                let pixel = |units: u32| (units >> (24 - u32::from(z)) & 255) as usize;
                let found = pixels(&answer)[pixel(at.y) * 256 + pixel(at.x)];
                let near = found.iter().zip(colour).all(|(own, other): (&u8, u8)| own.abs_diff(other) < 0x30);
                assert!(if z == 5 { near } else { found == colour }, "{lon} {lat} zoom {z}: {found:?}");
            }
        }
    }
    // The whole world, and where nothing is.
    for at in [(0, 0, 0), (12, 0, 0)] {
        let tile = TileId::new(at.0, at.1, at.2).unwrap();
        pixels(&service.get(&address(&set, tile)).await);
    }
    let plain = "/tiles/ground/3/3/3.png";
    leads(&service, plain, &address(&set, TileId::new(3, 3, 3).unwrap())).await;
    leads(&service, &format!("{plain}?theme=dark&pack=0"), &address(&dark, TileId::new(3, 3, 3).unwrap()))
        .await;
}

#[tokio::test]
async fn mistakes_are_named() {
    let service = Service::start().await;
    for (address, status, parameter) in [
        ("/tiles/networks.json?operator=unknown", 400, "operator"),
        ("/tiles/networks.json?status=dreamt", 400, "status"),
        ("/tiles/networks/13/0/0.mvt", 400, "z"),
        ("/tiles/networks/5/0/0.png", 404, ""),
        ("/tiles/localities.json?technology=4g", 400, "technology"),
        ("/tiles/localities/3/8/0.mvt", 400, "x"),
        ("/tiles/ground.json?theme=pink", 400, "theme"),
        ("/tiles/ground/13/0/0.png", 400, "z"),
        ("/tiles/ground/3/0/0.mvt", 404, ""),
    ] {
        let (found, _, named) = service.get(address).await.problem();
        assert_eq!((found, named.as_str()), (status, parameter), "{address}");
    }
}
