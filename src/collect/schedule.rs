//! When collectors run by themselves: each when it is due, from what the catalogue says of its last run.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::chance::random_share;
use super::collecting::{Collecting, RunError};
use super::config::Collector;
use crate::catalogue::CollectorRecord;
use crate::domain::causes;

/// First runs are spread over this long, or over the jitter where that is shorter.
const START: Duration = Duration::from_mins(1);
/// The longest sleep: the wall clock may be set meanwhile.
const NAP: Duration = Duration::from_secs(30);
/// How soon to try again when the catalogue cannot be asked.
const PATIENCE: Duration = Duration::from_secs(10);

impl Collecting {
    /// Runs every collector when it is due, until it is told to stop; runs under way end first.
    pub async fn follow_schedule(self: Arc<Self>) {
        let mut loops = JoinSet::new();
        for collector in self.collectors() {
            loops.spawn(Arc::clone(&self).repeat(Arc::clone(collector)));
        }
        while loops.join_next().await.is_some() {}
    }

    async fn repeat(self: Arc<Self>, collector: Arc<Collector>) {
        loop {
            let due = match self.record(&collector.id).await {
                Ok(record) => due(&collector, record.as_ref()),
                Err(error) => {
                    tracing::error!(collector = %collector.id, error = %causes(&error), "collect.schedule.unreadable");
                    after(PATIENCE)
                }
            };
            loop {
                let left = due.duration_since(crate::domain::clock::wall());
                let left = Duration::try_from(left).unwrap_or(Duration::ZERO);
                if left.is_zero() {
                    break;
                }
                tokio::select! {
                    () = tokio::time::sleep(left.min(NAP)) => {}
                    () = self.stopped() => return,
                }
            }
            if self.is_stopping() {
                return;
            }
            // In a task of its own: whatever goes wrong in a run, the next one comes.
            let run = tokio::spawn(Arc::clone(&self).run(collector.id.clone()));
            let problem = match run.await {
                Ok(Ok(_ended)) => continue,
                Ok(Err(RunError::Stopping)) => return,
                Ok(Err(error)) => causes(&error).to_string(),
                Err(error) => causes(&error).to_string(),
            };
            tracing::error!(collector = %collector.id, problem, "collect.run.broken");
            tokio::select! {
                () = tokio::time::sleep(PATIENCE) => {}
                () = self.stopped() => return,
            }
        }
    }
}

fn after(wait: Duration) -> jiff::Timestamp {
    let now = crate::domain::clock::wall();
    now.checked_add(wait).unwrap_or(now)
}

/// When a collector should run next.
fn due(collector: &Collector, record: Option<&CollectorRecord>) -> jiff::Timestamp {
    let soon = || after(collector.jitter.min(START).mul_f64(random_share()));
    let Some(record) = record.filter(|record| record.setup == collector.setup()) else { return soon() };
    let Some(next) = record.next_due else { return soon() };
    // A period made shorter counts at once; a clock that was ahead must not silence a collector.
    next.0.min(after(collector.every + collector.jitter))
}
