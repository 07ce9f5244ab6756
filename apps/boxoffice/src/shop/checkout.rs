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
use platform_http::{Check, Ctx, Fault, FieldFault, FormAsSent, Page, Path, Wants, redirect};
use platform_types::{EmailAddress, HoldId, Lang, OrderId, PersonName, TicketTypeId};
use platform_ui::Markup;

use super::paper::told_event;
use super::views::checkout as view;
use super::{Shop, codes, elsewhere, pay, promo, typed};
use crate::catalogue::{self, Kinds};
use crate::codes::{Quote, Refusal, Tries, chargeable, normal, quote, set_code, takes_codes, tried};
use crate::holds::{HoldStatus, HoldView, find_hold, keep_typed};
use crate::orders::{OrderItem, OrderStatus, OrderView, PlaceError, PlaceOrder, find_order_by_hold, place_order_for};
use crate::pricing::Tariff;
use crate::refunds::{Policy, policy_of, promise_of};

/// A reservation as its checkout shows it.
pub(super) struct Cart {
    pub(super) hold: HoldView,
    pub(super) event: Event,
    /// What it costs now, with its code where that counts.
    pub(super) quote: Quote,
    /// Why its code does not count.
    pub(super) refusal: Option<Refusal>,
    /// Whether there is a reason to ask for a code.
    pub(super) takes_codes: bool,
    /// Whether its code opened its tickets, so that it stays.
    pub(super) bound: bool,
    /// The lines of the order placed from it before, at the prices of then.
    pub(super) placed: Vec<OrderItem>,
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

    /// What it cost before, where its code has made another price of it.
    pub(super) fn made_cheaper_than(&self, before: &Self) -> Option<i64> {
        let counts = self.hold.code.is_some() && self.refusal.is_none();
        Some(before.quote.totals.total_minor).filter(|was| counts && *was != self.quote.totals.total_minor)
    }

    /// What it cost before its code was put on, where that is to be told.
    pub(super) fn before_code(&self) -> Option<i64> {
        let before = self.hold.typed.as_ref()?.get(BEFORE_CODE)?.parse().ok()?;
        let counts = self.order.is_none() && self.hold.code.is_some() && self.refusal.is_none();
        Some(before).filter(|before| counts && *before != self.quote.totals.total_minor)
    }

    /// When and where the event is, for the form to say what its buyer saw.
    pub(super) fn occasion(&self) -> String {
        let starts = self.event.starts_at.map(|at| at.timestamp().to_string());
        let place = self.event.venue.as_ref().map(|venue| venue.id.to_string());
        format!("{} {}", starts.unwrap_or_default(), place.unwrap_or_default())
    }

    /// As whoever reads the language of the work at hand is told it. The order is placed from what is stored.
    fn told(mut self, kinds: &Kinds) -> Self {
        let lang = Lang::current();
        let names = self.hold.items.iter_mut().map(|item| &mut item.name);
        let lines = self.quote.lines.iter_mut().map(|line| &mut line.name);
        let placed = self.placed.iter_mut().map(|item| &mut item.name);
        for name in names.chain(lines).chain(placed) {
            *name = kinds.told(name, lang);
        }
        Self { event: told_event(self.event), ..self }
    }

    /// One line per admission: its field's name, its type and the type's name.
    pub(super) fn seats(&self) -> Vec<(String, TicketTypeId, &str)> {
        let each = self.hold.items.iter().flat_map(|i| (0..i.quantity).map(move |_| (i.ticket_type, i.name.as_str())));
        each.enumerate().map(|(n, (id, name))| (format!("attendee_{}", n + 1), id, name)).collect()
    }
}

/// Beside what was typed: it was kept on the way, not refused.
const UNCHECKED: &str = "unchecked";
/// Beside what was typed: the total before its code was put on, in minor units.
const BEFORE_CODE: &str = "before_code";

/// What was typed, by field.
pub(super) type Typed = BTreeMap<String, String>;

pub(super) async fn show(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<HoldId>) -> Result<Response, Fault> {
    let (cart, names) = match load(&shop, &ctx, id).await {
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
    let faults = if kept.contains_key(UNCHECKED) { Vec::new() } else { read(&cart, kept).err().unwrap_or_default() };
    let changed = changed(&cart, kept).filter(|_| faults.is_empty());
    let again = cart.refusal.filter(|_| cart.order.is_some()).map(|refusal| promo::fault_of(refusal, Some(cart.event.zone)));
    let notice = changed.as_ref().or(again.as_ref()).map(Fault::message);
    Ok(Page(filled(&shop, &ctx, &cart, kept, &faults, notice)).into_response())
}

pub(super) async fn place(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(id): Path<HoldId>,
    FormAsSent(mut typed): FormAsSent<Typed>,
) -> Result<Response, Fault> {
    let (cart, before) = match load_with(&shop, &ctx, id, &typed).await {
        Ok(loaded) => loaded,
        Err(fault) => return elsewhere::checkout(&shop, &ctx, fault),
    };
    if let Some(before) = before.filter(|_| ctx.wants == Wants::Page) {
        // Its code made the price, so that is told, and is no mistake of the buyer's.
        typed.remove("total");
        typed.insert(BEFORE_CODE.to_owned(), before.to_string());
    }
    if let Some(refusal) = cart.refusal.filter(|_| cart.order.is_none()) {
        let fault = promo::fault_of(refusal, Some(cart.event.zone));
        return again(&shop, &ctx, &cart, &typed, fault).await;
    }
    let command = match read(&cart, &typed) {
        Ok(command) => command,
        Err(faults) => {
            return again(&shop, &ctx, &cart, &typed, Fault::new(platform_http::code::http::INVALID).with_fields(faults)).await;
        }
    };
    if let Some(changed) = changed(&cart, &typed) {
        return again(&shop, &ctx, &cart, &typed, changed).await;
    }
    if typed.contains_key(BEFORE_CODE) {
        // Nobody is charged what they have not seen, less than expected though it is.
        keep(&shop, &ctx, &cart, &typed, false).await?;
        return Ok(here(&cart));
    }
    let agreed = typed.get("total").and_then(|total| total.parse().ok());
    match place_order_for(shop.office(), &ctx.actor, &command, agreed).await {
        Ok(order) => pay::onwards(&shop, &ctx, order, StatusCode::CREATED).await,
        Err(PlaceError::Lapsed) if ctx.wants == Wants::Page => Ok(here(&cart)),
        // Between our look and the order: shown first, as a change before it is.
        Err(PlaceError::PriceChanged) => again(&shop, &ctx, &cart, &typed, Fault::new(codes::orders::PRICE_CHANGED)).await,
        // Somebody else had the last use, or this address has had its own.
        Err(PlaceError::Code(refusal)) => again(&shop, &ctx, &cart, &typed, promo::fault_of(refusal, Some(cart.event.zone))).await,
        Err(error) => Err(fault_of(error)),
    }
}

/// The caller's own reservation, or 404. Through the Sales door: what is shown to nobody else, or was hidden or archived since, is
/// still in the cart.
pub(super) async fn load(shop: &Shop, ctx: &Ctx, id: HoldId) -> Result<(Cart, Vec<String>), Fault> {
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let hold = find_hold(&mut tx, id).await?.filter(|h| h.is_of(&ctx.actor)).ok_or_else(Fault::not_found)?;
    tx.rollback().await?;
    // Under the caller's own role: an event that was taken off sale is not shown to them any more.
    let mut tx = ctx.read().await?;
    let event = events::find_event(&mut tx, hold.event).await?.ok_or_else(|| Fault::new(codes::holds::CLOSED))?;
    tx.rollback().await?;
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let order = find_order_by_hold(&mut tx, id).await?;
    let (names, placed) = match &order {
        Some(order) => (attendees(&mut tx, order.id).await?, order.items(&mut tx).await?),
        None => (Vec::new(), Vec::new()),
    };
    let refunds = match &order {
        Some(order) => promise_of(&mut tx, order.id).await?.policy,
        None => policy_of(&mut tx, event.id).await?,
    };
    let tariff = catalogue::tariff_of(&mut tx, event.id, event.currency).await?;
    let (quote, refusal) = priced(shop, &mut tx, &event, &hold, &tariff).await?;
    let takes_codes = takes_codes(&mut tx, event.id).await?;
    let bound = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT 1 FROM promo_redemptions WHERE hold_id = $1) AS "bound!""#, id.0)
        .fetch_one(&mut *tx)
        .await?;
    let kinds = Kinds::of(&mut tx, event.id).await?;
    tx.rollback().await?;
    Ok((Cart { hold, event, quote, refusal, takes_codes, bound, placed, order, refunds }.told(&kinds), names))
}

/// The price with the hold's code, or without it and the reason.
async fn priced(shop: &Shop, tx: &mut Tx, event: &Event, hold: &HoldView, tariff: &Tariff) -> Result<(Quote, Option<Refusal>), Fault> {
    let plain = || quote(tariff, &hold.items, None).map_err(Fault::internal)?.map_err(Fault::internal);
    let Some(text) = &hold.code else { return Ok((plain()?, None)) };
    let email = hold.typed.as_ref().and_then(|typed| typed.get("email")?.parse::<EmailAddress>().ok());
    let who = Tries { user: hold.user, email: email.as_ref(), hold: Some(hold.id) };
    let with_code = match tried(tx, event.organization, event.id, text, who).await? {
        Ok(code) => quote(tariff, &hold.items, Some(&code)).map_err(Fault::internal)?,
        Err(refusal) => Err(refusal),
    };
    match with_code.and_then(|quote| chargeable(shop.office(), &quote, tariff).map(|()| quote)) {
        Ok(quote) => Ok((quote, None)),
        Err(refusal) => Ok((plain()?, Some(refusal))),
    }
}

/// The reservation with the code that was typed into its form, or without one where the field was cleared; and what it cost
/// before, where the new code makes another price.
async fn load_with(shop: &Shop, ctx: &Ctx, id: HoldId, typed: &Typed) -> Result<(Cart, Option<i64>), Fault> {
    let (cart, _) = load(shop, ctx, id).await?;
    let Some(text) = typed.get("code").map(|text| normal(text)) else { return Ok((cart, None)) };
    if cart.order.is_some() || text == cart.hold.code || !set_code(shop.office(), &ctx.actor, id, text.as_deref()).await? {
        return Ok((cart, None));
    }
    let (coded, _) = load(shop, ctx, id).await?;
    let before = coded.made_cheaper_than(&cart);
    Ok((coded, before))
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
    let buyer = check.field("name", text("name").parse::<PersonName>().map_err(typed::of_name));
    let email = check.field("email", text("email").parse::<EmailAddress>().map_err(typed::of_email));
    let mut attendees = Vec::new();
    for (n, (field, id, _)) in cart.seats().into_iter().enumerate() {
        // Left empty, the buyer's name stands in, so that the names behind it keep their places.
        let name = if text(&field).trim().is_empty() {
            buyer.clone()
        } else {
            check.field(&field, text(&field).parse::<PersonName>().map_err(|error| typed::of_attendee(error, n + 1)))
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
    let another = |shown: &String| shown.parse::<i64>() != Ok(cart.quote.totals.total_minor);
    (cart.order.is_none() && typed.get("total").is_some_and(another)).then(|| Fault::new(codes::orders::PRICE_CHANGED))
}

/// Back to the form with nothing lost, or the fault for programs.
async fn again(shop: &Shop, ctx: &Ctx, cart: &Cart, typed: &Typed, fault: Fault) -> Result<Response, Fault> {
    if ctx.wants != Wants::Page {
        return Err(fault);
    }
    keep(shop, ctx, cart, typed, false).await?;
    Ok(here(cart))
}

/// Keeps what was typed with the reservation, and that its code has just made another price than this.
pub(super) async fn keep_coded(shop: &Shop, ctx: &Ctx, cart: &Cart, typed: &Typed, before: Option<i64>) -> Result<(), Fault> {
    let before = before.map(|minor| (BEFORE_CODE.to_owned(), minor.to_string()));
    let typed = typed.iter().map(|(name, text)| (name.clone(), text.clone())).chain(before).collect();
    keep(shop, ctx, cart, &typed, true).await
}

/// Keeps what was typed with the reservation. `unchecked`: nobody has said yet that it is all.
async fn keep(shop: &Shop, ctx: &Ctx, cart: &Cart, typed: &Typed, unchecked: bool) -> Result<(), Fault> {
    if !cart.is_open(ctx) {
        return Ok(());
    }
    let mut kept = worth_keeping(cart, typed);
    if unchecked {
        // The price is about to be another one, and the page that shows it says so.
        kept.remove("total");
        kept.insert(UNCHECKED.to_owned(), String::new());
    }
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    keep_typed(&mut tx, cart.hold.id, Some(&kept)).await?;
    Ok(tx.commit().await?)
}

/// The checkout's own page: the form, or that it is over.
fn here(cart: &Cart) -> Response {
    redirect(&format!("/checkout/{}", cart.hold.id))
}

/// What the form has fields for, each no longer than anybody types, without NUL, which PostgreSQL does not take.
fn worth_keeping(cart: &Cart, typed: &Typed) -> Typed {
    const MOST: usize = 500;
    let seats = cart.seats();
    let names = ["name", "email", "total", "occasion", BEFORE_CODE].into_iter().chain(seats.iter().map(|(field, ..)| field.as_str()));
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
        PlaceError::PriceChanged => Fault::new(codes::orders::PRICE_CHANGED),
        PlaceError::Database(error) => error.into(),
        PlaceError::Code(refusal) => promo::fault_of(refusal, None),
        PlaceError::Money(error) => Fault::internal(error),
        PlaceError::Fulfil(error) => Fault::internal(error),
    }
}
