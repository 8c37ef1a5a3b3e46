//! A cache bounded by bytes, that loads each value once however many ask for it.
//!
//! The lock is held for the look-up only, never while a value is loaded. What was used longest ago
//! goes first; a value larger than the whole bound is handed out and not kept.
//!
//! Invariants: an entry counts with its key and its slot, however small its value; what was begun and not
//! loaded, because it failed or because those who waited for it have left, leaves no entry behind.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;

/// See the module.
pub(super) struct Bounded<K, V> {
    most_bytes: usize,
    /// Bytes of a key beside its own size: what it points to.
    weigh_key: fn(&K) -> usize,
    slots: Mutex<Slots<K, V>>,
}

struct Slots<K, V> {
    by_key: HashMap<K, Slot<V>>,
    bytes: usize,
    clock: u64,
}

struct Slot<V> {
    value: Arc<OnceCell<Arc<V>>>,
    /// Of the entry, its value included once that is there.
    bytes: usize,
    /// Whether the value is counted: only then may it go.
    is_loaded: bool,
    used: u64,
}

/// One who waits for a value: who leaves last without one takes the entry away.
struct Waiting<'a, K: Eq + Hash + Clone, V> {
    cache: &'a Bounded<K, V>,
    key: &'a K,
    cell: Arc<OnceCell<Arc<V>>>,
}

impl<K: Eq + Hash + Clone, V> Drop for Waiting<'_, K, V> {
    fn drop(&mut self) {
        if self.cell.initialized() {
            return;
        }
        let mut slots = self.cache.lock();
        let cell = std::mem::take(&mut self.cell);
        let is_its = slots.by_key.get(self.key).is_some_and(|slot| Arc::ptr_eq(&slot.value, &cell));
        drop(cell);
        // Others are counted under the same lock, so the last one sees that it is the last.
        let is_last = |slot: &Slot<V>| Arc::strong_count(&slot.value) == 1 && !slot.is_loaded;
        if is_its && slots.by_key.get(self.key).is_some_and(is_last) {
            slots.remove(self.key);
        }
    }
}

impl<K: Eq + Hash, V> Slots<K, V> {
    fn remove(&mut self, key: &K) {
        if let Some(slot) = self.by_key.remove(key) {
            self.bytes -= slot.bytes;
        }
    }
}

impl<K: Eq + Hash + Clone, V> Bounded<K, V> {
    /// Bytes of an entry beside what its key points to and its value: the value's cell is counted in it, and
    /// the words around it and in the table of slots.
    const ENTRY: usize =
        size_of::<K>() + size_of::<Slot<V>>() + size_of::<OnceCell<Arc<V>>>() + size_of::<[usize; 8]>();

    /// A cache of at most `most_bytes`; `weigh_key` says how many a key takes beside its own size.
    pub(super) fn new(most_bytes: usize, weigh_key: fn(&K) -> usize) -> Self {
        let slots = Slots { by_key: HashMap::new(), bytes: 0, clock: 0 };
        Self { most_bytes, weigh_key, slots: Mutex::new(slots) }
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
        let waiting = Waiting { cache: self, key, cell: self.slot(key) };
        self.load(key, &waiting.cell, weigh, load).await
    }

    async fn load<E>(
        &self,
        key: &K,
        cell: &Arc<OnceCell<Arc<V>>>,
        weigh: impl FnOnce(&V) -> usize,
        load: impl Future<Output = Result<V, E>>,
    ) -> Result<Arc<V>, E> {
        if let Some(value) = cell.get() {
            return Ok(Arc::clone(value));
        }
        let value = cell.get_or_try_init(|| async { load.await.map(Arc::new) }).await?;
        self.settle(key, cell, weigh(value));
        Ok(Arc::clone(value))
    }

    /// The value of a key where it is there.
    pub(super) fn kept(&self, key: &K) -> Option<Arc<V>> {
        let mut slots = self.lock();
        slots.clock += 1;
        let now = slots.clock;
        let slot = slots.by_key.get_mut(key)?;
        let value = slot.value.get().map(Arc::clone)?;
        slot.used = now;
        Some(value)
    }

    /// Bytes held now.
    pub(super) fn bytes(&self) -> usize {
        self.lock().bytes
    }

    fn slot(&self, key: &K) -> Arc<OnceCell<Arc<V>>> {
        let mut slots = self.lock();
        slots.clock += 1;
        let now = slots.clock;
        if let Some(slot) = slots.by_key.get_mut(key) {
            slot.used = now;
            return Arc::clone(&slot.value);
        }
        let (value, bytes) = (Arc::new(OnceCell::new()), Self::ENTRY + (self.weigh_key)(key));
        let slot = Slot { value: Arc::clone(&value), bytes, is_loaded: false, used: now };
        slots.by_key.insert(key.clone(), slot);
        slots.bytes += bytes;
        value
    }

    /// Counts a value that has just been loaded, and makes room.
    fn settle(&self, key: &K, cell: &Arc<OnceCell<Arc<V>>>, bytes: usize) {
        let mut slots = self.lock();
        let Some(slot) = slots.by_key.get_mut(key) else { return };
        if slot.is_loaded || !Arc::ptr_eq(&slot.value, cell) {
            return;
        }
        slot.is_loaded = true;
        slot.bytes += bytes;
        slots.bytes += bytes;
        while slots.bytes > self.most_bytes {
            let oldest = slots
                .by_key
                .iter()
                .filter(|(_, slot)| slot.is_loaded)
                .min_by_key(|(_, slot)| slot.used)
                .map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            slots.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const ENTRY: usize = Bounded::<u32, u32>::ENTRY;

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
        let (cache, loads) = (Bounded::new(100 + 2 * ENTRY, |_| 0), AtomicUsize::new(0));
        let (a, b) = tokio::join!(get(&cache, 1, &loads), get(&cache, 1, &loads));
        assert_eq!((a, b, loads.load(Ordering::SeqCst)), (10, 10, 1));
        get(&cache, 2, &loads).await;
        get(&cache, 1, &loads).await;
        get(&cache, 3, &loads).await; // 2 goes
        assert_eq!((cache.bytes(), loads.load(Ordering::SeqCst)), (80 + 2 * ENTRY, 3));
        get(&cache, 1, &loads).await;
        assert_eq!(loads.load(Ordering::SeqCst), 3);
        get(&cache, 2, &loads).await;
        assert_eq!(loads.load(Ordering::SeqCst), 4);
    }

    #[tokio::test]
    async fn a_failure_is_tried_again_and_leaves_nothing() {
        let cache = Bounded::<u32, u32>::new(1 << 20, |_| 0);
        assert!(cache.get(&1, |_| 1, async { Err::<u32, _>("no") }).await.is_err());
        assert_eq!((cache.bytes(), cache.lock().by_key.len()), (0, 0));
        assert_eq!(*cache.get(&1, |_| 1, async { Ok::<_, &str>(5) }).await.expect("loads"), 5);
        assert_eq!(cache.bytes(), 1 + ENTRY);
    }

    #[tokio::test]
    async fn entries_count_with_their_keys_however_small_their_values() {
        let cache = Bounded::<String, ()>::new(64 << 10, String::len);
        for at in 0..10_000 {
            let key = format!("{at:0200}");
            cache.get(&key, |()| 0, async { Ok::<_, String>(()) }).await.expect("loads");
        }
        assert!(cache.bytes() <= 64 << 10);
        let kept = cache.lock().by_key.len();
        assert!((1..(64 << 10) / 200).contains(&kept), "{kept}");
    }

    #[tokio::test]
    async fn loads_that_all_have_left_leave_no_entry() {
        let cache = Bounded::<u32, u32>::new(1 << 20, |_| 0);
        let wait = || Box::pin(cache.get(&7, |_| 4, std::future::pending::<Result<u32, String>>()));
        let (mut first, mut second) = (wait(), wait());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(first.as_mut().poll(&mut context).is_pending());
        assert!(second.as_mut().poll(&mut context).is_pending());
        drop(first);
        assert_eq!(cache.lock().by_key.len(), 1, "another waits");
        drop(second);
        assert_eq!((cache.bytes(), cache.lock().by_key.len()), (0, 0));
    }
}
