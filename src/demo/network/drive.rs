//! Made-up drive tests of the made-up operators: a table a month, as somebody's measurement app would export.
//!
//! Tests are made where people are and where the operator is on air or its fibre passes, which is where they
//! count, and meet what it claims there, nearly all of them. One operator in one province does not hold what
//! it claims: [`OVERCLAIM`].

use std::collections::BTreeMap;
use std::fmt::Write as _;

use h3o::LatLng;

use super::{DATES, Networks, STRATEGIES, Strategy, chance, five_g_reach, four_g_reach, kilometres};
use crate::country::{CELL_RESOLUTION, TerritoryId};
use crate::domain::{LonLat, Month};

/// Whose tests the demonstration's are.
pub const SOURCE: &str = "demo-drive";

/// A claim that the tests of the demonstration contradict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overclaim {
    /// Who claims too much.
    pub operator: &'static str,
    /// Of which technology.
    pub technology: &'static str,
    /// At which tier.
    pub tier: &'static str,
    /// In which province: its code.
    pub province: &'static str,
}

/// The one claim of the demonstration that does not hold; every other operator's tests meet what it claims
/// of this technology, in every province.
pub const OVERCLAIM: Overclaim =
    Overclaim { operator: "zellige", technology: "4g", tier: "5-1", province: "09.541" };

/// Share of tests that meet the tier where it is claimed.
const HONEST: f64 = 0.975;
/// Share of tests that meet it all the same where too much is claimed.
const OVERCLAIMED: f64 = 0.3;
/// Tests of an operator's technology in a province: one to so many people, within bounds.
const PEOPLE_PER_TEST: f64 = 2000.0;
const FEWEST: f64 = 240.0;
const MOST: f64 = 1200.0;
/// People to a square kilometre from which there is fibre to test.
const FIBRE_DENSITY: f64 = 600.0;
/// Part of a 5G disc's radius within which the faster tier is claimed, as it is drawn.
const INNER: f64 = 0.6;
/// How far from the middle of its claimed disc a test is at most: its 24 sides lie within the circle.
const WITHIN: f64 = 0.95;
/// Places tried near a site to find one that fibre passes.
const TRIES: u64 = 12;

/// The months with tests: from the half-year that ends with the last filing but two.
pub fn months() -> Vec<Month> {
    (0..12).rev().filter_map(|back| Some(Month::new(2026, 6).ok()?.minus(back))).collect()
}

/// What an operator has on air, to be tested.
struct Tested<'a> {
    technology: &'static str,
    strategy: &'a Strategy,
    /// Which of [`DATES`] it was filed for.
    step: usize,
    /// A site, and the reach that is claimed of it in kilometres.
    sites: Vec<(usize, f64)>,
    /// Months of the twelve in which there is something to test.
    months: f64,
}

/// Which test it is.
struct Made<'a> {
    operator: u64,
    tested: &'a Tested<'a>,
    month: Month,
    /// Among those of the month in the province.
    number: u64,
}

/// What it measures.
struct Test {
    down: f64,
    up: f64,
    latency: f64,
}

impl Networks {
    /// The tests of a month, as CSV.
    pub fn drive(&self, month: Month) -> Vec<u8> {
        let mut out = String::from(
            "test_id,at,operator,technology,lon,lat,download_mbps,upload_mbps,latency_ms,jitter_ms,loss\n",
        );
        for (number, strategy) in STRATEGIES.iter().enumerate() {
            for tested in self.tested(number as u64, strategy, month) {
                self.test_all(number as u64, &tested, month, &mut out);
            }
        }
        out.into_bytes()
    }

    /// What was filed for the last date before a month.
    fn tested<'a>(&self, operator: u64, strategy: &'a Strategy, month: Month) -> Vec<Tested<'a>> {
        let is_before =
            |(year, number, _): &(i16, i8, i8)| Month::new(*year, *number).is_ok_and(|at| at < month);
        let step = DATES.iter().filter(|date| is_before(date)).count().saturating_sub(1);
        let on_air = |seed, urban, share| self.on_air(seed, urban, share).into_iter();
        let four = on_air(operator, strategy.urban, strategy.four_g[step])
            .map(|at| (at, four_g_reach(&self.sites[at], operator, at)));
        let of = |technology, sites, months| Tested { technology, strategy, step, sites, months };
        let mut tested = vec![of("4g", four.collect(), 12.0)];
        if strategy.five_g[step] > 0.0 {
            let five = on_air(operator + 7, strategy.urban * 1.5, strategy.five_g[step])
                .map(|at| (at, five_g_reach(&self.sites[at])));
            tested.push(of("5g", five.collect(), 6.0));
        }
        let dense = self.sites.iter().enumerate().filter(|(_, site)| site.density >= FIBRE_DENSITY);
        tested.push(of("fibre", dense.map(|(at, _)| (at, 1.0)).collect(), 12.0));
        tested
    }

    fn province(&self, at: LonLat) -> Option<TerritoryId> {
        let tree = &self.country.tree;
        tree.container(tree.commune(self.country.locate(at)?), super::home_level(tree.levels()))
    }

    /// Tests of one technology of one operator: so many a province, more where more people are.
    fn test_all(&self, operator: u64, tested: &Tested<'_>, month: Month, out: &mut String) {
        let mut provinces: BTreeMap<TerritoryId, Vec<(usize, f64)>> = BTreeMap::new();
        for (at, reach) in &tested.sites {
            if let Some(province) = self.province(self.sites[*at].at) {
                provinces.entry(province).or_default().push((*at, *reach));
            }
        }
        for (province, sites) in provinces {
            let people: f64 = sites.iter().map(|(at, _)| self.sites[*at].people).sum();
            let all = (people / PEOPLE_PER_TEST).clamp(FEWEST, MOST);
            let count = (all / tested.months).ceil() as u64;
            let (mut reached, mut next, mut here) = (0.0, sites.iter(), None);
            for number in 0..count {
                // One draw to each equal part of the people: spread as they are.
                let key = [20, operator, month.number() as u64, province.index() as u64, number];
                let wanted = (number as f64 + chance(&key)) / count as f64 * people;
                while reached <= wanted {
                    let Some(site) = next.next() else { break };
                    reached += self.sites[site.0].people;
                    here = Some(*site);
                }
                let Some(here) = here else { continue };
                self.test(&Made { operator, tested, month, number }, here, out);
            }
        }
    }

    /// A place near a site where what is tested can be had, and the middle of its cell, which is what claims
    /// hold; nothing where none was found.
    fn near(
        &self,
        made: &Made<'_>,
        (site, reach): (usize, f64),
        draw: &dyn Fn(u64) -> f64,
    ) -> Option<(LonLat, LonLat)> {
        let middle = self.sites[site].at;
        let (dy, dx) = (reach / 111.2, reach / 111.2 / middle.lat.to_radians().cos());
        // Written to a metre, and checked as it is written.
        let metre = |degrees: f64| (degrees * 1e5).round() / 1e5;
        let is_fibre = made.tested.technology == "fibre";
        let places = (0..if is_fibre { TRIES } else { 1 }).map(|at| {
            // The first as ever, the others by draws of their own.
            let by = if at == 0 { 1 } else { 100 + 2 * at };
            let (angle, far) = (draw(by) * std::f64::consts::TAU, draw(by + 1).sqrt() * WITHIN);
            let (east, north) = (dx * far * angle.cos(), dy * far * angle.sin());
            let there = LonLat { lon: metre(middle.lon + east), lat: metre(middle.lat + north) };
            // A site by the sea or the border reaches beyond it; there are no tests there.
            if self.province(there).is_some() { there } else { middle }
        });
        let country = &self.country;
        let mut found = places.filter_map(|place| {
            let cell = LatLng::new(place.lat, place.lon).ok()?.to_cell(CELL_RESOLUTION);
            let Some(ordinal) = country.cells().ordinal(cell) else {
                return (!is_fibre).then_some((place, place));
            };
            let reached =
                self.fibre_reached(made.tested.strategy, made.tested.step, country.grid.zone(ordinal));
            let is_passed = |reached| self.is_passed(made.operator, ordinal, reached);
            (!is_fibre || reached.is_some_and(is_passed)).then(|| (place, self.centre(ordinal)))
        });
        found.next()
    }

    /// Whether the faster 5G tier is claimed of a cell: discs overlap, and the edge of one may be the middle
    /// of another.
    fn is_inner(&self, made: &Made<'_>, middle: LonLat) -> bool {
        made.tested.technology == "5g"
            && made.tested.sites.iter().any(|(at, reach)| {
                let site = self.sites[*at].at;
                (site.lat - middle.lat).abs() * 111.2 <= INNER * reach
                    && kilometres(middle, site) <= INNER * reach
            })
    }

    /// One test near a site.
    fn test(&self, made: &Made<'_>, (site, reach): (usize, f64), out: &mut String) {
        let Made { operator, tested: Tested { technology, .. }, month, number } = *made;
        let kind = u64::from(technology.bytes().next().unwrap_or(0));
        let draw =
            |what: u64| chance(&[21, operator, kind, month.number() as u64, site as u64, number, what]);
        let Some((position, middle)) = self.near(made, (site, reach), &draw) else { return };
        let name = STRATEGIES[operator as usize % STRATEGIES.len()].id;
        let is_overclaimed = (name, *technology) == (OVERCLAIM.operator, OVERCLAIM.technology)
            && self
                .province(position)
                .is_some_and(|province| self.country.tree.get(province).code.as_str() == OVERCLAIM.province);
        let holds = draw(3) < if is_overclaimed { OVERCLAIMED } else { HONEST };
        let test = speeds(technology, holds, self.is_inner(made, middle), &draw);
        let (day, second) = (1 + (draw(4) * 28.0) as u32, (21_600.0 + draw(5) * 57_600.0) as u32);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let (jitter, loss) = (test.latency * 0.1 * draw(6), 0.02 * draw(7).powi(4));
        let _ = writeln!(
            out,
            "{name}-{technology}-{month}-{site}-{number},{month}-{day:02}T{hour:02}:{minute:02}:{second:02}Z,{name},\
             {technology},{},{},{:.3},{:.3},{:.1},{jitter:.2},{loss:.5}",
            position.lon, position.lat, test.down, test.up, test.latency
        );
    }
}

/// Speeds where a technology holds what is claimed, or not; `is_inner` where the faster tier is claimed.
fn speeds(technology: &str, holds: bool, is_inner: bool, draw: &dyn Fn(u64) -> f64) -> Test {
    // Three draws together are bell-shaped enough.
    let bell = |what: u64| 2.0 * (draw(what) + draw(what + 1) + draw(what + 2) - 1.5);
    let latency = |base: f64| base * (0.35 * bell(16)).exp();
    match technology {
        "4g" if holds => {
            let down = 5.2 + 24.0 * (0.6 * bell(10)).exp();
            Test { down, up: 1.1 + 0.25 * down * (0.3 * bell(13)).exp(), latency: latency(38.0) }
        }
        "4g" => Test { down: 0.5 + 4.2 * draw(10), up: 0.2 + 0.9 * draw(11), latency: latency(85.0) },
        "5g" if holds && is_inner => {
            let down = 36.0 + 130.0 * (0.5 * bell(10)).exp();
            Test { down, up: 3.2 + 0.1 * down, latency: latency(19.0) }
        }
        "5g" if holds => {
            let down = 7.3 + 22.0 * (0.4 * bell(10)).exp();
            Test { down, up: 1.2 + 0.1 * down, latency: latency(24.0) }
        }
        "5g" => Test { down: 1.0 + 5.5 * draw(10), up: 0.3 + 0.8 * draw(11), latency: latency(60.0) },
        _ if !holds => {
            Test { down: 20.0 + 70.0 * draw(10), up: 4.0 + 14.0 * draw(11), latency: latency(9.0) }
        }
        _ if draw(9) < 0.3 => {
            Test { down: 1001.0 - 0.9 * draw(10), up: 200.5 + 40.0 * draw(11), latency: latency(4.0) }
        }
        _ => Test { down: 110.0 + 90.0 * draw(10), up: 25.0 + 70.0 * draw(11), latency: latency(5.0) },
    }
}
