//! What a build did, as stored in the pack and as printed.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::census::{Census, Unit};
use super::clean::{Cleaning, Gap};
use super::features::{Feature, Geometry, Properties};
use super::localities::Containment;
use super::matching::{LeftOut, MatchCounts, Matches};
use super::packages::PackageStamp;
use super::{BuildError, Ring};

/// What a build found, decided and made; stored as `report.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuildReport {
    /// What the pack was built from.
    pub packages: Vec<PackageStamp>,
    /// Outlines in the source.
    pub outlines: usize,
    /// Communes and arrondissements matched, by how.
    pub matched: MatchCounts,
    /// Urban centres matched, by name within their commune.
    pub centres_matched: usize,
    /// Urban centres of the census that the source does not draw.
    pub centres_without_outline: Vec<String>,
    /// Outlines that are no unit of the census.
    pub left_out: Vec<LeftOut>,
    /// Every gap wider than a sliver, and who got it.
    pub gaps: Vec<Gap>,
    /// What was cleaned.
    pub cleaning: Cleaning,
    /// Geodesic areas.
    pub area: Area,
    /// Sums of people against the census' own.
    pub people: People,
    /// Whether the outlines lie where they should.
    pub localities: Containment,
}

/// Geodesic areas in km²; overlaps count twice in what is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Of the outlines of communes and arrondissements as the source has them.
    pub drawn_km2: f64,
    /// Of the same, moved back.
    pub moved_back_km2: f64,
    /// Of the pack's communes.
    pub communes_km2: f64,
}

/// People of 2024, summed at every level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// The census' own sum.
    pub census: Option<u64>,
    /// Over communes.
    pub communes: u64,
    /// Over provinces and prefectures.
    pub provinces: u64,
    /// Over regions.
    pub regions: u64,
}

impl BuildReport {
    /// Writes it into the pack.
    pub(super) fn write(&self, path: &Path) -> Result<(), BuildError> {
        let text = serde_json::to_string_pretty(self).map_err(|e| BuildError::source(path, e.to_string()))?;
        std::fs::write(path, text + "\n").map_err(|source| BuildError::io(path, source))
    }
}

pub(super) fn people(census: &Census) -> People {
    let sum = |units: &[Unit]| -> u64 {
        units.iter().filter_map(|unit| census.figures(&unit.code).population_2024).sum()
    };
    People {
        census: census.population,
        communes: sum(&census.communes),
        provinces: sum(&census.provinces),
        regions: sum(&census.regions),
    }
}

pub(super) fn area(matches: &Matches<'_>, communes: &[Feature<Properties>]) -> Area {
    let of = |ring: &Ring| Geometry::Polygon(vec![ring.clone()]).area().0;
    let km2 = |square_metres: f64| (square_metres / 1e4).round() / 100.0;
    Area {
        drawn_km2: km2(matches.units.values().map(|outline| of(&outline.displaced)).sum()),
        moved_back_km2: km2(matches.units.values().map(|outline| of(&outline.ring)).sum()),
        communes_km2: km2(communes.iter().map(|feature| feature.properties.area_m2).sum()),
    }
}

pub(super) fn centres_without_outline(census: &Census, matches: &Matches<'_>) -> Vec<String> {
    let missing = census.centres.iter().filter(|unit| !matches.centres.contains_key(&unit.code));
    missing.map(|unit| format!("{} {}", unit.code, unit.name_fr.as_deref().unwrap_or_default())).collect()
}

impl fmt::Display for BuildReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let MatchCounts { by_code, by_code_of_2014, by_name, by_hand } = &self.matched;
        writeln!(
            out,
            "outlines    {} drawn; communes and arrondissements: {by_code} matched by code, \
             {by_code_of_2014} by a code of 2014, {by_name} by name, {by_hand} by hand; {} left out",
            self.outlines,
            self.left_out.len()
        )?;
        for LeftOut { code, name, why } in &self.left_out {
            writeln!(out, "  left out  {code} {name}: {why}")?;
        }
        writeln!(
            out,
            "centres     {} matched, {} without an outline",
            self.centres_matched,
            self.centres_without_outline.len()
        )?;
        let Cleaning { overlaps, gaps, communes_valid, .. } = &self.cleaning;
        writeln!(
            out,
            "cleaned     {} overlaps ({} km²), {} gaps ({} km²); a coverage: {communes_valid}",
            overlaps.count, overlaps.km2, gaps.count, gaps.km2
        )?;
        for gap in &self.gaps {
            let [lon, lat] = gap.at;
            writeln!(out, "  gap       {} km² at {lon} {lat} to {}: {}", gap.km2, gap.owner, gap.why)?;
        }
        let Area { drawn_km2, moved_back_km2, communes_km2 } = &self.area;
        writeln!(
            out,
            "area        {drawn_km2} km² drawn, {moved_back_km2} moved back, {communes_km2} cleaned"
        )?;
        let People { census, communes, provinces, regions } = &self.people;
        let census = census.map_or_else(|| "unknown".to_owned(), |people| people.to_string());
        writeln!(
            out,
            "people      census {census}; communes {communes}, provinces {provinces}, regions {regions}"
        )?;
        let Containment { uniquely_named, inside_before, inside_after } = &self.localities;
        write!(
            out,
            "localities  of {uniquely_named} named like one commune, {inside_before} lay inside before, \
             {inside_after} after"
        )
    }
}
