//! Venues and events as tables that come in again without a change.

use std::collections::{BTreeMap, BTreeSet};

use commons::events::{self, Event, Origin};
use commons::programme::{self, TableItem};
use commons::venues::{self, TableVenue};
use integration_interchange::{Link, Price, Session};
use platform_db::Tx;
use platform_types::{EventId, Money, OrganizationId, Timestamp, Zone};
use serde_json::Value;
use uuid::Uuid;

use super::queries;

/// How rows that were made here name their source: their ids are ours.
pub const OWN: &str = "callboard";

/// Rows that are read at once.
const BATCH: i64 = 500;

/// Columns of venues; names in further languages follow.
pub const VENUE_COLUMNS: &[&str] = &["id", "source", "name", "address", "city", "country", "latitude", "longitude", "zone", "capacity"];

/// Columns of events; names and descriptions in further languages follow.
pub const EVENT_COLUMNS: &[&str] = &[
    "id",
    "source",
    "name",
    "category",
    "description",
    "presenter",
    "venue",
    "venue_source",
    "starts",
    "ends",
    "doors",
    "zone",
    "currency",
    "visibility",
    "age_limit",
    "accessibility",
    "prices",
    "capacity",
    "status",
];

/// Columns of a programme.
pub const PROGRAMME_COLUMNS: &[&str] =
    &["id", "source", "entry", "position", "starts", "ends", "title", "description", "room", "track", "people", "links", "language"];

/// More than the largest fairs have.
const MOST_ITEMS: i64 = 20_000;

/// A whole table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Cells of each row, as many as columns.
    pub rows: Vec<Vec<String>>,
}

/// A row with what it says in other languages, by column.
type Wide = (Vec<String>, BTreeMap<String, String>);

fn whole(columns: &[&str], rows: Vec<Wide>) -> Whole {
    let further: BTreeSet<String> = rows.iter().flat_map(|(_, more)| more.keys().cloned()).collect();
    let widened = |(mut cells, mut more): Wide| {
        cells.extend(further.iter().map(|column| more.remove(column).unwrap_or_default()));
        cells
    };
    let rows = rows.into_iter().map(widened).collect();
    Whole { columns: columns.iter().map(|c| (*c).to_owned()).chain(further.iter().cloned()).collect(), rows }
}

fn by_language(field: &str, texts: &Value) -> impl Iterator<Item = (String, String)> {
    let all: Vec<(String, String)> = texts
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(tag, text)| Some((format!("{field}:{tag}"), text.as_str()?.to_owned())))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    all.into_iter()
}

/// An instant by the clock of its place.
fn moment(at: Option<Timestamp>, zone: Zone) -> String {
    at.map(|at| zone.local(at).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)).unwrap_or_default()
}

/// All venues of an organization that the caller may see.
pub async fn venue_table(tx: &mut Tx, organization: OrganizationId) -> Result<Whole, sqlx::Error> {
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let batch = venues::list_whole(tx, organization, after, BATCH).await?;
        after = batch.last().map(|v| v.id);
        let full = i64::try_from(batch.len()) == Ok(BATCH);
        rows.extend(batch.into_iter().map(venue_row));
        if !full {
            return Ok(whole(VENUE_COLUMNS, rows));
        }
    }
}

fn venue_row(venue: TableVenue) -> Wide {
    let says = venue.says;
    let (source, id) = venue.origin.unwrap_or_else(|| (OWN.to_owned(), venue.id.to_string()));
    let degrees = |d: Option<f64>| d.map(|d| d.to_string()).unwrap_or_default();
    let cells = vec![
        id,
        source,
        says.name,
        says.address,
        says.city,
        says.country,
        degrees(says.position.map(|p| p.0)),
        degrees(says.position.map(|p| p.1)),
        says.zone.name().to_owned(),
        says.capacity.map(|n| n.to_string()).unwrap_or_default(),
    ];
    (cells, by_language("name", &says.names).collect())
}

/// All events of an organization that the caller may see.
pub async fn event_table(tx: &mut Tx, organization: OrganizationId) -> Result<Whole, sqlx::Error> {
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let batch = events::list_origins(tx, organization, after, BATCH).await?;
        after = batch.last().map(|o| o.id);
        let ids: Vec<_> = batch.iter().map(|o| o.id).collect();
        let plain: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let found: BTreeMap<_, _> = events::list_by_ids(tx, &ids).await?.into_iter().map(|event| (event.id, event)).collect();
        let (prices, capacities) = (queries::prices(tx, &plain).await?, queries::capacities(tx, &plain).await?);
        let places: Vec<Uuid> = found.values().filter_map(|event| event.venue.as_ref()).map(|v| v.id.0).collect();
        let places: BTreeMap<_, _> =
            venues::list_by_origin(tx, organization, &[], &[], &places).await?.into_iter().map(|v| (v.id, v.origin)).collect();
        for origin in &batch {
            let Some(event) = found.get(&origin.id) else { continue };
            let place =
                event.venue.as_ref().map(|v| places.get(&v.id).cloned().flatten().unwrap_or_else(|| (OWN.to_owned(), v.id.to_string())));
            let prices = prices.get(&event.id).map(Vec::as_slice).unwrap_or_default();
            rows.push(event_row(origin, event, place, prices, capacities.get(&event.id).copied()));
        }
        if i64::try_from(batch.len()) != Ok(BATCH) {
            return Ok(whole(EVENT_COLUMNS, rows));
        }
    }
}

fn event_row(origin: &Origin, event: &Event, place: Option<(String, String)>, prices: &[(String, i64)], capacity: Option<i32>) -> Wide {
    let (source, id) = origin.from.clone().unwrap_or_else(|| (OWN.to_owned(), event.id.to_string()));
    let (venue_source, venue) = place.unwrap_or_default();
    let price = |(name, minor): &(String, i64)| Price { name: name.clone(), price: Money::new(*minor, event.currency) }.written();
    let cells = vec![
        id,
        source,
        event.name.clone(),
        event.category.clone(),
        event.description.clone(),
        event.presenter.clone(),
        venue,
        venue_source,
        moment(event.starts_at, event.zone),
        moment(event.ends_at, event.zone),
        moment(event.doors_at, event.zone),
        event.zone.name().to_owned(),
        event.currency.code().to_owned(),
        event.visibility.clone(),
        event.age_limit.clone(),
        event.notes.accessibility.clone(),
        prices.iter().map(price).collect::<Vec<_>>().join("\n"),
        capacity.map(|n| n.to_string()).unwrap_or_default(),
        event.status.as_str().to_owned(),
    ];
    (cells, by_language("name", &event.names).chain(by_language("description", &event.descriptions)).collect())
}

/// All items of an event's programme that the caller may see, in its order.
pub async fn programme_sessions(tx: &mut Tx, event: EventId) -> Result<Vec<Session>, sqlx::Error> {
    Ok(programme::list_whole(tx, event, MOST_ITEMS).await?.into_iter().map(session).collect())
}

fn session(item: TableItem) -> Session {
    let own = item.id.to_string();
    let (source, entry, id) = item.origin.unwrap_or_else(|| (OWN.to_owned(), own.clone(), own));
    Session {
        id,
        entry,
        source: Some(source),
        position: Some(item.position),
        starts_at: item.says.starts_at,
        ends_at: item.says.ends_at,
        title: item.says.title,
        description: item.says.description,
        room: item.says.stage,
        track: item.says.track,
        persons: item.says.people,
        links: item.says.links.into_iter().map(|l| Link { url: l.url, label: l.label }).collect(),
        language: item.says.language,
    }
}

/// The same as a table. `zone` is the event's.
pub fn programme_table(sessions: &[Session], zone: Zone) -> Whole {
    let row = |s: &Session| {
        vec![
            s.id.clone(),
            s.source.clone().unwrap_or_default(),
            s.entry.clone(),
            s.position.map(|n| n.to_string()).unwrap_or_default(),
            moment(s.starts_at, zone),
            moment(s.ends_at, zone),
            s.title.clone(),
            s.description.clone(),
            s.room.clone(),
            s.track.clone(),
            s.persons.join("\n"),
            s.links.iter().map(|l| format!("{} {}", l.url, l.label).trim_end().to_owned()).collect::<Vec<_>>().join("\n"),
            s.language.clone(),
        ]
    };
    Whole { columns: PROGRAMME_COLUMNS.iter().map(|c| (*c).to_owned()).collect(), rows: sessions.iter().map(row).collect() }
}
