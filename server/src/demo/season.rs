//! A small season of our own, made through the product's own use cases. Filled once per database.

use boxoffice::catalogue::{NewTicketType, TaxChoice, add_ticket_type, open_event_pool, set_fees};
use chrono::{Duration, NaiveDateTime, NaiveTime};
use commons::events::{EventStatus, NewEvent, create_event, set_status};
use commons::venues::{NewVenue, create_venue};
use platform_auth::organizations::NewOrganization;
use platform_auth::people::NewPerson;
use platform_auth::roles::Grant;
use platform_types::{Actor, Currency, EventId, OrganizationId, SecretString, Timestamp, UserId, VenueId, Zone};
use serde_json::json;

use crate::compose::Composed;
use crate::failure::{Failure, say};

mod programme;

/// Somebody to sign in as.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    pub email: &'static str,
    pub role: &'static str,
}

const PASSWORD: &str = "callboard demo";

/// Who is who: address, name, role of the organization, and what the list says.
const PEOPLE: [(&str, &str, Option<&str>, &str); 4] = [
    ("owner@lantern.example", "Mira Okafor", None, "owner of The Lantern House"),
    ("door@lantern.example", "Jonas Weber", Some("GVTEWAY_VENUE_MANAGER"), "door and venue"),
    ("finance@lantern.example", "Priya Raman", Some("FINANCE_ADMIN"), "books"),
    ("fan@lantern.example", "Sam Delacroix", None, "a fan"),
];

/// The logins the demo house has.
pub(crate) fn logins() -> Vec<Login> {
    PEOPLE.iter().map(|(email, _, _, role)| Login { email, role }).collect()
}

fn refused(error: impl std::fmt::Display) -> Failure {
    Failure::Refused(format!("the demo house: {error}"))
}

/// Makes the season in an empty house; finds it in a filled one.
pub(crate) async fn fill(house: &Composed) -> Result<Vec<Login>, Failure> {
    let mut tx = house.db.as_system("look for the demo").await?;
    let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM organizations)").fetch_one(&mut *tx).await?;
    tx.rollback().await?;
    if known {
        return Ok(logins());
    }
    say("Filling the demo house …");
    let mut ids = Vec::new();
    for (email, name, _, _) in PEOPLE {
        let person = NewPerson {
            email: email.parse().map_err(refused)?,
            full_name: name.parse().map_err(refused)?,
            locale: "en".to_owned(),
            password: Some(SecretString::from(PASSWORD)),
        };
        ids.push(house.auth.add_person(person).await.map_err(refused)?);
    }
    let owner = Actor::user(ids[0], None);
    let zone: Zone = "Europe/Berlin".parse().map_err(refused)?;
    let new = NewOrganization { name: "The Lantern House".to_owned(), slug: "the-lantern-house".to_owned(), zone, currency: Currency::EUR };
    let organization = house.auth.create_organization(&owner, &new).await.map_err(refused)?;
    grant_roles(house, organization, &ids).await?;
    let venues = make_venues(house, &owner, organization, zone).await?;
    for show in programme::SHOWS {
        make_show(house, &owner, organization, &venues, zone, show).await?;
        say(&format!("  {}", show.title));
    }
    Ok(logins())
}

async fn grant_roles(house: &Composed, organization: OrganizationId, people: &[UserId]) -> Result<(), Failure> {
    for ((_, _, role, _), user) in PEOPLE.iter().zip(people) {
        if let Some(role) = role {
            let grant = Grant { user: *user, role: (*role).to_owned(), scope: organization.0, expires_at: None };
            house.auth.grant_as_house("demo", &grant).await.map_err(refused)?;
        }
    }
    Ok(())
}

async fn make_venues(house: &Composed, owner: &Actor, organization: OrganizationId, zone: Zone) -> Result<Vec<VenueId>, Failure> {
    let mut made = Vec::new();
    for (name, address, city, position, capacity) in programme::VENUES {
        let venue = NewVenue {
            name: (*name).to_owned(),
            names: json!({}),
            address: (*address).to_owned(),
            city: (*city).to_owned(),
            country: "DE".to_owned(),
            position: Some(*position),
            zone,
            capacity: Some(*capacity),
        };
        let mut tx = house.db.as_actor(owner).await?;
        let id = create_venue(&mut tx, house.shop.entropy(), house.shop.clock().now(), organization, &venue).await?;
        tx.commit().await?;
        made.push(id);
    }
    Ok(made)
}

async fn make_show(
    house: &Composed,
    owner: &Actor,
    organization: OrganizationId,
    venues: &[VenueId],
    zone: Zone,
    show: &programme::Show,
) -> Result<(), Failure> {
    let now = house.shop.clock().now();
    let entropy = house.shop.entropy();
    let starts = evening(now, zone, show.in_days, show.hour)?;
    let event = NewEvent {
        name: show.title.to_owned(),
        names: show.title_de.map_or_else(|| json!({}), |de| json!({ "de": de })),
        category: show.category.to_owned(),
        description: show.story.to_owned(),
        descriptions: json!({}),
        presenter: "The Lantern House".to_owned(),
        venue: venues.get(show.venue).copied(),
        starts_at: Some(starts),
        ends_at: Some(starts + Duration::minutes(show.minutes)),
        doors_at: Some(starts - Duration::minutes(60)),
        zone,
        currency: Currency::EUR,
        visibility: "public".to_owned(),
        age_limit: show.age.to_owned(),
    };
    let mut tx = house.db.as_actor(owner).await?;
    let (id, _) = create_event(&mut tx, entropy, now, organization, &event).await.map_err(refused)?;
    open_event_pool(&mut tx, entropy, now, organization, id, show.capacity).await.map_err(refused)?;
    for (name, description, price_minor, quantity) in show.tickets {
        let ticket = NewTicketType {
            name: (*name).to_owned(),
            description: (*description).to_owned(),
            price_minor: *price_minor,
            quantity: *quantity,
            sale_starts_at: show.sale_in_days.map(|days| now + Duration::days(days)),
            sale_ends_at: None,
            min_per_order: 1,
            max_per_order: 8,
        };
        add_ticket_type(&mut tx, entropy, now, organization, id, &ticket).await.map_err(refused)?;
    }
    let vat = TaxChoice { name: "VAT 7 %".to_owned(), rate_millionths: 70_000, included: true };
    set_fees(&mut tx, entropy, now, organization, id, 50_000, 100, Some(&vat)).await.map_err(refused)?;
    walk(&mut tx, id, show.status).await?;
    Ok(tx.commit().await?)
}

/// Along the transition table to where the show stands.
async fn walk(tx: &mut platform_db::Tx, event: EventId, status: EventStatus) -> Result<(), Failure> {
    if status != EventStatus::Draft {
        set_status(tx, event, EventStatus::Published).await.map_err(refused)?;
        if status != EventStatus::Published {
            set_status(tx, event, status).await.map_err(refused)?;
        }
    }
    Ok(())
}

/// So many days from today at a full hour of the venue's clocks.
fn evening(now: Timestamp, zone: Zone, in_days: i64, hour: u32) -> Result<Timestamp, Failure> {
    let day = zone.local(now).date_naive() + Duration::days(in_days);
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    zone.instant(NaiveDateTime::new(day, time)).map_err(refused)
}
