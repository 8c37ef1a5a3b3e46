//! `taghtia collect`: how collectors fare, and one round of them without a server.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};

use super::log::{self, LogFormat};
use super::{Ending, print, registry};
use crate::collect::{Collecting, CollectorStatus, Collectors, statuses};
use crate::domain::{CollectOutcome, CollectorId};
use crate::instance::{Instance, Settings};

/// Collectors: filings that are fetched, from addresses of the web and watched folders.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, clap::Subcommand)]
enum Command {
    /// Tell how collectors fare.
    List(List),
    /// Fetch and file now, on a data directory that no server is using.
    Run(Run),
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Works while a server runs on the data directory.

Examples:
  taghtia collect list --collectors collectors.toml
  taghtia collect list --collectors collectors.toml --report atlas-4g
  taghtia collect list --collectors collectors.toml --json")]
struct List {
    /// The collectors.
    #[arg(long, env = "TAGHTIA_COLLECTORS", default_value = "collectors.toml")]
    collectors: PathBuf,
    /// Print why the rules refuse what this collector read last, and its runs.
    #[arg(long, env = "TAGHTIA_REPORT")]
    report: Option<CollectorId>,
    #[command(flatten)]
    registry: registry::Args,
}

#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Exit code: 0 when every run did what it is for, 1 when one failed or was refused,
2 when none could be made. A server does this by itself: taghtia serve --collectors collectors.toml

Examples:
  taghtia collect run --collectors collectors.toml
  taghtia collect run atlas-4g --collectors collectors.toml --again

A configuration:
  [[collector]]
  id = \"atlas-4g\"
  kind = \"mobile-coverage\"      # mobile-coverage, fibre-availability or fibre-network
  operator = \"atlas\"
  url = \"https://data.example.org/coverage/4g.geojson\"
  auth = { type = \"bearer\", file = \"/etc/taghtia/atlas.token\" }   # none, bearer, basic, header
  every = \"1d\"
  as_of = \"previous-month\"      # or a date, today, previous-quarter, file-name, last-modified, header:NAME

  [[collector]]
  id = \"rif-drop\"
  kind = \"fibre-availability\"
  operator = \"rif\"
  directory = \"/srv/drop/rif\"   # complete files are filed once each, and stay where they are
  as_of = \"file-name\"           # such as premises-2026-06-30.csv

Keys of both, with their defaults:
  every             1d, of a folder 1m      how often; after a failed run 1, 2, 4 ... minutes, at most every
  jitter            every / 10, at most 10m how much later than due a run may begin
  limit_mib         256                     the largest file, received and unpacked
of a folder:
  settle            10s                     how long a file must have stood still to be complete
of an address:
  auth              none                    { type = \"bearer\" | \"basic\" with user | \"header\" with name,
                                            and env = VARIABLE or file = PATH where the secret is }
  connect_timeout   10s
  timeout           15m                     of one attempt, as a whole
  idle_timeout      30s                     the longest without a byte
  slowest_kib       1                       KiB a second over each idle_timeout; 0: as slow as it likes
  retries           3                       more attempts after a failure that may pass
  retry_wait        5s                      before the first of them, then twice as long each time
  redirects         3                       at most; each is judged like the address itself
  allow_addresses   none                    special-use addresses that may be asked: [\"10.0.0.0/8\"]
  tls_ca            the public web's        a PEM file of authorities to trust instead

What as_of can be: a date; today (the day this content was first seen); previous-month, previous-quarter
(their last days); file-name (the one date in it: 2026-06-30, 20260630, 2026-06, 2026-Q2); last-modified;
header:NAME of the answer.")]
struct Run {
    /// Which collectors; all of them if none is named.
    ids: Vec<CollectorId>,
    /// The collectors.
    #[arg(long, env = "TAGHTIA_COLLECTORS", default_value = "collectors.toml")]
    collectors: PathBuf,
    /// Forget what was read last and what was refused: fetch and check it once more.
    #[arg(long, env = "TAGHTIA_AGAIN")]
    again: bool,
    #[command(flatten)]
    registry: registry::Args,
    /// How log lines look.
    #[arg(long, env = "TAGHTIA_LOG_FORMAT", value_enum, default_value = "text")]
    log_format: LogFormat,
    /// What to log, such as `info` or `taghtia=debug,warn`.
    #[arg(long, env = "TAGHTIA_LOG", default_value = "error")]
    log: String,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    match &args.command {
        Command::List(args) => list(args),
        Command::Run(args) => {
            log::start(args.log_format, &args.log)?;
            let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
            let ending = runtime.block_on(collect(args));
            // A name that is still being looked up must not hold the process.
            runtime.shutdown_background();
            ending
        }
    }
}

fn list(args: &List) -> anyhow::Result<Ending> {
    let collectors = Collectors::open(&args.collectors)?;
    args.registry.run(async |registry| {
        let visit = &registry.visit;
        if visit.is_owner() {
            visit.catalogue.end_interrupted_runs().await?;
        }
        if let Some(id) = &args.report {
            known(&collectors, std::slice::from_ref(id))?;
            let runs = visit.catalogue.collector_runs(id).await?;
            let report = visit.catalogue.collector_report(id).await?;
            let report = report.map(|text| serde_json::from_str::<serde_json::Value>(&text)).transpose()?;
            if args.registry.json {
                let all = serde_json::json!({ "items": runs, "report": report });
                print::line(&serde_json::to_string_pretty(&all)?);
                return Ok(Ending::Done);
            }
            match &report {
                Some(report) => print::report(report),
                None => print::line("nothing of it is refused"),
            }
            let word = |word: Option<String>| word.unwrap_or_default();
            let rows = runs.iter().map(|run| {
                [
                    format!("{:.0}", run.started.0),
                    run.outcome.map_or_else(|| "under way".to_owned(), |outcome| outcome.to_string()),
                    word(run.as_of.map(|date| date.to_string())),
                    word(run.bytes.map(|bytes| bytes.to_string())),
                    word(run.problem.clone()),
                ]
            });
            print::table(&["began", "outcome", "as of", "bytes", "problem"], &rows.collect::<Vec<_>>());
            return Ok(Ending::Done);
        }
        show(&statuses(collectors.all(), &visit.catalogue.collectors().await?), args.registry.json)?;
        Ok(Ending::Done)
    })
}

async fn collect(args: &Run) -> anyhow::Result<Ending> {
    let collectors = Collectors::open(&args.collectors)?;
    known(&collectors, &args.ids)?;
    let settings = Settings::of_a_command(&args.registry.data_dir, &args.registry.pack, print::note);
    let instance = Instance::open(settings).await.map_err(|error| {
        let hint = "a server fetches by itself when it was started with --collectors";
        if error.is_in_use() { anyhow::Error::new(error).context(hint) } else { error.into() }
    })?;
    let Instance { catalogue, desk, tasks, .. } = &instance;
    let (own, spool) = (catalogue.clone(), instance.spool());
    let collecting =
        Collecting::open(collectors, desk.clone(), own, spool, Vec::new(), tasks.stopping()).await?;
    let chosen: Vec<CollectorId> = if args.ids.is_empty() {
        collecting.collectors().iter().map(|one| one.id.clone()).collect()
    } else {
        args.ids.clone()
    };
    let mut ended = Vec::new();
    for id in chosen {
        if args.again {
            catalogue.forget_collected(&id).await?;
        }
        ended.push(Arc::clone(&collecting).run(id).await?);
    }
    instance.close().await;
    show(&ended, args.registry.json)?;
    let good = ended.iter().all(|status| status.last_outcome.is_some_and(CollectOutcome::is_success));
    Ok(if good { Ending::Done } else { Ending::Refused })
}

fn known(collectors: &Collectors, ids: &[CollectorId]) -> anyhow::Result<()> {
    let all: Vec<&str> = collectors.all().iter().map(|collector| collector.id.as_str()).collect();
    match ids.iter().find(|id| !all.contains(&id.as_str())) {
        Some(id) => bail!("there is no collector {id}; known are {}", all.join(", ")),
        None => Ok(()),
    }
}

fn show(statuses: &[CollectorStatus], as_json: bool) -> anyhow::Result<()> {
    if as_json {
        print::line(&serde_json::to_string_pretty(&serde_json::json!({ "items": statuses }))?);
        return Ok(());
    }
    let rows: Vec<[String; 7]> = statuses.iter().map(row).collect();
    print::table(&["collector", "from", "state", "last run", "outcome", "next", "what"], &rows);
    Ok(())
}

fn row(status: &CollectorStatus) -> [String; 7] {
    let time = |at: Option<crate::domain::Recorded>| at.map_or_else(String::new, |at| format!("{:.0}", at.0));
    let what = match (&status.reason, &status.problem, &status.filing) {
        (Some(reason), Some(problem), _) => format!("{reason}: {problem}"),
        (Some(reason), None, _) => reason.to_string(),
        (None, _, Some(filing)) => format!("filing {filing}"),
        (None, _, None) => String::new(),
    };
    [
        status.id.to_string(),
        status.location.clone(),
        status.state.to_string(),
        time(status.last_attempt),
        status.last_outcome.map_or_else(String::new, |outcome| outcome.to_string()),
        time(status.next_due),
        what,
    ]
}
