//! `taghtia openapi`: the description of the API, without a server.

use super::{Ending, print};

/// Print the description of the API: OpenAPI 3.1 as JSON.
///
/// A running server answers with the same at `/api/v1/openapi.json`, beside its own address. Clients in any
/// language are made from it.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:
  taghtia openapi > openapi.json
  openapi-python-client generate --path openapi.json
  npx openapi-typescript openapi.json -o api.ts")]
pub(super) struct Args {}

/// Runs the command.
pub(super) fn run(Args {}: &Args) -> anyhow::Result<Ending> {
    print::line(&serde_json::to_string_pretty(&crate::http::openapi_document())?);
    Ok(Ending::Done)
}
