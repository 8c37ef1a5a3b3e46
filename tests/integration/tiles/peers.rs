//! Tiles as others read them: vector tiles by Mapbox's own library, pictures by the specification of PNG.
//!
//! Every tile of territories to zoom 9, three hundred of outlines from near, and every picture of coverage are written to
//! a folder and read by `tests/oracle/tiles.mjs`; what it found is held against what was drawn.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use taghtia::country::Country;
use taghtia::coverage::CellSet;
use taghtia::coverage::tiles::{self, Outlines, RASTER_ZOOM, Raster};
use taghtia::domain::TileId;

use super::mvt::{self, Layer};
use super::{doubled, made_up, middle, squares};
use crate::support::{Draw, morocco, root};

/// What these tests need and a machine may lack; `make test` sets it up.
fn missing() -> Option<&'static str> {
    if Command::new("node").arg("--version").output().is_err() {
        Some("node")
    } else if !root("web/node_modules/@mapbox/vector-tile").exists() {
        Some("web/node_modules (npm --prefix web ci)")
    } else {
        None
    }
}

/// What the other reader finds in each file of a folder, in order of their names.
fn read(folder: &Path) -> Vec<(String, Value)> {
    let output =
        Command::new("node").arg(root("tests/oracle/tiles.mjs")).arg(folder).output().expect("node starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("text");
    lines
        .lines()
        .map(|line| {
            let mut told: Value = serde_json::from_str(line).expect("JSON");
            (told["name"].as_str().expect("a name").to_owned(), told["found"].take())
        })
        .collect()
}

fn is_skipped() -> bool {
    let missing = missing();
    if let Some(what) = missing {
        assert!(std::env::var_os("CI").is_none(), "{what} must be there in CI");
        println!("skipped: reading tiles with another library needs {what}");
    }
    missing.is_some()
}

/// What our own reader of the specification finds.
fn own(layers: &[Layer]) -> Value {
    let mut told = serde_json::Map::new();
    for layer in layers {
        let lines = || layer.features.iter().flat_map(|feature| &feature.lines);
        let properties = |feature: &mvt::Feature| {
            feature.texts.len() + feature.numbers.len() + usize::from(feature.property.is_some())
        };
        told.insert(
            layer.name.clone(),
            json!({
                "version": layer.version, "extent": layer.extent, "features": layer.features.len(),
                "points": lines().map(Vec::len).sum::<usize>(),
                "area": lines().map(|ring| doubled(ring)).sum::<i64>(),
                "properties": layer.features.iter().map(properties).sum::<usize>(),
            }),
        );
    }
    Value::Object(told)
}

/// Writes vector tiles, and holds what the other reader finds in them against what ours does.
fn agree(all: impl Iterator<Item = (TileId, Vec<u8>)>) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let mut expected = Vec::new();
    for (tile, bytes) in all {
        let name = format!("{:02}-{:05}-{:05}.mvt", tile.z(), tile.x(), tile.y());
        std::fs::write(folder.path().join(&name), &bytes).expect("written");
        expected.push((name, own(&mvt::layers(&bytes))));
    }
    expected.sort_by(|(a, _), (b, _)| a.cmp(b));
    expected.dedup_by(|(a, _), (b, _)| a == b);
    for ((name, ours), (read, theirs)) in expected.iter().zip(read(folder.path())) {
        assert_eq!((name, ours), (&read, &theirs));
    }
    expected.len()
}

#[test]
fn another_library_reads_every_tile_of_territories() {
    if is_skipped() {
        return;
    }
    let country = morocco();
    let borders = country.borders().expect("borders");
    let all = (0..=9)
        .flat_map(|z| squares(&country, z))
        .filter_map(|tile| Some((tile, tiles::territories(&country, &borders, None, tile)?)));
    let read = agree(all);
    assert!(read > 250, "{read}");
}

#[test]
fn another_library_reads_outlines_from_near() {
    if is_skipped() {
        return;
    }
    let country = morocco();
    let set = made_up(&country, 31);
    let mut draw = Draw(32);
    let near = (0..300).filter_map(|step| {
        let cell = set.iter().nth(draw.below(set.count())).expect("a cell");
        let tile = TileId::of(middle(&country, cell), 9 + (step % 4) as u8);
        Some((tile, Outlines::of(country.cells(), country.cell_pixels(), &set, tile).tile()?))
    });
    let read = agree(near);
    assert!(read > 200, "{read}");
}

#[test]
fn every_picture_of_coverage_has_the_sixteen_levels_and_no_other() {
    if is_skipped() {
        return;
    }
    let country = morocco();
    for (set, is_full) in [(made_up(&country, 33), false), (CellSet::full(country.cells().len()), true)] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut expected = Vec::new();
        for tile in (0..=RASTER_ZOOM).flat_map(|z| squares(&country, z)) {
            expected.extend(drawn(&country, &set, tile, folder.path()));
        }
        expected.sort();
        let found = read(folder.path());
        assert!(found.len() > 80 && found.len() == expected.len(), "{}", found.len());
        let palette: Vec<u8> = (0..16u8).flat_map(|level| [level * 17; 3]).collect();
        for ((name, levels), (read, theirs)) in expected.iter().zip(&found) {
            assert_eq!(name, read);
            assert_eq!(
                (&theirs["width"], &theirs["depth"], &theirs["colour"], &theirs["palette"]),
                (&json!(256), &json!(4), &json!(3), &json!(palette)),
                "{name}"
            );
            assert_eq!(theirs["levels"], json!(levels), "{name}");
            assert!(!is_full || levels[1..15].iter().all(|pixels| *pixels == 0), "{name}: {levels:?}");
        }
    }
}

/// Writes a picture, and says how many pixels of each level it must have.
fn drawn(country: &Country, set: &CellSet, tile: TileId, folder: &Path) -> Option<(String, [usize; 16])> {
    let raster = Raster::of(country.cells(), country.cell_pixels(), set, tile);
    let bytes = raster.png().expect("a picture")?;
    let name = format!("{:02}-{:05}-{:05}.png", tile.z(), tile.x(), tile.y());
    std::fs::write(folder.join(&name), bytes).expect("written");
    let mut levels = [0; 16];
    raster.levels().iter().for_each(|level| levels[usize::from(*level)] += 1);
    Some((name, levels))
}
