//! `taghtia country check`: does a pack keep its promises?

use std::path::PathBuf;

use super::super::{Ending, print};
use crate::country::check;

/// Check every promise of a pack from its files.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code 0 when every promise is kept, 1 when one is broken, 2 when there is no pack."
)]
pub(super) struct Args {
    /// The pack's folder.
    #[arg(env = "TAGHTIA_PACK", default_value = "data/morocco")]
    dir: PathBuf,
    /// Print the report as JSON.
    #[arg(long, env = "TAGHTIA_JSON")]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    let report = check::check(&args.dir)?;
    if args.json {
        print::line(&serde_json::to_string_pretty(&report)?);
    } else {
        print::line(&report.to_string());
    }
    Ok(if report.errors() == 0 { Ending::Done } else { Ending::Refused })
}
