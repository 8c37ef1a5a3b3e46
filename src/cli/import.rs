//! `taghtia import`: measurements of others, from files into a data directory that no server is using.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, bail};

use super::check::bar;
use super::{Ending, language, print, registry};
use crate::catalogue::Catalogue;
use crate::country::Country;
use crate::desk::Desk;
use crate::desk::import::{ImportFormat, ImportRequest, ReadAggregate};
use crate::desk::measurements::{CHUNK, MeasurementReceipt};
use crate::domain::{LonLat, Month, OperatorId, SourceId, TechnologyId};
use crate::instance::{Instance, Settings};
use crate::intake::measurements::atlas::{self, AtlasPlaces};
use crate::intake::measurements::table::{Mapping, TableField};

/// Refused rows that are shown one by one; `--json` has a hundred.
const SHOWN: usize = 20;
const IQB_ATTRIBUTION: &str = "M-Lab, Internet Quality Barometer aggregates of NDT tests, measurementlab.net";

/// Import measurements of others: tests one by one, or aggregates.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
A file of any size takes little memory. What is imported again, whole or in part, counts once: a test is known
by its source and id. A run that is cut short has kept whole chunks; run it again. Addresses are never read; of a
device's name (field device) only a keyed hash is kept. Rows that break a rule are refused by name, the others are
kept. What was imported by mistake is taken back with taghtia measurements withdraw.

Exit code 0 when the files were read, 1 when not one of their rows could be kept.

Examples:
  taghtia import drive-2026-06.csv.gz --format csv --source drive-tests --mapping drive.toml
  taghtia import tests.parquet --format parquet --source app --column test_id=uuid --column at=time \\
      --column download_mbps=down_kbps --factor download_mbps=0.001 --operator iam
  taghtia import probes.ndjson --format ndjson --source my-probes
  taghtia import ndt7-download-*.json.gz --format ndt7 --operator iam --technology fibre --here=-6.84,34.01
  taghtia import ping.json --format ripe-atlas --operator iam --technology fibre --places probes.json
  taghtia import ma_2025_10.json --format iqb

A mapping file says the same for good, and which words of theirs are ours:
  columns = { test_id = \"uuid\", at = \"time\", download_mbps = \"down_kbps\" }
  factors = { download_mbps = 0.001 }
  operators = { \"Maroc Telecom\" = \"iam\" }
  technologies = { LTE = \"4g\" }
  defaults = { technology = \"LTE\" }")]
pub(super) struct Args {
    /// The files, in order; CSV and JSON plain or gzip.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What the files are: csv, parquet, ndjson, ndt7, ripe-atlas or iqb.
    #[arg(long, env = "TAGHTIA_FORMAT")]
    format: ImportFormat,
    /// Whose measurements; by default mlab-ndt7, ripe-atlas or mlab-iqb where the format says so.
    #[arg(long, env = "TAGHTIA_SOURCE")]
    source: Option<SourceId>,
    /// How a table's columns are to be read, as TOML.
    #[arg(long, env = "TAGHTIA_MAPPING")]
    mapping: Option<PathBuf>,
    /// Which column of a table is what: FIELD=COLUMN, once per field.
    #[arg(long, env = "TAGHTIA_COLUMN", value_delimiter = ',', value_parser = pair::<String>)]
    column: Vec<(TableField, String)>,
    /// What a column's numbers are multiplied with to get our unit: FIELD=NUMBER.
    #[arg(long, env = "TAGHTIA_FACTOR", value_delimiter = ',', value_parser = pair::<f64>)]
    factor: Vec<(TableField, f64)>,
    /// Whose network, where the files do not say.
    #[arg(long, env = "TAGHTIA_OPERATOR")]
    operator: Option<OperatorId>,
    /// Which technology, where the files do not say.
    #[arg(long, env = "TAGHTIA_TECHNOLOGY")]
    technology: Option<TechnologyId>,
    /// Where, where the files do not say: LON,LAT in degrees.
    #[arg(long, env = "TAGHTIA_HERE", value_parser = place, allow_hyphen_values = true)]
    here: Option<LonLat>,
    /// Where RIPE Atlas probes stand: the JSON of the API's list of probes.
    #[arg(long, env = "TAGHTIA_PLACES")]
    places: Option<PathBuf>,
    /// The month of aggregates, such as 2025-10, where the file's name does not say.
    #[arg(long, env = "TAGHTIA_MONTH")]
    month: Option<Month>,
    /// The line that must stand beside aggregates.
    #[arg(long, env = "TAGHTIA_ATTRIBUTION", default_value = IQB_ATTRIBUTION)]
    attribution: String,
    /// Rows that are held in memory, 176 bytes each, and kept at a time.
    #[arg(long, env = "TAGHTIA_CHUNK_ROWS", default_value_t = CHUNK as u64, value_parser = clap::value_parser!(u64).range(1..=CHUNK as u64))]
    chunk_rows: u64,
    /// The data directory.
    #[arg(long, env = "TAGHTIA_DATA_DIR", default_value = ".taghtia")]
    data_dir: PathBuf,
    /// The country pack.
    #[arg(long, env = "TAGHTIA_PACK", default_value = "data/morocco")]
    pack: PathBuf,
    /// Print what became of the files as JSON.
    #[arg(long, env = "TAGHTIA_JSON")]
    json: bool,
}

/// `FIELD=VALUE`, the field one of ours.
fn pair<T: FromStr<Err: std::fmt::Display>>(text: &str) -> Result<(TableField, T), String> {
    let (field, value) = text.split_once('=').ok_or("expected FIELD=VALUE, such as download_mbps=down")?;
    let field = field.trim().parse::<TableField>().map_err(|error| error.to_string())?;
    let value = value.trim().parse::<T>().map_err(|error| format!("{value:?}: {error}"))?;
    Ok((field, value))
}

/// `LON,LAT`.
fn place(text: &str) -> Result<LonLat, String> {
    let expected = || format!("{text:?} is no place: expected LON,LAT in degrees, such as -6.84,34.01");
    let (lon, lat) = text.split_once(',').ok_or_else(expected)?;
    let degrees =
        |text: &str, most: f64| text.trim().parse::<f64>().ok().filter(|number| number.abs() <= most);
    let at = degrees(lon, 180.0).zip(degrees(lat, 90.0));
    at.map(|(lon, lat)| LonLat { lon, lat }).ok_or_else(expected)
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(import(args))
}

async fn import(args: &Args) -> anyhow::Result<Ending> {
    let mut bytes = 0;
    for file in &args.files {
        bytes += std::fs::metadata(file).with_context(|| format!("cannot open {}", file.display()))?.len();
    }
    let request = request(args)?;
    let settings = Settings::of_a_command(&args.data_dir, &args.pack, print::note);
    let instance = Instance::open(settings).await.map_err(|error| {
        let hint = "an import needs the data directory for itself; a running server takes batches at POST /api/v1/measurements";
        if error.is_in_use() { anyhow::Error::new(error).context(hint) } else { error.into() }
    })?;
    inspect(args, &instance.country, &instance.catalogue).await?;
    let ending = if args.format == ImportFormat::Iqb {
        aggregates(&instance.desk, &request, args.json).await
    } else {
        tests(&instance.desk, request, bytes, args.json).await
    };
    // No one reads: this process has the directory for itself.
    instance.desk.remove_replaced(std::time::Duration::ZERO).await?;
    instance.close().await;
    ending
}

/// Everything the flags say; what a format cannot do without is asked for here.
fn request(args: &Args) -> anyhow::Result<ImportRequest> {
    let usual = match args.format {
        ImportFormat::Ndt7 => Some("mlab-ndt7"),
        ImportFormat::RipeAtlas => Some("ripe-atlas"),
        ImportFormat::Iqb => Some("mlab-iqb"),
        ImportFormat::Csv | ImportFormat::Parquet | ImportFormat::Ndjson => None,
    };
    let source = match (&args.source, usual) {
        (Some(source), _) => source.clone(),
        (None, Some(usual)) => SourceId::new(usual)?,
        (None, None) => {
            bail!("--source is needed: whose measurements they are, such as --source drive-tests")
        }
    };
    if matches!(args.format, ImportFormat::Ndt7 | ImportFormat::RipeAtlas) {
        let has_place =
            args.here.is_some() || (args.format == ImportFormat::RipeAtlas && args.places.is_some());
        let missing: Vec<&str> = [
            ("--operator", args.operator.is_some()),
            ("--technology", args.technology.is_some()),
            ("--here=LON,LAT", has_place),
        ]
        .into_iter()
        .filter_map(|(flag, there)| (!there).then_some(flag))
        .collect();
        if !missing.is_empty() {
            bail!("{} files do not say everything: give {}", args.format, missing.join(", "));
        }
    }
    let text = |id: Option<&str>| id.unwrap_or_default().to_owned();
    Ok(ImportRequest {
        files: args.files.clone(),
        format: args.format,
        source,
        actor: registry::actor(),
        mapping: mapping(args)?,
        operator: text(args.operator.as_ref().map(OperatorId::as_str)),
        technology: text(args.technology.as_ref().map(TechnologyId::as_str)),
        here: args.here,
        places: places(args)?,
        month: args.month,
        attribution: args.attribution.clone(),
        chunk: args.chunk_rows as usize,
    })
}

/// The mapping file, and what flags add to it.
fn mapping(args: &Args) -> anyhow::Result<Mapping> {
    let mut mapping: Mapping = match &args.mapping {
        None => Mapping::default(),
        Some(file) => {
            let text =
                std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            toml::from_str(&text).with_context(|| format!("{} is no mapping", file.display()))?
        }
    };
    mapping.columns.extend(args.column.iter().cloned());
    mapping.factors.extend(args.factor.iter().copied());
    let mut default = |field, value: Option<String>| {
        if let Some(value) = value {
            mapping.defaults.insert(field, value);
        }
    };
    default(TableField::Operator, args.operator.as_ref().map(ToString::to_string));
    default(TableField::Technology, args.technology.as_ref().map(ToString::to_string));
    default(TableField::Lon, args.here.map(|at| at.lon.to_string()));
    default(TableField::Lat, args.here.map(|at| at.lat.to_string()));
    Ok(mapping)
}

fn places(args: &Args) -> anyhow::Result<AtlasPlaces> {
    let Some(file) = &args.places else { return Ok(AtlasPlaces::new()) };
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    atlas::places(&bytes).with_context(|| format!("{} is no list of probes", file.display()))
}

/// Refuses what would only refuse every row.
async fn inspect(args: &Args, country: &Country, catalogue: &Catalogue) -> anyhow::Result<()> {
    if let Some(operator) = &args.operator {
        let operators = catalogue.operators().await?;
        if !operators.iter().any(|known| known.id == *operator) {
            let known: Vec<&str> = operators.iter().map(|known| known.id.as_str()).collect();
            bail!("operator {operator} is not registered; known are {}", known.join(", "));
        }
    }
    if let Some(technology) = args.technology.as_ref().filter(|id| country.meta.technology(id).is_none()) {
        let known: Vec<&str> = country.meta.technologies.iter().map(|known| known.id.as_str()).collect();
        bail!("{} has no technology {technology}; known are {}", country.meta.id, known.join(", "));
    }
    if let Some(at) = args.here.filter(|at| country.locate(*at).is_none()) {
        bail!("{},{} lies outside the country", at.lon, at.lat);
    }
    Ok(())
}

async fn tests(desk: &Desk, request: ImportRequest, bytes: u64, as_json: bool) -> anyhow::Result<Ending> {
    let bar = bar(bytes, "importing");
    let told = bar.clone();
    let imported = desk.import_files(request, Box::new(move |read| told.inc(read))).await;
    bar.finish_and_clear();
    let receipt = imported.context("what was kept until then stays; fix it and run the same again")?;
    if as_json {
        print::line(&serde_json::to_string_pretty(&receipt)?);
    } else {
        show(&receipt);
    }
    let refused = refused(&receipt);
    let is_useless = refused > 0 && receipt.accepted + receipt.duplicates == 0;
    Ok(if is_useless { Ending::Refused } else { Ending::Done })
}

fn refused(receipt: &MeasurementReceipt) -> u64 {
    receipt.refusals.refused_counts.values().sum()
}

fn show(receipt: &MeasurementReceipt) {
    let refused = refused(receipt);
    print::line(&format!(
        "{} tests kept, {} were kept before, {refused} rows refused",
        receipt.accepted, receipt.duplicates
    ));
    let counts = receipt.refusals.refused_counts.iter();
    let rows: Vec<[String; 3]> = counts
        .map(|(rule, rows)| [rule.to_string(), rows.to_string(), rule.expected(language::spoken())])
        .collect();
    print::table(&["rule", "rows", "expected"], &rows);
    if refused > 0 {
        let first = receipt.refusals.refused.iter().take(SHOWN);
        let named: Vec<String> = first.map(|row| format!("{} ({})", row.row, row.rule)).collect();
        print::line(&format!("  rows, counted over all files: {}", named.join(", ")));
        if refused > named.len() as u64 {
            print::line(&format!("  and {} more", refused - named.len() as u64));
        }
    }
}

async fn aggregates(desk: &Desk, request: &ImportRequest, as_json: bool) -> anyhow::Result<Ending> {
    let read = desk.read_aggregates(request)?;
    let all: Vec<_> = read.iter().map(|read| read.aggregate.clone()).collect();
    let news = desk.put_aggregates(&all, &request.actor).await?;
    if as_json {
        let items: Vec<_> = read.iter().map(as_value).collect();
        print::line(&serde_json::to_string_pretty(
            &serde_json::json!({ "news": news, "aggregates": items }),
        )?);
        return Ok(Ending::Done);
    }
    print::line(&format!("{} aggregates read, {news} of them new", read.len()));
    let rows: Vec<[String; 6]> = read.iter().map(row).collect();
    print::table(&["month", "metric", "tests", "p5", "median", "p95 (and what was done)"], &rows);
    if read.iter().any(|read| read.turned) {
        print::note(
            "turned: the file names the worst percentile first; here a low percentile is always a low value",
        );
    }
    Ok(Ending::Done)
}

fn at(read: &ReadAggregate, wanted: f64) -> Option<f64> {
    let found = read.aggregate.percentiles.iter().find(|(p, _)| (p - wanted).abs() < 1e-9);
    found.map(|(_, value)| *value)
}

fn row(read: &ReadAggregate) -> [String; 6] {
    let aggregate = &read.aggregate;
    let unit = aggregate.metric.unit();
    let value = |p| at(read, p).map_or_else(String::new, |value| format!("{value:.3} {unit}"));
    let turned = if read.turned { "  turned" } else { "" };
    [
        aggregate.month.to_string(),
        aggregate.metric.to_string(),
        aggregate.samples.to_string(),
        value(5.0),
        value(50.0),
        format!("{}{turned}", value(95.0)),
    ]
}

fn as_value(read: &ReadAggregate) -> serde_json::Value {
    let aggregate = &read.aggregate;
    let percentiles: serde_json::Map<String, serde_json::Value> =
        aggregate.percentiles.iter().map(|(p, value)| (format!("p{p}"), (*value).into())).collect();
    serde_json::json!({
        "source": aggregate.source, "code": aggregate.territory, "month": aggregate.month,
        "metric": aggregate.metric, "samples": aggregate.samples, "percentiles": percentiles,
        "attribution": aggregate.attribution, "turned": read.turned,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_pairs_and_places() {
        assert_eq!(pair::<String>("test_id=uuid"), Ok((TableField::TestId, "uuid".to_owned())));
        assert_eq!(pair::<f64>("download_mbps = 0.001"), Ok((TableField::Download, 0.001)));
        assert!(pair::<f64>("download_mbps=fast").is_err() && pair::<String>("speed=x").is_err());
        let unknown = pair::<String>("speed=x").expect_err("no such field");
        assert!(unknown.contains("download_mbps"), "{unknown}");
        assert_eq!(place("-6.84, 34.01"), Ok(LonLat { lon: -6.84, lat: 34.01 }));
        for bad in ["", "1", "181,0", "0,91", "x,y", "nan,0"] {
            assert!(place(bad).is_err(), "{bad}");
        }
    }
}
