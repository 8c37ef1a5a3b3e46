//! Which objects of the lake rows name, and which were replaced by others.

use std::collections::HashSet;

use sqlx::{Sqlite, Transaction};

use super::{Catalogue, CatalogueError};
use crate::domain::Recorded;

/// Every object that a row names.
const NAMED: &str = "SELECT original_key FROM filings UNION ALL SELECT data_key FROM filings
    UNION ALL SELECT data_key FROM place_lists WHERE data_key IS NOT NULL
    UNION ALL SELECT data_key FROM healings WHERE data_key IS NOT NULL
    UNION ALL SELECT data_key FROM measurement_objects UNION ALL SELECT tests_key FROM measurement_objects";

impl Catalogue {
    /// Every object of the lake that a row names.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn named_objects(&self) -> Result<HashSet<String>, CatalogueError> {
        let keys: Vec<String> = sqlx::query_scalar(NAMED)
            .fetch_all(&self.pool)
            .await
            .map_err(CatalogueError::database("listing objects"))?;
        Ok(keys.into_iter().collect())
    }

    /// The objects that hold measurements now.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn all_measurement_objects(&self) -> Result<Vec<String>, CatalogueError> {
        sqlx::query_scalar(
            "SELECT data_key FROM measurement_objects UNION SELECT tests_key FROM measurement_objects",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(CatalogueError::database("listing objects of measurements"))
    }

    /// The newest instant at which anything was recorded.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn newest_recorded(&self) -> Result<Option<Recorded>, CatalogueError> {
        let mut tx =
            self.pool.begin().await.map_err(CatalogueError::database("reading the last event recorded"))?;
        let filed = super::clock::last_recorded(&mut tx).await?;
        Ok(filed.max(super::clock::last_measured(&mut tx).await?))
    }

    /// Objects that others replaced by then and that no row names.
    ///
    /// # Errors
    /// When the catalogue cannot be read.
    pub async fn replaced_objects(&self, by: Recorded) -> Result<Vec<String>, CatalogueError> {
        let query =
            format!("SELECT key FROM replaced_objects WHERE at <= ? AND key NOT IN ({NAMED}) ORDER BY key");
        sqlx::query_scalar(sqlx::AssertSqlSafe(query))
            .bind(by.micros())
            .fetch_all(&self.pool)
            .await
            .map_err(CatalogueError::database("listing replaced objects"))
    }

    /// Forgets replaced objects once they are gone, and those that a row names again.
    ///
    /// # Errors
    /// When the catalogue cannot be written.
    pub async fn forget_replaced(&self, gone: &[String]) -> Result<(), CatalogueError> {
        let failed = || CatalogueError::database("forgetting replaced objects");
        let mut tx = self.write("forgetting replaced objects").await?;
        for key in gone {
            sqlx::query("DELETE FROM replaced_objects WHERE key = ?")
                .bind(key)
                .execute(&mut *tx)
                .await
                .map_err(failed())?;
        }
        let named = format!("DELETE FROM replaced_objects WHERE key IN ({NAMED})");
        sqlx::query(sqlx::AssertSqlSafe(named)).execute(&mut *tx).await.map_err(failed())?;
        self.commit(tx, "forgetting replaced objects").await
    }

    /// Notes within a transaction that rows of these objects are in others from now on.
    pub(super) async fn note_replaced(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        keys: impl IntoIterator<Item = &str>,
    ) -> Result<(), CatalogueError> {
        let at = self.now()?;
        for key in keys {
            sqlx::query("INSERT OR REPLACE INTO replaced_objects (key, at) VALUES (?, ?)")
                .bind(key)
                .bind(at.micros())
                .execute(&mut **tx)
                .await
                .map_err(CatalogueError::database("noting a replaced object"))?;
        }
        Ok(())
    }
}
