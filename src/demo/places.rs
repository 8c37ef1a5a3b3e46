//! Places that the demonstration makes up: schools and health centres, more of them where people live.
//!
//! Owns what they are called and where they stand. Deterministic, as everything here: the same pack gives the same
//! places, which stand in cells of the zones that people are counted in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::network::{DATES, chance, nth_cell, runs_of_zones};
use crate::country::Country;
use crate::domain::{CommuneId, InvalidWord, LonLat, Names, PlaceListHead, PlaceListId};

/// A list that is made up.
struct Kind {
    id: &'static str,
    /// In French, Arabic and English.
    names: [&'static str; 3],
    /// What one of them is called.
    one: &'static str,
    /// What is drawn from, so that lists differ.
    draw: u64,
    /// People to one of them.
    people: f64,
    /// A zone of fewer people has none.
    least: f64,
}

const KINDS: [Kind; 2] = [
    Kind {
        id: "schools",
        names: ["Écoles", "المدارس", "Schools"],
        one: "École",
        draw: 40,
        people: 4_500.0,
        least: 250.0,
    },
    Kind {
        id: "health-centres",
        names: ["Centres de santé", "المراكز الصحية", "Health centres"],
        one: "Centre de santé",
        draw: 41,
        people: 14_000.0,
        least: 3_000.0,
    },
];

/// Half a step from a cell's centre, in degrees.
const JITTER: f64 = 0.0012;

/// Every list of the demonstration: what is said of it, and its file.
///
/// # Errors
/// Never in practice: the ids are fixed.
pub(super) fn lists(country: &Country) -> Result<Vec<(PlaceListHead, Vec<u8>)>, InvalidWord> {
    KINDS.iter().map(|kind| Ok((head(kind, country)?, file(kind, country)))).collect()
}

/// The ids of the lists.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.id)
}

fn head(kind: &Kind, country: &Country) -> Result<PlaceListHead, InvalidWord> {
    let languages = &country.meta.languages;
    let named = ["fr", "ar", "en"].into_iter().zip(kind.names);
    let mut names: BTreeMap<String, String> = named
        .filter(|(language, _)| languages.iter().any(|known| known == language))
        .map(|(language, name)| (language.to_owned(), name.to_owned()))
        .collect();
    if names.is_empty() {
        // A country of other languages than these is told in its own first.
        names.extend(languages.first().map(|language| (language.clone(), kind.names[2].to_owned())));
    }
    let [.., (year, month, day)] = DATES;
    Ok(PlaceListHead {
        id: PlaceListId::new(kind.id)?,
        names: Names(names),
        source: "Taghtia".to_owned(),
        licence: "CC0 1.0".to_owned(),
        as_of: jiff::civil::date(year, month, day),
        synthetic: true,
    })
}

fn file(kind: &Kind, country: &Country) -> Vec<u8> {
    let mut out = String::from("id,name,lon,lat,commune\n");
    let people = &country.default_surface().amounts.population;
    let (centres, runs) = (country.cell_centres(), runs_of_zones(country));
    let mut numbers: BTreeMap<CommuneId, u32> = BTreeMap::new();
    for (id, zone) in country.zones.iter() {
        let own = usize::from(id.0);
        let cells: u32 = runs[own].iter().map(|(start, stop)| stop - start).sum();
        if cells == 0 || people[own] < kind.least {
            continue;
        }
        let wanted = (people[own] / kind.people).round().max(1.0) as u32;
        for number in 0..wanted {
            let draw = |what: u64| chance(&[kind.draw, what, u64::from(id.0), u64::from(number)]);
            let pick = ((f64::from(number) + draw(1)) / f64::from(wanted) * f64::from(cells)) as u32;
            let Some(cell) = nth_cell(&runs[own], pick.min(cells - 1)) else { continue };
            let [lon, lat] = centres[cell as usize].map(|degrees| f64::from(degrees) / 1e7);
            let moved = LonLat { lon: lon + (draw(2) - 0.5) * JITTER, lat: lat + (draw(3) - 0.5) * JITTER };
            // A step must not lead into the sea, nor next door.
            let centre = LonLat { lon, lat };
            let at = if country.locate(moved) == Some(zone.commune) { moved } else { centre };
            let Some(commune) = country.locate(at) else { continue };
            let territory = country.tree.get(country.tree.commune(commune));
            let count = numbers.entry(commune).or_default();
            *count += 1;
            let name = territory.names.best(&country.meta.languages).replace('"', "'");
            let _infallible = writeln!(
                out,
                "{code}-{count},\"{one} {count}, {name}\",{lon:.6},{lat:.6},{code}",
                code = territory.code,
                one = kind.one,
                lon = at.lon,
                lat = at.lat,
            );
        }
    }
    out.into_bytes()
}
