//! Batches of measurements as administrators see them, and how they are taken back: a batch, all of a
//! token, or all of a source. A withdrawal is a row with an instant on the clock of batches; rows and
//! objects stay, so that what was known before it can be counted again.
//!
//! Rows that came before they said their batch can be withdrawn with their source only.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;
use sqlx::{QueryBuilder, Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::audit::AuditEntry;
use super::clock::{AGGREGATE_AT, BATCH_AT, BATCH_WITHDRAWN_AT, last_measured_by};
use super::{Catalogue, CatalogueError, MAX_PAGE};
use crate::domain::{Act, Actor, CountedBatches, Recorded, SourceId, TokenId};

/// What is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchesOf {
    /// One batch, by its number.
    Batch(i64),
    /// Every batch a token sent until now.
    Token(TokenId),
    /// Everything of a source until now.
    Source(SourceId),
}

impl BatchesOf {
    fn parts(&self) -> (&'static str, String) {
        match self {
            Self::Batch(number) => ("batch", number.to_string()),
            Self::Token(token) => ("token", token.to_string()),
            Self::Source(source) => ("source", source.to_string()),
        }
    }
}

/// What became of a withdrawal of measurements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeasurementsWithdrawn {
    /// They are withdrawn from now on.
    Done {
        /// When.
        at: Recorded,
        /// Batches that counted until then.
        batches: u64,
        /// Tests that came with them, as far as their batches say.
        tests: u64,
    },
    /// All of it was withdrawn before, or there never was any.
    Nothing,
    /// The batch is from before rows said their batch: only its source can be withdrawn.
    TooOld,
}

/// A batch, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatchRecord {
    /// Its number.
    pub id: i64,
    /// What the sender calls it.
    pub batch: String,
    /// When it was recorded.
    pub recorded: Recorded,
    /// Whose tests; unknown of batches from before sources were kept with them.
    pub source: Option<SourceId>,
    /// Who brought it: `token:ID`, `machine:USER` and so on.
    pub who: Option<String>,
    /// Tests that were kept.
    pub kept: Option<u64>,
    /// Rows that it had, those refused included.
    pub rows: u64,
    /// Rows that were refused.
    pub refused: Option<u64>,
    /// When it was withdrawn.
    pub withdrawn: Option<Recorded>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
}

/// Batches, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatchPage {
    /// The batches.
    pub items: Vec<BatchRecord>,
    /// The `before` of the next page, if there is one.
    pub next: Option<i64>,
}

/// What a token sent since an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowsSent {
    /// Rows, those refused included.
    pub rows: u64,
    /// When the first of them were recorded.
    pub first: Option<Recorded>,
}

/// Which batches count at a moment, source by source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct BatchCut {
    /// The last batch recorded by then; nothing where all are.
    pub through: Option<i64>,
    /// Batches that were withdrawn by then, by source.
    pub withdrawn: BTreeMap<SourceId, Arc<BTreeSet<i64>>>,
    /// Sources that were withdrawn by then, up to a batch.
    pub sources: BTreeMap<SourceId, i64>,
}

impl BatchCut {
    /// Which batches of a source count.
    pub fn of(&self, source: &SourceId) -> CountedBatches {
        CountedBatches {
            after: self.sources.get(source).copied().unwrap_or(0),
            through: self.through.unwrap_or(i64::MAX),
            withdrawn: self.withdrawn.get(source).cloned().unwrap_or_default(),
        }
    }
}

impl Catalogue {
    /// A page of batches, newest first: those before `before`, of one token if it is named.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn batches(
        &self,
        token: Option<&TokenId>,
        before: Option<i64>,
        limit: usize,
    ) -> Result<BatchPage, CatalogueError> {
        let limit = limit.clamp(1, MAX_PAGE);
        let mut query = QueryBuilder::<Sqlite>::new(format!(
            "SELECT seq, b.id AS name, {BATCH_AT} AS recorded, source, who, kept, rows, refused,
             {BATCH_WITHDRAWN_AT} AS at, reason
             FROM measurement_batches b LEFT JOIN measurement_withdrawals w ON w.id = b.withdrawal
             WHERE seq < ",
        ));
        query.push_bind(before.unwrap_or(i64::MAX));
        if let Some(token) = token {
            query.push(" AND token = ").push_bind(token.to_string());
        }
        query.push(" ORDER BY seq DESC LIMIT ").push_bind(limit as i64 + 1);
        let rows = query.build().fetch_all(&self.pool).await;
        let rows = rows.map_err(CatalogueError::database("listing batches"))?;
        let mut items: Vec<BatchRecord> = rows.iter().map(record).collect::<Result<_, _>>()?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(|last| last.id) } else { None };
        Ok(BatchPage { items, next })
    }

    /// The token that sent a batch; `None` when there is no such batch, or it came without a token.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn token_of_batch(&self, batch: i64) -> Result<Option<TokenId>, CatalogueError> {
        let token: Option<Option<String>> =
            sqlx::query_scalar("SELECT token FROM measurement_batches WHERE seq = ?")
                .bind(batch)
                .fetch_optional(&self.pool)
                .await
                .map_err(CatalogueError::database("looking for a batch"))?;
        token.flatten().map(|id| TokenId::new(&id).map_err(CatalogueError::corrupt)).transpose()
    }

    /// Rows that a token sent since an instant, those refused included.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn rows_sent(&self, token: &TokenId, since: Recorded) -> Result<RowsSent, CatalogueError> {
        let query = format!(
            "SELECT coalesce(sum(rows), 0) AS rows, min(recorded) AS first FROM (
               SELECT rows, {BATCH_AT} AS recorded FROM measurement_batches b WHERE token = ?1 AND recorded > ?2)
             WHERE recorded > ?2"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(token.as_str())
            .bind(since.micros())
            .fetch_one(&self.pool)
            .await
            .map_err(CatalogueError::database("counting a token's rows"))?;
        Ok(RowsSent {
            rows: row.get::<i64, _>("rows").unsigned_abs(),
            first: row.get::<Option<i64>, _>("first").map(super::recorded).transpose()?,
        })
    }

    /// Takes measurements back, with a reason: from now on they count in no answer.
    ///
    /// # Errors
    /// When the catalogue cannot be written; nothing is withdrawn then.
    pub async fn withdraw_measurements(
        &self,
        what: &BatchesOf,
        reason: &str,
        actor: &Actor,
    ) -> Result<MeasurementsWithdrawn, CatalogueError> {
        let failed = || CatalogueError::database("withdrawing measurements");
        let mut tx = self.write("withdrawing measurements").await?;
        if let BatchesOf::Batch(number) = what
            && is_older(&mut tx, *number).await?
        {
            return Ok(MeasurementsWithdrawn::TooOld);
        }
        let (batches, tests) = standing(&mut tx, what).await?;
        let older = matches!(what, BatchesOf::Source(source) if has_older(&mut tx, source).await?);
        if batches == 0 && !older {
            return Ok(MeasurementsWithdrawn::Nothing);
        }
        let (kind, subject) = what.parts();
        let at = self.next_measured(&mut tx).await?;
        let withdrawal: i64 = sqlx::query_scalar(
            "INSERT INTO measurement_withdrawals (at, kind, subject, through, reason, by)
             VALUES (?, ?, ?, (SELECT coalesce(max(seq), 0) FROM measurement_batches), ?, ?) RETURNING id",
        )
        .bind(at.micros())
        .bind(kind)
        .bind(&subject)
        .bind(reason)
        .bind(&actor.who)
        .fetch_one(&mut *tx)
        .await
        .map_err(failed())?;
        let mut marked = QueryBuilder::<Sqlite>::new("UPDATE measurement_batches SET withdrawal = ");
        marked.push_bind(withdrawal);
        only(&mut marked, what);
        marked.build().execute(&mut *tx).await.map_err(failed())?;
        super::advance_generation(&mut tx).await?;
        let detail = json!({ "what": kind, "batches": batches, "tests": tests, "reason": reason });
        let deed = AuditEntry {
            actor: actor.clone(),
            act: Act::MeasurementsWithdrawn,
            subject: Some(subject),
            detail,
        };
        self.append_to(&mut tx, &deed).await?;
        self.commit(tx, "withdrawing measurements").await?;
        Ok(MeasurementsWithdrawn::Done { at, batches, tests })
    }

    /// Which batches count at an instant: those recorded by then, and not withdrawn by then.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn batch_cut(&self, known_at: Recorded) -> Result<BatchCut, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading batches"))?;
        let through: Option<i64> = sqlx::query_scalar(
            "SELECT max(seq) FROM (
               SELECT * FROM (SELECT seq FROM measurement_batches b WHERE recorded <= ?1 AND NOT EXISTS (
                 SELECT 1 FROM clock_corrections c
                 WHERE c.event = 'batch' AND c.subject = b.id AND c.recorded = b.recorded)
                 ORDER BY recorded DESC, seq DESC LIMIT 1)
               UNION ALL SELECT max(b.seq) FROM clock_corrections c JOIN measurement_batches b ON b.id = c.subject
                 WHERE c.event = 'batch' AND c.corrected <= ?1)",
        )
        .bind(known_at.micros())
        .fetch_one(&mut *tx)
        .await
        .map_err(CatalogueError::database("reading batches"))?;
        Ok(BatchCut { through: Some(through.unwrap_or(0)), ..cut(&mut tx, known_at.micros()).await? })
    }

    /// The last instant, up to another, at which measurements were recorded or withdrawn.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn last_measured(&self, known_at: Recorded) -> Result<Option<Recorded>, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading batches"))?;
        last_measured_by(&mut tx, known_at.micros()).await
    }

    /// Which batches count now.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn batch_cut_now(&self) -> Result<BatchCut, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading batches"))?;
        cut(&mut tx, i64::MAX).await
    }
}

/// What was withdrawn by an instant.
pub(super) async fn cut(tx: &mut Transaction<'_, Sqlite>, by: i64) -> Result<BatchCut, CatalogueError> {
    let failed = || CatalogueError::database("reading withdrawals of measurements");
    // Those of a source that was withdrawn whole are told by its `through`, however many they are.
    let withdrawn = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT b.source, b.seq FROM measurement_batches b
         JOIN measurement_withdrawals w ON w.id = b.withdrawal
         WHERE b.withdrawal IS NOT NULL AND b.source IS NOT NULL AND w.kind <> 'source' AND {BATCH_WITHDRAWN_AT} <= ?"
    )))
    .bind(by)
    .fetch_all(&mut **tx)
    .await
    .map_err(failed())?;
    let sources = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT subject, max(through) AS through FROM measurement_withdrawals w
         WHERE kind = 'source' AND {BATCH_WITHDRAWN_AT} <= ? GROUP BY subject"
    )))
    .bind(by)
    .fetch_all(&mut **tx)
    .await
    .map_err(failed())?;
    let source = |row: &SqliteRow| {
        let id = SourceId::new(row.get("subject")).map_err(CatalogueError::corrupt)?;
        Ok((id, row.get("through")))
    };
    let mut single: BTreeMap<SourceId, BTreeSet<i64>> = BTreeMap::new();
    for row in &withdrawn {
        let source = SourceId::new(row.get("source")).map_err(CatalogueError::corrupt)?;
        single.entry(source).or_default().insert(row.get("seq"));
    }
    Ok(BatchCut {
        through: None,
        withdrawn: single.into_iter().map(|(source, batches)| (source, Arc::new(batches))).collect(),
        sources: sources.iter().map(source).collect::<Result<_, CatalogueError>>()?,
    })
}

/// Narrows a statement on batches to those that stand and are meant.
fn only(query: &mut QueryBuilder<Sqlite>, what: &BatchesOf) {
    query.push(" WHERE withdrawal IS NULL AND format > 1 AND ");
    match what {
        BatchesOf::Batch(number) => query.push("seq = ").push_bind(*number),
        BatchesOf::Token(token) => query.push("token = ").push_bind(token.to_string()),
        BatchesOf::Source(source) => query.push("source = ").push_bind(source.to_string()),
    };
}

/// How many batches and tests of what is meant stand.
async fn standing(tx: &mut Transaction<'_, Sqlite>, what: &BatchesOf) -> Result<(u64, u64), CatalogueError> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT count(*) AS batches, coalesce(sum(kept), 0) AS tests FROM measurement_batches",
    );
    only(&mut query, what);
    let row = query.build().fetch_one(&mut **tx).await;
    let row = row.map_err(CatalogueError::database("withdrawing measurements"))?;
    Ok((row.get::<i64, _>("batches").unsigned_abs(), row.get::<i64, _>("tests").unsigned_abs()))
}

/// Whether a batch is from before rows said their batch.
async fn is_older(tx: &mut Transaction<'_, Sqlite>, batch: i64) -> Result<bool, CatalogueError> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM measurement_batches WHERE seq = ? AND format = 1)")
        .bind(batch)
        .fetch_one(&mut **tx)
        .await
        .map_err(CatalogueError::database("looking for a batch"))
}

/// Whether a source has rows that do not say their batch, or aggregates, and they still count.
async fn has_older(tx: &mut Transaction<'_, Sqlite>, source: &SourceId) -> Result<bool, CatalogueError> {
    let query = format!(
        "SELECT EXISTS (SELECT 1 FROM measurement_objects WHERE source = ?1
           AND first_batch <= (SELECT coalesce(max(seq), 0) FROM measurement_batches WHERE format = 1))
         AND NOT EXISTS (SELECT 1 FROM measurement_withdrawals WHERE kind = 'source' AND subject = ?1)
         OR EXISTS (SELECT 1 FROM measurement_aggregates a WHERE source = ?1 AND NOT EXISTS (
           SELECT 1 FROM measurement_withdrawals w
           WHERE w.kind = 'source' AND w.subject = ?1 AND {BATCH_WITHDRAWN_AT} >= {AGGREGATE_AT}))"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(query))
        .bind(source.as_str())
        .fetch_one(&mut **tx)
        .await
        .map_err(CatalogueError::database("looking for older batches"))
}

fn record(row: &SqliteRow) -> Result<BatchRecord, CatalogueError> {
    let source: Option<String> = row.get("source");
    let count = |name: &str| row.get::<Option<i64>, _>(name).map(i64::unsigned_abs);
    Ok(BatchRecord {
        id: row.get("seq"),
        batch: row.get("name"),
        recorded: super::recorded(row.get("recorded"))?,
        source: source.map(|id| SourceId::new(&id)).transpose().map_err(CatalogueError::corrupt)?,
        who: row.get("who"),
        kept: count("kept"),
        rows: row.get::<i64, _>("rows").unsigned_abs(),
        refused: count("refused"),
        withdrawn: row.get::<Option<i64>, _>("at").map(super::recorded).transpose()?,
        reason: row.get("reason"),
    })
}
