//! Events.

use std::collections::BTreeMap;

use commons::events::{self, Event, ImportOrigin, NewEvent, NewNotes, Origin};
use commons::venues;
use integration_interchange::{EventRow, Price, Refused};
use platform_audit::Entry;
use platform_db::Tx;
use platform_texts::t;
use platform_types::{EventId, Timestamp, VenueId};
use serde_json::json;
use uuid::Uuid;

use super::{Action, BATCH, Into, OWN, Outcome, TableError, compare, queries};
use crate::catalogue::{self, NewTicketType};
use crate::console::tickets::list_pools;
use crate::listing_import::{StockState, stock_states};

/// What people bought an event for: a table changes none of it once somebody did.
const SOLD: &[&str] = &["venue", "starts", "ends", "doors", "zone", "visibility"];

/// Brings events in, as drafts. `progress` hears how many rows are done.
///
/// # Errors
/// [`TableError`]; batches before the failing one are kept.
pub async fn bring_events(into: &Into, rows: &[EventRow], progress: &mut (dyn FnMut(usize) + Send)) -> Result<Outcome, TableError> {
    let mut outcome = Outcome::default();
    let mut done = 0;
    for batch in rows.chunks(BATCH) {
        let mut tx = into.db.as_system("import events").await?;
        let known = Known::of(into, &mut tx, batch).await?;
        for row in batch {
            one(into, &mut tx, row, &known, &mut outcome).await?;
        }
        if into.dry_run {
            tx.rollback().await?
        } else {
            tx.commit().await?
        }
        done += batch.len();
        progress(done);
    }
    Ok(outcome)
}

/// What is here of a batch.
struct Known {
    origins: Vec<Origin>,
    events: BTreeMap<EventId, Event>,
    stock: BTreeMap<EventId, StockState>,
    prices: BTreeMap<EventId, Vec<(String, i64)>>,
    capacities: BTreeMap<EventId, i32>,
}

impl Known {
    async fn of(into: &Into, tx: &mut Tx, rows: &[EventRow]) -> Result<Self, sqlx::Error> {
        let sources: Vec<String> = rows.iter().map(|row| into.source_of(row.source.as_ref()).to_owned()).collect();
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let own: Vec<Uuid> = sources.iter().zip(&ids).filter(|(source, _)| *source == OWN).filter_map(|(_, id)| id.parse().ok()).collect();
        let origins = events::list_by_origin(tx, into.organization, &sources, &ids, &own).await?;
        let ids: Vec<EventId> = origins.iter().map(|o| o.id).collect();
        let plain: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        Ok(Self {
            events: events::list_by_ids(tx, &ids).await?.into_iter().map(|event| (event.id, event)).collect(),
            stock: stock_states(tx, &plain).await?,
            prices: queries::prices(tx, &plain).await?,
            capacities: queries::capacities(tx, &plain).await?,
            origins,
        })
    }

    fn find(&self, source: &str, id: &str) -> Option<(&Origin, &Event)> {
        let own = id.parse::<Uuid>().ok().filter(|_| source == OWN);
        let is = |o: &&Origin| own == Some(o.id.0) || o.from.as_ref().is_some_and(|(s, i)| s == source && i == id);
        self.origins.iter().find(is).and_then(|origin| Some((origin, self.events.get(&origin.id)?)))
    }
}

async fn one(into: &Into, tx: &mut Tx, row: &EventRow, known: &Known, outcome: &mut Outcome) -> Result<(), TableError> {
    let source = into.source_of(row.source.as_ref()).to_owned();
    let here = known.find(&source, &row.id);
    let venue = match venue(into, tx, &source, row).await? {
        Ok(venue) => venue,
        Err(refused) => {
            outcome.refused.push(refused);
            return Ok(());
        }
    };
    let Some((origin, event)) = here else { return create(into, tx, &source, row, venue.flatten(), outcome).await };
    let was = NewEvent::from(event);
    let mut says = was.clone();
    let mut changed = Vec::new();
    take_over(&mut says, row, venue.as_ref(), &mut changed);
    let moves = changed.iter().any(|field| SOLD.contains(field));
    let taken =
        known.stock.get(&event.id).is_some_and(|stock| stock.taken) || (moves && event.status.sells() && sells_now(tx, event.id).await?);
    let mut refused = fixed(row, event, known);
    if taken {
        for field in changed.iter().filter(|field| SOLD.contains(field)) {
            refused.push(Refused::new(&row.id, field, "", "import.sold", t!("table-import-sold")));
        }
        (says.venue, says.starts_at, says.ends_at, says.doors_at, says.zone) =
            (was.venue, was.starts_at, was.ends_at, was.doors_at, was.zone);
        says.visibility.clone_from(&was.visibility);
        changed.retain(|field| !SOLD.contains(field));
    }
    if let Some(wrong) = upside_down(row, &says) {
        outcome.refused.push(wrong);
        return Ok(());
    }
    if event.status != commons::events::EventStatus::Draft && says.starts_at.is_none() && was.starts_at.is_some() {
        refused.push(Refused::new(&row.id, "starts", "", "import.needs_start", t!("table-import-needs-start")));
        says.starts_at = was.starts_at;
        changed.retain(|field| *field != "starts");
    }
    let action = if changed.is_empty() {
        Action::Nothing
    } else if origin.edited {
        Action::Keep
    } else {
        Action::Update
    };
    // Somebody looks at the row anyway.
    if action != Action::Keep {
        outcome.refused.extend(refused);
    }
    if action == Action::Update {
        events::update_event(tx, event.id, event.version, &says).await?;
        events::count_as_imported(tx, event.id).await?;
        let entry = Entry::new("event.import_updated", "events").on(event.id.0).within(into.organization);
        let told = |e: &NewEvent| json!({"name": e.name, "starts_at": e.starts_at, "ends_at": e.ends_at, "venue": e.venue, "visibility": e.visibility});
        platform_audit::record(tx, entry.before(told(&was)).after(told(&says))).await?;
    }
    outcome.note(&row.id, &row.name, action, changed);
    Ok(())
}

/// What the row and what is here say together must be possible.
fn upside_down(row: &EventRow, says: &NewEvent) -> Option<Refused> {
    let starts = says.starts_at?;
    let refuse = |field: &str, at: Option<Timestamp>, reason: &str| {
        let value = at.map(|at| at.to_rfc3339()).unwrap_or_default();
        Some(Refused::new(&row.id, field, &value, "table.times_upside_down", reason))
    };
    match (says.ends_at, says.doors_at) {
        (Some(ends), _) if ends <= starts => refuse("ends", says.ends_at, &t!("table-import-ends-early")),
        (_, Some(doors)) if doors > starts => refuse("doors", says.doors_at, &t!("table-import-doors-late")),
        _ => None,
    }
}

/// Whether somebody bought or holds a ticket at this moment: asked under the lock under which stock changes, which is kept until
/// this batch ends.
async fn sells_now(tx: &mut Tx, id: EventId) -> Result<bool, TableError> {
    for pool in list_pools(tx, id).await?.iter().filter(|p| p.is_event()) {
        catalogue::set_pool_capacity(tx, pool.id, pool.capacity).await?;
    }
    Ok(list_pools(tx, id).await?.iter().any(|p| p.taken() > 0))
}

fn take_over(says: &mut NewEvent, row: &EventRow, venue: Option<&Option<VenueId>>, changed: &mut Vec<&'static str>) {
    compare::line(&mut says.name, Some(&row.name), "name", changed);
    compare::languages(&mut says.names, row.names.as_ref(), "names", changed);
    compare::line(&mut says.category, row.category.as_ref(), "category", changed);
    compare::text(&mut says.description, row.description.as_ref(), "description", changed);
    compare::languages(&mut says.descriptions, row.descriptions.as_ref(), "descriptions", changed);
    compare::line(&mut says.presenter, row.presenter.as_ref(), "presenter", changed);
    compare::line(&mut says.age_limit, row.age_limit.as_ref(), "age_limit", changed);
    compare::text(&mut says.notes.accessibility, row.accessibility.as_ref(), "accessibility", changed);
    compare::line(&mut says.visibility, row.visibility.as_ref(), "visibility", changed);
    compare::value(&mut says.venue, venue, "venue", changed);
    compare::value(&mut says.starts_at, row.starts_at.as_ref(), "starts", changed);
    compare::value(&mut says.ends_at, row.ends_at.as_ref(), "ends", changed);
    compare::value(&mut says.doors_at, row.doors_at.as_ref(), "doors", changed);
    compare::value(&mut says.zone, row.zone.as_ref(), "zone", changed);
}

/// What a table never changes of an event that is here.
fn fixed(row: &EventRow, event: &Event, known: &Known) -> Vec<Refused> {
    let mut refused = Vec::new();
    let mut refuse = |field: &str, value: String, reason: &str| refused.push(Refused::new(&row.id, field, &value, "import.fixed", reason));
    if let Some(currency) = row.currency.filter(|currency| *currency != event.currency) {
        refuse("currency", currency.code().to_owned(), &t!("table-import-currency"));
    }
    if let Some(prices) = &row.prices {
        let there: Vec<(String, i64)> = known.prices.get(&event.id).cloned().unwrap_or_default();
        let told: Vec<(String, i64)> = prices.iter().map(|p| (p.name.clone(), p.price.minor)).collect();
        if told != there && row.currency.is_none_or(|currency| currency == event.currency) {
            let value = prices.iter().map(Price::written).collect::<Vec<_>>().join("; ");
            refuse("prices", value, &t!("table-import-types"));
        }
    }
    if let Some(capacity) = row.capacity.filter(|capacity| *capacity != known.capacities.get(&event.id).copied()) {
        let value = capacity.map(|n| n.to_string()).unwrap_or_default();
        refuse("capacity", value, &t!("table-import-capacity"));
    }
    refused
}

/// The row's venue: none where the table has no such column. By the source's id, by our own, else by its whole name.
async fn venue(into: &Into, tx: &mut Tx, source: &str, row: &EventRow) -> Result<Result<Option<Option<VenueId>>, Refused>, sqlx::Error> {
    let Some(wanted) = &row.venue else { return Ok(Ok(None)) };
    if wanted.is_empty() {
        return Ok(Ok(Some(None)));
    }
    let from = row.venue_source.as_deref().unwrap_or(source).to_owned();
    let own: Vec<Uuid> = wanted.parse().ok().filter(|_| from == OWN).into_iter().collect();
    let found = venues::list_by_origin(tx, into.organization, &[from], std::slice::from_ref(wanted), &own).await?;
    if let Some(found) = found.first() {
        return Ok(Ok(Some(Some(found.id))));
    }
    let refuse = |reason: &str| Ok(Err(Refused::new(&row.id, "venue", wanted, "import.venue_unknown", reason)));
    match venues::list_by_name(tx, into.organization, wanted).await?.as_slice() {
        [one] => Ok(Ok(Some(Some(*one)))),
        [] => refuse(&t!("table-import-no-venue")),
        _ => refuse(&t!("table-import-venues")),
    }
}

async fn create(
    into: &Into,
    tx: &mut Tx,
    source: &str,
    row: &EventRow,
    venue: Option<VenueId>,
    outcome: &mut Outcome,
) -> Result<(), TableError> {
    let now = into.db.clock().now();
    let mut new = NewEvent {
        name: String::new(),
        names: json!({}),
        category: String::new(),
        description: String::new(),
        descriptions: json!({}),
        presenter: String::new(),
        venue,
        starts_at: None,
        ends_at: None,
        doors_at: None,
        zone: row.zone.unwrap_or(into.zone),
        currency: row.currency.unwrap_or(into.currency),
        visibility: "public".to_owned(),
        age_limit: String::new(),
        notes: NewNotes::default(),
    };
    take_over(&mut new, row, Some(&venue), &mut Vec::new());
    if let Some(wrong) = upside_down(row, &new) {
        outcome.refused.push(wrong);
        return Ok(());
    }
    let (id, _) = events::create_event(tx, &into.entropy, now, into.organization, &new).await?;
    let capacity = row.capacity.flatten();
    if let Some(capacity) = capacity {
        catalogue::open_event_pool(tx, &into.entropy, now, into.organization, id, capacity).await?;
    }
    for price in row.prices.iter().flatten() {
        let new = NewTicketType {
            name: price.name.clone(),
            description: String::new(),
            price_minor: price.price.minor,
            quantity: capacity.unwrap_or(0),
            sale_starts_at: None,
            sale_ends_at: None,
            min_per_order: 1,
            max_per_order: 8,
        };
        catalogue::add_ticket_type(tx, &into.entropy, now, into.organization, id, &new).await?;
    }
    let origin =
        ImportOrigin { source, entry: &row.id, id: &row.id, texts: &json!({}), days: None, draft_reason: "publish it when it is right" };
    events::remember_import(tx, id, origin).await?;
    let after = json!({"source": source, "import_id": row.id, "name": new.name, "starts_at": new.starts_at, "ends_at": new.ends_at, "venue": new.venue, "ticket_types": row.prices.as_ref().map_or(0, Vec::len)});
    platform_audit::record(tx, Entry::new("event.imported", "events").on(id.0).within(into.organization).after(after)).await?;
    outcome.note(&row.id, &row.name, Action::Create, Vec::new());
    Ok(())
}
