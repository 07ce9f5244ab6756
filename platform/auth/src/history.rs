//! What happened to one's account, as its owner reads it.

use platform_db::{DbError, Tx};
use platform_types::Timestamp;
use uuid::Uuid;

use crate::Auth;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// The audit's row.
    pub id: Uuid,
    /// What, as the audit names it.
    pub action: String,
    /// When.
    pub at: Timestamp,
    /// Whether the house itself did it.
    pub by_house: bool,
    /// Who did it, where it was not the person themself.
    pub by_other: Option<String>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

impl Auth {
    /// What happened to the account of the person behind `tx`, and what others did in their name, newest first.
    pub async fn own_history(&self, tx: &mut Tx, most: i32) -> Result<Vec<Happened>, DbError> {
        Ok(sqlx::query_as!(
            Happened,
            r#"SELECT id AS "id!", action AS "action!", at AS "at!", by_house AS "by_house!", by_other, reason FROM auth.own_history($1)"#,
            most
        )
        .fetch_all(&mut **tx)
        .await?)
    }
}
