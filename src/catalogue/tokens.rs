//! Tokens: issued once, kept as a hash, recognised in a time that tells nothing.
//!
//! A token is `tgh_` and 43 letters and digits from the system's source of randomness (256 bits). The
//! first eight are its public id, by which its row is found; the SHA-256 of the whole is compared in
//! constant time. A token of no known id, and a text that is no token at all, cost the same look-up, the
//! same hash and the same comparison. Its bits are many, so its hash needs no salt and no slowness.
//!
//! Every recognition reads the row anew: a revocation holds from the moment it is committed.

use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::{Row, Sqlite, Transaction, sqlite::SqliteRow};
use subtle::ConstantTimeEq;

use super::audit::AuditEntry;
use super::{Catalogue, CatalogueError, filings, scopes, sources};
use crate::domain::{Act, Actor, OperatorId, Recorded, Role, TokenId, TokenScope};

/// What every token begins with, so that a leaked one is recognised for what it is.
pub const PREFIX: &str = "tgh_";
const SECRET_LETTERS: usize = 43;
const ID_LETTERS: usize = 8;
/// No more of a given text is looked at.
const LONGEST_GIVEN: usize = 256;
/// How exactly the last use is known: writing it down costs a disk.
const LAST_USED_MICROS: i64 = 60_000_000;
/// No row has it: ids have eight letters.
const NO_ID: &str = "--------";

/// A token with the instant that stands for the one it was issued at, where a clock ran ahead then.
const SELECT: &str = "SELECT id, role, operator, name, issued, expires, revoked, last_used, namespace,
    (SELECT corrected FROM clock_corrections WHERE event = 'token' AND subject = tokens.id) AS corrected FROM tokens";

/// A token that is to be issued.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for.
    pub role: Role,
    /// For which operator: of role `operator`, and of no other.
    pub operator: Option<OperatorId>,
    /// Who will hold it, in words.
    pub name: String,
    /// Until when.
    pub expires: Recorded,
    /// What it is bound to: of role `probe`, and of no other.
    pub scope: TokenScope,
    /// The earlier token whose test ids it goes on with, of role `probe`.
    pub continues: Option<TokenId>,
}

/// A token as it is kept: without what opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenRecord {
    /// Its public part.
    pub id: TokenId,
    /// What it is for.
    pub role: Role,
    /// For which operator.
    pub operator: Option<OperatorId>,
    /// Who holds it, in words.
    pub name: String,
    /// Since when it is.
    pub issued: Recorded,
    /// Until when.
    pub expires: Recorded,
    /// When it was taken back.
    pub revoked: Option<Recorded>,
    /// When it was last used, to the minute.
    pub last_used: Option<Recorded>,
    /// What it is bound to, of role `probe`.
    #[serde(flatten)]
    pub scope: TokenScope,
    /// The token whose test ids its own are named among: itself, or one that it continues.
    pub namespace: TokenId,
}

/// What was recognised in a text that was given as a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognised {
    /// A token in force.
    Valid(TokenRecord),
    /// A token whose time is over.
    Expired(TokenRecord),
    /// A token that was taken back.
    Revoked(TokenRecord),
    /// Nothing of ours.
    Unknown,
}

/// What became of a revocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revocation {
    /// The token is revoked from now on.
    Done(TokenRecord),
    /// It was revoked before.
    Already(TokenRecord),
    /// There is no such token.
    Unknown,
}

/// What a token's own source is called after: one that is called after its role only has no name of its own,
/// and must not share a source with all others of that role.
fn own_name<'a>(new: &'a NewToken, id: &'a TokenId) -> &'a str {
    if new.name == new.role.as_str() { id.as_str() } else { &new.name }
}

impl Catalogue {
    /// Issues a token, and returns its text: nobody can ever read it again.
    ///
    /// # Errors
    /// When the operator is not registered, or does not go with the role, or the catalogue cannot be
    /// written.
    pub async fn issue_token(
        &self,
        new: &NewToken,
        actor: &Actor,
    ) -> Result<(String, TokenRecord), CatalogueError> {
        if (new.role == Role::Operator) != new.operator.is_some() {
            return Err(CatalogueError::OperatorOfRole { role: new.role });
        }
        if new.role != Role::Probe && (new.scope != TokenScope::default() || new.continues.is_some()) {
            return Err(CatalogueError::ScopeOfRole { role: new.role });
        }
        let mut tx = self.write("issuing a token").await?;
        for operator in new.operator.iter().chain(&new.scope.operators) {
            filings::require_operator(&mut tx, operator).await?;
        }
        let namespace = match &new.continues {
            Some(earlier) => Some(namespace_of(&mut tx, earlier).await?),
            None => None,
        };
        let text = loop {
            let text = fresh()?;
            // Two of one id in fifty million: draw again.
            if find(&mut tx, public_part(&text)).await?.is_none() {
                break text;
            }
        };
        let id = TokenId::new(public_part(&text)).map_err(CatalogueError::corrupt)?;
        let record = TokenRecord {
            scope: scopes::with_own_source(new.scope.clone(), &id, new.role, own_name(new, &id)),
            namespace: namespace.unwrap_or_else(|| id.clone()),
            id,
            role: new.role,
            operator: new.operator.clone(),
            name: new.name.clone(),
            issued: self.now()?,
            expires: super::recorded(new.expires.micros())?,
            revoked: None,
            last_used: None,
        };
        insert(&mut tx, &record, &Sha256::digest(&text)).await?;
        scopes::insert(&mut tx, &record.id, &record.scope).await?;
        for source in &record.scope.sources {
            sources::register(self, &mut tx, source, actor).await?;
        }
        let detail = serde_json::json!({
            "role": record.role, "operator": record.operator, "name": record.name, "expires": record.expires,
            "scope": record.scope, "namespace": record.namespace,
        });
        let (actor, subject) = (actor.clone(), Some(record.id.to_string()));
        self.append_to(&mut tx, &AuditEntry { actor, act: Act::TokenIssued, subject, detail }).await?;
        self.commit(tx, "issuing a token").await?;
        Ok((text, record))
    }

    /// Takes a token back, from now on.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn revoke_token(&self, id: &TokenId, actor: &Actor) -> Result<Revocation, CatalogueError> {
        let mut tx = self.write("revoking a token").await?;
        let Some(mut record) = find(&mut tx, id.as_str()).await? else {
            return Ok(Revocation::Unknown);
        };
        if record.revoked.is_some() {
            return Ok(Revocation::Already(record));
        }
        record.revoked = Some(self.now()?);
        sqlx::query("UPDATE tokens SET revoked = ? WHERE id = ?")
            .bind(record.revoked.map(Recorded::micros))
            .bind(id.as_str())
            .execute(&mut *tx)
            .await
            .map_err(CatalogueError::database("revoking a token"))?;
        let detail =
            serde_json::json!({ "role": record.role, "operator": record.operator, "name": record.name });
        let (actor, subject) = (actor.clone(), Some(id.to_string()));
        self.append_to(&mut tx, &AuditEntry { actor, act: Act::TokenRevoked, subject, detail }).await?;
        self.commit(tx, "revoking a token").await?;
        Ok(Revocation::Done(record))
    }

    /// Every token, in the order issued.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn tokens(&self) -> Result<Vec<TokenRecord>, CatalogueError> {
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("listing tokens"))?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} ORDER BY issued, id")))
            .fetch_all(&mut *tx)
            .await
            .map_err(CatalogueError::database("listing tokens"))?;
        let mut bound = scopes::all(&mut tx).await?;
        let token = |row: &SqliteRow| {
            let mut token = from_row(row)?;
            let scope = bound.remove(token.id.as_str()).unwrap_or_default();
            token.scope = scopes::with_own_source(scope, &token.id, token.role, &token.name);
            Ok(token)
        };
        rows.iter().map(token).collect()
    }

    /// Recognises a text given as a token; see the module for what its duration tells.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn recognise(&self, given: &str) -> Result<Recognised, CatalogueError> {
        let looked_at = given.as_bytes().get(..LONGEST_GIVEN).unwrap_or(given.as_bytes());
        let hash = Sha256::digest(looked_at);
        let id = if is_well_formed(given) { public_part(given) } else { NO_ID };
        let mut tx = self.pool.begin().await.map_err(CatalogueError::database("looking up a token"))?;
        // One row of 32 bytes, whether the id is known or not; the rest is read once the secret is right.
        let kept: Vec<u8> =
            sqlx::query_scalar("SELECT coalesce((SELECT hash FROM tokens WHERE id = ?), zeroblob(32))")
                .bind(id)
                .fetch_one(&mut *tx)
                .await
                .map_err(CatalogueError::database("looking up a token"))?;
        if !bool::from(hash.as_slice().ct_eq(&kept)) {
            return Ok(Recognised::Unknown);
        }
        let Some(record) = find(&mut tx, id).await? else { return Ok(Recognised::Unknown) };
        let now = self.now()?;
        Ok(if record.revoked.is_some() {
            Recognised::Revoked(record)
        } else if record.expires <= now {
            Recognised::Expired(record)
        } else {
            Recognised::Valid(record)
        })
    }

    /// Remembers that a token is used now, at most once a minute.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn touch_token(&self, token: &TokenRecord) -> Result<(), CatalogueError> {
        let now = self.now()?.micros();
        // An instant to come was written by a clock that ran ahead: the present takes its place.
        if token.last_used.is_some_and(|last| (0..LAST_USED_MICROS).contains(&(now - last.micros()))) {
            return Ok(());
        }
        sqlx::query("UPDATE tokens SET last_used = ?1 WHERE id = ?2")
            .bind(now)
            .bind(token.id.as_str())
            .execute(&self.pool)
            .await
            .map(|_| ())
            .map_err(CatalogueError::database("remembering a token's use"))
    }
}

/// A token nobody has.
fn fresh() -> Result<String, CatalogueError> {
    const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut text = PREFIX.to_owned();
    let mut bytes = [0u8; 64];
    while text.len() < PREFIX.len() + SECRET_LETTERS {
        getrandom::fill(&mut bytes).map_err(|error| CatalogueError::NoRandomness(error.to_string()))?;
        // Bytes above 4 x 62 are dropped, so that every letter is as likely.
        let letters = bytes.iter().filter(|byte| **byte < 248).map(|byte| LETTERS[usize::from(*byte) % 62]);
        text.extend(letters.map(char::from).take(PREFIX.len() + SECRET_LETTERS - text.len()));
    }
    Ok(text)
}

fn is_well_formed(given: &str) -> bool {
    given.strip_prefix(PREFIX).is_some_and(|rest| {
        rest.len() == SECRET_LETTERS && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The id in a token that is well formed.
fn public_part(token: &str) -> &str {
    token.get(PREFIX.len()..PREFIX.len() + ID_LETTERS).unwrap_or(NO_ID)
}

/// A token by its id.
async fn find(tx: &mut Transaction<'_, Sqlite>, id: &str) -> Result<Option<TokenRecord>, CatalogueError> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = ?")))
        .bind(id)
        .fetch_optional(&mut **tx)
        .await
        .map_err(CatalogueError::database("looking up a token"))?;
    let Some(mut token) = row.as_ref().map(from_row).transpose()? else { return Ok(None) };
    token.scope = scopes::of(tx, &token.id, token.role, &token.name).await?;
    Ok(Some(token))
}

/// The namespace of a token of role `probe` that another is to continue.
async fn namespace_of(
    tx: &mut Transaction<'_, Sqlite>,
    earlier: &TokenId,
) -> Result<TokenId, CatalogueError> {
    let found = find(tx, earlier.as_str()).await?.filter(|token| token.role == Role::Probe);
    found.map(|token| token.namespace).ok_or_else(|| CatalogueError::NothingToContinue(earlier.clone()))
}

async fn insert(
    tx: &mut Transaction<'_, Sqlite>,
    token: &TokenRecord,
    hash: &[u8],
) -> Result<(), CatalogueError> {
    sqlx::query(
        "INSERT INTO tokens (id, hash, role, operator, name, issued, expires, namespace)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(token.id.as_str())
    .bind(hash)
    .bind(token.role.as_str())
    .bind(token.operator.as_ref().map(OperatorId::as_str))
    .bind(&token.name)
    .bind(token.issued.micros())
    .bind(token.expires.micros())
    .bind(token.namespace.as_str())
    .execute(&mut **tx)
    .await
    .map(|_| ())
    .map_err(CatalogueError::database("issuing a token"))
}

fn from_row(row: &SqliteRow) -> Result<TokenRecord, CatalogueError> {
    let reading = || CatalogueError::database("reading a token");
    let text = |name| row.try_get::<String, _>(name).map_err(reading());
    let instant = |name| {
        let micros: Option<i64> = row.try_get(name).map_err(reading())?;
        micros.map(super::recorded).transpose()
    };
    let certain = |at: Option<Recorded>| at.ok_or_else(|| CatalogueError::corrupt("a token without dates"));
    let operator: Option<String> = row.try_get("operator").map_err(reading())?;
    let id = TokenId::new(&text("id")?).map_err(CatalogueError::corrupt)?;
    let namespace: Option<String> = row.try_get("namespace").map_err(reading())?;
    let namespace = namespace.map(|id| TokenId::new(&id)).transpose().map_err(CatalogueError::corrupt)?;
    let (issued, expires) = (certain(instant("issued")?)?, certain(instant("expires")?)?);
    let corrected = instant("corrected")?.unwrap_or(issued);
    // It lasts as long as it was meant to.
    let expires = super::recorded(expires.micros() - (issued.micros() - corrected.micros()))?;
    Ok(TokenRecord {
        scope: TokenScope::default(),
        namespace: namespace.unwrap_or_else(|| id.clone()),
        id,
        role: text("role")?.parse().map_err(CatalogueError::corrupt::<crate::domain::InvalidWord>)?,
        operator: operator.map(|id| OperatorId::new(&id)).transpose().map_err(CatalogueError::corrupt)?,
        name: text("name")?,
        issued: corrected,
        expires,
        revoked: instant("revoked")?,
        last_used: instant("last_used")?,
    })
}
