//! `taghtia country`: prove and summarise a country pack.

mod check;
mod info;

use clap::Subcommand;

use super::Ending;

/// Prove or summarise a country pack.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  taghtia country check data/morocco
  taghtia country info data/morocco")]
pub(super) struct Args {
    #[command(subcommand)]
    command: CountryCommand,
}

#[derive(Debug, Subcommand)]
enum CountryCommand {
    /// Check every promise of a pack from its files; exit code 1 when one is broken.
    Check(check::Args),
    /// Summarise a pack: who, how many, which technologies, operators, targets and sources.
    Info(info::Args),
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    match &args.command {
        CountryCommand::Check(args) => check::run(args),
        CountryCommand::Info(args) => info::run(args),
    }
}
