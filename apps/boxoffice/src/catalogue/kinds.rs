//! What an event's ticket types are called in other languages: orders and tickets keep the name they were bought under, and
//! readers of another language are told it in theirs while the type is still called so.

use std::collections::HashMap;

use commons::told::told;
use platform_db::Tx;
use platform_types::{EventId, Lang};
use serde_json::Value;

/// The names of an event's ticket types in other languages, by their main name.
#[derive(Clone, Debug, Default)]
pub struct Kinds(HashMap<String, Value>);

impl Kinds {
    /// As far as the caller sees ticket types.
    pub async fn of(tx: &mut Tx, event: EventId) -> Result<Self, sqlx::Error> {
        let rows = sqlx::query!(
            "SELECT name, names FROM ticket_types WHERE event_id = $1 AND names <> '{}' ORDER BY position DESC, id DESC",
            event.0
        )
        .fetch_all(&mut **tx)
        .await?;
        Ok(Self(rows.into_iter().map(|row| (row.name, row.names)).collect()))
    }

    /// The name for whoever reads `lang`.
    pub fn told(&self, name: &str, lang: Lang) -> String {
        self.0.get(name).map_or(name, |names| told(name, names, lang)).to_owned()
    }
}
