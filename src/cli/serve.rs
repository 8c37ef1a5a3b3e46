//! `taghtia serve`.

mod care;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::log::{self, LogFormat};
use super::{Ending, print, registry};
use crate::basemap::Basemap;
use crate::catalogue::Catalogue;
use crate::catalogue::clock::MOST_AHEAD;
use crate::collect::{Collecting, Collectors, statuses};
use crate::country::Country;
use crate::demo;
use crate::desk::Desk;
use crate::domain::clock::wall;
use crate::domain::{Block, causes};
use crate::http::{self, App, Config, Proxies, ProxyHeader, Rates};
use crate::instance::{Instance, InstanceError, Settings};
use crate::metrics::Metrics;
use crate::probe::{MeasurementBuffer, Prober, Probes, Sink};
use crate::snapshot::Publisher;

const GIB: u64 = 1 << 30;
const MIB: u64 = 1 << 20;
/// How soon what other processes write into the catalogue is published, such as a new operator.
const WATCH_EVERY: Duration = Duration::from_secs(2);
/// How often files of measurements that were merged into others are removed.
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// How long they stay for those who read them.
const SWEEP_AFTER: Duration = Duration::from_mins(10);
/// Filings checked at a time; each keeps a core busy.
const SUBMISSIONS_AT_ONCE: u32 = 2;
/// How often measurements of probes become objects of the lake.
const HAND_OVER_EVERY: std::time::Duration = std::time::Duration::from_mins(5);

/// Serve the map, the API and the metrics of a data directory.
#[derive(Debug, Clone, clap::Args)]
#[group(skip)]
#[command(after_help = "Examples:
  taghtia serve --pack data/morocco
  taghtia serve --collectors collectors.toml --probes probes.toml
  taghtia serve --basemap morocco.pmtiles
  taghtia serve --listen 0.0.0.0:8080 --base-path /couverture \\
      --public-url https://example.org/couverture --trusted-proxy 10.0.0.0/8 --log-format json")]
pub(super) struct Args {
    /// Where filings, the catalogue and caches are kept.
    #[arg(long, env = "TAGHTIA_DATA_DIR", default_value = ".taghtia")]
    pub(super) data_dir: PathBuf,
    /// The country pack.
    #[arg(long, env = "TAGHTIA_PACK", default_value = "data/morocco")]
    pub(super) pack: PathBuf,
    /// Address and port to listen on; only this machine unless told otherwise.
    #[arg(long, env = "TAGHTIA_LISTEN", default_value = "127.0.0.1:8080")]
    pub(super) listen: SocketAddr,
    /// Path everything lies under, behind a proxy that keeps it.
    #[arg(long, env = "TAGHTIA_BASE_PATH", default_value = "/", value_parser = base_path)]
    pub(super) base_path: String,
    /// The address people use, for documents that must name it: needed for tiles in other programs behind a proxy
    /// that encrypts.
    #[arg(long, env = "TAGHTIA_PUBLIC_URL")]
    pub(super) public_url: Option<String>,
    /// How log lines look.
    #[arg(long, env = "TAGHTIA_LOG_FORMAT", value_enum, default_value = "text")]
    pub(super) log_format: LogFormat,
    /// What to log, such as `info` or `taghtia=debug,warn`.
    #[arg(long, env = "TAGHTIA_LOG", default_value = "info")]
    pub(super) log: String,
    /// Proxies that are believed when they say for whom they ask: addresses or blocks, several separated by commas.
    #[arg(long, env = "TAGHTIA_TRUSTED_PROXY", value_delimiter = ',')]
    pub(super) trusted_proxy: Vec<Block>,
    /// The header in which they say it: x-forwarded-for or forwarded. The other one is ignored.
    #[arg(long, env = "TAGHTIA_PROXY_HEADER", default_value_t = ProxyHeader::XForwardedFor)]
    pub(super) proxy_header: ProxyHeader,
    /// Largest filing taken, in MiB.
    #[arg(long, env = "TAGHTIA_FILING_MIB", default_value_t = 2 * GIB / MIB)]
    pub(super) filing_mib: u64,
    /// Largest file checked for anybody, in MiB.
    #[arg(long, env = "TAGHTIA_CHECK_MIB", default_value_t = 256)]
    pub(super) check_mib: u64,
    /// Requests with one token, a minute.
    #[arg(long, env = "TAGHTIA_REQUESTS_PER_MINUTE", default_value_t = Rates::REQUESTS)]
    pub(super) requests_per_minute: NonZeroU32,
    /// Filings and withdrawals with one token, a minute.
    #[arg(long, env = "TAGHTIA_FILINGS_PER_MINUTE", default_value_t = Rates::FILINGS)]
    pub(super) filings_per_minute: NonZeroU32,
    /// Requests from one address with a token that is not in force, a minute; more have to wait.
    #[arg(long, env = "TAGHTIA_FAILURES_PER_MINUTE", default_value_t = Rates::FAILURES)]
    pub(super) failures_per_minute: NonZeroU32,
    /// Batches of measurements with one token, a minute.
    #[arg(long, env = "TAGHTIA_BATCHES_PER_MINUTE", default_value_t = Rates::BATCHES)]
    pub(super) batches_per_minute: NonZeroU32,
    /// Rows of measurements with one token, in any 24 hours; those refused count too.
    #[arg(long, env = "TAGHTIA_MEASUREMENT_ROWS_PER_DAY", default_value_t = Rates::ROWS)]
    pub(super) measurement_rows_per_day: NonZeroU32,
    /// Memory for extents of earlier dates, in MiB.
    #[arg(long, env = "TAGHTIA_HISTORY_MIB", default_value_t = 32)]
    pub(super) history_mib: usize,
    /// Checks to run from this machine, a probes.toml; their results are on /metrics and /probe.
    #[arg(long, env = "TAGHTIA_PROBES")]
    pub(super) probes: Option<PathBuf>,
    /// Filings to fetch on a schedule, a collectors.toml; how they fare is at /api/v1/collectors.
    #[arg(long, env = "TAGHTIA_COLLECTORS")]
    pub(super) collectors: Option<PathBuf>,
    /// A map to lie under the country's, such as roads and rivers: a `.pmtiles` file (version 3) of vector tiles, PNG, JPEG
    /// or WebP. It is served by this server; no other host is asked.
    #[arg(long, env = "TAGHTIA_BASEMAP", value_name = "FILE.pmtiles")]
    pub(super) basemap: Option<PathBuf>,
    /// Days that objects of the lake which no row names are kept in lake/trash.
    #[arg(long, env = "TAGHTIA_TRASH_DAYS", default_value_t = 30)]
    pub(super) trash_days: u16,
    /// Go on with a catalogue that is not the lake's own: what it does not name moves to lake/trash.
    ///
    /// Only as a flag, never in the environment: it is meant for one start.
    #[arg(long)]
    pub(super) accept_catalogue: bool,
    /// Whether to check this server itself where no file says what to check.
    #[arg(skip)]
    pub(super) own_checks: bool,
}

impl Args {
    /// Opens the instance.
    pub(super) async fn open(&self, registers_operators: bool) -> Result<Instance, InstanceError> {
        let settings = Settings {
            data_dir: &self.data_dir,
            pack: &self.pack,
            registers_operators,
            submissions_at_once: SUBMISSIONS_AT_ONCE,
            accepted_by: self.accept_catalogue.then(registry::actor),
            told: |step| tracing::info!(step, "country pack"),
        };
        Instance::open(settings).await
    }
}

/// Says when events are recorded in the future: nothing more can be.
async fn tell_clock(catalogue: &Catalogue) -> anyhow::Result<()> {
    let ahead = catalogue.clock_ahead().await?;
    if ahead > MOST_AHEAD {
        tracing::error!(
            ahead_seconds = ahead.as_secs(),
            "catalogue.clock.ahead: its last event is recorded in the future, so nothing more is recorded; see \
             `taghtia clock repair --help`"
        );
    }
    Ok(())
}

/// `/some/path` without a slash at its end; nothing for the root.
fn base_path(text: &str) -> Result<String, String> {
    let path = text.trim_end_matches('/');
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b);
    if path.is_empty() {
        Ok(String::new())
    } else if path.starts_with('/') && path.bytes().all(plain) && !path.contains("//") {
        Ok(path.to_owned())
    } else {
        Err("must look like /path".to_owned())
    }
}

/// Runs the command.
pub(super) fn run(args: Args) -> anyhow::Result<Ending> {
    log::start(args.log_format, &args.log)?;
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(serve(args))?;
    Ok(Ending::Done)
}

/// What a server was told to do besides serving.
struct Errands {
    probes: Option<Probes>,
    collectors: Option<Collectors>,
    basemap: Option<Basemap>,
}

impl Errands {
    fn read(args: &Args) -> anyhow::Result<Self> {
        Ok(Self {
            probes: args.probes.as_deref().map(Probes::open).transpose()?,
            collectors: args.collectors.as_deref().map(Collectors::open).transpose()?,
            basemap: args.basemap.as_deref().map(basemap).transpose()?,
        })
    }
}

/// Opens the map to lie under the country's.
fn basemap(file: &Path) -> anyhow::Result<Basemap> {
    Basemap::open(file).with_context(|| format!("cannot use --basemap {}", file.display()))
}

/// Opens a data directory and serves it until the process is told to stop.
async fn serve(args: Args) -> anyhow::Result<()> {
    let started = std::time::Instant::now();
    believable_clock()?;
    // What cannot be read is said before anything is opened.
    let errands = Errands::read(&args)?;
    let instance = args.open(true).await?;
    run_until_stopped(args, errands, instance, started).await
}

/// Serves an instance that is open already until the process is told to stop.
pub(super) async fn serve_instance(args: Args, instance: Instance) -> anyhow::Result<()> {
    let started = std::time::Instant::now();
    let errands = Errands::read(&args)?;
    run_until_stopped(args, errands, instance, started).await
}

/// Nothing dates an answer of HTTP before 1970.
pub(super) fn believable_clock() -> anyhow::Result<()> {
    if wall() < Timestamp::UNIX_EPOCH {
        bail!("this machine's clock says {}, which is before 1970: set it, then start again", wall());
    }
    Ok(())
}

async fn run_until_stopped(
    args: Args,
    errands: Errands,
    instance: Instance,
    started: std::time::Instant,
) -> anyhow::Result<()> {
    let tidied = instance.tidy(args.trash_days).await?;
    tell_clock(&instance.catalogue).await?;
    let publisher = Publisher::open(
        Arc::clone(&instance.country),
        instance.catalogue.clone(),
        instance.lake.clone(),
        args.history_mib << 20,
    )
    .await?;
    let metrics = Metrics::new()?;
    let app = App::new(
        config(&args),
        Arc::clone(&publisher),
        instance.catalogue.clone(),
        instance.desk.clone(),
        instance.spool(),
        Arc::clone(&metrics),
    );
    app.started_with(&tidied);
    if let Some(basemap) = errands.basemap {
        tracing::info!(file = %basemap.path().display(), form = basemap.form().end(), zooms = ?basemap.zooms(), "basemap");
        app.lie_over(basemap);
    }
    // A program that reads the address may ask at once that we stop: that is heard from here on.
    let stopped = stopped();
    let listener = tokio::net::TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("cannot listen on {}; choose another with --listen", args.listen))?;
    let address = listener.local_addr()?;
    follow(&instance, &app, &publisher, &metrics, started);
    match errands.probes {
        Some(probes) => {
            inspect(&probes, &instance.country, &instance.catalogue).await?;
            probe(&instance, &app, probes, true)?;
        }
        // Times of a loopback are no measurements of anybody's network.
        None if args.own_checks => probe(&instance, &app, demo::probes::of(address)?, false)?,
        None => {}
    }
    if let Some(collectors) = errands.collectors {
        collect(&instance, &app, collectors).await?;
    }
    tracing::info!(duration_ms = started.elapsed().as_millis() as u64, "ready");
    print::line(&format!("Taghtia is at http://{address}{}/", args.base_path));
    http::serve(&app, listener, stopped).await;
    let late = instance.close().await;
    tracing::info!(late = late.len(), "stopped");
    Ok(())
}

/// Starts what follows the catalogue and the desk, and what looks after the lake.
fn follow(
    instance: &Instance,
    app: &App,
    publisher: &Arc<Publisher>,
    metrics: &Arc<Metrics>,
    started: std::time::Instant,
) {
    let Instance { tasks, desk, .. } = instance;
    let own = || Arc::clone(publisher);
    tasks.spawn_until_stopped("publisher", own().follow(desk.news()));
    tasks.spawn_until_stopped("watch of the catalogue", own().watch(WATCH_EVERY));
    tasks.spawn_until_stopped("evidence", own().keep_evidence());
    tasks.spawn_until_stopped("metrics", Arc::clone(metrics).follow(own()));
    tasks.spawn_until_stopped("books of denials", http::keep_books(app.clone()));
    tasks.spawn_until_stopped("sweep of merged measurements", sweep(desk.clone(), started));
    let care = care::care(desk.clone(), own(), Arc::clone(metrics), instance.spool());
    tasks.spawn_until_stopped("care of the lake", care);
}

/// Removes the small objects of measurements that have been merged into others: those of before the start
/// once the first snapshot is published, which reads none of them, and later ones every now and then.
async fn sweep(desk: Desk, started: std::time::Instant) {
    let mut after = started.elapsed();
    loop {
        if let Err(error) = desk.remove_replaced(after).await {
            tracing::warn!(error = %causes(&error), "merged measurements cannot be removed");
        }
        tokio::time::sleep(SWEEP_EVERY).await;
        after = SWEEP_AFTER;
    }
}

/// Says of each place what keeps its measurements out; its checks run all the same.
async fn inspect(probes: &Probes, country: &Country, catalogue: &Catalogue) -> anyhow::Result<()> {
    let operators = catalogue.operators().await?;
    for place in &probes.places {
        if country.locate(place.position).is_none() {
            tracing::warn!(probe.place = %place.id, "lies outside the country: its measurements are not kept");
        }
        if !operators.iter().any(|operator| operator.id == place.operator) {
            let operator = place.operator.as_str();
            tracing::warn!(probe.place = %place.id, operator, "has an operator nobody knows: its measurements are not kept");
        }
    }
    Ok(())
}

/// Starts the checks of this machine; their measurements are kept by the desk where they are to be.
fn probe(instance: &Instance, app: &App, probes: Probes, is_kept: bool) -> anyhow::Result<()> {
    let mut sinks: Vec<Arc<dyn Sink>> = vec![app.metrics().probes(&probes.checks)?];
    let gathered = is_kept.then(|| Arc::new(MeasurementBuffer::default()));
    if let Some(gathered) = &gathered {
        sinks.push(Arc::clone(gathered) as Arc<dyn Sink>);
    }
    let prober = Prober::new(probes, sinks);
    app.probe_with(Arc::clone(&prober));
    let (stop, checked) = (instance.tasks.stopping(), CancellationToken::new());
    // What is gathered is handed over after the last check, so that its measurement is kept too.
    let last = checked.clone().drop_guard();
    instance.tasks.spawn("checks", async move {
        prober.follow_schedule(stop).await;
        drop(last);
    });
    if let Some(gathered) = gathered {
        let desk = Arc::new(instance.desk.clone());
        instance.tasks.spawn("measurements of checks", gathered.follow(desk, HAND_OVER_EVERY, checked));
    }
    Ok(())
}

/// Starts the collectors; what they fetch is filed with the desk.
async fn collect(instance: &Instance, app: &App, collectors: Collectors) -> anyhow::Result<()> {
    let Instance { catalogue, desk, tasks, .. } = instance;
    let known = statuses(collectors.all(), &catalogue.collectors().await?);
    let sinks: Vec<Arc<dyn crate::collect::Sink>> = vec![app.metrics().collectors(&known)?];
    let (desk, catalogue, spool) = (desk.clone(), catalogue.clone(), instance.spool());
    let collecting = Collecting::open(collectors, desk, catalogue, spool, sinks, tasks.stopping()).await?;
    app.collect_with(Arc::clone(&collecting));
    tasks.spawn("collectors", collecting.follow_schedule());
    Ok(())
}

fn config(args: &Args) -> Config {
    Config {
        base_path: args.base_path.clone(),
        public_url: args.public_url.as_ref().map(|url| url.trim_end_matches('/').to_owned()),
        rates: Rates {
            requests_per_minute: args.requests_per_minute,
            filings_per_minute: args.filings_per_minute,
            failures_per_minute: args.failures_per_minute,
            batches_per_minute: args.batches_per_minute,
            rows_per_day: args.measurement_rows_per_day,
        },
        proxies: Proxies::new(args.trusted_proxy.clone(), args.proxy_header),
        filing_bytes: args.filing_mib * MIB,
        check_bytes: args.check_mib * MIB,
    }
}

/// Ends when the process is asked to stop; a second request stops it at once. Requests are heard from the call on,
/// not from the first poll: one that came in between would kill the process.
pub(super) fn stopped() -> impl Future<Output = ()> + Send + 'static {
    use tokio::signal::unix::{SignalKind, signal};
    let heard = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async move {
        let (Ok(mut interrupt), Ok(mut terminate)) = heard else {
            // Without signals the process can only be killed.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping: running requests are finished first, ask again to stop at once");
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            std::process::exit(130);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::base_path;

    #[test]
    fn base_paths_have_no_slash_at_their_end() {
        assert_eq!(base_path("/").as_deref(), Ok(""));
        assert_eq!(base_path("").as_deref(), Ok(""));
        assert_eq!(base_path("/couverture/").as_deref(), Ok("/couverture"));
        assert!(base_path("couverture").is_err());
        assert!(base_path("/a b").is_err());
        assert!(base_path("/{x}").is_err());
    }

    #[tokio::test]
    async fn a_request_to_stop_is_heard_before_anyone_waits_for_it() {
        let stopped = super::stopped();
        let asked = std::process::Command::new("kill").arg(std::process::id().to_string()).status();
        assert!(asked.is_ok_and(|status| status.success()));
        tokio::time::timeout(std::time::Duration::from_secs(10), stopped).await.expect("it was heard");
    }
}
