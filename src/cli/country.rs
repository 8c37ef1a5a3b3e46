//! `taghtia country`: make, prove and summarise a country pack.

mod build;
mod check;
mod info;
mod surface;

use clap::Subcommand;

use super::Ending;

/// Make, prove or summarise a country pack.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  taghtia country check data/morocco
  taghtia country info data/morocco
  taghtia country surface kontur_population_MA.gpkg --name kontur")]
pub(super) struct Args {
    #[command(subcommand)]
    command: CountryCommand,
}

#[derive(Debug, Subcommand)]
enum CountryCommand {
    /// Build a pack's outlines, census and localities from downloaded packages.
    Build(build::Args),
    /// Check every promise of a pack from its files; exit code 1 when one is broken.
    Check(check::Args),
    /// Summarise a pack: who, how many, which technologies, operators, targets and sources.
    Info(info::Args),
    /// Add a finer population surface: a grid of people, scaled to the census.
    Surface(surface::Args),
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    match &args.command {
        CountryCommand::Build(args) => build::run(args),
        CountryCommand::Check(args) => check::run(args),
        CountryCommand::Info(args) => info::run(args),
        CountryCommand::Surface(args) => surface::run(args),
    }
}
