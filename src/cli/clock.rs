//! `taghtia clock`: events recorded in the future, and their repair.

use super::{Ending, print, registry};
use crate::catalogue::{ClockRepair, Correction};

/// Events that a clock recorded which ran ahead.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Command {
    /// Show what would be corrected; with --apply, correct it.
    Repair(Repair),
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
A machine whose clock ran ahead records events in the future; everything after them would have to be recorded
later still, so nothing more is taken. Set the machine's clock first: it is taken for right here.

What is corrected counts from the moment of the repair on. Ids and receipts stay as they were given, the order of
events stays, and every known_at that was published still shows the same filings. The repair is written down in
the audit log.

Works while a server runs on the data directory.

Examples:
  taghtia clock repair --data-dir .taghtia
  taghtia clock repair --data-dir .taghtia --apply")]
struct Repair {
    /// Correct it; without this nothing is changed.
    #[arg(long, env = "TAGHTIA_APPLY")]
    apply: bool,
    #[command(flatten)]
    registry: registry::Args,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    let Command::Repair(args) = &args.command;
    args.registry.run(async |registry| {
        let catalogue = &registry.visit.catalogue;
        let repair = if args.apply {
            catalogue.repair_clock(&registry.actor).await?
        } else {
            catalogue.plan_clock_repair().await?
        };
        if args.registry.json {
            print::line(&serde_json::to_string_pretty(&repair)?);
        } else {
            show(&repair, args.apply);
        }
        Ok(Ending::Done)
    })
}

fn show(repair: &ClockRepair, applied: bool) {
    print::note(&format!("this machine's clock says {:.0}", repair.present.0));
    if repair.corrections.is_empty() {
        print::line("no event is recorded in the future: there is nothing to correct");
        return;
    }
    let row = |correction: &Correction| {
        let (recorded, corrected) = (correction.recorded.to_string(), correction.corrected.to_string());
        [correction.event.clone(), correction.subject.clone(), recorded, corrected]
    };
    let rows: Vec<[String; 4]> = repair.corrections.iter().map(row).collect();
    print::table(&["event", "which", "recorded", "counts from"], &rows);
    print::note(&if applied {
        format!("corrected: {} events", rows.len())
    } else {
        format!("{} events would be corrected; nothing is changed yet: --apply corrects them", rows.len())
    });
}
