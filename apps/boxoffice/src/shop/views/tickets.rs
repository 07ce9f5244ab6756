//! The tickets of an order, each with its code.

use platform_documents::qr;
use platform_types::{Timestamp, Zone};
use platform_ui::{Badge, DefinitionList, Markup, Moment, PreEscaped, QrSlot, TicketPass, Tone, html};

use super::where_when::{place_short, when_short};
use crate::orders::OrderTicket;
use crate::readable::{TICKET_CODE, ticket_code};
use crate::shop::order_access::Opened;
use crate::tickets::TicketStatus;

/// One pass per ticket.
pub(super) fn passes(opened: &Opened) -> Markup {
    let count = opened.tickets.len();
    html! { @for (n, ticket) in (1..).zip(&opened.tickets) { (pass(opened, ticket, n, count)) } }
}

fn pass(opened: &Opened, ticket: &OrderTicket, n: usize, count: usize) -> TicketPass {
    let event = &opened.event;
    let mut facts = DefinitionList::new().text("When", &when_short(event));
    if let Some(place) = place_short(event) {
        facts = facts.text("Where", &place);
    }
    facts = facts.text("Name", &ticket.attendee_name);
    if !ticket.zones.is_empty() {
        facts = facts.text("Opens", &format!("Main entrance, {}", ticket.zones.join(", ")));
    }
    if let Some(role) = ticket.role {
        facts = facts.text("Role", role);
    }
    let (qr, badge) = if opened.order.is_test { test_stub(stub(ticket, event.zone)) } else { stub(ticket, event.zone) };
    let kind = if count == 1 { ticket.type_name.clone() } else { format!("{}, {n} of {count}", ticket.type_name) };
    TicketPass { title: event.name.clone(), kind, facts, qr, badge, actions: None }
}

/// A test says so beside its code, and admits nobody once the test is over.
fn test_stub((qr, badge): (QrSlot, Option<Badge>)) -> (QrSlot, Option<Badge>) {
    match badge {
        None => (qr, Some(Badge::new(Tone::Care, "TEST"))),
        Some(_) => (QrSlot::void("A test ticket. It admits nobody."), Some(Badge::new(Tone::Care, "TEST, used or over"))),
    }
}

/// The code while it admits; else why there is none.
fn stub(ticket: &OrderTicket, zone: Zone) -> (QrSlot, Option<Badge>) {
    let void = |why: &str, tone, word: &str| (QrSlot::void(why), Some(Badge::new(tone, word)));
    match TicketStatus::parse(&ticket.status) {
        Some(TicketStatus::Valid) => match qr::svg(&ticket.code) {
            Ok(svg) => (QrSlot::new(PreEscaped(svg), ticket_code(&ticket.human_code), "QR code of this ticket").named(TICKET_CODE), None),
            Err(_) => (
                QrSlot {
                    svg: None,
                    without: "Say this code at the door".to_owned(),
                    name: TICKET_CODE.to_owned(),
                    code: ticket_code(&ticket.human_code),
                    label: String::new(),
                },
                None,
            ),
        },
        Some(TicketStatus::CheckedIn) => void(&let_in(ticket.checked_in_at, zone), Tone::Good, "Used"),
        Some(TicketStatus::Refunded) => void("Refunded. This ticket no longer admits.", Tone::Bad, "Refunded"),
        Some(TicketStatus::TransferPending) => void("On its way to somebody else.", Tone::Care, "In transfer"),
        Some(TicketStatus::Listed) => void("Offered for resale.", Tone::Care, "On resale"),
        Some(TicketStatus::Void) | None => void("Revoked by the organizer. This ticket no longer admits.", Tone::Bad, "Revoked"),
    }
}

fn let_in(at: Option<Timestamp>, zone: Zone) -> String {
    at.map_or_else(|| "Let in".to_owned(), |at| format!("Let in {}", Moment::short(at, zone).text()))
}
