//! The clock of `recorded` instants: what it gives, when it refuses, and how what it gave wrongly is put right.
//!
//! Filings, withdrawals and lists of places share one clock that never repeats and never runs back, so that "what was known
//! at" has one answer for ever. It follows the machine's clock. Once that ran ahead, one event of 2031 would
//! place everything until 2031 after it, and every `known_at` of those years would show nothing of them.
//! Therefore:
//!
//! - nothing is recorded by a machine whose clock cannot be right ([`crate::domain::clock::is_plausible`]),
//!   nor more than [`MOST_AHEAD`] ahead of it: the error names the repair;
//! - a repair changes no row: it appends, for each event that lies ahead, the instant that stands for it
//!   from then on. Ids and receipts stay as they were given. The order of events stays, strictly;
//! - a `known_at` that was given before the repair means what it meant: the very instants that were
//!   corrected, and those between them, show the same events as before ([`Corrections::resolve`]); any
//!   instant beyond shows all, as the future always did.
//!
//! The instants that stand for wrong ones lie just before the repair: whatever was answered for a `known_at`
//! before it, without those events, is answered again.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite, Transaction};

use super::audit::AuditEntry;
use super::{Catalogue, CatalogueError, recorded};
use crate::domain::clock::is_plausible;
use crate::domain::{Act, Actor, Recorded};

pub use crate::domain::clock::MOST_AHEAD;

/// How far a catalogue's last event lies ahead of the present; zero where it does not.
pub fn ahead(last: Option<Recorded>, present: Timestamp) -> SignedDuration {
    last.map_or(SignedDuration::ZERO, |last| last.0.duration_since(present)).max(SignedDuration::ZERO)
}

/// Refuses to record after an event that lies too far ahead.
pub(super) fn refuse_ahead(last: Option<Recorded>, present: Recorded) -> Result<(), CatalogueError> {
    match last {
        Some(last) if ahead(Some(last), present.0) > MOST_AHEAD => {
            Err(CatalogueError::ClockAhead { last, present })
        }
        _ => Ok(()),
    }
}

/// Events whose instants were corrected, and what a `known_at` from before then means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// As recorded, and what stands for it.
    of: BTreeMap<Recorded, Corrected>,
    /// Whether the present has come to where the wrong instants begin: from then on, those between two of
    /// them are instants like any other.
    is_past: bool,
}

/// The instant that stands for a wrong one, and the repair it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Corrected {
    instant: Recorded,
    repaired: Recorded,
}

impl Corrections {
    /// The instant at which exactly the events are known that were known at this one before the repair.
    pub fn resolve(&self, known_at: Recorded) -> Recorded {
        if let Some(corrected) = self.of.get(&known_at) {
            return corrected.instant;
        }
        let before = self.of.range(..known_at).next_back().map(|(_, corrected)| corrected);
        let after = self.of.range(known_at..).next().map(|(_, corrected)| corrected);
        match (before, after) {
            (Some(before), Some(after)) if before.repaired == after.repaired && !self.is_past => {
                before.instant
            }
            _ => known_at,
        }
    }
}

/// An event that lies ahead, and the instant that is to stand for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// What it is: `filing`, `withdrawal`, `places`, `batch` or `token`.
    pub event: String,
    /// Which one: a filing's or a token's id, a batch's name, the number of a list of places.
    pub subject: String,
    /// When it is recorded.
    pub recorded: Recorded,
    /// The instant that stands for it.
    pub corrected: Recorded,
}

/// What a repair does, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockRepair {
    /// The present, by the machine's clock.
    pub present: Recorded,
    /// The last event that does not lie ahead.
    pub last_right: Option<Recorded>,
    /// Every event that does, in the order recorded.
    pub corrections: Vec<Correction>,
}

impl Catalogue {
    /// The present, in the whole microseconds that are kept.
    ///
    /// # Errors
    /// When the machine's clock cannot be right.
    pub(super) fn now(&self) -> Result<Recorded, CatalogueError> {
        let present = self.clock.now();
        if !is_plausible(present) {
            return Err(CatalogueError::ImplausibleClock { present: Recorded(present) });
        }
        recorded(present.as_microsecond())
    }

    /// How far the last recorded event lies ahead of the machine's clock; zero where it does not.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn clock_ahead(&self) -> Result<SignedDuration, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading the clock"))?;
        let last = last_recorded(&mut tx).await?.max(last_measured(&mut tx).await?);
        Ok(ahead(last, self.clock.now()))
    }

    /// The next instant of the clock that filings and withdrawals share, which no event has: the machine's, unless
    /// that stands still or runs back; then one microsecond after the last.
    ///
    /// # Errors
    /// When that lies more than [`MOST_AHEAD`] ahead of the machine's clock, or that cannot be right.
    pub(super) async fn next_recorded(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
    ) -> Result<Recorded, CatalogueError> {
        let present = self.now()?;
        let last = last_recorded(tx).await?;
        refuse_ahead(last, present)?;
        let free = super::events::next_at(tx, present).await?;
        let mut next = free.max(last.map_or(i64::MIN, Recorded::micros).saturating_add(1));
        // An instant that was once given wrongly, and is the present now, is not given twice.
        while is_given(tx, next).await? {
            next += 1;
        }
        recorded(next)
    }

    /// What a repair would do: which events lie ahead of the machine's clock, and what would stand for them.
    ///
    /// # Errors
    /// When the catalogue cannot be read, or the machine's clock cannot be right.
    pub async fn plan_clock_repair(&self) -> Result<ClockRepair, CatalogueError> {
        let present = self.now()?;
        let mut tx = self
            .pool
            .begin()
            .await
            .map_err(CatalogueError::database("reading what lies ahead of the clock"))?;
        plan(&mut tx, present).await
    }

    /// Puts every event that lies ahead of the machine's clock right, and writes it down. Changes nothing
    /// where none does.
    ///
    /// # Errors
    /// When the catalogue cannot be written, or the machine's clock cannot be right.
    pub async fn repair_clock(&self, actor: &Actor) -> Result<ClockRepair, CatalogueError> {
        let failed = || CatalogueError::database("correcting what lies ahead of the clock");
        let present = self.now()?;
        let mut tx = self.write("correcting what lies ahead of the clock").await?;
        let repair = plan(&mut tx, present).await?;
        for correction in &repair.corrections {
            sqlx::query(
                "INSERT INTO clock_corrections (event, subject, recorded, corrected, at) VALUES (?, ?, ?, ?, ?)",
            )
            .bind(&correction.event)
            .bind(&correction.subject)
            .bind(correction.recorded.micros())
            .bind(correction.corrected.micros())
            .bind(present.micros())
            .execute(&mut *tx)
            .await
            .map_err(failed())?;
        }
        let Some(first) = repair.corrections.first() else { return Ok(repair) };
        let detail = serde_json::json!({ "events": repair.corrections.len(), "first": first });
        let entry = AuditEntry { actor: actor.clone(), act: Act::ClockRepaired, subject: None, detail };
        self.append_to(&mut tx, &entry).await?;
        super::advance_generation(&mut tx).await?;
        self.commit(tx, "correcting what lies ahead of the clock").await?;
        Ok(repair)
    }
}

/// Every event with an instant of this clock or of the machine's.
const EVENTS: &str = "
    SELECT 'filing' AS event, id AS subject, recorded FROM filings
    UNION ALL SELECT 'withdrawal', filing, at FROM withdrawals
    UNION ALL SELECT 'places', CAST(seq AS TEXT), recorded FROM place_lists
    UNION ALL SELECT 'batch', id, recorded FROM measurement_batches
    UNION ALL SELECT 'batch-withdrawal', CAST(id AS TEXT), at FROM measurement_withdrawals
    UNION ALL SELECT 'aggregate', source || '/' || territory || '/' || month || '/' || metric, recorded
      FROM measurement_aggregates
    UNION ALL SELECT 'token', id, issued FROM tokens";

/// The instant that counts of a list of places `p`.
pub(super) const PLACES_AT: &str = "coalesce((SELECT corrected FROM clock_corrections k
    WHERE k.event = 'places' AND k.subject = CAST(p.seq AS TEXT) AND k.recorded = p.recorded), p.recorded)";
/// The instant that counts of a batch `b`, of a withdrawal of batches `w`, of an aggregate `a`.
pub(super) const BATCH_AT: &str =
    "coalesce((SELECT corrected FROM clock_corrections k WHERE k.event = 'batch'
    AND k.subject = b.id AND k.recorded = b.recorded), b.recorded)";
pub(super) const BATCH_WITHDRAWN_AT: &str = "coalesce((SELECT corrected FROM clock_corrections k
    WHERE k.event = 'batch-withdrawal' AND k.subject = CAST(w.id AS TEXT) AND k.recorded = w.at), w.at)";
pub(super) const AGGREGATE_AT: &str = "coalesce((SELECT corrected FROM clock_corrections k
    WHERE k.event = 'aggregate' AND k.recorded = a.recorded
    AND k.subject = a.source || '/' || a.territory || '/' || a.month || '/' || a.metric), a.recorded)";

async fn plan(tx: &mut Transaction<'_, Sqlite>, present: Recorded) -> Result<ClockRepair, CatalogueError> {
    let failed = || CatalogueError::database("reading what lies ahead of the clock");
    let query = format!(
        "SELECT e.event, e.subject, e.recorded FROM ({EVENTS}) e
         LEFT JOIN clock_corrections c ON c.event = e.event AND c.subject = e.subject AND c.recorded = e.recorded
         WHERE e.recorded > ? AND c.corrected IS NULL ORDER BY e.recorded, e.event, e.subject"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(present.micros())
        .fetch_all(&mut **tx)
        .await
        .map_err(failed())?;
    let last_right = last_before(tx, present).await?;
    // The last of them just before the present, each other just before the next, none before what is right.
    let earliest = last_right.map_or(i64::MIN, |last| last.micros() + 1);
    let first = (present.micros() - rows.len() as i64).max(earliest);
    let correction = |(row, corrected): (&SqliteRow, i64)| {
        Ok(Correction {
            event: row.try_get("event").map_err(failed())?,
            subject: row.try_get("subject").map_err(failed())?,
            recorded: recorded(row.try_get("recorded").map_err(failed())?)?,
            corrected: recorded(corrected)?,
        })
    };
    let corrections = rows.iter().zip(first..).map(correction).collect::<Result<_, CatalogueError>>()?;
    Ok(ClockRepair { present, last_right, corrections })
}

/// The last event at or before an instant, as corrected.
async fn last_before(
    tx: &mut Transaction<'_, Sqlite>,
    instant: Recorded,
) -> Result<Option<Recorded>, CatalogueError> {
    // Each from the end of an index: past what was corrected, of which there is little.
    let last: Option<i64> = sqlx::query_scalar(
        "SELECT max(at) FROM (
           SELECT * FROM (SELECT recorded AS at FROM filings f WHERE recorded <= ?1 AND NOT EXISTS (
             SELECT 1 FROM clock_corrections c WHERE c.event = 'filing' AND c.subject = f.id)
             ORDER BY recorded DESC LIMIT 1)
           UNION ALL SELECT * FROM (SELECT at FROM withdrawals w WHERE at <= ?1 AND NOT EXISTS (
             SELECT 1 FROM clock_corrections c WHERE c.event = 'withdrawal' AND c.subject = w.filing)
             ORDER BY at DESC LIMIT 1)
           UNION ALL SELECT * FROM (SELECT recorded AS at FROM place_lists p WHERE recorded <= ?1 AND NOT EXISTS (
             SELECT 1 FROM clock_corrections c WHERE c.event = 'places' AND c.subject = CAST(p.seq AS TEXT))
             ORDER BY recorded DESC LIMIT 1)
           UNION ALL SELECT max(corrected) FROM clock_corrections
             WHERE event IN ('filing', 'withdrawal', 'places') AND corrected <= ?1)",
    )
    .bind(instant.micros())
    .fetch_one(&mut **tx)
    .await
    .map_err(CatalogueError::database("reading the clock"))?;
    last.map(recorded).transpose()
}

/// The last instant of the clock, as corrected.
pub(super) async fn last_recorded(
    tx: &mut Transaction<'_, Sqlite>,
) -> Result<Option<Recorded>, CatalogueError> {
    last_before(tx, Recorded(Timestamp::MAX)).await
}

/// The last instant measurements were recorded or withdrawn.
pub(super) async fn last_measured(
    tx: &mut Transaction<'_, Sqlite>,
) -> Result<Option<Recorded>, CatalogueError> {
    last_measured_by(tx, i64::MAX).await
}

/// The same, up to an instant, which is included.
pub(super) async fn last_measured_by(
    tx: &mut Transaction<'_, Sqlite>,
    micros: i64,
) -> Result<Option<Recorded>, CatalogueError> {
    let last: Option<i64> = sqlx::query_scalar(
        "SELECT max(at) FROM (
           SELECT * FROM (SELECT recorded AS at FROM measurement_batches b WHERE recorded <= ?1 AND NOT EXISTS (
             SELECT 1 FROM clock_corrections c
             WHERE c.event = 'batch' AND c.subject = b.id AND c.recorded = b.recorded)
             ORDER BY recorded DESC LIMIT 1)
           UNION ALL SELECT max(recorded) FROM measurement_aggregates a WHERE recorded <= ?1 AND NOT EXISTS (
             SELECT 1 FROM clock_corrections c WHERE c.event = 'aggregate' AND c.recorded = a.recorded)
           UNION ALL SELECT max(at) FROM measurement_withdrawals w WHERE at <= ?1 AND NOT EXISTS (
             SELECT 1 FROM clock_corrections c WHERE c.event = 'batch-withdrawal' AND c.recorded = w.at)
           UNION ALL SELECT max(corrected) FROM clock_corrections
             WHERE event IN ('batch', 'batch-withdrawal', 'aggregate') AND corrected <= ?1)",
    )
    .bind(micros)
    .fetch_one(&mut **tx)
    .await
    .map_err(CatalogueError::database("reading the clock of measurements"))?;
    last.map(recorded).transpose()
}

/// Whether an event has this instant, wrongly or rightly.
async fn is_given(tx: &mut Transaction<'_, Sqlite>, micros: i64) -> Result<bool, CatalogueError> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM filings WHERE recorded = ?1 UNION ALL SELECT 1 FROM withdrawals WHERE at = ?1
           UNION ALL SELECT 1 FROM place_lists WHERE recorded = ?1)",
    )
    .bind(micros)
    .fetch_one(&mut **tx)
    .await
    .map_err(CatalogueError::database("reading the clock"))
}

/// Every corrected event that a `known_at` can show.
pub(super) async fn corrections(tx: &mut Transaction<'_, Sqlite>) -> Result<Corrections, CatalogueError> {
    let failed = || CatalogueError::database("reading corrections of the clock");
    let rows = sqlx::query(
        "SELECT recorded, corrected, at FROM clock_corrections WHERE event <> 'token' ORDER BY corrected",
    )
    .fetch_all(&mut **tx)
    .await
    .map_err(failed())?;
    let mut of = BTreeMap::new();
    for row in &rows {
        let instant = |name| recorded(row.try_get(name).map_err(failed())?);
        let corrected = Corrected { instant: instant("corrected")?, repaired: instant("at")? };
        of.insert(instant("recorded")?, corrected);
    }
    let last = if of.is_empty() { None } else { last_recorded(tx).await? };
    let is_past = of.first_key_value().is_some_and(|(first, _)| last.is_some_and(|last| last >= *first));
    Ok(Corrections { of, is_past })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(micros: i64) -> Recorded {
        Recorded::from_micros(micros).expect("in range")
    }

    fn stands(micros: i64) -> Corrected {
        Corrected { instant: at(micros), repaired: at(3000) }
    }

    proptest! {
        /// Before: all events as recorded, the last ones wrongly ahead. After: those are corrected.
        #[test]
        fn what_was_known_at_any_instant_before_a_repair_is_known_at_it_afterwards(
            right in proptest::collection::btree_set(0i64..1000, 0..8),
            wrong in proptest::collection::btree_set(5000i64..6000, 1..8),
            known_at in 0i64..7000,
        ) {
            let events: Vec<i64> = right.iter().chain(&wrong).copied().collect();
            let corrected: Vec<i64> = right.iter().copied().chain(2000..).take(events.len()).collect();
            let of = events.iter().zip(&corrected).skip(right.len()).map(|(a, b)| (at(*a), stands(*b))).collect();
            let corrections = Corrections { of, is_past: false };
            let before = events.iter().filter(|event| **event <= known_at).count();
            let resolved = corrections.resolve(at(known_at)).micros();
            let after = corrected.iter().filter(|event| **event <= resolved).count();
            // Between the repair and the first wrong instant lies what was the future then.
            if !(2000..*wrong.first().expect("one")).contains(&known_at) {
                prop_assert_eq!(before, after);
            }
        }
    }

    #[test]
    fn instants_between_wrong_ones_are_like_any_other_once_they_are_the_past() {
        let of = BTreeMap::from([(at(5000), stands(100)), (at(9000), stands(101))]);
        let corrections = Corrections { of, is_past: true };
        assert_eq!(corrections.resolve(at(7000)), at(7000));
        assert_eq!(corrections.resolve(at(5000)), at(100), "the very instant means what it meant");
        assert_eq!(corrections.resolve(at(9001)), at(9001));
    }
}
