//! `taghtia withdraw`: a client of the server.

use anyhow::{Context, bail};
use serde_json::Value;

use super::{Ending, print};
use crate::domain::FilingId;

/// Take a filing back, with a reason; what was known before stays known.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:
  TAGHTIA_TOKEN=... taghtia withdraw 01kaz4v6q8m0r2t5w7y9b1d3f5 --reason 'the file was of another quarter'")]
pub(super) struct Args {
    /// The filing's id, as on its receipt.
    id: FilingId,
    /// Why; it is published.
    #[arg(long, env = "TAGHTIA_REASON")]
    reason: String,
    /// The server's address.
    #[arg(long, env = "TAGHTIA_SERVER", default_value = "http://127.0.0.1:8080")]
    server: String,
    /// A token of the filing's operator, or an administrator's.
    #[arg(long, env = "TAGHTIA_TOKEN", hide_env_values = true)]
    token: String,
    /// Print the answer as JSON.
    #[arg(long, env = "TAGHTIA_JSON")]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("cannot start the runtime")?.block_on(withdraw(args))
}

async fn withdraw(args: &Args) -> anyhow::Result<Ending> {
    let address = format!("{}/api/v1/filings/{}/withdrawal", args.server.trim_end_matches('/'), args.id);
    let sent = reqwest::Client::new()
        .post(&address)
        .bearer_auth(&args.token)
        .json(&serde_json::json!({ "reason": args.reason }))
        .send()
        .await;
    let response = sent.with_context(|| format!("cannot reach {address}"))?;
    let status = response.status();
    let text = response.text().await.context("the server's answer broke off")?;
    let answer: Value = serde_json::from_str(&text)
        .with_context(|| format!("{address} answered {status}, which is not Taghtia's answer"))?;
    if !status.is_success() {
        bail!("{} ({status})", answer["detail"].as_str().unwrap_or("the server did not say why"));
    }
    if args.json {
        print::line(&serde_json::to_string_pretty(&answer)?);
    } else {
        let at = answer["withdrawn"]["at"].as_str().unwrap_or_default();
        print::line(&format!("withdrawn: filing {} at {at}", args.id));
    }
    Ok(Ending::Done)
}
