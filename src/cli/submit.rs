//! `taghtia submit`: a client of the server or, offline, the owner of a data directory for a moment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use futures_util::TryStreamExt;
use serde_json::Value;
use tokio_util::io::ReaderStream;

use super::check::{bar, show};
use super::{Ending, print};
use crate::country::Country;
use crate::desk::{DataDir, Desk, DeskError, SubmitRequest};
use crate::domain::{AsOf, FilingKind, OperatorId, Origin};
use crate::intake::{Limits, Progress};

/// Hand in a filing, to a server or, offline, to a data directory.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Exit code 0 when the filing is recorded (or was already), 1 when it is refused.

Examples:
  TAGHTIA_TOKEN=... taghtia submit coverage.geojson --kind mobile-coverage --operator iam --as-of 2026-06-30
  taghtia submit premises.csv.gz --kind fibre-availability --operator iam --as-of 2026-06-30 \\
      --server https://example.org/couverture
  taghtia submit coverage.csv --kind mobile-coverage --operator iam --as-of 2026-06-30 --offline")]
pub(super) struct Args {
    /// The file: `GeoJSON`, CSV or OFDS JSON, plain, gzip or zip.
    file: PathBuf,
    /// What the file holds: mobile-coverage, fibre-availability or fibre-network.
    #[arg(long, env = "TAGHTIA_KIND")]
    kind: FilingKind,
    /// Who files.
    #[arg(long, env = "TAGHTIA_OPERATOR")]
    operator: OperatorId,
    /// The date whose network the file describes.
    #[arg(long, env = "TAGHTIA_AS_OF")]
    as_of: AsOf,
    /// The server's address.
    #[arg(long, env = "TAGHTIA_SERVER", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// The server's token.
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
    if args.offline { runtime.block_on(offline(args)) } else { runtime.block_on(online(args)) }
}

fn file_name(file: &Path) -> Option<String> {
    file.file_name().map(|name| name.to_string_lossy().into_owned())
}

async fn online(args: Args) -> anyhow::Result<Ending> {
    let Some(token) = args.token.as_deref().filter(|token| !token.is_empty()) else {
        bail!("a token is needed: --token, or TAGHTIA_TOKEN (or --offline, on the server's machine)");
    };
    let file = tokio::fs::File::open(&args.file).await;
    let file = file.with_context(|| format!("cannot open {}", args.file.display()))?;
    let bytes = file.metadata().await?.len();
    let bar = bar(bytes, "sending");
    let told = bar.clone();
    let pieces = ReaderStream::with_capacity(file, 1 << 16).inspect_ok(move |piece| {
        told.inc(piece.len() as u64);
        if told.position() >= bytes {
            told.set_message("checking");
        }
    });
    let address = format!("{}/api/v1/filings", args.server.trim_end_matches('/'));
    let name = file_name(&args.file).unwrap_or_default().replace(['"', '\\'], "_");
    let sent = reqwest::Client::new()
        .post(&address)
        .query(&[
            ("kind", args.kind.as_str()),
            ("operator", args.operator.as_str()),
            ("as_of", &args.as_of.to_string()),
        ])
        .bearer_auth(token)
        .header("content-type", "application/octet-stream")
        .header("content-disposition", format!("attachment; filename=\"{}\"", ascii(&name)))
        .header("content-length", bytes)
        .body(reqwest::Body::wrap_stream(pieces))
        .send()
        .await;
    bar.finish_and_clear();
    let response = sent.with_context(|| format!("cannot reach {address}"))?;
    let status = response.status();
    let text = response.text().await.context("the server's answer broke off")?;
    let answer: Value = serde_json::from_str(&text)
        .with_context(|| format!("{address} answered {status}, which is not Taghtia's answer"))?;
    if status.is_success() {
        return receipt(&answer, args.json).map(|()| Ending::Done);
    }
    if answer["code"] == "refused" {
        refused(&answer, args.json)?;
        return Ok(Ending::Refused);
    }
    bail!("{} ({status})", answer["detail"].as_str().unwrap_or("the server did not say why"));
}

/// A header value takes no other letters; the name is a hint only.
fn ascii(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_graphic() || letter == ' ' { letter } else { '_' }).collect()
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
    let owned = DataDir::open(&args.data_dir)?;
    let lake = owned.lake()?;
    let country = Arc::new(Country::open(&args.pack, &owned.cache(), &|step| print::note(step))?);
    let catalogue = owned.catalogue(&country.meta.operators).await?;
    let desk = Desk::new(country, catalogue.clone(), lake, Limits::default(), 1);
    let spool = owned.spool();
    let copied = spool.copy(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let bar = bar(copied.bytes(), "checking");
    let told = bar.clone();
    let watcher = Box::new(move |now: Progress| told.set_position(now.read));
    let request = SubmitRequest {
        kind: args.kind,
        operator: args.operator.clone(),
        as_of: args.as_of,
        file_name: file_name(&args.file),
        origin: Origin::Offline,
    };
    let outcome = desk.submit(request, copied, watcher).await;
    bar.finish_and_clear();
    catalogue.close().await;
    match outcome {
        Ok(answer) => receipt(&serde_json::to_value(&answer)?, args.json).map(|()| Ending::Done),
        Err(DeskError::Refused(report)) => {
            show(&serde_json::to_value(&report)?, args.json)?;
            Ok(Ending::Refused)
        }
        Err(error) => Err(error.into()),
    }
}
