//! A map that the operator of a server brings: read strictly, served as it is, and told of in plain words where it cannot be.

mod pmtiles;

use std::path::PathBuf;

use axum::http::header;
use proptest::prelude::*;
use serde_json::json;
use taghtia::basemap::{Basemap, BasemapError, Form, inspect, tile_number};
use taghtia::domain::TileId;

use crate::process::taghtia;
use crate::service::Service;
use pmtiles::{File, gzip};

/// A file in a folder of its own.
fn written(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("under.pmtiles");
    std::fs::write(&path, bytes).expect("written");
    (folder, path)
}

fn number(z: u8, x: u32, y: u32) -> u64 {
    tile_number(TileId::new(z, x, y).expect("a tile"))
}

/// A tile of each of some places, ascending by number.
fn tiles(places: &[(u8, u32, u32)]) -> Vec<(u64, Vec<u8>)> {
    let mut tiles: Vec<(u64, Vec<u8>)> =
        places.iter().map(|(z, x, y)| (number(*z, *x, *y), format!("{z}/{x}/{y}").into_bytes())).collect();
    tiles.sort();
    tiles
}

#[test]
fn every_tile_of_a_file_is_found_and_no_other() {
    let places: Vec<(u8, u32, u32)> = (0..6u8)
        .flat_map(|z| (0..1u32 << z).flat_map(move |x| (0..1u32 << z).map(move |y| (z, x, y))))
        .filter(|(z, x, y)| (x * 7 + y * 3 + u32::from(*z)) % 5 != 0)
        .collect();
    for leaves in [None, Some(9)] {
        for (packing, tile_packing) in [(1, 1), (2, 2), (1, 2), (2, 1)] {
            let file = File { packing, tile_packing, leaves, tiles: tiles(&places), ..File::of(&[]) };
            let (_folder, path) = written(&file.bytes());
            let basemap = Basemap::open(&path).expect("a basemap");
            assert_eq!((basemap.form(), basemap.zooms()), (Form::Mvt, [0, 6]));
            for z in 0..7u8 {
                for (x, y) in (0..1u32 << z).flat_map(|x| (0..1u32 << z).map(move |y| (x, y))) {
                    let found = basemap.tile(TileId::new(z, x, y).expect("a tile")).expect("readable");
                    let text =
                        found.map(|tile| String::from_utf8(tile.unpacked().expect("whole")).expect("text"));
                    let expected = places.contains(&(z, x, y)).then(|| format!("{z}/{x}/{y}"));
                    assert_eq!(text, expected, "{leaves:?} {packing} {tile_packing}");
                }
            }
        }
    }
}

#[test]
fn equal_tiles_in_a_row_are_found_by_each_of_their_numbers() {
    let sea = b"sea".as_slice();
    let first = number(5, 0, 0);
    let tiles: Vec<(u64, &[u8])> = (first..first + 40).map(|number| (number, sea)).collect();
    let (_folder, path) = written(&File::of(&tiles).bytes());
    let basemap = Basemap::open(&path).expect("a basemap");
    let all = (0..32u32).flat_map(|x| (0..32u32).map(move |y| TileId::new(5, x, y).expect("a tile")));
    let found = all.filter(|tile| basemap.tile(*tile).expect("readable").is_some()).count();
    assert_eq!(found, 40);
}

/// What opening a file says.
fn refused(bytes: &[u8]) -> String {
    let (_folder, path) = written(bytes);
    Basemap::open(&path).expect_err("refused").to_string()
}

#[test]
fn a_wrong_file_is_told_in_words_that_say_what_to_do() {
    let sound = File::of(&[(0, b"all")]).bytes();
    let spoilt = |at: usize, byte: u8| {
        let mut bytes = sound.clone();
        bytes[at] = byte;
        bytes
    };
    for (bytes, expected) in [
        (b"".to_vec(), "this is no PMTiles file"),
        (b"SQLite format 3\0...".to_vec(), "perhaps MBTiles; make one with `pmtiles extract`"),
        (b"PMTiles\x03".to_vec(), "it ends within its header"),
        (spoilt(7, 2), "of version 2, only 3 is read"),
        (spoilt(97, 3), "its directories are packed as brotli"),
        (spoilt(98, 4), "its tiles are packed as zstd"),
        (spoilt(99, 5), "its tiles are AVIF"),
        (spoilt(99, 0), "its tiles are of unknown kind"),
        (spoilt(101, 40), "zooms 0 to 40"),
        (spoilt(62, 1), "tile data lies beyond the end of the file"),
        (spoilt(130, 9), "cannot be understood"),
        (sound[..sound.len() - 1].to_vec(), "it was not copied whole"),
        (
            File { metadata: "[]".to_owned(), ..File::of(&[(0, b"all")]) }.bytes(),
            "its metadata cannot be understood",
        ),
        (File::of(&[]).bytes(), "0 entries"),
    ] {
        let said = refused(&bytes);
        assert!(said.contains(expected), "{said} · {expected}");
    }
    assert!(matches!(Basemap::open("/".as_ref()), Err(BasemapError::NotPmtiles(_) | BasemapError::Io(_))));
}

#[test]
fn what_unpacks_to_more_than_a_tile_may_be_is_not_unpacked() {
    let bomb = vec![0; 9 << 20];
    let (_folder, path) = written(&File::of(&[(0, &bomb)]).bytes());
    let basemap = Basemap::open(&path).expect("a basemap");
    let tile = basemap.tile(TileId::new(0, 0, 0).expect("a tile")).expect("readable").expect("there");
    assert!(matches!(tile.unpacked(), Err(BasemapError::TooLarge { part: "tile", .. })));
    // The same of a directory.
    let packed = gzip(&vec![0; 40 << 20]);
    let mut file = File::of(&[(0, b"all")]).bytes();
    let from = file.len() as u64;
    file.extend(&packed);
    file[24..32].copy_from_slice(&from.to_le_bytes());
    file[32..40].copy_from_slice(&(packed.len() as u64).to_le_bytes());
    assert!(refused(&file).contains("more than"), "{}", refused(&file));
}

proptest! {
    #[test]
    fn bytes_no_one_meant_are_refused_and_nothing_falls(
        at in 0usize..400, byte in any::<u8>(), cut in 0usize..2000, leaves in prop::option::of(1usize..9),
    ) {
        let places: Vec<(u8, u32, u32)> = (0..8).flat_map(|x| (0..8).map(move |y| (3u8, x, y))).collect();
        let file = File { leaves, packing: 1, tiles: tiles(&places), ..File::of(&[]) };
        let mut bytes = file.bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.truncate(bytes.len() - cut.min(bytes.len()) / 7);
        drop(inspect(&bytes));
        let (_folder, path) = written(&bytes);
        if let Ok(basemap) = Basemap::open(&path) {
            for (z, x, y) in places {
                if let Ok(Some(tile)) = basemap.tile(TileId::new(z, x, y).expect("a tile")) {
                    drop(tile.unpacked());
                }
            }
        }
    }
}

/// A service with a basemap under it.
async fn over(file: File) -> Service {
    let (_folder, path) = written(&file.bytes());
    let service = Service::start().await;
    service.app.lie_over(Basemap::open(&path).expect("a basemap"));
    service
}

#[tokio::test]
async fn a_basemap_is_served_under_an_address_that_names_its_file() {
    let metadata = json!({
        "name": "Roads", "attribution": "<a href=\"https://osm.example\">&copy; OpenStreetMap</a> contributors",
        "vector_layers": [{"id": "roads", "fields": {}}, {"id": "water", "fields": {}}],
    });
    let places = [(0, 0, 0), (5, 15, 12)];
    let service = over(File { metadata: metadata.to_string(), tiles: tiles(&places), ..File::of(&[]) }).await;
    assert_eq!(service.json("/api/v1/country").await["basemap"], true);
    let set = service.json("/tiles/basemap.json").await;
    assert_eq!(
        (&set["tilejson"], &set["name"], &set["format"]),
        (&json!("3.0.0"), &json!("Roads"), &json!("mvt"))
    );
    assert_eq!(set["attribution"], "© OpenStreetMap contributors");
    assert_eq!((&set["minzoom"], &set["maxzoom"], &set["bounds"][0]), (&json!(0), &json!(6), &json!(-17.2)));
    assert_eq!(set["vector_layers"][1]["id"], "water");
    let address = set["tiles"][0].as_str().unwrap();
    let at = |z: u8, x: u32, y: u32| {
        address.replace("{z}", &z.to_string()).replace("{x}", &x.to_string()).replace("{y}", &y.to_string())
    };
    let plain = service.get(&at(5, 15, 12)).await;
    assert_eq!((plain.status.as_u16(), &plain.body[..]), (200, b"5/15/12".as_slice()));
    assert_eq!(plain.header(&header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(plain.header(&header::CONTENT_TYPE), "application/vnd.mapbox-vector-tile");
    let packed = service.get_with(&at(5, 15, 12), &[(header::ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(
        (packed.header(&header::CONTENT_ENCODING), &packed.body[..2]),
        ("gzip", [0x1F, 0x8B].as_slice())
    );
    let sea = service.get(&at(5, 0, 0)).await;
    assert_eq!((sea.status.as_u16(), sea.body.len()), (204, 0));
    let stale = service.get("/tiles/basemap/5/15/12.mvt?file=00").await;
    assert_eq!(stale.status.as_u16(), 307);
    assert!(at(5, 15, 12).ends_with(stale.header(&header::LOCATION)), "{}", stale.header(&header::LOCATION));
    for (address, status, parameter) in [
        ("/tiles/basemap/7/0/0.mvt", 400, "z"),
        ("/tiles/basemap/5/32/0.mvt", 400, "x"),
        ("/tiles/basemap/5/0/0.png", 404, ""),
        ("/tiles/basemap/5/0/0.mvt?pack=1", 400, "pack"),
        ("/tiles/basemap.json?technology=4g", 400, "technology"),
    ] {
        let (found, _, named) = service.get(address).await.problem();
        assert_eq!((found, named.as_str()), (status, parameter), "{address}");
    }
}

#[tokio::test]
async fn pictures_are_served_as_what_they_are() {
    for (form, end, media_type) in
        [(2, "png", "image/png"), (3, "jpg", "image/jpeg"), (4, "webp", "image/webp")]
    {
        let service = over(File { form, tile_packing: 0, tiles: tiles(&[(0, 0, 0)]), ..File::of(&[]) }).await;
        let set = service.json("/tiles/basemap.json").await;
        assert_eq!((&set["format"], &set["vector_layers"]), (&json!(end), &json!([])));
        let address = set["tiles"][0].as_str().unwrap().replace("{z}/{x}/{y}", "0/0/0");
        let picture = service.get(&address).await;
        assert_eq!(
            (picture.header(&header::CONTENT_TYPE), &picture.body[..]),
            (media_type, b"0/0/0".as_slice())
        );
    }
}

#[tokio::test]
async fn a_server_without_one_says_so() {
    let service = Service::start().await;
    assert_eq!(service.json("/api/v1/country").await["basemap"], false);
    for address in ["/tiles/basemap.json", "/tiles/basemap/0/0/0.mvt"] {
        let (status, _, _) = service.get(address).await.problem();
        assert_eq!(status, 404, "{address}");
    }
}

#[test]
fn a_server_does_not_start_over_a_file_that_is_no_basemap() {
    let (folder, path) = written(b"SQLite format 3\0 and so on");
    let output = taghtia(folder.path()).arg("serve").arg("--basemap").arg(&path).output().expect("starts");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success());
    assert!(
        said.contains("under.pmtiles")
            && said.contains("perhaps MBTiles")
            && said.contains("pmtiles convert"),
        "{said}"
    );
}
