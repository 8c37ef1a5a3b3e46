//! What an event seals: the row of another table that it tells of, as one JSON object, and the SHA-256 of what
//! is too long to stand in it.
//!
//! One definition per kind serves the writer, the upgrade of an older catalogue and the check that tables still say
//! what was recorded. Columns that may change later (the last use of a token, the withdrawal of a batch) are not
//! in it.

use sha2::{Digest, Sha256};
use sqlx::{Row, Sqlite, Transaction};

use super::super::CatalogueError;
use crate::domain::Act;

/// Where the row of a kind of event is, and what of it is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    /// The kind.
    pub(super) act: Act,
    /// Its table, named `t`.
    pub(super) table: &'static str,
    /// The column that tells its rows apart.
    pub(super) key: &'static str,
    /// Whether the key is the event's subject; else the newest row is meant.
    pub(super) is_subject: bool,
    /// The sealed columns, as arguments of `json_object`.
    row: &'static str,
    /// What is sealed by its hash.
    long: &'static str,
    /// The instant that the row has on the clock of events, if it has one.
    at: &'static str,
    /// Rows that have such an event.
    pub(super) only: &'static str,
}

/// Every kind of event with a row of its own.
pub(super) const ORIGINS: &[Origin] = &[
    Origin {
        act: Act::FilingRecorded,
        table: "filings",
        key: "id",
        is_subject: true,
        row: "'kind', kind, 'operator', operator, 'as_of', as_of, 'recorded', recorded, 'content_hash', content_hash,
              'original_key', original_key, 'file_name', file_name, 'data_key', data_key, 'bytes', bytes,
              'rows', rows, 'synthetic', synthetic, 'origin', origin",
        long: "report || char(10) || (SELECT json_group_array(json_array(technology, mindown_kbit, minup_kbit,
                 environment, extent) ORDER BY technology, mindown_kbit, minup_kbit, environment)
               FROM filing_layers WHERE filing = t.id)",
        at: "recorded",
        only: "1",
    },
    Origin {
        act: Act::FilingWithdrawn,
        table: "withdrawals",
        key: "filing",
        is_subject: true,
        row: "'at', at, 'by', by",
        long: "reason",
        at: "at",
        only: "1",
    },
    Origin {
        act: Act::MeasurementsTaken,
        table: "measurement_batches",
        key: "seq",
        is_subject: true,
        row: "'batch', id, 'recorded', recorded, 'rows', rows, 'format', format, 'source', source, 'token', token,
              'who', who, 'kept', kept, 'refused', refused",
        long: "receipt",
        at: "recorded",
        only: "1",
    },
    Origin {
        act: Act::MeasurementsWithdrawn,
        table: "measurement_withdrawals",
        key: "id",
        is_subject: false,
        row: "'at', at, 'kind', kind, 'subject', subject, 'through', through, 'by', by",
        long: "reason",
        at: "at",
        only: "1",
    },
    Origin {
        act: Act::TokenIssued,
        table: "tokens",
        key: "id",
        is_subject: true,
        row: "'hash', lower(hex(hash)), 'role', role, 'operator', operator, 'issued', issued, 'expires', expires,
              'namespace', namespace",
        long: "name || char(10) || (SELECT json_group_array(json_array(kind, value) ORDER BY kind, value)
               FROM token_scopes WHERE token = t.id)",
        at: "NULL",
        only: "1",
    },
    Origin {
        act: Act::TokenRevoked,
        table: "tokens",
        key: "id",
        is_subject: true,
        row: "'revoked', revoked",
        long: "''",
        at: "NULL",
        only: "revoked IS NOT NULL",
    },
    Origin {
        act: Act::ObjectHealed,
        table: "healings",
        key: "id",
        is_subject: false,
        row: "'at', at, 'object', object, 'filing', filing, 'data_key', data_key, 'means', means",
        long: "''",
        at: "NULL",
        only: "1",
    },
    Origin {
        act: Act::PlacesImported,
        table: "place_lists",
        key: "seq",
        is_subject: false,
        row: "'list', list, 'recorded', recorded, 'names', names, 'source', source, 'licence', licence,
              'as_of', as_of, 'synthetic', synthetic, 'content_hash', content_hash, 'file_name', file_name,
              'data_key', data_key, 'bytes', bytes, 'places', places",
        long: "report",
        at: "recorded",
        only: "data_key IS NOT NULL",
    },
    Origin {
        act: Act::PlacesRemoved,
        table: "place_lists",
        key: "seq",
        is_subject: false,
        row: "'list', list, 'recorded', recorded",
        long: "reason",
        at: "recorded",
        only: "data_key IS NULL",
    },
    Origin {
        act: Act::ClockRepaired,
        table: "(SELECT at, count(*) AS events, json_group_array(json_array(event, subject, recorded, corrected)
                   ORDER BY event, subject, recorded) AS corrections
                 FROM clock_corrections GROUP BY at)",
        key: "at",
        is_subject: false,
        row: "'at', at, 'events', events",
        long: "corrections",
        at: "NULL",
        only: "1",
    },
];

/// The row that an event of a kind has, if it has one.
pub(super) fn of(act: Act) -> Option<&'static Origin> {
    ORIGINS.iter().find(|origin| origin.act == act)
}

/// A row that an event tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// What tells the row from others of its table.
    pub(super) key: String,
    /// What the event seals, as JSON.
    pub(super) sealed: String,
    /// The instant that the row has on the clock of events.
    pub(super) at: Option<i64>,
}

impl Origin {
    /// The statement that reads every row, in the order made.
    fn select(&self) -> String {
        let Self { table, key, row, long, at, only, .. } = self;
        format!(
            "SELECT CAST({key} AS TEXT) AS k, json_object({row}) AS r, {long} AS l, {at} AS a
             FROM {table} t WHERE {only}"
        )
    }

    /// Every row, in the order made.
    pub(super) async fn all(&self, tx: &mut Transaction<'_, Sqlite>) -> Result<Vec<Record>, CatalogueError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{} ORDER BY t.{}", self.select(), self.key)))
            .fetch_all(&mut **tx)
            .await
            .map_err(CatalogueError::database("reading what events tell of"))?;
        rows.iter().map(|row| self.record(row)).collect()
    }

    /// The row of an event that is being written.
    pub(super) async fn one(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        subject: Option<&str>,
    ) -> Result<Option<Record>, CatalogueError> {
        let Self { key, table, .. } = self;
        let (query, subject) = if self.is_subject {
            let Some(subject) = subject else { return Ok(None) };
            // A number's text finds the number, as its column says.
            (format!("{} AND t.{key} = CAST(?1 AS TEXT)", self.select()), subject)
        } else {
            (format!("{} AND t.{key} = (SELECT max({key}) FROM {table})", self.select()), "")
        };
        let row = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(subject)
            .fetch_optional(&mut **tx)
            .await
            .map_err(CatalogueError::database("reading what an event tells of"))?;
        row.as_ref().map(|row| self.record(row)).transpose()
    }

    fn record(&self, row: &sqlx::sqlite::SqliteRow) -> Result<Record, CatalogueError> {
        let failed = || CatalogueError::database("reading what an event tells of");
        let (key, own): (String, String) =
            (row.try_get("k").map_err(failed())?, row.try_get("r").map_err(failed())?);
        let long: String = row.try_get("l").map_err(failed())?;
        let digest = hex::encode(Sha256::digest(long));
        let quoted = serde_json::Value::from(key.as_str());
        let sealed =
            format!(r#"{{"table":"{}","key":{quoted},"row":{own},"sha256":"{digest}"}}"#, self.name());
        Ok(Record { key, sealed, at: row.try_get("a").map_err(failed())? })
    }

    /// The table's name, as it stands in the record.
    pub(super) fn name(&self) -> &'static str {
        if self.table.starts_with('(') { "clock_corrections" } else { self.table }
    }
}
