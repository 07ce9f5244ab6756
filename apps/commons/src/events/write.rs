//! Writing events, under the caller's own role: the policies decide who may.

use platform_db::{DbError, Tx, constraint_of};
use platform_types::{Currency, Entropy, EventId, OrganizationId, Timestamp, VenueId, Zone};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Event, EventStatus};

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
    /// Beside the main facts.
    pub notes: NewNotes,
}

/// The event as its maker would say it again.
impl From<&Event> for NewEvent {
    fn from(event: &Event) -> Self {
        Self {
            name: event.name.clone(),
            names: event.names.clone(),
            category: event.category.clone(),
            description: event.description.clone(),
            descriptions: event.descriptions.clone(),
            presenter: event.presenter.clone(),
            venue: event.venue.as_ref().map(|v| v.id),
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            doors_at: event.doors_at,
            zone: event.zone,
            currency: event.currency,
            visibility: event.visibility.clone(),
            age_limit: event.age_limit.clone(),
            notes: NewNotes { accessibility: event.notes.accessibility.clone(), notice: event.notes.notice.clone() },
        }
    }
}

/// What an organizer tells beside the main facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewNotes {
    /// Steps, lifts, hearing loops, who to ask.
    pub accessibility: String,
    /// What people should know now; the database notes when it was posted.
    pub notice: String,
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
    /// An event with this id was made before.
    #[error("this event was made already")]
    Repeated,
    /// Tickets were sold for real, so it cannot be tried out any more.
    #[error("tickets of this event have been sold for real, so it cannot be tried out any more")]
    SoldForReal,
    /// People hold tickets by the present clock.
    #[error("tickets are sold by the clock that this event has now; choose a place in the same time zone, or make a new event")]
    ZoneSold,
    /// Something of it is sold, in a cart, given away, or was told to people: it stays.
    #[error("tickets of this event are sold, in carts or given away, or people were written to")]
    Sold,
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
            Some("events_pkey") => Self::Repeated,
            Some("events_no_test_after_sale") => Self::SoldForReal,
            Some("events_sold_keeps_timezone") => Self::ZoneSold,
            Some("events_sold_stays") => Self::Sold,
            _ if is_denied(&error) => Self::NotFound,
            _ => Self::Database(error.into()),
        }
    }
}

/// 42501: a policy or a grant said no.
fn is_denied(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "42501"))
}

/// A draft. Its address is made from its title and a few characters that keep it unique; it stays when the
/// title changes.
pub async fn create_event(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    organization: OrganizationId,
    event: &NewEvent,
) -> Result<(EventId, String), EventError> {
    create_event_as(tx, entropy, EventId::new(entropy, now), organization, event).await
}

/// The same under an id that was given out with the form, so that a form sent twice makes one event: the second time
/// is a violation of the constraint `events_pkey`.
pub async fn create_event_as(
    tx: &mut Tx,
    entropy: &Entropy,
    id: EventId,
    organization: OrganizationId,
    event: &NewEvent,
) -> Result<(EventId, String), EventError> {
    let words = slug_of(titles(&event.name, &event.names), if event.category == "other" { "event" } else { &event.category });
    let slug = format!("{words}-{}", entropy.readable_code(5).to_lowercase());
    sqlx::query!(
        "INSERT INTO events (id, organization_id, venue_id, slug, name, names, category, description, descriptions, presenter, starts_at, ends_at, doors_at, timezone, currency, visibility, age_limit, accessibility, notice)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
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
        event.notes.accessibility,
        event.notes.notice,
    )
    .execute(&mut **tx)
    .await?;
    Ok((id, slug))
}

/// The main title, the English one, then the others.
fn titles<'t>(name: &'t str, names: &'t Value) -> impl Iterator<Item = &'t str> {
    let english = names.get("en").and_then(Value::as_str);
    let others = names.as_object().into_iter().flat_map(|map| map.values()).filter_map(Value::as_str);
    std::iter::once(name).chain(english).chain(others)
}

/// Replaces what the organizer may say, if nobody changed it since `version`. Currency stays: prices hang on it.
pub async fn update_event(tx: &mut Tx, id: EventId, version: i32, event: &NewEvent) -> Result<(), EventError> {
    let done = sqlx::query!(
        "UPDATE events SET venue_id = $3, name = $4, names = $5, category = $6, description = $7, descriptions = $8, presenter = $9,
           starts_at = $10, ends_at = $11, doors_at = $12, timezone = $13, visibility = $14, age_limit = $15, accessibility = $16, notice = $17
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
        event.notes.accessibility,
        event.notes.notice,
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    let there = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM events WHERE id = $1) AS "there!""#, id.0).fetch_one(&mut **tx).await?;
    Err(if there { EventError::Stale } else { EventError::NotFound })
}

/// Sets an event's title and story in one more language, whichever others it has, if both still say what `was` says; an
/// empty text takes it away.
pub async fn set_language(tx: &mut Tx, id: EventId, tag: &str, was: (&str, &str), now: (&str, &str)) -> Result<(), EventError> {
    let done = sqlx::query!(
        "UPDATE events SET
           names = CASE WHEN $3 = '' THEN names - $2 ELSE names || jsonb_build_object($2::text, $3::text) END,
           descriptions = CASE WHEN $4 = '' THEN descriptions - $2 ELSE descriptions || jsonb_build_object($2::text, $4::text) END
         WHERE id = $1 AND coalesce(names ->> $2, '') = $5 AND coalesce(descriptions ->> $2, '') = $6",
        id.0,
        tag,
        now.0,
        now.1,
        was.0,
        was.1
    )
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(EventError::Stale) }
}

/// Deletes an event with all that was said about it, if nothing of it was sold, is in a cart or was told to people: the
/// database decides, by a trigger and by foreign keys.
pub async fn delete_event(tx: &mut Tx, id: EventId) -> Result<(), EventError> {
    let done = sqlx::query!("DELETE FROM events WHERE id = $1", id.0).execute(&mut **tx).await.map_err(|error| match &error {
        // 23503: something refers to it that must not lose it.
        sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "23503") => EventError::Sold,
        _ => error.into(),
    })?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(EventError::NotFound) }
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

/// `Zoë & the Lamps` → `zoe-the-lamps`. Titles are asked one after the other for one that can be read in
/// Latin letters (`暴風雨 The Tempest` can); without any the address is made of `otherwise`, such as the category.
pub fn slug_of<'t>(titles: impl IntoIterator<Item = &'t str>, otherwise: &str) -> String {
    let said = |slug: &String| slug.bytes().filter(u8::is_ascii_lowercase).count() >= 2;
    let slug = titles.into_iter().map(latin).find(said).unwrap_or_else(|| latin(otherwise));
    if slug.is_empty() { "event".to_owned() } else { slug }
}

/// The Latin letters and the digits of a text, without their accents; dashes between words.
fn latin(text: &str) -> String {
    let mut slug = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        let plain = match c {
            'ø' | 'Ø' => "o",
            'ł' | 'Ł' => "l",
            'đ' | 'Đ' | 'ð' | 'Ð' => "d",
            'ħ' | 'Ħ' => "h",
            'ı' => "i",
            'ß' | 'ẞ' => "ss",
            'æ' | 'Æ' => "ae",
            'œ' | 'Œ' => "oe",
            'þ' | 'Þ' => "th",
            // Nothing is said between these: `Rock ’n’ Roll`, `Lamp’s`.
            '\'' | '’' | 'ʼ' => continue,
            c if c.is_ascii_alphanumeric() => {
                slug.push(c.to_ascii_lowercase());
                ""
            }
            _ if slug.is_empty() || slug.ends_with('-') => "",
            _ => "-",
        };
        slug.push_str(plain);
        if slug.len() >= 80 {
            break;
        }
    }
    slug.truncate(80);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{slug_of, titles};
    use serde_json::json;

    fn slug(title: &str) -> String {
        slug_of([title], "music")
    }

    #[test]
    fn titles_of_the_world_become_addresses() {
        assert_eq!(slug("Zoë & the Lamps’ Night!"), "zoe-the-lamps-night");
        assert_eq!(slug("Łódź · Ångström · Škvorecký · Đặng Thái Sơn · Straße"), "lodz-angstrom-skvorecky-dang-thai-son-strasse");
        assert_eq!(slug("ＦＵＬＬ Ｗｉｄｔｈ"), "full-width");
        assert_eq!(slug("香港爵士音樂節 Jazz 2026"), "jazz-2026");
        for other in ["香港文化中心", "محمد علي", "Щедрик", "  --- ", "香港 2026", "🎭", "A 香"] {
            assert_eq!(slug(other), "music", "{other}");
        }
        assert_eq!(slug_of(["香港"], ""), "event");
        assert!(slug(&"long ".repeat(100)).len() <= 80);
        assert!(slug(&"ß".repeat(100)).len() <= 80);
    }

    #[test]
    fn a_title_in_another_language_may_lend_its_letters() {
        let names = json!({"ar": "العاصفة", "en": "The Tempest", "fr": "La Tempête"});
        assert_eq!(slug_of(titles("暴風雨", &names), "theatre"), "the-tempest");
        assert_eq!(slug_of(titles("La Tempête", &names), "theatre"), "la-tempete", "the main title comes first");
        assert_eq!(slug_of(titles("暴風雨", &json!(["x"])), "theatre"), "theatre");
    }
}
