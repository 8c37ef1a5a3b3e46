//! `taghtia country build`: makes a pack from downloaded packages.

use std::path::PathBuf;

use crate::cli::{Ending, print};
use crate::country::build::{self, BuildOptions};

/// Build a pack's outlines, census and localities from downloaded packages.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Most people run data/build-pack, which downloads the packages and calls this.")]
pub(super) struct Args {
    /// The pack's folder, with its country.toml and matches.csv.
    #[arg(env = "TAGHTIA_PACK", default_value = "data/morocco")]
    dir: PathBuf,
    /// The folder with the downloaded packages (wheels).
    #[arg(long, env = "TAGHTIA_PACKAGES", default_value = "data/.cache")]
    packages: PathBuf,
    /// The script that cleans coverages.
    #[arg(long, env = "TAGHTIA_CLEANER", default_value = "data/clean_coverage.py")]
    cleaner: PathBuf,
    /// The Python that runs it; needs the packages of data/requirements.txt.
    #[arg(long, env = "TAGHTIA_PYTHON", default_value = "python3")]
    python: PathBuf,
    /// Country codes whose localities belong to the pack.
    #[arg(long, env = "TAGHTIA_LOCALITIES_OF", value_delimiter = ',', default_value = "MA,EH")]
    localities_of: Vec<String>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    let options = BuildOptions {
        packages: args.packages.clone(),
        pack: args.dir.clone(),
        cleaner: args.cleaner.clone(),
        python: args.python.clone(),
        localities_of: args.localities_of.clone(),
    };
    let report = build::build(&options, &print::note)?;
    print::line(&report.to_string());
    Ok(Ending::Done)
}
