//! The step about tickets: a name, a price, how many, one type after the other. All else a type can say has its own page.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, redirect};
use platform_texts::{t, t_html};
use platform_types::{Actor, EventId, Money};
use platform_ui::{Button, Card, Column, Field, Form as Fields, Icon, Markup, Table, html};
use serde::Deserialize;
use serde_json::json;

use super::super::Part;
use super::super::charge_refusal;
use super::super::edit_view::save_and_go_on;
use super::{Step, back, elsewhere, lacking, page};
use crate::BoxOffice;
use crate::catalogue::{self, NewTicketType, Offer};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of, wrong};
use crate::console::frame::After;
use crate::console::tickets::{EVENT_CAPACITY, Pool, Reading, TicketsError, TypeForm, join_event_pool, list_pools};
use crate::console::{Console, must, typed};
use crate::pricing::Tariff;

/// The step as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TicketsForm {
    /// Sent by the button that stays here for another type.
    more: String,
    /// How many types there were when the form was opened: sent twice it adds once.
    seen: String,
    /// People who may come in all.
    capacity: String,
    #[serde(flatten)]
    kind: TypeForm,
}

impl TicketsForm {
    /// Whether nothing of a type was typed.
    fn is_bare(&self) -> bool {
        [&self.kind.type_name, &self.kind.price, &self.kind.quantity].iter().all(|typed| typed.trim().is_empty())
    }
}

struct Sold {
    desk: Desk,
    tariff: Tariff,
    offers: Vec<Offer>,
    pools: Vec<Pool>,
}

impl Sold {
    fn capacity(&self) -> Option<i32> {
        self.pools.iter().find(|p| p.is_event()).map(|p| p.capacity)
    }
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<Sold, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_EDIT)?;
    must(&desk.held, may::TICKETS_MANAGE)?;
    let tariff = catalogue::tariff_of(&mut tx, id, desk.event.currency).await?;
    let offers = catalogue::list_offers(&mut tx, id, desk.event.starts_at, &tariff, ctx.now(), true).await.map_err(Fault::internal)?;
    let pools = list_pools(&mut tx, id).await?;
    Ok(Sold { desk, tariff, offers, pools })
}

async fn render(
    console: &Console,
    ctx: &Ctx,
    sold: &Sold,
    form: &TicketsForm,
    faults: &[FieldFault],
    after: &After,
) -> Result<Markup, Fault> {
    let desk = &sold.desk;
    let requirements = lacking(console, ctx, desk).await?;
    let errors = errors_of(faults);
    let first = sold.offers.is_empty();
    let needed = |field: Field| if first { field.required() } else { field };
    let caps = match (&desk.event.venue, desk.holds) {
        (Some(venue), Some(holds)) => t!("console-setup-capacity-help-room", venue = venue.name, holds = holds),
        _ => t!("console-setup-capacity-help"),
    };
    let kind = html! {
        (needed(Field::text("type_name", t!("console-setup-type-name")).value(&form.kind.type_name).max_length(120).placeholder(t!("console-setup-type-name-example")).error(errors.of("type_name"))))
        div class="form__row" {
            (Field::money("price", t!("console-setup-type-price"), desk.event.currency).value(&form.kind.price).help(t!("console-setup-type-price-help")).error(errors.of("price")))
            (needed(Field::number("quantity", t!("console-setup-type-quantity")).value(&form.kind.quantity).min(1).error(errors.of("quantity"))))
        }
    };
    let all = html! {
        (Field::number(EVENT_CAPACITY, t!("console-setup-capacity")).value(&form.capacity).min(1)
            .help(caps).error(errors.of(EVENT_CAPACITY)))
    };
    let fields = html! {
        (Card::new(kind).title(if first { t!("console-setup-first-type") } else { t!("console-setup-another-type") }))
        (Card::new(all).title(t!("console-setup-capacity-heading")))
    };
    let form = Fields::post(Step::Tickets.href(desk.event.id), fields)
        .errors(&errors)
        .hidden("seen", sold.offers.len().to_string())
        .button(Button::submit(save_and_go_on()).main().large().icon_after(Icon::ArrowRight))
        .button(Button::submit(t!("console-setup-add-another")).named("more", "1").large())
        .button(back(desk, Step::Tickets));
    let main = html! {
        @if !first { (Card::new(types(sold)).title(t!("console-setup-types")).flush()) }
        (form)
        @let page = html! { a href={ "/console/events/" (desk.event.id) "/tickets" } { (t!("console-setup-all-else-page")) } };
        p class="muted" { (t_html!("console-setup-all-else", page = page)) }
    };
    Ok(page(&console.frame(ctx, after), desk, Step::Tickets, &requirements, main))
}

fn types(sold: &Sold) -> Markup {
    let money = |minor: i64| {
        if minor == 0 { platform_ui::words::free().into_owned() } else { Money::new(minor, sold.desk.event.currency).to_string() }
    };
    let row = |offer: &Offer| vec![html! { (offer.name) }, html! { (money(offer.unit.price_minor)) }, html! { (offer.capacity) }];
    Table::new(
        t!("console-setup-types-caption"),
        vec![
            Column::new(t!("console-setup-types-ticket")),
            Column::figures(t!("console-setup-types-price")),
            Column::figures(t!("console-setup-types-quantity")),
        ],
    )
    .rows(sold.offers.iter().map(row))
    .render()
}

pub(super) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    if let Some(elsewhere) = elsewhere(&sold.desk, Part::What) {
        return Ok(elsewhere);
    }
    let form = TicketsForm { capacity: sold.capacity().map(|n| n.to_string()).unwrap_or_default(), ..TicketsForm::default() };
    Ok(Page(render(&console, &ctx, &sold, &form, &[], &after).await?).into_response())
}

pub(super) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<TicketsForm>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    if let Some(elsewhere) = elsewhere(&sold.desk, Part::What) {
        return Ok(elsewhere);
    }
    let next = if form.more.is_empty() { Step::Tickets.next(&sold.desk.held) } else { Step::Tickets }.href(id);
    let faults = match read(&console, &sold, &form) {
        Err(faults) => faults,
        Ok(Wanted { kind: None, capacity: None }) => return Ok(redirect(&next)),
        Ok(wanted) => match write(console.office(), &ctx.actor, &sold.desk, &wanted, form.seen.parse().unwrap_or(-1)).await {
            Ok(done) => return Ok(redirect(&format!("{next}?done={done}"))),
            Err(TicketsError::Refused(faults)) => faults,
            Err(error) => return Err(error.into()),
        },
    };
    let markup = render(&console, &ctx, &sold, &form, &faults, &After::default()).await?;
    Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup))
}

/// What is to be written.
struct Wanted {
    kind: Option<NewTicketType>,
    /// Where it changes.
    capacity: Option<i32>,
}

/// By the rules of the tickets' page; a type that was left empty is none once there is one.
fn read(console: &Console, sold: &Sold, form: &TicketsForm) -> Result<Wanted, Vec<FieldFault>> {
    let mut check = Check::new();
    let capacity = check.field(EVENT_CAPACITY, typed::count(&form.capacity, 1, 10_000_000));
    let kind = if form.is_bare() && !sold.offers.is_empty() {
        Some(None)
    } else {
        let refusal = |amount| charge_refusal(console.office(), amount);
        let with = Reading { zone: sold.desk.event.zone, tariff: &sold.tariff, refusal: &refusal, zones: &[], was: None };
        form.kind.read(with, &mut check).map(|details| Some(details.basics))
    };
    let (Some(kind), Some(capacity)) = (kind, capacity) else { return Err(check.faults()) };
    let known = sold.capacity();
    // As many as there are tickets, until somebody says otherwise.
    let capacity = capacity.or_else(|| kind.as_ref().filter(|_| known.is_none()).map(|kind| kind.quantity));
    Ok(Wanted { kind, capacity: capacity.filter(|n| Some(*n) != known) })
}

/// The type and the capacity together, with one line in the audit. Says which word tells it.
async fn write(shop: &BoxOffice, actor: &Actor, desk: &Desk, wanted: &Wanted, seen: i64) -> Result<&'static str, TicketsError> {
    let (event, organization, now) = (desk.event.id, desk.place.id, shop.clock().now());
    let mut tx = shop.db().as_actor(actor).await?;
    // Two clicks: one after the other.
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 1))", event.to_string()).execute(&mut *tx).await?;
    if let Some(kind) = &wanted.kind {
        let known = sqlx::query!(
            r#"SELECT count(*) AS "types!", count(*) FILTER (WHERE name = $2 AND price_minor = $3) AS "same!" FROM ticket_types WHERE event_id = $1 AND archived_at IS NULL"#,
            event.0,
            kind.name,
            kind.price_minor
        )
        .fetch_one(&mut *tx)
        .await?;
        if known.types != seen && known.same > 0 {
            return Ok("type-added");
        }
    }
    if let Some(capacity) = wanted.capacity {
        catalogue::open_event_pool(&mut tx, shop.entropy(), now, organization, event, capacity).await?;
        join_event_pool(&mut tx, event).await?;
    }
    let Some(kind) = &wanted.kind else {
        let entry = Entry::new("capacity.set", "events").on(event.0).within(organization).after(json!({"Event": wanted.capacity}));
        platform_audit::record(&mut tx, entry).await?;
        tx.commit().await?;
        return Ok("capacity-set");
    };
    if !list_pools(&mut tx, event).await?.iter().any(Pool::is_event) {
        return Err(TicketsError::Refused(wrong(EVENT_CAPACITY, t!("console-setup-capacity-missing"))));
    }
    let id = catalogue::add_ticket_type(&mut tx, shop.entropy(), now, organization, event, kind).await?;
    let after = json!({
        "event": event,
        "name": kind.name,
        "price_minor": kind.price_minor,
        "currency": desk.event.currency,
        "quantity": kind.quantity,
        "capacity": wanted.capacity,
    });
    platform_audit::record(&mut tx, Entry::new("ticket_type.added", "ticket_types").on(id.0).within(organization).after(after)).await?;
    tx.commit().await?;
    Ok("type-added")
}
