//! `taghtia country info`: a pack in one screen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::{Ending, print};
use crate::country::{Country, CountryMeta, TechnologyMeta};
use crate::domain::Names;

/// Summarise a pack.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The pack's folder.
    #[arg(env = "TAGHTIA_PACK", default_value = "data/morocco")]
    dir: PathBuf,
    /// Where what is computed from the pack is kept.
    #[arg(long, env = "TAGHTIA_DATA_DIR", default_value = ".taghtia")]
    data_dir: PathBuf,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    let meta = CountryMeta::read(&args.dir.join("country.toml"))?;
    print::line(&format!("{} ({}), {}", all_names(&meta.names), meta.id, meta.time_zone));
    for census in &meta.census {
        print::line(&format!("census      {} {}: {}", census.id, census.year, best(&census.names)));
    }
    levels(args, &meta)?;
    for technology in &meta.technologies {
        print::line(&format!("technology  {}", describe(technology)));
    }
    for operator in &meta.operators {
        let licences: Vec<String> =
            operator.licences.iter().map(|licence| licence.technology.to_string()).collect();
        print::line(&format!(
            "operator    {}: {} ({})",
            operator.id,
            best(&operator.names),
            licences.join(", ")
        ));
    }
    for target in &meta.targets {
        let amount = match (target.share, target.amount) {
            (Some(share), _) => format!("{:.0} % of {}", share * 100.0, target.denominator),
            (None, Some(amount)) => format!("{} {}", grouped(amount), target.denominator),
            (None, None) => target.denominator.to_string(),
        };
        let (technology, date) = (&target.technology, &target.date);
        print::line(&format!("target      {}: {technology}, {amount} by {date}", target.id));
    }
    for source in &meta.sources {
        print::line(&format!("source      {} {}, {}", source.name, source.version, source.licence));
    }
    for line in &meta.attribution {
        print::line(&format!("attribution {line}"));
    }
    sizes(&args.dir)?;
    Ok(Ending::Done)
}

/// Levels with their counts, people and area; and the cells, which opening the country lists or finds
/// listed in the cache.
fn levels(args: &Args, meta: &CountryMeta) -> anyhow::Result<()> {
    let country = Country::open(&args.dir, &args.data_dir.join("cache"), &|step| print::note(step))?;
    let tree = &country.tree;
    for (level, words) in meta.levels.listed() {
        let name = if words.plural.0.is_empty() { best(&words.names) } else { best(&words.plural) };
        print::line(&format!("level       {}: {} {name}", words.id, tree.level(level).len()));
    }
    let whole = tree.get(tree.country());
    for census in &meta.census {
        let figure = |amount: Option<f64>| amount.map_or_else(|| "unknown".to_owned(), grouped);
        let (people, households) =
            (figure(whole.census.population(census.year)), figure(whole.census.households(census.year)));
        print::line(&format!("people      {}: {people} in {households} households", census.year));
    }
    print::line(&format!("area        {} km²", grouped(whole.area.0 / 1e6)));
    print::line(&format!("cells       {} (H3 resolution 9)", grouped(country.cells().len() as f64)));
    print::line(&format!("centres     {} urban centres of rural communes", country.centres.len()));
    for id in country.communes_with_unplaced_centres() {
        let commune = country.tree.get(id);
        let name = commune.names.best(&meta.languages);
        print::line(&format!(
            "spread      {} {name}: urban people without an outline, over the whole {}",
            commune.code,
            tree.level_id(id)
        ));
    }
    print::line(&format!("digest      {}", country.digest()));
    Ok(())
}

fn describe(technology: &TechnologyMeta) -> String {
    let tiers: Vec<String> = technology.tiers.iter().map(ToString::to_string).collect();
    format!("{}: {}, tiers {}", technology.id, best(&technology.names), tiers.join(", "))
}

fn sizes(dir: &Path) -> anyhow::Result<()> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let about = entry.metadata()?;
        if about.is_file() {
            files.insert(entry.file_name().to_string_lossy().into_owned(), about.len());
        }
    }
    for (name, bytes) in &files {
        print::line(&format!("file        {name}: {} bytes", grouped(*bytes as f64)));
    }
    let all: u64 = files.values().sum();
    print::line(&format!("size        {:.1} MB in {} files", all as f64 / 1e6, files.len()));
    Ok(())
}

/// The English name, or the first there is.
fn best(names: &Names) -> &str {
    names.0.get("en").or_else(|| names.0.values().next()).map_or("", String::as_str)
}

fn all_names(names: &Names) -> String {
    names.0.values().map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// A number without decimals, thousands set apart.
fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let first = digits.len() % 3;
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == first {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(999.0), "999");
        assert_eq!(grouped(1503.0), "1,503");
        assert_eq!(grouped(36_828_330.0), "36,828,330");
        assert_eq!(grouped(123_456.0), "123,456");
    }
}
