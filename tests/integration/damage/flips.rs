//! The bar: single bits flipped over every object and cache of a data directory. Each is detected, healed
//! or harmless; none makes another number without a word.

use std::path::Path;
use std::sync::Arc;

use taghtia::country::{Country, Detail};
use taghtia::domain::LonLat;

use super::honest::Answers;
use super::house::House;
use crate::support::Draw;

/// Flips in all; spread evenly over the files.
const FLIPS: usize = 520;
const SEED: u64 = 20_261_128;

/// Flips one bit, lets `check` look, and puts the file back as it was.
async fn with_flip<F: Future<Output = ()>>(path: &Path, draw: &mut Draw, check: impl FnOnce(usize) -> F) {
    let sound = std::fs::read(path).unwrap();
    let (at, bit) = (draw.below(sound.len()), draw.below(8));
    let mut bytes = sound.clone();
    bytes[at] ^= 1 << bit;
    std::fs::write(path, bytes).unwrap();
    check(at * 8 + bit).await;
    if std::fs::read(path).unwrap_or_default() != sound {
        std::fs::write(path, sound).unwrap();
    }
}

/// Everything a country is asked for, as text.
fn spelled(country: &Country) -> String {
    let cells: Vec<String> = country.cells().iter().map(|cell| cell.to_string()).collect();
    let zones: Vec<_> = (0..country.cells().len() as u32).map(|at| country.grid.zone(at)).collect();
    let points = (0..400).map(|at| LonLat {
        lon: -7.64 + f64::from(at % 20) * 0.004,
        lat: 33.49 + f64::from(at / 20) * 0.0025,
    });
    let places: Vec<_> = points.map(|at| (country.locate(at), country.locate_part(at))).collect();
    let territories: Vec<_> = country.tree.iter().map(|(_, territory)| territory).collect();
    let tree = serde_json::to_string(&territories).unwrap();
    let centres = country.cell_centres();
    // Outlines are read when they are first asked for.
    let prepared = |level| country.prepared(level, Detail::Full).is_ok();
    let outlines: Vec<_> = country.levels().iter().map(|(level, _)| prepared(level)).collect();
    format!(
        "{cells:?}{zones:?}{:?}{places:?}{tree}{centres:?}{:?}{outlines:?}{:?}",
        country.grid.areas(),
        country.centres,
        // Joined, or read from their cache, when they are first asked for.
        country.borders().unwrap()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn no_flipped_bit_makes_another_number_without_a_word() {
    let house = House::furnished().await;
    let before = Answers::of(&house.start().await).await;
    let country = spelled(&house.reopen_country());
    let objects = house.files(&["lake/originals", "lake/filings", "lake/measurements"]);
    let caches = house.files(&["cache"]);
    let (mut draw, mut named, mut rebuilt, mut harmless) = (Draw(SEED), 0, 0, 0);
    for round in 0..FLIPS {
        let at = round % (objects.len() + caches.len());
        if let Some(path) = objects.get(at) {
            with_flip(path, &mut draw, async |bit| {
                let is_read = !path.to_string_lossy().contains("originals")
                    && !path.to_string_lossy().contains(".tests");
                let what = format!("bit {bit} of {}", path.display());
                // Rows that are published are compared at start; all else by the scrub.
                let answers = Answers::of(&house.start().await).await;
                if is_read {
                    assert_eq!(answers.status, "degraded", "{what}");
                    let key = path.file_name().unwrap().to_string_lossy();
                    let is_it = |object: &String| object.ends_with(&*key);
                    assert!(answers.objects.iter().any(is_it), "{what}: {:?}", answers.damaged);
                    before.stands_beside(&answers, &[]);
                    named += 1;
                } else {
                    before.is(&answers, &what);
                    let found = house.desk.scrub(0, Arc::new(|_| ())).await.unwrap().damaged;
                    // A packed original may have bits that say nothing: then the same file comes out.
                    if found.is_empty() { harmless += 1 } else { named += 1 }
                }
            })
            .await;
        } else {
            let path = &caches[at - objects.len()];
            let sound = std::fs::read(path).unwrap();
            with_flip(path, &mut draw, async |bit| {
                let what = format!("bit {bit} of {}", path.display());
                assert_eq!(spelled(&house.reopen_country()), country, "{what}");
                assert_eq!(std::fs::read(path).unwrap(), sound, "{what}: built again");
                rebuilt += 1;
            })
            .await;
        }
    }
    println!(
        "{FLIPS} flips over {} files: {named} named, {rebuilt} built again, {harmless} harmless",
        objects.len() + caches.len()
    );
    assert!(named + rebuilt + harmless == FLIPS && harmless < FLIPS / 20);
}

#[tokio::test]
async fn a_cache_that_cannot_be_used_is_built_again() {
    let house = House::furnished().await;
    let country = spelled(&house.reopen_country());
    for path in house.files(&["cache"]) {
        let sound = std::fs::read(&path).unwrap();
        let cut = sound.len() / 2;
        for (what, bytes) in
            [("truncated", &sound[..cut]), ("empty", &[][..]), ("longer", &[&sound[..], b"x"].concat()[..])]
        {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(spelled(&house.reopen_country()), country, "{what} {}", path.display());
            assert_eq!(std::fs::read(&path).unwrap(), sound, "{what} {}", path.display());
        }
        // In the way of a file stands a folder: nothing can be kept, and the country opens all the same.
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        assert_eq!(spelled(&house.reopen_country()), country, "a folder in the place of {}", path.display());
        std::fs::remove_dir(&path).unwrap();
        std::fs::write(&path, &sound).unwrap();
    }
}
