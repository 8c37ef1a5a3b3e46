//! Filings: how one is recorded, and how they are read.

use std::collections::HashMap;

use sqlx::{QueryBuilder, Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::audit::AuditEntry;
use super::filing::{FiledLayer, FilingRecord, Withdrawal};
use super::in_force::{in_force, wholes_in_force};
use super::{Catalogue, CatalogueError, MAX_PAGE, id};
use crate::domain::{
    Act, Actor, AsOf, ContentHash, Environment, FilingId, FilingKind, Layer, Mbps, OperatorId, Origin,
    Recorded, TechnologyId,
};

/// A checked filing, its objects already in the lake.
#[derive(Debug, Clone)]
pub struct NewFiling {
    /// What it holds.
    pub kind: FilingKind,
    /// Whose it is.
    pub operator: OperatorId,
    /// The date it describes.
    pub as_of: AsOf,
    /// The hash of the file as it arrived.
    pub content_hash: ContentHash,
    /// Where the file is kept as it arrived.
    pub original_key: String,
    /// What the file was called.
    pub file_name: Option<String>,
    /// Where the checked rows are kept.
    pub data_key: String,
    /// Size of the file as it arrived.
    pub bytes: u64,
    /// Rows or features read.
    pub rows: u64,
    /// The layers it declares: each once, all the operator's; a network none, all else at least one.
    pub layers: Vec<FiledLayer>,
    /// The report of its checks, as JSON.
    pub report: String,
    /// Whether it is made up.
    pub synthetic: bool,
    /// How it reached us.
    pub origin: Origin,
}

/// What became of a filing that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inserted {
    /// It is news, and recorded.
    New(FilingRecord),
    /// It repeats the filing in force, which stands.
    Unchanged(FilingRecord),
}

/// Which filings to list, newest first.
#[derive(Debug, Clone, Default)]
pub struct FilingQuery {
    /// Only this operator's.
    pub operator: Option<OperatorId>,
    /// Only this kind.
    pub kind: Option<FilingKind>,
    /// Only of this date.
    pub as_of: Option<AsOf>,
    /// Only those recorded by then.
    pub known_at: Option<Recorded>,
    /// Only those recorded before this filing: where the last page ended.
    pub before: Option<FilingId>,
    /// At most so many, up to [`MAX_PAGE`].
    pub limit: usize,
}

/// A page of filings.
#[derive(Debug, Clone)]
pub struct FilingPage {
    /// The filings, newest first.
    pub items: Vec<FilingRecord>,
    /// Where the next page starts, if there is one: for [`FilingQuery::before`].
    pub next: Option<FilingId>,
    /// How many filings match on all pages.
    pub total: u64,
}

const SELECT: &str = "SELECT f.id, f.kind, f.operator, f.as_of, f.recorded, c.corrected, f.content_hash,
    f.original_key, f.file_name, f.bytes, f.rows, f.synthetic, f.origin,
    COALESCE((SELECT h.data_key FROM healings h WHERE h.filing = f.id AND h.data_key IS NOT NULL
              ORDER BY h.id DESC LIMIT 1), f.data_key) AS data_key,
    coalesce(wc.corrected, w.at) AS withdrawn_at, w.reason AS withdrawn_reason, w.by AS withdrawn_by
    FROM filings f LEFT JOIN withdrawals w ON w.filing = f.id
    LEFT JOIN clock_corrections c ON c.event = 'filing' AND c.subject = f.id
    LEFT JOIN clock_corrections wc ON wc.event = 'withdrawal' AND wc.subject = f.id WHERE 1 = 1";
/// The instant that counts: as recorded, or as corrected.
const RECORDED: &str = "coalesce(c.corrected, f.recorded)";

impl Catalogue {
    /// Records a filing, unless it repeats the one in force.
    ///
    /// It repeats it when the filing in force for every layer it declares, at its own as-of, is one and
    /// the same filing of the same kind, as-of, layers and content; a network, when it is the operator's
    /// network in force. Anything else is news: the same network at another date, or the return to an
    /// earlier state.
    ///
    /// # Errors
    /// When the operator is not registered, the layers are not those of one operator's filing, or the
    /// catalogue cannot be written. Nothing is recorded then.
    pub async fn insert_filing(&self, new: NewFiling) -> Result<Inserted, CatalogueError> {
        let actor = Actor::program(new.origin);
        self.insert_filing_of(new, &actor).await
    }

    /// The same, and the audit log says who brought it.
    ///
    /// # Errors
    /// As [`Catalogue::insert_filing`].
    pub async fn insert_filing_of(&self, new: NewFiling, actor: &Actor) -> Result<Inserted, CatalogueError> {
        let layers = declared(&new)?;
        let mut tx = self.write("recording a filing").await?;
        require_operator(&mut tx, &new.operator).await?;
        let mut earlier = QueryBuilder::new(SELECT);
        earlier.push(" AND f.operator = ").push_bind(new.operator.as_str());
        earlier.push(" AND f.as_of = ").push_bind(new.as_of.to_string());
        let earlier = fetch(&mut tx, earlier).await?;
        if let Some(same) = repeated(&earlier, &new, &layers)
            && reads_alike(&mut tx, &same.id, &new.report).await?
        {
            let entry = entry(Act::FilingUnchanged, same, actor);
            self.append_to(&mut tx, &entry).await?;
            self.commit(tx, "writing the audit log").await?;
            return Ok(Inserted::Unchanged(same.clone()));
        }
        let recorded = self.next_recorded(&mut tx).await?;
        let record = FilingRecord {
            id: id::mint(recorded, &self.data_dir, &new.content_hash)?,
            kind: new.kind,
            operator: new.operator,
            as_of: new.as_of,
            recorded,
            receipt_recorded: None,
            content_hash: new.content_hash,
            original_key: new.original_key,
            file_name: new.file_name,
            data_key: new.data_key,
            bytes: new.bytes,
            rows: new.rows,
            layers,
            synthetic: new.synthetic,
            origin: new.origin,
            withdrawn: None,
        };
        insert(&mut tx, &record, &new.report).await?;
        super::advance_generation(&mut tx).await?;
        self.append_to(&mut tx, &entry(Act::FilingRecorded, &record, actor)).await?;
        self.commit(tx, "committing a filing").await?;
        Ok(Inserted::New(record))
    }

    /// A page of filings, newest first.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn filings(&self, query: &FilingQuery) -> Result<FilingPage, CatalogueError> {
        let limit = query.limit.clamp(1, MAX_PAGE);
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("listing filings"))?;
        let corrections = super::clock::corrections(&mut tx).await?;
        let known_at = query.known_at.map(|known_at| corrections.resolve(known_at));
        let query = &FilingQuery { known_at, ..query.clone() };
        let mut count = QueryBuilder::new(
            "SELECT count(*) FROM filings f
             LEFT JOIN clock_corrections c ON c.event = 'filing' AND c.subject = f.id WHERE 1 = 1",
        );
        narrow(&mut count, query);
        let total: i64 = count
            .build_query_scalar()
            .fetch_one(&mut *tx)
            .await
            .map_err(CatalogueError::database("counting filings"))?;
        let mut page = QueryBuilder::new(SELECT);
        narrow(&mut page, query);
        if let Some(before) = &query.before {
            // Ids sort as recorded does, but not where the clock ran ahead.
            page.push(format_args!(
                " AND {RECORDED} < (SELECT coalesce(c.corrected, f.recorded) FROM filings f
                LEFT JOIN clock_corrections c ON c.event = 'filing' AND c.subject = f.id WHERE f.id = "
            ));
            page.push_bind(before.as_str()).push(")");
        }
        // One more than asked for tells whether there is another page.
        page.push(format_args!(" ORDER BY {RECORDED} DESC LIMIT ")).push_bind(limit as i64 + 1);
        let mut items = fetch(&mut tx, page).await?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(|last| last.id.clone()) } else { None };
        Ok(FilingPage { items, next, total: total as u64 })
    }

    /// A filing.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn filing(&self, id: &FilingId) -> Result<Option<FilingRecord>, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("reading a filing"))?;
        one(&mut tx, id).await
    }

    /// The report of a filing's checks, as JSON.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn report(&self, id: &FilingId) -> Result<Option<String>, CatalogueError> {
        let report: Option<String> = sqlx::query_scalar("SELECT report FROM filings WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(CatalogueError::database("reading a report"))?;
        Ok(report.map(in_todays_words))
    }
}

/// A recorded report with the members it has today: the `remedy` of a finding was `how_to_mend` once.
///
/// A member's name and its colon stand in no text of JSON, which escapes its quotes.
pub(super) fn in_todays_words(report: String) -> String {
    const ONCE: &str = r#""how_to_mend":"#;
    if report.contains(ONCE) { report.replace(ONCE, r#""remedy":"#) } else { report }
}

/// What the audit log says of a filing.
fn entry(act: Act, filing: &FilingRecord, actor: &Actor) -> AuditEntry {
    let detail = serde_json::json!({
        "kind": filing.kind, "operator": filing.operator, "as_of": filing.as_of,
        "content_hash": filing.content_hash, "origin": filing.origin,
    });
    AuditEntry { actor: actor.clone(), act, subject: Some(filing.id.to_string()), detail }
}

/// A filing, if there is one of that id.
pub(super) async fn one(
    tx: &mut Transaction<'_, Sqlite>,
    id: &FilingId,
) -> Result<Option<FilingRecord>, CatalogueError> {
    let mut query = QueryBuilder::new(SELECT);
    query.push(" AND f.id = ").push_bind(id.as_str());
    Ok(fetch(tx, query).await?.pop())
}

/// Every filing, in the order recorded.
pub(super) async fn all(tx: &mut Transaction<'_, Sqlite>) -> Result<Vec<FilingRecord>, CatalogueError> {
    let mut query = QueryBuilder::new(SELECT);
    query.push(format_args!(" ORDER BY {RECORDED}"));
    fetch(tx, query).await
}

/// The filings beyond a row, and those that withdrawals and healings beyond theirs are of.
pub(super) async fn changed(
    tx: &mut Transaction<'_, Sqlite>,
    filing: i64,
    withdrawal: i64,
    healing: i64,
) -> Result<Vec<FilingRecord>, CatalogueError> {
    let mut query = QueryBuilder::new(SELECT);
    query.push(" AND f.id IN (SELECT id FROM filings WHERE rowid > ").push_bind(filing);
    query.push(" UNION SELECT filing FROM withdrawals WHERE rowid > ").push_bind(withdrawal);
    query.push(" UNION SELECT filing FROM healings WHERE id > ").push_bind(healing);
    query.push(format_args!(") ORDER BY {RECORDED}"));
    fetch(tx, query).await
}

fn narrow(sql: &mut QueryBuilder<Sqlite>, query: &FilingQuery) {
    if let Some(operator) = &query.operator {
        sql.push(" AND f.operator = ").push_bind(operator.as_str().to_owned());
    }
    if let Some(kind) = query.kind {
        sql.push(" AND f.kind = ").push_bind(kind.as_str());
    }
    if let Some(as_of) = query.as_of {
        sql.push(" AND f.as_of = ").push_bind(as_of.to_string());
    }
    if let Some(known_at) = query.known_at {
        sql.push(format_args!(" AND {RECORDED} <= ")).push_bind(known_at.micros());
    }
}

/// The layers of a new filing in their order, once they are known to be proper.
fn declared(new: &NewFiling) -> Result<Vec<FiledLayer>, CatalogueError> {
    let mut layers = new.layers.clone();
    layers.sort_by(|a, b| a.layer.cmp(&b.layer));
    let twice = layers.windows(2).find(|pair| pair[0].layer == pair[1].layer).map(|pair| &pair[0]);
    let foreign = layers.iter().find(|declared| declared.layer.operator != new.operator);
    let foreign = if new.kind.declares_layers() { foreign } else { layers.first() };
    match foreign.or(twice) {
        Some(wrong) => Err(CatalogueError::ForeignLayer { layer: in_words(&wrong.layer) }),
        None if layers.is_empty() && new.kind.declares_layers() => Err(CatalogueError::NoLayers),
        None => Ok(layers),
    }
}

fn in_words(layer: &Layer) -> String {
    format!("{} {} {} {}", layer.operator, layer.technology, layer.floor(), layer.environment)
}

/// Whether a filing's file was read as another report says its own was: as of the same reference system, where one was
/// chosen, since its bytes do not tell it.
async fn reads_alike(
    tx: &mut Transaction<'_, Sqlite>,
    id: &FilingId,
    report: &str,
) -> Result<bool, CatalogueError> {
    #[derive(PartialEq, serde::Deserialize)]
    struct Recorded {
        #[serde(default)]
        crs: serde_json::Value,
    }
    let known: String = sqlx::query_scalar("SELECT report FROM filings WHERE id = ?")
        .bind(id.as_str())
        .fetch_one(&mut **tx)
        .await
        .map_err(CatalogueError::database("reading a report"))?;
    let of = |report: &str| serde_json::from_str::<Recorded>(report).ok().map(|recorded| recorded.crs);
    Ok(of(&known) == of(report))
}

/// The filing in force that a new one repeats.
///
/// Only filings of the same operator and as-of can be it, or stand before it.
fn repeated<'a>(
    earlier: &'a [FilingRecord],
    new: &NewFiling,
    layers: &[FiledLayer],
) -> Option<&'a FilingRecord> {
    let known_at = earlier
        .iter()
        .flat_map(|filing| [Some(filing.recorded), filing.withdrawn.as_ref().map(|taken| taken.at)])
        .flatten()
        .max()?;
    if !new.kind.declares_layers() {
        let same = *wholes_in_force(earlier, new.as_of, known_at).get(&(&new.operator, new.kind))?;
        return (same.content_hash == new.content_hash).then_some(same);
    }
    let in_force = in_force(earlier, new.as_of, known_at);
    let same = *in_force.get(&layers.first()?.layer)?;
    let repeats = same.kind == new.kind
        && same.content_hash == new.content_hash
        // The same file read in another way, as of another reference system, holds something else.
        && same.layers == layers
        && layers
            .iter()
            .all(|declared| in_force.get(&declared.layer).is_some_and(|filing| filing.id == same.id));
    repeats.then_some(same)
}

pub(super) async fn require_operator(
    tx: &mut Transaction<'_, Sqlite>,
    id: &OperatorId,
) -> Result<(), CatalogueError> {
    let known: i64 = sqlx::query_scalar("SELECT count(*) FROM operators WHERE id = ?")
        .bind(id.as_str())
        .fetch_one(&mut **tx)
        .await
        .map_err(CatalogueError::database("looking up an operator"))?;
    if known == 0 { Err(CatalogueError::UnknownOperator(id.clone())) } else { Ok(()) }
}

async fn insert(
    tx: &mut Transaction<'_, Sqlite>,
    filing: &FilingRecord,
    report: &str,
) -> Result<(), CatalogueError> {
    sqlx::query(
        "INSERT INTO filings (id, kind, operator, as_of, recorded, content_hash, original_key, file_name,
             data_key, bytes, rows, report, synthetic, origin)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(filing.id.as_str())
    .bind(filing.kind.as_str())
    .bind(filing.operator.as_str())
    .bind(filing.as_of.to_string())
    .bind(filing.recorded.micros())
    .bind(filing.content_hash.as_str())
    .bind(&filing.original_key)
    .bind(filing.file_name.as_deref())
    .bind(&filing.data_key)
    .bind(filing.bytes as i64)
    .bind(filing.rows as i64)
    .bind(report)
    .bind(filing.synthetic)
    .bind(filing.origin.as_str())
    .execute(&mut **tx)
    .await
    .map_err(CatalogueError::database("recording a filing"))?;
    for declared in &filing.layers {
        sqlx::query(
            "INSERT INTO filing_layers (filing, technology, mindown_kbit, minup_kbit, environment, extent)
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(filing.id.as_str())
        .bind(declared.layer.technology.as_str())
        .bind(declared.layer.mindown.kbit())
        .bind(declared.layer.minup.kbit())
        .bind(declared.layer.environment.as_str())
        .bind(declared.extent as i64)
        .execute(&mut **tx)
        .await
        .map_err(CatalogueError::database("recording a filing's layers"))?;
    }
    Ok(())
}

/// Runs a query for filings, and gives each its layers.
async fn fetch(
    tx: &mut Transaction<'_, Sqlite>,
    mut query: QueryBuilder<Sqlite>,
) -> Result<Vec<FilingRecord>, CatalogueError> {
    let rows =
        query.build().fetch_all(&mut **tx).await.map_err(CatalogueError::database("reading filings"))?;
    let mut filings: Vec<FilingRecord> = rows.iter().map(from_row).collect::<Result<_, _>>()?;
    let places: HashMap<FilingId, usize> =
        filings.iter().enumerate().map(|(place, filing)| (filing.id.clone(), place)).collect();
    // SQLite takes 32,766 bound values; a few hundred keep the statement cheap to prepare.
    let ids: Vec<FilingId> = filings.iter().map(|filing| filing.id.clone()).collect();
    for some in ids.chunks(500) {
        let mut query = QueryBuilder::new(
            "SELECT filing, technology, mindown_kbit, minup_kbit, environment, extent
             FROM filing_layers WHERE filing IN (",
        );
        let mut list = query.separated(", ");
        for id in some {
            list.push_bind(id.as_str());
        }
        query.push(")");
        let rows =
            query.build().fetch_all(&mut **tx).await.map_err(CatalogueError::database("reading layers"))?;
        for row in &rows {
            let filing: FilingId = word(row, "filing")?;
            if let Some(place) = places.get(&filing) {
                let operator = filings[*place].operator.clone();
                filings[*place].layers.push(layer_from_row(row, operator)?);
            }
        }
    }
    for filing in &mut filings {
        filing.layers.sort_by(|a, b| a.layer.cmp(&b.layer));
    }
    Ok(filings)
}

fn from_row(row: &SqliteRow) -> Result<FilingRecord, CatalogueError> {
    let withdrawn_at: Option<i64> = column(row, "withdrawn_at")?;
    let withdrawn = match withdrawn_at {
        Some(at) => Some(Withdrawal {
            at: super::recorded(at)?,
            reason: column(row, "withdrawn_reason")?,
            by: column(row, "withdrawn_by")?,
        }),
        None => None,
    };
    let (recorded, corrected): (i64, Option<i64>) = (column(row, "recorded")?, column(row, "corrected")?);
    Ok(FilingRecord {
        id: word(row, "id")?,
        kind: word(row, "kind")?,
        operator: word(row, "operator")?,
        as_of: word(row, "as_of")?,
        recorded: super::recorded(corrected.unwrap_or(recorded))?,
        receipt_recorded: corrected.map(|_| super::recorded(recorded)).transpose()?,
        content_hash: word(row, "content_hash")?,
        original_key: column(row, "original_key")?,
        file_name: column(row, "file_name")?,
        data_key: column(row, "data_key")?,
        bytes: column::<i64>(row, "bytes")? as u64,
        rows: column::<i64>(row, "rows")? as u64,
        layers: Vec::new(),
        synthetic: column(row, "synthetic")?,
        origin: word(row, "origin")?,
        withdrawn,
    })
}

fn layer_from_row(row: &SqliteRow, operator: OperatorId) -> Result<FiledLayer, CatalogueError> {
    let technology: TechnologyId = word(row, "technology")?;
    let environment: Environment = word(row, "environment")?;
    let layer = Layer {
        operator,
        technology,
        mindown: Mbps::from_kbit(column(row, "mindown_kbit")?),
        minup: Mbps::from_kbit(column(row, "minup_kbit")?),
        environment,
    };
    Ok(FiledLayer { layer, extent: column::<i64>(row, "extent")? as u64 })
}

fn column<'r, T>(row: &'r SqliteRow, name: &str) -> Result<T, CatalogueError>
where
    T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
{
    row.try_get(name).map_err(CatalogueError::database("reading a column"))
}

/// A column that holds one of our words or ids.
fn word<T>(row: &SqliteRow, name: &str) -> Result<T, CatalogueError>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let text: String = column(row, name)?;
    text.parse().map_err(|error: T::Err| CatalogueError::corrupt(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_of_before_have_todays_members_and_their_texts_are_left_alone() {
        let before = r#"{"findings":[{"message":"\"how_to_mend\": is a text","how_to_mend":"leave it"}]}"#;
        let today = r#"{"findings":[{"message":"\"how_to_mend\": is a text","remedy":"leave it"}]}"#;
        assert_eq!(in_todays_words(before.to_owned()), today);
        assert_eq!(in_todays_words(today.to_owned()), today);
    }
}
