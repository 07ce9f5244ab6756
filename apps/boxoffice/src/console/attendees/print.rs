//! `POST /console/events/{id}/attendees/list.pdf`: attendees on paper, to be ticked off; who took it away is written down.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::Response;
use platform_audit::Entry;
use platform_documents::{RollRow, RollSheet, Tick};
use platform_http::{Check, Ctx, Fault, Form, Path, download};
use platform_texts::{Telling, in_zone, t, zone_name};
use platform_types::{EventId, Timestamp, Zone};
use uuid::Uuid;

use super::filter::{AttendeeFilter, Sort};
use super::list::{chosen, open};
use super::search::{AttendeeRow, count, rows};
use crate::console::Console;
use crate::console::access::Desk;
use crate::console::lists::{Choice, Pairs, Place};
use crate::console::orders::detail_view::ticket_words;
use crate::console::orders::list_types;
use crate::readable::{order_number, test_mode};
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
    check.that(attendees > 0, field, &t!("console-roll-nobody"));
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
    t!("console-roll-too-many", most = most, attendees = attendees).into_owned()
}

/// What of the event's attendees the list shows; empty when it is all of them.
fn shown(filter: &AttendeeFilter, choice: &Choice, types: &[(Uuid, String)]) -> String {
    let chosen = choice.ids().map(|_| t!("console-roll-chosen").into_owned());
    let said = filter.on(types).into_iter().map(|(label, _)| label);
    said.chain(chosen).collect::<Vec<_>>().join(" · ")
}

pub(in crate::console) fn sheet(desk: &Desk, shown: &str, found: &[AttendeeRow], now: Timestamp) -> RollSheet {
    let event = &desk.event;
    let when = event.starts_at.map(|at| format!("{} ({})", in_zone(at, event.zone, Telling::Whole), zone_name(event.zone)));
    let (date, time) = (in_zone(now, event.zone, Telling::Date), in_zone(now, event.zone, Telling::Time));
    let many = t!("console-roll-count", count = found.len(), n = platform_ui::words::grouped(found.len() as u64)).into_owned();
    let what = (!shown.is_empty()).then(|| t!("console-roll-only", shown = shown).into_owned());
    let is_test = event.status == commons::events::EventStatus::Test;
    RollSheet {
        language: language_of(event),
        title: t!("console-roll-title").into_owned(),
        subject: event.name.clone(),
        lines: when.into_iter().chain(Some(place_line(event)).filter(|line| !line.is_empty())).collect(),
        facts: [Some(t!("console-roll-printed", date = date, time = time).into_owned()), Some(many), what].into_iter().flatten().collect(),
        mark: is_test.then(|| test_mode().into_owned()),
        columns: [
            t!("console-roll-column-name"),
            t!("console-roll-column-ticket"),
            t!("console-roll-column-number"),
            t!("console-roll-column-state"),
        ]
        .map(Cow::into_owned),
        rows: found.iter().map(|row| line(row, event.zone, now)).collect(),
        foot: t!("console-roll-foot", organizer = event.organizer, date = date, time = time).into_owned(),
        page: t!("console-roll-page", n = "{n}", of = "{of}").into_owned(),
    }
}

fn line(row: &AttendeeRow, zone: Zone, now: Timestamp) -> RollRow {
    let dead = matches!(TicketStatus::parse(&row.status), Some(TicketStatus::Void | TicketStatus::Refunded) | None);
    let (state, tick) = match row.checked_in_at {
        _ if dead => (ticket_words(&row.status).into_owned(), Tick::Without),
        Some(at) => {
            let day = |at| zone.local(at).date_naive();
            let (date, time) = (in_zone(at, zone, Telling::DayMonth), in_zone(at, zone, Telling::Time));
            let came = match (day(at) == day(now), &row.gate) {
                (true, None) => t!("console-roll-in", time = time),
                (true, Some(gate)) => t!("console-roll-in-gate", time = time, gate = gate),
                (false, None) => t!("console-roll-in-day", day = date, time = time),
                (false, Some(gate)) => t!("console-roll-in-day-gate", day = date, time = time, gate = gate),
            };
            (came.into_owned(), Tick::Done)
        }
        None => (ticket_words(&row.status).into_owned(), Tick::Open),
    };
    RollRow { name: row.name.clone(), ticket: row.type_name.clone(), number: order_number(&row.order_number), state, tick }
}
