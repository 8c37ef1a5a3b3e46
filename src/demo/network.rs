//! Made-up networks that grow the way networks grow: cities, the roads between them, then the countryside.
//!
//! The strategies, dates and technologies are made up for Morocco, whose pack the demonstration is shown on; a pack
//! without those technologies has none.
//!
//! Everything follows from the country pack and a seed: the same pack gives the same files, byte for byte.
//! The operators do not exist and are marked synthetic. What comes out are ordinary filings (GeoJSON areas,
//! premises CSV, OFDS networks) for the real intake; nothing here touches the catalogue.

mod backbone;
pub(super) mod drive;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::Arc;

use h3o::{LatLng, Resolution};

use crate::country::zones::ZoneId;
use crate::country::{Country, Levels, OperatorMeta, Part};
use crate::domain::{
    AsOf, Denominator, FilingKind, InvalidWord, Level, LonLat, Names, OperatorId, TechnologyId,
};

/// Seed of everything drawn; a new one is a new demonstration.
pub const SEED: u64 = 2030;

/// Half-yearly dates the networks are filed for.
pub(super) const DATES: [(i16, i8, i8); 6] =
    [(2023, 12, 31), (2024, 6, 30), (2024, 12, 31), (2025, 6, 30), (2025, 12, 31), (2026, 6, 30)];

/// The filing that turns out wrong and is filed again: which operator, which date.
const CORRECTED: (&str, usize) = ("zellige", 3);

/// The operator that files its long-distance network, and the dates it does.
const BACKBONE: (&str, [usize; 2]) = ("argane", [4, 5]);

/// A file of the demonstration, not yet written.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Whose.
    pub operator: OperatorId,
    /// What it holds.
    pub kind: FilingKind,
    /// The date it describes.
    pub as_of: AsOf,
    /// Which of [`DATES`].
    step: usize,
    /// How much too large the areas are claimed: 1 is honest.
    exaggeration: f64,
}

impl Planned {
    /// A file name a person would give it.
    pub fn file_name(&self) -> String {
        let suffix = if self.kind.lists_premises() {
            "csv"
        } else if self.kind.declares_layers() {
            "geojson"
        } else {
            "json"
        };
        format!("{}-{}-{}.{suffix}", self.operator, self.kind, self.as_of)
    }
}

/// How one operator builds.
struct Strategy {
    id: &'static str,
    names: [&'static str; 3],
    colour: &'static str,
    /// Share of sites on air at each date, by technology.
    four_g: [f64; 6],
    five_g: [f64; 6],
    fibre: [f64; 6],
    /// How much it prefers cities to the countryside.
    urban: f64,
}

/// They build 5G at three paces, so that the licences' target finds one ahead, one in time and one behind.
const STRATEGIES: [Strategy; 3] = [
    Strategy {
        id: "argane",
        names: ["Argane Télécom (fictif)", "أركان تيليكوم (افتراضي)", "Argane Telecom (made up)"],
        colour: "#8a5a13",
        four_g: [0.66, 0.71, 0.76, 0.81, 0.86, 0.90],
        five_g: [0.0, 0.0, 0.0, 0.0, 0.10, 0.17],
        fibre: [0.24, 0.29, 0.34, 0.40, 0.46, 0.52],
        urban: 0.7,
    },
    Strategy {
        id: "safran",
        names: ["Zaafrane Net (fictif)", "زعفران نت (افتراضي)", "Zaafrane Net (made up)"],
        colour: "#7a3e8e",
        four_g: [0.52, 0.57, 0.63, 0.69, 0.74, 0.79],
        five_g: [0.0, 0.0, 0.0, 0.0, 0.20, 0.33],
        fibre: [0.14, 0.18, 0.22, 0.27, 0.32, 0.38],
        urban: 1.1,
    },
    Strategy {
        id: "zellige",
        names: ["Zellige Mobile (fictif)", "زليج موبايل (افتراضي)", "Zellige Mobile (made up)"],
        colour: "#b0205c",
        four_g: [0.46, 0.52, 0.57, 0.63, 0.70, 0.75],
        five_g: [0.0, 0.0, 0.0, 0.0, 0.04, 0.08],
        fibre: [0.06, 0.09, 0.13, 0.17, 0.21, 0.26],
        urban: 1.4,
    },
];

/// The made-up operators.
///
/// # Errors
/// Never in practice: the names are fixed.
pub fn operators() -> Result<Vec<OperatorMeta>, InvalidWord> {
    STRATEGIES
        .iter()
        .map(|strategy| {
            let names = ["fr", "ar", "en"].into_iter().zip(strategy.names);
            let licence = |technology: &str, year: i16, month: i8| {
                Ok(crate::country::meta::Licence {
                    technology: TechnologyId::new(technology)?,
                    from: jiff::civil::date(year, month, 1),
                    until: None,
                })
            };
            Ok(OperatorMeta {
                id: OperatorId::new(strategy.id)?,
                names: Names(names.map(|(lang, name)| (lang.to_owned(), name.to_owned())).collect()),
                colour: Some(strategy.colour.to_owned()),
                networks: Vec::new(),
                licences: vec![licence("4g", 2015, 4)?, licence("5g", 2025, 11)?, licence("fibre", 2014, 1)?],
                synthetic: true,
            })
        })
        .collect()
}

/// What of the demonstration a country's pack does not have; it is made for networks of certain technologies.
pub(super) fn missing(country: &Country) -> Vec<&'static str> {
    let has = |id: &str| country.meta.technologies.iter().any(|technology| technology.id.as_str() == id);
    ["4g", "5g", "fibre"].into_iter().filter(|id| !has(id)).collect()
}

/// The level whose territories networks are built and driven by: what contains communes.
fn home_level(levels: &Levels) -> Level {
    levels.containers().next_back().unwrap_or(levels.base())
}

/// Every filing of the demonstration, in the order it is filed: by date, then by operator; last of all the
/// correction, so that what was known before it can be asked for.
///
/// # Errors
/// Never in practice: the ids are fixed.
pub fn plan() -> Result<Vec<Planned>, InvalidWord> {
    let mut planned = Vec::new();
    for (step, (year, month, day)) in DATES.into_iter().enumerate() {
        for strategy in &STRATEGIES {
            let exaggeration = if (strategy.id, step) == CORRECTED { 1.6 } else { 1.0 };
            for kind in [FilingKind::MobileCoverage, FilingKind::FibreAvailability] {
                let operator = OperatorId::new(strategy.id)?;
                let as_of = jiff::civil::date(year, month, day);
                planned.push(Planned { operator, kind, as_of, step, exaggeration });
            }
            if strategy.id == BACKBONE.0 && BACKBONE.1.contains(&step) {
                planned.push(Planned {
                    operator: OperatorId::new(strategy.id)?,
                    kind: FilingKind::FibreNetwork,
                    as_of: jiff::civil::date(year, month, day),
                    step,
                    exaggeration: 1.0,
                });
            }
        }
    }
    let corrected = planned
        .iter()
        .find(|filing| filing.exaggeration > 1.0 && filing.kind == FilingKind::MobileCoverage)
        .map(|filing| Planned { exaggeration: 1.0, ..filing.clone() });
    planned.extend(corrected);
    Ok(planned)
}

/// A place where every operator might build.
struct Site {
    at: LonLat,
    people: f64,
    /// People to a square kilometre around it.
    density: f64,
}

/// A road between two towns, in the order of their sites.
struct Road {
    from: usize,
    to: usize,
    km: f64,
}

/// The country as a builder of networks sees it.
pub struct Networks {
    country: Arc<Country>,
    centres: Vec<[i32; 2]>,
    sites: Vec<Site>,
    roads: Vec<Road>,
}

/// A hash in 0..1 of some numbers: the only chance there is.
pub(super) fn chance(parts: &[u64]) -> f64 {
    let mut state = SEED;
    for part in parts {
        // SplitMix64 (Steele et al., OOPSLA 2014).
        state = (state ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        state ^= state >> 31;
    }
    (state >> 11) as f64 / (1u64 << 53) as f64
}

fn kilometres(a: LonLat, b: LonLat) -> f64 {
    let (dx, dy) = ((b.lon - a.lon) * a.lat.to_radians().cos(), b.lat - a.lat);
    dx.hypot(dy) * 111.2
}

impl Networks {
    /// Finds places to build from where people live.
    pub fn new(country: Arc<Country>) -> Self {
        let centres = country.cell_centres();
        let mut networks = Self { country, centres, sites: Vec::new(), roads: Vec::new() };
        networks.place_sites();
        networks.draw_roads();
        networks
    }

    /// Sites by zone: one to 25,000 people, at least one to 260 square kilometres of inhabited land.
    fn place_sites(&mut self) {
        let country = Arc::clone(&self.country);
        let amounts = &country.default_surface().amounts;
        let cells_of = runs_of_zones(&country);
        for (zone, _) in self.country.zones.iter() {
            let (people, km2) = (amounts.population[zone.0 as usize], amounts.area[zone.0 as usize] / 1e6);
            let cells: u32 = cells_of[zone.0 as usize].iter().map(|(start, stop)| stop - start).sum();
            if cells == 0 || people < 1.0 {
                continue;
            }
            let density = people / km2.max(0.1);
            let wanted =
                (people / 25_000.0).max((km2 / 260.0).min(people / 700.0)).ceil().clamp(1.0, 60.0) as u32;
            for number in 0..wanted {
                let drawn = chance(&[1, u64::from(zone.0), u64::from(number)]);
                let pick = ((f64::from(number) + drawn) / f64::from(wanted) * f64::from(cells)) as u32;
                if let Some(ordinal) = nth_cell(&cells_of[zone.0 as usize], pick) {
                    let at = self.centre(ordinal);
                    self.sites.push(Site { at, people: people / f64::from(wanted), density });
                }
            }
        }
    }

    fn centre(&self, ordinal: u32) -> LonLat {
        let [lon, lat] = self.centres[ordinal as usize];
        LonLat { lon: f64::from(lon) / 1e7, lat: f64::from(lat) / 1e7 }
    }

    /// Roads from each town to its three nearest towns that are at least as large.
    fn draw_roads(&mut self) {
        let mut towns: Vec<(f64, usize)> = Vec::new();
        let mut taken: HashSet<(i64, i64)> = HashSet::new();
        for (at, site) in self.sites.iter().enumerate() {
            // One town to a quarter of a degree: enough for roads.
            let square = ((site.at.lon * 4.0).floor() as i64, (site.at.lat * 4.0).floor() as i64);
            if site.density > 250.0 && taken.insert(square) {
                towns.push((site.people * site.density.sqrt(), at));
            }
        }
        towns.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (rank, (_, from)) in towns.iter().enumerate() {
            let mut larger: Vec<(f64, usize)> = towns[..rank]
                .iter()
                .map(|(_, to)| (kilometres(self.sites[*from].at, self.sites[*to].at), *to))
                .collect();
            larger.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (km, to) in larger.into_iter().take(3).filter(|(km, _)| *km < 320.0) {
                self.roads.push(Road { from: *from, to, km });
            }
        }
        self.roads.sort_by(|a, b| a.km.total_cmp(&b.km));
    }

    /// The bytes of a planned filing.
    pub fn write(&self, filing: &Planned) -> Vec<u8> {
        let Some((number, strategy)) =
            STRATEGIES.iter().enumerate().find(|(_, strategy)| strategy.id == filing.operator.as_str())
        else {
            return Vec::new();
        };
        if filing.kind.lists_premises() {
            self.premises(number as u64, strategy, filing)
        } else if filing.kind.declares_layers() {
            self.areas(number as u64, strategy, filing)
        } else {
            self.backbone(filing)
        }
    }

    /// Which sites are on air: the best for this operator first, up to a share of them all.
    fn on_air(&self, operator: u64, urban: f64, share: f64) -> Vec<usize> {
        let mut ranked: Vec<(f64, usize)> = self
            .sites
            .iter()
            .enumerate()
            .map(|(at, site)| {
                let luck = chance(&[2, operator, at as u64]) * 3.0;
                (urban * site.density.max(1.0).ln() + 0.4 * site.people.max(1.0).ln() + luck, at)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let count = (share * ranked.len() as f64).round() as usize;
        ranked.into_iter().take(count).map(|(_, at)| at).collect()
    }

    fn areas(&self, operator: u64, strategy: &Strategy, filing: &Planned) -> Vec<u8> {
        let mut out = Areas::new();
        let four = self.on_air(operator, strategy.urban, strategy.four_g[filing.step]);
        for at in &four {
            let site = &self.sites[*at];
            let reach = four_g_reach(site, operator, *at) * filing.exaggeration;
            out.disc("4g", 5, 1, "outdoor", site.at, reach);
            out.disc("4g", 5, 1, "vehicle", site.at, reach * 0.72);
        }
        let roads = (self.roads.len() as f64 * (strategy.four_g[filing.step] - 0.35) * 1.6) as usize;
        for road in self.roads.iter().take(roads) {
            out.corridor("4g", 5, 1, "vehicle", self.sites[road.from].at, self.sites[road.to].at, 2.4);
        }
        if strategy.five_g[filing.step] > 0.0 {
            for at in self.on_air(operator + 7, strategy.urban * 1.5, strategy.five_g[filing.step]) {
                let site = &self.sites[at];
                let reach = five_g_reach(site);
                out.disc("5g", 7, 1, "outdoor", site.at, reach);
                out.disc("5g", 35, 3, "outdoor", site.at, reach * 0.6);
            }
        }
        out.finish()
    }

    /// Premises street block by street block (H3 resolution 8), densest places first.
    fn premises(&self, operator: u64, strategy: &Strategy, filing: &Planned) -> Vec<u8> {
        let mut out = String::from(
            "provider_id,brand_name,longitude,latitude,technology,max_advertised_download_speed,\
             max_advertised_upload_speed,low_latency,business_residential_code,status,units\n",
        );
        let households = self.country.default_surface().amounts.of(Denominator::Households);
        let grid = &self.country.grid;
        let end = self.country.cells().len() as u32;
        for (at, (start, zone)) in grid.runs().iter().enumerate() {
            let Some(reached) = self.fibre_reached(strategy, filing.step, *zone) else { continue };
            let per_cell = households[zone.0 as usize] / f64::from(grid.zone_cells()[zone.0 as usize]);
            let stop = grid.runs().get(at + 1).map_or(end, |(next, _)| *next);
            for ordinal in *start..stop {
                self.block(operator, ordinal, per_cell, reached, filing.step, &mut out);
            }
        }
        out.into_bytes()
    }

    /// Share of a zone's street blocks that an operator's fibre passes; nothing where too few people live.
    fn fibre_reached(&self, strategy: &Strategy, step: usize, zone: ZoneId) -> Option<f64> {
        let amounts = &self.country.default_surface().amounts;
        let households = amounts.of(Denominator::Households)[zone.0 as usize];
        let density = households / (amounts.area[zone.0 as usize] / 1e6).max(0.1);
        let in_town = matches!(self.country.zones.get(zone).part, Part::Territory(_));
        let liked = (density / 1800.0).powf(0.25).clamp(0.35, 1.7) * if in_town { 1.15 } else { 1.0 };
        (density >= 120.0).then(|| strategy.fibre[step] * liked)
    }

    /// Whether an operator's fibre passes the street block that a cell lies in.
    fn is_passed(&self, operator: u64, ordinal: u32, reached: f64) -> bool {
        let at = self.centre(ordinal);
        let block = LatLng::new(at.lat, at.lon).map(|point| u64::from(point.to_cell(Resolution::Eight)));
        block.is_ok_and(|block| chance(&[4, operator, block]) <= reached)
    }

    fn block(
        &self,
        operator: u64,
        ordinal: u32,
        households: f64,
        reached: f64,
        step: usize,
        out: &mut String,
    ) {
        if !self.is_passed(operator, ordinal, reached) {
            return;
        }
        let at = self.centre(ordinal);
        let units = (households * (0.75 + 0.35 * chance(&[5, operator, u64::from(ordinal)]))).round() as u32;
        let buildings = units.div_ceil(60).max(1);
        let connected = 0.18 + 0.05 * step as f64;
        for building in 0..buildings {
            let own = (units / buildings + u32::from(building < units % buildings)).max(1);
            let draw = |what: u64| chance(&[what, operator, u64::from(ordinal), u64::from(building)]);
            let (lon, lat) = (at.lon + (draw(6) - 0.5) * 0.002, at.lat + (draw(7) - 0.5) * 0.0016);
            // Jitter must not put premises into the sea.
            let (lon, lat) = if self.country.locate(LonLat { lon, lat }).is_some() {
                (lon, lat)
            } else {
                (at.lon, at.lat)
            };
            let (down, up) = if draw(8) < 0.2 { (1000, 200) } else { (200, 100) };
            let status = if draw(9) < connected { "connected" } else { "passed" };
            let use_of = if draw(10) < 0.04 { "B" } else { "R" };
            let name = STRATEGIES[operator as usize % STRATEGIES.len()].id;
            let _ = writeln!(out, "{name},,{lon:.6},{lat:.6},fibre,{down},{up},1,{use_of},{status},{own}");
        }
    }
}

/// How far a 4G site reaches, in kilometres.
fn four_g_reach(site: &Site, operator: u64, at: usize) -> f64 {
    let reach = match site.density {
        dense if dense > 3000.0 => 2.2,
        dense if dense > 600.0 => 3.4,
        dense if dense > 90.0 => 5.2,
        _ => 7.4,
    };
    reach * (0.85 + 0.3 * chance(&[3, operator, at as u64]))
}

/// How far a 5G site reaches, in kilometres.
fn five_g_reach(site: &Site) -> f64 {
    if site.density > 3000.0 { 1.7 } else { 2.6 }
}

/// The runs of cells of each zone.
pub(super) fn runs_of_zones(country: &Country) -> Vec<Vec<(u32, u32)>> {
    let mut of_zones = vec![Vec::new(); country.zones.len()];
    let (runs, end) = (country.grid.runs(), country.cells().len() as u32);
    for (at, (start, zone)) in runs.iter().enumerate() {
        let stop = runs.get(at + 1).map_or(end, |(next, _)| *next);
        of_zones[zone.0 as usize].push((*start, stop));
    }
    of_zones
}

pub(super) fn nth_cell(runs: &[(u32, u32)], mut nth: u32) -> Option<u32> {
    for (start, stop) in runs {
        if nth < stop - start {
            return Some(start + nth);
        }
        nth -= stop - start;
    }
    None
}

/// A GeoJSON feature collection being written.
struct Areas {
    text: String,
}

impl Areas {
    fn new() -> Self {
        Self { text: String::from("{\"type\":\"FeatureCollection\",\"features\":[") }
    }

    fn polygon(&mut self, technology: &str, down: u32, up: u32, environment: &str, ring: &[(f64, f64)]) {
        let separator = if self.text.ends_with('[') { "\n" } else { ",\n" };
        let _ = write!(
            self.text,
            "{separator}{{\"type\":\"Feature\",\"properties\":{{\"technology\":\"{technology}\",\"mindown\":{down},\
             \"minup\":{up},\"environment\":\"{environment}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[["
        );
        for (lon, lat) in ring.iter().chain(ring.first()) {
            let separator = if self.text.ends_with('[') { "" } else { "," };
            let _ = write!(self.text, "{separator}[{lon:.5},{lat:.5}]");
        }
        self.text.push_str("]]}}");
    }

    fn disc(&mut self, technology: &str, down: u32, up: u32, environment: &str, at: LonLat, km: f64) {
        const SIDES: usize = 24;
        let (dy, dx) = (km / 111.2, km / 111.2 / at.lat.to_radians().cos());
        let ring: Vec<(f64, f64)> = (0..SIDES)
            .map(|side| {
                let angle = side as f64 / SIDES as f64 * std::f64::consts::TAU;
                (at.lon + dx * angle.cos(), at.lat + dy * angle.sin())
            })
            .collect();
        self.polygon(technology, down, up, environment, &ring);
    }

    #[expect(clippy::too_many_arguments, reason = "a layer and a line: naming a struct would hide it")]
    fn corridor(
        &mut self,
        technology: &str,
        down: u32,
        up: u32,
        environment: &str,
        a: LonLat,
        b: LonLat,
        km: f64,
    ) {
        let narrow = a.lat.to_radians().cos();
        let (dx, dy) = ((b.lon - a.lon) * narrow, b.lat - a.lat);
        let length = dx.hypot(dy);
        if length == 0.0 {
            return;
        }
        let (x, y) = (-dy / length * km / 111.2 / narrow, dx / length * km / 111.2);
        let ring =
            [(a.lon + x, a.lat + y), (a.lon - x, a.lat - y), (b.lon - x, b.lat - y), (b.lon + x, b.lat + y)];
        self.polygon(technology, down, up, environment, &ring);
    }

    fn finish(mut self) -> Vec<u8> {
        self.text.push_str("\n]}\n");
        self.text.into_bytes()
    }
}
