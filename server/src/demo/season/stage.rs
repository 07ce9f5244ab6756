//! A show, from draft to announcement and on to where it stands.

use boxoffice::catalogue::{NewTicketType, QuotaDetails, TaxChoice, TypeDetails, add_quota, add_type, open_event_pool, set_fees};
use boxoffice::codes::Terms;
use boxoffice::comps::{Comps, Person, issue};
use boxoffice::console::{CodeTerms, PublishError, make_code, publish_event, set_type_words};
use boxoffice::refunds::{presets, set_policy};
use chrono::{Duration, NaiveTime};
use commons::events::{EventStatus, NewEvent, NewNotes, create_event, set_status};
use commons::programme::{NewItem, add_item, show_programme};
use platform_audit::Entry;
use platform_db::Tx;
use platform_types::{Actor, EventId, ProgrammeItemId, TicketTypeId, Timestamp};
use serde_json::json;

use super::houses::Size;
use super::lane::{Lane, told};
use super::refused;
use super::show::{Code, Kind, Off, Show};
use crate::failure::Failure;

/// A show that is there.
#[derive(Clone)]
pub(super) struct Staged {
    pub show: &'static Show,
    pub event: EventId,
    pub types: Vec<TicketTypeId>,
    pub starts_at: Timestamp,
}

fn event_of(lane: &Lane, show: &Show, starts_at: Timestamp) -> NewEvent {
    NewEvent {
        name: show.title.to_owned(),
        names: told(show.titles),
        category: show.category.to_owned(),
        description: show.story.to_owned(),
        descriptions: told(show.stories),
        presenter: if show.presenter.is_empty() { lane.house.name } else { show.presenter }.to_owned(),
        venue: lane.venues.get(show.venue).copied(),
        starts_at: Some(starts_at),
        ends_at: Some(starts_at + Duration::minutes(show.minutes)),
        doors_at: Some(starts_at - Duration::minutes(60)),
        zone: lane.zone,
        currency: lane.house.currency,
        visibility: "public".to_owned(),
        age_limit: show.age.to_owned(),
        notes: NewNotes { accessibility: show.access.to_owned(), notice: show.notice.to_owned() },
    }
}

/// What happens, shown from the day it is announced.
async fn running_order(lane: &Lane, tx: &mut Tx, show: &Show, event: EventId, starts_at: Timestamp) -> Result<(), Failure> {
    let now = lane.clock.now();
    for (after, minutes, title, people) in show.running {
        let at = starts_at + Duration::minutes(*after);
        let item = NewItem {
            starts_at: Some(at),
            ends_at: Some(at + Duration::minutes(*minutes)),
            title: (*title).to_owned(),
            people: people.iter().map(|name| (*name).to_owned()).collect(),
            ..NewItem::default()
        };
        let id = ProgrammeItemId::new(lane.shop.entropy(), now);
        add_item(tx, lane.organization, event, id, &item).await.map_err(refused)?;
        let told =
            json!({ "event": event, "title": item.title, "starts_at": item.starts_at, "ends_at": item.ends_at, "people": item.people });
        platform_audit::record(tx, Entry::new("programme.item_added", "programme_items").on(id.0).within(lane.organization).after(told))
            .await?;
    }
    if show_programme(tx, event, (!show.running.is_empty()).then_some(now)).await.map_err(refused)? {
        let told = json!({ "items": show.running.len() });
        platform_audit::record(tx, Entry::new("programme.published", "events").on(event.0).within(lane.organization).after(told)).await?;
    }
    Ok(())
}

/// Its kinds of tickets, and what they are called in other languages.
async fn kinds(lane: &Lane, tx: &mut Tx, show: &Show, event: EventId) -> Result<Vec<TicketTypeId>, Failure> {
    let (now, entropy) = (lane.clock.now(), lane.shop.entropy());
    let mut types = Vec::new();
    for kind in show.tickets {
        let details = details(lane, show, kind);
        let id = add_type(tx, entropy, now, lane.organization, event, &details).await.map_err(refused)?;
        let told = json!({ "event": event, "name": kind.name, "price_minor": kind.price, "currency": lane.house.currency, "quantity": kind.quantity });
        platform_audit::record(tx, Entry::new("ticket_type.added", "ticket_types").on(id.0).within(lane.organization).after(told)).await?;
        for (tag, name) in kind.names {
            set_type_words(tx, event, id.0, tag, ("", ""), (name, "")).await?;
            let told = json!({ "lang": tag, "ticket_types": { id.0.to_string(): { "name": name } } });
            let entry = Entry::new("event.ticket_language_set", "events").on(event.0).within(lane.organization).after(told);
            platform_audit::record(tx, entry).await?;
        }
        types.push(id);
    }
    if let Some((name, capacity, shared)) = show.quota {
        let mut drawing: Vec<_> = shared.iter().filter_map(|kind| types.get(*kind)).map(|id| id.0).collect();
        drawing.sort();
        let quota = QuotaDetails { name: name.to_owned(), capacity, types: drawing };
        let id = add_quota(tx, entropy, now, lane.organization, event, &quota).await.map_err(refused)?;
        let told = json!({ "event": event, "name": name, "capacity": capacity, "types": quota.types });
        platform_audit::record(tx, Entry::new("quota.added", "pools").on(id).within(lane.organization).after(told)).await?;
    }
    Ok(types)
}

fn details(lane: &Lane, show: &Show, kind: &Kind) -> TypeDetails {
    let basics = NewTicketType {
        name: kind.name.to_owned(),
        description: kind.about.to_owned(),
        price_minor: kind.price,
        quantity: kind.quantity,
        sale_starts_at: show.sale_in_days.map(|days| morning(lane, days)),
        sale_ends_at: None,
        min_per_order: 1,
        max_per_order: 8,
    };
    TypeDetails { basics, suggested_minor: kind.suggested, hidden: kind.hidden, grants_role: None, zones: Vec::new() }
}

/// So many days from today at ten, by the place's clocks.
fn morning(lane: &Lane, days: i64) -> Timestamp {
    let day = lane.zone.local(lane.today).date_naive() + Duration::days(days);
    let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
    lane.zone.instant(day.and_time(ten)).unwrap_or(lane.today + Duration::days(days))
}

/// What is taken on top, and what goes back to whom.
async fn conditions(lane: &Lane, tx: &mut Tx, event: EventId) -> Result<(), Failure> {
    let (now, entropy, (rate, fixed)) = (lane.clock.now(), lane.shop.entropy(), lane.house.fees);
    let tax = lane.house.tax.map(|(name, rate_millionths, included)| TaxChoice { name: name.to_owned(), rate_millionths, included });
    set_fees(tx, entropy, now, lane.organization, event, rate, fixed, tax.as_ref()).await.map_err(refused)?;
    let told = json!({ "fees": [[rate, fixed]], "tax": tax.map(|t| (t.name, t.rate_millionths, t.included)) });
    platform_audit::record(tx, Entry::new("fees.set", "events").on(event.0).within(lane.organization).after(told)).await?;
    let [_, (_, _, terms), ..] = presets();
    set_policy(tx, lane.organization, event, &terms).await?;
    let entry = Entry::new("refund_policy.set", "events").on(event.0).within(lane.organization).after(json!(terms));
    platform_audit::record(tx, entry).await?;
    Ok(())
}

/// Makes it and, unless it is still in the drawer, announces it as its organizer's button does.
pub(super) async fn announce(lane: &Lane, show: &'static Show, starts_at: Timestamp) -> Result<Staged, Failure> {
    let (now, entropy, owner) = (lane.clock.now(), lane.shop.entropy(), lane.owner());
    let event = event_of(lane, show, starts_at);
    let mut tx = lane.shop.db().as_actor(&owner).await?;
    let (id, slug) = create_event(&mut tx, entropy, now, lane.organization, &event).await.map_err(refused)?;
    let told = json!({ "name": event.name, "slug": slug, "venue": event.venue, "starts_at": event.starts_at, "capacity": show.capacity });
    platform_audit::record(&mut tx, Entry::new("event.created", "events").on(id.0).within(lane.organization).after(told)).await?;
    open_event_pool(&mut tx, entropy, now, lane.organization, id, show.capacity).await.map_err(refused)?;
    let types = kinds(lane, &mut tx, show, id).await?;
    conditions(lane, &mut tx, id).await?;
    running_order(lane, &mut tx, show, id, starts_at).await?;
    tx.commit().await?;
    // The small season is what browsers buy in: no second form beside the one with their name.
    for code in show.codes.iter().filter(|_| lane.size == Size::Full) {
        add_code(lane, &owner, id, &types, code).await?;
    }
    if show.status != EventStatus::Draft {
        publish_event(&lane.shop, &owner, id).await.map_err(|error| match error {
            PublishError::NotReady(found) => {
                refused(format!("{}: {:?}", show.title, found.iter().filter_map(|r| r.missing.as_ref()).collect::<Vec<_>>()))
            }
            other => refused(other),
        })?;
    }
    Ok(Staged { show, event: id, types, starts_at })
}

async fn add_code(lane: &Lane, owner: &Actor, event: EventId, types: &[TicketTypeId], code: &Code) -> Result<(), Failure> {
    let terms = match code.off {
        Off::Percent(rate) => Terms::Percent(rate),
        Off::Fixed(minor) => Terms::Fixed(minor),
        Off::Free(n) => Terms::Free(n),
        Off::Opens => Terms::Access,
    };
    let terms = CodeTerms {
        note: code.note.to_owned(),
        terms,
        reveals: terms == Terms::Access,
        types: code.kinds.iter().filter_map(|kind| types.get(*kind)).copied().collect(),
        starts_at: None,
        ends_at: None,
        max_uses: None,
        max_uses_per_buyer: None,
        min_spend_minor: None,
        max_discount_minor: None,
        max_tickets: None,
    };
    make_code(&lane.shop, owner, lane.house.slug, Some(event), code.text, &terms).await.map(drop).map_err(refused)
}

/// Gives tickets away, to people of the house's own acquaintance.
pub(super) async fn give_away(lane: &Lane, staged: &Staged, comp: usize) -> Result<(), Failure> {
    let Some(comp) = staged.show.comps.get(comp) else { return Ok(()) };
    let Some(kind) = staged.types.get(comp.kind).copied() else { return Ok(()) };
    let names = lane.house.guests.iter().cycle().take(comp.tickets).enumerate();
    let people: Result<Vec<Person>, Failure> = names
        .map(|(n, name)| {
            let email = format!("friend{n}@{}", lane.house.mail);
            Ok(Person { name: name.parse().map_err(refused)?, email: email.parse().map_err(refused)? })
        })
        .collect();
    let batch = lane.shop.entropy().uuid_v7(lane.clock.now());
    let comps = Comps { batch, event: staged.event, kind, people: people?, reason: comp.reason.to_owned() };
    issue(&lane.shop, &lane.owner(), &comps).await.map(drop).map_err(refused)
}

/// Moves a published show to where it stands today, apart from calling it off.
pub(super) async fn turn(lane: &Lane, staged: &Staged) -> Result<(), Failure> {
    let mut tx = lane.shop.db().as_actor(&lane.owner()).await?;
    let before = set_status(&mut tx, staged.event, staged.show.status).await.map_err(refused)?;
    let action = if staged.show.status == EventStatus::Postponed { "event.postponed" } else { "event.completed" };
    let entry = Entry::new(action, "events").on(staged.event.0).within(lane.organization);
    platform_audit::record(&mut tx, entry.before(json!({ "status": before })).after(json!({ "status": staged.show.status }))).await?;
    Ok(tx.commit().await?)
}
