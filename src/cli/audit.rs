//! `taghtia audit`: who did what, when, from where.

use super::{Ending, print, registry};
use crate::catalogue::AuditRow;

/// Read the audit log, newest first.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Requests turned away are counted, and written down once a minute by a running server.

Examples:
  taghtia audit --limit 20
  taghtia audit --json --limit 1000 --before 4711"
)]
pub(super) struct Args {
    /// How many rows, 1000 at most.
    #[arg(long, env = "TAGHTIA_LIMIT", default_value_t = 50)]
    limit: usize,
    /// Only rows before this one.
    #[arg(long, env = "TAGHTIA_BEFORE")]
    before: Option<i64>,
    #[command(flatten)]
    registry: registry::Args,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
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
