//! What a server does about damage while it serves: it looks for it once a day, and heals what it can.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use crate::desk::care::{Healed, ScrubProgress};
use crate::desk::{Desk, DeskError, Spool};
use crate::domain::{DamageCause, DamagedKind, DamagedOf, FilingId, causes};
use crate::metrics::Metrics;
use crate::snapshot::Publisher;

/// How long after its start a server begins its first scrub: what is published was compared at start.
const FIRST_SCRUB: Duration = Duration::from_mins(5);
/// How often every object is compared with its name.
const SCRUB_EVERY: Duration = Duration::from_hours(24);
/// How many times as long as it reads a scrub rests: a fifth of one core at most.
const REST: u32 = 4;

/// Scrubs and heals until it is stopped.
pub(super) async fn care(desk: Desk, publisher: Arc<Publisher>, metrics: Arc<Metrics>, spool: Spool) {
    let mut published = publisher.subscribe();
    let mut scrub_at = tokio::time::Instant::now() + FIRST_SCRUB;
    let mut tried = HashSet::new();
    loop {
        heal(&desk, &publisher, &spool, &mut tried).await;
        tokio::select! {
            changed = published.changed() => if changed.is_err() { return },
            () = desk.damage_found() => publisher.note_damaged(desk.take_damaged()),
            () = tokio::time::sleep_until(scrub_at) => {
                if let Err(error) = scrub(&desk, &publisher, &metrics).await {
                    tracing::warn!(error = %causes(&error), "cannot scrub the lake");
                }
                scrub_at = tokio::time::Instant::now() + SCRUB_EVERY;
                tried.clear();
            }
        }
    }
}

/// Makes the rows again of filings that are damaged, once each until the next scrub.
async fn heal(desk: &Desk, publisher: &Publisher, spool: &Spool, tried: &mut HashSet<FilingId>) {
    let snapshot = publisher.current();
    for object in snapshot.damage().objects() {
        let DamagedOf::Filing { filing: id, operator, as_of, .. } = &object.of else { continue };
        // An intact object that is not what its row says is no damage that an original could heal.
        let is_curable = object.kind == DamagedKind::Filing && object.cause != DamageCause::Mismatched;
        if !is_curable || !tried.insert(id.clone()) {
            continue;
        }
        let Some((filing, _)) = snapshot.filings().get(id) else { continue };
        match desk.heal(filing, spool).await {
            Ok(Healed::Yes) => {}
            Ok(Healed::No(why)) => tracing::error!(
                filing = %id, %operator, %as_of, why,
                "damaged and not healed: file the same file again"
            ),
            Err(DeskError::Closed) => return,
            Err(error) => {
                tracing::error!(filing = %id, %operator, %as_of, error = %causes(&error), "damaged and not healed");
            }
        }
    }
}

async fn scrub(desk: &Desk, publisher: &Publisher, metrics: &Arc<Metrics>) -> Result<(), DeskError> {
    let told = Arc::clone(metrics);
    let watcher = move |progress: ScrubProgress| {
        told.scrub().advanced(progress.objects, progress.of);
    };
    let found = desk.scrub(REST, Arc::new(watcher)).await?;
    metrics.scrub().completed(jiff::Timestamp::now());
    tracing::info!(intact = found.intact.len(), damaged = found.damaged.len(), "scrubbed");
    publisher.forget_damaged(&found.intact.iter().map(String::as_str).collect::<BTreeSet<_>>());
    publisher.note_damaged(found.damaged);
    Ok(())
}
