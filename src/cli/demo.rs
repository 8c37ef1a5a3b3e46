//! `taghtia demo`: the demonstration is made, then the map is served. A finished one is simply served.

use anyhow::Context;

use super::{Ending, log, print, serve};
use crate::demo;

/// Serve a demonstration: three made-up operators, six dates, one correction, a year of tests, made-up schools.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:
  taghtia demo --data-dir .taghtia/demo
  taghtia demo --data-dir .taghtia/demo --prepare-only

Everything in it is synthetic and says so. The same country pack always gives the same demonstration.")]
pub(super) struct Args {
    #[command(flatten)]
    serve: serve::Args,
    /// File the networks and stop; `taghtia serve` on the same data directory then serves them.
    #[arg(long, env = "TAGHTIA_PREPARE_ONLY")]
    prepare_only: bool,
}

/// Runs the command.
pub(super) fn run(args: Args) -> anyhow::Result<Ending> {
    // A line for every accepted filing would tear the progress bar; whoever asks for another level gets it.
    let level = if args.serve.log == "info" { "info,taghtia::desk=warn" } else { &args.serve.log };
    log::start(args.serve.log_format, level)?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(async {
        serve::believable_clock()?;
        let instance = args.serve.open(false).await?;
        if let Some(made) = demo::prepare(&instance, &args.serve.data_dir).await? {
            let demo::Made { filings, lists, tests, took } = made;
            print::note(&format!(
                "demonstration: {filings} synthetic filings made, {lists} synthetic lists of places and {tests} synthetic tests imported in {:.0} s",
                took.as_secs_f64()
            ));
        }
        print::note(&how_to_file(&args.serve));
        if args.prepare_only {
            instance.close().await;
            return Ok(());
        }
        serve::serve_instance(serve::Args { own_checks: true, ..args.serve }, instance).await
    })?;
    Ok(Ending::Done)
}

/// The line that issues a token for one of the demonstration's operators.
fn how_to_file(args: &serve::Args) -> String {
    let program = std::env::args().next().unwrap_or_else(|| "taghtia".to_owned());
    format!(
        "to file in this demonstration, issue a token in another terminal:\n  \
         {program} token issue --data-dir {} --pack {} --role operator --operator zellige",
        args.data_dir.display(),
        args.pack.display()
    )
}
