//! Runs checks: one at a time per target, no sooner than allowed, each within its time.
//!
//! Whoever wants a result, the schedule or a scrape, comes through [`Prober::ask`]: a check that runs is
//! joined, a recent result is handed out again, and only else is the target probed. So a thousand
//! requests make one probe.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::sync::{Semaphore, watch};

use super::bucket::Buckets;
use super::config::{Check, Module, Probes};
use super::context::ProbeContext;
use super::outcome::{Findings, Outcome, Reason};
use super::{Resolver, SystemResolver, dns, http, icmp, tcp};

/// Replies are waited for until so long before the end of a check, so that they are still counted.
const LAST_MOMENT: Duration = Duration::from_millis(20);

/// Takes results as they come. Called between checks: it must not block.
pub trait Sink: Send + Sync {
    /// Takes the result of a check.
    fn take(&self, check: &Check, outcome: &Outcome);
}

/// A check that is not configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no check of that id")]
pub struct UnknownCheck;

/// What whoever asked for a result gets.
#[derive(Debug, Clone)]
pub enum Answer {
    /// The target was probed for this.
    Fresh(Arc<Outcome>),
    /// It was probed too recently: the last result, and how long ago it began.
    Held(Arc<Outcome>, Duration),
    /// The check did not end in the asker's time; it goes on.
    NotYet,
}

type Pending = watch::Receiver<Option<Arc<Outcome>>>;

struct Slot {
    check: Arc<Check>,
    turn: Mutex<Turn>,
}

#[derive(Default)]
struct Turn {
    running: Option<Pending>,
    last: Option<(Instant, Arc<Outcome>)>,
}

impl Slot {
    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Begun {
    Running(Pending),
    Held(Instant, Arc<Outcome>),
}

/// The configured checks and what may run them; see the module.
pub struct Prober {
    probes: Probes,
    slots: HashMap<String, Arc<Slot>>,
    permits: Arc<Semaphore>,
    means: Arc<ProbeContext>,
    sinks: Vec<Arc<dyn Sink>>,
}

impl fmt::Debug for Prober {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prober({} checks)", self.slots.len())
    }
}

impl Prober {
    /// A prober with the machine's resolver.
    pub fn new(probes: Probes, sinks: Vec<Arc<dyn Sink>>) -> Arc<Self> {
        Self::with_resolver(probes, sinks, Arc::new(SystemResolver))
    }

    /// A prober with another resolver.
    pub fn with_resolver(
        probes: Probes,
        sinks: Vec<Arc<dyn Sink>>,
        resolver: Arc<dyn Resolver>,
    ) -> Arc<Self> {
        let slot = |check: &Arc<Check>| {
            let slot = Slot { check: Arc::clone(check), turn: Mutex::default() };
            (check.id.as_str().to_owned(), Arc::new(slot))
        };
        let slots = probes.checks.iter().map(slot).collect();
        let permits = Arc::new(Semaphore::new(probes.limits.concurrency));
        let buckets = Buckets::new(probes.limits.per_second, probes.limits.burst);
        let means = Arc::new(ProbeContext { resolver, buckets });
        Arc::new(Self { probes, slots, permits, means, sinks })
    }

    /// The checks, in the file's order.
    pub fn checks(&self) -> &[Arc<Check>] {
        &self.probes.checks
    }

    /// A check by its id.
    ///
    /// # Errors
    /// When there is none.
    pub fn check(&self, id: &str) -> Result<&Arc<Check>, UnknownCheck> {
        self.slots.get(id).map(|slot| &slot.check).ok_or(UnknownCheck)
    }

    /// A result no older than the check's minimum interval, waited for no longer than `patience`.
    ///
    /// An asker's patience bounds only the asker: the check keeps its own time, so that nobody can make
    /// a target look slow by asking hastily.
    ///
    /// # Errors
    /// When there is no such check.
    pub async fn ask(self: &Arc<Self>, id: &str, patience: Duration) -> Result<Answer, UnknownCheck> {
        let slot = self.slots.get(id).ok_or(UnknownCheck)?;
        match self.begin(slot) {
            Begun::Held(began, outcome) => Ok(Answer::Held(outcome, began.elapsed())),
            Begun::Running(mut result) => {
                let ended = tokio::time::timeout(patience, result.wait_for(Option::is_some)).await;
                let outcome = ended.ok().and_then(Result::ok).and_then(|outcome| outcome.clone());
                Ok(outcome.map_or(Answer::NotYet, Answer::Fresh))
            }
        }
    }

    /// Runs every check once; results are in the file's order.
    pub async fn once(self: &Arc<Self>) -> Vec<Arc<Outcome>> {
        let results = self.probes.checks.iter().map(|check| self.ask(check.id.as_str(), Duration::MAX));
        let answers = join_all(results).await.into_iter().flatten();
        let outcome = |answer| match answer {
            Answer::Fresh(outcome) | Answer::Held(outcome, _) => Some(outcome),
            Answer::NotYet => None,
        };
        answers.filter_map(outcome).collect()
    }

    /// Starts no more checks, and waits a while for those that run.
    pub async fn stop(&self, grace: Duration) {
        self.permits.close();
        let running: Vec<Pending> =
            self.slots.values().filter_map(|slot| slot.turn().running.clone()).collect();
        let ends = join_all(running.into_iter().map(|mut result| async move {
            let _ended_or_gone = result.wait_for(Option::is_some).await.map(drop);
        }));
        let _in_time = tokio::time::timeout(grace, ends).await;
    }

    fn begin(self: &Arc<Self>, slot: &Arc<Slot>) -> Begun {
        let mut turn = slot.turn();
        // A sender that is gone without a result was stopped, or fell over: it runs no more.
        if let Some(running) = turn.running.as_ref().filter(|result| result.has_changed().is_ok()) {
            return Begun::Running(running.clone());
        }
        if let Some((began, outcome)) = &turn.last
            && began.elapsed() < slot.check.min_interval
        {
            return Begun::Held(*began, Arc::clone(outcome));
        }
        let (sender, receiver) = watch::channel(None);
        turn.running = Some(receiver.clone());
        drop(turn);
        let (prober, slot) = (Arc::clone(self), Arc::clone(slot));
        tokio::spawn(async move {
            let Ok(_permit) = Arc::clone(&prober.permits).acquire_owned().await else { return };
            let began = Instant::now();
            let outcome = Arc::new(run(&slot.check, &prober.means).await);
            for sink in &prober.sinks {
                sink.take(&slot.check, &outcome);
            }
            let mut turn = slot.turn();
            let before = turn.last.as_ref().map(|(_, outcome)| outcome.state);
            if before != Some(outcome.state) {
                tell(&outcome);
            }
            turn.last = Some((began, Arc::clone(&outcome)));
            turn.running = None;
            drop(turn);
            sender.send_replace(Some(outcome));
        });
        Begun::Running(receiver)
    }
}

/// A check that changed its state is news; one that repeats itself is not.
fn tell(outcome: &Outcome) {
    tracing::info!(
        probe.check = %outcome.check,
        probe.place = %outcome.place,
        probe.state = %outcome.state,
        probe.reason = outcome.reason.map_or("", Reason::as_str),
        "probe changed state"
    );
}

/// Runs a check to its end, or to the end of its time.
pub(super) async fn run(check: &Check, means: &ProbeContext) -> Outcome {
    let (at, started) = (crate::domain::clock::wall(), Instant::now());
    let mut findings = Findings::new(check.kind());
    let ended = tokio::time::timeout(check.timeout, dispatch(check, means, started, &mut findings)).await;
    let reason = ended.unwrap_or(Err(Reason::Timeout)).err();
    let outcome = Outcome::new(check, at, reason, started.elapsed(), findings);
    tracing::debug!(
        probe.check = %check.id,
        probe.state = %outcome.state,
        probe.reason = reason.map_or("", Reason::as_str),
        duration_ms = outcome.duration.as_secs_f64() * 1e3,
        "probed"
    );
    outcome
}

async fn dispatch(
    check: &Check,
    means: &ProbeContext,
    started: Instant,
    findings: &mut Findings,
) -> Result<(), Reason> {
    match &check.module {
        Module::Icmp(module) => {
            let until = started + check.timeout.saturating_sub(LAST_MOMENT);
            icmp::run(check, module, means, until, findings).await
        }
        Module::Tcp(module) => tcp::run(check, module, means, findings).await,
        Module::Http(module) => http::run(check, module, means, findings).await,
        Module::Dns(module) => dns::run(check, module, means, findings).await,
    }
}
