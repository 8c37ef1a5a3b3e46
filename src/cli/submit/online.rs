//! Handing a file in to a server, and showing how far it is: sent, waiting, checked.

use std::time::Duration;

use anyhow::{Context, bail};
use futures_util::TryStreamExt;
use indicatif::ProgressBar;
use serde_json::Value;
use tokio_util::io::ReaderStream;

use super::super::Ending;
use super::super::check::bar;
use super::{Args, file_name, receipt, refused};
use crate::cli::language;

/// How often the server is asked how far it is.
const ASK_EVERY: Duration = Duration::from_millis(500);

/// Sends the file, shows how far it is, and shows the answer.
pub(super) async fn online(args: Args) -> anyhow::Result<Ending> {
    let Some(token) = args.token.as_deref().filter(|token| !token.is_empty()) else {
        bail!("a token is needed: --token, or TAGHTIA_TOKEN (see taghtia token issue --help)");
    };
    let file = tokio::fs::File::open(&args.file).await;
    let file = file.with_context(|| format!("cannot open {}", args.file.display()))?;
    let bytes = file.metadata().await?.len();
    let bar = bar(bytes, "sending");
    let told = bar.clone();
    let pieces = ReaderStream::with_capacity(file, 1 << 16).inspect_ok(move |piece| {
        told.inc(piece.len() as u64);
    });
    let server = args.server.trim_end_matches('/');
    let address = format!("{server}/api/v1/filings");
    let name = file_name(&args.file).unwrap_or_default().replace(['"', '\\'], "_");
    let submission = submission_id()?;
    let mut query = vec![
        ("kind", args.kind.as_str().to_owned()),
        ("as_of", args.as_of.to_string()),
        ("submission", submission.clone()),
    ];
    if let Some(crs) = args.crs {
        query.push(("crs", crs.to_string()));
    }
    if let Some(operator) = &args.operator {
        query.push(("operator", operator.to_string()));
    }
    let client = reqwest::Client::new();
    let sending = client
        .post(&address)
        .query(&query)
        .bearer_auth(token)
        .header("content-type", "application/octet-stream")
        .header("content-disposition", format!("attachment; filename=\"{}\"", ascii(&name)))
        .header("content-length", bytes)
        .header("accept-language", language::of_output(args.json).tag())
        .body(reqwest::Body::wrap_stream(pieces))
        .send();
    let progress = format!("{server}/api/v1/submissions/{submission}");
    let sent = tokio::select! {
        sent = sending => sent,
        never = follow(&client, &progress, token, &bar) => match never {},
    };
    bar.finish_and_clear();
    ended(sent, &address, args.json).await
}

/// Shows what the server answered.
async fn ended(
    sent: reqwest::Result<reqwest::Response>,
    address: &str,
    as_json: bool,
) -> anyhow::Result<Ending> {
    let response = match sent {
        Err(error) if error.is_connect() => {
            return Err(error).with_context(|| format!("cannot reach {address}"));
        }
        sent => sent.with_context(|| {
            format!(
                "no answer from {address}; submit the file again: what was recorded comes back as unchanged"
            )
        })?,
    };
    let status = response.status();
    let text = response.text().await.context("the server's answer broke off")?;
    let answer: Value = serde_json::from_str(&text)
        .with_context(|| format!("{address} answered {status}, which is not Taghtia's answer"))?;
    if status.is_success() {
        return receipt(&answer, as_json).map(|()| Ending::Done);
    }
    if answer["code"] == "refused" {
        refused(&answer, as_json)?;
        return Ok(Ending::Refused);
    }
    bail!("{} ({status})", answer["detail"].as_str().unwrap_or("the server did not say why"));
}

/// Shows how far the server is, once all is sent; whoever waits for the answer stops it.
async fn follow(
    client: &reqwest::Client,
    address: &str,
    token: &str,
    bar: &ProgressBar,
) -> std::convert::Infallible {
    loop {
        tokio::time::sleep(ASK_EVERY).await;
        if bar.length().is_some_and(|bytes| bar.position() < bytes) && bar.message() == "sending" {
            continue;
        }
        // The answer itself comes another way: what goes wrong here may be left out.
        let Ok(response) = client.get(address).bearer_auth(token).send().await else { continue };
        let Ok(now) = response.json::<Value>().await else { continue };
        match now["state"].as_str() {
            Some("waiting") => bar.set_message("waiting"),
            Some("checking") => {
                bar.set_message(format!("checking, {} rows", now["rows"]));
                bar.set_position(now["read"].as_u64().unwrap_or(0));
            }
            _ => {}
        }
    }
}

/// A name for this submission that no other has.
fn submission_id() -> anyhow::Result<String> {
    let mut bytes = [0u8; 12];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(hex::encode(bytes))
}

/// A header value takes no other letters; the name is a hint only.
fn ascii(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_graphic() || letter == ' ' { letter } else { '_' }).collect()
}
