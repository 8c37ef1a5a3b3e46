//! Collectors: what each knows of what it fetched, and the last of its runs.
//!
//! A run is a row from its beginning; one without an end belongs to a process that is at it, or died of
//! something. Whoever owns the data directory next says which ([`Catalogue::end_interrupted_runs`]).

use serde::Serialize;
use sqlx::{Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::{Catalogue, CatalogueError, recorded};
use crate::domain::{AsOf, CollectOutcome, CollectReason, CollectorId, ContentHash, FilingId, Recorded};

/// Runs kept of each collector.
const RUNS: i64 = 100;
/// Files of a watched folder that are remembered.
const FILES: i64 = 10_000;

/// What a collector read last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedContent {
    /// The server's entity tag of it.
    pub etag: Option<String>,
    /// When the server says it changed last, in the server's own words.
    pub last_modified: Option<String>,
    /// The hash of its bytes.
    pub hash: ContentHash,
    /// The date it was filed for.
    pub as_of: AsOf,
    /// Whether the rules refused it.
    pub refused: bool,
}

/// What is known of a collector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectorRecord {
    /// Its id.
    pub id: CollectorId,
    /// A hash of what it fetches and as what.
    pub setup: String,
    /// Since when a run of it has been under way.
    pub running_since: Option<Recorded>,
    /// When its last run that ended began.
    pub last_attempt: Option<Recorded>,
    /// When its last run that did what it is for ended.
    pub last_success: Option<Recorded>,
    /// How its last run ended.
    pub last_outcome: Option<CollectOutcome>,
    /// Why, if not well.
    pub reason: Option<CollectReason>,
    /// The same in words.
    pub problem: Option<String>,
    /// The last filing it brought, or met.
    pub filing: Option<FilingId>,
    /// What it read last.
    pub content: Option<CollectedContent>,
    /// Bytes its last run received.
    pub bytes: u64,
    /// How long its last run took, in milliseconds.
    pub duration_ms: u64,
    /// Runs that failed or were refused since the last that was not.
    pub failures: u64,
    /// When it should run again.
    pub next_due: Option<Recorded>,
}

/// How a run ended.
#[derive(Debug, Clone)]
pub struct EndedRun {
    /// How.
    pub outcome: CollectOutcome,
    /// Why, if not well.
    pub reason: Option<CollectReason>,
    /// The same in words.
    pub problem: Option<String>,
    /// The filing it brought, or met.
    pub filing: Option<FilingId>,
    /// What it read, where that is now what was read last.
    pub content: Option<CollectedContent>,
    /// Why the rules refuse it, as JSON; what was kept before stays while refusals go on.
    pub report: Option<String>,
    /// Bytes received.
    pub bytes: u64,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// When it should run again.
    pub next_due: Recorded,
}

/// A run of the last ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CollectorRun {
    /// When it began.
    pub started: Recorded,
    /// When it ended; nothing while it is under way.
    pub ended: Option<Recorded>,
    /// How it ended.
    pub outcome: Option<CollectOutcome>,
    /// Why, if not well.
    pub reason: Option<CollectReason>,
    /// The same in words.
    pub problem: Option<String>,
    /// The filing it brought, or met.
    pub filing: Option<FilingId>,
    /// The date of what it read.
    pub as_of: Option<AsOf>,
    /// The hash of what it read.
    pub content_hash: Option<ContentHash>,
    /// Bytes received; not told to everyone.
    pub bytes: Option<u64>,
    /// Milliseconds.
    pub duration_ms: u64,
}

/// A file of a watched folder that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectedFile {
    /// Its name in the folder.
    pub name: String,
    /// Its size, times and inode then.
    pub stamp: String,
    /// The hash of its bytes.
    pub hash: ContentHash,
    /// The date it was filed for.
    pub as_of: AsOf,
    /// Whether the rules refused it.
    pub refused: bool,
    /// Why, in a sentence.
    pub problem: Option<String>,
}

const SELECT: &str = "SELECT c.*,
    (SELECT max(r.started) FROM collector_runs r WHERE r.collector = c.id AND r.ended IS NULL) AS running_since
    FROM collectors c";

impl Catalogue {
    /// Every collector that ever ran, by id.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn collectors(&self) -> Result<Vec<CollectorRecord>, CatalogueError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} ORDER BY c.id")))
            .fetch_all(&self.pool)
            .await
            .map_err(CatalogueError::database("reading collectors"))?;
        rows.iter().map(from_row).collect()
    }

    /// Begins a run: its number, and what was known before.
    ///
    /// What was known of another set-up is forgotten.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn begin_run(
        &self,
        id: &CollectorId,
        setup: &str,
    ) -> Result<(i64, CollectorRecord), CatalogueError> {
        let failed = || CatalogueError::database("beginning a collector's run");
        let mut tx = self.write("beginning a collector's run").await?;
        sqlx::query("INSERT OR IGNORE INTO collectors (id, setup) VALUES (?, ?)")
            .bind(id.as_str())
            .bind(setup)
            .execute(&mut *tx)
            .await
            .map_err(failed())?;
        let changed = sqlx::query(
            "UPDATE collectors SET setup = ?2, etag = NULL, last_modified = NULL, content_hash = NULL, as_of = NULL,
                 content_refused = 0, filing = NULL, report = NULL WHERE id = ?1 AND setup <> ?2",
        )
        .bind(id.as_str())
        .bind(setup)
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        if changed.rows_affected() > 0 {
            forget_files(&mut tx, id, false).await?;
        }
        // One run at a time: an open row is of one that fell over before its end was written.
        sqlx::query(
            "UPDATE collector_runs SET ended = ?2, outcome = 'failed', reason = 'interrupted',
                 problem = 'the run fell over before its end was written' WHERE collector = ?1 AND ended IS NULL",
        )
        .bind(id.as_str())
        .bind(self.now()?.micros())
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = ?")))
            .bind(id.as_str())
            .fetch_one(&mut *tx)
            .await
            .map_err(failed())?;
        let known = from_row(&row)?;
        let run = sqlx::query("INSERT INTO collector_runs (collector, started) VALUES (?, ?)")
            .bind(id.as_str())
            .bind(self.now()?.micros())
            .execute(&mut *tx)
            .await
            .map_err(failed())?
            .last_insert_rowid();
        self.commit(tx, "beginning a collector's run").await?;
        Ok((run, known))
    }

    /// Writes down what a run is about to file.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn note_content(
        &self,
        run: i64,
        hash: &ContentHash,
        as_of: AsOf,
    ) -> Result<(), CatalogueError> {
        sqlx::query("UPDATE collector_runs SET content_hash = ?, as_of = ? WHERE id = ?")
            .bind(hash.as_str())
            .bind(as_of.to_string())
            .bind(run)
            .execute(&self.pool)
            .await
            .map(|_| ())
            .map_err(CatalogueError::database("noting what a collector read"))
    }

    /// The date for which the last run that came to read anything was about to file the same content, if it was
    /// interrupted; runs that failed before that do not count.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn interrupted_as_of(
        &self,
        id: &CollectorId,
        run: i64,
        hash: &ContentHash,
    ) -> Result<Option<AsOf>, CatalogueError> {
        let row = sqlx::query(
            "SELECT content_hash, as_of, reason FROM collector_runs WHERE collector = ? AND id < ?
             AND (content_hash IS NOT NULL OR outcome IS NOT 'failed') ORDER BY id DESC LIMIT 1",
        )
        .bind(id.as_str())
        .bind(run)
        .fetch_optional(&self.pool)
        .await
        .map_err(CatalogueError::database("reading a collector's runs"))?;
        let Some(row) = row else { return Ok(None) };
        let reason: Option<CollectReason> = word(&row, "reason")?;
        let same = word::<ContentHash>(&row, "content_hash")?.as_ref() == Some(hash);
        let open = matches!(reason, Some(CollectReason::Interrupted | CollectReason::Internal));
        if same && open { word(&row, "as_of") } else { Ok(None) }
    }

    /// Ends a run.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn end_run(&self, id: &CollectorId, run: i64, ended: &EndedRun) -> Result<(), CatalogueError> {
        let failed = || CatalogueError::database("ending a collector's run");
        let mut tx = self.write("ending a collector's run").await?;
        let now = self.now()?.micros();
        end_row(&mut tx, run, ended, now).await?;
        let good = ended.outcome.is_success();
        sqlx::query(
            "UPDATE collectors SET
                 last_attempt = (SELECT started FROM collector_runs WHERE id = ?2),
                 last_success = CASE WHEN ?3 THEN ?4 ELSE last_success END,
                 last_outcome = ?5, reason = ?6, problem = ?7, filing = coalesce(?8, filing),
                 report = CASE WHEN ?3 THEN NULL ELSE coalesce(?9, report) END,
                 bytes = ?10, duration_ms = ?11, failures = CASE WHEN ?3 THEN 0 ELSE failures + 1 END,
                 next_due = ?12
             WHERE id = ?1",
        )
        .bind(id.as_str())
        .bind(run)
        .bind(good)
        .bind(now)
        .bind(ended.outcome.as_str())
        .bind(ended.reason.map(CollectReason::as_str))
        .bind(ended.problem.as_deref())
        .bind(ended.filing.as_ref().map(FilingId::as_str))
        .bind(ended.report.as_deref())
        .bind(ended.bytes as i64)
        .bind(ended.duration_ms as i64)
        .bind(ended.next_due.micros())
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        if let Some(content) = &ended.content {
            keep_content(&mut tx, id, content).await?;
        }
        sqlx::query(
            "DELETE FROM collector_runs WHERE collector = ?1 AND id <=
                 (SELECT id FROM collector_runs WHERE collector = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        )
        .bind(id.as_str())
        .bind(RUNS)
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        self.commit(tx, "ending a collector's run").await
    }

    /// Says of every run without an end that its process died; they are due again. How many there were.
    ///
    /// Only for the owner of the data directory, before it runs any.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn end_interrupted_runs(&self) -> Result<u64, CatalogueError> {
        const PROBLEM: &str = "the process ended during the run; it is made again";
        let failed = || CatalogueError::database("ending interrupted runs");
        let mut tx = self.write("ending interrupted runs").await?;
        let now = self.now()?.micros();
        sqlx::query(
            "UPDATE collectors SET last_outcome = 'failed', reason = 'interrupted', problem = ?1,
                 failures = failures + 1, next_due = ?2,
                 last_attempt = (SELECT max(started) FROM collector_runs WHERE collector = collectors.id)
             WHERE id IN (SELECT collector FROM collector_runs WHERE ended IS NULL)",
        )
        .bind(PROBLEM)
        .bind(now)
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        let ended = sqlx::query(
            "UPDATE collector_runs SET ended = ?2, outcome = 'failed', reason = 'interrupted', problem = ?1
             WHERE ended IS NULL",
        )
        .bind(PROBLEM)
        .bind(now)
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        self.commit(tx, "ending interrupted runs").await?;
        Ok(ended.rows_affected())
    }

    /// Forgets what a collector read last, and which files were refused: they are read again.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn forget_collected(&self, id: &CollectorId) -> Result<(), CatalogueError> {
        let failed = || CatalogueError::database("forgetting what a collector read");
        let mut tx = self.write("forgetting what a collector read").await?;
        sqlx::query(
            "UPDATE collectors SET etag = NULL, last_modified = NULL, content_hash = NULL, as_of = NULL,
                 content_refused = 0 WHERE id = ?",
        )
        .bind(id.as_str())
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        forget_files(&mut tx, id, true).await?;
        self.commit(tx, "forgetting what a collector read").await
    }

    /// The last runs of a collector, newest first.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn collector_runs(&self, id: &CollectorId) -> Result<Vec<CollectorRun>, CatalogueError> {
        let rows = sqlx::query("SELECT * FROM collector_runs WHERE collector = ? ORDER BY id DESC")
            .bind(id.as_str())
            .fetch_all(&self.pool)
            .await
            .map_err(CatalogueError::database("reading a collector's runs"))?;
        rows.iter().map(run_from_row).collect()
    }

    /// Why the rules refuse what a collector read last, as JSON; nothing if they do not.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn collector_report(&self, id: &CollectorId) -> Result<Option<String>, CatalogueError> {
        let report: Option<Option<String>> = sqlx::query_scalar("SELECT report FROM collectors WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(CatalogueError::database("reading a collector's report"))?;
        Ok(report.flatten().map(super::filings::in_todays_words))
    }

    /// The files of a watched folder that were read.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn collected_files(&self, id: &CollectorId) -> Result<Vec<CollectedFile>, CatalogueError> {
        let rows = sqlx::query("SELECT * FROM collector_files WHERE collector = ?")
            .bind(id.as_str())
            .fetch_all(&self.pool)
            .await
            .map_err(CatalogueError::database("reading a folder's files"))?;
        rows.iter().map(file_from_row).collect()
    }

    /// Remembers a file that was read, under its name.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn put_collected_file(
        &self,
        id: &CollectorId,
        file: &CollectedFile,
    ) -> Result<(), CatalogueError> {
        let failed = || CatalogueError::database("remembering a file");
        let mut tx = self.write("remembering a file").await?;
        sqlx::query(
            "INSERT OR REPLACE INTO collector_files (collector, name, stamp, content_hash, as_of, refused, problem, at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(id.as_str())
        .bind(&file.name)
        .bind(&file.stamp)
        .bind(file.hash.as_str())
        .bind(file.as_of.to_string())
        .bind(file.refused)
        .bind(file.problem.as_deref())
        .bind(self.now()?.micros())
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        sqlx::query(
            "DELETE FROM collector_files WHERE collector = ?1 AND name IN
                 (SELECT name FROM collector_files WHERE collector = ?1 ORDER BY at DESC LIMIT -1 OFFSET ?2)",
        )
        .bind(id.as_str())
        .bind(FILES)
        .execute(&mut *tx)
        .await
        .map_err(failed())?;
        self.commit(tx, "remembering a file").await
    }
}

async fn end_row(
    tx: &mut Transaction<'_, Sqlite>,
    run: i64,
    ended: &EndedRun,
    now: i64,
) -> Result<(), CatalogueError> {
    sqlx::query(
        "UPDATE collector_runs SET ended = ?, outcome = ?, reason = ?, problem = ?, filing = ?,
             content_hash = coalesce(?, content_hash), as_of = coalesce(?, as_of), bytes = ?, duration_ms = ?
         WHERE id = ?",
    )
    .bind(now)
    .bind(ended.outcome.as_str())
    .bind(ended.reason.map(CollectReason::as_str))
    .bind(ended.problem.as_deref())
    .bind(ended.filing.as_ref().map(FilingId::as_str))
    .bind(ended.content.as_ref().map(|content| content.hash.as_str().to_owned()))
    .bind(ended.content.as_ref().map(|content| content.as_of.to_string()))
    .bind(ended.bytes as i64)
    .bind(ended.duration_ms as i64)
    .bind(run)
    .execute(&mut **tx)
    .await
    .map(|_| ())
    .map_err(CatalogueError::database("ending a collector's run"))
}

async fn keep_content(
    tx: &mut Transaction<'_, Sqlite>,
    id: &CollectorId,
    content: &CollectedContent,
) -> Result<(), CatalogueError> {
    sqlx::query(
        "UPDATE collectors SET etag = ?, last_modified = ?, content_hash = ?, as_of = ?, content_refused = ?
         WHERE id = ?",
    )
    .bind(content.etag.as_deref())
    .bind(content.last_modified.as_deref())
    .bind(content.hash.as_str())
    .bind(content.as_of.to_string())
    .bind(content.refused)
    .bind(id.as_str())
    .execute(&mut **tx)
    .await
    .map(|_| ())
    .map_err(CatalogueError::database("remembering what a collector read"))
}

async fn forget_files(
    tx: &mut Transaction<'_, Sqlite>,
    id: &CollectorId,
    refused_only: bool,
) -> Result<(), CatalogueError> {
    sqlx::query("DELETE FROM collector_files WHERE collector = ? AND (refused OR NOT ?)")
        .bind(id.as_str())
        .bind(refused_only)
        .execute(&mut **tx)
        .await
        .map(|_| ())
        .map_err(CatalogueError::database("forgetting a folder's files"))
}

fn from_row(row: &SqliteRow) -> Result<CollectorRecord, CatalogueError> {
    let content = match (word(row, "content_hash")?, word(row, "as_of")?) {
        (Some(hash), Some(as_of)) => Some(CollectedContent {
            etag: column(row, "etag")?,
            last_modified: column(row, "last_modified")?,
            hash,
            as_of,
            refused: column(row, "content_refused")?,
        }),
        _ => None,
    };
    Ok(CollectorRecord {
        id: needed(row, "id")?,
        setup: column(row, "setup")?,
        running_since: instant(row, "running_since")?,
        last_attempt: instant(row, "last_attempt")?,
        last_success: instant(row, "last_success")?,
        last_outcome: word(row, "last_outcome")?,
        reason: word(row, "reason")?,
        problem: column(row, "problem")?,
        filing: word(row, "filing")?,
        content,
        bytes: column::<i64>(row, "bytes")? as u64,
        duration_ms: column::<i64>(row, "duration_ms")? as u64,
        failures: column::<i64>(row, "failures")? as u64,
        next_due: instant(row, "next_due")?,
    })
}

fn run_from_row(row: &SqliteRow) -> Result<CollectorRun, CatalogueError> {
    Ok(CollectorRun {
        started: recorded(column(row, "started")?)?,
        ended: instant(row, "ended")?,
        outcome: word(row, "outcome")?,
        reason: word(row, "reason")?,
        problem: column(row, "problem")?,
        filing: word(row, "filing")?,
        as_of: word(row, "as_of")?,
        content_hash: word(row, "content_hash")?,
        bytes: Some(column::<i64>(row, "bytes")? as u64),
        duration_ms: column::<i64>(row, "duration_ms")? as u64,
    })
}

fn file_from_row(row: &SqliteRow) -> Result<CollectedFile, CatalogueError> {
    Ok(CollectedFile {
        name: column(row, "name")?,
        stamp: column(row, "stamp")?,
        hash: needed(row, "content_hash")?,
        as_of: needed(row, "as_of")?,
        refused: column(row, "refused")?,
        problem: column(row, "problem")?,
    })
}

fn column<'r, T>(row: &'r SqliteRow, name: &str) -> Result<T, CatalogueError>
where
    T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
{
    row.try_get(name).map_err(CatalogueError::database("reading a collector"))
}

fn instant(row: &SqliteRow, name: &str) -> Result<Option<Recorded>, CatalogueError> {
    column::<Option<i64>>(row, name)?.map(recorded).transpose()
}

/// A column that holds one of our words or ids, or nothing.
fn word<T: std::str::FromStr<Err: std::fmt::Display>>(
    row: &SqliteRow,
    name: &str,
) -> Result<Option<T>, CatalogueError> {
    let text: Option<String> = column(row, name)?;
    text.map(|text| text.parse().map_err(|error: T::Err| CatalogueError::corrupt(error))).transpose()
}

fn needed<T: std::str::FromStr<Err: std::fmt::Display>>(
    row: &SqliteRow,
    name: &str,
) -> Result<T, CatalogueError> {
    word(row, name)?.ok_or_else(|| CatalogueError::corrupt(format_args!("a collector without {name}")))
}
