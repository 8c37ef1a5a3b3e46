//! Where the mark of a catalogue goes: beside the objects of its lake.

use crate::domain::{CatalogueMark, causes};

/// Writes a mark where it lasts; runs on a thread that may block.
type WriteMark = dyn Fn(&CatalogueMark) -> std::io::Result<()> + Send + Sync;

/// Where marks go, and how far the last one is.
pub struct Marker {
    write: std::sync::Arc<WriteMark>,
    marked: tokio::sync::Mutex<Option<CatalogueMark>>,
}

impl std::fmt::Debug for Marker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Marker")
    }
}

impl Marker {
    /// A marker that writes with this.
    pub fn new(write: impl Fn(&CatalogueMark) -> std::io::Result<()> + Send + Sync + 'static) -> Self {
        Self { write: std::sync::Arc::new(write), marked: tokio::sync::Mutex::new(None) }
    }

    /// Writes a mark, unless a later one was written.
    pub(super) async fn write(&self, mark: CatalogueMark) {
        let mut marked = self.marked.lock().await;
        let is_old = |last: &CatalogueMark| last.id == mark.id && last.progress() >= mark.progress();
        if marked.as_ref().is_some_and(is_old) {
            return;
        }
        let (write, told) = (std::sync::Arc::clone(&self.write), mark.clone());
        match tokio::task::spawn_blocking(move || write(&told)).await {
            Ok(Ok(())) => *marked = Some(mark),
            // What was committed stands; a lower mark refuses nothing.
            Ok(Err(error)) => tracing::error!(error = %causes(&error), "catalogue.mark.not_written"),
            Err(error) => tracing::error!(error = %causes(&error), "catalogue.mark.not_written"),
        }
    }
}
