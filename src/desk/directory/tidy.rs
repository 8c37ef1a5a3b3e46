//! What the owner of a data directory does with the lake as it starts: remove what was replaced, keep aside
//! what no row names, tell of what is none of ours.
//!
//! Owns the rule of what may go. Only for the process that holds the lock, and before it opens a desk: an
//! object is written before the row that names it, and between the two it looks like nobody's.
//!
//! Invariants:
//! - an object goes for good only when a row says that others hold its rows, or after its days in the trash;
//! - whatever else no row names moves to `lake/trash/DATE`, if it is older than this process. An object that
//!   a row names and that lies in the trash is put back;
//! - no more than a few move by themselves ([`MOST_MOVED`], [`SHARE_MOVED`]): when much of a lake is
//!   nobody's, the catalogue is more likely to be wrong than the lake;
//! - nothing found here stops a start: a fault is said in the log, and the server answers.

use jiff::ToSpan;
use jiff::tz::TimeZone;

use super::{DataDir, DirectoryError};
use crate::catalogue::{Catalogue, Deed};
use crate::domain::clock::{is_plausible, wall};
use crate::domain::{Act, Actor, Recorded};
use crate::lake::{Key, Lake, LakeError, Stock};

/// As many objects may move whatever their share.
pub const MOST_MOVED: usize = 20;
/// More than those move only up to one in so many of all objects.
pub const SHARE_MOVED: usize = 20;
/// So many strays are named in the log; the rest is counted.
const STRAYS_NAMED: usize = 20;

/// How a lake is tidied.
#[derive(Debug, Clone)]
pub struct Tidying {
    /// Days that objects stay in the trash.
    pub trash_days: u16,
    /// Who wants all moved that no row names, however much it is.
    pub accepted_by: Option<Actor>,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Objects removed because others hold their rows.
    pub replaced: usize,
    /// Objects moved to the trash.
    pub moved: usize,
    /// Objects put back from the trash.
    pub restored: usize,
    /// Objects deleted after their days in the trash.
    pub deleted: usize,
    /// Files and folders that are none of ours.
    pub strays: usize,
    /// Objects that were to move and did not, because they were too many.
    pub refused: Option<RefusedSweep>,
}

/// A sweep that would have moved too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedSweep {
    /// Objects that no row names.
    pub unnamed: usize,
    /// Objects in the lake.
    pub all: usize,
}

impl std::fmt::Display for RefusedSweep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the catalogue names none of {} of the lake's {} objects, so none was moved. If this is the right \
             catalogue, start once with --accept-catalogue: they move to lake/trash; else put the right one back",
            self.unnamed, self.all
        )
    }
}

impl DataDir {
    /// Tidies the lake; see the module.
    ///
    /// # Errors
    /// When the catalogue cannot be read or written. What cannot be done in the lake is said in the log.
    pub async fn tidy(
        &self,
        catalogue: &Catalogue,
        lake: &Lake,
        how: Tidying,
    ) -> Result<Tidied, DirectoryError> {
        let named = catalogue.named_objects().await?;
        let replaced = catalogue.replaced_objects(Recorded(jiff::Timestamp::MAX)).await?;
        let (lake, opened, told) = (lake.clone(), self.opened, how.clone());
        let work = move || {
            let mut tidied = Tidied {
                restored: said(lake.restore(&named)).map_or(0, |all| all.len()),
                ..Tidied::default()
            };
            let gone = remove_replaced(&lake, &replaced);
            tidied.replaced = gone.len();
            if let Some(stock) = said(lake.stock()) {
                tell_strays(&stock);
                tidied.strays = stock.strays.len();
                let all = stock.objects.len();
                let unnamed: Vec<Key> = stock
                    .objects
                    .into_iter()
                    .filter(|object| !named.contains(object.key.as_str()))
                    .filter(|object| object.written.is_some_and(|written| written < opened))
                    .map(|object| object.key)
                    .collect();
                move_aside(&lake, &unnamed, all, &told, &mut tidied);
            }
            if is_plausible(wall()) {
                let oldest = today().saturating_sub(i64::from(told.trash_days).days());
                tidied.deleted = said(lake.empty_trash(oldest)).unwrap_or(0);
            }
            (tidied, gone)
        };
        let (tidied, gone) = tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| DirectoryError::Broken { problem: error.to_string() })?;
        if !gone.is_empty() {
            catalogue.forget_replaced(&gone).await?;
        }
        if let Some(actor) = how.accepted_by.filter(|_| tidied.moved > 0) {
            let detail = serde_json::json!({ "moved_to_trash": tidied.moved, "day": today() });
            catalogue
                .write_down(&[Deed { actor, act: Act::CatalogueAccepted, subject: None, detail }])
                .await?;
        }
        tell(&tidied);
        Ok(tidied)
    }
}

/// Removes objects whose rows others hold; returns the names of those that are gone.
pub(in crate::desk) fn remove_replaced(lake: &Lake, replaced: &[String]) -> Vec<String> {
    let is_gone = |name: &&String| {
        let Ok(key) = Key::new(name) else { return true };
        said(lake.remove(&key)).is_some()
    };
    replaced.iter().filter(is_gone).cloned().collect()
}

fn move_aside(lake: &Lake, unnamed: &[Key], all: usize, how: &Tidying, tidied: &mut Tidied) {
    let is_much = unnamed.len() > MOST_MOVED && unnamed.len() * SHARE_MOVED > all;
    if is_much && how.accepted_by.is_none() {
        let refused = RefusedSweep { unnamed: unnamed.len(), all };
        tracing::error!(
            unnamed = refused.unnamed,
            objects = refused.all,
            "desk.lake.sweep_refused: {refused}"
        );
        tidied.refused = Some(refused);
        return;
    }
    tidied.moved = said(lake.move_to_trash(unnamed, today())).unwrap_or(0);
}

/// The day by which the trash is kept.
fn today() -> jiff::civil::Date {
    TimeZone::UTC.to_datetime(wall()).date()
}

/// A result, or nothing and a line in the log.
fn said<T>(result: Result<T, LakeError>) -> Option<T> {
    result.inspect_err(|error| tracing::error!(%error, "desk.lake.not_tidied")).ok()
}

fn tell_strays(stock: &Stock) {
    for path in stock.strays.iter().take(STRAYS_NAMED) {
        tracing::warn!(path = %path.display(), "desk.lake.stray: none of ours, left where it is");
    }
    if stock.strays.len() > STRAYS_NAMED {
        tracing::warn!(more = stock.strays.len() - STRAYS_NAMED, "desk.lake.stray: and more");
    }
}

fn tell(tidied: &Tidied) {
    let Tidied { replaced, moved, restored, deleted, .. } = *tidied;
    if replaced + moved + restored + deleted > 0 {
        tracing::info!(replaced, moved, restored, deleted, "desk.lake.tidied");
    }
}
