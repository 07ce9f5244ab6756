//! `POST /console/events/{id}/attendees/list.pdf`: attendees on paper, to be ticked off; who took it away is written down.

use axum::extract::State;
use axum::response::Response;
use platform_audit::Entry;
use platform_documents::{RollRow, RollSheet, Tick};
use platform_http::{Check, Ctx, Fault, Form, Path, download};
use platform_types::{EventId, Timestamp};
use uuid::Uuid;

use super::filter::{AttendeeFilter, Sort};
use super::list::{chosen, open};
use super::search::{AttendeeRow, count, rows};
use crate::console::Console;
use crate::console::access::Desk;
use crate::console::lists::{Choice, Pairs, Place};
use crate::console::orders::detail_view::ticket_words;
use crate::console::orders::list_types;
use crate::readable::{TEST_MODE, order_number};
use crate::shop::paper::{language_of, place_line};
use crate::tickets::TicketStatus;

/// The most attendees one list on paper has: some 150 pages.
pub(in crate::console) const MOST: u64 = platform_documents::pdf::MAX_ROWS as u64;

pub(in crate::console) async fn print(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let mut tx = ctx.write().await?;
    let desk = open(&mut tx, id).await?;
    let (mut filter, choice, params) = chosen(&pairs)?;
    let attendees = count(&mut tx, id, &filter, &choice).await?;
    let field = if choice == Choice::All { "all" } else { "id" };
    let mut check = Check::new();
    check.that(attendees > 0, field, "nobody matches: take a filter away, then print again");
    check.that(attendees <= MOST, field, &too_many(attendees));
    if !check.is_fine() {
        return Err(check.into_fault());
    }
    (filter.sort, filter.down) = (Sort::Name, false);
    let limit = i64::try_from(MOST).unwrap_or(i64::MAX);
    let found = rows(&mut tx, id, &filter, &choice, &Place::Start, limit).await?;
    let types = list_types(&mut tx, id).await?;
    let entry = Entry::new("attendees.exported", "events").on(id.0).within(desk.place.id);
    let what = serde_json::json!({"attendees": attendees, "filter": params.query(), "chosen": choice.ids().map(<[_]>::len), "as": "pdf"});
    platform_audit::record(&mut tx, entry.after(what)).await?;
    tx.commit().await?;
    let sheet = sheet(&desk, &shown(&filter, &choice, &types), &found, ctx.now());
    let bytes = console.documents().roll_pdf(sheet).await.map_err(Fault::internal)?;
    Ok(download(bytes, "application/pdf", &format!("attendees-{}.pdf", desk.event.slug)))
}

/// Why so many are not printed, and what helps.
pub(in crate::console) fn too_many(attendees: u64) -> String {
    let (most, attendees) = (platform_ui::words::grouped(MOST), platform_ui::words::grouped(attendees));
    format!("one PDF lists at most {most} attendees and {attendees} match: narrow them with a filter, or take the CSV file")
}

/// What of the event's attendees the list shows; empty when it is all of them.
fn shown(filter: &AttendeeFilter, choice: &Choice, types: &[(Uuid, String)]) -> String {
    let chosen = choice.ids().map(|_| "Chosen one by one".to_owned());
    let said = filter.on(types).into_iter().map(|(label, _)| label);
    said.chain(chosen).collect::<Vec<_>>().join(" · ")
}

pub(in crate::console) fn sheet(desk: &Desk, shown: &str, found: &[AttendeeRow], now: Timestamp) -> RollSheet {
    let event = &desk.event;
    let local = |at: Timestamp, pattern: &str| event.zone.local(at).format(pattern).to_string();
    let when = event.starts_at.map(|at| format!("{} ({})", local(at, "%A %-d %B %Y, %H:%M"), event.zone));
    let printed = local(now, "%-d %B %Y, %H:%M");
    let many = match found.len() {
        1 => "One attendee".to_owned(),
        n => format!("{} attendees", platform_ui::words::grouped(n as u64)),
    };
    let what = (!shown.is_empty()).then(|| format!("Only: {shown}"));
    let is_test = event.status == commons::events::EventStatus::Test;
    RollSheet {
        language: language_of(event),
        title: "Attendees".to_owned(),
        subject: event.name.clone(),
        lines: when.into_iter().chain(Some(place_line(event)).filter(|line| !line.is_empty())).collect(),
        facts: [Some(format!("Printed {printed}")), Some(many), what].into_iter().flatten().collect(),
        mark: is_test.then(|| TEST_MODE.to_owned()),
        columns: ["Name", "Ticket", "Order number", "State"].map(str::to_owned),
        rows: found.iter().map(|row| line(row, &|at, pattern| local(at, pattern), now)).collect(),
        foot: format!("{} · printed {printed}", event.organizer),
        page: "Page {n} of {of}".to_owned(),
    }
}

fn line(row: &AttendeeRow, local: &dyn Fn(Timestamp, &str) -> String, now: Timestamp) -> RollRow {
    let dead = matches!(TicketStatus::parse(&row.status), Some(TicketStatus::Void | TicketStatus::Refunded) | None);
    let (state, tick) = match row.checked_in_at {
        _ if dead => (ticket_words(&row.status).to_owned(), Tick::Without),
        Some(at) => {
            let day = |at| local(at, "%F");
            let came = if day(at) == day(now) { local(at, "%H:%M") } else { local(at, "%-d %b, %H:%M") };
            let gate = row.gate.as_ref().map(|gate| format!(", {gate}")).unwrap_or_default();
            (format!("In {came}{gate}"), Tick::Done)
        }
        None => (ticket_words(&row.status).to_owned(), Tick::Open),
    };
    RollRow { name: row.name.clone(), ticket: row.type_name.clone(), number: order_number(&row.order_number), state, tick }
}
