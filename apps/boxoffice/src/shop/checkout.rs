//! `/checkout/{hold}`: who buys, who comes, what it costs; then on to pay.
//!
//! A form is answered by a redirect, always: what was typed and refused is kept with the hold, and the page
//! finds again what is wrong with it. So reload and back repeat nothing and lose nothing.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use commons::events::{self, Event};
use platform_db::{Service, Tx};
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Wants, redirect};
use platform_types::{EmailAddress, HoldId, OrderId, PersonName, TicketTypeId};
use platform_ui::Markup;

use super::views::checkout as view;
use super::{Shop, codes, elsewhere, pay};
use crate::catalogue;
use crate::holds::{HoldStatus, HoldView, find_hold, keep_typed};
use crate::orders::{OrderStatus, OrderView, PlaceError, PlaceOrder, find_order_by_hold, place_order};
use crate::pricing::{Totals, UnitPrice};
use crate::refunds::{Policy, policy_of, promise_of};

/// A reservation as its checkout shows it.
pub(super) struct Cart {
    pub(super) hold: HoldView,
    pub(super) event: Event,
    /// The price of one of each of the hold's items, in their order.
    pub(super) units: Vec<UnitPrice>,
    pub(super) totals: Totals,
    /// The order placed from it before, if any.
    pub(super) order: Option<OrderView>,
    /// What is promised about refunds: with the order, or by the event while there is none.
    pub(super) refunds: Policy,
}

impl Cart {
    /// Whether it can still become an order.
    fn is_open(&self, ctx: &Ctx) -> bool {
        self.hold.status == HoldStatus::Active && self.hold.expires_at > ctx.now()
    }

    /// When and where the event is, for the form to say what its buyer saw.
    pub(super) fn occasion(&self) -> String {
        let starts = self.event.starts_at.map(|at| at.timestamp().to_string());
        let place = self.event.venue.as_ref().map(|venue| venue.id.to_string());
        format!("{} {}", starts.unwrap_or_default(), place.unwrap_or_default())
    }

    /// One line per admission: its field's name, its type and the type's name.
    pub(super) fn seats(&self) -> Vec<(String, TicketTypeId, &str)> {
        let each = self.hold.items.iter().flat_map(|i| (0..i.quantity).map(move |_| (i.ticket_type, i.name.as_str())));
        each.enumerate().map(|(n, (id, name))| (format!("attendee_{}", n + 1), id, name)).collect()
    }
}

/// What was typed, by field.
pub(super) type Typed = BTreeMap<String, String>;

pub(super) async fn show(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<HoldId>) -> Result<Response, Fault> {
    let (cart, names) = match load(&ctx, id).await {
        Ok(known) => known,
        Err(fault) => return elsewhere::checkout(&shop, &ctx, fault),
    };
    if let Some(order) = cart.order.as_ref().filter(|o| o.status != OrderStatus::Pending) {
        return Ok(redirect(&format!("/orders/{}", order.id)));
    }
    if !cart.is_open(&ctx) {
        return Ok((StatusCode::GONE, Page(view::lapsed(&shop.house(), &cart))).into_response());
    }
    let Some(kept) = &cart.hold.typed else {
        return Ok(Page(filled(&shop, &ctx, &cart, &known(&ctx, &cart, names), &[], None)).into_response());
    };
    let faults = read(&cart, kept).err().unwrap_or_default();
    let changed = changed(&cart, kept).filter(|_| faults.is_empty());
    let notice = changed.as_ref().map(Fault::message);
    Ok(Page(filled(&shop, &ctx, &cart, kept, &faults, notice)).into_response())
}

pub(super) async fn place(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<HoldId>, Form(typed): Form<Typed>) -> Result<Response, Fault> {
    let cart = match load(&ctx, id).await {
        Ok((cart, _)) => cart,
        Err(fault) => return elsewhere::checkout(&shop, &ctx, fault),
    };
    let command = match read(&cart, &typed) {
        Ok(command) => command,
        Err(faults) => return again(&shop, &ctx, &cart, &typed, Fault::new(platform_http::code::http::INVALID).with_fields(faults)).await,
    };
    if let Some(changed) = changed(&cart, &typed) {
        return again(&shop, &ctx, &cart, &typed, changed).await;
    }
    match place_order(shop.office(), &ctx.actor, &command).await {
        Ok(order) => pay::onwards(&shop, &ctx, order, StatusCode::CREATED).await,
        Err(PlaceError::Lapsed) if ctx.wants == Wants::Page => Ok(here(&cart)),
        Err(error) => Err(fault_of(error)),
    }
}

/// The caller's own reservation, or 404.
async fn load(ctx: &Ctx, id: HoldId) -> Result<(Cart, Vec<String>), Fault> {
    let mut tx = ctx.read().await?;
    let hold = find_hold(&mut tx, id).await?.filter(|h| h.is_of(&ctx.actor)).ok_or_else(Fault::not_found)?;
    let event = events::find_event(&mut tx, hold.event).await?.ok_or_else(|| Fault::new(codes::holds::CLOSED))?;
    let tariff = catalogue::tariff_of(&mut tx, event.id, event.currency).await?;
    let units: Vec<UnitPrice> = hold.items.iter().map(|i| tariff.unit(i.price_minor)).collect::<Result<_, _>>().map_err(Fault::internal)?;
    let totals = tariff.totals(units.iter().copied().zip(hold.items.iter().map(|i| i64::from(i.quantity)))).map_err(Fault::internal)?;
    let order = find_order_by_hold(&mut tx, id).await?;
    let names = match &order {
        Some(order) => attendees(&mut tx, order.id).await?,
        None => Vec::new(),
    };
    let refunds = match &order {
        Some(order) => promise_of(&mut tx, order.id).await?.policy,
        None => policy_of(&mut tx, event.id).await?,
    };
    tx.rollback().await?;
    Ok((Cart { hold, event, units, totals, order, refunds }, names))
}

async fn attendees(tx: &mut Tx, order: OrderId) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("SELECT name FROM order_attendees WHERE order_id = $1 ORDER BY position", order.0).fetch_all(&mut **tx).await
}

/// What we know already: from the order placed before, else from the account.
fn known(ctx: &Ctx, cart: &Cart, names: Vec<String>) -> Typed {
    let mut typed = Typed::new();
    if let Some(order) = &cart.order {
        typed.insert("name".to_owned(), order.buyer_name.clone());
        typed.insert("email".to_owned(), order.email.clone());
        let others = cart.seats().into_iter().zip(names).filter(|(_, name)| *name != order.buyer_name);
        typed.extend(others.map(|((field, ..), name)| (field, name)));
    } else if let Some(person) = &ctx.signed_in {
        typed.insert("name".to_owned(), person.name.clone());
        typed.insert("email".to_owned(), person.email.clone());
    }
    typed
}

/// The command, or everything that is wrong with it.
fn read(cart: &Cart, typed: &Typed) -> Result<PlaceOrder, Vec<FieldFault>> {
    let text = |field: &str| typed.get(field).map(String::as_str).unwrap_or_default();
    let mut check = Check::new();
    let buyer = check.field("name", text("name").parse::<PersonName>().map_err(sentence));
    let email = check.field("email", text("email").parse::<EmailAddress>().map_err(sentence));
    let mut attendees = Vec::new();
    for (field, id, _) in cart.seats() {
        // Left empty, the buyer's name stands in, so that the names behind it keep their places.
        let name = if text(&field).trim().is_empty() {
            buyer.clone()
        } else {
            check.field(&field, text(&field).parse::<PersonName>().map_err(sentence))
        };
        attendees.extend(name.map(|name| (id, name)));
    }
    match (buyer, email) {
        (Some(buyer_name), Some(email)) if check.is_fine() => Ok(PlaceOrder { hold: cart.hold.id, buyer_name, email, attendees }),
        _ => Err(check.faults()),
    }
}

/// What the page said and is no longer true: the event's time or place; the total, unless an order was placed, which
/// keeps its price. A caller that names neither is not asked.
fn changed(cart: &Cart, typed: &Typed) -> Option<Fault> {
    if typed.get("occasion").is_some_and(|shown| *shown != cart.occasion()) {
        return Some(Fault::new(codes::orders::EVENT_MOVED));
    }
    let another = |shown: &String| shown.parse::<i64>() != Ok(cart.totals.total_minor);
    (cart.order.is_none() && typed.get("total").is_some_and(another)).then(|| Fault::new(codes::orders::PRICE_CHANGED))
}

/// Back to the form with nothing lost, or the fault for programs.
async fn again(shop: &Shop, ctx: &Ctx, cart: &Cart, typed: &Typed, fault: Fault) -> Result<Response, Fault> {
    if ctx.wants != Wants::Page {
        return Err(fault);
    }
    if cart.is_open(ctx) {
        let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
        keep_typed(&mut tx, cart.hold.id, Some(&worth_keeping(cart, typed))).await?;
        tx.commit().await?;
    }
    Ok(here(cart))
}

/// The checkout's own page: the form, or that it is over.
fn here(cart: &Cart) -> Response {
    redirect(&format!("/checkout/{}", cart.hold.id))
}

/// What the form has fields for, each no longer than anybody types, without NUL, which PostgreSQL does not take.
fn worth_keeping(cart: &Cart, typed: &Typed) -> Typed {
    const MOST: usize = 500;
    let seats = cart.seats();
    let names = ["name", "email", "total", "occasion"].into_iter().chain(seats.iter().map(|(field, ..)| field.as_str()));
    let kept = names.filter_map(|name| Some((name.to_owned(), typed.get(name)?.chars().filter(|c| *c != '\0').take(MOST).collect())));
    kept.collect()
}

fn filled(shop: &Shop, ctx: &Ctx, cart: &Cart, typed: &Typed, faults: &[FieldFault], notice: Option<&str>) -> Markup {
    let simulated = shop.office().payments().is_simulated();
    view::page(&shop.house(), cart, &view::Filled { typed, faults, notice, simulated, now: ctx.now() })
}

fn fault_of(error: PlaceError) -> Fault {
    match error {
        PlaceError::NotFound => Fault::not_found(),
        PlaceError::Lapsed => Fault::new(codes::holds::EXPIRED),
        PlaceError::Database(error) => error.into(),
        PlaceError::Money(error) => Fault::internal(error),
        PlaceError::Fulfil(error) => Fault::internal(error),
    }
}

/// `enter a name` is told as `Enter a name.`
fn sentence(error: impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn errors_read_as_sentences() {
        assert_eq!(sentence("enter a name"), "Enter a name.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence(""), ".");
    }
}
