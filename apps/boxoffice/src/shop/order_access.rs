//! Who may look at an order: its owner, by row level security; or whoever knows its lookup code.
//!
//! A code opens its one order and no other of the same buyer: it is kept in a cookie whose path is
//! that order's address, for a few hours.

use std::collections::HashMap;

use axum::http::HeaderMap;
use axum_extra::extract::CookieJar;
use commons::events::{self, Event};
use platform_db::{Service, Tx};
use platform_http::{Ctx, Fault};
use platform_payments::store::{self, PaymentStatus};
use platform_types::{Lang, OrderId, TicketId};

use super::Shop;
use super::paper::told_event;
use crate::catalogue::Kinds;
use crate::holds::find_hold;
use crate::live;
use crate::orders::{OrderItem, OrderTicket, OrderView, find_order, offer_of, ticket_prices};
use crate::refunds::{Offer, Policy, Receipt, list_receipts, promise_of};

/// Seconds after which the code has to be given again.
const COOKIE_LASTS: u32 = 6 * 3600;

/// An order with everything its pages and papers show.
pub(super) struct Opened {
    pub(super) order: OrderView,
    pub(super) event: Event,
    pub(super) items: Vec<OrderItem>,
    pub(super) tickets: Vec<OrderTicket>,
    /// What the ticket types are called in other languages.
    pub(super) kinds: Kinds,
    /// What was paid for each ticket, everything in, in minor units.
    pub(super) prices: HashMap<TicketId, i64>,
    /// Where the newest try to pay stands.
    pub(super) payment: Option<PaymentStatus>,
    /// Whether a code opened it and not its owner.
    pub(super) by_code: bool,
    /// Changes with the order: see [`crate::live`].
    pub(super) mark: String,
    /// Whether its buyer looks, and not the organizer's staff, who see it too.
    pub(super) by_buyer: bool,
    /// What was promised about refunds when it was placed.
    pub(super) policy: Policy,
    /// What giving tickets back brings now.
    pub(super) offer: Option<Offer>,
    /// What went back, was asked for or declined.
    pub(super) receipts: Vec<Receipt>,
}

impl Opened {
    /// As whoever reads the language of the work at hand is told it; papers are told in the order's own.
    pub(super) fn told(mut self) -> Self {
        self.event = told_event(self.event);
        self.name_kinds(Lang::current());
        self
    }

    /// Calls the kinds of tickets as whoever reads this language is told.
    pub(super) fn name_kinds(&mut self, lang: Lang) {
        let items = self.items.iter_mut().map(|item| &mut item.name);
        let tickets = self.tickets.iter_mut().map(|ticket| &mut ticket.type_name);
        for name in items.chain(tickets) {
            *name = self.kinds.told(name, lang);
        }
    }

    /// Whether a request is with the organizer.
    pub(super) fn waits(&self) -> bool {
        self.receipts.iter().any(|r| r.status == "requested")
    }
}

/// Opens an order for the caller, or 404.
pub(super) async fn open(shop: &Shop, ctx: &Ctx, headers: &HeaderMap, id: OrderId) -> Result<Opened, Fault> {
    let mut tx = ctx.read().await?;
    let by_code = find_order(&mut tx, id).await?.is_none();
    tx.rollback().await?;
    let jar = CookieJar::from_headers(headers);
    let code = || jar.get(cookie_name(ctx.kernel().settings().secure)).map(|c| plain(c.value()));
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    // Before the order: it is paid in the transaction that captures its payment, so that a payment at rest is never
    // read beside an order that still waits for it. Whoever has just paid would be asked to pay.
    let payment = store::latest_of_order(&mut tx, id).await?.map(|p| p.status);
    let order = find_order(&mut tx, id).await?.filter(|o| !by_code || code().is_some_and(|code| o.lookup_code == code));
    let order = order.ok_or_else(Fault::not_found)?;
    let by_buyer = by_code || find_hold(&mut tx, order.hold).await?.is_some_and(|hold| hold.is_of(&ctx.actor));
    let opened = Opened { by_buyer, ..read(shop, &mut tx, order, payment, by_code).await? };
    tx.rollback().await?;
    Ok(opened)
}

/// Through the Sales door: an event that was withdrawn from the public still has ticket holders.
async fn read(shop: &Shop, tx: &mut Tx, order: OrderView, payment: Option<PaymentStatus>, by_code: bool) -> Result<Opened, Fault> {
    let event = events::find_event(tx, order.event).await?.ok_or_else(|| Fault::internal("an order without its event"))?;
    let mark = live::mark_of(tx, order.id).await?.unwrap_or_default();
    let items = order.items(tx).await?;
    let tickets = order.tickets(tx).await?;
    let kinds = Kinds::of(tx, order.event).await?;
    let prices = ticket_prices(tx, order.id).await?;
    let policy = promise_of(tx, order.id).await?.policy;
    let offer = offer_of(shop.office(), tx, order.id).await?;
    let receipts = list_receipts(tx, order.id).await?;
    Ok(Opened { order, event, items, tickets, kinds, prices, payment, by_code, mark, by_buyer: false, policy, offer, receipts })
}

/// The cookie that opens this order in this browser.
pub(super) fn cookie(id: OrderId, code: &str, secure: bool) -> String {
    let name = cookie_name(secure);
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={code}; Path=/orders/{id}; Max-Age={COOKIE_LASTS}; HttpOnly; SameSite=Lax{secure}")
}

/// Over TLS with the prefix that no plain answer can set. Not `__Host-`: that one asks for the path `/`.
fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Secure-callboard-order" } else { "callboard-order" }
}

/// Codes are typed with spaces and dashes, in small letters.
pub(super) fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
