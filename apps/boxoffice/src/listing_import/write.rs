//! Writes what was decided, through the events' and catalogue's own functions.

use commons::events::{self, EventStatus, ImportOrigin, NewEvent, NewNotes};
use commons::venues::{self, ImportedVenue, NewVenue, VenueTexts};
use platform_audit::Entry;
use platform_db::Tx;
use platform_types::{EventId, VenueId};
use serde_json::json;

use super::decide::Step;
use super::import::{Import, ImportError};
use super::wanted::{Wanted, ticket_types};
use super::{Action, Line, ListedVenue, Listing};
use crate::catalogue::{self, NewTicketType};
use crate::console::events::{Facts, refusal_of, requirements};
use crate::console::tickets::{join_event_pool, list_pools, types_outside_event_pool};

/// A new place.
pub(super) async fn venue(import: &Import, tx: &mut Tx, listing: &Listing, venue: &ListedVenue) -> Result<VenueId, ImportError> {
    let new = NewVenue {
        name: venue.name.clone(),
        names: venue.names.clone(),
        address: String::new(),
        city: venue.city.clone(),
        country: venue.country.clone(),
        position: venue.position,
        zone: listing.zone,
        capacity: None,
    };
    let id = venues::create_venue(tx, &import.entropy, import.db.clock().now(), import.organization, &new).await?;
    venues::remember_import(tx, id, listing.source, &venue.id).await?;
    let after = json!({"name": venue.name, "names": venue.names, "source": listing.source, "import_id": venue.id});
    platform_audit::record(tx, Entry::new("venue.imported", "venues").on(id.0).within(import.organization).after(after)).await?;
    Ok(id)
}

/// What the listing says of a place.
pub(super) fn texts(venue: &ListedVenue) -> VenueTexts {
    VenueTexts {
        name: venue.name.clone(),
        names: venue.names.clone(),
        city: venue.city.clone(),
        country: venue.country.clone(),
        position: venue.position,
    }
}

/// A place that the listing tells of in other words.
pub(super) async fn changed_venue(
    import: &Import,
    tx: &mut Tx,
    listing: &Listing,
    was: &ImportedVenue,
    now: &VenueTexts,
) -> Result<(), ImportError> {
    venues::update_imported(tx, was.id, now).await?;
    let told = |t: &VenueTexts| json!({"name": t.name, "names": t.names, "city": t.city, "country": t.country, "position": t.position, "source": listing.source});
    let entry = Entry::new("venue.imported", "venues").on(was.id.0).within(import.organization).before(told(&was.texts)).after(told(now));
    platform_audit::record(tx, entry).await?;
    Ok(())
}

/// One step; gives the line as it came out.
pub(super) async fn step(
    import: &Import,
    tx: &mut Tx,
    listing: &Listing,
    venue: Option<VenueId>,
    step: Step<'_>,
) -> Result<Line, ImportError> {
    match (step.action, step.wanted) {
        (Action::Create | Action::Update | Action::PutOnSale, Some(wanted)) => bring(import, tx, listing, venue, &step, wanted).await,
        (Action::TakeBack, _) => take_back(import, tx, listing, step).await,
        _ => Ok(step.line),
    }
}

fn told(listing: &Listing, wanted: &Wanted<'_>, venue: Option<VenueId>) -> NewEvent {
    let entry = wanted.entry;
    NewEvent {
        name: entry.name.clone(),
        names: entry.names.clone(),
        category: entry.category.to_owned(),
        description: entry.description.clone(),
        descriptions: entry.descriptions.clone(),
        presenter: entry.presenter.clone(),
        venue,
        starts_at: wanted.starts_at,
        ends_at: wanted.ends_at,
        doors_at: None,
        zone: listing.zone,
        currency: listing.currency,
        visibility: "public".to_owned(),
        age_limit: entry.age_limit.clone(),
        notes: NewNotes::default(),
    }
}

async fn bring(
    import: &Import,
    tx: &mut Tx,
    listing: &Listing,
    venue: Option<VenueId>,
    step: &Step<'_>,
    wanted: &Wanted<'_>,
) -> Result<Line, ImportError> {
    let now = import.db.clock().now();
    let event = told(listing, wanted, venue);
    let id = match &step.known {
        None => events::create_event(tx, &import.entropy, now, import.organization, &event).await?.0,
        Some(known) => {
            if step.action == Action::Update {
                events::update_event(tx, known.event.id, known.event.version, &event).await?;
            }
            known.event.id
        }
    };
    stock(import, tx, wanted, step, id).await?;
    let mut line = step.line.clone();
    if step.opens() {
        line.reason = missing(import, tx, id).await?;
        line.on_sale = line.reason.is_empty();
        if line.on_sale {
            events::set_status(tx, id, EventStatus::Published).await?;
        }
    }
    let origin = ImportOrigin {
        source: listing.source,
        entry: &wanted.entry.id,
        id: &wanted.id,
        texts: &wanted.entry.texts,
        days: wanted.entry.days,
        draft_reason: if line.on_sale { "" } else { &line.reason },
    };
    events::remember_import(tx, id, origin).await?;
    let action = match step.action {
        Action::Create => "event.imported",
        Action::PutOnSale => "event.published",
        _ => "event.import_updated",
    };
    let after = json!({
        "source": listing.source, "import_id": wanted.id, "name": event.name, "starts_at": event.starts_at, "ends_at": event.ends_at,
        "venue": event.venue, "on_sale": line.on_sale, "ticket_types": line.ticket_types, "draft_reason": origin.draft_reason,
    });
    platform_audit::record(tx, Entry::new(action, "events").on(id.0).within(import.organization).after(after)).await?;
    Ok(line)
}

/// Ticket types with their prices and, where the event goes on sale, the capacity. Without one they wait at zero.
async fn stock(import: &Import, tx: &mut Tx, wanted: &Wanted<'_>, step: &Step<'_>, id: EventId) -> Result<(), ImportError> {
    let now = import.db.clock().now();
    let capacity = import.capacity.filter(|_| step.opens());
    if let Some(capacity) = capacity {
        catalogue::open_event_pool(tx, &import.entropy, now, import.organization, id, capacity).await?;
    }
    if step.line.ticket_types > 0 {
        for (name, price_minor) in ticket_types(&wanted.entry.asking) {
            let new = NewTicketType {
                name,
                description: String::new(),
                price_minor,
                quantity: capacity.unwrap_or(0),
                sale_starts_at: None,
                sale_ends_at: None,
                min_per_order: 1,
                max_per_order: 8,
            };
            catalogue::add_ticket_type(tx, &import.entropy, now, import.organization, id, &new).await?;
        }
    } else if let Some(capacity) = capacity {
        for pool in list_pools(tx, id).await?.iter().filter(|p| !p.is_event()) {
            catalogue::set_pool_capacity(tx, pool.id, capacity).await?;
        }
        join_event_pool(tx, id).await?;
    }
    Ok(())
}

/// What an organizer's own button would find missing; empty when nothing is.
async fn missing(import: &Import, tx: &mut Tx, id: EventId) -> Result<String, ImportError> {
    let now = import.db.clock().now();
    let Some(event) = events::find_event(tx, id).await? else { return Ok("the event is not there".to_owned()) };
    let tariff = catalogue::tariff_of(tx, id, event.currency).await?;
    let offers = catalogue::list_offers(tx, id, event.starts_at, &tariff, now, true).await?;
    let (pools, outside) = (list_pools(tx, id).await?, types_outside_event_pool(tx, id).await?);
    let facts = Facts { event: &event, offers: &offers, pools: &pools, outside: &outside };
    let found = requirements(facts, now, &|amount| refusal_of(&*import.payments, amount));
    Ok(found.into_iter().filter_map(|r| r.missing).collect::<Vec<_>>().join(" "))
}

/// Back to a draft, unless somebody buys at this moment.
async fn take_back(import: &Import, tx: &mut Tx, listing: &Listing, mut step: Step<'_>) -> Result<Line, ImportError> {
    let (Some(id), Some(known)) = (step.event(), step.known.take()) else { return Ok(step.line) };
    // Setting the capacity to what it is takes the lock under which the event's stock changes.
    for pool in list_pools(tx, id).await?.iter().filter(|p| p.is_event()) {
        catalogue::set_pool_capacity(tx, pool.id, pool.capacity).await?;
    }
    if list_pools(tx, id).await?.iter().any(|p| p.taken() > 0) {
        step.line.action = Action::Keep;
        return Ok(step.line);
    }
    events::set_status(tx, id, EventStatus::Draft).await?;
    let origin = ImportOrigin {
        source: listing.source,
        entry: &known.event.entry,
        id: &known.event.import_id,
        texts: &known.event.texts,
        days: known.event.days,
        draft_reason: &step.line.reason,
    };
    events::remember_import(tx, id, origin).await?;
    let entry = Entry::new("event.unpublished", "events")
        .on(id.0)
        .within(import.organization)
        .before(json!({"status": known.event.status}))
        .after(json!({"status": EventStatus::Draft, "draft_reason": step.line.reason}));
    platform_audit::record(tx, entry).await?;
    Ok(step.line)
}
