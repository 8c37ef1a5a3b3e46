//! `taghtia country`: make a country pack.

mod build;

use clap::Subcommand;

use super::Ending;

/// Make a country pack.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: CountryCommand,
}

#[derive(Debug, Subcommand)]
enum CountryCommand {
    /// Build a pack's outlines, census and localities from downloaded packages.
    Build(build::Args),
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    match &args.command {
        CountryCommand::Build(args) => build::run(args),
    }
}
