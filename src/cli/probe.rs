//! `taghtia probe`: the checks of a place, in a small process of their own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use prometheus::Registry;

use super::log::{self, LogFormat};
use super::serve::stopped;
use super::{Ending, print};
use crate::domain::CheckKind;
use crate::http::probe_router;
use crate::instance::{GRACE, Tasks};
use crate::metrics::ProbeMetrics;
use crate::probe::{Check, Outcome, Prober, Probes, Sink, State};

/// Run the checks of a probe: once, or at their intervals with a page of metrics.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Once: exit code 0 when every check succeeded, 1 when one did not, 2 when the
configuration is at fault. Else /metrics, /probe?target=CHECK and /healthz are served until it is stopped.

Examples:
  taghtia probe --config probes.toml --once
  taghtia probe --config probes.toml --once --json
  taghtia probe --config probes.toml --listen 127.0.0.1:9115

A configuration:
  [[place]]
  id = \"lycee-1\"
  lon = -6.83
  lat = 34.02
  operator = \"iam\"
  technology = \"fibre\"

  [[check]]
  id = \"lycee-1-ping\"
  place = \"lycee-1\"
  kind = \"icmp\"          # icmp, tcp, http or dns
  target = \"192.0.2.1\"   # private and other special addresses only when named like this,
  interval = \"60s\"       # or allowed with special_use = true
  timeout = \"5s\"")]
pub(super) struct Args {
    /// The places and checks.
    #[arg(long, env = "TAGHTIA_PROBES", default_value = "probes.toml")]
    config: PathBuf,
    /// Run every check once, print the results and end.
    #[arg(long, env = "TAGHTIA_ONCE")]
    once: bool,
    /// Print results as JSON: a list once, else an object per line as they come.
    #[arg(long, env = "TAGHTIA_JSON")]
    json: bool,
    /// Address and port of the page of metrics.
    #[arg(long, env = "TAGHTIA_PROBE_LISTEN", default_value = "127.0.0.1:9115")]
    listen: SocketAddr,
    /// How log lines look.
    #[arg(long, env = "TAGHTIA_LOG_FORMAT", value_enum, default_value = "text")]
    log_format: LogFormat,
    /// What to log, such as `info` or `taghtia=debug,warn`; by default `warn` with --once, else `info`.
    #[arg(long, env = "TAGHTIA_LOG")]
    log: Option<String>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> anyhow::Result<Ending> {
    let usual = if args.once { "warn" } else { "info" };
    log::start(args.log_format, args.log.as_deref().unwrap_or(usual))?;
    let probes = Probes::open(&args.config)?;
    // Checks wait far more than they compute.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.context("cannot start the runtime")?;
    let ending = runtime
        .block_on(async { if args.once { once(args, probes).await } else { serve(args, probes).await } });
    // A name that is still being looked up must not hold the process.
    runtime.shutdown_background();
    ending
}

async fn once(args: &Args, probes: Probes) -> anyhow::Result<Ending> {
    let outcomes = Prober::new(probes, Vec::new()).once().await;
    if args.json {
        print::line(&serde_json::to_string_pretty(&outcomes)?);
    } else {
        let rows: Vec<[String; 6]> = outcomes.iter().map(|outcome| row(outcome)).collect();
        print::table(&["check", "kind", "place", "state", "ms", "what"], &rows);
    }
    let good = outcomes.iter().all(|outcome| outcome.state == State::Success);
    Ok(if good { Ending::Done } else { Ending::Refused })
}

async fn serve(args: &Args, probes: Probes) -> anyhow::Result<Ending> {
    let registry = Registry::new();
    let metrics = ProbeMetrics::new(&registry, &probes.checks)?;
    let mut sinks: Vec<Arc<dyn Sink>> = vec![metrics];
    if args.json {
        sinks.push(Arc::new(Printer));
    }
    let prober = Prober::new(probes, sinks);
    let listener = tokio::net::TcpListener::bind(args.listen)
        .await
        .with_context(|| format!("cannot listen on {}; choose another with --listen", args.listen))?;
    // A program that reads the address may ask at once that we stop: that is heard from here on.
    let stopped = stopped();
    print::note(&format!(
        "metrics of {} checks are at http://{}/",
        prober.checks().len(),
        listener.local_addr()?
    ));
    let tasks = Tasks::default();
    tasks.spawn("checks", Arc::clone(&prober).follow_schedule(tasks.stopping()));
    axum::serve(listener, probe_router(prober, registry)).with_graceful_shutdown(stopped).await?;
    tasks.finish(GRACE).await;
    Ok(Ending::Done)
}

/// Prints results as they come.
struct Printer;

impl Sink for Printer {
    fn take(&self, _check: &Check, outcome: &Outcome) {
        if let Ok(text) = serde_json::to_string(outcome) {
            print::line(&text);
        }
    }
}

fn row(outcome: &Outcome) -> [String; 6] {
    [
        outcome.check.to_string(),
        outcome.kind.to_string(),
        outcome.place.to_string(),
        outcome.state.to_string(),
        format!("{:.1}", outcome.duration.as_secs_f64() * 1e3),
        what(outcome),
    ]
}

fn what(outcome: &Outcome) -> String {
    let mut parts: Vec<String> = outcome.reason.iter().map(ToString::to_string).collect();
    let found = &outcome.findings;
    if let Some(icmp) = found.icmp.as_ref().filter(|icmp| icmp.sent > 0) {
        parts.push(format!("{}/{} replies", icmp.rtts.len(), icmp.sent));
        let milliseconds = |seconds: Option<f64>| format!("{:.2}", seconds.unwrap_or(0.0) * 1e3);
        if !icmp.rtts.is_empty() {
            let times = [icmp.min(), icmp.mean(), icmp.max(), icmp.jitter()].map(milliseconds);
            parts.push(format!("min/mean/max/jitter {} ms", times.join("/")));
        }
    }
    if let Some(http) = found.http.as_ref().filter(|http| http.status > 0) {
        parts.push(format!("HTTP {}", http.status));
        parts.push(format!("{} bytes", http.body_bytes));
    }
    if let Some(dns) = &found.dns {
        parts.extend(dns.rcode.iter().cloned());
        parts.push(format!("{} answers", dns.answers));
    }
    if outcome.kind == CheckKind::Tcp && outcome.state == State::Success {
        parts.push("connected".to_owned());
    }
    if let Some(tls) = &found.tls {
        let until = jiff::Timestamp::from_second(tls.earliest_expiry).map(|at| at.to_string());
        let valid = if tls.valid { "valid" } else { "invalid" };
        parts.push(format!("{} certificate {valid}, until {}", tls.version, until.unwrap_or_default()));
    }
    parts.join(", ")
}
