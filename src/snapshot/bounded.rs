//! A cache bounded by bytes, that loads each value once however many ask for it.
//!
//! The lock is held for the look-up only, never while a value is loaded. What was used longest ago
//! goes first; a value larger than the whole bound is handed out and not kept.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;

/// See the module.
pub(super) struct Bounded<K, V> {
    most_bytes: usize,
    slots: Mutex<Slots<K, V>>,
}

struct Slots<K, V> {
    by_key: HashMap<K, Slot<V>>,
    bytes: usize,
    clock: u64,
}

struct Slot<V> {
    value: Arc<OnceCell<Arc<V>>>,
    /// 0 until the value is there.
    bytes: usize,
    used: u64,
}

impl<K: Eq + Hash + Clone, V> Bounded<K, V> {
    /// A cache of at most so many bytes.
    pub(super) fn new(most_bytes: usize) -> Self {
        let slots = Slots { by_key: HashMap::new(), bytes: 0, clock: 0 };
        Self { most_bytes, slots: Mutex::new(slots) }
    }

    fn lock(&self) -> MutexGuard<'_, Slots<K, V>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value of a key, loaded if it is not there; `weigh` says how many bytes it takes.
    pub(super) async fn get<E>(
        &self,
        key: &K,
        weigh: impl FnOnce(&V) -> usize,
        load: impl Future<Output = Result<V, E>>,
    ) -> Result<Arc<V>, E> {
        let cell = self.slot(key);
        if let Some(value) = cell.get() {
            return Ok(Arc::clone(value));
        }
        let value = cell.get_or_try_init(|| async { load.await.map(Arc::new) }).await;
        match value {
            Ok(value) => {
                self.settle(key, &cell, weigh(value));
                Ok(Arc::clone(value))
            }
            Err(error) => {
                self.forget(key);
                Err(error)
            }
        }
    }

    /// Bytes held now.
    pub(super) fn bytes(&self) -> usize {
        self.lock().bytes
    }

    fn slot(&self, key: &K) -> Arc<OnceCell<Arc<V>>> {
        let mut slots = self.lock();
        slots.clock += 1;
        let now = slots.clock;
        let slot = slots.by_key.entry(key.clone()).or_insert_with(|| Slot {
            value: Arc::new(OnceCell::new()),
            bytes: 0,
            used: now,
        });
        slot.used = now;
        Arc::clone(&slot.value)
    }

    /// Counts a value that has just been loaded, and makes room.
    fn settle(&self, key: &K, cell: &Arc<OnceCell<Arc<V>>>, bytes: usize) {
        let mut slots = self.lock();
        let Some(slot) = slots.by_key.get_mut(key) else { return };
        if slot.bytes != 0 || !Arc::ptr_eq(&slot.value, cell) {
            return;
        }
        slot.bytes = bytes.max(1);
        slots.bytes += bytes.max(1);
        while slots.bytes > self.most_bytes {
            let oldest = slots
                .by_key
                .iter()
                .filter(|(_, slot)| slot.bytes > 0)
                .min_by_key(|(_, slot)| slot.used)
                .map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            if let Some(slot) = slots.by_key.remove(&oldest) {
                slots.bytes -= slot.bytes;
            }
        }
    }

    fn forget(&self, key: &K) {
        let mut slots = self.lock();
        if slots.by_key.get(key).is_some_and(|slot| slot.bytes == 0 && !slot.value.initialized()) {
            slots.by_key.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    async fn get(cache: &Bounded<u32, u32>, key: u32, loads: &AtomicUsize) -> u32 {
        let load = async {
            loads.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            Ok::<u32, String>(key * 10)
        };
        *cache.get(&key, |_| 40, load).await.expect("loads")
    }

    #[tokio::test]
    async fn each_value_is_loaded_once_and_the_oldest_goes_first() {
        let (cache, loads) = (Bounded::new(100), AtomicUsize::new(0));
        let (a, b) = tokio::join!(get(&cache, 1, &loads), get(&cache, 1, &loads));
        assert_eq!((a, b, loads.load(Ordering::SeqCst)), (10, 10, 1));
        get(&cache, 2, &loads).await;
        get(&cache, 1, &loads).await;
        get(&cache, 3, &loads).await; // 2 goes
        assert_eq!((cache.bytes(), loads.load(Ordering::SeqCst)), (80, 3));
        get(&cache, 1, &loads).await;
        assert_eq!(loads.load(Ordering::SeqCst), 3);
        get(&cache, 2, &loads).await;
        assert_eq!(loads.load(Ordering::SeqCst), 4);
    }

    #[tokio::test]
    async fn a_failure_is_tried_again() {
        let cache = Bounded::<u32, u32>::new(100);
        assert!(cache.get(&1, |_| 1, async { Err::<u32, _>("no") }).await.is_err());
        assert_eq!(*cache.get(&1, |_| 1, async { Ok::<_, &str>(5) }).await.expect("loads"), 5);
    }
}
