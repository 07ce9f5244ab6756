//! A show, from draft to announcement and on to where it stands.

use boxoffice::catalogue::{NewTicketType, TaxChoice, add_ticket_type, open_event_pool, set_fees};
use boxoffice::console::{PublishError, publish_event};
use boxoffice::refunds::{presets, set_policy};
use chrono::Duration;
use commons::events::{EventStatus, NewEvent, NewNotes, create_event, set_status};
use commons::programme::{NewItem, add_item, show_programme};
use platform_audit::Entry;
use platform_db::Tx;
use platform_types::{Currency, EventId, ProgrammeItemId, TicketTypeId, Timestamp};
use serde_json::json;

use super::people::OWNER;
use super::programme::Show;
use super::{Past, refused};
use crate::failure::Failure;

/// A show that is there.
pub(super) struct Staged {
    pub show: &'static Show,
    pub event: EventId,
    pub types: Vec<TicketTypeId>,
    pub starts_at: Timestamp,
}

fn event_of(past: &Past, show: &Show, starts_at: Timestamp) -> NewEvent {
    NewEvent {
        name: show.title.to_owned(),
        names: show.title_de.map_or_else(|| json!({}), |de| json!({ "de": de })),
        category: show.category.to_owned(),
        description: show.story.to_owned(),
        descriptions: json!({}),
        presenter: "The Lantern House".to_owned(),
        venue: past.venues.get(show.venue).copied(),
        starts_at: Some(starts_at),
        ends_at: Some(starts_at + Duration::minutes(show.minutes)),
        doors_at: Some(starts_at - Duration::minutes(60)),
        zone: past.zone,
        currency: Currency::EUR,
        visibility: "public".to_owned(),
        age_limit: show.age.to_owned(),
        notes: NewNotes::default(),
    }
}

/// What happens on the evening, shown from the day it is announced.
async fn running_order(past: &Past, tx: &mut Tx, show: &Show, event: EventId, starts_at: Timestamp) -> Result<(), Failure> {
    let now = past.shop.clock().now();
    for (after, minutes, title, people) in show.running {
        let at = starts_at + Duration::minutes(*after);
        let item = NewItem {
            starts_at: Some(at),
            ends_at: Some(at + Duration::minutes(*minutes)),
            title: (*title).to_owned(),
            people: people.iter().map(|name| (*name).to_owned()).collect(),
            ..NewItem::default()
        };
        let id = ProgrammeItemId::new(past.shop.entropy(), now);
        add_item(tx, past.organization, event, id, &item).await.map_err(refused)?;
        let told =
            json!({ "event": event, "title": item.title, "starts_at": item.starts_at, "ends_at": item.ends_at, "people": item.people });
        platform_audit::record(tx, Entry::new("programme.item_added", "programme_items").on(id.0).within(past.organization).after(told))
            .await?;
    }
    if show_programme(tx, event, (!show.running.is_empty()).then_some(now)).await.map_err(refused)? {
        let told = json!({ "items": show.running.len() });
        platform_audit::record(tx, Entry::new("programme.published", "events").on(event.0).within(past.organization).after(told)).await?;
    }
    Ok(())
}

/// Makes it and, unless it is still in the drawer, announces it as its organizer's button does.
pub(super) async fn announce(past: &Past, show: &'static Show) -> Result<Staged, Failure> {
    let (now, entropy, owner) = (past.shop.clock().now(), past.shop.entropy(), past.person(OWNER));
    let starts_at = past.evening(show.in_days, show.hour)?;
    let event = event_of(past, show, starts_at);
    let mut tx = past.shop.db().as_actor(&owner).await?;
    let (id, slug) = create_event(&mut tx, entropy, now, past.organization, &event).await.map_err(refused)?;
    let told = json!({ "name": event.name, "slug": slug, "venue": event.venue, "starts_at": event.starts_at, "capacity": show.capacity });
    platform_audit::record(&mut tx, Entry::new("event.created", "events").on(id.0).within(past.organization).after(told)).await?;
    open_event_pool(&mut tx, entropy, now, past.organization, id, show.capacity).await.map_err(refused)?;
    let mut types = Vec::new();
    for (name, description, price_minor, quantity) in show.tickets {
        let ticket = NewTicketType {
            name: (*name).to_owned(),
            description: (*description).to_owned(),
            price_minor: *price_minor,
            quantity: *quantity,
            sale_starts_at: show.sale_in_days.map(|days| past.today + Duration::days(days)),
            sale_ends_at: None,
            min_per_order: 1,
            max_per_order: 8,
        };
        let kind = add_ticket_type(&mut tx, entropy, now, past.organization, id, &ticket).await.map_err(refused)?;
        let told = json!({ "event": id, "name": name, "price_minor": price_minor, "currency": event.currency, "quantity": quantity });
        let entry = Entry::new("ticket_type.added", "ticket_types").on(kind.0).within(past.organization).after(told);
        platform_audit::record(&mut tx, entry).await?;
        types.push(kind);
    }
    let vat = TaxChoice { name: "VAT 7 %".to_owned(), rate_millionths: 70_000, included: true };
    set_fees(&mut tx, entropy, now, past.organization, id, 50_000, 100, Some(&vat)).await.map_err(refused)?;
    let told = json!({ "fees": [[50_000, 100]], "tax": [vat.name, vat.rate_millionths, vat.included] });
    platform_audit::record(&mut tx, Entry::new("fees.set", "events").on(id.0).within(past.organization).after(told)).await?;
    let [_, (_, _, terms), ..] = presets();
    set_policy(&mut tx, past.organization, id, &terms).await?;
    platform_audit::record(&mut tx, Entry::new("refund_policy.set", "events").on(id.0).within(past.organization).after(json!(terms)))
        .await?;
    running_order(past, &mut tx, show, id, starts_at).await?;
    tx.commit().await?;
    if show.status != EventStatus::Draft {
        publish_event(&past.shop, &owner, id).await.map_err(|error| match error {
            PublishError::NotReady(found) => {
                refused(format!("{}: {:?}", show.title, found.iter().filter_map(|r| r.missing.as_ref()).collect::<Vec<_>>()))
            }
            other => refused(other),
        })?;
    }
    Ok(Staged { show, event: id, types, starts_at })
}

/// Moves a published show to where it stands today.
pub(super) async fn turn(past: &Past, staged: &Staged) -> Result<(), Failure> {
    let mut tx = past.shop.db().as_actor(&past.person(OWNER)).await?;
    let before = set_status(&mut tx, staged.event, staged.show.status).await.map_err(refused)?;
    let action = match staged.show.status {
        EventStatus::Cancelled => "event.cancelled",
        EventStatus::Postponed => "event.postponed",
        _ => "event.completed",
    };
    let entry = Entry::new(action, "events").on(staged.event.0).within(past.organization);
    platform_audit::record(&mut tx, entry.before(json!({ "status": before })).after(json!({ "status": staged.show.status }))).await?;
    Ok(tx.commit().await?)
}
