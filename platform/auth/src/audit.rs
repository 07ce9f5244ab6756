//! Audit rows of what runs behind the system door, where the door does not know yet who it is.

use platform_audit::Entry;
use platform_db::{DbError, Tx};
use platform_types::{KeyId, UserId};

use crate::Origin;

/// From here on the transaction's audit names this person, who has just proven who they are, and where from.
pub(crate) async fn acts_as(tx: &mut Tx, user: Option<UserId>, origin: &Origin) -> Result<(), DbError> {
    let mut stamp = serde_json::json!({});
    if let Some(user) = user {
        stamp["user"] = serde_json::json!(user);
    }
    stamped(tx, stamp, origin).await
}

/// From here on the transaction's audit names this key, which a program has just shown, and where from.
pub(crate) async fn acts_with(tx: &mut Tx, key: KeyId, origin: &Origin) -> Result<(), DbError> {
    stamped(tx, serde_json::json!({ "key": key }), origin).await
}

async fn stamped(tx: &mut Tx, mut stamp: serde_json::Value, origin: &Origin) -> Result<(), DbError> {
    if let Some(ip) = origin.ip {
        stamp["ip"] = serde_json::json!(ip);
    }
    if let Some(request) = origin.request_id {
        stamp["request"] = serde_json::json!(request);
    }
    sqlx::query_scalar!("SELECT set_config('callboard.actor', (platform.actor() || $1)::text, true)", stamp).fetch_one(&mut **tx).await?;
    Ok(())
}

/// One row about an account.
pub(crate) async fn about(tx: &mut Tx, action: &'static str, user: Option<UserId>) -> Result<(), DbError> {
    let entry = Entry::new(action, "auth.users");
    platform_audit::record(
        tx,
        match user {
            Some(user) => entry.on(user),
            None => entry,
        },
    )
    .await?;
    Ok(())
}
