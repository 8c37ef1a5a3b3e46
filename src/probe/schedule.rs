//! When checks run by themselves: each at its own interval, from a random beginning.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::config::Check;
use super::icmp::random_u16;
use super::prober::{Answer, Prober};

/// Beginnings are spread over the check's interval, but over no more than this.
const LONGEST_START: Duration = Duration::from_mins(1);
/// How long running checks may take to end when the process stops.
const GRACE: Duration = Duration::from_secs(5);

impl Prober {
    /// Runs every check at its interval until `stop` is given.
    pub async fn follow_schedule(self: Arc<Self>, stop: CancellationToken) {
        let mut loops = JoinSet::new();
        for check in self.checks() {
            loops.spawn(Arc::clone(&self).repeat(Arc::clone(check)));
        }
        stop.cancelled().await;
        // The loops only wait for checks, which have tasks of their own.
        loops.abort_all();
        self.stop(GRACE).await;
    }

    async fn repeat(self: Arc<Self>, check: Arc<Check>) {
        let share = f64::from(random_u16()) / f64::from(u16::MAX);
        let start = Instant::now() + check.interval.min(LONGEST_START).mul_f64(share);
        let mut ticks = tokio::time::interval_at(start, check.interval);
        // A check that took longer than its interval is not made up for.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            // Somebody may have asked a moment ago, or the last turn began a little late: wait the rest.
            while let Ok(Answer::Held(_, age)) = self.ask(check.id.as_str(), Duration::MAX).await {
                tokio::time::sleep(check.min_interval.saturating_sub(age).max(Duration::from_millis(1)))
                    .await;
            }
        }
    }
}
