//! What the command palette asks of the box office: the event one stands at, events by name, orders by number.
//!
//! Everything is read under the caller's own role, and of what everybody sees only what the caller works on is listed.

use platform_auth::Permission;
use platform_db::Tx;
use platform_types::{EventId, Timestamp, Zone};
use platform_ui::{Icon, Moment, PaletteEntry};
use uuid::Uuid;

use super::access::{Desk, find_desk};
use crate::readable::order_number;

/// Events looked through by name, the newest first.
const EVENTS: i64 = 1_000;

/// Lines of each kind that are found.
const FOUND: usize = 8;

/// The event one stands at.
#[derive(Clone, Debug)]
pub struct At(Desk);

impl At {
    /// Its id, as it stands in addresses.
    pub fn id(&self) -> EventId {
        self.0.event.id
    }

    /// Its title.
    pub fn name(&self) -> &str {
        &self.0.event.name
    }

    /// Its organization's name in addresses.
    pub fn organization(&self) -> &str {
        &self.0.place.slug
    }

    /// Whether the caller holds this at the event.
    pub fn may(&self, permission: Permission) -> bool {
        self.0.held.may(permission)
    }
}

/// The event with this id, for whoever works on it.
pub async fn at_event(tx: &mut Tx, id: Uuid) -> Result<Option<At>, sqlx::Error> {
    Ok(find_desk(tx, id.into()).await?.map(At))
}

/// Events of the caller's that have the typed words in their titles, and orders whose number begins like that.
pub async fn find(tx: &mut Tx, typed: &str) -> Result<Vec<PaletteEntry>, sqlx::Error> {
    let mut found = orders(tx, typed).await?;
    found.extend(events(tx, typed).await?);
    Ok(found)
}

async fn orders(tx: &mut Tx, typed: &str) -> Result<Vec<PaletteEntry>, sqlx::Error> {
    let Some(begin) = number_begin(typed) else { return Ok(Vec::new()) };
    let rows: Vec<(Uuid, String, String, String)> = sqlx::query_as(
        "SELECT o.id, o.number, o.buyer_name, e.name FROM orders o JOIN events e ON e.id = o.event_id
         WHERE (o.organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[])
                OR o.event_id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]))
           AND o.number LIKE $1 || '%' ORDER BY o.number LIMIT $2",
    )
    .bind(begin)
    .bind(i64::try_from(FOUND).unwrap_or(i64::MAX))
    .fetch_all(&mut **tx)
    .await?;
    let entry = |(id, number, buyer, event): (Uuid, String, String, String)| {
        PaletteEntry::new(order_number(&number), format!("{buyer} · {event}"), format!("/console/orders/{id}"), Icon::Receipt)
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// What may begin a number: four signs or more of those that numbers have, as people type them.
fn number_begin(typed: &str) -> Option<String> {
    let signs: String = typed.chars().filter(|c| !matches!(c, '-' | ' ' | '#')).collect::<String>().to_uppercase();
    ((4..=8).contains(&signs.len()) && signs.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(signs)
}

async fn events(tx: &mut Tx, typed: &str) -> Result<Vec<PaletteEntry>, sqlx::Error> {
    let words: Vec<String> = folded(typed).split_whitespace().map(str::to_owned).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(Uuid, String, Option<Timestamp>, String)> = sqlx::query_as(
        "SELECT e.id, e.name, e.starts_at, e.timezone FROM events e
         WHERE e.organization_id = ANY ((SELECT auth.scopes_with('events:view', 'organization'))::uuid[])
            OR e.id = ANY ((SELECT auth.scopes_with('events:view', 'event'))::uuid[])
         ORDER BY e.starts_at DESC NULLS FIRST, e.id LIMIT $1",
    )
    .bind(EVENTS)
    .fetch_all(&mut **tx)
    .await?;
    let fits = |name: &str| {
        let name = folded(name);
        words.iter().all(|word| name.contains(word.as_str()))
    };
    let entry = |(id, name, starts_at, zone): (Uuid, String, Option<Timestamp>, String)| {
        let when = starts_at.map(|at| Moment::short(at, zone.parse().unwrap_or(Zone::UTC)).text());
        PaletteEntry::new(name, when.unwrap_or_default(), format!("/console/events/{id}"), Icon::CalendarDays)
    };
    Ok(rows.into_iter().filter(|(_, name, ..)| fits(name)).take(FOUND).map(entry).collect())
}

/// Without accents and capitals.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    use unicode_normalization::char::is_combining_mark;
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_type_it() {
        assert_eq!(number_begin("4f7k-22qp").as_deref(), Some("4F7K22QP"));
        assert_eq!(number_begin("# 4F7K").as_deref(), Some("4F7K"));
        for other in ["4F7", "4F7K22QPX", "the tempest", "100%", ""] {
            assert_eq!(number_begin(other), None, "{other}");
        }
    }

    #[test]
    fn names_are_found_without_accents() {
        assert_eq!(folded("Ünter den Café-Bäumen"), "unter den cafe-baumen");
    }
}
