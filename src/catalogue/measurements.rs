//! Measurements: batches, the objects their rows are in, and aggregates of others.

use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, Sqlite, Transaction};

use super::audit::AuditEntry;
use super::batches::{self, BatchCut};
use super::clock::{AGGREGATE_AT, BATCH_WITHDRAWN_AT, last_measured, refuse_ahead};
use super::events::Happening;
use super::sources::{self, SourceRecord};
use super::{Catalogue, CatalogueError};
use crate::domain::{
    Act, Actor, DamageCause, DamagedKind, DamagedObject, DamagedOf, Metric, Month, Recorded, SourceId,
    TerritoryCode, TokenId,
};

/// An object of the lake: rows of one month of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredObject {
    /// Its number here; 0 for one that is not recorded yet.
    pub id: i64,
    /// Whose measurements.
    pub source: SourceId,
    /// Of which month.
    pub month: Month,
    /// How many.
    pub rows: u64,
    /// The first batch it holds rows of.
    pub first_batch: i64,
    /// The last batch it holds rows of.
    pub last_batch: i64,
    /// The latest test, in milliseconds since 1970.
    pub last_at_ms: i64,
    /// Whether they are made up.
    pub synthetic: bool,
    /// Where the rows are.
    pub data_key: String,
    /// Where the hashes of their tests are.
    pub tests_key: String,
}

impl MeasuredObject {
    /// Its rows, or what its tests are known again by, as a damaged object.
    pub fn damaged(&self, kind: DamagedKind, cause: DamageCause) -> DamagedObject {
        let object = if kind == DamagedKind::Tests { &self.tests_key } else { &self.data_key };
        let of = DamagedOf::Month { source: self.source.clone(), month: self.month };
        DamagedObject { kind, of, object: object.clone(), cause }
    }
}

/// A batch to be recorded.
#[derive(Debug, Clone)]
pub struct NewBatch {
    /// Its number, as [`Catalogue::next_batch`] told it.
    pub seq: i64,
    /// What the sender calls it.
    pub id: String,
    /// How many rows it brought, those refused included.
    pub rows: u64,
    /// How many of them were kept before, or stood in it twice.
    pub duplicates: u64,
    /// Who brought it.
    pub actor: Actor,
    /// With which token.
    pub token: Option<TokenId>,
    /// The answer to give now and whenever it comes again, as JSON.
    pub receipt: String,
    /// Whose measurements.
    pub source: SourceId,
    /// How many rows were refused, by rule.
    pub refused: Vec<(String, u64)>,
    /// The objects its rows are in, already in the lake; batch numbers are filled in here.
    pub objects: Vec<MeasuredObject>,
}

/// Percentiles of one metric that somebody else computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// Who computed them.
    pub source: SourceId,
    /// Of where.
    pub territory: TerritoryCode,
    /// Of which month.
    pub month: Month,
    /// Of what.
    pub metric: Metric,
    /// From how many tests.
    pub samples: u64,
    /// Percentile and value, both ascending.
    pub percentiles: Vec<(f64, f64)>,
    /// A line that must stand beside them.
    pub attribution: String,
}

/// Everything measured, as of one moment.
#[derive(Debug, Clone, Default)]
pub struct MeasuredState {
    /// The number of the last batch.
    pub last_batch: i64,
    /// Every object, by source and month.
    pub objects: Vec<MeasuredObject>,
    /// Every aggregate.
    pub aggregates: Vec<Aggregate>,
    /// How many rows were refused, by source and rule.
    pub refused: Vec<(SourceId, String, u64)>,
    /// The registered sources.
    pub sources: Vec<SourceRecord>,
    /// Which batches count.
    pub cut: BatchCut,
    /// The last instant measurements were recorded or withdrawn.
    pub last_recorded: Option<Recorded>,
}

const OBJECTS: &str =
    "SELECT id, source, month, rows, first_batch, last_batch, last_at, synthetic, data_key, tests_key
    FROM measurement_objects";

impl Catalogue {
    /// The answer that was given to a batch, if it came before.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn measurement_receipt(&self, batch: &str) -> Result<Option<String>, CatalogueError> {
        sqlx::query_scalar("SELECT receipt FROM measurement_batches WHERE id = ?")
            .bind(batch)
            .fetch_optional(&self.pool)
            .await
            .map_err(CatalogueError::database("looking for a batch"))
    }

    /// The number the next batch will have: its rows say it before it is recorded. One writer at a time
    /// may ask, and use it before another asks; a number whose writer died is given again.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn next_batch(&self) -> Result<i64, CatalogueError> {
        sqlx::query_scalar(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'measurement_batches'), 0) + 1",
        )
        .fetch_one(&self.pool)
        .await
        .map_err(CatalogueError::database("numbering a batch"))
    }

    /// The number of the last batch whose rows do not say their batch, 0 where there is none.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn older_batches(&self) -> Result<i64, CatalogueError> {
        sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM measurement_batches WHERE format = 1")
            .fetch_one(&self.pool)
            .await
            .map_err(CatalogueError::database("looking for older batches"))
    }

    /// What devices' names are hashed with; it never leaves the data directory.
    ///
    /// # Errors
    /// When the catalogue cannot be read, or has no key.
    pub async fn device_key(&self) -> Result<[u8; 32], CatalogueError> {
        let key: Vec<u8> = sqlx::query_scalar("SELECT key FROM device_keys")
            .fetch_one(&self.pool)
            .await
            .map_err(CatalogueError::database("reading the key of devices"))?;
        key.try_into().map_err(|_long| CatalogueError::corrupt("a key of devices that is not of 32 bytes"))
    }

    /// The objects of one month of one source.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn measurement_objects(
        &self,
        source: &SourceId,
        month: Month,
    ) -> Result<Vec<MeasuredObject>, CatalogueError> {
        let query = format!("{OBJECTS} WHERE source = ? AND month = ? ORDER BY id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(source.as_str())
            .bind(month.number())
            .fetch_all(&self.pool)
            .await
            .map_err(CatalogueError::database("listing measurements"))?;
        rows.iter().map(object).collect()
    }

    /// Records a batch and its objects, in one transaction. Returns whether it was news.
    ///
    /// # Errors
    /// When the catalogue cannot be written; nothing is recorded then.
    pub async fn insert_measurements(&self, batch: NewBatch) -> Result<bool, CatalogueError> {
        let failed = || CatalogueError::database("recording measurements");
        let mut tx = self.write("recording measurements").await?;
        let recorded = self.next_measured(&mut tx).await?;
        let refused: u64 = batch.refused.iter().map(|(_, rows)| rows).sum();
        let kept: u64 = batch.objects.iter().map(|object| object.rows).sum();
        let inserted = sqlx::query(
            "INSERT INTO measurement_batches
               (seq, id, recorded, rows, receipt, format, source, token, who, kept, refused)
             VALUES (?, ?, ?, ?, ?, 2, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        )
        .bind(batch.seq)
        .bind(&batch.id)
        .bind(recorded.micros())
        .bind(batch.rows as i64)
        .bind(&batch.receipt)
        .bind(batch.source.as_str())
        .bind(batch.token.as_ref().map(TokenId::as_str))
        .bind(&batch.actor.who)
        .bind(kept as i64)
        .bind(refused as i64)
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        if inserted.rows_affected() == 0 {
            return Ok(false);
        }
        for object in &batch.objects {
            let numbered = MeasuredObject { first_batch: batch.seq, last_batch: batch.seq, ..object.clone() };
            insert_object(&mut tx, &numbered).await?;
        }
        count_refused(&mut tx, &batch).await?;
        if !batch.objects.is_empty() || !batch.refused.is_empty() {
            super::advance_generation(&mut tx).await?;
        }
        let detail = serde_json::json!({
            "source": batch.source, "batch": batch.id, "rows": batch.rows, "accepted": kept,
            "duplicates": batch.duplicates, "refused": refused,
        });
        let (actor, subject) = (batch.actor, Some(batch.seq.to_string()));
        self.append_to(&mut tx, &AuditEntry { actor, act: Act::MeasurementsTaken, subject, detail }).await?;
        self.commit(tx, "recording measurements").await?;
        Ok(true)
    }

    /// Puts one object in the place of those it was merged from.
    ///
    /// Readers may hold on to what they read: the rows are the same. Returns false, and changes nothing,
    /// when one of the old ones is gone.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn replace_measurements(
        &self,
        old: &[MeasuredObject],
        merged: &MeasuredObject,
    ) -> Result<bool, CatalogueError> {
        let failed = || CatalogueError::database("merging measurements");
        let mut tx = self.write("merging measurements").await?;
        for object in old {
            let gone = sqlx::query("DELETE FROM measurement_objects WHERE id = ?")
                .bind(object.id)
                .execute(&mut *tx)
                .await
                .map_err(failed())?;
            if gone.rows_affected() != 1 {
                return Ok(false);
            }
        }
        let keys = old.iter().flat_map(|object| [object.data_key.as_str(), object.tests_key.as_str()]);
        self.note_replaced(&mut tx, keys).await?;
        insert_object(&mut tx, merged).await?;
        // An older catalogue names the objects that are about to go.
        super::advance_generation(&mut tx).await?;
        let detail = serde_json::json!({
            "source": merged.source, "month": merged.month, "rows": merged.rows, "objects": old.len(),
            "data_key": merged.data_key, "tests_key": merged.tests_key,
        });
        self.happened(&mut tx, Happening::MeasurementsMerged, Some(merged.source.as_str()), &detail).await?;
        self.commit(tx, "merging measurements").await?;
        Ok(true)
    }

    /// The aggregates that were known at an instant.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn aggregates_at(&self, known_at: Recorded) -> Result<Vec<Aggregate>, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading aggregates"))?;
        aggregates_by(&mut tx, known_at.micros()).await
    }

    /// Records aggregates; those of a month recorded before are replaced. Returns how many are news.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn put_aggregates(
        &self,
        aggregates: &[Aggregate],
        actor: &Actor,
    ) -> Result<usize, CatalogueError> {
        let failed = || CatalogueError::database("recording aggregates");
        let mut tx = self.write("recording aggregates").await?;
        let recorded = self.next_measured(&mut tx).await?;
        let mut news = 0;
        for new in aggregates {
            let percentiles = serde_json::to_string(&new.percentiles).map_err(CatalogueError::corrupt)?;
            let written = sqlx::query(
                "INSERT INTO measurement_aggregates
                   (source, territory, month, metric, samples, percentiles, attribution, recorded)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (source, territory, month, metric) DO UPDATE SET samples = excluded.samples,
                   percentiles = excluded.percentiles, attribution = excluded.attribution, recorded = excluded.recorded
                 WHERE samples <> excluded.samples OR percentiles <> excluded.percentiles
                   OR attribution <> excluded.attribution OR EXISTS (
                     SELECT 1 FROM measurement_withdrawals w WHERE w.kind = 'source'
                       AND w.subject = measurement_aggregates.source
                       AND w.at >= measurement_aggregates.recorded)",
            )
            .bind(new.source.as_str())
            .bind(new.territory.as_str())
            .bind(new.month.number())
            .bind(new.metric.as_str())
            .bind(new.samples as i64)
            .bind(percentiles)
            .bind(&new.attribution)
            .bind(recorded.micros())
            .execute(&mut *tx)
            .await
            .map_err(failed())?;
            news += written.rows_affected() as usize;
        }
        if news > 0 {
            super::advance_generation(&mut tx).await?;
            let source = aggregates.first().map(|aggregate| aggregate.source.to_string());
            let detail =
                serde_json::json!({ "source": source, "aggregates": aggregates.len(), "accepted": news });
            let entry =
                AuditEntry { actor: actor.clone(), act: Act::MeasurementsTaken, subject: None, detail };
            self.append_at(&mut tx, &entry, Some(recorded)).await?;
        }
        self.commit(tx, "recording aggregates").await?;
        Ok(news)
    }
}

/// Makes the key that devices' names are hashed with, where there is none yet.
pub(super) async fn make_device_key(pool: &SqlitePool) -> Result<(), CatalogueError> {
    let mut key = [0u8; 32];
    getrandom::fill(&mut key).map_err(|error| CatalogueError::NoRandomness(error.to_string()))?;
    sqlx::query("INSERT OR IGNORE INTO device_keys (id, key, created) VALUES (1, ?, ?)")
        .bind(key.as_slice())
        .bind(crate::domain::clock::wall().as_microsecond())
        .execute(pool)
        .await
        .map(|_| ())
        .map_err(CatalogueError::database("making the key of devices"))
}

/// Everything measured, within the transaction that reads the rest.
pub(super) async fn state(tx: &mut Transaction<'_, Sqlite>) -> Result<MeasuredState, CatalogueError> {
    let failed = || CatalogueError::database("reading measurements");
    let last: Option<i64> = sqlx::query_scalar("SELECT max(seq) FROM measurement_batches")
        .fetch_one(&mut **tx)
        .await
        .map_err(failed())?;
    let query = format!("{OBJECTS} ORDER BY source, month, id");
    let objects = sqlx::query(sqlx::AssertSqlSafe(query)).fetch_all(&mut **tx).await.map_err(failed())?;
    let refused = sqlx::query("SELECT source, rule, rows FROM measurement_refusals ORDER BY source, rule")
        .fetch_all(&mut **tx)
        .await
        .map_err(failed())?;
    let refused = refused.iter().map(|row| {
        let source = SourceId::new(row.get("source")).map_err(CatalogueError::corrupt)?;
        Ok((source, row.get("rule"), row.get::<i64, _>("rows") as u64))
    });
    Ok(MeasuredState {
        refused: refused.collect::<Result<_, CatalogueError>>()?,
        last_batch: last.unwrap_or(0),
        objects: objects.iter().map(object).collect::<Result<_, _>>()?,
        aggregates: aggregates_by(tx, i64::MAX).await?,
        sources: sources::all(tx).await?,
        cut: batches::cut(tx, i64::MAX).await?,
        last_recorded: last_measured(tx).await?,
    })
}

/// The aggregates recorded by an instant, and not withdrawn with their source by then. Of one that was
/// replaced since, nothing is known.
async fn aggregates_by(tx: &mut Transaction<'_, Sqlite>, by: i64) -> Result<Vec<Aggregate>, CatalogueError> {
    let query = format!(
        "SELECT source, territory, month, metric, samples, percentiles, attribution
         FROM measurement_aggregates a WHERE {AGGREGATE_AT} <= ?1 AND NOT EXISTS (
           SELECT 1 FROM measurement_withdrawals w WHERE w.kind = 'source' AND w.subject = a.source
           AND {BATCH_WITHDRAWN_AT} >= {AGGREGATE_AT} AND {BATCH_WITHDRAWN_AT} <= ?1)
         ORDER BY source, territory, month, metric"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(by)
        .fetch_all(&mut **tx)
        .await
        .map_err(CatalogueError::database("reading aggregates"))?;
    rows.iter().map(aggregate).collect()
}

impl Catalogue {
    /// The next instant of measurements: after everything that was recorded before, filings included.
    ///
    /// Filings do not wait for measurements: these come often, and must not push the clock of filings.
    pub(super) async fn next_measured(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
    ) -> Result<Recorded, CatalogueError> {
        let last = last_measured(tx).await?;
        refuse_ahead(last, self.now()?)?;
        let next = self.next_recorded(tx).await?.micros();
        super::recorded(next.max(last.map_or(i64::MIN, Recorded::micros).saturating_add(1)))
    }
}

/// Counts refused rows, by rule.
async fn count_refused(tx: &mut Transaction<'_, Sqlite>, batch: &NewBatch) -> Result<(), CatalogueError> {
    for (rule, rows) in &batch.refused {
        sqlx::query(
            "INSERT INTO measurement_refusals (source, rule, rows) VALUES (?, ?, ?)
             ON CONFLICT (source, rule) DO UPDATE SET rows = rows + excluded.rows",
        )
        .bind(batch.source.as_str())
        .bind(rule)
        .bind(*rows as i64)
        .execute(&mut **tx)
        .await
        .map_err(CatalogueError::database("counting refused measurements"))?;
    }
    Ok(())
}

async fn insert_object(
    tx: &mut Transaction<'_, Sqlite>,
    object: &MeasuredObject,
) -> Result<(), CatalogueError> {
    sqlx::query(
        "INSERT INTO measurement_objects
           (source, month, rows, first_batch, last_batch, last_at, synthetic, data_key, tests_key)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(object.source.as_str())
    .bind(object.month.number())
    .bind(object.rows as i64)
    .bind(object.first_batch)
    .bind(object.last_batch)
    .bind(object.last_at_ms)
    .bind(object.synthetic)
    .bind(&object.data_key)
    .bind(&object.tests_key)
    .execute(&mut **tx)
    .await
    .map(|_| ())
    .map_err(CatalogueError::database("recording an object of measurements"))
}

fn month(number: i64) -> Result<Month, CatalogueError> {
    let (year, month) = (number.div_euclid(12) as i16, number.rem_euclid(12) as i8 + 1);
    Month::new(year, month).map_err(CatalogueError::corrupt)
}

fn object(row: &SqliteRow) -> Result<MeasuredObject, CatalogueError> {
    Ok(MeasuredObject {
        id: row.get("id"),
        source: SourceId::new(row.get("source")).map_err(CatalogueError::corrupt)?,
        month: month(row.get("month"))?,
        rows: row.get::<i64, _>("rows") as u64,
        first_batch: row.get("first_batch"),
        last_batch: row.get("last_batch"),
        last_at_ms: row.get("last_at"),
        synthetic: row.get("synthetic"),
        data_key: row.get("data_key"),
        tests_key: row.get("tests_key"),
    })
}

fn aggregate(row: &SqliteRow) -> Result<Aggregate, CatalogueError> {
    let (metric, percentiles): (String, String) = (row.get("metric"), row.get("percentiles"));
    Ok(Aggregate {
        source: SourceId::new(row.get("source")).map_err(CatalogueError::corrupt)?,
        territory: TerritoryCode::new(row.get("territory")).map_err(CatalogueError::corrupt)?,
        month: month(row.get("month"))?,
        metric: metric.parse().map_err(CatalogueError::corrupt)?,
        samples: row.get::<i64, _>("samples") as u64,
        percentiles: serde_json::from_str(&percentiles).map_err(CatalogueError::corrupt)?,
        attribution: row.get("attribution"),
    })
}
