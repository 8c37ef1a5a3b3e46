//! What is found damaged on the way, until the publisher is told.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

use crate::domain::DamagedObject;

/// What was found damaged while something else was done, until the publisher is told.
#[derive(Debug, Default)]
pub(super) struct Found {
    objects: Mutex<BTreeMap<DamagedObject, String>>,
    added: Notify,
}

impl Found {
    /// Adds an object, with what is wrong for the log.
    pub(super) fn add(&self, object: DamagedObject, problem: String) {
        tracing::error!(object = object.object, kind = %object.kind, of = ?object.of, problem, "desk.damaged");
        self.objects.lock().unwrap_or_else(PoisonError::into_inner).insert(object, problem);
        self.added.notify_one();
    }

    /// Everything found since this was last asked.
    pub(super) fn take(&self) -> Vec<(DamagedObject, String)> {
        let mut found = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *found).into_iter().collect()
    }

    /// Waits until something is found.
    pub(super) async fn added(&self) {
        self.added.notified().await;
    }
}
