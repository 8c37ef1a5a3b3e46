//! `taghtia check`: the same code as a filing's, on this machine, keeping nothing.

use std::path::PathBuf;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Ending, language, print};
use crate::country::Country;
use crate::domain::{AsOf, Epsg, FilingKind, OperatorId};
use crate::intake::wording::reword;
use crate::intake::{CheckRequest, Discard, Intake, Limits, Progress};

/// Check a file as a filing would be checked; nothing is sent or kept.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Exit code 0 when the file is in order, 1 when it would be refused.

Examples:
  taghtia check coverage.geojson --kind mobile-coverage
  taghtia check premises.csv.gz --kind fibre-availability --operator iam --as-of 2026-06-30 --json
  taghtia check coverage.geojson --kind mobile-coverage --crs EPSG:26191")]
pub(super) struct Args {
    /// The file: `GeoJSON`, CSV or OFDS JSON, plain, gzip, zstd or zip.
    file: PathBuf,
    /// What the file holds: mobile-coverage, fibre-availability or fibre-network.
    #[arg(long, env = "TAGHTIA_KIND")]
    kind: FilingKind,
    /// Who would file; with it, licences are checked too.
    #[arg(long, env = "TAGHTIA_OPERATOR")]
    operator: Option<OperatorId>,
    /// The date whose network the file describes.
    #[arg(long, env = "TAGHTIA_AS_OF")]
    as_of: Option<AsOf>,
    /// The reference system of its coordinates, as EPSG:26191, where the file names none.
    #[arg(long, env = "TAGHTIA_CRS")]
    crs: Option<Epsg>,
    /// The country pack.
    #[arg(long, env = "TAGHTIA_PACK", default_value = "data/morocco")]
    pack: PathBuf,
    /// Where what is computed from the pack is kept.
    #[arg(long, env = "TAGHTIA_DATA_DIR", default_value = ".taghtia")]
    data_dir: PathBuf,
    /// Print the report as JSON.
    #[arg(long, env = "TAGHTIA_JSON")]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    let file =
        std::fs::File::open(&args.file).with_context(|| format!("cannot open {}", args.file.display()))?;
    let country = Country::open(&args.pack, &args.data_dir.join("cache"), &|step| print::note(step))?;
    let zone = jiff::tz::TimeZone::get(&country.meta.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let request = CheckRequest {
        crs: args.crs,
        kind: args.kind,
        operator: args.operator.clone(),
        as_of: args.as_of,
        today: zone.to_datetime(crate::domain::clock::wall()).date(),
        file_name: args.file.file_name().map(|name| name.to_string_lossy().into_owned()),
    };
    let bar = bar(file.metadata()?.len(), "checking");
    let intake = Intake::new(&country, &country.meta.operators, Limits::default());
    let mut progress = |now: Progress| bar.set_position(now.read);
    let checked = intake.check(&request, &file, &mut Discard, &mut progress)?;
    bar.finish_and_clear();
    show(&serde_json::to_value(&checked.report)?, args.json)?;
    Ok(if checked.report.accepted { Ending::Done } else { Ending::Refused })
}

/// A bar over bytes.
pub(super) fn bar(bytes: u64, doing: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(bytes).with_message(doing);
    if let Ok(style) =
        ProgressStyle::with_template("{msg} {bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
    {
        bar.set_style(style);
    }
    bar
}

/// Prints a report as a table, or as it is.
pub(super) fn show(report: &serde_json::Value, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        let mut report = report.clone();
        if let Some(language) = language::asked() {
            reword(&mut report, language);
        }
        print::line(&serde_json::to_string_pretty(&report)?);
    } else {
        print::report(report);
    }
    Ok(())
}
