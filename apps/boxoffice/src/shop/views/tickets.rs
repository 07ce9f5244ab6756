//! The tickets of an order, each with its code.

use std::borrow::Cow;

use platform_documents::qr;
use platform_texts::t;
use platform_types::{Timestamp, Zone};
use platform_ui::{Badge, DefinitionList, Markup, Moment, PreEscaped, QrSlot, TicketPass, Tone, html};

use super::where_when::{place_short, when_short};
use crate::orders::OrderTicket;
use crate::readable::{ticket_code, ticket_code_name};
use crate::shop::order_access::Opened;
use crate::tickets::TicketStatus;

/// One pass per ticket.
pub(super) fn passes(opened: &Opened) -> Markup {
    let count = opened.tickets.len();
    html! { @for (n, ticket) in (1..).zip(&opened.tickets) { (pass(opened, ticket, n, count)) } }
}

fn pass(opened: &Opened, ticket: &OrderTicket, n: usize, count: usize) -> TicketPass {
    let event = &opened.event;
    let mut facts = DefinitionList::new().text(t!("event-when"), &when_short(event));
    if let Some(place) = place_short(event) {
        facts = facts.text(t!("event-where"), &place);
    }
    facts = facts.text(t!("pass-name"), &ticket.attendee_name);
    if !ticket.zones.is_empty() {
        facts = facts.text(t!("pass-opens"), &t!("pass-entrances", zones = ticket.zones.join(", ")));
    }
    if let Some(role) = ticket.role {
        facts = facts.text(t!("pass-role"), role);
    }
    let (qr, badge) = if opened.order.is_test { test_stub(stub(ticket, event.zone)) } else { stub(ticket, event.zone) };
    let kind =
        if count == 1 { ticket.type_name.clone() } else { t!("pass-of", kind = ticket.type_name, n = n, count = count).into_owned() };
    TicketPass { title: event.name.clone(), kind, facts, qr, badge, actions: None }
}

/// A test says so beside its code, and admits nobody once the test is over.
fn test_stub((qr, badge): (QrSlot, Option<Badge>)) -> (QrSlot, Option<Badge>) {
    match badge {
        None => (qr, Some(Badge::new(Tone::Care, t!("pass-test")))),
        Some(_) => (QrSlot::void(t!("pass-test-void")), Some(Badge::new(Tone::Care, t!("pass-test-over")))),
    }
}

/// The code while it admits; else why there is none.
fn stub(ticket: &OrderTicket, zone: Zone) -> (QrSlot, Option<Badge>) {
    let void = |why: Cow<'static, str>, tone, word: Cow<'static, str>| (QrSlot::void(why), Some(Badge::new(tone, word)));
    match TicketStatus::parse(&ticket.status) {
        Some(TicketStatus::Valid) => match qr::svg(&ticket.code) {
            Ok(svg) => (QrSlot::new(PreEscaped(svg), ticket_code(&ticket.human_code), t!("pass-qr")).named(ticket_code_name()), None),
            Err(_) => (
                QrSlot {
                    svg: None,
                    without: t!("pass-say-code").into_owned(),
                    name: ticket_code_name().into_owned(),
                    code: ticket_code(&ticket.human_code),
                    label: String::new(),
                },
                None,
            ),
        },
        Some(TicketStatus::CheckedIn) => void(let_in(ticket.checked_in_at, zone), Tone::Good, t!("pass-used")),
        Some(TicketStatus::Refunded) => void(t!("pass-refunded-long"), Tone::Bad, t!("pass-refunded")),
        Some(TicketStatus::TransferPending) => void(t!("pass-transfer-long"), Tone::Care, t!("pass-transfer")),
        Some(TicketStatus::Listed) => void(t!("pass-resale-long"), Tone::Care, t!("pass-resale")),
        Some(TicketStatus::Void) | None => void(t!("pass-revoked-long"), Tone::Bad, t!("pass-revoked")),
    }
}

fn let_in(at: Option<Timestamp>, zone: Zone) -> Cow<'static, str> {
    at.map_or_else(|| t!("pass-let-in"), |at| t!("pass-let-in-at", when = Moment::short(at, zone).text()))
}
