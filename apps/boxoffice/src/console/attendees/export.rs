//! `POST /console/events/{id}/attendees/export`: attendees as a file for a spreadsheet; who took it away is written down.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use platform_audit::Entry;
use platform_http::{Ctx, Fault, Form, Path};
use platform_types::{EventId, Lang, Zone};

use super::filter::{AttendeeFilter, Sort};
use super::list::{chosen, open};
use super::search::{AttendeeRow, count, rows};
use crate::console::Console;
use crate::console::lists::{Choice, Pairs, Place, Spot, csv};
use crate::console::orders::detail_view::ticket_words;
use crate::readable::{order_number, ticket_code};

const COLUMNS: [&str; 12] = [
    "Name",
    "E-mail",
    "Ticket",
    "State",
    "Checked in",
    "Gate",
    "Time zone",
    "Ticket code",
    "Order number",
    "Bought by",
    "Bought",
    "Ticket id",
];

pub(in crate::console) async fn export(
    State(_): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let mut tx = ctx.write().await?;
    let desk = open(&mut tx, id).await?;
    let (mut filter, choice, params) = chosen(&pairs)?;
    let bom = pairs.0.iter().any(|(name, _)| name == "bom");
    let attendees = count(&mut tx, id, &filter, &choice).await?;
    let entry = Entry::new("attendees.exported", "events").on(id.0).within(desk.place.id);
    let what = serde_json::json!({"attendees": attendees, "filter": params.query(), "chosen": choice.ids().map(<[_]>::len)});
    platform_audit::record(&mut tx, entry.after(what)).await?;
    tx.commit().await?;
    // By time of sale and not by name: a name that is corrected meanwhile moves no row.
    (filter.sort, filter.down) = (Sort::Sold, false);
    Ok(csv::answer(&format!("attendees-{}", desk.event.slug), parts(ctx, id, desk.event.zone, filter, choice, bom)))
}

fn parts(
    ctx: Ctx,
    event: EventId,
    zone: Zone,
    filter: AttendeeFilter,
    choice: Choice,
    bom: bool,
) -> impl futures::Stream<Item = Result<Bytes, Fault>> + Send {
    let until = ctx.now();
    let read = move |place: Place| {
        let (ctx, filter, choice) = (ctx.clone(), filter.clone(), choice.clone());
        async move {
            let mut tx = ctx.read().await?;
            let found = rows(&mut tx, event, &filter, &choice, &place, csv::BATCH).await?;
            tx.rollback().await?;
            Ok(found)
        }
    };
    let placed = |row: &AttendeeRow| (row.created_at, Spot { number: 0, id: row.id.0, value: row.value(Sort::Sold) });
    csv::parts(COLUMNS, bom, until, read, placed, move |row| cells(row, zone))
}

fn cells(row: &AttendeeRow, zone: Zone) -> [String; 12] {
    [
        row.name.clone(),
        row.email.clone(),
        row.type_name.clone(),
        // A file for programs is the same in every language.
        Lang::En.within(|| ticket_words(&row.status)).into_owned(),
        row.checked_in_at.map(|at| csv::local(at, zone)).unwrap_or_default(),
        row.gate.clone().unwrap_or_default(),
        zone.name().to_owned(),
        ticket_code(&row.human_code),
        order_number(&row.order_number),
        row.buyer_name.clone(),
        csv::local(row.created_at, zone),
        row.id.to_string(),
    ]
}
