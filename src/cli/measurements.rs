//! `taghtia measurements`: batches, taking them back, and the list of sources. Works on a data directory's
//! catalogue, whether a server runs on it or not; a running server takes changes over within seconds.

use anyhow::bail;
use serde_json::json;

use super::{Ending, print, registry};
use crate::catalogue::{BatchRecord, BatchesOf, MeasurementsWithdrawn, SourceRecord};
use crate::domain::{SourceId, TokenId};

const REASON_MOST: usize = 2000;

/// Measurements: who sent which batches, taking them back, and the list of sources.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Command {
    /// List batches, newest first: who, when, how many rows, and whether they were withdrawn.
    List(List),
    /// Take measurements back, with a reason: a batch, all of a token, or a source.
    Withdraw(Withdraw),
    /// List the sources there are.
    Sources(registry::Args),
    /// Keep the list of sources.
    Source(Source),
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:
  taghtia measurements list --limit 20
  taghtia measurements list --token 4fK2mQ9x --json")]
struct List {
    /// Only batches that a token sent: its eight letters.
    #[arg(long, env = "TAGHTIA_TOKEN_ID")]
    token: Option<TokenId>,
    /// Only batches before this one.
    #[arg(long, env = "TAGHTIA_BEFORE")]
    before: Option<i64>,
    /// How many, 1000 at most.
    #[arg(long, env = "TAGHTIA_LIMIT", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    registry: registry::Args,
}

#[derive(Debug, Clone, clap::Args)]
#[command(
    group = clap::ArgGroup::new("what").required(true).args(["batch", "token", "source"]),
    after_help = "\
What is withdrawn counts in no answer from now on; what was known before stays as it was, by known_at. A
withdrawal is not undone: what was withdrawn by mistake is sent or imported again, and counts then.
Rows that came before they said their batch can be withdrawn with their source only.

Examples:
  taghtia measurements withdraw --batch 412 --reason 'the antenna was not connected'
  taghtia measurements withdraw --token 4fK2mQ9x --reason 'the token leaked'
  taghtia measurements withdraw --source my-drive --reason 'made in a laboratory'"
)]
struct Withdraw {
    /// A batch, by its number in `taghtia measurements list`.
    #[arg(long, env = "TAGHTIA_BATCH")]
    batch: Option<i64>,
    /// Everything a token sent until now: its eight letters.
    #[arg(long, env = "TAGHTIA_TOKEN_ID")]
    token: Option<TokenId>,
    /// Everything of a source until now.
    #[arg(long, env = "TAGHTIA_SOURCE")]
    source: Option<SourceId>,
    /// Why: 3 to 2000 characters; it is kept with the withdrawal and in the audit log.
    #[arg(long, env = "TAGHTIA_REASON")]
    reason: String,
    #[command(flatten)]
    registry: registry::Args,
}

#[derive(Debug, Clone, clap::Args)]
struct Source {
    #[command(subcommand)]
    command: SourceCommand,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum SourceCommand {
    /// Register a source, or take a retired one into use again.
    Add(SourceArgs),
    /// Retire a source: it takes no more measurements; those it has stay.
    Retire(Retire),
    /// List the sources there are.
    List(registry::Args),
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:
  taghtia measurements source add my-drive

A token issued with --source, and an import, register their sources themselves.")]
struct SourceArgs {
    /// The source.
    id: SourceId,
    #[command(flatten)]
    registry: registry::Args,
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:
  taghtia measurements source retire old-drive
  taghtia measurements source retire old-drive --hide")]
struct Retire {
    /// The source.
    id: SourceId,
    /// Leave it out of answers, pages and metrics, unless it is asked for by name.
    #[arg(long, env = "TAGHTIA_HIDE")]
    hide: bool,
    #[command(flatten)]
    registry: registry::Args,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    match &args.command {
        Command::List(args) => list(args),
        Command::Withdraw(args) => withdraw(args),
        Command::Sources(args) => sources(args),
        Command::Source(args) => match &args.command {
            SourceCommand::Add(args) => add(args),
            SourceCommand::Retire(args) => retire(args),
            SourceCommand::List(args) => sources(args),
        },
    }
}

fn list(args: &List) -> anyhow::Result<Ending> {
    args.registry.run(async |registry| {
        let page = registry.visit.catalogue.batches(args.token.as_ref(), args.before, args.limit).await?;
        if args.registry.json {
            print::line(&serde_json::to_string_pretty(&page)?);
            return Ok(Ending::Done);
        }
        let rows: Vec<[String; 7]> = page.items.iter().map(row).collect();
        if rows.is_empty() {
            print::note("no measurements came yet: see taghtia import --help");
        }
        print::table(&["batch", "recorded", "source", "who", "kept", "of rows", "withdrawn"], &rows);
        if let Some(next) = page.next {
            print::note(&format!("older batches: --before {next}"));
        }
        Ok(Ending::Done)
    })
}

fn row(batch: &BatchRecord) -> [String; 7] {
    let withdrawn = batch.withdrawn.map_or_else(String::new, |at| {
        format!("{:.0}: {}", at.0, batch.reason.as_deref().unwrap_or_default())
    });
    [
        batch.id.to_string(),
        format!("{:.0}", batch.recorded.0),
        batch.source.as_ref().map_or_else(|| "unknown".to_owned(), ToString::to_string),
        batch.who.clone().unwrap_or_else(|| "unknown".to_owned()),
        batch.kept.map_or_else(|| "unknown".to_owned(), |kept| kept.to_string()),
        batch.rows.to_string(),
        withdrawn,
    ]
}

fn withdraw(args: &Withdraw) -> anyhow::Result<Ending> {
    let reason = args.reason.trim();
    if !(3..=REASON_MOST).contains(&reason.chars().count()) {
        bail!("--reason must have 3 to {REASON_MOST} characters: why the measurements are withdrawn");
    }
    let (what, said) = match (&args.batch, &args.token, &args.source) {
        (Some(number), _, _) => (BatchesOf::Batch(*number), format!("batch {number}")),
        (_, Some(token), _) => (BatchesOf::Token(token.clone()), format!("everything of token {token}")),
        (_, _, Some(source)) => (BatchesOf::Source(source.clone()), format!("everything of {source}")),
        _ => bail!("say what to withdraw: --batch, --token or --source"),
    };
    args.registry.run(async |registry| {
        let withdrawn =
            registry.visit.catalogue.withdraw_measurements(&what, reason, &registry.actor).await?;
        match withdrawn {
            MeasurementsWithdrawn::Done { at, batches, tests } => {
                if args.registry.json {
                    let answer = json!({ "at": at, "batches": batches, "tests": tests });
                    print::line(&serde_json::to_string_pretty(&answer)?);
                } else {
                    let counted = match batches {
                        0 => "all that came before rows said their batch".to_owned(),
                        _ => format!("{tests} tests in {batches} batches"),
                    };
                    print::line(&format!("withdrawn: {said}, {counted}, at {at}"));
                }
                Ok(Ending::Done)
            }
            MeasurementsWithdrawn::Nothing => bail!(
                "nothing of {said} counts: it was withdrawn before, or never came; see taghtia measurements list"
            ),
            MeasurementsWithdrawn::TooOld => bail!(
                "rows of {said} do not say their batch, because it came before rows did: \
                 withdraw its source with --source"
            ),
        }
    })
}

fn sources(args: &registry::Args) -> anyhow::Result<Ending> {
    args.run(async |registry| {
        let sources = registry.visit.catalogue.measurement_sources().await?;
        if args.json {
            print::line(&serde_json::to_string_pretty(&sources)?);
            return Ok(Ending::Done);
        }
        let row = |source: &SourceRecord| {
            let state = match (source.retired, source.hidden) {
                (None, _) => "in use".to_owned(),
                (Some(at), false) => format!("retired {:.0}", at.0),
                (Some(at), true) => format!("retired {:.0}, hidden", at.0),
            };
            [source.id.to_string(), format!("{:.0}", source.registered.0), state]
        };
        let rows: Vec<[String; 3]> = sources.iter().map(row).collect();
        if rows.is_empty() {
            print::note("there is no source yet: see taghtia measurements source add --help");
        }
        print::table(&["source", "registered", "state"], &rows);
        Ok(Ending::Done)
    })
}

fn add(args: &SourceArgs) -> anyhow::Result<Ending> {
    args.registry.run(async |registry| {
        let is_new = registry.visit.catalogue.register_source(&args.id, &registry.actor).await?;
        let said = if is_new { "takes measurements" } else { "took measurements before" };
        print::note(&format!("source {} {said}", args.id));
        Ok(Ending::Done)
    })
}

fn retire(args: &Retire) -> anyhow::Result<Ending> {
    args.registry.run(async |registry| {
        let is_known = registry.visit.catalogue.retire_source(&args.id, args.hide, &registry.actor).await?;
        if !is_known {
            bail!("there is no source {}: see taghtia measurements sources", args.id);
        }
        let hidden = if args.hide { ", and is answered only when it is asked for by name" } else { "" };
        print::note(&format!("source {} takes no more measurements{hidden}", args.id));
        Ok(Ending::Done)
    })
}
