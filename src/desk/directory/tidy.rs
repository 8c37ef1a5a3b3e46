//! What the owner of a data directory does with the lake as it starts: remove what was replaced, keep aside
//! what no row names, tell of what is none of ours.
//!
//! Owns the rule of what may go. Only for the process that holds the lock, and before it opens a desk: an
//! object is written before the row that names it, and between the two it looks unnamed.
//!
//! Invariants:
//! - an object goes for good only when a row says that others hold its rows and those others are what their
//!   names say, or after its days in the trash;
//! - the trash is emptied only while the clock is within those days of the last event recorded: a clock that
//!   runs years ahead at one start deletes nothing. A day's folder is never dated before that event;
//! - whatever else no row names moves to `lake/trash/DATE`, if it is older than this process. An object that
//!   a row names and that lies in the trash is put back;
//! - no more than a few move by themselves ([`MOST_MOVED`], [`SHARE_MOVED`]): when much of a lake is
//!   unnamed, the catalogue is more likely to be wrong than the lake;
//! - nothing found here stops a start: a fault is said in the log, and the server answers.

use std::collections::HashSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{DataDir, DirectoryError};
use crate::catalogue::{AuditEntry, Catalogue};
use crate::domain::clock::{is_plausible, wall};
use crate::domain::{Act, Actor, Recorded, causes};
use crate::lake::{Key, Lake, LakeError, Stock};

/// As many objects may move whatever their share.
pub const MOST_MOVED: usize = 20;
/// More than those move only up to one in this many of all objects.
pub const SHARE_MOVED: usize = 20;
/// How many strays are named in the log; the rest is counted.
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
        // Replaced by merging: on record, and removed once what holds their rows was read.
        let replaced: HashSet<String> =
            catalogue.replaced_objects(Recorded(Timestamp::MAX)).await?.into_iter().collect();
        let newest = catalogue.newest_recorded().await?.map(|event| event.0);
        let day = newest.map_or_else(today, |newest| today().max(date(newest)));
        let (lake, opened, told) = (lake.clone(), self.opened, how.clone());
        let work = move || {
            let mut tidied = Tidied {
                restored: said(lake.restore(&named)).map_or(0, |all| all.len()),
                ..Tidied::default()
            };
            if let Some(stock) = said(lake.stock()) {
                tell_strays(&stock);
                tidied.strays = stock.strays.len();
                let all = stock.objects.len();
                let unnamed: Vec<Key> = stock
                    .objects
                    .into_iter()
                    .filter(|object| !named.contains(object.key.as_str()))
                    .filter(|object| !replaced.contains(object.key.as_str()))
                    .filter(|object| object.written.is_some_and(|written| written < opened))
                    .map(|object| object.key)
                    .collect();
                move_aside(&lake, &unnamed, (all, day), &told, &mut tidied);
            }
            if may_empty(wall(), newest, told.trash_days) {
                let oldest = today().saturating_sub(i64::from(told.trash_days).days());
                tidied.deleted = said(lake.empty_trash(oldest)).unwrap_or(0);
            } else {
                tracing::info!(
                    clock = %wall(), trash_days = told.trash_days,
                    "desk.lake.trash_kept: nothing was recorded within the trash's days before the clock, which may \
                     run ahead"
                );
            }
            tidied
        };
        let tidied = tokio::task::spawn_blocking(work).await.map_err(DirectoryError::Broken)?;
        if let Some(actor) = how.accepted_by.filter(|_| tidied.moved > 0) {
            let detail = serde_json::json!({ "moved_to_trash": tidied.moved, "day": day });
            catalogue
                .append(&[AuditEntry { actor, act: Act::CatalogueAccepted, subject: None, detail }])
                .await?;
        }
        tell(&tidied);
        Ok(tidied)
    }
}

/// Whether what lay its days in the trash may go: the clock is plausible, and no further than those days past
/// the newest event that was recorded.
fn may_empty(wall: Timestamp, newest: Option<Timestamp>, days: u16) -> bool {
    let days = SignedDuration::from_hours(24 * i64::from(days).max(1));
    is_plausible(wall) && newest.is_some_and(|newest| wall.duration_since(newest) <= days)
}

/// Removes objects whose rows `holders` hold, if all of those are what their names say: until then the
/// replaced ones are the only good copy. Returns the names of those that are gone.
pub(in crate::desk) fn remove_replaced(lake: &Lake, replaced: &[String], holders: &[String]) -> Vec<String> {
    for name in holders {
        let intact = Key::new(name).map_err(|error| causes(&error).to_string()).and_then(|key| {
            // Compared once per process, or anew where the file is another since.
            lake.open_local(&key).map(drop).map_err(|error| causes(&error).to_string())
        });
        if let Err(problem) = intact {
            tracing::error!(object = name, problem, "desk.lake.replaced_kept: what merging replaced stays");
            return Vec::new();
        }
    }
    let is_gone = |name: &&String| {
        let Ok(key) = Key::new(name) else { return true };
        said(lake.remove(&key)).is_some()
    };
    replaced.iter().filter(is_gone).cloned().collect()
}

fn move_aside(lake: &Lake, unnamed: &[Key], (all, day): (usize, Date), how: &Tidying, tidied: &mut Tidied) {
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
    tidied.moved = said(lake.move_to_trash(unnamed, day)).unwrap_or(0);
}

/// The day by which the trash is kept.
fn today() -> jiff::civil::Date {
    date(wall())
}

fn date(instant: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(instant).date()
}

/// A result, or nothing and a line in the log.
fn said<T>(result: Result<T, LakeError>) -> Option<T> {
    result.inspect_err(|error| tracing::error!(error = %causes(error), "desk.lake.not_tidied")).ok()
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
    let Tidied { moved, restored, deleted, .. } = *tidied;
    if moved + restored + deleted > 0 {
        tracing::info!(moved, restored, deleted, "desk.lake.tidied");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_runs_ahead_at_one_start_empties_no_trash() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let newest = Some(at("2026-11-28T10:00:00Z"));
        assert!(may_empty(at("2026-12-20T10:00:00Z"), newest, 30));
        assert!(!may_empty(at("2031-01-01T00:00:00Z"), newest, 30), "ahead of all that was recorded");
        assert!(!may_empty(at("2026-12-20T10:00:00Z"), None, 30), "nothing says that the clock is right");
        assert!(!may_empty(at("1999-01-01T00:00:00Z"), newest, 30));
    }

    #[test]
    fn what_merging_replaced_stays_while_what_holds_its_rows_is_damaged() {
        let dir = tempfile::tempdir().expect("a folder");
        let lake = Lake::open(dir.path()).expect("opens");
        let name = |letter: &str| format!("measurements/{}.parquet", letter.repeat(64));
        for letter in ["a", "b"] {
            std::fs::write(dir.path().join(name(letter)), "not what the name says").expect("writes");
        }
        assert!(remove_replaced(&lake, &[name("a")], &[name("b")]).is_empty());
        assert!(dir.path().join(name("a")).is_file());
        assert_eq!(remove_replaced(&lake, &[name("a")], &[]), [name("a")]);
    }
}
