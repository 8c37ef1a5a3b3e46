//! What the commands on operators, tokens and the audit log share: a data directory's catalogue, whether a
//! server runs on it or not, and who sits at the machine.

use std::path::PathBuf;

use anyhow::Context;

use crate::country::CountryMeta;
use crate::desk::Visit;
use crate::domain::Actor;

/// Where the registry is.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    /// The data directory, whether a server is using it or not.
    #[arg(long, env = "TAGHTIA_DATA_DIR", default_value = ".taghtia")]
    pub(super) data_dir: PathBuf,
    /// The country pack, whose operators a new data directory starts with.
    #[arg(long, env = "TAGHTIA_PACK", default_value = "data/morocco")]
    pub(super) pack: PathBuf,
    /// Print JSON.
    #[arg(long, env = "TAGHTIA_JSON")]
    pub(super) json: bool,
}

/// An open registry.
pub(super) struct Registry {
    pub(super) visit: Visit,
    pub(super) country: CountryMeta,
    /// Whoever runs this command.
    pub(super) actor: Actor,
}

/// Whoever runs this command, as the audit log names them.
pub(super) fn actor() -> Actor {
    let user = ["USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    Actor::machine(user.as_deref().unwrap_or("unknown"))
}

impl Args {
    /// Opens the catalogue.
    pub(super) async fn open(&self) -> anyhow::Result<Registry> {
        let file = self.pack.join("country.toml");
        let country = CountryMeta::read(&file).with_context(|| {
            format!("cannot read the country pack {}; name it with --pack", self.pack.display())
        })?;
        let visit = Visit::open(&self.data_dir, &country.operators).await?;
        Ok(Registry { visit, country, actor: actor() })
    }

    /// Runs what needs an open registry.
    pub(super) fn run<T>(&self, work: impl AsyncFnOnce(&Registry) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.context("cannot start the runtime")?.block_on(async {
            let registry = self.open().await?;
            let outcome = work(&registry).await;
            registry.visit.catalogue.close().await;
            outcome
        })
    }
}
