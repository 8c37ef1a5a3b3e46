//! What runs in the background: told to stop together, waited for together, and named where it does not end.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Background tasks under one signal to stop.
#[derive(Debug, Clone, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
    running: Arc<Mutex<Running>>,
}

/// Which tasks run, by a number of their own.
#[derive(Debug, Default)]
struct Running {
    next: u64,
    names: BTreeMap<u64, &'static str>,
}

/// Takes a task off the list, however it ends.
struct Listed {
    running: Arc<Mutex<Running>>,
    number: u64,
}

impl Listed {
    fn new(running: &Arc<Mutex<Running>>, name: &'static str) -> Self {
        let mut list = running.lock().unwrap_or_else(PoisonError::into_inner);
        let number = list.next;
        list.next += 1;
        list.names.insert(number, name);
        Self { running: Arc::clone(running), number }
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).names.remove(&self.number);
    }
}

impl Tasks {
    /// The signal to stop, for tasks that end by themselves once it is given.
    pub fn stopping(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Runs a task that ends by itself soon after the signal.
    pub fn spawn(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let listed = Listed::new(&self.running, name);
        self.tracker.spawn(async move {
            let _listed = listed;
            if AssertUnwindSafe(task).catch_unwind().await.is_err() {
                tracing::error!(task = name, "instance.task.fell_over: it runs no more until the next start");
            }
        });
    }

    /// Runs a loop that is dropped at the signal, wherever it waits.
    pub fn spawn_until_stopped(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stopping();
        self.spawn(name, async move {
            stop.run_until_cancelled(task).await;
        });
    }

    /// Gives the signal and waits until all have ended, at most `grace`. Those that have not, by name.
    pub async fn finish(&self, grace: Duration) -> Vec<&'static str> {
        self.stop.cancel();
        self.tracker.close();
        if tokio::time::timeout(grace, self.tracker.wait()).await.is_ok() {
            return Vec::new();
        }
        let late: Vec<&'static str> =
            self.running.lock().unwrap_or_else(PoisonError::into_inner).names.values().copied().collect();
        for task in &late {
            tracing::error!(
                task,
                grace_seconds = grace.as_secs(),
                "instance.task.late: did not end when told to"
            );
        }
        late
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[tokio::test]
    async fn what_ends_when_told_is_waited_for_and_what_does_not_is_named() {
        let tasks = Tasks::default();
        let is_done = Arc::new(AtomicBool::new(false));
        let (stop, done) = (tasks.stopping(), Arc::clone(&is_done));
        tasks.spawn("a last batch", async move {
            stop.cancelled().await;
            tokio::time::sleep(Duration::from_millis(50)).await;
            done.store(true, Ordering::SeqCst);
        });
        tasks.spawn_until_stopped("a loop", std::future::pending());
        assert_eq!(tasks.finish(Duration::from_secs(10)).await, Vec::<&str>::new());
        assert!(is_done.load(Ordering::SeqCst), "it came to its end");

        let tasks = Tasks::default();
        tasks.spawn("one that ended", async {});
        tasks.spawn("one that hears nothing", std::future::pending());
        assert_eq!(tasks.finish(Duration::from_millis(100)).await, ["one that hears nothing"]);
    }

    #[tokio::test]
    async fn one_that_falls_over_takes_no_other_with_it() {
        let tasks = Tasks::default();
        tasks.spawn("a faulty one", async { panic!("as tests do") });
        tasks.spawn_until_stopped("a loop", std::future::pending());
        assert_eq!(tasks.finish(Duration::from_secs(10)).await, Vec::<&str>::new());
    }
}
