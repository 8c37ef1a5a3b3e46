//! Withdrawals: a filing taken back is a row more, and nothing less.

use serde_json::json;

use super::audit::AuditEntry;
use super::{Catalogue, CatalogueError, Withdrawal};
use crate::domain::{Act, Actor, FilingId};

/// What became of a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Withdrawn {
    /// The filing does not exist from this instant on.
    Done(Withdrawal),
    /// It was withdrawn before.
    Already(Withdrawal),
    /// There is no such filing.
    Unknown,
}

impl Catalogue {
    /// Takes a filing back, at the next instant of the clock that filings share.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn withdraw(
        &self,
        id: &FilingId,
        reason: &str,
        by: &str,
        actor: &Actor,
    ) -> Result<Withdrawn, CatalogueError> {
        let mut tx = self.write("withdrawing a filing").await?;
        let Some(filing) = super::filings::one(&mut tx, id).await? else { return Ok(Withdrawn::Unknown) };
        if let Some(earlier) = filing.withdrawn {
            return Ok(Withdrawn::Already(earlier));
        }
        let at = self.next_recorded(&mut tx).await?;
        sqlx::query("INSERT INTO withdrawals (filing, at, reason, by) VALUES (?, ?, ?, ?)")
            .bind(id.as_str())
            .bind(at.micros())
            .bind(reason)
            .bind(by)
            .execute(&mut *tx)
            .await
            .map_err(CatalogueError::database("withdrawing a filing"))?;
        super::advance_generation(&mut tx).await?;
        let detail =
            json!({ "operator": filing.operator, "as_of": filing.as_of, "reason": reason, "by": by });
        let (actor, subject) = (actor.clone(), Some(id.to_string()));
        self.append_to(&mut tx, &AuditEntry { actor, act: Act::FilingWithdrawn, subject, detail }).await?;
        self.commit(tx, "withdrawing a filing").await?;
        Ok(Withdrawn::Done(Withdrawal { at, reason: reason.to_owned(), by: by.to_owned() }))
    }
}
