//! `taghtia audit`: who did what, when, from where; and whether that is still as it was recorded.

use super::{Ending, print, registry};
use crate::catalogue::{AuditRow, Checked, TableFault};

/// Read the audit log, newest first; or check that nothing in it was changed.
#[derive(Debug, Clone, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Requests turned away are counted, and written down once a minute by a running server.

Examples:
  taghtia audit --limit 20
  taghtia audit --json --limit 1000 --before 4711
  taghtia audit verify"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// How many rows, 1000 at most.
    #[arg(long, env = "TAGHTIA_LIMIT", default_value_t = 50)]
    limit: usize,
    /// Only rows before this one.
    #[arg(long, env = "TAGHTIA_BEFORE")]
    before: Option<i64>,
    #[command(flatten)]
    registry: registry::Args,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Command {
    /// Check that every event is as it was recorded, and that the tables beside them say the same.
    ///
    /// Events (acts, filings, withdrawals, batches, tokens) are one sequence in which each seals the one before.
    /// Keep the last hash that is printed somewhere else: anyone who has it can tell later that nothing up to it
    /// was changed. A sequence that is broken is named by every command that opens the data directory.
    Verify(registry::Args),
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    if let Some(Command::Verify(registry)) = &args.command {
        return verify(registry);
    }
    args.registry.run(async |registry| {
        let page = registry.visit.catalogue.audit(args.before, args.limit).await?;
        if args.registry.json {
            print::line(&serde_json::to_string_pretty(&page)?);
            return Ok(Ending::Done);
        }
        let row = |row: &AuditRow| {
            let subject = row.subject.clone().unwrap_or_default();
            let (at, act) = (format!("{:.0}", row.at.0), row.act.to_string());
            let who = format!("{} ({})", row.actor.who, row.actor.from);
            [row.id.to_string(), at, who, act, subject, row.detail.to_string()]
        };
        let rows: Vec<[String; 6]> = page.items.iter().map(row).collect();
        print::table(&["row", "at", "who", "act", "what", "detail"], &rows);
        if let Some(next) = page.next {
            print::note(&format!("older rows: --before {next}"));
        }
        Ok(Ending::Done)
    })
}

/// What `--json` prints.
#[derive(serde::Serialize)]
struct Verified<'a> {
    #[serde(flatten)]
    sequence: &'a Checked,
    tables: &'a [TableFault],
}

fn verify(args: &registry::Args) -> anyhow::Result<Ending> {
    args.run(async |registry| {
        let catalogue = &registry.visit.catalogue;
        let (sequence, tables) = (catalogue.check_events().await?, catalogue.check_tables().await?);
        let is_sound = sequence.fault.is_none() && tables.is_empty();
        if args.json {
            let verified = Verified { sequence: &sequence, tables: &tables };
            print::line(&serde_json::to_string_pretty(&verified)?);
        } else {
            told(&sequence, &tables);
        }
        Ok(if is_sound { Ending::Done } else { Ending::Refused })
    })
}

fn told(sequence: &Checked, tables: &[TableFault]) {
    match (&sequence.fault, &sequence.last) {
        (Some(fault), _) => print::line(&fault.to_string()),
        (None, Some(last)) => {
            print::line(&format!(
                "{} events, each as it was recorded; last hash {}",
                sequence.events, last.sha256
            ));
        }
        (None, None) => print::line("no events"),
    }
    if let Some(event) = sequence.accepted_by {
        print::note(&format!("event {event} accepted what lay before it as it was: see taghtia audit"));
    }
    for event in &sequence.clock_set_back_at {
        print::note(&format!("the clock was set back at event {event}"));
    }
    for fault in tables {
        print::line(&fault.to_string());
    }
}
