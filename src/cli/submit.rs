//! `taghtia submit`: a client of the server or, offline, the owner of a data directory for a moment.

mod online;

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

use super::check::{bar, show};
use super::{Ending, print, registry};
use crate::desk::{DeskError, SubmitRequest};
use crate::domain::{AsOf, Epsg, FilingKind, OperatorId, Origin};
use crate::instance::{Instance, Settings};
use crate::intake::Progress;

/// Hand in a filing, to a server or, offline, to a data directory.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Exit code 0 when the filing is recorded (or was already), 1 when it is refused.

Examples:
  TAGHTIA_TOKEN=... taghtia submit coverage.geojson --kind mobile-coverage --operator iam --as-of 2026-06-30
  taghtia submit premises.csv.gz --kind fibre-availability --operator iam --as-of 2026-06-30 \\
      --server https://example.org/couverture
  taghtia submit coverage.csv --kind mobile-coverage --operator iam --as-of 2026-06-30 --offline
  taghtia submit coverage.geojson --kind mobile-coverage --operator iam --as-of 2026-06-30 --crs EPSG:26191")]
pub(super) struct Args {
    /// The file: `GeoJSON`, CSV or OFDS JSON, plain, gzip, zstd or zip.
    file: PathBuf,
    /// What the file holds: mobile-coverage, fibre-availability or fibre-network.
    #[arg(long, env = "TAGHTIA_KIND")]
    kind: FilingKind,
    /// Who files; by default the token's operator.
    #[arg(long, env = "TAGHTIA_OPERATOR", required_if_eq("offline", "true"))]
    operator: Option<OperatorId>,
    /// The date whose network the file describes.
    #[arg(long, env = "TAGHTIA_AS_OF")]
    as_of: AsOf,
    /// The reference system of its coordinates, as EPSG:26191, where the file names none.
    #[arg(long, env = "TAGHTIA_CRS")]
    crs: Option<Epsg>,
    /// The server's address.
    #[arg(long, env = "TAGHTIA_SERVER", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// A token of the operator, or an administrator's.
    #[arg(long, env = "TAGHTIA_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// File straight into a data directory that no server is using.
    #[arg(long, env = "TAGHTIA_OFFLINE")]
    offline: bool,
    /// The data directory, offline.
    #[arg(long, env = "TAGHTIA_DATA_DIR", default_value = ".taghtia")]
    data_dir: PathBuf,
    /// The country pack, offline.
    #[arg(long, env = "TAGHTIA_PACK", default_value = "data/morocco")]
    pack: PathBuf,
    /// Print the receipt or the refusal as JSON.
    #[arg(long, env = "TAGHTIA_JSON")]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: Args) -> anyhow::Result<Ending> {
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    if args.offline { runtime.block_on(offline(args)) } else { runtime.block_on(online::online(args)) }
}

fn file_name(file: &Path) -> Option<String> {
    file.file_name().map(|name| name.to_string_lossy().into_owned())
}

/// The server's problem has the findings as `errors` and the summary as `detail`.
fn refused(problem: &Value, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        return show(problem, true);
    }
    let report = serde_json::json!({ "summary": problem["detail"], "findings": problem["errors"] });
    show(&report, false)
}

fn receipt(receipt: &Value, as_json: bool) -> anyhow::Result<()> {
    if as_json {
        return show(receipt, true);
    }
    show(&receipt["report"], false)?;
    let text = |name: &str| receipt[name].as_str().unwrap_or_default().to_owned();
    print::line(&format!("{}: filing {} recorded {}", text("state"), text("id"), text("recorded")));
    Ok(())
}

async fn offline(args: Args) -> anyhow::Result<Ending> {
    let operator = args.operator.clone().context("--operator is needed")?;
    let instance = Instance::open(Settings::of_a_command(&args.data_dir, &args.pack, print::note)).await?;
    let spool = instance.spool();
    let copied = spool.copy(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let bar = bar(copied.bytes(), "checking");
    let told = bar.clone();
    let watcher = Box::new(move |now: Progress| told.set_position(now.read));
    let request = SubmitRequest {
        crs: args.crs,
        kind: args.kind,
        operator,
        as_of: args.as_of,
        file_name: file_name(&args.file),
        origin: Origin::Offline,
    };
    let outcome = instance.desk.submit_as(registry::actor(), request, copied, watcher).await;
    bar.finish_and_clear();
    instance.close().await;
    match outcome {
        Ok(answer) => receipt(&serde_json::to_value(&answer)?, args.json).map(|()| Ending::Done),
        Err(DeskError::Refused(report)) => {
            show(&serde_json::to_value(&report)?, args.json)?;
            Ok(Ending::Refused)
        }
        Err(error) => Err(error.into()),
    }
}
