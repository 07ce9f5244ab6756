//! Writing a row.

use platform_db::{DbError, Tx};
use platform_types::OrganizationId;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// What happened. Who did it, when, from where and in which request is stamped by the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    organization: Option<OrganizationId>,
    action: &'static str,
    subject_type: &'static str,
    subject: Option<Uuid>,
    before: Option<Value>,
    after: Option<Value>,
}

impl Entry {
    /// `action` is `area.verb` (`order.refunded`); `subject_type` names the table (`orders`).
    pub fn new(action: &'static str, subject_type: &'static str) -> Self {
        Self { organization: None, action, subject_type, subject: None, before: None, after: None }
    }

    /// Which row of the subject's table.
    pub fn on(mut self, subject: impl Into<Uuid>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Whose books it belongs to; without, it belongs to the house.
    pub fn within(mut self, organization: OrganizationId) -> Self {
        self.organization = Some(organization);
        self
    }

    /// What it was. Name the fields that matter; no secrets: an audit is kept forever.
    pub fn before(mut self, state: impl Serialize) -> Self {
        self.before = serde_json::to_value(state).ok();
        self
    }

    /// What it became.
    pub fn after(mut self, state: impl Serialize) -> Self {
        self.after = serde_json::to_value(state).ok();
        self
    }
}

/// Writes `entry` in this transaction, through any door: it lasts exactly if what it tells of lasts.
pub async fn record(tx: &mut Tx, entry: Entry) -> Result<Uuid, DbError> {
    let id = sqlx::query_scalar!(
        r#"SELECT audit.record($1, $2, $3, $4, $5, $6) AS "id!""#,
        entry.organization.map(Uuid::from) as _,
        entry.action,
        entry.subject_type,
        entry.subject as _,
        entry.before as _,
        entry.after as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(id)
}
