//! Writing events, under the caller's own role: the policies decide who may.

use platform_db::{DbError, Tx, constraint_of};
use platform_types::{Currency, Entropy, EventId, OrganizationId, Timestamp, VenueId, Zone};
use serde_json::Value;

use super::EventStatus;

/// What an organizer says about an event.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Title.
    pub name: String,
    /// Titles in other languages.
    pub names: Value,
    /// Category.
    pub category: String,
    /// What it is about.
    pub description: String,
    /// The same in other languages.
    pub descriptions: Value,
    /// Who presents it.
    pub presenter: String,
    /// Venue.
    pub venue: Option<VenueId>,
    /// Start.
    pub starts_at: Option<Timestamp>,
    /// End.
    pub ends_at: Option<Timestamp>,
    /// Doors.
    pub doors_at: Option<Timestamp>,
    /// Zone.
    pub zone: Zone,
    /// Currency.
    pub currency: Currency,
    /// `public`, `unlisted`, `private`.
    pub visibility: String,
    /// In words.
    pub age_limit: String,
}

/// Why an event was not written.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// The caller may not, or it is not there.
    #[error("there is no such event that you may change")]
    NotFound,
    /// Ends before it starts.
    #[error("the end must be after the start")]
    EndsBeforeStart,
    /// Doors after the start.
    #[error("doors must open before the start")]
    DoorsAfterStart,
    /// Not along the table.
    #[error("an event that is {from} cannot become {to}")]
    Transition {
        /// Now.
        from: String,
        /// Wanted.
        to: String,
    },
    /// Somebody else changed it.
    #[error("the event was changed meanwhile")]
    Stale,
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for EventError {
    fn from(error: sqlx::Error) -> Self {
        match constraint_of(&error) {
            Some("events_end_after_start") => Self::EndsBeforeStart,
            Some("events_doors_before_start") => Self::DoorsAfterStart,
            _ if is_denied(&error) => Self::NotFound,
            _ => Self::Database(error.into()),
        }
    }
}

/// 42501: a policy or a grant said no.
fn is_denied(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "42501"))
}

/// A draft. Its address is made from its title and a few characters that keep it unique.
pub async fn create_event(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: &NewEvent,
) -> Result<(EventId, String), EventError> {
    let id = EventId::new(entropy, now);
    let slug = format!("{}-{}", slug_of(&event.name), entropy.readable_code(5).to_lowercase());
    sqlx::query!(
        "INSERT INTO events (id, organization_id, venue_id, slug, name, names, category, description, descriptions, presenter, starts_at, ends_at, doors_at, timezone, currency, visibility, age_limit)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        id.0,
        organization.0,
        event.venue.map(|v| v.0),
        slug,
        event.name,
        event.names,
        event.category,
        event.description,
        event.descriptions,
        event.presenter,
        event.starts_at,
        event.ends_at,
        event.doors_at,
        event.zone.name(),
        event.currency.code(),
        event.visibility,
        event.age_limit,
    )
    .execute(&mut **tx)
    .await?;
    Ok((id, slug))
}

/// Replaces what the organizer may say, if nobody changed it since `version`. Currency stays: prices hang on it.
pub async fn update_event(tx: &mut Tx, id: EventId, version: i32, event: &NewEvent) -> Result<(), EventError> {
    let done = sqlx::query!(
        "UPDATE events SET venue_id = $3, name = $4, names = $5, category = $6, description = $7, descriptions = $8, presenter = $9,
           starts_at = $10, ends_at = $11, doors_at = $12, timezone = $13, visibility = $14, age_limit = $15
         WHERE id = $1 AND version = $2",
        id.0,
        version,
        event.venue.map(|v| v.0),
        event.name,
        event.names,
        event.category,
        event.description,
        event.descriptions,
        event.presenter,
        event.starts_at,
        event.ends_at,
        event.doors_at,
        event.zone.name(),
        event.visibility,
        event.age_limit,
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    let there = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM events WHERE id = $1) AS "there!""#, id.0).fetch_one(&mut **tx).await?;
    Err(if there { EventError::Stale } else { EventError::NotFound })
}

/// Moves an event along the table.
pub async fn set_status(tx: &mut Tx, id: EventId, next: EventStatus) -> Result<EventStatus, EventError> {
    let row = sqlx::query!("SELECT status FROM events WHERE id = $1 FOR UPDATE", id.0)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(EventError::NotFound)?;
    let from = EventStatus::parse(&row.status).unwrap_or(EventStatus::Draft);
    if !from.may_become(next) {
        return Err(EventError::Transition { from: from.as_str().to_owned(), to: next.as_str().to_owned() });
    }
    let done =
        sqlx::query!("UPDATE events SET status = $2, draft_reason = '' WHERE id = $1", id.0, next.as_str()).execute(&mut **tx).await?;
    if done.rows_affected() == 1 { Ok(from) } else { Err(EventError::NotFound) }
}

/// `Zoë & the Lamps` → `zoe-the-lamps`; a title without Latin letters gives `event`.
pub fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        let plain = match c {
            'a'..='z' | '0'..='9' => Some(c),
            'A'..='Z' => Some(c.to_ascii_lowercase()),
            'ä' | 'à' | 'á' | 'â' | 'å' | 'ã' | 'Ä' | 'À' | 'Á' | 'Å' => Some('a'),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => Some('e'),
            'ö' | 'ó' | 'ò' | 'ô' | 'ø' | 'õ' | 'Ö' | 'Ó' | 'Ø' => Some('o'),
            'ü' | 'ú' | 'ù' | 'û' | 'Ü' | 'Ú' => Some('u'),
            'í' | 'ì' | 'î' | 'ï' | 'Í' => Some('i'),
            'ñ' | 'Ñ' => Some('n'),
            'ç' | 'Ç' => Some('c'),
            'ß' => Some('s'),
            _ => None,
        };
        match plain {
            Some(p) => slug.push(p),
            None if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') => slug.push('-'),
            None => {}
        }
        if slug.len() >= 80 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "event".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn titles_of_the_world_become_addresses() {
        assert_eq!(slug_of("Zoë & the Lamps’ Night!"), "zoe-the-lamps-night");
        assert_eq!(slug_of("香港文化中心"), "event");
        assert_eq!(slug_of("  --- "), "event");
        assert!(slug_of(&"long ".repeat(100)).len() <= 80);
    }
}
