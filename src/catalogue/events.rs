//! The one append-only sequence of events under everything that is recorded.
//!
//! Acts (which are the audit log), filings, withdrawals, batches, tokens, healings, sources, operators: each is one
//! row here, written in the transaction of what it tells of, by whichever process writes. A row has the next number,
//! an instant after the one before, and the SHA-256 of its fields and of the row before (`chain`); with the
//! row of another table it seals what that says (`records`). So:
//!
//! - what is new since a number is what comes after it ([`Catalogue::state_since`]);
//! - a `recorded` instant is the instant of an event: never given twice;
//! - a row that was changed, taken out, put in or moved by hand is found and named (`check`), and a tail that
//!   was cut off by the mark beside the lake ([`super::identity`]);
//! - the audit log is the events that are acts, under the numbers it always had ([`super::audit`]).
//!
//! Owns the table `events`. Fields never hold what opens anything, and nothing that may be counted anew.

mod chain;
mod check;
mod records;
mod upgrade;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sqlx::{Row, Sqlite, Transaction};

use super::{Catalogue, CatalogueError};
use crate::domain::clock::MOST_AHEAD;
use crate::domain::{Act, Actor, InvalidWord, LastEvent, Recorded, word_list};
pub use chain::{ChainFault, Hash};
pub(super) use check::sequence;
pub use check::{Checked, TableFault};
pub(super) use upgrade::{is_moved, move_in};

word_list!(
    /// An event that is no act of anyone's: what the program does by itself.
    Happening, "event" {
        /// The registry of operators became another one.
        OperatorsRegistered => "operators-registered",
        /// The data directory was made a demonstration's.
        DemonstrationMarked => "demonstration-marked",
        /// Objects of measurements were merged: the same rows in fewer objects.
        MeasurementsMerged => "measurements-merged",
    }
);

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// Somebody's act, which the audit log shows.
    Act(Act),
    /// Something that the program did.
    Happening(Happening),
}

impl EventKind {
    /// The word of it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Act(act) => act.as_str(),
            Self::Happening(happening) => happening.as_str(),
        }
    }
}

/// An event that is to be written.
pub(super) struct Draft<'a> {
    pub(super) kind: EventKind,
    pub(super) subject: Option<&'a str>,
    pub(super) actor: Option<&'a Actor>,
    pub(super) detail: &'a serde_json::Value,
    /// Its instant, where it was given already.
    pub(super) at: Option<Recorded>,
}

/// The fields of a row, in the order they are sealed in.
#[derive(Debug, Serialize, Deserialize)]
struct Fields<'a> {
    number: i64,
    at: i64,
    #[serde(borrow)]
    kind: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    subject: Option<std::borrow::Cow<'a, str>>,
    #[serde(borrow)]
    who: Option<std::borrow::Cow<'a, str>>,
    #[serde(borrow)]
    from: Option<std::borrow::Cow<'a, str>>,
    log: Option<LogRow>,
    #[serde(borrow)]
    detail: &'a RawValue,
    #[serde(borrow)]
    record: Option<&'a RawValue>,
}

/// The row of the audit log that an event is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct LogRow {
    row: i64,
    at: i64,
}

/// The end of the sequence.
#[derive(Debug, Clone, Copy)]
struct Tail {
    number: i64,
    hash: Hash,
    at: Option<i64>,
}

impl Tail {
    const EMPTY: Self = Self { number: 0, hash: chain::BEFORE_THE_FIRST, at: None };

    /// The instant of the next event: the present, unless the last is not before it. One that lies far
    /// ahead was recorded by a clock that was wrong, and nothing waits for it.
    fn next_at(self, present: i64) -> i64 {
        match self.at {
            Some(last) if (0..=MOST_AHEAD.as_micros() as i64).contains(&(last - present)) => last + 1,
            _ => present,
        }
    }

    /// Writes the row after this one, and returns it as the end.
    async fn push(
        self,
        tx: &mut Transaction<'_, Sqlite>,
        fields: &Fields<'_>,
    ) -> Result<Self, CatalogueError> {
        let text = serde_json::to_string(fields).map_err(CatalogueError::corrupt)?;
        let hash = chain::seal(&self.hash, &text);
        sqlx::query("INSERT INTO events (number, fields, hash) VALUES (?, ?, ?)")
            .bind(fields.number)
            .bind(text)
            .bind(hash.as_slice())
            .execute(&mut **tx)
            .await
            .map_err(CatalogueError::database("recording an event"))?;
        Ok(Self { number: fields.number, hash, at: Some(fields.at) })
    }
}

impl Catalogue {
    /// Records what the program does by itself, within the transaction of it.
    pub(super) async fn happened(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        what: Happening,
        subject: Option<&str>,
        detail: &serde_json::Value,
    ) -> Result<(), CatalogueError> {
        let kind = EventKind::Happening(what);
        self.record_event(tx, &Draft { kind, subject, actor: None, detail, at: None }).await
    }

    /// Records an event within the transaction of what it tells of.
    pub(super) async fn record_event(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        draft: &Draft<'_>,
    ) -> Result<(), CatalogueError> {
        let tail = tail(tx).await?;
        let present = match (self.now(), draft.kind) {
            (Ok(present), _) => present.micros(),
            // What the program does by itself does not wait for a clock that cannot be right.
            (Err(_implausible), EventKind::Happening(_)) => tail.at.unwrap_or(0),
            (Err(error), EventKind::Act(_)) => return Err(error),
        };
        let (log, record) = match draft.kind {
            EventKind::Act(act) => (Some(next_log_row(tx).await?), record(tx, act, draft.subject).await?),
            EventKind::Happening(_) => (None, None),
        };
        let given = record.as_ref().and_then(|record| record.at).or(draft.at.map(Recorded::micros));
        let at = given.unwrap_or_else(|| tail.next_at(present));
        let detail = raw(draft.detail.to_string())?;
        let sealed = match record {
            Some(record) => Some(raw(record.sealed)?),
            None if draft.kind == EventKind::Act(Act::CatalogueAccepted) => check::acceptance(tx).await?,
            None => None,
        };
        let fields = Fields {
            number: tail.number + 1,
            at,
            kind: draft.kind.as_str().into(),
            subject: draft.subject.map(Into::into),
            who: draft.actor.map(|actor| actor.who.as_str().into()),
            from: draft.actor.map(|actor| actor.from.as_str().into()),
            log: log.map(|row| LogRow { row, at }),
            detail: &detail,
            record: sealed.as_deref(),
        };
        tail.push(tx, &fields).await.map(|_tail| ())
    }
}

/// An act as it was written down.
pub(super) struct WrittenAct {
    pub(super) row: i64,
    pub(super) at: Recorded,
    pub(super) actor: Actor,
    pub(super) act: Act,
    pub(super) subject: Option<String>,
    pub(super) detail: serde_json::Value,
}

/// Reads the fields of an event that is an act.
pub(super) fn act(fields: &str) -> Result<WrittenAct, CatalogueError> {
    let fields: Fields<'_> = serde_json::from_str(fields).map_err(CatalogueError::corrupt)?;
    let log = fields.log.ok_or_else(|| CatalogueError::corrupt("an act that is not in the audit log"))?;
    let (who, from) = (fields.who.unwrap_or_default(), fields.from.unwrap_or_default());
    Ok(WrittenAct {
        row: log.row,
        at: super::recorded(log.at)?,
        actor: Actor { who: who.into_owned(), from: from.into_owned() },
        act: fields.kind.parse().map_err(CatalogueError::corrupt::<InvalidWord>)?,
        subject: fields.subject.map(std::borrow::Cow::into_owned),
        detail: serde_json::from_str(fields.detail.get()).map_err(CatalogueError::corrupt)?,
    })
}

fn raw(text: String) -> Result<Box<RawValue>, CatalogueError> {
    RawValue::from_string(text).map_err(CatalogueError::corrupt)
}

async fn record(
    tx: &mut Transaction<'_, Sqlite>,
    act: Act,
    subject: Option<&str>,
) -> Result<Option<records::Record>, CatalogueError> {
    match records::of(act) {
        Some(origin) => origin.one(tx, subject).await,
        None => Ok(None),
    }
}

async fn next_log_row(tx: &mut Transaction<'_, Sqlite>) -> Result<i64, CatalogueError> {
    sqlx::query_scalar("SELECT coalesce(max(log), 0) + 1 FROM events WHERE log IS NOT NULL")
        .fetch_one(&mut **tx)
        .await
        .map_err(CatalogueError::database("numbering a row of the audit log"))
}

async fn tail(tx: &mut Transaction<'_, Sqlite>) -> Result<Tail, CatalogueError> {
    let failed = || CatalogueError::database("reading the last event");
    let row = sqlx::query("SELECT number, hash, iif(json_valid(fields), at, NULL) AS at FROM events ORDER BY number DESC LIMIT 1")
        .fetch_optional(&mut **tx)
        .await
        .map_err(failed())?;
    let Some(row) = row else { return Ok(Tail::EMPTY) };
    Ok(Tail {
        number: row.try_get("number").map_err(failed())?,
        hash: as_hash(row.try_get("hash").map_err(failed())?)?,
        at: row.try_get("at").map_err(failed())?,
    })
}

fn as_hash(bytes: &[u8]) -> Result<Hash, CatalogueError> {
    bytes.try_into().map_err(|_short| CatalogueError::corrupt("an event whose hash is not of 32 bytes"))
}

/// The last event, within a transaction.
pub(super) async fn last(tx: &mut Transaction<'_, Sqlite>) -> Result<Option<LastEvent>, CatalogueError> {
    let tail = tail(tx).await?;
    Ok((tail.number > 0).then(|| LastEvent { number: tail.number as u64, sha256: hex::encode(tail.hash) }))
}

/// The next instant that no event has.
pub(super) async fn next_at(
    tx: &mut Transaction<'_, Sqlite>,
    present: Recorded,
) -> Result<i64, CatalogueError> {
    Ok(tail(tx).await?.next_at(present.micros()))
}
