//! What tokens of role `probe` are bound to. Tokens of before there were sources for them are bound to the
//! one that their name says.

use std::collections::HashMap;

use sqlx::{Row, Sqlite, Transaction, sqlite::SqliteRow};

use super::CatalogueError;
use crate::domain::{OperatorId, ProbeId, Role, SourceId, TerritoryCode, TokenId, TokenScope};

/// Records what a token is bound to.
pub(super) async fn insert(
    tx: &mut Transaction<'_, Sqlite>,
    token: &TokenId,
    scope: &TokenScope,
) -> Result<(), CatalogueError> {
    let sources = scope.sources.iter().map(|id| ("source", id.as_str()));
    let operators = scope.operators.iter().map(|id| ("operator", id.as_str()));
    let probes = scope.probes.iter().map(|id| ("probe", id.as_str()));
    let places = scope.places.iter().map(|code| ("place", code.as_str()));
    for (kind, value) in sources.chain(operators).chain(probes).chain(places) {
        sqlx::query("INSERT OR IGNORE INTO token_scopes (token, kind, value) VALUES (?, ?, ?)")
            .bind(token.as_str())
            .bind(kind)
            .bind(value)
            .execute(&mut **tx)
            .await
            .map_err(CatalogueError::database("binding a token"))?;
    }
    Ok(())
}

/// What a token is bound to.
pub(super) async fn of(
    tx: &mut Transaction<'_, Sqlite>,
    token: &TokenId,
    role: Role,
    name: &str,
) -> Result<TokenScope, CatalogueError> {
    let rows = sqlx::query("SELECT kind, value FROM token_scopes WHERE token = ? ORDER BY kind, value")
        .bind(token.as_str())
        .fetch_all(&mut **tx)
        .await
        .map_err(CatalogueError::database("reading what a token is bound to"))?;
    let mut scope = TokenScope::default();
    for row in &rows {
        add(&mut scope, row)?;
    }
    Ok(with_own_source(scope, token, role, name))
}

/// What every token is bound to that is bound to anything.
pub(super) async fn all(
    tx: &mut Transaction<'_, Sqlite>,
) -> Result<HashMap<String, TokenScope>, CatalogueError> {
    let rows = sqlx::query("SELECT token, kind, value FROM token_scopes ORDER BY token, kind, value")
        .fetch_all(&mut **tx)
        .await
        .map_err(CatalogueError::database("reading what tokens are bound to"))?;
    let mut scopes: HashMap<String, TokenScope> = HashMap::new();
    for row in &rows {
        add(scopes.entry(row.get("token")).or_default(), row)?;
    }
    Ok(scopes)
}

/// A token that was bound to no source may write to the one it is called after.
pub(super) fn with_own_source(mut scope: TokenScope, id: &TokenId, role: Role, name: &str) -> TokenScope {
    if role == Role::Probe && scope.sources.is_empty() {
        scope.sources.extend(TokenScope::source_named(name, id));
    }
    scope
}

fn add(scope: &mut TokenScope, row: &SqliteRow) -> Result<(), CatalogueError> {
    let (kind, value): (String, String) = (row.get("kind"), row.get("value"));
    match kind.as_str() {
        "source" => scope.sources.push(SourceId::new(&value).map_err(CatalogueError::corrupt)?),
        "operator" => scope.operators.push(OperatorId::new(&value).map_err(CatalogueError::corrupt)?),
        "probe" => scope.probes.push(ProbeId::new(&value).map_err(CatalogueError::corrupt)?),
        _ => scope.places.push(TerritoryCode::new(&value).map_err(CatalogueError::corrupt)?),
    }
    Ok(())
}
