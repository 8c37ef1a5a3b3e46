//! The population surface: how people are spread over the cells of their commune.
//!
//! Census totals are kept exactly per commune and part of one; a surface only says where inside. Every
//! surface gives each zone an amount and each cell a weight within its zone: a set of cells then holds
//! `amount x (weight of its cells / weight of the zone)` of it, so the cells sum to the census exactly.
//!
//! - `uniform`: by area within a commune (or part of one).
//! - `urban-centre`: the urban people of a rural commune live in the outline of its urban centre, the
//!   others in the rest, each by area. Centres without outline are spread over the commune, and listed.
//! - any other name: a grid of weights given as a file (Kontur: H3 resolution 8 and population).

use std::collections::HashMap;
use std::path::Path;

use h3o::{CellIndex, Resolution};

use super::grid::Grid;
use super::tree::{Tree, UrbanCentre};
use super::zones::{Part, ZoneAmounts, ZoneId, Zones};
use super::{CountryMeta, PackError};
use crate::domain::{CommuneId, SurfaceId};

/// The name of the surface that spreads people evenly.
pub const UNIFORM: &str = "uniform";
/// The name of the surface that knows urban centres.
pub const URBAN_CENTRE: &str = "urban-centre";

/// One way to spread people over cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// Its name, which every definition that uses it carries.
    pub id: SurfaceId,
    /// People, households and area of every zone.
    pub amounts: ZoneAmounts,
    /// Weight of each cell; without it, its area.
    pub weights: Option<Weights>,
}

/// Weights of a gridded surface.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// By ordinal.
    pub cells: Vec<f32>,
    /// By segment of the grid.
    pub segments: Vec<f64>,
    /// By piece of the grid.
    pub pieces: Vec<f64>,
    /// By zone.
    pub zones: Vec<f64>,
}

/// What a gridded surface was made of, to judge it by.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct GridQuality {
    /// Rows of the file that fell in the country.
    pub rows: usize,
    /// Rows outside the country.
    pub outside: usize,
    /// The grid's own sum of people in the country, before scaling to the census.
    pub raw_population: f64,
    /// Communes the grid knows nobody in: spread by area.
    pub empty_communes: usize,
}

/// Everything the built-in surfaces are made from.
pub(super) struct Source<'a> {
    pub meta: &'a CountryMeta,
    pub tree: &'a Tree,
    pub zones: &'a Zones,
    pub centres: &'a [UrbanCentre],
    pub grid: &'a Grid,
}

impl Source<'_> {
    pub fn uniform(&self) -> Option<Surface> {
        Some(Surface { id: SurfaceId::new(UNIFORM).ok()?, amounts: self.amounts(false), weights: None })
    }

    pub fn urban_centre(&self) -> Option<Surface> {
        Some(Surface { id: SurfaceId::new(URBAN_CENTRE).ok()?, amounts: self.amounts(true), weights: None })
    }

    /// Amounts by zone; what a part without cells would hold goes to the rest of its commune.
    fn amounts(&self, centres: bool) -> ZoneAmounts {
        ZoneAmounts {
            population: self.spread("population", centres),
            households: self.spread("households", centres),
            area: self.areas(),
        }
    }

    /// The commune's own geodesic area, split over its zones by their cells: full coverage is exactly 1.
    fn areas(&self) -> Vec<f64> {
        let cells = self.grid.zone_areas();
        let mut in_commune = vec![0.0; self.tree.communes()];
        for (zone, place) in self.zones.iter() {
            in_commune[place.commune.index()] += cells[zone.0 as usize];
        }
        self.zones
            .iter()
            .map(|(zone, place)| {
                let whole = self.tree.get(self.tree.commune(place.commune)).area.0;
                let of = in_commune[place.commune.index()];
                if of > 0.0 { whole * cells[zone.0 as usize] / of } else { 0.0 }
            })
            .collect()
    }

    fn spread(&self, what: &str, centres: bool) -> Vec<f64> {
        let year = self.meta.current_census().year;
        let mut amounts = vec![0.0; self.zones.len()];
        let mut left: Vec<f64> = (0..self.tree.communes())
            .map(|commune| {
                let id = self.tree.commune(CommuneId(commune as u16));
                self.tree.get(id).census.get(&format!("{what}_{year}")).unwrap_or(0.0)
            })
            .collect();
        let centre_people = self.centre_people(what, year);
        for (zone, place) in self.zones.iter() {
            let known = match place.part {
                Part::Rest => continue,
                Part::Territory(id) => self.tree.get(id).census.get(&format!("{what}_{year}")),
                Part::UrbanCentre(at) if centres => centre_people.get(&at).copied(),
                Part::UrbanCentre(_) => None,
            };
            if let Some(known) = known
                && self.grid.zone_cells()[zone.0 as usize] > 0
            {
                let amount = known.min(left[place.commune.index()]);
                amounts[zone.0 as usize] = amount;
                left[place.commune.index()] -= amount;
            }
        }
        self.spread_rest(&mut amounts, &left, centres);
        amounts
    }

    /// What no part holds is spread by area over the rest of the commune, and over the parts nothing is
    /// known of; where there is neither, over the whole commune.
    fn spread_rest(&self, amounts: &mut [f64], left: &[f64], centres: bool) {
        let cells = self.grid.zone_areas();
        let open = |zone: ZoneId, part: Part, amounts: &[f64]| match part {
            Part::UrbanCentre(_) if centres => amounts[zone.0 as usize] <= 0.0,
            Part::Rest | Part::UrbanCentre(_) => true,
            Part::Territory(_) => false,
        };
        let mut open_area = vec![0.0; left.len()];
        let mut whole_area = vec![0.0; left.len()];
        let known: Vec<bool> =
            self.zones.iter().map(|(zone, place)| open(zone, place.part, amounts)).collect();
        for (zone, place) in self.zones.iter() {
            whole_area[place.commune.index()] += cells[zone.0 as usize];
            if known[zone.0 as usize] {
                open_area[place.commune.index()] += cells[zone.0 as usize];
            }
        }
        for (zone, place) in self.zones.iter() {
            let commune = place.commune.index();
            let own = cells[zone.0 as usize];
            if open_area[commune] > 0.0 {
                if known[zone.0 as usize] {
                    amounts[zone.0 as usize] += left[commune] * own / open_area[commune];
                }
            } else if whole_area[commune] > 0.0 {
                amounts[zone.0 as usize] += left[commune] * own / whole_area[commune];
            }
        }
    }

    /// People of each urban centre: its own figure, else the commune's urban figure shared by area.
    fn centre_people(&self, what: &str, year: i16) -> HashMap<u16, f64> {
        let mut of_commune: HashMap<CommuneId, Vec<(u16, f64)>> = HashMap::new();
        for (zone, place) in self.zones.iter() {
            if let Part::UrbanCentre(at) = place.part {
                let area = self.grid.zone_areas()[zone.0 as usize];
                of_commune.entry(place.commune).or_default().push((at, area));
            }
        }
        let mut people = HashMap::new();
        for (commune, own) in of_commune {
            let urban = self.tree.get(self.tree.commune(commune)).census.urban(what, year);
            let whole: f64 = own.iter().map(|(_, area)| area).sum();
            for (at, area) in own {
                let figure = self.centres[at as usize].census.get(&format!("{what}_{year}"));
                let share = if whole > 0.0 { urban.map(|urban| urban * area / whole) } else { None };
                if let Some(figure) = figure.or(share) {
                    people.insert(at, figure);
                }
            }
        }
        people
    }

    /// Reads a grid of people (CSV, gzipped or not: `h3,population`) as weights.
    ///
    /// Coarser cells than resolution 9 are split evenly over their cells of the country. Where a zone
    /// with people has no weight, its cells weigh by area.
    pub fn gridded(&self, id: SurfaceId, file: &Path) -> Result<(Surface, GridQuality), PackError> {
        let mut quality = GridQuality::default();
        let mut cells = vec![0.0f32; self.grid.cells.len()];
        read_grid(file, |cell, people| {
            let range = self.grid.cells.range_of(cell);
            if range.is_empty() {
                quality.outside += 1;
                return;
            }
            quality.rows += 1;
            quality.raw_population += people;
            let each = (people / f64::from(range.end - range.start)) as f32;
            for weight in &mut cells[range.start as usize..range.end as usize] {
                *weight += each;
            }
        })?;
        Ok((self.weighted(id, cells, &mut quality), quality))
    }

    /// A gridded surface of given cell weights.
    pub fn weighted(&self, id: SurfaceId, mut cells: Vec<f32>, quality: &mut GridQuality) -> Surface {
        let mut amounts = self.amounts(false);
        // People are pooled by commune, except that each part keeps its own.
        let pool = |zone: ZoneId| match self.zones.get(zone).part {
            Part::Territory(_) => self.tree.communes() + zone.0 as usize,
            _ => self.zones.get(zone).commune.index(),
        };
        let mut empty: Vec<bool> = vec![true; self.tree.communes() + self.zones.len()];
        for (ordinal, zone) in self.cell_zones() {
            empty[pool(zone)] &= cells[ordinal as usize] <= 0.0;
        }
        quality.empty_communes = empty[..self.tree.communes()].iter().filter(|empty| **empty).count();
        for (ordinal, zone) in self.cell_zones() {
            if empty[pool(zone)] {
                cells[ordinal as usize] = self.grid.areas()[ordinal as usize];
            }
        }
        let weights = self.weigh(cells);
        self.share_by_weight(&mut amounts, &weights);
        Surface { id, amounts, weights: Some(weights) }
    }

    fn cell_zones(&self) -> impl Iterator<Item = (u32, ZoneId)> + '_ {
        let end = self.grid.cells.len() as u32;
        let runs = self.grid.runs();
        runs.iter().enumerate().flat_map(move |(at, (start, zone))| {
            let stop = runs.get(at + 1).map_or(end, |(next, _)| *next);
            (*start..stop).map(move |ordinal| (ordinal, *zone))
        })
    }

    fn weigh(&self, cells: Vec<f32>) -> Weights {
        let mut zones = vec![0.0; self.zones.len()];
        let segments: Vec<f64> = self
            .grid
            .segments()
            .iter()
            .map(|segment| {
                let first = segment.word as usize * 64 + segment.mask.trailing_zeros() as usize;
                let last = first + segment.mask.count_ones() as usize;
                let weight: f64 = cells[first..last].iter().map(|weight| f64::from(*weight)).sum();
                zones[segment.zone.0 as usize] += weight;
                weight
            })
            .collect();
        let pieces = self.grid.sum_pieces(&segments);
        Weights { cells, segments, pieces, zones }
    }

    /// Splits each commune's people over its zones by weight; parts with a census keep their own.
    fn share_by_weight(&self, amounts: &mut ZoneAmounts, weights: &Weights) {
        let fixed = |part: Part| matches!(part, Part::Territory(_));
        let mut pooled = vec![(0.0, 0.0, 0.0); self.tree.communes()];
        for (zone, place) in self.zones.iter().filter(|(_, place)| !fixed(place.part)) {
            let (weight, population, households) = &mut pooled[place.commune.index()];
            *weight += weights.zones[zone.0 as usize];
            *population += amounts.population[zone.0 as usize];
            *households += amounts.households[zone.0 as usize];
        }
        for (zone, place) in self.zones.iter().filter(|(_, place)| !fixed(place.part)) {
            let (weight, population, households) = pooled[place.commune.index()];
            if weight > 0.0 {
                let share = weights.zones[zone.0 as usize] / weight;
                amounts.population[zone.0 as usize] = population * share;
                amounts.households[zone.0 as usize] = households * share;
            }
        }
    }
}

/// Reads rows of `h3,population`.
fn read_grid(file: &Path, mut row: impl FnMut(CellIndex, f64)) -> Result<(), PackError> {
    let source = std::fs::File::open(file).map_err(|error| PackError::io(file, error))?;
    let gzipped = file.extension().is_some_and(|extension| extension == "gz");
    let input: Box<dyn std::io::Read> =
        if gzipped { Box::new(flate2::read::GzDecoder::new(source)) } else { Box::new(source) };
    let malformed = |what: String| PackError::Malformed { file: file.to_owned(), what };
    let mut reader = csv::Reader::from_reader(input);
    let headers = reader.headers().map_err(|error| malformed(error.to_string()))?.clone();
    let column = |name: &str| headers.iter().position(|header| header.trim().eq_ignore_ascii_case(name));
    let (Some(h3), Some(population)) = (column("h3"), column("population")) else {
        return Err(malformed("the header must name the columns h3 and population".into()));
    };
    for (at, record) in reader.records().enumerate() {
        let wrong = |what: &str| malformed(format!("row {}: {what}", at + 2));
        let record = record.map_err(|error| malformed(error.to_string()))?;
        let cell: CellIndex = record
            .get(h3)
            .and_then(|text| text.trim().parse().ok())
            .filter(|cell: &CellIndex| cell.resolution() <= Resolution::Nine)
            .ok_or_else(|| wrong("h3 is no cell of resolution 9 or coarser"))?;
        let people: f64 = record
            .get(population)
            .and_then(|text| text.trim().parse().ok())
            .filter(|people: &f64| people.is_finite() && *people >= 0.0)
            .ok_or_else(|| wrong("population is no number from 0"))?;
        row(cell, people);
    }
    Ok(())
}
