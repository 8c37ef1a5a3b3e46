//! Results on their way to be kept: gathered for a while, handed over as one batch.
//!
//! A batch becomes objects in a lake, so a row at a time would litter it. What cannot be handed over is
//! kept for the next time, up to a bound; then the oldest go, and the log says how many.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::config::Check;
use super::outcome::Outcome;
use super::prober::Sink;
use super::rows::measurement;
use crate::desk::Desk;
use crate::domain::{NewMeasurement, causes};

/// Rows that wait at most: a day of 70 checks a minute.
const WAITING: usize = 100_000;

/// Keeps measurements for good.
pub trait MeasurementSink: Send + Sync {
    /// Keeps a batch wholly or not at all; the same rows again change nothing.
    ///
    /// # Errors
    /// When it cannot, with the reason in words.
    fn keep(&self, rows: Vec<NewMeasurement>) -> BoxFuture<'_, Result<(), String>>;
}

impl MeasurementSink for Desk {
    fn keep(&self, rows: Vec<NewMeasurement>) -> BoxFuture<'_, Result<(), String>> {
        // A name that these rows alone have. Rows that wait are handed over again with others, under
        // another name: the desk then knows the tests by their own ids.
        let times = || rows.iter().map(|row| row.at);
        let (first, last) = (times().min().unwrap_or_default(), times().max().unwrap_or_default());
        let name = format!("probes/{}-{}-{}", first.as_millisecond(), last.as_millisecond(), rows.len());
        Box::pin(
            async move { self.measure_all(&name, rows).await.map_err(|error| causes(&error).to_string()) },
        )
    }
}

/// Gathers the measurements in results.
#[derive(Debug, Default)]
pub struct MeasurementBuffer(Mutex<Vec<NewMeasurement>>);

impl Sink for MeasurementBuffer {
    fn take(&self, check: &Check, outcome: &Outcome) {
        if let Some(row) = measurement(check, outcome) {
            self.add(vec![row]);
        }
    }
}

impl MeasurementBuffer {
    /// Hands over what was gathered at an interval, and once more when `stop` is given.
    pub async fn follow(
        self: Arc<Self>,
        sink: Arc<dyn MeasurementSink>,
        every: Duration,
        stop: CancellationToken,
    ) {
        let mut ticks = tokio::time::interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let stopped = tokio::select! {
                _ = ticks.tick() => false,
                () = stop.cancelled() => true,
            };
            self.hand_over(sink.as_ref()).await;
            if stopped {
                return;
            }
        }
    }

    async fn hand_over(&self, sink: &dyn MeasurementSink) {
        let rows = std::mem::take(&mut *self.rows());
        if rows.is_empty() {
            return;
        }
        let count = rows.len();
        match sink.keep(rows.clone()).await {
            Ok(()) => tracing::debug!(rows = count, "measurements of probes kept"),
            Err(error) => {
                tracing::error!(rows = count, error, "measurements of probes cannot be kept, and wait");
                self.add(rows);
            }
        }
    }

    fn add(&self, mut more: Vec<NewMeasurement>) {
        let mut rows = self.rows();
        rows.append(&mut more);
        if let Some(excess) = rows.len().checked_sub(WAITING + 1) {
            rows.sort_by_key(|row| row.at);
            rows.drain(..=excess);
            tracing::error!(rows = excess + 1, "measurements of probes are lost: too many wait to be kept");
        }
    }

    fn rows(&self) -> MutexGuard<'_, Vec<NewMeasurement>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::domain::{LonLat, OperatorId, ProbeId, SourceId, TechnologyId};

    #[derive(Default)]
    struct Shelf {
        broken: AtomicBool,
        kept: Mutex<Vec<Vec<NewMeasurement>>>,
    }

    impl MeasurementSink for Shelf {
        fn keep(&self, rows: Vec<NewMeasurement>) -> BoxFuture<'_, Result<(), String>> {
            Box::pin(async move {
                if self.broken.load(Ordering::Relaxed) {
                    return Err("no room".to_owned());
                }
                self.kept.lock().unwrap().push(rows);
                Ok(())
            })
        }
    }

    fn row(second: i64) -> NewMeasurement {
        NewMeasurement {
            test_id: format!("ping-{second}"),
            at: jiff::Timestamp::from_second(second).unwrap(),
            position: LonLat { lon: -6.8, lat: 34.0 },
            operator: OperatorId::new("atlas").unwrap(),
            technology: TechnologyId::new("fibre").unwrap(),
            source: SourceId::new("probe-icmp").unwrap(),
            probe: Some(ProbeId::new("here").unwrap()),
            method: None,
            download: None,
            upload: None,
            latency_ms: Some(1.0),
            jitter_ms: None,
            loss: Some(0.0),
        }
    }

    #[tokio::test]
    async fn what_cannot_be_kept_waits_and_nothing_is_kept_twice() {
        let (gathered, shelf) = (Arc::new(MeasurementBuffer::default()), Arc::new(Shelf::default()));
        gathered.add(vec![row(1), row(2)]);
        shelf.broken.store(true, Ordering::Relaxed);
        gathered.hand_over(shelf.as_ref()).await;
        gathered.add(vec![row(3)]);
        shelf.broken.store(false, Ordering::Relaxed);
        let stop = CancellationToken::new();
        stop.cancel();
        let shelved = Arc::clone(&shelf) as Arc<dyn MeasurementSink>;
        Arc::clone(&gathered).follow(shelved, Duration::from_hours(1), stop).await;
        let kept = shelf.kept.lock().unwrap().concat();
        let ids: Vec<&str> = kept.iter().map(|row| row.test_id.as_str()).collect();
        assert_eq!(ids, ["ping-1", "ping-2", "ping-3"]);
    }

    #[test]
    fn the_oldest_go_when_too_many_wait() {
        let gathered = MeasurementBuffer::default();
        gathered.add((0..WAITING as i64).map(row).collect());
        gathered.add(vec![row(-5), row(WAITING as i64)]);
        let rows = gathered.rows();
        assert_eq!(rows.len(), WAITING);
        assert_eq!(rows[0].at.as_second(), 1);
    }
}
